//! Everything held about a person, and taking it away without moving a figure.

use domain::access::{Actor, Role, Scope};
use domain::facts::{Headcount, Source};
use domain::figures::{Query, Scope as Whole, compute_all, default_ids};
use domain::ids::PersonId;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, Value};
use store::personal::{Goes, Stays};
use store::{AuditFilter, Draft, Missing, NewPerson, Refusal, VerbError};

use crate::cast::{self, manager};
use crate::common::{House, day, on_both};

const NAME: &str = "Kari Søker Nordmann";
const EMAIL: &str = "Kari.Nordmann@example.no";

/// The database behind the store's back.
pub async fn raw(house: &House) -> DatabaseConnection {
    sea_orm::Database::connect(&house.url).await.unwrap()
}

pub async fn run(raw: &DatabaseConnection, sql: &str, values: impl IntoIterator<Item = Value>) {
    raw.execute_raw(Statement::from_sql_and_values(raw.get_database_backend(), sql, values)).await.unwrap();
}

pub async fn count(raw: &DatabaseConnection, sql: &str) -> i64 {
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// An account and a role for somebody.
pub async fn account(house: &House, person: PersonId, email: &str, role: Role) {
    let (raw, now) = (raw(house).await, house.store.world().now());
    let insert = "INSERT INTO account (person_id, email, email_key, locale, created_at) VALUES ($1, $2, $3, 'nb', $4)";
    run(&raw, insert, [person.0.into(), email.into(), domain::words::fold(email).into(), now.into()]).await;
    let insert = "INSERT INTO membership (id, person_id, created_at, granted_by, role, scope_kind, from_on, reason) \
                  VALUES ($1, $2, $3, 'x', $4, 'house', $5, NULL)";
    let id = house.store.new_id();
    run(&raw, insert, [id.into(), person.0.into(), now.into(), role.code().into(), day(2020, 1, 1).into()]).await;
}

/// Every table that holds something about Kari, a row of it each.
async fn kari(house: &House) -> (cast::Stay, PersonId) {
    let store = &house.store;
    let stay = cast::admitted(house).await;
    let new = NewPerson { name: NAME.to_owned(), email: Some(EMAIL.to_owned()), is_mentor: false };
    let person = store.add_founder(&manager(), stay.startup, &new, None, None).await.unwrap();
    account(house, person, EMAIL, Role::Manager).await;
    let actor = Actor::person(person, Role::Manager, Scope::House);
    store
        .record_headcount(&actor, stay.startup, day(2024, 3, 1), Headcount::of(4), Source::Founder, None)
        .await
        .unwrap();
    let draft = Draft {
        form: "x".to_owned(),
        values: [("name".to_owned(), NAME.to_owned())].into(),
        person: Some(person),
        ..Draft::default()
    };
    store.save_draft(&draft).await.unwrap();
    let (raw, now) = (raw(house).await, store.world().now());
    let id = || Value::from(store.new_id());
    let session = "INSERT INTO session (id, person_id, token_hash, strength, address, device, began_at, confirmed_at, last_seen_at, expires_at) \
                   VALUES ($1, $2, 'h', 'mail', '192.0.2.1', 'Firefox', $3, $3, $3, $3)";
    run(&raw, session, [id(), person.0.into(), now.into()]).await;
    let key = "INSERT INTO passkey (id, person_id, credential_id, credential, name, created_at) VALUES ($1, $2, 'c', '{}', 'Telefon', $3)";
    run(&raw, key, [id(), person.0.into(), now.into()]).await;
    let code = "INSERT INTO recovery_code (id, person_id, code_hash, created_at) VALUES ($1, $2, 'r', $3)";
    run(&raw, code, [id(), person.0.into(), now.into()]).await;
    let link = "INSERT INTO oidc_link (id, person_id, issuer, subject, created_at) VALUES ($1, $2, 'https://id.example', 's', $3)";
    run(&raw, link, [id(), person.0.into(), now.into()]).await;
    let invitation = "INSERT INTO invitation (id, email, email_key, name, locale, token_hash, invited_by, created_at, expires_at, role, scope_kind, from_on) \
                      VALUES ($1, $2, $3, $4, 'nb', 't', 'x', $5, $5, 'admin', 'house', $6)";
    let values =
        [id(), EMAIL.into(), domain::words::fold(EMAIL).into(), NAME.into(), now.into(), day(2024, 1, 1).into()];
    run(&raw, invitation, values).await;
    for (to, state, settled) in [
        (EMAIL.to_uppercase(), "sent", Some(now)),
        (EMAIL.to_owned(), "queued", None),
        ("ola@example.no".to_owned(), "queued", None),
    ] {
        let mail = "INSERT INTO outbox (id, recipient, locale, kind, payload, state, tries, next_at, created_at, settled_at) \
                    VALUES ($1, $2, 'nb', 'sign_in', '{}', $3, 0, $4, $4, $5)";
        run(&raw, mail, [id(), to.into(), state.into(), now.into(), settled.into()]).await;
    }
    (stay, person)
}

async fn digits(house: &House) -> String {
    let ledger = house.store.ledger().await.unwrap();
    let query = Query { as_of: day(2024, 6, 30), known_at: house.store.world().now(), scope: Whole::default() };
    let mut figures = compute_all(&ledger, &default_ids(), &query);
    assert!(figures.iter().any(|figure| !figure.rows_in.is_empty()));
    // The question is part of a figure; what the clock says is not what is compared.
    for figure in &mut figures {
        figure.query.known_at = domain::time::Instant::MIN_UTC;
    }
    format!("{figures:?}")
}

/// Every text in every table, to look for what should be gone.
async fn everything(raw: &DatabaseConnection) -> String {
    let tables = [
        "person",
        "founder",
        "account",
        "membership",
        "invitation",
        "session",
        "sign_in",
        "passkey",
        "recovery_code",
        "oidc_link",
        "ceremony",
        "draft",
        "outbox",
        "audit",
        "private_read",
        "headcount",
    ];
    let mut all = String::new();
    for table in tables {
        let sql = match raw.get_database_backend() {
            sea_orm::DbBackend::Postgres => format!("SELECT COALESCE(string_agg(t::text, '|'), '') FROM {table} t"),
            _ => {
                let columns = raw
                    .query_all_raw(Statement::from_string(
                        raw.get_database_backend(),
                        format!("PRAGMA table_info({table})"),
                    ))
                    .await
                    .unwrap();
                let columns: Vec<String> = columns
                    .iter()
                    .map(|row| row.try_get::<String>("", "name").unwrap())
                    .map(|name| {
                        format!(
                            "CASE typeof(\"{name}\") WHEN 'blob' THEN hex(\"{name}\") ELSE COALESCE(\"{name}\", '') END"
                        )
                    })
                    .collect();
                format!("SELECT COALESCE(group_concat({}, '|'), '') FROM {table}", columns.join(" || ' ' || "))
            }
        };
        let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap().unwrap();
        all.push_str(&row.try_get_by_index::<String>(0).unwrap());
    }
    all.to_lowercase()
}

on_both! {
    async fn a_person_is_told_everything_held_about_them(house: House) {
        let (stay, person) = kari(&house).await;
        let own = Actor::person(person, Role::Founder, Scope::Startup(stay.startup));
        let held = house.store.personal_data(&own, person).await.unwrap();
        assert_eq!((held.person.name.as_str(), held.person.email.as_deref()), (NAME, Some(EMAIL)));
        assert_eq!(held.account.as_ref().map(|account| account.email.as_str()), Some(EMAIL));
        let numbers = (held.memberships.len(), held.invitations.len(), held.sessions.len(), held.passkeys.len());
        assert_eq!(numbers, (1, 1, 1, 1));
        assert_eq!((held.recovery_codes_left, held.accounts_elsewhere.len(), held.drafts.len()), (1, 1, 1));
        assert_eq!(held.startups.iter().map(|part| (part.part, part.name.as_deref())).collect::<Vec<_>>(), [("founder", Some("Årvak"))]);
        assert_eq!(held.done_by_them.iter().map(|deed| deed.action.as_str()).collect::<Vec<_>>(), ["record_headcount"]);
        assert_eq!(held.facts_recorded.iter().map(|fact| fact.kind).collect::<Vec<_>>(), ["headcount"]);
        assert_eq!(held.mail.iter().map(|mail| mail.state.as_str()).collect::<Vec<_>>(), ["sent", "queued"], "in whatever letters the address was typed");
        assert!(held.read_by_others.is_empty());
        let file = serde_json::to_string(&held).unwrap();
        for secret in ["token", "hash", "credential", "payload", "ola@example.no"] {
            assert!(!file.contains(secret), "{secret} in {file}");
        }

        let held = house.store.personal_data(&Actor::command_line(), person).await.unwrap();
        assert_eq!(held.read_by_others.len(), 1, "an administrator's look is kept, and told");
        for role in [Role::Manager, Role::Mentor, Role::Evaluator, Role::Funder] {
            let other = Actor::person(PersonId(uuid::Uuid::from_u128(9)), role, Scope::Programme(stay.programme));
            let refused = house.store.personal_data(&other, person).await;
            assert!(matches!(refused, Err(VerbError::Denied(_) | VerbError::NotFound(_))), "{role:?}: {refused:?}");
        }
        let nobody = house.store.personal_data(&Actor::command_line(), PersonId(uuid::Uuid::from_u128(1))).await;
        assert!(matches!(nobody, Err(VerbError::NotFound(Missing::Person))));
    }

    async fn an_erased_person_is_gone_and_every_figure_has_the_same_digits(house: House) {
        let (stay, person) = kari(&house).await;
        let (store, admin) = (&house.store, Actor::command_line());
        let raw = raw(&house).await;
        let before = digits(&house).await;
        assert!(everything(&raw).await.contains("nordmann"));
        let preview = store.erase_preview(&admin, person).await.unwrap();
        let goes = |what| preview.goes.iter().find(|(one, _)| *one == what).unwrap().1;
        let stays = |what| preview.stays.iter().find(|(one, _)| *one == what).unwrap().1;
        assert_eq!([Goes::Account, Goes::Sessions, Goes::Keys, Goes::Roles, Goes::Invitations, Goes::Mail, Goes::Drafts].map(goes), [1, 1, 3, 1, 1, 2, 1]);
        assert_eq!([Stays::FounderLinks, Stays::Facts, Stays::Audit].map(stays), [1, 1, 1]);
        assert!(!preview.last_admin);

        let entries = cast::size(&house).await;
        let wrong = store.erase_person(&admin, person, "Kari").await;
        assert_eq!(cast::refusal(wrong), Refusal::OtherName);
        assert_eq!(cast::size(&house).await, entries, "a refused erasure leaves all as it was");

        store.erase_person(&admin, person, " kari søker  nordmann ").await.unwrap();
        let left = everything(&raw).await;
        for gone in ["nordmann", "kari", "192.0.2.1", "firefox", "telefon", "id.example"] {
            assert!(!left.contains(gone), "{gone} is still there");
        }
        assert!(left.contains("ola@example.no"), "nobody else's mail was touched");
        assert_eq!(digits(&house).await, before);
        let people = store.people().await.unwrap();
        let erased = &people.persons[&person];
        assert!(erased.name.is_empty() && erased.email.is_none() && erased.erased_at.is_some());
        assert_eq!(people.of(stay.startup).len(), 1, "that there is a founder stays");
        assert_eq!(count(&raw, "SELECT count(*) FROM outbox WHERE state = 'queued'").await, 1);
        let by = AuditFilter { person: Some(person), ..AuditFilter::default() };
        let told = store.audit(&admin, &by, None, 10).await.unwrap().entries;
        assert_eq!(told.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["erase_person", "record_headcount"]);
        assert_eq!(told[1].actor, format!("person:{person}"));

        let again = store.erase_person(&admin, person, "").await;
        assert!(matches!(again, Err(VerbError::NotFound(Missing::Person))), "{again:?}");
        // Whoever opens the database anew finds the same.
        let other = store::Store::connect(&house.url, std::sync::Arc::clone(&house.world) as std::sync::Arc<dyn domain::World>).await.unwrap();
        assert!(other.people().await.unwrap().persons[&person].name.is_empty());
    }

    async fn the_last_administrator_stays(house: House) {
        let store = &house.store;
        let add = async |name: &str| store.add_person(&manager(), &NewPerson { name: name.to_owned(), ..NewPerson::default() }).await.unwrap();
        let (first, second) = (add("Første").await, add("Andre").await);
        account(&house, first, "en@example.no", Role::Admin).await;
        assert!(store.erase_preview(&Actor::command_line(), first).await.unwrap().last_admin);
        let refused = store.erase_person(&Actor::person(first, Role::Admin, Scope::House), first, "Første").await;
        assert_eq!(cast::refusal(refused), Refusal::LastAdmin);
        account(&house, second, "to@example.no", Role::Admin).await;
        store.erase_person(&Actor::person(first, Role::Admin, Scope::House), first, "Første").await.unwrap();
        let refused = store.erase_person(&Actor::command_line(), second, "Andre").await;
        assert_eq!(cast::refusal(refused), Refusal::LastAdmin);
    }

    async fn only_oneself_and_administrators_erase(house: House) {
        let (stay, person) = kari(&house).await;
        for role in [Role::Manager, Role::Mentor, Role::Evaluator, Role::Funder] {
            let other = Actor::person(PersonId(uuid::Uuid::from_u128(9)), role, Scope::Programme(stay.programme));
            let refused = house.store.erase_person(&other, person, NAME).await;
            assert!(matches!(refused, Err(VerbError::Denied(_) | VerbError::NotFound(_))), "{role:?}: {refused:?}");
        }
        let own = Actor::person(person, Role::Founder, Scope::Startup(stay.startup));
        house.store.erase_person(&own, person, NAME).await.unwrap();
    }
}
