//! Open data: what anybody may take away of what is published, on which terms, and how to be told of more.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::publications::PublicationFilter;

use crate::components::DataTable;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths;

domain::catalogue! {
    mod w {
        title => { nb: "Åpne data", nn: "Opne data", en: "Open data" }
        lead(name: &str) => {
            nb: "Alle tall {name} har publisert, kan lastes ned og brukes videre. De endres aldri; det som ble kjent senere, står i notater.",
            nn: "Alle tal {name} har publisert, kan lastast ned og brukast vidare. Dei blir aldri endra; det som vart kjent seinare, står i notat.",
            en: "Every figure that {name} has published can be downloaded and used. They never change; what was learned later stands in notes." }
        many(n: &str) => { nb: "Publiserte tall: {n}.", nn: "Publiserte tal: {n}.", en: "Published figures: {n}." }
        files => { nb: "Filer", nn: "Filer", en: "Files" }
        file => { nb: "Fil", nn: "Fil", en: "File" }
        holds => { nb: "Innhold", nn: "Innhald", en: "What it holds" }
        publications_csv => { nb: "Publiserte tall (CSV)", nn: "Publiserte tal (CSV)", en: "Published figures (CSV)" }
        publications_json => { nb: "Publiserte tall (JSON)", nn: "Publiserte tal (JSON)", en: "Published figures (JSON)" }
        publications_text => {
            nb: "En rad for hvert tall: setning, verdi, gulv og tak, intervall, definisjon, datoer, sted og lenker",
            nn: "Ei rad for kvart tal: setning, verdi, golv og tak, intervall, definisjon, datoar, stad og lenkjer",
            en: "A row for each figure: sentence, value, floor and ceiling, interval, definition, dates, place and links" }
        revisions_csv => { nb: "Notater (CSV)", nn: "Notat (CSV)", en: "Notes (CSV)" }
        revisions_text => {
            nb: "En rad for hvert notat: når, hva det sier, og hva tallet da ville vært",
            nn: "Ei rad for kvart notat: når, kva det seier, og kva talet då ville vore",
            en: "A row for each note: when, what it says, and what the figure would then have been" }
        catalogue => { nb: "Katalog (DCAT-AP-NO)", nn: "Katalog (DCAT-AP-NO)", en: "Catalogue (DCAT-AP-NO)" }
        catalogue_text => {
            nb: "Maskinlesbar beskrivelse av dataene, for datakataloger",
            nn: "Maskinleseleg skildring av dataa, for datakatalogar",
            en: "Machine-readable description of the data, for catalogues of data" }
        feed => { nb: "Nyheter (Atom)", nn: "Nyhende (Atom)", en: "News (Atom)" }
        feed_text => {
            nb: "Nye tall og notater, for nyhetslesere",
            nn: "Nye tal og notat, for nyhendelesarar",
            en: "New figures and notes, for readers of news" }
        terms => { nb: "Vilkår", nn: "Vilkår", en: "Terms" }
        terms_text => { nb: "Dataene kan brukes fritt etter", nn: "Dataa kan brukast fritt etter", en: "The data may be used freely under the" }
        by(name: &str) => { nb: "Oppgi kilden: {name}.", nn: "Oppgi kjelda: {name}.", en: "Name the source: {name}." }
        contact => { nb: "Spørsmål om dataene:", nn: "Spørsmål om dataa:", en: "Questions about the data:" }
        small => {
            nb: "Grupper på én til fire bedrifter vises ikke, og heller ikke det de kunne regnes ut fra. Slike felt står tomme.",
            nn: "Grupper på éi til fire bedrifter blir ikkje viste, og heller ikkje det dei kunne reknast ut frå. Slike felt står tomme.",
            en: "Groups of one to four startups are not shown, nor what they could be worked out from. Such fields are blank." }
        api => { nb: "Tallene kan også leses av programmer:", nn: "Tala kan òg lesast av program:", en: "Programs can read the figures too:" }
        published => { nb: "Se tallene på sider", nn: "Sjå tala på sider", en: "See the figures on pages" }
    }
}

/// What the page is called.
#[must_use]
pub const fn title(locale: Locale) -> &'static str {
    w::title(locale)
}

/// What the feed is called, where a page names it in its head.
#[must_use]
pub const fn feed_title(locale: Locale) -> &'static str {
    w::feed(locale)
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let many = cx.house.store.publications(PublicationFilter::default(), 0, 1).await?.all;
    let publisher = &cx.house.publisher;
    let title = w::title(locale).to_owned();
    let rows = [
        (paths::PUBLICATIONS_CSV, w::publications_csv(locale), w::publications_text(locale)),
        (paths::PUBLICATIONS_JSON, w::publications_json(locale), w::publications_text(locale)),
        (paths::REVISIONS_CSV, w::revisions_csv(locale), w::revisions_text(locale)),
        (paths::CATALOGUE, w::catalogue(locale), w::catalogue_text(locale)),
        (paths::FEED, w::feed(locale), w::feed_text(locale)),
    ]
    .map(|(href, name, text)| {
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=href>{name}</a></th>
                <td data-label=w::holds(locale)>{text}</td>
            </tr>
        }
    })
    .into_iter()
    .collect::<Vec<_>>();
    let contact = publisher.email.clone().map(|email| {
        let href = format!("mailto:{email}");
        view! { <p>{w::contact(locale)} " " <a class="ds-link" href=href>{email}</a></p> }
    });
    let body = view! {
        <leptos_meta::Link rel="alternate" type_="application/atom+xml" title=w::feed(locale) href=paths::FEED/>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale, &publisher.name)}</p>
        <p>
            {w::many(locale, &format::count(locale, many))} " "
            <a class="ds-link" href=paths::PUBLISHED>{w::published(locale)}</a>
        </p>
        <section aria-labelledby="files">
            <h2 class="ds-heading" data-size="md" id="files">{w::files(locale)}</h2>
            <DataTable label=w::files(locale) heads=vec![w::file(locale), w::holds(locale)]>{rows}</DataTable>
            <p class="muted">{w::small(locale)}</p>
        </section>
        <section aria-labelledby="terms">
            <h2 class="ds-heading" data-size="md" id="terms">{w::terms(locale)}</h2>
            <p>
                {w::terms_text(locale)} " "
                <a class="ds-link" href=publisher.licence.page() rel="license noopener noreferrer external">{publisher.licence.name(locale)}</a>
                ". " {w::by(locale, &publisher.name)}
            </p>
            {contact}
            <p>{w::api(locale)} " " <a class="ds-link" href=paths::API>{super::api::title(locale)}</a>"."</p>
        </section>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}
