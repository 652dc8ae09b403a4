//! What an import left in the tables, and what is kept beside facts.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use domain::exchange::workbook::Note;
use domain::exchange::{Tells, ToldOn};
use domain::facts::{Fact, FactKind};
use domain::ids::{EnrolmentId, FactId, ImportId, LegalEntityId, StartupId};
use domain::time::{Instant, oslo_date};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use serde::Deserialize;
use uuid::Uuid;

use super::ImportStatus;
use super::report::Learned;
use crate::error::StoreError;
use crate::kinds::{Cell, id_value};
use crate::wire::{Id, cell, rows_as_json};

/// What files of one profile brought that is still in force.
#[derive(Debug, Default)]
pub(super) struct Brought {
    pub facts: HashSet<FactId>,
    pub startups: HashSet<StartupId>,
    /// Startups that its rows were found to be by their name alone, with the external id the row had.
    pub named: HashSet<(StartupId, Option<String>)>,
    /// Of which day what profiles say was told last: by files of every profile, and by hand.
    pub told_on: HashMap<StartupId, ToldOn>,
}

/// What one import brought.
#[derive(Debug, Default)]
pub(super) struct Of {
    pub facts: HashSet<FactId>,
    pub startups: HashSet<StartupId>,
    pub companies: HashSet<LegalEntityId>,
    pub enrolments: HashSet<EnrolmentId>,
    /// What others brought that were taken back before it.
    pub gone: TakenBack,
}

pub(super) async fn brought_by_profile<C: ConnectionTrait>(
    connection: &C,
    profile: &str,
) -> Result<Brought, StoreError> {
    let which = "import_id IN (SELECT id FROM import WHERE profile = $1 AND status = 'applied')";
    let mut tables: Vec<&'static str> = FactKind::ALL.map(FactKind::code).to_vec();
    tables.push("startup");
    let mut found = ids(connection, &tables, which, profile.into()).await?;
    let startups = found.pop().unwrap_or_default().into_iter().map(StartupId).collect();
    let facts = found.into_iter().flatten().map(FactId).collect();
    let mut brought = Brought { facts, startups, ..Brought::default() };
    learned(connection, profile, &mut brought).await?;
    changed_by_hand(connection, &mut brought.told_on).await?;
    Ok(brought)
}

/// What the imports in force left for the next plan.
async fn learned<C: ConnectionTrait>(connection: &C, profile: &str, brought: &mut Brought) -> Result<(), StoreError> {
    let query = Query::select()
        .columns(["profile", "as_of", "report"])
        .from("import")
        .and_where(Expr::col("status").eq(ImportStatus::Applied.code()))
        .to_owned();
    for row in connection.query_all(&query).await? {
        let kept: Option<serde_json::Value> = row.try_get_by_index(2)?;
        let Some(kept) = kept else { continue };
        let learned: Learned = serde_json::from_value(kept)
            .map_err(|error| StoreError::Unreadable { table: "import", detail: error.to_string() })?;
        if row.try_get_by_index::<String>(0)? == profile {
            brought.named.extend(learned.named);
        }
        let Some(as_of) = row.try_get_by_index::<Option<NaiveDate>>(1)? else { continue };
        for (tells, startups) in learned.told {
            for startup in startups {
                brought.told_on.entry(startup).or_default().note(tells, as_of);
            }
        }
    }
    Ok(())
}

/// What somebody changed by hand is told of the day on which it was changed.
async fn changed_by_hand<C: ConnectionTrait>(
    connection: &C,
    told_on: &mut HashMap<StartupId, ToldOn>,
) -> Result<(), StoreError> {
    let query = Query::select()
        .columns(["startup_id", "at", "before", "after"])
        .from("audit")
        .and_where(Expr::col("action").eq("update_profile"))
        .to_owned();
    for row in connection.query_all(&query).await? {
        let Some(startup) = row.try_get_by_index::<Option<Uuid>>(0)? else { continue };
        let on = oslo_date(row.try_get_by_index(1)?);
        let before: Option<serde_json::Value> = row.try_get_by_index(2)?;
        let after: Option<serde_json::Value> = row.try_get_by_index(3)?;
        let changed = |field: &str| {
            let of =
                |profile: &Option<serde_json::Value>| profile.as_ref().and_then(|profile| profile.get(field)).cloned();
            of(&before) != of(&after)
        };
        let tells = Tells { name: changed("name"), sector: changed("sector"), website: changed("website") };
        told_on.entry(StartupId(startup)).or_default().note(tells, on);
    }
    Ok(())
}

/// The facts that imports in force brought.
pub(super) async fn imported<C: ConnectionTrait>(connection: &C) -> Result<HashSet<FactId>, StoreError> {
    let which = "import_id IN (SELECT id FROM import WHERE status = $1)";
    let found = ids(connection, &FactKind::ALL.map(FactKind::code), which, ImportStatus::Applied.code().into()).await?;
    Ok(found.into_iter().flatten().map(FactId).collect())
}

pub(super) async fn of_import<C: ConnectionTrait>(connection: &C, import: ImportId) -> Result<Of, StoreError> {
    let mut tables: Vec<&'static str> = FactKind::ALL.map(FactKind::code).to_vec();
    tables.extend(["startup", "legal_entity", "enrolment"]);
    let mut found = ids(connection, &tables, "import_id = $1", id_value(import.0)).await?;
    let enrolments = found.pop().unwrap_or_default().into_iter().map(EnrolmentId).collect();
    let companies = found.pop().unwrap_or_default().into_iter().map(LegalEntityId).collect();
    let startups = found.pop().unwrap_or_default().into_iter().map(StartupId).collect();
    let facts = found.into_iter().flatten().map(FactId).collect();
    Ok(Of { facts, startups, companies, enrolments, gone: TakenBack::default() })
}

/// What imports brought that were taken back since, and when that was.
#[derive(Debug, Default)]
pub(super) struct TakenBack {
    pub facts: HashSet<FactId>,
    pub at: HashSet<Instant>,
}

impl TakenBack {
    /// Whether a fact was brought by an import that was taken back, or was written in taking it back: nothing rests on an
    /// earlier import because of it.
    pub fn holds<T>(&self, fact: &Fact<T>) -> bool {
        self.facts.contains(&fact.id) || self.at.contains(&fact.recorded_at)
    }
}

pub(super) async fn taken_back<C: ConnectionTrait>(connection: &C) -> Result<TakenBack, StoreError> {
    let tables = FactKind::ALL.map(FactKind::code);
    let which = "import_id IN (SELECT id FROM import WHERE status = $1)";
    let undone = ImportStatus::Undone.code();
    let found = ids(connection, &tables, which, undone.into()).await?;
    let when = Query::select().column("undone_at").from("import").and_where(Expr::col("status").eq(undone)).to_owned();
    let mut at = HashSet::new();
    for row in connection.query_all(&when).await? {
        at.extend(row.try_get_by_index::<Option<Instant>>(0)?);
    }
    Ok(TakenBack { facts: found.into_iter().flatten().map(FactId).collect(), at })
}

/// The ids of rows of several tables, in one statement.
async fn ids<C: ConnectionTrait>(
    connection: &C,
    tables: &[&'static str],
    filter: &str,
    value: Value,
) -> Result<Vec<Vec<Uuid>>, StoreError> {
    let backend = connection.get_database_backend();
    let parts: Vec<String> = tables
        .iter()
        .map(|table| rows_as_json(backend, &[cell(backend, "id", Cell::Id)], &format!("{table} WHERE {filter}")))
        .collect();
    let sql = format!("SELECT {}", parts.join(", "));
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [value])).await?;
    let Some(row) = row else { return Ok(vec![Vec::new(); tables.len()]) };
    tables
        .iter()
        .enumerate()
        .map(|(index, table)| {
            let ids: Vec<(Id,)> = read(table, &row, index)?;
            ids.into_iter().map(|(id,)| id.must().map_err(|detail| StoreError::Unreadable { table, detail })).collect()
        })
        .collect()
}

fn read<T: for<'a> Deserialize<'a>>(
    table: &'static str,
    row: &QueryResult,
    index: usize,
) -> Result<Vec<T>, StoreError> {
    let text: String = row.try_get_by_index(index)?;
    serde_json::from_str(&text).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}

/// What is kept beside every fact of the house.
pub(super) async fn notes<C: ConnectionTrait>(connection: &C) -> Result<HashMap<FactId, Note>, StoreError> {
    let backend = connection.get_database_backend();
    let cells =
        [cell(backend, "f.id", Cell::Id), "f.recorded_by".to_owned(), "f.reason".to_owned(), "e.reference".to_owned()];
    let mut notes = HashMap::new();
    for kind in FactKind::ALL {
        let table = kind.code();
        let from = format!("{table} f LEFT JOIN evidence e ON e.id = f.evidence_id");
        let sql = format!("SELECT {}", rows_as_json(backend, &cells, &from));
        let Some(row) = connection.query_one_raw(Statement::from_string(backend, sql)).await? else { continue };
        let rows: Vec<(Id, String, Option<String>, Option<String>)> = read(table, &row, 0)?;
        for (id, recorded_by, reason, evidence) in rows {
            let id = id.must().map_err(|detail| StoreError::Unreadable { table, detail })?;
            notes.insert(FactId(id), Note { recorded_by, evidence, reason });
        }
    }
    Ok(notes)
}

/// What shows a fact, if anything does.
pub(super) async fn evidence<C: ConnectionTrait>(
    connection: &C,
    kind: FactKind,
    fact: FactId,
) -> Result<Option<String>, StoreError> {
    let sql =
        format!("SELECT e.reference FROM {} f JOIN evidence e ON e.id = f.evidence_id WHERE f.id = $1", kind.code());
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [id_value(fact.0)]);
    let row = connection.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
