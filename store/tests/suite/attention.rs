//! What asks for attention: for whom, by whose rules, and what putting it off does.

use chrono::{Days, TimeDelta};
use domain::access::{Actor, Role, Scope};
use domain::attention::{AttentionRules, Rule, Setting, Severity};
use domain::facts::{LifeEvent, LifeEventKind, MentorAssignment, Source};
use domain::ids::{PersonId, ProgrammeId};
use store::attention::LONGEST_SNOOZE;
use store::{Missing, Refusal, VerbError};

use crate::access::cast::{Cast, SECRET, Stands, Target, met, root};
use crate::common::{House, day, on_both};

fn somebody(house: &House, role: Role, scope: Scope) -> Actor {
    Actor::person(PersonId(house.store.new_id()), role, scope)
}

/// A startup that is being mentored. The cast's own have gone dormant, and ask for nothing any more.
async fn lively(house: &House, cast: &Cast, programme: ProgrammeId) -> Target {
    let target = cast.target(house, programme, Stands::Mentored).await;
    let again = LifeEvent { kind: LifeEventKind::Reactivated, date_known: true };
    let store = &house.store;
    store.record_life_event(&root(), target.startup, day(2024, 3, 2), again, Source::Mentor, None).await.unwrap();
    target
}

async fn rules_of(house: &House, actor: &Actor) -> Vec<Rule> {
    house.store.attention(actor).await.unwrap().now.iter().map(|item| item.rule).collect()
}

on_both! {
    async fn each_reader_is_asked_for_what_is_theirs(house: House) {
        let cast = Cast::new(&house).await;
        let own = lively(&house, &cast, cast.own).await;
        lively(&house, &cast, cast.other).await;
        house.world.advance(TimeDelta::days(200));
        let manager = somebody(&house, Role::Manager, Scope::Programme(cast.own));
        let found = house.store.attention(&manager).await.unwrap().now.clone();
        assert!(found.len() >= 3, "{found:?}");
        assert!(found.iter().all(|item| item.startup == own.startup && item.programme == cast.own), "{found:?}");
        assert!(!format!("{found:?}").contains(SECRET));
        let mentor = Actor::person(cast.mentor, Role::Mentor, Scope::Programme(cast.own));
        assert_eq!(rules_of(&house, &mentor).await, rules_of(&house, &manager).await);
        let colleague = somebody(&house, Role::Mentor, Scope::Programme(cast.own));
        assert_eq!(rules_of(&house, &colleague).await, [], "a mentor is asked for the startups they follow up");
        for role in [Role::Funder, Role::Evaluator] {
            assert_eq!(rules_of(&house, &somebody(&house, role, Scope::Programme(cast.own))).await, []);
        }
        assert_eq!(rules_of(&house, &somebody(&house, Role::Founder, Scope::Startup(own.startup))).await, []);
    }

    async fn a_programme_sets_its_own_rules_and_nobody_elses(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        lively(&house, &cast, cast.own).await;
        lively(&house, &cast, cast.other).await;
        house.world.advance(TimeDelta::days(200));
        let manager = somebody(&house, Role::Manager, Scope::Programme(cast.own));
        let (before, elsewhere) = (rules_of(&house, &manager).await, rules_of(&house, &root()).await.len());
        assert!(before.contains(&Rule::NoMeeting));
        let off = Setting { on: false, limit: 6, severity: Severity::Low };
        let rules = AttentionRules::default().with(Rule::NoMeeting, off);
        store.set_attention_rules(&manager, cast.own, &rules).await.unwrap();
        assert_eq!(store.attention_rules().await.unwrap().of(cast.own), &rules);
        let now = rules_of(&house, &manager).await;
        assert!(!now.contains(&Rule::NoMeeting) && now.len() + 1 == before.len(), "{now:?}");
        assert_eq!(rules_of(&house, &root()).await.len() + 1, elsewhere, "the other programme goes by what ships");
        let foreign = store.set_attention_rules(&manager, cast.other, &rules).await;
        assert!(matches!(foreign, Err(VerbError::NotFound(Missing::Programme))), "{foreign:?}");
        let mentor = Actor::person(cast.mentor, Role::Mentor, Scope::Programme(cast.own));
        assert!(matches!(store.set_attention_rules(&mentor, cast.own, &rules).await, Err(VerbError::Denied(_))));
        store.set_attention_rules(&manager, cast.own, &AttentionRules::default()).await.unwrap();
        assert!(store.attention_rules().await.unwrap().own.is_empty(), "what is as it ships is not kept");
    }

    async fn what_was_put_off_comes_back_on_its_day_or_when_its_facts_change(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = lively(&house, &cast, cast.own).await;
        house.world.advance(TimeDelta::days(200));
        let today = store.world().today();
        let manager = somebody(&house, Role::Manager, Scope::Programme(cast.own));
        let until = today + Days::new(14);
        for wrong in [today, today + Days::new(LONGEST_SNOOZE + 1)] {
            let refused = store.snooze(&manager, own.startup, Rule::NoMeeting, wrong, "x").await;
            assert!(matches!(refused, Err(VerbError::Refused(Refusal::SnoozeDay { .. }))), "{refused:?}");
        }
        store.snooze(&manager, own.startup, Rule::NoMeeting, until, "Avtalt møte 3. februar").await.unwrap();
        let attention = store.attention(&manager).await.unwrap();
        assert!(attention.now.iter().all(|item| item.rule != Rule::NoMeeting));
        assert_eq!(attention.later.len(), 1);
        assert_eq!((attention.later[0].1.until_on, attention.later[0].1.why.as_str()), (until, "Avtalt møte 3. februar"));
        let mentor = Actor::person(cast.mentor, Role::Mentor, Scope::Programme(cast.own));
        assert_eq!(store.attention(&mentor).await.unwrap().later.len(), 1, "for everybody who sees it");
        house.world.advance(TimeDelta::days(14));
        assert!(!rules_of(&house, &manager).await.contains(&Rule::NoMeeting), "that day included");
        house.world.advance(TimeDelta::days(1));
        assert!(rules_of(&house, &manager).await.contains(&Rule::NoMeeting));
        // Put off again; then somebody meets it, and long after nobody has.
        let until = store.world().today() + Days::new(90);
        store.snooze(&manager, own.startup, Rule::NoMeeting, until, "").await.unwrap();
        store
            .record_meeting(&root(), own.startup, store.world().today(), met(cast.own), Source::Mentor, None)
            .await
            .unwrap();
        house.world.advance(TimeDelta::days(60));
        assert!(rules_of(&house, &manager).await.contains(&Rule::NoMeeting), "it is another silence");
        store.snooze(&manager, own.startup, Rule::NoMeeting, store.world().today() + Days::new(5), "").await.unwrap();
        assert!(!rules_of(&house, &manager).await.contains(&Rule::NoMeeting));
        store.unsnooze(&manager, own.startup, Rule::NoMeeting).await.unwrap();
        assert!(rules_of(&house, &manager).await.contains(&Rule::NoMeeting));
        // What does not ask for attention is not put off.
        let before = crate::cast::size(&house).await;
        store.snooze(&manager, own.startup, Rule::ApplicationWaiting, store.world().today() + Days::new(5), "").await.unwrap();
        assert_eq!(crate::cast::size(&house).await, before);
    }

    async fn only_whoever_follows_a_startup_up_puts_anything_off(house: House) {
        let store = &house.store;
        let cast = Cast::new(&house).await;
        let own = lively(&house, &cast, cast.own).await;
        house.world.advance(TimeDelta::days(200));
        let until = store.world().today() + Days::new(5);
        for (who, actor) in cast.actors(&house, own.startup) {
            let done = store.snooze(&actor, own.startup, Rule::NoMeeting, until, "x").await;
            let may = ["assigned mentor", "manager", "manager of the house", "administrator", "system"].contains(&who);
            assert_eq!(done.is_ok(), may, "{who}: {done:?}");
        }
        // Without a mentor it asks for one.
        let nobody = MentorAssignment { mentor: None };
        store.assign_mentor(&root(), own.startup, day(2024, 7, 1), nobody, Source::Mentor, None).await.unwrap();
        let manager = somebody(&house, Role::Manager, Scope::Programme(cast.own));
        assert!(rules_of(&house, &manager).await.contains(&Rule::NoMentor));
    }
}
