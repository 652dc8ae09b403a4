//! Milestones: set by those who follow, ticked by founders too, taken up from a stage once.

use chrono::NaiveDate;
use store::day::{NewMilestone, NewTemplate};
use store::{Missing, Refusal, VerbError};

use super::{Cast, id};
use crate::cast::{manager, refusal, size, stage};
use crate::common::{House, day, on_both};

fn milestone(cast: &Cast, title: &str, due_on: Option<NaiveDate>) -> NewMilestone {
    NewMilestone { startup: cast.stay.startup, title: title.to_owned(), owner: cast.founder.person, due_on }
}

async fn titles(house: &House, cast: &Cast) -> Vec<(String, bool)> {
    let all = house.store.milestones_of(&cast.founder, cast.stay.startup).await.unwrap();
    all.into_iter().map(|one| (one.title, one.done_on.is_some())).collect()
}

on_both! {
    async fn a_milestone_is_set_ticked_and_opened_again(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        store.add_milestone(&cast.mentor, &milestone(&cast, "Uten frist", None)).await.unwrap();
        let late = store.add_milestone(&cast.mentor, &milestone(&cast, "Sent", Some(day(2024, 9, 1)))).await.unwrap();
        let soon = store.add_milestone(&cast.boss, &milestone(&cast, "Snart", Some(day(2024, 7, 1)))).await.unwrap();
        let open = |title: &str| (title.to_owned(), false);
        assert_eq!(titles(&house, &cast).await, [open("Snart"), open("Sent"), open("Uten frist")]);
        let ticked = store.tick_milestone(&cast.founder, soon, true).await.unwrap();
        assert_eq!((ticked.done_on, ticked.done_by), (Some(day(2024, 6, 30)), cast.founder.person));
        assert_eq!(titles(&house, &cast).await[2], ("Snart".to_owned(), true));
        let before = size(&house).await;
        store.tick_milestone(&cast.mentor, soon, true).await.unwrap();
        assert_eq!(size(&house).await, before, "ticking what is ticked changes nothing, not who did it either");
        store.tick_milestone(&cast.mentor, soon, false).await.unwrap();
        assert_eq!(titles(&house, &cast).await[0], open("Snart"));
        store.change_milestone(&cast.mentor, late, "Først", cast.mentor.person, Some(day(2024, 6, 1))).await.unwrap();
        assert_eq!(titles(&house, &cast).await[0], open("Først"));
        store.remove_milestone(&cast.mentor, late).await.unwrap();
        assert_eq!(titles(&house, &cast).await.len(), 2);
        let gone = store.tick_milestone(&cast.mentor, late, true).await;
        assert!(matches!(gone, Err(VerbError::NotFound(Missing::Milestone))), "{gone:?}");
    }

    async fn founders_tick_and_set_nothing_and_strangers_see_nothing(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let set = store.add_milestone(&cast.mentor, &milestone(&cast, "x", None)).await.unwrap();
        let before = size(&house).await;
        for actor in [&cast.founder, &cast.colleague, &domain::access::Actor::command_line()] {
            let refused = store.add_milestone(actor, &milestone(&cast, "y", None)).await;
            assert!(matches!(refused, Err(VerbError::Denied(_))), "{refused:?}");
            let refused = store.change_milestone(actor, set, "y", None, None).await;
            assert!(matches!(refused, Err(VerbError::Denied(_))), "{refused:?}");
        }
        let refused = store.tick_milestone(&cast.colleague, set, true).await;
        assert!(matches!(refused, Err(VerbError::Denied(_))), "{refused:?}");
        for refused in [store.tick_milestone(&cast.stranger, set, true).await, store.milestone(&cast.stranger, set).await] {
            assert!(matches!(refused, Err(VerbError::NotFound(Missing::Milestone))), "{refused:?}");
        }
        assert!(store.open_milestones(&cast.stranger).await.unwrap().is_empty());
        assert_eq!(store.open_milestones(&cast.mentor).await.unwrap().len(), 1);
        let empty = store.add_milestone(&cast.mentor, &milestone(&cast, "  ", None)).await;
        assert_eq!(refusal(empty), Refusal::NameMissing);
        let boss = NewMilestone { owner: cast.boss.person, ..milestone(&cast, "z", None) };
        let nobody = store.add_milestone(&cast.mentor, &boss).await;
        assert!(matches!(nobody, Err(VerbError::NotFound(Missing::Person))), "{nobody:?}");
        assert_eq!(size(&house).await, before);
    }

    async fn a_stages_milestones_are_offered_and_taken_up_once(house: House) {
        let cast = Cast::new(&house).await;
        let (store, startup, stay) = (&house.store, cast.stay.startup, cast.stay.enrolment);
        let (programme, idea) = (cast.stay.programme, stage(&house, cast.stay.programme, "idea").await);
        let template = |title: &str, days| NewTemplate { programme, stage: idea, title: title.to_owned(), days };
        let denied = store.add_milestone_template(&cast.mentor, &template("x", None)).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        let first = store.add_milestone_template(&cast.boss, &template("Snakk med ti kunder", Some(30))).await.unwrap();
        store.add_milestone_template(&cast.boss, &template("Skriv en plan", None)).await.unwrap();
        assert!(store.milestone_offers(&cast.mentor, startup).await.unwrap().is_empty(), "it stands in another stage");
        let nothing = store.take_up_milestones(&cast.mentor, startup, stay).await;
        assert!(matches!(nothing, Err(VerbError::NotFound(Missing::Enrolment))), "{nothing:?}");
        store.advance(&manager(), stay, day(2024, 3, 1)).await.unwrap();
        let offers = store.milestone_offers(&cast.mentor, startup).await.unwrap();
        assert_eq!(offers.iter().map(|offer| offer.templates.len()).collect::<Vec<_>>(), [2]);
        assert!(store.milestone_offers(&cast.founder, startup).await.unwrap().is_empty());

        let mut taking = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (store, actor) = (store.clone(), cast.mentor.clone());
            taking.spawn(async move { store.take_up_milestones(&actor, startup, stay).await.unwrap_or(0) });
        }
        let mut many = 0;
        while let Some(taken) = taking.join_next().await {
            many += taken.unwrap();
        }
        assert_eq!(many, 2, "whoever presses the button how often");
        let all = store.milestones_of(&cast.founder, startup).await.unwrap();
        let told: Vec<_> = all.iter().map(|one| (one.title.as_str(), one.due_on, one.owner)).collect();
        let founder = Some(id(&cast.founder));
        assert_eq!(told, [("Snakk med ti kunder", Some(day(2024, 7, 30)), founder), ("Skriv en plan", None, founder)]);
        store.remove_milestone(&cast.mentor, all[0].id).await.unwrap();
        assert!(store.milestone_offers(&cast.mentor, startup).await.unwrap().is_empty(), "what was removed is not offered again");
        store.retire_milestone_template(&cast.boss, first).await.unwrap();
        assert_eq!(store.milestone_templates(&cast.boss, programme).await.unwrap().len(), 1);
        assert_eq!(titles(&house, &cast).await.len(), 1);
    }
}
