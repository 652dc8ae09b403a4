//! Tokens by which programs read on the reader's behalf.

use domain::ids::{MembershipId, TokenId};
use leptos::prelude::*;
use store::identity::{NewToken, TokenError};

use super::strong::unconfirmed;
use super::{done, failed, refused, set_cookie, signed_in_person, turned_away};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;

/// The form that makes one, as drafts of it are named.
pub(crate) const TOKEN_FORM: &str = "make-token";

/// Makes a token; its page shows it once.
#[server(prefix = "/act", endpoint = "make-token")]
pub async fn make_token(
    #[server(default)] name: String,
    #[server(default)] hat: String,
    #[server(default)] days: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let mut form = Form::new(cx.locale, fields![name, hat, days]);
    let name = form.required("name").unwrap_or_default();
    let hat = form.required("hat").and_then(|hat| hat.parse::<MembershipId>().ok());
    let days = form.required("days").and_then(|days| days.parse::<u32>().ok());
    if !form.is_accepted() {
        return refused(&cx, form, TOKEN_FORM, paths::TOKENS).await;
    }
    if unconfirmed(&cx, &form, TOKEN_FORM, paths::TOKENS).await? {
        return Ok(());
    }
    let made = match (hat, days) {
        (Some(hat), Some(days)) => cx.house.store.make_token(viewer, &NewToken { name, hat, days }).await,
        (None, _) => Err(TokenError::NotYours),
        (_, None) => Err(TokenError::BadLife),
    };
    match made {
        Ok((_, secret)) => {
            set_cookie(cx.house.cookies.token(&secret));
            leptos_axum::redirect(paths::TOKENS);
            Ok(())
        }
        Err(error) => refused_at(&cx, form, &error, TOKEN_FORM).await,
    }
}

/// Takes a token back.
#[server(prefix = "/act", endpoint = "revoke-token")]
pub async fn revoke_token(#[server(default)] token: String) -> Result<(), ServerFnError> {
    let cx = signed_in_person()?;
    let Some(viewer) = &cx.viewer else { return turned_away() };
    let revoked = match token.trim().parse::<TokenId>() {
        Ok(id) => cx.house.store.revoke_token(viewer, id).await,
        Err(_) => Err(TokenError::Gone),
    };
    match revoked {
        Ok(()) => {
            done(paths::TOKENS, "revoked");
            Ok(())
        }
        Err(error) => refused_at(&cx, Form::new(cx.locale, []), &error, "revoke-token").await,
    }
}

/// Back to the page with the sentence beside its field; or first to the page that proves anew who one is.
async fn refused_at(cx: &Cx, mut form: Form, error: &TokenError, name: &str) -> Result<(), ServerFnError> {
    match error {
        TokenError::Store(error) => Err(failed(error)),
        TokenError::NotFresh => {
            leptos_axum::redirect(&paths::confirm_then(paths::TOKENS));
            Ok(())
        }
        error => {
            form.refuse(error.field().unwrap_or_default(), error.text(cx.locale));
            refused(cx, form, name, paths::TOKENS).await
        }
    }
}
