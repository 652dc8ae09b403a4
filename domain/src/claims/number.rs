//! Amounts in a text: numbers in digits and words, percentages, fractions, `x of n`, and what bounds them.

use super::Bound;
use super::token::{Kind, Token};
use crate::words::Locale;

/// What an amount is an amount of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Things.
    Count,
    /// A part of a whole, between 0 and 1.
    Share,
    /// All of them, or none: a share only where something is said of companies.
    Whole,
    /// Percentage points, and times as many: no figure carries them.
    Other,
}

/// An amount, and the tokens that make it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount {
    pub value: f64,
    pub sort: Sort,
    pub bound: Bound,
    pub from: usize,
    pub to: usize,
    /// Whether it is written in digits.
    pub digits: bool,
    /// Whether it says of how many: `22 of 30`.
    pub of: bool,
}

/// All amounts of a text in their order.
pub(super) fn amounts(tokens: &[Token], language: Locale) -> Vec<Amount> {
    let mut amounts = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match amount(tokens, at, language) {
            Some(amount) => {
                at = amount.to.max(at + 1);
                amounts.push(amount);
            }
            None => at += 1,
        }
    }
    amounts
}

fn word(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", Token::word)
}

fn mark(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Mark(mark) => Some(mark),
        Kind::Word(_) | Kind::Number { .. } | Kind::Date => None,
    }
}

fn amount(tokens: &[Token], from: usize, language: Locale) -> Option<Amount> {
    let bound = bound(tokens, from);
    // A fraction in words is never meant to the point.
    let coarse = if bound == Bound::Exactly { Bound::About } else { bound };
    let made = |value: f64, sort: Sort, to: usize| Amount { value, sort, bound, from, to, digits: false, of: false };
    if let Some((value, floor)) = loose(word(tokens, from)) {
        return Some(Amount {
            bound: if floor { Bound::AtLeast } else { Bound::Over },
            ..made(value, if floor { Sort::Count } else { Sort::Share }, from + 1)
        });
    }
    match word(tokens, from) {
        "halvparten" | "halvdelen" | "half" | "helvta" => {
            return Some(Amount { bound: coarse, ..made(0.5, Sort::Share, from + 1) });
        }
        "most" if word(tokens, from + 1) == "of" => {
            return Some(Amount { bound: Bound::Over, ..made(0.5, Sort::Share, from + 1) });
        }
        "fleste" => return Some(Amount { bound: Bound::Over, ..made(0.5, Sort::Share, from + 1) }),
        "every" if matches!(word(tokens, from + 1), "second" | "other" | "third" | "fourth" | "fifth" | "tenth") => {}
        "alle" | "samtlige" | "all" | "every" => return Some(made(1.0, Sort::Whole, from + 1)),
        "ingen" | "none" | "nobody" | "no" if language == Locale::En || word(tokens, from) != "no" => {
            return Some(made(0.0, Sort::Whole, from + 1));
        }
        "dobbelt" | "doblet" | "dobla" | "doubled" | "twice" | "tredoblet" | "tripled" => {
            return Some(made(2.0, Sort::Other, from + 1));
        }
        _ => {}
    }
    // One in so many: hver fjerde, kvar tredje, every third.
    if matches!(word(tokens, from), "hver" | "kvar" | "every" | "annenhver" | "annankvar") {
        let (of, end) = match (word(tokens, from), word(tokens, from + 1)) {
            ("annenhver" | "annankvar", _) => (2.0, from + 1),
            (_, "annen" | "andre" | "annan" | "other" | "second") => (2.0, from + 2),
            (_, "tredje" | "third") => (3.0, from + 2),
            (_, "fjerde" | "fourth") => (4.0, from + 2),
            (_, "femte" | "fifth") => (5.0, from + 2),
            (_, "tiende" | "tenth") => (10.0, from + 2),
            _ => return None,
        };
        return Some(Amount { of: true, ..made(1.0 / of, Sort::Share, end) });
    }
    let (mut value, mut to, digits) = plain(tokens, from, language)?;
    if let Some(part) = part(word(tokens, to)) {
        return Some(Amount { digits, bound: coarse, ..made(value * part, Sort::Share, to + 1) });
    }
    loop {
        let times = match word(tokens, to) {
            "hundre" | "hundred" => 100.0,
            "tusen" | "thousand" => 1_000.0,
            "million" | "millioner" | "millionar" | "mill" | "millions" => 1_000_000.0,
            _ => break,
        };
        value *= times;
        to += 1;
    }
    let mut made = Amount { digits, ..made(value, Sort::Count, to) };
    // A span from one number to another says at least the first.
    if (matches!(mark(tokens, to), Some('-' | '–' | '—')) || word(tokens, to) == "til")
        && let Some((upper, after, _)) = plain(tokens, to + 1, language)
        && upper > value
    {
        (made.to, made.bound) = (after, Bound::AtLeast);
    }
    if mark(tokens, made.to) == Some('+') {
        (made.to, made.bound) = (made.to + 1, Bound::AtLeast);
    }
    let after = made.to;
    match (word(tokens, after), word(tokens, after + 1)) {
        ("prosent" | "prosents" | "percent" | "pst", _) => return Some(percent(made, after + 1)),
        ("per" | "pr", "cent") => return Some(percent(made, after + 2)),
        ("prosentpoeng", _) => return Some(Amount { sort: Sort::Other, to: after + 1, ..made }),
        ("percentage", "points" | "point") => return Some(Amount { sort: Sort::Other, to: after + 2, ..made }),
        _ if mark(tokens, after) == Some('%') => return Some(percent(made, after + 1)),
        _ => {}
    }
    let joined = match (word(tokens, after), word(tokens, after + 1)) {
        ("av" | "of", "de" | "dei" | "the" | "våre" | "our") => Some(after + 2),
        ("av" | "of", _) => Some(after + 1),
        ("in", _) if language == Locale::En => Some(after + 1),
        ("out", "of") => Some(after + 2),
        _ => None,
    };
    if let Some((whole, end, _)) = joined.and_then(|at| plain(tokens, at, language))
        && whole >= value
        && whole > 1.0
        && !matches!(word(tokens, end), "prosent" | "percent")
        && mark(tokens, end) != Some('%')
        && !(word(tokens, after) == "in" && whole > 100.0)
    {
        return Some(Amount { value: value / whole, sort: Sort::Share, to: end, of: true, ..made });
    }
    // An article is a number only before what counts.
    let article = matches!(word(tokens, from), "en" | "ein" | "ei" | "ett" | "et" | "eit" | "one" | "a" | "én" | "éin");
    (!article || to > from + 1).then_some(made)
}

fn percent(amount: Amount, to: usize) -> Amount {
    Amount { value: amount.value / 100.0, sort: Sort::Share, to, ..amount }
}

/// Words that give an amount loosely, and whether it is a count.
fn loose(word: &str) -> Option<(f64, bool)> {
    match word {
        "hundrevis" | "hundreds" | "hundretalls" | "hundretals" => Some((200.0, true)),
        "tusenvis" | "thousands" => Some((2_000.0, true)),
        "dusinvis" | "dozens" => Some((24.0, true)),
        "titalls" | "titals" => Some((20.0, true)),
        "flertallet" | "fleirtalet" | "majority" | "majoriteten" => Some((0.5, false)),
        _ => None,
    }
}

fn part(word: &str) -> Option<f64> {
    let parts: &[(&[&str], f64)] = &[
        (&["tredjedel", "tredjedeler", "tredjedelen", "tredel", "tredelar", "tredjedelar", "third", "thirds"], 3.0),
        (&["fjerdedel", "fjerdedeler", "fjerdedelar", "firedel", "firedelar", "quarter", "quarters"], 4.0),
        (&["femtedel", "femtedeler", "femdel", "femtedelar", "femdelar", "fifth", "fifths"], 5.0),
        (&["tidel", "tideler", "tidelar", "tiendedel", "tiendedeler", "tenth", "tenths"], 10.0),
    ];
    parts.iter().find(|(words, _)| words.contains(&word)).map(|(_, of)| 1.0 / of)
}

/// A number in digits or in words: its value, where it ends, and whether in digits.
fn plain(tokens: &[Token], from: usize, language: Locale) -> Option<(f64, usize, bool)> {
    if let Kind::Number { value, .. } = tokens.get(from)?.kind {
        return Some((value, from + 1, true));
    }
    let (mut total, mut current, mut at) = (0.0, None::<f64>, from);
    loop {
        let said = word(tokens, at);
        let skip = usize::from(matches!(said, "og" | "and") && current.is_some_and(|current| current >= 100.0));
        let Some(value) = spelt(word(tokens, at + skip), language) else { break };
        match (value, current) {
            (100.0, Some(before)) if before < 100.0 => current = Some(before * 100.0),
            (1_000.0, before) => {
                total += before.unwrap_or(1.0) * 1_000.0;
                current = Some(0.0);
            }
            (value, Some(before)) if before >= 100.0 && value < 100.0 => current = Some(before + value),
            (value, Some(0.0)) if total > 0.0 => current = Some(value),
            (value, None) => current = Some(value),
            (_, Some(_)) => break,
        }
        at += skip + 1;
    }
    current.map(|current| (total + current, at, false))
}

const NORWEGIAN: &[(&str, f64)] = &[
    ("null", 0.0),
    ("en", 1.0),
    ("én", 1.0),
    ("ein", 1.0),
    ("éin", 1.0),
    ("ett", 1.0),
    ("to", 2.0),
    ("tre", 3.0),
    ("fire", 4.0),
    ("fem", 5.0),
    ("seks", 6.0),
    ("sju", 7.0),
    ("syv", 7.0),
    ("åtte", 8.0),
    ("ni", 9.0),
    ("ti", 10.0),
    ("elleve", 11.0),
    ("tolv", 12.0),
    ("tretten", 13.0),
    ("fjorten", 14.0),
    ("femten", 15.0),
    ("seksten", 16.0),
    ("sytten", 17.0),
    ("atten", 18.0),
    ("nitten", 19.0),
    ("tjue", 20.0),
    ("tyve", 20.0),
    ("tretti", 30.0),
    ("tredve", 30.0),
    ("førti", 40.0),
    ("femti", 50.0),
    ("seksti", 60.0),
    ("sytti", 70.0),
    ("åtti", 80.0),
    ("nitti", 90.0),
    ("hundre", 100.0),
    ("tusen", 1_000.0),
];

const ENGLISH: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("thousand", 1_000.0),
    ("a", 1.0),
];

/// A number word, put together or not: `sju`, `syttitre`, `femhundre`, `treogsytti`, `seventy-three`.
pub(super) fn spelt(word: &str, language: Locale) -> Option<f64> {
    if word.is_empty() {
        return None;
    }
    if language == Locale::En {
        let known = |word: &str| ENGLISH.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        return match word.split_once('-') {
            Some((tens, ones)) => {
                Some(known(tens).filter(|value| *value >= 20.0)? + known(ones).filter(|value| *value < 10.0)?)
            }
            None => known(word),
        };
    }
    let known = |word: &str| NORWEGIAN.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    if let Some(value) = known(word) {
        return Some(value);
    }
    if let Some((hundreds, rest)) = word.split_once("hundre")
        && let Some(hundreds) = known(if hundreds.is_empty() { "en" } else { hundreds }).filter(|value| *value < 10.0)
    {
        let rest = rest.strip_prefix("og").unwrap_or(rest);
        return if rest.is_empty() { Some(hundreds * 100.0) } else { Some(hundreds * 100.0 + spelt(rest, language)?) };
    }
    if let Some((ones, tens)) = word.split_once("og")
        && let (Some(ones), Some(tens)) = (known(ones), known(tens))
        && ones < 10.0
        && (20.0..100.0).contains(&tens)
    {
        return Some(tens + ones);
    }
    NORWEGIAN.iter().filter(|(_, value)| (20.0..100.0).contains(value)).find_map(|(tens, value)| {
        Some(value + known(word.strip_prefix(tens)?).filter(|ones| (1.0..10.0).contains(ones))?)
    })
}

/// What the words before an amount say of it.
fn bound(tokens: &[Token], from: usize) -> Bound {
    let back = |many: usize| from.checked_sub(many).map_or("", |at| word(tokens, at));
    // A point after `ca` stands between.
    let one = if back(1).is_empty() && from > 0 && mark(tokens, from - 1) == Some('.') { back(2) } else { back(1) };
    match (back(2), one) {
        ("mer" | "meir" | "flere" | "fleire" | "more" | "greater", "enn" | "than") => Bound::Over,
        ("mindre" | "less" | "fewer" | "færre", "enn" | "than") => {
            if matches!(back(3), "ikke" | "ikkje" | "no" | "not") { Bound::AtLeast } else { Bound::Under }
        }
        ("at", "least") => Bound::AtLeast,
        ("opp", "til" | "mot") | ("up", "to") | ("at", "most") => Bound::AtMost,
        ("om", "lag") | ("rundt", "regnet" | "rekna") => Bound::About,
        (_, "over" | "drøyt" | "above" | "exceeding") => Bound::Over,
        (_, "minst") => Bound::AtLeast,
        (_, "under" | "below") => Bound::Under,
        (_, "opptil" | "inntil" | "maks" | "høyst" | "høgst" | "maksimalt") => Bound::AtMost,
        (
            _,
            "rundt" | "omtrent" | "omlag" | "cirka" | "ca" | "circa" | "about" | "around" | "nesten" | "nærmere"
            | "nærare" | "nær" | "nearly" | "almost" | "roughly" | "approximately" | "approx" | "some",
        ) => Bound::About,
        _ => Bound::Exactly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::token::tokens;

    #[test]
    fn amounts_in_three_languages() {
        for (language, text, value, sort, bound) in [
            (Locale::Nb, "over 500", 500.0, Sort::Count, Bound::Over),
            (Locale::Nb, "fem hundre", 500.0, Sort::Count, Bound::Exactly),
            (Locale::Nb, "femhundreogtjue", 520.0, Sort::Count, Bound::Exactly),
            (Locale::Nb, "syttitre prosent", 0.73, Sort::Share, Bound::Exactly),
            (Locale::Nb, "treogsytti prosent", 0.73, Sort::Share, Bound::Exactly),
            (Locale::Nn, "meir enn 70 prosent", 0.7, Sort::Share, Bound::Over),
            (Locale::Nb, "ca. 73 %", 0.73, Sort::Share, Bound::About),
            (Locale::Nb, "73%", 0.73, Sort::Share, Bound::Exactly),
            (Locale::Nb, "12 500", 12_500.0, Sort::Count, Bound::Exactly),
            (Locale::Nb, "to tusen fem hundre", 2_500.0, Sort::Count, Bound::Exactly),
            (Locale::Nb, "over halvparten", 0.5, Sort::Share, Bound::Over),
            (Locale::Nb, "to tredjedeler", 2.0 / 3.0, Sort::Share, Bound::About),
            (Locale::Nn, "tre firedelar", 0.75, Sort::Share, Bound::About),
            (Locale::Nb, "22 av 30", 22.0 / 30.0, Sort::Share, Bound::Exactly),
            (Locale::Nb, "ni av ti", 0.9, Sort::Share, Bound::Exactly),
            (Locale::En, "nine out of ten", 0.9, Sort::Share, Bound::Exactly),
            (Locale::En, "3 in 4", 0.75, Sort::Share, Bound::Exactly),
            (Locale::En, "more than five hundred", 500.0, Sort::Count, Bound::Over),
            (Locale::En, "at least seventy-three per cent", 0.73, Sort::Share, Bound::AtLeast),
            (Locale::En, "two hundred and fifty", 250.0, Sort::Count, Bound::Exactly),
            (Locale::En, "500+", 500.0, Sort::Count, Bound::AtLeast),
            (Locale::Nb, "500–600", 500.0, Sort::Count, Bound::AtLeast),
            (Locale::Nb, "tusenvis", 2_000.0, Sort::Count, Bound::AtLeast),
            (Locale::Nb, "ikke mindre enn 40", 40.0, Sort::Count, Bound::AtLeast),
            (Locale::En, "fewer than 10", 10.0, Sort::Count, Bound::Under),
            (Locale::Nb, "20 prosentpoeng", 20.0, Sort::Other, Bound::Exactly),
            (Locale::Nb, "1,2 millioner", 1_200_000.0, Sort::Count, Bound::Exactly),
        ] {
            let found = amounts(&tokens(text), language);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert!((found[0].value - value).abs() < 1e-9, "{text}: {found:?}");
            assert_eq!((found[0].sort, found[0].bound), (sort, bound), "{text}");
        }
        for (language, text) in
            [(Locale::Nb, "en bedrift"), (Locale::En, "a company to see"), (Locale::Nb, "femlinger"), (Locale::Nb, "")]
        {
            assert_eq!(amounts(&tokens(text), language), [], "{text}");
        }
    }
}
