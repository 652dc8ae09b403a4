//! Time and chance as the domain sees them.
//!
//! A fact is true on a civil date in Europe/Oslo and is learned at an instant in UTC. Nobody reads the machine's clock:
//! it comes in through [`World`], so a test can stand on any day.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Timelike, Utc};
use uuid::Uuid;

/// An instant at which something was recorded, to the microsecond (what PostgreSQL keeps).
pub type Instant = DateTime<Utc>;

/// The outside world's clock and chance. One real implementation lives in `server`, one fake in tests.
pub trait World: Send + Sync + 'static {
    /// The present instant, truncated to microseconds.
    fn now(&self) -> Instant;
    /// Fills `bytes` with unpredictable bits.
    fn fill(&self, bytes: &mut [u8]);

    /// Today's civil date in Europe/Oslo.
    fn today(&self) -> NaiveDate {
        oslo_date(self.now())
    }

    /// A new UUID of version 7 from this clock and this chance.
    fn new_id(&self) -> Uuid {
        let mut random = [0u8; 10];
        self.fill(&mut random);
        let millis = u64::try_from(self.now().timestamp_millis()).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// Cuts an instant to whole microseconds, so that it reads back from any database as it was written.
#[must_use]
pub fn to_micros(at: Instant) -> Instant {
    let nanos = at.nanosecond();
    at.with_nanosecond(nanos - nanos % 1_000).unwrap_or(at)
}

/// The civil date in Europe/Oslo at an instant.
#[must_use]
pub fn oslo_date(at: Instant) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::Oslo).date_naive()
}

/// The last instant that still belongs to a civil date in Europe/Oslo, to the microsecond.
///
/// "As known on 15.1.2024" means: with everything recorded up to the end of that day.
#[must_use]
pub fn end_of_oslo_day(date: NaiveDate) -> Instant {
    use chrono::TimeZone;
    let next = date.checked_add_days(Days::new(1)).unwrap_or(date);
    let midnight = next.and_time(chrono::NaiveTime::MIN);
    // Oslo never changes its clock at midnight, so the earliest reading always exists.
    match chrono_tz::Europe::Oslo.from_local_datetime(&midnight).earliest() {
        Some(at) => at.with_timezone(&Utc) - chrono::TimeDelta::microseconds(1),
        None => midnight.and_utc() - chrono::TimeDelta::microseconds(1),
    }
}

/// `date` plus whole years; 29 February becomes 28 February in a common year.
#[must_use]
pub fn add_years(date: NaiveDate, years: u32) -> NaiveDate {
    date.checked_add_months(Months::new(years * 12)).unwrap_or(NaiveDate::MAX)
}

/// `date` minus whole months; clamps to the last day of a shorter month.
#[must_use]
pub fn sub_months(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// Whole days from `from` to `to`; negative when `to` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    i64::from(to.num_days_from_ce()) - i64::from(from.num_days_from_ce())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_oslo_midnight_summer_and_winter() {
        let summer = NaiveDate::from_ymd_opt(2024, 7, 1).unwrap();
        assert_eq!(end_of_oslo_day(summer).to_rfc3339(), "2024-07-01T21:59:59.999999+00:00");
        let winter = NaiveDate::from_ymd_opt(2024, 1, 15).unwrap();
        assert_eq!(end_of_oslo_day(winter).to_rfc3339(), "2024-01-15T22:59:59.999999+00:00");
        assert_eq!(oslo_date(end_of_oslo_day(winter)), winter);
    }

    #[test]
    fn a_leap_day_has_its_birthday_on_the_28th() {
        let leap = NaiveDate::from_ymd_opt(2020, 2, 29).unwrap();
        assert_eq!(add_years(leap, 1), NaiveDate::from_ymd_opt(2021, 2, 28).unwrap());
    }
}
