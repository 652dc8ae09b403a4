//! The mail that was written to the house's folder.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// A message as its reader gets it.
pub struct Mail {
    /// The address it goes to.
    pub to: String,
    /// Whether somebody of the house wrote it, who is named in it.
    pub is_letter: bool,
    /// Everything in it: headers and both parts, decoded.
    pub text: String,
}

impl Mail {
    /// The lines of its header.
    pub fn headers(&self) -> Vec<&str> {
        self.text.lines().take_while(|line| !line.trim().is_empty()).collect()
    }

    /// The parts that a reader sees as a page.
    pub fn html(&self) -> Vec<String> {
        let lower = self.text.to_ascii_lowercase();
        let begins = lower.match_indices("<html").map(|(at, _)| at);
        begins
            .map(|at| self.text[at..lower[at..].find("</html>").map_or(self.text.len(), |end| at + end)].to_owned())
            .collect()
    }
}

/// Everything in the folder.
pub fn all(house: &Path) -> Vec<Mail> {
    let folders = [house.join("outbox"), house.join("data").join("outbox")];
    let files = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "eml"))
        .map(|file| {
            let is_letter = file.file_name().to_string_lossy().contains("-from_house-");
            Mail { is_letter, ..read(&std::fs::read_to_string(file.path()).expect("a message")) }
        })
        .collect()
}

fn read(raw: &str) -> Mail {
    let to = raw.lines().find_map(|line| line.strip_prefix("To: ")).unwrap_or_default();
    let to = to.rsplit('<').next().unwrap_or_default().trim_end_matches('>').to_owned();
    Mail { to, is_letter: false, text: format!("{}\n{}", unquoted(raw), unbased(raw)) }
}

/// What is written as quoted-printable.
fn unquoted(raw: &str) -> String {
    let joined = raw.replace("=\r\n", "").replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'=').then(|| tail.get(..2)).flatten().and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What is written as base64: every paragraph that is nothing else.
fn unbased(raw: &str) -> String {
    raw.replace('\r', "")
        .split("\n\n")
        .filter_map(|part| STANDARD.decode(part.replace('\n', "")).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .collect()
}

#[test]
fn a_message_is_read_however_it_is_written() {
    let quoted = read("To: =?utf-8?b?x?= <a@example.no>\r\n\r\nzqx-=\r\nnavn og =C3=A5\r\n");
    assert_eq!(quoted.to, "a@example.no");
    assert!(quoted.text.contains("zqx-navn og å"), "{}", quoted.text);
    let based = read(&format!("To: a@example.no\r\n\r\n{}\r\n", STANDARD.encode("zqx-navn")));
    assert!(based.text.contains("zqx-navn"));
}
