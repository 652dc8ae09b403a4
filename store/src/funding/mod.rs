//! Awards as people work with them: recording a step with all that is known of it, what stands in the papers beside it, and the house's
//! own schemes.
//!
//! - [`Store::record_award_step`] one step; aid that passes its ceiling is refused once and taken with a reason
//! - [`Store::award_notes`] case numbers and reasons, which no figure rests on
//! - [`Store::schemes`], [`Store::add_scheme`], [`Store::remove_scheme`] the schemes

mod schemes;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource, may};
use domain::facts::{AwardStatus, FundingAward, Source, in_force};
use domain::funding::{awards, would_pass};
use domain::ids::{AwardId, FactId, StartupId};
use sea_orm::{ConnectionTrait, Statement, Value};
use serde_json::json;
use uuid::Uuid;

pub use schemes::{HouseScheme, NewScheme};

use crate::bulk::{Batch, NewFact};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::record::Check;
use crate::verbs::{check_day, most, optional, standing};
use crate::write::{Write, json as told};

/// A step of an award as somebody states it.
#[derive(Debug, Clone, PartialEq)]
pub struct AwardStep {
    /// The day of it.
    pub on: NaiveDate,
    /// What it says. Without an award's id a step that begins one begins a new one.
    pub body: FundingAward,
    /// Where it comes from.
    pub source: Source,
    /// What shows it.
    pub evidence: Option<String>,
    /// The number of the case in the giver's archive.
    pub case_number: Option<String>,
    /// Why it is recorded although it passes the ceiling, or although nobody knows whether it does.
    pub over_ceiling: Option<String>,
    /// Whether the undertaking carries goods by road for others, which had a ceiling of its own.
    pub road_freight: bool,
}

/// What stands in the papers of an award.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AwardNote {
    /// The number of the case in the giver's archive.
    pub case_number: Option<String>,
    /// Why it was recorded although it passes the ceiling.
    pub over_ceiling: Option<String>,
}

pub(crate) fn statement<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

async fn notes_in<C: ConnectionTrait>(
    connection: &C,
    startup: StartupId,
) -> Result<BTreeMap<AwardId, AwardNote>, StoreError> {
    let sql = "SELECT award_id, case_number, over_ceiling FROM award_note WHERE startup_id = $1";
    let rows = connection.query_all_raw(statement(connection, sql, [startup.0.into()])).await?;
    let note = |row: &sea_orm::QueryResult| {
        let note = AwardNote { case_number: row.try_get_by_index(1)?, over_ceiling: row.try_get_by_index(2)? };
        Ok((AwardId(row.try_get_by_index::<Uuid>(0)?), note))
    };
    rows.iter().map(note).collect()
}

impl Store {
    /// Records a step of an award: an application, a grant or a change of one, a payment, aid in kind, or aid that the startup declares.
    /// A step that begins an award makes its id; every other step names the one it follows on.
    ///
    /// # Errors
    /// [`Missing::Startup`]; [`Refusal::StepOutOfOrder`] for a step of an award that is not the startup's, or that was never granted;
    /// [`Refusal::Aid`] when it passes the ceiling and no reason is given; [`Refusal::InFuture`], [`Refusal::NameMissing`],
    /// [`Refusal::NegativeAmount`], [`Refusal::RateOutOfRange`].
    pub async fn record_award_step(
        &self,
        actor: &Actor,
        startup: StartupId,
        step: AwardStep,
    ) -> Result<(AwardId, FactId), VerbError> {
        let AwardStep { on, mut body, source, evidence, case_number, over_ceiling, road_freight } = step;
        body.check()?;
        let evidence = optional(evidence.as_deref(), "evidence", most::LINK)?;
        let case_number = optional(case_number.as_deref(), "case_number", most::KEY)?;
        let over_ceiling = optional(over_ceiling.as_deref(), "over_ceiling", most::LINK)?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let known = standing(&ledger, startup)?;
        write.ask(Action::RecordFunding, &Resource::startup(&ledger, known), Missing::Startup)?;
        check_day(on, &write)?;
        let facts = in_force(&known.awards, write.at());
        let before = awards(&facts);
        let award = match body.award {
            Some(id) => {
                let award = before.iter().find(|award| award.id == Some(id)).ok_or(Refusal::StepOutOfOrder)?;
                let granted = award.awarded.is_some();
                let follows = match body.status {
                    AwardStatus::Paid | AwardStatus::Repaid | AwardStatus::Lapsed => granted,
                    AwardStatus::Applied | AwardStatus::Awarded | AwardStatus::Declined | AwardStatus::Withdrawn => {
                        true
                    }
                    AwardStatus::Declared => false,
                };
                if !follows {
                    return Err(Refusal::StepOutOfOrder.into());
                }
                id
            }
            None if matches!(body.status, AwardStatus::Applied | AwardStatus::Awarded | AwardStatus::Declared) => {
                AwardId(write.new_id())
            }
            None => return Err(Refusal::StepOutOfOrder.into()),
        };
        let verdict = would_pass(&before, on, &body, road_freight).filter(|verdict| verdict.warns());
        if let Some(verdict) = verdict
            && over_ceiling.is_none()
        {
            return Err(Refusal::Aid(verdict).into());
        }
        body.award = Some(award);
        let id = FactId(write.new_id());
        let over_ceiling = over_ceiling.filter(|_| verdict.is_some());
        let after = json!({
            "valid_on": on, "source": source, "evidence": evidence, "body": told(&body),
            "case_number": case_number, "over_ceiling": over_ceiling,
        });
        let mut batch = Batch::default();
        batch.awards.push(NewFact::new(id, startup, on, source, body).shown_by(evidence));
        write.batch(&batch).await?;
        note(&write, startup, award, AwardNote { case_number, over_ceiling }).await?;
        write.audit("record_award_step", "funding_award", id.0, Some(startup), None, Some(after)).await?;
        write.commit().await?;
        Ok((award, id))
    }

    /// What stands in the papers of a startup's awards. Nothing for whoever does not see its awards.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn award_notes(
        &self,
        actor: &Actor,
        startup: StartupId,
    ) -> Result<BTreeMap<AwardId, AwardNote>, StoreError> {
        let ledger = self.ledger().await?;
        let Some(known) = ledger.startup(startup) else { return Ok(BTreeMap::new()) };
        let sees = may(actor, Action::SeeFunding, &Resource::startup(&ledger, known), self.world().today());
        if !sees.is_allowed() {
            return Ok(BTreeMap::new());
        }
        notes_in(self.reader(), startup).await
    }
}

/// Writes down what is stated; what is not keeps what was there.
async fn note(write: &Write, startup: StartupId, award: AwardId, note: AwardNote) -> Result<(), StoreError> {
    if note == AwardNote::default() {
        return Ok(());
    }
    let sql = "INSERT INTO award_note (award_id, startup_id, case_number, over_ceiling, updated_at) \
               VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (award_id) DO UPDATE SET \
               case_number = COALESCE(excluded.case_number, award_note.case_number), \
               over_ceiling = COALESCE(excluded.over_ceiling, award_note.over_ceiling), updated_at = excluded.updated_at";
    let values =
        [award.0.into(), startup.0.into(), note.case_number.into(), note.over_ceiling.into(), write.at().into()];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(())
}
