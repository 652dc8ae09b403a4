//! Who follows a startup up: from when to when, who could, and what somebody who takes it over finds.

use std::sync::Arc;

use domain::access::tie::mentor_on;
use domain::access::{Action, Resource};
use domain::day::suggest::{Assignment, assignments};
use domain::day::{NoteKind, Task};
use domain::facts::in_force;
use domain::format;
use domain::ids::StartupId;
use domain::ledger::{Ledger, StartupLedger};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::{People, VerbError};

use super::milestones::person_name;
use super::{mentoring, milestones, notes, tasks};
use crate::actions;
use crate::components::{
    ActButton, ButtonLink, CheckField, DateField, Empty, ErrorSummary, Hidden, Notice, NoticeKind, SelectField,
    SelectOption, SubmitButton, TickList,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        mentors => { nb: "Mentorer", nn: "Mentorar", en: "Mentors" }
        none => { nb: "Ingen har fulgt opp bedriften ennå.", nn: "Ingen har følgt opp bedrifta enno.", en: "Nobody has followed the startup up yet." }
        since(who: &str, from: &str) => { nb: "{who}, siden {from}", nn: "{who}, sidan {from}", en: "{who}, since {from}" }
        span(who: &str, from: &str, to: &str) => { nb: "{who}, {from} til {to}", nn: "{who}, {from} til {to}", en: "{who}, {from} to {to}" }
        assign => { nb: "Tildel en mentor", nn: "Tildel ein mentor", en: "Assign a mentor" }
        who => { nb: "Mentor", nn: "Mentor", en: "Mentor" }
        choose => { nb: "Velg", nn: "Vel", en: "Choose" }
        nobody => { nb: "Ingen følger opp", nn: "Ingen følgjer opp", en: "Nobody follows up" }
        suggested => { nb: "Forslag", nn: "Framlegg", en: "Suggested" }
        suggested_text => {
            nb: "De tre øverste etter bransjen de kjenner og hvor mye de har fra før. Valget er ditt.",
            nn: "Dei tre øvste etter bransjen dei kjenner og kor mykje dei har frå før. Valet er ditt.",
            en: "The three who know the sector best and carry the least. The choice is yours." }
        now => { nb: "(nå)", nn: "(no)", en: "(now)" }
        on => { nb: "Fra dato", nn: "Frå dato", en: "From" }
        move_tasks => {
            nb: "Flytt åpne oppgaver og milepæler fra forrige mentor",
            nn: "Flytt opne oppgåver og milepælar frå førre mentor",
            en: "Move the former mentor's open tasks and milestones" }
        save => { nb: "Tildel", nn: "Tildel", en: "Assign" }
        assigned => { nb: "Mentoren er tildelt.", nn: "Mentoren er tildelt.", en: "The mentor is assigned." }
        hand_over => { nb: "Overlevering", nn: "Overlevering", en: "Hand-over" }
        hand_over_of(name: &str) => { nb: "Overlevering av {name}", nn: "Overlevering av {name}", en: "Hand-over of {name}" }
        hand_over_lead(who: &str, to: &str) => {
            nb: "{who} fulgte opp bedriften til {to}. Her er det som ble delt.",
            nn: "{who} følgde opp bedrifta til {to}. Her er det som vart delt.",
            en: "{who} followed the startup up until {to}. Here is what was shared." }
        no_former => {
            nb: "Ingen har fulgt opp bedriften før. Her er det som er delt så langt.",
            nn: "Ingen har følgt opp bedrifta før. Her er det som er delt så langt.",
            en: "Nobody has followed the startup up before. Here is what is shared so far." }
        open_tasks => { nb: "Åpne oppgaver", nn: "Opne oppgåver", en: "Open tasks" }
        no_tasks => { nb: "Ingen åpne oppgaver om bedriften.", nn: "Inga opne oppgåver om bedrifta.", en: "No open tasks about the startup." }
        take_over(n: &str) => {
            nb: "{n} oppgaver eller milepæler står fortsatt på en tidligere mentor.",
            nn: "{n} oppgåver eller milepælar står framleis på ein tidlegare mentor.",
            en: "{n} tasks or milestones still stand with a former mentor." }
        take_over_act => { nb: "Flytt dem til mentoren nå", nn: "Flytt dei til mentoren no", en: "Move them to the present mentor" }
        moved => { nb: "De er flyttet.", nn: "Dei er flytta.", en: "They are moved." }
        open_milestones => { nb: "Åpne milepæler", nn: "Opne milepælar", en: "Open milestones" }
        no_milestones => { nb: "Ingen åpne milepæler.", nn: "Ingen opne milepælar.", en: "No open milestones." }
        meetings => { nb: "Møter og timer", nn: "Møte og timar", en: "Meetings and hours" }
        no_meetings => { nb: "Ingen møter er logget.", nn: "Ingen møte er logga.", en: "No meetings are logged." }
        meeting(on: &str, kind: &str, minutes: &str, who: &str) => {
            nb: "{on}: {kind}, {minutes} minutter, {who}",
            nn: "{on}: {kind}, {minutes} minutt, {who}",
            en: "{on}: {kind}, {minutes} minutes, {who}" }
        shared_notes => { nb: "Delte notater", nn: "Delte notat", en: "Shared notes" }
    }
}

/// How many meetings the hand-over tells of one by one.
const MEETINGS: usize = 12;

/// The section of a startup's page; `None` for those who may not see what is observed.
pub(super) async fn section(
    cx: &Cx,
    ledger: &Ledger,
    people: &People,
    id: StartupId,
) -> Result<Option<AnyView>, PageError> {
    let Some(startup) = ledger.startup(id).map(Arc::clone) else { return Ok(None) };
    let about = Resource::startup(ledger, &startup);
    if !cx.may(Action::SeeSharedNotes, &about) {
        return Ok(None);
    }
    let locale = cx.locale;
    let told = assignments(&startup, cx.now());
    let line = |one: &Assignment| {
        let (who, from) = (person_name(people, one.mentor, locale), format::date(locale, one.from));
        match one.to {
            None => w::since(locale, &who, &from),
            Some(to) => w::span(locale, &who, &from, &format::date(locale, to)),
        }
    };
    let lines: Vec<_> = told.iter().rev().map(|one| view! { <li>{line(one)}</li> }).collect();
    let list = if lines.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! { <ul class="ds-list">{lines}</ul> }.into_any()
    };
    let form = if cx.may(Action::AssignMentor, &about) { Some(assign_form(cx, people, &startup).await?) } else { None };
    let follows = cx.may(Action::LogMeeting, &about);
    let undo = super::pipeline::undo_form(cx, &paths::startup(id));
    let saved = (cx.query.get("done") == Some("assigned"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::assigned(locale)} {undo}</Notice> });
    Ok(Some(
        view! {
            <section aria-labelledby="mentors">
                <h2 class="ds-heading" data-size="md" id="mentors">{w::mentors(locale)}</h2>
                {saved}
                {list}
                {(follows && told.len() > 1).then(|| view! {
                    <p><a class="ds-link" href=paths::hand_over(id)>{w::hand_over(locale)}</a></p>
                })}
                {form}
            </section>
        }
        .into_any(),
    ))
}

async fn assign_form(cx: &Cx, people: &People, startup: &StartupLedger) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let id = startup.profile.id;
    let candidates = match cx.house.store.mentors_for(&cx.actor(), id).await {
        Ok(candidates) => candidates,
        Err(VerbError::Store(error)) => return Err(error.into()),
        Err(_) => Vec::new(),
    };
    let draft = actions::shown_again(cx, actions::ASSIGN_FORM).await?;
    let empty = Shown::default();
    let shown = draft.as_ref().unwrap_or(&empty);
    let sector = startup.profile.sector.as_deref();
    let name = |candidate: &domain::day::suggest::Candidate| {
        let name = person_name(people, candidate.mentor, locale);
        if candidate.is_now { format!("{name} {}", w::now(locale)) } else { name }
    };
    let mut options = vec![SelectOption::new("", w::choose(locale))];
    options.extend(candidates.iter().map(|one| SelectOption::new(one.mentor.to_string(), name(one))));
    options.push(SelectOption::new("nobody", w::nobody(locale)));
    let reasons: Vec<_> = candidates
        .iter()
        .filter(|one| !one.is_now)
        .take(3)
        .map(|one| {
            view! { <li><strong>{name(one)}</strong> ": " {one.reason(locale, sector)}</li> }
        })
        .collect();
    let labels = [("mentor", w::who(locale)), ("on", w::on(locale))];
    let errors = shown.summary("assign-", &labels);
    let today = cx.today().to_string();
    let has_former = mentor_on(startup, cx.today()).is_some();
    Ok(view! {
        <details class="ds-details fold" id="assign" open=draft.is_some()>
            <summary>{w::assign(locale)}</summary>
            <div class="fold__body">
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                {(!reasons.is_empty()).then(|| view! {
                    <h3 class="ds-heading" data-size="xs">{w::suggested(locale)}</h3>
                    <p class="muted">{w::suggested_text(locale)}</p>
                    <ol class="ds-list">{reasons}</ol>
                })}
                <form class="form" method="post" action=actions::assign_mentor_path()>
                    <Hidden name="startup" value=id.to_string()/>
                    <SelectField input=shown.input("mentor", w::who(locale)).within("assign-").required() options=options/>
                    <DateField input=shown.input("on", w::on(locale)).value(&today).within("assign-").required() max=Some(today)/>
                    {has_former.then(|| view! {
                        <CheckField name="tasks" label=w::move_tasks(locale) id="assign-tasks".to_owned() checked=true/>
                    })}
                    <div class="actions"><SubmitButton label=w::save(locale)/></div>
                </form>
            </div>
        </details>
    }
    .into_any())
}

/// The page of a hand-over.
pub fn hand_over_page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id: StartupId = id.parse().map_err(|_| PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let startup = Arc::clone(ledger.startup(id).ok_or(PageError::NotFound)?);
    let about = Resource::startup(&ledger, &startup);
    cx.require(Action::LogMeeting, &about)?;
    let locale = cx.locale;
    let store = &cx.house.store;
    let actor = cx.actor();
    let people = store.people().await?;
    let shared_notes: Vec<_> = {
        let mut all = store.notes_of(&actor, id).await?;
        // What was handed over is what was shared; the reader's own private notes are on the startup's page.
        all.retain(|note| note.kind == NoteKind::Shared);
        all
    };
    let milestones: Vec<_> = {
        let mut all = store.milestones_of(&actor, id).await?;
        all.retain(|milestone| milestone.done_on.is_none());
        all
    };
    let about_it = |task: &&Task| task.startup == Some(id) && task.done_on.is_none();
    let all_tasks = store.tasks_of(&actor).await?;
    let open: Vec<&Task> = all_tasks.iter().filter(about_it).collect();
    let told = assignments(&startup, cx.now());
    let now = mentor_on(&startup, cx.today());
    let former: Vec<_> = told.iter().map(|one| one.mentor).filter(|mentor| Some(*mentor) != now).collect();
    let left = open.iter().filter(|task| former.contains(&task.owner)).count()
        + milestones.iter().filter(|one| one.owner.is_some_and(|owner| former.contains(&owner))).count();
    let lead = match told.iter().rev().find(|one| Some(one.mentor) != now) {
        Some(Assignment { mentor, to: Some(to), .. }) => {
            w::hand_over_lead(locale, &person_name(&people, *mentor, locale), &format::date(locale, *to))
        }
        _ => w::no_former(locale).to_owned(),
    };
    let items = tasks::items(&cx, &ledger, &people, &open, &cx.path);
    let task_list = if items.is_empty() {
        view! { <p class="muted">{w::no_tasks(locale)}</p> }.into_any()
    } else {
        view! { <TickList label=w::open_tasks(locale) items=items/> }.into_any()
    };
    let ticks = cx.may(Action::TickMilestone, &about);
    let items: Vec<_> =
        milestones.iter().map(|one| milestones::item(&cx, &people, one, ticks, false, &cx.path)).collect();
    let milestone_list = if items.is_empty() {
        view! { <p class="muted">{w::no_milestones(locale)}</p> }.into_any()
    } else {
        view! { <TickList label=w::open_milestones(locale) items=items/> }.into_any()
    };
    let mut held = in_force(&startup.meetings, cx.now());
    held.reverse();
    let meetings: Vec<_> = held
        .iter()
        .take(MEETINGS)
        .filter_map(|fact| {
            let meeting = fact.body.as_ref()?;
            let who = meeting
                .mentor
                .map_or_else(|| shared::unknown(locale).to_owned(), |who| person_name(&people, who, locale));
            let on = format::date(locale, fact.valid_on);
            let kind = meeting.kind.name(locale);
            Some(view! { <li>{w::meeting(locale, &on, kind, &meeting.minutes.to_string(), &who)}</li> })
        })
        .collect();
    let meetings = if meetings.is_empty() {
        view! { <p class="muted">{w::no_meetings(locale)}</p> }.into_any()
    } else {
        view! { <ul class="ds-list">{meetings}</ul> }.into_any()
    };
    let hours = mentoring::hours_of(&cx, &ledger, &startup).await?;
    let take_over = (left > 0 && now.is_some()).then(|| {
        let fields = vec![("startup", id.to_string())];
        let name = startup.profile.name.clone();
        view! {
            <Notice>
                <div class="undo">
                    <span>{w::take_over(locale, &format::count(locale, left))}</span>
                    <ActButton action=actions::hand_over_path() label=w::take_over_act(locale) about=name fields=fields/>
                </div>
            </Notice>
        }
    });
    let moved = (cx.query.get("done") == Some("moved"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::moved(locale)}</Notice> });
    let title = w::hand_over_of(locale, &startup.profile.name);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(id)>{startup.profile.name.clone()}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {moved}
        {tasks::undo(&cx)}
        <p class="lead">{lead}</p>
        {take_over}
        <section aria-labelledby="tasks">
            <h2 class="ds-heading" data-size="md" id="tasks">{w::open_tasks(locale)}</h2>
            {task_list}
        </section>
        <section aria-labelledby="milestones">
            <h2 class="ds-heading" data-size="md" id="milestones">{w::open_milestones(locale)}</h2>
            {milestone_list}
        </section>
        <section aria-labelledby="meetings">
            <h2 class="ds-heading" data-size="md" id="meetings">{w::meetings(locale)}</h2>
            {hours}
            {meetings}
        </section>
        <section aria-labelledby="notes">
            <h2 class="ds-heading" data-size="md" id="notes">{w::shared_notes(locale)}</h2>
            {notes::list(&cx, &people, &shared_notes, false)}
        </section>
        <p><ButtonLink href=paths::startup(id) label=startup.profile.name.clone()/></p>
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
