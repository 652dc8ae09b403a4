//! CSV: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252; comma, semicolon or tab.

use std::borrow::Cow;

use domain::exchange::{Cell, Table, TableRow};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{FileError, LONGEST_TEXT, MOST_CELLS, MOST_COLUMNS, MOST_ROWS};

/// Separators that people use, in the order in which they win when nothing else decides.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];
/// From so much of the file the separator is guessed.
const SNIFFED: usize = 64 * 1024;

pub(super) fn read(bytes: &[u8], sheet: &str) -> Result<Table, FileError> {
    let text = decode(bytes);
    // A table has no control characters but blanks and line ends; a picture or a program has.
    if text.bytes().any(|b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')) {
        return Err(FileError::NeitherNor);
    }
    // Excel may say the separator in a line of its own, which it does not show as a row.
    let (told, text) = match text
        .strip_prefix("sep=")
        .and_then(|rest| Some((*rest.as_bytes().first()?, rest.get(1..)?)))
    {
        Some((separator, rest)) => (Some(separator), rest.trim_start_matches('\r').strip_prefix('\n').unwrap_or(rest)),
        None => (None, &*text),
    };
    let separator = told.filter(|told| SEPARATORS.contains(told)).unwrap_or_else(|| sniff(text));
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows: Vec<TableRow> = Vec::new();
    let mut number = 0u32;
    let mut cells = 0usize;
    let mut record = ::csv::StringRecord::new();
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(FileError::Damaged(error.to_string())),
        }
        number = number.saturating_add(1 + blank_lines(text.as_bytes(), start));
        if record.iter().any(|field| field.len() > LONGEST_TEXT) {
            return Err(FileError::OpenQuote { row: number });
        }
        cells += record.len();
        if record.len() > MOST_COLUMNS || rows.len() >= MOST_ROWS || cells > MOST_CELLS {
            return Err(FileError::TooManyCells);
        }
        let row = TableRow { number, cells: record.iter().map(Cell::from).collect() };
        if !row.is_empty() {
            rows.push(row);
        }
    }
    // The reader takes the end of the file for the end of the cell, and whatever rows the quote swallowed would be lost in silence.
    if ends_in_quotes(text.as_bytes(), separator) {
        return Err(FileError::OpenQuote { row: number });
    }
    Ok(Table { sheet: sheet.to_owned(), rows })
}

/// Whether the last cell begins with a quote that is never closed.
fn ends_in_quotes(bytes: &[u8], separator: u8) -> bool {
    let (mut begins, mut quoted) = (true, false);
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if quoted {
            // Two quotes inside stand for one.
            if byte == b'"' && rest.next_if_eq(&b'"').is_none() {
                quoted = false;
            }
        } else if begins && byte == b'"' {
            (begins, quoted) = (false, true);
        } else {
            begins = byte == separator || matches!(byte, b'\n' | b'\r');
        }
    }
    quoted
}

fn decode(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    }
}

/// The separator that cuts the rows into the most columns of the same number.
fn sniff(text: &str) -> u8 {
    let mut end = text.len().min(SNIFFED);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sample = &text.as_bytes()[..end];
    let score = |separator: u8| {
        let mut reader =
            ::csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(sample);
        let widths: Vec<usize> = reader.records().filter_map(Result::ok).map(|record| record.len()).take(200).collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let header = widths.iter().copied().find(|width| *width > 1).unwrap_or(widest);
        let alike = widths.iter().filter(|width| **width == header).count();
        if header > 1 { alike * header } else { 0 }
    };
    SEPARATORS.into_iter().rev().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

/// How many blank lines the reader passes over at `start`, so that rows are numbered as a spreadsheet numbers them.
fn blank_lines(bytes: &[u8], start: usize) -> u32 {
    let mut blank = 0;
    let mut at = start;
    // The reader stops behind the first half of a Windows line end; its other half is no line of its own.
    if at > 0 && bytes.get(at - 1) == Some(&b'\r') && bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at += 2,
            (Some(b'\r' | b'\n'), _) => at += 1,
            _ => return blank,
        }
        blank += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(table: &Table) -> Vec<(u32, Vec<String>)> {
        table.rows.iter().map(|row| (row.number, row.cells.iter().map(Cell::shown).collect())).collect()
    }

    fn row(number: u32, cells: &[&str]) -> (u32, Vec<String>) {
        (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn every_encoding_gives_the_same_letters() {
        let text = "Navn;Bransje\r\nBlåbær Ærlig AS;Øl\r\n";
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = [0xFEFF].into_iter().chain(utf16.clone()).flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = [0xFEFF].into_iter().chain(utf16).flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        for (name, bytes) in [
            ("UTF-8", text.as_bytes().to_vec()),
            ("UTF-8 with mark", marked),
            ("UTF-16 LE", little),
            ("UTF-16 BE", big),
            ("Windows-1252", windows),
        ] {
            let table = read(&bytes, "s").unwrap();
            assert_eq!(shown(&table), [row(1, &["Navn", "Bransje"]), row(2, &["Blåbær Ærlig AS", "Øl"])], "{name}");
        }
    }

    #[test]
    fn the_separator_is_seen_outside_quotation_marks() {
        for (text, expected) in [
            ("a;b;c\n1,5;\"x;y\";2\n", [row(1, &["a", "b", "c"]), row(2, &["1,5", "x;y", "2"])]),
            ("a,b,c\n1,\"x;y;z;w\",2\n", [row(1, &["a", "b", "c"]), row(2, &["1", "x;y;z;w", "2"])]),
            ("a\tb\tc\n1,5\tx;y\t2\n", [row(1, &["a", "b", "c"]), row(2, &["1,5", "x;y", "2"])]),
            ("sep=,\r\na,b,c\r\n1,\"2;3;4;5\",6\r\n", [row(1, &["a", "b", "c"]), row(2, &["1", "2;3;4;5", "6"])]),
        ] {
            assert_eq!(shown(&read(text.as_bytes(), "s").unwrap()), expected, "{text}");
        }
        let one = read(b"Navn\nA, B og C\n", "s").unwrap();
        assert_eq!(one.rows.len(), 2);
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let expected = [row(3, &["a", "b"]), row(4, &["1", "x\ny"]), row(6, &["2", "z"]), row(8, &["3", "w"])];
        for end in ["\n", "\r\n", "\r"] {
            let text = "\n\na;b\n1;\"x@y\"\n\n2;z\n;\n3;w".replace('\n', end).replace('@', "\n");
            assert_eq!(shown(&read(text.as_bytes(), "s").unwrap()), expected, "{end:?}");
        }
    }

    #[test]
    fn what_is_no_table_is_said_so() {
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0", "s"), Err(FileError::NeitherNor));
        let open = format!("a;b\n1;2\n3;\"{}", "x;y\n".repeat(20_000));
        assert_eq!(read(open.as_bytes(), "s"), Err(FileError::OpenQuote { row: 3 }));
        let swallowed = "Navn;Farge;Opptak\nA;\"\"\"rød\"\"\";1.3.2019\nB;\"blå;1.3.2019\nC;grønn;1.3.2019\n";
        assert_eq!(read(swallowed.as_bytes(), "s"), Err(FileError::OpenQuote { row: 3 }));
        assert_eq!(read(b"a;b\n1;\"x\"\"\"\n2;3\"\n4;\"\"", "s").map(|table| table.rows.len()), Ok(4));
        let wide = "x;".repeat(MOST_COLUMNS + 1);
        assert_eq!(read(wide.as_bytes(), "s"), Err(FileError::TooManyCells));
    }
}
