//! Programmes and cohorts: those of the house, or made because a file names them.

use chrono::NaiveDate;

use super::Planner;
use crate::exchange::error::Expected;
use crate::exchange::told::ToldProgramme;
use crate::ids::{CohortId, ProgrammeId, StageId};
use crate::pipeline::{Cohort, DEFAULT_STAGES, Programme, Stage};
use crate::words::fold;

impl Planner<'_> {
    /// The programme of this short name or name, made when the house has none.
    pub(super) fn programme(&mut self, text: &str, name: Option<&str>) -> ProgrammeId {
        match self.known_programme(text) {
            Some(programme) => programme,
            None => {
                let stages: Vec<_> = DEFAULT_STAGES
                    .iter()
                    .map(|(key, phase, kind, names)| ((*key).to_owned(), *phase, *kind, names.map(str::to_owned)))
                    .collect();
                let slug = self.free_slug(text);
                self.make_programme(slug, name.unwrap_or(text).to_owned(), &stages)
            }
        }
    }

    /// The programme of this short name or name, when there is one.
    pub(super) fn known_programme(&self, text: &str) -> Option<ProgrammeId> {
        let folded = fold(text);
        let named =
            |known: &&Programme| known.slug == text || fold(&known.slug) == folded || fold(&known.name) == folded;
        self.programmes.iter().find(named).map(|programme| programme.id)
    }

    /// A short name from a name that no programme has: `C++` and `C#` are two programmes.
    fn free_slug(&self, text: &str) -> String {
        let base = slug(text);
        let taken = |slug: &str| self.programmes.iter().any(|known| known.slug == slug);
        let mut free = base.clone();
        let mut number = 2;
        while taken(&free) {
            free = format!("{base}-{number}");
            number += 1;
        }
        free
    }

    fn make_programme(&mut self, slug: String, name: String, stages: &[ToldStage]) -> ProgrammeId {
        let id = ProgrammeId(self.id());
        let stages = (0u16..)
            .zip(stages)
            .map(|(position, (key, phase, kind, names))| Stage {
                id: StageId((self.cx.new_id)()),
                key: key.clone(),
                phase: *phase,
                kind: *kind,
                names: names.clone(),
                position,
                retired: false,
                usual_days: None,
            })
            .collect();
        let programme = Programme { id, slug, name, stages };
        self.programmes.push(programme.clone());
        self.plan.programmes.push(programme);
        id
    }

    /// A programme with stages of its own: made, or compared with the one of the house.
    pub(super) fn told_programme(&mut self, told: &ToldProgramme) {
        match self.programmes.iter().find(|known| known.slug == told.slug) {
            Some(known) => {
                let missing = told.stages.iter().find(|(key, ..)| known.stage_by_key(key).is_none());
                if let Some((key, ..)) = missing {
                    let (value, programme) = (key.clone(), known.slug.clone());
                    self.error(&told.place, value, Expected::StageOf { programme });
                }
            }
            None => {
                let name = told.name.clone().unwrap_or_else(|| told.slug.clone());
                self.make_programme(told.slug.clone(), name, &told.stages);
            }
        }
    }

    /// The cohort of this name, made when the programme has none.
    pub(super) fn cohort(
        &mut self,
        programme: ProgrammeId,
        name: &str,
        starts: Option<NaiveDate>,
        ends: Option<NaiveDate>,
    ) -> CohortId {
        let folded = fold(name);
        let found = self.cohorts.iter().find(|known| known.programme == programme && fold(&known.name) == folded);
        match found {
            Some(cohort) => cohort.id,
            None => {
                let id = CohortId(self.id());
                let cohort = Cohort { id, programme, name: name.to_owned(), starts_on: starts, ends_on: ends };
                self.cohorts.push(cohort.clone());
                self.plan.cohorts.push(cohort);
                id
            }
        }
    }
}

type ToldStage = (String, crate::pipeline::Phase, crate::pipeline::StageKind, [String; 3]);

/// A short name from a name: lower case letters and digits, Norwegian letters spelled out, dashes between.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in fold(name).chars() {
        match letter {
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push('o'),
            'å' => slug.push('a'),
            letter if letter.is_ascii_alphanumeric() => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "programme".to_owned() } else { slug.to_owned() }
}
