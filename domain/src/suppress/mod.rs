//! What published tables must not reveal: a cell of one to four companies, directly or by subtraction.
//!
//! A [`Table`] is what a page prints: cells, each with the startups that are counted in it. A reader knows how cells lie in each
//! other (the exits of Romerike are among the exits), so from all tables together it can work out every sum and difference of
//! cells. [`may_publish`] looks at all of them at once: not only at one table against another, but at any combination.
//!
//! The check is careful in one direction: it takes it that a reader knows which groups of startups are empty. It may therefore refuse
//! what an ordinary reader could not work out; it never lets through what one could.
//!
//! Also here: [`too_uncertain`], when a percentage is not to be quoted (design section 5.3).

mod reveal;
mod uncertain;

use std::collections::{BTreeMap, BTreeSet};

pub use uncertain::{FEWEST_TO_QUOTE, Uncertain, WIDEST_TO_QUOTE, too_uncertain};

use crate::figures::Figure;
use crate::ids::StartupId;

/// A cell of this many startups, or of none, may be published. One of fewer may not.
pub const FEWEST: usize = 5;

/// What a page prints together: a figure with its parts, or rows and columns with their totals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What it is called: the address or name of the publication.
    pub name: String,
    /// Its cells, totals among them, the most important first.
    pub cells: Vec<Cell>,
}

/// One count of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What it counts: `n`, `alive`, `Romerike`.
    pub name: String,
    /// The startups counted in it.
    pub startups: BTreeSet<StartupId>,
}

/// Startups that a reader could count although they are too few.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The startups: one to four.
    pub startups: BTreeSet<StartupId>,
    /// The cells from which their number follows: that cell itself, one less another, or more of them together.
    pub from: Vec<Place>,
}

/// A cell of a table by the names of both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The table.
    pub table: String,
    /// The cell.
    pub cell: String,
}

impl Table {
    /// The counts that a page of a figure shows: how many are in, for a share how many count and how many do not, and how many are
    /// left out for each reason.
    #[must_use]
    pub fn of(name: &str, figure: &Figure) -> Self {
        let cell = |name: &str, startups: BTreeSet<StartupId>| Cell { name: name.to_owned(), startups };
        let within = |counts: &dyn Fn(f64) -> bool| {
            figure.rows_in.iter().filter(|row| counts(row.contribution)).map(|row| row.startup).collect()
        };
        let mut cells = vec![cell("n", within(&|_| true))];
        if figure.unit.is_share() {
            cells.push(cell("x", within(&|contribution| contribution > 0.0)));
            cells.push(cell("n-x", within(&|contribution| contribution <= 0.0)));
        }
        let mut reasons: BTreeMap<&str, BTreeSet<StartupId>> = BTreeMap::new();
        for row in &figure.rows_out {
            reasons.entry(row.reason.code()).or_default().insert(row.startup);
        }
        cells.extend(reasons.into_iter().map(|(reason, startups)| cell(reason, startups)));
        Self { name: name.to_owned(), cells }
    }
}

/// Whether a table may stand beside those already published.
///
/// # Errors
/// The groups of one to four startups that could be counted with the new table and could not without it.
pub fn may_publish(existing: &[Table], new: &Table) -> Result<(), Vec<Revealed>> {
    let before = revealed(existing);
    let mut after = revealed_with(existing, new);
    after.retain(|one| before.iter().all(|known| known.startups != one.startups));
    if after.is_empty() { Ok(()) } else { Err(after) }
}

/// Every group of one to four startups that a reader of these tables could count, the smallest first. A group that contains another is
/// not named beside it.
#[must_use]
pub fn revealed(tables: &[Table]) -> Vec<Revealed> {
    reveal::search(&tables.iter().collect::<Vec<_>>())
}

fn revealed_with(existing: &[Table], new: &Table) -> Vec<Revealed> {
    reveal::search(&existing.iter().chain(std::iter::once(new)).collect::<Vec<_>>())
}

/// A table as it may be published: the cells that have to be left blank are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitted {
    /// The cells that may be printed, in their order.
    pub shown: Table,
    /// The names of those left blank ("fewer than five, or hidden to protect others"), in their order.
    pub hidden: Vec<String>,
}

/// Leaves as few cells of a table blank as it takes, in the order in which they stand: a cell is printed if it may stand beside what
/// is published and the cells printed before it.
#[must_use]
pub fn fit(existing: &[Table], wanted: &Table) -> Fitted {
    let mut shown = Table { name: wanted.name.clone(), cells: Vec::new() };
    let mut hidden = Vec::new();
    if may_publish(existing, wanted).is_ok() {
        return Fitted { shown: wanted.clone(), hidden };
    }
    for cell in &wanted.cells {
        shown.cells.push(cell.clone());
        if may_publish(existing, &shown).is_err() {
            shown.cells.pop();
            hidden.push(cell.name.clone());
        }
    }
    Fitted { shown, hidden }
}
