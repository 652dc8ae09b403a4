//! Contracts as rows.

use std::collections::BTreeMap;

use domain::access::{Action, Actor, may};
use domain::contracts::{Addendum, Closed, Contract, HandedIn, Payment, Signed};
use domain::ids::{ContractId, ProgrammeId, ReportId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{resource, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};

fn read_json<T: serde::de::DeserializeOwned>(table: &'static str, value: serde_json::Value) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| StoreError::Unreadable { table, detail: error.to_string() })
}

/// All contracts, drafts among them, in the order of their ids. `only` narrows to one.
pub(super) async fn all<C: ConnectionTrait>(
    connection: &C,
    only: Option<ContractId>,
) -> Result<Vec<Contract>, StoreError> {
    let mut contracts: BTreeMap<ContractId, Contract> = BTreeMap::new();
    for row in rows(connection, "SELECT id, terms FROM contract_draft", "id", only, "").await? {
        let id = ContractId(row.try_get_by_index(0)?);
        contracts.insert(id, Contract::draft(id, read_json("contract_draft", row.try_get_by_index(1)?)?));
    }
    let signed = "SELECT id, terms, signed_on, signed_at, signed_by, digest FROM contract";
    for row in rows(connection, signed, "id", only, "").await? {
        let id = ContractId(row.try_get_by_index(0)?);
        let mut contract = Contract::draft(id, read_json("contract", row.try_get_by_index(1)?)?);
        contract.signed = Some(Signed {
            on: row.try_get_by_index(2)?,
            at: row.try_get_by_index(3)?,
            by: row.try_get_by_index(4)?,
            digest: row.try_get_by_index(5)?,
        });
        contracts.insert(id, contract);
    }
    let addenda =
        "SELECT contract_id, number, signed_on, from_on, reason, changes, at, by_label, digest FROM contract_addendum";
    for row in rows(connection, addenda, "contract_id", only, "ORDER BY contract_id, number").await? {
        let Some(contract) = contracts.get_mut(&ContractId(row.try_get_by_index(0)?)) else { continue };
        contract.addenda.push(Addendum {
            number: u32::try_from(row.try_get_by_index::<i32>(1)?).unwrap_or_default(),
            signed_on: row.try_get_by_index(2)?,
            from_on: row.try_get_by_index(3)?,
            reason: row.try_get_by_index(4)?,
            changes: read_json("contract_addendum", row.try_get_by_index(5)?)?,
            at: row.try_get_by_index(6)?,
            by: row.try_get_by_index(7)?,
            digest: row.try_get_by_index(8)?,
        });
    }
    let payments = "SELECT contract_id, id, instalment, paid_on, minor, note, at, by_label FROM contract_payment";
    for row in rows(connection, payments, "contract_id", only, "ORDER BY at, id").await? {
        let Some(contract) = contracts.get_mut(&ContractId(row.try_get_by_index(0)?)) else { continue };
        contract.payments.push(Payment {
            id: row.try_get_by_index(1)?,
            instalment: row.try_get_by_index::<Option<i32>>(2)?.and_then(|number| u32::try_from(number).ok()),
            on: row.try_get_by_index(3)?,
            minor: row.try_get_by_index(4)?,
            note: row.try_get_by_index(5)?,
            at: row.try_get_by_index(6)?,
            by: row.try_get_by_index(7)?,
        });
    }
    let reports = "SELECT contract_id, id, due_on, handed_in_on, report_id, at, by_label FROM contract_report";
    for row in rows(connection, reports, "contract_id", only, "ORDER BY at, id").await? {
        let Some(contract) = contracts.get_mut(&ContractId(row.try_get_by_index(0)?)) else { continue };
        contract.handed_in.push(HandedIn {
            id: row.try_get_by_index(1)?,
            due_on: row.try_get_by_index(2)?,
            on: row.try_get_by_index(3)?,
            report: row.try_get_by_index::<Option<Uuid>>(4)?.map(ReportId),
            at: row.try_get_by_index(5)?,
            by: row.try_get_by_index(6)?,
        });
    }
    let closed = "SELECT contract_id, closed_on, reason, at, by_label FROM contract_closing";
    for row in rows(connection, closed, "contract_id", only, "").await? {
        let Some(contract) = contracts.get_mut(&ContractId(row.try_get_by_index(0)?)) else { continue };
        contract.closed = Some(Closed {
            on: row.try_get_by_index(1)?,
            reason: row.try_get_by_index(2)?,
            at: row.try_get_by_index(3)?,
            by: row.try_get_by_index(4)?,
        });
    }
    Ok(contracts.into_values().collect())
}

async fn rows<C: ConnectionTrait>(
    connection: &C,
    select: &str,
    id: &str,
    only: Option<ContractId>,
    order: &str,
) -> Result<Vec<QueryResult>, StoreError> {
    let (condition, values) = match only {
        Some(only) => (format!("WHERE {id} = $1"), vec![only.0.into()]),
        None => (String::new(), Vec::new()),
    };
    let sql = format!("{select} {condition} {order}");
    Ok(connection.query_all_raw(statement(connection, &sql, values)).await?)
}

/// The programme of a signed contract.
pub(crate) async fn programme_of<C: ConnectionTrait>(
    connection: &C,
    contract: ContractId,
) -> Result<Option<ProgrammeId>, StoreError> {
    let sql = "SELECT programme_id FROM contract WHERE id = $1";
    let row = connection.query_one_raw(statement(connection, sql, [contract.0.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(ProgrammeId))
}

impl Store {
    /// Every contract there is, whoever sees it: for the rule that counts a job once, which must know them all. Pages show
    /// [`Store::contracts`].
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn all_contracts(&self) -> Result<Vec<Contract>, StoreError> {
        all(self.reader(), None).await
    }

    /// The contracts that an actor sees, in the order in which they were drafted.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn contracts(&self, actor: &Actor) -> Result<Vec<Contract>, StoreError> {
        let today = self.world().today();
        let mut contracts = self.all_contracts().await?;
        contracts.retain(|contract| may(actor, Action::SeeContract, &resource(contract), today).is_allowed());
        Ok(contracts)
    }

    /// One contract.
    ///
    /// # Errors
    /// [`Missing::Contract`] when there is none or the actor does not see it, or the database.
    pub async fn contract(&self, actor: &Actor, id: ContractId) -> Result<Contract, VerbError> {
        let contract = all(self.reader(), Some(id)).await?.pop().ok_or(Missing::Contract)?;
        let decision = may(actor, Action::SeeContract, &resource(&contract), self.world().today());
        VerbError::unless_allowed(decision, Missing::Contract)?;
        Ok(contract)
    }
}
