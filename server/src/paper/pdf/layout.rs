//! Sets the blocks of a paper on pages.

use std::num::NonZeroU16;

use domain::words::Locale;
use krilla::geom::Rect;
use krilla::tagging::{BBox, ListNumbering, Tag};

use super::lines::{Line, Piece, RAISED, lines};
use super::page::{BOTTOM, Draw, Item, Link, MEASURE, Page, Part, SIDE, TOP};
use super::tree::{Branch, Tree};
use crate::paper::chart::{Anchor, Chart, Ink, Shape};
use crate::paper::font::Typeface;
use crate::paper::text::clean;
use crate::paper::{Block, Note, Span, words};

/// How running text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// Points.
    pub size: f32,
    /// From line to line.
    pub leading: f32,
    /// How dark.
    pub ink: Ink,
}

/// Running text.
pub(super) const BODY: Style = Style { size: 10.0, leading: 15.0, ink: Ink::Text };
/// Beneath drawings and tables, and footnotes.
pub(super) const SMALL: Style = Style { size: 8.5, leading: 12.0, ink: Ink::Soft };
/// In tables.
pub(super) const TABULAR: Style = Style { size: 9.0, leading: 12.5, ink: Ink::Text };
const STATEMENT: Style = Style { size: 15.0, leading: 21.0, ink: Ink::Text };
const LABEL: f32 = 126.0;

/// Where a heading stands.
#[derive(Debug)]
pub(super) struct Heading {
    /// 1 is the title.
    pub level: u8,
    /// What it says.
    pub text: String,
    /// The page, counted from 0.
    pub page: usize,
    /// Where on it.
    pub y: f32,
}

/// Pages while they fill.
pub(super) struct Layout<'a> {
    /// The typeface.
    pub typeface: &'a Typeface,
    /// The language.
    pub locale: Locale,
    /// The pages there are.
    pub pages: Vec<Page>,
    /// Where the next block begins.
    pub y: f32,
    /// The structure.
    pub tree: Tree,
    /// The headings, for the bookmarks.
    pub headings: Vec<Heading>,
    notes: Vec<Note>,
}

impl<'a> Layout<'a> {
    /// An empty first page.
    pub fn new(typeface: &'a Typeface, locale: Locale) -> Self {
        Self {
            typeface,
            locale,
            pages: vec![Page::default()],
            y: TOP,
            tree: Tree::default(),
            headings: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Sets a block.
    pub fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Paragraph(spans) => {
                let part = self.tree.root(Tag::P);
                self.flow(spans, part, 0.0, BODY);
                self.y += 7.0;
            }
            Block::Statement(spans) => self.statement(spans),
            Block::List(points) => self.list(points),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Qr { address, words } => self.qr(address, words),
        }
    }

    /// Sets the footnotes, if there are any.
    pub fn finish(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        if notes.is_empty() {
            return;
        }
        self.heading(2, words::notes(self.locale));
        for (index, note) in notes.iter().enumerate() {
            let part = self.tree.root(Tag::Note);
            let label = self.tree.branch(part, Tag::Lbl);
            let body = self.tree.branch(part, Tag::P);
            let mut spans = vec![Span::plain(&note.text)];
            if let Some(link) = &note.link {
                spans.push(Span::plain(" "));
                spans.push(Span::link(link, link));
            }
            self.keep(SMALL.leading * 2.0);
            self.mark(&format!("{} ", index + 1), label, SMALL);
            self.flow(&spans, body, 20.0, SMALL);
            self.y += 3.0;
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        // No level is left out on the way down, whatever is asked for.
        let above = self.headings.last().map_or(0, |heading| heading.level);
        let level = level.clamp(1, 6).min(above + 1);
        let text = match clean(text).trim() {
            "" => "–".to_owned(),
            text => text.to_owned(),
        };
        let (size, leading, before) = match level {
            1 => (21.0, 26.0, 0.0),
            2 => (14.0, 19.0, 12.0),
            3 => (11.5, 16.0, 8.0),
            _ => (10.5, 15.0, 6.0),
        };
        if self.y > TOP {
            self.y += before;
        }
        let style = Style { size, leading, ink: Ink::Text };
        let pieces = [Piece { text: text.clone(), strong: true, ..Piece::default() }];
        let lines = lines(self.typeface, &pieces, size, MEASURE);
        // A heading does not stand alone at the foot of a page.
        self.keep(height(lines.len(), leading) + 3.0 * BODY.leading);
        let page = self.pages.len() - 1;
        self.headings.push(Heading { level, text: text.clone(), page, y: self.y });
        let number = NonZeroU16::new(u16::from(level)).unwrap_or(NonZeroU16::MIN);
        let part = self.tree.root(Tag::Hn(number, Some(text)));
        self.set(&lines, part, 0.0, style);
        self.y += if level == 1 { 8.0 } else { 4.0 };
    }

    fn statement(&mut self, spans: &[Span]) {
        let part = self.tree.root(Tag::P);
        self.y += 4.0;
        let (page, top) = (self.pages.len(), self.y);
        self.flow(spans, part, 14.0, STATEMENT);
        if page == self.pages.len() {
            let bar = vec![(SIDE, top), (SIDE + 3.0, top), (SIDE + 3.0, self.y), (SIDE, self.y)];
            self.draw(Part::Decoration, vec![Draw::Area(bar, Ink::Dark)]);
        }
        self.y += 11.0;
    }

    fn list(&mut self, points: &[Vec<Span>]) {
        if points.is_empty() {
            return;
        }
        let list = self.tree.root(Tag::L(ListNumbering::Disc));
        for point in points {
            let item = self.tree.branch(list, Tag::LI);
            let label = self.tree.branch(item, Tag::Lbl);
            let body = self.tree.branch(item, Tag::LBody);
            self.keep(BODY.leading);
            self.mark("•", label, BODY);
            self.flow(point, body, 14.0, BODY);
            self.y += 2.0;
        }
        self.y += 5.0;
    }

    fn facts(&mut self, facts: &[(String, Vec<Span>)]) {
        if facts.is_empty() {
            return;
        }
        let list = self.tree.root(Tag::L(ListNumbering::None));
        for (label, text) in facts {
            let item = self.tree.branch(list, Tag::LI);
            let name = self.tree.branch(item, Tag::Lbl);
            let body = self.tree.branch(item, Tag::LBody);
            let pieces = [Piece { text: visible(label), strong: true, ..Piece::default() }];
            let label = lines(self.typeface, &pieces, TABULAR.size, LABEL - 10.0);
            let tall = height(label.len(), BODY.leading);
            self.keep(tall.max(BODY.leading));
            let (page, top) = (self.pages.len(), self.y);
            self.at(&label, name, SIDE, Style { leading: BODY.leading, ..TABULAR }, 0.0);
            self.y = top;
            self.flow(text, body, LABEL, Style { size: 9.5, ..BODY });
            if page == self.pages.len() {
                self.y = self.y.max(top + tall);
            }
            self.y += 3.0;
        }
        self.y += 6.0;
    }

    fn chart(&mut self, chart: &Chart) {
        let face = &self.typeface.regular;
        let drawing = chart.draw(self.locale, MEASURE, &|text, size| face.width(text, size));
        if !drawing.shapes.is_empty() {
            let title = [Piece { text: visible(&chart.title), strong: true, ..Piece::default() }];
            let title = lines(self.typeface, &title, BODY.size, MEASURE);
            let tall = height(title.len(), BODY.leading) + drawing.height;
            self.keep(tall + 8.0);
            let rect = Rect::from_ltrb(SIDE, self.y, SIDE + MEASURE, self.y + tall);
            let bounds = rect.map(|rect| BBox::new(self.pages.len() - 1, rect));
            let alternative = visible(&chart.alternative);
            let figure = self.tree.root(Tag::Figure(Some(alternative)).with_bbox(bounds));
            let caption = self.tree.branch(figure, Tag::Caption);
            self.set(&title, caption, 0.0, BODY);
            let (left, top) = (SIDE, self.y);
            let moved = |points: &[(f32, f32)]| points.iter().map(|(x, y)| (left + x, top + y)).collect::<Vec<_>>();
            let draws = drawing
                .shapes
                .iter()
                .map(|shape| match shape {
                    Shape::Area(points, ink) => Draw::Area(moved(points), *ink),
                    Shape::Line(points, ink, width, dashed) => Draw::Line(moved(points), *ink, *width, *dashed),
                    Shape::Text(x, y, size, anchor, ink, text) => {
                        let text = clean(text);
                        let wide = face.width(&text, *size);
                        let x = match anchor {
                            Anchor::Start => *x,
                            Anchor::Middle => x - wide / 2.0,
                            Anchor::End => x - wide,
                        };
                        Draw::Text(left + x, top + y, *size, false, *ink, text)
                    }
                })
                .collect();
            let leaf = self.tree.leaf(figure);
            self.draw(Part::Of(leaf), draws);
            self.y += drawing.height + 10.0;
        }
        self.table(&chart.table(self.locale));
    }

    fn qr(&mut self, address: &str, words: &str) {
        const SIZE: f32 = 82.0;
        // An address that fits no code is still there as text.
        let code = qrcode::QrCode::with_error_correction_level(address.as_bytes(), qrcode::EcLevel::M).ok();
        let indent = if code.is_some() { SIZE + 14.0 } else { 0.0 };
        self.keep(SIZE + 4.0);
        let (top, page) = (self.y, self.pages.len());
        if let Some(code) = code {
            let modules = code.width();
            #[expect(clippy::cast_precision_loss, reason = "a code is at most 177 modules wide")]
            let side = SIZE / modules as f32;
            let dark: Vec<bool> = code.to_colors().iter().map(|color| *color == qrcode::Color::Dark).collect();
            #[expect(clippy::cast_precision_loss, reason = "a code is at most 177 modules wide")]
            let blocks = (0..modules * modules)
                .filter(|index| dark[*index])
                .map(|index| {
                    let (x, y) = (SIDE + (index % modules) as f32 * side, top + (index / modules) as f32 * side);
                    (x, y, x + side, y + side)
                })
                .collect();
            let rect = Rect::from_ltrb(SIDE, top, SIDE + SIZE, top + SIZE);
            let bounds = rect.map(|rect| BBox::new(page - 1, rect));
            let figure = self.tree.root(Tag::Figure(Some(visible(words))).with_bbox(bounds));
            let leaf = self.tree.leaf(figure);
            self.draw(Part::Of(leaf), vec![Draw::Blocks(blocks)]);
        }
        let part = self.tree.root(Tag::P);
        self.y = top + 8.0;
        self.flow(&[Span::plain(words), Span::plain(" "), Span::link(address, address)], part, indent, BODY);
        if page == self.pages.len() {
            self.y = self.y.max(top + if indent > 0.0 { SIZE } else { 0.0 });
        }
        self.y += 10.0;
    }

    /// Begins a new page unless so much fits on this one, or it is empty.
    pub fn keep(&mut self, tall: f32) {
        if self.y + tall > BOTTOM && self.y > TOP {
            self.pages.push(Page::default());
            self.y = TOP;
        }
    }

    /// Sets running text, over as many pages as it takes, never one line alone at the foot or the head of a page.
    pub fn flow(&mut self, spans: &[Span], part: Branch, indent: f32, style: Style) {
        let pieces = self.pieces(spans);
        let lines = lines(self.typeface, &pieces, style.size, MEASURE - indent);
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let room = room(self.y, style.leading);
            let now = if rest.len() <= room {
                rest.len()
            } else if room >= 3 && rest.len() - room == 1 {
                room - 1
            } else if room >= 2 {
                room
            } else {
                0
            };
            if now == 0 {
                self.pages.push(Page::default());
                self.y = TOP;
                continue;
            }
            self.set(&rest[..now], part, indent, style);
            rest = &rest[now..];
        }
    }

    /// The pieces of spans; each footnote gets its number.
    pub fn pieces(&mut self, spans: &[Span]) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(spans.len());
        for span in spans {
            pieces.push(Piece { text: clean(&span.text), strong: span.strong, link: span.link.clone(), raised: false });
            if let Some(note) = &span.note {
                pieces.push(self.note(note));
            }
        }
        if pieces.iter().all(|piece| piece.text.trim().is_empty()) {
            // A part without content would fall out of the structure.
            pieces = vec![Piece { text: " ".to_owned(), ..Piece::default() }];
        }
        pieces
    }

    /// The raised number of a footnote. What says the same bears the same number.
    fn note(&mut self, note: &Note) -> Piece {
        let known = self.notes.iter().position(|known| known == note);
        let number = known.unwrap_or_else(|| {
            self.notes.push(note.clone());
            self.notes.len() - 1
        });
        Piece { text: format!("{}", number + 1), raised: true, ..Piece::default() }
    }

    /// Sets lines where the page stands, and moves on.
    fn set(&mut self, lines: &[Line], part: Branch, indent: f32, style: Style) {
        let top = self.y;
        self.at(lines, part, SIDE + indent, style, 0.0);
        self.y = top + height(lines.len(), style.leading);
    }

    /// A mark before the text that follows on the same line.
    fn mark(&mut self, text: &str, part: Branch, style: Style) {
        let pieces = [Piece { text: text.to_owned(), ..Piece::default() }];
        let lines = lines(self.typeface, &pieces, style.size, MEASURE);
        self.at(&lines, part, SIDE, style, 0.0);
    }

    /// Draws lines from the present height on; `right` is the width at whose right edge they end, or 0.
    pub fn at(&mut self, lines: &[Line], part: Branch, left: f32, style: Style, right: f32) {
        for (index, line) in lines.iter().enumerate() {
            let top = self.y + height(index, style.leading);
            let foot = top + (style.leading + style.size * 0.72) / 2.0;
            let mut x = if right > 0.0 { left + (right - line.width).max(0.0) } else { left };
            for run in &line.runs {
                self.run(run, part, (x, top, foot), style);
                x += run.width;
            }
        }
    }

    fn run(&mut self, run: &super::lines::Run, part: Branch, (x, top, foot): (f32, f32, f32), style: Style) {
        let piece = &run.piece;
        let text = |size: f32, foot: f32, ink: Ink| Draw::Text(x, foot, size, piece.strong, ink, piece.text.clone());
        if piece.raised {
            let reference = self.tree.branch(part, Tag::Reference);
            let leaf = self.tree.leaf(reference);
            self.draw(Part::Of(leaf), vec![text(style.size * RAISED, foot - style.size * 0.32, style.ink)]);
            return;
        }
        let Some(to) = &piece.link else {
            let leaf = self.tree.leaf(part);
            self.draw(Part::Of(leaf), vec![text(style.size, foot, style.ink)]);
            return;
        };
        let link = self.tree.branch(part, Tag::Link);
        let leaf = self.tree.leaf(link);
        self.draw(Part::Of(leaf), vec![text(style.size, foot, Ink::Dark)]);
        let wide = self.typeface.face(piece.strong).width(piece.text.trim_end(), style.size);
        let under = vec![(x, foot + 1.6), (x + wide, foot + 1.6)];
        self.draw(Part::Decoration, vec![Draw::Line(under, Ink::Dark, 0.5, false)]);
        if wide > 0.0 {
            let leaf = self.tree.leaf(link);
            let area = (x, top, x + wide, top + style.leading);
            self.page().links.push(Link { area, to: to.clone(), leaf });
        }
    }

    /// Adds drawings to the present page.
    pub fn draw(&mut self, part: Part, draws: Vec<Draw>) {
        self.page().items.push(Item { part, draws });
    }

    fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}

/// How tall so many lines are.
#[expect(clippy::cast_precision_loss, reason = "lines of a page are few")]
pub(super) fn height(lines: usize, leading: f32) -> f32 {
    lines as f32 * leading
}

/// How many lines fit beneath.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not negative, and a page is short")]
pub(super) fn room(y: f32, leading: f32) -> usize {
    ((BOTTOM - y) / leading).max(0.0) as usize
}

/// A text that is not empty: what has no name would fall out of the structure.
pub(super) fn visible(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() { "–".to_owned() } else { text }
}
