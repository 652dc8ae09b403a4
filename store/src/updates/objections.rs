//! Objections: a founder says that something recorded is wrong, whoever runs the programme answers, and both stay beside the fact.

use domain::access::{Action, Actor, Resource, may};
use domain::facts::FactKind;
use domain::ids::{FactId, ObjectionId, StartupId};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, QueryResult, Value};

use super::statement;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, optional};

/// What became of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObjectionVerdict {
    /// It was right: the fact is, or will be, corrected.
    Agreed,
    /// The fact stays as it is.
    Kept,
}

impl ObjectionVerdict {
    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            ObjectionVerdict::Agreed => "agreed",
            ObjectionVerdict::Kept => "kept",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Agreed, Self::Kept].into_iter().find(|verdict| verdict.code() == code)
    }
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionAnswer {
    /// What became of it.
    pub verdict: ObjectionVerdict,
    /// Why.
    pub text: Option<String>,
    /// Who answered, as facts say it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A founder's objection to a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The objection.
    pub id: ObjectionId,
    /// About which startup.
    pub startup: StartupId,
    /// Of which kind the fact is.
    pub kind: FactKind,
    /// The fact.
    pub fact: FactId,
    /// What is wrong with it, in the founder's words.
    pub sentence: String,
    /// Who says so, as facts say it.
    pub by: String,
    /// When.
    pub at: Instant,
    /// The answer, once there is one.
    pub answer: Option<ObjectionAnswer>,
}

const COLUMNS: &str =
    "id, startup_id, fact_kind, fact_id, sentence, raised_by, raised_at, answer, answer_text, answered_by, answered_at";

fn read(row: &QueryResult) -> Result<Objection, StoreError> {
    let unreadable = |detail: String| StoreError::Unreadable { table: "objection", detail };
    let kind: String = row.try_get_by_index(2)?;
    let answer: Option<String> = row.try_get_by_index(7)?;
    let answer = match answer {
        Some(code) => Some(ObjectionAnswer {
            verdict: ObjectionVerdict::from_code(&code).ok_or_else(|| unreadable(code))?,
            text: row.try_get_by_index(8)?,
            by: row.try_get_by_index::<Option<String>>(9)?.unwrap_or_default(),
            at: row.try_get_by_index(10)?,
        }),
        None => None,
    };
    Ok(Objection {
        id: ObjectionId(row.try_get_by_index(0)?),
        startup: StartupId(row.try_get_by_index(1)?),
        kind: FactKind::from_code(&kind).ok_or_else(|| unreadable(kind))?,
        fact: FactId(row.try_get_by_index(3)?),
        sentence: row.try_get_by_index(4)?,
        by: row.try_get_by_index(5)?,
        at: row.try_get_by_index(6)?,
        answer,
    })
}

async fn found<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Objection>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM objection WHERE {condition} ORDER BY raised_at DESC, id DESC");
    connection.query_all_raw(statement(connection, &sql, values)).await?.iter().map(read).collect()
}

impl Store {
    /// Says that a fact about one's own startup is wrong. It changes no figure: that is for whoever answers.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`], [`Refusal::TooLong`], [`Refusal::ObjectionOpen`], [`VerbError::Denied`], [`Missing::Fact`] also for a
    /// fact of another startup, or the database.
    pub async fn contest_fact(
        &self,
        actor: &Actor,
        startup: StartupId,
        kind: FactKind,
        fact: FactId,
        sentence: &str,
    ) -> Result<ObjectionId, VerbError> {
        let sentence = optional(Some(sentence), "sentence", most::TEXT)?.ok_or(Refusal::ReasonMissing)?;
        // Who sees a startup's facts sees which of them there are; the policy is asked again under the lock.
        let told = self.timeline_for(actor, startup).await?;
        let known = told.iter().any(|entry| entry.kind == kind && entry.id == fact);
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let about = ledger.startup(startup).ok_or(Missing::Startup)?;
        write.ask(Action::ContestFact, &Resource::startup(&ledger, about), Missing::Startup)?;
        if !known {
            return Err(Missing::Fact.into());
        }
        let open = found(&write.transaction, "fact_id = $1 AND answered_at IS NULL", [fact.0.into()]).await?;
        if !open.is_empty() {
            return Err(Refusal::ObjectionOpen.into());
        }
        let id = ObjectionId(write.new_id());
        let sql = "INSERT INTO objection (id, startup_id, fact_kind, fact_id, sentence, raised_by, raised_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            id.0.into(),
            startup.0.into(),
            kind.code().into(),
            fact.0.into(),
            sentence.into(),
            actor.label.clone().into(),
            write.at().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await.map_err(StoreError::from)?;
        let after = Some(serde_json::json!({ "kind": kind, "fact": fact }));
        write.audit("contest_fact", "objection", id.0, Some(startup), None, after).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Answers an objection: the founder is right, and the fact is to be corrected; or it stays, for a reason.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`] where it stays without a reason, [`Refusal::ObjectionAnswered`], [`VerbError::Denied`],
    /// [`Missing::Objection`], or the database.
    pub async fn answer_objection(
        &self,
        actor: &Actor,
        id: ObjectionId,
        verdict: ObjectionVerdict,
        text: Option<&str>,
    ) -> Result<Objection, VerbError> {
        let text = optional(text, "text", most::TEXT)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let objection = found(&write.transaction, "id = $1", [id.0.into()]).await?.pop().ok_or(Missing::Objection)?;
        let startup = ledger.startup(objection.startup).ok_or(Missing::Objection)?;
        write.ask(Action::AnswerObjection, &Resource::startup(&ledger, startup), Missing::Objection)?;
        if objection.answer.is_some() {
            return Err(Refusal::ObjectionAnswered.into());
        }
        if verdict == ObjectionVerdict::Kept && text.is_none() {
            return Err(Refusal::ReasonMissing.into());
        }
        let sql =
            "UPDATE objection SET answer = $1, answer_text = $2, answered_by = $3, answered_at = $4 WHERE id = $5";
        let values = [verdict.code().into(), text.into(), actor.label.clone().into(), write.at().into(), id.0.into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await.map_err(StoreError::from)?;
        let after = Some(serde_json::json!({ "answer": verdict.code() }));
        write.audit("answer_objection", "objection", id.0, Some(objection.startup), None, after).await?;
        write.commit().await?;
        Ok(objection)
    }

    /// The objections about a startup, newest first, for whoever sees what was observed about it.
    ///
    /// # Errors
    /// [`VerbError::Denied`], [`Missing::Startup`], or the database.
    pub async fn objections_of(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Objection>, VerbError> {
        let ledger = self.ledger().await?;
        let known = ledger.startup(startup).ok_or(Missing::Startup)?;
        let about = Resource::startup(&ledger, known);
        let decision = may(actor, Action::SeeObservations, &about, self.world().today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        Ok(found(self.reader(), "startup_id = $1", [startup.0.into()]).await?)
    }

    /// The objections that an actor may answer: those that wait first, then the newest answered.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn objections_for(&self, actor: &Actor) -> Result<Vec<Objection>, StoreError> {
        let (ledger, today) = (self.ledger().await?, self.world().today());
        let mut all = found(self.reader(), "1 = 1", []).await?;
        all.retain(|objection| {
            ledger.startup(objection.startup).is_some_and(|startup| {
                may(actor, Action::AnswerObjection, &Resource::startup(&ledger, startup), today).is_allowed()
            })
        });
        all.sort_by_key(|objection| objection.answer.is_some());
        Ok(all)
    }
}
