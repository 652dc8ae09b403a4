//! Facts: what was observed about a startup, append-only and with two times.
//!
//! A [`Fact`] was true on a civil date (`valid_on`) and was learned at an instant (`recorded_at`). It is never changed: a later
//! fact may *supersede* it, with a reason, or *withdraw* it (a superseding fact without a body). What was in force
//! "as known at K" is therefore always recoverable: see [`in_force`].
//!
//! Who recorded a fact, why, and the text of its evidence are kept in the database beside it (`store::TimelineEntry`), not here:
//! no figure rests on them.

mod award;
mod headcount;
mod kind;
mod life;
mod meeting;
mod money;
mod place;
mod stage;
mod support;
mod team;
mod update;

use std::collections::HashSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use award::{AidBasis, AwardStatus, FundingAward, Instrument, Rate, Terms};
pub use headcount::{Headcount, HeadcountError, Span};
pub use kind::FactKind;
pub use life::{LifeEvent, LifeEventKind, Verification};
pub use meeting::{Meeting, MeetingKind};
pub use money::{CapitalRaised, Currency, Money, Revenue};
pub use place::{MentorAssignment, Workplace};
pub use stage::{Outcome, StageChange};
pub use support::OtherSupport;
pub use team::{Team, TeamError};
pub use update::{UpdateEvent, UpdateStep};

use crate::ids::FactId;
use crate::time::Instant;
use crate::words::Locale;

/// Where a fact comes from, in rising strength of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The founder said so.
    Founder,
    /// A mentor or the incubator's staff recorded it.
    Mentor,
    /// A document shows it (accounts, payroll, contract).
    Document,
    /// A public register shows it.
    Register,
}

impl Source {
    /// All sources, weakest first.
    pub const ALL: [Source; 4] = [Source::Founder, Source::Mentor, Source::Document, Source::Register];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Source::Founder => "founder",
            Source::Mentor => "mentor",
            Source::Document => "document",
            Source::Register => "register",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Source::Founder, Locale::Nb | Locale::Nn) => "gründer",
            (Source::Founder, Locale::En) => "founder",
            (Source::Mentor, _) => "mentor",
            (Source::Document, Locale::Nb | Locale::Nn) => "dokument",
            (Source::Document, Locale::En) => "document",
            (Source::Register, Locale::Nb | Locale::Nn) => "register",
            (Source::Register, Locale::En) => "register",
        }
    }

    /// Whether this source alone documents a fact, so that it counts in a figure's documented floor.
    #[must_use]
    pub const fn documents(self) -> bool {
        matches!(self, Source::Document | Source::Register)
    }
}

/// One observed fact with its two times. `T` is what was observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact<T> {
    /// The fact's id; sorts by the time it was made.
    pub id: FactId,
    /// The civil date (Europe/Oslo) on which it was true.
    pub valid_on: NaiveDate,
    /// When we learned it.
    pub recorded_at: Instant,
    /// The fact this one takes the place of.
    pub supersedes: Option<FactId>,
    /// Where it comes from.
    pub source: Source,
    /// Whether evidence is attached, or the source documents by itself.
    pub documented: bool,
    /// What was observed; `None` when this fact only withdraws the one it supersedes.
    pub body: Option<T>,
}

impl<T> Fact<T> {
    /// The key that orders facts of one startup: by valid date, then by when we learned them, then by id.
    #[must_use]
    pub fn order(&self) -> (NaiveDate, Instant, FactId) {
        (self.valid_on, self.recorded_at, self.id)
    }
}

/// The facts in force as known at `known_at`, in the order of [`Fact::order`]: recorded by then, neither superseded by a fact
/// recorded by then, nor withdrawn.
pub fn in_force<T>(facts: &[Fact<T>], known_at: Instant) -> Vec<&Fact<T>> {
    let mut known: Vec<&Fact<T>> = facts.iter().filter(|fact| fact.recorded_at <= known_at).collect();
    if known.iter().any(|fact| fact.supersedes.is_some()) {
        let superseded: HashSet<FactId> = known.iter().filter_map(|fact| fact.supersedes).collect();
        known.retain(|fact| !superseded.contains(&fact.id));
    }
    known.retain(|fact| fact.body.is_some());
    if !known.is_sorted_by_key(|fact| fact.order()) {
        known.sort_by_key(|fact| fact.order());
    }
    known
}
