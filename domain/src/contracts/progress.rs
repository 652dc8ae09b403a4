//! How far a promise has come: floor, point and ceiling by the engine's own rows.
//!
//! An increase is the figure's rows at the end less its rows at the baseline, startup by startup, by the same definition. What is not
//! known of a startup at one of the two leaves it out, with the engine's own reason: missing is not zero. Who was not in question at the
//! baseline (not admitted yet) begins at nothing; who is not in question at the end (gone from the region) ends there.
//!
//! The baseline is the point both had before them. So the floor is the documented floor at the end less the point at the baseline (and
//! where nothing of a startup is documented at the end, no rise), and the ceiling is the ceiling at the end less that point, with what
//! those left out could add at most.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::once::{Claims, Slice};
use super::terms::{Kind, Target};
use super::{Contract, Terms};
use crate::figures::{Figure, FigureId, Interval, OutReason, Query, Scope, compute, definition};
use crate::ids::{ContractId, StartupId};
use crate::ledger::Ledger;
use crate::time::Instant;
use crate::words::Locale;

/// The engine with what it was asked already: a contract asks the same figure again and again.
pub struct Engine<'a> {
    ledger: &'a Ledger,
    known_at: Instant,
    known: HashMap<(FigureId, NaiveDate, Scope), Option<Arc<Rows>>>,
}

/// A figure with its rows by startup.
pub struct Rows {
    /// The figure.
    pub figure: Figure,
    at: HashMap<StartupId, At>,
}

impl std::ops::Deref for Rows {
    type Target = Figure;

    fn deref(&self) -> &Figure {
        &self.figure
    }
}

/// What a figure says of a startup.
#[derive(Debug, Clone, Copy, PartialEq)]
enum At {
    In {
        point: f64,
        floor: f64,
        ceiling: f64,
    },
    /// Not in question: nothing.
    Out(OutReason),
    /// Not known.
    Unknown(OutReason, f64),
}

impl<'a> Engine<'a> {
    /// The engine over a whole ledger, as known at an instant.
    #[must_use]
    pub fn new(ledger: &'a Ledger, known_at: Instant) -> Self {
        Self { ledger, known_at, known: HashMap::new() }
    }

    /// A figure; `None` for an unknown one.
    pub fn figure(&mut self, id: &FigureId, as_of: NaiveDate, scope: &Scope) -> Option<Arc<Rows>> {
        let key = (id.clone(), as_of, scope.clone());
        let (ledger, known_at) = (self.ledger, self.known_at);
        let compute = || {
            let figure = compute(ledger, id, &Query { as_of, known_at, scope: scope.clone() })?;
            let within = figure
                .rows_in
                .iter()
                .map(|row| (row.startup, At::In { point: row.contribution, floor: row.floor, ceiling: row.ceiling }));
            let out = figure.rows_out.iter().map(|row| {
                // Who was merged into another company took the jobs along: that is neither kept nor lost.
                let unknown = row.reason.is_missing() || row.reason == OutReason::Absorbed;
                (row.startup, if unknown { At::Unknown(row.reason, row.ceiling) } else { At::Out(row.reason) })
            });
            let at = within.chain(out).collect();
            Some(Arc::new(Rows { figure, at }))
        };
        self.known.entry(key).or_insert_with(compute).clone()
    }
}

/// Why the progress of a target cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmeasured {
    /// The contract is a draft, or was signed after the day.
    NotSigned,
    /// The day is before the baseline.
    NotBegun,
    /// The engine has another version of the definition now, or none.
    OtherVersion,
    /// There is no target of that number.
    NoTarget,
}

/// A startup that counts, and what it adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The startup.
    pub startup: StartupId,
    /// What it adds to the point.
    pub point: f64,
    /// What it adds to the documented floor.
    pub floor: f64,
    /// What it adds to the ceiling.
    pub ceiling: f64,
    /// The contract under which another part of the time is counted.
    pub partly: Option<ContractId>,
}

/// A startup that does not count, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowLeft {
    /// The startup.
    pub startup: StartupId,
    /// Why.
    pub why: Why,
    /// What it could add at most: counted in the ceiling only.
    pub ceiling: f64,
}

/// Why a startup does not count under a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Out {
    /// The figure leaves it out.
    Figure(OutReason),
    /// Its jobs are counted under that contract.
    CountedUnder(ContractId),
}

/// Another name of [`Out`], for readers.
pub type Why = Out;

impl Out {
    /// What a reader sees. `title` is what the other contract is called, when the reader may know.
    #[must_use]
    pub fn text(self, locale: Locale, title: Option<&str>) -> String {
        match self {
            Self::Figure(reason) => reason.text(locale).to_owned(),
            Self::CountedUnder(_) => super::words::counted_under(locale, title),
        }
    }
}

/// How far a target has come on a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// What was promised, by the terms in force on the day.
    pub target: Target,
    /// Its place among the targets, from 0.
    pub index: usize,
    /// The day asked about.
    pub as_of: NaiveDate,
    /// The day up to which it is counted: the day asked about, or the end of the target or of the contract when that is before it.
    pub counted_to: NaiveDate,
    /// How much there should be on the day, by the path.
    pub path: f64,
    /// How much there is; `None` when nothing is known to compute it from.
    pub point: Option<f64>,
    /// How much of it is documented.
    pub floor: Option<f64>,
    /// How much there can be at most.
    pub ceiling: Option<f64>,
    /// The 95 % interval of a share.
    pub interval: Option<Interval>,
    /// What counts of how many, for a share.
    pub of: Option<(f64, f64)>,
    /// The startups that count, by id.
    pub rows_in: Vec<Row>,
    /// The startups that do not, by id.
    pub rows_out: Vec<RowLeft>,
}

impl Progress {
    /// Whether the point is what the path asks for, or more.
    #[must_use]
    pub fn is_on_path(&self) -> Option<bool> {
        self.point.map(|point| point >= self.path)
    }

    /// How many startups are left out because something is not known of them.
    #[must_use]
    pub fn unknown(&self) -> usize {
        let unknown = |row: &&RowLeft| matches!(row.why, Out::Figure(reason) if reason.is_missing());
        self.rows_out.iter().filter(unknown).count()
    }
}

impl Contract {
    /// Up to which day a target is counted on a day.
    #[must_use]
    pub fn counted_to(&self, target: &Target, as_of: NaiveDate) -> NaiveDate {
        let end = self.closed.as_ref().map_or(target.due_on, |closed| closed.on.min(target.due_on));
        as_of.min(end)
    }

    /// A target by its place, by the terms in force on a day, when it can be measured then.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn measurable(&self, index: usize, as_of: NaiveDate) -> Result<(Target, Kind), Unmeasured> {
        if self.signed.as_ref().is_none_or(|signed| signed.on > as_of) {
            return Err(Unmeasured::NotSigned);
        }
        let Terms { targets, .. } = self.in_force(as_of);
        let target = targets.into_iter().nth(index).ok_or(Unmeasured::NoTarget)?;
        let kind = target.kind().ok_or(Unmeasured::OtherVersion)?;
        let version = definition(&target.definition.id).map(|known| known.version());
        if version != Some(target.definition.version) {
            return Err(Unmeasured::OtherVersion);
        }
        if as_of < target.baseline_on { Err(Unmeasured::NotBegun) } else { Ok((target, kind)) }
    }
}

/// How far a target of a contract has come on a day. `claims` are those of all contracts on the same day.
///
/// # Errors
/// Why it cannot be told.
pub fn progress(
    engine: &mut Engine<'_>,
    contract: &Contract,
    index: usize,
    claims: &Claims,
    as_of: NaiveDate,
) -> Result<Progress, Unmeasured> {
    let (target, kind) = contract.measurable(index, as_of)?;
    let to = contract.counted_to(&target, as_of);
    let path = target.path_at(as_of);
    let bare = |target: Target| Progress {
        target,
        index,
        as_of,
        counted_to: to,
        path,
        point: None,
        floor: None,
        ceiling: None,
        interval: None,
        of: None,
        rows_in: Vec::new(),
        rows_out: Vec::new(),
    };
    if kind == Kind::Increase {
        let (id, scope) = (&target.definition.id, &target.scope);
        let rule = Rule { contract: contract.id, claims, id, scope };
        let rows = increase(engine, &rule, target.baseline_on, to).ok_or(Unmeasured::OtherVersion)?;
        return Ok(rows.into_progress(bare(target)));
    }
    let since = (kind == Kind::Since).then(|| target.baseline_on.succ_opt()).flatten();
    let scope = Scope { since: since.or(target.scope.since), ..target.scope.clone() };
    let figure = engine.figure(&target.definition.id, to, &scope).ok_or(Unmeasured::OtherVersion)?;
    let row = |row: &crate::figures::RowIn| Row {
        startup: row.startup,
        point: row.contribution,
        floor: row.floor,
        ceiling: row.ceiling,
        partly: None,
    };
    let left = |row: &crate::figures::RowOut| RowLeft {
        startup: row.startup,
        why: Out::Figure(row.reason),
        ceiling: row.ceiling,
    };
    Ok(Progress {
        point: figure.value,
        floor: figure.floor,
        ceiling: figure.ceiling,
        interval: figure.interval,
        of: (kind == Kind::Level).then(|| (figure.numerator, figure.denominator())),
        rows_in: figure.rows_in.iter().map(row).collect(),
        rows_out: figure.rows_out.iter().map(left).collect(),
        ..bare(target)
    })
}

/// By what an increase is counted, and under which contract.
pub(super) struct Rule<'a> {
    pub contract: ContractId,
    pub claims: &'a Claims,
    pub id: &'a FigureId,
    pub scope: &'a Scope,
}

/// The rows of an increase.
pub(super) struct Increase {
    pub rows_in: Vec<Row>,
    pub rows_out: Vec<RowLeft>,
}

impl Increase {
    /// What the points add up to; `None` when nobody counts and of somebody we do not know.
    pub fn point(&self) -> Option<f64> {
        let unknown = |row: &RowLeft| matches!(row.why, Out::Figure(reason) if reason.is_missing());
        let nothing = self.rows_in.is_empty() && self.rows_out.iter().any(unknown);
        (!nothing).then(|| self.rows_in.iter().map(|row| row.point).sum::<f64>() + 0.0)
    }

    fn into_progress(self, bare: Progress) -> Progress {
        let point = self.point();
        let sum = |of: &dyn Fn(&Row) -> f64| self.rows_in.iter().map(of).sum::<f64>() + 0.0;
        let beyond = self.rows_out.iter().map(|row| row.ceiling).sum::<f64>();
        Progress {
            point,
            floor: point.map(|_| sum(&|row| row.floor)),
            ceiling: point.map(|_| sum(&|row| row.ceiling) + beyond),
            rows_in: self.rows_in,
            rows_out: self.rows_out,
            ..bare
        }
    }
}

/// The increase from the end of one day to the end of another: the figure's rows then less its rows before, each part of the time only
/// where it is this contract's.
pub(super) fn increase(engine: &mut Engine<'_>, rule: &Rule<'_>, from: NaiveDate, to: NaiveDate) -> Option<Increase> {
    let first = engine.figure(rule.id, from, rule.scope)?;
    let last = engine.figure(rule.id, to, rule.scope)?;
    let mut startups: BTreeSet<StartupId> = last.at.keys().copied().collect();
    // Whose jobs were there at the baseline and are not now is a loss, and must be looked at too.
    startups.extend(first.figure.rows_in.iter().map(|row| row.startup));
    let mut all = Increase { rows_in: Vec::new(), rows_out: Vec::new() };
    for startup in startups {
        // Whom this contract does not know at either end it has nothing of, and that is not because another one counts it.
        if !rule.claims.covers(startup, rule.contract)
            && let Err((reason, ceiling)) = counted(engine, rule, startup, &[(from, to)], to)?
        {
            all.rows_out.push(RowLeft { startup, why: Out::Figure(reason), ceiling });
            continue;
        }
        let (slices, other) = rule.claims.slices(startup, rule.contract, from, to);
        match counted(engine, rule, startup, &slices, to)? {
            Ok(mut row) => {
                row.partly = other;
                all.rows_in.push(row);
            }
            Err((reason, ceiling)) => {
                let (why, ceiling) = match other.filter(|_| slices.is_empty()) {
                    Some(other) => (Out::CountedUnder(other), 0.0),
                    None => (Out::Figure(reason), ceiling),
                };
                all.rows_out.push(RowLeft { startup, why, ceiling });
            }
        }
    }
    Some(all)
}

/// The documented part of a change: what is documented now less what there was. Where nothing is documented now, no rise is, and a fall
/// counts in full.
fn documented(floor: f64, point: f64, began: f64) -> f64 {
    let change = point - began;
    if floor == 0.0 { change.min(0.0) } else { change.min(floor - began) }
}

/// What a startup adds over some parts of the time, or why it does not count and how much it could add.
fn counted(
    engine: &mut Engine<'_>,
    rule: &Rule<'_>,
    startup: StartupId,
    slices: &[Slice],
    end: NaiveDate,
) -> Option<Result<Row, (OutReason, f64)>> {
    let mut row = Row { startup, point: 0.0, floor: 0.0, ceiling: 0.0, partly: None };
    let mut out = OutReason::NotAdmitted;
    let mut within = false;
    for (from, to) in slices {
        let figure = engine.figure(rule.id, *to, rule.scope)?;
        let after = figure.at.get(&startup).copied().unwrap_or(At::Out(OutReason::NotAdmitted));
        let figure = engine.figure(rule.id, *from, rule.scope)?;
        let before = figure.at.get(&startup).copied().unwrap_or(At::Out(OutReason::NotAdmitted));
        let began = match before {
            At::In { point, .. } => point,
            At::Out(_) => 0.0,
            At::Unknown(reason, _) => {
                let most = match after {
                    At::In { ceiling, .. } | At::Unknown(_, ceiling) => ceiling,
                    At::Out(_) => 0.0,
                };
                return Some(Err((reason, most.max(0.0))));
            }
        };
        match after {
            At::In { point, floor, ceiling } => {
                within = true;
                row.point += point - began;
                // What lies behind was counted by its point; only the last word can be documented or not.
                let last = *to == end;
                row.floor += if last { documented(floor, point, began) } else { point - began };
                row.ceiling += if last { ceiling - began } else { point - began };
            }
            At::Out(reason) => {
                out = reason;
                within |= matches!(before, At::In { .. });
                row.point -= began;
                row.floor -= began;
                row.ceiling -= began;
            }
            At::Unknown(reason, ceiling) => return Some(Err((reason, (ceiling - began).max(0.0)))),
        }
    }
    Some(if within { Ok(row) } else { Err((out, 0.0)) })
}
