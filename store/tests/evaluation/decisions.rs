//! Deciding: once, with a baseline or without one out loud, with a letter; and what of it is forgotten.

use domain::access::{Role, Scope};
use domain::evaluation::{EvaluationError, Verdict};
use domain::facts::Headcount;
use domain::intake::ApplicationStatus;
use domain::mail::Message;
use domain::pipeline::Course;
use domain::time::Instant;
use store::evaluation::{Admission, Decline};
use store::{Missing, NewPerson, VerbError};

use crate::cast::{Cast, mail, root};
use crate::common::{House, day, on_both};
use crate::rounds::refused;

fn admission() -> Admission {
    let baseline = Headcount { working_founders: Some(2), fte_hundredths: Some(150), ..Headcount::of(2) };
    Admission { on: day(2024, 6, 30), baseline: Some(baseline), unknown: false, mentor: None }
}

fn decline(cast: &Cast, number: usize) -> Decline {
    Decline {
        application: cast.applications[number],
        reason: "for tidleg".to_owned(),
        letter: format!("Kjære søkjar {number}, ikkje denne gongen."),
    }
}

/// Since when the stay of an application is admitted, and whether it is open.
async fn stands(house: &House, cast: &Cast, number: usize) -> (Option<chrono::NaiveDate>, bool) {
    let application = house.store.application(cast.applications[number]).await.unwrap().unwrap();
    let ledger = house.store.ledger().await.unwrap();
    let startup = ledger.startup(application.startup.unwrap()).unwrap();
    let changes = domain::facts::in_force(&startup.stage_changes, Instant::MAX_UTC);
    let programme = ledger.programme(application.programme).unwrap();
    let course = Course::at(programme, application.enrolment.unwrap(), &changes, chrono::NaiveDate::MAX).unwrap();
    (course.admitted_on, course.is_open())
}

async fn status(house: &House, cast: &Cast, number: usize) -> ApplicationStatus {
    house.store.application(cast.applications[number]).await.unwrap().unwrap().status
}

on_both! {
    async fn to_admit_makes_the_move_the_baseline_the_founder_and_the_mentor_at_once(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let mentor = NewPerson { name: "Mona Mentor".to_owned(), is_mentor: true, ..NewPerson::default() };
        let mentor = store.add_person(&root(), &mentor).await.unwrap();
        let admission = Admission { mentor: Some(mentor), ..admission() };
        store.admit_application(&cast.manager, cast.applications[0], &admission).await.unwrap();
        assert_eq!(stands(&house, &cast, 0).await, (Some(day(2024, 6, 30)), true));
        assert_eq!(status(&house, &cast, 0).await, ApplicationStatus::Admitted);
        let startup = store.application(cast.applications[0]).await.unwrap().unwrap().startup.unwrap();
        let ledger = store.ledger().await.unwrap();
        let facts = ledger.startup(startup).unwrap();
        assert_eq!(facts.headcounts.len(), 1);
        assert_eq!(facts.headcounts[0].body, admission.baseline);
        assert_eq!(facts.mentors[0].body.unwrap().mentor, Some(mentor));
        let people = store.people().await.unwrap();
        let founders = people.of(startup);
        assert_eq!(founders.iter().map(|(person, _)| person.name.as_str()).collect::<Vec<_>>(), ["Søker Bedrift 0"]);

        let sent = mail(store).await;
        assert!(sent.iter().all(|(to, _)| to == "s0@example.no"));
        assert!(sent.iter().any(|(_, m)| matches!(m, Message::ApplicationAdmitted { startup, .. } if startup == "Bedrift 0")));
        let link = sent.into_iter().find_map(|(_, message)| match message {
            Message::Invitation { role: Role::Founder, link_token, .. } => Some(link_token),
            _ => None,
        });
        store.accept_invitation(&link.unwrap(), "", &crate::cast::firefox()).await.unwrap();
        let after = store.people().await.unwrap();
        assert_eq!(after.of(startup).len(), 1, "whoever accepts is the founder who was entered");
        let founder = domain::access::Actor::person(after.of(startup)[0].0.id, Role::Founder, Scope::Startup(startup));
        assert_eq!(store.ledger_for(&founder).await.unwrap().startups.len(), 1);
        let decision = store.decision(&cast.manager, cast.applications[0]).await.unwrap().unwrap();
        assert_eq!((decision.verdict, decision.decided_by), (Verdict::Admitted, cast.manager.label.clone()));
    }

    async fn without_a_baseline_nobody_is_admitted_unless_it_is_said_out_loud(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let silent = Admission { baseline: None, ..admission() };
        refused(store.admit_application(&cast.manager, cast.applications[0], &silent).await, EvaluationError::BaselineMissing);
        let both = Admission { unknown: true, ..admission() };
        refused(store.admit_application(&cast.manager, cast.applications[0], &both).await, EvaluationError::BaselineBoth);
        assert_eq!(stands(&house, &cast, 0).await.0, None);
        assert!(mail(store).await.is_empty());
        let loud = Admission { unknown: true, ..silent };
        store.admit_application(&cast.manager, cast.applications[0], &loud).await.unwrap();
        assert_eq!(stands(&house, &cast, 0).await.0, Some(day(2024, 6, 30)));
        let told = store.audit_of(None, None, 10).await.unwrap();
        let entry = told.iter().find(|entry| entry.action == "admit_application").unwrap();
        assert_eq!(entry.after.as_ref().unwrap()["unknown"], true);
    }

    async fn of_many_decisions_at_once_one_stands(house: House) {
        let cast = Cast::new(&house).await;
        let mut racers = tokio::task::JoinSet::new();
        for number in 0..8 {
            let (store, manager, decline) = (house.store.clone(), cast.manager.clone(), decline(&cast, 0));
            racers.spawn(async move {
                if number % 2 == 0 {
                    store.admit_application(&manager, decline.application, &admission()).await
                } else {
                    store.decline_applications(&manager, &[decline]).await
                }
            });
        }
        let mut done = 0;
        while let Some(result) = racers.join_next().await {
            match result.unwrap() {
                Ok(()) => done += 1,
                other => refused(other, EvaluationError::Decided),
            }
        }
        assert_eq!(done, 1);
        let told = mail(&house.store).await;
        let letters = told.iter().filter(|(_, message)| {
            matches!(message, Message::ApplicationAdmitted { .. } | Message::ApplicationDeclined { .. })
        });
        assert_eq!(letters.count(), 1);
    }

    async fn several_are_declined_together_each_with_a_letter_of_their_own_or_none_is(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let letters = store.letters_to(&cast.manager, &cast.applications[..2]).await.unwrap();
        assert!(letters[1].1.contains("Hei Søker Bedrift 1") && letters[1].1.contains("Bedrift 1"), "{}", letters[1].1);
        store.save_decline_letters(&cast.manager, cast.programmes[0], ["Kort: {startup}", "Stutt: {startup}", "Short: {startup}"]).await.unwrap();
        let letters = store.letters_to(&cast.manager, &cast.applications[..2]).await.unwrap();
        assert_eq!(letters.iter().map(|(_, letter)| letter.as_str()).collect::<Vec<_>>(), ["Kort: Bedrift 0", "Kort: Bedrift 1"]);

        let unfilled = Decline { letter: "Hei {startup}".to_owned(), ..decline(&cast, 1) };
        refused(store.decline_applications(&cast.manager, &[decline(&cast, 0), unfilled]).await, EvaluationError::LetterUnfilled);
        let silent = Decline { reason: " ".to_owned(), ..decline(&cast, 1) };
        refused(store.decline_applications(&cast.manager, &[decline(&cast, 0), silent]).await, EvaluationError::ReasonMissing);
        refused(store.decline_applications(&cast.manager, &[]).await, EvaluationError::NobodyChosen);
        assert_eq!(status(&house, &cast, 0).await, ApplicationStatus::Submitted, "none of them");
        assert!(mail(store).await.is_empty());

        store.decline_applications(&cast.manager, &[decline(&cast, 0), decline(&cast, 1)]).await.unwrap();
        for number in 0..2 {
            assert_eq!(status(&house, &cast, number).await, ApplicationStatus::Declined);
            assert_eq!(stands(&house, &cast, number).await, (None, false));
        }
        let mut told: Vec<(String, String)> = mail(store).await.into_iter().filter_map(|(to, message)| match message {
            Message::ApplicationDeclined { letter, .. } => Some((to, letter)),
            _ => None,
        }).collect();
        told.sort();
        assert_eq!(told[1], ("s1@example.no".to_owned(), "Kjære søkjar 1, ikkje denne gongen.".to_owned()));
        let facts = serde_json::to_string(&**store.ledger().await.unwrap().startup(store.application(cast.applications[0]).await.unwrap().unwrap().startup.unwrap()).unwrap()).unwrap();
        assert!(!facts.contains("for tidleg"), "the reason is no fact: it is forgotten with the application");
    }

    async fn the_waiting_list_leaves_it_undecided_and_a_decision_can_be_undone(house: House) {
        let cast = Cast::new(&house).await;
        let (store, manager) = (&house.store, &cast.manager);
        let application = cast.applications[0];
        refused(store.undo_decision(manager, application, "feil").await, EvaluationError::NotDecided);
        refused(store.put_on_waiting_list(manager, application, "").await, EvaluationError::ReasonMissing);
        store.put_on_waiting_list(manager, application, "plass 1").await.unwrap();
        assert_eq!(status(&house, &cast, 0).await, ApplicationStatus::Submitted);
        store.admit_application(manager, application, &admission()).await.unwrap();
        refused(store.put_on_waiting_list(manager, application, "igjen").await, EvaluationError::Decided);

        store.undo_decision(manager, application, "feil bedrift").await.unwrap();
        assert_eq!(stands(&house, &cast, 0).await, (None, true));
        assert_eq!(status(&house, &cast, 0).await, ApplicationStatus::Submitted);
        assert_eq!(store.decision(manager, application).await.unwrap(), None);
        store.decline_applications(manager, &[decline(&cast, 0)]).await.unwrap();
        store.undo_decision(manager, application, "angra").await.unwrap();
        store.admit_application(manager, application, &admission()).await.unwrap();
        let stay = store.application(application).await.unwrap().unwrap().enrolment.unwrap();
        store.advance(manager, stay, day(2024, 6, 30)).await.unwrap();
        refused(store.undo_decision(manager, application, "for seint").await, EvaluationError::MovedOn);
    }

    async fn whoever_has_a_conflict_decides_nothing_and_evaluators_never_do(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        store.declare_conflict(&cast.manager, cast.applications[0], None).await.unwrap();
        refused(store.admit_application(&cast.manager, cast.applications[0], &admission()).await, EvaluationError::Conflicted);
        refused(store.decline_applications(&cast.manager, &[decline(&cast, 0)]).await, EvaluationError::Conflicted);
        for actor in [&cast.first, &cast.third, &cast.elsewhere, &cast.manager_elsewhere] {
            let answers = [
                store.admit_application(actor, cast.applications[1], &admission()).await,
                store.decline_applications(actor, &[decline(&cast, 1)]).await,
                store.put_on_waiting_list(actor, cast.applications[1], "x").await,
                store.undo_decision(actor, cast.applications[1], "x").await,
            ];
            for answer in answers {
                assert!(
                    matches!(answer, Err(VerbError::Denied(_) | VerbError::NotFound(Missing::Application))),
                    "{answer:?}"
                );
            }
        }
        assert_eq!(status(&house, &cast, 1).await, ApplicationStatus::Submitted);
    }

    async fn what_was_given_goes_with_the_application_and_with_its_evaluator_and_is_counted_still(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let round = cast.round(&house, 0).await;
        cast.submit(&house, &cast.first, round, 0, 5).await;
        cast.submit(&house, &cast.second, round, 0, 3).await;
        cast.submit(&house, &cast.first, round, 1, 2).await;
        let held = store.personal_data(&cast.first, cast.first.person.unwrap()).await.unwrap();
        assert_eq!((held.judging.scores.len(), held.judging.calls.len()), (2, 1));
        // An evaluator is erased: their words go, their scores count.
        store.erase_person(&root(), cast.first.person.unwrap(), "ein@example.no").await.unwrap();
        let view = store.sheet(&cast.manager, round, cast.applications[0]).await.unwrap();
        let others = view.others.unwrap();
        assert!(others.iter().any(|one| one.person.is_none() && one.sheet.comment.is_empty()));
        assert_eq!(view.standing.unwrap().totals.len(), 2);

        store.decline_applications(&cast.manager, &[decline(&cast, 0)]).await.unwrap();
        house.world.advance(chrono::TimeDelta::days(800));
        let rules = store::RetentionRules { declined_months: Some(6), ..store::RetentionRules::default() };
        store.sweep(&rules, false).await.unwrap();
        let view = store.sheet(&cast.manager, round, cast.applications[0]).await.unwrap();
        let standing = view.standing.unwrap();
        assert_eq!((standing.scored, standing.totals.len(), standing.mean), (2, 0, None), "how many stays, what they gave is gone");
        assert!(view.others.unwrap().iter().all(|one| one.person.is_none() && one.sheet.comment.is_empty()));
        let decision = view.decision.unwrap();
        assert_eq!((decision.verdict, decision.reason, decision.letter), (Verdict::Declined, None, None));
        let kept = store.sheet(&cast.manager, round, cast.applications[1]).await.unwrap();
        assert_eq!(kept.standing.unwrap().totals.len(), 1, "an undecided one keeps what was given");
    }
}
