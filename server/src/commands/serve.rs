//! `grobunn serve`: migrate, then serve the pages.

use std::io::IsTerminal as _;
use std::net::SocketAddr;

use app::cx::House;
use clap::Args;

use crate::config::Config;
use crate::documents::Vault;
use crate::failure::Failure;
use crate::strong::Machinery;
use crate::world::RealWorld;
use crate::{http, jobs, mail};

/// Migrate the database, then serve the pages.
#[derive(Debug, Args)]
pub struct Serve {
    /// Load the fictional demo incubator when the database is empty
    #[arg(long)]
    demo: bool,
    /// Let the demo live on another day than today, to see what comes of time
    #[arg(long, env = "GROBUNN_DEMO_TODAY", requires = "demo", value_name = "DATE")]
    today: Option<chrono::NaiveDate>,
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
            // Colours are for eyes; what collects the lines wants plain ones.
            .with_ansi(std::io::stderr().is_terminal())
            .init();
        // In the demo whoever reaches the port may be anybody, the administrator included. It must not be reachable from elsewhere.
        if self.demo && !config.listen.ip().is_loopback() {
            return Err(Failure::input(format!(
                "{} can be reached from other machines, and in the demo nobody has to sign in: listen on 127.0.0.1",
                config.listen
            )));
        }
        let world = self.today.map_or_else(RealWorld::default, RealWorld::living_on);
        let store = crate::open_in(&config, world).await?;
        let new_demo = self.demo && store.is_empty().await?;
        if new_demo {
            let today = store.world().today();
            store.load_demo(&domain::demo::house(today)).await?;
            tracing::info!("demo.loaded");
        }
        // The first reader should not wait for the facts to be read.
        store.ledger().await?;
        let vault = Vault::open(&config.documents)?;
        vault.probe(store.new_id()).await?;
        if new_demo {
            crate::documents::demo::furnish(&store, &vault).await.map_err(Failure::outside)?;
        }
        let listener = tokio::net::TcpListener::bind(config.listen).await.map_err(|error| {
            Failure::outside(format!("cannot listen on {}: {error}. Is it running already?", config.listen))
        })?;
        // Port 0 asks the system for a free one, so the address is known only now.
        let address = listener.local_addr()?;
        let base_url = config.base_url.clone().unwrap_or_else(|| format!("http://{address}"));
        let (machinery, strong) = Machinery::of(&config, &base_url, &store, self.demo)?;
        let house = House::new(store, http::manifest(), self.demo, &base_url)
            .with_strong(strong)
            .with_publisher(config.publisher.clone())
            .with_room(config.documents.room);
        let mail = mail::Settings::of(&config, &base_url, self.demo.then(|| house.dev_mail.clone()))?;
        let mail = mail::Worker::start(house.store.clone(), mail);
        jobs::retention::daily(house.store.clone(), config.retention);
        jobs::updates::daily(house.store.clone());
        jobs::meetings::often(house.store.clone());
        jobs::documents::daily(house.store.clone(), vault.clone());
        let router = http::router(house, http::Proxies(config.proxies), machinery, vault);
        eprintln!("Grobunn is at {base_url}");
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(stop()).await?;
        mail.finish().await;
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
