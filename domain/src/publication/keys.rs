//! The keys of publications: what signs them, and what hides the startups in them.
//!
//! Neither is made here. A key comes from the instance's configuration and a secret from [`crate::World`]'s chance.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use super::{digest, hex, unhex};
use crate::ids::StartupId;

/// Which key signed: the SHA-256 of the public key, 64 hexadecimal digits. A house makes it known where its readers find it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeyId(pub String);

impl std::fmt::Display for KeyId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl KeyId {
    /// The id of a public key.
    fn of(public: &[u8; 32]) -> Self {
        Self(digest(public))
    }
}

/// The instance's key pair. Its debug form shows the id only.
#[derive(Clone)]
pub struct InstanceKey(SigningKey);

impl std::fmt::Debug for InstanceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("InstanceKey").field(&self.id().0).finish()
    }
}

impl InstanceKey {
    /// The pair that belongs to 32 secret bytes, which must be unpredictable and kept as a password is.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The key's id.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.0.verifying_key().as_bytes())
    }

    /// The public key, 64 hexadecimal digits.
    #[must_use]
    pub fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// Signs; 128 hexadecimal digits. The same bytes always get the same signature.
    pub(super) fn sign(&self, bytes: &[u8]) -> String {
        hex(&self.0.sign(bytes).to_bytes())
    }
}

/// A public key as a file states it.
pub(super) struct PublicKey([u8; 32]);

impl PublicKey {
    pub(super) fn read(text: &str) -> Option<Self> {
        unhex(text).map(Self)
    }

    pub(super) fn id(&self) -> KeyId {
        KeyId::of(&self.0)
    }

    /// Whether it signed these bytes. Strict: weak keys and signatures in a second form are refused.
    pub(super) fn signed(&self, bytes: &[u8], signature: &str) -> bool {
        let Some(signature) = unhex::<64>(signature) else { return false };
        let Ok(key) = VerifyingKey::from_bytes(&self.0) else { return false };
        key.verify_strict(bytes, &Signature::from_bytes(&signature)).is_ok()
    }
}

/// The secret of one publication, from which its pseudonyms are made. Unpredictable, one for each publication, never shown.
///
/// While the instance keeps it, the publication can be recomputed to the byte. Once it is thrown away nobody can say which startup
/// was which, and the file still verifies.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl From<[u8; 32]> for Secret {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl Secret {
    /// A startup's pseudonym in this publication: the first 64 bits of HMAC-SHA-256 over its id.
    #[must_use]
    pub fn pseudonym(&self, startup: StartupId) -> Pseudonym {
        let mut bits = [0; 8];
        // HMAC takes a key of any length, so there is nothing to refuse.
        if let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) {
            mac.update(startup.0.as_bytes());
            let whole = mac.finalize().into_bytes();
            bits.iter_mut().zip(whole.iter()).for_each(|(bit, byte)| *bit = *byte);
        }
        Pseudonym(u64::from_be_bytes(bits))
    }
}

/// What a startup is called in one publication: 16 hexadecimal digits, without meaning elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pseudonym(pub(super) u64);

impl std::fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Pseudonym> for String {
    fn from(pseudonym: Pseudonym) -> Self {
        pseudonym.to_string()
    }
}

impl TryFrom<String> for Pseudonym {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        unhex(&text)
            .map(|bytes| Self(u64::from_be_bytes(bytes)))
            .ok_or("a pseudonym has 16 lower-case hexadecimal digits")
    }
}
