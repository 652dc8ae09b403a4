//! Civil time in Europe/Oslo, as calls open and close by it.

use chrono::{NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};

use crate::time::Instant;

/// The instant of a civil time in Oslo. Of an hour that comes twice the first counts; one that never comes is an hour later.
#[must_use]
pub fn oslo_at(date: NaiveDate, time: NaiveTime) -> Instant {
    let civil = date.and_time(time);
    let oslo = chrono_tz::Europe::Oslo;
    let known = oslo.from_local_datetime(&civil).earliest();
    // Only one hour of a year is missing, so the next one is there.
    let known = known.or_else(|| oslo.from_local_datetime(&(civil + TimeDelta::hours(1))).earliest());
    known.map_or_else(|| civil.and_utc(), |at| at.with_timezone(&Utc))
}

/// Date and time in Oslo at an instant, to the minute.
#[must_use]
pub fn oslo_civil(at: Instant) -> (NaiveDate, NaiveTime) {
    let local = at.with_timezone(&chrono_tz::Europe::Oslo).naive_local();
    let minute = NaiveTime::from_hms_opt(local.hour(), local.minute(), 0).unwrap_or_default();
    (local.date(), minute)
}

/// A time of day as a browser sends it or as people type it: `12:00`, `12.00`, `9:05`, `12`.
#[must_use]
pub fn read_time(text: &str) -> Option<NaiveTime> {
    let text = text.trim();
    let (hour, rest) = text.split_once([':', '.']).unwrap_or((text, "00"));
    // A browser may add seconds.
    let minute = rest.split(':').next().unwrap_or_default();
    let digits = |text: &str, most| {
        (!text.is_empty() && text.len() <= most && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    NaiveTime::from_hms_opt(digits(hour, 2)?, digits(minute, 2)?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn civil_time_is_the_clock_of_oslo() {
        let at = |date: &str, time: &str| oslo_at(date.parse().unwrap(), read_time(time).unwrap()).to_rfc3339();
        assert_eq!(at("2026-01-15", "12:00"), "2026-01-15T11:00:00+00:00");
        assert_eq!(at("2026-07-15", "12.00"), "2026-07-15T10:00:00+00:00");
        assert_eq!(at("2026-03-29", "02:30"), "2026-03-29T01:30:00+00:00", "an hour that never comes");
        assert_eq!(at("2026-10-25", "02:30"), "2026-10-25T00:30:00+00:00", "the first of two");
        let (date, time) = oslo_civil("2026-07-15T10:00:59Z".parse().unwrap());
        assert_eq!((date.to_string(), time.to_string()), ("2026-07-15".to_owned(), "12:00:00".to_owned()));
    }

    #[test]
    fn times_are_read_as_people_type_them() {
        for (text, hour, minute) in [("12:00", 12, 0), ("9.05", 9, 5), ("23:59:00", 23, 59), (" 8 ", 8, 0)] {
            assert_eq!(read_time(text), NaiveTime::from_hms_opt(hour, minute, 0), "{text}");
        }
        for text in ["", "24:00", "12:60", "12:", "tolv", "1200", "-1:00", "+1:00"] {
            assert_eq!(read_time(text), None, "{text}");
        }
    }
}
