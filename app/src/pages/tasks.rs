//! Tasks across startups: what the reader has to do, and what everybody has whom they may see.

use std::collections::BTreeMap;

use domain::access::{Action, Resource};
use domain::day::{Due, Task, due};
use domain::format;
use domain::ledger::Ledger;
use domain::words::{Locale, fold};
use leptos::prelude::*;
use store::People;

use super::my_day;
use crate::actions;
use crate::components::{
    ActButton, DateField, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption,
    SubmitButton, TabLink, TabLinks, Tick, TickItem, TickList,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Oppgaver", nn: "Oppgåver", en: "Tasks" }
        mine => { nb: "Mine", nn: "Mine", en: "Mine" }
        all => { nb: "Alle jeg kan se", nn: "Alle eg kan sjå", en: "All I may see" }
        overdue => { nb: "Over fristen", nn: "Over fristen", en: "Overdue" }
        filter => { nb: "Hvilke oppgaver", nn: "Kva oppgåver", en: "Which tasks" }
        none => { nb: "Ingen oppgaver her.", nn: "Inga oppgåver her.", en: "No tasks here." }
        new => { nb: "Ny oppgave", nn: "Ny oppgåve", en: "New task" }
        what => { nb: "Hva skal gjøres", nn: "Kva skal gjerast", en: "What is to be done" }
        due_on => { nb: "Frist", nn: "Frist", en: "Due" }
        startup => { nb: "Gjelder bedrift", nn: "Gjeld bedrift", en: "About startup" }
        add => { nb: "Legg til", nn: "Legg til", en: "Add" }
        by(on: &str) => { nb: "Frist {on}", nn: "Frist {on}", en: "Due {on}" }
        no_day => { nb: "Ingen frist", nn: "Ingen frist", en: "No due day" }
        done_on(on: &str) => { nb: "Gjort {on}", nn: "Gjort {on}", en: "Done {on}" }
        late => { nb: "Over fristen", nn: "Over fristen", en: "Overdue" }
        today => { nb: "Frist i dag", nn: "Frist i dag", en: "Due today" }
        tick => { nb: "Ferdig", nn: "Ferdig", en: "Done" }
        untick => { nb: "Åpne igjen", nn: "Opne igjen", en: "Open again" }
        ticked => { nb: "Krysset av.", nn: "Kryssa av.", en: "Ticked." }
        undo => { nb: "Angre", nn: "Angre", en: "Undo" }
        unticked => { nb: "Avkryssingen er angret.", nn: "Avkryssinga er angra.", en: "The tick is taken back." }
        added => { nb: "Oppgaven er lagt til.", nn: "Oppgåva er lagd til.", en: "The task is added." }
        open => { nb: "Åpne", nn: "Opne", en: "Open" }
        done => { nb: "Gjort de siste to ukene", nn: "Gjort dei siste to vekene", en: "Done in the last two weeks" }
    }
}

pub(super) use w::{tick, untick};

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// Tasks as a list shows them; `back` is where a tick leads.
pub(super) fn items(cx: &Cx, ledger: &Ledger, people: &People, tasks: &[&Task], back: &str) -> Vec<TickItem> {
    let locale = cx.locale;
    let item = |task: &&Task| {
        let done = task.done_on.is_some();
        let when = match (task.done_on, task.due_on) {
            (Some(on), _) => w::done_on(locale, &format::date(locale, on)),
            (None, Some(on)) => w::by(locale, &format::date(locale, on)),
            (None, None) => w::no_day(locale).to_owned(),
        };
        let owner = (Some(task.owner) != cx.actor().person).then(|| owner_name(people, task, locale));
        let about = task.startup.and_then(|id| ledger.startup(id));
        TickItem {
            title: task.title.clone(),
            about: about.map(|one| (one.profile.name.clone(), paths::startup(one.profile.id))),
            detail: owner.map_or_else(|| when.clone(), |owner| format!("{owner} · {when}")),
            overdue: late(locale, task.due_on, done, cx),
            done,
            tick: Some(Tick {
                action: actions::tick_task_path().to_owned(),
                label: if done { w::untick(locale) } else { w::tick(locale) }.to_owned(),
                fields: vec![("task", task.id.to_string()), ("ticked", (!done).to_string()), ("back", back.to_owned())],
            }),
            change: None,
        }
    };
    tasks.iter().map(item).collect()
}

/// The word for something whose day has passed or is today.
pub(super) fn late(locale: Locale, due_on: Option<chrono::NaiveDate>, done: bool, cx: &Cx) -> Option<String> {
    match due(due_on, cx.today()) {
        _ if done => None,
        Due::Overdue => Some(w::late(locale).to_owned()),
        Due::Today => Some(w::today(locale).to_owned()),
        Due::Later => None,
    }
}

fn owner_name(people: &People, task: &Task, locale: Locale) -> String {
    super::milestones::person_name(people, task.owner, locale)
}

/// What was just ticked, with a button that takes it back.
pub(super) fn undo(cx: &Cx) -> Option<AnyView> {
    let locale = cx.locale;
    match cx.query.get("done") {
        Some("unticked") => {
            Some(view! { <Notice kind=NoticeKind::Success live=true>{w::unticked(locale)}</Notice> }.into_any())
        }
        Some("ticked") => {
            let (action, field, id) = match (cx.query.get("task"), cx.query.get("milestone")) {
                (Some(id), _) => (actions::tick_task_path(), "task", id.to_owned()),
                (None, Some(id)) => (actions::tick_milestone_path(), "milestone", id.to_owned()),
                (None, None) => return None,
            };
            let back = paths::with_query(&cx.path, &cx.query.only(&["show"]));
            let fields = vec![(field, id), ("ticked", "false".to_owned()), ("back", back)];
            Some(
                view! {
                    <Notice kind=NoticeKind::Success live=true>
                        <div class="undo">
                            <span>{w::ticked(locale)}</span>
                            <ActButton action=action label=w::undo(locale) about=w::ticked(locale) fields=fields/>
                        </div>
                    </Notice>
                }
                .into_any(),
            )
        }
        _ => None,
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    my_day::require_staff(&cx)?;
    let locale = cx.locale;
    let ledger = cx.ledger().await?;
    let people = cx.house.store.people().await?;
    let all = cx.house.store.tasks_of(&cx.actor()).await?;
    let draft = actions::shown_again(&cx, actions::TASK_FORM).await?.unwrap_or_default();
    let me = cx.actor().person;
    let showing = cx.query.get("show").unwrap_or("mine").to_owned();
    let shown: Vec<&Task> = all
        .iter()
        .filter(|task| match showing.as_str() {
            "all" => true,
            "overdue" => task.done_on.is_none() && due(task.due_on, cx.today()) == Due::Overdue,
            _ => Some(task.owner) == me,
        })
        .collect();
    let (done, open): (Vec<&Task>, Vec<&Task>) = shown.into_iter().partition(|task| task.done_on.is_some());
    let tab = |code: &str, label: &str| TabLink {
        label: label.to_owned(),
        href: paths::with_query(paths::TASKS, &Query::one("show", if code == "mine" { "" } else { code })),
        current: showing == code,
    };
    let tabs = vec![tab("mine", w::mine(locale)), tab("all", w::all(locale)), tab("overdue", w::overdue(locale))];
    let back = paths::with_query(paths::TASKS, &cx.query.only(&["show"]));
    let (open, done) = (items(&cx, &ledger, &people, &open, &back), items(&cx, &ledger, &people, &done, &back));
    let added = cx.query.get("done") == Some("task");
    let title = w::title(locale).to_owned();
    let form = me.map(|_| new_form(&cx, &ledger, &draft));
    let list = if open.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! { <TickList label=w::open(locale) items=open/> }.into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {added.then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::added(locale)}</Notice> })}
        {undo(&cx)}
        <TabLinks label=w::filter(locale) tabs=tabs/>
        {list}
        {(!done.is_empty()).then(|| view! {
            <section aria-labelledby="done">
                <h2 class="ds-heading" data-size="md" id="done">{w::done(locale)}</h2>
                <TickList label=w::done(locale) items=done/>
            </section>
        })}
        {form}
    }
    .into_any();
    Ok(Page { title, place: Place::MyDay, body, islands: false })
}

fn new_form(cx: &Cx, ledger: &Ledger, draft: &Shown) -> impl IntoView + use<> {
    let locale = cx.locale;
    let mut startups: BTreeMap<String, SelectOption> = BTreeMap::new();
    for startup in &ledger.startups {
        if cx.may(Action::LogMeeting, &Resource::startup(ledger, startup)) {
            let option = SelectOption::new(startup.profile.id.to_string(), &startup.profile.name);
            startups.insert(format!("{} {}", fold(&startup.profile.name), startup.profile.id), option);
        }
    }
    let options: Vec<SelectOption> =
        std::iter::once(SelectOption::new("", shared::none(locale))).chain(startups.into_values()).collect();
    let labels = [("title", w::what(locale)), ("due_on", w::due_on(locale)), ("startup", w::startup(locale))];
    let errors = draft.summary("task-", &labels);
    view! {
        <section aria-labelledby="new">
            <h2 class="ds-heading" data-size="md" id="new">{w::new(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::add_task_path()>
                <Hidden name="owner" value=""/>
                <Field input=draft.input("title", w::what(locale)).within("task-").required() autocomplete="off".to_owned()/>
                <DateField input=draft.input("due_on", w::due_on(locale)).within("task-")/>
                <SelectField input=draft.input("startup", w::startup(locale)).within("task-") options=options/>
                <div class="actions"><SubmitButton label=w::add(locale)/></div>
            </form>
        </section>
    }
}
