//! A house on one of the two databases, and the binary that serves it.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use domain::access::{Actor, Role};
use domain::ids::MailId;
use domain::mail::{Message, RoleChange};
use domain::words::Locale;
use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, FromQueryResult as _, JsonValue, Statement};
use store::Store;
use store::outbox::NewMail;
use tempfile::TempDir;

pub use crate::database::Database;
use crate::database::{RealWorld, drop_database};

/// How long a server may take to come up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Tables that every request may touch: what was typed, limits, the last time somebody was seen, half-done proofs, and the key of the
/// instance, which is made when it is first needed and holds nothing of the form.
const RESTLESS: [&str; 8] =
    ["draft", "limit_use", "session", "ceremony", "sign_in", "outbox", "api_token", "instance_key"];

/// A house that nobody serves yet.
pub struct House {
    /// Its store.
    pub store: Store,
    /// Where its files lie.
    pub folder: TempDir,
    raw: DatabaseConnection,
    tables: Vec<String>,
    url: String,
}

impl House {
    /// An empty one.
    pub async fn new(database: Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = database.make(folder.path(), "matrix").await;
        let store = Store::connect(&url, Arc::new(RealWorld)).await.unwrap();
        store.migrate().await.unwrap();
        let raw = sea_orm::Database::connect(&url).await.unwrap();
        let tables = match raw.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name AS name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
            _ => "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'",
        };
        let tables = rows(&raw, tables).await;
        let mut tables: Vec<String> = tables.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
        tables.sort();
        Self { store, folder, raw, tables, url }
    }

    /// A message that waits for its next try for longer than any test.
    pub async fn waiting_mail(&self) -> MailId {
        let mut write = self.store.begin(&Actor::command_line()).await.unwrap();
        let message = Message::RoleChanged { role: Role::Mentor, scope_name: None, what: RoleChange::Revoked };
        let to = "matrix-waits@example.no".to_owned();
        let mail = NewMail { to, locale: Locale::Nb, message, expires_at: None, caused_by: None };
        let id = write.queue(mail).await.unwrap();
        write.audit("test", "mail", id.0, None, None, None).await.unwrap();
        write.commit().await.unwrap();
        let sql = "UPDATE outbox SET next_at = '2099-01-01T00:00:00+00:00' WHERE recipient = 'matrix-waits@example.no'";
        self.raw.execute_unprepared(sql).await.unwrap();
        id
    }

    /// Where its database is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Every row of every table that says something for good, by table.
    pub async fn content(&self) -> BTreeMap<String, Vec<String>> {
        let mut content = BTreeMap::new();
        for table in self.tables.iter().filter(|table| !RESTLESS.contains(&table.as_str())) {
            let mut told: Vec<String> =
                rows(&self.raw, &format!("SELECT * FROM {table}")).await.iter().map(ToString::to_string).collect();
            told.sort();
            content.insert(table.clone(), told);
        }
        // Of the restless ones, what is not restless in them.
        for (what, sql) in [
            ("session", "SELECT id, worn, strength, ended_at FROM session ORDER BY id"),
            ("outbox", "SELECT id, recipient, kind FROM outbox ORDER BY id"),
            ("api_token", "SELECT id, person_id, membership_id, revoked_at FROM api_token ORDER BY id"),
        ] {
            content.insert(what.to_owned(), rows(&self.raw, sql).await.iter().map(ToString::to_string).collect());
        }
        content
    }

    /// How many sessions are open, and when anybody last did something for good: what changes when anything was written.
    pub async fn latest(&self) -> String {
        let mut told = String::new();
        for sql in [
            "SELECT version FROM ledger_version",
            "SELECT COUNT(*) FROM audit",
            "SELECT COUNT(*) FROM session WHERE ended_at IS NULL",
            "SELECT COUNT(*) FROM import",
            "SELECT COUNT(*) FROM outbox",
            "SELECT COUNT(*) FROM application_answer",
            "SELECT COUNT(*) FROM sign_in",
            "SELECT COUNT(*) FROM score",
        ] {
            let statement = Statement::from_string(self.raw.get_database_backend(), sql);
            let row = self.raw.query_one_raw(statement).await.unwrap().unwrap();
            told.push_str(&format!("{} ", row.try_get_by_index::<i64>(0).unwrap()));
        }
        told
    }

    /// Takes the database away again.
    pub async fn remove(self) {
        self.store.close().await.unwrap();
        self.raw.close().await.unwrap();
        drop_database(&self.url).await;
    }
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<JsonValue> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    JsonValue::find_by_statement(statement).all(connection).await.unwrap()
}

/// A running binary. Killed when the test lets go of it.
pub struct Server {
    child: Child,
    log: std::path::PathBuf,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may be gone already; either way nothing of it is left.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts one on a house, and gives its address.
    pub async fn start(house: &House, arguments: &[&str]) -> (Self, String) {
        let log = house.folder.path().join(format!("log-{}", house.store.new_id()));
        let child = Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .current_dir(house.folder.path())
            .env("GROBUNN_DATABASE_URL", &house.url)
            .env("GROBUNN_LOG", "warn")
            .env("RUST_BACKTRACE", "0")
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .expect("the binary runs");
        let server = Self { child, log };
        let began = std::time::Instant::now();
        loop {
            let said = server.said();
            if let Some(address) = said.lines().find_map(|line| line.strip_prefix("Grobunn is at http://")) {
                return (server, address.to_owned());
            }
            assert!(began.elapsed() < PATIENCE, "{said}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Whether it still runs.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Everything it has written to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}
