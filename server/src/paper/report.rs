//! The paper of a report that was handed in: what was written, and figures that are publications, each with its footnote.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use domain::contracts::terms::Kind;
use domain::figures::{FigureId, definition};
use domain::format;
use domain::reports::{Part, Stretch, stretches};
use domain::words::Locale;
use store::publications::Published;
use store::reports::{HandedInReport, Report, TargetLine, Withheld};

use super::chart::{Chart, Kind as ChartKind, Unit};
use super::publication::{basis, drawing, footnote, value};
use super::{Block, Cell, Column, Note, Paper, Span, Table, Value, paragraph};

/// How deep lists are followed.
const DEEPEST: usize = 8;

/// The paper of a report; `None` for a draft. `base` is where the house is reached, without a slash at its end.
pub fn paper(report: &Report, base: &str) -> Option<Paper> {
    let handed_in = report.handed_in.as_ref()?;
    let content = &handed_in.content;
    let locale = report.locale;
    let reader = Reader { report, handed_in, base, locale };
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
    report: &'a Report,
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
        let chosen = self.report.chosen();
        if !chosen.is_empty() {
            blocks.push(Block::Heading(2, w::figures(locale).to_owned()));
            let rows = chosen.iter().map(|published| self.row(published));
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
            for published in chosen {
                let title = self.title(published);
                let sentence = self.sentence(published);
                blocks.push(Block::Heading(3, title.clone()));
                blocks.push(Block::Paragraph(vec![Span::plain(&sentence).with_note(self.note(published))]));
                if published.face.figure.curve.is_some() {
                    blocks.extend(drawing(&published.face, &title, &sentence, locale).map(Block::Chart));
                }
            }
        }
        blocks.extend(self.targets());
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

    /// What the contract promises, beside the publications that tell how far it has come.
    fn targets(&self) -> Vec<Block> {
        let (content, locale) = (&self.handed_in.content, self.locale);
        if content.targets.is_empty() {
            return Vec::new();
        }
        let agreed =
            Note { text: w::agreed(locale, content.contract_digest.as_deref().unwrap_or_default()), link: None };
        let rows = content.targets.iter().map(|line| {
            let target = &line.target;
            let amount = match target.kind() {
                Some(Kind::Level) => format::percent(locale, target.amount, 1),
                _ => format::number(locale, target.amount, 1),
            };
            let name = Cell::text(figure_title(&target.definition.id, locale));
            let amount = Cell {
                note: Some(agreed.clone()),
                ..Cell::of(amount, exact(target.kind() == Some(Kind::Level), target.amount))
            };
            let due = Cell::of(format::date(locale, target.due_on), Value::Date(target.due_on));
            vec![name, amount, due, self.published(line.at_start.as_deref()), self.published(line.at_end.as_deref())]
        });
        let table = Table {
            caption: w::targets(locale).to_owned(),
            columns: vec![
                Column::words(w::target(locale)),
                Column::numbers(w::promised(locale)),
                Column::words(w::by(locale)),
                Column::numbers(w::at_start(locale)),
                Column::numbers(w::at_end(locale)),
            ],
            rows: rows.collect(),
            source: Some(w::targets_source(locale).to_owned()),
        };
        let mut blocks = vec![Block::Heading(2, w::targets(locale).to_owned()), Block::Table(table)];
        blocks.extend(content.targets.iter().filter_map(|line| self.path(line)).map(Block::Chart));
        blocks
    }

    /// A publication of this report by its address, as a cell.
    fn published(&self, address: Option<&str>) -> Cell {
        let find = |address: &str| self.handed_in.publications.iter().find(|known| known.address == address);
        let Some(published) = address.and_then(find) else { return Cell::text("–") };
        let figure = &published.face.figure;
        let shown = app::question::value_text(self.locale, figure);
        let number = figure.value.map_or(Value::Text, |number| exact(figure.unit.is_share(), number));
        Cell { note: Some(self.note(published)), ..Cell::of(shown, number) }
    }

    /// The way agreed from where the figure stood at the start, and where it stands at the end of the period.
    fn path(&self, line: &TargetLine) -> Option<Chart> {
        let find = |address: &Option<String>| {
            let address = address.as_deref()?;
            self.handed_in.publications.iter().find(|known| known.address == address)
        };
        let (start, end) = (find(&line.at_start)?, find(&line.at_end)?);
        let locale = self.locale;
        let reached = [start, end].map(|published| {
            let figure = &published.face.figure;
            Some((published.query.as_of, figure.floor?, figure.value?, figure.ceiling?))
        });
        let [Some(first), Some(last)] = reached else { return None };
        let corners = line.target.corners();
        let title = w::path(locale, &figure_title(&line.target.definition.id, locale));
        let level = |value| app::question::level_text(locale, end.face.figure.unit, Some(value));
        let alternative = w::path_words(locale, &title, &level(first.2), &level(last.2));
        let target = corners.into_iter().map(|corner| (corner.on, first.2 + corner.amount)).collect();
        let kind = ChartKind::Path { target, reached: vec![first, last], forecast: Vec::new() };
        Some(Chart { title, alternative, unit: Unit::Number, kind })
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
        let level = |level: Option<f64>| match level {
            Some(number) => {
                Cell::of(app::question::level_text(locale, figure.unit, level), exact(figure.unit.is_share(), number))
            }
            None => Cell::text("–"),
        };
        let shown = figure.value.map_or_else(
            || Cell::text("–"),
            |number| Cell::of(value(figure, locale), exact(figure.unit.is_share(), number)),
        );
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
                    let published = self.report.publication(&id);
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

/// What a sheet reckons with.
const fn exact(is_share: bool, number: f64) -> Value {
    if is_share { Value::Share(number) } else { Value::Number(number) }
}

fn figure_title(id: &FigureId, locale: Locale) -> String {
    definition(id).map_or_else(|| id.0.clone(), |definition| definition.title(locale))
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
        targets => { nb: "Målene i avtalen", nn: "Måla i avtalen", en: "The targets of the contract" }
        target => { nb: "Mål", nn: "Mål", en: "Target" }
        promised => { nb: "Avtalt", nn: "Avtalt", en: "Agreed" }
        by => { nb: "Innen", nn: "Innan", en: "By" }
        at_start => { nb: "Ved start", nn: "Ved start", en: "At the start" }
        at_end => { nb: "Ved periodens slutt", nn: "Ved slutten av perioden", en: "At the end of the period" }
        targets_source => {
            nb: "Det som er avtalt for arbeidsplasser, er økningen fra start.",
            nn: "Det som er avtalt for arbeidsplassar, er auken frå start.",
            en: "What is agreed for jobs is the increase since the start." }
        agreed(digest: &str) => {
            nb: "Avtalen, kontrollsum {digest}.",
            nn: "Avtalen, kontrollsum {digest}.",
            en: "The contract, digest {digest}." }
        path(title: &str) => { nb: "{title} mot avtalt vei", nn: "{title} mot avtalt veg", en: "{title} against the agreed path" }
        path_words(title: &str, start: &str, end: &str) => {
            nb: "{title}: fra {start} ved start til {end} ved periodens slutt. Den stiplede linjen er verdien ved start og det som er avtalt.",
            nn: "{title}: frå {start} ved start til {end} ved slutten av perioden. Den stipla linja er verdien ved start og det som er avtalt.",
            en: "{title}: from {start} at the start to {end} at the end of the period. The dashed line is the value at the start and what is agreed." }
        withheld => { nb: "Tall som er holdt tilbake", nn: "Tal som er haldne tilbake", en: "Figures that are withheld" }
        withheld_why => {
            nb: "Disse tallene kan ikke publiseres uten å avsløre noe om noen få bedrifter, eller de har ingen verdi i perioden.",
            nn: "Desse tala kan ikkje publiserast utan å avsløre noko om nokre få bedrifter, eller dei har ingen verdi i perioden.",
            en: "These figures cannot be published without revealing something of a few startups, or have no value in the period." }
        not_shown(title: &str) => { nb: "({title}: holdt tilbake)", nn: "({title}: halde tilbake)", en: "({title}: withheld)" }
    }
}
