//! The funnel, who stands where, and the time in each stage.

use domain::facts::{LifeEventKind, Outcome};
use domain::figures::flow::{Tally, funnel, stage_counts, time_in_stage};
use domain::ids::StageId;

use crate::house::{House, day, query};

const TODAY: &str = "2023-12-31";

fn house() -> House {
    let mut house = House::new(2);
    let graduate = house.startup("graduate").enrolled(1, None, "2020-01-01", "applied").moved("2020-01-11", "admitted");
    let graduate = graduate.moved("2020-02-10", "idea").moved("2021-02-09", "graduated");
    graduate.life("2022-01-01", LifeEventKind::Bankrupt).build();
    let again = house.startup("again").enrolled(1, None, "2020-03-01", "applied").moved("2020-03-21", "admitted");
    let again = again.exited("2021-03-01", Outcome::Left).enrolled(1, None, "2023-01-01", "applied");
    again.moved("2023-01-31", "admitted").moved("2023-02-05", "idea").build();
    house.startup("declined").enrolled(1, None, "2023-03-01", "applied").moved("2023-03-31", "declined").build();
    house.startup("waiting").enrolled(1, None, "2023-11-01", "applied").build();
    house.startup("elsewhere").enrolled(2, None, "2022-01-01", "admitted").build();
    house
}

const fn tally(stays: usize, startups: usize) -> Tally {
    Tally { stays, startups }
}

#[test]
fn the_funnel_counts_stays_and_each_startup_once() {
    let house = house();
    let mut asked = query(TODAY);
    let whole = funnel(&house.ledger, &asked);
    assert_eq!(whole.applied, tally(6, 5));
    asked.scope.programme = Some(house.ledger.programmes[0].id);
    let one = funnel(&house.ledger, &asked);
    assert_eq!(
        (one.applied, one.declined, one.admitted, one.still_in),
        (tally(5, 4), tally(1, 1), tally(3, 2), tally(1, 1))
    );
    assert_eq!(one.exited[0], (Outcome::Graduated, tally(1, 1)), "its later death changes nothing here");
    assert_eq!(one.exited[1], (Outcome::Left, tally(1, 1)));
    asked.scope.admitted_from = Some(day("2023-01-01"));
    let this_year = funnel(&house.ledger, &asked);
    assert_eq!((this_year.applied, this_year.declined, this_year.admitted), (tally(3, 3), tally(1, 1), tally(1, 1)));
}

#[test]
fn last_years_funnel_stays_as_it_was() {
    let house = house();
    let then = funnel(&house.ledger, &query("2021-02-28"));
    assert_eq!((then.applied, then.admitted, then.still_in), (tally(2, 2), tally(2, 2), tally(1, 1)));
}

#[test]
fn who_stands_where() {
    let house = house();
    let programme = &house.ledger.programmes[0];
    let counts = stage_counts(&house.ledger, &query(TODAY));
    assert_eq!(counts.len(), 2);
    let at = |key: &str| {
        let stage = programme.stage_by_key(key).unwrap().id;
        counts[0].stages.iter().find(|count| count.stage == stage).map(|count| (count.open, count.closed)).unwrap()
    };
    assert_eq!((at("applied"), at("idea"), at("admitted")), ((1, 0), (1, 0), (0, 0)));
    assert_eq!((at("declined"), at("graduated"), at("left")), ((0, 1), (0, 1), (0, 1)));
}

#[test]
fn time_in_each_stage() {
    let house = house();
    let programme = &house.ledger.programmes[0];
    let times = time_in_stage(&house.ledger, &query(TODAY));
    let of = |stage: StageId| times.iter().find(|time| time.stage == stage).unwrap();
    let applied = of(programme.stage_by_key("applied").unwrap().id);
    // 10 days, 30 in the later of two stays, and 30; one still waits.
    assert_eq!((applied.completed, applied.still_there), (3, 1));
    assert_eq!(applied.quartiles, Some([20.0, 30.0, 30.0]));
    let idea = of(programme.stage_by_key("idea").unwrap().id);
    assert_eq!((idea.completed, idea.still_there, idea.quartiles), (1, 1, Some([365.0; 3])));
    let graduated = programme.stage_by_key("graduated").unwrap().id;
    assert!(times.iter().all(|time| time.stage != graduated), "an end takes no time");
}
