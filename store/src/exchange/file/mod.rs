//! From bytes to tables: CSV in any encoding and with any separator people use, and XLSX. What a file is, is seen from its content;
//! its name decides nothing.

mod csv;
mod write;
mod xlsx;

use domain::exchange::Table;
use domain::words::Locale;

pub use write::WriteError;
pub(super) use write::{csv as write_csv, xlsx as write_xlsx};

/// The largest file that is read: 32 MiB. The largest sheet seen so far has some 300 kB.
pub const LARGEST_FILE: usize = 32 * 1024 * 1024;
/// The most an XLSX may unpack to: 256 MiB.
const LARGEST_UNPACKED: u64 = 256 * 1024 * 1024;
/// The most rows of a sheet.
const MOST_ROWS: usize = 1_048_576;
/// The most columns of a sheet.
const MOST_COLUMNS: usize = 2_000;
/// The most cells of a file, empty ones between filled ones included.
const MOST_CELLS: usize = 5_000_000;
/// The longest text of a cell: a spreadsheet's own limit.
const LONGEST_TEXT: usize = 32_767;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Larger than [`LARGEST_FILE`], or unpacking to more than may be.
    #[error("the file is too large")]
    TooLarge,
    /// More rows, columns or cells than may be.
    #[error("the file has too many rows or columns")]
    TooManyCells,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// The format of Excel before 2007, or one locked with a password.
    #[error("the file is of Excel's old format, or locked with a password")]
    OldExcel,
    /// A ZIP archive that holds no workbook.
    #[error("the file is an archive without an Excel workbook in it")]
    NoWorkbook,
    /// Neither text nor workbook.
    #[error("the file is neither CSV nor XLSX")]
    NeitherNor,
    /// A quotation mark that is never closed.
    #[error("a quotation mark in or after row {row} is never closed")]
    OpenQuote {
        /// The row whose cell swallows the rest.
        row: u32,
    },
    /// A workbook that breaks off or contradicts itself.
    #[error("the workbook is damaged: {0}")]
    Damaged(String),
}

domain::catalogue! {
    /// The sentences of [`FileError`].
    mod words {
        too_large => {
            nb: "Fila er for stor. Største fil er 32 MB.",
            nn: "Fila er for stor. Største fil er 32 MB.",
            en: "The file is too large. The largest is 32 MB." }
        too_many_cells => {
            nb: "Fila har for mange rader eller kolonner. Slett tomme rader og kolonner etter dataene, og prøv igjen.",
            nn: "Fila har for mange rader eller kolonner. Slett tomme rader og kolonner etter dataa, og prøv igjen.",
            en: "The file has too many rows or columns. Delete empty rows and columns after the data and try again." }
        empty => { nb: "Fila er tom.", nn: "Fila er tom.", en: "The file is empty." }
        old_excel => {
            nb: "Fila er i Excels gamle format eller låst med passord. Lagre den som .xlsx uten passord, og prøv igjen.",
            nn: "Fila er i det gamle formatet til Excel eller låst med passord. Lagre ho som .xlsx utan passord, og prøv igjen.",
            en: "The file is in Excel's old format or locked with a password. Save it as .xlsx without a password and try again." }
        no_workbook => {
            nb: "Fila er et arkiv uten en Excel-arbeidsbok. Lagre arket som .xlsx eller .csv, og prøv igjen.",
            nn: "Fila er eit arkiv utan ei Excel-arbeidsbok. Lagre arket som .xlsx eller .csv, og prøv igjen.",
            en: "The file is an archive without an Excel workbook. Save the sheet as .xlsx or .csv and try again." }
        neither => {
            nb: "Fila er verken CSV eller XLSX. Lagre arket som .xlsx eller .csv, og prøv igjen.",
            nn: "Fila er verken CSV eller XLSX. Lagre arket som .xlsx eller .csv, og prøv igjen.",
            en: "The file is neither CSV nor XLSX. Save the sheet as .xlsx or .csv and try again." }
        open_quote(row: u32) => {
            nb: "Et anførselstegn i eller etter rad {row} blir aldri lukket, så resten av fila ligger i én celle. Rett det, og prøv igjen.",
            nn: "Eit hermeteikn i eller etter rad {row} blir aldri lukka, så resten av fila ligg i éi celle. Rett det, og prøv igjen.",
            en: "A quotation mark in or after row {row} is never closed, so the rest of the file lies in one cell. Mend it and try again." }
        damaged(what: &str) => {
            nb: "Arbeidsboka er skadet ({what}). Åpne den i Excel, lagre den på nytt, og prøv igjen.",
            nn: "Arbeidsboka er skadd ({what}). Opne ho i Excel, lagre ho på nytt, og prøv igjen.",
            en: "The workbook is damaged ({what}). Open it in Excel, save it again and try once more." }
    }
}

impl FileError {
    /// The sentence a person reads: what is wrong and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::TooLarge => words::too_large(locale).to_owned(),
            Self::TooManyCells => words::too_many_cells(locale).to_owned(),
            Self::Empty => words::empty(locale).to_owned(),
            Self::OldExcel => words::old_excel(locale).to_owned(),
            Self::NoWorkbook => words::no_workbook(locale).to_owned(),
            Self::NeitherNor => words::neither(locale).to_owned(),
            Self::OpenQuote { row } => words::open_quote(locale, *row),
            Self::Damaged(what) => words::damaged(locale, what),
        }
    }
}

/// Reads a file. `name` becomes the name of a CSV file's only sheet.
///
/// # Errors
/// [`FileError`] when it cannot be read at all; what is wrong in a cell is found later.
pub fn read_tables(bytes: &[u8], name: &str) -> Result<Vec<Table>, FileError> {
    const OLD_EXCEL: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if bytes.len() > LARGEST_FILE {
        return Err(FileError::TooLarge);
    }
    let tables = if bytes.starts_with(b"PK") {
        xlsx::read(bytes)?
    } else if bytes.starts_with(OLD_EXCEL) {
        return Err(FileError::OldExcel);
    } else {
        vec![csv::read(bytes, sheet_name(name))?]
    };
    if tables.iter().all(|table| table.rows.is_empty()) {
        return Err(FileError::Empty);
    }
    Ok(tables)
}

/// A file's name without folders and ending.
fn sheet_name(name: &str) -> &str {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
}
