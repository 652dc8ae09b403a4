//! Notes in a list: who wrote them, when, for whom, and what they say.

use leptos::prelude::*;

use super::markdown::Markdown;

/// A note as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteItem {
    /// Who wrote it, and when, in words.
    pub by: String,
    /// When, for machines: ISO.
    pub iso: String,
    /// What it says, as Markdown.
    pub text: String,
    /// A word where only its author reads it.
    pub private: Option<String>,
    /// Where its author changes it, with the words of the link.
    pub change: Option<(String, String)>,
}

/// Notes, in the order given.
#[component]
pub fn NoteList(
    /// The notes.
    notes: Vec<NoteItem>,
) -> impl IntoView {
    let items = notes
        .into_iter()
        .map(|note| {
            let is_private = note.private.is_some().then_some("true");
            view! {
                <li class="note" data-private=is_private>
                    <p class="note__by">
                        <time datetime=note.iso>{note.by}</time>
                        {note.private.map(|word| view! { " " <span class="ds-tag note__private">{word}</span> })}
                        {note.change.map(|(href, label)| view! { " · " <a class="ds-link" href=href>{label}</a> })}
                    </p>
                    <Markdown text=note.text/>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="notes">{items}</ul> }
}
