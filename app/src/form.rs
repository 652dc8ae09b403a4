//! Reading a posted form: every value is kept as typed, every refusal names its field.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::words::Locale;

use crate::components::{FieldError, Input};
use crate::words as w;

/// A posted form while it is being read.
#[derive(Debug, Clone)]
pub struct Form {
    locale: Locale,
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
}

/// A refused form as a page shows it again: what was typed, and the reason beside each field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown(pub store::Draft);

impl Shown {
    /// A form filled in from what is known, nothing refused.
    #[must_use]
    pub fn filled(values: BTreeMap<String, String>) -> Self {
        Self(store::Draft { values, ..store::Draft::default() })
    }

    /// What was typed into a field, or `otherwise` when nothing was.
    #[must_use]
    pub fn value(&self, field: &str, otherwise: &str) -> String {
        self.0.values.get(field).cloned().unwrap_or_else(|| otherwise.to_owned())
    }

    /// The field with this name as it is shown again: what was typed, and why that was refused.
    #[must_use]
    pub fn input(&self, field: &str, label: &str) -> Input {
        let input = Input::new(field, label).error(self.error(field));
        match self.0.values.get(field) {
            Some(typed) => input.value(typed),
            None => input,
        }
    }

    /// The sentence beside a field.
    #[must_use]
    pub fn error(&self, field: &str) -> Option<String> {
        self.0.errors.get(field).cloned()
    }

    /// Whether anything was refused.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.0.errors.is_empty()
    }

    /// All sentences for the summary above the form, each under its field's label, in the order of `labels`; the inputs' ids
    /// are the fields' names after `prefix`. A field without a label stands last, with its sentence alone.
    #[must_use]
    pub fn summary(&self, prefix: &str, labels: &[(&str, &str)]) -> Vec<FieldError> {
        let place = |field: &str| labels.iter().position(|(name, _)| *name == field);
        let mut errors: Vec<(&String, &String)> = self.0.errors.iter().collect();
        errors.sort_by_key(|(field, _)| place(field).unwrap_or(labels.len()));
        let error = |(field, text): (&String, &String)| FieldError {
            // What is said of the whole form leads to its first field.
            field: match labels.first() {
                Some((first, _)) if field.is_empty() => format!("{prefix}{first}"),
                _ => format!("{prefix}{field}"),
            },
            text: place(field).map_or_else(|| text.clone(), |at| format!("{}: {text}", labels[at].1)),
        };
        errors.into_iter().map(error).collect()
    }
}

/// The arguments of a server function under their own names, as [`Form::new`] takes them.
macro_rules! fields {
    ($($field:ident),+ $(,)?) => { [$((stringify!($field), $field)),+] };
}
pub(crate) use fields;

impl Form {
    /// A form in a language, with its values as posted.
    #[must_use]
    pub fn new<'a>(locale: Locale, values: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self {
            locale,
            values: values.into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
            errors: BTreeMap::new(),
        }
    }

    /// The language of the sentences.
    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// Every value as typed, by field.
    #[must_use]
    pub const fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }

    /// A value as typed, trimmed; `None` when empty.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<String> {
        self.values.get(field).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A value that must be there.
    pub fn required(&mut self, field: &str) -> Option<String> {
        let value = self.text(field);
        if value.is_none() {
            self.refuse(field, w::required(self.locale));
        }
        value
    }

    /// A date that must be there, as the browser sends it or as people type it.
    pub fn date(&mut self, field: &str) -> Option<NaiveDate> {
        let text = self.required(field)?;
        let date = read_date(&text);
        if date.is_none() {
            self.refuse(field, w::not_a_date(self.locale));
        }
        date
    }

    /// A whole number from 0, if anything was typed.
    pub fn count(&mut self, field: &str) -> Option<u32> {
        let text = self.text(field)?;
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}').collect();
        let value = digits.parse().ok();
        if value.is_none() {
            self.refuse(field, w::not_a_number(self.locale));
        }
        value
    }

    /// A number from 0 with at most two decimals, in hundredths, if anything was typed: `2,5` is 250.
    pub fn hundredths(&mut self, field: &str) -> Option<u32> {
        let text = self.text(field)?;
        let value = read_hundredths(&text);
        if value.is_none() {
            self.refuse(field, w::not_a_decimal(self.locale));
        }
        value
    }

    /// Keeps another value with the form: one that the server knows and the page will need.
    pub fn set(&mut self, field: &str, value: String) {
        self.values.insert(field.to_owned(), value);
    }

    /// Says why a field is refused.
    pub fn refuse(&mut self, field: &str, sentence: impl Into<String>) {
        // The first reason is the one to mend first.
        self.errors.entry(field.to_owned()).or_insert_with(|| sentence.into());
    }

    /// Whether nothing was refused so far.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.errors.is_empty()
    }

    /// What is kept of it.
    #[must_use]
    pub fn into_draft(self, form: &str) -> store::Draft {
        store::Draft { form: form.to_owned(), values: self.values, errors: self.errors, person: None }
    }
}

/// A date as a browser sends it (`2023-12-31`) or as people type it (`31.12.2023`).
#[must_use]
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date =
        NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y")).ok()?;
    // A year of two or five digits is a slip of the hand, not a date.
    (NaiveDate::from_ymd_opt(1900, 1, 1)? <= date && date <= NaiveDate::from_ymd_opt(2200, 1, 1)?).then_some(date)
}

fn read_hundredths(text: &str) -> Option<u32> {
    let text = text.replace(',', ".");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if fraction.len() > 2 || !fraction.bytes().all(|b| b.is_ascii_digit()) || whole.is_empty() {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let fraction: u32 = if fraction.is_empty() { 0 } else { format!("{fraction:0<2}").parse().ok()? };
    whole.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_follows_the_form_and_names_each_field() {
        let errors = [("employees", "whole"), ("on", "date"), ("unknown", "alone")];
        let errors = errors.map(|(field, text)| (field.to_owned(), text.to_owned())).into_iter().collect();
        let shown = Shown(store::Draft { errors, ..store::Draft::default() });
        let summary = shown.summary("x-", &[("on", "Dato"), ("employees", "Ansatte")]);
        let lines: Vec<(&str, &str)> = summary.iter().map(|e| (e.field.as_str(), e.text.as_str())).collect();
        assert_eq!(lines, [("x-on", "Dato: date"), ("x-employees", "Ansatte: whole"), ("x-unknown", "alone")]);
        let errors = [(String::new(), "all of it".to_owned())].into();
        let shown = Shown(store::Draft { errors, ..store::Draft::default() });
        assert_eq!(shown.summary("x-", &[("on", "Dato")])[0].field, "x-on");
    }

    #[test]
    fn a_field_shows_what_was_typed_and_only_else_what_stands_in_it() {
        let typed = Form::new(Locale::Nb, [("on", String::new())]).into_draft("x");
        let input = |draft: store::Draft| Shown(draft).input("on", "Dato").value("2024-06-05");
        assert_eq!(input(typed), Input::new("on", "Dato").value(""), "emptied is typed");
        assert_eq!(input(store::Draft::default()), Input::new("on", "Dato").value("2024-06-05"));
    }

    #[test]
    fn numbers_and_dates_are_read_as_people_type_them() {
        let mut form = Form::new(
            Locale::Nb,
            [
                ("a", "2,5".to_owned()),
                ("b", "31.12.2023".to_owned()),
                ("c", "1 200".to_owned()),
                ("d", "-1".to_owned()),
            ],
        );
        assert_eq!(form.hundredths("a"), Some(250));
        assert_eq!(form.date("b"), NaiveDate::from_ymd_opt(2023, 12, 31));
        assert_eq!(form.count("c"), Some(1200));
        assert!(form.is_accepted());
        assert_eq!(form.count("d"), None);
        assert_eq!(form.date("e"), None);
        assert_eq!(form.clone().into_draft("x").errors.len(), 2);
        assert_eq!(Shown(form.into_draft("x")).value("d", ""), "-1", "what was typed is kept");
    }

    #[test]
    fn a_slip_of_the_hand_is_not_a_date() {
        assert_eq!(read_date("31.12.20233"), None);
        assert_eq!(read_date("0023-12-31"), None);
        assert_eq!(read_date("31.02.2023"), None);
    }
}
