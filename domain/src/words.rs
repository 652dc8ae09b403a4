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
