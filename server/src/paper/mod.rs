//! Papers: documents that somebody prints, files or goes on writing in.
//!
//! A [`Paper`] says what stands in a document and nothing of how it looks; [`pdf`], [`docx`] and [`xlsx`] write it. The same paper
//! gives the same bytes: dates come from what is published, never from the clock. Numbers are texts already, in the reader's language;
//! a cell of a table holds the value beside its text, so that a sheet can reckon with it.
//!
//! - `font` the typeface and how wide its glyphs are; `text` hostile texts made harmless
//! - `chart` drawings as shapes, before any format; each has its data as a table, which stands beneath it
//! - `pdf` lines, pages, structure for who listens, checked against PDF/UA-1 as it is written

pub mod chart;
pub mod docx;
mod font;
pub mod pdf;
pub mod publication;
pub mod report;
mod text;
pub mod xlsx;

#[cfg(test)]
mod house_tests;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::time::Instant;
use domain::words::Locale;

pub use chart::Chart;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// What it is called; the first heading.
    pub title: String,
    /// One line of what it is, for lists of files.
    pub subject: String,
    /// Who publishes it.
    pub author: String,
    /// Its language.
    pub language: Locale,
    /// When it was published: the date in the file.
    pub dated: Instant,
    /// What tells it from every other document: an address.
    pub id: String,
    /// A line at the foot of each page, before the page number.
    pub foot: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; 2 is the highest below the title, 4 the lowest.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A sentence that stands out: what a publication says.
    Statement(Vec<Span>),
    /// Points.
    List(Vec<Vec<Span>>),
    /// Words and what they mean: a label and its text, one below the other.
    Facts(Vec<(String, Vec<Span>)>),
    /// A table.
    Table(Table),
    /// A drawing, followed by its data as a table.
    Chart(Chart),
    /// The way from paper to an address.
    Qr {
        /// The address.
        address: String,
        /// What is there, in words: the alternative text and the line beside the code.
        words: String,
    },
}

/// A stretch of text that looks and leads alike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Whether it is stressed.
    pub strong: bool,
    /// Where it leads.
    pub link: Option<String>,
    /// A footnote at its end.
    pub note: Option<Note>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it says.
    pub text: String,
    /// The address it names.
    pub link: Option<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows. The first cell of each names the row.
    pub rows: Vec<Vec<Cell>>,
    /// Where the numbers come from; a line beneath.
    pub source: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub name: String,
    /// Whether its cells are numbers, which stand to the right.
    pub numbers: bool,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What is read.
    pub text: String,
    /// What a sheet reckons with.
    pub value: Value,
    /// A footnote.
    pub note: Option<Note>,
}

/// What a sheet holds of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Value {
    /// The text.
    #[default]
    Text,
    /// A number.
    Number(f64),
    /// A share between 0 and 1.
    Share(f64),
    /// A day.
    Date(NaiveDate),
}

/// Why a document could not be written. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The typeface was not there when the program was built.
    #[error("the typeface of the papers is missing in this build: run scripts/setup.sh and build again")]
    NoTypeface,
    /// The document would not be readable for all.
    #[error("the PDF does not pass PDF/UA-1: {0}")]
    Pdf(String),
    /// The writer of DOCX or XLSX gave up.
    #[error("the file could not be written: {0}")]
    Write(String),
}

impl Span {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Stressed text.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), strong: true, ..Self::default() }
    }

    /// An address that can be followed.
    pub fn link(text: impl Into<String>, to: impl Into<String>) -> Self {
        Self { text: text.into(), link: Some(to.into()), ..Self::default() }
    }

    /// The same with a footnote.
    #[must_use]
    pub fn with_note(mut self, note: Note) -> Self {
        self.note = Some(note);
        self
    }
}

impl Column {
    /// A column of words.
    pub fn words(name: impl Into<String>) -> Self {
        Self { name: name.into(), numbers: false }
    }

    /// A column of numbers.
    pub fn numbers(name: impl Into<String>) -> Self {
        Self { name: name.into(), numbers: true }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A text with what it is worth.
    pub fn of(text: impl Into<String>, value: Value) -> Self {
        Self { text: text.into(), value, note: None }
    }
}

/// A block of one plain paragraph.
pub fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Span::plain(text)])
}

domain::catalogue! {
    /// Words of the papers themselves.
    pub mod words {
        /// Above the footnotes of a PDF.
        notes => { nb: "Noter", nn: "Notar", en: "Notes" }
        /// The foot of a page.
        page_of(page: usize, pages: usize) => {
            nb: "Side {page} av {pages}",
            nn: "Side {page} av {pages}",
            en: "Page {page} of {pages}",
        }
        /// What a reader of a link annotation hears.
        leads_to(address: &str) => { nb: "Lenke til {address}", nn: "Lenkje til {address}", en: "Link to {address}" }
        /// Names the table beneath a drawing.
        data_of(title: &str) => { nb: "Tallene i figuren: {title}", nn: "Tala i figuren: {title}", en: "The numbers in the figure: {title}" }
        /// Legend: the sure part.
        floor => { nb: "Dokumentert", nn: "Dokumentert", en: "Documented" }
        /// Legend: the value.
        point => { nb: "Verdi", nn: "Verdi", en: "Value" }
        /// Legend: with what is not known.
        ceiling => { nb: "Hvis det ukjente regnes med", nn: "Om det ukjende blir rekna med", en: "If the unknown is counted in" }
        /// Legend: the agreed path.
        target => { nb: "Mål", nn: "Mål", en: "Target" }
        /// Legend: lower end of an interval or a band.
        low => { nb: "Nedre", nn: "Nedre", en: "Low" }
        /// Legend: upper end.
        high => { nb: "Øvre", nn: "Øvre", en: "High" }
        /// The axis of a curve.
        years => { nb: "År", nn: "År", en: "Years" }
        /// The axis of a path.
        day => { nb: "Dato", nn: "Dato", en: "Date" }
        /// Heads the sheet that says where the numbers come from.
        about => { nb: "Om", nn: "Om", en: "About" }
        /// The row of the sheet.
        published => { nb: "Datert", nn: "Datert", en: "Dated" }
        /// The row of the sheet.
        source => { nb: "Kilde", nn: "Kjelde", en: "Source" }
        /// The row of the sheet.
        address => { nb: "Adresse", nn: "Adresse", en: "Address" }
        /// Legend: the forecast.
        forecast => { nb: "Anslag", nn: "Anslag", en: "Forecast" }
        /// Legend: 95 % interval.
        interval => { nb: "95 % intervall", nn: "95 % intervall", en: "95% interval" }
    }
}
