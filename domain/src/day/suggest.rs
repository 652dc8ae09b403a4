//! Who could follow a startup up: mentors in an order that can be explained, by what they have followed before and how much they carry.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::hours::{Period, Spent, in_house};
use crate::access::tie::mentor_on;
use crate::facts::in_force;
use crate::format;
use crate::ids::{PersonId, StartupId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::Course;
use crate::time::Instant;
use crate::words::{Locale, fold};

/// Over how many days hours count as load.
const LOAD_DAYS: u64 = 30;
/// What having followed the sector is worth, in startups carried.
const SECTOR: i64 = 4;
/// How many minutes in [`LOAD_DAYS`] weigh as much as one startup carried.
const MINUTES_A_STARTUP: u64 = 600;

/// A mentor who could follow a startup up, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub mentor: PersonId,
    /// How many other startups of the same sector they have followed, now or before.
    pub same_sector: usize,
    /// How many startups with an open stay they follow now.
    pub open: usize,
    /// How long they have met startups in the last thirty days, in minutes.
    pub minutes: u64,
    /// Whether they follow this startup now.
    pub is_now: bool,
}

impl Candidate {
    /// The higher, the better suited. Having followed the sector weighs as four startups fewer to carry, a second and a third time as one
    /// more each; ten hours in thirty days weigh as one startup.
    #[must_use]
    pub fn score(&self) -> i64 {
        let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX / 4);
        let fit = if self.same_sector == 0 { 0 } else { SECTOR + many(self.same_sector.min(3)) - 1 };
        let hours = i64::try_from(self.minutes / MINUTES_A_STARTUP).unwrap_or(i64::MAX / 4);
        fit - many(self.open) - hours
    }

    /// Why, in words; `sector` is the startup's own.
    #[must_use]
    pub fn reason(&self, locale: Locale, sector: Option<&str>) -> String {
        let open = format::count(locale, self.open);
        let load = w::load(locale, &open, &super::hours::text(self.minutes, locale));
        match (sector, self.same_sector) {
            (Some(sector), 1) => format!("{} {load}", w::once(locale, sector)),
            (Some(sector), many) if many > 1 => {
                format!("{} {load}", w::followed(locale, &format::count(locale, many), sector))
            }
            _ => load,
        }
    }
}

crate::catalogue! {
    /// Why a mentor is suggested.
    mod w {
        once(sector: &str) => {
            nb: "Har fulgt én bedrift innen {sector}.", nn: "Har følgt éi bedrift innan {sector}.", en: "Has followed one startup in {sector}." }
        followed(n: &str, sector: &str) => {
            nb: "Har fulgt {n} bedrifter innen {sector}.", nn: "Har følgt {n} bedrifter innan {sector}.", en: "Has followed {n} startups in {sector}." }
        load(open: &str, hours: &str) => {
            nb: "Følger {open} nå, {hours} timer siste 30 dager.",
            nn: "Følgjer {open} no, {hours} timar siste 30 dagar.",
            en: "Follows {open} now, {hours} hours in the last 30 days." }
    }
}

/// Who followed a startup up, from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// Who.
    pub mentor: PersonId,
    /// The first day.
    pub from: NaiveDate,
    /// The day on which somebody else, or nobody, took over; `None` while it lasts.
    pub to: Option<NaiveDate>,
}

/// Who followed a startup up, in order, as known at an instant. Days on which nobody did are left out, and two assignments of one mentor
/// that meet are one.
#[must_use]
pub fn assignments(startup: &StartupLedger, known_at: Instant) -> Vec<Assignment> {
    let mut told: Vec<Assignment> = Vec::new();
    for fact in in_force(&startup.mentors, known_at) {
        let mentor = fact.body.as_ref().and_then(|body| body.mentor);
        if let Some(last) = told.last_mut().filter(|last| last.to.is_none()) {
            if mentor == Some(last.mentor) {
                continue;
            }
            last.to = Some(fact.valid_on);
        }
        // Of two on one day the later one counts.
        told.retain(|one| one.to != Some(one.from));
        let Some(mentor) = mentor else { continue };
        match told.last_mut().filter(|last| last.mentor == mentor && last.to == Some(fact.valid_on)) {
            Some(last) => last.to = None,
            None => told.push(Assignment { mentor, from: fact.valid_on, to: None }),
        }
    }
    told
}

/// Whether a startup has a stay that is open on a day.
fn is_open(ledger: &Ledger, startup: &StartupLedger, today: NaiveDate) -> bool {
    let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
    startup.enrolments.iter().any(|stay| {
        let programme = ledger.programme(stay.programme);
        let course = programme.and_then(|programme| Course::at(programme, stay.id, &changes, today));
        course.is_some_and(|course| course.is_open())
    })
}

/// The mentors, those first who are best suited to follow the startup up. `ledger` is what whoever asks sees.
#[must_use]
pub fn rank(
    ledger: &Ledger,
    startup: &StartupLedger,
    mentors: &[PersonId],
    known_at: Instant,
    today: NaiveDate,
) -> Vec<Candidate> {
    let sector = startup.profile.sector.as_deref().map(fold).filter(|sector| !sector.is_empty());
    let recent = in_house(ledger, known_at, Period::last(LOAD_DAYS, today), None);
    let stands = |other: &&std::sync::Arc<StartupLedger>| other.is_known_at(known_at);
    let others: Vec<_> = ledger.startups.iter().filter(stands).collect();
    let now = mentor_on(startup, today);
    let of = |mentor: PersonId| {
        let mut followed: BTreeSet<StartupId> = BTreeSet::new();
        let mut open = 0;
        for other in &others {
            if mentor_on(other, today) == Some(mentor) && is_open(ledger, other, today) {
                open += 1;
            }
            let same = other.profile.sector.as_deref().map(fold) == sector && sector.is_some();
            let ever = || {
                in_force(&other.mentors, known_at)
                    .iter()
                    .any(|fact| fact.body.as_ref().is_some_and(|body| body.mentor == Some(mentor)))
            };
            if same && other.profile.id != startup.profile.id && ever() {
                followed.insert(other.profile.id);
            }
        }
        let spent = recent.iter().filter(|one: &&Spent| one.mentor == Some(mentor));
        Candidate {
            mentor,
            same_sector: followed.len(),
            open,
            minutes: spent.map(|one| u64::from(one.minutes)).sum(),
            is_now: now == Some(mentor),
        }
    };
    let mut candidates: Vec<Candidate> = mentors.iter().map(|mentor| of(*mentor)).collect();
    candidates.sort_by_key(|candidate| (std::cmp::Reverse(candidate.score()), candidate.mentor));
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(same_sector: usize, open: usize, minutes: u64) -> Candidate {
        Candidate { mentor: PersonId(uuid::Uuid::nil()), same_sector, open, minutes, is_now: false }
    }

    #[test]
    fn knowing_the_sector_outweighs_a_little_load_and_no_more() {
        assert!(candidate(1, 8, 0).score() > candidate(0, 5, 0).score());
        assert!(candidate(1, 10, 0).score() < candidate(0, 5, 0).score());
        assert!(candidate(3, 5, 0).score() > candidate(1, 5, 0).score());
        assert_eq!(candidate(30, 5, 0).score(), candidate(3, 5, 0).score(), "more than three times tells no more");
        assert!(candidate(0, 5, 1_200).score() < candidate(0, 5, 0).score());
    }

    #[test]
    fn the_reason_says_what_the_order_rests_on() {
        let told = candidate(2, 8, 390).reason(Locale::Nb, Some("helse"));
        assert_eq!(told, "Har fulgt 2 bedrifter innen helse. Følger 8 nå, 6,5 timer siste 30 dager.");
        let told = candidate(1, 8, 390).reason(Locale::En, Some("health"));
        assert!(told.starts_with("Has followed one startup in health."), "{told}");
        assert_eq!(candidate(0, 0, 0).reason(Locale::En, None), "Follows 0 now, 0 hours in the last 30 days.");
    }
}
