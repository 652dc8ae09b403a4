//! The claim guard: the association's sentence, and a table of others in three languages, hostile ones among them.

#![expect(clippy::unwrap_used, reason = "what is missing in a test has failed it")]

#[path = "../figures/house.rs"]
#[expect(dead_code, reason = "shared with the tests of the figures, which need more of it")]
mod house;
mod newest;
mod press;
mod sentences;
mod the_sentence;
mod work;

use domain::claims::{Benchmark, Cited, Guarded, Verdict, guard};
use domain::figures::interval::clopper_pearson;
use domain::figures::{Figure, Measure, Query, Scope};
use domain::geography::RegionSetId;

/// Figures of a house that has been at it since 2014: of each definition the value, and for shares x and n.
pub(crate) fn figures() -> Vec<Figure> {
    let toy = house::toy();
    let mut figures = Vec::new();
    let mut jobs = |id: &str, value: f64, region: Option<&str>, measure: Measure| {
        let scope = Scope { region: region.map(RegionSetId::from), measure, ..Scope::default() };
        let query = Query { scope, ..house::query("2023-12-31") };
        let mut figure = toy.figure(id, &query);
        (figure.value, figure.floor, figure.ceiling) = (Some(value), Some(value * 0.8), Some(value * 1.1));
        (figure.numerator, figure.n) = (value, 100);
        since_2014(&mut figure);
        figures.push(figure);
    };
    for (id, value) in [
        ("jobs.net", 512.0),
        ("jobs.net_floor", 560.0),
        ("jobs.stock", 640.0),
        ("jobs.at_exit", 700.0),
        ("jobs.gross_increase", 800.0),
        ("jobs.peak", 910.0),
    ] {
        jobs(id, value, None, Measure::Heads);
    }
    jobs("jobs.net", 290.0, Some("romerike@1"), Measure::Heads);
    jobs("jobs.stock", 420.0, Some("romerike@1"), Measure::Heads);
    jobs("jobs.stock", 300.0, Some("lillestrom@1"), Measure::Heads);
    jobs("jobs.net", 430.0, None, Measure::Fte);
    for (id, x, n) in [
        ("survival.exits", 73_u32, 100),
        ("survival.admitted", 150, 200),
        ("survival.fixed(1)", 165, 180),
        ("survival.fixed(3)", 12, 20),
        ("survival.fixed(5)", 58, 100),
    ] {
        let mut figure = toy.at(id, "2023-12-31");
        (figure.numerator, figure.n) = (f64::from(x), n);
        figure.value = Some(f64::from(x) / n as f64);
        figure.interval = Some(clopper_pearson(u64::from(x), n as u64));
        figure.rows_out.clear();
        since_2014(&mut figure);
        figures.push(figure);
    }
    figures
}

/// The first startup came in 2014. A region may hold nobody of the toy portfolio's, so there is always one row.
pub(crate) fn since_2014(figure: &mut Figure) {
    if let Some(first) = figure.rows_in.first_mut() {
        first.basis.admitted_on = Some(house::day("2014-09-01"));
    }
}

pub(crate) fn cited(figures: &[Figure]) -> Vec<Cited<'_>> {
    figures.iter().map(Cited::now).collect()
}

/// One national series: those of five years.
pub(crate) fn series() -> Vec<Benchmark> {
    vec![Benchmark { name: "SSB, aksjeselskap født 2018, 5 år".to_owned(), years: 5, share: 0.55 }]
}

/// A verdict in short: `yes jobs.net`, `other jobs.stock`, `no jobs.net`, `cannot NoAge+TooFew survival.exits`.
pub(crate) fn short(verdict: &Verdict, figures: &[Figure]) -> String {
    let name = |index: &usize| {
        let figure = &figures[*index];
        let region = figure.query.scope.region.as_ref().map_or(String::new(), |region| format!("/{}", region.stem()));
        let measure = if figure.query.scope.measure == Measure::Fte { "/fte" } else { "" };
        format!("{}{region}{measure}", figure.id.0)
    };
    let instead = |index: &Option<usize>| index.as_ref().map_or(String::new(), |index| format!(" {}", name(index)));
    match verdict {
        Verdict::Supported { by } => format!("yes {}", name(by)),
        Verdict::OtherDefinition { by } => format!("other {}", name(by)),
        Verdict::NotSupported { instead: index } => format!("no{}", instead(index)),
        Verdict::CannotBeSaid { why, instead: index } => {
            let why: Vec<String> = why.iter().map(|why| format!("{why:?}")).collect();
            format!("cannot {}{}", why.join("+"), instead(index))
        }
    }
}

/// A text's claims with their verdicts in short.
pub(crate) fn guarded(text: &str) -> (Guarded, Vec<String>) {
    let figures = figures();
    let guarded = guard(text, &cited(&figures), &series());
    let verdicts =
        guarded.claims.iter().map(|claim| format!("{} => {}", claim.text, short(&claim.verdict, &figures))).collect();
    (guarded, verdicts)
}
