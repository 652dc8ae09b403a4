//! Kroner for a euro where nobody stated a rate: the average of the year, from data that comes with the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::facts::Rate;

/// The averages that come with the program.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Averages {
    /// Who published them.
    pub source: String,
    /// Whether somebody held them against that.
    pub verified: bool,
    /// By year, in ten-thousandths of a krone.
    years: BTreeMap<String, u32>,
}

static AVERAGES: LazyLock<Averages> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/eur_nok.toml")).unwrap_or_else(|_| Averages {
        source: String::new(),
        verified: false,
        years: BTreeMap::new(),
    })
});

/// The averages that come with the program.
#[must_use]
pub fn averages() -> &'static Averages {
    &AVERAGES
}

/// The average of a day's year; of the nearest year before it that is known, else of the first after it. To be shown as assumed.
#[must_use]
pub fn assumed(on: NaiveDate) -> Option<Rate> {
    let known = AVERAGES.years.iter().filter_map(|(year, e4)| Some((year.parse::<i32>().ok()?, *e4)));
    let known: BTreeMap<i32, u32> = known.collect();
    let (year, e4) = known.range(..=on.year()).next_back().or_else(|| known.iter().next())?;
    let on = NaiveDate::from_ymd_opt(*year, 12, 31)?;
    Some(Rate { e4: *e4, on, source: AVERAGES.source.as_str().into() })
}
