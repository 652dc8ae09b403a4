//! How startups move through the house: who stands where, the funnel, and the time spent in each stage.
//!
//! All three are computed from the stage changes in force on the date, never from today's status: last year's funnel stays as it
//! was when a startup dies or leaves today. Of the scope, programme, cohort and sector count as everywhere; the period is the
//! day of *application*, since a funnel of the admitted alone would have lost its top; region and measure do not apply.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::Query;
use super::history::{History, population};
use super::scope::Question;
use crate::facts::{Fact, Outcome, StageChange};
use crate::ids::{ProgrammeId, StageId, StartupId};
use crate::ledger::Ledger;
use crate::pipeline::{Course, Enrolment, Programme};
use crate::time::days_between;

/// How many stays stand in the stages of a programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeCounts {
    /// The programme.
    pub programme: ProgrammeId,
    /// Its stages in order, those where nobody stands included.
    pub stages: Vec<StageCount>,
}

/// How many stays stand in a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: StageId,
    /// Stays that are open there.
    pub open: usize,
    /// Stays that ended there (exit and declined stages).
    pub closed: usize,
}

/// A number of stays, and of the startups behind them, each counted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Stays.
    pub stays: usize,
    /// Startups.
    pub startups: usize,
}

/// The way from application to exit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Funnel {
    /// Applied, whatever came of it.
    pub applied: Tally,
    /// Of these, declined or withdrawn.
    pub declined: Tally,
    /// Of these, admitted.
    pub admitted: Tally,
    /// Of the admitted, still in.
    pub still_in: Tally,
    /// Of the admitted, exited, by outcome in the order of [`Outcome::ALL`].
    pub exited: Vec<(Outcome, Tally)>,
}

/// How long stays remain in a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageTime {
    /// The programme.
    pub programme: ProgrammeId,
    /// The stage.
    pub stage: StageId,
    /// How many times a stay passed through it and left by the date.
    pub completed: usize,
    /// How many stand there still.
    pub still_there: usize,
    /// Lower quartile, median and upper quartile of the completed times in days, interpolated between neighbours (type 7 of
    /// Hyndman and Fan); `None` where none is completed.
    pub quartiles: Option<[f64; 3]>,
}

/// One stay within the question: whose, in which programme, its changes up to the date and its course.
struct Passage<'a> {
    startup: StartupId,
    programme: &'a Programme,
    changes: Vec<(NaiveDate, &'a StageChange)>,
    course: Course,
}

fn passages<'a>(ledger: &'a Ledger, query: &Query, mut visit: impl FnMut(&Passage<'a>)) {
    let question = Question::new(query);
    let scope = &query.scope;
    for startup in population(ledger, query.known_at) {
        if !question.is_sector(startup.profile.sector.as_deref()) {
            continue;
        }
        let history = History::of(ledger, startup, query.known_at);
        let asked = |enrolment: &&Enrolment| {
            scope.programme.is_none_or(|programme| programme == enrolment.programme)
                && (scope.cohort.is_none() || scope.cohort == enrolment.cohort)
        };
        for enrolment in startup.enrolments.iter().filter(asked) {
            let Some(programme) = ledger.programme(enrolment.programme) else { continue };
            let Some(course) = Course::at(programme, enrolment.id, &history.stage_changes, query.as_of) else {
                continue;
            };
            let applied = course.applied_on;
            if scope.admitted_from.is_some_and(|from| applied < from)
                || scope.admitted_to.is_some_and(|to| applied > to)
            {
                continue;
            }
            let of_stay = |fact: &&'a Fact<StageChange>| {
                let change = fact.body.as_ref().filter(|change| change.enrolment == enrolment.id)?;
                // A stage of another programme is passed over, as the course does.
                (fact.valid_on <= query.as_of && programme.stage(change.to).is_some())
                    .then_some((fact.valid_on, change))
            };
            let changes = history.stage_changes.iter().filter_map(of_stay).collect();
            visit(&Passage { startup: startup.profile.id, programme, changes, course });
        }
    }
}

/// How many stays stand in each stage of each programme (or of the one asked about) at the date.
#[must_use]
pub fn stage_counts(ledger: &Ledger, query: &Query) -> Vec<ProgrammeCounts> {
    let mut standing: HashMap<(ProgrammeId, StageId), (usize, usize)> = HashMap::new();
    passages(ledger, query, |passage| {
        let (open, closed) = standing.entry((passage.programme.id, passage.course.stage)).or_default();
        *(if passage.course.is_open() { open } else { closed }) += 1;
    });
    let asked = ledger.programmes.iter().filter(|programme| query.scope.programme.is_none_or(|id| id == programme.id));
    let count = |programme: &Programme, stage: StageId| {
        let (open, closed) = standing.get(&(programme.id, stage)).copied().unwrap_or_default();
        StageCount { stage, open, closed }
    };
    asked
        .map(|programme| ProgrammeCounts {
            programme: programme.id,
            stages: programme.stages.iter().map(|stage| count(programme, stage.id)).collect(),
        })
        .collect()
}

/// The funnel from application to exit as of the date.
///
/// Stays add up: applied = declined + admitted + those still in intake; admitted = still in + exited. Startups need not, since
/// one can have several stays.
#[must_use]
pub fn funnel(ledger: &Ledger, query: &Query) -> Funnel {
    let mut counts: HashMap<Gate, Counter> = HashMap::new();
    passages(ledger, query, |passage| {
        let course = &passage.course;
        let mut through = |gate| counts.entry(gate).or_default().count(passage.startup);
        through(Gate::Applied);
        match (course.admitted_on.is_some(), course.is_open(), course.outcome) {
            (false, true, _) => {}
            (false, false, _) => through(Gate::Declined),
            (true, true, _) => {
                through(Gate::Admitted);
                through(Gate::StillIn);
            }
            (true, false, outcome) => {
                through(Gate::Admitted);
                // An admitted stay that a corrected sheet shows declined ended without an outcome of its own.
                through(Gate::Exited(outcome.unwrap_or(Outcome::Left)));
            }
        }
    });
    let tally = |gate| counts.get(&gate).map(|counter: &Counter| counter.tally).unwrap_or_default();
    Funnel {
        applied: tally(Gate::Applied),
        declined: tally(Gate::Declined),
        admitted: tally(Gate::Admitted),
        still_in: tally(Gate::StillIn),
        exited: Outcome::ALL.into_iter().map(|outcome| (outcome, tally(Gate::Exited(outcome)))).collect(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Gate {
    Applied,
    Declined,
    Admitted,
    StillIn,
    Exited(Outcome),
}

/// Counts stays, and startups once each: the stays of one startup come one after the other.
#[derive(Default)]
struct Counter {
    tally: Tally,
    last: Option<StartupId>,
}

impl Counter {
    fn count(&mut self, startup: StartupId) {
        self.tally.stays += 1;
        self.tally.startups += usize::from(self.last != Some(startup));
        self.last = Some(startup);
    }
}

/// The time stays spend in each stage that is not an end, by programme and stage in order.
#[must_use]
pub fn time_in_stage(ledger: &Ledger, query: &Query) -> Vec<StageTime> {
    let mut days: HashMap<(ProgrammeId, StageId), (Vec<i64>, usize)> = HashMap::new();
    passages(ledger, query, |passage| {
        for (index, (since, change)) in passage.changes.iter().enumerate() {
            let (completed, still_there) = days.entry((passage.programme.id, change.to)).or_default();
            match passage.changes.get(index + 1) {
                Some((until, _)) => completed.push(days_between(*since, *until)),
                None => *still_there += 1,
            }
        }
    });
    let asked = ledger.programmes.iter().filter(|programme| query.scope.programme.is_none_or(|id| id == programme.id));
    let stages = asked.flat_map(|programme| {
        programme.stages.iter().filter(|stage| !stage.closes()).map(move |stage| (programme.id, stage.id))
    });
    stages
        .map(|(programme, stage)| {
            let (mut completed, still_there) = days.remove(&(programme, stage)).unwrap_or_default();
            completed.sort_unstable();
            let quartiles = (!completed.is_empty()).then(|| [0.25, 0.5, 0.75].map(|part| quantile(&completed, part)));
            StageTime { programme, stage, completed: completed.len(), still_there, quartiles }
        })
        .collect()
}

/// The quantile of sorted values, interpolated between neighbours.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "days and positions are small whole numbers"
)]
fn quantile(sorted: &[i64], part: f64) -> f64 {
    let position = (sorted.len() - 1) as f64 * part;
    let (below, above) = (sorted[position.floor() as usize] as f64, sorted[position.ceil() as usize] as f64);
    below + (above - below) * position.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_neighbours() {
        assert_eq!(quantile(&[7], 0.25), 7.0);
        assert_eq!(quantile(&[1, 2, 3, 4], 0.5), 2.5);
        assert_eq!(quantile(&[10, 20, 30, 40, 50], 0.25), 20.0);
        assert_eq!(quantile(&[0, 10], 0.75), 7.5);
    }
}
