//! What published tables reveal: cases by hand, and a search over random houses and tables.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

mod cases;
#[path = "../figures/house.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod house;
#[path = "../figures/portfolio.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod portfolio;
mod search;
mod words;

use domain::ids::StartupId;
use domain::suppress::{Cell, Table};

/// A table of cells by the numbers of their startups.
pub(crate) fn table(name: &str, cells: &[(&str, &[u64])]) -> Table {
    let cell = |(name, startups): &(&str, &[u64])| Cell {
        name: (*name).to_owned(),
        startups: startups.iter().map(|number| StartupId(house::id(*number))).collect(),
    };
    Table { name: name.to_owned(), cells: cells.iter().map(cell).collect() }
}

/// The numbers from one to another.
pub(crate) fn range(from: u64, to: u64) -> Vec<u64> {
    (from..=to).collect()
}
