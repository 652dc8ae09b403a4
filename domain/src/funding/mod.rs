//! Public money to startups: awards put together from their steps, schemes, de minimis aid and the duty to register.
//!
//! - [`award`] one award with its amounts and days, from the facts that are its steps
//! - [`scheme`] the schemes there are, as dated data
//! - [`rate`] kroner and euro where nobody stated a rate
//! - [`de_minimis`] what a company has been given within the window, and whether more would pass the ceiling
//! - [`duty`] which awards the giver has to report
//!
//! The figures of money are in [`crate::figures`]; they read the same facts and nothing of this room.

pub mod award;
pub mod de_minimis;
pub mod duty;
pub mod rate;
pub mod scheme;

#[cfg(test)]
mod tests;

pub use award::{Award, awards};
pub use de_minimis::{Balance, Line, Rule, Verdict, balance, rule_on, would_pass};
pub use duty::{Duty, duty};
pub use scheme::{Scheme, shipped};
