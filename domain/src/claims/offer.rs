//! A text that can stand, made of the figures that bear on a text's claims.

use super::judge::figure_of;
use super::{Cited, Claim, Footnote, Offer, Part, Says, words};
use crate::format;
use crate::geography::RegionSetId;
use crate::suppress::too_uncertain;
use crate::words::Locale;

/// Each figure that a claim rests on, once, in the order of the claims: as its definition words it, with its footnote. `None` when no
/// figure bears on any claim.
pub(super) fn offer(locale: Locale, claims: &[Claim], figures: &[Cited<'_>]) -> Option<Offer> {
    let mut told: Vec<usize> = Vec::new();
    let mut sentences: Vec<String> = Vec::new();
    let mut contributed = false;
    for claim in claims {
        let Some(index) = figure_of(&claim.verdict).filter(|index| !told.contains(index)) else { continue };
        let Some(cited) = figures.get(index) else { continue };
        let Some(mut sentence) = sentence(locale, cited, figures) else { continue };
        if let Some(uncertain) = too_uncertain(cited.figure) {
            sentence = format!("{sentence} {}", uncertain.text(locale));
        }
        told.push(index);
        sentences.push(format!("{sentence} [{}]", told.len()));
        if matches!(claim.says, Says::Jobs { part: Part::Created | Part::Contributed, .. }) && !contributed {
            contributed = true;
            sentences.push(words::contributed(locale).to_owned());
        }
    }
    let footnote = |(index, figure): (usize, &usize)| {
        let cited = figures.get(*figure)?;
        Some(Footnote { number: index + 1, figure: *figure, text: footnote(locale, cited)? })
    };
    let footnotes: Vec<Footnote> = told.iter().enumerate().filter_map(footnote).collect();
    (!told.is_empty()).then(|| Offer { text: sentences.join(" "), footnotes })
}

/// A figure as its definition words it; one of a region as a part of the whole, where the whole is at hand.
pub(super) fn sentence(locale: Locale, cited: &Cited<'_>, figures: &[Cited<'_>]) -> Option<String> {
    let figure = cited.figure;
    let sentence = cited.told(locale)?.sentence;
    let Some(region) = &figure.query.scope.region else { return Some(sentence) };
    let mut whole = figure.query.clone();
    whole.scope.region = None;
    let whole = figures.iter().map(|cited| cited.figure).find(|other| other.id == figure.id && other.query == whole);
    let (Some(part), Some(of)) = (figure.value, whole.and_then(|whole| whole.value)) else { return Some(sentence) };
    if of <= 0.0 || !(0.0..=of).contains(&part) {
        return Some(sentence);
    }
    let share = words::part(
        locale,
        &format::number(locale, part, 1),
        &format::number(locale, of, 1),
        &format::percent(locale, part / of, 0),
        &name(locale, region),
    );
    Some(format!("{sentence} {share}"))
}

fn name(locale: Locale, region: &RegionSetId) -> String {
    crate::geography::region_set(region).map_or_else(|| region.0.clone(), |set| set.name(locale).to_owned())
}

fn footnote(locale: Locale, cited: &Cited<'_>) -> Option<String> {
    let figure = cited.figure;
    let words = cited.told(locale)?;
    let (date, known) = (format::date(locale, figure.query.as_of), format::instant(locale, figure.query.known_at));
    let mut text = super::words::footnote(locale, &words.title, &figure.definition, &date, &known, &words.rule);
    if let Some(region) = figure.query.scope.region.as_ref().and_then(crate::geography::region_set) {
        text.push(' ');
        text.push_str(region.note(locale));
    }
    if let Some(link) = cited.link {
        text.push(' ');
        text.push_str(link);
    }
    Some(text)
}
