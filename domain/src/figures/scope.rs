//! Which startups a question is about: scope, admission and exit.

use chrono::NaiveDate;

use super::definition::{Case, LeftOut, STALENESS_MONTHS};
use super::history::History;
use super::{OutReason, Query};
use crate::geography::{RegionSet, region_set};
use crate::pipeline::{Course, Enrolment, Programme};
use crate::time::sub_months;
use crate::words::fold;

/// A query with what is looked up once for all startups.
#[derive(Debug)]
pub struct Question<'q> {
    /// The query.
    pub query: &'q Query,
    sector: Option<String>,
    region: Region,
    stale_before: NaiveDate,
}

/// The region a question asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Region {
    /// Everywhere.
    Whole,
    /// One region set.
    Set(&'static RegionSet),
    /// A region set nobody ships: every place is unknown in it.
    Unheard,
}

impl<'q> Question<'q> {
    /// Prepares a query.
    #[must_use]
    pub fn new(query: &'q Query) -> Self {
        Self {
            query,
            sector: query.scope.sector.as_deref().map(fold),
            region: match &query.scope.region {
                None => Region::Whole,
                Some(id) => region_set(id).map_or(Region::Unheard, Region::Set),
            },
            stale_before: sub_months(query.as_of, STALENESS_MONTHS),
        }
    }

    /// The civil date asked about.
    #[must_use]
    pub const fn as_of(&self) -> NaiveDate {
        self.query.as_of
    }

    /// Whether a startup of this sector is asked about. Sectors are compared folded.
    pub(super) fn is_sector(&self, sector: Option<&str>) -> bool {
        self.sector.as_ref().is_none_or(|asked| sector.map(fold).as_ref() == Some(asked))
    }

    pub(super) const fn region(&self) -> Region {
        self.region
    }

    /// The first day that is fresh enough to count at `date`.
    pub(super) fn fresh_from(&self, date: NaiveDate) -> NaiveDate {
        if date == self.query.as_of { self.stale_before } else { sub_months(date, STALENESS_MONTHS) }
    }
}

/// A startup's stays within a scope, taken as one: it is counted once, however often it enrolled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The earliest admission.
    pub admitted_on: NaiveDate,
    /// The latest exit; `None` while any admitted stay is open.
    pub exited_on: Option<NaiveDate>,
}

impl Case<'_, '_> {
    /// The stay, or the reason why the startup is outside the question.
    ///
    /// # Errors
    /// The scope's reason.
    pub fn stay(&self) -> Result<Stay, LeftOut> {
        self.stay.map_err(LeftOut::from)
    }
}

/// One stay within the scope, whatever came of it: by what is asked of the way through the house, which begins with an application.
#[derive(Debug)]
pub(super) struct Applied<'h> {
    /// The stay.
    pub enrolment: &'h Enrolment,
    /// Its programme.
    pub programme: &'h Programme,
    /// Its course up to the date.
    pub course: Course,
}

impl<'h> Case<'_, 'h> {
    /// The startup's stays within the scope by the date. The period of admission is that of application here: of the admitted alone
    /// nobody could tell how many were not. Region does not apply, since an applicant has no workplace yet.
    ///
    /// # Errors
    /// The reason why there is none.
    pub(super) fn applied(&self) -> Result<Vec<Applied<'h>>, OutReason> {
        let (scope, history) = (&self.question.query.scope, self.history);
        let programmes: &'h [Programme] = history.programmes;
        let enrolments: &'h [Enrolment] = &history.startup.enrolments;
        let mut left: Vec<Applied<'h>> = enrolments
            .iter()
            .filter_map(|enrolment| {
                let programme = programmes.iter().find(|programme| programme.id == enrolment.programme)?;
                let course = Course::at(programme, enrolment.id, &history.stage_changes, self.question.as_of())?;
                Some(Applied { enrolment, programme, course })
            })
            .collect();
        if left.is_empty() {
            return Err(OutReason::NoApplication);
        }
        left.retain(|stay| scope.programme.is_none_or(|asked| asked == stay.enrolment.programme));
        if left.is_empty() {
            return Err(OutReason::OtherProgramme);
        }
        left.retain(|stay| scope.cohort.is_none_or(|asked| Some(asked) == stay.enrolment.cohort));
        if left.is_empty() {
            return Err(OutReason::OtherCohort);
        }
        if !self.question.is_sector(history.startup.profile.sector.as_deref()) {
            return Err(OutReason::OtherSector);
        }
        left.retain(|stay| {
            let on = stay.course.applied_on;
            scope.admitted_from.is_none_or(|from| from <= on) && scope.admitted_to.is_none_or(|to| on <= to)
        });
        if left.is_empty() { Err(OutReason::OutsidePeriod) } else { Ok(left) }
    }
}

/// Finds a startup's stay in the scope as of the date.
///
/// # Errors
/// The reason why there is none.
pub(super) fn stay(history: &History<'_>, question: &Question<'_>) -> Result<Stay, OutReason> {
    let scope = &question.query.scope;
    let (mut in_programme, mut in_cohort) = (scope.programme.is_none(), scope.cohort.is_none());
    let (mut admitted_on, mut exited_on, mut open) = (None::<NaiveDate>, None::<NaiveDate>, false);
    for enrolment in &history.startup.enrolments {
        let Some(programme) = history.programmes.iter().find(|programme| programme.id == enrolment.programme) else {
            continue;
        };
        // An enrolment exists from its first change on: one entered later must not change what is known now.
        let Some(course) = Course::at(programme, enrolment.id, &history.stage_changes, question.as_of()) else {
            continue;
        };
        if scope.programme.is_some_and(|asked| asked != enrolment.programme) {
            continue;
        }
        in_programme = true;
        if scope.cohort.is_some_and(|asked| Some(asked) != enrolment.cohort) {
            continue;
        }
        in_cohort = true;
        let Some(admitted) = course.admitted_on else { continue };
        admitted_on = Some(admitted_on.map_or(admitted, |earliest| earliest.min(admitted)));
        exited_on = exited_on.max(course.exited_on());
        open |= course.is_open();
    }
    if !in_programme {
        return Err(OutReason::OtherProgramme);
    }
    if !in_cohort {
        return Err(OutReason::OtherCohort);
    }
    if !question.is_sector(history.startup.profile.sector.as_deref()) {
        return Err(OutReason::OtherSector);
    }
    let admitted_on = admitted_on.ok_or(OutReason::NotAdmitted)?;
    if scope.admitted_from.is_some_and(|from| admitted_on < from)
        || scope.admitted_to.is_some_and(|to| admitted_on > to)
    {
        return Err(OutReason::OutsidePeriod);
    }
    Ok(Stay { admitted_on, exited_on: if open { None } else { exited_on } })
}
