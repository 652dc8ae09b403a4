//! Moving a stay from stage to stage. Every move comes down to [`Store::move_to`]; the others say where to.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::facts::{Headcount, Outcome, Source};
use domain::ids::{EnrolmentId, FactId, StageId, StartupId};
use domain::pipeline::{Course, Move, MoveError, Phase, Programme, Stage, StageKind, plan_move};

use super::{changes, check_day, enrolment, most, optional, programme, standing};
use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::write::{Write, json};

/// Where a verb wants a stay to go.
#[derive(Debug, Clone, Copy)]
enum Towards {
    To(StageId),
    Screening,
    Admission,
    Ahead,
    Back(Option<StageId>),
    Declined,
    Out(Outcome),
}

/// A move as a verb asks for it.
struct Asked<'a> {
    action: &'static str,
    towards: Towards,
    on: NaiveDate,
    outcome: Option<Outcome>,
    reason: Option<&'a str>,
    baseline: Option<Headcount>,
}

impl Store {
    /// Moves a stay into a stage of its programme from a day on.
    ///
    /// # Errors
    /// [`Missing::Enrolment`], or the [`MoveError`] that names what is illegal about the move.
    pub async fn move_to(
        &self,
        actor: &Actor,
        stay: EnrolmentId,
        stage: StageId,
        on: NaiveDate,
        outcome: Option<Outcome>,
        reason: Option<&str>,
    ) -> Result<FactId, VerbError> {
        let asked = Asked { action: "move", towards: Towards::To(stage), on, outcome, reason, baseline: None };
        self.go(actor, stay, asked).await
    }

    /// Takes an application up for judgement: into the stage `screening`, or the intake step after the one it stands in.
    ///
    /// # Errors
    /// As [`Store::move_to`]; [`Refusal::NoStageAhead`] when intake has no further step.
    pub async fn screen(&self, actor: &Actor, stay: EnrolmentId, on: NaiveDate) -> Result<FactId, VerbError> {
        let asked =
            Asked { action: "screen", towards: Towards::Screening, on, outcome: None, reason: None, baseline: None };
        self.go(actor, stay, asked).await
    }

    /// Admits a startup, and records its headcount at admission when it is stated: without a baseline it is left out of every
    /// before-after measure.
    ///
    /// # Errors
    /// As [`Store::move_to`]; [`Refusal::Headcount`] when the baseline contradicts itself.
    pub async fn admit(
        &self,
        actor: &Actor,
        stay: EnrolmentId,
        on: NaiveDate,
        baseline: Option<Headcount>,
    ) -> Result<FactId, VerbError> {
        let asked = Asked { action: "admit", towards: Towards::Admission, on, outcome: None, reason: None, baseline };
        self.go(actor, stay, asked).await
    }

    /// Moves a stay one stage on. Out of the house is never merely the next stage: see [`Store::exit`].
    ///
    /// # Errors
    /// As [`Store::move_to`]; [`Refusal::NoStageAhead`] from the last stage.
    pub async fn advance(&self, actor: &Actor, stay: EnrolmentId, on: NaiveDate) -> Result<FactId, VerbError> {
        let asked =
            Asked { action: "advance", towards: Towards::Ahead, on, outcome: None, reason: None, baseline: None };
        self.go(actor, stay, asked).await
    }

    /// Sends a stay back: to `to`, or one stage when none is named.
    ///
    /// # Errors
    /// As [`Store::move_to`]; [`Refusal::NoStageBehind`] when there is none, or `to` does not lie behind.
    pub async fn send_back(
        &self,
        actor: &Actor,
        stay: EnrolmentId,
        to: Option<StageId>,
        on: NaiveDate,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        let towards = Towards::Back(to);
        let asked = Asked { action: "send_back", towards, on, outcome: None, reason: Some(reason), baseline: None };
        self.go(actor, stay, asked).await
    }

    /// Declines an application.
    ///
    /// # Errors
    /// As [`Store::move_to`].
    pub async fn decline(
        &self,
        actor: &Actor,
        stay: EnrolmentId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        let towards = Towards::Declined;
        let asked = Asked { action: "decline", towards, on, outcome: None, reason: Some(reason), baseline: None };
        self.go(actor, stay, asked).await
    }

    /// Ends a stay with its outcome.
    ///
    /// # Errors
    /// As [`Store::move_to`]; [`Refusal::NoExitStage`] when the programme has none.
    pub async fn exit(
        &self,
        actor: &Actor,
        stay: EnrolmentId,
        outcome: Outcome,
        on: NaiveDate,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        let towards = Towards::Out(outcome);
        let outcome = Some(outcome);
        let asked = Asked { action: "exit", towards, on, outcome, reason: Some(reason), baseline: None };
        self.go(actor, stay, asked).await
    }

    async fn go(&self, actor: &Actor, stay: EnrolmentId, asked: Asked<'_>) -> Result<FactId, VerbError> {
        let owner = self.owner("enrolment", stay.0, Missing::Enrolment).await?;
        let mut write = self.begin(actor).await?;
        let id = go_in(&mut write, owner, stay, asked, Source::Mentor).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// Admits a stay inside a write; see [`Store::admit`].
pub(crate) async fn admit_in(
    write: &mut Write,
    stay: EnrolmentId,
    on: NaiveDate,
    baseline: Option<Headcount>,
) -> Result<FactId, VerbError> {
    let asked = Asked { action: "admit", towards: Towards::Admission, on, outcome: None, reason: None, baseline };
    let owner = owner_in(write, stay)?;
    go_in(write, owner, stay, asked, Source::Mentor).await
}

/// Declines an application inside a write; see [`Store::decline`].
pub(crate) async fn decline_in(
    write: &mut Write,
    stay: EnrolmentId,
    on: NaiveDate,
    reason: &str,
) -> Result<FactId, VerbError> {
    let towards = Towards::Declined;
    let asked = Asked { action: "decline", towards, on, outcome: None, reason: Some(reason), baseline: None };
    let owner = owner_in(write, stay)?;
    go_in(write, owner, stay, asked, Source::Mentor).await
}

/// Closes an application that whoever sent it in has taken back, inside a write: declined on the founder's own word, which is how figures
/// know it from one that was declined by somebody else.
pub(crate) async fn take_back_in(
    write: &mut Write,
    stay: EnrolmentId,
    on: NaiveDate,
    reason: &str,
) -> Result<FactId, VerbError> {
    let towards = Towards::Declined;
    let asked = Asked { action: "decline", towards, on, outcome: None, reason: Some(reason), baseline: None };
    let owner = owner_in(write, stay)?;
    go_in(write, owner, stay, asked, Source::Founder).await
}

/// Whose stay it is, by the ledger as it is under the lock.
fn owner_in(write: &Write, stay: EnrolmentId) -> Result<StartupId, Missing> {
    let ledger = write.ledger();
    let known = ledger.startups.iter().find(|startup| startup.enrolments.iter().any(|known| known.id == stay));
    known.map(|startup| startup.profile.id).ok_or(Missing::Enrolment)
}

async fn go_in(
    write: &mut Write,
    owner: StartupId,
    stay: EnrolmentId,
    asked: Asked<'_>,
    source: Source,
) -> Result<FactId, VerbError> {
    let reason = optional(asked.reason, "reason", most::TEXT)?;
    if let Some(baseline) = &asked.baseline {
        baseline.check()?;
    }
    let ledger = write.ledger();
    let startup = standing(&ledger, owner)?;
    let programme = programme(&ledger, enrolment(startup, stay)?.programme)?;
    let resource = Resource::stay(&ledger, startup, stay);
    write.ask(Action::SeeStartup, &resource, Missing::Enrolment)?;
    let changes = changes(startup);
    // A stay whose only move was taken back never was: a move would bring it back behind the back of a later one.
    let now = Course::at(programme, stay, &changes, NaiveDate::MAX).ok_or(Missing::Enrolment)?;
    let action = if now.admitted_on.is_some() { Action::MoveStay } else { Action::DecideApplication };
    write.ask(action, &resource, Missing::Enrolment)?;
    let to = towards(programme, programme.stage(now.stage), asked.towards)?;
    if programme.stage(to).is_some_and(|stage| stage.retired) {
        return Err(Refusal::StageRetired.into());
    }
    let wanted = Move { to, on: asked.on, outcome: asked.outcome, reason: reason.as_deref() };
    let change = plan_move(programme, stay, &changes, &wanted, write.today())?;
    check_day(asked.on, write)?;

    let id = FactId(write.new_id());
    let mut fact = NewFact::new(id, owner, asked.on, source, change);
    fact.reason = reason;
    let after = serde_json::json!({
        "on": asked.on, "change": change, "reason": fact.reason, "baseline": asked.baseline,
    });
    let mut batch = Batch { stage_changes: vec![fact], ..Batch::default() };
    if let Some(baseline) = asked.baseline {
        batch.headcounts.push(NewFact::new(FactId(write.new_id()), owner, asked.on, Source::Mentor, baseline));
    }
    write.batch(&batch).await?;
    write.audit(asked.action, "enrolment", stay.0, Some(owner), json(&now.stage), Some(after)).await?;
    Ok(id)
}

/// The stage a verb means, seen from where the stay stands.
fn towards(programme: &Programme, now: Option<&Stage>, towards: Towards) -> Result<StageId, VerbError> {
    let here = now.map(|stage| stage.position);
    let open = |stage: &&Stage| !stage.closes() && !stage.retired;
    let ahead = |stage: &&Stage| here.is_none_or(|here| stage.position > here) && open(stage);
    let behind = |stage: &&Stage| here.is_some_and(|here| stage.position < here) && open(stage);
    let stage = match towards {
        Towards::To(stage) => return Ok(stage),
        Towards::Screening => {
            let steps = || {
                let step =
                    |stage: &&Stage| stage.phase == Phase::Intake && stage.kind == StageKind::Step && !stage.retired;
                programme.stages.iter().filter(step)
            };
            let named = steps().find(|stage| stage.key == "screening");
            named.or_else(|| steps().find(ahead)).ok_or(Refusal::NoStageAhead)?
        }
        Towards::Admission => programme.admission_stage().ok_or(MoveError::UnknownStage)?,
        Towards::Ahead => {
            // A closed stay has nowhere to go; the domain says so better than "no stage ahead" would.
            let open_or_first = now.filter(|stage| stage.closes());
            open_or_first.or_else(|| programme.stages.iter().find(ahead)).ok_or(Refusal::NoStageAhead)?
        }
        Towards::Back(None) => {
            let closed = now.filter(|stage| stage.closes());
            closed.or_else(|| programme.stages.iter().rfind(behind)).ok_or(Refusal::NoStageBehind)?
        }
        Towards::Back(Some(to)) => {
            let stage = programme.stage(to).ok_or(MoveError::UnknownStage)?;
            if now.is_some_and(|now| !now.closes() && (stage.closes() || stage.position >= now.position)) {
                return Err(Refusal::NoStageBehind.into());
            }
            stage
        }
        Towards::Declined => {
            let declined = programme.stages.iter().find(|stage| stage.kind == StageKind::Declined && !stage.retired);
            declined.ok_or(Refusal::NoExitStage)?
        }
        Towards::Out(outcome) => {
            // A programme may have one way out for several outcomes.
            let any =
                || programme.stages.iter().find(|stage| matches!(stage.kind, StageKind::Exit(_)) && !stage.retired);
            programme.exit_stage(outcome).or_else(any).ok_or(Refusal::NoExitStage)?
        }
    };
    Ok(stage.id)
}
