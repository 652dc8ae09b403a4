//! What the scores of an application come to: the mean with its spread, each evaluator as a dot, and all of it in words.

use std::collections::BTreeMap;

use domain::evaluation::{Criterion, Standing, common_scale};
use domain::format;
use domain::ids::PersonId;
use domain::words::Locale;
use leptos::prelude::*;

domain::catalogue! {
    mod w {
        mean(mean: &str) => { nb: "Snitt {mean}", nn: "Snitt {mean}", en: "Mean {mean}" }
        between(least: &str, greatest: &str) => {
            nb: "fra {least} til {greatest}", nn: "frå {least} til {greatest}", en: "from {least} to {greatest}" }
        deviation(deviation: &str) => {
            nb: "standardavvik {deviation}", nn: "standardavvik {deviation}", en: "standard deviation {deviation}" }
        scored(scored: &str, asked: &str) => {
            nb: "{scored} av {asked} har vurdert", nn: "{scored} av {asked} har vurdert", en: "{scored} of {asked} have scored" }
        conflicts(n: &str) => { nb: "{n} inhabil", nn: "{n} ugild", en: "{n} with a conflict of interest" }
        none => { nb: "Ingen har levert ennå", nn: "Ingen har levert enno", en: "Nobody has handed in yet" }
        nobody => { nb: "slettet person", nn: "sletta person", en: "erased person" }
    }
}

/// A total in words: on the criteria's common scale, in percent where they have none.
pub(in crate::pages) fn told(locale: Locale, criteria: &[Criterion], share: f64) -> String {
    match common_scale(criteria) {
        Some(scale) => format::number(locale, scale.at(share), 1),
        None => format::percent(locale, share, 0),
    }
}

/// A distance between totals in words, on the same scale.
fn distance(locale: Locale, criteria: &[Criterion], share: f64) -> String {
    match common_scale(criteria) {
        Some(scale) => format::number(locale, share * f64::from(scale.high - scale.low), 1),
        None => format::percent(locale, share, 0),
    }
}

/// What somebody is called, or that they are nobody one can name.
pub(in crate::pages) fn named(names: &BTreeMap<PersonId, String>, person: Option<PersonId>, locale: Locale) -> String {
    person.and_then(|id| names.get(&id).cloned()).unwrap_or_else(|| w::nobody(locale).to_owned())
}

/// The same as a sentence: `Snitt 3,9, fra 2,5 til 4,8, standardavvik 1,2 · 2 av 3 har vurdert · 1 inhabil`.
fn sentence(locale: Locale, criteria: &[Criterion], standing: &Standing) -> String {
    let count = |n: usize| format::count(locale, n);
    let mut parts = Vec::new();
    if let (Some(mean), Some(least), Some(greatest)) = (standing.mean, standing.least(), standing.greatest()) {
        let mut first = w::mean(locale, &told(locale, criteria, mean));
        if standing.totals.len() > 1 {
            let (least, greatest) = (told(locale, criteria, least), told(locale, criteria, greatest));
            first = format!("{first}, {}", w::between(locale, &least, &greatest));
        }
        if let Some(deviation) = standing.deviation {
            first = format!("{first}, {}", w::deviation(locale, &distance(locale, criteria, deviation)));
        }
        parts.push(first);
    } else {
        parts.push(w::none(locale).to_owned());
    }
    // Whoever has left and scored before is counted among those who have.
    parts.push(w::scored(locale, &count(standing.scored), &count(standing.asked.max(standing.scored))));
    if standing.conflicts > 0 {
        parts.push(w::conflicts(locale, &count(standing.conflicts)));
    }
    parts.join(" · ")
}

const WIDTH: f64 = 200.0;
const EDGE: f64 = 8.0;

/// Where a share lies on the strip.
fn across(share: f64) -> f64 {
    EDGE + share * (WIDTH - 2.0 * EDGE)
}

/// The mean, the strip of dots and the words. `names` are those that the reader may see.
pub(in crate::pages) fn spread(
    locale: Locale,
    criteria: &[Criterion],
    standing: &Standing,
    names: &BTreeMap<PersonId, String>,
) -> AnyView {
    let words = sentence(locale, criteria, standing);
    let strip = standing.mean.map(|mean| {
        let dots: Vec<String> = standing
            .totals
            .iter()
            .map(|(person, value)| format!("{} {}", named(names, *person, locale), told(locale, criteria, *value)))
            .collect();
        // Those who gave the same stand above each other.
        let mut before: Vec<f64> = Vec::new();
        let circles = standing
            .totals
            .iter()
            .map(|(_, value)| {
                let many = before.iter().filter(|other| (**other - value).abs() < 0.03).count();
                before.push(*value);
                #[expect(clippy::cast_precision_loss, reason = "evaluators are counted in tens")]
                let up = 16.0 - 5.0 * many.min(2) as f64;
                let x = format!("{:.1}", across(*value));
                view! { <circle class="spread__dot" cx=x cy=format!("{up:.1}") r="4"></circle> }
            })
            .collect_view();
        let x = format!("{:.1}", across(mean));
        view! {
            <svg class="spread__strip" viewBox="0 0 200 24" role="img" aria-label=dots.join(", ")>
                <line class="spread__line" x1="8" y1="16" x2="192" y2="16"></line>
                <line class="spread__end" x1="8" y1="12" x2="8" y2="20"></line>
                <line class="spread__end" x1="192" y1="12" x2="192" y2="20"></line>
                <line class="spread__mean" x1=x.clone() y1="4" x2=x y2="23"></line>
                {circles}
            </svg>
        }
    });
    view! { <div class="spread">{strip} <p class="spread__words">{words}</p></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use domain::evaluation::Scale;
    use domain::ids::CriterionId;

    use super::*;

    fn standing(totals: &[f64], asked: usize, conflicts: usize) -> (Vec<Criterion>, Standing) {
        let criterion = Criterion {
            id: CriterionId(uuid::Uuid::nil()),
            names: ["K".to_owned(), String::new(), String::new()],
            description: String::new(),
            weight: 100,
            scale: Scale::FIVE,
        };
        let totals: Vec<_> = totals.iter().map(|total| (None, *total)).collect();
        #[expect(clippy::cast_precision_loss, reason = "a handful")]
        let mean = (!totals.is_empty()).then(|| totals.iter().map(|(_, t)| t).sum::<f64>() / totals.len() as f64);
        let deviation = (totals.len() > 1).then_some(0.25);
        let scored = totals.len();
        (vec![criterion], Standing { totals, mean, deviation, asked, scored, conflicts, parts: Vec::new() })
    }

    #[test]
    fn a_mean_never_stands_without_its_spread_and_how_many_it_rests_on() {
        let (criteria, several) = standing(&[1.0, 0.5], 3, 1);
        assert_eq!(
            sentence(Locale::Nb, &criteria, &several),
            "Snitt 4, fra 3 til 5, standardavvik 1 · 2 av 3 har vurdert · 1 inhabil"
        );
        let (criteria, one) = standing(&[0.5], 3, 0);
        assert_eq!(sentence(Locale::En, &criteria, &one), "Mean 3 · 1 of 3 have scored");
        let (criteria, none) = standing(&[], 2, 0);
        assert_eq!(sentence(Locale::Nn, &criteria, &none), "Ingen har levert enno · 0 av 2 har vurdert");
        let html = spread(Locale::Nb, &criteria, &none, &BTreeMap::new()).to_html();
        assert!(!html.contains("<svg"), "{html}");
    }
}
