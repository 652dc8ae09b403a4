//! Who publishes, and on which terms.

use app::publisher::{Licence, Publisher};
use clap::Args;
use domain::organisation::OrganisationNumber;
use serde::Deserialize;

use crate::failure::Failure;

/// What an operator can set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublisherSettings {
    /// Who publishes, by name [default: Grobunn]
    #[arg(long = "publisher", env = "GROBUNN_PUBLISHER", global = true, value_name = "NAME")]
    #[arg(id = "publisher_name")]
    pub name: Option<String>,
    /// Its organisation number
    #[arg(long = "publisher-number", env = "GROBUNN_PUBLISHER_NUMBER", global = true, value_name = "NUMBER")]
    #[arg(id = "publisher_number")]
    pub number: Option<String>,
    /// Where questions about the house and its data go, and word of faults in its security
    #[arg(long = "publisher-email", env = "GROBUNN_PUBLISHER_EMAIL", global = true, value_name = "EMAIL")]
    #[arg(id = "publisher_email")]
    pub email: Option<String>,
    /// On which terms others may use its open data: nlod-2.0 or cc-by-4.0 [default: nlod-2.0]
    #[arg(long = "open-data-licence", env = "GROBUNN_OPEN_DATA_LICENCE", global = true, value_name = "LICENCE")]
    #[arg(id = "publisher_licence")]
    pub licence: Option<String>,
}

impl PublisherSettings {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            name: self.name.or(file.name),
            number: self.number.or(file.number),
            email: self.email.or(file.email),
            licence: self.licence.or(file.licence),
        }
    }

    /// The publisher that follows.
    ///
    /// # Errors
    /// [`Failure`] for a number that is none, an address that is none, or terms that are not offered.
    pub fn publisher(self) -> Result<Publisher, Failure> {
        let usual = Publisher::default();
        let number = self.number.map(|text| {
            OrganisationNumber::parse(&text)
                .map_err(|error| Failure::input(format!("publisher-number {text}: {error}")))
        });
        let licence = self.licence.map(|code| {
            Licence::from_code(&code).ok_or_else(|| {
                let known = Licence::ALL.map(Licence::code).join(", ");
                Failure::input(format!("no licence is called '{code}' (known: {known})"))
            })
        });
        if let Some(email) = self.email.as_ref().filter(|email| !store::identity::is_address(email)) {
            return Err(Failure::input(format!("publisher-email {email} is no e-mail address")));
        }
        Ok(Publisher {
            name: self.name.filter(|name| !name.trim().is_empty()).unwrap_or(usual.name),
            number: number.transpose()?,
            email: self.email,
            licence: licence.transpose()?.unwrap_or(usual.licence),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_holds_and_what_cannot_be_is_refused() {
        let set = |number: &str, email: &str, licence: &str| PublisherSettings {
            name: Some("Huset".to_owned()),
            number: Some(number.to_owned()),
            email: Some(email.to_owned()),
            licence: Some(licence.to_owned()),
        };
        let publisher = set("923 609 016", "data@huset.example", "cc-by-4.0").publisher().unwrap();
        assert_eq!((publisher.name.as_str(), publisher.licence), ("Huset", Licence::CcBy));
        assert_eq!(PublisherSettings::default().publisher().unwrap(), Publisher::default());
        for wrong in [
            set("923609017", "data@huset.example", "cc-by-4.0"),
            set("923609016", "huset", "cc-by-4.0"),
            set("923609016", "data@huset.example", "gpl"),
        ] {
            assert!(wrong.publisher().is_err());
        }
    }
}
