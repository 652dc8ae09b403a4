//! `/api/v1`: what programs read. JSON only, reading only, and only what a page would show.
//!
//! - without a token: definitions, and what the house has published
//! - with one: the rest, as its owner sees it in the role the token reads with. The cookies of a browser are not looked at, so that no
//!   other site can make a browser ask in somebody's name
//!
//! A handler reads the question ([`ask`]), asks the policy, and answers with a type of its own that the description
//! ([`document`]) is made from. [`gate`] stands around all of them: it finds out who asks, holds limits, and writes what was refused.

pub mod answer;
mod ask;
mod cohorts;
mod contracts;
mod definitions;
mod document;
mod facts;
pub mod figures;
mod gate;
mod house;
mod index;
mod page;
mod pipeline;
mod problem;
mod programmes;
mod publications;
mod rows;
mod startups;

use app::cx::House;
use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, on};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use crate::http::routes::{API, Route};

/// Every address of the API.
pub fn router(house: &House) -> Router {
    let all = |open: bool| {
        API.into_iter()
            .filter(move |route| route.is_open_to_programs() == open)
            .fold(Router::<House>::new(), |router, route| router.route(route.path(), handler(route)))
    };
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD])
        .allow_headers([header::ACCEPT_LANGUAGE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::LINK, header::RETRY_AFTER, HeaderName::from_static("x-request-id")]);
    // What anybody may read, a page of anybody's may read too; what takes a token is not for browsers.
    let open = all(true).layer(from_fn_with_state((house.clone(), true), gate::stand)).layer(cors);
    let closed = all(false).layer(from_fn_with_state((house.clone(), false), gate::stand));
    open.merge(closed)
        .layer(CompressionLayer::new().br(true).gzip(true).quality(tower_http::CompressionLevel::Fastest))
        .with_state(house.clone())
}

/// What answers for an address.
fn handler(route: Route) -> MethodRouter<House> {
    let asked = route.filter();
    match route {
        Route::ApiIndex => on(asked, index::index),
        Route::ApiDocument => on(asked, document::serve),
        Route::ApiDefinitions => on(asked, definitions::list),
        Route::ApiDefinition => on(asked, definitions::one),
        Route::ApiPublications => on(asked, publications::list),
        Route::ApiPublication => on(asked, publications::one),
        Route::ApiHouse => on(asked, house::house),
        Route::ApiKeys => on(asked, house::keys),
        Route::ApiFigures => on(asked, figures::list),
        Route::ApiFigure => on(asked, figures::one),
        Route::ApiFigureRows => on(asked, rows::list),
        Route::ApiStartups => on(asked, startups::list),
        Route::ApiStartup => on(asked, startups::one),
        Route::ApiStartupFacts => on(asked, facts::list),
        Route::ApiProgrammes => on(asked, programmes::list),
        Route::ApiCohorts => on(asked, cohorts::list),
        Route::ApiContracts => on(asked, contracts::list),
        Route::ApiContract => on(asked, contracts::one),
        Route::ApiPipeline => on(asked, pipeline::list),
        Route::ApiNothing => on(asked, index::nothing),
        _ => MethodRouter::new(),
    }
}
