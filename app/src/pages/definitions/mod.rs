//! The registry of definitions: every rule by which a figure is counted, its versions, and what each comes to on the same few
//! startups.

pub mod bridge;
pub mod one;

use domain::figures::{self, Definition, FigureId, Group};
use domain::words::Locale;
use leptos::prelude::*;

use crate::components::DataTable;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::pages::figure::full_title;
use crate::{paths, question};

domain::catalogue! {
    mod w {
        title => { nb: "Definisjoner", nn: "Definisjonar", en: "Definitions" }
        lead => {
            nb: "Hvert tall regnes etter en definisjon: hvem som telles, når, og etter hvilken prøve. En versjon endres aldri; teller regelen annerledes, blir det en ny.",
            nn: "Kvart tal blir rekna etter ein definisjon: kven som blir talde, når, og etter kva prøve. Ein versjon blir aldri endra; tel regelen annleis, blir det ein ny.",
            en: "Every figure is counted by a definition: who is counted, when, and by what test. A version never changes; a rule that counts otherwise is a new one." }
        toy => {
            nb: "Kolonnen til høyre er hva hver regel kommer til på de samme oppdiktede bedriftene, regnet nå av motoren. Tallene spriker, og det er poenget: uten definisjon sier et tall ingenting.",
            nn: "Kolonnen til høgre er kva kvar regel kjem til på dei same oppdikta bedriftene, rekna no av motoren. Tala sprikjer, og det er poenget: utan definisjon seier eit tal ingenting.",
            en: "The column to the right is what each rule comes to on the same made-up startups, computed now by the engine. The numbers differ, and that is the point: without a definition a number says nothing." }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        survival => { nb: "Overlevelse", nn: "Overleving", en: "Survival" }
        funding => { nb: "Penger", nn: "Pengar", en: "Money" }
        work => { nb: "Arbeidet i huset", nn: "Arbeidet i huset", en: "The work of the house" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        version => { nb: "Versjon", nn: "Versjon", en: "Version" }
        example => { nb: "På eksempelet", nn: "På dømet", en: "On the example" }
        more_title => { nb: "Hva tallene kan settes ved siden av", nn: "Kva tala kan setjast ved sida av", en: "What the figures can be set beside" }
        benchmarks => { nb: "Hvilket gjennomsnitt?", nn: "Kva gjennomsnitt?", en: "Which average?" }
        benchmarks_text => {
            nb: "Landstallene for overlevelse, rad for rad, og hva som skiller hver av dem fra husets tall.",
            nn: "Landstala for overleving, rad for rad, og kva som skil kvar av dei frå husets tal.",
            en: "The national figures of survival, row by row, and what sets each apart from the house's." }
    }
}

/// What the page is called.
#[must_use]
pub const fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let families = figures::family_ids();
    let groups = [
        (Group::Jobs, w::jobs(locale)),
        (Group::Survival, w::survival(locale)),
        (Group::Funding, w::funding(locale)),
        (Group::Work, w::work(locale)),
    ];
    let groups = groups.map(|(group, heading)| {
        let rows = families.iter().filter(|id| id.group() == group).filter_map(|id| row(locale, id)).collect_view();
        view! {
            <section class="part" aria-labelledby=format!("{group:?}").to_lowercase()>
                <h2 class="ds-heading" data-size="md" id=format!("{group:?}").to_lowercase()>{heading}</h2>
                <DataTable label=heading heads=vec![w::definition(locale), w::version(locale), w::example(locale)]>{rows}</DataTable>
            </section>
        }
    });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <p class="muted">{w::toy(locale)}</p>
        {groups.into_iter().collect_view()}
        <section class="part" aria-labelledby="beside">
            <h2 class="ds-heading" data-size="md" id="beside">{w::more_title(locale)}</h2>
            <p><a class="ds-link" href=paths::BENCHMARKS>{w::benchmarks(locale)}</a></p>
            <p class="muted">{w::benchmarks_text(locale)}</p>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn row(locale: Locale, id: &FigureId) -> Option<AnyView> {
    let definition = figures::definition(id)?;
    let example = definition.example();
    let figure = example.figure(definition.version())?;
    let unit = question::unit_text(locale, figure.unit).map(|unit| format!(" {unit}"));
    Some(
        view! {
            <tr>
                <th scope="row">
                    <a class="ds-link" href=paths::definition(id, None)>{full_title(locale, definition.as_ref(), definition.unit())}</a>
                    <br/>
                    <code>{family(definition.as_ref())}</code>
                </th>
                <td data-label=w::version(locale)>{definition.version().to_string()}</td>
                <td class="number" data-label=w::example(locale)>{question::value_text(locale, &figure)}{unit}</td>
            </tr>
        }
        .into_any(),
    )
}

/// A definition's name with its parameter left open: `survival.fixed(…)`.
fn family(definition: &dyn Definition) -> String {
    let id = definition.id().0;
    match id.split_once('(') {
        Some((name, _)) => format!("{name}(…)"),
        None => id,
    }
}
