//! The pipeline: every stay and where it stands, as a board and as a table; filters and order live in the address.

use std::cmp::Ordering;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::board::{Filter, Stay};
use domain::format;
use domain::ledger::Ledger;
use domain::pipeline::{Phase, Programme, Stage};
use domain::words::Locale;
use leptos::prelude::*;
use store::People;

use crate::components::{
    Board, BoardCard, BoardColumn, BoardPhase, ButtonLink, CheckField, DateField, Empty, Field, MoveForm, MoveStage,
    MoveWords, Notice, NoticeKind, Pagination, ScrollTable, SelectField, SelectOption, SortDirection, SortLink,
    StageTag, SubmitButton, TabLink, TabLinks,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::islands::BoardDrag;
use crate::paths::{self, Query};
use crate::question::{cohort_options, sectors};
use crate::words as shared;

/// Startups per page of the table.
const PAGE_SIZE: usize = 50;
/// Cards shown in one column of the board; the table shows the rest.
const CARDS: usize = 12;
/// Days in a stage after which an open stay is called stuck on the board.
const STUCK_DAYS: i64 = 180;

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
        since => { nb: "Siden", nn: "Sidan", en: "Since" }
        days_in_stage => { nb: "Dager i steget", nn: "Dagar i steget", en: "Days in stage" }
        more(shown: &str, all: &str) => { nb: "Viser {shown} av {all}", nn: "Viser {shown} av {all}", en: "Showing {shown} of {all}" }
        stuck_mark => { nb: "står fast", nn: "står fast", en: "stuck" }
        moved => { nb: "Flyttingen er lagret.", nn: "Flyttinga er lagra.", en: "The move is saved." }
        open_move => { nb: "Flytt", nn: "Flytt", en: "Move" }
        to_stage => { nb: "Til steg", nn: "Til steg", en: "To stage" }
        reason_hint => {
            nb: "Trengs når bedriften flyttes tilbake eller ut.",
            nn: "Trengst når bedrifta blir flytta tilbake eller ut.",
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
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let asked = Asked::of(&cx, &ledger);
    let stays = cx.house.stays(&ledger, asked.as_of, None);
    let shown: Vec<&Stay> = stays.iter().filter(|stay| asked.filter.passes(stay)).collect();
    let mentors = cx.house.store.people().await?;
    let open = shown.iter().filter(|stay| stay.course.is_open()).count();
    let title = w::title(locale).to_owned();
    let content = if ledger.startups.is_empty() {
        view! {
            <Empty title=w::nobody(locale) text=w::nobody_text(locale).to_owned()>
                <ButtonLink href=paths::IMPORTS label=w::import(locale) variant="primary"/>
                <ButtonLink href=paths::NEW_STARTUP label=w::new(locale)/>
            </Empty>
        }
        .into_any()
    } else if shown.is_empty() {
        view! { <Empty title=w::nothing(locale)/> }.into_any()
    } else if asked.table {
        table(&cx, &ledger, &asked, shown, &mentors).into_any()
    } else {
        board(&cx, &ledger, &asked, &shown, &mentors).into_any()
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
            <ButtonLink href=paths::NEW_STARTUP label=w::new(locale) variant="primary"/>
        </div>
        {(cx.query.get("done") == Some("moved"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::moved(locale)}</Notice> })}
        {(asked.as_of != cx.today())
            .then(|| view! { <Notice>{w::past(locale, &format::date(locale, asked.as_of))}</Notice> })}
        <TabLinks label=w::view_as(locale) tabs=tabs/>
        {filter_form(&cx, &ledger, &asked)}
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: !asked.table })
}

/// The part of the address that a link within the page keeps.
fn kept(query: &Query) -> Query {
    query.only(&["view", "programme", "cohort", "sector", "mentor", "stuck", "q", "stage", "as_of", "sort"])
}

fn filter_form(cx: &Cx, ledger: &Ledger, asked: &Asked) -> impl IntoView + use<> {
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
    let narrowed = cx.query.0.keys().any(|key| {
        matches!(key.as_str(), "programme" | "cohort" | "sector" | "mentor" | "stuck" | "q" | "stage" | "as_of")
    });
    let view_kept = asked.table.then(|| view! { <input type="hidden" name="view" value="table"/> });
    view! {
        <details class="filter" open=narrowed>
            <summary>{w::filter(locale)}</summary>
            <form class="filter__form" method="get" action=paths::PIPELINE>
                {view_kept}
                <Field name="q" label=w::name(locale) value=value("q") kind="search"/>
                <SelectField name="programme" label=shared::programme(locale) value=value("programme") options=programmes/>
                <SelectField name="cohort" label=shared::cohort(locale) value=value("cohort") options=cohorts/>
                <SelectField name="stage" label=shared::stage(locale) value=value("stage") options=stages/>
                <SelectField name="sector" label=shared::sector(locale) value=value("sector") options=sectors/>
                <Field name="stuck" label=w::stuck(locale) value=value("stuck") kind="number" min=Some("0".to_owned())/>
                <DateField name="as_of" label=shared::as_of(locale) value=asked.as_of.to_string()/>
                <CheckField name="mentor" label=w::mentorless(locale) value="none" checked=asked.filter.mentorless/>
                <div class="actions">
                    <SubmitButton label=shared::show(locale)/>
                    <a class="ds-link" href=paths::PIPELINE>{shared::clear(locale)}</a>
                </div>
            </form>
        </details>
    }
}

fn about(locale: Locale, stay: &Stay, mentors: &People) -> String {
    let mentor = stay.mentor.and_then(|id| mentors.persons.get(&id).map(|person| person.name.clone()));
    let employees = stay.employees.map(|(span, _)| format!("{span} {}", shared::employees(locale).to_lowercase()));
    [stay.startup.profile.sector.clone(), mentor, employees].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The words of a move form.
#[must_use]
pub fn move_words(locale: Locale) -> MoveWords {
    MoveWords {
        open: w::open_move(locale).to_owned(),
        stage: w::to_stage(locale).to_owned(),
        date: shared::effective_on(locale).to_owned(),
        reason: shared::reason(locale).to_owned(),
        reason_hint: w::reason_hint(locale).to_owned(),
        submit: w::open_move(locale).to_owned(),
        cancel: shared::cancel(locale).to_owned(),
    }
}

/// The stages a stay can legally move to, in order; the rule itself is asked again when the form is sent.
#[must_use]
pub fn targets(locale: Locale, programme: &Programme, stay: &Stay) -> Vec<MoveStage> {
    let Some(from) = programme.stage(stay.course.stage) else { return Vec::new() };
    let admitted = stay.course.admitted_on.is_some();
    let legal = |stage: &&Stage| {
        use domain::pipeline::StageKind;
        stage.id != from.id
            && match stage.kind {
                StageKind::Exit(_) => admitted,
                StageKind::Declined => !admitted,
                StageKind::Admission => true,
                StageKind::Step => (stage.phase == Phase::Mentoring) == admitted,
            }
    };
    programme
        .stages
        .iter()
        .filter(legal)
        .map(|stage| MoveStage {
            value: stage.id.to_string(),
            label: stage.name(locale).to_owned(),
            needs_reason: stage.closes() || stage.position < from.position,
        })
        .collect()
}

/// The next stage on the ordinary way: what a move form offers first.
#[must_use]
pub fn next_stage(programme: &Programme, stay: &Stay) -> Option<String> {
    let from = programme.stage(stay.course.stage)?;
    programme
        .stages
        .iter()
        .find(|stage| stage.position > from.position && !stage.closes())
        .map(|stage| stage.id.to_string())
}

fn board(
    cx: &Cx,
    ledger: &Arc<Ledger>,
    asked: &Asked,
    shown: &[&Stay],
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    // One board has one row of stages, so it shows one programme: the one asked for, else the first with a stay to show.
    let programme = asked
        .filter
        .programme
        .and_then(|id| ledger.programme(id))
        .or_else(|| {
            ledger.programmes.iter().find(|programme| shown.iter().any(|stay| stay.enrolment.programme == programme.id))
        });
    let Some(programme) = programme else { return view! { <Empty title=w::nothing(locale)/> }.into_any() };
    let programmes: Vec<TabLink> = ledger
        .programmes
        .iter()
        .map(|other| TabLink {
            label: other.name.clone(),
            href: paths::with_query(paths::PIPELINE, &kept(&cx.query).with("programme", &other.slug).without("stage")),
            current: other.id == programme.id,
        })
        .collect();
    let mine: Vec<&Stay> = shown.iter().copied().filter(|stay| stay.enrolment.programme == programme.id).collect();
    let phases = Phase::ALL
        .map(|phase| {
            let stages: Vec<&Stage> = programme.stages.iter().filter(|stage| stage.phase == phase).collect();
            if stages.is_empty() {
                return ().into_any();
            }
            let in_phase = mine.iter().filter(|stay| stages.iter().any(|stage| stage.id == stay.course.stage)).count();
            let columns = stages.into_iter().map(|stage| column(cx, programme, stage, &mine, mentors)).collect_view();
            view! {
                <BoardPhase phase=phase.code() label=phase.name(locale) count=format::count(locale, in_phase)>
                    {columns}
                </BoardPhase>
            }
            .into_any()
        })
        .collect_view();
    let switch = (programmes.len() > 1).then(|| view! { <TabLinks label=shared::programme(locale) tabs=programmes/> });
    view! {
        {switch}
        <p class="muted board-hint">{w::drag_hint(locale)}</p>
        <BoardDrag
            placed=w::placed(locale).to_owned()
            placed_needs_reason=w::placed_needs_reason(locale).to_owned()
            put_back=w::put_back(locale).to_owned()
        >
            <Board label=w::title(locale)>{phases}</Board>
        </BoardDrag>
    }
    .into_any()
}

fn column(
    cx: &Cx,
    programme: &Programme,
    stage: &Stage,
    mine: &[&Stay],
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let mut stays: Vec<&Stay> = mine.iter().copied().filter(|stay| stay.course.stage == stage.id).collect();
    // Who has waited longest stands on top; among those who are out, the latest.
    if stage.closes() {
        stays.sort_by(|a, b| b.course.since.cmp(&a.course.since).then_with(|| a.folded.cmp(&b.folded)));
    } else {
        stays.sort_by(|a, b| a.course.since.cmp(&b.course.since).then_with(|| a.folded.cmp(&b.folded)));
    }
    let count = stays.len();
    let more = (count > CARDS).then(|| {
        let query = kept(&cx.query).with("view", "table").with("stage", stage.id).with("programme", &programme.slug);
        (
            w::more(locale, &format::count(locale, CARDS), &format::count(locale, count)),
            paths::with_query(paths::PIPELINE, &query),
        )
    });
    let today = cx.today().to_string();
    let back = paths::with_query(paths::PIPELINE, &kept(&cx.query));
    let cards = stays
        .into_iter()
        .take(CARDS)
        .map(|stay| {
            let name = stay.startup.profile.name.clone();
            let about = Some(about(locale, stay, mentors)).filter(|text| !text.is_empty());
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            let stuck = (stay.course.is_open() && stay.days_in_stage > STUCK_DAYS)
                .then(|| w::stuck_mark(locale).to_owned());
            let form = stay.course.is_open().then(|| {
                view! {
                    <MoveForm
                        id=stay.enrolment.id.to_string()
                        name=name.clone()
                        action=crate::actions::move_path()
                        hidden=vec![
                            ("enrolment".to_owned(), stay.enrolment.id.to_string()),
                            ("startup".to_owned(), stay.startup.profile.id.to_string()),
                            ("back".to_owned(), back.clone()),
                        ]
                        stages=targets(locale, programme, stay)
                        chosen=next_stage(programme, stay)
                        today=today.clone()
                        words=move_words(locale)
                    />
                }
            });
            let since = Some(shared::days(locale, &days));
            let id = stay.enrolment.id.to_string();
            let href = paths::startup(stay.startup.profile.id);
            match form {
                Some(form) => view! {
                    <BoardCard id=id name=name href=href about=about since=since stuck=stuck>{form}</BoardCard>
                }
                .into_any(),
                None => view! { <BoardCard id=id name=name href=href about=about since=since stuck=stuck/> }.into_any(),
            }
        })
        .collect_view();
    view! {
        <BoardColumn stage=stage.id.to_string() label=stage.name(locale) count=format::count(locale, count) more=more>
            {cards}
        </BoardColumn>
    }
}

fn table(
    cx: &Cx,
    ledger: &Arc<Ledger>,
    asked: &Asked,
    mut shown: Vec<&Stay>,
    mentors: &People,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let position = |stay: &Stay| {
        ledger
            .programme(stay.enrolment.programme)
            .and_then(|programme| programme.stage(stay.course.stage))
            .map(|stage| stage.position)
    };
    let compare = |a: &&Stay, b: &&Stay| -> Ordering {
        let order = match asked.sort.as_str() {
            "name" => Ordering::Equal,
            "stage" => position(a).cmp(&position(b)),
            "since" => a.course.since.cmp(&b.course.since),
            "employees" => a.employees.map(|(span, _)| span.low).cmp(&b.employees.map(|(span, _)| span.low)),
            "sector" => a.startup.profile.sector.cmp(&b.startup.profile.sector),
            _ => (a.course.is_open(), a.days_in_stage).cmp(&(b.course.is_open(), b.days_in_stage)),
        };
        let order = if asked.direction == SortDirection::Descending { order.reverse() } else { order };
        let by_name = a.folded.cmp(&b.folded);
        let by_name =
            if asked.sort == "name" && asked.direction == SortDirection::Descending { by_name.reverse() } else { by_name };
        order.then(by_name).then_with(|| a.enrolment.id.cmp(&b.enrolment.id))
    };
    let pages = shown.len().div_ceil(PAGE_SIZE).max(1);
    let page = asked.page.min(pages);
    let (from, to) = ((page - 1) * PAGE_SIZE, (page * PAGE_SIZE).min(shown.len()));
    // Only the page asked for needs to be in order: its rows are selected first, which matters at tens of thousands.
    if to < shown.len() {
        shown.select_nth_unstable_by(to, compare);
        shown.truncate(to);
    }
    shown.sort_unstable_by(compare);
    let rows = shown[from..]
        .iter()
        .map(|stay| {
            let profile = &stay.startup.profile;
            let programme = ledger.programme(stay.enrolment.programme);
            let stage = programme.and_then(|programme| programme.stage(stay.course.stage));
            let cohort =
                stay.enrolment.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id)).map(|c| c.name.clone());
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=paths::startup(profile.id)>{profile.name.clone()}</a></th>
                    <td>
                        {stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}
                    </td>
                    <td class="number">{days}</td>
                    <td>{format::date(locale, stay.course.since)}</td>
                    <td class="number">{stay.employees.map(|(span, _)| span.to_string())}</td>
                    <td>{profile.sector.clone()}</td>
                    <td>{cohort}</td>
                    <td>{stay.mentor.and_then(|id| mentors.persons.get(&id).map(|person| person.name.clone()))}</td>
                    <td>
                        {stay
                            .course
                            .is_open()
                            .then(|| {
                                view! {
                                    <a class="ds-link" href=paths::move_stay(profile.id, stay.enrolment.id)>
                                        {w::open_move(locale)}
                                        <span class="ds-sr-only">{format!(" {}", profile.name)}</span>
                                    </a>
                                }
                            })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let head = |name: &str, label: &str, numeric: bool| {
        let sorted = (asked.sort == name).then_some(asked.direction);
        let value = match sorted {
            Some(SortDirection::Ascending) => format!("-{name}"),
            Some(SortDirection::Descending) | None => name.to_owned(),
        };
        let href = paths::with_query(paths::PIPELINE, &kept(&cx.query).with("sort", value));
        view! { <SortLink label=label.to_owned() href=href sorted=sorted numeric=numeric/> }
    };
    let heads = view! {
        {head("name", shared::startup(locale), false)}
        {head("stage", shared::stage(locale), false)}
        {head("days", w::days_in_stage(locale), true)}
        {head("since", w::since(locale), false)}
        {head("employees", shared::employees(locale), true)}
        {head("sector", shared::sector(locale), false)}
        <th scope="col">{shared::cohort(locale)}</th>
        <th scope="col">{shared::mentor(locale)}</th>
        <th scope="col"><span class="ds-sr-only">{w::open_move(locale)}</span></th>
    }
    .into_any();
    let query = kept(&cx.query);
    view! {
        <ScrollTable label=w::title(locale)>
            <table class="ds-table">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
        <Pagination
            page=page
            pages=pages
            href=move |number| paths::with_query(paths::PIPELINE, &query.clone().with("page", number))
            label=shared::pages(locale)
            previous=shared::previous(locale)
            next=shared::next(locale)
        />
    }
}
