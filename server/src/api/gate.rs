//! What stands around every address of the API: who asks, how often, and how a refusal is told.

use app::cx::House;
use app::origin;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use chrono::TimeDelta;
use domain::words::Locale;
use store::Viewer;
use store::identity::{IdentityError, Quota};

use super::answer::unless_known;
use super::problem::Refused;
use crate::http::RequestId;

/// How often a token asks: enough to read a whole house page by page at once, then five a second.
const BY_TOKEN: Quota = Quota { burst: 600, every: TimeDelta::milliseconds(200) };
/// How often a network asks without one. An office may share one address.
const BY_NETWORK: Quota = Quota { burst: 300, every: TimeDelta::milliseconds(200) };

/// Lets a request through to its handler, or not; then finishes the answer. `open` says whether anybody may ask.
pub async fn stand(State((house, open)): State<(House, bool)>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let locale = locale(&headers);
    let response = match let_in(&house, open, request).await {
        Ok(request) => next.run(request).await,
        Err(refused) => refused.told(locale),
    };
    let mut response = match response.extensions().get::<Refused>() {
        Some(refused) => refused.told(locale),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => Refused::Method.told(locale),
        None => unless_known(&headers, response),
    };
    let sent = response.headers_mut();
    // A browser that is told nothing else would keep what was somebody's own.
    let kept = if open { "public, max-age=60" } else { "private, no-cache" };
    sent.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(kept));
    sent.append(
        header::VARY,
        HeaderValue::from_static(if open { "accept-language" } else { "accept-language, authorization" }),
    );
    if open {
        let anywhere = HeaderValue::from_static("cross-origin");
        sent.insert(HeaderName::from_static("cross-origin-resource-policy"), anywhere);
    }
    response
}

/// The language of refusals: what the program asks for and nothing else.
fn locale(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.and_then(Locale::from_accept_language).unwrap_or_default()
}

/// The token that came along: `Some("")` for a header that holds none.
fn token(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?;
    let text = value.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

/// Whose request it is, within their limit.
async fn let_in(house: &House, open: bool, request: Request) -> Result<Request, Refused> {
    let (mut parts, body) = request.into_parts();
    // Whoever a session says somebody is, here it says nothing.
    parts.extensions.remove::<Viewer>();
    let network = format!("api:from:{}", origin::of(&parts).network());
    if open {
        limit(house, &network, BY_NETWORK).await?;
        return Ok(Request::from_parts(parts, body));
    }
    let found = match token(&parts.headers) {
        Some(token) => house.store.viewer_by_token(token).await?,
        None => None,
    };
    let Some((id, mut viewer)) = found else {
        limit(house, &network, BY_NETWORK).await?;
        return Err(Refused::NoToken { brought: parts.headers.contains_key(header::AUTHORIZATION) });
    };
    limit(house, &format!("api:token:{id}"), BY_TOKEN).await?;
    if let Some(RequestId(number)) = parts.extensions.get() {
        viewer.actor = viewer.actor.in_request(number.clone());
    }
    parts.extensions.insert(viewer);
    Ok(Request::from_parts(parts, body))
}

async fn limit(house: &House, key: &str, quota: Quota) -> Result<(), Refused> {
    match house.store.limit(key, quota).await {
        Ok(()) => Ok(()),
        Err(IdentityError::TryAgain { at }) => {
            let left = at - house.store.world().now();
            Err(Refused::TooOften { until: at, seconds: left.num_seconds().max(0) + 1 })
        }
        Err(IdentityError::Store(error)) => Err(error.into()),
        Err(error) => {
            tracing::error!(%error, "api.failed");
            Err(Refused::Broken)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_comes_in_one_header_and_in_one_way() {
        let with =
            |value: &'static str| HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(value))]);
        assert_eq!(token(&with("Bearer abc")), Some("abc"));
        assert_eq!(token(&with("bearer  abc ")), Some("abc"));
        assert_eq!(token(&with("Basic abc")), Some(""));
        assert_eq!(token(&with("abc")), Some(""));
        assert_eq!(token(&HeaderMap::new()), None);
    }
}
