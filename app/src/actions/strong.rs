//! Proving anew who one is, passkeys and recovery codes: what needs no answer of a browser's authenticator.

use axum::http::request::Parts;
use domain::ids::{PasskeyId, SignInId};
use leptos::prelude::*;
use store::Strength;
use store::identity::{BrowserToken, IdentityError, SessionToken};
use store::strong::StrongError;

use super::identity::{refuse, welcome};
use super::{done, failed, refused, set_cookie, signed_in_person, turned_away};
use crate::cookies;
use crate::cx::Cx;
use crate::form::Form;
use crate::paths::{self, Query};

/// The token that came with the request; the viewer shows that it is good.
fn token(cx: &Cx) -> Option<SessionToken> {
    let parts = use_context::<Parts>()?;
    cookies::value(&parts.headers, cx.house.cookies.session_name()).map(SessionToken::from)
}

/// Sends a code to the reader's own address, to prove anew who they are.
#[server(prefix = "/act", endpoint = "ask-to-confirm")]
pub async fn ask_to_confirm(#[server(default)] next: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let store = &cx.house.store;
    let mut form = Form::new(cx.locale, [("next", paths::local_or(&next, ""))]);
    let browser = cx.browser.clone().unwrap_or_else(|| BrowserToken::new(&**store.world()));
    match store.ask_to_confirm(viewer, &browser, cx.locale, &cx.origin).await {
        Ok(attempt) => {
            set_cookie(cx.house.cookies.browser(browser.secret()));
            form.set("attempt", attempt.to_string());
        }
        Err(error) => refuse(&mut form, "code", &error)?,
    }
    refused(&cx, form, "confirm", paths::CONFIRM).await
}

/// Proves anew who the reader is, by the code from the mail. For those who have no passkey.
#[server(prefix = "/act", endpoint = "confirm-by-code")]
pub async fn confirm_by_code(
    #[server(default)] attempt: String,
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let (Some(_), Some(token)) = (&cx.viewer, token(&cx)) else { return turned_away() };
    let next = paths::local_or(&next, "");
    let mut form = Form::new(cx.locale, [("attempt", attempt), ("next", next.clone())]);
    let attempt = form.text("attempt").and_then(|id| id.parse::<SignInId>().ok());
    let confirmed = match (attempt, &cx.browser) {
        (Some(attempt), Some(browser)) => {
            cx.house.store.confirm_by_code(&token, attempt, browser, &code, &cx.origin).await
        }
        _ => Err(IdentityError::Expired),
    };
    match confirmed {
        Ok(session) => {
            welcome(&cx, &session, &next);
            Ok(())
        }
        Err(error) => {
            if !matches!(error, IdentityError::WrongCode { left: 1.. }) {
                // This attempt is over; the page offers a new one.
                form.set("attempt", String::new());
            }
            refuse(&mut form, "code", &error)?;
            refused(&cx, form, "confirm", paths::CONFIRM).await
        }
    }
}

/// Uses up a recovery code instead of a passkey.
#[server(prefix = "/act", endpoint = "use-recovery-code")]
pub async fn use_recovery_code(
    #[server(default)] code: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let (Some(viewer), Some(token)) = (&cx.viewer, token(&cx)) else { return turned_away() };
    let next = paths::local_or(&next, "");
    // What was tried is not kept: a code is typed anew.
    let mut form = Form::new(cx.locale, [("next", next.clone())]);
    if code.trim().is_empty() {
        form.refuse("recovery", crate::words::required(cx.locale));
        return refused(&cx, form, "confirm", paths::CONFIRM).await;
    }
    let store = &cx.house.store;
    let used = match store.use_recovery_code(viewer, &code).await {
        Ok(_) => store.rotate(&token, Strength::Recovery).await.map_err(StrongError::from),
        Err(error) => Err(error),
    };
    match used {
        Ok(session) => {
            store.wake_mail();
            welcome(&cx, &session, &next);
            Ok(())
        }
        Err(error) => refused_at(&cx, form, "recovery", error, "confirm", paths::CONFIRM).await,
    }
}

/// Makes a new set of recovery codes; its page shows them once.
#[server(prefix = "/act", endpoint = "new-recovery-codes")]
pub async fn new_recovery_codes() -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    match cx.house.store.new_recovery_codes(viewer).await {
        Ok(codes) => {
            set_cookie(cx.house.cookies.codes(&codes.codes().join(".")));
            leptos_axum::redirect(paths::RECOVERY);
            Ok(())
        }
        Err(error) => refused_at(&cx, Form::new(cx.locale, []), "", error, "recovery", paths::RECOVERY).await,
    }
}

/// Gives a passkey another name.
#[server(prefix = "/act", endpoint = "rename-passkey")]
pub async fn rename_passkey(
    #[server(default)] passkey: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let form = Form::new(cx.locale, [("passkey", passkey), ("name", name.clone())]);
    let renamed = match form.text("passkey").and_then(|id| id.parse::<PasskeyId>().ok()) {
        Some(id) => cx.house.store.rename_passkey(viewer, id, &name).await,
        None => Err(StrongError::NoPasskey),
    };
    match renamed {
        Ok(()) => {
            done(paths::PASSKEYS, "renamed");
            Ok(())
        }
        Err(error) => refused_at(&cx, form, "name", error, "rename-passkey", paths::PASSKEYS).await,
    }
}

/// Takes a passkey away.
#[server(prefix = "/act", endpoint = "remove-passkey")]
pub async fn remove_passkey(#[server(default)] passkey: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let form = Form::new(cx.locale, [("passkey", passkey)]);
    let removed = match form.text("passkey").and_then(|id| id.parse::<PasskeyId>().ok()) {
        Some(id) => cx.house.store.remove_passkey(viewer, id, &cx.house.strong.duty).await,
        None => Err(StrongError::NoPasskey),
    };
    match removed {
        Ok(()) => {
            done(paths::PASSKEYS, "removed");
            Ok(())
        }
        Err(error) => refused_at(&cx, form, "", error, "passkey", paths::PASSKEYS).await,
    }
}

/// Leads somebody first to prove anew who they are, when they have not lately. What they typed waits for them at the page of the
/// form.
pub(super) async fn unconfirmed(cx: &Cx, form: &Form, name: &str, page: &str) -> Result<bool, ServerFnError> {
    let Some(viewer) = &cx.viewer else { return Ok(false) };
    let store = &cx.house.store;
    if store.is_fresh(viewer).await.map_err(|error| failed(&error))? {
        return Ok(false);
    }
    let draft = store::Draft { person: cx.actor().person, ..form.clone().into_draft(name) };
    let id = store.save_draft(&draft).await.map_err(|error| failed(&error))?;
    leptos_axum::redirect(&paths::confirm_then(&paths::with_query(page, &Query::one("draft", id))));
    Ok(true)
}

/// Back to the form with the sentence beside its field; or first to the page that proves anew who one is.
async fn refused_at(
    cx: &Cx,
    mut form: Form,
    field: &str,
    error: StrongError,
    name: &str,
    page: &str,
) -> Result<(), ServerFnError> {
    match error {
        StrongError::Store(error) | StrongError::Identity(IdentityError::Store(error)) => Err(failed(&error)),
        StrongError::NotFresh => {
            leptos_axum::redirect(&paths::confirm_then(page));
            Ok(())
        }
        error => {
            form.refuse(field, error.text(cx.locale));
            refused(cx, form, name, page).await
        }
    }
}
