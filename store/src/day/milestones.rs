//! What a startup is to reach, by when, and whether it has. Shared with its founders.

use chrono::NaiveDate;
use domain::access::{Action, Actor, may};
use domain::day::Milestone;
use domain::ids::{EnrolmentId, MilestoneId, MilestoneTemplateId, PersonId, StartupId};
use sea_orm::{ConnectionTrait, QueryResult};

use super::{about, owner, person_at, person_value, rows, run, title};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::write::Write;

/// A milestone to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMilestone {
    /// For which startup.
    pub startup: StartupId,
    /// What is to be reached.
    pub title: String,
    /// Who sees to it: a founder of it, or a mentor.
    pub owner: Option<PersonId>,
    /// By which day.
    pub due_on: Option<NaiveDate>,
}

const COLUMNS: &str = "id, startup_id, title, owner_id, due_on, done_on, done_by";

fn read(row: &QueryResult) -> Result<Milestone, StoreError> {
    Ok(Milestone {
        id: MilestoneId(row.try_get_by_index(0)?),
        startup: StartupId(row.try_get_by_index(1)?),
        title: row.try_get_by_index(2)?,
        owner: person_at(row, 3)?,
        due_on: row.try_get_by_index(4)?,
        done_on: row.try_get_by_index(5)?,
        done_by: person_at(row, 6)?,
    })
}

impl Store {
    /// The milestones of a startup: the open ones by the day they are due, then those that were reached, the last one first.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn milestones_of(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Milestone>, VerbError> {
        let ledger = self.ledger().await?;
        let (_, resource) = about(&ledger, startup)?;
        let decision = may(actor, Action::SeeSharedNotes, &resource, self.world().today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        let sql = format!("SELECT {COLUMNS} FROM milestone WHERE startup_id = $1 AND removed_at IS NULL ORDER BY id");
        let mut milestones = rows(self.reader(), &sql, [startup.0.into()], read).await?;
        milestones.sort_by_key(order);
        Ok(milestones)
    }

    /// One milestone, for whoever sees what is shared with the startup's founders.
    ///
    /// # Errors
    /// [`Missing::Milestone`], [`VerbError::Denied`], or the database.
    pub async fn milestone(&self, actor: &Actor, id: MilestoneId) -> Result<Milestone, VerbError> {
        let milestone = find(self.reader(), id).await?.ok_or(Missing::Milestone)?;
        let ledger = self.ledger().await?;
        let (_, resource) = about(&ledger, milestone.startup).map_err(|_| Missing::Milestone)?;
        let decision = may(actor, Action::SeeSharedNotes, &resource, self.world().today());
        VerbError::unless_allowed(decision, Missing::Milestone)?;
        Ok(milestone)
    }

    /// The open milestones of every startup that the actor follows or runs, by the day they are due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn open_milestones(&self, actor: &Actor) -> Result<Vec<Milestone>, StoreError> {
        let ledger = self.ledger_for(actor).await?;
        let today = self.world().today();
        let sql =
            format!("SELECT {COLUMNS} FROM milestone WHERE done_on IS NULL AND removed_at IS NULL ORDER BY due_on, id");
        let mut milestones = rows(self.reader(), &sql, [], read).await?;
        milestones.retain(|milestone| {
            let about = about(&ledger, milestone.startup);
            about.is_ok_and(|(_, resource)| may(actor, Action::SeeSharedNotes, &resource, today).is_allowed())
        });
        milestones.sort_by_key(order);
        Ok(milestones)
    }

    /// Sets a milestone.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::Person`], a title that is empty or too long, [`VerbError::Denied`], or the database.
    pub async fn add_milestone(&self, actor: &Actor, new: &NewMilestone) -> Result<MilestoneId, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let (_, resource) = about(&ledger, new.startup)?;
        write.ask(Action::WriteSharedNote, &resource, Missing::Startup)?;
        let (people, today) = (write.people(), write.today());
        let seen_to_by = new.owner.map(|person| owner(&people, new.startup, person, today)).transpose()?;
        let new = NewMilestone { title: title(&new.title)?, owner: seen_to_by, ..*new };
        let id = insert(&write, &new, None).await?;
        let after = serde_json::json!({ "due_on": new.due_on, "owner": new.owner });
        write.audit("add_milestone", "milestone", id.0, Some(new.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Ticks a milestone as reached today, or takes the tick back. Ticking what is ticked changes nothing.
    ///
    /// # Errors
    /// [`Missing::Milestone`], [`VerbError::Denied`], or the database.
    pub async fn tick_milestone(&self, actor: &Actor, id: MilestoneId, done: bool) -> Result<Milestone, VerbError> {
        let mut write = self.begin(actor).await?;
        let mut milestone = self.asked(&write, id, Action::TickMilestone).await?;
        if milestone.done_on.is_some() == done {
            return Ok(milestone);
        }
        milestone.done_on = done.then(|| write.today());
        milestone.done_by = actor.person.filter(|_| done);
        let sql = "UPDATE milestone SET done_on = $2, done_by = $3 WHERE id = $1";
        let values = [id.0.into(), milestone.done_on.into(), person_value(milestone.done_by)];
        run(&write.transaction, sql, values).await?;
        let action = if done { "tick_milestone" } else { "untick_milestone" };
        write.audit(action, "milestone", id.0, Some(milestone.startup), None, None).await?;
        write.commit().await?;
        Ok(milestone)
    }

    /// States a milestone anew: title, owner, day.
    ///
    /// # Errors
    /// [`Missing::Milestone`], [`Missing::Person`], a title that is empty or too long, [`VerbError::Denied`], or the database.
    pub async fn change_milestone(
        &self,
        actor: &Actor,
        id: MilestoneId,
        new_title: &str,
        new_owner: Option<PersonId>,
        due_on: Option<NaiveDate>,
    ) -> Result<StartupId, VerbError> {
        let mut write = self.begin(actor).await?;
        let before = self.asked(&write, id, Action::WriteSharedNote).await?;
        let (people, today) = (write.people(), write.today());
        let text = title(new_title)?;
        let keeps = |person: &PersonId| before.owner == Some(*person);
        let seen_to_by = match new_owner {
            Some(person) if !keeps(&person) => Some(owner(&people, before.startup, person, today)?),
            same => same,
        };
        let sql = "UPDATE milestone SET title = $2, owner_id = $3, due_on = $4 WHERE id = $1";
        let values = [id.0.into(), text.into(), person_value(seen_to_by), due_on.into()];
        run(&write.transaction, sql, values).await?;
        let told = |due_on: Option<NaiveDate>, owner: Option<PersonId>| {
            Some(serde_json::json!({ "due_on": due_on, "owner": owner }))
        };
        let (was, is) = (told(before.due_on, before.owner), told(due_on, seen_to_by));
        write.audit("change_milestone", "milestone", id.0, Some(before.startup), was, is).await?;
        write.commit().await?;
        Ok(before.startup)
    }

    /// Takes a milestone away that was set by mistake or is no longer meant.
    ///
    /// # Errors
    /// [`Missing::Milestone`], [`VerbError::Denied`], or the database.
    pub async fn remove_milestone(&self, actor: &Actor, id: MilestoneId) -> Result<StartupId, VerbError> {
        let mut write = self.begin(actor).await?;
        let milestone = self.asked(&write, id, Action::WriteSharedNote).await?;
        let sql = "UPDATE milestone SET removed_at = $2 WHERE id = $1";
        run(&write.transaction, sql, [id.0.into(), write.at().into()]).await?;
        write.audit("remove_milestone", "milestone", id.0, Some(milestone.startup), None, None).await?;
        write.commit().await?;
        Ok(milestone.startup)
    }

    /// A milestone that the actor may do this to.
    async fn asked(&self, write: &Write, id: MilestoneId, action: Action) -> Result<Milestone, VerbError> {
        let milestone = find(&write.transaction, id).await?.ok_or(Missing::Milestone)?;
        let ledger = write.ledger();
        let (_, resource) = about(&ledger, milestone.startup).map_err(|_| Missing::Milestone)?;
        write.ask(action, &resource, Missing::Milestone)?;
        Ok(milestone)
    }
}

/// Open ones first, by the day they are due; reached ones after, the last one first.
fn order(milestone: &Milestone) -> (bool, NaiveDate, i64, MilestoneId) {
    let reached = milestone.done_on.map_or(0, |on| -domain::time::days_between(NaiveDate::MIN, on));
    let due = if milestone.done_on.is_some() { NaiveDate::MIN } else { milestone.due_on.unwrap_or(NaiveDate::MAX) };
    (milestone.done_on.is_some(), due, reached, milestone.id)
}

async fn find<C: ConnectionTrait>(connection: &C, id: MilestoneId) -> Result<Option<Milestone>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM milestone WHERE id = $1 AND removed_at IS NULL");
    Ok(rows(connection, &sql, [id.0.into()], read).await?.into_iter().next())
}

/// Adds the row of a milestone that has been looked at; `from` names the template it comes from and the stay it comes to.
pub(super) async fn insert(
    write: &Write,
    new: &NewMilestone,
    from: Option<(EnrolmentId, MilestoneTemplateId)>,
) -> Result<MilestoneId, StoreError> {
    let id = MilestoneId(write.new_id());
    let sql = "INSERT INTO milestone (id, startup_id, title, owner_id, due_on, enrolment_id, template_id, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        id.0.into(),
        new.startup.0.into(),
        new.title.clone().into(),
        person_value(new.owner),
        new.due_on.into(),
        crate::kinds::id_value(from.map(|(enrolment, _)| enrolment.0)),
        crate::kinds::id_value(from.map(|(_, template)| template.0)),
        write.at().into(),
        person_value(write.actor().person),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(id)
}
