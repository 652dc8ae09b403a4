//! Documents in an application. Who sends them in has no account, and proves by a link of their own that it is theirs: that is asked before
//! these are. They are saved as one goes, so they move no ledger.

use domain::access::Actor;
use domain::documents::{Room, Unfit};
use domain::ids::{ApplicationId, DocumentId};
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::{COLUMNS, Document, DocumentOf, NewDocument, insert, read, statement, used};
use crate::connect::Store;
use crate::error::{StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::writing;

/// Who adds to an application, as its row says it: nobody with a name. Whose application it is, the application says.
const APPLICANT: &str = "applicant";

impl Store {
    /// The documents of an application, oldest first. Whether whoever asks may see the application is asked by the caller.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn documents_of_application(&self, application: ApplicationId) -> Result<Vec<Document>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM document WHERE application_id = $1 AND removed_at IS NULL ORDER BY id");
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [application.0.into()])).await?;
        rows.iter().map(read).collect()
    }

    /// How many bytes there is still room for in an application.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn room_in_application(&self, application: ApplicationId, room: Room) -> Result<u64, StoreError> {
        Ok(room.all.saturating_sub(used(self.reader(), DocumentOf::Application(application)).await?))
    }

    /// Adds a document whose bytes are in their place to an application. The caller has asked whether the link is good and the call open.
    ///
    /// # Errors
    /// [`Unfit::NoRoom`], or the database. The caller takes the bytes away again then.
    pub async fn add_to_application(
        &self,
        application: ApplicationId,
        new: &NewDocument,
        room: Room,
    ) -> Result<DocumentId, VerbError> {
        let transaction = self.writer().begin_with_options(writing()).await?;
        let of = DocumentOf::Application(application);
        if used(&transaction, of).await?.saturating_add(new.size) > room.all {
            return Err(Refusal::Document(Unfit::NoRoom(room.all)).into());
        }
        let id = DocumentId(self.new_id());
        insert(&transaction, id, of, new, true, APPLICANT, domain::time::to_micros(self.world().now())).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Removes a document from an application: one that was replaced, or taken out again. Nothing happens when it is not in there.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remove_from_application(
        &self,
        application: ApplicationId,
        document: DocumentId,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE document SET removed_at = $3, removed_by = $4 WHERE id = $1 AND application_id = $2 AND removed_at IS NULL";
        let now = domain::time::to_micros(self.world().now());
        let values = [document.0.into(), application.0.into(), now.into(), APPLICANT.into()];
        self.writer().execute_raw(statement(self.writer(), sql, values)).await?;
        Ok(())
    }

    /// A document of an application, to be read. Whether the actor may see the application is asked by the caller; that they looked is
    /// kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn document_of_application(
        &self,
        application: ApplicationId,
        document: DocumentId,
    ) -> Result<Option<Document>, StoreError> {
        Ok(self.documents_of_application(application).await?.into_iter().find(|known| known.id == document))
    }
}

/// Whether an actor added a document themselves: reading one's own is no reading of private data.
impl Document {
    /// Whether it is the actor's own.
    #[must_use]
    pub fn is_own(&self, actor: &Actor) -> bool {
        self.added_by == actor.label
    }
}
