//! What was registered, and which published figures rest on it.

use domain::facts::{Fact, FactKind, in_force};
use domain::figures;
use domain::format;
use domain::ids::FactId;
use domain::ledger::StartupLedger;
use domain::words::Locale;
use leptos::prelude::*;
use store::updates::UpdateForm;

use super::super::facts::{headcount_text, money, place_text, team_text};
use crate::components::{DefinitionItem, DefinitionList, Notice, NoticeKind};
use crate::cx::Cx;
use crate::words as shared;

domain::catalogue! {
    mod w {
        thanks(on: &str) => { nb: "Takk! Besvart {on}.", nn: "Takk! Svara {on}.", en: "Thank you! Answered {on}." }
        thanks_now => { nb: "Takk! Tallene er registrert.", nn: "Takk! Tala er registrerte.", en: "Thank you! The numbers are recorded." }
        registered => { nb: "Dette er registrert", nn: "Dette er registrert", en: "This is recorded" }
        feeds => { nb: "Tall som hviler på dette", nn: "Tal som kviler på dette", en: "Figures that rest on this" }
        feeds_text => {
            nb: "Når huset publiserer disse, er svaret ditt med i grunnlaget. Bedriften nevnes ikke ved navn.",
            nn: "Når huset publiserer desse, er svaret ditt med i grunnlaget. Bedrifta blir ikkje nemnd ved namn.",
            en: "When the house publishes these, your answer is among what they rest on. The startup is not named." }
        your_words => { nb: "Det du skrev til mentoren", nn: "Det du skreiv til mentoren", en: "What you wrote to your mentor" }
        alive => { nb: "i drift", nn: "i drift", en: "active" }
        closed_title => { nb: "Takk for at du sa fra", nn: "Takk for at du sa frå", en: "Thank you for telling us" }
        closed_text(startup: &str) => {
            nb: "Det er registrert at {startup} er lagt ned. Å prøve krever mot, og det dere lærte er ikke borte. Vi spør ikke mer, og døra er åpen om du begynner på noe nytt.",
            nn: "Det er registrert at {startup} er lagd ned. Å prøve krev mot, og det de lærte er ikkje borte. Vi spør ikkje meir, og døra er open om du byrjar på noko nytt.",
            en: "It is recorded that {startup} has closed down. Trying takes courage, and what you learned is not lost. We will not ask again, and the door is open if you begin something new." }
        held => { nb: "Alt vi vet om dere", nn: "Alt vi veit om dykk", en: "All we hold about you" }
    }
}

/// The way to everything that is held.
pub(super) const fn held_label(locale: Locale) -> &'static str {
    w::held(locale)
}

/// Kind words, and nothing more to do.
pub(super) fn closed(locale: Locale, startup: &str) -> impl IntoView + use<> {
    view! {
        <h1 class="ds-heading">{w::closed_title(locale)}</h1>
        <p class="lead">{w::closed_text(locale, startup)}</p>
    }
}

/// The figures that a kind of fact can move, by the beginning of their names.
#[must_use]
pub(in crate::pages) const fn fed_by(kind: FactKind) -> &'static [&'static str] {
    match kind {
        FactKind::Headcount => &["jobs.", "survival."],
        FactKind::Workplace | FactKind::OtherSupport => &["jobs."],
        FactKind::LifeEvent => &["survival.", "jobs."],
        FactKind::Verification | FactKind::Revenue | FactKind::Capital => &["survival."],
        FactKind::StageChange => &["jobs.", "survival.", "applications.", "pipeline."],
        FactKind::Meeting => &["mentoring."],
        FactKind::Team => &["team."],
        FactKind::Update => &["updates."],
        FactKind::Award | FactKind::Mentor => &[],
    }
}

/// The titles of the figures shown by default that these kinds feed, in the order in which figures are shown.
#[must_use]
pub(in crate::pages) fn titles(locale: Locale, kinds: &[FactKind]) -> Vec<String> {
    let fed = |id: &figures::FigureId| kinds.iter().flat_map(|kind| fed_by(*kind)).any(|start| id.0.starts_with(start));
    figures::default_ids()
        .into_iter()
        .filter(fed)
        .filter_map(|id| Some(figures::definition(&id)?.title(locale)))
        .collect()
}

/// What the answer became, and what rests on it.
pub(super) fn thanks(cx: &Cx, form: &UpdateForm) -> impl IntoView + use<> {
    let locale = cx.locale;
    let request = form.request.as_ref().map(|(request, _)| request);
    let facts = match request {
        Some(request) => request.facts.clone(),
        // Unasked, what was recorded is what the founder said today.
        None => said_on(&form.startup, cx.today()),
    };
    let thanks = match request.and_then(|request| request.settled_at) {
        Some(at) => w::thanks(locale, &format::date(locale, domain::time::oslo_date(at))),
        None => w::thanks_now(locale).to_owned(),
    };
    let items = facts
        .iter()
        .filter_map(|(kind, id)| told(locale, &form.startup, *kind, *id))
        .map(|(term, value)| view! { <DefinitionItem term=term>{value}</DefinitionItem> })
        .collect_view();
    let kinds: Vec<FactKind> = facts.iter().map(|(kind, _)| *kind).chain(request.map(|_| FactKind::Update)).collect();
    let words = request.and_then(|request| request.words.clone());
    view! {
        <Notice kind=NoticeKind::Success live=true>{thanks}</Notice>
        <section aria-labelledby="registered">
            <h2 class="ds-heading" data-size="md" id="registered">{w::registered(locale)}</h2>
            <DefinitionList>
                {items}
                {words.map(|words| view! { <DefinitionItem term=w::your_words(locale)>{words}</DefinitionItem> })}
            </DefinitionList>
        </section>
        <section aria-labelledby="feeds">
            <h2 class="ds-heading" data-size="md" id="feeds">{w::feeds(locale)}</h2>
            <p class="muted">{w::feeds_text(locale)}</p>
            <ul class="ds-list">
                {titles(locale, &kinds).into_iter().map(|title| view! { <li>{title}</li> }).collect_view()}
            </ul>
        </section>
    }
}

/// What founders said of a day.
fn said_on(startup: &StartupLedger, today: chrono::NaiveDate) -> Vec<(FactKind, FactId)> {
    fn of<T>(kind: FactKind, facts: &[Fact<T>], today: chrono::NaiveDate) -> Option<(FactKind, FactId)> {
        let standing = in_force(facts, domain::time::Instant::MAX_UTC);
        let own = |fact: &&&Fact<T>| fact.valid_on == today && fact.source == domain::facts::Source::Founder;
        standing.iter().rev().find(own).map(|fact| (kind, fact.id))
    }
    [
        of(FactKind::Headcount, &startup.headcounts, today),
        of(FactKind::Workplace, &startup.workplaces, today),
        of(FactKind::Revenue, &startup.revenues, today),
        of(FactKind::Capital, &startup.capital, today),
        of(FactKind::Team, &startup.teams, today),
        of(FactKind::Verification, &startup.verifications, today),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A fact of an answer in words.
fn told(locale: Locale, startup: &StartupLedger, kind: FactKind, id: FactId) -> Option<(String, String)> {
    fn body<T>(facts: &[Fact<T>], id: FactId) -> Option<&T> {
        facts.iter().find(|fact| fact.id == id)?.body.as_ref()
    }
    let text = match kind {
        FactKind::Headcount => headcount_text(locale, body(&startup.headcounts, id)?),
        FactKind::Workplace => place_text(locale, body(&startup.workplaces, id)?),
        FactKind::Revenue => money(locale, body(&startup.revenues, id)?.amount),
        FactKind::Capital => money(locale, body(&startup.capital, id)?.amount),
        FactKind::Team => team_text(locale, body(&startup.teams, id)?),
        FactKind::Verification => body(&startup.verifications, id).map(|_| w::alive(locale).to_owned())?,
        FactKind::LifeEvent => body(&startup.life_events, id)?.kind.name(locale).to_owned(),
        _ => return None,
    };
    Some((shared::at_start(kind.name(locale)), text))
}
