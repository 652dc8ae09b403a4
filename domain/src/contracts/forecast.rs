//! Where a promise may be by its day: a band from the portfolio's own history, never a single line.
//!
//! The method, in words in [`super::words`]: a two-stage block bootstrap of quarterly changes.
//! 1. The history is what the target's own rows changed by in each of the last quarters, counted back from the day, for each startup
//!    that had jobs when the quarter began: at least [`FEWEST_QUARTERS`], at most [`MOST_QUARTERS`], only quarters that begin with
//!    [`FEWEST_STARTUPS`] such startups. A portfolio that has grown is thereby not taken for the smaller one it was.
//! 2. One history is one of many that could have been. So each of [`DRAWS`] draws first makes a history of its own out of blocks of
//!    [`BLOCK`] quarters in a row, then draws the quarters to come from that in the same way. The first step carries how little a short
//!    history says of the average, the second how much quarters differ; blocks keep what follows on each other together. How far
//!    quarters lie from their average is widened by the root of n over n less a block, by which a resample is too narrow.
//! 3. The band is from the 10th to the 90th of a hundred of those sums, times the startups that have jobs today, added to what is counted
//!    today.
//!
//! Chance is drawn from a fixed seed: the same facts give the same band, for everybody and for ever.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::once::Claims;
use super::progress::{Engine, Out, Rule, Unmeasured, increase, progress};
use super::terms::Kind;
use super::{Contract, Progress};
use crate::figures::Figure;
use crate::time::{days_between, sub_months};

/// Fewer quarters than these are no history.
pub const FEWEST_QUARTERS: usize = 8;
/// More quarters than these are another time.
pub const MOST_QUARTERS: usize = 20;
/// Fewer startups than these at the beginning of a quarter, and it tells of them rather than of a portfolio.
pub const FEWEST_STARTUPS: f64 = 5.0;
/// How many quarters in a row are drawn together.
pub const BLOCK: usize = 2;
/// How many draws.
pub const DRAWS: usize = 2_000;
/// How much of what may come lies within the band.
pub const LEVEL: f64 = 0.8;

/// A band of what may come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// How many quarters of history it rests on.
    pub quarters: usize,
    /// Today, every quarter to come, and the day the target is due.
    pub points: Vec<BandPoint>,
}

/// The band on a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandPoint {
    /// The day.
    pub on: NaiveDate,
    /// Its lower end: one in ten is below.
    pub low: f64,
    /// Its upper end: one in ten is above.
    pub high: f64,
}

/// Why there is no band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Short {
    /// The target cannot be measured.
    Unmeasured(Unmeasured),
    /// Only targets in jobs have one.
    NotJobs,
    /// The target's day, or the contract's last, has passed.
    Over,
    /// Fewer quarters of history than it takes.
    TooShort {
        /// How many there are.
        have: usize,
    },
    /// More quarters to go than there is history.
    TooFar {
        /// How many are to go.
        ahead: usize,
        /// How many there are.
        have: usize,
    },
    /// Nothing is known of today.
    NothingKnown,
}

impl Band {
    /// The band on the last day.
    #[must_use]
    pub fn end(&self) -> Option<&BandPoint> {
        self.points.last()
    }

    /// Whether even the upper end is below what is promised on the last day.
    #[must_use]
    pub fn falls_short(&self, promised: f64) -> bool {
        self.end().is_some_and(|end| end.high < promised)
    }
}

/// Where a target of a contract may be by its day, seen from `as_of`.
///
/// # Errors
/// Why there is no band.
pub fn forecast(
    engine: &mut Engine<'_>,
    contract: &Contract,
    index: usize,
    claims: &Claims,
    as_of: NaiveDate,
) -> Result<(Progress, Band), Short> {
    let (target, kind) = contract.measurable(index, as_of).map_err(Short::Unmeasured)?;
    if kind != Kind::Increase {
        return Err(Short::NotJobs);
    }
    if as_of >= target.due_on || contract.closed.as_ref().is_some_and(|closed| closed.on <= as_of) {
        return Err(Short::Over);
    }
    let now = progress(engine, contract, index, claims, as_of).map_err(Short::Unmeasured)?;
    let point = now.point.ok_or(Short::NothingKnown)?;
    let history = history(engine, contract, &now, claims, as_of);
    let History { changes: history, working } = history;
    if history.len() < FEWEST_QUARTERS {
        return Err(Short::TooShort { have: history.len() });
    }
    let days = quarters(as_of, target.due_on);
    if days.len() > history.len() {
        return Err(Short::TooFar { ahead: days.len(), have: history.len() });
    }
    let mut points = vec![BandPoint { on: as_of, low: point, high: point }];
    let parts: Vec<f64> = days.iter().map(|(_, part)| *part).collect();
    let ends = band(&history, &parts);
    points.extend(days.iter().zip(ends).map(|((on, _), (low, high))| BandPoint {
        on: *on,
        low: point + low * working,
        high: point + high * working,
    }));
    Ok((now, Band { quarters: history.len(), points }))
}

/// The quarters from one day to another, each with the part of it that is still within.
fn quarters(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, f64)> {
    let end = |quarter: u32| from.checked_add_months(Months::new(quarter * 3)).unwrap_or(NaiveDate::MAX);
    let mut days = Vec::new();
    for quarter in 1.. {
        let (began, ends) = (end(quarter - 1), end(quarter));
        if ends < to {
            days.push((ends, 1.0));
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a quarter")]
        let part = days_between(began, to) as f64 / days_between(began, ends).max(1) as f64;
        if part > 0.0 {
            days.push((to, part));
        }
        break;
    }
    days
}

/// What was, and how many startups have jobs today.
struct History {
    /// By how much the rows changed in each quarter for each startup that had jobs when it began, the oldest first.
    changes: Vec<f64>,
    working: f64,
}

/// By how much the target's rows changed in each of the last quarters. Startups that are another contract's today are
/// not in it: their jobs will not be this one's.
fn history(engine: &mut Engine<'_>, contract: &Contract, now: &Progress, claims: &Claims, as_of: NaiveDate) -> History {
    let (id, scope) = (&now.target.definition.id, &now.target.scope);
    let none = Claims::default();
    let rule = Rule { contract: contract.id, claims: &none, id, scope };
    let others: std::collections::BTreeSet<_> = now
        .rows_out
        .iter()
        .filter(|row| matches!(row.why, Out::CountedUnder(other) if claims.of(row.startup).iter().any(|one| one.contract == other)))
        .map(|row| row.startup)
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    let working = |figure: &Figure| {
        let with_jobs = figure.rows_in.iter().filter(|row| row.basis.value.is_some_and(|jobs| jobs > 0.0));
        with_jobs.filter(|row| !others.contains(&row.startup)).count() as f64
    };
    let mut changes = Vec::new();
    for back in 0..u32::try_from(MOST_QUARTERS).unwrap_or(u32::MAX) {
        let (from, to) = (sub_months(as_of, (back + 1) * 3), sub_months(as_of, back * 3));
        let Some(began) = engine.figure(id, from, scope) else { break };
        let many = working(&began);
        if many < FEWEST_STARTUPS {
            break;
        }
        let Some(rows) = increase(engine, &rule, from, to) else { break };
        let own = rows.rows_in.iter().filter(|row| !others.contains(&row.startup));
        changes.push(own.map(|row| row.point).sum::<f64>() / many);
    }
    changes.reverse();
    let today = engine.figure(id, as_of, scope).map_or(0.0, |figure| working(&figure));
    History { changes, working: today }
}

/// The lower and the upper end of the sum of the quarters to come, after each of them. `parts` says how much of each quarter counts: one,
/// and for the last perhaps less. The history is of at least one quarter.
#[must_use]
pub fn band(history: &[f64], parts: &[f64]) -> Vec<(f64, f64)> {
    if history.is_empty() {
        return Vec::new();
    }
    let mut chance = Chance(0x6772_6f62_756e_6e21);
    // What is drawn out of a short history varies less than what the history was drawn out of.
    #[expect(clippy::cast_precision_loss, reason = "some quarters")]
    let (mean, wider) = {
        let n = history.len() as f64;
        (history.iter().sum::<f64>() / n, (n / (n - BLOCK as f64).max(1.0)).sqrt())
    };
    let history: Vec<f64> = history.iter().map(|change| mean + (change - mean) * wider).collect();
    let mut sums: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS); parts.len()];
    let (mut own, mut ahead) = (Vec::new(), Vec::new());
    for _ in 0..DRAWS {
        redraw(&mut chance, &history, history.len(), &mut own);
        redraw(&mut chance, &own, parts.len(), &mut ahead);
        let mut sum = 0.0;
        for ((change, part), sums) in ahead.iter().zip(parts).zip(&mut sums) {
            sum += change * part;
            sums.push(sum);
        }
    }
    sums.into_iter()
        .map(|mut sums| {
            sums.sort_unstable_by(f64::total_cmp);
            let at = |share: f64| {
                #[expect(
                    clippy::cast_precision_loss,
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a place among two thousand draws"
                )]
                let place = ((DRAWS - 1) as f64 * share).round() as usize;
                sums.get(place).copied().unwrap_or_default()
            };
            (at((1.0 - LEVEL) / 2.0), at(f64::midpoint(1.0, LEVEL)))
        })
        .collect()
}

/// So many quarters out of others, in blocks that go round at the end.
fn redraw(chance: &mut Chance, from: &[f64], many: usize, into: &mut Vec<f64>) {
    into.clear();
    while into.len() < many {
        let start = chance.below(from.len());
        let block = (0..BLOCK).filter_map(|step| from.get((start + step) % from.len()).copied());
        into.extend(block.take(many - into.len()));
    }
}

/// `SplitMix64`: the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^= z >> 31;
        #[expect(clippy::cast_possible_truncation, reason = "a rest below a length")]
        let place = (z % (end.max(1) as u64)) as usize;
        place
    }
}
