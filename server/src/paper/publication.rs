//! The paper of a publication: the sentence, what it rests on, the rule, the counts, and how anybody checks it.

use app::question::{interval_text, level_text, unit_text, value_text};
use domain::figures::{Curve, Figure, Unit, definition};
use domain::format;
use domain::geography::region_set;
use domain::publication::Face;
use domain::suppress::too_uncertain;
use domain::time::oslo_date;
use domain::words::Locale;
use store::publications::{Published, cell_name};

use super::chart::{Bar, Chart, Kind};
use super::{Block, Cell, Column, Paper, Span, Table, Value, chart, paragraph};

/// Days of a year on a curve.
const YEAR: f64 = 365.25;

/// Names of what a question is about, which a publication holds as ids.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// The programme.
    pub programme: Option<String>,
    /// The cohort.
    pub cohort: Option<String>,
}

/// The paper of a publication in a language. `base` is where the house is reached, without a slash at its end.
pub fn paper(published: &Published, names: &Names, base: &str, locale: Locale) -> Paper {
    let face = &published.face;
    let address = format!("{base}{}", app::paths::publication(&published.address));
    let words = face.words(locale);
    let title = words.map_or_else(|| published.figure.0.clone(), |words| words.title.clone());
    let sentence = words.map_or_else(String::new, |words| words.sentence.clone());
    let mut blocks = vec![Block::Statement(vec![Span::plain(&sentence)])];
    if let Some(why) = too_uncertain(&face.figure) {
        blocks.push(Block::Paragraph(vec![Span::strong(why.text(locale))]));
    }
    blocks.push(Block::Facts(facts(published, names, locale)));
    blocks.push(Block::Heading(2, w::rule(locale).to_owned()));
    blocks.push(paragraph(words.map_or_else(String::new, |words| words.rule.clone())));
    blocks.push(Block::Facts(vec![
        (w::formula(locale).to_owned(), vec![Span::plain(&face.formula)]),
        (w::definition(locale).to_owned(), vec![Span::plain(&face.figure.definition)]),
    ]));
    blocks.push(Block::Heading(2, w::rests_on(locale).to_owned()));
    blocks.extend(drawing(face, &title, &sentence, locale).map(Block::Chart));
    blocks.extend(counts(face, locale));
    for revision in &published.revisions {
        if revision == &published.revisions[0] {
            blocks.push(Block::Heading(2, w::notes(locale).to_owned()));
        }
        let on = format!("{}: ", format::date(locale, oslo_date(revision.noted_at)));
        blocks.push(Block::Paragraph(vec![Span::strong(on), Span::plain(&revision.note)]));
    }
    blocks.push(Block::Heading(2, w::check(locale).to_owned()));
    blocks.push(paragraph(w::how(locale, &format!("{}.json", published.address))));
    blocks.push(Block::Facts(vec![
        (w::file(locale).to_owned(), vec![Span::link(format!("{address}.json"), format!("{address}.json"))]),
        (w::digest(locale).to_owned(), vec![Span::plain(&published.digest)]),
        (w::key(locale).to_owned(), vec![Span::plain(&published.key.0)]),
    ]));
    blocks.push(Block::Qr { address: address.clone(), words: w::on_the_web(locale).to_owned() });
    Paper {
        subject: sentence,
        author: w::author(locale).to_owned(),
        language: locale,
        dated: published.issued_at,
        foot: format!("{title} · {}", format::date(locale, published.issued_on())),
        id: address,
        title,
        blocks,
    }
}

/// `46 av 63`, where the figure is a share.
pub fn basis(face: &Face, locale: Locale) -> Option<String> {
    let number = |value: f64| format::number(locale, value, 0);
    face.figure.unit.is_share().then(|| w::x_of_n(locale, &number(face.figure.numerator), &number(face.denominator)))
}

/// The value with its unit.
pub fn value(figure: &Figure, locale: Locale) -> String {
    match unit_text(locale, figure.unit) {
        Some(unit) => format!("{} {unit}", value_text(locale, figure)),
        None => value_text(locale, figure),
    }
}

fn facts(published: &Published, names: &Names, locale: Locale) -> Vec<(String, Vec<Span>)> {
    let figure = &published.face.figure;
    let mut facts: Vec<(&str, String)> = vec![(w::value(locale), value(figure, locale))];
    match basis(&published.face, locale) {
        Some(basis) => facts.push((w::basis(locale), basis)),
        None => facts.push((w::basis(locale), w::in_startups(locale, &format::count(locale, figure.n)))),
    }
    facts.extend(interval_text(locale, figure).map(|text| (w::interval(locale), text)));
    if let (Some(floor), Some(ceiling)) = (figure.floor, figure.ceiling)
        && !matches!(figure.unit, Unit::Startups | Unit::Days)
    {
        let level = |value| level_text(locale, figure.unit, Some(value));
        facts.push((w::levels(locale), w::from_to(locale, &level(floor), &level(ceiling))));
    }
    facts.push((w::as_of(locale), format::date(locale, published.query.as_of)));
    facts.push((w::known_at(locale), format::instant(locale, published.query.known_at)));
    let scope = &published.query.scope;
    facts.extend(scope.since.map(|since| (w::since(locale), format::date(locale, since))));
    facts.extend(names.programme.clone().map(|name| (w::programme(locale), name)));
    facts.extend(names.cohort.clone().map(|name| (w::cohort(locale), name)));
    facts.extend(scope.sector.clone().map(|name| (w::sector(locale), name)));
    let region = scope.region.as_ref();
    facts.extend(region.map(|id| {
        (w::region(locale), region_set(id).map_or_else(|| id.to_string(), |set| set.name(locale).to_owned()))
    }));
    facts.push((w::published(locale), format::date(locale, published.issued_on())));
    let used = match published.used.place.as_str() {
        "" => published.used.name.clone(),
        place => format!("{}, {place}", published.used.name),
    };
    facts.push((w::used(locale), used));
    facts.into_iter().map(|(label, text)| (label.to_owned(), vec![Span::plain(text)])).collect()
}

/// The drawing of a figure, where there is something to draw.
pub fn drawing(face: &Face, title: &str, sentence: &str, locale: Locale) -> Option<Chart> {
    let figure = &face.figure;
    if let Some(curve) = figure.curve.as_ref().filter(|curve| !curve.points.is_empty()) {
        return Some(steps(curve, title, sentence));
    }
    let (floor, point, ceiling) = (figure.floor?, figure.value?, figure.ceiling?);
    if matches!(figure.unit, Unit::Startups | Unit::Days | Unit::Curve) {
        return None;
    }
    let unit = if figure.unit.is_share() { chart::Unit::Share } else { chart::Unit::Number };
    let level = |value| level_text(locale, figure.unit, Some(value));
    let alternative = w::bar_words(locale, title, &level(floor), &level(point), &level(ceiling));
    let bar = Bar { name: format::date(locale, figure.query.as_of), floor, point, ceiling };
    Some(Chart { title: title.to_owned(), alternative, unit, kind: Kind::Bars(vec![bar]) })
}

fn steps(curve: &Curve, title: &str, sentence: &str) -> Chart {
    let points = curve.points.iter().map(|point| (point.t / YEAR, point.s, point.low, point.high));
    let steps = std::iter::once((0.0, 1.0, 1.0, 1.0)).chain(points).collect();
    Chart {
        title: title.to_owned(),
        alternative: sentence.to_owned(),
        unit: chart::Unit::Share,
        kind: Kind::Steps(steps),
    }
}

fn counts(face: &Face, locale: Locale) -> Vec<Block> {
    if face.counts.is_empty() {
        return Vec::new();
    }
    let rows = face.counts.iter().map(|count| {
        let many = match count.startups {
            #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
            Some(many) => Cell::of(format::count(locale, many), Value::Number(many as f64)),
            None => Cell::text("–"),
        };
        vec![Cell::text(app::words::at_start(&cell_name(locale, &count.name))), many]
    });
    let blank = face.counts.iter().any(|count| count.startups.is_none());
    vec![Block::Table(Table {
        caption: w::counts(locale).to_owned(),
        columns: vec![Column::words(w::group(locale)), Column::numbers(w::many(locale))],
        rows: rows.collect(),
        source: blank.then(|| w::blank(locale).to_owned()),
    })]
}

/// What a footnote says of a publication: what it is called, by which rule, as of when.
pub fn footnote(published: &Published, base: &str, locale: Locale) -> super::Note {
    let title = definition(&published.figure).map_or_else(|| published.figure.0.clone(), |known| known.title(locale));
    let as_of = format::date(locale, published.query.as_of);
    super::Note {
        text: w::footnote(locale, &title, &published.face.figure.definition, &as_of),
        link: Some(format!("{base}{}", app::paths::publication(&published.address))),
    }
}

domain::catalogue! {
    mod w {
        author => { nb: "Grobunn", nn: "Grobunn", en: "Grobunn" }
        value => { nb: "Verdi", nn: "Verdi", en: "Value" }
        basis => { nb: "Bygger på", nn: "Byggjer på", en: "Rests on" }
        x_of_n(x: &str, n: &str) => { nb: "{x} av {n}", nn: "{x} av {n}", en: "{x} of {n}" }
        in_startups(n: &str) => { nb: "{n} bedrifter", nn: "{n} bedrifter", en: "{n} startups" }
        interval => { nb: "Usikkerhet", nn: "Uvisse", en: "Uncertainty" }
        levels => { nb: "Gulv og tak", nn: "Golv og tak", en: "Floor and ceiling" }
        from_to(floor: &str, ceiling: &str) => {
            nb: "{floor} er dokumentert; {ceiling} hvis alt ukjent regnes med",
            nn: "{floor} er dokumentert; {ceiling} om alt ukjent blir rekna med",
            en: "{floor} is documented; {ceiling} if all that is unknown is counted in" }
        as_of => { nb: "Per", nn: "Per", en: "As of" }
        known_at => { nb: "Etter det som var kjent", nn: "Etter det som var kjent", en: "By what was known" }
        since => { nb: "Regnet fra", nn: "Rekna frå", en: "Counted from" }
        programme => { nb: "Program", nn: "Program", en: "Programme" }
        cohort => { nb: "Kull", nn: "Kull", en: "Cohort" }
        sector => { nb: "Bransje", nn: "Bransje", en: "Sector" }
        region => { nb: "Område", nn: "Område", en: "Region" }
        published => { nb: "Publisert", nn: "Publisert", en: "Published" }
        used => { nb: "Brukt i", nn: "Brukt i", en: "Used in" }
        rule => { nb: "Regelen", nn: "Regelen", en: "The rule" }
        formula => { nb: "Med symboler", nn: "Med symbol", en: "In symbols" }
        definition => { nb: "Definisjon", nn: "Definisjon", en: "Definition" }
        rests_on => { nb: "Hva tallet bygger på", nn: "Kva talet byggjer på", en: "What the figure rests on" }
        counts => { nb: "Hvem som er med og hvem som er utelatt", nn: "Kven som er med og kven som er utelaten", en: "Who is in and who is left out" }
        group => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        many => { nb: "Antall", nn: "Tal", en: "Number" }
        blank => {
            nb: "Strek: grupper på én til fire bedrifter vises ikke, og heller ikke det de kunne regnes ut fra.",
            nn: "Strek: grupper på éi til fire bedrifter blir ikkje viste, og heller ikkje det dei kunne reknast ut frå.",
            en: "A dash: groups of one to four startups are not shown, nor what they could be worked out from." }
        notes => { nb: "Merknader siden", nn: "Merknader sidan", en: "Notes since" }
        check => { nb: "Etterprøv tallet", nn: "Etterprøv talet", en: "Check the figure" }
        how(file: &str) => {
            nb: "Last ned den signerte filen og kjør «grobunn verify {file}», eller slipp den på siden «Etterprøv». Da regnes tallet ut på nytt fra grunnlaget i filen, uten nett og uten database. Stemmer sifrene, kontrollsummen og nøkkelen, er tallet det som ble publisert.",
            nn: "Last ned den signerte fila og køyr «grobunn verify {file}», eller slepp ho på sida «Etterprøv». Då blir talet rekna ut på nytt frå grunnlaget i fila, utan nett og utan database. Stemmer sifra, kontrollsummen og nøkkelen, er talet det som vart publisert.",
            en: "Download the signed file and run “grobunn verify {file}”, or drop it on the page “Verify”. The figure is then computed anew from the inputs in the file, without a network and without a database. If digits, digest and key agree, it is the figure that was published." }
        file => { nb: "Signert fil", nn: "Signert fil", en: "Signed file" }
        digest => { nb: "Kontrollsum (SHA-256)", nn: "Kontrollsum (SHA-256)", en: "Digest (SHA-256)" }
        key => { nb: "Signert med nøkkel", nn: "Signert med nøkkel", en: "Signed with key" }
        on_the_web => { nb: "Tallet på nettet:", nn: "Talet på nettet:", en: "The figure on the web:" }
        bar_words(title: &str, floor: &str, point: &str, ceiling: &str) => {
            nb: "{title}: {floor} er dokumentert, verdien er {point}, og taket er {ceiling}.",
            nn: "{title}: {floor} er dokumentert, verdien er {point}, og taket er {ceiling}.",
            en: "{title}: {floor} is documented, the value is {point}, and the ceiling is {ceiling}." }
        footnote(title: &str, definition: &str, as_of: &str) => {
            nb: "{title}, definisjon {definition}, per {as_of}.",
            nn: "{title}, definisjon {definition}, per {as_of}.",
            en: "{title}, definition {definition}, as of {as_of}." }
    }
}
