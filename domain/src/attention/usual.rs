//! How long one usually stays in a stage: what the programme says, else what the house has seen.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::facts::in_force;
use crate::ids::StageId;
use crate::ledger::Ledger;
use crate::pipeline::Stage;
use crate::time::{Instant, days_between};

/// Fewer completed times than this say nothing about what is usual.
pub const FEWEST: usize = 5;

/// The times that stays have spent in each stage and left it, as the house has seen them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UsualTimes(BTreeMap<StageId, Vec<i64>>);

/// Where a usual time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// The programme has said it of the stage.
    Stage,
    /// Three of four startups were through within it; of so many.
    House(usize),
    /// The rule's own limit.
    Rule,
}

impl UsualTimes {
    /// The completed times of a house up to a day. It is of the whole house: a part of it would say something else to each reader.
    #[must_use]
    pub fn of(ledger: &Ledger, known_at: Instant, today: NaiveDate) -> Self {
        let mut times: BTreeMap<StageId, Vec<i64>> = BTreeMap::new();
        for startup in ledger.startups.iter().filter(|startup| startup.is_known_at(known_at)) {
            let changes = in_force(&startup.stage_changes, known_at);
            for stay in &startup.enrolments {
                let own = changes.iter().filter(|fact| fact.valid_on <= today).filter_map(|fact| {
                    fact.body.filter(|change| change.enrolment == stay.id).map(|change| (fact.valid_on, change.to))
                });
                let mut before: Option<(NaiveDate, StageId)> = None;
                for (on, to) in own {
                    if let Some((since, stage)) = before {
                        times.entry(stage).or_default().push(days_between(since, on));
                    }
                    before = Some((on, to));
                }
            }
        }
        for days in times.values_mut() {
            days.sort_unstable();
        }
        Self(times)
    }

    /// The usual time in a stage, and who says so: the programme, else the upper quartile of the house's own completed times where there
    /// are enough of them, else `otherwise`.
    #[must_use]
    pub fn of_stage(&self, stage: &Stage, otherwise: u32) -> (i64, From) {
        if let Some(days) = stage.usual_days {
            return (i64::from(days), From::Stage);
        }
        match self.0.get(&stage.id) {
            Some(days) if days.len() >= FEWEST => (upper_quartile(days).max(1), From::House(days.len())),
            _ => (i64::from(otherwise), From::Rule),
        }
    }
}

/// The least of some sorted numbers that three of four do not exceed.
fn upper_quartile(sorted: &[i64]) -> i64 {
    let at = (sorted.len() * 3).div_ceil(4).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::upper_quartile;

    #[test]
    fn three_of_four_were_through() {
        assert_eq!(upper_quartile(&[10, 20, 30, 40, 50]), 40);
        assert_eq!(upper_quartile(&[1, 2, 3, 4]), 3);
        assert_eq!(upper_quartile(&[7]), 7);
        assert_eq!(upper_quartile(&[]), 0);
    }
}
