//! Saved views of the pipeline.

use domain::ids::{ProgrammeId, SavedViewId};
use leptos::prelude::*;
use store::{NewView, VerbError};

use super::{Answer, answer, denied, done, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::pages::views::kept;
use crate::paths;

/// Saves what the pipeline shows under a name.
#[server(prefix = "/act", endpoint = "save-view")]
pub async fn save_view(
    #[server(default)] name: String,
    #[server(default)] query: String,
    #[server(default)] programme: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![name, query, programme]);
    // Only what the page understands: the rest of an address is nobody's to come back to.
    let query = kept(&form.text("query").unwrap_or_default());
    let Some(name) = form.required("name") else { return refused(&cx, form, "view", paths::VIEWS).await };
    let programme = form.text("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    let new = NewView { name, query: query.clone(), programme };
    match cx.house.store.save_view(&cx.actor(), &new).await {
        Ok(_) => {
            let page =
                if query.is_empty() { paths::PIPELINE.to_owned() } else { format!("{}?{query}", paths::PIPELINE) };
            done(&page, "view-saved");
            Ok(())
        }
        Err(error) => finish(&cx, form, "view", "", Err::<(), _>(error)).await,
    }
}

/// Renames a view, deletes it, or begins with it from now on.
#[server(prefix = "/act", endpoint = "change-view")]
pub async fn change_view(
    #[server(default)] view: String,
    #[server(default)] act: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![view, act, name]);
    let Some(id) = form.text("view").and_then(|id| id.parse::<SavedViewId>().ok()) else {
        leptos_axum::redirect(paths::VIEWS);
        return Ok(());
    };
    let (store, actor) = (&cx.house.store, cx.actor());
    let act = form.text("act").unwrap_or_default();
    let (word, result) = match act.as_str() {
        "delete" => ("deleted", store.delete_view(&actor, id).await),
        "begin" => ("begins", store.begin_with_view(&actor, Some(id)).await),
        "all" => ("all", store.begin_with_view(&actor, None).await),
        _ => {
            let Some(name) = form.required("name") else { return refused(&cx, form, "view-name", paths::VIEWS).await };
            ("renamed", store.rename_view(&actor, id, &name).await)
        }
    };
    finish(&cx, form, "view-name", word, result).await
}

async fn finish(
    cx: &Cx,
    mut form: Form,
    name: &str,
    word: &str,
    result: Result<(), VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("name");
    match answer(result, &form)? {
        Answer::Accepted(()) => done(paths::VIEWS, word),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(cx, form, name, paths::VIEWS).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
