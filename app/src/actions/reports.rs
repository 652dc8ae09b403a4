//! Reports to those who pay: drafted, saved, handed in, thrown away.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::figures::FigureId;
use domain::ids::{ContractId, ProgrammeId, ReportId};
use domain::reports::Part;
use domain::words::Locale;
use leptos::prelude::*;
use store::VerbError;
use store::reports::{NewReport, ReportDraft};

use super::{Answer, answer, denied, done, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::pages::reports::NEW_FORM;
use crate::pages::reports::one::FORM;
use crate::paths;
use crate::words as shared;

/// What a report is about, as the form posts it: a programme, or a contract and the day on which it asks for one.
async fn about(cx: &Cx, text: &str) -> Option<(ProgrammeId, Option<(ContractId, NaiveDate)>)> {
    match text.split_once('/') {
        None => Some((text.parse().ok()?, None)),
        Some((contract, due)) => {
            let (contract, due) = (contract.parse().ok()?, due.parse().ok()?);
            let known = cx.house.store.contract(&cx.actor(), contract).await.ok()?;
            Some((known.terms.programme, Some((contract, due))))
        }
    }
}

/// Drafts a report.
#[server(prefix = "/act", endpoint = "draft-report")]
pub async fn draft_report(
    #[server(default)] about: String,
    #[server(default)] title: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] language: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![about, title, from, to, language]);
    let (title, from, to) = (form.required("title"), form.date("from"), form.date("to"));
    let asked = match form.required("about") {
        Some(text) => self::about(&cx, &text).await,
        None => None,
    };
    if asked.is_none() && form.is_accepted() {
        form.refuse("about", shared::required(cx.locale));
    }
    let locale = form.text("language").and_then(|tag| Locale::from_tag(&tag)).unwrap_or(cx.locale);
    let (Some((programme, contract)), Some(title), Some(from), Some(to), true) =
        (asked, title, from, to, form.is_accepted())
    else {
        return refused(&cx, form, NEW_FORM, paths::REPORTS).await;
    };
    let new = NewReport {
        programme,
        contract: contract.map(|(contract, _)| contract),
        due_on: contract.map(|(_, due)| due),
        title,
        from,
        to,
        locale,
    };
    let result = cx.house.store.draft_report(&cx.actor(), &new).await;
    let page = result.as_ref().map_or_else(|_| paths::REPORTS.to_owned(), |id| paths::report(*id));
    finish(&cx, form, NEW_FORM, paths::REPORTS, (&page, "report-made"), result.map(drop)).await
}

/// Saves a draft; or saves it and hands it in.
#[server(prefix = "/act", endpoint = "save-report")]
pub async fn save_report(
    #[server(default)] report: String,
    #[server(default)] title: String,
    #[server(default)] summary: String,
    #[server(default)] activity: String,
    #[server(default)] results: String,
    #[server(default)] deviations: String,
    #[server(default)] plan: String,
    #[server(default)] figures: BTreeMap<String, String>,
    #[server(default)] step: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = report.parse::<ReportId>().ok() else {
        leptos_axum::redirect(paths::REPORTS);
        return Ok(());
    };
    let ticked: BTreeMap<String, String> =
        figures.iter().map(|(number, id)| (format!("figures[{number}]"), id.clone())).collect();
    let typed = fields![title, summary, activity, results, deviations, plan];
    let values = typed.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(ticked);
    let values: BTreeMap<String, String> = values.collect();
    let form = Form::new(cx.locale, values.iter().map(|(name, value)| (name.as_str(), value.clone())));
    let new = ReportDraft {
        title: form.text("title").unwrap_or_default(),
        texts: Part::ALL.into_iter().map(|part| (part, form.text(part.code()).unwrap_or_default())).collect(),
        figures: figures.into_values().map(FigureId).collect(),
    };
    let page = paths::report(id);
    let store = &cx.house.store;
    let (result, word) = match step.as_str() {
        "hand-in" => (store.hand_in_report_of(&cx.actor(), id, Some(&new)).await, "report-handed-in"),
        _ => (store.save_report(&cx.actor(), id, &new).await, "report-saved"),
    };
    finish(&cx, form, FORM, &page, (&page, word), result).await
}

/// Throws a draft away.
#[server(prefix = "/act", endpoint = "drop-report")]
pub async fn drop_report(#[server(default)] report: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some(id) = report.parse::<ReportId>().ok() else {
        leptos_axum::redirect(paths::REPORTS);
        return Ok(());
    };
    let result = cx.house.store.drop_report(&cx.actor(), id).await;
    let form = Form::new(cx.locale, []);
    finish(&cx, form, FORM, &paths::report(id), (paths::REPORTS, "report-dropped"), result).await
}

async fn finish(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    (to, word): (&str, &str),
    result: Result<(), VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or_default();
    match answer(result, &form)? {
        Answer::Accepted(()) => {
            done(to, word);
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(cx, form, name, page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}
