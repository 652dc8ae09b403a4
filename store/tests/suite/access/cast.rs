//! Two programmes that know nothing of each other, and somebody in every role.

use std::sync::atomic::{AtomicUsize, Ordering};

use domain::access::{Actor, Role, Scope};
use domain::facts::{
    AwardStatus, CapitalRaised, Currency, FactKind, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting,
    MeetingKind, MentorAssignment, Money, OtherSupport, Outcome, Revenue, Source, Team, Verification, Workplace,
};
use domain::ids::{AuditId, EnrolmentId, FactId, PersonId, ProgrammeId, StageId, StartupId};
use domain::organisation::OrganisationNumber;
use domain::pipeline::DEFAULT_STAGES;
use store::{NewPerson, NewStartup, Store};

use crate::common::{House, day};

/// What the foreign programme's startups are called: nothing that anybody else receives says this word.
pub const SECRET: &str = "Skjulte";
/// And their companies' numbers.
pub const NUMBERS: [&str; 4] = ["923609016", "984851006", "974760673", "991825827"];

pub fn root() -> Actor {
    Actor::command_line()
}

/// A house of two programmes.
pub struct Cast {
    pub own: ProgrammeId,
    pub other: ProgrammeId,
    /// A mentor of both programmes' startups, by assignment.
    pub mentor: PersonId,
    made: AtomicUsize,
}

/// How far a target's stay has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Applied,
    Mentored,
    Out,
}

/// Something to be done something to.
#[derive(Debug, Clone)]
pub struct Target {
    pub programme: ProgrammeId,
    pub startup: StartupId,
    pub stay: EnrolmentId,
    pub first_stage: StageId,
    pub growth: StageId,
    /// The latest move.
    pub moved: FactId,
    /// One fact of every other kind.
    pub facts: Vec<(FactKind, FactId)>,
}

impl Target {
    pub fn fact(&self, kind: FactKind) -> FactId {
        self.facts.iter().find(|(known, _)| *known == kind).unwrap().1
    }

    /// The same with ids that nobody has.
    pub fn nowhere(&self, store: &Store) -> Self {
        let id = || store.new_id();
        Self {
            programme: ProgrammeId(id()),
            startup: StartupId(id()),
            stay: EnrolmentId(id()),
            moved: FactId(id()),
            facts: self.facts.iter().map(|(kind, _)| (*kind, FactId(id()))).collect(),
            ..*self
        }
    }
}

pub fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

pub fn dormant() -> LifeEvent {
    LifeEvent { kind: LifeEventKind::Dormant, date_known: true }
}

pub fn award() -> FundingAward {
    FundingAward::plain("Etablererstipend", AwardStatus::Awarded, kroner(100))
}

pub fn support() -> OtherSupport {
    OtherSupport { supporter: "Fjordspiren".into() }
}

pub fn met(programme: ProgrammeId) -> Meeting {
    Meeting { programme, mentor: None, minutes: 30, kind: MeetingKind::Phone }
}

pub fn team() -> Team {
    Team { founders: 2, women_founders: Some(1), leaders: None, women_leaders: None }
}

impl Cast {
    pub async fn new(house: &House) -> Self {
        let store = &house.store;
        let own = store.create_programme(&root(), "own", "Eget program", &DEFAULT_STAGES).await.unwrap();
        let other =
            store.create_programme(&root(), "other", &format!("{SECRET} program"), &DEFAULT_STAGES).await.unwrap();
        let person = NewPerson { name: "Åse Østby".to_owned(), is_mentor: true, ..NewPerson::default() };
        let mentor = store.add_person(&root(), &person).await.unwrap();
        Self { own, other, mentor, made: AtomicUsize::default() }
    }

    /// A startup of one of the programmes with a fact of every kind, followed up by the mentor.
    pub async fn target(&self, house: &House, programme: ProgrammeId, stands: Stands) -> Target {
        let store = &house.store;
        let actor = root();
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let name = if programme == self.other { SECRET } else { "Eigne" };
        let new = NewStartup {
            name: format!("{name} {number} AS"),
            external_id: Some(format!("{name}-{number}")),
            // The first few only: there are more startups than numbers to give them.
            organisation_number: NUMBERS.get(number).map(|number| OrganisationNumber::parse(number).unwrap()),
            ..NewStartup::default()
        };
        let applied = store.apply(&actor, &new, programme, None, day(2024, 1, 1), Source::Founder).await;
        let (startup, stay) = applied.unwrap();
        let mut moved = store.ledger().await.unwrap().startup(startup).unwrap().stage_changes[0].id;
        if stands != Stands::Applied {
            store.admit(&actor, stay, day(2024, 2, 1), None).await.unwrap();
            store.advance(&actor, stay, day(2024, 3, 1)).await.unwrap();
            moved = store.advance(&actor, stay, day(2024, 4, 1)).await.unwrap();
        }
        if stands == Stands::Out {
            moved = store.exit(&actor, stay, Outcome::Left, day(2024, 5, 1), "flytta").await.unwrap();
        }
        let (on, by) = (day(2024, 3, 1), Source::Mentor);
        let mentor = MentorAssignment { mentor: Some(self.mentor) };
        let place = Workplace { municipality: None };
        let facts = vec![
            (
                FactKind::Headcount,
                store.record_headcount(&actor, startup, on, Headcount::of(3), by, None).await.unwrap(),
            ),
            (FactKind::LifeEvent, store.record_life_event(&actor, startup, on, dormant(), by, None).await.unwrap()),
            (
                FactKind::Verification,
                store.record_verification(&actor, startup, on, Verification, by, None).await.unwrap(),
            ),
            (FactKind::Workplace, store.record_workplace(&actor, startup, on, place, by, None).await.unwrap()),
            (
                FactKind::Revenue,
                store.record_revenue(&actor, startup, on, Revenue { amount: kroner(1) }, by, None).await.unwrap(),
            ),
            (
                FactKind::Capital,
                store.record_capital(&actor, startup, on, CapitalRaised { amount: kroner(1) }, by, None).await.unwrap(),
            ),
            (FactKind::Award, store.record_award(&actor, startup, on, award(), by, None).await.unwrap()),
            (FactKind::Mentor, store.assign_mentor(&actor, startup, on, mentor, by, None).await.unwrap()),
            (
                FactKind::OtherSupport,
                store.record_other_support(&actor, startup, on, support(), by, None).await.unwrap(),
            ),
            (FactKind::Meeting, store.record_meeting(&actor, startup, on, met(programme), by, None).await.unwrap()),
            (FactKind::Team, store.record_team(&actor, startup, on, team(), by, None).await.unwrap()),
        ];
        let ledger = store.ledger().await.unwrap();
        let stage = |key: &str| ledger.programme(programme).unwrap().stage_by_key(key).unwrap().id;
        let (first_stage, growth) = (stage("applied"), stage("growth"));
        Target { programme, startup, stay, first_stage, growth, moved, facts }
    }

    /// Somebody in every role: of the own programme, and as founder of the own startup.
    pub fn actors(&self, house: &House, own: StartupId) -> Vec<(&'static str, Actor)> {
        let programme = |person, role| Actor::person(person, role, Scope::Programme(self.own));
        let somebody = || PersonId(house.store.new_id());
        vec![
            ("founder of no startup", Actor::new("nobody", Role::Founder)),
            ("funder", programme(somebody(), Role::Funder)),
            ("evaluator", programme(somebody(), Role::Evaluator)),
            ("founder", Actor::person(somebody(), Role::Founder, Scope::Startup(own))),
            ("mentor", programme(somebody(), Role::Mentor)),
            ("mentor of the other", Actor::person(somebody(), Role::Mentor, Scope::Programme(self.other))),
            ("manager of the other", Actor::person(somebody(), Role::Manager, Scope::Programme(self.other))),
            ("assigned mentor", programme(self.mentor, Role::Mentor)),
            ("manager", programme(somebody(), Role::Manager)),
            ("manager of the house", Actor::demo_manager()),
            ("administrator", Actor::person(somebody(), Role::Admin, Scope::House)),
            ("system", Actor::system()),
        ]
    }
}

/// The latest write and the latest audit entry: what a verb that was not done leaves as they were.
pub async fn latest(house: &House) -> (i64, Option<AuditId>) {
    let ledger = house.store.ledger().await.unwrap();
    let audit = house.store.audit_of(None, None, 1).await.unwrap();
    (ledger.version, audit.first().map(|entry| entry.id))
}
