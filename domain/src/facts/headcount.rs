//! How many people work in a startup on a date.

use serde::{Deserialize, Serialize};

use crate::geography::Municipality;
use crate::words::Locale;

/// A whole number known exactly (`low == high`) or only as a span: the company register hides 1-4 employees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The smallest number it can be.
    pub low: u32,
    /// The largest number it can be.
    pub high: u32,
}

impl Span {
    /// A number known exactly.
    #[must_use]
    pub const fn exact(value: u32) -> Self {
        Self { low: value, high: value }
    }

    /// What the open company register says of 1-4 employees.
    pub const HIDDEN: Self = Self { low: 1, high: 4 };

    /// Whether the number is known exactly.
    #[must_use]
    pub const fn is_exact(self) -> bool {
        self.low == self.high
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_exact() { write!(f, "{}", self.low) } else { write!(f, "{}–{}", self.low, self.high) }
    }
}

/// A headcount observation: employees, and optionally full-time equivalents, working founders and where they work.
///
/// A missing part is unknown, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Headcount {
    /// Employees in heads, working founders without a salary not included.
    pub employees: Span,
    /// Full-time equivalents of the same employees, in hundredths (250 = 2.5 årsverk).
    pub fte_hundredths: Option<u32>,
    /// Founders who work in the startup without being employees of it.
    pub working_founders: Option<u32>,
    /// How many of the employees work where; `None` when the workplace fact decides.
    pub split: Option<Box<[(Municipality, u32)]>>,
}

impl Headcount {
    /// Employees only, known exactly.
    #[must_use]
    pub const fn of(employees: u32) -> Self {
        Self { employees: Span::exact(employees), fte_hundredths: None, working_founders: None, split: None }
    }

    /// Checks what a person or a sheet states before it becomes a fact.
    ///
    /// # Errors
    /// The first of [`HeadcountError`] that applies.
    pub fn check(&self) -> Result<(), HeadcountError> {
        if self.employees.low > self.employees.high {
            return Err(HeadcountError::SpanReversed { low: self.employees.low, high: self.employees.high });
        }
        if self.employees.high > Self::MOST {
            return Err(HeadcountError::TooMany { stated: self.employees.high });
        }
        if let Some(fte) = self.fte_hundredths
            && u64::from(fte) > u64::from(self.employees.high) * 100
        {
            return Err(HeadcountError::MoreFteThanHeads { heads: self.employees.high });
        }
        if let Some(split) = &self.split {
            let placed: u64 = split.iter().map(|(_, heads)| u64::from(*heads)).sum();
            if placed != u64::from(self.employees.high) {
                return Err(HeadcountError::SplitDoesNotAddUp { placed, employees: self.employees.high });
            }
        }
        Ok(())
    }

    /// More employees than this in one startup is taken for a slip of the hand.
    pub const MOST: u32 = 100_000;
}

/// Why a headcount cannot be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadcountError {
    /// The lower end lies above the upper.
    #[error("the lower number {low} is above the upper {high}")]
    SpanReversed {
        /// The lower end as stated.
        low: u32,
        /// The upper end as stated.
        high: u32,
    },
    /// Beyond [`Headcount::MOST`].
    #[error("{stated} employees is more than a startup can have here")]
    TooMany {
        /// The number as stated.
        stated: u32,
    },
    /// Nobody works more than full time.
    #[error("more full-time equivalents than the {heads} employees can work")]
    MoreFteThanHeads {
        /// Employees as stated.
        heads: u32,
    },
    /// The municipalities do not add up to the employees.
    #[error("the places add up to {placed}, the employees are {employees}")]
    SplitDoesNotAddUp {
        /// The sum over the places.
        placed: u64,
        /// Employees as stated.
        employees: u32,
    },
}

impl HeadcountError {
    /// The sentence a person reads.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match (self, locale) {
            (Self::SpanReversed { low, high }, Locale::Nb) => {
                format!("Det laveste tallet ({low}) er større enn det høyeste ({high}). Bytt om på dem.")
            }
            (Self::SpanReversed { low, high }, Locale::Nn) => {
                format!("Det lågaste talet ({low}) er større enn det høgaste ({high}). Byt om på dei.")
            }
            (Self::SpanReversed { low, high }, Locale::En) => {
                format!("The lower number ({low}) is above the upper ({high}). Swap them.")
            }
            (Self::TooMany { stated }, Locale::Nb) => {
                format!("{stated} ansatte er mer enn systemet godtar for én bedrift. Sjekk tallet.")
            }
            (Self::TooMany { stated }, Locale::Nn) => {
                format!("{stated} tilsette er meir enn systemet godtek for éi bedrift. Sjekk talet.")
            }
            (Self::TooMany { stated }, Locale::En) => {
                format!("{stated} employees is more than the system accepts for one startup. Check the number.")
            }
            (Self::MoreFteThanHeads { heads }, Locale::Nb) => {
                format!("Det er flere årsverk enn {heads} ansatte kan utføre. Sjekk begge tallene.")
            }
            (Self::MoreFteThanHeads { heads }, Locale::Nn) => {
                format!("Det er fleire årsverk enn {heads} tilsette kan utføre. Sjekk begge tala.")
            }
            (Self::MoreFteThanHeads { heads }, Locale::En) => {
                format!("There are more full-time equivalents than {heads} employees can work. Check both numbers.")
            }
            (Self::SplitDoesNotAddUp { placed, employees }, Locale::Nb) => {
                format!("Arbeidsstedene summerer til {placed}, men antall ansatte er {employees}.")
            }
            (Self::SplitDoesNotAddUp { placed, employees }, Locale::Nn) => {
                format!("Arbeidsstadene summerer til {placed}, men talet på tilsette er {employees}.")
            }
            (Self::SplitDoesNotAddUp { placed, employees }, Locale::En) => {
                format!("The workplaces add up to {placed}, but there are {employees} employees.")
            }
        }
    }
}
