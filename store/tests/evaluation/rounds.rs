//! Setting up: free until the first score, one round after the other.

use domain::evaluation::{EvaluationError, Scale};
use store::evaluation::{CriterionWords, RoundWords};
use store::{Refusal, VerbError};

use crate::cast::{Cast, person, root};
use crate::common::{House, on_both};

pub fn refused<T: std::fmt::Debug>(result: Result<T, VerbError>, why: EvaluationError) {
    match result {
        Err(VerbError::Refused(Refusal::Evaluation(error))) => assert_eq!(error, why),
        other => panic!("{why:?}: {other:?}"),
    }
}

fn words(name: &str) -> RoundWords {
    RoundWords { name: name.to_owned(), due_on: None }
}

on_both! {
    async fn criteria_change_until_somebody_scores_and_then_in_another_round(house: House) {
        let cast = Cast::new(&house).await;
        let (store, manager) = (&house.store, &cast.manager);
        let round = store.open_round(manager, cast.calls[0], &words("Ein"), None).await.unwrap();
        let criterion = CriterionWords {
            names: ["Berekraft".to_owned(), String::new(), "Sustainability".to_owned()],
            description: "Kva fører det til?".to_owned(),
            weight: 250,
            scale: Scale { low: 0, high: 10 },
        };
        let id = store.save_criterion(manager, round, None, &criterion).await.unwrap();
        let bad = CriterionWords { weight: 0, ..criterion.clone() };
        refused(store.save_criterion(manager, round, Some(id), &bad).await, EvaluationError::Weight);
        let heavier = CriterionWords { weight: 300, ..criterion.clone() };
        store.save_criterion(manager, round, Some(id), &heavier).await.unwrap();
        let known = store.judging(manager, cast.calls[0]).await.unwrap().rounds.remove(0);
        assert_eq!((known.criteria.len(), known.criteria[4].weight), (5, 300));

        // Nobody scores before it is under way.
        let scores = cast.all(&house, round, 3).await;
        let early = store.save_score(&cast.first, round, cast.applications[0], &scores, "").await;
        assert!(matches!(early, Err(VerbError::NotFound(_))), "{early:?}");
        store.start_round(manager, round).await.unwrap();
        store.remove_criterion(manager, round, known.criteria[0].id).await.unwrap();

        let scores = cast.all(&house, round, 3).await;
        store.save_score(&cast.first, round, cast.applications[0], &scores, "").await.unwrap();
        refused(store.save_criterion(manager, round, Some(id), &criterion).await, EvaluationError::Scored);
        refused(store.save_criterion(manager, round, None, &criterion).await, EvaluationError::Scored);
        refused(store.remove_criterion(manager, round, id).await, EvaluationError::Scored);

        refused(store.open_round(manager, cast.calls[0], &words("To"), None).await, EvaluationError::RoundOpen);
        store.close_round(manager, round).await.unwrap();
        refused(store.submit_score(&cast.first, round, cast.applications[0], &scores, "").await, EvaluationError::RoundClosed);
        refused(store.open_round(manager, cast.calls[0], &words("To"), Some(&[])).await, EvaluationError::NothingPicked);
        let foreign = [cast.applications[3]];
        refused(store.open_round(manager, cast.calls[0], &words("To"), Some(&foreign)).await, EvaluationError::NotUp);
        let picked = [cast.applications[1]];
        let next = store.open_round(manager, cast.calls[0], &words("To"), Some(&picked)).await.unwrap();
        let known = store.judging(manager, cast.calls[0]).await.unwrap().rounds.remove(1);
        assert_eq!(known.criteria.len(), 4, "judged by what the last one was");
        assert!(!known.scored);
        store.save_criterion(manager, next, Some(known.criteria[3].id), &criterion).await.unwrap();
        store.start_round(manager, next).await.unwrap();
        let scores = cast.all(&house, next, 3).await;
        refused(store.submit_score(&cast.first, next, cast.applications[0], &scores, "").await, EvaluationError::NotUp);
        store.submit_score(&cast.first, next, cast.applications[1], &scores, "").await.unwrap();
        assert_eq!(store.my_rounds(&cast.first).await.unwrap()[0].applications.len(), 1);
        refused(store.reopen_round(manager, round).await, EvaluationError::RoundOpen);
    }

    async fn a_score_is_handed_in_once_and_opened_again_by_a_manager_alone(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let round = cast.round(&house, 0).await;
        let application = cast.applications[0];
        let mut scores = cast.all(&house, round, 4).await;
        let whole = scores.clone();
        let lacking = *scores.keys().next().unwrap();
        scores.remove(&lacking);
        refused(store.submit_score(&cast.first, round, application, &scores, "x").await, EvaluationError::Incomplete);
        store.save_score(&cast.first, round, application, &scores, "x").await.unwrap();
        store.submit_score(&cast.first, round, application, &whole, "x").await.unwrap();
        refused(store.submit_score(&cast.first, round, application, &whole, "y").await, EvaluationError::AlreadySubmitted);
        refused(store.save_score(&cast.first, round, application, &whole, "y").await, EvaluationError::AlreadySubmitted);
        let own = store.sheet(&cast.first, round, application).await.unwrap().sheet.unwrap();
        assert_eq!((own.comment.as_str(), own.scores), ("x", whole.clone()));
        let reopened = store.reopen_score(&cast.first, round, application, person(&cast.first)).await;
        assert!(matches!(reopened, Err(VerbError::Denied(_))), "{reopened:?}");
        store.reopen_score(&cast.manager, round, application, person(&cast.first)).await.unwrap();
        refused(store.reopen_score(&cast.manager, round, application, person(&cast.first)).await, EvaluationError::NotSubmitted);
        store.submit_score(&cast.first, round, application, &whole, "y").await.unwrap();
        let audit = store.audit_of(None, None, 20).await.unwrap();
        let many = |action: &str| audit.iter().filter(|entry| entry.action == action).count();
        assert_eq!((many("submit_score"), many("reopen_score")), (2, 1));
    }

    async fn of_many_that_hand_in_at_once_one_does(house: House) {
        let cast = Cast::new(&house).await;
        let round = cast.round(&house, 0).await;
        let scores = cast.all(&house, round, 4).await;
        let mut racers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (store, who, scores) = (house.store.clone(), cast.first.clone(), scores.clone());
            let application = cast.applications[0];
            racers.spawn(async move { store.submit_score(&who, round, application, &scores, "").await });
        }
        let mut done = 0;
        while let Some(result) = racers.join_next().await {
            match result.unwrap() {
                Ok(()) => done += 1,
                other => refused(other, EvaluationError::AlreadySubmitted),
            }
        }
        assert_eq!(done, 1);
    }

    async fn only_who_judges_in_the_programme_is_set_on_a_call(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        refused(store.set_evaluator(&cast.manager, cast.calls[0], person(&cast.elsewhere)).await, EvaluationError::NotAnEvaluator);
        let foreign = store.set_evaluator(&cast.manager_elsewhere, cast.calls[0], person(&cast.first)).await;
        assert!(matches!(foreign, Err(VerbError::NotFound(_))), "{foreign:?}");
        let evaluator = store.set_evaluator(&cast.first, cast.calls[0], person(&cast.third)).await;
        assert!(matches!(evaluator, Err(VerbError::Denied(_) | VerbError::NotFound(_))), "{evaluator:?}");
        let judging = store.judging(&cast.manager, cast.calls[0]).await.unwrap();
        let set = |actor| judging.people.iter().find(|one| one.person == person(actor)).map(|one| one.set);
        assert_eq!(
            (set(&cast.first), set(&cast.third), set(&cast.manager), set(&cast.elsewhere)),
            (Some(true), Some(false), Some(false), None)
        );
        // What was handed in stays when its evaluator leaves, and drafts go.
        let round = cast.round(&house, 0).await;
        cast.submit(&house, &cast.first, round, 0, 5).await;
        let scores = cast.all(&house, round, 1).await;
        store.save_score(&cast.first, round, cast.applications[1], &scores, "utkast").await.unwrap();
        store.remove_evaluator(&cast.manager, cast.calls[0], person(&cast.first)).await.unwrap();
        let ranked = store.ranked(&cast.manager, round).await.unwrap();
        let standing = ranked.rows[0].standing.as_ref().unwrap();
        assert_eq!((standing.scored, standing.asked), (1, 1));
        refused(store.open_round(&root(), cast.calls[0], &words("To"), None).await, EvaluationError::RoundOpen);
    }
}
