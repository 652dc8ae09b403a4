//! The audit log as its readers meet it: scoped, filtered, page by page, with the record of who read private data.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::facts::{Headcount, Source};
use domain::ids::{AuditId, PersonId};
use domain::pipeline::DEFAULT_STAGES;
use store::{AuditEntry, AuditFilter, NewPerson, PrivateRead};

use crate::cast::{self, manager};
use crate::common::{House, day, on_both};

async fn all(house: &House, actor: &Actor, filter: &AuditFilter) -> Vec<AuditEntry> {
    house.store.audit(actor, filter, None, 10_000).await.unwrap().entries
}

fn actions(entries: &[AuditEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.action.as_str()).collect()
}

fn manager_of(programme: domain::ids::ProgrammeId) -> Actor {
    Actor::person(PersonId(uuid::Uuid::from_u128(7)), Role::Manager, Scope::Programme(programme))
}

on_both! {
    async fn a_manager_reads_of_the_own_programme_and_of_no_other(house: House) {
        let store = &house.store;
        let both = cast::admitted(&house).await;
        let other = store.create_programme(&manager(), "akselerator", "Akselerator", &DEFAULT_STAGES).await.unwrap();
        let elsewhere = store.re_enrol(&manager(), both.startup, other, None, day(2024, 3, 1)).await.unwrap();
        store.admit(&manager(), elsewhere, day(2024, 4, 1), None).await.unwrap();
        let theirs = cast::apply(&house, other, "Borre", day(2024, 1, 5)).await;
        store.record_headcount(&manager(), both.startup, day(2024, 5, 1), Headcount::of(3), Source::Document, None).await.unwrap();

        let seen = all(&house, &manager_of(both.programme), &AuditFilter::default()).await;
        let told: Vec<&str> = actions(&seen);
        assert!(told.contains(&"apply") && told.contains(&"create_programme"), "{told:?}");
        assert_eq!(told.iter().filter(|action| **action == "admit").count(), 1, "the admission elsewhere is not told: {told:?}");
        assert!(!told.contains(&"re_enrol"), "{told:?}");
        let text = format!("{seen:?}");
        for hidden in [other.to_string(), elsewhere.to_string(), theirs.startup.to_string(), "Borre".to_owned(), "Akselerator".to_owned()] {
            assert!(!text.contains(&hidden), "{hidden} in {text}");
        }
        let seen = all(&house, &manager_of(other), &AuditFilter::default()).await;
        assert!(!actions(&seen).is_empty() && seen.iter().all(|entry| entry.subject != both.enrolment.0));
        assert!(!format!("{seen:?}").contains(&both.enrolment.to_string()));

        let whole = all(&house, &Actor::command_line(), &AuditFilter::default()).await;
        assert_eq!(whole.len(), 8, "{:?}", actions(&whole));
        for role in [Role::Mentor, Role::Evaluator, Role::Funder] {
            let actor = Actor::person(PersonId(uuid::Uuid::from_u128(8)), role, Scope::Programme(both.programme));
            assert!(all(&house, &actor, &AuditFilter::default()).await.is_empty(), "{role:?}");
        }
        let founder = Actor::person(PersonId(uuid::Uuid::from_u128(8)), Role::Founder, Scope::Startup(both.startup));
        assert!(all(&house, &founder, &AuditFilter::default()).await.is_empty());
    }

    async fn filters_narrow_and_pages_hold_each_entry_once(house: House) {
        let store = &house.store;
        let stay = cast::admitted(&house).await;
        let person = store.add_person(&manager(), &NewPerson { name: "Kari".to_owned(), ..NewPerson::default() }).await.unwrap();
        let kari = Actor::person(person, Role::Admin, Scope::House).in_request("req-1");
        for month in 3..6 {
            house.world.advance(TimeDelta::days(1));
            store.record_headcount(&kari, stay.startup, day(2024, month, 1), Headcount::of(month), Source::Document, None).await.unwrap();
        }
        let actor = Actor::command_line();
        let whole = all(&house, &actor, &AuditFilter::default()).await;
        for at_most in [1, 2, 3, 100] {
            let (mut seen, mut before): (Vec<AuditId>, _) = (Vec::new(), None);
            loop {
                let page = store.audit(&actor, &AuditFilter::default(), before, at_most).await.unwrap();
                assert!(page.entries.len() <= at_most);
                seen.extend(page.entries.iter().map(|entry| entry.id));
                before = page.older;
                if before.is_none() { break; }
            }
            assert_eq!(seen, whole.iter().map(|entry| entry.id).collect::<Vec<_>>(), "{at_most} at a time");
        }
        let many = async |filter: AuditFilter| all(&house, &actor, &filter).await.len();
        assert_eq!(many(AuditFilter { person: Some(person), ..AuditFilter::default() }).await, 4, "by Kari and about Kari");
        assert_eq!(many(AuditFilter { action: Some("record_headcount".to_owned()), ..AuditFilter::default() }).await, 3);
        assert_eq!(many(AuditFilter { role: Some(Role::Admin), ..AuditFilter::default() }).await, 3);
        assert_eq!(many(AuditFilter { request: Some("req-1".to_owned()), ..AuditFilter::default() }).await, 3);
        assert_eq!(many(AuditFilter { actor: Some(manager().label), ..AuditFilter::default() }).await, whole.len() - 3);
        assert_eq!(many(AuditFilter { startup: Some(stay.startup), ..AuditFilter::default() }).await, 5);
        let on = |from, to| AuditFilter { from, to, role: Some(Role::Admin), ..AuditFilter::default() };
        assert_eq!(many(on(Some(day(2024, 7, 2)), None)).await, 2);
        assert_eq!(many(on(None, Some(day(2024, 7, 2)))).await, 2);
        assert_eq!(many(on(Some(day(2024, 7, 2)), Some(day(2024, 7, 2)))).await, 1);
        // What somebody types is looked for, not run.
        assert_eq!(many(AuditFilter { action: Some("' OR 1=1 --".to_owned()), ..AuditFilter::default() }).await, 0);
    }

    async fn who_read_private_data_is_kept_once_for_each_sitting(house: House) {
        let store = &house.store;
        let person = store.add_person(&manager(), &NewPerson { name: "Kari".to_owned(), ..NewPerson::default() }).await.unwrap();
        let admin = Actor::command_line();
        let version = store.ledger().await.unwrap().version;
        store.log_read(&admin, PrivateRead::Person(person)).await.unwrap();
        store.log_read(&admin, PrivateRead::Person(person)).await.unwrap();
        store.log_read(&admin, PrivateRead::Export).await.unwrap();
        store.log_read(&Actor::person(person, Role::Founder, Scope::House), PrivateRead::Person(person)).await.unwrap();
        let reads = async || {
            let mut found = all(&house, &admin, &AuditFilter::default()).await;
            found.retain(|entry| entry.action.starts_with("read."));
            found
        };
        assert_eq!(actions(&reads().await), ["read.export", "read.person"], "a reload and one's own data add nothing");
        assert_eq!(reads().await[1].subject, person.0);
        house.world.advance(TimeDelta::minutes(11));
        store.log_read(&admin, PrivateRead::Person(person)).await.unwrap();
        assert_eq!(reads().await.len(), 3);
        assert_eq!(store.ledger().await.unwrap().version, version, "reading makes nobody read anew");
    }
}
