//! What the guard answers: the text with its claims marked, each claim with its verdict, and the text that can stand.

use domain::claims::{Claim, Guarded, Offer, Verdict};
use domain::figures::definition;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::sources::{Source, Sources};
use crate::components::{CopyText, Notice, NoticeKind};
use crate::cx::Cx;
use crate::paths;

domain::catalogue! {
    mod w {
        answer => { nb: "Svaret", nn: "Svaret", en: "The answer" }
        count(claims: &str, carried: &str) => {
            nb: "Påstander: {claims}. Kan stå slik de er: {carried}.",
            nn: "Påstandar: {claims}. Kan stå slik dei er: {carried}.",
            en: "Claims: {claims}. Can stand as they are: {carried}." }
        nothing => {
            nb: "Her er det ingen tall eller påstander å prøve.",
            nn: "Her er det ingen tal eller påstandar å prøve.",
            en: "There are no numbers or claims to test here." }
        marked => { nb: "Teksten, med påstandene merket", nn: "Teksten, med påstandane merkte", en: "The text with its claims marked" }
        holds => { nb: "Holder", nn: "Held", en: "Holds" }
        otherwise => { nb: "Holder på en annen definisjon", nn: "Held på ein annan definisjon", en: "Holds on another definition" }
        fails => { nb: "Holder ikke", nn: "Held ikkje", en: "Does not hold" }
        cannot => { nb: "Kan ikke sies slik", nn: "Kan ikkje seiast slik", en: "Cannot be said like this" }
        open => { nb: "Dette lar den stå åpent:", nn: "Dette lèt han stå ope:", en: "It leaves open:" }
        others => { nb: "Tallet ville holdt på:", nn: "Talet ville halde på:", en: "The number would hold on:" }
        published => { nb: "Publisert tall", nn: "Publisert tal", en: "Published figure" }
        not_published => { nb: "Ikke publisert ennå", nn: "Ikkje publisert enno", en: "Not published yet" }
        publish => { nb: "Publiser tallet", nn: "Publiser talet", en: "Publish the figure" }
        rule => { nb: "Regelen", nn: "Regelen", en: "The rule" }
        passed(numbers: &str) => {
            nb: "Lest som tid, eller som noe annet enn en påstand: {numbers}.",
            nn: "Lese som tid, eller som noko anna enn ein påstand: {numbers}.",
            en: "Read as a time, or as something other than a claim: {numbers}." }
        offer => { nb: "Dette kan stå", nn: "Dette kan stå", en: "This can stand" }
        copy => { nb: "Teksten med fotnoter, til å kopiere", nn: "Teksten med fotnotar, til å kopiere", en: "The text with footnotes, to copy" }
        not_yet => {
            nb: "Tall merket «ikke publisert ennå» har ingen adresse leseren kan åpne. Publiser dem før du trykker.",
            nn: "Tal merkte «ikkje publisert enno» har inga adresse lesaren kan opne. Publiser dei før du trykkjer.",
            en: "Figures marked “not published yet” have no address that a reader can open. Publish them before you print." }
    }
}

/// A verdict in a few words, and the tone of its mark.
const fn verdict(locale: Locale, verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Supported { .. } => (w::holds(locale), "success"),
        Verdict::OtherDefinition { .. } => (w::otherwise(locale), "info"),
        Verdict::NotSupported { .. } => (w::fails(locale), "danger"),
        Verdict::CannotBeSaid { .. } => (w::cannot(locale), "warning"),
    }
}

/// The answer to a text.
#[must_use]
pub fn answer(cx: &Cx, text: &str, guarded: &Guarded, sources: &Sources) -> AnyView {
    let locale = cx.locale;
    if guarded.claims.is_empty() && guarded.passed.is_empty() {
        return view! { <Notice live=true>{w::nothing(locale)}</Notice> }.into_any();
    }
    let carried = guarded.claims.iter().filter(|claim| matches!(claim.verdict, Verdict::Supported { .. })).count();
    let count = w::count(locale, &format::count(locale, guarded.claims.len()), &format::count(locale, carried));
    let kind = if carried == guarded.claims.len() { NoticeKind::Success } else { NoticeKind::Warning };
    let claims = guarded
        .claims
        .iter()
        .enumerate()
        .map(|(index, claim)| claim_view(cx, index + 1, claim, sources))
        .collect_view();
    let passed = (!guarded.passed.is_empty()).then(|| {
        let numbers = guarded.passed.iter().map(|number| format!("«{number}»")).collect::<Vec<_>>().join(", ");
        view! { <p class="muted">{w::passed(locale, &numbers)}</p> }
    });
    view! {
        <section class="part" aria-labelledby="answer">
            <h2 class="ds-heading" data-size="md" id="answer">{w::answer(locale)}</h2>
            <Notice kind=kind live=true>{count}</Notice>
            <h3 class="ds-heading" data-size="sm">{w::marked(locale)}</h3>
            <blockquote class="guard-text" lang=guarded.language.tag()>{marked(locale, text, &guarded.claims)}</blockquote>
            {passed}
            {claims}
            {guarded.offer.as_ref().map(|offer| offered(locale, guarded.language, offer, sources))}
        </section>
    }
    .into_any()
}

/// The text, each claim marked with its number and verdict. Claims that overlap keep to what is not marked yet.
fn marked(locale: Locale, text: &str, claims: &[Claim]) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut at = 0;
    for (index, claim) in claims.iter().enumerate() {
        let (from, to) = (claim.span.start.max(at), claim.span.end);
        let (Some(before), Some(own)) = (text.get(at..from), text.get(from..to)) else { continue };
        parts.push(view! { {before.to_owned()} }.into_any());
        let (words, tone) = verdict(locale, &claim.verdict);
        let label = format!("{} {words}", index + 1);
        parts.push(
            view! {
                <mark class="guard-mark" data-tone=tone>
                    {own.to_owned()}" "
                    <span class="guard-mark__label">{label}</span>
                </mark>
            }
            .into_any(),
        );
        at = to;
    }
    parts.push(view! { {text.get(at..).unwrap_or_default().to_owned()} }.into_any());
    parts
}

fn claim_view(cx: &Cx, number: usize, claim: &Claim, sources: &Sources) -> impl IntoView + use<> {
    let locale = cx.locale;
    let (words, tone) = verdict(locale, &claim.verdict);
    let cited = sources.cited();
    let id = format!("claim-{number}");
    let open = (!claim.open.is_empty()).then(|| {
        let items = claim.open.iter().map(|open| view! { <li>{open.text(locale)}</li> }).collect_view();
        view! {
            <p>{w::open(locale)}</p>
            <ul class="ds-list">{items}</ul>
        }
    });
    let others = claim.others(&cited);
    let others = (!others.is_empty()).then(|| {
        let items =
            others.into_iter().filter_map(|index| sources.list.get(index)).map(|source| source_line(locale, source));
        view! {
            <p>{w::others(locale)}</p>
            <ul class="ds-list">{items.map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        }
    });
    let figure = claim.figure().and_then(|index| sources.list.get(index)).map(|source| {
        view! { <p>{source_line(locale, source)}</p> }
    });
    view! {
        <section class="ds-card guard-claim" aria-labelledby=id>
            <h3 class="ds-heading" data-size="sm" id=id.clone()>{format!("{number}. «{}»", claim.text)}</h3>
            <p><span class="ds-tag" data-color=tone>{words}</span></p>
            <p>{claim.answer(locale, &cited)}</p>
            {figure}
            {open}
            {others}
        </section>
    }
}

/// A figure by its name and definition, whether it is published, and where it can be opened.
fn source_line(locale: Locale, source: &Source) -> impl IntoView + use<> {
    let id = &source.figure.id;
    let title = definition(id).map_or_else(|| id.0.clone(), |definition| definition.title(locale));
    let name = source.figure.definition.clone();
    let rule = paths::definition(id, None);
    let state = if source.is_published() {
        view! { <a class="ds-link" href=source.href.clone()>{w::published(locale)}<span class="ds-sr-only">{format!(": {title}")}</span></a> }
            .into_any()
    } else {
        let publish = view! {
            <a class="ds-link" href=source.href.clone()>{w::publish(locale)}<span class="ds-sr-only">{format!(": {title}")}</span></a>
        };
        view! { <strong>{w::not_published(locale)}</strong>". "{publish} }.into_any()
    };
    view! {
        {title.clone()}" ("<code>{name}</code>"). "{state}". "
        <a class="ds-link" href=rule>{w::rule(locale)}<span class="ds-sr-only">{format!(": {title}")}</span></a>
    }
}

fn offered(locale: Locale, language: Locale, offer: &Offer, sources: &Sources) -> impl IntoView + use<> {
    let mut text = offer.text.clone();
    for note in &offer.footnotes {
        text.push_str(&format!("\n[{}] {}", note.number, note.text));
    }
    let unpublished = offer
        .footnotes
        .iter()
        .filter_map(|note| sources.list.get(note.figure))
        .any(|source| !source.is_published())
        .then(|| view! { <p class="muted">{w::not_yet(locale)}</p> });
    let notes = offer
        .footnotes
        .iter()
        .map(|note| view! { <li value=note.number.to_string()>{note.text.clone()}</li> })
        .collect_view();
    let rows = text.lines().count().clamp(4, 14);
    view! {
        <h3 class="ds-heading" data-size="sm" id="offer">{w::offer(locale)}</h3>
        <blockquote class="guard-text" lang=language.tag()>{offer.text.clone()}</blockquote>
        <ol class="ds-list guard-notes" lang=language.tag()>{notes}</ol>
        {unpublished}
        <CopyText id="offer-copy" label=w::copy(locale) text language rows/>
    }
}
