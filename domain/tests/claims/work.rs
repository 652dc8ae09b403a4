//! What is counted beside jobs and survival: money, hours, meetings, women among founders, answers.

use domain::claims::{Cited, guard};
use domain::figures::Figure;
use domain::figures::interval::clopper_pearson;
use domain::words::Locale::{self, En, Nb, Nn};

use crate::{cited, house, series, short, since_2014};

fn figures() -> Vec<Figure> {
    let toy = house::toy();
    let mut figures = Vec::new();
    for (id, value) in [
        ("funding.private_capital", 119_870_000.0),
        ("funding.awarded", 35_000_000.0),
        ("funding.paid", 28_400_000.0),
        ("funding.leverage", 7.2),
        ("mentoring.hours", 1_234.5),
        ("mentoring.meetings", 980.0),
    ] {
        let mut figure = toy.at(id, "2023-12-31");
        (figure.value, figure.numerator, figure.n) = (Some(value), value, 60);
        since_2014(&mut figure);
        figures.push(figure);
    }
    for (id, x, n) in [("team.women_founders", 43_u32, 100_usize), ("updates.response", 84, 100)] {
        let mut figure = toy.at(id, "2023-12-31");
        let share = f64::from(x) / 100.0;
        (figure.value, figure.numerator, figure.n) = (Some(share), f64::from(x), n);
        figure.interval = Some(clopper_pearson(u64::from(x), n as u64));
        figure.rows_out.clear();
        since_2014(&mut figure);
        figures.push(figure);
    }
    figures
}

const TABLE: &[(Locale, &str, &[&str])] = &[
    (
        Nb,
        "Bedriftene har hentet inn 120 millioner kroner i kapital.",
        &["120 millioner => yes funding.private_capital"],
    ),
    (Nb, "Bedriftene har hentet over 200 mill. kr i kapital.", &["over 200 mill => no funding.private_capital"]),
    (
        Nb,
        "Selskapene har hentet 0,12 milliarder i risikokapital siden 2014.",
        &["0,12 milliarder => yes funding.private_capital"],
    ),
    (
        Nn,
        "Verksemdene har henta 120 millionar kroner frå investorar.",
        &["120 millionar => yes funding.private_capital"],
    ),
    (En, "Our companies have raised NOK 120 million in capital.", &["120 million => yes funding.private_capital"]),
    // Other money, and money of others, is another matter.
    (En, "Our alumni have raised €40m.", &["40 => cannot NoFigure"]),
    (Nb, "Bedriftene omsatte for 120 millioner kroner.", &["120 millioner => cannot NoFigure"]),
    (
        Nb,
        "I 2023 hentet bedriftene 120 millioner kroner i kapital.",
        &["120 millioner => cannot NoPeriod funding.private_capital"],
    ),
    (Nb, "Målet er 500 millioner kroner i kapital.", &["500 millioner => cannot NoFigure"]),
    (Nb, "Bedriftene har fått 35 millioner kroner i offentlig støtte.", &["35 millioner => yes funding.awarded"]),
    (Nb, "Bedriftene har fått utbetalt 28,4 millioner kroner i tilskudd.", &["28,4 millioner => yes funding.paid"]),
    (Nb, "Kommunen har bevilget 3,5 millioner kroner per år i tre år.", &["3,5 millioner => cannot NoFigure"]),
    (
        Nb,
        "For hver krone fra kommunen har bedriftene hentet 7 kroner i privat kapital.",
        &["7 => yes funding.leverage"],
    ),
    (Nb, "Over 1200 timer mentoring er gitt.", &["Over 1200 => yes mentoring.hours"]),
    (Nn, "Gründerane har fått meir enn 2 000 timar rettleiing.", &["meir enn 2 000 => no mentoring.hours"]),
    (En, "We provided 1,235 hours of mentoring to the founders.", &["1,235 => yes mentoring.hours"]),
    (Nb, "Kontoret er åpent 40 timer i uken.", &["40 => cannot NoFigure"]),
    (Nb, "Vi har hatt 980 møter med bedriftene.", &["980 => yes mentoring.meetings"]),
    (Nb, "I snitt har hver bedrift hatt 12 møter.", &["12 => cannot NoFigure"]),
    (Nb, "43 prosent av gründerne er kvinner.", &["43 prosent => yes team.women_founders"]),
    (Nb, "57 % av gründerne er menn.", &["57 % => yes team.women_founders"]),
    (En, "Over half of the founders are women.", &["Over half => no team.women_founders"]),
    (Nb, "Andelen kvinnelige gründere har økt til 43 prosent.", &["43 prosent => cannot NoFigure"]),
    (Nb, "84 prosent av bedriftene svarte på oppdateringen.", &["84 prosent => yes updates.response"]),
];

#[test]
fn work_and_money_are_held_against_their_figures() {
    let figures = figures();
    for (language, text, expected) in TABLE {
        // The toy house has no money: the year of its first admission is told beside.
        let cited: Vec<Cited<'_>> =
            figures.iter().map(|figure| Cited { since: Some(2014), ..Cited::now(figure) }).collect();
        let guarded = guard(text, &cited, &series());
        let told: Vec<String> = guarded
            .claims
            .iter()
            .map(|claim| format!("{} => {}", claim.text, short(&claim.verdict, &figures)))
            .collect();
        assert_eq!(told, *expected, "{text}");
        assert_eq!(guarded.language, *language, "{text}");
    }
}

#[test]
fn what_happened_in_one_period_carries_no_sentence_about_all_time() {
    let mut figures = figures();
    figures[0].query.scope.since = Some(house::day("2023-01-01"));
    let guarded = guard("Bedriftene har hentet 120 millioner kroner i kapital.", &cited(&figures), &series());
    assert_eq!(short(&guarded.claims[0].verdict, &figures), "cannot NoFigure");
}
