//! Values over time for a few series: lines, or areas on top of each other when they add up to a whole.

use chrono::{Datelike, NaiveDate};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::frame::{Canvas, Caption, TableRow, base_axis, drawing, figure, legend, n, path, thin, value_axis};
use super::scale::{Scale, inner_ticks, spread, ticks, year_fraction};

/// One series: a value for each of the chart's dates.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its values, in the order of the dates.
    pub values: Vec<f64>,
}

/// Values over time.
#[component]
pub fn LinesOverTime(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// The dates, ascending.
    dates: Vec<NaiveDate>,
    /// The series, at most six; stacked from the bottom in this order.
    series: Vec<Series>,
    /// Whether the series add up and are drawn as areas on top of each other.
    #[prop(optional)]
    stacked: bool,
    /// `Dato`: the head of the first column of the table.
    #[prop(into)]
    date_head: String,
    /// `I alt`: the head of the last column when stacked.
    #[prop(default = None, into)]
    total_head: Option<String>,
) -> impl IntoView {
    let tops =
        if stacked { stack(&series, dates.len()) } else { series.iter().map(|one| one.values.clone()).collect() };
    let high = tops.iter().flatten().copied().fold(1.0, f64::max);
    let low = tops.iter().flatten().copied().fold(0.0, f64::min);
    let span = match (dates.first(), dates.last()) {
        (Some(first), Some(last)) => (year_fraction(*first), year_fraction(*last)),
        _ => (0.0, 1.0),
    };
    let names: Vec<String> = series.iter().map(|one| one.name.clone()).collect();
    let marks = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let class = format!("series-{}", index + 1);
            let mark = if stacked {
                view! { <rect class=format!("area {class}") x="4" y="0" width="16" height="12" /> }.into_any()
            } else {
                view! { <line class=format!("line {class}") x1="0" x2="24" y1="6" y2="6" /> }.into_any()
            };
            (mark, name.clone())
        })
        .collect();
    let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0).min(22);
    #[expect(clippy::cast_precision_loss, reason = "the length of a label")]
    let margin = widest as f64 * 7.4 + 14.0;
    let wide = Canvas {
        compact: false,
        width: 640.0,
        height: 340.0,
        left: 52.0,
        right: 640.0 - margin,
        top: 14.0,
        bottom: 306.0,
    };
    let compact =
        Canvas { compact: true, width: 360.0, height: 300.0, left: 50.0, right: 342.0, top: 14.0, bottom: 266.0 };
    let one = |canvas| {
        drawing(&caption, canvas, true, plot(locale, canvas, &dates, &names, &tops, stacked, (low, high), span))
    };
    let drawings = view! {
        {one(wide)}
        {one(compact)}
    };
    let mut head = vec![date_head];
    head.extend(names.iter().cloned());
    head.extend(total_head.clone());
    let x = Scale::new(span, (0.0, 1.0));
    let rows = dates
        .iter()
        .enumerate()
        .map(|(index, date)| {
            let value = |one: &Series| one.values.get(index).copied().unwrap_or(0.0);
            let mut cells: Vec<String> = series.iter().map(|one| format::number(locale, value(one), 1)).collect();
            if total_head.is_some() {
                cells.push(format::number(locale, series.iter().map(value).sum(), 1));
            }
            TableRow { head: format::date(locale, *date), href: None, cells, at: Some(x.share(year_fraction(*date))) }
        })
        .collect();
    figure(caption.clone(), drawings.into_any(), legend(marks, true), head, rows)
}

/// The upper edge of each series when they stand on top of each other.
fn stack(series: &[Series], len: usize) -> Vec<Vec<f64>> {
    let mut sum = vec![0.0; len];
    series
        .iter()
        .map(|one| {
            for (total, value) in sum.iter_mut().zip(&one.values) {
                *total += value;
            }
            sum.clone()
        })
        .collect()
}

#[expect(clippy::too_many_arguments, reason = "one drawing of one chart; a struct would only rename the list")]
fn plot(
    locale: Locale,
    canvas: Canvas,
    dates: &[NaiveDate],
    names: &[String],
    tops: &[Vec<f64>],
    stacked: bool,
    values: (f64, f64),
    span: (f64, f64),
) -> AnyView {
    let levels = ticks(values.0, values.1, 5, 1.0);
    let ends = (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(1.0));
    let y = Scale::new(ends, (canvas.bottom, canvas.top));
    let x = Scale::new(span, (canvas.left, canvas.right));
    let y_ticks: Vec<(f64, String)> =
        levels.iter().map(|level| (y.at(*level), format::number(locale, *level, 0))).collect();
    let x_ticks = time_ticks(locale, canvas, x, dates, span);
    let line = |values: &[f64]| -> Vec<(f64, f64)> {
        dates.iter().zip(values).map(|(date, value)| (x.at(year_fraction(*date)), y.at(*value))).collect()
    };
    let zero = vec![0.0; dates.len()];
    let shapes = tops
        .iter()
        .enumerate()
        .map(|(index, top)| {
            let upper = line(top);
            let area = stacked.then(|| {
                let mut corners = upper.clone();
                let mut under = line(if index == 0 { &zero } else { &tops[index - 1] });
                under.reverse();
                corners.extend(under);
                view! { <path class=format!("area series-{}", index + 1) d=format!("{}Z", path(&corners)) /> }
            });
            let class = if stacked { "edge" } else { "line" };
            view! {
                {area}
                <path class=format!("{class} series-{}", index + 1) d=path(&upper) />
            }
        })
        .collect_view();
    let labels = (!canvas.compact).then(|| {
        let wanted: Vec<f64> = tops
            .iter()
            .enumerate()
            .map(|(index, top)| {
                let last = top.last().copied().unwrap_or(0.0);
                let under = if stacked && index > 0 { tops[index - 1].last().copied().unwrap_or(0.0) } else { 0.0 };
                y.at(if stacked { (last + under) / 2.0 } else { last })
            })
            .collect();
        spread(&wanted, 17.0, canvas.top + 6.0, canvas.bottom)
            .into_iter()
            .zip(names)
            .enumerate()
            .map(|(index, (height, name))| {
                view! {
                    <text class=format!("chart__label series-{}", index + 1) x=n(canvas.right + 8.0) y=n(height + 4.5)>
                        {name.clone()}
                    </text>
                }
            })
            .collect_view()
    });
    view! {
        {value_axis(canvas, &y_ticks)}
        {shapes}
        {base_axis(canvas, &x_ticks, None)}
        {labels}
    }
    .into_any()
}

/// Whether a series is one value at the end of each year, with at most one more at its end.
fn yearly(dates: &[NaiveDate]) -> bool {
    let year_end = |date: &NaiveDate| date.month() == 12 && date.day() == 31;
    dates.len() >= 4 && dates[..dates.len() - 1].iter().all(year_end)
}

/// Years under the plot: at each new year, or, for values taken at the end of each year, under the values.
/// The two ends as dates when the span holds fewer than two new years.
#[must_use]
pub(super) fn time_ticks(
    locale: Locale,
    canvas: Canvas,
    x: Scale,
    dates: &[NaiveDate],
    span: (f64, f64),
) -> Vec<(f64, String)> {
    if yearly(dates) {
        let ends = dates.iter().filter(|date| date.month() == 12 && date.day() == 31);
        return thin(canvas, ends.map(|date| (x.at(year_fraction(*date)), date.year().to_string())).collect());
    }
    let years = inner_ticks(span.0, span.1, if canvas.compact { 6 } else { 12 }, 1.0);
    if years.len() >= 2 {
        return thin(canvas, years.into_iter().map(|year| (x.at(year), format!("{year:.0}"))).collect());
    }
    let ends = [dates.first(), dates.last()];
    ends.into_iter()
        .flatten()
        .map(|date| {
            let text = format::date(locale, *date);
            let half = canvas.text_width(&text) / 2.0;
            (x.at(year_fraction(*date)).clamp(canvas.left + half - 10.0, canvas.width - half), text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_stand_on_each_other() {
        let series =
            [Series { name: "a".into(), values: vec![1.0, 2.0] }, Series { name: "b".into(), values: vec![3.0, 4.0] }];
        assert_eq!(stack(&series, 2), [vec![1.0, 2.0], vec![4.0, 6.0]]);
    }

    #[test]
    fn a_short_span_shows_its_ends_as_dates() {
        let day = |m, d| NaiveDate::from_ymd_opt(2024, m, d).unwrap();
        let dates = [day(2, 1), day(11, 30)];
        let span = (year_fraction(dates[0]), year_fraction(dates[1]));
        let canvas =
            Canvas { compact: false, width: 640.0, height: 300.0, left: 50.0, right: 540.0, top: 10.0, bottom: 280.0 };
        let out = time_ticks(Locale::Nb, canvas, Scale::new(span, (50.0, 540.0)), &dates, span);
        assert_eq!(out.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), ["1.2.2024", "30.11.2024"]);
    }

    #[test]
    fn a_value_at_the_end_of_a_year_is_labelled_with_that_year() {
        let dates: Vec<NaiveDate> = (2014..=2018).filter_map(|year| NaiveDate::from_ymd_opt(year, 12, 31)).collect();
        let span = (year_fraction(dates[0]), year_fraction(dates[4]));
        let canvas =
            Canvas { compact: false, width: 640.0, height: 300.0, left: 50.0, right: 540.0, top: 10.0, bottom: 280.0 };
        let out = time_ticks(Locale::Nb, canvas, Scale::new(span, (50.0, 540.0)), &dates, span);
        assert_eq!(out[0], (50.0, "2014".to_owned()));
        assert_eq!(out.last().map(|(_, text)| text.as_str()), Some("2018"));
    }

    #[test]
    fn the_same_numbers_stand_in_the_table() {
        let dates =
            vec![NaiveDate::from_ymd_opt(2020, 12, 31).unwrap(), NaiveDate::from_ymd_opt(2024, 12, 31).unwrap()];
        let series = vec![
            Series { name: "Romerike".into(), values: vec![10.0, 16.0] },
            Series { name: "<Oslo>".into(), values: vec![1.0, 9.0] },
        ];
        let caption = Caption {
            id: "jobs".into(),
            title: "Arbeidsplasser".into(),
            description: "Fra 11 til 25.".into(),
            table: "Vis tallene".into(),
        };
        let html = view! {
            <LinesOverTime caption=caption locale=Locale::Nb dates=dates series=series stacked=true date_head="Dato" total_head="I alt".to_owned() />
        }
        .to_html().replace("<!>", "");
        assert!(html.contains("<td class=\"number\">25</td>"), "{html}");
        assert!(html.contains("31.12.2024"), "{html}");
        assert!(!html.contains("<Oslo>"), "names are escaped: {html}");
        assert!(!html.contains("style="), "the page's policy forbids inline styles: {html}");
        assert_eq!(html.matches("<title id=").count(), 2, "one title for each of the two sizes");
    }
}
