//! What changed since: step by step, and no step too many.

use domain::facts::{FactKind, Outcome};
use domain::figures::{FigureId, Query, compute};
use domain::publication::{Cause, Standing, changes};
use proptest::prelude::*;

use crate::house::{House, day, noon, query as on};
use crate::id;
use crate::portfolio::{house, query};

#[test]
fn each_later_fact_is_charged_with_its_step() {
    let mut house = House::new(1);
    let one = house.startup("A").admitted("2020-01-01").heads("2020-01-01", 2).heads("2021-01-01", 5);
    let one = one.recorded("2022-03-01").heads("2021-06-01", 7).recorded("2022-04-01").heads("2021-09-01", 7);
    one.recorded("2022-05-01").life("2021-12-01", domain::facts::LifeEventKind::Bankrupt).build();
    let two = house.startup("B").recorded("2022-03-15").admitted("2020-05-01").heads("2020-05-01", 1);
    two.heads("2021-05-01", 4).exited("2021-07-01", Outcome::Graduated).build();
    let asked = on("2021-12-31");
    let found = changes(&house.ledger, &FigureId("jobs.net".to_owned()), &asked, noon(day("2023-01-01"))).unwrap();
    assert_eq!((found.then.value, found.now.value), (Some(3.0), Some(1.0)));
    let steps: Vec<(String, Option<f64>, &str)> = found
        .steps
        .iter()
        .filter(|step| step.by() != Some(0.0))
        .map(|step| {
            let kind = match step.cause {
                Cause::Fact { kind, .. } => kind.code(),
                Cause::Entered => "entered",
                Cause::Withdrawn => "withdrawn",
            };
            (step.at.date_naive().to_string(), step.by(), kind)
        })
        .collect();
    assert_eq!(
        steps,
        [
            ("2022-03-01".to_owned(), Some(2.0), "headcount"),
            // B: its baseline comes in as one of now, its growth after it.
            ("2022-03-15".to_owned(), Some(3.0), "headcount"),
            ("2022-05-01".to_owned(), Some(-7.0), "life_event"),
        ]
    );
    assert!(found.steps.iter().all(|step| step.startup == house.named("A") || step.startup == house.named("B")));
    assert_eq!(changes(&house.ledger, &FigureId("jobs.most".to_owned()), &asked, asked.known_at), None);
    let nothing = changes(&house.ledger, &FigureId("jobs.net".to_owned()), &asked, asked.known_at).unwrap();
    assert_eq!((nothing.steps.len(), nothing.then), (0, nothing.now));
    assert_eq!(FactKind::Headcount.code(), "headcount");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_steps_follow_on_each_other_and_are_the_whole_difference(
        id in id(), ledger in house(6), query in query(), days in 0_i64..4_000,
    ) {
        let now = query.known_at + chrono::TimeDelta::days(days);
        let found = changes(&ledger, &id, &query, now).unwrap();
        let at = |known_at| Standing::from(&compute(&ledger, &id, &Query { known_at, ..query.clone() }).unwrap());
        prop_assert_eq!(found.then, at(query.known_at), "{}", &id.0);
        prop_assert_eq!(found.now, at(now), "{}", &id.0);
        let mut standing = found.then;
        for step in &found.steps {
            prop_assert_eq!(step.before, standing);
            prop_assert_ne!(step.before, step.after);
            prop_assert!(query.known_at < step.at && step.at <= now);
            standing = step.after;
        }
        prop_assert_eq!(standing, found.now);
        if let (Some(then), Some(now)) = (found.then.value, found.now.value)
            && found.steps.iter().all(|step| step.by().is_some())
        {
            let sum: f64 = found.steps.iter().filter_map(domain::publication::Change::by).sum();
            prop_assert!((sum - (now - then)).abs() < 1e-9, "{}: {sum} of {}", id.0, now - then);
        }
        prop_assert!(found.steps.is_sorted_by_key(|step| step.at));
    }
}
