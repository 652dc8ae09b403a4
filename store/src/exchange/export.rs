//! What an actor sees of the house as a workbook, a sheet of it as CSV, and the empty template.

use domain::access::{Action, Actor, Decision, Reason};
use domain::exchange::{ProfileError, Table, workbook};
use domain::time::Instant;
use domain::words::Locale;

use super::file::{WriteError, write_csv, write_xlsx};
use super::rows;
use crate::connect::Store;
use crate::error::StoreError;

/// Why an export was not made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// No sheet of this name.
    #[error("the workbook has no sheet called '{0}'")]
    UnknownSheet(String),
    /// The policy says no.
    #[error("{0}")]
    Denied(Reason),
    /// There is nothing here for the actor.
    #[error("there is no such export")]
    NotFound,
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The shipped profile is broken.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything the house knows that the actor sees, as the workbook that the profile `grobunn` reads back.
///
/// # Errors
/// [`ExportError::Denied`]; when the database does not answer, or a sheet is longer than the format allows.
pub async fn export_xlsx(store: &Store, actor: &Actor) -> Result<Vec<u8>, ExportError> {
    export_xlsx_at(store, actor, store.world().now()).await
}

/// Everything the house knew at an instant of what the actor sees today.
///
/// # Errors
/// [`ExportError::Denied`]; when the database does not answer, or a sheet is longer than the format allows.
pub async fn export_xlsx_at(store: &Store, actor: &Actor, known_at: Instant) -> Result<Vec<u8>, ExportError> {
    let tables = tables(store, actor, known_at).await?;
    let written = tokio::task::spawn_blocking(move || write_xlsx(&tables, known_at)).await;
    Ok(written.map_err(StoreError::from)??)
}

/// One table of the caller's own making as a workbook. Who asks whether it may be taken along is the caller.
///
/// # Errors
/// [`WriteError`] when the table is longer than the format allows.
pub fn sheet_xlsx(table: &Table, at: Instant) -> Result<Vec<u8>, WriteError> {
    write_xlsx(std::slice::from_ref(table), at)
}

/// One sheet of the workbook as CSV: UTF-8, semicolons, decimal commas.
///
/// # Errors
/// [`ExportError::UnknownSheet`], [`ExportError::Denied`], or when the database does not answer.
pub async fn export_csv(store: &Store, actor: &Actor, sheet: &str) -> Result<Vec<u8>, ExportError> {
    let tables = tables(store, actor, store.world().now()).await?;
    match tables.iter().find(|table| table.sheet == sheet) {
        Some(table) => Ok(write_csv(table)?),
        None => Err(ExportError::UnknownSheet(sheet.to_owned())),
    }
}

/// The names of the workbook's sheets.
///
/// # Errors
/// [`ExportError::Profile`], which a test rules out.
pub fn export_sheets() -> Result<Vec<String>, ExportError> {
    Ok(workbook::sheets()?)
}

/// The workbook without rows, with a sheet that explains the others, in bokmål.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template_xlsx() -> Result<Vec<u8>, ExportError> {
    template_xlsx_in(Locale::Nb)
}

/// The workbook without rows, explained in a language.
///
/// # Errors
/// When the workbook cannot be written.
pub fn template_xlsx_in(locale: Locale) -> Result<Vec<u8>, ExportError> {
    Ok(write_xlsx(&workbook::template(locale)?, Instant::UNIX_EPOCH)?)
}

async fn tables(store: &Store, actor: &Actor, known_at: Instant) -> Result<Vec<Table>, ExportError> {
    match store.may_in_house(actor, Action::Export).await? {
        Decision::Allowed => {}
        Decision::Hidden => return Err(ExportError::NotFound),
        Decision::Denied(reason) => return Err(ExportError::Denied(reason)),
    }
    let ledger = store.ledger_for(actor).await?;
    let notes = rows::notes(store.reader()).await?;
    let made = tokio::task::spawn_blocking(move || workbook::export(&ledger, &notes, known_at)).await;
    Ok(made.map_err(StoreError::from)??)
}
