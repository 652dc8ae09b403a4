//! The programmes that the reader runs: their cohorts, the way to their stages, and setting up another.

use domain::access::{Action, Reason, Resource};
use domain::format;
use domain::ledger::Ledger;
use domain::pipeline::{Cohort, Programme};
use domain::words::Locale;
use leptos::prelude::*;

use crate::actions;
use crate::components::{
    ButtonLink, DateField, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind, ScrollTable, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Programmer", nn: "Program", en: "Programmes" }
        lead => {
            nb: "Hvert program har sine egne steg og kull.",
            nn: "Kvart program har sine eigne steg og kull.",
            en: "Each programme has its own stages and cohorts." }
        none => { nb: "Ingen programmer ennå", nn: "Ingen program enno", en: "No programmes yet" }
        none_text => {
            nb: "Lag det første, så kan dere ta imot søknader.",
            nn: "Lag det første, så kan de ta imot søknader.",
            en: "Set up the first one, and you can take applications." }
        updates => { nb: "Oppdateringer", nn: "Oppdateringar", en: "Updates" }
        stages => { nb: "Steg", nn: "Steg", en: "Stages" }
        pipeline => { nb: "Løpet", nn: "Løpet", en: "Pipeline" }
        cohorts => { nb: "Kull", nn: "Kull", en: "Cohorts" }
        no_cohorts => { nb: "Ingen kull ennå.", nn: "Ingen kull enno.", en: "No cohorts yet." }
        starts => { nb: "Begynner", nn: "Byrjar", en: "Begins" }
        ends => { nb: "Slutter", nn: "Sluttar", en: "Ends" }
        new_cohort => { nb: "Nytt kull", nn: "Nytt kull", en: "New cohort" }
        new_cohort_do => { nb: "Lag kullet", nn: "Lag kullet", en: "Set up the cohort" }
        cohort_name => { nb: "Navn på kullet", nn: "Namn på kullet", en: "Name of the cohort" }
        cohort_hint => { nb: "For eksempel «2027 vår».", nn: "Til dømes «2027 vår».", en: "For example “2027 spring”." }
        new => { nb: "Nytt program", nn: "Nytt program", en: "New programme" }
        new_lead => {
            nb: "Det får de vanlige stegene. Du kan endre dem etterpå.",
            nn: "Det får dei vanlege stega. Du kan endre dei etterpå.",
            en: "It gets the ordinary stages. You can change them afterwards." }
        programme_name => { nb: "Navn på programmet", nn: "Namn på programmet", en: "Name of the programme" }
        new_do => { nb: "Lag programmet", nn: "Lag programmet", en: "Set up the programme" }
        made => { nb: "Programmet er laget.", nn: "Programmet er laga.", en: "The programme is set up." }
        cohort_made => { nb: "Kullet er laget.", nn: "Kullet er laga.", en: "The cohort is set up." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// Whether the reader runs a programme, or may set one up: then there is something here for them. The ledger is the whole one.
#[must_use]
pub fn runs_any(cx: &Cx, house: &Ledger) -> bool {
    cx.may(Action::CreateProgramme, &Resource::House(house))
        || house.programmes.iter().any(|programme| cx.may(Action::EditStages, &Resource::Programme(programme.id)))
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    if !runs_any(&cx, &house) {
        require_list(&cx)?;
        return Err(PageError::Denied(Reason::ManagersDo));
    }
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let programme_draft = actions::shown_again(&cx, "programme").await?;
    let cohort_draft = actions::shown_again(&cx, "cohort").await?;
    let notice = match cx.query.get("done") {
        Some("programme") => Some(w::made(locale)),
        Some("cohort") => Some(w::cohort_made(locale)),
        _ => None,
    };
    let mine: Vec<&Programme> = ledger
        .programmes
        .iter()
        .filter(|programme| cx.may(Action::EditStages, &Resource::Programme(programme.id)))
        .collect();
    let list = if mine.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        mine.into_iter().map(|programme| one(&cx, &ledger, programme, cohort_draft.as_ref())).collect_view().into_any()
    };
    let new = cx
        .may(Action::CreateProgramme, &Resource::House(&house))
        .then(|| new_programme(locale, &programme_draft.unwrap_or_default(), ledger.programmes.is_empty()));
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        {list}
        {new}
    }
    .into_any();
    Ok(Page { title, place: Place::Programmes, body, islands: false })
}

fn one(cx: &Cx, ledger: &Ledger, programme: &Programme, draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id = programme.id.to_string();
    let heading = format!("programme-{id}");
    let mut cohorts: Vec<&Cohort> = ledger.cohorts.iter().filter(|cohort| cohort.programme == programme.id).collect();
    cohorts.sort_by(|a, b| (b.starts_on, &b.name).cmp(&(a.starts_on, &a.name)));
    let day = |on: Option<chrono::NaiveDate>| on.map(|on| format::date(locale, on));
    let rows = cohorts
        .iter()
        .map(|cohort| {
            let query = Query::one("cohort", cohort.id).with("view", "table").with("programme", &programme.slug);
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::with_query(paths::PIPELINE, &query)>{cohort.name.clone()}</a>
                    </th>
                    <td data-label=w::starts(locale)>{day(cohort.starts_on)}</td>
                    <td data-label=w::ends(locale)>{day(cohort.ends_on)}</td>
                </tr>
            }
        })
        .collect_view();
    let table = if cohorts.is_empty() {
        view! { <p class="muted">{w::no_cohorts(locale)}</p> }.into_any()
    } else {
        view! {
            <ScrollTable label=format!("{}: {}", w::cohorts(locale), programme.name)>
                <table class="ds-table" data-size="sm">
                    <thead>
                        <tr>
                            <th scope="col">{shared::cohort(locale)}</th>
                            <th scope="col">{w::starts(locale)}</th>
                            <th scope="col">{w::ends(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let draft = draft.filter(|draft| draft.value("programme", "") == id).cloned();
    let open = draft.is_some();
    let draft = draft.unwrap_or_default();
    let prefix = format!("cohort-{id}-");
    let labels = [("name", w::cohort_name(locale)), ("starts_on", w::starts(locale)), ("ends_on", w::ends(locale))];
    let may_add = cx.may(Action::CreateCohort, &Resource::Programme(programme.id)).then(|| {
        view! {
            <details class="ds-details fold" open=open>
                <summary>{w::new_cohort(locale)} <span class="ds-sr-only">{format!(" {}", programme.name)}</span></summary>
                <div class="fold__body">
                    <ErrorSummary title=shared::mend_this(locale) errors=draft.summary(&prefix, &labels)/>
                    <form class="form" method="post" action=actions::add_cohort_path()>
                        <Hidden name="programme" value=id.clone()/>
                        <Field input=draft.input("name", w::cohort_name(locale)).within(&prefix).hint(w::cohort_hint(locale)).required()/>
                        <DateField input=draft.input("starts_on", w::starts(locale)).within(&prefix)/>
                        <DateField input=draft.input("ends_on", w::ends(locale)).within(&prefix)/>
                        <div class="actions"><SubmitButton label=w::new_cohort_do(locale)/></div>
                    </form>
                </div>
            </details>
        }
    });
    let pipeline = paths::with_query(paths::PIPELINE, &Query::one("programme", &programme.slug));
    view! {
        <section aria-labelledby=heading>
            <div class="section-head">
                <h2 class="ds-heading" data-size="md" id=heading.clone()>{programme.name.clone()}</h2>
                <div class="actions">
                    <ButtonLink href=paths::stages(&programme.slug) label=w::stages(locale)/>
                    <ButtonLink href=paths::updates(&programme.slug) label=w::updates(locale)/>
                    <ButtonLink href=pipeline label=w::pipeline(locale) variant="tertiary"/>
                </div>
            </div>
            {table}
            {may_add}
        </section>
    }
}

fn new_programme(locale: Locale, draft: &Shown, first: bool) -> impl IntoView + use<> {
    let prefix = "programme-";
    let errors = draft.summary(prefix, &[("name", w::programme_name(locale))]);
    view! {
        <details class="ds-details fold" open=first || draft.is_refused()>
            <summary>{w::new(locale)}</summary>
            <div class="fold__body">
                <p>{w::new_lead(locale)}</p>
                <ErrorSummary title=shared::mend_this(locale) errors=errors/>
                <form class="form" method="post" action=actions::add_programme_path()>
                    <Field input=draft.input("name", w::programme_name(locale)).within(prefix).required()/>
                    <div class="actions"><SubmitButton label=w::new_do(locale)/></div>
                </form>
            </div>
        </details>
    }
}
