//! Correcting and withdrawing facts: never by changing one, always by a later one in its place, with a reason.

use chrono::NaiveDate;
use domain::access::sight::move_of;
use domain::access::{Action, Actor, Resource};
use domain::facts::{
    CapitalRaised, Fact, FactKind, FundingAward, Headcount, LifeEvent, Meeting, MentorAssignment, OtherSupport,
    Outcome, Revenue, Source, StageChange, Team, Verification, Workplace, in_force,
};
use domain::ids::{FactId, StageId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::{Enrolment, Phase};
use domain::stays::{Restated, check_stays, plan_correction};
use domain::time::Instant;

use super::record::Check;
use super::{changes, check_day, most, must_say_why, optional, standing};
use crate::bulk::{Batch, Batched, NewFact};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::kinds::{FactRow, each_kind};
use crate::read::evidence_of;
use crate::refusal::Refusal;
use crate::write::{Write, json};

macro_rules! correct {
    ($($(#[$doc:meta])* $verb:ident($body:ty);)+) => {
        impl Store {
            $(
                $(#[$doc])*
                /// The former fact stays in the history.
                ///
                /// # Errors
                /// [`Missing::Fact`], [`Refusal::AlreadySuperseded`], [`Refusal::AlreadyWithdrawn`], [`Refusal::ReasonMissing`],
                /// [`Refusal::InFuture`], or what the body itself contradicts.
                #[expect(clippy::too_many_arguments, reason = "a correction states each part of a fact anew, and why")]
                pub async fn $verb(
                    &self,
                    actor: &Actor,
                    fact: FactId,
                    valid_on: NaiveDate,
                    body: $body,
                    source: Source,
                    evidence: Option<String>,
                    reason: &str,
                ) -> Result<FactId, VerbError> {
                    self.correct(stringify!($verb), actor, fact, valid_on, body, source, evidence, reason).await
                }
            )+
        }
    };
}

correct! {
    /// States a headcount anew.
    correct_headcount(Headcount);
    /// States an event of a startup's life anew.
    correct_life_event(LifeEvent);
    /// States a day of being verified alive anew.
    correct_verification(Verification);
    /// States a workplace anew.
    correct_workplace(Workplace);
    /// States revenue anew.
    correct_revenue(Revenue);
    /// States capital raised anew.
    correct_capital(CapitalRaised);
    /// States public money anew.
    correct_award(FundingAward);
    /// States anew who follows a startup up.
    correct_mentor(MentorAssignment);
    /// States anew who else supported a startup.
    correct_other_support(OtherSupport);
    /// States a meeting anew.
    correct_meeting(Meeting);
    /// States founders and leaders anew.
    correct_team(Team);
}

impl Store {
    #[expect(
        clippy::too_many_arguments,
        reason = "these are a correction's parts, and the verbs above name each of them"
    )]
    async fn correct<T: Batched + Check>(
        &self,
        action: &'static str,
        actor: &Actor,
        fact: FactId,
        valid_on: NaiveDate,
        body: T,
        source: Source,
        evidence: Option<String>,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        body.check()?;
        let evidence = optional(evidence.as_deref(), "evidence", most::LINK)?;
        let reason = must_say_why(reason)?;
        let startup = self.owner(T::KIND.code(), fact.0, Missing::Fact).await?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(correcting(T::KIND), &Resource::startup(&ledger, known), Missing::Fact)?;
        let former = current::<T>(known, fact)?;
        body.check_people(&write.people())?;
        body.check_startup(known)?;
        check_day(valid_on, &write)?;
        let id = FactId(write.new_id());
        let after = serde_json::json!({
            "valid_on": valid_on, "source": source, "evidence": evidence, "body": json(&body), "reason": reason,
        });
        let mut batch = Batch::default();
        let new = NewFact::new(id, startup, valid_on, source, body).shown_by(evidence).instead_of(fact, reason);
        T::list(&mut batch).push(new);
        write.batch(&batch).await?;
        write.audit(action, T::KIND.code(), fact.0, Some(startup), json(former), Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// States a move anew: another stage, day or outcome. Later moves of the stay are stated anew with it where the stage they come
    /// from, or their place on that day, depends on it. What is left must be legal.
    ///
    /// # Errors
    /// As the other corrections; [`Refusal::SequenceBroken`] when a later move would no longer be legal.
    #[expect(clippy::too_many_arguments, reason = "a correction states each part of a fact anew, and why")]
    pub async fn correct_stage_change(
        &self,
        actor: &Actor,
        fact: FactId,
        valid_on: NaiveDate,
        stage: StageId,
        outcome: Option<Outcome>,
        source: Source,
        evidence: Option<String>,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        let evidence = optional(evidence.as_deref(), "evidence", most::LINK)?;
        let reason = must_say_why(reason)?;
        let owner = self.owner(FactKind::StageChange.code(), fact.0, Missing::Fact).await?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let startup = standing(&ledger, owner)?;
        ask_for_move(&write, &ledger, startup, fact, Some(stage))?;
        let former = current::<StageChange>(startup, fact)?;
        check_day(valid_on, &write)?;
        let change = former.body.map(|body| StageChange { to: stage, outcome, ..body });
        let restated = plan_restatement(startup, former, change.map(|change| (valid_on, change)))?;
        let mut new = restate(&write, startup, &restated, &reason).await?;
        let mut id = fact;
        for stated in new.iter_mut().filter(|stated| stated.supersedes == Some(fact)) {
            stated.source = source;
            stated.evidence.clone_from(&evidence);
            id = stated.id;
        }
        refuse_broken(&write, &ledger, startup, former, &new, None)?;
        let after = serde_json::json!({
            "valid_on": valid_on, "body": change, "source": source, "evidence": evidence, "reason": reason,
            "restated": restated.len().saturating_sub(1),
        });
        write.batch(&Batch { stage_changes: new, ..Batch::default() }).await?;
        let kind = FactKind::StageChange.code();
        write.audit("correct_stage_change", kind, fact.0, Some(owner), json(former), Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a fact back. It stays in the history, and counts in no figure as known from now on. Taking back a move must leave a legal
    /// sequence; taking back the only move of a stay takes back the stay.
    ///
    /// # Errors
    /// [`Missing::Fact`], [`Refusal::AlreadySuperseded`], [`Refusal::AlreadyWithdrawn`], [`Refusal::ReasonMissing`],
    /// [`Refusal::SequenceBroken`].
    pub async fn withdraw(
        &self,
        actor: &Actor,
        kind: FactKind,
        fact: FactId,
        reason: &str,
    ) -> Result<FactId, VerbError> {
        let owner = self.owner(kind.code(), fact.0, Missing::Fact).await?;
        let mut write = self.begin(actor).await?;
        let id = withdraw_in(&mut write, owner, kind, fact, reason).await?;
        write.commit().await?;
        Ok(id)
    }
}

/// Takes a fact of a startup back inside a write that does more; see [`Store::withdraw`].
pub(crate) async fn withdraw_in(
    write: &mut Write,
    owner: StartupId,
    kind: FactKind,
    fact: FactId,
    reason: &str,
) -> Result<FactId, VerbError> {
    let reason = must_say_why(reason)?;
    let ledger = write.ledger();
    let startup = standing(&ledger, owner)?;
    if kind == FactKind::StageChange {
        ask_for_move(write, &ledger, startup, fact, None)?;
    } else {
        write.ask(correcting(kind), &Resource::startup(&ledger, startup), Missing::Fact)?;
    }
    let id = FactId(write.new_id());
    let mut batch = Batch::default();
    let before = add_withdrawal(&mut batch, startup, kind, fact, id, &reason)?;
    if kind == FactKind::StageChange {
        let former = current::<StageChange>(startup, fact)?;
        let restated = plan_restatement(startup, former, None)?;
        let new = restate(write, startup, &restated, &reason).await?;
        refuse_broken(write, &ledger, startup, former, &new, Some(fact))?;
        batch.stage_changes.extend(new);
    }
    write.batch(&batch).await?;
    let after = serde_json::json!({ "withdrawn": true, "reason": reason });
    write.audit("withdraw", kind.code(), fact.0, Some(owner), before, Some(after)).await?;
    Ok(id)
}

/// What correcting a fact of a kind, or taking it back, is in the eyes of the policy. Moves are asked for one by one.
pub(super) const fn correcting(kind: FactKind) -> Action {
    match kind {
        FactKind::Mentor => Action::AssignMentor,
        FactKind::Award => Action::RecordFunding,
        _ => Action::CorrectFact,
    }
}

/// Asks whether the actor may correct a move, or take it back: that of an application decides it, that of an admitted stay moves it.
/// A move of a stay that the actor does not see is a fact that is not there.
pub(super) fn ask_for_move(
    write: &Write,
    ledger: &Ledger,
    startup: &StartupLedger,
    fact: FactId,
    to: Option<StageId>,
) -> Result<(), VerbError> {
    let stage = |id: StageId| ledger.programmes.iter().find_map(|programme| programme.stage(id));
    let is_intake = |id: StageId| stage(id).is_some_and(|stage| stage.phase == Phase::Intake);
    let known = startup.stage_changes.iter().find(|known| known.id == fact).ok_or(Missing::Fact)?;
    let body = move_of(&startup.stage_changes, known).ok_or(Missing::Fact)?;
    let decides = is_intake(body.to) || to.is_some_and(is_intake);
    let action = if decides { Action::DecideApplication } else { Action::MoveStay };
    write.ask(action, &Resource::stay(ledger, startup, body.enrolment), Missing::Fact)
}

/// The fact to be corrected, if it is in force.
pub(super) fn current<T: FactRow>(startup: &StartupLedger, id: FactId) -> Result<&Fact<T>, VerbError> {
    let facts = T::facts(startup);
    let fact = facts.iter().find(|fact| fact.id == id).ok_or(Missing::Fact)?;
    match facts.iter().find(|later| later.supersedes == Some(id)) {
        Some(later) if later.body.is_none() => Err(Refusal::AlreadyWithdrawn.into()),
        Some(_) => Err(Refusal::AlreadySuperseded.into()),
        None if fact.body.is_none() => Err(Refusal::AlreadyWithdrawn.into()),
        None => Ok(fact),
    }
}

macro_rules! withdrawal {
    ($($name:ident: $body:ty,)+) => {
        /// Adds the fact that takes another back; returns what was there before as JSON.
        pub(super) fn add_withdrawal(
            batch: &mut Batch,
            startup: &StartupLedger,
            kind: FactKind,
            fact: FactId,
            id: FactId,
            reason: &str,
        ) -> Result<Option<serde_json::Value>, VerbError> {
            $(if kind == <$body as FactRow>::KIND {
                let former = current::<$body>(startup, fact)?;
                batch.$name.push(NewFact {
                    id,
                    startup: startup.profile.id,
                    valid_on: former.valid_on,
                    recorded_at: None,
                    recorded_by: None,
                    source: former.source,
                    evidence: None,
                    supersedes: Some(fact),
                    reason: Some(reason.to_owned()),
                    body: None,
                });
                return Ok(json(former));
            })+
            Err(Missing::Fact.into())
        }
    };
}
each_kind!(withdrawal);

/// The moves of a stay that must be stated anew when one of them is corrected or taken back.
pub(super) fn plan_restatement(
    startup: &StartupLedger,
    former: &Fact<StageChange>,
    to: Option<(NaiveDate, StageChange)>,
) -> Result<Vec<Restated>, VerbError> {
    let stay = former.body.map(|body| body.enrolment);
    let own: Vec<&Fact<StageChange>> =
        changes(startup).into_iter().filter(|fact| fact.body.map(|body| body.enrolment) == stay).collect();
    plan_correction(&own, former.id, to).ok_or(VerbError::NotFound(Missing::Fact))
}

/// The moves stated anew, each with the source and evidence of the one it takes the place of.
async fn restate(
    write: &Write,
    startup: &StartupLedger,
    restated: &[Restated],
    reason: &str,
) -> Result<Vec<NewFact<StageChange>>, VerbError> {
    let mut new = Vec::with_capacity(restated.len());
    for change in restated {
        let former = startup.stage_changes.iter().find(|fact| fact.id == change.supersedes).ok_or(Missing::Fact)?;
        let evidence = if former.documented {
            evidence_of(&write.transaction, FactKind::StageChange.code(), former.id.0).await?
        } else {
            None
        };
        let id = FactId(write.new_id());
        let fact = NewFact::new(id, startup.profile.id, change.valid_on, former.source, change.body);
        new.push(fact.instead_of(change.supersedes, reason).shown_by(evidence));
    }
    Ok(new)
}

/// Refuses when the moves left after the correction are not a legal sequence. Only the programme of the corrected move is looked at: its
/// correction changes nothing elsewhere, and what happened elsewhere is not for everybody to be told.
fn refuse_broken(
    write: &Write,
    ledger: &Ledger,
    startup: &StartupLedger,
    former: &Fact<StageChange>,
    new: &[NewFact<StageChange>],
    withdrawn: Option<FactId>,
) -> Result<(), VerbError> {
    let gone = |id: FactId| withdrawn == Some(id) || new.iter().any(|fact| fact.supersedes == Some(id));
    let mut left: Vec<Fact<StageChange>> =
        changes(startup).into_iter().filter(|fact| !gone(fact.id)).cloned().collect();
    left.extend(new.iter().map(|fact: &NewFact<StageChange>| Fact {
        id: fact.id,
        valid_on: fact.valid_on,
        recorded_at: write.at(),
        supersedes: None,
        source: fact.source,
        documented: false,
        body: fact.body,
    }));
    let programme = |stay: &Enrolment| stay.programme;
    let corrected = former.body.and_then(|body| startup.enrolments.iter().find(|stay| stay.id == body.enrolment));
    let stays: Vec<Enrolment> =
        startup.enrolments.iter().filter(|stay| Some(stay.programme) == corrected.map(programme)).cloned().collect();
    check_stays(&ledger.programmes, &stays, &in_force(&left, Instant::MAX_UTC), write.today())
        .map_err(|illegal| Refusal::SequenceBroken { on: illegal.on, why: illegal.error }.into())
}
