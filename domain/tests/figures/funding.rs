//! The figures of money, on a small house that can be counted by hand.

use domain::facts::{AwardStatus, Currency, FundingAward, Instrument, Money, Rate, Source, Terms};
use domain::figures::{FigureId, OutReason, Query, Scope, definition};
use domain::ids::AwardId;
use domain::words::Locale;

use crate::house::{House, day, id, query, row};

use AwardStatus::{Applied, Awarded, Declared, Declined, Lapsed, Paid, Repaid};

const TODAY: &str = "2023-12-31";

fn since(from: &str) -> Query {
    Query { scope: Scope { since: Some(day(from)), ..Scope::default() }, ..query(TODAY) }
}

const fn kroner(kroner: i64) -> Money {
    Money { minor: kroner * 100, currency: Currency::Nok }
}

/// A got 400 of the 500 it applied for, raised to 450, paid in two parts, and 50 paid back; B had money before it was admitted, 300
/// that lapsed after 100 was paid, a guarantee and a private loan; C has steps of no award; D was declined.
fn money() -> House {
    let mut house = House::new(1);
    let a = house.startup("A").admitted("2020-01-01");
    let a = a.award("2022-01-01", Some(1), Applied, 500_000).award("2022-03-01", Some(1), Awarded, 400_000);
    let a = a.award("2022-06-01", Some(1), Paid, 200_000).award("2023-02-01", Some(1), Awarded, 450_000);
    let a = a.award("2023-06-01", Some(1), Paid, 250_000).award("2023-09-01", Some(1), Repaid, 50_000);
    a.raised("2022-05-31", kroner(1)).raised("2022-06-01", kroner(900_000)).build();
    let b = house.startup("B").admitted("2021-01-01").by(Source::Document);
    let b = b.award("2020-12-31", Some(2), Awarded, 70_000).award("2020-12-31", Some(2), Paid, 70_000);
    let b = b.award("2021-02-01", Some(3), Awarded, 300_000).award("2021-03-01", Some(3), Paid, 100_000);
    let b = b.award("2022-01-01", Some(3), Lapsed, 200_000);
    let guarantee = Terms { instrument: Instrument::Guarantee, ..Terms::default() };
    let private = Terms { private: true, ..Terms::default() };
    let step = |status, terms: &Terms, number| {
        FundingAward::plain("x", status, kroner(999)).of(AwardId(id(number))).under(terms.clone())
    };
    let b = b.step_of_award("2022-02-01", step(Awarded, &guarantee, 4));
    let b =
        b.step_of_award("2022-02-02", step(Awarded, &private, 5)).step_of_award("2022-02-03", step(Paid, &private, 5));
    b.award("2022-02-04", None, Declared, 999).build();
    let c = house.startup("C").admitted("2021-01-01");
    c.award("2022-01-01", None, Awarded, 10_000).award("2022-02-01", None, Awarded, 20_000).build();
    let d = house.startup("D").admitted("2021-01-01").award("2022-01-01", Some(6), Applied, 5);
    d.award("2022-02-01", Some(6), Declined, 5).raised("2022-06-01", kroner(7_000_000)).build();
    house
}

#[test]
fn each_award_counts_once() {
    let house = money();
    let figure = house.at("funding.awarded", TODAY);
    assert_eq!(row(&figure, house.named("A")), Ok(450_000.0), "as last changed");
    assert_eq!(
        row(&figure, house.named("B")),
        Ok(100_000.0),
        "what was paid before it lapsed; nothing from before admission"
    );
    assert_eq!(row(&figure, house.named("C")), Ok(30_000.0), "steps of no award stand for themselves");
    assert_eq!(row(&figure, house.named("D")), Err(OutReason::NoFunding));
    assert_eq!((figure.value, figure.floor, figure.n), (Some(580_000.0), Some(100_000.0), 3));
    // Years follow on each other and add up: an award is of the year it was first granted in.
    let year = |from: &str, to: &str| {
        let scope = Scope { since: Some(day(from)), ..Scope::default() };
        house.figure("funding.awarded", &Query { scope, ..query(to) }).value
    };
    assert_eq!(year("2023-01-01", TODAY), Some(0.0));
    assert_eq!(year("2022-01-01", "2022-12-31"), Some(430_000.0), "by that day it was 400 000");
}

#[test]
fn payments_and_repayments_on_their_days() {
    let house = money();
    assert_eq!(house.at("funding.paid", TODAY).value, Some(550_000.0));
    assert_eq!(house.figure("funding.paid", &since("2023-01-01")).value, Some(250_000.0));
    let repaid = house.at("funding.repaid", TODAY);
    assert_eq!((repaid.value, repaid.n), (Some(50_000.0), 1));
    assert_eq!(row(&repaid, house.named("B")), Err(OutReason::NoRepayment));
}

#[test]
fn capital_against_what_was_paid() {
    let house = money();
    let capital = house.at("funding.private_capital", TODAY);
    assert_eq!((capital.value, capital.n), (Some(7_900_001.0), 2));
    let leverage = house.at("funding.leverage", TODAY);
    assert_eq!(row(&leverage, house.named("A")), Ok(900_000.0), "from the day of the first payment on");
    assert_eq!(row(&leverage, house.named("B")), Ok(0.0), "paid and raised nothing: it weighs too");
    assert_eq!(
        row(&leverage, house.named("D")),
        Err(OutReason::NoFunding),
        "capital without public money proves nothing"
    );
    assert_eq!((leverage.numerator, leverage.denominator()), (900_000.0, 550_000.0));
    assert_eq!(leverage.value, Some(900.0 / 550.0));
    assert_eq!(leverage.floor, Some(0.0));
    let none = House::new(1).at("funding.leverage", TODAY);
    assert_eq!((none.value, none.n), (None, 0));
}

#[test]
fn a_foreign_amount_needs_a_rate() {
    let mut house = House::new(1);
    let euro = Money { minor: 100_000, currency: Currency::Eur };
    let rate = Some(Rate { e4: 114_206, on: day("2023-01-01"), source: "Norges Bank".into() });
    let priced = FundingAward::plain("x", Paid, euro).under(Terms { rate, ..Terms::default() });
    house.startup("priced").admitted("2020-01-01").step_of_award("2023-01-01", priced).build();
    let plain = FundingAward::plain("x", Paid, euro);
    let unpriced = house.startup("unpriced").admitted("2020-01-01").award("2022-01-01", None, Paid, 7);
    unpriced.step_of_award("2023-01-01", plain).build();
    let figure = house.at("funding.paid", TODAY);
    assert_eq!(row(&figure, house.named("priced")), Ok(11_420.6));
    assert_eq!(row(&figure, house.named("unpriced")), Err(OutReason::NoRate));
    assert_eq!((figure.value, figure.ceiling), (Some(11_420.6), Some(11_420.6 + 15_007.0)));
}

#[test]
fn sentences_of_money() {
    let house = money();
    let text = |id: &str, query: &Query, locale| {
        let figure = house.figure(id, query);
        definition(&FigureId(id.to_owned())).unwrap().sentence(locale, &figure).replace('\u{a0}', " ")
    };
    assert_eq!(
        text("funding.awarded", &query(TODAY), Locale::Nb),
        "3 bedrifter har fått tilsagn om 580 000 kr i offentlige penger fram til 31.12.2023."
    );
    assert_eq!(
        text("funding.paid", &since("2023-01-01"), Locale::Nn),
        "Det er utbetalt 250 000 kr i offentlege pengar til 1 bedrift frå 1.1.2023 til 31.12.2023."
    );
    assert_eq!(
        text("funding.leverage", &query(TODAY), Locale::En),
        "For each public krone paid to 2 startups up to 31 December 2023, they raised 1.64 kroner of external capital afterwards (NOK 900,000 against NOK 550,000)."
    );
}
