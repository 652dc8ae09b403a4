//! Rules of the house that the compiler does not know, held by reading the source.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below a folder of this crate.
fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(fs::read_dir(&path).expect("a folder of the source").flatten().map(|entry| entry.path()));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a file of the source");
            found.push((path, text));
        }
    }
    found
}

#[test]
fn no_page_writes_an_address_by_hand() {
    let mut pages = files("src/pages");
    pages.extend(files("src/actions"));
    pages.extend(files("src/components"));
    assert!(pages.len() > 20, "the source is where it was");
    for (path, text) in pages {
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for mark in ["href=\"/", "action=\"/", "src=\"/", "format!(\"/"] {
                assert!(!code.contains(mark), "{}:{}: addresses come from app::paths", path.display(), number + 1);
            }
        }
    }
}

#[test]
fn the_two_places_that_leptos_does_not_escape_have_one_wrapper_each() {
    for (path, text) in files("src") {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let place = format!("{}:{}", path.display(), number + 1);
            assert!(name == "form.rs" || !code.contains("<textarea"), "{place}: use components::TextArea");
            assert!(name == "text.rs" || !code.contains("leptos_meta::Title"), "{place}: use components::PageTitle");
        }
    }
}

#[test]
fn no_page_and_no_action_speaks_sql() {
    for (path, text) in files("src") {
        for word in ["sea_orm", "SELECT ", "INSERT INTO"] {
            assert!(!text.contains(word), "{}: only the store speaks SQL", path.display());
        }
    }
}
