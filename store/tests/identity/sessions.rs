//! Sessions, devices and hats.

use std::time::Duration;

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::ids::MembershipId;
use store::identity::{BrowserToken, IdentityError, NewMembership, Origin, SessionToken};
use store::{NewSession, SessionLimits, Strength};
use uuid::Uuid;

use crate::common::{House, on_both};
use crate::{actions, browser, code_and_link, fails, firefox, member, operator, person, programmes, today};

/// Another session of the same person.
async fn again(house: &House, session: &NewSession, device: &str) -> NewSession {
    let origin = Origin::new("192.0.2.9", device);
    house.store.begin_session(person(session), Strength::Passkey, &origin).await.unwrap()
}

async fn is_in(house: &House, session: &NewSession) -> bool {
    house.store.viewer(&session.token).await.unwrap().is_some()
}

/// Looks in, and waits until that is noted.
async fn look_in(house: &House, session: &NewSession) {
    let viewer = house.store.viewer(&session.token).await.unwrap().unwrap();
    for _ in 0..200 {
        let devices = house.store.sessions_of(&viewer).await.unwrap();
        let this = devices.iter().find(|device| device.this).unwrap();
        if this.last_seen_at == house.store.world().now() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the session's last use was never noted");
}

/// Kari, who runs a programme.
async fn manager(house: &House) -> NewSession {
    let (one, _, _) = programmes(house).await;
    member(house, "kari@example.no", Role::Manager, Scope::Programme(one)).await
}

on_both! {
    async fn a_session_that_is_not_used_is_over(house: House) {
        let session = manager(&house).await;
        let idle = house.store.session_limits().idle;
        house.world.advance(idle - TimeDelta::microseconds(1));
        look_in(&house, &session).await;
        house.world.advance(idle - TimeDelta::microseconds(1));
        assert!(is_in(&house, &session).await, "its use was noted");
        look_in(&house, &session).await;
        house.world.advance(idle);
        assert!(!is_in(&house, &session).await);
    }

    async fn a_session_is_over_however_much_it_is_used(house: House) {
        let session = manager(&house).await;
        let limits = SessionLimits { idle: TimeDelta::days(14), absolute: TimeDelta::days(60), ..SessionLimits::default() };
        house.store.set_session_limits(limits);
        assert_eq!(session.expires_at, house.store.world().now() + limits.absolute);
        for _ in 0..59 {
            house.world.advance(TimeDelta::days(1));
            look_in(&house, &session).await;
        }
        house.world.advance(TimeDelta::days(1) - TimeDelta::microseconds(1));
        assert!(is_in(&house, &session).await);
        house.world.advance(TimeDelta::microseconds(1));
        assert!(!is_in(&house, &session).await);
        let fresh = again(&house, &session, "Firefox, Linux").await;
        house.store.set_session_limits(SessionLimits { absolute: TimeDelta::hours(1), ..limits });
        house.world.advance(TimeDelta::hours(1));
        assert!(!is_in(&house, &fresh).await, "a shorter limit holds for those under way");
    }

    async fn the_administrators_hat_is_worn_for_shorter(house: House) {
        let session = manager(&house).await;
        let kari = person(&session);
        let grant = NewMembership { role: Role::Admin, scope: Scope::House, from_on: today(&house), to_on: None };
        let admin = house.store.grant(&operator(), kari, grant).await.unwrap();
        let viewer = house.store.viewer(&session.token).await.unwrap().unwrap();
        assert_eq!(viewer.hats.iter().map(|hat| hat.role).collect::<Vec<_>>(), [Role::Manager, Role::Admin]);
        assert_eq!(viewer.actor.role, Role::Manager, "what was worn stays on");
        house.store.wear(&viewer, admin).await.unwrap();
        let viewer = house.store.viewer(&session.token).await.unwrap().unwrap();
        assert_eq!((viewer.worn, viewer.actor.role, viewer.actor.scope), (Some(admin), Role::Admin, Scope::House));
        house.world.advance(house.store.session_limits().idle_admin);
        assert!(!is_in(&house, &session).await, "idle for half a day");

        let session = again(&house, &session, "Firefox, Linux").await;
        assert_eq!(session.viewer.worn, Some(admin), "the hat worn last is the first one on");
        let limits = house.store.session_limits();
        for _ in 0..13 {
            house.world.advance(limits.idle_admin - TimeDelta::minutes(1));
            look_in(&house, &session).await;
        }
        house.world.advance(limits.absolute_admin - (limits.idle_admin - TimeDelta::minutes(1)) * 13);
        assert!(!is_in(&house, &session).await, "too long since they showed who they are");
        let manages = viewer.hats.iter().find(|hat| hat.role == Role::Manager).unwrap().id;
        let session = again(&house, &session, "Firefox, Linux").await;
        house.store.wear(&session.viewer, manages).await.unwrap();
        house.world.advance(limits.absolute_admin);
        let viewer = house.store.viewer(&session.token).await.unwrap().unwrap();
        fails!(house.store.wear(&viewer, admin).await, IdentityError::ConfirmFirst);
        let session = house.store.rotate(&session.token, Strength::Passkey).await.unwrap();
        house.store.wear(&session.viewer, admin).await.unwrap();
    }

    async fn nobody_wears_what_they_do_not_hold(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Manager, Scope::Programme(one)).await;
        let ola = member(&house, "ola@example.no", Role::Manager, Scope::Programme(two)).await;
        let tomorrow = today(&house).succ_opt().unwrap();
        let grant = NewMembership { role: Role::Mentor, scope: Scope::Programme(one), from_on: tomorrow, to_on: Some(tomorrow) };
        let later = house.store.grant(&operator(), person(&kari), grant).await.unwrap();
        let theirs = ola.viewer.worn.unwrap();
        for hat in [theirs, later, MembershipId(Uuid::nil())] {
            fails!(house.store.wear(&kari.viewer, hat).await, IdentityError::NotYours);
        }
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!(viewer.hats.len(), 1);
        house.world.advance(TimeDelta::days(1));
        house.store.wear(&kari.viewer, later).await.unwrap();
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!((viewer.hats.len(), viewer.actor.role), (2, Role::Mentor));
        house.world.advance(TimeDelta::days(1));
        let viewer = house.store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!((viewer.hats.len(), viewer.actor.role), (1, Role::Manager), "a role that has ended is taken off");
        assert_eq!(actions(&house).await.iter().filter(|action| *action == "wear").count(), 1);
    }

    async fn devices_are_listed_and_signed_out(house: House) {
        let first = manager(&house).await;
        let ola = member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        house.world.advance(TimeDelta::minutes(1));
        let second = again(&house, &first, "Safari, iPhone").await;
        house.world.advance(TimeDelta::minutes(1));
        let third = again(&house, &first, "Chrome, Windows").await;
        let devices = house.store.sessions_of(&first.viewer).await.unwrap();
        let told: Vec<_> = devices.iter().map(|device| (device.device.as_str(), device.this)).collect();
        assert_eq!(told, [("Firefox, Linux", true), ("Chrome, Windows", false), ("Safari, iPhone", false)]);
        assert_eq!((devices[1].address.as_str(), devices[1].strength), ("192.0.2.9", Strength::Passkey));
        assert_eq!(devices[1].began_at, house.store.world().now());

        let theirs = ola.viewer.session.unwrap();
        fails!(house.store.end_session(&first.viewer, theirs).await, IdentityError::NotYours);
        assert!(is_in(&house, &ola).await);
        let which = second.viewer.session.unwrap();
        house.store.end_session(&first.viewer, which).await.unwrap();
        fails!(house.store.end_session(&first.viewer, which).await, IdentityError::NotYours);
        assert!(!is_in(&house, &second).await && is_in(&house, &first).await && is_in(&house, &third).await);

        house.store.end_all_sessions(&first.viewer, true).await.unwrap();
        assert!(!is_in(&house, &third).await && is_in(&house, &first).await);
        house.store.end_all_sessions(&first.viewer, false).await.unwrap();
        assert!(!is_in(&house, &first).await && is_in(&house, &ola).await);
        assert!(house.store.sessions_of(&first.viewer).await.unwrap().is_empty());
        assert_eq!(actions(&house).await.iter().filter(|action| action.starts_with("sign_out")).count(), 3);
    }

    async fn a_new_token_makes_the_former_worthless(house: House) {
        let session = manager(&house).await;
        house.world.advance(TimeDelta::minutes(30));
        let viewer = house.store.viewer(&session.token).await.unwrap().unwrap();
        assert!(!viewer.is_fresh(house.store.world().now()));
        let rotated = house.store.rotate(&session.token, Strength::Passkey).await.unwrap();
        assert!(!is_in(&house, &session).await);
        let viewer = house.store.viewer(&rotated.token).await.unwrap().unwrap();
        assert_eq!(viewer, rotated.viewer);
        assert!(viewer.is_fresh(house.store.world().now()));
        assert_eq!((viewer.strength, viewer.session), (Strength::Passkey, session.viewer.session));
        assert_eq!(rotated.expires_at, session.expires_at, "the end stays where it was");
        fails!(house.store.rotate(&session.token, Strength::Passkey).await, IdentityError::Expired);
        for secret in ["", "x", "\0", &"x".repeat(10_000)] {
            assert_eq!(house.store.viewer(&SessionToken::from(secret)).await.unwrap(), None);
        }
    }

    async fn a_code_confirms_who_sits_there_and_nobody_else(house: House) {
        let kari = manager(&house).await;
        let ola = member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        house.world.advance(TimeDelta::hours(1));
        let locale = domain::words::Locale::Nb;
        let attempt = house.store.ask_to_confirm(&kari.viewer, &here, locale, &firefox()).await.unwrap();
        let (code, link) = code_and_link(&house).await;
        assert_eq!(link, "", "the mail that proves something has a code and no link");
        fails!(house.store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        fails!(house.store.confirm_by_code(&ola.token, attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        let fresh = house.store.confirm_by_code(&kari.token, attempt, &here, &code, &firefox()).await.unwrap();
        assert!(fresh.viewer.is_fresh(house.store.world().now()));
        assert_eq!(fresh.viewer.strength, Strength::Mail);
        assert!(!is_in(&house, &kari).await && is_in(&house, &fresh).await);
        fails!(house.store.confirm_by_code(&fresh.token, attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        let asked = BrowserToken::from("another");
        fails!(house.store.confirm_by_code(&fresh.token, attempt, &asked, &code, &firefox()).await, IdentityError::Expired);
    }

    async fn nobody_begins_a_session_without_an_account(house: House) {
        let new = store::NewPerson { name: "Ola".to_owned(), email: Some("ola@example.no".to_owned()), is_mentor: true };
        let ola = house.store.add_person(&operator(), &new).await.unwrap();
        fails!(house.store.begin_session(ola, Strength::Mail, &firefox()).await, IdentityError::NoAccount);
        let nobody = domain::ids::PersonId(Uuid::nil());
        fails!(house.store.begin_session(nobody, Strength::Mail, &firefox()).await, IdentityError::NoAccount);
    }

    async fn a_request_id_goes_with_what_it_wrote(house: House) {
        let mut session = manager(&house).await;
        session.viewer.actor = Actor::in_request(session.viewer.actor.clone(), "request-1");
        house.store.wear(&session.viewer, session.viewer.worn.unwrap()).await.unwrap();
        house.store.end_all_sessions(&session.viewer, false).await.unwrap();
        let sql = "SELECT count(*) FROM audit WHERE request_id = 'request-1'";
        assert_eq!(crate::count(&house, sql).await, 2);
    }
}
