//! Proving anew who one is: by a passkey, or a recovery code in its place; by a code from a mail for those who have no passkey.
//!
//! A session of a role that demands a passkey comes here before anything else.

use axum::http::request::Parts;
use leptos::prelude::*;

use super::passkeys::not_here;
use crate::actions;
use crate::components::{ErrorSummary, Field, Hidden, Input, Notice, PasskeyForm, PasskeyScript, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, personal_page};
use crate::paths::{self, Query};

domain::catalogue! {
    mod w {
        title => { nb: "Bekreft at det er deg", nn: "Stadfest at det er deg", en: "Confirm that it is you" }
        lead => {
            nb: "Det du skal gjøre, krever at du nettopp har vist hvem du er. Bekreftelsen gjelder i ti minutter.",
            nn: "Det du skal gjere, krev at du nettopp har vist kven du er. Stadfestinga gjeld i ti minutt.",
            en: "What you are about to do needs a fresh proof of who you are. It holds for ten minutes." }
        lead_due(role: &str) => {
            nb: "Rollen din ({role}) krever passnøkkelen i tillegg til koden fra e-posten.",
            nn: "Rolla di ({role}) krev passnøkkelen i tillegg til koden frå e-posten.",
            en: "Your role ({role}) demands the passkey besides the code from the mail." }
        use_passkey => { nb: "Bruk passnøkkelen", nn: "Bruk passnøkkelen", en: "Use the passkey" }
        lost => { nb: "Har du ikke passnøkkelen for hånden?", nn: "Har du ikkje passnøkkelen for handa?", en: "No passkey at hand?" }
        recovery => { nb: "Gjenopprettingskode", nn: "Attopprettingskode", en: "Recovery code" }
        recovery_hint => {
            nb: "En av de ti du skrev ut. Den virker bare én gang.", nn: "Ein av dei ti du skreiv ut. Han verkar berre éin gong.", en: "One of the ten you printed. It works only once." }
        use_recovery => { nb: "Bruk gjenopprettingskoden", nn: "Bruk attopprettingskoden", en: "Use the recovery code" }
        mail(email: &str) => {
            nb: "Vi sender en kode til {email}.", nn: "Vi sender ein kode til {email}.", en: "We send a code to {email}." }
        send => { nb: "Send kode", nn: "Send kode", en: "Send a code" }
        sent(email: &str) => {
            nb: "Det er sendt en kode til {email}. Den gjelder i ti minutter og bare i denne nettleseren.",
            nn: "Det er sendt ein kode til {email}. Han gjeld i ti minutt og berre i denne nettlesaren.",
            en: "A code is on its way to {email}. It holds for ten minutes and in this browser only." }
        code => { nb: "Kode", nn: "Kode", en: "Code" }
        confirm => { nb: "Bekreft", nn: "Stadfest", en: "Confirm" }
        again => { nb: "Send en ny kode", nn: "Send ein ny kode", en: "Send a new code" }
        mend => { nb: "Ikke bekreftet ennå:", nn: "Ikkje stadfesta enno:", en: "Not confirmed yet:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    personal_page(move |cx| async move {
        let here = cx.house.strong.place.is_here(&headers);
        load(cx, here).await
    })
}

async fn load(cx: Cx, here: bool) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let refused = actions::shown_again(&cx, "confirm").await?.unwrap_or_default();
    let next = paths::local_or(&refused.value("next", cx.query.get("next").unwrap_or_default()), paths::HOME);
    let Some((viewer, person)) = cx.viewer.as_ref().and_then(|viewer| Some((viewer, viewer.person()?))) else {
        return Err(PageError::Elsewhere(next));
    };
    let store = &cx.house.store;
    let due = cx.house.strong.is_due(viewer);
    let has_passkey = store.has_passkey(person).await?;
    if store.is_fresh(viewer).await? {
        // Somebody whose role demands a passkey and who has none yet makes one first.
        let to = if due { paths::with_query(paths::PASSKEYS, &Query::one("next", &next)) } else { next };
        return Err(PageError::Elsewhere(to));
    }
    let lead = if due && has_passkey {
        w::lead_due(locale, viewer.actor.role.name(locale))
    } else {
        w::lead(locale).to_owned()
    };
    let labels = [("code", w::code(locale)), ("recovery", w::recovery(locale))];
    let way = if has_passkey {
        by_passkey(&cx, here, &next, &refused).into_any()
    } else {
        by_mail(&cx, viewer.email.as_deref().unwrap_or_default(), &next, &refused).into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{lead}</p>
        <ErrorSummary title=w::mend(locale) errors=refused.summary("", &labels)/>
        {way}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

fn by_passkey(cx: &Cx, here: bool, next: &str, refused: &Shown) -> impl IntoView + use<> {
    let locale = cx.locale;
    let passkey = not_here(cx, here, &paths::confirm_then(next)).unwrap_or_else(|| {
        view! {
            <PasskeyForm kind="get" action=paths::CONFIRM_PASSKEY options=paths::CONFIRM_OPTIONS next=next locale=locale>
                <div class="actions"><SubmitButton label=w::use_passkey(locale)/></div>
            </PasskeyForm>
            <PasskeyScript/>
        }
        .into_any()
    });
    let error = refused.error("recovery");
    let open = error.is_some();
    view! {
        {passkey}
        <details class="fold" open=open>
            <summary>{w::lost(locale)}</summary>
            <form class="form" method="post" action=actions::use_recovery_code_path()>
                <Hidden name="next" value=next/>
                <Field input=Input::new("code", w::recovery(locale)).error(error).id("recovery").hint(w::recovery_hint(locale)).required() autocomplete="off".to_owned()/>
                <div class="actions"><SubmitButton label=w::use_recovery(locale) variant="secondary"/></div>
            </form>
        </details>
    }
}

fn by_mail(cx: &Cx, email: &str, next: &str, refused: &Shown) -> impl IntoView + use<> {
    let locale = cx.locale;
    let (sent, mail) = (w::sent(locale, email), w::mail(locale, email));
    let (next, error) = (next.to_owned(), refused.error("code"));
    let attempt = refused.value("attempt", "");
    let asked = !attempt.is_empty();
    let to = next.clone();
    let type_it = asked.then(|| {
        view! {
            <Notice live=true>{sent}</Notice>
            <form class="form" method="post" action=actions::confirm_by_code_path()>
                <Hidden name="attempt" value=attempt/>
                <Hidden name="next" value=to/>
                <Field input=Input::new("code", w::code(locale)).error(error).required() autocomplete="one-time-code".to_owned()/>
                <div class="actions"><SubmitButton label=w::confirm(locale)/></div>
            </form>
        }
    });
    let (label, variant) = if asked { (w::again(locale), "secondary") } else { (w::send(locale), "primary") };
    view! {
        {type_it}
        <form class="form" method="post" action=actions::ask_to_confirm_path()>
            <Hidden name="next" value=next/>
            {(!asked).then(|| view! { <p>{mail}</p> })}
            <div class="actions"><SubmitButton label=label variant=variant/></div>
        </form>
    }
}
