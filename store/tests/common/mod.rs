//! The frame in which every test of the store runs: the same test on SQLite and on PostgreSQL, each on an empty migrated database of
//! its own, with a clock that stands until it is moved.
//!
//! ```ignore
//! mod common;
//!
//! common::on_both! {
//!     async fn an_empty_house_has_no_programme(house: common::House) {
//!         assert!(house.store.is_empty().await.unwrap());
//!     }
//! }
//! ```
//!
//! SQLite lives in a folder that vanishes. PostgreSQL is the cluster at `GROBUNN_TEST_POSTGRES_URL`, or the throw-away one that
//! `scripts/test-postgres.sh` starts and that stops by itself. Without PostgreSQL the tests fail; `GROBUNN_TEST_POSTGRES=skip`
//! passes over them and says so.
#![cfg(test)]

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::World;
use domain::time::Instant;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use store::Store;

/// Writes each test twice: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($house:ident: $ty:ty) $body:block)+) => {$(
        $(#[$meta])*
        async fn $name($house: $ty) $body

        mod $name {
            #[test]
            fn sqlite() {
                crate::common::run(crate::common::Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                crate::common::run(crate::common::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both;

/// Which of the two databases a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// A file in a folder that vanishes.
    Sqlite,
    /// A database of its own in a throw-away cluster.
    Postgres,
}

/// An empty migrated house in a world of its own.
pub struct House {
    /// Its store.
    pub store: Store,
    /// Its clock and chance; the clock stands at noon of 30.6.2024 until it is moved.
    pub world: Arc<TestWorld>,
    /// Where its database is, to open it a second time.
    pub url: String,
    backend: Backend,
    folder: Arc<tempfile::TempDir>,
}

impl House {
    async fn new(backend: Backend, world: Arc<TestWorld>, folder: Arc<tempfile::TempDir>) -> Self {
        let url = match backend {
            Backend::Sqlite => {
                let name = format!("house-{}.db", world.count());
                format!("sqlite://{}", folder.path().join("data").join(name).display())
            }
            Backend::Postgres => postgres_database().await,
        };
        let store = Store::connect(&url, Arc::clone(&world) as Arc<dyn World>).await.unwrap();
        store.migrate().await.unwrap();
        Self { store, world, url, backend, folder }
    }

    /// Another empty house on the same kind of database, in the same world.
    pub async fn another(&self) -> Self {
        Self::new(self.backend, Arc::clone(&self.world), Arc::clone(&self.folder)).await
    }
}

/// Runs a test on an empty house and removes the house when the test has passed.
pub fn run<F: Future<Output = ()> + Send + 'static>(backend: Backend, test: impl FnOnce(House) -> F) {
    if backend == Backend::Postgres && std::env::var("GROBUNN_TEST_POSTGRES").as_deref() == Ok("skip") {
        println!("passed over: GROBUNN_TEST_POSTGRES=skip");
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let house = House::new(backend, Arc::new(TestWorld::default()), folder).await;
        let url = house.url.clone();
        tokio::spawn(test(house)).await.unwrap();
        if backend == Backend::Postgres {
            let (cluster, name) = url.rsplit_once('/').unwrap();
            let admin = Database::connect(format!("{cluster}/postgres")).await.unwrap();
            admin.execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)")).await.unwrap();
        }
    });
}

/// A clock that stands until it is moved, and chance that is the same in every run.
pub struct TestWorld {
    micros: AtomicI64,
    drawn: AtomicU64,
}

impl Default for TestWorld {
    fn default() -> Self {
        let noon = "2024-06-30T12:00:00Z".parse::<DateTime<Utc>>().unwrap();
        Self { micros: AtomicI64::new(noon.timestamp_micros()), drawn: AtomicU64::new(0) }
    }
}

impl TestWorld {
    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.micros.fetch_add(by.num_microseconds().unwrap(), Ordering::SeqCst);
    }

    fn count(&self) -> u64 {
        self.drawn.fetch_add(1, Ordering::SeqCst)
    }
}

impl World for TestWorld {
    fn now(&self) -> Instant {
        DateTime::from_timestamp_micros(self.micros.load(Ordering::SeqCst)).unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        // SplitMix64, so that ids differ but a run can be repeated.
        for chunk in bytes.chunks_mut(8) {
            let mut z = self.count().wrapping_mul(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A civil date.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// A fresh database, copied from a migrated one.
async fn postgres_database() -> String {
    let cluster = cluster();
    // One connection: the lock below belongs to it.
    let mut options = ConnectOptions::new(format!("{cluster}/postgres"));
    options.max_connections(1);
    let admin = Database::connect(options).await.unwrap();
    let template = format!("template_{:016x}", migrations_hash());
    // Tests of several processes begin at once: the first migrates, the others wait.
    admin.execute_unprepared("SELECT pg_advisory_lock(4711)").await.unwrap();
    if !exists(&admin, &template).await {
        let building = format!("{template}_building");
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await.unwrap();
        admin.execute_unprepared(&format!("CREATE DATABASE {building}")).await.unwrap();
        let world: Arc<dyn World> = Arc::new(TestWorld::default());
        let store = Store::connect(&format!("{cluster}/{building}"), world).await.unwrap();
        store.migrate().await.unwrap();
        store.close().await.unwrap();
        admin.execute_unprepared(&format!("ALTER DATABASE {building} RENAME TO {template}")).await.unwrap();
    }
    let name = format!("test_{}_{:x}", std::process::id(), rand_name());
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    format!("{cluster}/{name}")
}

async fn exists(admin: &DatabaseConnection, name: &str) -> bool {
    let sql = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
    let backend = admin.get_database_backend();
    admin.query_one_raw(sea_orm::Statement::from_string(backend, sql)).await.unwrap().is_some()
}

/// A number no other test of this process has.
fn rand_name() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// The address of the cluster.
fn cluster() -> String {
    if let Ok(url) = std::env::var("GROBUNN_TEST_POSTGRES_URL") {
        return url.trim_end_matches('/').to_owned();
    }
    let script = root().join("scripts").join("test-postgres.sh");
    let output = Command::new(&script).arg("start").output().unwrap();
    assert!(
        output.status.success(),
        "no PostgreSQL to test on ({}); set GROBUNN_TEST_POSTGRES_URL, or GROBUNN_TEST_POSTGRES=skip to pass over it",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Tells a template of these migrations from one of other migrations in a cluster that has lived on.
fn migrations_hash() -> u64 {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root().join("migrations").join("src")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).unwrap().hash(&mut hasher);
    }
    hasher.finish()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
