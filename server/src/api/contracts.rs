//! Contracts with funders, for those who run the programme and for the funder: what was agreed, what was paid, what was promised.

use app::cx::{Cx, House};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use domain::contracts::Contract;
use domain::ids::ContractId;
use domain::ledger::Ledger;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, ListAsk, Name, NoAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};

/// A contract, by the terms in force today. Amounts are in øre.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContractTold {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What it is called.
    title: String,
    /// Who pays.
    funder: String,
    /// The short name of the programme it is for.
    programme: String,
    /// The case number in the funder's own archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_number: Option<String>,
    /// The first day.
    from_on: NaiveDate,
    /// The last day.
    to_on: NaiveDate,
    /// The whole amount.
    amount: i64,
    /// When both had signed; absent for a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed_on: Option<NaiveDate>,
    /// SHA-256 of what was signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    /// How many addenda were agreed since.
    #[schema(minimum = 0)]
    addenda: usize,
    /// What is promised.
    targets: Vec<TargetTold>,
    /// What was paid, and paid back.
    payments: Vec<PaymentTold>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_on: Option<NaiveDate>,
}

/// What is promised, by a definition.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetTold {
    /// The definition and its version.
    #[schema(example = "jobs.net@1")]
    definition: String,
    /// In this region set, with its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// From the end of which day it is counted.
    baseline_on: NaiveDate,
    /// How much.
    amount: f64,
    /// By when.
    due_on: NaiveDate,
}

/// A payment.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaymentTold {
    /// The day the money came.
    on: NaiveDate,
    /// In øre; below zero for what was paid back.
    amount: i64,
    /// Which instalment it belongs to, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    instalment: Option<u32>,
}

impl ContractTold {
    fn of(house: &Ledger, contract: &Contract, today: NaiveDate) -> Self {
        let terms = contract.in_force(today);
        let targets = terms.targets.iter().map(|target| TargetTold {
            definition: format!("{}@{}", target.definition.id.0, target.definition.version),
            region: target.scope.region.as_ref().map(|region| region.0.clone()),
            baseline_on: target.baseline_on,
            amount: target.amount,
            due_on: target.due_on,
        });
        let payments = contract.payments.iter().map(|payment| PaymentTold {
            on: payment.on,
            amount: payment.minor,
            instalment: payment.instalment,
        });
        Self {
            id: contract.id.to_string(),
            title: terms.title.clone(),
            funder: terms.funder.name.clone(),
            programme: house.programme(terms.programme).map(|programme| programme.slug.clone()).unwrap_or_default(),
            case_number: Some(terms.case_number.clone()).filter(|number| !number.is_empty()),
            from_on: terms.from_on,
            to_on: terms.to_on,
            amount: terms.minor,
            signed_on: contract.signed.as_ref().map(|signed| signed.on),
            digest: contract.signed.as_ref().map(|signed| signed.digest.clone()),
            addenda: contract.addenda.len(),
            targets: targets.collect(),
            payments: payments.collect(),
            closed_on: contract.closed.as_ref().map(|closed| closed.on),
        }
    }
}

/// Contracts
///
/// The contracts with funders that the reader's role sees, by the terms in force today.
#[utoipa::path(
    get, path = "/api/v1/contracts", tag = "contracts", params(ListAsk), security(("token" = [])),
    responses((status = 200, body = Listed<ContractTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let mut contracts = cx.house.store.contracts(&cx.actor()).await?;
    contracts.sort_by_key(|contract| contract.id);
    let ledger = cx.house_ledger().await?;
    let told = |contract: &Contract| ContractTold::of(&ledger, contract, cx.today());
    let page = asked.part().of(&contracts, |contract| contract.id.to_string(), told)?;
    Ok(page.answered(&parts.uri))
}

/// A contract
///
/// By the terms in force today.
#[utoipa::path(
    get, path = "/api/v1/contracts/{id}", tag = "contracts", security(("token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The contract's id.")),
    responses((status = 200, body = ContractTold), Always, Named, WithToken)
)]
pub async fn one(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let id: ContractId = id.parse().map_err(|_| Refused::NotFound)?;
    let contract = cx.house.store.contract(&cx.actor(), id).await?;
    let ledger = cx.house_ledger().await?;
    Ok(Answer(ContractTold::of(&ledger, &contract, cx.today())).into_response())
}
