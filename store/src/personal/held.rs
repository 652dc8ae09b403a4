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
    /// Refused forms of theirs.
    pub drafts: Vec<HeldDraft>,
}
