//! Signing in by mail: the address, then the code that came.

use leptos::prelude::*;

use crate::actions;
use crate::components::{ErrorSummary, Field, Hidden, Input, Notice, SubmitButton};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page};
use crate::pages::other_ways;
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Logg inn", nn: "Logg inn", en: "Sign in" }
        lead => {
            nb: "Skriv e-postadressen din. Vi sender en kode og en lenke; du trenger ikke noe passord.",
            nn: "Skriv e-postadressa di. Vi sender ein kode og ei lenkje; du treng ikkje noko passord.",
            en: "Write your e-mail address. We send a code and a link; you need no password." }
        email => { nb: "E-postadresse", nn: "E-postadresse", en: "E-mail address" }
        send => { nb: "Send kode", nn: "Send kode", en: "Send a code" }
        mend => { nb: "Rett dette, så sender vi koden:", nn: "Rett dette, så sender vi koden:", en: "Mend this and we send the code:" }
        left => {
            nb: "Du må logge inn for å se den siden. Etterpå kommer du rett dit.",
            nn: "Du må logge inn for å sjå den sida. Etterpå kjem du rett dit.",
            en: "You need to sign in to see that page. Afterwards you come straight to it." }
        signed_out => { nb: "Du er logget ut.", nn: "Du er logga ut.", en: "You are signed out." }
        everywhere => {
            nb: "Du er logget ut på alle enheter.", nn: "Du er logga ut på alle einingar.", en: "You are signed out on every device." }
        accepted => {
            nb: "Rollen er din. Logg inn for å bruke den.",
            nn: "Rolla er di. Logg inn for å bruke ho.",
            en: "The role is yours. Sign in to use it." }
        code_title => { nb: "Skriv koden", nn: "Skriv koden", en: "Type the code" }
        code_lead(email: &str) => {
            nb: "Hvis {email} er kjent her, er det nå sendt en e-post dit med en kode på seks tegn. Koden gjelder i ti minutter og bare i denne nettleseren.",
            nn: "Om {email} er kjend her, er det no sendt ein e-post dit med ein kode på seks teikn. Koden gjeld i ti minutt og berre i denne nettlesaren.",
            en: "If {email} is known here, a mail with a code of six characters is on its way. The code holds for ten minutes and in this browser only." }
        code => { nb: "Kode", nn: "Kode", en: "Code" }
        code_hint => {
            nb: "Seks bokstaver og tall. Store og små bokstaver er like, mellomrom gjør ikke noe.",
            nn: "Seks bokstavar og tal. Store og små bokstavar er like, mellomrom gjer ikkje noko.",
            en: "Six letters and digits. Capitals do not matter, nor do spaces." }
        mend_code => { nb: "Du er ikke logget inn ennå:", nn: "Du er ikkje logga inn enno:", en: "You are not signed in yet:" }
        again_title => { nb: "Kom det ingen kode?", nn: "Kom det ingen kode?", en: "No code came?" }
        again_text => {
            nb: "Se i søppelposten, og sjekk at adressen er riktig. En ny kode gjør den forrige ugyldig.",
            nn: "Sjå i søppelposten, og sjekk at adressa er rett. Ein ny kode gjer den førre ugyldig.",
            en: "Look among the junk mail, and check the address. A new code makes the former invalid." }
        again => { nb: "Send en ny kode", nn: "Send ein ny kode", en: "Send a new code" }
        other => { nb: "Bruk en annen adresse", nn: "Bruk ei anna adresse", en: "Use another address" }
    }
}

/// The page that asks for the address.
pub fn page() -> impl IntoView {
    let headers = use_context::<axum::http::request::Parts>().map(|parts| parts.headers).unwrap_or_default();
    open_page(move |cx| async move {
        let here = cx.house.strong.place.is_here(&headers);
        load(cx, here).await
    })
}

/// The page that asks for the code.
pub fn code_page() -> impl IntoView {
    open_page(load_code)
}

/// Where somebody who is signed in already is sent on to.
fn signed_in(cx: &Cx, next: &str) -> Result<(), PageError> {
    let session = cx.viewer.as_ref().and_then(|viewer| viewer.session);
    if session.is_some() { Err(PageError::Elsewhere(paths::local_or(next, paths::HOME))) } else { Ok(()) }
}

async fn load(cx: Cx, here: bool) -> Result<Page, PageError> {
    let locale = cx.locale;
    let draft = actions::shown_again(&cx, "sign-in").await?.unwrap_or_default();
    let refused = actions::shown_again(&cx, other_ways::FORM).await?.unwrap_or_default();
    let next = draft.value("next", &refused.value("next", cx.query.get("next").unwrap_or_default()));
    let next = paths::local_or(&next, "");
    signed_in(&cx, &next)?;
    let others = other_ways::other_ways(&cx, here, &next, &refused);
    let title = w::title(locale).to_owned();
    let notice = match cx.query.get("done") {
        Some("signed-out") => Some(w::signed_out(locale)),
        Some("everywhere") => Some(w::everywhere(locale)),
        Some("accepted") => Some(w::accepted(locale)),
        _ => (!next.is_empty()).then(|| w::left(locale)),
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <ErrorSummary title=w::mend(locale) errors=draft.summary("", &[("email", w::email(locale))])/>
        <form class="form" method="post" action=actions::ask_to_sign_in_path()>
            <Hidden name="next" value=next/>
            <Field input=draft.input("email", w::email(locale)).required() kind="email" autocomplete="email".to_owned()/>
            <div class="actions"><SubmitButton label=w::send(locale)/></div>
        </form>
        {others}
        <p><a class="ds-link" href=paths::OPEN_HOUSE>{crate::pages::open_house::title(locale)}</a></p>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

async fn load_code(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    // Which attempt it is stands in the draft, so that no address of a person gets into an address of a page.
    let Some(draft) = actions::shown_again(&cx, "code").await? else {
        return Err(PageError::Elsewhere(paths::SIGN_IN.to_owned()));
    };
    let next = draft.value("next", "");
    signed_in(&cx, &next)?;
    let email = draft.value("email", "");
    let title = w::code_title(locale).to_owned();
    let other = paths::with_query(paths::SIGN_IN, &Query::one("next", &next));
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::code_lead(locale, &email)}</p>
        <ErrorSummary title=w::mend_code(locale) errors=draft.summary("", &[("code", w::code(locale))])/>
        <form class="form" method="post" action=actions::sign_in_by_code_path()>
            <Hidden name="attempt" value=draft.value("attempt", "")/>
            <Hidden name="email" value=email.clone()/>
            <Hidden name="next" value=next.clone()/>
            <Field input=Input::new("code", w::code(locale)).error(draft.error("code")).hint(w::code_hint(locale)).required() autocomplete="one-time-code".to_owned()/>
            <div class="actions"><SubmitButton label=w::title(locale)/></div>
        </form>
        <section aria-labelledby="again">
            <h2 class="ds-heading" data-size="sm" id="again">{w::again_title(locale)}</h2>
            <p>{w::again_text(locale)}</p>
            <form method="post" action=actions::ask_to_sign_in_path()>
                <Hidden name="email" value=email/>
                <Hidden name="next" value=next/>
                <div class="actions">
                    <SubmitButton label=w::again(locale) variant="secondary"/>
                    <a class="ds-link" href=other>{w::other(locale)}</a>
                </div>
            </form>
        </section>
        <p class="muted">{shared::mail_never_asks(locale)}</p>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}
