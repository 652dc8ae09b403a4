//! The milestones that a programme gives to every startup that enters a stage: offered, taken up by a button, and never twice.

use chrono::Days;
use domain::access::tie::mentor_on;
use domain::access::{Action, Actor, Resource, may};
use domain::board;
use domain::day::{Offer, Template};
use domain::ids::{EnrolmentId, MilestoneTemplateId, ProgrammeId, StageId, StartupId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::milestones::{self, NewMilestone};
use super::{about, founders, rows, run, title};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};

/// A template to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTemplate {
    /// Of which programme.
    pub programme: ProgrammeId,
    /// Of which of its stages.
    pub stage: StageId,
    /// What is to be reached.
    pub title: String,
    /// Days until it is due, counted from when it is taken up.
    pub days: Option<u32>,
}

/// The longest time until a milestone of a template is due, in days.
const MOST_DAYS: u32 = 3_650;

fn read(row: &QueryResult) -> Result<Template, StoreError> {
    Ok(Template {
        id: MilestoneTemplateId(row.try_get_by_index(0)?),
        programme: ProgrammeId(row.try_get_by_index(1)?),
        stage: StageId(row.try_get_by_index(2)?),
        title: row.try_get_by_index(3)?,
        days: row.try_get_by_index::<Option<i32>>(4)?.and_then(|days| u32::try_from(days).ok()),
    })
}

/// The templates in use, in the order in which they were added.
async fn in_use<C: ConnectionTrait>(connection: &C) -> Result<Vec<Template>, StoreError> {
    let sql =
        "SELECT id, programme_id, stage_id, title, days FROM milestone_template WHERE retired_at IS NULL ORDER BY id";
    rows(connection, sql, [], read).await
}

/// Which templates of which stays have been taken up.
async fn taken<C: ConnectionTrait>(
    connection: &C,
    startup: StartupId,
) -> Result<Vec<(EnrolmentId, MilestoneTemplateId)>, StoreError> {
    let sql = "SELECT enrolment_id, template_id FROM milestone WHERE startup_id = $1 AND template_id IS NOT NULL";
    rows(connection, sql, [startup.0.into()], |row| {
        Ok((EnrolmentId(row.try_get_by_index(0)?), MilestoneTemplateId(row.try_get_by_index::<Uuid>(1)?)))
    })
    .await
}

impl Store {
    /// The templates of a programme, for whoever decides about them.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`VerbError::Denied`], or the database.
    pub async fn milestone_templates(&self, actor: &Actor, programme: ProgrammeId) -> Result<Vec<Template>, VerbError> {
        let decision = may(actor, Action::ManageMentoring, &Resource::Programme(programme), self.world().today());
        VerbError::unless_allowed(decision, Missing::Programme)?;
        let mut all = in_use(self.reader()).await?;
        all.retain(|template| template.programme == programme);
        Ok(all)
    }

    /// Adds a template to a stage.
    ///
    /// # Errors
    /// [`Missing::Programme`] also for a stage that is not the programme's, a title that is empty or too long, [`VerbError::Denied`],
    /// or the database.
    pub async fn add_milestone_template(
        &self,
        actor: &Actor,
        new: &NewTemplate,
    ) -> Result<MilestoneTemplateId, VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::ManageMentoring, &Resource::Programme(new.programme), Missing::Programme)?;
        let ledger = write.ledger();
        let programme = ledger.programme(new.programme).ok_or(Missing::Programme)?;
        programme.stage(new.stage).ok_or(Missing::Programme)?;
        let id = MilestoneTemplateId(write.new_id());
        let sql = "INSERT INTO milestone_template (id, programme_id, stage_id, title, days, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let days = new.days.map(|days| i32::try_from(days.min(MOST_DAYS)).unwrap_or(i32::MAX));
        let values = [
            id.0.into(),
            new.programme.0.into(),
            new.stage.0.into(),
            title(&new.title)?.into(),
            days.into(),
            write.at().into(),
        ];
        run(&write.transaction, sql, values).await?;
        let after = serde_json::json!({ "programme": new.programme, "stage": new.stage, "days": days });
        write.audit("add_milestone_template", "milestone_template", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a template out of use; what was taken up from it stays.
    ///
    /// # Errors
    /// [`Missing::Milestone`], [`VerbError::Denied`], or the database.
    pub async fn retire_milestone_template(&self, actor: &Actor, id: MilestoneTemplateId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let known = in_use(&write.transaction).await?.into_iter().find(|template| template.id == id);
        let known = known.ok_or(Missing::Milestone)?;
        write.ask(Action::ManageMentoring, &Resource::Programme(known.programme), Missing::Milestone)?;
        let sql = "UPDATE milestone_template SET retired_at = $2 WHERE id = $1";
        run(&write.transaction, sql, [id.0.into(), write.at().into()]).await?;
        let before = serde_json::json!({ "programme": known.programme, "stage": known.stage });
        write.audit("retire_milestone_template", "milestone_template", id.0, None, Some(before), None).await?;
        Ok(write.commit().await?)
    }

    /// What the stages that a startup stands in offer and it has not taken up, for whoever may set its milestones; nothing for others.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn milestone_offers(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Offer>, StoreError> {
        let ledger = self.ledger().await?;
        let today = self.world().today();
        let Ok((_, resource)) = about(&ledger, startup) else { return Ok(Vec::new()) };
        if !may(actor, Action::WriteSharedNote, &resource, today).is_allowed() {
            return Ok(Vec::new());
        }
        let (all, taken) = (in_use(self.reader()).await?, taken(self.reader(), startup).await?);
        if all.is_empty() {
            return Ok(Vec::new());
        }
        Ok(offers(&ledger, self.world().now(), today, startup, &all, &taken))
    }

    /// Takes up what the stage of a stay offers: each of its templates becomes a milestone, once. Says how many did.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Missing::Enrolment`] for a stay that is not the startup's or offers nothing more, [`VerbError::Denied`], or
    /// the database.
    pub async fn take_up_milestones(
        &self,
        actor: &Actor,
        startup: StartupId,
        enrolment: EnrolmentId,
    ) -> Result<usize, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let (known, resource) = about(&ledger, startup)?;
        write.ask(Action::WriteSharedNote, &resource, Missing::Startup)?;
        let today = write.today();
        let (all, taken) = (in_use(&write.transaction).await?, taken(&write.transaction, startup).await?);
        let found = offers(&ledger, write.at(), today, startup, &all, &taken);
        let offer = found.into_iter().find(|offer| offer.enrolment == enrolment).ok_or(Missing::Enrolment)?;
        // Who founds it sees to it; where nobody is known to, whoever follows it up.
        let owner = founders(&write.people(), startup, today).first().copied().or_else(|| mentor_on(known, today));
        for template in &offer.templates {
            let due_on = template.days.and_then(|days| today.checked_add_days(Days::new(days.into())));
            let new = NewMilestone { startup, title: template.title.clone(), owner, due_on };
            milestones::insert(&write, &new, Some((enrolment, template.id))).await?;
        }
        let many = offer.templates.len();
        let after = serde_json::json!({ "stage": offer.stage, "milestones": many });
        write.audit("take_up_milestones", "enrolment", enrolment.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(many)
    }
}

fn offers(
    ledger: &domain::ledger::Ledger,
    now: domain::time::Instant,
    today: chrono::NaiveDate,
    startup: StartupId,
    all: &[Template],
    taken: &[(EnrolmentId, MilestoneTemplateId)],
) -> Vec<Offer> {
    let stays = board::stays(ledger, now, today).into_iter();
    let open = stays.filter(|stay| stay.startup.profile.id == startup && stay.course.is_open());
    let offer = |stay: board::Stay| {
        let (enrolment, stage) = (stay.enrolment.id, stay.course.stage);
        let left = all.iter().filter(|one| one.stage == stage && !taken.contains(&(enrolment, one.id)));
        Offer { enrolment, programme: stay.enrolment.programme, stage, templates: left.cloned().collect() }
    };
    open.map(offer).filter(|offer| !offer.templates.is_empty()).collect()
}
