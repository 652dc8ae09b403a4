//! Secrets that travel, and what is kept of them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::World;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The letters of a code: no 0 and O, no 1 and I, so that it survives being read aloud. Thirty-two of them are five bits each.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How many letters a code has.
pub const CODE_LENGTH: usize = 6;

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// A new one: 256 bits of chance.
            #[must_use]
            pub fn new(world: &dyn World) -> Self {
                Self(random(world))
            }

            /// The secret itself, for the cookie and for nothing else.
            #[must_use]
            pub fn secret(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(secret: String) -> Self {
                Self(secret)
            }
        }

        impl From<&str> for $name {
            fn from(secret: &str) -> Self {
                Self(secret.to_owned())
            }
        }

        /// Nothing of the secret.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )+};
}

tokens! {
    /// What a signed-in browser shows with each request.
    SessionToken,
    /// What a browser shows that asked to sign in, until it has.
    BrowserToken,
}

/// 256 bits of chance as text that fits an address.
pub(crate) fn random(world: &dyn World) -> String {
    let mut bytes = [0u8; 32];
    world.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn sha256(what: &str, parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    // Each part with its length, so that two lists of parts never run together to the same text.
    for part in std::iter::once(&what).chain(parts) {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// What is kept of a secret; `what` sets hashes of different kinds apart.
pub(crate) fn digest(what: &str, parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(sha256(what, parts))
}

/// Whether two digests are the same, in the same time whether or not they are.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// The code that goes with a link. From the code nobody finds the link.
pub(super) fn code_of(link: &str) -> String {
    let bytes = sha256("code of link", &[link]);
    bytes.iter().take(CODE_LENGTH).map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// A code as somebody typed it: any case, with blanks or hyphens between; `None` when it cannot be one.
pub(super) fn read_code(typed: &str) -> Option<String> {
    // A code has a handful of letters, however long what was sent.
    let code: String = typed
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .take(CODE_LENGTH + 1)
        .collect();
    (code.chars().count() == CODE_LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte))).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_however_it_was_typed() {
        for typed in ["K7MPQX", "k7m pqx", " K7M-PQX\n", "k7m–pqx"] {
            assert_eq!(read_code(typed).as_deref(), Some("K7MPQX"), "{typed:?}");
        }
        for typed in ["", "K7MPQ", "K7MPQXX", "K7MPQ0", "K7MPQO", "K7MPQ1", "K7MPQI", "ÅÅÅÅÅÅ", "KKKKKKKKKKKKKKK"]
        {
            assert_eq!(read_code(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn every_code_that_is_made_can_be_typed() {
        for number in 0..2_000 {
            let code = code_of(&number.to_string());
            assert_eq!(read_code(&code), Some(code));
        }
    }

    #[test]
    fn digests_of_different_kinds_and_parts_differ() {
        let all = [digest("a", &["b", "c"]), digest("a", &["bc"]), digest("ab", &["c"]), digest("b", &["b", "c"])];
        for (index, one) in all.iter().enumerate() {
            assert!(all[..index].iter().all(|other| !same(one, other)));
            assert!(same(one, one) && one.len() == 43);
        }
    }

    #[test]
    fn a_token_tells_nothing_when_printed() {
        assert_eq!(format!("{:?}", SessionToken::from("hemmelig")), "SessionToken(..)");
        assert_eq!(format!("{:?}", Some(BrowserToken::from("hemmelig"))), "Some(BrowserToken(..))");
    }
}
