//! Quartiles side by side: how long startups stay in each stage.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::frame::{Canvas, Caption, TableRow, drawing, figure, legend, n};
use super::scale::{Scale, ticks};

/// One bar: the middle half of the values and their median.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeBar {
    /// What it is about.
    pub label: String,
    /// How many values.
    pub n: u64,
    /// The lower quartile, the median and the upper quartile; `None` when there are no values.
    pub quartiles: Option<(f64, f64, f64)>,
}

/// The words of range bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeWords {
    /// The name of the axis: `Dager`.
    pub axis: String,
    /// Heads of the table: label, n, lower quartile, median, upper quartile.
    pub table: [String; 5],
    /// `Midterste halvdel`, in the legend.
    pub half: String,
    /// `Median`, in the legend.
    pub median: String,
}

/// Quartiles side by side.
#[component]
pub fn RangeBars(
    /// What it says of itself.
    caption: Caption,
    /// The language of its numbers.
    locale: Locale,
    /// Its words.
    words: RangeWords,
    /// The bars, in order.
    bars: Vec<RangeBar>,
) -> impl IntoView {
    let widest = bars.iter().map(|bar| bar.label.chars().count()).max().unwrap_or(0).min(30);
    #[expect(clippy::cast_precision_loss, reason = "the length of a label and the number of bars")]
    let (label, count) = (widest as f64 * 7.2 + 16.0, bars.len() as f64);
    let wide = Canvas {
        compact: false,
        width: 640.0,
        height: count * 38.0 + 48.0,
        left: label,
        right: 560.0,
        top: 0.0,
        bottom: count * 38.0,
    };
    let compact = Canvas {
        compact: true,
        width: 360.0,
        height: count * 54.0 + 48.0,
        left: 2.0,
        right: 290.0,
        top: 0.0,
        bottom: count * 54.0,
    };
    let one = |canvas| drawing(&caption, canvas, false, plot(locale, canvas, &words, &bars));
    let drawings = view! {
        {one(wide)}
        {one(compact)}
    };
    let marks = vec![
        (view! { <rect class="range" x="0" y="1" width="24" height="10" rx="2" /> }.into_any(), words.half.clone()),
        (view! { <line class="median" x1="12" x2="12" y1="0" y2="12" /> }.into_any(), words.median.clone()),
    ];
    let rows = bars
        .iter()
        .map(|bar| {
            let number =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format::number(locale, value, 0));
            TableRow {
                head: bar.label.clone(),
                href: None,
                cells: vec![
                    bar.n.to_string(),
                    number(bar.quartiles.map(|q| q.0)),
                    number(bar.quartiles.map(|q| q.1)),
                    number(bar.quartiles.map(|q| q.2)),
                ],
                at: None,
            }
        })
        .collect();
    figure(caption.clone(), drawings.into_any(), legend(marks, false), words.table.to_vec(), rows)
}

fn plot(locale: Locale, canvas: Canvas, words: &RangeWords, bars: &[RangeBar]) -> AnyView {
    let high = bars.iter().filter_map(|bar| bar.quartiles).map(|quartiles| quartiles.2).fold(1.0, f64::max);
    let levels = ticks(0.0, high, if canvas.compact { 4 } else { 6 }, 1.0);
    let x = Scale::new((0.0, levels.last().copied().unwrap_or(1.0)), (canvas.left + 4.0, canvas.right));
    let grid = levels
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
        .collect_view();
    #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
    let pitch = (canvas.bottom - canvas.top) / bars.len().max(1) as f64;
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
            let shape = bar.quartiles.map(|(low, mid, high)| {
                let text =
                    format!("{} (n {})", format::number(locale, mid, 0), format::number(locale, as_number(bar.n), 0));
                view! {
                    <rect
                        class="range"
                        x=n(x.at(low))
                        y=n(bar_y)
                        width=n((x.at(high) - x.at(low)).max(1.0))
                        height=n(height)
                        rx="3"
                    />
                    <line
                        class="median"
                        x1=n(x.at(mid))
                        x2=n(x.at(mid))
                        y1=n(bar_y - 3.0)
                        y2=n(bar_y + height + 3.0)
                    />
                    <text class="chart__value" x=n(x.at(high) + 7.0) y=n(bar_y + height / 2.0 + 5.0)>
                        {text}
                    </text>
                }
            });
            view! {
                <text class="chart__label" x=n(label_x) y=n(label_y) text-anchor=anchor>
                    {bar.label.clone()}
                </text>
                {shape}
            }
        })
        .collect_view();
    view! {
        {grid}
        <text
            class="chart__axis"
            x=n((canvas.left + canvas.right) / 2.0)
            y=n(canvas.bottom + 20.0 + canvas.line())
            text-anchor="middle"
        >
            {words.axis.clone()}
        </text>
        {shapes}
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_without_values_says_so_in_the_table_only() {
        let caption = Caption { id: "r".into(), title: "t".into(), description: "d".into(), table: "v".into() };
        let words = RangeWords {
            axis: "Dager".into(),
            table: ["Steg", "n", "Nedre", "Median", "Øvre"].map(str::to_owned),
            half: "h".into(),
            median: "m".into(),
        };
        let bars = vec![
            RangeBar { label: "Idé".into(), n: 12, quartiles: Some((30.0, 61.0, 120.0)) },
            RangeBar { label: "Vekst".into(), n: 0, quartiles: None },
        ];
        let html = view! { <RangeBars caption=caption locale=Locale::Nb words=words bars=bars /> }
            .to_html()
            .replace("<!>", "");
        assert!(html.contains("61 (n 12)"), "{html}");
        assert!(html.contains("<td class=\"number\">–</td>"), "{html}");
        assert!(!html.contains("NaN"), "{html}");
    }
}
