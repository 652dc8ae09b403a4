//! Tokens: read with one role of their owner's, and end with it.

use chrono::TimeDelta;
use domain::access::{Role, Scope};
use domain::ids::MembershipId;
use store::identity::{MOST_TOKENS, NewToken, TokenError};
use store::{NewSession, Viewer};

use crate::common::{House, on_both};
use crate::{member, operator, person, programmes, today};

fn asked(viewer: &Viewer) -> NewToken {
    NewToken { name: " Regneark ".to_owned(), hat: viewer.worn.unwrap(), days: 30 }
}

async fn made(house: &House, session: &NewSession) -> String {
    house.store.make_token(&session.viewer, &asked(&session.viewer)).await.unwrap().1
}

async fn reads(house: &House, secret: &str) -> bool {
    house.store.viewer_by_token(secret).await.unwrap().is_some()
}

on_both! {
    async fn a_token_reads_as_its_owner_in_one_role(house: House) {
        let (one, two, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Manager, Scope::Programme(one)).await;
        let secret = made(&house, &kari).await;
        let (id, viewer) = house.store.viewer_by_token(&secret).await.unwrap().unwrap();
        assert_eq!((viewer.actor.role, viewer.actor.scope), (Role::Manager, Scope::Programme(one)));
        assert_eq!((viewer.person(), viewer.hats.len(), viewer.session), (kari.viewer.person(), 1, None));
        assert!(!house.store.is_fresh(&Viewer { confirmed_at: viewer.confirmed_at - TimeDelta::hours(1), ..viewer }).await.unwrap());
        let told = house.store.tokens_of(person(&kari)).await.unwrap();
        assert_eq!((told.len(), told[0].id, told[0].name.as_str()), (1, id, "Regneark"));
        for wrong in ["", "grobunn_", &secret[1..], &secret.replace("grobunn_", ""), &format!("{secret}a")] {
            assert!(!reads(&house, wrong).await, "{wrong}");
        }
        // Another role of the same person is not lent.
        let ola = member(&house, "ola@example.no", Role::Mentor, Scope::Programme(two)).await;
        let theirs = NewToken { hat: ola.viewer.worn.unwrap(), ..asked(&kari.viewer) };
        assert!(matches!(house.store.make_token(&kari.viewer, &theirs).await, Err(TokenError::NotYours)));
        // Neither the log nor the database says what the secret is.
        let log = format!("{:?}", house.store.audit_of(None, None, 50).await.unwrap());
        assert!(log.contains("make_token") && !log.contains(&secret[8..]) && !log.contains("Regneark"));
    }

    async fn a_token_ends_in_each_of_its_ways(house: House) {
        let (one, _, _) = programmes(&house).await;
        // Its time.
        let kari = member(&house, "kari@example.no", Role::Manager, Scope::Programme(one)).await;
        let secret = made(&house, &kari).await;
        house.world.advance(TimeDelta::days(30) - TimeDelta::seconds(1));
        assert!(reads(&house, &secret).await);
        house.world.advance(TimeDelta::seconds(1));
        assert!(!reads(&house, &secret).await);
        assert!(house.store.tokens_of(person(&kari)).await.unwrap().is_empty());
        // Taken back, by its owner alone.
        let ola = member(&house, "ola@example.no", Role::Manager, Scope::Programme(one)).await;
        let per = member(&house, "per@example.no", Role::Manager, Scope::Programme(one)).await;
        let secret = made(&house, &ola).await;
        let id = house.store.tokens_of(person(&ola)).await.unwrap()[0].id;
        assert!(matches!(house.store.revoke_token(&per.viewer, id).await, Err(TokenError::Gone)));
        assert!(reads(&house, &secret).await);
        house.store.revoke_token(&ola.viewer, id).await.unwrap();
        assert!(!reads(&house, &secret).await);
        assert!(matches!(house.store.revoke_token(&ola.viewer, id).await, Err(TokenError::Gone)));
        // The role, on its last day and when it is taken back.
        let secret = made(&house, &per).await;
        house.store.end_membership(&operator(), per.viewer.worn.unwrap(), Some(today(&house))).await.unwrap();
        assert!(reads(&house, &secret).await);
        house.world.advance(TimeDelta::days(1));
        assert!(!reads(&house, &secret).await);
        let siv = member(&house, "siv@example.no", Role::Mentor, Scope::Programme(one)).await;
        let secret = made(&house, &siv).await;
        house.store.revoke_membership(&operator(), siv.viewer.worn.unwrap(), "sluttet").await.unwrap();
        assert!(!reads(&house, &secret).await);
        // The account; opening it again opens nothing else.
        let liv = member(&house, "liv@example.no", Role::Mentor, Scope::Programme(one)).await;
        let secret = made(&house, &liv).await;
        house.store.disable_account(&operator(), person(&liv)).await.unwrap();
        assert!(!reads(&house, &secret).await);
        house.store.enable_account(&operator(), person(&liv)).await.unwrap();
        assert!(!reads(&house, &secret).await);
        // Signing out everywhere.
        let eli = member(&house, "eli@example.no", Role::Mentor, Scope::Programme(one)).await;
        let secret = made(&house, &eli).await;
        house.store.end_all_sessions(&eli.viewer, true).await.unwrap();
        assert!(!reads(&house, &secret).await);
        // The person; nothing of it is left.
        let ida = member(&house, "ida@example.no", Role::Mentor, Scope::Programme(one)).await;
        let secret = made(&house, &ida).await;
        assert_eq!(house.store.personal_data(&operator(), person(&ida)).await.unwrap().programs.len(), 1);
        house.store.erase_person(&operator(), person(&ida), "Kari Nordmann").await.unwrap();
        assert!(!reads(&house, &secret).await);
        assert!(house.store.personal_data(&operator(), person(&ida)).await.unwrap().programs.is_empty());
    }

    async fn what_cannot_be_is_refused_and_nothing_made(house: House) {
        let (one, _, _) = programmes(&house).await;
        let kari = member(&house, "kari@example.no", Role::Manager, Scope::Programme(one)).await;
        let right = asked(&kari.viewer);
        for name in ["", "  ", "a\nb", &"a".repeat(61)] {
            let new = NewToken { name: name.to_owned(), ..right.clone() };
            assert!(matches!(house.store.make_token(&kari.viewer, &new).await, Err(TokenError::BadName)), "{name:?}");
        }
        for days in [0, 1, 366, u32::MAX] {
            let new = NewToken { days, ..right.clone() };
            assert!(matches!(house.store.make_token(&kari.viewer, &new).await, Err(TokenError::BadLife)), "{days}");
        }
        let nowhere = NewToken { hat: MembershipId(house.store.new_id()), ..right.clone() };
        assert!(matches!(house.store.make_token(&kari.viewer, &nowhere).await, Err(TokenError::NotYours)));
        let visitor = Viewer::demo(kari.viewer.confirmed_at);
        assert!(matches!(house.store.make_token(&visitor, &right).await, Err(TokenError::NoPerson)));
        for _ in 0..MOST_TOKENS {
            made(&house, &kari).await;
        }
        assert!(matches!(house.store.make_token(&kari.viewer, &right).await, Err(TokenError::TooMany)));
        house.world.advance(TimeDelta::minutes(10));
        assert!(matches!(house.store.make_token(&kari.viewer, &right).await, Err(TokenError::NotFresh)));
        assert_eq!(house.store.tokens_of(person(&kari)).await.unwrap().len(), MOST_TOKENS);
    }
}
