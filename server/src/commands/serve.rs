//! `grobunn serve`: migrate, then serve the pages.

use app::cx::House;
use clap::Args;

use crate::config::Config;
use crate::failure::Failure;
use crate::http;

/// Migrate the database, then serve the pages.
#[derive(Debug, Args)]
pub struct Serve {
    /// Load the fictional demo incubator when the database is empty
    #[arg(long)]
    demo: bool,
}

impl Serve {
    /// Serves until it is told to stop.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        tracing_subscriber::fmt()
            .with_env_filter(
                tracing_subscriber::EnvFilter::try_from_env("GROBUNN_LOG")
                    .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,tower_http=warn,sqlx=warn")),
            )
            .with_writer(std::io::stderr)
            .init();
        // Sign-in does not exist yet, so whoever reaches the port may write. It must not be reachable from elsewhere.
        if !config.listen.ip().is_loopback() {
            return Err(Failure::input(format!(
                "{} can be reached from other machines, and this version has no sign-in: listen on 127.0.0.1",
                config.listen
            )));
        }
        let store = crate::open(&config).await?;
        if self.demo && store.is_empty().await? {
            let today = store.world().today();
            store.load_demo(&domain::demo::house(today)).await?;
            tracing::info!("demo.loaded");
        }
        // The first reader should not wait for the facts to be read.
        store.ledger().await?;
        let listener = tokio::net::TcpListener::bind(config.listen).await.map_err(|error| {
            Failure::outside(format!("cannot listen on {}: {error}. Is it running already?", config.listen))
        })?;
        let house = House::new(store, http::manifest(), self.demo);
        // Port 0 asks the system for a free one, so the address is known only now.
        let address = listener.local_addr()?;
        eprintln!("Grobunn is at {}", config.base_url.unwrap_or_else(|| format!("http://{address}")));
        axum::serve(listener, http::router(house)).with_graceful_shutdown(stop()).await?;
        Ok(())
    }
}

/// Ends when the terminal or the system asks the server to stop.
async fn stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
