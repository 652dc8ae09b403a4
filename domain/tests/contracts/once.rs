//! A job is counted once across contracts.

use std::collections::BTreeMap;

use domain::contracts::{Contract, Engine, Out, Progress, claims, progress};
use domain::figures::{FigureId, Query, Scope, compute};
use domain::ids::{ContractId, ProgrammeId, StartupId};
use domain::ledger::Ledger;
use proptest::prelude::*;

use crate::house::{House, day, id};
use crate::{always, portfolio, signed, target, terms, within};

fn told(ledger: &Ledger, contracts: &[Contract], on: chrono::NaiveDate) -> Vec<Progress> {
    let mut engine = Engine::new(ledger, always());
    let covered = claims(&mut engine, contracts, on);
    contracts.iter().filter_map(|contract| progress(&mut engine, contract, 0, &covered, on).ok()).collect()
}

fn of(progress: &Progress, startup: StartupId) -> Result<f64, Out> {
    match progress.rows_in.iter().find(|row| row.startup == startup) {
        Some(row) => Ok(row.point),
        None => Err(progress.rows_out.iter().find(|row| row.startup == startup).unwrap().why),
    }
}

/// One in Romerike and one in Oslo, both of programme 1; both in programme 2, later.
fn two() -> House {
    let mut house = House::new(2);
    let near = house.startup("near").admitted("2021-01-01").works("2021-01-01", "3205").heads("2021-01-01", 1);
    let near = near.heads("2022-12-15", 3).heads("2023-12-15", 8).heads("2024-12-15", 15).heads("2025-12-15", 20);
    near.enrolled(2, None, "2022-02-01", "admitted").build();
    let far = house.startup("far").admitted("2021-01-01").works("2021-01-01", "0301").heads("2021-01-01", 1);
    let far = far.heads("2022-12-15", 2).heads("2023-12-15", 4).heads("2024-12-15", 5).heads("2025-12-15", 6);
    far.enrolled(2, None, "2022-02-01", "admitted").build();
    house
}

fn contract(number: u64, programme: u64, signed_on: &str, from: &str, to: &str, region: Option<&str>) -> Contract {
    let (from, to) = (day(from), day(to));
    let promised = target(programme, from, to, 10.0);
    let promised = region.map_or(promised.clone(), |region| within(promised, region));
    signed(number, terms(programme, from, to, vec![promised]), day(signed_on))
}

#[test]
fn of_two_contracts_for_one_programme_the_one_signed_first_has_the_job() {
    let house = two();
    let first = contract(2, 1, "2022-12-01", "2022-12-31", "2025-12-31", Some("romerike@1"));
    let second = contract(1, 1, "2023-03-01", "2022-12-31", "2025-12-31", None);
    let both = told(&house.ledger, &[second.clone(), first.clone()], day("2024-12-31"));
    let (near, far) = (house.named("near"), house.named("far"));
    assert_eq!(of(&both[1], near), Ok(12.0));
    assert_eq!(of(&both[0], near), Err(Out::CountedUnder(first.id)));
    assert_eq!(of(&both[0], far), Ok(3.0), "what the first does not cover is the second's");
    // Before the second was signed there was no second.
    assert_eq!(told(&house.ledger, &[second, first], day("2023-02-01")).len(), 1);
}

#[test]
fn when_the_first_is_over_the_next_counts_on_from_there() {
    let house = two();
    let first = contract(1, 1, "2022-12-01", "2022-12-31", "2023-12-31", None);
    let second = contract(2, 1, "2023-03-01", "2022-12-31", "2025-12-31", None);
    let near = house.named("near");
    let on = day("2024-12-31");
    let both = told(&house.ledger, &[first.clone(), second], on);
    assert_eq!((of(&both[0], near), of(&both[1], near)), (Ok(5.0), Ok(7.0)));
    let row = both[1].rows_in.iter().find(|row| row.startup == near).unwrap();
    assert_eq!(row.partly, Some(first.id));
}

#[test]
fn the_programme_that_admitted_it_first_goes_before_the_day_of_signing() {
    let house = two();
    let later_programme = contract(1, 2, "2022-11-01", "2022-12-31", "2025-12-31", None);
    let first_programme = contract(2, 1, "2023-03-01", "2022-12-31", "2025-12-31", None);
    let both = told(&house.ledger, &[later_programme, first_programme.clone()], day("2023-12-31"));
    let near = house.named("near");
    assert_eq!((of(&both[0], near), of(&both[1], near)), (Err(Out::CountedUnder(first_programme.id)), Ok(5.0)));
}

#[test]
fn a_loss_is_counted_once_too() {
    let mut house = House::new(1);
    let moved = house.startup("moved").admitted("2021-01-01").works("2021-01-01", "3205").heads("2021-01-01", 1);
    moved.heads("2022-12-15", 6).works("2023-03-01", "0301").heads("2023-12-15", 6).build();
    let first = contract(1, 1, "2022-12-01", "2022-12-31", "2025-12-31", Some("romerike@1"));
    let second = contract(2, 1, "2022-12-02", "2022-12-31", "2025-12-31", Some("romerike@1"));
    let both = told(&house.ledger, &[first.clone(), second], day("2023-12-31"));
    let moved = house.named("moved");
    assert_eq!((of(&both[0], moved), of(&both[1], moved)), (Ok(-6.0), Err(Out::CountedUnder(first.id))));
}

fn contracts() -> impl Strategy<Value = Vec<Contract>> {
    let one =
        (1_u64..=2, 400_u64..2_000, 100_u64..1_200, 0_u64..2_000, prop::option::weighted(0.3, Just("romerike@1")));
    prop::collection::vec(one, 1..5).prop_map(|all| {
        (1..)
            .zip(all)
            .map(|(number, (programme, from, length, signed_on, region))| {
                let (from, to) = (portfolio::day(from), portfolio::day(from + length));
                let promised = target(programme, from, to, 10.0);
                let promised = region.map_or(promised.clone(), |region| within(promised, region));
                signed(number, terms(programme, from, to, vec![promised]), portfolio::day(signed_on))
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    /// No part of any startup's time is two contracts', whoever they are.
    #[test]
    fn no_time_of_a_startup_belongs_to_two_contracts(ledger in portfolio::house(6), contracts in contracts(), on in 1_000_u64..3_400) {
        let on = portfolio::day(on);
        let mut engine = Engine::new(&ledger, always());
        let covered = claims(&mut engine, &contracts, on);
        for startup in &ledger.startups {
            let mut slices: Vec<_> = Vec::new();
            for claim in covered.of(startup.profile.id) {
                let (own, _) = covered.slices(startup.profile.id, claim.contract, claim.from, claim.to);
                slices.extend(own.into_iter().map(|slice| (slice, claim.contract)));
            }
            slices.sort_unstable();
            for pair in slices.windows(2) {
                prop_assert!(pair[0].0.1 <= pair[1].0.0, "{pair:?}");
            }
            // And whatever is covered at all is somebody's.
            for claim in covered.of(startup.profile.id) {
                for day in [claim.from.succ_opt().unwrap(), claim.to] {
                    prop_assert!(slices.iter().any(|((from, to), _)| *from < day && day <= *to), "{day} of {claim:?} is nobody's");
                }
            }
        }
    }

    /// Contracts over the same scope together count what the engine counts over the time they cover together, and no more.
    #[test]
    fn the_sum_over_contracts_is_the_engines_total(ledger in portfolio::house(7), cuts in prop::collection::vec((400_u64..3_000, 50_u64..1_200, 0_u64..300), 1..4)) {
        let contracts: Vec<Contract> = (1..).zip(&cuts).map(|(number, (from, length, signed_on))| {
            let (from, to) = (portfolio::day(*from), portfolio::day(from + length));
            signed(number, terms(1, from, to, vec![target(1, from, to, 10.0)]), portfolio::day(*signed_on))
        }).collect();
        let on = portfolio::day(3_400);
        let all = told(&ledger, &contracts, on);
        let scope = Scope { programme: Some(ProgrammeId(id(1))), ..Scope::default() };
        let mut days: Vec<_> = contracts.iter().flat_map(|contract| [contract.terms.from_on, contract.terms.to_on.min(on)]).collect();
        days.sort_unstable();
        days.dedup();
        let figures: BTreeMap<_, _> = days.iter().map(|day| {
            let query = Query { as_of: *day, known_at: always(), scope: scope.clone() };
            (*day, compute(&ledger, &FigureId("jobs.net".into()), &query).unwrap())
        }).collect();
        // Day by day over the time that any contract covers; a startup of which anything is unknown on any of the days is passed over.
        for startup in &ledger.startups {
            let startup = startup.profile.id;
            let value = |day| figures[day].rows_in.iter().find(|row| row.startup == startup).map(|row| row.contribution);
            let reason = |day| figures[day].rows_out.iter().find(|row| row.startup == startup).map(|row| row.reason);
            if days.iter().any(|day| reason(day).is_some_and(|reason| reason.is_missing() || reason == domain::figures::OutReason::Absorbed)) {
                continue;
            }
            let covered = |from: chrono::NaiveDate, to: chrono::NaiveDate| contracts.iter().any(|one| one.terms.from_on <= from && to <= one.terms.to_on);
            let total: f64 = days.windows(2).filter(|pair| covered(pair[0], pair[1]))
                .map(|pair| value(&pair[1]).unwrap_or(0.0) - value(&pair[0]).unwrap_or(0.0)).sum();
            let counted: f64 = all.iter().filter_map(|one| of_any(one, startup)).sum();
            prop_assert!((counted - total).abs() < 1e-9, "{startup}: {counted} is counted, {total} there is");
        }
    }

    /// Signing another contract for the same programme takes nothing from the one that was there.
    #[test]
    fn another_contract_takes_nothing_from_one_signed_earlier(ledger in portfolio::house(6), contracts in contracts(), on in 1_000_u64..3_400) {
        let own: Vec<Contract> = contracts.into_iter().filter(|one| one.terms.programme == ProgrammeId(id(1))).collect();
        prop_assume!(own.len() >= 2);
        let last = own.iter().max_by_key(|one| (one.signed.as_ref().unwrap().on, one.id)).unwrap().id;
        let before: Vec<Contract> = own.iter().filter(|one| one.id != last).cloned().collect();
        let on = portfolio::day(on);
        let tell = |contracts: &[Contract]| -> BTreeMap<ContractId, Option<f64>> {
            let mut engine = Engine::new(&ledger, always());
            let covered = claims(&mut engine, contracts, on);
            contracts.iter().filter(|one| one.id != last).filter_map(|one| Some((one.id, progress(&mut engine, one, 0, &covered, on).ok()?.point))).collect()
        };
        prop_assert_eq!(tell(&before), tell(&own));
    }
}

fn of_any(progress: &Progress, startup: StartupId) -> Option<f64> {
    progress.rows_in.iter().find(|row| row.startup == startup).map(|row| row.point)
}
