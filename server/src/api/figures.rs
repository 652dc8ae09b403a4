//! Figures of the house today, or as on any day and as known on any day: for whoever may open the page of them.

use std::collections::BTreeMap;

use app::cx::{Cx, House};
use app::question::{self, Sight};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use domain::access::Reason;
use domain::figures::{self, Figure, IntervalMethod, SharedFigure, Unit};
use domain::ledger::Ledger;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, FigureAsk, FigureListAsk, Name};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};

/// What a figure's value counts.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitName {
    /// Jobs: heads or full-time equivalents.
    Jobs,
    /// A share of startups, from 0 to 1.
    Share,
    /// The height of a survival curve at its horizon, from 0 to 1.
    Curve,
    /// Meetings.
    Meetings,
    /// Hours.
    Hours,
    /// Startups.
    Startups,
    /// A share of people, from 0 to 1.
    PeopleShare,
    /// Days; the value is a median.
    Days,
    /// Kroner.
    Kroner,
    /// So many for each one: kroner of external capital for each public krone.
    Ratio,
}

impl From<Unit> for UnitName {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Jobs => Self::Jobs,
            Unit::Share => Self::Share,
            Unit::Curve => Self::Curve,
            Unit::Meetings => Self::Meetings,
            Unit::Hours => Self::Hours,
            Unit::Startups => Self::Startups,
            Unit::PeopleShare => Self::PeopleShare,
            Unit::Days => Self::Days,
            Unit::Kroner => Self::Kroner,
            Unit::Ratio => Self::Ratio,
        }
    }
}

/// A 95 % interval.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntervalTold {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// The level.
    level: f64,
    /// How it was computed.
    method: MethodName,
}

/// How an interval was computed.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MethodName {
    /// Exact binomial.
    ClopperPearson,
    /// Log-log transformed Greenwood.
    LogLog,
}

impl From<figures::Interval> for IntervalTold {
    fn from(interval: figures::Interval) -> Self {
        let method = match interval.method {
            IntervalMethod::ClopperPearson => MethodName::ClopperPearson,
            IntervalMethod::LogLog => MethodName::LogLog,
        };
        Self { low: interval.low, high: interval.high, level: interval.level, method }
    }
}

/// A figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureTold {
    /// Which figure.
    #[schema(example = "jobs.net")]
    id: String,
    /// The definition and its version.
    #[schema(example = "jobs.net@1")]
    definition: String,
    /// What its value counts.
    unit: UnitName,
    /// The civil date it is about.
    as_of: NaiveDate,
    /// Only facts recorded by then count.
    known_at: DateTime<Utc>,
    /// What it comes to; absent when it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<ResultTold>,
    /// Why it is withheld: it rests on so few startups that the reader does not see that it would tell of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<String>,
    /// The same figure on a page for people.
    page: String,
}

/// What a figure comes to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResultTold {
    /// The value; `null` when there is nothing to compute it from.
    #[schema(required = true)]
    value: Option<f64>,
    /// The documented floor.
    #[schema(required = true)]
    floor: Option<f64>,
    /// The ceiling.
    #[schema(required = true)]
    ceiling: Option<f64>,
    /// The sum of the contributions: for a share, so many of the denominator.
    numerator: f64,
    /// What a share is of: startups, or people.
    denominator: f64,
    /// How many startups are in it.
    #[schema(minimum = 0)]
    n: usize,
    /// The interval of a share or a curve.
    #[schema(required = true)]
    interval: Option<IntervalTold>,
    /// Whether a share rests on too little to be quoted: fewer than 10, or an interval wider than 0.30.
    too_uncertain: bool,
    /// How many startups that the reader sees are left out, by reason.
    left_out: BTreeMap<&'static str, usize>,
    /// How many startups in it, or left out of it, the reader does not see.
    #[schema(minimum = 0)]
    unseen: usize,
    /// The curve, when it is asked for one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    curve: Option<CurveTold>,
}

/// A survival curve.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurveTold {
    /// How many were observed.
    n: u64,
    /// How many of them died.
    events: u64,
    /// The first day at which the estimate is at most one half; `null` when it never is.
    #[schema(required = true)]
    median: Option<f64>,
    /// One point for each day on which somebody died or went out of sight.
    points: Vec<PointTold>,
}

/// A point of a survival curve.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointTold {
    /// Days since the origin.
    t: f64,
    /// At risk just before.
    at_risk: u64,
    /// Deaths.
    events: u64,
    /// Censored, after the deaths.
    censored: u64,
    /// The estimate just after.
    s: f64,
    /// Lower end of its 95 % interval.
    low: f64,
    /// Upper end of it.
    high: f64,
}

impl FigureTold {
    fn of(sight: &Sight, figure: &Figure, whole: bool) -> Self {
        let withheld = sight.withheld(figure);
        Self {
            id: figure.id.0.clone(),
            definition: figure.definition.clone(),
            unit: figure.unit.into(),
            as_of: figure.query.as_of,
            known_at: figure.query.known_at,
            result: withheld.is_none().then(|| ResultTold::of(sight, figure, whole)),
            withheld: withheld.map(app::pages::errors::reason_code),
            page: app::paths::figure(&figure.id),
        }
    }
}

impl ResultTold {
    fn of(sight: &Sight, figure: &Figure, whole: bool) -> Self {
        let mut left_out: BTreeMap<&'static str, usize> = BTreeMap::new();
        for row in figure.rows_out.iter().filter(|row| sight.sees(row.startup)) {
            *left_out.entry(row.reason.code()).or_default() += 1;
        }
        let startups = figure.rows_in.iter().map(|row| row.startup);
        let startups = startups.chain(figure.rows_out.iter().map(|row| row.startup));
        Self {
            value: figure.value,
            floor: figure.floor,
            ceiling: figure.ceiling,
            numerator: figure.numerator,
            denominator: figure.denominator(),
            n: figure.n,
            interval: figure.interval.map(Into::into),
            too_uncertain: question::too_uncertain(figure),
            left_out,
            unseen: startups.filter(|startup| !sight.sees(*startup)).count(),
            curve: figure.curve.as_ref().filter(|_| whole).map(|curve| CurveTold {
                n: curve.n,
                events: curve.events,
                median: curve.median,
                points: curve
                    .points
                    .iter()
                    .map(|point| PointTold {
                        t: point.t,
                        at_risk: point.at_risk,
                        events: point.events,
                        censored: point.censored,
                        s: point.s,
                        low: point.low,
                        high: point.high,
                    })
                    .collect(),
            }),
        }
    }
}

/// One figure for a question, when the reader may ask it.
pub async fn ask_one(
    cx: &Cx,
    id: &str,
    question: impl FnOnce(&Cx, &Ledger, &Ledger) -> Result<figures::Query, Refused>,
) -> Result<(Sight, SharedFigure), Refused> {
    let id = figures::parse_id(id).ok_or(Refused::NotFound)?;
    let sight = Sight::of(cx).await?;
    let house = cx.house_ledger().await?;
    let query = question(cx, &house, sight.ledger())?;
    let figure = cx.house.store.figure(&id, &query).await?.ok_or(Refused::NotFound)?;
    Ok((sight, figure))
}

/// Figures
///
/// The figures of the house, or of the part of it that is asked about, each with three levels and how sure it is.
#[utoipa::path(
    get, path = "/api/v1/figures", tag = "figures", params(FigureListAsk), security(("token" = [])),
    responses((status = 200, body = Listed<FigureTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: FigureListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let sight = Sight::of(&cx).await?;
    let ledger = cx.house_ledger().await?;
    let query = asked.question(&cx, &ledger, sight.ledger())?;
    let ids = figures::house_ids(&ledger, query.scope.programme);
    let mut figures = cx.house.store.figures_of(&ids, &query).await?;
    figures.sort_by(|a, b| a.id.cmp(&b.id));
    let page =
        asked.part().of(&figures, |figure| figure.id.0.clone(), |figure| FigureTold::of(&sight, figure, false))?;
    Ok(page.answered(&parts.uri))
}

/// A figure
///
/// One figure, with its curve when it is one. Its rows are asked for apart.
#[utoipa::path(
    get, path = "/api/v1/figures/{id}", tag = "figures", security(("token" = [])),
    params(("id" = String, Path, description = "The figure, such as `jobs.net` or `survival.fixed(5)`.", min_length = 1), FigureAsk),
    responses((status = 200, body = FigureTold), Always, Named, WithToken)
)]
pub async fn one(State(house): State<House>, Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    let asked: FigureAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let (sight, figure) = ask_one(&cx, &id, |cx, house, seen| asked.question(cx, house, seen)).await?;
    if let Some(reason) = sight.withheld(&figure) {
        return Err(Refused::Denied(reason));
    }
    Ok(Answer(FigureTold::of(&sight, &figure, true)).into_response())
}

/// Rows are for those who see startups.
pub fn unless_rows_are_hidden(cx: &Cx, sight: &Sight, figure: &Figure) -> Result<(), Refused> {
    if cx.actor().role == domain::access::Role::Funder {
        return Err(Refused::Denied(Reason::FiguresOnly));
    }
    sight.withheld(figure).map_or(Ok(()), |reason| Err(Refused::Denied(reason)))
}
