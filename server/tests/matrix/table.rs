//! Who may have what: the table that the answers are held against, and how an answer is written in it.
//!
//! `expected.txt` has one line for each row: its name, then one letter for each of the cast.

use std::collections::BTreeMap;

use crate::cast::ACTORS;
use crate::client::Answer;

const TABLE: &str = include_str!("expected.txt");

/// The table: a letter for each actor, by row.
pub fn expected() -> BTreeMap<&'static str, &'static str> {
    let mut table = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, letters) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line:?} has no letters"));
        let name = name.trim_end();
        assert_eq!(letters.len(), ACTORS.len(), "{line:?} has another number of letters than there are actors");
        assert!(table.insert(name, letters).is_none(), "{name:?} stands twice in the table");
    }
    table
}

/// An answer in one letter. `o` shown, `d` denied with the reason, `n` not there, `s` to sign in, `c` to prove who one is, `f` back to
/// the form, `r` led elsewhere, `u` unauthorised, `b` bad request, `m` not asked in this way, `l` later.
pub fn letter(answer: &Answer) -> char {
    match answer.status {
        200 => 'o',
        302 | 303 | 307 | 308 => match answer.leads_to() {
            to if to.starts_with("/denied") => 'd',
            to if to.starts_with("/sign-in?done") => 'r',
            to if to.starts_with("/sign-in/code") || to.contains("draft=") && !to.contains("next=") => 'f',
            to if to.starts_with("/sign-in") => 's',
            to if to.starts_with("/confirm") => 'c',
            _ => 'r',
        },
        400 | 422 => 'b',
        401 => 'u',
        403 => 'd',
        404 => 'n',
        405 => 'm',
        429 => 'l',
        _ => '?',
    }
}
