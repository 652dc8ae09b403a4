//! Recording what was observed about a startup.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource};
use domain::facts::{
    CapitalRaised, FactKind, FundingAward, Headcount, LifeEvent, Meeting, MentorAssignment, Money, OtherSupport,
    Revenue, Source, StageChange, Team, UpdateStep, Verification, Workplace,
};
use domain::ids::{FactId, StartupId};
use domain::ledger::StartupLedger;

use super::{check_day, most, optional, standing};
use crate::bulk::{Batch, Batched, NewFact};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::people::People;
use crate::refusal::Refusal;
use crate::write::json;

/// What a body must hold to before it becomes a fact, beside what its type says.
pub(crate) trait Check {
    /// Looks at the body alone.
    fn check(&self) -> Result<(), VerbError> {
        Ok(())
    }

    /// Looks up whom the body names.
    fn check_people(&self, _people: &People) -> Result<(), VerbError> {
        Ok(())
    }

    /// Looks up what else of the startup's the body names.
    fn check_startup(&self, _startup: &StartupLedger) -> Result<(), VerbError> {
        Ok(())
    }
}

impl Check for Headcount {
    fn check(&self) -> Result<(), VerbError> {
        Ok(Headcount::check(self)?)
    }
}

impl Check for StageChange {}
impl Check for LifeEvent {}
impl Check for Verification {}
impl Check for Workplace {}
impl Check for Revenue {}

impl Check for CapitalRaised {
    fn check(&self) -> Result<(), VerbError> {
        not_negative(self.amount)
    }
}

impl Check for FundingAward {
    fn check(&self) -> Result<(), VerbError> {
        if self.scheme.trim().is_empty() {
            return Err(Refusal::NameMissing.into());
        }
        super::short(&self.scheme, "scheme", most::NAME)?;
        if let Some(giver) = &self.terms.giver {
            super::short(giver, "giver", most::NAME)?;
        }
        if let Some(rate) = &self.terms.rate {
            super::short(&rate.source, "rate_source", most::NAME)?;
            if !rate.is_plausible() {
                return Err(Refusal::RateOutOfRange.into());
            }
        }
        not_negative(self.amount)?;
        not_negative(Money { minor: self.terms.gross_minor.unwrap_or(0), ..self.amount })
    }
}

impl Check for MentorAssignment {
    fn check_people(&self, people: &People) -> Result<(), VerbError> {
        let Some(mentor) = self.mentor else { return Ok(()) };
        let person = people.persons.get(&mentor).filter(|person| person.erased_at.is_none()).ok_or(Missing::Person)?;
        if person.is_mentor { Ok(()) } else { Err(Refusal::NotAMentor.into()) }
    }
}

impl Check for Meeting {
    fn check(&self) -> Result<(), VerbError> {
        if self.is_plausible() { Ok(()) } else { Err(Refusal::MeetingLength.into()) }
    }

    fn check_people(&self, people: &People) -> Result<(), VerbError> {
        let Some(mentor) = self.mentor else { return Ok(()) };
        let known = people.persons.get(&mentor).is_some_and(|person| person.erased_at.is_none());
        if known { Ok(()) } else { Err(Missing::Person.into()) }
    }

    /// A meeting is part of a programme that the startup is or was in, be it as an applicant.
    fn check_startup(&self, startup: &StartupLedger) -> Result<(), VerbError> {
        let known = startup.enrolments.iter().any(|stay| stay.programme == self.programme);
        if known { Ok(()) } else { Err(Missing::Programme.into()) }
    }
}

impl Check for Team {
    fn check(&self) -> Result<(), VerbError> {
        Ok(Team::check(self).map_err(Refusal::Team)?)
    }
}

impl Check for UpdateStep {}

impl Check for OtherSupport {
    fn check(&self) -> Result<(), VerbError> {
        if self.supporter.trim().is_empty() {
            return Err(Refusal::NameMissing.into());
        }
        super::short(&self.supporter, "supporter", most::NAME)?;
        Ok(())
    }
}

/// What recording a fact of a kind from a source is in the eyes of the policy.
const fn recording(kind: FactKind, source: Source) -> Action {
    match (kind, source) {
        (FactKind::Headcount | FactKind::Revenue | FactKind::Team, Source::Founder) => Action::ReportObservation,
        (FactKind::Meeting, _) => Action::LogMeeting,
        (FactKind::Mentor, _) => Action::AssignMentor,
        (FactKind::Award, _) => Action::RecordFunding,
        _ => Action::RecordFact,
    }
}

fn not_negative(amount: Money) -> Result<(), VerbError> {
    if amount.minor < 0 { Err(Refusal::NegativeAmount.into()) } else { Ok(()) }
}

macro_rules! record {
    ($($(#[$doc:meta])* $verb:ident($body:ty);)+) => {
        impl Store {
            $(
                $(#[$doc])*
                ///
                /// `valid_on` is the civil date it was true on; `evidence` is a link or a reference that shows it.
                ///
                /// # Errors
                /// [`Missing::Startup`], [`Refusal::InFuture`], [`Refusal::TooEarly`], or what the body itself contradicts.
                pub async fn $verb(
                    &self,
                    actor: &Actor,
                    startup: StartupId,
                    valid_on: NaiveDate,
                    body: $body,
                    source: Source,
                    evidence: Option<String>,
                ) -> Result<FactId, VerbError> {
                    self.record(stringify!($verb), actor, startup, valid_on, body, source, evidence).await
                }
            )+
        }
    };
}

record! {
    /// Records how many people work in a startup.
    record_headcount(Headcount);
    /// Records an event of a startup's life.
    record_life_event(LifeEvent);
    /// Records that a startup was verified alive.
    record_verification(Verification);
    /// Records where a startup works from a day on.
    record_workplace(Workplace);
    /// Records the revenue of the twelve months that end on the day.
    record_revenue(Revenue);
    /// Records capital raised from outside.
    record_capital(CapitalRaised);
    /// Records public money: applied for, awarded, declined, paid or repaid.
    record_award(FundingAward);
    /// Records who follows a startup up from a day on; nobody, when the body names nobody.
    assign_mentor(MentorAssignment);
    /// Records that another programme or incubator supported a startup, known from the day on.
    record_other_support(OtherSupport);
    /// Records a meeting with the house on the day.
    record_meeting(Meeting);
    /// Records how many found and lead a startup from the day on.
    record_team(Team);
}

impl Store {
    #[expect(clippy::too_many_arguments, reason = "these are a fact's parts, and the verbs above name each of them")]
    async fn record<T: Batched + Check>(
        &self,
        action: &'static str,
        actor: &Actor,
        startup: StartupId,
        valid_on: NaiveDate,
        body: T,
        source: Source,
        evidence: Option<String>,
    ) -> Result<FactId, VerbError> {
        body.check()?;
        let evidence = optional(evidence.as_deref(), "evidence", most::LINK)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(recording(T::KIND, source), &Resource::startup(&ledger, known), Missing::Startup)?;
        body.check_people(&write.people())?;
        body.check_startup(known)?;
        check_day(valid_on, &write)?;
        let id = FactId(write.new_id());
        let after =
            serde_json::json!({ "valid_on": valid_on, "source": source, "evidence": evidence, "body": json(&body) });
        let mut batch = Batch::default();
        T::list(&mut batch).push(NewFact::new(id, startup, valid_on, source, body).shown_by(evidence));
        write.batch(&batch).await?;
        write.audit(action, T::KIND.code(), id.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }
}
