//! What happened, in order.

use leptos::prelude::*;

/// The facts of a startup in order of time. Holds [`TimelineItem`]s.
#[component]
pub fn Timeline(
    /// The items, newest first.
    children: Children,
) -> impl IntoView {
    view! { <ol class="timeline">{children()}</ol> }
}

/// One fact: when it was true, what it says, and below, in smaller letters, source and "recorded on".
#[component]
pub fn TimelineItem(
    /// The day as a reader writes it.
    #[prop(into)]
    date: String,
    /// The day as ISO text.
    #[prop(into)]
    iso: String,
    /// The kind of fact, for its mark: `stage`, `headcount`, `life`, `place`, `money`.
    #[prop(into)]
    kind: String,
    /// What it says.
    #[prop(into)]
    title: String,
    /// Whether a later fact corrected it; it is then struck through, and `note` says so in words.
    #[prop(optional)]
    superseded: bool,
    /// `Rettet 3.2.2024: feil år i skjemaet`.
    #[prop(default = None, into)]
    note: Option<String>,
    /// Source, evidence, who and when.
    children: Children,
) -> impl IntoView {
    view! {
        <li class="timeline__item" data-kind=kind data-superseded=superseded.then_some("true")>
            <time class="timeline__date" datetime=iso>{date}</time>
            <div class="timeline__body">
                <p class="timeline__title">
                    {if superseded { view! { <s>{title}</s> }.into_any() } else { title.into_any() }}
                </p>
                {note.map(|note| view! { <p class="timeline__note">{note}</p> })}
                <div class="timeline__source">{children()}</div>
            </div>
        </li>
    }
}
