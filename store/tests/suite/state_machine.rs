//! Random sequences of verbs, told against a model of what should be legal; after each, the invariants of the house.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, TimeDelta};
use domain::World;
use domain::facts::{Fact, FactKind, Headcount, LifeEvent, LifeEventKind, Outcome, Source, StageChange, in_force};
use domain::ids::{EnrolmentId, FactId, ProgrammeId, StartupId};
use domain::pipeline::{Course, DEFAULT_STAGES, Phase, StageKind};
use domain::stays::check_stays;
use domain::time::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::{NewStartup, Store, TimelineEntry, VerbError};

use crate::cast::manager;
use crate::common::{House, day, on_both};
use crate::ledger::{assert_fresh, assert_same, second};

/// A verb, its subjects told by number and its day in days after 1.1.2024.
#[derive(Debug, Clone)]
enum Step {
    MoveTo { stay: usize, stage: usize, on: u64, reason: bool },
    Admit { stay: usize, on: u64 },
    Advance { stay: usize, on: u64 },
    SendBack { stay: usize, on: u64 },
    Exit { stay: usize, outcome: usize, on: u64 },
    ReEnrol { programme: usize, on: u64 },
    Headcount { heads: u32, on: u64 },
    LifeEvent { kind: usize, on: u64 },
    CorrectHeadcount { which: usize, heads: u32, on: u64 },
    CorrectMove { which: usize, stage: usize, on: u64 },
    Withdraw { kind: usize, which: usize },
}

fn step() -> impl Strategy<Value = Step> {
    // Days run a little past today, which is day 181.
    let on = 0..190u64;
    let stay = 0..3usize;
    let stage = 0..DEFAULT_STAGES.len();
    prop_oneof![
        4 => (stay.clone(), stage.clone(), on.clone(), any::<bool>())
            .prop_map(|(stay, stage, on, reason)| Step::MoveTo { stay, stage, on, reason }),
        3 => (stay.clone(), on.clone()).prop_map(|(stay, on)| Step::Admit { stay, on }),
        6 => (stay.clone(), on.clone()).prop_map(|(stay, on)| Step::Advance { stay, on }),
        2 => (stay.clone(), on.clone()).prop_map(|(stay, on)| Step::SendBack { stay, on }),
        2 => (stay, 0..4usize, on.clone()).prop_map(|(stay, outcome, on)| Step::Exit { stay, outcome, on }),
        3 => (0..2usize, on.clone()).prop_map(|(programme, on)| Step::ReEnrol { programme, on }),
        1 => (0..50u32, on.clone()).prop_map(|(heads, on)| Step::Headcount { heads, on }),
        1 => (0..LifeEventKind::ALL.len(), on.clone()).prop_map(|(kind, on)| Step::LifeEvent { kind, on }),
        1 => (0..4usize, 0..50u32, on.clone()).prop_map(|(which, heads, on)| Step::CorrectHeadcount { which, heads, on }),
        2 => (0..8usize, stage, on).prop_map(|(which, stage, on)| Step::CorrectMove { which, stage, on }),
        1 => (0..3usize, 0..8usize).prop_map(|(kind, which)| Step::Withdraw { kind, which }),
    ]
}

/// What the model knows of a stay: written from the rules, not from the code that is tested.
#[derive(Debug, Clone, Copy)]
struct Stands {
    stage: usize,
    since: NaiveDate,
    admitted: bool,
}

fn closes(stage: usize) -> bool {
    matches!(DEFAULT_STAGES[stage].2, StageKind::Declined | StageKind::Exit(_))
}

/// Whether a stay may go into a stage on a day.
fn may_go(now: Stands, stage: usize, on: NaiveDate, today: NaiveDate, reason: bool) -> bool {
    let (_, phase, kind, _) = DEFAULT_STAGES[stage];
    let allowed = match kind {
        StageKind::Exit(_) => now.admitted,
        StageKind::Declined => !now.admitted,
        StageKind::Admission => true,
        StageKind::Step => (phase == Phase::Mentoring) == now.admitted,
    };
    let needs_reason = closes(stage) || stage < now.stage;
    on <= today && on >= now.since && !closes(now.stage) && stage != now.stage && allowed && (reason || !needs_reason)
}

struct Play<'a> {
    house: &'a House,
    startup: StartupId,
    programmes: [ProgrammeId; 2],
    stays: Vec<EnrolmentId>,
    round: u64,
    told: Vec<TimelineEntry>,
    known: Vec<(Instant, Vec<Fact<StageChange>>)>,
}

impl Play<'_> {
    fn today(&self) -> NaiveDate {
        self.house.world.today()
    }

    async fn changes(&self, known_at: Instant) -> Vec<Fact<StageChange>> {
        let ledger = self.house.store.ledger().await.unwrap();
        in_force(&ledger.startup(self.startup).unwrap().stage_changes, known_at).into_iter().cloned().collect()
    }

    async fn stands(&self, stay: EnrolmentId) -> Option<Stands> {
        let ledger = self.house.store.ledger().await.unwrap();
        let stage = |id| {
            let mut stages = ledger.programmes.iter().flat_map(|programme| &programme.stages);
            usize::from(stages.find(|stage| stage.id == id).unwrap().position)
        };
        let changes = self.changes(Instant::MAX_UTC).await;
        let own: Vec<_> = changes.iter().filter(|fact| fact.body.unwrap().enrolment == stay).collect();
        let last = own.last()?;
        let admitted = own.iter().any(|fact| (3..7).contains(&stage(fact.body.unwrap().to)));
        Some(Stands { stage: stage(last.body.unwrap().to), since: last.valid_on, admitted })
    }

    /// Does a step; returns what came of it and what the model expects, if it has an opinion.
    async fn act(&mut self, step: &Step) -> (Result<(), VerbError>, Option<bool>) {
        let store = self.house.store.clone();
        let actor = manager();
        // Most days follow on one another, or few moves would be legal; every fourth is anywhere.
        let round = self.round;
        let at = |days: u64| {
            let days = if days.is_multiple_of(4) { days } else { round * 6 + days % 7 };
            day(2024, 1, 1).checked_add_days(Days::new(days)).unwrap()
        };
        let stay_of = |number: usize| self.stays[number % self.stays.len()];
        let today = self.today();
        match *step {
            Step::MoveTo { stay, stage, on, reason } => {
                let stay = stay_of(stay);
                let ledger = store.ledger().await.unwrap();
                let startup = ledger.startup(self.startup).unwrap();
                let programme = startup.enrolments.iter().find(|known| known.id == stay).unwrap().programme;
                let to = ledger.programme(programme).unwrap().stages[stage].id;
                let expected = self.stands(stay).await.map(|now| may_go(now, stage, at(on), today, reason));
                let why = reason.then_some("derfor");
                (store.move_to(&actor, stay, to, at(on), None, why).await.map(drop), expected)
            }
            Step::Admit { stay, on } => {
                let stay = stay_of(stay);
                // Back to the admission from mentoring needs a reason, which this verb does not take.
                let expected = self.stands(stay).await.map(|now| may_go(now, 3, at(on), today, false));
                (store.admit(&actor, stay, at(on), None).await.map(drop), expected)
            }
            Step::Advance { stay, on } => {
                let stay = stay_of(stay);
                let next = [Some(1), Some(3), None, Some(4), Some(5), Some(6), None, None, None, None, None];
                let expected = self
                    .stands(stay)
                    .await
                    .map(|now| next[now.stage].is_some_and(|next| may_go(now, next, at(on), today, false)));
                (store.advance(&actor, stay, at(on)).await.map(drop), expected)
            }
            Step::SendBack { stay, on } => {
                let stay = stay_of(stay);
                let back = [None, Some(0), None, Some(1), Some(3), Some(4), Some(5), None, None, None, None];
                let expected = self
                    .stands(stay)
                    .await
                    .map(|now| back[now.stage].is_some_and(|back| may_go(now, back, at(on), today, true)));
                (store.send_back(&actor, stay, None, at(on), "tilbake").await.map(drop), expected)
            }
            Step::Exit { stay, outcome, on } => {
                let stay = stay_of(stay);
                let outcome = Outcome::ALL[outcome];
                let stage = DEFAULT_STAGES.iter().position(|stage| stage.2 == StageKind::Exit(outcome)).unwrap();
                let expected = self.stands(stay).await.map(|now| may_go(now, stage, at(on), today, true));
                (store.exit(&actor, stay, outcome, at(on), "ut").await.map(drop), expected)
            }
            Step::ReEnrol { programme, on } => {
                let programme = self.programmes[programme];
                let ledger = store.ledger().await.unwrap();
                let stays = ledger.startup(self.startup).unwrap().enrolments.clone();
                let mut free = at(on) <= today;
                for stay in stays.iter().filter(|stay| stay.programme == programme) {
                    free &= self.stands(stay.id).await.is_none_or(|now| closes(now.stage) && now.since <= at(on));
                }
                let result = store.re_enrol(&actor, self.startup, programme, None, at(on)).await;
                (result.map(|stay| self.stays.push(stay)), Some(free))
            }
            Step::Headcount { heads, on } => {
                let body = Headcount::of(heads);
                let result = store.record_headcount(&actor, self.startup, at(on), body, Source::Mentor, None).await;
                (result.map(drop), Some(at(on) <= today))
            }
            Step::LifeEvent { kind, on } => {
                let body = LifeEvent::dated(LifeEventKind::ALL[kind]);
                let result = store.record_life_event(&actor, self.startup, at(on), body, Source::Mentor, None).await;
                (result.map(drop), Some(at(on) <= today))
            }
            Step::CorrectHeadcount { which, heads, on } => {
                let Some(entry) = self.pick(FactKind::Headcount, which) else { return (Ok(()), None) };
                let (fact, in_force) = (entry.id, entry.is_in_force());
                let body = Headcount::of(heads);
                let result =
                    store.correct_headcount(&actor, fact, at(on), body, Source::Document, None, "rettet").await;
                (result.map(drop), Some(in_force && at(on) <= today))
            }
            Step::CorrectMove { which, stage, on } => {
                let Some(entry) = self.pick(FactKind::StageChange, which) else { return (Ok(()), None) };
                let fact = entry.id;
                let to = match &entry.body {
                    Some(store::Body::StageChange(change)) => self.stage_beside(change.to, stage).await,
                    _ => return (Ok(()), None),
                };
                let source = Source::Document;
                let result = store.correct_stage_change(&actor, fact, at(on), to, None, source, None, "rettet").await;
                (result.map(drop), None)
            }
            Step::Withdraw { kind, which } => {
                let kind = [FactKind::StageChange, FactKind::Headcount, FactKind::LifeEvent][kind];
                let Some(entry) = self.pick(kind, which) else { return (Ok(()), None) };
                let (fact, in_force) = (entry.id, entry.is_in_force());
                let expected = (kind != FactKind::StageChange).then_some(in_force);
                (store.withdraw(&actor, kind, fact, "feil").await.map(drop), expected)
            }
        }
    }

    fn pick(&self, kind: FactKind, which: usize) -> Option<&TimelineEntry> {
        let of_kind: Vec<_> = self.told.iter().filter(|entry| entry.kind == kind).collect();
        (!of_kind.is_empty()).then(|| of_kind[which % of_kind.len()])
    }

    /// The stage with this number in the programme of another stage.
    async fn stage_beside(&self, known: domain::ids::StageId, number: usize) -> domain::ids::StageId {
        let ledger = self.house.store.ledger().await.unwrap();
        let programme = ledger.programmes.iter().find(|programme| programme.stage(known).is_some()).unwrap();
        programme.stages[number].id
    }

    /// What must hold after every step, whatever came of it.
    async fn invariants(&mut self) {
        let ledger = self.house.store.ledger().await.unwrap();
        let startup = ledger.startup(self.startup).unwrap();
        let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
        check_stays(&ledger.programmes, &startup.enrolments, &changes, self.today()).unwrap();
        let mut open: HashMap<ProgrammeId, usize> = HashMap::new();
        for enrolment in &startup.enrolments {
            let programme = ledger.programme(enrolment.programme).unwrap();
            let Some(course) = Course::at(programme, enrolment.id, &changes, NaiveDate::MAX) else { continue };
            if course.is_open() {
                *open.entry(programme.id).or_default() += 1;
            }
            if course.outcome.is_some() {
                assert!(course.admitted_on.is_some(), "exit before admission: {course:?}");
            }
            assert!(course.admitted_on.is_none_or(|admitted| admitted >= course.applied_on));
            assert!(course.since <= self.today());
        }
        assert!(open.values().all(|stays| *stays <= 1), "two open enrolments in one programme");

        // History never shrinks, and nothing of it changes but that a later fact may take an entry's place.
        let now = self.house.store.timeline(self.startup).await.unwrap();
        let by_id: HashMap<FactId, &TimelineEntry> = now.iter().map(|entry| (entry.id, entry)).collect();
        for entry in &self.told {
            let still = by_id[&entry.id];
            let superseded_by = entry.superseded_by.or(still.superseded_by);
            assert_eq!(*still, TimelineEntry { superseded_by, ..entry.clone() });
        }
        self.told = now;
        // What was known at an instant stays what was known then.
        for (known_at, facts) in &self.known {
            assert_eq!(self.changes(*known_at).await, *facts);
        }
    }
}

async fn play(house: &House, elsewhere: &Store, steps: &[Step], number: usize) {
    let store = &house.store;
    let actor = manager();
    let mut programmes = Vec::new();
    for slug in ["a", "b"] {
        let slug = format!("{slug}-{number}");
        programmes.push(store.create_programme(&actor, &slug, &slug, &DEFAULT_STAGES).await.unwrap());
    }
    let new = NewStartup { name: format!("Bedrift {number}"), ..NewStartup::default() };
    let on = day(2024, 1, 1);
    let (startup, stay) = store.apply(&actor, &new, programmes[0], None, on, Source::Founder).await.unwrap();
    let programmes = [programmes[0], programmes[1]];
    let mut play =
        Play { house, startup, programmes, stays: vec![stay], round: 0, told: Vec::new(), known: Vec::new() };
    play.invariants().await;
    for (round, step) in (0..).zip(steps) {
        play.round = round;
        let before = store.ledger().await.unwrap();
        let audit = store.audit_of(Some(startup), None, 1_000).await.unwrap().len();
        let (result, expected) = play.act(step).await;
        if let Some(expected) = expected {
            assert_eq!(result.is_ok(), expected, "{step:?} came to {result:?}");
        }
        if let Err(VerbError::Store(error)) = &result {
            panic!("{step:?} came to {error:?}");
        }
        let after = store.ledger().await.unwrap();
        let audited = store.audit_of(Some(startup), None, 1_000).await.unwrap().len();
        if result.is_err() {
            assert_same(&before, &after);
            assert_eq!(audited, audit, "a refused verb leaves no trace");
        } else if after.version != before.version {
            assert_eq!((after.version, audited), (before.version + 1, audit + 1), "one write, one entry");
        }
        assert_same(&after, &elsewhere.ledger().await.unwrap());
        play.invariants().await;
        play.known.push((house.world.now(), play.changes(Instant::MAX_UTC).await));
        house.world.advance(TimeDelta::seconds(1));
    }
}

on_both! {
    async fn random_verbs_hold_the_invariants(house: House) {
        let mut runner = TestRunner::new(Config { cases: 24, max_shrink_iters: 200, ..Config::default() });
        let number = std::cell::Cell::new(0);
        // Another process, which knows of each write only what it reads.
        let elsewhere = second(&house).await;
        let result = tokio::task::block_in_place(|| {
            runner.run(&proptest::collection::vec(step(), 1..30), |steps| {
                number.set(number.get() + 1);
                let played = std::panic::AssertUnwindSafe(|| {
                    tokio::runtime::Handle::current().block_on(play(&house, &elsewhere, &steps, number.get()));
                });
                std::panic::catch_unwind(played).map_err(|why| {
                    let text = why.downcast_ref::<String>().cloned();
                    TestCaseError::fail(text.or_else(|| why.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
                })
            })
        });
        result.unwrap();
        assert_fresh(&house).await;
    }
}
