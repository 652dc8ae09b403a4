//! The paper of a report that was handed in: what was written, and figures that are publications, each with its footnote.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use domain::format;
use domain::reports::{Part, Stretch, stretches};
use domain::words::Locale;
use store::publications::Published;
use store::reports::{HandedInReport, Report, Withheld};

use super::publication::{basis, drawing, footnote, value};
use super::{Block, Cell, Column, Note, Paper, Span, Table, Value, paragraph};

/// How deep lists are followed.
const DEEPEST: usize = 8;

/// The paper of a report; `None` for a draft. `base` is where the house is reached, without a slash at its end.
pub fn paper(report: &Report, base: &str) -> Option<Paper> {
    let handed_in = report.handed_in.as_ref()?;
    let content = &handed_in.content;
    let locale = report.locale;
    let reader = Reader { handed_in, base, locale };
    let on = domain::time::oslo_date(handed_in.at);
    let period = w::period(locale, &format::date(locale, report.from), &format::date(locale, report.to));
    let mut facts = vec![(w::programme(locale), content.programme.clone()), (w::for_period(locale), period)];
    facts.extend(content.funder.clone().map(|name| (w::funder(locale), name)));
    facts.extend(content.contract.clone().map(|name| (w::contract(locale), name)));
    facts.extend(content.case_number.clone().map(|number| (w::case_number(locale), number)));
    facts.extend(report.due_on.map(|due| (w::due(locale), format::date(locale, due))));
    facts.push((w::handed_in(locale), format::date(locale, on)));
    let facts = facts.into_iter().map(|(label, text)| (label.to_owned(), vec![Span::plain(text)]));
    let mut blocks = vec![Block::Facts(facts.collect())];
    for part in Part::ALL {
        let text = content.texts.get(&part).map_or("", |text| text.trim());
        if !text.is_empty() {
            blocks.push(Block::Heading(2, part.title(locale).to_owned()));
            blocks.extend(reader.markdown(text));
        }
        if part == Part::Results {
            blocks.extend(reader.figures());
        }
    }
    let address = format!("{base}{}", app::paths::report(report.id));
    Some(Paper {
        title: content.title.clone(),
        subject: w::subject(locale, &content.programme),
        author: content.programme.clone(),
        language: locale,
        dated: handed_in.at,
        foot: format!("{} · {}", content.title, content.programme),
        id: address,
        blocks,
    })
}

struct Reader<'a> {
    handed_in: &'a HandedInReport,
    base: &'a str,
    locale: Locale,
}

impl Reader<'_> {
    fn note(&self, published: &Published) -> Note {
        footnote(published, self.base, self.locale)
    }

    /// The figures: a table with a footnote each, drawings, and what was withheld.
    fn figures(&self) -> Vec<Block> {
        let locale = self.locale;
        let mut blocks = Vec::new();
        if !self.handed_in.publications.is_empty() {
            blocks.push(Block::Heading(2, w::figures(locale).to_owned()));
            let rows = self.handed_in.publications.iter().map(|published| self.row(published));
            blocks.push(Block::Table(Table {
                caption: w::table(locale).to_owned(),
                columns: vec![
                    Column::words(w::figure(locale)),
                    Column::numbers(w::value(locale)),
                    Column::words(w::basis(locale)),
                    Column::numbers(w::floor(locale)),
                    Column::numbers(w::ceiling(locale)),
                ],
                rows: rows.collect(),
                source: None,
            }));
            for published in &self.handed_in.publications {
                let title = self.title(published);
                let sentence = self.sentence(published);
                blocks.push(Block::Heading(3, title.clone()));
                blocks.push(Block::Paragraph(vec![Span::plain(&sentence).with_note(self.note(published))]));
                if published.face.figure.curve.is_some() {
                    blocks.extend(drawing(&published.face, &title, &sentence, locale).map(Block::Chart));
                }
            }
        }
        if !self.handed_in.content.withheld.is_empty() {
            blocks.push(Block::Heading(2, w::withheld(locale).to_owned()));
            blocks.push(paragraph(w::withheld_why(locale)));
            let lines =
                self.handed_in.content.withheld.iter().map(|Withheld { title, reason, .. }| {
                    vec![Span::strong(format!("{title}. ")), Span::plain(reason)]
                });
            blocks.push(Block::List(lines.collect()));
        }
        blocks
    }

    fn title(&self, published: &Published) -> String {
        let words = published.face.words(self.locale);
        words.map_or_else(|| published.figure.0.clone(), |words| words.title.clone())
    }

    fn sentence(&self, published: &Published) -> String {
        published.face.words(self.locale).map_or_else(String::new, |words| words.sentence.clone())
    }

    fn row(&self, published: &Published) -> Vec<Cell> {
        let (figure, locale) = (&published.face.figure, self.locale);
        let exact = |number: f64| if figure.unit.is_share() { Value::Share(number) } else { Value::Number(number) };
        let level = |level: Option<f64>| match level {
            Some(number) => Cell::of(app::question::level_text(locale, figure.unit, level), exact(number)),
            None => Cell::text("–"),
        };
        let shown =
            figure.value.map_or_else(|| Cell::text("–"), |number| Cell::of(value(figure, locale), exact(number)));
        let startups = w::startups(locale, &format::count(locale, figure.n));
        vec![
            Cell { note: Some(self.note(published)), ..Cell::text(self.title(published)) },
            shown,
            Cell::text(basis(&published.face, locale).unwrap_or(startups)),
            level(figure.floor),
            level(figure.ceiling),
        ]
    }

    /// A text with the figures it names: the published sentence with its footnote, or why there is none.
    fn spans(&self, text: &str, strong: bool, link: Option<&str>, spans: &mut Vec<Span>) {
        for stretch in stretches(text) {
            let span = match stretch {
                Stretch::Plain(text) => Span::plain(text),
                Stretch::Figure(id) => {
                    let published = self.handed_in.publications.iter().find(|published| published.figure == id);
                    let withheld = || self.handed_in.content.withheld.iter().find(|withheld| withheld.figure == id);
                    match published {
                        Some(published) => Span::plain(self.sentence(published)).with_note(self.note(published)),
                        None => match withheld() {
                            Some(withheld) => Span::plain(w::not_shown(self.locale, &withheld.title)),
                            None => Span::plain(format!("{{{}}}", id.0)),
                        },
                    }
                }
            };
            spans.push(Span { strong, link: link.map(str::to_owned), ..span });
        }
    }

    /// Markdown as blocks. Headings stand below those of the report; what a paper has no form for stays as text.
    fn markdown(&self, text: &str) -> Vec<Block> {
        let arena = Arena::new();
        let root = parse_document(&arena, text, &Options::default());
        let mut blocks = Vec::new();
        for node in root.children() {
            self.block(node, 0, &mut blocks);
        }
        blocks
    }

    fn block<'n>(&self, node: &'n AstNode<'n>, depth: usize, blocks: &mut Vec<Block>) {
        let kind = node.data.borrow().value.clone();
        match kind {
            NodeValue::Heading(_) => {
                let text: String = self.inline(node).into_iter().map(|span| span.text).collect();
                blocks.push(Block::Heading(3, text));
            }
            NodeValue::List(_) => {
                let points = node.children().map(|item| {
                    let mut spans = Vec::new();
                    for (index, child) in item.children().enumerate() {
                        if index > 0 {
                            spans.push(Span::plain(" "));
                        }
                        spans.extend(self.inline(child));
                    }
                    spans
                });
                blocks.push(Block::List(points.collect()));
            }
            NodeValue::BlockQuote if depth < DEEPEST => {
                for child in node.children() {
                    self.block(child, depth + 1, blocks);
                }
            }
            NodeValue::CodeBlock(code) => blocks.push(paragraph(code.literal)),
            NodeValue::HtmlBlock(html) => blocks.push(paragraph(html.literal)),
            NodeValue::ThematicBreak => {}
            _ => {
                let spans = self.inline(node);
                if !spans.is_empty() {
                    blocks.push(Block::Paragraph(spans));
                }
            }
        }
    }

    fn inline<'n>(&self, node: &'n AstNode<'n>) -> Vec<Span> {
        // Neighbouring texts first become one, so that a figure's name is not cut where Markdown sees a mark.
        let mut runs: Vec<(String, bool, Option<String>)> = Vec::new();
        gather(node, false, None, 0, &mut runs);
        let mut spans = Vec::new();
        for (text, strong, link) in runs {
            self.spans(&text, strong, link.as_deref(), &mut spans);
        }
        spans
    }
}

fn gather<'n>(
    node: &'n AstNode<'n>,
    strong: bool,
    link: Option<&str>,
    depth: usize,
    runs: &mut Vec<(String, bool, Option<String>)>,
) {
    let mut add = |text: &str| match runs.last_mut() {
        Some((last, was, to)) if *was == strong && to.as_deref() == link => last.push_str(text),
        _ => runs.push((text.to_owned(), strong, link.map(str::to_owned))),
    };
    let kind = node.data.borrow().value.clone();
    let (mut strong, mut link, mut own) = (strong, link, None);
    match kind {
        NodeValue::Text(text) => add(&text),
        NodeValue::Code(code) => add(&code.literal),
        NodeValue::HtmlInline(html) => add(&html),
        NodeValue::SoftBreak | NodeValue::LineBreak => add(" "),
        NodeValue::Strong | NodeValue::Emph => strong = true,
        NodeValue::Link(to) => own = Some(to.url).filter(|to| to.starts_with("https://") || to.starts_with("http://")),
        _ => {}
    }
    if own.is_some() {
        link = own.as_deref();
    }
    if depth < DEEPEST * 4 {
        for child in node.children() {
            gather(child, strong, link, depth + 1, runs);
        }
    }
}

domain::catalogue! {
    mod w {
        programme => { nb: "Program", nn: "Program", en: "Programme" }
        for_period => { nb: "Periode", nn: "Periode", en: "Period" }
        period(from: &str, to: &str) => { nb: "{from} til {to}", nn: "{from} til {to}", en: "{from} to {to}" }
        funder => { nb: "Til", nn: "Til", en: "To" }
        contract => { nb: "Avtale", nn: "Avtale", en: "Contract" }
        case_number => { nb: "Saksnummer", nn: "Saksnummer", en: "Case number" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
        handed_in => { nb: "Levert", nn: "Levert", en: "Handed in" }
        subject(programme: &str) => {
            nb: "Rapport for {programme}. Hvert tall er publisert og kan etterprøves.",
            nn: "Rapport for {programme}. Kvart tal er publisert og kan etterprøvast.",
            en: "Report for {programme}. Every number is published and can be checked." }
        figures => { nb: "Tallene", nn: "Tala", en: "The figures" }
        table => { nb: "Tallene i rapporten", nn: "Tala i rapporten", en: "The figures of this report" }
        figure => { nb: "Tall", nn: "Tal", en: "Figure" }
        value => { nb: "Verdi", nn: "Verdi", en: "Value" }
        basis => { nb: "Bygger på", nn: "Byggjer på", en: "Rests on" }
        floor => { nb: "Gulv", nn: "Golv", en: "Floor" }
        ceiling => { nb: "Tak", nn: "Tak", en: "Ceiling" }
        startups(n: &str) => { nb: "{n} bedrifter", nn: "{n} bedrifter", en: "{n} startups" }
        withheld => { nb: "Tall som er holdt tilbake", nn: "Tal som er haldne tilbake", en: "Figures that are withheld" }
        withheld_why => {
            nb: "Disse tallene kan ikke publiseres uten å avsløre noe om noen få bedrifter, eller de har ingen verdi i perioden.",
            nn: "Desse tala kan ikkje publiserast utan å avsløre noko om nokre få bedrifter, eller dei har ingen verdi i perioden.",
            en: "These figures cannot be published without revealing something of a few startups, or have no value in the period." }
        not_shown(title: &str) => { nb: "({title}: holdt tilbake)", nn: "({title}: halde tilbake)", en: "({title}: withheld)" }
    }
}
