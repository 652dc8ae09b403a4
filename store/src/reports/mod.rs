//! Reports to those who pay: drafted, and handed in once.
//!
//! - [`Store::draft_report`], [`Store::save_report`], [`Store::drop_report`]: while it is a draft
//! - [`Store::preview_report`] what each of its figures would show, or why it may not be published
//! - [`Store::hand_in_report_of`] publishes every figure that may be, all in one write or none, freezes the texts, and marks the
//!   contract's day as handed in
//! - [`Store::reports`], [`Store::report`] as far as an actor sees them: who pays reads what was handed in
//!
//! What was handed in is kept as it was; the database refuses to change it. Its numbers are publications, and nothing else is
//! ([`domain::reports::foreign_numbers`]).

mod demo;
mod hand_in;
mod read;
mod refusal;
mod targets;
mod write;

use chrono::NaiveDate;
use domain::figures::{FigureId, SharedFigure};
use domain::ids::{ContractId, ProgrammeId, ReportId};
use domain::publication::Shown;
use domain::reports::{Texts, question};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement, Value};
use serde::{Deserialize, Serialize};

pub use refusal::ReportRefusal;
pub use targets::TargetLine;

use crate::error::StoreError;
use crate::publications::{PublishRefusal, Published};

/// A report to be drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The programme it is about.
    pub programme: ProgrammeId,
    /// The contract it is made for.
    pub contract: Option<ContractId>,
    /// The day of that contract on which it is due.
    pub due_on: Option<NaiveDate>,
    /// What it is called.
    pub title: String,
    /// The first day of its period.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// The language it is written in.
    pub locale: Locale,
}

/// What is saved of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDraft {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub texts: Texts,
    /// The figures it shows.
    pub figures: Vec<FigureId>,
}

/// A report, draft or handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The report's id.
    pub id: ReportId,
    /// The programme it is about.
    pub programme: ProgrammeId,
    /// The contract it is made for.
    pub contract: Option<ContractId>,
    /// The day of that contract on which it is due.
    pub due_on: Option<NaiveDate>,
    /// What it is called.
    pub title: String,
    /// The first day of its period.
    pub from: NaiveDate,
    /// The last one.
    pub to: NaiveDate,
    /// The language it is written in.
    pub locale: Locale,
    /// What it says.
    pub texts: Texts,
    /// The figures it shows.
    pub figures: Vec<FigureId>,
    /// When it was changed last.
    pub changed_at: Instant,
    /// When it was handed in, and what it says since; `None` for a draft.
    pub handed_in: Option<HandedInReport>,
}

/// What was handed in.
#[derive(Debug, Clone, PartialEq)]
pub struct HandedInReport {
    /// When.
    pub at: Instant,
    /// Who did; see [`People::name_of`](crate::People::name_of).
    pub by: String,
    /// What it says.
    pub content: Content,
    /// Its figures, in their order.
    pub publications: Vec<Published>,
}

/// What a report says, as it was handed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What it is called.
    pub title: String,
    /// The programme as it was called.
    pub programme: String,
    /// Who pays, as the contract names them.
    #[serde(default)]
    pub funder: Option<String>,
    /// The contract as it was called.
    #[serde(default)]
    pub contract: Option<String>,
    /// The funder's own number of the case.
    #[serde(default)]
    pub case_number: Option<String>,
    /// The texts.
    pub texts: Texts,
    /// The figures that were chosen or named.
    #[serde(default)]
    pub figures: Vec<FigureId>,
    /// The digest of the contract, or of its newest addendum.
    #[serde(default)]
    pub contract_digest: Option<String>,
    /// What the contract promises, and the publications that tell how far it has come.
    #[serde(default)]
    pub targets: Vec<TargetLine>,
    /// The figures that may not be published.
    pub withheld: Vec<Withheld>,
}

/// A figure that may not be published, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    /// Which.
    pub figure: FigureId,
    /// Its name in the language of the report.
    pub title: String,
    /// Why, in the language of the report.
    pub reason: String,
}

/// A figure of a draft.
#[derive(Debug, Clone)]
pub struct PreviewLine {
    /// Which.
    pub id: FigureId,
    /// The living figure; `None` for one that nobody defines any more.
    pub figure: Option<SharedFigure>,
    /// What would become public; or why it may not.
    pub shown: Result<Shown, PublishRefusal>,
}

impl Report {
    /// Whether it was handed in.
    #[must_use]
    pub const fn is_handed_in(&self) -> bool {
        self.handed_in.is_some()
    }

    /// The publication that answers this report's own question about a figure. Those that only tell of a target of its contract answer
    /// another.
    #[must_use]
    pub fn publication(&self, figure: &FigureId) -> Option<&Published> {
        self.handed_in.as_ref()?.publications.iter().find(|published| {
            let asked = question(figure, self.programme, self.from, self.to, published.query.known_at);
            published.figure == *figure && published.query == asked
        })
    }

    /// The figures that were chosen or named and could be published, in their order.
    #[must_use]
    pub fn chosen(&self) -> Vec<&Published> {
        let figures = self.handed_in.as_ref().map(|handed_in| handed_in.content.figures.as_slice()).unwrap_or_default();
        figures.iter().filter_map(|figure| self.publication(figure)).collect()
    }
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| unreadable(&error))
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> StoreError {
    StoreError::Unreadable { table: "report", detail: error.to_string() }
}
