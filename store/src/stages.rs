//! Editing a programme's stages. The rules are the domain's; what is changed here are rows in place, and the audit log keeps what they were.

use std::collections::HashSet;

use domain::access::{Action, Actor, Resource};
use domain::ids::{ProgrammeId, StageId};
use domain::ledger::Ledger;
use domain::pipeline::{Phase, Programme, Stage, StageKind};
use domain::stages::{
    Direction, StageError, check_removal, new_key, plan_new, plan_restoration, plan_retirement, plan_step, read_days,
    read_names,
};
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::read::stage_kind_columns;
use crate::write::{Write, json};

/// What a stage is called and how long one usually stays in it, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StageWords {
    /// Its names in bokmål, nynorsk and English; those left empty say what bokmål says.
    pub names: [String; 3],
    /// Days one usually stays in it; `None` where nobody says.
    pub usual_days: Option<u32>,
}

impl Store {
    /// Adds a stage to a programme, in its place within its phase.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`crate::Refusal::Stage`] with the rule it breaks, [`VerbError::Denied`], or the database.
    pub async fn add_stage(
        &self,
        actor: &Actor,
        to: ProgrammeId,
        phase: Phase,
        kind: StageKind,
        words: &StageWords,
    ) -> Result<StageId, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let programme = ledger.programme(to).ok_or(Missing::Programme)?;
        write.ask(Action::EditStages, &Resource::Programme(to), Missing::Programme)?;
        let names = read_names(programme, None, &words.names)?;
        let usual_days = read_days(words.usual_days)?;
        let id = StageId(write.new_id());
        let key = new_key(programme, &names[0]);
        let new = Stage { id, key, phase, kind, names, position: 0, retired: false, usual_days };
        let planned = plan_new(programme, new)?;
        let new = planned.iter().find(|stage| stage.id == id).ok_or(StageError::Unknown)?.clone();
        insert(&mut write, to, &new).await?;
        for stage in planned.iter().filter(|stage| stage.id != id) {
            update(&mut write, stage).await?;
        }
        write.audit("add_stage", "stage", id.0, None, None, json(&new)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes what a stage is called and how long one usually stays in it.
    ///
    /// # Errors
    /// As [`Store::add_stage`].
    pub async fn change_stage(&self, actor: &Actor, stage: StageId, words: &StageWords) -> Result<(), VerbError> {
        let plan = |programme: &Programme| {
            let known = programme.stage(stage).ok_or(StageError::Unknown)?;
            let names = read_names(programme, Some(stage), &words.names)?;
            Ok(vec![Stage { names, usual_days: read_days(words.usual_days)?, ..known.clone() }])
        };
        self.edit_stages("change_stage", actor, stage, plan).await
    }

    /// Lets a stage change places with its neighbour in its phase.
    ///
    /// # Errors
    /// As [`Store::add_stage`].
    pub async fn order_stage(&self, actor: &Actor, stage: StageId, direction: Direction) -> Result<(), VerbError> {
        self.edit_stages("order_stage", actor, stage, |programme| plan_step(programme, stage, direction)).await
    }

    /// Retires a stage: whoever stands in it stays there, and nothing new moves in.
    ///
    /// # Errors
    /// As [`Store::add_stage`].
    pub async fn retire_stage(&self, actor: &Actor, stage: StageId) -> Result<(), VerbError> {
        self.edit_stages("retire_stage", actor, stage, |programme| Ok(vec![plan_retirement(programme, stage)?])).await
    }

    /// Takes a retired stage into use again.
    ///
    /// # Errors
    /// As [`Store::add_stage`].
    pub async fn restore_stage(&self, actor: &Actor, stage: StageId) -> Result<(), VerbError> {
        self.edit_stages("restore_stage", actor, stage, |programme| plan_restoration(programme, stage)).await
    }

    /// Takes away a stage that no move ever named.
    ///
    /// # Errors
    /// As [`Store::add_stage`].
    pub async fn delete_stage(&self, actor: &Actor, stage: StageId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let programme = asked(&write, &ledger, stage)?;
        // Asked under the writers' lock: no move can come between.
        let used = used_stages(&write.transaction).await?.contains(&stage);
        check_removal(programme, stage, used)?;
        let known = programme.stage(stage).cloned();
        // Its stable name is free for another then.
        let sql = "UPDATE stage SET deleted_at = $2, key = $3, ledger = $4 WHERE id = $1";
        let key = format!("deleted:{stage}");
        let values = [stage.0.into(), write.at().into(), key.into(), write.version().into()];
        write.run(sql, values).await?;
        write.audit("delete_stage", "stage", stage.0, None, json(&known), None).await?;
        Ok(write.commit().await?)
    }

    /// The stages that a move ever named, taken back or not: these can be retired, and not deleted.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stages_in_use(&self) -> Result<HashSet<StageId>, StoreError> {
        used_stages(self.reader()).await
    }

    async fn edit_stages(
        &self,
        action: &'static str,
        actor: &Actor,
        stage: StageId,
        plan: impl FnOnce(&Programme) -> Result<Vec<Stage>, StageError>,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let programme = asked(&write, &ledger, stage)?;
        let planned = plan(programme)?;
        let before = programme.stage(stage).cloned();
        let after = planned.iter().find(|changed| changed.id == stage).or(before.as_ref()).cloned();
        if planned.iter().all(|changed| programme.stage(changed.id) == Some(changed)) {
            return Ok(());
        }
        for changed in &planned {
            update(&mut write, changed).await?;
        }
        write.audit(action, "stage", stage.0, None, json(&before), json(&after)).await?;
        Ok(write.commit().await?)
    }
}

/// The programme of a stage, once the actor may edit it. A stage that the actor may not know of is one that is not there.
fn asked<'a>(write: &Write, ledger: &'a Ledger, stage: StageId) -> Result<&'a Programme, VerbError> {
    let programme =
        ledger.programmes.iter().find(|programme| programme.stage(stage).is_some()).ok_or(Missing::Programme)?;
    write.ask(Action::EditStages, &Resource::Programme(programme.id), Missing::Programme)?;
    Ok(programme)
}

async fn insert(write: &mut Write, programme: ProgrammeId, stage: &Stage) -> Result<(), StoreError> {
    let (kind, outcome) = stage_kind_columns(stage.kind);
    let sql = "INSERT INTO stage (id, programme_id, key, phase, kind, outcome, name_nb, name_nn, name_en, position, usual_days, \
               ledger) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let [nb, nn, en] = stage.names.clone();
    let values = [
        stage.id.0.into(),
        programme.0.into(),
        stage.key.clone().into(),
        stage.phase.code().into(),
        kind.into(),
        outcome.into(),
        nb.into(),
        nn.into(),
        en.into(),
        i16::try_from(stage.position).unwrap_or(i16::MAX).into(),
        stage.usual_days.map(i32::from).into(),
        write.version().into(),
    ];
    write.run(sql, values.map(crate::rows::without_nul)).await.map(|_| ())
}

async fn update(write: &mut Write, stage: &Stage) -> Result<(), StoreError> {
    let [nb, nn, en] = stage.names.clone();
    let sql = "UPDATE stage SET name_nb = $2, name_nn = $3, name_en = $4, position = $5, usual_days = $6, \
               retired_at = CASE WHEN $7 THEN coalesce(retired_at, $8) END, ledger = $9 WHERE id = $1";
    let values = [
        stage.id.0.into(),
        nb.into(),
        nn.into(),
        en.into(),
        i16::try_from(stage.position).unwrap_or(i16::MAX).into(),
        stage.usual_days.map(i32::from).into(),
        stage.retired.into(),
        write.at().into(),
        write.version().into(),
    ];
    write.run(sql, values.map(crate::rows::without_nul)).await.map(|_| ())
}

async fn used_stages<C: ConnectionTrait>(connection: &C) -> Result<HashSet<StageId>, StoreError> {
    let sql = "SELECT to_stage FROM stage_change WHERE to_stage IS NOT NULL \
               UNION SELECT from_stage FROM stage_change WHERE from_stage IS NOT NULL";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    rows.iter().map(|row| Ok(StageId(row.try_get_by_index::<Uuid>(0)?))).collect()
}
