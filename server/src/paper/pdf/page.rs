//! What is drawn on pages, before it is written.

use super::tree::Leaf;
use crate::paper::chart::Ink;

/// The page: A4, in points.
pub const WIDTH: f32 = 595.28;
/// Its height.
pub const HEIGHT: f32 = 841.89;
/// Left and right margin.
pub const SIDE: f32 = 62.0;
/// Where the text begins.
pub const TOP: f32 = 58.0;
/// Where it ends.
pub const BOTTOM: f32 = HEIGHT - 68.0;
/// How wide it is.
pub const MEASURE: f32 = WIDTH - 2.0 * SIDE;

/// A page.
#[derive(Debug, Default)]
pub struct Page {
    /// In the order in which they are drawn.
    pub items: Vec<Item>,
    /// What can be followed.
    pub links: Vec<Link>,
}

/// Drawings that belong together.
#[derive(Debug)]
pub struct Item {
    /// What they are part of.
    pub part: Part,
    /// The drawings.
    pub draws: Vec<Draw>,
}

/// What a drawing is part of.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// The text: a leaf of its structure.
    Of(Leaf),
    /// Decoration: lines of tables and beneath links.
    Decoration,
    /// The foot of the page.
    Foot,
    /// A repeated heading of a table.
    Again,
}

/// A drawing; points count from the upper left corner of the page.
#[derive(Debug)]
pub enum Draw {
    /// Text from where its foot begins: x, y, size, whether strong, darkness, text.
    Text(f32, f32, f32, bool, Ink, String),
    /// A filled area.
    Area(Vec<(f32, f32)>, Ink),
    /// Filled rectangles: left, top, right, bottom.
    Blocks(Vec<(f32, f32, f32, f32)>),
    /// A line: points, darkness, width, whether dashed.
    Line(Vec<(f32, f32)>, Ink, f32, bool),
}

/// An area that leads to an address.
#[derive(Debug)]
pub struct Link {
    /// Left, top, right, bottom.
    pub area: (f32, f32, f32, f32),
    /// The address.
    pub to: String,
    /// Its leaf.
    pub leaf: Leaf,
}
