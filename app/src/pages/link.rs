//! The link from a mail. Opening it uses nothing up, because programs that look for harm in mail open links too.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::identity::Link;

use crate::actions;
use crate::components::{ButtonLink, Hidden, Notice, NoticeKind, SubmitButton};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Logg inn", nn: "Logg inn", en: "Sign in" }
        here_text => {
            nb: "Du ba om denne lenken i denne nettleseren. Trykk for å logge inn.",
            nn: "Du bad om denne lenkja i denne nettlesaren. Trykk for å logge inn.",
            en: "You asked for this link in this browser. Press to sign in." }
        elsewhere_title => { nb: "Koden din", nn: "Koden din", en: "Your code" }
        elsewhere_text => {
            nb: "Du ba om å logge inn i en annen nettleser. Skriv denne koden der:",
            nn: "Du bad om å logge inn i ein annan nettlesar. Skriv denne koden der:",
            en: "You asked to sign in from another browser. Type this code there:" }
        not_you => {
            nb: "Har du ikke bedt om å logge inn? Da kan du lukke siden. Gi aldri koden til noen.",
            nn: "Har du ikkje bede om å logge inn? Då kan du lukke sida. Gi aldri koden til nokon.",
            en: "Did you not ask to sign in? Then close this page. Never give the code to anybody." }
        gone_title => { nb: "Lenken gjelder ikke lenger", nn: "Lenkja gjeld ikkje lenger", en: "The link no longer holds" }
        gone_text => {
            nb: "Den er brukt, eller det er mer enn ti minutter siden du ba om den. Ingenting er galt: be om en ny.",
            nn: "Ho er brukt, eller det er meir enn ti minutt sidan du bad om ho. Ingenting er gale: be om ei ny.",
            en: "It was used, or you asked for it more than ten minutes ago. Nothing is wrong: ask for a new one." }
        ask => { nb: "Be om en ny kode", nn: "Be om ein ny kode", en: "Ask for a new code" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    open_page(move |cx| load(cx, token))
}

async fn load(cx: Cx, token: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let refused = actions::shown_again(&cx, "link").await?.and_then(|draft| draft.error(""));
    let refused = refused.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{text}</Notice> });
    let (title, content) = match cx.house.store.look_at_link(&token, cx.browser.as_ref()).await? {
        Link::Here => (
            w::title(locale),
            view! {
                <p class="lead">{w::here_text(locale)}</p>
                <form class="form" method="post" action=actions::sign_in_by_link_path()>
                    <Hidden name="token" value=token/>
                    <div class="actions"><SubmitButton label=w::title(locale)/></div>
                </form>
            }
            .into_any(),
        ),
        Link::Elsewhere { code } => (
            w::elsewhere_title(locale),
            view! {
                <p class="lead">{w::elsewhere_text(locale)}</p>
                <p class="code" translate="no">{code}</p>
                <p>{w::not_you(locale)}</p>
            }
            .into_any(),
        ),
        Link::Gone => (
            w::gone_title(locale),
            view! {
                <p class="lead">{w::gone_text(locale)}</p>
                <p><ButtonLink href=paths::SIGN_IN label=w::ask(locale) variant="primary"/></p>
            }
            .into_any(),
        ),
    };
    let body = view! {
        <h1 class="ds-heading">{title}</h1>
        {refused}
        {content}
        <p class="muted">{shared::mail_never_asks(locale)}</p>
    }
    .into_any();
    Ok(Page { title: title.to_owned(), place: Place::Elsewhere, body, islands: false })
}
