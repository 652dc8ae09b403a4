//! What a job and a survivor cost the funder, with how sure that is.

use serde::{Deserialize, Serialize};

use super::progress::Progress;
use crate::figures::{Figure, interval::clopper_pearson};

/// An amount per something in whole øre, with its least and its most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The least it can be.
    pub low: i64,
    /// The point.
    pub point: i64,
    /// The most it can be; `None` where nothing bounds it: what is documented, or as few as could be, is nothing.
    pub high: Option<i64>,
}

/// What was got for what was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// What was paid, in øre.
    pub paid: i64,
    /// Per job: by the ceiling, the point and the documented floor. `None` where the point is not above zero.
    pub per_job: Option<Range>,
    /// Per survivor: by the exact binomial interval of the share alive. `None` where nobody is known to be alive.
    pub per_survivor: Option<Range>,
}

/// What was got for what was paid: jobs by a target's progress, survivors by a share alive over the same programme.
///
/// `None` when nothing was paid yet: what nothing was paid for has no cost.
#[must_use]
pub fn cost(paid: i64, jobs: Option<&Progress>, alive: Option<&Figure>) -> Option<Cost> {
    (paid > 0).then(|| Cost {
        paid,
        per_job: jobs.and_then(|jobs| per(paid, jobs.ceiling?, jobs.point?, jobs.floor?)),
        per_survivor: alive.and_then(|figure| survivors(paid, figure)),
    })
}

fn survivors(paid: i64, figure: &Figure) -> Option<Range> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the numerator of a share counts startups: a small whole number that is not negative"
    )]
    let (x, n) = (figure.numerator.round() as u64, figure.n as u64);
    if n == 0 {
        return None;
    }
    let share = clopper_pearson(x, n);
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    let (x, n) = (x as f64, n as f64);
    per(paid, share.high * n, x, share.low * n)
}

/// An amount by the most, the point and the least there is of something.
fn per(paid: i64, most: f64, point: f64, least: f64) -> Option<Range> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "an amount of a contract is below 10^13 øre, and what is rounded is smaller than it or divided by a part of one"
    )]
    let of = |many: f64| (paid as f64 / many).round() as i64;
    (point > 0.0).then(|| Range { low: of(most.max(point)), point: of(point), high: (least > 0.0).then(|| of(least)) })
}
