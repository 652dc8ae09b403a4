//! What later facts do to a publication, and whether the living ledger still gives it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::PublicationId;
use domain::publication::{Changes, Recomputed, Verified, changes, recompute};

use super::{Published, read};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;

/// Most lists kept: a house looks at few of its publications at a time.
const MOST: usize = 64;

/// What was computed of the newest ledger anybody asked about, and the configured key.
#[derive(Default)]
pub(crate) struct Kept {
    given: Mutex<Option<[u8; 32]>>,
    changes: Mutex<(i64, HashMap<PublicationId, Arc<Changes>>)>,
    /// Held while computing, so that a crowd that asks the same computes it once.
    computing: tokio::sync::Mutex<()>,
}

impl Kept {
    pub(super) fn give(&self, seed: [u8; 32]) {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner) = Some(seed);
    }

    pub(super) fn given(&self) -> Option<[u8; 32]> {
        *self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, version: i64, id: PublicationId) -> Option<Arc<Changes>> {
        let kept = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 == version { kept.1.get(&id).cloned() } else { None }
    }

    fn keep(&self, version: i64, id: PublicationId, changes: &Arc<Changes>) {
        let mut kept = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 > version {
            return;
        }
        if kept.0 < version || kept.1.len() >= MOST {
            *kept = (version, HashMap::new());
        }
        kept.1.insert(id, Arc::clone(changes));
    }
}

impl Store {
    /// Which facts recorded later would move a published figure, and by how much each: for whoever may see the startups, never for the
    /// public. Computed once for each state of the ledger. `None` when the definition has another version by now.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn changes_since(&self, published: &Published) -> Result<Option<Arc<Changes>>, StoreError> {
        let is_same = |definition: Box<dyn domain::figures::Definition>| definition.version() == published.version;
        if !domain::figures::definition(&published.figure).is_some_and(is_same) {
            return Ok(None);
        }
        let kept = &self.inner.publications;
        let cached = self.cached().await?;
        if let Some(known) = kept.known(cached.ledger.version, published.id) {
            return Ok(Some(known));
        }
        let _computing = kept.computing.lock().await;
        let cached = self.cached().await?;
        let version = cached.ledger.version;
        if let Some(known) = kept.known(version, published.id) {
            return Ok(Some(known));
        }
        let (id, query) = (published.figure.clone(), published.query.clone());
        let computed = tokio::task::spawn_blocking(move || changes(&cached.ledger, &id, &query, cached.at)).await?;
        let computed = computed.map(Arc::new);
        if let Some(changes) = &computed {
            kept.keep(version, published.id, changes);
        }
        Ok(computed)
    }

    /// Asks the living ledger, as known at the time, for a publication's bytes.
    ///
    /// # Errors
    /// [`Missing::Publication`] when this house has not published the file, [`Refusal::Publication`] when its definition can no
    /// longer be frozen, or the database.
    pub async fn recompute(&self, file: &Verified) -> Result<Recomputed, VerbError> {
        let secret = read::secret(self.reader(), &file.digest).await?.ok_or(Missing::Publication)?;
        let (ledger, file) = (self.ledger().await?, file.clone());
        let recomputed = tokio::task::spawn_blocking(move || recompute(&file, &ledger, &secret));
        recomputed.await.map_err(StoreError::from)?.map_err(|fault| {
            let error = domain::publication::FreezeError::NotSelfContained(fault.to_string());
            Refusal::Publication(super::PublishRefusal::Freeze(error)).into()
        })
    }
}
