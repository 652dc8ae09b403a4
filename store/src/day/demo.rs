//! The demo's working day: notes at its meetings, milestones, tasks, and a week of planned meetings for the mentor whom a visitor can be.

use chrono::{Days, NaiveDate, NaiveTime};
use domain::access::Actor;
use domain::access::tie::mentor_on;
use domain::board::{self, Stay};
use domain::day::{Budget, NoteKind, Per, Planned};
use domain::demo::DemoHouse;
use domain::facts::{MeetingKind, in_force};
use domain::ids::{FactId, PersonId, PlannedMeetingId, StartupId};
use domain::intake::oslo_at;
use domain::time::Instant;

use super::{founders, person_value, run};
use crate::connect::Store;
use crate::error::StoreError;
use crate::write::Write;

/// What mentors of the demo wrote for everybody.
const SHARED: [&str; 10] = [
    "Gikk gjennom prisingen. **Avtalt:** test tre nivåer på fem kunder før neste møte.",
    "Piloten går bra, men innkjøp er en annen avdeling enn den de snakker med.\n\n- finn ut hvem som bestemmer\n- spør om rammeavtale",
    "Snakket om ansettelse. Stillingen lyses ut som *60 %* først.",
    "Søknaden til Innovasjon Norge er nesten klar. Mangler budsjettet.",
    "To kundemøter siden sist, begge vil se en demo.",
    "Gikk gjennom likviditeten ut året. Det holder til mai uten ny kapital.",
    "Enige om å legge ned den minste kundegruppen og bruke tiden på de to andre.",
    "Første betalende kunde! Faktura sendt.",
    "Styret er på plass. Første styremøte neste måned, mal for innkalling er delt.",
    "Diskuterte eieravtalen. De tar den med advokaten før sommeren.",
];
/// What they wrote for themselves.
const PRIVATE: [&str; 4] = [
    "Virker slitne. Spør hvordan det går før vi snakker tall neste gang.",
    "Uenige om rollene. Hør med begge hver for seg.",
    "Usikker på om markedet er stort nok. Be om tallene de bygger på.",
    "Bør kobles med noen som har solgt til kommuner før.",
];
/// What the stages of the demo's largest programme bring: stage, title, days.
const TEMPLATES: [(&str, &str, i32); 5] = [
    ("idea", "Snakket med ti mulige kunder", 30),
    ("idea", "Skrevet ned hva ideen hviler på", 14),
    ("validation", "Første betalende kunde", 60),
    ("validation", "Prøvd prisen på tre kunder", 45),
    ("growth", "Plan for kapital det neste året", 60),
];
/// What startups of the demo are to reach.
const MILESTONES: [&str; 6] = [
    "Pilot hos første kommune",
    "Prototype klar for test",
    "Søknad om etablererstipend sendt",
    "Signert eieravtale",
    "Første ansatte på plass",
    "Fem kunder som betaler",
];
/// What its mentors are to do.
const TASKS: [&str; 5] = [
    "Koble med revisor",
    "Les gjennom søknaden",
    "Finn to referansekunder",
    "Send malen for styremøte",
    "Ring om investormøtet",
];
/// The hours each startup is given.
const BUDGET: Budget = Budget { minutes: 40 * 60, per: Per::Stay };

impl Store {
    /// Writes what lies beside the demo's meetings.
    pub(crate) async fn load_demo_day(&self, house: &DemoHouse) -> Result<(), StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        let (ledger, people, today) = (write.ledger(), write.people(), write.today());
        templates(&write, house).await?;
        let stays = board::stays(&ledger, write.at(), today);
        let here = |stay: &&Stay| stay.course.is_open() && stay.course.admitted_on.is_some();
        let mut seen: Vec<StartupId> = Vec::new();
        for stay in stays.iter().filter(here) {
            let id = stay.startup.profile.id;
            let Some(mentor) = mentor_on(&stay.startup, today).filter(|_| !seen.contains(&id)) else { continue };
            let at = seen.len();
            seen.push(id);
            let founder = founders(&people, id, today).first().copied();
            notes(&write, stay, mentor, at).await?;
            milestones(&write, id, founder, mentor, at).await?;
            tasks(&write, id, mentor, at).await?;
        }
        let visitor = crate::identity::demo_founder(&ledger, &people, today);
        let mentor = visitor.and_then(|(_, id)| ledger.startup(id)).and_then(|startup| mentor_on(startup, today));
        if let Some(mentor) = mentor {
            let followed = |id: &&StartupId| ledger.startup(**id).and_then(|one| mentor_on(one, today)) == Some(mentor);
            week(&write, mentor, &seen.iter().filter(followed).copied().collect::<Vec<_>>()).await?;
        }
        let after = serde_json::json!({ "startups": seen.len() });
        let subject = write.new_id();
        write.audit("load_demo_day", "house", subject, None, None, Some(after)).await?;
        write.commit().await
    }
}

async fn templates(write: &Write, house: &DemoHouse) -> Result<(), StoreError> {
    let Some(programme) = house.programmes.first() else { return Ok(()) };
    for (key, title, days) in TEMPLATES {
        let Some(stage) = programme.stage_by_key(key) else { continue };
        let sql = "INSERT INTO milestone_template (id, programme_id, stage_id, title, days, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            write.new_id().into(),
            programme.id.0.into(),
            stage.id.0.into(),
            title.into(),
            days.into(),
            write.at().into(),
        ];
        run(&write.transaction, sql, values).await?;
    }
    let sql = "INSERT INTO mentoring_budget (programme_id, minutes, per) VALUES ($1, $2, $3)";
    let minutes = i32::try_from(BUDGET.minutes).unwrap_or(i32::MAX);
    run(&write.transaction, sql, [programme.id.0.into(), minutes.into(), BUDGET.per.code().into()]).await?;
    Ok(())
}

/// An instant in the afternoon of a day, and never one to come.
fn afternoon(write: &Write, on: NaiveDate) -> Instant {
    let four = NaiveTime::from_hms_opt(16, 0, 0).unwrap_or_default();
    oslo_at(on, four).min(write.at())
}

async fn notes(write: &Write, stay: &Stay, mentor: PersonId, at: usize) -> Result<(), StoreError> {
    let held = in_force(&stay.startup.meetings, write.at());
    for (index, fact) in held.iter().rev().take(5).rev().enumerate() {
        let told = (at + index) % 4;
        let by = fact.body.as_ref().and_then(|meeting| meeting.mentor).unwrap_or(mentor);
        if told != 3 {
            note(write, stay, (NoteKind::Shared, by), fact.id, fact.valid_on, SHARED[(at * 3 + index) % SHARED.len()])
                .await?;
        }
        if told == 1 {
            note(write, stay, (NoteKind::Private, by), fact.id, fact.valid_on, PRIVATE[(at + index) % PRIVATE.len()])
                .await?;
        }
    }
    Ok(())
}

async fn note(
    write: &Write,
    stay: &Stay,
    (kind, by): (NoteKind, PersonId),
    meeting: FactId,
    on: NaiveDate,
    text: &str,
) -> Result<(), StoreError> {
    let id = write.new_id();
    let sql = "INSERT INTO note (id, root_id, startup_id, meeting_id, author_id, kind, text, created_at) \
               VALUES ($1, $1, $2, $3, $4, $5, $6, $7)";
    let values = [
        id.into(),
        stay.startup.profile.id.0.into(),
        meeting.0.into(),
        by.0.into(),
        kind.code().into(),
        text.into(),
        afternoon(write, on).into(),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(())
}

fn days_on(today: NaiveDate, days: i64) -> Option<NaiveDate> {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) }
}

async fn milestones(
    write: &Write,
    startup: StartupId,
    founder: Option<PersonId>,
    mentor: PersonId,
    at: usize,
) -> Result<(), StoreError> {
    // One reached, one late for every third, one to come.
    let lies: [(i64, Option<i64>); 3] =
        [(-40, Some(-44)), (if at.is_multiple_of(3) { -6 } else { 12 }, None), (45, None)];
    for (index, (due, done)) in lies.into_iter().enumerate() {
        let owner = if index == 2 { Some(mentor) } else { founder };
        let done_on = done.and_then(|days| days_on(write.today(), days));
        let sql = "INSERT INTO milestone (id, startup_id, title, owner_id, due_on, done_on, done_by, created_at, created_by) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let values = [
            write.new_id().into(),
            startup.0.into(),
            MILESTONES[(at * 2 + index) % MILESTONES.len()].into(),
            person_value(owner),
            days_on(write.today(), due).into(),
            done_on.into(),
            person_value(founder.filter(|_| done_on.is_some())),
            write.at().into(),
            mentor.0.into(),
        ];
        run(&write.transaction, sql, values).await?;
    }
    Ok(())
}

async fn tasks(write: &Write, startup: StartupId, mentor: PersonId, at: usize) -> Result<(), StoreError> {
    if at % 3 == 2 {
        return Ok(());
    }
    let due = [-3, 0, 5, 14][at % 4];
    let sql = "INSERT INTO task (id, title, owner_id, startup_id, due_on, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $3)";
    let values = [
        write.new_id().into(),
        TASKS[at % TASKS.len()].into(),
        mentor.0.into(),
        startup.0.into(),
        days_on(write.today(), due).into(),
        write.at().into(),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(())
}

/// Two meetings today and some more this week.
async fn week(write: &Write, mentor: PersonId, startups: &[StartupId]) -> Result<(), StoreError> {
    let plans: [(u64, u32, u32, MeetingKind); 5] = [
        (0, 9, 60, MeetingKind::InPerson),
        (0, 14, 45, MeetingKind::Video),
        (1, 10, 60, MeetingKind::InPerson),
        (3, 13, 30, MeetingKind::Phone),
        (6, 11, 60, MeetingKind::Video),
    ];
    for ((days, hour, minutes, kind), startup) in plans.into_iter().zip(startups.iter().cycle()) {
        let Some(on) = write.today().checked_add_days(Days::new(days)) else { continue };
        let plan = Planned {
            id: PlannedMeetingId(write.new_id()),
            startup: *startup,
            mentor,
            starts_at: oslo_at(on, NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()),
            minutes,
            kind,
            meeting: None,
            link_until: None,
        };
        super::planned::insert(write, &plan).await?;
    }
    Ok(())
}
