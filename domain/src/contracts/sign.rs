//! The digests of a contract and its addenda: SHA-256 over canonical JSON (RFC 8785), as a publication has it.
//!
//! Each addendum's digest is also over the digest before it, so that none can be taken out or put between without showing.

use chrono::NaiveDate;
use serde::Serialize;

use super::Contract;
use super::addenda::Change;
use super::terms::Terms;
use crate::ids::ContractId;
use crate::publication::{FreezeError, canonical, digest};

/// The form of what is digested. A form that another program must write differently bears another.
pub const FORMAT: &str = "grobunn/contract/1";

/// The digest of a contract as signed on a day.
///
/// # Errors
/// [`FreezeError::NotCanonical`] for a number that JSON cannot hold.
pub fn digest_of(id: ContractId, terms: &Terms, signed_on: NaiveDate) -> Result<String, FreezeError> {
    #[derive(Serialize)]
    struct Content<'a> {
        format: &'a str,
        id: ContractId,
        signed_on: NaiveDate,
        terms: &'a Terms,
    }
    Ok(digest(&canonical(&Content { format: FORMAT, id, signed_on, terms })?))
}

/// The digest of an addendum, over the digest before it.
///
/// # Errors
/// As [`digest_of`].
pub fn addendum_digest(
    before: &str,
    number: u32,
    signed_on: NaiveDate,
    from_on: NaiveDate,
    reason: &str,
    changes: &[Change],
) -> Result<String, FreezeError> {
    #[derive(Serialize)]
    struct Content<'a> {
        format: &'a str,
        before: &'a str,
        number: u32,
        signed_on: NaiveDate,
        from_on: NaiveDate,
        reason: &'a str,
        changes: &'a [Change],
    }
    let content = Content { format: FORMAT, before, number, signed_on, from_on, reason, changes };
    Ok(digest(&canonical(&content)?))
}

/// Whether the digests that a contract bears are those of what it says, its addenda among them. A draft bears none, and is as it is.
#[must_use]
pub fn verify(contract: &Contract) -> bool {
    let Some(signed) = &contract.signed else { return contract.addenda.is_empty() };
    if digest_of(contract.id, &contract.terms, signed.on).ok().as_ref() != Some(&signed.digest) {
        return false;
    }
    let mut before = &signed.digest;
    for (addendum, number) in contract.addenda.iter().zip(1_u32..) {
        let (on, from, changes) = (addendum.signed_on, addendum.from_on, &addendum.changes);
        let due = addendum_digest(before, addendum.number, on, from, &addendum.reason, changes).ok();
        if addendum.number != number || due.as_ref() != Some(&addendum.digest) {
            return false;
        }
        before = &addendum.digest;
    }
    true
}
