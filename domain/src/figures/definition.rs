//! What a definition is: a rule that says of one startup whether it counts and for how much, and how the rows add up.

use super::example::Example;
use super::history::History;
use super::parameter::Parameter;
use super::scope::{Question, Stay};
use super::status::Status;
use super::{Basis, Curve, Figure, FigureId, Interval, OutReason, RowIn, RowOut, Unit};
use crate::words::Locale;

/// After how many months without news a headcount no longer counts and a startup is no longer verified alive.
///
/// It is part of version 1 of every definition: a definition that wants another limit is a new version.
pub const STALENESS_MONTHS: u32 = 15;

/// An immutable, versioned rule for a figure. One file of this folder and one line of [`super::REGISTRY`] make one.
pub trait Definition: Send + Sync {
    /// The figure's name with its parameter: `survival.fixed(5)`.
    fn id(&self) -> FigureId;
    /// The version of the rule. A rule that counts differently is a new version.
    fn version(&self) -> u32 {
        1
    }
    /// What the value counts.
    fn unit(&self) -> Unit;
    /// A short name for headings.
    fn title(&self, locale: Locale) -> String;
    /// The rule in one to four sentences, its parameters included.
    fn rule(&self, locale: Locale) -> String;
    /// What is part of this version beside the words of its rule: limits, mappings, the period. Another limit is another version.
    fn parameters(&self) -> Vec<Parameter>;
    /// What the figure may not be set beside, in one to three sentences.
    fn apart(&self, locale: Locale) -> &'static str;
    /// What this version counts otherwise than the one before; `None` for the first.
    fn changed(&self, _locale: Locale) -> Option<&'static str> {
        None
    }
    /// A worked example: facts, and what the engine must make of them.
    fn example(&self) -> Example;
    /// The rule in symbols, as plain text.
    fn formula(&self) -> String;
    /// The figure as a sentence that can stand alone: with date, x of n, and the interval of a share.
    fn sentence(&self, locale: Locale, figure: &Figure) -> String;
    /// Whether that sentence counts groups of startups that stand in no table, such as those that closed. In public it does not.
    fn counts_parts(&self) -> bool {
        false
    }
    /// Whether a startup counts, and for how much.
    ///
    /// # Errors
    /// [`LeftOut`] with the reason when it does not.
    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut>;
    /// What the rows come to. Must be a function of the rows alone, so that a reader can add them up.
    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], question: &Question<'_>) -> Totals;
    /// The definition and its version, as figures and publications carry it: `survival.exits@1`.
    fn versioned(&self) -> String {
        format!("{}@{}", self.id().0, self.version())
    }
}

/// What a definition says of a startup, with its jobs divided by all who supported it when the question asks for fractions.
///
/// The one way from a definition to a row: dividing here keeps every rule whole and every sum a sum of rows.
///
/// # Errors
/// [`LeftOut`] with the reason when it does not count; what it could add at most is divided too.
pub(super) fn row(definition: &dyn Definition, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let row = definition.row(case);
    if !case.question.query.scope.fractional || definition.unit() != Unit::Jobs {
        return row;
    }
    let others = case.history.other_supporters(case.question.as_of());
    if others == 0 {
        return row;
    }
    let parts = f64::from(others) + 1.0;
    match row {
        Ok(counted) => Ok(Counted {
            contribution: counted.contribution / parts,
            floor: counted.floor / parts,
            ceiling: counted.ceiling / parts,
            basis: Basis { shared_with: Some(others), ..counted.basis },
        }),
        Err(left) => Err(LeftOut { ceiling: left.ceiling / parts, ..left }),
    }
}

/// One startup before a definition: its facts, the question, and what every definition needs to know first.
#[derive(Debug)]
pub struct Case<'a, 'h> {
    /// The startup's facts in force.
    pub history: &'a History<'h>,
    /// What is asked.
    pub question: &'a Question<'a>,
    /// Its stay within the scope, or why it has none there.
    pub stay: Result<Stay, OutReason>,
    /// Its status at the date asked about.
    pub status: Status,
}

impl<'a, 'h> Case<'a, 'h> {
    /// Prepares a startup for every definition.
    #[must_use]
    pub fn new(history: &'a History<'h>, question: &'a Question<'a>) -> Self {
        Self {
            history,
            question,
            stay: super::scope::stay(history, question),
            status: super::status::at(history, question.as_of()),
        }
    }
}

/// What a startup that counts adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// To the value (jobs), the numerator (shares) or the events (curves).
    pub contribution: f64,
    /// The least it can be by what is documented.
    pub floor: f64,
    /// The most it can be.
    pub ceiling: f64,
    /// The days on which that rests.
    pub basis: Basis,
}

/// Why a startup does not count, and what it could have added at most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The reason.
    pub reason: OutReason,
    /// At most this, never below zero.
    pub ceiling: f64,
}

impl LeftOut {
    /// Left out, with what it could add at most.
    #[must_use]
    pub fn up_to(reason: OutReason, ceiling: f64) -> Self {
        Self { reason, ceiling: ceiling.max(0.0) }
    }
}

impl From<OutReason> for LeftOut {
    fn from(reason: OutReason) -> Self {
        Self { reason, ceiling: 0.0 }
    }
}

/// What the rows of a figure come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// The value; `None` when nothing is there to compute it from.
    pub value: Option<f64>,
    /// The documented floor.
    pub floor: Option<f64>,
    /// The ceiling.
    pub ceiling: Option<f64>,
    /// The sum of the contributions.
    pub numerator: f64,
    /// The interval of a share or of a curve at its horizon.
    pub interval: Option<Interval>,
    /// The curve, where there is one.
    pub curve: Option<Curve>,
}
