//! Tables: columns as wide as their content asks for, rows that stay whole, the heading again on each page.

use krilla::tagging::{TableHeaderScope, Tag};

use super::layout::{BODY, Layout, SMALL, Style, TABULAR, height, room};
use super::lines::{Line, Piece, lines};
use super::page::{BOTTOM, Draw, MEASURE, Page, Part, SIDE, TOP};
use super::tree::Branch;
use crate::paper::chart::Ink;
use crate::paper::font::Typeface;
use crate::paper::text::clean;
use crate::paper::{Span, Table};

const PAD: f32 = 4.0;

/// A row, broken into lines.
type Row = Vec<Vec<Line>>;

impl Layout<'_> {
    /// Sets a table.
    pub(super) fn table(&mut self, table: &Table) {
        if table.columns.is_empty() || table.rows.is_empty() {
            return;
        }
        let widths = widths(self.typeface, table);
        let heads: Vec<Vec<Piece>> = table.columns.iter().map(|column| vec![filled(&column.name, true)]).collect();
        let head = self.broken(&heads, &widths);
        let body: Vec<Row> = table
            .rows
            .iter()
            .map(|row| {
                let cells: Vec<Vec<Piece>> = (0..widths.len())
                    .map(|index| {
                        let Some(cell) = row.get(index) else { return vec![filled("", false)] };
                        let mut span = Span::plain(&cell.text);
                        span.note.clone_from(&cell.note);
                        self.pieces(&[span])
                    })
                    .collect();
                self.broken(&cells, &widths)
            })
            .collect();
        let caption = [Piece { text: clean(&table.caption), strong: true, ..Piece::default() }];
        let caption = lines(self.typeface, &caption, TABULAR.size, MEASURE);
        let first = body.first().map_or(0.0, tall);
        self.keep(height(caption.len(), BODY.leading) + tall(&head) + first.min(120.0) + 2.0 * PAD);

        let part = self.tree.root(Tag::Table);
        if !table.caption.trim().is_empty() {
            let named = self.tree.branch(part, Tag::Caption);
            self.at(&caption, named, SIDE, Style { leading: BODY.leading, ..TABULAR }, 0.0);
            self.y += height(caption.len(), BODY.leading) + 2.0;
        }
        let section = self.tree.branch(part, Tag::THead);
        let line = self.tree.branch(section, Tag::TR);
        let cells: Vec<Branch> =
            widths.iter().map(|_| self.tree.branch(line, Tag::TH(TableHeaderScope::Column))).collect();
        self.rule(Ink::Text, 0.9);
        self.row(&head, &cells, &widths, table);
        self.rule(Ink::Text, 0.6);
        let section = self.tree.branch(part, Tag::TBody);
        for row in &body {
            let line = self.tree.branch(section, Tag::TR);
            let cells: Vec<Branch> = (0..widths.len())
                .map(|index| match index {
                    0 => self.tree.branch(line, Tag::TH(TableHeaderScope::Row)),
                    _ => self.tree.branch(line, Tag::TD),
                })
                .collect();
            self.long_row(row, &cells, &head, &widths, table);
            self.rule(Ink::Grid, 0.5);
        }
        if let Some(source) = &table.source {
            let part = self.tree.root(Tag::P);
            self.y += 2.0;
            self.flow(&[Span::plain(source)], part, 0.0, SMALL);
        }
        self.y += 12.0;
    }

    fn broken(&self, cells: &[Vec<Piece>], widths: &[f32]) -> Row {
        cells
            .iter()
            .zip(widths)
            .map(|(pieces, width)| lines(self.typeface, pieces, TABULAR.size, width - 2.0 * PAD))
            .collect()
    }

    /// A row that goes on to the next page if it has to: whole if it fits on a page, else line by line.
    fn long_row(&mut self, row: &Row, cells: &[Branch], head: &Row, widths: &[f32], table: &Table) {
        if self.y + tall(row) <= BOTTOM {
            self.row(row, cells, widths, table);
            return;
        }
        self.next_page(head, widths, table);
        let mut rest: Row = row.clone();
        while self.y + tall(&rest) > BOTTOM {
            let fits = room(self.y + 2.0 * PAD, TABULAR.leading).max(1);
            let now: Row = rest.iter().map(|cell| cell.iter().take(fits).cloned().collect()).collect();
            rest = rest.iter().map(|cell| cell.iter().skip(fits).cloned().collect()).collect();
            self.row(&now, cells, widths, table);
            self.next_page(head, widths, table);
        }
        self.row(&rest, cells, widths, table);
    }

    /// A new page with the heading of the table again, which a screen reader has heard already.
    fn next_page(&mut self, head: &Row, widths: &[f32], table: &Table) {
        self.pages.push(Page::default());
        self.y = TOP;
        if tall(head) > 200.0 {
            return;
        }
        self.rule(Ink::Text, 0.9);
        // Set aside for a moment, so that what is drawn becomes no part of the structure.
        let structure = std::mem::take(&mut self.tree);
        let nowhere = self.tree.root(Tag::P);
        let cells = vec![nowhere; widths.len()];
        let before = self.pages.last().map_or(0, |page| page.items.len());
        self.row(head, &cells, widths, table);
        if let Some(page) = self.pages.last_mut() {
            for item in page.items.iter_mut().skip(before) {
                item.part = Part::Again;
            }
        }
        self.tree = structure;
        self.rule(Ink::Text, 0.6);
    }

    fn row(&mut self, row: &Row, cells: &[Branch], widths: &[f32], table: &Table) {
        let top = self.y;
        let mut x = SIDE;
        for (((lines, part), width), column) in row.iter().zip(cells).zip(widths).zip(&table.columns) {
            self.y = top + PAD;
            let right = if column.numbers { width - 2.0 * PAD } else { 0.0 };
            self.at(lines, *part, x + PAD, TABULAR, right);
            x += width;
        }
        self.y = top + tall(row);
    }

    fn rule(&mut self, ink: Ink, width: f32) {
        let line = vec![(SIDE, self.y), (SIDE + MEASURE, self.y)];
        self.draw(Part::Decoration, vec![Draw::Line(line, ink, width, false)]);
    }
}

fn filled(text: &str, strong: bool) -> Piece {
    let text = clean(text);
    // A cell without content would fall out of the structure, and the row would be too short.
    Piece { text: if text.is_empty() { " ".to_owned() } else { text }, strong, ..Piece::default() }
}

fn tall(row: &Row) -> f32 {
    height(row.iter().map(Vec::len).max().unwrap_or(0), TABULAR.leading) + 2.0 * PAD
}

/// The widths of the columns: as wide as they want if all fit; else each gets what its longest word needs, and the rest by want.
fn widths(typeface: &Typeface, table: &Table) -> Vec<f32> {
    let wants: Vec<(f32, f32)> = table
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let cells = table.rows.iter().filter_map(|row| row.get(index)).map(|cell| (cell.text.as_str(), false));
            let (mut least, mut most) = (12.0_f32, 12.0_f32);
            for (text, strong) in cells.chain([(column.name.as_str(), true)]) {
                let (face, text) = (typeface.face(strong), clean(text));
                let word = text.split(' ').map(|word| face.width(word, TABULAR.size)).fold(0.0, f32::max);
                least = least.max(word.min(MEASURE * 0.4));
                most = most.max(face.width(&text, TABULAR.size) + 8.0);
            }
            (least + 2.0 * PAD + 1.0, most + 2.0 * PAD + 1.0)
        })
        .collect();
    let (least, most): (f32, f32) = wants.iter().fold((0.0, 0.0), |sum, want| (sum.0 + want.0, sum.1 + want.1));
    if most <= MEASURE {
        // What is left over goes to the first column, so that numbers stand together to the right.
        // Where the first is one too, all stand as they are.
        let mut widths: Vec<f32> = wants.iter().map(|want| want.1).collect();
        if table.columns[0].numbers {
            let even = (MEASURE - most) / widths.iter().map(|_| 1.0).sum::<f32>();
            widths.iter_mut().for_each(|width| *width += even);
        } else {
            widths[0] += MEASURE - most;
        }
        return widths;
    }
    if least >= MEASURE {
        return wants.iter().map(|want| want.0 * MEASURE / least).collect();
    }
    let share = (MEASURE - least) / (most - least);
    wants.iter().map(|(least, most)| least + (most - least) * share).collect()
}
