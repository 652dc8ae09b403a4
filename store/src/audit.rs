//! Reading the audit log. Entries are written by [`Write::audit`](crate::Write::audit), in the transaction they tell of.

use domain::ids::{AuditId, StartupId};
use domain::time::Instant;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// The entry's id; sorts by time.
    pub id: AuditId,
    /// When it was done.
    pub at: Instant,
    /// By whom.
    pub actor: String,
    /// In what role, by its stable name.
    pub role: String,
    /// What was done: the verb's name.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject: Uuid,
    /// Which startup it concerns, when it does.
    pub startup: Option<StartupId>,
    /// What was there before.
    pub before: Option<serde_json::Value>,
    /// What is there since.
    pub after: Option<serde_json::Value>,
    /// The request it came with.
    pub request_id: Option<String>,
}

impl Store {
    /// The log, newest first, of one startup or of the whole house; `before` the entry a former page ended with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(
        &self,
        startup: Option<StartupId>,
        before: Option<AuditId>,
        at_most: u64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut select = Query::select();
        select
            .columns([
                "id",
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
            ])
            .from("audit")
            .order_by("id", Order::Desc)
            .limit(at_most);
        if let Some(startup) = startup {
            select.and_where(Expr::col("startup_id").eq(startup.0));
        }
        if let Some(before) = before {
            select.and_where(Expr::col("id").lt(before.0));
        }
        self.reader().query_all(&select).await?.iter().map(read).collect()
    }
}

fn read(row: &QueryResult) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: AuditId(row.try_get_by_index(0)?),
        at: row.try_get_by_index(1)?,
        actor: row.try_get_by_index(2)?,
        role: row.try_get_by_index(3)?,
        action: row.try_get_by_index(4)?,
        subject_kind: row.try_get_by_index(5)?,
        subject: row.try_get_by_index(6)?,
        startup: row.try_get_by_index::<Option<Uuid>>(7)?.map(StartupId),
        before: row.try_get_by_index(8)?,
        after: row.try_get_by_index(9)?,
        request_id: row.try_get_by_index(10)?,
    })
}
