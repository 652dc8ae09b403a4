//! Checks a published file with nothing but the file.

use serde_json::Value;

use super::differ::differences;
use super::{Body, Breach, ENGINE, FORMAT, Fault, File, KeyId, canonical, digest, freeze, keys, thaw};
use crate::figures::{Figure, definition, definition_version};

/// A file that holds: its bytes are canonical, its key signed it, and its digits follow from its inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Verified {
    /// What it says.
    pub body: Body,
    /// The figure that the engine made of its inputs. Startups bear ids made of their pseudonyms.
    pub figure: Figure,
    /// SHA-256 of the canonical body.
    pub digest: String,
    /// Whose key signed. That it is the house's key is for the reader to check: see [`Verified::signed_by`].
    pub key: KeyId,
    /// Whether rule and sentence read today as in the file. The words of a definition may be mended, its digits may not.
    pub same_words: bool,
}

impl Verified {
    /// Whether one of these keys signed.
    #[must_use]
    pub fn signed_by(&self, keys: &[KeyId]) -> bool {
        keys.contains(&self.key)
    }
}

/// Checks signature and digest, and recomputes the digits from the inputs in the file.
///
/// # Errors
/// [`Fault`]: the file cannot be read, or [`Fault::Broken`] with everything that is wrong with it, each differing number by its path.
pub fn verify(bytes: &[u8]) -> Result<Verified, Fault> {
    let (whole, file) = read(bytes)?;
    let mut breaches = Vec::new();
    match canonical(&whole) {
        Ok(expected) if expected == bytes => {}
        Ok(expected) => breaches.push(Breach::NotCanonical { at: first_difference(bytes, &expected) }),
        Err(_) => breaches.push(Breach::NotCanonical { at: 0 }),
    }
    // The body as it stands in the file, and not as it was understood: what was not understood is signed too.
    let body = whole.get("body").and_then(|body| canonical(body).ok()).unwrap_or_default();
    let computed = digest(&body);
    if computed != file.digest {
        breaches.push(Breach::Digest { written: file.digest.clone(), computed: computed.clone() });
    }
    match keys::PublicKey::read(&file.public_key) {
        Some(key) if key.id() != file.body.key => {
            breaches.push(Breach::OtherKey { named: file.body.key.clone(), given: key.id() });
        }
        Some(key) if key.signed(&body, &file.signature) => {}
        _ => breaches.push(Breach::Signature),
    }
    let figure = recomputed(&file.body, &mut breaches);
    match figure {
        Some((figure, same_words)) if breaches.is_empty() => {
            let key = file.body.key.clone();
            Ok(Verified { body: file.body, figure, digest: computed, key, same_words })
        }
        _ => Err(Fault::Broken(breaches)),
    }
}

/// Reads the text as JSON and as a file of the one form there is.
fn read(bytes: &[u8]) -> Result<(Value, File), Fault> {
    let whole: Value = serde_json::from_slice(bytes).map_err(|error| Fault::NotJson {
        line: error.line(),
        column: error.column(),
        what: error.to_string(),
    })?;
    match whole.pointer("/body/format") {
        Some(Value::String(format)) if format == FORMAT => {}
        Some(Value::String(other)) => return Err(Fault::UnknownFormat { found: Some(other.clone()) }),
        _ => return Err(Fault::UnknownFormat { found: None }),
    }
    let file: File = serde_json::from_value(whole.clone()).map_err(|error| Fault::Shape { what: error.to_string() })?;
    Ok((whole, file))
}

/// What the engine makes of the inputs, every difference noted; and whether the words are those of today.
fn recomputed(body: &Body, breaches: &mut Vec<Breach>) -> Option<(Figure, bool)> {
    let before = breaches.len();
    let Some(newest) = definition(&body.definition.id) else {
        breaches.push(Breach::UnknownDefinition { id: body.definition.id.clone() });
        return None;
    };
    // A former version stays known, so that what was published by it can be checked for ever.
    let Some(definition) = definition_version(&body.definition.id, body.definition.version) else {
        breaches.push(Breach::OtherVersion { written: body.definition.version, here: newest.version() });
        return None;
    };
    if !body.inputs.is_sorted_by(|one, next| one.key < next.key) {
        breaches.push(Breach::Inputs { what: "inputs are not in the order of their keys, each once".to_owned() });
        return None;
    }
    let figure = thaw::query(&body.question).and_then(|query| thaw::figure(&body.inputs, definition.as_ref(), &query));
    let figure = match figure {
        Ok(figure) => figure,
        Err(what) => {
            breaches.push(Breach::Inputs { what });
            return None;
        }
    };
    match freeze::outputs(&figure) {
        Ok(outputs) => breaches.extend(differences(&body.outputs, &outputs, "outputs").into_iter().map(Breach::Number)),
        Err(error) => breaches.push(Breach::Inputs { what: error.to_string() }),
    }
    if breaches.len() > before && body.engine != ENGINE {
        // It may be no more than this: say it first.
        breaches.insert(before, Breach::OtherEngine { written: body.engine, here: ENGINE });
    }
    let same_words = freeze::words(definition.as_ref(), &figure) == body.words && definition.formula() == body.formula;
    Some((figure, same_words))
}

/// The first byte in which two texts differ, counted from 0.
fn first_difference(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).position(|(one, other)| one != other).unwrap_or_else(|| one.len().min(other.len()))
}
