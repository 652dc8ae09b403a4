//! Server functions: every change a person makes. Parse what was posted, ask the store's verb, redirect.
//!
//! Each is a plain form post that works without JavaScript. Accepted: a redirect back, with a word of what was done. Refused:
//! a redirect to the form, which shows what was typed and the reason beside the field; nothing was written.

mod choose;
mod facts;
mod imports;
mod stays;

pub(crate) use stays::FIRST_PROGRAMME;

use axum::http::request::Parts;
use domain::access::Actor;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use leptos::server_fn::ServerFn;
use store::{StoreError, VerbError};

use crate::cx::{Cx, House};
use crate::form::{Form, Shown};
use crate::paths::{self, Query};

/// Where the choice of language and colours is posted.
#[must_use]
pub const fn choose_path() -> &'static str {
    choose::Choose::PATH
}

/// Where a move of a stay is posted.
#[must_use]
pub const fn move_path() -> &'static str {
    stays::MoveStay::PATH
}

/// Where a new application is posted.
#[must_use]
pub const fn apply_path() -> &'static str {
    stays::ApplyStartup::PATH
}

/// Where a new stay of a known startup is posted.
#[must_use]
pub const fn enrol_path() -> &'static str {
    stays::EnrolAgain::PATH
}

/// Where a headcount is posted.
#[must_use]
pub const fn headcount_path() -> &'static str {
    facts::RecordHeadcount::PATH
}

/// Where a life event is posted.
#[must_use]
pub const fn life_event_path() -> &'static str {
    facts::RecordLifeEvent::PATH
}

/// Where a workplace is posted.
#[must_use]
pub const fn workplace_path() -> &'static str {
    facts::RecordWorkplace::PATH
}

/// Where another programme's support is posted.
#[must_use]
pub const fn other_support_path() -> &'static str {
    facts::RecordOtherSupport::PATH
}

/// Where a correction of a fact is posted.
#[must_use]
pub const fn correct_path() -> &'static str {
    facts::CorrectFact::PATH
}

/// Where an import is confirmed.
#[must_use]
pub const fn apply_import_path() -> &'static str {
    imports::ApplyImport::PATH
}

/// Where an import is undone.
#[must_use]
pub const fn undo_import_path() -> &'static str {
    imports::UndoImport::PATH
}

/// The request, as a server function sees it.
fn here() -> Cx {
    let house = expect_context::<House>();
    match use_context::<Parts>() {
        Some(parts) => Cx::of(house, &parts),
        None => Cx {
            house,
            locale: domain::words::Locale::default(),
            scheme: crate::cx::Scheme::default(),
            path: paths::HOME.to_owned(),
            query: Query::default(),
        },
    }
}

/// Who acts. Until people can sign in, whoever sits at the machine is the house's manager; `serve` listens on loopback only.
#[must_use]
pub fn actor() -> Actor {
    Actor::demo_manager()
}

/// What went wrong outside the person's reach: logged here, told without its inside.
fn failed(error: &StoreError) -> ServerFnError {
    tracing::error!(%error, "action.failed");
    ServerFnError::ServerError("internal".to_owned())
}

/// Sends the person on after an accepted form.
fn done(path: &str, word: &str) {
    let (path, fragment) = path.split_once('#').map_or((path, ""), |(path, fragment)| (path, fragment));
    let separator = if path.contains('?') { '&' } else { '?' };
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    leptos_axum::redirect(&format!("{path}{separator}done={word}{fragment}"));
}

/// Keeps a refused form and sends the person back to it: to the list of what was refused, which thereby takes the focus. A browser
/// passes `autofocus` over where an address has a fragment, so the fragment itself must name the list.
async fn refused(cx: &Cx, form: Form, name: &str, page: &str) -> Result<(), ServerFnError> {
    let id = cx.house.store.save_draft(&form.into_draft(name)).await.map_err(|error| failed(&error))?;
    leptos_axum::redirect(&paths::refused(page, id));
    Ok(())
}

/// The refused form that the address names, when it is this one.
///
/// # Errors
/// When the database cannot be read.
pub async fn shown_again(cx: &Cx, form: &str) -> Result<Option<Shown>, StoreError> {
    let Some(id) = cx.query.draft() else { return Ok(None) };
    let draft = cx.house.store.take_draft(id).await?;
    Ok(draft.filter(|draft| draft.form == form).map(Shown))
}

/// What a verb's answer means for the form: accepted, refused with a sentence at a field, or failed.
enum Answer<T> {
    Accepted(T),
    Refused(String),
}

fn answer<T>(result: Result<T, VerbError>, form: &Form) -> Result<Answer<T>, ServerFnError> {
    match result {
        Ok(value) => Ok(Answer::Accepted(value)),
        Err(VerbError::Store(error)) => Err(failed(&error)),
        Err(error) => Ok(Answer::Refused(error.text(form.locale()))),
    }
}
