//! The web server: pages and server functions from `app`, assets, downloads, uploads, health.

mod assets;
mod downloads;
mod headers;
mod uploads;

use app::cx::House;
use app::{App, shell};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{get, post};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

pub use assets::manifest;

/// A page or a form may take this long before the client is told to try again.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);
/// An ordinary form; uploads have their own limit.
const FORM_BYTES: usize = 256 * 1024;

/// Everything the server answers.
pub fn router(house: House) -> Router {
    let routes = generate_route_list(App);
    let context = {
        let house = house.clone();
        move || provide_context(house.clone())
    };
    let pages = Router::<House>::new()
        .leptos_routes_with_context(&house, routes, context.clone(), shell)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .fallback(leptos_axum::render_app_async_with_context(context, shell));
    let files = Router::<House>::new()
        .route(app::paths::TEMPLATE, get(downloads::template))
        .route(app::paths::EXPORT, get(downloads::workbook))
        .route("/figures/{figure}/rows.csv", get(downloads::figure_rows))
        .route(app::paths::IMPORTS, post(uploads::upload))
        .layer(DefaultBodyLimit::max(uploads::MOST_BYTES));
    Router::new()
        .merge(files)
        .merge(pages)
        .with_state(house.clone())
        // Compressed once at build time, so the layers below must not touch them.
        .layer(CompressionLayer::new().br(true).gzip(true).quality(tower_http::CompressionLevel::Fastest))
        .route("/pkg/{*path}", get(assets::serve))
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(move || ready(house.clone())))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn(headers::secure))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(TraceLayer::new_for_http())
}

/// Whether the server can answer from its facts.
async fn ready(house: House) -> Result<&'static str, StatusCode> {
    match house.store.ledger().await {
        Ok(_) => Ok("ready"),
        Err(error) => {
            tracing::error!(%error, "ready.failed");
            Err(StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}
