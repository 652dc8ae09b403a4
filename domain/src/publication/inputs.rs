//! What a published file holds of each startup.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Pseudonym;
use crate::facts::{Outcome, Source};
use crate::ids::{CohortId, ProgrammeId};
use crate::pipeline::{Phase, StageKind};

/// One startup with the facts on which its row rests, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What it is called in this file.
    pub key: Pseudonym,
    /// The sector asked about, where it is of that sector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Its stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<Stay>,
    /// Its facts in force, by the code of their kind, each kind in its order.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Vec<Noted>>,
}

/// One stay in a programme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// The programme asked about, where it is a stay there; where a cohort is asked about, the programme of the stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeId>,
    /// The programme's short name, where the definition asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// The cohort asked about, where the stay is of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<CohortId>,
    /// Its moves in their order.
    pub moves: Vec<Move>,
}

/// One move into a stage. What the stage does to the stay is what counts; its name is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The day.
    pub on: NaiveDate,
    /// The phase of the stage.
    pub phase: Phase,
    /// What the stage does.
    pub kind: StageKind,
    /// The stage's short name, where the definition asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Who made it known, where that makes a difference: an application that its founder took back was not declined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Source>,
    /// How the stay ended, where the move says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noted {
    /// The day on which it was true.
    pub on: NaiveDate,
    /// Where it comes from.
    pub source: Source,
    /// Whether evidence is attached.
    #[serde(default, skip_serializing_if = "is_false")]
    pub documented: bool,
    /// What it says; absent where the day is all.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub says: Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}
