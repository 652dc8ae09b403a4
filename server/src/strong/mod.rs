//! What proves more than a mailbox, as far as it is cryptography or the outside world: passkeys and a provider of accounts
//! elsewhere. What is kept of it, and its rules, live in `store::strong`; its pages in `app`.

mod elsewhere;
mod oidc;
mod passkeys;
mod settings;
mod webauthn;

use std::sync::Arc;

use app::cookies;
use app::cx::{Cx, House};
use app::paths::{self, Query};
use app::strong::{PasskeyPlace, Strong};
use axum::Router;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, on};
use store::NewSession;
use store::identity::{BrowserToken, SessionToken};

pub use settings::{Oidc, OidcSettings, PasskeyDuty};

use crate::config::Config;
use crate::failure::Failure;
use crate::http::routes::{Route, STRONG};

/// What the routes work with.
#[derive(Clone)]
pub struct Machinery {
    passkeys: Option<Arc<webauthn::Passkeys>>,
    provider: Option<Arc<oidc::Provider>>,
}

impl Machinery {
    /// What a house at `base_url` has, and what its pages have to know of it.
    ///
    /// # Errors
    /// [`Failure`] when the settings of the provider cannot be used.
    pub fn of(config: &Config, base_url: &str, store: &store::Store, demo: bool) -> Result<(Self, Strong), Failure> {
        let place = settings::passkey_place(base_url);
        let duty = config.passkeys.duty(demo);
        let passkeys = match &place {
            PasskeyPlace::At(origin) => Some(Arc::new(webauthn::Passkeys::at(origin).map_err(Failure::outside)?)),
            PasskeyPlace::NeedsName | PasskeyPlace::NeedsHttps => {
                if !demo {
                    tracing::warn!(
                        base_url,
                        "passkeys need a name and https: roles that demand one cannot be used under this address"
                    );
                }
                None
            }
        };
        let elsewhere = config.oidc.as_ref().map(|oidc| oidc.name.clone());
        let provider = match config.oidc.clone() {
            Some(oidc) => {
                let back = format!("{}{}", base_url.trim_end_matches('/'), paths::OIDC_BACK);
                let provider = oidc::Provider::new(oidc, back, Arc::clone(store.world()))
                    .map_err(|error| Failure::input(error.to_string()))?;
                Some(Arc::new(provider))
            }
            None => None,
        };
        Ok((Self { passkeys, provider }, Strong { place, duty, elsewhere }))
    }

    /// Its routes.
    pub fn routes(self) -> Router<House> {
        STRONG
            .into_iter()
            .fold(Router::new(), |router, route| router.route(route.path(), answer(route)))
            .layer(axum::Extension(self))
    }
}

/// What answers for a route.
fn answer(route: Route) -> MethodRouter<House> {
    let asked = route.filter();
    match route {
        Route::AskNewPasskey => on(asked, passkeys::ask_new),
        Route::AddPasskey => on(asked, passkeys::add),
        Route::AskOwnPasskey => on(asked, passkeys::ask_own),
        Route::Confirm => on(asked, passkeys::confirm),
        Route::AskAnyPasskey => on(asked, passkeys::ask_anybody),
        Route::SignIn => on(asked, passkeys::sign_in),
        Route::Elsewhere => on(asked, elsewhere::go),
        Route::ElsewhereBack => on(asked, elsewhere::back),
        _ => MethodRouter::new(),
    }
}

/// The browser that an exchange is bound to: the one that asked before, or a new one. The cookie tells the browser.
fn browser_of(cx: &Cx) -> (BrowserToken, Option<HeaderValue>) {
    let browser = cx.browser.clone().unwrap_or_else(|| BrowserToken::new(&**cx.house.store.world()));
    let cookie = cx.house.cookies.browser(browser.secret());
    (browser, cookie)
}

/// The token that came with a request.
fn token_of(cx: &Cx, parts: &Parts) -> Option<SessionToken> {
    cookies::value(&parts.headers, cx.house.cookies.session_name()).map(SessionToken::from)
}

/// Gives the browser its session, and leads on.
fn welcome(cx: &Cx, session: &NewSession, to: &str) -> Response {
    let cookies = cx.house.cookies;
    let mut response = Redirect::to(&paths::local_or(to, paths::HOME)).into_response();
    let session = cookies.session(session.token.secret(), session.expires_at - cx.now());
    for cookie in [session, cookies.without(cookies.browser_name())].into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Back to the page of a form, with what was typed and the sentence.
async fn refused(cx: &Cx, form: &str, page: &str, values: &[(&str, &str)], field: &str, sentence: &str) -> Response {
    let draft = store::Draft {
        form: form.to_owned(),
        values: values.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect(),
        errors: [(field.to_owned(), sentence.to_owned())].into(),
        person: cx.actor().person,
    };
    match cx.house.store.save_draft(&draft).await {
        Ok(id) => Redirect::to(&paths::with_query(page, &Query::one("draft", id))).into_response(),
        Err(error) => broken(&error),
    }
}

/// What broke goes to the log.
fn broken(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "strong.failed");
    (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong here. Nothing was changed. Try again in a moment.\n")
        .into_response()
}
