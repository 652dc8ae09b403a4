//! What single keys do, for those who work fast: going to a page, through rows, to a row's move form; and the help that lists it.
//!
//! Nothing needs it: every key only stands on or follows what a pointer and the Tab key reach as well. It can be turned off (WCAG 2.1.4).

use domain::words::Locale;
use leptos::prelude::*;

use crate::paths;

/// Some lines of plain script rather than an island: it acts on pages that have none.
const KEYS: &str = include_str!("keys.js");

domain::catalogue! {
    mod w {
        title => { nb: "Tastatursnarveier", nn: "Tastatursnarvegar", en: "Keyboard shortcuts" }
        search => { nb: "Søk", nn: "Søk", en: "Search" }
        next => { nb: "Neste rad eller kort", nn: "Neste rad eller kort", en: "Next row or card" }
        previous => { nb: "Forrige rad eller kort", nn: "Førre rad eller kort", en: "Previous row or card" }
        open => { nb: "Åpne", nn: "Opne", en: "Open" }
        pick => { nb: "Kryss av raden", nn: "Kryss av rada", en: "Tick the row" }
        move_on => { nb: "Flytt til et steg", nn: "Flytt til eit steg", en: "Move to a stage" }
        home => { nb: "Gå til første side", nn: "Gå til første side", en: "Go to the first page" }
        pipeline => { nb: "Gå til løpet", nn: "Gå til løpet", en: "Go to the pipeline" }
        go_search => { nb: "Gå til søk", nn: "Gå til søk", en: "Go to search" }
        help => { nb: "Vis denne listen", nn: "Vis denne lista", en: "Show this list" }
        then => { nb: "så", nn: "så", en: "then" }
        or => { nb: "eller", nn: "eller", en: "or" }
        off => {
            nb: "Snarveiene slås av nederst på siden.",
            nn: "Snarvegane blir slått av nedst på sida.",
            en: "Turn the shortcuts off at the foot of the page." }
        close => { nb: "Lukk", nn: "Lukk", en: "Close" }
    }
}

/// The script and its help, at the end of a page. Only the help's words are left where the reader has turned the keys off.
#[component]
pub fn Keys(
    /// The reader's language.
    locale: Locale,
    /// Whether single keys do things.
    on: bool,
) -> impl IntoView {
    on.then(|| {
        // What explains it to us need not travel.
        let script = KEYS.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let keys = |keys: &[&'static str], between: &'static str| {
            keys.iter()
                .enumerate()
                .map(|(at, key)| view! { {(at > 0).then(|| format!(" {between} "))} <kbd>{*key}</kbd> })
                .collect_view()
        };
        let row = |shown: AnyView, what: &'static str| view! { <div><dt>{shown}</dt><dd>{what}</dd></div> };
        let (then, or) = (w::then(locale), w::or(locale));
        view! {
            <dialog class="key-help" id="keys-help" aria-labelledby="keys-title" data-home=paths::HOME data-pipeline=paths::PIPELINE data-find=paths::SEARCH>
                <h2 class="ds-heading" data-size="sm" id="keys-title">{w::title(locale)}</h2>
                <dl>
                    {row(keys(&["/"], or).into_any(), w::search(locale))}
                    {row(keys(&["j", "↓"], or).into_any(), w::next(locale))}
                    {row(keys(&["k", "↑"], or).into_any(), w::previous(locale))}
                    {row(keys(&["Enter"], or).into_any(), w::open(locale))}
                    {row(keys(&["x"], or).into_any(), w::pick(locale))}
                    {row(keys(&["m"], or).into_any(), w::move_on(locale))}
                    {row(keys(&["g", "h"], then).into_any(), w::home(locale))}
                    {row(keys(&["g", "p"], then).into_any(), w::pipeline(locale))}
                    {row(keys(&["g", "s"], then).into_any(), w::go_search(locale))}
                    {row(keys(&["?"], or).into_any(), w::help(locale))}
                </dl>
                <p class="muted">{w::off(locale)}</p>
                <form method="dialog"><button class="ds-button" type="submit" data-variant="secondary">{w::close(locale)}</button></form>
            </dialog>
            <script type="module" nonce=leptos::nonce::use_nonce() inner_html=script></script>
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_cannot_end_its_element() {
        assert!(!super::KEYS.contains("</"));
        assert!(!super::KEYS.contains("<!--"));
    }
}
