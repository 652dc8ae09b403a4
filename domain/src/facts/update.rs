//! What became of a request for an update.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::UpdateRoundId;
use crate::words::Locale;

/// What happened to a startup's part in a round of updates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpdateEvent {
    /// It was asked.
    Asked,
    /// It answered.
    Answered,
    /// It answered that it has closed.
    Closed,
    /// No mail reached it.
    Bounced,
    /// The request was taken back.
    Revoked,
}

impl UpdateEvent {
    /// All events.
    pub const ALL: [UpdateEvent; 5] =
        [UpdateEvent::Asked, UpdateEvent::Answered, UpdateEvent::Closed, UpdateEvent::Bounced, UpdateEvent::Revoked];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            UpdateEvent::Asked => "asked",
            UpdateEvent::Answered => "answered",
            UpdateEvent::Closed => "closed",
            UpdateEvent::Bounced => "bounced",
            UpdateEvent::Revoked => "revoked",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (UpdateEvent::Asked, Nb) => "spurt",
            (UpdateEvent::Asked, Nn) => "spurd",
            (UpdateEvent::Asked, En) => "asked",
            (UpdateEvent::Answered, Nb) => "besvart",
            (UpdateEvent::Answered, Nn) => "svara",
            (UpdateEvent::Answered, En) => "answered",
            (UpdateEvent::Closed, Nb) => "har lagt ned",
            (UpdateEvent::Closed, Nn) => "har lagt ned",
            (UpdateEvent::Closed, En) => "has closed",
            (UpdateEvent::Bounced, Nb) => "nådde ikke fram",
            (UpdateEvent::Bounced, Nn) => "nådde ikkje fram",
            (UpdateEvent::Bounced, En) => "did not arrive",
            (UpdateEvent::Revoked, Nb) => "trukket tilbake",
            (UpdateEvent::Revoked, Nn) => "trekt tilbake",
            (UpdateEvent::Revoked, En) => "taken back",
        }
    }
}

/// On the fact's `valid_on` this happened to the startup's part in a round of updates.
///
/// A round's response is the events of its startups: whoever was asked and has no later event has not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UpdateStep {
    /// In which round.
    pub round: UpdateRoundId,
    /// What happened.
    pub event: UpdateEvent,
    /// Until when an answer was asked for; stated with [`UpdateEvent::Asked`].
    pub due_on: Option<NaiveDate>,
}
