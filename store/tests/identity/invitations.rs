//! Invitations.

use chrono::TimeDelta;
use domain::access::{Actor, Reason, Role, Scope};
use domain::ids::InvitationId;
use domain::mail::Message;
use store::identity::{Accepted, IdentityError, NewInvitation};
use store::{Missing, NewPerson, Refusal, VerbError};
use uuid::Uuid;

use crate::common::{House, day, on_both};
use crate::{actions, count, everything, fails, firefox, invitation, mails, member, operator, person, programmes};

on_both! {
    async fn the_first_administrator_comes_in_by_a_link(house: House) {
        let store = &house.store;
        let invited = store.invite(&operator(), invitation(&house, "Kari@Example.no", Role::Admin, Scope::House)).await.unwrap();
        let (to, message) = mails(&house).await.pop().unwrap();
        assert_eq!(to, "Kari@Example.no");
        let Message::Invitation { role, scope_name, inviter, link_token, days } = message else { panic!() };
        assert_eq!((role, scope_name, inviter, days), (Role::Admin, None, None, 7));
        assert_eq!(link_token, invited.link_token);
        let seen = store.look_at_invitation(&link_token).await.unwrap().unwrap();
        assert_eq!((seen.email.as_str(), seen.name.as_deref()), ("Kari@Example.no", Some("Kari Nordmann")));
        assert!(!seen.has_account);
        assert_eq!(store.members(&operator()).await.unwrap().invitations, [seen]);

        let Accepted::SignedIn(session) = store.accept_invitation(&link_token, " Kari N. ", &firefox()).await.unwrap() else { panic!() };
        assert_eq!((session.viewer.name.as_str(), session.viewer.actor.role), ("Kari N.", Role::Admin));
        assert!(store.viewer(&session.token).await.unwrap().is_some());
        assert_eq!(store.people().await.unwrap().persons[&person(&session)].email.as_deref(), Some("Kari@Example.no"));
        fails!(store.accept_invitation(&link_token, "Kari", &firefox()).await, IdentityError::Expired);
        assert_eq!(store.look_at_invitation(&link_token).await.unwrap(), None);
        let members = store.members(&operator()).await.unwrap();
        assert!(members.invitations.is_empty());
        assert_eq!(members.people[0].email, "Kari@Example.no");
        assert_eq!(actions(&house).await, ["invite", "accept_invitation", "sign_in"]);
        let log = everything(&house, &["audit"]).await.to_lowercase();
        assert!(!log.contains("kari") && !log.contains(&link_token.to_lowercase()), "{log}");
    }

    async fn an_invitation_lasts_seven_days_and_can_be_taken_back(house: House) {
        let store = &house.store;
        let new = invitation(&house, "kari@example.no", Role::Admin, Scope::House);
        let invited = store.invite(&operator(), new.clone()).await.unwrap();
        house.world.advance(TimeDelta::days(7) - TimeDelta::microseconds(1));
        assert!(store.look_at_invitation(&invited.link_token).await.unwrap().is_some());
        house.world.advance(TimeDelta::microseconds(1));
        assert_eq!(store.look_at_invitation(&invited.link_token).await.unwrap(), None);
        fails!(store.accept_invitation(&invited.link_token, "Kari", &firefox()).await, IdentityError::Expired);
        fails!(store.revoke_invitation(&operator(), invited.id).await, VerbError::NotFound(Missing::Invitation));

        let second = store.invite(&operator(), new.clone()).await.unwrap();
        let third = store.invite(&operator(), new).await.unwrap();
        fails!(store.accept_invitation(&second.link_token, "Kari", &firefox()).await, IdentityError::Expired);
        store.revoke_invitation(&operator(), third.id).await.unwrap();
        fails!(store.accept_invitation(&third.link_token, "Kari", &firefox()).await, IdentityError::Expired);
        fails!(store.revoke_invitation(&operator(), third.id).await, VerbError::NotFound(Missing::Invitation));
        fails!(store.revoke_invitation(&operator(), InvitationId(Uuid::nil())).await, VerbError::NotFound(Missing::Invitation));
        assert_eq!(count(&house, "SELECT count(*) FROM account").await, 0);
    }

    async fn an_invitation_accepted_at_once_is_accepted_once(house: House) {
        let invited = house.store.invite(&operator(), invitation(&house, "kari@example.no", Role::Admin, Scope::House)).await.unwrap();
        let mut accepting = tokio::task::JoinSet::new();
        for _ in 0..6 {
            let (store, link) = (house.store.clone(), invited.link_token.clone());
            accepting.spawn(async move { store.accept_invitation(&link, "Kari", &firefox()).await.is_ok() });
        }
        assert_eq!(accepting.join_all().await.into_iter().filter(|ok| *ok).count(), 1);
        for table in ["account", "membership", "person", "session"] {
            assert_eq!(count(&house, &format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
        }
    }

    async fn a_mentor_entered_before_is_the_same_person(house: House) {
        let (one, _, _) = programmes(&house).await;
        let new = NewPerson { name: "Ola Mentor".to_owned(), email: Some("OLA@example.no".to_owned()), is_mentor: true };
        let ola = house.store.add_person(&operator(), &new).await.unwrap();
        let session = member(&house, "ola@example.no", Role::Mentor, Scope::Programme(one)).await;
        assert_eq!(person(&session), ola);
        assert_eq!(session.viewer.name, "Ola Mentor");
        let fresh = member(&house, "kari@example.no", Role::Mentor, Scope::Programme(one)).await;
        let mentors = house.store.mentors().await.unwrap();
        assert!(mentors.iter().any(|mentor| mentor.id == person(&fresh)), "startups can be assigned to a new mentor");
    }

    async fn a_founder_is_linked_to_the_startup(house: House) {
        let (_, _, startup) = programmes(&house).await;
        let new = NewPerson { name: "Guro Gründer".to_owned(), email: Some("guro@example.no".to_owned()), is_mentor: false };
        let guro = house.store.add_founder(&operator(), startup, &new, None, None).await.unwrap();
        let known = member(&house, "guro@example.no", Role::Founder, Scope::Startup(startup)).await;
        assert_eq!(person(&known), guro);
        let fresh = member(&house, "kari@example.no", Role::Founder, Scope::Startup(startup)).await;
        let founders: Vec<_> = house.store.people_of(startup).await.unwrap().into_iter().map(|(person, _)| person.id).collect();
        assert_eq!(founders, [guro, person(&fresh)], "each once");
        assert_eq!(fresh.viewer.actor.scope, Scope::Startup(startup));
        let (_, message) = mails(&house).await.into_iter().rfind(|(_, mail)| matches!(mail, Message::Invitation { .. })).unwrap();
        assert!(matches!(message, Message::Invitation { scope_name: Some(name), .. } if name == "Årvak"));
    }

    async fn who_has_an_account_gets_the_role_and_signs_in_as_always(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Mentor, Scope::Programme(one)).await;
        let invited = house.store.invite(&operator(), invitation(&house, "KARI@example.no", Role::Mentor, Scope::Programme(two))).await.unwrap();
        assert!(house.store.look_at_invitation(&invited.link_token).await.unwrap().unwrap().has_account);
        let sessions = count(&house, "SELECT count(*) FROM session").await;
        let accepted = house.store.accept_invitation(&invited.link_token, "Another name", &firefox()).await.unwrap();
        assert!(matches!(accepted, Accepted::SignInNext));
        assert_eq!(count(&house, "SELECT count(*) FROM session").await, sessions, "a link of a week opens no account");
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!((viewer.hats.len(), viewer.name.as_str()), (2, "Kari Nordmann"));
        let again = invitation(&house, "kari@example.no", Role::Mentor, Scope::Programme(two));
        fails!(house.store.invite(&operator(), again).await, VerbError::Refused(Refusal::RoleHeld));
    }

    async fn a_name_is_asked_for(house: House) {
        let new = NewInvitation { name: None, ..invitation(&house, "kari@example.no", Role::Admin, Scope::House) };
        let invited = house.store.invite(&operator(), new).await.unwrap();
        for name in ["", " \t"] {
            fails!(house.store.accept_invitation(&invited.link_token, name, &firefox()).await, IdentityError::Refused(Refusal::NameMissing));
        }
        let long = "x".repeat(201);
        fails!(house.store.accept_invitation(&invited.link_token, &long, &firefox()).await, IdentityError::Refused(Refusal::TooLong { .. }));
        house.store.accept_invitation(&invited.link_token, "Kari", &firefox()).await.unwrap();
    }

    async fn what_makes_no_sense_is_refused(house: House) {
        let (one, _, startup) = programmes(&house).await;
        let store = &house.store;
        let new = |email: &str, role, scope| invitation(&house, email, role, scope);
        for email in ["", "kari", "kari@example.no\r\nBcc: ola@example.no"] {
            fails!(store.invite(&operator(), new(email, Role::Admin, Scope::House)).await, VerbError::Refused(Refusal::BadEmail));
        }
        for (role, scope) in [
            (Role::Admin, Scope::Programme(one)),
            (Role::Founder, Scope::Programme(one)),
            (Role::Mentor, Scope::Startup(startup)),
            (Role::System, Scope::House),
        ] {
            let result = store.invite(&operator(), new("kari@example.no", role, scope)).await;
            fails!(result, VerbError::Denied(Reason::RoleDoesNotFit));
        }
        let nowhere = Scope::Programme(domain::ids::ProgrammeId(Uuid::nil()));
        fails!(store.invite(&operator(), new("kari@example.no", Role::Mentor, nowhere)).await, VerbError::NotFound(Missing::Programme));
        let yesterday = day(2024, 6, 29);
        let ended = NewInvitation { from_on: yesterday, to_on: Some(yesterday), ..new("kari@example.no", Role::Admin, Scope::House) };
        fails!(store.invite(&operator(), ended).await, VerbError::Refused(Refusal::EndsBeforeItBegins));
        let reversed = NewInvitation { to_on: Some(yesterday), ..new("kari@example.no", Role::Admin, Scope::House) };
        fails!(store.invite(&operator(), reversed).await, VerbError::Refused(Refusal::EndsBeforeItBegins));
        assert!(mails(&house).await.is_empty());
        assert_eq!(count(&house, "SELECT count(*) FROM invitation").await, 0);
    }

    async fn a_manager_invites_within_the_programme(house: House) {
        let (one, two, startup) = programmes(&house).await;
        let manager = member(&house, "leder@example.no", Role::Manager, Scope::Programme(one)).await;
        let actor = &manager.viewer.actor;
        let new = |email: &str, role, scope| invitation(&house, email, role, scope);
        for (index, (role, scope)) in [
            (Role::Manager, Scope::Programme(one)),
            (Role::Mentor, Scope::Programme(one)),
            (Role::Evaluator, Scope::Programme(one)),
            (Role::Funder, Scope::Programme(one)),
            (Role::Founder, Scope::Startup(startup)),
        ].into_iter().enumerate() {
            house.store.invite(actor, new(&format!("ny{index}@example.no"), role, scope)).await.unwrap();
        }
        let (_, message) = mails(&house).await.pop().unwrap();
        assert!(matches!(message, Message::Invitation { inviter: Some(name), .. } if name == "Kari Nordmann"));
        fails!(house.store.invite(actor, new("x@example.no", Role::Mentor, Scope::Programme(two))).await, VerbError::NotFound(Missing::Programme));
        fails!(house.store.invite(actor, new("x@example.no", Role::Admin, Scope::House)).await, VerbError::Denied(_));
        fails!(house.store.invite(actor, new("x@example.no", Role::Manager, Scope::House)).await, VerbError::Denied(_));

        let other = house.store.invite(&operator(), new("y@example.no", Role::Mentor, Scope::Programme(two))).await.unwrap();
        fails!(house.store.revoke_invitation(actor, other.id).await, VerbError::NotFound(Missing::Invitation));
        let seen = house.store.members(actor).await.unwrap();
        assert_eq!(seen.invitations.len(), 5, "not the other programme's");
        house.store.revoke_invitation(actor, seen.invitations[0].id).await.unwrap();
        assert_eq!(house.store.members(actor).await.unwrap().invitations.len(), 4);

        for role in [Role::Mentor, Role::Evaluator, Role::Funder] {
            let actor = Actor::person(person(&manager), role, Scope::Programme(one));
            fails!(house.store.invite(&actor, new("x@example.no", Role::Mentor, Scope::Programme(one))).await, VerbError::Denied(_));
        }
    }
}
