//! Where every stay stands, on any day and as known on any day.

use app::cx::{Cx, House};
use app::frame::require_list;
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::NaiveDate;
use domain::board::Stay;
use domain::ledger::Ledger;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{self, StandingAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};
use super::rows::StartupName;

/// A stay of a startup in a programme, and where it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StayTold {
    /// The stay's id.
    #[schema(format = "uuid")]
    id: String,
    /// The startup.
    startup: StartupName,
    /// The short name of the programme.
    programme: String,
    /// The name of the cohort.
    #[serde(skip_serializing_if = "Option::is_none")]
    cohort: Option<String>,
    /// The short name of the stage.
    stage: String,
    /// Its phase: `intake`, `mentoring` or `exit`.
    phase: &'static str,
    /// Since when it has stood there.
    since: NaiveDate,
    /// Whole days since then.
    days_in_stage: i64,
    /// When it applied.
    applied_on: NaiveDate,
    /// When it was admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    admitted_on: Option<NaiveDate>,
    /// When the stay closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_on: Option<NaiveDate>,
    /// How it closed: `graduated`, `left`, `acquired` or `discontinued`.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    /// The latest headcount.
    #[serde(skip_serializing_if = "Option::is_none")]
    employees: Option<EmployeesTold>,
}

/// A headcount as it was observed: exact when both ends are the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmployeesTold {
    /// At least so many.
    low: u32,
    /// At most so many.
    high: u32,
    /// On this day.
    on: NaiveDate,
}

impl StayTold {
    /// A stay of the reader's ledger.
    pub fn of(ledger: &Ledger, stay: &Stay) -> Self {
        let programme = ledger.programme(stay.enrolment.programme);
        let stage = programme.and_then(|programme| programme.stage(stay.course.stage));
        let cohort = stay.enrolment.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id));
        Self {
            id: stay.enrolment.id.to_string(),
            startup: StartupName::of(ledger, stay.startup.profile.id),
            programme: programme.map(|programme| programme.slug.clone()).unwrap_or_default(),
            cohort: cohort.map(|cohort| cohort.name.clone()),
            stage: stage.map(|stage| stage.key.clone()).unwrap_or_default(),
            phase: stage.map(|stage| stage.phase.code()).unwrap_or_default(),
            since: stay.course.since,
            days_in_stage: stay.days_in_stage,
            applied_on: stay.course.applied_on,
            admitted_on: stay.course.admitted_on,
            closed_on: stay.course.closed_on,
            outcome: stay.course.outcome.map(domain::facts::Outcome::code),
            employees: stay.employees.map(|(span, on)| EmployeesTold { low: span.low, high: span.high, on }),
        }
    }
}

/// The pipeline
///
/// Every stay that the reader sees and where it stands, computed from the dated moves: yesterday's pipeline is the same question with
/// yesterday's date.
#[utoipa::path(
    get, path = "/api/v1/pipeline", tag = "startups", params(StandingAsk), security(("token" = [])),
    responses((status = 200, body = Listed<StayTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: StandingAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    require_list(&cx)?;
    let ledger = cx.ledger().await?;
    let programme = ask::programme(&ledger, asked.programme.as_deref())?;
    let stays = cx.stays(&ledger, asked.as_of.unwrap_or_else(|| cx.today()), asked.known_at);
    let mut shown: Vec<&Stay> =
        stays.iter().filter(|stay| programme.is_none_or(|id| stay.enrolment.programme == id)).collect();
    shown.sort_by_key(|stay| stay.enrolment.id);
    let page = asked.part().of(&shown, |stay| stay.enrolment.id.to_string(), |stay| StayTold::of(&ledger, stay))?;
    Ok(page.answered(&parts.uri))
}
