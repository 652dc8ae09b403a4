//! Every municipality number used in Norway from 2014 to 2024, and what became of it.
//!
//! Source: Statistics Norway, KLASS classification 131 (municipalities), its codes and the changes between them, as of the
//! numbering that has been in force since 1.1.2024. The table is `data/municipalities.csv`, one row for each number and
//! name with the days between which it was valid and its successors today.

use std::sync::LazyLock;

use super::Municipality;
use crate::words::fold;

/// What a municipality number stands for in today's numbering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Today {
    /// One municipality today: the same, renumbered, or the one it was merged into.
    Current(Municipality),
    /// Its area lies in several municipalities today. Which of them a company works in is not in the number, so it is not guessed.
    Split(Vec<Municipality>),
    /// Never in use from 2014 on, or the register's own "not stated" (9999).
    Unknown,
}

/// A municipality that exists today, as a select list offers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentMunicipality {
    /// Its number.
    pub code: Municipality,
    /// Its name.
    pub name: &'static str,
}

/// KLASS 131's number for "not stated". It is a code of the classification and no place.
const NOT_STATED: u16 = 9999;

/// One number with what the rows of the table say of it.
struct Entry {
    code: u16,
    /// Every name the number had, with the first day of that name as written in the table, the latest last.
    names: Vec<(&'static str, &'static str)>,
    /// Successors today, ascending.
    successors: Vec<Municipality>,
    in_use: bool,
}

struct Table {
    /// By number, ascending.
    entries: Vec<Entry>,
    current: Vec<CurrentMunicipality>,
    /// Folded names of today with their municipality.
    current_names: Vec<(String, Municipality)>,
    /// Folded names that were once in use with the number that bore them.
    former_names: Vec<(String, u16)>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!("../../data/municipalities.csv")));

/// Reads the embedded table. A row that cannot be read would be lost in silence, so a test counts them all.
fn read(text: &'static str) -> Table {
    let mut entries: Vec<Entry> = Vec::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(code), Some(name), Some(from), Some(to), Some(today)) =
            (cells.next(), cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let Ok(Municipality(code)) = Municipality::parse(code) else { continue };
        let entry = match entries.iter_mut().find(|entry| entry.code == code) {
            Some(entry) => entry,
            None => {
                entries.push(Entry { code, names: Vec::new(), successors: Vec::new(), in_use: false });
                let last = entries.len() - 1;
                &mut entries[last]
            }
        };
        entry.names.push((from, name));
        entry.in_use |= to.is_empty() && code != NOT_STATED;
        entry.successors.extend(today.split(';').filter_map(|code| Municipality::parse(code).ok()));
    }
    for entry in &mut entries {
        entry.names.sort_unstable();
        entry.successors.sort_unstable();
        entry.successors.dedup();
        entry.successors.retain(|successor| successor.0 != NOT_STATED);
    }
    entries.sort_unstable_by_key(|entry| entry.code);

    let mut current = Vec::new();
    let mut current_names = Vec::new();
    let mut former_names = Vec::new();
    for entry in &entries {
        if entry.in_use
            && let Some((_, name)) = entry.names.last()
        {
            let code = Municipality(entry.code);
            current.push(CurrentMunicipality { code, name });
            current_names.extend(spellings(name).map(|name| (name, code)));
        }
        for (_, name) in &entry.names {
            former_names.extend(spellings(name).map(|name| (name, entry.code)));
        }
    }
    Table { entries, current, current_names, former_names }
}

/// The folded ways in which people write a name of the table: whole, each language of a name in several (`Trondheim - Tråante`),
/// and without the county in brackets (`Nes (Akershus)`).
fn spellings(name: &'static str) -> impl Iterator<Item = String> {
    let parts = name.split(" - ").chain(name.split_once(" (").map(|(bare, _)| bare));
    let whole = name.contains(" - ").then(|| fold(name));
    parts.map(fold).chain(whole)
}

fn entry(municipality: Municipality) -> Option<&'static Entry> {
    let table: &'static Table = &TABLE;
    let index = table.entries.binary_search_by_key(&municipality.0, |entry| entry.code).ok()?;
    table.entries.get(index)
}

impl Municipality {
    /// What this number stands for in the numbering of 2024. A number that was used before and after a reform (1103 Stavanger)
    /// is taken as the municipality that bears it now.
    #[must_use]
    pub fn today(self) -> Today {
        match self.successors() {
            [] => Today::Unknown,
            [one] => Today::Current(*one),
            several => Today::Split(several.to_vec()),
        }
    }

    /// The municipalities of today in which this number's area lies, ascending; none when the number is unknown.
    #[must_use]
    pub fn successors(self) -> &'static [Municipality] {
        entry(self).map_or(&[], |entry| &entry.successors)
    }

    /// The name that went with the number, the latest when it had several: 0231 is Skedsmo for ever. `None` for a number that
    /// was never in use from 2014 on.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        entry(self).and_then(|entry| entry.names.last()).map(|(_, name)| *name)
    }
}

/// The municipalities of today by number, for a select list. "Not stated" is not among them.
#[must_use]
pub fn all_current() -> &'static [CurrentMunicipality] {
    &TABLE.current
}

/// The municipalities of today that a name can mean, ascending by number: those that bear it now, or else the successors of those
/// that once did (`Skedsmo` is Lillestrøm). Upper and lower case do not matter. None when nobody bore it; several when the name
/// alone does not decide (`Herøy`, `Tysfjord`).
#[must_use]
pub fn by_name(text: &str) -> Vec<Municipality> {
    let wanted = fold(text);
    let wanted = wanted.strip_suffix(" kommune").unwrap_or(&wanted);
    let mut found: Vec<Municipality> =
        TABLE.current_names.iter().filter(|(name, _)| name == wanted).map(|(_, code)| *code).collect();
    if found.is_empty() {
        let former = TABLE.former_names.iter().filter(|(name, _)| name == wanted);
        found = former.flat_map(|(_, code)| Municipality(*code).successors()).copied().collect();
    }
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Municipality {
        Municipality::parse(text).unwrap()
    }

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = include_str!("../../data/municipalities.csv").lines().count() - 1;
        let read: usize = TABLE.entries.iter().map(|entry| entry.names.len()).sum();
        assert_eq!(rows, read);
        assert_eq!(all_current().len(), 357, "Norway has 357 municipalities since 2024");
        for entry in &TABLE.entries {
            let expected = usize::from(entry.code != NOT_STATED);
            assert!(entry.successors.len() >= expected, "{:04} has no successor", entry.code);
            for successor in &entry.successors {
                assert!(all_current().iter().any(|current| current.code == *successor), "{successor} is not current");
            }
        }
    }

    #[test]
    fn merged_numbers_lead_to_the_one_of_today() {
        assert_eq!(number("0231").today(), Today::Current(number("3205")));
        assert_eq!(number("0121").today(), Today::Current(number("3226")));
        assert_eq!(number("3205").today(), Today::Current(number("3205")));
        assert_eq!(number("0301").today(), Today::Current(number("0301")));
        assert_eq!(number("1103").today(), Today::Current(number("1103")));
    }

    #[test]
    fn split_numbers_are_not_guessed() {
        assert_eq!(number("1507").today(), Today::Split(vec![number("1508"), number("1580")]));
        assert_eq!(number("1850").today(), Today::Split(vec![number("1806"), number("1875")]));
        assert_eq!(number("5012").today(), Today::Split(vec![number("5055"), number("5056"), number("5059")]));
        assert_eq!(TABLE.entries.iter().filter(|entry| entry.successors.len() > 1).count(), 10);
    }

    #[test]
    fn numbers_nobody_had_are_unknown() {
        for text in ["0000", "0999", "2100", "9999"] {
            assert_eq!(number(text).today(), Today::Unknown, "{text}");
        }
        assert_eq!(number("0999").name(), None);
    }

    #[test]
    fn a_name_stays_with_its_number() {
        assert_eq!(number("0231").name(), Some("Skedsmo"));
        assert_eq!(number("3030").name(), Some("Lillestrøm"));
        assert_eq!(number("5001").name(), Some("Trondheim - Tråante"));
    }

    #[test]
    fn names_are_found_as_people_write_them() {
        assert_eq!(by_name("LILLESTRØM"), [number("3205")]);
        assert_eq!(by_name(" lillestrøm  kommune"), [number("3205")]);
        assert_eq!(by_name("A\u{30a}s"), [number("3218")]);
        assert_eq!(by_name("trondheim"), [number("5001")]);
        assert_eq!(by_name("Skedsmo"), [number("3205")]);
        assert_eq!(by_name("Herøy"), [number("1515"), number("1818")]);
        assert_eq!(by_name("Tysfjord"), [number("1806"), number("1875")]);
        assert_eq!(by_name("Andeby"), []);
        assert_eq!(by_name(""), []);
    }
}
