//! The house's memory: the only room that speaks SQL, on SQLite and PostgreSQL alike.
//!
//! - [`Store`] opens the database, migrates it, and hands out the [`Ledger`](domain::ledger::Ledger): the facts in memory, kept up to
//!   date by what is new, which every page and figure is computed from
//! - verbs are its methods: one transaction that asks the domain's rule against the ledger as it is under the lock, writes fact and
//!   audit entry, or does nothing and says why ([`VerbError`])
//! - [`bulk`] writes many rows in one transaction: imports, the demo house, and each verb
//!
//! Every write adds one to a number; every row carries the number of the write that made it. That number orders all writers, tells
//! readers whether anything is new, and finds what is new.

pub mod attention;
mod audit;
mod cache;
mod calendar;
mod connect;
pub mod contracts;
pub mod day;
mod demo;
pub mod documents;
mod draft;
mod echo;
mod error;
pub mod evaluation;
pub mod exchange;
pub mod funding;
pub mod identity;
pub mod intake;
mod kinds;
mod memo;
pub mod outbox;
mod people;
pub mod personal;
pub mod publications;
mod read;
mod refusal;
pub mod reports;
mod retention;
mod rows;
pub mod search;
mod sight;
mod stages;
pub mod strong;
mod timeline;
pub mod updates;
mod verbs;
mod views;
mod wire;
mod write;

pub mod bulk;

pub use audit::{AuditEntry, AuditFilter, AuditPage, PrivateRead};
pub use calendar::{CalendarAddress, CalendarReader};
pub use connect::Store;
pub use draft::{DRAFT_LIFE, Draft};
pub use error::{Missing, StoreError, VerbError};
pub use identity::{NewSession, SessionLimits, Strength, Viewer};
pub use people::{Founder, People, Person};
pub use refusal::Refusal;
pub use retention::{Category, RetentionRules, Swept};
pub use stages::StageWords;
pub use timeline::{Body, TimelineEntry};
pub use verbs::{NewPerson, NewStartup, ProfileChange};
pub use views::{NewView, SavedView};
pub use write::Write;
