//! Calls for applications, their questions, and the applications that come in.
//!
//! - a manager sets up a call and its questions ([`Store::create_call`], [`Store::add_question`]); a call is open by its times alone
//! - whoever applies has no account: a link from a mail leads to their application ([`Store::start_application`]), what they type is saved
//!   as they go ([`Store::save_application`]), and sending it in makes the startup, its stay and the receipt at once
//!   ([`Store::submit_application`])
//! - what is decided about an application is written by whoever decides, in the same write as the move of its stay
//!   ([`set_application_status`])
//!
//! Of a link only a hash is kept. Applications are no facts: they move no figure, they name people, and they are forgotten by rule.

mod application;
mod call;
mod demo;
mod error;
mod forget;
mod question;
mod read;
mod submit;

use std::collections::BTreeMap;

use domain::ids::{ApplicationId, CallId, EnrolmentId, PersonId, ProgrammeId, QuestionId, StartupId};
use domain::intake::ApplicationStatus;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement, Value};

pub use application::{NewApplication, Saved};
pub use call::CallForm;
pub use error::{CallRefusal, IntakeError};
pub use question::QuestionForm;
pub use submit::{set_application_person, set_application_status};

pub(crate) use forget::{drop_unsent, forget_by_address, forget_declined, held_by_address, how_many_by_address};

/// What somebody wrote to apply, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// The call it answers.
    pub call: CallId,
    /// The programme of that call.
    pub programme: ProgrammeId,
    /// The startup that came of it, once it was sent in.
    pub startup: Option<StartupId>,
    /// The stay that came of it, once it was sent in.
    pub enrolment: Option<EnrolmentId>,
    /// The applicant, once they are somebody in the house.
    pub person: Option<PersonId>,
    /// What the applicant is called; empty once it was forgotten.
    pub applicant_name: String,
    /// Where to write to them; empty once it was forgotten.
    pub applicant_email: String,
    /// What the startup is called.
    pub startup_name: String,
    /// The language the applicant is written to in.
    pub locale: Locale,
    /// How far it has come.
    pub status: ApplicationStatus,
    /// Which version of the notice was agreed to, once it was sent in.
    pub notice_version: Option<u32>,
    /// When it was begun.
    pub started_at: Instant,
    /// When it was last saved.
    pub saved_at: Instant,
    /// When it was sent in.
    pub submitted_at: Option<Instant>,
    /// When it was withdrawn or decided.
    pub settled_at: Option<Instant>,
    /// When what was told in it was forgotten.
    pub forgotten_at: Option<Instant>,
    /// What was answered, as it was typed, by question.
    pub answers: BTreeMap<QuestionId, String>,
}

/// How many have answered a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallCounts {
    /// Begun and not sent in.
    pub drafts: u64,
    /// Sent in, whatever became of them.
    pub submitted: u64,
    /// Of these, withdrawn.
    pub withdrawn: u64,
}

/// A statement with its values.
fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// Anything as a value of a JSON column.
fn json_value<T: serde::Serialize + ?Sized>(value: &T) -> Value {
    crate::write::json(value).unwrap_or_default().into()
}
