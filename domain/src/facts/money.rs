//! Money a startup earns, raises and is awarded. Whole minor units, never fractions.

use serde::{Deserialize, Serialize};

use crate::words::Locale;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Currency {
    /// Norwegian krone, in øre.
    Nok,
    /// Euro, in cent.
    Eur,
    /// US dollar, in cent.
    Usd,
}

impl Currency {
    /// All currencies the product keeps.
    pub const ALL: [Currency; 3] = [Currency::Nok, Currency::Eur, Currency::Usd];

    /// The ISO 4217 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Currency::Nok => "NOK",
            Currency::Eur => "EUR",
            Currency::Usd => "USD",
        }
    }

    /// Reads the ISO 4217 code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code().eq_ignore_ascii_case(code))
    }
}

/// An amount in minor units (øre, cent) of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Minor units; 12 500 kroner is 1 250 000.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

/// Revenue of a year, dated by the fact's `valid_on` (the last day of the period).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Revenue {
    /// The amount of the twelve months that end on `valid_on`.
    pub amount: Money,
}

/// Capital raised from outside, dated by the day it was paid in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CapitalRaised {
    /// The amount raised.
    pub amount: Money,
}

/// Where an award stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AwardStatus {
    /// Applied for.
    Applied,
    /// Granted.
    Awarded,
    /// Refused.
    Declined,
    /// Paid out.
    Paid,
    /// Paid back.
    Repaid,
}

impl AwardStatus {
    /// All states in the order of a grant's life.
    pub const ALL: [AwardStatus; 5] =
        [AwardStatus::Applied, AwardStatus::Awarded, AwardStatus::Declined, AwardStatus::Paid, AwardStatus::Repaid];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            AwardStatus::Applied => "applied",
            AwardStatus::Awarded => "awarded",
            AwardStatus::Declined => "declined",
            AwardStatus::Paid => "paid",
            AwardStatus::Repaid => "repaid",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (AwardStatus::Applied, Nb | Nn) => "søkt",
            (AwardStatus::Applied, En) => "applied",
            (AwardStatus::Awarded, Nb) => "tilsagn",
            (AwardStatus::Awarded, Nn) => "tilsegn",
            (AwardStatus::Awarded, En) => "awarded",
            (AwardStatus::Declined, Nb | Nn) => "avslag",
            (AwardStatus::Declined, En) => "declined",
            (AwardStatus::Paid, Nb | Nn) => "utbetalt",
            (AwardStatus::Paid, En) => "paid",
            (AwardStatus::Repaid, Nb | Nn) => "tilbakebetalt",
            (AwardStatus::Repaid, En) => "repaid",
        }
    }
}

/// Public money for a startup: what was applied for, awarded, declined, paid or repaid on the fact's `valid_on`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FundingAward {
    /// The scheme's name as the giver writes it.
    pub scheme: Box<str>,
    /// Which step of the award this fact tells.
    pub status: AwardStatus,
    /// The amount of that step.
    pub amount: Money,
}
