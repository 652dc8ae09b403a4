//! Titles, notices, empty states, lists of facts, tables that scroll.

use leptos::prelude::*;

/// Text made safe for a place where the framework writes it as it is: `&`, `<`, `>`, `"` and `'` become references.
#[must_use]
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// The title of the page in the browser's tab: `Nordlys AS – Grobunn`.
///
/// `leptos_meta` 0.8 writes the title unescaped into the head, so the two letters that could open a tag are taken out.
#[component]
pub fn PageTitle(
    /// The title, without markup.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <leptos_meta::Title text=without_angles(&text) /> }
}

/// The text without `<` and `>`.
fn without_angles(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '<' | '>')).collect()
}

/// The tone of a [`Notice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoticeKind {
    /// Something worth knowing.
    #[default]
    Info,
    /// It went well.
    Success,
    /// Something to look at.
    Warning,
    /// It did not go well.
    Danger,
}

impl NoticeKind {
    const fn color(self) -> &'static str {
        match self {
            NoticeKind::Info => "info",
            NoticeKind::Success => "success",
            NoticeKind::Warning => "warning",
            NoticeKind::Danger => "danger",
        }
    }
}

/// A coloured box with an icon: the outcome of what was just done, or a caution beside a figure.
///
/// A live notice (`live`) is read aloud when the page opens; use it for outcomes, not for cautions.
#[component]
pub fn Notice(
    /// Its tone.
    #[prop(optional)]
    kind: NoticeKind,
    /// A bold first line.
    #[prop(default = None, into)]
    title: Option<String>,
    /// Whether it tells of what was just done.
    #[prop(optional)]
    live: bool,
    /// The text.
    children: Children,
) -> impl IntoView {
    let role = live.then_some(if kind == NoticeKind::Danger { "alert" } else { "status" });
    view! {
        <div class="ds-alert notice" data-color=kind.color() role=role>
            {title.map(|title| view! { <p class="notice__title">{title}</p> })}
            <div class="notice__body">{children()}</div>
        </div>
    }
}

/// What a page shows when there is nothing to show, and what to do about it.
#[component]
pub fn Empty(
    /// What is missing, as a sentence.
    #[prop(into)]
    title: String,
    /// Why, or what it would show.
    #[prop(default = None, into)]
    text: Option<String>,
    /// A link or a button that helps.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// Facts as pairs of a word and its value; on a wide page in columns. Holds [`DefinitionItem`]s.
#[component]
pub fn DefinitionList(
    /// The pairs.
    children: Children,
) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One pair of a [`DefinitionList`].
#[component]
pub fn DefinitionItem(
    /// The word.
    #[prop(into)]
    term: String,
    /// The value.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="facts__item">
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// The stage of a stay as a small label, coloured by phase. The colour repeats the word and never replaces it.
#[component]
pub fn StageTag(
    /// `intake`, `mentoring` or `exit`: the phase's code.
    #[prop(into)]
    phase: String,
    /// The stage's name.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <span class="ds-tag stage-tag" data-phase=phase>
            {label}
        </span>
    }
}

/// A frame in which a wide table scrolls sideways on its own, also by keyboard, so that the page never does.
#[component]
pub fn ScrollTable(
    /// What the table shows: the name of the frame that scrolls.
    #[prop(into)]
    label: String,
    /// The `<table class="ds-table">`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-scroll" role="group" aria-label=label tabindex="0">
            {children()}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tag_survives_in_a_title_or_an_escaped_text() {
        let canary = "</textarea></title><script>canary</script>\"'&";
        assert!(!without_angles(canary).contains(['<', '>']));
        let safe = escape_html(canary);
        assert!(!safe.contains(['<', '>', '"', '\'']));
        assert!(safe.ends_with("&quot;&#39;&amp;"));
    }
}
