//! Everything ever recorded about a startup, corrections visible.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use domain::facts::{Fact, FactKind, Source};
use domain::ids::{FactId, ImportId, StartupId};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde::Serialize;
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::kinds::{Cell, FactRow, each_kind, id_value};
use crate::wire::{Id, cell, rows_as_json};

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", content = "body", rename_all = "snake_case")]
pub enum Body {
    /// A move between stages.
    StageChange(domain::facts::StageChange),
    /// A headcount observation.
    Headcount(domain::facts::Headcount),
    /// An event of its life.
    LifeEvent(domain::facts::LifeEvent),
    /// It was verified alive.
    Verification(domain::facts::Verification),
    /// Where it works.
    Workplace(domain::facts::Workplace),
    /// Revenue.
    Revenue(domain::facts::Revenue),
    /// Capital raised.
    Capital(domain::facts::CapitalRaised),
    /// Public money.
    Award(domain::facts::FundingAward),
    /// Who follows it up.
    Mentor(domain::facts::MentorAssignment),
    /// Who else supported it.
    OtherSupport(domain::facts::OtherSupport),
}

macro_rules! body_from {
    ($($variant:ident($body:ty)),+) => {
        $(impl From<$body> for Body {
            fn from(body: $body) -> Self {
                Self::$variant(body)
            }
        })+
    };
}
body_from!(
    StageChange(domain::facts::StageChange),
    Headcount(domain::facts::Headcount),
    LifeEvent(domain::facts::LifeEvent),
    Verification(domain::facts::Verification),
    Workplace(domain::facts::Workplace),
    Revenue(domain::facts::Revenue),
    Capital(domain::facts::CapitalRaised),
    Award(domain::facts::FundingAward),
    Mentor(domain::facts::MentorAssignment),
    OtherSupport(domain::facts::OtherSupport)
);

/// One fact as it stands in a startup's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineEntry {
    /// Which kind.
    pub kind: FactKind,
    /// The fact's id.
    pub id: FactId,
    /// The civil date on which it was true.
    pub valid_on: NaiveDate,
    /// When we learned it.
    pub recorded_at: Instant,
    /// Who recorded it.
    pub recorded_by: String,
    /// Where it comes from.
    pub source: Source,
    /// What shows it: a link or a reference.
    pub evidence: Option<String>,
    /// The fact it took the place of.
    pub supersedes: Option<FactId>,
    /// The fact that took its place.
    pub superseded_by: Option<FactId>,
    /// Whether it only takes back the one it supersedes.
    pub withdrawn: bool,
    /// Why it took another's place; for a move also why it went back or out.
    pub reason: Option<String>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    /// What it says; `None` when it only takes back.
    pub body: Option<Body>,
}

impl TimelineEntry {
    /// Whether it counts now: neither superseded nor a withdrawal.
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.superseded_by.is_none() && !self.withdrawn
    }
}

/// What is kept beside a fact because no figure rests on it.
struct Note<'a> {
    recorded_by: Cow<'a, str>,
    reason: Option<Cow<'a, str>>,
    evidence: Option<Cow<'a, str>>,
    import: Option<Uuid>,
}

type NoteWire<'a> = (Id, Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>, Id);

macro_rules! timeline {
    ($($name:ident: $body:ty,)+) => {
        fn note_queries(backend: DbBackend) -> Vec<String> {
            vec![$(notes_as_json(backend, <$body as FactRow>::KIND.code())),+]
        }

        fn entries(startup: &domain::ledger::StartupLedger, notes: &HashMap<Uuid, Note<'_>>) -> Vec<TimelineEntry> {
            let mut entries = Vec::new();
            $(add(&mut entries, <$body as FactRow>::facts(startup), notes);)+
            entries
        }
    };
}
each_kind!(timeline);

fn notes_as_json(backend: DbBackend, table: &str) -> String {
    let cells = [("f.id", Cell::Id), ("f.recorded_by", Cell::Plain), ("f.reason", Cell::Plain)]
        .into_iter()
        .chain([("e.reference", Cell::Plain), ("f.import_id", Cell::Id)])
        .map(|(column, how)| cell(backend, column, how))
        .collect::<Vec<_>>();
    let rest = format!("{table} f LEFT JOIN evidence e ON e.id = f.evidence_id WHERE f.startup_id = $1");
    rows_as_json(backend, &cells, &rest)
}

fn add<T: FactRow + Into<Body>>(entries: &mut Vec<TimelineEntry>, facts: &[Fact<T>], notes: &HashMap<Uuid, Note<'_>>) {
    let superseded_by: HashMap<FactId, FactId> =
        facts.iter().filter_map(|fact| Some((fact.supersedes?, fact.id))).collect();
    entries.extend(facts.iter().map(|fact| {
        let note = notes.get(&fact.id.0);
        let text = |text: Option<&Cow<'_, str>>| text.map(|text| text.clone().into_owned());
        TimelineEntry {
            kind: T::KIND,
            id: fact.id,
            valid_on: fact.valid_on,
            recorded_at: fact.recorded_at,
            recorded_by: text(note.map(|note| &note.recorded_by)).unwrap_or_default(),
            source: fact.source,
            evidence: text(note.and_then(|note| note.evidence.as_ref())),
            supersedes: fact.supersedes,
            superseded_by: superseded_by.get(&fact.id).copied(),
            withdrawn: fact.body.is_none(),
            reason: text(note.and_then(|note| note.reason.as_ref())),
            import: note.and_then(|note| note.import).map(ImportId),
            body: fact.body.clone().map(Into::into),
        }
    }));
}

impl Store {
    /// Every fact ever recorded about a startup, newest first, what was corrected and taken back included.
    ///
    /// # Errors
    /// [`Missing::Startup`], or the database.
    pub async fn timeline(&self, startup: StartupId) -> Result<Vec<TimelineEntry>, VerbError> {
        let backend = self.backend();
        // Notes first: the ledger read after them knows every fact they speak of, and a fact without its note is newer than the page.
        let sql = format!("SELECT {}", note_queries(backend).join(", "));
        let statement = Statement::from_sql_and_values(backend, sql, [id_value(startup.0)]);
        let row = self.reader().query_one_raw(statement).await?;
        let ledger = self.ledger().await?;
        let known = ledger.startup(startup).ok_or(Missing::Startup)?;
        let mut texts: Vec<String> = Vec::with_capacity(FactKind::ALL.len());
        if let Some(row) = row {
            for index in 0..FactKind::ALL.len() {
                texts.push(row.try_get_by_index(index)?);
            }
        }
        let mut notes = HashMap::new();
        for text in &texts {
            let rows: Vec<NoteWire<'_>> = serde_json::from_str(text)
                .map_err(|error| StoreError::Unreadable { table: "evidence", detail: error.to_string() })?;
            for (id, recorded_by, reason, evidence, import) in rows {
                if let Some(id) = id.0 {
                    notes.insert(id, Note { recorded_by, reason, evidence, import: import.0 });
                }
            }
        }
        let mut entries = entries(known, &notes);
        entries.retain(|entry| notes.contains_key(&entry.id.0));
        entries.sort_by_key(|entry| std::cmp::Reverse((entry.valid_on, entry.recorded_at, entry.id)));
        Ok(entries)
    }
}
