//! Logging a meeting: the fact of it, its notes and the next step, in one write.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::access::tie::mentor_on;
use domain::access::{Action, Actor, Role};
use domain::day::NoteKind;
use domain::day::hours::programme_on;
use domain::facts::{Meeting, MeetingKind, Source, in_force};
use domain::ids::{FactId, PersonId, PlannedMeetingId, StartupId};
use domain::ledger::StartupLedger;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::milestones::NewMilestone;
use super::notes::{NewNote, checked};
use super::tasks::NewTask;
use super::{about, founders, milestones, notes, owner, person_value, planned, rows, run, speaks_for, tasks};
use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::check_day;
use crate::write::{Write, json};

/// A meeting to be logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMeeting {
    /// The number the form was handed out with: the same one posted twice is one meeting.
    pub form: Uuid,
    /// With which startup.
    pub startup: StartupId,
    /// On which day.
    pub on: NaiveDate,
    /// How long, in minutes.
    pub minutes: u32,
    /// How.
    pub kind: MeetingKind,
    /// What founders, mentors and managers read; empty for nothing.
    pub shared_note: String,
    /// What only the writer reads; empty for nothing.
    pub private_note: String,
    /// What is to be done next.
    pub next: Option<NextStep>,
    /// The planned meeting that it was; `None` finds the one of that day by itself.
    pub planned: Option<PlannedMeetingId>,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// What.
    pub title: String,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// By whom.
    pub owner: NextOwner,
}

/// Who does what is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextOwner {
    /// Whoever logs the meeting: it becomes a task of theirs.
    Me,
    /// The startup's founder: it becomes a milestone.
    Founder,
    /// A founder by name, for whom it becomes a milestone, or a mentor, for whom it becomes a task.
    Person(PersonId),
}

/// A meeting that was logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Logged {
    /// The fact.
    pub meeting: FactId,
    /// About which startup.
    pub startup: StartupId,
    /// Whether it had been logged before, by the same form or from the same planned meeting; nothing was written now.
    pub again: bool,
}

/// Within how long the same notes are the same meeting.
const MOMENT: TimeDelta = TimeDelta::minutes(10);
/// How long it is remembered which forms were logged: longer than anybody leaves one open.
const REMEMBERED: TimeDelta = TimeDelta::days(30);

impl Store {
    /// Logs a meeting with its notes and next step, all of it or nothing. The same form logged again is the same meeting.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::PlannedMeeting`], [`Missing::Person`], [`Refusal::MeetingLength`], [`Refusal::InFuture`],
    /// [`Refusal::TooEarly`], [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn log_meeting(&self, actor: &Actor, new: &NewMeeting) -> Result<Logged, VerbError> {
        let mut write = self.begin(actor).await?;
        let logged = logged(&mut write, new).await?;
        if !logged.again {
            write.commit().await?;
        }
        Ok(logged)
    }
}

/// What logging a form again answers: the meeting it became.
async fn before<C: ConnectionTrait>(
    connection: &C,
    form: Uuid,
    by: Option<PersonId>,
) -> Result<Option<FactId>, VerbError> {
    let sql = "SELECT meeting_id, person_id FROM logged_form WHERE id = $1";
    let found =
        rows(connection, sql, [form.into()], |row| Ok((FactId(row.try_get_by_index(0)?), super::person_at(row, 1)?)));
    match found.await?.into_iter().next() {
        Some((meeting, person)) if person == by => Ok(Some(meeting)),
        // A number that is somebody else's was not handed out to this one.
        Some(_) => Err(Missing::Fact.into()),
        None => Ok(None),
    }
}

/// Logs a meeting inside a write; nothing was written when it had been logged before.
pub(super) async fn logged(write: &mut Write, new: &NewMeeting) -> Result<Logged, VerbError> {
    let ledger = write.ledger();
    let (startup, resource) = about(&ledger, new.startup)?;
    write.ask(Action::LogMeeting, &resource, Missing::Startup)?;
    let by = write.actor().person;
    if let Some(meeting) = before(&write.transaction, new.form, by).await? {
        return Ok(Logged { meeting, startup: new.startup, again: true });
    }
    let texts = [(NoteKind::Shared, &new.shared_note), (NoteKind::Private, &new.private_note)];
    let mut written = Vec::new();
    for (kind, text) in texts {
        if let Some(text) = checked(text).map_err(|refusal| named(refusal, kind))? {
            written.push((kind, text));
        }
    }
    if let Some(meeting) = just_now(write, new, startup, &written).await? {
        return Ok(Logged { meeting, startup: new.startup, again: true });
    }
    let plan = planned::to_log(write, new, by).await?;
    if let Some(planned::ToLog { meeting: Some(meeting), .. }) = plan {
        return Ok(Logged { meeting, startup: new.startup, again: true });
    }
    check_day(new.on, write)?;
    let mentor = by.filter(|_| write.actor().role != Role::System).or_else(|| mentor_on(startup, write.today()));
    let programme = programme_on(&ledger, startup, new.on, speaks_for(write.actor())).ok_or(Missing::Enrolment)?;
    let meeting = Meeting { programme: programme.id, mentor, minutes: new.minutes, kind: new.kind };
    if !meeting.is_plausible() {
        return Err(Refusal::MeetingLength.into());
    }
    let id = FactId(write.new_id());
    let mut batch = Batch::default();
    batch.meetings.push(NewFact::new(id, new.startup, new.on, Source::Mentor, meeting));
    write.batch(&batch).await?;
    let mut noted = Vec::new();
    for (kind, text) in written {
        let note = NewNote { startup: new.startup, meeting: Some(id), kind, text: String::new() };
        notes::written(write, &note, &text).await?;
        noted.push(kind);
    }
    let next = match &new.next {
        Some(step) => Some(next_step(write, new.startup, step, mentor).await?),
        None => None,
    };
    remember(write, new.form, id).await?;
    if let Some(plan) = plan {
        planned::became(write, plan.id, id).await?;
    }
    let after = serde_json::json!({ "valid_on": new.on, "body": json(&meeting), "notes": noted, "next": next });
    write.audit("log_meeting", "meeting", id.0, Some(new.startup), None, Some(after)).await?;
    Ok(Logged { meeting: id, startup: new.startup, again: false })
}

/// The meeting that the same person logged a moment ago with the very same notes: whoever goes back in the browser and sends the page
/// again gets a form with another number, and means the same meeting.
async fn just_now(
    write: &Write,
    new: &NewMeeting,
    startup: &StartupLedger,
    written: &[(NoteKind, String)],
) -> Result<Option<FactId>, StoreError> {
    let Some(by) = write.actor().person.filter(|_| !written.is_empty()) else { return Ok(None) };
    let sql = "SELECT meeting_id, kind, text FROM note WHERE startup_id = $1 AND author_id = $2 AND created_at > $3 \
               AND meeting_id IS NOT NULL AND supersedes IS NULL ORDER BY id";
    let values = [new.startup.0.into(), by.0.into(), (write.at() - MOMENT).into()];
    let told = rows(&write.transaction, sql, values, |row| {
        let kind: String = row.try_get_by_index(1)?;
        let kind = NoteKind::from_code(&kind).ok_or_else(|| super::unreadable("note", kind))?;
        Ok((FactId(row.try_get_by_index(0)?), (kind, row.try_get_by_index::<String>(2)?)))
    });
    let mut meetings: BTreeMap<FactId, Vec<(NoteKind, String)>> = BTreeMap::new();
    for (meeting, note) in told.await? {
        meetings.entry(meeting).or_default().push(note);
    }
    let same = |meeting: &FactId| {
        in_force(&startup.meetings, write.at()).into_iter().any(|fact| {
            let body = fact.body.as_ref().map(|body| (body.minutes, body.kind));
            fact.id == *meeting && fact.valid_on == new.on && body == Some((new.minutes, new.kind))
        })
    };
    Ok(meetings.into_iter().find(|(meeting, notes)| notes == written && same(meeting)).map(|(meeting, _)| meeting))
}

/// Which of the two notes is too long.
fn named(refusal: Refusal, kind: NoteKind) -> Refusal {
    match refusal {
        Refusal::TooLong { most, .. } => {
            let field = if kind == NoteKind::Shared { "shared_note" } else { "private_note" };
            Refusal::TooLong { field, most }
        }
        other => other,
    }
}

/// Writes the next step down: a founder's is a milestone, which all see; anybody else's is a task. Says which it became.
async fn next_step(
    write: &mut Write,
    startup: StartupId,
    step: &NextStep,
    mentor: Option<PersonId>,
) -> Result<&'static str, VerbError> {
    let (people, today) = (write.people(), write.today());
    let founders = founders(&people, startup, today);
    let to = match step.owner {
        NextOwner::Me => mentor,
        NextOwner::Founder => founders.first().copied(),
        NextOwner::Person(person) => Some(owner(&people, startup, person, today)?),
    };
    let title = super::title(&step.title).map_err(|refusal| match refusal {
        Refusal::TooLong { most, .. } => Refusal::TooLong { field: "next", most },
        other => other,
    })?;
    match to {
        Some(owner) if !founders.contains(&owner) && step.owner != NextOwner::Founder => {
            let task = NewTask { title, owner, startup: Some(startup), due_on: step.due_on };
            tasks::insert(write, &task).await?;
            Ok("task")
        }
        owner => {
            let milestone = NewMilestone { startup, title, owner, due_on: step.due_on };
            milestones::insert(write, &milestone, None).await?;
            Ok("milestone")
        }
    }
}

/// Remembers that a form became a meeting, and forgets forms of long ago.
async fn remember(write: &Write, form: Uuid, meeting: FactId) -> Result<(), StoreError> {
    let old = write.at() - REMEMBERED;
    run(&write.transaction, "DELETE FROM logged_form WHERE created_at <= $1", [old.into()]).await?;
    let sql = "INSERT INTO logged_form (id, meeting_id, person_id, created_at) VALUES ($1, $2, $3, $4)";
    let values = [form.into(), meeting.0.into(), person_value(write.actor().person), write.at().into()];
    run(&write.transaction, sql, values).await?;
    Ok(())
}
