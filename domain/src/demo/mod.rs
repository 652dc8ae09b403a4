//! The fictional incubator that a new user meets: «Gründerhuset Grobunn», opened in Lillestrøm in August 2014.
//!
//! Everything in it is invented by a seeded generator: the startups, the people, the organisation numbers (they begin with 3,
//! as the test data of the tax authority do; real companies begin with 8 or 9). What happens to them is what happens to real
//! ones, and the press figures that come out are of the size real houses print.
//!
//! The cast is the same on every day; only the dates follow `today`, so that the demo is always fresh. No number of a
//! figure is written down anywhere: `plan` says how many startups meet which fate, `story` turns a fate into facts, and the
//! engine counts.

mod cast;
mod chance;
mod funding;
mod growth;
mod life;
mod numbers;
mod places;
mod plan;
mod programmes;
mod scribe;
mod stays;
mod story;
#[cfg(test)]
mod tests;
mod texts;
mod work;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::facts::{
    CapitalRaised, Fact, FundingAward, Headcount, LifeEvent, Meeting, MentorAssignment, OtherSupport, Revenue,
    StageChange, Team, UpdateStep, Verification, Workplace,
};
use crate::ids::{PersonId, ProgrammeId, UpdateRoundId};
use crate::ledger::{Ledger, LegalEntity, Profile, StartupLedger};
use crate::pipeline::{Cohort, Enrolment, Programme};
use crate::updates::RoundKind;

pub use work::round_id;

/// The name of the fictional house.
pub const HOUSE_NAME: &str = "Gründerhuset Grobunn";

/// Everything of the fictional house, ready to be written: every id is made, every reference points to something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoHouse {
    /// Two programmes: `inkubator` with the default stages and `forprogram` with fewer.
    pub programmes: Vec<Programme>,
    /// A cohort for each half-year of each programme, oldest first.
    pub cohorts: Vec<Cohort>,
    /// Staff and mentors first, then the founders.
    pub people: Vec<DemoPerson>,
    /// The startups, in the order of their ids.
    pub startups: Vec<DemoStartup>,
    /// The rounds of updates of the last two years, oldest first. What became of them is told by [`DemoStartup::updates`].
    pub rounds: Vec<DemoRound>,
}

/// A round in which startups were asked how they are, on the first day of a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoRound {
    /// Its id: [`round_id`] of the rest.
    pub id: UpdateRoundId,
    /// By which programme.
    pub programme: ProgrammeId,
    /// Whom it asked.
    pub kind: RoundKind,
    /// The day it asked.
    pub slot_on: NaiveDate,
    /// Until when an answer was asked for.
    pub due_on: NaiveDate,
}

/// What a person of the demo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DemoRole {
    /// Runs the house.
    Manager,
    /// Follows startups up.
    Mentor,
    /// Founded a startup.
    Founder,
}

/// An invented human being.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The person's id.
    pub id: PersonId,
    /// Full name.
    pub name: String,
    /// An address under `.example`, which no mail ever reaches.
    pub email: String,
    /// What the person is.
    pub role: DemoRole,
}

/// A person's part in a startup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoFounder {
    /// Who; an entry of [`DemoHouse::people`].
    pub person: PersonId,
    /// From which day.
    pub from_on: NaiveDate,
    /// The day the person left; `None` while in it.
    pub to_on: Option<NaiveDate>,
}

/// A fact with what the database keeps beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoFact<T> {
    /// The fact. One that supersedes another comes after it in its list.
    pub fact: Fact<T>,
    /// Who recorded it, as a role («Mentor»), never a person's name: facts outlive the people in them.
    pub recorded_by: &'static str,
    /// Why, in bokmål; always there on a correction, a move backwards and a move out.
    pub reason: Option<&'static str>,
    /// The evidence behind it, in bokmål; there when the source is a document.
    pub evidence: Option<String>,
}

/// One startup of the demo with all its facts. Lists are in the order in which they were recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoStartup {
    /// Names and keys; the external id is `D-001` and on, in the order of application.
    pub profile: Profile,
    /// Companies it holds or held, oldest first; none when it was given up before one was registered.
    pub companies: Vec<LegalEntity>,
    /// Who founded it.
    pub founders: Vec<DemoFounder>,
    /// Its stays, oldest first.
    pub enrolments: Vec<Enrolment>,
    /// Moves between stages.
    pub stage_changes: Vec<DemoFact<StageChange>>,
    /// Headcount observations.
    pub headcounts: Vec<DemoFact<Headcount>>,
    /// Events of its life.
    pub life_events: Vec<DemoFact<LifeEvent>>,
    /// Days on which it was verified alive.
    pub verifications: Vec<DemoFact<Verification>>,
    /// Where it works.
    pub workplaces: Vec<DemoFact<Workplace>>,
    /// Revenue.
    pub revenues: Vec<DemoFact<Revenue>>,
    /// Capital raised.
    pub capital: Vec<DemoFact<CapitalRaised>>,
    /// Public money.
    pub awards: Vec<DemoFact<FundingAward>>,
    /// Who follows it up.
    pub mentors: Vec<DemoFact<MentorAssignment>>,
    /// Who else supported it.
    pub other_support: Vec<DemoFact<OtherSupport>>,
    /// Meetings with the house.
    pub meetings: Vec<DemoFact<Meeting>>,
    /// Founders and leaders in numbers.
    pub teams: Vec<DemoFact<Team>>,
    /// What became of requests for updates.
    pub updates: Vec<DemoFact<UpdateStep>>,
}

/// The house as it looks on the morning of `today`: everything in it happened and was recorded on earlier days.
///
/// The same `today` always gives the same house. Meant for days from 2024 on; before the house opened it is empty.
#[must_use]
pub fn house(today: NaiveDate) -> DemoHouse {
    story::house(today)
}

/// The same house as the engine sees it.
#[must_use]
pub fn ledger(house: &DemoHouse) -> Ledger {
    Ledger {
        version: 1,
        programmes: house.programmes.clone(),
        cohorts: house.cohorts.clone(),
        startups: house.startups.iter().map(|startup| Arc::new(startup.ledger())).collect(),
    }
}

impl DemoStartup {
    /// The startup as the engine sees it.
    #[must_use]
    pub fn ledger(&self) -> StartupLedger {
        fn facts<T: Clone>(told: &[DemoFact<T>]) -> Vec<Fact<T>> {
            told.iter().map(|told| told.fact.clone()).collect()
        }
        StartupLedger {
            profile: self.profile.clone(),
            companies: self.companies.clone(),
            enrolments: self.enrolments.clone(),
            stage_changes: facts(&self.stage_changes),
            headcounts: facts(&self.headcounts),
            life_events: facts(&self.life_events),
            verifications: facts(&self.verifications),
            workplaces: facts(&self.workplaces),
            revenues: facts(&self.revenues),
            capital: facts(&self.capital),
            awards: facts(&self.awards),
            mentors: facts(&self.mentors),
            other_support: facts(&self.other_support),
            meetings: facts(&self.meetings),
            teams: facts(&self.teams),
            updates: facts(&self.updates),
        }
    }
}
