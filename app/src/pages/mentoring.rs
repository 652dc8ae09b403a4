//! Hours: what the house gave of its time, by startup and by mentor, against what it means to give.

mod setup;

use std::collections::BTreeMap;

use domain::access::{Action, Resource};
use domain::day::hours::{self, Period, Spent, in_house, used};
use domain::day::{Budget, Per, Used};
use domain::facts::in_force;
use domain::format;
use domain::ids::{PersonId, ProgrammeId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::Course;
use domain::time::Instant;
use domain::words::{Locale, fold};
use leptos::prelude::*;

pub use self::setup::page as setup_page;
use super::milestones::person_name;
use super::my_day;
use crate::components::{
    ButtonLink, DateField, Empty, HoursBar, Input, ScrollTable, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Timer", nn: "Timar", en: "Hours" }
        lead(hours: &str, meetings: &str) => {
            nb: "{hours} timer i {meetings} møter.", nn: "{hours} timar i {meetings} møte.", en: "{hours} hours in {meetings} meetings." }
        from => { nb: "Fra", nn: "Frå", en: "From" }
        to => { nb: "Til og med", nn: "Til og med", en: "Until" }
        show => { nb: "Vis", nn: "Vis", en: "Show" }
        by_mentor => { nb: "Etter mentor", nn: "Etter mentor", en: "By mentor" }
        by_startup => { nb: "Etter bedrift", nn: "Etter bedrift", en: "By startup" }
        by_programme => { nb: "Etter program", nn: "Etter program", en: "By programme" }
        hours => { nb: "Timer", nn: "Timar", en: "Hours" }
        meetings => { nb: "Møter", nn: "Møte", en: "Meetings" }
        follows => { nb: "Følger nå", nn: "Følgjer no", en: "Follows now" }
        last => { nb: "Sist møtt", nn: "Sist møtt", en: "Last met" }
        budget => { nb: "Av rammen", nn: "Av ramma", en: "Of the budget" }
        nobody => { nb: "ikke oppgitt", nn: "ikkje oppgitt", en: "not told" }
        none => { nb: "Ingen møter er logget i perioden.", nn: "Ingen møte er logga i perioden.", en: "No meetings are logged in the period." }
        set_up => { nb: "Timeramme og faste milepæler", nn: "Timeramme og faste milepælar", en: "Budget of hours and milestones of stages" }
        of_budget_stay(used: &str, all: &str) => {
            nb: "{used} av {all} timer i oppholdet", nn: "{used} av {all} timar i opphaldet", en: "{used} of {all} hours of the stay" }
        of_budget_year(used: &str, all: &str) => {
            nb: "{used} av {all} timer i år", nn: "{used} av {all} timar i år", en: "{used} of {all} hours this year" }
        over(text: &str, more: &str) => { nb: "{text}, {more} over", nn: "{text}, {more} over", en: "{text}, {more} over" }
        without_budget(hours: &str, meetings: &str) => {
            nb: "{hours} timer i {meetings} møter så langt", nn: "{hours} timar i {meetings} møte så langt", en: "{hours} hours in {meetings} meetings so far" }
        no_hours => { nb: "Ingen møter er logget ennå.", nn: "Ingen møte er logga enno.", en: "No meetings are logged yet." }
        section => { nb: "Timer og møter", nn: "Timar og møte", en: "Hours and meetings" }
    }
}

/// What was used of a budget, in words.
fn words(locale: Locale, used: &Used) -> String {
    let (given, all) = (used.hours.text(locale), hours::text(used.budget.minutes.into(), locale));
    let text = match used.budget.per {
        Per::Stay => w::of_budget_stay(locale, &given, &all),
        Per::Year => w::of_budget_year(locale, &given, &all),
    };
    match u64::try_from(-used.left()) {
        Ok(more) if more > 0 => w::over(locale, &text, &hours::text(more, locale)),
        _ => text,
    }
}

fn bar(locale: Locale, used: &Used) -> AnyView {
    let words = words(locale, used);
    view! { <HoursBar used=used.hours.minutes budget=u64::from(used.budget.minutes) words=words/> }.into_any()
}

/// What a startup's stays have been given of the budgets of their programmes; open stays only, unless there is none.
fn uses(
    cx: &Cx,
    ledger: &Ledger,
    startup: &StartupLedger,
    budgets: &BTreeMap<ProgrammeId, Budget>,
) -> Vec<(ProgrammeId, Used)> {
    let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
    let stays = startup.enrolments.iter().filter_map(|stay| {
        let programme = ledger.programme(stay.programme)?;
        let course = Course::at(programme, stay.id, &changes, cx.today())?;
        let budget = *budgets.get(&programme.id)?;
        (course.is_open() && course.admitted_on.is_some())
            .then(|| (programme.id, used(startup, programme.id, &course, budget, cx.now(), cx.today())))
    });
    stays.collect()
}

/// What a startup has been given: a bar for each budget, or the sum in words.
pub(super) async fn hours_of(cx: &Cx, ledger: &Ledger, startup: &StartupLedger) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let budgets = cx.house.store.mentoring_budgets().await?;
    let uses = uses(cx, ledger, startup, &budgets);
    if !uses.is_empty() {
        return Ok(uses.iter().map(|(_, used)| bar(locale, used)).collect_view().into_any());
    }
    let all = hours::hours(startup, cx.now(), Period::until(cx.today()), None);
    let text = if all.meetings == 0 {
        w::no_hours(locale).to_owned()
    } else {
        w::without_budget(locale, &all.text(locale), &format::count(locale, all.meetings))
    };
    Ok(view! { <p>{text}</p> }.into_any())
}

/// The section of a startup's page; `None` for those who do not see what is observed of it.
pub(super) async fn section(cx: &Cx, ledger: &Ledger, id: StartupId) -> Result<Option<AnyView>, PageError> {
    let Some(startup) = ledger.startup(id) else { return Ok(None) };
    let about = Resource::startup(ledger, startup);
    if !cx.may(Action::SeeSharedNotes, &about) {
        return Ok(None);
    }
    let locale = cx.locale;
    let hours = hours_of(cx, ledger, startup).await?;
    let logs = cx.may(Action::LogMeeting, &about).then(|| super::meeting::buttons(locale, id));
    let planned = super::meeting::planned_with(cx, id).await?;
    Ok(Some(
        view! {
            <section aria-labelledby="hours">
                <h2 class="ds-heading" data-size="md" id="hours">{w::section(locale)}</h2>
                {hours}
                {planned}
                {logs}
            </section>
        }
        .into_any(),
    ))
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    my_day::require_staff(&cx)?;
    let locale = cx.locale;
    let ledger = cx.ledger().await?;
    let people = cx.house.store.people().await?;
    let budgets = cx.house.store.mentoring_budgets().await?;
    let year = Period::year_of(cx.today());
    let period = Period { from: cx.query.date("from").or(year.from), to: cx.query.date("to").or(year.to) };
    let chosen = cx.query.get("programme").and_then(|slug| ledger.programmes.iter().find(|one| one.slug == slug));
    let programme = chosen.map(|programme| programme.id);
    let mut spent = in_house(&ledger, cx.now(), period, programme);
    // Of what the reader sees only: a mentor's list is not the house's.
    spent.retain(|one| {
        ledger
            .startup(one.startup)
            .is_some_and(|startup| cx.may(Action::SeeSharedNotes, &Resource::startup(&ledger, startup)))
    });
    let all = hours::sum(&spent);
    let title = w::title(locale).to_owned();
    let manages = ledger.programmes.iter().any(|one| cx.may(Action::ManageMentoring, &Resource::Programme(one.id)));
    let programmes: Vec<SelectOption> = std::iter::once(SelectOption::new("", shared::all(locale)))
        .chain(ledger.programmes.iter().map(|one| SelectOption::new(&one.slug, &one.name)))
        .collect();
    let date = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let filter = view! {
        <form class="filter" method="get" action=paths::MENTORING>
            <DateField input=Input::new("from", w::from(locale)).value(date(period.from))/>
            <DateField input=Input::new("to", w::to(locale)).value(date(period.to))/>
            <SelectField input=Input::new("programme", shared::programme(locale)).value(cx.query.get("programme").unwrap_or_default()) options=programmes/>
            <div class="actions"><SubmitButton label=w::show(locale) variant="secondary"/></div>
        </form>
    };
    let tables = if spent.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! {
            {mentors(&cx, &ledger, &people, &spent)}
            {startups(&cx, &ledger, &spent, &budgets)}
            {by_programme(&cx, &ledger, &spent)}
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale, &all.text(locale), &format::count(locale, all.meetings))}</p>
        {manages.then(|| view! { <p><ButtonLink href=paths::MENTORING_SETUP label=w::set_up(locale)/></p> })}
        {filter}
        {tables}
    }
    .into_any();
    Ok(Page { title, place: Place::MyDay, body, islands: false })
}

/// A table under a heading.
fn table(id: &'static str, label: &'static str, heads: Vec<(&'static str, bool)>, rows: Vec<AnyView>) -> AnyView {
    let heads: Vec<_> = heads
        .into_iter()
        .map(|(head, number)| view! { <th scope="col" class=number.then_some("number")>{head}</th> })
        .collect();
    view! {
        <section aria-labelledby=id>
            <h2 class="ds-heading" data-size="md" id=id>{label}</h2>
            <ScrollTable label=label>
                <table class="ds-table" data-stack="true">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
    .into_any()
}

fn mentors(cx: &Cx, ledger: &Ledger, people: &store::People, spent: &[Spent]) -> AnyView {
    let locale = cx.locale;
    let mut open: BTreeMap<PersonId, usize> = BTreeMap::new();
    for stay in cx.stays(ledger, cx.today(), None).iter().filter(|stay| stay.course.is_open()) {
        if let Some(mentor) = stay.mentor {
            *open.entry(mentor).or_default() += 1;
        }
    }
    let mut sums: Vec<_> = hours::by(spent, |one| one.mentor).into_iter().collect();
    sums.sort_by_key(|(mentor, hours)| (std::cmp::Reverse(hours.minutes), *mentor));
    let rows = sums
        .into_iter()
        .map(|(mentor, hours)| {
            let name = mentor.map_or_else(|| w::nobody(locale).to_owned(), |one| person_name(people, one, locale));
            let follows = mentor.and_then(|one| open.get(&one).copied()).unwrap_or(0);
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number" data-label=w::hours(locale)>{hours.text(locale)}</td>
                    <td class="number" data-label=w::meetings(locale)>{format::count(locale, hours.meetings)}</td>
                    <td class="number" data-label=w::follows(locale)>{format::count(locale, follows)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = vec![
        (shared::mentor(locale), false),
        (w::hours(locale), true),
        (w::meetings(locale), true),
        (w::follows(locale), true),
    ];
    table("by-mentor", w::by_mentor(locale), heads, rows)
}

fn startups(cx: &Cx, ledger: &Ledger, spent: &[Spent], budgets: &BTreeMap<ProgrammeId, Budget>) -> AnyView {
    let locale = cx.locale;
    let sums = hours::by(spent, |one| one.startup);
    let mut sums: Vec<_> = sums.into_iter().filter_map(|(id, hours)| Some((ledger.startup(id)?, hours))).collect();
    sums.sort_by_cached_key(|(startup, hours)| (std::cmp::Reverse(hours.minutes), fold(&startup.profile.name)));
    let rows = sums
        .into_iter()
        .map(|(startup, hours)| {
            let bars: Vec<_> = uses(cx, ledger, startup, budgets).iter().map(|(_, used)| bar(locale, used)).collect();
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::startup(startup.profile.id)>{startup.profile.name.clone()}</a>
                    </th>
                    <td class="number" data-label=w::hours(locale)>{hours.text(locale)}</td>
                    <td class="number" data-label=w::meetings(locale)>{format::count(locale, hours.meetings)}</td>
                    <td data-label=w::last(locale)>{hours.last_on.map(|on| format::date(locale, on))}</td>
                    <td data-wide="true">{bars}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let heads = vec![
        (shared::startup(locale), false),
        (w::hours(locale), true),
        (w::meetings(locale), true),
        (w::last(locale), false),
        (w::budget(locale), false),
    ];
    table("by-startup", w::by_startup(locale), heads, rows)
}

fn by_programme(cx: &Cx, ledger: &Ledger, spent: &[Spent]) -> AnyView {
    let locale = cx.locale;
    let rows = hours::by(spent, |one| one.programme)
        .into_iter()
        .filter_map(|(id, hours)| {
            let name = ledger.programme(id)?.name.clone();
            Some(
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class="number" data-label=w::hours(locale)>{hours.text(locale)}</td>
                        <td class="number" data-label=w::meetings(locale)>{format::count(locale, hours.meetings)}</td>
                    </tr>
                }
                .into_any(),
            )
        })
        .collect();
    let heads = vec![(shared::programme(locale), false), (w::hours(locale), true), (w::meetings(locale), true)];
    table("by-programme", w::by_programme(locale), heads, rows)
}
