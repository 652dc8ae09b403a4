//! What the page of a publication prints, and what it leaves blank so that no small group is revealed (design section 5.3).
//!
//! The signed file holds a row for each startup under its pseudonym, because anyone must be able to recompute from it. Everything that is
//! drawn from a publication elsewhere (page, table, card, report, open data, feed) shows its [`Face`] and nothing more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Words;
use super::freeze::words;
use crate::figures::{Curve, CurvePoint, Definition, Figure, OutReason, RowIn, RowOut, Unit, definition};
use crate::format;
use crate::ids::StartupId;
use crate::suppress::{Cell, Revealed, Table, fit, may_publish};
use crate::words::Locale;

/// The cell of those of whom a fact is wanting: on them rest floor and ceiling of a share, and what a sentence says of the left out.
pub const OPEN: &str = "open";

/// Days of a year on a curve: marks are set at whole years.
const YEAR_DAYS: f64 = 365.25;
/// Curves are not drawn where fewer are at risk (design section 5.2).
const LEAST_AT_RISK: u64 = 10;
/// No curve of a house is longer.
const MOST_YEARS: u32 = 60;

/// What may be shown of a publication to anybody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Face {
    /// The figure without its rows. Floor and ceiling of a share are absent where they would tell how few are open; a curve
    /// has points only where the startups at risk, and those that died since the point before, may be counted, and `events` of a
    /// point are those since the point before it.
    pub figure: Figure,
    /// What the numerator is a part of; see [`Figure::denominator`], which needs the rows.
    pub denominator: f64,
    /// The rule in symbols.
    pub formula: String,
    /// Title, rule and sentence by language tag. The sentence says nothing that the face leaves out.
    pub words: BTreeMap<String, Words>,
    /// The counts, in the order of a table: `n`, for a share `x` and `n-x`, [`OPEN`], then each reason for leaving out by its code.
    pub counts: Vec<Count>,
}

/// A count of a face.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// What it counts: `n`, `x`, `n-x`, [`OPEN`], or the code of an [`OutReason`].
    pub name: String,
    /// How many startups; absent where it is fewer than five, or hidden to protect others.
    pub startups: Option<usize>,
}

/// A face and the cells it shows, to be held against all that is published later.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The face.
    pub face: Face,
    /// Its cells, with the startups in each. For the house alone.
    pub table: Table,
}

/// Why a figure cannot be published beside what is published already: small groups could be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} groups of one to four startups could be counted", .0.len())]
pub struct TooFew(pub Vec<Revealed>);

impl Face {
    /// The words in a language.
    #[must_use]
    pub fn words(&self, locale: Locale) -> Option<&Words> {
        self.words.get(locale.tag()).or_else(|| self.words.get(Locale::default().tag()))
    }

    /// A count by its name; `None` where it is blank or not there.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<usize> {
        self.counts.iter().find(|count| count.name == name)?.startups
    }
}

/// What may be shown of a figure beside the tables already published.
///
/// # Errors
/// [`TooFew`] when its own counts (how many are in, how many count, how many do not) would reveal a small group. Lesser parts are left
/// blank instead.
pub fn face(existing: &[Table], name: &str, figure: &Figure) -> Result<Shown, TooFew> {
    let mut wanted = Table::of(name, figure);
    let own = if figure.unit.is_share() { 3 } else { 1 };
    let own = own.min(wanted.cells.len());
    // Those outside the question are not the figure's to count: each further count stands in the way of a later publication.
    let missing: BTreeSet<&str> =
        figure.rows_out.iter().filter(|row| is_open(row)).map(|row| row.reason.code()).collect();
    let mut at = 0;
    wanted.cells.retain(|cell| {
        at += 1;
        at <= own || missing.contains(cell.name.as_str())
    });
    let open = open(figure);
    // A share of people is told in people, of whom no cell counts: it cannot be said without those who are open.
    let needs_open = figure.unit == Unit::PeopleShare && !open.is_empty();
    if !open.is_empty() {
        wanted.cells.insert(own, Cell { name: OPEN.to_owned(), startups: open });
    }
    let own = own + usize::from(needs_open);
    let must = Table { name: name.to_owned(), cells: wanted.cells[..own].to_vec() };
    may_publish(existing, &must).map_err(TooFew)?;
    let fitted = fit(existing, &wanted);
    let mut table = fitted.shown;
    let hides_open = fitted.hidden.iter().any(|hidden| hidden == OPEN);
    let hides_levels = hides_open && figure.unit.is_share();
    let counts = wanted.cells.iter().map(|cell| Count {
        name: cell.name.clone(),
        startups: (!fitted.hidden.contains(&cell.name)).then_some(cell.startups.len()),
    });
    let counts = counts.collect();
    let curve = figure.curve.as_ref().map(|curve| coarse(existing, &mut table, figure, curve));
    let shown = Figure {
        floor: figure.floor.filter(|_| !hides_levels),
        ceiling: figure.ceiling.filter(|_| !hides_levels),
        rows_in: Vec::new(),
        rows_out: Vec::new(),
        curve,
        ..figure.clone()
    };
    let definition = definition(&figure.id);
    // Sentences count what is open by the rows. Those of shares say nothing of it without rows; for others there is a plain one.
    let trimmed = if figure.unit == Unit::Jobs { hides_open } else { !needs_open && !fitted.hidden.is_empty() };
    let trimmed = trimmed || definition.as_deref().is_some_and(Definition::counts_parts);
    let frozen = definition.as_deref().map(|definition| match (trimmed, figure.unit.is_share()) {
        (false, _) => words(definition, figure),
        (true, true) => words(definition, &shown),
        (true, false) => plain_words(definition, figure),
    });
    let face = Face {
        denominator: figure.denominator(),
        formula: definition.map(|definition| definition.formula()).unwrap_or_default(),
        words: frozen.unwrap_or_default(),
        counts,
        figure: shown,
    };
    Ok(Shown { face, table })
}

/// The startups on which the band of a share rests: what they are is not known.
fn open(figure: &Figure) -> BTreeSet<StartupId> {
    #[expect(clippy::float_cmp, reason = "levels are copies of the contribution unless something is open")]
    let spread = |row: &&RowIn| row.floor != row.contribution || row.ceiling != row.contribution;
    let is_share = figure.unit.is_share();
    // What adds up has a band of its own for every row, which counts nothing.
    let within = figure.rows_in.iter().filter(|row| is_share && spread(row)).map(|row| row.startup);
    let out = figure.rows_out.iter().filter(|row| is_open(row));
    within.chain(out.map(|row| row.startup)).collect()
}

/// Whether a startup is left out for want of a fact, and not because it is outside the question.
fn is_open(row: &RowOut) -> bool {
    let unclear = [
        OutReason::StatusUnknown,
        OutReason::PlaceUnknown,
        OutReason::PlaceAmbiguous,
        OutReason::DeathDateUnknown,
        OutReason::Undecided,
        OutReason::NotYetDue,
        OutReason::StillInStage,
        OutReason::NoMeeting,
    ];
    row.ceiling > 0.0 || row.reason.is_missing() || unclear.contains(&row.reason)
}

/// Words with a sentence that says nothing of how many are left out.
fn plain_words(definition: &dyn Definition, figure: &Figure) -> BTreeMap<String, Words> {
    let mut words = words(definition, figure);
    for locale in Locale::ALL {
        if let Some(words) = words.get_mut(locale.tag()) {
            let value = figure.value.map_or_else(|| "–".to_owned(), |value| format::number(locale, value, 1));
            let (date, n) = (format::date(locale, figure.query.as_of), format::count(locale, figure.n));
            words.sentence = plain::sentence(locale, &words.title, &value, &date, &n);
        }
    }
    words
}

/// A curve at whole years, each mark only where its counts may stand in the table; they are added to it.
fn coarse(existing: &[Table], table: &mut Table, figure: &Figure, curve: &Curve) -> Curve {
    let (mut points, mut before) = (Vec::new(), 0.0);
    if figure.unit != Unit::Curve {
        return Curve { points, ..curve.clone() };
    }
    let last = curve.points.last().map_or(0.0, |point| point.t);
    for year in 1..=MOST_YEARS {
        let t = f64::from(year) * YEAR_DAYS;
        if t > last {
            break;
        }
        let risk = cell(&format!("risk:{year}"), figure, |enters, leaves| enters < t && t <= leaves);
        let died = died(&format!("died:{year}"), figure, before, t);
        let (at_risk, events) = (risk.startups.len() as u64, died.startups.len() as u64);
        if at_risk < LEAST_AT_RISK {
            break;
        }
        table.cells.extend([risk, died]);
        if may_publish(existing, table).is_err() {
            table.cells.truncate(table.cells.len() - 2);
            continue;
        }
        let at = curve.points.iter().rfind(|point| point.t <= t);
        let (s, low, high) = at.map_or((1.0, 1.0, 1.0), |point| (point.s, point.low, point.high));
        points.push(CurvePoint { t, at_risk, events, censored: 0, s, low, high });
        before = t;
    }
    Curve { points, ..curve.clone() }
}

#[expect(clippy::cast_precision_loss, reason = "days of a life stay far below 2^53")]
fn cell(name: &str, figure: &Figure, counts: impl Fn(f64, f64) -> bool) -> Cell {
    let within = figure.rows_in.iter().filter(|row| {
        row.basis.exit_days.is_some_and(|leaves| counts(row.basis.entry_days.unwrap_or_default() as f64, leaves as f64))
    });
    Cell { name: name.to_owned(), startups: within.map(|row| row.startup).collect() }
}

/// Those that died after one mark and up to another.
fn died(name: &str, figure: &Figure, after: f64, until: f64) -> Cell {
    let mut cell = cell(name, figure, |_, leaves| after < leaves && leaves <= until);
    let dead: BTreeSet<StartupId> =
        figure.rows_in.iter().filter(|row| row.contribution > 0.0).map(|row| row.startup).collect();
    cell.startups.retain(|startup| dead.contains(startup));
    cell
}

crate::catalogue! {
    /// The words of a face.
    mod plain {
        sentence(title: &str, value: &str, date: &str, n: &str) => {
            nb: "{title}: {value} per {date}. Det bygger på {n} bedrifter.",
            nn: "{title}: {value} per {date}. Det byggjer på {n} bedrifter.",
            en: "{title}: {value} as at {date}. It rests on {n} startups." }
    }
}
