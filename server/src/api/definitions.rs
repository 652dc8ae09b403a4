//! Definitions: the rules behind the figures, open to anybody.

use std::collections::BTreeMap;

use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::figures::{self, Definition, FigureId};
use domain::words::Locale;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use super::ask::{self, ListAsk, NoAsk};
use super::figures::UnitName;
use super::page::Listed;
use super::problem::{Always, Named, Refused};
use crate::api::ask::Name;

/// A rule for a figure, in one version. A rule that counts differently is another version.
#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionTold {
    /// Which figure.
    #[schema(example = "survival.exits")]
    id: String,
    /// The version of the rule.
    #[schema(minimum = 1)]
    version: u32,
    /// Both, as figures and publications carry them.
    #[schema(example = "survival.exits@1")]
    versioned: String,
    /// What its value counts.
    unit: UnitName,
    /// The rule in symbols.
    formula: String,
    /// Its words by language: `nb`, `nn`, `en`.
    words: BTreeMap<&'static str, DefinitionWords>,
}

/// A definition's words in one language.
#[derive(Debug, Serialize, ToSchema)]
pub struct DefinitionWords {
    /// A short name.
    title: String,
    /// The rule in one to four sentences.
    rule: String,
}

impl DefinitionTold {
    fn of(definition: &dyn Definition) -> Self {
        let words = |locale| DefinitionWords { title: definition.title(locale), rule: definition.rule(locale) };
        Self {
            id: definition.id().0,
            version: definition.version(),
            versioned: definition.versioned(),
            unit: definition.unit().into(),
            formula: definition.formula(),
            words: Locale::ALL.into_iter().map(|locale| (locale.tag(), words(locale))).collect(),
        }
    }
}

/// Definitions
///
/// The rules behind the figures, in words and symbols. Rules with a parameter, such as `survival.fixed(5)`, stand here with the
/// parameters that are usual; others can be asked for one by one.
#[utoipa::path(
    get, path = "/api/v1/definitions", tag = "definitions", params(ListAsk),
    responses((status = 200, body = Listed<DefinitionTold>), Always, Named)
)]
pub async fn list(parts: Parts) -> Result<Response, Refused> {
    let asked: ListAsk = ask::read(&parts.uri)?;
    let mut ids = figures::default_ids();
    ids.extend(
        ["applied", "admitted", "exited", "graduated"].map(|gate| FigureId(format!("pipeline.reached({gate})"))),
    );
    ids.sort();
    let known: Vec<_> = ids.iter().filter_map(figures::definition).collect();
    let page = asked.part().of(
        &known,
        |definition| definition.id().0,
        |definition| DefinitionTold::of(definition.as_ref()),
    )?;
    Ok(page.answered(&parts.uri))
}

/// A definition
///
/// Its newest version, by the id of its figure.
#[utoipa::path(
    get, path = "/api/v1/definitions/{id}", tag = "definitions",
    params(("id" = String, Path, description = "The figure, such as `jobs.net` or `survival.fixed(5)`.", min_length = 1)),
    responses((status = 200, body = DefinitionTold), Always, Named)
)]
pub async fn one(Name(id): Name, parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    let id = figures::parse_id(&id).ok_or(Refused::NotFound)?;
    let definition = figures::definition(&id).ok_or(Refused::NotFound)?;
    Ok(Answer(DefinitionTold::of(definition.as_ref())).into_response())
}
