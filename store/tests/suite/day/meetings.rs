//! Logging a meeting: one write, once.

use domain::day::NoteKind;
use domain::day::hours::{Period, hours};
use domain::facts::in_force;
use domain::time::Instant;
use store::day::{NewPlanned, NextOwner, NextStep};
use store::{Missing, Refusal, VerbError};

use super::{Cast, id};
use crate::cast::{refusal, refused, size};
use crate::common::{House, day, on_both};

fn next(owner: NextOwner) -> Option<NextStep> {
    Some(NextStep { title: "Ring banken".to_owned(), due_on: Some(day(2024, 7, 5)), owner })
}

on_both! {
    async fn a_meeting_is_logged_with_its_notes_and_next_step(house: House) {
        let cast = Cast::new(&house).await;
        let (store, startup) = (&house.store, cast.stay.startup);
        let mut new = cast.meeting(&house);
        new.shared_note = "To **kunder**\r\nsa ja".to_owned();
        new.private_note = "Uenige om lønn".to_owned();
        new.next = next(NextOwner::Me);
        let logged = store.log_meeting(&cast.mentor, &new).await.unwrap();
        assert!(!logged.again);
        let ledger = store.ledger().await.unwrap();
        let about = ledger.startup(startup).unwrap();
        let held = in_force(&about.meetings, Instant::MAX_UTC);
        let body = held[0].body.unwrap();
        assert_eq!((held.len(), held[0].id, body.minutes, body.mentor), (1, logged.meeting, 45, cast.mentor.person));
        assert_eq!(body.programme, cast.stay.programme);
        assert_eq!(hours(about, Instant::MAX_UTC, Period::default(), None).minutes, 45);
        let notes = store.notes_of(&cast.mentor, startup).await.unwrap();
        let told: Vec<_> = notes.iter().map(|note| (note.kind, note.text.as_str(), note.meeting)).collect();
        let meeting = Some(logged.meeting);
        assert_eq!(told, [(NoteKind::Private, "Uenige om lønn", meeting), (NoteKind::Shared, "To **kunder**\nsa ja", meeting)]);
        let tasks = store.tasks_of(&cast.mentor).await.unwrap();
        let told: Vec<_> = tasks.iter().map(|task| (task.title.as_str(), task.owner, task.due_on, task.startup)).collect();
        assert_eq!(told, [("Ring banken", id(&cast.mentor), Some(day(2024, 7, 5)), Some(startup))]);

        new.form = store.new_id();
        new.minutes = 30;
        new.next = next(NextOwner::Founder);
        store.log_meeting(&cast.mentor, &new).await.unwrap();
        let milestones = store.milestones_of(&cast.founder, startup).await.unwrap();
        assert_eq!(milestones.iter().map(|one| one.owner).collect::<Vec<_>>(), [cast.founder.person], "a founder's next step is a milestone");
        assert_eq!(store.tasks_of(&cast.mentor).await.unwrap().len(), 1);
    }

    async fn the_same_form_is_one_meeting_however_often_it_is_sent(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let mut new = cast.meeting(&house);
        new.shared_note = "En gang".to_owned();
        new.next = next(NextOwner::Me);
        let first = store.log_meeting(&cast.mentor, &new).await.unwrap();
        let before = size(&house).await;
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (store, actor, new) = (store.clone(), cast.mentor.clone(), new.clone());
            sending.spawn(async move { store.log_meeting(&actor, &new).await.unwrap() });
        }
        while let Some(again) = sending.join_next().await {
            let again = again.unwrap();
            assert_eq!((again.meeting, again.again), (first.meeting, true));
        }
        assert_eq!(size(&house).await, before);
        assert_eq!(store.notes_of(&cast.mentor, new.startup).await.unwrap().len(), 1);
        // Back in the browser the page has another number; the same words a moment later are the same meeting.
        let fresh = store::day::NewMeeting { form: store.new_id(), ..new.clone() };
        let again = store.log_meeting(&cast.mentor, &fresh).await.unwrap();
        assert_eq!((again.meeting, again.again), (first.meeting, true));
        let longer = store::day::NewMeeting { minutes: 50, form: store.new_id(), ..new.clone() };
        assert!(!store.log_meeting(&cast.mentor, &longer).await.unwrap().again, "another meeting");
        house.world.advance(chrono::TimeDelta::minutes(11));
        let later = store::day::NewMeeting { form: store.new_id(), ..new.clone() };
        assert!(!store.log_meeting(&cast.mentor, &later).await.unwrap().again, "long after it is meant");
        let other = store.log_meeting(&cast.boss, &new).await;
        assert!(matches!(other, Err(VerbError::NotFound(Missing::Fact))), "a number is its own reader's: {other:?}");
    }

    async fn a_meeting_is_logged_by_those_who_follow_and_nothing_is_half_written(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let mut new = cast.meeting(&house);
        new.shared_note = "x".to_owned();
        let before = size(&house).await;
        for actor in [&cast.colleague, &cast.founder] {
            let denied = store.log_meeting(actor, &new).await;
            assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        }
        let hidden = store.log_meeting(&cast.stranger, &new).await;
        assert!(matches!(hidden, Err(VerbError::NotFound(Missing::Startup))), "{hidden:?}");
        // A manager writes no private note; the meeting is not logged without it either.
        let with_private = store::day::NewMeeting { private_note: "y".to_owned(), ..new.clone() };
        let denied = store.log_meeting(&cast.boss, &with_private).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        let long = store::day::NewMeeting { shared_note: "x".repeat(20_001), ..new.clone() };
        assert_eq!(refusal(store.log_meeting(&cast.mentor, &long).await), Refusal::TooLong { field: "shared_note", most: 20_000 });
        let nobody = NextOwner::Person(id(&cast.boss));
        let foreign = store::day::NewMeeting { next: next(nobody), ..new.clone() };
        let missing = store.log_meeting(&cast.mentor, &foreign).await;
        assert!(matches!(missing, Err(VerbError::NotFound(Missing::Person))), "{missing:?}");
        assert_eq!(size(&house).await, before);
        let tomorrow = store::day::NewMeeting { on: day(2024, 7, 1), ..new.clone() };
        refused!(house, store.log_meeting(&cast.mentor, &tomorrow), Refusal::InFuture { on: day(2024, 7, 1) });
        let endless = store::day::NewMeeting { minutes: 1_441, ..new.clone() };
        refused!(house, store.log_meeting(&cast.mentor, &endless), Refusal::MeetingLength);
        store.log_meeting(&cast.boss, &new).await.unwrap();
        assert!(store.notes_of(&cast.founder, new.startup).await.unwrap().len() == 1);
    }

    async fn a_planned_meeting_is_logged_when_one_of_its_day_is(house: House) {
        let cast = Cast::new(&house).await;
        let (store, startup) = (&house.store, cast.stay.startup);
        let plan = |hours| NewPlanned {
            startup,
            starts_at: store.world().now() + chrono::TimeDelta::hours(hours),
            minutes: 30,
            kind: domain::facts::MeetingKind::Phone,
        };
        let denied = store.plan_meeting(&cast.founder, plan(1)).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        refused!(house, store.plan_meeting(&cast.mentor, plan(-24)), Refusal::PlannedInPast);
        let first = store.plan_meeting(&cast.mentor, plan(1)).await.unwrap();
        let later = store.plan_meeting(&cast.mentor, plan(48)).await.unwrap();
        assert_eq!(store.planned_with(&cast.founder, startup).await.unwrap().len(), 2, "founders see what is planned with them");
        let unlogged = async || {
            let planned = store.planned_meetings_of(id(&cast.mentor)).await.unwrap();
            planned.into_iter().filter(|one| one.meeting.is_none()).map(|one| one.id).collect::<Vec<_>>()
        };
        assert_eq!(unlogged().await, [first, later]);
        let logged = store.log_meeting(&cast.mentor, &cast.meeting(&house)).await.unwrap();
        assert_eq!(unlogged().await, [later]);
        let named = store::day::NewMeeting { planned: Some(first), ..cast.meeting(&house) };
        let again = store.log_meeting(&cast.mentor, &named).await.unwrap();
        assert_eq!((again.meeting, again.again), (logged.meeting, true), "a planned meeting is held once");
        let foreign = store.cancel_meeting(&cast.boss, later).await;
        assert!(matches!(foreign, Err(VerbError::NotFound(Missing::PlannedMeeting))), "{foreign:?}");
        store.cancel_meeting(&cast.mentor, later).await.unwrap();
        assert!(unlogged().await.is_empty());
        let gone = store.cancel_meeting(&cast.mentor, later).await;
        assert!(matches!(gone, Err(VerbError::NotFound(Missing::PlannedMeeting))), "{gone:?}");
    }
}
