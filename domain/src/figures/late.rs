//! Facts in force that are worked out when somebody first reads them.

use std::ops::Deref;
use std::sync::OnceLock;

use super::history::{Seen, in_force};
use crate::facts::Fact;
use crate::time::Instant;

/// One kind of a startup's facts in force, in the order of [`Fact::order`]. Reads like a slice.
///
/// Meetings and answers soon outnumber all other facts of a house, and most figures never look at them: those pay nothing.
#[derive(Debug)]
pub struct Late<'a, T> {
    facts: &'a [Fact<T>],
    known_at: Instant,
    seen: OnceLock<Vec<Seen<'a, T>>>,
}

impl<'a, T> Late<'a, T> {
    pub(super) const fn new(facts: &'a [Fact<T>], known_at: Instant) -> Self {
        Self { facts, known_at, seen: OnceLock::new() }
    }
}

impl<'a, T> Deref for Late<'a, T> {
    type Target = [Seen<'a, T>];

    fn deref(&self) -> &Self::Target {
        self.seen.get_or_init(|| in_force(self.facts, self.known_at))
    }
}

impl<'s, 'a, T> IntoIterator for &'s Late<'a, T> {
    type Item = &'s Seen<'a, T>;
    type IntoIter = std::slice::Iter<'s, Seen<'a, T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
