//! Figures that are sums: the value is what the contributions add up to.

use super::definition::Totals;
use super::{RowIn, RowOut};

/// Adds rows up: the value is the sum of the contributions.
pub(super) fn add_up(rows_in: &[RowIn], rows_out: &[RowOut]) -> Totals {
    add_up_by(rows_in, rows_out, |values| values.sum())
}

/// Adds rows of hours up, exactly: every row is a whole number of minutes, and minutes add up without rounding where thirds of an
/// hour do not.
pub(super) fn add_up_hours(rows_in: &[RowIn], rows_out: &[RowOut]) -> Totals {
    add_up_by(rows_in, rows_out, |values| hours(values.map(|hours| (hours * 60.0).round()).sum()))
}

/// Adds rows of money up, exactly: every row is a whole number of øre.
pub(super) fn add_up_kroner(rows_in: &[RowIn], rows_out: &[RowOut]) -> Totals {
    add_up_by(rows_in, rows_out, |values| values.map(|kroner| (kroner * 100.0).round()).sum::<f64>() / 100.0)
}

/// Øre as kroner.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 øre, which is more than the country's product")]
pub(super) const fn kroner(ore: i64) -> f64 {
    ore as f64 / 100.0
}

/// Minutes as hours.
pub(super) const fn hours(minutes: f64) -> f64 {
    minutes / 60.0
}

fn add_up_by(rows_in: &[RowIn], rows_out: &[RowOut], sum: impl Fn(&mut dyn Iterator<Item = f64>) -> f64) -> Totals {
    // A sum of nothing is minus zero in floating point; a reader expects zero.
    let sum = |values: &mut dyn Iterator<Item = f64>| sum(values) + 0.0;
    let numerator = sum(&mut rows_in.iter().map(|row| row.contribution));
    let floor = sum(&mut rows_in.iter().map(|row| row.floor));
    let ceiling = sum(&mut rows_in.iter().map(|row| row.ceiling)) + sum(&mut rows_out.iter().map(|row| row.ceiling));
    // Nobody counts, and of somebody we do not know: that is not zero.
    let unknown = rows_in.is_empty() && rows_out.iter().any(|row| row.reason.is_missing());
    let known = |value: f64| (!unknown).then_some(value);
    Totals {
        value: known(numerator),
        floor: known(floor),
        ceiling: known(ceiling),
        numerator,
        interval: None,
        curve: None,
    }
}
