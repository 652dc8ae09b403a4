//! How startups move through the house: who stands where, the funnel, and the time spent in each stage.
//!
//! The figures `pipeline.reached` and `pipeline.time_in_stage` are the same with their rows; a test holds them together. Here is what
//! charts need of all stages at once.
//!
//! All three are computed from the stage changes in force on the date, never from today's status: last year's funnel stays as it
//! was when a startup dies or leaves today. Of the scope, programme, cohort and sector count as everywhere; the period is the
//! day of *application*, since a funnel of the admitted alone would have lost its top; region and measure do not apply.

use std::collections::HashMap;

use super::Query;
use super::history::{History, population};
use super::pipeline_time::{Visit, quantile, visit};
use super::scope::Question;
use crate::facts::{Fact, Outcome, StageChange};
use crate::ids::{EnrolmentId, ProgrammeId, StageId, StartupId};
use crate::ledger::Ledger;
use crate::pipeline::{Course, Enrolment, Programme};

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
    /// Of the admitted, exited, however.
    pub left: Tally,
    /// Of the admitted, exited, by outcome in the order of [`Outcome::ALL`].
    pub exited: Vec<(Outcome, Tally)>,
}

/// How long startups remain in a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct StageTime {
    /// The programme.
    pub programme: ProgrammeId,
    /// The stage.
    pub stage: StageId,
    /// How many startups left it by the date, in the period asked about.
    pub completed: usize,
    /// How many never left it: they stand there still.
    pub still_there: usize,
    /// Lower quartile, median and upper quartile of their times in days, interpolated between neighbours (type 7 of
    /// Hyndman and Fan); `None` where none is completed.
    pub quartiles: Option<[f64; 3]>,
}

/// One stay within the question: whose, in which programme, the moves and its course.
struct Passage<'a, 'h> {
    startup: StartupId,
    programme: &'a Programme,
    enrolment: EnrolmentId,
    /// The startup's changes in force, in order.
    changes: &'h [&'a Fact<StageChange>],
    course: Course,
}

fn passages<'a>(ledger: &'a Ledger, query: &Query, mut visit: impl FnMut(&Passage<'a, '_>)) {
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
            visit(&Passage {
                startup: startup.profile.id,
                programme,
                enrolment: enrolment.id,
                changes: &history.stage_changes,
                course,
            });
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
                through(Gate::Left);
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
        left: tally(Gate::Left),
        exited: Outcome::ALL.into_iter().map(|outcome| (outcome, tally(Gate::Exited(outcome)))).collect(),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Gate {
    Applied,
    Declined,
    Admitted,
    StillIn,
    Left,
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

/// The time startups spend in each stage that is not an end, by programme and stage in order. The rule of
/// `pipeline.time_in_stage`, whose rows are these startups.
#[must_use]
pub fn time_in_stage(ledger: &Ledger, query: &Query) -> Vec<StageTime> {
    let question = Question::new(query);
    let mut visits: HashMap<(ProgrammeId, StageId), Vec<(StartupId, Visit)>> = HashMap::new();
    passages(ledger, query, |passage| {
        for stage in passage.programme.stages.iter().filter(|stage| !stage.closes()) {
            let (programme, changes) = (passage.programme, passage.changes);
            if let Some(visit) = visit(programme, passage.enrolment, changes, stage.id, query.as_of) {
                visits.entry((programme.id, stage.id)).or_default().push((passage.startup, visit));
            }
        }
    });
    let asked = ledger.programmes.iter().filter(|programme| query.scope.programme.is_none_or(|id| id == programme.id));
    let stages = asked.flat_map(|programme| {
        programme.stages.iter().filter(|stage| !stage.closes()).map(move |stage| (programme.id, stage.id))
    });
    stages
        .map(|(programme, stage)| {
            let visits = visits.remove(&(programme, stage)).unwrap_or_default();
            let (mut completed, mut still_there) = (Vec::new(), 0);
            // The stays of one startup come one after the other.
            for of_startup in visits.chunk_by(|(one, _), (other, _)| one == other) {
                let left = of_startup.iter().filter_map(|(_, visit)| Some((visit.left_on?, visit)));
                match left.max_by_key(|(left_on, visit)| (*left_on, visit.entered_on)) {
                    #[expect(clippy::cast_precision_loss, reason = "days of a stay stay far below 2^53")]
                    Some((left_on, visit)) if question.in_period(left_on) => completed.push(visit.days as f64),
                    Some(_) => {}
                    None => still_there += 1,
                }
            }
            completed.sort_unstable_by(f64::total_cmp);
            let at = |part| quantile(&completed, part);
            let quartiles = at(0.25).zip(at(0.5)).zip(at(0.75)).map(|((lower, median), upper)| [lower, median, upper]);
            StageTime { programme, stage, completed: completed.len(), still_there, quartiles }
        })
        .collect()
}
