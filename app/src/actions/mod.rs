//! Server functions: every change a person makes. Parse what was posted, ask the store's verb, redirect.
//!
//! Each is a plain form post that works without JavaScript. Accepted: a redirect back, with a word of what was done. Refused:
//! a redirect to the form, which shows what was typed and the reason beside the field; nothing was written.
//!
//! Each begins by saying who may call it: [`signed_in`], or [`here`] for what is open to all. The server has refused before that
//! whoever brings no session, by the list in [`is_open`], and kept what they had typed ([`hold`]).

mod address;
mod attention;
mod calendar;
mod calls;
mod choose;
mod demo;
mod documents;
pub(crate) mod evaluation;
mod facts;
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
mod stages;
mod stays;
mod strong;
mod updates;
mod views;

use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use domain::access::Reason;
use leptos::prelude::{ServerFnError, expect_context, use_context};
use leptos::server_fn::ServerFn;
use leptos_axum::ResponseOptions;
use store::{StoreError, VerbError};

pub(crate) use self::address::{ADDRESS_FORM, CODE_FORM};
pub(crate) use self::attention::attention_field;
pub use self::held::hold;
pub use self::intake::{Typed, answer_name, box_name, file_name, typed_answers};
pub(crate) use self::meetings::{LOG_FORM, PLAN_FORM};
pub(crate) use self::mentoring::{ASSIGN_FORM, BUDGET_FORM, TEMPLATE_FORM};
pub(crate) use self::notes::{CHANGE_MILESTONE_FORM, CHANGE_NOTE_FORM, MILESTONE_FORM, TASK_FORM, note_form};
pub(crate) use self::people::{ACCOUNT_FORM, WHOLE_HOUSE};
pub(crate) use self::pipeline::NOBODY;
pub(crate) use self::stages::place_code;
pub(crate) use self::stays::FIRST_PROGRAMME;
pub(crate) use self::updates::UPDATE_FORM;
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

/// Where what asks for attention is put off.
#[must_use]
pub const fn snooze_path() -> &'static str {
    attention::Snooze::PATH
}

/// Where it is taken up again.
#[must_use]
pub const fn unsnooze_path() -> &'static str {
    attention::Unsnooze::PATH
}

/// Where the rules of attention are set.
#[must_use]
pub const fn attention_rules_path() -> &'static str {
    attention::SetAttentionRules::PATH
}

/// Where a document is removed.
#[must_use]
pub const fn remove_document_path() -> &'static str {
    documents::RemoveDocument::PATH
}

/// Where a removed document is put back.
#[must_use]
pub const fn restore_document_path() -> &'static str {
    documents::RestoreDocument::PATH
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

/// Where a new programme is posted.
#[must_use]
pub const fn add_programme_path() -> &'static str {
    programmes::AddProgramme::PATH
}

/// Where a new cohort is posted.
#[must_use]
pub const fn add_cohort_path() -> &'static str {
    programmes::AddCohort::PATH
}

/// Where a new stage is posted.
#[must_use]
pub const fn add_stage_path() -> &'static str {
    stages::AddStage::PATH
}

/// Where a stage is changed, ordered, retired, restored or deleted.
#[must_use]
pub const fn change_stage_path() -> &'static str {
    stages::ChangeStage::PATH
}

/// Where the rows ticked in the pipeline are posted.
#[must_use]
pub const fn pick_path() -> &'static str {
    pipeline::Pick::PATH
}

/// Where a move of everything ticked is posted.
#[must_use]
pub const fn bulk_move_path() -> &'static str {
    pipeline::BulkMove::PATH
}

/// Where a mentor for everything ticked is posted.
#[must_use]
pub const fn bulk_assign_path() -> &'static str {
    pipeline::BulkAssign::PATH
}

/// Where a message to the founders of everything ticked is posted.
#[must_use]
pub const fn bulk_message_path() -> &'static str {
    pipeline::BulkMessage::PATH
}

/// Where what was just done is undone.
#[must_use]
pub const fn undo_path() -> &'static str {
    pipeline::Undo::PATH
}

/// Where a view of the pipeline is saved.
#[must_use]
pub const fn save_view_path() -> &'static str {
    views::SaveView::PATH
}

/// Where a saved view is renamed, deleted, or made the one to begin with.
#[must_use]
pub const fn change_view_path() -> &'static str {
    views::ChangeView::PATH
}

/// Where the address of one's calendar is made.
#[must_use]
pub const fn make_calendar_path() -> &'static str {
    calendar::MakeCalendar::PATH
}

/// Where it is taken away.
#[must_use]
pub const fn revoke_calendar_path() -> &'static str {
    calendar::RevokeCalendar::PATH
}

/// Where a call is set up.
#[must_use]
pub const fn create_call_path() -> &'static str {
    calls::CreateCall::PATH
}

/// Where a call is changed.
#[must_use]
pub const fn change_call_path() -> &'static str {
    calls::ChangeCall::PATH
}

/// Where a call is closed at once.
#[must_use]
pub const fn close_call_path() -> &'static str {
    calls::CloseCall::PATH
}

/// Where a call is kept open longer, or opened again.
#[must_use]
pub const fn extend_call_path() -> &'static str {
    calls::ExtendCall::PATH
}

/// Where a question is added to a call.
#[must_use]
pub const fn add_question_path() -> &'static str {
    calls::AddQuestion::PATH
}

/// Where a question is changed.
#[must_use]
pub const fn change_question_path() -> &'static str {
    calls::ChangeQuestion::PATH
}

/// Where a question is moved up or down.
#[must_use]
pub const fn move_question_path() -> &'static str {
    calls::MoveQuestion::PATH
}

/// Where a question is no longer asked, or asked again.
#[must_use]
pub const fn retire_question_path() -> &'static str {
    calls::RetireQuestion::PATH
}

/// Where anybody asks for the link to an application.
#[must_use]
pub const fn start_application_path() -> &'static str {
    intake::StartApplication::PATH
}

/// Where an applicant's answers are saved.
#[must_use]
pub const fn save_application_path() -> &'static str {
    intake::SaveApplication::PATH
}

/// Where an application is sent in.
#[must_use]
pub const fn submit_application_path() -> &'static str {
    intake::SubmitApplication::PATH
}

/// Where an applicant takes an application back.
#[must_use]
pub const fn withdraw_application_path() -> &'static str {
    intake::WithdrawApplication::PATH
}

/// Where an update is answered by the link of a mail.
#[must_use]
pub const fn answer_update_path() -> &'static str {
    updates::AnswerUpdate::PATH
}

/// Where a founder who is signed in reports.
#[must_use]
pub const fn report_update_path() -> &'static str {
    updates::ReportUpdate::PATH
}

/// Where it is set how a programme asks for updates.
#[must_use]
pub const fn update_settings_path() -> &'static str {
    updates::SetUpdateSettings::PATH
}

/// Where a round of updates is started by hand.
#[must_use]
pub const fn start_update_round_path() -> &'static str {
    updates::StartUpdateRound::PATH
}

/// Where a request for an update is reminded of, taken back, or said not to arrive.
#[must_use]
pub const fn update_request_path() -> &'static str {
    updates::UpdateRequest::PATH
}

/// Where a founder says that something recorded is wrong.
#[must_use]
pub const fn contest_fact_path() -> &'static str {
    updates::ContestFact::PATH
}

/// Where that is answered.
#[must_use]
pub const fn answer_objection_path() -> &'static str {
    updates::AnswerObjection::PATH
}

/// Where a meeting is logged.
#[must_use]
pub const fn log_meeting_path() -> &'static str {
    meetings::LogMeeting::PATH
}

/// Where a meeting is logged by the link from a mail.
#[must_use]
pub const fn log_meeting_by_link_path() -> &'static str {
    meetings::LogMeetingByLink::PATH
}

/// Where a meeting is planned.
#[must_use]
pub const fn plan_meeting_path() -> &'static str {
    meetings::PlanMeeting::PATH
}

/// Where a planned meeting is cancelled.
#[must_use]
pub const fn cancel_meeting_path() -> &'static str {
    meetings::CancelMeeting::PATH
}

/// Where the link that was mailed for a planned meeting is taken back.
#[must_use]
pub const fn revoke_log_link_path() -> &'static str {
    meetings::RevokeLogLink::PATH
}

/// Where a note is written.
#[must_use]
pub const fn write_note_path() -> &'static str {
    notes::WriteNote::PATH
}

/// Where a note is changed.
#[must_use]
pub const fn change_note_path() -> &'static str {
    notes::ChangeNote::PATH
}

/// Where a milestone is set.
#[must_use]
pub const fn add_milestone_path() -> &'static str {
    notes::AddMilestone::PATH
}

/// Where a milestone is changed or taken away.
#[must_use]
pub const fn change_milestone_path() -> &'static str {
    notes::ChangeMilestone::PATH
}

/// Where a milestone is ticked.
#[must_use]
pub const fn tick_milestone_path() -> &'static str {
    notes::TickMilestone::PATH
}

/// Where the milestones of a stage are taken up.
#[must_use]
pub const fn take_up_milestones_path() -> &'static str {
    notes::TakeUpMilestones::PATH
}

/// Where a task is written down.
#[must_use]
pub const fn add_task_path() -> &'static str {
    notes::AddTask::PATH
}

/// Where a task is ticked.
#[must_use]
pub const fn tick_task_path() -> &'static str {
    notes::TickTask::PATH
}

/// Where a mentor is assigned.
#[must_use]
pub const fn assign_mentor_path() -> &'static str {
    mentoring::AssignMentor::PATH
}

/// Where former mentors' tasks go over.
#[must_use]
pub const fn hand_over_path() -> &'static str {
    mentoring::HandOver::PATH
}

/// Where a programme's hours are set.
#[must_use]
pub const fn mentoring_budget_path() -> &'static str {
    mentoring::SetBudget::PATH
}

/// Where a milestone of a stage is added.
#[must_use]
pub const fn add_template_path() -> &'static str {
    mentoring::AddTemplate::PATH
}

/// Where a milestone of a stage is taken out.
#[must_use]
pub const fn retire_template_path() -> &'static str {
    mentoring::RetireTemplate::PATH
}

/// Where an evaluator's draft is saved.
#[must_use]
pub const fn save_score_path() -> &'static str {
    evaluation::SaveScore::PATH
}

/// Where a score is handed in.
#[must_use]
pub const fn submit_score_path() -> &'static str {
    evaluation::SubmitScore::PATH
}

/// Where a handed-in score is opened again.
#[must_use]
pub const fn reopen_score_path() -> &'static str {
    evaluation::ReopenScore::PATH
}

/// Where a conflict of interest is declared, or taken back.
#[must_use]
pub const fn conflict_path() -> &'static str {
    evaluation::Conflict::PATH
}

/// Where it is said when evaluators see each other's scores.
#[must_use]
pub const fn judging_sharing_path() -> &'static str {
    evaluation::JudgingSharing::PATH
}

/// Where somebody is set on judging a call, or taken off.
#[must_use]
pub const fn judging_person_path() -> &'static str {
    evaluation::JudgingPerson::PATH
}

/// Where an evaluator is invited.
#[must_use]
pub const fn judging_invite_path() -> &'static str {
    evaluation::JudgingInvite::PATH
}

/// Where a round is opened or changed.
#[must_use]
pub const fn judging_round_path() -> &'static str {
    evaluation::JudgingRound::PATH
}

/// Where a round is started, closed or opened again.
#[must_use]
pub const fn judging_step_path() -> &'static str {
    evaluation::JudgingStep::PATH
}

/// Where a criterion is added, changed or removed.
#[must_use]
pub const fn judging_criterion_path() -> &'static str {
    evaluation::JudgingCriterion::PATH
}

/// Where a programme's letters are changed.
#[must_use]
pub const fn judging_letters_path() -> &'static str {
    evaluation::JudgingLetters::PATH
}

/// Where an application is admitted.
#[must_use]
pub const fn admit_application_path() -> &'static str {
    evaluation::AdmitApplication::PATH
}

/// Where applications are declined.
#[must_use]
pub const fn decline_applications_path() -> &'static str {
    evaluation::DeclineApplications::PATH
}

/// Where an application is put on the waiting list.
#[must_use]
pub const fn wait_application_path() -> &'static str {
    evaluation::WaitApplication::PATH
}

/// Where a decision is undone.
#[must_use]
pub const fn undo_decision_path() -> &'static str {
    evaluation::UndoDecision::PATH
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
        log_meeting_by_link_path(),
        sign_out_path(),
        answer_update_path(),
        look_as_path(),
        start_application_path(),
        save_application_path(),
        submit_application_path(),
        withdraw_application_path(),
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
