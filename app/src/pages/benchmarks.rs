//! Which average? The house's published survival beside every national row, the fairest first, and what sets each row apart.

use domain::benchmarks::{self, Row};
use domain::figures::{FigureId, Group};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use crate::components::DataTable;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::pages::guard::sources::{self, Source};
use crate::paths;

domain::catalogue! {
    mod w {
        title => { nb: "Hvilket gjennomsnitt?", nn: "Kva gjennomsnitt?", en: "Which average?" }
        lead => {
            nb: "«Landsgjennomsnittet» for overlevelse går fra under en femdel til over to tredeler, alt etter hvem som telles. Her er landstallene rad for rad, den rimeligste å sette et hus ved siden av først.",
            nn: "«Landsgjennomsnittet» for overleving går frå under ein femdel til over to tredelar, alt etter kven som blir talde. Her er landstala rad for rad, den rimelegaste å setje eit hus ved sida av først.",
            en: "The “national average” of survival runs from under a fifth to over two thirds, depending on who is counted. Here are the national figures row by row, the fairest to set a house beside first." }
        ours => { nb: "Husets publiserte tall", nn: "Dei publiserte tala til huset", en: "The house's published figures" }
        none => {
            nb: "Huset har ikke publisert noe tall for overlevelse ennå.",
            nn: "Huset har ikkje publisert noko tal for overleving enno.",
            en: "The house has not published any figure of survival yet." }
        national => { nb: "Landstallene", nn: "Landstala", en: "The national figures" }
        row => { nb: "Hvem", nn: "Kven", en: "Who" }
        shares => { nb: "I live", nn: "I live", en: "Alive" }
        differs => { nb: "Hva som skiller raden fra husets tall", nn: "Kva som skil rada frå tala til huset", en: "What sets the row apart from the house's figures" }
        source => { nb: "Kilde", nn: "Kjelde", en: "Source" }
        at(years: &str, share: &str) => { nb: "{years} år: {share}", nn: "{years} år: {share}", en: "{years} years: {share}" }
        one_year(share: &str) => { nb: "1 år: {share}", nn: "1 år: {share}", en: "1 year: {share}" }
        firms(n: &str) => { nb: "{n} foretak", nn: "{n} føretak", en: "{n} firms" }
        retrieved(date: &str) => { nb: "Skrevet av {date}.", nn: "Skrive av {date}.", en: "Written down {date}." }
        series => { nb: "To serier som ikke kan skjøtes", nn: "To seriar som ikkje kan skøytast", en: "Two series that cannot be joined" }
        about(version: &str) => {
            nb: "Tallene er skrevet av fra det SSB har publisert (versjon {version} av lista), og er ikke hentet på nytt fra tabellene siden. De er ikke anslag og ikke Kaplan-Meier: en rad kan stige, fordi foretak som sover, våkner.",
            nn: "Tala er skrivne av frå det SSB har publisert (versjon {version} av lista), og er ikkje henta på nytt frå tabellane sidan. Dei er ikkje overslag og ikkje Kaplan-Meier: ei rad kan stige, fordi føretak som søv, vaknar.",
            en: "The figures were written down from what Statistics Norway has published (version {version} of the list), and have not been fetched from the tables anew. They are no estimates and no Kaplan-Meier: a row may rise, because sleeping firms wake up." }
        inferred => {
            nb: "At serie B bare teller foretak som var aktive i startåret, er lest av navnet på tabellen («nyetablerte aktive foretak») og er vår forklaring på at nivået er høyere.",
            nn: "At serie B berre tel føretak som var aktive i startåret, er lese av namnet på tabellen («nyetablerte aktive føretak») og er vår forklaring på at nivået er høgare.",
            en: "That series B counts only firms active in their birth year is read from the name of the table (“newly established active enterprises”), and is our explanation of its higher level." }
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
    let ours: Vec<Source> = sources::published(&cx.house)
        .await?
        .into_iter()
        .filter(|source| FigureId::group(&source.figure.id) == Group::Survival)
        .collect();
    let ours = if ours.is_empty() {
        view! { <p>{w::none(locale)}</p> }.into_any()
    } else {
        let items = ours
            .into_iter()
            .map(|source| {
                let href = source.href.clone();
                view! { <li><a class="ds-link" href=href>{source.sentence(locale)}</a></li> }
            })
            .collect_view();
        view! { <ul class="ds-list">{items}</ul> }.into_any()
    };
    let rows = benchmarks::rows().iter().map(|known| row(locale, known)).collect_view();
    let heads = vec![w::row(locale), w::shares(locale), w::differs(locale), w::source(locale)];
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <section class="part" aria-labelledby="ours">
            <h2 class="ds-heading" data-size="md" id="ours">{w::ours(locale)}</h2>
            {ours}
            <p><a class="ds-link" href=paths::GUARD>{crate::pages::guard::title(locale)}</a></p>
        </section>
        <section class="part" aria-labelledby="series">
            <h2 class="ds-heading" data-size="md" id="series">{w::series(locale)}</h2>
            <ul class="ds-list">
                <li>{benchmarks::Series::A.text(locale)}</li>
                <li>{benchmarks::Series::B.text(locale)}</li>
            </ul>
            <p class="muted">{w::inferred(locale)}</p>
        </section>
        <section class="part" aria-labelledby="apart">
            <h2 class="ds-heading" data-size="md" id="apart">{w::differs(locale)}</h2>
            <dl class="facts">{apart(locale)}</dl>
        </section>
        <section class="part" aria-labelledby="national">
            <h2 class="ds-heading" data-size="md" id="national">{w::national(locale)}</h2>
            <p class="muted">{w::about(locale, &benchmarks::version().to_string())}</p>
            <DataTable label=w::national(locale) heads=heads>{rows}</DataTable>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// What can set a row apart, each once: its word and its sentence.
fn apart(locale: Locale) -> impl IntoView {
    use domain::benchmarks::Differs::{
        AllForms, FromAge, FromBirth, Industry, OldSeries, OneForm, OtherForm, Picked, Place,
    };
    let kinds = [FromAge(1), FromBirth, OneForm, OtherForm, AllForms, Picked, Place, Industry, OldSeries];
    let item = |differs: benchmarks::Differs| {
        view! {
            <div class="facts__item">
                <dt>{differs.label(locale)}</dt>
                <dd>{differs.text(locale)}</dd>
            </div>
        }
    };
    kinds.into_iter().map(item).collect_view()
}

fn row(locale: Locale, row: &'static Row) -> impl IntoView {
    let last = row.points.last().map_or(0, |point| point.years);
    let shares = row
        .points
        .iter()
        .map(|point| {
            let share = format::percent(locale, point.share, 1);
            match point.years {
                1 => w::one_year(locale, &share),
                years => w::at(locale, &years.to_string(), &share),
            }
        })
        .collect::<Vec<String>>();
    let differs: Vec<String> = row.differs(Some(last)).into_iter().map(|differs| differs.label(locale)).collect();
    let firms = row
        .n
        .and_then(|n| usize::try_from(n).ok())
        .map(|n| view! { <br/> <span class="muted">{w::firms(locale, &format::count(locale, n))}</span> });
    let source = match row.address.clone() {
        Some(address) => view! { <a class="ds-link" href=address rel="noreferrer">{row.source.clone()}</a> }.into_any(),
        None => view! { {row.source.clone()} }.into_any(),
    };
    view! {
        <tr id=row.id.clone()>
            <th scope="row">{row.title(locale)}{firms}</th>
            <td data-label=w::shares(locale)>{shares.join(", ")}</td>
            <td data-wide="true">{differs.join(" · ")}</td>
            <td data-wide="true">{source}". "{w::retrieved(locale, &format::date(locale, row.retrieved))}</td>
        </tr>
    }
}
