//! `GET`s of signing in at a provider elsewhere: going there, and coming back.
//!
//! Going there is a link and not a form: the policy of the pages lets forms be sent to this house only, redirects included.

use app::cx::{Cx, House};
use app::paths;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use store::Strength;
use store::identity::{IdentityError, Quota};
use store::strong::{Ceremony, Linked, StrongError};

use super::oidc::{OidcError, Remembered};
use super::{Machinery, broken, browser_of, refused, welcome};

/// How often a network may go there. An office may share one address.
const GO_FROM: Quota = Quota { burst: 60, every: chrono::TimeDelta::seconds(5) };

domain::catalogue! {
    mod w {
        unreachable => {
            nb: "Innlogging der svarer ikke akkurat nå. Bruk e-post i stedet, eller prøv igjen om litt.",
            nn: "Innlogginga der svarer ikkje akkurat no. Bruk e-post i staden, eller prøv igjen om litt.",
            en: "Signing in there does not answer just now. Use mail instead, or try again in a moment." }
        refused => {
            nb: "Innloggingen der ble avbrutt eller avvist. Du er ikke logget inn.",
            nn: "Innlogginga der vart avbroten eller avvist. Du er ikkje logga inn.",
            en: "Signing in there was cancelled or refused. You are not signed in." }
        late => {
            nb: "Innloggingen tok for lang tid, eller ble startet i en annen nettleser. Start på nytt.",
            nn: "Innlogginga tok for lang tid, eller vart starta i ein annan nettlesar. Start på nytt.",
            en: "Signing in took too long, or was begun in another browser. Begin again." }
        not_sound => {
            nb: "Svaret derfra kunne ikke bekreftes, så du er ikke logget inn. Prøv igjen, eller bruk e-post.",
            nn: "Svaret derfrå kunne ikkje stadfestast, så du er ikkje logga inn. Prøv igjen, eller bruk e-post.",
            en: "The answer from there could not be confirmed, so you are not signed in. Try again, or use mail." }
        nobody => {
            nb: "Kontoen der hører ikke til noen her. Du kommer inn ved invitasjon: be den som leder huset om en, til den adressen du bruker der.",
            nn: "Kontoen der høyrer ikkje til nokon her. Du kjem inn ved invitasjon: be den som leier huset om ein, til den adressa du bruker der.",
            en: "The account there belongs to nobody here. People come in by invitation: ask whoever runs the house for one, to the address you use there." }
    }
}

/// What a link says.
#[derive(Deserialize)]
pub struct Going {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in/oidc`: on to the provider.
pub async fn go(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    Query(going): Query<Going>,
    parts: Parts,
) -> Response {
    let cx = Cx::of(house, &parts);
    let Some(provider) = &machinery.provider else { return Redirect::to(paths::SIGN_IN).into_response() };
    let next = paths::local_or(&going.next, "");
    let store = &cx.house.store;
    match store.limit(&format!("oidc:from:{}", cx.origin.network()), GO_FROM).await {
        Ok(()) => {}
        Err(IdentityError::Store(error)) => return broken(&error),
        Err(error) => return sign_in_again(&cx, &next, &error.text(cx.locale)).await,
    }
    let (browser, cookie) = browser_of(&cx);
    let remembered = provider.remember(next.clone());
    let state = match store.begin_ceremony(Ceremony::Oidc, &browser, None, &remembered).await {
        Ok(state) => state,
        Err(error) => return broken(&error),
    };
    match provider.address(&remembered, &state).await {
        Ok(address) => {
            let mut response = Redirect::to(address.as_str()).into_response();
            if let Some(cookie) = cookie {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(error) => {
            tracing::error!(%error, "oidc.failed");
            sign_in_again(&cx, &next, w::unreachable(cx.locale)).await
        }
    }
}

/// What the provider says.
#[derive(Deserialize)]
pub struct Coming {
    #[serde(default)]
    state: String,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// `GET /sign-in/oidc/back`: signed in there, or not.
pub async fn back(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    Query(coming): Query<Coming>,
    parts: Parts,
) -> Response {
    let cx = Cx::of(house, &parts);
    let Some(provider) = &machinery.provider else { return Redirect::to(paths::SIGN_IN).into_response() };
    let store = &cx.house.store;
    let begun = match &cx.browser {
        Some(browser) => store.end_ceremony::<Remembered>(Ceremony::Oidc, browser, &coming.state).await,
        None => Ok(None),
    };
    let remembered = match begun {
        Ok(Some(begun)) => begun.state,
        Ok(None) => return sign_in_again(&cx, "", w::late(cx.locale)).await,
        Err(error) => return broken(&error),
    };
    let next = remembered.next.clone();
    let Some(code) = coming.code.filter(|_| coming.error.is_none()) else {
        let error: String = coming.error.unwrap_or_default().chars().filter(char::is_ascii_graphic).take(60).collect();
        tracing::info!(error, "oidc.refused");
        return sign_in_again(&cx, &next, w::refused(cx.locale)).await;
    };
    if coming.iss.is_some_and(|issuer| !provider.is_issuer(&issuer)) {
        tracing::warn!("oidc.refused: the answer names another issuer");
        return sign_in_again(&cx, &next, w::not_sound(cx.locale)).await;
    }
    let account = match provider.account(code, &remembered).await {
        Ok(account) => account,
        Err(error) => {
            tracing::warn!(%error, "oidc.refused");
            let sentence = match error {
                OidcError::Provider(_) => w::unreachable(cx.locale),
                OidcError::Code(_) | OidcError::Token(_) | OidcError::NoSubject(_) => w::not_sound(cx.locale),
            };
            return sign_in_again(&cx, &next, sentence).await;
        }
    };
    let person = match store.linked(&account.issuer, &account.subject, account.verified.as_deref()).await {
        Ok(Linked::Known(person) | Linked::Now(person)) => person,
        Ok(Linked::Nobody) => return sign_in_again(&cx, &next, w::nobody(cx.locale)).await,
        Err(StrongError::Store(error)) => return broken(&error),
        Err(error) => return sign_in_again(&cx, &next, &error.text(cx.locale)).await,
    };
    // Where no level was asked for, nothing says that the provider saw more than one factor.
    let strength = if account.strong { Strength::Oidc } else { Strength::Mail };
    match store.begin_session(person, strength, &cx.origin).await {
        Ok(session) => {
            store.wake_mail();
            welcome(&cx, &session, &next)
        }
        Err(IdentityError::Store(error)) => broken(&error),
        Err(error) => sign_in_again(&cx, &next, &error.text(cx.locale)).await,
    }
}

async fn sign_in_again(cx: &Cx, next: &str, sentence: &str) -> Response {
    refused(cx, "other-ways", paths::SIGN_IN, &[("next", next)], "", sentence).await
}
