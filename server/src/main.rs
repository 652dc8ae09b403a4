//! The binary `grobunn`: one house's pipeline tracker, as a web server and on the command line.

mod api;
mod commands;
mod config;
mod documents;
mod failure;
mod http;
mod jobs;
mod mail;
mod open_data;
mod paper;
mod sessions;
mod strong;
mod world;

use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};

use crate::config::{Config, Settings, SigningKey};
use crate::failure::Failure;
use crate::world::RealWorld;

/// A page is many small allocations on many threads; this allocator halves what is held after a burst of them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Follows startups from intake to exit, and computes jobs created and survival so that anyone can open the numbers.
#[derive(Debug, Parser)]
#[command(name = "grobunn", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the database, then serve the pages
    Serve(commands::serve::Serve),
    /// Read a sheet (CSV or XLSX) into the house
    Import(commands::import::Import),
    /// Take back one import
    Undo(commands::import::Undo),
    /// Write everything to a workbook that `import --profile grobunn` reads
    Export(commands::export::Export),
    /// Take away what is kept no longer
    Retention(commands::retention::Retention),
    /// Every figure
    Figures(commands::figures::Figures),
    /// One figure, with the rows in it and the rows left out
    Figure(commands::figures::OneFigure),
    /// Publish a figure: frozen, signed, open to anyone who wants to check it
    Publish(commands::publish::Publish),
    /// Check a published file with nothing but the file
    Verify(commands::verify::Verify),
    /// Recompute a published file from the living database
    Recompute(commands::recompute::Recompute),
    /// Kaplan-Meier of any CSV with the columns duration,event[,entry][,group]
    Survival(commands::survival::Survival),
    /// Invite people, list them, close and open their accounts
    User(commands::user::User),
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misread(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return report(&Failure::outside(error)),
    };
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(&failure),
    }
}

async fn run(cli: Cli) -> Result<(), Failure> {
    let settings = cli.settings;
    match cli.command {
        Command::Serve(command) => command.run(settings.resolve()?).await,
        Command::Import(command) => command.run(&settings.resolve()?).await,
        Command::Undo(command) => command.run(&settings.resolve()?).await,
        Command::Export(command) => command.run(&settings.resolve()?).await,
        Command::Retention(command) => command.run(&settings.resolve()?).await,
        Command::Figures(command) => command.run(&settings.resolve()?).await,
        Command::Figure(command) => command.run(&settings.resolve()?).await,
        Command::Publish(command) => command.run(&settings.resolve()?).await,
        Command::Verify(command) => command.run(),
        Command::Recompute(command) => command.run(&settings.resolve()?).await,
        Command::Survival(command) => command.run(),
        Command::User(command) => command.run(&settings.resolve()?).await,
    }
}

/// How long a database on another machine has to answer. A pool goes on trying where nobody listens.
const ANSWER: std::time::Duration = std::time::Duration::from_secs(15);

/// Opens the store that the configuration names, with its schema brought up to date.
async fn open(config: &Config) -> Result<store::Store, Failure> {
    open_in(config, RealWorld::default()).await
}

/// The same in a world of its own.
async fn open_in(config: &Config, world: RealWorld) -> Result<store::Store, Failure> {
    let connect = store::Store::connect(&config.database_url, Arc::new(world));
    let store = if config.sqlite_file().is_some() {
        connect.await?
    } else {
        tokio::time::timeout(ANSWER, connect).await.map_err(|_| {
            Failure::outside(format!("the database did not answer within {} seconds", ANSWER.as_secs()))
        })??
    };
    store.migrate().await?;
    store.set_session_limits(config.sessions);
    if let Some(SigningKey(seed)) = config.signing_key {
        store.set_signing_key(seed);
    }
    Ok(store)
}

/// Opens the store for a command that changes nothing. Where there is no SQLite file yet the house is empty, and stays without
/// a file: looking at the wrong place must not make a database there.
async fn open_to_read(config: &Config) -> Result<store::Store, Failure> {
    if config.is_missing() { open_empty().await } else { open(config).await }
}

/// Says why a house is empty, when it is because there is none.
fn note_missing(config: &Config) {
    if config.is_missing() {
        commands::note(&format!("note: there is no database at {} yet, so the house is empty", config.database_url));
    }
}

/// An empty house in memory.
async fn open_empty() -> Result<store::Store, Failure> {
    let store = store::Store::connect("sqlite::memory:", Arc::new(RealWorld::default())).await?;
    store.migrate().await?;
    Ok(store)
}

/// What could not be read of the command line: help and version as clap prints them, anything else as one line.
fn misread(error: &clap::Error) -> ExitCode {
    use clap::error::ErrorKind;
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // A closed pipe (`grobunn --help | head`) is no failure of ours.
            let _ = error.print();
            if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
        }
        _ => {
            let text = error.to_string();
            let what = text.split("\n\nUsage:").next().unwrap_or(&text);
            let what = what.split("\n\nFor more").next().unwrap_or(what);
            let what = what.split("\n\n  tip:").next().unwrap_or(what);
            let what = config::one_line(what.strip_prefix("error: ").unwrap_or(what));
            report(&Failure::input(format!("{what} (grobunn --help lists what there is)")))
        }
    }
}

fn report(failure: &Failure) -> ExitCode {
    commands::note(&format!("grobunn: {failure}"));
    failure.exit_code()
}
