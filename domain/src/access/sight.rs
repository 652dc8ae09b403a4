//! The part of the house that an actor sees.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::policy::{Subject, fits};
use super::tie::{runs_programme, shows_stay, tie};
use super::{Actor, Role, Scope};
use crate::facts::{Fact, StageChange};
use crate::ids::{EnrolmentId, ProgrammeId};
use crate::ledger::{Ledger, StartupLedger};

/// Whether an actor sees the whole ledger, so that nobody need look for what to leave out.
#[must_use]
pub fn sees_all(actor: &Actor) -> bool {
    fits(actor.role, actor.scope)
        && match actor.role {
            Role::Admin | Role::System => true,
            Role::Manager => actor.scope == Scope::House,
            Role::Mentor | Role::Evaluator | Role::Founder | Role::Funder => false,
        }
}

/// The part of a ledger that an actor sees on a day. Startups of which everything is seen are shared, not copied. What is left out is not
/// there: neither stays elsewhere, nor the moves of such stays, nor programmes and cohorts that are not the actor's.
#[must_use]
pub fn seen_by(ledger: &Ledger, actor: &Actor, today: NaiveDate) -> Ledger {
    if sees_all(actor) {
        return ledger.clone();
    }
    let startups: Vec<Arc<StartupLedger>> =
        ledger.startups.iter().filter_map(|startup| seen_startup(ledger, startup, actor, today)).collect();
    let mut seen = Ledger { version: ledger.version, startups, ..Ledger::default() };
    if !fits(actor.role, actor.scope) {
        return seen;
    }
    let stays = || seen.startups.iter().flat_map(|startup| &startup.enrolments);
    let (programmes, cohorts) = if actor.role == Role::Founder {
        let programmes: HashSet<ProgrammeId> = stays().map(|stay| stay.programme).collect();
        let cohorts: HashSet<_> = stays().filter_map(|stay| stay.cohort).collect();
        let cohorts = ledger.cohorts.iter().filter(|cohort| cohorts.contains(&cohort.id)).cloned().collect();
        (ledger.programmes.iter().filter(|own| programmes.contains(&own.id)).cloned().collect(), cohorts)
    } else {
        // A funder is told nothing by which the figures of a programme could be narrowed.
        let cohorts = ledger.cohorts.iter().filter(|cohort| runs_programme(actor, cohort.programme));
        let cohorts = if actor.role == Role::Funder { Vec::new() } else { cohorts.cloned().collect() };
        (ledger.programmes.iter().filter(|own| runs_programme(actor, own.id)).cloned().collect(), cohorts)
    };
    seen.programmes = programmes;
    seen.cohorts = cohorts;
    seen
}

/// What an actor sees of a startup on a day; `None` when nothing.
#[must_use]
pub fn seen_startup(
    ledger: &Ledger,
    startup: &Arc<StartupLedger>,
    actor: &Actor,
    today: NaiveDate,
) -> Option<Arc<StartupLedger>> {
    let subject = Subject { ledger, startup };
    let tie = tie(actor, subject, today)?;
    let shown: HashSet<EnrolmentId> = startup
        .enrolments
        .iter()
        .map(|stay| stay.id)
        .filter(|stay| shows_stay(actor, tie, subject, *stay, today))
        .collect();
    if shown.len() == startup.enrolments.len() {
        return Some(Arc::clone(startup));
    }
    let mut seen = StartupLedger { enrolments: Vec::new(), stage_changes: Vec::new(), ..StartupLedger::clone(startup) };
    seen.enrolments = startup.enrolments.iter().filter(|stay| shown.contains(&stay.id)).cloned().collect();
    seen.stage_changes = moves_of(&startup.stage_changes, &shown);
    Some(Arc::new(seen))
}

/// The moves of these stays.
fn moves_of(changes: &[Fact<StageChange>], shown: &HashSet<EnrolmentId>) -> Vec<Fact<StageChange>> {
    let is_shown =
        |fact: &&Fact<StageChange>| move_of(changes, fact).is_some_and(|told| shown.contains(&told.enrolment));
    changes.iter().filter(is_shown).cloned().collect()
}

/// The move that a fact tells of: what it says itself, or what it took back. `changes` are all of its startup's.
#[must_use]
pub fn move_of(changes: &[Fact<StageChange>], fact: &Fact<StageChange>) -> Option<StageChange> {
    let mut fact = fact;
    // As many steps as there are facts: a chain that is longer would run in a circle.
    for _ in 0..=changes.len() {
        match fact.body {
            Some(told) => return Some(told),
            None => fact = changes.iter().find(|former| Some(former.id) == fact.supersedes)?,
        }
    }
    None
}
