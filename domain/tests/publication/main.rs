//! Published figures, tested from outside: canonical JSON, round trips, tampering, recomputing, and what changed since.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

mod canonical;
mod changes;
#[path = "../figures/house.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod house;
#[path = "../figures/portfolio.rs"]
mod portfolio;
mod recompute;
mod round_trip;
mod tamper;

use domain::figures::{FigureId, Query, default_ids};
use domain::ledger::Ledger;
use domain::publication::{Asked, InstanceKey, Publication, Secret, Use, freeze};
use domain::words::Locale;
use proptest::strategy::Strategy;

/// Every default figure and one with another parameter.
pub(crate) fn ids() -> Vec<FigureId> {
    let mut ids = default_ids();
    ids.push(FigureId("survival.fixed(2)".to_owned()));
    ids
}

/// One of them.
pub(crate) fn id() -> impl Strategy<Value = FigureId> {
    proptest::sample::select(ids())
}

pub(crate) fn key() -> InstanceKey {
    InstanceKey::from_seed(&[7; 32])
}

pub(crate) fn asked(id: &FigureId, query: &Query) -> Asked {
    Asked {
        id: id.clone(),
        query: query.clone(),
        used: Use { name: "Årsmelding".to_owned(), place: "side 4".to_owned() },
        issued_at: house::noon(house::day("2024-02-01")),
    }
}

pub(crate) fn publish(ledger: &Ledger, id: &FigureId, query: &Query, secret: u8) -> Publication {
    freeze(ledger, &asked(id, query), &Secret::from([secret; 32]), &key()).unwrap()
}

/// A figure of the toy portfolio, published.
pub(crate) fn toy(id: &str) -> (house::House, Publication) {
    let house = house::toy();
    let publication = publish(&house.ledger, &FigureId(id.to_owned()), &house::query("2023-12-31"), 1);
    (house, publication)
}

/// Puts digest and signature under a body that was changed, as one who holds the key could.
pub(crate) fn signed_again(body: &serde_json::Value) -> Vec<u8> {
    use ed25519_dalek::{Signer, SigningKey};
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let key = SigningKey::from_bytes(&[7; 32]);
    let canonical = domain::publication::canonical(body).unwrap();
    let file = serde_json::json!({
        "body": body,
        "digest": domain::publication::digest(&canonical),
        "public_key": hex(key.verifying_key().as_bytes()),
        "signature": hex(&key.sign(&canonical).to_bytes()),
    });
    domain::publication::canonical(&file).unwrap()
}

pub(crate) const LOCALES: [Locale; 3] = Locale::ALL;
