//! Judging applications: by what, by whom, who sees what of it, and what it comes to.
//!
//! - [`Criterion`] and [`Scale`]: what an application is judged by; [`total`]: what one evaluator's scores come to
//! - [`Standing`]: what all of them come to, with its spread; [`ranks`]: the places of a round, ties included
//! - [`sees_others`]: blind until one's own score is in
//! - [`letter`]: the letter to whoever is not admitted
//!
//! A score that is missing is missing: it is never a zero, and a sheet that lacks one counts for nothing.

mod error;
pub mod letter;
mod standing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use error::EvaluationError;
pub use standing::{Part, Standing, ranks};

use crate::ids::{CriterionId, PersonId};
use crate::words::Locale;

/// The longest name of a criterion or a round, in characters.
pub const LONGEST_NAME: usize = 120;
/// The longest description, comment, reason or letter, in characters.
pub const LONGEST_TEXT: usize = 4_000;
/// The most criteria of one round: beyond that nobody judges with care.
pub const MOST_CRITERIA: usize = 20;

/// From which whole number to which a criterion is scored; the higher the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Scale {
    /// The least score, from 0.
    pub low: u8,
    /// The greatest, at most [`Scale::HIGHEST`].
    pub high: u8,
}

impl Scale {
    /// One to five: what a criterion has unless another is set.
    pub const FIVE: Self = Self { low: 1, high: 5 };
    /// The highest end of any scale: more steps than that cannot be told apart.
    pub const HIGHEST: u8 = 10;

    /// The scores that can be given, the least first.
    #[must_use]
    pub fn scores(self) -> std::ops::RangeInclusive<u8> {
        self.low..=self.high
    }

    /// How far up the scale a score lies, from 0 to 1; `None` for a score that is not on it.
    #[must_use]
    pub fn share(self, score: u8) -> Option<f64> {
        let on_it = self.low < self.high && self.scores().contains(&score);
        on_it.then(|| f64::from(score - self.low) / f64::from(self.high - self.low))
    }

    /// The point of the scale that lies so far up it; the way back from [`Scale::share`].
    #[must_use]
    pub fn at(self, share: f64) -> f64 {
        f64::from(self.low) + share * f64::from(self.high.saturating_sub(self.low))
    }

    /// What a score means in a word, on a scale of five steps; `None` on any other.
    #[must_use]
    pub fn word(self, score: u8, locale: Locale) -> Option<&'static str> {
        if self.high.checked_sub(self.low) != Some(4) {
            return None;
        }
        match score.checked_sub(self.low)? {
            0 => Some(words::weak(locale)),
            1 => Some(words::fair(locale)),
            2 => Some(words::good(locale)),
            3 => Some(words::strong(locale)),
            4 => Some(words::outstanding(locale)),
            _ => None,
        }
    }
}

crate::catalogue! {
    /// What scores mean.
    mod words {
        weak => { nb: "svakt", nn: "svakt", en: "weak" }
        fair => { nb: "under middels", nn: "under middels", en: "below average" }
        good => { nb: "godt", nn: "godt", en: "good" }
        strong => { nb: "sterkt", nn: "sterkt", en: "strong" }
        outstanding => { nb: "svært sterkt", nn: "svært sterkt", en: "outstanding" }
    }
}

/// Something that an application is judged by in a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// The criterion's id.
    pub id: CriterionId,
    /// Its name in bokmål, nynorsk and English; bokmål stands in for one that is empty.
    pub names: [String; 3],
    /// What to look for, in the programme's own words; may be empty.
    pub description: String,
    /// How much it counts against the others, in hundredths, from 1: 100 is once.
    pub weight: u32,
    /// From what to what it is scored.
    pub scale: Scale,
}

impl Criterion {
    /// The greatest weight, in hundredths: a hundred times.
    pub const HEAVIEST: u32 = 10_000;

    /// Its name for a reader.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        let [nb, nn, en] = &self.names;
        let own = match locale {
            Locale::Nb => nb,
            Locale::Nn => nn,
            Locale::En => en,
        };
        if own.is_empty() { nb } else { own }
    }

    /// Checks what was typed.
    ///
    /// # Errors
    /// The first of [`EvaluationError`] that applies.
    pub fn check(&self) -> Result<(), EvaluationError> {
        if self.names[0].trim().is_empty() {
            return Err(EvaluationError::CriterionUnnamed);
        }
        let long = |text: &String, most: usize| text.chars().count() > most;
        if self.names.iter().any(|name| long(name, LONGEST_NAME)) || long(&self.description, LONGEST_TEXT) {
            return Err(EvaluationError::TooLong);
        }
        if self.weight == 0 || self.weight > Self::HEAVIEST {
            return Err(EvaluationError::Weight);
        }
        if self.scale.low >= self.scale.high || self.scale.high > Scale::HIGHEST {
            return Err(EvaluationError::Scale);
        }
        Ok(())
    }
}

/// The scale that all criteria share, on which their totals are then told; `None` when they differ, and totals are told in percent.
#[must_use]
pub fn common_scale(criteria: &[Criterion]) -> Option<Scale> {
    let first = criteria.first()?.scale;
    criteria.iter().all(|criterion| criterion.scale == first).then_some(first)
}

/// One evaluator's scores by criterion.
pub type Scores = BTreeMap<CriterionId, u8>;

/// What one evaluator's scores come to: the weighted mean of how far up each scale they lie, from 0 to 1. `None` unless every criterion is
/// scored on its scale.
#[must_use]
pub fn total(criteria: &[Criterion], scores: &Scores) -> Option<f64> {
    let mut sum = 0.0;
    let mut weight = 0.0;
    for criterion in criteria {
        let share = criterion.scale.share(*scores.get(&criterion.id)?)?;
        sum += share * f64::from(criterion.weight);
        weight += f64::from(criterion.weight);
    }
    (weight > 0.0).then(|| sum / weight)
}

/// Checks scores that are to be handed in: one on its scale for every criterion, and none for any other.
///
/// # Errors
/// [`EvaluationError::Incomplete`], [`EvaluationError::OffScale`].
pub fn check_scores(criteria: &[Criterion], scores: &Scores, whole: bool) -> Result<(), EvaluationError> {
    let on_scale = |(id, score): (&CriterionId, &u8)| {
        criteria.iter().any(|criterion| criterion.id == *id && criterion.scale.share(*score).is_some())
    };
    if !scores.iter().all(on_scale) {
        return Err(EvaluationError::OffScale);
    }
    if whole && (criteria.is_empty() || total(criteria, scores).is_none()) {
        return Err(EvaluationError::Incomplete);
    }
    Ok(())
}

/// One evaluator's sheet for one application in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose; `None` once it is kept only to be counted.
    pub evaluator: Option<PersonId>,
    /// The scores so far.
    pub scores: Scores,
    /// What they say beside the scores.
    pub comment: String,
    /// Whether it is handed in. A draft counts for nothing.
    pub submitted: bool,
}

/// When evaluators of a call see each other's scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Once their own is handed in.
    #[default]
    AfterOwn,
    /// Never.
    Never,
}

impl Sharing {
    /// Both ways.
    pub const ALL: [Sharing; 2] = [Sharing::AfterOwn, Sharing::Never];

    /// The stable name in databases and forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Sharing::AfterOwn => "after_own",
            Sharing::Never => "never",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sharing| sharing.code() == code)
    }
}

/// How far somebody has come with an application in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Own {
    /// They are no evaluator of the call.
    NotAsked,
    /// They are, and have nothing yet.
    ToDo,
    /// They have a draft.
    Draft,
    /// Theirs is handed in.
    Submitted,
    /// They have declared a conflict of interest.
    Conflict,
}

/// Whether somebody sees the scores and comments of others, and what they come to. `runs` says whether they run the programme, `closed`
/// whether the round is over. Whoever evaluates is blind until their own is in, a manager too.
#[must_use]
pub const fn sees_others(own: Own, runs: bool, sharing: Sharing, closed: bool) -> bool {
    match own {
        Own::Conflict => false,
        Own::NotAsked => runs,
        Own::ToDo | Own::Draft => runs && closed,
        Own::Submitted => runs || matches!(sharing, Sharing::AfterOwn),
    }
}

/// Whether somebody reads what the application says: not with a conflict of interest.
#[must_use]
pub const fn sees_answers(own: Own, runs: bool) -> bool {
    match own {
        Own::Conflict => false,
        Own::NotAsked => runs,
        Own::ToDo | Own::Draft | Own::Submitted => true,
    }
}

/// What was decided about an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Taken into the programme.
    Admitted,
    /// Not taken in.
    Declined,
    /// On the waiting list.
    Waiting,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Verdict; 3] = [Verdict::Admitted, Verdict::Declined, Verdict::Waiting];

    /// The stable name in databases.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Verdict::Admitted => "admitted",
            Verdict::Declined => "declined",
            Verdict::Waiting => "waiting",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// The word a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Verdict::Admitted => verdicts::admitted(locale),
            Verdict::Declined => verdicts::declined(locale),
            Verdict::Waiting => verdicts::waiting(locale),
        }
    }
}

crate::catalogue! {
    /// What decisions are called.
    mod verdicts {
        admitted => { nb: "tatt opp", nn: "teken opp", en: "admitted" }
        declined => { nb: "avslag", nn: "avslag", en: "declined" }
        waiting => { nb: "på venteliste", nn: "på venteliste", en: "on the waiting list" }
    }
}

#[cfg(test)]
mod tests;
