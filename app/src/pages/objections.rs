//! Objections: what founders say is wrong, for whoever runs the programme to answer.

use std::collections::BTreeMap;

use domain::access::{Reason, Role};
use domain::format;
use domain::ids::StartupId;
use leptos::prelude::*;
use store::TimelineEntry;
use store::updates::Objection;

use super::facts as fact_words;
use super::held::said;
use crate::actions;
use crate::components::{Empty, ErrorSummary, Hidden, Notice, NoticeKind, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Innvendinger", nn: "Innvendingar", en: "Objections" }
        lead => {
            nb: "Gründere sier fra når noe vi har registrert er feil. Innvendingen endrer ingen tall før opplysningen rettes.",
            nn: "Gründarar seier frå når noko vi har registrert er feil. Innvendinga endrar ingen tal før opplysninga blir retta.",
            en: "Founders tell us when something we recorded is wrong. An objection changes no figure until the fact is corrected." }
        waiting(n: &str) => { nb: "Venter på svar: {n}", nn: "Ventar på svar: {n}", en: "Waiting for an answer: {n}" }
        on_home(n: &str) => { nb: "Gründere har sagt fra om feil. Venter på svar: {n}.", nn: "Gründarar har sagt frå om feil. Ventar på svar: {n}.", en: "Founders have told of mistakes. Waiting for an answer: {n}." }
        see => { nb: "Se innvendingene", nn: "Sjå innvendingane", en: "See the objections" }
        none => { nb: "Ingen innvendinger venter.", nn: "Ingen innvendingar ventar.", en: "No objections wait." }
        answered => { nb: "Besvart", nn: "Svara på", en: "Answered" }
        about(what: &str, on: &str) => { nb: "{what} ({on})", nn: "{what} ({on})", en: "{what} ({on})" }
        text => { nb: "Svaret til gründeren", nn: "Svaret til gründaren", en: "The answer to the founder" }
        text_hint => { nb: "Må fylles ut når opplysningen blir stående.", nn: "Må fyllast ut når opplysninga blir ståande.", en: "Needed where the fact stays." }
        agree => { nb: "Enig: rett opplysningen", nn: "Einig: rett opplysninga", en: "Agree: correct the fact" }
        keep => { nb: "La den stå", nn: "Lat ho stå", en: "Let it stand" }
        done => { nb: "Svaret er lagret. Gründeren ser det ved opplysningen.", nn: "Svaret er lagra. Gründaren ser det ved opplysninga.", en: "The answer is saved. The founder sees it beside the fact." }
        mend => { nb: "Rett dette før du svarer:", nn: "Rett dette før du svarar:", en: "Mend this before you answer:" }
    }
}

/// How many answered ones are shown.
const ANSWERED: usize = 50;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// A line on the first page of whoever answers objections, while any waits.
pub(super) async fn on_home(cx: &Cx) -> Result<Option<impl IntoView + use<>>, PageError> {
    let all = cx.house.store.objections_for(&cx.actor()).await?;
    let waiting = all.iter().filter(|objection| objection.answer.is_none()).count();
    let locale = cx.locale;
    Ok((waiting > 0).then(|| {
        let text = w::on_home(locale, &format::count(locale, waiting));
        view! {
            <Notice kind=NoticeKind::Warning>
                {text} " " <a class="ds-link" href=paths::OBJECTIONS>{w::see(locale)}</a>
            </Notice>
        }
    }))
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    if !matches!(cx.actor().role, Role::Admin | Role::System | Role::Manager) {
        return Err(PageError::Denied(Reason::ManagersDo));
    }
    let (store, actor, locale) = (&cx.house.store, cx.actor(), cx.locale);
    let objections = store.objections_for(&actor).await?;
    let people = store.people().await?;
    let ledger = cx.ledger().await?;
    let draft = actions::shown_again(&cx, "objection").await?;
    let (waiting, answered): (Vec<&Objection>, Vec<&Objection>) =
        objections.iter().partition(|objection| objection.answer.is_none());
    let shown: Vec<&Objection> = waiting.iter().copied().chain(answered.iter().copied().take(ANSWERED)).collect();
    let mut facts: BTreeMap<StartupId, Vec<TimelineEntry>> = BTreeMap::new();
    for objection in &shown {
        if let std::collections::btree_map::Entry::Vacant(e) = facts.entry(objection.startup) {
            e.insert(store.timeline_for(&actor, objection.startup).await?);
        }
    }
    let item = |objection: &Objection| {
        let name = ledger.startup(objection.startup).map(|startup| startup.profile.name.clone()).unwrap_or_default();
        let entry =
            facts.get(&objection.startup).and_then(|entries| entries.iter().find(|entry| entry.id == objection.fact));
        let what = entry.map(|entry| {
            let what = fact_words::summary(locale, &ledger, &people, entry);
            w::about(locale, &shared::at_start(&what), &format::date(locale, entry.valid_on))
        });
        let mine = |shown: &&Shown| shown.value("objection", "") == objection.id.to_string();
        let form = objection.answer.is_none().then(|| form(&cx, objection, draft.as_ref().filter(mine)).into_any());
        view! {
            <li class="held__fact" id=format!("objection-{}", objection.id)>
                <p><a class="ds-link" href=format!("{}#fact-{}", paths::held(objection.startup), objection.fact)>{name}</a></p>
                <p>{what}</p>
                {said(locale, &people, objection)}
                {form}
            </li>
        }
    };
    let count = format::count(locale, waiting.len());
    let waiting: Vec<_> = waiting.into_iter().map(item).collect();
    let answered: Vec<_> = answered.into_iter().take(ANSWERED).map(item).collect();
    let title = w::title(locale).to_owned();
    let list = if waiting.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! { <ul class="held">{waiting}</ul> }.into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {(cx.query.get("done") == Some("answered"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::done(locale)}</Notice> })}
        <section aria-labelledby="waiting">
            <h2 class="ds-heading" data-size="md" id="waiting">{w::waiting(locale, &count)}</h2>
            {list}
        </section>
        {(!answered.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="answered">
                        <h2 class="ds-heading" data-size="md" id="answered">{w::answered(locale)}</h2>
                        <ul class="held">{answered}</ul>
                    </section>
                }
            })}
    }
    .into_any();
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

fn form(cx: &Cx, objection: &Objection, draft: Option<&Shown>) -> impl IntoView + use<> {
    let locale = cx.locale;
    let draft = draft.cloned().unwrap_or_default();
    let prefix = format!("{}-", objection.id);
    let errors = draft.summary(&prefix, &[("text", w::text(locale))]);
    let verdict = || "verdict".to_owned();
    view! {
        <ErrorSummary title=w::mend(locale) errors=errors/>
        <form class="form" method="post" action=actions::answer_objection_path()>
            <Hidden name="objection" value=objection.id.to_string()/>
            <TextArea input=draft.input("text", w::text(locale)).within(&prefix).hint(w::text_hint(locale)) rows=2/>
            <div class="actions">
                <SubmitButton label=w::agree(locale) name=verdict() value="agreed".to_owned()/>
                <SubmitButton label=w::keep(locale) variant="secondary" name=verdict() value="kept".to_owned()/>
            </div>
        </form>
    }
}
