//! The key of the instance: made when it is first needed, kept in the database so that all processes of a house share it and a backup
//! holds it. A configured key goes before it; then only its public half is kept.

use domain::World;
use domain::publication::{InstanceKey, KeyId};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryResult};

use super::statement;
use crate::connect::Store;
use crate::error::StoreError;

/// The public half of a key that signs or has signed for the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its id, which files name.
    pub id: KeyId,
    /// The key itself: 64 hexadecimal digits.
    pub public: String,
    /// Since when the house has had it; `None` for a configured one that has not signed yet.
    pub since: Option<Instant>,
}

fn read(row: &QueryResult) -> Result<PublicKey, StoreError> {
    Ok(PublicKey {
        id: KeyId(row.try_get_by_index(0)?),
        public: row.try_get_by_index(1)?,
        since: Some(row.try_get_by_index(2)?),
    })
}

/// The key that signs now, made and kept if there is none.
pub(super) async fn signing<C: ConnectionTrait>(
    store: &Store,
    connection: &C,
    at: Instant,
) -> Result<InstanceKey, StoreError> {
    let given = store.inner.publications.given();
    let seed = match given {
        Some(seed) => seed,
        None => {
            let sql = "SELECT seed FROM instance_key WHERE seed IS NOT NULL ORDER BY created_at DESC, id LIMIT 1";
            match connection.query_one_raw(statement(connection, sql, [])).await? {
                Some(row) => {
                    let seed: Vec<u8> = row.try_get_by_index(0)?;
                    let wrong = |seed: Vec<u8>| StoreError::Unreadable {
                        table: "instance_key",
                        detail: format!("a seed has 32 bytes, not {}", seed.len()),
                    };
                    seed.try_into().map_err(wrong)?
                }
                None => chance(&**store.world()),
            }
        }
    };
    let key = InstanceKey::from_seed(&seed);
    let sql = "INSERT INTO instance_key (id, public, seed, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    let kept = given.is_none().then(|| seed.to_vec());
    let values = [key.id().0.into(), key.public().into(), kept.into(), at.into()];
    connection.execute_raw(statement(connection, sql, values)).await?;
    Ok(key)
}

/// Unpredictable bytes.
pub(super) fn chance<const N: usize>(world: &dyn World) -> [u8; N] {
    let mut bytes = [0; N];
    world.fill(&mut bytes);
    bytes
}

impl Store {
    /// Signs with this key from now on, by its 32 secret bytes, instead of one that the database holds.
    pub fn set_signing_key(&self, seed: [u8; 32]) {
        self.inner.publications.give(seed);
    }

    /// The public keys of the house, the one that signs now first. Empty while nothing was published.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn public_keys(&self) -> Result<Vec<PublicKey>, StoreError> {
        let sql = "SELECT id, public, created_at FROM instance_key ORDER BY created_at DESC, id";
        let rows = self.reader().query_all_raw(statement(self.reader(), sql, [])).await?;
        let mut keys = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        if let Some(key) = self.inner.publications.given().map(|seed| InstanceKey::from_seed(&seed)) {
            let known = keys.iter().position(|known| known.id == key.id()).map(|index| keys.remove(index));
            keys.insert(0, known.unwrap_or(PublicKey { id: key.id(), public: key.public(), since: None }));
        }
        Ok(keys)
    }
}
