//! Loads the real server on loopback beside a bare axum + sqlx server that does the same reads and writes, and prints the ratios.
//!
//! `cargo bench -p server --bench load` takes about two minutes; `-- --quick` some seconds, for looking whether it still runs.
//! `GROBUNN_BIN` names another binary to measure. What each row means stands in `docs/performance.md`.
//!
//! Three processes: the server under test, the bare server (this executable, started again with `--baseline`), and this one,
//! which sends. All three share the machine's processors, so only ratios within one run say anything.

mod baseline;
mod cases;
mod client;
mod process;
mod report;
mod sheet;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::client::Measured;
use crate::process::Server;
use crate::report::Report;

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Startups in the house, each with twelve headcounts.
    pub startups: usize,
    /// How long one case runs at one number of clients.
    pub time: Duration,
    /// How long it runs before that without being counted.
    pub warm_up: Duration,
    /// Cold starts, of which the median is told.
    pub starts: usize,
}

impl Plan {
    const FULL: Self =
        Self { startups: 5_000, time: Duration::from_millis(2_000), warm_up: Duration::from_millis(400), starts: 7 };
    const QUICK: Self =
        Self { startups: 500, time: Duration::from_millis(150), warm_up: Duration::from_millis(30), starts: 2 };
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let result = match arguments.as_slice() {
        [first, folder, startups] if first == baseline::FLAG => baseline::serve(Path::new(folder), startups),
        _ if has("--quick") => measure(Plan::QUICK),
        _ if has("--bench") => measure(Plan::FULL),
        // A test runner that was told to run every target must not load the machine for minutes.
        _ => {
            eprintln!("Nothing was measured. Run it with: cargo bench -p server --bench load");
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The binary under test.
fn binary() -> Result<PathBuf> {
    let path =
        std::env::var_os("GROBUNN_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_grobunn")), PathBuf::from);
    // The server is started in another folder, so that no grobunn.toml of this one is read.
    path.canonicalize().with_context(|| {
        format!(
            "there is no binary at {}: build it with `cargo build --release -p server`, or name one in GROBUNN_BIN",
            path.display()
        )
    })
}

fn measure(plan: Plan) -> Result<()> {
    // Two threads: enough to keep 64 connections busy, and the servers get the rest of the machine.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let binary = binary()?;
        // Under the target folder, not the system's temporary one: that can be held in memory, where syncing costs nothing.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
        let database = folder.path().join("house.db");
        let file = folder.path().join("sheet.csv");
        std::fs::write(&file, sheet::csv(&sheet::portfolio(plan.startups)))?;

        // Asked before anything is started, so that it tells of others.
        let busy = process::load_average();
        let import = process::import(&binary, folder.path(), &database, &file)?;
        let invitation = process::invite(&binary, folder.path(), &database)?;
        let (first, _) = process::serve(&binary, folder.path(), &database, "/healthz").await?;
        client::sign_in(first.address, &invitation).await?;
        drop(first);
        let mut starts = Vec::new();
        for _ in 1..plan.starts {
            starts.push(process::serve(&binary, folder.path(), &database, cases::TABLE).await?.1);
        }
        let (ours, last) = process::serve(&binary, folder.path(), &database, cases::TABLE).await?;
        starts.push(last);
        starts.sort_unstable();
        let bare = baseline::start(folder.path(), plan.startups).await?;

        let mut report = Report::new(plan, busy, import, starts[starts.len() / 2]);
        report.idle(&ours, &bare);
        run(plan, &ours, &bare, &mut report).await?;
        report.after_load(&ours, &bare);
        for (name, case) in cases::hand_over() {
            report.hand_over(name, client::run(bare.address, &case, 1, plan).await?);
        }
        report.print();
        Ok(())
    })
}

/// Every case, at one client and at many; reads before writes, since a write makes the house larger.
async fn run(plan: Plan, ours: &Server, bare: &Server, report: &mut Report) -> Result<()> {
    let house = cases::House::look(ours).await?;
    report.sizes(cases::sizes(ours, &house).await?);
    for pair in cases::pairs(&house, plan.startups) {
        let mut row = report::Row { name: pair.name, ours: None, bare: None };
        if let Some(case) = &pair.ours {
            row.ours = Some(both(ours, case, plan).await.with_context(|| format!("ours, {}", pair.name))?);
        }
        if let Some(case) = &pair.bare {
            row.bare = Some(both(bare, case, plan).await.with_context(|| format!("bare, {}", pair.name))?);
        }
        report.row(row);
    }
    if !cases::is_exact_after_a_write(ours, &house).await? {
        bail!("a figure asked for right after a write did not hold what was written");
    }
    Ok(())
}

/// One client, then [`client::MANY`].
async fn both(server: &Server, case: &client::Case, plan: Plan) -> Result<[Measured; 2]> {
    Ok([
        client::run(server.address, case, 1, plan).await?,
        client::run(server.address, case, client::MANY, plan).await?,
    ])
}
