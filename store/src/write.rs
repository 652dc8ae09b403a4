//! A write: one transaction that has waited for its turn, knows the ledger exactly, and leaves an audit entry.

use std::sync::Arc;

use domain::access::{Action, Actor, Decision, Resource, may};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use domain::time::{Instant, to_micros};
use sea_orm::sea_query::InsertStatement;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryResult, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use serde::Serialize;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use crate::bulk::Batch;
use crate::cache::{Cached, Delta};
use crate::connect::{ReadOnce, Store};
use crate::echo;
use crate::error::{Missing, StoreError, VerbError};
use crate::kinds::id_value;
use crate::people::People;
use crate::rows::{Pending, Target};

/// A write under way. Until it is committed nobody sees anything of it; dropped, it never was.
///
/// While it lives no other write does, on any server process: it holds the lock of the row that numbers them.
pub struct Write {
    store: Store,
    pub(crate) transaction: DatabaseTransaction,
    pending: Pending,
    actor: Actor,
    before: Cached,
    version: i64,
    at: Instant,
    /// What has been added so far; `None` once it is to be read back instead.
    added: Option<Delta>,
    /// Whether the mail worker is to be woken.
    mail: bool,
    /// Kept last: it is let go when all else is done.
    turn: OwnedMutexGuard<()>,
}

impl std::fmt::Debug for Write {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Write").field("version", &self.version).field("at", &self.at).finish_non_exhaustive()
    }
}

/// How a transaction that writes begins.
pub(crate) fn writing() -> TransactionOptions {
    TransactionOptions {
        // Deferred, a second writer would be told at once that the database is busy instead of waiting.
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    }
}

impl Store {
    /// Waits for its turn and begins a write.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn begin(&self, actor: &Actor) -> Result<Write, StoreError> {
        if let Some(mut once) = self.once() {
            *once = ReadOnce::Writes;
        }
        if self.inner.cache.version().is_none() {
            // Filled before the lock is taken: others may write meanwhile, and what they wrote is added below.
            self.cached().await?;
        }
        loop {
            if let Some(write) = self.try_begin(actor).await? {
                return Ok(write);
            }
            // Another process wrote so much that it takes several connections to read: read it, and queue again.
            self.cached().await?;
        }
    }

    async fn try_begin(&self, actor: &Actor) -> Result<Option<Write>, StoreError> {
        let turn = Arc::clone(&self.inner.cache.turn).lock_owned().await;
        let transaction = self.writer().begin_with_options(writing()).await?;
        // Instants never run backwards, whichever process's clock is behind: what was known at an instant stays so.
        let sql = "UPDATE ledger_version SET version = version + 1, at = CASE WHEN at > $1 THEN at ELSE $1 END \
                   WHERE id = 1 RETURNING version, at";
        let now = to_micros(self.world().now());
        let statement = Statement::from_sql_and_values(transaction.get_database_backend(), sql, [now.into()]);
        let row = transaction.query_one_raw(statement).await?.ok_or_else(|| StoreError::Unreadable {
            table: "ledger_version",
            detail: "its row is missing".to_owned(),
        })?;
        let version: i64 = row.try_get_by_index(0)?;
        let at: Instant = row.try_get_by_index(1)?;
        let Some(before) = self.cached_in(&transaction, version - 1).await? else {
            transaction.rollback().await?;
            return Ok(None);
        };
        let added = Some(Delta { since: version - 1, version, at, ..Delta::default() });
        let (store, pending) = (self.clone(), Pending::default());
        Ok(Some(Write {
            store,
            transaction,
            pending,
            actor: actor.clone(),
            before,
            version,
            at,
            added,
            mail: false,
            turn,
        }))
    }
}

impl Write {
    /// The store it writes to.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The ledger as it is in the database, before anything this write has added.
    #[must_use]
    pub fn ledger(&self) -> Arc<Ledger> {
        Arc::clone(&self.before.ledger)
    }

    /// The people of the house, before anything this write has added.
    #[must_use]
    pub fn people(&self) -> Arc<People> {
        Arc::clone(&self.before.people)
    }

    /// The instant at which everything in this write is recorded.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The civil date of that instant.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        domain::time::oslo_date(self.at)
    }

    /// Who writes.
    #[must_use]
    pub const fn actor(&self) -> &Actor {
        &self.actor
    }

    /// What the policy says of the actor doing this, by the ledger as it is under the lock.
    #[must_use]
    pub fn decide(&self, action: Action, resource: &Resource<'_>) -> Decision {
        may(&self.actor, action, resource, self.today())
    }

    /// Asks the policy whether the actor may do this. Every verb asks it of the ledger as it is under the lock, before it writes.
    ///
    /// # Errors
    /// [`VerbError::NotFound`] with `hidden` when the actor may not know of the resource, so that the answer is that of something that was
    /// never there; [`VerbError::Denied`] when they see it and may not do this.
    pub fn ask(&self, action: Action, resource: &Resource<'_>, hidden: Missing) -> Result<(), VerbError> {
        VerbError::unless_allowed(self.decide(action, resource), hidden)
    }

    /// A new id; see [`Store::new_id`].
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        self.store.new_id()
    }

    /// Adds the rows of a batch. A few rows are sent only when the write is committed, and what the database says of them is said then.
    ///
    /// # Errors
    /// When the database refuses a row, or a row says it was recorded in the future.
    pub async fn batch(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.target().batch(batch).await?;
        let added = self.added.take();
        self.added = added.zip(echo::of(batch, &self.before.ledger, self.at)).map(|(mut added, more)| {
            added.append(more);
            added
        });
        Ok(())
    }

    /// Adds the row of a message to the outbox.
    pub(crate) async fn queued(&mut self, insert: &InsertStatement) -> Result<(), StoreError> {
        self.mail = true;
        Ok(self.transaction.execute(insert).await.map(|_| ())?)
    }

    /// Puts a message back into the outbox, by a statement that says what it found.
    pub(crate) async fn requeue(&mut self, statement: Statement) -> Result<Option<QueryResult>, StoreError> {
        self.mail = true;
        Ok(self.transaction.query_one_raw(statement).await?)
    }

    fn target(&mut self) -> Target<'_> {
        Target {
            transaction: &self.transaction,
            pending: &mut self.pending,
            store: &self.store,
            version: self.version,
            at: self.at,
            actor: &self.actor.label,
        }
    }

    /// Runs a statement that changes rows where they stand. What it changed of the ledger is read back once it is committed.
    pub(crate) async fn run(
        &mut self,
        sql: &str,
        values: impl IntoIterator<Item = sea_orm::Value>,
    ) -> Result<u64, StoreError> {
        self.pending.send(&self.transaction).await?;
        self.added = None;
        let backend = self.transaction.get_database_backend();
        let statement = Statement::from_sql_and_values(backend, sql, values);
        Ok(self.transaction.execute_raw(statement).await?.rows_affected())
    }

    /// Sends what waits, for statements that point at it.
    pub(crate) async fn flush(&mut self) -> Result<(), StoreError> {
        self.pending.send(&self.transaction).await
    }

    /// The number of this write, for rows of the ledger that [`Write::run`] changes.
    pub(crate) const fn version(&self) -> i64 {
        self.version
    }

    /// Adds an entry to the audit log: what was done to which subject, and what it was before and after. A write that ends
    /// without an entry is a defect.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn audit(
        &mut self,
        action: &str,
        subject_kind: &str,
        subject: Uuid,
        startup: Option<StartupId>,
        before: Option<serde_json::Value>,
        after: Option<serde_json::Value>,
    ) -> Result<(), StoreError> {
        let columns = [
            "id",
            "ledger",
            "at",
            "actor",
            "role",
            "action",
            "subject_kind",
            "subject_id",
            "startup_id",
            "before",
            "after",
            "request_id",
        ];
        let row = vec![
            self.store.new_id().into(),
            self.version.into(),
            self.at.into(),
            self.actor.label.clone().into(),
            self.actor.role.code().into(),
            action.into(),
            subject_kind.into(),
            subject.into(),
            id_value(startup.map(|startup| startup.0)),
            before.into(),
            after.into(),
            self.actor.request_id.clone().into(),
        ];
        self.target().insert("audit", &columns, [row]).await
    }

    /// Makes it so.
    ///
    /// # Errors
    /// When the database refuses a row or cannot commit; nothing was written then.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { store, transaction, mut pending, before, added, mail, turn, .. } = self;
        pending.send(&transaction).await?;
        // Let go of the former ledger, so that the new one need not be a copy.
        drop(before);
        transaction.commit().await?;
        if let Some(added) = added {
            store.inner.cache.merge(added);
        }
        if mail {
            store.wake_mail();
        }
        drop(turn);
        Ok(())
    }
}

/// Anything as the JSON of an audit entry. What cannot be written as JSON leaves a null: the entry matters more than its detail.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Option<serde_json::Value> {
    serde_json::to_value(value).ok()
}
