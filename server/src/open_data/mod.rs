//! Open data: what the house has published, as files that other programs read, and how others are told of it.
//!
//! Everything here is made from the faces of publications and of nothing else, so that the small groups a publication leaves blank are
//! blank here too, and no two of its forms together tell what neither does alone.
//!
//! - [`row`] one publication as a row, the same in every form
//! - [`tables`] the rows as CSV and JSON
//! - [`feed`] publications and the notes to them, for readers of news
//! - [`catalogue`] what there is and on which terms, as DCAT-AP-NO has it

mod catalogue;
mod feed;
pub mod row;
mod settings;
mod tables;

use app::cx::House;
use app::paths;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::words::Locale;
use store::publications::{PublicationFilter, Published};
use store::{Store, StoreError};

pub use settings::PublisherSettings;

use crate::api::answer;

/// So many publications are read from the database at once.
const AT_ONCE: usize = 500;

/// Everything that is published, the newest first.
///
/// # Errors
/// When the database does not answer, or holds what cannot be read.
pub async fn all(store: &Store) -> Result<Vec<Published>, StoreError> {
    let mut found: Vec<Published> = Vec::new();
    loop {
        let page = store.publications(PublicationFilter::default(), found.len(), AT_ONCE).await?;
        let more = page.publications.len() == AT_ONCE;
        found.extend(page.publications);
        if !more {
            return Ok(found);
        }
    }
}

/// A file of open data, or that it could not be made. Anybody may have it, from any page, and keep it for a minute.
fn file(headers: &HeaderMap, kind: &'static str, made: Result<Vec<u8>, Failed>) -> Response {
    let body = match made {
        Ok(body) => body,
        Err(Failed(error)) => {
            tracing::error!(error, "open_data.failed");
            let told = "The file could not be made just now. Try again in a moment.\n";
            return (StatusCode::INTERNAL_SERVER_ERROR, told).into_response();
        }
    };
    let mut response = answer::text(kind, body);
    for (name, value) in [
        (header::CACHE_CONTROL, "public, max-age=60"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer::unless_known(headers, response)
}

/// Why a file could not be made, for the log.
struct Failed(String);

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The language a file is written in where it has to have one.
fn locale(headers: &HeaderMap) -> Locale {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.and_then(Locale::from_accept_language).unwrap_or_default()
}

/// `GET /open-data/publications.csv`: a row for each publication.
pub async fn publications_csv(State(house): State<House>, headers: HeaderMap) -> Response {
    let made = async { tables::publications_csv(&rows(&house).await?) };
    file(&headers, "text/csv; charset=utf-8", made.await)
}

/// `GET /open-data/publications.json`: the same.
pub async fn publications_json(State(house): State<House>, headers: HeaderMap) -> Response {
    let made = async { Ok(serde_json::to_vec(&rows(&house).await?)?) };
    file(&headers, "application/json", made.await)
}

/// `GET /open-data/revisions.csv`: a row for each note to a publication.
pub async fn revisions_csv(State(house): State<House>, headers: HeaderMap) -> Response {
    let made = async { tables::revisions_csv(&all(&house.store).await?, &house.base_url) };
    file(&headers, "text/csv; charset=utf-8", made.await)
}

/// `GET /open-data/catalog.jsonld`: what there is and on which terms.
pub async fn catalogue(State(house): State<House>, headers: HeaderMap) -> Response {
    let made = async {
        let published = all(&house.store).await?;
        let written = catalogue::catalogue(&house.publisher, &house.base_url, &published);
        Ok(serde_json::to_vec_pretty(&written)?)
    };
    file(&headers, "application/ld+json", made.await)
}

/// `GET /published.atom`: publications and notes to them, for readers of news.
pub async fn feed(State(house): State<House>, headers: HeaderMap) -> Response {
    let locale = locale(&headers);
    let made = async {
        let published = all(&house.store).await?;
        let now = house.store.world().now();
        Ok(feed::feed(locale, &house.publisher, &house.base_url, &published, now).write_to(Vec::new())?)
    };
    let mut response = file(&headers, "application/atom+xml; charset=utf-8", made.await);
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    response
}

/// `GET /.well-known/security.txt` (RFC 9116): where word of faults goes. Not there when nobody has said where.
pub async fn security(State(house): State<House>) -> Response {
    let Some(email) = &house.publisher.email else { return StatusCode::NOT_FOUND.into_response() };
    let expires = house.store.world().now() + chrono::TimeDelta::days(180);
    let base = &house.base_url;
    let text = format!(
        "Contact: mailto:{email}\nExpires: {}\nPreferred-Languages: nb, nn, en\nCanonical: {base}{}\n",
        expires.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        paths::SECURITY_TXT
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

async fn rows(house: &House) -> Result<Vec<row::Row>, StoreError> {
    let ledger = house.store.ledger().await?;
    let published = all(&house.store).await?;
    Ok(published.iter().map(|one| row::Row::of(&ledger, &house.base_url, one)).collect())
}
