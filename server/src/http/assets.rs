//! The site's assets, inside the binary: hashed names, compressed at build time, kept by browsers for ever.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// The manifest that the asset pipeline writes: logical name to hashed path.
pub fn manifest() -> app::assets::Manifest {
    match Site::get("assets.json") {
        Some(file) => serde_json::from_slice(&file.data).unwrap_or_default(),
        None => app::assets::Manifest::default(),
    }
}

/// `GET /pkg/{*path}`: a hashed asset never changes under its name, so it may be kept for a year.
pub async fn serve(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let name = format!("pkg/{path}");
    if path.ends_with(".br") || path.ends_with(".gz") {
        return StatusCode::NOT_FOUND.into_response();
    }
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encodings = [("br", ".br"), ("gzip", ".gz")];
    let packed = encodings
        .into_iter()
        .filter(|(encoding, _)| accepts(accepted, encoding))
        .find_map(|(encoding, ending)| Site::get(&format!("{name}{ending}")).map(|file| (file, Some(encoding))));
    let Some((file, encoding)) = packed.or_else(|| Site::get(&name).map(|file| (file, None))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let body = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
        std::borrow::Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(&path)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';');
        pieces.next().is_some_and(|name| name.trim().eq_ignore_ascii_case(encoding))
            && !pieces.any(|piece| piece.trim().eq_ignore_ascii_case("q=0"))
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "application/octet-stream",
    }
}
