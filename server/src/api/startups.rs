//! Startups: who they are and where they stand.

use std::sync::Arc;

use app::cx::{Cx, House};
use app::frame::require_list;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::board::Stay;
use domain::ids::StartupId;
use domain::ledger::{Ledger, StartupLedger};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, Name, NoAsk, StartupsAsk};
use super::page::Listed;
use super::pipeline::StayTold;
use super::problem::{Always, Named, Refused, WithToken};

/// A startup.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartupTold {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// Its id at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    /// Its name.
    name: String,
    /// Its sector, in the house's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<String>,
    /// Its own site, as it was written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<String>,
    /// The companies it holds or held.
    companies: Vec<CompanyTold>,
    /// The short names of the programmes it has stays in.
    programmes: Vec<String>,
    /// The same startup on a page for people.
    page: String,
}

/// A registered company.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyTold {
    /// Its organisation number.
    #[schema(pattern = "^[0-9]{9}$")]
    number: String,
    /// Its registered name, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// A startup and where its stays stand today.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartupWhole {
    /// Who it is.
    #[serde(flatten)]
    startup: StartupTold,
    /// Its stays that the reader sees.
    stays: Vec<StayTold>,
}

impl StartupTold {
    fn of(ledger: &Ledger, startup: &StartupLedger) -> Self {
        let profile = &startup.profile;
        let mut programmes: Vec<String> = startup
            .enrolments
            .iter()
            .filter_map(|stay| ledger.programme(stay.programme))
            .map(|programme| programme.slug.clone())
            .collect();
        programmes.sort();
        programmes.dedup();
        Self {
            id: profile.id.to_string(),
            external_id: profile.external_id.clone(),
            name: profile.name.clone(),
            sector: profile.sector.clone(),
            website: profile.website.clone(),
            companies: startup
                .companies
                .iter()
                .map(|company| CompanyTold { number: company.number.to_string(), name: company.name.clone() })
                .collect(),
            programmes,
            page: app::paths::startup(profile.id),
        }
    }
}

/// Startups
///
/// The startups that the reader sees.
#[utoipa::path(
    get, path = "/api/v1/startups", tag = "startups", params(StartupsAsk), security(("token" = [])),
    responses((status = 200, body = Listed<StartupTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: StartupsAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    require_list(&cx)?;
    let ledger = cx.ledger().await?;
    let programme = ask::programme(&ledger, asked.programme.as_deref())?;
    let shown: Vec<&Arc<StartupLedger>> = ledger
        .startups
        .iter()
        .filter(|startup| startup.profile.withdrawn_at.is_none())
        .filter(|startup| programme.is_none_or(|id| startup.enrolments.iter().any(|stay| stay.programme == id)))
        .filter(|startup| asked.external_id.as_ref().is_none_or(|id| startup.profile.external_id.as_ref() == Some(id)))
        .collect();
    let key = |startup: &&Arc<StartupLedger>| startup.profile.id.to_string();
    let page = asked.part().of(&shown, key, |startup| StartupTold::of(&ledger, startup))?;
    Ok(page.answered(&parts.uri))
}

/// A startup that the reader sees.
pub async fn seen(cx: &Cx, id: &str) -> Result<(Arc<Ledger>, Arc<StartupLedger>), Refused> {
    let id: StartupId = id.parse().map_err(|_| Refused::NotFound)?;
    let ledger = cx.ledger().await?;
    let startup = Arc::clone(ledger.startup(id).ok_or(Refused::NotFound)?);
    Ok((ledger, startup))
}

/// A startup
///
/// Who it is, and where its stays stand today. What was recorded about it is asked for apart.
#[utoipa::path(
    get, path = "/api/v1/startups/{id}", tag = "startups", security(("token" = [])),
    params(("id" = uuid::Uuid, Path, description = "The startup's id.")),
    responses((status = 200, body = StartupWhole), Always, Named, WithToken)
)]
pub async fn one(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let (ledger, startup) = seen(&cx, &id).await?;
    let stays = cx.stays(&ledger, cx.today(), None);
    let own = |stay: &&Stay| stay.startup.profile.id == startup.profile.id;
    let stays = stays.iter().filter(own).map(|stay| StayTold::of(&ledger, stay)).collect();
    Ok(Answer(StartupWhole { startup: StartupTold::of(&ledger, &startup), stays }).into_response())
}
