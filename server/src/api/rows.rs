//! The startups in a figure and those left out of it, as far as the reader sees them.

use app::cx::{Cx, House};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::NaiveDate;
use domain::figures::{Basis, RowIn, RowOut};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{self, FigureListAsk, Name};
use super::figures::{ask_one, unless_rows_are_hidden};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};

/// A startup in a figure, or left out of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowTold {
    /// The startup.
    startup: StartupName,
    /// Whether it is in the figure.
    counted: bool,
    /// What it adds to the value; absent when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    contribution: Option<f64>,
    /// What it adds to the documented floor; absent when it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<f64>,
    /// What it adds to the ceiling, also when it is left out.
    ceiling: f64,
    /// Why it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    /// The days and numbers on which it rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<BasisTold>,
}

/// Which startup.
#[derive(Debug, Serialize, ToSchema)]
pub struct StartupName {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// Its id at its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    /// Its name.
    name: String,
}

/// On what a row rests. Absent parts do not apply to the definition.
#[derive(Debug, Serialize, ToSchema)]
pub struct BasisTold {
    /// When it was admitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    admitted_on: Option<NaiveDate>,
    /// When it exited.
    #[serde(skip_serializing_if = "Option::is_none")]
    exited_on: Option<NaiveDate>,
    /// Jobs before.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<f64>,
    /// Jobs at the date.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<f64>,
    /// The day of the observation behind that.
    #[serde(skip_serializing_if = "Option::is_none")]
    observed_on: Option<NaiveDate>,
    /// When it died.
    #[serde(skip_serializing_if = "Option::is_none")]
    died_on: Option<NaiveDate>,
    /// When it was last verified alive.
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_on: Option<NaiveDate>,
    /// Curves: days from the origin to when it came under observation.
    #[serde(skip_serializing_if = "Option::is_none")]
    entry_days: Option<i64>,
    /// Curves: days from the origin to death or censoring.
    #[serde(skip_serializing_if = "Option::is_none")]
    exit_days: Option<i64>,
    /// Fractional jobs: with how many other programmes they are shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_with: Option<u32>,
}

impl StartupName {
    /// A startup of the reader's ledger.
    pub fn of(seen: &Ledger, id: StartupId) -> Self {
        let profile = seen.startup(id).map(|startup| &startup.profile);
        Self {
            id: id.to_string(),
            external_id: profile.and_then(|profile| profile.external_id.clone()),
            name: profile.map(|profile| profile.name.clone()).unwrap_or_default(),
        }
    }
}

impl From<&Basis> for BasisTold {
    fn from(basis: &Basis) -> Self {
        Self {
            admitted_on: basis.admitted_on,
            exited_on: basis.exited_on,
            baseline: basis.baseline,
            value: basis.value,
            observed_on: basis.observed_on,
            died_on: basis.died_on,
            verified_on: basis.verified_on,
            entry_days: basis.entry_days,
            exit_days: basis.exit_days,
            shared_with: basis.shared_with,
        }
    }
}

/// A row of either kind.
enum Either<'a> {
    In(&'a RowIn),
    Out(&'a RowOut),
}

impl Either<'_> {
    const fn startup(&self) -> StartupId {
        match self {
            Self::In(row) => row.startup,
            Self::Out(row) => row.startup,
        }
    }

    fn told(&self, seen: &Ledger) -> RowTold {
        let startup = StartupName::of(seen, self.startup());
        match self {
            Self::In(row) => RowTold {
                startup,
                counted: true,
                contribution: Some(row.contribution),
                floor: Some(row.floor),
                ceiling: row.ceiling,
                reason: None,
                basis: Some((&row.basis).into()),
            },
            Self::Out(row) => RowTold {
                startup,
                counted: false,
                contribution: None,
                floor: None,
                ceiling: row.ceiling,
                reason: Some(row.reason.code()),
                basis: None,
            },
        }
    }
}

/// The rows of a figure
///
/// The startups in it and those left out of it, each with why, as far as the reader sees them. How many they do not see is told by the
/// figure itself (`unseen`).
#[utoipa::path(
    get, path = "/api/v1/figures/{id}/rows", tag = "figures", security(("token" = [])),
    params(("id" = String, Path, description = "The figure, such as `jobs.net` or `survival.fixed(5)`.", min_length = 1), FigureListAsk),
    responses((status = 200, body = Listed<RowTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    let asked: FigureListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let (sight, figure) = ask_one(&cx, &id, |cx, house, seen| asked.question(cx, house, seen)).await?;
    unless_rows_are_hidden(&cx, &sight, &figure)?;
    let all = figure.rows_in.iter().map(Either::In).chain(figure.rows_out.iter().map(Either::Out));
    let mut rows: Vec<Either<'_>> = all.filter(|row| sight.sees(row.startup())).collect();
    rows.sort_by_key(|row| row.startup());
    let page = asked.part().of(&rows, |row| row.startup().to_string(), |row| row.told(sight.ledger()))?;
    Ok(page.answered(&parts.uri))
}
