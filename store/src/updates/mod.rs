//! Asking founders how they are: how each programme asks, its rounds, the links that went out, and what came back.
//!
//! - [`Store::run_updates`] is the job: it opens the rounds that are due, reminds, tells mentors, and closes what is over. However often
//!   and by however many processes it runs, each of these happens once: all of it is decided under the writers' lock.
//! - [`Store::look_at_update`] is what a link shows, [`Store::answer_update`] what it does; [`UpdateDoor`] says who stands before it
//! - an answer becomes facts with the founder as their source, in one write with everything else; what was typed and not sent yet is a
//!   draft, no part of the ledger, and dies with its round
//! - [`Store::contest_fact`] keeps a founder's objection beside the fact it is about, and the manager's answer beside the objection
//!
//! Of a link only a hash is kept. It opens this form and nothing else, and signs nobody in.

mod answer;
mod demo;
mod job;
mod link;
mod list;
mod objections;
mod rows;
mod settings;
mod staff;

pub use answer::{Answered, ClosedDown, UpdateDoor};
pub use job::UpdatesRun;
pub use link::{MOST_DRAFT_BYTES, UpdateForm};
pub use list::RoundView;
pub use objections::{Objection, ObjectionAnswer, ObjectionVerdict};
pub use settings::UpdateSettings;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::facts::{FactKind, Source, UpdateEvent, UpdateStep};
use domain::ids::{FactId, PersonId, ProgrammeId, StartupId, UpdateRequestId, UpdateRoundId};
use domain::time::Instant;
use domain::updates::{Question, RoundKind};
use sea_orm::{ConnectionTrait, Statement, Value};

use crate::bulk::NewFact;
use crate::write::Write;

/// How far a startup's request has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestState {
    /// Nobody has answered.
    Waiting,
    /// Somebody has.
    Answered,
    /// Somebody has, and the startup has closed down.
    Closed,
    /// No mail arrives, or there is nobody to write to.
    Bounced,
    /// It was taken back.
    Revoked,
}

impl RequestState {
    /// All states, what needs somebody's hand first.
    pub const ALL: [RequestState; 5] = [
        RequestState::Bounced,
        RequestState::Waiting,
        RequestState::Answered,
        RequestState::Closed,
        RequestState::Revoked,
    ];

    /// The stable name in databases.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            RequestState::Waiting => "waiting",
            RequestState::Answered => "answered",
            RequestState::Closed => "closed",
            RequestState::Bounced => "bounced",
            RequestState::Revoked => "revoked",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state that an event leads to.
    #[must_use]
    pub const fn after(event: UpdateEvent) -> Self {
        match event {
            UpdateEvent::Asked => RequestState::Waiting,
            UpdateEvent::Answered => RequestState::Answered,
            UpdateEvent::Closed => RequestState::Closed,
            UpdateEvent::Bounced => RequestState::Bounced,
            UpdateEvent::Revoked => RequestState::Revoked,
        }
    }
}

/// A round in which startups are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRound {
    /// The round.
    pub id: UpdateRoundId,
    /// By which programme.
    pub programme: ProgrammeId,
    /// Whom it asks.
    pub kind: RoundKind,
    /// The day of the calendar it stands for.
    pub slot_on: NaiveDate,
    /// When mail went out.
    pub opened_on: NaiveDate,
    /// When answers are due.
    pub due_on: NaiveDate,
    /// What it asks about.
    pub questions: BTreeSet<Question>,
    /// How many days after that it reminds.
    pub reminders: Vec<u16>,
    /// When it was over: its links are dead since.
    pub closed_at: Option<Instant>,
}

impl UpdateRound {
    /// Whether an answer is still taken on a day.
    #[must_use]
    pub fn is_open_on(&self, today: NaiveDate) -> bool {
        self.closed_at.is_none() && today <= domain::updates::closes_on(self.due_on)
    }
}

/// Somebody whom a request went to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedPerson {
    /// Who.
    pub person: PersonId,
    /// When the latest mail to them was found not to arrive.
    pub bounced_at: Option<Instant>,
}

/// A startup's part in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRequest {
    /// The request.
    pub id: UpdateRequestId,
    /// In which round.
    pub round: UpdateRoundId,
    /// Who is asked.
    pub startup: StartupId,
    /// How far it has come.
    pub state: RequestState,
    /// When it was first asked.
    pub asked_at: Instant,
    /// When the state was reached, unless it waits.
    pub settled_at: Option<Instant>,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// The line in the founder's own words.
    pub words: Option<String>,
    /// The facts its answer became.
    pub facts: Vec<(FactKind, FactId)>,
    /// How many reminders are behind it.
    pub reminded: u16,
    /// When the mentor was told that nobody answers.
    pub told_at: Option<Instant>,
    /// Whom it went to; nobody when no founder has an address.
    pub people: Vec<AskedPerson>,
}

/// A statement with its values.
fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// What happened to a startup's part in a round today, as a fact.
fn step(write: &Write, startup: StartupId, round: &UpdateRound, event: UpdateEvent) -> NewFact<UpdateStep> {
    let source = match event {
        UpdateEvent::Answered | UpdateEvent::Closed => Source::Founder,
        UpdateEvent::Asked | UpdateEvent::Bounced | UpdateEvent::Revoked => Source::Mentor,
    };
    let due_on = (event == UpdateEvent::Asked).then_some(round.due_on);
    let body = UpdateStep { round: round.id, event, due_on };
    NewFact::new(FactId(write.new_id()), startup, write.today(), source, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_reads_back_and_every_event_leads_to_one() {
        for state in RequestState::ALL {
            assert_eq!(RequestState::from_code(state.code()), Some(state));
            assert!(UpdateEvent::ALL.into_iter().any(|event| RequestState::after(event) == state));
        }
        assert_eq!(RequestState::from_code("lost"), None);
    }
}
