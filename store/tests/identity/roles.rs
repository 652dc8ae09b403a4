//! Roles given, ended and taken back.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::ids::{MembershipId, PersonId, ProgrammeId};
use domain::mail::{Message, RoleChange};
use store::identity::NewMembership;
use store::{Missing, NewPerson, NewSession, Refusal, VerbError};
use uuid::Uuid;

use crate::common::{House, on_both};
use crate::{actions, everything, fails, mails, member, operator, person, programmes, today};

fn mentor(house: &House, programme: ProgrammeId) -> NewMembership {
    NewMembership { role: Role::Mentor, scope: Scope::Programme(programme), from_on: today(house), to_on: None }
}

async fn is_in(house: &House, session: &NewSession) -> bool {
    house.store.viewer(&session.token).await.unwrap().is_some()
}

/// What the newest mail says became of a role.
async fn told(house: &House) -> (Role, Option<String>, RoleChange) {
    match mails(house).await.pop().unwrap().1 {
        Message::RoleChanged { role, scope_name, what } => (role, scope_name, what),
        other => panic!("{other:?}"),
    }
}

on_both! {
    async fn a_role_is_given_and_told_of(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Evaluator, Scope::Programme(one)).await;
        let until = today(&house) + TimeDelta::days(30);
        let new = NewMembership { to_on: Some(until), ..mentor(&house, two) };
        house.store.grant(&operator(), person(&kari), new).await.unwrap();
        let what = RoleChange::Given { from_on: today(&house), to_on: Some(until) };
        assert_eq!(told(&house).await, (Role::Mentor, Some("Forprogram".to_owned()), what));
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!(viewer.hats.len(), 2);
        assert!(house.store.mentors().await.unwrap().iter().any(|mentor| mentor.id == person(&kari)));
        assert_eq!(actions(&house).await.last().unwrap(), "grant");

        fails!(house.store.grant(&operator(), person(&kari), new).await, VerbError::Refused(Refusal::RoleHeld));
        let after = NewMembership { from_on: until + TimeDelta::days(1), to_on: None, ..new };
        house.store.grant(&operator(), person(&kari), after).await.unwrap();
        let nobody = PersonId(Uuid::nil());
        fails!(house.store.grant(&operator(), nobody, new).await, VerbError::NotFound(Missing::Person));
        let without = NewPerson { name: "Ola".to_owned(), ..NewPerson::default() };
        let without = house.store.add_person(&operator(), &without).await.unwrap();
        fails!(house.store.grant(&operator(), without, new).await, VerbError::NotFound(Missing::Person));
    }

    async fn taking_the_last_role_back_signs_out_at_once(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Evaluator, Scope::Programme(one)).await;
        let second = house.store.grant(&operator(), person(&kari), mentor(&house, two)).await.unwrap();
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        house.store.wear(&viewer, second).await.unwrap();

        house.store.revoke_membership(&operator(), second, "flyttet").await.unwrap();
        assert_eq!(told(&house).await, (Role::Mentor, Some("Forprogram".to_owned()), RoleChange::Revoked));
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!((viewer.hats.len(), viewer.actor.role), (1, Role::Evaluator), "the other hat is on");
        fails!(house.store.revoke_membership(&operator(), second, "").await, VerbError::NotFound(Missing::Membership));
        house.store.revoke_membership(&operator(), viewer.worn.unwrap(), "").await.unwrap();
        assert!(!is_in(&house, &kari).await);
        assert!(!everything(&house, &["audit"]).await.contains("flyttet"), "a reason may name somebody; the log is for ever");
    }

    async fn a_role_ends_on_its_last_day(house: House) {
        let (one, _, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Evaluator, Scope::Programme(one)).await;
        let hat = kari.viewer.worn.unwrap();
        let tomorrow = today(&house).succ_opt().unwrap();
        house.store.end_membership(&operator(), hat, Some(tomorrow)).await.unwrap();
        assert_eq!(told(&house).await.2, RoleChange::Ends { on: tomorrow });
        let mailed = mails(&house).await.len();
        house.store.end_membership(&operator(), hat, Some(tomorrow)).await.unwrap();
        assert_eq!(mails(&house).await.len(), mailed, "nothing changed, nothing is told");
        house.world.advance(TimeDelta::days(1));
        assert_eq!(house.store.viewer(&kari.token).await.unwrap().unwrap().worn, Some(hat));
        house.world.advance(TimeDelta::days(1));
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!((viewer.hats.len(), viewer.worn), (0, None));
        let bare = viewer.actor.clone();
        assert!(house.store.ledger_for(&bare).await.unwrap().startups.is_empty(), "without a hat nothing is seen");
        fails!(house.store.grant(&bare, person(&kari), mentor(&house, one)).await, VerbError::NotFound(_) | VerbError::Denied(_));

        house.store.end_membership(&operator(), hat, None).await.unwrap();
        assert_eq!(house.store.viewer(&kari.token).await.unwrap().unwrap().worn, Some(hat));
        let yesterday = today(&house).pred_opt().unwrap();
        house.store.end_membership(&operator(), hat, Some(yesterday)).await.unwrap();
        assert!(!is_in(&house, &kari).await, "a day that is over ends it at once");
        let before = today(&house) - TimeDelta::days(300);
        fails!(house.store.end_membership(&operator(), hat, Some(before)).await, VerbError::Refused(Refusal::EndsBeforeItBegins));
    }

    async fn the_house_keeps_an_administrator(house: House) {
        let (one, _, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let (store, hat) = (&house.store, kari.viewer.worn.unwrap());
        let last = |result: Result<(), VerbError>| fails!(result, VerbError::Refused(Refusal::LastAdmin));
        let all = async || {
            last(store.revoke_membership(&operator(), hat, "").await);
            last(store.end_membership(&operator(), hat, Some(today(&house))).await);
            last(store.disable_account(&operator(), person(&kari)).await);
        };
        all().await;
        let ola = member(&house, "ola@example.no", Role::Manager, Scope::Programme(one)).await;
        all().await;
        let admin = NewMembership { role: Role::Admin, scope: Scope::House, from_on: today(&house), to_on: None };
        let for_now = NewMembership { to_on: Some(today(&house) + TimeDelta::days(9)), ..admin };
        let for_now = store.grant(&operator(), person(&ola), for_now).await.unwrap();
        all().await;
        store.end_membership(&operator(), for_now, None).await.unwrap();
        store.disable_account(&operator(), person(&ola)).await.unwrap();
        all().await;
        store.enable_account(&operator(), person(&ola)).await.unwrap();
        store.revoke_membership(&operator(), hat, "").await.unwrap();
        last(store.revoke_membership(&operator(), for_now, "").await);
    }

    async fn a_manager_hands_out_roles_of_the_own_programme_only(house: House) {
        let (one, two, startup) = programmes(&house).await;
        let manager = member(&house, "leder@example.no", Role::Manager, Scope::Programme(one)).await;
        let here = member(&house, "her@example.no", Role::Mentor, Scope::Programme(one)).await;
        let there = member(&house, "der@example.no", Role::Mentor, Scope::Programme(two)).await;
        let founder = member(&house, "gründer@example.no", Role::Founder, Scope::Startup(startup)).await;
        let admin = member(&house, "admin@example.no", Role::Admin, Scope::House).await;
        let both = house.store.grant(&operator(), person(&here), mentor(&house, two)).await.unwrap();
        let actor = &manager.viewer.actor;
        let store = &house.store;

        let seen = store.members(actor).await.unwrap();
        let emails: Vec<&str> = seen.people.iter().map(|member| member.email.as_str()).collect();
        assert_eq!(emails, ["leder@example.no", "her@example.no", "gründer@example.no"]);
        assert_eq!(seen.people[1].roles.len(), 1, "not the role in the other programme");
        assert_eq!(store.members(&operator()).await.unwrap().people.len(), 5);
        for role in [Role::Mentor, Role::Evaluator, Role::Funder] {
            let actor = Actor::person(person(&here), role, Scope::Programme(one));
            assert_eq!(store.members(&actor).await.unwrap(), store::identity::Members::default());
        }

        for theirs in [both, there.viewer.worn.unwrap(), MembershipId(Uuid::nil())] {
            fails!(store.revoke_membership(actor, theirs, "").await, VerbError::NotFound(Missing::Membership));
            fails!(store.end_membership(actor, theirs, Some(today(&house))).await, VerbError::NotFound(Missing::Membership));
        }
        fails!(store.revoke_membership(actor, admin.viewer.worn.unwrap(), "").await, VerbError::Denied(_));
        fails!(store.grant(actor, person(&here), mentor(&house, two)).await, VerbError::NotFound(Missing::Programme));
        fails!(store.grant(actor, person(&there), mentor(&house, one)).await, VerbError::NotFound(Missing::Person));
        fails!(store.disable_account(actor, person(&here)).await, VerbError::Denied(_));
        fails!(store.end_sessions_of(actor, person(&here)).await, VerbError::Denied(_));
        assert!(is_in(&house, &here).await && is_in(&house, &there).await && is_in(&house, &admin).await);
        store.revoke_membership(actor, founder.viewer.worn.unwrap(), "").await.unwrap();
        assert!(!is_in(&house, &founder).await);
        store.grant(actor, person(&founder), mentor(&house, one)).await.unwrap();
    }

    async fn who_can_see_is_told_of_roles_that_hold_today(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Mentor, Scope::Programme(one)).await;
        let later = NewMembership { from_on: today(&house) + TimeDelta::days(1), ..mentor(&house, two) };
        house.store.grant(&operator(), person(&kari), later).await.unwrap();
        let ola = member(&house, "ola@example.no", Role::Mentor, Scope::Programme(one)).await;
        let all = house.store.memberships().await.unwrap();
        assert_eq!((all.len(), all[&person(&kari)].len()), (2, 1));
        house.store.disable_account(&operator(), person(&ola)).await.unwrap();
        assert_eq!(house.store.memberships().await.unwrap().len(), 1);
    }
}
