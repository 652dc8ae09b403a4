//! Batch codes: `W22` is the winter programme of 2022, and with it the days on which a stay began and ended.

use chrono::NaiveDate;
use serde::Deserialize;

/// What the letters of a batch code mean: a programme of a part of the year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchRule {
    /// The programme's short name; the profile's default programme when it is left out.
    pub programme: Option<String>,
    /// The programme's name, for when it must be made.
    pub programme_name: Option<String>,
    /// The first day of the batch in its year, as `MM-DD`.
    pub starts: String,
    /// The last day of the batch in its year, as `MM-DD`.
    pub ends: String,
}

/// A batch code taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchCode {
    /// The letters, in capitals: `W`, `IK`.
    pub letters: String,
    /// The year.
    pub year: i32,
}

impl BatchCode {
    /// Takes `W22`, `s 2021` or `IK12` apart: letters, then a year of two or four digits. Two digits mean 1970-2069.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let at = bare.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = bare.split_at(at);
        if letters.is_empty()
            || !letters.chars().all(char::is_alphabetic)
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let number: i32 = digits.parse().ok()?;
        let year = match digits.len() {
            2 if number < 70 => 2000 + number,
            2 => 1900 + number,
            4 => number,
            _ => return None,
        };
        Some(Self { letters: letters.to_uppercase(), year })
    }
}

impl BatchRule {
    /// The first and the last day of the batch in a year; `None` when the rule's days are no days or lie the wrong way round.
    #[must_use]
    pub fn days(&self, year: i32) -> Option<(NaiveDate, NaiveDate)> {
        let day = |text: &str| {
            let (month, day) = text.split_once('-')?;
            NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
        };
        let (starts, ends) = (day(&self.starts)?, day(&self.ends)?);
        (starts <= ends).then_some((starts, ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_letters_and_a_year() {
        let read = |text| BatchCode::parse(text).map(|code| (code.letters, code.year));
        assert_eq!(read("W22"), Some(("W".to_owned(), 2022)));
        assert_eq!(read(" s 2021 "), Some(("S".to_owned(), 2021)));
        assert_eq!(read("IK12"), Some(("IK".to_owned(), 2012)));
        for text in ["", "22", "W", "W2", "W222", "W22x", "W-22"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_rule_gives_the_days_of_a_year() {
        let mut rule =
            BatchRule { programme: None, programme_name: None, starts: "06-01".into(), ends: "08-31".into() };
        let (from, to) = rule.days(2021).unwrap();
        assert_eq!((from.to_string(), to.to_string()), ("2021-06-01".to_owned(), "2021-08-31".to_owned()));
        rule.ends = "05-31".into();
        assert_eq!(rule.days(2021), None);
        rule.ends = "13-31".into();
        assert_eq!(rule.days(2021), None);
    }
}
