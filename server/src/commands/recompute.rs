//! `grobunn recompute FILE`: asks the living database, as known at the time, for the same bytes.

use std::path::PathBuf;

use clap::Args;
use domain::publication::{self, Recomputed};
use serde::Serialize;
use store::{Missing, VerbError};

use super::publish::refused;
use super::{print, print_json, verify};
use crate::config::Config;
use crate::failure::Failure;

/// Recompute a published file from the living database, as known at the time. Later facts cannot change it.
#[derive(Debug, Args)]
pub struct Recompute {
    /// The signed file, as it was downloaded
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// What is printed. Others read it: fields are added, never renamed.
#[derive(Debug, Serialize)]
struct Document {
    same: bool,
    digest: String,
    differences: Vec<Difference>,
}

/// Where the living database gives something else.
#[derive(Debug, Serialize)]
struct Difference {
    path: String,
    written: Option<String>,
    computed: Option<String>,
}

impl Recompute {
    /// Recomputes one file.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let bytes = verify::read(&self.file)?;
        let file = match publication::verify(&bytes) {
            Ok(file) => file,
            Err(fault) => return Err(verify::bad(&fault, &self.file, self.json)?),
        };
        let store = crate::open_to_read(config).await?;
        let recomputed = store.recompute(&file).await;
        store.close().await?;
        crate::note_missing(config);
        let recomputed = recomputed.map_err(|error| match error {
            VerbError::NotFound(Missing::Publication) => Failure::input(format!(
                "this house has not published a file with the digest {}; whoever did can recompute it",
                file.digest
            )),
            other => refused(other),
        })?;
        let differences: Vec<Difference> = match recomputed {
            Recomputed::Same => Vec::new(),
            Recomputed::Differs(found) => found
                .into_iter()
                .map(|one| Difference { path: one.path, written: one.written, computed: one.computed })
                .collect(),
        };
        let (same, many) = (differences.is_empty(), differences.len());
        if self.json {
            print_json(&Document { same, digest: file.digest, differences })?;
        } else if same {
            print("The living database, as known then, gives the same file to the byte.\n")?;
        } else {
            let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
            let line = |one: &Difference| {
                format!("{}: published {}, now {}\n", one.path, or_nothing(&one.written), or_nothing(&one.computed))
            };
            print(&differences.iter().map(line).collect::<String>())?;
        }
        if same {
            return Ok(());
        }
        Err(Failure::outside(format!(
            "the living database gives something else in {many} places: what had been recorded was changed, or how it is read"
        )))
    }
}
