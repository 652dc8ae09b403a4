//! Checking a published file: drop it here, and read whether it holds.
//!
//! The file is checked by the server's own handler, which leaves what it found in a draft that this page shows; nothing of the file is
//! kept.

use std::collections::BTreeMap;

use domain::format;
use domain::publication::{Breach, Fault, Verified};
use domain::words::Locale;
use leptos::prelude::*;
use store::Draft;
use store::publications::Published;

use crate::actions;
use crate::components::{DefinitionItem, DefinitionList, FileField, Input, Notice, NoticeKind, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths;
use crate::question;

domain::catalogue! {
    mod w {
        title => { nb: "Etterprøv et publisert tall", nn: "Etterprøv eit publisert tal", en: "Check a published figure" }
        lead => {
            nb: "Velg den signerte filen (JSON). Signatur og kontrollsum blir prøvd, og hvert siffer regnet ut på nytt av grunnlaget i filen. Filen lagres ikke.",
            nn: "Vel den signerte fila (JSON). Signatur og kontrollsum blir prøvde, og kvart siffer rekna ut på nytt av grunnlaget i fila. Fila blir ikkje lagra.",
            en: "Choose the signed file (JSON). Signature and digest are checked, and every digit is recomputed from the inputs in the file. The file is not kept." }
        file => { nb: "Signert fil", nn: "Signert fil", en: "Signed file" }
        file_hint => { nb: "Du kan også slippe den på feltet.", nn: "Du kan òg sleppe ho på feltet.", en: "You can also drop it on the field." }
        check => { nb: "Etterprøv", nn: "Etterprøv", en: "Check" }
        good => { nb: "Filen holder", nn: "Fila held", en: "The file holds" }
        good_text => {
            nb: "Den er slik den ble publisert, signaturen er fra nøkkelen den oppgir, og hvert siffer følger av grunnlaget i den.",
            nn: "Ho er slik ho vart publisert, signaturen er frå nøkkelen ho gjev opp, og kvart siffer følgjer av grunnlaget i ho.",
            en: "It is as it was published, the signature is of the key it gives, and every digit follows from the inputs in it." }
        ours => { nb: "Nøkkelen er dette husets.", nn: "Nøkkelen er dette husets.", en: "The key is this house's." }
        not_ours => {
            nb: "Nøkkelen er ikke dette husets. Sammenlign den med den utgiveren selv gjør kjent, før du stoler på hvem tallet er fra.",
            nn: "Nøkkelen er ikkje dette husets. Samanlikn han med den utgjevaren sjølv gjer kjend, før du stolar på kven talet er frå.",
            en: "The key is not this house's. Compare it with the one the publisher makes known before you trust whose figure it is." }
        bad => { nb: "Filen holder ikke", nn: "Fila held ikkje", en: "The file does not hold" }
        not_checked => { nb: "Filen ble ikke prøvd", nn: "Fila vart ikkje prøvd", en: "The file was not checked" }
        used => { nb: "Brukt i", nn: "Brukt i", en: "Used in" }
        issued => { nb: "Publisert", nn: "Publisert", en: "Published" }
        value => { nb: "Regnet ut på nytt", nn: "Rekna ut på nytt", en: "Recomputed" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        digest => { nb: "Kontrollsum (SHA-256)", nn: "Kontrollsum (SHA-256)", en: "Digest (SHA-256)" }
        key => { nb: "Nøkkel", nn: "Nøkkel", en: "Key" }
        its_page => { nb: "Siden til tallet", nn: "Sida til talet", en: "The page of the figure" }
        other_words => {
            nb: "Ordene i definisjonen er rettet siden. Sifrene er de samme.",
            nn: "Orda i definisjonen er retta sidan. Sifra er dei same.",
            en: "The words of the definition have been mended since. The digits are the same." }
        /// Nothing was chosen.
        no_file => { nb: "Velg en fil først.", nn: "Vel ei fil først.", en: "Choose a file first." }
        /// More than this many megabytes came.
        too_large(most: &str) => {
            nb: "Filen er større enn {most} MB, og så stor er ikke et publisert tall her. Større filer kan prøves på kommandolinjen.",
            nn: "Fila er større enn {most} MB, og så stort er ikkje eit publisert tal her. Større filer kan prøvast på kommandolinja.",
            en: "The file is larger than {most} MB, and no published figure here is. Larger files can be checked on the command line." }
        /// The line broke.
        broken_off => {
            nb: "Filen kom ikke helt fram. Prøv igjen.", nn: "Fila kom ikkje heilt fram. Prøv igjen.", en: "The file did not arrive whole. Try again." }
        /// Too many ask at once.
        busy => {
            nb: "Mange etterprøver akkurat nå. Vent litt og prøv igjen, eller bruk kommandolinjen.",
            nn: "Mange etterprøver akkurat no. Vent litt og prøv igjen, eller bruk kommandolinja.",
            en: "Many are checking just now. Wait a moment and try again, or use the command line." }
    }
}

pub use w::{broken_off, busy, no_file, too_large};

/// The name of the draft that says what was found.
const FOUND: &str = "verify";
/// The most things that are told of a file.
const MOST: usize = 60;

/// What is told of a file that was not checked.
#[must_use]
pub fn unchecked(sentence: String) -> Draft {
    Draft { form: FOUND.to_owned(), errors: BTreeMap::from([("file".to_owned(), sentence)]), ..Draft::default() }
}

/// What is told of a file that does not hold.
#[must_use]
pub fn bad(locale: Locale, fault: &Fault) -> Draft {
    let mut told = vec![fault.text(locale)];
    if let Fault::Broken(breaches) = fault {
        told.extend(breaches.iter().take(MOST).map(|breach: &Breach| breach.text(locale)));
    }
    let values = told.into_iter().enumerate().map(|(at, text)| (format!("fault{at:03}"), text)).collect();
    Draft { form: FOUND.to_owned(), values, ..Draft::default() }
}

/// What is told of a file that holds: whose key signed it, and the publication of this house where it is one.
#[must_use]
pub fn good(locale: Locale, file: &Verified, ours: bool, known: Option<&Published>) -> Draft {
    let body = &file.body;
    let words = body.words.get(locale.tag());
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let version = format!("{}@{}", body.definition.id.0, body.definition.version);
    let on = domain::time::oslo_date(body.issued_at);
    let values = [
        ("title", text(words.map(|words| words.title.as_str()))),
        ("sentence", text(words.map(|words| words.sentence.as_str()))),
        ("used", format!("{} {}", body.used.name, body.used.place).trim().to_owned()),
        ("issued", format::date(locale, on)),
        (
            "value",
            format!("{} · {}", question::value_text(locale, &file.figure), question::basis_text(locale, &file.figure)),
        ),
        ("definition", version),
        ("digest", file.digest.clone()),
        ("key", file.key.0.clone()),
        ("ours", if ours { "true" } else { "" }.to_owned()),
        ("address", known.map(|known| known.address.clone()).unwrap_or_default()),
        ("other_words", if file.same_words { "" } else { "true" }.to_owned()),
    ];
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Draft { form: FOUND.to_owned(), values, ..Draft::default() }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let found = actions::shown_again(&cx, FOUND).await?;
    let title = w::title(locale).to_owned();
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::PUBLISHED>{super::published::list_title(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {found.as_ref().map(|found| result(locale, found))}
        <p class="lead">{w::lead(locale)}</p>
        <form class="form" method="post" action=paths::VERIFY enctype="multipart/form-data">
            <FileField
                input=Input::new("file", w::file(locale)).hint(w::file_hint(locale)).error(found.as_ref().and_then(|found| found.error("file")))
                accept=Some(".json,application/json".to_owned())
            />
            <div class="actions"><SubmitButton label=w::check(locale)/></div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn result(locale: Locale, found: &Shown) -> AnyView {
    if let Some(sentence) = found.error("file") {
        return view! {
            <Notice kind=NoticeKind::Warning live=true title=w::not_checked(locale).to_owned()>{sentence}</Notice>
        }
        .into_any();
    }
    let faults: Vec<String> =
        found.0.values.iter().filter(|(name, _)| name.starts_with("fault")).map(|(_, text)| text.clone()).collect();
    let mut faults = faults.into_iter();
    if let Some(first) = faults.next() {
        let items = faults.map(|text| view! { <li class="wraps">{text}</li> }).collect_view();
        return view! {
            <Notice kind=NoticeKind::Danger live=true title=w::bad(locale).to_owned()>
                <p>{first}</p>
                <ul>{items}</ul>
            </Notice>
        }
        .into_any();
    }
    let items =
        [("value", w::value(locale)), ("used", w::used(locale)), ("issued", w::issued(locale))].map(|(name, term)| {
            let value = found.value(name, "");
            view! { <DefinitionItem term=term>{value}</DefinitionItem> }
        });
    let codes = [("definition", w::definition(locale)), ("digest", w::digest(locale)), ("key", w::key(locale))].map(
        |(name, term)| {
            let value = found.value(name, "");
            view! { <DefinitionItem term=term><code class="wraps">{value}</code></DefinitionItem> }
        },
    );
    let value = |name: &str| found.value(name, "");
    let (ours, other_words) = (value("ours") == "true", value("other_words") == "true");
    let address = value("address");
    view! {
        <Notice kind=NoticeKind::Success live=true title=w::good(locale).to_owned()>
            <p>{w::good_text(locale)}</p>
            {ours.then(|| view! { <p>{w::ours(locale)}</p> })}
            {other_words.then(|| view! { <p>{w::other_words(locale)}</p> })}
        </Notice>
        {(!ours).then(|| view! { <Notice kind=NoticeKind::Warning>{w::not_ours(locale)}</Notice> })}
        <h2 class="ds-heading" data-size="md">{value("title")}</h2>
        <p class="figure-sentence">{value("sentence")}</p>
        <DefinitionList>
            {items}
            {codes}
        </DefinitionList>
        {(!address.is_empty()).then(|| view! { <p><a class="ds-link" href=paths::publication(&address)>{w::its_page(locale)}</a></p> })}
    }
    .into_any()
}
