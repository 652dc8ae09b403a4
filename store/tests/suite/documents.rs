//! Documents: who sees which, what a removal takes and when, and what a row that was never committed leaves.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::documents::{Room, Unfit};
use domain::ids::{ApplicationId, DocumentId, PersonId, StartupId};
use domain::words::Locale;
use store::documents::NewDocument;
use store::personal::Stays;
use store::{AuditFilter, Missing, NewPerson, PrivateRead, Refusal, VerbError};

use crate::access::cast::{Cast, Stands, root};
use crate::common::{House, on_both};

fn plan(house: &House, size: u64) -> NewDocument {
    NewDocument {
        name: "Årsplan.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size,
        sha256: "0".repeat(64),
        key: format!("d/00/{}", house.store.new_id().simple()),
    }
}

fn founder(house: &House, startup: StartupId) -> Actor {
    Actor::person(PersonId(house.store.new_id()), Role::Founder, Scope::Startup(startup))
}

async fn names(house: &House, actor: &Actor, startup: StartupId) -> Vec<DocumentId> {
    house.store.documents_of(actor, startup).await.unwrap().into_iter().map(|document| document.id).collect()
}

fn missing<T: std::fmt::Debug>(result: &Result<T, VerbError>, what: Missing) {
    assert!(matches!(&result, Err(VerbError::NotFound(found)) if *found == what), "{result:?}");
}

on_both! {
    async fn what_is_the_staffs_is_nothing_to_founders_and_nothing_of_it_to_other_houses(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let other = cast.target(&house, cast.other, Stands::Mentored).await;
        let room = Room::default();
        let shared = store.add_document(&root(), own.startup, &plan(&house, 10), true, room).await.unwrap();
        let staff = store.add_document(&root(), own.startup, &plan(&house, 10), false, room).await.unwrap();
        for (who, actor) in cast.actors(&house, own.startup) {
            let found = store.documents_of(&actor, own.startup).await;
            match who {
                "founder of no startup" | "funder" | "evaluator" | "mentor of the other" | "manager of the other" => {
                    assert!(found.is_err(), "{who}: {found:?}");
                    missing(&store.document_for(&actor, shared).await, Missing::Document);
                    missing(&store.document_for(&actor, staff).await, Missing::Document);
                    missing(&store.remove_document(&actor, shared).await, Missing::Document);
                }
                "founder" => {
                    let found: Vec<_> = found.unwrap().into_iter().map(|document| document.id).collect();
                    assert_eq!(found, [shared], "{who}");
                    assert!(store.document_for(&actor, shared).await.is_ok());
                    missing(&store.document_for(&actor, staff).await, Missing::Document);
                    missing(&store.remove_document(&actor, staff).await, Missing::Document);
                    let theirs = store.remove_document(&actor, shared).await;
                    assert!(matches!(theirs, Err(VerbError::Denied(_))), "a founder takes away what they brought: {theirs:?}");
                }
                _ => {
                    let found: Vec<_> = found.unwrap().into_iter().map(|document| document.id).collect();
                    assert_eq!(found, [staff, shared], "{who}");
                    assert!(store.document_for(&actor, staff).await.is_ok(), "{who}");
                }
            }
            missing(&store.document_for(&actor, DocumentId(store.new_id())).await, Missing::Document);
        }
        let neighbour = founder(&house, other.startup);
        missing(&store.documents_of(&neighbour, own.startup).await, Missing::Startup);
        missing(&store.document_for(&neighbour, shared).await, Missing::Document);
        missing(&store.add_document(&neighbour, own.startup, &plan(&house, 1), true, room).await, Missing::Startup);
    }

    async fn what_a_founder_adds_is_shared_and_theirs_to_take_away(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let founder = founder(&house, own.startup);
        let id = store.add_document(&founder, own.startup, &plan(&house, 10), false, Room::default()).await.unwrap();
        assert!(store.document_for(&founder, id).await.unwrap().shared);
        assert_eq!(store.remove_document(&founder, id).await.unwrap(), own.startup);
        missing(&store.document_for(&founder, id).await, Missing::Document);
        missing(&store.document_for(&root(), id).await, Missing::Document);
        assert_eq!(names(&house, &founder, own.startup).await, [id], "it can be put back");
        store.remove_document(&founder, id).await.unwrap();
        store.restore_document(&founder, id).await.unwrap();
        store.restore_document(&founder, id).await.unwrap();
        assert!(store.document_for(&founder, id).await.is_ok());
        let filter = AuditFilter { startup: Some(own.startup), ..AuditFilter::default() };
        let log = store.audit(&root(), &filter, None, 50).await.unwrap().entries;
        let done = |what: &str| log.iter().filter(|entry| entry.action == what && entry.subject == id.0).count();
        assert_eq!([done("add_document"), done("remove_document"), done("restore_document")], [1, 1, 1]);
    }

    async fn the_bytes_of_a_removed_document_may_go_after_thirty_days_and_not_a_day_before(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let new = plan(&house, 10);
        let id = store.add_document(&root(), own.startup, &new, true, Room::default()).await.unwrap();
        let kept = store.add_document(&root(), own.startup, &plan(&house, 10), true, Room::default()).await.unwrap();
        store.remove_document(&root(), id).await.unwrap();
        house.world.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert_eq!(store.documents_to_empty().await.unwrap(), []);
        assert!(!store.document_is_gone(id).await.unwrap());
        house.world.advance(TimeDelta::seconds(1));
        assert_eq!(store.documents_to_empty().await.unwrap(), [(id, new.key.clone())]);
        assert!(store.document_is_gone(id).await.unwrap());
        assert!(!store.document_is_gone(id).await.unwrap(), "once only");
        assert!(!store.document_is_gone(kept).await.unwrap(), "what was not removed stays");
        assert!(!store.document_keys().await.unwrap().contains(&new.key));
        missing(&store.restore_document(&root(), id).await, Missing::Document);
        assert_eq!(names(&house, &root(), own.startup).await, [kept]);
    }

    async fn a_startup_has_so_much_room_and_what_was_removed_still_fills_it(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let other = cast.target(&house, cast.own, Stands::Mentored).await;
        let room = Room { file: 60, all: 100 };
        let first = store.add_document(&root(), own.startup, &plan(&house, 60), true, room).await.unwrap();
        assert_eq!(store.room_for_documents(&root(), own.startup, room).await.unwrap(), 40);
        let full = || Refusal::Document(Unfit::NoRoom(100));
        crate::cast::refused!(house, store.add_document(&root(), own.startup, &plan(&house, 41), true, room), full());
        store.remove_document(&root(), first).await.unwrap();
        crate::cast::refused!(house, store.add_document(&root(), own.startup, &plan(&house, 41), true, room), full());
        store.add_document(&root(), own.startup, &plan(&house, 40), true, room).await.unwrap();
        store.add_document(&root(), other.startup, &plan(&house, 60), true, room).await.unwrap();
        // Two at once, of which only one fits.
        let (one, two) = (plan(&house, 30), plan(&house, 30));
        let actor = root();
        let both = tokio::join!(
            store.add_document(&actor, other.startup, &one, true, room),
            store.add_document(&actor, other.startup, &two, true, room)
        );
        assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|done| **done).count(), 1, "{both:?}");
    }

    async fn documents_of_an_application_are_its_own_and_go_with_it(house: House) {
        let store = &house.store;
        let (own, other) = (ApplicationId(store.new_id()), ApplicationId(store.new_id()));
        let room = Room { file: 60, all: 100 };
        let new = plan(&house, 60);
        let id = store.add_to_application(own, &new, room).await.unwrap();
        assert!(store.add_to_application(own, &plan(&house, 41), room).await.is_err());
        assert_eq!(store.room_in_application(own, room).await.unwrap(), 40);
        assert_eq!(store.room_in_application(other, room).await.unwrap(), 100);
        assert_eq!(store.document_of_application(own, id).await.unwrap().unwrap().name, new.name);
        assert_eq!(store.document_of_application(other, id).await.unwrap(), None);
        missing(&store.document_for(&root(), id).await, Missing::Document);
        store.remove_from_application(other, id).await.unwrap();
        assert_eq!(store.documents_of_application(own).await.unwrap().len(), 1, "another application takes nothing away");
        // No application of these ids was ever made.
        assert_eq!(store.forget_documents_of_no_application().await.unwrap(), 1);
        assert_eq!(store.documents_of_application(own).await.unwrap(), []);
        assert!(!store.document_keys().await.unwrap().contains(&new.key));
    }

    async fn a_reading_is_kept_with_its_startup_and_told_to_whoever_added_it(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let founder = founder(&house, own.startup);
        let id = store.add_document(&founder, own.startup, &plan(&house, 10), true, Room::default()).await.unwrap();
        let mentor = Actor::person(cast.mentor, Role::Mentor, Scope::Programme(cast.own));
        store.log_read(&mentor, PrivateRead::Document(id, Some(own.startup))).await.unwrap();
        let manager = Actor::person(PersonId(store.new_id()), Role::Manager, Scope::Programme(cast.own));
        let filter = AuditFilter { action: Some("read.document".to_owned()), ..AuditFilter::default() };
        let log = store.audit(&manager, &filter, None, 10).await.unwrap().entries;
        assert_eq!(log.len(), 1, "{log:?}");
        assert_eq!((log[0].subject, log[0].startup), (id.0, Some(own.startup)));
        let stranger = Actor::person(PersonId(store.new_id()), Role::Manager, Scope::Programme(cast.other));
        assert_eq!(store.audit(&stranger, &filter, None, 10).await.unwrap().entries, []);
    }

    async fn what_a_person_added_is_told_to_them_and_stays_without_their_name(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = cast.target(&house, cast.own, Stands::Mentored).await;
        let kari = NewPerson { name: "Kari Nordmann".to_owned(), ..NewPerson::default() };
        let person = store.add_founder(&root(), own.startup, &kari, None, None).await.unwrap();
        let founder = Actor::person(person, Role::Founder, Scope::Startup(own.startup));
        let id = store.add_document(&founder, own.startup, &plan(&house, 10), true, Room::default()).await.unwrap();
        let held = store.personal_data(&founder, person).await.unwrap().documents_added;
        assert_eq!(held.len(), 1);
        assert_eq!((held[0].name.as_str(), held[0].startup, held[0].size), ("Årsplan.pdf", own.startup.0, 10));
        let preview = store.erase_preview(&root(), person).await.unwrap();
        assert!(preview.stays.contains(&(Stays::Documents, 1)), "{:?}", preview.stays);
        store.erase_person(&root(), person, "Kari Nordmann").await.unwrap();
        let document = store.document_for(&root(), id).await.unwrap();
        let people = store.people().await.unwrap();
        assert!(!people.name_of(&document.added_by, Locale::Nb).contains("Kari"));
    }
}
