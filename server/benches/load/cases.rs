//! What is asked of both servers.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Result, bail};

use crate::client::{Ask, Case, Connection};
use crate::process::Server;

/// The pipeline as a table; also the page a cold start waits for.
pub const TABLE: &str = "/pipeline?view=table";
/// Rows on a page of the table.
const PAGE: usize = 50;
/// Pages of the table whose startups are asked for and written to.
const PAGES: usize = 4;
/// Where a headcount is posted.
const RECORD: &str = "/act/headcount";
/// A figure that holds every living startup's headcount, row by row.
const STOCK_ROWS: &str = "/figures/jobs.stock/rows.csv";

/// The same work on both servers; a side that is `None` has no counterpart.
pub struct Pair {
    /// What is done.
    pub name: &'static str,
    /// On the product.
    pub ours: Option<Case>,
    /// On the bare server.
    pub bare: Option<Case>,
}

/// What the cases need to know of the imported house, read from its pages.
#[derive(Debug)]
pub struct House {
    /// The table of one stage with at least a page of open stays.
    table: String,
    /// Ids of startups in that stage.
    startups: Vec<String>,
}

impl House {
    /// Reads the pages of the house.
    pub async fn look(server: &Server) -> Result<Self> {
        let mut connection = Connection::open(server.address).await?;
        let page = connection.page(TABLE).await?;
        for stage in stages(&page) {
            let table = format!("{TABLE}&stage={stage}");
            let page = connection.page(&table).await?;
            // Only an open stay can be moved; the others' startups may be dead, and who is dead employs nobody.
            if startups(&page).len() < PAGE || !page.contains("/stays/") {
                continue;
            }
            let mut found = startups(&page);
            if found.len() != PAGE {
                bail!("a page of the table holds {} startups, not {PAGE}", found.len());
            }
            for number in 2..=PAGES {
                found.extend(startups(&connection.page(&format!("{table}&page={number}")).await?));
            }
            return Ok(Self { table, startups: found.into_iter().collect() });
        }
        bail!("no stage of the house fills a page of its table")
    }

    fn headcount(&self, n: u64, employees: u64) -> Ask {
        let startup = &self.startups[usize::try_from(n).unwrap_or_default() % self.startups.len()];
        Ask::post(RECORD, format!("startup={startup}&on=2026-02-{:02}&employees={employees}&source=mentor", 1 + n % 28))
    }
}

/// The values of the choice of stage.
fn stages(page: &str) -> Vec<&str> {
    let select = page
        .split("<select")
        .find(|part| part.split('>').next().is_some_and(|tag| tag.contains("name=\"stage\"")))
        .and_then(|part| part.split("</select>").next())
        .unwrap_or_default();
    select
        .split("value=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|value| !value.is_empty())
        .collect()
}

/// The startups that a page links to.
fn startups(page: &str) -> BTreeSet<String> {
    let links = page.split("href=\"/startups/").skip(1).filter_map(|part| part.split('"').next());
    links.filter(|id| id.len() == 36 && !id.contains('/')).map(str::to_owned).collect()
}

fn always(path: impl Into<Arc<str>>) -> Option<Case> {
    let ask = Ask::get(path);
    Some(Arc::new(move |_| vec![ask.clone()]))
}

fn each(ask: impl Fn(u64) -> Vec<Ask> + Send + Sync + 'static) -> Option<Case> {
    Some(Arc::new(ask))
}

/// Every case; those that write come last.
pub fn pairs(house: &House, startups: usize) -> Vec<Pair> {
    let house = Arc::new(House { table: house.table.clone(), startups: house.startups.clone() });
    let startups = startups as u64;
    let bare_headcount = move |n: u64| {
        Ask::post(
            "/headcount",
            format!("startup={}&on=2026-02-{:02}&employees={}", 1 + n % startups, 1 + n % 28, n % 20),
        )
    };
    let pages: Vec<Arc<str>> = house.startups.iter().map(|id| format!("/startups/{id}").into()).collect();
    let table: Arc<str> = house.table.as_str().into();
    let [write, write_and_ask] = [Arc::clone(&house), house];
    vec![
        Pair { name: "no page at all (health check; hello)", ours: always("/healthz"), bare: always("/hello") },
        Pair { name: "table of 50, one stage", ours: always(Arc::clone(&table)), bare: always("/list") },
        Pair {
            name: "the same, compressed",
            ours: each(move |_| vec![Ask::get(Arc::clone(&table)).packed()]),
            bare: None,
        },
        Pair { name: "the same, as one JSON value", ours: None, bare: always("/list-json") },
        Pair {
            name: "one startup, 12 headcounts",
            ours: each(move |n| {
                vec![Ask::get(Arc::clone(&pages[usize::try_from(n).unwrap_or_default() % pages.len()]))]
            }),
            bare: each(move |n| vec![Ask::get(format!("/startup/{}", 1 + n % startups))]),
        },
        Pair { name: "figures, nothing new (sum)", ours: always("/figures"), bare: always("/sum") },
        Pair {
            name: "headcount recorded",
            ours: each(move |n| vec![write.headcount(n, n % 20)]),
            bare: each(move |n| vec![bare_headcount(n)]),
        },
        Pair {
            name: "headcount recorded, then figures (sum)",
            ours: each(move |n| vec![write_and_ask.headcount(n, n % 20), Ask::get("/figures")]),
            bare: each(move |n| vec![bare_headcount(n), Ask::get("/sum")]),
        },
    ]
}

/// The ways of handing over every headcount: the bare server's only, one client.
pub fn hand_over() -> [(&'static str, Case); 2] {
    let case = |path: &'static str| -> Case { Arc::new(move |_| vec![Ask::get(path)]) };
    [("one by one", case("/every-row")), ("as one JSON value", case("/every-row-json"))]
}

/// Bytes of a page and of what it brings along.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Which page.
    pub name: &'static str,
    /// The page as it is.
    pub plain: usize,
    /// The page as sent to a browser (brotli).
    pub packed: usize,
    /// Style, font, script and wasm of a first visit, as sent; a browser keeps them.
    pub assets: usize,
}

/// Measures what pages weigh.
pub async fn sizes(server: &Server, house: &House) -> Result<Vec<Size>> {
    let mut connection = Connection::open(server.address).await?;
    let startup = format!("/startups/{}", house.startups.first().map_or("", String::as_str));
    let pages = [
        ("pipeline, table of 50", house.table.as_str()),
        ("pipeline, board", "/pipeline"),
        ("startup", startup.as_str()),
        ("figures", "/figures"),
    ];
    let mut sizes = Vec::new();
    for (name, path) in pages {
        let page = connection.page(path).await?;
        let answer = connection.send(&Ask::get(path).packed()).await?;
        if !answer.is_packed {
            bail!("{path} was to be compressed and is not");
        }
        let mut assets = 0;
        for asset in brought_along(&page) {
            assets += connection.send(&Ask::get(asset).packed()).await?.body.len();
        }
        sizes.push(Size { name, plain: page.len(), packed: answer.body.len(), assets });
    }
    Ok(sizes)
}

/// The assets that a page names.
fn brought_along(page: &str) -> BTreeSet<String> {
    let ends = |c: char| matches!(c, '"' | '\'' | ')' | '?' | '#' | '<') || c.is_whitespace();
    let rest = page.split("/pkg/").skip(1).filter_map(|part| part.split(ends).next());
    // Leptos' own starter joins a folder and a name, so a folder alone is no asset.
    rest.filter(|name| name.contains('.')).map(|name| format!("/pkg/{name}")).collect()
}

/// Whether a figure's rows hold a number that was recorded just before.
pub async fn is_exact_after_a_write(server: &Server, house: &House) -> Result<bool> {
    let mut connection = Connection::open(server.address).await?;
    // A number that no other startup has, on a day after all others.
    let employees = 54_321;
    let startup = house.startups.first().map_or("", String::as_str);
    let rows = |text: &str| text.contains(&employees.to_string());
    let before = connection.page(STOCK_ROWS).await?;
    connection
        .send(&Ask::post(RECORD, format!("startup={startup}&on=2026-03-01&employees={employees}&source=mentor")))
        .await?;
    let after = connection.page(STOCK_ROWS).await?;
    Ok(!rows(&before) && rows(&after))
}
