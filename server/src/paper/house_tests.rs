//! The papers of a living house: the demo's report and every publication in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::World;
use domain::access::Actor;
use domain::format;
use domain::publication::Face;
use domain::reports::foreign_numbers;
use domain::time::Instant;
use domain::words::Locale;
use sha2::{Digest as _, Sha256};
use store::Store;
use store::publications::{PublicationFilter, Published};
use store::reports::Report;

use super::tests::{shown, text_of};
use super::*;

const BASE: &str = "https://grobunn.example";

/// A clock that stands, and chance that is the same in every run.
struct Still(AtomicU64);

impl World for Still {
    fn now(&self) -> Instant {
        "2026-06-30T10:00:00Z".parse().expect("an instant")
    }

    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let number = self.0.fetch_add(1, Ordering::SeqCst);
            chunk.copy_from_slice(&Sha256::digest(number.to_le_bytes())[..chunk.len()]);
        }
    }
}

/// The demo's report that was handed in, and everything that is published.
fn demo() -> (Report, Vec<Published>) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("house.db").display());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let world: Arc<dyn World> = Arc::new(Still(AtomicU64::new(0)));
        let store = Store::connect(&url, Arc::clone(&world)).await.expect("a store");
        store.migrate().await.expect("a schema");
        store.load_demo(&domain::demo::house(world.today())).await.expect("a house");
        let actor = Actor::system();
        let reports = store.reports(&actor).await.expect("reports");
        let handed_in = reports.iter().find(|report| report.is_handed_in()).expect("one that was handed in");
        let report = store.report(&actor, handed_in.id).await.expect("the report");
        let all = store.publications(PublicationFilter::default(), 0, 100).await.expect("publications");
        (report, all.publications)
    })
}

/// Every text of a paper.
fn texts(paper: &Paper) -> Vec<String> {
    let line = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let notes =
        |spans: &[Span]| spans.iter().filter_map(|span| Some(span.note.as_ref()?.text.clone())).collect::<Vec<_>>();
    let table = |table: &Table| {
        let cells = table.rows.iter().flatten();
        let noted = cells.clone().filter_map(|cell| Some(cell.note.as_ref()?.text.clone()));
        let heads = table.columns.iter().map(|column| column.name.clone());
        let own = [table.caption.clone(), table.source.clone().unwrap_or_default()];
        cells.map(|cell| cell.text.clone()).chain(noted).chain(heads).chain(own).collect::<Vec<_>>()
    };
    let mut all = vec![paper.title.clone(), paper.subject.clone(), paper.foot.clone()];
    for block in &paper.blocks {
        match block {
            Block::Heading(_, text) => all.push(text.clone()),
            Block::Paragraph(spans) | Block::Statement(spans) => {
                all.push(line(spans));
                all.extend(notes(spans));
            }
            Block::List(points) => all.extend(points.iter().map(|spans| line(spans))),
            Block::Facts(facts) => {
                for (label, spans) in facts {
                    all.extend([label.clone(), line(spans)]);
                }
            }
            Block::Table(shown) => all.extend(table(shown)),
            Block::Chart(chart) => {
                all.extend([chart.title.clone(), chart.alternative.clone()]);
                all.extend(table(&chart.table(paper.language)));
            }
            Block::Qr { words, .. } => all.push(words.clone()),
        }
    }
    all
}

/// What a publication says in numbers.
fn said(face: &Face, locale: Locale) -> Vec<String> {
    let figure = &face.figure;
    let level = |level: Option<f64>| app::question::level_text(locale, figure.unit, level);
    let mut said = vec![
        face.words(locale).map(|words| format!("{} {}", words.title, words.sentence)).unwrap_or_default(),
        level(figure.value),
        level(figure.floor),
        level(figure.ceiling),
        format::count(locale, figure.n),
        format::number(locale, figure.numerator, 0),
        format::number(locale, face.denominator, 0),
        figure.definition.clone(),
    ];
    for number in [figure.floor, figure.value, figure.ceiling].into_iter().flatten() {
        said.push(format::number(locale, number, 1));
    }
    for point in figure.curve.iter().flat_map(|curve| &curve.points) {
        said.push(format::number(locale, point.t / 365.25, 2));
        said.extend([point.s, point.low, point.high].map(|share| format::percent(locale, share, 1)));
    }
    if figure.curve.is_some() {
        said.extend(["0".to_owned(), format::percent(locale, 1.0, 1)]);
    }
    said
}

#[test]
fn every_number_of_a_report_is_published_or_agreed() {
    let (report, published) = demo();
    let handed_in = report.handed_in.as_ref().expect("handed in");
    assert!(handed_in.publications.len() >= 4, "only {} figures", handed_in.publications.len());
    assert!(handed_in.publications.iter().all(|one| published.iter().any(|known| known.id == one.id)));
    let paper = report::paper(&report, BASE).expect("a paper");
    let locale = report.locale;
    let mut known: Vec<String> = handed_in.publications.iter().flat_map(|one| said(&one.face, locale)).collect();
    let own = known.len();
    // What was agreed is the contract's, and its digest says which one.
    let content = &handed_in.content;
    known.extend(content.contract_digest.clone());
    known.extend(content.case_number.clone());
    known.extend(content.contract.clone());
    // Why a figure is withheld may name a limit of its rule, or another publication.
    known.extend(content.withheld.iter().map(|withheld| withheld.reason.clone()));
    for line in &content.targets {
        known.extend([format::number(locale, line.target.amount, 1), format::percent(locale, line.target.amount, 1)]);
        let start = handed_in.publications.iter().find(|one| Some(&one.address) == line.at_start.as_ref());
        if let Some(start) = start.and_then(|one| one.face.figure.value) {
            let corners = line.target.corners();
            known.extend(corners.iter().map(|corner| format::number(locale, start + corner.amount, 1)));
        }
    }
    assert!(known.len() > own, "the demo's report is made for a contract");
    for text in texts(&paper) {
        // Names of definitions hold their version.
        let foreign = foreign_numbers(&text, &known);
        assert!(foreign.is_empty(), "{foreign:?} in {text:?} is nobody's publication");
    }
    let told = texts(&paper).join("\n");
    for withheld in &content.withheld {
        let own = report.publication(&withheld.figure);
        assert!(own.is_none() || content.targets.iter().any(|line| line.target.definition.id == withheld.figure));
    }
    assert!(!told.contains("{jobs"), "every figure is put in: {told}");
    for one in &handed_in.publications {
        let link = Some(format!("{BASE}/published/{}", one.address));
        assert!(format!("{paper:?}").contains(&format!("{link:?}")), "{} has no footnote", one.figure.0);
    }
    shown("report.pdf", &pdf::write(&paper).expect("a PDF that PDF/UA-1 takes"));
    shown("report.docx", &docx::write(&paper).expect("a DOCX"));
    shown("report.xlsx", &xlsx::write(&paper).expect("an XLSX"));
}

#[test]
fn every_publication_of_the_demo_prints_in_every_language_on_few_pages() {
    let (_, published) = demo();
    assert!(published.len() >= 4, "only {} publications", published.len());
    for one in &published {
        for locale in Locale::ALL {
            let names = publication::Names { programme: Some("Inkubator".to_owned()), cohort: None };
            let paper = publication::paper(one, &names, BASE, locale);
            let bytes = pdf::write(&paper).expect("a PDF that PDF/UA-1 takes");
            let document = lopdf::Document::load_mem(&bytes).expect("a PDF");
            let pages = document.get_pages();
            assert!(pages.len() <= 2, "{} takes {} pages", one.figure.0, pages.len());
            let text: String = pages.values().map(|page| text_of(&document, *page)).collect();
            let text: String = text.chars().filter(|character| !character.is_whitespace()).collect();
            let sentence = &one.face.words(locale).expect("words").sentence;
            let sentence: String = sentence.chars().filter(|character| !character.is_whitespace()).collect();
            for part in [sentence.as_str(), &one.digest, &one.key.0] {
                assert!(text.contains(part), "{part:?} is not in {text:?}");
            }
            shown(&format!("{}-{}-{}.pdf", one.figure.0, one.query.as_of, locale.tag()), &bytes);
        }
    }
}
