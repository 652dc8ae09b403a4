//! Where every stay stands on a date: the rows behind the pipeline's board and table.
//!
//! Computed from the stage changes in force, never stored: yesterday's board is the same computation with yesterday's date.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::facts::{Span, in_force};
use crate::ids::{CohortId, PersonId, ProgrammeId, StageId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Course, Enrolment};
use crate::time::{Instant, days_between};
use crate::words::fold;

/// One stay and where it stands.
#[derive(Debug, Clone)]
pub struct Stay {
    /// The startup it belongs to.
    pub startup: Arc<StartupLedger>,
    /// The stay.
    pub enrolment: Enrolment,
    /// Its course up to the date.
    pub course: Course,
    /// Whole days it has stood in its stage.
    pub days_in_stage: i64,
    /// Who follows the startup up on the date.
    pub mentor: Option<PersonId>,
    /// The latest headcount and its date.
    pub employees: Option<(Span, NaiveDate)>,
    /// The startup's name, folded for search and order.
    pub folded: String,
}

/// Every stay that had begun by `as_of`, in the order of startups.
#[must_use]
pub fn stays(ledger: &Ledger, known_at: Instant, as_of: NaiveDate) -> Vec<Stay> {
    let mut stays = Vec::with_capacity(ledger.startups.len());
    for startup in ledger.startups.iter().filter(|startup| startup.is_known_at(known_at)) {
        let changes = in_force(&startup.stage_changes, known_at);
        let mentor = in_force(&startup.mentors, known_at)
            .into_iter()
            .rfind(|fact| fact.valid_on <= as_of)
            .and_then(|fact| fact.body.and_then(|assignment| assignment.mentor));
        let employees = in_force(&startup.headcounts, known_at)
            .into_iter()
            .rfind(|fact| fact.valid_on <= as_of)
            .and_then(|fact| fact.body.as_ref().map(|headcount| (headcount.employees, fact.valid_on)));
        let folded = fold(&startup.profile.name);
        for enrolment in &startup.enrolments {
            let Some(programme) = ledger.programme(enrolment.programme) else { continue };
            let Some(course) = Course::at(programme, enrolment.id, &changes, as_of) else { continue };
            stays.push(Stay {
                startup: Arc::clone(startup),
                enrolment: enrolment.clone(),
                days_in_stage: days_between(course.since, as_of),
                course,
                mentor,
                employees,
                folded: folded.clone(),
            });
        }
    }
    stays
}

/// Which stays to show. Every field narrows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this programme.
    pub programme: Option<ProgrammeId>,
    /// Of this cohort.
    pub cohort: Option<CohortId>,
    /// In this stage.
    pub stage: Option<StageId>,
    /// Of this sector (compared folded).
    pub sector: Option<String>,
    /// Open, and without a mentor.
    pub mentorless: bool,
    /// Followed up by this mentor.
    pub mentor: Option<PersonId>,
    /// Open, and in its stage for more than so many days.
    pub stuck_longer_than: Option<i64>,
    /// The name contains this (compared folded).
    pub text: Option<String>,
}

impl Filter {
    /// Whether a stay passes.
    #[must_use]
    pub fn passes(&self, stay: &Stay) -> bool {
        let open = stay.course.is_open();
        self.programme.is_none_or(|id| stay.enrolment.programme == id)
            && self.cohort.is_none_or(|id| stay.enrolment.cohort == Some(id))
            && self.stage.is_none_or(|id| stay.course.stage == id)
            && (!self.mentorless || (open && stay.mentor.is_none()))
            && self.mentor.is_none_or(|id| stay.mentor == Some(id))
            && self.stuck_longer_than.is_none_or(|days| open && stay.days_in_stage > days)
            && self
                .sector
                .as_ref()
                .is_none_or(|sector| stay.startup.profile.sector.as_ref().is_some_and(|own| fold(own) == fold(sector)))
            && self.text.as_ref().is_none_or(|text| stay.folded.contains(fold(text).as_str()))
    }
}
