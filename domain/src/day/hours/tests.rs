//! Hours, added up from facts.

use std::sync::Arc;

use uuid::Uuid;

use super::*;
use crate::day::suggest;
use crate::facts::{Fact, Meeting, MeetingKind, MentorAssignment, Source, StageChange};
use crate::ids::{EnrolmentId, FactId, StageId};
use crate::ledger::Profile;
use crate::pipeline::{DEFAULT_STAGES, Enrolment, Stage};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn fact<T>(id: u128, on: NaiveDate, body: Option<T>, supersedes: Option<u128>) -> Fact<T> {
    Fact {
        id: FactId(Uuid::from_u128(id)),
        valid_on: on,
        recorded_at: on.and_time(chrono::NaiveTime::MIN).and_utc(),
        supersedes: supersedes.map(|id| FactId(Uuid::from_u128(id))),
        source: Source::Mentor,
        documented: false,
        body,
    }
}

fn meeting(programme: ProgrammeId, mentor: u128, minutes: u32) -> Option<Meeting> {
    Some(Meeting { programme, mentor: Some(person(mentor)), minutes, kind: MeetingKind::Video })
}

const A: ProgrammeId = ProgrammeId(Uuid::from_u128(100));
const B: ProgrammeId = ProgrammeId(Uuid::from_u128(101));

fn startup(number: u128, sector: &str) -> StartupLedger {
    StartupLedger::new(Profile {
        id: StartupId(Uuid::from_u128(number)),
        external_id: None,
        name: format!("Bedrift {number}"),
        sector: Some(sector.to_owned()),
        website: None,
        created_at: Instant::UNIX_EPOCH,
        withdrawn_at: None,
    })
}

#[test]
fn meetings_add_up_within_a_period_and_a_programme_and_withdrawn_ones_do_not() {
    let mut one = startup(1, "helse");
    one.meetings = vec![
        fact(1, day(1, 10), meeting(A, 1, 60), None),
        fact(2, day(2, 10), meeting(A, 2, 45), None),
        fact(3, day(3, 10), meeting(B, 1, 90), None),
        fact(4, day(3, 11), meeting(A, 1, 600), None),
        fact::<Meeting>(5, day(3, 11), None, Some(4)),
    ];
    let all = |period, programme| hours(&one, Instant::MAX_UTC, period, programme);
    let whole = all(Period::default(), None);
    assert_eq!(whole, Hours { minutes: 195, meetings: 3, last_on: Some(day(3, 10)) });
    assert_eq!(all(Period::default(), Some(A)).minutes, 105);
    assert_eq!(all(Period { from: Some(day(2, 10)), to: Some(day(3, 9)) }, None).minutes, 45, "both days are counted");
    assert_eq!(all(Period::last(30, day(3, 10)), None).minutes, 135);
    assert_eq!(all(Period::until(day(1, 9)), None), Hours::default());
    assert_eq!(whole.text(Locale::Nb), "3,25");
    let known_before = hours(&one, day(2, 1).and_time(chrono::NaiveTime::MIN).and_utc(), Period::default(), None);
    assert_eq!(known_before.minutes, 60, "what is learned later is not known yet");
    let ledger = Ledger { startups: vec![Arc::new(one)], ..Ledger::default() };
    let told = in_house(&ledger, Instant::MAX_UTC, Period::default(), None);
    let mentors = by(&told, |one| one.mentor);
    assert_eq!(mentors.get(&Some(person(1))).map(|hours| hours.minutes), Some(150));
    assert_eq!(mentors.values().map(|hours| hours.minutes).sum::<u64>(), sum(&told).minutes);
}

fn programme(id: ProgrammeId) -> Programme {
    let stages = DEFAULT_STAGES.iter().enumerate().map(|(at, (key, phase, kind, names))| Stage {
        id: StageId(Uuid::from_u128(id.0.as_u128() * 1_000 + at as u128)),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position: u16::try_from(at).unwrap(),
        retired: false,
        usual_days: None,
    });
    let stages = stages.collect();
    Programme { id, slug: id.to_string(), name: "P".to_owned(), stages }
}

fn stay(startup: &mut StartupLedger, programme: &Programme, moves: &[(NaiveDate, &str)]) -> EnrolmentId {
    let id = EnrolmentId(Uuid::from_u128(startup.profile.id.0.as_u128() * 100 + startup.enrolments.len() as u128));
    startup.enrolments.push(Enrolment { id, programme: programme.id, cohort: None });
    for (on, key) in moves {
        let to = programme.stage_by_key(key).unwrap().id;
        let change = StageChange { enrolment: id, from: None, to, outcome: None };
        let fact_id = 10_000 + startup.stage_changes.len() as u128;
        startup.stage_changes.push(fact(fact_id, *on, Some(change), None));
    }
    id
}

#[test]
fn a_budget_runs_over_the_stay_or_over_the_year() {
    let a = programme(A);
    let mut one = startup(1, "helse");
    let id = stay(&mut one, &a, &[(day(1, 1), "applied"), (day(2, 1), "admitted")]);
    one.meetings = vec![
        fact(1, day(1, 10), meeting(A, 1, 60), None),
        fact(2, day(2, 10), meeting(A, 2, 45), None),
        fact(3, day(2, 11), meeting(B, 2, 30), None),
    ];
    let changes = in_force(&one.stage_changes, Instant::MAX_UTC);
    let course = Course::at(&a, id, &changes, day(6, 1)).unwrap();
    let of = |per, minutes| used(&one, A, &course, Budget { minutes, per }, Instant::MAX_UTC, day(6, 1));
    assert_eq!((of(Per::Stay, 600).hours.minutes, of(Per::Stay, 600).left()), (45, 555));
    assert_eq!(of(Per::Year, 600).hours.minutes, 105, "the year counts from its first day");
    assert_eq!(of(Per::Year, 60).left(), -45, "more than the budget is said as it is");
}

#[test]
fn a_meeting_belongs_to_the_open_stay_that_the_speaker_may_speak_for() {
    let (a, b) = (programme(A), programme(B));
    let mut one = startup(1, "helse");
    stay(&mut one, &a, &[(day(1, 1), "applied"), (day(2, 1), "admitted"), (day(3, 1), "graduated")]);
    stay(&mut one, &b, &[(day(2, 1), "applied")]);
    let ledger = Ledger { programmes: vec![a, b], ..Ledger::default() };
    let found = |on, speaks: &dyn Fn(ProgrammeId) -> bool| programme_on(&ledger, &one, on, speaks).map(|p| p.id);
    assert_eq!(found(day(4, 1), &|_| true), Some(B), "the open one");
    assert_eq!(found(day(4, 1), &|id| id == A), Some(A), "the only one that is the speaker's");
    assert_eq!(found(day(1, 15), &|_| true), Some(A), "the other had not begun");
    assert_eq!(found(day(2, 15), &|_| true), Some(B), "of two open ones what began last");
    assert_eq!(found(day(4, 1), &|_| false), None);
}

#[test]
fn mentors_are_ranked_by_the_sector_they_know_and_by_what_they_carry() {
    let a = programme(A);
    let mut asks = startup(1, "Helse");
    stay(&mut asks, &a, &[(day(1, 1), "applied")]);
    let mut known = startup(2, "helse ");
    stay(&mut known, &a, &[(day(1, 1), "applied"), (day(1, 2), "admitted"), (day(1, 3), "graduated")]);
    known.mentors = vec![fact(1, day(1, 2), Some(MentorAssignment { mentor: Some(person(1)) }), None)];
    let mut carried = startup(3, "energi");
    stay(&mut carried, &a, &[(day(1, 1), "applied"), (day(1, 2), "admitted")]);
    carried.mentors = vec![fact(1, day(1, 2), Some(MentorAssignment { mentor: Some(person(2)) }), None)];
    carried.meetings =
        vec![fact(1, day(5, 20), meeting(A, 2, 90), None), fact(2, day(1, 20), meeting(A, 2, 500), None)];
    let startups = vec![Arc::new(asks), Arc::new(known), Arc::new(carried)];
    let ledger = Ledger { programmes: vec![a], startups, ..Ledger::default() };
    let mentors = [person(3), person(2), person(1)];
    let ranked = suggest::rank(&ledger, &ledger.startups[0], &mentors, Instant::MAX_UTC, day(6, 1));
    let order: Vec<PersonId> = ranked.iter().map(|candidate| candidate.mentor).collect();
    assert_eq!(order, [person(1), person(3), person(2)]);
    assert_eq!((ranked[0].same_sector, ranked[0].open), (1, 0), "an exited startup is no load");
    assert_eq!((ranked[2].open, ranked[2].minutes), (1, 90), "only the last thirty days weigh");
}

#[test]
fn assignments_are_told_from_day_to_day() {
    let mut one = startup(1, "helse");
    let to = |mentor: Option<u128>| Some(MentorAssignment { mentor: mentor.map(person) });
    one.mentors = vec![
        fact(1, day(1, 1), to(Some(1)), None),
        fact(2, day(2, 1), to(Some(1)), None),
        fact(3, day(3, 1), to(Some(2)), None),
        fact(4, day(3, 1), to(Some(3)), None),
        fact(5, day(4, 1), to(None), None),
        fact(6, day(5, 1), to(Some(1)), None),
    ];
    let told = suggest::assignments(&one, Instant::MAX_UTC);
    let told: Vec<_> = told.iter().map(|one| (one.mentor, one.from, one.to)).collect();
    assert_eq!(
        told,
        [
            (person(1), day(1, 1), Some(day(3, 1))),
            (person(3), day(3, 1), Some(day(4, 1))),
            (person(1), day(5, 1), None),
        ]
    );
}
