//! The commands of the binary, one file each.

pub mod export;
pub mod figures;
pub mod import;
pub mod publish;
pub mod recompute;
pub mod retention;
pub mod serve;
pub mod survival;
pub mod user;
pub mod verify;

use chrono::NaiveDate;
use domain::time::{Instant, end_of_oslo_day};

use crate::failure::Failure;

/// Reads a civil date as typed: `2023-12-31` or `31.12.2023`.
fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let text = text.trim();
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .map_err(|_| format!("'{text}' is not a date; write it as 2023-12-31 or 31.12.2023"))
}

/// Reads an instant as typed: RFC 3339, or a civil date that means the end of that day in Oslo.
fn parse_instant(text: &str) -> Result<Instant, String> {
    if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text.trim()) {
        return Ok(at.with_timezone(&chrono::Utc));
    }
    parse_date(text)
        .map(end_of_oslo_day)
        .map_err(|_| format!("'{text}' is not a time; write it as 2024-01-15 or 2024-01-15T12:00:00Z"))
}

/// Prints a value as JSON on stdout, one document, ending in a newline.
fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let mut text = serde_json::to_string_pretty(value).map_err(Failure::outside)?;
    text.push('\n');
    print(&text)
}

/// Prints a line on stderr. Where nobody reads it, nobody misses it: `eprintln!` would panic.
pub fn note(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Prints a text on stdout. `println!` would panic when the disk is full or the reader has left.
fn print(text: &str) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        // A reader that has seen enough (`| head`) is no failure of ours.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| Failure::outside(format!("the output cannot be written: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let day = NaiveDate::from_ymd_opt(2023, 12, 31).unwrap();
        assert_eq!(parse_date("2023-12-31"), Ok(day));
        assert_eq!(parse_date(" 31.12.2023"), Ok(day));
        assert!(parse_date("2023-02-30").is_err());
        assert_eq!(parse_instant("2023-12-31"), Ok(end_of_oslo_day(day)));
        assert!(parse_instant("yesterday").is_err());
    }
}
