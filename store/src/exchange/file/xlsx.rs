//! XLSX: typed cells, days by the cell's format, and what formulas last came to. Cells are read one by one as they stand in the file,
//! never as the rectangle they span, which one cell at the far corner would make larger than any memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError, XlsxFormulaMetadata};
use chrono::NaiveDate;
use domain::exchange::{Cell, Table, TableRow};

use super::{FileError, LARGEST_UNPACKED, LONGEST_TEXT, MOST_CELLS, MOST_COLUMNS, MOST_ROWS};

/// So many letters of a formula are shown to find it by.
const LONGEST_FORMULA: usize = 60;

pub(super) fn read(bytes: &[u8]) -> Result<Vec<Table>, FileError> {
    check_unpacked(bytes)?;
    // The reader is a library that trusts its input more than an upload deserves: a panic in it is a damaged file, not ours.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes)))
        .unwrap_or_else(|_| Err(FileError::Damaged("it contradicts itself".to_owned())))
}

/// Unpacks every part into nothing and counts: what an archive says of its own size may be a lie.
fn check_unpacked(bytes: &[u8]) -> Result<(), FileError> {
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| FileError::Damaged(error.to_string()))?;
    if archive.index_for_name("xl/workbook.xml").is_none() && archive.index_for_name("[Content_Types].xml").is_none() {
        return Err(FileError::NoWorkbook);
    }
    let mut left = LARGEST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| FileError::Damaged(error.to_string()))?;
        let read = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink())
            .map_err(|error| FileError::Damaged(error.to_string()))?;
        left = left.checked_sub(read).ok_or(FileError::TooLarge)?;
    }
    Ok(())
}

fn sheets(bytes: &[u8]) -> Result<Vec<Table>, FileError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut left = MOST_CELLS;
    let mut tables = Vec::new();
    for name in workbook.sheet_names() {
        match sheet(&mut workbook, &name, &mut left) {
            Ok(table) => tables.push(table),
            Err(Failed::NoSheet) => {}
            Err(Failed::File(error)) => return Err(error),
        }
    }
    Ok(tables)
}

enum Failed {
    /// A page of charts, which has no cells.
    NoSheet,
    File(FileError),
}

impl From<XlsxError> for Failed {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::NotAWorksheet(_) | XlsxError::WorksheetNotFound(_) => Self::NoSheet,
            error => Self::File(damaged(&error)),
        }
    }
}

fn damaged(error: &XlsxError) -> FileError {
    FileError::Damaged(error.to_string())
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Table, Failed> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    // Value and formula of a cell come together, one cell at a time: no second list of formulas grows beside the rows.
    while let Some(found) = reader.next_cell_with_formula_metadata()? {
        let cell = match (&found.value, &found.formula) {
            (DataRef::Empty, Some(formula)) => never_calculated(formula),
            (value, _) => cell(value),
        };
        if cell.is_empty() {
            continue;
        }
        let (row, column) = found.pos;
        let column = column as usize;
        if column >= MOST_COLUMNS || row as usize >= MOST_ROWS {
            return Err(Failed::File(FileError::TooManyCells));
        }
        if matches!(&cell, Cell::Text(text) if text.len() > 4 * LONGEST_TEXT) {
            return Err(Failed::File(FileError::TooLarge));
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            let more = column + 1 - cells.len();
            *left = left.checked_sub(more).ok_or(Failed::File(FileError::TooManyCells))?;
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
    }
    let rows = rows.into_iter().map(|(row, cells)| TableRow { number: row.saturating_add(1), cells }).collect();
    Ok(Table { sheet: name.to_owned(), rows })
}

/// A formula without a result, as programs write it that do not calculate: read as empty, its number would be lost in silence. A formula
/// whose result is an empty text has one.
fn never_calculated(formula: &XlsxFormulaMetadata) -> Cell {
    Cell::Error(match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
            format!("={}", formula.chars().take(LONGEST_FORMULA).collect::<String>())
        }
        _ => "=…".to_owned(),
    })
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        #[expect(clippy::cast_precision_loss, reason = "a sheet keeps its numbers as floating point anyway")]
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => Cell::from(text.as_str()),
        DataRef::SharedString(text) => Cell::from(*text),
        DataRef::Bool(yes) => Cell::Bool(*yes),
        DataRef::DateTime(at) => day(at).map_or_else(|| Cell::Number(at.as_f64()), Cell::Date),
        // `2019-05-31T00:00:00`: the day is what counts. A length of time is no day and stays the text it is.
        DataRef::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
            day.map_or_else(|| Cell::from(text.as_str()), Cell::Date)
        }
        DataRef::DurationIso(text) => Cell::from(text.as_str()),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    }
}

fn day(at: &ExcelDateTime) -> Option<NaiveDate> {
    if !at.is_datetime() || !at.as_f64().is_finite() || at.as_f64() < 1.0 {
        return None;
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day))
}
