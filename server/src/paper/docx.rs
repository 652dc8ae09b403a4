//! A paper as DOCX: real headings, lists, tables with a heading that repeats, footnotes; for whoever goes on writing in it.
//!
//! A drawing stands as its words and its data: a picture could not be gone on with. What the writer of the format lacks (the language,
//! the heading of a table that repeats, the number inside a footnote, who wrote it) is put into its XML afterwards, and the package
//! is packed anew without the time of day.

use std::io::{Cursor, Read as _, Write as _};

use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, Footer, Footnote, Hyperlink, HyperlinkData, IndentLevel, Level, LevelJc,
    LevelText, LineSpacing, NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph,
    ParagraphChild, Run, RunFonts, SpecialIndentType, Start, Style, StyleType, TableCell, TableRow, WidthType,
};
use domain::words::Locale;
use zip::write::SimpleFileOptions;

use super::text::clean;
use super::{Block, Note, Paper, PaperError, Span, Table};

/// How wide the text is, in twentieths of a point.
const MEASURE: usize = 9420;

/// Writes a paper as DOCX.
///
/// # Errors
/// [`PaperError::Write`] when the package could not be made.
pub fn write(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let mut writer = Writer { footnotes: 0, links: 0 };
    let mut docx = frame(paper);
    docx = docx.add_paragraph(Paragraph::new().style("Title").add_run(Run::new().add_text(clean(&paper.title))));
    for block in &paper.blocks {
        docx = writer.block(docx, block, paper.language);
    }
    let mut package = docx.build();
    // Only rows that are headings are told not to break; so that is what tells them.
    package.document = patched(&package.document, "<w:cantSplit />", "<w:cantSplit /><w:tblHeader />");
    package.styles = patched(
        &package.styles,
        "</w:rPr></w:rPrDefault>",
        &format!("<w:lang w:val=\"{0}\" w:eastAsia=\"{0}\" /></w:rPr></w:rPrDefault>", tag(paper.language)),
    );
    package.footnotes = patched(
        &package.footnotes,
        "</w:pPr>",
        "</w:pPr><w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\" /></w:rPr><w:footnoteRef /></w:r>",
    );
    // The library numbers paragraphs over all documents of a thread; nothing here refers to those numbers.
    package.document = unnumbered(&package.document);
    package.footnotes = unnumbered(&package.footnotes);
    for foot in package.footers.iter_mut().chain(&mut package.headers) {
        *foot = unnumbered(foot);
    }
    // And feet over all documents of the process; there is one here.
    package.document = only(&package.document, FOOT);
    package.document_rels = sorted(&only(&package.document_rels, FOOT));
    package.doc_props.core = core(paper).into_bytes();
    let failed = |error: String| PaperError::Write(error);
    let mut packed = Cursor::new(Vec::new());
    package.pack(&mut packed).map_err(|error| failed(error.to_string()))?;
    timeless(packed.into_inner()).map_err(|error| failed(error.to_string()))
}

/// Styles, page, foot.
fn frame(paper: &Paper) -> Docx {
    let heading = |level: usize, size: usize, before: u32| {
        Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .outline_lvl(level - 1)
            .size(size)
            .bold()
            .line_spacing(LineSpacing::new().before(before).after(80))
    };
    let bullets =
        AbstractNumbering::new(2).add_level(
            Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
                .indent(Some(360), Some(SpecialIndentType::Hanging(280)), None, None),
        );
    let foot = Paragraph::new()
        .style("Footer")
        .add_run(Run::new().add_text(clean(&paper.foot) + "   "))
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" / "))
        .add_num_pages(NumPages::new());
    let mut docx = Docx::new()
        .page_size(11906, 16838)
        .page_margin(PageMargin {
            top: 1160,
            left: 1240,
            bottom: 1160,
            right: 1240,
            header: 600,
            footer: 600,
            gutter: 0,
        })
        .default_fonts(RunFonts::new().ascii("Inter").hi_ansi("Inter").cs("Inter"))
        .default_size(20)
        .add_style(
            Style::new("Title", StyleType::Paragraph)
                .name("Title")
                .based_on("Normal")
                .q_format(true)
                .size(42)
                .bold()
                .line_spacing(LineSpacing::new().after(160)),
        )
        .add_style(
            Style::new("Statement", StyleType::Paragraph)
                .name("Statement")
                .based_on("Normal")
                .q_format(true)
                .size(30)
                .line_spacing(LineSpacing::new().before(80).after(200)),
        )
        .add_style(Style::new("Caption", StyleType::Paragraph).name("caption").based_on("Normal").q_format(true).bold())
        .add_style(Style::new("Footer", StyleType::Paragraph).name("footer").based_on("Normal").size(16))
        .add_style(Style::new("FootnoteText", StyleType::Paragraph).name("footnote text").based_on("Normal").size(17))
        .add_style(Style::new("ListBullet", StyleType::Paragraph).name("List Bullet").based_on("Normal").q_format(true))
        .add_style(Style::new("Hyperlink", StyleType::Character).name("Hyperlink").color("0B4F4A").underline("single"))
        .add_style(raised())
        .add_abstract_numbering(bullets)
        .add_numbering(Numbering::new(2, 2))
        .footer(Footer::new().add_paragraph(foot));
    for (level, size, before) in [(1, 34, 360), (2, 28, 280), (3, 23, 200), (4, 21, 160)] {
        docx = docx.add_style(heading(level, size, before));
    }
    docx
}

fn raised() -> Style {
    let mut style = Style::new("FootnoteReference", StyleType::Character).name("footnote reference");
    style.run_property = style.run_property.vert_align(docx_rs::VertAlignType::SuperScript);
    style
}

struct Writer {
    footnotes: usize,
    links: usize,
}

impl Writer {
    fn block(&mut self, docx: Docx, block: &Block, locale: Locale) -> Docx {
        match block {
            // The title is not a heading here; what stands second on the page is first in the outline.
            Block::Heading(level, text) => docx.add_paragraph(
                Paragraph::new()
                    .style(&format!("Heading{}", level.clamp(&2, &5) - 1))
                    .keep_next(true)
                    .add_run(Run::new().add_text(clean(text))),
            ),
            Block::Paragraph(spans) => docx.add_paragraph(self.spans(Paragraph::new(), spans)),
            Block::Statement(spans) => docx.add_paragraph(self.spans(Paragraph::new().style("Statement"), spans)),
            Block::List(points) => points.iter().fold(docx, |docx, point| {
                let paragraph =
                    Paragraph::new().style("ListBullet").numbering(NumberingId::new(2), IndentLevel::new(0));
                docx.add_paragraph(self.spans(paragraph, point))
            }),
            Block::Facts(facts) => facts.iter().fold(docx, |docx, (label, text)| {
                let label = Run::new().add_text(format!("{}: ", clean(label))).bold();
                docx.add_paragraph(self.spans(Paragraph::new().add_run(label), text))
            }),
            Block::Table(table) => self.table(docx, table),
            Block::Chart(chart) => {
                let title = Run::new().add_text(clean(&chart.title));
                let docx = docx.add_paragraph(Paragraph::new().style("Caption").keep_next(true).add_run(title));
                let words = Run::new().add_text(clean(&chart.alternative));
                let docx = docx.add_paragraph(Paragraph::new().keep_next(true).add_run(words));
                self.table(docx, &chart.table(locale))
            }
            Block::Qr { address, words } => {
                let spans = [Span::plain(format!("{words} ")), Span::link(address, address)];
                docx.add_paragraph(self.spans(Paragraph::new(), &spans))
            }
        }
    }

    fn spans(&mut self, mut paragraph: Paragraph, spans: &[Span]) -> Paragraph {
        for span in spans {
            let mut run = Run::new().add_text(clean(&span.text));
            if span.strong {
                run = run.bold();
            }
            paragraph = match &span.link {
                Some(to) => paragraph.add_hyperlink(self.link(to, run)),
                None => paragraph.add_run(run),
            };
            if let Some(note) = &span.note {
                paragraph = paragraph.add_run(self.note(note));
            }
        }
        paragraph
    }

    /// A link with a number of its own: those of the library count over all documents of the process.
    fn link(&mut self, to: &str, run: Run) -> Hyperlink {
        self.links += 1;
        Hyperlink {
            link: HyperlinkData::External { rid: format!("rIdLink{}", self.links), path: escaped(to) },
            history: Some(1),
            children: vec![ParagraphChild::Run(Box::new(run.style("Hyperlink")))],
        }
    }

    fn note(&mut self, note: &Note) -> Run {
        self.footnotes += 1;
        let link = note.link.as_deref().map(|link| format!(" {}", clean(link))).unwrap_or_default();
        let text = Run::new().add_text(format!(" {}{link}", clean(&note.text)));
        let content = vec![Paragraph::new().style("FootnoteText").add_run(text)];
        Run::new().add_footnote_reference(Footnote { id: self.footnotes, content })
    }

    fn table(&mut self, docx: Docx, table: &Table) -> Docx {
        if table.columns.is_empty() || table.rows.is_empty() {
            return docx;
        }
        let caption = Run::new().add_text(clean(&table.caption));
        let docx = docx.add_paragraph(Paragraph::new().style("Caption").keep_next(true).add_run(caption));
        let wide = MEASURE / table.columns.len();
        let aligned = |numbers: bool| {
            let paragraph = Paragraph::new();
            if numbers { paragraph.align(AlignmentType::Right) } else { paragraph }
        };
        let cell = |paragraph: Paragraph| TableCell::new().width(wide, WidthType::Dxa).add_paragraph(paragraph);
        let head = table
            .columns
            .iter()
            .map(|column| cell(aligned(column.numbers).add_run(Run::new().add_text(clean(&column.name)).bold())));
        let mut rows = vec![TableRow::new(head.collect()).cant_split()];
        for row in &table.rows {
            let mut cells = Vec::with_capacity(table.columns.len());
            for (index, column) in table.columns.iter().enumerate() {
                let mut paragraph = aligned(column.numbers);
                if let Some(content) = row.get(index) {
                    paragraph = paragraph.add_run(Run::new().add_text(clean(&content.text)));
                    if let Some(note) = &content.note {
                        paragraph = paragraph.add_run(self.note(note));
                    }
                }
                cells.push(cell(paragraph));
            }
            rows.push(TableRow::new(cells));
        }
        let grid = vec![wide; table.columns.len()];
        let docx = docx.add_table(docx_rs::Table::new(rows).set_grid(grid).width(MEASURE, WidthType::Dxa));
        let after = table.source.as_deref().unwrap_or_default();
        docx.add_paragraph(Paragraph::new().style("FootnoteText").add_run(Run::new().add_text(clean(after))))
    }
}

/// The language as word processors write it.
const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::Nb => "nb-NO",
        Locale::Nn => "nn-NO",
        Locale::En => "en-GB",
    }
}

fn core(paper: &Paper) -> String {
    let at = paper.dated.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{}</dc:creator><dc:language>{}</dc:language>\
         <dc:identifier>{}</dc:identifier>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{at}</dcterms:modified></cp:coreProperties>",
        escaped(&clean(&paper.title)),
        escaped(&clean(&paper.subject)),
        escaped(&clean(&paper.author)),
        tag(paper.language),
        escaped(&clean(&paper.id)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn patched(xml: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8_lossy(xml).replace(from, to).into_bytes()
}

/// How the library names the relation to a foot, before its number.
const FOOT: &str = "rIdFooter";

/// The XML with the number 1 after each mention of a name.
fn only(xml: &[u8], name: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(xml);
    let mut pieces = text.split(name);
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept += name;
        kept.push('1');
        kept += piece.trim_start_matches(|character: char| character.is_ascii_digit());
    }
    kept.into_bytes()
}

/// Relations in one order: the library writes links in the order of a hash.
fn sorted(xml: &[u8]) -> Vec<u8> {
    const BEGIN: &str = "<Relationship ";
    let text = String::from_utf8_lossy(xml);
    let mut pieces: Vec<&str> = text.split(BEGIN).collect();
    let (Some(last), true) = (pieces.pop(), !pieces.is_empty()) else { return xml.to_vec() };
    let (last, end) = last.split_once("/>").unwrap_or((last, ""));
    let head = pieces.remove(0);
    let mut relations: Vec<&str> = pieces.iter().map(|piece| piece.trim_end_matches("/>")).chain([last]).collect();
    relations.sort_unstable();
    let relations: String = relations.into_iter().map(|relation| format!("{BEGIN}{relation}/>")).collect();
    format!("{head}{relations}{end}").into_bytes()
}

/// The XML without the ids of its paragraphs.
fn unnumbered(xml: &[u8]) -> Vec<u8> {
    const BEFORE: &str = " w14:paraId=\"";
    let text = String::from_utf8_lossy(xml);
    let mut pieces = text.split(BEFORE);
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        kept += piece.split_once('"').map_or(piece, |(_, rest)| rest);
    }
    kept.into_bytes()
}

/// The package packed anew: smaller, and without the time at which it was made.
fn timeless(package: Vec<u8>) -> zip::result::ZipResult<Vec<u8>> {
    let mut from = zip::ZipArchive::new(Cursor::new(package))?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for index in 0..from.len() {
        let mut entry = from.by_index(index)?;
        if entry.is_dir() {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        to.start_file(entry.name()?.into_owned(), options)?;
        to.write_all(&content)?;
    }
    Ok(to.finish()?.into_inner())
}
