//! The toy portfolio of the design: six definitions of jobs and two of survival on the same four startups.

use crate::house::{House, day, query, row, toy};
use domain::figures::{IntervalMethod, OutReason, Query, Scope};
use domain::geography::RegionSetId;
use domain::words::Locale;

const TODAY: &str = "2023-12-31";

fn in_region(region: &str) -> Query {
    Query { scope: Scope { region: Some(RegionSetId(region.to_owned())), ..Scope::default() }, ..query(TODAY) }
}

#[test]
fn six_definitions_of_jobs() {
    let house = toy();
    for (id, value) in [
        ("jobs.peak", 33.0),
        ("jobs.at_exit", 29.0),
        ("jobs.stock", 25.0),
        ("jobs.gross_increase", 20.0),
        ("jobs.net_floor", 13.0),
        ("jobs.net", 12.0),
    ] {
        let figure = house.at(id, TODAY);
        assert_eq!(figure.value, Some(value), "{id}");
        assert_eq!(figure.numerator, value, "{id}");
        assert_eq!(figure.ceiling, Some(value), "{id}: everything is known exactly");
        assert_eq!(figure.interval, None, "{id}: jobs are counted, not sampled");
        assert_eq!(figure.definition, format!("{id}@1"));
    }
}

#[test]
fn jobs_by_region_add_up_to_the_whole() {
    let house = toy();
    let value = |id: &str, query: &Query| house.figure(id, query).value.unwrap();
    assert_eq!(value("jobs.stock", &in_region("romerike@1")), 16.0);
    assert_eq!(value("jobs.net", &in_region("romerike@1")), 3.0, "the ten that C brought have left the region");
    let stock = house.figure("jobs.stock", &in_region("romerike"));
    assert_eq!(row(&stock, house.named("C")), Err(OutReason::OutsideRegion));
    assert_eq!(row(&stock, house.named("B")), Err(OutReason::NotAlive));
    assert_eq!(value("jobs.stock", &in_region("lillestrom")), 16.0, "Skedsmo, Fet and 3030 are Lillestrøm");
    assert_eq!(value("jobs.gross_increase", &in_region("romerike")), 20.0, "C grew while it was in Fet");
    assert_eq!(value("jobs.peak", &in_region("romerike")), 33.0);
}

#[test]
fn survival_of_exits_and_of_all() {
    let house = toy();
    let exits = house.at("survival.exits", TODAY);
    assert_eq!((exits.numerator, exits.n, exits.value), (2.0, 3, Some(2.0 / 3.0)));
    assert_eq!(row(&exits, house.named("D")), Err(OutReason::NotExited));
    let interval = exits.interval.unwrap();
    assert_eq!(interval.method, IntervalMethod::ClopperPearson);
    assert!((interval.low - 0.094_299).abs() < 5e-7 && (interval.high - 0.991_596).abs() < 5e-7, "{interval:?}");
    let admitted = house.at("survival.admitted", TODAY);
    assert_eq!((admitted.numerator, admitted.n, admitted.value), (3.0, 4, Some(0.75)));
}

#[test]
fn the_house_as_it_was_before() {
    let house = toy();
    assert_eq!(house.at("jobs.stock", "2020-12-31").value, Some(8.0 + 5.0), "C's ten are of December 2018 by then");
    let stale = house.at("jobs.stock", "2020-12-31");
    assert_eq!(row(&stale, house.named("C")), Err(OutReason::StaleHeadcount));
    assert_eq!(stale.ceiling, Some(23.0));
    assert_eq!(row(&stale, house.named("D")), Err(OutReason::NotAdmitted));
    let known_early = Query { known_at: query("2023-11-30").known_at, ..query(TODAY) };
    assert_eq!(house.figure("jobs.stock", &known_early).value, Some(21.0), "D's four were not known in November");
}

#[test]
fn sentences_carry_x_of_n_interval_and_date() {
    let house = toy();
    let text = |id: &str, locale| {
        let figure = house.at(id, TODAY);
        domain::figures::definition(&figure.id).unwrap().sentence(locale, &figure).replace('\u{a0}', " ")
    };
    assert_eq!(
        text("survival.exits", Locale::Nb),
        "67 % (2 av 3) av bedriftene som har gått ut, er i live per 31.12.2023 (95 % intervall 9–99 %)."
    );
    assert_eq!(
        text("survival.admitted", Locale::En),
        "75% (3 of 4) of all startups ever admitted are alive as at 31 December 2023 (95% interval 19–99%)."
    );
    assert_eq!(
        text("survival.fixed(1)", Locale::En),
        "100% (4 of 4) of the startups admitted at least 1 year ago were alive 1 year after admission, as at 31 December 2023 \
         (95% interval 40–100%)."
    );
    assert_eq!(
        text("survival.km(admission)", Locale::Nb),
        "Anslagsvis 67 % er i live fem år etter opptak (95 % intervall 5–95 %), anslått fra 4 bedrifter der 1 av 4 er døde \
         per 31.12.2023."
    );
    assert_eq!(
        text("jobs.stock", Locale::Nb),
        "Bedriftene som er i live, har til sammen 25 arbeidsplasser per 31.12.2023. Det bygger på 3 av 3 bedrifter; \
         dokumentert er 0, høyst mulig er 25."
    );
}

#[test]
fn a_share_of_nobody_is_a_question_without_an_answer() {
    let text = |house: &House, id: &str, locale| {
        let figure = house.at(id, TODAY);
        assert_eq!(figure.value, None);
        domain::figures::definition(&figure.id).unwrap().sentence(locale, &figure).replace('\u{a0}', " ")
    };
    let mut house = House::new(1);
    assert_eq!(
        text(&house, "survival.exits", Locale::En),
        "What share of the startups that have left are alive as at 31 December 2023? It cannot be computed, since there are \
         no such startups (0 of 0)."
    );
    house.startup("unknown").admitted("2018-01-01").build();
    assert_eq!(
        text(&house, "survival.admitted", Locale::Nb),
        "Hvor stor andel av alle bedrifter som er tatt opp, er i live per 31.12.2023? Det kan ikke regnes ut: 0 av 1 har kjent \
         status og sted."
    );
    assert_eq!(
        text(&house, "survival.fixed(3)", Locale::Nn),
        "Kor stor del av bedriftene som er tekne opp for minst 3 år sidan, var i live 3 år etter opptaket, rekna per \
         31.12.2023? Det kan ikkje reknast ut: 0 av 1 har kjend status og stad."
    );
}

#[test]
fn an_empty_house_has_no_jobs_and_no_shares() {
    let house = House::new(1);
    assert_eq!(house.at("jobs.net", TODAY).value, Some(0.0));
    assert_eq!(house.at("survival.exits", TODAY).value, None);
    assert_eq!(house.at("survival.km(exit)", TODAY).value, None);
    assert_eq!(day(TODAY), house.at("jobs.net", TODAY).query.as_of);
}
