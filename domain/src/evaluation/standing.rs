//! What the evaluators of an application come to together: never only a mean.

use super::{Criterion, Sheet, total};
use crate::ids::{CriterionId, PersonId};

/// What several evaluators gave one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which criterion.
    pub criterion: CriterionId,
    /// The mean of the scores, on the criterion's scale; `None` when nobody has handed any in.
    pub mean: Option<f64>,
    /// The least of them.
    pub least: Option<u8>,
    /// The greatest.
    pub greatest: Option<u8>,
}

/// What an application's handed-in sheets come to in a round.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Each evaluator's total, from 0 to 1, the highest first; without a name where the sheet is kept only to be counted.
    pub totals: Vec<(Option<PersonId>, f64)>,
    /// The mean of the totals, each counting once; `None` when nobody has handed one in.
    pub mean: Option<f64>,
    /// The standard deviation of the totals (of a sample); `None` with fewer than two.
    pub deviation: Option<f64>,
    /// How many were asked and have no conflict of interest.
    pub asked: usize,
    /// How many have handed their score in. It can be more than are asked now: a score stays when its evaluator leaves.
    pub scored: usize,
    /// How many have declared a conflict of interest.
    pub conflicts: usize,
    /// The criteria, one by one.
    pub parts: Vec<Part>,
}

impl Standing {
    /// What the sheets come to. `asked` are the evaluators without a conflict of interest, `conflicts` those with one. Drafts, and sheets
    /// without a score for every criterion, are passed over.
    #[must_use]
    pub fn of(criteria: &[Criterion], sheets: &[Sheet], asked: usize, conflicts: usize) -> Self {
        let handed_in = || sheets.iter().filter(|sheet| sheet.submitted);
        let mut totals: Vec<(Option<PersonId>, f64)> =
            handed_in().filter_map(|sheet| Some((sheet.evaluator, total(criteria, &sheet.scores)?))).collect();
        totals.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let values: Vec<f64> = totals.iter().map(|(_, value)| *value).collect();
        let parts = criteria.iter().map(|criterion| {
            let given: Vec<u8> = handed_in().filter_map(|sheet| sheet.scores.get(&criterion.id).copied()).collect();
            let values: Vec<f64> = given.iter().map(|score| f64::from(*score)).collect();
            Part {
                criterion: criterion.id,
                mean: mean(&values),
                least: given.iter().min().copied(),
                greatest: given.iter().max().copied(),
            }
        });
        Self {
            mean: mean(&values),
            deviation: deviation(&values),
            asked,
            scored: handed_in().count(),
            conflicts,
            parts: parts.collect(),
            totals,
        }
    }

    /// The least total.
    #[must_use]
    pub fn least(&self) -> Option<f64> {
        self.totals.last().map(|(_, value)| *value)
    }

    /// The greatest total.
    #[must_use]
    pub fn greatest(&self) -> Option<f64> {
        self.totals.first().map(|(_, value)| *value)
    }
}

fn mean(values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "evaluators are counted in tens")]
    let many = values.len() as f64;
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / many)
}

fn deviation(values: &[f64]) -> Option<f64> {
    let middle = mean(values).filter(|_| values.len() > 1)?;
    #[expect(clippy::cast_precision_loss, reason = "evaluators are counted in tens")]
    let free = (values.len() - 1) as f64;
    let squares: f64 = values.iter().map(|value| (value - middle).powi(2)).sum();
    Some((squares / free).sqrt())
}

/// Means nearer to each other than this are equal: they differ by rounding alone.
const EQUAL: f64 = 1e-9;

/// The place of each mean among all, the highest first, from 1; those that are equal share a place and the next one follows as if they did
/// not (1, 2, 2, 4). What has no mean has no place.
#[must_use]
pub fn ranks(means: &[Option<f64>]) -> Vec<Option<usize>> {
    let before = |own: f64| means.iter().flatten().filter(|other| **other > own + EQUAL).count();
    means.iter().map(|own| own.map(|own| before(own) + 1)).collect()
}
