//! Where a program begins, and what answers for addresses that lead nowhere.

use app::paths;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, NoAsk};
use super::problem::{Always, Refused};

/// Where to go on from the beginning.
#[derive(Debug, Serialize, ToSchema)]
pub struct Index {
    /// The version of the API. What is answered gets new fields; none is renamed or taken away under the same version.
    #[schema(example = "1")]
    version: &'static str,
    /// This description.
    openapi: &'static str,
    /// The same for people, and how to get a token.
    documentation: &'static str,
}

/// The beginning
///
/// Where the description of the API is, and the page about it.
#[utoipa::path(get, path = "/api/v1", tag = "about", responses((status = 200, body = Index), Always))]
pub async fn index(parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let index = Index { version: "1", openapi: paths::API_DOCUMENT, documentation: paths::API };
    Ok(Answer(index).into_response())
}

/// Addresses that lead nowhere.
pub async fn nothing() -> Refused {
    Refused::NotFound
}
