//! Everything ever recorded about a startup, corrections visible.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::sight::seen_startup;
use domain::access::{Action, Actor, Resource, may};
use domain::facts::{Fact, FactKind, Source};
use domain::ids::{FactId, ImportId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
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
    /// A meeting with the house.
    Meeting(domain::facts::Meeting),
    /// Founders and leaders in numbers.
    Team(domain::facts::Team),
    /// What became of a request for an update.
    Update(domain::facts::UpdateStep),
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
    OtherSupport(domain::facts::OtherSupport),
    Meeting(domain::facts::Meeting),
    Team(domain::facts::Team),
    Update(domain::facts::UpdateStep)
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
struct Note {
    recorded_by: String,
    reason: Option<String>,
    evidence: Option<String>,
    import: Option<Uuid>,
}

type NoteWire<'a> = (Id, Cow<'a, str>, Option<Cow<'a, str>>, Option<Cow<'a, str>>, Id);

macro_rules! timeline {
    ($($name:ident: $body:ty,)+) => {
        fn note_queries(backend: DbBackend) -> Vec<String> {
            vec![$(notes_as_json(backend, <$body as FactRow>::KIND.code())),+]
        }

        fn entries(startup: &StartupLedger, notes: &HashMap<Uuid, Note>) -> Vec<TimelineEntry> {
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

fn add<T: FactRow + Into<Body>>(entries: &mut Vec<TimelineEntry>, facts: &[Fact<T>], notes: &HashMap<Uuid, Note>) {
    let superseded_by: HashMap<FactId, FactId> =
        facts.iter().filter_map(|fact| Some((fact.supersedes?, fact.id))).collect();
    entries.extend(facts.iter().map(|fact| {
        let note = notes.get(&fact.id.0);
        TimelineEntry {
            kind: T::KIND,
            id: fact.id,
            valid_on: fact.valid_on,
            recorded_at: fact.recorded_at,
            recorded_by: note.map(|note| note.recorded_by.clone()).unwrap_or_default(),
            source: fact.source,
            evidence: note.and_then(|note| note.evidence.clone()),
            supersedes: fact.supersedes,
            superseded_by: superseded_by.get(&fact.id).copied(),
            withdrawn: fact.body.is_none(),
            reason: note.and_then(|note| note.reason.clone()),
            import: note.and_then(|note| note.import).map(ImportId),
            body: fact.body.clone().map(Into::into),
        }
    }));
}

impl Store {
    /// Every fact ever recorded about a startup that an actor sees, newest first. Moves of stays elsewhere are not in it, and neither
    /// are the reasons of moves and corrections where they are the staff's own.
    ///
    /// # Errors
    /// [`Missing::Startup`], also for a startup that the actor does not see; or the database.
    pub async fn timeline_for(&self, actor: &Actor, startup: StartupId) -> Result<Vec<TimelineEntry>, VerbError> {
        let today = self.world().today();
        let (ledger, notes) = self.margins_of(startup).await?;
        let whole = ledger.startup(startup).ok_or(Missing::Startup)?;
        let seen = seen_startup(&ledger, whole, actor, today).ok_or(Missing::Startup)?;
        let mut told = told(&seen, &notes);
        let resource = Resource::startup(&ledger, whole);
        if !may(actor, Action::SeeReasons, &resource, today).is_allowed() {
            told.iter_mut().for_each(|entry| entry.reason = None);
        }
        // An import tells of whatever else its file brought; only those who may import look at one.
        if !may(actor, Action::Import, &Resource::House(&ledger), today).is_allowed() {
            told.iter_mut().for_each(|entry| entry.import = None);
        }
        Ok(told)
    }

    /// Every fact ever recorded about a startup, newest first, what was corrected and taken back included. For whoever sees all of it:
    /// what is shown to somebody comes from [`Store::timeline_for`].
    ///
    /// # Errors
    /// [`Missing::Startup`], or the database.
    pub async fn timeline(&self, startup: StartupId) -> Result<Vec<TimelineEntry>, VerbError> {
        let (ledger, notes) = self.margins_of(startup).await?;
        let known = ledger.startup(startup).ok_or(Missing::Startup)?;
        Ok(told(known, &notes))
    }

    /// What is kept beside a startup's facts, and a ledger that knows them.
    async fn margins_of(&self, startup: StartupId) -> Result<(Arc<Ledger>, HashMap<Uuid, Note>), VerbError> {
        let backend = self.backend();
        // Notes first: the ledger read after them knows every fact they speak of, and a fact without its note is newer than the page.
        let sql = format!("SELECT {}", note_queries(backend).join(", "));
        let statement = Statement::from_sql_and_values(backend, sql, [id_value(startup.0)]);
        let row = self.reader().query_one_raw(statement).await?;
        let ledger = self.ledger().await?;
        let mut notes = HashMap::new();
        let texts = row.map(|row| (0..FactKind::ALL.len()).map(move |index| row.try_get_by_index::<String>(index)));
        for text in texts.into_iter().flatten() {
            let text = text?;
            let rows: Vec<NoteWire<'_>> = serde_json::from_str(&text)
                .map_err(|error| StoreError::Unreadable { table: "evidence", detail: error.to_string() })?;
            for (id, recorded_by, reason, evidence, import) in rows {
                if let Some(id) = id.0 {
                    let own = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
                    let (reason, evidence) = (own(reason), own(evidence));
                    notes
                        .insert(id, Note { recorded_by: recorded_by.into_owned(), reason, evidence, import: import.0 });
                }
            }
        }
        Ok((ledger, notes))
    }
}

/// The facts of a startup with what is kept beside them, newest first.
fn told(startup: &StartupLedger, notes: &HashMap<Uuid, Note>) -> Vec<TimelineEntry> {
    let mut entries = entries(startup, notes);
    entries.retain(|entry| notes.contains_key(&entry.id.0));
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.valid_on, entry.recorded_at, entry.id)));
    entries
}
