//! Tasks, hand-overs, and the hours a programme gives.

use domain::access::{Actor, Role, Scope};
use domain::day::{Budget, Per};
use domain::ids::TaskId;
use store::day::{NewMilestone, NewTask};
use store::{Missing, Refusal, RetentionRules, VerbError};

use super::{Cast, assign, id, person};
use crate::cast::{refusal, size};
use crate::common::{House, day, on_both};

fn task(cast: &Cast, title: &str, owner: &Actor) -> NewTask {
    NewTask {
        title: title.to_owned(),
        owner: id(owner),
        startup: Some(cast.stay.startup),
        due_on: Some(day(2024, 7, 1)),
    }
}

async fn titles(house: &House, actor: &Actor) -> Vec<String> {
    house.store.tasks_of(actor).await.unwrap().into_iter().map(|task| task.title).collect()
}

on_both! {
    async fn a_task_is_seen_by_its_owner_and_by_those_who_follow(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let about = store.add_task(&cast.mentor, &task(&cast, "Om bedriften", &cast.mentor)).await.unwrap();
        let own = NewTask { startup: None, ..task(&cast, "Bare min", &cast.mentor) };
        let own = store.add_task(&cast.mentor, &own).await.unwrap();
        assert_eq!(titles(&house, &cast.mentor).await, ["Om bedriften", "Bare min"]);
        for sees in [&cast.boss, &Actor::command_line()] {
            assert_eq!(titles(&house, sees).await, ["Om bedriften"], "{sees:?}");
        }
        for blind in [&cast.colleague, &cast.founder, &cast.stranger] {
            assert!(titles(&house, blind).await.is_empty(), "{blind:?}");
            for id in [about, own] {
                let hidden = store.tick_task(blind, id, true).await;
                assert!(matches!(hidden, Err(VerbError::NotFound(Missing::Task))), "{hidden:?}");
            }
        }
        let hidden = store.tick_task(&cast.boss, own, true).await;
        assert!(matches!(hidden, Err(VerbError::NotFound(Missing::Task))), "{hidden:?}");
        store.tick_task(&cast.boss, about, true).await.unwrap();
        let before = size(&house).await;
        store.tick_task(&cast.boss, about, true).await.unwrap();
        assert_eq!(size(&house).await, before);
        let done = store.tasks_of(&cast.mentor).await.unwrap();
        assert_eq!(done.iter().map(|one| (one.title.as_str(), one.done_by)).collect::<Vec<_>>(), [("Bare min", None), ("Om bedriften", cast.boss.person)]);
        store.tick_task(&cast.mentor, about, false).await.unwrap();
        assert_eq!(titles(&house, &cast.mentor).await, ["Om bedriften", "Bare min"]);
        let nowhere = store.tick_task(&cast.mentor, TaskId(store.new_id()), true).await;
        assert!(matches!(nowhere, Err(VerbError::NotFound(Missing::Task))));
    }

    async fn a_task_is_given_to_oneself_or_to_a_mentor_of_a_startup_one_follows(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let before = size(&house).await;
        let denied = store.add_task(&cast.colleague, &task(&cast, "x", &cast.colleague)).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        for owner in [&cast.founder, &cast.boss] {
            let missing = store.add_task(&cast.mentor, &task(&cast, "x", owner)).await;
            assert!(matches!(missing, Err(VerbError::NotFound(Missing::Person))), "{missing:?}");
        }
        let own = NewTask { startup: None, ..task(&cast, "x", &cast.colleague) };
        let missing = store.add_task(&cast.mentor, &own).await;
        assert!(matches!(missing, Err(VerbError::NotFound(Missing::Person))), "{missing:?}");
        assert_eq!(refusal(store.add_task(&cast.mentor, &task(&cast, &"x".repeat(201), &cast.mentor)).await), Refusal::TooLong { field: "title", most: 200 });
        let own = NewTask { startup: None, ..task(&cast, "x", &cast.founder) };
        let denied = store.add_task(&cast.founder, &own).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        assert_eq!(size(&house).await, before);
        store.add_task(&cast.boss, &task(&cast, "Til mentoren", &cast.mentor)).await.unwrap();
        assert_eq!(titles(&house, &cast.mentor).await, ["Til mentoren"]);
    }

    async fn what_a_former_mentor_left_goes_over(house: House) {
        let cast = Cast::new(&house).await;
        let (store, startup) = (&house.store, cast.stay.startup);
        store.add_task(&cast.mentor, &task(&cast, "Åpen", &cast.mentor)).await.unwrap();
        let done = store.add_task(&cast.mentor, &task(&cast, "Gjort", &cast.mentor)).await.unwrap();
        store.tick_task(&cast.mentor, done, true).await.unwrap();
        let of_mentor = NewMilestone { startup, title: "Milepæl".to_owned(), owner: cast.mentor.person, due_on: None };
        store.add_milestone(&cast.mentor, &of_mentor).await.unwrap();
        assert_eq!(store.hand_over(&cast.mentor, startup).await.unwrap(), 0, "nobody followed it before");
        assign(store, startup, id(&cast.colleague), day(2024, 6, 15)).await;
        let denied = store.hand_over(&cast.mentor, startup).await;
        assert!(matches!(denied, Err(VerbError::Denied(_))), "the former one gives nothing away: {denied:?}");
        assert_eq!(store.hand_over(&cast.colleague, startup).await.unwrap(), 2);
        let owners: Vec<_> = store.tasks_of(&cast.colleague).await.unwrap().into_iter().map(|one| (one.title, one.owner)).collect();
        assert_eq!(owners, [("Åpen".to_owned(), id(&cast.colleague)), ("Gjort".to_owned(), id(&cast.mentor))]);
        let before = size(&house).await;
        assert_eq!(store.hand_over(&cast.boss, startup).await.unwrap(), 0);
        assert_eq!(size(&house).await, before);
    }

    async fn mentors_are_offered_to_those_who_assign_and_only_those_they_may_know_of(house: House) {
        let cast = Cast::new(&house).await;
        let (store, startup) = (&house.store, cast.stay.startup);
        let raw = crate::personal::raw(&house).await;
        for (person, programme) in [(&cast.colleague, Some(cast.stay.programme)), (&cast.stranger, None)] {
            let Scope::Programme(own) = person.scope else { unreachable!() };
            let sql = "INSERT INTO membership (id, person_id, created_at, granted_by, role, scope_kind, scope_id, from_on) \
                       VALUES ($1, $2, $3, 'x', $4, 'programme', $5, $6)";
            let scope = programme.unwrap_or(own);
            let values = [store.new_id().into(), id(person).0.into(), store.world().now().into(), Role::Mentor.code().into(), scope.0.into(), day(2024, 1, 1).into()];
            crate::personal::run(&raw, sql, values).await;
        }
        let free = person(store, "Nils Ny", true).await;
        let offered = store.mentors_for(&cast.boss, startup).await.unwrap();
        let mut who: Vec<_> = offered.iter().map(|one| one.mentor).collect();
        who.sort();
        let mut expected = vec![id(&cast.mentor), id(&cast.colleague), free];
        expected.sort();
        assert_eq!(who, expected, "whoever belongs to another programme is not told of");
        assert!(offered.iter().any(|one| one.is_now && one.mentor == id(&cast.mentor) && one.open == 1));
        for actor in [&cast.mentor, &cast.founder] {
            let denied = store.mentors_for(actor, startup).await;
            assert!(matches!(denied, Err(VerbError::Denied(_))), "{denied:?}");
        }
    }

    async fn a_budget_is_set_by_those_who_manage(house: House) {
        let cast = Cast::new(&house).await;
        let (store, programme) = (&house.store, cast.stay.programme);
        let budget = Budget { minutes: 1_200, per: Per::Stay };
        for actor in [&cast.mentor, &cast.stranger, &cast.founder] {
            let refused = store.set_mentoring_budget(actor, programme, Some(budget)).await;
            assert!(matches!(refused, Err(VerbError::Denied(_) | VerbError::NotFound(_))), "{refused:?}");
        }
        let nothing = Budget { minutes: 0, per: Per::Year };
        assert_eq!(refusal(store.set_mentoring_budget(&cast.boss, programme, Some(nothing)).await), Refusal::BudgetOutOfRange);
        store.set_mentoring_budget(&cast.boss, programme, Some(budget)).await.unwrap();
        assert_eq!(store.mentoring_budgets().await.unwrap().get(&programme), Some(&budget));
        store.set_mentoring_budget(&cast.boss, programme, None).await.unwrap();
        assert!(store.mentoring_budgets().await.unwrap().is_empty());
    }

    async fn finished_tasks_and_past_plans_go_by_rule(house: House) {
        let cast = Cast::new(&house).await;
        let store = &house.store;
        let done = store.add_task(&cast.mentor, &task(&cast, "Gjort", &cast.mentor)).await.unwrap();
        store.add_task(&cast.mentor, &task(&cast, "Åpen", &cast.mentor)).await.unwrap();
        store.tick_task(&cast.mentor, done, true).await.unwrap();
        let new = store::day::NewPlanned { startup: cast.stay.startup, starts_at: store.world().now(), minutes: 30, kind: domain::facts::MeetingKind::Phone };
        store.plan_meeting(&cast.mentor, new).await.unwrap();
        let rules = RetentionRules { plans_days: Some(30), ..RetentionRules::default() };
        let swept = async || {
            let swept = store.sweep(&rules, false).await.unwrap();
            swept.iter().find(|one| one.category == store::Category::Plans).unwrap().many
        };
        assert_eq!(swept().await, 0);
        house.world.advance(chrono::TimeDelta::days(31));
        assert_eq!(swept().await, 2);
        assert_eq!(titles(&house, &cast.mentor).await, ["Åpen"]);
    }
}
