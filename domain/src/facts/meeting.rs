//! Meetings: what the house gave of its time.

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, ProgrammeId};
use crate::words::Locale;

/// How people met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// In one room.
    InPerson,
    /// By video.
    Video,
    /// By telephone.
    Phone,
    /// A gathering with others, such as a workshop.
    Workshop,
}

impl MeetingKind {
    /// All kinds, in the order in which a form offers them.
    pub const ALL: [MeetingKind; 4] =
        [MeetingKind::InPerson, MeetingKind::Video, MeetingKind::Phone, MeetingKind::Workshop];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            MeetingKind::InPerson => "in_person",
            MeetingKind::Video => "video",
            MeetingKind::Phone => "phone",
            MeetingKind::Workshop => "workshop",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (MeetingKind::InPerson, Nb) => "fysisk",
            (MeetingKind::InPerson, Nn) => "fysisk",
            (MeetingKind::InPerson, En) => "in person",
            (MeetingKind::Video, _) => "video",
            (MeetingKind::Phone, Nb | Nn) => "telefon",
            (MeetingKind::Phone, En) => "phone",
            (MeetingKind::Workshop, Nb) => "samling",
            (MeetingKind::Workshop, Nn) => "samling",
            (MeetingKind::Workshop, En) => "workshop",
        }
    }
}

/// On the fact's `valid_on` the house met the startup. What was said is kept in notes, apart from the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Meeting {
    /// As part of which programme.
    pub programme: ProgrammeId,
    /// Who held it for the house; `None` when that is not known.
    pub mentor: Option<PersonId>,
    /// How long, in minutes: 1 to [`Meeting::MOST`].
    pub minutes: u32,
    /// How.
    pub kind: MeetingKind,
}

impl Meeting {
    /// The longest meeting in minutes: one day. More is a slip of the finger.
    pub const MOST: u32 = 24 * 60;

    /// Whether its length is one that a meeting can have.
    #[must_use]
    pub const fn is_plausible(&self) -> bool {
        self.minutes >= 1 && self.minutes <= Self::MOST
    }
}
