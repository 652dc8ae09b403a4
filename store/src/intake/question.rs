//! The questions of a call: changed freely until somebody has sent in an application, afterwards only added and retired.

use domain::access::Actor;
use domain::ids::{CallId, QuestionId};
use domain::intake::{Call, LONGEST_ANSWER, Question, QuestionKind, Texts};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::call::{managed, run};
use super::error::CallRefusal;
use super::read::questions_in;
use super::{json_value, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::most;
use crate::write::{Write, json};

/// A question as somebody fills it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionForm {
    /// What kind of answer it asks for.
    pub kind: QuestionKind,
    /// What is asked.
    pub label: Texts,
    /// How to answer.
    pub help: Texts,
    /// What may be chosen.
    pub options: Vec<Texts>,
    /// Whether an answer is needed.
    pub required: bool,
    /// The most characters of an answer.
    pub max_length: Option<u32>,
}

impl QuestionForm {
    fn checked(mut self) -> Result<Self, Refusal> {
        self.label = self.label.tidied();
        self.help = self.help.tidied();
        if self.label.is_empty() {
            return Err(CallRefusal::LabelMissing.into());
        }
        for (texts, field, longest) in [(&self.label, "label_nb", 2 * most::NAME), (&self.help, "help_nb", most::TEXT)]
        {
            if texts.longest() > longest {
                return Err(Refusal::TooLong { field, most: longest });
            }
        }
        if self.kind.has_options() {
            if self.options.len() < 2 {
                return Err(CallRefusal::OptionsMissing.into());
            }
            if self.options.len() > 100 || self.options.iter().any(|option| option.longest() > most::NAME) {
                return Err(Refusal::TooLong { field: "options", most: most::NAME });
            }
        } else {
            self.options.clear();
        }
        match self.kind {
            QuestionKind::Text | QuestionKind::LongText => {
                if self.max_length.is_some_and(|most| most == 0 || most > LONGEST_ANSWER) {
                    return Err(CallRefusal::LengthBad.into());
                }
            }
            _ => self.max_length = None,
        }
        Ok(self)
    }

    fn values(&self) -> [sea_orm::Value; 6] {
        [
            self.kind.code().into(),
            json_value(&self.label),
            json_value(&self.help),
            json_value(&self.options),
            self.required.into(),
            self.max_length.and_then(|most| i32::try_from(most).ok()).into(),
        ]
    }
}

/// Whether an application to the call was sent in, so that what was asked stays as it is.
async fn is_fixed<C: ConnectionTrait>(connection: &C, call: CallId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM application WHERE call_id = $1 AND submitted_at IS NOT NULL LIMIT 1";
    Ok(connection.query_one_raw(statement(connection, sql, [call.0.into()])).await?.is_some())
}

/// A question of a call that the actor manages, with all questions of that call.
async fn asked(write: &Write, id: QuestionId) -> Result<(Call, Vec<Question>, Question), VerbError> {
    let sql = "SELECT call_id FROM intake_question WHERE id = $1";
    let row = write.transaction.query_one_raw(statement(&write.transaction, sql, [id.0.into()])).await?;
    let call: Uuid = row.ok_or(Missing::Question)?.try_get_by_index(0).map_err(StoreError::from)?;
    let call = managed(write, CallId(call)).await.map_err(|error| match error {
        // Whoever may not know of the call may not know of its questions.
        VerbError::NotFound(_) => VerbError::NotFound(Missing::Question),
        error => error,
    })?;
    let questions = questions_in(&write.transaction, call.id).await?;
    let one = questions.iter().find(|question| question.id == id).cloned().ok_or(Missing::Question)?;
    Ok((call, questions, one))
}

async fn must_be_free(write: &Write, call: CallId) -> Result<(), VerbError> {
    if is_fixed(&write.transaction, call).await? {
        return Err(Refusal::from(CallRefusal::QuestionsFixed).into());
    }
    Ok(())
}

impl Store {
    /// Whether questions of a call can no longer be changed: an application was sent in.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn questions_fixed(&self, call: CallId) -> Result<bool, StoreError> {
        is_fixed(self.reader(), call).await
    }

    /// Adds a question at the end of a call.
    ///
    /// # Errors
    /// [`CallRefusal`], [`Refusal::TooLong`], [`Missing::Call`], [`VerbError::Denied`], or the database.
    pub async fn add_question(&self, actor: &Actor, call: CallId, form: QuestionForm) -> Result<QuestionId, VerbError> {
        let form = form.checked()?;
        let mut write = self.begin(actor).await?;
        let call = managed(&write, call).await?;
        let id = QuestionId(write.new_id());
        let sql = "INSERT INTO intake_question (id, call_id, kind, label, help, options, required, max_length, created_at, position) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
                   (SELECT coalesce(max(position), 0) + 1 FROM intake_question WHERE call_id = $2))";
        let values = [id.0.into(), call.id.0.into()].into_iter().chain(form.values()).chain([write.at().into()]);
        run(&mut write, sql, values.collect::<Vec<_>>()).await?;
        write.audit("add_question", "question", id.0, None, None, Some(told(&form))).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes a question, as long as nobody has answered it for good.
    ///
    /// # Errors
    /// As [`Store::add_question`]; [`CallRefusal::QuestionsFixed`], [`Missing::Question`].
    pub async fn change_question(&self, actor: &Actor, id: QuestionId, form: QuestionForm) -> Result<(), VerbError> {
        let form = form.checked()?;
        let mut write = self.begin(actor).await?;
        let (call, _, before) = asked(&write, id).await?;
        must_be_free(&write, call.id).await?;
        let sql = "UPDATE intake_question SET kind = $2, label = $3, help = $4, options = $5, required = $6, max_length = $7 WHERE id = $1";
        let values = [id.0.into()].into_iter().chain(form.values());
        run(&mut write, sql, values.collect::<Vec<_>>()).await?;
        write.audit("change_question", "question", id.0, None, json(&before), Some(told(&form))).await?;
        Ok(write.commit().await?)
    }

    /// Moves a question one place up or down among those that are asked. At an end of the list nothing happens.
    ///
    /// # Errors
    /// As [`Store::change_question`].
    pub async fn move_question(&self, actor: &Actor, id: QuestionId, up: bool) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (call, mut questions, _) = asked(&write, id).await?;
        must_be_free(&write, call.id).await?;
        let shown: Vec<usize> =
            questions.iter().enumerate().filter(|(_, one)| !one.retired || one.id == id).map(|(at, _)| at).collect();
        let here = shown.iter().position(|at| questions[*at].id == id).unwrap_or_default();
        let there = if up { here.checked_sub(1) } else { Some(here + 1).filter(|there| *there < shown.len()) };
        let Some(there) = there else { return Ok(()) };
        questions.swap(shown[here], shown[there]);
        for (position, question) in (1i32..).zip(&questions) {
            let sql = "UPDATE intake_question SET position = $2 WHERE id = $1";
            run(&mut write, sql, [question.id.0.into(), position.into()]).await?;
        }
        let after = serde_json::json!({ "up": up });
        write.audit("move_question", "question", id.0, None, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Stops asking a question, or asks it again. What was answered stays readable.
    ///
    /// # Errors
    /// [`Missing::Question`], [`VerbError::Denied`], or the database.
    pub async fn retire_question(&self, actor: &Actor, id: QuestionId, retired: bool) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (_, _, before) = asked(&write, id).await?;
        if before.retired == retired {
            return Ok(());
        }
        let at = retired.then(|| write.at());
        let sql = "UPDATE intake_question SET retired_at = $2 WHERE id = $1";
        run(&mut write, sql, [id.0.into(), at.into()]).await?;
        let action = if retired { "retire_question" } else { "restore_question" };
        write.audit(action, "question", id.0, None, None, None).await?;
        Ok(write.commit().await?)
    }
}

fn told(form: &QuestionForm) -> serde_json::Value {
    serde_json::json!({
        "kind": form.kind, "label": form.label, "help": form.help, "options": form.options, "required": form.required,
        "max_length": form.max_length,
    })
}
