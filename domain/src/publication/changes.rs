//! What changed since: which later facts would move a published figure, and by how much.
//!
//! The question stays the same but for what is known. Facts are added one by one in the order in which they were recorded, and each
//! is charged with the step it makes from there: the steps follow on each other, so together they are the whole difference.

use super::kinds::every_kind;
use super::least::{Engine, Row};
use crate::facts::{Fact, FactKind};
use crate::figures::{Figure, FigureId, Query, Question, RowIn, RowOut, compute, definition};
use crate::ids::{FactId, StartupId};
use crate::ledger::{Ledger, StartupLedger};
use crate::time::Instant;

/// A figure's numbers at one state of knowledge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// The value.
    pub value: Option<f64>,
    /// The documented floor.
    pub floor: Option<f64>,
    /// The ceiling.
    pub ceiling: Option<f64>,
    /// The sum of the contributions.
    pub numerator: f64,
    /// How many startups are in.
    pub n: usize,
}

impl From<&Figure> for Standing {
    fn from(figure: &Figure) -> Self {
        let Figure { value, floor, ceiling, numerator, n, .. } = figure;
        Self { value: *value, floor: *floor, ceiling: *ceiling, numerator: *numerator, n: *n }
    }
}

/// What made a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A startup was entered.
    Entered,
    /// A fact was recorded: stated, corrected or withdrawn.
    Fact {
        /// The fact.
        id: FactId,
        /// Its kind.
        kind: FactKind,
    },
    /// The import that brought the startup was undone.
    Withdrawn,
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Of which startup.
    pub startup: StartupId,
    /// When it was recorded.
    pub at: Instant,
    /// What was recorded.
    pub cause: Cause,
    /// The figure before it.
    pub before: Standing,
    /// The figure after it.
    pub after: Standing,
}

impl Change {
    /// By how much it moved the value; `None` where there was none before or is none after.
    #[must_use]
    pub fn by(&self) -> Option<f64> {
        Some(self.after.value? - self.before.value?)
    }
}

/// All steps from what was known then to what is known now.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// The figure as known then.
    pub then: Standing,
    /// The figure as known now.
    pub now: Standing,
    /// The steps in the order of recording. Facts that move neither value, levels, x nor n are not among them.
    pub steps: Vec<Change>,
}

/// What was recorded after `query.known_at` and up to `now`, and what each of it does to the figure. `None` for an unknown figure.
#[must_use]
pub fn changes(ledger: &Ledger, id: &FigureId, query: &Query, now: Instant) -> Option<Changes> {
    let definition = definition(id)?;
    let figure = compute(ledger, id, query)?;
    let then = Standing::from(&figure);
    let later = Query { known_at: now.max(query.known_at), ..query.clone() };
    let question = Question::new(&later);
    let mut engine = Engine::new(definition.as_ref(), &later, ledger.programmes.clone());
    let mut rows = Row(figure.rows_in, figure.rows_out);
    let (mut standing, mut steps) = (then, Vec::new());
    for (at, cause, startup) in recorded(ledger, query.known_at, now) {
        let row = match known_by(startup, at, cause) {
            Some(startup) => engine.row(&startup),
            None => Row(Vec::new(), Vec::new()),
        };
        if !rows.replace(startup.profile.id, row) {
            continue;
        }
        let totals = definition.add_up(&rows.0, &rows.1, &question);
        let after = Standing {
            value: totals.value,
            floor: totals.floor,
            ceiling: totals.ceiling,
            numerator: totals.numerator,
            n: rows.0.len(),
        };
        if after != standing {
            steps.push(Change { startup: startup.profile.id, at, cause, before: standing, after });
            standing = after;
        }
    }
    Some(Changes { then, now: standing, steps })
}

impl Row {
    /// Puts a startup's row in place of the one it had; whether that changed anything. Rows stay in the order of their startups.
    fn replace(&mut self, startup: StartupId, row: Self) -> bool {
        let within = put(&mut self.0, startup, |row: &RowIn| row.startup, row.0);
        let out = put(&mut self.1, startup, |row: &RowOut| row.startup, row.1);
        within | out
    }
}

fn put<T: PartialEq>(rows: &mut Vec<T>, startup: StartupId, of: impl Fn(&T) -> StartupId, new: Vec<T>) -> bool {
    let from = rows.partition_point(|row| of(row) < startup);
    let to = from + rows[from..].iter().take_while(|row| of(row) == startup).count();
    if rows[from..to] == new[..] {
        return false;
    }
    rows.splice(from..to, new);
    true
}

/// Everything recorded after one instant and up to another, in the order of recording.
fn recorded(ledger: &Ledger, after: Instant, until: Instant) -> Vec<(Instant, Cause, &StartupLedger)> {
    let within = |at: Instant| after < at && at <= until;
    let mut found: Vec<(Instant, Cause, &StartupLedger)> = Vec::new();
    for startup in ledger.startups.iter().map(AsRef::as_ref) {
        if within(startup.profile.created_at) {
            found.push((startup.profile.created_at, Cause::Entered, startup));
        }
        if let Some(at) = startup.profile.withdrawn_at.filter(|at| within(*at)) {
            found.push((at, Cause::Withdrawn, startup));
        }
        let mut fact = |at: Instant, id: FactId, kind: FactKind| {
            if within(at) {
                found.push((at, Cause::Fact { id, kind }, startup));
            }
        };
        startup.stage_changes.iter().for_each(|one| fact(one.recorded_at, one.id, FactKind::StageChange));
        macro_rules! list {
            ($list:ident, $kind:expr) => {
                startup.$list.iter().for_each(|one| fact(one.recorded_at, one.id, $kind));
            };
        }
        every_kind!(list);
    }
    found.sort_by_key(|(at, cause, startup)| (*at, *cause, startup.profile.id));
    found
}

/// The startup by what was recorded up to and including one thing; `None` while it is not known.
fn known_by(startup: &StartupLedger, at: Instant, cause: Cause) -> Option<StartupLedger> {
    if !startup.is_known_at(at) {
        return None;
    }
    let mut known = startup.clone();
    known.profile.withdrawn_at = None;
    macro_rules! cut {
        ($list:ident, $kind:expr) => {
            known.$list.retain(|fact| is_recorded(fact, at, cause));
        };
    }
    every_kind!(cut);
    known.stage_changes.retain(|fact| is_recorded(fact, at, cause));
    Some(known)
}

fn is_recorded<T>(fact: &Fact<T>, at: Instant, cause: Cause) -> bool {
    fact.recorded_at < at
        || (fact.recorded_at == at
            && match cause {
                Cause::Entered => false,
                Cause::Fact { id, .. } => fact.id <= id,
                Cause::Withdrawn => true,
            })
}
