//! The part of the house that an actor sees, made once for each state of the ledger.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use domain::access::sight::{seen_by, sees_all};
use domain::access::{Action, Actor, Decision, Resource, Role, Scope, may};
use domain::ids::PersonId;
use domain::ledger::Ledger;

use crate::connect::Store;
use crate::error::StoreError;

/// Most parts kept. Each is a list of pointers and copies of the few startups that have stays elsewhere.
const MOST: usize = 64;

/// On what the part an actor sees depends.
type Key = (Role, Scope, Option<PersonId>, NaiveDate);

/// The parts of the newest state of the ledger anybody asked about; the least recently asked for make room.
#[derive(Debug, Default)]
pub(crate) struct Sights {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    version: i64,
    asked: u64,
    seen: HashMap<Key, (u64, Arc<Ledger>)>,
}

impl Kept {
    fn get(&mut self, version: i64, key: &Key) -> Option<Arc<Ledger>> {
        if self.version != version {
            return None;
        }
        self.asked += 1;
        let (last, seen) = self.seen.get_mut(key)?;
        *last = self.asked;
        Some(Arc::clone(seen))
    }

    fn put(&mut self, key: Key, seen: &Arc<Ledger>) {
        if self.version > seen.version {
            return;
        }
        if self.version < seen.version {
            *self = Self { version: seen.version, asked: self.asked, seen: HashMap::new() };
        }
        self.asked += 1;
        self.seen.insert(key, (self.asked, Arc::clone(seen)));
        while self.seen.len() > MOST {
            let Some(oldest) = self.seen.iter().min_by_key(|(_, (last, _))| *last).map(|(key, _)| *key) else { break };
            self.seen.remove(&oldest);
        }
    }
}

impl Sights {
    fn get(&self, version: i64, key: &Key) -> Option<Arc<Ledger>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(version, key)
    }

    fn put(&self, key: Key, seen: &Arc<Ledger>) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(key, seen);
    }
}

impl Store {
    /// The part of the ledger that an actor sees today, as of the last write. Whoever sees everything is handed the ledger itself.
    ///
    /// It is for pages, searches and exports. A figure is computed on the whole ledger, so that it is the same for everybody, and shows
    /// rows and names only of what is in here.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn ledger_for(&self, actor: &Actor) -> Result<Arc<Ledger>, StoreError> {
        let ledger = self.ledger().await?;
        if sees_all(actor) {
            return Ok(ledger);
        }
        let today = self.world().today();
        let key = (actor.role, actor.scope, actor.person, today);
        let sights = &self.inner.sights;
        if let Some(seen) = sights.get(ledger.version, &key) {
            return Ok(seen);
        }
        let actor = actor.clone();
        let seen = Arc::new(tokio::task::spawn_blocking(move || seen_by(&ledger, &actor, today)).await?);
        sights.put(key, &seen);
        Ok(seen)
    }

    /// What the policy says of an action on the whole house, such as importing or adding a programme. It is asked of the whole ledger: the
    /// part that an actor sees does not tell whether there are other programmes.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn may_in_house(&self, actor: &Actor, action: Action) -> Result<Decision, StoreError> {
        let ledger = self.ledger().await?;
        Ok(may(actor, action, &Resource::House(&ledger), self.world().today()))
    }
}
