//! Publications and reports to print, to file, and to show within other pages.

use std::time::Duration;

use app::cx::{Cx, House};
use app::frame::PageError;
use app::paths;
use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::figures::definition;
use domain::format;
use domain::ids::ReportId;
use domain::suppress::too_uncertain;
use domain::words::Locale;
use sha2::{Digest as _, Sha256};
use store::publications::Published;
use tokio::sync::Semaphore;

use super::downloads::refused;
use crate::paper::publication::{Names, basis, paper, value};
use crate::paper::{Paper, PaperError, docx, pdf, report as report_paper, xlsx};

/// How many papers are written at a time: each takes a processor.
static WRITING: Semaphore = Semaphore::const_new(2);
/// How long one waits for its turn.
const PATIENCE: Duration = Duration::from_secs(20);

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

domain::catalogue! {
    mod w {
        busy => {
            nb: "Det lages mange dokumenter akkurat nå. Ingenting er endret. Prøv igjen om litt.",
            nn: "Det blir laga mange dokument akkurat no. Ingenting er endra. Prøv att om litt.",
            en: "Many documents are being made just now. Nothing was changed. Try again in a moment." }
        broken => {
            nb: "Dokumentet kunne ikke lages. Ingenting er endret. Si fra til den som drifter systemet.",
            nn: "Dokumentet kunne ikkje lagast. Ingenting er endra. Sei frå til den som driftar systemet.",
            en: "The document could not be made. Nothing was changed. Tell whoever runs the system." }
        as_of(on: &str) => { nb: "Per {on}", nn: "Per {on}", en: "As of {on}" }
        see_all => { nb: "Regelen, grunnlaget og hvordan det etterprøves", nn: "Regelen, grunnlaget og korleis det blir etterprøvd", en: "The rule, the inputs, and how to check it" }
        published(on: &str) => { nb: "Publisert {on}", nn: "Publisert {on}", en: "Published {on}" }
    }
}

/// The language asked for in the address, or the reader's.
fn language(cx: &Cx) -> Locale {
    cx.query.get("lang").and_then(Locale::from_tag).unwrap_or(cx.locale)
}

/// Answers for `/published/{address}.pdf`, whose address lies among those of the pages.
pub async fn files(State(house): State<House>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let address = path.strip_prefix("/published/").and_then(|name| name.strip_suffix(".pdf")).map(str::to_owned);
    let Some(address) = address.filter(|address| address.bytes().all(|byte| byte.is_ascii_alphanumeric())) else {
        return next.run(request).await;
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, _) = request.into_parts();
    let cx = Cx::of(house, &parts);
    match publication(&cx, &address).await {
        Ok(response) => response,
        Err(error) => refused(&cx, &error),
    }
}

async fn publication(cx: &Cx, address: &str) -> Result<Response, PageError> {
    let published = cx.house.store.publication(address).await?.ok_or(PageError::NotFound)?;
    let locale = language(cx);
    let names = names(cx, &published).await?;
    let paper = paper(&published, &names, &cx.house.base_url, locale);
    let name = format!("{}-{}.pdf", published.address, locale.tag());
    Ok(written(cx, paper, pdf::write, "application/pdf", &name).await)
}

/// What a publication's question is about, as it is called today.
async fn names(cx: &Cx, published: &Published) -> Result<Names, PageError> {
    let ledger = cx.house_ledger().await?;
    let cohort = published.query.scope.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id));
    Ok(Names {
        programme: published.programme.and_then(|id| ledger.programme(id)).map(|programme| programme.name.clone()),
        cohort: cohort.map(|cohort| cohort.name.clone()),
    })
}

/// `GET /reports/{report}/{file}`: a report that was handed in, to whoever may read it.
pub async fn report(State(house): State<House>, Path((id, file)): Path<(String, String)>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    match report_file(&cx, &id, &file).await {
        Ok(response) => response,
        Err(error) => refused(&cx, &error),
    }
}

type Writer = fn(&Paper) -> Result<Vec<u8>, PaperError>;

async fn report_file(cx: &Cx, id: &str, file: &str) -> Result<Response, PageError> {
    let id: ReportId = id.parse().map_err(|_| PageError::NotFound)?;
    let (media, writer): (&'static str, Writer) = match file {
        "report.pdf" => ("application/pdf", pdf::write),
        "report.docx" => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx::write),
        "report.xlsx" => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx::write),
        _ => return Err(PageError::NotFound),
    };
    if !cx.has_role() {
        return Err(PageError::SignIn);
    }
    let report = cx.house.store.report(&cx.actor(), id).await?;
    let paper = report_paper::paper(&report, &cx.house.base_url).ok_or(PageError::NotFound)?;
    let ending = file.rsplit('.').next().unwrap_or_default();
    let name = format!("{}-{}.{ending}", report.from, report.to);
    Ok(written(cx, paper, writer, media, &name).await)
}

/// Writes a paper on a thread of its own, and hands it over.
async fn written(cx: &Cx, paper: Paper, writer: Writer, media: &'static str, name: &str) -> Response {
    let Ok(Ok(turn)) = tokio::time::timeout(PATIENCE, WRITING.acquire()).await else {
        return (StatusCode::SERVICE_UNAVAILABLE, w::busy(cx.locale)).into_response();
    };
    let made = tokio::task::spawn_blocking(move || {
        // Held by the thread: a reader who leaves does not make room for another while it still works.
        let _turn = turn;
        writer(&paper)
    });
    let failure = match made.await {
        Ok(Ok(bytes)) => {
            let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static(media)),
                (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
            ];
            return (headers, bytes).into_response();
        }
        Ok(Err(error)) => error.to_string(),
        Err(error) => error.to_string(),
    };
    tracing::error!(error = failure, "paper.failed");
    (StatusCode::INTERNAL_SERVER_ERROR, w::broken(cx.locale)).into_response()
}

/// The look of a card. It is all there is: a card asks for nothing more.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;padding:1rem;font:1rem/1.5 Inter,system-ui,sans-serif;background:#fff;color:#1e2428}\
h1{margin:0;font-size:1rem;font-weight:600}\
p{margin:.25rem 0}\
.value{font-size:2rem;line-height:1.2;font-weight:600}\
.soft{color:#4f575d;font-size:.875rem}\
a{color:#0b4f4a;display:inline-block;padding:.6rem 0}\
@media(prefers-color-scheme:dark){body{background:#14181b;color:#eef1f3}.soft{color:#b4bcc2}a{color:#8fd0c6}}";

/// `GET /published/{address}/card`: a publication within a page of somebody else's. No script, nothing loaded.
pub async fn card(State(house): State<House>, Path(address): Path<String>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    let published = match cx.house.store.publication(&address).await {
        Ok(Some(published)) => published,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return refused(&cx, &PageError::Store(error)),
    };
    let html = card_html(&published, &cx.house.base_url, language(&cx));
    let hash = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, Sha256::digest(STYLE));
    let policy = format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; frame-ancestors *");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'")),
        ),
        (RESOURCE_POLICY, HeaderValue::from_static("cross-origin")),
    ];
    (headers, html).into_response()
}

fn card_html(published: &Published, base: &str, locale: Locale) -> String {
    let face = &published.face;
    let title = face.words(locale).map(|words| words.title.clone());
    let title = title.or_else(|| definition(&published.figure).map(|known| known.title(locale))).unwrap_or_default();
    let sentence = face.words(locale).map(|words| words.sentence.clone()).unwrap_or_default();
    let mut lines = String::new();
    let mut line = |class: &str, text: &str| {
        lines += &format!("<p{class}>{}</p>", escaped(text));
    };
    line(" class=\"value\"", &value(&face.figure, locale));
    if let Some(basis) = basis(face, locale) {
        line("", &basis);
    }
    if let Some(interval) = app::question::interval_text(locale, &face.figure) {
        line("", &interval);
    }
    if let Some(why) = too_uncertain(&face.figure) {
        line("", &why.text(locale));
    }
    line("", &sentence);
    let dates = [
        w::as_of(locale, &format::date(locale, published.query.as_of)),
        w::published(locale, &format::date(locale, published.issued_on())),
    ];
    line(" class=\"soft\"", &dates.join(" · "));
    let to = format!("{base}{}", paths::publication(&published.address));
    format!(
        "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main><h1>{title}</h1>{lines}\
         <p><a href=\"{to}\" target=\"_top\">{see}</a></p></main></body></html>",
        lang = locale.tag(),
        title = escaped(&title),
        to = escaped(&to),
        see = escaped(w::see_all(locale)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
