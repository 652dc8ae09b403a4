//! Writing many rows at once: the one way in which rows of the ledger are written, by verbs (a batch of one), imports and the demo
//! house alike.
//!
//! A [`Batch`] is written inside a [`Write`](crate::Write), so that it stands or falls with everything else in it:
//!
//! ```no_run
//! # async fn example(store: store::Store, actor: domain::access::Actor, batch: store::bulk::Batch) -> Result<(), store::StoreError> {
//! let mut write = store.begin(&actor).await?; // waits for its turn; from here on nobody else writes
//! let ledger = write.ledger(); // exactly what is in the database now: plan against it
//! # let import = write.new_id();
//! write.batch(&batch).await?;
//! write.audit("import", "import", import, None, None, None).await?;
//! write.commit().await?; // dropped instead: nothing was written
//! # Ok(()) }
//! ```
//!
//! A batch asks no rule: who fills it has asked `domain` before. The database still refuses a second use of an external id or an
//! organisation number, a fact superseded twice, and rows that point at nothing.

use chrono::NaiveDate;
use domain::facts::{
    CapitalRaised, FundingAward, Headcount, LifeEvent, Meeting, MentorAssignment, OtherSupport, Revenue, Source,
    StageChange, Team, UpdateStep, Verification, Workplace,
};
use domain::ids::{FactId, ImportId, LegalEntityId, StartupId};
use domain::ledger::{LegalEntity, Profile};
use domain::pipeline::{Cohort, Enrolment, Programme, Stage};
use domain::time::Instant;

use crate::kinds::{FactRow, each_kind};
use crate::people::{Founder, Person};

/// A fact to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct NewFact<T> {
    /// Its id, from [`Store::new_id`](crate::Store::new_id): of two facts on one day recorded at one instant, the later id counts.
    pub id: FactId,
    /// About which startup.
    pub startup: StartupId,
    /// The civil date on which it was true.
    pub valid_on: NaiveDate,
    /// When it was learned; `None` for now. Never after now.
    pub recorded_at: Option<Instant>,
    /// Who learned it; `None` for the actor of the write.
    pub recorded_by: Option<String>,
    /// Where it comes from.
    pub source: Source,
    /// What shows it: a link, or a reference to a document.
    pub evidence: Option<String>,
    /// The fact it takes the place of.
    pub supersedes: Option<FactId>,
    /// Why; must be there when it supersedes. For stage changes also why a move went back or out.
    pub reason: Option<String>,
    /// What was observed; `None` to withdraw the fact it supersedes.
    pub body: Option<T>,
}

impl<T> NewFact<T> {
    /// A fact learned now by the actor of the write, without evidence.
    pub const fn new(id: FactId, startup: StartupId, valid_on: NaiveDate, source: Source, body: T) -> Self {
        Self {
            id,
            startup,
            valid_on,
            recorded_at: None,
            recorded_by: None,
            source,
            evidence: None,
            supersedes: None,
            reason: None,
            body: Some(body),
        }
    }

    /// The same fact, shown by this.
    #[must_use]
    pub fn shown_by(mut self, evidence: Option<String>) -> Self {
        self.evidence = evidence;
        self
    }

    /// The same fact in the place of another, for this reason.
    #[must_use]
    pub fn instead_of(mut self, fact: FactId, reason: impl Into<String>) -> Self {
        self.supersedes = Some(fact);
        self.reason = Some(reason.into());
        self
    }
}

/// Rows to be written together. Within a batch the order of the lists does not matter: what others point at is written first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The import that brings the new startups, companies, enrolments and facts, if one does. Its row must exist.
    pub import: Option<ImportId>,
    /// New programmes with their stages.
    pub programmes: Vec<Programme>,
    /// New stages of programmes that are there already.
    pub stages: Vec<(domain::ids::ProgrammeId, Stage)>,
    /// New cohorts.
    pub cohorts: Vec<Cohort>,
    /// New startups. `created_at` decides since when a ledger as known at an instant holds them; never after now.
    pub startups: Vec<Profile>,
    /// Changed profiles of startups that are there already (name, sector, website, external id, withdrawal; `created_at` stands).
    pub profiles: Vec<Profile>,
    /// New companies and who holds them.
    pub companies: Vec<(StartupId, LegalEntity)>,
    /// Companies that are no longer held, because the import that brought them is undone. A startup that is withdrawn (see
    /// `profiles`) takes its companies with it.
    pub withdrawn_companies: Vec<LegalEntityId>,
    /// New enrolments and whose they are.
    pub enrolments: Vec<(StartupId, Enrolment)>,
    /// New people.
    pub people: Vec<Person>,
    /// Who founded what.
    pub founders: Vec<Founder>,
    /// Moves between stages.
    pub stage_changes: Vec<NewFact<StageChange>>,
    /// Headcount observations.
    pub headcounts: Vec<NewFact<Headcount>>,
    /// Events of a startup's life.
    pub life_events: Vec<NewFact<LifeEvent>>,
    /// Days on which a startup was verified alive.
    pub verifications: Vec<NewFact<Verification>>,
    /// Where a startup works.
    pub workplaces: Vec<NewFact<Workplace>>,
    /// Revenue.
    pub revenues: Vec<NewFact<Revenue>>,
    /// Capital raised.
    pub capital: Vec<NewFact<CapitalRaised>>,
    /// Public money.
    pub awards: Vec<NewFact<FundingAward>>,
    /// Who follows a startup up.
    pub mentors: Vec<NewFact<MentorAssignment>>,
    /// Who else supported a startup.
    pub other_support: Vec<NewFact<OtherSupport>>,
    /// Meetings with the house.
    pub meetings: Vec<NewFact<Meeting>>,
    /// Founders and leaders in numbers.
    pub teams: Vec<NewFact<Team>>,
    /// What became of requests for updates.
    pub updates: Vec<NewFact<UpdateStep>>,
}

/// A kind of fact that a [`Batch`] has a list of.
pub(crate) trait Batched: FactRow {
    /// The list.
    fn list(batch: &mut Batch) -> &mut Vec<NewFact<Self>>;
}

macro_rules! batched {
    ($($name:ident: $body:ty,)+) => {
        $(impl Batched for $body {
            fn list(batch: &mut Batch) -> &mut Vec<NewFact<Self>> {
                &mut batch.$name
            }
        })+

        impl Batch {
            /// How many facts it holds.
            #[must_use]
            pub const fn facts(&self) -> usize {
                0 $(+ self.$name.len())+
            }

            /// The latest instant at which one of its rows says it was recorded.
            pub(crate) fn latest(&self) -> Option<Instant> {
                let facts = std::iter::empty()$(.chain(self.$name.iter().filter_map(|fact| fact.recorded_at)))+;
                facts.chain(self.startups.iter().map(|profile| profile.created_at)).max()
            }
        }
    };
}
each_kind!(batched);

/// What is left of a stated evidence; a blank one shows nothing.
pub(crate) fn shown_by(evidence: Option<&str>) -> Option<&str> {
    evidence.map(str::trim).filter(|text| !text.is_empty())
}
