//! What a job and a survivor cost.

use domain::contracts::{Engine, Range, claims, cost, progress};
use domain::facts::Source;
use domain::figures::{FigureId, Query, Scope, compute, interval::clopper_pearson};
use domain::ids::ProgrammeId;

use crate::house::{House, day, id};
use crate::{always, signed, target, terms};

#[test]
fn a_job_and_a_survivor_cost_what_was_paid_by_how_many_there_are() {
    let mut house = House::new(1);
    for number in 0..10 {
        let startup =
            house.startup(&format!("s{number}")).by(if number < 5 { Source::Document } else { Source::Founder });
        let startup = startup.admitted("2023-02-01").heads("2023-02-01", 1);
        let startup = startup.heads("2023-12-01", 3);
        let startup =
            if number < 2 { startup.life("2023-12-20", domain::facts::LifeEventKind::Bankrupt) } else { startup };
        startup.build();
    }
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let contract = signed(1, terms(1, from, to, vec![target(1, from, to, 50.0)]), day("2022-12-15"));
    let mut engine = Engine::new(&house.ledger, always());
    let on = day("2023-12-31");
    let covered = claims(&mut engine, std::slice::from_ref(&contract), on);
    let jobs = progress(&mut engine, &contract, 0, &covered, on).unwrap();
    let scope = Scope { programme: Some(ProgrammeId(id(1))), ..Scope::default() };
    let query = Query { as_of: on, known_at: always(), scope };
    let alive = compute(&house.ledger, &FigureId("survival.admitted".into()), &query).unwrap();
    assert_eq!(jobs.point, Some(14.0), "eight have two more, two have lost one");
    assert_eq!(jobs.floor, Some(4.0), "three of them by documents, and both deaths");
    let cost = cost(140_000_000, Some(&jobs), Some(&alive)).unwrap();
    assert_eq!(cost.per_job, Some(Range { low: 10_000_000, point: 10_000_000, high: Some(35_000_000) }));
    let share = clopper_pearson(8, 10);
    let survivors = cost.per_survivor.unwrap();
    assert_eq!(survivors.point, 17_500_000);
    assert_eq!(survivors.low, (140_000_000.0 / (share.high * 10.0)).round() as i64);
    assert_eq!(survivors.high, Some((140_000_000.0 / (share.low * 10.0)).round() as i64));
    assert!(survivors.low < survivors.point && survivors.high.unwrap() > survivors.point);
}

#[test]
fn what_nothing_was_paid_for_has_no_cost_and_no_jobs_have_no_price() {
    assert_eq!(cost(0, None, None), None);
    let house = House::new(1);
    let (from, to) = (day("2022-12-31"), day("2025-12-31"));
    let contract = signed(1, terms(1, from, to, vec![target(1, from, to, 50.0)]), day("2022-12-15"));
    let mut engine = Engine::new(&house.ledger, always());
    let covered = claims(&mut engine, std::slice::from_ref(&contract), to);
    let jobs = progress(&mut engine, &contract, 0, &covered, to).unwrap();
    let cost = cost(100, Some(&jobs), None).unwrap();
    assert_eq!((cost.per_job, cost.per_survivor), (None, None));
}
