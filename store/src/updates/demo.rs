//! The demo's rounds: the rows behind what its facts tell, a request that waits for the founder whom a visitor can be, and an objection
//! that waits beside one that was answered.

use domain::access::{Actor, Role, Scope};
use domain::demo::{DemoFact, DemoHouse, DemoRound, DemoStartup};
use domain::facts::{FactKind, UpdateEvent, UpdateStep};
use domain::ids::{FactId, ObjectionId, PersonId, UpdateRequestId};
use domain::time::{Instant, days_between, end_of_oslo_day, sub_months};
use domain::updates::{Settings, TELL_AFTER_DAYS, closes_on};
use sea_orm::{ConnectionTrait, Value};

use super::job::{Letter, ask_founders, hash, insert_round, locales};
use super::settings::{UpdateSettings, put};
use super::{RequestState, UpdateRound, statement};
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::random_token;
use crate::write::{Write, json};

/// What founders of the demo wrote, when they wrote anything.
const WORDS: [&str; 6] = [
    "Vi har fått første betalende kunde utenfor kommunen.",
    "Leter etter en utvikler på deltid. Tips mottas med takk!",
    "Piloten er forlenget til sommeren.",
    "Roligere kvartal enn ventet, men ordreboka fylles.",
    "Klare for å snakke om emisjon. Kan vi ta det på neste møte?",
    "Takk for hjelpen med søknaden, den gikk gjennom.",
];

impl Store {
    /// Writes the rows behind the demo's rounds. Afterwards nothing is due, so that nobody gets a hundred mails when the demo starts;
    /// the founder whom a visitor can be finds one.
    pub(crate) async fn load_demo_updates(&self, house: &DemoHouse) -> Result<(), StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        let settings = Settings::default();
        let set_at = end_of_oslo_day(sub_months(write.today(), 36));
        for programme in &house.programmes {
            put(&write.transaction, &UpdateSettings { programme: programme.id, settings: settings.clone(), set_at })
                .await?;
        }
        let today = write.today();
        let visitor = crate::identity::demo_founder(&write.ledger(), &write.people(), today);
        let mut waits = None;
        for told in &house.rounds {
            let round = round(told, &settings, today);
            insert_round(&write, &round).await?;
            for (index, startup) in house.startups.iter().enumerate() {
                let Some(request) = insert_request(&write, &round, startup, index).await? else { continue };
                let is_visitor = visitor.is_some_and(|(_, id)| id == startup.profile.id);
                if is_visitor && round.closed_at.is_none() {
                    waits = Some((request, round.clone(), startup.profile.id));
                }
            }
        }
        if let Some((request, round, startup)) = waits {
            let locales = locales(&write).await?;
            ask_founders(&mut write, request, &round, startup, Letter::Reminder, &locales).await?;
        }
        if let Some((person, startup)) = visitor
            && let Some(startup) = house.startups.iter().find(|known| known.profile.id == startup)
        {
            object(&write, house, startup, person).await?;
        }
        let after = serde_json::json!({ "rounds": house.rounds.len() });
        let subject = write.new_id();
        write.audit("load_demo_updates", "house", subject, None, None, Some(after)).await?;
        write.commit().await
    }
}

fn round(told: &DemoRound, settings: &Settings, today: chrono::NaiveDate) -> UpdateRound {
    let closes = closes_on(told.due_on);
    UpdateRound {
        id: told.id,
        programme: told.programme,
        kind: told.kind,
        slot_on: told.slot_on,
        opened_on: told.slot_on,
        due_on: told.due_on,
        questions: settings.questions.clone(),
        reminders: settings.reminders.clone(),
        closed_at: (closes < today).then(|| end_of_oslo_day(closes)),
    }
}

/// The request of a startup in a round, as its facts tell it; `None` when it was not asked.
async fn insert_request(
    write: &Write,
    round: &UpdateRound,
    startup: &DemoStartup,
    index: usize,
) -> Result<Option<UpdateRequestId>, StoreError> {
    let steps: Vec<(&DemoFact<UpdateStep>, UpdateEvent)> = startup
        .updates
        .iter()
        .filter_map(|told| {
            let step = told.fact.body.as_ref().filter(|step| step.round == round.id)?;
            Some((told, step.event))
        })
        .collect();
    let Some((asked, _)) = steps.iter().find(|(_, event)| *event == UpdateEvent::Asked) else { return Ok(None) };
    let Some((last, event)) = steps.last() else { return Ok(None) };
    let state = RequestState::after(*event);
    let settled_at = (state != RequestState::Waiting).then_some(last.fact.recorded_at);
    let answered = matches!(state, RequestState::Answered | RequestState::Closed);
    let by = startup.founders.first().filter(|_| answered).map(|founder| founder.person);
    // Another line each time, and most write none.
    let turn =
        index * 7 + usize::try_from(days_between(chrono::NaiveDate::MIN, round.slot_on)).unwrap_or_default() / 30 * 5;
    let words = WORDS.get(turn % 17).filter(|_| state == RequestState::Answered);
    let facts = if answered { said(startup, last.fact.recorded_at, last.fact.valid_on) } else { Vec::new() };
    // Whoever has not answered was reminded as often as the days allow, and the mentor knows.
    let (today, open) = (write.today(), matches!(state, RequestState::Waiting | RequestState::Bounced));
    let late = days_between(round.due_on, today);
    let reminded = round.reminders.iter().filter(|days| open && i64::from(**days) <= late).count();
    let last_day = round.reminders.last().copied().unwrap_or_default() + TELL_AFTER_DAYS;
    let told_on = round.due_on + chrono::TimeDelta::days(i64::from(last_day));
    let told_at = (open && told_on <= today).then(|| morning(told_on)).filter(|at| *at <= write.at());
    let id = UpdateRequestId(write.new_id());
    let sql = "INSERT INTO update_request (id, round_id, startup_id, state, asked_at, settled_at, answered_by, words, facts, \
               reminded, told_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values: [Value; 11] = [
        id.0.into(),
        round.id.0.into(),
        startup.profile.id.0.into(),
        state.code().into(),
        asked.fact.recorded_at.into(),
        settled_at.into(),
        by.map(|person| person.0).into(),
        words.map(|words| (*words).to_owned()).into(),
        json(&facts).into(),
        i16::try_from(reminded).unwrap_or_default().into(),
        told_at.into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    if round.closed_at.is_none() && state != RequestState::Closed {
        insert_links(write, id, startup, state).await?;
    }
    Ok(Some(id))
}

/// To whom a request went. Nobody holds these links: their mail was never written.
async fn insert_links(
    write: &Write,
    request: UpdateRequestId,
    startup: &DemoStartup,
    state: RequestState,
) -> Result<(), StoreError> {
    let today = write.today();
    let bounced_at = (state == RequestState::Bounced).then_some(write.at());
    for founder in startup.founders.iter().filter(|founder| founder.to_on.is_none_or(|to| to >= today)) {
        let sql = "INSERT INTO update_link (id, request_id, person_id, token_hash, made_at, bounced_at) VALUES ($1, $2, $3, $4, $5, $6)";
        let nobodys = hash(&random_token(&**write.store().world()));
        // Made a while ago, so that a reminder can be sent at once.
        let made_at = write.at() - chrono::TimeDelta::days(1);
        let values: [Value; 6] = [
            write.new_id().into(),
            request.0.into(),
            founder.person.0.into(),
            nobodys.into(),
            made_at.into(),
            bounced_at.into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    }
    Ok(())
}

/// Early on a day.
fn morning(on: chrono::NaiveDate) -> Instant {
    end_of_oslo_day(on - chrono::TimeDelta::days(1)) + chrono::TimeDelta::hours(7)
}

/// The facts that a startup's answer became: those recorded with it.
fn said(startup: &DemoStartup, at: Instant, on: chrono::NaiveDate) -> Vec<(FactKind, FactId)> {
    fn of<T>(kind: FactKind, told: &[DemoFact<T>], at: Instant, on: chrono::NaiveDate) -> Option<(FactKind, FactId)> {
        let with =
            |one: &&DemoFact<T>| one.fact.recorded_at == at && one.fact.valid_on == on && one.fact.body.is_some();
        told.iter().find(with).map(|one| (kind, one.fact.id))
    }
    [
        of(FactKind::Headcount, &startup.headcounts, at, on),
        of(FactKind::Verification, &startup.verifications, at, on),
        of(FactKind::Workplace, &startup.workplaces, at, on),
        of(FactKind::Revenue, &startup.revenues, at, on),
        of(FactKind::Capital, &startup.capital, at, on),
        of(FactKind::Team, &startup.teams, at, on),
        of(FactKind::LifeEvent, &startup.life_events, at, on),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Two objections of the visitor's founder: one that was answered and one that waits.
async fn object(write: &Write, house: &DemoHouse, startup: &DemoStartup, founder: PersonId) -> Result<(), StoreError> {
    let superseded = |id: FactId| startup.headcounts.iter().any(|told| told.fact.supersedes == Some(id));
    let standing: Vec<&DemoFact<_>> =
        startup.headcounts.iter().filter(|told| told.fact.body.is_some() && !superseded(told.fact.id)).collect();
    let label = |person, role| Actor::person(person, role, Scope::House).label;
    let manager = house.people.iter().find(|person| person.role == domain::demo::DemoRole::Manager);
    let texts = [
        (
            "Da var vi én mer: Ida hadde begynt, men sto ikke i lista ennå.",
            Some("Lista er fra lønnskjøringen den måneden. Ida kom med i neste, og teller derfra."),
        ),
        ("Dette tallet er fra budsjettet, ikke fra lønnslista.", None),
    ];
    for ((sentence, answer), told) in texts.into_iter().zip(standing) {
        let raised_at = write.at() - chrono::TimeDelta::days(if answer.is_some() { 40 } else { 3 });
        let answered_by = manager.filter(|_| answer.is_some()).map(|person| label(person.id, Role::Manager));
        let answer = answer.filter(|_| answered_by.is_some());
        let sql = "INSERT INTO objection (id, startup_id, fact_kind, fact_id, sentence, raised_by, raised_at, answer, answer_text, \
                   answered_by, answered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let values: [Value; 11] = [
            ObjectionId(write.new_id()).0.into(),
            startup.profile.id.0.into(),
            FactKind::Headcount.code().into(),
            told.fact.id.0.into(),
            sentence.into(),
            label(founder, Role::Founder).into(),
            raised_at.into(),
            answer.map(|_| "kept").into(),
            answer.into(),
            answered_by.into(),
            answer.map(|_| raised_at + chrono::TimeDelta::days(4)).into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    }
    Ok(())
}
