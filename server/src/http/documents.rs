//! `POST /startups/{startup}/documents`: a document comes in. `GET /documents/{document}`: one goes out, to be kept and never to be shown
//! by the browser as if it were a page of the house.

use app::cx::{Cx, House};
use app::frame::PageError;
use app::paths::{self, Query};
use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use domain::documents::Unfit;
use domain::ids::{DocumentId, StartupId};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use store::documents::{Document, DocumentOf, NewDocument};
use store::identity::{IdentityError, Quota};
use store::{PrivateRead, VerbError};

use super::downloads;
use crate::documents::{Vault, VaultError};

/// How often one person brings a document.
const UPLOADS: Quota = Quota { burst: 30, every: TimeDelta::seconds(20) };

/// What RFC 8187 lets stand as it is in an encoded name.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

domain::catalogue! {
    mod w {
        failed => {
            nb: "Dokumentet kunne ikke lagres akkurat nå. Ingenting er endret. Prøv igjen om litt.",
            nn: "Dokumentet kunne ikkje lagrast akkurat no. Ingenting er endra. Prøv att om litt.",
            en: "The document could not be kept just now. Nothing was changed. Try again in a moment." }
        away => {
            nb: "Dokumentet kan ikke hentes akkurat nå. Prøv igjen om litt.",
            nn: "Dokumentet kan ikkje hentast akkurat no. Prøv att om litt.",
            en: "The document cannot be fetched just now. Try again in a moment." }
    }
}

/// The name of the form, as a refused one is kept under it.
const FORM: &str = "document";

/// Keeps a document on a startup, or goes back to the form with the reason.
pub async fn upload(
    State(house): State<House>,
    Extension(vault): Extension<Vault>,
    Path(startup): Path<String>,
    parts: Parts,
    mut multipart: Multipart,
) -> Response {
    let cx = Cx::of(house, &parts);
    let Ok(startup) = startup.parse::<StartupId>() else { return StatusCode::NOT_FOUND.into_response() };
    let asked = async {
        if !cx.has_role() {
            return Err(PageError::NotFound);
        }
        Ok(cx.house.store.room_for_documents(&cx.actor(), startup, vault.room).await?)
    };
    let left = match asked.await {
        Ok(left) => left,
        Err(error) => return downloads::refused(&cx, &error),
    };
    match cx.house.store.limit(&format!("document:by:{}", cx.actor().label), UPLOADS).await {
        Ok(()) => {}
        Err(IdentityError::Store(error)) => return failed(&cx, &error),
        Err(error) => return refused(&cx, startup, "", error.text(cx.locale)).await,
    }
    let mut shared = String::new();
    let mut kept: Option<NewDocument> = None;
    loop {
        let mut field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(_) => {
                if let Some(kept) = &kept {
                    vault.let_go(&kept.key).await;
                }
                return refused(&cx, startup, &shared, Unfit::BrokenOff.text(cx.locale)).await;
            }
        };
        match field.name().unwrap_or_default() {
            "shared" => shared = field.text().await.unwrap_or_default(),
            "file" if kept.is_none() => match vault.receive(&cx.house.store, &mut field, left).await {
                Ok(new) => kept = Some(new),
                Err(VaultError::Unfit(unfit)) => return refused(&cx, startup, &shared, unfit.text(cx.locale)).await,
                Err(error) => return failed(&cx, &error),
            },
            _ => {}
        }
    }
    let Some(new) = kept else {
        return refused(&cx, startup, &shared, Unfit::NoFile.text(cx.locale)).await;
    };
    match cx.house.store.add_document(&cx.actor(), startup, &new, shared != "staff", vault.room).await {
        Ok(_) => Redirect::to(&paths::with_query(&paths::documents_of(startup), &Query::one("done", "document-added")))
            .into_response(),
        Err(error) => {
            vault.let_go(&new.key).await;
            match error {
                VerbError::Refused(refusal) => refused(&cx, startup, &shared, refusal.text(cx.locale)).await,
                VerbError::Store(error) => failed(&cx, &error),
                error => downloads::refused(&cx, &error.into()),
            }
        }
    }
}

async fn refused(cx: &Cx, startup: StartupId, shared: &str, sentence: String) -> Response {
    let draft = store::Draft {
        form: FORM.to_owned(),
        values: [("shared".to_owned(), shared.to_owned())].into(),
        person: cx.actor().person,
        errors: [("file".to_owned(), sentence)].into(),
    };
    match cx.house.store.save_draft(&draft).await {
        Ok(id) => Redirect::to(&paths::refused(&paths::startup(startup), id)).into_response(),
        Err(error) => failed(cx, &error),
    }
}

fn failed(cx: &Cx, error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "document.failed");
    (StatusCode::INTERNAL_SERVER_ERROR, w::failed(cx.locale)).into_response()
}

/// Hands a document out, to whoever may see it at this moment.
pub async fn download(
    State(house): State<House>,
    Extension(vault): Extension<Vault>,
    Path(document): Path<String>,
    parts: Parts,
) -> Response {
    let cx = Cx::of(house, &parts);
    let Ok(id) = document.parse::<DocumentId>() else { return StatusCode::NOT_FOUND.into_response() };
    if !cx.has_role() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let document = match cx.house.store.document_for(&cx.actor(), id).await {
        Ok(document) => document,
        Err(error) => return downloads::refused(&cx, &error.into()),
    };
    send(&cx, &vault, &document).await
}

/// The bytes of a document whose reader was asked who they are. That they read it is kept, unless it is their own.
pub(super) async fn send(cx: &Cx, vault: &Vault, document: &Document) -> Response {
    let body = match vault.read(document).await {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, key = document.key, "document.away");
            return (StatusCode::SERVICE_UNAVAILABLE, w::away(cx.locale)).into_response();
        }
    };
    let startup = match document.of {
        DocumentOf::Startup(startup) => Some(startup),
        DocumentOf::Application(_) => None,
    };
    let reading = PrivateRead::Document(document.id, startup);
    // Handed out only when it is kept that it was.
    if !document.is_own(&cx.actor())
        && let Err(error) = cx.house.store.log_read(&cx.actor(), reading).await
    {
        return failed(cx, &error);
    }
    let text =
        |value: &str| HeaderValue::from_str(value).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, text(&document.media_type)),
        (header::CONTENT_LENGTH, HeaderValue::from(document.size)),
        (header::CONTENT_DISPOSITION, disposition(&document.name)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, body).into_response()
}

/// A name to be saved under, as RFC 6266 wants it: plain for old programs, and whole as RFC 8187 encodes it.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| match c {
            'å' => 'a',
            'Å' => 'A',
            'ø' => 'o',
            'Ø' => 'O',
            c if c.is_ascii_alphanumeric() || " .-_()+,".contains(c) => c,
            _ => '_',
        })
        .collect();
    let whole = utf8_percent_encode(name, PLAIN);
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_is_told_twice_and_never_breaks_out_of_the_header() {
        assert_eq!(
            disposition("Årsplan 2025 \"utkast\".pdf").to_str().unwrap(),
            "attachment; filename=\"Arsplan 2025 _utkast_.pdf\"; filename*=UTF-8''%C3%85rsplan%202025%20%22utkast%22.pdf"
        );
        for evil in ["a\r\nSet-Cookie: x=1.pdf", "a\"; filename=evil.html; x=\".pdf", "名前.pdf", "\u{202e}fdp.exe"] {
            let told = disposition(evil);
            let told = told.to_str().unwrap();
            assert!(told.starts_with("attachment; filename=\"") && !told.contains(['\r', '\n']), "{told}");
            assert_eq!(told.matches('"').count(), 2, "{told}");
            assert!(told.is_ascii(), "{told}");
        }
    }
}
