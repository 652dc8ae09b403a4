//! Reading the ledger: what is new as one statement, everything as statements over ranges of startups, several at a time.

use std::sync::Arc;

use domain::facts::{Fact, FactKind, Outcome, Source};
use domain::ids::{CohortId, EnrolmentId, FactId, LegalEntityId, PersonId, ProgrammeId, StageId, StartupId};
use domain::ledger::{Ledger, LegalEntity, Profile};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{Cohort, Enrolment, Phase, Programme, Stage, StageKind};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement, Value};
use serde::Deserialize;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::cache::{Cached, Delta, Facts, Owned, trim};
use crate::connect::{ReadOnce, Store};
use crate::error::StoreError;
use crate::kinds::{Cell, FactRow, each_kind, id_value};
use crate::people::{Founder, People, Person};
use crate::wire::{At, Day, Flag, Id, cell, nested, rows_as_json};

/// How many startups' facts come over in one statement: some megabytes of JSON at forty facts each.
const STARTUPS_AT_ONCE: usize = 512;

impl Store {
    /// The facts of the house, as of the last write: one cheap query when nothing is new.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn ledger(&self) -> Result<Arc<Ledger>, StoreError> {
        Ok(self.cached().await?.ledger)
    }

    /// The people of the house, as of the last write.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn people(&self) -> Result<Arc<People>, StoreError> {
        Ok(self.cached().await?.people)
    }

    /// The house as of the last write; for a request, as of when it first asked.
    pub(crate) async fn cached(&self) -> Result<Cached, StoreError> {
        if let Some(ReadOnce::As(known)) = self.once().as_deref() {
            return Ok(known.clone());
        }
        let newest = self.newest().await?;
        if let Some(mut once) = self.once()
            && matches!(*once, ReadOnce::Nothing)
        {
            *once = ReadOnce::As(newest.clone());
        }
        Ok(newest)
    }

    async fn newest(&self) -> Result<Cached, StoreError> {
        let cache = &self.inner.cache;
        let version = version(self.reader()).await?;
        if let Some(cached) = cache.newest().filter(|cached| cached.ledger.version >= version) {
            return Ok(cached);
        }
        let _loading = cache.loading.lock().await;
        loop {
            match cache.newest() {
                Some(cached) if cached.ledger.version >= version => return Ok(cached),
                Some(cached) if few(self.reader(), cached.ledger.version).await? => {
                    cache.merge(delta(self.reader(), cached.ledger.version).await?);
                }
                _ => cache.set(load(self.reader()).await?),
            }
        }
    }

    /// The ledger exactly as it is inside a write transaction that holds the writers' lock and has not written yet; `None` when
    /// more is new than one statement should fetch.
    ///
    /// The cache must have been filled before the transaction began: on a database in memory there is no second connection to
    /// fill it with.
    pub(crate) async fn cached_in<C: ConnectionTrait>(
        &self,
        transaction: &C,
        version: i64,
    ) -> Result<Option<Cached>, StoreError> {
        let cache = &self.inner.cache;
        loop {
            let cached = cache.newest().unwrap_or_default();
            if cached.ledger.version >= version {
                return Ok(Some(cached));
            }
            if !few(transaction, cached.ledger.version).await? {
                return Ok(None);
            }
            let delta = delta(transaction, cached.ledger.version).await?;
            // The transaction reads its own new number, under which nothing is written yet.
            cache.merge(Delta { version, ..delta });
        }
    }
}

/// More new facts than this are not fetched as one text.
const FEW: u32 = 50_000;

/// Whether few enough facts have a number above `since` for one statement to fetch them.
async fn few<C: ConnectionTrait>(connection: &C, since: i64) -> Result<bool, StoreError> {
    let backend = connection.get_database_backend();
    let counts: Vec<String> = FactKind::ALL
        .iter()
        .map(|kind| {
            format!("(SELECT count(*) FROM (SELECT 1 FROM {} WHERE ledger > $1 LIMIT {FEW}) AS few)", kind.code())
        })
        .collect();
    let sql = format!("SELECT {}", counts.join(" + "));
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [since.into()])).await?;
    let new: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(new < i64::from(FEW))
}

/// The number of the last write.
pub(crate) async fn version<C: ConnectionTrait>(connection: &C) -> Result<i64, StoreError> {
    let sql = "SELECT version FROM ledger_version WHERE id = 1";
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
}

/// The tables beside the facts, in the order in which [`small_tables`] asks and [`read_small_tables`] reads.
fn small_tables(backend: DbBackend, filter: &str) -> Vec<String> {
    let of = |table: &str, cells: &[(&str, Cell)]| {
        let cells: Vec<String> = cells.iter().map(|(column, how)| cell(backend, column, *how)).collect();
        rows_as_json(backend, &cells, &format!("{table} WHERE {filter}"))
    };
    use Cell::{Id, Plain};
    vec![
        of("programme", &[("id", Id), ("slug", Plain), ("name", Plain)]),
        of(
            "stage",
            &[
                ("id", Id),
                ("programme_id", Id),
                ("key", Plain),
                ("phase", Plain),
                ("kind", Plain),
                ("outcome", Plain),
                ("name_nb", Plain),
                ("name_nn", Plain),
                ("name_en", Plain),
                ("position", Plain),
                ("retired_at", Plain),
                ("usual_days", Plain),
                ("deleted_at IS NOT NULL", Plain),
            ],
        ),
        of("cohort", &[("id", Id), ("programme_id", Id), ("name", Plain), ("starts_on", Plain), ("ends_on", Plain)]),
        of(
            "startup",
            &[
                ("id", Id),
                ("external_id", Plain),
                ("name", Plain),
                ("sector", Plain),
                ("website", Plain),
                ("created_at", Plain),
                ("withdrawn_at", Plain),
            ],
        ),
        of(
            "legal_entity",
            &[("id", Id), ("startup_id", Id), ("number", Plain), ("name", Plain), ("withdrawn_at IS NOT NULL", Plain)],
        ),
        of("enrolment", &[("id", Id), ("startup_id", Id), ("programme_id", Id), ("cohort_id", Id)]),
        of("person", &[("id", Id), ("name", Plain), ("email", Plain), ("is_mentor", Plain), ("erased_at", Plain)]),
        of("founder", &[("id", Id), ("startup_id", Id), ("person_id", Id), ("from_on", Plain), ("to_on", Plain)]),
    ]
}

/// The facts of one kind as one JSON text.
fn facts_as_json<T: FactRow>(backend: DbBackend, filter: &str) -> String {
    let mut cells: Vec<String> = [("id", Cell::Id), ("startup_id", Cell::Id), ("valid_on", Cell::Plain)]
        .into_iter()
        .chain([("recorded_at", Cell::Plain), ("source", Cell::Plain), ("evidence_id IS NOT NULL", Cell::Plain)])
        .chain([("supersedes", Cell::Id), ("withdrawn", Cell::Plain)])
        .map(|(column, how)| cell(backend, column, how))
        .collect();
    let body: Vec<String> = T::COLUMNS.iter().map(|(column, how)| cell(backend, column, *how)).collect();
    cells.push(nested(backend, &body));
    rows_as_json(backend, &cells, &format!("{} WHERE {filter}", T::KIND.code()))
}

macro_rules! fact_queries {
    ($($name:ident: $body:ty,)+) => {
        /// One subquery for each kind of fact.
        fn fact_tables(backend: DbBackend, filter: &str) -> Vec<String> {
            vec![$(facts_as_json::<$body>(backend, filter)),+]
        }

        impl Facts {
            /// Reads the answers of [`fact_tables`].
            fn read(texts: &mut impl Iterator<Item = String>) -> Result<Self, StoreError> {
                Ok(Self { $($name: read_facts::<$body>(&texts.next().unwrap_or_default())?,)+ })
            }
        }
    };
}
each_kind!(fact_queries);

/// A fact as it comes over: id, startup, `valid_on`, `recorded_at`, source, has evidence, supersedes, withdrawn, body.
type FactWire<'a, B> = (Id, Id, Day, At, &'a str, Flag, Id, Flag, B);

fn read_facts<T: FactRow>(text: &str) -> Result<Owned<T>, StoreError> {
    let table = T::KIND.code();
    let rows: Vec<FactWire<'_, T::Wire<'_>>> = rows(table, text)?;
    rows.into_iter()
        .map(|row| read_fact::<T>(row))
        .collect::<Result<_, _>>()
        .map_err(|detail| StoreError::Unreadable { table, detail })
}

fn read_fact<T: FactRow>(row: FactWire<'_, T::Wire<'_>>) -> Result<(StartupId, Fact<T>), String> {
    let (id, startup, valid_on, recorded_at, source, evidence, supersedes, withdrawn, body) = row;
    let source = Source::from_code(source).ok_or_else(|| format!("source {source:?} is unknown"))?;
    let fact = Fact {
        id: FactId(id.must()?),
        valid_on: valid_on.0,
        recorded_at: recorded_at.0,
        supersedes: supersedes.0.map(FactId),
        source,
        documented: evidence.0 || source.documents(),
        body: if withdrawn.0 { None } else { Some(T::read(body)?) },
    };
    Ok((StartupId(startup.must()?), fact))
}

/// Reads one JSON text of rows.
fn rows<'a, R: Deserialize<'a>>(table: &'static str, text: &'a str) -> Result<Vec<R>, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}

/// Everything with a number above `since`, in one statement, hence of one moment.
pub(crate) async fn delta<C: ConnectionTrait>(connection: &C, since: i64) -> Result<Delta, StoreError> {
    let backend = connection.get_database_backend();
    let mut parts = vec!["version".to_owned(), "at".to_owned()];
    parts.extend(small_tables(backend, "ledger > $1"));
    parts.extend(fact_tables(backend, "ledger > $1"));
    let sql = format!("SELECT {} FROM ledger_version WHERE id = 1", parts.join(", "));
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [since.into()])).await?;
    let Some(row) = row else { return Ok(Delta { since, version: since, ..Delta::default() }) };
    let version = row.try_get_by_index(0)?;
    let at = row.try_get_by_index(1)?;
    let mut texts = texts(&row, 2, parts.len())?.into_iter();
    let mut delta = read_small_tables(&mut texts)?;
    delta.facts = Facts::read(&mut texts)?;
    Ok(Delta { since, version, at, ..delta })
}

fn texts(row: &QueryResult, from: usize, to: usize) -> Result<Vec<String>, StoreError> {
    (from..to).map(|index| Ok(row.try_get_by_index(index)?)).collect()
}

/// Everything: the small tables in one statement, then the facts of so many startups at once, as many statements at a time as
/// there are connections. Facts written meanwhile have a greater number and are left for the next [`delta`].
async fn load(connection: &DatabaseConnection) -> Result<Cached, StoreError> {
    let backend = connection.get_database_backend();
    let mut parts = vec!["version".to_owned(), "at".to_owned()];
    parts.extend(small_tables(backend, "TRUE"));
    let sql = format!("SELECT {} FROM ledger_version WHERE id = 1", parts.join(", "));
    let Some(row) = connection.query_one_raw(Statement::from_string(backend, sql)).await? else {
        return Ok(Cached::default());
    };
    let version: i64 = row.try_get_by_index(0)?;
    let at: Instant = row.try_get_by_index(1)?;
    let texts = texts(&row, 2, parts.len())?;
    let small = read_small_tables(&mut texts.into_iter())?;
    let mut cached = Cached { ledger: Arc::default(), people: Arc::new(People::default()), at };
    cached.merge(Delta { version, at, ..small });

    let filter = "ledger <= $1 AND startup_id BETWEEN $2 AND $3";
    let sql = format!("SELECT {}", fact_tables(backend, filter).join(", "));
    let ids: Vec<StartupId> = cached.ledger.startups.iter().map(|startup| startup.profile.id).collect();
    let mut statements = ids.chunks(STARTUPS_AT_ONCE).filter_map(|chunk| {
        let values = [Value::from(version), id_value(chunk.first()?.0), id_value(chunk.last()?.0)];
        Some(Statement::from_sql_and_values(backend, sql.as_str(), values))
    });
    let at_once = std::thread::available_parallelism().map_or(4, std::num::NonZero::get).clamp(2, 8);
    let mut reading = JoinSet::new();
    loop {
        while reading.len() < at_once
            && let Some(statement) = statements.next()
        {
            let connection = connection.clone();
            reading.spawn(async move { load_facts(&connection, statement).await });
        }
        let Some(facts) = reading.join_next().await else { break };
        cached.merge(Delta { since: version, version, at, facts: facts??, ..Delta::default() });
    }
    for startup in &mut Arc::make_mut(&mut cached.ledger).startups {
        trim(Arc::make_mut(startup));
    }
    tracing::debug!(ledger.version = version, ledger.startups = ids.len(), "the ledger was loaded");
    Ok(cached)
}

async fn load_facts(connection: &DatabaseConnection, statement: Statement) -> Result<Facts, StoreError> {
    let Some(row) = connection.query_one_raw(statement).await? else { return Ok(Facts::default()) };
    let texts = texts(&row, 0, FactKind::ALL.len())?;
    drop(row);
    tokio::task::spawn_blocking(move || Facts::read(&mut texts.into_iter())).await?
}

fn read_small_tables(texts: &mut impl Iterator<Item = String>) -> Result<Delta, StoreError> {
    let mut next = || texts.next().unwrap_or_default();
    let programmes = read_rows("programme", &next(), |(id, slug, name): (Id, String, String)| {
        Ok(Programme { id: ProgrammeId(id.must()?), slug, name, stages: Vec::new() })
    })?;
    let (gone, stages): (Vec<_>, Vec<_>) =
        read_rows("stage", &next(), read_stage)?.into_iter().partition(|(_, _, deleted)| *deleted);
    let stages_gone = gone.into_iter().map(|(_, stage, _)| stage.id).collect();
    let stages = stages.into_iter().map(|(programme, stage, _)| (programme, stage)).collect();
    let cohorts = read_rows(
        "cohort",
        &next(),
        |(id, programme, name, starts, ends): (Id, Id, String, Option<Day>, Option<Day>)| {
            Ok(Cohort {
                id: CohortId(id.must()?),
                programme: ProgrammeId(programme.must()?),
                name,
                starts_on: starts.map(|day| day.0),
                ends_on: ends.map(|day| day.0),
            })
        },
    )?;
    let profiles = read_rows("startup", &next(), |row: ProfileWire| {
        let (id, external_id, name, sector, website, created_at, withdrawn_at) = row;
        Ok(Profile {
            id: StartupId(id.must()?),
            external_id,
            name,
            sector,
            website,
            created_at: created_at.0,
            withdrawn_at: withdrawn_at.map(|at| at.0),
        })
    })?;
    let companies = read_rows("legal_entity", &next(), |row: (Id, Id, String, Option<String>, Flag)| {
        let (id, startup, number, name, withdrawn) = row;
        let number = OrganisationNumber::parse(&number).map_err(|error| error.to_string())?;
        Ok((StartupId(startup.must()?), LegalEntity { id: LegalEntityId(id.must()?), number, name }, withdrawn.0))
    })?;
    let enrolments = read_rows("enrolment", &next(), |(id, startup, programme, cohort): (Id, Id, Id, Id)| {
        let enrolment = Enrolment {
            id: EnrolmentId(id.must()?),
            programme: ProgrammeId(programme.must()?),
            cohort: cohort.0.map(CohortId),
        };
        Ok((StartupId(startup.must()?), enrolment))
    })?;
    let persons = read_rows(
        "person",
        &next(),
        |(id, name, email, is_mentor, erased_at): (Id, String, Option<String>, Flag, Option<At>)| {
            let erased_at = erased_at.map(|at| at.0);
            Ok(Person { id: PersonId(id.must()?), name, email, is_mentor: is_mentor.0, erased_at })
        },
    )?;
    let founders =
        read_rows("founder", &next(), |(id, startup, person, from, to): (Id, Id, Id, Option<Day>, Option<Day>)| {
            Ok(Founder {
                id: id.must()?,
                startup: StartupId(startup.must()?),
                person: PersonId(person.must()?),
                from_on: from.map(|day| day.0),
                to_on: to.map(|day| day.0),
            })
        })?;
    Ok(Delta {
        programmes,
        stages,
        stages_gone,
        cohorts,
        profiles,
        companies,
        enrolments,
        persons,
        founders,
        ..Delta::default()
    })
}

type ProfileWire = (Id, Option<String>, String, Option<String>, Option<String>, At, Option<At>);
type StageWire<'a> =
    (Id, Id, String, &'a str, &'a str, Option<&'a str>, String, String, String, u16, Option<At>, Option<u16>, Flag);

/// Whose a stage is, what it is, and whether it was taken away.
fn read_stage(row: StageWire<'_>) -> Result<(ProgrammeId, Stage, bool), String> {
    let (id, programme, key, phase, kind, outcome, nb, nn, en, position, retired_at, usual_days, deleted) = row;
    let stage = Stage {
        id: StageId(id.must()?),
        key,
        phase: Phase::from_code(phase).ok_or_else(|| format!("phase {phase:?} is unknown"))?,
        kind: stage_kind(kind, outcome).ok_or_else(|| format!("kind {kind:?} {outcome:?} is unknown"))?,
        names: [nb, nn, en],
        position,
        retired: retired_at.is_some(),
        usual_days,
    };
    Ok((ProgrammeId(programme.must()?), stage, deleted.0))
}

fn stage_kind(kind: &str, outcome: Option<&str>) -> Option<StageKind> {
    match kind {
        "step" => Some(StageKind::Step),
        "admission" => Some(StageKind::Admission),
        "declined" => Some(StageKind::Declined),
        "exit" => outcome.and_then(Outcome::from_code).map(StageKind::Exit),
        _ => None,
    }
}

/// The two columns of a stage's kind.
pub(crate) const fn stage_kind_columns(kind: StageKind) -> (&'static str, Option<&'static str>) {
    match kind {
        StageKind::Step => ("step", None),
        StageKind::Admission => ("admission", None),
        StageKind::Declined => ("declined", None),
        StageKind::Exit(outcome) => ("exit", Some(outcome.code())),
    }
}

fn read_rows<'a, R: Deserialize<'a>, T>(
    table: &'static str,
    text: &'a str,
    read: impl Fn(R) -> Result<T, String>,
) -> Result<Vec<T>, StoreError> {
    rows(table, text)?
        .into_iter()
        .map(|row| read(row).map_err(|detail| StoreError::Unreadable { table, detail }))
        .collect()
}

/// Which startup a row of `table` belongs to.
pub(crate) async fn startup_of<C: ConnectionTrait>(
    connection: &C,
    table: &'static str,
    id: Uuid,
) -> Result<Option<StartupId>, StoreError> {
    let backend = connection.get_database_backend();
    let sql = format!("SELECT startup_id FROM {table} WHERE id = $1");
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [id_value(id)])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(StartupId))
}

/// What shows a fact, if anything does.
pub(crate) async fn evidence_of<C: ConnectionTrait>(
    connection: &C,
    table: &'static str,
    id: Uuid,
) -> Result<Option<String>, StoreError> {
    let backend = connection.get_database_backend();
    let sql = format!("SELECT e.reference FROM {table} f JOIN evidence e ON e.id = f.evidence_id WHERE f.id = $1");
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, sql, [id_value(id)])).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}
