//! Corrections take the place of what they correct, and nothing is lost: what was known then is known to have been known then.

use chrono::TimeDelta;
use domain::facts::{FactKind, Headcount, LifeEvent, LifeEventKind, Outcome, Source, in_force};
use domain::ids::{FactId, StartupId};
use domain::pipeline::MoveError;
use domain::time::Instant;
use store::{Body, Missing, Refusal, VerbError};

use crate::cast::{Stay, admitted, course, manager, moves, refused, stage, stands_in};
use crate::common::{House, day, on_both};

/// The employees as known at an instant.
async fn employees(house: &House, startup: StartupId, known_at: Instant) -> Vec<u32> {
    let ledger = house.store.ledger().await.unwrap();
    let facts = in_force(&ledger.startup(startup).unwrap().headcounts, known_at);
    facts.iter().map(|fact| fact.body.as_ref().unwrap().employees.low).collect()
}

fn now(house: &House) -> Instant {
    use domain::World;
    house.world.now()
}

/// Corrects a headcount to so many employees.
async fn correct(house: &House, fact: FactId, employees: u32, reason: &str) -> Result<FactId, VerbError> {
    let body = Headcount::of(employees);
    house.store.correct_headcount(&manager(), fact, day(2024, 3, 1), body, Source::Document, None, reason).await
}

/// The move into a stage.
async fn move_into(house: &House, stay: Stay, key: &str) -> FactId {
    let to = stage(house, stay.programme, key).await;
    moves(house, stay.startup).await.iter().find(|fact| fact.body.unwrap().to == to).unwrap().id
}

on_both! {
    async fn a_chain_of_corrections_reads_as_known_at_each_moment(house: House) {
        let stay = admitted(&house).await;
        let record = |n, on| {
            let body = Headcount::of(n);
            let store = house.store.clone();
            async move { store.record_headcount(&manager(), stay.startup, on, body, Source::Founder, None).await.unwrap() }
        };
        let before = now(&house);
        house.world.advance(TimeDelta::days(1));
        let first = record(3, day(2024, 3, 1)).await;
        let knew_three = now(&house);
        house.world.advance(TimeDelta::days(1));
        let second = correct(&house, first, 4, "lønnslisten sier fire").await.unwrap();
        let knew_four = now(&house);
        house.world.advance(TimeDelta::days(1));
        let third = correct(&house, second, 5, "en var glemt").await.unwrap();
        let knew_five = now(&house);
        house.world.advance(TimeDelta::days(1));
        let taken_back = house.store.withdraw(&manager(), FactKind::Headcount, third, "feil bedrift").await.unwrap();
        let knew_nothing = now(&house);
        for (known_at, expected) in [
            (before, &[][..]),
            (knew_three, &[3]),
            (knew_four - TimeDelta::microseconds(1), &[3]),
            (knew_four, &[4]),
            (knew_five, &[5]),
            (knew_nothing, &[]),
        ] {
            assert_eq!(employees(&house, stay.startup, known_at).await, expected, "as known at {known_at}");
        }
        // As at: what is about a later day does not count on an earlier one, however early it was known.
        let ledger = house.store.ledger().await.unwrap();
        let facts = in_force(&ledger.startup(stay.startup).unwrap().headcounts, knew_five);
        assert_eq!(facts.iter().filter(|fact| fact.valid_on <= day(2024, 2, 29)).count(), 0);

        let timeline = house.store.timeline(stay.startup).await.unwrap();
        let told: Vec<_> = timeline.iter().filter(|entry| entry.kind == FactKind::Headcount).collect();
        assert_eq!(told.iter().map(|entry| entry.id).collect::<Vec<_>>(), [taken_back, third, second, first]);
        assert_eq!(told.iter().map(|entry| entry.superseded_by).collect::<Vec<_>>(), [None, Some(taken_back), Some(third), Some(second)]);
        assert_eq!(told.iter().map(|entry| entry.supersedes).collect::<Vec<_>>(), [Some(third), Some(second), Some(first), None]);
        assert!(told[0].withdrawn && told[0].body.is_none() && !told.iter().any(|entry| entry.is_in_force()));
        assert_eq!(told[1].reason.as_deref(), Some("en var glemt"));
        assert_eq!(told[3].body, Some(Body::Headcount(Headcount::of(3))), "what was said first is still there");

        refused!(house, correct(&house, first, 6, "x"), Refusal::AlreadySuperseded);
        refused!(house, correct(&house, third, 6, "x"), Refusal::AlreadyWithdrawn);
        refused!(house, correct(&house, taken_back, 6, "x"), Refusal::AlreadyWithdrawn);
        let actor = manager();
        let withdraw = |fact| house.store.withdraw(&actor, FactKind::Headcount, fact, "x");
        refused!(house, withdraw(second), Refusal::AlreadySuperseded);
        refused!(house, withdraw(third), Refusal::AlreadyWithdrawn);
    }

    async fn a_correction_is_refused_for_what_is_wrong_with_it(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 3, 1);
        let fact = store.record_headcount(&actor, stay.startup, on, Headcount::of(3), Source::Mentor, None).await.unwrap();
        refused!(house, correct(&house, fact, 4, " "), Refusal::ReasonMissing);
        refused!(house, store.withdraw(&actor, FactKind::Headcount, fact, ""), Refusal::ReasonMissing);
        let later = day(2024, 7, 1);
        refused!(
            house,
            store.correct_headcount(&actor, fact, later, Headcount::of(1), Source::Mentor, None, "x"),
            Refusal::InFuture { on: later }
        );
        // A fact of another kind is not there.
        let event = LifeEvent::dated(LifeEventKind::Bankrupt);
        let result = store.correct_life_event(&actor, fact, on, event, Source::Mentor, None, "x").await;
        assert!(matches!(result, Err(VerbError::NotFound(Missing::Fact))));
        let result = store.withdraw(&actor, FactKind::Revenue, fact, "x").await;
        assert!(matches!(result, Err(VerbError::NotFound(Missing::Fact))));
    }

    async fn a_corrected_move_leaves_a_legal_course(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        store.advance(&actor, stay.enrolment, day(2024, 3, 1)).await.unwrap();
        store.exit(&actor, stay.enrolment, Outcome::Left, day(2024, 6, 1), "flyttet").await.unwrap();
        let admission = move_into(&house, stay, "admitted").await;
        let to = stage(&house, stay.programme, "admitted").await;
        let known_before = now(&house);
        house.world.advance(TimeDelta::seconds(1));

        let correct = |on, to| store.correct_stage_change(&actor, admission, on, to, None, Source::Document, None, "avtalen sier noe annet");
        let idea = stage(&house, stay.programme, "idea").await;
        let screening = stage(&house, stay.programme, "screening").await;
        refused!(house, correct(day(2024, 2, 1), idea), Refusal::SequenceBroken { on: day(2024, 2, 1), why: MoveError::MentoringBeforeAdmission });
        // Not admitted at all: then nothing after it stands.
        let why_not = MoveError::MentoringBeforeAdmission;
        refused!(house, correct(day(2024, 2, 1), screening), Refusal::SequenceBroken { on: day(2024, 3, 1), why: why_not });
        let mentoring_first = MoveError::MentoringBeforeAdmission;
        refused!(house, correct(day(2024, 3, 2), to), Refusal::SequenceBroken { on: day(2024, 3, 1), why: mentoring_first });
        correct(day(2024, 2, 15), to).await.unwrap();
        let now_course = course(&house, stay).await.unwrap();
        assert_eq!(now_course.admitted_on, Some(day(2024, 2, 15)));
        assert_eq!(now_course.exited_on(), Some(day(2024, 6, 1)));
        // As known before the correction it was admitted on the first.
        let ledger = store.ledger().await.unwrap();
        let startup = ledger.startup(stay.startup).unwrap();
        let then = in_force(&startup.stage_changes, known_before);
        assert!(then.iter().any(|fact| fact.id == admission && fact.valid_on == day(2024, 2, 1)));

        // Taken back, the way into the house is gone, and with it everything after.
        let admission = move_into(&house, stay, "admitted").await;
        let why = MoveError::MentoringBeforeAdmission;
        refused!(
            house,
            store.withdraw(&actor, FactKind::StageChange, admission, "x"),
            Refusal::SequenceBroken { on: day(2024, 3, 1), why }
        );
        // The exit can be taken back: it is in the house again.
        let exit = move_into(&house, stay, "left").await;
        store.withdraw(&actor, FactKind::StageChange, exit, "ble likevel").await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "idea");
        store.advance(&actor, stay.enrolment, day(2024, 6, 2)).await.unwrap();
    }

    async fn a_move_corrected_on_a_busy_day_keeps_its_place(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 3, 1);
        for _ in 0..3 {
            store.advance(&actor, stay.enrolment, on).await.unwrap();
        }
        house.world.advance(TimeDelta::seconds(1));
        let idea = move_into(&house, stay, "idea").await;
        let to = stage(&house, stay.programme, "idea").await;
        let evidence = Some("referat".to_owned());
        let corrected = store
            .correct_stage_change(&actor, idea, on, to, None, Source::Document, evidence, "referatet funnet")
            .await
            .unwrap();
        assert_eq!(stands_in(&house, stay).await, "growth", "the two moves after it still come after it");
        let moves = moves(&house, stay.startup).await;
        assert_eq!(moves.len(), 5);
        assert_eq!(moves[2].id, corrected);
        assert!(moves[2].documented && !moves[3].documented);
        assert_eq!(course(&house, stay).await.unwrap().since, on);

        // Another stage in the middle: what comes after comes from there.
        let validation = move_into(&house, stay, "validation").await;
        store.withdraw(&actor, FactKind::StageChange, validation, "hoppet over").await.unwrap();
        let moves = crate::cast::moves(&house, stay.startup).await;
        assert_eq!(moves.len(), 4);
        assert_eq!(moves[3].body.unwrap().from, Some(to));
    }

    async fn a_restated_move_keeps_its_evidence(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 3, 1);
        store.advance(&actor, stay.enrolment, on).await.unwrap();
        store.advance(&actor, stay.enrolment, on).await.unwrap();
        let validation = move_into(&house, stay, "validation").await;
        let to = stage(&house, stay.programme, "validation").await;
        let link = Some("https://example.org/avtale".to_owned());
        store.correct_stage_change(&actor, validation, on, to, None, Source::Mentor, link.clone(), "med avtale").await.unwrap();
        let idea = move_into(&house, stay, "idea").await;
        let to = stage(&house, stay.programme, "idea").await;
        store.correct_stage_change(&actor, idea, on, to, None, Source::Document, None, "fra dokument").await.unwrap();
        let restated = move_into(&house, stay, "validation").await;
        let timeline = store.timeline(stay.startup).await.unwrap();
        let entry = timeline.iter().find(|entry| entry.id == restated).unwrap();
        assert!(entry.supersedes.is_some(), "it was stated anew to keep its place");
        assert_eq!(entry.evidence, link);
        assert_eq!(entry.source, Source::Mentor);
    }

    async fn the_only_move_taken_back_takes_the_stay_with_it(house: House) {
        let stay = crate::cast::applied(&house).await;
        let store = &house.store;
        let application = moves(&house, stay.startup).await[0].id;
        store.withdraw(&manager(), FactKind::StageChange, application, "søkte aldri").await.unwrap();
        assert_eq!(course(&house, stay).await, None);
        // The programme is free for it again, and the stay that never was does not come back beside the new one.
        store.re_enrol(&manager(), stay.startup, stay.programme, None, day(2024, 2, 1)).await.unwrap();
        let moved = store.advance(&manager(), stay.enrolment, day(2024, 2, 2)).await;
        assert!(matches!(moved, Err(VerbError::NotFound(Missing::Enrolment))), "{moved:?}");
    }

    async fn stays_do_not_come_to_overlap_by_a_correction(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        store.exit(&actor, stay.enrolment, Outcome::Left, day(2024, 3, 1), "pause").await.unwrap();
        store.re_enrol(&actor, stay.startup, stay.programme, None, day(2024, 4, 1)).await.unwrap();
        let exit = move_into(&house, stay, "left").await;
        let to = stage(&house, stay.programme, "left").await;
        let outcome = Some(Outcome::Left);
        let correct = |on| store.correct_stage_change(&actor, exit, on, to, outcome, Source::Mentor, None, "x");
        refused!(
            house,
            correct(day(2024, 4, 2)),
            Refusal::SequenceBroken { on: day(2024, 4, 1), why: MoveError::OverlapsEarlierStay { ended: day(2024, 4, 2) } }
        );
        refused!(
            house,
            store.withdraw(&actor, FactKind::StageChange, exit, "x"),
            Refusal::SequenceBroken { on: day(2024, 4, 1), why: MoveError::SecondOpenEnrolment { since: day(2024, 1, 1) } }
        );
        correct(day(2024, 4, 1)).await.unwrap();
    }
}
