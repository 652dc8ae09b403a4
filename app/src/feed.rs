//! What is due, as a calendar that a person's own program reads (RFC 5545).
//!
//! A calendar is kept by others than the house, so it tells as little as it can: what kind of thing, with which startup, when, and where
//! to read the rest. Everything in it follows from the roles that the person holds at the moment it is read.

use std::collections::BTreeMap;

use domain::access::tie::mentor_on;
use domain::access::{Action, Actor, Resource, Role, may};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use domain::time::Instant;
use icalendar::{Calendar, Component, Event, EventLike};
use store::{CalendarReader, StoreError};

use crate::cx::House;
use crate::paths;

/// How long what is over stays in the calendar.
const BEHIND: chrono::TimeDelta = chrono::TimeDelta::days(60);

domain::catalogue! {
    mod w {
        meeting(name: &str) => { nb: "Møte: {name}", nn: "Møte: {name}", en: "Meeting: {name}" }
        task(name: &str) => { nb: "Oppgave: {name}", nn: "Oppgåve: {name}", en: "Task: {name}" }
        task_alone => { nb: "Oppgave i Grobunn", nn: "Oppgåve i Grobunn", en: "Task in Grobunn" }
        milestone(name: &str) => { nb: "Milepæl: {name}", nn: "Milepæl: {name}", en: "Milestone: {name}" }
        closes(title: &str) => { nb: "Søknadsfrist: {title}", nn: "Søknadsfrist: {title}", en: "Applications close: {title}" }
    }
}

/// The events of a calendar by their stable names, so that what several roles show is there once.
type Events = BTreeMap<String, Event>;

/// The calendar behind a secret; `None` when the secret leads nowhere.
///
/// # Errors
/// When the database does not answer.
pub async fn calendar(house: &House, secret: &str) -> Result<Option<String>, StoreError> {
    let Some(reader) = house.store.calendar_reader(secret).await? else { return Ok(None) };
    let mut events = Events::new();
    for hat in &reader.hats {
        let actor = Actor::wearing(hat);
        due(house, &reader, &actor, &mut events).await?;
        if matches!(actor.role, Role::Admin | Role::Manager) {
            closings(house, &reader, &actor, &mut events).await?;
        }
    }
    let mut calendar = Calendar::new();
    calendar.name("Grobunn").ttl(&chrono::Duration::hours(1));
    calendar.extend(events.into_values());
    Ok(Some(calendar.to_string()))
}

/// An event with what every one of them has.
fn event(house: &House, id: &str, summary: &str, path: &str) -> Event {
    let mut event = Event::with_uid(id);
    event.timestamp(house.store.world().now()).summary(summary).url(&format!("{}{path}", house.base_url));
    event
}

fn name_of(ledger: &Ledger, startup: StartupId) -> Option<&str> {
    ledger.startup(startup).map(|startup| startup.profile.name.as_str())
}

/// Meetings, tasks and milestones of one role.
async fn due(house: &House, reader: &CalendarReader, actor: &Actor, events: &mut Events) -> Result<(), StoreError> {
    let (store, locale) = (&house.store, reader.locale);
    let ledger = store.ledger_for(actor).await?;
    let today = store.world().today();
    let sees = |startup: StartupId| {
        let known = ledger.startup(startup)?;
        let allowed = may(actor, Action::SeeSharedNotes, &Resource::startup(&ledger, known), today).is_allowed();
        allowed.then_some(known)
    };
    for meeting in store.planned_meetings_of(reader.person).await? {
        let Some(startup) = sees(meeting.startup) else { continue };
        let id = format!("meeting-{}@grobunn", meeting.id);
        let mut told = event(house, &id, &w::meeting(locale, &startup.profile.name), &paths::startup(meeting.startup));
        // In UTC: every program shows it in its reader's own time, across the changes of summer time.
        told.starts(meeting.starts_at).ends(meeting.ends_at());
        events.insert(id, told.done());
    }
    for task in store.tasks_of(actor).await? {
        let Some(on) = task.due_on.filter(|_| task.done_on.is_none() && task.owner == reader.person) else { continue };
        let id = format!("task-{}@grobunn", task.id);
        let name = task.startup.and_then(|startup| name_of(&ledger, startup));
        let summary = name.map_or_else(|| w::task_alone(locale).to_owned(), |name| w::task(locale, name));
        let path = task.startup.map_or_else(|| paths::HOME.to_owned(), paths::startup);
        events.insert(id.clone(), event(house, &id, &summary, &path).all_day(on).done());
    }
    for milestone in store.open_milestones(actor).await? {
        let Some((on, startup)) = milestone.due_on.zip(sees(milestone.startup)) else { continue };
        // A whole programme's milestones would bury one's own.
        let theirs = milestone.owner == Some(reader.person)
            || actor.role == Role::Founder
            || (actor.role == Role::Mentor && mentor_on(startup, today) == Some(reader.person));
        if theirs {
            let id = format!("milestone-{}@grobunn", milestone.id);
            let summary = w::milestone(locale, &startup.profile.name);
            events
                .insert(id.clone(), event(house, &id, &summary, &paths::startup(milestone.startup)).all_day(on).done());
        }
    }
    Ok(())
}

/// When calls for applications close, for those who run them.
async fn closings(
    house: &House,
    reader: &CalendarReader,
    actor: &Actor,
    events: &mut Events,
) -> Result<(), StoreError> {
    let world = house.store.world();
    let since: Instant = world.now() - BEHIND;
    for (call, _) in house.store.calls().await? {
        let manages = may(actor, Action::ManageCalls, &Resource::Programme(call.programme), world.today());
        if call.closes_at < since || !manages.is_allowed() {
            continue;
        }
        let id = format!("call-{}@grobunn", call.id);
        let title = call.title.get(reader.locale);
        let mut told = event(house, &id, &w::closes(reader.locale, title), &paths::call(call.id));
        told.starts(call.closes_at).ends(call.closes_at);
        events.insert(id, told.done());
    }
    Ok(())
}
