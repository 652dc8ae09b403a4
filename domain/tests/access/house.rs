//! Houses told in a few words: which stays a startup has, how far each came, and who follows it up.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use domain::access::{Actor, Membership, Role, Scope};
use domain::facts::{Fact, Headcount, MentorAssignment, Source, StageChange};
use domain::ids::{
    CohortId, EnrolmentId, FactId, LegalEntityId, MembershipId, PersonId, ProgrammeId, StageId, StartupId,
};
use domain::ledger::{Ledger, LegalEntity, Profile, StartupLedger};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{Cohort, DEFAULT_STAGES, Enrolment, Programme, Stage};
use domain::time::Instant;
use uuid::Uuid;

pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 6, 30).unwrap()
}

pub fn days_ago(days: i64) -> NaiveDate {
    today() - TimeDelta::days(days)
}

fn noon(date: NaiveDate) -> Instant {
    date.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn id(kind: u64, number: u64) -> Uuid {
    Uuid::from_u64_pair(0xACCE_0000_0000_0000 + kind, number)
}

pub fn person(number: u64) -> PersonId {
    PersonId(id(1, number))
}

pub fn programme_id(number: u64) -> ProgrammeId {
    ProgrammeId(id(2, number))
}

pub fn startup_id(number: u64) -> StartupId {
    StartupId(id(3, number))
}

pub fn stay_id(startup: u64, stay: u64) -> EnrolmentId {
    EnrolmentId(id(4, startup * 100 + stay))
}

/// How far a stay came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Every move of it was taken back.
    Nowhere,
    Applied,
    Declined,
    Admitted,
    /// Admitted, and out again.
    Exited,
}

impl Came {
    pub const ALL: [Came; 5] = [Came::Nowhere, Came::Applied, Came::Declined, Came::Admitted, Came::Exited];

    fn path(self) -> &'static [&'static str] {
        match self {
            Came::Nowhere | Came::Applied => &["applied"],
            Came::Declined => &["applied", "declined"],
            Came::Admitted => &["applied", "admitted", "idea"],
            Came::Exited => &["applied", "admitted", "graduated"],
        }
    }
}

/// What somebody did about a startup's mentor, and how many days ago.
#[derive(Debug, Clone, Copy)]
pub struct Assigned {
    pub ago: i64,
    pub to: Option<u64>,
    pub taken_back: bool,
}

/// A startup in a few words.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// In which programme, and how far.
    pub stays: Vec<(u64, Came)>,
    pub mentors: Vec<Assigned>,
    /// Its import was undone.
    pub withdrawn: bool,
}

/// A house of three programmes and these startups, numbered from 1.
pub fn house(told: &[Told]) -> Ledger {
    let programmes: Vec<Programme> = (1..=3).map(programme).collect();
    let cohort = |number| Cohort {
        id: CohortId(id(5, number)),
        programme: programme_id(number),
        name: format!("the cohort of {number}"),
        starts_on: None,
        ends_on: None,
    };
    let startups = (1..).zip(told).map(|(number, told)| Arc::new(startup(number, told, &programmes))).collect();
    Ledger { version: 7, cohorts: (1..=3).map(cohort).collect(), programmes, startups }
}

fn programme(number: u64) -> Programme {
    let stages = (0..).zip(&DEFAULT_STAGES).map(|(position, (key, phase, kind, names))| Stage {
        id: StageId(id(6, number * 100 + u64::from(position))),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position,
        retired: false,
        usual_days: None,
    });
    Programme {
        id: programme_id(number),
        slug: format!("programme-{number}"),
        name: format!("The programme number {number}"),
        stages: stages.collect(),
    }
}

fn startup(number: u64, told: &Told, programmes: &[Programme]) -> StartupLedger {
    let mut next = number * 1_000;
    let mut fact = |ago: i64| {
        next += 1;
        (FactId(id(7, next)), days_ago(ago))
    };
    let mut startup = StartupLedger::new(Profile {
        id: startup_id(number),
        external_id: Some(format!("key-of-{number}-")),
        name: format!("The startup number {number}."),
        sector: Some(format!("the sector of {number}.")),
        website: None,
        created_at: noon(days_ago(900)),
        withdrawn_at: told.withdrawn.then(|| noon(days_ago(1))),
    });
    startup.companies.push(LegalEntity {
        id: LegalEntityId(id(8, number)),
        number: OrganisationNumber::parse("923609016").unwrap(),
        name: Some(format!("The company number {number}.")),
    });
    for (at, (programme, came)) in (1..).zip(&told.stays) {
        let stay = stay_id(number, at);
        let (programme, cohort) = (&programmes[usize::try_from(programme - 1).unwrap()], CohortId(id(5, *programme)));
        startup.enrolments.push(Enrolment { id: stay, programme: programme.id, cohort: Some(cohort) });
        let mut from = None;
        for (step, key) in (0..).zip(came.path()) {
            let to = programme.stage_by_key(key).unwrap().id;
            let (own, on) = fact(800 - i64::try_from(at).unwrap() * 50 - step * 10);
            let body = StageChange { enrolment: stay, from, to, outcome: None };
            from = Some(to);
            startup.stage_changes.push(made(own, on, Some(body)));
            if *came == Came::Nowhere {
                let (again, _) = fact(0);
                startup.stage_changes.push(Fact { supersedes: Some(own), ..made(again, on, None) });
            }
        }
    }
    for assigned in &told.mentors {
        let (own, on) = fact(assigned.ago);
        startup.mentors.push(made(own, on, Some(MentorAssignment { mentor: assigned.to.map(person) })));
        if assigned.taken_back {
            let (again, _) = fact(0);
            startup.mentors.push(Fact { supersedes: Some(own), ..made(again, on, None) });
        }
    }
    let (own, on) = fact(30);
    startup.headcounts.push(made(own, on, Some(Headcount::of(7))));
    startup
}

fn made<T>(id: FactId, on: NaiveDate, body: Option<T>) -> Fact<T> {
    Fact {
        id,
        valid_on: on,
        // Entered before they hold, when they hold from a day to come.
        recorded_at: noon(on.min(today())),
        supersedes: None,
        source: Source::Mentor,
        documented: false,
        body,
    }
}

pub fn in_programme(number: u64, role: Role, programme: u64) -> Actor {
    Actor::person(person(number), role, Scope::Programme(programme_id(programme)))
}

pub fn founder(number: u64, startup: u64) -> Actor {
    Actor::person(person(number), Role::Founder, Scope::Startup(startup_id(startup)))
}

pub fn membership(actor: &Actor, from_on: NaiveDate, to_on: Option<NaiveDate>) -> Membership {
    Membership {
        id: MembershipId(id(9, 1)),
        person: actor.person.unwrap(),
        role: actor.role,
        scope: actor.scope,
        from_on,
        to_on,
        revoked_at: None,
    }
}
