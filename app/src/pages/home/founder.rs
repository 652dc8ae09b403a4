//! For founders: where their startup stands, what is held about it and which figures that feeds, who sees it, and the form to add to it.

use domain::access::Scope;
use domain::board::Stay;
use domain::facts::in_force;
use domain::figures::history::History;
use domain::figures::status;
use domain::format;
use leptos::prelude::*;

use super::super::facts::employees_text;
use super::super::startup::{Drafts, counts_section, jobs_chart, record_section, seen_by, stays_section};
use crate::components::{ButtonLink, Empty, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::question::Question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        stands(stage: &str, programme: &str, since: &str) => {
            nb: "{stage} i {programme} siden {since}.", nn: "{stage} i {programme} sidan {since}.", en: "{stage} in {programme} since {since}." }
        no_stay => { nb: "Ingen åpne opphold nå.", nn: "Ingen opne opphald no.", en: "No open stay now." }
        held => { nb: "Antall ansatte vi har fått", nn: "Tal på tilsette vi har fått", en: "The headcounts we hold" }
        held_text => {
            nb: "Er noe feil, legg inn riktig tall for samme dag eller si fra til mentoren din.",
            nn: "Er noko feil, legg inn rett tal for same dag eller sei frå til mentoren din.",
            en: "If something is wrong, add the right number for the same day or tell your mentor." }
        none_held => {
            nb: "Vi har ikke fått noe antall ansatte ennå. Uten det teller ikke bedriften i tallene for arbeidsplasser.",
            nn: "Vi har ikkje fått noko tal på tilsette enno. Utan det tel ikkje bedrifta i tala for arbeidsplassar.",
            en: "We hold no headcount yet. Without one the startup does not count in the figures of jobs." }
        all => { nb: "Alt vi vet om bedriften", nn: "Alt vi veit om bedrifta", en: "All we know about the startup" }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let Scope::Startup(id) = cx.actor().scope else { return Err(PageError::NotFound) };
    let ledger = cx.ledger().await?;
    let house = cx.house_ledger().await?;
    let startup = ledger.startup(id).ok_or(PageError::NotFound)?;
    let people = cx.house.store.people().await?;
    let question = Question::of(&cx, &house);
    let figures = cx.house.store.figures(&question.query).await?;
    let drafts = Drafts::load(&cx).await?;
    let seen_by = seen_by::section(&cx, &people, id).await?;
    let locale = cx.locale;
    let stays = cx.stays(&ledger, cx.today(), None);
    let mine: Vec<&Stay> = stays.iter().filter(|stay| stay.startup.profile.id == id).collect();
    let history = History::of(&ledger, startup, question.query.known_at);
    let status = status::at(&history, question.query.as_of);
    let (chart, islands) = jobs_chart(&cx, startup, &history, &status);
    let name = startup.profile.name.clone();
    let stands: Vec<String> = mine
        .iter()
        .filter(|stay| stay.course.is_open())
        .filter_map(|stay| {
            let programme = ledger.programme(stay.enrolment.programme)?;
            let stage = programme.stage(stay.course.stage)?;
            let since = format::date(locale, stay.course.since);
            Some(w::stands(locale, stage.name(locale), &programme.name, &since))
        })
        .collect();
    let stands = if stands.is_empty() { w::no_stay(locale).to_owned() } else { stands.join(" ") };
    let mut held = in_force(&startup.headcounts, cx.now());
    held.reverse();
    let rows = held
        .into_iter()
        .filter_map(|fact| {
            let headcount = fact.body.as_ref()?;
            Some(view! {
                <tr>
                    <th scope="row">{format::date(locale, fact.valid_on)}</th>
                    <td data-main="true">{employees_text(locale, headcount.employees)}</td>
                    <td data-wide="true">{fact.source.name(locale)}</td>
                    <td data-wide="true">{format::instant(locale, fact.recorded_at)}</td>
                </tr>
            })
        })
        .collect::<Vec<_>>();
    let table = if rows.is_empty() {
        view! { <Empty title=w::none_held(locale)/> }.into_any()
    } else {
        view! {
            <p class="muted">{w::held_text(locale)}</p>
            {chart}
            <ScrollTable label=w::held(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{shared::date(locale)}</th>
                            <th scope="col">{shared::employees(locale)}</th>
                            <th scope="col">{shared::source(locale)}</th>
                            <th scope="col">{shared::recorded(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let body = view! {
        <div class="page-head">
            <div>
                <h1 class="ds-heading">{name.clone()}</h1>
                <p class="lead">{stands}</p>
            </div>
            <ButtonLink href=paths::startup(id) label=w::all(locale)/>
        </div>
        {record_section(&cx, &ledger, startup, &drafts)}
        <section aria-labelledby="held">
            <h2 class="ds-heading" data-size="md" id="held">{w::held(locale)}</h2>
            {table}
        </section>
        {counts_section(&cx, &question, &figures, id)}
        {stays_section(&cx, &ledger, &mine)}
        {seen_by}
    }
    .into_any();
    Ok(Page { title: name, place: Place::Home, body, islands })
}
