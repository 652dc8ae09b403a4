//! The characters that tests speak of, and short ways to put them on stage.

use chrono::NaiveDate;
use domain::access::Actor;
use domain::facts::{Fact, Source, StageChange, in_force};
use domain::ids::{EnrolmentId, ProgrammeId, StageId, StartupId};
use domain::pipeline::{Course, DEFAULT_STAGES};
use domain::time::Instant;
use store::{NewStartup, Refusal, VerbError};

use crate::common::{House, day};

/// Who does everything that nobody in particular does.
pub fn manager() -> Actor {
    Actor::demo_manager()
}

/// A startup in a programme.
#[derive(Debug, Clone, Copy)]
pub struct Stay {
    pub programme: ProgrammeId,
    pub startup: StartupId,
    pub enrolment: EnrolmentId,
}

/// A programme with the default stages.
pub async fn programme(house: &House) -> ProgrammeId {
    house.store.create_programme(&manager(), "inkubator", "Inkubator", &DEFAULT_STAGES).await.unwrap()
}

/// Årvak, which applied on 1.1.2024.
pub async fn applied(house: &House) -> Stay {
    let programme = programme(house).await;
    apply(house, programme, "Årvak", day(2024, 1, 1)).await
}

/// A startup by this name, which applied on a day.
pub async fn apply(house: &House, programme: ProgrammeId, name: &str, on: NaiveDate) -> Stay {
    let new = NewStartup { name: name.to_owned(), ..NewStartup::default() };
    let (startup, enrolment) = house.store.apply(&manager(), &new, programme, None, on, Source::Founder).await.unwrap();
    Stay { programme, startup, enrolment }
}

/// Årvak, admitted on 1.2.2024.
pub async fn admitted(house: &House) -> Stay {
    let stay = applied(house).await;
    house.store.admit(&manager(), stay.enrolment, day(2024, 2, 1), None).await.unwrap();
    stay
}

/// The stage of a programme by its key.
pub async fn stage(house: &House, programme: ProgrammeId, key: &str) -> StageId {
    house.store.ledger().await.unwrap().programme(programme).unwrap().stage_by_key(key).unwrap().id
}

/// Where a stay stands now.
pub async fn course(house: &House, stay: Stay) -> Option<Course> {
    let ledger = house.store.ledger().await.unwrap();
    let programme = ledger.programme(stay.programme).unwrap();
    let startup = ledger.startup(stay.startup).unwrap();
    Course::at(programme, stay.enrolment, &in_force(&startup.stage_changes, Instant::MAX_UTC), NaiveDate::MAX)
}

/// The key of the stage where a stay stands now.
pub async fn stands_in(house: &House, stay: Stay) -> String {
    let course = course(house, stay).await.unwrap();
    let ledger = house.store.ledger().await.unwrap();
    ledger.programme(stay.programme).unwrap().stage(course.stage).unwrap().key.clone()
}

/// A startup's stage changes in force now.
pub async fn moves(house: &House, startup: StartupId) -> Vec<Fact<StageChange>> {
    let ledger = house.store.ledger().await.unwrap();
    in_force(&ledger.startup(startup).unwrap().stage_changes, Instant::MAX_UTC).into_iter().cloned().collect()
}

/// The refusal a verb came back with.
pub fn refusal<T: std::fmt::Debug>(result: Result<T, VerbError>) -> Refusal {
    match result {
        Err(VerbError::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// How many facts, audit entries and writes there are: what a refused verb must leave as it was.
pub async fn size(house: &House) -> (i64, usize, usize) {
    let ledger = house.store.ledger().await.unwrap();
    let mut facts = 0;
    for startup in &ledger.startups {
        facts += house.store.timeline(startup.profile.id).await.unwrap().len();
    }
    (ledger.version, facts, house.store.audit_of(None, None, 10_000).await.unwrap().len())
}

/// Checks that a verb is refused and leaves nothing behind.
macro_rules! refused {
    ($house:ident, $verb:expr, $expected:expr) => {{
        let before = crate::cast::size(&$house).await;
        let result = $verb.await;
        assert_eq!(crate::cast::refusal(result), $expected.into());
        assert_eq!(crate::cast::size(&$house).await, before, "a refused verb writes nothing");
    }};
}
pub(crate) use refused;
