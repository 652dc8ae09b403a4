//! How many hours a programme means to give each startup.

use std::collections::BTreeMap;

use domain::access::{Action, Actor, Resource};
use domain::day::{Budget, Per};
use domain::ids::ProgrammeId;

use super::{rows, run, unreadable};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::json;

/// The largest budget: a whole year of working hours, in minutes.
const MOST: u32 = 2_000 * 60;

impl Store {
    /// The budgets that are set, by programme. How much a programme gives is no secret to those who see a startup in it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mentoring_budgets(&self) -> Result<BTreeMap<ProgrammeId, Budget>, StoreError> {
        let sql = "SELECT programme_id, minutes, per FROM mentoring_budget";
        let found = rows(self.reader(), sql, [], |row| {
            let per: String = row.try_get_by_index(2)?;
            let minutes = u32::try_from(row.try_get_by_index::<i32>(1)?).unwrap_or_default();
            let per = Per::from_code(&per).ok_or_else(|| unreadable("mentoring_budget", per))?;
            Ok((ProgrammeId(row.try_get_by_index(0)?), Budget { minutes, per }))
        });
        Ok(found.await?.into_iter().collect())
    }

    /// Sets how many hours a programme gives each startup; `None` takes the budget away.
    ///
    /// # Errors
    /// [`Missing::Programme`], [`Refusal::BudgetOutOfRange`], [`VerbError::Denied`], or the database.
    pub async fn set_mentoring_budget(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        budget: Option<Budget>,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::ManageMentoring, &Resource::Programme(programme), Missing::Programme)?;
        write.ledger().programme(programme).ok_or(Missing::Programme)?;
        if budget.is_some_and(|budget| budget.minutes == 0 || budget.minutes > MOST) {
            return Err(Refusal::BudgetOutOfRange.into());
        }
        let before = self.mentoring_budgets().await?.get(&programme).copied();
        run(&write.transaction, "DELETE FROM mentoring_budget WHERE programme_id = $1", [programme.0.into()]).await?;
        if let Some(budget) = budget {
            let sql = "INSERT INTO mentoring_budget (programme_id, minutes, per) VALUES ($1, $2, $3)";
            let minutes = i32::try_from(budget.minutes).unwrap_or(i32::MAX);
            run(&write.transaction, sql, [programme.0.into(), minutes.into(), budget.per.code().into()]).await?;
        }
        let (was, is) = (before.and_then(|one| json(&one)), budget.and_then(|one| json(&one)));
        write.audit("set_mentoring_budget", "programme", programme.0, None, was, is).await?;
        Ok(write.commit().await?)
    }
}
