//! What is done about a startup that has not answered yet.

use chrono::{Days, NaiveDate};

use crate::time::days_between;

/// So many days after the last reminder the mentor is told.
pub const TELL_AFTER_DAYS: u16 = 7;

/// So many days after an answer was due the round is closed and its links die.
pub const LINK_DAYS: u64 = 60;

/// What to do about one who has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUp {
    /// Nothing today.
    Nothing,
    /// Remind. With this one, so many of the reminders are behind us: those that a sleeping server missed are not made up for.
    Remind {
        /// How many reminders are behind us then.
        behind: u16,
    },
    /// Tell the mentor, once.
    TellMentor,
}

/// What to do today about somebody who has not answered: `behind` reminders are behind us, and the mentor was told or not.
#[must_use]
pub fn follow_up(today: NaiveDate, due_on: NaiveDate, reminders: &[u16], behind: u16, told: bool) -> FollowUp {
    let late = days_between(due_on, today);
    let due = reminders.iter().filter(|days| i64::from(**days) <= late).count();
    let due = u16::try_from(due).unwrap_or(u16::MAX);
    if due > behind {
        return FollowUp::Remind { behind: due };
    }
    let last = reminders.last().copied().unwrap_or_default();
    let all = usize::from(behind) >= reminders.len();
    if all && !told && late >= i64::from(last) + i64::from(TELL_AFTER_DAYS) {
        return FollowUp::TellMentor;
    }
    FollowUp::Nothing
}

/// The last day on which a round can be answered.
#[must_use]
pub fn closes_on(due_on: NaiveDate) -> NaiveDate {
    due_on.checked_add_days(Days::new(LINK_DAYS)).unwrap_or(due_on)
}
