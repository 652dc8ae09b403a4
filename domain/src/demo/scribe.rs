//! Writes facts down as the people of the house would: on a working day, soon after the event or late.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Weekday};
use uuid::Uuid;

use super::DemoFact;
use super::chance::Chance;
use crate::facts::{Fact, Source};
use crate::ids::FactId;
use crate::time::Instant;

/// An id of version 7 made on a day.
pub(super) fn id(chance: &mut Chance, on: NaiveDate) -> Uuid {
    id_at(chance, on.and_time(NaiveTime::MIN).and_utc())
}

/// An id of version 7 made at an instant.
pub(super) fn id_at(chance: &mut Chance, at: Instant) -> Uuid {
    let mut random = [0_u8; 10];
    random[..8].copy_from_slice(&chance.next().to_be_bytes());
    random[8..].copy_from_slice(&chance.next().to_be_bytes()[..2]);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(at.timestamp_millis()).unwrap_or(0), &random).into_uuid()
}

/// `on` plus whole days, negative ones back.
pub(super) fn plus(on: NaiveDate, days: i64) -> NaiveDate {
    on.checked_add_signed(TimeDelta::days(days)).unwrap_or(on)
}

/// Whoever writes one startup's facts down.
pub(super) struct Scribe {
    pub(super) chance: Chance,
    /// The last day on which anything happened or was recorded: the day before the demo is looked at.
    pub(super) last: NaiveDate,
}

impl Scribe {
    /// When something of a day was recorded, so many days later: in office hours, and never after the last day.
    pub(super) fn recorded(&mut self, on: NaiveDate, later: i64) -> Instant {
        let mut day = plus(on, later).min(self.last);
        let off = match day.weekday() {
            Weekday::Sat => 2,
            Weekday::Sun => 1,
            _ => 0,
        };
        if plus(day, off) <= self.last {
            day = plus(day, off);
        } else if plus(day, off - 3) >= on {
            day = plus(day, off - 3);
        }
        // 6:30 to 14:30 UTC is a working day in Oslo, summer and winter.
        let second = self.chance.between(6 * 3600 + 1800, 14 * 3600 + 1800);
        day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::seconds(second)
    }

    /// A fact recorded so many days after it was true.
    pub(super) fn fact<T>(
        &mut self,
        on: NaiveDate,
        later: i64,
        by: &'static str,
        source: Source,
        body: T,
    ) -> DemoFact<T> {
        let recorded_at = self.recorded(on, later);
        self.write(on, recorded_at, by, source, Some(body))
    }

    /// A fact that takes the place of another, recorded so many days after that one; without a body it withdraws it.
    pub(super) fn instead<T>(
        &mut self,
        of: &DemoFact<T>,
        on: NaiveDate,
        later: i64,
        reason: &'static str,
        body: Option<T>,
    ) -> DemoFact<T> {
        let recorded_at = self.recorded(of.fact.recorded_at.date_naive(), later);
        let mut fact = self.write(on, recorded_at, super::texts::by::MANAGER, of.fact.source, body);
        fact.fact.supersedes = Some(of.fact.id);
        fact.because(reason)
    }

    /// A fact recorded at an instant.
    pub(super) fn write<T>(
        &mut self,
        valid_on: NaiveDate,
        recorded_at: Instant,
        recorded_by: &'static str,
        source: Source,
        body: Option<T>,
    ) -> DemoFact<T> {
        let id = FactId(id_at(&mut self.chance, recorded_at));
        let documented = source.documents();
        let fact = Fact { id, valid_on, recorded_at, supersedes: None, source, documented, body };
        DemoFact { fact, recorded_by, reason: None, evidence: None }
    }
}

impl<T> DemoFact<T> {
    /// With a reason.
    pub(super) fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// With a document that shows it.
    pub(super) fn shown_by(mut self, evidence: impl Into<String>) -> Self {
        self.fact.source = Source::Document;
        self.fact.documented = true;
        self.evidence = Some(evidence.into());
        self
    }
}

/// The last days of June and December between two days, both included: when the house asks its startups for numbers.
pub(super) fn rounds(from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let ends = (from.year()..=to.year())
        .flat_map(|year| [NaiveDate::from_ymd_opt(year, 6, 30), NaiveDate::from_ymd_opt(year, 12, 31)]);
    ends.flatten().filter(|on| (from..=to).contains(on)).collect()
}

/// A month written as people write it on an evidence: `desember 2023`.
pub(super) fn month(on: NaiveDate) -> String {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    format!("{} {}", MONTHS[on.month0() as usize], on.year())
}

/// The day before.
pub(super) fn eve(on: NaiveDate) -> NaiveDate {
    on.checked_sub_days(Days::new(1)).unwrap_or(on)
}
