//! What the house has published: the list, for anybody.

pub mod changes;
pub mod face;
pub mod one;

use domain::format;
use domain::suppress::too_uncertain;
use domain::words::Locale;
use leptos::prelude::*;
use store::publications::{PublicKey, PublicationFilter, Published};

use crate::components::{Empty, FigureCard, Pagination, TabLink, TabLinks};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths::{self, Query};
use crate::question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        /// The heading of the list, and the way to it.
        title => { nb: "Publiserte tall", nn: "Publiserte tal", en: "Published figures" }
        lead => {
            nb: "Hvert tall er frosset og signert: definisjonen, grunnlaget og regnestykket følger med, og hvem som helst kan etterprøve det uten å spørre noen.",
            nn: "Kvart tal er frose og signert: definisjonen, grunnlaget og reknestykket følgjer med, og kven som helst kan etterprøve det utan å spørje nokon.",
            en: "Each figure is frozen and signed: definition, inputs and computation come with it, and anybody can check it without asking anyone." }
        none => { nb: "Ingen tall er publisert ennå", nn: "Ingen tal er publiserte enno", en: "No figure is published yet" }
        none_text => {
            nb: "Når huset publiserer et tall, står det her for alle.",
            nn: "Når huset publiserer eit tal, står det her for alle.",
            en: "When the house publishes a figure, it stands here for everybody." }
        used(name: &str) => { nb: "Brukt i: {name}", nn: "Brukt i: {name}", en: "Used in: {name}" }
        issued(on: &str) => { nb: "Publisert {on}", nn: "Publisert {on}", en: "Published {on}" }
        open => { nb: "Åpne", nn: "Opne", en: "Open" }
        newest => { nb: "Nyeste først", nn: "Nyaste først", en: "Newest first" }
        keys => { nb: "Husets nøkkel", nn: "Nøkkelen til huset", en: "The key of the house" }
        keys_text => {
            nb: "Alt som publiseres her, er signert med denne nøkkelen. Sammenlign den med nøkkelen i filen du har fått.",
            nn: "Alt som blir publisert her, er signert med denne nøkkelen. Samanlikn han med nøkkelen i fila du har fått.",
            en: "Everything published here is signed with this key. Compare it with the key in the file you were given." }
        key_id => { nb: "Kjennetegn", nn: "Kjenneteikn", en: "Id" }
        key_public => { nb: "Offentlig nøkkel (Ed25519)", nn: "Offentleg nøkkel (Ed25519)", en: "Public key (Ed25519)" }
        check => { nb: "Etterprøv en fil", nn: "Etterprøv ei fil", en: "Check a file" }
        all_programmes => { nb: "Alt", nn: "Alt", en: "Everything" }
        filter => { nb: "Program", nn: "Program", en: "Programme" }
    }
}

pub use w::title as list_title;

/// How many stand on a page.
const MANY: usize = 12;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let programme = cx.query.get("programme").and_then(|slug| house.programmes.iter().find(|one| one.slug == slug));
    let filter = PublicationFilter { programme: programme.map(|one| one.id), contract: None };
    let page = cx.query.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, 100_000);
    let found = cx.house.store.publications(filter, (page - 1) * MANY, MANY).await?;
    let keys = cx.house.store.public_keys().await?;
    let title = w::title(locale).to_owned();
    let address = cx.query.only(&["programme"]);
    let pages = found.all.div_ceil(MANY);
    let pagination = view! {
        <Pagination
            page=page
            pages=pages
            href=move |to| paths::with_query(paths::PUBLISHED, &address.clone().with("page", to))
            label=shared::pages(locale)
            previous=shared::previous(locale)
            next=shared::next(locale)
        />
    };
    let list = if found.publications.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        let cards = found.publications.iter().map(|one| card(locale, one)).collect_view();
        view! { <h2 class="ds-heading" data-size="md">{w::newest(locale)}</h2> <div class="cards">{cards}</div> {pagination} }.into_any()
    };
    let link = |label: &str, href: String, current: bool| TabLink { label: label.to_owned(), href, current };
    let all = link(w::all_programmes(locale), paths::PUBLISHED.to_owned(), programme.is_none());
    let of = house.programmes.iter().map(|one| {
        let href = paths::with_query(paths::PUBLISHED, &Query::one("programme", &one.slug));
        link(&one.name, href, programme.is_some_and(|asked| asked.id == one.id))
    });
    let links: Vec<TabLink> = std::iter::once(all).chain(of).collect();
    let tabs = (house.programmes.len() > 1).then(|| view! { <TabLinks label=w::filter(locale) tabs=links/> });
    let body = view! {
        <leptos_meta::Link rel="alternate" type_="application/atom+xml" title=crate::pages::open_data::feed_title(locale) href=paths::FEED/>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <p class="actions">
            <a class="ds-button" data-variant="secondary" href=paths::VERIFY>{w::check(locale)}</a>
            <a class="ds-link" href=paths::OPEN_DATA>{crate::pages::open_data::title(locale)}</a>
            <a class="ds-link" href=paths::OPEN_HOUSE>{crate::pages::open_house::title(locale)}</a>
        </p>
        {tabs}
        {list}
        {key_section(locale, &keys)}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn card(locale: Locale, one: &Published) -> impl IntoView + use<> {
    let figure = &one.face.figure;
    let words = one.face.words(locale);
    let date =
        format!("{} · {}", w::used(locale, &one.used.name), w::issued(locale, &format::date(locale, one.issued_on())));
    view! {
        <FigureCard
            title=full_title(locale, one)
            value=question::value_text(locale, figure)
            unit=question::unit_text(locale, figure.unit).map(str::to_owned)
            of=Some(face::basis(locale, &one.face))
            interval=question::interval_text(locale, figure)
            rule=words.map(|words| words.sentence.clone())
            caution=too_uncertain(figure).map(|why| why.text(locale))
            date=date
            href=paths::publication(&one.address)
            open=w::open(locale)
            level=3
        />
    }
}

/// The title of a publication where nothing around it says what it counts.
#[must_use]
pub fn full_title(locale: Locale, one: &Published) -> String {
    let title = one.face.words(locale).map(|words| words.title.clone()).unwrap_or_default();
    crate::pages::figure::with_unit(locale, title, one.face.figure.unit)
}

/// The keys that sign, for whoever holds a file against them.
fn key_section(locale: Locale, keys: &[PublicKey]) -> Option<AnyView> {
    if keys.is_empty() {
        return None;
    }
    let items = keys.iter().map(|key| {
        view! {
            <dl class="checks">
                <dt>{w::key_id(locale)}</dt>
                <dd><code class="wraps">{key.id.0.clone()}</code></dd>
                <dt>{w::key_public(locale)}</dt>
                <dd><code class="wraps">{key.public.clone()}</code></dd>
            </dl>
        }
    });
    let items = items.collect_view();
    let section = view! {
        <section aria-labelledby="key">
            <h2 class="ds-heading" data-size="md" id="key">{w::keys(locale)}</h2>
            <p>{w::keys_text(locale)}</p>
            {items}
            <p><a class="ds-link" href=paths::PUBLIC_KEYS><code>{paths::PUBLIC_KEYS}</code></a></p>
        </section>
    };
    Some(section.into_any())
}

/// The table of a publication as CSV: the same in every language, so that it never changes.
#[must_use]
pub fn table(one: &Published) -> Vec<u8> {
    let figure = &one.face.figure;
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let date = |on: chrono::NaiveDate| on.to_string();
    let mut rows: Vec<(String, String)> = vec![
        ("figure".to_owned(), one.figure.0.clone()),
        ("definition_version".to_owned(), one.version.to_string()),
        ("as_of".to_owned(), date(one.query.as_of)),
        ("known_at".to_owned(), one.query.known_at.to_rfc3339()),
        ("issued_at".to_owned(), one.issued_at.to_rfc3339()),
        ("value".to_owned(), number(figure.value)),
        ("floor".to_owned(), number(figure.floor)),
        ("ceiling".to_owned(), number(figure.ceiling)),
        ("interval_low".to_owned(), number(figure.interval.map(|interval| interval.low))),
        ("interval_high".to_owned(), number(figure.interval.map(|interval| interval.high))),
        ("numerator".to_owned(), figure.numerator.to_string()),
        ("denominator".to_owned(), one.face.denominator.to_string()),
    ];
    rows.extend(one.face.counts.iter().map(|count| {
        (format!("startups_{}", count.name), count.startups.map(|many| many.to_string()).unwrap_or_default())
    }));
    for point in figure.curve.iter().flat_map(|curve| &curve.points) {
        rows.push((format!("curve_at_risk_day_{}", point.t), point.at_risk.to_string()));
        rows.push((format!("curve_alive_day_{}", point.t), point.s.to_string()));
    }
    rows.push(("digest".to_owned(), one.digest.clone()));
    rows.push(("key".to_owned(), one.key.0.clone()));
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(["item", "value"]);
    for (item, value) in rows {
        let _ = writer.write_record([item, value]);
    }
    writer.into_inner().unwrap_or_default()
}
