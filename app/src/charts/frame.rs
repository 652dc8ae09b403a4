//! What all charts share: the figure around them, the two sizes, axes, the table of the same data.

use crate::components::escape_html;
use leptos::prelude::*;

/// What a chart says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// Unique on the page; the ids of title and description are made from it.
    pub id: String,
    /// What the chart shows.
    pub title: String,
    /// What one sees in it, for those who do not: ends, extremes, how it moves.
    pub description: String,
    /// The words on the switch that opens the table: `Vis tallene`.
    pub table: String,
}

/// One row of the table under a chart. All texts are formatted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// The head of the row.
    pub head: String,
    /// Where the head leads, if it is a link.
    pub href: Option<String>,
    /// The cells, one for each further column.
    pub cells: Vec<String>,
    /// Where along the horizontal axis the row lies, from 0 to 1, if a pointer can read it off.
    pub at: Option<f64>,
}

/// A size in which a chart is drawn, in its own units: letters are 13 of them in the wide one, 14 in the compact one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Canvas {
    /// Whether it is the compact one, for frames narrower than 560 px.
    pub compact: bool,
    /// Whole width.
    pub width: f64,
    /// Whole height.
    pub height: f64,
    /// Left end of the plot.
    pub left: f64,
    /// Right end of the plot.
    pub right: f64,
    /// Upper end of the plot.
    pub top: f64,
    /// Lower end of the plot.
    pub bottom: f64,
}

impl Canvas {
    /// The height of a letter with its air.
    #[must_use]
    pub fn line(&self) -> f64 {
        if self.compact { 18.0 } else { 17.0 }
    }

    /// About how wide a text is. Letters of the page's font are some 0.55 of their size wide; enough to keep clear of edges.
    #[must_use]
    pub fn text_width(&self, text: &str) -> f64 {
        let size = if self.compact { 14.0 } else { 13.0 };
        #[expect(clippy::cast_precision_loss, reason = "the length of a label")]
        let letters = text.chars().count() as f64;
        letters * size * 0.55
    }
}

/// A number for an SVG attribute: at most two decimals.
#[must_use]
pub fn n(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// The path through points; empty without any.
#[must_use]
pub fn path(points: &[(f64, f64)]) -> String {
    let mut out = String::with_capacity(points.len() * 12);
    for (index, (x, y)) in points.iter().enumerate() {
        out.push(if index == 0 { 'M' } else { 'L' });
        out.push_str(&n(*x));
        out.push(' ');
        out.push_str(&n(*y));
    }
    out
}

/// One drawing of a chart, with its title and description.
///
/// `pointer` adds the hidden cross-hair that the island `ChartPointer` moves between `data-left` and `data-right`.
#[must_use]
pub fn drawing(caption: &Caption, canvas: Canvas, pointer: bool, inside: AnyView) -> AnyView {
    let end = if canvas.compact { "compact" } else { "wide" };
    let title = format!("{}-{end}-title", caption.id);
    let description = format!("{}-{end}-desc", caption.id);
    let class = if canvas.compact { "chart__svg chart__svg--compact" } else { "chart__svg chart__svg--wide" };
    view! {
        <svg
            class=class
            viewBox=format!("0 0 {} {}", n(canvas.width), n(canvas.height))
            role="img"
            aria-labelledby=format!("{title} {description}")
            data-width=pointer.then(|| format!("{:.0}", canvas.width))
            data-left=pointer.then(|| format!("{:.0}", canvas.left))
            data-right=pointer.then(|| format!("{:.0}", canvas.right))
        >
            // As one text: what the framework writes after a text that may change is no part of a title.
            <title id=title.clone() inner_html=escape_html(&caption.title)></title>
            <desc id=description.clone() inner_html=escape_html(&caption.description)></desc>
            {inside}
            {pointer
                .then(|| {
                    view! {
                        <line
                            class="chart__cross"
                            data-cross
                            x1=n(canvas.left)
                            x2=n(canvas.left)
                            y1=n(canvas.top)
                            y2=n(canvas.bottom)
                        />
                    }
                })}
        </svg>
    }
    .into_any()
}

/// The figure around the drawings: heading, drawings, legend, and the table of the same data.
#[must_use]
pub fn figure(caption: Caption, drawings: AnyView, legend: AnyView, head: Vec<String>, rows: Vec<TableRow>) -> AnyView {
    view! {
        <figure class="chart" id=caption.id data-chart>
            <figcaption class="chart__title">{caption.title.clone()}</figcaption>
            <div class="chart__frame">{drawings}</div>
            <div class="chart__slot" data-chart-slot></div>
            {legend}
            <details class="chart__data">
                <summary>{caption.table.clone()}</summary>
                <div class="table-scroll" role="group" aria-label=caption.title tabindex="0">
                    <table class="ds-table" data-size="sm">
                        <thead>
                            <tr>
                                {head
                                    .into_iter()
                                    .enumerate()
                                    .map(|(index, name)| {
                                        view! {
                                            <th scope="col" class:number={index > 0}>
                                                {name}
                                            </th>
                                        }
                                    })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
    .into_any()
}

fn row(row: TableRow) -> impl IntoView {
    let head = match row.href {
        Some(href) => view! { <a class="ds-link" href=href>{row.head}</a> }.into_any(),
        None => row.head.into_any(),
    };
    view! {
        <tr data-at=row.at.map(|at| format!("{:.0}", at * 10_000.0))>
            <th scope="row">{head}</th>
            {row.cells.into_iter().map(|cell| view! { <td class="number">{cell}</td> }).collect_view()}
        </tr>
    }
}

/// A legend: one mark and one name for each series, in the colours of the chart.
#[must_use]
pub fn legend(items: Vec<(AnyView, String)>, compact_only: bool) -> AnyView {
    if items.is_empty() {
        return ().into_any();
    }
    let class = if compact_only { "chart__legend chart__legend--compact" } else { "chart__legend" };
    view! {
        <ul class=class>
            {items
                .into_iter()
                .map(|(mark, name)| {
                    view! {
                        <li>
                            <svg class="chart__mark" viewBox="0 0 24 12" aria-hidden="true" focusable="false">
                                {mark}
                            </svg>
                            {name}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// Horizontal lines with their values at the left.
#[must_use]
pub fn value_axis(canvas: Canvas, ticks: &[(f64, String)]) -> AnyView {
    ticks
        .iter()
        .enumerate()
        .map(|(index, (y, text))| {
            let class = if index == 0 { "chart__grid chart__grid--base" } else { "chart__grid" };
            view! {
                <line class=class x1=n(canvas.left) x2=n(canvas.right) y1=n(*y) y2=n(*y) />
                <text class="chart__tick" x=n(canvas.left - 8.0) y=n(y + 4.5) text-anchor="end">
                    {text.clone()}
                </text>
            }
        })
        .collect_view()
        .into_any()
}

/// Values under the plot, with small strokes, and the name of the axis under them.
#[must_use]
pub fn base_axis(canvas: Canvas, ticks: &[(f64, String)], name: Option<&str>) -> AnyView {
    let marks = ticks
        .iter()
        .map(|(x, text)| {
            view! {
                <line class="chart__stroke" x1=n(*x) x2=n(*x) y1=n(canvas.bottom) y2=n(canvas.bottom + 5.0) />
                <text class="chart__tick" x=n(*x) y=n(canvas.bottom + 19.0) text-anchor="middle">
                    {text.clone()}
                </text>
            }
        })
        .collect_view();
    let name = name.map(|name| {
        view! {
            <text
                class="chart__axis"
                x=n((canvas.left + canvas.right) / 2.0)
                y=n(canvas.bottom + 19.0 + canvas.line())
                text-anchor="middle"
            >
                {name.to_owned()}
            </text>
        }
    });
    view! {
        {marks}
        {name}
    }
    .into_any()
}

/// Drops neighbours from ticks whose texts would touch; the first stays.
#[must_use]
pub fn thin(canvas: Canvas, ticks: Vec<(f64, String)>) -> Vec<(f64, String)> {
    let mut free = f64::NEG_INFINITY;
    ticks
        .into_iter()
        .filter(|(x, text)| {
            let half = canvas.text_width(text) / 2.0;
            let fits = x - half >= free;
            if fits {
                free = x + half + 6.0;
            }
            fits
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_attributes_are_short() {
        assert_eq!(n(12.0), "12");
        assert_eq!(n(12.345), "12.35");
        assert_eq!(n(0.104), "0.1");
        assert_eq!(n(-0.0001), "0");
        assert_eq!(n(100.0), "100");
    }

    #[test]
    fn a_path_starts_once() {
        assert_eq!(path(&[(1.0, 2.0), (3.5, 2.0)]), "M1 2L3.5 2");
        assert_eq!(path(&[]), "");
    }

    #[test]
    fn ticks_that_would_touch_are_dropped() {
        let canvas =
            Canvas { compact: true, width: 360.0, height: 300.0, left: 0.0, right: 360.0, top: 0.0, bottom: 280.0 };
        let ticks = (0..10).map(|year| (f64::from(year) * 20.0, format!("{}", 2014 + year))).collect();
        let kept = thin(canvas, ticks);
        assert_eq!(kept.len(), 5, "{kept:?}");
        assert_eq!(kept[0].1, "2014");
    }
}
