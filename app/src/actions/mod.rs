//! Server functions: every change a person makes. Parse what was posted, ask the store's verb, redirect.
//!
//! Each is a plain form post that works without JavaScript. Accepted: a redirect back, with a word of what was done. Refused:
//! a redirect to the form, which shows what was typed and the reason beside the field; nothing was written.
//!
//! Each begins by saying who may call it: [`signed_in`], or [`here`] for what is open to all. The server has refused before that
//! whoever brings no session, by the list in [`is_open`], and kept what they had typed ([`hold`]).

mod address;
mod addresses;
mod attention;
mod calendar;
mod calls;
mod choose;
mod contracts;
mod demo;
mod documents;
pub(crate) mod evaluation;
mod facts;
mod funding;
mod guard;
mod held;
mod identity;
mod imports;
mod intake;
mod meetings;
mod mentoring;
mod notes;
mod outbox;
mod people;
mod personal;
mod pipeline;
mod programmes;
mod publications;
mod reports;
mod stages;
mod stays;
mod strong;
mod tokens;
mod updates;
mod views;

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::access::Reason;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use leptos_axum::ResponseOptions;
use store::{StoreError, VerbError};

pub(crate) use self::address::{ADDRESS_FORM, CODE_FORM};
pub use self::addresses::*;
pub(crate) use self::attention::attention_field;
pub(crate) use self::contracts::terms_field;
pub(crate) use self::funding::{AWARD_FORM, SCHEME_FORM};
pub(crate) use self::guard::GUARD_FORM;
pub use self::held::hold;
pub use self::intake::{Typed, answer_name, box_name, file_name, typed_answers};
pub(crate) use self::meetings::{LOG_FORM, PLAN_FORM};
pub(crate) use self::mentoring::{ASSIGN_FORM, BUDGET_FORM, TEMPLATE_FORM};
pub(crate) use self::notes::{CHANGE_MILESTONE_FORM, CHANGE_NOTE_FORM, MILESTONE_FORM, TASK_FORM, note_form};
pub(crate) use self::people::{ACCOUNT_FORM, CONTRACT, WHOLE_HOUSE};
pub(crate) use self::pipeline::NOBODY;
pub(crate) use self::publications::NOTE_FORM;
pub(crate) use self::stages::place_code;
pub(crate) use self::stays::FIRST_PROGRAMME;
pub(crate) use self::tokens::TOKEN_FORM;
pub(crate) use self::updates::UPDATE_FORM;
use crate::cx::{Cx, House};
use crate::form::{Form, Shown};
use crate::pages::errors::reason_code;
use crate::paths::{self, Query};

/// Whether a session may post to an address while its role still demands a passkey of it.
#[must_use]
pub fn is_open_while_due(path: &str) -> bool {
    let open =
        [ask_to_confirm_path(), confirm_by_code_path(), use_recovery_code_path(), end_sessions_path(), wear_path()];
    open.contains(&path) || is_open(path)
}

/// Whether anybody may post to an address, signed in or not. It may only shrink: each of these has limits of its own.
#[must_use]
pub fn is_open(path: &str) -> bool {
    let open = [
        choose_path(),
        ask_to_sign_in_path(),
        sign_in_by_code_path(),
        sign_in_by_link_path(),
        accept_invitation_path(),
        log_meeting_by_link_path(),
        sign_out_path(),
        answer_update_path(),
        look_as_path(),
        start_application_path(),
        save_application_path(),
        submit_application_path(),
        withdraw_application_path(),
        check_text_path(),
    ];
    open.contains(&path)
}

/// The request, as a server function sees it that is open to all.
fn here() -> Cx {
    let house = expect_context::<House>();
    let parts = use_context::<Parts>().unwrap_or_else(|| axum::http::Request::new(()).into_parts().0);
    Cx::of(house, &parts)
}

/// The request of somebody who is signed in and holds a role. The server has sent everybody else away before; this holds also when
/// a list there is wrong.
fn signed_in() -> Result<Cx, ServerFnError> {
    let cx = here();
    if cx.has_role() { Ok(cx) } else { turned_away() }
}

/// The request of somebody who is signed in, whether they hold a role or not: for what concerns only themselves.
fn signed_in_person() -> Result<Cx, ServerFnError> {
    let cx = here();
    if cx.viewer.as_ref().is_some_and(|viewer| viewer.session.is_some()) { Ok(cx) } else { turned_away() }
}

fn turned_away<T>() -> Result<T, ServerFnError> {
    leptos_axum::redirect(paths::SIGN_IN);
    Err(ServerFnError::ServerError("not signed in".to_owned()))
}

/// What went wrong outside the person's reach: logged here, told without its inside.
fn failed(error: &StoreError) -> ServerFnError {
    tracing::error!(%error, "action.failed");
    ServerFnError::ServerError("internal".to_owned())
}

/// Sends a cookie along with the answer.
fn set_cookie(cookie: Option<HeaderValue>) {
    if let (Some(cookie), Some(response)) = (cookie, use_context::<ResponseOptions>()) {
        response.append_header(SET_COOKIE, cookie);
    }
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
///
/// A form without a refusal is only kept, for the step that follows it; there is no list to lead to then.
async fn refused(cx: &Cx, form: Form, name: &str, page: &str) -> Result<(), ServerFnError> {
    let is_refused = !form.is_accepted();
    let draft = store::Draft { person: cx.actor().person, ..form.into_draft(name) };
    let id = cx.house.store.save_draft(&draft).await.map_err(|error| failed(&error))?;
    let to = if is_refused { paths::refused(page, id) } else { paths::with_query(page, &Query::one("draft", id)) };
    leptos_axum::redirect(&to);
    Ok(())
}

/// The refused form that the address names, when it is this one.
///
/// # Errors
/// When the database cannot be read.
pub async fn shown_again(cx: &Cx, form: &str) -> Result<Option<Shown>, StoreError> {
    let Some(id) = cx.query.draft() else { return Ok(None) };
    let draft = cx.house.store.take_draft(id).await?;
    let mine = |draft: &store::Draft| draft.person.is_none() || draft.person == cx.actor().person;
    Ok(draft.filter(|draft| draft.form == form && mine(draft)).map(Shown))
}

/// What a verb's answer means for the form: accepted, refused with a sentence at a field, or not for this person to do.
enum Answer<T> {
    Accepted(T),
    Refused(String),
    Denied(Reason),
}

fn answer<T>(result: Result<T, VerbError>, form: &Form) -> Result<Answer<T>, ServerFnError> {
    match result {
        Ok(value) => Ok(Answer::Accepted(value)),
        Err(VerbError::Store(error)) => Err(failed(&error)),
        Err(VerbError::Denied(reason)) => Ok(Answer::Denied(reason)),
        Err(error) => Ok(Answer::Refused(error.text(form.locale()))),
    }
}

/// Sends the person to the page that says why this is not theirs to do.
fn denied(reason: Reason) {
    leptos_axum::redirect(&paths::with_query(paths::DENIED, &Query::one("why", reason_code(reason))));
}
