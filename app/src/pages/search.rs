//! Searching over everything the reader may see, in groups, each hit with why it was found.

use domain::access::Role;
use domain::format;
use domain::organisation::OrganisationNumber;
use domain::words::Locale;
use leptos::prelude::*;
use store::search::{ApplicationHit, Group, LONGEST_QUESTION, NoteHit, PersonHit, PersonPart, StartupHit, Why};

use crate::components::{Empty, Field, Input, SubmitButton};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Søk", nn: "Søk", en: "Search" }
        title_of(text: &str) => { nb: "Søk: {text}", nn: "Søk: {text}", en: "Search: {text}" }
        /// Label of the search box.
        label => { nb: "Søk i alt du kan se", nn: "Søk i alt du kan sjå", en: "Search everything you can see" }
        hint => {
            nb: "Navn på bedrifter og folk, organisasjonsnummer, notater og søknader. Store og små bokstaver er like, og å kan skrives aa.",
            nn: "Namn på bedrifter og folk, organisasjonsnummer, notat og søknader. Store og små bokstavar er like, og å kan skrivast aa.",
            en: "Names of startups and people, organisation numbers, notes and applications. Capitals do not matter, and å may be typed aa." }
        /// Button and name of the search.
        submit => { nb: "Søk", nn: "Søk", en: "Search" }
        nothing(text: &str) => { nb: "Ingen treff på «{text}».", nn: "Ingen treff på «{text}».", en: "Nothing found for “{text}”." }
        nothing_hint => {
            nb: "Prøv færre ord, eller bare begynnelsen av navnet.",
            nn: "Prøv færre ord, eller berre starten av namnet.",
            en: "Try fewer words, or only how the name begins." }
        startups => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        people => { nb: "Folk", nn: "Folk", en: "People" }
        notes => { nb: "Notater", nn: "Notat", en: "Notes" }
        applications => { nb: "Søknader", nn: "Søknader", en: "Applications" }
        by_company(name: &str) => { nb: "selskap: {name}", nn: "selskap: {name}", en: "company: {name}" }
        by_number(number: &str) => { nb: "org.nr. {number}", nn: "org.nr. {number}", en: "org. no. {number}" }
        by_id(id: &str) => { nb: "ID i kilden: {id}", nn: "ID i kjelda: {id}", en: "id at its source: {id}" }
        founder_of => { nb: "gründer i", nn: "gründar i", en: "founder of" }
        mentor => { nb: "mentor", nn: "mentor", en: "mentor" }
        mentor_of(startups: &str) => { nb: "mentor for {startups}", nn: "mentor for {startups}", en: "mentor of {startups}" }
        private => { nb: "privat", nn: "privat", en: "private" }
        more(n: &str) => { nb: "Og {n} til. Skriv mer av navnet for å finne dem.", nn: "Og {n} til. Skriv meir av namnet for å finne dei.", en: "And {n} more. Type more of the name to find them." }
        newest => { nb: "De nyeste vises.", nn: "Dei nyaste blir viste.", en: "The newest are shown." }
        sent_in(on: &str) => { nb: "sendt inn {on}", nn: "sendt inn {on}", en: "sent in {on}" }
        in_pipeline => { nb: "Vis dem i løpet", nn: "Vis dei i løpet", en: "Show them in the pipeline" }
    }
}

pub use w::{label as search_label, submit as search_submit};

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_list(&cx)?;
    let locale = cx.locale;
    let asked: String = cx.query.get("q").unwrap_or_default().chars().take(LONGEST_QUESTION).collect();
    let found = cx.house.store.search(&cx.actor(), &asked).await?;
    let title = if asked.is_empty() { w::title(locale).to_owned() } else { w::title_of(locale, &asked) };
    let results = if asked.is_empty() {
        ().into_any()
    } else if found.is_empty() {
        view! { <Empty title=w::nothing(locale, &asked) text=w::nothing_hint(locale).to_owned()/> }.into_any()
    } else {
        let pipeline = (found.startups.total > 1).then(|| {
            let query = Query::one("q", &asked).with("view", "table");
            view! { <p><a class="ds-link" href=paths::with_query(paths::PIPELINE, &query)>{w::in_pipeline(locale)}</a></p> }
        });
        // Whoever judges applications reads them where they are judged.
        let shown = if cx.actor().role == Role::Evaluator { to_judge } else { application };
        view! {
            {group(locale, "startups", w::startups(locale), found.startups, startup, pipeline.into_any())}
            {group(locale, "people", w::people(locale), found.people, person, ().into_any())}
            {group(locale, "notes", w::notes(locale), found.notes, note, ().into_any())}
            {group(locale, "applications", w::applications(locale), found.applications, shown, ().into_any())}
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{w::title(locale)}</h1>
        <form class="form" method="get" action=paths::SEARCH role="search" aria-label=w::title(locale)>
            <Field input=Input::new("q", w::label(locale)).hint(w::hint(locale)).value(asked) kind="search"/>
            <div class="actions"><SubmitButton label=w::submit(locale)/></div>
        </form>
        {results}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// One kind of hits under its heading; nothing when there are none.
fn group<T>(
    locale: Locale,
    id: &'static str,
    heading: &'static str,
    found: Group<T>,
    show: fn(Locale, T) -> AnyView,
    after: AnyView,
) -> impl IntoView + use<T> {
    (found.total > 0).then(|| {
        let left = found.total.saturating_sub(found.hits.len());
        let more = (left > 0).then(|| {
            let text = if id == "notes" {
                w::newest(locale).to_owned()
            } else {
                w::more(locale, &format::count(locale, left))
            };
            view! { <p class="muted">{text}</p> }
        });
        let count = if id == "notes" && left > 0 { String::new() } else { format::count(locale, found.total) };
        let hits = found.hits.into_iter().map(|hit| view! { <li data-row>{show(locale, hit)}</li> }).collect_view();
        view! {
            <section aria-labelledby=id>
                <h2 class="ds-heading" data-size="md" id=id>
                    {heading} " " <span class="board__count">{count}</span>
                </h2>
                <ul class="hits">{hits}</ul>
                {more}
                {after}
            </section>
        }
    })
}

fn startup(locale: Locale, hit: StartupHit) -> AnyView {
    let why = match hit.why {
        Why::Name => None,
        Why::Company(name) => Some(w::by_company(locale, &name)),
        Why::Number(number) => {
            let grouped = OrganisationNumber::parse(&number).map_or(number, |number| number.grouped());
            Some(w::by_number(locale, &grouped))
        }
        Why::ExternalId(id) => Some(w::by_id(locale, &id)),
    };
    view! {
        <a class="ds-link" href=paths::startup(hit.startup)>{hit.name}</a>
        {why.map(|why| view! { " " <span class="muted">{why}</span> })}
    }
    .into_any()
}

fn person(locale: Locale, hit: PersonHit) -> AnyView {
    match hit.part {
        PersonPart::Founder(startup, name) => view! {
            <a class="ds-link" href=paths::startup(startup)>{hit.name}</a>
            " " <span class="muted">{w::founder_of(locale)} " " {name}</span>
        }
        .into_any(),
        PersonPart::Mentor(many) => {
            let query = Query::one("mentor", hit.person).with("view", "table");
            let of = match many {
                0 => w::mentor(locale).to_owned(),
                many => w::mentor_of(locale, &shared::startups(locale, &many.to_string())),
            };
            view! {
                <a class="ds-link" href=paths::with_query(paths::PIPELINE, &query)>{hit.name}</a>
                " " <span class="muted">{of}</span>
            }
            .into_any()
        }
    }
}

fn note(locale: Locale, hit: NoteHit) -> AnyView {
    view! {
        <a class="ds-link" href=paths::startup(hit.startup)>{hit.name}</a>
        " "
        <span class="muted">
            {format::date(locale, domain::time::oslo_date(hit.at))}
            {hit.private.then(|| view! { " " <span class="gone-tag">{w::private(locale)}</span> })}
        </span>
        <p>{hit.excerpt}</p>
    }
    .into_any()
}

fn application(locale: Locale, hit: ApplicationHit) -> AnyView {
    let href = paths::application(hit.call, hit.application);
    application_at(locale, hit, href)
}

fn to_judge(locale: Locale, hit: ApplicationHit) -> AnyView {
    application_at(locale, hit, paths::EVALUATE.to_owned())
}

fn application_at(locale: Locale, hit: ApplicationHit, href: String) -> AnyView {
    let sent = w::sent_in(locale, &format::date(locale, domain::time::oslo_date(hit.submitted_at)));
    view! {
        <a class="ds-link" href=href>{hit.name}</a>
        " " <span class="muted">{format!("{} · {sent}", hit.applicant)}</span>
    }
    .into_any()
}
