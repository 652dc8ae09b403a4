//! Publishing a figure.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::access::{Action, Actor};
use domain::figures::{Figure, Query, compute};
use domain::ids::{ProgrammeId, PublicationId};
use domain::ledger::Ledger;
use domain::publication::{Asked, FreezeError, InstanceKey, Publication, Secret, Shown, Use, face, freeze};
use domain::suppress::Table;
use domain::time::{Instant, oslo_date};
use sea_orm::TransactionTrait;
use serde_json::json;
use uuid::Uuid;

use super::keys::{chance, signing};
use super::refusal::PublishRefusal;
use super::{NewPublication, Published, cells_json, programme_of, read, resource, statement, to_json};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, name, optional};
use crate::write::Write;

/// What would become public, and what the house alone sees of it before it decides.
#[derive(Debug, Clone)]
pub struct Preview {
    /// What anybody will see; or why the figure cannot be published.
    pub shown: Result<Shown, PublishRefusal>,
    /// The figure with its rows.
    pub figure: Arc<Figure>,
    /// The programme whose it will be; `None` for the whole house.
    pub programme: Option<ProgrammeId>,
}

/// The letters and digits of an address: none that is easily taken for another, for it stands in print.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// How many of them.
const LETTERS_MANY: usize = 10;

pub(super) fn address(store: &Store) -> String {
    let bytes: [u8; LETTERS_MANY] = chance(&**store.world());
    bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

/// The question with what can be known for certain: a later write may still bear the present instant.
pub(super) fn known(query: &Query, now: Instant) -> Query {
    Query { known_at: query.known_at.min(now - TimeDelta::microseconds(1)), ..query.clone() }
}

/// A figure and its file, made of one state of the ledger.
pub(super) struct Made {
    version: i64,
    pub(super) figure: Figure,
    pub(super) publication: Publication,
}

/// Computes and freezes, on a thread of its own.
pub(super) async fn make(
    store: &Store,
    ledger: Arc<Ledger>,
    asked: Asked,
    key: InstanceKey,
) -> Result<(Made, [u8; 32]), VerbError> {
    // Pseudonyms have 64 bits: that two startups share one happens once in a thousand million large publications.
    for _ in 0..3 {
        let seed: [u8; 32] = chance(&**store.world());
        let (secret, key, asked, ledger) = (Secret::from(seed), key.clone(), asked.clone(), Arc::clone(&ledger));
        let made = tokio::task::spawn_blocking(move || {
            let mut figure = compute(&ledger, &asked.id, &asked.query)
                .ok_or_else(|| FreezeError::UnknownFigure(asked.id.clone()))?;
            let publication = freeze(&ledger, &asked, &secret, &key)?;
            publication.settle(&mut figure);
            Ok(Made { version: ledger.version, figure, publication })
        });
        match made.await.map_err(StoreError::from)? {
            Ok(made) => return Ok((made, seed)),
            Err(FreezeError::SamePseudonym) => {}
            Err(error) => return Err(Refusal::Publication(error.into()).into()),
        }
    }
    Err(Refusal::Publication(FreezeError::SamePseudonym.into()).into())
}

/// What becomes public of a figure beside these tables.
pub(super) fn shown(tables: &[Table], name: &str, figure: &Figure) -> Result<Shown, PublishRefusal> {
    if figure.value.is_none() {
        return Err(PublishRefusal::Nothing);
    }
    face(tables, name, figure).map_err(|domain::publication::TooFew(revealed)| PublishRefusal::TooFew(revealed))
}

impl Store {
    /// What would become public if an actor published a figure. Writes nothing; name and place may still be empty.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`Missing::Cohort`], [`VerbError::Denied`], [`PublishRefusal::UnknownFigure`], or the database.
    pub async fn preview_publication(&self, actor: &Actor, new: &NewPublication) -> Result<Preview, VerbError> {
        let ledger = self.ledger().await?;
        let programme = programme_of(&ledger, &new.query)?;
        let now = self.world().now();
        let decision = domain::access::may(actor, Action::Publish, &resource(&ledger, programme), oslo_date(now));
        VerbError::unless_allowed(decision, Missing::Programme)?;
        let figure = self.figure(&new.figure, &known(&new.query, now)).await?;
        let figure = figure.ok_or(Refusal::Publication(PublishRefusal::UnknownFigure))?;
        let (tables, of) = (self.published_tables().await?, Arc::clone(&figure));
        let shown = tokio::task::spawn_blocking(move || shown(&tables, "", &of)).await.map_err(StoreError::from)?;
        Ok(Preview { shown, figure, programme })
    }

    /// Publishes a figure: freezes it, signs it, and keeps it for ever. What it shows is held against everything published so far, under
    /// the lock of all writers, so that no two publications reveal together what neither does alone.
    ///
    /// Facts count that were recorded before this instant, however the question puts it.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::InFuture`], [`Refusal::Publication`] with the reason,
    /// [`Missing::Programme`], [`Missing::Cohort`], [`VerbError::Denied`], or the database.
    pub async fn publish(&self, actor: &Actor, new: &NewPublication) -> Result<Published, VerbError> {
        self.publish_at(actor, new, None).await
    }

    /// The same as if it had been done at an earlier instant: for the demo house, which has a past.
    pub(crate) async fn publish_at(
        &self,
        actor: &Actor,
        new: &NewPublication,
        at: Option<Instant>,
    ) -> Result<Published, VerbError> {
        let used = Use {
            name: name(&new.name, "name")?,
            place: optional(Some(&new.place), "place", most::NAME)?.unwrap_or_default(),
        };
        // Asked before anything is computed, and again under the lock.
        let ledger = self.ledger().await?;
        let programme = programme_of(&ledger, &new.query)?;
        let issued_at = at.unwrap_or_else(|| self.world().now());
        let today = oslo_date(issued_at);
        let decision = domain::access::may(actor, Action::Publish, &resource(&ledger, programme), today);
        VerbError::unless_allowed(decision, Missing::Programme)?;
        if new.query.as_of > today {
            return Err(Refusal::InFuture { on: new.query.as_of }.into());
        }
        if let Some(contract) = new.contract {
            let contract = self.contract(actor, contract).await?;
            if !contract.may_bear(programme) {
                return Err(Missing::Contract.into());
            }
        }
        let key = self.key(issued_at).await?;
        let query = known(&new.query, issued_at);
        let asked = Asked { id: new.figure.clone(), query: query.clone(), used, issued_at };
        // Outside the lock, where it may take its time: what was known before this instant does not change.
        let (mut made, mut secret) = make(self, ledger, asked.clone(), key.clone()).await?;

        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let programme = programme_of(&ledger, &new.query)?;
        write.ask(Action::Publish, &resource(&ledger, programme), Missing::Programme)?;
        if ledger.version != made.version {
            // Somebody wrote meanwhile. Facts cannot have changed what was known, but a programme's stages have no past.
            (made, secret) = make(self, Arc::clone(&ledger), asked.clone(), key.clone()).await?;
        }
        let tables = read::tables(&write.transaction).await?;
        let address = address(self);
        let Made { figure, publication, .. } = made;
        let shown = tokio::task::spawn_blocking(move || shown(&tables, "", &figure));
        let shown = shown.await.map_err(StoreError::from)?.map_err(Refusal::Publication)?;
        let id = PublicationId(write.new_id());
        let published = Published {
            id,
            address,
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
            published_by: actor.label.clone(),
            issued_at,
            revisions: Vec::new(),
        };
        insert(&write, &published, &shown.table, secret, publication.bytes).await?;
        let after = json!({
            "figure": published.figure, "address": published.address, "name": published.used.name, "digest": published.digest,
        });
        write.audit("publish", "publication", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(published)
    }

    /// The key that signs now, in a small write of its own: it is there before anything is signed with it.
    pub(crate) async fn key(&self, at: Instant) -> Result<InstanceKey, StoreError> {
        let transaction = self.writer().begin_with_options(crate::write::writing()).await?;
        if self.backend() == sea_orm::DbBackend::Postgres {
            // Two processes that publish first must not make two keys.
            use sea_orm::ConnectionTrait;
            transaction.execute_unprepared("SELECT pg_advisory_xact_lock(7165121)").await?;
        }
        let key = signing(self, &transaction, at).await?;
        transaction.commit().await?;
        Ok(key)
    }
}

pub(super) async fn insert(
    write: &Write,
    new: &Published,
    table: &Table,
    secret: [u8; 32],
    bytes: Vec<u8>,
) -> Result<(), StoreError> {
    use sea_orm::ConnectionTrait;
    let sql = "INSERT INTO publication (id, address, figure, version, query, name, place, programme_id, contract_id, face, cells, \
               secret, file, size, digest, key_id, published_by, issued_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)";
    let programme: Option<Uuid> = new.programme.map(|programme| programme.0);
    let contract: Option<Uuid> = new.contract.map(|contract| contract.0);
    let values = [
        new.id.0.into(),
        new.address.clone().into(),
        new.figure.0.clone().into(),
        i32::try_from(new.version).unwrap_or(i32::MAX).into(),
        to_json("publication", &new.query)?.into(),
        new.used.name.clone().into(),
        new.used.place.clone().into(),
        programme.into(),
        contract.into(),
        to_json("publication", &new.face)?.into(),
        cells_json(table)?.into(),
        secret.to_vec().into(),
        bytes.into(),
        i64::try_from(new.size).unwrap_or(i64::MAX).into(),
        new.digest.clone().into(),
        new.key.0.clone().into(),
        new.published_by.clone().into(),
        new.issued_at.into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(())
}
