//! The bare server: axum and sqlx on SQLite, one table a thing, handlers that read, write and format and do nothing else.
//!
//! No history beside the one it is asked for, no rules, no languages, no policy, no headers, no compression, nothing kept in memory:
//! what the same reads and writes cost when nothing stands around them. Settings of the database are the product's own.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::{Form, Path as Wanted, State};
use axum::http::StatusCode;
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use serde::Deserialize;
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use crate::process::Server;
use crate::sheet;

/// The argument that makes this executable the bare server.
pub const FLAG: &str = "--baseline";

/// Rows on a page of the list.
const PAGE: i64 = 50;

const SCHEMA: &str = "
    CREATE TABLE startup (id INTEGER PRIMARY KEY, name TEXT NOT NULL, stage INTEGER NOT NULL, since TEXT NOT NULL,
        employees INTEGER, sector TEXT, cohort TEXT) STRICT;
    CREATE INDEX startup_stage ON startup (stage, since, name);
    CREATE TABLE headcount (id INTEGER PRIMARY KEY, startup_id INTEGER NOT NULL REFERENCES startup (id), valid_on TEXT NOT NULL,
        recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, employees INTEGER NOT NULL) STRICT;
    CREATE INDEX headcount_startup ON headcount (startup_id, valid_on);
    CREATE TABLE history (id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, startup_id INTEGER NOT NULL,
        what TEXT NOT NULL) STRICT;";

/// Starts the bare server as a process of its own, on the same rows.
pub async fn start(folder: &Path, startups: usize) -> Result<Server> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(FLAG)
        .arg(folder)
        .arg(startups.to_string())
        // Held open: the child ends when this process does, however it ends.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let said = child.stdout.take().context("the bare server has no output")?;
    let mut line = String::new();
    BufReader::new(said).read_line(&mut line)?;
    let address = line.trim().parse().with_context(|| format!("the bare server said {line:?}"))?;
    Ok(Server::new(child, address))
}

/// Serves until its input ends.
pub fn serve(folder: &Path, startups: &str) -> Result<()> {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let tables = Tables::fill(&folder.join("bare.db"), startups.parse()?).await?;
        let router = Router::new()
            .route("/hello", get(|| async { "hello" }))
            .route("/list", get(list))
            .route("/list-json", get(list_json))
            .route("/startup/{id}", get(startup))
            .route("/headcount", post(record))
            .route("/sum", get(sum))
            .route("/every-row", get(every_row))
            .route("/every-row-json", get(every_row_json))
            .with_state(tables);
        let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
        println!("{}", listener.local_addr()?);
        Ok(axum::serve(listener, router).await?)
    })
}

/// Many readers and one writer, as the product has them.
#[derive(Clone)]
struct Tables {
    reader: SqlitePool,
    writer: SqlitePool,
}

impl Tables {
    async fn fill(path: &Path, startups: usize) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true);
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .test_before_acquire(false)
            .connect_with(options.clone())
            .await?;
        sqlx::raw_sql(SCHEMA).execute(&writer).await?;
        let portfolio = sheet::portfolio(startups);
        let rows: Vec<_> = portfolio
            .iter()
            .map(|startup| {
                let (stage, since) = startup.exited.as_ref().map_or((1, &startup.admitted), |on| (2, on));
                (
                    startup.number,
                    &startup.name,
                    stage,
                    since,
                    startup.employees.last(),
                    startup.sector,
                    startup.cohort.to_string(),
                )
            })
            .collect();
        let counts: Vec<_> = portfolio
            .iter()
            .flat_map(|startup| startup.observations().map(move |(on, employees)| (startup.number, on, employees)))
            .collect();
        sqlx::query(
            "INSERT INTO startup SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 \
             FROM json_each($1)",
        )
        .bind(serde_json::to_string(&rows)?)
        .execute(&writer)
        .await?;
        sqlx::query(
            "INSERT INTO headcount (startup_id, valid_on, employees) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1)",
        )
        .bind(serde_json::to_string(&counts)?)
        .execute(&writer)
        .await?;
        let connections = u32::try_from(std::thread::available_parallelism()?.get().clamp(4, 8))?;
        let reader = SqlitePoolOptions::new()
            .max_connections(connections)
            .test_before_acquire(false)
            .connect_with(options.read_only(true))
            .await?;
        Ok(Self { reader, writer })
    }
}

/// Anything that goes wrong here is a defect of the bench, so it is told whole.
struct Broken(anyhow::Error);

impl<E: Into<anyhow::Error>> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl axum::response::IntoResponse for Broken {
    fn into_response(self) -> axum::response::Response {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{:#}", self.0)).into_response()
    }
}

type Answer<T> = std::result::Result<T, Broken>;
type ListRow = (i64, String, i64, String, Option<i64>, Option<String>, Option<String>);

const LIST: &str = "SELECT id, name, stage, since, employees, sector, cohort FROM startup WHERE stage = 1 ORDER BY since, name LIMIT $1";
const LIST_JSON: &str = "SELECT json_group_array(json_array(id, name, stage, since, employees, sector, cohort)) FROM \
    (SELECT * FROM startup WHERE stage = 1 ORDER BY since, name LIMIT $1)";

/// Fifty startups of one stage, handed over row by row.
async fn list(State(tables): State<Tables>) -> Answer<Html<String>> {
    let rows: Vec<ListRow> = sqlx::query_as(LIST).bind(PAGE).fetch_all(&tables.reader).await?;
    Ok(list_page(&rows))
}

/// The same fifty, handed over as one JSON value.
async fn list_json(State(tables): State<Tables>) -> Answer<Html<String>> {
    let text: String = sqlx::query_scalar(LIST_JSON).bind(PAGE).fetch_one(&tables.reader).await?;
    Ok(list_page(&serde_json::from_str::<Vec<ListRow>>(&text)?))
}

fn list_page(rows: &[ListRow]) -> Html<String> {
    let mut html = page_head("Pipeline");
    html.push_str(
        "<table><thead><tr><th>Startup<th>Stage<th>Since<th>Employees<th>Sector<th>Cohort</tr></thead><tbody>",
    );
    for (id, name, stage, since, employees, sector, cohort) in rows {
        let _ = write!(html, "<tr><td><a href=\"/startup/{id}\">");
        escape(&mut html, name);
        let _ = write!(html, "</a></td><td>{stage}</td><td>{since}</td><td>{}</td><td>", employees.unwrap_or_default());
        escape(&mut html, sector.as_deref().unwrap_or_default());
        html.push_str("</td><td>");
        escape(&mut html, cohort.as_deref().unwrap_or_default());
        html.push_str("</td></tr>");
    }
    html.push_str("</tbody></table></body></html>");
    Html(html)
}

/// One startup and its headcounts.
async fn startup(State(tables): State<Tables>, Wanted(id): Wanted<i64>) -> Answer<Html<String>> {
    let (name, stage, since, sector): (String, i64, String, Option<String>) =
        sqlx::query_as("SELECT name, stage, since, sector FROM startup WHERE id = $1")
            .bind(id)
            .fetch_one(&tables.reader)
            .await?;
    let counts: Vec<(String, String, i64)> = sqlx::query_as(
        "SELECT valid_on, recorded_at, employees FROM headcount WHERE startup_id = $1 ORDER BY valid_on",
    )
    .bind(id)
    .fetch_all(&tables.reader)
    .await?;
    let mut html = page_head(&name);
    let _ = write!(html, "<p>{stage} {since} ");
    escape(&mut html, sector.as_deref().unwrap_or_default());
    html.push_str("</p><table><thead><tr><th>On<th>Recorded<th>Employees</tr></thead><tbody>");
    for (on, recorded_at, employees) in counts {
        let _ = write!(html, "<tr><td>{on}</td><td>{recorded_at}</td><td>{employees}</td></tr>");
    }
    html.push_str("</tbody></table></body></html>");
    Ok(Html(html))
}

#[derive(Deserialize)]
struct NewHeadcount {
    startup: i64,
    on: String,
    employees: i64,
}

/// A headcount and a line of history, in one transaction.
async fn record(State(tables): State<Tables>, Form(new): Form<NewHeadcount>) -> Answer<Redirect> {
    let mut transaction = tables.writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("INSERT INTO headcount (startup_id, valid_on, employees) VALUES ($1, $2, $3)")
        .bind(new.startup)
        .bind(&new.on)
        .bind(new.employees)
        .execute(&mut *transaction)
        .await?;
    sqlx::query("INSERT INTO history (startup_id, what) VALUES ($1, $2)")
        .bind(new.startup)
        .bind(format!("headcount {} {}", new.on, new.employees))
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/startup/{}?done=recorded", new.startup)))
}

/// The least that a figure could be: one sum over all headcounts, made by the database.
async fn sum(State(tables): State<Tables>) -> Answer<Html<String>> {
    let (sum, n): (i64, i64) =
        sqlx::query_as("SELECT sum(employees), count(*) FROM headcount").fetch_one(&tables.reader).await?;
    let mut html = page_head("Figures");
    let _ = write!(html, "<p>{sum} of {n}</p></body></html>");
    Ok(Html(html))
}

type CountRow = (i64, i64, String, String, i64);

/// Every headcount, handed over row by row.
async fn every_row(State(tables): State<Tables>) -> Answer<String> {
    let rows: Vec<CountRow> = sqlx::query_as("SELECT id, startup_id, valid_on, recorded_at, employees FROM headcount")
        .fetch_all(&tables.reader)
        .await?;
    Ok(total(&rows))
}

/// Every headcount, handed over as one JSON value.
async fn every_row_json(State(tables): State<Tables>) -> Answer<String> {
    let text: String = sqlx::query_scalar(
        "SELECT json_group_array(json_array(id, startup_id, valid_on, recorded_at, employees)) FROM headcount",
    )
    .fetch_one(&tables.reader)
    .await?;
    Ok(total(&serde_json::from_str::<Vec<CountRow>>(&text)?))
}

fn total(rows: &[CountRow]) -> String {
    rows.iter().map(|(.., employees)| employees).sum::<i64>().to_string()
}

fn page_head(title: &str) -> String {
    let mut html = String::with_capacity(8 * 1024);
    html.push_str("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>");
    escape(&mut html, title);
    html.push_str("</title></head><body>");
    html
}

fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}
