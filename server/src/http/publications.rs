//! What is published, as files; and `POST /verify`, which checks a file that somebody sends.

use std::time::Duration;

use app::cx::{Cx, House};
use app::pages::{published, verify};
use app::paths::{self, Query};
use axum::Json;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use domain::publication::{Fault, KeyId, Verified};
use domain::words::Locale;
use qrcode::QrCode;
use qrcode::render::svg;
use store::identity::Quota;
use store::publications::Published;
use store::{Draft, StoreError};
use tokio::sync::Semaphore;

/// The largest file that is checked here. A publication of 5 000 startups has a few megabytes.
const MOST_BYTES: usize = 16_000_000;
/// How many files are read in at a time, over all who send one.
static READING: Semaphore = Semaphore::const_new(8);
/// How many are checked at a time: each takes a processor and several times its size.
static CHECKING: Semaphore = Semaphore::const_new(2);
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often one network may have a file checked.
const CHECKS: Quota = Quota { burst: 30, every: TimeDelta::seconds(10) };

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Which file of a publication is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Json,
    Csv,
    Svg,
}

/// The publication and the kind of a path such as `/published/abcdefghij.json`; `None` for everything else.
fn asked(path: &str) -> Option<(&str, Kind)> {
    let (address, kind) = path.strip_prefix("/published/")?.rsplit_once('.')?;
    let kind = match kind {
        "json" => Kind::Json,
        "csv" => Kind::Csv,
        "svg" => Kind::Svg,
        _ => return None,
    };
    address.bytes().all(|byte| byte.is_ascii_alphanumeric()).then_some((address, kind))
}

/// Answers for the files of publications, whose addresses lie among those of their pages.
pub async fn files(State(house): State<House>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    match asked(request.uri().path()) {
        Some((address, kind)) => file(&house, address, kind, request.headers()).await.unwrap_or_else(|error| {
            tracing::error!(%error, "publication.failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }),
        None => next.run(request).await,
    }
}

async fn file(house: &House, address: &str, kind: Kind, headers: &HeaderMap) -> Result<Response, StoreError> {
    let Some(published) = house.store.publication(address).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let (media, name) = match kind {
        Kind::Json => ("application/json", "json"),
        Kind::Csv => ("text/csv; charset=utf-8", "csv"),
        Kind::Svg => ("image/svg+xml", "svg"),
    };
    // A publication never changes, so neither does what is made of it; but its picture is of an address, which may.
    let tag = format!("\"{}-{name}\"", published.digest);
    let lasting = if kind == Kind::Svg { "public, max-age=86400" } else { "public, max-age=31536000, immutable" };
    let mut response = if is_known(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let bytes = match kind {
            Kind::Json => house.store.publication_file(address).await?.map(|(_, bytes)| bytes).unwrap_or_default(),
            Kind::Csv => published::table(&published),
            Kind::Svg => picture(house, &published).into_bytes(),
        };
        Body::from(bytes).into_response()
    };
    let told = response.headers_mut();
    told.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    told.insert(header::CACHE_CONTROL, HeaderValue::from_static(lasting));
    // Anybody's page may read what is public.
    told.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    told.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        told.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Whether the reader has it already.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).any(|value| value.trim().trim_start_matches("W/") == tag)
}

/// The address of a publication as a picture. Black on white whatever the colours of the page: telephones read no other.
fn picture(house: &House, published: &Published) -> String {
    let address = format!("{}{}", house.base_url, paths::publication(&published.address));
    QrCode::new(address.as_bytes())
        .map(|code| code.render::<svg::Color<'_>>().min_dimensions(240, 240).build())
        .unwrap_or_default()
}

/// The public keys of the house, for programs.
pub async fn keys(State(house): State<House>) -> Response {
    match house.store.public_keys().await {
        Ok(keys) => {
            let keys: Vec<_> = keys
                .into_iter()
                .map(|key| serde_json::json!({ "id": key.id.0, "algorithm": "Ed25519", "public_key": key.public, "since": key.since }))
                .collect();
            let headers = [
                (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
                (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
                (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
            ];
            (headers, Json(serde_json::json!({ "keys": keys }))).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "keys.failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Checks a file that somebody sends, and goes back to the page, which says what was found.
pub async fn check(State(house): State<House>, parts: Parts, multipart: Multipart) -> Response {
    let cx = Cx::of(house, &parts);
    let store = &cx.house.store;
    let found = match store.limit(&format!("verify:from:{}", cx.origin.network()), CHECKS).await {
        Ok(()) => match examine(&cx, multipart).await {
            Ok(draft) => draft,
            Err(error) => return failed(&error),
        },
        Err(error) => verify::unchecked(error.text(cx.locale)),
    };
    let draft = Draft { person: cx.has_role().then(|| cx.actor().person).flatten(), ..found };
    match store.save_draft(&draft).await {
        Ok(id) => Redirect::to(&paths::with_query(paths::VERIFY, &Query::one("draft", id))).into_response(),
        Err(error) => failed(&error),
    }
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "verify.failed");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

async fn examine(cx: &Cx, multipart: Multipart) -> Result<Draft, StoreError> {
    let locale = cx.locale;
    let Ok(_reading) = READING.try_acquire() else { return Ok(verify::unchecked(verify::busy(locale).to_owned())) };
    let bytes = match read(locale, multipart).await {
        Ok(bytes) => bytes,
        Err(sentence) => return Ok(verify::unchecked(sentence)),
    };
    let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, CHECKING.acquire()).await else {
        return Ok(verify::unchecked(verify::busy(locale).to_owned()));
    };
    let checked = tokio::task::spawn_blocking(move || {
        // Held by the thread: a reader who leaves does not make room for another while it still works.
        let _turn = turn;
        domain::publication::verify(&bytes)
    });
    let checked: Result<Verified, Fault> = checked.await?;
    let file = match checked {
        Ok(file) => file,
        Err(fault) => return Ok(verify::bad(locale, &fault)),
    };
    let keys: Vec<KeyId> = cx.house.store.public_keys().await?.into_iter().map(|key| key.id).collect();
    let known = cx.house.store.publication_by_digest(&file.digest).await?;
    Ok(verify::good(locale, &file, file.signed_by(&keys), known.as_ref()))
}

/// The bytes of the file in the form.
async fn read(locale: Locale, mut multipart: Multipart) -> Result<Vec<u8>, String> {
    loop {
        match multipart.next_field().await {
            Ok(Some(field)) if field.name() == Some("file") => return receive(locale, field).await,
            Ok(Some(_)) => {}
            Ok(None) => return Err(verify::no_file(locale).to_owned()),
            Err(_) => return Err(verify::broken_off(locale).to_owned()),
        }
    }
}

async fn receive(locale: Locale, mut field: Field<'_>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    loop {
        match field.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() > MOST_BYTES => {
                return Err(verify::too_large(locale, &(MOST_BYTES / 1_000_000).to_string()));
            }
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) if bytes.is_empty() => return Err(verify::no_file(locale).to_owned()),
            Ok(None) => return Ok(bytes),
            Err(_) => return Err(verify::broken_off(locale).to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_from_pages() {
        for (path, expected) in [
            ("/published/abcdefghij.json", Some(("abcdefghij", Kind::Json))),
            ("/published/abcdefghij.csv", Some(("abcdefghij", Kind::Csv))),
            ("/published/abcdefghij.svg", Some(("abcdefghij", Kind::Svg))),
            ("/published/abcdefghij.pdf", None),
            ("/published/abcdefghij", None),
            ("/published/a/b.json", None),
            ("/published/../x.json", None),
            ("/published", None),
        ] {
            assert_eq!(asked(path), expected, "{path}");
        }
    }

    #[test]
    fn a_reader_who_has_it_is_told_so() {
        let headers =
            |value: &'static str| HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(value))]);
        assert!(is_known(&headers("\"a\", W/\"b\""), "\"b\""));
        assert!(!is_known(&headers("\"a\""), "\"b\""));
        assert!(!is_known(&HeaderMap::new(), "\"b\""));
    }
}
