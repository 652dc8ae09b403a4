//! Forms that ask the browser for a passkey before they are sent.

use domain::words::Locale;
use leptos::prelude::*;

use super::form::Hidden;

/// Some lines of plain script rather than an island: they are smaller than the smallest island by a factor of fifty, and hold no state.
const ASK: &str = include_str!("passkey.js");

domain::catalogue! {
    mod w {
        cancelled => {
            nb: "Det kom ikke noe svar fra passnøkkelen: det ble avbrutt eller tok for lang tid. Prøv igjen.",
            nn: "Det kom ikkje noko svar frå passnøkkelen: det vart avbrote eller tok for lang tid. Prøv igjen.",
            en: "The passkey gave no answer: it was cancelled or took too long. Try again." }
        known => {
            nb: "Denne enheten har allerede en passnøkkel for deg her.",
            nn: "Denne eininga har alt ein passnøkkel for deg her.",
            en: "This device already holds a passkey of yours for this place." }
        unsupported => {
            nb: "Denne nettleseren kan ikke bruke passnøkler her. Prøv en annen nettleser eller en annen enhet.",
            nn: "Denne nettlesaren kan ikkje bruke passnøklar her. Prøv ein annan nettlesar eller ei anna eining.",
            en: "This browser cannot use passkeys here. Try another browser or another device." }
        failed => {
            nb: "Det gikk ikke. Ingenting er endret. Last siden på nytt og prøv igjen.",
            nn: "Det gjekk ikkje. Ingenting er endra. Last sida på nytt og prøv igjen.",
            en: "That did not work. Nothing was changed. Load the page again and try once more." }
        no_script => {
            nb: "Passnøkler trenger JavaScript, og det er slått av i denne nettleseren.",
            nn: "Passnøklar treng JavaScript, og det er slått av i denne nettlesaren.",
            en: "Passkeys need JavaScript, and it is turned off in this browser." }
    }
}

/// What a form with a passkey says when it was sent without an answer: scripts are off.
#[must_use]
pub const fn no_script(locale: Locale) -> &'static str {
    w::no_script(locale)
}

/// A form that asks the browser for a passkey and posts its answer. Without scripts it posts none, and the answer says what is needed.
#[component]
pub fn PasskeyForm(
    /// Whether a new passkey is made (`create`) or one is used (`get`).
    kind: &'static str,
    /// Where the answer is posted.
    action: &'static str,
    /// Where the question comes from.
    options: &'static str,
    /// Where to go afterwards.
    #[prop(into)]
    next: String,
    /// The reader's language.
    locale: Locale,
    /// The other fields, and the button.
    children: Children,
) -> impl IntoView {
    view! {
        <form
            class="form"
            method="post"
            action=action
            data-passkey=kind
            data-options=options
            data-cancelled=w::cancelled(locale)
            data-known=w::known(locale)
            data-unsupported=w::unsupported(locale)
            data-failed=w::failed(locale)
        >
            <Hidden name="next" value=next />
            <Hidden name="ceremony" value="" />
            <Hidden name="answer" value="" />
            {children()}
            <p class="ds-validation-message" role="status" data-said></p>
            <noscript><p class="ds-validation-message">{w::no_script(locale)}</p></noscript>
        </form>
    }
}

/// The script behind [`PasskeyForm`]. Once, at the end of a page that has one.
#[component]
pub fn PasskeyScript() -> impl IntoView {
    // What explains it to us need not travel.
    let script = ASK.lines().filter(|line| !line.starts_with("//")).collect::<Vec<_>>().join("\n");
    view! { <script type="module" nonce=leptos::nonce::use_nonce() inner_html=script></script> }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_script_cannot_end_its_element() {
        assert!(!super::ASK.contains("</"));
        assert!(!super::ASK.contains("<!--"));
    }
}
