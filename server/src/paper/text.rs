//! Texts from outside made harmless for every format.

/// What stands for a character that no document may hold.
pub const REPLACED: char = '\u{fffd}';

/// The text with each control character, private character and half of a pair replaced visibly, and every kind of break turned
/// into a space. What only steers how the neighbours look (joiners, variation selectors) is left out.
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{ad}'))
        .map(|c| match c {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'.. => REPLACED,
            c if c.is_control() => REPLACED,
            c => c,
        })
        .collect()
}

/// A name that a sheet of a workbook or a file may bear: at most so many units of UTF-16, as sheets count, none that is forbidden there.
pub fn name(text: &str, longest: usize) -> String {
    let kept: String =
        clean(text)
            .chars()
            .map(|c| {
                if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'' | '"' | '<' | '>' | '|') {
                    ' '
                } else {
                    c
                }
            })
            .collect();
    let mut used = 0;
    let fits = |character: &char| {
        used += character.len_utf16();
        used <= longest
    };
    let kept: String = kept.split_whitespace().collect::<Vec<_>>().join(" ").chars().take_while(fits).collect();
    kept.trim().to_owned()
}
