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
//! - `funding`, `funding_*` public money and external capital
//! - `sums` what adds up; `mentoring`, `updates_*`, `applications`, `team`, `pipeline_*` the work of the house, one definition (or
//!   family) each
//! - `parameter` what is part of a version beside its words; [`example`] worked examples; [`bridge`] one version against another
//! - [`km`] and [`interval`] the mathematics, for any data; [`flow`] and [`series`] what pages draw beside the figures

mod applications;
pub mod bridge;
mod definition;
mod engine;
pub mod example;
pub mod flow;
mod funding;
mod funding_awarded;
mod funding_leverage;
mod funding_paid;
mod funding_private_capital;
mod funding_repaid;
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
mod late;
mod mentoring;
mod mentoring_hours;
mod mentoring_meetings;
mod parallel;
mod parameter;
mod period;
mod pipeline_reached;
mod pipeline_time;
mod place;
mod reasons;
mod registry;
mod scope;
pub mod series;
mod share;
pub mod status;
mod sums;
mod survival_admitted;
mod survival_exits;
mod survival_fixed;
mod survival_km;
mod team;
mod updates_response;

use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use definition::{Case, Counted, Definition, LeftOut, STALENESS_MONTHS, Totals};
pub use engine::{compute, compute_all, compute_by};
pub use late::Late;
pub use parameter::{ALIVE, Censoring, Parameter, Period, Places};
pub use registry::{
    Entry, Group, REGISTRY, default_ids, definition, definition_version, family_ids, house_ids, parse_id, versions,
};
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
    /// Meetings.
    Meetings,
    /// Hours; every row is a whole number of minutes.
    Hours,
    /// Startups, each counted once.
    Startups,
    /// A share between 0 and 1 of people: contributions are people, and [`Figure::denominator`] says of how many.
    PeopleShare,
    /// Days; the value is the median of the contributions.
    Days,
    /// Norwegian kroner; every row is a whole number of øre.
    Kroner,
    /// Kroner per krone: contributions are kroner, and [`Figure::denominator`] says per how many.
    Ratio,
}

impl Unit {
    /// Whether the value is the sum of the contributions.
    #[must_use]
    pub const fn is_sum(self) -> bool {
        matches!(self, Self::Jobs | Self::Meetings | Self::Hours | Self::Startups | Self::Kroner)
    }

    /// Whether the value lies between 0 and 1 and is read as a percentage.
    #[must_use]
    pub const fn is_share(self) -> bool {
        matches!(self, Self::Share | Self::PeopleShare | Self::Curve)
    }
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
    /// Only what happened on or after this day: meetings, answers that were due, decisions. Jobs and survival are states and take no
    /// notice of it.
    #[serde(default)]
    pub since: Option<NaiveDate>,
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
    /// What only figures of the house's work rest on. Apart, so that the rows of all others stay small.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<Box<Work>>,
}

/// On what a row of the house's work rests. Absent parts do not apply to the definition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    /// How many meetings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings: Option<u32>,
    /// The day of the latest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_on: Option<NaiveDate>,
    /// When it was asked for an update.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<NaiveDate>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// When it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_on: Option<NaiveDate>,
    /// When it answered that it has closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// When no mail reached it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounced_on: Option<NaiveDate>,
    /// When it applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applied_on: Option<NaiveDate>,
    /// When its application was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// Women.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub women: Option<u32>,
    /// Of so many people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub people: Option<u32>,
    /// When that was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_on: Option<NaiveDate>,
    /// How many awards, payments or rounds of capital.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u32>,
    /// The day of the latest of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money_on: Option<NaiveDate>,
    /// The public money that capital is set against, in øre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_ore: Option<i64>,
    /// When it entered the stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entered_on: Option<NaiveDate>,
    /// When it left it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
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
    /// No meeting in the period.
    NoMeeting,
    /// Not asked for an update that was due in the period.
    NotAsked,
    /// Asked, has not answered, and still has time.
    NotYetDue,
    /// Applied for nothing in the period.
    NoApplication,
    /// Its application waits for an answer.
    Undecided,
    /// Nobody said how many women there are.
    NotSaid,
    /// What was said of its team is older than the staleness limit.
    StaleTeam,
    /// Never was in the stage.
    NotInStage,
    /// Still in the stage.
    StillInStage,
    /// It happened before the period asked about.
    BeforePeriod,
    /// It left the house in another way.
    OtherOutcome,
    /// No public money in the period.
    NoFunding,
    /// Nothing was paid back in the period.
    NoRepayment,
    /// No capital raised in the period.
    NoCapital,
    /// An amount in a foreign currency without a rate.
    NoRate,
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
    /// The sum of the contributions: shares are this of [`Figure::denominator`], sums are it.
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

impl Figure {
    /// What the numerator is a part of, or set against: startups, people for [`Unit::PeopleShare`], kroner for [`Unit::Ratio`].
    #[must_use]
    pub fn denominator(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
        match self.unit {
            Unit::Ratio => {
                let paid = self.rows_in.iter().filter_map(|row| row.basis.work.as_ref()?.paid_ore);
                sums::kroner(paid.fold(0, i64::saturating_add))
            }
            Unit::PeopleShare => {
                self.rows_in.iter().filter_map(|row| row.basis.work.as_ref()?.people).map(f64::from).sum()
            }
            _ => self.n as f64,
        }
    }
}

/// A computed figure, shared between the pages that show it.
pub type SharedFigure = Arc<Figure>;
