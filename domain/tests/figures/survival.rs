//! The rules of survival, one by one.

use domain::facts::{LifeEventKind, Outcome, Source};
use domain::figures::status::{self, Status};
use domain::figures::{Figure, IntervalMethod, OutReason, RowIn, history};
use domain::ids::StartupId;

use crate::house::{House, day, query, row};

const TODAY: &str = "2023-12-31";

fn within(figure: &Figure, startup: StartupId) -> &RowIn {
    figure.rows_in.iter().find(|row| row.startup == startup).unwrap()
}

#[test]
fn what_is_alive_and_what_is_not() {
    use LifeEventKind::{
        AbsorbedInMerger, AcquiredContinuing, Bankrupt, Converted, Dormant, Incorporated, Reactivated,
    };
    let mut house = House::new(1);
    let names = [
        "verified",
        "limit",
        "unknown",
        "register zero",
        "register some",
        "acquired",
        "dormant",
        "revived",
        "merged",
        "dormant then bankrupt",
        "never",
    ];
    house.startup("verified").verified("2023-01-01").build();
    house.startup("limit").verified("2022-09-30").build();
    house.startup("unknown").verified("2022-09-29").build();
    house.startup("register zero").by(Source::Register).heads("2023-06-01", 0).build();
    house.startup("register some").by(Source::Register).span("2023-06-01", 1, 4).build();
    house.startup("acquired").life("2023-02-01", AcquiredContinuing).build();
    house.startup("dormant").verified("2023-01-01").life("2023-02-01", Dormant).verified("2023-03-01").build();
    house.startup("revived").life("2023-02-01", Dormant).life("2023-03-01", Reactivated).build();
    house.startup("merged").life("2023-02-01", AbsorbedInMerger).life("2023-02-02", Bankrupt).build();
    house
        .startup("dormant then bankrupt")
        .life("2019-01-01", Incorporated)
        .life("2020-01-01", Converted)
        .life("2021-01-01", Dormant)
        .life("2022-01-01", Bankrupt)
        .build();
    house.startup("never").build();
    let histories = history::prepare(&house.ledger, query(TODAY).known_at);
    let statuses: Vec<_> = histories.iter().map(|history| status::at(history, day(TODAY))).collect();
    let alive = |on: &str| Status::Alive { verified_on: day(on) };
    let dead = |on: &str| Status::Dead { since: day(on), date_known: true };
    let expected = [
        alive("2023-01-01"),
        alive("2022-09-30"),
        Status::Unknown { last_verified: Some(day("2022-09-29")) },
        Status::Unknown { last_verified: None },
        alive("2023-06-01"),
        alive("2023-02-01"),
        dead("2023-02-01"),
        alive("2023-03-01"),
        Status::Absorbed { since: day("2023-02-01") },
        dead("2021-01-01"),
        Status::Unknown { last_verified: None },
    ];
    for ((name, is), should) in names.iter().zip(&statuses).zip(&expected) {
        assert_eq!(is, should, "{name}");
    }
}

#[test]
fn unknown_is_not_alive_but_widens_the_band() {
    let mut house = House::new(1);
    let unknown = house.startup("unknown").admitted("2018-01-01").exited("2019-01-01", Outcome::Graduated).build();
    for alive in ["a", "b", "c"] {
        house
            .startup(alive)
            .admitted("2018-01-01")
            .exited("2019-01-01", Outcome::Graduated)
            .verified("2023-06-01")
            .build();
    }
    let dead = house.startup("dead").admitted("2018-01-01").exited("2019-01-01", Outcome::Discontinued);
    let dead = dead.seen_dead("2022-01-01", LifeEventKind::Abandoned).build();
    let exits = house.at("survival.exits", TODAY);
    assert_eq!(row(&exits, unknown), Err(OutReason::StatusUnknown));
    assert_eq!(row(&exits, dead), Ok(0.0), "a death without a date counts in a share");
    assert_eq!((exits.value, exits.floor, exits.ceiling), (Some(0.75), Some(0.6), Some(0.8)));
    assert_eq!(
        row(&house.at("survival.km(exit)", TODAY), dead),
        Err(OutReason::DeathDateUnknown),
        "and not in a curve"
    );
}

#[test]
fn back_in_the_house_is_not_exited() {
    let mut house = House::new(2);
    let back = house.startup("back").admitted("2018-01-01").exited("2019-01-01", Outcome::Left).verified("2023-06-01");
    let back = back.enrolled(2, None, "2023-01-01", "admitted").build();
    let exits = house.at("survival.exits", TODAY);
    assert_eq!(row(&exits, back), Err(OutReason::NotExited));
    let mut first = query(TODAY);
    first.scope.programme = Some(house.ledger.programmes[0].id);
    assert_eq!(row(&house.figure("survival.exits", &first), back), Ok(1.0), "out of the programme asked about");
    assert_eq!(house.at("survival.admitted", TODAY).n, 1, "counted once however often it enrolled");
}

#[test]
fn alive_on_the_day_n_years_after_admission() {
    use LifeEventKind::{AbsorbedInMerger, Bankrupt};
    let mut house = House::new(1);
    let mut add = |name: &str, facts: &dyn Fn(crate::house::Builder<'_>) -> StartupId| facts(house.startup(name));
    let before = add("died before", &|b| b.admitted("2018-01-01").life("2020-12-31", Bankrupt).build());
    let on_day = add("died on the day", &|b| b.admitted("2018-01-01").life("2021-01-01", Bankrupt).build());
    let after = add("died after", &|b| b.admitted("2018-01-01").life("2021-01-02", Bankrupt).build());
    let seen = add("seen later", &|b| b.admitted("2018-01-01").verified("2021-01-01").build());
    let fresh = add("fresh then", &|b| b.admitted("2018-01-01").verified("2019-10-01").build());
    let silent = add("silent then", &|b| b.admitted("2018-01-01").verified("2019-09-30").build());
    let perhaps = add("seen dead", &|b| {
        b.admitted("2018-01-01").verified("2020-06-01").seen_dead("2022-01-01", Bankrupt).build()
    });
    let merged = add("merged", &|b| b.admitted("2018-01-01").life("2020-06-01", AbsorbedInMerger).build());
    let later = add("merged later", &|b| b.admitted("2018-01-01").life("2022-06-01", AbsorbedInMerger).build());
    let young = add("young", &|b| b.admitted("2021-01-01").verified("2023-12-01").build());
    let figure = house.at("survival.fixed(3)", TODAY);
    for (startup, expected) in [
        (before, Ok(0.0)),
        (on_day, Ok(0.0)),
        (after, Ok(1.0)),
        (seen, Ok(1.0)),
        (fresh, Ok(1.0)),
        (silent, Err(OutReason::StatusUnknown)),
        (perhaps, Ok(0.0)),
        (merged, Err(OutReason::Absorbed)),
        (later, Ok(1.0)),
        (young, Err(OutReason::TooYoung)),
    ] {
        assert_eq!(row(&figure, startup), expected, "{startup}");
    }
    assert_eq!(within(&figure, perhaps).ceiling, 1.0, "it may have lived on the day");
    // 4 of 7 alive; with the silent one and the one seen dead up to 6 of 8.
    assert_eq!((figure.value, figure.floor, figure.ceiling), (Some(4.0 / 7.0), Some(0.5), Some(0.75)));
    assert_eq!(row(&house.at("survival.fixed(3)", "2024-01-01"), young), Ok(1.0), "its day has come");
}

#[test]
fn a_curve_follows_each_startup_as_long_as_it_is_known() {
    use LifeEventKind::{AbsorbedInMerger, Bankrupt, Founded, Incorporated};
    let mut house = House::new(1);
    let mut add = |name: &str, facts: &dyn Fn(crate::house::Builder<'_>) -> StartupId| facts(house.startup(name));
    let dead =
        add("dead", &|b| b.life("2017-01-01", Founded).admitted("2018-01-01").life("2020-01-01", Bankrupt).build());
    let alive =
        add("alive", &|b| b.life("2018-06-01", Incorporated).admitted("2018-01-01").verified("2023-06-01").build());
    let unknown = add("unknown", &|b| b.admitted("2018-01-01").verified("2019-01-01").build());
    let merged = add("merged", &|b| b.admitted("2018-01-01").life("2018-01-31", AbsorbedInMerger).build());
    let at_once =
        add("at once", &|b| b.life("2017-01-01", Founded).admitted("2018-01-01").life("2018-01-01", Bankrupt).build());
    let figure = house.at("survival.km(admission)", TODAY);
    let days = |startup| {
        let row = within(&figure, startup);
        (row.basis.entry_days, row.basis.exit_days, row.contribution, row.ceiling)
    };
    assert_eq!(days(dead), (Some(0), Some(730), 1.0, 1.0));
    assert_eq!(days(alive), (Some(0), Some(1977), 0.0, 0.0), "to the last day verified, not to today");
    assert_eq!(days(unknown), (Some(0), Some(365), 0.0, 1.0));
    assert_eq!(days(merged), (Some(0), Some(30), 0.0, 0.0));
    assert_eq!(days(at_once), (Some(0), Some(0), 1.0, 1.0), "at risk from the start, day 0 included");
    // Day 0: 4/5. Day 730: of the two still followed one dies.
    assert_eq!(figure.value, Some(0.4));
    assert_eq!((figure.numerator, figure.n), (2.0, 5));
    // Unknown dead on day 365 of three at risk; unknown alive today, so two of three outlive day 730.
    assert!((figure.floor.unwrap() - 0.8 * 2.0 / 3.0 * 0.5).abs() < 1e-15);
    assert!((figure.ceiling.unwrap() - 0.8 * 2.0 / 3.0).abs() < 1e-15);
    let interval = figure.interval.unwrap();
    assert_eq!(interval.method, IntervalMethod::LogLog);
    assert!(0.0 < interval.low && interval.low < 0.4 && 0.4 < interval.high && interval.high < 1.0);
    let birth = house.at("survival.km(birth)", TODAY);
    assert_eq!(within(&birth, dead).basis.entry_days, Some(365), "at risk from its age at admission");
    assert_eq!(within(&birth, alive).basis.entry_days, Some(0), "admitted before its birth: from the start");
    assert_eq!(row(&birth, unknown), Err(OutReason::BirthUnknown));
    assert_eq!(row(&birth, at_once), Err(OutReason::NotObserved), "dead by the day it entered");
}

#[test]
fn a_curve_claims_nothing_about_days_nobody_saw() {
    let mut house = House::new(1);
    let silent = house.startup("silent").admitted("2022-01-01").exited("2023-06-01", Outcome::Graduated).build();
    let seen = house.startup("seen").admitted("2022-01-01").exited("2023-06-01", Outcome::Graduated);
    let seen = seen.verified("2023-07-01").build();
    for status in history::prepare(&house.ledger, query(TODAY).known_at).iter().map(|of| status::at(of, day(TODAY))) {
        assert!(matches!(status, Status::Alive { .. }), "{status:?}");
    }
    let figure = house.at("survival.km(exit)", TODAY);
    assert_eq!(row(&figure, silent), Err(OutReason::NotObserved), "nobody has seen it since it left");
    assert_eq!(within(&figure, seen).basis.exit_days, Some(30));
    let figure = house.at("survival.km(admission)", TODAY);
    assert_eq!(within(&figure, silent).basis.exit_days, Some(516), "its exit was the last sign of it");
}

#[test]
fn the_ceiling_takes_the_unknown_as_alive_at_the_date() {
    let mut house = House::new(1);
    // Three dead after four years; two seen last in the fourth year, one of them lately enough to be alive.
    for name in ["a", "b", "c"] {
        house.startup(name).admitted("2018-01-01").life("2022-12-01", LifeEventKind::Bankrupt).build();
    }
    house.startup("old").admitted("2017-01-01").verified("2023-06-01").build();
    house.startup("alive").admitted("2018-12-01").verified("2022-10-15").build();
    house.startup("unknown").admitted("2018-12-01").verified("2022-09-15").build();
    let figure = house.at("survival.km(admission)", TODAY);
    // Day 1795: only the old one and the three are followed so far; by the date the unknown one would have been too.
    assert_eq!(figure.value, Some(0.25));
    assert!((figure.ceiling.unwrap() - 0.4).abs() < 1e-15, "{:?}", figure.ceiling);
    // The unknown one died on the last day anybody saw it, with all six at risk.
    assert!((figure.floor.unwrap() - 5.0 / 6.0 * 0.25).abs() < 1e-15, "{:?}", figure.floor);
}

#[test]
fn a_curve_has_no_value_where_nobody_is_followed() {
    let mut house = House::new(1);
    house.startup("young").admitted("2022-01-01").verified("2023-06-01").build();
    let figure = house.at("survival.km(admission)", TODAY);
    assert_eq!((figure.value, figure.floor, figure.ceiling, figure.interval), (None, None, None, None));
    assert_eq!(figure.curve.unwrap().n, 1);
    assert_eq!(house.at("survival.km(admission)", "2027-01-01").value, None, "last seen in 2023, then unknown");
}

#[test]
fn as_known_then_and_as_known_now() {
    let mut house = House::new(1);
    let startup = house.startup("late news").admitted("2018-01-01").exited("2019-01-01", Outcome::Left);
    let startup =
        startup.verified("2023-06-01").recorded("2024-02-01").life("2023-11-01", LifeEventKind::Bankrupt).build();
    assert_eq!(row(&house.at("survival.exits", TODAY), startup), Ok(1.0), "nobody knew yet");
    let mut now = query(TODAY);
    now.known_at = query("2024-03-01").known_at;
    assert_eq!(row(&house.figure("survival.exits", &now), startup), Ok(0.0));
}

#[test]
fn the_band_reaches_as_high_as_the_unknown_can_carry_it() {
    let mut house = House::new(1);
    house.startup("dead").admitted("2022-01-01").life("2023-01-01", LifeEventKind::Bankrupt).build();
    house.startup("unknown").admitted("2022-01-01").verified("2022-05-01").build();
    let figure = house.at("survival.km(admission)", TODAY);
    // Nobody is left at risk, so the curve is zero for good; were the unknown one alive, it would be a half.
    assert_eq!((figure.floor, figure.value, figure.ceiling), (Some(0.0), Some(0.0), Some(0.5)));
}

#[test]
fn nothing_earned_and_nothing_raised_is_no_sign_of_life() {
    use domain::facts::{CapitalRaised, Currency, Money, Revenue};
    for (minor, alive) in [(0, false), (1, true)] {
        let amount = Money { minor, currency: Currency::Nok };
        let mut house = House::new(1);
        let mut startup = house.startup("revenue").admitted("2018-01-01");
        let fact = startup.fact(day("2023-06-30"), Some(Revenue { amount }));
        startup.startup.revenues.push(fact);
        startup.build();
        let mut startup = house.startup("capital").admitted("2018-01-01");
        let fact = startup.fact(day("2023-06-30"), Some(CapitalRaised { amount }));
        startup.startup.capital.push(fact);
        startup.build();
        assert_eq!(house.at("survival.admitted", TODAY).n, if alive { 2 } else { 0 });
    }
}
