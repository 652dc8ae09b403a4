//! The verbs: everything a person can do to the house. Each is one transaction that asks the domain's rule against the ledger as it is
//! under the writers' lock, and writes fact and audit entry, or nothing.

mod correct;
mod enrol;
mod moves;
mod profile;
pub(crate) mod record;
mod undo;

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use domain::facts::{Fact, StageChange, in_force};
use domain::ids::{EnrolmentId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::{Enrolment, Programme};
use domain::time::Instant;

pub(crate) use correct::withdraw_in;
pub use enrol::NewStartup;
pub(crate) use enrol::{apply_in, free_number};
pub(crate) use moves::{admit_in, decline_in, take_back_in};
pub use profile::{NewPerson, ProfileChange};

use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

/// The longest of each kind of text, in characters.
pub(crate) mod most {
    pub(crate) const NAME: usize = 200;
    pub(crate) const KEY: usize = 100;
    pub(crate) const LINK: usize = 1_000;
    pub(crate) const TEXT: usize = 4_000;
}

impl Store {
    /// Which startup a row of `table` belongs to, looked up before the write begins: a row never changes hands.
    async fn owner(&self, table: &'static str, id: uuid::Uuid, what: Missing) -> Result<StartupId, VerbError> {
        crate::read::startup_of(self.reader(), table, id).await?.ok_or(VerbError::NotFound(what))
    }
}

/// A day a fact can be about: neither to come nor before 1900.
pub(crate) fn check_day(on: NaiveDate, write: &Write) -> Result<(), Refusal> {
    if on > write.today() {
        return Err(Refusal::InFuture { on });
    }
    if on.year() < 1900 {
        return Err(Refusal::TooEarly { on });
    }
    Ok(())
}

/// A text without blanks around it that is neither empty nor too long.
pub(crate) fn name(text: &str, field: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::NameMissing);
    }
    short(text, field, most::NAME)
}

/// A text without blanks around it; `None` when nothing is left of it.
pub(crate) fn optional(text: Option<&str>, field: &'static str, most: usize) -> Result<Option<String>, Refusal> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(|text| short(text, field, most)).transpose()
}

fn short(text: &str, field: &'static str, most: usize) -> Result<String, Refusal> {
    if text.chars().count() > most { Err(Refusal::TooLong { field, most }) } else { Ok(text.to_owned()) }
}

/// The reason of a correction.
fn must_say_why(reason: &str) -> Result<String, Refusal> {
    optional(Some(reason), "reason", most::TEXT)?.ok_or(Refusal::ReasonMissing)
}

/// A startup that stands: one whose import was undone is not here.
pub(crate) fn standing(ledger: &Ledger, id: StartupId) -> Result<&Arc<StartupLedger>, Missing> {
    ledger.startup(id).filter(|startup| startup.profile.withdrawn_at.is_none()).ok_or(Missing::Startup)
}

fn enrolment(startup: &StartupLedger, id: EnrolmentId) -> Result<&Enrolment, Missing> {
    startup.enrolments.iter().find(|enrolment| enrolment.id == id).ok_or(Missing::Enrolment)
}

fn programme(ledger: &Ledger, id: domain::ids::ProgrammeId) -> Result<&Programme, Missing> {
    ledger.programme(id).ok_or(Missing::Programme)
}

/// The startup's stage changes in force now, in order.
fn changes(startup: &StartupLedger) -> Vec<&Fact<StageChange>> {
    in_force(&startup.stage_changes, Instant::MAX_UTC)
}
