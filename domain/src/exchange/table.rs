//! A sheet as it lies in a file: rows of typed cells, before anybody knows what they mean.

use chrono::NaiveDate;

/// A cell's content.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing in it.
    #[default]
    Empty,
    /// A text, as it stands.
    Text(String),
    /// A number; a spreadsheet's whole numbers are of this kind too.
    Number(f64),
    /// A day. Spreadsheets say so by the cell's format.
    Date(NaiveDate),
    /// Yes or no.
    Bool(bool),
    /// A formula that failed, with the spreadsheet's own word for it: `#REF!`.
    Error(String),
}

impl Cell {
    /// Whether nothing is in it but blanks.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Number(_) | Self::Date(_) | Self::Bool(_) | Self::Error(_) => false,
        }
    }

    /// The cell as a person sees it in the sheet: whole numbers without decimals, days as `2019-05-31`, blanks at the ends
    /// taken away.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Error(text) => text.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Bool(yes) => (if *yes { "true" } else { "false" }).to_owned(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.trim().is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

/// One row of a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// Its number in the file as a spreadsheet shows it: the first row is 1.
    pub number: u32,
    /// Its cells from the first column; a row may be shorter than others.
    pub cells: Vec<Cell>,
}

impl TableRow {
    /// The cell in a column, counted from 0.
    #[must_use]
    pub fn cell(&self, column: usize) -> &Cell {
        const NOTHING: &Cell = &Cell::Empty;
        self.cells.get(column).unwrap_or(NOTHING)
    }

    /// Whether no cell holds anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(Cell::is_empty)
    }
}

/// A sheet of a file. Rows without any content may be missing; which row is the header is found by the profile.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The sheet's name; for a CSV file the file's name without its ending.
    pub sheet: String,
    /// The rows in order.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// A table of texts, the first row being row 1: what a CSV file holds, and what tests write.
    #[must_use]
    pub fn of_text(sheet: &str, rows: &[&[&str]]) -> Self {
        let rows = (1u32..)
            .zip(rows)
            .map(|(number, cells)| TableRow { number, cells: cells.iter().map(|cell| Cell::from(*cell)).collect() })
            .collect();
        Self { sheet: sheet.to_owned(), rows }
    }
}
