//! Reports to those who pay: what a report says in words, and that no number stands in it that is not published.
//!
//! A text names a figure by its id in braces: `{jobs.net}`. Until a report is handed in, the living figure stands there; then its
//! publication, with a footnote. Any other number is refused when the report is handed in ([`foreign_numbers`]), but for years,
//! dates and the numbering of lists: a number that nobody can check is what this product is there to end.

mod numbers;
mod words;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use numbers::{foreign_numbers, numbers_of};

use crate::figures::{FigureId, Query, Scope, Unit, definition};
use crate::ids::ProgrammeId;
use crate::time::Instant;
use crate::words::Locale;

/// A part of a report that somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// What it comes to.
    Summary,
    /// What was done.
    Activity,
    /// What came of it.
    Results,
    /// What went otherwise than agreed.
    Deviations,
    /// What comes next.
    Plan,
}

impl Part {
    /// All parts, in the order in which they stand.
    pub const ALL: [Part; 5] = [Self::Summary, Self::Activity, Self::Results, Self::Deviations, Self::Plan];

    /// The stable name in forms and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Activity => "activity",
            Self::Results => "results",
            Self::Deviations => "deviations",
            Self::Plan => "plan",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Summary => words::words::summary(locale),
            Self::Activity => words::words::activity(locale),
            Self::Results => words::words::results(locale),
            Self::Deviations => words::words::deviations(locale),
            Self::Plan => words::words::plan(locale),
        }
    }
}

/// The texts of a report, as Markdown.
pub type Texts = BTreeMap<Part, String>;

/// The figures that a report can show, in the order in which it shows and publishes them: the headline first, for what is published
/// first decides what else may be.
const FIGURES: [&str; 17] = [
    "jobs.net",
    "jobs.stock",
    "survival.exits",
    "survival.admitted",
    "survival.fixed(3)",
    "survival.km(admission)",
    "mentoring.hours",
    "mentoring.meetings",
    "updates.response",
    "applications.admitted",
    "applications.declined",
    "team.women_founders",
    "funding.awarded",
    "funding.paid",
    "funding.repaid",
    "funding.private_capital",
    "funding.leverage",
];

/// The figures that a report begins with; the rest can be added.
const FIRST: [&str; 6] =
    ["jobs.net", "jobs.stock", "survival.admitted", "mentoring.hours", "updates.response", "applications.admitted"];

/// The figures that a report can show.
#[must_use]
pub fn figures() -> Vec<FigureId> {
    known(&FIGURES)
}

/// The figures that a new report shows.
#[must_use]
pub fn first_figures() -> Vec<FigureId> {
    known(&FIRST)
}

fn known(names: &[&str]) -> Vec<FigureId> {
    names.iter().map(|name| FigureId((*name).to_owned())).filter(|id| definition(id).is_some()).collect()
}

/// The question that a figure answers in a report: the programme at the end of the period, and what happens in a period from its
/// first day on.
#[must_use]
pub fn question(id: &FigureId, programme: ProgrammeId, from: NaiveDate, to: NaiveDate, known_at: Instant) -> Query {
    // Jobs and survival are states on a day; the file of their publication says nothing of a period then.
    let unit = definition(id).map(|definition| definition.unit());
    let happens = match unit {
        Some(Unit::Jobs | Unit::Curve | Unit::Days) => false,
        Some(Unit::Share) => !id.0.starts_with("survival."),
        // Capital comes years after the money that it is set against.
        Some(Unit::PeopleShare | Unit::Ratio) => false,
        _ => true,
    };
    let scope = Scope { programme: Some(programme), since: happens.then_some(from), ..Scope::default() };
    Query { as_of: to, known_at, scope }
}

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch<'a> {
    /// As it stands.
    Plain(&'a str),
    /// A figure.
    Figure(FigureId),
}

/// A text cut where it names figures. What stands in braces and is no figure stays as it is.
#[must_use]
pub fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let (mut found, mut plain, mut at) = (Vec::new(), 0, 0);
    while let Some(open) = text[at..].find('{').map(|offset| at + offset) {
        let Some(close) = text[open..].find('}').map(|offset| open + offset) else { break };
        let id = FigureId(text[open + 1..close].trim().to_owned());
        if definition(&id).is_some() {
            if plain < open {
                found.push(Stretch::Plain(&text[plain..open]));
            }
            found.push(Stretch::Figure(id));
            plain = close + 1;
            at = close + 1;
        } else {
            at = open + 1;
        }
    }
    if plain < text.len() {
        found.push(Stretch::Plain(&text[plain..]));
    }
    found
}

/// The figures that texts name.
#[must_use]
pub fn named(texts: &Texts) -> Vec<FigureId> {
    let mut named = Vec::new();
    for stretch in texts.values().flat_map(|text| stretches(text)) {
        if let Stretch::Figure(id) = stretch
            && !named.contains(&id)
        {
            named.push(id);
        }
    }
    named
}

/// The texts that a new report begins with: each states a figure and leaves the judging to whoever writes.
#[must_use]
pub fn first_texts(locale: Locale, programme: &str, figures: &[FigureId]) -> Texts {
    let say = |names: &[&str]| {
        let named = figures.iter().filter(|id| names.iter().any(|name| id.0.starts_with(name)));
        named.map(|id| format!("{{{}}}", id.0)).collect::<Vec<_>>().join("\n\n")
    };
    let join =
        |first: &str, rest: String| if rest.is_empty() { first.to_owned() } else { format!("{first}\n\n{rest}") };
    Part::ALL
        .into_iter()
        .map(|part| {
            let text = match part {
                Part::Summary => join(&words::words::about(locale, programme), say(&["jobs.net"])),
                Part::Activity => say(&["mentoring.", "applications."]),
                Part::Results => say(&["jobs.stock", "survival.", "funding."]),
                Part::Deviations => words::words::no_deviation(locale).to_owned(),
                Part::Plan => words::words::no_plan(locale).to_owned(),
            };
            (part, text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_it_names_a_figure_and_nowhere_else() {
        let jobs = FigureId("jobs.net".to_owned());
        assert_eq!(
            stretches("Vi {ikke} ser {jobs.net}. {"),
            [Stretch::Plain("Vi {ikke} ser "), Stretch::Figure(jobs.clone()), Stretch::Plain(". {")]
        );
        assert_eq!(stretches("{jobs.net}{jobs.net}"), [Stretch::Figure(jobs.clone()), Stretch::Figure(jobs)]);
        assert_eq!(stretches("{{jobs.nothing}"), [Stretch::Plain("{{jobs.nothing}")]);
        assert!(stretches("").is_empty());
    }

    #[test]
    fn first_texts_hold_no_number_of_their_own() {
        for locale in Locale::ALL {
            for (part, text) in first_texts(locale, "Såkorn", &first_figures()) {
                assert!(foreign_numbers(&text, &[]).is_empty(), "{part:?}: {text}");
                assert!(!text.is_empty(), "{part:?} says nothing");
            }
        }
    }

    #[test]
    fn every_figure_of_a_report_is_one() {
        assert_eq!(figures().len(), FIGURES.len());
        assert_eq!(first_figures().len(), FIRST.len());
        assert!(first_figures().iter().all(|id| figures().contains(id)));
    }
}
