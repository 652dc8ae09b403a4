//! When a percentage is too uncertain to quote.

use crate::figures::Figure;
use crate::format;
use crate::words::Locale;

/// Fewer startups than this carry no percentage.
pub const FEWEST_TO_QUOTE: usize = 10;

/// An interval wider than this (30 percentage points) carries none either.
pub const WIDEST_TO_QUOTE: f64 = 0.30;

/// Why a percentage is not to be quoted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Uncertain {
    /// There is none.
    Nothing,
    /// It rests on fewer than [`FEWEST_TO_QUOTE`] startups.
    Few {
        /// On so many.
        n: usize,
    },
    /// Its interval is wider than [`WIDEST_TO_QUOTE`].
    Wide {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
}

/// Whether a figure's percentage is too uncertain to quote (design section 5.3). Jobs are counted and never are.
#[must_use]
pub fn too_uncertain(figure: &Figure) -> Option<Uncertain> {
    if !figure.unit.is_share() {
        return None;
    }
    let (Some(_), Some(interval)) = (figure.value, figure.interval) else { return Some(Uncertain::Nothing) };
    if figure.n < FEWEST_TO_QUOTE {
        return Some(Uncertain::Few { n: figure.n });
    }
    // An interval of exactly the limit, which binary fractions only meet nearly, still carries.
    (interval.high - interval.low > WIDEST_TO_QUOTE + 1e-12)
        .then_some(Uncertain::Wide { low: interval.low, high: interval.high })
}

impl Uncertain {
    /// The sentence that stands beside the percentage.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::Nothing => words::nothing(locale).to_owned(),
            Self::Few { n } => words::few(locale, &format::count(locale, *n), &format::count(locale, FEWEST_TO_QUOTE)),
            Self::Wide { low, high } => {
                words::wide(locale, &format::number(locale, low * 100.0, 0), &format::percent(locale, *high, 0))
            }
        }
    }
}

crate::catalogue! {
    /// The words of uncertainty.
    mod words {
        nothing => {
            nb: "Det er ingen prosent å sitere.", nn: "Det er ingen prosent å sitere.", en: "There is no percentage to quote." }
        few(n: &str, least: &str) => {
            nb: "For usikkert til å siteres: bygger på {n} bedrifter, og under {least} bærer ingen prosent.",
            nn: "For usikkert til å siterast: byggjer på {n} bedrifter, og under {least} ber ingen prosent.",
            en: "Too uncertain to quote: it rests on {n} startups, and fewer than {least} carry no percentage." }
        wide(low: &str, high: &str) => {
            nb: "For usikkert til å siteres: den sanne andelen kan ligge hvor som helst mellom {low} og {high}.",
            nn: "For usikkert til å siterast: den sanne delen kan liggje kvar som helst mellom {low} og {high}.",
            en: "Too uncertain to quote: the true share may lie anywhere between {low} and {high}." }
    }
}
