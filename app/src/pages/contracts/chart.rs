//! The chart of a target: the path that was agreed, how far it came quarter by quarter, and the band of what may come.

use chrono::NaiveDate;
use domain::access::policy::withheld;
use domain::contracts::Progress;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::contracts::{CoursePoint, TargetStanding};

use crate::charts::frame::{Canvas, base_axis, drawing, figure, legend, n, path, thin, value_axis};
use crate::charts::scale::{Scale, inner_ticks, ticks, year_fraction};
use crate::charts::{Caption, TableRow};
use crate::question::Sight;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Fra start til frist", nn: "Frå start til frist", en: "From the baseline to the due date" }
        text(now: &str, on: &str, path: &str, target: &str, due: &str) => {
            nb: "{now} per {on}, der avtalt bane er {path}. Målet er {target} innen {due}.",
            nn: "{now} per {on}, der avtalt bane er {path}. Målet er {target} innan {due}.",
            en: "{now} as at {on}, where the agreed path is {path}. The target is {target} by {due}." }
        agreed => { nb: "Avtalt bane", nn: "Avtalt bane", en: "Agreed path" }
        counted => { nb: "Talt", nn: "Talt", en: "Counted" }
        levels => { nb: "Dokumentert til høyst mulig", nn: "Dokumentert til høgst mogleg", en: "Documented to at most" }
        band => { nb: "Prognose, 80 av 100", nn: "Prognose, 80 av 100", en: "Forecast, 80 of 100" }
        today => { nb: "I dag", nn: "I dag", en: "Today" }
        date => { nb: "Dato", nn: "Dato", en: "Date" }
        between(low: &str, high: &str) => { nb: "{low}–{high}", nn: "{low}–{high}", en: "{low}–{high}" }
    }
}

/// The chart of a target that is counted in jobs.
pub(super) fn course(locale: Locale, sight: &Sight, place: usize, target: &TargetStanding) -> Option<AnyView> {
    let progress = target.progress.as_ref().ok()?;
    let points = shown(sight, progress, target)?;
    let band: Vec<(NaiveDate, f64, f64)> = target
        .band
        .as_ref()
        .map(|band| band.points.iter().map(|point| (point.on, point.low, point.high)).collect())
        .unwrap_or_default();
    let corners: Vec<(NaiveDate, f64)> =
        progress.target.corners().into_iter().map(|corner| (corner.on, corner.amount)).collect();
    let number = |value: f64| format::number(locale, value, 1);
    let day = |on: NaiveDate| format::date(locale, on);
    let caption = Caption {
        id: format!("target-{place}"),
        title: w::title(locale).to_owned(),
        description: w::text(
            locale,
            &number(progress.point?),
            &day(progress.as_of),
            &number(progress.path),
            &number(progress.target.amount),
            &day(progress.target.due_on),
        ),
        table: shared::same_data(locale).to_owned(),
    };
    let wide =
        Canvas { compact: false, width: 640.0, height: 320.0, left: 52.0, right: 620.0, top: 20.0, bottom: 286.0 };
    let compact =
        Canvas { compact: true, width: 360.0, height: 300.0, left: 50.0, right: 342.0, top: 20.0, bottom: 266.0 };
    let draw = |canvas| drawing(&caption, canvas, false, plot(locale, canvas, progress, &points, &band, &corners));
    let drawings = view! { {draw(wide)}{draw(compact)} }.into_any();
    let marks = vec![
        (view! { <line class="line series-2" x1="0" x2="24" y1="6" y2="6"/> }.into_any(), w::agreed(locale).to_owned()),
        (
            view! { <line class="line series-1" x1="0" x2="24" y1="6" y2="6"/> }.into_any(),
            w::counted(locale).to_owned(),
        ),
        (
            view! { <rect class="band series-1" x="4" y="0" width="16" height="12"/> }.into_any(),
            w::levels(locale).to_owned(),
        ),
        (
            view! { <rect class="band series-3" x="4" y="0" width="16" height="12"/> }.into_any(),
            w::band(locale).to_owned(),
        ),
    ];
    let head = [w::date, w::agreed, w::counted, w::levels, w::band].map(|word| word(locale).to_owned()).to_vec();
    let mut rows: Vec<TableRow> = points
        .iter()
        .map(|point| TableRow {
            head: day(point.on),
            cells: vec![
                number(progress.target.path_at(point.on)),
                number(point.point),
                w::between(locale, &number(point.floor), &number(point.ceiling)),
                "–".to_owned(),
            ],
            ..TableRow::default()
        })
        .collect();
    rows.extend(band.iter().skip(1).map(|(on, low, high)| TableRow {
        head: day(*on),
        cells: vec![
            number(progress.target.path_at(*on)),
            "–".to_owned(),
            "–".to_owned(),
            w::between(locale, &number(*low), &number(*high)),
        ],
        ..TableRow::default()
    }));
    Some(figure(caption, drawings, legend(marks, false), head, rows))
}

/// The course up to today, without what rested on so few startups that the reader does not see.
fn shown(sight: &Sight, progress: &Progress, target: &TargetStanding) -> Option<Vec<CoursePoint>> {
    let all = progress.rows_in.iter().all(|row| sight.sees(row.startup));
    let start = progress.target.baseline_on;
    let now = CoursePoint {
        on: progress.counted_to,
        floor: progress.floor?,
        point: progress.point?,
        ceiling: progress.ceiling?,
        n: progress.rows_in.len(),
    };
    let begun = CoursePoint { on: start, floor: 0.0, point: 0.0, ceiling: 0.0, n: 0 };
    let between = target.course.iter().copied().filter(|point| all || withheld(point.n).is_none());
    Some(std::iter::once(begun).chain(between).chain([now]).collect())
}

fn plot(
    locale: Locale,
    canvas: Canvas,
    progress: &Progress,
    points: &[CoursePoint],
    band: &[(NaiveDate, f64, f64)],
    corners: &[(NaiveDate, f64)],
) -> AnyView {
    let values = points.iter().flat_map(|point| [point.floor, point.ceiling]);
    let values = values.chain(band.iter().flat_map(|(_, low, high)| [*low, *high]));
    let values = values.chain(corners.iter().map(|(_, amount)| *amount));
    let (low, high) = values.fold((0.0_f64, 1.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let levels = ticks(low, high, 5, 1.0);
    let ends = (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(1.0));
    let y = Scale::new(ends, (canvas.bottom, canvas.top));
    let last = band.last().map_or(progress.target.due_on, |(on, ..)| *on).max(progress.target.due_on);
    let span = (year_fraction(progress.target.baseline_on), year_fraction(last));
    let x = Scale::new(span, (canvas.left, canvas.right));
    let at = |on: NaiveDate, value: f64| (x.at(year_fraction(on)), y.at(value));
    let area = |upper: Vec<(f64, f64)>, mut lower: Vec<(f64, f64)>| {
        lower.reverse();
        format!("{}Z", path(&upper.into_iter().chain(lower).collect::<Vec<_>>()))
    };
    let levels_area = area(
        points.iter().map(|point| at(point.on, point.ceiling)).collect(),
        points.iter().map(|point| at(point.on, point.floor)).collect(),
    );
    let band_area = (!band.is_empty()).then(|| {
        area(
            band.iter().map(|(on, _, high)| at(*on, *high)).collect(),
            band.iter().map(|(on, low, _)| at(*on, *low)).collect(),
        )
    });
    let agreed = path(&corners.iter().map(|(on, amount)| at(*on, *amount)).collect::<Vec<_>>());
    let counted = path(&points.iter().map(|point| at(point.on, point.point)).collect::<Vec<_>>());
    let y_ticks: Vec<(f64, String)> =
        levels.iter().map(|level| (y.at(*level), format::number(locale, *level, 0))).collect();
    let years = inner_ticks(span.0, span.1, if canvas.compact { 5 } else { 8 }, 1.0);
    let x_ticks = thin(canvas, years.into_iter().map(|year| (x.at(year), format!("{year:.0}"))).collect());
    let today = x.at(year_fraction(progress.as_of)).clamp(canvas.left, canvas.right);
    // The word stands where there is room for it.
    let (anchor, shift) = if today > f64::midpoint(canvas.left, canvas.right) { ("end", -5.0) } else { ("start", 5.0) };
    view! {
        {value_axis(canvas, &y_ticks)}
        {band_area.map(|d| view! { <path class="band series-3" d=d/> })}
        <path class="band series-1" d=levels_area/>
        <path class="line series-2" d=agreed/>
        <path class="line series-1" d=counted/>
        <line class="chart__stroke" x1=n(today) x2=n(today) y1=n(canvas.top) y2=n(canvas.bottom)/>
        <text class="chart__axis" x=n(today + shift) y=n(canvas.top + 8.0) text-anchor=anchor>{w::today(locale)}</text>
        {base_axis(canvas, &x_ticks, None)}
    }
    .into_any()
}
