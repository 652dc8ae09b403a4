//! What a form is answered that could not be read, or could not be kept. Leptos tells a program the error's inside as a failure of the
//! server, and leads a person back to their page without a word; here both are told what happened in a sentence.

use app::cx::locale_of;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::words::Locale;

use super::FORM_BYTES;

/// Set by Leptos on every answer of a server function that has failed.
const FAILED: HeaderName = HeaderName::from_static("serverfnerror");
/// How the body begins when what was posted could not be read as the form that it should be.
const UNREAD: [&[u8]; 3] = [b"Args|", b"MissingArg|", b"Deserialization|"];

domain::catalogue! {
    mod w {
        unread => {
            nb: "Skjemaet kunne ikke leses. Ingenting er endret. Gå tilbake, last siden på nytt og prøv igjen.",
            nn: "Skjemaet kunne ikkje lesast. Ingenting er endra. Gå tilbake, last sida på nytt og prøv igjen.",
            en: "The form could not be read. Nothing was changed. Go back, load the page anew and try again." }
        failed => {
            nb: "Noe gikk galt hos oss. Ingenting er endret. Gå tilbake: det du skrev, står der fortsatt. Prøv igjen om litt.",
            nn: "Noko gjekk gale hos oss. Ingenting er endra. Gå tilbake: det du skreiv, står der framleis. Prøv igjen om litt.",
            en: "Something went wrong here. Nothing was changed. Go back: what you typed is still there. Try again in a moment." }
    }
}

/// Tells in a sentence what has failed; every other answer stays as it is.
pub async fn told(request: Request, next: Next) -> Response {
    let locale = locale_of(request.headers(), None);
    let response = next.run(request).await;
    // Whoever is led to a page of ours on purpose is told there.
    let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
    if !response.headers().contains_key(FAILED) || to.is_some_and(|to| !to.contains("__err=")) {
        return response;
    }
    let body = to_bytes(response.into_body(), FORM_BYTES).await.unwrap_or_default();
    sentence(locale, &body)
}

fn sentence(locale: Locale, body: &[u8]) -> Response {
    let (status, text) = if UNREAD.iter().any(|begin| body.starts_with(begin)) {
        (StatusCode::BAD_REQUEST, w::unread(locale))
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, w::failed(locale))
    };
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))];
    (status, kind, Body::from(text)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_no_failure_of_the_server() {
        for body in ["Args|Multiple values for one key", "MissingArg|x", "Deserialization|invalid utf-8"] {
            assert_eq!(sentence(Locale::En, body.as_bytes()).status(), StatusCode::BAD_REQUEST, "{body}");
        }
        assert_eq!(sentence(Locale::En, b"ServerError|internal").status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
