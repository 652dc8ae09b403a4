//! The people of the demo house.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::access::{Role, Scope};
use domain::figures::history::History;
use domain::time::Instant;
use store::Strength;
use store::identity::IdentityError;

use crate::common::{House, on_both};
use crate::{fails, firefox, mails, person};

const ROLES: [Role; 6] = [Role::Admin, Role::Manager, Role::Mentor, Role::Evaluator, Role::Founder, Role::Funder];

on_both! {
    async fn a_visitor_can_be_each_of_the_cast(house: House) {
        let store = &house.store;
        fails!(store.demo_session(Role::Admin, &firefox()).await, IdentityError::NotDemo);
        store.load_demo(&domain::demo::house(store.world().today())).await.unwrap();
        let mut cast = HashSet::new();
        for role in ROLES {
            let session = store.demo_session(role, &firefox()).await.unwrap();
            let viewer = &session.viewer;
            assert_eq!((viewer.actor.role, viewer.hats.len(), viewer.strength), (role, 1, Strength::Demo));
            assert!(cast.insert(person(&session)), "{role:?} is somebody else");
            assert_eq!(store.demo_person(role).await.unwrap(), person(&session), "the same one the next time");
            let seen = store.ledger_for(&viewer.actor).await.unwrap().startups.len();
            let whole = store.ledger().await.unwrap().startups.len();
            match role {
                Role::Admin => assert_eq!(seen, whole),
                Role::Founder => {
                    assert_eq!(seen, 1);
                    let own = store.ledger_for(&viewer.actor).await.unwrap();
                    let today = store.world().today();
                    let history = History::of(&own, &own.startups[0], Instant::MAX_UTC);
                    let told = history.headcounts_between(NaiveDate::MIN, today);
                    let last = told.last().expect("a headcount");
                    assert!(told.len() > 1 && last.body.employees.high > 0, "there is something to look at: {told:?}");
                    assert!(history.absence_on(today).is_none(), "it lives");
                    assert!(viewer.email.is_some());
                }
                // An evaluator sees applications through the calls they are set on, and no startup.
                Role::Funder | Role::Evaluator => assert_eq!(seen, 0),
                _ => assert!(seen > 1, "{role:?} sees {seen}"),
            }
        }
        fails!(store.demo_session(Role::System, &firefox()).await, IdentityError::NoAccount);
        assert!(mails(&house).await.is_empty(), "nobody is written to");
        let programme = store.demo_session(Role::Manager, &firefox()).await.unwrap().viewer.actor.scope;
        assert!(matches!(programme, Scope::Programme(_)));
    }

    async fn a_role_that_a_visitor_took_back_is_given_anew(house: House) {
        let store = &house.store;
        store.load_demo(&domain::demo::house(store.world().today())).await.unwrap();
        let admin = store.demo_session(Role::Admin, &firefox()).await.unwrap();
        for role in [Role::Funder, Role::Mentor, Role::Manager] {
            let session = store.demo_session(role, &firefox()).await.unwrap();
            store.revoke_membership(&admin.viewer.actor, session.viewer.worn.unwrap(), "").await.unwrap();
            assert_eq!(store.viewer(&session.token).await.unwrap(), None);
            let again = store.demo_session(role, &firefox()).await.unwrap();
            assert_eq!((person(&again), again.viewer.actor.role), (person(&session), role));
            store.disable_account(&admin.viewer.actor, person(&again)).await.unwrap();
            fails!(store.demo_session(role, &firefox()).await, IdentityError::NoAccount);
        }
    }

    async fn visitors_who_come_at_once_meet_the_same_cast(house: House) {
        house.store.load_demo(&domain::demo::house(house.store.world().today())).await.unwrap();
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = house.store.clone();
            asking.spawn(async move { store.demo_person(Role::Funder).await.unwrap() });
        }
        let met: HashSet<_> = asking.join_all().await.into_iter().collect();
        assert_eq!(met.len(), 1);
    }
}
