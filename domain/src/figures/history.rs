//! One startup's facts in force, sorted and ready for every definition.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::late::Late;
use crate::facts::{
    CapitalRaised, Fact, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting, OtherSupport, Outcome, Revenue,
    Source, StageChange, Team, UpdateStep, Verification, Workplace,
};
use crate::ids::FactId;
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Programme, StageKind};
use crate::time::Instant;
use crate::words::fold;

/// A fact in force together with its body, which such a fact always has.
#[derive(Debug)]
pub struct Seen<'a, T> {
    /// The fact.
    pub fact: &'a Fact<T>,
    /// What it says.
    pub body: &'a T,
}

impl<T> Clone for Seen<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seen<'_, T> {}

impl<T> Seen<'_, T> {
    /// The day on which it was true.
    #[must_use]
    pub fn on(&self) -> NaiveDate {
        self.fact.valid_on
    }

    /// Whether it counts in a documented floor: evidence is attached, or its source documents by itself.
    #[must_use]
    pub fn documented(&self) -> bool {
        self.fact.documented || self.fact.source.documents()
    }
}

/// How a startup was gone from one day until another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// Not alive.
    Dead {
        /// Whether `from` is the day it died, and not only the day on which it was seen to be dead.
        date_known: bool,
    },
    /// Absorbed in a merger.
    Absorbed,
}

/// A stretch in which a startup was gone: from a day (included) until it was taken up again (that day not included).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// First day of it.
    pub from: NaiveDate,
    /// The day it was taken up again; `None` when it never was.
    pub until: Option<NaiveDate>,
    /// How.
    pub how: Gone,
}

/// One startup's facts in force as known at an instant, each kind in the order of [`Fact::order`].
#[derive(Debug)]
pub struct History<'a> {
    /// The house's programmes.
    pub programmes: &'a [Programme],
    /// The startup with all its facts, in force or not.
    pub startup: &'a StartupLedger,
    /// Moves between stages.
    pub stage_changes: Vec<&'a Fact<StageChange>>,
    /// Headcounts.
    pub headcounts: Vec<Seen<'a, Headcount>>,
    /// Life events.
    pub life_events: Vec<Seen<'a, LifeEvent>>,
    /// Verifications.
    pub verifications: Vec<Seen<'a, Verification>>,
    /// Workplaces.
    pub workplaces: Vec<Seen<'a, Workplace>>,
    /// Revenue.
    pub revenues: Vec<Seen<'a, Revenue>>,
    /// Capital raised.
    pub capital: Vec<Seen<'a, CapitalRaised>>,
    /// Who else supported it.
    pub other_support: Vec<Seen<'a, OtherSupport>>,
    /// Public money and other aid, step by step.
    pub awards: Late<'a, FundingAward>,
    /// Meetings with the house.
    pub meetings: Late<'a, Meeting>,
    /// Founders and leaders in numbers.
    pub teams: Late<'a, Team>,
    /// What became of requests for updates.
    pub updates: Late<'a, UpdateStep>,
    /// When it was gone, in order.
    pub absences: Vec<Absence>,
    /// Days of moves that show a living startup, in order.
    lively_moves: Vec<NaiveDate>,
}

/// Every startup known at `known_at` with its facts in force, in the order of their ids.
#[must_use]
pub fn prepare(ledger: &Ledger, known_at: Instant) -> Vec<History<'_>> {
    population(ledger, known_at).into_iter().map(|startup| History::of(ledger, startup, known_at)).collect()
}

/// The startups a ledger holds as known at `known_at`, in the order of their ids: the population of every figure.
#[must_use]
pub fn population(ledger: &Ledger, known_at: Instant) -> Vec<&StartupLedger> {
    let mut known: Vec<&StartupLedger> =
        ledger.startups.iter().map(AsRef::as_ref).filter(|startup| startup.is_known_at(known_at)).collect();
    if !known.is_sorted_by_key(|startup| startup.profile.id) {
        known.sort_by_key(|startup| startup.profile.id);
    }
    known
}

impl<'a> History<'a> {
    /// One startup's facts in force as known at `known_at`.
    #[must_use]
    pub fn of(ledger: &'a Ledger, startup: &'a StartupLedger, known_at: Instant) -> Self {
        let stage_changes: Vec<_> =
            in_force(&startup.stage_changes, known_at).into_iter().map(|seen| seen.fact).collect();
        let life_events = in_force(&startup.life_events, known_at);
        Self {
            programmes: &ledger.programmes,
            startup,
            lively_moves: lively_moves(&ledger.programmes, startup, &stage_changes),
            stage_changes,
            headcounts: in_force(&startup.headcounts, known_at),
            absences: absences(&life_events),
            life_events,
            verifications: in_force(&startup.verifications, known_at),
            workplaces: in_force(&startup.workplaces, known_at),
            revenues: in_force(&startup.revenues, known_at),
            capital: in_force(&startup.capital, known_at),
            other_support: in_force(&startup.other_support, known_at),
            awards: Late::new(&startup.awards, known_at),
            meetings: Late::new(&startup.meetings, known_at),
            teams: Late::new(&startup.teams, known_at),
            updates: Late::new(&startup.updates, known_at),
        }
    }

    /// How it was gone on a day; `None` when it was not.
    #[must_use]
    pub fn absence_on(&self, date: NaiveDate) -> Option<Absence> {
        let last = self.absences.iter().rfind(|absence| absence.from <= date)?;
        last.until.is_none_or(|until| until > date).then_some(*last)
    }

    /// Since when it has lived without a break, looking back from a day: the last time it was taken up again.
    #[must_use]
    pub fn living_since(&self, date: NaiveDate) -> NaiveDate {
        self.absences
            .iter()
            .rev()
            .filter_map(|absence| absence.until)
            .find(|until| *until <= date)
            .unwrap_or(NaiveDate::MIN)
    }

    /// The latest headcount on or before a day, stale or not.
    #[must_use]
    pub fn headcount_at(&self, date: NaiveDate) -> Option<Seen<'a, Headcount>> {
        up_to(&self.headcounts, date).last().copied()
    }

    /// The headcounts after one day, up to and including another.
    #[must_use]
    pub fn headcounts_between(&self, after: NaiveDate, to: NaiveDate) -> &[Seen<'a, Headcount>] {
        let to = up_to(&self.headcounts, to);
        to.get(up_to(to, after).len()..).unwrap_or_default()
    }

    /// How many other programmes supported it, known by a day. One that is named twice, however it is spelt, is one.
    #[must_use]
    pub fn other_supporters(&self, date: NaiveDate) -> u32 {
        let known = up_to(&self.other_support, date);
        if known.is_empty() {
            return 0;
        }
        let names: HashSet<String> = known.iter().map(|seen| fold(&seen.body.supporter)).collect();
        u32::try_from(names.len()).unwrap_or(u32::MAX)
    }

    /// The latest day, on or before `date`, on which something showed the startup alive; `None` when nothing ever did.
    ///
    /// What shows it alive: a verification; a headcount by founder, mentor or document, or any with somebody employed; revenue or
    /// capital above zero; a founding, incorporation, conversion, acquisition with continuation, move abroad or revival; a
    /// move into a stage that does not close the stay, or out of it as graduated, acquired or left.
    #[must_use]
    pub fn last_verified(&self, date: NaiveDate) -> Option<NaiveDate> {
        let headcount =
            latest(&self.headcounts, date, |seen| seen.fact.source != Source::Register || seen.body.employees.high > 0);
        let event = latest(&self.life_events, date, |seen| shows_life(seen.body.kind));
        [
            latest(&self.verifications, date, |_| true),
            headcount,
            event,
            latest(&self.revenues, date, |seen| seen.body.amount.minor > 0),
            latest(&self.capital, date, |seen| seen.body.amount.minor > 0),
            self.lively_moves.iter().rev().find(|on| **on <= date).copied(),
        ]
        .into_iter()
        .flatten()
        .max()
    }
}

/// The part of a sorted list that lies on or before a day.
pub(super) fn up_to<'s, 'a, T>(sorted: &'s [Seen<'a, T>], date: NaiveDate) -> &'s [Seen<'a, T>] {
    // Most questions are about today: looking at the last one first saves the search.
    if sorted.last().is_none_or(|last| last.on() <= date) {
        return sorted;
    }
    &sorted[..sorted.partition_point(|seen| seen.on() <= date)]
}

fn latest<T>(sorted: &[Seen<'_, T>], date: NaiveDate, counts: impl Fn(&Seen<'_, T>) -> bool) -> Option<NaiveDate> {
    up_to(sorted, date).iter().rev().find(|seen| counts(seen)).map(Seen::on)
}

/// The facts in force as known at an instant, with their bodies. The same rule as [`crate::facts::in_force`], in one pass over
/// facts that are already in order and with no table for the few that are superseded: a figure asks for millions.
pub(super) fn in_force<T>(facts: &[Fact<T>], known_at: Instant) -> Vec<Seen<'_, T>> {
    let mut seen = Vec::with_capacity(facts.len());
    let mut superseded: Vec<FactId> = Vec::new();
    for fact in facts.iter().filter(|fact| fact.recorded_at <= known_at) {
        superseded.extend(fact.supersedes);
        if let Some(body) = &fact.body {
            seen.push(Seen { fact, body });
        }
    }
    if !superseded.is_empty() {
        superseded.sort_unstable();
        seen.retain(|seen| superseded.binary_search(&seen.fact.id).is_err());
    }
    if !seen.is_sorted_by_key(|seen| seen.fact.order()) {
        seen.sort_unstable_by_key(|seen| seen.fact.order());
    }
    seen
}

/// Which events mean that the startup is gone. Version 1 of the mapping of design section 5.2.
const fn ends(kind: LifeEventKind) -> bool {
    use LifeEventKind::{Abandoned, AbsorbedInMerger, Bankrupt, Dormant, StruckOff, WoundUp};
    matches!(kind, Bankrupt | WoundUp | StruckOff | Abandoned | Dormant | AbsorbedInMerger)
}

/// Which events show that it lives.
const fn shows_life(kind: LifeEventKind) -> bool {
    !ends(kind)
}

/// The stretches in which the startup was gone. The first ending event counts (a dormant company that goes bankrupt was dead
/// from the day it went dormant), but a merger on the day of its own striking-off is a merger.
fn absences(events: &[Seen<'_, LifeEvent>]) -> Vec<Absence> {
    let mut absences: Vec<Absence> = Vec::new();
    for seen in events {
        let open = absences.last_mut().filter(|absence| absence.until.is_none());
        let absorbed = seen.body.kind == LifeEventKind::AbsorbedInMerger;
        match open {
            Some(absence) if seen.body.kind == LifeEventKind::Reactivated => absence.until = Some(seen.on()),
            Some(absence) if absorbed && absence.from == seen.on() => absence.how = Gone::Absorbed,
            None if ends(seen.body.kind) => {
                let how = if absorbed { Gone::Absorbed } else { Gone::Dead { date_known: seen.body.date_known } };
                absences.push(Absence { from: seen.on(), until: None, how });
            }
            Some(_) | None => {}
        }
    }
    absences
}

fn lively_moves(programmes: &[Programme], startup: &StartupLedger, changes: &[&Fact<StageChange>]) -> Vec<NaiveDate> {
    let lively = |fact: &&&Fact<StageChange>| {
        let change = fact.body?;
        let enrolment = startup.enrolments.iter().find(|enrolment| enrolment.id == change.enrolment)?;
        let programme = programmes.iter().find(|programme| programme.id == enrolment.programme)?;
        match programme.stage(change.to)?.kind {
            StageKind::Step | StageKind::Admission => Some(fact.valid_on),
            StageKind::Declined => None,
            StageKind::Exit(outcome) => match change.outcome.unwrap_or(outcome) {
                Outcome::Graduated | Outcome::Left | Outcome::Acquired => Some(fact.valid_on),
                Outcome::Discontinued => None,
            },
        }
    };
    changes.iter().filter_map(|fact| lively(&fact)).collect()
}
