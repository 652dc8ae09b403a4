//! Norwegian organisation numbers.

use serde::{Deserialize, Serialize};

/// A valid organisation number: nine digits with a MOD11 check digit, not all zero.
///
/// The register alone knows whether a company has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrganisationNumber(u32);

/// Why a text is not an organisation number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationNumberError {
    /// Not nine digits once spaces, dots, `NO` and `MVA` are taken away.
    #[error("an organisation number has nine digits")]
    NotNineDigits,
    /// The check digit does not fit, or the number is all zero.
    #[error("the check digit does not fit: a digit is mistyped")]
    WrongCheckDigit,
}

impl OrganisationNumber {
    /// Reads a number as people paste it: `923609016`, `923 609 016`, `NO 923 609 016 MVA`.
    ///
    /// # Errors
    /// [`OrganisationNumberError`] when it is not nine digits or the check digit does not fit.
    pub fn parse(text: &str) -> Result<Self, OrganisationNumberError> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.' && *c != '\u{a0}').collect();
        let upper = bare.to_ascii_uppercase();
        let digits = upper.strip_prefix("NO").unwrap_or(&upper);
        let digits = digits.strip_suffix("MVA").unwrap_or(digits);
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(OrganisationNumberError::NotNineDigits);
        }
        let number: u32 = digits.parse().map_err(|_| OrganisationNumberError::NotNineDigits)?;
        // Weights and remainder rule: Brønnøysundregistrene, "Organisasjonsnummeret", MOD11.
        const WEIGHTS: [u32; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
        let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let check = match sum % 11 {
            0 => 0,
            1 => return Err(OrganisationNumberError::WrongCheckDigit),
            rest => 11 - rest,
        };
        if number == 0 || number % 10 != check {
            return Err(OrganisationNumberError::WrongCheckDigit);
        }
        Ok(Self(number))
    }

    /// Grouped as people write it, with non-breaking spaces: `923 609 016`.
    #[must_use]
    pub fn grouped(self) -> String {
        let digits = self.to_string();
        format!("{}\u{a0}{}\u{a0}{}", &digits[..3], &digits[3..6], &digits[6..])
    }
}

impl std::fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

impl TryFrom<String> for OrganisationNumber {
    type Error = OrganisationNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<OrganisationNumber> for String {
    fn from(number: OrganisationNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_register_are_valid() {
        for text in
            ["923609016", "984851006", "974760673", "991825827", "433695968", "NO 923 609 016 MVA", "923.609.016"]
        {
            assert!(OrganisationNumber::parse(text).is_ok(), "{text}");
        }
        assert_eq!(OrganisationNumber::parse("923609016").unwrap().grouped(), "923\u{a0}609\u{a0}016");
    }

    #[test]
    fn slips_of_the_hand_are_refused() {
        use OrganisationNumberError::{NotNineDigits, WrongCheckDigit};
        for (text, why) in [
            ("833286602", WrongCheckDigit),
            ("889640781", WrongCheckDigit),
            ("000000000", WrongCheckDigit),
            ("910000080", WrongCheckDigit),
            ("9ECD01011", NotNineDigits),
            ("12345678", NotNineDigits),
            ("", NotNineDigits),
        ] {
            assert_eq!(OrganisationNumber::parse(text), Err(why), "{text}");
        }
    }
}
