//! Who comes in, each test on both databases.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../common/mod.rs"]
mod common;

mod accounts;
mod demo;
mod invitations;
mod limits;
mod measure;
mod roles;
mod sessions;
mod sign_in;
mod tokens;

use chrono::NaiveDate;
use common::House;
use domain::access::{Actor, Role, Scope};
use domain::ids::{PersonId, ProgrammeId, StartupId};
use domain::mail::Message;
use domain::pipeline::DEFAULT_STAGES;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Database, Statement};
use store::identity::{Accepted, BrowserToken, IdentityError, NewInvitation, Origin};
use store::{NewSession, NewStartup};

/// Whoever sits at the machine.
fn operator() -> Actor {
    Actor::command_line()
}

/// A browser somewhere.
fn firefox() -> Origin {
    Origin::new("192.0.2.1", "Firefox, Linux")
}

/// A browser's token.
fn browser(house: &House) -> BrowserToken {
    BrowserToken::new(&**house.store.world())
}

/// Lets a moment pass, so that what comes next is newer than what was.
fn tick(house: &House) {
    house.world.advance(chrono::TimeDelta::milliseconds(1));
}

/// Today in the house.
fn today(house: &House) -> NaiveDate {
    house.store.world().today()
}

/// An invitation without an end.
fn invitation(house: &House, email: &str, role: Role, scope: Scope) -> NewInvitation {
    let (name, from_on) = (Some("Kari Nordmann".to_owned()), today(house));
    NewInvitation { email: email.to_owned(), name, role, scope, from_on, to_on: None, locale: Locale::Nn }
}

/// Somebody who was invited and has accepted.
async fn member(house: &House, email: &str, role: Role, scope: Scope) -> NewSession {
    let invited = house.store.invite(&operator(), invitation(house, email, role, scope)).await.unwrap();
    match house.store.accept_invitation(&invited.link_token, "", &firefox()).await.unwrap() {
        Accepted::SignedIn(session) => *session,
        Accepted::SignInNext => panic!("{email} has an account already"),
    }
}

/// Which person a session is of.
fn person(session: &NewSession) -> PersonId {
    session.viewer.person().unwrap()
}

/// Two programmes, and a startup in the first of them.
async fn programmes(house: &House) -> (ProgrammeId, ProgrammeId, StartupId) {
    let admin = operator();
    let one = house.store.create_programme(&admin, "inkubator", "Inkubator", &DEFAULT_STAGES).await.unwrap();
    let two = house.store.create_programme(&admin, "forprogram", "Forprogram", &DEFAULT_STAGES).await.unwrap();
    let new = NewStartup { name: "Årvak".to_owned(), ..NewStartup::default() };
    let source = domain::facts::Source::Founder;
    let (startup, _) = house.store.apply(&admin, &new, one, None, today(house), source).await.unwrap();
    (one, two, startup)
}

/// Every message in the outbox, oldest first, with its address. Messages that are gone keep nothing to read.
async fn mails(house: &House) -> Vec<(String, Message)> {
    let raw = Database::connect(&house.url).await.unwrap();
    let sql = "SELECT recipient, payload FROM outbox WHERE payload IS NOT NULL ORDER BY id";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    rows.iter()
        .map(|row| {
            let payload: serde_json::Value = row.try_get_by_index(1).unwrap();
            (row.try_get_by_index(0).unwrap(), serde_json::from_value(payload).unwrap())
        })
        .collect()
}

/// The code of the newest mail that has one, and the link when it signs somebody in.
async fn code_and_link(house: &House) -> (String, String) {
    let mail = mails(house).await.into_iter().rev().find_map(|(_, message)| match message {
        Message::SignIn { code, link_token, minutes } => {
            assert_eq!(minutes, 10);
            Some((code, link_token))
        }
        // Proves something to the one who asked, and signs nobody in.
        Message::Prove { code, .. } => Some((code, String::new())),
        _ => None,
    });
    mail.unwrap()
}

/// How many rows a query counts.
async fn count(house: &House, sql: &str) -> i64 {
    let raw = Database::connect(&house.url).await.unwrap();
    let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}

/// The actions in the audit log, oldest first.
async fn actions(house: &House) -> Vec<String> {
    let raw = Database::connect(&house.url).await.unwrap();
    let sql = "SELECT action FROM audit ORDER BY id";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Every text in every table, to look for what must not be there.
async fn everything(house: &House, tables: &[&str]) -> String {
    let raw = Database::connect(&house.url).await.unwrap();
    let mut all = String::new();
    for table in tables {
        let sql = if raw.get_database_backend() == sea_orm::DbBackend::Sqlite {
            let columns = format!(
                "SELECT group_concat('quote(\"' || name || '\")', ' || '' '' || ') FROM pragma_table_info('{table}')"
            );
            let row = raw.query_one_raw(Statement::from_string(raw.get_database_backend(), columns)).await.unwrap();
            let columns: String = row.unwrap().try_get_by_index(0).unwrap();
            format!("SELECT {columns} FROM {table}")
        } else {
            format!("SELECT row_to_json(t)::text FROM {table} t")
        };
        for row in raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap() {
            all.push_str(&row.try_get_by_index::<String>(0).unwrap());
            all.push('\n');
        }
    }
    all
}

/// Checks why something did not happen.
macro_rules! fails {
    ($result:expr, $pattern:pat) => {{
        let result = $result;
        assert!(matches!(result, Err($pattern)), "{:?}", result.map(|_| ()));
    }};
}
pub(crate) use fails;

/// When it may be tried again.
fn again_at<T: std::fmt::Debug>(result: Result<T, IdentityError>) -> domain::time::Instant {
    match result {
        Err(IdentityError::TryAgain { at }) => at,
        other => panic!("{other:?}"),
    }
}
