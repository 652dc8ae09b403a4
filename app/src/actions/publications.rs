//! Publishing a figure, and writing notes to one.

use std::collections::BTreeMap;

use domain::figures;
use domain::ids::{ContractId, PublicationId};
use domain::words::Locale;
use leptos::prelude::*;
use store::VerbError;
use store::publications::{NewPublication, NewRevision};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::form::{Form, fields};
use crate::pages::publish::FORM;
use crate::paths::{self, Query};
use crate::question::Question;

/// The form that writes a note to a publication.
pub(crate) const NOTE_FORM: &str = "revision";

/// Publishes a figure as its preview showed it.
#[server(prefix = "/act", endpoint = "publish")]
pub async fn publish(
    #[server(default)] figure: String,
    #[server(default)] question: String,
    #[server(default)] known_at: String,
    #[server(default)] name: String,
    #[server(default)] place: String,
    #[server(default)] contract: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![figure, question, known_at, name, place, contract]);
    let Some(id) = form.text("figure").and_then(|id| figures::parse_id(&id)) else {
        leptos_axum::redirect(paths::FIGURES);
        return Ok(());
    };
    let asked = form.text("question").unwrap_or_default();
    let asked: BTreeMap<String, String> = form_urlencoded::parse(asked.as_bytes()).into_owned().collect();
    let mut about = cx.clone();
    about.query = Query(asked);
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    let question = Question::of(&about, &ledger);
    let mut query = question.query.clone();
    // What was known when it was looked at, and not what somebody entered meanwhile.
    if let Some(shown) = form.text("known_at").and_then(|at| at.parse::<domain::time::Instant>().ok()) {
        query.known_at = query.known_at.min(shown);
    }
    let page = paths::with_query(&paths::publish(&id), &question.address);
    let Some(name) = form.required("name") else { return refused(&cx, form, FORM, &page).await };
    let place = form.text("place").unwrap_or_default();
    let contract = form.text("contract").and_then(|id| id.parse::<ContractId>().ok());
    let new = NewPublication { figure: id, query, name, place, contract };
    let result = cx.house.store.publish(&cx.actor(), &new).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or_default();
    match answer(result, &form)? {
        Answer::Accepted(published) => done(&paths::publication(&published.address), "published"),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, FORM, &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// Writes a dated public note to a publication.
#[server(prefix = "/act", endpoint = "note-revision")]
pub async fn note_revision(
    #[server(default)] publication: String,
    #[server(default)] note: String,
    #[server(default)] locale: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![publication, note, locale]);
    let id = form.text("publication").and_then(|id| id.parse::<PublicationId>().ok());
    let store = &cx.house.store;
    let found = match id {
        Some(id) => store.publication_by_id(id).await.map_err(|error| failed(&error))?,
        None => None,
    };
    let Some(published) = found else {
        leptos_axum::redirect(paths::PUBLISHED);
        return Ok(());
    };
    let page = paths::publication(&published.address);
    let locale = form.text("locale").and_then(|tag| Locale::from_tag(&tag)).unwrap_or(cx.locale);
    let new = NewRevision { note: form.text("note").unwrap_or_default(), locale };
    let result = store.note_revision(&cx.actor(), published.id, &new).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("note");
    match answer(result, &form)? {
        Answer::Accepted(_) => done(&page, "noted"),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, NOTE_FORM, &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
