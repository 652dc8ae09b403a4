//! What the working day keeps of people: told to them whole, taken away when they ask, and when its time is over.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::ids::{PersonId, StartupId};
use domain::ledger::Ledger;
use domain::time::Instant;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use super::{rows, run};
use crate::error::StoreError;
use crate::personal::HeldDraft;
use crate::write::Write;

/// A note they wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldNote {
    /// About which startup.
    pub startup: Uuid,
    /// What that is called.
    pub startup_name: Option<String>,
    /// `shared` or `private`.
    pub kind: String,
    /// What this version says.
    pub text: String,
    /// When it was written.
    pub written_at: Instant,
}

/// A task or a milestone of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldTask {
    /// `task` or `milestone`.
    pub kind: &'static str,
    /// What is to be done.
    pub title: String,
    /// About which startup.
    pub startup: Option<Uuid>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
    /// On which day it was done.
    pub done_on: Option<NaiveDate>,
}

/// A meeting they planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldMeeting {
    /// With which startup.
    pub startup: Uuid,
    /// When it begins.
    pub starts_at: Instant,
    /// How long, in minutes.
    pub minutes: i32,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
}

/// What the working day keeps of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldDay {
    /// Notes they wrote, every version. Private ones are here only when their author asks: they are nobody else's, an administrator's
    /// neither.
    pub notes: Vec<HeldNote>,
    /// How many versions of private notes there are.
    pub private_notes: usize,
    /// Tasks and milestones of theirs.
    pub tasks: Vec<HeldTask>,
    /// Meetings they planned.
    pub planned_meetings: Vec<HeldMeeting>,
}

/// Gathers it. `own` says whether the person asks.
pub(crate) async fn held<C: ConnectionTrait>(
    connection: &C,
    ledger: &Ledger,
    person: PersonId,
    own: bool,
) -> Result<HeldDay, StoreError> {
    let name = |id: Uuid| ledger.startup(StartupId(id)).map(|startup| startup.profile.name.clone());
    let sql = "SELECT startup_id, kind, text, created_at FROM note WHERE author_id = $1 AND (kind = 'shared' OR $2 = 1) ORDER BY id";
    let notes = rows(connection, sql, [person.0.into(), i32::from(own).into()], |row| {
        let startup: Uuid = row.try_get_by_index(0)?;
        Ok(HeldNote {
            startup,
            startup_name: name(startup),
            kind: row.try_get_by_index(1)?,
            text: row.try_get_by_index(2)?,
            written_at: row.try_get_by_index(3)?,
        })
    });
    let sql = "SELECT title, startup_id, due_on, done_on, 0 AS m FROM task WHERE owner_id = $1 OR created_by = $1 \
               UNION ALL SELECT title, startup_id, due_on, done_on, 1 AS m FROM milestone WHERE owner_id = $1";
    let tasks = rows(connection, sql, [person.0.into()], |row| {
        Ok(HeldTask {
            title: row.try_get_by_index(0)?,
            startup: row.try_get_by_index(1)?,
            due_on: row.try_get_by_index(2)?,
            done_on: row.try_get_by_index(3)?,
            kind: if row.try_get_by_index::<i32>(4)? == 1 { "milestone" } else { "task" },
        })
    });
    let sql = "SELECT startup_id, starts_at, minutes, cancelled_at FROM planned_meeting WHERE mentor_id = $1 ORDER BY starts_at, id";
    let planned = rows(connection, sql, [person.0.into()], |row| {
        Ok(HeldMeeting {
            startup: row.try_get_by_index(0)?,
            starts_at: row.try_get_by_index(1)?,
            minutes: row.try_get_by_index(2)?,
            cancelled_at: row.try_get_by_index(3)?,
        })
    });
    let private = "SELECT id FROM note WHERE author_id = $1 AND kind = 'private'";
    Ok(HeldDay {
        notes: notes.await?,
        private_notes: rows(connection, private, [person.0.into()], |_| Ok(())).await?.len(),
        tasks: tasks.await?,
        planned_meetings: planned.await?,
    })
}

/// Refused forms as they may be told: what was typed into a private note only to whoever typed it.
pub(crate) fn told(mut drafts: Vec<HeldDraft>, own: bool) -> Vec<HeldDraft> {
    if !own {
        for values in drafts.iter_mut().filter_map(|draft| draft.values.as_object_mut()) {
            values.remove("private_note");
        }
    }
    drafts
}

/// How many private notes of a person would go, how many plans, and how many shared notes, milestones and tasks about startups stay.
pub(crate) async fn counted<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
) -> Result<(usize, usize, usize), StoreError> {
    let many = async |sql: &str| Ok::<_, StoreError>(rows(connection, sql, [person.0.into()], |_| Ok(())).await?.len());
    let private = many("SELECT id FROM note WHERE author_id = $1 AND kind = 'private'").await?;
    let plans = many(
        "SELECT id FROM task WHERE owner_id = $1 AND startup_id IS NULL \
         UNION ALL SELECT id FROM planned_meeting WHERE mentor_id = $1",
    )
    .await?;
    let stays = many(
        "SELECT id FROM note WHERE author_id = $1 AND kind = 'shared' \
         UNION ALL SELECT id FROM milestone WHERE owner_id = $1 \
         UNION ALL SELECT id FROM task WHERE owner_id = $1 AND startup_id IS NOT NULL",
    )
    .await?;
    Ok((private, plans, stays))
}

/// Deletes notes by a condition, newest versions first: each points at the one before.
async fn delete_notes<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    value: impl Into<sea_orm::Value>,
) -> Result<u64, StoreError> {
    let sql = format!(
        "DELETE FROM note WHERE {condition} AND NOT EXISTS (SELECT 1 FROM note later WHERE later.supersedes = note.id)"
    );
    let (value, mut many) = (value.into(), 0);
    loop {
        match run(connection, &sql, [value.clone()]).await? {
            0 => return Ok(many),
            gone => many += gone,
        }
    }
}

/// Takes away what is a person's own: private notes, tasks about nothing else, planned meetings with their links.
pub(crate) async fn erase(write: &Write, person: PersonId) -> Result<(), StoreError> {
    let on = &write.transaction;
    delete_notes(on, "kind = 'private' AND author_id = $1", person.0).await?;
    for sql in [
        "DELETE FROM task WHERE startup_id IS NULL AND owner_id = $1",
        "DELETE FROM planned_meeting WHERE mentor_id = $1",
        "DELETE FROM logged_form WHERE person_id = $1",
    ] {
        run(on, sql, [person.0.into()]).await?;
    }
    Ok(())
}

/// Takes away what was written about startups: notes, milestones, tasks, planned meetings. Says how many rows went.
pub(crate) async fn forget_startups(write: &Write, startups: &BTreeSet<StartupId>) -> Result<u64, StoreError> {
    let mut many = 0;
    for startup in startups {
        many += delete_notes(&write.transaction, "startup_id = $1", startup.0).await?;
        for table in ["milestone", "task", "planned_meeting"] {
            let sql = format!("DELETE FROM {table} WHERE startup_id = $1");
            many += run(&write.transaction, &sql, [startup.0.into()]).await?;
        }
    }
    Ok(many)
}

/// Takes away planned meetings that began up to an instant, and tasks that were done up to a day.
pub(crate) async fn forget_plans(write: &Write, until: Instant, up_to: NaiveDate) -> Result<u64, StoreError> {
    let on = &write.transaction;
    Ok(run(on, "DELETE FROM planned_meeting WHERE starts_at <= $1", [until.into()]).await?
        + run(on, "DELETE FROM task WHERE done_on <= $1", [up_to.into()]).await?)
}
