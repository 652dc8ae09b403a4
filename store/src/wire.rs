//! How rows come over: as one JSON text for many rows, because handing rows over one by one is the slowest part of the stack.
//!
//! SQLite and PostgreSQL write the same things a little differently in JSON; the types here read both.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use domain::time::Instant;
use sea_orm::DbBackend;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};
use uuid::Uuid;

use crate::kinds::Cell;

/// A subquery that gives the rows of `from` as one JSON text: an array of arrays of `cells`. `rest` is what follows FROM.
pub(crate) fn rows_as_json(backend: DbBackend, cells: &[String], rest: &str) -> String {
    let cells = cells.join(", ");
    match backend {
        DbBackend::Sqlite => format!("(SELECT json_group_array(json_array({cells})) FROM {rest})"),
        _ => format!("(SELECT coalesce(json_agg(json_build_array({cells})), '[]'::json)::text FROM {rest})"),
    }
}

/// A column inside such a row.
pub(crate) fn cell(backend: DbBackend, column: &str, cell: Cell) -> String {
    match (backend, cell) {
        (DbBackend::Sqlite, Cell::Id) => format!("hex({column})"),
        _ => column.to_owned(),
    }
}

/// Several cells as an array of their own inside a row.
pub(crate) fn nested(backend: DbBackend, cells: &[String]) -> String {
    let cells = cells.join(", ");
    match backend {
        DbBackend::Sqlite => format!("json_array({cells})"),
        _ => format!("json_build_array({cells})"),
    }
}

/// A UUID, or none: hyphenated, 32 hexadecimal digits, an empty text (hex of nothing) or null.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub(crate) Option<Uuid>);

impl Id {
    /// The UUID that must be there.
    pub(crate) fn must(self) -> Result<Uuid, String> {
        self.0.ok_or_else(|| "an id is empty".to_owned())
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = Id;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a UUID")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
        if text.is_empty() { Ok(Id(None)) } else { Uuid::parse_str(text).map(|id| Id(Some(id))).map_err(E::custom) }
    }

    fn visit_unit<E: Error>(self) -> Result<Id, E> {
        Ok(Id(None))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

/// A truth: `0` and `1` from SQLite, `false` and `true` from PostgreSQL.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flag(pub(crate) bool);

struct FlagVisitor;

impl Visitor<'_> for FlagVisitor {
    type Value = Flag;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a truth")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Flag, E> {
        Ok(Flag(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Flag, E> {
        Ok(Flag(value != 0))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Flag, E> {
        Ok(Flag(value != 0))
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FlagVisitor)
    }
}

/// A civil date `2024-01-31`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Day(pub(crate) NaiveDate);

struct DayVisitor;

impl Visitor<'_> for DayVisitor {
    type Value = Day;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        date(text).map(Day).ok_or_else(|| E::custom(format_args!("{text:?} is not a date")))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(DayVisitor)
    }
}

/// An instant `2024-01-31T12:00:00.000001+00:00`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At(pub(crate) Instant);

struct AtVisitor;

impl Visitor<'_> for AtVisitor {
    type Value = At;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an instant")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<At, E> {
        instant(text).map(At).ok_or_else(|| E::custom(format_args!("{text:?} is not an instant")))
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(AtVisitor)
    }
}

/// Reads digits and nothing else.
fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
}

/// Reads `2024-01-31` by position: chrono's general reader takes several times as long, and there are millions.
fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    match bytes {
        [_, _, _, _, b'-', _, _, b'-', _, _] => NaiveDate::from_ymd_opt(
            i32::try_from(digits(bytes.get(..4)?)?).ok()?,
            digits(bytes.get(5..7)?)?,
            digits(bytes.get(8..)?)?,
        ),
        _ => text.parse().ok(),
    }
}

/// Reads an RFC 3339 instant in UTC by position, anything else by chrono's general reader.
fn instant(text: &str) -> Option<Instant> {
    fast_instant(text.as_bytes(), text)
        .or_else(|| DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc)))
}

fn fast_instant(bytes: &[u8], text: &str) -> Option<Instant> {
    let fraction = bytes.strip_suffix(b"+00:00")?.get(19..)?;
    let nanos = match fraction {
        [] => 0,
        [b'.', rest @ ..] if rest.len() <= 9 => digits(rest)? * 10u32.pow(9 - u32::try_from(rest.len()).ok()?),
        _ => return None,
    };
    if bytes.get(10) != Some(&b'T') || bytes.get(13) != Some(&b':') || bytes.get(16) != Some(&b':') {
        return None;
    }
    let time = NaiveTime::from_hms_nano_opt(
        digits(bytes.get(11..13)?)?,
        digits(bytes.get(14..16)?)?,
        digits(bytes.get(17..19)?)?,
        nanos,
    )?;
    Some(NaiveDateTime::new(date(text.get(..10)?)?, time).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_read_the_same_by_position_as_by_the_general_reader() {
        for text in [
            "2024-01-31T12:00:00+00:00",
            "2024-01-31T12:34:56.000001+00:00",
            "2024-01-31T12:34:56.5+00:00",
            "1999-12-31T23:59:59.999999+00:00",
            "2024-01-31T12:34:56.123+02:00",
        ] {
            let expected = DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc);
            assert_eq!(instant(text), Some(expected), "{text}");
        }
        for text in ["2024-01-31T25:00:00+00:00", "2024-01-31", "", "2024-01-31T12:00:00.+00:00x"] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn dates_read_by_position() {
        assert_eq!(date("2024-02-29"), NaiveDate::from_ymd_opt(2024, 2, 29));
        for text in ["2023-02-29", "2024-2-9x", "", "20240229", "2024-0a-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn ids_and_truths_read_from_both_databases() {
        let row: (Id, Id, Id, Flag, Flag) =
            serde_json::from_str(r#"["0193AA00000070008000000000000001","",null,1,false]"#).unwrap();
        assert_eq!(row.0.0, Uuid::parse_str("0193aa00-0000-7000-8000-000000000001").ok());
        assert!(row.1.0.is_none() && row.2.0.is_none() && row.3.0 && !row.4.0);
    }
}
