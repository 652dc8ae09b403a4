//! Progress is the engine's own rows at the end less those at the baseline.

use domain::contracts::{Engine, Out, Unmeasured, claims, progress};
use domain::facts::{LifeEventKind, Outcome};
use domain::figures::{FigureId, OutReason, Query, Scope, compute};
use domain::ids::ProgrammeId;
use domain::ledger::Ledger;
use proptest::prelude::*;

use crate::house::{House, day, id, noon};
use crate::{always, portfolio, signed, target, terms, within};

fn told(ledger: &Ledger, contract: &domain::contracts::Contract, on: &str) -> domain::contracts::Progress {
    let mut engine = Engine::new(ledger, always());
    let covered = claims(&mut engine, std::slice::from_ref(contract), day(on));
    progress(&mut engine, contract, 0, &covered, day(on)).unwrap()
}

/// Before the contract: old grows, dead dies in it, gone moves out, stale falls silent. In it: fresh comes with what it had.
fn five() -> House {
    let mut house = House::new(1);
    house
        .startup("old")
        .admitted("2021-01-01")
        .works("2021-01-01", "3205")
        .heads("2021-01-01", 2)
        .heads("2022-12-01", 5)
        .heads("2023-12-01", 9)
        .build();
    house
        .startup("dead")
        .admitted("2021-01-01")
        .works("2021-01-01", "3205")
        .heads("2021-01-01", 1)
        .heads("2022-12-01", 4)
        .life("2023-06-01", LifeEventKind::Bankrupt)
        .build();
    house
        .startup("gone")
        .admitted("2021-01-01")
        .works("2021-01-01", "3205")
        .heads("2021-01-01", 1)
        .heads("2022-12-01", 3)
        .works("2023-05-01", "0301")
        .heads("2023-12-01", 6)
        .build();
    house
        .startup("stale")
        .admitted("2021-01-01")
        .works("2021-01-01", "3205")
        .heads("2021-01-01", 1)
        .heads("2022-06-01", 7)
        .build();
    house
        .startup("fresh")
        .admitted("2023-03-01")
        .works("2023-03-01", "3205")
        .heads("2023-03-01", 4)
        .heads("2023-12-01", 10)
        .exited("2023-12-15", Outcome::Graduated)
        .build();
    house
}

#[test]
fn each_startup_adds_its_change_since_the_baseline() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let contract = signed(1, terms(1, from, to, vec![target(1, from, to, 50.0)]), day("2022-12-15"));
    let told = told(&house.ledger, &contract, "2023-12-31");
    let of = |name: &str| told.rows_in.iter().find(|row| row.startup == house.named(name)).map(|row| row.point);
    assert_eq!((of("old"), of("dead"), of("gone"), of("fresh")), (Some(4.0), Some(-4.0), Some(3.0), Some(6.0)));
    assert_eq!(of("stale"), None);
    let left = told.rows_out.iter().find(|row| row.startup == house.named("stale")).unwrap();
    assert_eq!(left.why, Out::Figure(OutReason::StaleHeadcount));
    assert_eq!(told.point, Some(9.0));
    // Nothing is documented but the death; what is not stands at most at its point.
    assert!(told.floor.unwrap() <= 9.0 && told.ceiling.unwrap() >= 9.0);
    assert_eq!(told.unknown(), 1);
    assert!((told.path - 50.0 * 365.0 / 1_096.0).abs() < 1e-9);
}

#[test]
fn jobs_that_leave_the_region_are_lost_there() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let promised = within(target(1, from, to, 50.0), "romerike@1");
    let contract = signed(1, terms(1, from, to, vec![promised]), day("2022-12-15"));
    let told = told(&house.ledger, &contract, "2023-12-31");
    let gone = told.rows_in.iter().find(|row| row.startup == house.named("gone")).unwrap();
    assert_eq!(gone.point, -3.0, "the three it had in Romerike");
}

#[test]
fn a_share_is_told_as_it_stands_with_its_interval() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let mut promised = target(1, from, to, 0.7);
    promised.definition.id = FigureId("survival.admitted".into());
    let contract = signed(1, terms(1, from, to, vec![promised]), day("2022-12-15"));
    let told = told(&house.ledger, &contract, "2023-12-31");
    assert_eq!(told.of, Some((3.0, 4.0)), "one is unknown and not counted as alive");
    assert!(told.interval.is_some() && told.path == 0.7);
}

#[test]
fn what_cannot_be_measured_is_said() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let contract = signed(1, terms(1, from, to, vec![target(1, from, to, 50.0)]), day("2022-12-15"));
    let mut engine = Engine::new(&house.ledger, always());
    let none = domain::contracts::Claims::default();
    let mut ask = |contract: &domain::contracts::Contract, index, on| {
        progress(&mut engine, contract, index, &none, day(on)).unwrap_err()
    };
    assert_eq!(ask(&contract, 0, "2022-12-14"), Unmeasured::NotSigned);
    assert_eq!(ask(&contract, 0, "2022-12-30"), Unmeasured::NotBegun);
    assert_eq!(ask(&contract, 1, "2023-12-30"), Unmeasured::NoTarget);
    let mut other = contract.clone();
    other.terms.targets[0].definition.version = 2;
    assert_eq!(ask(&other, 0, "2023-12-30"), Unmeasured::OtherVersion);
}

#[test]
fn nothing_is_counted_after_the_last_day() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let mut contract = signed(1, terms(1, from, to, vec![target(1, from, to, 50.0)]), day("2022-12-15"));
    let early = told(&house.ledger, &contract, "2023-06-30");
    contract.closed = Some(domain::contracts::Closed {
        on: day("2023-06-30"),
        reason: "x".to_owned(),
        at: noon(day("2023-07-01")),
        by: "x".to_owned(),
    });
    let late = told(&house.ledger, &contract, "2023-12-31");
    assert_eq!((late.point, late.counted_to), (early.point, day("2023-06-30")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Over random houses, definitions and regions: what is counted is the engine's rows at the end less its rows at the baseline,
    /// startup by startup; and where nothing is left out for want of knowledge, the figure's own value less its value.
    #[test]
    fn progress_is_the_rows_of_the_engine(
        ledger in portfolio::house(7),
        rule in prop::sample::select(&["jobs.net", "jobs.stock", "jobs.gross_increase", "jobs.net_floor", "jobs.peak", "jobs.at_exit"][..]),
        region in prop::option::weighted(0.4, Just("romerike@1")),
        from in 400_u64..2_500, length in 200_u64..1_400,
    ) {
        let (from, to) = (portfolio::day(from), portfolio::day(from + length));
        let mut promised = target(1, from, to, 10.0);
        promised.definition.id = FigureId(rule.to_owned());
        if let Some(region) = region {
            promised = within(promised, region);
        }
        let scope = promised.scope.clone();
        let contract = signed(1, terms(1, from, to, vec![promised]), from);
        let mut engine = Engine::new(&ledger, always());
        let covered = claims(&mut engine, std::slice::from_ref(&contract), to);
        let told = progress(&mut engine, &contract, 0, &covered, to).unwrap();
        let figure = |as_of| compute(&ledger, &FigureId(rule.to_owned()), &Query { as_of, known_at: always(), scope: scope.clone() }).unwrap();
        let (first, last) = (figure(from), figure(to));
        let at = |figure: &domain::figures::Figure, startup| figure.rows_in.iter().find(|row| row.startup == startup).map(|row| (row.contribution, row.floor, row.ceiling));
        for row in &told.rows_in {
            let (before, after) = (at(&first, row.startup), at(&last, row.startup));
            prop_assert!(before.is_some() || after.is_some());
            let began = before.map_or(0.0, |row| row.0);
            let (point, floor, ceiling) = after.unwrap_or_default();
            prop_assert_eq!((row.point, row.ceiling), (point - began, ceiling - began));
            // Nothing documented at the end documents no rise.
            prop_assert_eq!(row.floor, (point - began).min(if floor == 0.0 { 0.0 } else { floor - began }));
            prop_assert!(row.floor <= row.point && row.point <= row.ceiling);
        }
        let unknown = |reason: OutReason| reason.is_missing() || reason == OutReason::Absorbed;
        let missing = |figure: &domain::figures::Figure| figure.rows_out.iter().any(|row| unknown(row.reason));
        let counted: f64 = told.rows_in.iter().map(|row| row.point).sum();
        if !missing(&first) && !missing(&last) {
            prop_assert!((counted - (last.numerator - first.numerator)).abs() < 1e-9, "{counted} is not {} less {}", last.numerator, first.numerator);
        }
        // Everybody the figure speaks of on the last day is told of, once.
        let mut told_of: Vec<_> = told.rows_in.iter().map(|row| row.startup).chain(told.rows_out.iter().map(|row| row.startup)).collect();
        let many = told_of.len();
        told_of.sort_unstable();
        told_of.dedup();
        prop_assert_eq!(told_of.len(), many);
        prop_assert!(last.rows_in.iter().map(|row| row.startup).chain(last.rows_out.iter().map(|row| row.startup)).all(|startup| told_of.binary_search(&startup).is_ok()));
        prop_assert!(told.point.is_none_or(|point| (point - counted).abs() < 1e-9));
    }
}

/// A scope that says nothing of a contract's programme is another question.
#[test]
fn the_programme_narrows() {
    let house = five();
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let mut elsewhere = terms(1, from, to, vec![target(1, from, to, 50.0)]);
    elsewhere.targets[0].scope = Scope { programme: Some(ProgrammeId(id(9))), ..Scope::default() };
    let contract = signed(1, elsewhere, day("2022-12-15"));
    assert!(told(&house.ledger, &contract, "2023-12-31").rows_in.is_empty());
}
