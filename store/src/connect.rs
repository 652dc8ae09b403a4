//! Opening a database: SQLite in one file, or PostgreSQL.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::World;
use migrations::Migrator;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use uuid::Uuid;

use crate::cache::{Cache, Cached};
use crate::error::StoreError;
use crate::memo::Memo;
use crate::sight::Sights;

/// The house's database: every query and every verb. Cheap to clone; clones share connections, cache and memo.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
    /// What one request read first, when this store serves one.
    pub(crate) read_once: Option<Arc<Mutex<ReadOnce>>>,
}

/// What a request has read of the house so far.
#[derive(Debug, Default)]
pub(crate) enum ReadOnce {
    /// Nothing.
    #[default]
    Nothing,
    /// The house as of then; asked for again it is the same, so that the parts of a page agree.
    As(Cached),
    /// The request writes: from then on it reads what is newest.
    Writes,
}

pub(crate) struct Inner {
    /// Many readers. On SQLite they cannot write.
    pub(crate) reader: DatabaseConnection,
    /// One connection on SQLite, so that writers queue here and no one is ever told that the database is busy.
    pub(crate) writer: DatabaseConnection,
    pub(crate) world: Arc<dyn World>,
    pub(crate) cache: Cache,
    pub(crate) memo: Memo,
    pub(crate) sights: Sights,
    pub(crate) standings: crate::contracts::Standings,
    pub(crate) usual: crate::attention::Usual,
    pub(crate) publications: crate::publications::Kept,
    pub(crate) search: crate::search::Index,
    /// Rung when mail was committed in this process.
    pub(crate) mail: tokio::sync::Notify,
    pub(crate) identity: crate::identity::Identity,
    last_id: Mutex<u128>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("backend", &self.backend()).finish_non_exhaustive()
    }
}

/// Before this version two connections that checkpoint at once can corrupt a database in WAL mode ("WAL-reset bug",
/// fixed in 3.51.3).
const LEAST_SQLITE: (&str, [u32; 3]) = ("3.51.3", [3, 51, 3]);

/// How long a writer waits for another process (a command line beside the server) to finish its write.
const PATIENCE: Duration = Duration::from_secs(60);

impl Store {
    /// The same store for one request: it asks once whether anything is new, and what it read then holds until the request writes.
    #[must_use]
    pub fn for_request(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), read_once: Some(Arc::default()) }
    }

    /// What this request has read, if the store serves one.
    pub(crate) fn once(&self) -> Option<MutexGuard<'_, ReadOnce>> {
        Some(self.read_once.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the database at `url`: `sqlite://path` (file and folder are made when they are not there), `sqlite::memory:` or
    /// `postgres://user@host/name`. Does not migrate: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Address`], [`StoreError::File`], [`StoreError::OldSqlite`], or that the database does not answer.
    pub async fn connect(url: &str, world: Arc<dyn World>) -> Result<Self, StoreError> {
        let (reader, writer) = if url.starts_with("sqlite:") {
            connect_sqlite(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            (connect_postgres(url, 12).await?, connect_postgres(url, 4).await?)
        } else {
            // Only the scheme: the rest may hold a password.
            return Err(StoreError::Address(url.split(':').next().unwrap_or_default().to_owned()));
        };
        let inner = Inner {
            reader,
            writer,
            world,
            cache: Cache::default(),
            memo: Memo::default(),
            sights: Sights::default(),
            standings: crate::contracts::Standings::default(),
            usual: crate::attention::Usual::default(),
            publications: crate::publications::Kept::default(),
            search: crate::search::Index::default(),
            mail: tokio::sync::Notify::new(),
            identity: crate::identity::Identity::default(),
            last_id: Mutex::new(0),
        };
        Ok(Self { inner: Arc::new(inner), read_once: None })
    }

    /// Runs every pending migration, all of them or none.
    ///
    /// # Errors
    /// When a migration fails; the database is then as it was.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        // Processes that start together wait for one another: on SQLite for the write lock, on PostgreSQL for this one.
        let transaction = self.inner.writer.begin_with_options(crate::write::writing()).await?;
        if self.backend() == DbBackend::Postgres {
            transaction.execute_unprepared("SELECT pg_advisory_xact_lock(7165118)").await?;
        }
        let pending = Migrator::get_pending_migrations(&transaction).await?.len();
        Migrator::up(&transaction, None).await?;
        transaction.commit().await?;
        if pending > 0 {
            tracing::info!(database.migrations = pending, "the database was migrated");
        }
        Ok(())
    }

    /// How many migrations are still to be run; looks only, so that it can serve a readiness check.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn pending_migrations(&self) -> Result<usize, StoreError> {
        Ok(Migrator::get_pending_migrations_read_only(&self.inner.reader).await?.len())
    }

    /// Whether nothing was ever written: no programme, no startup, no person.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(crate::read::version(&self.inner.reader).await? == 0)
    }

    /// The clock and chance the store was opened with.
    #[must_use]
    pub fn world(&self) -> &Arc<dyn World> {
        &self.inner.world
    }

    /// A new id, later than every id this process has made: rows of one transaction sort in the order in which they were made,
    /// though they share their millisecond.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        let mut last = self.inner.last_id.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = self.inner.world.new_id().as_u128();
        // RFC 9562, section 6.2, method 2: count on from the last. Its low 62 bits are random, so they do not run over.
        *last = if fresh > *last { fresh } else { *last + 1 };
        Uuid::from_u128(*last)
    }

    /// Closes the connections. On SQLite the write-ahead log is folded into the file.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn close(self) -> Result<(), StoreError> {
        self.inner.reader.clone().close().await?;
        Ok(self.inner.writer.clone().close().await?)
    }

    /// Which of the two databases it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.inner.reader.get_database_backend()
    }

    /// The connection to read with.
    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    /// The connection for writes that the ledger does not count: drafts and the bookkeeping of imports.
    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }
}

fn options(url: &str, most: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(most)
        .min_connections(1)
        .acquire_timeout(PATIENCE * 2)
        // Statements carry personal data; they belong neither in log lines nor in traces.
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    options
}

async fn connect_sqlite(url: &str) -> Result<(DatabaseConnection, DatabaseConnection), StoreError> {
    let rest = url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = rest.split('?').next().unwrap_or_default();
    if path == ":memory:" {
        // A database in memory belongs to its connection, so there is only one and it must never be let go.
        let mut options = options("sqlite::memory:", 1);
        options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
        options.map_sqlx_sqlite_opts(|sqlite| sqlite.foreign_keys(true).pragma("recursive_triggers", "ON"));
        let only = Database::connect(options).await?;
        refuse_old_sqlite(&only).await?;
        return Ok((only.clone(), only));
    }
    if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|cause| StoreError::File { path: path.to_owned(), cause })?;
    }
    let mut writing = options(url, 1);
    writing.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
    writing.map_sqlx_sqlite_opts(|sqlite| {
        sqlite
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: what was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // REPLACE deletes, and without this it would do so behind the triggers' back.
            .pragma("recursive_triggers", "ON")
            .pragma("cache_size", "-32000")
            // A write touches a page of each index. Folding the log into the file seldom writes a page once that changed often.
            .pragma("wal_autocheckpoint", "8000")
            .pragma("temp_store", "MEMORY")
    });
    let writer = Database::connect(writing).await?;
    refuse_old_sqlite(&writer).await?;

    let processors = std::thread::available_parallelism().map_or(4, std::num::NonZero::get);
    let mut reading = options(url, u32::try_from(processors.clamp(4, 8)).unwrap_or(4));
    reading.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>).test_before_acquire(false);
    reading.map_sqlx_sqlite_opts(|sqlite| {
        sqlite.foreign_keys(true).busy_timeout(PATIENCE).pragma("query_only", "ON").pragma("temp_store", "MEMORY")
    });
    Ok((Database::connect(reading).await?, writer))
}

async fn connect_postgres(url: &str, most: u32) -> Result<DatabaseConnection, StoreError> {
    let mut options = options(url, most);
    // A ping before each statement would double every round trip; a connection that has rested may have been dropped.
    options.test_before_acquire_if_idle_for(Duration::from_secs(10));
    options.map_sqlx_postgres_opts(|postgres| {
        // A writer must see what was committed while it waited for its turn, whatever the server's default.
        postgres.application_name("grobunn").options([("default_transaction_isolation", "read committed")])
    });
    Ok(Database::connect(options).await?)
}

async fn refuse_old_sqlite(connection: &DatabaseConnection) -> Result<(), StoreError> {
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()")).await?;
    let found: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    if is_old(&found) { Err(StoreError::OldSqlite { found, least: LEAST_SQLITE.0 }) } else { Ok(()) }
}

/// Whether a version such as `3.46.0` is below the least accepted; what cannot be read is old.
fn is_old(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map_while(|part| part.parse().ok()).collect();
    parts.as_slice() < LEAST_SQLITE.1.as_slice()
}

#[cfg(test)]
mod tests {
    use super::is_old;

    #[test]
    fn an_old_sqlite_is_recognised() {
        for old in ["3.40.1", "3.46.0", "3.51.2", "3.9.0", "", "x"] {
            assert!(is_old(old), "{old}");
        }
        for new in ["3.51.3", "3.51.10", "3.52.0", "4.0.0", "3.100.0"] {
            assert!(!is_old(new), "{new}");
        }
    }
}
