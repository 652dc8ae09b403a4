//! Money a startup earns and raises. Whole minor units, never fractions. What it is awarded: `award`.

use serde::{Deserialize, Serialize};

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
