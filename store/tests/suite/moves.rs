//! Each move that is legal, each that is not with its own name, and what a refused one leaves behind: nothing.

use domain::facts::{Headcount, HeadcountError, Outcome, Source, Span};
use domain::ids::{CohortId, EnrolmentId, ProgrammeId, StartupId};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{DEFAULT_STAGES, MoveError};
use store::{Missing, NewStartup, Refusal, VerbError};
use uuid::Uuid;

use crate::cast::{admitted, applied, apply, course, manager, moves, programme, refusal, refused, stage, stands_in};
use crate::common::{House, day, on_both};

on_both! {
    async fn a_stay_goes_the_whole_way(house: House) {
        let stay = applied(&house).await;
        let store = &house.store;
        assert_eq!(stands_in(&house, stay).await, "applied");
        store.screen(&manager(), stay.enrolment, day(2024, 1, 10)).await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "screening");
        let baseline = Headcount { working_founders: Some(2), ..Headcount::of(1) };
        store.admit(&manager(), stay.enrolment, day(2024, 2, 1), Some(baseline.clone())).await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "admitted");
        for key in ["idea", "validation", "growth"] {
            store.advance(&manager(), stay.enrolment, day(2024, 3, 1)).await.unwrap();
            assert_eq!(stands_in(&house, stay).await, key);
        }
        assert_eq!(refusal(store.advance(&manager(), stay.enrolment, day(2024, 3, 2)).await), Refusal::NoStageAhead);
        store.send_back(&manager(), stay.enrolment, None, day(2024, 4, 1), "kunden forsvant").await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "validation");
        let idea = stage(&house, stay.programme, "idea").await;
        store.send_back(&manager(), stay.enrolment, Some(idea), day(2024, 4, 2), "på nytt").await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "idea");
        store.exit(&manager(), stay.enrolment, Outcome::Graduated, day(2024, 6, 1), "ferdig").await.unwrap();

        let course = course(&house, stay).await.unwrap();
        assert_eq!(course.applied_on, day(2024, 1, 1));
        assert_eq!(course.admitted_on, Some(day(2024, 2, 1)));
        assert_eq!(course.exited_on(), Some(day(2024, 6, 1)));
        assert_eq!(course.outcome, Some(Outcome::Graduated));
        // Every move names where it came from.
        let moves = moves(&house, stay.startup).await;
        assert_eq!(moves.len(), 9);
        for pair in moves.windows(2) {
            assert_eq!(pair[1].body.unwrap().from, Some(pair[0].body.unwrap().to));
        }
        let ledger = store.ledger().await.unwrap();
        let headcounts = &ledger.startup(stay.startup).unwrap().headcounts;
        assert_eq!(headcounts.len(), 1);
        assert_eq!((headcounts[0].valid_on, headcounts[0].body.as_ref()), (day(2024, 2, 1), Some(&baseline)));
    }

    async fn an_outcome_is_recorded_apart_from_the_stage(house: House) {
        let stay = admitted(&house).await;
        let left = stage(&house, stay.programme, "left").await;
        house.store
            .move_to(&manager(), stay.enrolment, left, day(2024, 3, 1), Some(Outcome::Acquired), Some("solgt"))
            .await
            .unwrap();
        assert_eq!(stands_in(&house, stay).await, "left");
        assert_eq!(course(&house, stay).await.unwrap().outcome, Some(Outcome::Acquired));
    }

    async fn every_illegal_move_of_an_applicant_has_its_name(house: House) {
        let stay = applied(&house).await;
        let store = &house.store;
        let on = day(2024, 1, 20);
        let to = |key: &'static str| stage(&house, stay.programme, key);
        let (idea, graduated, applied) = (to("idea").await, to("graduated").await, to("applied").await);
        let actor = manager();
        let go = |stage, on, reason| store.move_to(&actor, stay.enrolment, stage, on, None, reason);
        refused!(house, go(graduated, on, Some("x")), MoveError::ExitBeforeAdmission);
        refused!(house, go(idea, on, None), MoveError::MentoringBeforeAdmission);
        refused!(house, go(applied, on, None), MoveError::AlreadyThere);
        refused!(house, go(stage_of_nobody(), on, None), MoveError::UnknownStage);
        refused!(house, store.screen(&actor, stay.enrolment, day(2024, 7, 1)), MoveError::InFuture { on: day(2024, 7, 1) });
        refused!(
            house,
            store.screen(&actor, stay.enrolment, day(2023, 12, 31)),
            MoveError::BeforePreviousChange { previous: day(2024, 1, 1) }
        );
        refused!(house, store.exit(&actor, stay.enrolment, Outcome::Left, on, "x"), MoveError::ExitBeforeAdmission);
        refused!(house, store.decline(&actor, stay.enrolment, on, "  "), MoveError::ReasonMissingOut);
        refused!(house, store.send_back(&actor, stay.enrolment, None, on, "x"), Refusal::NoStageBehind);
        refused!(house, store.send_back(&actor, stay.enrolment, Some(idea), on, "x"), Refusal::NoStageBehind);
        let contradiction = Headcount { employees: Span { low: 4, high: 1 }, ..Headcount::of(1) };
        refused!(
            house,
            store.admit(&actor, stay.enrolment, on, Some(contradiction)),
            HeadcountError::SpanReversed { low: 4, high: 1 }
        );

        store.screen(&actor, stay.enrolment, on).await.unwrap();
        refused!(house, store.send_back(&actor, stay.enrolment, None, on, ""), MoveError::ReasonMissingBack);
        let long = "x".repeat(4_001);
        refused!(
            house,
            store.decline(&actor, stay.enrolment, on, &long),
            Refusal::TooLong { field: "reason", most: 4_000 }
        );
        store.decline(&actor, stay.enrolment, on, "passer ikke").await.unwrap();
        let declined = course(&house, stay).await.unwrap();
        assert_eq!((declined.closed_on, declined.admitted_on, declined.outcome), (Some(on), None, None));
        refused!(house, store.screen(&actor, stay.enrolment, on), MoveError::AlreadyClosed { on });
        refused!(house, store.advance(&actor, stay.enrolment, on), MoveError::AlreadyClosed { on });
        refused!(house, store.send_back(&actor, stay.enrolment, None, on, "x"), MoveError::AlreadyClosed { on });
    }

    async fn every_illegal_move_of_an_admitted_startup_has_its_name(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 3, 1);
        let screening = stage(&house, stay.programme, "screening").await;
        refused!(house, store.decline(&actor, stay.enrolment, on, "x"), MoveError::DeclineAfterAdmission);
        refused!(
            house,
            store.move_to(&actor, stay.enrolment, screening, on, None, Some("x")),
            MoveError::BackBeforeAdmission
        );
        refused!(house, store.exit(&actor, stay.enrolment, Outcome::Left, on, ""), MoveError::ReasonMissingOut);
        store.exit(&actor, stay.enrolment, Outcome::Left, on, "flyttet").await.unwrap();
        refused!(house, store.advance(&actor, stay.enrolment, on), MoveError::AlreadyClosed { on });
    }

    async fn what_is_not_there_is_said_to_be_missing(house: House) {
        let stay = applied(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 1, 2);
        let nobody = Uuid::from_u128(1);
        let missing = |result: Result<(), VerbError>, what: Missing| match result {
            Err(VerbError::NotFound(found)) => assert_eq!(found, what),
            other => panic!("expected {what:?} to be missing, got {other:?}"),
        };
        let new = NewStartup { name: "Bølgen".to_owned(), ..NewStartup::default() };
        missing(store.screen(&actor, EnrolmentId(nobody), on).await.map(drop), Missing::Enrolment);
        missing(
            store.apply(&actor, &new, ProgrammeId(nobody), None, on, Source::Founder).await.map(drop),
            Missing::Programme,
        );
        let cohort = Some(CohortId(nobody));
        missing(
            store.apply(&actor, &new, stay.programme, cohort, on, Source::Founder).await.map(drop),
            Missing::Cohort,
        );
        missing(store.re_enrol(&actor, StartupId(nobody), stay.programme, None, on).await.map(drop), Missing::Startup);
        let record = store.record_headcount(&actor, StartupId(nobody), on, Headcount::of(1), Source::Mentor, None);
        missing(record.await.map(drop), Missing::Startup);
        assert_eq!(store.ledger().await.unwrap().startups.len(), 1);
    }

    async fn an_application_is_refused_for_what_is_wrong_with_it(house: House) {
        let programme = programme(&house).await;
        let store = &house.store;
        let actor = manager();
        let on = day(2024, 1, 1);
        let number = OrganisationNumber::parse("923609016").unwrap();
        let first = NewStartup {
            name: "  Årvak  ".to_owned(),
            external_id: Some("D-1".to_owned()),
            organisation_number: Some(number),
            ..NewStartup::default()
        };
        let (startup, _) = store.apply(&actor, &first, programme, None, on, Source::Founder).await.unwrap();
        let ledger = store.ledger().await.unwrap();
        let known = ledger.startup(startup).unwrap();
        assert_eq!(known.profile.name, "Årvak");
        assert_eq!(known.companies[0].number, number);

        let apply = |new, on| async move {
            store.apply(&manager(), &new, programme, None, on, Source::Founder).await
        };
        let like = |change: fn(&mut NewStartup)| {
            let mut new = NewStartup { name: "Bølgen".to_owned(), ..NewStartup::default() };
            change(&mut new);
            new
        };
        refused!(house, apply(like(|new| new.name = " \t".to_owned()), on), Refusal::NameMissing);
        refused!(
            house,
            apply(like(|new| new.name = "å".repeat(201)), on),
            Refusal::TooLong { field: "name", most: 200 }
        );
        let taken = Refusal::ExternalIdTaken { id: "D-1".to_owned() };
        refused!(house, apply(like(|new| new.external_id = Some(" D-1 ".to_owned())), on), taken);
        let mut same_number = like(|_| ());
        same_number.organisation_number = Some(number);
        let taken = Refusal::OrganisationNumberTaken { number: number.grouped() };
        refused!(house, apply(same_number, on), taken);
        let tomorrow = day(2024, 7, 1);
        refused!(house, apply(like(|_| ()), tomorrow), MoveError::InFuture { on: tomorrow });
        let before_time = day(1899, 12, 31);
        refused!(house, apply(like(|_| ()), before_time), Refusal::TooEarly { on: before_time });
    }

    async fn a_startup_comes_again_but_not_twice_at_once(house: House) {
        let stay = admitted(&house).await;
        let store = &house.store;
        let actor = manager();
        let again = |on| store.re_enrol(&actor, stay.startup, stay.programme, None, on);
        refused!(house, again(day(2024, 3, 1)), MoveError::SecondOpenEnrolment { since: day(2024, 1, 1) });
        store.exit(&actor, stay.enrolment, Outcome::Left, day(2024, 4, 1), "pause").await.unwrap();
        refused!(house, again(day(2024, 3, 31)), MoveError::OverlapsEarlierStay { ended: day(2024, 4, 1) });
        refused!(house, again(day(2024, 7, 1)), MoveError::InFuture { on: day(2024, 7, 1) });
        let second = again(day(2024, 4, 1)).await.unwrap();
        store.admit(&actor, second, day(2024, 4, 2), None).await.unwrap();

        let other = store.create_programme(&actor, "forprogram", "Forprogram", &DEFAULT_STAGES).await.unwrap();
        store.re_enrol(&actor, stay.startup, other, None, day(2024, 2, 1)).await.unwrap();
        let ledger = store.ledger().await.unwrap();
        assert_eq!(ledger.startups.len(), 1, "however often it comes, it is one startup");
        assert_eq!(ledger.startups[0].enrolments.len(), 3);
    }

    async fn programmes_and_cohorts_are_refused_for_what_is_wrong_with_them(house: House) {
        let programme = programme(&house).await;
        let store = &house.store;
        let actor = manager();
        let taken = Refusal::SlugTaken { slug: "inkubator".to_owned() };
        refused!(house, store.create_programme(&actor, "inkubator", "X", &DEFAULT_STAGES), taken);
        refused!(house, store.create_programme(&actor, "x", " ", &DEFAULT_STAGES), Refusal::NameMissing);
        refused!(house, store.create_programme(&actor, "x", "X", &DEFAULT_STAGES[..4]), Refusal::StagesIncomplete);
        let mut twice = DEFAULT_STAGES.to_vec();
        twice.push(DEFAULT_STAGES[5]);
        refused!(house, store.create_programme(&actor, "x", "X", &twice), Refusal::StagesIncomplete);

        let spring = store.create_cohort(&actor, programme, "2024 vår", Some(day(2024, 1, 1)), None).await.unwrap();
        let taken = Refusal::CohortTaken { name: "2024 vår".to_owned() };
        refused!(house, store.create_cohort(&actor, programme, "2024 vår", None, None), taken);
        let (from, to) = (Some(day(2024, 6, 1)), Some(day(2024, 5, 1)));
        refused!(house, store.create_cohort(&actor, programme, "2024 høst", from, to), Refusal::EndsBeforeItBegins);
        let new = NewStartup { name: "Årvak".to_owned(), ..NewStartup::default() };
        store.apply(&actor, &new, programme, Some(spring), day(2024, 1, 1), Source::Founder).await.unwrap();
        let ledger = store.ledger().await.unwrap();
        assert_eq!(ledger.startups[0].enrolments[0].cohort, Some(spring));
        // A cohort of another programme is no cohort of this one.
        let other = store.create_programme(&actor, "forprogram", "Forprogram", &DEFAULT_STAGES).await.unwrap();
        let stray = NewStartup { name: "Bølgen".to_owned(), ..NewStartup::default() };
        let result = store.apply(&actor, &stray, other, Some(spring), day(2024, 1, 1), Source::Founder).await;
        assert!(matches!(result, Err(VerbError::NotFound(Missing::Cohort))));
    }

    async fn a_programme_of_another_shape_keeps_its_own_stages(house: House) {
        let store = &house.store;
        let short = [DEFAULT_STAGES[0], DEFAULT_STAGES[3], DEFAULT_STAGES[5], DEFAULT_STAGES[8]];
        let id = store.create_programme(&manager(), "kort", "Kort", &short).await.unwrap();
        let stay = apply(&house, id, "Årvak", day(2024, 1, 1)).await;
        for key in ["admitted", "validation"] {
            store.advance(&manager(), stay.enrolment, day(2024, 1, 2)).await.unwrap();
            assert_eq!(stands_in(&house, stay).await, key);
        }
        let screened = store.screen(&manager(), stay.enrolment, day(2024, 1, 3)).await;
        assert_eq!(refusal(screened), Refusal::NoStageAhead, "it has nothing to screen in");
        store.exit(&manager(), stay.enrolment, Outcome::Graduated, day(2024, 2, 1), "ferdig").await.unwrap();
        assert_eq!(stands_in(&house, stay).await, "left", "the one way out it has");
        assert_eq!(course(&house, stay).await.unwrap().outcome, Some(Outcome::Graduated));
    }
}

fn stage_of_nobody() -> domain::ids::StageId {
    domain::ids::StageId(Uuid::from_u128(1))
}
