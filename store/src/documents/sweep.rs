//! What the daily job asks about bytes that may go.

use std::collections::HashSet;

use chrono::Days;
use domain::documents::UNDO_DAYS;
use domain::ids::DocumentId;
use domain::time::to_micros;
use sea_orm::ConnectionTrait;

use super::statement;
use crate::connect::Store;
use crate::error::StoreError;

impl Store {
    /// Documents that can be put back no longer, and where their bytes lie.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn documents_to_empty(&self) -> Result<Vec<(DocumentId, String)>, StoreError> {
        let before = to_micros(self.world().now()) - Days::new(UNDO_DAYS);
        let sql = "SELECT id, storage_key FROM document WHERE removed_at <= $1 AND gone_at IS NULL ORDER BY id";
        let rows = self.reader().query_all_raw(statement(self.reader(), sql, [before.into()])).await?;
        rows.iter().map(|row| Ok((DocumentId(row.try_get_by_index(0)?), row.try_get_by_index(1)?))).collect()
    }

    /// Says that nobody will put a removed document back, before its bytes go. `false` when somebody did meanwhile: then they must stay.
    ///
    /// # Errors
    /// When the database does not answer; the bytes must stay then.
    pub async fn document_is_gone(&self, id: DocumentId) -> Result<bool, StoreError> {
        let now = to_micros(self.world().now());
        let sql = "UPDATE document SET gone_at = $2 WHERE id = $1 AND removed_at <= $3 AND gone_at IS NULL";
        let values = [id.0.into(), now.into(), (now - Days::new(UNDO_DAYS)).into()];
        let done = self.writer().execute_raw(statement(self.writer(), sql, values)).await?;
        Ok(done.rows_affected() > 0)
    }

    /// Forgets the documents of applications that are there no longer; their bytes are orphans from then on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_documents_of_no_application(&self) -> Result<u64, StoreError> {
        let sql = "DELETE FROM document WHERE application_id IS NOT NULL \
                   AND NOT EXISTS (SELECT 1 FROM application a WHERE a.id = document.application_id)";
        Ok(self.writer().execute_raw(statement(self.writer(), sql, [])).await?.rows_affected())
    }

    /// Where the bytes of all documents lie that are not gone: whatever else lies there belongs to nobody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn document_keys(&self) -> Result<HashSet<String>, StoreError> {
        let sql = "SELECT storage_key FROM document WHERE gone_at IS NULL";
        let rows = self.reader().query_all_raw(statement(self.reader(), sql, [])).await?;
        rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
    }
}
