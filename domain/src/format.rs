//! Numbers and dates as a reader of each language expects them.
//!
//! Norwegian: 12 500 (non-breaking space), 73 %, 2,5 and 5.6.2014. English: 12,500, 73%, 2.5 and 5 June 2014.

use chrono::{Datelike, NaiveDate};

use crate::time::Instant;
use crate::words::Locale;

const NBSP: char = '\u{a0}';

/// A number with at most `decimals` digits after the mark; trailing zeros are dropped; thousands are grouped.
#[must_use]
pub fn number(locale: Locale, value: f64, decimals: usize) -> String {
    let text = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let (group, mark) = match locale {
        Locale::Nb | Locale::Nn => (NBSP, ','),
        Locale::En => (',', '.'),
    };
    let mut out = String::with_capacity(text.len() + 4);
    if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push(mark);
        out.push_str(fraction);
    }
    out
}

/// A whole number, grouped.
#[must_use]
pub fn count(locale: Locale, value: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of startups and rows stay far below 2^53")]
    number(locale, value as f64, 0)
}

/// An amount in whole kroner: `12 500 kr` or `NOK 12,500`.
#[must_use]
pub fn kroner(locale: Locale, kroner: f64) -> String {
    let digits = number(locale, kroner, 0);
    match locale {
        Locale::Nb | Locale::Nn => format!("{digits}{NBSP}kr"),
        Locale::En => format!("NOK{NBSP}{digits}"),
    }
}

/// Cents as whole euro: `12 500 €` or `€12,500`.
#[must_use]
pub fn euro(locale: Locale, cents: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "only shown; amounts stay far below 2^53 cents")]
    let digits = number(locale, cents as f64 / 100.0, 0);
    match locale {
        Locale::Nb | Locale::Nn => format!("{digits}{NBSP}€"),
        Locale::En => format!("€{digits}"),
    }
}

/// A share between 0 and 1 as a percentage with at most `decimals` digits: `73 %`.
#[must_use]
pub fn percent(locale: Locale, share: f64, decimals: usize) -> String {
    let digits = number(locale, share * 100.0, decimals);
    match locale {
        Locale::Nb | Locale::Nn => format!("{digits}{NBSP}%"),
        Locale::En => format!("{digits}%"),
    }
}

/// A civil date: `5.6.2014` or `5 June 2014`.
#[must_use]
pub fn date(locale: Locale, date: NaiveDate) -> String {
    match locale {
        Locale::Nb | Locale::Nn => format!("{}.{}.{}", date.day(), date.month(), date.year()),
        Locale::En => format!("{} {} {}", date.day(), ENGLISH_MONTHS[date.month0() as usize], date.year()),
    }
}

/// An instant as civil time in Europe/Oslo: `5.6.2014 kl. 09.00` or `5 June 2014, 09:00`.
#[must_use]
pub fn instant(locale: Locale, at: Instant) -> String {
    let local = at.with_timezone(&chrono_tz::Europe::Oslo);
    match locale {
        Locale::Nb | Locale::Nn => format!("{} kl. {}", self::date(locale, local.date_naive()), local.format("%H.%M")),
        Locale::En => format!("{}, {}", self::date(locale, local.date_naive()), local.format("%H:%M")),
    }
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        assert_eq!(number(Locale::Nb, 12_500.0, 0), "12\u{a0}500");
        assert_eq!(number(Locale::En, 12_500.0, 0), "12,500");
        assert_eq!(number(Locale::Nb, 2.50, 2), "2,5");
        assert_eq!(number(Locale::Nb, -0.001, 1), "0");
        assert_eq!(number(Locale::En, -1234.5, 1), "−1,234.5");
        assert_eq!(percent(Locale::Nb, 0.73, 0), "73\u{a0}%");
        assert_eq!(percent(Locale::En, 0.7301, 1), "73%");
        assert_eq!(kroner(Locale::Nn, 1_250_000.4), "1\u{a0}250\u{a0}000\u{a0}kr");
        assert_eq!(kroner(Locale::En, 1_250_000.0), "NOK\u{a0}1,250,000");
    }

    #[test]
    fn dates_follow_the_language() {
        let day = NaiveDate::from_ymd_opt(2014, 6, 5).unwrap();
        assert_eq!(date(Locale::Nn, day), "5.6.2014");
        assert_eq!(date(Locale::En, day), "5 June 2014");
    }
}
