//! E-mail addresses as they are compared.

use domain::words::fold;

/// The longest address that mail servers carry (RFC 5321), in bytes.
const LONGEST: usize = 254;

/// An address somebody typed, without blanks around it, and the form in which it is compared.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// As typed.
    pub(super) typed: String,
    /// Folded: two ways to write one address have one key.
    pub(super) key: String,
}

impl Address {
    /// Reads an address: one @, something on both sides, a point in the host, nothing that could end a header line.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let typed = text.trim();
        let (local, host) = typed.split_once('@')?;
        let strange = |letter: char| letter.is_whitespace() || letter.is_control() || "<>()[],;:\\\"@".contains(letter);
        let named = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        let fits = typed.len() <= LONGEST && !local.is_empty() && named;
        let key = fold(typed);
        let sound = !local.contains(strange) && !host.contains(strange) && key.matches('@').count() == 1;
        (fits && sound && key.len() <= LONGEST).then(|| Self { typed: typed.to_owned(), key })
    }

    /// What stands for the address where the address itself must not.
    pub(super) fn hash(&self) -> String {
        super::token::digest("address", &[&self.key])
    }
}

/// Nothing of the address: it belongs in no log.
impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Address(..)")
    }
}

/// Whether a text can be an e-mail address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    Address::parse(text).is_some()
}

/// The form in which an e-mail address is compared; `None` for a text that is none.
#[must_use]
pub fn email_key(text: &str) -> Option<String> {
    Address::parse(text).map(|address| address.key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_key_however_it_was_typed() {
        let key = |text: &str| Address::parse(text).map(|address| address.key);
        assert_eq!(key(" Kari.Nordmann@Example.NO ").as_deref(), Some("kari.nordmann@example.no"));
        assert_eq!(key("a\u{30a}se@blåbær.example"), key("åse@blåbær.example"));
        assert_ne!(key("åse@example.no"), key("ase@example.no"));
        let typed = Address::parse(" Kari@Example.no").map(|address| address.typed);
        assert_eq!(typed.as_deref(), Some("Kari@Example.no"));
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let long = format!("{}@example.no", "a".repeat(LONGEST));
        for text in [
            "",
            "kari",
            "@example.no",
            "kari@",
            "kari@no",
            "kari@.no",
            "kari@example.",
            "kari@example..no",
            "kari@ola@example.no",
            "kari nordmann@example.no",
            "kari@example.no\r\nBcc: x@example.no",
            "<kari@example.no>",
            "kari@example.no,ola@example.no",
            "kari\0@example.no",
            "kari＠x@example.no",
            &long,
        ] {
            assert_eq!(email_key(text), None, "{text:?}");
        }
    }
}
