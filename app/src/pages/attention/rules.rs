//! The rules of one programme: which are looked for, beyond what, and how much each matters.

use domain::access::{Action, Resource};
use domain::attention::{AttentionRules, Rule, Severity};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::actions;
use crate::components::{
    CheckField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(programme: &str) => {
            nb: "Oppmerksomhet i {programme}", nn: "Merksemd i {programme}", en: "Attention in {programme}" }
        back => { nb: "Trenger oppmerksomhet", nn: "Treng merksemd", en: "Needs attention" }
        lead => {
            nb: "Disse reglene avgjør hva ledere og mentorer blir minnet om. De endrer ingen tall.",
            nn: "Desse reglane avgjer kva leiarar og mentorar blir minte om. Dei endrar ingen tal.",
            en: "These rules decide what managers and mentors are reminded of. They change no figure." }
        on => { nb: "Se etter dette", nn: "Sjå etter dette", en: "Look for this" }
        severity => { nb: "Hvor viktig", nn: "Kor viktig", en: "How much it matters" }
        saved => { nb: "Reglene er lagret.", nn: "Reglane er lagra.", en: "The rules are saved." }
        reset => { nb: "Tilbake til de vanlige reglene", nn: "Tilbake til dei vanlege reglane", en: "Back to the usual rules" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let slug = use_params_map().with_untracked(|params| params.get("programme").unwrap_or_default());
    show(move |cx| load(cx, slug))
}

async fn load(cx: Cx, slug: String) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let programme = ledger.programmes.iter().find(|programme| programme.slug == slug).ok_or(PageError::NotFound)?;
    cx.require(Action::ManageMentoring, &Resource::Programme(programme.id))?;
    let locale = cx.locale;
    let rules = cx.house.store.attention_rules().await?;
    let rules = rules.of(programme.id);
    let draft = actions::shown_again(&cx, "attention-rules").await?;
    let done = (cx.query.get("done") == Some("rules")).then(|| w::saved(locale));
    let labels: Vec<(String, String)> = Rule::ALL
        .iter()
        .map(|rule| (actions::attention_field("limit", *rule), format!("{}, {}", rule.name(locale), rule.unit(locale))))
        .collect();
    let labels: Vec<(&str, &str)> = labels.iter().map(|(field, label)| (field.as_str(), label.as_str())).collect();
    let errors = draft.as_ref().map(|draft| draft.summary("", &labels)).unwrap_or_default();
    let fields = Rule::ALL.map(|rule| rule_fields(locale, rules, rule, draft.as_ref()));
    let title = w::title(locale, &programme.name);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::ATTENTION>{w::back(locale)}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <ErrorSummary title=shared::mend_this(locale) errors=errors/>
        <p class="lead">{w::lead(locale)}</p>
        <form class="form" method="post" action=actions::attention_rules_path()>
            <Hidden name="programme" value=programme.slug.clone()/>
            {fields}
            <div class="actions">
                <SubmitButton label=shared::save(locale)/>
                <SubmitButton label=w::reset(locale) variant="secondary" name="act".to_owned() value="reset".to_owned()/>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Attention, body, islands: false })
}

fn rule_fields(locale: Locale, rules: &AttentionRules, rule: Rule, draft: Option<&Shown>) -> impl IntoView + use<> {
    let setting = rules.get(rule);
    let empty = Shown::default();
    let shown = draft.unwrap_or(&empty);
    let field = |what: &str| actions::attention_field(what, rule);
    let (least, most) = rule.limits();
    let on = match draft {
        // A box that is not ticked is not sent.
        Some(draft) => !draft.value(&field("on"), "").is_empty(),
        None => setting.on,
    };
    let severities =
        Severity::ALL.map(|severity| SelectOption::new(severity.code(), shared::at_start(severity.name(locale))));
    let limit =
        shown.input(&field("limit"), &shared::at_start(rule.unit(locale))).value(setting.limit.to_string()).required();
    let severity = shown.input(&field("severity"), w::severity(locale)).value(setting.severity.code());
    view! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{rule.name(locale)}</legend>
            <CheckField name=field("on") label=w::on(locale) checked=on/>
            <Field input=limit kind="number" inputmode=Some("numeric".to_owned()) min=Some(least.to_string()) max=Some(most.to_string())/>
            <SelectField input=severity options=severities.to_vec()/>
        </fieldset>
    }
}
