//! The address one signs in with, and changing it: a fresh proof of who one is, the new address, the code that was sent there.

use domain::words::Locale;
use leptos::prelude::*;

use super::hats::my_tabs;
use crate::actions;
use crate::components::{
    ButtonLink, DefinitionItem, DefinitionList, ErrorSummary, Field, Hidden, Input, Notice, NoticeKind, SubmitButton,
    TabLinks,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, personal_page};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Min e-postadresse", nn: "Mi e-postadresse", en: "My e-mail address" }
        lead => {
            nb: "Til denne adressen sender vi kodene du logger inn med, og alt annet vi skriver til deg.",
            nn: "Til denne adressa sender vi kodane du loggar inn med, og alt anna vi skriv til deg.",
            en: "To this address we send the codes you sign in with, and everything else we write to you." }
        now => { nb: "Adressen nå", nn: "Adressa no", en: "The address now" }
        new => { nb: "Ny e-postadresse", nn: "Ny e-postadresse", en: "New e-mail address" }
        new_hint => {
            nb: "Vi sender en kode dit. Adressen byttes først når du har skrevet koden.",
            nn: "Vi sender ein kode dit. Adressa blir bytt først når du har skrive koden.",
            en: "We send a code there. The address changes only once you have typed the code." }
        send => { nb: "Send kode til den nye adressen", nn: "Send kode til den nye adressa", en: "Send a code to the new address" }
        confirm_first => {
            nb: "Før du bytter adresse, må du bekrefte at det er deg.",
            nn: "Før du byter adresse, må du stadfeste at det er deg.",
            en: "Before you change the address, you need to confirm that it is you." }
        confirm => { nb: "Bekreft at det er deg", nn: "Stadfest at det er deg", en: "Confirm that it is you" }
        sent(email: &str) => {
            nb: "Hvis {email} kan bli din adresse her, er det nå sendt en kode dit. Den gjelder i ti minutter og bare i denne nettleseren. Adressen er ikke byttet ennå.",
            nn: "Om {email} kan bli di adresse her, er det no sendt ein kode dit. Han gjeld i ti minutt og berre i denne nettlesaren. Adressa er ikkje bytt enno.",
            en: "If {email} can become your address here, a code is on its way there. It holds for ten minutes and in this browser only. The address is not changed yet." }
        code => { nb: "Kode", nn: "Kode", en: "Code" }
        code_hint => {
            nb: "Seks tegn fra e-posten.", nn: "Seks teikn frå e-posten.", en: "Six characters from the mail." }
        change => { nb: "Bytt adresse", nn: "Byt adresse", en: "Change the address" }
        after => {
            nb: "Når adressen er byttet, blir du logget ut på de andre enhetene dine, og vi sier fra til den gamle adressen.",
            nn: "Når adressa er bytt, blir du logga ut på dei andre einingane dine, og vi seier frå til den gamle adressa.",
            en: "Once the address is changed you are signed out on your other devices, and we tell the former address." }
        again => { nb: "Send en ny kode", nn: "Send ein ny kode", en: "Send a new code" }
        other => { nb: "Bruk en annen adresse", nn: "Bruk ei anna adresse", en: "Use another address" }
        mend => { nb: "Adressen er ikke byttet ennå. Rett dette:", nn: "Adressa er ikkje bytt enno. Rett dette:", en: "The address is not changed yet. Mend this:" }
        changed => {
            nb: "Adressen er byttet. Vi har sagt fra til den gamle adressen, og du er logget ut på de andre enhetene dine.",
            nn: "Adressa er bytt. Vi har sagt frå til den gamle adressa, og du er logga ut på dei andre einingane dine.",
            en: "The address is changed. We have told the former address, and you are signed out on your other devices." }
    }
}

/// What the page is called.
pub(super) fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page.
pub fn page() -> impl IntoView {
    personal_page(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let viewer = cx.viewer.as_ref().filter(|viewer| viewer.session.is_some()).ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let fresh = cx.house.store.is_fresh(viewer).await?;
    let asked = actions::shown_again(&cx, actions::CODE_FORM).await?;
    let draft = actions::shown_again(&cx, actions::ADDRESS_FORM).await?.unwrap_or_default();
    let email = viewer.email.clone().unwrap_or_default();
    let title = w::title(locale).to_owned();
    let step = match &asked {
        _ if !fresh => confirm_first(&cx).into_any(),
        Some(asked) => code_form(locale, asked).into_any(),
        None => address_form(locale, &draft).into_any(),
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <TabLinks label=shared::my_pages(locale) tabs=my_tabs(&cx)/>
        {(cx.query.get("done") == Some("changed"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::changed(locale)}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <DefinitionList>
            <DefinitionItem term=w::now(locale)>{email}</DefinitionItem>
        </DefinitionList>
        {step}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

/// Leads to proving anew who one is, and back to what was typed.
fn confirm_first(cx: &Cx) -> impl IntoView + use<> {
    let locale = cx.locale;
    let draft = cx.query.get("draft").unwrap_or_default();
    let back = paths::with_query(paths::ADDRESS, &Query::one("draft", draft));
    view! {
        <p>{w::confirm_first(locale)}</p>
        <div class="actions"><ButtonLink href=paths::confirm_then(&back) label=w::confirm(locale) variant="primary"/></div>
    }
}

fn address_form(locale: Locale, draft: &Shown) -> impl IntoView + use<> {
    let input = draft.input("email", w::new(locale)).hint(w::new_hint(locale)).required();
    view! {
        <ErrorSummary title=w::mend(locale) errors=draft.summary("", &[("email", w::new(locale))])/>
        <form class="form" method="post" action=actions::ask_to_change_email_path()>
            <Field input=input kind="email" autocomplete="email".to_owned()/>
            <p class="muted">{w::after(locale)}</p>
            <div class="actions"><SubmitButton label=w::send(locale)/></div>
        </form>
    }
}

fn code_form(locale: Locale, asked: &Shown) -> impl IntoView + use<> {
    let email = asked.value("email", "");
    let sent = w::sent(locale, &email);
    // What is typed is never shown again, so the field begins empty.
    let input = Input::new("code", w::code(locale)).error(asked.error("code")).hint(w::code_hint(locale)).required();
    view! {
        <Notice live=true>{sent}</Notice>
        <ErrorSummary title=w::mend(locale) errors=asked.summary("", &[("code", w::code(locale))])/>
        <form class="form" method="post" action=actions::change_email_path()>
            <Hidden name="attempt" value=asked.value("attempt", "")/>
            <Hidden name="email" value=email.clone()/>
            <Field input=input autocomplete="one-time-code".to_owned()/>
            <p class="muted">{w::after(locale)}</p>
            <div class="actions"><SubmitButton label=w::change(locale)/></div>
        </form>
        <form method="post" action=actions::ask_to_change_email_path()>
            <Hidden name="email" value=email/>
            <div class="actions">
                <SubmitButton label=w::again(locale) variant="secondary"/>
                <a class="ds-link" href=paths::ADDRESS>{w::other(locale)}</a>
            </div>
        </form>
    }
}
