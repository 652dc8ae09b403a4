//! What evaluators give: drafts as they go, a score handed in once, and saying that they are not the one to judge.

use domain::access::{Action, Actor};
use domain::evaluation::{EvaluationError, LONGEST_TEXT, Scores, check_scores};
use domain::ids::{ApplicationId, PersonId, ReviewId};
use domain::intake::ApplicationStatus;
use domain::time::{Instant, to_micros};
use sea_orm::{ConnectionTrait, TransactionTrait};
use uuid::Uuid;

use super::{
    Judged, RoundState, allowed, application_of, call_of, evaluators_of, is_conflicted, round_of, rows, statement,
};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::verbs::optional;
use crate::write::writing;

/// What is to be kept of an evaluator's sheet.
struct Given<'a> {
    round: ReviewId,
    application: ApplicationId,
    scores: &'a Scores,
    comment: String,
    /// Whether it is handed in.
    whole: bool,
}

impl Store {
    /// Keeps what an evaluator has so far. It counts for nothing, and nobody else sees it. No part of the ledger: it makes nobody read anew.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::AlreadySubmitted`], [`EvaluationError::OffScale`],
    /// [`EvaluationError::RoundClosed`], [`EvaluationError::NotUp`], [`EvaluationError::Conflicted`], [`VerbError::Denied`], or the
    /// database.
    pub async fn save_score(
        &self,
        actor: &Actor,
        round: ReviewId,
        application: ApplicationId,
        scores: &Scores,
        comment: &str,
    ) -> Result<(), VerbError> {
        let given = Given { round, application, scores, comment: tidy(comment)?, whole: false };
        let transaction = self.writer().begin_with_options(writing()).await?;
        self.keep(&transaction, actor, &given, to_micros(self.world().now())).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Hands a score in. It stands from then on; a manager can open it again.
    ///
    /// # Errors
    /// As [`Store::save_score`]; [`EvaluationError::Incomplete`] when a criterion has no score.
    pub async fn submit_score(
        &self,
        actor: &Actor,
        round: ReviewId,
        application: ApplicationId,
        scores: &Scores,
        comment: &str,
    ) -> Result<(), VerbError> {
        let given = Given { round, application, scores, comment: tidy(comment)?, whole: true };
        let mut write = self.begin(actor).await?;
        let (sheet, known) = self.keep(&write.transaction, actor, &given, write.at()).await?;
        // Not the scores: those are forgotten with the application, and the log is for ever.
        let after = serde_json::json!({ "review": round, "application": application });
        write.audit("submit_score", "score_sheet", sheet, known.startup, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    async fn keep<C: ConnectionTrait>(
        &self,
        connection: &C,
        actor: &Actor,
        given: &Given<'_>,
        at: Instant,
    ) -> Result<(Uuid, Judged), VerbError> {
        let known = application_of(connection, given.application).await?.ok_or(Missing::Application)?;
        let call = call_of(connection, known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(connection, call.id).await?;
        allowed(actor, Action::JudgeApplication, &call, &evaluators, self.world().today())?;
        let person = actor.person.ok_or(Missing::Application)?;
        let round = round_of(connection, given.round).await?;
        let round = round.filter(|round| round.call == call.id && round.state() != RoundState::Preparing);
        let round = round.ok_or(Missing::Application)?;
        if is_conflicted(connection, known.id, Some(person)).await? {
            return Err(EvaluationError::Conflicted.into());
        }
        if round.state() == RoundState::Closed {
            return Err(EvaluationError::RoundClosed.into());
        }
        if !round.takes(&known) || known.status != ApplicationStatus::Submitted {
            return Err(EvaluationError::NotUp.into());
        }
        check_scores(&round.criteria, given.scores, given.whole)?;
        let sql = "INSERT INTO score_sheet (id, review_id, application_id, person_id, comment, saved_at, submitted_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (review_id, application_id, person_id) DO UPDATE \
                   SET comment = excluded.comment, saved_at = excluded.saved_at, submitted_at = excluded.submitted_at \
                   WHERE score_sheet.submitted_at IS NULL RETURNING id";
        let values = [
            self.new_id().into(),
            round.id.0.into(),
            known.id.0.into(),
            person.0.into(),
            given.comment.clone().into(),
            at.into(),
            given.whole.then_some(at).into(),
        ];
        let kept = rows(connection, sql, values).await?;
        let sheet: Uuid = kept.first().ok_or(EvaluationError::AlreadySubmitted)?.try_get_by_index(0)?;
        let gone = statement(connection, "DELETE FROM score WHERE sheet_id = $1", [sheet.into()]);
        connection.execute_raw(gone).await?;
        for (criterion, score) in given.scores {
            let sql = "INSERT INTO score (sheet_id, criterion_id, value) VALUES ($1, $2, $3)";
            let values = [sheet.into(), criterion.0.into(), i32::from(*score).into()];
            connection.execute_raw(statement(connection, sql, values)).await?;
        }
        Ok((sheet, known))
    }

    /// Opens a handed-in score again, for its evaluator to change. For those who run the programme.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::NotSubmitted`], [`EvaluationError::RoundClosed`], [`VerbError::Denied`], or the
    /// database.
    pub async fn reopen_score(
        &self,
        actor: &Actor,
        round: ReviewId,
        application: ApplicationId,
        person: PersonId,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let known = application_of(&write.transaction, application).await?.ok_or(Missing::Application)?;
        let call = call_of(&write.transaction, known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(&write.transaction, call.id).await?;
        allowed(actor, Action::DecideApplication, &call, &evaluators, write.today())?;
        let round = round_of(&write.transaction, round).await?.filter(|round| round.call == call.id);
        let round = round.ok_or(Missing::Application)?;
        if round.state() == RoundState::Closed {
            return Err(EvaluationError::RoundClosed.into());
        }
        let sql = "UPDATE score_sheet SET submitted_at = NULL WHERE review_id = $1 AND application_id = $2 AND person_id = $3 \
                   AND submitted_at IS NOT NULL RETURNING id";
        let values = [round.id.0.into(), known.id.0.into(), person.0.into()];
        let reopened = rows(&write.transaction, sql, values).await?;
        let sheet: Uuid = reopened.first().ok_or(EvaluationError::NotSubmitted)?.try_get_by_index(0)?;
        let after = serde_json::json!({ "review": round.id, "application": application, "person": person });
        write.audit("reopen_score", "score_sheet", sheet, known.startup, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Says that the actor has a conflict of interest in an application: from then on they neither read nor score nor decide it.
    ///
    /// # Errors
    /// [`Missing::Application`], [`crate::Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn declare_conflict(
        &self,
        actor: &Actor,
        application: ApplicationId,
        reason: Option<&str>,
    ) -> Result<(), VerbError> {
        let reason = optional(reason, "reason", LONGEST_TEXT)?;
        let mut write = self.begin(actor).await?;
        let known = application_of(&write.transaction, application).await?.ok_or(Missing::Application)?;
        let call = call_of(&write.transaction, known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(&write.transaction, call.id).await?;
        allowed(actor, Action::SeeApplication, &call, &evaluators, write.today())?;
        let person = actor.person.ok_or(Missing::Person)?;
        if is_conflicted(&write.transaction, application, Some(person)).await? {
            return Ok(());
        }
        let id = write.new_id();
        let sql =
            "INSERT INTO conflict (id, application_id, person_id, reason, declared_at) VALUES ($1, $2, $3, $4, $5)";
        let at = write.at();
        let values = [id.into(), application.0.into(), person.0.into(), reason.into(), at.into()];
        super::run(&mut write, sql, values).await?;
        let after = serde_json::json!({ "application": application });
        write.audit("declare_conflict", "conflict", id, known.startup, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Takes a declared conflict of interest back. For those who run the programme.
    ///
    /// # Errors
    /// [`Missing::Application`], [`Missing::Person`], [`VerbError::Denied`], or the database.
    pub async fn take_back_conflict(
        &self,
        actor: &Actor,
        application: ApplicationId,
        person: PersonId,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let known = application_of(&write.transaction, application).await?.ok_or(Missing::Application)?;
        let call = call_of(&write.transaction, known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(&write.transaction, call.id).await?;
        allowed(actor, Action::DecideApplication, &call, &evaluators, write.today())?;
        let sql = "UPDATE conflict SET over_at = $3 WHERE application_id = $1 AND person_id = $2 AND over_at IS NULL RETURNING id";
        let values = [application.0.into(), person.0.into(), write.at().into()];
        let over = rows(&write.transaction, sql, values).await?;
        let id: Uuid = over.first().ok_or(Missing::Person)?.try_get_by_index(0)?;
        let before = serde_json::json!({ "application": application, "person": person });
        write.audit("take_back_conflict", "conflict", id, known.startup, Some(before), None).await?;
        Ok(write.commit().await?)
    }
}

fn tidy(comment: &str) -> Result<String, VerbError> {
    let comment = comment.replace("\r\n", "\n");
    Ok(optional(Some(&comment), "comment", LONGEST_TEXT)?.unwrap_or_default())
}
