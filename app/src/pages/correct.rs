//! Correcting or withdrawing a fact: the old one stays visible, with the reason.

use domain::facts::FactKind;
use domain::format;
use domain::ids::{FactId, StartupId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::facts;
use crate::actions;
use crate::components::{DateField, ErrorSummary, Hidden, SubmitButton, TextArea};
use crate::cx::{Cx, allowed};
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Rett en opplysning", nn: "Rett ei opplysning", en: "Correct a fact" }
        says(what: &str, date: &str) => { nb: "I dag står det: {what}, {date}.", nn: "I dag står det: {what}, {date}.", en: "It says now: {what}, {date}." }
        text => {
            nb: "Rettelsen blir en ny opplysning som tar plassen til den gamle. Den gamle blir stående i historikken, og tall «slik vi visste det» før rettelsen endres ikke.",
            nn: "Rettinga blir ei ny opplysning som tek plassen til den gamle. Den gamle blir ståande i historikken, og tal «slik vi visste det» før rettinga blir ikkje endra.",
            en: "The correction becomes a new fact that takes the old one's place. The old one stays in the history, and figures “as known” before the correction do not change." }
        only_date => {
            nb: "For denne typen kan datoen rettes, eller opplysningen trekkes tilbake og registreres på nytt.",
            nn: "For denne typen kan datoen rettast, eller opplysninga trekkjast tilbake og registrerast på nytt.",
            en: "For this kind the date can be corrected, or the fact withdrawn and recorded anew." }
        why => { nb: "Hvorfor rettes den?", nn: "Kvifor blir ho retta?", en: "Why is it corrected?" }
        why_hint => { nb: "Grunnen blir stående.", nn: "Grunnen blir ståande.", en: "The reason stays." }
        correct => { nb: "Lagre rettelsen", nn: "Lagre rettinga", en: "Save the correction" }
        withdraw => { nb: "Trekk tilbake uten erstatning", nn: "Trekk tilbake utan erstatning", en: "Withdraw without replacement" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let (startup, kind, fact) = use_params_map().with_untracked(|params| {
        let get = |name: &str| params.get(name).unwrap_or_default();
        (get("startup"), get("kind"), get("fact"))
    });
    show(move |cx| load(cx, startup, kind, fact))
}

async fn load(cx: Cx, startup: String, kind: String, fact: String) -> Result<Page, PageError> {
    let startup: StartupId = startup.parse().map_err(|_| PageError::NotFound)?;
    let fact: FactId = fact.parse().map_err(|_| PageError::NotFound)?;
    let kind = FactKind::from_code(&kind).ok_or(PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let people = cx.house.store.people().await?;
    let about = ledger.startup(startup).ok_or(PageError::NotFound)?;
    let timeline = cx.house.store.timeline_for(&cx.actor(), startup).await?;
    let entry = timeline.iter().find(|entry| entry.id == fact && entry.kind == kind).ok_or(PageError::NotFound)?;
    let body = entry.body.as_ref().ok_or(PageError::NotFound)?;
    allowed(facts::correcting(&cx, &ledger, about, entry))?;
    let locale = cx.locale;
    let name = about.profile.name.clone();
    let draft = match actions::shown_again(&cx, "correct").await? {
        Some(draft) => draft,
        None => {
            let mut values: std::collections::BTreeMap<String, String> =
                facts::typed(body).into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
            values.insert("on".to_owned(), entry.valid_on.to_string());
            values.insert("source".to_owned(), entry.source.code().to_owned());
            values.insert("evidence".to_owned(), entry.evidence.clone().unwrap_or_default());
            Shown::filled(values)
        }
    };
    let fields = match kind {
        FactKind::Headcount => facts::headcount_fields(locale, &draft, "").into_any(),
        FactKind::LifeEvent => facts::life_event_fields(locale, &draft, "").into_any(),
        FactKind::Workplace => facts::workplace_fields(locale, &draft, "").into_any(),
        FactKind::OtherSupport => facts::other_support_fields(locale, &draft, "").into_any(),
        FactKind::Revenue | FactKind::Capital => facts::amount_fields(locale, &draft, "").into_any(),
        FactKind::StageChange
        | FactKind::Verification
        | FactKind::Award
        | FactKind::Mentor
        | FactKind::Meeting
        | FactKind::Team
        | FactKind::Update => view! { <p class="muted">{w::only_date(locale)}</p> }.into_any(),
    };
    let title = w::title(locale).to_owned();
    let mut labels = facts::labels(locale);
    labels.push(("reason", w::why(locale)));
    let says = facts::summary(locale, &ledger, &people, entry);
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(startup)>{name}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::says(locale, &says, &format::date(locale, entry.valid_on))}</p>
        <p>{w::text(locale)}</p>
        <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
        <form class="form" method="post" action=actions::correct_path()>
            <Hidden name="startup" value=startup.to_string()/>
            <Hidden name="fact" value=fact.to_string()/>
            <Hidden name="fact_kind" value=kind.code()/>
            <DateField input=draft.input("on", shared::date(locale)) max=Some(cx.today().to_string())/>
            {fields}
            {facts::source_fields(&cx, &draft, "")}
            <TextArea input=draft.input("reason", w::why(locale)).hint(w::why_hint(locale)).required() rows=2/>
            <div class="actions">
                <SubmitButton label=w::correct(locale)/>
                <button class="ds-button" type="submit" name="act" value="withdraw" data-variant="secondary" data-color="danger">
                    {w::withdraw(locale)}
                </button>
                <a class="ds-link" href=paths::startup(startup)>{shared::cancel(locale)}</a>
            </div>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}
