//! Files in and out: bytes to facts and back. What a file means is decided in [`domain::exchange`]; here it is read, kept, written in
//! one transaction, and taken back.
//!
//! An import goes through [`Store::upload`] (the file is kept), [`Store::preview_import`] (what would change) and
//! [`Store::apply_import`] (all of it or nothing), or through [`Store::import`] in one step from the command line. Then
//! [`Store::undo_import`] takes it back for as long as nothing rests on it. [`export_xlsx`] writes what the profile `grobunn` reads.

mod batch;
mod error;
mod export;
mod file;
mod import;
mod list;
mod report;
mod rows;
mod undo;

pub use error::{ImportError, UndoError};
pub use export::{
    ExportError, export_csv, export_sheets, export_xlsx, export_xlsx_at, sheet_xlsx, template_xlsx, template_xlsx_in,
};
pub use file::{FileError, LARGEST_FILE, WriteError, read_tables};
pub use import::{Preview, Profiled, Progress, Upload};
pub use list::{ImportRecord, ImportStatus};
pub use report::{Brings, Report};
pub use undo::{Remedy, Resting, Undone};

#[cfg(doc)]
use crate::Store;
