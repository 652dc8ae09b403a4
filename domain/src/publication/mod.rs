//! Published figures: frozen, signed, and open to anyone who wants to check them.
//!
//! Publishing freezes a figure into one file (design section 5.4): which definition and engine, the question, the facts it rests on
//! with each startup under a pseudonym of this file alone, and what the engine makes of them. [`verify`] needs nothing but the
//! file; [`recompute`] asks the living ledger, as known then, for the same bytes; [`changes`] says what later facts would move.
//!
//! What is in the file and why:
//! - The text is canonical JSON (RFC 8785). A file is good only byte for byte, so that nothing can be added to it unseen.
//! - `digest` is the SHA-256 of the canonical `body`, and `signature` the Ed25519 signature over the same bytes.
//! - `inputs` hold the fewest facts that give each startup the same row. What the definition did not need is not in the file, and
//!   what it needed only as a sign of life is written as one: the file of a survival figure holds no headcount.
//! - `outputs` are what the engine computes from `inputs`, never a copy of what a page showed.
//! - `words` are frozen with the rest: title, rule and sentence read as they did on the day.
//!
//! Whoever has the instance's signing key can sign anything. That the key is the house's is told by its id ([`KeyId`]), which the
//! house makes known elsewhere; that the digits follow from the inputs is told by the file itself.
//!
//! Where to look: `freeze` and `least` make a file, `thaw` reads its inputs back as a ledger, `verify` and `differ` check it, `face` says what of
//! it may be shown in a table.

mod changes;
mod differ;
mod face;
mod fault;
mod freeze;
mod inputs;
mod keys;
mod kinds;
mod least;
mod recompute;
mod thaw;
mod verify;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

pub use changes::{Cause, Change, Changes, Standing, changes};
pub use differ::Difference;
pub use face::{Count, Face, OPEN, Shown, TooFew, face};
pub use fault::{Breach, Fault, FreezeError};
pub use freeze::{Asked, Publication, freeze, freeze_by};
pub use inputs::{Input, Move, Noted, Stay};
pub use keys::{InstanceKey, KeyId, Pseudonym, Secret};
pub use recompute::{Recomputed, recompute};
pub use verify::{Verified, verify};

use crate::figures::FigureId;
use crate::time::Instant;

/// The version of the engine.
///
/// It rises when the engine gives another digit for the same version of a definition on the same facts: a mended fault, another
/// way of rounding, a new field of a row. A rule that is meant to count differently is a new version of its definition, and
/// then this stays. A test holds the digest of a fixed publication and fails when it is due.
pub const ENGINE: u32 = 1;

/// The form of the file. A file that another program must read differently bears another.
pub const FORMAT: &str = "grobunn/publication/1";

/// A published file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// What is published.
    pub body: Body,
    /// SHA-256 of the canonical body, 64 hexadecimal digits.
    pub digest: String,
    /// The public key of the instance, 64 hexadecimal digits. The body names its id.
    pub public_key: String,
    /// Ed25519 signature over the canonical body, 128 hexadecimal digits.
    pub signature: String,
}

/// What is published: all that digest and signature are over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// [`FORMAT`].
    pub format: String,
    /// The engine that computed it: [`ENGINE`] of its day.
    pub engine: u32,
    /// The rule.
    pub definition: DefinitionVersion,
    /// The rule in symbols.
    pub formula: String,
    /// The question: `as_of`, `known_at`, and of the scope what narrows or changes it. What is absent is as in the whole house.
    pub question: Map<String, Value>,
    /// When it was published.
    pub issued_at: Instant,
    /// Where it is used.
    pub used: Use,
    /// The key that signed.
    pub key: KeyId,
    /// Title, rule and sentence by language tag, as they read on the day.
    pub words: BTreeMap<String, Words>,
    /// The startups, by pseudonym in rising order.
    pub inputs: Vec<Input>,
    /// What the engine makes of the inputs: value, levels, interval, n, rows in and out with their reasons, curve.
    pub outputs: Value,
}

/// A definition and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DefinitionVersion {
    /// Which figure.
    pub id: FigureId,
    /// The version of its rule.
    pub version: u32,
}

/// Where a published figure is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Use {
    /// What it is called: `Årsmelding 2023`.
    pub name: String,
    /// Where it stands: a page, an address. May be empty.
    pub place: String,
}

/// What a figure says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The heading.
    pub title: String,
    /// The rule.
    pub rule: String,
    /// The figure as a sentence.
    pub sentence: String,
}

/// The canonical bytes of a value.
///
/// # Errors
/// [`FreezeError::NotCanonical`] for what JSON cannot hold: a number that is not finite.
pub fn canonical(value: &impl Serialize) -> Result<Vec<u8>, FreezeError> {
    serde_json_canonicalizer::to_vec(value).map_err(|error| FreezeError::NotCanonical(error.to_string()))
}

/// SHA-256 in hexadecimal digits.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads lower-case hexadecimal digits of exactly so many bytes.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

/// Takes away what is null, at every depth: an absent field and one without content are written in one way.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key, without_nulls(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        plain => plain,
    }
}
