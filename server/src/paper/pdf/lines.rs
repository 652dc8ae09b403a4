//! Breaks text into lines by the real widths of its glyphs.

use crate::paper::font::Typeface;

/// A stretch of text that looks and leads alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Piece {
    /// The text, without breaks and without what no document may hold.
    pub text: String,
    /// Whether it is stressed.
    pub strong: bool,
    /// Where it leads.
    pub link: Option<String>,
    /// Whether it is the raised number of a footnote.
    pub raised: bool,
}

/// A piece, or what of it stands on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The piece with the text of this line.
    pub piece: Piece,
    /// Its width in points.
    pub width: f32,
}

/// A line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// From left to right.
    pub runs: Vec<Run>,
    /// The width without the space at its end.
    pub width: f32,
}

/// How much smaller a raised number is.
pub const RAISED: f32 = 0.65;

struct Atom {
    character: char,
    advance: f32,
    piece: usize,
}

/// Lines of at most a width. A word that is wider is broken where the line ends.
pub fn lines(typeface: &Typeface, pieces: &[Piece], size: f32, width: f32) -> Vec<Line> {
    let mut atoms = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let face = typeface.face(piece.strong);
        let size = if piece.raised { size * RAISED } else { size };
        for character in piece.text.chars() {
            atoms.push(Atom { character, advance: face.glyph(character).advance * size, piece: index });
        }
    }
    let mut lines = Vec::new();
    let mut start = 0;
    while start < atoms.len() {
        let end = line_end(&atoms, start, width);
        lines.push(line(pieces, &atoms[start..end]));
        start = end;
    }
    lines
}

/// Where the line that begins at `start` ends.
fn line_end(atoms: &[Atom], start: usize, width: f32) -> usize {
    let (mut used, mut chance) = (0.0, None);
    for (index, atom) in atoms.iter().enumerate().skip(start) {
        used += atom.advance;
        // A hair's breadth over is rounding, not overflow.
        if used > width + 0.01 && atom.character != ' ' && index > start {
            return chance.unwrap_or(index);
        }
        let next = atoms.get(index + 1).map(|next| next.character);
        let breaks = match atom.character {
            ' ' => true,
            '-' | '–' | '/' => next.is_some_and(char::is_alphabetic),
            _ => false,
        };
        // The number of a footnote stays with its word.
        if breaks && next != Some(' ') {
            chance = Some(index + 1);
        }
    }
    atoms.len()
}

fn line(pieces: &[Piece], atoms: &[Atom]) -> Line {
    let mut line = Line::default();
    let mut current = None;
    for atom in atoms {
        if current != Some(atom.piece) {
            let piece = Piece { text: String::new(), ..pieces[atom.piece].clone() };
            line.runs.push(Run { piece, width: 0.0 });
            current = Some(atom.piece);
        }
        if let Some(run) = line.runs.last_mut() {
            run.piece.text.push(atom.character);
            run.width += atom.advance;
        }
    }
    let all: f32 = atoms.iter().map(|atom| atom.advance).sum();
    let spaces: f32 = atoms.iter().rev().take_while(|atom| atom.character == ' ').map(|atom| atom.advance).sum();
    line.width = all - spaces;
    line
}
