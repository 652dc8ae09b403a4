//! Typed routes: every address of the product is written here and nowhere else.
//!
//! The patterns that the router matches stand in [`crate::App`]; a crawl in the browser tests follows every link, so a pattern
//! and its function cannot drift apart unseen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::figures::FigureId;
use domain::ids::{DraftId, EnrolmentId, FactId, ImportId, StartupId};

/// The house today.
pub const HOME: &str = "/";
/// The pipeline.
pub const PIPELINE: &str = "/pipeline";
/// A new application.
pub const NEW_STARTUP: &str = "/startups/new";
/// All figures.
pub const FIGURES: &str = "/figures";
/// Imports, and where a file is uploaded to.
pub const IMPORTS: &str = "/imports";
/// The empty workbook that a sheet can be copied into.
pub const TEMPLATE: &str = "/imports/template.xlsx";
/// Everything, as a workbook.
pub const EXPORT: &str = "/export/grobunn.xlsx";
/// How the product meets the accessibility requirements, and what is known not to.
pub const ACCESSIBILITY: &str = "/accessibility";

/// A startup's page.
#[must_use]
pub fn startup(id: StartupId) -> String {
    format!("/startups/{id}")
}

/// The id of the list of what was refused, above a form.
pub const ERROR_SUMMARY: &str = "error-summary";

/// A page whose form was refused, at the list of what was refused. `draft` names the form as it was kept.
#[must_use]
pub fn refused(page: &str, draft: impl ToString) -> String {
    format!("{}#{ERROR_SUMMARY}", with_query(page, &Query::one("draft", draft)))
}

/// The form that corrects or withdraws a fact.
#[must_use]
pub fn correct_fact(startup: StartupId, kind: &str, fact: FactId) -> String {
    format!("/startups/{startup}/facts/{kind}/{fact}")
}

/// The form that moves a stay, by itself (without a board around it).
#[must_use]
pub fn move_stay(startup: StartupId, enrolment: EnrolmentId) -> String {
    format!("/startups/{startup}/stays/{enrolment}/move")
}

/// One figure.
#[must_use]
pub fn figure(id: &FigureId) -> String {
    format!("/figures/{}", id.0)
}

/// The rows of one figure as CSV.
#[must_use]
pub fn figure_csv(id: &FigureId) -> String {
    format!("/figures/{}/rows.csv", id.0)
}

/// One import.
#[must_use]
pub fn import(id: ImportId) -> String {
    format!("/imports/{id}")
}

/// A path with query parameters in a stable order; empty values are dropped.
#[must_use]
pub fn with_query(path: &str, query: &Query) -> String {
    let mut out = form_urlencoded::Serializer::new(String::new());
    for (key, value) in &query.0 {
        if !value.is_empty() {
            out.append_pair(key, value);
        }
    }
    let text = out.finish();
    let (path, fragment) = path.split_once('#').map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let mut whole = if text.is_empty() { path.to_owned() } else { format!("{path}?{text}") };
    if let Some(fragment) = fragment {
        whole.push('#');
        whole.push_str(fragment);
    }
    whole
}

/// The query part of an address: filters, order, page, dates. Unknown keys are kept out of links we make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(pub BTreeMap<String, String>);

impl Query {
    /// A query with one key.
    #[must_use]
    pub fn one(key: &str, value: impl ToString) -> Self {
        Self::default().with(key, value)
    }

    /// The value of a key, trimmed; `None` when absent or empty.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The same query with a key set; an empty value removes it.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over ids, numbers and texts alike")]
    pub fn with(mut self, key: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        if value.is_empty() {
            self.0.remove(key);
        } else {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    /// The same query without a key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.0.remove(key);
        self
    }

    /// Only the named keys, so that a link to another page carries what that page understands.
    #[must_use]
    pub fn only(&self, keys: &[&str]) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(key, _)| keys.contains(&key.as_str()))
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
        )
    }

    /// A date under a key; `None` when absent or not a date.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<NaiveDate> {
        NaiveDate::parse_from_str(self.get(key)?, "%Y-%m-%d").ok()
    }

    /// A draft id under the key `draft`.
    #[must_use]
    pub fn draft(&self) -> Option<DraftId> {
        self.get("draft")?.parse().ok()
    }
}

/// A path to return to after a form, as a form may carry it: local, without a scheme or host, without control characters.
///
/// Anything else becomes `fallback`, so that a crafted form cannot send a person elsewhere (and cannot break a header).
#[must_use]
pub fn local_or(path: &str, fallback: &str) -> String {
    let safe = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/\\")
        && path.bytes().all(|byte| byte.is_ascii_graphic())
        && path.len() <= 2_000;
    if safe { path.to_owned() } else { fallback.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_encoded_and_ordered() {
        let query = Query::one("stuck", 90).with("cohort", "2019 vår & høst").with("empty", "");
        assert_eq!(with_query(PIPELINE, &query), "/pipeline?cohort=2019+v%C3%A5r+%26+h%C3%B8st&stuck=90");
        assert_eq!(with_query("/startups/x#facts", &Query::one("done", "moved")), "/startups/x?done=moved#facts");
    }

    #[test]
    fn a_refused_form_is_shown_at_the_list_of_what_was_refused() {
        assert_eq!(refused("/startups/x", "7"), "/startups/x?draft=7#error-summary");
    }

    #[test]
    fn only_local_paths_are_returned_to() {
        assert_eq!(local_or("/pipeline?view=table", HOME), "/pipeline?view=table");
        for evil in
            ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x", "javascript:1", ""]
        {
            assert_eq!(local_or(evil, HOME), HOME, "{evil}");
        }
    }
}
