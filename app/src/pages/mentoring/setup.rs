//! What a programme gives: how many hours each startup, and which milestones its stages bring.

use domain::access::{Action, Resource};
use domain::day::{Per, Template};
use domain::pipeline::{Phase, Programme};
use domain::words::Locale;
use leptos::prelude::*;

use crate::actions;
use crate::components::{
    ActButton, Empty, ErrorSummary, Field, Hidden, Input, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
    TabLink, TabLinks,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Timeramme og faste milepæler", nn: "Timeramme og faste milepælar", en: "Budget of hours and milestones of stages" }
        crumb => { nb: "Timer", nn: "Timar", en: "Hours" }
        budget => { nb: "Timeramme", nn: "Timeramme", en: "Budget of hours" }
        budget_text => {
            nb: "Så mange timer får hver bedrift. Rammen stenger ingenting; den vises som en stolpe hos mentor, leder og gründer.",
            nn: "Så mange timar får kvar bedrift. Ramma stengjer ingenting; ho blir vist som ein stolpe hos mentor, leiar og gründar.",
            en: "So many hours each startup is given. It stops nothing; it is shown as a bar to mentor, manager and founder." }
        hours => { nb: "Timer per bedrift", nn: "Timar per bedrift", en: "Hours for each startup" }
        hours_hint => { nb: "La feltet stå tomt for ingen ramme.", nn: "La feltet stå tomt for inga ramme.", en: "Leave it empty for no budget." }
        per => { nb: "For", nn: "For", en: "For" }
        per_stay => { nb: "hele oppholdet", nn: "heile opphaldet", en: "the whole stay" }
        per_year => { nb: "kalenderåret", nn: "kalenderåret", en: "the calendar year" }
        milestones => { nb: "Faste milepæler", nn: "Faste milepælar", en: "Milestones of stages" }
        milestones_text => {
            nb: "En bedrift som kommer inn i steget, blir tilbudt disse. Mentoren legger dem til med én knapp.",
            nn: "Ei bedrift som kjem inn i steget, blir tilboden desse. Mentoren legg dei til med éin knapp.",
            en: "A startup that enters the stage is offered these. Its mentor adds them by one button." }
        none => { nb: "Ingen faste milepæler ennå.", nn: "Ingen faste milepælar enno.", en: "No milestones of stages yet." }
        due_after(n: &str) => { nb: "frist etter {n} dager", nn: "frist etter {n} dagar", en: "due after {n} days" }
        what => { nb: "Hva skal nås", nn: "Kva skal bli nådd", en: "What is to be reached" }
        days => { nb: "Dager til fristen", nn: "Dagar til fristen", en: "Days until due" }
        add => { nb: "Legg til", nn: "Legg til", en: "Add" }
        remove => { nb: "Ta ut", nn: "Ta ut", en: "Take out" }
        saved => { nb: "Lagret.", nn: "Lagra.", en: "Saved." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let managed = |programme: &&Programme| cx.may(Action::ManageMentoring, &Resource::Programme(programme.id));
    let mine: Vec<&Programme> = ledger.programmes.iter().filter(managed).collect();
    let asked = cx.query.get("programme");
    let programme = match asked {
        Some(asked) => mine.iter().find(|one| one.id.to_string() == asked || one.slug == asked).copied(),
        None => mine.first().copied(),
    };
    let Some(programme) = programme else {
        // Somebody who manages none learns that managers do; a programme that is not theirs is not there.
        return match (asked, ledger.programmes.first()) {
            (None, Some(first)) => {
                cx.require(Action::ManageMentoring, &Resource::Programme(first.id))?;
                Err(PageError::NotFound)
            }
            _ => Err(PageError::NotFound),
        };
    };
    let store = &cx.house.store;
    let budget = store.mentoring_budgets().await?.get(&programme.id).copied();
    let templates = store.milestone_templates(&cx.actor(), programme.id).await?;
    let budget_draft = actions::shown_again(&cx, actions::BUDGET_FORM).await?.unwrap_or_default();
    let template_draft = actions::shown_again(&cx, actions::TEMPLATE_FORM).await?.unwrap_or_default();
    let tabs: Vec<TabLink> = mine
        .iter()
        .map(|one| TabLink {
            label: one.name.clone(),
            href: paths::with_query(paths::MENTORING_SETUP, &Query::one("programme", &one.slug)),
            current: one.id == programme.id,
        })
        .collect();
    let saved = matches!(cx.query.get("done"), Some("budget" | "template"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::saved(locale)}</Notice> });
    let hours = budget.map(|budget| domain::day::hours::text(budget.minutes.into(), locale)).unwrap_or_default();
    let per = vec![
        SelectOption::new(Per::Stay.code(), w::per_stay(locale)),
        SelectOption::new(Per::Year.code(), w::per_year(locale)),
    ];
    let per_now = budget.map_or(Per::Stay, |budget| budget.per).code();
    let title = w::title(locale).to_owned();
    let errors = budget_draft.summary("budget-", &[("hours", w::hours(locale))]);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::MENTORING>{w::crumb(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {saved}
        {(tabs.len() > 1).then(|| view! { <TabLinks label=shared::programme(locale) tabs=tabs/> })}
        <section aria-labelledby="budget">
            <h2 class="ds-heading" data-size="md" id="budget">{w::budget(locale)}</h2>
            <p class="muted">{w::budget_text(locale)}</p>
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::mentoring_budget_path()>
                <Hidden name="programme" value=programme.id.to_string()/>
                <Field input=budget_draft.input("hours", w::hours(locale)).hint(w::hours_hint(locale)).value(hours).within("budget-") inputmode="decimal".to_owned() autocomplete="off".to_owned()/>
                <SelectField input=Input::new("per", w::per(locale)).value(budget_draft.value("per", per_now)).within("budget-") options=per/>
                <div class="actions"><SubmitButton label=shared::save(locale)/></div>
            </form>
        </section>
        {milestones(locale, programme, &templates, &template_draft)}
    }
    .into_any();
    Ok(Page { title, place: Place::MyDay, body, islands: false })
}

fn milestones(locale: Locale, programme: &Programme, templates: &[Template], draft: &Shown) -> impl IntoView + use<> {
    let stages: Vec<_> = programme.stages.iter().filter(|stage| !stage.closes() && !stage.retired).collect();
    let lists: Vec<_> = stages
        .iter()
        .filter_map(|stage| {
            let of: Vec<_> = templates
                .iter()
                .filter(|template| template.stage == stage.id)
                .map(|template| {
                    let days = template.days.map(|days| w::due_after(locale, &days.to_string()));
                    let fields =
                        vec![("template", template.id.to_string()), ("programme", programme.id.to_string())];
                    view! {
                        <li>
                            <div class="day-list__text">
                                <p class="day-list__name">{template.title.clone()}</p>
                                {days.map(|days| view! { <p class="day-list__detail">{days}</p> })}
                            </div>
                            <ActButton action=actions::retire_template_path() label=w::remove(locale) about=template.title.clone() fields=fields variant="tertiary"/>
                        </li>
                    }
                })
                .collect();
            let name = stage.name(locale).to_owned();
            (!of.is_empty()).then(|| view! { <h3 class="ds-heading" data-size="xs">{name}</h3> <ul class="day-list">{of}</ul> })
        })
        .collect();
    let options: Vec<SelectOption> = stages
        .iter()
        .map(|stage| SelectOption {
            group: Some(stage.phase.name(locale).to_owned()),
            ..SelectOption::new(stage.id.to_string(), stage.name(locale))
        })
        .collect();
    let first = stages.iter().find(|stage| stage.phase == Phase::Mentoring).map(|stage| stage.id.to_string());
    let stage = draft.value("stage", &first.unwrap_or_default());
    let labels = [("stage", shared::stage(locale)), ("title", w::what(locale)), ("days", w::days(locale))];
    let errors = draft.summary("template-", &labels);
    let list = if lists.is_empty() { view! { <Empty title=w::none(locale)/> }.into_any() } else { lists.into_any() };
    view! {
        <section aria-labelledby="templates">
            <h2 class="ds-heading" data-size="md" id="templates">{w::milestones(locale)}</h2>
            <p class="muted">{w::milestones_text(locale)}</p>
            {list}
            <ErrorSummary title=shared::mend_this(locale) errors=errors/>
            <form class="form" method="post" action=actions::add_template_path()>
                <Hidden name="programme" value=programme.id.to_string()/>
                <SelectField input=Input::new("stage", shared::stage(locale)).value(stage).error(draft.error("stage")).within("template-") options=options/>
                <Field input=draft.input("title", w::what(locale)).within("template-").required() autocomplete="off".to_owned()/>
                <Field input=draft.input("days", w::days(locale)).within("template-") inputmode="numeric".to_owned() autocomplete="off".to_owned()/>
                <div class="actions"><SubmitButton label=w::add(locale)/></div>
            </form>
        </section>
    }
}
