//! Milestones and tasks in a list that can be ticked.

use leptos::prelude::*;

use super::day::ActButton;

/// A milestone or a task as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickItem {
    /// What is to be reached or done.
    pub title: String,
    /// About what, with its address, where the list is about more than one thing.
    pub about: Option<(String, String)>,
    /// By whom, by when or since when, in words.
    pub detail: String,
    /// Whether its day has passed: a word that says so.
    pub overdue: Option<String>,
    /// Whether it is done.
    pub done: bool,
    /// The button that ticks it or takes the tick back: where it posts, its word, what it posts. `None` for whoever only reads.
    pub tick: Option<Tick>,
    /// Where it is changed, with the words of the link.
    pub change: Option<(String, String)>,
}

/// A button that ticks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    /// Where it posts.
    pub action: String,
    /// Its word.
    pub label: String,
    /// What it posts.
    pub fields: Vec<(&'static str, String)>,
}

/// Milestones or tasks, in the order given.
#[component]
pub fn TickList(
    /// What the list is of, for those who do not see the heading above it.
    #[prop(into)]
    label: String,
    /// The items.
    items: Vec<TickItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|item| {
            let title = item.title.clone();
            view! {
                <li class="tick" data-done=item.done.then_some("true")>
                    <div class="tick__text">
                        <p class="tick__title">
                            {item.done.then(|| view! { <span class="tick__mark" aria-hidden="true">"✓ "</span> })}
                            {item.title}
                        </p>
                        <p class="tick__detail">
                            {item.overdue.map(|word| view! { <span class="tick__late">{word}</span> " · " })}
                            {item.about.map(|(name, href)| view! { <a class="ds-link" href=href>{name}</a> " · " })}
                            {item.detail}
                            {item.change.map(|(href, label)| {
                                let about = format!(": {title}");
                                view! { " · " <a class="ds-link" href=href>{label}<span class="ds-sr-only">{about}</span></a> }
                            })}
                        </p>
                    </div>
                    {item.tick.map(|tick| view! {
                        <ActButton action=tick.action label=tick.label about=title.clone() fields=tick.fields/>
                    })}
                </li>
            }
        })
        .collect_view();
    view! { <div role="group" aria-label=label><ul class="ticks">{items}</ul></div> }
}
