//! Reports to those who pay: all of them, and the way to a new one.

pub mod one;
mod texts;

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use domain::access::{Action, Resource, Role};
use domain::contracts::Contract;
use domain::format;
use domain::ids::{ContractId, ProgrammeId};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::reports::Report;

use crate::actions;
use crate::components::{DateField, Empty, ErrorSummary, Field, ScrollTable, SelectField, SelectOption, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    pub(crate) mod w {
        title => { nb: "Rapporter", nn: "Rapportar", en: "Reports" }
        lead => {
            nb: "En rapport til den som betaler. Når den leveres, publiseres hvert tall i den, så alle kan etterprøve det.",
            nn: "Ein rapport til den som betaler. Når han blir levert, blir kvart tal i han publisert, så alle kan etterprøve det.",
            en: "A report to those who pay. When it is handed in, every number in it is published, so that anybody can check it." }
        none => { nb: "Ingen rapporter ennå.", nn: "Ingen rapportar enno.", en: "No reports yet." }
        none_text => {
            nb: "Her står rapportene når de er levert.",
            nn: "Her står rapportane når dei er leverte.",
            en: "Reports stand here once they are handed in." }
        report => { nb: "Rapport", nn: "Rapport", en: "Report" }
        period => { nb: "Periode", nn: "Periode", en: "Period" }
        state => { nb: "Status", nn: "Status", en: "Status" }
        draft => { nb: "Utkast", nn: "Utkast", en: "Draft" }
        handed_in(on: &str) => { nb: "Levert {on}", nn: "Levert {on}", en: "Handed in {on}" }
        new => { nb: "Ny rapport", nn: "Ny rapport", en: "New report" }
        about => { nb: "Gjelder", nn: "Gjeld", en: "About" }
        about_hint => {
            nb: "Et program, eller en avtale og fristen den ber om rapport til.",
            nn: "Eit program, eller ein avtale og fristen han ber om rapport til.",
            en: "A programme, or a contract and the day it asks for a report." }
        due(funder: &str, title: &str, on: &str) => {
            nb: "{funder}: {title}, frist {on}",
            nn: "{funder}: {title}, frist {on}",
            en: "{funder}: {title}, due {on}" }
        name => { nb: "Tittel", nn: "Tittel", en: "Title" }
        first_name(year: &str) => { nb: "Rapport for {year}", nn: "Rapport for {year}", en: "Report for {year}" }
        from => { nb: "Fra og med", nn: "Frå og med", en: "From" }
        to => { nb: "Til og med", nn: "Til og med", en: "To" }
        language => { nb: "Språk", nn: "Språk", en: "Language" }
        make => { nb: "Lag et utkast", nn: "Lag eit utkast", en: "Make a draft" }
        made => {
            nb: "Utkastet er laget. Tekstene viser til tallene; skriv det du vil si om dem.",
            nn: "Utkastet er laga. Tekstane viser til tala; skriv det du vil seie om dei.",
            en: "The draft is made. Its texts refer to the figures; write what you want to say of them." }
        dropped => { nb: "Utkastet er slettet.", nn: "Utkastet er sletta.", en: "The draft is deleted." }
    }
}

/// The form of a new report, as drafts of it are called.
pub const NEW_FORM: &str = "report-new";

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// Whether the reader writes reports of a programme.
#[must_use]
pub fn writes(cx: &Cx, programme: ProgrammeId) -> bool {
    cx.may(Action::Publish, &Resource::Programme(programme))
}

/// Whether the reader has to do with reports at all: writes them, or reads those of contracts. The ledger is the whole one.
#[must_use]
pub fn concerns(cx: &Cx, house: &Ledger) -> bool {
    house.programmes.iter().any(|programme| writes(cx, programme.id)) || cx.actor().role == Role::Funder
}

/// Goes on for those whom reports concern. The ledger is the whole one.
fn require(cx: &Cx, house: &Ledger) -> Result<(), PageError> {
    if concerns(cx, house) || cx.actor().role == Role::Mentor {
        return Ok(());
    }
    require_list(cx)?;
    Err(PageError::NotFound)
}

/// What a report can be about, as the form posts it.
#[must_use]
pub fn about_value(programme: ProgrammeId, due: Option<(ContractId, NaiveDate)>) -> String {
    match due {
        Some((contract, on)) => format!("{contract}/{on}"),
        None => programme.to_string(),
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    require(&cx, &house)?;
    let reports = cx.house.store.reports(&cx.actor()).await?;
    let title = w::title(locale).to_owned();
    let done = (cx.query.get("done") == Some("report-dropped")).then(|| w::dropped(locale));
    let list = if reports.is_empty() {
        view! { <Empty title=w::none(locale) text=Some(w::none_text(locale).to_owned())/> }.into_any()
    } else {
        table(locale, &house, &reports)
    };
    let form = match house.programmes.iter().any(|programme| writes(&cx, programme.id)) {
        true => Some(new_form(&cx, &house).await?),
        false => None,
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {done.map(one::success)}
        {list}
        {form}
    }
    .into_any();
    Ok(Page { title, place: Place::Reports, body, islands: false })
}

fn table(locale: Locale, house: &Ledger, reports: &[Report]) -> AnyView {
    let rows = reports.iter().map(|report| {
        let programme = house.programme(report.programme).map(|programme| programme.name.clone()).unwrap_or_default();
        view! {
            <tr>
                <th scope="row"><a class="ds-link" href=paths::report(report.id)>{report.title.clone()}</a></th>
                <td data-label=shared::programme(locale)>{programme}</td>
                <td data-label=w::period(locale)>{period(locale, report)}</td>
                <td data-label=w::state(locale)>{state(locale, report)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <ScrollTable label=w::title(locale)>
            <table class="ds-table" data-stack="true">
                <thead>
                    <tr>
                        <th scope="col">{w::report(locale)}</th>
                        <th scope="col">{shared::programme(locale)}</th>
                        <th scope="col">{w::period(locale)}</th>
                        <th scope="col">{w::state(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
    }
    .into_any()
}

/// `1.1.2025–31.12.2025`.
fn period(locale: Locale, report: &Report) -> String {
    format!("{}–{}", format::date(locale, report.from), format::date(locale, report.to))
}

fn state(locale: Locale, report: &Report) -> String {
    match &report.handed_in {
        Some(handed_in) => w::handed_in(locale, &format::date(locale, domain::time::oslo_date(handed_in.at))),
        None => w::draft(locale).to_owned(),
    }
}

async fn new_form(cx: &Cx, house: &Ledger) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let draft = match actions::shown_again(cx, NEW_FORM).await? {
        Some(draft) => draft,
        None => blank(cx),
    };
    let mut options: Vec<SelectOption> = house
        .programmes
        .iter()
        .filter(|programme| writes(cx, programme.id))
        .map(|programme| SelectOption::new(about_value(programme.id, None), &programme.name))
        .collect();
    for contract in cx.house.store.contracts(&cx.actor()).await? {
        if writes(cx, contract.terms.programme) && contract.is_signed() {
            options.extend(due(cx, &contract));
        }
    }
    let languages =
        Locale::ALL.into_iter().map(|locale| SelectOption::new(locale.tag(), locale.own_name())).collect::<Vec<_>>();
    let labels = [
        ("about", w::about(locale)),
        ("title", w::name(locale)),
        ("from", w::from(locale)),
        ("to", w::to(locale)),
        ("language", w::language(locale)),
    ];
    let view = view! {
        <section aria-labelledby="new-report">
            <h2 class="ds-heading" data-size="md" id="new-report">{w::new(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
            <form class="form" method="post" action=actions::draft_report_path()>
                <SelectField input=draft.input("about", w::about(locale)).hint(w::about_hint(locale)) options=options/>
                <Field input=draft.input("title", w::name(locale))/>
                <DateField input=draft.input("from", w::from(locale))/>
                <DateField input=draft.input("to", w::to(locale))/>
                <SelectField input=draft.input("language", w::language(locale)) options=languages/>
                <div class="actions"><SubmitButton label=w::make(locale)/></div>
            </form>
        </section>
    };
    Ok(view.into_any())
}

/// The days on which a contract asks for a report that was not handed in.
fn due(cx: &Cx, contract: &Contract) -> Vec<SelectOption> {
    let locale = cx.locale;
    let open = contract.reports(cx.today()).into_iter().filter(|report| report.handed_in.is_none());
    open.map(|report| {
        let on = format::date(locale, report.due_on);
        let label = w::due(locale, &contract.terms.funder.name, &contract.terms.title, &on);
        SelectOption::new(about_value(contract.terms.programme, Some((contract.id, report.due_on))), label)
    })
    .collect()
}

/// A form that nobody has typed into: the year before.
fn blank(cx: &Cx) -> Shown {
    let year = cx.today().year() - 1;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).map(|day| day.to_string()).unwrap_or_default();
    Shown::filled(BTreeMap::from([
        ("title".to_owned(), w::first_name(cx.locale, &year.to_string())),
        ("from".to_owned(), day(1, 1)),
        ("to".to_owned(), day(12, 31)),
        ("language".to_owned(), cx.locale.tag().to_owned()),
    ]))
}
