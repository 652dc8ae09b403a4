//! What a reader sees when a page cannot be shown.

use axum::http::StatusCode;
use domain::access::Reason;
use leptos::prelude::*;

use crate::components::{ButtonLink, Empty};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, lists_startups, open_page, personal_page};
use crate::paths;

domain::catalogue! {
    mod w {
        not_found_title => { nb: "Siden finnes ikke", nn: "Sida finst ikkje", en: "There is no such page" }
        not_found_text => {
            nb: "Adressen kan være feil, eller det du leter etter er flyttet. Ingenting er gått tapt.",
            nn: "Adressa kan vere feil, eller det du leitar etter er flytta. Ingenting er gått tapt.",
            en: "The address may be wrong, or what you look for has moved. Nothing was lost." }
        denied_title => { nb: "Dette kan du ikke gjøre", nn: "Dette kan du ikkje gjere", en: "You cannot do this" }
        denied_text => {
            nb: "Ingenting ble endret. Holder du flere roller, kan det hende at en annen av dem kan det.",
            nn: "Ingenting vart endra. Har du fleire roller, kan det hende at ei anna av dei kan det.",
            en: "Nothing was changed. If you hold several roles, another one of them may be able to." }
        no_role_title => { nb: "Du har ingen rolle her nå", nn: "Du har inga rolle her no", en: "You hold no role here now" }
        no_role_text => {
            nb: "Rollen din er avsluttet eller har ikke begynt. Spør den som inviterte deg. Du kan fortsatt se hva vi har lagret om deg, og hvor du er logget inn.",
            nn: "Rolla di er avslutta eller har ikkje byrja. Spør den som inviterte deg. Du kan framleis sjå kva vi har lagra om deg, og kvar du er logga inn.",
            en: "Your role has ended or has not begun. Ask whoever invited you. You can still see what is held about you and where you are signed in." }
        broken_title => { nb: "Noe gikk galt hos oss", nn: "Noko gjekk gale hos oss", en: "Something went wrong here" }
        broken_text => {
            nb: "Siden kunne ikke lages akkurat nå. Ingenting er endret eller gått tapt. Prøv igjen om litt.",
            nn: "Sida kunne ikkje lagast akkurat no. Ingenting er endra eller gått tapt. Prøv att om litt.",
            en: "The page could not be made just now. Nothing was changed or lost. Try again in a moment." }
        to_home => { nb: "Til forsiden", nn: "Til framsida", en: "To the front page" }
        to_pipeline => { nb: "Til løpet", nn: "Til løpet", en: "To the pipeline" }
        to_me => { nb: "Til mine sider", nn: "Til mine sider", en: "To my pages" }
        to_sign_in => { nb: "Logg inn", nn: "Logg inn", en: "Sign in" }
    }
}

/// The page for an address that the router does not know.
pub fn not_found() -> impl IntoView {
    open_page(|_| async { Err(PageError::NotFound) })
}

/// The page that a refused form leads to, when what refused it was not the form but who sent it. The address names the reason.
pub fn denied() -> impl IntoView {
    personal_page(|cx: Cx| async move {
        let why = cx.query.get("why").and_then(reason_from_code);
        Err(why.map_or(PageError::NotFound, PageError::Denied))
    })
}

/// The stable name of a reason in an address.
#[must_use]
pub fn reason_code(reason: Reason) -> String {
    format!("{reason:?}").chars().fold(String::new(), |mut code, letter| {
        if letter.is_ascii_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.push(letter.to_ascii_lowercase());
        code
    })
}

fn reason_from_code(code: &str) -> Option<Reason> {
    Reason::ALL.into_iter().find(|reason| reason_code(*reason) == code)
}

/// The page and the status for an error. What broke goes to the log, not to the reader.
#[must_use]
pub fn page_for(cx: &Cx, error: &PageError) -> (StatusCode, Page) {
    let locale = cx.locale;
    let (status, title, text, more) = match error {
        PageError::NotFound | PageError::SignIn | PageError::Elsewhere(_) => {
            (StatusCode::NOT_FOUND, w::not_found_title(locale), w::not_found_text(locale), None)
        }
        PageError::Denied(reason) => {
            (StatusCode::FORBIDDEN, w::denied_title(locale), reason.text(locale), Some(w::denied_text(locale)))
        }
        PageError::NoRole => (StatusCode::FORBIDDEN, w::no_role_title(locale), w::no_role_text(locale), None),
        PageError::Store(error) => {
            tracing::error!(path = %paths::without_secrets(&cx.path), error = %error, "page.failed");
            (StatusCode::INTERNAL_SERVER_ERROR, w::broken_title(locale), w::broken_text(locale), None)
        }
    };
    let (href, label) = match (&cx.viewer, cx.has_role()) {
        (None, _) => (paths::SIGN_IN, w::to_sign_in(locale)),
        (Some(_), false) => (paths::HATS, w::to_me(locale)),
        (Some(_), true) => (paths::HOME, w::to_home(locale)),
    };
    let lists = cx.has_role() && lists_startups(cx.actor().role);
    let body = view! {
        <h1 class="ds-heading">{title}</h1>
        <Empty title=text text=more.map(str::to_owned)>
            <ButtonLink href=href label=label variant="primary"/>
            {lists.then(|| view! { <ButtonLink href=paths::PIPELINE label=w::to_pipeline(locale)/> })}
        </Empty>
    }
    .into_any();
    (status, Page { title: title.to_owned(), place: Place::Elsewhere, body, islands: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_reads_back_from_its_address() {
        assert_eq!(reason_code(Reason::NotAssigned), "not-assigned");
        for reason in Reason::ALL {
            assert_eq!(reason_from_code(&reason_code(reason)), Some(reason));
        }
        assert_eq!(reason_from_code("because"), None);
    }
}
