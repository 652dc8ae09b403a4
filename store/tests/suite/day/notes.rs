//! Notes: shared ones are for those who follow a startup, private ones for nobody but their author, by whatever query.

use domain::access::{Actor, Role, Scope};
use domain::day::NoteKind;
use domain::ids::NoteId;
use sea_orm::{ConnectionTrait, Statement};
use store::day::NewNote;
use store::personal::{Goes, Stays};
use store::{AuditFilter, Missing, RetentionRules, VerbError};

use super::{Cast, assign, id};
use crate::cast::{manager, size};
use crate::common::{House, day, on_both};

const SECRET: &str = "Hemmeligheten";

fn note(cast: &Cast, kind: NoteKind, text: &str) -> NewNote {
    NewNote { startup: cast.stay.startup, meeting: None, kind, text: text.to_owned() }
}

async fn texts(house: &House, actor: &Actor, cast: &Cast) -> Vec<String> {
    let notes = house.store.notes_of(actor, cast.stay.startup).await.unwrap();
    notes.into_iter().map(|note| note.text).collect()
}

/// Everything the audit log and the outbox hold, as text.
async fn logs(house: &House) -> String {
    let raw = crate::personal::raw(house).await;
    let mut all = String::new();
    for sql in [
        "SELECT COALESCE(CAST(before AS TEXT), '') || COALESCE(CAST(after AS TEXT), '') FROM audit",
        "SELECT COALESCE(CAST(payload AS TEXT), '') FROM outbox",
    ] {
        for row in raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap() {
            all.push_str(&row.try_get_by_index::<String>(0).unwrap());
        }
    }
    all
}

on_both! {
    async fn a_private_note_is_its_authors_by_whatever_query(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let kept = store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, SECRET)).await.unwrap();
        store.write_note(&cast.mentor, &note(&cast, NoteKind::Shared, "Delt")).await.unwrap();
        let mut meeting = cast.meeting(&house);
        meeting.private_note = format!("{SECRET} til");
        store.log_meeting(&cast.mentor, &meeting).await.unwrap();
        assert_eq!(texts(&house, &cast.mentor, &cast).await, ["Hemmeligheten til", "Delt", SECRET]);
        assert_eq!(store.readable_notes(&cast.mentor).await.unwrap().len(), 3);

        for other in cast.others() {
            let notes = store.notes_of(&other, cast.stay.startup).await;
            let found = notes.map(|notes| notes.into_iter().map(|note| note.text).collect::<Vec<_>>());
            if let Ok(found) = found {
                assert_eq!(found, ["Delt"], "{other:?}");
            }
            let readable = store.readable_notes(&other).await.unwrap();
            assert!(readable.iter().all(|note| note.kind == NoteKind::Shared), "{other:?}");
            let own = store.own_note(&other, kept).await;
            assert!(matches!(own, Err(VerbError::NotFound(Missing::Note))), "{other:?}: {own:?}");
            let changed = store.change_note(&other, kept, "mitt").await;
            assert!(matches!(changed, Err(VerbError::NotFound(Missing::Note))), "{other:?}: {changed:?}");
        }
        // Nor does the author's own hat of another kind show it, nor does the data file hand it to an administrator.
        let as_founder = Actor::person(id(&cast.mentor), Role::Founder, Scope::Startup(cast.stay.startup));
        assert_eq!(texts(&house, &as_founder, &cast).await, ["Delt"]);
        let held = store.personal_data(&Actor::command_line(), id(&cast.mentor)).await.unwrap();
        assert_eq!((held.day.notes.len(), held.day.private_notes), (1, 2));
        assert!(!serde_json::to_string(&held).unwrap().contains(SECRET));
        let held = store.personal_data(&cast.mentor, id(&cast.mentor)).await.unwrap();
        assert!(serde_json::to_string(&held).unwrap().contains(SECRET), "the author is told");
        assert!(!logs(&house).await.contains(SECRET), "the audit log tells that one was written, and not what");
        let told = store.audit(&Actor::command_line(), &AuditFilter::default(), None, 100).await.unwrap().entries;
        assert!(told.iter().any(|entry| entry.action == "write_note"));
    }

    async fn a_refused_form_is_told_to_an_administrator_without_its_private_note(house: House) {
        let cast = Cast::new(&house).await;
        let values = [("private_note".to_owned(), SECRET.to_owned()), ("on".to_owned(), "x".to_owned())].into();
        let draft = store::Draft { form: "log-meeting".to_owned(), values, person: cast.mentor.person, ..store::Draft::default() };
        house.store.save_draft(&draft).await.unwrap();
        let held = house.store.personal_data(&Actor::command_line(), id(&cast.mentor)).await.unwrap();
        assert_eq!(held.drafts.len(), 1);
        assert!(!serde_json::to_string(&held).unwrap().contains(SECRET));
        let held = house.store.personal_data(&cast.mentor, id(&cast.mentor)).await.unwrap();
        assert!(serde_json::to_string(&held).unwrap().contains(SECRET));
    }

    async fn only_a_mentor_of_the_startup_writes_and_only_the_author_changes(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let before = size(&house).await;
        for (actor, kind) in [
            (&cast.founder, NoteKind::Shared),
            (&cast.founder, NoteKind::Private),
            (&cast.colleague, NoteKind::Shared),
            (&cast.colleague, NoteKind::Private),
            (&cast.boss, NoteKind::Private),
            (&cast.stranger, NoteKind::Shared),
            (&Actor::command_line(), NoteKind::Shared),
        ] {
            let refused = store.write_note(actor, &note(&cast, kind, "x")).await;
            assert!(matches!(refused, Err(VerbError::Denied(_) | VerbError::NotFound(_))), "{actor:?} {kind:?}: {refused:?}");
        }
        assert_eq!(size(&house).await, before);
        let written = store.write_note(&cast.mentor, &note(&cast, NoteKind::Shared, "Først")).await.unwrap();
        let by_boss = store.change_note(&cast.boss, written, "Noe annet").await;
        assert!(matches!(by_boss, Err(VerbError::NotFound(Missing::Note))), "{by_boss:?}");
        store.change_note(&cast.mentor, written, "Siden").await.unwrap();
        assert_eq!(texts(&house, &cast.founder, &cast).await, ["Siden"]);
        let versions = store.own_note(&cast.mentor, written).await.unwrap();
        assert_eq!(versions.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["Siden", "Først"]);
        let entries = size(&house).await;
        store.change_note(&cast.mentor, versions[0].id, "Siden").await.unwrap();
        assert_eq!(size(&house).await, entries, "the same text is no change");
        store.change_note(&cast.mentor, versions[0].id, " ").await.unwrap();
        assert!(texts(&house, &cast.founder, &cast).await.is_empty());
        assert_eq!(store.own_note(&cast.mentor, written).await.unwrap().len(), 3, "what was taken back is still the author's to see");
        let nowhere = store.change_note(&cast.mentor, NoteId(store.new_id()), "x").await;
        assert!(matches!(nowhere, Err(VerbError::NotFound(Missing::Note))));
    }

    async fn a_private_note_is_gone_when_its_author_empties_it_or_is_erased(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let raw = crate::personal::raw(&house).await;
        let count = async || crate::personal::count(&raw, "SELECT count(*) FROM note").await;
        let first = store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, SECRET)).await.unwrap();
        store.change_note(&cast.mentor, first, "Noe annet").await.unwrap();
        assert_eq!(count().await, 2);
        store.change_note(&cast.mentor, first, "").await.unwrap();
        assert_eq!(count().await, 0);

        let again = store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, SECRET)).await.unwrap();
        store.change_note(&cast.mentor, again, "endret").await.unwrap();
        store.write_note(&cast.mentor, &note(&cast, NoteKind::Shared, "Delt")).await.unwrap();
        store.add_task(&cast.mentor, &store::day::NewTask { title: "Kjøp melk".to_owned(), owner: id(&cast.mentor), startup: None, due_on: None }).await.unwrap();
        let preview = store.erase_preview(&Actor::command_line(), id(&cast.mentor)).await.unwrap();
        let goes = |what| preview.goes.iter().find(|(one, _)| *one == what).unwrap().1;
        let stays = preview.stays.iter().find(|(one, _)| *one == Stays::SharedNotes).unwrap().1;
        assert_eq!((goes(Goes::PrivateNotes), goes(Goes::Plans), stays), (2, 1, 1));
        store.erase_person(&Actor::command_line(), id(&cast.mentor), "Mona Mentor").await.unwrap();
        assert_eq!(count().await, 1, "the shared one is the startup's");
        assert_eq!(crate::personal::count(&raw, "SELECT count(*) FROM task").await, 0);
        assert_eq!(texts(&house, &cast.founder, &cast).await, ["Delt"]);
    }

    async fn notes_go_when_the_startup_has_left_long_enough_ago(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let written = store.write_note(&cast.mentor, &note(&cast, NoteKind::Shared, "Delt")).await.unwrap();
        store.change_note(&cast.mentor, written, "Delt igjen").await.unwrap();
        store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, SECRET)).await.unwrap();
        let rules = RetentionRules { notes_months: Some(2), ..RetentionRules::default() };
        let swept = async || {
            let swept = store.sweep(&rules, false).await.unwrap();
            swept.iter().find(|one| one.category == store::Category::Notes).unwrap().many
        };
        assert_eq!(swept().await, 0, "it is still here");
        let outcome = domain::facts::Outcome::Left;
        store.exit(&manager(), cast.stay.enrolment, outcome, day(2024, 6, 1), "flytta").await.unwrap();
        assert_eq!(swept().await, 0, "it has left, and not long ago");
        house.world.advance(chrono::TimeDelta::days(70));
        assert_eq!(swept().await, 3);
        assert_eq!(swept().await, 0);
    }

    async fn the_author_loses_a_private_note_with_the_startup_and_the_new_mentor_never_has_it(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, SECRET)).await.unwrap();
        assign(store, cast.stay.startup, id(&cast.colleague), day(2024, 6, 1)).await;
        assert!(texts(&house, &cast.colleague, &cast).await.is_empty());
        // Still a mentor of the programme that admitted it, so still the own note's reader; no longer its writer.
        assert_eq!(texts(&house, &cast.mentor, &cast).await, [SECRET]);
        let denied = store.write_note(&cast.mentor, &note(&cast, NoteKind::Private, "mer")).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
    }
}
