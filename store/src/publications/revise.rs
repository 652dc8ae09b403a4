//! Notes to a publication: what the house knows by now, dated and public. The publication stays as it is.

use std::collections::BTreeSet;

use domain::access::{Action, Actor};
use domain::figures::{Query, compute};
use domain::ids::{PublicationId, RevisionId};
use domain::publication::{changes, face};
use domain::suppress::{Cell, FEWEST, Table, may_publish};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::publish::known;
use super::refusal::PublishRefusal;
use super::{Published, Standing, cells_json, read, statement, to_json};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, optional};

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRevision {
    /// What it says. Not empty.
    pub note: String,
    /// The language it is written in.
    pub locale: Locale,
}

impl Store {
    /// Writes a dated public note to a publication. It carries what the figure would be by what is known now, where that may be said.
    ///
    /// # Errors
    /// [`Missing::Publication`], [`PublishRefusal::NoteMissing`], [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn note_revision(
        &self,
        actor: &Actor,
        id: PublicationId,
        new: &NewRevision,
    ) -> Result<RevisionId, VerbError> {
        self.note_revision_at(actor, id, new, None).await
    }

    /// The same as if it had been written at an earlier instant: for the demo house, which has a past.
    pub(crate) async fn note_revision_at(
        &self,
        actor: &Actor,
        id: PublicationId,
        new: &NewRevision,
        at: Option<Instant>,
    ) -> Result<RevisionId, VerbError> {
        let note =
            optional(Some(&new.note), "note", most::TEXT)?.ok_or(Refusal::Publication(PublishRefusal::NoteMissing))?;
        let mut write = self.begin(actor).await?;
        let published = read::by_id(&write.transaction, id).await?.ok_or(Missing::Publication)?;
        let (ledger, at) = (write.ledger(), at.unwrap_or_else(|| write.at()));
        // Everybody sees a publication; who may write a note is another question.
        write.ask(Action::Publish, &published.resource(&ledger), Missing::Publication)?;
        let tables = read::tables(&write.transaction).await?;
        let query = known(&Query { known_at: at, ..published.query.clone() }, at);
        let of = published.clone();
        let standing = tokio::task::spawn_blocking(move || standing(&ledger, &of, &query, &tables));
        let (standing, table) = standing.await.map_err(StoreError::from)?.unzip();
        let revision = RevisionId(write.new_id());
        let sql = "INSERT INTO publication_revision (id, publication_id, note, locale, standing, cells, noted_by, noted_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let standing = standing.map(|standing| to_json("publication_revision", &standing)).transpose()?;
        let values = [
            revision.0.into(),
            id.0.into(),
            note.clone().into(),
            new.locale.tag().into(),
            standing.into(),
            cells_json(&table.unwrap_or_default())?.into(),
            actor.label.clone().into(),
            at.into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let after = json!({ "address": published.address, "note": note });
        write.audit("note_revision", "publication", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(revision)
    }
}

/// What a publication's figure is by what is known at `query.known_at`, and the counts that saying so shows; `None` where it may not be
/// said, or where the definition has moved on.
fn standing(
    ledger: &domain::ledger::Ledger,
    published: &Published,
    query: &Query,
    tables: &[Table],
) -> Option<(Standing, Table)> {
    let definition = domain::figures::definition(&published.figure)?;
    if definition.version() != published.version {
        return None;
    }
    let changes = changes(ledger, &published.figure, &published.query, query.known_at)?;
    let moved: BTreeSet<_> = changes.steps.iter().map(|step| step.startup).collect();
    let figure = compute(ledger, &published.figure, query)?;
    let name = format!("{} ({})", published.used.name, published.address);
    let shown = face(tables, &name, &figure).ok()?;
    let (mut table, many) = (shown.table, moved.len());
    let mut moved_many = Some(many).filter(|many| *many == 0 || *many >= FEWEST);
    if many > 0 {
        table.cells.push(Cell { name: "moved".to_owned(), startups: moved });
        if moved_many.is_none() || may_publish(tables, &table).is_err() {
            table.cells.pop();
            moved_many = None;
        }
    }
    Some((Standing { face: shown.face, moved: moved_many }, table))
}
