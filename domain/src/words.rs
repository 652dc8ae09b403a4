//! The three languages of the product and the catalogue that holds its words.
//!
//! A key without one of the languages does not compile, and neither does a key that nobody wrote: a key is a function.

use serde::{Deserialize, Serialize};

/// A language of the user interface. Bokmål is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Bokmål.
    #[default]
    Nb,
    /// Nynorsk.
    Nn,
    /// English.
    En,
}

impl Locale {
    /// All languages, the default first.
    pub const ALL: [Locale; 3] = [Locale::Nb, Locale::Nn, Locale::En];

    /// The BCP 47 tag: `nb`, `nn` or `en`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Locale::Nb => "nb",
            Locale::Nn => "nn",
            Locale::En => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Locale::Nb => "Bokmål",
            Locale::Nn => "Nynorsk",
            Locale::En => "English",
        }
    }

    /// Reads a tag such as `nb`, `nb-NO`, `no` or `en-GB`; `None` for a language the product does not speak.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Locale> {
        match tag.split(['-', '_']).next()?.trim().to_ascii_lowercase().as_str() {
            "nb" | "no" => Some(Locale::Nb),
            "nn" => Some(Locale::Nn),
            "en" => Some(Locale::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that the product speaks, by the order written there.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Locale> {
        header.split(',').find_map(|part| Locale::from_tag(part.split(';').next().unwrap_or_default()))
    }
}

/// Folds a text for searching and for matching names: lower case, one form for composed and decomposed letters, no blanks
/// around it and one between words. `Å` written as one letter and as A with a ring fold to the same; å stays another letter
/// than a.
///
/// This is the only folding in the product: search columns hold it and every comparison of names uses it.
#[must_use]
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    // Lower case comes between two normalisations: some compatibility letters turn into capitals, some capitals fall apart.
    let lower = text.nfkc().collect::<String>().to_lowercase();
    let mut folded = String::with_capacity(lower.len());
    for word in lower.nfkc().collect::<String>().split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// Folds a text for finding it however it was typed on whatever keyboard: as [`fold`], and beside that `å` is `aa`, `ø` and `ö` are
/// `oe`, `æ` and `ä` are `ae`, and other letters lose their accents. For searching only: names that differ stay different elsewhere.
#[must_use]
pub fn loose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let mut loosened = String::with_capacity(text.len());
    for letter in fold(text).chars() {
        match letter {
            'å' => loosened.push_str("aa"),
            'ø' | 'ö' => loosened.push_str("oe"),
            'æ' | 'ä' => loosened.push_str("ae"),
            'ß' => loosened.push_str("ss"),
            'đ' | 'ð' => loosened.push('d'),
            'ł' => loosened.push('l'),
            letter if letter.is_ascii() => loosened.push(letter),
            letter => loosened.extend(std::iter::once(letter).nfd().filter(|part| !is_combining_mark(*part))),
        }
    }
    // A mark that stood alone leaves the space it stood on.
    loosened.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Defines a catalogue: a set of functions from a language (and arguments) to a text, written in all three languages.
///
/// ```
/// domain::catalogue! {
///     /// The words of an example.
///     pub mod example {
///         /// A greeting.
///         hello => { nb: "Hei", nn: "Hei", en: "Hello" }
///         /// A part of a whole.
///         x_of_n(x: &str, n: &str) => { nb: "{x} av {n}", nn: "{x} av {n}", en: "{x} of {n}" }
///     }
/// }
/// use domain::words::Locale;
/// assert_eq!(example::hello(Locale::En), "Hello");
/// assert_eq!(example::x_of_n(Locale::Nb, "2", "3"), "2 av 3");
/// ```
#[macro_export]
macro_rules! catalogue {
    ($(#[$mdoc:meta])* $vis:vis mod $module:ident { $($body:tt)* }) => {
        $(#[$mdoc])*
        $vis mod $module {
            #[expect(clippy::allow_attributes, reason = "whether the import is used hangs on the catalogue's arguments")]
            #[allow(unused_imports, reason = "a catalogue without arguments uses no type of its surroundings")]
            use super::*;
            $crate::catalogue!(@keys $($body)*);
        }
    };
    (@keys) => {};
    (@keys $(#[$doc:meta])* $key:ident => { nb: $nb:literal, nn: $nn:literal, en: $en:literal $(,)? } $($rest:tt)*) => {
        $(#[$doc])*
        #[must_use]
        pub const fn $key(locale: $crate::words::Locale) -> &'static str {
            match locale {
                $crate::words::Locale::Nb => $nb,
                $crate::words::Locale::Nn => $nn,
                $crate::words::Locale::En => $en,
            }
        }
        $crate::catalogue!(@keys $($rest)*);
    };
    (@keys $(#[$doc:meta])* $key:ident($($arg:ident: $ty:ty),+ $(,)?) => { nb: $nb:literal, nn: $nn:literal, en: $en:literal $(,)? } $($rest:tt)*) => {
        $(#[$doc])*
        #[must_use]
        pub fn $key(locale: $crate::words::Locale, $($arg: $ty),+) -> String {
            match locale {
                $crate::words::Locale::Nb => format!($nb),
                $crate::words::Locale::Nn => format!($nn),
                $crate::words::Locale::En => format!($en),
            }
        }
        $crate::catalogue!(@keys $($rest)*);
    };
}

#[cfg(test)]
mod tests {
    use super::{fold, loose};
    use proptest::prelude::*;

    #[test]
    fn a_name_is_found_however_its_letters_were_typed() {
        for (kept, typed) in [
            ("Årvak", "aarvak"),
            ("Ærlig Øl", "aerlig oel"),
            ("Bröd & Café", "BROED & CAFE"),
            ("Đorđe Łuk Straße", "dorde luk strasse"),
            ("Müller", "muller"),
        ] {
            assert_eq!(loose(kept), loose(typed), "{kept}");
        }
        assert_ne!(loose("Bår"), loose("Bar"));
        assert_eq!(loose("Наука"), loose("НАУКА"), "other alphabets are kept");
    }

    #[test]
    fn the_same_name_folds_the_same_however_it_was_typed() {
        assert_eq!(fold("Årstad"), fold("årstad"));
        assert_eq!(fold("A\u{30a}rstad"), "årstad");
        assert_eq!(fold("O\u{308}dega\u{30a}rd Cafe\u{301} U\u{308}ber"), fold("ÖDEGÅRD CAFÉ ÜBER"));
        assert_eq!(fold("BRØDRENE Æsj"), "brødrene æsj");
        assert_eq!(fold("  Grobunn\u{a0} \t AS\n"), "grobunn as");
        assert_eq!(fold(" \t "), "");
    }

    #[test]
    fn different_letters_stay_different() {
        assert_ne!(fold("Bår"), fold("Bar"));
        assert_ne!(fold("Bøe"), fold("Boe"));
        assert_ne!(fold("Bøe"), fold("Böe"));
    }

    proptest! {
        #[test]
        fn loosening_twice_changes_nothing(text in "\\PC{0,24}") {
            let once = loose(&text);
            prop_assert_eq!(loose(&once), once);
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,24}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
