//! One version of a definition against another on the same facts: which startups move, and why.

use super::{Definition, Figure, OutReason, Query, compute_by};
use crate::ids::StartupId;
use crate::ledger::Ledger;

/// Two versions on the same facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridge {
    /// The figure by the old version.
    pub old: Figure,
    /// The figure by the new one.
    pub new: Figure,
    /// The startups that stand otherwise, by id.
    pub moved: Vec<Moved>,
}

/// A startup that stands otherwise in the new version.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moved {
    /// Which.
    pub startup: StartupId,
    /// How it stood.
    pub before: Side,
    /// How it stands.
    pub after: Side,
}

/// How a startup stands in a figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Side {
    /// In it.
    In {
        /// What it adds.
        contribution: f64,
        /// What it adds at most.
        ceiling: f64,
        /// In a curve: from which day it is followed.
        entry_days: Option<i64>,
        /// In a curve: to which day it is followed.
        exit_days: Option<i64>,
    },
    /// Left out.
    Out(OutReason),
}

/// Why a startup moved, the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// Left out before, in now.
    CameIn,
    /// In before, left out now.
    FellOut,
    /// Left out for another reason.
    OtherReason,
    /// It adds something else.
    AddsOtherwise,
    /// It is followed for fewer days.
    FollowedShorter,
    /// It is followed for more days.
    FollowedLonger,
    /// Only what it adds at most is another.
    OtherCeiling,
}

impl Moved {
    /// Why it moved.
    #[must_use]
    pub fn why(&self) -> Move {
        match (self.before, self.after) {
            (Side::Out(_), Side::In { .. }) => Move::CameIn,
            (Side::In { .. }, Side::Out(_)) => Move::FellOut,
            (Side::Out(_), Side::Out(_)) => Move::OtherReason,
            (
                Side::In { contribution: one, entry_days: from, exit_days: to, .. },
                Side::In { contribution: other, entry_days: now_from, exit_days: now_to, .. },
            ) => {
                let days = |from: Option<i64>, to: Option<i64>| to.unwrap_or(0) - from.unwrap_or(0);
                if one.to_bits() != other.to_bits() {
                    return Move::AddsOtherwise;
                }
                match days(now_from, now_to).cmp(&days(from, to)) {
                    std::cmp::Ordering::Less => Move::FollowedShorter,
                    std::cmp::Ordering::Greater => Move::FollowedLonger,
                    std::cmp::Ordering::Equal => Move::OtherCeiling,
                }
            }
        }
    }
}

impl Bridge {
    /// How many startups moved for each reason, in the order of [`Move`].
    #[must_use]
    pub fn counts(&self) -> Vec<(Move, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for moved in &self.moved {
            *counts.entry(moved.why()).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }
}

/// Sets two definitions side by side.
#[must_use]
pub fn bridge(ledger: &Ledger, old: &dyn Definition, new: &dyn Definition, query: &Query) -> Bridge {
    let (old, new) = (compute_by(ledger, old, query), compute_by(ledger, new, query));
    let (before, after) = (sides(&old), sides(&new));
    // Both hold every startup of the house exactly once.
    let moved = before
        .iter()
        .filter_map(|(startup, before)| {
            let at = after.binary_search_by_key(startup, |(other, _)| *other).ok()?;
            let after = after[at].1;
            (*before != after).then_some(Moved { startup: *startup, before: *before, after })
        })
        .collect();
    Bridge { old, new, moved }
}

fn sides(figure: &Figure) -> Vec<(StartupId, Side)> {
    let within = figure.rows_in.iter().map(|row| {
        let side = Side::In {
            contribution: row.contribution,
            ceiling: row.ceiling,
            entry_days: row.basis.entry_days,
            exit_days: row.basis.exit_days,
        };
        (row.startup, side)
    });
    let mut sides: Vec<(StartupId, Side)> =
        within.chain(figure.rows_out.iter().map(|row| (row.startup, Side::Out(row.reason)))).collect();
    sides.sort_unstable_by_key(|(startup, _)| *startup);
    sides
}
