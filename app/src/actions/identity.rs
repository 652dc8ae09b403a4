//! Signing in and out, hats and devices: what a person does with their own account.

use domain::ids::{MembershipId, SessionId, SignInId};
use leptos::prelude::*;
use store::identity::{Accepted, BrowserToken, IdentityError, NewSession};

use super::{done, failed, here, refused, set_cookie, signed_in_person};
use crate::cx::Cx;
use crate::form::Form;
use crate::paths;

/// Sends a code to an address, if it is known here; the answer does not tell.
#[server(prefix = "/act", endpoint = "ask-to-sign-in")]
pub async fn ask_to_sign_in(
    #[server(default)] email: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let next = paths::local_or(&next, "");
    let mut form = Form::new(cx.locale, [("email", email), ("next", next)]);
    let Some(email) = form.required("email") else { return refused(&cx, form, "sign-in", paths::SIGN_IN).await };
    let store = &cx.house.store;
    let browser = cx.browser.clone().unwrap_or_else(|| BrowserToken::new(store.world().as_ref()));
    match store.ask_to_sign_in(&email, &browser, cx.locale, &cx.origin).await {
        Ok(attempt) => {
            set_cookie(cx.house.cookies.browser(browser.secret()));
            form.set("attempt", attempt.to_string());
            refused(&cx, form, "code", paths::SIGN_IN_CODE).await
        }
        Err(error) => {
            refuse(&mut form, "email", &error)?;
            refused(&cx, form, "sign-in", paths::SIGN_IN).await
        }
    }
}

/// Signs in by the code from the mail, in the browser that asked for it.
#[server(prefix = "/act", endpoint = "sign-in-by-code")]
pub async fn sign_in_by_code(
    #[server(default)] attempt: String,
    #[server(default)] code: String,
    #[server(default)] email: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let next = paths::local_or(&next, "");
    // What was tried is not kept: a code is typed anew.
    let mut form = Form::new(cx.locale, [("attempt", attempt), ("email", email), ("next", next.clone())]);
    let Some(attempt) = form.text("attempt").and_then(|id| id.parse::<SignInId>().ok()) else {
        leptos_axum::redirect(paths::SIGN_IN);
        return Ok(());
    };
    if code.trim().is_empty() {
        form.refuse("code", crate::words::required(cx.locale));
        return refused(&cx, form, "code", paths::SIGN_IN_CODE).await;
    }
    let signed_in = match &cx.browser {
        Some(browser) => cx.house.store.sign_in_by_code(attempt, browser, &code, &cx.origin).await,
        // The browser that asked brings its cookie; without it this is another, or too late.
        None => Err(IdentityError::Expired),
    };
    match signed_in {
        Ok(session) => {
            welcome(&cx, &session, &next);
            Ok(())
        }
        Err(error) => {
            refuse(&mut form, "code", &error)?;
            refused(&cx, form, "code", paths::SIGN_IN_CODE).await
        }
    }
}

/// Signs in by the link from the mail, in the browser that asked for it.
#[server(prefix = "/act", endpoint = "sign-in-by-link")]
pub async fn sign_in_by_link(#[server(default)] token: String) -> Result<(), ServerFnError> {
    let cx = here();
    let signed_in = match &cx.browser {
        Some(browser) => cx.house.store.sign_in_by_link(&token, browser, &cx.origin).await,
        None => Err(IdentityError::Expired),
    };
    match signed_in {
        Ok(session) => {
            welcome(&cx, &session, "");
            Ok(())
        }
        Err(IdentityError::TryAgain { at }) => {
            let mut form = Form::new(cx.locale, []);
            refuse(&mut form, "", &IdentityError::TryAgain { at })?;
            refused(&cx, form, "link", &paths::sign_in_link(&safe(&token))).await
        }
        Err(IdentityError::Store(error)) => Err(failed(&error)),
        // Its page says that it holds no longer, and what to do.
        Err(_) => {
            leptos_axum::redirect(&paths::sign_in_link(&safe(&token)));
            Ok(())
        }
    }
}

/// Accepts an invitation: the person is made, holds the role, and is signed in.
#[server(prefix = "/act", endpoint = "accept-invitation")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let page = paths::invitation(&safe(&token));
    let mut form = Form::new(cx.locale, [("name", name)]);
    // Somebody who has an account is not asked for a name, so whether one is missing is the store's to say.
    let name = form.text("name").unwrap_or_default();
    match cx.house.store.accept_invitation(&token, &name, &cx.origin).await {
        Ok(Accepted::SignedIn(session)) => {
            welcome(&cx, &session, "");
            Ok(())
        }
        Ok(Accepted::SignInNext) => {
            let home = if cx.has_role() { paths::HOME } else { paths::SIGN_IN };
            done(home, "accepted");
            Ok(())
        }
        Err(IdentityError::Expired) => {
            leptos_axum::redirect(&page);
            Ok(())
        }
        Err(error) => {
            refuse(&mut form, "name", &error)?;
            refused(&cx, form, "accept", &page).await
        }
    }
}

/// Signs out in this browser.
#[server(prefix = "/act", endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), ServerFnError> {
    let cx = here();
    if let Some(viewer) = &cx.viewer
        && let Some(session) = viewer.session
    {
        match cx.house.store.end_session(viewer, session).await {
            // Over already is signed out too.
            Ok(()) | Err(IdentityError::NotYours) => {}
            Err(IdentityError::Store(error)) => return Err(failed(&error)),
            Err(error) => tracing::warn!(%error, "sign_out.failed"),
        }
    }
    set_cookie(cx.house.cookies.without(cx.house.cookies.session_name()));
    // Pages say themselves that they are not to be kept; this also empties what a browser keeps in spite of it.
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        let clear = axum::http::HeaderName::from_static("clear-site-data");
        response.insert_header(clear, axum::http::HeaderValue::from_static("\"cache\", \"storage\""));
    }
    done(paths::SIGN_IN, "signed-out");
    Ok(())
}

/// Signs out one device, all others, or every one.
#[server(prefix = "/act", endpoint = "end-sessions")]
pub async fn end_sessions(#[server(default)] which: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return super::turned_away() };
    let store = &cx.house.store;
    let (ended, this_too) = match which.as_str() {
        "others" => (store.end_all_sessions(viewer, true).await, false),
        "all" => (store.end_all_sessions(viewer, false).await, true),
        id => match id.parse::<SessionId>() {
            Ok(id) => (store.end_session(viewer, id).await, viewer.session == Some(id)),
            Err(_) => (Err(IdentityError::NotYours), false),
        },
    };
    match ended {
        // One that is over already is what was asked for.
        Ok(()) | Err(IdentityError::NotYours) => {}
        Err(IdentityError::Store(error)) => return Err(failed(&error)),
        Err(error) => tracing::warn!(%error, "end_sessions.failed"),
    }
    if this_too {
        set_cookie(cx.house.cookies.without(cx.house.cookies.session_name()));
        done(paths::SIGN_IN, if which == "all" { "everywhere" } else { "signed-out" });
    } else {
        done(paths::DEVICES, "ended");
    }
    Ok(())
}

/// Puts on another hat.
#[server(prefix = "/act", endpoint = "wear")]
pub async fn wear(#[server(default)] hat: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return super::turned_away() };
    let mut form = Form::new(cx.locale, [("hat", hat)]);
    let worn = match form.text("hat").and_then(|id| id.parse::<MembershipId>().ok()) {
        Some(hat) => cx.house.store.wear(viewer, hat).await,
        None => Err(IdentityError::NotYours),
    };
    match worn {
        Ok(()) => {
            leptos_axum::redirect(paths::HOME);
            Ok(())
        }
        Err(error) => {
            refuse(&mut form, "hat", &error)?;
            refused(&cx, form, "wear", paths::HATS).await
        }
    }
}

/// Gives the browser its new session, and leads on.
pub(super) fn welcome(cx: &Cx, session: &NewSession, next: &str) {
    let cookies = cx.house.cookies;
    set_cookie(cookies.session(session.token.secret(), session.expires_at - cx.now()));
    if cx.browser.is_some() {
        set_cookie(cookies.without(cookies.browser_name()));
    }
    leptos_axum::redirect(&paths::local_or(next, paths::HOME));
}

/// Puts the sentence of a failure beside its field; what the person cannot mend ends here.
pub(super) fn refuse(form: &mut Form, otherwise: &str, error: &IdentityError) -> Result<(), ServerFnError> {
    if let IdentityError::Store(error) = error {
        return Err(failed(error));
    }
    let field = error.field().unwrap_or(otherwise).to_owned();
    form.refuse(&field, error.text(form.locale()));
    Ok(())
}

/// A token as it may stand in an address: what no token holds is left out.
pub(super) fn safe(token: &str) -> String {
    token.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')).take(200).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_token_from_a_form_cannot_bend_an_address() {
        assert_eq!(super::safe("abc-_09"), "abc-_09");
        assert_eq!(super::safe("../..//evil?x#\r\n"), "evilx");
        assert_eq!(super::safe(&"a".repeat(999)).len(), 200);
    }
}
