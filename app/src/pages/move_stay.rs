//! Moving a stay to another stage, as a page of its own: from the table, from a startup, and after a refusal.

use domain::access::{Action, Resource};
use domain::facts::Outcome;
use domain::ids::{EnrolmentId, StartupId};
use domain::pipeline::{Programme, StageKind};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::pipeline::{next_stage, targets};
use crate::actions;
use crate::components::{
    DateField, ErrorSummary, Field, Hidden, Input, Notice, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(name: &str) => { nb: "Flytt {name}", nn: "Flytt {name}", en: "Move {name}" }
        stands(stage: &str, since: &str) => { nb: "Står i {stage} siden {since}.", nn: "Står i {stage} sidan {since}.", en: "Stands in {stage} since {since}." }
        to_stage => { nb: "Til steg", nn: "Til steg", en: "To stage" }
        reason_hint => {
            nb: "Må fylles ut når bedriften flyttes tilbake eller ut.",
            nn: "Må fyllast ut når bedrifta blir flytta tilbake eller ut.",
            en: "Needed when the startup goes back or out." }
        /// Label of the headcount that becomes the baseline.
        employees => { nb: "Ansatte ved opptak", nn: "Tilsette ved opptak", en: "Employees at admission" }
        /// What the baseline is for.
        employees_hint => {
            nb: "Skriv tallet når bedriften tas opp. Uten det teller den ikke i før-og-etter-tallene.",
            nn: "Skriv talet når bedrifta blir teken opp. Utan det tel ho ikkje i før-og-etter-tala.",
            en: "Write the number when the startup is admitted. Without it the startup is left out of before-and-after figures." }
        submit => { nb: "Flytt", nn: "Flytt", en: "Move" }
        closed => {
            nb: "Oppholdet er avsluttet og kan ikke flyttes. Registrer et nytt opptak på bedriftens side hvis den er tilbake.",
            nn: "Opphaldet er avslutta og kan ikkje flyttast. Registrer eit nytt opptak på sida til bedrifta om ho er tilbake.",
            en: "The stay is closed and cannot be moved. Record a new enrolment on the startup's page if it is back." }
    }
}

pub use w::{employees, employees_hint};

/// The page.
pub fn page() -> impl IntoView {
    let (startup, enrolment) = use_params_map().with_untracked(|params| {
        (params.get("startup").unwrap_or_default(), params.get("enrolment").unwrap_or_default())
    });
    show(move |cx| load(cx, startup, enrolment))
}

/// The stage of those who gave up, the one a startup that is gone is moved to.
fn discontinued(programme: &Programme) -> Option<String> {
    let exit = StageKind::Exit(Outcome::Discontinued);
    programme.stages.iter().find(|stage| stage.kind == exit).map(|stage| stage.id.to_string())
}

async fn load(cx: Cx, startup: String, enrolment: String) -> Result<Page, PageError> {
    let startup: StartupId = startup.parse().map_err(|_| PageError::NotFound)?;
    let enrolment: EnrolmentId = enrolment.parse().map_err(|_| PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let stays = cx.stays(&ledger, cx.today(), None);
    let stay = stays
        .iter()
        .find(|stay| stay.enrolment.id == enrolment && stay.startup.profile.id == startup)
        .ok_or(PageError::NotFound)?;
    let action = if stay.course.admitted_on.is_some() { Action::MoveStay } else { Action::DecideApplication };
    cx.require(action, &Resource::stay(&ledger, &stay.startup, enrolment))?;
    let programme = ledger.programme(stay.enrolment.programme).ok_or(PageError::NotFound)?;
    let stage = programme.stage(stay.course.stage).ok_or(PageError::NotFound)?;
    let draft = actions::shown_again(&cx, "move").await?.unwrap_or_default();
    let name = stay.startup.profile.name.clone();
    let title = w::title(locale, &name);
    let today = cx.today().to_string();
    let gone = super::pipeline::gone_mark(&cx, &ledger, stay, cx.today());
    // Who is gone is moved out, not on.
    let next = match gone {
        Some(_) => discontinued(programme).filter(|_| stay.course.admitted_on.is_some()),
        None => next_stage(programme, stay),
    };
    let chosen = draft.value("stage", &next.unwrap_or_default());
    let options = targets(locale, programme, stay)
        .into_iter()
        .map(|stage| SelectOption::new(stage.value, stage.label))
        .collect::<Vec<_>>();
    let back = draft.value("back", &paths::startup(startup));
    let admits = stay.course.admitted_on.is_none();
    let labels = [
        ("stage", w::to_stage(locale)),
        ("on", shared::effective_on(locale)),
        ("reason", shared::reason(locale)),
        ("employees", employees(locale)),
    ];
    let form = if stay.course.is_open() || draft.is_refused() {
        view! {
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
            <form class="form" method="post" action=actions::move_path()>
                <Hidden name="enrolment" value=enrolment.to_string()/>
                <Hidden name="startup" value=startup.to_string()/>
                <Hidden name="back" value=back/>
                <SelectField input=Input::new("stage", w::to_stage(locale)).value(chosen).error(draft.error("stage")) options=options/>
                <DateField input=draft.input("on", shared::effective_on(locale)).value(&today).required() max=Some(today)/>
                <Field input=draft.input("reason", shared::reason(locale)).hint(w::reason_hint(locale))/>
                {admits.then(|| view! {
                    <Field input=draft.input("employees", employees(locale)).hint(employees_hint(locale)) inputmode="numeric".to_owned()/>
                })}
                <div class="actions">
                    <SubmitButton label=w::submit(locale)/>
                    <a class="ds-link" href=paths::startup(startup)>{shared::cancel(locale)}</a>
                </div>
            </form>
        }
        .into_any()
    } else {
        view! { <Notice>{w::closed(locale)}</Notice> }.into_any()
    };
    let since = domain::format::date(locale, stay.course.since);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(startup)>{name}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">
            {w::stands(locale, stage.name(locale), &since)}
            {gone.map(|mark| view! { " " <span class="gone-tag">{mark}</span> })}
        </p>
        {form}
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
