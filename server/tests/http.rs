//! The server as a browser without JavaScript meets it: the real binary on loopback, a house in a temporary folder.

use std::collections::BTreeSet;
use std::process::Command;

use served::{Answer, BROWSER, Served};
use tempfile::TempDir;

#[path = "common/served.rs"]
mod served;

const CANARY: &str = "</textarea></title><script>canary</script>\"'&";

/// A running house, and who is signed in to it.
struct Server {
    served: Served,
    /// What every request brings along: nothing, or the session of whoever signed in.
    cookie: String,
    folder: TempDir,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let served = Served::start(folder.path(), arguments, &[("GROBUNN_PASSKEY_ADMIN", "false")]);
        Self { served, cookie: String::new(), folder }
    }

    /// Invites an administrator from the command line, accepts for them, and goes on as them.
    fn administered(mut self) -> Self {
        let invited = Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(["user", "invite", "kari@example.no", "--role", "admin", "--json"])
            .current_dir(self.folder.path())
            .env_remove("GROBUNN_DATABASE_URL")
            .output()
            .expect("the binary runs");
        let told = String::from_utf8_lossy(&invited.stdout).into_owned();
        let token = told.split("/invitations/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let answer = self.post("/act/accept-invitation", &[("token", token), ("name", "Kari Nordmann")]);
        assert_eq!((answer.status, answer.header("location")), (302, Some("/")), "{}", answer.head);
        let cookie = answer.header("set-cookie").expect("a session");
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        self
    }

    /// The line of a request that brings the cookie.
    fn brings(&self) -> String {
        if self.cookie.is_empty() { String::new() } else { format!("Cookie: {}\r\n", self.cookie) }
    }

    fn get(&self, path: &str) -> Answer {
        self.served.send("GET", path, &format!("{BROWSER}{}", self.brings()), b"")
    }

    fn post_from(&self, origin: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = fields
            .iter()
            .map(|(key, value)| format!("{}={}", encoded(key), encoded(value)))
            .collect::<Vec<_>>()
            .join("&");
        let headers = format!(
            "{BROWSER}Origin: {origin}\r\n{}Content-Type: application/x-www-form-urlencoded\r\n",
            self.brings()
        );
        self.served.send("POST", path, &headers, body.as_bytes())
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(&format!("http://{}", self.served.address), path, fields)
    }

    /// Posts a form and follows the redirect.
    fn submit(&self, path: &str, fields: &[(&str, &str)]) -> (String, Answer) {
        let answer = self.post(path, fields);
        assert_eq!(answer.status, 302, "{path}: {}", answer.head);
        let to = answer.header("location").expect("a redirect").to_owned();
        let page = self.get(to.split('#').next().unwrap_or_default());
        (to, page)
    }

    /// Every internal page that links lead to, from a start, at most `most` of them.
    fn crawl(&self, start: &str, most: usize) -> Vec<(String, Answer)> {
        let mut seen = BTreeSet::from([start.to_owned()]);
        let mut waiting = vec![start.to_owned()];
        let mut pages = Vec::new();
        while let Some(path) = waiting.pop() {
            if pages.len() == most {
                break;
            }
            let answer = self.get(&path);
            for link in links(&answer.body) {
                let file = [".csv", ".xlsx", ".json"].iter().any(|ending| link.contains(ending));
                let page = !link.starts_with("/pkg/") && !file;
                if page && seen.insert(link.clone()) {
                    waiting.insert(0, link);
                }
            }
            pages.push((path, answer));
        }
        pages
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn links(html: &str) -> Vec<String> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with('/'))
        .map(|link| link.replace("&amp;", "&").split('#').next().unwrap_or_default().to_owned())
        .collect()
}

/// The first option of a select, by its name.
fn option_of(html: &str, name: &str) -> String {
    let select = html.split(&format!("name=\"{name}\"")).nth(1).expect("the select");
    let value = select.split("<option value=\"").nth(1).expect("an option");
    value.split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn every_page_has_its_headers_and_only_pages_with_islands_ship_scripts() {
    let server = Server::start(&["--demo"]);
    for (path, islands) in [
        ("/", false),
        ("/pipeline", true),
        ("/pipeline?view=table", false),
        ("/figures", true),
        ("/figures/jobs.net", false),
        ("/figures/survival.km(exit)", true),
        ("/startups/new", false),
        ("/imports", false),
        ("/accessibility", false),
    ] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(page.header(name), Some(value), "{path}");
        }
        assert_eq!(page.body.contains(".wasm"), islands, "{path}");
        assert!(page.body.contains("<html lang=\"nb\""), "{path}");
    }
    assert_eq!(server.get("/healthz").body, "ok");
    assert_eq!(server.get("/readyz").body, "ready");
}

#[test]
fn what_is_not_there_is_a_404_and_nonsense_is_never_a_500() {
    let server = Server::start(&["--demo"]);
    let nowhere = "01a20113-718f-79cc-a9eb-cd765d77abc3";
    for path in [
        "/nope".to_owned(),
        "/startups/not-an-id".to_owned(),
        format!("/startups/{nowhere}"),
        format!("/startups/{nowhere}/stays/{nowhere}/move"),
        format!("/startups/{nowhere}/facts/headcount/{nowhere}"),
        format!("/imports/{nowhere}"),
        "/figures/jobs.nothing".to_owned(),
        "/figures/jobs.nothing/rows.csv".to_owned(),
        "/pkg/nothing.js".to_owned(),
    ] {
        assert_eq!(server.get(&path).status, 404, "{path}");
    }
    for path in [
        "/pipeline?page=99999999999999999999&stuck=-5&sort=%00&view=%FF&as_of=0000-00-00&cohort=x&stage=x",
        "/pipeline?as_of=9999-12-31&q=%F0%9F%92%A9",
        "/figures?as_of=1900-01-01&known_at=2999-01-01&region=nowhere&programme=%27%3B--",
        "/figures?from=2030-01-01&to=2001-01-01&measure=fte&founders=true",
        "/figures/survival.fixed(50)?sort=-nothing&page=0",
        "/?draft=not-an-id",
    ] {
        assert_eq!(server.get(path).status, 200, "{path}");
    }
    for action in [
        "move-stay",
        "apply",
        "enrol",
        "headcount",
        "life-event",
        "workplace",
        "other-support",
        "money",
        "correct",
        "apply-import",
        "undo-import",
        "choose",
        "ask-to-sign-in",
        "sign-in-by-code",
        "sign-in-by-link",
        "accept-invitation",
        "sign-out",
        "end-sessions",
        "wear",
        "invite",
        "revoke-invitation",
        "grant",
        "end-membership",
        "revoke-membership",
        "look-as",
    ] {
        for fields in [
            &[][..],
            &[("startup", "x"), ("enrolment", "x"), ("import", "x"), ("fact", "x")],
            &[
                ("startup", nowhere),
                ("enrolment", nowhere),
                ("import", nowhere),
                ("fact", nowhere),
                ("fact_kind", "headcount"),
                ("on", "2020-01-01"),
                ("stage", nowhere),
                ("programme", nowhere),
                ("employees", "99999999999"),
                ("kind", "bankrupt"),
                ("municipality", "0301"),
                ("name", "x"),
                ("reason", "x"),
            ],
        ] {
            let answer = server.post(&format!("/act/{action}"), fields);
            assert_eq!(answer.status, 302, "{action} {fields:?}: {}", answer.body);
            let to = answer.header("location").expect("a redirect").split('#').next().unwrap_or_default().to_owned();
            assert!(server.get(&to).status < 500, "{action} leads to {to}");
        }
    }
}

#[test]
fn whoever_is_not_signed_in_is_sent_to_sign_in_or_told_no() {
    let server = Server::start(&[]);
    for path in ["/", "/pipeline", "/figures", "/people", "/export/grobunn.xlsx", "/imports/template.xlsx", "/nope"] {
        let page = server.get(path);
        assert_eq!(page.status, 303, "{path}");
        assert!(page.header("location").is_some_and(|to| to.starts_with("/sign-in")), "{path}: {}", page.head);
        assert_eq!(page.body, "", "{path}");
        let other = server.served.send("GET", path, "", b"");
        assert_eq!(other.status, 401, "{path}");
    }
    for path in ["/sign-in", "/accessibility", "/healthz", "/readyz"] {
        let page = server.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.header("x-request-id").is_some_and(|id| id.len() == 36), "{path}");
    }
    // What was typed is kept, and waits behind the page that signs in.
    let answer = server.post("/act/apply", &[("name", CANARY), ("sector", "Energi")]);
    assert_eq!(answer.status, 303);
    let to = answer.header("location").expect("where to sign in").to_owned();
    assert!(to.starts_with("/sign-in?next=%2Fstartups%2Fnew%3Fdraft%3D"), "{to}");
    let draft = to.rsplit("%3D").next().unwrap_or_default();
    let server = server.administered();
    let form = server.get(&format!("/startups/new?draft={draft}")).body;
    assert!(form.contains("value=\"Energi\"") && form.contains("Du var logget ut"), "it comes back");
    assert!(!form.contains("<script>canary"));
    assert!(!server.get("/").body.contains("demo-bar"), "nothing of the demo");
    // A session that was signed out holds nowhere any more, whatever a browser keeps.
    server.post("/act/sign-out", &[]);
    assert_eq!(server.get("/people").status, 303);
}

#[test]
fn a_form_from_another_site_is_refused() {
    let server = Server::start(&["--demo"]);
    let answer = server.post_from("http://evil.example", "/act/choose", &[("lang", "en")]);
    assert_eq!(answer.status, 403);
    let answer = server.post("/act/choose", &[("lang", "en"), ("back", "//evil.example")]);
    assert_eq!(answer.header("location"), Some("/"));
}

#[test]
fn a_recorded_headcount_moves_the_figure_and_a_refused_one_keeps_what_was_typed() {
    let server = Server::start(&["--demo"]);
    let stock = |server: &Server| {
        let csv = server.get("/figures/jobs.stock/rows.csv").body;
        let rows = csv.lines().filter(|line| line.starts_with("med;")).map(str::to_owned).collect::<Vec<_>>();
        let sum: f64 = rows.iter().filter_map(|row| row.split(';').nth(4)?.replace(',', ".").parse::<f64>().ok()).sum();
        (rows, sum)
    };
    let (rows, before) = stock(&server);
    let row: Vec<&str> = rows.first().expect("a living startup").split(';').collect();
    let (startup, employees) = (row[1], row[4].parse::<u32>().expect("a whole number"));

    let typed =
        [("startup", startup), ("on", "2026-13-45"), ("employees", "mange"), ("fte", "2,5"), ("evidence", CANARY)];
    let (to, page) = server.submit("/act/headcount", &typed);
    assert!(to.contains("draft="), "{to}");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("value=\"mange\"") && page.body.contains("value=\"2,5\""), "what was typed is there");
    assert!(
        page.body.contains("aria-invalid=\"true\"") && page.body.contains("Skriv et helt tall"),
        "and so is the reason"
    );
    assert_eq!(stock(&server).1.to_bits(), before.to_bits(), "nothing was written");

    let today = server.get(&format!("/startups/{startup}")).body;
    let field = today.split("id=\"headcount-on\"").nth(1).expect("the date field");
    let today = field.split("max=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("today").to_owned();
    let more = (employees + 7).to_string();
    let (to, _) = server.submit("/act/headcount", &[("startup", startup), ("on", &today), ("employees", &more)]);
    assert!(to.ends_with("done=recorded"), "{to}");
    let after = stock(&server).1;
    assert!((after - before - 7.0).abs() < 1e-9, "{before} became {after}");
    let page = server.get(&format!("/startups/{startup}")).body;
    assert!(page.contains(&format!("{more} ansatte")), "the timeline tells of it");
}

/// Uploads a sheet and gives the path of its import.
fn upload(server: &Server, name: &str, sheet: &str) -> String {
    let boundary = "----canary";
    let part = |name: &str, file: &str, value: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n")
    };
    let body = [
        part("file", &format!("; filename=\"{name}\""), sheet),
        part("profile", "", "sheet"),
        part("as_of", "", ""),
        format!("--{boundary}--\r\n"),
    ]
    .concat();
    let headers = format!(
        "Origin: http://{}\r\n{}Content-Type: multipart/form-data; boundary={boundary}\r\n",
        server.served.address,
        server.brings()
    );
    let answer = server.served.send("POST", "/imports", &headers, body.as_bytes());
    assert_eq!(answer.status, 303, "{}", answer.head);
    answer.header("location").expect("its page").to_owned()
}

/// Confirms an import and waits until its page says how it ended.
fn confirm(server: &Server, import: &str, answers: &[(&str, &str)]) -> String {
    let id = import.rsplit('/').next().unwrap_or_default();
    server.post("/act/apply-import", &[&[("import", id)], answers].concat());
    for _ in 0..100 {
        let page = server.get(import).body;
        if !page.contains("<progress") {
            return page;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the import never ended");
}

#[test]
fn an_answer_that_cannot_be_is_shown_with_its_cell_and_kept() {
    let server = Server::start(&[]).administered();
    let head = "Navn,ID,Kull,Opptak\n";
    let first = upload(&server, "a.csv", &format!("{head}Korn AS,K1,2022,2022-01-01\n"));
    assert!(confirm(&server, &first, &[]).contains("undo-import"));
    let second = upload(&server, "b.csv", &format!("{head}Korn AS,,2023,2023-01-01\n"));
    let asked = server.get(&second).body;
    let choices: Vec<&str> = asked.split("<input").filter(|input| input.contains("answers[0]")).collect();
    assert_eq!(choices.len(), 2, "{asked}");
    // What the answer would break is said before anybody gives it, and the other one is proposed.
    assert!(choices[0].contains("åpent opphold") && !choices[0].contains(" checked"), "{}", choices[0]);
    assert!(choices[1].contains(" checked"), "{}", choices[1]);
    let same = choices[0].split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a value");
    let refused = confirm(&server, &second, &[("answers[0]", same)]);
    assert!(refused.contains("Svarene passer ikke"), "{refused}");
    assert!(refused.contains("<table") && refused.contains("2023-01-01"), "the cell is named");
    let given = refused.split("<input").find(|input| input.contains(same)).expect("the answer");
    assert!(
        given.split("</").next().is_some_and(|input| input.contains(" checked")),
        "what was answered stands: {given}"
    );
    assert!(confirm(&server, &second, &[("answers[0]", "2|new|b")]).contains("undo-import"));
}

#[test]
fn no_text_that_a_person_types_becomes_markup_anywhere() {
    let server = Server::start(&[]).administered();
    // An empty house has no programme; the sheet brings one, and canaries in every text it can carry.
    let sheet = format!(
        "ID,Navn,Bransje,Kull,Opptak,Status,Ansatte ved opptak\n\"x{0}\",\"n{0}\",\"s{0}\",\"k{0}\",2020-01-01,Aktiv,3\n",
        CANARY.replace('"', "\"\"")
    );
    let import = upload(&server, "<script>canary</script>.csv", &sheet);
    let id = import.rsplit('/').next().unwrap_or_default().to_owned();
    server.post("/act/apply-import", &[("import", &id)]);
    for _ in 0..100 {
        if server.get(&import).body.contains("undo-import") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let form = server.get("/startups/new").body;
    let programme = option_of(&form, "programme");
    let (to, _) = server.submit(
        "/act/apply",
        &[
            ("name", CANARY),
            ("sector", CANARY),
            ("website", "https://x.example/?\"><script>canary</script>"),
            ("programme", &programme),
            ("on", "2021-01-01"),
        ],
    );
    let startup = to.trim_start_matches("/startups/").split('?').next().unwrap_or_default().to_owned();
    for (action, fields) in [
        ("headcount", vec![("on", "2022-01-01"), ("employees", "3"), ("evidence", CANARY)]),
        (
            "headcount",
            vec![("on", CANARY), ("employees", CANARY), ("fte", CANARY), ("places", CANARY), ("evidence", CANARY)],
        ),
        ("life-event", vec![("on", "2021-06-01"), ("kind", "incorporated"), ("evidence", CANARY)]),
        ("workplace", vec![("on", "2021-06-01"), ("municipality", CANARY)]),
        ("other-support", vec![("on", "2021-06-01"), ("supporter", CANARY)]),
        ("money", vec![("on", "2021-06-01"), ("amount", CANARY), ("evidence", CANARY)]),
    ] {
        let fields: Vec<(&str, &str)> = fields.into_iter().chain([("startup", startup.as_str())]).collect();
        let (to, page) = server.submit(&format!("/act/{action}"), &fields);
        assert!(!page.body.contains("<script>canary"), "{action} at {to}");
    }
    let pages = server.crawl("/", 250);
    assert!(pages.len() > 40, "the crawl found {} pages only", pages.len());
    assert!(pages.iter().any(|(_, page)| page.body.contains("canary")), "the canary is somewhere to be seen");
    for (path, page) in &pages {
        assert!(page.status == 200, "{path}: {}", page.status);
        assert!(!page.body.contains("<script>canary"), "{path}");
    }
}

#[test]
fn the_binary_alone_serves_from_another_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let binary = folder.path().join("grobunn");
    // Copied by another process: held open for writing in this one, a child forked by a neighbouring test would keep it busy.
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_grobunn")).arg(&binary).status().expect("cp runs");
    assert!(copied.success());
    let output = Command::new(&binary).arg("--version").current_dir(folder.path()).output().expect("it runs");
    assert!(output.status.success());
    let server = Server::start(&["--demo"]);
    let page = server.get("/pipeline").body;
    let assets: Vec<String> = ["href=\"/pkg/", "src=\"/pkg/"]
        .iter()
        .flat_map(|mark| page.split(mark).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|name| format!("/pkg/{name}"))
        .collect();
    assert!(assets.iter().any(|name| name.ends_with(".css")), "{assets:?}");
    for asset in &assets {
        let answer = server.get(asset);
        assert_eq!(answer.status, 200, "{asset}: build the front first");
        assert!(answer.header("cache-control").is_some_and(|value| value.contains("immutable")), "{asset}");
    }
}
