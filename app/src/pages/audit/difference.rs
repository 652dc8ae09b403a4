//! What an entry changed, as lines that a person can read: only what differs, ids by the names they have now.

use domain::access::Role;
use domain::ledger::Ledger;
use domain::words::Locale;
use serde_json::Value;
use store::{AuditEntry, People};
use uuid::Uuid;

use super::words;

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is: `opplysning, ansatte`.
    pub what: String,
    /// What it was; `None` when there was nothing.
    pub before: Option<String>,
    /// What it is; `None` when nothing is left.
    pub after: Option<String>,
}

/// Most lines shown of one entry: an import can change thousands.
const MOST: usize = 40;
/// Most letters shown of one value.
const LONGEST: usize = 300;

/// By what names ids are known to the reader. The ledger is the part of it that the reader sees.
pub struct Names<'a> {
    /// Names of startups, programmes, stages, cohorts.
    pub ledger: &'a Ledger,
    /// Names of people.
    pub people: &'a People,
    /// Whether the reader may be told the names of people.
    pub persons: bool,
}

impl Names<'_> {
    /// What an id stands for, if the reader sees it.
    #[must_use]
    pub fn of(&self, locale: Locale, id: Uuid) -> Option<String> {
        let ledger = self.ledger;
        if let Some(startup) = ledger.startup(id.into()) {
            return Some(startup.profile.name.clone());
        }
        if let Some(programme) = ledger.programmes.iter().find(|programme| programme.id.0 == id) {
            return Some(programme.name.clone());
        }
        if let Some(stage) = ledger.programmes.iter().find_map(|programme| programme.stage(id.into())) {
            return Some(stage.name(locale).to_owned());
        }
        if let Some(cohort) = ledger.cohorts.iter().find(|cohort| cohort.id.0 == id) {
            return Some(cohort.name.clone());
        }
        let person = self.persons.then(|| self.people.persons.get(&id.into())).flatten()?;
        let label = domain::access::Actor::person(person.id, Role::Founder, domain::access::Scope::House).label;
        Some(self.people.name_of(&label, locale))
    }
}

/// What an entry changed.
#[must_use]
pub fn lines(locale: Locale, names: &Names<'_>, entry: &AuditEntry) -> Vec<Line> {
    let mut lines = Vec::new();
    differ(locale, names, &mut Path::default(), entry.before.as_ref(), entry.after.as_ref(), &mut lines);
    lines
}

/// Where in an entry a value stands: the keys that lead to it, and their words.
#[derive(Debug, Default)]
struct Path {
    keys: Vec<String>,
    words: Vec<String>,
}

impl Path {
    fn push(&mut self, locale: Locale, key: &str) {
        self.keys.push(key.to_owned());
        self.words.push(words::key(locale, key).map_or_else(|| key.replace('_', " "), str::to_owned));
    }

    fn pop(&mut self) {
        self.keys.pop();
        self.words.pop();
    }

    /// The last key, and the one it stands within.
    fn last(&self) -> (&str, &str) {
        let at = |from_end: usize| self.keys.iter().rev().nth(from_end).map(String::as_str).unwrap_or_default();
        (at(0), at(1))
    }
}

fn differ(
    locale: Locale,
    names: &Names<'_>,
    path: &mut Path,
    before: Option<&Value>,
    after: Option<&Value>,
    lines: &mut Vec<Line>,
) {
    let (before, after) = (before.filter(|value| !value.is_null()), after.filter(|value| !value.is_null()));
    if lines.len() >= MOST || before == after {
        return;
    }
    let objects = [before, after].map(|value| value.and_then(Value::as_object));
    if objects.iter().any(Option::is_some) {
        // Where a role holds is one thing to a reader, not a kind and an id.
        if path.last().0 == "scope" && objects.iter().flatten().all(|object| object.contains_key("kind")) {
            let text = |value: Option<&Value>| value.map(|value| scope(locale, names, value));
            lines.push(Line { what: path.words.join(", "), before: text(before), after: text(after) });
            return;
        }
        let mut keys: Vec<&String> = objects.iter().flatten().flat_map(|object| object.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            // Its own id says nothing to anybody.
            if key == "id" {
                continue;
            }
            path.push(locale, key);
            let of =
                |object: Option<&serde_json::Map<String, Value>>| object.and_then(|object| object.get(key).cloned());
            let (old, new) = (of(objects[0]), of(objects[1]));
            differ(locale, names, path, old.as_ref(), new.as_ref(), lines);
            path.pop();
        }
        return;
    }
    let text =
        |value: Option<&Value>| value.map(|value| shown(locale, names, path, value)).filter(|text| !text.is_empty());
    lines.push(Line { what: path.words.join(", "), before: text(before), after: text(after) });
}

/// Where a role holds: `program, Inkubator`.
fn scope(locale: Locale, names: &Names<'_>, value: &Value) -> String {
    let part = |key: &str| value.get(key).and_then(Value::as_str);
    let kind = words::kind_text(locale, part("kind").unwrap_or_default());
    let named = part("id").and_then(|id| Uuid::parse_str(id).ok()).and_then(|id| names.of(locale, id));
    named.map_or_else(|| kind.clone(), |name| format!("{kind}, {name}"))
}

fn shown(locale: Locale, names: &Names<'_>, path: &Path, value: &Value) -> String {
    let text = match value {
        Value::String(text) => {
            let named = Uuid::parse_str(text).ok().and_then(|id| names.of(locale, id));
            let said = named.or_else(|| words::value_text(locale, path.last(), text));
            said.or_else(|| date(locale, text)).unwrap_or_else(|| text.clone())
        }
        Value::Bool(yes) => (match (yes, locale) {
            (true, Locale::En) => "yes",
            (false, Locale::En) => "no",
            (true, _) => "ja",
            (false, Locale::Nb) => "nei",
            (false, Locale::Nn) => "nei",
        })
        .to_owned(),
        Value::Array(items) => items.iter().map(|item| shown(locale, names, path, item)).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain(std::iter::once('…')).collect()
}

fn date(locale: Locale, text: &str) -> Option<String> {
    if let Ok(date) = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(domain::format::date(locale, date));
    }
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?;
    Some(domain::format::instant(locale, at.with_timezone(&chrono::Utc)))
}

/// The lines as one text, for a cell of a file.
#[must_use]
pub fn as_text(lines: &[Line]) -> String {
    let line = |line: &Line| {
        let what = if line.what.is_empty() { String::new() } else { format!("{}: ", line.what) };
        match (&line.before, &line.after) {
            (Some(before), Some(after)) => format!("{what}{before} → {after}"),
            (Some(before), None) => format!("{what}{before} → –"),
            (None, after) => format!("{what}{}", after.as_deref().unwrap_or("–")),
        }
    };
    lines.iter().map(line).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(before: Option<&Value>, after: Option<&Value>) -> String {
        let (ledger, people) = (Ledger::default(), People::default());
        let names = Names { ledger: &ledger, people: &people, persons: true };
        let mut lines = Vec::new();
        differ(Locale::Nb, &names, &mut Path::default(), before, after, &mut lines);
        as_text(&lines)
    }

    #[test]
    fn only_what_changed_is_told_and_in_words() {
        let before = json!({ "name": "Årvak", "sector": null, "website": "https://a.example", "id": "x" });
        let after = json!({ "name": "Årvåk", "sector": "IT", "website": "https://a.example", "id": "y" });
        assert_eq!(told(Some(&before), Some(&after)), "navn: Årvak → Årvåk; bransje: IT");
        let body = json!({ "valid_on": "2024-03-01", "body": { "employees": { "low": 3, "high": 3 } } });
        assert_eq!(
            told(None, Some(&body)),
            "opplysning, ansatte, høyst: 3; opplysning, ansatte, minst: 3; gjelder: 1.3.2024"
        );
        assert_eq!(told(Some(&json!("a")), None), "a → –");
        assert_eq!(told(None, None), "");
    }

    #[test]
    fn what_the_house_keeps_as_a_code_is_told_in_words() {
        let id = "01a20113-718f-79cc-a9eb-cd765d77abc3";
        let grant = json!({ "role": "evaluator", "scope": { "kind": "programme", "id": id }, "from_on": "2024-03-01" });
        assert_eq!(told(None, Some(&grant)), "fra: 1.3.2024; rolle: vurderer; gjelder for: program");
        let founder = json!({ "role": "founder", "scope": { "kind": "house" } });
        assert_eq!(told(None, Some(&founder)), "rolle: gründer; gjelder for: huset");
        let fact = json!({ "source": "founder", "body": { "kind": "moved_abroad", "date_known": true } });
        let told_fact = told(None, Some(&fact));
        for code in ["moved_abroad", "date_known", "founder"] {
            assert!(!told_fact.contains(code), "{told_fact}");
        }
        assert_eq!(told(None, Some(&json!({ "facts": 3, "startups": 2 }))), "opplysninger: 3; bedrifter: 2");
        assert_eq!(told(None, Some(&json!({ "strength": "oidc" }))), "bevist med: ekstern innlogging");
        // What a person wrote is theirs, also when it looks like a code.
        assert_eq!(told(None, Some(&json!({ "name": "founder" }))), "navn: founder");
        assert_eq!(told(None, Some(&json!({ "source": "somewhere" }))), "kilde: somewhere", "of another version");
    }

    #[test]
    fn a_long_entry_and_a_long_value_are_cut() {
        let many: serde_json::Map<String, Value> = (0..500).map(|n| (format!("k{n:03}"), json!(n))).collect();
        assert_eq!(told(None, Some(&Value::Object(many))).matches(';').count(), MOST - 1);
        assert!(told(None, Some(&json!("x".repeat(5_000)))).chars().count() < 400);
    }
}
