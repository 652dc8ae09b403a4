//! Headline figures: the value, what it rests on, and its three levels.

use leptos::prelude::*;

/// The three levels of a figure, as numbers for the bar and as texts for the reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Levels {
    /// The documented floor.
    pub floor: f64,
    /// The point value.
    pub point: f64,
    /// The ceiling.
    pub ceiling: f64,
    /// Where the bar ends: 1 for a share, the largest ceiling of the page (or `None`: this one) for jobs.
    pub scale: Option<f64>,
    /// `Dokumentert gulv`, and the floor as text.
    pub floor_text: (String, String),
    /// `Tall`, and the point as text.
    pub point_text: (String, String),
    /// `Tak`, and the ceiling as text.
    pub ceiling_text: (String, String),
}

/// Where on a bar 100 long the floor, the point and the ceiling lie, and where zero does.
fn marks(levels: &Levels) -> (f64, f64, f64, f64) {
    let low = levels.floor.min(levels.point).min(0.0);
    let high = levels.scale.unwrap_or(levels.ceiling).max(levels.ceiling).max(levels.point).max(0.0);
    let span = if high > low { high - low } else { 1.0 };
    let at = |value: f64| (value - low) / span * 100.0;
    (at(levels.floor), at(levels.point), at(levels.ceiling), at(0.0))
}

/// A bar from floor to ceiling with the point marked, and the three levels in words under it.
#[component]
pub fn LevelBar(
    /// The levels.
    levels: Levels,
) -> impl IntoView {
    let (floor, point, ceiling, zero) = marks(&levels);
    let number = |value: f64| format!("{value:.2}");
    view! {
        <svg class="levels" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="levels__track" x="0" y="4" width="100" height="2" />
            <rect class="levels__sure" x=number(zero) y="2" width=number((floor - zero).max(0.0)) height="6" />
            <rect class="levels__range" x=number(floor) y="2" width=number((ceiling - floor).max(0.0)) height="6" />
            {(zero > 0.0)
                .then(|| view! { <rect class="levels__zero" x=number(zero - 0.15) y="1" width="0.3" height="8" /> })}
            <rect class="levels__point" x=number((point - 0.5).clamp(0.0, 99.0)) y="0" width="1" height="10" />
        </svg>
        <dl class="levels-text">
            {[
                ("floor", levels.floor_text),
                ("point", levels.point_text),
                ("ceiling", levels.ceiling_text),
            ]
                .into_iter()
                .map(|(level, (word, value))| {
                    view! {
                        <div data-level=level>
                            <dt>{word}</dt>
                            <dd>{value}</dd>
                        </div>
                    }
                })
                .collect_view()}
        </dl>
    }
}

/// The title of a card as a heading of level 4, or of level 3.
pub fn card_title(title: String, level: u8) -> AnyView {
    match level {
        4 => view! { <h4 class="figure-card__title">{title}</h4> }.into_any(),
        _ => view! { <h3 class="figure-card__title">{title}</h3> }.into_any(),
    }
}

/// A headline figure: what it is, its value, x of n, its interval, its three levels, its date, and the way under it.
///
/// ```text
/// Overlevelse blant uttatte
/// 73 %          46 av 63 · 95 % intervall 60–83 %
/// ▬▬▬▬▬▬▬▬▬|▬▬▬   gulv 70 %  tall 73 %  tak 79 %
/// Per 31.12.2024                       Åpne tallet →
/// ```
#[component]
pub fn FigureCard(
    /// What it counts.
    #[prop(into)]
    title: String,
    /// The value, or the words for "none".
    #[prop(into)]
    value: String,
    /// What the value is in: `arbeidsplasser`. Nothing for shares.
    #[prop(default = None, into)]
    unit: Option<String>,
    /// `46 av 63`: what it rests on.
    #[prop(default = None, into)]
    of: Option<String>,
    /// The interval in words.
    #[prop(default = None, into)]
    interval: Option<String>,
    /// The rule in one short sentence.
    #[prop(default = None, into)]
    rule: Option<String>,
    /// The three levels.
    #[prop(default = None, into)]
    levels: Option<Levels>,
    /// A caution: `For usikkert til å siteres`.
    #[prop(default = None, into)]
    caution: Option<String>,
    /// `Per 31.12.2024`.
    #[prop(into)]
    date: String,
    /// Where the figure is opened.
    #[prop(into)]
    href: String,
    /// `Åpne tallet`.
    #[prop(into)]
    open: String,
    /// The level of its heading: 4 under a heading of level 3.
    #[prop(default = 3)]
    level: u8,
) -> impl IntoView {
    let name = title.clone();
    view! {
        <article class="ds-card figure-card">
            {card_title(title, level)}
            <p class="figure-card__value">
                <span class="figure-card__number">{value}</span>
                {unit.map(|unit| view! { <span class="figure-card__unit">{unit}</span> })}
            </p>
            {(of.is_some() || interval.is_some())
                .then(|| {
                    view! {
                        <p class="figure-card__basis">
                            {of.map(|of| view! { <strong>{of}</strong> })}
                            {interval.map(|interval| view! { <span>{interval}</span> })}
                        </p>
                    }
                })}
            {caution.map(|caution| view! { <p class="figure-card__caution">{caution}</p> })}
            {levels.map(|levels| view! { <LevelBar levels=levels /> })}
            {rule.map(|rule| view! { <p class="figure-card__rule">{rule}</p> })}
            <p class="figure-card__foot">
                <span>{date}</span>
                <a class="ds-link" href=href>
                    {open}
                    <span class="ds-sr-only">{format!(": {name}")}</span>
                </a>
            </p>
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(floor: f64, point: f64, ceiling: f64, scale: Option<f64>) -> Levels {
        let text = || (String::new(), String::new());
        Levels { floor, point, ceiling, scale, floor_text: text(), point_text: text(), ceiling_text: text() }
    }

    #[test]
    fn marks_lie_in_order_on_the_bar() {
        assert_eq!(marks(&levels(0.5, 0.75, 1.0, Some(1.0))), (50.0, 75.0, 100.0, 0.0));
        let (floor, point, ceiling, zero) = marks(&levels(-10.0, 0.0, 30.0, None));
        assert_eq!((floor, point, ceiling, zero), (0.0, 25.0, 100.0, 25.0));
        assert_eq!(marks(&levels(0.0, 0.0, 0.0, None)), (0.0, 0.0, 0.0, 0.0));
    }
}
