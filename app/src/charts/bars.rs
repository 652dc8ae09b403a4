//! Bars: several measures of the same facts side by side, and a funnel.

use domain::figures::interval::clopper_pearson;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::frame::{Canvas, Caption, TableRow, drawing, figure, n};
use super::scale::{Scale, ticks};

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it measures.
    pub label: String,
    /// How long it is; may be negative.
    pub value: f64,
    /// The value as text, at the end of the bar.
    pub text: String,
    /// Further cells of its row in the table.
    pub cells: Vec<String>,
    /// Where it is opened.
    pub href: Option<String>,
    /// Whether it is the one the page is about.
    pub strong: bool,
}

/// Measures side by side, as horizontal bars with their names.
#[component]
pub fn BarsSideBySide(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// The bars, in order.
    bars: Vec<Bar>,
    /// Heads of the table: measure, value, and one for each further cell.
    table: Vec<String>,
) -> impl IntoView {
    let rows = bars
        .iter()
        .map(|bar| TableRow {
            head: bar.label.clone(),
            href: bar.href.clone(),
            cells: std::iter::once(bar.text.clone()).chain(bar.cells.iter().cloned()).collect(),
            at: None,
        })
        .collect();
    chart(caption, locale, &bars, table, rows, true)
}

/// One step of a funnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelStep {
    /// The step's name.
    pub label: String,
    /// How many came this far.
    pub count: u64,
}

/// The words of a funnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunnelWords {
    /// Heads of the table: step, number, share of the first, share of the step before.
    pub table: [String; 4],
}

/// How many came how far, from the first step to the last.
#[component]
pub fn Funnel(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// Its words.
    words: FunnelWords,
    /// The steps, in order.
    steps: Vec<FunnelStep>,
) -> impl IntoView {
    let first = steps.first().map_or(0, |step| step.count);
    let whole = format::number(locale, as_number(first), 0);
    let mut before = first;
    let mut bars = Vec::with_capacity(steps.len());
    let mut rows = Vec::with_capacity(steps.len());
    for (index, step) in steps.into_iter().enumerate() {
        let of_first = share(locale, step.count, first);
        let of_before = if index == 0 { String::new() } else { share(locale, step.count, before) };
        before = step.count;
        let count = format::number(locale, as_number(step.count), 0);
        let text = if index == 0 { count.clone() } else { crate::words::x_of_n(locale, &count, &whole) };
        rows.push(TableRow { head: step.label.clone(), href: None, cells: vec![count, of_first, of_before], at: None });
        bars.push(Bar {
            label: step.label,
            value: as_number(step.count),
            text,
            cells: Vec::new(),
            href: None,
            strong: false,
        });
    }
    chart(caption, locale, &bars, words.table.to_vec(), rows, false)
}

#[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}

/// A part of a whole as a percentage with its exact 95 % interval: `65 % (58–72 %)`; nothing when the whole is nothing.
fn share(locale: Locale, part: u64, whole: u64) -> String {
    if whole == 0 || part > whole {
        return String::new();
    }
    let interval = clopper_pearson(part, whole);
    let share = format::percent(locale, as_number(part) / as_number(whole), 0);
    let low = format::number(locale, interval.low * 100.0, 0);
    format!("{share} ({low}–{})", format::percent(locale, interval.high, 0))
}

fn chart(
    caption: Caption,
    locale: Locale,
    bars: &[Bar],
    head: Vec<String>,
    rows: Vec<TableRow>,
    axis: bool,
) -> impl IntoView + use<> {
    let widest = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0).min(34);
    #[expect(clippy::cast_precision_loss, reason = "the length of a label and the number of bars")]
    let (label, count) = (widest as f64 * 7.2 + 16.0, bars.len() as f64);
    let foot = if axis { 30.0 } else { 8.0 };
    let wide = Canvas {
        compact: false,
        width: 640.0,
        height: count * 38.0 + foot,
        left: label,
        right: 640.0,
        top: 0.0,
        bottom: count * 38.0,
    };
    let compact = Canvas {
        compact: true,
        width: 360.0,
        height: count * 54.0 + foot,
        left: 2.0,
        right: 360.0,
        top: 0.0,
        bottom: count * 54.0,
    };
    let one = |canvas| drawing(&caption, canvas, false, plot(locale, canvas, bars, axis));
    let drawings = view! {
        {one(wide)}
        {one(compact)}
    };
    figure(caption.clone(), drawings.into_any(), ().into_any(), head, rows)
}

fn plot(locale: Locale, canvas: Canvas, bars: &[Bar], axis: bool) -> AnyView {
    let high = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let low = bars.iter().map(|bar| bar.value).fold(0.0, f64::min);
    let widest = bars.iter().map(|bar| canvas.text_width(&bar.text)).fold(0.0, f64::max) + 12.0;
    let room = if low < 0.0 { widest } else { 0.0 };
    let levels = ticks(low, high.max(low + 1.0), if canvas.compact { 3 } else { 5 }, 1.0);
    let (start, end) = if axis {
        (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(1.0))
    } else {
        (low, high.max(1.0))
    };
    let x = Scale::new((start, end), (canvas.left + room, canvas.right - widest));
    #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
    let pitch = (canvas.bottom - canvas.top) / bars.len().max(1) as f64;
    let grid = axis.then(|| {
        levels
            .iter()
            .map(|level| {
                let at = x.at(*level);
                view! {
                    <line class="chart__grid" x1=n(at) x2=n(at) y1=n(canvas.top) y2=n(canvas.bottom) />
                    <text class="chart__tick" x=n(at) y=n(canvas.bottom + 20.0) text-anchor="middle">
                        {format::number(locale, *level, 0)}
                    </text>
                }
            })
            .collect_view()
    });
    let zero = x.at(0.0);
    let shapes = bars
        .iter()
        .enumerate()
        .map(|(index, bar)| {
            #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
            let top = canvas.top + index as f64 * pitch;
            let (label_x, label_y, anchor, bar_y) = if canvas.compact {
                (canvas.left, top + 17.0, "start", top + 24.0)
            } else {
                (canvas.left - 12.0, top + pitch / 2.0 + 4.5, "end", top + 8.0)
            };
            let height = if canvas.compact { 22.0 } else { pitch - 16.0 };
            let at = x.at(bar.value);
            let (text_x, text_anchor) = if bar.value < 0.0 { (at - 7.0, "end") } else { (at + 7.0, "start") };
            let class = if bar.strong { "bar bar--strong" } else { "bar" };
            view! {
                <text
                    class=if bar.strong { "chart__label chart__label--strong" } else { "chart__label" }
                    x=n(label_x)
                    y=n(label_y)
                    text-anchor=anchor
                >
                    {shortened(&bar.label)}
                </text>
                <rect
                    class=class
                    x=n(zero.min(at))
                    y=n(bar_y)
                    width=n((at - zero).abs().max(1.0))
                    height=n(height)
                    rx="3"
                />
                <text class="chart__value" x=n(text_x) y=n(bar_y + height / 2.0 + 5.0) text-anchor=text_anchor>
                    {bar.text.clone()}
                </text>
            }
        })
        .collect_view();
    // On a phone the names stand where the line would be, so it is drawn only when bars go both ways.
    let base = (low < 0.0 || !canvas.compact).then(|| {
        view! {
            <line class="chart__grid chart__grid--base" x1=n(zero) x2=n(zero) y1=n(canvas.top) y2=n(canvas.bottom) />
        }
    });
    view! {
        {grid}
        {base}
        {shapes}
    }
    .into_any()
}

/// At most 34 letters; the table has the whole name.
fn shortened(text: &str) -> String {
    if text.chars().count() <= 34 { text.to_owned() } else { text.chars().take(33).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caption() -> Caption {
        Caption { id: "b".into(), title: "t".into(), description: "d".into(), table: "v".into() }
    }

    #[test]
    fn a_funnel_states_shares_of_the_first_and_of_the_step_before() {
        let step = |label: &str, count| FunnelStep { label: label.into(), count };
        let words = FunnelWords { table: ["Steg", "Antall", "Av søkere", "Av forrige"].map(str::to_owned) };
        let html = view! {
            <Funnel caption=caption() locale=Locale::Nb words=words steps=vec![step("Søkt", 200), step("Tatt opp", 130), step("Ute", 65)] />
        }
        .to_html()
        .replace("<!>", "");
        assert!(html.contains("130 av 200"), "{html}");
        assert!(html.contains("<td class=\"number\">65\u{a0}% (58–72\u{a0}%)</td>"), "with its interval: {html}");
        assert!(html.contains("<td class=\"number\">50\u{a0}% (41–59\u{a0}%)</td>"), "half of the step before: {html}");
    }

    #[test]
    fn an_empty_funnel_divides_by_nothing() {
        let words = FunnelWords { table: ["a", "b", "c", "d"].map(str::to_owned) };
        let steps = vec![FunnelStep { label: "x".into(), count: 0 }, FunnelStep { label: "y".into(), count: 0 }];
        let html = view! { <Funnel caption=caption() locale=Locale::En words=words steps=steps /> }.to_html();
        assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
    }

    #[test]
    fn negative_bars_go_left_of_zero() {
        let bar = |value: f64| Bar {
            label: "netto".into(),
            value,
            text: format!("{value}"),
            cells: vec![],
            href: Some("/x".into()),
            strong: value < 0.0,
        };
        let html = view! {
            <BarsSideBySide caption=caption() locale=Locale::Nb bars=vec![bar(-4.0), bar(10.0)] table=vec!["a".into(), "b".into()] />
        }
        .to_html();
        assert!(html.contains("bar--strong") && !html.contains("width=\"-"), "{html}");
        assert!(html.contains("href=\"/x\""), "{html}");
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        let long = "ø".repeat(40);
        assert_eq!(shortened(&long).chars().count(), 34);
        assert_eq!(shortened("kort"), "kort");
    }
}
