//! `POST /apply/{slug}/{token}/files/{question}`: a file comes in that answers a question of an application, and with it all else that was
//! typed into the form, so that a browser without scripts loses nothing. The link is what lets it in.

use std::collections::BTreeMap;

use app::actions::{Typed, file_name, typed_answers};
use app::cx::{Cx, House};
use app::paths::{self, Query};
use axum::Extension;
use axum::extract::multipart::Field;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::TimeDelta;
use domain::documents::Unfit;
use domain::ids::{ApplicationId, QuestionId};
use store::VerbError;
use store::documents::NewDocument;
use store::identity::Quota;
use store::intake::IntakeError;

use super::FORM_BYTES;
use crate::documents::{Vault, VaultError};

/// How often files are put into one application.
const UPLOADS: Quota = Quota { burst: 20, every: TimeDelta::seconds(20) };

/// What was posted.
#[derive(Default)]
struct Posted {
    typed: Typed,
    file: Option<Result<NewDocument, VaultError>>,
    /// Whether the line broke or more text came than a form holds.
    broken: bool,
}

/// Keeps the file and what was typed, and goes back to the form.
pub async fn upload(
    State(house): State<House>,
    Extension(vault): Extension<Vault>,
    Path((slug, token, question)): Path<(String, String, String)>,
    parts: Parts,
    multipart: Multipart,
) -> Response {
    let cx = Cx::of(house, &parts);
    let store = &cx.house.store;
    let Ok(question) = question.parse::<QuestionId>() else { return StatusCode::NOT_FOUND.into_response() };
    let application = match store.application_by_link(&token).await {
        Ok(Some(application)) => application.id,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&cx, &error),
    };
    let page = paths::local_or(&paths::my_application(&slug, &token), paths::HOME);
    if let Err(error) = store.limit(&format!("file:application:{application}"), UPLOADS).await {
        return refused(&cx, &page, "", error.text(cx.locale)).await;
    }
    let left = match store.room_in_application(application, vault.room).await {
        Ok(left) => left,
        Err(error) => return failed(&cx, &error),
    };
    let posted = read(&cx, &vault, multipart, question, left).await;
    let saved = store.save_application(&token, &typed_answers(posted.typed)).await;
    let file = match (saved, posted.file) {
        (Ok(_), Some(Ok(new))) => answer(&cx, &vault, application, &token, question, new).await,
        (Ok(_), Some(Err(error))) => Err(error_of(error)),
        (Ok(_), None) if posted.broken => Err(Why::Said(Unfit::BrokenOff.text(cx.locale))),
        (Ok(_), None) => Err(Why::Said(Unfit::NoFile.text(cx.locale))),
        (Err(error), file) => {
            if let Some(Ok(new)) = file {
                vault.let_go(&new.key).await;
            }
            Err(why(&cx, error))
        }
    };
    match file {
        Ok(()) => Redirect::to(&paths::with_query(&page, &Query::one("done", "file"))).into_response(),
        Err(Why::Unfit(unfit)) => refused(&cx, &page, &file_name(question), unfit.text(cx.locale)).await,
        Err(Why::Said(sentence)) => refused(&cx, &page, &file_name(question), sentence).await,
        Err(Why::Broken(error)) => failed(&cx, &*error),
    }
}

/// Why the file was not kept.
enum Why {
    Unfit(Unfit),
    Said(String),
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

fn error_of(error: VaultError) -> Why {
    match error {
        VaultError::Unfit(unfit) => Why::Unfit(unfit),
        error => Why::Broken(Box::new(error)),
    }
}

fn why(cx: &Cx, error: IntakeError) -> Why {
    if error.store().is_some() { Why::Broken(Box::new(error)) } else { Why::Said(error.text(cx.locale)) }
}

/// Makes a file that lies in its place the answer; the one before it goes.
async fn answer(
    cx: &Cx,
    vault: &Vault,
    application: ApplicationId,
    token: &str,
    question: QuestionId,
    new: NewDocument,
) -> Result<(), Why> {
    let store = &cx.house.store;
    let id = match store.add_to_application(application, &new, vault.room).await {
        Ok(id) => id,
        Err(error) => {
            vault.let_go(&new.key).await;
            return Err(match error {
                VerbError::Store(error) => Why::Broken(Box::new(error)),
                error => Why::Said(error.text(cx.locale)),
            });
        }
    };
    let before = store.save_file_answer(token, question, Some(id)).await;
    let gone = match &before {
        Ok(before) => *before,
        Err(_) => Some(id),
    };
    if let Some(gone) = gone {
        store.remove_from_application(application, gone).await.map_err(|error| Why::Broken(Box::new(error)))?;
    }
    before.map(drop).map_err(|error| why(cx, error))
}

/// Reads the form. The file of another question that was chosen too is not this button's to send, and is passed over.
async fn read(cx: &Cx, vault: &Vault, mut multipart: Multipart, question: QuestionId, left: u64) -> Posted {
    let mut posted = Posted::default();
    let mut room = FORM_BYTES;
    loop {
        let mut field = match multipart.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => return posted,
            Err(_) => {
                posted.broken = true;
                return posted;
            }
        };
        let name = field.name().unwrap_or_default().to_owned();
        if name == file_name(question) && posted.file.is_none() {
            posted.file = Some(vault.receive(&cx.house.store, &mut field, left).await);
            continue;
        }
        if field.file_name().is_some() {
            continue;
        }
        let Some(text) = text(field, &mut room).await else {
            posted.broken = true;
            return posted;
        };
        put(&mut posted.typed, &name, text);
    }
}

/// The text of a field; `None` when more comes than a form holds, or the line breaks.
async fn text(mut field: Field<'_>, room: &mut usize) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        *room = room.checked_sub(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Puts a field where the form of the page has it.
fn put(typed: &mut Typed, name: &str, text: String) {
    match name {
        "name" => typed.name = Some(text),
        "startup_name" => typed.startup_name = Some(text),
        name => {
            if let Some(key) = name.strip_prefix("answers[").and_then(|rest| rest.strip_suffix(']')) {
                typed.answers.insert(key.to_owned(), text);
            }
        }
    }
}

async fn refused(cx: &Cx, page: &str, field: &str, sentence: String) -> Response {
    let draft = store::Draft {
        form: "application".to_owned(),
        values: BTreeMap::new(),
        person: cx.actor().person,
        errors: [(field.to_owned(), sentence)].into(),
    };
    match cx.house.store.save_draft(&draft).await {
        Ok(id) => Redirect::to(&paths::refused(page, id)).into_response(),
        Err(error) => failed(cx, &error),
    }
}

fn failed(cx: &Cx, error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "answer_file.failed");
    (StatusCode::INTERNAL_SERVER_ERROR, Unfit::BrokenOff.text(cx.locale)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_put_where_the_form_has_them() {
        let mut typed = Typed::default();
        for (name, text) in [("name", "Åse"), ("answers[x.001]", "Hav"), ("notice", "1"), ("answers[", "y")] {
            put(&mut typed, name, text.to_owned());
        }
        let answers = BTreeMap::from([("x.001".to_owned(), "Hav".to_owned())]);
        assert_eq!(typed, Typed { name: Some("Åse".to_owned()), startup_name: None, answers });
    }
}
