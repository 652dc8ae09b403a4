//! Meetings that are over: their mentors are asked by mail to log them.

use std::time::Duration;

use store::Store;

/// How often it is looked: soon after a meeting its mentor still remembers it.
const EVERY: Duration = Duration::from_secs(30);
/// How long after the start it is first looked.
const FIRST: Duration = Duration::from_secs(10);

/// Asks twice a minute as long as the server runs; when nothing is over that is one short query. Several servers over one database each
/// look, which harms nothing: whoever comes second finds everybody asked.
pub fn often(store: Store) {
    tokio::spawn(async move {
        let mut when = tokio::time::interval_at(tokio::time::Instant::now() + FIRST, EVERY);
        loop {
            when.tick().await;
            match store.ask_to_log_meetings().await {
                Ok(0) => {}
                Ok(many) => tracing::info!(many, "meetings.asked"),
                // The next round tries again; nobody was asked.
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "meetings.failed"),
            }
        }
    });
}
