//! The one engine behind every figure: `(definition, facts, as_of, known_at) -> Figure`.
//!
//! A definition is one file in this folder and one entry in [`REGISTRY`]. Everything that shows a number (screen, command
//! line, API, mail, published file) asks [`compute`] and shows the [`Figure`] it gets, rows and all.
//!
//! Where each rule stands:
//! - [`history`] which facts are in force, when a startup was gone, what shows it alive; [`status`] alive, dead, unknown
//! - `scope` which startups a question is about, admission and exit; `place` what lies in a region
//! - `jobs` reading an observation, staleness, baseline; `jobs_*` one definition each
//! - `share` shares and their band; `survival_*` one definition (or family) each
//! - [`km`] and [`interval`] the mathematics, for any data; [`flow`] and [`series`] what pages draw beside the figures

mod definition;
mod engine;
pub mod flow;
pub mod history;
pub mod interval;
mod jobs;
mod jobs_at_exit;
mod jobs_gross_increase;
mod jobs_net;
mod jobs_net_floor;
mod jobs_peak;
mod jobs_stock;
pub mod km;
mod parallel;
mod place;
mod reasons;
mod registry;
mod scope;
pub mod series;
mod share;
pub mod status;
mod survival_admitted;
mod survival_exits;
mod survival_fixed;
mod survival_km;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use definition::{Case, Counted, Definition, LeftOut, STALENESS_MONTHS, Totals};
pub use engine::{compute, compute_all};
pub use registry::{Entry, REGISTRY, default_ids, definition, parse_id};
pub use scope::{Question, Stay};
pub use survival_km::HORIZON_DAYS;

use crate::geography::RegionSetId;
use crate::ids::{CohortId, ProgrammeId, StartupId};
use crate::time::Instant;

/// Which figure: `jobs.net`, `survival.fixed(5)`, `survival.km(admission)`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FigureId(pub String);

/// What a figure's value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Jobs: heads or full-time equivalents.
    Jobs,
    /// A share between 0 and 1.
    Share,
    /// A survival curve; the value is its height at the horizon.
    Curve,
}

/// In what jobs are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Employees, each one.
    #[default]
    Heads,
    /// Full-time equivalents.
    Fte,
}

/// Which startups and which jobs a figure is asked about. Every field narrows; the default is the whole house.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Only stays in this programme count as admission and exit.
    pub programme: Option<ProgrammeId>,
    /// Only startups with a stay in this cohort.
    pub cohort: Option<CohortId>,
    /// Only startups of this sector (compared folded).
    pub sector: Option<String>,
    /// Only jobs, or startups, in this region set.
    pub region: Option<RegionSetId>,
    /// Only startups admitted on or after this day.
    pub admitted_from: Option<NaiveDate>,
    /// Only startups admitted on or before this day.
    pub admitted_to: Option<NaiveDate>,
    /// In what jobs are counted.
    pub measure: Measure,
    /// Whether working founders are counted as jobs.
    pub with_founders: bool,
    /// Whether the jobs of a startup are divided by all who supported it: one for the house and one for each other programme
    /// recorded by the date. Survival takes no notice of it: a startup is alive or not, whoever helped.
    #[serde(default)]
    pub fractional: bool,
}

/// A question to the engine.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Query {
    /// The civil date the figure is about.
    pub as_of: NaiveDate,
    /// Only facts recorded by then.
    pub known_at: Instant,
    /// Which startups and which jobs.
    pub scope: Scope,
}

/// An interval around a value.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Confidence level: 0.95.
    pub level: f64,
    /// How it was computed.
    pub method: IntervalMethod,
}

/// How an interval was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IntervalMethod {
    /// Exact binomial.
    ClopperPearson,
    /// Log-log transformed Greenwood.
    LogLog,
}

/// A startup that counts in a figure, and what it adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowIn {
    /// The startup.
    pub startup: StartupId,
    /// What it adds to the value (jobs), to the numerator (shares: 1 or 0) or to the events (curves: 1 or 0).
    pub contribution: f64,
    /// What it adds to the documented floor.
    pub floor: f64,
    /// What it adds to the ceiling.
    pub ceiling: f64,
    /// The days on which the contribution rests.
    pub basis: Basis,
}

/// On what a row's contribution rests, for a reader who opens it. Absent parts do not apply to the definition.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Basis {
    /// When the startup was admitted.
    pub admitted_on: Option<NaiveDate>,
    /// When it exited.
    pub exited_on: Option<NaiveDate>,
    /// Jobs before (the baseline).
    pub baseline: Option<f64>,
    /// Jobs at the date the definition looks at.
    pub value: Option<f64>,
    /// The day of the observation behind `value`.
    pub observed_on: Option<NaiveDate>,
    /// When it died.
    pub died_on: Option<NaiveDate>,
    /// When it was last verified alive.
    pub verified_on: Option<NaiveDate>,
    /// Curves: days from the origin to entering the risk set (left truncation); 0 when from the origin.
    pub entry_days: Option<i64>,
    /// Curves: days from the origin to death or censoring.
    pub exit_days: Option<i64>,
    /// Fractional jobs: how many other programmes the contribution is shared with. The jobs in `baseline` and `value` are
    /// whole; the contribution is theirs divided by one more than this. Absent when nothing is shared.
    pub shared_with: Option<u32>,
}

/// A startup that does not count in a figure, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowOut {
    /// The startup.
    pub startup: StartupId,
    /// Why it is left out.
    pub reason: OutReason,
    /// What it could add at most: counted in the ceiling only.
    pub ceiling: f64,
}

/// Why a startup is left out of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutReason {
    /// Never admitted by the date.
    NotAdmitted,
    /// No stay in the programme asked about.
    OtherProgramme,
    /// Not of the cohort asked about.
    OtherCohort,
    /// Not of the sector asked about.
    OtherSector,
    /// Admitted outside the period asked about.
    OutsidePeriod,
    /// Works outside the region asked about.
    OutsideRegion,
    /// Nobody recorded where it works.
    PlaceUnknown,
    /// Its municipality was split between several: not guessed.
    PlaceAmbiguous,
    /// No headcount was ever recorded (by the date).
    NoHeadcount,
    /// No headcount at admission: before and after cannot be compared.
    NoBaseline,
    /// The latest headcount is older than the staleness limit.
    StaleHeadcount,
    /// No full-time equivalents were stated.
    NoFte,
    /// Nobody stated how many founders work in it.
    NoFounderCount,
    /// Not alive at the date.
    NotAlive,
    /// Still in the house, so it has not exited.
    NotExited,
    /// Admitted less than the asked number of years before the date.
    TooYoung,
    /// Last verified alive longer ago than the limit: unknown, not alive.
    StatusUnknown,
    /// Absorbed in a merger: neither alive nor dead.
    Absorbed,
    /// Known to be dead, but not since when: it counts in shares, not in curves.
    DeathDateUnknown,
    /// Nobody recorded when the venture began.
    BirthUnknown,
    /// Never verified after it came under observation.
    NotObserved,
}

/// A point of a survival curve: one distinct time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Time since the origin (days for the house's curves; the file's own unit in `grobunn survival`).
    pub t: f64,
    /// At risk just before `t`.
    pub at_risk: u64,
    /// Deaths at `t`.
    pub events: u64,
    /// Censored at `t`, after the deaths.
    pub censored: u64,
    /// The estimate just after `t`.
    pub s: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// A survival curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Curve {
    /// How many were observed.
    pub n: u64,
    /// How many of them died.
    pub events: u64,
    /// The first time at which the estimate is at most one half; `None` when it never is.
    pub median: Option<f64>,
    /// One point for each distinct time, ascending.
    pub points: Vec<CurvePoint>,
}

/// A definition applied to the facts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Which figure.
    pub id: FigureId,
    /// The definition and its version: `survival.exits@1`.
    pub definition: String,
    /// What the value counts.
    pub unit: Unit,
    /// The question it answers.
    pub query: Query,
    /// The value; `None` when nothing is there to compute it from.
    pub value: Option<f64>,
    /// The documented floor.
    pub floor: Option<f64>,
    /// The ceiling.
    pub ceiling: Option<f64>,
    /// Shares and curves: the sum of the contributions. Jobs: the value itself.
    pub numerator: f64,
    /// How many startups are in.
    pub n: usize,
    /// The 95 % interval of a share or of a curve's height at the horizon; none for jobs, which are counted, not sampled.
    pub interval: Option<Interval>,
    /// The startups in it, by id.
    pub rows_in: Vec<RowIn>,
    /// The startups left out, by id.
    pub rows_out: Vec<RowOut>,
    /// The curve, for [`Unit::Curve`].
    pub curve: Option<Curve>,
}

/// A computed figure, shared between the pages that show it.
pub type SharedFigure = Arc<Figure>;
