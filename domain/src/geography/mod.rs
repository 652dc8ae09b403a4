//! Municipalities through the reforms of 2020 and 2024, and region sets made of them.
//!
//! A place is stated with the number of its day and kept so: a fact of 2016 says `0231` for ever. Which municipality that is
//! today, and in which region, is looked up here when a figure asks.

mod municipalities;
mod region_sets;

use serde::{Deserialize, Serialize};

pub use municipalities::{CurrentMunicipality, Today, all_current, by_name};
pub use region_sets::{Membership, RegionSet, region_set, region_sets};

/// A municipality number as it was valid when stated: `0231`, `3030`, `3205`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Municipality(u16);

/// A text that is not four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a municipality number has four digits")]
pub struct MunicipalityError;

impl Municipality {
    /// Reads four digits.
    ///
    /// # Errors
    /// [`MunicipalityError`] when the text is not four digits. Whether the number was ever in use is another question: see
    /// [`Municipality::today`].
    pub fn parse(text: &str) -> Result<Self, MunicipalityError> {
        let text = text.trim();
        if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_| MunicipalityError)
        } else {
            Err(MunicipalityError)
        }
    }
}

impl std::fmt::Display for Municipality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

impl TryFrom<String> for Municipality {
    type Error = MunicipalityError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Municipality> for String {
    fn from(municipality: Municipality) -> Self {
        municipality.to_string()
    }
}

/// Which region set: `romerike@1`. Without a version (`romerike`) it means the newest.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionSetId(pub String);

impl RegionSetId {
    /// The set's name without its version: `romerike`.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.0.split_once('@').map_or(&self.0, |(stem, _)| stem)
    }
}

impl From<&str> for RegionSetId {
    fn from(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
}

impl std::fmt::Display for RegionSetId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
