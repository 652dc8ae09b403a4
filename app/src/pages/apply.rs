//! A new application: the startup's name and where it applies.

use domain::access::Reason;
use leptos::prelude::*;

use crate::actions;
use crate::components::{DateField, ErrorSummary, Field, SelectField, SelectOption, SubmitButton};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, may_apply, page as show, require_list};
use crate::paths;
use crate::question::{cohort_options, sectors};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Ny søknad", nn: "Ny søknad", en: "New application" }
        lead => {
            nb: "Registrer bedriften fra den dagen den søkte, også når selskapet ikke er stiftet ennå.",
            nn: "Registrer bedrifta frå den dagen ho søkte, òg når selskapet ikkje er stifta enno.",
            en: "Record the startup from the day it applied, also when no company exists yet." }
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        number => { nb: "Organisasjonsnummer", nn: "Organisasjonsnummer", en: "Organisation number" }
        number_hint => { nb: "Ni sifre. La stå tomt når selskapet ikke er registrert.", nn: "Ni siffer. Lat stå tomt når selskapet ikkje er registrert.", en: "Nine digits. Leave empty when no company is registered." }
        website => { nb: "Nettsted", nn: "Nettstad", en: "Website" }
        applied_on => { nb: "Søkte", nn: "Søkte", en: "Applied on" }
        first_programme => { nb: "Inkubator (blir opprettet)", nn: "Inkubator (blir oppretta)", en: "Inkubator (is set up)" }
        save => { nb: "Registrer søknaden", nn: "Registrer søknaden", en: "Record the application" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    if !may_apply(&cx, &house) {
        require_list(&cx)?;
        return Err(PageError::Denied(Reason::ManagersDo));
    }
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let draft = actions::shown_again(&cx, "apply").await?.unwrap_or_default();
    let title = w::title(locale).to_owned();
    let mut programmes =
        ledger.programmes.iter().map(|p| SelectOption::new(p.id.to_string(), &p.name)).collect::<Vec<_>>();
    if house.programmes.is_empty() {
        programmes.push(SelectOption::new(actions::FIRST_PROGRAMME, w::first_programme(locale)));
    }
    let cohorts =
        std::iter::once(SelectOption::new("", shared::none(locale))).chain(cohort_options(&ledger)).collect::<Vec<_>>();
    let suggestions =
        sectors(&ledger).into_iter().map(|sector| view! { <option value=sector></option> }).collect_view();
    let today = cx.today().to_string();
    let labels = [
        ("name", w::name(locale)),
        ("organisation_number", w::number(locale)),
        ("sector", shared::sector(locale)),
        ("website", w::website(locale)),
        ("programme", shared::programme(locale)),
        ("cohort", shared::cohort(locale)),
        ("on", w::applied_on(locale)),
    ];
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form" method="post" action=actions::apply_path()>
            <Field input=draft.input("name", w::name(locale)).required()/>
            <Field input=draft.input("organisation_number", w::number(locale)).hint(w::number_hint(locale)) inputmode="numeric".to_owned()/>
            <Field input=draft.input("sector", shared::sector(locale)) list="sectors".to_owned()/>
            <datalist id="sectors">{suggestions}</datalist>
            <Field input=draft.input("website", w::website(locale))/>
            <SelectField input=draft.input("programme", shared::programme(locale)) options=programmes/>
            <SelectField input=draft.input("cohort", shared::cohort(locale)) options=cohorts/>
            <DateField input=draft.input("on", w::applied_on(locale)).value(&today).required() max=Some(today)/>
            <div class="actions">
                <SubmitButton label=w::save(locale)/>
                <a class="ds-link" href=paths::PIPELINE>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
