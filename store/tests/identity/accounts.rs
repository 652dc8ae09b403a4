//! Accounts: closed, opened, moved to another address.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::mail::{Message, SecurityChange};
use domain::words::Locale;
use store::identity::{CONFIRMATION_LIFE, IdentityError};
use store::{Missing, Refusal, Strength, VerbError};

use crate::common::{House, on_both};
use crate::{
    actions, browser, code_and_link, everything, fails, firefox, invitation, mails, member, operator, person, tick,
};

on_both! {
    async fn a_closed_account_lets_nobody_in(house: House) {
        let store = &house.store;
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let ola = member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        store.disable_account(&kari.viewer.actor, person(&ola)).await.unwrap();
        store.disable_account(&kari.viewer.actor, person(&ola)).await.unwrap();
        assert_eq!(store.viewer(&ola.token).await.unwrap(), None);
        assert!(store.account_of(" OLA@example.no").await.unwrap().unwrap().disabled_at.is_some());
        fails!(store.begin_session(person(&ola), Strength::Passkey, &firefox()).await, IdentityError::NoAccount);
        fails!(store.rotate(&ola.token, Strength::Passkey).await, IdentityError::Expired);
        let again = invitation(&house, "ola@example.no", Role::Manager, Scope::House);
        fails!(store.invite(&operator(), again).await, VerbError::Refused(Refusal::AccountClosed));

        store.enable_account(&kari.viewer.actor, person(&ola)).await.unwrap();
        assert_eq!(store.viewer(&ola.token).await.unwrap(), None, "its sessions stay over");
        store.begin_session(person(&ola), Strength::Mail, &firefox()).await.unwrap();
        assert_eq!(actions(&house).await.iter().filter(|action| action.ends_with("able_account")).count(), 2);
        let nobody = domain::ids::PersonId(uuid::Uuid::nil());
        fails!(store.disable_account(&operator(), nobody).await, VerbError::NotFound(Missing::Person));
        let stranger = Actor::person(person(&ola), Role::Mentor, Scope::House);
        fails!(store.disable_account(&stranger, person(&kari)).await, VerbError::Denied(_) | VerbError::NotFound(_));
    }

    async fn who_keeps_the_house_ends_anybodys_sessions(house: House) {
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let ola = member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        house.store.end_sessions_of(&kari.viewer.actor, person(&ola)).await.unwrap();
        assert_eq!(house.store.viewer(&ola.token).await.unwrap(), None);
        assert!(house.store.viewer(&kari.token).await.unwrap().is_some());
    }

    async fn an_address_is_changed_once_it_is_proved(house: House) {
        let store = &house.store;
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let other = store.begin_session(person(&kari), Strength::Mail, &firefox()).await.unwrap();
        let here = browser(&house);
        // A code to sign in with that is still on its way to the former address.
        let former = store.ask_to_sign_in("kari@example.no", &here, Locale::Nb, &firefox()).await.unwrap();
        let (former_code, _) = code_and_link(&house).await;

        tick(&house);
        let attempt = store.ask_to_change_email(&kari.viewer, " Kari@Ny.example ", &here, Locale::Nb, &firefox()).await.unwrap();
        let (code, link) = code_and_link(&house).await;
        assert_eq!(mails(&house).await.last().unwrap().0, "Kari@Ny.example");
        fails!(store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        fails!(store.sign_in_by_link(&link, &here, &firefox()).await, IdentityError::Expired);
        fails!(store.change_email(&kari.viewer, attempt, &browser(&house), &code, &firefox()).await, IdentityError::Expired);
        tick(&house);
        store.change_email(&kari.viewer, attempt, &here, &code, &firefox()).await.unwrap();
        let viewer = store.viewer(&kari.token).await.unwrap().unwrap();
        assert_eq!(viewer.email.as_deref(), Some("Kari@Ny.example"));
        assert_eq!(store.people().await.unwrap().persons[&person(&kari)].email.as_deref(), Some("Kari@Ny.example"));
        assert_eq!(store.viewer(&other.token).await.unwrap(), None, "other sessions are over");
        fails!(store.sign_in_by_code(former, &here, &former_code, &firefox()).await, IdentityError::Expired);
        assert!(store.account_of("kari@example.no").await.unwrap().is_none());
        let (to, message) = mails(&house).await.pop().unwrap();
        assert_eq!(to, "kari@example.no", "the former address is told");
        assert!(matches!(message, Message::SecurityChanged { what: SecurityChange::AddressChanged, .. }));
        assert_eq!(actions(&house).await.last().unwrap(), "change_email");
        assert!(!everything(&house, &["audit"]).await.to_lowercase().contains("example"), "no address in the log");
    }

    async fn an_address_of_somebody_else_is_not_taken(house: House) {
        let store = &house.store;
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        let mailed = mails(&house).await.len();
        let attempt = store.ask_to_change_email(&kari.viewer, "OLA@example.no", &here, Locale::Nb, &firefox()).await.unwrap();
        assert_eq!(mails(&house).await.len(), mailed, "the answer is the same, and no code comes");
        fails!(store.change_email(&kari.viewer, attempt, &here, "AAAAAA", &firefox()).await, IdentityError::WrongCode { left: 4 });

        // Two prove the same new address; the first has it.
        let ola = store.begin_session(store.account_of("ola@example.no").await.unwrap().unwrap().person, Strength::Mail, &firefox()).await.unwrap();
        let first = store.ask_to_change_email(&kari.viewer, "ny@example.no", &here, Locale::Nb, &firefox()).await.unwrap();
        let (first_code, _) = code_and_link(&house).await;
        let there = browser(&house);
        tick(&house);
        let second = store.ask_to_change_email(&ola.viewer, "ny@example.no", &there, Locale::Nb, &firefox()).await.unwrap();
        let (second_code, _) = code_and_link(&house).await;
        store.change_email(&kari.viewer, first, &here, &first_code, &firefox()).await.unwrap();
        fails!(store.change_email(&ola.viewer, second, &there, &second_code, &firefox()).await, IdentityError::Expired);
    }

    async fn an_address_is_changed_only_by_who_has_just_confirmed(house: House) {
        let store = &house.store;
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        house.world.advance(CONFIRMATION_LIFE - TimeDelta::microseconds(1));
        let attempt = store.ask_to_change_email(&kari.viewer, "ny@example.no", &here, Locale::Nb, &firefox()).await.unwrap();
        let (code, _) = code_and_link(&house).await;
        house.world.advance(TimeDelta::microseconds(1));
        fails!(store.ask_to_change_email(&kari.viewer, "ny@example.no", &here, Locale::Nb, &firefox()).await, IdentityError::ConfirmFirst);
        fails!(store.change_email(&kari.viewer, attempt, &here, &code, &firefox()).await, IdentityError::ConfirmFirst);
        let fresh = store.rotate(&kari.token, Strength::Mail).await.unwrap();
        store.change_email(&fresh.viewer, attempt, &here, &code, &firefox()).await.unwrap();
        fails!(store.ask_to_change_email(&fresh.viewer, "none", &here, Locale::Nb, &firefox()).await, IdentityError::BadEmail);
    }

    async fn a_language_is_remembered(house: House) {
        let kari = member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        house.store.set_locale(&kari.viewer, Locale::En).await.unwrap();
        assert_eq!(house.store.viewer(&kari.token).await.unwrap().unwrap().locale, Some(Locale::En));
        let written = actions(&house).await.len();
        house.store.set_locale(&kari.viewer, Locale::En).await.unwrap();
        assert_eq!(actions(&house).await.len(), written);
    }
}
