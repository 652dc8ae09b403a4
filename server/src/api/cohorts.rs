//! Cohorts: the startups admitted to a programme together.

use app::cx::{Cx, House};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::NaiveDate;
use domain::pipeline::Cohort;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{self, ListAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};

/// A cohort.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortTold {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// Its name, unique in its programme.
    name: String,
    /// The short name of its programme.
    programme: String,
    /// When it starts, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    starts_on: Option<NaiveDate>,
    /// When it ends, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    ends_on: Option<NaiveDate>,
}

/// Cohorts
///
/// The cohorts of the programmes that the reader's role is about.
#[utoipa::path(
    get, path = "/api/v1/cohorts", tag = "programmes", params(ListAsk), security(("token" = [])),
    responses((status = 200, body = Listed<CohortTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let ledger = cx.ledger().await?;
    let mut cohorts: Vec<&Cohort> = ledger.cohorts.iter().collect();
    cohorts.sort_by_key(|cohort| cohort.id);
    let told = |cohort: &&Cohort| CohortTold {
        id: cohort.id.to_string(),
        name: cohort.name.clone(),
        programme: ledger.programme(cohort.programme).map(|programme| programme.slug.clone()).unwrap_or_default(),
        starts_on: cohort.starts_on,
        ends_on: cohort.ends_on,
    };
    let page = asked.part().of(&cohorts, |cohort| cohort.id.to_string(), told)?;
    Ok(page.answered(&parts.uri))
}
