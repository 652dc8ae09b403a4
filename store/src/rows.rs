//! A batch as rows: which statements write it, and how few journeys to the database they take.

use std::collections::HashSet;
use std::pin::Pin;

use domain::ids::{FactId, ImportId};
use domain::ledger::Profile;
use domain::time::{Instant, to_micros};
use domain::words::fold;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement, StatementBuilder, Value};

use crate::bulk::{Batch, NewFact, shown_by};
use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::{FactRow, each_kind, id_value};
use crate::read::stage_kind_columns;

macro_rules! facts_of_each_kind {
    ($($name:ident: $body:ty,)+) => {
        async fn write_facts(to: &mut Target<'_>, batch: &Batch) -> Result<(), StoreError> {
            $(to.facts(&batch.$name, batch.import).await?;)+
            Ok(())
        }
    };
}
each_kind!(facts_of_each_kind);

/// Most rows of one INSERT: beyond some hundred a longer statement gains nothing.
const ROWS_AT_ONCE: usize = 500;
/// Most values bound to one statement; SQLite's limit is 32 766, PostgreSQL's 65 535.
const BINDS_AT_ONCE: usize = 30_000;

/// Statements of a write that wait to be sent together: each that is sent alone costs a journey to the database and back.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    statements: Vec<Statement>,
    binds: usize,
}

/// Beyond so many values statements are sent on, so that a great batch does not lie in memory twice.
const BINDS_PENDING: usize = 4_000;

impl Pending {
    async fn add(&mut self, statement: Statement, to: &DatabaseTransaction) -> Result<(), StoreError> {
        self.binds += statement.values.as_ref().map_or(0, |values| values.0.len());
        self.statements.push(statement);
        if self.binds > BINDS_PENDING { self.send(to).await } else { Ok(()) }
    }

    /// Sends what waits, in order.
    pub(crate) async fn send(&mut self, to: &DatabaseTransaction) -> Result<(), StoreError> {
        self.binds = 0;
        let statements = std::mem::take(&mut self.statements);
        if to.get_database_backend() == DbBackend::Sqlite && statements.len() > 1 {
            // SQLite's placeholders count on from statement to statement, so several make one text.
            let sql: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
            let sql = sql.join("; ");
            let values = statements.into_iter().filter_map(|statement| statement.values).flat_map(|values| values.0);
            to.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)).await?;
            return Ok(());
        }
        for statement in statements {
            to.execute_raw(statement).await?;
        }
        Ok(())
    }
}

/// Where and as what rows are written.
pub(crate) struct Target<'a> {
    pub(crate) transaction: &'a DatabaseTransaction,
    pub(crate) pending: &'a mut Pending,
    pub(crate) store: &'a Store,
    pub(crate) version: i64,
    pub(crate) at: Instant,
    pub(crate) actor: &'a str,
}

impl Target<'_> {
    /// Writes a whole batch.
    pub(crate) async fn batch(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if let Some(at) = batch.latest().filter(|at| *at > self.at) {
            return Err(StoreError::RecordedInFuture { at });
        }
        self.programmes(batch).await?;
        self.startups(batch).await?;
        self.people(batch).await?;
        write_facts(self, batch).await
    }

    async fn programmes(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let (at, version) = (self.at, self.version);
        let columns = ["id", "slug", "name", "created_at", "ledger"];
        let rows = batch.programmes.iter().map(|programme| {
            vec![
                id_value(programme.id.0),
                programme.slug.clone().into(),
                programme.name.clone().into(),
                at.into(),
                version.into(),
            ]
        });
        self.insert("programme", &columns, rows).await?;
        let columns = [
            "id",
            "programme_id",
            "key",
            "phase",
            "kind",
            "outcome",
            "name_nb",
            "name_nn",
            "name_en",
            "position",
            "retired_at",
            "usual_days",
            "ledger",
        ];
        let of_new =
            batch.programmes.iter().flat_map(|programme| programme.stages.iter().map(|stage| (programme.id, stage)));
        let rows = of_new.chain(batch.stages.iter().map(|(programme, stage)| (*programme, stage))).map(
            |(programme, stage)| {
                let (kind, outcome) = stage_kind_columns(stage.kind);
                let [nb, nn, en] = stage.names.clone();
                vec![
                    id_value(stage.id.0),
                    id_value(programme.0),
                    stage.key.clone().into(),
                    stage.phase.code().into(),
                    kind.into(),
                    outcome.into(),
                    nb.into(),
                    nn.into(),
                    en.into(),
                    i16::try_from(stage.position).unwrap_or(i16::MAX).into(),
                    stage.retired.then_some(at).into(),
                    stage.usual_days.map(i32::from).into(),
                    version.into(),
                ]
            },
        );
        self.insert("stage", &columns, rows).await?;
        let columns = ["id", "programme_id", "name", "starts_on", "ends_on", "created_at", "ledger"];
        let rows = batch.cohorts.iter().map(|cohort| {
            vec![
                id_value(cohort.id.0),
                id_value(cohort.programme.0),
                cohort.name.clone().into(),
                cohort.starts_on.into(),
                cohort.ends_on.into(),
                at.into(),
                version.into(),
            ]
        });
        self.insert("cohort", &columns, rows).await
    }

    async fn startups(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let (at, version) = (self.at, self.version);
        let import = id_value(batch.import.map(|import| import.0));
        let columns = [
            "id",
            "external_id",
            "name",
            "search_key",
            "sector",
            "website",
            "created_at",
            "withdrawn_at",
            "import_id",
            "ledger",
        ];
        let rows = batch.startups.iter().map(|profile| {
            vec![
                id_value(profile.id.0),
                profile.external_id.clone().into(),
                profile.name.clone().into(),
                fold(&profile.name).into(),
                profile.sector.clone().into(),
                profile.website.clone().into(),
                to_micros(profile.created_at).into(),
                profile.withdrawn_at.map(to_micros).into(),
                import.clone(),
                version.into(),
            ]
        });
        self.insert("startup", &columns, rows).await?;
        for profile in &batch.profiles {
            self.profile(profile).await?;
        }
        for company in &batch.withdrawn_companies {
            self.withdraw_companies(Expr::col("id").eq(company.0)).await?;
        }
        let columns = ["id", "startup_id", "number", "name", "created_at", "import_id", "ledger"];
        let rows = batch.companies.iter().map(|(startup, company)| {
            vec![
                id_value(company.id.0),
                id_value(startup.0),
                company.number.to_string().into(),
                company.name.clone().into(),
                at.into(),
                import.clone(),
                version.into(),
            ]
        });
        self.insert("legal_entity", &columns, rows).await?;
        let columns = ["id", "startup_id", "programme_id", "cohort_id", "created_at", "import_id", "ledger"];
        let rows = batch.enrolments.iter().map(|(startup, enrolment)| {
            vec![
                id_value(enrolment.id.0),
                id_value(startup.0),
                id_value(enrolment.programme.0),
                id_value(enrolment.cohort.map(|cohort| cohort.0)),
                at.into(),
                import.clone(),
                version.into(),
            ]
        });
        self.insert("enrolment", &columns, rows).await
    }

    async fn profile(&mut self, profile: &Profile) -> Result<(), StoreError> {
        let update = Query::update()
            .table("startup")
            .value("external_id", profile.external_id.clone())
            .value("name", profile.name.clone())
            .value("search_key", fold(&profile.name))
            .value("sector", profile.sector.clone())
            .value("website", profile.website.clone())
            .value("withdrawn_at", profile.withdrawn_at.map(to_micros))
            .value("ledger", self.version)
            .and_where(Expr::col("id").eq(profile.id.0))
            .to_owned();
        self.run(&update).await?;
        if profile.withdrawn_at.is_some() {
            self.withdraw_companies(Expr::col("startup_id").eq(profile.id.0)).await?;
        }
        Ok(())
    }

    async fn withdraw_companies(&mut self, which: Expr) -> Result<(), StoreError> {
        let update = Query::update()
            .table("legal_entity")
            .value("withdrawn_at", self.at)
            .value("ledger", self.version)
            .and_where(which)
            .and_where(Expr::col("withdrawn_at").is_null())
            .to_owned();
        self.run(&update).await
    }

    async fn people(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let (at, version) = (self.at, self.version);
        let columns = ["id", "name", "search_key", "email", "is_mentor", "created_at", "erased_at", "ledger"];
        let rows = batch.people.iter().map(|person| {
            vec![
                id_value(person.id.0),
                person.name.clone().into(),
                fold(&person.name).into(),
                person.email.clone().into(),
                person.is_mentor.into(),
                at.into(),
                person.erased_at.into(),
                version.into(),
            ]
        });
        self.insert("person", &columns, rows).await?;
        let columns = ["id", "startup_id", "person_id", "from_on", "to_on", "created_at", "ledger"];
        let rows = batch.founders.iter().map(|founder| {
            vec![
                id_value(founder.id),
                id_value(founder.startup.0),
                id_value(founder.person.0),
                founder.from_on.into(),
                founder.to_on.into(),
                at.into(),
                version.into(),
            ]
        });
        self.insert("founder", &columns, rows).await
    }

    async fn facts<T: FactRow>(&mut self, facts: &[NewFact<T>], import: Option<ImportId>) -> Result<(), StoreError> {
        if facts.is_empty() {
            return Ok(());
        }
        let mut evidence = Vec::new();
        let rows: Vec<(Option<FactId>, FactId, Vec<Value>)> = facts
            .iter()
            .map(|fact| {
                let shown_by = shown_by(fact.evidence.as_deref()).map(|text| {
                    let id = self.store.new_id();
                    let kind =
                        if text.starts_with("https://") || text.starts_with("http://") { "url" } else { "reference" };
                    evidence.push(vec![id.into(), kind.into(), text.into(), self.at.into(), self.version.into()]);
                    id
                });
                let mut values = vec![
                    id_value(fact.id.0),
                    self.version.into(),
                    id_value(fact.startup.0),
                    fact.valid_on.into(),
                    to_micros(fact.recorded_at.unwrap_or(self.at)).into(),
                    fact.recorded_by.as_deref().unwrap_or(self.actor).into(),
                    fact.source.code().into(),
                    id_value(shown_by),
                    id_value(fact.supersedes.map(|fact| fact.0)),
                    fact.body.is_none().into(),
                    fact.reason.clone().into(),
                    id_value(import.map(|import| import.0)),
                ];
                values.extend(T::values(fact.body.as_ref()));
                (fact.supersedes, fact.id, values)
            })
            .collect();
        self.insert("evidence", &["id", "kind", "reference", "created_at", "ledger"], evidence).await?;
        let mut columns = migrations::HEADER_COLUMNS.to_vec();
        columns.extend(T::COLUMNS.iter().map(|(column, _)| *column));
        // A fact is written after the one it supersedes: most batches have none that supersedes another of its own.
        let mut waiting = rows;
        while !waiting.is_empty() {
            let to_come: HashSet<FactId> = waiting.iter().map(|(_, id, _)| *id).collect();
            let (later, ready): (Vec<_>, Vec<_>) = waiting
                .into_iter()
                .partition(|(supersedes, _, _)| supersedes.is_some_and(|former| to_come.contains(&former)));
            if ready.is_empty() {
                let detail = "facts that supersede each other in a ring".to_owned();
                return Err(StoreError::Unreadable { table: T::KIND.code(), detail });
            }
            self.insert(T::KIND.code(), &columns, ready.into_iter().map(|(_, _, values)| values)).await?;
            waiting = later;
        }
        Ok(())
    }

    async fn run<S: StatementBuilder>(&mut self, statement: &S) -> Result<(), StoreError> {
        let statement = self.transaction.get_database_backend().build(statement);
        self.pending.add(statement, self.transaction).await
    }

    /// Writes rows by as few statements as the databases' limits allow.
    ///
    /// The future is boxed: otherwise the closures that make the rows become part of every caller's future, and the compiler
    /// cannot show that such a future may move between threads.
    pub(crate) fn insert<'f, Rows>(
        &'f mut self,
        table: &'static str,
        columns: &'f [&'static str],
        rows: Rows,
    ) -> Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 'f>>
    where
        Rows: IntoIterator<Item = Vec<Value>>,
        Rows::IntoIter: Send + 'f,
    {
        Box::pin(self.insert_rows(table, columns, Box::new(rows.into_iter())))
    }

    async fn insert_rows(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: Box<dyn Iterator<Item = Vec<Value>> + Send + '_>,
    ) -> Result<(), StoreError> {
        let at_once = ROWS_AT_ONCE.min(BINDS_AT_ONCE / columns.len().max(1));
        let mut rows = rows.peekable();
        while rows.peek().is_some() {
            let mut insert = Query::insert();
            insert.into_table(table).columns(columns.iter().copied());
            for row in rows.by_ref().take(at_once) {
                insert
                    .values(row.into_iter().map(|value| Expr::val(without_nul(value))))
                    .map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })?;
            }
            self.run(&insert).await?;
        }
        Ok(())
    }
}

/// PostgreSQL cannot keep U+0000 in a text, and nobody means it.
pub(crate) fn without_nul(value: Value) -> Value {
    match value {
        Value::String(Some(text)) if text.contains('\0') => text.replace('\0', "").into(),
        Value::Json(Some(mut json)) => {
            clean(&mut json);
            Value::Json(Some(json))
        }
        value => value,
    }
}

fn clean(json: &mut serde_json::Value) {
    match json {
        serde_json::Value::String(text) => text.retain(|letter| letter != '\0'),
        serde_json::Value::Array(items) => items.iter_mut().for_each(clean),
        serde_json::Value::Object(entries) => entries.values_mut().for_each(clean),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}
