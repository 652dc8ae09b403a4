//! Reads the inputs of a published file back as a ledger, so that the one engine computes them.

use std::collections::HashMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::inputs::{Input, Noted};
use super::kinds::every_kind;
use super::{Pseudonym, differ, without_nulls};
use crate::facts::{Fact, FactKind, Source, StageChange};
use crate::figures::{Definition, Figure, Query, Scope, compute_by};
use crate::ids::{EnrolmentId, FactId, ProgrammeId, StageId, StartupId};
use crate::ledger::{Ledger, Profile, StartupLedger};
use crate::pipeline::{Enrolment, Programme, Stage};
use crate::time::Instant;

/// The id a startup bears in a ledger made of a file. Pseudonyms and ids sort alike.
pub(super) fn startup_id(key: Pseudonym) -> StartupId {
    StartupId(Uuid::from_u64_pair(0, key.0))
}

/// The pseudonym behind such an id.
pub(super) fn pseudonym(id: StartupId) -> Pseudonym {
    Pseudonym(id.0.as_u64_pair().1)
}

/// The figure that the engine makes of inputs.
///
/// # Errors
/// What in the inputs cannot be read, in words for whoever made the file.
pub(super) fn figure(inputs: &[Input], definition: &dyn Definition, query: &Query) -> Result<Figure, String> {
    Ok(compute_by(&ledger(inputs, query.known_at)?, definition, query))
}

/// The question of a file.
///
/// # Errors
/// What in it is missing or cannot be read.
pub(super) fn query(question: &Map<String, Value>) -> Result<Query, String> {
    let bad = |error: serde_json::Error| format!("question: {error}");
    let part = |name: &str| question.get(name).cloned().ok_or_else(|| format!("question.{name} is missing"));
    if let Some(unknown) = question.keys().find(|name| !["as_of", "known_at", "scope"].contains(&name.as_str())) {
        return Err(format!("question.{unknown} is not known here"));
    }
    // What the file leaves out is as in the whole house.
    let mut scope = serde_json::to_value(Scope::default()).map_err(bad)?;
    if let (Value::Object(scope), Value::Object(given)) = (&mut scope, part("scope")?) {
        for (name, value) in given {
            match scope.get_mut(&name) {
                Some(there) => *there = value,
                None => return Err(format!("question.scope.{name} is not known here")),
            }
        }
    }
    Ok(Query {
        as_of: serde_json::from_value(part("as_of")?).map_err(bad)?,
        known_at: serde_json::from_value(part("known_at")?).map_err(bad)?,
        scope: serde_json::from_value(scope).map_err(bad)?,
    })
}

/// Makes a ledger of inputs.
fn ledger(inputs: &[Input], known_at: Instant) -> Result<Ledger, String> {
    let mut thaw = Thaw { known_at, next: 0, programmes: Vec::new(), by_name: HashMap::new() };
    let startups = inputs.iter().map(|input| thaw.startup(input).map(Arc::new)).collect::<Result<Vec<_>, String>>()?;
    Ok(Ledger { version: 0, programmes: thaw.programmes, cohorts: Vec::new(), startups })
}

struct Thaw {
    known_at: Instant,
    /// Ids are handed out in order, so that facts of one day stay in theirs.
    next: u64,
    programmes: Vec<Programme>,
    by_name: HashMap<(Option<ProgrammeId>, Option<String>), usize>,
}

impl Thaw {
    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u64_pair(1, self.next)
    }

    fn startup(&mut self, input: &Input) -> Result<StartupLedger, String> {
        let mut startup = StartupLedger::new(Profile {
            id: startup_id(input.key),
            external_id: None,
            name: String::new(),
            sector: input.sector.clone(),
            website: None,
            created_at: self.known_at,
            withdrawn_at: None,
        });
        for stay in &input.stays {
            let enrolment = EnrolmentId(self.id());
            let index = self.programme(stay.programme, stay.slug.as_deref());
            let programme = self.programmes[index].id;
            startup.enrolments.push(Enrolment { id: enrolment, programme, cohort: stay.cohort });
            for one in &stay.moves {
                let to = self.stage(index, one);
                let change = StageChange { enrolment, from: None, to, outcome: one.outcome };
                let id = FactId(self.id());
                startup.stage_changes.push(Fact {
                    id,
                    valid_on: one.on,
                    recorded_at: self.known_at,
                    supersedes: None,
                    source: one.by.unwrap_or(Source::Mentor),
                    documented: false,
                    body: Some(change),
                });
            }
        }
        // A stay's moves are in their order; those of several stays are put into one.
        startup.stage_changes.sort_by_key(Fact::order);
        let mut read = 0;
        macro_rules! read {
            ($list:ident, $kind:expr) => {
                if let Some(noted) = input.facts.get($kind.code()) {
                    startup.$list = self.facts(input.key, $kind, noted)?;
                    read += 1;
                }
            };
        }
        every_kind!(read);
        if read < input.facts.len() {
            return Err(format!("inputs[{}].facts holds a kind that is not known here", input.key));
        }
        Ok(startup)
    }

    fn facts<T: DeserializeOwned + serde::Serialize>(
        &mut self,
        key: Pseudonym,
        kind: FactKind,
        noted: &[Noted],
    ) -> Result<Vec<Fact<T>>, String> {
        let place = |index: usize| format!("inputs[{key}].facts.{}[{index}]", kind.code());
        let mut facts = Vec::with_capacity(noted.len());
        for (index, one) in noted.iter().enumerate() {
            let body: T =
                serde_json::from_value(one.says.clone()).map_err(|error| format!("{}: {error}", place(index)))?;
            let again = serde_json::to_value(&body).map_err(|error| format!("{}: {error}", place(index)))?;
            // What the type does not know was passed over in reading and is missing now.
            if !differ::same(&without_nulls(again), &one.says) {
                return Err(format!("{} says something that is not known here", place(index)));
            }
            facts.push(Fact {
                id: FactId(self.id()),
                valid_on: one.on,
                recorded_at: self.known_at,
                supersedes: None,
                source: one.source,
                documented: one.documented,
                body: Some(body),
            });
        }
        Ok(facts)
    }

    /// A programme with the id and the short name stated, else one that nobody asks for.
    fn programme(&mut self, id: Option<ProgrammeId>, slug: Option<&str>) -> usize {
        let name = (id, slug.map(str::to_owned));
        if let Some(index) = self.by_name.get(&name) {
            return *index;
        }
        let index = self.programmes.len();
        self.programmes.push(Programme {
            id: id.unwrap_or_else(|| ProgrammeId(Uuid::from_u64_pair(2, index as u64))),
            slug: slug.unwrap_or_default().to_owned(),
            name: String::new(),
            stages: Vec::new(),
        });
        self.by_name.insert(name, index);
        index
    }

    /// The stage of a programme that does what the move says.
    fn stage(&mut self, programme: usize, one: &super::Move) -> StageId {
        let key = one.stage.as_deref().unwrap_or_default();
        let stages = &mut self.programmes[programme].stages;
        let alike = |stage: &&Stage| stage.phase == one.phase && stage.kind == one.kind && stage.key == key;
        if let Some(stage) = stages.iter().find(alike) {
            return stage.id;
        }
        let position = u16::try_from(stages.len()).unwrap_or(u16::MAX);
        let id = StageId(Uuid::from_u64_pair(3, (programme as u64) << 16 | u64::from(position)));
        stages.push(Stage {
            id,
            key: key.to_owned(),
            phase: one.phase,
            kind: one.kind,
            names: Default::default(),
            position,
            retired: false,
            usual_days: None,
        });
        id
    }
}
