//! Hours: what the house gave a startup of its time, added up from the meetings in force, and held against what it may give.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::facts::in_force;
use crate::ids::{PersonId, ProgrammeId, StartupId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Course, Programme};
use crate::time::Instant;
use crate::words::Locale;

/// From a day to a day, both counted; `None` has no end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl Period {
    /// All time up to a day.
    #[must_use]
    pub const fn until(to: NaiveDate) -> Self {
        Self { from: None, to: Some(to) }
    }

    /// The last so many days up to a day, that one counted.
    #[must_use]
    pub fn last(days: u64, to: NaiveDate) -> Self {
        Self { from: to.checked_sub_days(chrono::Days::new(days.saturating_sub(1))), to: Some(to) }
    }

    /// The calendar year of a day, up to it.
    #[must_use]
    pub fn year_of(today: NaiveDate) -> Self {
        Self { from: NaiveDate::from_ymd_opt(today.year(), 1, 1), to: Some(today) }
    }

    /// Whether a day lies within.
    #[must_use]
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Meetings added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hours {
    /// How long they lasted together, in minutes.
    pub minutes: u64,
    /// How many there were.
    pub meetings: usize,
    /// The day of the last one.
    pub last_on: Option<NaiveDate>,
}

impl Hours {
    /// With one more meeting.
    fn add(&mut self, minutes: u32, on: NaiveDate) {
        self.minutes += u64::from(minutes);
        self.meetings += 1;
        self.last_on = self.last_on.max(Some(on));
    }

    /// In whole and quarter hours, as people say it: `2,5`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        text(self.minutes, locale)
    }
}

/// Minutes as hours with at most two decimals: `2,5`.
#[must_use]
pub fn text(minutes: u64, locale: Locale) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a century of minutes stays far below 2^53")]
    crate::format::number(locale, minutes as f64 / 60.0, 2)
}

/// One meeting in force and whose it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// With which startup.
    pub startup: StartupId,
    /// In which programme.
    pub programme: ProgrammeId,
    /// Who held it.
    pub mentor: Option<PersonId>,
    /// On which day.
    pub on: NaiveDate,
    /// How long, in minutes.
    pub minutes: u32,
}

/// The meetings of a startup in force as known at an instant, in order.
#[must_use]
pub fn spent(startup: &StartupLedger, known_at: Instant) -> Vec<Spent> {
    let told = in_force(&startup.meetings, known_at).into_iter();
    told.filter_map(|fact| {
        let meeting = fact.body.as_ref()?;
        Some(Spent {
            startup: startup.profile.id,
            programme: meeting.programme,
            mentor: meeting.mentor,
            on: fact.valid_on,
            minutes: meeting.minutes,
        })
    })
    .collect()
}

/// Every meeting of the house in force as known at an instant, within a period and, when one is named, a programme. A startup whose
/// import was undone is not counted.
#[must_use]
pub fn in_house(ledger: &Ledger, known_at: Instant, period: Period, programme: Option<ProgrammeId>) -> Vec<Spent> {
    let stands = ledger.startups.iter().filter(|startup| startup.is_known_at(known_at));
    let within = |one: &Spent| period.holds(one.on) && programme.is_none_or(|programme| programme == one.programme);
    stands.flat_map(|startup| spent(startup, known_at)).filter(within).collect()
}

/// Meetings added up.
#[must_use]
pub fn sum<'a>(spent: impl IntoIterator<Item = &'a Spent>) -> Hours {
    let mut hours = Hours::default();
    for one in spent {
        hours.add(one.minutes, one.on);
    }
    hours
}

/// Meetings added up for each key.
#[must_use]
pub fn by<K: Ord>(spent: &[Spent], key: impl Fn(&Spent) -> K) -> BTreeMap<K, Hours> {
    let mut sums: BTreeMap<K, Hours> = BTreeMap::new();
    for one in spent {
        sums.entry(key(one)).or_default().add(one.minutes, one.on);
    }
    sums
}

/// What a startup has been given within a period and, when one is named, a programme.
#[must_use]
pub fn hours(startup: &StartupLedger, known_at: Instant, period: Period, programme: Option<ProgrammeId>) -> Hours {
    let all = spent(startup, known_at);
    sum(all.iter().filter(|one| period.holds(one.on) && programme.is_none_or(|programme| programme == one.programme)))
}

/// For how long a budget is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// From admission to exit.
    Stay,
    /// A calendar year.
    Year,
}

impl Per {
    /// Both.
    pub const ALL: [Per; 2] = [Per::Stay, Per::Year];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Per::Stay => "stay",
            Per::Year => "year",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|per| per.code() == code)
    }
}

/// How much of its time a programme means to give each startup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Budget {
    /// Minutes; more than none.
    pub minutes: u32,
    /// For how long.
    pub per: Per,
}

/// What has been given of a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// What was given in the budget's time.
    pub hours: Hours,
    /// The budget.
    pub budget: Budget,
}

impl Used {
    /// What is left in minutes; below nothing when more was given.
    #[must_use]
    pub fn left(&self) -> i64 {
        i64::from(self.budget.minutes) - i64::try_from(self.hours.minutes).unwrap_or(i64::MAX)
    }
}

/// The days over which a budget for a stay of this course runs at `today`.
#[must_use]
pub fn period_of(per: Per, course: &Course, today: NaiveDate) -> Period {
    match per {
        Per::Year => Period::year_of(today),
        // What was talked about before admission is part of getting in.
        Per::Stay => Period { from: course.admitted_on, to: Some(course.closed_on.unwrap_or(today)) },
    }
}

/// What a stay has been given of its programme's budget.
#[must_use]
pub fn used(
    startup: &StartupLedger,
    programme: ProgrammeId,
    course: &Course,
    budget: Budget,
    known_at: Instant,
    today: NaiveDate,
) -> Used {
    Used { hours: hours(startup, known_at, period_of(budget.per, course, today), Some(programme)), budget }
}

/// The programme a meeting on a day is part of, of those the speaker may speak for: that of the stay open on that day, of several the
/// one that began last; else of the stay that came before or after.
#[must_use]
pub fn programme_on<'a>(
    ledger: &'a Ledger,
    startup: &StartupLedger,
    on: NaiveDate,
    speaks_for: impl Fn(ProgrammeId) -> bool,
) -> Option<&'a Programme> {
    let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
    let stays = startup.enrolments.iter().filter(|stay| speaks_for(stay.programme)).filter_map(|stay| {
        let programme = ledger.programme(stay.programme)?;
        let then = Course::at(programme, stay.id, &changes, on);
        let course = then.or_else(|| Course::at(programme, stay.id, &changes, NaiveDate::MAX))?;
        Some(((then.is_some(), course.is_open(), course.applied_on, stay.id), programme))
    });
    stays.max_by_key(|(order, _)| *order).map(|(_, programme)| programme)
}

#[cfg(test)]
mod tests;
