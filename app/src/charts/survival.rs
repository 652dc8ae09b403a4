//! The survival curve: steps, their 95 % band, small strokes for the censored, numbers at risk under the axis.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::frame::{Canvas, Caption, TableRow, base_axis, drawing, figure, legend, n, path, thin, value_axis};
use super::scale::{Scale, inner_ticks};

/// A point of a curve, one for each distinct time, ascending.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalPoint {
    /// Time since the origin, in the unit of the axis (years).
    pub t: f64,
    /// At risk just before `t`.
    pub at_risk: u64,
    /// Deaths at `t`.
    pub events: u64,
    /// Censored at `t`.
    pub censored: u64,
    /// The estimate just after `t`, from 0 to 1.
    pub s: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
}

/// One curve.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalSeries {
    /// Its name: the group, or the house.
    pub name: String,
    /// Its points.
    pub points: Vec<SurvivalPoint>,
    /// The time after which it is not drawn, because fewer than 10 are at risk there; `None` draws all of it.
    pub cut: Option<f64>,
}

/// The words of a survival curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurvivalWords {
    /// Name of the horizontal axis: `År siden opptak`.
    pub axis: String,
    /// `Antall i risiko`, over the numbers under the axis.
    pub at_risk: String,
    /// Heads of the table: time, at risk, deaths, censored, estimate, interval.
    pub table: [String; 6],
    /// `Andel i live med 95 % intervall`, in the legend when there is one curve.
    pub band: String,
    /// `Sensurert`, in the legend.
    pub censored: String,
}

impl SurvivalSeries {
    fn drawn(&self) -> impl Iterator<Item = &SurvivalPoint> {
        let cut = self.cut.unwrap_or(f64::INFINITY);
        self.points.iter().take_while(move |point| point.t <= cut)
    }

    /// Where the drawing ends: at the cut, or at the last point.
    fn end(&self) -> f64 {
        let last = self.points.last().map_or(0.0, |point| point.t);
        self.cut.map_or(last, |cut| cut.min(last))
    }

    /// How many are at risk just before a time; none after the last point.
    fn at_risk(&self, t: f64) -> u64 {
        self.points.iter().find(|point| point.t >= t).map_or(0, |point| point.at_risk)
    }
}

/// The corners of a step curve that starts at 1 and falls at each point, to the end.
fn steps(series: &SurvivalSeries, value: fn(&SurvivalPoint) -> f64) -> Vec<(f64, f64)> {
    let mut out = vec![(0.0, 1.0)];
    let mut now = 1.0;
    for point in series.drawn() {
        let next = value(point);
        if (next - now).abs() > 1e-12 {
            out.push((point.t, now));
            out.push((point.t, next));
            now = next;
        }
    }
    out.push((series.end(), now));
    out
}

/// A survival curve, or several on the same axes; the band is drawn when there is one.
#[component]
pub fn SurvivalCurve(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// Its words.
    words: SurvivalWords,
    /// The curves, the most important first; at most five.
    series: Vec<SurvivalSeries>,
) -> impl IntoView {
    let end = series.iter().map(SurvivalSeries::end).fold(1.0, f64::max);
    let rows = table(locale, &series, end);
    let mut marks: Vec<(AnyView, String)> = Vec::new();
    if let [_] = series.as_slice() {
        let mark = view! {
            <rect class="band series-1" x="0" y="1" width="24" height="10" />
            <line class="line series-1" x1="0" x2="24" y1="6" y2="6" />
        };
        marks.push((mark.into_any(), words.band.clone()));
    } else {
        for (index, one) in series.iter().enumerate() {
            let mark = view! { <line class=format!("line series-{}", index + 1) x1="0" x2="24" y1="6" y2="6" /> };
            marks.push((mark.into_any(), one.name.clone()));
        }
    }
    if series.iter().any(|one| one.drawn().any(|point| point.censored > 0)) {
        let mark = view! { <line class="censored series-1" x1="12" x2="12" y1="1" y2="11" /> };
        marks.push((mark.into_any(), words.censored.clone()));
    }
    let extra = if series.len() > 1 { 18.0 } else { 0.0 };
    #[expect(clippy::cast_precision_loss, reason = "at most five curves")]
    let risk = series.len() as f64 * 18.0;
    let wide = Canvas {
        compact: false,
        width: 640.0,
        height: 372.0 + risk,
        left: 52.0 + extra,
        right: 624.0,
        top: 12.0,
        bottom: 300.0,
    };
    let compact = Canvas {
        compact: true,
        width: 360.0,
        height: 340.0 + risk,
        left: 50.0 + extra,
        right: 344.0,
        top: 12.0,
        bottom: 262.0,
    };
    let one = |canvas| drawing(&caption, canvas, true, plot(locale, canvas, &words, &series, end));
    let drawings = view! {
        {one(wide)}
        {one(compact)}
    };
    figure(caption.clone(), drawings.into_any(), legend(marks, false), words.table.to_vec(), rows)
}

fn plot(locale: Locale, canvas: Canvas, words: &SurvivalWords, series: &[SurvivalSeries], end: f64) -> AnyView {
    let x = Scale::new((0.0, end), (canvas.left, canvas.right));
    let y = Scale::new((0.0, 1.0), (canvas.bottom, canvas.top));
    let y_ticks: Vec<(f64, String)> =
        [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().map(|share| (y.at(share), format::percent(locale, share, 0))).collect();
    let times = inner_ticks(0.0, end, if canvas.compact { 5 } else { 10 }, 1.0);
    let x_ticks: Vec<(f64, String)> =
        thin(canvas, times.iter().map(|time| (x.at(*time), format::number(locale, *time, 1))).collect());
    let at = |corners: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
        corners.into_iter().map(|(time, share)| (x.at(time), y.at(share))).collect()
    };
    let band = if let [only] = series {
        let mut corners = at(steps(only, |point| point.high));
        let mut lower = at(steps(only, |point| point.low));
        lower.reverse();
        corners.extend(lower);
        Some(view! { <path class="band series-1" d=format!("{}Z", path(&corners)) /> })
    } else {
        None
    };
    let curves = series
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let class = format!("line series-{}", index + 1);
            let mut strokes = String::new();
            for point in one.drawn().filter(|point| point.censored > 0) {
                strokes.push_str(&format!("M{} {}v8", n(x.at(point.t)), n(y.at(point.s) - 4.0)));
            }
            view! {
                <path class=class d=path(&at(steps(one, |point| point.s))) />
                {(!strokes.is_empty())
                    .then(|| view! { <path class=format!("censored series-{}", index + 1) d=strokes /> })}
            }
        })
        .collect_view();
    let head = canvas.bottom + 19.0 + canvas.line() * 2.0 + 6.0;
    let risk = series
        .iter()
        .enumerate()
        .map(|(index, one)| {
            #[expect(clippy::cast_precision_loss, reason = "at most five curves")]
            let row = head + (index + 1) as f64 * 18.0;
            let numbers = times
                .iter()
                .filter(|time| x_ticks.iter().any(|(tick, _)| (tick - x.at(**time)).abs() < 0.01))
                .map(|time| {
                    view! {
                        <text class="chart__tick" x=n(x.at(*time)) y=n(row) text-anchor="middle">
                            {one.at_risk(*time).to_string()}
                        </text>
                    }
                })
                .collect_view();
            view! {
                {(series.len() > 1)
                    .then(|| {
                        view! {
                            <line
                                class=format!("line series-{}", index + 1)
                                x1="2"
                                x2="26"
                                y1=n(row - 4.5)
                                y2=n(row - 4.5)
                            />
                        }
                    })}
                {numbers}
            }
        })
        .collect_view();
    view! {
        {value_axis(canvas, &y_ticks)}
        {base_axis(canvas, &x_ticks, Some(&words.axis))}
        {band}
        {curves}
        <text class="chart__axis" x=n(canvas.left - 8.0) y=n(head)>{words.at_risk.clone()}</text>
        {risk}
    }
    .into_any()
}

/// The same as rows: every point of one curve; of several, with the name of the curve in the head.
fn table(locale: Locale, series: &[SurvivalSeries], end: f64) -> Vec<TableRow> {
    let x = Scale::new((0.0, end), (0.0, 1.0));
    let several = series.len() > 1;
    let mut rows = Vec::new();
    for one in series {
        for point in &one.points {
            let time = format::number(locale, point.t, 2);
            rows.push(TableRow {
                head: if several { format!("{}: {time}", one.name) } else { time },
                href: None,
                cells: vec![
                    point.at_risk.to_string(),
                    point.events.to_string(),
                    point.censored.to_string(),
                    format::percent(locale, point.s, 1),
                    format!(
                        "{}–{}",
                        format::number(locale, point.low * 100.0, 1),
                        format::percent(locale, point.high, 1)
                    ),
                ],
                at: (point.t <= one.end() + 1e-9).then(|| x.share(point.t)),
            });
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(t: f64, at_risk: u64, events: u64, censored: u64, s: f64) -> SurvivalPoint {
        SurvivalPoint { t, at_risk, events, censored, s, low: (s - 0.1).max(0.0), high: (s + 0.1).min(1.0) }
    }

    fn series(cut: Option<f64>) -> SurvivalSeries {
        SurvivalSeries {
            name: "huset".into(),
            points: vec![point(1.0, 20, 1, 0, 0.95), point(2.0, 19, 0, 2, 0.95), point(3.0, 8, 1, 0, 0.83)],
            cut,
        }
    }

    #[test]
    fn the_curve_falls_only_at_deaths_and_ends_at_the_cut() {
        assert_eq!(
            steps(&series(None), |p| p.s),
            [(0.0, 1.0), (1.0, 1.0), (1.0, 0.95), (3.0, 0.95), (3.0, 0.83), (3.0, 0.83)]
        );
        assert_eq!(steps(&series(Some(2.5)), |p| p.s), [(0.0, 1.0), (1.0, 1.0), (1.0, 0.95), (2.5, 0.95)]);
    }

    #[test]
    fn at_risk_is_counted_just_before_the_time() {
        let one = series(None);
        assert_eq!((one.at_risk(0.0), one.at_risk(2.0), one.at_risk(2.5), one.at_risk(9.0)), (20, 19, 8, 0));
    }

    #[test]
    fn the_table_keeps_the_points_that_are_not_drawn() {
        let rows = table(Locale::Nb, &[series(Some(2.5))], 2.5);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0].at, Some(0.4));
        assert_eq!(rows[2].at, None, "what is not drawn cannot be pointed at");
        assert_eq!(rows[0].cells[3], "95\u{a0}%");
    }
}
