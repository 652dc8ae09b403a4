//! Figures computed once for each state of the ledger.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::figures::{FigureId, Query, SharedFigure, compute, compute_all, default_ids};

use crate::cache::Cached;
use crate::connect::Store;
use crate::error::StoreError;

/// Most figures kept.
const MOST_FIGURES: usize = 512;
/// Most rows (in and out) kept over all figures: some hundred megabytes at the very most.
const MOST_ROWS: usize = 1_000_000;

/// The figures of the newest state of the ledger anybody asked about; the least recently asked for make room.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    kept: Mutex<Kept>,
    /// Held while computing, so that a crowd that asks the same after a write computes it once.
    computing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Kept {
    version: i64,
    asked: u64,
    rows: usize,
    figures: HashMap<(FigureId, Query), (u64, SharedFigure)>,
}

fn rows(figure: &SharedFigure) -> usize {
    figure.rows_in.len() + figure.rows_out.len()
}

impl Kept {
    fn get(&mut self, version: i64, id: &FigureId, query: &Query) -> Option<SharedFigure> {
        if self.version != version {
            return None;
        }
        self.asked += 1;
        let (last, figure) = self.figures.get_mut(&(id.clone(), query.clone()))?;
        *last = self.asked;
        Some(Arc::clone(figure))
    }

    fn put(&mut self, version: i64, figure: SharedFigure) {
        if self.version > version {
            return;
        }
        if self.version < version {
            *self = Self { version, asked: self.asked, ..Self::default() };
        }
        self.asked += 1;
        self.rows += rows(&figure);
        let key = (figure.id.clone(), figure.query.clone());
        if let Some((_, former)) = self.figures.insert(key, (self.asked, figure)) {
            self.rows -= rows(&former);
        }
        while self.figures.len() > MOST_FIGURES || (self.rows > MOST_ROWS && self.figures.len() > 1) {
            let Some(oldest) = self.figures.iter().min_by_key(|(_, (last, _))| *last).map(|(key, _)| key.clone())
            else {
                break;
            };
            if let Some((_, gone)) = self.figures.remove(&oldest) {
                self.rows -= rows(&gone);
            }
        }
    }
}

impl Memo {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// A figure of the house as of the last write, computed once for each state of the ledger; `None` when nobody defines it.
    ///
    /// A question as known at a later instant than the last write is answered as known at the last write, which is the same, and the
    /// figure's own query says so: two readers who ask a minute apart are shown one and the same figure.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn figure(&self, id: &FigureId, query: &Query) -> Result<Option<SharedFigure>, StoreError> {
        let cached = self.cached().await?;
        let query = as_of_last_write(query, &cached);
        let version = cached.ledger.version;
        let memo = &self.inner.memo;
        if let Some(figure) = memo.kept().get(version, id, &query) {
            return Ok(Some(figure));
        }
        let _computing = memo.computing.lock().await;
        // Whoever waited may find a newer state: computing the old one again would help nobody.
        let cached = self.cached().await?;
        let query = as_of_last_write(&query, &cached);
        let version = cached.ledger.version;
        if let Some(figure) = memo.kept().get(version, id, &query) {
            return Ok(Some(figure));
        }
        let id = id.clone();
        let Some(figure) = tokio::task::spawn_blocking(move || compute(&cached.ledger, &id, &query)).await? else {
            return Ok(None);
        };
        let figure = Arc::new(figure);
        memo.kept().put(version, Arc::clone(&figure));
        Ok(Some(figure))
    }

    /// The default figures of the house, in their order; see [`Store::figure`].
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn figures(&self, query: &Query) -> Result<Vec<SharedFigure>, StoreError> {
        self.figures_of(&default_ids(), query).await
    }

    /// The named figures of the house, in the order named, without those nobody defines; see [`Store::figure`].
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn figures_of(&self, ids: &[FigureId], query: &Query) -> Result<Vec<SharedFigure>, StoreError> {
        let cached = self.cached().await?;
        let query = as_of_last_write(query, &cached);
        let version = cached.ledger.version;
        let memo = &self.inner.memo;
        let known = |version: i64, query: &Query| -> Vec<Option<SharedFigure>> {
            let mut kept = memo.kept();
            ids.iter().map(|id| kept.get(version, id, query)).collect()
        };
        let mut figures = known(version, &query);
        if figures.contains(&None) {
            let _computing = memo.computing.lock().await;
            // Whoever waited may find a newer state: computing the old one again would help nobody.
            let cached = self.cached().await?;
            let query = as_of_last_write(&query, &cached);
            let version = cached.ledger.version;
            figures = known(version, &query);
            let missing: Vec<FigureId> =
                ids.iter().zip(&figures).filter(|(_, figure)| figure.is_none()).map(|(id, _)| id.clone()).collect();
            let computed = tokio::task::spawn_blocking(move || compute_all(&cached.ledger, &missing, &query)).await?;
            for figure in computed.into_iter().map(Arc::new) {
                memo.kept().put(version, Arc::clone(&figure));
                if let Some(place) = ids.iter().position(|id| *id == figure.id).and_then(|at| figures.get_mut(at)) {
                    *place = Some(figure);
                }
            }
        }
        Ok(figures.into_iter().flatten().collect())
    }
}

/// The same question as known at the last write, when it asks for a later instant.
fn as_of_last_write(query: &Query, cached: &Cached) -> Query {
    Query { known_at: query.known_at.min(cached.at), ..query.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, NaiveDate};
    use domain::ledger::Ledger;

    fn figure(day: u32) -> SharedFigure {
        let query = Query {
            as_of: NaiveDate::from_num_days_from_ce_opt(738_000 + i32::try_from(day).unwrap()).unwrap(),
            known_at: DateTime::UNIX_EPOCH,
            scope: domain::figures::Scope::default(),
        };
        Arc::new(compute(&Ledger::default(), &default_ids()[0], &query).unwrap())
    }

    #[test]
    fn the_least_recently_asked_for_makes_room_and_a_new_state_clears_the_table() {
        let mut kept = Kept::default();
        let first = figure(0);
        for day in 0..u32::try_from(MOST_FIGURES).unwrap() {
            kept.put(1, figure(day));
        }
        assert!(kept.get(1, &first.id, &first.query).is_some());
        kept.put(1, figure(9_999));
        assert_eq!(kept.figures.len(), MOST_FIGURES);
        assert!(kept.get(1, &first.id, &first.query).is_some(), "it was asked for just now");
        let second = figure(1);
        assert!(kept.get(1, &second.id, &second.query).is_none(), "it had waited longest");
        assert!(kept.get(2, &first.id, &first.query).is_none());
        kept.put(2, Arc::clone(&second));
        assert_eq!(kept.figures.len(), 1);
        kept.put(1, first);
        assert_eq!(kept.figures.len(), 1, "an older state is not kept");
    }
}
