//! What is read: the part of the ledger, the timeline, the workbook.

use std::sync::Arc;

use domain::access::{Actor, Reason, Role, Scope};
use domain::facts::{FactKind, Headcount, Source};
use domain::ledger::{Ledger, StartupLedger};
use store::exchange::{ExportError, export_csv, export_sheets, export_xlsx, export_xlsx_at, read_tables};
use store::{Body, Missing, VerbError};

use super::cast::{Cast, NUMBERS, SECRET, Stands, Target, root};
use crate::common::{House, day, on_both};

fn written(ledger: &Ledger) -> String {
    let startups: Vec<&StartupLedger> = ledger.startups.iter().map(|startup| &**startup).collect();
    serde_json::to_string(&(&startups, &ledger.programmes, &ledger.cohorts)).unwrap()
}

/// A foreign startup with everything, then one of one's own that has been with the others as well.
async fn both(house: &House, cast: &Cast) -> (Target, Target) {
    let foreign = cast.target(house, cast.other, Stands::Mentored).await;
    let own = cast.target(house, cast.own, Stands::Out).await;
    house.store.re_enrol(&root(), own.startup, cast.other, None, day(2024, 5, 2)).await.unwrap();
    (foreign, own)
}

on_both! {
    async fn the_ledger_of_an_actor_says_nothing_of_what_is_foreign_and_follows_each_write(house: House) {
        let cast = Cast::new(&house).await;
        let (foreign, own) = both(&house, &cast).await;
        for (who, actor) in cast.actors(&house, own.startup) {
            let seen = house.store.ledger_for(&actor).await.unwrap();
            let everything = actor.scope == Scope::House && actor.role != Role::Founder;
            let theirs = actor.scope == Scope::Programme(cast.other);
            let says = written(&seen);
            // A founder sees the own startup's stay elsewhere, and the name of the programme with it.
            if !everything && !theirs && who != "founder" {
                assert!(!says.contains(SECRET) && !says.contains(&foreign.startup.to_string()), "{who}");
                assert!(!says.contains(&cast.other.to_string()), "{who}");
            }
            assert_eq!(says.contains(NUMBERS[0]), everything || theirs, "{who}");
            let whole = house.store.ledger().await.unwrap();
            assert_eq!(Arc::ptr_eq(&seen, &whole), everything, "{who}");
            let again = house.store.ledger_for(&actor).await.unwrap();
            assert!(Arc::ptr_eq(&seen, &again), "{who}: made once for each state of the ledger");
        }
        let manager = Actor::person(cast.mentor, Role::Manager, Scope::Programme(cast.own));
        let before = house.store.ledger_for(&manager).await.unwrap();
        let headcount = Headcount::of(41);
        house.store.record_headcount(&manager, own.startup, day(2024, 6, 2), headcount, Source::Mentor, None).await.unwrap();
        let after = house.store.ledger_for(&manager).await.unwrap();
        assert_eq!(after.startup(own.startup).unwrap().headcounts.len(), before.startup(own.startup).unwrap().headcounts.len() + 1);
        assert_eq!(after.version, before.version + 1);
    }

    async fn another_day_is_another_sight(house: House) {
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Applied).await;
        let mentor = Actor::person(cast.mentor, Role::Mentor, Scope::Programme(cast.own));
        let nobody = domain::facts::MentorAssignment { mentor: Some(cast.mentor) };
        let today = day(2024, 6, 30);
        house.store.assign_mentor(&root(), own.startup, today, nobody, Source::Mentor, None).await.unwrap();
        assert_eq!(house.store.ledger_for(&mentor).await.unwrap().startups.len(), 1);
        let end = domain::facts::MentorAssignment { mentor: None };
        house.world.advance(chrono::TimeDelta::days(2));
        house.store.assign_mentor(&root(), own.startup, day(2024, 7, 1), end, Source::Mentor, None).await.unwrap();
        assert!(house.store.ledger_for(&mentor).await.unwrap().startups.is_empty());
    }

    async fn a_timeline_tells_what_the_reader_sees(house: House) {
        let cast = Cast::new(&house).await;
        let (foreign, own) = both(&house, &cast).await;
        let whole = house.store.timeline(own.startup).await.unwrap();
        let moves = |told: &[store::TimelineEntry]| told.iter().filter(|entry| entry.kind == FactKind::StageChange).count();
        assert_eq!(moves(&whole), 6);
        for (who, actor) in cast.actors(&house, own.startup) {
            let told = house.store.timeline_for(&actor, own.startup).await;
            let reasons = |told: &[store::TimelineEntry]| told.iter().any(|entry| entry.reason.is_some());
            match who {
                "administrator" | "system" | "manager of the house" => assert_eq!(told.unwrap(), whole),
                "manager" | "mentor" | "assigned mentor" => {
                    let told = told.unwrap();
                    assert_eq!((moves(&told), reasons(&told)), (5, true), "{who}");
                    let stays = told.iter().filter_map(|entry| match &entry.body {
                        Some(Body::StageChange(change)) => Some(change.enrolment),
                        _ => None,
                    });
                    assert!(stays.into_iter().all(|stay| stay == own.stay), "{who}");
                }
                "founder" => {
                    let told = told.unwrap();
                    assert_eq!((told.len(), reasons(&told)), (whole.len(), false), "{who}");
                }
                "manager of the other" => assert_eq!(moves(&told.unwrap()), 1, "{who}"),
                "funder" | "evaluator" | "founder of no startup" | "mentor of the other" => {
                    assert!(matches!(told, Err(VerbError::NotFound(Missing::Startup))), "{who}: {told:?}");
                }
                other => panic!("{other}"),
            }
            if !matches!(who, "administrator" | "system" | "manager of the house") && !who.ends_with("other") {
                let told = house.store.timeline_for(&actor, foreign.startup).await;
                assert!(matches!(told, Err(VerbError::NotFound(Missing::Startup))), "{who}: {told:?}");
            }
        }
    }

    async fn a_workbook_holds_what_the_actor_sees(house: House) {
        let cast = Cast::new(&house).await;
        let (_, own) = both(&house, &cast).await;
        for (who, actor) in cast.actors(&house, own.startup) {
            let book = export_xlsx(&house.store, &actor).await;
            let at = export_xlsx_at(&house.store, &actor, domain::World::now(&*house.world)).await;
            let mut files = Vec::new();
            for sheet in export_sheets().unwrap() {
                files.push(export_csv(&house.store, &actor, &sheet).await);
            }
            let everything = matches!(who, "administrator" | "system" | "manager of the house");
            if !everything && who != "manager" && who != "manager of the other" {
                for file in files.into_iter().chain([book, at]) {
                    match file {
                        Err(ExportError::Denied(Reason::ManagersDo | Reason::EvaluatorsRead | Reason::FoundersReport | Reason::FiguresOnly)) => {}
                        Err(ExportError::NotFound) if who == "founder of no startup" => {}
                        other => panic!("{who}: {other:?}"),
                    }
                }
                continue;
            }
            let tables = |bytes: &[u8]| format!("{:?}", read_tables(bytes, "").unwrap());
            for says in [tables(&book.unwrap()), tables(&at.unwrap())].into_iter().chain(files.into_iter().map(|file| tables(&file.unwrap()))) {
                let foreign = says.contains(SECRET) || says.contains(NUMBERS[0]);
                assert!(who != "manager" || !foreign, "{who}: {says}");
            }
            let startups = tables(&export_csv(&house.store, &actor, "startups").await.unwrap());
            assert_eq!(startups.contains(SECRET), who != "manager", "{who}");
            assert!(startups.contains("Eigne"), "{who}");
        }
    }
}
