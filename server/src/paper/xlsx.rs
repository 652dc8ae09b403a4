//! The tables of a paper as XLSX: one sheet each, numbers as numbers, and a first sheet that says what it is and whence.

use chrono::Datelike as _;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::text::{clean, name};
use super::{Block, Cell, Paper, PaperError, Table, Value, words};

/// The longest text of a cell.
const LONGEST: usize = 32_000;

/// Writes the tables of a paper, and the data of its drawings, as XLSX.
///
/// # Errors
/// [`PaperError::Write`] when the workbook could not be made.
pub fn write(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    workbook(paper).map_err(|error| PaperError::Write(error.to_string()))
}

struct Formats {
    head: Format,
    wrapped: Format,
    number: Format,
    share: Format,
    date: Format,
}

fn workbook(paper: &Paper) -> Result<Vec<u8>, XlsxError> {
    let locale = paper.language;
    let formats = Formats {
        head: Format::new().set_bold(),
        wrapped: Format::new().set_text_wrap(),
        number: Format::new().set_num_format("#,##0.##"),
        share: Format::new().set_num_format("0.0%"),
        date: Format::new().set_num_format("yyyy-mm-dd"),
    };
    let tables: Vec<Table> = paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Chart(chart) => Some(chart.table(locale)),
            _ => None,
        })
        .filter(|table| !table.columns.is_empty() && !table.rows.is_empty())
        .collect();
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_timestamp(paper.dated.timestamp())?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(clean(&paper.title))
            .set_subject(clean(&paper.subject))
            .set_author(clean(&paper.author))
            .set_creation_datetime(&created),
    );
    let mut taken = vec![words::about(locale).to_lowercase()];
    let about = workbook.add_worksheet();
    about.set_name(words::about(locale))?;
    about.set_column_width(0, 34)?.set_column_width(1, 90)?;
    about.write_with_format(0, 0, text(&paper.title), &formats.head)?;
    let dated = domain::time::oslo_date(paper.dated);
    about.write(1, 0, words::published(locale))?;
    let dated = ExcelDateTime::from_ymd(u16::try_from(dated.year()).unwrap_or(1900), month(dated), day(dated))?;
    about.write_with_format(1, 1, &dated, &formats.date)?;
    about.write(2, 0, words::source(locale))?;
    about.write(2, 1, text(&paper.author))?;
    about.write(3, 0, words::address(locale))?;
    about.write(3, 1, text(&paper.id))?;
    let mut row = 5;
    for block in &paper.blocks {
        let spans = match block {
            Block::Statement(spans) | Block::Paragraph(spans) => spans,
            _ => continue,
        };
        let line: String = spans.iter().map(|span| span.text.as_str()).collect();
        about.write_with_format(row, 1, text(&line), &formats.wrapped)?;
        row += 1;
    }
    for (index, table) in tables.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(free(&table.caption, index, &mut taken))?;
        sheet_of(sheet, table, &formats, words::source(locale))?;
    }
    workbook.save_to_buffer()
}

fn sheet_of(sheet: &mut Worksheet, table: &Table, formats: &Formats, source: &str) -> Result<(), XlsxError> {
    let columns = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
    let notes = table.rows.iter().flatten().any(|cell| cell.note.is_some());
    for (index, column) in (0..columns).zip(&table.columns) {
        sheet.write_with_format(0, index, text(&column.name), &formats.head)?;
        sheet.set_column_width(index, if index == 0 { 40 } else { 16 })?;
    }
    if notes {
        sheet.write_with_format(0, columns, source, &formats.head)?;
        sheet.set_column_width(columns, 70)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let mut at = 1;
    for row in &table.rows {
        for (index, cell) in (0..columns).zip(row) {
            write_cell(sheet, at, index, cell, formats)?;
        }
        if notes {
            let noted: Vec<String> = row
                .iter()
                .filter_map(|cell| cell.note.as_ref())
                .map(|note| match &note.link {
                    Some(link) => format!("{} {link}", note.text),
                    None => note.text.clone(),
                })
                .collect();
            sheet.write(at, columns, text(&noted.join("; ")))?;
        }
        at += 1;
    }
    if let Some(line) = &table.source {
        sheet.write(at + 1, 0, text(line))?;
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, formats: &Formats) -> Result<(), XlsxError> {
    match cell.value {
        Value::Number(value) if value.is_finite() => {
            sheet.write_with_format(row, column, value, &formats.number)?;
        }
        Value::Share(value) if value.is_finite() => {
            sheet.write_with_format(row, column, value, &formats.share)?;
        }
        Value::Date(on) if (1900..9999).contains(&on.year()) => {
            let year = u16::try_from(on.year()).unwrap_or(1900);
            let on = ExcelDateTime::from_ymd(year, month(on), day(on))?;
            sheet.write_with_format(row, column, &on, &formats.date)?;
        }
        _ => {
            sheet.write(row, column, text(&cell.text))?;
        }
    }
    Ok(())
}

fn month(on: chrono::NaiveDate) -> u8 {
    u8::try_from(on.month()).unwrap_or(1)
}

fn day(on: chrono::NaiveDate) -> u8 {
    u8::try_from(on.day()).unwrap_or(1)
}

/// A text as a cell may hold it: written as text always, so that no sheet takes it for a formula.
fn text(text: &str) -> String {
    clean(text).chars().take(LONGEST).collect()
}

/// A name that no other sheet bears.
fn free(caption: &str, index: usize, taken: &mut Vec<String>) -> String {
    let base = name(caption, 31);
    let mut found = if base.is_empty() { format!("{}", index + 1) } else { base };
    let mut number = 2;
    while taken.contains(&found.to_lowercase()) {
        let ending = format!(" {number}");
        found = name(caption, 31 - ending.len()) + &ending;
        number += 1;
    }
    taken.push(found.to_lowercase());
    found
}
