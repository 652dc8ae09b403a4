//! Secrets in the address of a calendar, and whose roles it is read with.

use domain::World;
use domain::access::Membership;
use domain::ids::PersonId;

use super::membership::held;
use super::token;
use crate::connect::Store;
use crate::error::StoreError;

/// A new secret: 256 bits of chance as text that fits an address.
pub(crate) fn secret(world: &dyn World) -> String {
    token::random(world)
}

/// What is kept of it.
pub(crate) fn hash(secret: &str) -> String {
    token::digest("calendar", &[secret])
}

/// The roles that a person holds today.
pub(crate) async fn hats(store: &Store, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    let today = store.world().today();
    let mut hats = held(store.reader(), person).await?;
    hats.retain(|hat| hat.holds_on(today));
    Ok(hats)
}
