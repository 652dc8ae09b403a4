//! One published figure, for anybody: what it says, what it rests on, how it is checked.

use domain::access::Action;
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::publications::{Published, Revision};

use super::{changes, face};
use crate::actions;
use crate::components::{
    DefinitionItem, DefinitionList, ErrorSummary, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
    TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, open_page as show};
use crate::paths;
use crate::question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        used_in => { nb: "Brukt i", nn: "Brukt i", en: "Used in" }
        place => { nb: "Hvor", nn: "Kvar", en: "Where" }
        about => { nb: "Om tallet", nn: "Om talet", en: "About the figure" }
        scope => { nb: "Utvalg", nn: "Utval", en: "Selection" }
        whole_house => { nb: "hele huset", nn: "heile huset", en: "the whole house" }
        as_of => { nb: "Per", nn: "Per", en: "As at" }
        known_at => { nb: "Slik vi visste det", nn: "Slik vi visste det", en: "As known on" }
        issued => { nb: "Publisert", nn: "Publisert", en: "Published" }
        rule => { nb: "Regelen", nn: "Regelen", en: "The rule" }
        formula => { nb: "Formel", nn: "Formel", en: "Formula" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        version(n: &str) => { nb: "versjon {n}", nn: "versjon {n}", en: "version {n}" }
        check => { nb: "Etterprøv tallet", nn: "Etterprøv talet", en: "Check the figure" }
        check_text => {
            nb: "Last ned den signerte filen. I den står definisjonen, spørsmålet og grunnlaget, hver bedrift under et tilfeldig kjennetegn. Av filen alene kan hvem som helst regne ut de samme sifrene.",
            nn: "Last ned den signerte fila. I ho står definisjonen, spørsmålet og grunnlaget, kvar bedrift under eit tilfeldig kjenneteikn. Av fila åleine kan kven som helst rekne ut dei same sifra.",
            en: "Download the signed file. It holds the definition, the question and the inputs, each startup under a random mark. From the file alone anybody can compute the same digits." }
        check_here => { nb: "Slipp filen på siden for etterprøving", nn: "Slepp fila på sida for etterprøving", en: "Drop the file on the page for checking" }
        check_by_hand => { nb: "Eller på kommandolinjen, uten nett og uten database:", nn: "Eller på kommandolinja, utan nett og utan database:", en: "Or on the command line, without a network and without a database:" }
        digest => { nb: "Kontrollsum (SHA-256)", nn: "Kontrollsum (SHA-256)", en: "Digest (SHA-256)" }
        key => { nb: "Signert med nøkkel", nn: "Signert med nøkkel", en: "Signed with the key" }
        files => { nb: "Filer", nn: "Filer", en: "Files" }
        json => { nb: "Signert fil (JSON)", nn: "Signert fil (JSON)", en: "Signed file (JSON)" }
        csv => { nb: "Tabell (CSV)", nn: "Tabell (CSV)", en: "Table (CSV)" }
        pdf => { nb: "Til utskrift (PDF)", nn: "Til utskrift (PDF)", en: "To print (PDF)" }
        embed => { nb: "Vis tallet på ditt eget nettsted", nn: "Vis talet på din eigen nettstad", en: "Show the figure on your own site" }
        embed_text => {
            nb: "Lim inn dette der kortet skal stå. Det trenger ingen skript.",
            nn: "Lim inn dette der kortet skal stå. Det treng ingen skript.",
            en: "Paste this where the card is to stand. It needs no script." }
        link => { nb: "Fast adresse", nn: "Fast adresse", en: "Permanent address" }
        qr => { nb: "Adressen som QR-kode, til trykk", nn: "Adressa som QR-kode, til trykk", en: "The address as a QR code, for print" }
        revisions => { nb: "Merknader", nn: "Merknader", en: "Notes" }
        no_revisions => {
            nb: "Huset har ikke skrevet noen merknad til tallet.",
            nn: "Huset har ikkje skrive nokon merknad til talet.",
            en: "The house has written no note to this figure." }
        would_be(value: &str, of: &str) => {
            nb: "Med det huset visste da: {value} ({of}).",
            nn: "Med det huset visste då: {value} ({of}).",
            en: "By what the house knew then: {value} ({of})." }
        moved(n: &str) => {
            nb: "{n} bedrifter har flyttet tallet.", nn: "{n} bedrifter har flytta talet.", en: "{n} startups have moved the figure." }
        write => { nb: "Skriv en merknad", nn: "Skriv ein merknad", en: "Write a note" }
        write_text => {
            nb: "Merknaden blir offentlig, med dagens dato og det tallet ville vært med det som er kjent i dag. Den kan ikke endres eller fjernes.",
            nn: "Merknaden blir offentleg, med datoen i dag og det talet ville vore med det som er kjent i dag. Han kan ikkje endrast eller fjernast.",
            en: "The note becomes public, with today's date and what the figure would be by what is known today. It cannot be changed or removed." }
        note => { nb: "Merknad", nn: "Merknad", en: "Note" }
        language => { nb: "Språket den er skrevet på", nn: "Språket han er skriven på", en: "The language it is written in" }
        publish_note => { nb: "Publiser merknaden", nn: "Publiser merknaden", en: "Publish the note" }
        done_published => {
            nb: "Tallet er publisert. Det står her for alle fra nå av.",
            nn: "Talet er publisert. Det står her for alle frå no av.",
            en: "The figure is published. It stands here for everybody from now on." }
        done_noted => { nb: "Merknaden er publisert.", nn: "Merknaden er publisert.", en: "The note is published." }
        by(name: &str) => { nb: "Publisert av {name}", nn: "Publisert av {name}", en: "Published by {name}" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let address = use_params_map().with_untracked(|params| params.get("address").unwrap_or_default());
    show(move |cx| load(cx, address))
}

async fn load(cx: Cx, address: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let published = store.publication(&address).await?.ok_or(PageError::NotFound)?;
    let house = cx.house_ledger().await?;
    // Whoever may publish it sees who it rests on; nobody else is told what has changed.
    let runs = cx.may(Action::Publish, &published.resource(&house));
    let inside = if runs { inside(&cx, &published).await? } else { None };
    let words = published.face.words(locale).cloned();
    let (title, sentence) =
        (super::full_title(locale, &published), words.map(|words| words.sentence).unwrap_or_default());
    let notice = match cx.query.get("done") {
        Some("published") => Some(w::done_published(locale)),
        Some("noted") => Some(w::done_noted(locale)),
        _ => None,
    };
    let face = &published.face;
    let curve = face::curve(locale, &title, &face.figure);
    let islands = curve.is_some();
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::PUBLISHED>{super::list_title(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <p class="figure-sentence">{sentence}</p>
        {face::headline(locale, face)}
        {about(&cx, &house, &published)}
        <div class="columns">
            {rule(locale, &published)}
            {face::levels(locale, &face.figure)}
        </div>
        {curve}
        {face::counts(locale, face)}
        {check(&cx, &published)}
        {revisions(locale, &published.revisions)}
        {inside}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands })
}

fn about(cx: &Cx, house: &Ledger, published: &Published) -> impl IntoView + use<> {
    let locale = cx.locale;
    let scope = question::scope_text(locale, house, &published.query.scope);
    let scope = if scope.is_empty() { w::whole_house(locale).to_owned() } else { scope };
    let (used, place) = (published.used.name.clone(), published.used.place.clone());
    let as_of = format::date(locale, published.query.as_of);
    let known_at = format::instant(locale, published.query.known_at);
    let issued_at = format::instant(locale, published.issued_at);
    view! {
        <section aria-labelledby="about">
            <h2 class="ds-heading" data-size="md" id="about">{w::about(locale)}</h2>
            <DefinitionList>
                <DefinitionItem term=w::used_in(locale)>{used}</DefinitionItem>
                {(!place.is_empty()).then(|| view! { <DefinitionItem term=w::place(locale)>{place}</DefinitionItem> })}
                <DefinitionItem term=w::scope(locale)>{scope}</DefinitionItem>
                <DefinitionItem term=w::as_of(locale)>{as_of}</DefinitionItem>
                <DefinitionItem term=w::known_at(locale)>{known_at}</DefinitionItem>
                <DefinitionItem term=w::issued(locale)>{issued_at}</DefinitionItem>
            </DefinitionList>
        </section>
    }
}

fn rule(locale: Locale, published: &Published) -> impl IntoView + use<> {
    let rule = published.face.words(locale).map(|words| words.rule.clone());
    let version = w::version(locale, &published.version.to_string());
    view! {
        <section class="ds-card" aria-labelledby="rule">
            <h2 class="ds-heading" data-size="sm" id="rule">{w::rule(locale)}</h2>
            <p>{rule}</p>
            <p><span class="muted">{w::formula(locale)}": "</span><code>{published.face.formula.clone()}</code></p>
            <p><span class="muted">{w::definition(locale)}": "</span><a class="ds-link" href=paths::definition(&published.figure, Some(published.version))><code>{published.figure.0.clone()}</code></a>", "{version}</p>
        </section>
    }
}

/// How anybody checks it, and what can be taken away.
fn check(cx: &Cx, published: &Published) -> impl IntoView + use<> {
    let (locale, address) = (cx.locale, &published.address);
    let permanent = format!("{}{}", cx.house.base_url, paths::publication(address));
    let card = format!("{}{}", cx.house.base_url, paths::publication_card(address));
    let title = published.face.words(locale).map(|words| words.title.clone()).unwrap_or_default();
    let embed = format!(
        "<iframe src=\"{card}\" title=\"{}\" width=\"360\" height=\"320\" loading=\"lazy\"></iframe>",
        crate::components::escape_html(&title)
    );
    let command = format!("grobunn verify {address}.json --key {}", published.key);
    view! {
        <section aria-labelledby="check">
            <h2 class="ds-heading" data-size="md" id="check">{w::check(locale)}</h2>
            <p>{w::check_text(locale)}</p>
            <ul class="downloads">
                <li><a class="ds-link" href=paths::publication_json(address) download=format!("{address}.json")>{w::json(locale)}</a></li>
                <li><a class="ds-link" href=paths::publication_csv(address) download=format!("{address}.csv")>{w::csv(locale)}</a></li>
                <li><a class="ds-link" href=paths::publication_pdf(address)>{w::pdf(locale)}</a></li>
                <li><a class="ds-link" href=paths::VERIFY>{w::check_here(locale)}</a></li>
            </ul>
            <p>{w::check_by_hand(locale)}</p>
            <p><code class="wraps">{command}</code></p>
            <dl class="checks">
                <dt>{w::digest(locale)}</dt>
                <dd><code class="wraps">{published.digest.clone()}</code></dd>
                <dt>{w::key(locale)}</dt>
                <dd><code class="wraps">{published.key.0.clone()}</code></dd>
                <dt>{w::link(locale)}</dt>
                <dd><a class="ds-link wraps" href=paths::publication(address)>{permanent}</a></dd>
            </dl>
            <details class="ds-details fold">
                <summary>{w::embed(locale)}</summary>
                <div class="fold__body">
                    <p>{w::embed_text(locale)}</p>
                    <p><code class="wraps">{embed}</code></p>
                </div>
            </details>
            <p><img class="qr" src=paths::publication_qr(address) alt=w::qr(locale) width="160" height="160" loading="lazy"/></p>
        </section>
    }
}

fn revisions(locale: Locale, revisions: &[Revision]) -> impl IntoView + use<> {
    let content = if revisions.is_empty() {
        view! { <p class="muted">{w::no_revisions(locale)}</p> }.into_any()
    } else {
        let items = revisions.iter().rev().map(|one| revision(locale, one)).collect_view();
        view! { <ol class="revisions">{items}</ol> }.into_any()
    };
    view! {
        <section aria-labelledby="notes">
            <h2 class="ds-heading" data-size="md" id="notes">{w::revisions(locale)}</h2>
            {content}
        </section>
    }
}

fn revision(locale: Locale, revision: &Revision) -> impl IntoView + use<> {
    let standing = revision.standing.as_ref().map(|standing| {
        let value = question::value_text(locale, &standing.face.figure);
        let text = w::would_be(locale, &value, &face::basis(locale, &standing.face));
        let moved =
            standing.moved.filter(|moved| *moved > 0).map(|moved| w::moved(locale, &format::count(locale, moved)));
        view! { <p class="muted">{text}" "{moved}</p> }
    });
    let on = domain::time::oslo_date(revision.noted_at);
    view! {
        <li>
            <p><time datetime=on.to_string()><strong>{format::date(locale, on)}</strong></time></p>
            <p lang=revision.locale.tag() class="keeps-lines">{revision.note.clone()}</p>
            {standing}
        </li>
    }
}

/// What only those see who may publish it: who did, what changed since, and the form for a note.
async fn inside(cx: &Cx, published: &Published) -> Result<Option<AnyView>, PageError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let (seen, people) = (cx.ledger().await?, store.people().await?);
    let changes = store.changes_since(published).await?;
    let draft = actions::shown_again(cx, actions::NOTE_FORM).await?.unwrap_or_default();
    let unit = published.face.figure.unit;
    let by = w::by(locale, &people.name_of(&published.published_by, locale));
    let view = view! {
        {changes.map(|changes| changes::section(locale, &seen, &changes, unit))}
        {note_form(locale, published, &draft)}
        <p class="muted">{by}</p>
    };
    Ok(Some(view.into_any()))
}

fn note_form(locale: Locale, published: &Published, draft: &Shown) -> impl IntoView + use<> {
    let errors = draft.summary("", &[("note", w::note(locale))]);
    let options = Locale::ALL.iter().map(|one| SelectOption::new(one.tag(), one.own_name())).collect::<Vec<_>>();
    view! {
        <section aria-labelledby="write">
            <h2 class="ds-heading" data-size="md" id="write">{w::write(locale)}</h2>
            <p>{w::write_text(locale)}</p>
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::note_revision_path()>
                <Hidden name="publication" value=published.id.to_string()/>
                <TextArea input=draft.input("note", w::note(locale)).required()/>
                <SelectField input=draft.input("locale", w::language(locale)).id("note-locale").value(locale.tag()) options=options/>
                <div class="actions"><SubmitButton label=w::publish_note(locale) variant="secondary"/></div>
            </form>
        </section>
    }
}
