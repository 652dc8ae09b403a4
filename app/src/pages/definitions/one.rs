//! One version of one definition: its rule, what is part of it, what it may not be set beside, and a worked example that the engine
//! computes as the page is shown.

use domain::figures::example::{Example, TODAY, name_of};
use domain::figures::{self, Definition, Figure, Unit};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::bridge;
use crate::components::{DataTable, Notice, NoticeKind};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::pages::figure::full_title;
use crate::paths;

domain::catalogue! {
    mod w {
        all => { nb: "Alle definisjoner", nn: "Alle definisjonar", en: "All definitions" }
        former(version: &str, newest: &str) => {
            nb: "Dette er versjon {version}. Nå telles det etter versjon {newest}. Det som er publisert etter denne, står og kan fortsatt kontrolleres.",
            nn: "Dette er versjon {version}. No blir det talt etter versjon {newest}. Det som er publisert etter denne, står og kan framleis kontrollerast.",
            en: "This is version {version}. Version {newest} counts now. What was published by this one stands and can still be checked." }
        newest => { nb: "Se versjonen som gjelder", nn: "Sjå versjonen som gjeld", en: "See the version that counts" }
        rule => { nb: "Regelen", nn: "Regelen", en: "The rule" }
        symbols => { nb: "Med symboler", nn: "Med symbol", en: "In symbols" }
        legend => {
            nb: "i er en bedrift, D datoen det spørres om, S første dag i perioden, v_i(t) arbeidsplassene i bedriften på dagen t. Σ_i legger sammen over bedriftene, # teller hvor mange. S(t) er kurvens høyde, d_j døde og n_j fulgte på dagen t_j, ∏ ganger sammen.",
            nn: "i er ei bedrift, D datoen det blir spurt om, S første dag i perioden, v_i(t) arbeidsplassane i bedrifta på dagen t. Σ_i legg saman over bedriftene, # tel kor mange. S(t) er høgda på kurva, d_j døde og n_j følgde på dagen t_j, ∏ gongar saman.",
            en: "i is a startup, D the date asked about, S the first day of the period, v_i(t) the jobs of the startup on day t. Σ_i adds up over startups, # counts how many. S(t) is the height of the curve, d_j the dead and n_j those followed on day t_j, ∏ multiplies." }
        part => { nb: "Det som hører til versjonen", nn: "Det som høyrer til versjonen", en: "What is part of the version" }
        levels => { nb: "Gulv, tall og tak", nn: "Golv, tal og tak", en: "Floor, value and ceiling" }
        apart => { nb: "Kan ikke settes ved siden av", nn: "Kan ikkje setjast ved sida av", en: "May not be set beside" }
        example => { nb: "Eksempel, regnet av motoren", nn: "Døme, rekna av motoren", en: "Example, computed by the engine" }
        example_text(date: &str) => {
            nb: "Oppdiktede bedrifter, spurt per {date}.",
            nn: "Oppdikta bedrifter, spurt per {date}.",
            en: "Made-up startups, asked as at {date}." }
        example_of(id: &str) => {
            nb: "Eksempelet er regnet for {id}.", nn: "Dømet er rekna for {id}.", en: "The example is worked out for {id}." }
        facts => { nb: "Fakta", nn: "Fakta", en: "Facts" }
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
        day => { nb: "Dag", nn: "Dag", en: "Day" }
        fact => { nb: "Hva", nn: "Kva", en: "What" }
        result => { nb: "Hva hver bedrift bidrar med", nn: "Kva kvar bedrift bidreg med", en: "What each startup adds" }
        adds => { nb: "Bidrar med", nn: "Bidreg med", en: "Adds" }
        followed => { nb: "Fulgt i dager", nn: "Følgd i dagar", en: "Followed for days" }
        outside => { nb: "Holdt utenfor", nn: "Halden utanfor", en: "Left out" }
        dead => { nb: "Død", nn: "Død", en: "Dead" }
        living => { nb: "I live så langt den er fulgt", nn: "I live så langt ho er følgd", en: "Alive as far as it is followed" }
        versions => { nb: "Versjoner", nn: "Versjonar", en: "Versions" }
        version(n: &str) => { nb: "Versjon {n}", nn: "Versjon {n}", en: "Version {n}" }
        counts => { nb: "gjelder nå", nn: "gjeld no", en: "counts now" }
        one => { nb: "Regelen har vært den samme siden versjon 1.", nn: "Regelen har vore den same sidan versjon 1.", en: "The rule has been the same since version 1." }
        changed(n: &str) => { nb: "Endret fra versjon {n}", nn: "Endra frå versjon {n}", en: "Changed from version {n}" }
        live => { nb: "Se tallet for huset", nn: "Sjå talet for huset", en: "See the figure of the house" }
    }
}

/// The newest version.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("definition").unwrap_or_default());
    show(move |cx| load(cx, id, None))
}

/// A version by its number.
pub fn version_page() -> impl IntoView {
    let (id, version) = use_params_map().with_untracked(|params| {
        (params.get("definition").unwrap_or_default(), params.get("version").unwrap_or_default())
    });
    show(move |cx| async move {
        // A number is written in one way.
        let number = version.parse::<u32>().ok().filter(|number| number.to_string() == version);
        load(cx, id, Some(number.ok_or(PageError::NotFound)?)).await
    })
}

async fn load(cx: Cx, id: String, version: Option<u32>) -> Result<Page, PageError> {
    let id = figures::parse_id(&id).ok_or(PageError::NotFound)?;
    let newest = figures::definition(&id).ok_or(PageError::NotFound)?.version();
    let version = version.unwrap_or(newest);
    let definition = figures::definition_version(&id, version).ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let title = full_title(locale, definition.as_ref(), definition.unit());
    let here = paths::definition(&id, None);
    let former = (version != newest).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning>
                <p>{w::former(locale, &version.to_string(), &newest.to_string())}</p>
                <p><a class="ds-link" href=here>{w::newest(locale)}</a></p>
            </Notice>
        }
    });
    let parameters =
        definition.parameters().into_iter().map(|part| view! { <li>{part.text(locale)}</li> }).collect_view();
    let changed = match (definition.changed(locale), version.checked_sub(1)) {
        (Some(text), Some(before)) => Some(view! {
            <section class="part" aria-labelledby="changed">
                <h2 class="ds-heading" data-size="md" id="changed">{w::changed(locale, &before.to_string())}</h2>
                <p>{text}</p>
                {bridge::bridge(&cx, &id, before, version).await?}
            </section>
        }),
        _ => None,
    };
    let live = if cx.has_role() && crate::frame::sees_figures(&cx) {
        let href = crate::frame::own_figure_href(&cx, &*cx.house_ledger().await?, &id);
        Some(view! { <p><a class="ds-link" href=href>{w::live(locale)}</a></p> })
    } else {
        None
    };
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::DEFINITIONS>{w::all(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p><code>{definition.versioned()}</code></p>
        {former}
        <section class="part" aria-labelledby="rule">
            <h2 class="ds-heading" data-size="md" id="rule">{w::rule(locale)}</h2>
            <p class="lead">{definition.rule(locale)}</p>
            {live}
            <h3 class="ds-heading" data-size="sm">{w::symbols(locale)}</h3>
            <p><code>{definition.formula()}</code></p>
            <p class="muted">{w::legend(locale)}</p>
        </section>
        <section class="part" aria-labelledby="part">
            <h2 class="ds-heading" data-size="md" id="part">{w::part(locale)}</h2>
            <ul class="ds-list">{parameters}</ul>
            <h3 class="ds-heading" data-size="sm">{w::levels(locale)}</h3>
            <p>{definition.unit().levels(locale)}</p>
            <h3 class="ds-heading" data-size="sm">{w::apart(locale)}</h3>
            <p>{definition.apart(locale)}</p>
        </section>
        {changed}
        {worked(locale, definition.as_ref())}
        {versions(locale, definition.as_ref(), newest)}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// The worked example: facts, rows and sentence.
fn worked(locale: Locale, definition: &dyn Definition) -> Option<impl IntoView + use<>> {
    let example = definition.example();
    let figure = example.figure(definition.version())?;
    let shown = figures::definition_version(&figure.id, definition.version())?;
    let other =
        (figure.id != definition.id()).then(|| view! { <p class="muted">{w::example_of(locale, &figure.id.0)}</p> });
    let date = TODAY.parse().map_or_else(|_| TODAY.to_owned(), |date| format::date(locale, date));
    Some(view! {
        <section class="part" aria-labelledby="example">
            <h2 class="ds-heading" data-size="md" id="example">{w::example(locale)}</h2>
            <p class="figure-sentence">{shown.sentence(locale, &figure)}</p>
            <p class="muted">{w::example_text(locale, &date)}</p>
            {other}
            {rows(locale, &example, &figure)}
            {facts(locale, &example)}
        </section>
    })
}

fn facts(locale: Locale, example: &Example) -> impl IntoView + use<> {
    let rows = example
        .told()
        .into_iter()
        .map(|(who, on, says)| {
            let on = on.parse().map_or_else(|_| on.to_owned(), |on| format::date(locale, on));
            view! {
                <tr>
                    <th scope="row">{who}</th>
                    <td data-label=w::day(locale)>{on}</td>
                    <td data-wide="true">{says.text(locale)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <h3 class="ds-heading" data-size="sm">{w::facts(locale)}</h3>
        <DataTable label=w::facts(locale) heads=vec![w::startup(locale), w::day(locale), w::fact(locale)]>{rows}</DataTable>
    }
}

fn rows(locale: Locale, example: &Example, figure: &Figure) -> impl IntoView + use<> {
    let ledger = example.ledger();
    let curve = figure.unit == Unit::Curve;
    let number = |value: f64| format::number(locale, value, 2);
    let within = figure.rows_in.iter().map(|row| {
        let adds = match (curve, row.contribution > 0.0) {
            (false, _) => number(row.contribution),
            (true, true) => w::dead(locale).to_owned(),
            (true, false) => w::living(locale).to_owned(),
        };
        let days = row.basis.exit_days.unwrap_or(0) - row.basis.entry_days.unwrap_or(0);
        (name_of(&ledger, row.startup), adds, format::count(locale, usize::try_from(days).unwrap_or(0)))
    });
    let out = figure.rows_out.iter().map(|row| {
        let reason = format!("{}: {}", w::outside(locale), row.reason.text(locale));
        (name_of(&ledger, row.startup), reason, "–".to_owned())
    });
    let mut rows: Vec<(String, String, String)> = within.chain(out).collect();
    rows.sort();
    let rows = rows
        .into_iter()
        .map(|(name, adds, days)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td data-label=w::adds(locale)>{adds}</td>
                    {curve.then(|| view! { <td class="number" data-label=w::followed(locale)>{days}</td> })}
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![w::startup(locale), w::adds(locale)];
    if curve {
        heads.push(w::followed(locale));
    }
    view! {
        <h3 class="ds-heading" data-size="sm">{w::result(locale)}</h3>
        <DataTable label=w::result(locale) heads=heads>{rows}</DataTable>
    }
}

fn versions(locale: Locale, definition: &dyn Definition, newest: u32) -> impl IntoView + use<> {
    let id = definition.id();
    let all = figures::versions(&id);
    let here = definition.version();
    let content = if all.len() < 2 {
        view! { <p>{w::one(locale)}</p> }.into_any()
    } else {
        let items = all
            .into_iter()
            .map(|version| {
                let name = w::version(locale, &version.to_string());
                let counts = (version == newest).then(|| format!(", {}", w::counts(locale)));
                let current = (version == here).then_some("page");
                let href = paths::definition(&id, Some(version));
                view! { <li><a class="ds-link" href=href aria-current=current>{name}</a>{counts}</li> }
            })
            .collect_view();
        view! { <ul class="ds-list">{items}</ul> }.into_any()
    };
    view! {
        <section class="part" aria-labelledby="versions">
            <h2 class="ds-heading" data-size="md" id="versions">{w::versions(locale)}</h2>
            {content}
        </section>
    }
}
