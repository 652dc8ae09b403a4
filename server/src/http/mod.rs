//! The web server: pages and server functions from `app`, assets, downloads, uploads, health.

mod answer_files;
mod assets;
mod documents;
mod downloads;
mod forms;
mod headers;
mod papers;
mod publications;
pub mod routes;
mod session;
mod uploads;

use app::cx::House;
use app::{App, shell};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, on};
use axum::{Extension, Router};
use leptos::prelude::provide_context;
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

pub use assets::manifest;
pub use session::{Proxies, RequestId};

use self::routes::{FILES, PLAIN, Route};
use crate::api;
use crate::documents::Vault;
use crate::open_data;
use crate::strong::Machinery;

/// A page or a form may take this long before the client is told to try again.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);
/// A document may take this long to arrive.
const PATIENCE_FOR_FILES: std::time::Duration = std::time::Duration::from_secs(10 * 60);
/// An ordinary form; uploads have their own limit.
const FORM_BYTES: usize = 256 * 1024;

/// Everything the server answers. `proxies` are believed when they say for whom they ask.
pub fn router(house: House, proxies: Proxies, machinery: Machinery, vault: Vault) -> Router {
    let routes = generate_route_list(App);
    let context = {
        let house = house.clone();
        move || provide_context(house.clone())
    };
    let pages = Router::<House>::new()
        .leptos_routes_with_context(&house, routes, context.clone(), shell)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(house.clone(), publications::files))
        .layer(from_fn_with_state(house.clone(), papers::files))
        .layer(from_fn(forms::told))
        .fallback(leptos_axum::render_app_async_with_context(context, shell));
    let files = FILES
        .into_iter()
        .fold(Router::<House>::new(), |router, route| router.route(route.path(), file(route)))
        .layer(DefaultBodyLimit::max(uploads::MOST_BYTES))
        .layer(Extension(vault));
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
        // Programs show a token, and the guard of sessions has nothing to say of them.
        .merge(api::router(&house))
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(house.cookies.is_secure(), headers::secure))
        .layer(from_fn(in_time))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(from_fn_with_state((house, proxies), session::number))
}

/// Ends what takes too long. A file from a telephone on a bad line takes its time.
async fn in_time(request: Request, next: Next) -> Response {
    let receives = [Route::AddDocument, Route::AnswerFile, Route::Verify]
        .into_iter()
        .any(|route| fits(route.path(), request.uri().path()));
    let patience = if receives { PATIENCE_FOR_FILES } else { PATIENCE };
    let in_time = tokio::time::timeout(patience, next.run(request)).await;
    in_time.unwrap_or_else(|_| StatusCode::SERVICE_UNAVAILABLE.into_response())
}

/// Whether a path is one of a pattern's.
fn fits(pattern: &str, path: &str) -> bool {
    let one = |(named, part): (&str, &str)| named.starts_with('{') || named == part;
    pattern.split('/').count() == path.split('/').count() && pattern.split('/').zip(path.split('/')).all(one)
}

/// What answers for a file.
fn file(route: Route) -> MethodRouter<House> {
    let asked = route.filter();
    match route {
        Route::Template => on(asked, downloads::template),
        Route::Workbook => on(asked, downloads::workbook),
        Route::FigureRows => on(asked, downloads::figure_rows),
        Route::Awards => on(asked, downloads::awards),
        Route::AuditLog => on(asked, downloads::audit_log),
        Route::MyData => on(asked, downloads::my_data),
        Route::PersonData => on(asked, downloads::person_data),
        Route::Upload => on(asked, uploads::upload),
        Route::SelectedRows => on(asked, downloads::selected),
        Route::ContractCourse => on(asked, downloads::contract_course),
        Route::ContractProgress => on(asked, downloads::contract_progress),
        Route::Calendar => on(asked, downloads::calendar),
        // Counted as it comes: a document may be larger than an import.
        Route::AnswerFile => on(asked, answer_files::upload).layer(DefaultBodyLimit::disable()),
        Route::AddDocument => on(asked, documents::upload).layer(DefaultBodyLimit::disable()),
        Route::Document => on(asked, documents::download),
        Route::Card => on(asked, papers::card),
        Route::ReportFile => on(asked, papers::report),
        Route::PublicKeys => on(asked, publications::keys),
        Route::Verify => on(asked, publications::check).layer(DefaultBodyLimit::disable()),
        Route::PublicationsTable => on(asked, open_data::publications_csv),
        Route::PublicationsJson => on(asked, open_data::publications_json),
        Route::RevisionsTable => on(asked, open_data::revisions_csv),
        Route::Catalogue => on(asked, open_data::catalogue),
        Route::Feed => on(asked, open_data::feed),
        Route::SecurityTxt => on(asked, open_data::security),
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
