//! The typeface of the papers: Inter, brought by the frontend's packages, embedded in the binary; each PDF holds the glyphs it uses.

use std::sync::OnceLock;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rust_embed::RustEmbed;
use skrifa::FontRef;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::PaperError;
use super::text::REPLACED;

#[derive(RustEmbed)]
#[folder = "../frontend/node_modules/@expo-google-fonts/inter/400Regular"]
#[allow_missing = true]
struct RegularFile;

#[derive(RustEmbed)]
#[folder = "../frontend/node_modules/@expo-google-fonts/inter/600SemiBold"]
#[allow_missing = true]
struct StrongFile;

/// Both weights.
pub struct Typeface {
    /// For running text.
    pub regular: Face,
    /// For headings and what is stressed.
    pub strong: Face,
}

/// One weight.
pub struct Face {
    /// As the PDF writer knows it.
    pub font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    upem: f32,
}

/// A character with its glyph.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    id: u32,
    /// Its width for a size of 1.
    pub advance: f32,
}

impl Typeface {
    /// The typeface of this build.
    ///
    /// # Errors
    /// [`PaperError::NoTypeface`] when it was not there when the program was built.
    pub fn get() -> Result<&'static Self, PaperError> {
        static TYPEFACE: OnceLock<Option<Typeface>> = OnceLock::new();
        TYPEFACE
            .get_or_init(|| {
                let regular = RegularFile::get("Inter_400Regular.ttf")?;
                let strong = StrongFile::get("Inter_600SemiBold.ttf")?;
                Some(Self { regular: Face::new(regular.data)?, strong: Face::new(strong.data)? })
            })
            .as_ref()
            .ok_or(PaperError::NoTypeface)
    }

    /// The weight of a text.
    pub const fn face(&self, strong: bool) -> &Face {
        if strong { &self.strong } else { &self.regular }
    }
}

impl Face {
    fn new(bytes: std::borrow::Cow<'static, [u8]>) -> Option<Self> {
        // Kept for the life of the program, once for each weight.
        let bytes: &'static [u8] = match bytes {
            std::borrow::Cow::Borrowed(bytes) => bytes,
            std::borrow::Cow::Owned(bytes) => Box::leak(bytes.into_boxed_slice()),
        };
        let reader = FontRef::new(bytes).ok()?;
        let font = Font::new(bytes.into(), 0)?;
        let upem = font.units_per_em();
        let metrics = GlyphMetrics::new(&reader, Size::unscaled(), LocationRef::default());
        Some(Self { font, charmap: Charmap::new(&reader), metrics, upem })
    }

    /// The glyph of a character; one that says that something is missing, if the typeface has none.
    pub fn glyph(&self, character: char) -> Glyph {
        let find = |character: char| self.charmap.map(character).filter(|id| id.to_u32() != 0);
        let id = find(character)
            .or_else(|| match character {
                '\u{202f}' | '\u{a0}' | '\u{2007}' | '\u{2009}' => find(' '),
                '\u{2011}' => find('-'),
                _ => None,
            })
            .or_else(|| find(REPLACED))
            .or_else(|| find('□'))
            .or_else(|| find('?'))
            .unwrap_or_default();
        Glyph { id: id.to_u32(), advance: self.metrics.advance_width(id).unwrap_or(self.upem / 2.0) / self.upem }
    }

    /// How wide a text is.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.glyph(character).advance).sum::<f32>() * size
    }

    /// The glyphs of a text for the PDF writer.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        text.char_indices()
            .map(|(at, character)| {
                let glyph = self.glyph(character);
                KrillaGlyph::new(
                    GlyphId::new(glyph.id),
                    glyph.advance,
                    0.0,
                    0.0,
                    0.0,
                    at..at + character.len_utf8(),
                    None,
                )
            })
            .collect()
    }
}
