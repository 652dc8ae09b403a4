//! From a cell to a value: numbers with either decimal mark, days however a sheet writes them, places, spans.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::error::Expected;
use super::profile::BareYear;
use super::table::Cell;
use crate::facts::Span;
use crate::geography::{self, Municipality, Today};
use crate::time::{Instant, to_micros};
use crate::words::fold;

/// Earlier than this is a slip of the hand, or a spreadsheet's empty date.
const EARLIEST_YEAR: i32 = 1900;
/// Later than this is a slip of the hand; cohorts may end in the future, facts are checked against the file's own day.
const LATEST_YEAR: i32 = 2200;

/// A whole number from 0.
pub(super) fn whole(cell: &Cell) -> Result<u32, Expected> {
    match cell {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be whole and in range")]
        Cell::Number(number) if *number >= 0.0 && number.fract() == 0.0 && *number <= f64::from(u32::MAX) => {
            Ok(*number as u32)
        }
        Cell::Text(text) => {
            let bare = without_blanks(text);
            let bare = bare.strip_suffix(",0").or_else(|| bare.strip_suffix(".0")).unwrap_or(&bare);
            if bare.is_empty() || !bare.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Expected::WholeNumber);
            }
            bare.parse().map_err(|_| Expected::WholeNumber)
        }
        _ => Err(Expected::WholeNumber),
    }
}

/// A whole number, or a span of two: `1-4`, `1–4`.
pub(super) fn span(cell: &Cell) -> Result<Span, Expected> {
    if let Cell::Text(text) = cell
        && let Some((low, high)) = text.split_once(['-', '–'])
    {
        let end = |text: &str| whole(&Cell::from(text)).map_err(|_| Expected::WholeNumberOrSpan);
        let (low, high) = (end(low)?, end(high)?);
        return if low <= high { Ok(Span { low, high }) } else { Err(Expected::WholeNumberOrSpan) };
    }
    whole(cell).map(Span::exact).map_err(|_| Expected::WholeNumberOrSpan)
}

/// A number from 0 in hundredths: full-time equivalents, minor units of money. `scale` multiplies it first.
pub(super) fn hundredths(cell: &Cell, scale: u32) -> Result<i64, Expected> {
    let number = decimal(cell)?;
    let scaled = number * f64::from(scale) * 100.0;
    if !(0.0..=9.0e15).contains(&scaled) {
        return Err(Expected::Number);
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be far below 2^63")]
    let rounded = scaled.round() as i64;
    Ok(rounded)
}

/// A number with either decimal mark and any grouping that leaves one reading only.
fn decimal(cell: &Cell) -> Result<f64, Expected> {
    let text = match cell {
        Cell::Number(number) if number.is_finite() => return Ok(*number),
        Cell::Text(text) => without_blanks(text),
        _ => return Err(Expected::Number),
    };
    let bare = text.strip_prefix("kr").unwrap_or(&text);
    let bare = bare.strip_suffix(",-").or_else(|| bare.strip_suffix("kr")).unwrap_or(bare);
    if bare.is_empty() || !bare.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.') {
        return Err(Expected::Number);
    }
    let (commas, dots) = (bare.matches(',').count(), bare.matches('.').count());
    let plain = match (commas, dots) {
        (0, 0) => bare.to_owned(),
        // Both marks: the one that comes last is the decimal mark, the other groups.
        (1, 1..) if bare.rfind(',') > bare.rfind('.') => bare.replace('.', "").replace(',', "."),
        (1.., 1) if bare.rfind('.') > bare.rfind(',') => bare.replace(',', ""),
        (1, 0) => one_mark(bare, ',')?,
        (0, 1) => one_mark(bare, '.')?,
        // One mark several times can only group.
        (2.., 0) => grouped(bare, ',')?,
        (0, 2..) => grouped(bare, '.')?,
        _ => return Err(Expected::Number),
    };
    plain.parse().map_err(|_| Expected::Number)
}

/// `12,5` is twelve and a half. `1,234` or `1.234` may be that or one thousand: refused rather than guessed.
fn one_mark(text: &str, mark: char) -> Result<String, Expected> {
    let (whole, fraction) = text.split_once(mark).ok_or(Expected::Number)?;
    let groups = fraction.len() == 3 && (1..=3).contains(&whole.len()) && whole != "0";
    if groups { Err(Expected::UnambiguousNumber) } else { Ok(format!("{whole}.{fraction}")) }
}

fn grouped(text: &str, mark: char) -> Result<String, Expected> {
    let mut parts = text.split(mark);
    let first = parts.next().unwrap_or_default();
    if (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3) {
        Ok(text.replace(mark, ""))
    } else {
        Err(Expected::Number)
    }
}

/// A day: a spreadsheet's date, its number of days, `31.05.2019`, `31/5/2019`, `2019-05-31`, and a bare year where the profile
/// says which of its days that means.
pub(super) fn date(cell: &Cell, bare_year: Option<BareYear>) -> Result<NaiveDate, Expected> {
    let found = match cell {
        Cell::Date(date) => Some(*date),
        Cell::Number(number) if number.fract() == 0.0 => {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "only the range of years and of days since 1900 is used"
            )]
            let number = *number as i64;
            year(number, bare_year).or_else(|| serial(number))
        }
        Cell::Text(text) => written(text.trim(), bare_year),
        _ => None,
    };
    let years = EARLIEST_YEAR..=LATEST_YEAR;
    found.filter(|date| years.contains(&chrono::Datelike::year(date))).ok_or(Expected::Date)
}

fn year(number: i64, rule: Option<BareYear>) -> Option<NaiveDate> {
    let year = i32::try_from(number).ok().filter(|year| (EARLIEST_YEAR..=LATEST_YEAR).contains(year))?;
    match rule? {
        BareYear::YearStart => NaiveDate::from_ymd_opt(year, 1, 1),
        BareYear::YearMid => NaiveDate::from_ymd_opt(year, 7, 1),
        BareYear::YearEnd => NaiveDate::from_ymd_opt(year, 12, 31),
    }
}

/// A date whose cell lost its format: days since 30.12.1899, from 1955 to 2146 so that neither a year nor a count is taken for one.
fn serial(number: i64) -> Option<NaiveDate> {
    let days = u64::try_from(number).ok().filter(|days| (20_000..90_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

fn written(text: &str, bare_year: Option<BareYear>) -> Option<NaiveDate> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        return year(text.parse().ok()?, bare_year);
    }
    // A time of day behind the date is what some systems export; the day is what counts.
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let parts = |mark: char| -> Option<[&str; 3]> {
        let mut parts = day.split(mark);
        let three = [parts.next()?, parts.next()?, parts.next()?];
        let sound = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        (parts.next().is_none() && three.iter().all(|part| sound(part))).then_some(three)
    };
    let (year, month, day) = if let Some([year, month, day]) = parts('-').filter(|[year, ..]| year.len() == 4) {
        (year, month, day)
    } else if let Some([day, month, year]) =
        parts('.').or_else(|| parts('/')).or_else(|| parts('-')).filter(|[.., year]| year.len() == 4)
    {
        (year, month, day)
    } else {
        return None;
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// An instant of RFC 3339, cut to microseconds.
pub(super) fn instant(cell: &Cell) -> Result<Instant, Expected> {
    let Cell::Text(text) = cell else { return Err(Expected::Instant) };
    let at = DateTime::parse_from_rfc3339(text.trim()).map_err(|_| Expected::Instant)?;
    Ok(to_micros(at.with_timezone(&Utc)))
}

/// Yes or no in the product's three languages.
pub(super) fn yes_or_no(cell: &Cell) -> Result<bool, Expected> {
    match cell {
        Cell::Bool(yes) => Ok(*yes),
        _ => match fold(&cell.shown()).as_str() {
            "true" | "yes" | "ja" | "sann" | "1" | "x" => Ok(true),
            "false" | "no" | "nei" | "usann" | "0" => Ok(false),
            _ => Err(Expected::YesOrNo),
        },
    }
}

/// A municipality's number (a spreadsheet may have eaten its leading zero) or name; `None` for abroad.
pub(super) fn municipality(cell: &Cell) -> Result<Option<Municipality>, Expected> {
    let shown = cell.shown();
    let folded = fold(&shown);
    if matches!(folded.as_str(), "abroad" | "utlandet" | "utland") {
        return Ok(None);
    }
    if (3..=4).contains(&shown.len()) && shown.bytes().all(|b| b.is_ascii_digit()) {
        let found = Municipality::parse(&format!("{shown:0>4}")).map_err(|_| Expected::Municipality)?;
        return if found.today() == Today::Unknown { Err(Expected::Municipality) } else { Ok(Some(found)) };
    }
    match geography::by_name(&shown).as_slice() {
        [] => Err(Expected::Municipality),
        [one] => Ok(Some(*one)),
        several => Err(Expected::MunicipalityNumber(several.iter().map(ToString::to_string).collect())),
    }
}

/// Employees by municipality: `3205:5; 0301:2`.
pub(super) fn split(cell: &Cell) -> Result<Box<[(Municipality, u32)]>, Expected> {
    let shown = cell.shown();
    shown
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (place, heads) = part.split_once(':')?;
            Some((Municipality::parse(place).ok()?, whole(&Cell::from(heads)).ok()?))
        })
        .collect::<Option<Vec<_>>>()
        .filter(|parts| !parts.is_empty())
        .map(Vec::into_boxed_slice)
        .ok_or(Expected::Split)
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{a0}' && *c != '\u{202f}' && *c != '\'').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn whole_numbers_are_whole() {
        assert_eq!(whole(&text(" 1\u{a0}234 ")), Ok(1234));
        assert_eq!(whole(&text("12,0")), Ok(12));
        assert_eq!(whole(&Cell::Number(7.0)), Ok(7));
        for bad in ["", "-1", "3,5", "1.234", "tre", "1-4", "99999999999"] {
            assert_eq!(whole(&text(bad)), Err(Expected::WholeNumber), "{bad}");
        }
        for bad in [-1.0, 2.5, f64::NAN, f64::INFINITY, 5.0e9] {
            assert_eq!(whole(&Cell::Number(bad)), Err(Expected::WholeNumber), "{bad}");
        }
    }

    #[test]
    fn spans_have_two_ends_in_order() {
        assert_eq!(span(&text("1-4")), Ok(Span::HIDDEN));
        assert_eq!(span(&text("1 – 4")), Ok(Span::HIDDEN));
        assert_eq!(span(&Cell::Number(3.0)), Ok(Span::exact(3)));
        for bad in ["4-1", "-1", "1-", "a-b", "1-2-3"] {
            assert_eq!(span(&text(bad)), Err(Expected::WholeNumberOrSpan), "{bad}");
        }
    }

    #[test]
    fn decimals_have_either_mark_and_no_second_reading() {
        for (shown, expected) in [
            ("2,5", 250),
            ("2.5", 250),
            ("1 234 567,89", 123_456_789),
            ("1.234.567,89", 123_456_789),
            ("1,234,567.89", 123_456_789),
            ("1.234.567", 123_456_700),
            ("0,125", 13),
            ("kr 12 500,-", 1_250_000),
            ("1234,567", 123_457),
        ] {
            assert_eq!(hundredths(&text(shown), 1), Ok(expected), "{shown}");
        }
        assert_eq!(hundredths(&text("12,5"), 1000), Ok(1_250_000));
        assert_eq!(hundredths(&text("1.234"), 1), Err(Expected::UnambiguousNumber));
        assert_eq!(hundredths(&text("1,234"), 1), Err(Expected::UnambiguousNumber));
        for bad in ["", "-2", "2,5,1", "1.23.456", "1,2.3,4", "e5", "NaN", ","] {
            assert_eq!(hundredths(&text(bad), 1), Err(Expected::Number), "{bad}");
        }
    }

    #[test]
    fn days_are_read_as_sheets_write_them() {
        let day = NaiveDate::from_ymd_opt(2019, 5, 31).unwrap();
        for shown in [
            "31.05.2019",
            "31.5.2019",
            "31/5/2019",
            "31-05-2019",
            "2019-05-31",
            " 2019-05-31T10:00:00 ",
            "31.05.2019 00:00",
        ] {
            assert_eq!(date(&text(shown), None), Ok(day), "{shown}");
        }
        assert_eq!(date(&Cell::Date(day), None), Ok(day));
        assert_eq!(date(&Cell::Number(43_616.0), None), Ok(day));
        for bad in
            ["", "2019", "31.02.2019", "5/31/2019", "31.05.19", "mai 2019", "31.05.20199", "0019-05-31", "1.1.1.2019"]
        {
            assert_eq!(date(&text(bad), None), Err(Expected::Date), "{bad}");
        }
        for bad in [2019.0, 0.5, -3.0, 5.0e9, f64::NAN] {
            assert_eq!(date(&Cell::Number(bad), None), Err(Expected::Date), "{bad}");
        }
    }

    #[test]
    fn a_bare_year_is_the_day_the_profile_says() {
        let day = |month, day| Ok(NaiveDate::from_ymd_opt(2019, month, day).unwrap());
        assert_eq!(date(&text("2019"), Some(BareYear::YearStart)), day(1, 1));
        assert_eq!(date(&Cell::Number(2019.0), Some(BareYear::YearMid)), day(7, 1));
        assert_eq!(date(&text("2019"), Some(BareYear::YearEnd)), day(12, 31));
    }

    #[test]
    fn places_are_numbers_or_names_that_decide() {
        let number = |text| Ok(Some(Municipality::parse(text).unwrap()));
        assert_eq!(municipality(&text("0231")), number("0231"));
        assert_eq!(municipality(&Cell::Number(231.0)), number("0231"));
        assert_eq!(municipality(&text("lillestrøm")), number("3205"));
        assert_eq!(municipality(&text("Utlandet")), Ok(None));
        assert_eq!(municipality(&text("9998")), Err(Expected::Municipality));
        assert_eq!(municipality(&text("Andeby")), Err(Expected::Municipality));
        assert!(matches!(municipality(&text("Herøy")), Err(Expected::MunicipalityNumber(codes)) if codes.len() == 2));
    }

    #[test]
    fn splits_name_numbers_and_heads() {
        let parts = split(&text("3205:5; 0301:2;")).unwrap();
        assert_eq!(
            parts.iter().map(|(place, heads)| format!("{place}={heads}")).collect::<Vec<_>>(),
            ["3205=5", "0301=2"]
        );
        for bad in ["3205", "3205:", ":5", "Oslo:5", "3205:5,0301:2", ""] {
            assert_eq!(split(&text(bad)), Err(Expected::Split), "{bad}");
        }
    }
}
