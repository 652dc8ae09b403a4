//! Editing stages, undoing, saved views, calendars, writing to founders, searching.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::facts::{FactKind, Headcount, MentorAssignment, Source};
use domain::ids::{FactId, PersonId, ProgrammeId, SavedViewId, StageId};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{Phase, StageKind};
use domain::stages::{Direction, StageError};
use store::outbox::HouseMessage;
use store::search::{PersonPart, Why};
use store::{Missing, NewPerson, NewStartup, NewView, Refusal, StageWords, VerbError};
use uuid::Uuid;

use crate::cast::{admitted, applied, apply, course, manager, moves, programme, refusal, refused, stage, stands_in};
use crate::common::{House, day, on_both};

fn words(nb: &str) -> StageWords {
    StageWords { names: [nb.to_owned(), String::new(), String::new()], usual_days: Some(30) }
}

async fn keys(house: &House, of: ProgrammeId) -> Vec<String> {
    let ledger = house.store.ledger().await.unwrap();
    ledger.programme(of).unwrap().stages.iter().map(|stage| stage.key.clone()).collect()
}

async fn mentor(house: &House, name: &str) -> PersonId {
    let new = NewPerson { name: name.to_owned(), email: Some("m@example.no".to_owned()), is_mentor: true };
    house.store.add_person(&manager(), &new).await.unwrap()
}

fn wearing(person: PersonId, role: Role, programme: ProgrammeId) -> Actor {
    Actor::person(person, role, Scope::Programme(programme))
}

on_both! {
    async fn stages_are_added_named_ordered_retired_and_restored(house: House) {
        let stay = admitted(&house).await;
        let (store, of) = (&house.store, stay.programme);
        let talk = store.add_stage(&manager(), of, Phase::Intake, StageKind::Step, &words("Samtale")).await.unwrap();
        assert_eq!(keys(&house, of).await[..5], ["applied", "screening", "declined", "samtale", "admitted"]);
        let known = store.ledger().await.unwrap().programme(of).unwrap().stage(talk).unwrap().clone();
        assert_eq!((known.names[2].as_str(), known.usual_days), ("Samtale", Some(30)));
        store.order_stage(&manager(), talk, Direction::Up).await.unwrap();
        assert_eq!(keys(&house, of).await[2], "samtale");
        store.change_stage(&manager(), talk, &StageWords { usual_days: None, ..words("Første samtale") }).await.unwrap();
        let idea = stage(&house, of, "idea").await;
        store.retire_stage(&manager(), idea).await.unwrap();
        refused!(house, store.move_to(&manager(), stay.enrolment, idea, day(2024, 3, 1), None, None), Refusal::StageRetired);
        store.advance(&manager(), stay.enrolment, day(2024, 3, 1)).await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "validation", "the next stage is the next that takes something");
        store.restore_stage(&manager(), idea).await.unwrap();
        store.move_to(&manager(), stay.enrolment, idea, day(2024, 3, 2), None, Some("x")).await.unwrap();
        // Another process reads what this one wrote, deletions too.
        let other = store::Store::connect(&house.url, house.world.clone()).await.unwrap();
        other.ledger().await.unwrap();
        store.delete_stage(&manager(), talk).await.unwrap();
        assert_eq!(other.ledger().await.unwrap().programme(of).unwrap().stages, store.ledger().await.unwrap().programme(of).unwrap().stages);
        assert_eq!(other.ledger().await.unwrap().programme(of).unwrap().stages.len(), 11);
        // Its stable name is free again.
        store.add_stage(&manager(), of, Phase::Intake, StageKind::Step, &words("Samtale")).await.unwrap();
        assert!(keys(&house, of).await.contains(&"samtale".to_owned()));
    }

    async fn what_a_programme_needs_stays_and_what_was_used_is_never_deleted(house: House) {
        let stay = admitted(&house).await;
        let (store, actor) = (&house.store, manager());
        let of = |key: &'static str| stage(&house, stay.programme, key);
        refused!(house, store.retire_stage(&actor, of("admitted").await), Refusal::Stage(StageError::Needed));
        refused!(house, store.delete_stage(&actor, of("applied").await), Refusal::Stage(StageError::InUse));
        refused!(house, store.order_stage(&actor, of("applied").await, Direction::Up), Refusal::Stage(StageError::AtTheEnd));
        refused!(house, store.change_stage(&actor, of("idea").await, &words(" ")), Refusal::Stage(StageError::NameMissing));
        refused!(
            house,
            store.add_stage(&actor, stay.programme, Phase::Intake, StageKind::Admission, &words("x")),
            Refusal::Stage(StageError::KindTaken)
        );
        // A move that was taken back has still used its stages.
        let idea = of("idea").await;
        store.move_to(&actor, stay.enrolment, idea, day(2024, 3, 1), None, None).await.unwrap();
        let last = moves(&house, stay.startup).await.last().unwrap().id;
        store.withdraw(&actor, FactKind::StageChange, last, "feil").await.unwrap();
        refused!(house, store.delete_stage(&actor, idea), Refusal::Stage(StageError::InUse));
        let nobodys = store.retire_stage(&actor, StageId(Uuid::nil())).await;
        assert!(matches!(nobodys, Err(VerbError::NotFound(Missing::Programme))));
        let mentor = wearing(mentor(&house, "Mentor").await, Role::Mentor, stay.programme);
        assert!(matches!(store.retire_stage(&mentor, idea).await, Err(VerbError::Denied(_))));
        let elsewhere = wearing(PersonId(Uuid::nil()), Role::Manager, ProgrammeId(Uuid::nil()));
        assert!(matches!(store.retire_stage(&elsewhere, idea).await, Err(VerbError::NotFound(Missing::Programme))));
    }

    async fn what_was_just_done_is_undone_whole_and_by_its_maker_only(house: House) {
        let stay = applied(&house).await;
        let (store, actor) = (&house.store, manager());
        let admission = store.admit(&actor, stay.enrolment, day(2024, 2, 1), Some(Headcount::of(3))).await.unwrap();
        let other = wearing(mentor(&house, "Kari").await, Role::Manager, stay.programme);
        let theirs = store.undo(&other, FactKind::StageChange, admission, "x").await;
        assert!(matches!(theirs, Err(VerbError::NotFound(Missing::Fact))), "somebody else's is not there to be undone");
        store.undo(&actor, FactKind::StageChange, admission, "Angret").await.unwrap();
        assert_eq!(course(&house, stay).await.unwrap().admitted_on, None);
        let ledger = store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        assert_eq!(domain::facts::in_force(&startup.headcounts, domain::time::Instant::MAX_UTC).len(), 0, "the baseline goes with it");
        refused!(house, store.undo(&actor, FactKind::StageChange, admission, "x"), Refusal::AlreadyWithdrawn);
        // Something later rests on it.
        let first = store.admit(&actor, stay.enrolment, day(2024, 2, 2), None).await.unwrap();
        let second = store.advance(&actor, stay.enrolment, day(2024, 2, 3)).await.unwrap();
        refused!(house, store.undo(&actor, FactKind::StageChange, first, "x"), Refusal::BuiltUpon);
        store.undo(&actor, FactKind::StageChange, second, "x").await.unwrap();
        store.undo(&actor, FactKind::StageChange, first, "x").await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "applied");
        let nobodys = store.undo(&actor, FactKind::StageChange, FactId(Uuid::nil()), "x").await;
        assert!(matches!(nobodys, Err(VerbError::NotFound(Missing::Fact))));
    }

    async fn an_assignment_is_undone_unless_another_came_after(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let body = MentorAssignment { mentor: Some(mentor(&house, "Kari").await) };
        let assign = async |on| store.assign_mentor(&manager(), stay.startup, on, body, Source::Mentor, None).await.unwrap();
        let first = assign(day(2024, 3, 1)).await;
        house.world.advance(TimeDelta::minutes(1));
        let second = assign(day(2024, 2, 1)).await;
        refused!(house, store.undo(&manager(), FactKind::Mentor, first, "x"), Refusal::BuiltUpon);
        store.undo(&manager(), FactKind::Mentor, second, "x").await.unwrap();
        store.undo(&manager(), FactKind::Mentor, first, "x").await.unwrap();
        let ledger = store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        assert_eq!(domain::access::tie::mentor_on(startup, day(2024, 6, 1)), None);
    }

    async fn a_view_is_ones_own_or_the_programmes(house: House) {
        let of = programme(&house).await;
        let other = house.store.create_programme(&manager(), "annet", "Annet", &domain::pipeline::DEFAULT_STAGES).await.unwrap();
        let store = &house.store;
        let kari = wearing(mentor(&house, "Kari").await, Role::Mentor, of);
        let ola = wearing(mentor(&house, "Ola").await, Role::Mentor, of);
        let runs = wearing(mentor(&house, "Leder").await, Role::Manager, of);
        let far = wearing(mentor(&house, "Fjern").await, Role::Manager, other);
        let new = |name: &str, programme| NewView { name: name.to_owned(), query: "?stuck=90".to_owned(), programme };
        let own = store.save_view(&kari, &new("Mine", None)).await.unwrap();
        let shared = store.save_view(&kari, &new("Felles", Some(of))).await.unwrap();
        let seen = async |actor: &Actor| -> Vec<(SavedViewId, bool)> {
            store.views(actor).await.unwrap().into_iter().map(|view| (view.id, view.may_change)).collect()
        };
        assert_eq!(seen(&kari).await, [(own, true), (shared, true)]);
        assert_eq!(seen(&ola).await, [(shared, false)]);
        assert_eq!(seen(&runs).await, [(shared, true)]);
        assert_eq!(seen(&far).await, []);
        assert!(matches!(store.rename_view(&ola, own, "x").await, Err(VerbError::NotFound(Missing::View))));
        assert!(matches!(store.delete_view(&ola, shared).await, Err(VerbError::Denied(_))));
        assert!(matches!(store.delete_view(&far, shared).await, Err(VerbError::NotFound(Missing::View))));
        assert!(matches!(store.save_view(&kari, &new("x", Some(other))).await, Err(VerbError::NotFound(_))));
        assert_eq!(refusal(store.save_view(&kari, &new(" ", None)).await), Refusal::NameMissing);
        store.begin_with_view(&ola, Some(shared)).await.unwrap();
        assert!(store.views(&ola).await.unwrap()[0].is_default && !store.views(&kari).await.unwrap()[1].is_default);
        assert!(matches!(store.begin_with_view(&ola, Some(own)).await, Err(VerbError::NotFound(Missing::View))));
        store.rename_view(&runs, shared, "Alle som står").await.unwrap();
        assert_eq!(store.views(&ola).await.unwrap()[0].name, "Alle som står");
        // Whoever goes takes their own with them and leaves the programme's.
        let person = kari.person.unwrap();
        store.erase_person(&Actor::command_line(), person, "Kari").await.unwrap();
        assert_eq!(seen(&ola).await, [(shared, false)]);
        store.delete_view(&runs, shared).await.unwrap();
        assert_eq!(seen(&ola).await, []);
    }

    async fn a_calendar_is_read_by_its_secret_and_by_no_other(house: House) {
        let of = programme(&house).await;
        let store = &house.store;
        let new = store::identity::NewInvitation {
            email: "kari@example.no".to_owned(),
            name: None,
            role: Role::Mentor,
            scope: Scope::Programme(of),
            from_on: day(2024, 1, 1),
            to_on: None,
            locale: domain::words::Locale::Nn,
        };
        let invited = store.invite(&Actor::command_line(), new).await.unwrap();
        let origin = store::identity::Origin::new("192.0.2.1", "Firefox");
        let accepted = store.accept_invitation(&invited.link_token, "Kari", &origin).await.unwrap();
        let store::identity::Accepted::SignedIn(session) = accepted else { panic!("somebody new") };
        let actor = session.viewer.actor.clone();
        assert!(matches!(store.make_calendar(&manager()).await, Err(VerbError::NotFound(Missing::Person))));
        let first = store.make_calendar(&actor).await.unwrap();
        assert_eq!(store.calendar_of(actor.person.unwrap()).await.unwrap().unwrap().last_read_at, None);
        let reader = store.calendar_reader(&first).await.unwrap().unwrap();
        assert_eq!((reader.hats.len(), reader.locale), (1, domain::words::Locale::Nn));
        assert!(store.calendar_of(actor.person.unwrap()).await.unwrap().unwrap().last_read_at.is_some());
        let second = store.make_calendar(&actor).await.unwrap();
        assert_eq!(store.calendar_reader(&first).await.unwrap(), None, "a new address ends the old one");
        // A role taken back shows nothing from that moment.
        store.revoke_membership(&Actor::command_line(), session.viewer.worn.unwrap(), "slutt").await.unwrap();
        assert_eq!(store.calendar_reader(&second).await.unwrap().unwrap().hats, []);
        store.revoke_calendar(&actor).await.unwrap();
        assert_eq!(store.calendar_reader(&second).await.unwrap(), None);
        assert_eq!(store.calendar_reader("").await.unwrap(), None);
    }

    async fn founders_are_written_to_once_each(house: House) {
        let stay = applied(&house).await;
        let second = apply(&house, stay.programme, "Solvind", day(2024, 1, 1)).await;
        let store = &house.store;
        let message = HouseMessage { subject: "Samling".to_owned(), text: "Hei".to_owned() };
        let mut reached = BTreeSet::new();
        refused!(house, store.write_to_founders(&manager(), stay.startup, &message, &mut BTreeSet::new()), Refusal::NobodyToWriteTo);
        for startup in [stay.startup, second.startup] {
            let founder = NewPerson { name: "Kari".to_owned(), email: Some("KARI@example.no".to_owned()), is_mentor: false };
            store.add_founder(&manager(), startup, &founder, None, None).await.unwrap();
        }
        let gone = NewPerson { name: "Ola".to_owned(), email: Some("ola@example.no".to_owned()), is_mentor: false };
        store.add_founder(&manager(), stay.startup, &gone, None, Some(day(2024, 5, 1))).await.unwrap();
        assert_eq!(store.readers_of(stay.startup).await.unwrap(), ["Kari"], "who has left is written to no more");
        assert_eq!(store.write_to_founders(&manager(), stay.startup, &message, &mut reached).await.unwrap(), 1);
        assert_eq!(store.write_to_founders(&manager(), second.startup, &message, &mut reached).await.unwrap(), 0);
        let long = HouseMessage { subject: "x".repeat(101), ..message.clone() };
        refused!(
            house,
            store.write_to_founders(&manager(), stay.startup, &long, &mut BTreeSet::new()),
            Refusal::TooLong { field: "subject", most: 100 }
        );
        let mentor = wearing(mentor(&house, "Mentor").await, Role::Mentor, stay.programme);
        let denied = store.write_to_founders(&mentor, stay.startup, &message, &mut BTreeSet::new()).await;
        assert!(matches!(denied, Err(VerbError::NotFound(Missing::Startup))), "an application is not a mentor's to see");
    }

    async fn everything_one_may_see_is_found_however_it_is_typed(house: House) {
        let of = programme(&house).await;
        let store = &house.store;
        let new = NewStartup {
            name: "Årvak Ølbryggeri".to_owned(),
            external_id: Some("D-117".to_owned()),
            organisation_number: Some(OrganisationNumber::parse("923609016").unwrap()),
            ..NewStartup::default()
        };
        let (startup, enrolment) = store.apply(&manager(), &new, of, None, day(2024, 1, 1), Source::Founder).await.unwrap();
        apply(&house, of, "Konsøl", day(2024, 1, 1)).await;
        let founder = NewPerson { name: "Kåre Bø".to_owned(), email: None, is_mentor: false };
        store.add_founder(&manager(), startup, &founder, None, None).await.unwrap();
        let names = async |actor: &Actor, text: &str| -> Vec<String> {
            store.search(actor, text).await.unwrap().startups.hits.into_iter().map(|hit| hit.name).collect()
        };
        for typed in ["årvak", "AARVAK", "oelbryggeri årvak", "vak øl", "A\u{30a}rvak"] {
            assert_eq!(names(&manager(), typed).await, ["Årvak Ølbryggeri"], "{typed}");
        }
        let why = async |text: &str| store.search(&manager(), text).await.unwrap().startups.hits[0].why.clone();
        assert_eq!(why("9236 09").await, Why::Number("923609016".to_owned()));
        assert_eq!(why("d-117").await, Why::ExternalId("D-117".to_owned()));
        let found = store.search(&manager(), "kaare boe").await.unwrap();
        assert_eq!(found.people.hits[0].part, PersonPart::Founder(startup, "Årvak Ølbryggeri".to_owned()));
        for nothing in ["", "%", "_", "'", "finnes ikke"] {
            assert!(store.search(&manager(), nothing).await.unwrap().is_empty(), "{nothing:?}");
        }
        // A changed name is found by the new one at once, and the old one finds nothing.
        let to = store::ProfileChange { name: "Vårlys".to_owned(), ..Default::default() };
        store.update_profile(&manager(), startup, &to).await.unwrap();
        assert_eq!(names(&manager(), "vaarlys").await, ["Vårlys"]);
        assert!(names(&manager(), "årvak").await.is_empty());
        // A mentor of the programme sees it once it is admitted, one of elsewhere never.
        let own = wearing(mentor(&house, "Åse").await, Role::Mentor, of);
        assert!(store.search(&own, "vårlys").await.unwrap().is_empty());
        assert!(store.search(&own, "kåre").await.unwrap().is_empty());
        store.admit(&manager(), enrolment, day(2024, 2, 1), None).await.unwrap();
        assert_eq!(names(&own, "vårlys").await, ["Vårlys"]);
        assert_eq!(store.search(&own, "kåre").await.unwrap().people.total, 1);
        let elsewhere = Actor { scope: Scope::Programme(ProgrammeId(Uuid::nil())), ..own.clone() };
        assert!(store.search(&elsewhere, "vårlys").await.unwrap().is_empty());
        let funder = Actor { role: Role::Funder, ..own };
        assert!(store.search(&funder, "vårlys").await.unwrap().is_empty());
    }
}
