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
        let pages: Vec<u32> = self.document.get_pages().into_keys().collect();
        self.document.extract_text(&pages).expect("text")
    }

    fn holds(&self, text: &str) -> bool {
        self.whole.contains(text)
    }
}

/// Written aside to be looked at, when somebody asks for it.
fn shown(name: &str, bytes: &[u8]) {
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
