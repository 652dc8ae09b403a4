//! One figure, opened: the sentence, the rule, the levels, the rows in it and the rows left out with their reasons.

use domain::access::Role;
use domain::figures::{self, Basis, Definition, Figure, RowIn, RowOut, Unit, Work};
use domain::format;
use domain::ledger::Ledger;
use domain::words::{Locale, fold};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::components::{
    ButtonLink, Empty, LevelBar, Notice, NoticeKind, Pagination, ScrollTable, SortDirection, SortLink,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths::{self, Query};
use crate::question::{self, Question, Sight, question_form};
use crate::words as shared;

domain::catalogue! {
    mod w {
        rule => { nb: "Regelen", nn: "Regelen", en: "The rule" }
        formula => { nb: "Formel", nn: "Formel", en: "Formula" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        rows_in(n: &str) => { nb: "Med i tallet ({n})", nn: "Med i talet ({n})", en: "In the figure ({n})" }
        rows_out(n: &str) => { nb: "Holdt utenfor ({n})", nn: "Haldne utanfor ({n})", en: "Left out ({n})" }
        nothing_in => { nb: "Ingen bedrifter er med i tallet.", nn: "Ingen bedrifter er med i talet.", en: "No startup is in the figure." }
        nothing_out => { nb: "Ingen bedrifter er holdt utenfor.", nn: "Ingen bedrifter er haldne utanfor.", en: "No startup is left out." }
        contribution => { nb: "Bidrag", nn: "Bidrag", en: "Contribution" }
        at_least => { nb: "Minst", nn: "Minst", en: "At least" }
        at_most => { nb: "Høyst", nn: "Høgst", en: "At most" }
        rests_on => { nb: "Hviler på", nn: "Kviler på", en: "Rests on" }
        sum(total: &str) => { nb: "Radene summerer til {total}.", nn: "Radene summerer til {total}.", en: "The rows add up to {total}." }
        three_levels => { nb: "Tre nivåer", nn: "Tre nivå", en: "Three levels" }
        levels_text => {
            nb: "Gulvet regner bare med det som er dokumentert. Taket regner med alt det kan være.",
            nn: "Golvet reknar berre med det som er dokumentert. Taket reknar med alt det kan vere.",
            en: "The floor counts only what is documented. The ceiling counts all it could be." }
        admitted(on: &str) => { nb: "tatt opp {on}", nn: "teken opp {on}", en: "admitted {on}" }
        exited(on: &str) => { nb: "ute {on}", nn: "ute {on}", en: "exited {on}" }
        baseline(x: &str) => { nb: "{x} ved opptak", nn: "{x} ved opptak", en: "{x} at admission" }
        value(x: &str) => { nb: "{x} nå", nn: "{x} no", en: "{x} now" }
        observed(on: &str) => { nb: "observert {on}", nn: "observert {on}", en: "observed {on}" }
        died(on: &str) => { nb: "nedlagt {on}", nn: "nedlagd {on}", en: "closed {on}" }
        verified(on: &str) => { nb: "bekreftet i live {on}", nn: "stadfesta i live {on}", en: "verified alive {on}" }
        followed(from: &str, to: &str) => {
            nb: "fulgt fra {from} til {to} år", nn: "følgd frå {from} til {to} år", en: "followed from {from} to {to} years" }
        meetings(n: &str) => { nb: "{n} møter", nn: "{n} møte", en: "{n} meetings" }
        one_meeting => { nb: "1 møte", nn: "1 møte", en: "1 meeting" }
        met(on: &str) => { nb: "sist {on}", nn: "sist {on}", en: "latest {on}" }
        asked(on: &str) => { nb: "spurt {on}", nn: "spurd {on}", en: "asked {on}" }
        due(on: &str) => { nb: "frist {on}", nn: "frist {on}", en: "due {on}" }
        answered(on: &str) => { nb: "svarte {on}", nn: "svara {on}", en: "answered {on}" }
        said_closed(on: &str) => { nb: "meldte {on} at den har lagt ned", nn: "melde {on} at ho har lagt ned", en: "said on {on} that it has closed" }
        bounced(on: &str) => { nb: "e-posten kom i retur {on}", nn: "e-posten kom i retur {on}", en: "the mail came back {on}" }
        applied(on: &str) => { nb: "søkte {on}", nn: "søkte {on}", en: "applied {on}" }
        decided(on: &str) => { nb: "avgjort {on}", nn: "avgjord {on}", en: "decided {on}" }
        women(x: &str, n: &str) => { nb: "{x} av {n} er kvinner", nn: "{x} av {n} er kvinner", en: "{x} of {n} are women" }
        said(on: &str) => { nb: "oppgitt {on}", nn: "oppgitt {on}", en: "said {on}" }
        entered(on: &str) => { nb: "inn {on}", nn: "inn {on}", en: "entered {on}" }
        left(on: &str) => { nb: "ut {on}", nn: "ut {on}", en: "left {on}" }
        paid(amount: &str) => { nb: "mot {amount} utbetalt", nn: "mot {amount} utbetalt", en: "against {amount} paid" }
        times(n: &str) => { nb: "antall: {n}", nn: "tal: {n}", en: "count: {n}" }
        ratio(x: &str, n: &str) => { nb: "{x} delt på {n}.", nn: "{x} delt på {n}.", en: "{x} divided by {n}." }
        median(days: &str) => { nb: "Medianen av radene er {days} dager.", nn: "Medianen av radene er {days} dagar.", en: "The median of the rows is {days} days." }
        shared_by(n: &str) => { nb: "delt på {n}", nn: "delt på {n}", en: "divided by {n}" }
        seen(x: &str, n: &str) => {
            nb: "Du ser {x} av {n} bedrifter her. De andre er med i tallet, men ikke dine å se.",
            nn: "Du ser {x} av {n} bedrifter her. Dei andre er med i talet, men ikkje dine å sjå.",
            en: "You see {x} of {n} startups here. The others are in the figure, but not yours to see." }
        none_seen => {
            nb: "Bedriftene er med i tallet, men ikke dine å se.",
            nn: "Bedriftene er med i talet, men ikkje dine å sjå.",
            en: "The startups are in the figure, but not yours to see." }
        no_rows => {
            nb: "Bedriftene under tallet vises ikke for tilskuddsgivere. Regelen over og antallene sier hva det hviler på.",
            nn: "Bedriftene under talet blir ikkje viste for tilskotsgjevarar. Regelen over og tala på bedrifter seier kva det kviler på.",
            en: "The startups under the figure are not shown to funders. The rule above and the counts say what it rests on." }
        all_figures => { nb: "Alle tall", nn: "Alle tal", en: "All figures" }
    }
}

/// The page of one figure.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("figure").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id = figures::parse_id(&id).ok_or(PageError::NotFound)?;
    let definition = figures::definition(&id).ok_or(PageError::NotFound)?;
    let house = cx.house_ledger().await?;
    let question = Question::of(&cx, &house);
    question.require(&cx, &house)?;
    let sight = Sight::of(&cx).await?;
    let figure = cx.house.store.figure(&id, &question.query).await?.ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let title = full_title(locale, definition.as_ref(), figure.unit);
    let crumbs = view! {
        <p class="crumbs"><a class="ds-link" href=paths::with_query(paths::FIGURES, &question.address)>{w::all_figures(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
    };
    if let Some(reason) = sight.withheld(&figure) {
        let body = view! {
            {crumbs}
            <Notice kind=NoticeKind::Warning>{reason.text(locale)}</Notice>
            {question_form(&cx, sight.ledger(), &question)}
            {rule(locale, definition.as_ref(), &figure)}
        }
        .into_any();
        return Ok(Page { title, place: Place::Figures, body, islands: false });
    }
    let curve = (figure.unit == Unit::Curve).then(|| survival_chart(locale, &title, &figure)).flatten();
    // A funder is shown what the figure comes to, and no row of it.
    let rows = cx.actor().role != Role::Funder;
    let body = view! {
        {crumbs}
        <p class="figure-sentence">{definition.sentence(locale, &figure)}</p>
        {question::too_uncertain(&figure)
            .then(|| view! { <Notice kind=NoticeKind::Warning>{shared::too_uncertain(locale)}</Notice> })}
        {question_form(&cx, sight.ledger(), &question)}
        {super::publish::button(&cx, &house, &id, &question)}
        {curve}
        {explained(locale, definition.as_ref(), &figure)}
        {rows.then(|| rows_in(&cx, &sight, &question, &figure))}
        {rows.then(|| rows_out(&cx, &sight, &figure))}
        {(!rows).then(|| view! { <Notice>{w::no_rows(locale)}</Notice> })}
    }
    .into_any();
    Ok(Page { title, place: Place::Figures, body, islands: figure.unit == Unit::Curve })
}

/// A figure's title where nothing around it says what it counts: `Arbeidsplasser: netto`.
#[must_use]
pub fn full_title(locale: Locale, definition: &dyn Definition, unit: Unit) -> String {
    with_unit(locale, definition.title(locale), unit)
}

/// A title with what it counts before it, where it does not say so itself.
#[must_use]
pub fn with_unit(locale: Locale, title: String, unit: Unit) -> String {
    match unit {
        Unit::Jobs => {
            let mut letters = title.chars();
            let rest = letters.next().map(|first| first.to_lowercase().chain(letters).collect::<String>());
            format!("{}: {}", shared::at_start(shared::jobs(locale)), rest.unwrap_or_default())
        }
        Unit::Share
        | Unit::PeopleShare
        | Unit::Curve
        | Unit::Meetings
        | Unit::Hours
        | Unit::Startups
        | Unit::Days
        | Unit::Kroner
        | Unit::Ratio => title,
    }
}

fn rule(locale: Locale, definition: &dyn Definition, figure: &Figure) -> impl IntoView + use<> {
    view! {
        <section class="ds-card" aria-labelledby="rule">
            <h2 class="ds-heading" data-size="sm" id="rule">{w::rule(locale)}</h2>
            <p>{definition.rule(locale)}</p>
            <p><span class="muted">{w::formula(locale)}": "</span><code>{definition.formula()}</code></p>
            <p>
                <span class="muted">{w::definition(locale)}": "</span>
                <a class="ds-link" href=paths::definition(&figure.id, None)><code>{figure.definition.clone()}</code></a>
            </p>
        </section>
    }
}

fn explained(locale: Locale, definition: &dyn Definition, figure: &Figure) -> impl IntoView + use<> {
    let levels = question::levels(locale, figure, figure.unit.is_share().then_some(1.0));
    view! {
        <div class="columns">
            {rule(locale, definition, figure)}
            {levels
                .map(|levels| {
                    view! {
                        <section class="ds-card" aria-labelledby="levels">
                            <h2 class="ds-heading" data-size="sm" id="levels">{w::three_levels(locale)}</h2>
                            <LevelBar levels=levels/>
                            <p class="muted">{w::levels_text(locale)}</p>
                        </section>
                    }
                })}
        </div>
    }
}

/// The survival curve of a figure, for this page and the overview of figures.
#[must_use]
pub fn survival_chart(locale: Locale, title: &str, figure: &Figure) -> Option<AnyView> {
    let curve = figure.curve.as_ref()?;
    Some(super::plots::survival(locale, "curve", title, curve))
}

fn rows_in(cx: &Cx, sight: &Sight, question: &Question, figure: &Figure) -> impl IntoView + use<> {
    let locale = cx.locale;
    let ledger = sight.ledger();
    let seen = figure.rows_in.iter().filter(|row| sight.sees(row.startup));
    let mut rows: Vec<(&RowIn, String)> = seen.map(|row| (row, name_of(ledger, row.startup))).collect();
    let unseen = figure.rows_in.len() - rows.len();
    let (key, direction) = order(&cx.query, "sort", "contribution", SortDirection::Descending);
    rows.sort_by(|(a, a_name), (b, b_name)| {
        let by_name = || fold(a_name).cmp(&fold(b_name)).then_with(|| a.startup.cmp(&b.startup));
        match key.as_str() {
            "name" => direction.of(by_name()),
            "floor" => direction.of(a.floor.total_cmp(&b.floor)).then_with(by_name),
            "ceiling" => direction.of(a.ceiling.total_cmp(&b.ceiling)).then_with(by_name),
            _ => direction.of(a.contribution.total_cmp(&b.contribution)).then_with(by_name),
        }
    });
    let heading = w::rows_in(locale, &format::count(locale, figure.rows_in.len()));
    let head = |name: &str, label: &str, numeric: bool| {
        let sorted = (key == name).then_some(direction);
        view! { <SortLink label=label.to_owned() href=sort_href(cx, "sort", name, sorted) sorted=sorted numeric=numeric/> }
    };
    let heads = view! {
        {head("name", shared::startup(locale), false)}
        {head("contribution", w::contribution(locale), true)}
        {head("floor", w::at_least(locale), true)}
        {head("ceiling", w::at_most(locale), true)}
        <th scope="col">{w::rests_on(locale)}</th>
    };
    let (range, pages) = page_of(cx, "page", "in", &rows);
    let body = rows[range]
        .iter()
        .map(|(row, name)| {
            let number = |value: f64| format::number(locale, value, 2);
            let same = |value: f64| (number(value) == number(row.contribution)).then_some("true");
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=paths::startup(row.startup)>{name.clone()}</a></th>
                    <td class="number" data-main="true">{number(row.contribution)}</td>
                    <td class="number" data-label=w::at_least(locale) data-same=same(row.floor)>{number(row.floor)}</td>
                    <td class="number" data-label=w::at_most(locale) data-same=same(row.ceiling)>{number(row.ceiling)}</td>
                    <td data-wide="true">{basis_text(locale, &row.basis)}</td>
                </tr>
            }
        })
        .collect_view();
    let csv = paths::with_query(&paths::figure_csv(&figure.id), &question.address);
    let total = match (figure.unit, figure.value) {
        (Unit::Days, Some(median)) => w::median(locale, &format::number(locale, median, 1)),
        (Unit::Kroner, _) => w::sum(locale, &format::kroner(locale, figure.numerator)),
        (Unit::Ratio, _) => {
            w::ratio(locale, &format::kroner(locale, figure.numerator), &format::kroner(locale, figure.denominator()))
        }
        _ => w::sum(locale, &format::number(locale, figure.numerator, 2)),
    };
    let content = if rows.is_empty() {
        let nothing = if unseen == 0 { w::nothing_in(locale) } else { w::none_seen(locale) };
        view! { <Empty title=nothing/> }.into_any()
    } else {
        view! {
            <p>
                {if unseen == 0 { total } else { unseen_text(locale, rows.len(), figure.rows_in.len()) }}
            </p>
            <ScrollTable label=heading.clone()>
                <table class="ds-table" data-stack="true">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </ScrollTable>
            {pages}
        }
        .into_any()
    };
    view! {
        <section id="in" aria-labelledby="in-heading">
            <div class="section-head">
                <h2 class="ds-heading" data-size="md" id="in-heading">{heading}</h2>
                <ButtonLink href=csv label=shared::as_csv(locale) download=true/>
            </div>
            {content}
        </section>
    }
}

fn rows_out(cx: &Cx, sight: &Sight, figure: &Figure) -> impl IntoView + use<> {
    let locale = cx.locale;
    let ledger = sight.ledger();
    let seen = figure.rows_out.iter().filter(|row| sight.sees(row.startup));
    let mut rows: Vec<(&RowOut, String)> = seen.map(|row| (row, name_of(ledger, row.startup))).collect();
    let unseen = figure.rows_out.len() - rows.len();
    let (key, direction) = order(&cx.query, "sort_out", "reason", SortDirection::Ascending);
    rows.sort_by(|(a, a_name), (b, b_name)| {
        let by_name = || fold(a_name).cmp(&fold(b_name)).then_with(|| a.startup.cmp(&b.startup));
        match key.as_str() {
            "name" => direction.of(by_name()),
            "ceiling" => direction.of(a.ceiling.total_cmp(&b.ceiling)).then_with(by_name),
            _ => direction.of(a.reason.cmp(&b.reason)).then_with(by_name),
        }
    });
    let heading = w::rows_out(locale, &format::count(locale, figure.rows_out.len()));
    let head = |name: &str, label: &str, numeric: bool| {
        let sorted = (key == name).then_some(direction);
        view! { <SortLink label=label.to_owned() href=sort_href(cx, "sort_out", name, sorted) sorted=sorted numeric=numeric/> }
    };
    let heads = view! {
        {head("name", shared::startup(locale), false)}
        {head("reason", shared::reason(locale), false)}
        {head("ceiling", w::at_most(locale), true)}
    };
    let (range, pages) = page_of(cx, "page_out", "out", &rows);
    let body = rows[range]
        .iter()
        .map(|(row, name)| {
            view! {
                <tr>
                    <th scope="row"><a class="ds-link" href=paths::startup(row.startup)>{name.clone()}</a></th>
                    <td data-wide="true">{row.reason.text(locale)}</td>
                    <td class="number" data-label=w::at_most(locale) data-same=(row.ceiling == 0.0).then_some("true")>
                        {format::number(locale, row.ceiling, 2)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let content = if rows.is_empty() {
        let nothing = if unseen == 0 { w::nothing_out(locale) } else { w::none_seen(locale) };
        view! { <Empty title=nothing/> }.into_any()
    } else {
        view! {
            {(unseen > 0).then(|| view! { <p>{unseen_text(locale, rows.len(), figure.rows_out.len())}</p> })}
            <ScrollTable label=heading.clone()>
                <table class="ds-table" data-stack="true">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </ScrollTable>
            {pages}
        }
        .into_any()
    };
    view! {
        <section id="out" aria-labelledby="out-heading">
            <h2 class="ds-heading" data-size="md" id="out-heading">{heading}</h2>
            {content}
        </section>
    }
}

/// How many of the rows the reader sees; the others are in the figure all the same.
fn unseen_text(locale: Locale, seen: usize, all: usize) -> String {
    w::seen(locale, &format::count(locale, seen), &format::count(locale, all))
}

/// Rows of one page of a table; a figure over tens of thousands of startups must still open at once.
const PAGE_SIZE: usize = 200;

/// Which part of a table is shown, and the way to the others.
fn page_of<Row>(cx: &Cx, key: &'static str, section: &'static str, rows: &[Row]) -> (std::ops::Range<usize>, AnyView) {
    let pages = rows.len().div_ceil(PAGE_SIZE).max(1);
    let page = cx.query.get(key).and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let range = (page - 1) * PAGE_SIZE..(page * PAGE_SIZE).min(rows.len());
    let (path, query, locale) = (cx.path.clone(), cx.query.clone(), cx.locale);
    let links = view! {
        <Pagination
            page=page
            pages=pages
            href=move |number| paths::with_query(&format!("{path}#{section}"), &query.clone().with(key, number))
            label=shared::pages(locale)
            previous=shared::previous(locale)
            next=shared::next(locale)
        />
    };
    (range, links.into_any())
}

fn name_of(ledger: &Ledger, id: domain::ids::StartupId) -> String {
    ledger.startup(id).map_or_else(|| id.to_string(), |startup| startup.profile.name.clone())
}

/// Which column a table is sorted by, as the address says: `name`, or `-name` for the other way around.
fn order(query: &Query, key: &str, column: &str, direction: SortDirection) -> (String, SortDirection) {
    match query.get(key) {
        None => (column.to_owned(), direction),
        Some(text) => match text.strip_prefix('-') {
            Some(column) => (column.to_owned(), SortDirection::Descending),
            None => (text.to_owned(), SortDirection::Ascending),
        },
    }
}

fn sort_href(cx: &Cx, key: &str, column: &str, sorted: Option<SortDirection>) -> String {
    let value = match sorted {
        Some(SortDirection::Ascending) => format!("-{column}"),
        Some(SortDirection::Descending) | None => column.to_owned(),
    };
    let section = if key == "sort" { "in" } else { "out" };
    paths::with_query(&format!("{}#{section}", cx.path), &cx.query.clone().with(key, value))
}

/// A basis in words: `tatt opp 1.2.2019 · 2 ved opptak · 8 nå · observert 31.12.2023`.
#[must_use]
pub fn basis_text(locale: Locale, basis: &Basis) -> String {
    let date = |on| format::date(locale, on);
    let number = |value| format::number(locale, value, 2);
    let years = |days: i64| {
        #[expect(clippy::cast_precision_loss, reason = "days of a startup's life stay far below 2^53")]
        format::number(locale, days as f64 / super::plots::DAYS_IN_YEAR, 1)
    };
    let parts = [
        basis.admitted_on.map(|on| w::admitted(locale, &date(on))),
        basis.exited_on.map(|on| w::exited(locale, &date(on))),
        basis.baseline.map(|value| w::baseline(locale, &number(value))),
        basis.value.map(|value| w::value(locale, &number(value))),
        basis.observed_on.map(|on| w::observed(locale, &date(on))),
        basis.died_on.map(|on| w::died(locale, &date(on))),
        basis.verified_on.map(|on| w::verified(locale, &date(on))),
        basis.exit_days.map(|to| w::followed(locale, &years(basis.entry_days.unwrap_or(0)), &years(to))),
        basis.shared_with.map(|others| w::shared_by(locale, &number(f64::from(others) + 1.0))),
    ];
    let work = basis.work.iter().flat_map(|work| work_parts(locale, work));
    parts.into_iter().flatten().chain(work).collect::<Vec<_>>().join(" · ")
}

/// What a row of the house's work rests on, part by part.
fn work_parts(locale: Locale, work: &Work) -> impl Iterator<Item = String> + use<> {
    let date = |on| format::date(locale, on);
    let count = |number: u32| format::number(locale, f64::from(number), 0);
    #[expect(clippy::cast_precision_loss, reason = "only shown; amounts stay far below 2^53 øre")]
    let kroner = |ore: i64| format::kroner(locale, ore as f64 / 100.0);
    let meetings =
        |number| if number == 1 { w::one_meeting(locale).to_owned() } else { w::meetings(locale, &count(number)) };
    let parts = [
        work.meetings.map(meetings),
        work.met_on.map(|on| w::met(locale, &date(on))),
        work.asked_on.map(|on| w::asked(locale, &date(on))),
        work.due_on.map(|on| w::due(locale, &date(on))),
        work.answered_on.map(|on| w::answered(locale, &date(on))),
        work.closed_on.map(|on| w::said_closed(locale, &date(on))),
        work.bounced_on.map(|on| w::bounced(locale, &date(on))),
        work.applied_on.map(|on| w::applied(locale, &date(on))),
        work.decided_on.map(|on| w::decided(locale, &date(on))),
        work.women.zip(work.people).map(|(women, people)| w::women(locale, &count(women), &count(people))),
        work.said_on.map(|on| w::said(locale, &date(on))),
        work.entered_on.map(|on| w::entered(locale, &date(on))),
        work.left_on.map(|on| w::left(locale, &date(on))),
        work.paid_ore.map(|ore| w::paid(locale, &kroner(ore))),
        work.steps.map(|steps| w::times(locale, &count(steps))),
        work.money_on.map(|on| w::met(locale, &date(on))),
    ];
    parts.into_iter().flatten()
}
