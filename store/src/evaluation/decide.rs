//! Deciding about applications: each decision is one write with the move of the stay, what the applicant is told, and the audit entry.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource, Role, Scope};
use domain::evaluation::{EvaluationError, LONGEST_TEXT, Verdict, letter};
use domain::facts::{FactKind, Headcount, MentorAssignment, Source, in_force};
use domain::ids::{ApplicationId, EnrolmentId, FactId, PersonId, StartupId};
use domain::intake::ApplicationStatus;
use domain::mail::Message;
use domain::time::Instant;
use sea_orm::Value;
use uuid::Uuid;

use super::{Judged, JudgedCall, application_of, call_of, decision_of, evaluators_of, is_conflicted, rows, run};
use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::identity::{NewInvitation, email_key, invite_in};
use crate::intake::{set_application_person, set_application_status};
use crate::outbox::NewMail;
use crate::people::{Founder, Person};
use crate::refusal::Refusal;
use crate::verbs::{admit_in, decline_in, optional, standing, withdraw_in};
use crate::write::Write;

/// How an application is admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admission {
    /// From which day.
    pub on: NaiveDate,
    /// How many work in the startup on that day.
    pub baseline: Option<Headcount>,
    /// Whether it was said out loud that nobody knows.
    pub unknown: bool,
    /// Who is to follow it up, when that is decided already.
    pub mentor: Option<PersonId>,
}

/// How one application is declined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decline {
    /// Which.
    pub application: ApplicationId,
    /// Why, for the house alone.
    pub reason: String,
    /// What the applicant is told.
    pub letter: String,
}

/// What the timeline says of a declined application: the reason itself is forgotten with the application, and facts are for ever.
const DECLINED: &str = "Avslag på søknaden";

impl Store {
    /// Admits an application: the startup's stay is admitted from a day on with its headcount as baseline, the applicant becomes a founder
    /// and is invited to see the startup, and is told by mail.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::BaselineMissing`], [`EvaluationError::BaselineBoth`],
    /// [`EvaluationError::Decided`], [`EvaluationError::Conflicted`], what [`Store::admit`] and [`Store::assign_mentor`] refuse,
    /// [`VerbError::Denied`], or the database.
    pub async fn admit_application(
        &self,
        actor: &Actor,
        application: ApplicationId,
        admission: &Admission,
    ) -> Result<(), VerbError> {
        match (&admission.baseline, admission.unknown) {
            (None, false) => return Err(EvaluationError::BaselineMissing.into()),
            (Some(_), true) => return Err(EvaluationError::BaselineBoth.into()),
            _ => {}
        }
        let mut write = self.begin(actor).await?;
        let (known, call) = undecided(&write, application).await?;
        let (startup, stay) = stands_in(&known)?;
        let on = admission.on;
        let fact = admit_in(&mut write, stay, on, admission.baseline.clone()).await?;
        if let Some(mentor) = admission.mentor {
            assign(&mut write, startup, mentor, on).await?;
        }
        let founder = founder(&mut write, &known, startup).await?;
        invite(&mut write, &known, startup).await?;
        let decided = Decided { verdict: Verdict::Admitted, reason: None, letter: None, fact: Some(fact.0) };
        settle(&mut write, &known, Some(ApplicationStatus::Admitted), decided).await?;
        let programme = write.ledger().programme(call.programme).map(|programme| programme.name.clone());
        let message = Message::ApplicationAdmitted {
            startup: known.startup_name.clone(),
            programme: programme.unwrap_or_default(),
            on,
        };
        tell(&mut write, &known, message).await?;
        let after = serde_json::json!({
            "application": application, "on": on, "baseline": admission.baseline, "unknown": admission.unknown,
            "mentor": admission.mentor, "founder": founder,
        });
        write.audit("admit_application", "application", application.0, Some(startup), None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Declines applications, all of them or none, and sends each applicant the letter that is meant for them.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::NobodyChosen`], [`EvaluationError::ReasonMissing`],
    /// [`EvaluationError::LetterEmpty`], [`EvaluationError::LetterUnfilled`], [`EvaluationError::TooLong`],
    /// [`EvaluationError::Decided`], [`EvaluationError::Conflicted`], what [`Store::decline`] refuses, [`VerbError::Denied`], or the
    /// database.
    pub async fn decline_applications(&self, actor: &Actor, declines: &[Decline]) -> Result<(), VerbError> {
        if declines.is_empty() {
            return Err(EvaluationError::NobodyChosen.into());
        }
        let mut write = self.begin(actor).await?;
        for decline in declines {
            let reason = optional(Some(&decline.reason), "reason", LONGEST_TEXT)?;
            let reason = reason.ok_or(EvaluationError::ReasonMissing)?;
            let letter = letter::check(&decline.letter)?;
            let (known, call) = undecided(&write, decline.application).await?;
            let (startup, stay) = stands_in(&known)?;
            let today = write.today();
            let fact = decline_in(&mut write, stay, today, DECLINED).await?;
            let decided = Decided {
                verdict: Verdict::Declined,
                reason: Some(reason),
                letter: Some(letter.clone()),
                fact: Some(fact.0),
            };
            settle(&mut write, &known, Some(ApplicationStatus::Declined), decided).await?;
            let programme = write.ledger().programme(call.programme).map(|programme| programme.name.clone());
            let message = Message::ApplicationDeclined {
                startup: known.startup_name.clone(),
                programme: programme.unwrap_or_default(),
                letter,
            };
            tell(&mut write, &known, message).await?;
            let id = decline.application;
            let after = serde_json::json!({ "application": id });
            write.audit("decline_application", "application", id.0, Some(startup), None, Some(after)).await?;
        }
        Ok(write.commit().await?)
    }

    /// Puts an application on the waiting list. It stays undecided, and can be admitted or declined later.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::ReasonMissing`], [`EvaluationError::Decided`], [`EvaluationError::Conflicted`],
    /// [`VerbError::Denied`], or the database.
    pub async fn put_on_waiting_list(
        &self,
        actor: &Actor,
        application: ApplicationId,
        reason: &str,
    ) -> Result<(), VerbError> {
        let reason = optional(Some(reason), "reason", LONGEST_TEXT)?.ok_or(EvaluationError::ReasonMissing)?;
        let mut write = self.begin(actor).await?;
        let (known, _) = undecided(&write, application).await?;
        let decided = Decided { verdict: Verdict::Waiting, reason: Some(reason), letter: None, fact: None };
        settle(&mut write, &known, None, decided).await?;
        let after = serde_json::json!({ "application": application });
        write.audit("put_on_waiting_list", "application", application.0, known.startup, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Undoes a decision: the move is taken back, and the application is undecided again. What was sent stays sent, a founder stays a
    /// founder, and the headcount at admission stays observed.
    ///
    /// # Errors
    /// [`Missing::Application`], [`EvaluationError::NotDecided`], [`EvaluationError::MovedOn`], [`EvaluationError::Conflicted`],
    /// [`Refusal::ReasonMissing`], [`VerbError::Denied`], or the database.
    pub async fn undo_decision(
        &self,
        actor: &Actor,
        application: ApplicationId,
        reason: &str,
    ) -> Result<(), VerbError> {
        let reason = optional(Some(reason), "reason", LONGEST_TEXT)?.ok_or(Refusal::ReasonMissing)?;
        let mut write = self.begin(actor).await?;
        let (known, _) = to_decide(&write, application).await?;
        let decision = decision_of(&write.transaction, application).await?.ok_or(EvaluationError::NotDecided)?;
        if decision.verdict != Verdict::Waiting {
            let (startup, stay) = stands_in(&known)?;
            let fact = decision.fact.map(FactId).ok_or(EvaluationError::MovedOn)?;
            if last_move(&write, startup, stay)? != Some(fact) {
                return Err(EvaluationError::MovedOn.into());
            }
            withdraw_in(&mut write, startup, FactKind::StageChange, fact, &reason).await?;
        }
        end_decision(&mut write, application).await?;
        if decision.verdict != Verdict::Waiting {
            set_application_status(&mut write, application, ApplicationStatus::Submitted).await?;
        }
        let before = serde_json::json!({ "application": application, "verdict": decision.verdict });
        write.audit("undo_decision", "application", application.0, known.startup, Some(before), None).await?;
        Ok(write.commit().await?)
    }
}

/// What is decided about an application.
struct Decided {
    verdict: Verdict,
    reason: Option<String>,
    letter: Option<String>,
    fact: Option<Uuid>,
}

/// An application that the actor may decide about, whether it is decided or not.
async fn to_decide(write: &Write, id: ApplicationId) -> Result<(Judged, JudgedCall), VerbError> {
    let known = application_of(&write.transaction, id).await?.ok_or(Missing::Application)?;
    let call = call_of(&write.transaction, known.call).await?.ok_or(Missing::Application)?;
    let evaluators = evaluators_of(&write.transaction, call.id).await?;
    let tie = domain::access::policy::ApplicationTie { programme: call.programme, evaluators: &evaluators };
    write.ask(Action::DecideApplication, &Resource::Application(tie), Missing::Application)?;
    if is_conflicted(&write.transaction, id, write.actor().person).await? {
        return Err(EvaluationError::Conflicted.into());
    }
    Ok((known, call))
}

async fn undecided(write: &Write, id: ApplicationId) -> Result<(Judged, JudgedCall), VerbError> {
    let (known, call) = to_decide(write, id).await?;
    match known.status {
        ApplicationStatus::Submitted => Ok((known, call)),
        ApplicationStatus::Admitted | ApplicationStatus::Declined => Err(EvaluationError::Decided.into()),
        ApplicationStatus::Draft | ApplicationStatus::Withdrawn => Err(EvaluationError::NotUp.into()),
    }
}

fn stands_in(application: &Judged) -> Result<(StartupId, EnrolmentId), VerbError> {
    application.startup.zip(application.enrolment).ok_or(VerbError::NotFound(Missing::Application))
}

/// The latest move of a stay that is in force.
fn last_move(write: &Write, startup: StartupId, stay: EnrolmentId) -> Result<Option<FactId>, VerbError> {
    let ledger = write.ledger();
    let known = standing(&ledger, startup)?;
    let moves = in_force(&known.stage_changes, Instant::MAX_UTC);
    Ok(moves.iter().rfind(|fact| fact.body.is_some_and(|body| body.enrolment == stay)).map(|fact| fact.id))
}

async fn end_decision(write: &mut Write, application: ApplicationId) -> Result<(), StoreError> {
    let sql = "UPDATE decision SET over_at = $2 WHERE application_id = $1 AND over_at IS NULL";
    let at = write.at();
    run(write, sql, [application.0.into(), at.into()]).await?;
    Ok(())
}

async fn settle(
    write: &mut Write,
    known: &Judged,
    status: Option<ApplicationStatus>,
    decided: Decided,
) -> Result<(), VerbError> {
    // A place on the waiting list gives way to whatever is decided after it.
    end_decision(write, known.id).await?;
    let sql = "INSERT INTO decision (id, application_id, verdict, reason, letter, fact_id, decided_by, decided_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        write.new_id().into(),
        known.id.0.into(),
        decided.verdict.code().into(),
        decided.reason.into(),
        decided.letter.into(),
        decided.fact.into(),
        write.actor().label.clone().into(),
        write.at().into(),
    ];
    run(write, sql, values).await?;
    if let Some(status) = status {
        set_application_status(write, known.id, status).await?;
    }
    Ok(())
}

async fn tell(write: &mut Write, known: &Judged, message: Message) -> Result<(), StoreError> {
    if known.email.is_empty() {
        return Ok(());
    }
    let caused_by = write.actor().person;
    let mail = NewMail { to: known.email.clone(), locale: known.locale, message, expires_at: None, caused_by };
    write.queue(mail).await.map(|_| ())
}

async fn assign(write: &mut Write, startup: StartupId, mentor: PersonId, on: NaiveDate) -> Result<(), VerbError> {
    let ledger = write.ledger();
    write.ask(Action::AssignMentor, &Resource::startup(&ledger, standing(&ledger, startup)?), Missing::Startup)?;
    let people = write.people();
    let person = people.persons.get(&mentor).filter(|person| person.erased_at.is_none()).ok_or(Missing::Person)?;
    if !person.is_mentor {
        return Err(Refusal::NotAMentor.into());
    }
    let id = FactId(write.new_id());
    let body = MentorAssignment { mentor: Some(mentor) };
    let fact = NewFact::new(id, startup, on, Source::Mentor, body);
    write.batch(&Batch { mentors: vec![fact], ..Batch::default() }).await?;
    let after = serde_json::json!({ "valid_on": on, "source": Source::Mentor, "evidence": null, "body": body });
    let kind = FactKind::Mentor.code();
    Ok(write.audit("assign_mentor", kind, id.0, Some(startup), None, Some(after)).await?)
}

/// Makes the applicant a founder of the startup: as the person they are here, or as a new one.
async fn founder(write: &mut Write, known: &Judged, startup: StartupId) -> Result<Option<PersonId>, VerbError> {
    let people = write.people();
    let stands = |id: &PersonId| people.persons.get(id).is_some_and(|person| person.erased_at.is_none());
    let key = email_key(&known.email);
    let mut who = known.person.filter(stands);
    if let (None, Some(key)) = (who, &key) {
        let sql = "SELECT person_id FROM account WHERE email_key = $1";
        let found = rows(&write.transaction, sql, [key.clone().into()]).await?;
        who = found.first().map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(PersonId).filter(stands);
    }
    if who.is_none() && key.is_some() {
        let same = |person: &&Person| person.email.as_deref().and_then(email_key) == key;
        who = people.of(startup).into_iter().map(|(person, _)| person).find(same).map(|person| person.id);
    }
    let mut batch = Batch::default();
    let person = match who {
        Some(person) => person,
        None if known.applicant.is_empty() => return Ok(None),
        None => {
            let id = PersonId(write.new_id());
            let (name, email) = (known.applicant.clone(), Some(known.email.clone()));
            batch.people.push(Person { id, name, email, is_mentor: false, erased_at: None });
            id
        }
    };
    if !people.founders.values().any(|link| (link.person, link.startup) == (person, startup)) {
        batch.founders.push(Founder { id: write.new_id(), startup, person, from_on: None, to_on: None });
    }
    drop(people);
    write.batch(&batch).await?;
    set_application_person(write, known.id, person).await?;
    Ok(Some(person))
}

/// Invites the applicant to see their startup, unless they can already.
async fn invite(write: &mut Write, known: &Judged, startup: StartupId) -> Result<(), VerbError> {
    let new = NewInvitation {
        email: known.email.clone(),
        name: Some(known.applicant.clone()),
        role: Role::Founder,
        scope: Scope::Startup(startup),
        from_on: write.today(),
        to_on: None,
        locale: known.locale,
    };
    match invite_in(write, new).await {
        Ok(_) | Err(VerbError::Refused(Refusal::RoleHeld | Refusal::AccountClosed | Refusal::BadEmail)) => Ok(()),
        Err(error) => Err(error),
    }
}
