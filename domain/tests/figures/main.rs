//! The figures, tested from outside: fixtures of the design, rules one by one, and properties over random houses.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

mod definitions;
mod flow;
mod funding;
mod house;
mod jobs;
mod oracle;
mod portfolio;
mod properties;
mod survival;
mod toy;
mod updates;
mod work;
