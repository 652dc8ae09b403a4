//! Which rounds are due on a day, and whom they ask.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::{Rhythm, RoundKind, Settings};
use crate::facts::{Outcome, UpdateEvent, in_force};
use crate::figures::history::History;
use crate::ids::{ProgrammeId, StartupId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::Course;
use crate::time::{Instant, add_years, days_between, sub_months};

/// For how many years after it left a startup is asked.
pub const ALUMNI_YEARS: u32 = 10;

/// Somebody who was asked by whatever round is not asked by a round that is started by hand within so many days.
const REST_BY_HAND: i64 = 7;

/// A programme's settings and since when they hold: a round whose day lies on or before that is not made up for.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    /// The programme.
    pub programme: ProgrammeId,
    /// How it asks.
    pub settings: &'a Settings,
    /// The day they were set.
    pub since: NaiveDate,
}

/// A round that was opened already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Opened {
    /// By which programme.
    pub programme: ProgrammeId,
    /// Whom it asked.
    pub kind: RoundKind,
    /// The day of the calendar it stands for; the day it was started for one started by hand.
    pub slot_on: NaiveDate,
}

/// A round to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// By which programme, for whom, and for which day of the calendar.
    pub round: Opened,
    /// When answers are due.
    pub due_on: NaiveDate,
    /// Whom it asks, in the order of their ids; nobody when all of them were asked a moment ago.
    pub startups: Vec<StartupId>,
}

/// The rounds due on a day, in the order of the calendars. However often it is asked and however late, each is due once: a server that
/// was down for a while opens the latest one only.
#[must_use]
pub fn due_rounds(ledger: &Ledger, today: NaiveDate, calendars: &[Calendar<'_>], opened: &[Opened]) -> Vec<Planned> {
    let mut asked = last_asked(ledger, today);
    let mut planned = Vec::new();
    for calendar in calendars {
        let settings = calendar.settings;
        for (kind, rhythm) in [(RoundKind::Stays, settings.rhythm), (RoundKind::Alumni, alumni_rhythm(settings))] {
            let Some(slot_on) = slot_up_to(rhythm, settings.day, today) else { continue };
            let round = Opened { programme: calendar.programme, kind, slot_on };
            if slot_on <= calendar.since || opened.contains(&round) {
                continue;
            }
            planned.push(plan(ledger, today, round, settings, rest_days(rhythm), &mut asked));
        }
    }
    planned
}

/// The round that somebody starts by hand today.
#[must_use]
pub fn round_now(ledger: &Ledger, today: NaiveDate, programme: ProgrammeId, settings: &Settings) -> Planned {
    let round = Opened { programme, kind: RoundKind::Stays, slot_on: today };
    plan(ledger, today, round, settings, REST_BY_HAND, &mut last_asked(ledger, today))
}

/// The next day on which a programme asks the startups in it, after a day; `None` when it only does by hand.
#[must_use]
pub fn next_slot(settings: &Settings, after: NaiveDate) -> Option<NaiveDate> {
    let months = settings.rhythm.months()?;
    let mut slot = slot_up_to(settings.rhythm, settings.day, after)?;
    while slot <= after {
        slot = slot.checked_add_months(chrono::Months::new(months))?;
    }
    Some(slot)
}

const fn alumni_rhythm(settings: &Settings) -> Rhythm {
    if settings.alumni { Rhythm::Yearly } else { Rhythm::Off }
}

/// The latest day of the calendar that is not after a day. Months are counted from January.
fn slot_up_to(rhythm: Rhythm, day: u8, today: NaiveDate) -> Option<NaiveDate> {
    let months = rhythm.months()?;
    let first = today.month0() - today.month0() % months;
    let slot = NaiveDate::from_ymd_opt(today.year(), first + 1, u32::from(day))?;
    Some(if slot <= today { slot } else { sub_months(slot, months) })
}

/// Half of what lies between two rounds, in days, and at most a quarter of a year: so long nobody is asked again, by whichever programme.
fn rest_days(rhythm: Rhythm) -> i64 {
    rhythm.months().map_or(REST_BY_HAND, |months| i64::from((months * 15).min(90)))
}

fn plan(
    ledger: &Ledger,
    today: NaiveDate,
    round: Opened,
    settings: &Settings,
    rest: i64,
    asked: &mut BTreeMap<StartupId, NaiveDate>,
) -> Planned {
    let mut startups: Vec<StartupId> = ledger
        .startups
        .iter()
        .filter(|startup| belongs(ledger, startup, round, today))
        .map(|startup| startup.profile.id)
        .filter(|id| asked.get(id).is_none_or(|on| days_between(*on, today) >= rest))
        .collect();
    startups.sort_unstable();
    asked.extend(startups.iter().map(|id| (*id, today)));
    let due_on = today.checked_add_days(Days::new(settings.due_days.into())).unwrap_or(today);
    Planned { round, due_on, startups }
}

/// When each startup was last asked and that was not taken back.
fn last_asked(ledger: &Ledger, today: NaiveDate) -> BTreeMap<StartupId, NaiveDate> {
    let mut asked = BTreeMap::new();
    for startup in &ledger.startups {
        let steps = in_force(&startup.updates, Instant::MAX_UTC);
        let revoked = |round| {
            let is = |event| move |step: &crate::facts::UpdateStep| step.round == round && step.event == event;
            steps.iter().filter_map(|fact| fact.body.as_ref()).any(is(UpdateEvent::Revoked))
        };
        let last = steps
            .iter()
            .filter(|fact| fact.valid_on <= today)
            .filter(|fact| {
                fact.body.as_ref().is_some_and(|step| step.event == UpdateEvent::Asked && !revoked(step.round))
            })
            .map(|fact| fact.valid_on)
            .max();
        if let Some(on) = last {
            asked.insert(startup.profile.id, on);
        }
    }
    asked
}

/// Whether a round is about a startup: it stands in the house and lives; it is in the programme, or left it last and not long ago.
fn belongs(ledger: &Ledger, startup: &StartupLedger, round: Opened, today: NaiveDate) -> bool {
    if startup.profile.withdrawn_at.is_some() || startup.enrolments.is_empty() {
        return false;
    }
    let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
    let courses: Vec<(ProgrammeId, Course)> = startup
        .enrolments
        .iter()
        .filter_map(|stay| {
            let course = Course::at(ledger.programme(stay.programme)?, stay.id, &changes, today)?;
            course.admitted_on.map(|_| (stay.programme, course))
        })
        .collect();
    let open = |programme: Option<ProgrammeId>| {
        courses.iter().any(|(of, course)| course.is_open() && programme.is_none_or(|asked| asked == *of))
    };
    let concerned = match round.kind {
        RoundKind::Stays => open(Some(round.programme)),
        RoundKind::Alumni => !open(None) && left_last(&courses, round.programme, today),
    };
    // The dead are asked no more; that is looked up last, for it costs most.
    concerned && History::of(ledger, startup, Instant::MAX_UTC).absence_on(today).is_none()
}

/// Whether the stay that ended last ended in this programme, not longer ago than [`ALUMNI_YEARS`], and not with the venture given up.
fn left_last(courses: &[(ProgrammeId, Course)], programme: ProgrammeId, today: NaiveDate) -> bool {
    let last = courses.iter().filter_map(|(of, course)| Some((course.exited_on()?, *of, course.outcome))).max();
    last.is_some_and(|(on, of, outcome)| {
        of == programme && outcome != Some(Outcome::Discontinued) && today <= add_years(on, ALUMNI_YEARS)
    })
}
