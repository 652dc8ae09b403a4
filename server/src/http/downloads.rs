//! Files to take away: the rows of a figure, the whole house as a workbook, the empty template.

use app::cx::{Cx, House};
use app::frame::PageError;
use app::paths;
use app::question::{Question, Sight};
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::access::{Action, Reason, Resource, Role};
use domain::figures::{self, FigureId};
use domain::ids::PersonId;
use store::{PrivateRead, exchange};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Turns a failure into a plain answer; what broke goes to the log only.
fn broken(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "download.failed");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "The file could not be made just now. Nothing was changed. Try again in a moment.\n",
    )
        .into_response()
}

fn attachment(content_type: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers: [(HeaderName, HeaderValue); 2] =
        [(header::CONTENT_TYPE, HeaderValue::from_static(content_type)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// `GET /imports/template.xlsx`: the own workbook, empty, with what each column means.
pub async fn template(State(house): State<House>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    let asked = async {
        let house = cx.house_ledger().await?;
        cx.require(Action::Import, &Resource::House(&house))
    };
    if let Err(error) = asked.await {
        return refused(&cx, &error);
    }
    match exchange::template_xlsx() {
        Ok(bytes) => attachment(XLSX, "grobunn-template.xlsx", bytes),
        Err(error) => broken(&error),
    }
}

/// `GET /export/grobunn.xlsx`: everything the reader sees, as the workbook that an import reads back.
pub async fn workbook(State(house): State<House>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    match exchange::export_xlsx(&cx.house.store, &cx.actor()).await {
        // Taken along only when it is kept that it was.
        Ok(bytes) => match cx.house.store.log_read(&cx.actor(), PrivateRead::Export).await {
            Ok(()) => attachment(XLSX, "grobunn.xlsx", bytes),
            Err(error) => broken(&error),
        },
        Err(exchange::ExportError::Denied(reason)) => (StatusCode::FORBIDDEN, reason.text(cx.locale)).into_response(),
        Err(exchange::ExportError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error),
    }
}

/// `GET /figures/{figure}/rows.csv`: the rows in and out of a figure that the reader sees, for the same question as the page's.
pub async fn figure_rows(State(house): State<House>, Path(id): Path<String>, parts: Parts) -> Response {
    let Some(id) = figures::parse_id(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let cx = Cx::of(house, &parts);
    match rows_of(&cx, &id).await {
        Ok(bytes) => attachment("text/csv; charset=utf-8", &format!("{}.csv", id.0), bytes),
        Err(error) => refused(&cx, &error),
    }
}

async fn rows_of(cx: &Cx, id: &FigureId) -> Result<Vec<u8>, PageError> {
    if cx.actor().role == Role::Funder {
        return Err(PageError::Denied(Reason::FiguresOnly));
    }
    let house = cx.house_ledger().await?;
    let question = Question::of(cx, &house);
    question.require(cx, &house)?;
    let sight = Sight::of(cx).await?;
    let figure = cx.house.store.figure(id, &question.query).await?.ok_or(PageError::NotFound)?;
    if let Some(reason) = sight.withheld(&figure) {
        return Err(PageError::Denied(reason));
    }
    app::tables::figure_csv(cx.locale, &sight, &figure).map_err(|error| {
        tracing::error!(%error, "download.failed");
        PageError::NotFound
    })
}

/// `GET /funding/awards.csv`: the awards that the address asks for, of the startups the reader sees.
pub async fn awards(State(house): State<House>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    match app::pages::funding::overview::file(&cx).await {
        Ok(bytes) => attachment("text/csv; charset=utf-8", "grobunn-funding.csv", bytes),
        Err(error) => refused(&cx, &error),
    }
}

/// `GET /audit/log.csv`: the audit log that the address asks for.
pub async fn audit_log(State(house): State<House>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    match app::pages::audit::file(&cx).await {
        Ok(bytes) => attachment("text/csv; charset=utf-8", "grobunn-log.csv", bytes),
        Err(error) => refused(&cx, &error),
    }
}

/// `GET /pipeline/selected.xlsx`: what was ticked in the pipeline, as the reader sees it.
pub async fn selected(State(house): State<House>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    match app::pages::pipeline::workbook::file(&cx).await {
        Ok(bytes) => attachment(XLSX, "grobunn-selected.xlsx", bytes),
        Err(error) => refused(&cx, &error),
    }
}

/// `GET /calendar/{token}.ics`: what is due for a person, to whoever holds the secret in the address.
pub async fn calendar(State(house): State<House>, Path(token): Path<String>) -> Response {
    // A secret has one length; nothing else is worth asking the database.
    let Some(secret) = token.strip_suffix(".ics").filter(|secret| secret.len() == 43) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match app::feed::calendar(&house, secret).await {
        Ok(Some(text)) => {
            let headers: [(HeaderName, HeaderValue); 2] = [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
            ];
            (headers, text).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error),
    }
}

/// `GET /contracts/{contract}/progress.csv`: how far a contract has come, quarter by quarter.
pub async fn contract_course(State(house): State<House>, Path(id): Path<String>, parts: Parts) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    let cx = Cx::of(house, &parts);
    match app::pages::contracts::file::csv(&cx, id).await {
        Ok(bytes) => attachment("text/csv; charset=utf-8", "grobunn-contract.csv", bytes),
        Err(error) => refused(&cx, &error),
    }
}

/// `GET /contracts/{contract}/progress.json`: the same with its terms.
pub async fn contract_progress(State(house): State<House>, Path(id): Path<String>, parts: Parts) -> Response {
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    let cx = Cx::of(house, &parts);
    match app::pages::contracts::file::json(&cx, id).await {
        Ok(bytes) => attachment("application/json", "grobunn-contract.json", bytes),
        Err(error) => refused(&cx, &error),
    }
}

/// `GET /me/data.json`: everything held about the reader.
pub async fn my_data(State(house): State<House>, parts: Parts) -> Response {
    personal(&Cx::of(house, &parts), None).await
}

/// `GET /people/{person}/data.json`: everything held about a person.
pub async fn person_data(State(house): State<House>, Path(person): Path<String>, parts: Parts) -> Response {
    match person.parse() {
        Ok(person) => personal(&Cx::of(house, &parts), Some(person)).await,
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn personal(cx: &Cx, person: Option<PersonId>) -> Response {
    match app::pages::my_data::file(cx, person).await {
        Ok(bytes) => attachment("application/json", "grobunn-data.json", bytes),
        Err(error) => refused(cx, &error),
    }
}

/// A file that is not given, as a page would say it, without the page.
pub(super) fn refused(cx: &Cx, error: &PageError) -> Response {
    match error {
        PageError::Denied(reason) => (StatusCode::FORBIDDEN, reason.text(cx.locale)).into_response(),
        PageError::Elsewhere(to) => Redirect::to(&paths::local_or(to, paths::HOME)).into_response(),
        PageError::Store(error) => broken(error),
        PageError::NotFound | PageError::SignIn | PageError::NoRole => StatusCode::NOT_FOUND.into_response(),
    }
}
