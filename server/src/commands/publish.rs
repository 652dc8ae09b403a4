//! `grobunn publish ID`: freezes a figure, signs it and keeps it for ever.

use std::path::PathBuf;

use clap::Args;
use domain::access::Actor;
use domain::figures;
use domain::ids::ContractId;
use domain::words::Locale;
use serde::Serialize;
use store::publications::{NewPublication, Published};
use store::{Store, VerbError};

use super::figures::Question;
use super::{print, print_json};
use crate::config::Config;
use crate::failure::Failure;

/// Publish a figure: frozen, signed, open to anyone who wants to check it.
#[derive(Debug, Args)]
pub struct Publish {
    /// Which figure, such as jobs.net, survival.exits, survival.fixed(5) or survival.km(admission)
    id: String,
    #[command(flatten)]
    question: Question,
    /// What it is used in: "Årsmelding 2023"
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Where it stands: a page, an address
    #[arg(long, value_name = "PLACE", default_value = "")]
    place: String,
    /// The funder's contract it is published for, by its case number or id
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
    /// Write the signed file here too
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What is printed. Others read it: fields are added, never renamed.
#[derive(Debug, Serialize)]
struct Document<'a> {
    address: &'a str,
    path: String,
    figure: &'a str,
    version: u32,
    digest: &'a str,
    key: &'a str,
    bytes: u64,
    sentence: String,
}

impl Publish {
    /// Publishes one figure.
    pub async fn run(self, config: &Config) -> Result<(), Failure> {
        let id =
            figures::parse_id(&self.id).ok_or_else(|| Failure::input(format!("no figure is called '{}'", self.id)))?;
        // What is published is kept for ever, so there must be somewhere to keep it.
        if config.is_missing() {
            return Err(Failure::input(format!(
                "there is no database at {} yet, so there is nothing to publish",
                config.database_url
            )));
        }
        let store = crate::open_to_read(config).await?;
        let ledger = store.ledger().await?;
        let query = self.question.query(&store, &ledger)?;
        let contract = match &self.contract {
            Some(named) => Some(contract(&store, named).await?),
            None => None,
        };
        let new = NewPublication { figure: id, query, name: self.name, place: self.place, contract };
        let published = store.publish(&Actor::command_line(), &new).await.map_err(refused)?;
        let file = store.publication_file(&published.address).await?;
        store.close().await?;
        if let (Some(out), Some((_, bytes))) = (&self.out, file) {
            std::fs::write(out, bytes).map_err(|error| {
                Failure::outside(format!(
                    "published as {}, but {} cannot be written: {error}",
                    app::paths::publication(&published.address),
                    out.display()
                ))
            })?;
        }
        let path = app::paths::publication(&published.address);
        if self.question.json {
            return print_json(&Document {
                address: &published.address,
                path,
                figure: &published.figure.0,
                version: published.version,
                digest: &published.digest,
                key: &published.key.0,
                bytes: published.size,
                sentence: sentence(&published),
            });
        }
        print(&format!(
            "{}\npublished as {path}\ndigest {}\nkey    {}\n",
            sentence(&published),
            published.digest,
            published.key
        ))
    }
}

/// The signed contract that goes by a case number or an id. A number that several bear is not guessed.
async fn contract(store: &Store, named: &str) -> Result<ContractId, Failure> {
    let mut found = store.contracts(&Actor::command_line()).await?;
    found.retain(|contract| {
        contract.is_signed() && (contract.terms.case_number == named || contract.id.to_string() == named)
    });
    match found.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Failure::input(format!("no signed contract has the case number or id '{named}'"))),
        _ => Err(Failure::input(format!("several contracts have the case number '{named}'; give the id"))),
    }
}

fn sentence(published: &Published) -> String {
    published.face.words(Locale::En).map(|words| words.sentence.clone()).unwrap_or_default()
}

/// What the store refuses, for a command line.
pub fn refused(error: VerbError) -> Failure {
    match error {
        VerbError::Store(error) => error.into(),
        other => Failure::input(other.text(Locale::En)),
    }
}
