//! One row: its cells by what they mean, each read once and refused with its place.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Reader;
use crate::exchange::columns::Mapped;
use crate::exchange::error::{Expected, Place, WarningKind};
use crate::exchange::profile::Field;
use crate::exchange::table::{Cell, TableRow};
use crate::exchange::values;
use crate::time::Instant;
use crate::words::fold;

/// A row with the columns of its sheet.
pub(super) struct Row<'r> {
    pub sheet: &'r Arc<str>,
    pub columns: &'r [Mapped<'r>],
    pub row: &'r TableRow,
}

/// A filled cell with its column.
#[derive(Clone, Copy)]
pub(super) struct Filled<'r> {
    pub column: &'r Mapped<'r>,
    pub cell: &'r Cell,
}

impl<'r> Row<'r> {
    /// Whether no column that means something is filled.
    pub fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| self.row.cell(column.index).is_empty())
    }

    /// Whether the sheet has a column of this field, filled or not.
    pub fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|column| column.rule.field == field)
    }

    /// The filled cells of a field, in the order of the profile. A failed formula was refused already and counts as empty.
    pub fn filled(&self, field: Field) -> impl Iterator<Item = Filled<'r>> + use<'r> {
        let row = self.row;
        self.columns.iter().filter(move |column| column.rule.field == field).filter_map(move |column| {
            let cell = row.cell(column.index);
            (!cell.is_empty() && !matches!(cell, Cell::Error(_))).then_some(Filled { column, cell })
        })
    }

    /// The first filled cell of a field.
    pub fn first(&self, field: Field) -> Option<Filled<'r>> {
        self.filled(field).next()
    }

    /// The place of a column in this row.
    pub fn place(&self, column: &Mapped<'_>) -> Place {
        Place { sheet: Arc::clone(self.sheet), row: self.row.number, column: Arc::clone(&column.header) }
    }

    /// The place of a field's first filled column, else of its first column, else of the whole row.
    pub fn place_of(&self, field: Field) -> Place {
        match self.first(field) {
            Some(filled) => self.place(filled.column),
            None => match self.columns.iter().find(|column| column.rule.field == field) {
                Some(column) => self.place(column),
                None => Place { sheet: Arc::clone(self.sheet), row: self.row.number, column: Arc::from("") },
            },
        }
    }
}

impl Reader<'_> {
    /// Refuses every filled cell without a header above it: what it means is for nobody to guess, and to pass over it would lose it.
    pub(super) fn check_headed(&mut self, row: &TableRow, sheet: &Arc<str>, headed: &[bool]) {
        for (index, cell) in row.cells.iter().enumerate() {
            if !cell.is_empty() && !headed.get(index).is_some_and(|headed| *headed) {
                let column = Arc::from(letters(index));
                let place = Place { sheet: Arc::clone(sheet), row: row.number, column };
                self.error(place, cell.shown(), Expected::NoColumn);
            }
        }
    }

    /// Refuses every failed formula in a column that means something.
    pub(super) fn check_formulas(&mut self, row: &Row<'_>) {
        for column in row.columns {
            if let cell @ Cell::Error(_) = row.row.cell(column.index) {
                self.error(row.place(column), cell.shown(), Expected::WorkingFormula);
            }
        }
    }

    /// Refuses every empty cell that must be filled.
    pub(super) fn check_required(&mut self, row: &Row<'_>) {
        for column in row.columns.iter().filter(|column| column.rule.required) {
            if row.row.cell(column.index).is_empty() {
                self.error(row.place(column), String::new(), Expected::Something);
            }
        }
    }

    /// Whether the row is a sum or a heading.
    pub(super) fn skipped(&mut self, row: &Row<'_>) -> bool {
        let name = self.text(row, Field::Name).unwrap_or_default();
        let skipped = !name.is_empty() && self.profile.skips(&name);
        if skipped {
            self.warn(row.place_of(Field::Name), WarningKind::RowSkipped);
        }
        skipped
    }

    /// A text as people see it, by the column's words where it has some.
    pub(super) fn text(&self, row: &Row<'_>, field: Field) -> Option<String> {
        row.first(field).map(|filled| self.text_of(filled))
    }

    pub(super) fn text_of(&self, filled: Filled<'_>) -> String {
        let mut shown = filled.cell.shown();
        if self.profile.unquote
            && let Some(bare) = shown.strip_prefix('\'')
            && bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
        {
            shown = bare.to_owned();
        }
        let words = &filled.column.rule.values;
        if words.is_empty() {
            return shown;
        }
        let folded = fold(&shown);
        words.iter().find(|(word, _)| fold(word) == folded).map_or(shown, |(_, code)| code.clone())
    }

    /// A word of a closed set, by the column's words or the set's own codes.
    pub(super) fn code<T>(
        &mut self,
        row: &Row<'_>,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        codes: impl Iterator<Item = &'static str>,
    ) -> Option<T> {
        let filled = row.first(field)?;
        let text = self.text_of(filled);
        let found = parse(&text).or_else(|| parse(&fold(&text)));
        if found.is_none() {
            let words = &filled.column.rule.values;
            let known =
                if words.is_empty() { codes.map(str::to_owned).collect() } else { words.keys().cloned().collect() };
            self.error(row.place(filled.column), filled.cell.shown(), Expected::one_of(known, &text));
        }
        found
    }

    /// A value of a field's first filled cell, refused where it cannot be read.
    pub(super) fn value<T>(
        &mut self,
        row: &Row<'_>,
        field: Field,
        read: impl FnOnce(&Cell) -> Result<T, Expected>,
    ) -> Option<T> {
        let filled = row.first(field)?;
        self.value_of(row, filled, read)
    }

    pub(super) fn value_of<T>(
        &mut self,
        row: &Row<'_>,
        filled: Filled<'_>,
        read: impl FnOnce(&Cell) -> Result<T, Expected>,
    ) -> Option<T> {
        match read(filled.cell) {
            Ok(value) => Some(value),
            Err(expected) => {
                self.error(row.place(filled.column), filled.cell.shown(), expected);
                None
            }
        }
    }

    /// A day that may lie in the future.
    pub(super) fn any_day(&mut self, row: &Row<'_>, field: Field) -> Option<NaiveDate> {
        let filled = row.first(field)?;
        self.value_of(row, filled, |cell| values::date(cell, filled.column.rule.bare_year))
    }

    /// A day on which something was true: not after the file's own.
    pub(super) fn day(&mut self, row: &Row<'_>, field: Field) -> Option<NaiveDate> {
        let day = self.any_day(row, field)?;
        self.not_after(row, field, day)
    }

    pub(super) fn not_after(&mut self, row: &Row<'_>, field: Field, day: NaiveDate) -> Option<NaiveDate> {
        if day <= self.as_of {
            return Some(day);
        }
        let value = row.first(field).map_or_else(String::new, |filled| filled.cell.shown());
        self.error(row.place_of(field), value, Expected::NotAfter(self.as_of));
        None
    }

    /// A day that cannot come before another one of the row.
    pub(super) fn not_before(
        &mut self,
        row: &Row<'_>,
        field: Field,
        former: NaiveDate,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        if former <= day {
            return Some(day);
        }
        let value = row.first(field).map_or_else(String::new, |filled| filled.cell.shown());
        self.error(row.place_of(field), value, Expected::NotBefore(former));
        None
    }

    /// An instant at which something was recorded: not in the future.
    pub(super) fn instant(&mut self, row: &Row<'_>, field: Field) -> Option<Instant> {
        let now = self.now;
        self.value(row, field, |cell| {
            values::instant(cell).and_then(|at| if at <= now { Ok(at) } else { Err(Expected::Instant) })
        })
    }

    /// An id as an export writes it.
    pub(super) fn id<T: From<uuid::Uuid>>(&mut self, row: &Row<'_>, field: Field) -> Option<T> {
        self.value(row, field, |cell| uuid::Uuid::parse_str(&cell.shown()).map(T::from).map_err(|_| Expected::Id))
    }
}

/// A column as a spreadsheet names it: A to Z, AA, AB and so on.
fn letters(index: usize) -> String {
    const ALPHABET: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut letters = Vec::new();
    let mut left = index + 1;
    while left > 0 {
        letters.insert(0, char::from(ALPHABET[(left - 1) % 26]));
        left = (left - 1) / 26;
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        let named: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).to_vec();
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }
}
