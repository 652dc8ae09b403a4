//! Computes a publication again from the living ledger, as known then.

use serde_json::Value;

use super::differ::{Difference, differences};
use super::{Fault, Secret, Verified, canonical, freeze, thaw};
use crate::figures::definition_version;
use crate::ledger::Ledger;

/// What came of recomputing a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recomputed {
    /// The ledger, as known then, gives the same file to the byte.
    Same,
    /// It does not. Facts recorded later cannot do this, nor can erasing people: somebody changed what had been recorded, or how
    /// it is read (a programme's stages, a startup's sector or cohort).
    Differs(Vec<Difference>),
}

/// Recomputes a verified publication from the living ledger, with the secret its pseudonyms were made with.
///
/// Inputs and outputs are compared byte for byte; words, use and signature are the file's own.
///
/// # Errors
/// [`Fault::Shape`] when its question cannot be read, or the definition can no longer be frozen.
pub fn recompute(publication: &Verified, ledger: &Ledger, secret: &Secret) -> Result<Recomputed, Fault> {
    let body = &publication.body;
    let shape = |what: String| Fault::Shape { what };
    let query = thaw::query(&body.question).map_err(shape)?;
    let definition = definition_version(&body.definition.id, body.definition.version)
        .ok_or_else(|| shape(format!("{} has no version {}", body.definition.id.0, body.definition.version)))?;
    let (inputs, _) =
        freeze::inputs(ledger, definition.as_ref(), &query, secret).map_err(|error| shape(error.to_string()))?;
    let figure = thaw::figure(&inputs, definition.as_ref(), &query).map_err(shape)?;
    let outputs = freeze::outputs(&figure).map_err(|error| shape(error.to_string()))?;
    let again = super::Body { inputs, outputs, ..body.clone() };
    let bytes = |body: &super::Body| canonical(body).map_err(|error| shape(error.to_string()));
    if bytes(&again)? == bytes(body)? {
        return Ok(Recomputed::Same);
    }
    let json = |body: &super::Body| -> Result<(Value, Value), Fault> {
        let inputs = serde_json::to_value(&body.inputs).map_err(|error| shape(error.to_string()))?;
        Ok((inputs, body.outputs.clone()))
    };
    let ((inputs, outputs), (inputs_again, outputs_again)) = (json(body)?, json(&again)?);
    let mut found = differences(&outputs, &outputs_again, "outputs");
    found.extend(differences(&inputs, &inputs_again, "inputs"));
    Ok(Recomputed::Differs(found))
}
