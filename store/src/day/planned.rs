//! Meetings that are to be held.

use chrono::TimeDelta;
use domain::access::{Action, Actor, may};
use domain::day::Planned;
use domain::facts::{Meeting, MeetingKind};
use domain::ids::{FactId, PersonId, PlannedMeetingId, StartupId};
use domain::time::{Instant, end_of_oslo_day, oslo_date};
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

use super::log::NewMeeting;
use super::{about, rows, run, unreadable};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

/// How long a meeting that was held stays in a calendar.
const BEHIND: TimeDelta = TimeDelta::days(60);

/// A meeting to be planned. Whoever plans it holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPlanned {
    /// With which startup.
    pub startup: StartupId,
    /// When it begins.
    pub starts_at: Instant,
    /// How long it is to last, in minutes.
    pub minutes: u32,
    /// How.
    pub kind: MeetingKind,
}

const COLUMNS: &str = "id, startup_id, mentor_id, starts_at, minutes, kind, meeting_id, link_until";

fn read(row: &QueryResult) -> Result<Planned, StoreError> {
    let kind: String = row.try_get_by_index(5)?;
    let minutes: i32 = row.try_get_by_index(4)?;
    Ok(Planned {
        id: PlannedMeetingId(row.try_get_by_index(0)?),
        startup: StartupId(row.try_get_by_index(1)?),
        mentor: PersonId(row.try_get_by_index(2)?),
        starts_at: row.try_get_by_index(3)?,
        minutes: u32::try_from(minutes).map_err(|error| unreadable("planned_meeting", error.to_string()))?,
        kind: MeetingKind::from_code(&kind).ok_or_else(|| unreadable("planned_meeting", kind))?,
        meeting: row.try_get_by_index::<Option<Uuid>>(6)?.map(FactId),
        link_until: row.try_get_by_index(7)?,
    })
}

impl Store {
    /// The meetings that a person plans to hold or held lately, in order; not those that were cancelled. For their own day and their own
    /// calendar: whoever shows it to anybody else asks the policy first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn planned_meetings_of(&self, person: PersonId) -> Result<Vec<Planned>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM planned_meeting WHERE mentor_id = $1 AND cancelled_at IS NULL AND starts_at > $2 \
             ORDER BY starts_at, id"
        );
        let since = self.world().now() - BEHIND;
        rows(self.reader(), &sql, [person.0.into(), since.into()], read).await
    }

    /// The meetings planned with a startup from now on, in order, for whoever sees what is shared with its founders.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn planned_with(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Planned>, VerbError> {
        let ledger = self.ledger().await?;
        let (_, resource) = about(&ledger, startup)?;
        let decision = may(actor, Action::SeeSharedNotes, &resource, self.world().today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM planned_meeting WHERE startup_id = $1 AND cancelled_at IS NULL AND meeting_id IS NULL \
             AND starts_at > $2 ORDER BY starts_at, id"
        );
        let values: [Value; 2] = [startup.0.into(), self.world().now().into()];
        Ok(rows(self.reader(), &sql, values, read).await?)
    }

    /// Plans a meeting that the actor will hold. After its time they are asked by mail to log it.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::Person`] when the actor is no person, [`Refusal::PlannedInPast`], [`Refusal::MeetingLength`],
    /// [`VerbError::Denied`], or the database.
    pub async fn plan_meeting(&self, actor: &Actor, new: NewPlanned) -> Result<PlannedMeetingId, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let (_, resource) = about(&ledger, new.startup)?;
        write.ask(Action::LogMeeting, &resource, Missing::Startup)?;
        let mentor = actor.person.ok_or(Missing::Person)?;
        if oslo_date(new.starts_at) < write.today() {
            return Err(Refusal::PlannedInPast.into());
        }
        if new.minutes < 1 || new.minutes > Meeting::MOST {
            return Err(Refusal::MeetingLength.into());
        }
        let id = PlannedMeetingId(write.new_id());
        let at = domain::time::to_micros(new.starts_at);
        insert(
            &write,
            &Planned {
                id,
                startup: new.startup,
                mentor,
                starts_at: at,
                minutes: new.minutes,
                kind: new.kind,
                meeting: None,
                link_until: None,
            },
        )
        .await?;
        let after = serde_json::json!({ "starts_at": at, "minutes": new.minutes, "kind": new.kind });
        write.audit("plan_meeting", "planned_meeting", id.0, Some(new.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Cancels one's own planned meeting; a link that was mailed for it holds no longer.
    ///
    /// # Errors
    /// [`Missing::PlannedMeeting`] also for one of somebody else's, or the database.
    pub async fn cancel_meeting(&self, actor: &Actor, id: PlannedMeetingId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let mentor = actor.person.ok_or(Missing::PlannedMeeting)?;
        let sql = format!(
            "SELECT {COLUMNS} FROM planned_meeting WHERE id = $1 AND mentor_id = $2 AND cancelled_at IS NULL \
             AND meeting_id IS NULL"
        );
        let found = rows(&write.transaction, &sql, [id.0.into(), mentor.0.into()], read).await?;
        let plan = found.into_iter().next().ok_or(Missing::PlannedMeeting)?;
        let sql = "UPDATE planned_meeting SET cancelled_at = $2, link_hash = NULL, link_until = NULL WHERE id = $1";
        run(&write.transaction, sql, [id.0.into(), write.at().into()]).await?;
        let before = serde_json::json!({ "starts_at": plan.starts_at });
        write.audit("cancel_meeting", "planned_meeting", id.0, Some(plan.startup), Some(before), None).await?;
        Ok(write.commit().await?)
    }
}

/// Adds the row of a planned meeting.
pub(super) async fn insert(write: &Write, plan: &Planned) -> Result<(), StoreError> {
    let sql = "INSERT INTO planned_meeting (id, startup_id, mentor_id, starts_at, minutes, kind, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        plan.id.0.into(),
        plan.startup.0.into(),
        plan.mentor.0.into(),
        plan.starts_at.into(),
        i32::try_from(plan.minutes).unwrap_or(i32::MAX).into(),
        plan.kind.code().into(),
        write.at().into(),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(())
}

/// The planned meeting that a logged one was.
pub(super) struct ToLog {
    pub(super) id: PlannedMeetingId,
    /// What it became already.
    pub(super) meeting: Option<FactId>,
}

/// The planned meeting that a meeting to be logged was: the one it names, or the writer's first of that day with that startup.
pub(super) async fn to_log(write: &Write, new: &NewMeeting, by: Option<PersonId>) -> Result<Option<ToLog>, VerbError> {
    let read = |row: &QueryResult| {
        Ok(ToLog {
            id: PlannedMeetingId(row.try_get_by_index(0)?),
            meeting: row.try_get_by_index::<Option<Uuid>>(1)?.map(FactId),
        })
    };
    let Some(by) = by else { return Ok(None) };
    let own =
        "SELECT id, meeting_id FROM planned_meeting WHERE startup_id = $1 AND mentor_id = $2 AND cancelled_at IS NULL";
    let values = [Value::from(new.startup.0), by.0.into()].into_iter();
    if let Some(planned) = new.planned {
        let values = values.chain([planned.0.into()]);
        let found = rows(&write.transaction, &format!("{own} AND id = $3"), values, read).await?;
        return Ok(Some(found.into_iter().next().ok_or(Missing::PlannedMeeting)?));
    }
    let Some(before) = new.on.pred_opt() else { return Ok(None) };
    let sql = format!("{own} AND meeting_id IS NULL AND starts_at > $3 AND starts_at <= $4 ORDER BY starts_at LIMIT 1");
    let values = values.chain([end_of_oslo_day(before).into(), end_of_oslo_day(new.on).into()]);
    Ok(rows(&write.transaction, &sql, values, read).await?.into_iter().next())
}

/// Notes what a planned meeting became; a link that was mailed for it is used up.
pub(super) async fn became(write: &Write, id: PlannedMeetingId, meeting: FactId) -> Result<(), StoreError> {
    let sql = "UPDATE planned_meeting SET meeting_id = $2, link_hash = NULL, link_until = NULL WHERE id = $1";
    run(&write.transaction, sql, [id.0.into(), meeting.0.into()]).await?;
    Ok(())
}
