//! Many at once: invariants hold, and nobody is told that the database is busy.

use std::collections::HashSet;

use domain::facts::{Headcount, Outcome, Source, in_force};
use domain::pipeline::MoveError;
use domain::time::Instant;
use store::{Refusal, VerbError};

use crate::cast::{admitted, manager};
use crate::common::{House, day, on_both};
use crate::ledger::{assert_fresh, second};

on_both! {
    async fn of_many_that_enrol_at_once_one_does(house: House) {
        let stay = admitted(&house).await;
        house.store.exit(&manager(), stay.enrolment, Outcome::Left, day(2024, 3, 1), "pause").await.unwrap();
        let other = second(&house).await;
        let mut racers = tokio::task::JoinSet::new();
        for number in 0..12 {
            let store = if number % 2 == 0 { house.store.clone() } else { other.clone() };
            racers.spawn(async move {
                store.re_enrol(&manager(), stay.startup, stay.programme, None, day(2024, 4, 1)).await
            });
        }
        let mut enrolled = 0;
        while let Some(result) = racers.join_next().await {
            match result.unwrap() {
                Ok(_) => enrolled += 1,
                Err(VerbError::Refused(Refusal::Move(MoveError::SecondOpenEnrolment { since }))) => {
                    assert_eq!(since, day(2024, 4, 1));
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(enrolled, 1);
        assert_eq!(house.store.ledger().await.unwrap().startups[0].enrolments.len(), 2);
        assert_fresh(&house).await;
    }

    async fn of_many_that_correct_one_fact_one_does(house: House) {
        let stay = admitted(&house).await;
        let on = day(2024, 3, 1);
        let fact = house.store
            .record_headcount(&manager(), stay.startup, on, Headcount::of(1), Source::Mentor, None)
            .await
            .unwrap();
        let other = second(&house).await;
        let mut racers = tokio::task::JoinSet::new();
        for heads in 2..14 {
            let store = if heads % 2 == 0 { house.store.clone() } else { other.clone() };
            let body = Headcount::of(heads);
            racers.spawn(async move {
                store.correct_headcount(&manager(), fact, on, body, Source::Mentor, None, "talt på nytt").await
            });
        }
        let mut corrected = Vec::new();
        while let Some(result) = racers.join_next().await {
            match result.unwrap() {
                Ok(id) => corrected.push(id),
                Err(VerbError::Refused(Refusal::AlreadySuperseded)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        let ledger = house.store.ledger().await.unwrap();
        let standing = in_force(&ledger.startups[0].headcounts, Instant::MAX_UTC);
        assert_eq!(standing.iter().map(|fact| fact.id).collect::<Vec<_>>(), corrected);
        assert_eq!(corrected.len(), 1);
    }

    async fn many_writers_and_readers_get_on(house: House) {
        let stay = admitted(&house).await;
        let other = second(&house).await;
        let version = house.store.ledger().await.unwrap().version;
        let mut crowd = tokio::task::JoinSet::new();
        for number in 0..60u32 {
            let store = if number % 3 == 0 { other.clone() } else { house.store.clone() };
            crowd.spawn(async move {
                let body = Headcount::of(number);
                let id = store
                    .record_headcount(&manager(), stay.startup, day(2024, 3, 1), body, Source::Mentor, None)
                    .await
                    .unwrap();
                let ledger = store.ledger().await.unwrap();
                let mine = ledger.startups[0].headcounts.iter().any(|fact| fact.id == id);
                assert!(mine, "who has written reads what was written");
                id
            });
        }
        let mut ids = HashSet::new();
        while let Some(id) = crowd.join_next().await {
            ids.insert(id.unwrap());
        }
        let ledger = house.store.ledger().await.unwrap();
        assert_eq!(ledger.version, version + 60, "each write has its own number");
        assert_eq!(ledger.startups[0].headcounts.iter().map(|fact| fact.id).collect::<HashSet<_>>(), ids);
        assert!(ledger.startups[0].headcounts.is_sorted_by_key(domain::facts::Fact::order));
        assert_fresh(&house).await;
    }
}
