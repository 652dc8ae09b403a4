//! Everything ever recorded about a startup, corrections visible.

use app::cx::{Cx, House};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use serde::Serialize;
use store::TimelineEntry;
use utoipa::ToSchema;

use super::ask::{self, ListAsk, Name};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};
use super::startups::seen;

/// A fact, with its two times.
#[derive(Debug, Serialize, ToSchema)]
pub struct FactTold {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// What kind of fact it is.
    #[schema(example = "headcount")]
    kind: &'static str,
    /// The civil date on which it was true.
    valid_on: NaiveDate,
    /// When the house learned it.
    recorded_at: DateTime<Utc>,
    /// Where it comes from: `founder`, `mentor`, `document` or `register`.
    source: &'static str,
    /// What shows it: a link or a reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    /// The fact it took the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    supersedes: Option<String>,
    /// The fact that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    superseded_by: Option<String>,
    /// Whether it only takes back the one it supersedes.
    withdrawn: bool,
    /// Whether it counts now: neither superseded nor taken back.
    in_force: bool,
    /// Why it took another's place, where that is the reader's to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What it says, in the terms of its kind; `null` when it says nothing more or only takes back.
    #[schema(value_type = Option<Object>, required = true)]
    body: serde_json::Value,
}

impl FactTold {
    fn of(entry: &TimelineEntry) -> Self {
        let body = entry.body.as_ref().and_then(|body| serde_json::to_value(body).ok());
        let body = body.and_then(|mut body| body.get_mut("body").map(serde_json::Value::take)).unwrap_or_default();
        Self {
            id: entry.id.to_string(),
            kind: entry.kind.code(),
            valid_on: entry.valid_on,
            recorded_at: entry.recorded_at,
            source: entry.source.code(),
            evidence: entry.evidence.clone(),
            supersedes: entry.supersedes.map(|id| id.to_string()),
            superseded_by: entry.superseded_by.map(|id| id.to_string()),
            withdrawn: entry.withdrawn,
            in_force: entry.is_in_force(),
            reason: entry.reason.clone(),
            body,
        }
    }
}

/// The facts of a startup
///
/// Everything ever recorded about it, corrections visible, in the order of their ids. Who recorded a fact is not told: that is in the
/// house's own log.
#[utoipa::path(
    get, path = "/api/v1/startups/{id}/facts", tag = "startups", security(("token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The startup's id."), ListAsk),
    responses((status = 200, body = Listed<FactTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let (_, startup) = seen(&cx, &id).await?;
    let mut facts = cx.house.store.timeline_for(&cx.actor(), startup.profile.id).await?;
    facts.sort_by_key(|entry| entry.id);
    let page = asked.part().of(&facts, |entry| entry.id.to_string(), FactTold::of)?;
    Ok(page.answered(&parts.uri))
}
