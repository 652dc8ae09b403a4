//! What a file would change in a house: nothing is decided by the database, nothing is written from here.
//!
//! A file is laid beside the facts, and three questions are asked of everything it tells:
//!
//! - Is it known already? Then nothing is written. What counts is what *this profile* told last of the same thing, so that a
//!   correction made in the house since is not taken back by reading the same file once more.
//! - Did the file change its mind? Then a new fact supersedes the one it told before, with the file's name as the reason.
//! - Is it new? Then it is a new fact. What another source said of the same day is kept beside it.

mod facts;
mod matching;
mod profile;
mod programmes;
mod status;
mod stays;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::error::{CellError, Expected, Place, Warning, WarningKind};
use super::profile::Profile;
use super::told::{Body, Head, Told, ToldStartup};
use crate::facts::{FactKind, Source};
use crate::ids::{FactId, LegalEntityId, StartupId};
use crate::ledger::{Ledger, LegalEntity, Profile as StartupProfile, StartupLedger};
use crate::organisation::OrganisationNumber;
use crate::pipeline::{Cohort, Enrolment, Programme};
use crate::time::Instant;
use matching::{Asked, Matched};
pub use profile::{Tells, ToldOn};
use stays::Changed;

/// What the house knows, and what of it came from files of the same profile that are still in force (not undone).
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The facts.
    pub ledger: &'a Ledger,
    /// The facts that files of this profile brought.
    pub told_facts: &'a HashSet<FactId>,
    /// The startups that files of this profile brought.
    pub told_startups: &'a HashSet<StartupId>,
    /// The startups that rows of this profile were found to be by their name alone, each with the external id the row had.
    pub named: &'a HashSet<(StartupId, Option<String>)>,
    /// Of which day what profiles say was told last, by files of any profile and by hand.
    pub told_on: &'a HashMap<StartupId, ToldOn>,
}

/// The circumstances of a plan.
pub struct Context<'a> {
    /// The file's name, which becomes the reason of every correction.
    pub file: &'a str,
    /// How it was read.
    pub profile: &'a Profile,
    /// The day on which the file was right.
    pub as_of: NaiveDate,
    /// The injected clock's instant.
    pub now: Instant,
    /// What a person answered to the questions of an earlier plan.
    pub answers: &'a Answers,
    /// The injected source of ids: [`crate::World::new_id`].
    pub new_id: &'a mut dyn FnMut() -> Uuid,
}

/// What to do with a row that only shares its name with a startup of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SameName {
    /// It is that startup.
    Merge,
    /// It is another one.
    New,
}

/// The answer for one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowAnswer {
    /// It is this startup.
    Merge(StartupId),
    /// It is another one.
    New,
}

/// Answers to [`Question`]s.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// For every row without an answer of its own. `None` leaves the question open.
    pub all: Option<SameName>,
    /// By sheet and row.
    pub rows: BTreeMap<(String, u32), RowAnswer>,
}

/// A startup of the house that a row could mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The startup.
    pub id: StartupId,
    /// Its name.
    pub name: String,
    /// Its external id.
    pub external_id: Option<String>,
    /// Its companies' numbers.
    pub numbers: Vec<OrganisationNumber>,
    /// Why the row cannot be this one: what would be wrong with its cells then.
    pub refused: Vec<CellError>,
}

/// A row whose only key in the house is its name: is it the same startup?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The row.
    pub place: Place,
    /// The name in the file.
    pub name: String,
    /// Who it could be.
    pub candidates: Vec<Candidate>,
    /// Why the row cannot be a startup of its own: what would be wrong with its cells then.
    pub refused: Vec<CellError>,
}

/// What happens to a startup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// It is entered.
    New,
    /// It is known, and something about it is new.
    Updated,
    /// It is known, and so is everything the file tells of it.
    Unchanged,
}

/// A fact to write.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedFact {
    /// Its id.
    pub id: FactId,
    /// Its kind.
    pub kind: FactKind,
    /// The cell it comes from.
    pub place: Place,
    /// The day it was true.
    pub valid_on: NaiveDate,
    /// When it was recorded; `None`: now. Only a restored export brings its own.
    pub recorded_at: Option<Instant>,
    /// Who recorded it; `None`: whoever applies the import.
    pub recorded_by: Option<String>,
    /// Where it comes from.
    pub source: Source,
    /// What shows it.
    pub evidence: Option<String>,
    /// The fact whose place it takes.
    pub supersedes: Option<FactId>,
    /// Why.
    pub reason: Option<String>,
    /// What was observed; `None` only withdraws.
    pub body: Option<Body>,
}

/// A startup and what is to be written about it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedStartup {
    /// The row that tells of it first.
    pub place: Place,
    /// What happens.
    pub action: Action,
    /// Its profile as it will be.
    pub profile: StartupProfile,
    /// Its profile as it is, when it is known.
    pub before: Option<StartupProfile>,
    /// Companies to add.
    pub companies: Vec<LegalEntity>,
    /// Stays to add.
    pub enrolments: Vec<Enrolment>,
    /// Facts to add, in order.
    pub facts: Vec<PlannedFact>,
    /// What of its profile the file tells.
    pub tells: Tells,
    /// Whether the row was found to be this one by its name alone, and the external id it had then: next time nobody is asked.
    pub named: Option<Named>,
}

/// A row that was found to be a startup by its name alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The external id the row had.
    pub external_id: Option<String>,
    /// Whether a person said so just now; else it was known from an earlier file.
    pub answered: bool,
}

/// How many facts of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// New observations.
    pub new: usize,
    /// Facts that take the place of another, or only withdraw it.
    pub corrected: usize,
    /// Told, and known already.
    pub unchanged: usize,
}

/// What a file would change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// How many rows the file has.
    pub rows: usize,
    /// Programmes to make.
    pub programmes: Vec<Programme>,
    /// Cohorts to make.
    pub cohorts: Vec<Cohort>,
    /// The startups in the order of the file.
    pub startups: Vec<PlannedStartup>,
    /// Open questions: nothing is written while there is one.
    pub questions: Vec<Question>,
    /// Every cell that cannot be taken: nothing is written while there is one.
    pub errors: Vec<CellError>,
    /// What a reader should know besides.
    pub warnings: Vec<Warning>,
    /// How many facts of each kind.
    pub counts: BTreeMap<FactKind, Counts>,
}

impl Plan {
    /// Whether it may be written.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.errors.is_empty() && self.questions.is_empty()
    }

    /// Whether writing it would change nothing.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.programmes.is_empty()
            && self.cohorts.is_empty()
            && self.startups.iter().all(|startup| {
                // An answer is kept, so that nobody is asked twice.
                startup.action == Action::Unchanged && !startup.named.as_ref().is_some_and(|named| named.answered)
            })
    }

    /// How many startups have this fate.
    #[must_use]
    pub fn startups_with(&self, action: Action) -> usize {
        self.startups.iter().filter(|startup| startup.action == action).count()
    }

    /// How many facts would be written.
    #[must_use]
    pub fn facts(&self) -> usize {
        self.startups.iter().map(|startup| startup.facts.len()).sum()
    }
}

/// Lays what a file tells beside what the house knows.
#[must_use]
pub fn plan<'a>(told: Told, known: Known<'a>, context: Context<'a>) -> Plan {
    let Told { programmes, cohorts, startups, rows, errors, warnings } = told;
    let mut planner = Planner {
        known,
        restores: context.profile.history && known.ledger.startups.is_empty(),
        programmes: known.ledger.programmes.clone(),
        cohorts: known.ledger.cohorts.clone(),
        warned_recorded_now: false,
        plan: Plan { rows, errors, warnings, ..Plan::default() },
        cx: context,
    };
    for programme in &programmes {
        planner.told_programme(programme);
    }
    for cohort in cohorts {
        let programme = planner.programme(&cohort.programme, None);
        planner.cohort(programme, &cohort.name, cohort.starts_on, cohort.ends_on);
    }
    let (matched, asked) = matching::all(&mut planner, &startups);
    for (told, matched) in startups.iter().zip(matched) {
        if let Some(Matched { existing, named }) = matched {
            planner.startup(told, existing, named);
        }
    }
    for Asked { told, candidates } in asked {
        planner.ask(told, &candidates);
    }
    planner.finish()
}

struct Planner<'a> {
    known: Known<'a>,
    cx: Context<'a>,
    /// Whether an export is read into an empty house: ids and times of recording are kept.
    restores: bool,
    programmes: Vec<Programme>,
    cohorts: Vec<Cohort>,
    warned_recorded_now: bool,
    plan: Plan,
}

/// The facts planned for one startup, each still without its final id.
#[derive(Default)]
struct Draft {
    facts: Vec<PlannedFact>,
    enrolments: Vec<Enrolment>,
}

impl<'a> Planner<'a> {
    fn error(&mut self, place: &Place, value: String, expected: Expected) {
        self.plan.errors.push(CellError { place: place.clone(), value, expected });
    }

    fn warn(&mut self, place: &Place, kind: WarningKind) {
        self.plan.warnings.push(Warning { place: place.clone(), kind });
    }

    fn id(&mut self) -> Uuid {
        (self.cx.new_id)()
    }

    fn count(&mut self, kind: FactKind) -> &mut Counts {
        self.plan.counts.entry(kind).or_default()
    }

    /// The reason of whatever the file changes.
    fn reason(&self) -> String {
        format!("import {}", self.cx.file)
    }

    /// Whether this profile brought the fact.
    fn told_by_us(&self, fact: FactId) -> bool {
        self.known.told_facts.contains(&fact)
    }

    /// Asks which startup a row is, with what each answer would break: who answers shall not learn it only afterwards. Where every
    /// answer breaks something there is nothing to ask, and the cells are wrong.
    fn ask(&mut self, told: &ToldStartup, candidates: &[&'a StartupLedger]) {
        let mut question = matching::question(told, candidates);
        question.refused = self.errors_if(told, None);
        for (candidate, existing) in question.candidates.iter_mut().zip(candidates) {
            candidate.refused = self.errors_if(told, Some(existing));
        }
        let possible = question.refused.is_empty() || question.candidates.iter().any(|one| one.refused.is_empty());
        if !possible {
            let refused = question.candidates.iter_mut().flat_map(|candidate| std::mem::take(&mut candidate.refused));
            self.plan.errors.extend(refused);
            self.plan.errors.append(&mut question.refused);
        }
        self.plan.questions.push(question);
    }

    /// What would be wrong if a row were this startup, or a new one. Nothing is planned.
    fn errors_if(&mut self, told: &ToldStartup, existing: Option<&'a StartupLedger>) -> Vec<CellError> {
        let (plan, warned) = (std::mem::take(&mut self.plan), self.warned_recorded_now);
        let (programmes, cohorts) = (self.programmes.len(), self.cohorts.len());
        self.startup(told, existing, None);
        self.programmes.truncate(programmes);
        self.cohorts.truncate(cohorts);
        self.warned_recorded_now = warned;
        std::mem::replace(&mut self.plan, plan).errors
    }

    /// Plans everything about one startup.
    fn startup(&mut self, told: &ToldStartup, existing: Option<&'a StartupLedger>, named: Option<Named>) {
        let profile = self.profile(told, existing);
        let companies = self.companies(told, existing);
        let mut draft = Draft::default();
        let changed = self.stays(told, existing, &mut draft);
        self.observations(told, existing, &mut draft);
        let before = existing.map(|existing| existing.profile.clone());
        let action = match &before {
            None => Action::New,
            Some(before)
                if *before == profile
                    && companies.is_empty()
                    && draft.facts.is_empty()
                    && changed == Changed::Nothing =>
            {
                Action::Unchanged
            }
            Some(_) => Action::Updated,
        };
        let Draft { facts, enrolments } = draft;
        let place = told.place.clone();
        let tells = Tells::of(told);
        let planned = PlannedStartup { place, action, profile, before, companies, enrolments, facts, tells, named };
        self.plan.startups.push(planned);
    }

    fn companies(&mut self, told: &ToldStartup, existing: Option<&StartupLedger>) -> Vec<LegalEntity> {
        let known: HashSet<OrganisationNumber> = existing
            .map(|existing| existing.companies.iter().map(|company| company.number).collect())
            .unwrap_or_default();
        let new = told.companies.iter().filter(|company| !known.contains(&company.number));
        new.map(|company| LegalEntity {
            id: LegalEntityId((self.cx.new_id)()),
            number: company.number,
            name: company.name.clone(),
        })
        .collect()
    }

    /// A fact from a told one. Its id is a stand-in until [`Planner::finish`], unless the file restores its own.
    fn fact(&mut self, head: &Head, kind: FactKind, supersedes: Option<FactId>, body: Option<Body>) -> PlannedFact {
        if head.recorded_at.is_some() && !self.restores && !self.warned_recorded_now {
            self.warned_recorded_now = true;
            self.warn(&head.place, WarningKind::RecordedNow);
        }
        let corrects = supersedes.is_some();
        let counts = self.count(kind);
        if corrects {
            counts.corrected += 1;
        } else {
            counts.new += 1;
        }
        let reason = head.reason.clone().or_else(|| corrects.then(|| self.reason()));
        PlannedFact {
            id: head.id.filter(|_| self.restores).unwrap_or(UNNAMED),
            kind,
            place: head.place.clone(),
            valid_on: head.valid_on,
            recorded_at: head.recorded_at.filter(|_| self.restores),
            recorded_by: head.recorded_by.clone().filter(|_| self.restores),
            source: head.source,
            evidence: head.evidence.clone(),
            supersedes,
            reason,
            body,
        }
    }

    /// Gives every new fact its id. Facts of one day are ordered by id, so ids must rise in the order in which they were planned,
    /// and ids of one millisecond do not by themselves.
    fn finish(mut self) -> Plan {
        let new =
            self.plan.startups.iter().flat_map(|startup| &startup.facts).filter(|fact| fact.id == UNNAMED).count();
        let mut ids: Vec<Uuid> = (0..new).map(|_| (self.cx.new_id)()).collect();
        ids.sort_unstable();
        let mut ids = ids.into_iter();
        for fact in self.plan.startups.iter_mut().flat_map(|startup| &mut startup.facts) {
            if fact.id == UNNAMED
                && let Some(id) = ids.next()
            {
                fact.id = FactId(id);
            }
        }
        self.plan.errors.sort_by(|a, b| a.place.cmp(&b.place));
        self.plan.errors.dedup();
        self.plan
    }
}

/// The id of a fact that has none yet.
const UNNAMED: FactId = FactId(Uuid::nil());
