//! Drafts come back until their time is over, and trouble nobody.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::ids::DraftId;
use store::{DRAFT_LIFE, Draft};
use uuid::Uuid;

use crate::common::{House, on_both};

on_both! {
    async fn a_draft_comes_back_until_its_time_is_over(house: House) {
        let store = &house.store;
        let draft = Draft {
            form: "move".to_owned(),
            values: BTreeMap::from([("reason".to_owned(), "«flyttet» \\ \"x\"\nå".to_owned())]),
            errors: BTreeMap::from([("on".to_owned(), "ligger fram i tid".to_owned())]),
            person: Some(domain::ids::PersonId(Uuid::from_u128(3))),
        };
        let id = store.save_draft(&draft).await.unwrap();
        assert_eq!(store.take_draft(id).await.unwrap().as_ref(), Some(&draft));
        assert_eq!(store.take_draft(id).await.unwrap().as_ref(), Some(&draft), "a reload shows it again");
        assert_eq!(store.take_draft(DraftId(Uuid::from_u128(1))).await.unwrap(), None);
        assert!(store.is_empty().await.unwrap(), "a draft is no part of the ledger");

        let hostile = BTreeMap::from([("name".to_owned(), "a\0b".to_owned())]);
        let kept = store.save_draft(&Draft { values: hostile, ..draft.clone() }).await.unwrap();
        assert_eq!(store.take_draft(kept).await.unwrap().unwrap().values["name"], "ab", "no database trips over a NUL");

        house.world.advance(DRAFT_LIFE - TimeDelta::microseconds(1));
        assert!(store.take_draft(id).await.unwrap().is_some());
        house.world.advance(TimeDelta::microseconds(1));
        assert_eq!(store.take_draft(id).await.unwrap(), None);
        let next = store.save_draft(&draft).await.unwrap();
        assert!(store.take_draft(next).await.unwrap().is_some());
        assert_eq!(rows(&house).await, 1, "what is over is thrown out");
    }
}

async fn rows(house: &House) -> i64 {
    use sea_orm::{ConnectionTrait, Statement};
    let raw = sea_orm::Database::connect(&house.url).await.unwrap();
    let statement = Statement::from_string(raw.get_database_backend(), "SELECT count(*) FROM draft");
    raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
