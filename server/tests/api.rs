//! What programs read, asked of the real binary: who is let in, how refusals are told, pages, marks, limits, and that a figure is the
//! command line's.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::Command;

use serde_json::Value;
use served::{Answer, BROWSER, Served};
use tempfile::TempDir;

#[path = "common/served.rs"]
mod served;

/// The demo house, served.
struct House {
    served: Served,
    folder: TempDir,
}

impl House {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let served = Served::start(folder.path(), &["--demo"], &[]);
        Self { served, folder }
    }

    fn ask(&self, path: &str, token: &str, headers: &str) -> Answer {
        let shown = if token.is_empty() { String::new() } else { format!("Authorization: Bearer {token}\r\n") };
        self.served.send("GET", path, &format!("{shown}{headers}"), b"")
    }

    fn json(&self, path: &str, token: &str) -> Value {
        let answer = self.ask(path, token, "");
        assert_eq!(answer.status, 200, "{path}: {}\n{}", answer.head, answer.body);
        assert_eq!(answer.header("content-type"), Some("application/json"), "{path}");
        serde_json::from_str(&answer.body).unwrap()
    }

    fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let origin = format!("Origin: http://{}\r\n", self.served.address);
        let headers = format!(
            "{origin}Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n"
        );
        self.served.send("POST", path, &headers, form.as_bytes())
    }

    /// The cookie of somebody of the demo.
    fn look_as(&self, role: &str) -> String {
        cookie(&self.post("/act/look-as", "", &format!("role={role}")), "grobunn")
    }

    /// A token for somebody of the demo, made on the page as anybody would; and their session.
    fn token(&self, role: &str) -> (String, String) {
        let session = self.look_as(role);
        let page = self.page(&session);
        let options = page.split("name=\"hat\"").nth(1).expect("a choice of roles");
        let hat = options.split("<option value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a role");
        let made = self.post("/act/make-token", &session, &format!("name=Regneark&hat={hat}&days=30"));
        let secret = cookie(&made, "grobunn-token");
        (secret.split_once('=').unwrap().1.to_owned(), session)
    }

    fn page(&self, session: &str) -> String {
        let answer = self.served.send("GET", "/me/tokens", &format!("{BROWSER}Cookie: {session}\r\n"), b"");
        assert_eq!(answer.status, 200, "{}", answer.head);
        answer.body
    }
}

/// A cookie of an answer, with its name.
fn cookie(answer: &Answer, name: &str) -> String {
    let set = answer.head.lines().filter_map(|line| line.split_once(": ")).filter(|(key, _)| *key == "set-cookie");
    let found =
        set.map(|(_, value)| value.split(';').next().unwrap()).find(|pair| pair.starts_with(&format!("{name}=")));
    found.unwrap_or_else(|| panic!("no cookie {name}: {}", answer.head)).to_owned()
}

fn problem(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.head);
    let told: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(told["status"], answer.status);
    told
}

#[test]
fn a_token_lets_in_until_it_is_taken_back_and_a_session_never_does() {
    let house = House::start();
    let bare = house.ask("/api/v1/figures", "", "");
    assert_eq!((bare.status, bare.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(problem(&bare)["type"], "/api#token");
    let (token, session) = house.token("manager");
    assert!(token.starts_with("grobunn_"));
    let by_session = house.ask("/api/v1/figures", "", &format!("Cookie: {session}\r\n"));
    assert_eq!(by_session.status, 401, "what a browser brings by itself lets nobody in");
    assert_eq!(house.ask("/api/v1/figures", &token, "").status, 200);
    assert!(!house.page(&session).contains(&token), "it is shown once");

    let wrong = house.ask("/api/v1/figures", &format!("{token}x"), "");
    assert_eq!((wrong.status, wrong.header("www-authenticate")), (401, Some("Bearer error=\"invalid_token\"")));
    let page = house.page(&session);
    let id = page.split("name=\"token\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its row");
    assert_eq!(house.post("/act/revoke-token", &session, &format!("token={id}")).status, 302);
    assert_eq!(house.ask("/api/v1/figures", &token, "").status, 401);

    // Signing out everywhere ends what reads elsewhere too.
    let (token, session) = house.token("manager");
    assert_eq!(house.ask("/api/v1/startups", &token, "").status, 200);
    house.post("/act/end-sessions", &session, "which=all");
    assert_eq!(house.ask("/api/v1/startups", &token, "").status, 401);
}

#[test]
fn refusals_speak_three_languages_and_say_what_is_wrong() {
    let house = House::start();
    for (language, title) in
        [("nb", "Tilgangsnøkkel trengs"), ("nn", "Tilgangsnøkkel trengst"), ("en-GB,nb;q=0.5", "A token is needed")]
    {
        let answer = house.ask("/api/v1/startups", "", &format!("Accept-Language: {language}\r\n"));
        assert_eq!(problem(&answer)["title"], title);
    }
    let (token, _) = house.token("manager");
    for (path, status, kind) in [
        ("/api/v1/figures?programe=inkubator", 400, "/api#question"),
        ("/api/v1/figures?as_of=2024-02-30", 400, "/api#question"),
        ("/api/v1/figures?as_of=2024-01-01&as_of=2024-01-02", 400, "/api#question"),
        ("/api/v1/figures?known_at=yesterday", 400, "/api#question"),
        ("/api/v1/figures?limit=0", 400, "/api#question"),
        ("/api/v1/figures?limit=201", 400, "/api#question"),
        ("/api/v1/figures?founders=perhaps", 400, "/api#question"),
        ("/api/v1/figures/jobs.nothing", 404, "/api#not-found"),
        ("/api/v1/figures/%FF", 404, "/api#not-found"),
        ("/api/v1/figures?programme=nowhere", 404, "/api#not-found"),
        ("/api/v1/startups?cursor=x", 404, "/api#not-found"),
        ("/api/v1/nothing", 404, "/api#not-found"),
    ] {
        let answer = house.ask(path, &token, "");
        assert_eq!(answer.status, status, "{path}");
        let told = problem(&answer);
        assert_eq!(told["type"], kind, "{path}");
        assert_eq!(told["reason"].is_string(), status == 400, "{path}: {told}");
    }
    let (funder, _) = house.token("funder");
    let answer = house.ask("/api/v1/startups", &funder, "");
    assert_eq!((answer.status, problem(&answer)["reason"].as_str()), (403, Some("figures-only")));
    let posted = house.served.send("POST", "/api/v1/definitions", "", b"");
    assert_eq!((posted.status, posted.header("allow")), (405, Some("GET,HEAD")));
    assert_eq!(problem(&posted)["type"], "/api#method");
}

#[test]
fn pages_of_a_list_are_the_whole_list() {
    let house = House::start();
    let (token, _) = house.token("admin");
    let whole = house.json("/api/v1/startups?limit=200", &token);
    let whole = whole["data"].as_array().unwrap();
    let mut found = Vec::new();
    let mut next = "/api/v1/startups?limit=7".to_owned();
    loop {
        let answer = house.ask(&next, &token, "");
        let page: Value = serde_json::from_str(&answer.body).unwrap();
        found.extend(page["data"].as_array().unwrap().iter().cloned());
        let Some(link) = answer.header("link") else {
            assert!(page.get("next").is_none());
            break;
        };
        next = link.strip_prefix('<').and_then(|link| link.split_once(">; rel=\"next\"")).expect("a link").0.to_owned();
    }
    assert!(found.len() > 30 && found.starts_with(whole), "{} and {}", found.len(), whole.len());
    let id = found[0]["id"].as_str().unwrap();
    let one = house.json(&format!("/api/v1/startups/{id}"), &token);
    assert_eq!(one["name"], found[0]["name"]);
    assert!(!one["stays"].as_array().unwrap().is_empty());
    let facts = house.json(&format!("/api/v1/startups/{id}/facts?limit=200"), &token);
    let facts = facts["data"].as_array().unwrap();
    assert!(facts.iter().any(|fact| fact["kind"] == "stage_change" && fact["body"]["to"].is_string()), "{facts:?}");
}

#[test]
fn who_has_an_answer_is_not_sent_it_again() {
    let house = House::start();
    let (token, _) = house.token("manager");
    for (path, token, kept) in [
        ("/api/v1/definitions/jobs.net", "", "public, max-age=60"),
        ("/api/v1/figures/jobs.net?as_of=2024-06-30&known_at=2024-07-01", token.as_str(), "private, no-cache"),
    ] {
        let first = house.ask(path, token, "");
        let mark = first.header("etag").expect("a mark");
        assert_eq!(first.header("cache-control"), Some(kept));
        let again = house.ask(path, token, &format!("If-None-Match: {mark}\r\n"));
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (304, "", Some(mark)), "{path}");
        assert_eq!(house.ask(path, token, "If-None-Match: \"other\"\r\n").status, 200);
    }
}

#[test]
fn open_answers_may_be_read_by_any_page_and_closed_ones_by_none() {
    let house = House::start();
    let (token, _) = house.token("manager");
    let from = "Origin: https://avisa.example\r\n";
    let open = house.ask("/api/v1/definitions", "", from);
    assert_eq!(open.header("access-control-allow-origin"), Some("*"));
    assert_eq!(open.header("cross-origin-resource-policy"), Some("cross-origin"));
    assert_eq!(open.header("set-cookie"), None);
    let closed = house.ask("/api/v1/figures", &token, from);
    assert_eq!(closed.status, 200);
    assert_eq!(closed.header("access-control-allow-origin"), None);
    assert_eq!(closed.header("cross-origin-resource-policy"), Some("same-origin"));
    let asks = format!("{from}Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: if-none-match\r\n");
    let before = house.served.send("OPTIONS", "/api/v1/definitions", &asks, b"");
    assert_eq!((before.status, before.header("access-control-allow-origin")), (200, Some("*")));
}

#[test]
fn whoever_asks_too_often_is_told_when_to_come_back() {
    let house = House::start();
    let from = "X-Forwarded-For: 198.51.100.7\r\n";
    let answers: Vec<Answer> = (0..320).map(|_| house.ask("/api/v1", "", from)).collect();
    let late = answers.iter().find(|answer| answer.status != 200).expect("a limit");
    assert_eq!(late.status, 429);
    assert!(late.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    assert_eq!(problem(late)["type"], "/api#too-often");
    assert_eq!(
        house.ask("/api/v1", "", "X-Forwarded-For: 198.51.100.8\r\n").status,
        200,
        "somebody else is not kept out"
    );
}

#[test]
fn a_figure_is_the_same_as_on_the_command_line() {
    let house = House::start();
    let (token, _) = house.token("admin");
    for id in ["jobs.net", "survival.exits", "survival.km(admission)"] {
        let told = house.json(&format!("/api/v1/figures/{id}?as_of=2023-12-31&known_at=2024-01-15"), &token);
        let output = Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(["figure", id, "--as-of", "2023-12-31", "--known-at", "2024-01-15", "--json"])
            .current_dir(house.folder.path())
            .env_remove("GROBUNN_DATABASE_URL")
            .output()
            .unwrap();
        let line: Value = serde_json::from_slice(&output.stdout).unwrap();
        for field in ["value", "floor", "ceiling", "n", "numerator", "interval"] {
            assert_eq!(told["result"][field], line[field], "{id}: {field}");
        }
        assert_eq!(told["definition"], line["definition"]);
        let mut rows = 0;
        let mut path = format!("/api/v1/figures/{id}/rows?as_of=2023-12-31&known_at=2024-01-15&limit=200");
        loop {
            let page = house.json(&path, &token);
            rows += page["data"].as_array().unwrap().iter().filter(|row| row["counted"] == true).count();
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/figures/{id}/rows?as_of=2023-12-31&known_at=2024-01-15&limit=200&cursor={next}");
        }
        assert_eq!(rows, line["rows_in"].as_array().unwrap().len(), "{id}");
    }
}

#[test]
fn contracts_are_told_to_those_who_see_them() {
    let house = House::start();
    let listed = |role: &str| {
        let (token, _) = house.token(role);
        let contracts = house.json("/api/v1/contracts", &token)["data"].as_array().unwrap().clone();
        (token, contracts)
    };
    let (manager, all) = listed("manager");
    let (_, paid) = listed("funder");
    let (founder, none) = listed("founder");
    assert!(!all.is_empty() && !paid.is_empty() && none.is_empty(), "{} {} {}", all.len(), paid.len(), none.len());
    assert!(paid.iter().all(|contract| all.contains(contract)), "a funder is told what the house is told");
    assert!(all.iter().all(|contract| !contract["targets"].as_array().unwrap().is_empty()));
    let one = format!("/api/v1/contracts/{}", all[0]["id"].as_str().unwrap());
    assert_eq!(house.json(&one, &manager), all[0]);
    assert_eq!(house.ask(&one, &founder, "").status, 404);
}
