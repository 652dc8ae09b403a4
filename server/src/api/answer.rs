//! What is answered: JSON with a mark of what it says, so that whoever asks again for the same is told so in a line.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::problem::Refused;

/// A value as JSON.
pub struct Answer<T>(pub T);

/// The mark of a text. Weak, because the same text may travel packed in several ways.
pub fn mark(text: &[u8]) -> String {
    let digest = Sha256::digest(text);
    format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..12]))
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => text("application/json", body),
            Err(error) => {
                tracing::error!(%error, "api.failed");
                Refused::Broken.into_response()
            }
        }
    }
}

/// A text of some kind, with its mark.
pub fn text(kind: &'static str, body: Vec<u8>) -> Response {
    let mark = HeaderValue::from_str(&mark(&body));
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(mark) = mark {
        response.headers_mut().insert(header::ETAG, mark);
    }
    response
}

/// The answer as it goes out to somebody who may have it already.
pub fn unless_known(asked: &HeaderMap, response: Response) -> Response {
    let known = |mark: &HeaderValue| {
        let bare = |text: &str| text.trim().trim_start_matches("W/").to_owned();
        let mark = mark.to_str().map(bare).unwrap_or_default();
        let brought = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        brought.flat_map(|value| value.split(',')).any(|one| one.trim() == "*" || bare(one) == mark)
    };
    if response.status() != StatusCode::OK || !response.headers().get(header::ETAG).is_some_and(known) {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, axum::body::Body::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_it_is_not_sent_it_again() {
        let asked =
            |value: &str| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(value).unwrap())]);
        let mark = mark(b"\"a\"");
        let answer = |value: &str| unless_known(&asked(value), Answer("a").into_response()).status();
        for value in [mark.clone(), mark.replace("W/", ""), format!("\"b\", {mark}"), "*".to_owned()] {
            assert_eq!(answer(&value), StatusCode::NOT_MODIFIED, "{value}");
        }
        for value in ["\"b\"", "", "nonsense"] {
            assert_eq!(answer(value), StatusCode::OK, "{value}");
        }
    }
}
