//! Calls for applications and their questions: what those do who run a programme.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use chrono::NaiveDate;
use domain::ids::{CallId, ProgrammeId, QuestionId};
use domain::intake::{QuestionKind, Texts, options_from, oslo_at, read_time};
use domain::time::Instant;
use leptos::prelude::*;
use store::VerbError;
use store::intake::{CallForm, QuestionForm};

use super::{Answer, answer, denied, done, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        no_time => {
            nb: "Skriv klokkeslettet slik: 12.00",
            nn: "Skriv klokkeslettet slik: 12.00",
            en: "Write the time like this: 12:00" }
    }
}

/// A text in three languages, from three fields.
fn texts(form: &Form, field: &str) -> Texts {
    let one = |language: &str| form.text(&format!("{field}_{language}"));
    Texts { nb: one("nb").unwrap_or_default(), nn: one("nn"), en: one("en") }
}

/// A civil date and a time of day in Oslo, from two fields.
fn instant(form: &mut Form, day: &str, time: &str) -> Option<Instant> {
    let date: Option<NaiveDate> = form.date(day);
    let typed = form.required(time)?;
    let Some(read) = read_time(&typed) else {
        form.refuse(time, w::no_time(form.locale()));
        return None;
    };
    Some(oslo_at(date?, read))
}

/// What was posted of a call, when it can be read.
fn read_call(form: &mut Form) -> Option<CallForm> {
    let (opens_at, closes_at) = (instant(form, "opens_on", "opens_time"), instant(form, "closes_on", "closes_time"));
    Some(CallForm {
        cohort: form.text("cohort").and_then(|id| id.parse().ok()),
        slug: form.required("slug").unwrap_or_default(),
        title: texts(form, "title"),
        intro: texts(form, "intro"),
        contact: form.text("contact").unwrap_or_default(),
        opens_at: opens_at?,
        closes_at: closes_at?,
        consent: texts(form, "consent"),
        privacy: texts(form, "privacy"),
    })
}

/// Sets up a call.
#[server(prefix = "/act", endpoint = "create-call")]
pub async fn create_call(
    #[server(default)] programme: String,
    #[server(default)] cohort: String,
    #[server(default)] slug: String,
    #[server(default)] title_nb: String,
    #[server(default)] title_nn: String,
    #[server(default)] title_en: String,
    #[server(default)] intro_nb: String,
    #[server(default)] intro_nn: String,
    #[server(default)] intro_en: String,
    #[server(default)] contact: String,
    #[server(default)] opens_on: String,
    #[server(default)] opens_time: String,
    #[server(default)] closes_on: String,
    #[server(default)] closes_time: String,
    #[server(default)] consent_nb: String,
    #[server(default)] consent_nn: String,
    #[server(default)] consent_en: String,
    #[server(default)] privacy_nb: String,
    #[server(default)] privacy_nn: String,
    #[server(default)] privacy_en: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let typed = fields![
        programme,
        cohort,
        slug,
        title_nb,
        title_nn,
        title_en,
        intro_nb,
        intro_nn,
        intro_en,
        contact,
        opens_on,
        opens_time,
        closes_on,
        closes_time,
        consent_nb,
        consent_nn,
        consent_en,
        privacy_nb,
        privacy_nn,
        privacy_en
    ];
    let mut form = Form::new(cx.locale, typed);
    let programme = form.required("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    if programme.is_none() {
        form.refuse("programme", shared::required(cx.locale));
    }
    let call = read_call(&mut form);
    let (Some(programme), Some(call), true) = (programme, call, form.is_accepted()) else {
        return refused(&cx, form, "call", paths::NEW_CALL).await;
    };
    let result = cx.house.store.create_call(&cx.actor(), programme, call).await;
    let to = result.as_ref().map_or_else(|_| paths::CALLS.to_owned(), |id| paths::call(*id));
    finish(&cx, form, "call", paths::NEW_CALL, (&to, "call-made"), result.map(drop)).await
}

/// Changes what a call says, and when it is open.
#[server(prefix = "/act", endpoint = "change-call")]
pub async fn change_call(
    #[server(default)] call: String,
    #[server(default)] cohort: String,
    #[server(default)] slug: String,
    #[server(default)] title_nb: String,
    #[server(default)] title_nn: String,
    #[server(default)] title_en: String,
    #[server(default)] intro_nb: String,
    #[server(default)] intro_nn: String,
    #[server(default)] intro_en: String,
    #[server(default)] contact: String,
    #[server(default)] opens_on: String,
    #[server(default)] opens_time: String,
    #[server(default)] closes_on: String,
    #[server(default)] closes_time: String,
    #[server(default)] consent_nb: String,
    #[server(default)] consent_nn: String,
    #[server(default)] consent_en: String,
    #[server(default)] privacy_nb: String,
    #[server(default)] privacy_nn: String,
    #[server(default)] privacy_en: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = call_of(&call) else { return Ok(()) };
    let typed = fields![
        cohort,
        slug,
        title_nb,
        title_nn,
        title_en,
        intro_nb,
        intro_nn,
        intro_en,
        contact,
        opens_on,
        opens_time,
        closes_on,
        closes_time,
        consent_nb,
        consent_nn,
        consent_en,
        privacy_nb,
        privacy_nn,
        privacy_en
    ];
    let mut form = Form::new(cx.locale, typed);
    let page = paths::edit_call(id);
    let call = read_call(&mut form);
    let (Some(call), true) = (call, form.is_accepted()) else { return refused(&cx, form, "call", &page).await };
    let result = cx.house.store.change_call(&cx.actor(), id, call).await;
    finish(&cx, form, "call", &page, (&paths::call(id), "call-changed"), result).await
}

/// Closes a call at once.
#[server(prefix = "/act", endpoint = "close-call")]
pub async fn close_call(#[server(default)] call: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = call_of(&call) else { return Ok(()) };
    let result = cx.house.store.close_call(&cx.actor(), id).await;
    let page = paths::call(id);
    finish(&cx, Form::new(cx.locale, []), "close-call", &page, (&page, "call-closed"), result).await
}

/// Keeps a call open longer, or opens it again.
#[server(prefix = "/act", endpoint = "extend-call")]
pub async fn extend_call(
    #[server(default)] call: String,
    #[server(default)] closes_on: String,
    #[server(default)] closes_time: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = call_of(&call) else { return Ok(()) };
    let mut form = Form::new(cx.locale, fields![closes_on, closes_time]);
    let page = paths::call(id);
    let Some(until) = instant(&mut form, "closes_on", "closes_time") else {
        return refused(&cx, form, "extend-call", &page).await;
    };
    let result = cx.house.store.extend_call(&cx.actor(), id, until).await;
    finish(&cx, form, "extend-call", &page, (&page, "call-extended"), result).await
}

/// What was posted of a question, when it can be read.
fn read_question(form: &mut Form) -> Option<QuestionForm> {
    let kind = form.required("kind").and_then(|code| QuestionKind::from_code(&code));
    if kind.is_none() {
        form.refuse("kind", shared::required(form.locale()));
    }
    let max_length = form.count("max_length");
    Some(QuestionForm {
        kind: kind?,
        label: texts(form, "label"),
        help: texts(form, "help"),
        options: options_from(&form.text("options").unwrap_or_default()),
        required: form.text("required").is_some(),
        max_length,
    })
}

/// Adds a question to a call.
#[server(prefix = "/act", endpoint = "add-question")]
pub async fn add_question(
    #[server(default)] call: String,
    #[server(default)] kind: String,
    #[server(default)] label_nb: String,
    #[server(default)] label_nn: String,
    #[server(default)] label_en: String,
    #[server(default)] help_nb: String,
    #[server(default)] help_nn: String,
    #[server(default)] help_en: String,
    #[server(default)] options: String,
    #[server(default)] required: String,
    #[server(default)] max_length: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = call_of(&call) else { return Ok(()) };
    let typed = fields![kind, label_nb, label_nn, label_en, help_nb, help_nn, help_en, options, required, max_length];
    let mut form = Form::new(cx.locale, typed);
    let page = paths::call(id);
    let question = read_question(&mut form);
    let (Some(question), true) = (question, form.is_accepted()) else {
        return refused(&cx, form, "question", &page).await;
    };
    let result = cx.house.store.add_question(&cx.actor(), id, question).await;
    finish(&cx, form, "question", &page, (&format!("{page}#questions"), "question-added"), result.map(drop)).await
}

/// Changes a question.
#[server(prefix = "/act", endpoint = "change-question")]
pub async fn change_question(
    #[server(default)] call: String,
    #[server(default)] question: String,
    #[server(default)] kind: String,
    #[server(default)] label_nb: String,
    #[server(default)] label_nn: String,
    #[server(default)] label_en: String,
    #[server(default)] help_nb: String,
    #[server(default)] help_nn: String,
    #[server(default)] help_en: String,
    #[server(default)] options: String,
    #[server(default)] required: String,
    #[server(default)] max_length: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((call, id)) = question_of(&call, &question) else { return Ok(()) };
    let typed = fields![kind, label_nb, label_nn, label_en, help_nb, help_nn, help_en, options, required, max_length];
    let mut form = Form::new(cx.locale, typed);
    let page = paths::question(call, id);
    let question = read_question(&mut form);
    let (Some(question), true) = (question, form.is_accepted()) else {
        return refused(&cx, form, "question", &page).await;
    };
    let result = cx.house.store.change_question(&cx.actor(), id, question).await;
    let to = format!("{}#questions", paths::call(call));
    finish(&cx, form, "question", &page, (&to, "question-changed"), result).await
}

/// Moves a question one place up or down.
#[server(prefix = "/act", endpoint = "move-question")]
pub async fn move_question(
    #[server(default)] call: String,
    #[server(default)] question: String,
    #[server(default)] way: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((call, id)) = question_of(&call, &question) else { return Ok(()) };
    let result = cx.house.store.move_question(&cx.actor(), id, way == "up").await;
    questioned(&cx, call, result).await
}

/// Stops asking a question, or asks it again.
#[server(prefix = "/act", endpoint = "retire-question")]
pub async fn retire_question(
    #[server(default)] call: String,
    #[server(default)] question: String,
    #[server(default)] retired: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((call, id)) = question_of(&call, &question) else { return Ok(()) };
    let result = cx.house.store.retire_question(&cx.actor(), id, retired == "true").await;
    questioned(&cx, call, result).await
}

async fn questioned(cx: &Cx, call: CallId, result: Result<(), VerbError>) -> Result<(), ServerFnError> {
    let page = paths::call(call);
    let to = format!("{page}#questions");
    finish(cx, Form::new(cx.locale, []), "questions", &page, (&to, "question-changed"), result).await
}

/// The call that a form is about. Only a crafted form is about none.
fn call_of(id: &str) -> Option<CallId> {
    let id = id.parse().ok();
    if id.is_none() {
        leptos_axum::redirect(paths::CALLS);
    }
    id
}

fn question_of(call: &str, question: &str) -> Option<(CallId, QuestionId)> {
    let ids = call_of(call)?;
    let Ok(question) = question.parse() else {
        leptos_axum::redirect(&paths::call(ids));
        return None;
    };
    Some((ids, question))
}

/// Leads on from an accepted form, or back to a refused one.
async fn finish(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    (to, word): (&str, &str),
    result: Result<(), VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or_default();
    match answer(result, &form)? {
        Answer::Accepted(()) => {
            done(to, word);
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(cx, form, name, page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}
