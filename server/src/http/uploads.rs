//! `POST /imports`: a file comes in and is kept; what it would change is shown before anything is written.

use app::cx::{Cx, House};
use app::paths::{self, Query};
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use domain::access::{Action, Resource};
use domain::words::Locale;
use store::exchange::{ImportError, LARGEST_FILE, Profiled, Upload};
use store::identity::{IdentityError, Quota};

/// The largest request: the largest file and some room for the fields around it.
pub const MOST_BYTES: usize = LARGEST_FILE + 64 * 1024;

/// How often one person brings a file: each is read whole.
const UPLOADS: Quota = Quota { burst: 30, every: TimeDelta::seconds(20) };

domain::catalogue! {
    mod w {
        no_file => { nb: "Velg en fil.", nn: "Vel ei fil.", en: "Choose a file." }
        broken => {
            nb: "Opplastingen ble brutt, eller filen er større enn 32 MB. Ingenting er lagret. Prøv igjen.",
            nn: "Opplastinga vart broten, eller fila er større enn 32 MB. Ingenting er lagra. Prøv att.",
            en: "The upload broke off, or the file is larger than 32 MB. Nothing was kept. Try again." }
    }
}

/// What was posted.
#[derive(Default)]
struct Posted {
    file_name: String,
    bytes: Vec<u8>,
    profile: String,
    own_profile: String,
    as_of: String,
}

async fn read(mut multipart: Multipart) -> Result<Posted, MultipartError> {
    let mut posted = Posted::default();
    while let Some(field) = multipart.next_field().await? {
        match field.name().unwrap_or_default() {
            "file" => {
                posted.file_name = field.file_name().unwrap_or_default().to_owned();
                posted.bytes = field.bytes().await?.to_vec();
            }
            "own_profile" => posted.own_profile = String::from_utf8_lossy(&field.bytes().await?).into_owned(),
            "profile" => posted.profile = field.text().await?,
            "as_of" => posted.as_of = field.text().await?,
            _ => {}
        }
    }
    Ok(posted)
}

/// Keeps the file and goes on to its preview; or goes back to the form with the reason.
pub async fn upload(State(house): State<House>, parts: Parts, multipart: Multipart) -> Response {
    let cx = Cx::of(house, &parts);
    let locale = cx.locale;
    let asked = async {
        let house = cx.house_ledger().await?;
        cx.require(Action::Import, &Resource::House(&house))
    };
    if let Err(error) = asked.await {
        return super::downloads::refused(&cx, &error);
    }
    match cx.house.store.limit(&format!("upload:by:{}", cx.actor().label), UPLOADS).await {
        Ok(()) => {}
        Err(IdentityError::Store(error)) => {
            tracing::error!(%error, "upload.failed");
            return failed(locale);
        }
        Err(error) => return refused(&cx, &Posted::default(), "file", error.text(locale)).await,
    }
    let posted = match read(multipart).await {
        Ok(posted) => posted,
        Err(error) => {
            tracing::info!(%error, "upload.broken");
            return refused(&cx, &Posted::default(), "file", w::broken(locale).to_owned()).await;
        }
    };
    if posted.bytes.is_empty() {
        return refused(&cx, &posted, "file", w::no_file(locale).to_owned()).await;
    }
    let as_of = match posted.as_of.trim() {
        "" => None,
        text => match app::form::read_date(text) {
            Some(date) => Some(date),
            None => return refused(&cx, &posted, "as_of", app::words::not_a_date(locale).to_owned()).await,
        },
    };
    let profile = if posted.own_profile.trim().is_empty() {
        Profiled::Shipped(posted.profile.clone())
    } else {
        Profiled::Own(posted.own_profile.clone())
    };
    let upload = Upload { bytes: posted.bytes.clone(), file_name: posted.file_name.clone(), profile, as_of };
    match cx.house.store.upload(&cx.actor(), upload).await {
        Ok(id) => Redirect::to(&paths::import(id)).into_response(),
        Err(ImportError::Store(error)) => {
            tracing::error!(%error, "upload.failed");
            failed(locale)
        }
        Err(error) => {
            let field = match error {
                ImportError::Profile(_) => "profile",
                ImportError::AsOfInFuture(_) => "as_of",
                _ => "file",
            };
            refused(&cx, &posted, field, error.text(locale)).await
        }
    }
}

async fn refused(cx: &Cx, posted: &Posted, field: &str, sentence: String) -> Response {
    let draft = store::Draft {
        form: "upload".to_owned(),
        values: [("profile", &posted.profile), ("as_of", &posted.as_of)]
            .map(|(field, value)| (field.to_owned(), value.clone()))
            .into(),
        person: cx.actor().person,
        errors: [(field.to_owned(), sentence)].into(),
    };
    match cx.house.store.save_draft(&draft).await {
        Ok(id) => Redirect::to(&paths::with_query(paths::IMPORTS, &Query::one("draft", id))).into_response(),
        Err(error) => {
            tracing::error!(%error, "upload.failed");
            failed(cx.locale)
        }
    }
}

fn failed(locale: Locale) -> Response {
    (StatusCode::INTERNAL_SERVER_ERROR, w::broken(locale)).into_response()
}
