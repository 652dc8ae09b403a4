//! What happens under a signed contract: payments, reports handed in, and the end. Events are only added.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::contracts::terms::LARGEST;
use domain::ids::{ContractId, ReportId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::sign::{ContractRefusal, changing, running};
use super::statement;
use crate::connect::Store;
use crate::error::{StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{check_day, most};
use crate::write::Write;

/// A payment to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayment {
    /// Which instalment it belongs to, from 1.
    pub instalment: Option<u32>,
    /// The day the money came.
    pub on: NaiveDate,
    /// In øre; below zero for what was paid back or recorded by mistake.
    pub minor: i64,
    /// A word about it.
    pub note: String,
}

/// A report that was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewHandIn {
    /// The day it was due.
    pub due_on: NaiveDate,
    /// The day it was handed in.
    pub on: NaiveDate,
    /// Which report of the house it is.
    pub report: Option<ReportId>,
}

fn refusal(why: ContractRefusal) -> VerbError {
    Refusal::Contract(why).into()
}

/// Records in a running write that a report was handed in; see [`Store::hand_in_report`].
///
/// # Errors
/// As [`Store::hand_in_report`].
pub(crate) async fn hand_in_report_in(write: &mut Write, id: ContractId, new: NewHandIn) -> Result<(), VerbError> {
    let contract = changing(write, id).await?;
    if !contract.is_signed() {
        return Err(refusal(ContractRefusal::NotSigned));
    }
    check_day(new.on, write)?;
    let due = contract.reports(write.today()).into_iter().find(|due| due.due_on == new.due_on);
    let due = due.ok_or_else(|| refusal(ContractRefusal::NoReport))?;
    if due.handed_in.is_some() {
        return Err(refusal(ContractRefusal::HandedIn));
    }
    let row = write.new_id();
    let sql = "INSERT INTO contract_report (id, contract_id, due_on, handed_in_on, report_id, by_label, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = [
        row.into(),
        id.0.into(),
        new.due_on.into(),
        new.on.into(),
        new.report.map(|report| report.0).into(),
        write.actor().label.clone().into(),
        write.at().into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    let after = serde_json::json!({ "due_on": new.due_on, "on": new.on, "report": new.report });
    write.audit("hand_in_report", "contract", id.0, None, None, Some(after)).await?;
    Ok(())
}

impl Store {
    /// Records that money came, or went back.
    ///
    /// # Errors
    /// [`crate::Missing::Contract`], [`Refusal::InFuture`], [`Refusal::TooLong`], [`Refusal::Contract`], [`VerbError::Denied`], or the
    /// database.
    pub async fn record_payment(&self, actor: &Actor, id: ContractId, new: NewPayment) -> Result<Uuid, VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = changing(&write, id).await?;
        // Money may come, or be asked back, after the last day.
        if !contract.is_signed() {
            return Err(refusal(ContractRefusal::NotSigned));
        }
        check_day(new.on, &write)?;
        if new.minor == 0 || new.minor.abs() > LARGEST {
            return Err(refusal(ContractRefusal::NoAmount));
        }
        let note = crate::verbs::optional(Some(&new.note.replace('\0', "")), "note", most::TEXT)?.unwrap_or_default();
        if new.minor < 0 && note.is_empty() {
            return Err(refusal(ContractRefusal::NoteMissing));
        }
        let known = contract.instalments(write.today());
        if new.instalment.is_some_and(|number| known.iter().all(|part| part.number != number)) {
            return Err(refusal(ContractRefusal::NoInstalment));
        }
        let row = write.new_id();
        let sql = "INSERT INTO contract_payment (id, contract_id, instalment, paid_on, minor, note, by_label, at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            row.into(),
            id.0.into(),
            new.instalment.and_then(|number| i32::try_from(number).ok()).into(),
            new.on.into(),
            new.minor.into(),
            note.into(),
            actor.label.clone().into(),
            write.at().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let after = serde_json::json!({ "on": new.on, "minor": new.minor, "instalment": new.instalment });
        write.audit("record_payment", "contract", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(row)
    }

    /// Records that a report was handed in.
    ///
    /// # Errors
    /// [`crate::Missing::Contract`], [`Refusal::InFuture`], [`Refusal::Contract`], [`VerbError::Denied`], or the database.
    pub async fn hand_in_report(&self, actor: &Actor, id: ContractId, new: NewHandIn) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        hand_in_report_in(&mut write, id, new).await?;
        Ok(write.commit().await?)
    }

    /// Closes a contract: nothing after that day is counted under it, and nothing of it changes any more. Payments and reports can
    /// still come.
    ///
    /// # Errors
    /// [`crate::Missing::Contract`], [`Refusal::InFuture`], [`Refusal::ReasonMissing`], [`Refusal::Contract`], [`VerbError::Denied`], or
    /// the database.
    pub async fn close_contract(
        &self,
        actor: &Actor,
        id: ContractId,
        on: NaiveDate,
        reason: &str,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let contract = running(&write, id).await?;
        check_day(on, &write)?;
        let reason = crate::verbs::optional(Some(&reason.replace('\0', "")), "reason", most::TEXT)?;
        let reason = reason.ok_or(Refusal::ReasonMissing)?;
        if contract.signed.as_ref().is_some_and(|signed| on < signed.on) {
            return Err(refusal(ContractRefusal::BeforeSigning));
        }
        let sql =
            "INSERT INTO contract_closing (contract_id, closed_on, reason, by_label, at) VALUES ($1, $2, $3, $4, $5)";
        let values = [id.0.into(), on.into(), reason.clone().into(), actor.label.clone().into(), write.at().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let after = serde_json::json!({ "on": on, "reason": reason });
        write.audit("close_contract", "contract", id.0, None, None, Some(after)).await?;
        Ok(write.commit().await?)
    }
}

/// What the program itself may always do fails only where the database does.
pub(super) fn of_the_store(error: VerbError) -> StoreError {
    match error {
        VerbError::Store(error) => error,
        error => StoreError::Unreadable { table: "contract", detail: error.to_string() },
    }
}
