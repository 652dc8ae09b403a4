//! Once a day: bytes of documents that were removed long ago go, and bytes that no document speaks of.

use std::time::Duration;

use store::Store;

use crate::documents::Vault;

/// How long after the start the first sweep is; see `retention`.
const FIRST: Duration = Duration::from_secs(15 * 60);
/// How often it is swept.
const DAILY: Duration = Duration::from_secs(24 * 60 * 60);

/// Sweeps once a day, as long as the server runs. Several servers over one house each sweep, which harms nothing.
pub fn daily(store: Store, vault: Vault) {
    tokio::spawn(async move {
        let mut when = tokio::time::interval_at(tokio::time::Instant::now() + FIRST, DAILY);
        loop {
            when.tick().await;
            match vault.sweep(&store).await {
                Ok((0, 0)) => {}
                Ok((removed, orphans)) => tracing::info!(removed, orphans, "documents.swept"),
                // The next day tries again.
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "documents.failed"),
            }
        }
    });
}
