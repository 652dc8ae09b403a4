//! Who stands behind what is published, and on which terms others may use it.

use domain::organisation::OrganisationNumber;
use domain::words::Locale;

/// Who publishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// What it is called.
    pub name: String,
    /// Its organisation number, when it is set.
    pub number: Option<OrganisationNumber>,
    /// Where questions about the data go, when it is set.
    pub email: Option<String>,
    /// On which terms others may use the data.
    pub licence: Licence,
}

impl Default for Publisher {
    fn default() -> Self {
        Self { name: "Grobunn".to_owned(), number: None, email: None, licence: Licence::default() }
    }
}

/// On which terms others may use open data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Licence {
    /// Norsk lisens for offentlige data 2.0.
    #[default]
    Nlod,
    /// Creative Commons Attribution 4.0.
    CcBy,
}

impl Licence {
    /// All there are.
    pub const ALL: [Licence; 2] = [Licence::Nlod, Licence::CcBy];

    /// The stable name in settings.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Licence::Nlod => "nlod-2.0",
            Licence::CcBy => "cc-by-4.0",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|licence| licence.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Licence::Nlod, Locale::Nb) => "Norsk lisens for offentlige data (NLOD) 2.0",
            (Licence::Nlod, Locale::Nn) => "Norsk lisens for offentlege data (NLOD) 2.0",
            (Licence::Nlod, Locale::En) => "Norwegian Licence for Open Government Data (NLOD) 2.0",
            (Licence::CcBy, Locale::Nb | Locale::Nn) => "Creative Commons Navngivelse 4.0 (CC BY 4.0)",
            (Licence::CcBy, Locale::En) => "Creative Commons Attribution 4.0 (CC BY 4.0)",
        }
    }

    /// Where its text stands.
    #[must_use]
    pub const fn page(self) -> &'static str {
        match self {
            Licence::Nlod => "https://data.norge.no/nlod/no/2.0",
            Licence::CcBy => "https://creativecommons.org/licenses/by/4.0/",
        }
    }

    /// Its name in the vocabulary that catalogues of data share.
    #[must_use]
    pub const fn uri(self) -> &'static str {
        match self {
            Licence::Nlod => "http://publications.europa.eu/resource/authority/licence/NLOD_2_0",
            Licence::CcBy => "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0",
        }
    }
}
