//! The script that saves a long form while somebody types in it.

use leptos::prelude::*;

/// Some lines of plain script rather than an island: they are smaller than the smallest island by a factor of fifty.
const SAVE: &str = include_str!("autosave.js");

/// Saves every form of the page that is marked `data-autosave`. Once, at the end of a page that has one; without scripts a button saves.
#[component]
pub fn AutosaveScript() -> impl IntoView {
    // What explains it to us need not travel.
    let script = SAVE.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    view! { <script type="module" nonce=leptos::nonce::use_nonce() inner_html=script></script> }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_cannot_end_its_element() {
        assert!(!super::SAVE.contains("</"));
        assert!(!super::SAVE.contains("<!--"));
    }
}
