//! The whole suite of the store, each test on both databases.

#[cfg(test)]
#[path = "../common/mod.rs"]
mod common;

#[cfg(test)]
mod access;
#[cfg(test)]
mod attention;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod cast;
#[cfg(test)]
mod contracts;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod day;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod drafts;
#[cfg(test)]
mod funding;
#[cfg(test)]
mod intake;
#[cfg(test)]
mod leaks;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod moves;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod personal;
#[cfg(test)]
mod pipe;
#[cfg(test)]
mod publications;
#[cfg(test)]
mod races;
#[cfg(test)]
mod records;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod state_machine;
#[cfg(test)]
mod strong;
#[cfg(test)]
mod triggers;
#[cfg(test)]
mod updates;
#[cfg(test)]
mod work;
