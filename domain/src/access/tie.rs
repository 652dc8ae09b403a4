//! How an actor is tied to a startup, by the membership that is worn and by the facts in force.

use chrono::NaiveDate;

use super::policy::{Subject, fits};
use super::{Actor, Role, Scope};
use crate::facts::in_force;
use crate::ids::{EnrolmentId, PersonId, ProgrammeId};
use crate::ledger::{Ledger, StartupLedger};
use crate::pipeline::{Course, Enrolment};
use crate::time::Instant;

/// What somebody is to a startup that they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Keeps the house, and everything in it.
    Keeps,
    /// Runs a programme that it has or had a stay in.
    Runs,
    /// Is its mentor now, in a programme that it has or had a stay in.
    Assigned,
    /// Is a mentor of a programme that admitted it.
    SameProgramme,
    /// Founded it, and is its founder now.
    Founds,
}

/// What an actor is to a startup on a day; `None` for a startup that they do not see.
///
/// A startup whose import was undone is seen only by those who could have undone it. An evaluator sees no startup: applications are shown to
/// those set on judging them, by [`super::Resource::Application`], and nothing besides.
#[must_use]
pub fn tie(actor: &Actor, subject: Subject<'_>, today: NaiveDate) -> Option<Tie> {
    let startup = subject.startup;
    if !fits(actor.role, actor.scope) {
        return None;
    }
    let stands = startup.profile.withdrawn_at.is_none();
    match actor.role {
        Role::Admin | Role::System => Some(Tie::Keeps),
        Role::Manager if is_house_wide(actor) => Some(Tie::Runs),
        Role::Manager => any_stay(actor, subject, |_| true).then_some(Tie::Runs),
        Role::Mentor if stands && actor.person.is_some() && mentor_on(startup, today) == actor.person => {
            any_stay(actor, subject, |_| true).then_some(Tie::Assigned)
        }
        Role::Mentor if stands => {
            any_stay(actor, subject, |course| was_admitted(course, today)).then_some(Tie::SameProgramme)
        }
        Role::Founder if stands => (actor.scope == Scope::Startup(startup.profile.id)).then_some(Tie::Founds),
        Role::Mentor | Role::Evaluator | Role::Founder | Role::Funder => None,
    }
}

/// Whether somebody tied to a startup sees this stay of it.
#[must_use]
pub fn shows_stay(actor: &Actor, tie: Tie, subject: Subject<'_>, stay: EnrolmentId, today: NaiveDate) -> bool {
    let Some(enrolment) = subject.startup.enrolments.iter().find(|enrolment| enrolment.id == stay) else {
        return false;
    };
    match tie {
        Tie::Keeps | Tie::Founds => true,
        Tie::Runs | Tie::Assigned => runs_programme(actor, enrolment.programme),
        Tie::SameProgramme => {
            runs_programme(actor, enrolment.programme)
                && course(subject, enrolment).is_some_and(|course| was_admitted(&course, today))
        }
    }
}

/// Who follows a startup up on a day.
#[must_use]
pub fn mentor_on(startup: &StartupLedger, today: NaiveDate) -> Option<PersonId> {
    let assignments = in_force(&startup.mentors, Instant::MAX_UTC);
    assignments.into_iter().rfind(|fact| fact.valid_on <= today)?.body?.mentor
}

/// Whether the role holds in the whole house.
pub(super) fn is_house_wide(actor: &Actor) -> bool {
    actor.scope == Scope::House
}

/// Whether the role holds in a programme, as part of the house or by itself.
pub(super) fn runs_programme(actor: &Actor, programme: ProgrammeId) -> bool {
    match actor.scope {
        Scope::House => true,
        Scope::Programme(own) | Scope::Contract(_, own) => own == programme,
        Scope::Startup(_) => false,
    }
}

/// Whether the role holds in every programme there is.
pub(super) fn runs_every_programme(actor: &Actor, ledger: &Ledger) -> bool {
    let all = |programme: ProgrammeId| ledger.programmes.iter().all(|known| known.id == programme);
    match actor.scope {
        Scope::House => true,
        Scope::Programme(own) => !ledger.programmes.is_empty() && all(own),
        Scope::Startup(_) | Scope::Contract(..) => false,
    }
}

/// Whether a stay of the startup in a programme of the actor's satisfies a condition. A stay whose moves were all taken back never was.
fn any_stay(actor: &Actor, subject: Subject<'_>, condition: impl Fn(&Course) -> bool) -> bool {
    let own = |enrolment: &&Enrolment| runs_programme(actor, enrolment.programme);
    subject
        .startup
        .enrolments
        .iter()
        .filter(own)
        .any(|enrolment| course(subject, enrolment).is_some_and(|course| condition(&course)))
}

fn course(subject: Subject<'_>, enrolment: &Enrolment) -> Option<Course> {
    let programme = subject.ledger.programme(enrolment.programme)?;
    let changes = in_force(&subject.startup.stage_changes, Instant::MAX_UTC);
    Course::at(programme, enrolment.id, &changes, NaiveDate::MAX)
}

fn was_admitted(course: &Course, today: NaiveDate) -> bool {
    course.admitted_on.is_some_and(|on| on <= today)
}
