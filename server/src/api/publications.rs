//! What the house has published: open to anybody.

use app::cx::House;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::answer::Answer;
use super::ask::{self, ListAsk, Name, NoAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused};
use crate::open_data;
use crate::open_data::row::Row;

/// Published figures
///
/// Every figure the house has published, in the order in which they were. They never change; what was learned later is told by their
/// notes.
#[utoipa::path(
    get, path = "/api/v1/publications", tag = "publications", params(ListAsk),
    responses((status = 200, body = Listed<Row>), Always, Named)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let ledger = house.store.ledger().await?;
    let mut published = open_data::all(&house.store).await?;
    published.sort_by_key(|one| one.id);
    let told = |one: &store::publications::Published| Row::of(&ledger, &house.base_url, one);
    let page = asked.part().of(&published, |one| one.id.to_string(), told)?;
    Ok(page.answered(&parts.uri))
}

/// A published figure
///
/// By what stands in its address.
#[utoipa::path(
    get, path = "/api/v1/publications/{id}", tag = "publications",
    params(("id" = String, Path, description = "Ten lower-case letters and digits.", min_length = 1)),
    responses((status = 200, body = Row), Always, Named)
)]
pub async fn one(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let published = house.store.publication(&id).await?.ok_or(Refused::NotFound)?;
    let ledger = house.store.ledger().await?;
    Ok(Answer(Row::of(&ledger, &house.base_url, &published)).into_response())
}
