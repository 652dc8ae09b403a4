//! A startup's move from one stage of a programme to another.

use serde::{Deserialize, Serialize};

use crate::ids::{EnrolmentId, StageId};
use crate::words::Locale;

/// How a stay ended. Recorded apart from the stage it left from, and apart from whether the startup lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Went through the programme.
    Graduated,
    /// Left before its end.
    Left,
    /// Was acquired.
    Acquired,
    /// Gave the venture up.
    Discontinued,
}

impl Outcome {
    /// All outcomes, in the order in which a form offers them.
    pub const ALL: [Outcome; 4] = [Outcome::Graduated, Outcome::Left, Outcome::Acquired, Outcome::Discontinued];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Outcome::Graduated => "graduated",
            Outcome::Left => "left",
            Outcome::Acquired => "acquired",
            Outcome::Discontinued => "discontinued",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (Outcome::Graduated, Nb) => "uteksaminert",
            (Outcome::Graduated, Nn) => "uteksaminert",
            (Outcome::Graduated, En) => "graduated",
            (Outcome::Left, Nb) => "sluttet",
            (Outcome::Left, Nn) => "slutta",
            (Outcome::Left, En) => "left",
            (Outcome::Acquired, Nb | Nn) => "kjøpt opp",
            (Outcome::Acquired, En) => "acquired",
            (Outcome::Discontinued, Nb | Nn) => "lagt ned",
            (Outcome::Discontinued, En) => "discontinued",
        }
    }
}

/// From the fact's `valid_on` the enrolment stands in stage `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StageChange {
    /// The stay it belongs to.
    pub enrolment: EnrolmentId,
    /// The stage it left; `None` for the first change of a stay (the application).
    pub from: Option<StageId>,
    /// The stage it entered.
    pub to: StageId,
    /// How the stay ended, when `to` is an exit stage.
    pub outcome: Option<Outcome>,
}
