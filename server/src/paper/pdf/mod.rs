//! A paper as PDF: readable for all, and checked against PDF/UA-1 as it is written.
//!
//! Structure is made beside the drawing: headings, lists, tables with their headings' reach, figures with what they show in words,
//! links, footnotes; rules, page numbers and repeated headings are no part of it. What fails the check is not written.

mod layout;
mod lines;
mod page;
mod table;
mod tree;

use chrono::{Datelike as _, Timelike as _};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, SpanTag};
use krilla::{Document, SerializeSettings};

use self::layout::{Heading, Layout};
use self::page::{BOTTOM, Draw, HEIGHT, Item, MEASURE, Page, Part, SIDE, WIDTH};
use super::chart::{Ink, short};
use super::font::Typeface;
use super::text::clean;
use super::{Block, Paper, PaperError, words};

/// Writes a paper as PDF.
///
/// # Errors
/// [`PaperError::NoTypeface`], or [`PaperError::Pdf`] when the document would not be readable for all.
pub fn write(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let typeface = Typeface::get()?;
    let mut layout = Layout::new(typeface, paper.language);
    layout.block(&Block::Heading(1, paper.title.clone()));
    for block in &paper.blocks {
        layout.block(block);
    }
    layout.finish();
    feet(&mut layout, &clean(&paper.foot));

    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperError::Pdf(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let Layout { pages, mut tree, headings, .. } = layout;
    for page in pages {
        draw_page(&mut document, typeface, &mut tree, page, paper)?;
    }
    document.set_tag_tree(tree.build());
    document.set_outline(outline(&headings));
    document.set_metadata(metadata(paper));
    document.finish().map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

/// The foot of each page: what the document is, and which page of how many.
fn feet(layout: &mut Layout<'_>, foot: &str) {
    let pages = layout.pages.len();
    let face = &layout.typeface.regular;
    for (index, page) in layout.pages.iter_mut().enumerate() {
        let number = words::page_of(layout.locale, index + 1, pages);
        let wide = face.width(&number, 8.0);
        let kept = short(foot, 8.0, MEASURE - wide - 20.0, &|text, size| face.width(text, size));
        let y = BOTTOM + 34.0;
        let rule = Draw::Line(vec![(SIDE, y - 14.0), (SIDE + MEASURE, y - 14.0)], Ink::Grid, 0.5, false);
        let draws = vec![
            rule,
            Draw::Text(SIDE, y, 8.0, false, Ink::Soft, kept),
            Draw::Text(SIDE + MEASURE - wide, y, 8.0, false, Ink::Soft, number),
        ];
        page.items.push(Item { part: Part::Foot, draws });
    }
}

fn draw_page(
    document: &mut Document,
    typeface: &Typeface,
    tree: &mut tree::Tree,
    content: Page,
    paper: &Paper,
) -> Result<(), PaperError> {
    let settings =
        PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PaperError::Pdf("the page has no size".to_owned()))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    for item in content.items {
        let artifact = |kind: ArtifactType| ContentTag::Artifact(Artifact::with_kind(kind));
        let tag = match item.part {
            Part::Of(_) => match item.draws.first() {
                Some(Draw::Text(..)) if item.draws.len() == 1 => ContentTag::Span(SpanTag::empty()),
                _ => ContentTag::Other,
            },
            Part::Decoration => artifact(ArtifactType::Layout),
            Part::Foot => artifact(ArtifactType::Footer),
            Part::Again => artifact(ArtifactType::PaginationOther),
        };
        let identifier = surface.start_tagged(tag);
        if let Part::Of(leaf) = item.part {
            tree.drawn(leaf, identifier);
        }
        for draw in &item.draws {
            draw_one(&mut surface, typeface, draw);
        }
        surface.end_tagged();
    }
    surface.finish();
    for link in content.links {
        let (left, top, right, bottom) = link.area;
        let Some(rect) = Rect::from_ltrb(left, top, right, bottom) else { continue };
        let words = words::leads_to(paper.language, &link.to);
        let target = Target::Action(Action::Link(LinkAction::new(link.to)));
        let annotation = Annotation::new_link(LinkAnnotation::new(rect, target), Some(words));
        let identifier = page.add_tagged_annotation(annotation);
        tree.drawn(link.leaf, identifier);
    }
    page.finish();
    Ok(())
}

fn draw_one(surface: &mut Surface<'_>, typeface: &Typeface, draw: &Draw) {
    match draw {
        Draw::Text(x, y, size, strong, ink, text) => {
            let face = typeface.face(*strong);
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            surface.draw_glyphs(Point::from_xy(*x, *y), &face.glyphs(text), face.font.clone(), text, *size, false);
        }
        Draw::Area(points, ink) => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            let mut path = line(points);
            path.close();
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Draw::Blocks(blocks) => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(Ink::Text)));
            let mut path = PathBuilder::new();
            for (left, top, right, bottom) in blocks {
                if let Some(rect) = Rect::from_ltrb(*left, *top, *right, *bottom) {
                    path.push_rect(rect);
                }
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Draw::Line(points, ink, width, dashed) => {
            surface.set_fill(None);
            let dash = dashed.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 });
            surface.set_stroke(Some(Stroke { paint: color(*ink).into(), width: *width, dash, ..Stroke::default() }));
            if let Some(path) = line(points).finish() {
                surface.draw_path(&path);
            }
            surface.set_stroke(None);
        }
    }
}

fn line(points: &[(f32, f32)]) -> PathBuilder {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    path
}

/// The colours of the papers. Each differs from the next in lightness, so that a grey print says the same.
fn color(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Text => rgb::Color::new(0x1e, 0x24, 0x28),
        Ink::Soft => rgb::Color::new(0x4f, 0x57, 0x5d),
        Ink::Grid => rgb::Color::new(0xcf, 0xd5, 0xd9),
        Ink::Dark => rgb::Color::new(0x0b, 0x4f, 0x4a),
        Ink::Middle => rgb::Color::new(0x86, 0xb8, 0xb1),
        Ink::Pale => rgb::Color::new(0xdd, 0xea, 0xe8),
    }
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: color(ink).into(), ..Fill::default() }
}

/// The bookmarks: headings below the title, as they lie in each other.
fn outline(headings: &[Heading]) -> Outline {
    let node = |heading: &Heading| {
        let destination = XyzDestination::new(heading.page, Point::from_xy(SIDE, (heading.y - 8.0).max(0.0)));
        OutlineNode::new(heading.text.clone(), destination)
    };
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for heading in headings {
        if heading.level <= 2 {
            if let Some(done) = open.take() {
                outline.push_child(done);
            }
            open = Some(node(heading));
        } else if let Some(above) = &mut open {
            above.push_child(node(heading));
        }
    }
    if let Some(done) = open {
        outline.push_child(done);
    }
    outline
}

fn metadata(paper: &Paper) -> Metadata {
    let at = paper.dated;
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    let dated = DateTime::new(u16::try_from(at.year()).unwrap_or(0))
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(layout::visible(&paper.title))
        .description(clean(&paper.subject))
        .authors(vec![clean(&paper.author)])
        .creator("Grobunn".to_owned())
        .language(paper.language.tag().to_owned())
        .creation_date(dated)
        .document_id(paper.id.clone())
}
