//! The house as anybody sees it: its open figures, which are the newest publication of each, and the ways to check them.

use domain::format;
use domain::geography::region_set;
use domain::words::Locale;
use leptos::prelude::*;

use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::pages::figure::full_title;
use crate::pages::guard::sources::{self, Source};
use crate::{paths, question};

domain::catalogue! {
    mod w {
        title => { nb: "Huset i åpne tall", nn: "Huset i opne tal", en: "The house in open figures" }
        lead => {
            nb: "En gründerinkubator som følger bedrifter fra søknad til de står på egne bein. Her er tallene huset står inne for, slik de er publisert: med definisjon, dato, hvor mange de hviler på og hvor sikre de er.",
            nn: "Ein gründerinkubator som følgjer bedrifter frå søknad til dei står på eigne bein. Her er tala huset står inne for, slik dei er publiserte: med definisjon, dato, kor mange dei kviler på og kor sikre dei er.",
            en: "An incubator that follows startups from application until they stand on their own feet. Here are the figures the house stands behind, as they were published: with definition, date, how many they rest on and how sure they are." }
        figures => { nb: "Åpne tall", nn: "Opne tal", en: "Open figures" }
        none => {
            nb: "Huset har ikke publisert noen tall ennå. Det som ikke er publisert, er ikke offentlig.",
            nn: "Huset har ikkje publisert nokon tal enno. Det som ikkje er publisert, er ikkje offentleg.",
            en: "The house has not published any figures yet. What is not published is not public." }
        open => { nb: "Åpne tallet", nn: "Opne talet", en: "Open the figure" }
        used(name: &str, date: &str) => { nb: "Brukt i {name}, publisert {date}.", nn: "Brukt i {name}, publisert {date}.", en: "Used in {name}, published {date}." }
        uncertain => { nb: "For usikkert til å siteres.", nn: "For usikkert til å siterast.", en: "Too uncertain to quote." }
        more(n: &str) => {
            nb: "{n} eldre eller andre tall står i lista over alt som er publisert.",
            nn: "{n} eldre eller andre tal står i lista over alt som er publisert.",
            en: "{n} older or other figures are in the list of all that is published." }
        check => { nb: "Kontroller selv", nn: "Kontroller sjølv", en: "Check for yourself" }
        published => { nb: "Alt som er publisert", nn: "Alt som er publisert", en: "All that is published" }
        verify => { nb: "Kontroller en fil uten å stole på oss", nn: "Kontroller ei fil utan å stole på oss", en: "Check a file without trusting us" }
        definitions_text => {
            nb: "hva hvert tall teller, og hva det ikke kan settes ved siden av",
            nn: "kva kvart tal tel, og kva det ikkje kan setjast ved sida av",
            en: "what each figure counts, and what it may not be set beside" }
        guard_text => {
            nb: "lim inn en setning, og se hvilke tall som bærer den",
            nn: "lim inn ei setning, og sjå kva tal som ber ho",
            en: "paste a sentence, and see which figures carry it" }
        accessibility => { nb: "Tilgjengelighet", nn: "Tilgjenge", en: "Accessibility" }
    }
}

/// Figures shown at most; the page stays small.
const MOST: usize = 16;

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
    let mut open = sources::published(&cx.house).await?;
    // Jobs, survival, money, work; within them the whole house before its parts.
    open.sort_by_key(|source| (source.figure.id.group(), source.figure.query.scope.region.is_some()));
    let more = open.len().saturating_sub(MOST);
    let cards = open.iter().take(MOST).map(|source| card(locale, source)).collect_view();
    let figures = if open.is_empty() {
        view! { <p>{w::none(locale)}</p> }.into_any()
    } else {
        view! { <div class="cards">{cards}</div> }.into_any()
    };
    let more = (more > 0).then(|| view! { <p class="muted">{w::more(locale, &format::count(locale, more))}</p> });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <section class="part" aria-labelledby="open-figures">
            <h2 class="ds-heading" data-size="md" id="open-figures">{w::figures(locale)}</h2>
            {figures}
            {more}
        </section>
        <section class="part" aria-labelledby="check">
            <h2 class="ds-heading" data-size="md" id="check">{w::check(locale)}</h2>
            <ul class="ds-list">
                <li><a class="ds-link" href=paths::PUBLISHED>{w::published(locale)}</a></li>
                <li><a class="ds-link" href=paths::FEED>{crate::pages::open_data::feed_title(locale)}</a></li>
                <li><a class="ds-link" href=paths::OPEN_DATA>{crate::pages::open_data::title(locale)}</a></li>
                <li><a class="ds-link" href=paths::VERIFY>{w::verify(locale)}</a></li>
                <li><a class="ds-link" href=paths::DEFINITIONS>{crate::pages::definitions::title(locale)}</a>": "{w::definitions_text(locale)}</li>
                <li><a class="ds-link" href=paths::GUARD>{crate::pages::guard::title(locale)}</a>" "{w::guard_text(locale)}</li>
                <li><a class="ds-link" href=paths::BENCHMARKS>{crate::pages::benchmarks::title(locale)}</a></li>
                <li><a class="ds-link" href=paths::ACCESSIBILITY>{w::accessibility(locale)}</a></li>
            </ul>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn card(locale: Locale, source: &Source) -> Option<impl IntoView + use<>> {
    let figure = &source.figure;
    let definition = domain::figures::definition(&figure.id)?;
    let region = figure.query.scope.region.as_ref().and_then(region_set).map(|set| format!(", {}", set.name(locale)));
    let title = format!("{}{}", full_title(locale, definition.as_ref(), figure.unit), region.unwrap_or_default());
    let uncertain = domain::suppress::too_uncertain(figure)
        .map(|_| view! { <p><span class="ds-tag" data-color="warning">{w::uncertain(locale)}</span></p> });
    let used = source.used.as_ref().map(|(name, on)| w::used(locale, name, &format::date(locale, *on)));
    Some(view! {
        <article class="ds-card">
            <h3 class="ds-heading" data-size="xs">{title.clone()}</h3>
            <p class="open-figure">{question::value_text(locale, figure)}</p>
            <p>{source.sentence(locale)}</p>
            {uncertain}
            <p class="muted">{used}</p>
            <p><a class="ds-link" href=source.href.clone()>{w::open(locale)}<span class="ds-sr-only">{format!(": {title}")}</span></a></p>
        </article>
    })
}
