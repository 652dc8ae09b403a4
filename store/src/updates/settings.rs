//! How a programme asks.

use std::collections::BTreeSet;

use domain::access::{Action, Actor, Resource, may};
use domain::ids::ProgrammeId;
use domain::time::Instant;
use domain::updates::{Question, Rhythm, Settings};
use sea_orm::{ConnectionTrait, QueryResult};

use super::{rows, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::json;

/// How a programme asks, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateSettings {
    /// Which programme.
    pub programme: ProgrammeId,
    /// How.
    pub settings: Settings,
    /// When that was set.
    pub set_at: Instant,
}

const COLUMNS: &str = "programme_id, rhythm, day, due_days, reminders, questions, alumni, set_at";

fn read(row: &QueryResult) -> Result<UpdateSettings, StoreError> {
    let table = "update_settings";
    let rhythm: String = row.try_get_by_index(1)?;
    let small = |index| row.try_get_by_index::<i16>(index).map(|number| u16::try_from(number).unwrap_or_default());
    let questions: BTreeSet<Question> = rows::list(table, row.try_get_by_index(5)?)?;
    Ok(UpdateSettings {
        programme: ProgrammeId(row.try_get_by_index(0)?),
        settings: Settings {
            rhythm: Rhythm::from_code(&rhythm).ok_or(StoreError::Unreadable { table, detail: rhythm })?,
            day: u8::try_from(small(2)?).unwrap_or(1),
            due_days: small(3)?,
            reminders: rows::list(table, row.try_get_by_index(4)?)?,
            questions,
            alumni: row.try_get_by_index(6)?,
        },
        set_at: row.try_get_by_index(7)?,
    })
}

/// The settings of all programmes that have some, in the order of their ids.
pub(super) async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<UpdateSettings>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM update_settings ORDER BY programme_id");
    connection.query_all_raw(statement(connection, &sql, [])).await?.iter().map(read).collect()
}

/// Writes the settings of a programme, in the place of those it had.
pub(super) async fn put<C: ConnectionTrait>(connection: &C, new: &UpdateSettings) -> Result<(), StoreError> {
    let sql = "INSERT INTO update_settings (programme_id, rhythm, day, due_days, reminders, questions, alumni, set_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (programme_id) DO UPDATE SET rhythm = $2, day = $3, \
               due_days = $4, reminders = $5, questions = $6, alumni = $7, set_at = $8";
    let settings = &new.settings;
    let values = [
        new.programme.0.into(),
        settings.rhythm.code().into(),
        i16::from(settings.day).into(),
        i16::try_from(settings.due_days).unwrap_or(i16::MAX).into(),
        json(&settings.reminders).into(),
        json(&settings.questions).into(),
        settings.alumni.into(),
        new.set_at.into(),
    ];
    connection.execute_raw(statement(connection, sql, values)).await?;
    Ok(())
}

impl Store {
    /// How a programme asks for updates; `None` while nobody has set it, and then it asks nobody.
    ///
    /// # Errors
    /// [`VerbError::Denied`], [`Missing::Programme`], or the database.
    pub async fn update_settings(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
    ) -> Result<Option<UpdateSettings>, VerbError> {
        let decision = may(actor, Action::AskForUpdates, &Resource::Programme(programme), self.world().today());
        VerbError::unless_allowed(decision, Missing::Programme)?;
        Ok(all(self.reader()).await?.into_iter().find(|known| known.programme == programme))
    }

    /// Sets how a programme asks for updates from now on. A round whose day has passed is not made up for.
    ///
    /// # Errors
    /// [`Refusal::UpdateSettings`], [`VerbError::Denied`], [`Missing::Programme`], or the database.
    pub async fn set_update_settings(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
        settings: Settings,
    ) -> Result<(), VerbError> {
        let settings = settings.checked().map_err(Refusal::UpdateSettings)?;
        let mut write = self.begin(actor).await?;
        write.ask(Action::AskForUpdates, &Resource::Programme(programme), Missing::Programme)?;
        if write.ledger().programme(programme).is_none() {
            return Err(Missing::Programme.into());
        }
        let before = all(&write.transaction).await?.into_iter().find(|known| known.programme == programme);
        let after = json(&settings);
        put(&write.transaction, &UpdateSettings { programme, settings, set_at: write.at() }).await?;
        let before = before.and_then(|known| json(&known.settings));
        write.audit("set_update_settings", "programme", programme.0, None, before, after).await?;
        Ok(write.commit().await?)
    }
}
