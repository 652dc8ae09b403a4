//! How long the store takes over a house of a given size, on a database in a folder that vanishes:
//!
//! `cargo bench -p store [-- STARTUPS OBSERVATIONS [URL]]` (default 5 000 startups of 12 observations, SQLite).
//!
//! Reported: writing everything as one batch, loading the ledger from nothing (and, beside it, merely fetching the same rows one by
//! one), reading it again when nothing or one thing is new, and writes per second by one and by 64 writers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, Utc};
use domain::World;
use domain::access::Actor;
use domain::facts::{Headcount, Source};
use domain::ids::{FactId, StartupId};
use domain::ledger::Profile;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use store::Store;
use store::bulk::{Batch, NewFact};

/// The machine's clock and a chance that is good enough for ids.
struct BenchWorld(std::sync::atomic::AtomicU64);

impl World for BenchWorld {
    fn now(&self) -> DateTime<Utc> {
        "2024-06-30T12:00:00Z".parse().unwrap_or_default()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, std::sync::atomic::Ordering::Relaxed);
            let mixed = (drawn ^ (drawn >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

fn report(what: &str, took: Duration, rows: usize) {
    let each = took.as_secs_f64() * 1e6 / rows.max(1) as f64;
    println!("{what:<58} {:>9.1} ms  {each:>8.2} µs each of {rows}", took.as_secs_f64() * 1e3);
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let startups: usize = arguments.next().map_or(Ok(5_000), |text| text.parse())?;
    let observations: u32 = arguments.next().map_or(Ok(12), |text| text.parse())?;
    let folder = tempfile::tempdir()?;
    let url = arguments.next().unwrap_or_else(|| format!("sqlite://{}", folder.path().join("house.db").display()));
    println!("{startups} startups of {observations} observations, {}", url.split(':').next().unwrap_or_default());

    let world: Arc<dyn World> = Arc::new(BenchWorld(std::sync::atomic::AtomicU64::new(1)));
    let store = Store::connect(&url, Arc::clone(&world)).await?;
    let begun = Instant::now();
    store.migrate().await?;
    report("migrate an empty database", begun.elapsed(), 1);

    let mut batch = Batch::default();
    let from = NaiveDate::from_ymd_opt(2014, 1, 1).unwrap_or_default();
    for number in 0..startups {
        let id = StartupId(store.new_id());
        batch.startups.push(Profile {
            id,
            external_id: Some(format!("D-{number}")),
            name: format!("Bedrift {number}"),
            sector: Some("havbruk".to_owned()),
            website: None,
            created_at: world.now(),
            withdrawn_at: None,
        });
        for observation in 0..observations {
            let on = from + Days::new(u64::from(observation) * 90);
            let fact = NewFact::new(FactId(store.new_id()), id, on, Source::Mentor, Headcount::of(observation % 40));
            batch.headcounts.push(fact);
        }
    }
    let facts = batch.facts();
    let begun = Instant::now();
    let mut write = store.begin(&Actor::system()).await?;
    write.batch(&batch).await?;
    let subject = write.new_id();
    write.audit("import", "import", subject, None, None, None).await?;
    write.commit().await?;
    report("write it as one batch", begun.elapsed(), facts + startups);
    drop(batch);

    let begun = Instant::now();
    let raw = Database::connect(&url).await?;
    let sql = "SELECT id, startup_id, valid_on, recorded_at, source, evidence_id, supersedes, withdrawn, employees_low, \
               employees_high, fte_hundredths, working_founders, split FROM headcount";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await?.len();
    report("merely fetch the observations row by row", begun.elapsed(), rows);
    raw.close().await?;

    for round in ["first", "second"] {
        let fresh = Store::connect(&url, Arc::clone(&world)).await?;
        let begun = Instant::now();
        let ledger = fresh.ledger().await?;
        let loaded: usize = ledger.startups.iter().map(|startup| startup.headcounts.len()).sum();
        report(&format!("load the ledger from nothing, {round} time"), begun.elapsed(), loaded);
        fresh.close().await?;
    }

    let ledger = store.ledger().await?;
    let begun = Instant::now();
    for _ in 0..1_000 {
        store.ledger().await?;
    }
    report("ask for the ledger when nothing is new", begun.elapsed(), 1_000);

    let actor = Actor::demo_manager();
    let targets: Vec<StartupId> = ledger.startups.iter().map(|startup| startup.profile.id).collect();
    drop(ledger);
    let on = from + Days::new(3_000);
    let (mut writing, mut reading) = (Duration::ZERO, Duration::ZERO);
    for target in targets.iter().cycle().take(500) {
        let begun = Instant::now();
        store.record_headcount(&actor, *target, on, Headcount::of(3), Source::Mentor, None).await?;
        writing += begun.elapsed();
        let begun = Instant::now();
        store.ledger().await?;
        reading += begun.elapsed();
    }
    report("record a headcount, one writer", writing, 500);
    report("ask for the ledger when one fact is new", reading, 500);

    let (one, many) = bare(&url).await?;
    report("the least such write: one update, one insert, one writer", one, 500);
    report("the least such write, 64 writers", many, 6_400);

    let begun = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..64 {
        let (store, actor, targets) = (store.clone(), actor.clone(), targets.clone());
        writers.spawn(async move {
            for target in targets.iter().cycle().skip(writer * 7).take(100) {
                store.record_headcount(&actor, *target, on, Headcount::of(4), Source::Mentor, None).await?;
            }
            Ok::<(), store::VerbError>(())
        });
    }
    while let Some(done) = writers.join_next().await {
        done??;
    }
    let took = begun.elapsed();
    report("record a headcount, 64 writers", took, 6_400);
    let (least, ours) = (6_400.0 / many.as_secs_f64(), 6_400.0 / took.as_secs_f64());
    println!("{ours:.0} writes a second, {:.2} of the least such write", ours / least);
    Ok(())
}

/// The least that a write with a history needs, by the same library: one row changed, one added, one durable commit.
async fn bare(url: &str) -> Result<(Duration, Duration), Box<dyn std::error::Error>> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(|sqlite| {
        sqlite.synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full).busy_timeout(Duration::from_secs(60))
    });
    let raw = Database::connect(options).await?;
    raw.execute_unprepared("CREATE TABLE bare_counter (id integer PRIMARY KEY, n bigint NOT NULL)").await?;
    raw.execute_unprepared("CREATE TABLE bare_history (n bigint NOT NULL, said text NOT NULL)").await?;
    raw.execute_unprepared("INSERT INTO bare_counter VALUES (1, 0)").await?;
    let begun = Instant::now();
    for _ in 0..500 {
        bare_write(&raw).await?;
    }
    let one = begun.elapsed();
    let begun = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let raw = raw.clone();
        writers.spawn(async move {
            for _ in 0..100 {
                bare_write(&raw).await?;
            }
            Ok::<(), sea_orm::DbErr>(())
        });
    }
    while let Some(done) = writers.join_next().await {
        done??;
    }
    let many = begun.elapsed();
    raw.execute_unprepared("DROP TABLE bare_counter").await?;
    raw.execute_unprepared("DROP TABLE bare_history").await?;
    raw.close().await?;
    Ok((one, many))
}

async fn bare_write(raw: &DatabaseConnection) -> Result<(), sea_orm::DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = raw.begin_with_options(immediate).await?;
    let backend = transaction.get_database_backend();
    let update = "UPDATE bare_counter SET n = n + 1 WHERE id = $1";
    transaction.execute_raw(Statement::from_sql_and_values(backend, update, [1.into()])).await?;
    let insert = "INSERT INTO bare_history VALUES ($1, $2)";
    transaction.execute_raw(Statement::from_sql_and_values(backend, insert, [7_i64.into(), "told".into()])).await?;
    transaction.commit().await
}
