//! Who sees what: nobody another's scores before their own are in, nobody another call's, nobody with a conflict of interest.

use domain::evaluation::{Own, Sharing};
use store::evaluation::SheetView;
use store::{Missing, VerbError};

use crate::cast::{Cast, mail, person, root};
use crate::common::{House, on_both};

fn hidden<T: std::fmt::Debug>(result: &Result<T, VerbError>, who: &str) {
    assert!(
        matches!(result, Err(VerbError::NotFound(Missing::Application | Missing::Review | Missing::Call))),
        "{who}: {result:?}"
    );
}

/// Whether anything of what another gave is in a view.
fn tells_of_others(view: &SheetView) -> bool {
    let own = view.sheet.as_ref().map(|sheet| sheet.comment.clone()).unwrap_or_default();
    format!("{view:?}").replace(&own, "").contains("meining") || view.others.is_some() || view.standing.is_some()
}

on_both! {
    async fn nobody_sees_anothers_score_before_their_own_is_in(house: House) {
        let cast = Cast::new(&house).await;
        let round = cast.round(&house, 0).await;
        let store = &house.store;
        cast.submit(&house, &cast.first, round, 0, 5).await;
        let application = cast.applications[0];
        let view = store.sheet(&cast.second, round, application).await.unwrap();
        assert!(!tells_of_others(&view) && view.answers && view.scores, "{view:?}");
        assert_eq!((view.own, view.progress), (Own::ToDo, (1, 2, 0)), "how many is no secret");

        // A draft opens nothing.
        let scores = cast.all(&house, round, 1).await;
        store.save_score(&cast.second, round, application, &scores, "utkast").await.unwrap();
        let view = store.sheet(&cast.second, round, application).await.unwrap();
        assert!(!tells_of_others(&view));
        assert_eq!((view.own, view.sheet.unwrap().scores), (Own::Draft, scores));
        // Nor is a draft seen by anybody else, or counted.
        let seen = store.sheet(&cast.first, round, application).await.unwrap();
        assert_eq!((seen.others.unwrap().len(), seen.standing.unwrap().scored), (0, 1));
        let seen = store.sheet(&cast.manager, round, application).await.unwrap();
        assert_eq!(seen.others.unwrap().len(), 1);

        cast.submit(&house, &cast.second, round, 0, 1).await;
        for (who, others) in [(&cast.second, 1), (&cast.first, 1), (&cast.manager, 2)] {
            let view = store.sheet(who, round, application).await.unwrap();
            assert_eq!(view.others.unwrap().len(), others);
            let standing = view.standing.unwrap();
            assert_eq!((standing.mean, standing.least(), standing.greatest()), (Some(0.5), Some(0.0), Some(1.0)));
        }
        // Of another application of the same round one sees nothing by that.
        cast.submit(&house, &cast.first, round, 1, 3).await;
        assert!(!tells_of_others(&store.sheet(&cast.second, round, cast.applications[1]).await.unwrap()));

        store.set_sharing(&cast.manager, cast.calls[0], Sharing::Never).await.unwrap();
        assert!(!tells_of_others(&store.sheet(&cast.second, round, application).await.unwrap()));
        store.close_round(&cast.manager, round).await.unwrap();
        assert!(!tells_of_others(&store.sheet(&cast.second, round, application).await.unwrap()));
        assert!(tells_of_others(&store.sheet(&cast.manager, round, application).await.unwrap()));
    }

    async fn a_manager_who_judges_is_blind_as_well(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        store.set_evaluator(&root(), cast.calls[0], person(&cast.manager)).await.unwrap();
        let round = cast.round(&house, 0).await;
        cast.submit(&house, &cast.first, round, 0, 4).await;
        let ranked = store.ranked(&cast.manager, round).await.unwrap();
        assert!(ranked.rows.iter().all(|row| row.standing.is_none() && row.place.is_none()));
        assert!(!tells_of_others(&store.sheet(&cast.manager, round, cast.applications[0]).await.unwrap()));
        cast.submit(&house, &cast.manager, round, 0, 4).await;
        let ranked = store.ranked(&cast.manager, round).await.unwrap();
        assert_eq!(ranked.rows.iter().filter(|row| row.standing.is_some()).count(), 1);
        assert_eq!(ranked.rows[0].place, Some(1));
        store.close_round(&cast.manager, round).await.unwrap();
        let ranked = store.ranked(&cast.manager, round).await.unwrap();
        assert!(ranked.rows.iter().all(|row| row.standing.is_some()));
        assert_eq!(ranked.rows[2].place, None, "what nobody scored has no place");
    }

    async fn whoever_judges_one_call_sees_nothing_of_another(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let (one, two) = (cast.round(&house, 0).await, cast.round(&house, 1).await);
        let scores = cast.all(&house, one, 3).await;
        for (who, actor) in [("another call", &cast.third), ("elsewhere", &cast.elsewhere)] {
            hidden(&store.sheet(actor, one, cast.applications[0]).await, who);
            hidden(&store.my_round(actor, one).await, who);
            hidden(&store.ranked(actor, one).await, who);
            hidden(&store.save_score(actor, one, cast.applications[0], &scores, "").await, who);
            hidden(&store.submit_score(actor, one, cast.applications[0], &scores, "").await, who);
            hidden(&store.declare_conflict(actor, cast.applications[0], None).await, who);
            hidden(&store.decision(actor, cast.applications[0]).await, who);
            hidden(&store.letters_to(actor, &[cast.applications[0]]).await, who);
        }
        // A round of one call with an application of another.
        hidden(&store.sheet(&cast.first, one, cast.applications[3]).await, "crossed");
        hidden(&store.sheet(&cast.third, one, cast.applications[3]).await, "crossed");
        hidden(&store.sheet(&cast.manager, one, cast.applications[3]).await, "crossed");
        hidden(&store.sheet(&cast.manager_elsewhere, one, cast.applications[0]).await, "manager elsewhere");
        hidden(&store.ranked(&cast.manager_elsewhere, one).await, "manager elsewhere");
        for (actor, many) in [(&cast.first, 3), (&cast.third, 1)] {
            let rounds = store.my_rounds(actor).await.unwrap();
            assert_eq!(rounds.iter().map(|round| round.applications.len()).collect::<Vec<_>>(), [many]);
        }
        assert!(store.my_rounds(&cast.manager).await.unwrap().is_empty());
        // An evaluator sees the scores of nobody by the manager's doors, and sets nothing up.
        for actor in [&cast.first, &cast.third] {
            assert!(matches!(store.judging(actor, cast.calls[0]).await, Err(VerbError::Denied(_) | VerbError::NotFound(_))));
        }
        assert!(matches!(store.ranked(&cast.first, one).await, Err(VerbError::Denied(_))));
        assert!(matches!(store.sheets_for(&cast.first, cast.applications[0]).await, Err(VerbError::Denied(_))));
        let _ = two;
        // Taken off the call, they see nothing of it any more.
        store.remove_evaluator(&cast.manager, cast.calls[0], person(&cast.first)).await.unwrap();
        hidden(&store.sheet(&cast.first, one, cast.applications[0]).await, "taken off");
    }

    async fn an_evaluator_sees_no_startup_in_the_ledger(house: House) {
        let cast = Cast::new(&house).await;
        cast.round(&house, 0).await;
        assert!(house.store.ledger_for(&cast.first).await.unwrap().startups.is_empty());
    }

    async fn with_a_conflict_of_interest_nothing_is_seen_or_scored_until_a_manager_takes_it_back(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let round = cast.round(&house, 0).await;
        let application = cast.applications[0];
        cast.submit(&house, &cast.first, round, 0, 5).await;
        cast.submit(&house, &cast.second, round, 0, 1).await;
        store.declare_conflict(&cast.second, application, Some("søstera mi")).await.unwrap();
        store.declare_conflict(&cast.second, application, None).await.unwrap();
        let view = store.sheet(&cast.second, round, application).await.unwrap();
        assert!(!tells_of_others(&view) && !view.answers && !view.scores && view.sheet.is_none() && view.conflicts.is_empty());
        assert_eq!((view.own, view.progress), (Own::Conflict, (1, 1, 1)));
        let scores = cast.all(&house, round, 2).await;
        for result in [
            store.save_score(&cast.second, round, application, &scores, "").await,
            store.submit_score(&cast.second, round, application, &scores, "").await,
        ] {
            assert_eq!(result.unwrap_err().to_string(), "a conflict of interest was declared");
        }
        let seen = store.sheet(&cast.manager, round, application).await.unwrap();
        assert_eq!(seen.conflicts.len(), 1);
        assert_eq!(seen.conflicts[0].reason.as_deref(), Some("søstera mi"));
        assert_eq!(seen.standing.unwrap().mean, Some(1.0), "the score of whoever has a conflict does not count");
        let mine = store.my_rounds(&cast.second).await.unwrap();
        assert_eq!(mine[0].progress(), (0, 2), "and is not asked for");

        let back = store.take_back_conflict(&cast.second, application, person(&cast.second)).await;
        assert!(matches!(back, Err(VerbError::Denied(_))), "{back:?}");
        store.take_back_conflict(&cast.manager, application, person(&cast.second)).await.unwrap();
        let view = store.sheet(&cast.second, round, application).await.unwrap();
        assert_eq!((view.own, view.progress), (Own::Submitted, (2, 2, 0)));
    }

    async fn evaluators_are_written_to_when_a_round_begins_when_they_are_set_on_it_and_when_reminded(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let asked = |mail: Vec<(String, domain::mail::Message)>| -> Vec<(String, u32, bool)> {
            let one = |(to, message)| match message {
                domain::mail::Message::EvaluationAsked { left, again, .. } => Some((to, left, again)),
                _ => None,
            };
            let mut told: Vec<_> = mail.into_iter().filter_map(one).collect();
            told.sort();
            told
        };
        mail(store).await;
        let round = cast.round(&house, 0).await;
        let at = |who: &str, left, again| (format!("{who}@example.no"), left, again);
        assert_eq!(asked(mail(store).await), [at("ein", 3, false), at("to", 3, false)]);
        store.set_evaluator(&cast.manager, cast.calls[0], person(&cast.third)).await.unwrap();
        assert_eq!(asked(mail(store).await), [at("tre", 3, false)]);
        for number in 0..3 {
            cast.submit(&house, &cast.first, round, number, 3).await;
        }
        store.declare_conflict(&cast.second, cast.applications[0], None).await.unwrap();
        assert_eq!(store.start_round(&cast.manager, round).await.unwrap(), 2);
        assert_eq!(asked(mail(store).await), [at("to", 2, true), at("tre", 3, true)]);
    }
}
