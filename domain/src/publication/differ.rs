//! Where two JSON values differ, said by path.

use serde_json::{Map, Value};

/// A place where what is written is not what was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where: `outputs.value`, `outputs.rows_in[00c1…].contribution`.
    pub path: String,
    /// What is written there, as JSON; `None` when nothing is.
    pub written: Option<String>,
    /// What was computed; `None` when nothing should be there.
    pub computed: Option<String>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        write!(f, "{}: {} ≠ {}", self.path, or_nothing(&self.written), or_nothing(&self.computed))
    }
}

/// More differences than this are not listed: a reader sees from the first ones where to look.
pub(super) const MOST: usize = 50;

/// Whether two values say the same. A number is the same however it is held: `12` and `12.0`.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    let mut found = Vec::new();
    compare(Some(one), Some(other), &mut String::new(), &mut found, 1);
    found.is_empty()
}

/// The differences, the first [`MOST`] of them, in the order of the file.
pub(super) fn differences(written: &Value, computed: &Value, path: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(Some(written), Some(computed), &mut path.to_owned(), &mut found, MOST);
    found
}

fn compare(
    written: Option<&Value>,
    computed: Option<&Value>,
    path: &mut String,
    found: &mut Vec<Difference>,
    most: usize,
) {
    if found.len() >= most {
        return;
    }
    match (written, computed) {
        (Some(Value::Object(one)), Some(Value::Object(other))) => objects(one, other, path, found, most),
        (Some(Value::Array(one)), Some(Value::Array(other))) => lists(one, other, path, found, most),
        (Some(Value::Number(one)), Some(Value::Number(other))) if one.as_f64() == other.as_f64() => {}
        (one, other) if one == other => {}
        _ => found.push(Difference { path: path.clone(), written: written.map(shown), computed: computed.map(shown) }),
    }
}

/// A value as the file writes it: `12`, however it is held.
fn shown(value: &Value) -> String {
    serde_json_canonicalizer::to_string(value).unwrap_or_else(|_| value.to_string())
}

fn objects(
    one: &Map<String, Value>,
    other: &Map<String, Value>,
    path: &mut String,
    found: &mut Vec<Difference>,
    most: usize,
) {
    let end = path.len();
    let missing = other.iter().filter(|(name, _)| !one.contains_key(*name));
    for (name, value) in
        one.iter().map(|(name, value)| (name, Some(value))).chain(missing.map(|(name, _)| (name, None)))
    {
        if end > 0 {
            path.push('.');
        }
        path.push_str(name);
        compare(value, other.get(name), path, found, most);
        path.truncate(end);
    }
}

/// Rows are matched by their pseudonym, anything else by its place.
fn lists(one: &[Value], other: &[Value], path: &mut String, found: &mut Vec<Difference>, most: usize) {
    let end = path.len();
    let key = |value: &Value| value.get("key").and_then(Value::as_str).map(str::to_owned);
    let keyed = |list: &[Value]| list.iter().map(key).collect::<Option<Vec<String>>>();
    if let (Some(ours), Some(theirs)) = (keyed(one), keyed(other))
        && ours != theirs
        && ours.is_sorted()
        && theirs.is_sorted()
    {
        let of = |keys: &[String], list: &[Value], key: &String| {
            keys.binary_search(key).ok().and_then(|index| list.get(index).cloned())
        };
        let mut all: Vec<&String> = ours.iter().chain(&theirs).collect();
        all.sort_unstable();
        all.dedup();
        for key in all {
            path.push_str(&format!("[{key}]"));
            compare(of(&ours, one, key).as_ref(), of(&theirs, other, key).as_ref(), path, found, most);
            path.truncate(end);
        }
        return;
    }
    for index in 0..one.len().max(other.len()) {
        let name = one.get(index).or(other.get(index)).and_then(key).unwrap_or_else(|| index.to_string());
        path.push_str(&format!("[{name}]"));
        compare(one.get(index), other.get(index), path, found, most);
        path.truncate(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_difference_is_named_by_its_path() {
        for (written, computed, expected) in [
            (json!({"a": 1}), json!({"a": 1.0}), vec![]),
            (json!({"a": {"b": 2}}), json!({"a": {"b": 3}}), vec!["x.a.b: 2 ≠ 3"]),
            (json!({"a": 1, "b": 2}), json!({"a": 1}), vec!["x.b: 2 ≠ –"]),
            (json!({"a": 1}), json!({"a": 1, "b": 2}), vec!["x.b: – ≠ 2"]),
            (json!([1, 2]), json!([1]), vec!["x[1]: 2 ≠ –"]),
            (json!([{"key": "k1", "v": 1}]), json!([{"key": "k1", "v": 2}]), vec!["x[k1].v: 1 ≠ 2"]),
            (
                json!([{"key": "k1"}, {"key": "k3", "v": 1}]),
                json!([{"key": "k2"}, {"key": "k3", "v": 2}]),
                vec![r#"x[k1]: {"key":"k1"} ≠ –"#, r#"x[k2]: – ≠ {"key":"k2"}"#, "x[k3].v: 1 ≠ 2"],
            ),
        ] {
            let found: Vec<String> = differences(&written, &computed, "x").iter().map(ToString::to_string).collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_file_that_is_all_wrong_is_not_listed_whole() {
        let (zeros, ones) = (vec![0; 1_000], vec![1; 1_000]);
        assert_eq!(differences(&json!(zeros), &json!(ones), "").len(), MOST);
    }
}
