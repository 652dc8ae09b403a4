//! What happens to a startup's life, and when it was last seen alive.

use serde::{Deserialize, Serialize};

use crate::words::Locale;

/// The kinds of event in a startup's life. Which of them mean *alive* is decided by a figure's definition, not here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LifeEventKind {
    /// The venture began, company or not: the origin of its age.
    Founded,
    /// A company was registered.
    Incorporated,
    /// The venture went on in a new legal form (ENK to AS).
    Converted,
    /// Acquired, and goes on as a business of its own.
    AcquiredContinuing,
    /// Moved abroad, and goes on there.
    MovedAbroad,
    /// Taken up again after being dormant or given up.
    Reactivated,
    /// Absorbed into another company in a merger.
    AbsorbedInMerger,
    /// Bankrupt.
    Bankrupt,
    /// Wound up in order.
    WoundUp,
    /// Struck off the register by force.
    StruckOff,
    /// Given up, before or after a company was registered.
    Abandoned,
    /// Exists on paper, does nothing.
    Dormant,
}

impl LifeEventKind {
    /// All kinds, in the order in which a form offers them.
    pub const ALL: [LifeEventKind; 12] = [
        LifeEventKind::Founded,
        LifeEventKind::Incorporated,
        LifeEventKind::Converted,
        LifeEventKind::AcquiredContinuing,
        LifeEventKind::MovedAbroad,
        LifeEventKind::Reactivated,
        LifeEventKind::AbsorbedInMerger,
        LifeEventKind::Bankrupt,
        LifeEventKind::WoundUp,
        LifeEventKind::StruckOff,
        LifeEventKind::Abandoned,
        LifeEventKind::Dormant,
    ];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Founded => "founded",
            Self::Incorporated => "incorporated",
            Self::Converted => "converted",
            Self::AcquiredContinuing => "acquired_continuing",
            Self::MovedAbroad => "moved_abroad",
            Self::Reactivated => "reactivated",
            Self::AbsorbedInMerger => "absorbed_in_merger",
            Self::Bankrupt => "bankrupt",
            Self::WoundUp => "wound_up",
            Self::StruckOff => "struck_off",
            Self::Abandoned => "abandoned",
            Self::Dormant => "dormant",
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
            (Self::Founded, Nb | Nn) => "startet",
            (Self::Founded, En) => "founded",
            (Self::Incorporated, Nb) => "selskap stiftet",
            (Self::Incorporated, Nn) => "selskap stifta",
            (Self::Incorporated, En) => "incorporated",
            (Self::Converted, Nb) => "omdannet til ny selskapsform",
            (Self::Converted, Nn) => "omdanna til ny selskapsform",
            (Self::Converted, En) => "converted to a new legal form",
            (Self::AcquiredContinuing, Nb) => "kjøpt opp, driver videre",
            (Self::AcquiredContinuing, Nn) => "kjøpt opp, driv vidare",
            (Self::AcquiredContinuing, En) => "acquired and continuing",
            (Self::MovedAbroad, Nb) => "flyttet til utlandet",
            (Self::MovedAbroad, Nn) => "flytta til utlandet",
            (Self::MovedAbroad, En) => "moved abroad",
            (Self::Reactivated, Nb) => "tatt opp igjen",
            (Self::Reactivated, Nn) => "teken opp att",
            (Self::Reactivated, En) => "reactivated",
            (Self::AbsorbedInMerger, Nb) => "innfusjonert i et annet selskap",
            (Self::AbsorbedInMerger, Nn) => "innfusjonert i eit anna selskap",
            (Self::AbsorbedInMerger, En) => "absorbed in a merger",
            (Self::Bankrupt, Nb | Nn) => "konkurs",
            (Self::Bankrupt, En) => "bankrupt",
            (Self::WoundUp, Nb) => "avviklet",
            (Self::WoundUp, Nn) => "avvikla",
            (Self::WoundUp, En) => "wound up",
            (Self::StruckOff, Nb) => "tvangsoppløst eller slettet",
            (Self::StruckOff, Nn) => "tvangsoppløyst eller sletta",
            (Self::StruckOff, En) => "struck off",
            (Self::Abandoned, Nb) => "gitt opp",
            (Self::Abandoned, Nn) => "gitt opp",
            (Self::Abandoned, En) => "abandoned",
            (Self::Dormant, Nb) => "sovende",
            (Self::Dormant, Nn) => "sovande",
            (Self::Dormant, En) => "dormant",
        }
    }
}

/// An event in a startup's life, dated by the fact's `valid_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LifeEvent {
    /// What happened.
    pub kind: LifeEventKind,
    /// Whether `valid_on` is the day it happened. When false it is the day on which it was seen to have happened already:
    /// a death whose date nobody knows counts in shares and is left out of curves.
    pub date_known: bool,
}

impl LifeEvent {
    /// An event whose date is known.
    #[must_use]
    pub const fn dated(kind: LifeEventKind) -> Self {
        Self { kind, date_known: true }
    }
}

/// Somebody or something verified that the startup was alive on the fact's `valid_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verification;
