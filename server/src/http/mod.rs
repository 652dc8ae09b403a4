//! The web server: pages and server functions from `app`, assets, downloads, uploads, health.

mod assets;
mod downloads;
mod forms;
mod headers;
pub mod routes;
mod session;
mod uploads;

use app::cx::House;
use app::{App, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, on};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

pub use assets::manifest;
pub use session::Proxies;

use self::routes::{FILES, PLAIN, Route};
use crate::strong::Machinery;

/// A page or a form may take this long before the client is told to try again.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);
/// An ordinary form; uploads have their own limit.
const FORM_BYTES: usize = 256 * 1024;

/// Everything the server answers. `proxies` are believed when they say for whom they ask.
pub fn router(house: House, proxies: Proxies, machinery: Machinery) -> Router {
    let routes = generate_route_list(App);
    let context = {
        let house = house.clone();
        move || provide_context(house.clone())
    };
    let pages = Router::<House>::new()
        .leptos_routes_with_context(&house, routes, context.clone(), shell)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn(forms::told))
        .fallback(leptos_axum::render_app_async_with_context(context, shell));
    let files = FILES
        .into_iter()
        .fold(Router::<House>::new(), |router, route| router.route(route.path(), file(route)))
        .layer(DefaultBodyLimit::max(uploads::MOST_BYTES));
    let strong = machinery.routes().layer(DefaultBodyLimit::max(FORM_BYTES));
    Router::new()
        .merge(files)
        .merge(strong)
        .merge(pages)
        .with_state(house.clone())
        // Compressed once at build time, so the layers below must not touch them.
        .layer(CompressionLayer::new().br(true).gzip(true).quality(tower_http::CompressionLevel::Fastest))
        .merge(PLAIN.into_iter().fold(Router::new(), |router, route| router.route(route.path(), plain(route, &house))))
        // Whatever is not listed as open is for those who are signed in, addresses that lead nowhere included.
        .layer(from_fn_with_state(house.clone(), session::guard))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(house.cookies.is_secure(), headers::secure))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(from_fn_with_state((house, proxies), session::number))
}

/// What answers for a file.
fn file(route: Route) -> MethodRouter<House> {
    let asked = route.filter();
    match route {
        Route::Template => on(asked, downloads::template),
        Route::Workbook => on(asked, downloads::workbook),
        Route::FigureRows => on(asked, downloads::figure_rows),
        Route::AuditLog => on(asked, downloads::audit_log),
        Route::MyData => on(asked, downloads::my_data),
        Route::PersonData => on(asked, downloads::person_data),
        Route::Upload => on(asked, uploads::upload),
        _ => MethodRouter::new(),
    }
}

/// What answers for what is nobody's in particular.
fn plain(route: Route, house: &House) -> MethodRouter {
    let asked = route.filter();
    match route {
        Route::Assets => on(asked, assets::serve),
        Route::Health => on(asked, || async { "ok" }),
        Route::Ready => on(asked, ready).with_state(house.clone()),
        _ => MethodRouter::new(),
    }
}

/// What every log line of a request carries: its number, and its address without what lets somebody in.
fn span(request: &Request) -> Span {
    let id = request.extensions().get::<session::RequestId>().map_or("", |id| id.0.as_str());
    let path = app::paths::without_secrets(request.uri().path());
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// Whether the server can answer from its facts.
async fn ready(State(house): State<House>) -> Result<&'static str, StatusCode> {
    match house.store.ledger().await {
        Ok(_) => Ok("ready"),
        Err(error) => {
            tracing::error!(%error, "ready.failed");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
