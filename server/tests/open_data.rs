//! What is published, as others take it away: every form of it says the same, nothing tells of few startups, and it is let through by
//! everybody's programs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::process::Command;

use serde_json::Value;
use served::{Answer, BROWSER, Served};
use tempfile::TempDir;

#[path = "common/served.rs"]
mod served;

const NAME: &str = "=HYPERLINK(\"https://evil.example\")";

/// The demo house with published figures, served.
struct House {
    served: Served,
    _folder: TempDir,
}

fn grobunn(folder: &TempDir, arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_grobunn"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("GROBUNN_DATABASE_URL")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

impl House {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = [
            ("GROBUNN_PUBLISHER", "Fjordspiren"),
            ("GROBUNN_PUBLISHER_NUMBER", "923609016"),
            ("GROBUNN_PUBLISHER_EMAIL", "data@fjordspiren.example"),
        ];
        let served = Served::start(folder.path(), &["--demo"], &settings);
        // Beside what the demo has published, and written a note to.
        grobunn(&folder, &["publish", "jobs.net", "--name", NAME, "--place", "side 4", "--json"]);
        Self { served, _folder: folder }
    }

    fn get(&self, path: &str) -> Answer {
        let answer = self.served.send("GET", path, "Accept-Language: nn\r\n", b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        answer
    }

    /// Its address as links name it.
    fn base(&self) -> String {
        format!("http://{}", self.served.address)
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.get(path).body).unwrap()
    }
}

#[test]
fn every_form_of_what_is_published_says_the_same() {
    let house = House::start();
    let listed = house.json("/api/v1/publications");
    let listed = listed["data"].as_array().unwrap();
    assert!(listed.len() >= 2, "{listed:?}");
    let file = house.json("/open-data/publications.json");
    let mut filed = file.as_array().unwrap().clone();
    let issued = |row: &Value| row["issued_at"].as_str().unwrap().to_owned();
    assert!(filed.is_sorted_by(|one, next| issued(one) >= issued(next)), "the newest is first: {filed:?}");
    // The demo's past was loaded in another order than it happened.
    let by_address = |row: &Value| row["id"].as_str().unwrap().to_owned();
    let mut named = listed.clone();
    filed.sort_by_key(by_address);
    named.sort_by_key(by_address);
    assert_eq!(filed, named);
    let table = house.get("/open-data/publications.csv").body;
    let mut lines = csv(&table);
    let heads = lines.remove(0);
    let cell = |line: &[String], name: &str| line[heads.iter().position(|head| head == name).unwrap()].clone();
    for row in listed {
        let id = row["id"].as_str().unwrap();
        assert_eq!(&house.json(&format!("/api/v1/publications/{id}")), row);
        let line = lines.iter().find(|line| line[0] == id).expect("its line");
        assert_eq!(cell(line, "value").parse::<f64>().ok(), row["result"]["value"].as_f64());
        assert_eq!(cell(line, "sentence_nn"), row["words"]["nn"]["sentence"].as_str().unwrap());
        assert_eq!(cell(line, "as_of"), row["as_of"].as_str().unwrap());
        assert_eq!(cell(line, "revisions"), row["revisions"].as_array().unwrap().len().to_string());
        // What the signed file says: one truth in all of them.
        let signed = house.json(&format!("/published/{id}.json"));
        assert_eq!(signed["digest"], row["digest"]);
        assert_eq!(signed["body"]["outputs"]["value"].as_f64(), row["result"]["value"].as_f64());
        assert_eq!(row["links"]["page"], format!("{}/published/{id}", house.base()));
    }
    let evil = lines.iter().find(|line| cell(line, "name").contains(NAME)).unwrap();
    assert_eq!(cell(evil, "name"), format!("'{NAME}"), "no cell begins like a formula");
    let notes = csv(&house.get("/open-data/revisions.csv").body);
    let written: usize = listed.iter().map(|row| row["revisions"].as_array().unwrap().len()).sum();
    assert_eq!(notes.len(), written + 1, "a line of heads, and one for each note");
    let keys = house.json("/api/v1/keys");
    assert_eq!(keys["data"][0]["id"], listed[0]["key"]);
    let told = house.json("/api/v1/house");
    assert_eq!(
        (told["name"].as_str(), told["publications"].as_u64()),
        (Some("Fjordspiren"), Some(listed.len() as u64))
    );
    assert_eq!(told["licence"]["code"], "nlod-2.0");
}

/// Rows of a table with quoted cells.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            letter => cell.push(letter),
        }
    }
    rows
}

#[test]
fn no_count_of_one_to_four_startups_is_in_any_of_it() {
    let house = House::start();
    let mut counts = 0;
    for row in house.json("/open-data/publications.json").as_array().unwrap() {
        for count in row["counts"].as_array().unwrap() {
            if let Some(startups) = count["startups"].as_u64() {
                counts += 1;
                assert!(!(1..=4).contains(&startups), "{count}");
            }
        }
        for hidden in ["rows_in", "rows_out", "pseudonym", "published_by", "noted_by"] {
            assert!(!row.to_string().contains(hidden), "{hidden}");
        }
    }
    assert!(counts >= 4, "{counts}");
}

#[test]
fn the_feed_is_one_that_readers_understand() {
    let house = House::start();
    let answer = house.get("/published.atom");
    assert_eq!(answer.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let feed = atom_syndication::Feed::read_from(answer.body.as_bytes()).unwrap();
    assert_eq!((feed.lang.as_deref(), feed.title.as_str()), (Some("nn"), "Publiserte tal frå Fjordspiren"));
    assert_eq!(
        feed.links.iter().find(|link| link.rel == "self").unwrap().href,
        format!("{}/published.atom", house.base())
    );
    let published = house.json("/open-data/publications.json");
    let published = published.as_array().unwrap();
    let notes: usize = published.iter().map(|row| row["revisions"].as_array().unwrap().len()).sum();
    assert_eq!(feed.entries.len(), published.len() + notes);
    assert_eq!(feed.updated, feed.entries.iter().map(|entry| entry.updated).max().unwrap());
    for entry in &feed.entries {
        let id = entry.id.strip_prefix("urn:uuid:").unwrap();
        assert!(id.len() == 36 && entry.published == Some(entry.updated), "{entry:?}");
        assert!(entry.links.iter().any(|link| link.rel == "alternate" && link.href.contains("/published/")));
        assert!(entry.content.as_ref().unwrap().value.as_ref().unwrap().len() > 20);
    }
    let again = house.served.send(
        "GET",
        "/published.atom",
        &format!("Accept-Language: nn\r\nIf-None-Match: {}\r\n", answer.header("etag").unwrap()),
        b"",
    );
    assert_eq!(again.status, 304, "what has not changed is not sent again");
    let page = house.served.send("GET", "/published", BROWSER, b"");
    assert!(page.body.contains("type=\"application/atom+xml\"") && page.body.contains("href=\"/published.atom\""));
}

#[test]
fn catalogues_and_finders_of_faults_are_told_where_to_go() {
    let house = House::start();
    let answer = house.get("/open-data/catalog.jsonld");
    assert_eq!(answer.header("content-type"), Some("application/ld+json"));
    let catalogue: Value = serde_json::from_str(&answer.body).unwrap();
    let graph = catalogue["@graph"].as_array().unwrap();
    let dataset = graph.iter().find(|node| node["@type"] == "dcat:Dataset").unwrap();
    let published = house.json("/open-data/publications.json");
    let last = published.as_array().unwrap().iter().filter_map(|row| row["as_of"].as_str()).max().unwrap();
    assert_eq!(dataset["dct:temporal"]["dcat:endDate"]["@value"], last);
    for node in graph.iter().filter(|node| node["@type"] == "dcat:Distribution") {
        let address = node["dcat:downloadURL"]["@id"].as_str().unwrap();
        let got = house.get(address.strip_prefix(house.base().as_str()).unwrap());
        let media = node["dcat:mediaType"]["@id"].as_str().unwrap().rsplit("media-types/").next().unwrap();
        assert!(got.header("content-type").unwrap().starts_with(media), "{address} is {media}");
    }
    let told = house.get("/.well-known/security.txt").body;
    assert!(told.contains("Contact: mailto:data@fjordspiren.example") && told.contains("Expires: "), "{told}");
    let page = house.served.send("GET", "/open-data", "Accept: text/html\r\nAccept-Language: en\r\n", b"");
    assert_eq!(page.status, 200);
    let many = format!("Published figures: {}", published.as_array().unwrap().len());
    for part in ["Fjordspiren", "NLOD", "data@fjordspiren.example", &many] {
        assert!(page.body.contains(part), "{part}");
    }
}
