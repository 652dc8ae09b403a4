//! The numbers of a text.

use super::{Stretch, stretches};

/// A number as it stands in a text, with the digits that tell it from others.
struct Found {
    /// Where it begins and ends, in bytes.
    from: usize,
    to: usize,
    /// Digits, with a point for what follows the whole ones and a sign of hundredth.
    plain: String,
}

/// The numbers of a text, each in one form however it is written: `12 500` and `12,500` are one number, and `73 %` is another than
/// `73`.
#[must_use]
pub fn numbers_of(text: &str) -> Vec<String> {
    found(text).into_iter().map(|number| number.plain).collect()
}

/// The numbers of a text that stand in none of the known sentences, as they are written. Years, dates, and the numbering of lists are
/// passed over, and so are the figures that the text names.
#[must_use]
pub fn foreign_numbers(text: &str, known: &[String]) -> Vec<String> {
    let known: Vec<String> = known.iter().flat_map(|sentence| numbers_of(sentence)).collect();
    let mut foreign: Vec<String> = Vec::new();
    for stretch in stretches(text) {
        let Stretch::Plain(text) = stretch else { continue };
        for number in found(text) {
            let written = text[number.from..number.to].trim().to_owned();
            if known.contains(&number.plain) || is_day_or_year(text, &number) || numbers_a_list(text, &number) {
                continue;
            }
            if !foreign.contains(&written) {
                foreign.push(written);
            }
        }
    }
    foreign
}

fn found(text: &str) -> Vec<Found> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let digit = |index: usize| characters.get(index).is_some_and(|(_, character)| character.is_ascii_digit());
    let character = |index: usize| characters.get(index).map(|(_, character)| *character);
    let three = |index: usize| (index..index + 3).all(digit) && !digit(index + 3);
    let place = |index: usize| characters.get(index).map_or(text.len(), |(at, _)| *at);
    let (mut numbers, mut index) = (Vec::new(), 0);
    while index < characters.len() {
        if !digit(index) {
            index += 1;
            continue;
        }
        let (start, mut plain) = (index, String::new());
        loop {
            if digit(index) {
                plain.extend(character(index));
                index += 1;
                continue;
            }
            let grouped = plain.len() <= 3 || !plain.contains('.');
            match character(index) {
                Some(' ' | '\u{a0}' | '\u{202f}') if grouped && index - start <= 11 && three(index + 1) => index += 1,
                // A comma before exactly three digits groups in English; a house counts jobs, not thousandths of them.
                Some(',') if three(index + 1) && !plain.contains('.') => index += 1,
                Some(',' | '.') if digit(index + 1) => {
                    plain.push('.');
                    index += 1;
                }
                _ => break,
            }
        }
        let mut end = index;
        let after = if matches!(character(end), Some(' ' | '\u{a0}' | '\u{202f}')) { end + 1 } else { end };
        if character(after) == Some('%') {
            plain.push('%');
            end = after + 1;
        }
        index = end;
        numbers.push(Found { from: place(start), to: place(end), plain });
    }
    numbers
}

/// `5.6.2014`, `2014-06-05`, `5. juni`, `5 June`, `2014`.
fn is_day_or_year(text: &str, number: &Found) -> bool {
    let (before, after) = (&text[..number.from], &text[number.to..]);
    let parts: Vec<&str> = number.plain.split('.').collect();
    let small = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value));
    let year = |part: &str| part.len() == 4 && part.parse::<u32>().is_ok_and(|value| (1900..=2100).contains(&value));
    match parts.as_slice() {
        [one] if year(one) => true,
        [one] => {
            let word = after.trim_start_matches(['.', ' ', '\u{a0}']).to_lowercase();
            let month = MONTHS.iter().any(|month| word.starts_with(month)) && small(one, 31);
            let iso = one.len() == 2 && (before.ends_with('-') || after.starts_with('-')) && small(one, 31);
            month || iso
        }
        [day, month] => small(day, 31) && small(month, 12) && after.starts_with('.'),
        [day, month, of] => small(day, 31) && small(month, 12) && year(of),
        _ => false,
    }
}

/// The number at the beginning of a line, with a full stop.
fn numbers_a_list(text: &str, number: &Found) -> bool {
    let line = text[..number.from].rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty() && text[number.to..].starts_with(". ") && !number.plain.contains(['.', '%'])
}

const MONTHS: [&str; 18] = [
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
    "march",
    "may",
    "june",
    "july",
    "october",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_one_however_it_is_written() {
        assert_eq!(numbers_of("12 500, 12,500 og 12\u{a0}500"), ["12500", "12500", "12500"]);
        assert_eq!(numbers_of("73 %, 73% og 73"), ["73%", "73%", "73"]);
        assert_eq!(numbers_of("2,5 eller 2.5"), ["2.5", "2.5"]);
        assert_eq!(numbers_of("46 av 63 (61–83 %)"), ["46", "63", "61", "83%"]);
        assert_eq!(numbers_of("ingen"), Vec::<String>::new());
    }

    #[test]
    fn only_numbers_that_nobody_published_are_foreign() {
        let known = ["46 av 63 bedrifter lever, 73 %.".to_owned()];
        let foreign = |text: &str| foreign_numbers(text, &known);
        assert!(foreign("I 2025 levde 46 av 63, altså 73 %, den 31.12.2025 og den 5. juni.").is_empty());
        assert!(foreign("1. Første punkt\n2. Andre punkt").is_empty());
        assert_eq!(foreign("Vi skapte 500 arbeidsplasser."), ["500"]);
        assert_eq!(foreign("73 bedrifter"), ["73"], "a percentage is no count");
        assert_eq!(foreign("{jobs.net} Over 12 500 kr, og 12 500 kr til"), ["12 500"]);
    }
}
