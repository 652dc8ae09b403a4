//! Server functions: every change a person makes. Parse what was posted, ask the store's verb, redirect.
//!
//! Each is a plain form post that works without JavaScript. Accepted: a redirect back, with a word of what was done. Refused:
//! a redirect to the form, which shows what was typed and the reason beside the field; nothing was written.
//!
//! Each begins by saying who may call it: [`signed_in`], or [`here`] for what is open to all. The server has refused before that
//! whoever brings no session, by the list in [`is_open`], and kept what they had typed ([`hold`]).

mod address;
mod choose;
mod demo;
mod facts;
mod held;
mod identity;
mod imports;
mod outbox;
mod people;
mod personal;
mod stays;
mod strong;

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::access::Reason;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use store::{StoreError, VerbError};

pub(crate) use self::address::{ADDRESS_FORM, CODE_FORM};
pub use self::held::hold;
pub(crate) use self::people::{ACCOUNT_FORM, WHOLE_HOUSE};
pub(crate) use self::stays::FIRST_PROGRAMME;
use crate::cx::{Cx, House};
use crate::form::{Form, Shown};
use crate::pages::errors::reason_code;
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

/// Where a code to sign in with is asked for.
#[must_use]
pub const fn ask_to_sign_in_path() -> &'static str {
    identity::AskToSignIn::PATH
}

/// Where the code is posted.
#[must_use]
pub const fn sign_in_by_code_path() -> &'static str {
    identity::SignInByCode::PATH
}

/// Where the button behind the link in the mail posts.
#[must_use]
pub const fn sign_in_by_link_path() -> &'static str {
    identity::SignInByLink::PATH
}

/// Where an invitation is accepted.
#[must_use]
pub const fn accept_invitation_path() -> &'static str {
    identity::AcceptInvitation::PATH
}

/// Where one signs out.
#[must_use]
pub const fn sign_out_path() -> &'static str {
    identity::SignOut::PATH
}

/// Where a device, or all of them, are signed out.
#[must_use]
pub const fn end_sessions_path() -> &'static str {
    identity::EndSessions::PATH
}

/// Where another hat is put on.
#[must_use]
pub const fn wear_path() -> &'static str {
    identity::Wear::PATH
}

/// Where a visitor of the demo becomes somebody else.
#[must_use]
pub const fn look_as_path() -> &'static str {
    demo::LookAs::PATH
}

/// Where an invitation is made.
#[must_use]
pub const fn invite_path() -> &'static str {
    people::Invite::PATH
}

/// Where an invitation is taken back.
#[must_use]
pub const fn revoke_invitation_path() -> &'static str {
    people::RevokeInvitation::PATH
}

/// Where a role is given to somebody who is here already.
#[must_use]
pub const fn grant_path() -> &'static str {
    people::Grant::PATH
}

/// Where a role gets its last day.
#[must_use]
pub const fn end_membership_path() -> &'static str {
    people::EndMembership::PATH
}

/// Where a role is taken back.
#[must_use]
pub const fn revoke_membership_path() -> &'static str {
    people::RevokeMembership::PATH
}

/// Where a message is sent now.
#[must_use]
pub const fn resend_mail_path() -> &'static str {
    outbox::ResendMail::PATH
}

/// Where a code by mail is asked for to prove anew who one is.
#[must_use]
pub const fn ask_to_confirm_path() -> &'static str {
    strong::AskToConfirm::PATH
}

/// Where that code is posted.
#[must_use]
pub const fn confirm_by_code_path() -> &'static str {
    strong::ConfirmByCode::PATH
}

/// Where a recovery code is posted.
#[must_use]
pub const fn use_recovery_code_path() -> &'static str {
    strong::UseRecoveryCode::PATH
}

/// Where a new set of recovery codes is made.
#[must_use]
pub const fn new_recovery_codes_path() -> &'static str {
    strong::NewRecoveryCodes::PATH
}

/// Where a passkey gets another name.
#[must_use]
pub const fn rename_passkey_path() -> &'static str {
    strong::RenamePasskey::PATH
}

/// Where a passkey is removed.
#[must_use]
pub const fn remove_passkey_path() -> &'static str {
    strong::RemovePasskey::PATH
}

/// Where a code for a new address is asked for.
#[must_use]
pub const fn ask_to_change_email_path() -> &'static str {
    address::AskToChangeEmail::PATH
}

/// Where the code that went to the new address is posted.
#[must_use]
pub const fn change_email_path() -> &'static str {
    address::ChangeEmail::PATH
}

/// Where an account is closed.
#[must_use]
pub const fn disable_account_path() -> &'static str {
    people::DisableAccount::PATH
}

/// Where a closed account is opened again.
#[must_use]
pub const fn enable_account_path() -> &'static str {
    people::EnableAccount::PATH
}

/// Where somebody else is signed out everywhere.
#[must_use]
pub const fn end_sessions_of_path() -> &'static str {
    people::EndSessionsOf::PATH
}

/// Where a person is erased.
#[must_use]
pub const fn erase_person_path() -> &'static str {
    personal::ErasePerson::PATH
}

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
        sign_out_path(),
        look_as_path(),
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
