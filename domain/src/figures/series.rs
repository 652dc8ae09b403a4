//! Jobs over time, for charts: of the house by region, and of one startup.

use chrono::{Months, NaiveDate};

use super::definition::{self, Case, STALENESS_MONTHS};
use super::history::{Gone, History, prepare};
use super::jobs_stock;
use super::scope::Question;
use super::{Query, Scope, parallel};
use crate::facts::Span;
use crate::geography::RegionSetId;
use crate::ledger::Ledger;
use crate::time::Instant;

/// The house's jobs on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The day.
    pub date: NaiveDate,
    /// `jobs.stock` of the scope on that day.
    pub total: f64,
    /// `jobs.stock` of each region asked for, in the order asked.
    pub per_region: Vec<f64>,
}

/// `jobs.stock` from one day to another, every so many months (at least one), and on the last day.
///
/// Each point is the figure as of its date and as known at `known_at`. The regions asked for take the place of the scope's own.
#[must_use]
pub fn jobs_over_time(
    ledger: &Ledger,
    scope: &Scope,
    known_at: Instant,
    from: NaiveDate,
    to: NaiveDate,
    step_months: u32,
    regions: &[RegionSetId],
) -> Vec<Point> {
    let histories = prepare(ledger, known_at);
    let dates = dates(from, to, step_months.max(1));
    // One date costs as much as a figure: a handful of them over a small house needs no threads.
    let least = (50_000 / histories.len().max(1)).max(1);
    let parts = parallel::map_chunks(&dates, least, |_, dates| {
        dates.iter().map(|date| point(&histories, scope, known_at, *date, regions)).collect::<Vec<_>>()
    });
    parts.into_iter().flatten().collect()
}

fn dates(from: NaiveDate, to: NaiveDate, step_months: u32) -> Vec<NaiveDate> {
    let steps = (0..).map_while(|step: u32| from.checked_add_months(Months::new(step.checked_mul(step_months)?)));
    let mut dates: Vec<NaiveDate> = steps.take_while(|date| *date <= to).collect();
    if dates.last().is_some_and(|last| *last < to) {
        dates.push(to);
    }
    dates
}

fn point(
    histories: &[History<'_>],
    scope: &Scope,
    known_at: Instant,
    date: NaiveDate,
    regions: &[RegionSetId],
) -> Point {
    let ask = |scope: Scope| Query { as_of: date, known_at, scope };
    let whole = ask(scope.clone());
    let parts: Vec<Query> =
        regions.iter().map(|region| ask(Scope { region: Some(region.clone()), ..scope.clone() })).collect();
    let whole = Question::new(&whole);
    let parts: Vec<Question<'_>> = parts.iter().map(Question::new).collect();
    let mut point = Point { date, total: 0.0, per_region: vec![0.0; regions.len()] };
    for history in histories {
        let jobs = |question| {
            definition::row(&jobs_stock::RULE, &Case::new(history, question)).map_or(0.0, |row| row.contribution)
        };
        let total = jobs(&whole);
        // Who has no jobs anywhere has none in a region, and that is most startups on most days.
        if total > 0.0 {
            point.total += total;
            for (sum, question) in point.per_region.iter_mut().zip(&parts) {
                *sum += jobs(question);
            }
        }
    }
    point
}

/// From this day on, so many people work in a startup, until the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The first day of the step.
    pub on: NaiveDate,
    /// Employees; `None` while nobody knows.
    pub employees: Option<Span>,
    /// Whether the observation is documented.
    pub documented: bool,
    /// What made the step.
    pub cause: StepCause,
}

/// What makes a step in a startup's jobs curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepCause {
    /// A headcount was observed.
    Observed,
    /// The last observation passed the staleness limit.
    Stale,
    /// It died.
    Died,
    /// It was absorbed in a merger.
    Absorbed,
    /// It was taken up again.
    Revived,
}

/// One startup's jobs from one day to another, as a curve of steps. The first step lies on `from` where something stood then.
#[must_use]
pub fn startup_jobs(history: &History<'_>, from: NaiveDate, to: NaiveDate) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (index, seen) in history.headcounts.iter().enumerate() {
        if history.absence_on(seen.on()).is_some() {
            continue;
        }
        steps.push(Step {
            on: seen.on(),
            employees: Some(seen.body.employees),
            documented: seen.documented(),
            cause: StepCause::Observed,
        });
        // The day after the limit is the first on which the observation no longer counts.
        let stale_on = seen.on().checked_add_months(Months::new(STALENESS_MONTHS)).and_then(|limit| limit.succ_opt());
        if let Some(on) = stale_on
            && history.headcounts.get(index + 1).is_none_or(|next| next.on() > on)
            && history.absence_on(on).is_none()
            && history.living_since(on) <= seen.on()
        {
            steps.push(Step { on, employees: None, documented: false, cause: StepCause::Stale });
        }
    }
    for absence in &history.absences {
        let (employees, cause) = match absence.how {
            Gone::Dead { .. } => (Some(Span::exact(0)), StepCause::Died),
            Gone::Absorbed => (None, StepCause::Absorbed),
        };
        steps.push(Step { on: absence.from, employees, documented: false, cause });
        steps.extend(absence.until.map(|on| Step {
            on,
            employees: None,
            documented: false,
            cause: StepCause::Revived,
        }));
    }
    // Stable: on the day of a revival, the observation of that day comes after it.
    steps.sort_by_key(|step| (step.on, step.cause == StepCause::Observed));
    let before = steps.partition_point(|step| step.on < from);
    let mut shown: Vec<Step> = steps[before..].iter().take_while(|step| step.on <= to).copied().collect();
    if let Some(standing) = before.checked_sub(1).and_then(|index| steps.get(index))
        && shown.first().is_none_or(|first| first.on > from)
        && from <= to
    {
        shown.insert(0, Step { on: from, ..*standing });
    }
    shown
}
