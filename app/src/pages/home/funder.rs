//! For those who pay: the figures of the programme, and how to check them.

use domain::access::Scope;
use leptos::prelude::*;

use super::super::plots;
use super::question;
use crate::components::{ButtonLink, Empty};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::question::Sight;

domain::catalogue! {
    mod w {
        title => { nb: "Hva pengene er blitt til", nn: "Kva pengane er blitt til", en: "What the money became" }
        title_of(programme: &str) => {
            nb: "{programme}: hva pengene er blitt til", nn: "{programme}: kva pengane er blitt til", en: "{programme}: what the money became" }
        lead => {
            nb: "Hvert tall kan åpnes: regelen det følger, hva det hviler på, og hvor sikkert det er. Enkeltbedrifter vises ikke.",
            nn: "Kvart tal kan opnast: regelen det følgjer, kva det kviler på, og kor sikkert det er. Enkeltbedrifter blir ikkje viste.",
            en: "Each figure can be opened: the rule it follows, what it rests on, and how sure it is. Single startups are not shown." }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        survival => { nb: "Overlevelse", nn: "Overleving", en: "Survival" }
        all => { nb: "Alle tall", nn: "Alle tal", en: "All figures" }
        nothing => { nb: "Ingen tall ennå.", nn: "Ingen tal enno.", en: "No figures yet." }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    let locale = cx.locale;
    let question = question(&cx, &house);
    question.require(&cx, &house)?;
    let programme = match cx.actor().scope {
        Scope::Programme(id) | Scope::Contract(_, id) => house.programme(id),
        Scope::House | Scope::Startup(_) => None,
    };
    let title = programme.map_or_else(|| w::title(locale).to_owned(), |programme| w::title_of(locale, &programme.name));
    let sight = Sight::of(&cx).await?;
    let figures = cx.house.store.figures(&question.query).await?;
    let cards = |ids: &[&str]| {
        ids.iter()
            .filter_map(|id| {
                let figure = figures.iter().find(|figure| figure.id.0 == *id)?;
                plots::card_for(locale, &sight, &question, figure)
            })
            .collect::<Vec<_>>()
    };
    let jobs = cards(&["jobs.net", "jobs.gross_increase", "jobs.stock"]);
    let survival = cards(&["survival.exits", "survival.admitted", "survival.fixed(5)"]);
    let all = paths::with_query(paths::FIGURES, &question.address);
    let content = if house.startups.is_empty() {
        view! { <Empty title=w::nothing(locale)/> }.into_any()
    } else {
        view! {
            <section aria-labelledby="jobs">
                <h2 class="ds-heading" data-size="md" id="jobs">{w::jobs(locale)}</h2>
                <div class="cards">{jobs}</div>
            </section>
            <section aria-labelledby="survival">
                <h2 class="ds-heading" data-size="md" id="survival">{w::survival(locale)}</h2>
                <div class="cards">{survival}</div>
            </section>
            <p><ButtonLink href=all label=w::all(locale)/></p>
        }
        .into_any()
    };
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="muted">{question.date_line(locale)}</p>
        </div>
        <p class="lead">{w::lead(locale)}</p>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}
