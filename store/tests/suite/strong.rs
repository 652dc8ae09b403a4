//! What proves more than a mailbox: exchanges, passkeys, recovery codes, accounts elsewhere.

use chrono::TimeDelta;
use domain::access::{Actor, Role, Scope};
use domain::ids::{PasskeyId, PersonId};
use domain::mail::{Message, SecurityChange};
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database, Statement};
use store::identity::{Accepted, BrowserToken, IdentityError, NewInvitation, NewMembership, Origin};
use store::strong::{CEREMONY_LIFE, Ceremony, Duty, Linked, MOST_PASSKEYS, NewPasskey, RECOVERY_CODES, StrongError};
use store::{NewSession, Strength, Viewer};
use uuid::Uuid;

use crate::common::{House, on_both};

fn firefox() -> Origin {
    Origin::new("192.0.2.1", "Firefox, Linux")
}

fn browser(house: &House) -> BrowserToken {
    BrowserToken::new(&**house.store.world())
}

/// Somebody who was invited and has accepted, in a programme of their own.
async fn member(house: &House, email: &str, role: Role) -> NewSession {
    let admin = Actor::command_line();
    let short = email.split('@').next().unwrap();
    let scope = match role {
        Role::Admin => Scope::House,
        _ => Scope::Programme(house.store.create_programme(&admin, short, short, &DEFAULT_STAGES).await.unwrap()),
    };
    let from_on = house.store.world().today();
    let new = NewInvitation {
        email: email.to_owned(),
        name: Some("Kari Nordmann".to_owned()),
        role,
        scope,
        from_on,
        to_on: None,
        locale: Locale::Nb,
    };
    let invited = house.store.invite(&admin, new).await.unwrap();
    match house.store.accept_invitation(&invited.link_token, "", &firefox()).await.unwrap() {
        Accepted::SignedIn(session) => *session,
        Accepted::SignInNext => panic!("{email} has an account already"),
    }
}

fn person(viewer: &Viewer) -> PersonId {
    viewer.person().unwrap()
}

fn key(number: u8, name: &str) -> NewPasskey {
    let credential = serde_json::json!({ "counter": number });
    NewPasskey { credential_id: vec![number; 32], credential, name: name.to_owned() }
}

/// The same session after it has shown a passkey.
async fn risen(house: &House, session: &NewSession) -> NewSession {
    house.store.rotate(&session.token, Strength::Passkey).await.unwrap()
}

async fn texts(house: &House, sql: &str) -> Vec<String> {
    let raw = Database::connect(&house.url).await.unwrap();
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// What was told by mail about security, oldest first.
async fn told(house: &House) -> Vec<SecurityChange> {
    let raw = Database::connect(&house.url).await.unwrap();
    let sql = "SELECT payload FROM outbox WHERE payload IS NOT NULL ORDER BY id";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    let messages = rows.iter().map(|row| serde_json::from_value(row.try_get_by_index(0).unwrap()).unwrap());
    messages
        .filter_map(|message| match message {
            Message::SecurityChanged { what, .. } => Some(what),
            _ => None,
        })
        .collect()
}

macro_rules! fails {
    ($result:expr, $pattern:pat) => {{
        let result = $result;
        assert!(matches!(result, Err($pattern)), "{:?}", result.map(|_| ()));
    }};
}

on_both! {
    async fn an_exchange_is_finished_once_in_time_and_by_its_browser(house: House) {
        let store = &house.store;
        let (here, elsewhere) = (browser(&house), browser(&house));
        let kari = PersonId(Uuid::from_u128(7));
        let begin = async || store.begin_ceremony(Ceremony::Confirm, &here, Some(kari), &"state").await.unwrap();

        let token = begin().await;
        let begun = store.end_ceremony::<String>(Ceremony::Confirm, &here, &token).await.unwrap().unwrap();
        assert_eq!((begun.person, begun.state.as_str()), (Some(kari), "state"));
        assert!(store.end_ceremony::<String>(Ceremony::Confirm, &here, &token).await.unwrap().is_none(), "once");

        let token = begin().await;
        assert!(store.end_ceremony::<String>(Ceremony::Confirm, &elsewhere, &token).await.unwrap().is_none());
        assert!(
            store.end_ceremony::<String>(Ceremony::Confirm, &here, &token).await.unwrap().is_none(),
            "another browser that knows the token has used it up"
        );
        let token = begin().await;
        assert!(store.end_ceremony::<String>(Ceremony::SignIn, &here, &token).await.unwrap().is_none(), "of this kind");
        assert!(store.end_ceremony::<String>(Ceremony::Confirm, &here, "guessed").await.unwrap().is_none());

        let token = begin().await;
        house.world.advance(CEREMONY_LIFE);
        assert!(store.end_ceremony::<String>(Ceremony::Confirm, &here, &token).await.unwrap().is_none(), "in time");
        let token = begin().await;
        house.world.advance(CEREMONY_LIFE - TimeDelta::microseconds(1));
        assert!(store.end_ceremony::<String>(Ceremony::Confirm, &here, &token).await.unwrap().is_some());

        let token = begin().await;
        house.world.advance(CEREMONY_LIFE);
        let last = begin().await;
        let kept = texts(&house, "SELECT token_hash FROM ceremony").await;
        assert_eq!(kept.len(), 1, "what is over is thrown out");
        assert!(!kept.contains(&token) && !kept.contains(&last), "a hash only");
    }

    async fn a_mailbox_alone_does_not_replace_a_passkey(house: House) {
        let store = &house.store;
        let mail = member(&house, "kari@example.no", Role::Mentor).await;
        let kari = person(&mail.viewer);
        assert!(store.is_fresh(&mail.viewer).await.unwrap(), "nothing stronger is there yet");
        store.add_passkey(&mail.viewer, key(1, "Telefonen")).await.unwrap();
        assert!(!store.is_fresh(&mail.viewer).await.unwrap());
        fails!(store.add_passkey(&mail.viewer, key(2, "Ny")).await, StrongError::NotFresh);
        fails!(store.new_recovery_codes(&mail.viewer).await, StrongError::NotFresh);
        let id = store.passkeys_of(kari).await.unwrap()[0].id;
        fails!(store.remove_passkey(&mail.viewer, id, &Duty::none()).await, StrongError::NotFresh);

        let strong = risen(&house, &mail).await;
        assert!(store.is_fresh(&strong.viewer).await.unwrap());
        house.world.advance(TimeDelta::minutes(10));
        assert!(!store.is_fresh(&strong.viewer).await.unwrap(), "for ten minutes");
        fails!(store.add_passkey(&strong.viewer, key(2, "Ny")).await, StrongError::NotFresh);
        assert_eq!(store.passkeys_of(kari).await.unwrap().len(), 1);
        fails!(
            store.add_passkey(&Viewer::demo(house.store.world().now()), key(3, "Demo")).await,
            StrongError::NoPerson
        );
    }

    async fn a_role_that_demands_a_passkey_keeps_one(house: House) {
        let store = &house.store;
        let session = member(&house, "kari@example.no", Role::Mentor).await;
        let duty = Duty::default();
        assert!(duty.is_due(&session.viewer));
        assert!(!Duty::none().is_due(&session.viewer));
        store.add_passkey(&session.viewer, key(1, "  Den   første ")).await.unwrap();
        let strong = risen(&house, &session).await.viewer;
        assert!(!duty.is_due(&strong));
        let kari = person(&strong);
        let first = store.passkeys_of(kari).await.unwrap().remove(0);
        assert_eq!(first.name, "Den første");
        fails!(store.remove_passkey(&strong, first.id, &duty).await, StrongError::LastPasskey);
        store.add_passkey(&strong, key(2, "Den andre")).await.unwrap();
        store.remove_passkey(&strong, first.id, &duty).await.unwrap();
        fails!(store.remove_passkey(&strong, first.id, &duty).await, StrongError::NoPasskey);
        let second = store.passkeys_of(kari).await.unwrap().remove(0);
        store.remove_passkey(&strong, second.id, &Duty::of([Role::Admin])).await.unwrap();
        assert!(!store.has_passkey(kari).await.unwrap());
        let names = |name: &str| name.to_owned();
        let expected = [
            SecurityChange::PasskeyAdded { name: names("Den første") },
            SecurityChange::PasskeyAdded { name: names("Den andre") },
            SecurityChange::PasskeyRemoved { name: names("Den første") },
            SecurityChange::PasskeyRemoved { name: names("Den andre") },
        ];
        assert_eq!(told(&house).await, expected);
        let log = texts(&house, "SELECT action FROM audit WHERE subject_kind = 'passkey' ORDER BY id").await;
        assert_eq!(log, ["add_passkey", "add_passkey", "remove_passkey", "remove_passkey"]);
    }

    async fn a_duty_of_another_hat_keeps_the_last_passkey_too(house: House) {
        let store = &house.store;
        let session = member(&house, "kari@example.no", Role::Evaluator).await;
        let kari = person(&session.viewer);
        let admin = NewMembership { role: Role::Admin, scope: Scope::House, from_on: store.world().today(), to_on: None };
        store.grant(&Actor::command_line(), kari, admin).await.unwrap();
        let viewer = store.viewer(&session.token).await.unwrap().unwrap();
        let duty = Duty::default();
        assert_eq!(viewer.actor.role, Role::Evaluator);
        assert!(!duty.is_due(&viewer) && duty.binds(&viewer), "the hat worn demands none, another one does");
        store.add_passkey(&viewer, key(1, "Telefonen")).await.unwrap();
        let strong = risen(&house, &session).await.viewer;
        let id = store.passkeys_of(kari).await.unwrap()[0].id;
        fails!(store.remove_passkey(&strong, id, &duty).await, StrongError::LastPasskey);
    }

    async fn a_passkey_belongs_to_one_person_and_has_a_name(house: House) {
        let store = &house.store;
        let kari = risen(&house, &member(&house, "kari@example.no", Role::Mentor).await).await.viewer;
        let ola = risen(&house, &member(&house, "ola@example.no", Role::Mentor).await).await.viewer;
        let id = store.add_passkey(&kari, key(1, "Telefonen")).await.unwrap();
        fails!(store.add_passkey(&ola, key(1, "Telefonen")).await, StrongError::KnownPasskey);
        fails!(store.add_passkey(&kari, key(1, "Telefonen")).await, StrongError::KnownPasskey);
        for name in ["", "   ", "Jobb\0telefonen", "\u{7}", &"x".repeat(61)] {
            fails!(store.add_passkey(&kari, key(2, name)).await, StrongError::BadName);
        }
        fails!(store.rename_passkey(&ola, id, "Min").await, StrongError::NoPasskey);
        fails!(store.remove_passkey(&ola, id, &Duty::none()).await, StrongError::NoPasskey);
        fails!(store.rename_passkey(&kari, PasskeyId(Uuid::from_u128(1)), "Min").await, StrongError::NoPasskey);
        store.rename_passkey(&kari, id, "Jobbtelefonen").await.unwrap();
        let kept = store.passkey_of_credential(&[1; 32]).await.unwrap().unwrap();
        assert_eq!((kept.person, kept.name.as_str()), (person(&kari), "Jobbtelefonen"));
        assert!(store.passkey_of_credential(&[9; 32]).await.unwrap().is_none());

        house.world.advance(TimeDelta::minutes(1));
        store.passkey_used(id, Some(serde_json::json!({ "counter": 5 }))).await.unwrap();
        let kept = store.passkey_of_credential(&[1; 32]).await.unwrap().unwrap();
        assert_eq!(kept.last_used_at, Some(store.world().now()));
        assert_eq!(kept.credential, serde_json::json!({ "counter": 5 }));
        for number in 2..=u8::try_from(MOST_PASSKEYS).unwrap() {
            store.add_passkey(&kari, key(number, "En til")).await.unwrap();
        }
        fails!(store.add_passkey(&kari, key(99, "En til")).await, StrongError::TooMany);
    }

    async fn a_recovery_code_works_once_and_a_new_set_ends_the_old(house: House) {
        let store = &house.store;
        let kari = member(&house, "kari@example.no", Role::Mentor).await.viewer;
        let ola = member(&house, "ola@example.no", Role::Mentor).await.viewer;
        let codes = store.new_recovery_codes(&kari).await.unwrap();
        assert_eq!(codes.codes().len(), RECOVERY_CODES);
        assert!(codes.codes().iter().all(|code| code.len() == 27), "{:?}", codes.codes());
        assert_eq!(format!("{codes:?}"), "RecoveryCodes");
        let kept = texts(&house, "SELECT code_hash FROM recovery_code").await.join(" ");
        assert!(codes.codes().iter().all(|code| !kept.contains(code) && !kept.contains(&code.replace('-', ""))));

        let first = codes.codes()[0].clone();
        fails!(store.use_recovery_code(&ola, &first).await, StrongError::WrongCode);
        let typed = first.to_lowercase().replace('-', " ");
        assert_eq!(store.use_recovery_code(&kari, &typed).await.unwrap(), RECOVERY_CODES - 1);
        fails!(store.use_recovery_code(&kari, &first).await, StrongError::WrongCode);
        assert_eq!(store.recovery_codes_left(person(&kari)).await.unwrap(), RECOVERY_CODES - 1);

        let newer = store.new_recovery_codes(&kari).await.unwrap();
        fails!(store.use_recovery_code(&kari, &codes.codes()[1]).await, StrongError::WrongCode);
        assert_eq!(store.use_recovery_code(&kari, &newer.codes()[1]).await.unwrap(), RECOVERY_CODES - 1);
        let left = u32::try_from(RECOVERY_CODES).unwrap() - 1;
        let expected = [
            SecurityChange::RecoveryRenewed,
            SecurityChange::RecoveryUsed { left },
            SecurityChange::RecoveryRenewed,
            SecurityChange::RecoveryUsed { left },
        ];
        assert_eq!(told(&house).await, expected);
        // Five tries at once: two were wrong and two were right so far, and one more is let through.
        fails!(store.use_recovery_code(&kari, "nonsense").await, StrongError::WrongCode);
        fails!(
            store.use_recovery_code(&kari, &newer.codes()[2]).await,
            StrongError::Identity(IdentityError::TryAgain { .. })
        );
        house.world.advance(TimeDelta::minutes(1));
        assert_eq!(store.use_recovery_code(&kari, &newer.codes()[2]).await.unwrap(), RECOVERY_CODES - 2);
    }

    async fn an_account_elsewhere_is_linked_by_a_verified_address_of_somebody_known(house: House) {
        let store = &house.store;
        let kari = person(&member(&house, "Kari@Example.no", Role::Mentor).await.viewer);
        let ola = person(&member(&house, "ola@example.no", Role::Mentor).await.viewer);
        let issuer = "https://login.example";
        let linked = async |subject: &str, address: Option<&str>| store.linked(issuer, subject, address).await.unwrap();
        assert_eq!(linked("1", None).await, Linked::Nobody);
        assert_eq!(linked("1", Some("nobody@example.no")).await, Linked::Nobody);
        assert_eq!(linked("1", Some("no address")).await, Linked::Nobody);
        assert!(texts(&house, "SELECT issuer FROM oidc_link").await.is_empty(), "unknown people are not created");
        assert_eq!(linked("1", Some(" kari@example.NO")).await, Linked::Now(kari));
        assert_eq!(linked("1", None).await, Linked::Known(kari));
        assert_eq!(linked("1", Some("ola@example.no")).await, Linked::Known(kari), "the subject decides, not the address");
        assert_eq!(linked("2", Some("ola@example.no")).await, Linked::Now(ola));
        let other = store.linked("https://other.example", "1", None).await.unwrap();
        assert_eq!(other, Linked::Nobody, "another issuer's subject is another account");

        let eva = person(&member(&house, "eva@example.no", Role::Mentor).await.viewer);
        store.disable_account(&Actor::command_line(), eva).await.unwrap();
        assert_eq!(linked("3", Some("eva@example.no")).await, Linked::Nobody, "a closed account is not linked");
        store.disable_account(&Actor::command_line(), kari).await.unwrap();
        fails!(store.begin_session(kari, Strength::Oidc, &firefox()).await, IdentityError::NoAccount);
    }
}
