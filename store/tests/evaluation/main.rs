//! Judging applications, each test on both databases: who sees what, one decision under a race, and what is forgotten.

#[cfg(test)]
#[expect(dead_code, reason = "no second house is needed here, as in other suites")]
#[path = "../common/mod.rs"]
mod common;

#[cfg(test)]
mod cast;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod rounds;
#[cfg(test)]
mod sight;
