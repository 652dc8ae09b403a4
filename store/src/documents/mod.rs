//! Documents on a startup and in an application: the rows. The bytes lie beside the database or in a storage elsewhere, and are the
//! server's to keep; a row is written only when they are there, and they go only after the row says that the document was removed.
//!
//! - [`Store::documents_of`] what a reader sees of a startup's; [`Store::document_for`] one of them, to be read
//! - [`Store::add_document`], [`Store::remove_document`], [`Store::restore_document`] the verbs
//! - [`application`] the same for an application, whose rights are its own link's and its call's
//! - [`sweep`] what the daily job takes away

mod application;
mod sweep;

use domain::access::{Action, Actor, Resource, Role};
use domain::documents::{Room, UNDO_DAYS, Unfit};
use domain::ids::{ApplicationId, DocumentId, StartupId};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde_json::json;
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

/// What a document belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocumentOf {
    /// A startup.
    Startup(StartupId),
    /// An application.
    Application(ApplicationId),
}

/// A document whose bytes are in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// What it is called; see [`domain::documents::clean_name`].
    pub name: String,
    /// What it is, by its content.
    pub media_type: String,
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256, as hexadecimal digits.
    pub sha256: String,
    /// Where they lie.
    pub key: String,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The document's id.
    pub id: DocumentId,
    /// What it belongs to.
    pub of: DocumentOf,
    /// What it is called.
    pub name: String,
    /// What it is, by its content.
    pub media_type: String,
    /// How many bytes.
    pub size: u64,
    /// Their SHA-256, as hexadecimal digits.
    pub sha256: String,
    /// Where they lie.
    pub key: String,
    /// Whether the founders see it.
    pub shared: bool,
    /// Who added it; see [`People::name_of`](crate::People::name_of).
    pub added_by: String,
    /// When.
    pub added_at: Instant,
    /// When it was removed; until [`UNDO_DAYS`] later it can be put back.
    pub removed_at: Option<Instant>,
    /// Who removed it.
    pub removed_by: Option<String>,
}

impl Document {
    /// Until when a removed document can be put back.
    #[must_use]
    pub fn undo_until(&self) -> Option<Instant> {
        self.removed_at.map(|at| at + chrono::Days::new(UNDO_DAYS))
    }

    /// Whether an actor may take it away and put it back, who may add documents here: founders only what they added themselves.
    #[must_use]
    pub fn is_theirs(&self, actor: &Actor) -> bool {
        actor.role != Role::Founder || self.added_by == actor.label
    }

    /// Whether an actor who sees the startup's documents sees this one.
    fn is_seen(&self, actor: &Actor) -> bool {
        self.shared || actor.role != Role::Founder
    }
}

const COLUMNS: &str = "id, startup_id, application_id, name, media_type, size, sha256, storage_key, shared, added_by, added_at, \
                       removed_at, removed_by";

fn read(row: &QueryResult) -> Result<Document, StoreError> {
    let startup: Option<Uuid> = row.try_get_by_index(1)?;
    let application: Option<Uuid> = row.try_get_by_index(2)?;
    let of = match (startup, application) {
        (Some(startup), _) => DocumentOf::Startup(StartupId(startup)),
        (None, Some(application)) => DocumentOf::Application(ApplicationId(application)),
        (None, None) => {
            return Err(StoreError::Unreadable { table: "document", detail: "it belongs to nothing".to_owned() });
        }
    };
    Ok(Document {
        id: DocumentId(row.try_get_by_index(0)?),
        of,
        name: row.try_get_by_index(3)?,
        media_type: row.try_get_by_index(4)?,
        size: u64::try_from(row.try_get_by_index::<i64>(5)?).unwrap_or_default(),
        sha256: row.try_get_by_index(6)?,
        key: row.try_get_by_index(7)?,
        shared: row.try_get_by_index(8)?,
        added_by: row.try_get_by_index(9)?,
        added_at: row.try_get_by_index(10)?,
        removed_at: row.try_get_by_index(11)?,
        removed_by: row.try_get_by_index(12)?,
    })
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

async fn find<C: ConnectionTrait>(connection: &C, id: DocumentId) -> Result<Option<Document>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM document WHERE id = $1 AND gone_at IS NULL");
    let row = connection.query_one_raw(statement(connection, &sql, [id.0.into()])).await?;
    row.as_ref().map(read).transpose()
}

/// How many bytes lie there of everything that belongs to one thing; what was removed counts until it is gone.
async fn used<C: ConnectionTrait>(connection: &C, of: DocumentOf) -> Result<u64, StoreError> {
    let (column, id) = match of {
        DocumentOf::Startup(startup) => ("startup_id", startup.0),
        DocumentOf::Application(application) => ("application_id", application.0),
    };
    // A sum of big integers is a number without end on PostgreSQL.
    let sql =
        format!("SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM document WHERE {column} = $1 AND gone_at IS NULL");
    let row = connection.query_one_raw(statement(connection, &sql, [id.into()])).await?;
    let many: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(many).unwrap_or_default())
}

async fn insert<C: ConnectionTrait>(
    connection: &C,
    id: DocumentId,
    of: DocumentOf,
    new: &NewDocument,
    shared: bool,
    by: &str,
    at: Instant,
) -> Result<(), StoreError> {
    let (startup, application) = match of {
        DocumentOf::Startup(startup) => (Some(startup.0), None),
        DocumentOf::Application(application) => (None, Some(application.0)),
    };
    let sql = "INSERT INTO document (id, startup_id, application_id, name, media_type, size, sha256, storage_key, shared, added_by, \
               added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        id.0.into(),
        startup.into(),
        application.into(),
        new.name.clone().into(),
        new.media_type.clone().into(),
        i64::try_from(new.size).unwrap_or(i64::MAX).into(),
        new.sha256.clone().into(),
        new.key.clone().into(),
        shared.into(),
        by.into(),
        at.into(),
    ];
    connection.execute_raw(statement(connection, sql, values.map(crate::rows::without_nul))).await?;
    Ok(())
}

/// A document of a startup that the actor sees, found under the lock of a write.
async fn of_startup(write: &Write, id: DocumentId) -> Result<(Document, StartupId), VerbError> {
    let document = find(&write.transaction, id).await?.ok_or(Missing::Document)?;
    let DocumentOf::Startup(startup) = document.of else { return Err(Missing::Document.into()) };
    let ledger = write.ledger();
    let about = ledger.startup(startup).ok_or(Missing::Document)?;
    write.ask(Action::SeeDocuments, &Resource::startup(&ledger, about), Missing::Document)?;
    if !document.is_seen(write.actor()) {
        return Err(Missing::Document.into());
    }
    write.ask(Action::AddDocument, &Resource::startup(&ledger, about), Missing::Document)?;
    Ok((document, startup))
}

impl Store {
    /// The documents of a startup that an actor sees, newest first; removed ones only for whoever may put them back.
    ///
    /// # Errors
    /// [`Missing::Startup`] for a startup that they do not see, [`VerbError::Denied`], or the database.
    pub async fn documents_of(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Document>, VerbError> {
        let ledger = self.ledger().await?;
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        let about = Resource::startup(&ledger, about);
        let today = self.world().today();
        let decide = |action| domain::access::may(actor, action, &about, today);
        VerbError::unless_allowed(decide(Action::SeeDocuments), Missing::Startup)?;
        let adds = decide(Action::AddDocument).is_allowed();
        let sql = format!("SELECT {COLUMNS} FROM document WHERE startup_id = $1 AND gone_at IS NULL ORDER BY id DESC");
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [startup.0.into()])).await?;
        let mut documents = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let shown = |document: &Document| document.removed_at.is_none() || (adds && document.is_theirs(actor));
        documents.retain(|document| document.is_seen(actor) && shown(document));
        Ok(documents)
    }

    /// A document to be read by an actor, who is asked for anew each time. One that was removed is read by nobody.
    ///
    /// # Errors
    /// [`Missing::Document`] for one that is not there or not theirs to see, [`VerbError::Denied`], or the database.
    pub async fn document_for(&self, actor: &Actor, id: DocumentId) -> Result<Document, VerbError> {
        let document = find(self.reader(), id).await?.filter(|document| document.removed_at.is_none());
        let document = document.ok_or(Missing::Document)?;
        let startup = match document.of {
            DocumentOf::Startup(startup) => startup,
            DocumentOf::Application(application) => {
                let today = self.world().today();
                return match crate::evaluation::may_read(self.reader(), actor, application, today).await {
                    Ok(()) => Ok(document),
                    Err(VerbError::NotFound(_)) => Err(Missing::Document.into()),
                    Err(error) => Err(error),
                };
            }
        };
        let ledger = self.ledger().await?;
        let about = ledger.startup(startup).ok_or(Missing::Document)?;
        let about = Resource::startup(&ledger, about);
        let decision = domain::access::may(actor, Action::SeeDocuments, &about, self.world().today());
        VerbError::unless_allowed(decision, Missing::Document)?;
        if document.is_seen(actor) { Ok(document) } else { Err(Missing::Document.into()) }
    }

    /// Whether an actor may add a document to a startup, and how many bytes there is room for: asked before anything is read of what
    /// they send.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn room_for_documents(&self, actor: &Actor, startup: StartupId, room: Room) -> Result<u64, VerbError> {
        let ledger = self.ledger().await?;
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        let about = Resource::startup(&ledger, about);
        let decision = domain::access::may(actor, Action::AddDocument, &about, self.world().today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        Ok(room.all.saturating_sub(used(self.reader(), DocumentOf::Startup(startup)).await?))
    }

    /// Adds a document whose bytes are in their place to a startup. What a founder adds is shared.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], [`Unfit::NoRoom`], or the database. The caller takes the bytes away again then.
    pub async fn add_document(
        &self,
        actor: &Actor,
        startup: StartupId,
        new: &NewDocument,
        shared: bool,
        room: Room,
    ) -> Result<DocumentId, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        write.ask(Action::AddDocument, &Resource::startup(&ledger, about), Missing::Startup)?;
        let of = DocumentOf::Startup(startup);
        if used(&write.transaction, of).await?.saturating_add(new.size) > room.all {
            return Err(Refusal::Document(Unfit::NoRoom(room.all)).into());
        }
        let id = DocumentId(write.new_id());
        let shared = shared || actor.role == Role::Founder;
        insert(&write.transaction, id, of, new, shared, &actor.label, write.at()).await?;
        let after = json!({ "name": new.name, "size": new.size, "sha256": new.sha256, "shared": shared });
        write.audit("add_document", "document", id.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Removes a startup's document. It is shown to nobody any more, and its bytes go [`UNDO_DAYS`] later; until then it can be put back.
    /// Removing it twice is removing it once.
    ///
    /// # Errors
    /// [`Missing::Document`], [`VerbError::Denied`], or the database.
    pub async fn remove_document(&self, actor: &Actor, id: DocumentId) -> Result<StartupId, VerbError> {
        let mut write = self.begin(actor).await?;
        let (document, startup) = of_startup(&write, id).await?;
        if !document.is_theirs(actor) {
            return Err(VerbError::Denied(domain::access::Reason::FoundersReport));
        }
        if document.removed_at.is_some() {
            return Ok(startup);
        }
        let sql = "UPDATE document SET removed_at = $2, removed_by = $3 WHERE id = $1";
        let values = [id.0.into(), write.at().into(), actor.label.clone().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let before = json!({ "name": document.name });
        write.audit("remove_document", "document", id.0, Some(startup), Some(before), None).await?;
        write.commit().await?;
        Ok(startup)
    }

    /// Puts a removed document back.
    ///
    /// # Errors
    /// [`Missing::Document`] also when its bytes are gone, [`VerbError::Denied`], or the database.
    pub async fn restore_document(&self, actor: &Actor, id: DocumentId) -> Result<StartupId, VerbError> {
        let mut write = self.begin(actor).await?;
        let (document, startup) = of_startup(&write, id).await?;
        if !document.is_theirs(actor) {
            return Err(VerbError::Denied(domain::access::Reason::FoundersReport));
        }
        let sql = "UPDATE document SET removed_at = NULL, removed_by = NULL WHERE id = $1 AND removed_at IS NOT NULL AND gone_at IS NULL";
        let put_back = statement(&write.transaction, sql, [id.0.into()]);
        if write.transaction.execute_raw(put_back).await?.rows_affected() > 0 {
            let after = json!({ "name": document.name });
            write.audit("restore_document", "document", id.0, Some(startup), None, Some(after)).await?;
            write.commit().await?;
        }
        Ok(startup)
    }
}
