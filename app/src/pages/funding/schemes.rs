//! The schemes that money is awarded by: what comes with the program, and what the house adds.

use domain::access::{Action, Resource};
use domain::facts::{AidBasis, Instrument};
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::funding::HouseScheme;

use crate::actions;
use crate::components::{
    CheckField, DataTable, DateField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption,
    SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Ordninger", nn: "Ordningar", en: "Schemes" }
        lead => {
            nb: "En ordning som skifter navn eller vilkår, får en ny versjon fra den dagen. Gamle tilsagn beholder navnet de ble gitt under.",
            nn: "Ei ordning som skiftar namn eller vilkår, får ein ny versjon frå den dagen. Gamle tilsegner held på namnet dei vart gjevne under.",
            en: "A scheme that changes its name or terms gets a new version from that day. Old awards keep the name they were given under." }
        money => { nb: "Offentlige penger", nn: "Offentlege pengar", en: "Public money" }
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        giver => { nb: "Giver", nn: "Givar", en: "Giver" }
        terms => { nb: "Form og grunnlag", nn: "Form og grunnlag", en: "Form and basis" }
        valid => { nb: "Gjelder", nn: "Gjeld", en: "In force" }
        always => { nb: "uten kjente grenser", nn: "utan kjende grenser", en: "without known limits" }
        from(on: &str) => { nb: "fra {on}", nn: "frå {on}", en: "from {on}" }
        to(on: &str) => { nb: "til {on}", nn: "til {on}", en: "until {on}" }
        known => { nb: "Kilde", nn: "Kjelde", en: "Source" }
        verified => { nb: "kontrollert", nn: "kontrollert", en: "verified" }
        unverified => { nb: "ikke kontrollert", nn: "ikkje kontrollert", en: "unverified" }
        private => { nb: "privat", nn: "privat", en: "private" }
        private_giver => { nb: "Giveren er privat", nn: "Givaren er privat", en: "The giver is private" }
        ours => { nb: "husets egen", nn: "huset sin eigen", en: "the house's own" }
        remove => { nb: "Ta bort", nn: "Ta bort", en: "Remove" }
        add => { nb: "Legg til ordning eller ny versjon", nn: "Legg til ordning eller ny versjon", en: "Add a scheme or a new version" }
        series => { nb: "Ny versjon av", nn: "Ny versjon av", en: "A new version of" }
        new => { nb: "ingen: dette er en ny ordning", nn: "inga: dette er ei ny ordning", en: "none: this is a new scheme" }
        instrument => { nb: "Form", nn: "Form", en: "Form" }
        basis => { nb: "Vanlig støttegrunnlag", nn: "Vanleg støttegrunnlag", en: "Usual aid basis" }
        valid_from => { nb: "Fra", nn: "Frå", en: "From" }
        valid_to => { nb: "Til og med", nn: "Til og med", en: "To" }
        source_hint => { nb: "Hvor du vet det fra. Med kilde vises ordningen som kontrollert.", nn: "Kvar du veit det frå. Med kjelde blir ordninga vist som kontrollert.", en: "Where you know it from. With a source the scheme is shown as verified." }
        save => { nb: "Legg til", nn: "Legg til", en: "Add" }
        added => { nb: "Ordningen er lagt til.", nn: "Ordninga er lagd til.", en: "The scheme is added." }
        removed => { nb: "Ordningen er tatt bort. Tilsagn under den står som før.", nn: "Ordninga er teken bort. Tilsegner under henne står som før.", en: "The scheme is removed. Awards under it stand as before." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    cx.require(Action::ManageFunding, &Resource::House(&house))?;
    let locale = cx.locale;
    let schemes = cx.house.store.schemes().await?;
    let draft = actions::shown_again(&cx, actions::SCHEME_FORM).await?.unwrap_or_default();
    let done = match cx.query.get("done") {
        Some("added") => Some(w::added(locale)),
        Some("removed") => Some(w::removed(locale)),
        _ => None,
    };
    let rows: Vec<_> = schemes.iter().map(|one| row(locale, one).into_any()).collect();
    let heads = vec![w::name(locale), w::giver(locale), w::terms(locale), w::valid(locale), w::known(locale)];
    let title = w::title(locale).to_owned();
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::FUNDING>{w::money(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="muted">{w::lead(locale)}</p>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <DataTable label=w::title(locale) heads=heads acts=w::remove(locale)>{rows}</DataTable>
        {form(locale, &schemes, &draft)}
    }
    .into_any();
    Ok(Page { title, place: Place::Funding, body, islands: false })
}

fn row(locale: Locale, one: &HouseScheme) -> impl IntoView + use<> {
    let scheme = &one.scheme;
    let giver =
        if scheme.private { format!("{} ({})", scheme.giver, w::private(locale)) } else { scheme.giver.clone() };
    let terms = format!("{} · {}", scheme.instrument.name(locale), scheme.basis.name(locale));
    let valid: Vec<String> = [
        scheme.valid_from.map(|on| w::from(locale, &format::date(locale, on))),
        scheme.valid_to.map(|on| w::to(locale, &format::date(locale, on))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let valid = if valid.is_empty() { w::always(locale).to_owned() } else { valid.join(" ") };
    let mark = if scheme.verified { w::verified(locale) } else { w::unverified(locale) };
    let source = match &scheme.source {
        Some(source) => format!("{source} ({mark})"),
        None => mark.to_owned(),
    };
    let own = one.id.map(|_| format!(" ({})", w::ours(locale)));
    let name = scheme.name.clone();
    let remove = one.id.map(|id| {
        view! {
            <form method="post" action=actions::remove_scheme_path()>
                <Hidden name="scheme" value=id.to_string()/>
                <button class="ds-button" type="submit" data-variant="secondary">
                    {w::remove(locale)}<span class="ds-sr-only">{format!(" {name}")}</span>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{scheme.name.clone()}{own}</th>
            <td data-label=w::giver(locale)>{giver}</td>
            <td data-label=w::terms(locale)>{terms}</td>
            <td data-label=w::valid(locale)>{valid}</td>
            <td data-label=w::known(locale)>{source}</td>
            <td data-act="true">{remove}</td>
        </tr>
    }
}

fn form(locale: Locale, schemes: &[HouseScheme], draft: &Shown) -> impl IntoView + use<> {
    let labels = [
        ("name", w::name(locale)),
        ("giver", w::giver(locale)),
        ("valid_from", w::valid_from(locale)),
        ("ends_on", w::valid_to(locale)),
        ("source", w::known(locale)),
    ];
    let mut keys = vec![SelectOption::new("", w::new(locale))];
    for (index, one) in schemes.iter().enumerate() {
        // Under the name of its latest version.
        if !schemes[index + 1..].iter().any(|later| later.scheme.key == one.scheme.key) {
            keys.push(SelectOption::new(&one.scheme.key, &one.scheme.name));
        }
    }
    let instruments: Vec<SelectOption> =
        Instrument::ALL.iter().map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))).collect();
    let bases: Vec<SelectOption> =
        AidBasis::ALL.iter().map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))).collect();
    let plain = |field: &'static str, label: &'static str| draft.input(field, label);
    view! {
        <section aria-labelledby="add">
            <h2 class="ds-heading" data-size="md" id="add">{w::add(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
            <form class="form" method="post" action=actions::add_scheme_path()>
                <SelectField input=plain("key", w::series(locale)).value(draft.value("key", "")) options=keys/>
                <Field input=plain("name", w::name(locale)).required() autocomplete="off".to_owned()/>
                <Field input=plain("giver", w::giver(locale)).required() autocomplete="off".to_owned()/>
                <CheckField name="private" label=w::private_giver(locale) checked=!draft.value("private", "").is_empty()/>
                <SelectField input=plain("instrument", w::instrument(locale)).value(draft.value("instrument", "grant")) options=instruments/>
                <SelectField input=plain("basis", w::basis(locale)).value(draft.value("basis", "unknown")) options=bases/>
                <div class="side">
                    <DateField input=plain("valid_from", w::valid_from(locale))/>
                    <DateField input=plain("ends_on", w::valid_to(locale))/>
                </div>
                <Field input=plain("source", w::known(locale)).hint(w::source_hint(locale)) autocomplete="off".to_owned()/>
                <div class="actions"><SubmitButton label=w::save(locale)/></div>
            </form>
        </section>
    }
}
