//! Published figures: frozen once, shown for ever.
//!
//! - [`Store::publish`] freezes a figure beside everything that is published already; [`Store::preview_publication`] shows what
//!   would become public, and writes nothing
//! - [`Store::publications`], [`Store::publication`], [`Store::publication_file`] read what anybody may read
//! - [`Store::note_revision`] says in public what a house knows by now; a publication itself never changes
//! - [`Store::changes_since`] which later facts would move it, for whoever may see the startups; [`Store::recompute`] asks the living
//!   ledger for the same bytes
//! - [`Store::published_tables`] every count that is out, with the startups in it: what decides what else may be published
//!
//! The database refuses to change or delete any of it. What is signed is signed by the instance's key ([`Store::public_keys`]).

mod changes;
mod demo;
mod keys;
mod publish;
mod read;
mod refusal;
mod revise;
mod within;

use chrono::NaiveDate;
use domain::access::{Actor, Resource};
use domain::figures::{FigureId, Query};
use domain::ids::{ContractId, ProgrammeId, PublicationId, RevisionId, StartupId};
use domain::ledger::Ledger;
use domain::publication::{Face, KeyId, Use};
use domain::suppress::{Cell, Table};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement, Value};
use serde::{Deserialize, Serialize};

pub use keys::PublicKey;
pub use publish::Preview;
pub use read::{PublicationFilter, PublicationPage};
pub use refusal::{PublishRefusal, cell_name};
pub use revise::NewRevision;

pub(crate) use changes::Kept;
pub(crate) use demo::{beside, leaves_room, leaves_room_in};

use crate::error::{Missing, StoreError};

/// A figure to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPublication {
    /// Which figure.
    pub figure: FigureId,
    /// The question it answers. A figure of a programme or one of its cohorts is the programme's to publish, any other the house's.
    pub query: Query,
    /// What it is used in: `Årsmelding 2023`. Not empty.
    pub name: String,
    /// Where it stands: a page, an address. May be empty.
    pub place: String,
    /// The funder's contract it is published for.
    pub contract: Option<ContractId>,
}

/// A published figure, without its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The publication's id.
    pub id: PublicationId,
    /// What stands in its address: ten lower-case letters and digits.
    pub address: String,
    /// Which figure.
    pub figure: FigureId,
    /// The version of its definition.
    pub version: u32,
    /// The question it answers, as it stands in the file.
    pub query: Query,
    /// Where it is used.
    pub used: Use,
    /// The programme whose it is; `None` for the whole house.
    pub programme: Option<ProgrammeId>,
    /// The funder's contract it was published for.
    pub contract: Option<ContractId>,
    /// What may be shown of it to anybody.
    pub face: Face,
    /// How many bytes its file has.
    pub size: u64,
    /// The digest of the body of its file.
    pub digest: String,
    /// Whose key signed.
    pub key: KeyId,
    /// Who published it; see [`People::name_of`](crate::People::name_of).
    pub published_by: String,
    /// When.
    pub issued_at: Instant,
    /// The notes written to it since, the first one first.
    pub revisions: Vec<Revision>,
}

impl Published {
    /// The day on which it was published.
    #[must_use]
    pub fn issued_on(&self) -> NaiveDate {
        domain::time::oslo_date(self.issued_at)
    }

    /// The day on which anything of it last changed: the last note, or the publication itself.
    #[must_use]
    pub fn updated_at(&self) -> Instant {
        self.revisions.last().map_or(self.issued_at, |revision| revision.noted_at)
    }

    /// On what the policy decides who publishes and who writes notes.
    #[must_use]
    pub fn resource<'a>(&self, ledger: &'a Ledger) -> Resource<'a> {
        resource(ledger, self.programme)
    }
}

/// A dated public note to a publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The note's id.
    pub id: RevisionId,
    /// What it says.
    pub note: String,
    /// The language it is written in.
    pub locale: Locale,
    /// What the figure would be by what was known then; `None` where that would reveal a small group.
    pub standing: Option<Standing>,
    /// Who wrote it; see [`People::name_of`](crate::People::name_of). Not shown to the public.
    pub noted_by: String,
    /// When.
    pub noted_at: Instant,
}

/// A figure by what was known when a note was written to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// What may be shown of it.
    pub face: Face,
    /// How many startups have moved it since; `None` where they are one to four.
    pub moved: Option<usize>,
}

/// Whose a figure is to publish: a programme's, or the house's.
fn resource(ledger: &Ledger, programme: Option<ProgrammeId>) -> Resource<'_> {
    programme.map_or(Resource::House(ledger), Resource::Programme)
}

/// The programme that a question is about.
fn programme_of(ledger: &Ledger, query: &Query) -> Result<Option<ProgrammeId>, Missing> {
    let programme = match (query.scope.cohort, query.scope.programme) {
        (Some(cohort), asked) => {
            let cohort = ledger.cohorts.iter().find(|known| known.id == cohort).ok_or(Missing::Cohort)?;
            if asked.is_some_and(|asked| asked != cohort.programme) {
                return Err(Missing::Cohort);
            }
            Some(cohort.programme)
        }
        (None, asked) => asked,
    };
    match programme {
        Some(id) if ledger.programme(id).is_none() => Err(Missing::Programme),
        known => Ok(known),
    }
}

/// Who may publish a figure, for pages that offer it: what the policy is asked about.
///
/// # Errors
/// [`Missing::Programme`] or [`Missing::Cohort`] for a question about one that is not here.
pub fn publishing<'a>(ledger: &'a Ledger, query: &Query) -> Result<Resource<'a>, Missing> {
    Ok(resource(ledger, programme_of(ledger, query)?))
}

/// Whether an actor may publish the answer to a question.
#[must_use]
pub fn may_publish(actor: &Actor, ledger: &Ledger, query: &Query, today: NaiveDate) -> domain::access::Decision {
    match publishing(ledger, query) {
        Ok(resource) => domain::access::may(actor, domain::access::Action::Publish, &resource, today),
        Err(_) => domain::access::Decision::Hidden,
    }
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// The cells of a table as the database keeps them.
fn cells_json(table: &Table) -> Result<String, StoreError> {
    let cells: Vec<(&str, Vec<StartupId>)> =
        table.cells.iter().map(|cell| (cell.name.as_str(), cell.startups.iter().copied().collect())).collect();
    to_json("publication", &cells)
}

fn read_cells(table: &'static str, name: &str, text: &str) -> Result<Table, StoreError> {
    let cells: Vec<(String, Vec<StartupId>)> = from_json(table, text)?;
    let cell = |(name, startups): (String, Vec<StartupId>)| Cell { name, startups: startups.into_iter().collect() };
    Ok(Table { name: name.to_owned(), cells: cells.into_iter().map(cell).collect() })
}

fn to_json(table: &'static str, value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}

fn from_json<T: serde::de::DeserializeOwned>(table: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}
