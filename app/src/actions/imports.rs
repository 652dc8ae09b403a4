//! Importing: confirm what a preview showed, or take an import back.

use leptos::prelude::*;

/// Writes what the preview showed.
#[server(prefix = "/act", endpoint = "apply-import")]
pub async fn apply_import(#[server(default)] import: String) -> Result<(), ServerFnError> {
    let _ = import;
    Ok(())
}

/// Takes an import back.
#[server(prefix = "/act", endpoint = "undo-import")]
pub async fn undo_import(#[server(default)] import: String) -> Result<(), ServerFnError> {
    let _ = import;
    Ok(())
}
