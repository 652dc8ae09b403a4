//! Taking a document away and putting it back. One comes in by `server::http::documents`, because it is more than a form.

use domain::ids::{DocumentId, StartupId};
use leptos::prelude::*;
use store::{Missing, VerbError};

use super::{Answer, answer, denied, done, signed_in};
use crate::cx::Cx;
use crate::form::Form;
use crate::paths::{self, Query};

/// Removes a document; it can be put back for thirty days.
#[server(prefix = "/act", endpoint = "remove-document")]
pub async fn remove_document(#[server(default)] document: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let removed = match document.parse::<DocumentId>() {
        Ok(id) => cx.house.store.remove_document(&cx.actor(), id).await,
        Err(_) => Err(VerbError::NotFound(Missing::Document)),
    };
    answered(&cx, removed, "document-removed")
}

/// Puts a removed document back.
#[server(prefix = "/act", endpoint = "restore-document")]
pub async fn restore_document(#[server(default)] document: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let restored = match document.parse::<DocumentId>() {
        Ok(id) => cx.house.store.restore_document(&cx.actor(), id).await,
        Err(_) => Err(VerbError::NotFound(Missing::Document)),
    };
    answered(&cx, restored, "document-restored")
}

fn answered(cx: &Cx, result: Result<StartupId, VerbError>, word: &str) -> Result<(), ServerFnError> {
    match answer(result, &Form::new(cx.locale, []))? {
        Answer::Accepted(startup) => done(&paths::documents_of(startup), word),
        Answer::Denied(reason) => denied(reason),
        // It went meanwhile, or was never there: there is no form to show it at.
        Answer::Refused(_) => {
            leptos_axum::redirect(&paths::with_query(paths::DENIED, &Query::one("why", "document")));
        }
    }
    Ok(())
}
