//! Publishing on the command line: a signed file, checked in an empty folder, recomputed in the house.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str =
    "ID;Navn;Bransje;Kommune;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;Ansatte 2020;Ansatte\n";

fn grobunn(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_grobunn"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("GROBUNN_DATABASE_URL")
        .env_remove("GROBUNN_SIGNING_KEY")
        .output()
        .expect("the binary runs")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = grobunn(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// A folder whose house holds 24 startups that have exited, 8 of them dead; two of them are of IT.
fn house() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (0..24)
        .map(|number| {
            let sector = if number < 2 { "IT" } else { "Mat" };
            let dead = number % 3 == 0;
            let status = if dead { "Konkurs;01.03.2022" } else { "Aktiv;" };
            let now = if dead { String::new() } else { (2 + number % 4).to_string() };
            format!("{number};Bedrift {number};{sector};Lillestrøm;01.01.2019;31.12.2020;{status};1;3;{now}\n")
        })
        .collect();
    import(folder.path(), &rows);
    folder
}

fn import(folder: &Path, rows: &str) {
    std::fs::write(folder.join("rows.csv"), format!("{HEADER}{rows}")).expect("the sheet");
    let output = grobunn(folder, &["import", "rows.csv", "--profile", "sheet", "--as-of", "2023-12-31"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

const PUBLISH: [&str; 10] = [
    "publish",
    "survival.exits",
    "--as-of",
    "2023-12-31",
    "--name",
    "Årsmelding 2023",
    "--place",
    "side 4",
    "--out",
    "figure.json",
];

#[test]
fn a_published_file_is_checked_in_an_empty_folder_and_recomputed_in_the_house() {
    let house = house();
    let told = json(house.path(), &[&PUBLISH[..], &["--json"]].concat());
    assert_eq!(told["figure"], "survival.exits");
    assert_eq!(told["path"].as_str(), Some(format!("/published/{}", told["address"].as_str().expect("text")).as_str()));
    let bytes = std::fs::read(house.path().join("figure.json")).expect("the file");
    assert_eq!(told["bytes"].as_u64(), Some(bytes.len() as u64));

    let empty = tempfile::tempdir().expect("a folder");
    let copy = empty.path().join("figure.json");
    std::fs::write(&copy, &bytes).expect("a copy");
    let key = told["key"].as_str().expect("a key");
    let checked = json(empty.path(), &["verify", "figure.json", "--key", key, "--json"]);
    assert_eq!((checked["good"].as_bool(), checked["file"]["expected_key"].as_bool()), (Some(true), Some(true)));
    assert_eq!((checked["file"]["numerator"].as_f64(), checked["file"]["n"].as_u64()), (Some(16.0), Some(24)));
    assert_eq!(checked["file"]["digest"], told["digest"]);
    let said = grobunn(empty.path(), &["verify", "figure.json"]);
    assert!(said.status.success());
    assert!(String::from_utf8_lossy(&said.stdout).contains("The file is whole"));
    let other = grobunn(empty.path(), &["verify", "figure.json", "--key", &"0".repeat(64)]);
    assert_eq!(other.status.code(), Some(2), "a whole file of somebody else");
    let entries = std::fs::read_dir(empty.path()).expect("the folder").count();
    assert_eq!(entries, 1, "no database is made");

    let again = json(house.path(), &["recompute", "figure.json", "--json"]);
    assert_eq!(again["same"], true);
    import(
        house.path(),
        "99;Nye;Mat;Lillestrøm;01.01.2019;31.12.2020;Konkurs;01.03.2022;1;3;\n\
                          1;Bedrift 1;IT;Lillestrøm;01.01.2019;31.12.2020;Konkurs;01.04.2022;1;3;\n",
    );
    let again = grobunn(house.path(), &["recompute", "figure.json"]);
    assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stderr));
    let elsewhere = grobunn(empty.path(), &["recompute", "figure.json"]);
    assert_eq!(elsewhere.status.code(), Some(2), "another house has not published it");
}

#[test]
fn a_tampered_file_is_named_for_what_was_changed() {
    let house = house();
    json(house.path(), &[&PUBLISH[..], &["--json"]].concat());
    let text = std::fs::read_to_string(house.path().join("figure.json")).expect("the file");
    let forged = text.replacen("\"numerator\":16", "\"numerator\":20", 1);
    assert_ne!(forged, text);
    std::fs::write(house.path().join("forged.json"), forged).expect("the forgery");
    let output = grobunn(house.path(), &["verify", "forged.json", "--json"]);
    assert_eq!(output.status.code(), Some(2));
    let told: Value = serde_json::from_slice(&output.stdout).expect("one JSON document");
    assert_eq!(told["good"], false);
    let faults = told["faults"].as_array().expect("faults");
    let number = faults.iter().find(|fault| fault["kind"] == "number").expect("the number is named");
    assert_eq!(number["path"], "outputs.numerator");
    assert!(number["text"].as_str().is_some_and(|text| text.contains("20") && text.contains("16")), "{number}");
    for kind in ["digest", "signature"] {
        assert!(faults.iter().any(|fault| fault["kind"] == kind), "{kind}");
    }
    let recomputed = grobunn(house.path(), &["recompute", "forged.json"]);
    assert_eq!(recomputed.status.code(), Some(2));
    for (name, bytes) in [("empty.json", &b""[..]), ("list.json", b"[1, 2]"), ("deep.json", &[b'['; 100_000])] {
        std::fs::write(house.path().join(name), bytes).expect("a file");
        let output = grobunn(house.path(), &["verify", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert_eq!(String::from_utf8_lossy(&output.stderr).lines().count(), 1, "{name}");
    }
}

#[test]
fn what_would_reveal_a_few_is_refused_in_one_line() {
    let house = house();
    json(house.path(), &[&PUBLISH[..], &["--json"]].concat());
    let part = ["publish", "survival.exits", "--as-of", "2023-12-31", "--sector", "Mat", "--name", "x"];
    let output = grobunn(house.path(), &part);
    assert_eq!(output.status.code(), Some(2));
    let line = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(line.contains("one to four startups") && line.contains("Årsmelding 2023"), "{line}");
    let unnamed = grobunn(house.path(), &["publish", "jobs.net", "--name", " "]);
    assert_eq!(unnamed.status.code(), Some(2));
    let unknown = grobunn(house.path(), &["publish", "jobs.magic", "--name", "x"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn a_key_of_ones_own_signs() {
    let house = house();
    let seed = "07".repeat(32);
    let publish = |seed: &str| {
        Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(["publish", "jobs.net", "--as-of", "2023-12-31", "--name", "x", "--json"])
            .current_dir(house.path())
            .env_remove("GROBUNN_DATABASE_URL")
            .env("GROBUNN_SIGNING_KEY", seed)
            .output()
            .expect("the binary runs")
    };
    let told: Value = serde_json::from_slice(&publish(&seed).stdout).expect("one JSON document");
    // SHA-256 of the Ed25519 public key that belongs to 32 bytes of seven.
    assert_eq!(told["key"].as_str().map(str::len), Some(64));
    let again: Value = serde_json::from_slice(&publish(&seed).stdout).expect("one JSON document");
    assert_eq!(told["key"], again["key"], "the key is the one given");
    let ours = json(house.path(), &["publish", "jobs.net", "--as-of", "2023-12-31", "--name", "x", "--json"]);
    assert_ne!(ours["key"], told["key"], "without it the house has its own");
    let wrong = publish("not a key");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!String::from_utf8_lossy(&wrong.stderr).contains(&seed));
}
