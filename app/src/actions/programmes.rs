//! Setting up programmes and cohorts.

use domain::ids::ProgrammeId;
use domain::pipeline::DEFAULT_STAGES;
use domain::stages::slug_of;
use leptos::prelude::*;
use store::VerbError;

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;

/// Sets up a programme with the ordinary stages.
#[server(prefix = "/act", endpoint = "add-programme")]
pub async fn add_programme(#[server(default)] name: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![name]);
    let Some(title) = form.required("name") else { return refused(&cx, form, "programme", paths::PROGRAMMES).await };
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    // The short name stands in addresses and files, and is nobody's to think of.
    let slug = slug_of(&ledger, &title);
    let result = cx.house.store.create_programme(&cx.actor(), &slug, &title, &DEFAULT_STAGES).await;
    finish(&cx, form, "programme", "programme", result).await
}

/// Sets up a cohort of a programme.
#[server(prefix = "/act", endpoint = "add-cohort")]
pub async fn add_cohort(
    #[server(default)] programme: String,
    #[server(default)] name: String,
    #[server(default)] starts_on: String,
    #[server(default)] ends_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![programme, name, starts_on, ends_on]);
    let Some(of) = form.text("programme").and_then(|id| id.parse::<ProgrammeId>().ok()) else {
        leptos_axum::redirect(paths::PROGRAMMES);
        return Ok(());
    };
    let title = form.required("name");
    let starts = form.text("starts_on").and_then(|_| form.date("starts_on"));
    let ends = form.text("ends_on").and_then(|_| form.date("ends_on"));
    let (Some(title), true) = (title, form.is_accepted()) else {
        return refused(&cx, form, "cohort", paths::PROGRAMMES).await;
    };
    let result = cx.house.store.create_cohort(&cx.actor(), of, &title, starts, ends).await;
    finish(&cx, form, "cohort", "cohort", result).await
}

async fn finish<T>(
    cx: &Cx,
    mut form: Form,
    name: &str,
    word: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("name");
    match answer(result, &form)? {
        Answer::Accepted(_) => done(paths::PROGRAMMES, word),
        Answer::Refused(sentence) => {
            form.refuse(if field == "slug" { "name" } else { field }, sentence);
            return refused(cx, form, name, paths::PROGRAMMES).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
