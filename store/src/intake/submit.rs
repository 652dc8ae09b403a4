//! Sending an application in, taking it back, and what is decided about it.

use domain::access::Actor;
use domain::facts::{Source, in_force};
use domain::ids::{ApplicationId, PersonId};
use domain::intake::{Answer, ApplicationStatus, Question, QuestionKind, problems, read_answer};
use domain::mail::Message;
use domain::organisation::OrganisationNumber;
use domain::pipeline::Course;
use domain::time::Instant;

use super::application::{must_be_open, new_link};
use super::call::run;
use super::read::{call_in, linked, questions_in};
use super::{Application, IntakeError};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::outbox::NewMail;
use crate::verbs::{NewStartup, apply_in, free_number, take_back_in};
use crate::write::Write;

/// Why a stay whose application was taken back is closed, as its move says.
const WITHDRAWN: &str = "withdrawn";

impl Store {
    /// Sends an application in: the startup, its stay, the version that was agreed to and the receipt, all at once and only once.
    ///
    /// `notice` is the version that stood on the page.
    ///
    /// # Errors
    /// [`IntakeError::Gone`], [`IntakeError::SentAlready`], [`IntakeError::NotOpen`], [`IntakeError::Closed`],
    /// [`IntakeError::Incomplete`], [`IntakeError::NoticeChanged`], or the database. Nothing was sent in then, and what was saved stays.
    pub async fn submit_application(
        &self,
        token: &str,
        consents: bool,
        notice: u32,
    ) -> Result<ApplicationId, IntakeError> {
        // Asked before the lock, so that nonsense holds nobody up.
        linked(self.reader(), token).await?.ok_or(IntakeError::Gone)?;
        let mut write = self.begin(&Actor::applicant()).await?;
        let application = linked(&write.transaction, token).await?.ok_or(IntakeError::Gone)?;
        if application.status != ApplicationStatus::Draft {
            return Err(IntakeError::SentAlready);
        }
        let call = call_in(&write.transaction, application.call).await?.ok_or(IntakeError::Gone)?;
        let at = write.at();
        must_be_open(&call, at)?;
        let questions = questions_in(&write.transaction, call.id).await?;
        let Application { applicant_name, startup_name, answers, .. } = &application;
        if !problems(&questions, applicant_name, startup_name, answers, consents).is_empty() {
            return Err(IntakeError::Incomplete);
        }
        if notice != call.notice.version {
            return Err(IntakeError::NoticeChanged);
        }
        let number = organisation_number(&questions, &application)
            // Whose number it is already, a person sorts out: the applicant is not told who else is here.
            .filter(|number| free_number(&write, *number).is_ok());
        let new = NewStartup { name: startup_name.clone(), organisation_number: number, ..NewStartup::default() };
        let today = write.today();
        let (startup, stay) = apply_in(&mut write, &new, call.programme, call.cohort, today, Source::Founder).await?;
        let sql = "UPDATE application SET status = $2, startup_id = $3, enrolment_id = $4, notice_version = $5, submitted_at = $6, \
                   saved_at = $6 WHERE id = $1";
        let values = [
            application.id.0.into(),
            ApplicationStatus::Submitted.code().into(),
            startup.0.into(),
            stay.0.into(),
            i32::try_from(notice).unwrap_or(i32::MAX).into(),
            at.into(),
        ];
        run(&mut write, sql, values).await?;
        let link_token = new_link(self, &write.transaction, application.id, at).await?;
        let locale = application.locale;
        let message = Message::ApplicationReceived {
            call: call.title.get(locale).to_owned(),
            slug: call.slug.clone(),
            startup: startup_name.clone(),
            link_token,
            at,
        };
        let to = application.applicant_email.clone();
        write.queue(NewMail { to, locale, message, expires_at: None, caused_by: None }).await?;
        // The log is for ever and names nobody.
        let after = serde_json::json!({ "call": call.id, "enrolment": stay, "notice": notice });
        write.audit("submit_application", "application", application.id.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(application.id)
    }

    /// Takes an application back. One that was sent in is withdrawn, and its stay is closed with that reason; one that was not is gone.
    /// What was told in it is told whether it is gone.
    ///
    /// # Errors
    /// [`IntakeError::Gone`], [`IntakeError::Decided`], or the database.
    pub async fn withdraw_application(&self, token: &str) -> Result<ApplicationStatus, IntakeError> {
        linked(self.reader(), token).await?.ok_or(IntakeError::Gone)?;
        let mut write = self.begin(&Actor::applicant()).await?;
        let application = linked(&write.transaction, token).await?.ok_or(IntakeError::Gone)?;
        match application.status {
            ApplicationStatus::Draft => {
                super::forget::drop_draft(&mut write, application.id).await?;
                write.audit("drop_application", "application", application.id.0, None, None, None).await?;
                write.commit().await?;
                return Ok(ApplicationStatus::Draft);
            }
            // Twice is once.
            ApplicationStatus::Withdrawn => return Ok(ApplicationStatus::Withdrawn),
            ApplicationStatus::Admitted | ApplicationStatus::Declined => return Err(IntakeError::Decided),
            ApplicationStatus::Submitted => {}
        }
        if let (Some(stay), Some(course)) = (application.enrolment, course_of(&write, &application)) {
            if course.admitted_on.is_some() || !course.is_open() {
                return Err(IntakeError::Decided);
            }
            // A stay that somebody moved on with a later day is closed on that day.
            let on = write.today().max(course.since);
            take_back_in(&mut write, stay, on, WITHDRAWN).await?;
        }
        set_application_status(&mut write, application.id, ApplicationStatus::Withdrawn).await?;
        write.audit("withdraw_application", "application", application.id.0, application.startup, None, None).await?;
        write.commit().await?;
        Ok(ApplicationStatus::Withdrawn)
    }
}

/// Where the stay of an application stands, by the ledger as it is under the lock.
fn course_of(write: &Write, application: &Application) -> Option<Course> {
    let ledger = write.ledger();
    let programme = ledger.programme(application.programme)?;
    let startup = ledger.startup(application.startup?)?;
    let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
    Course::at(programme, application.enrolment?, &changes, chrono::NaiveDate::MAX)
}

/// The organisation number that was told, when one was asked for.
fn organisation_number(questions: &[Question], application: &Application) -> Option<OrganisationNumber> {
    let asks = |question: &&Question| question.kind == QuestionKind::OrganisationNumber && !question.retired;
    questions.iter().filter(asks).find_map(|question| {
        match read_answer(question, application.answers.get(&question.id)?) {
            Ok(Some(Answer::Organisation(number))) => Some(number),
            _ => None,
        }
    })
}

/// Says how far an application has come, inside the write that decides about it. Whether the actor may is asked by that write, which also
/// leaves the audit entry.
///
/// # Errors
/// [`Missing::Application`] also for one that was not sent in, or the database.
pub async fn set_application_status(
    write: &mut Write,
    id: ApplicationId,
    status: ApplicationStatus,
) -> Result<(), VerbError> {
    let settled = (!status.is_open()).then(|| write.at());
    let sql = "UPDATE application SET status = $2, settled_at = $3 WHERE id = $1 AND submitted_at IS NOT NULL";
    match run(write, sql, [id.0.into(), status.code().into(), settled.into()]).await? {
        0 => Err(Missing::Application.into()),
        _ => Ok(()),
    }
}

/// Says who in the house the applicant is, inside the write that makes them so. What is held of the person includes the application from
/// then on, whatever address they have.
///
/// # Errors
/// [`Missing::Application`], or the database.
pub async fn set_application_person(write: &mut Write, id: ApplicationId, person: PersonId) -> Result<(), VerbError> {
    let sql = "UPDATE application SET person_id = $2 WHERE id = $1 AND forgotten_at IS NULL";
    match run(write, sql, [id.0.into(), person.0.into()]).await? {
        0 => Err(Missing::Application.into()),
        _ => Ok(()),
    }
}
