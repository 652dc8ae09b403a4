//! What the security document promises of the running server, and that the document's table is whole.

use std::collections::BTreeSet;
use std::path::Path;

use served::{Answer, BROWSER, Served};
use tempfile::TempDir;

#[path = "common/served.rs"]
mod served;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// The demo house, and who is signed in to it.
struct Demo {
    served: Served,
    cookie: String,
    /// Its files go with it.
    _folder: TempDir,
}

impl Demo {
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { served: Served::start(folder.path(), &["--demo"], &[]), cookie: String::new(), _folder: folder }
    }

    fn send(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        self.send_with(&self.cookie, method, path, headers, body)
    }

    fn send_with(&self, cookie: &str, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
        let cookie = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
        let headers = format!("{BROWSER}Origin: http://{}\r\n{cookie}{headers}", self.served.address);
        self.served.send(method, path, &headers, body)
    }

    fn get(&self, path: &str) -> Answer {
        self.send("GET", path, "", b"")
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, FORM, body.as_bytes())
    }

    /// A session of somebody in a role.
    fn session_of(&self, role: &str) -> String {
        let answer = self.send_with("", "POST", "/act/look-as", FORM, format!("role={role}").as_bytes());
        let cookie = answer.header("set-cookie").unwrap_or_else(|| panic!("a session: {}", answer.head));
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// The same house, seen as somebody in a role.
    fn looking_as(mut self, role: &str) -> Self {
        self.cookie = self.session_of(role);
        self
    }

    /// What somebody else is shown.
    fn as_other(&self, role: &str, path: &str) -> Answer {
        self.send_with(&self.session_of(role), "GET", path, "", b"")
    }
}

/// What the inside of the program looks like when it gets out.
const INSIDE: [&str; 9] =
    ["panicked", "sqlx", "sea_orm", "sea-orm", "SELECT ", "INSERT ", ".rs:", "StoreError", "RUST_BACKTRACE"];

#[test]
fn what_nobody_should_send_is_refused_without_telling_of_the_inside() {
    let demo = Demo::start().looking_as("admin");
    let large = vec![b'a'; 600 * 1024];
    let nowhere = "01a20113-718f-79cc-a9eb-cd765d77abc3";
    let mut answers = Vec::new();
    for method in ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "NONSENSE"] {
        for path in ["/", "/figures", "/act/choose", "/imports", "/audit", "/export/grobunn.xlsx"] {
            let answer = demo.send(method, path, "", b"");
            assert!(answer.status >= 400, "{method} {path}: {}", answer.head);
            answers.push((format!("{method} {path}"), answer));
        }
    }
    for (path, headers, body) in [
        ("/act/erase-person", "Content-Type: application/json\r\n", &b"{\"person\":"[..]),
        ("/act/erase-person", FORM, b"person=%FF%FE&name=%00"),
        ("/act/choose", "Content-Type: text/plain\r\n", b"x"),
        ("/act/nothing", FORM, b"x=1"),
        ("/imports", "Content-Type: multipart/form-data\r\n", b"x"),
        ("/imports", "Content-Type: multipart/form-data; boundary=b\r\n", b"--b\r\nnonsense"),
        ("/imports", FORM, b"x=1"),
    ] {
        answers.push((path.to_owned(), demo.send("POST", path, headers, body)));
    }
    for path in [
        "/audit?before=x&startup=x&person=x&role=x&from=x&to=9999-99-99&action=%27&request=%00".to_owned(),
        "/audit/log.csv?from=2024-13-01&before=%F0".to_owned(),
        format!("/people/{nowhere}/data.json"),
        format!("/people/{nowhere}/erase"),
        "/people/x/data.json".to_owned(),
        "/people/x/erase".to_owned(),
    ] {
        answers.push((path.clone(), demo.get(&path)));
    }
    let answer = demo.send("POST", "/act/choose", FORM, &large);
    assert!(matches!(answer.status, 0 | 413 | 302 | 400), "a form larger than any: {}", answer.head);
    assert_ne!(answer.header("location"), Some("/audit"));
    answers.push(("a large form".to_owned(), answer));
    for (what, answer) in &answers {
        assert!(!matches!(answer.status, 500 | 502), "{what}: {}", answer.head);
        for inside in INSIDE {
            assert!(!answer.body.contains(inside), "{what} tells of {inside}: {}", answer.body);
        }
    }
}

#[test]
fn the_log_is_read_narrowed_and_taken_along_and_that_is_kept() {
    let demo = Demo::start();
    let page = demo.get("/startups/new");
    let programme = page.body.split("name=\"programme\"").nth(1).and_then(|rest| rest.split("<option value=\"").nth(1));
    let programme = programme.and_then(|rest| rest.split('"').next()).expect("a programme").to_owned();
    let answer = demo.post("/act/apply", &format!("name=%3D1%2B1&programme={programme}&on=2021-01-01"));
    let to = answer.header("location").expect("a redirect").to_owned();
    let startup = to.trim_start_matches("/startups/").split('?').next().unwrap_or_default().to_owned();

    let demo = demo.looking_as("admin");
    let page = demo.get(&format!("/audit?startup={startup}"));
    assert_eq!(page.status, 200, "{}", page.head);
    assert!(page.body.contains("registrerte en søknad"), "{}", page.body);
    assert!(!demo.get(&format!("/audit?startup={startup}&action=admit")).body.contains("registrerte en søknad</td>"));
    assert!(demo.get(&format!("/startups/{startup}")).body.contains(&format!("/audit?startup={startup}")));

    let file = demo.get(&format!("/audit/log.csv?startup={startup}"));
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(file.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    let row = file.body.lines().find(|line| line.contains(";apply;")).expect("the application");
    assert!(row.contains(";'=1+1;"), "no cell is a formula: {row}");
    assert!(demo.get("/audit?action=read.audit").body.contains("lastet ned loggen"));

    for role in ["mentor", "founder", "funder", "evaluator"] {
        for path in ["/audit", "/audit/log.csv", &format!("/audit?startup={startup}")] {
            let answer = demo.as_other(role, path);
            assert!(matches!(answer.status, 403 | 404), "{role} {path}: {}", answer.head);
            assert!(!answer.body.contains("registrerte en søknad"), "{role} {path}");
        }
    }
}

#[test]
fn a_person_takes_along_what_is_held_and_is_erased_when_the_name_is_typed() {
    let demo = Demo::start().looking_as("mentor");
    let file = demo.get("/me/data.json");
    assert_eq!((file.status, file.header("content-type")), (200, Some("application/json")), "{}", file.head);
    let held: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
    let (id, name) = (held["person"]["id"].as_str().expect("an id"), held["person"]["name"].as_str().expect("a name"));
    assert!(demo.get("/me/data").body.contains(name));
    let other = demo.as_other("founder", &format!("/people/{id}/data.json"));
    assert!(matches!(other.status, 403 | 404) && !other.body.contains(name), "{}", other.head);
    let other = demo.as_other("manager", &format!("/people/{id}/erase"));
    assert!(matches!(other.status, 403 | 404), "{}", other.head);

    let jobs = |demo: &Demo| demo.as_other("admin", "/figures/jobs.net/rows.csv").body;
    let before = jobs(&demo);
    assert!(before.lines().count() > 10, "{before}");
    let page = demo.get(&format!("/people/{id}/erase"));
    assert!(page.status == 200 && page.body.contains(name), "{}", page.head);
    let wrong = demo.post("/act/erase-person", &format!("person={id}&name=feil"));
    let back = wrong.header("location").expect("back to the form").to_owned();
    assert!(back.contains("draft="), "{back}");
    assert!(demo.get(&back).body.contains("value=\"feil\""), "what was typed is there");
    assert_eq!(demo.get("/me/data.json").status, 200, "and nobody was erased");
    let typed: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let done = demo.post("/act/erase-person", &format!("person={id}&name={typed}"));
    assert_eq!(done.header("location"), Some("/sign-in/erased"), "{}", done.head);
    assert_eq!(jobs(&demo), before, "every figure has the same digits");
    let held = demo.as_other("admin", &format!("/people/{id}/data.json"));
    assert!(held.status == 200 && !held.body.contains(name), "{}", held.body);
    let log = demo.as_other("admin", "/audit?action=erase_person");
    assert!(log.body.contains("slettet person") && !log.body.contains(name));
}

#[test]
fn the_table_of_requirements_is_whole_and_its_evidence_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let text = std::fs::read_to_string(root.join("docs/security.md")).expect("the document");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
        .filter(|cells| cells.len() == 5 && cells[0].split('.').count() == 3)
        .filter(|cells| cells[0].split('.').all(|part| part.parse::<u32>().is_ok()))
        .collect();
    let numbers: BTreeSet<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!((rows.len(), numbers.len()), (253, 253), "every requirement stands there once");
    let many = |column: usize, value: &str| rows.iter().filter(|row| row[column] == value).count();
    assert_eq!((many(1, "1"), many(1, "2")), (70, 183));
    assert_eq!(many(3, "met") + many(3, "not applicable") + many(3, "not met"), 253);
    // Requirements of each chapter in the standard, levels 1 and 2.
    let chapters = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];
    for (chapter, expected) in (1..).zip(chapters) {
        let of: Vec<_> = rows.iter().filter(|row| row[0].split('.').next() == Some(&format!("{chapter}"))).collect();
        assert_eq!(of.len(), expected, "chapter {chapter}");
        let score = text.lines().find(|line| line.starts_with(&format!("| V{chapter} "))).expect("its score");
        let status = |word: &str| of.iter().filter(|row| row[3] == word).count();
        let told = format!("| {expected} | {} | {} | {} |", status("met"), status("not applicable"), status("not met"));
        assert!(score.ends_with(&told), "the score of chapter {chapter} is not {told}: {score}");
    }
    for row in &rows {
        assert!(!row[4].is_empty(), "{} gives no evidence", row[0]);
        // What stands between backticks and has a folder in it is a file or a folder of the repository.
        for path in row[4].split('`').skip(1).step_by(2).filter(|word| word.contains('/') && !word.starts_with('/')) {
            assert!(root.join(path).exists(), "{} names {path}, which is not there", row[0]);
        }
    }
    for path in ["SECURITY.md", "deny.toml"] {
        assert!(root.join(path).exists(), "{path}");
    }
}
