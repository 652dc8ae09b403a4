//! Texts in sheets that a spreadsheet would take for formulas.
//!
//! Whoever can type a name into the house must not be able to run something on the machine of whoever opens an export (OWASP, "CSV
//! injection"). Every file we write passes its texts through here; profiles that read our own files take the apostrophe away again.

use std::borrow::Cow;

/// What a formula can begin with, in one spreadsheet or another.
pub const BEGINNINGS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text as a cell may hold it: one that begins like a formula gets an apostrophe before it, which spreadsheets know as "this is text".
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(BEGINNINGS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Like [`harmless`], for files that we read again: an apostrophe of the text's own is doubled, so that it can be told from ours.
#[must_use]
pub fn harmless_and_back(text: &str) -> Cow<'_, str> {
    if text.starts_with('\'') { Cow::Owned(format!("'{text}")) } else { harmless(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_becomes_a_text() {
        for evil in ["=1+1", "+47", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(harmless(evil), format!("'{evil}"));
        }
        for text in ["", "Årvak AS", "1+1", "'sitat", " =1"] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(harmless_and_back("'sitat"), "''sitat");
        assert_eq!(harmless_and_back("=1"), "'=1");
    }
}
