//! Texts of a report with the figures that they name.

use domain::figures::{FigureId, definition};
use domain::reports::{Stretch, stretches};
use domain::words::Locale;

/// The text with each figure's sentence in place of its name; `sentence` says what stands for one.
pub fn told(text: &str, sentence: impl Fn(&FigureId) -> String) -> String {
    stretches(text)
        .into_iter()
        .map(|stretch| match stretch {
            Stretch::Plain(text) => text.to_owned(),
            Stretch::Figure(id) => sentence(&id),
        })
        .collect()
}

/// The name of a figure in a language.
pub fn title(locale: Locale, id: &FigureId) -> String {
    definition(id).map_or_else(|| id.0.clone(), |definition| definition.title(locale))
}
