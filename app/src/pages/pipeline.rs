//! The pipeline: every stay and where it stands, as a board and as a table; filters and order live in the address.

mod board;
pub mod selected;
mod table;
pub mod workbook;

use chrono::NaiveDate;
use domain::access::{Action, Resource};
use domain::board::{Filter, Stay};
use domain::figures::history::History;
use domain::figures::status::{self, Status};
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::{People, SavedView};

pub use board::{move_words, next_stage, targets};

use crate::components::{
    ButtonLink, CheckField, DateField, Empty, Field, Hidden, Input, Notice, NoticeKind, SelectField, SelectOption,
    SortDirection, SubmitButton, TabLink, TabLinks,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, may_apply, page as show, require_list};
use crate::paths::{self, Query};
use crate::question::{cohort_options, sectors};
use crate::words as shared;

/// Startups per page of the table.
const PAGE_SIZE: usize = 50;
/// Cards shown in one column of the board; the table shows the rest.
const CARDS: usize = 12;
/// Cards shown in a column of those who are out: the latest, since nobody waits there.
const CARDS_CLOSED: usize = 6;

domain::catalogue! {
    mod w {
        title => { nb: "Løpet", nn: "Løpet", en: "Pipeline" }
        lead(n: &str, open: &str) => {
            nb: "{n} opphold, {open} av dem åpne.", nn: "{n} opphald, {open} av dei opne.", en: "{n} stays, {open} of them open." }
        board => { nb: "Tavle", nn: "Tavle", en: "Board" }
        table => { nb: "Tabell", nn: "Tabell", en: "Table" }
        view_as => { nb: "Visning", nn: "Vising", en: "View" }
        filter => { nb: "Filtrer", nn: "Filtrer", en: "Filter" }
        name => { nb: "Navn inneholder", nn: "Namn inneheld", en: "Name contains" }
        mentorless => { nb: "Bare uten mentor", nn: "Berre utan mentor", en: "Only without a mentor" }
        stuck => { nb: "Stått i steget lenger enn (dager)", nn: "Stått i steget lenger enn (dagar)", en: "In the stage longer than (days)" }
        phase_all => { nb: "Alle steg", nn: "Alle steg", en: "All stages" }
        nothing => { nb: "Ingen opphold passer til dette filteret.", nn: "Ingen opphald passar til dette filteret.", en: "No stay fits this filter." }
        nobody => { nb: "Ingen bedrifter ennå", nn: "Ingen bedrifter enno", en: "No startups yet" }
        nobody_text => {
            nb: "Importer arket dere har, eller registrer den første søknaden.",
            nn: "Importer arket de har, eller registrer den første søknaden.",
            en: "Import the sheet you keep, or record the first application." }
        new => { nb: "Ny søknad", nn: "Ny søknad", en: "New application" }
        import => { nb: "Importer et ark", nn: "Importer eit ark", en: "Import a sheet" }
        clear_filter => { nb: "Nullstill filteret", nn: "Nullstill filteret", en: "Clear the filter" }
        asked_stuck(days: &str) => { nb: "stått over {days}", nn: "stått over {days}", en: "over {days} in the stage" }
        asked_mentorless => { nb: "uten mentor", nn: "utan mentor", en: "without a mentor" }
        asked_name(text: &str) => { nb: "navn med «{text}»", nn: "namn med «{text}»", en: "name with “{text}”" }
        since => { nb: "Siden", nn: "Sidan", en: "Since" }
        days_in_stage => { nb: "Dager i steget", nn: "Dagar i steget", en: "Days in stage" }
        more(shown: &str, all: &str) => { nb: "Viser {shown} av {all}", nn: "Viser {shown} av {all}", en: "Showing {shown} of {all}" }
        gone => { nb: "ikke i live", nn: "ikkje i live", en: "not alive" }
        absorbed => { nb: "innfusjonert", nn: "innfusjonert", en: "merged" }
        stuck_mark => { nb: "står fast", nn: "står fast", en: "stuck" }
        undone => { nb: "Det er angret.", nn: "Det er angra.", en: "It is undone." }
        view_saved => { nb: "Visningen er lagret.", nn: "Visinga er lagra.", en: "The view is saved." }
        nothing_picked => { nb: "Kryss av minst én bedrift først.", nn: "Kryss av minst éi bedrift først.", en: "Tick at least one startup first." }
        asked_mentor(name: &str) => { nb: "fulgt opp av {name}", nn: "følgt opp av {name}", en: "followed up by {name}" }
        picked_do => { nb: "Gjør noe med de valgte", nn: "Gjer noko med dei valde", en: "Do something with those chosen" }
        pick_all => { nb: "Alle på denne siden", nn: "Alle på denne sida", en: "All on this page" }
        pick_one(name: &str) => { nb: "Velg {name}", nn: "Vel {name}", en: "Choose {name}" }
        moved => { nb: "Flyttingen er lagret.", nn: "Flyttinga er lagra.", en: "The move is saved." }
        open_move => { nb: "Flytt", nn: "Flytt", en: "Move" }
        to_stage => { nb: "Til steg", nn: "Til steg", en: "To stage" }
        reason_hint => {
            nb: "Må fylles ut når bedriften flyttes tilbake eller ut.",
            nn: "Må fyllast ut når bedrifta blir flytta tilbake eller ut.",
            en: "Needed when the startup goes back or out." }
        drag_hint => {
            nb: "Dra et kort til et annet steg, eller bruk «Flytt» på kortet.",
            nn: "Dra eit kort til eit anna steg, eller bruk «Flytt» på kortet.",
            en: "Drag a card to another stage, or use “Move” on the card." }
        placed => {
            nb: "{name} er lagt i {stage}. Velg dato og trykk Flytt.",
            nn: "{name} er lagd i {stage}. Vel dato og trykk Flytt.",
            en: "{name} is placed in {stage}. Choose the date and press Move." }
        placed_needs_reason => {
            nb: "{name} er lagt i {stage}. Skriv grunnen og trykk Flytt.",
            nn: "{name} er lagd i {stage}. Skriv grunnen og trykk Flytt.",
            en: "{name} is placed in {stage}. Write the reason and press Move." }
        put_back => {
            nb: "{name} er lagt tilbake. Ingenting ble endret.",
            nn: "{name} er lagd tilbake. Ingenting vart endra.",
            en: "{name} is put back. Nothing was changed." }
        past(on: &str) => {
            nb: "Slik sto det {on}. Flytting gjelder dagens stilling.",
            nn: "Slik stod det {on}. Flytting gjeld stillinga i dag.",
            en: "As it stood on {on}. Moves apply to today's standing." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// What the address asks for.
struct Asked {
    filter: Filter,
    table: bool,
    as_of: NaiveDate,
    page: usize,
    sort: String,
    direction: SortDirection,
}

impl Asked {
    fn of(cx: &Cx, ledger: &Ledger) -> Self {
        let query = &cx.query;
        let programme = query
            .get("programme")
            .and_then(|slug| ledger.programmes.iter().find(|programme| programme.slug == slug))
            .map(|programme| programme.id);
        let (sort, direction) = match query.get("sort") {
            None => ("days".to_owned(), SortDirection::Descending),
            Some(text) => match text.strip_prefix('-') {
                Some(column) => (column.to_owned(), SortDirection::Descending),
                None => (text.to_owned(), SortDirection::Ascending),
            },
        };
        Self {
            filter: Filter {
                programme,
                cohort: query.get("cohort").and_then(|id| id.parse().ok()),
                stage: query.get("stage").and_then(|id| id.parse().ok()),
                sector: query.get("sector").map(str::to_owned),
                mentorless: query.get("mentor") == Some("none"),
                mentor: query.get("mentor").and_then(|id| id.parse().ok()),
                stuck_longer_than: query.get("stuck").and_then(|days| days.parse().ok()),
                text: query.get("q").map(str::to_owned),
            },
            table: query.get("view") == Some("table"),
            as_of: query.date("as_of").unwrap_or_else(|| cx.today()),
            page: query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1),
            sort,
            direction,
        }
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_list(&cx)?;
    let views = cx.house.store.views(&cx.actor()).await?;
    // Whoever asks for nothing in particular begins with the view they chose to.
    if let Some(first) = views.iter().find(|view| view.is_default && cx.query.0.is_empty()) {
        return Err(PageError::Elsewhere(super::views::address(first)));
    }
    let ledger = cx.ledger().await?;
    let house = cx.house_ledger().await?;
    let new = may_apply(&cx, &house);
    let import = cx.may(Action::Import, &Resource::House(&house));
    let locale = cx.locale;
    let asked = Asked::of(&cx, &ledger);
    let stays = cx.stays(&ledger, asked.as_of, None);
    let shown: Vec<&Stay> = stays.iter().filter(|stay| asked.filter.passes(stay)).collect();
    let mentors = cx.house.store.people().await?;
    let open = shown.iter().filter(|stay| stay.course.is_open()).count();
    let title = w::title(locale).to_owned();
    let content = if ledger.startups.is_empty() {
        view! {
            <Empty title=w::nobody(locale) text=new.then(|| w::nobody_text(locale).to_owned())>
                {import.then(|| view! { <ButtonLink href=paths::IMPORTS label=w::import(locale) variant="primary"/> })}
                {new.then(|| view! { <ButtonLink href=paths::NEW_STARTUP label=w::new(locale)/> })}
            </Empty>
        }
        .into_any()
    } else if shown.is_empty() {
        let unfiltered = paths::with_query(paths::PIPELINE, &cx.query.only(&["view"]).with("all", true));
        view! { <Empty title=w::nothing(locale)><ButtonLink href=unfiltered label=w::clear_filter(locale)/></Empty> }
            .into_any()
    } else if asked.table {
        table::table(&cx, &ledger, &asked, shown, &mentors).into_any()
    } else {
        board::board(&cx, &ledger, &asked, &shown, &mentors).into_any()
    };
    let tab = |label: &str, view: &str, current: bool| TabLink {
        label: label.to_owned(),
        href: paths::with_query(paths::PIPELINE, &kept(&cx.query).with("view", view)),
        current,
    };
    let tabs = vec![tab(w::board(locale), "", !asked.table), tab(w::table(locale), "table", asked.table)];
    let body = view! {
        <div class="page-head">
            <div>
                <h1 class="ds-heading">{title.clone()}</h1>
                <p class="lead">
                    {w::lead(locale, &format::count(locale, stays.iter().filter(|stay| asked.filter.passes(stay)).count()), &format::count(locale, open))}
                </p>
            </div>
            {new.then(|| view! { <ButtonLink href=paths::NEW_STARTUP label=w::new(locale) variant="primary"/> })}
        </div>
        {done_notice(&cx, w::moved(locale), &paths::with_query(paths::PIPELINE, &kept(&cx.query)))}
        {(asked.as_of != cx.today())
            .then(|| view! { <Notice>{w::past(locale, &format::date(locale, asked.as_of))}</Notice> })}
        {(!ledger.startups.is_empty()).then(|| view! {
            {saved_views(&cx, &views)}
            <TabLinks label=w::view_as(locale) tabs=tabs/>
            {filter_form(&cx, &ledger, &asked, &mentors)}
            {save_view(&cx, &ledger)}
        })}
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: !asked.table })
}

/// The part of the address that a link within the page keeps.
fn kept(query: &Query) -> Query {
    query.only(&[
        "view",
        "programme",
        "cohort",
        "sector",
        "mentor",
        "stuck",
        "q",
        "stage",
        "as_of",
        "sort",
        "saved",
        "all",
    ])
}

/// The views the reader may begin with, as links; nothing where nobody has saved one.
fn saved_views(cx: &Cx, views: &[SavedView]) -> impl IntoView + use<> {
    let locale = cx.locale;
    (!views.is_empty()).then(|| {
        let saved = cx.query.get("saved").map(str::to_owned);
        let all = TabLink {
            label: super::views::all_tab(locale).to_owned(),
            href: paths::with_query(paths::PIPELINE, &cx.query.only(&["view"]).with("all", true)),
            current: saved.is_none() && !is_narrowed(&cx.query),
        };
        let tabs = views.iter().map(|view| TabLink {
            label: view.name.clone(),
            href: super::views::address(view),
            current: saved.as_deref() == Some(view.id.to_string().as_str()),
        });
        let tabs: Vec<TabLink> = std::iter::once(all).chain(tabs).collect();
        view! {
            <div class="saved-views">
                <TabLinks label=super::views::views_word(locale) tabs=tabs/>
                <a class="ds-link" href=paths::VIEWS>{super::views::manage(locale)}</a>
            </div>
        }
    })
}

/// The form that keeps what is shown now; nothing while everything is, or a view that is kept already.
fn save_view(cx: &Cx, ledger: &Ledger) -> impl IntoView + use<> {
    let query = super::views::kept(paths::with_query("", &cx.query).trim_start_matches('?'));
    let worth = cx.query.get("saved").is_none() && is_narrowed(&cx.query) && cx.query.get("as_of").is_none();
    worth.then(|| super::views::save_form(cx, ledger, &query, &Shown::default(), false))
}

/// Whether an address narrows what is shown.
fn is_narrowed(query: &Query) -> bool {
    ["programme", "cohort", "sector", "mentor", "stuck", "q", "stage", "as_of"]
        .iter()
        .any(|key| query.get(key).is_some())
}

/// What was just done, with the way back where there is one. `moved` is what to say of a move, `back` where undoing leads to.
pub fn done_notice(cx: &Cx, moved: &str, back: &str) -> impl IntoView + use<> {
    let locale = cx.locale;
    let told = match cx.query.get("done") {
        Some("moved") => moved.to_owned(),
        Some("undone") => w::undone(locale).to_owned(),
        Some("view-saved") => w::view_saved(locale).to_owned(),
        Some("nothing-picked") => {
            return view! { <Notice kind=NoticeKind::Warning live=true>{w::nothing_picked(locale)}</Notice> }
                .into_any();
        }
        _ => return ().into_any(),
    };
    let undo = undo_form(cx, back);
    view! { <Notice kind=NoticeKind::Success live=true>{told} {undo}</Notice> }.into_any()
}

/// The button that takes back what was just done, where the address names it. The store asks whose it is.
pub fn undo_form(cx: &Cx, back: &str) -> impl IntoView + use<> {
    let locale = cx.locale;
    cx.query.get("undo").map(|facts| {
        view! {
            <form method="post" action=crate::actions::undo_path() class="undo">
                <Hidden name="facts" value=facts.to_owned()/>
                <Hidden name="back" value=back.to_owned()/>
                <button class="ds-button" data-variant="secondary" type="submit">{selected::undo_word(locale)}</button>
            </form>
        }
    })
}

fn filter_form(cx: &Cx, ledger: &Ledger, asked: &Asked, mentors: &People) -> impl IntoView + use<> {
    let locale = cx.locale;
    let value = |key: &str| cx.query.get(key).unwrap_or_default().to_owned();
    let all = || std::iter::once(SelectOption::new("", shared::all(locale)));
    let programmes =
        all().chain(ledger.programmes.iter().map(|p| SelectOption::new(&p.slug, &p.name))).collect::<Vec<_>>();
    let cohorts = all().chain(cohort_options(ledger)).collect::<Vec<_>>();
    let sectors = all().chain(sectors(ledger).into_iter().map(|s| SelectOption::new(s.clone(), s))).collect::<Vec<_>>();
    let stages = std::iter::once(SelectOption::new("", w::phase_all(locale)))
        .chain(ledger.programmes.iter().flat_map(|programme| {
            programme.stages.iter().map(|stage| SelectOption {
                value: stage.id.to_string(),
                label: stage.name(locale).to_owned(),
                group: Some(programme.name.clone()),
            })
        }))
        .collect::<Vec<_>>();
    // Open only where it was just used: a saved view says by its name what it is.
    let narrowed = is_narrowed(&cx.query) && cx.query.get("saved").is_none();
    let said = asked_text(cx, ledger, asked, mentors);
    // A mentor is chosen elsewhere, and must not be lost when another filter is set.
    let mentor = asked.filter.mentor.map(|mentor| view! { <Hidden name="mentor" value=mentor.to_string()/> });
    let view_kept = asked.table.then(|| view! { <input type="hidden" name="view" value="table"/> });
    view! {
        <details class="filter" open=narrowed>
            <summary>
                {w::filter(locale)}
                {(!said.is_empty()).then(|| view! { <span class="filter__asked">{said}</span> })}
            </summary>
            <form class="filter__form" method="get" action=paths::PIPELINE>
                {view_kept}
                {mentor}
                <Field input=Input::new("q", w::name(locale)).value(value("q")) kind="search"/>
                <SelectField input=Input::new("programme", shared::programme(locale)).value(value("programme")) options=programmes/>
                <SelectField input=Input::new("cohort", shared::cohort(locale)).value(value("cohort")) options=cohorts/>
                <SelectField input=Input::new("stage", shared::stage(locale)).value(value("stage")) options=stages/>
                <SelectField input=Input::new("sector", shared::sector(locale)).value(value("sector")) options=sectors/>
                <Field input=Input::new("stuck", w::stuck(locale)).value(value("stuck")) kind="number" min=Some("0".to_owned())/>
                <DateField input=Input::new("as_of", shared::as_of(locale)).value(asked.as_of.to_string())/>
                {asked.filter.mentor.is_none().then(|| view! {
                    <CheckField name="mentor" label=w::mentorless(locale) value="none" checked=asked.filter.mentorless/>
                })}
                <div class="actions">
                    <SubmitButton label=shared::show(locale)/>
                    <a class="ds-link" href=paths::with_query(paths::PIPELINE, &cx.query.only(&["view"]).with("all", true))>{shared::clear(locale)}</a>
                </div>
            </form>
        </details>
    }
}

/// What the filter is set to, in a few words.
fn asked_text(cx: &Cx, ledger: &Ledger, asked: &Asked, mentors: &People) -> String {
    let locale = cx.locale;
    let filter = &asked.filter;
    let stages = || ledger.programmes.iter().flat_map(|programme| &programme.stages);
    let parts = [
        filter.text.as_deref().map(|text| w::asked_name(locale, text)),
        filter.programme.and_then(|id| ledger.programme(id)).map(|programme| programme.name.clone()),
        filter
            .cohort
            .and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id))
            .map(|cohort| cohort.name.clone()),
        filter.stage.and_then(|id| stages().find(|stage| stage.id == id)).map(|stage| stage.name(locale).to_owned()),
        filter.sector.clone(),
        filter.stuck_longer_than.map(|days| w::asked_stuck(locale, &shared::days(locale, &days.to_string()))),
        filter.mentorless.then(|| w::asked_mentorless(locale).to_owned()),
        filter.mentor.and_then(|id| mentors.persons.get(&id)).map(|mentor| w::asked_mentor(locale, &mentor.name)),
        (asked.as_of != cx.today()).then(|| shared::as_at(locale, &format::date(locale, asked.as_of))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Whether the reader may move a stay on: an application by those who decide, an admitted startup by those who follow it up.
#[must_use]
pub fn may_move(cx: &Cx, ledger: &Ledger, stay: &Stay) -> bool {
    let action = if stay.course.admitted_on.is_some() { Action::MoveStay } else { Action::DecideApplication };
    stay.course.is_open() && cx.may(action, &Resource::stay(ledger, &stay.startup, stay.enrolment.id))
}

/// That a startup is no longer alive although its stay is open, in words: a stage says nothing of that.
#[must_use]
pub fn gone_mark(cx: &Cx, ledger: &Ledger, stay: &Stay, as_of: NaiveDate) -> Option<&'static str> {
    if !stay.course.is_open() {
        return None;
    }
    match status::at(&History::of(ledger, &stay.startup, cx.now()), as_of) {
        Status::Dead { .. } => Some(w::gone(cx.locale)),
        Status::Absorbed { .. } => Some(w::absorbed(cx.locale)),
        Status::Alive { .. } | Status::Unknown { .. } => None,
    }
}

fn about(locale: Locale, stay: &Stay, mentors: &People) -> String {
    let mentor = stay.mentor.map(|id| mentors.person_name(id, locale));
    let employees = stay.employees.map(|(span, _)| super::facts::employees_text(locale, span));
    [stay.startup.profile.sector.clone(), mentor, employees].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
