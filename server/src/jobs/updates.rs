//! Updates: rounds opened when they are due, reminders, mentors told, what is over closed. Once at the start and then daily.

use std::time::Duration;

use store::Store;

/// How often it is looked. Days decide what is due, so a few times a day is enough for a server in any rhythm of restarts.
const OFTEN: Duration = Duration::from_secs(6 * 60 * 60);

/// Looks at once and then every few hours, as long as the server runs. Several servers over one database each look, which harms nothing:
/// what one has done the others find done.
pub fn daily(store: Store) {
    tokio::spawn(async move {
        let mut when = tokio::time::interval(OFTEN);
        loop {
            when.tick().await;
            match store.run_updates().await {
                Ok(run) if run == store::updates::UpdatesRun::default() => {}
                Ok(run) => tracing::info!(
                    opened = run.opened,
                    asked = run.asked,
                    reminded = run.reminded,
                    told = run.told,
                    bounced = run.bounced,
                    closed = run.closed,
                    "updates.run"
                ),
                // Some hours later it is tried again; nothing was done by halves.
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "updates.failed"),
            }
        }
    });
}
