//! The facts of a house, held in memory for the engine.
//!
//! `store` fills a [`Ledger`] and keeps it up to date (append-only facts make that a matter of adding what is new); the
//! engine in [`crate::figures`] reads it. A [`StartupLedger`] is shared by reference, so that a new version of the ledger
//! copies only the startups that changed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::facts::{
    CapitalRaised, Fact, FundingAward, Headcount, LifeEvent, Meeting, MentorAssignment, OtherSupport, Revenue,
    StageChange, Team, UpdateStep, Verification, Workplace,
};
use crate::ids::{LegalEntityId, ProgrammeId, StartupId};
use crate::organisation::OrganisationNumber;
use crate::pipeline::{Cohort, Enrolment, Programme};
use crate::time::Instant;

/// A registered company that a startup holds or held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalEntity {
    /// The company's id.
    pub id: LegalEntityId,
    /// Its organisation number.
    pub number: OrganisationNumber,
    /// Its registered name, when known.
    pub name: Option<String>,
}

/// What a startup is called and how others know it. Not a fact: no figure rests on a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The startup's id.
    pub id: StartupId,
    /// Its id in the sheet or system it came from; unique in the house.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its sector, in the incubator's own words.
    pub sector: Option<String>,
    /// Where its own site is.
    pub website: Option<String>,
    /// When it was entered here. A ledger as known before that does not hold it.
    pub created_at: Instant,
    /// When the import that brought it was undone. A ledger as known from then on does not hold it.
    pub withdrawn_at: Option<Instant>,
}

/// Everything known about one startup, every fact ever recorded included.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartupLedger {
    /// Names and keys.
    pub profile: Profile,
    /// Companies it holds or held.
    pub companies: Vec<LegalEntity>,
    /// Its stays in programmes.
    pub enrolments: Vec<Enrolment>,
    /// Moves between stages.
    pub stage_changes: Vec<Fact<StageChange>>,
    /// Headcount observations.
    pub headcounts: Vec<Fact<Headcount>>,
    /// Events of its life.
    pub life_events: Vec<Fact<LifeEvent>>,
    /// Days on which it was verified alive.
    pub verifications: Vec<Fact<Verification>>,
    /// Where it works.
    pub workplaces: Vec<Fact<Workplace>>,
    /// Revenue.
    pub revenues: Vec<Fact<Revenue>>,
    /// Capital raised.
    pub capital: Vec<Fact<CapitalRaised>>,
    /// Public money.
    pub awards: Vec<Fact<FundingAward>>,
    /// Who follows it up.
    pub mentors: Vec<Fact<MentorAssignment>>,
    /// Who else supported it.
    pub other_support: Vec<Fact<OtherSupport>>,
    /// Meetings with the house.
    pub meetings: Vec<Fact<Meeting>>,
    /// Founders and leaders in numbers.
    pub teams: Vec<Fact<Team>>,
    /// What became of requests for updates.
    pub updates: Vec<Fact<UpdateStep>>,
}

impl StartupLedger {
    /// A startup without any fact.
    #[must_use]
    pub const fn new(profile: Profile) -> Self {
        Self {
            profile,
            companies: Vec::new(),
            enrolments: Vec::new(),
            stage_changes: Vec::new(),
            headcounts: Vec::new(),
            life_events: Vec::new(),
            verifications: Vec::new(),
            workplaces: Vec::new(),
            revenues: Vec::new(),
            capital: Vec::new(),
            awards: Vec::new(),
            mentors: Vec::new(),
            other_support: Vec::new(),
            meetings: Vec::new(),
            teams: Vec::new(),
            updates: Vec::new(),
        }
    }

    /// Whether a ledger as known at `known_at` holds this startup.
    #[must_use]
    pub fn is_known_at(&self, known_at: Instant) -> bool {
        self.profile.created_at <= known_at && self.profile.withdrawn_at.is_none_or(|at| at > known_at)
    }
}

/// The facts of a house.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    /// Counts every write: two ledgers of one house with the same version are the same.
    pub version: i64,
    /// The programmes.
    pub programmes: Vec<Programme>,
    /// The cohorts.
    pub cohorts: Vec<Cohort>,
    /// The startups, in the order of their ids.
    pub startups: Vec<Arc<StartupLedger>>,
}

impl Ledger {
    /// The programme with this id.
    #[must_use]
    pub fn programme(&self, id: ProgrammeId) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == id)
    }

    /// The startup with this id.
    #[must_use]
    pub fn startup(&self, id: StartupId) -> Option<&Arc<StartupLedger>> {
        let index = self.startups.binary_search_by_key(&id, |startup| startup.profile.id).ok()?;
        self.startups.get(index)
    }
}
