//! `grobunn user` as an operator uses it: the real binary on a real file.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn grobunn(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_grobunn"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("GROBUNN_DATABASE_URL")
        .env("GROBUNN_BASE_URL", "https://grobunn.example/")
        .output()
        .expect("the binary runs")
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = grobunn(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&told(folder, arguments)).expect("one JSON document")
}

/// The one line on stderr of a command that refuses what was typed.
fn refused(folder: &Path, arguments: &[&str]) -> String {
    let output = grobunn(folder, arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty());
    let line = String::from_utf8(output.stderr).expect("text");
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

#[test]
fn the_first_administrator_is_invited_into_an_empty_house() {
    let house = tempfile::tempdir().expect("a folder");
    let folder = house.path();
    assert!(told(folder, &["user", "list"]).starts_with("Nobody can sign in yet"));
    assert!(!folder.join("data").exists(), "looking makes no database");

    let text = told(folder, &["user", "invite", " kari@example.no ", "--role", "admin", "--name", "Kari"]);
    assert!(text.starts_with("kari@example.no is invited as administrator of the house. The link holds once, until "));
    let link = text.lines().nth(1).expect("the link");
    let token = link.strip_prefix("https://grobunn.example/invitations/").expect("an address of the house");
    assert_eq!(token.len(), 43);

    let again = json(folder, &["user", "invite", "kari@example.no", "--role", "admin", "--json"]);
    assert_eq!(again["role"], "admin");
    assert_eq!(again["scope"]["kind"], "house");
    assert_ne!(again["link"].as_str(), Some(link));
    let list = json(folder, &["user", "list", "--json"]);
    assert_eq!(list["people"], serde_json::json!([]));
    let invitations = list["invitations"].as_array().expect("invitations");
    assert_eq!(invitations.len(), 1, "the second took the first one's place");
    assert_eq!(invitations[0]["id"], again["id"]);
    assert!(!list.to_string().contains(token), "a list holds no link");
    assert!(
        told(folder, &["user", "list"]).starts_with("kari@example.no  invited as administrator of the house until ")
    );
}

#[test]
fn roles_are_given_where_they_make_sense() {
    let house = tempfile::tempdir().expect("a folder");
    let folder = house.path();
    let sheet = "ID;Navn;Kommune;Opptak;Ansatte ved opptak\nA1;Ask;Lillestrøm;01.01.2019;2\n";
    std::fs::write(folder.join("sheet.csv"), sheet).expect("the sheet");
    told(folder, &["import", "sheet.csv", "--profile", "sheet", "--as-of", "2023-12-31"]);
    let invite = |role: &'static str, scope: &'static str| {
        json(folder, &["user", "invite", "ny@example.no", "--role", role, "--scope", scope, "--json"])
    };
    let founder = invite("founder", "startup:A1");
    assert_eq!(founder["scope"]["name"], "Ask");
    let id = founder["scope"]["id"].as_str().expect("an id").to_owned();
    told(folder, &["user", "invite", "to@example.no", "--role", "founder", "--scope", &format!("startup:{id}")]);

    for (arguments, says) in [
        (&["user", "invite", "kari", "--role", "admin"][..], "e-mail address"),
        (&["user", "invite", "kari@example.no", "--role", "king"], "is no role"),
        (&["user", "invite", "kari@example.no", "--role", "system"], "is no role"),
        (&["user", "invite", "kari@example.no", "--role", "mentor"], "which programme?"),
        (&["user", "invite", "kari@example.no", "--role", "founder"], "which startup?"),
        (&["user", "invite", "kari@example.no", "--role", "founder", "--scope", "startup:A2"], "no startup"),
        (&["user", "invite", "kari@example.no", "--role", "mentor", "--scope", "programme:nowhere"], "no programme"),
        (&["user", "invite", "kari@example.no", "--role", "mentor", "--scope", "everywhere"], "is no scope"),
        (&["user", "invite", "kari@example.no", "--role", "admin", "--scope", "startup:A1"], ""),
        (&["user", "invite", "kari@example.no", "--role", "admin", "--until", "2001-01-01"], "ends before"),
        (&["user", "disable", "kari@example.no"], "nobody signs in with kari@example.no"),
        (&["user", "enable", "kari@example.no"], "nobody signs in with kari@example.no"),
    ] {
        let line = refused(folder, arguments);
        assert!(line.contains(says), "{arguments:?}: {line}");
    }
}
