//! The matrix itself: all rows, by everybody, on both databases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use axum::routing::MethodFilter;

use crate::cast::{ACTORS, Cast};
use crate::client::{Answer, Ask, Client};
use crate::house::{Database, House, Server};
use crate::labels::labels;
use crate::pages::{self, NOWHERE};
use crate::posts::Posts;
use crate::routes::{API, FILES, PLAIN, STRONG};
use crate::table::{expected, letter};
use crate::{mails, needles};

/// Prints the table as it was found instead of comparing, to be read and judged by a human being.
const PRINT: &str = "GROBUNN_MATRIX_PRINT";

/// What anybody may ask for without signing in: pages, forms, other addresses. These numbers may only shrink.
const OPEN: [usize; 3] = [21, 14, 18];

/// What programs may ask for without a token. Definitions and what was published may grow; nothing else.
const OPEN_TO_PROGRAMS: usize = 9;

/// Patterns of what is asked for by `GET`, and addresses that are posted to; read from the router, the registry and the server's list.
pub fn served() -> (BTreeSet<String>, BTreeSet<String>) {
    let mut gets: BTreeSet<String> =
        leptos_axum::generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    let mut posts: BTreeSet<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| {
            assert_eq!(method.as_str(), "POST", "{path}: a function that is asked by {method} is not tested yet");
            path.to_owned()
        })
        .collect();
    for route in FILES.into_iter().chain(STRONG).chain(PLAIN).chain(API) {
        let list = if route.filter() == MethodFilter::POST { &mut posts } else { &mut gets };
        list.insert(route.path().to_owned());
    }
    gets.insert("/nothing-is-here".to_owned());
    (gets, posts)
}

#[test]
fn what_is_open_to_all_only_shrinks() {
    let pages: Vec<String> = leptos_axum::generate_route_list(app::App)
        .iter()
        .map(|route| route.path().to_owned())
        .filter(|path| app::paths::is_open(path))
        .collect();
    let forms: Vec<&str> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .filter(|path| app::actions::is_open(path))
        .collect();
    let others: Vec<&str> = FILES
        .into_iter()
        .chain(STRONG)
        .chain(PLAIN)
        .map(crate::routes::Route::path)
        .filter(|path| app::paths::is_open(path))
        .collect();
    let open = [pages.len(), forms.len(), others.len()];
    assert_eq!(open, OPEN, "{pages:?}\n{forms:?}\n{others:?}\nfewer: write the new numbers; more: think again");
}

#[test]
fn what_is_open_to_programs_without_a_token_only_shrinks() {
    let open: Vec<&str> =
        API.into_iter().filter(|route| route.is_open_to_programs()).map(crate::routes::Route::path).collect();
    assert_eq!(open.len(), OPEN_TO_PROGRAMS, "{open:?}\nfewer: write the new number; more: think again");
}

/// A route that is added beside the lists would not be tested.
#[test]
fn routes_are_made_from_the_lists_alone() {
    let mut made = Vec::new();
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                let text = std::fs::read_to_string(&entry).unwrap();
                made.extend(
                    text.lines()
                        .filter(|line| {
                            [".route(", ".route_service(", ".nest(", ".nest_service("]
                                .iter()
                                .any(|call| line.contains(call))
                        })
                        .map(|line| line.trim().to_owned()),
                );
            }
        }
    }
    assert_eq!(made.len(), 4, "{made:#?}");
    assert!(made.iter().all(|line| line.contains("router.route(route.path(), ")), "{made:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_has_what_is_theirs_and_nothing_else_on_sqlite() {
    run(Database::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everybody_has_what_is_theirs_and_nothing_else_on_postgres() {
    if std::env::var("GROBUNN_TEST_POSTGRES").as_deref() == Ok("skip") {
        println!("passed over: GROBUNN_TEST_POSTGRES=skip");
        return;
    }
    run(Database::Postgres).await;
}

/// What was found, and what is wrong with it.
struct Run<'a> {
    cast: &'a Cast,
    client: &'a Client,
    shared: String,
    print: bool,
    expected: BTreeMap<&'static str, &'static str>,
    found: BTreeMap<String, Vec<Option<char>>>,
    wrong: Vec<String>,
}

async fn run(database: Database) {
    let began = Instant::now();
    let house = House::new(database).await;
    let cast = Cast::new(&house).await;
    let waiting = house.waiting_mail().await;
    let (mut server, address) = Server::start(&house, &[]).await;
    let client = Client::new(address);
    let prepared = began.elapsed();
    let (gets, forms) = served();
    let mut run = Run {
        cast: &cast,
        client: &client,
        shared: cast.target("ab").startup.to_string(),
        print: std::env::var_os(PRINT).is_some(),
        expected: expected(),
        found: BTreeMap::new(),
        wrong: Vec::new(),
    };
    run.get_all(&gets);
    let read = began.elapsed();
    let makes = Posts::new(&house, &cast, waiting);
    run.post_all(&house, &makes, &forms).await;
    run.mails(&house);
    let rows = run.settle();
    let log = server.said();
    let loud: Vec<&str> = log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked")).collect();
    run.wrong.extend(loud.into_iter().map(|line| format!("the log says: {line}")));
    assert!(server.is_alive(), "the server is gone: {log}");
    let (requests, wrong) = (client.sent(), run.wrong);
    println!(
        "{database:?}: {} addresses ({} read, {} posted to), {rows} rows x {} actors = {} cells, {requests} requests; \
         house {:.1} s, reading {:.1} s, writing {:.1} s",
        gets.len() + forms.len(),
        gets.len(),
        forms.len(),
        ACTORS.len(),
        rows * ACTORS.len(),
        prepared.as_secs_f32(),
        (read - prepared).as_secs_f32(),
        (began.elapsed() - read).as_secs_f32(),
    );
    drop(server);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    house.remove().await;
}

impl Run<'_> {
    fn note(&mut self, row: &str, actor: usize, letter: char, why: &str) {
        let cells = self.found.entry(row.to_owned()).or_insert_with(|| vec![None; ACTORS.len()]);
        match cells[actor] {
            Some(before) if before != letter => {
                self.wrong.push(format!("{row}: {} has once {before} and once {letter} ({why})", ACTORS[actor]));
            }
            _ => cells[actor] = Some(letter),
        }
    }

    fn expects(&self, row: &str, actor: usize) -> Option<char> {
        self.expected.get(row).and_then(|letters| letters.chars().nth(actor))
    }

    /// Looks for what is not an actor's in an answer, and for what is no answer at all.
    fn scan(&mut self, row: &str, actor: usize, path: &str, answer: &Answer) {
        let who = ACTORS[actor];
        if answer.status == 0 || answer.status >= 500 {
            self.wrong.push(format!("{row}: {who} is answered {} at {path}", answer.status));
        }
        for part in [answer.head.as_bytes(), &answer.body] {
            for leak in needles::leaks(who, path, &self.shared, part) {
                self.wrong.push(format!("{row}: {who} is told {leak} (status {}) at {path}", answer.status));
            }
        }
    }

    fn get_all(&mut self, patterns: &BTreeSet<String>) {
        let mut asked = Vec::new();
        for pattern in patterns {
            let rows = pages::rows(self.cast, pattern);
            if rows.is_empty() {
                self.wrong.push(format!("GET {pattern} is served and not tested: write its rows in pages.rs"));
            }
            for row in rows {
                for path in &row.paths {
                    for (at, actor) in self.cast.actors.iter().enumerate() {
                        let own = actor.viewer.as_ref().and_then(|viewer| viewer.actor.person);
                        let own = own.map_or_else(|| NOWHERE.to_owned(), |person| person.to_string());
                        let mut ask = Ask::get(path.replace("{self}", &own), &actor.cookie);
                        ask.program = row.program;
                        // A program shows a token and no cookie; but for the rows that try whether a cookie would do.
                        if path.starts_with(app::paths::API_V1) && !row.name.ends_with(pages::BY_SESSION) {
                            ask.cookie.clear();
                            ask.token.clone_from(&actor.token);
                        }
                        asked.push((row.name.clone(), at, ask));
                    }
                }
            }
        }
        let asks: Vec<Ask> = asked.iter().map(|(_, _, ask)| ask.clone()).collect();
        for ((row, actor, ask), answer) in asked.iter().zip(self.client.send_all(&asks)) {
            self.note(row, *actor, letter(&answer), &ask.path);
            self.scan(row, *actor, &ask.path, &answer);
        }
    }

    async fn post_all(&mut self, house: &House, makes: &Posts<'_>, paths: &BTreeSet<String>) {
        let (mut refused, mut accepted) = (Vec::new(), Vec::new());
        for path in paths {
            if labels(path).is_empty() {
                self.wrong.push(format!("POST {path} is served and not tested: write its rows in posts.rs"));
            }
            for label in labels(path) {
                let row = format!("POST {path} {label}");
                for actor in 0..ACTORS.len() {
                    let writes = self.print || self.expects(&row, actor) == Some('w');
                    if writes { &mut accepted } else { &mut refused }.push((row.clone(), path, *label, actor));
                }
            }
        }
        self.refused(house, makes, &refused).await;
        for (row, path, label, actor) in accepted {
            let ask = makes.prepare(path, label, &self.cast.actors[actor]).await;
            let before = house.latest().await;
            let answer = self.client.send(&ask);
            let mut wrote = house.latest().await != before;
            // An import goes on after the answer.
            let began = Instant::now();
            while !wrote
                && path == "/act/apply-import"
                && letter(&answer) == 'r'
                && began.elapsed() < Duration::from_secs(if self.print { 1 } else { 20 })
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
                wrote = house.latest().await != before;
            }
            let found = match (wrote, letter(&answer)) {
                (true, 'd' | 'n' | 'u' | '?') => 'X',
                (true, _) => 'w',
                (false, letter) => letter,
            };
            self.note(&row, actor, found, &ask.path);
            self.follow(&row, actor, &ask, &answer);
        }
    }

    /// Sends everything that is to be refused, and holds that nothing at all was written by any of it.
    async fn refused(&mut self, house: &House, makes: &Posts<'_>, cells: &[(String, &String, &str, usize)]) {
        let mut asks = Vec::new();
        for (_, path, label, actor) in cells {
            asks.push(makes.prepare(path, label, &self.cast.actors[*actor]).await);
        }
        let before = house.content().await;
        let answers = self.client.send_all(&asks);
        let after = house.content().await;
        for (table, rows) in &after {
            let known: BTreeSet<&String> = before[table].iter().collect();
            for row in rows.iter().filter(|row| !known.contains(row)) {
                self.wrong.push(format!("a refused form has written into {table}: {row}"));
            }
        }
        for (table, rows) in &before {
            if rows.len() > after[table].len() {
                self.wrong.push(format!("a refused form has taken rows out of {table}"));
            }
        }
        for (((row, _, _, actor), ask), answer) in cells.iter().zip(&asks).zip(&answers) {
            self.note(row, *actor, letter(answer), &ask.path);
            self.follow(row, *actor, ask, answer);
        }
    }

    /// Looks at an answer, and at the page that it leads to.
    fn follow(&mut self, row: &str, actor: usize, ask: &Ask, answer: &Answer) {
        self.scan(row, actor, &ask.path, answer);
        let to = answer.leads_to().split('#').next().unwrap_or_default();
        if to.starts_with('/') {
            let cookie = match answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()) {
                Some(cookie) if cookie.starts_with("grobunn=") => cookie,
                _ => &ask.cookie,
            };
            // Whoever accepted an invitation is somebody else now; whose the page is, is not said here.
            if row.contains("accept-invitation new") {
                return;
            }
            let page = self.client.send(&Ask::get(to, cookie));
            self.scan(&format!("{row} -> page"), actor, to, &page);
        }
    }

    /// Looks at every message that went out.
    fn mails(&mut self, house: &House) {
        let mails = mails::all(house.folder.path());
        if mails.len() < 20 {
            self.wrong.push(format!("only {} messages were written", mails.len()));
        }
        for mail in mails {
            let reader = mail.to.strip_prefix("zqx-").and_then(|rest| rest.strip_suffix("@example.no"));
            let Some(reader) = reader.filter(|reader| ACTORS.contains(reader)) else { continue };
            for leak in needles::leaks(reader, needles::MAIL, &self.shared, mail.text.as_bytes()) {
                // Whoever writes to founders says who they are, and where to answer.
                let names_writer = mail.is_letter && ACTORS.iter().any(|key| leak.starts_with(&format!("zqx-{key}")));
                if !names_writer {
                    self.wrong.push(format!("a message to {reader} tells {leak}"));
                }
            }
        }
    }

    /// Compares what was found with the table; or prints it. The number of rows.
    fn settle(&mut self) -> usize {
        let told = |cells: &[Option<char>]| cells.iter().map(|cell| cell.unwrap_or('-')).collect::<String>();
        let found: BTreeMap<String, String> =
            self.found.iter().map(|(row, cells)| (row.clone(), told(cells))).collect();
        if self.print {
            for (row, letters) in &found {
                println!("TABLE {row:<58} {letters}");
            }
        }
        for (row, letters) in &found {
            match self.expected.get(row.as_str()) {
                None => self.wrong.push(format!("{row} is not in the table; found: {letters}")),
                Some(expected) if expected != letters => {
                    let who: Vec<&str> = expected
                        .chars()
                        .zip(letters.chars())
                        .zip(ACTORS)
                        .filter(|((expected, found), _)| expected != found)
                        .map(|(_, actor)| actor)
                        .collect();
                    self.wrong.push(format!("{row}: expected {expected}, found {letters} ({})", who.join(", ")));
                }
                Some(_) => {}
            }
        }
        for row in self.expected.keys().filter(|row| !found.contains_key(**row)) {
            self.wrong.push(format!("{row} is in the table and not served"));
        }
        found.len()
    }
}
