//! The description of the API (`OpenAPI` 3.1), made from the very types that answer.

use std::sync::LazyLock;

use axum::http::request::Parts;
use axum::response::Response;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::answer::text;
use super::ask::{self, NoAsk};
use super::problem::Refused;
use super::{
    cohorts, contracts, definitions, facts, figures, house, index, pipeline, programmes, publications, rows, startups,
};

/// The API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Grobunn",
        version = "1",
        description = "What a house knows of its startups, and the figures that rest on it. Reading only.\n\n\
            Published figures and definitions are open to anybody. The rest takes a token, which a person makes on the page “My tokens” \
            for one of their roles: a program sees what that person sees in that role, and nothing besides.\n\n\
            Lists come in pages: give `next` of one page as `cursor` for the one after it. Answers carry an `ETag`; ask again with \
            `If-None-Match`. New fields may come; none is renamed or taken away. An address that holds a name the API does not know is \
            refused, so that a slip of the hand gives no other number than was meant. What is refused is told as RFC 9457 says, in the \
            language asked for with `Accept-Language` (`nb`, `nn`, `en`).",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    paths(
        index::index,
        house::house,
        house::keys,
        publications::list,
        publications::one,
        definitions::list,
        definitions::one,
        figures::list,
        figures::one,
        rows::list,
        startups::list,
        startups::one,
        facts::list,
        programmes::list,
        cohorts::list,
        pipeline::list,
        contracts::list,
        contracts::one,
    ),
    tags(
        (name = "about", description = "The API itself."),
        (name = "publications", description = "What the house has published, and the keys it signs with. Open to anybody."),
        (name = "definitions", description = "The rules behind the figures. Open to anybody."),
        (name = "figures", description = "Figures of today or of any day, for the holder of a token."),
        (name = "startups", description = "Startups, what was recorded about them, and where they stand."),
        (name = "contracts", description = "Contracts with funders."),
        (name = "programmes", description = "Programmes and cohorts."),
    ),
    modifiers(&Token)
)]
struct Document;

/// How somebody says who they are.
struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let mut token = Http::new(HttpAuthScheme::Bearer);
        token.description = Some("A token from the page “My tokens”.".to_owned());
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// The description as text. It does not change while the program runs.
static TEXT: LazyLock<String> = LazyLock::new(|| Document::openapi().to_json().unwrap_or_default());

/// `GET /api/v1/openapi.json`. It does not describe itself: whoever reads it has found it.
pub async fn serve(parts: Parts) -> Result<Response, Refused> {
    ask::read::<NoAsk>(&parts.uri)?;
    Ok(text("application/json", TEXT.as_bytes().to_vec()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::http::routes::{API, Route};

    /// What is served is described, and what is described is served.
    #[test]
    fn the_description_and_the_router_are_the_same() {
        let beside = [Route::ApiDocument, Route::ApiNothing];
        let served: BTreeSet<&str> = API.into_iter().filter(|route| !beside.contains(route)).map(Route::path).collect();
        let document = Document::openapi();
        let described: BTreeSet<&str> = document.paths.paths.keys().map(String::as_str).collect();
        assert_eq!(served, described);
        for (path, item) in &document.paths.paths {
            let operation = item.get.as_ref().unwrap_or_else(|| panic!("{path} is not asked by GET"));
            let route = API.into_iter().find(|route| route.path() == path).unwrap();
            assert_eq!(operation.security.is_none(), route.is_open_to_programs(), "{path}");
            assert!(operation.summary.is_some() && operation.description.is_some(), "{path} is not explained");
            let named = path.contains('{');
            let statuses: Vec<&str> = operation.responses.responses.keys().map(String::as_str).collect();
            assert!(!named || statuses.contains(&"404"), "{path}: {statuses:?}");
            assert_eq!(statuses.contains(&"401"), !route.is_open_to_programs(), "{path}: {statuses:?}");
        }
    }
}
