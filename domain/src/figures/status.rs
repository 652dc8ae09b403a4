//! Whether a startup is alive at a date. Alive is a state derived from facts; unknown is not alive.

use chrono::NaiveDate;

use super::definition::STALENESS_MONTHS;
use super::history::{Gone, History};
use crate::time::sub_months;

/// A startup's status at a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Shown alive within the staleness limit.
    Alive {
        /// The latest day that showed it.
        verified_on: NaiveDate,
    },
    /// Not alive: bankrupt, wound up, struck off, abandoned or dormant.
    Dead {
        /// Since when, or the day on which it was seen to be dead.
        since: NaiveDate,
        /// Whether `since` is the day it died.
        date_known: bool,
    },
    /// Absorbed in a merger: neither alive nor dead from that day.
    Absorbed {
        /// The day of the merger.
        since: NaiveDate,
    },
    /// Nobody has shown it alive within the staleness limit.
    Unknown {
        /// The latest day that showed it alive, if any ever did.
        last_verified: Option<NaiveDate>,
    },
}

/// The status at `date` by what happened on or before it.
#[must_use]
pub fn at(history: &History<'_>, date: NaiveDate) -> Status {
    if let Some(absence) = history.absence_on(date) {
        return match absence.how {
            Gone::Dead { date_known } => Status::Dead { since: absence.from, date_known },
            Gone::Absorbed => Status::Absorbed { since: absence.from },
        };
    }
    match history.last_verified(date) {
        Some(verified_on) if verified_on >= sub_months(date, STALENESS_MONTHS) => Status::Alive { verified_on },
        last_verified => Status::Unknown { last_verified },
    }
}
