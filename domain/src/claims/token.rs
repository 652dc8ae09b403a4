//! A text as words, numbers and marks.

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// A word in lower case.
    Word(String),
    /// A number in digits, thousands put together.
    Number {
        /// Its value.
        value: f64,
        /// Digits after the mark.
        decimals: usize,
    },
    /// A civil date in digits: 31.12.2023.
    Date,
    /// A mark.
    Mark(char),
}

/// A token and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
    /// Whether a sentence ends here.
    pub ends: bool,
}

impl Token {
    pub(super) fn word(&self) -> &str {
        match &self.kind {
            Kind::Word(word) => word,
            Kind::Number { .. } | Kind::Date | Kind::Mark(_) => "",
        }
    }
}

/// A blank that may stand between thousands: ordinary, non-breaking, narrow, thin.
const fn is_thin(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let end = at + first.len_utf8();
        if first.is_ascii_digit() {
            let (kind, end) = number(text, at);
            tokens.push(Token { kind, span: at..end, ends: false });
            at = end;
        } else if first.is_alphabetic() {
            let end = word_end(text, at);
            tokens.push(Token { kind: Kind::Word(text[at..end].to_lowercase()), span: at..end, ends: false });
            at = end;
        } else if let Some(part) = vulgar(first) {
            tokens.push(Token { kind: Kind::Number { value: part, decimals: 2 }, span: at..end, ends: false });
            at = end;
        } else {
            if !first.is_whitespace() {
                let ends = matches!(first, '.' | '!' | '?' | ';') && ends_here(text, at, tokens.last());
                tokens.push(Token { kind: Kind::Mark(first), span: at..end, ends });
            } else if first == '\n' && text[end..].starts_with('\n') {
                // A blank line parts sentences too.
                tokens.push(Token { kind: Kind::Mark('\n'), span: at..end, ends: true });
            }
            at = end;
        }
    }
    tokens
}

const fn vulgar(c: char) -> Option<f64> {
    match c {
        '½' => Some(0.5),
        '¼' => Some(0.25),
        '¾' => Some(0.75),
        '⅓' => Some(1.0 / 3.0),
        '⅔' => Some(2.0 / 3.0),
        _ => None,
    }
}

/// A point after `ca` or another short form ends no sentence.
fn ends_here(text: &str, at: usize, before: Option<&Token>) -> bool {
    let short = before.is_some_and(|token| {
        token.span.end == at
            && matches!(token.word(), "ca" | "bl" | "pst" | "nr" | "approx" | "mill" | "kl" | "dvs" | "inkl" | "per")
    });
    let goes_on = text[at + 1..].trim_start().chars().next().is_some_and(char::is_lowercase);
    !(short || (text[at..].starts_with('.') && goes_on))
}

fn word_end(text: &str, from: usize) -> usize {
    let mut end = from;
    let mut chars = text[from..].char_indices().peekable();
    while let Some((offset, c)) = chars.next() {
        // A hyphen inside a word belongs to it: five-year, 5-årig is read at the number.
        let inside = c == '-' && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !(c.is_alphanumeric() || inside || is_combining(c)) {
            break;
        }
        end = from + offset + c.len_utf8();
    }
    end
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Reads a number in digits: thousands apart by blanks, points or commas, decimals by the other mark.
fn number(text: &str, from: usize) -> (Kind, usize) {
    if let Some(end) = date(text, from) {
        return (Kind::Date, end);
    }
    let mut end = from + digits(&text[from..]);
    let mut whole = text[from..end].to_owned();
    let mut mark = None;
    if whole.len() <= 3 && whole != "0" {
        while let Some(next) = text[end..].chars().next() {
            let after = end + next.len_utf8();
            let thousands = digits(&text[after..]) == 3;
            // A row of thousands keeps to one mark.
            // All blanks are one mark, however wide.
            let next = if is_thin(next) { ' ' } else { next };
            if !thousands || !matches!(next, ' ' | '.' | ',') || mark.is_some_and(|mark| mark != next) {
                break;
            }
            mark = Some(next);
            whole.push_str(&text[after..after + 3]);
            end = after + 3;
        }
    }
    let mut decimals = 0;
    if let Some(next @ ('.' | ',')) = text[end..].chars().next()
        && mark != Some(next)
    {
        let count = digits(&text[end + 1..]);
        if count > 0 {
            whole.push('.');
            whole.push_str(&text[end + 1..end + 1 + count]);
            decimals = count;
            end += 1 + count;
        }
    }
    (Kind::Number { value: whole.parse().unwrap_or(f64::INFINITY), decimals }, end)
}

fn date(text: &str, from: usize) -> Option<usize> {
    let day = digits(&text[from..]);
    let month_at = from + day + 1;
    if !(1..=2).contains(&day) || !text[from + day..].starts_with('.') {
        return None;
    }
    let month = digits(&text[month_at..]);
    let year_at = month_at + month + 1;
    if !(1..=2).contains(&month) || !text[month_at + month..].starts_with('.') || digits(&text[year_at..]) != 4 {
        return None;
    }
    Some(year_at + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<f64> {
        tokens(text)
            .iter()
            .filter_map(|token| match token.kind {
                Kind::Number { value, .. } => Some(value),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn numbers_however_they_are_written() {
        for (text, expected) in [
            ("500", vec![500.0]),
            ("12 500", vec![12_500.0]),
            ("12\u{a0}500", vec![12_500.0]),
            ("12\u{202f}500 000", vec![12_500_000.0]),
            ("1 234 567", vec![1_234_567.0]),
            ("12.500", vec![12_500.0]),
            ("12,500", vec![12_500.0]),
            ("12,5 og 12.5", vec![12.5, 12.5]),
            ("1.234,5", vec![1_234.5]),
            ("1,234.5", vec![1_234.5]),
            ("2014 500", vec![2014.0, 500.0]),
            ("per 31.12.2023 var det 7", vec![7.0]),
            ("0,729", vec![0.729]),
            ("500.", vec![500.0]),
            ("½", vec![0.5]),
        ] {
            assert_eq!(numbers(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_where_it_ends() {
        let ends = |text: &str| tokens(text).iter().filter(|token| token.ends).count();
        assert_eq!(ends("Ca. 500 jobber. Over 70 prosent lever!"), 2);
        assert_eq!(ends("Per 31.12.2023 var det 12 500 jobber"), 0);
        assert_eq!(ends("Én\n\nto"), 1);
    }
}
