//! Reading calls, questions and applications. Who may see them is asked by the caller: managers by the policy, applicants by their link.

use std::collections::BTreeMap;

use domain::ids::{ApplicationId, CallId, CohortId, EnrolmentId, PersonId, ProgrammeId, QuestionId, StartupId};
use domain::intake::{ApplicationStatus, Call, Notice, Question, QuestionKind, Texts};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use super::{Application, CallCounts, statement};
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::token_digest;

const CALL: &str = "c.id, c.programme_id, c.cohort_id, c.slug, c.title, c.intro, c.contact, c.opens_at, c.closes_at, n.version, \
                    n.consent, n.privacy FROM intake_call c JOIN intake_notice n ON n.call_id = c.id \
                    AND n.version = (SELECT max(version) FROM intake_notice WHERE call_id = c.id)";

const QUESTION: &str = "id, kind, label, help, options, required, max_length, retired_at FROM intake_question";

const APPLICATION: &str = "a.id, a.call_id, c.programme_id, a.startup_id, a.enrolment_id, a.person_id, a.applicant_name, a.email, \
                           a.startup_name, a.locale, a.status, a.notice_version, a.started_at, a.saved_at, a.submitted_at, \
                           a.settled_at, a.forgotten_at FROM application a JOIN intake_call c ON c.id = a.call_id";

/// What a column holds as JSON.
fn parsed<T: serde::de::DeserializeOwned>(row: &QueryResult, at: usize, table: &'static str) -> Result<T, StoreError> {
    let value: serde_json::Value = row.try_get_by_index(at)?;
    serde_json::from_value(value).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}

fn natural(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

fn read_call(row: &QueryResult) -> Result<Call, StoreError> {
    let texts = |at| parsed::<Texts>(row, at, "intake_call");
    Ok(Call {
        id: CallId(row.try_get_by_index(0)?),
        programme: ProgrammeId(row.try_get_by_index(1)?),
        cohort: row.try_get_by_index::<Option<Uuid>>(2)?.map(CohortId),
        slug: row.try_get_by_index(3)?,
        title: texts(4)?,
        intro: texts(5)?,
        contact: row.try_get_by_index(6)?,
        opens_at: row.try_get_by_index(7)?,
        closes_at: row.try_get_by_index(8)?,
        notice: Notice { version: natural(row.try_get_by_index(9)?), consent: texts(10)?, privacy: texts(11)? },
    })
}

fn read_question(row: &QueryResult) -> Result<Question, StoreError> {
    let kind: String = row.try_get_by_index(1)?;
    let kind = QuestionKind::from_code(&kind)
        .ok_or_else(|| StoreError::Unreadable { table: "intake_question", detail: format!("kind {kind}") })?;
    Ok(Question {
        id: QuestionId(row.try_get_by_index(0)?),
        kind,
        label: parsed(row, 2, "intake_question")?,
        help: parsed(row, 3, "intake_question")?,
        options: parsed(row, 4, "intake_question")?,
        required: row.try_get_by_index(5)?,
        max_length: row.try_get_by_index::<Option<i32>>(6)?.map(natural),
        retired: row.try_get_by_index::<Option<domain::time::Instant>>(7)?.is_some(),
    })
}

fn read_application(row: &QueryResult) -> Result<Application, StoreError> {
    let status: String = row.try_get_by_index(10)?;
    let status = ApplicationStatus::from_code(&status)
        .ok_or_else(|| StoreError::Unreadable { table: "application", detail: format!("status {status}") })?;
    let id = |at| row.try_get_by_index::<Option<Uuid>>(at);
    Ok(Application {
        id: ApplicationId(row.try_get_by_index(0)?),
        call: CallId(row.try_get_by_index(1)?),
        programme: ProgrammeId(row.try_get_by_index(2)?),
        startup: id(3)?.map(StartupId),
        enrolment: id(4)?.map(EnrolmentId),
        person: id(5)?.map(PersonId),
        applicant_name: row.try_get_by_index(6)?,
        applicant_email: row.try_get_by_index(7)?,
        startup_name: row.try_get_by_index(8)?,
        locale: Locale::from_tag(&row.try_get_by_index::<String>(9)?).unwrap_or_default(),
        status,
        notice_version: row.try_get_by_index::<Option<i32>>(11)?.map(natural),
        started_at: row.try_get_by_index(12)?,
        saved_at: row.try_get_by_index(13)?,
        submitted_at: row.try_get_by_index(14)?,
        settled_at: row.try_get_by_index(15)?,
        forgotten_at: row.try_get_by_index(16)?,
        answers: BTreeMap::new(),
    })
}

/// The calls that a condition finds.
pub(super) async fn calls_where<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Call>, StoreError> {
    let sql = format!("SELECT {CALL} WHERE {condition} ORDER BY c.opens_at DESC, c.id");
    let rows = connection.query_all_raw(statement(connection, &sql, values)).await?;
    rows.iter().map(read_call).collect()
}

/// One call.
pub(super) async fn call_in<C: ConnectionTrait>(connection: &C, id: CallId) -> Result<Option<Call>, StoreError> {
    Ok(calls_where(connection, "c.id = $1", [id.0.into()]).await?.pop())
}

/// The questions of a call in their order, those that are asked no longer included.
pub(super) async fn questions_in<C: ConnectionTrait>(
    connection: &C,
    call: CallId,
) -> Result<Vec<Question>, StoreError> {
    let sql = format!("SELECT {QUESTION} WHERE call_id = $1 ORDER BY position, id");
    let rows = connection.query_all_raw(statement(connection, &sql, [call.0.into()])).await?;
    rows.iter().map(read_question).collect()
}

/// The applications that a condition finds, with what was answered, newest first.
pub(super) async fn applications_where<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    values: impl IntoIterator<Item = Value> + Clone,
) -> Result<Vec<Application>, StoreError> {
    let sql = format!("SELECT {APPLICATION} WHERE {condition} ORDER BY a.id DESC");
    let rows = connection.query_all_raw(statement(connection, &sql, values.clone())).await?;
    let mut found: Vec<Application> = rows.iter().map(read_application).collect::<Result<_, _>>()?;
    let sql = format!(
        "SELECT w.application_id, w.question_id, w.value FROM application_answer w \
         JOIN application a ON a.id = w.application_id JOIN intake_call c ON c.id = a.call_id WHERE {condition}"
    );
    let mut answers: BTreeMap<ApplicationId, BTreeMap<QuestionId, String>> = BTreeMap::new();
    for row in connection.query_all_raw(statement(connection, &sql, values)).await? {
        let id = ApplicationId(row.try_get_by_index(0)?);
        answers.entry(id).or_default().insert(QuestionId(row.try_get_by_index(1)?), row.try_get_by_index(2)?);
    }
    for application in &mut found {
        application.answers = answers.remove(&application.id).unwrap_or_default();
    }
    Ok(found)
}

/// What is kept of a link.
pub(super) fn link_hash(token: &str) -> String {
    token_digest("application", &[token])
}

/// The application that a link leads to.
pub(super) async fn linked<C: ConnectionTrait>(connection: &C, token: &str) -> Result<Option<Application>, StoreError> {
    let condition =
        "a.forgotten_at IS NULL AND a.id IN (SELECT application_id FROM application_link WHERE token_hash = $1)";
    Ok(applications_where(connection, condition, [Value::from(link_hash(token))]).await?.pop())
}

impl Store {
    /// A call. Whoever asks may see it: that is for the caller to know.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call(&self, id: CallId) -> Result<Option<Call>, StoreError> {
        call_in(self.reader(), id).await
    }

    /// The call with this name in its address. It is public.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call_by_slug(&self, slug: &str) -> Result<Option<Call>, StoreError> {
        Ok(calls_where(self.reader(), "c.slug = $1", [slug.into()]).await?.pop())
    }

    /// All calls of the house, those that opened last first, each with how many have answered it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn calls(&self) -> Result<Vec<(Call, CallCounts)>, StoreError> {
        let calls = calls_where(self.reader(), "1 = 1", []).await?;
        let counts = self.call_counts().await?;
        Ok(calls
            .into_iter()
            .map(|call| (counts.get(&call.id).copied().unwrap_or_default(), call))
            .map(|(many, call)| (call, many))
            .collect())
    }

    /// How many have answered each call; a call that nobody has answered is left out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn call_counts(&self) -> Result<BTreeMap<CallId, CallCounts>, StoreError> {
        let sql = "SELECT call_id, status, count(*) FROM application GROUP BY call_id, status";
        let mut counts: BTreeMap<CallId, CallCounts> = BTreeMap::new();
        for row in self.reader().query_all_raw(statement(self.reader(), sql, [])).await? {
            let many = u64::try_from(row.try_get_by_index::<i64>(2)?).unwrap_or_default();
            let status: String = row.try_get_by_index(1)?;
            let of = counts.entry(CallId(row.try_get_by_index(0)?)).or_default();
            match ApplicationStatus::from_code(&status) {
                Some(ApplicationStatus::Draft) => of.drafts += many,
                status => {
                    of.submitted += many;
                    if status == Some(ApplicationStatus::Withdrawn) {
                        of.withdrawn += many;
                    }
                }
            }
        }
        Ok(counts)
    }

    /// The questions of a call in their order, those that are asked no longer included.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn questions(&self, call: CallId) -> Result<Vec<Question>, StoreError> {
        questions_in(self.reader(), call).await
    }

    /// A version of what applicants to a call agree to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn notice(&self, call: CallId, version: u32) -> Result<Option<Notice>, StoreError> {
        let sql = "SELECT version, consent, privacy FROM intake_notice WHERE call_id = $1 AND version = $2";
        let values = [call.0.into(), i32::try_from(version).unwrap_or(i32::MAX).into()];
        let row = self.reader().query_one_raw(statement(self.reader(), sql, values)).await?;
        let read = |row: QueryResult| -> Result<Notice, StoreError> {
            Ok(Notice {
                version: natural(row.try_get_by_index(0)?),
                consent: parsed(&row, 1, "intake_notice")?,
                privacy: parsed(&row, 2, "intake_notice")?,
            })
        };
        row.map(read).transpose()
    }

    /// An application. Whether whoever asks may see it is asked by the caller:
    /// [`Resource::Application`](domain::access::Resource::Application).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn application(&self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        Ok(applications_where(self.reader(), "a.id = $1", [Value::from(id.0)]).await?.pop())
    }

    /// The applications to a call, newest first, those not sent in included.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn applications_of(&self, call: CallId) -> Result<Vec<Application>, StoreError> {
        applications_where(self.reader(), "a.call_id = $1", [Value::from(call.0)]).await
    }

    /// The application that a link leads to; `None` when it leads nowhere, or what it led to was forgotten.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn application_by_link(&self, token: &str) -> Result<Option<Application>, StoreError> {
        linked(self.reader(), token).await
    }

    /// The application that a stay came of.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn application_of_stay(&self, stay: EnrolmentId) -> Result<Option<Application>, StoreError> {
        Ok(applications_where(self.reader(), "a.enrolment_id = $1", [Value::from(stay.0)]).await?.pop())
    }
}
