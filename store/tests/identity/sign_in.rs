//! Codes and links from a mail.

use std::collections::HashSet;

use chrono::TimeDelta;
use domain::access::{Role, Scope};
use domain::ids::SignInId;
use domain::mail::Message;
use domain::words::Locale;
use store::Strength;
use store::identity::{ATTEMPT_LIFE, BrowserToken, IdentityError, Link, MOST_TRIES};
use uuid::Uuid;

use crate::common::{House, on_both};
use crate::{actions, browser, code_and_link, count, everything, fails, firefox, mails, member, person, tick};

const KARI: &str = "Kari@Example.no";

/// A house in which Kari is an administrator.
async fn with_kari(house: &House) -> domain::ids::PersonId {
    person(&member(house, KARI, Role::Admin, Scope::House).await)
}

async fn ask(house: &House, email: &str, browser: &BrowserToken) -> SignInId {
    tick(house);
    house.store.ask_to_sign_in(email, browser, Locale::Nb, &firefox()).await.unwrap()
}

/// A code that is not this one.
fn other_than(code: &str) -> String {
    let first = if code.starts_with('A') { 'B' } else { 'A' };
    format!("{first}{}", &code[1..])
}

on_both! {
    async fn a_code_signs_in_once_in_the_browser_that_asked(house: House) {
        let kari = with_kari(&house).await;
        let store = &house.store;
        let here = browser(&house);
        let attempt = ask(&house, "  KARI@example.NO ", &here).await;
        let (code, _) = code_and_link(&house).await;
        assert_eq!(mails(&house).await.last().unwrap().0, KARI, "to the address as its owner wrote it");

        let elsewhere = browser(&house);
        fails!(store.sign_in_by_code(attempt, &elsewhere, &code, &firefox()).await, IdentityError::Expired);
        let typed = format!(" {}-{} ", code[..3].to_lowercase(), &code[3..]);
        let session = store.sign_in_by_code(attempt, &here, &typed, &firefox()).await.unwrap();
        assert_eq!(person(&session), kari);
        assert_eq!(session.viewer.strength, Strength::Mail);
        assert_eq!(session.viewer.email.as_deref(), Some(KARI));
        assert_eq!(session.viewer.locale, Some(Locale::Nn));
        let viewer = store.viewer(&session.token).await.unwrap().unwrap();
        assert_eq!(viewer, session.viewer);
        assert_eq!((viewer.actor.role, viewer.actor.scope, viewer.name.as_str()), (Role::Admin, Scope::House, "Kari Nordmann"));
        fails!(store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        assert_eq!(actions(&house).await.last().unwrap(), "sign_in");
    }

    async fn a_link_signs_in_once_and_looking_at_it_uses_nothing_up(house: House) {
        let kari = with_kari(&house).await;
        let store = &house.store;
        let (here, elsewhere) = (browser(&house), browser(&house));
        let attempt = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        for _ in 0..3 {
            assert_eq!(store.look_at_link(&link, Some(&here)).await.unwrap(), Link::Here);
            for other in [None, Some(&elsewhere)] {
                assert_eq!(store.look_at_link(&link, other).await.unwrap(), Link::Elsewhere { code: code.clone() });
            }
        }
        fails!(store.sign_in_by_link(&link, &elsewhere, &firefox()).await, IdentityError::Expired);
        fails!(store.sign_in_by_link("another", &here, &firefox()).await, IdentityError::Expired);
        let session = store.sign_in_by_link(&link, &here, &firefox()).await.unwrap();
        assert_eq!(person(&session), kari);
        fails!(store.sign_in_by_link(&link, &here, &firefox()).await, IdentityError::Expired);
        fails!(store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        assert_eq!(store.look_at_link(&link, Some(&here)).await.unwrap(), Link::Gone);
        assert_eq!(store.look_at_link("another", Some(&here)).await.unwrap(), Link::Gone);
    }

    async fn the_code_shown_elsewhere_signs_in_where_it_was_asked_for(house: House) {
        with_kari(&house).await;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (_, link) = code_and_link(&house).await;
        let Link::Elsewhere { code } = house.store.look_at_link(&link, None).await.unwrap() else { panic!() };
        house.store.sign_in_by_code(attempt, &here, &code, &firefox()).await.unwrap();
    }

    async fn an_attempt_lasts_ten_minutes(house: House) {
        with_kari(&house).await;
        let (store, here) = (&house.store, browser(&house));
        let first = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        house.world.advance(ATTEMPT_LIFE - TimeDelta::microseconds(1));
        fails!(store.sign_in_by_code(first, &here, &other_than(&code), &firefox()).await, IdentityError::WrongCode { left: 4 });
        assert_eq!(store.look_at_link(&link, Some(&here)).await.unwrap(), Link::Here);
        house.world.advance(TimeDelta::microseconds(1));
        fails!(store.sign_in_by_code(first, &here, &code, &firefox()).await, IdentityError::Expired);
        fails!(store.sign_in_by_link(&link, &here, &firefox()).await, IdentityError::Expired);
        assert_eq!(store.look_at_link(&link, Some(&here)).await.unwrap(), Link::Gone);
        house.world.advance(TimeDelta::minutes(10));
        ask(&house, KARI, &here).await;
        assert_eq!(count(&house, "SELECT count(*) FROM sign_in").await, 1, "what is over is thrown out");
    }

    async fn a_code_can_be_tried_five_times(house: House) {
        with_kari(&house).await;
        let (store, here) = (&house.store, browser(&house));
        let attempt = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        let wrong = other_than(&code);
        for slip in ["", "K7M", "no code at all", "000000", "\0"] {
            let result = store.sign_in_by_code(attempt, &here, slip, &firefox()).await;
            fails!(result, IdentityError::WrongCode { left: MOST_TRIES });
        }
        for left in (0..MOST_TRIES).rev() {
            let result = store.sign_in_by_code(attempt, &here, &wrong, &firefox()).await;
            assert!(matches!(result, Err(IdentityError::WrongCode { left: found }) if found == left), "{left}: {result:?}");
        }
        fails!(store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::Expired);
        fails!(store.sign_in_by_link(&link, &here, &firefox()).await, IdentityError::Expired);
    }

    async fn a_crowd_of_tries_at_once_is_counted_one_by_one(house: House) {
        with_kari(&house).await;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (code, _) = code_and_link(&house).await;
        let mut trying = tokio::task::JoinSet::new();
        for _ in 0..12 {
            let (store, here, wrong) = (house.store.clone(), here.clone(), other_than(&code));
            trying.spawn(async move { store.sign_in_by_code(attempt, &here, &wrong, &firefox()).await.unwrap_err() });
        }
        let told = trying.join_all().await;
        let counted = told.iter().filter(|error| matches!(error, IdentityError::WrongCode { .. })).count();
        assert_eq!(counted, 5, "{told:?}");
        let left: HashSet<u32> = told
            .iter()
            .filter_map(|error| if let IdentityError::WrongCode { left } = error { Some(*left) } else { None })
            .collect();
        assert_eq!(left, HashSet::from([0, 1, 2, 3, 4]));
    }

    async fn a_right_code_tried_at_once_signs_in_once(house: House) {
        with_kari(&house).await;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        let before = count(&house, "SELECT count(*) FROM session").await;
        let mut trying = tokio::task::JoinSet::new();
        for index in 0..8 {
            let (store, here, code, link) = (house.store.clone(), here.clone(), code.clone(), link.clone());
            trying.spawn(async move {
                if index % 2 == 0 {
                    store.sign_in_by_code(attempt, &here, &code, &firefox()).await.is_ok()
                } else {
                    store.sign_in_by_link(&link, &here, &firefox()).await.is_ok()
                }
            });
        }
        let in_ = trying.join_all().await.into_iter().filter(|ok| *ok).count();
        assert_eq!(in_, 1);
        assert_eq!(count(&house, "SELECT count(*) FROM session").await, before + 1);
    }

    async fn a_new_code_takes_the_place_of_the_former(house: House) {
        with_kari(&house).await;
        let (here, elsewhere) = (browser(&house), browser(&house));
        let former = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        let other = ask(&house, KARI, &elsewhere).await;
        let (other_code, _) = code_and_link(&house).await;
        ask(&house, KARI, &here).await;
        fails!(house.store.sign_in_by_code(former, &here, &code, &firefox()).await, IdentityError::Expired);
        assert_eq!(house.store.look_at_link(&link, Some(&here)).await.unwrap(), Link::Gone);
        house.store.sign_in_by_code(other, &elsewhere, &other_code, &firefox()).await.unwrap();
    }

    async fn an_unknown_address_gets_the_same_answer_and_no_mail(house: House) {
        with_kari(&house).await;
        let (store, here) = (&house.store, browser(&house));
        let mailed = mails(&house).await.len();
        let unknown = ask(&house, "nobody@example.no", &here).await;
        assert_eq!(mails(&house).await.len(), mailed, "nothing is queued");
        assert_eq!(count(&house, "SELECT count(*) FROM sign_in").await, 1, "the attempt is there all the same");
        for left in (0..MOST_TRIES).rev() {
            let result = store.sign_in_by_code(unknown, &here, "K7MPQX", &firefox()).await;
            assert!(matches!(result, Err(IdentityError::WrongCode { left: found }) if found == left), "{result:?}");
        }
        fails!(store.sign_in_by_code(unknown, &here, "K7MPQX", &firefox()).await, IdentityError::Expired);
        let invented = SignInId(Uuid::from_u128(7));
        fails!(store.sign_in_by_code(invented, &here, "K7MPQX", &firefox()).await, IdentityError::Expired);
        for bad in ["", "nobody", "a@b", "a b@example.no"] {
            fails!(store.ask_to_sign_in(bad, &here, Locale::Nb, &firefox()).await, IdentityError::BadEmail);
        }
    }

    async fn a_closed_account_is_as_unknown(house: House) {
        let kari = with_kari(&house).await;
        member(&house, "ola@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        house.store.disable_account(&crate::operator(), kari).await.unwrap();
        fails!(house.store.sign_in_by_code(attempt, &here, &code, &firefox()).await, IdentityError::NoAccount);
        fails!(house.store.sign_in_by_link(&link, &here, &firefox()).await, IdentityError::NoAccount);
        let mailed = mails(&house).await.len();
        ask(&house, KARI, &here).await;
        assert_eq!(mails(&house).await.len(), mailed);
    }

    async fn no_secret_lies_in_the_database_and_no_address_in_a_limit(house: House) {
        with_kari(&house).await;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (code, link) = code_and_link(&house).await;
        let session = house.store.sign_in_by_code(attempt, &here, &code, &firefox()).await.unwrap();
        ask(&house, KARI, &here).await;
        let kept = everything(&house, &["sign_in", "session", "invitation", "audit", "limit_use"]).await;
        assert!(kept.len() > 500, "{kept}");
        for secret in [here.secret(), &link, session.token.secret()] {
            assert!(secret.len() == 43 && !kept.contains(secret), "{secret}");
        }
        assert!(!kept.contains(&code));
        let log = everything(&house, &["audit", "limit_use", "sign_in"]).await.to_lowercase();
        assert!(!log.contains("example.no") && !log.contains("kari"), "{log}");
        assert!(!format!("{session:?}").contains(session.token.secret()));
    }

    async fn a_browser_never_seen_before_is_told_of_by_mail(house: House) {
        with_kari(&house).await;
        let here = browser(&house);
        let sign_in = async |device: &str| {
            let attempt = ask(&house, KARI, &here).await;
            let (code, _) = code_and_link(&house).await;
            let origin = store::identity::Origin::new("192.0.2.7", device);
            house.store.sign_in_by_code(attempt, &here, &code, &origin).await.unwrap();
            mails(&house).await.into_iter().filter_map(|(_, mail)| match mail {
                Message::NewDevice { device, .. } => Some(device),
                _ => None,
            }).collect::<Vec<_>>()
        };
        assert!(sign_in("Firefox, Linux").await.is_empty(), "the one the invitation was accepted with");
        assert_eq!(sign_in("Safari, iPhone").await, ["Safari, iPhone"]);
        assert_eq!(sign_in("Safari, iPhone").await, ["Safari, iPhone"]);
        assert_eq!(sign_in("Chrome, Windows").await, ["Safari, iPhone", "Chrome, Windows"]);
    }

    async fn a_token_of_one_house_is_worth_nothing_in_another(house: House) {
        let session = member(&house, KARI, Role::Admin, Scope::House).await;
        let other = house.another().await;
        member(&other, KARI, Role::Admin, Scope::House).await;
        assert!(house.store.viewer(&session.token).await.unwrap().is_some());
        assert_eq!(other.store.viewer(&session.token).await.unwrap(), None);
    }

    async fn signing_in_does_not_move_the_ledger(house: House) {
        with_kari(&house).await;
        let before = house.store.ledger().await.unwrap().version;
        let here = browser(&house);
        let attempt = ask(&house, KARI, &here).await;
        let (code, _) = code_and_link(&house).await;
        let session = house.store.sign_in_by_code(attempt, &here, &code, &firefox()).await.unwrap();
        house.store.end_all_sessions(&session.viewer, false).await.unwrap();
        assert_eq!(house.store.ledger().await.unwrap().version, before);
    }
}
