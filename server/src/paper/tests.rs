//! The writers, read back: what is in the files, that they are readable for all, and that nothing hostile breaks them.

use chrono::{NaiveDate, TimeZone as _, Utc};
use domain::words::Locale;

use super::chart::{Bar, Kind, Unit};
use super::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Blåbærgrøt på Ærfuglhøyden".to_owned(),
        subject: "En prøve".to_owned(),
        author: "Gründerhuset".to_owned(),
        language: Locale::Nb,
        dated: Utc.with_ymd_and_hms(2026, 3, 14, 9, 26, 53).single().expect("an instant"),
        id: "https://grobunn.example/published/abcdefghij".to_owned(),
        foot: "Gründerhuset · Årsmelding".to_owned(),
        blocks,
    }
}

fn note(text: &str) -> Note {
    Note { text: text.to_owned(), link: Some("https://grobunn.example/published/abcdefghij".to_owned()) }
}

fn every_block() -> Vec<Block> {
    let share = Span::strong("73 %").with_note(note("Overlevelse, versjon 1."));
    let path = Kind::Path {
        target: vec![(day(2024, 1, 1), 0.0), (day(2027, 1, 1), 150.0)],
        reached: vec![
            (day(2024, 1, 1), 0.0, 0.0, 0.0),
            (day(2024, 7, 1), 14.0, 18.0, 22.0),
            (day(2025, 1, 1), 31.0, 40.0, 49.0),
            (day(2025, 7, 1), 52.0, 61.0, 75.0),
        ],
        forecast: vec![(day(2025, 7, 1), 61.0, 61.0), (day(2026, 1, 1), 72.0, 101.0), (day(2027, 1, 1), 95.0, 170.0)],
    };
    let bars = ["Romerike", "Oslo", "Resten av landet, og dem vi ikke vet hvor er"]
        .into_iter()
        .zip([(120.0, 140.0, 171.0), (61.0, 70.0, 70.0), (-4.0, 9.0, 22.0)])
        .map(|(name, (floor, point, ceiling))| Bar { name: name.to_owned(), floor, point, ceiling })
        .collect();
    let steps = vec![(0.0, 1.0, 1.0, 1.0), (1.2, 0.9, 0.8, 0.97), (3.0, 0.74, 0.6, 0.85), (5.0, 0.61, 0.44, 0.75)];
    let chart = |title: &str, unit: Unit, kind: Kind| {
        let alternative = format!("{title}: tallene står i tabellen under.");
        Block::Chart(Chart { title: title.to_owned(), alternative, unit, kind })
    };
    vec![
        Block::Statement(vec![share, Span::plain(" av bedriftene lever: 38 av 52.")]),
        Block::Heading(2, "Hva som er målt".to_owned()),
        paragraph("Ei løypemelding på nynorsk òg: vêret i Sør-Aurdal er ymse, ſier André. ".repeat(9)),
        Block::List(vec![
            vec![Span::plain("Første punkt")],
            vec![Span::link("Andre punkt", "https://grobunn.example/")],
        ]),
        Block::Facts(vec![
            ("Definisjon".to_owned(), vec![Span::plain("jobs.net, versjon 1")]),
            ("Nøkkel".to_owned(), vec![Span::plain("0123456789abcdef".repeat(6))]),
        ]),
        Block::Heading(2, "Figurer".to_owned()),
        chart("Arbeidsplasser etter sted", Unit::Number, Kind::Bars(bars)),
        chart("Overlevelse", Unit::Share, Kind::Steps(steps)),
        chart("Mot målet", Unit::Number, path),
        Block::Qr {
            address: "https://grobunn.example/published/abcdefghij".to_owned(),
            words: "Tallet og alt det bygger på:".to_owned(),
        },
    ]
}

fn long_table(rows: usize) -> Table {
    Table {
        caption: "Arbeidsplasser per år".to_owned(),
        columns: vec![
            Column::words("År"),
            Column::numbers("Verdi"),
            Column::numbers("Andel"),
            Column::words("Merknad"),
        ],
        rows: (0..rows)
            .map(|row| {
                let value = f64::from(u32::try_from(row).expect("small"));
                vec![
                    Cell::of(format!("Rad nr. {row}"), Value::Text),
                    Cell {
                        note: (row == 2).then(|| note("Den andre raden.")),
                        ..Cell::of(format!("{row}"), Value::Number(value))
                    },
                    Cell::of("12,5 %", Value::Share(0.125)),
                    Cell::text(if row % 7 == 0 { "Tallet er usikkert fordi tre bedrifter ikke har svart" } else { "" }),
                ]
            })
            .collect(),
        source: Some("Kilde: Grobunn".to_owned()),
    }
}

/// The PDF read back by another's reader.
struct Read {
    document: lopdf::Document,
    whole: String,
}

fn read(pdf: &[u8]) -> Read {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let mut whole = String::new();
    for object in document.objects.values() {
        match object {
            lopdf::Object::Stream(stream) => {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                if stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"XML")) {
                    whole += &String::from_utf8_lossy(&content);
                }
            }
            other => whole += &format!("{other:?}\n"),
        }
    }
    whole += &format!("{:?}", document.trailer);
    Read { document, whole }
}

impl Read {
    fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    fn text(&self) -> String {
        self.document.get_pages().into_values().map(|page| text_of(&self.document, page)).collect()
    }

    fn holds(&self, text: &str) -> bool {
        self.whole.contains(text)
    }
}

/// The text of a page, by the tables that say which character each glyph stands for.
pub(super) fn text_of(document: &lopdf::Document, page: lopdf::ObjectId) -> String {
    let fonts = document.get_page_fonts(page).expect("fonts");
    let tables: std::collections::BTreeMap<Vec<u8>, std::collections::BTreeMap<u16, String>> = fonts
        .into_iter()
        .map(|(name, font)| {
            let table = font.get(b"ToUnicode").and_then(|table| table.as_reference()).expect("a table");
            let table = document.get_object(table).and_then(lopdf::Object::as_stream).expect("a stream");
            let table = table.decompressed_content().unwrap_or_else(|_| table.content.clone());
            (name, characters(&String::from_utf8_lossy(&table)))
        })
        .collect();
    let content = document.get_and_decode_page_content(page).expect("content");
    let (mut text, mut font) = (String::new(), &std::collections::BTreeMap::new());
    for operation in &content.operations {
        if operation.operator == "Tf" {
            font = &tables[operation.operands[0].as_name().expect("a name")];
        }
        let pieces: Vec<&lopdf::Object> = match operation.operator.as_str() {
            "Tj" => operation.operands.iter().collect(),
            "TJ" => operation.operands[0].as_array().expect("pieces").iter().collect(),
            _ => continue,
        };
        for glyphs in pieces.into_iter().filter_map(|piece| piece.as_str().ok()) {
            for glyph in glyphs.chunks_exact(2) {
                text += font.get(&u16::from_be_bytes([glyph[0], glyph[1]])).map_or("?", String::as_str);
            }
        }
        text.push('\n');
    }
    text
}

/// The lines `<glyph> <characters>` of a table.
fn characters(table: &str) -> std::collections::BTreeMap<u16, String> {
    let hex = |text: &str| text.strip_prefix('<')?.strip_suffix('>').map(str::to_owned);
    let line = |line: &str| {
        let mut parts = line.split_whitespace().map(hex);
        let (glyph, to) = (parts.next()??, parts.next()??);
        let units: Vec<u16> = to
            .as_bytes()
            .chunks(4)
            .filter_map(|unit| u16::from_str_radix(std::str::from_utf8(unit).ok()?, 16).ok())
            .collect();
        Some((u16::from_str_radix(&glyph, 16).ok().filter(|_| glyph.len() == 4)?, String::from_utf16_lossy(&units)))
    };
    table.lines().filter_map(line).collect()
}

/// Written aside to be looked at, when somebody asks for it.
pub(super) fn shown(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("GROBUNN_PAPERS") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).expect("written");
    }
}

#[test]
fn every_block_passes_the_check_for_accessibility() {
    let mut blocks = every_block();
    blocks.push(Block::Table(long_table(120)));
    let pdf = pdf::write(&paper(blocks)).expect("a PDF that PDF/UA-1 takes");
    shown("every.pdf", &pdf);
    let read = read(&pdf);
    assert!(read.pages() >= 4, "{} pages", read.pages());
    for part in ["/Lang", "pdfuaid:part", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/DisplayDocTitle true"] {
        assert!(read.holds(part), "{part} is missing");
    }
    for tag in ["/H1", "/H2", "/Table", "/TH", "/TD", "/THead", "/Figure", "/L", "/LBody", "/Link", "/Note", "/Caption"]
    {
        assert!(read.holds(tag), "no {tag} in the structure");
    }
}

#[test]
fn the_text_comes_out_as_it_went_in() {
    let read = read(&pdf::write(&paper(every_block())).expect("a PDF"));
    let text = read.text().replace('\n', "");
    for sentence in
        ["Blåbærgrøt på Ærfuglhøyden", "av bedriftene lever: 38 av 52.", "på nynorsk òg: vêret i Sør-Aurdal"]
    {
        assert!(text.contains(sentence), "{sentence:?} is not in {text:?}");
    }
    assert!(text.contains("Side 1 av"), "pages are numbered");
    assert!(text.contains("https://grobunn.example/published/abcdefghij"), "footnotes say where");
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let mut blocks = every_block();
    blocks.push(Block::Table(long_table(40)));
    let paper = paper(blocks);
    let writers = [
        ("pdf", pdf::write as fn(&Paper) -> Result<Vec<u8>, PaperError>),
        ("docx", docx::write),
        ("xlsx", xlsx::write),
    ];
    for (name, write) in writers {
        let first = write(&paper).expect("written");
        // In another thread, and later: counters and clocks of libraries are not in it.
        let again = std::thread::spawn({
            let paper = paper.clone();
            move || write(&paper).expect("written")
        });
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(first == again.join().expect("no panic"), "{name}: another thread writes the same");
        assert!(first == write(&paper).expect("written"), "{name}: and so does this one, later");
    }
}

#[test]
fn a_long_table_has_its_heading_on_every_page_and_loses_no_row() {
    let pdf = pdf::write(&paper(vec![Block::Table(long_table(300))])).expect("a PDF");
    let read = read(&pdf);
    let pages = read.document.get_pages();
    assert!(pages.len() >= 8, "{} pages", pages.len());
    let mut rows = 0;
    for (page, id) in pages.iter().take(pages.len() - 1) {
        let text = text_of(&read.document, *id);
        assert!(text.contains("Merknad"), "page {page} has no heading");
        rows += text.matches("Rad nr.").count();
    }
    let last = pages.values().last().expect("a page");
    rows += text_of(&read.document, *last).matches("Rad nr.").count();
    assert_eq!(rows, 300);
    // The repeated ones are decoration: a screen reader hears each heading once.
    let heads = structure(&read, "TH");
    assert_eq!(heads, 4 + 300, "four columns, and the name of each row");
}

/// How many parts of the structure are of a kind.
fn structure(read: &Read, kind: &str) -> usize {
    let of = |object: &lopdf::Object| {
        let Ok(part) = object.as_dict() else { return false };
        part.get(b"S").is_ok_and(|name| name.as_name().is_ok_and(|name| name == kind.as_bytes())) && part.has(b"P")
    };
    read.document.objects.values().filter(|object| of(object)).count()
}

#[test]
fn hostile_texts_break_nothing_and_are_replaced_visibly() {
    let hostile = [
        "\u{0}\u{1}\u{7f}\u{85}\u{fffe}\u{feff}\u{e000}".to_owned(),
        "ord".repeat(4000),
        "👩‍👩‍👧‍👦 🧑🏽‍💻 漢字 العربية עברית हिन्दी".to_owned(),
        "\u{202e}bakvendt\u{202c} \u{200d}\u{fe0f}".to_owned(),
        "=HYPERLINK(\"https://example.org\")".to_owned(),
        "]]></w:t><script>alert(1)</script>&amp;".to_owned(),
        "\n\n\r\n\t".to_owned(),
        String::new(),
    ];
    let mut blocks = Vec::new();
    for text in &hostile {
        let span = Span::plain(text).with_note(Note { text: text.clone(), link: Some(text.clone()) });
        blocks.push(Block::Heading(2, text.clone()));
        blocks.push(Block::Heading(6, text.clone()));
        blocks.push(Block::Statement(vec![span.clone()]));
        blocks.push(Block::List(vec![vec![span.clone()], Vec::new()]));
        blocks.push(Block::Facts(vec![(text.clone(), vec![span.clone()])]));
        blocks.push(Block::Qr { address: text.clone(), words: text.clone() });
        let row = vec![Cell { note: span.note.clone(), ..Cell::text(text) }, Cell::of(text, Value::Number(f64::NAN))];
        blocks.push(Block::Table(Table {
            caption: text.clone(),
            columns: vec![Column::words(text), Column::numbers(text)],
            rows: vec![row, vec![Cell::text("færre celler")], Vec::new()],
            source: Some(text.clone()),
        }));
        blocks.push(Block::Chart(Chart {
            title: text.clone(),
            alternative: text.clone(),
            unit: Unit::Number,
            kind: Kind::Bars(vec![Bar { name: text.clone(), floor: f64::NAN, point: f64::INFINITY, ceiling: -1.0 }]),
        }));
    }
    for kind in [
        Kind::Steps(Vec::new()),
        Kind::Bars(Vec::new()),
        Kind::Path { target: Vec::new(), reached: Vec::new(), forecast: Vec::new() },
    ] {
        let (title, alternative) = ("Tom".to_owned(), "Tom".to_owned());
        blocks.push(Block::Chart(Chart { title, alternative, unit: Unit::Share, kind }));
    }
    let paper = Paper {
        title: hostile[0].clone(),
        author: hostile[2].clone(),
        foot: hostile[1].clone(),
        id: hostile[5].clone(),
        ..paper(blocks)
    };
    let bytes = pdf::write(&paper).expect("a PDF that PDF/UA-1 takes");
    shown("hostile.pdf", &bytes);
    let text = read(&bytes).text();
    assert!(text.contains('\u{fffd}'), "what cannot be shown is replaced visibly");
    assert!(!text.contains('\u{202e}'), "nothing turns the direction of the rest");
    assert!(!docx::write(&paper).expect("a DOCX").is_empty());
    let xlsx = xlsx::write(&paper).expect("an XLSX");
    assert!(!parts(&xlsx).iter().any(|(_, xml)| xml.contains("<f>")), "no text becomes a formula");
}

/// The parts of a package by name.
fn parts(package: &[u8]) -> Vec<(String, String)> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut xml = String::new();
            part.read_to_string(&mut xml).expect("text");
            (name, xml)
        })
        .collect()
}

fn part(package: &[u8], name: &str) -> String {
    parts(package).into_iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}")).1
}

#[test]
fn a_word_processor_finds_headings_lists_footnotes_and_the_language() {
    let mut blocks = every_block();
    blocks.push(Block::Table(long_table(3)));
    let docx = docx::write(&paper(blocks)).expect("a DOCX");
    shown("every.docx", &docx);
    let document = part(&docx, "word/document.xml");
    for text in
        ["Blåbærgrøt på Ærfuglhøyden", "w:val=\"Heading1\"", "w:val=\"ListBullet\"", "<w:tblHeader />", "rIdLink1"]
    {
        assert!(document.contains(text), "{text} is missing");
    }
    assert_eq!(document.matches("<w:footnoteReference").count(), 2, "one in a sentence, one in a table");
    let notes = part(&docx, "word/footnotes.xml");
    assert!(notes.contains("Overlevelse, versjon 1.") && notes.contains("<w:footnoteRef />"), "{notes}");
    assert!(part(&docx, "word/styles.xml").contains("<w:lang w:val=\"nb-NO\""));
    let core = part(&docx, "docProps/core.xml");
    assert!(core.contains("<dc:title>Blåbærgrøt på Ærfuglhøyden</dc:title>") && core.contains("2026-03-14T09:26:53Z"));
    assert!(part(&docx, "word/_rels/document.xml.rels").contains("https://grobunn.example/"));
}

#[test]
fn a_sheet_has_numbers_as_numbers_and_says_where_they_come_from() {
    let mut blocks = every_block();
    blocks.push(Block::Table(long_table(3)));
    let xlsx = xlsx::write(&paper(blocks)).expect("an XLSX");
    shown("every.xlsx", &xlsx);
    let workbook = part(&xlsx, "xl/workbook.xml");
    assert_eq!(workbook.matches("<sheet ").count(), 1 + 3 + 1, "one that tells, three drawings, one table: {workbook}");
    let sheet = part(&xlsx, "xl/worksheets/sheet5.xml");
    assert!(sheet.contains("<v>0.125</v>"), "shares are numbers: {sheet}");
    let strings = part(&xlsx, "xl/sharedStrings.xml");
    assert!(strings.contains("Den andre raden. https://grobunn.example/published/abcdefghij"), "{strings}");
    assert!(part(&xlsx, "docProps/core.xml").contains("2026-03-14T09:26:53Z"));
}
