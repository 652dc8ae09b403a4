//! Finding the header row of a table and which of its columns mean what.

use super::error::{CellError, Expected, Place, Warning, WarningKind};
use super::profile::{Column, Field, SheetRule};
use super::table::{Cell, Table, TableRow};
use crate::words::fold;
use std::sync::Arc;

/// So many rows from the top a header is looked for: people write a title above it.
const HEADER_WITHIN: usize = 20;

/// A column of a table that means something.
#[derive(Debug, Clone)]
pub(super) struct Mapped<'p> {
    /// Its place in the row, from 0.
    pub index: usize,
    /// Its header as it stands in the file.
    pub header: Arc<str>,
    /// What the profile says of it.
    pub rule: &'p Column,
    /// The year in its header.
    pub year: Option<i32>,
}

/// A table with its header understood.
#[derive(Debug)]
pub(super) struct Mapping<'p> {
    pub sheet: Arc<str>,
    /// The mapped columns in the order of the profile.
    pub columns: Vec<Mapped<'p>>,
    /// For each place in a row whether a header stands above it, known to the profile or not.
    pub headed: Vec<bool>,
    /// Where in [`Table::rows`] the first row below the header is.
    pub first_row: usize,
    pub errors: Vec<CellError>,
    pub warnings: Vec<Warning>,
    /// How many columns of the profile were found.
    pub fits: usize,
    /// How many required columns are missing.
    pub missing: usize,
}

/// A header without case, blanks and punctuation: `Org. nr` and `orgnr` are the same.
fn bare(header: &str) -> String {
    fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The year that stands where a pattern has `{year}`, or nothing for a plain header that is the same.
fn matches(pattern: &str, header: &str) -> Option<Option<i32>> {
    match pattern.split_once("{year}") {
        None => (bare(pattern) == header).then_some(None),
        Some((before, after)) => {
            let (before, after) = (bare(before), bare(after));
            let year = header.strip_prefix(before.as_str())?.strip_suffix(after.as_str())?;
            if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            let year: i32 = year.parse().ok()?;
            (1900..=2200).contains(&year).then_some(Some(year))
        }
    }
}

/// Headers of a row: place, text, and the profile's column of it with its place there and the year in the header.
type Found<'p> = Vec<(usize, Arc<str>, Option<(usize, &'p Column, Option<i32>)>)>;

/// The cells of a row as headers, each with the profile's columns it can stand for.
fn candidates<'p>(row: &TableRow, rule: &'p SheetRule) -> Found<'p> {
    let headers = row.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    headers
        .map(|(index, cell)| {
            let shown = cell.shown();
            let header = bare(&shown);
            let found = rule.columns.iter().enumerate().find_map(|(order, column)| {
                let year = column.headers.iter().find_map(|pattern| matches(pattern, &header))?;
                Some((order, column, year))
            });
            (index, Arc::from(shown), found)
        })
        .collect()
}

/// Understands a table's header by a profile's sheet.
pub(super) fn map<'p>(table: &Table, rule: &'p SheetRule) -> Mapping<'p> {
    let sheet: Arc<str> = Arc::from(table.sheet.as_str());
    let mut best: Option<(usize, usize, Vec<_>)> = None;
    for (position, row) in table.rows.iter().enumerate().take(HEADER_WITHIN) {
        let found = candidates(row, rule);
        let fits = found.iter().filter(|(_, _, column)| column.is_some()).count();
        if fits > 0 && best.as_ref().is_none_or(|(_, most, _)| fits > *most) {
            best = Some((position, fits, found));
        }
    }
    let mut mapping = Mapping {
        sheet: Arc::clone(&sheet),
        columns: Vec::new(),
        headed: Vec::new(),
        first_row: table.rows.len(),
        errors: Vec::new(),
        warnings: Vec::new(),
        fits: 0,
        missing: 0,
    };
    let header_row = match best {
        Some((position, fits, found)) => {
            mapping.first_row = position + 1;
            mapping.fits = fits;
            let header = &table.rows[position];
            mapping.headed = header.cells.iter().map(|cell| !cell.is_empty()).collect();
            take(&mut mapping, found, header.number);
            // A header that is a formula without a result may be any column's, so it is not passed over as an unknown one.
            for cell in header.cells.iter().filter(|cell| matches!(cell, Cell::Error(_))) {
                let column = Arc::from(cell.shown());
                let place = Place { sheet: Arc::clone(&sheet), row: header.number, column };
                mapping.errors.push(CellError { place, value: cell.shown(), expected: Expected::WorkingFormula });
            }
            header.number
        }
        None => table.rows.first().map_or(1, |row| row.number),
    };
    for column in rule.columns.iter().filter(|column| column.required) {
        if !mapping.columns.iter().any(|mapped| std::ptr::eq(mapped.rule, column)) {
            mapping.missing += 1;
            let header: Arc<str> = Arc::from(column.headers.first().map_or("", String::as_str));
            mapping.errors.push(CellError {
                place: Place { sheet: Arc::clone(&sheet), row: header_row, column: header },
                value: String::new(),
                expected: Expected::ColumnPresent,
            });
        }
    }
    mapping
}

fn take<'p>(mapping: &mut Mapping<'p>, found: Found<'p>, header_row: u32) {
    let mut ordered: Vec<(usize, Mapped<'p>)> = Vec::new();
    for (index, header, column) in found {
        let place = Place { sheet: Arc::clone(&mapping.sheet), row: header_row, column: Arc::clone(&header) };
        let Some((order, rule, year)) = column else {
            mapping.warnings.push(Warning { place, kind: WarningKind::ColumnIgnored });
            continue;
        };
        if rule.field == Field::Ignore {
            continue;
        }
        // Two columns of one profile column would make it a matter of luck which of them counts.
        if ordered.iter().any(|(taken, mapped)| *taken == order && mapped.year == year) {
            let value = header.to_string();
            mapping.errors.push(CellError { place, value, expected: Expected::ColumnOnce });
            continue;
        }
        ordered.push((order, Mapped { index, header, rule, year }));
    }
    ordered.sort_by_key(|(order, mapped)| (*order, mapped.year));
    mapping.columns = ordered.into_iter().map(|(_, mapped)| mapped).collect();
}

#[cfg(test)]
mod tests {
    use super::super::profile::Profile;
    use super::*;

    fn sheet_profile() -> Profile {
        Profile::shipped("sheet").unwrap()
    }

    #[test]
    fn headers_are_found_under_a_title_in_any_case() {
        let table = Table::of_text(
            "Oversikt",
            &[
                &["Bedrifter i huset", ""],
                &[],
                &["NAVN", "Org. nr", "ansatte  2019", "Ansatte 31.12.2020", "Farge"],
                &["A"],
            ],
        );
        let profile = sheet_profile();
        let mapping = map(&table, &profile.sheets[0]);
        assert_eq!(mapping.first_row, 3);
        assert!(mapping.errors.is_empty(), "{:?}", mapping.errors);
        let found: Vec<_> = mapping.columns.iter().map(|c| (c.index, c.rule.field, c.year)).collect();
        assert_eq!(
            found,
            [
                (0, Field::Name, None),
                (1, Field::OrganisationNumber, None),
                (2, Field::Employees, Some(2019)),
                (3, Field::Employees, Some(2020))
            ]
        );
        let ignored: Vec<_> = mapping.warnings.iter().map(|w| w.place.column.to_string()).collect();
        assert_eq!(ignored, ["Farge"]);
    }

    #[test]
    fn a_missing_or_doubled_column_is_named() {
        let table = Table::of_text("s", &[&["Org.nr", "Orgnummer", "Ansatte 2019", "Antall ansatte 2019"]]);
        let profile = sheet_profile();
        let mapping = map(&table, &profile.sheets[0]);
        let errors: Vec<_> = mapping.errors.iter().map(|e| (e.place.column.to_string(), e.expected.clone())).collect();
        assert_eq!(
            errors,
            [
                ("Orgnummer".to_owned(), Expected::ColumnOnce),
                ("Antall ansatte 2019".to_owned(), Expected::ColumnOnce),
                ("Navn".to_owned(), Expected::ColumnPresent)
            ]
        );
    }

    #[test]
    fn a_year_is_four_digits_in_its_place() {
        assert_eq!(matches("Ansatte {year}", &bare("Ansatte 2019")), Some(Some(2019)));
        assert_eq!(matches("Ansatte {year}", &bare("Ansatte 31.12.2019")), None);
        assert_eq!(matches("Ansatte {year}", &bare("Ansatte 19")), None);
        assert_eq!(matches("Ansatte {year}", &bare("Ansatte 9999")), None);
        assert_eq!(matches("{year} ansatte", &bare("2019 Ansatte")), Some(Some(2019)));
    }
}
