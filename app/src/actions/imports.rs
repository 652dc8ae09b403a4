//! Importing: confirm what a preview showed, or take an import back.

use std::collections::HashMap;

use domain::access::{Action, Decision, Resource};
use domain::exchange::{Answers, RowAnswer};
use domain::ids::ImportId;
use leptos::prelude::*;
use store::exchange::{ImportError, UndoError};

use super::{denied, done, failed, signed_in};
use crate::paths::{self, Query};

/// Reads the answers to a preview's questions. Each value is `row|choice|sheet`, where the choice is `new` or a startup's id.
#[must_use]
pub fn read_answers<'a>(values: impl IntoIterator<Item = &'a String>) -> Answers {
    let rows = values
        .into_iter()
        .filter_map(|value| {
            let mut parts = value.splitn(3, '|');
            let row: u32 = parts.next()?.parse().ok()?;
            let answer = match parts.next()? {
                "new" => RowAnswer::New,
                id => RowAnswer::Merge(id.parse().ok()?),
            };
            Some(((parts.next()?.to_owned(), row), answer))
        })
        .collect();
    Answers { all: None, rows }
}

/// Writes what the preview showed, all or nothing. It goes on in the background; the import's page shows how far it is.
#[server(prefix = "/act", endpoint = "apply-import")]
pub async fn apply_import(
    #[server(default)] import: String,
    #[server(default)] answers: HashMap<String, String>,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = import.parse::<ImportId>() else {
        leptos_axum::redirect(paths::IMPORTS);
        return Ok(());
    };
    // Asked before anything begins, so that nobody else's try shows on the page of the import.
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    match cx.decide(Action::Import, &Resource::House(&ledger)) {
        Decision::Allowed => {}
        Decision::Denied(reason) => {
            denied(reason);
            return Ok(());
        }
        Decision::Hidden => {
            leptos_axum::redirect(paths::IMPORTS);
            return Ok(());
        }
    }
    let answers = read_answers(answers.values());
    let (house, actor) = (cx.house.clone(), cx.actor());
    let locale = cx.locale;
    if house.imports.start(id) {
        tokio::spawn(async move {
            let imports = house.imports.clone();
            let progress = move |progress| imports.note(id, progress);
            let refused = match house.store.apply_import(&actor, id, &answers, &progress).await {
                Ok(_) => None,
                Err(ImportError::Store(error)) => {
                    tracing::error!(%error, "import.failed");
                    Some(ImportError::Store(error).text(locale))
                }
                Err(error) => Some(error.text(locale)),
            };
            house.imports.end(id, refused.map(|sentence| (sentence, answers)));
        });
    }
    leptos_axum::redirect(&paths::import(id));
    Ok(())
}

/// Takes an import back, as long as nothing rests on it.
#[server(prefix = "/act", endpoint = "undo-import")]
pub async fn undo_import(#[server(default)] import: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = import.parse::<ImportId>() else {
        leptos_axum::redirect(paths::IMPORTS);
        return Ok(());
    };
    match cx.house.store.undo_import(&cx.actor(), id).await {
        Ok(_) => done(&paths::import(id), "undone"),
        Err(UndoError::Store(error)) => return Err(failed(&error)),
        Err(error) => {
            let draft = store::Draft {
                form: "undo".to_owned(),
                errors: [("import".to_owned(), error.text(cx.locale))].into(),
                ..store::Draft::default()
            };
            let draft = cx.house.store.save_draft(&draft).await.map_err(|error| failed(&error))?;
            leptos_axum::redirect(&paths::with_query(&paths::import(id), &Query::one("draft", draft)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_and_nonsense_is_left_out() {
        let values = ["7|new|Ark|1".to_owned(), "x|new|Ark".to_owned(), "8|nobody|Ark".to_owned(), "9".to_owned()];
        let answers = read_answers(&values);
        assert_eq!(answers.rows.len(), 1);
        assert_eq!(answers.rows.get(&("Ark|1".to_owned(), 7)), Some(&RowAnswer::New));
    }
}
