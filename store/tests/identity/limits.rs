//! Limits.

use chrono::TimeDelta;
use domain::access::{Role, Scope};
use domain::words::Locale;
use store::identity::{IdentityError, Origin, Quota, quota};

use crate::common::{House, on_both};
use crate::{again_at, browser, count, fails, firefox, mails, member};

const THREE: Quota = Quota { burst: 3, every: TimeDelta::seconds(10) };

on_both! {
    async fn a_burst_passes_then_one_at_a_time(house: House) {
        let store = &house.store;
        let start = store.world().now();
        for _ in 0..3 {
            store.limit("a:b:c", THREE).await.unwrap();
        }
        let at = again_at(store.limit("a:b:c", THREE).await);
        assert_eq!(at, start + TimeDelta::seconds(10));
        assert_eq!(again_at(store.limit("a:b:c", THREE).await), at, "what is refused costs nothing");
        store.limit("a:b:d", THREE).await.unwrap();

        house.world.advance(TimeDelta::seconds(10) - TimeDelta::microseconds(1));
        assert_eq!(again_at(store.limit("a:b:c", THREE).await), at);
        house.world.advance(TimeDelta::microseconds(1));
        store.limit("a:b:c", THREE).await.unwrap();
        assert_eq!(again_at(store.limit("a:b:c", THREE).await), at + TimeDelta::seconds(10));
        house.world.advance(TimeDelta::hours(1));
        for _ in 0..3 {
            store.limit("a:b:c", THREE).await.unwrap();
        }
        again_at(store.limit("a:b:c", THREE).await);
        // A clock that is set back refuses for a while and breaks nothing.
        house.world.advance(-TimeDelta::hours(1));
        assert!(again_at(store.limit("a:b:c", THREE).await) > store.world().now());
    }

    async fn a_crowd_passes_as_often_as_it_may(house: House) {
        let mut crowd = tokio::task::JoinSet::new();
        let second = store::Store::connect(&house.url, std::sync::Arc::clone(house.store.world())).await.unwrap();
        for index in 0..30 {
            let store = if index % 2 == 0 { house.store.clone() } else { second.clone() };
            crowd.spawn(async move { store.limit("crowd", Quota { burst: 7, ..THREE }).await.is_ok() });
        }
        assert_eq!(crowd.join_all().await.into_iter().filter(|passed| *passed).count(), 7);
    }

    async fn asking_is_limited_by_address_known_or_not(house: House) {
        member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        let mailed = mails(&house).await.len();
        let mut told = Vec::new();
        for (index, email) in ["kari@example.no", "nobody@example.no"].into_iter().enumerate() {
            for turn in 0..quota::ASK_MAIL.burst {
                let origin = Origin::new(format!("192.0.2.{}", turn * 2 + u32::try_from(index).unwrap()), "");
                house.store.ask_to_sign_in(email, &here, Locale::Nb, &origin).await.unwrap();
            }
            told.push(again_at(house.store.ask_to_sign_in(&email.to_uppercase(), &here, Locale::Nb, &firefox()).await));
        }
        assert_eq!(told[0], told[1]);
        assert_eq!(told[0], house.store.world().now() + quota::ASK_MAIL.every);
        assert_eq!(mails(&house).await.len() - mailed, quota::ASK_MAIL.burst as usize);
    }

    async fn asking_is_limited_by_network(house: House) {
        let here = browser(&house);
        let ask = async |turn: u32| {
            let origin = Origin::new(format!("2001:db8:0:1::{turn:x}"), "");
            house.store.ask_to_sign_in(&format!("nobody{turn}@example.no"), &here, Locale::Nb, &origin).await
        };
        for turn in 0..quota::ASK_FROM.burst {
            ask(turn).await.unwrap();
        }
        let at = again_at(ask(999).await);
        assert_eq!(at, house.store.world().now() + quota::ASK_FROM.every);
        house.store.ask_to_sign_in("nobody@example.no", &here, Locale::Nb, &firefox()).await.unwrap();
        house.world.advance(TimeDelta::hours(1));
        ask(1_000).await.unwrap();
        assert_eq!(count(&house, "SELECT count(*) FROM limit_use").await, 2, "what is free again is thrown out");
    }

    async fn trying_codes_is_limited_by_address_and_network(house: House) {
        member(&house, "kari@example.no", Role::Admin, Scope::House).await;
        let here = browser(&house);
        let mut tries = 0;
        let at = loop {
            house.world.advance(TimeDelta::seconds(1));
            let attempt = house.store.ask_to_sign_in("kari@example.no", &here, Locale::Nb, &Origin::new(format!("10.0.0.{tries}"), "")).await.unwrap();
            let mut refused = None;
            for _ in 0..5 {
                match house.store.sign_in_by_code(attempt, &here, "AAAAAA", &Origin::new(format!("10.1.0.{tries}"), "")).await {
                    Err(IdentityError::WrongCode { .. }) => tries += 1,
                    other => refused = Some(again_at(other)),
                }
            }
            if let Some(at) = refused {
                break at;
            }
        };
        assert_eq!(tries, quota::TRY_MAIL.burst);
        assert!(at > house.store.world().now() && at <= house.store.world().now() + quota::TRY_MAIL.every);

        for _ in 0..quota::TRY_FROM.burst {
            fails!(house.store.sign_in_by_link("x", &here, &firefox()).await, IdentityError::Expired);
        }
        again_at(house.store.sign_in_by_link("x", &here, &firefox()).await);
        again_at(house.store.accept_invitation("x", "", &firefox()).await);
        again_at(house.store.sign_in_by_code(domain::ids::SignInId(uuid::Uuid::nil()), &here, "AAAAAA", &firefox()).await);
    }
}
