//! Writing an application: asking for a link, and saving as one goes.
//!
//! None of it is a write of the ledger, so that it makes nobody read anew.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::ids::{ApplicationId, DocumentId, QuestionId};
use domain::intake::{ApplicationStatus, Call, CallState, QuestionKind};
use domain::mail::Message;
use domain::time::{Instant, to_micros};
use domain::words::{Locale, fold};
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use uuid::Uuid;

use super::read::{call_in, link_hash, linked, questions_in};
use super::{Application, IntakeError, statement};
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::{Origin, Quota, email_key, random_token, token_digest};
use crate::outbox::{NewMail, queue};
use crate::refusal::Refusal;
use crate::write::writing;

/// Asking for a link, by the address it goes to: each is a mail to somebody.
const ASK_MAIL: Quota = Quota { burst: 5, every: TimeDelta::minutes(5) };
/// Asking for a link, by the network that asks. A school may share one address.
const ASK_FROM: Quota = Quota { burst: 40, every: TimeDelta::seconds(30) };
/// Saving, by application. Whoever types fast saves every other second.
const SAVE: Quota = Quota { burst: 300, every: TimeDelta::seconds(1) };

/// Somebody who wants to apply.
#[derive(Clone, PartialEq, Eq)]
pub struct NewApplication {
    /// Where the link goes.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// What their startup is called.
    pub startup_name: String,
    /// The language they read.
    pub locale: Locale,
}

/// Nothing of who it is.
impl std::fmt::Debug for NewApplication {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewApplication(..)")
    }
}

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// What the applicant is called; `None` leaves it as it was.
    pub name: Option<String>,
    /// What the startup is called; `None` leaves it as it was.
    pub startup_name: Option<String>,
    /// Answers by question. A question that is not named keeps its answer; an empty one takes it away.
    pub answers: BTreeMap<QuestionId, String>,
}

/// Whether a call can be answered now.
pub(super) fn must_be_open(call: &Call, now: Instant) -> Result<(), IntakeError> {
    match call.state(now) {
        CallState::Open => Ok(()),
        CallState::NotOpen => Err(IntakeError::NotOpen),
        CallState::Closed => Err(IntakeError::Closed),
    }
}

/// Makes a link to an application: the secret of it.
pub(super) async fn new_link<C: ConnectionTrait>(
    store: &Store,
    connection: &C,
    application: ApplicationId,
    now: Instant,
) -> Result<String, StoreError> {
    let token = random_token(&**store.world());
    let sql = "INSERT INTO application_link (token_hash, application_id, created_at) VALUES ($1, $2, $3)";
    let values = [link_hash(&token).into(), application.0.into(), now.into()];
    connection.execute_raw(statement(connection, sql, values)).await?;
    Ok(token)
}

impl Store {
    /// Begins an application and sends its link, or sends a new link to the one that was begun with the same address for the same startup.
    /// The answer does not tell which.
    ///
    /// # Errors
    /// [`IntakeError::NotOpen`], [`IntakeError::Closed`], [`IntakeError::Gone`] for a call that is not there, [`Refusal::NameMissing`],
    /// [`Refusal::BadEmail`], [`Refusal::TooLong`], too often, or the database.
    pub async fn start_application(
        &self,
        slug: &str,
        new: &NewApplication,
        origin: &Origin,
    ) -> Result<(), IntakeError> {
        let key = email_key(&new.email).ok_or(Refusal::BadEmail)?;
        let name = crate::verbs::name(&new.name, "name")?;
        let startup_name = crate::verbs::name(&new.startup_name, "startup_name")?;
        let call = self.call_by_slug(slug).await?.ok_or(IntakeError::Gone)?;
        let now = to_micros(self.world().now());
        must_be_open(&call, now)?;
        self.limit(&format!("apply:from:{}", origin.network()), ASK_FROM).await?;
        // The address itself stands in no key.
        self.limit(&format!("apply:mail:{}", token_digest("address", &[&key])), ASK_MAIL).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let startup_key = fold(&startup_name);
        let sql = "INSERT INTO application (id, call_id, applicant_name, email, email_key, startup_name, startup_key, locale, status, \
                   started_at, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON CONFLICT DO NOTHING";
        let values = [
            self.new_id().into(),
            call.id.0.into(),
            name.into(),
            new.email.trim().into(),
            key.clone().into(),
            startup_name.into(),
            startup_key.clone().into(),
            new.locale.tag().into(),
            ApplicationStatus::Draft.code().into(),
            now.into(),
        ];
        transaction.execute_raw(statement(&transaction, sql, values)).await?;
        let sql = "SELECT id, email FROM application WHERE call_id = $1 AND email_key = $2 AND startup_key = $3";
        let values = [call.id.0.into(), key.into(), startup_key.into()];
        let row = transaction.query_one_raw(statement(&transaction, sql, values)).await?;
        let row = row.ok_or(IntakeError::Gone)?;
        let id = ApplicationId(row.try_get_by_index(0)?);
        let link_token = new_link(self, &transaction, id, now).await?;
        let mail = NewMail {
            to: row.try_get_by_index(1)?,
            locale: new.locale,
            message: Message::ApplicationLink {
                call: call.title.get(new.locale).to_owned(),
                slug: call.slug.clone(),
                link_token,
                closes_at: call.closes_at,
            },
            expires_at: Some(call.closes_at),
            caused_by: None,
        };
        queue(&transaction, &**self.world(), mail).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(())
    }

    /// Saves what was typed, whatever it is, and says when. Files are no texts and are put in by [`Store::save_file_answer`].
    ///
    /// # Errors
    /// [`IntakeError::Gone`], [`IntakeError::SentAlready`], [`IntakeError::NotOpen`], [`IntakeError::Closed`], too often, or the
    /// database. What was saved before stays.
    pub async fn save_application(&self, token: &str, saved: &Saved) -> Result<Instant, IntakeError> {
        let (transaction, application, now) = self.begin_saving(token).await?;
        let questions = questions_in(&transaction, application.call).await?;
        for (id, text) in &saved.answers {
            // What is not asked here, or is no text, is passed over.
            if questions.iter().any(|asked| asked.id == *id && !asked.retired && asked.kind != QuestionKind::File) {
                write_answer(&transaction, application.id, *id, text).await?;
            }
        }
        let sql = "UPDATE application SET saved_at = $2, applicant_name = $3, startup_name = $4 WHERE id = $1";
        let kept = |text: &Option<String>, before: &str| text.as_deref().map_or(before, str::trim).to_owned();
        let values = [
            application.id.0.into(),
            now.into(),
            kept(&saved.name, &application.applicant_name).into(),
            kept(&saved.startup_name, &application.startup_name).into(),
        ];
        transaction.execute_raw(statement(&transaction, sql, values)).await?;
        transaction.commit().await?;
        Ok(now)
    }

    /// Says which document answers a question, or that none does any more; which one did before.
    ///
    /// # Errors
    /// As [`Store::save_application`]; [`IntakeError::Gone`] also for a question that asks for no file here.
    pub async fn save_file_answer(
        &self,
        token: &str,
        question: QuestionId,
        document: Option<DocumentId>,
    ) -> Result<Option<DocumentId>, IntakeError> {
        let (transaction, application, now) = self.begin_saving(token).await?;
        let questions = questions_in(&transaction, application.call).await?;
        let asks = |asked: &domain::intake::Question| {
            asked.id == question && !asked.retired && asked.kind == QuestionKind::File
        };
        if !questions.iter().any(asks) {
            return Err(IntakeError::Gone);
        }
        let text = document.map(|document| document.to_string()).unwrap_or_default();
        write_answer(&transaction, application.id, question, &text).await?;
        let sql = "UPDATE application SET saved_at = $2 WHERE id = $1";
        transaction.execute_raw(statement(&transaction, sql, [application.id.0.into(), now.into()])).await?;
        transaction.commit().await?;
        Ok(application.answers.get(&question).and_then(|before| before.parse().ok()))
    }

    /// A transaction in which an application is still being written.
    async fn begin_saving(&self, token: &str) -> Result<(DatabaseTransaction, Application, Instant), IntakeError> {
        let known = linked(self.reader(), token).await?.ok_or(IntakeError::Gone)?;
        self.limit(&format!("save:application:{}", known.id), SAVE).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        // Locked before it is read, so that nothing is saved into what is being sent in at this moment.
        let lock = "UPDATE application SET saved_at = saved_at WHERE id = $1";
        transaction.execute_raw(statement(&transaction, lock, [known.id.0.into()])).await?;
        let application = linked(&transaction, token).await?.ok_or(IntakeError::Gone)?;
        if application.status != ApplicationStatus::Draft {
            return Err(IntakeError::SentAlready);
        }
        let call = call_in(&transaction, application.call).await?.ok_or(IntakeError::Gone)?;
        let now = to_micros(self.world().now());
        must_be_open(&call, now)?;
        Ok((transaction, application, now))
    }
}

/// Writes an answer as it was typed; an empty one is none.
async fn write_answer(
    transaction: &DatabaseTransaction,
    application: ApplicationId,
    question: QuestionId,
    text: &str,
) -> Result<(), IntakeError> {
    let key: [sea_orm::Value; 2] = [Uuid::into(application.0), Uuid::into(question.0)];
    if text.trim().is_empty() {
        let sql = "DELETE FROM application_answer WHERE application_id = $1 AND question_id = $2";
        transaction.execute_raw(statement(transaction, sql, key)).await?;
        return Ok(());
    }
    let sql = "INSERT INTO application_answer (application_id, question_id, value) VALUES ($1, $2, $3) \
               ON CONFLICT (application_id, question_id) DO UPDATE SET value = excluded.value";
    let values = key.into_iter().chain([text.replace("\r\n", "\n").into()]);
    transaction.execute_raw(statement(transaction, sql, values)).await?;
    Ok(())
}
