//! The real clock and the real chance: the one place that reads either.

use chrono::{NaiveDate, TimeDelta};
use domain::World;
use domain::time::{Instant, oslo_date, to_micros};

/// The machine's clock, a number of days ahead in a demo, and the operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealWorld {
    ahead: TimeDelta,
}

impl RealWorld {
    /// A world that lives on another day at the same hour: what comes of time can be shown without waiting for it.
    #[must_use]
    pub fn living_on(day: NaiveDate) -> Self {
        let today = oslo_date(Self::default().now());
        Self { ahead: day.signed_duration_since(today) }
    }
}

impl World for RealWorld {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Instant {
        to_micros(chrono::Utc::now() + self.ahead)
    }

    fn fill(&self, bytes: &mut [u8]) {
        use rand::RngExt as _;
        rand::rng().fill(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_day_is_lived_on_at_the_same_hour() {
        let day = NaiveDate::from_ymd_opt(2031, 3, 30).unwrap();
        // A change of clocks in between can move the hour over midnight.
        let lived = oslo_date(RealWorld::living_on(day).now());
        assert!((lived - day).num_days().abs() <= 1, "{lived}");
    }
}
