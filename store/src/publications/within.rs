//! Publishing as part of something greater: several figures, or none of them.

use domain::access::Action;
use domain::figures::{FigureId, Query};
use domain::ids::PublicationId;
use domain::publication::{Asked, InstanceKey, Shown, Use};
use domain::suppress::Table;
use domain::time::Instant;
use serde_json::json;

use super::publish::{Made, address, insert, known, make, shown};
use super::refusal::PublishRefusal;
use super::{NewPublication, Published, programme_of, read, resource};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, name, optional};
use crate::write::Write;

impl Store {
    /// Publishes a figure within a running write, dated `issued_at`; see [`Store::publish`]. Nothing of it stays if the write is dropped. What was
    /// published before it in the same write counts as published.
    ///
    /// # Errors
    /// As [`Store::publish`].
    pub(crate) async fn publish_in(
        &self,
        write: &mut Write,
        new: &NewPublication,
        key: &InstanceKey,
        issued_at: Instant,
    ) -> Result<Published, VerbError> {
        let used = Use {
            name: name(&new.name, "name")?,
            place: optional(Some(&new.place), "place", most::NAME)?.unwrap_or_default(),
        };
        let ledger = write.ledger();
        let programme = programme_of(&ledger, &new.query)?;
        write.ask(Action::Publish, &resource(&ledger, programme), Missing::Programme)?;
        if new.query.as_of > write.today() {
            return Err(Refusal::InFuture { on: new.query.as_of }.into());
        }
        let query = known(&new.query, issued_at);
        let asked = Asked { id: new.figure.clone(), query: query.clone(), used, issued_at };
        let (Made { figure, publication, .. }, secret) = make(self, ledger, asked.clone(), key.clone()).await?;
        let tables = read::tables(&write.transaction).await?;
        let shown = tokio::task::spawn_blocking(move || shown(&tables, "", &figure));
        let shown = shown.await.map_err(StoreError::from)?.map_err(Refusal::Publication)?;
        let id = PublicationId(write.new_id());
        let published = Published {
            id,
            address: address(self),
            figure: asked.id,
            version: publication.file.body.definition.version,
            query,
            used: asked.used,
            programme,
            contract: new.contract,
            face: shown.face,
            size: publication.bytes.len() as u64,
            digest: publication.file.digest,
            key: key.id(),
            published_by: write.actor().label.clone(),
            issued_at,
            revisions: Vec::new(),
        };
        insert(write, &published, &shown.table, secret, publication.bytes).await?;
        let after = json!({
            "figure": published.figure, "address": published.address, "name": published.used.name, "digest": published.digest,
        });
        write.audit("publish", "publication", id.0, None, None, Some(after)).await?;
        Ok(published)
    }

    /// What would become public of several figures, each beside all that is published and those before it.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub(crate) async fn would_show(
        &self,
        asked: &[(FigureId, Query)],
    ) -> Result<Vec<Result<Shown, PublishRefusal>>, StoreError> {
        let mut tables: Vec<Table> = self.published_tables().await?;
        let now = self.world().now();
        let mut all = Vec::with_capacity(asked.len());
        for (id, query) in asked {
            let Some(figure) = self.figure(id, &known(query, now)).await? else {
                all.push(Err(PublishRefusal::UnknownFigure));
                continue;
            };
            let beside = tables.clone();
            let shown = tokio::task::spawn_blocking(move || shown(&beside, "", &figure)).await?;
            if let Ok(shown) = &shown {
                tables.push(shown.table.clone());
            }
            all.push(shown);
        }
        Ok(all)
    }
}
