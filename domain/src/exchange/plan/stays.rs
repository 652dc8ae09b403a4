//! Stays: told moves laid into the courses the house knows, and every course checked move by move.

use chrono::NaiveDate;

use super::facts::{Chain, Decision, History};
use super::{Draft, Planner};
use crate::exchange::error::{CellError, Expected, Place, WarningKind};
use crate::exchange::told::{Body, Head, StageGoal, ToldChange, ToldStartup, ToldStay};
use crate::facts::{Fact, FactKind, Outcome, Source, StageChange};
use crate::ids::{CohortId, EnrolmentId, FactId, ProgrammeId, StageId};
use crate::ledger::StartupLedger;
use crate::pipeline::{Course, Enrolment, Move, MoveError, Programme, Stage, StageKind, plan_move};
use crate::time::{Instant, oslo_date};
use crate::words::fold;

/// Whether anything about the stays was planned that is not a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Changed {
    Nothing,
    Stays,
}

/// A move of a course: one the house has, or one the file tells.
#[derive(Clone)]
struct Step<'a> {
    on: NaiveDate,
    recorded_at: Instant,
    to: StageId,
    outcome: Option<Outcome>,
    origin: Origin<'a>,
}

#[derive(Clone)]
enum Origin<'a> {
    /// In force in the house.
    Kept(&'a Fact<StageChange>),
    /// To be written, in the place of another or not.
    Told { head: Box<Head>, supersedes: Option<FactId> },
}

/// A stay while it is planned.
struct Stay<'a> {
    enrolment: EnrolmentId,
    programme: ProgrammeId,
    place: Place,
    steps: Vec<Step<'a>>,
    touched: bool,
}

impl<'a> Planner<'a> {
    pub(super) fn stays(
        &mut self,
        told: &ToldStartup,
        existing: Option<&'a StartupLedger>,
        draft: &mut Draft,
    ) -> Changed {
        if told.stays.is_empty() {
            return Changed::Nothing;
        }
        let known: &'a [Fact<StageChange>] = existing.map_or(&[], |existing| &existing.stage_changes);
        let history = History::of(known);
        let mut stays: Vec<Stay<'a>> = existing.map_or_else(Vec::new, |existing| {
            existing.enrolments.iter().map(|enrolment| Stay::kept(enrolment, &told.place, &history)).collect()
        });
        for told_stay in &told.stays {
            let programme = self.programme(&told_stay.programme, told_stay.programme_name.as_deref());
            let (starts, ends) = told_stay.cohort_days.unzip();
            let cohort = told_stay.cohort.as_deref().map(|name| self.cohort(programme, name, starts, ends));
            let index = match self.find_stay(told_stay, existing, programme, cohort, &stays) {
                Some(index) => index,
                None => {
                    let id = told_stay.id.filter(|_| self.restores).unwrap_or_else(|| EnrolmentId(self.id()));
                    draft.enrolments.push(Enrolment { id, programme, cohort });
                    let place = told_stay.place.clone();
                    stays.push(Stay { enrolment: id, programme, place, steps: Vec::new(), touched: true });
                    stays.len() - 1
                }
            };
            stays[index].place = told_stay.place.clone();
            self.changes(told_stay, &mut stays[index], &history, draft);
        }
        let changed = if draft.enrolments.is_empty() { Changed::Nothing } else { Changed::Stays };
        for stay in &mut stays {
            self.check_course(stay, draft);
        }
        self.check_overlaps(&stays);
        changed
    }

    /// Which stay of the house a told one is.
    fn find_stay(
        &self,
        told: &ToldStay,
        existing: Option<&StartupLedger>,
        programme: ProgrammeId,
        cohort: Option<CohortId>,
        stays: &[Stay<'_>],
    ) -> Option<usize> {
        let existing = existing?;
        if let Some(index) = told.id.and_then(|id| stays.iter().position(|stay| stay.enrolment == id)) {
            return Some(index);
        }
        // A stay of which nothing is in force was undone or withdrawn: it is none.
        let mut fitting = existing.enrolments.iter().enumerate().filter(|(index, enrolment)| {
            enrolment.programme == programme && stays.get(*index).is_some_and(|stay| !stay.steps.is_empty())
        });
        let all: Vec<(usize, &Enrolment)> = fitting.by_ref().collect();
        let begins = told.changes.iter().map(|change| change.head.valid_on).min();
        let same_day = |index: usize| stays[index].steps.iter().any(|step| Some(step.on) == begins);
        let of_cohort = |enrolment: &Enrolment| enrolment.cohort == cohort;
        all.iter()
            .find(|(index, enrolment)| of_cohort(enrolment) && same_day(*index))
            .or_else(|| all.iter().find(|(_, enrolment)| cohort.is_some() && of_cohort(enrolment)))
            .or_else(|| all.iter().find(|(index, _)| same_day(*index)))
            .or_else(|| match all.as_slice() {
                [only] if cohort.is_none() || only.1.cohort.is_none() => Some(only),
                _ => None,
            })
            .map(|(index, _)| *index)
    }

    /// Lays told moves into a stay.
    fn changes(&mut self, told: &ToldStay, stay: &mut Stay<'a>, history: &History<'a, StageChange>, draft: &mut Draft) {
        let Some(programme) = self.programmes.iter().find(|programme| programme.id == stay.programme).cloned() else {
            return;
        };
        let chain = Chain::of(told.changes.iter().map(|change| &change.head));
        for change in &told.changes {
            let goal = match &change.to {
                None => None,
                Some(goal) => match find_stage(&programme, goal) {
                    Some(stage) => Some(stage),
                    None => {
                        let value =
                            if let StageGoal::Key(key) = goal { key.clone() } else { change.head.valid_on.to_string() };
                        self.error(&change.stage_at, value, Expected::StageOf { programme: programme.slug.clone() });
                        continue;
                    }
                },
            };
            if self.restores {
                self.restore_change(change, goal, &programme, stay, &chain, draft);
                continue;
            }
            match self.decide_change(change, goal, stay, &programme, history, &chain) {
                Decision::Known => self.count(FactKind::StageChange).unchanged += 1,
                Decision::Corrected => {
                    self.count(FactKind::StageChange).unchanged += 1;
                    self.warn(&change.head.place, WarningKind::NewerHere);
                }
                decision => {
                    let supersedes = if let Decision::InPlaceOf(id) = decision { Some(id) } else { None };
                    if let Some(id) = supersedes {
                        stay.steps.retain(|step| !matches!(step.origin, Origin::Kept(fact) if fact.id == id));
                    }
                    stay.touched = true;
                    match goal {
                        Some(stage) => stay.steps.push(Step {
                            on: change.head.valid_on,
                            recorded_at: self.cx.now,
                            to: stage.id,
                            outcome: outcome_of(stage, change.outcome),
                            origin: Origin::Told { head: Box::new(change.head.clone()), supersedes },
                        }),
                        None => {
                            let fact = self.fact(&change.head, FactKind::StageChange, supersedes, None);
                            draft.facts.push(fact);
                        }
                    }
                }
            }
        }
    }

    /// An export read into an empty house: every move is written as it stands; those in force must make a legal course.
    fn restore_change(
        &mut self,
        change: &ToldChange,
        goal: Option<&Stage>,
        programme: &Programme,
        stay: &mut Stay<'a>,
        chain: &Chain,
        draft: &mut Draft,
    ) {
        let supersedes = match self.restored(&change.head, chain) {
            None => return,
            Some(Decision::InPlaceOf(id)) => Some(id),
            Some(_) => None,
        };
        let old = change.head.id.is_some_and(|id| chain.superseded.contains(&id));
        match goal {
            Some(stage) if !old => stay.steps.push(Step {
                on: change.head.valid_on,
                recorded_at: change.head.recorded_at.unwrap_or(self.cx.now),
                to: stage.id,
                outcome: outcome_of(stage, change.outcome),
                origin: Origin::Told { head: Box::new(change.head.clone()), supersedes },
            }),
            goal => {
                let from = change.from.as_deref().and_then(|key| programme.stage_by_key(key)).map(|stage| stage.id);
                let body = goal.map(|stage| {
                    let outcome = outcome_of(stage, change.outcome);
                    Body::StageChange(StageChange { enrolment: stay.enrolment, from, to: stage.id, outcome })
                });
                let fact = self.fact(&change.head, FactKind::StageChange, supersedes, body);
                draft.facts.push(fact);
            }
        }
        stay.touched = true;
    }

    fn decide_change(
        &self,
        change: &ToldChange,
        goal: Option<&Stage>,
        stay: &Stay<'_>,
        programme: &Programme,
        history: &History<'_, StageChange>,
        chain: &Chain,
    ) -> Decision {
        let head = &change.head;
        let outcome = goal.and_then(|stage| outcome_of(stage, change.outcome));
        let same = |fact: &Fact<StageChange>| {
            let told = goal.map(|stage| (stage.id, outcome));
            fact.valid_on == head.valid_on && fact.body.map(|body| (body.to, body.outcome)) == told
        };
        if let Some(ours) = head.id.and_then(|id| history.get(id)) {
            let old = goal.is_none() || chain.superseded.contains(&ours.id);
            return match history.head(ours.id) {
                _ if same(ours) || old => Decision::Known,
                Some(head) if head.id == ours.id => Decision::InPlaceOf(ours.id),
                _ => Decision::Corrected,
            };
        }
        if head.id.is_some_and(|id| chain.superseded.contains(&id)) {
            return Decision::Known;
        }
        if let Some(target) = head.supersedes.and_then(|id| history.get(id)) {
            return match history.head(target.id) {
                Some(head) if head.id == target.id => Decision::InPlaceOf(target.id),
                _ => Decision::Corrected,
            };
        }
        let Some(goal) = goal else { return Decision::Known };
        let of_stay = |fact: &&Fact<StageChange>| fact.body.is_some_and(|body| body.enrolment == stay.enrolment);
        // A flat sheet has one cell for each of these moves; a sheet of moves may tell of the same stage twice.
        let single = !matches!(change.to, Some(StageGoal::Key(_)));
        let alike = |fact: &&Fact<StageChange>| {
            let stage = fact.body.and_then(|body| programme.stage(body.to));
            match stage {
                Some(stage) if single && goal.closes() => stage.closes(),
                Some(stage) if single => stage.id == goal.id,
                Some(stage) => stage.id == goal.id && fact.valid_on == head.valid_on,
                None => false,
            }
        };
        let told = history.facts.iter().filter(|fact| self.told_by_us(fact.id)).filter(of_stay).filter(alike);
        if let Some(last) = told.max_by_key(|fact| (fact.recorded_at, fact.id)) {
            return self.against(last, same(last), history);
        }
        let mut ours = history.in_force().filter(of_stay).filter(alike);
        if history.in_force().filter(of_stay).filter(alike).any(same) {
            return Decision::Known;
        }
        // Somebody recorded the same move with another day: of the two, a course can hold one.
        ours.by_ref().last().map_or(Decision::New, |fact| Decision::InPlaceOf(fact.id))
    }

    /// Replays a stay from its first move, refuses the first illegal one, and writes what is told.
    fn check_course(&mut self, stay: &mut Stay<'a>, draft: &mut Draft) {
        if !stay.touched {
            return;
        }
        let Some(programme) = self.programmes.iter().find(|programme| programme.id == stay.programme).cloned() else {
            return;
        };
        let today = oslo_date(self.cx.now);
        stay.sort();
        let replayed = match replay(&programme, stay, today) {
            Ok(replayed) => Ok(replayed),
            // On one day a move recorded now comes after one recorded before, whatever the file meant: the others of that day are
            // stated once more behind it.
            Err(refused) => {
                if stay.restate(&programme, self.cx.now, &self.reason()) {
                    replay(&programme, stay, today)
                } else {
                    Err(refused)
                }
            }
        };
        match replayed {
            Ok(changes) => {
                for (step, change) in stay.steps.iter().zip(changes) {
                    if let Origin::Told { head, supersedes } = &step.origin {
                        let closes = programme.stage(change.to).is_some_and(Stage::closes);
                        let mut fact =
                            self.fact(head, FactKind::StageChange, *supersedes, Some(Body::StageChange(change)));
                        if closes && fact.reason.is_none() {
                            fact.reason = Some(self.reason());
                        }
                        draft.facts.push(fact);
                    }
                }
            }
            Err(error) => self.plan.errors.push(error),
        }
    }

    /// Two stays of one programme lie one after the other.
    fn check_overlaps(&mut self, stays: &[Stay<'a>]) {
        let mut courses: Vec<(&Stay<'a>, NaiveDate, Option<NaiveDate>)> = Vec::new();
        for stay in stays {
            let programme = self.programmes.iter().find(|programme| programme.id == stay.programme);
            let (Some(first), Some(last), Some(programme)) = (stay.steps.first(), stay.steps.last(), programme) else {
                continue;
            };
            let closed = programme.stage(last.to).filter(|stage| stage.closes()).map(|_| last.on);
            courses.push((stay, first.on, closed));
        }
        courses.sort_by_key(|(stay, begins, closed)| (stay.programme, *begins, closed.is_none(), *closed));
        let mut errors = Vec::new();
        for pair in courses.windows(2) {
            let [(former, began, closed), (latter, begins, _)] = pair else { continue };
            if former.programme != latter.programme || !(former.touched || latter.touched) {
                continue;
            }
            let why = match closed {
                None => MoveError::SecondOpenEnrolment { since: *began },
                Some(ended) if ended > begins => MoveError::OverlapsEarlierStay { ended: *ended },
                Some(_) => continue,
            };
            let told = if latter.touched { latter } else { former };
            let place = told.first_told().unwrap_or(&told.place).clone();
            errors.push(CellError { place, value: begins.to_string(), expected: Expected::Move(why) });
        }
        self.plan.errors.extend(errors);
    }
}

impl<'a> Stay<'a> {
    fn kept(enrolment: &Enrolment, place: &Place, history: &History<'a, StageChange>) -> Self {
        let mut facts: Vec<&'a Fact<StageChange>> =
            history.in_force().filter(|fact| fact.body.is_some_and(|body| body.enrolment == enrolment.id)).collect();
        facts.sort_by_key(|fact| fact.order());
        let steps = facts.into_iter().filter_map(|fact| {
            let body = fact.body?;
            let origin = Origin::Kept(fact);
            Some(Step { on: fact.valid_on, recorded_at: fact.recorded_at, to: body.to, outcome: body.outcome, origin })
        });
        Self {
            enrolment: enrolment.id,
            programme: enrolment.programme,
            place: place.clone(),
            steps: steps.collect(),
            touched: false,
        }
    }

    /// The order in which facts are read: day, time of recording, id. Told moves have no id yet and keep the file's order.
    fn sort(&mut self) {
        self.steps.sort_by_key(|step| match &step.origin {
            Origin::Kept(fact) => (step.on, step.recorded_at, Some(fact.id)),
            Origin::Told { head, .. } => (step.on, step.recorded_at, head.id),
        });
    }

    /// The cell of the first told move.
    fn first_told(&self) -> Option<&Place> {
        self.steps.iter().find_map(|step| match &step.origin {
            Origin::Told { head, .. } => Some(&head.place),
            Origin::Kept(_) => None,
        })
    }

    /// On days that hold told moves, states the kept ones once more so that the stages come in their order. Whether there were any.
    fn restate(&mut self, programme: &Programme, now: Instant, reason: &str) -> bool {
        let told: Vec<(NaiveDate, Place, Source)> = self
            .steps
            .iter()
            .filter_map(|step| match &step.origin {
                Origin::Told { head, .. } => Some((step.on, head.place.clone(), head.source)),
                Origin::Kept(_) => None,
            })
            .collect();
        let mut restated = false;
        for step in &mut self.steps {
            let Origin::Kept(fact) = step.origin else { continue };
            if let Some((_, place, _)) = told.iter().find(|(on, ..)| *on == step.on) {
                let head = Head { reason: Some(reason.to_owned()), ..Head::plain(place.clone(), step.on, fact.source) };
                step.origin = Origin::Told { head: Box::new(head), supersedes: Some(fact.id) };
                step.recorded_at = now;
                restated = true;
            }
        }
        self.steps.sort_by_key(|step| (step.on, programme.stage(step.to).map(|stage| stage.position)));
        restated
    }
}

/// Asks the domain's rule about every move of a stay in turn.
fn replay(programme: &Programme, stay: &Stay<'_>, today: NaiveDate) -> Result<Vec<StageChange>, CellError> {
    let mut facts: Vec<Fact<StageChange>> = Vec::with_capacity(stay.steps.len());
    let mut last_told: Option<&Head> = None;
    for step in &stay.steps {
        let told = match &step.origin {
            Origin::Told { head, .. } => Some(&**head),
            Origin::Kept(_) => None,
        };
        last_told = told.or(last_told);
        let before: Vec<&Fact<StageChange>> = facts.iter().collect();
        // A sheet rarely says why; the file's name will stand as the reason.
        let asked = Move { to: step.to, on: step.on, outcome: step.outcome, reason: Some("import") };
        let change = plan_move(programme, stay.enrolment, &before, &asked, today).map_err(|why| {
            // A move of the house that is illegal now is so because of what the file told before it.
            let (place, on) = last_told.map_or_else(
                || (stay.first_told().unwrap_or(&stay.place).clone(), step.on),
                |head| (head.place.clone(), head.valid_on),
            );
            CellError { place, value: on.to_string(), expected: Expected::Move(why) }
        })?;
        facts.push(Fact {
            id: FactId(uuid::Uuid::nil()),
            valid_on: step.on,
            recorded_at: step.recorded_at,
            supersedes: None,
            source: Source::Mentor,
            documented: false,
            body: Some(change),
        });
    }
    debug_assert!(
        facts.is_empty()
            || Course::at(programme, stay.enrolment, &facts.iter().collect::<Vec<_>>(), NaiveDate::MAX).is_some()
    );
    Ok(facts.into_iter().filter_map(|fact| fact.body).collect())
}

/// The stage a told move means.
fn find_stage<'p>(programme: &'p Programme, goal: &StageGoal) -> Option<&'p Stage> {
    match goal {
        StageGoal::Application => programme.first_stage(),
        StageGoal::Admission => {
            programme.admission_stage().or_else(|| programme.stages.iter().find(|stage| stage.admits()))
        }
        StageGoal::Declined => programme.stages.iter().find(|stage| stage.kind == StageKind::Declined),
        StageGoal::Exit(outcome) => programme
            .exit_stage(*outcome)
            .or_else(|| programme.stages.iter().find(|stage| matches!(stage.kind, StageKind::Exit(_)))),
        StageGoal::Key(key) => {
            let folded = fold(key);
            programme.stage_by_key(key).or_else(|| {
                let named =
                    |stage: &&Stage| fold(&stage.key) == folded || stage.names.iter().any(|name| fold(name) == folded);
                programme.stages.iter().find(named)
            })
        }
    }
}

/// The outcome a move records.
fn outcome_of(stage: &Stage, told: Option<Outcome>) -> Option<Outcome> {
    match stage.kind {
        StageKind::Exit(own) => Some(told.unwrap_or(own)),
        StageKind::Step | StageKind::Admission | StageKind::Declined => None,
    }
}
