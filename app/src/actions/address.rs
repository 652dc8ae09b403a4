//! Changing the address one signs in with: a code proves that the new one is one's own.

use domain::ids::SignInId;
use leptos::prelude::*;
use store::identity::{BrowserToken, IdentityError};

use super::identity::refuse;
use super::strong::unconfirmed;
use super::{done, refused, set_cookie, signed_in_person, turned_away};
use crate::form::Form;
use crate::paths;

/// Under what name the form for the new address is kept.
pub(crate) const ADDRESS_FORM: &str = "address";
/// Under what name the form for its code is kept.
pub(crate) const CODE_FORM: &str = "address-code";

/// Sends a code to a new address of the reader's; whether the address is somebody else's already, the answer does not tell.
#[server(prefix = "/act", endpoint = "ask-to-change-email")]
pub async fn ask_to_change_email(#[server(default)] email: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let mut form = Form::new(cx.locale, [("email", email)]);
    let Some(email) = form.required("email") else {
        return refused(&cx, form, ADDRESS_FORM, paths::ADDRESS).await;
    };
    if unconfirmed(&cx, &form, ADDRESS_FORM, paths::ADDRESS).await? {
        return Ok(());
    }
    let store = &cx.house.store;
    let browser = cx.browser.clone().unwrap_or_else(|| BrowserToken::new(&**store.world()));
    match store.ask_to_change_email(viewer, &email, &browser, cx.locale, &cx.origin).await {
        Ok(attempt) => {
            set_cookie(cx.house.cookies.browser(browser.secret()));
            form.set("attempt", attempt.to_string());
            refused(&cx, form, CODE_FORM, paths::ADDRESS).await
        }
        Err(error) => {
            refuse(&mut form, "email", &error)?;
            refused(&cx, form, ADDRESS_FORM, paths::ADDRESS).await
        }
    }
}

/// Moves the reader's account to the address that the code proves.
#[server(prefix = "/act", endpoint = "change-email")]
pub async fn change_email(
    #[server(default)] attempt: String,
    #[server(default)] email: String,
    #[server(default)] code: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    // What was tried is not kept: a code is typed anew.
    let mut form = Form::new(cx.locale, [("attempt", attempt), ("email", email)]);
    if code.trim().is_empty() {
        form.refuse("code", crate::words::required(cx.locale));
        return refused(&cx, form, CODE_FORM, paths::ADDRESS).await;
    }
    if unconfirmed(&cx, &form, CODE_FORM, paths::ADDRESS).await? {
        return Ok(());
    }
    let attempt = form.text("attempt").and_then(|id| id.parse::<SignInId>().ok());
    let changed = match (attempt, &cx.browser) {
        (Some(attempt), Some(browser)) => {
            cx.house.store.change_email(viewer, attempt, browser, &code, &cx.origin).await
        }
        // The browser that asked brings its cookie; without it this is another, or too late.
        _ => Err(IdentityError::Expired),
    };
    match changed {
        Ok(()) => {
            set_cookie(cx.house.cookies.without(cx.house.cookies.browser_name()));
            done(paths::ADDRESS, "changed");
            Ok(())
        }
        Err(error @ (IdentityError::WrongCode { left: 1.. } | IdentityError::TryAgain { .. })) => {
            refuse(&mut form, "code", &error)?;
            refused(&cx, form, CODE_FORM, paths::ADDRESS).await
        }
        Err(IdentityError::Store(error)) => Err(super::failed(&error)),
        Err(error) => {
            // This attempt is over; the address stands ready for a new one.
            form.refuse("email", error.text(cx.locale));
            refused(&cx, form, ADDRESS_FORM, paths::ADDRESS).await
        }
    }
}
