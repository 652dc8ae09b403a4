//! From a file to facts: kept, previewed, applied. The plan is made under the lock of all writers, so what is written is what the
//! house then is and not what it was when somebody looked.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::{Action as Asked, Actor, Resource};
use domain::exchange::plan::Context;
use domain::exchange::{Answers, Known, Plan, Profile, Told, plan, read};
use domain::ids::ImportId;
use domain::ledger::Ledger;
use domain::time::{Instant, oslo_date, to_micros};
use sea_orm::sea_query::{Expr, ExprTrait, InsertStatement, Query};
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::error::ImportError;
use super::file::read_tables;
use super::report::{Kept, Learned, Report};
use super::rows::{Brought, brought_by_profile};
use super::{ImportStatus, batch};
use crate::connect::Store;
use crate::error::StoreError;
use crate::write::{Write, json, writing};

/// A file that was not applied is kept so many days.
const KEPT_DAYS: i64 = 30;

/// Which profile a file is read by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Profiled {
    /// A shipped one, by its name.
    Shipped(String),
    /// The text of one's own.
    Own(String),
}

impl Profiled {
    fn profile(&self) -> Result<Profile, ImportError> {
        Ok(match self {
            Self::Shipped(name) => Profile::shipped(name)?,
            Self::Own(text) => Profile::parse(text)?,
        })
    }
}

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its content.
    pub bytes: Vec<u8>,
    /// Its name; what it corrects will say it was by this file.
    pub file_name: String,
    /// How it is read.
    pub profile: Profiled,
    /// The day on which it was right; `None`: today.
    pub as_of: Option<NaiveDate>,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The file was read: so many rows.
    Read {
        /// Rows below the headers.
        rows: usize,
    },
    /// It is known what would change: so many facts.
    Planned {
        /// Facts to write.
        facts: usize,
    },
    /// Everything is in the database.
    Written {
        /// Facts written.
        facts: usize,
    },
}

/// What a file would change.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// What it would change, in numbers.
    pub report: Report,
    /// What it would change, row by row, with errors, questions and warnings.
    pub plan: Plan,
}

/// A file, read.
pub(super) struct Job {
    pub file_name: String,
    pub profile: Arc<Profile>,
    pub as_of: NaiveDate,
    told: Arc<Told>,
}

impl Store {
    /// Keeps a file, to be previewed and applied. Files nobody applied are thrown out after a month.
    ///
    /// # Errors
    /// When the file or the profile cannot be read at all, or the day lies in the future. Bad cells are no reason: a preview shows them.
    pub async fn upload(&self, actor: &Actor, upload: Upload) -> Result<ImportId, ImportError> {
        ImportError::unless_allowed(self.may_in_house(actor, Asked::Import).await?)?;
        let (upload, job) = self.read(upload).await?;
        let id = ImportId(self.new_id());
        let now = to_micros(self.world().now());
        let old = now - chrono::TimeDelta::days(KEPT_DAYS);
        let throw_out = Query::delete()
            .from_table("import")
            .and_where(Expr::col("status").is_in([ImportStatus::Uploaded.code(), ImportStatus::Previewed.code()]))
            .and_where(Expr::col("created_at").lt(old))
            .to_owned();
        let insert = insert(id, &upload, &job, actor, now)?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        transaction.execute(&throw_out).await?;
        transaction.execute(&insert).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// What a kept file would change in the house as it is now. It speaks of any startup of the house, so whoever shows it has asked the
    /// policy for [`Action::Import`](domain::access::Action::Import).
    ///
    /// # Errors
    /// When there is no such import, or the database does not answer. Errors of cells and open questions are in the plan.
    pub async fn preview_import(&self, id: ImportId, answers: &Answers) -> Result<Preview, ImportError> {
        let (_, job, status) = self.kept(id).await?;
        if status == ImportStatus::Uploaded {
            let seen = Query::update()
                .table("import")
                .value("status", ImportStatus::Previewed.code())
                .and_where(Expr::col("id").eq(id.0))
                .and_where(Expr::col("status").eq(ImportStatus::Uploaded.code()))
                .to_owned();
            let transaction = self.writer().begin_with_options(writing()).await?;
            transaction.execute(&seen).await?;
            transaction.commit().await?;
        }
        self.preview(&job, answers).await
    }

    /// What a file would change, without keeping it: a dry run. As [`Store::preview_import`], it speaks of any startup of the house.
    ///
    /// # Errors
    /// When the file or the profile cannot be read at all. Errors of cells and open questions are in the plan.
    pub async fn preview_file(&self, upload: Upload, answers: &Answers) -> Result<Preview, ImportError> {
        let (_, job) = self.read(upload).await?;
        self.preview(&job, answers).await
    }

    /// Writes what a kept file tells: all of it or nothing.
    ///
    /// # Errors
    /// [`ImportError::Cells`] and [`ImportError::Questions`] hold every reason why not.
    pub async fn apply_import(
        &self,
        actor: &Actor,
        id: ImportId,
        answers: &Answers,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Report, ImportError> {
        // Asked before anything is told of the import, and once more under the lock.
        ImportError::unless_allowed(self.may_in_house(actor, Asked::Import).await?)?;
        let (_, job, status) = self.kept(id).await?;
        if !matches!(status, ImportStatus::Uploaded | ImportStatus::Previewed) {
            return Err(ImportError::AlreadyApplied);
        }
        progress(Progress::Read { rows: job.told.rows });
        let mut write = self.begin(actor).await?;
        ImportError::unless_allowed(write.decide(Asked::Import, &Resource::House(&write.ledger())))?;
        let plan = ready(plan_in(&mut write, &job, answers).await?)?;
        progress(Progress::Planned { facts: plan.facts() });
        let report = apply(write, id, &job, &plan).await?;
        progress(Progress::Written { facts: plan.facts() });
        Ok(report)
    }

    /// Reads a file and writes what it tells, all of it or nothing, in one step. When nothing is new, nothing is written at all.
    ///
    /// # Errors
    /// [`ImportError`] holds every reason why not.
    pub async fn import(
        &self,
        actor: &Actor,
        upload: Upload,
        answers: &Answers,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Report, ImportError> {
        ImportError::unless_allowed(self.may_in_house(actor, Asked::Import).await?)?;
        let (upload, job) = self.read(upload).await?;
        progress(Progress::Read { rows: job.told.rows });
        let mut write = self.begin(actor).await?;
        ImportError::unless_allowed(write.decide(Asked::Import, &Resource::House(&write.ledger())))?;
        let plan = ready(plan_in(&mut write, &job, answers).await?)?;
        progress(Progress::Planned { facts: plan.facts() });
        if plan.changes_nothing() {
            return Ok(Report::of(&plan, None, &job));
        }
        let id = ImportId(self.new_id());
        let insert = insert(id, &upload, &job, actor, write.at())?;
        write.transaction.execute(&insert).await?;
        let report = apply(write, id, &job, &plan).await?;
        progress(Progress::Written { facts: plan.facts() });
        Ok(report)
    }

    /// Reads an upload away from the threads that answer requests.
    async fn read(&self, upload: Upload) -> Result<(Upload, Job), ImportError> {
        let now = self.world().now();
        let today = oslo_date(now);
        let as_of = upload.as_of.unwrap_or(today);
        if as_of > today {
            return Err(ImportError::AsOfInFuture(as_of));
        }
        let work = move || {
            let profile = upload.profile.profile()?;
            let tables = read_tables(&upload.bytes, &upload.file_name)?;
            let told = Arc::new(read::read(&tables, &profile, as_of, now));
            let job = Job { file_name: upload.file_name.clone(), profile: Arc::new(profile), as_of, told };
            Ok((upload, job))
        };
        tokio::task::spawn_blocking(work).await.map_err(StoreError::from)?
    }

    /// A kept file, read again.
    async fn kept(&self, id: ImportId) -> Result<(Upload, Job, ImportStatus), ImportError> {
        let query = Query::select()
            .columns(["bytes", "file_name", "profile", "profile_text", "as_of", "status"])
            .from("import")
            .and_where(Expr::col("id").eq(id.0))
            .to_owned();
        let row = self.reader().query_one(&query).await?.ok_or(ImportError::NotFound)?;
        let own: Option<String> = row.try_get_by_index(3)?;
        let upload = Upload {
            bytes: row.try_get_by_index(0)?,
            file_name: row.try_get_by_index(1)?,
            profile: match own {
                Some(text) => Profiled::Own(text),
                None => Profiled::Shipped(row.try_get_by_index(2)?),
            },
            as_of: row.try_get_by_index(4)?,
        };
        let status: String = row.try_get_by_index(5)?;
        let status = ImportStatus::from_code(&status)
            .ok_or_else(|| StoreError::Unreadable { table: "import", detail: format!("status {status:?}") })?;
        let (upload, job) = self.read(upload).await?;
        Ok((upload, job, status))
    }

    async fn preview(&self, job: &Job, answers: &Answers) -> Result<Preview, ImportError> {
        let ledger = self.ledger().await?;
        let brought = brought_by_profile(self.reader(), &job.profile.name).await?;
        let plan = make_plan(self, job, ledger, brought, answers, self.world().now()).await?;
        Ok(Preview { report: Report::of(&plan, None, job), plan })
    }
}

/// The plan against the house as it is under the lock.
async fn plan_in(write: &mut Write, job: &Job, answers: &Answers) -> Result<Plan, ImportError> {
    let brought = brought_by_profile(&write.transaction, &job.profile.name).await?;
    Ok(make_plan(write.store(), job, write.ledger(), brought, answers, write.at()).await?)
}

async fn make_plan(
    store: &Store,
    job: &Job,
    ledger: Arc<Ledger>,
    brought: Brought,
    answers: &Answers,
    now: Instant,
) -> Result<Plan, StoreError> {
    let store = store.clone();
    let (told, profile) = (Arc::clone(&job.told), Arc::clone(&job.profile));
    let (answers, file, as_of) = (answers.clone(), job.file_name.clone(), job.as_of);
    let work = move || {
        let known = Known {
            ledger: &ledger,
            told_facts: &brought.facts,
            told_startups: &brought.startups,
            named: &brought.named,
            told_on: &brought.told_on,
        };
        let mut new_id = || store.new_id();
        let context = Context { file: &file, profile: &profile, as_of, now, answers: &answers, new_id: &mut new_id };
        plan::plan(Told::clone(&told), known, context)
    };
    Ok(tokio::task::spawn_blocking(work).await?)
}

/// A plan that may be written; every reason why not, otherwise. Bad cells come before questions: who mends them asks again anyway.
fn ready(plan: Plan) -> Result<Plan, ImportError> {
    if !plan.errors.is_empty() {
        return Err(ImportError::Cells(plan.errors));
    }
    if !plan.questions.is_empty() {
        return Err(ImportError::Questions(plan.questions));
    }
    Ok(plan)
}

/// Writes a plan as the facts of an import whose row is there.
async fn apply(mut write: Write, id: ImportId, job: &Job, plan: &Plan) -> Result<Report, ImportError> {
    let report = Report::of(plan, Some(id), job);
    let changed = plan.startups.iter().filter_map(|startup| {
        let before = startup.before.as_ref().filter(|before| **before != startup.profile)?;
        Some((before.clone(), startup.profile.clone()))
    });
    let kept = Kept { report: report.clone(), profiles: changed.collect(), learned: Learned::of(plan) };
    let applied = Query::update()
        .table("import")
        .value("status", ImportStatus::Applied.code())
        .value("applied_at", write.at())
        .value("report", json(&kept))
        .and_where(Expr::col("id").eq(id.0))
        .and_where(Expr::col("status").is_in([ImportStatus::Uploaded.code(), ImportStatus::Previewed.code()]))
        .to_owned();
    if write.transaction.execute(&applied).await?.rows_affected() != 1 {
        return Err(ImportError::AlreadyApplied);
    }
    write.batch(&batch::of(plan, id)).await?;
    write.audit("import", "import", id.0, None, None, json(&report)).await?;
    write.commit().await?;
    Ok(report)
}

fn insert(id: ImportId, upload: &Upload, job: &Job, actor: &Actor, at: Instant) -> Result<InsertStatement, StoreError> {
    let own = match &upload.profile {
        Profiled::Shipped(_) => None,
        Profiled::Own(text) => Some(text.clone()),
    };
    let mut insert = Query::insert();
    insert
        .into_table("import")
        .columns([
            "id",
            "file_name",
            "profile",
            "profile_text",
            "as_of",
            "status",
            "bytes",
            "actor",
            "role",
            "created_at",
            "request_id",
        ])
        .values([
            id.0.into(),
            job.file_name.clone().into(),
            job.profile.name.clone().into(),
            own.into(),
            job.as_of.into(),
            ImportStatus::Uploaded.code().into(),
            upload.bytes.clone().into(),
            actor.label.clone().into(),
            actor.role.code().into(),
            to_micros(at).into(),
            actor.request_id.clone().into(),
        ])
        .map_err(|error| StoreError::Unreadable { table: "import", detail: error.to_string() })?;
    Ok(insert)
}
