//! One startup's jobs: a value holds until the next observation, so the line goes in steps.

use chrono::NaiveDate;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::frame::{Canvas, Caption, TableRow, base_axis, drawing, figure, legend, n, path, value_axis};
use super::lines::time_ticks;
use super::scale::{Scale, ticks, year_fraction};

/// The shape that stands for a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Marker {
    /// ●
    Circle,
    /// ■
    Square,
    /// ◆
    Diamond,
    /// ▲
    Triangle,
}

impl Marker {
    /// The path of the shape around a point.
    fn shape(self, x: f64, y: f64) -> String {
        let r = 5.0;
        match self {
            // Two half circles: a path, so that all markers are styled alike.
            Marker::Circle => {
                format!("M{} {}a{r} {r} 0 1 0 {} 0a{r} {r} 0 1 0 -{} 0Z", n(x - r), n(y), n(2.0 * r), n(2.0 * r))
            }
            Marker::Square => format!("M{} {}h9v9h-9Z", n(x - 4.5), n(y - 4.5)),
            Marker::Diamond => format!("M{} {}l6 6l-6 6l-6 -6Z", n(x), n(y - 6.0)),
            Marker::Triangle => format!("M{} {}l6 11h-12Z", n(x), n(y - 6.5)),
        }
    }
}

/// One observation.
#[derive(Debug, Clone, PartialEq)]
pub struct JobsPoint {
    /// The day it is about.
    pub on: NaiveDate,
    /// Jobs; the lower end when only an interval is known.
    pub value: f64,
    /// The upper end, when only an interval is known.
    pub high: Option<f64>,
    /// The shape of its source.
    pub marker: Marker,
    /// Its source in words.
    pub source: String,
}

/// How the line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepEnd {
    /// Alive at the date; from `stale` on (if any) the last value is too old to count and is dashed.
    At {
        /// The date of the page.
        date: NaiveDate,
        /// From when the last observation is too old.
        stale: Option<NaiveDate>,
    },
    /// Dead from this day: the line falls to zero.
    Died {
        /// The day of death.
        on: NaiveDate,
    },
}

/// The words of a step curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepWords {
    /// Heads of the table: date, jobs, source.
    pub table: [String; 3],
    /// `For gammelt til å telle`, in the legend.
    pub stale: String,
    /// `Slutt`: the last row of a dead startup.
    pub died: String,
}

/// One startup's jobs over time, with a marker for each observation.
#[component]
pub fn StepCurve(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// Its words.
    words: StepWords,
    /// The observations, ascending; at least one.
    points: Vec<JobsPoint>,
    /// How the line ends.
    end: StepEnd,
) -> impl IntoView {
    let last = match end {
        StepEnd::At { date, .. } => date,
        StepEnd::Died { on } => on,
    };
    let first = points.first().map_or(last, |point| point.on);
    let last = points.last().map_or(last, |point| point.on.max(last));
    let span = (year_fraction(first), year_fraction(last));
    let high = points.iter().map(|point| point.high.unwrap_or(point.value)).fold(1.0, f64::max);
    let wide =
        Canvas { compact: false, width: 640.0, height: 280.0, left: 52.0, right: 624.0, top: 16.0, bottom: 246.0 };
    let compact =
        Canvas { compact: true, width: 360.0, height: 260.0, left: 46.0, right: 342.0, top: 16.0, bottom: 226.0 };
    let one = |canvas| drawing(&caption, canvas, true, plot(locale, canvas, &points, end, span, (first, last), high));
    let drawings = view! {
        {one(wide)}
        {one(compact)}
    };
    let mut sources: Vec<(Marker, String)> = points.iter().map(|point| (point.marker, point.source.clone())).collect();
    sources.sort();
    sources.dedup_by_key(|(marker, _)| *marker);
    let mut marks: Vec<(AnyView, String)> = sources
        .into_iter()
        .map(|(marker, name)| (view! { <path class="marker" d=marker.shape(12.0, 6.0) /> }.into_any(), name))
        .collect();
    if matches!(end, StepEnd::At { stale: Some(_), .. }) {
        let mark = view! { <line class="line line--stale series-1" x1="0" x2="24" y1="6" y2="6" /> };
        marks.push((mark.into_any(), words.stale.clone()));
    }
    let x = Scale::new(span, (0.0, 1.0));
    let mut rows: Vec<TableRow> = points
        .iter()
        .map(|point| {
            let low = format::number(locale, point.value, 1);
            let value = match point.high {
                Some(high) => format!("{low}–{}", format::number(locale, high, 1)),
                None => low,
            };
            TableRow {
                head: format::date(locale, point.on),
                href: None,
                cells: vec![value, point.source.clone()],
                at: Some(x.share(year_fraction(point.on))),
            }
        })
        .collect();
    if let StepEnd::Died { on } = end {
        rows.push(TableRow {
            head: format::date(locale, on),
            href: None,
            cells: vec!["0".to_owned(), words.died.clone()],
            at: Some(x.share(year_fraction(on))),
        });
    }
    figure(caption.clone(), drawings.into_any(), legend(marks, false), words.table.to_vec(), rows)
}

/// The corners of the line up to `until`: each value holds until the next observation.
fn corners(points: &[JobsPoint], until: NaiveDate) -> Vec<(f64, f64)> {
    let mut out: Vec<(f64, f64)> = Vec::new();
    for point in points.iter().filter(|point| point.on <= until) {
        let x = year_fraction(point.on);
        if let Some((_, before)) = out.last().copied() {
            out.push((x, before));
        }
        out.push((x, point.value));
    }
    if let Some((_, value)) = out.last().copied() {
        out.push((year_fraction(until), value));
    }
    out
}

fn plot(
    locale: Locale,
    canvas: Canvas,
    points: &[JobsPoint],
    end: StepEnd,
    span: (f64, f64),
    ends: (NaiveDate, NaiveDate),
    high: f64,
) -> AnyView {
    let levels = ticks(0.0, high, 4, 1.0);
    let top = levels.last().copied().unwrap_or(1.0);
    let x = Scale::new(span, (canvas.left, canvas.right));
    let y = Scale::new((0.0, top), (canvas.bottom, canvas.top));
    let y_ticks: Vec<(f64, String)> =
        levels.iter().map(|level| (y.at(*level), format::number(locale, *level, 0))).collect();
    let x_ticks = time_ticks(locale, canvas, x, &[ends.0, ends.1], span);
    let place = |corners: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        corners.into_iter().map(|(time, value)| (x.at(time), y.at(value))).collect()
    };
    let (line, stale) = match end {
        StepEnd::At { date, stale } => {
            let fresh = stale.unwrap_or(date).min(date);
            let line = corners(points, fresh);
            let tail = match (stale, line.last().copied()) {
                (Some(from), Some((_, value))) if from < date => {
                    vec![(year_fraction(from), value), (year_fraction(date), value)]
                }
                _ => Vec::new(),
            };
            (line, tail)
        }
        StepEnd::Died { on } => {
            let mut line = corners(points, on);
            line.push((year_fraction(on), 0.0));
            (line, Vec::new())
        }
    };
    let area = {
        let mut shape = place(line.clone());
        if let (Some((first, _)), Some((last, _))) = (shape.first().copied(), shape.last().copied()) {
            shape.push((last, canvas.bottom));
            shape.push((first, canvas.bottom));
        }
        format!("{}Z", path(&shape))
    };
    let markers = points
        .iter()
        .map(|point| {
            let (at, value) = (x.at(year_fraction(point.on)), y.at(point.value));
            view! {
                {point
                    .high
                    .map(|high| {
                        view! { <line class="whisker" x1=n(at) x2=n(at) y1=n(value) y2=n(y.at(high)) /> }
                    })}
                <path class="marker" d=point.marker.shape(at, value) />
            }
        })
        .collect_view();
    let death = match end {
        StepEnd::Died { on } => {
            let at = x.at(year_fraction(on));
            let cross = format!("M{} {}l10 10m0 -10l-10 10", n(at - 5.0), n(canvas.bottom - 5.0));
            Some(view! { <path class="death" d=cross /> })
        }
        StepEnd::At { .. } => None,
    };
    view! {
        {value_axis(canvas, &y_ticks)}
        {base_axis(canvas, &x_ticks, None)}
        <path class="under series-1" d=area />
        <path class="line series-1" d=path(&place(line)) />
        {(!stale.is_empty()).then(|| view! { <path class="line line--stale series-1" d=path(&place(stale)) /> })}
        {markers}
        {death}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
    }

    fn point(year: i32, value: f64) -> JobsPoint {
        JobsPoint { on: day(year), value, high: None, marker: Marker::Circle, source: "gründer".into() }
    }

    #[test]
    fn a_value_holds_until_the_next_one() {
        let points = [point(2020, 2.0), point(2022, 8.0)];
        assert_eq!(corners(&points, day(2024)), [(2020.0, 2.0), (2022.0, 2.0), (2022.0, 8.0), (2024.0, 8.0)]);
    }

    #[test]
    fn observations_after_the_end_are_not_drawn() {
        let points = [point(2020, 2.0), point(2022, 8.0)];
        assert_eq!(corners(&points, day(2021)), [(2020.0, 2.0), (2021.0, 2.0)]);
        assert!(corners(&[], day(2021)).is_empty());
    }

    #[test]
    fn a_dead_startup_falls_to_zero_and_says_so() {
        let caption = Caption { id: "j".into(), title: "t".into(), description: "d".into(), table: "v".into() };
        let words = StepWords {
            table: ["Dato".into(), "Ansatte".into(), "Kilde".into()],
            stale: "gammelt".into(),
            died: "Konkurs".into(),
        };
        let html = view! {
            <StepCurve caption=caption locale=Locale::Nb words=words points=vec![point(2020, 5.0)] end=StepEnd::Died { on: day(2022) } />
        }
        .to_html();
        assert!(html.contains("Konkurs") && html.contains("class=\"death\""), "{html}");
    }
}
