//! From tables to bytes: XLSX, and one sheet as CSV for Norwegian Excel. No text of ours can become a formula in either.

use chrono::Datelike;
use domain::exchange::formula::harmless_and_back;
use domain::exchange::{Cell, Table};
use domain::time::Instant;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The most rows an XLSX sheet holds.
const MOST_ROWS: usize = 1_048_576;

/// Why a file cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A sheet of more rows than the format has; CSV has no such limit.
    #[error("the sheet {sheet} has {rows} rows, more than a workbook holds: export that sheet as CSV")]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// How many rows it would have.
        rows: usize,
    },
    /// The writer of the format refused.
    #[error("the workbook cannot be written")]
    Xlsx(#[from] XlsxError),
    /// The writer of the format refused.
    #[error("the table cannot be written")]
    Csv(#[from] csv::Error),
}

/// Writes a workbook. Texts are written as texts whatever they begin with, so a spreadsheet computes none of them.
///
/// # Errors
/// [`WriteError`] when a sheet is too long or a text is longer than a cell holds.
pub(crate) fn xlsx(tables: &[Table], at: Instant) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(at.timestamp())?;
    workbook.set_properties(&DocProperties::new().set_author("Grobunn").set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for table in tables {
        if table.rows.len() > MOST_ROWS {
            return Err(WriteError::TooManyRows { sheet: table.sheet.clone(), rows: table.rows.len() });
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&table.sheet)?;
        sheet.set_freeze_panes(1, 0)?;
        let mut widths: Vec<usize> = Vec::new();
        for (row, cells) in (0u32..).zip(&table.rows) {
            for (column, cell) in (0u16..).zip(&cells.cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(text) | Cell::Error(text) if row == 0 => {
                        sheet.write_string_with_format(row, column, text, &bold)?;
                    }
                    // No formula here, but somebody may save the sheet as CSV. The reader takes the apostrophe away.
                    Cell::Text(text) | Cell::Error(text) => {
                        sheet.write_string(row, column, harmless_and_back(text))?;
                    }
                    Cell::Number(number) => {
                        sheet.write_number(row, column, *number)?;
                    }
                    Cell::Bool(yes) => {
                        sheet.write_boolean(row, column, *yes)?;
                    }
                    Cell::Date(day) => {
                        let (year, month) =
                            (u16::try_from(day.year()).unwrap_or(1900), u8::try_from(day.month()).unwrap_or(1));
                        let day = u8::try_from(day.day()).unwrap_or(1);
                        sheet.write_datetime_with_format(
                            row,
                            column,
                            ExcelDateTime::from_ymd(year, month, day)?,
                            &date,
                        )?;
                    }
                }
                // A hundred rows say enough about how wide a column is.
                if row < 100 {
                    let width = cell.shown().chars().count();
                    match widths.get_mut(usize::from(column)) {
                        Some(widest) => *widest = width.max(*widest),
                        None => widths.push(width),
                    }
                }
            }
        }
        for (column, width) in (0u16..).zip(widths) {
            let width = u16::try_from(width.clamp(8, 60)).unwrap_or(60);
            sheet.set_column_width(column, f64::from(width) + 2.0)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// Writes one table as CSV for a Norwegian spreadsheet: UTF-8 with its mark, semicolons, decimal commas. A text that a spreadsheet
/// would take for a formula gets an apostrophe before it, which the import takes away (OWASP, "CSV injection").
///
/// # Errors
/// [`WriteError::Csv`], which a buffer in memory never raises.
pub(crate) fn csv(table: &Table) -> Result<Vec<u8>, WriteError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|cell| match cell {
            Cell::Text(text) => harmless_and_back(text).into_owned(),
            Cell::Number(number) => number.to_string().replace('.', ","),
            cell => cell.shown(),
        }))?;
    }
    writer.into_inner().map_err(|error| WriteError::Csv(error.into_error().into()))
}
