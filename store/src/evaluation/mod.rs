//! Judging applications: rounds and who judges, scores that stay blind until one's own is in, conflicts of interest, decisions.
//!
//! - [`setup`] rounds, criteria, evaluators; [`scores`] what evaluators give; [`views`] who sees what of it
//! - [`decide`] admitting, declining, the waiting list, and undoing; [`letters`] the letter to whoever is declined
//!
//! Whoever evaluates sees applications through here only: in the ledger an evaluator sees no startup. What one evaluator gave is never
//! read for another before the domain's rule says so ([`domain::evaluation::sees_others`]).

mod decide;
mod demo;
mod letters;
mod personal;
mod scores;
mod setup;
mod views;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::access::policy::ApplicationTie;
use domain::access::{Action, Actor, Resource, may};
use domain::evaluation::{Criterion, Own, Scale, Scores, Sharing, Sheet, Verdict};
use domain::ids::{ApplicationId, CallId, CriterionId, EnrolmentId, PersonId, ProgrammeId, ReviewId, StartupId};
use domain::intake::{ApplicationStatus, Texts};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

pub use decide::{Admission, Decline};
pub use personal::{HeldConflict, HeldJudging, HeldScore};
pub(crate) use personal::{counted, erase, held};
pub use setup::{CriterionWords, RoundWords};
pub use views::{Candidate, Conflict, Judging, MyRound, OtherSheet, Ranked, RankedRow, SheetView};

use crate::error::{Missing, StoreError, VerbError};
use crate::write::Write;

/// A call, as far as judging its applications goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedCall {
    /// The call's id.
    pub id: CallId,
    /// What is applied to.
    pub programme: ProgrammeId,
    /// Its name.
    pub title: Texts,
    /// When evaluators see each other's scores.
    pub sharing: Sharing,
}

/// An application, as far as judging it goes: without its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The application's id.
    pub id: ApplicationId,
    /// The call it answers.
    pub call: CallId,
    /// The startup, once it was sent in.
    pub startup: Option<StartupId>,
    /// Its stay.
    pub enrolment: Option<EnrolmentId>,
    /// The startup's name as the applicant wrote it; empty once it is forgotten.
    pub startup_name: String,
    /// The applicant's name; empty once it is forgotten.
    pub applicant: String,
    /// Where to write to the applicant.
    pub email: String,
    /// The applicant's language.
    pub locale: Locale,
    /// How far it has come.
    pub status: ApplicationStatus,
    /// When it was sent in.
    pub submitted_at: Option<Instant>,
    /// The applicant, once they are somebody in the house.
    pub person: Option<PersonId>,
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoundState {
    /// It is being set up: evaluators do not see it.
    Preparing,
    /// Evaluators score.
    UnderWay,
    /// Its scores stand.
    Closed,
}

/// A round in which a call's applications are judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The round's id.
    pub id: ReviewId,
    /// Whose applications.
    pub call: CallId,
    /// Its name.
    pub name: String,
    /// The how manieth of the call, from 1.
    pub position: i32,
    /// Until when scores are due.
    pub due_on: Option<NaiveDate>,
    /// Those that are judged in it, when not all are.
    pub picked: Option<BTreeSet<ApplicationId>>,
    /// When evaluators were asked to score.
    pub started_at: Option<Instant>,
    /// When it was closed.
    pub closed_at: Option<Instant>,
    /// What is judged by, in order.
    pub criteria: Vec<Criterion>,
    /// Whether anybody has begun to score, so that the criteria stand.
    pub scored: bool,
}

impl Round {
    /// How far it has come.
    #[must_use]
    pub const fn state(&self) -> RoundState {
        match (self.closed_at, self.started_at) {
            (Some(_), _) => RoundState::Closed,
            (None, Some(_)) => RoundState::UnderWay,
            (None, None) => RoundState::Preparing,
        }
    }

    /// Whether an application is judged in it: sent in, not taken back, and picked where some were.
    #[must_use]
    pub fn takes(&self, application: &Judged) -> bool {
        let status = !matches!(application.status, ApplicationStatus::Draft | ApplicationStatus::Withdrawn);
        status && self.picked.as_ref().is_none_or(|picked| picked.contains(&application.id))
    }
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// About which application.
    pub application: ApplicationId,
    /// What was decided.
    pub verdict: Verdict,
    /// Why, for the house alone.
    pub reason: Option<String>,
    /// What was written to the applicant.
    pub letter: Option<String>,
    /// Who decided, as facts and audit entries say it; see [`crate::People::name_of`].
    pub decided_by: String,
    /// When.
    pub decided_at: Instant,
    /// The move it made.
    pub(crate) fact: Option<Uuid>,
}

/// A sheet as it lies in the database.
#[derive(Debug, Clone)]
struct Stored {
    application: ApplicationId,
    sheet: Sheet,
    submitted_at: Option<Instant>,
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

async fn rows<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, StoreError> {
    Ok(connection.query_all_raw(statement(connection, sql, values)).await?)
}

/// Runs a statement inside a write; what waits in it is sent first, so that it can be pointed at.
async fn run(write: &mut Write, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64, StoreError> {
    write.flush().await?;
    let statement = statement(&write.transaction, sql, values);
    Ok(write.transaction.execute_raw(statement).await?.rows_affected())
}

/// The call with this id.
async fn call_of<C: ConnectionTrait>(connection: &C, id: CallId) -> Result<Option<JudgedCall>, StoreError> {
    let sql = "SELECT c.programme_id, c.title, j.sharing FROM intake_call c LEFT JOIN call_judging j ON j.call_id = c.id \
               WHERE c.id = $1";
    let found = rows(connection, sql, [id.0.into()]).await?;
    let Some(row) = found.first() else { return Ok(None) };
    let title: serde_json::Value = row.try_get_by_index(1)?;
    let title = serde_json::from_value(title)
        .map_err(|error| StoreError::Unreadable { table: "intake_call", detail: error.to_string() })?;
    let sharing: Option<String> = row.try_get_by_index(2)?;
    let sharing = sharing.and_then(|code| Sharing::from_code(&code)).unwrap_or_default();
    Ok(Some(JudgedCall { id, programme: ProgrammeId(row.try_get_by_index(0)?), title, sharing }))
}

const APPLICATION: &str = "a.id, a.call_id, a.startup_id, a.enrolment_id, a.startup_name, a.applicant_name, a.email, a.locale, a.status, \
                           a.submitted_at, a.person_id";

fn read_application(row: &QueryResult) -> Result<Judged, StoreError> {
    let status: String = row.try_get_by_index(8)?;
    let locale: String = row.try_get_by_index(7)?;
    Ok(Judged {
        id: ApplicationId(row.try_get_by_index(0)?),
        call: CallId(row.try_get_by_index(1)?),
        startup: row.try_get_by_index::<Option<Uuid>>(2)?.map(StartupId),
        enrolment: row.try_get_by_index::<Option<Uuid>>(3)?.map(EnrolmentId),
        startup_name: row.try_get_by_index(4)?,
        applicant: row.try_get_by_index(5)?,
        email: row.try_get_by_index(6)?,
        locale: Locale::from_tag(&locale).unwrap_or_default(),
        status: ApplicationStatus::from_code(&status).ok_or_else(|| StoreError::Unreadable {
            table: "application",
            detail: format!("status {status:?} is unknown"),
        })?,
        submitted_at: row.try_get_by_index(9)?,
        person: row.try_get_by_index::<Option<Uuid>>(10)?.map(PersonId),
    })
}

/// The application with this id, once it was sent in.
async fn application_of<C: ConnectionTrait>(connection: &C, id: ApplicationId) -> Result<Option<Judged>, StoreError> {
    let sql = format!("SELECT {APPLICATION} FROM application a WHERE a.id = $1 AND a.status <> 'draft'");
    rows(connection, &sql, [id.0.into()]).await?.first().map(read_application).transpose()
}

/// The applications of a call that were sent in, in the order in which they came.
async fn applications_in<C: ConnectionTrait>(connection: &C, call: CallId) -> Result<Vec<Judged>, StoreError> {
    let sql = format!(
        "SELECT {APPLICATION} FROM application a WHERE a.call_id = $1 AND a.status <> 'draft' ORDER BY a.submitted_at, a.id"
    );
    rows(connection, &sql, [call.0.into()]).await?.iter().map(read_application).collect()
}

/// Who judges the applications of a call, in the order in which they were set on it.
async fn evaluators_of<C: ConnectionTrait>(connection: &C, call: CallId) -> Result<Vec<PersonId>, StoreError> {
    let sql = "SELECT e.person_id FROM evaluator e JOIN person p ON p.id = e.person_id AND p.erased_at IS NULL \
               WHERE e.call_id = $1 ORDER BY e.added_at, e.person_id";
    let found = rows(connection, sql, [call.0.into()]).await?;
    found.iter().map(|row| Ok(PersonId(row.try_get_by_index(0)?))).collect()
}

const ROUND: &str = "r.id, r.call_id, r.name, r.position, r.due_on, r.picked, r.asked_at, r.closed_at, \
                     (SELECT count(*) FROM score_sheet s WHERE s.review_id = r.id)";

/// The rounds of a call, the first one first.
async fn rounds_of<C: ConnectionTrait>(connection: &C, call: CallId) -> Result<Vec<Round>, StoreError> {
    let sql = format!("SELECT {ROUND} FROM review r WHERE r.call_id = $1 ORDER BY r.position, r.id");
    let mut rounds = Vec::new();
    for row in rows(connection, &sql, [call.0.into()]).await? {
        rounds.push(read_round(connection, &row).await?);
    }
    Ok(rounds)
}

/// The round with this id.
async fn round_of<C: ConnectionTrait>(connection: &C, id: ReviewId) -> Result<Option<Round>, StoreError> {
    let sql = format!("SELECT {ROUND} FROM review r WHERE r.id = $1");
    match rows(connection, &sql, [id.0.into()]).await?.first() {
        Some(row) => Ok(Some(read_round(connection, row).await?)),
        None => Ok(None),
    }
}

async fn read_round<C: ConnectionTrait>(connection: &C, row: &QueryResult) -> Result<Round, StoreError> {
    let id = ReviewId(row.try_get_by_index(0)?);
    let picked: bool = row.try_get_by_index(5)?;
    let picked = if picked { Some(picks_of(connection, id).await?) } else { None };
    Ok(Round {
        id,
        call: CallId(row.try_get_by_index(1)?),
        name: row.try_get_by_index(2)?,
        position: row.try_get_by_index(3)?,
        due_on: row.try_get_by_index(4)?,
        picked,
        started_at: row.try_get_by_index(6)?,
        closed_at: row.try_get_by_index(7)?,
        criteria: criteria_of(connection, id).await?,
        scored: row.try_get_by_index::<i64>(8)? > 0,
    })
}

async fn picks_of<C: ConnectionTrait>(connection: &C, id: ReviewId) -> Result<BTreeSet<ApplicationId>, StoreError> {
    let sql = "SELECT application_id FROM review_pick WHERE review_id = $1";
    let found = rows(connection, sql, [id.0.into()]).await?;
    found.iter().map(|row| Ok(ApplicationId(row.try_get_by_index(0)?))).collect()
}

async fn criteria_of<C: ConnectionTrait>(connection: &C, id: ReviewId) -> Result<Vec<Criterion>, StoreError> {
    let sql = "SELECT id, name_nb, name_nn, name_en, description, weight, low, high FROM review_criterion WHERE review_id = $1 \
               ORDER BY position, id";
    let small = |value: i32| u8::try_from(value).unwrap_or_default();
    let read = |row: &QueryResult| {
        Ok(Criterion {
            id: CriterionId(row.try_get_by_index(0)?),
            names: [row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?],
            description: row.try_get_by_index(4)?,
            weight: u32::try_from(row.try_get_by_index::<i32>(5)?).unwrap_or_default(),
            scale: Scale { low: small(row.try_get_by_index(6)?), high: small(row.try_get_by_index(7)?) },
        })
    };
    rows(connection, sql, [id.0.into()]).await?.iter().map(read).collect()
}

/// The sheets of a round: all of them, or those of one application.
async fn sheets_of<C: ConnectionTrait>(
    connection: &C,
    round: ReviewId,
    of: Option<ApplicationId>,
) -> Result<Vec<Stored>, StoreError> {
    let mut sql = "SELECT s.id, s.application_id, s.person_id, s.comment, s.submitted_at, c.criterion_id, c.value FROM score_sheet s \
                   LEFT JOIN score c ON c.sheet_id = s.id WHERE s.review_id = $1"
        .to_owned();
    let mut values: Vec<Value> = vec![round.0.into()];
    if let Some(of) = of {
        sql.push_str(" AND s.application_id = $2");
        values.push(of.0.into());
    }
    sql.push_str(" ORDER BY s.id");
    let mut found: Vec<(Uuid, Stored)> = Vec::new();
    for row in rows(connection, &sql, values).await? {
        let id: Uuid = row.try_get_by_index(0)?;
        if found.last().is_none_or(|(last, _)| *last != id) {
            let submitted_at: Option<Instant> = row.try_get_by_index(4)?;
            let sheet = Sheet {
                evaluator: row.try_get_by_index::<Option<Uuid>>(2)?.map(PersonId),
                scores: Scores::new(),
                comment: row.try_get_by_index(3)?,
                submitted: submitted_at.is_some(),
            };
            found.push((id, Stored { application: ApplicationId(row.try_get_by_index(1)?), sheet, submitted_at }));
        }
        let criterion: Option<Uuid> = row.try_get_by_index(5)?;
        let value: Option<i32> = row.try_get_by_index(6)?;
        if let (Some((_, stored)), Some(criterion), Some(value)) = (found.last_mut(), criterion, value) {
            stored.sheet.scores.insert(CriterionId(criterion), u8::try_from(value).unwrap_or_default());
        }
    }
    Ok(found.into_iter().map(|(_, stored)| stored).collect())
}

/// Who has a conflict of interest in which application of a call.
async fn conflicts_in<C: ConnectionTrait>(
    connection: &C,
    call: CallId,
) -> Result<BTreeMap<ApplicationId, BTreeSet<PersonId>>, StoreError> {
    let sql = "SELECT f.application_id, f.person_id FROM conflict f JOIN application a ON a.id = f.application_id \
               WHERE a.call_id = $1 AND f.over_at IS NULL AND f.person_id IS NOT NULL";
    let mut found: BTreeMap<ApplicationId, BTreeSet<PersonId>> = BTreeMap::new();
    for row in rows(connection, sql, [call.0.into()]).await? {
        let (application, person): (Uuid, Uuid) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        found.entry(ApplicationId(application)).or_default().insert(PersonId(person));
    }
    Ok(found)
}

/// Whether somebody has a conflict of interest in an application.
async fn is_conflicted<C: ConnectionTrait>(
    connection: &C,
    application: ApplicationId,
    person: Option<PersonId>,
) -> Result<bool, StoreError> {
    let Some(person) = person else { return Ok(false) };
    let sql = "SELECT 1 FROM conflict WHERE application_id = $1 AND person_id = $2 AND over_at IS NULL";
    Ok(!rows(connection, sql, [application.0.into(), person.0.into()]).await?.is_empty())
}

const DECISION: &str =
    "d.application_id, d.verdict, d.reason, d.letter, d.decided_by, d.decided_at, d.fact_id FROM decision d";

fn read_decision(row: &QueryResult) -> Result<Decision, StoreError> {
    let verdict: String = row.try_get_by_index(1)?;
    Ok(Decision {
        application: ApplicationId(row.try_get_by_index(0)?),
        verdict: Verdict::from_code(&verdict).ok_or_else(|| StoreError::Unreadable {
            table: "decision",
            detail: format!("verdict {verdict:?} is unknown"),
        })?,
        reason: row.try_get_by_index(2)?,
        letter: row.try_get_by_index(3)?,
        decided_by: row.try_get_by_index(4)?,
        decided_at: row.try_get_by_index(5)?,
        fact: row.try_get_by_index(6)?,
    })
}

/// The decision about an application that stands.
async fn decision_of<C: ConnectionTrait>(
    connection: &C,
    application: ApplicationId,
) -> Result<Option<Decision>, StoreError> {
    let sql = format!("SELECT {DECISION} WHERE d.application_id = $1 AND d.over_at IS NULL");
    rows(connection, &sql, [application.0.into()]).await?.first().map(read_decision).transpose()
}

/// The decisions about a call's applications that stand.
async fn decisions_in<C: ConnectionTrait>(
    connection: &C,
    call: CallId,
) -> Result<BTreeMap<ApplicationId, Decision>, StoreError> {
    let sql = format!(
        "SELECT {DECISION} JOIN application a ON a.id = d.application_id WHERE a.call_id = $1 AND d.over_at IS NULL"
    );
    let found = rows(connection, &sql, [call.0.into()]).await?;
    found.iter().map(|row| read_decision(row).map(|decision| (decision.application, decision))).collect()
}

/// How far somebody has come with an application, by their sheet.
fn own_of(person: Option<PersonId>, evaluators: &[PersonId], conflicted: bool, sheet: Option<&Sheet>) -> Own {
    match person {
        Some(_) if conflicted => Own::Conflict,
        Some(person) if evaluators.contains(&person) => match sheet {
            Some(sheet) if sheet.submitted => Own::Submitted,
            Some(_) => Own::Draft,
            None => Own::ToDo,
        },
        // Who has left the evaluators keeps having seen what they have seen.
        _ => Own::NotAsked,
    }
}

/// Asks the policy about an application of a call, outside of a write.
fn allowed(
    actor: &Actor,
    action: Action,
    call: &JudgedCall,
    evaluators: &[PersonId],
    today: NaiveDate,
) -> Result<(), VerbError> {
    let tie = ApplicationTie { programme: call.programme, evaluators };
    VerbError::unless_allowed(may(actor, action, &Resource::Application(tie), today), Missing::Application)
}

/// Goes on for whoever may read what was sent in with an application, documents too: those who run the programme and those who judge it,
/// without a conflict of interest.
///
/// # Errors
/// [`Missing::Application`], [`VerbError::Denied`], or the database.
pub(crate) async fn may_read<C: ConnectionTrait>(
    connection: &C,
    actor: &Actor,
    application: ApplicationId,
    today: NaiveDate,
) -> Result<(), VerbError> {
    let application = application_of(connection, application).await?.ok_or(Missing::Application)?;
    let call = call_of(connection, application.call).await?.ok_or(Missing::Application)?;
    let evaluators = evaluators_of(connection, call.id).await?;
    allowed(actor, Action::SeeApplication, &call, &evaluators, today)?;
    if is_conflicted(connection, application.id, actor.person).await? {
        return Err(Missing::Application.into());
    }
    Ok(())
}

/// Whether the actor runs the programme of a call, so that they see what comes of judging it.
fn runs(actor: &Actor, call: &JudgedCall, evaluators: &[PersonId], today: NaiveDate) -> bool {
    allowed(actor, Action::SeeScores, call, evaluators, today).is_ok()
}

/// Forgets how an application was judged: scores, comments, reasons and letters. That it was judged, by how many, stays.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn forget(write: &mut Write, application: ApplicationId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM score WHERE sheet_id IN (SELECT id FROM score_sheet WHERE application_id = $1)",
        "UPDATE score_sheet SET comment = '', person_id = NULL WHERE application_id = $1",
        "UPDATE conflict SET reason = NULL, person_id = NULL WHERE application_id = $1",
        "UPDATE decision SET reason = NULL, letter = NULL WHERE application_id = $1",
    ] {
        run(write, sql, [application.0.into()]).await?;
    }
    Ok(())
}
