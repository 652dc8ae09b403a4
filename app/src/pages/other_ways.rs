//! The ways to sign in besides mail, as a part of the sign-in page: a passkey, and a provider elsewhere.

use leptos::prelude::*;

use crate::components::{ButtonLink, ErrorSummary, PasskeyForm, PasskeyScript, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::paths::{self, Query};

domain::catalogue! {
    mod w {
        title => { nb: "Andre måter", nn: "Andre måtar", en: "Other ways" }
        mend => { nb: "Du er ikke logget inn ennå:", nn: "Du er ikkje logga inn enno:", en: "You are not signed in yet:" }
        passkey => { nb: "Logg inn med passnøkkel", nn: "Logg inn med passnøkkel", en: "Sign in with a passkey" }
        elsewhere(name: &str) => { nb: "Logg inn med {name}", nn: "Logg inn med {name}", en: "Sign in with {name}" }
    }
}

/// Which draft says why one of these ways did not lead in.
pub const FORM: &str = "other-ways";

/// The other ways; nothing when there are none. `here` says whether passkeys work under this address.
#[must_use]
pub fn other_ways(cx: &Cx, here: bool, next: &str, refused: &Shown) -> Option<AnyView> {
    let locale = cx.locale;
    let elsewhere = cx.house.strong.elsewhere.as_deref().map(|name| {
        let href = paths::with_query(paths::OIDC, &Query::one("next", next));
        view! { <div class="actions"><ButtonLink href=href label=w::elsewhere(locale, name)/></div> }
    });
    let passkey = here.then(|| {
        view! {
            <PasskeyForm kind="get" action=paths::SIGN_IN_PASSKEY options=paths::SIGN_IN_PASSKEY_OPTIONS next=next locale=locale>
                <div class="actions"><SubmitButton label=w::passkey(locale) variant="secondary"/></div>
            </PasskeyForm>
            <PasskeyScript/>
        }
    });
    if elsewhere.is_none() && passkey.is_none() {
        return None;
    }
    let errors = refused.summary("", &[("other-ways", "")]);
    Some(
        view! {
            <section aria-labelledby="other-ways">
                <ErrorSummary title=w::mend(locale) errors=errors/>
                <h2 class="ds-heading" data-size="sm" id="other-ways">{w::title(locale)}</h2>
                {elsewhere}
                {passkey}
            </section>
        }
        .into_any(),
    )
}
