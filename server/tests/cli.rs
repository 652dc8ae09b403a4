//! The command line as others use it: the real binary, real files, JSON that stays stable.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// The toy portfolio of the design: two years in the house, then three years on.
const TOY: &str = "\
ID;Navn;Kommune;Opptak;Uttak;Status;Status dato;Ansatte ved opptak;Ansatte 2020;Ansatte
A;Ask;Lillestrøm;01.01.2019;31.12.2020;Aktiv;;2;8;12
B;Bjørk;Lillestrøm;01.01.2019;31.12.2020;Konkurs;01.03.2022;0;5;
C;Cedar;Oslo;01.01.2019;31.12.2020;Aktiv;;10;12;9
D;Eik;Nannestad;01.01.2019;;Aktiv;;1;;4
";

fn grobunn(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_grobunn"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("GROBUNN_DATABASE_URL")
        .output()
        .expect("the binary runs")
}

fn json(folder: &Path, arguments: &[&str]) -> Value {
    let output = grobunn(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one JSON document")
}

/// A folder whose house holds the toy portfolio.
fn toy_house() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("toy.csv"), TOY).expect("the sheet");
    let output = grobunn(folder.path(), &["import", "toy.csv", "--profile", "sheet", "--as-of", "2023-12-31"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    folder
}

#[test]
fn the_toy_portfolio_gives_the_six_numbers_of_the_design() {
    let house = toy_house();
    let document = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"]);
    let value = |id: &str| {
        let figures = document["figures"].as_array().expect("figures");
        figures.iter().find(|figure| figure["id"] == id).unwrap_or_else(|| panic!("{id} is missing")).clone()
    };
    for (id, expected) in [
        ("jobs.peak", 33.0),
        ("jobs.at_exit", 29.0),
        ("jobs.stock", 25.0),
        ("jobs.gross_increase", 20.0),
        ("jobs.net_floor", 13.0),
        ("jobs.net", 12.0),
        ("survival.exits", 2.0 / 3.0),
        ("survival.admitted", 0.75),
    ] {
        assert_eq!(value(id)["value"].as_f64(), Some(expected), "{id}");
    }
    let exits = value("survival.exits");
    assert_eq!((exits["numerator"].as_f64(), exits["n"].as_u64()), (Some(2.0), Some(3)));
    let romerike =
        json(house.path(), &["figure", "jobs.stock", "--as-of", "2023-12-31", "--region", "romerike", "--json"]);
    assert_eq!(romerike["value"].as_f64(), Some(16.0));
}

#[test]
fn every_figure_is_what_its_rows_add_up_to() {
    let house = toy_house();
    let document = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"]);
    let figures = document["figures"].as_array().expect("figures");
    let mut ids: Vec<&str> = figures.iter().filter_map(|figure| figure["id"].as_str()).collect();
    for id in ["jobs.net", "survival.km(exit)", "mentoring.hours", "team.women_leaders", "pipeline.time_in_stage(idea)"]
    {
        assert!(ids.contains(&id), "{id} is missing");
    }
    ids.dedup();
    assert_eq!(ids.len(), figures.len(), "each once");
    for summary in figures {
        let id = summary["id"].as_str().expect("an id");
        let figure = json(house.path(), &["figure", id, "--as-of", "2023-12-31", "--json"]);
        for key in ["definition", "unit", "value", "numerator", "n", "interval", "floor", "ceiling", "in", "out"] {
            assert_eq!(figure[key], summary[key], "{id} {key}");
        }
        let rows_in = figure["rows_in"].as_array().expect("rows in");
        let rows_out = figure["rows_out"].as_array().expect("rows out");
        let sum: f64 = rows_in.iter().filter_map(|row| row["contribution"].as_f64()).sum();
        match summary["unit"].as_str() {
            Some("jobs" | "meetings" | "hours" | "startups" | "kroner") => {
                assert_eq!(summary["value"].as_f64().unwrap_or_default(), sum, "{id}");
            }
            Some("share") => {
                assert_eq!(summary["numerator"].as_f64(), Some(sum), "{id}");
                if let Some(value) = summary["value"].as_f64() {
                    #[expect(clippy::cast_precision_loss, reason = "four rows")]
                    let n = rows_in.len() as f64;
                    assert!((value - sum / n).abs() < 1e-12, "{id}");
                }
            }
            Some("curve" | "people_share" | "days" | "ratio") => {
                assert_eq!(summary["numerator"].as_f64(), Some(sum), "{id}");
            }
            other => panic!("{id} counts {other:?}"),
        }
        assert_eq!(rows_in.len() as u64, summary["in"].as_u64().unwrap_or_default(), "{id}");
        assert_eq!(rows_in.len() + rows_out.len(), 4, "{id}: each startup is in or out");
        let counted: u64 = summary["out"].as_array().expect("out").iter().filter_map(|out| out["count"].as_u64()).sum();
        assert_eq!(rows_out.len() as u64, counted, "{id}");
        for row in rows_in.iter().chain(rows_out) {
            assert!(row["startup"].is_string() && row["external_id"].is_string(), "{id}");
        }
    }
}

#[test]
fn survival_of_a_file_is_stable_json() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("one.csv"), "duration,event\n3,1\n5,0\n6,1\n7,1\n8,0\n10,1\n12,1\n12,0\n")
        .expect("the file");
    let document = json(folder.path(), &["survival", "one.csv", "--json"]);
    let group = &document["groups"][0];
    assert_eq!(group["group"], Value::Null);
    assert_eq!(
        (group["n"].as_u64(), group["events"].as_u64(), group["median"].as_f64()),
        (Some(8), Some(5), Some(10.0))
    );
    let points: Vec<String> = group["points"]
        .as_array()
        .expect("points")
        .iter()
        .map(|point| {
            let number = |key: &str| point[key].as_f64().unwrap_or(f64::NAN);
            format!(
                "{} {} {} {} {:.6} {:.6} {:.6}",
                number("t"),
                point["at_risk"],
                point["events"],
                point["censored"],
                number("s"),
                number("low"),
                number("high")
            )
        })
        .collect();
    assert_eq!(
        points,
        [
            "3 8 1 0 0.875000 0.387000 0.981393",
            "5 7 0 1 0.875000 0.387000 0.981393",
            "6 6 1 0 0.729167 0.276390 0.925353",
            "7 5 1 0 0.583333 0.180189 0.844069",
            "8 4 0 1 0.583333 0.180189 0.844069",
            "10 3 1 0 0.388889 0.063003 0.724223",
            "12 2 1 1 0.194444 0.009335 0.563398",
        ]
    );
    let two = "entry;duration;event;group\n0;2;1;x\n1;4;1;x\n0;5;0;x\n2;6;1;x\n3;6;0;x\n1;8;1;x\n5;9;0;x\n4;10;1;x\n;1,5;nei;y\n";
    std::fs::write(folder.path().join("two.csv"), two).expect("the file");
    let document = json(folder.path(), &["survival", "two.csv", "--json"]);
    assert_eq!(document["groups"][0]["median"].as_f64(), Some(6.0));
    assert_eq!(document["groups"][1]["group"], "y");
    assert_eq!(document["groups"][1]["median"], Value::Null);
    assert_eq!(document["groups"][1]["points"][0]["s"].as_f64(), Some(1.0));
}

#[test]
fn bad_input_is_one_clear_line_and_exit_code_2_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("bad.csv"), "duration,event\n1,1\nx,1\n").expect("the file");
    std::fs::write(folder.path().join("noise.bin"), [0u8, 159, 146, 150, 0, 1]).expect("the file");
    for arguments in [
        &["survival", "bad.csv"][..],
        &["survival", "missing.csv"],
        &["figures", "--as-of", "2024-02-31"],
        &["figures", "--known-at", "yesterday"],
        &["figure", "jobs.nothing"],
        &["figure", "survival.fixed(0)"],
        &["import", "bad.csv", "--profile", "no-such-profile"],
        &["import", "noise.bin", "--profile", "sheet"],
        &["import", "bad.csv"],
        &["no-such-command"],
        &["serve", "--demo", "--listen", "0.0.0.0:3000"],
    ] {
        let output = grobunn(folder.path(), arguments);
        let line = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {line}");
        assert_eq!(line.trim_end().lines().count(), 1, "{arguments:?}: {line}");
        assert!(line.starts_with("grobunn: "), "{arguments:?}: {line}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        assert!(!folder.path().join("data").exists(), "{arguments:?} made a database");
    }
}

#[test]
fn one_bad_cell_and_nothing_of_the_file_is_written() {
    let house = toy_house();
    let before = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"].clone();
    let bad = TOY
        .replace("Nannestad;01.01.2019;;Aktiv;;1;;4", "Nannestad;41.01.2019;;Aktiv;;mange;;4")
        .replace(";8;12", ";8;99");
    std::fs::write(house.path().join("bad.csv"), bad).expect("the sheet");
    let output = grobunn(house.path(), &["import", "bad.csv", "--profile", "sheet", "--as-of", "2023-12-31"]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("41.01.2019") && text.contains("mange") && text.contains("row 5"), "{text}");
    let after = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"].clone();
    assert_eq!(before, after);
}

#[test]
fn a_dry_run_writes_nothing_and_an_undone_import_leaves_the_figures_as_they_were() {
    let house = toy_house();
    let before = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"].clone();
    let more = TOY.replace("A;Ask;", "E;Selje;").replace("B;Bjørk;", "F;Furu;");
    std::fs::write(house.path().join("more.csv"), more).expect("the sheet");
    let arguments = ["import", "more.csv", "--profile", "sheet", "--as-of", "2023-12-31", "--json"];
    let dry = json(house.path(), &[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(dry["startups_new"].as_u64(), Some(2));
    assert_eq!(before, json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"]);
    let report = json(house.path(), &arguments);
    let import = report["import"].as_str().expect("an import");
    assert_ne!(before, json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"]);
    let output = grobunn(house.path(), &["undo", import]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(before, json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"]);
}

#[test]
fn an_export_imported_into_an_empty_house_gives_the_same_figures() {
    let house = toy_house();
    let before = json(house.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"].clone();
    let output = grobunn(house.path(), &["export", "all.xlsx"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(grobunn(house.path(), &["export", "all.xlsx"]).status.code(), Some(2), "a file that is there stays");
    let other = tempfile::tempdir().expect("a folder");
    std::fs::copy(house.path().join("all.xlsx"), other.path().join("all.xlsx")).expect("the workbook");
    let output = grobunn(other.path(), &["import", "all.xlsx", "--profile", "grobunn"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(before, json(other.path(), &["figures", "--as-of", "2023-12-31", "--json"])["figures"]);
}

#[test]
fn looking_at_a_house_that_is_not_there_makes_none() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("toy.csv"), TOY).expect("the sheet");
    std::fs::write(folder.path().join("bad.csv"), TOY.replace("01.01.2019", "01.13.2019")).expect("the sheet");
    for (arguments, code) in [
        (&["figures", "--json"][..], 0),
        (&["figure", "jobs.net", "--json"], 0),
        (&["figures", "--programme", "x"], 2),
        (&["import", "toy.csv", "--profile", "sheet", "--as-of", "2023-12-31", "--dry-run"], 0),
        (&["import", "bad.csv", "--profile", "sheet", "--as-of", "2023-12-31"], 2),
        (&["undo", "01a20158-c3b5-7f97-bee4-5a73fc5718d0"], 2),
    ] {
        let output = grobunn(folder.path(), arguments);
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {text}");
        assert!(!folder.path().join("data").exists(), "{arguments:?} made a database");
    }
}

#[test]
fn a_command_leaves_one_whole_file_behind() {
    let house = toy_house();
    let data: Vec<_> = std::fs::read_dir(house.path().join("data"))
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    assert_eq!(data, ["grobunn.db"], "what was written is in the file, not in a log beside it");
}

#[test]
fn a_cohort_that_two_programmes_have_is_asked_about_and_an_unknown_sector_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet = "Navn;Program;Kull;Opptak;Bransje\nA;en;K1;01.01.2019;Helse\nB;to;K1;01.01.2019;\n";
    std::fs::write(folder.path().join("two.csv"), sheet).expect("the sheet");
    assert!(grobunn(folder.path(), &["import", "two.csv", "--profile", "sheet"]).status.success());
    let ask = |arguments: &[&str]| {
        let output = grobunn(folder.path(), arguments);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, why) = ask(&["figures", "--cohort", "K1"]);
    assert_eq!(code, Some(2));
    assert!(why.contains("--programme"), "{why}");
    assert_eq!(ask(&["figures", "--cohort", "k1", "--programme", "En"]).0, Some(0));
    assert_eq!(ask(&["figures", "--sector", "helse"]).0, Some(0));
    let (code, why) = ask(&["figures", "--sector", "havbruk"]);
    assert_eq!(code, Some(2));
    assert!(why.contains("Helse"), "{why}");
}

#[test]
fn a_reader_who_leaves_early_is_no_failure() {
    use std::io::Read as _;
    use std::process::Stdio;
    let folder = tempfile::tempdir().expect("a folder");
    let rows: String = (1..20_000).map(|day| format!("{day},1\n")).collect();
    std::fs::write(folder.path().join("many.csv"), format!("duration,event\n{rows}")).expect("the file");
    for arguments in [&["survival", "many.csv"][..], &["survival", "many.csv", "--json"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_grobunn"))
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut first = [0u8; 1];
        child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some output");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_dry_run_prints_the_first_notes_and_counts_the_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let row = |number: usize| format!("B{number};;Aktiv\n");
    let sheet: String = std::iter::once("Navn;Opptak;Status\n".to_owned()).chain((0..300).map(row)).collect();
    std::fs::write(folder.path().join("many.csv"), sheet).expect("the sheet");
    let output = grobunn(folder.path(), &["import", "many.csv", "--profile", "sheet", "--dry-run"]);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{notes}");
    assert_eq!(notes.lines().count(), 21, "{notes}");
    assert_eq!(notes.lines().last(), Some("note: and 280 more notes; the page /imports shows them"));
}

#[test]
fn one_of_something_is_no_plural_and_a_profile_is_blamed_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("one.csv"), "Navn;Opptak\nA;01.01.2019\n").expect("the sheet");
    std::fs::write(folder.path().join("own.toml"), "name = \"\"\nsource = \"mentor\"\nsheets = []\n").expect("it");
    let refused = grobunn(folder.path(), &["import", "one.csv", "--profile", "own.toml"]);
    let why = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(why.matches("cannot be").count(), 1, "{why}");
    let done = grobunn(folder.path(), &["import", "one.csv", "--profile", "sheet", "--json"]);
    let report: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let undone = grobunn(folder.path(), &["undo", report["import"].as_str().expect("an import")]);
    let text = String::from_utf8_lossy(&undone.stdout).into_owned();
    assert_eq!(text, "Undone: 1 startup withdrawn, 0 facts withdrawn, 0 facts stated once more.\n");
}
