//! Databases of tests that run the real binary: SQLite in the test's folder, or a database of its own in a throw-away PostgreSQL.

use std::path::Path;
use std::process::Command;

use domain::World;
use domain::time::{Instant, to_micros};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

/// Which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file in a folder that vanishes.
    Sqlite,
    /// A database of its own in a throw-away cluster.
    Postgres,
}

impl Database {
    /// The address of a new one. `folder` is the test's own, `name` begins what a database in the cluster is called.
    pub async fn make(self, folder: &Path, name: &str) -> String {
        match self {
            Self::Sqlite => format!("sqlite://{}", folder.join("house.db").display()),
            Self::Postgres => {
                let (cluster, admin) = cluster().await;
                let name = format!("{name}_{}_{:x}", std::process::id(), RealWorld.new_id().as_u128());
                admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
                format!("{cluster}/{name}")
            }
        }
    }
}

/// Takes a database in the cluster away again. One in a folder goes with the folder.
pub async fn drop_database(url: &str) {
    let Some((_, name)) = url.strip_prefix("postgres").and(url.rsplit_once('/')) else { return };
    let (_, admin) = cluster().await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
}

/// The machine's clock and chance: the servers beside this process have them too.
#[derive(Debug)]
pub struct RealWorld;

impl World for RealWorld {
    #[expect(
        clippy::disallowed_methods,
        reason = "sessions and leases of the servers beside this one run by the machine's clock"
    )]
    fn now(&self) -> Instant {
        to_micros(chrono::Utc::now())
    }

    fn fill(&self, bytes: &mut [u8]) {
        use rand::RngExt as _;
        rand::rng().fill(bytes);
    }
}

/// The address of the throw-away cluster, and a connection to it.
async fn cluster() -> (String, DatabaseConnection) {
    let url = std::env::var("GROBUNN_TEST_POSTGRES_URL")
        .map(|url| url.trim_end_matches('/').to_owned())
        .unwrap_or_else(|_| {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/test-postgres.sh");
            let output = Command::new(script).arg("start").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(
                output.status.success(),
                "no PostgreSQL to test on ({said}); GROBUNN_TEST_POSTGRES=skip passes over it"
            );
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        });
    let admin = sea_orm::Database::connect(format!("{url}/postgres")).await.unwrap();
    (url, admin)
}
