//! Forms of publications.

use super::{Fields, NOWHERE, Posts, fields};
use crate::client::Ask;

impl Posts<'_> {
    /// A form that is about publications; `None` for any other.
    pub(super) fn published(&self, ask: &mut Ask, path: &str, label: &str) -> Option<Fields> {
        let form = match path {
            "/act/publish" => {
                let question = match label {
                    "of a" => "as_of=2024-06-01&programme=prog-a",
                    "of b" => "as_of=2024-06-01&programme=prog-b",
                    _ => "as_of=2024-06-01",
                };
                let figure = if label == "nowhere" { "jobs.nothing" } else { "jobs.stock" };
                fields([
                    ("figure", figure.to_owned()),
                    ("question", question.to_owned()),
                    // Of b a form that nobody may be taken at: what one publishes decides what the next may.
                    ("name", if label == "of b" { String::new() } else { "matrix".to_owned() }),
                    ("place", String::new()),
                ])
            }
            "/act/note-revision" => fields([
                ("publication", NOWHERE.to_owned()),
                ("note", "matrix".to_owned()),
                ("locale", "nb".to_owned()),
            ]),
            "/act/draft-report" => {
                let about = match label {
                    "of a" => self.cast.programmes[0].to_string(),
                    "of b" => self.cast.programmes[1].to_string(),
                    _ => NOWHERE.to_owned(),
                };
                fields([
                    ("about", about),
                    ("title", "matrix".to_owned()),
                    ("from", "2023-01-01".to_owned()),
                    ("to", "2023-12-31".to_owned()),
                    ("language", "nb".to_owned()),
                ])
            }
            "/act/save-report" => {
                fields([("report", NOWHERE.to_owned()), ("title", "matrix".to_owned()), ("step", "hand-in".to_owned())])
            }
            "/act/drop-report" => fields([("report", NOWHERE.to_owned())]),
            "/verify" => {
                ask.file = Some(("matrix.json".to_owned(), b"{}".to_vec()));
                fields([])
            }
            _ => return None,
        };
        Some(form)
    }
}
