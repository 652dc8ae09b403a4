//! What happened in a period: from the day asked for, if any, up to and including the date of the figure.

use chrono::NaiveDate;

use super::definition::{Case, LeftOut};
use super::history::{Seen, up_to};
use super::scope::Question;
use super::{Figure, OutReason};
use crate::format;
use crate::words::Locale;

impl Question<'_> {
    /// Whether a day lies in the period asked about.
    pub(super) fn in_period(&self, on: NaiveDate) -> bool {
        on <= self.as_of() && self.query.scope.since.is_none_or(|since| since <= on)
    }
}

impl Case<'_, '_> {
    /// The part of a sorted list that lies in the period asked about.
    pub(super) fn of_period<'s, 'f, T>(&self, sorted: &'s [Seen<'f, T>]) -> &'s [Seen<'f, T>] {
        let known = up_to(sorted, self.question.as_of());
        match self.question.query.scope.since {
            Some(since) => known.get(known.partition_point(|seen| seen.on() < since)..).unwrap_or_default(),
            None => known,
        }
    }

    /// Goes on for a startup of the programme, cohort and sector asked about, whether it was admitted or only applied. Where a period
    /// of admission is asked for, it must have been admitted in it.
    ///
    /// # Errors
    /// The scope's reason.
    pub(super) fn known_to_scope(&self) -> Result<(), LeftOut> {
        let scope = &self.question.query.scope;
        match self.stay {
            Ok(_) => Ok(()),
            Err(OutReason::NotAdmitted) if scope.admitted_from.is_none() && scope.admitted_to.is_none() => Ok(()),
            Err(reason) => Err(reason.into()),
        }
    }
}

/// The period of a figure, to stand at the end of a clause: `fra 1.1.2025 til 31.12.2025`, `fram til 31.12.2025`.
pub(super) fn text(locale: Locale, figure: &Figure) -> String {
    let to = format::date(locale, figure.query.as_of);
    match figure.query.scope.since {
        Some(from) => words::between(locale, &format::date(locale, from), &to),
        None => words::until(locale, &to),
    }
}

/// A number of startups with its word: `1 bedrift`, `12 bedrifter`.
pub(super) fn startups(locale: Locale, many: usize) -> String {
    let word = if many == 1 { words::startup(locale) } else { words::startups(locale) };
    format!("{} {word}", format::count(locale, many))
}

crate::catalogue! {
    /// The words of periods.
    mod words {
        between(from: &str, to: &str) => {
            nb: "fra {from} til {to}", nn: "frå {from} til {to}", en: "from {from} to {to}" }
        until(to: &str) => { nb: "fram til {to}", nn: "fram til {to}", en: "up to {to}" }
        startup => { nb: "bedrift", nn: "bedrift", en: "startup" }
        startups => { nb: "bedrifter", nn: "bedrifter", en: "startups" }
    }
}
