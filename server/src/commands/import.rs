//! `grobunn import` and `grobunn undo`.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use domain::access::Actor;
use domain::exchange::{Answers, Profile, SHIPPED, SameName};
use domain::ids::ImportId;
use domain::words::Locale;
use store::Store;
use store::exchange::{ImportError, Preview, Profiled, Progress, UndoError, Upload};

use super::{note, parse_date, print, print_json};
use crate::config::{Config, one_line};
use crate::failure::Failure;

/// So many notes of a dry run are printed; the rest is counted.
const MOST_NOTES: usize = 20;

/// Read a sheet (CSV or XLSX) into the house.
#[derive(Debug, Args)]
pub struct Import {
    /// The file
    file: PathBuf,
    /// How it is read: grobunn, sheet, accelerator-directory, or the path of a profile of your own
    #[arg(long, value_name = "NAME-or-FILE")]
    profile: String,
    /// The day on which the file was right [default: today in Oslo]
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    as_of: Option<NaiveDate>,
    /// Say what would change, write nothing
    #[arg(long)]
    dry_run: bool,
    /// What to do with rows that share only their name with a startup of the house [default: ask, and write nothing]
    #[arg(long, value_enum, value_name = "ANSWER")]
    same_name: Option<SameNameAnswer>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What to do with rows that share only their name with a startup of the house.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum SameNameAnswer {
    /// It is that startup
    Merge,
    /// It is another one
    New,
}

/// Take back one import.
#[derive(Debug, Args)]
pub struct Undo {
    /// The import, as `import` printed it
    import: ImportId,
}

impl Import {
    /// Reads the file into the house, or says every reason why not.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let name = self.file.display().to_string();
        let bytes =
            std::fs::read(&self.file).map_err(|error| Failure::input(format!("{name} cannot be read: {error}")))?;
        let file_name = self.file.file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
        let profile = profiled(&self.profile)?;
        // What cannot be read at all is refused before a database is opened, let alone made.
        match &profile {
            Profiled::Shipped(name) => Profile::shipped(name),
            Profiled::Own(text) => Profile::parse(text),
        }
        .map_err(|error| refused(&name, error.into()))?;
        store::exchange::read_tables(&bytes, &file_name).map_err(|error| refused(&name, error.into()))?;
        let upload = Upload { bytes, file_name, profile, as_of: self.as_of };
        let answers = Answers {
            all: self.same_name.map(|answer| match answer {
                SameNameAnswer::Merge => SameName::Merge,
                SameNameAnswer::New => SameName::New,
            }),
            ..Answers::default()
        };
        let report = if self.dry_run {
            let store = crate::open_to_read(config).await?;
            let preview = preview(&store, &name, upload, &answers).await?;
            store.close().await?;
            for warning in preview.plan.warnings.iter().take(MOST_NOTES) {
                note(&format!("note: {}", one_line(&warning.text(Locale::En))));
            }
            let more = preview.plan.warnings.len().saturating_sub(MOST_NOTES);
            if more > 0 {
                note(&format!("note: and {}; the page /imports shows them", counted(more, "more note")));
            }
            preview.report
        } else {
            // A refused file must not leave an empty database behind.
            if config.is_missing() {
                preview(&crate::open_empty().await?, &name, upload.clone(), &answers).await?;
            }
            let store = crate::open(config).await?;
            let silent = |_: Progress| {};
            let report = store
                .import(&Actor::command_line(), upload, &answers, &silent)
                .await
                .map_err(|error| refused(&name, error))?;
            store.close().await?;
            report
        };
        if self.json {
            return print_json(&report);
        }
        let dry = if self.dry_run { "Dry run: nothing was written.\n" } else { "" };
        print(&format!("{dry}{}\n", report.text(Locale::En)))
    }
}

/// What the file would do to a house.
///
/// # Errors
/// Every reason why it would do nothing.
async fn preview(store: &Store, name: &str, upload: Upload, answers: &Answers) -> Result<Preview, Failure> {
    let preview = store.preview_file(upload, answers).await.map_err(|error| refused(name, error))?;
    if !preview.plan.errors.is_empty() {
        return Err(refused(name, ImportError::Cells(preview.plan.errors)));
    }
    if !preview.plan.questions.is_empty() {
        return Err(refused(name, ImportError::Questions(preview.plan.questions)));
    }
    Ok(preview)
}

/// A shipped profile by its name, else the text of a file.
fn profiled(name: &str) -> Result<Profiled, Failure> {
    if SHIPPED.iter().any(|(shipped, _)| *shipped == name) {
        return Ok(Profiled::Shipped(name.to_owned()));
    }
    match std::fs::read_to_string(name) {
        Ok(text) => Ok(Profiled::Own(text)),
        Err(error) => {
            let shipped: Vec<&str> = SHIPPED.iter().map(|(shipped, _)| *shipped).collect();
            Err(Failure::input(format!(
                "no profile is called '{name}' (shipped: {}), and no such file can be read: {error}",
                shipped.join(", ")
            )))
        }
    }
}

fn refused(name: &str, error: ImportError) -> Failure {
    match error {
        ImportError::Store(error) => error.into(),
        ImportError::Questions(_) => Failure::input(format!(
            "{name}: {}\nAnswer with --same-name merge or --same-name new, or one by one at /imports.",
            error.text(Locale::En)
        )),
        ImportError::Cells(_) => Failure::input(format!("{name}: {}", error.text(Locale::En).trim_end())),
        error => Failure::input(format!("{name}: {}", one_line(&error.text(Locale::En)))),
    }
}

/// A number of things, of which one is no plural.
fn counted(number: usize, thing: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} {thing}{ending}", domain::format::count(Locale::En, number))
}

impl Undo {
    /// Takes the import back, or says what rests on it.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let store = crate::open_to_read(config).await?;
        let undone = store.undo_import(&Actor::command_line(), self.import).await;
        store.close().await?;
        match undone {
            Ok(undone) => print(&format!(
                "Undone: {} withdrawn, {} withdrawn, {} stated once more.\n",
                counted(undone.startups, "startup"),
                counted(undone.withdrawn, "fact"),
                counted(undone.restated, "fact")
            )),
            Err(UndoError::Store(error)) => Err(error.into()),
            Err(error) => Err(Failure::input(error.text(Locale::En).trim_end())),
        }
    }
}
