//! The reader's day: meetings planned, what is due, the startups they follow and how long ago they met, and one tap to log a meeting.

use std::sync::Arc;

use chrono::Days;
use domain::access::{Reason, Role};
use domain::day::hours::{Period, hours};
use domain::day::suggest::assignments;
use domain::day::{Due, Milestone, Planned, Task, due};
use domain::format;
use domain::ids::StartupId;
use domain::intake::oslo_civil;
use domain::ledger::{Ledger, StartupLedger};
use domain::time::days_between;
use domain::words::Locale;
use leptos::prelude::*;
use store::StoreError;

use super::pipeline::may_move;
use super::tasks;
use crate::actions;
use crate::components::{ActButton, ButtonLink, Empty, Notice, NoticeKind, StageTag, TickList};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Min dag", nn: "Dagen min", en: "My day" }
        today_is(on: &str) => { nb: "I dag er det {on}.", nn: "I dag er det {on}.", en: "Today is {on}." }
        meetings => { nb: "Møter", nn: "Møte", en: "Meetings" }
        no_meetings => { nb: "Ingen møter er planlagt de neste sju dagene.", nn: "Ingen møte er planlagde dei neste sju dagane.", en: "No meetings are planned for the next seven days." }
        today => { nb: "i dag", nn: "i dag", en: "today" }
        not_logged => { nb: "ikke logget ennå", nn: "ikkje logga enno", en: "not logged yet" }
        at(on: &str, time: &str) => { nb: "{on} kl. {time}", nn: "{on} kl. {time}", en: "{on}, {time}" }
        minutes(n: &str) => { nb: "{n} minutter", nn: "{n} minutt", en: "{n} minutes" }
        cancel => { nb: "Avlys", nn: "Avlys", en: "Cancel" }
        plan => { nb: "Planlegg møte", nn: "Planlegg møte", en: "Plan a meeting" }
        log => { nb: "Logg møte", nn: "Logg møte", en: "Log a meeting" }
        due => { nb: "Oppgaver som haster", nn: "Oppgåver som hastar", en: "Tasks that are due" }
        nothing_due => { nb: "Ingenting forfaller i dag, og ingenting er for sent.", nn: "Ingenting forfell i dag, og ingenting er for seint.", en: "Nothing is due today and nothing is late." }
        all_tasks => { nb: "Alle oppgaver", nn: "Alle oppgåver", en: "All tasks" }
        hours => { nb: "Timer", nn: "Timar", en: "Hours" }
        mine => { nb: "Mine bedrifter", nn: "Bedriftene mine", en: "My startups" }
        none => { nb: "Ingen bedrift er tildelt deg nå.", nn: "Inga bedrift er tildelt deg no.", en: "No startup is assigned to you now." }
        none_text => {
            nb: "Programlederen tildeler bedrifter. I løpet ser du alle som programmet har tatt opp.",
            nn: "Programleiaren tildeler bedrifter. I løpet ser du alle som programmet har teke opp.",
            en: "The programme's manager assigns startups. The pipeline shows all that the programme has admitted." }
        met_today => { nb: "Møtt i dag", nn: "Møtt i dag", en: "Met today" }
        met_yesterday => { nb: "Møtt i går", nn: "Møtt i går", en: "Met yesterday" }
        met_ago(n: &str) => { nb: "{n} dager siden sist møte", nn: "{n} dagar sidan siste møte", en: "{n} days since the last meeting" }
        never_met => { nb: "Ingen møter logget", nn: "Ingen møte logga", en: "No meeting logged" }
        next(title: &str) => { nb: "Neste: {title}", nn: "Neste: {title}", en: "Next: {title}" }
        next_by(title: &str, on: &str) => { nb: "Neste: {title}, innen {on}", nn: "Neste: {title}, innan {on}", en: "Next: {title}, by {on}" }
        no_next => { nb: "Ingen neste steg", nn: "Ingen neste steg", en: "No next step" }
        hand_over => { nb: "Se overleveringen", nn: "Sjå overleveringa", en: "See the hand-over" }
        logged => { nb: "Møtet er lagret. Timene teller med.", nn: "Møtet er lagra. Timane tel med.", en: "The meeting is saved. Its hours count." }
        planned => { nb: "Møtet er planlagt.", nn: "Møtet er planlagt.", en: "The meeting is planned." }
        take_link_back => { nb: "Trekk tilbake lenken", nn: "Trekk tilbake lenkja", en: "Take the link back" }
        link_gone => {
            nb: "Lenken i e-posten virker ikke lenger. Møtet kan føres herfra.",
            nn: "Lenkja i e-posten verkar ikkje lenger. Møtet kan førast herifrå.",
            en: "The link in the mail no longer works. The meeting can be logged from here." }
        cancelled => { nb: "Møtet er avlyst.", nn: "Møtet er avlyst.", en: "The meeting is cancelled." }
    }
}

/// How many days ahead planned meetings are shown.
const AHEAD: u64 = 7;
/// How many days a planned meeting that was not logged is still asked about.
const BEHIND: u64 = 14;
/// How many days after an assignment its hand-over is offered.
const HANDED_OVER: i64 = 30;

pub(super) use w::{logged, planned, title};

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// Goes on for those who follow startups up or run those who do.
///
/// # Errors
/// [`PageError::Denied`] for the others.
pub(super) fn require_staff(cx: &Cx) -> Result<(), PageError> {
    match cx.actor().role {
        Role::Evaluator => Err(PageError::Denied(Reason::EvaluatorsRead)),
        _ => require_list(cx),
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_staff(&cx)?;
    let ledger = cx.ledger().await?;
    let title = w::title(cx.locale).to_owned();
    let day = view(&cx, &ledger).await?;
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {day}
    }
    .into_any();
    Ok(Page { title, place: Place::MyDay, body, islands: false })
}

/// Everything of the day below its heading.
pub(super) async fn view(cx: &Cx, ledger: &Ledger) -> Result<AnyView, StoreError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let people = store.people().await?;
    let planned = match cx.actor().person {
        Some(person) => store.planned_meetings_of(person).await?,
        None => Vec::new(),
    };
    let all = store.tasks_of(&cx.actor()).await?;
    let milestones = store.open_milestones(&cx.actor()).await?;
    let notice = match cx.query.get("done") {
        Some("logged") => Some(w::logged(locale)),
        Some("planned") => Some(w::planned(locale)),
        Some("cancelled") => Some(w::cancelled(locale)),
        Some("revoked") => Some(w::link_gone(locale)),
        _ => None,
    };
    let me = cx.actor().person;
    let urgent: Vec<&Task> = all
        .iter()
        .filter(|task| Some(task.owner) == me && task.done_on.is_none() && due(task.due_on, cx.today()) != Due::Later)
        .collect();
    let items = tasks::items(cx, ledger, &people, &urgent, &cx.path);
    let mine = super::meeting::followed(cx, ledger);
    let on = format::date(locale, cx.today());
    let due = if items.is_empty() {
        view! { <p class="muted">{w::nothing_due(locale)}</p> }.into_any()
    } else {
        view! { <TickList label=w::due(locale) items=items/> }.into_any()
    };
    Ok(view! {
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {tasks::undo(cx)}
        <p class="lead">{w::today_is(locale, &on)}</p>
        <nav class="actions" aria-label=w::title(locale)>
            <ButtonLink href=back_here(paths::NEW_MEETING, cx) label=w::log(locale) variant="primary"/>
            <ButtonLink href=back_here(paths::PLAN_MEETING, cx) label=w::plan(locale)/>
            <ButtonLink href=paths::TASKS label=w::all_tasks(locale)/>
            <ButtonLink href=paths::MENTORING label=w::hours(locale)/>
        </nav>
        {meetings(cx, ledger, &planned)}
        <section aria-labelledby="due">
            <h2 class="ds-heading" data-size="md" id="due">{w::due(locale)}</h2>
            {due}
        </section>
        {startups(cx, ledger, &mine, &all, &milestones)}
    }
    .into_any())
}

/// An address that leads back to where the reader is.
fn back_here(to: &str, cx: &Cx) -> String {
    paths::with_query(to, &Query::one("back", &cx.path))
}

fn meetings(cx: &Cx, ledger: &Ledger, planned: &[Planned]) -> AnyView {
    let locale = cx.locale;
    let today = cx.today();
    let (from, to) = (today.checked_sub_days(Days::new(BEHIND)), today.checked_add_days(Days::new(AHEAD)));
    let within = |one: &&Planned| {
        one.meeting.is_none() && from.is_none_or(|from| from <= one.on()) && to.is_none_or(|to| one.on() <= to)
    };
    let rows: Vec<_> = planned
        .iter()
        .filter(within)
        .filter_map(|one| {
            let name = ledger.startup(one.startup)?.profile.name.clone();
            let (on, time) = oslo_civil(one.starts_at);
            let day = if on == today { shared::at_start(w::today(locale)) } else { format::date(locale, on) };
            let over = one.ends_at() <= cx.now();
            let minutes = w::minutes(locale, &one.minutes.to_string());
            let late = over.then(|| view! { <span class="tick__late">{w::not_logged(locale)}</span> " · " });
            let query = Query::one("startup", one.startup).with("planned", one.id).with("back", &cx.path);
            let log = paths::with_query(paths::NEW_MEETING, &query);
            let cancel = vec![("planned", one.id.to_string()), ("back", cx.path.clone())];
            let linked = one.link_until.is_some_and(|until| cx.now() < until);
            let revoke = linked.then(|| {
                let (fields, about) = (cancel.clone(), name.clone());
                view! {
                    <ActButton action=actions::revoke_log_link_path() label=w::take_link_back(locale) about fields variant="tertiary"/>
                }
            });
            Some(view! {
                <li data-planned=one.id.to_string()>
                    <div class="day-list__text">
                        <p class="day-list__name"><a class="ds-link" href=paths::startup(one.startup)>{name.clone()}</a></p>
                        <p class="day-list__detail">
                            {late}
                            <time datetime=one.starts_at.to_rfc3339()>{w::at(locale, &day, &time.format("%H.%M").to_string())}</time>
                            {format!(" · {minutes} · {}", one.kind.name(locale))}
                        </p>
                    </div>
                    <div class="actions">
                        <a class="ds-button" data-variant=if over { "primary" } else { "secondary" } href=log>
                            {w::log(locale)}<span class="ds-sr-only">{format!(": {name}")}</span>
                        </a>
                        <ActButton action=actions::cancel_meeting_path() label=w::cancel(locale) about=name fields=cancel variant="tertiary"/>
                        {revoke}
                    </div>
                </li>
            })
        })
        .collect();
    let content = if rows.is_empty() {
        view! { <p class="muted">{w::no_meetings(locale)}</p> }.into_any()
    } else {
        view! { <ul class="day-list">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="meetings">
            <h2 class="ds-heading" data-size="md" id="meetings">{w::meetings(locale)}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// What is next for a startup: of its open milestones and tasks the one that is due first.
fn next_step(locale: Locale, startup: StartupId, tasks: &[Task], milestones: &[Milestone]) -> String {
    let open = |task: &&Task| task.startup == Some(startup) && task.done_on.is_none();
    let tasks = tasks.iter().filter(open).map(|task| (task.due_on, &task.title));
    let of = |milestone: &&Milestone| milestone.startup == startup;
    let milestones = milestones.iter().filter(of).map(|milestone| (milestone.due_on, &milestone.title));
    match tasks.chain(milestones).min_by_key(|(due, _)| due.unwrap_or(chrono::NaiveDate::MAX)) {
        Some((Some(due), title)) => w::next_by(locale, title, &format::date(locale, due)),
        Some((None, title)) => w::next(locale, title),
        None => w::no_next(locale).to_owned(),
    }
}

/// How long ago a startup was met, in words.
fn met(cx: &Cx, startup: &StartupLedger) -> (Option<i64>, String) {
    let locale = cx.locale;
    let last = hours(startup, cx.now(), Period::until(cx.today()), None).last_on;
    let days = last.map(|on| days_between(on, cx.today()));
    let words = match days {
        None => w::never_met(locale).to_owned(),
        Some(0) => w::met_today(locale).to_owned(),
        Some(1) => w::met_yesterday(locale).to_owned(),
        Some(days) => w::met_ago(locale, &format::count(locale, usize::try_from(days).unwrap_or(0))),
    };
    (days, words)
}

fn startups(
    cx: &Cx,
    ledger: &Ledger,
    mine: &[Arc<StartupLedger>],
    tasks: &[Task],
    milestones: &[Milestone],
) -> AnyView {
    let locale = cx.locale;
    let stays = cx.stays(ledger, cx.today(), None);
    let mut rows: Vec<_> = mine.iter().map(|startup| (met(cx, startup), startup)).collect();
    // Who has waited longest first; who was never met has.
    rows.sort_by_key(|((days, _), _)| std::cmp::Reverse(days.unwrap_or(i64::MAX)));
    let rows: Vec<_> = rows
        .into_iter()
        .map(|((_, met), startup)| {
            let id = startup.profile.id;
            let name = startup.profile.name.clone();
            let stay = stays.iter().find(|stay| stay.startup.profile.id == id && stay.course.is_open());
            let stage = stay.and_then(|stay| {
                let programme = ledger.programme(stay.enrolment.programme)?;
                let stage = programme.stage(stay.course.stage)?;
                let days = shared::days(locale, &format::count(locale, usize::try_from(stay.days_in_stage).unwrap_or(0)));
                Some(view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> {format!(" {days} · ")} })
            });
            let taken_over = assignments(startup, cx.now());
            let new = taken_over.len() > 1
                && taken_over.last().is_some_and(|last| days_between(last.from, cx.today()) <= HANDED_OVER);
            let query = Query::one("startup", id).with("back", &cx.path);
            let log = paths::with_query(paths::NEW_MEETING, &query);
            let moves = stay.filter(|stay| may_move(cx, ledger, stay)).map(|stay| {
                let about = format!(" {name}");
                view! {
                    <a class="ds-link" href=paths::move_stay(id, stay.enrolment.id)>
                        {shared::move_on(locale)}<span class="ds-sr-only">{about}</span>
                    </a>
                    " · "
                }
            });
            view! {
                <li data-startup=id.to_string()>
                    <div class="day-list__text">
                        <p class="day-list__name"><a class="ds-link" href=paths::startup(id)>{name.clone()}</a></p>
                        <p class="day-list__detail">{stage}{met}</p>
                        <p class="day-list__detail">{moves}{next_step(locale, id, tasks, milestones)}</p>
                        {new.then(|| view! {
                            <p class="day-list__detail"><a class="ds-link" href=paths::hand_over(id)>{w::hand_over(locale)}</a></p>
                        })}
                    </div>
                    <a class="ds-button" data-variant="secondary" href=log>
                        {w::log(locale)}<span class="ds-sr-only">{format!(": {name}")}</span>
                    </a>
                </li>
            }
        })
        .collect();
    let content = if rows.is_empty() {
        view! {
            <Empty title=w::none(locale) text=w::none_text(locale).to_owned()>
                <ButtonLink href=paths::PIPELINE label=shared::nav_pipeline(locale) variant="primary"/>
            </Empty>
        }
        .into_any()
    } else {
        view! { <ul class="day-list">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="mine">
            <h2 class="ds-heading" data-size="md" id="mine">{w::mine(locale)}</h2>
            {content}
        </section>
    }
    .into_any()
}
