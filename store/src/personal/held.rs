//! Everything held about a person: what the file holds.

use chrono::NaiveDate;
use domain::ids::PersonId;
use domain::time::Instant;
use serde::Serialize;
use uuid::Uuid;

/// The person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPerson {
    /// The id by which facts and the audit log name them.
    pub id: PersonId,
    /// The name; empty once erased.
    pub name: String,
    /// Where to write.
    pub email: Option<String>,
    /// Whether startups can be assigned to them.
    pub is_mentor: bool,
    /// When they were entered.
    pub created_at: Instant,
    /// When they were erased.
    pub erased_at: Option<Instant>,
}

/// The account they sign in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldAccount {
    /// Where codes go.
    pub email: String,
    /// The language chosen.
    pub locale: String,
    /// Since when.
    pub created_at: Instant,
    /// When it was closed.
    pub disabled_at: Option<Instant>,
}

/// A role they hold or held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldMembership {
    /// The role.
    pub role: String,
    /// `house`, `programme` or `startup`.
    pub scope: String,
    /// Which one, by name.
    pub scope_name: Option<String>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day.
    pub to_on: Option<NaiveDate>,
    /// When it was given.
    pub granted_at: Instant,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
    /// Why.
    pub reason: Option<String>,
}

/// An invitation to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldInvitation {
    /// The address it went to.
    pub email: String,
    /// The name it was made out to.
    pub name: Option<String>,
    /// The role.
    pub role: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it was good.
    pub expires_at: Instant,
    /// When it was accepted.
    pub accepted_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// A browser in which they were signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldSession {
    /// The network address it was begun from.
    pub address: String,
    /// The device, in a few words.
    pub device: String,
    /// How it was proved who they are.
    pub strength: String,
    /// When it began.
    pub began_at: Instant,
    /// When it was used last.
    pub last_seen_at: Instant,
    /// When it runs out at the latest.
    pub expires_at: Instant,
    /// When it was ended.
    pub ended_at: Option<Instant>,
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldSignIn {
    /// What for.
    pub purpose: String,
    /// When it was begun.
    pub created_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
}

/// A passkey, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPasskey {
    /// Its name.
    pub name: String,
    /// Since when.
    pub created_at: Instant,
    /// When it was used last.
    pub last_used_at: Option<Instant>,
}

/// An account elsewhere by which they may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldLink {
    /// Who vouches.
    pub issuer: String,
    /// By what name it knows them.
    pub subject: String,
    /// Since when.
    pub created_at: Instant,
}

/// Their part in a startup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPart {
    /// The startup's id.
    pub startup: Uuid,
    /// Its name.
    pub name: Option<String>,
    /// `founder` or `mentor`.
    pub part: &'static str,
    /// Since when.
    pub from_on: Option<NaiveDate>,
    /// Until when; an assignment lasts until another follows.
    pub to_on: Option<NaiveDate>,
}

/// Something they did, from the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldDeed {
    /// When.
    pub at: Instant,
    /// In what role.
    pub role: String,
    /// What.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject: Uuid,
    /// The request it came with.
    pub request_id: Option<String>,
}

/// Somebody looked at this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldReading {
    /// When.
    pub at: Instant,
    /// In what role.
    pub role: String,
    /// At what.
    pub action: String,
}

/// A message to them, without what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldMail {
    /// Which message.
    pub kind: String,
    /// The address.
    pub to: String,
    /// How far it came.
    pub state: String,
    /// When it was queued.
    pub created_at: Instant,
    /// When it was sent or given up.
    pub settled_at: Option<Instant>,
}

/// A fact they recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldFact {
    /// Its id.
    pub id: Uuid,
    /// Its kind.
    pub kind: &'static str,
    /// About which startup.
    pub startup: Uuid,
    /// On which day it was true.
    pub valid_on: NaiveDate,
    /// When it was recorded.
    pub recorded_at: Instant,
}

/// A document they added to a startup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldDocument {
    /// What it is called.
    pub name: String,
    /// The startup it belongs to.
    pub startup: Uuid,
    /// What that is called.
    pub startup_name: Option<String>,
    /// How many bytes.
    pub size: i64,
    /// When it was added.
    pub added_at: Instant,
    /// When it was removed.
    pub removed_at: Option<Instant>,
}

/// A refused form of theirs that is kept for a short while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldDraft {
    /// Which form.
    pub form: String,
    /// What was typed.
    pub values: serde_json::Value,
    /// Until when it is kept.
    pub expires_at: Instant,
}

/// A request for an update that went to them, or that they answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldUpdate {
    /// Of which startup.
    pub startup: Uuid,
    /// When it was asked.
    pub asked_at: Instant,
    /// How far it has come.
    pub state: String,
    /// Whether it was they who answered.
    pub answered: bool,
    /// What they wrote in their own words.
    pub words: Option<String>,
    /// What they typed and did not send.
    pub unsent: Option<serde_json::Value>,
}

/// An objection to something recorded that they raised or answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldObjection {
    /// About which startup.
    pub startup: Uuid,
    /// When it was raised.
    pub raised_at: Instant,
    /// What they wrote: as who raised it, or as who answered.
    pub text: Option<String>,
    /// Whether they raised it.
    pub raised: bool,
}

/// An application of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldApplication {
    /// The call it answers.
    pub call: String,
    /// What they called themselves.
    pub name: String,
    /// The address they gave.
    pub email: String,
    /// What they called their startup.
    pub startup_name: String,
    /// How far it has come.
    pub status: &'static str,
    /// When it was begun.
    pub started_at: Instant,
    /// When it was sent in.
    pub submitted_at: Option<Instant>,
    /// Which version of the privacy notice they agreed to.
    pub notice_version: Option<u32>,
    /// What they answered, as questions and answers.
    pub answers: Vec<HeldAnswer>,
}

/// An answer in an application of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldAnswer {
    /// What was asked.
    pub question: String,
    /// What they answered.
    pub answer: String,
}

/// A view of the pipeline that they saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldView {
    /// What they call it.
    pub name: String,
    /// The filters it stands for.
    pub query: String,
    /// Whether others in the programme see it.
    pub shared: bool,
    /// When it was saved.
    pub created_at: Instant,
}

/// The address of their calendar: when it was made and read, never the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldCalendar {
    /// When it was made.
    pub created_at: Instant,
    /// When a program last read it.
    pub last_read_at: Option<Instant>,
}

/// A token by which a program reads on their behalf. The secret itself is not held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldToken {
    /// What they call it.
    pub name: String,
    /// The role it reads with.
    pub role: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When it was last used.
    pub last_used_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// Everything held about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PersonalData {
    /// When this was put together.
    pub made_at: Instant,
    /// The person.
    pub person: HeldPerson,
    /// Their account, when they have one.
    pub account: Option<HeldAccount>,
    /// Roles, from the first.
    pub memberships: Vec<HeldMembership>,
    /// Invitations to them.
    pub invitations: Vec<HeldInvitation>,
    /// Where they were signed in.
    pub sessions: Vec<HeldSession>,
    /// Attempts to sign in.
    pub sign_ins: Vec<HeldSignIn>,
    /// Their passkeys.
    pub passkeys: Vec<HeldPasskey>,
    /// How many recovery codes are unused.
    pub recovery_codes_left: usize,
    /// Accounts elsewhere.
    pub accounts_elsewhere: Vec<HeldLink>,
    /// Their parts in startups.
    pub startups: Vec<HeldPart>,
    /// What they did.
    pub done_by_them: Vec<HeldDeed>,
    /// Who looked at their data.
    pub read_by_others: Vec<HeldReading>,
    /// Messages to them.
    pub mail: Vec<HeldMail>,
    /// Facts they recorded.
    pub facts_recorded: Vec<HeldFact>,
    /// Applications of theirs.
    pub applications: Vec<HeldApplication>,
    /// Documents they added.
    pub documents_added: Vec<HeldDocument>,
    /// Notes, tasks and planned meetings of theirs.
    pub day: crate::day::HeldDay,
    /// Refused forms of theirs.
    pub drafts: Vec<HeldDraft>,
    /// Requests for updates that went to them or that they answered.
    pub updates: Vec<HeldUpdate>,
    /// Objections they raised or answered.
    pub objections: Vec<HeldObjection>,
    /// Views of the pipeline that they saved.
    pub views: Vec<HeldView>,
    /// The address of their calendar, when they have one.
    pub calendar: Option<HeldCalendar>,
    /// Tokens by which programs read on their behalf.
    pub programs: Vec<HeldToken>,
    /// What they have to do with judging applications.
    pub judging: crate::evaluation::HeldJudging,
}
