//! How fast the engine is, beside plain work on the same rows in the same run: `cargo bench -p domain --bench engine`.
//!
//! Absolute times do not carry over from one machine to another; the ratios and the growth do. `-- --quick` runs a small part of it
//! to see that it works.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use chrono::{Days, NaiveDate};
use domain::attention::{HouseRules, UsualTimes, items};
use domain::facts::{
    Fact, Headcount, LifeEvent, LifeEventKind, Meeting, MeetingKind, Source, StageChange, Team, UpdateEvent,
    UpdateStep, Verification, Workplace,
};
use domain::figures::km::{Observation, estimate};
use domain::figures::{FigureId, Group, Query, Scope, compute_all, default_ids};
use domain::geography::Municipality;
use domain::ids::{EnrolmentId, FactId, ProgrammeId, StageId, StartupId, UpdateRoundId};
use domain::ledger::{Ledger, Profile, StartupLedger};
use domain::pipeline::{DEFAULT_STAGES, Enrolment, Programme, Stage};
use uuid::Uuid;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Test runners ask what tests are in here: none.
    if arguments.iter().any(|argument| argument == "--list") {
        return;
    }
    // Without `--bench`, which `cargo bench` adds, some test run started this: a look is enough.
    let quick = arguments.iter().any(|argument| argument == "--quick")
        || !arguments.iter().any(|argument| argument == "--bench");
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    println!("engine on {cores} cores, median of several runs{}", if quick { " (quick look, no measure)" } else { "" });
    curves(quick);
    figures(quick);
    work(quick);
    attention(quick);
}

/// Kaplan-Meier over rows of whole days and of continuous times, against sorting the same rows.
fn curves(quick: bool) {
    println!("\nKaplan-Meier            rows     estimate         sort   estimate/sort   points");
    let sizes: &[usize] = if quick { &[1_000] } else { &[1_000, 100_000, 1_000_000] };
    for (name, delayed, whole) in [
        ("whole days", false, true),
        ("whole days, delayed", true, true),
        ("continuous", false, false),
        ("continuous, delayed", true, false),
    ] {
        for rows in sizes {
            let lives = lives(*rows, delayed, whole);
            let runs = (3_000_000 / rows).clamp(5, 301);
            let mut points = 0;
            let estimated = median(
                runs,
                || (),
                |()| {
                    points = black_box(estimate(black_box(&lives))).map_or(0, |curve| curve.points.len());
                },
            );
            let sorted = median(
                runs,
                || lives.clone(),
                |mut lives| {
                    lives.sort_unstable_by(|one, other| one.time.total_cmp(&other.time));
                    lives
                },
            );
            let ratio = estimated.as_secs_f64() / sorted.as_secs_f64();
            println!("{name:<20} {rows:>8} {:>12} {:>12} {ratio:>15.2} {points:>8}", show(estimated), show(sorted));
        }
    }
}

/// What asks for attention in a house with meetings, beside walking over every headcount of the same house once.
fn attention(quick: bool) {
    println!("\nattention    startups      usual times        the list    one pass   list/pass    items");
    let sizes: &[u64] = if quick { &[50] } else { &[500, 5_000, 50_000] };
    for startups in sizes {
        let mut ledger = ledger(*startups, 40);
        busy(&mut ledger, 40);
        // In the middle of it most are still in the house; at its end most have left.
        let today = day(DAYS / 2);
        let (known_at, rules) = (noon(today), HouseRules::default());
        let query = Query { as_of: today, known_at, scope: Scope::default() };
        let runs = if quick { 5 } else { 21 };
        let usual = UsualTimes::of(&ledger, known_at, today);
        let times = median(runs, || (), |()| black_box(UsualTimes::of(black_box(&ledger), known_at, today)));
        let many = items(&ledger, &rules, &usual, known_at, today).len();
        let list = median(runs, || (), |()| black_box(items(black_box(&ledger), &rules, &usual, known_at, today)));
        let pass = median(runs, || (), |()| black_box(one_pass(black_box(&ledger), &query)));
        let ratio = list.as_secs_f64() / pass.as_secs_f64();
        println!("{startups:>20} {:>16} {:>15} {:>11} {ratio:>11.1} {many:>8}", show(times), show(list), show(pass));
    }
}

/// The default figures of jobs and survival: those that look at no meeting.
fn of_states() -> Vec<FigureId> {
    default_ids().into_iter().filter(|id| id.group() != Group::Work).collect()
}

/// The figures of jobs and survival in a house with and without meetings, and those of the work itself: what nobody reads must cost
/// nothing.
fn work(quick: bool) {
    println!("\nmeetings a startup  startups   jobs and survival   /without        the work   per meeting");
    let startups: u64 = if quick { 50 } else { 5_000 };
    let (states, whole) = (of_states(), default_ids());
    let of_work: Vec<FigureId> = whole.iter().filter(|id| id.group() == Group::Work).cloned().collect();
    let as_of = day(DAYS);
    let query = Query { as_of, known_at: noon(as_of), scope: Scope::default() };
    let runs = if quick { 5 } else { 41 };
    let mut without = None;
    for meetings in [0, 40, 200] {
        let mut ledger = ledger(startups, 40);
        busy(&mut ledger, meetings);
        let time = |ids: &[FigureId]| median(runs, || (), |()| black_box(compute_all(black_box(&ledger), ids, &query)));
        let (untouched, work) = (time(&states), time(&of_work));
        let without = *without.get_or_insert(untouched.as_secs_f64());
        let each = work.as_secs_f64() / (startups * meetings.max(1)) as f64;
        println!(
            "{meetings:>18} {startups:>9} {:>19} {:>10.2} {:>15} {:>10.1} ns",
            show(untouched),
            untouched.as_secs_f64() / without,
            show(work),
            each * 1e9,
        );
    }
}

/// Gives every startup so many meetings, a team stated each year and an update asked for each quarter, when it has any meetings.
fn busy(ledger: &mut Ledger, meetings: u64) {
    let mut number = 50_000_000;
    let mut chance = Chance(11);
    let programme = ledger.programmes[0].id;
    for startup in ledger.startups.iter_mut().filter(|_| meetings > 0).map(Arc::make_mut) {
        let mut fact_id = || {
            number += 1;
            FactId(Uuid::from_u64_pair(1, number))
        };
        for meeting in 0..meetings {
            let body =
                Meeting { programme, mentor: None, minutes: 30 + chance.below(60) as u32, kind: MeetingKind::Video };
            startup.meetings.push(fact(fact_id(), meeting * DAYS / meetings, Source::Mentor, body));
        }
        for year in 0..10 {
            let (founders, women) = (1 + chance.below(3) as u32, chance.below(2) as u32);
            let body = Team { founders, women_founders: Some(women), leaders: Some(1), women_leaders: Some(0) };
            startup.teams.push(fact(fact_id(), year * 365, Source::Founder, body));
        }
        for quarter in 0..40 {
            let (asked, round) = (quarter * 91, UpdateRoundId(Uuid::from_u64_pair(2, quarter)));
            let mut step = |on: u64, event, due: Option<u64>| {
                let body = UpdateStep { round, event, due_on: due.map(day) };
                startup.updates.push(fact(fact_id(), on, Source::Founder, body));
            };
            step(asked, UpdateEvent::Asked, Some(asked + 14));
            if chance.below(10) < 7 {
                step(asked + chance.below(14), UpdateEvent::Answered, None);
            }
        }
    }
}

fn fact<T>(id: FactId, on: u64, source: Source, body: T) -> Fact<T> {
    let (valid_on, recorded_at) = (day(on), noon(day(on)));
    Fact { id, valid_on, recorded_at, supersedes: None, source, documented: false, body: Some(body) }
}

/// All figures of jobs and survival of a house from its facts, against one pass over the same facts and against sorting their keys.
fn figures(quick: bool) {
    println!("\nall figures        startups     observations        time   per startup   growth   /one pass   /sort");
    let sizes: &[u64] = if quick { &[50] } else { &[500, 5_000, 50_000] };
    let ids = of_states();
    let mut before: Option<f64> = None;
    for startups in sizes {
        let ledger = ledger(*startups, 40);
        let as_of = day(DAYS);
        let query = Query { as_of, known_at: noon(as_of), scope: Scope::default() };
        let runs = (100_000 / *startups as usize).clamp(5, 51);
        let computed = median(runs, || (), |()| black_box(compute_all(black_box(&ledger), &ids, &query)));
        let passed = median(runs, || (), |()| black_box(one_pass(black_box(&ledger), &query)));
        let keys: Vec<(NaiveDate, FactId)> = ledger
            .startups
            .iter()
            .flat_map(|startup| startup.headcounts.iter().map(|fact| (fact.valid_on, fact.id)))
            .collect();
        let sorted = median(
            runs.min(9),
            || keys.clone(),
            |mut keys| {
                keys.sort_unstable();
                keys
            },
        );
        let each = computed.as_secs_f64() / *startups as f64;
        let growth = before.map_or_else(|| "-".to_owned(), |before| format!("{:.2}", each / before));
        println!(
            "{:>27} {:>16} {:>11} {:>10.2} µs {growth:>8} {:>11.1} {:>7.2}",
            startups,
            keys.len(),
            show(computed),
            each * 1e6,
            computed.as_secs_f64() / passed.as_secs_f64(),
            computed.as_secs_f64() / sorted.as_secs_f64(),
        );
        before = Some(each);
    }
}

/// What no computation over the observations can do without: looking at each of them once.
fn one_pass(ledger: &Ledger, query: &Query) -> u64 {
    let known = |fact: &&Fact<Headcount>| fact.recorded_at <= query.known_at && fact.valid_on <= query.as_of;
    let heads = |startup: &Arc<StartupLedger>| -> u64 {
        startup
            .headcounts
            .iter()
            .filter(known)
            .filter_map(|fact| fact.body.as_ref())
            .map(|body| u64::from(body.employees.low))
            .sum()
    };
    ledger.startups.iter().map(heads).sum()
}

/// The median time of `work`, each run on something prepared anew and outside the time, as is dropping its result.
fn median<P, R>(runs: usize, mut prepare: impl FnMut() -> P, mut work: impl FnMut(P) -> R) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let prepared = prepare();
            let start = Stopwatch::now();
            let result = work(prepared);
            let time = start.elapsed();
            drop(black_box(result));
            time
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

fn show(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1e-3 { format!("{:.1} µs", seconds * 1e6) } else { format!("{:.2} ms", seconds * 1e3) }
}

/// A stream of numbers that is the same in every run and on every machine (`SplitMix64`, Steele and others 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Ten years.
const DAYS: u64 = 3_650;

fn lives(rows: usize, delayed: bool, whole: bool) -> Vec<Observation> {
    let mut chance = Chance(rows as u64);
    let mut life = || {
        let time = 1.0 + chance.share() * (DAYS - 1) as f64;
        let time = if whole { time.floor() } else { time };
        let entry = time * chance.share();
        let entry = if whole { entry.floor() } else { entry };
        Observation { entry: (delayed && entry < time).then_some(entry), time, event: chance.below(2) == 0 }
    };
    (0..rows).map(|_| life()).collect()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(16_071 + number)
}

fn noon(date: NaiveDate) -> domain::time::Instant {
    date.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}

/// A house of one programme: every startup is admitted, most exit, some die, some were corrected, and each is observed so many
/// times over its ten years.
fn ledger(startups: u64, observations: u64) -> Ledger {
    let id = |number: u64| Uuid::from_u64_pair(1, number);
    let stages = DEFAULT_STAGES.iter().enumerate().map(|(position, (key, phase, kind, names))| Stage {
        id: StageId(id(position as u64)),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position: position as u16,
        retired: false,
        usual_days: None,
    });
    let programme =
        Programme { id: ProgrammeId(id(100)), slug: "p".into(), name: "P".into(), stages: stages.collect() };
    let places: Vec<Municipality> =
        ["0231", "3030", "3205", "0301"].iter().filter_map(|code| Municipality::parse(code).ok()).collect();
    let mut chance = Chance(7);
    let mut number = 1_000;
    let mut startup = |_| {
        let mut fact_id = || {
            number += 1;
            FactId(id(number))
        };
        let mut startup = StartupLedger::new(Profile {
            id: StartupId(fact_id().0),
            external_id: None,
            name: String::new(),
            sector: None,
            website: None,
            created_at: noon(day(0)),
            withdrawn_at: None,
        });
        let admitted = 1 + chance.below(DAYS / 2);
        let enrolment = EnrolmentId(fact_id().0);
        startup.enrolments.push(Enrolment { id: enrolment, programme: programme.id, cohort: None });
        let exited = admitted + 200 + chance.below(1_500);
        for (stage, on) in [(0, admitted.saturating_sub(30)), (3, admitted), (4, admitted + 60), (7, exited)] {
            let change = StageChange { enrolment, from: None, to: StageId(id(stage)), outcome: None };
            startup.stage_changes.push(fact(fact_id(), on, Source::Mentor, change));
        }
        startup.life_events.push(fact(
            fact_id(),
            admitted.saturating_sub(400),
            Source::Register,
            LifeEvent::dated(LifeEventKind::Founded),
        ));
        let dead = chance.below(10) < 3;
        if dead {
            let on = admitted + chance.below(DAYS - admitted);
            startup.life_events.push(fact(fact_id(), on, Source::Register, LifeEvent::dated(LifeEventKind::Bankrupt)));
        }
        startup.verifications.push(fact(fact_id(), exited, Source::Mentor, Verification));
        let municipality = places.get(chance.below(4) as usize).copied();
        startup.workplaces.push(fact(fact_id(), admitted, Source::Mentor, Workplace { municipality }));
        let sources = [Source::Founder, Source::Mentor, Source::Document, Source::Register];
        let mut heads = chance.below(4);
        for observation in 0..observations {
            heads = (heads + chance.below(3)).saturating_sub(u64::from(chance.below(3) == 0));
            let on = admitted.saturating_sub(20) + observation * (DAYS - admitted) / observations;
            let headcount = Headcount { fte_hundredths: Some(heads as u32 * 80), ..Headcount::of(heads as u32) };
            startup.headcounts.push(fact(fact_id(), on, sources[chance.below(4) as usize], headcount));
        }
        // Every twentieth startup had an observation corrected later.
        if chance.below(20) == 0
            && let Some(wrong) = startup.headcounts.get(5)
        {
            let (wrong, on) = (wrong.id, wrong.valid_on);
            let mut right = fact(fact_id(), DAYS - 10, Source::Mentor, Headcount::of(1));
            (right.valid_on, right.supersedes) = (on, Some(wrong));
            startup.headcounts.push(right);
        }
        Arc::new(startup)
    };
    let startups = (0..startups).map(&mut startup).collect();
    Ledger { version: 1, programmes: vec![programme], cohorts: Vec::new(), startups }
}
