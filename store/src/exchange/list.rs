//! The imports there were.

use chrono::NaiveDate;
use domain::ids::ImportId;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::report::{Kept, Report};
use crate::connect::Store;
use crate::error::StoreError;

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportStatus {
    /// The file is kept.
    Uploaded,
    /// Somebody has seen what it would change.
    Previewed,
    /// Its facts are in the house.
    Applied,
    /// It was taken back.
    Undone,
}

impl ImportStatus {
    /// The stable name in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Previewed => "previewed",
            Self::Applied => "applied",
            Self::Undone => "undone",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Uploaded, Self::Previewed, Self::Applied, Self::Undone].into_iter().find(|status| status.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (Self::Uploaded, Nb) => "lastet opp",
            (Self::Uploaded, Nn) => "lasta opp",
            (Self::Uploaded, En) => "uploaded",
            (Self::Previewed, Nb | Nn) => "forhåndsvist",
            (Self::Previewed, En) => "previewed",
            (Self::Applied, Nb | Nn) => "gjennomført",
            (Self::Applied, En) => "applied",
            (Self::Undone, Nb) => "angret",
            (Self::Undone, Nn) => "angra",
            (Self::Undone, En) => "undone",
        }
    }
}

/// An import as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportRecord {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The profile's name.
    pub profile: String,
    /// The day on which the file was right.
    pub as_of: NaiveDate,
    /// How far it has come.
    pub status: ImportStatus,
    /// Who brought it.
    pub actor: String,
    /// When.
    pub created_at: Instant,
    /// When it was applied.
    pub applied_at: Option<Instant>,
    /// When it was taken back.
    pub undone_at: Option<Instant>,
    /// What it changed, once applied.
    pub report: Option<Report>,
}

impl Store {
    /// The imports, the latest first. An import may speak of any startup of the house, so whoever shows it has asked the policy for
    /// [`Action::Import`](domain::access::Action::Import).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let query = select().order_by("created_at", Order::Desc).order_by("id", Order::Desc).to_owned();
        self.reader().query_all(&query).await?.iter().map(record).collect()
    }

    /// One import; `None` when there is none of this id. As [`Store::imports`], it is for those who may import.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn import_record(&self, id: ImportId) -> Result<Option<ImportRecord>, StoreError> {
        let query = select().and_where(Expr::col("id").eq(id.0)).to_owned();
        self.reader().query_one(&query).await?.as_ref().map(record).transpose()
    }
}

fn select() -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "file_name",
            "profile",
            "as_of",
            "status",
            "actor",
            "created_at",
            "applied_at",
            "undone_at",
            "report",
        ])
        .from("import")
        .to_owned()
}

fn record(row: &QueryResult) -> Result<ImportRecord, StoreError> {
    let status: String = row.try_get_by_index(4)?;
    let kept: Option<serde_json::Value> = row.try_get_by_index(9)?;
    let unreadable = |detail: String| StoreError::Unreadable { table: "import", detail };
    let kept: Option<Kept> =
        kept.map(serde_json::from_value).transpose().map_err(|error| unreadable(error.to_string()))?;
    Ok(ImportRecord {
        id: ImportId(row.try_get_by_index::<Uuid>(0)?),
        file_name: row.try_get_by_index(1)?,
        profile: row.try_get_by_index(2)?,
        as_of: row.try_get_by_index::<Option<NaiveDate>>(3)?.ok_or_else(|| unreadable("no day".to_owned()))?,
        status: ImportStatus::from_code(&status).ok_or_else(|| unreadable(format!("status {status:?}")))?,
        actor: row.try_get_by_index(5)?,
        created_at: row.try_get_by_index(6)?,
        applied_at: row.try_get_by_index(7)?,
        undone_at: row.try_get_by_index(8)?,
        report: kept.map(|kept| kept.report),
    })
}
