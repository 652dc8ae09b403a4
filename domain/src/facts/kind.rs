//! The kinds of fact, for whoever handles them all alike: timeline, import, withdrawal.

use serde::{Deserialize, Serialize};

use crate::words::Locale;

/// Which kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A move between stages.
    StageChange,
    /// A headcount observation.
    Headcount,
    /// An event of its life.
    LifeEvent,
    /// A day on which it was verified alive.
    Verification,
    /// Where it works.
    Workplace,
    /// Revenue.
    Revenue,
    /// Capital raised.
    Capital,
    /// Public money.
    Award,
    /// Who follows it up.
    Mentor,
    /// Who else supported it.
    OtherSupport,
    /// A meeting with the house.
    Meeting,
    /// Founders and leaders in numbers.
    Team,
    /// What became of a request for an update.
    Update,
}

impl FactKind {
    /// All kinds.
    pub const ALL: [FactKind; 13] = [
        FactKind::StageChange,
        FactKind::Headcount,
        FactKind::LifeEvent,
        FactKind::Verification,
        FactKind::Workplace,
        FactKind::Revenue,
        FactKind::Capital,
        FactKind::Award,
        FactKind::Mentor,
        FactKind::OtherSupport,
        FactKind::Meeting,
        FactKind::Team,
        FactKind::Update,
    ];

    /// The stable name in files and URLs; also the name of the table.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            FactKind::StageChange => "stage_change",
            FactKind::Headcount => "headcount",
            FactKind::LifeEvent => "life_event",
            FactKind::Verification => "verification",
            FactKind::Workplace => "workplace",
            FactKind::Revenue => "revenue",
            FactKind::Capital => "capital_raised",
            FactKind::Award => "funding_award",
            FactKind::Mentor => "mentor_assignment",
            FactKind::OtherSupport => "other_support",
            FactKind::Meeting => "meeting",
            FactKind::Team => "team",
            FactKind::Update => "update_step",
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
            (FactKind::StageChange, Nb | Nn) => "flytting",
            (FactKind::StageChange, En) => "move",
            (FactKind::Headcount, Nb) => "sysselsatte",
            (FactKind::Headcount, Nn) => "sysselsette",
            (FactKind::Headcount, En) => "headcount",
            (FactKind::LifeEvent, Nb) => "hendelse",
            (FactKind::LifeEvent, Nn) => "hending",
            (FactKind::LifeEvent, En) => "event",
            (FactKind::Verification, Nb) => "bekreftet i live",
            (FactKind::Verification, Nn) => "stadfesta i live",
            (FactKind::Verification, En) => "verified alive",
            (FactKind::Workplace, Nb) => "arbeidssted",
            (FactKind::Workplace, Nn) => "arbeidsstad",
            (FactKind::Workplace, En) => "workplace",
            (FactKind::Revenue, Nb) => "omsetning",
            (FactKind::Revenue, Nn) => "omsetning",
            (FactKind::Revenue, En) => "revenue",
            (FactKind::Capital, Nb) => "innhentet kapital",
            (FactKind::Capital, Nn) => "innhenta kapital",
            (FactKind::Capital, En) => "capital raised",
            (FactKind::Award, Nb) => "tilskudd",
            (FactKind::Award, Nn) => "tilskot",
            (FactKind::Award, En) => "funding award",
            (FactKind::Mentor, _) => "mentor",
            (FactKind::OtherSupport, Nb) => "annen støtte",
            (FactKind::OtherSupport, Nn) => "annan støtte",
            (FactKind::OtherSupport, En) => "other support",
            (FactKind::Meeting, Nb) => "møte",
            (FactKind::Meeting, Nn) => "møte",
            (FactKind::Meeting, En) => "meeting",
            (FactKind::Team, _) => "team",
            (FactKind::Update, Nb) => "oppdatering",
            (FactKind::Update, Nn) => "oppdatering",
            (FactKind::Update, En) => "update",
        }
    }
}

impl std::fmt::Display for FactKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_reads_back_from_its_code_and_has_a_name_everywhere() {
        for kind in FactKind::ALL {
            assert_eq!(FactKind::from_code(kind.code()), Some(kind));
            for locale in Locale::ALL {
                assert!(!kind.name(locale).is_empty(), "{kind:?} {locale:?}");
            }
        }
        assert_eq!(FactKind::from_code("rumour"), None);
    }
}
