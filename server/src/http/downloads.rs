//! Files to take away: the rows of a figure, the whole house as a workbook, the empty template.

use app::cx::{Cx, House};
use app::question::Question;
use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::figures;
use store::exchange;

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
pub async fn template() -> Response {
    match exchange::template_xlsx() {
        Ok(bytes) => attachment(XLSX, "grobunn-template.xlsx", bytes),
        Err(error) => broken(&error),
    }
}

/// `GET /export/grobunn.xlsx`: everything, as the workbook that an import reads back.
pub async fn workbook(State(house): State<House>) -> Response {
    match exchange::export_xlsx(&house.store).await {
        Ok(bytes) => attachment(XLSX, "grobunn.xlsx", bytes),
        Err(error) => broken(&error),
    }
}

/// `GET /figures/{figure}/rows.csv`: the rows in and out of a figure, for the same question as the page's.
pub async fn figure_rows(State(house): State<House>, Path(id): Path<String>, parts: Parts) -> Response {
    let Some(id) = figures::parse_id(&id) else { return StatusCode::NOT_FOUND.into_response() };
    let cx = Cx::of(house, &parts);
    let made = async {
        let ledger = cx.ledger().await?;
        let question = Question::of(&cx, &ledger);
        let figure = cx.house.store.figure(&id, &question.query).await?;
        Ok::<_, store::StoreError>(figure.map(|figure| (ledger, figure)))
    };
    match made.await {
        Ok(Some((ledger, figure))) => match app::tables::figure_csv(cx.locale, &ledger, &figure) {
            Ok(bytes) => attachment("text/csv; charset=utf-8", &format!("{}.csv", figure.id.0), bytes),
            Err(error) => broken(&error),
        },
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => broken(&error),
    }
}
