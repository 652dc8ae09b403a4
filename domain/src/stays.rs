//! Rules that look at all stays of a startup at once: when a new one may begin, and what a correction of a move must leave.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::facts::{Fact, StageChange};
use crate::ids::{FactId, ProgrammeId, StageId};
use crate::pipeline::{Course, Enrolment, Move, MoveError, Programme, plan_move};

/// Decides whether a startup may begin a new stay in a programme on a day.
///
/// `enrolments` are all its stays, `changes` its stage changes in force, in order; `today` is the injected clock's civil date.
///
/// # Errors
/// [`MoveError::InFuture`], [`MoveError::SecondOpenEnrolment`] or [`MoveError::OverlapsEarlierStay`].
pub fn plan_enrolment(
    programme: &Programme,
    enrolments: &[Enrolment],
    changes: &[&Fact<StageChange>],
    on: NaiveDate,
    today: NaiveDate,
) -> Result<(), MoveError> {
    if on > today {
        return Err(MoveError::InFuture { on });
    }
    for earlier in enrolments.iter().filter(|enrolment| enrolment.programme == programme.id) {
        let Some(course) = Course::at(programme, earlier.id, changes, NaiveDate::MAX) else { continue };
        match course.closed_on {
            None => return Err(MoveError::SecondOpenEnrolment { since: course.applied_on }),
            Some(ended) if ended > on => return Err(MoveError::OverlapsEarlierStay { ended }),
            Some(_) => {}
        }
    }
    Ok(())
}

/// A sequence of moves that breaks a rule, at its first illegal move.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the move on {on}: {error}")]
pub struct Illegal {
    /// The day of the first illegal move.
    pub on: NaiveDate,
    /// Which rule it breaks.
    pub error: MoveError,
}

/// Checks that a startup's stage changes in force, in order, could each have been made by [`plan_move`], and that no two of its stays
/// in one programme overlap. A reason is taken for given: it is kept beside the fact.
///
/// # Errors
/// The first move that is [`Illegal`].
pub fn check_stays(
    programmes: &[Programme],
    enrolments: &[Enrolment],
    changes: &[&Fact<StageChange>],
    today: NaiveDate,
) -> Result<(), Illegal> {
    let mut spans: Vec<(ProgrammeId, NaiveDate, Option<NaiveDate>)> = Vec::new();
    for enrolment in enrolments {
        let own: Vec<&Fact<StageChange>> = changes
            .iter()
            .copied()
            .filter(|fact| fact.body.is_some_and(|change| change.enrolment == enrolment.id))
            .collect();
        let (Some(first), Some(programme)) =
            (own.first(), programmes.iter().find(|programme| programme.id == enrolment.programme))
        else {
            continue;
        };
        for (at, fact) in own.iter().enumerate() {
            let Some(change) = fact.body else { continue };
            let asked = Move { to: change.to, on: fact.valid_on, outcome: change.outcome, reason: Some("given") };
            plan_move(programme, enrolment.id, own.get(..at).unwrap_or_default(), &asked, today)
                .map_err(|error| Illegal { on: fact.valid_on, error })?;
        }
        let closed_on = Course::at(programme, enrolment.id, &own, NaiveDate::MAX).and_then(|course| course.closed_on);
        spans.push((enrolment.programme, first.valid_on, closed_on));
    }
    spans.sort_unstable_by_key(|(programme, from, to)| (*programme, *from, to.unwrap_or(NaiveDate::MAX)));
    for pair in spans.windows(2) {
        let [(programme, from, to), (next_programme, next_from, _)] = pair else { continue };
        if programme != next_programme {
            continue;
        }
        match to {
            None => return Err(Illegal { on: *next_from, error: MoveError::SecondOpenEnrolment { since: *from } }),
            Some(ended) if ended > next_from => {
                return Err(Illegal { on: *next_from, error: MoveError::OverlapsEarlierStay { ended: *ended } });
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// A stage change to be stated anew in the place of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restated {
    /// The fact whose place it takes.
    pub supersedes: FactId,
    /// On which day.
    pub valid_on: NaiveDate,
    /// What it says.
    pub body: StageChange,
}

/// What correcting one move of a stay makes necessary: the corrected move first, then later moves of the stay that must be stated anew,
/// because the stage they come from has become another, or because a corrected move of their day would otherwise count after
/// them (of two facts on one day, the one recorded later counts).
///
/// `own` are the stay's changes in force, in order. `to` is what the change `fact` should say instead; `None` takes it back, and
/// then only the later ones come back. Returns `None` when `fact` is not among them. Whether the result is legal is for
/// [`check_stays`] to say.
#[must_use]
pub fn plan_correction(
    own: &[&Fact<StageChange>],
    fact: FactId,
    to: Option<(NaiveDate, StageChange)>,
) -> Option<Vec<Restated>> {
    own.iter().find(|change| change.id == fact)?;
    // What each change came from before, by order and not as recorded: sheets seldom say it.
    let mut came_from: HashMap<FactId, Option<StageId>> = HashMap::new();
    let mut before = None;
    for (change, body) in own.iter().filter_map(|change| Some((change, change.body?))) {
        came_from.insert(change.id, before);
        before = Some(body.to);
    }
    let mut sequence: Vec<(FactId, NaiveDate, StageChange)> = own
        .iter()
        .filter_map(|change| match (change.id == fact, to) {
            (true, Some((on, body))) => Some((change.id, on, body)),
            (true, None) => None,
            (false, _) => change.body.map(|body| (change.id, change.valid_on, body)),
        })
        .collect();
    sequence.sort_by_key(|(_, on, _)| *on);
    let mut restated = Vec::new();
    let mut from = None;
    let mut latest_restated_day = None;
    for (id, valid_on, body) in sequence {
        if id == fact || came_from.get(&id) != Some(&from) || latest_restated_day == Some(valid_on) {
            restated.push(Restated { supersedes: id, valid_on, body: StageChange { from, ..body } });
            latest_restated_day = Some(valid_on);
        }
        from = Some(body.to);
    }
    Some(restated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Source, in_force};
    use crate::ids::EnrolmentId;
    use crate::pipeline::{DEFAULT_STAGES, Stage};
    use chrono::{DateTime, Utc};
    use uuid::Uuid;

    fn programme() -> Programme {
        let stages = DEFAULT_STAGES
            .iter()
            .enumerate()
            .map(|(position, (key, phase, kind, names))| Stage {
                id: StageId(Uuid::from_u128(100 + position as u128)),
                key: (*key).to_owned(),
                phase: *phase,
                kind: *kind,
                names: names.map(str::to_owned),
                position: u16::try_from(position).unwrap(),
                retired: false,
                usual_days: None,
            })
            .collect();
        Programme { id: ProgrammeId(Uuid::from_u128(1)), slug: "p".to_owned(), name: "P".to_owned(), stages }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 1, day).unwrap()
    }

    fn change(programme: &Programme, number: u128, on: u32, to: &str) -> Fact<StageChange> {
        let to = programme.stage_by_key(to).unwrap().id;
        Fact {
            id: FactId(Uuid::from_u128(1000 + number)),
            valid_on: day(on),
            recorded_at: DateTime::<Utc>::UNIX_EPOCH,
            supersedes: None,
            source: Source::Mentor,
            documented: false,
            body: Some(StageChange { enrolment: EnrolmentId(Uuid::from_u128(7)), from: None, to, outcome: None }),
        }
    }

    fn chain(programme: &Programme, steps: &[(u32, &str)]) -> Vec<Fact<StageChange>> {
        let mut from = None;
        let mut facts = Vec::new();
        for (number, (on, to)) in (0..).zip(steps) {
            let mut fact = change(programme, number, *on, to);
            if let Some(body) = &mut fact.body {
                body.from = from;
                from = Some(body.to);
            }
            facts.push(fact);
        }
        facts
    }

    #[test]
    fn a_correction_restates_what_follows_on_its_day_and_what_came_from_the_old_stage() {
        let programme = programme();
        let facts = chain(&programme, &[(1, "applied"), (1, "admitted"), (2, "idea"), (3, "validation")]);
        let own = in_force(&facts, DateTime::<Utc>::MAX_UTC);
        let applied = own[0];
        // Only a better source: the admission of the same day must still come after it, the rest stands.
        let same = plan_correction(&own, applied.id, Some((day(1), applied.body.unwrap()))).unwrap();
        assert_eq!(same.iter().map(|change| change.supersedes).collect::<Vec<_>>(), [own[0].id, own[1].id]);
        // Another stage: the next one comes from there.
        let growth = programme.stage_by_key("growth").unwrap().id;
        let to = StageChange { to: growth, ..own[2].body.unwrap() };
        let other = plan_correction(&own, own[2].id, Some((day(2), to))).unwrap();
        assert_eq!(other.len(), 2);
        assert_eq!(other[1].supersedes, own[3].id);
        assert_eq!(other[1].body.from, Some(growth));
        // Taken back: the one after it comes from the one before it.
        let less = plan_correction(&own, own[2].id, None).unwrap();
        assert_eq!(less.len(), 1);
        assert_eq!(less[0].body.from, Some(own[1].body.unwrap().to));
        assert_eq!(plan_correction(&own, FactId(Uuid::nil()), None), None);
    }

    #[test]
    fn stays_that_overlap_are_found_whichever_was_entered_first() {
        let programme = programme();
        let enrolment =
            |id: u128| Enrolment { id: EnrolmentId(Uuid::from_u128(id)), programme: programme.id, cohort: None };
        let mut facts = chain(&programme, &[(5, "applied"), (6, "admitted"), (20, "left")]);
        let mut second = chain(&programme, &[(21, "applied"), (22, "admitted")]);
        for (fact, number) in second.iter_mut().zip(50..) {
            fact.id = FactId(Uuid::from_u128(2000 + number));
            if let Some(body) = &mut fact.body {
                body.enrolment = EnrolmentId(Uuid::from_u128(8));
            }
        }
        facts.extend(second);
        let stays = [enrolment(8), enrolment(7)];
        let check = |facts: &[Fact<StageChange>]| {
            check_stays(std::slice::from_ref(&programme), &stays, &in_force(facts, DateTime::<Utc>::MAX_UTC), day(31))
        };
        assert_eq!(check(&facts), Ok(()));
        facts[3].valid_on = day(19);
        let overlap = MoveError::OverlapsEarlierStay { ended: day(20) };
        assert_eq!(check(&facts), Err(Illegal { on: day(19), error: overlap }));
        facts[3].valid_on = day(21);
        facts.remove(2);
        let open = MoveError::SecondOpenEnrolment { since: day(5) };
        assert_eq!(check(&facts), Err(Illegal { on: day(21), error: open }));
    }

    #[test]
    fn a_new_stay_waits_for_the_end_of_the_one_before() {
        let programme = programme();
        let stay = [Enrolment { id: EnrolmentId(Uuid::from_u128(7)), programme: programme.id, cohort: None }];
        let open = chain(&programme, &[(5, "applied"), (6, "admitted")]);
        let closed = chain(&programme, &[(5, "applied"), (6, "admitted"), (20, "left")]);
        let plan = |facts: &[Fact<StageChange>], on| {
            plan_enrolment(&programme, &stay, &in_force(facts, DateTime::<Utc>::MAX_UTC), day(on), day(25))
        };
        assert_eq!(plan(&open, 21), Err(MoveError::SecondOpenEnrolment { since: day(5) }));
        assert_eq!(plan(&closed, 19), Err(MoveError::OverlapsEarlierStay { ended: day(20) }));
        assert_eq!(plan(&closed, 26), Err(MoveError::InFuture { on: day(26) }));
        assert_eq!(plan(&closed, 20), Ok(()));
    }
}
