//! The house's two programmes, their stages and cohorts.

use chrono::{Datelike, Days, NaiveDate};

use super::chance::Chance;
use super::scribe::id;
use crate::facts::Outcome;
use crate::ids::{CohortId, ProgrammeId, StageId};
use crate::pipeline::{Cohort, DEFAULT_STAGES, Phase, Programme, Stage, StageKind, StageTemplate};

/// The pre-programme: fewer stages, and nobody is acquired out of it.
const SHORT_STAGES: [StageTemplate; 7] = [
    ("applied", Phase::Intake, StageKind::Step, ["Søkt", "Søkt", "Applied"]),
    ("declined", Phase::Intake, StageKind::Declined, ["Avslått", "Avslått", "Declined"]),
    ("admitted", Phase::Intake, StageKind::Admission, ["Tatt opp", "Teken opp", "Admitted"]),
    ("exploring", Phase::Mentoring, StageKind::Step, ["Utforsking", "Utforsking", "Exploring"]),
    ("graduated", Phase::Exit, StageKind::Exit(Outcome::Graduated), ["Fullført", "Fullført", "Completed"]),
    ("left", Phase::Exit, StageKind::Exit(Outcome::Left), ["Sluttet", "Slutta", "Left"]),
    ("discontinued", Phase::Exit, StageKind::Exit(Outcome::Discontinued), ["Lagt ned", "Lagt ned", "Discontinued"]),
];

/// How many days one usually stays in a stage, where the house has said so.
const USUAL_DAYS: [(&str, u16); 7] = [
    ("applied", 21),
    ("screening", 30),
    ("admitted", 45),
    ("idea", 180),
    ("validation", 240),
    ("growth", 365),
    ("exploring", 120),
];

/// The year in which the pre-programme began.
const SHORT_SINCE: i32 = 2017;

/// The two programmes and their cohorts.
pub(super) struct Offer {
    pub(super) incubator: Programme,
    pub(super) short: Programme,
    /// Every cohort of both, oldest first.
    pub(super) cohorts: Vec<Cohort>,
    /// The half-years that had begun when the demo was made: first day, and the cohort of each programme.
    pub(super) terms: Vec<Term>,
}

/// A half-year of intake.
pub(super) struct Term {
    pub(super) starts_on: NaiveDate,
    pub(super) incubator: CohortId,
    pub(super) short: Option<CohortId>,
}

/// The day the house opened.
pub(super) fn opening() -> NaiveDate {
    NaiveDate::from_ymd_opt(2014, 8, 18).unwrap_or_default()
}

/// How long a term must have run before the demo holds its intake: so long do late admissions take.
const SETTLED: Days = Days::new(28);

/// The house's offer up to `today`.
pub(super) fn offer(chance: &mut Chance, today: NaiveDate) -> Offer {
    let incubator = programme(chance, "inkubator", "Inkubator", &DEFAULT_STAGES);
    let short = programme(chance, "forprogram", "Forprogram", &SHORT_STAGES);
    let mut offer = Offer { incubator, short, cohorts: Vec::new(), terms: Vec::new() };
    let mut starts_on = opening();
    while starts_on + SETTLED < today {
        let spring = starts_on.month() < 7;
        let name = format!("{} {}", starts_on.year(), if spring { "vår" } else { "høst" });
        let next = if spring {
            NaiveDate::from_ymd_opt(starts_on.year(), 8, 18)
        } else {
            NaiveDate::from_ymd_opt(starts_on.year() + 1, 1, 25)
        };
        let Some(next) = next else { break };
        let mut cohort = |programme: ProgrammeId| {
            let id = CohortId(id(chance, starts_on));
            let ends_on = next.pred_opt();
            offer.cohorts.push(Cohort { id, programme, name: name.clone(), starts_on: Some(starts_on), ends_on });
            id
        };
        let incubator = cohort(offer.incubator.id);
        let short = (starts_on.year() >= SHORT_SINCE).then(|| cohort(offer.short.id));
        offer.terms.push(Term { starts_on, incubator, short });
        starts_on = next;
    }
    offer
}

fn programme(chance: &mut Chance, slug: &str, name: &str, stages: &[StageTemplate]) -> Programme {
    let stages = (0_u16..).zip(stages).map(|(position, (key, phase, kind, names))| Stage {
        id: StageId(id(chance, opening())),
        key: (*key).to_owned(),
        phase: *phase,
        kind: *kind,
        names: names.map(str::to_owned),
        position,
        retired: false,
        usual_days: USUAL_DAYS.iter().find(|(stage, _)| stage == key).map(|(_, days)| *days),
    });
    let stages = stages.collect();
    Programme { id: ProgrammeId(id(chance, opening())), slug: slug.to_owned(), name: name.to_owned(), stages }
}
