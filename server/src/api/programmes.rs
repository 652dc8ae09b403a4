//! Programmes and their stages.

use std::collections::BTreeMap;

use app::cx::{Cx, House};
use axum::extract::State;
use axum::http::request::Parts;
use axum::response::Response;
use domain::pipeline::{Programme, Stage};
use domain::words::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{self, ListAsk};
use super::page::Listed;
use super::problem::{Always, Named, Refused, WithToken};

/// A programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgrammeTold {
    /// Its id.
    #[schema(format = "uuid")]
    id: String,
    /// Its short name, by which other addresses ask for it.
    #[schema(example = "inkubator")]
    slug: String,
    /// Its name.
    name: String,
    /// Its stages, in their order.
    stages: Vec<StageTold>,
}

/// A stage of a programme.
#[derive(Debug, Serialize, ToSchema)]
pub struct StageTold {
    /// Its short name.
    key: String,
    /// Its phase: `intake`, `mentoring` or `exit`.
    phase: &'static str,
    /// Its names by language.
    names: BTreeMap<&'static str, String>,
    /// Whether a stay in it is over.
    closes: bool,
    /// Whether it is kept for its history only.
    retired: bool,
}

impl From<&Stage> for StageTold {
    fn from(stage: &Stage) -> Self {
        Self {
            key: stage.key.clone(),
            phase: stage.phase.code(),
            names: Locale::ALL.into_iter().map(|locale| (locale.tag(), stage.name(locale).to_owned())).collect(),
            closes: stage.closes(),
            retired: stage.retired,
        }
    }
}

/// Programmes
///
/// The programmes that the reader's role is about, with their stages.
#[utoipa::path(
    get, path = "/api/v1/programmes", tag = "programmes", params(ListAsk), security(("token" = [])),
    responses((status = 200, body = Listed<ProgrammeTold>), Always, Named, WithToken)
)]
pub async fn list(State(house): State<House>, parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let cx = Cx::of(house, &parts);
    let ledger = cx.ledger().await?;
    let mut programmes: Vec<&Programme> = ledger.programmes.iter().collect();
    programmes.sort_by_key(|programme| programme.id);
    let told = |programme: &&Programme| ProgrammeTold {
        id: programme.id.to_string(),
        slug: programme.slug.clone(),
        name: programme.name.clone(),
        stages: programme.stages.iter().map(Into::into).collect(),
    };
    let page = asked.part().of(&programmes, |programme| programme.id.to_string(), told)?;
    Ok(page.answered(&parts.uri))
}
