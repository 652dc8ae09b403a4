//! Who asks: the session behind the cookie, and the guard that lets nobody past who is not signed in.
//!
//! The guard denies by default: what anybody may ask for is listed in `app::paths::is_open` and `app::actions::is_open`, and nowhere
//! else. Pages and server functions ask once more themselves.

use std::net::{IpAddr, SocketAddr};

use app::cx::{House, locale_of};
use app::origin::AskedFrom;
use app::{actions, origin, paths};
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use chrono::TimeDelta;
use store::identity::{IdentityError, Quota};

use super::FORM_BYTES;

/// How often forms are kept of somebody who is not signed in, by the network they come from.
const HELD: Quota = Quota { burst: 20, every: TimeDelta::seconds(30) };

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

domain::catalogue! {
    mod w {
        no_database => {
            nb: "Databasen svarer ikke akkurat nå. Ingenting er endret. Prøv igjen om litt.",
            nn: "Databasen svarer ikkje akkurat no. Ingenting er endra. Prøv att om litt.",
            en: "The database does not answer just now. Nothing was changed. Try again in a moment." }
        sign_in_first => {
            nb: "Du må logge inn først. Ingenting er endret.",
            nn: "Du må logge inn først. Ingenting er endra.",
            en: "You need to sign in first. Nothing was changed." }
    }
}

/// The number of a request. It joins log lines, audit entries and what a person can tell of an error.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Gives a request its number and notes where it comes from. Outermost of all, so that every answer and log line carries the number.
pub async fn number(State((house, proxies)): State<(House, Proxies)>, mut request: Request, next: Next) -> Response {
    let id = house.store.world().new_id().to_string();
    if let Some(address) = proxies.asked_from(&request) {
        request.extensions_mut().insert(AskedFrom(address));
    }
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, path) = (request.method().clone(), paths::without_secrets(request.uri().path()).to_owned());
    let mut response = next.run(request).await;
    if matches!(response.status().as_u16(), 401 | 403 | 413) {
        tracing::info!(id, %method, path, status = response.status().as_u16(), "request.refused");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The machines that are believed when they say for whom they ask.
#[derive(Debug, Clone, Default)]
pub struct Proxies(pub Vec<IpAddr>);

impl Proxies {
    /// The address that a request comes from: what connected, or what a proxy says connected to it. The machine itself is believed.
    fn asked_from(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip().to_canonical();
        let believed = |address: &IpAddr| address.is_loopback() || self.0.contains(address);
        if !believed(&peer) {
            return Some(peer);
        }
        // Read from the end: whoever asked may have written anything before what the proxies added.
        let told = request.headers().get_all(&FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
        let told: Vec<IpAddr> =
            told.flat_map(|text| text.split(',')).map_while(|text| text.trim().parse().ok()).collect();
        Some(told.into_iter().rev().find(|address| !believed(address)).unwrap_or(peer))
    }
}

/// Finds out who asks, and turns away whoever may not.
pub async fn guard(State(house): State<House>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // Assets and health are nobody's in particular, and are asked for when the database may be away.
    if path.starts_with("/pkg/") || path == "/healthz" || path == "/readyz" {
        return next.run(request).await;
    }
    let open = paths::is_open(path) || actions::is_open(path) || (house.demo && paths::is_open_in_demo(path));
    let (mut parts, body) = request.into_parts();
    let viewer = match house.viewer(&parts.headers).await {
        Ok(viewer) => viewer,
        Err(error) => {
            tracing::error!(%error, "session.failed");
            let locale = locale_of(&parts.headers, None);
            return (StatusCode::SERVICE_UNAVAILABLE, w::no_database(locale)).into_response();
        }
    };
    match viewer {
        Some(mut viewer) => {
            if let Some(RequestId(id)) = parts.extensions.get() {
                viewer.actor = viewer.actor.in_request(id.clone());
            }
            if let Some(first) = house.strong.first(&viewer, parts.uri.path()) {
                return Redirect::to(&paths::local_or(&first, paths::HOME)).into_response();
            }
            parts.extensions.insert(viewer);
        }
        None if open => {}
        None => return turned_away(&house, parts, body).await,
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Whether a person sits at the other end, who can be shown a page.
fn wants_page(parts: &Parts) -> bool {
    parts
        .headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
}

/// The answer to somebody who is not signed in: a person is sent to sign in, and what they typed waits for them; anything else is told
/// no.
async fn turned_away(house: &House, parts: Parts, body: axum::body::Body) -> Response {
    let locale = locale_of(&parts.headers, None);
    if !wants_page(&parts) {
        return (StatusCode::UNAUTHORIZED, w::sign_in_first(locale)).into_response();
    }
    if matches!(parts.method, Method::GET | Method::HEAD) {
        let asked = parts.uri.path_and_query().map_or(paths::HOME, |asked| asked.as_str());
        return Redirect::to(&paths::sign_in_then(asked)).into_response();
    }
    let network = origin::of(&parts).network();
    let held = match house.store.limit(&format!("held:from:{network}"), HELD).await {
        Ok(()) => match to_bytes(body, FORM_BYTES).await {
            Ok(body) => actions::hold(&house.store, locale, parts.uri.path(), &body).await,
            Err(_) => Ok(None),
        },
        Err(IdentityError::Store(error)) => Err(error),
        Err(_) => Ok(None),
    };
    match held {
        Ok(page) => Redirect::to(&paths::sign_in_then(&page.unwrap_or_else(|| came_from(&parts)))).into_response(),
        Err(error) => {
            tracing::error!(%error, "session.failed");
            (StatusCode::SERVICE_UNAVAILABLE, w::no_database(locale)).into_response()
        }
    }
}

/// The page of ours that a form stood on, as the browser tells; it tells its own origin only.
fn came_from(parts: &Parts) -> String {
    let referer = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    paths::local_or(path.unwrap_or_default(), paths::HOME)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn asked(peer: &str, forwarded: &[&str]) -> Request {
        let mut request = Request::new(Body::empty());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        for value in forwarded {
            request.headers_mut().append(FORWARDED_FOR, value.parse().unwrap());
        }
        request
    }

    #[test]
    fn only_a_known_proxy_is_believed_about_whom_it_asks_for() {
        let proxies = Proxies(vec!["10.0.0.1".parse().unwrap()]);
        let from = |peer, forwarded: &[&str]| proxies.asked_from(&asked(peer, forwarded)).unwrap().to_string();
        assert_eq!(from("192.0.2.9", &["198.51.100.7"]), "192.0.2.9", "anybody can write the header");
        assert_eq!(from("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(from("127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(from("10.0.0.1", &["203.0.113.1, 198.51.100.7"]), "198.51.100.7", "what came before is hearsay");
        assert_eq!(from("10.0.0.1", &["198.51.100.7, 10.0.0.1"]), "198.51.100.7", "a chain of our own");
        assert_eq!(from("10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(from("127.0.0.1", &[]), "127.0.0.1");
    }

    #[test]
    fn a_form_leads_back_to_its_page_and_never_elsewhere() {
        let parts = |referer: &str| {
            let mut request = Request::new(Body::empty());
            request.headers_mut().insert(header::REFERER, referer.parse().unwrap());
            request.into_parts().0
        };
        assert_eq!(came_from(&parts("http://127.0.0.1:3000/imports?x=1")), "/imports?x=1");
        assert_eq!(came_from(&parts("https://evil.example//evil.example/x")), "/");
        assert_eq!(came_from(&parts("nonsense")), "/");
    }
}
