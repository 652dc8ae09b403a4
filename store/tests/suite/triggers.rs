//! The database itself refuses to rewrite history, whoever asks.

use domain::facts::{
    AwardStatus, CapitalRaised, Currency, FundingAward, Headcount, LifeEvent, LifeEventKind, Meeting, MeetingKind,
    MentorAssignment, Money, OtherSupport, Revenue, Source, Team, UpdateEvent, UpdateStep, Verification, Workplace,
};
use domain::ids::{FactId, UpdateRoundId};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use store::bulk::{Batch, NewFact};

use crate::cast::{admitted, manager};
use crate::common::{House, day, on_both};

on_both! {
    async fn facts_and_audit_are_neither_changed_nor_deleted(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let (actor, startup, on) = (manager(), stay.startup, day(2024, 3, 1));
        let amount = Money { minor: 1, currency: Currency::Nok };
        let award = FundingAward::plain("x", AwardStatus::Paid, amount);
        let bankrupt = LifeEvent::dated(LifeEventKind::Bankrupt);
        let (mentor, workplace) = (MentorAssignment { mentor: None }, Workplace { municipality: None });
        store.record_headcount(&actor, startup, on, Headcount::of(3), Source::Mentor, None).await.unwrap();
        store.record_life_event(&actor, startup, on, bankrupt, Source::Mentor, None).await.unwrap();
        store.record_verification(&actor, startup, on, Verification, Source::Mentor, None).await.unwrap();
        store.record_workplace(&actor, startup, on, workplace, Source::Mentor, None).await.unwrap();
        store.record_revenue(&actor, startup, on, Revenue { amount }, Source::Mentor, None).await.unwrap();
        store.record_capital(&actor, startup, on, CapitalRaised { amount }, Source::Mentor, None).await.unwrap();
        store.record_award(&actor, startup, on, award, Source::Mentor, None).await.unwrap();
        store.assign_mentor(&actor, startup, on, mentor, Source::Mentor, None).await.unwrap();
        let support = OtherSupport { supporter: "x".into() };
        store.record_other_support(&actor, startup, on, support, Source::Mentor, None).await.unwrap();
        let met = Meeting { programme: stay.programme, mentor: None, minutes: 30, kind: MeetingKind::Phone };
        store.record_meeting(&actor, startup, on, met, Source::Mentor, None).await.unwrap();
        let team = Team { founders: 2, women_founders: None, leaders: None, women_leaders: None };
        store.record_team(&actor, startup, on, team, Source::Mentor, None).await.unwrap();
        let asked = UpdateStep { round: UpdateRoundId(store.new_id()), event: UpdateEvent::Asked, due_on: None };
        let mut write = store.begin(&actor).await.unwrap();
        let id = FactId(write.new_id());
        let updates = vec![NewFact::new(id, startup, on, Source::Mentor, asked)];
        write.batch(&Batch { updates, ..Batch::default() }).await.unwrap();
        write.audit("test", "update_step", id.0, Some(startup), None, None).await.unwrap();
        write.commit().await.unwrap();

        let raw = Database::connect(&house.url).await.unwrap();
        let columns = migrations::FACT_TABLES.map(|table| (table, "reason")).into_iter().chain([("audit", "actor")]);
        for (table, column) in columns {
            let before = rows(&raw, table).await;
            assert!(before > 0, "{table} has rows to protect");
            for sql in [
                format!("UPDATE {table} SET {column} = 'forged'"),
                format!("UPDATE {table} SET ledger = ledger"),
                format!("DELETE FROM {table}"),
                format!("DELETE FROM {table} WHERE ledger > 0"),
            ] {
                let error = raw.execute_unprepared(&sql).await.unwrap_err().to_string();
                assert!(error.contains(&format!("{table} is append-only")), "{sql}: {error}");
            }
            if raw.get_database_backend() == DbBackend::Postgres {
                let error = raw.execute_unprepared(&format!("TRUNCATE {table} CASCADE")).await.unwrap_err().to_string();
                assert!(error.contains("is append-only"), "{error}");
            }
            assert_eq!(rows(&raw, table).await, before, "{table}");
        }
    }

    async fn rows_that_say_nothing_are_refused(house: House) {
        let stay = admitted(&house).await;
        let id = store_fact(&house, stay.startup).await;
        let raw = Database::connect(&house.url).await.unwrap();
        let columns = "id, ledger, startup_id, valid_on, recorded_at, recorded_by, source, supersedes, withdrawn, reason, employees_low, employees_high";
        let copy = |source: &str, supersedes: &str, withdrawn: &str, reason: &str, low: &str, high: &str| {
            // A row like the one that is there, with another id and these parts.
            let id = if raw.get_database_backend() == DbBackend::Sqlite { "randomblob(16)" } else { "gen_random_uuid()" };
            format!(
                "INSERT INTO headcount ({columns}) SELECT {id}, ledger, startup_id, valid_on, recorded_at, recorded_by, \
                 {source}, {supersedes}, {withdrawn}, {reason}, {low}, {high} FROM headcount WHERE supersedes IS NULL"
            )
        };
        for (what, sql) in [
            ("an unknown source", copy("'rumour'", "NULL", "FALSE", "NULL", "1", "1")),
            ("a withdrawal of nothing", copy("source", "NULL", "TRUE", "'x'", "NULL", "NULL")),
            ("a correction without a reason", copy("source", "id", "FALSE", "NULL", "1", "1")),
            ("a headcount without a number", copy("source", "NULL", "FALSE", "NULL", "NULL", "NULL")),
            ("a reversed span", copy("source", "NULL", "FALSE", "NULL", "2", "1")),
        ] {
            assert!(raw.execute_unprepared(&sql).await.is_err(), "{what} was written");
        }
        let good = copy("source", "id", "FALSE", "'x'", "1", "2");
        raw.execute_unprepared(&good).await.unwrap();
        assert!(raw.execute_unprepared(&good).await.is_err(), "a fact was superseded twice: {id}");
    }
}

async fn store_fact(house: &House, startup: domain::ids::StartupId) -> domain::ids::FactId {
    let on = day(2024, 3, 1);
    house.store.record_headcount(&manager(), startup, on, Headcount::of(3), Source::Mentor, None).await.unwrap()
}

async fn rows(raw: &DatabaseConnection, table: &str) -> i64 {
    let statement = Statement::from_string(raw.get_database_backend(), format!("SELECT count(*) FROM {table}"));
    raw.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}
