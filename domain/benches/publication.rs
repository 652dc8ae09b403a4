//! How long publishing and verifying take, beside hashing the same bytes: `cargo bench -p domain --bench publication`.
//!
//! `-- --quick` runs a small part of it to see that it works.

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant as Stopwatch};

use chrono::{Days, NaiveDate};
use domain::facts::{Fact, Headcount, LifeEvent, LifeEventKind, Source, StageChange};
use domain::figures::{FigureId, Query, Scope};
use domain::ids::{EnrolmentId, FactId, ProgrammeId, StageId, StartupId};
use domain::ledger::{Ledger, Profile, StartupLedger};
use domain::pipeline::{DEFAULT_STAGES, Enrolment, Programme, Stage};
use domain::publication::{Asked, InstanceKey, Secret, Use, digest, freeze, recompute, verify};
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
    let sizes: &[u64] = if quick { &[50] } else { &[500, 5_000] };
    println!(
        "startups  figure                    bytes       freeze       verify    recompute       sha256   verify/sha256"
    );
    for startups in sizes {
        let ledger = ledger(*startups, 40);
        for id in ["survival.exits", "survival.km(admission)", "jobs.net", "jobs.gross_increase"] {
            measure(&ledger, *startups, id);
        }
    }
}

fn measure(ledger: &Ledger, startups: u64, id: &str) {
    let query = Query { as_of: day(DAYS), known_at: noon(day(DAYS)), scope: Scope::default() };
    let used = Use { name: "Bench".to_owned(), place: String::new() };
    let asked = Asked { id: FigureId(id.to_owned()), query, used, issued_at: noon(day(DAYS)) };
    let (secret, key) = (Secret::from([1; 32]), InstanceKey::from_seed(&[2; 32]));
    let (frozen, publication) = timed(1, || freeze(ledger, &asked, &secret, &key));
    let Ok(publication) = publication else { return println!("{startups:>8}  {id}: cannot be frozen") };
    let (verified_in, verified) = timed(5, || verify(black_box(&publication.bytes)));
    let Ok(verified) = verified else { return println!("{startups:>8}  {id}: does not verify") };
    let (recomputed, _) = timed(1, || recompute(&verified, ledger, &secret));
    let (hashed, _) = timed(5, || digest(black_box(&publication.bytes)));
    println!(
        "{startups:>8}  {id:<22} {:>8} {:>12} {:>12} {:>12} {:>12} {:>15.1}",
        publication.bytes.len(),
        show(frozen),
        show(verified_in),
        show(recomputed),
        show(hashed),
        verified_in.as_secs_f64() / hashed.as_secs_f64(),
    );
}

/// The median time of some runs, and the last result.
fn timed<R>(runs: usize, mut work: impl FnMut() -> R) -> (Duration, R) {
    let mut times = Vec::with_capacity(runs);
    loop {
        let start = Stopwatch::now();
        let result = work();
        times.push(start.elapsed());
        if times.len() >= runs {
            times.sort_unstable();
            return (times[times.len() / 2], result);
        }
    }
}

fn show(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Ten years.
const DAYS: u64 = 3_650;

fn day(number: u64) -> NaiveDate {
    NaiveDate::default() + Days::new(16_071 + number)
}

fn noon(date: NaiveDate) -> domain::time::Instant {
    date.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12)
}

/// A stream of numbers that is the same in every run and on every machine (`SplitMix64`, Steele and others 2014).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }
}

/// A house of one programme: every startup is admitted, most exit, some die, and each is observed so many times over its ten years.
fn ledger(startups: u64, observations: u64) -> Ledger {
    let id = |number: u64| Uuid::from_u64_pair(1, number);
    let stages = (0_u16..).zip(&DEFAULT_STAGES).map(|(position, (key, phase, kind, names))| Stage {
        id: StageId(id(u64::from(position))),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position,
        retired: false,
        usual_days: None,
    });
    let programme =
        Programme { id: ProgrammeId(id(100)), slug: "p".into(), name: "P".into(), stages: stages.collect() };
    let mut chance = Chance(7);
    let mut number = 1_000;
    let mut startup = |_| {
        let mut fact_id = || {
            number += 1;
            id(number)
        };
        fn fact<T>(id: Uuid, on: u64, source: Source, body: T) -> Fact<T> {
            let (valid_on, recorded_at) = (day(on), noon(day(on)));
            Fact {
                id: FactId(id),
                valid_on,
                recorded_at,
                supersedes: None,
                source,
                documented: false,
                body: Some(body),
            }
        }
        let mut startup = StartupLedger::new(Profile {
            id: StartupId(fact_id()),
            external_id: None,
            name: String::new(),
            sector: None,
            website: None,
            created_at: noon(day(0)),
            withdrawn_at: None,
        });
        let admitted = 1 + chance.below(DAYS / 2);
        let enrolment = EnrolmentId(fact_id());
        startup.enrolments.push(Enrolment { id: enrolment, programme: programme.id, cohort: None });
        for (stage, on) in [(3, admitted), (4, admitted + 60), (7, admitted + 200 + chance.below(1_500))] {
            let change = StageChange { enrolment, from: None, to: StageId(id(stage)), outcome: None };
            startup.stage_changes.push(fact(fact_id(), on, Source::Mentor, change));
        }
        if chance.below(10) < 3 {
            let on = admitted + chance.below(DAYS - admitted);
            let event = LifeEvent::dated(LifeEventKind::Bankrupt);
            startup.life_events.push(fact(fact_id(), on, Source::Register, event));
        }
        let mut heads = 1;
        for observation in 0..observations {
            heads = (heads + chance.below(3)).saturating_sub(u64::from(chance.below(3) == 0));
            let on = admitted.saturating_sub(20) + observation * (DAYS - admitted) / observations;
            let source = if chance.below(3) == 0 { Source::Document } else { Source::Founder };
            startup.headcounts.push(fact(fact_id(), on, source, Headcount::of(u32::try_from(heads).unwrap_or(0))));
        }
        Arc::new(startup)
    };
    let startups = (0..startups).map(&mut startup).collect();
    Ledger { version: 1, programmes: vec![programme], cohorts: Vec::new(), startups }
}
