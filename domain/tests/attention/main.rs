//! What asks for attention, tested from outside: each rule at its edges, and what holds over random houses.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

#[expect(dead_code, reason = "built for the tests of figures, of which not everything is asked here")]
#[path = "../figures/house.rs"]
mod house;
#[expect(dead_code, reason = "built for the tests of figures, of which not everything is asked here")]
#[path = "../figures/portfolio.rs"]
mod portfolio;
mod properties;
mod table;

use chrono::NaiveDate;
use domain::attention::{HouseRules, Item, UsualTimes, items};
use domain::ledger::Ledger;
use domain::time::end_of_oslo_day;

/// Everything that asks for attention on a day, as known at its end.
pub fn on(ledger: &Ledger, rules: &HouseRules, today: NaiveDate) -> Vec<Item> {
    let known_at = end_of_oslo_day(today);
    items(ledger, rules, &UsualTimes::of(ledger, known_at, today), known_at, today)
}
