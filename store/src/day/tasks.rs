//! Tasks: what somebody of the house has to do, about a startup or about none.

use chrono::{Days, NaiveDate};
use domain::access::{Action, Actor, Reason, Role, may};
use domain::day::Task;
use domain::ids::{PersonId, StartupId, TaskId};
use domain::ledger::Ledger;
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{about, person_at, person_value, rows, run, title};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::write::Write;

/// A task to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// What is to be done.
    pub title: String,
    /// By whom: oneself or, where it is about a startup, also another mentor.
    pub owner: PersonId,
    /// About which startup.
    pub startup: Option<StartupId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
}

/// How many days a task that was done is still listed, so that a tick can be taken back.
const LISTED: u64 = 14;

const COLUMNS: &str = "id, title, owner_id, startup_id, due_on, done_on, done_by, created_by";

fn read(row: &QueryResult) -> Result<Task, StoreError> {
    Ok(Task {
        id: TaskId(row.try_get_by_index(0)?),
        title: row.try_get_by_index(1)?,
        owner: PersonId(row.try_get_by_index(2)?),
        startup: row.try_get_by_index::<Option<Uuid>>(3)?.map(StartupId),
        due_on: row.try_get_by_index(4)?,
        done_on: row.try_get_by_index(5)?,
        done_by: person_at(row, 6)?,
        created_by: person_at(row, 7)?,
    })
}

/// Whether an actor sees a task, and may tick it: one about a startup that they follow, run or keep; else their own.
fn is_seen(actor: &Actor, ledger: &Ledger, task: &Task, today: NaiveDate) -> bool {
    let own = actor.person == Some(task.owner) || (actor.person.is_some() && actor.person == task.created_by);
    match task.startup {
        None => own,
        Some(startup) => about(ledger, startup).is_ok_and(|(_, resource)| {
            may(actor, Action::LogMeeting, &resource, today).is_allowed()
                || (own && may(actor, Action::SeeStartup, &resource, today).is_allowed())
        }),
    }
}

impl Store {
    /// The tasks that an actor sees: the open ones by the day they are due, then those done in the last two weeks, the last one first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn tasks_of(&self, actor: &Actor) -> Result<Vec<Task>, StoreError> {
        let ledger = self.ledger().await?;
        let today = self.world().today();
        let since = today.checked_sub_days(Days::new(LISTED)).unwrap_or(today);
        let sql = format!("SELECT {COLUMNS} FROM task WHERE done_on IS NULL OR done_on >= $1 ORDER BY id");
        let mut tasks = rows(self.reader(), &sql, [since.into()], read).await?;
        tasks.retain(|task| is_seen(actor, &ledger, task, today));
        tasks.sort_by_key(|task| {
            let reached = task.done_on.map_or(0, |on| -domain::time::days_between(NaiveDate::MIN, on));
            let due = task.due_on.filter(|_| task.done_on.is_none()).unwrap_or(NaiveDate::MAX);
            (task.done_on.is_some(), due, reached, task.id)
        });
        Ok(tasks)
    }

    /// Writes a task down.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::Person`] for an owner who is neither the actor nor a mentor of a startup's task, a title that is
    /// empty or too long, [`VerbError::Denied`], or the database.
    pub async fn add_task(&self, actor: &Actor, new: &NewTask) -> Result<TaskId, VerbError> {
        let mut write = self.begin(actor).await?;
        if let Some(startup) = new.startup {
            let ledger = write.ledger();
            let (_, resource) = about(&ledger, startup)?;
            write.ask(Action::LogMeeting, &resource, Missing::Startup)?;
        } else {
            staff(actor)?;
        }
        let people = write.people();
        let known =
            people.persons.get(&new.owner).filter(|person| person.erased_at.is_none()).ok_or(Missing::Person)?;
        let own = actor.person == Some(new.owner);
        if !(own || known.is_mentor && new.startup.is_some()) {
            return Err(Missing::Person.into());
        }
        let new = NewTask { title: title(&new.title)?, ..*new };
        let id = insert(&write, &new).await?;
        let after = serde_json::json!({ "due_on": new.due_on, "owner": new.owner });
        write.audit("add_task", "task", id.0, new.startup, None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Ticks a task as done today, or takes the tick back. Ticking what is ticked changes nothing.
    ///
    /// # Errors
    /// [`Missing::Task`] also for one that the actor does not see, or the database.
    pub async fn tick_task(&self, actor: &Actor, id: TaskId, done: bool) -> Result<Task, VerbError> {
        let mut write = self.begin(actor).await?;
        let mut task = find(&write.transaction, id).await?.ok_or(Missing::Task)?;
        if !is_seen(actor, &write.ledger(), &task, write.today()) {
            return Err(Missing::Task.into());
        }
        if task.done_on.is_some() == done {
            return Ok(task);
        }
        task.done_on = done.then(|| write.today());
        task.done_by = actor.person.filter(|_| done);
        let sql = "UPDATE task SET done_on = $2, done_by = $3 WHERE id = $1";
        run(&write.transaction, sql, [id.0.into(), task.done_on.into(), person_value(task.done_by)]).await?;
        let action = if done { "tick_task" } else { "untick_task" };
        write.audit(action, "task", id.0, task.startup, None, None).await?;
        write.commit().await?;
        Ok(task)
    }
}

/// Goes on for those who have tasks of their own: whoever keeps the house, runs a programme or follows startups up.
const fn staff(actor: &Actor) -> Result<(), VerbError> {
    match actor.role {
        Role::Admin | Role::System | Role::Manager | Role::Mentor => Ok(()),
        Role::Evaluator => Err(VerbError::Denied(Reason::EvaluatorsRead)),
        Role::Founder => Err(VerbError::Denied(Reason::FoundersReport)),
        Role::Funder => Err(VerbError::Denied(Reason::FiguresOnly)),
    }
}

async fn find<C: ConnectionTrait>(connection: &C, id: TaskId) -> Result<Option<Task>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM task WHERE id = $1");
    Ok(rows(connection, &sql, [id.0.into()], read).await?.into_iter().next())
}

/// Adds the row of a task that has been looked at.
pub(super) async fn insert(write: &Write, new: &NewTask) -> Result<TaskId, StoreError> {
    let id = TaskId(write.new_id());
    let sql = "INSERT INTO task (id, title, owner_id, startup_id, due_on, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        id.0.into(),
        new.title.clone().into(),
        new.owner.0.into(),
        crate::kinds::id_value(new.startup.map(|startup| startup.0)),
        new.due_on.into(),
        write.at().into(),
        person_value(write.actor().person),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(id)
}
