//! The stays of a startup in the house's programmes, move by move.

use chrono::{NaiveDate, TimeDelta};

use super::life::Life;
use super::plan::{Fate, Plan, Route};
use super::programmes::Offer;
use super::scribe::{Scribe, id, plus};
use super::texts::{self, by};
use super::{DemoFact, DemoStartup};
use crate::facts::{Outcome, Source, StageChange};
use crate::ids::{CohortId, EnrolmentId, StageId};
use crate::pipeline::{Enrolment, Phase, Programme, StageKind};
use crate::time::{Instant, days_between};

/// Writes the moves of one stay, each on a later day than the one before.
struct Stay<'a> {
    scribe: &'a mut Scribe,
    changes: &'a mut Vec<DemoFact<StageChange>>,
    programme: &'a Programme,
    enrolment: EnrolmentId,
    at: Option<(StageId, NaiveDate)>,
    /// When the latest move was recorded.
    recorded_at: Option<Instant>,
}

impl<'a> Stay<'a> {
    fn begin(
        scribe: &'a mut Scribe,
        startup: &'a mut DemoStartup,
        programme: &'a Programme,
        cohort: Option<CohortId>,
        applied_on: NaiveDate,
    ) -> Self {
        let enrolment = EnrolmentId(id(&mut scribe.chance, applied_on));
        startup.enrolments.push(Enrolment { id: enrolment, programme: programme.id, cohort });
        let mut stay =
            Self { scribe, changes: &mut startup.stage_changes, programme, enrolment, at: None, recorded_at: None };
        stay.to("applied", applied_on, None);
        stay
    }

    /// Moves to a stage. A stage the programme does not have, or a day that has not come, leaves the stay where it is.
    fn to(&mut self, key: &str, on: NaiveDate, reason: Option<&'static str>) {
        let on = self.at.map_or(on, |(_, since)| on.max(plus(since, 1)));
        let Some(stage) = self.programme.stage_by_key(key).filter(|_| on <= self.scribe.last) else { return };
        let (later, reason) = match self.at {
            // The form on the house's site records an application at once.
            None => (0, reason),
            Some(_) if stage.phase != Phase::Intake && self.scribe.chance.percent(8) => {
                (self.scribe.chance.between(30, 130), Some(reason.unwrap_or(texts::LATE_MOVE)))
            }
            Some(_) => (self.scribe.chance.between(0, 5), reason),
        };
        let outcome = match stage.kind {
            StageKind::Exit(outcome) => Some(outcome),
            _ => None,
        };
        let (who, source) = match key {
            "applied" => (by::FOUNDER, Source::Founder),
            "screening" | "admitted" | "declined" => (by::MANAGER, Source::Mentor),
            _ => (by::MENTOR, Source::Mentor),
        };
        let from = self.at.map(|(stage, _)| stage);
        let change = StageChange { enrolment: self.enrolment, from, to: stage.id, outcome };
        // Moves of one stay are recorded in their order: the rule refuses one that would come before what is already there.
        let recorded_at = self.scribe.recorded(on, later);
        let recorded_at =
            self.recorded_at.map_or(recorded_at, |before| recorded_at.max(before + TimeDelta::minutes(2)));
        let mut fact = self.scribe.write(on, recorded_at, who, source, Some(change));
        fact.reason = reason;
        self.changes.push(fact);
        self.at = Some((stage.id, on));
        self.recorded_at = Some(recorded_at);
    }
}

/// An application that was declined.
pub(super) fn declined(
    scribe: &mut Scribe,
    startup: &mut DemoStartup,
    programme: &Programme,
    cohort: Option<CohortId>,
    (applied_on, declined_on): (NaiveDate, NaiveDate),
) {
    let mut stay = Stay::begin(scribe, startup, programme, cohort, applied_on);
    stay.to("screening", plus(applied_on, 8), None);
    let reason = *stay.scribe.chance.pick(&texts::DECLINED);
    stay.to("declined", declined_on, Some(reason));
    // Who takes an application back says so.
    if reason == texts::WITHDRAWN
        && let Some(told) = startup.stage_changes.last_mut()
    {
        (told.fact.source, told.recorded_by) = (Source::Founder, by::FOUNDER);
    }
}

/// An application that waits for an answer.
pub(super) fn waiting(
    scribe: &mut Scribe,
    startup: &mut DemoStartup,
    programme: &Programme,
    applied_on: NaiveDate,
    screened_on: Option<NaiveDate>,
) {
    let mut stay = Stay::begin(scribe, startup, programme, None, applied_on);
    if let Some(on) = screened_on {
        stay.to("screening", on, None);
    }
}

/// All stays of a startup that was admitted.
pub(super) fn admitted(scribe: &mut Scribe, startup: &mut DemoStartup, offer: &Offer, plan: &Plan, life: &Life) {
    let term = |on: NaiveDate| offer.terms.iter().rfind(|term| term.starts_on <= on);
    let (mut applied_on, mut admitted_on) = (life.applied_on, life.admitted_on);
    if plan.route != Route::Incubator {
        let cohort = term(admitted_on).and_then(|term| term.short);
        let mut stay = Stay::begin(scribe, startup, &offer.short, cohort, applied_on);
        stay.to("admitted", admitted_on, None);
        stay.to("exploring", plus(admitted_on, 3), None);
        let Some(over) = life.went_over_on else {
            if plan.route == Route::ShortOnly {
                stay.exit(plan, life);
                return;
            }
            // Too young to have gone over: still in the pre-programme.
            return;
        };
        let reason = texts::PREPROGRAMME_DONE[1];
        stay.to("graduated", over, Some(reason));
        (applied_on, admitted_on) = (plus(over, -12), plus(over, 9));
    }
    let cohort = term(admitted_on).map(|term| term.incubator);
    let mut stay = Stay::begin(scribe, startup, &offer.incubator, cohort, applied_on);
    stay.to("screening", plus(applied_on, 4), None);
    stay.to("admitted", admitted_on, None);
    stay.mentoring(plan, life, admitted_on);
    stay.exit(plan, life);
    if let Some(back_on) = life.back_on {
        let cohort = term(back_on).map(|term| term.incubator);
        let mut stay = Stay::begin(scribe, startup, &offer.incubator, cohort, plus(back_on, -25));
        stay.to("admitted", back_on, None);
        stay.to("growth", plus(back_on, 6), None);
    }
}

impl Stay<'_> {
    /// The stages between admission and exit.
    fn mentoring(&mut self, plan: &Plan, life: &Life, admitted_on: NaiveDate) {
        let chance = &mut self.scribe.chance;
        // Who is still in will stay about as long as others have.
        let days = life.exit.map_or_else(|| chance.between(560, 980), |(exit, _)| days_between(admitted_on, exit));
        let at = |percent: i64| plus(admitted_on, days * percent / 100);
        let (idea, validation, growth) = (chance.between(1, 12), chance.between(20, 32), chance.between(50, 68));
        let end = life.exit.map_or(life.seen_until, |(exit, _)| plus(exit, -3).min(life.seen_until));
        let mut steps = vec![("idea", plus(admitted_on, idea), None)];
        if plan.quirks.stuck {
            if chance.percent(60) {
                steps.push(("validation", plus(admitted_on, chance.between(60, 110)), None));
            }
        } else if matches!(plan.fate, Fate::Discontinued | Fate::AbandonedIdea) {
            steps.push(("validation", at(validation + 20), None));
        } else {
            steps.push(("validation", at(validation), None));
            if plan.quirks.sent_back {
                steps.push(("idea", at(validation + 8), Some(*chance.pick(&texts::SENT_BACK))));
                steps.push(("validation", at(validation + 16), None));
            }
            steps.push(("growth", at(growth), None));
        }
        for (key, on, reason) in steps {
            if on <= end {
                self.to(key, on, reason);
            }
        }
    }

    /// The end of the stay, if it has ended.
    fn exit(&mut self, plan: &Plan, life: &Life) {
        let Some((on, outcome)) = life.exit else { return };
        let chance = &mut self.scribe.chance;
        let (key, reason) = match outcome {
            Outcome::Graduated if plan.route == Route::ShortOnly => {
                ("graduated", *chance.pick(&texts::PREPROGRAMME_DONE))
            }
            Outcome::Graduated => ("graduated", *chance.pick(&texts::GRADUATED)),
            Outcome::Left => ("left", *chance.pick(&texts::LEFT)),
            Outcome::Acquired => ("acquired", *chance.pick(&texts::ACQUIRED)),
            Outcome::Discontinued => ("discontinued", *chance.pick(&texts::DISCONTINUED)),
        };
        // Recorded as of the day somebody thought of it, and dated back months later.
        let late = plus(on, 55);
        if plan.quirks.exit_corrected && plus(late, 200) < self.scribe.last && late < life.seen_until {
            self.to(key, late, Some(reason));
            if let Some(first) = self.changes.pop() {
                let later = self.scribe.chance.between(50, 150);
                let dated_back = self.scribe.instead(&first, on, later, texts::EXIT_CORRECTED, first.fact.body);
                self.changes.extend([first, dated_back]);
            }
            return;
        }
        self.to(key, on, Some(reason));
    }
}
