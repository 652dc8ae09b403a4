//! The whole suite of the store, each test on both databases.

#[path = "../common/mod.rs"]
mod common;

mod cast;
mod corrections;
mod drafts;
mod ledger;
mod moves;
mod races;
mod records;
mod schema;
mod state_machine;
mod triggers;
