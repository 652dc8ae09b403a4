//! The band: the same for the same facts, refused where there is too little to say, and right about as often as it says.

use chrono::{Days, NaiveDate};
use domain::contracts::forecast::{FEWEST_QUARTERS, band};
use domain::contracts::{Contract, Engine, Short, claims, forecast, progress};
use domain::facts::LifeEventKind;
use domain::ids::ProgrammeId;
use domain::time::{end_of_oslo_day, sub_months};

use crate::house::{House, day};
use crate::{always, signed, target, terms};

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// A portfolio that takes up startups every quarter; each grows and shrinks by chance, and some die.
fn portfolio(seed: u64, startups: u64) -> House {
    let mut dice = Dice(seed.wrapping_mul(7_919).wrapping_add(17));
    let mut house = House::new(1);
    let growth = 2 + dice.below(4);
    for number in 0..startups {
        let admitted = day("2012-01-01") + Days::new(dice.below(4_380));
        let text = |on: NaiveDate| on.to_string();
        let mut heads = 1 + dice.below(3);
        let mut startup = house.startup(&format!("s{number}")).admitted(&text(admitted));
        let mut on = admitted;
        while on < day("2024-01-01") {
            startup = startup.heads(&text(on), u32::try_from(heads).unwrap());
            on = on + Days::new(80 + dice.below(30));
            heads = match dice.below(10) {
                // Most stop growing when they have found their size.
                roll if roll < growth && heads < 9 => heads + 1 + dice.below(2),
                roll if roll > 8 => heads.saturating_sub(1 + dice.below(2)),
                _ => heads,
            };
            if dice.below(60) == 0 {
                startup = startup.life(&text(on), LifeEventKind::Bankrupt);
                break;
            }
        }
        startup.build();
    }
    house
}

fn contract(from: NaiveDate, to: NaiveDate) -> Contract {
    signed(1, terms(1, from, to, vec![target(1, from, to, 40.0)]), from)
}

#[test]
fn the_same_facts_give_the_same_band_and_it_widens() {
    let house = portfolio(1, 40);
    let contract = contract(day("2020-01-01"), day("2022-12-31"));
    let on = day("2021-01-01");
    let ask = || {
        let mut engine = Engine::new(&house.ledger, always());
        let covered = claims(&mut engine, std::slice::from_ref(&contract), on);
        forecast(&mut engine, &contract, 0, &covered, on).unwrap()
    };
    let (now, told) = ask();
    assert_eq!((&now, &told), (&ask().0, &ask().1));
    let first = told.points[0];
    assert_eq!((Some(first.low), Some(first.high), first.on), (now.point, now.point, on));
    assert_eq!(told.end().unwrap().on, day("2022-12-31"));
    assert_eq!(told.points.len(), 1 + 8);
    assert!(
        told.points.windows(2).all(|pair| pair[0].high - pair[0].low <= pair[1].high - pair[1].low + 2.0),
        "{told:?}"
    );
    let end = told.end().unwrap();
    assert!(end.low < end.high, "a band, never a line");
    assert!(told.falls_short(end.high + 1.0) && !told.falls_short(end.high));
}

#[test]
fn too_little_history_is_refused_with_the_reason() {
    let house = portfolio(2, 40);
    let ask = |contract: &Contract, on: &str| {
        let mut engine = Engine::new(&house.ledger, always());
        let covered = claims(&mut engine, std::slice::from_ref(contract), day(on));
        forecast(&mut engine, contract, 0, &covered, day(on)).unwrap_err()
    };
    let early = contract(day("2013-01-01"), day("2015-12-31"));
    assert!(matches!(ask(&early, "2013-06-01"), Short::TooShort { have } if have < FEWEST_QUARTERS));
    let long = contract(day("2014-06-01"), day("2030-01-01"));
    assert!(
        matches!(ask(&long, "2018-06-01"), Short::TooFar { ahead, have } if ahead > have),
        "{:?}",
        ask(&long, "2018-06-01")
    );
    assert_eq!(ask(&early, "2015-12-31"), Short::Over);
    let mut share = contract(day("2020-01-01"), day("2022-12-31"));
    share.terms.targets[0].definition.id = domain::figures::FigureId("survival.admitted".into());
    share.terms.targets[0].amount = 0.5;
    assert_eq!(ask(&share, "2021-01-01"), Short::NotJobs);
    for locale in domain::words::Locale::ALL {
        for short in [
            Short::NotJobs,
            Short::Over,
            Short::TooShort { have: 3 },
            Short::TooFar { ahead: 9, have: 8 },
            Short::NothingKnown,
        ] {
            assert!(short.text(locale).ends_with('.'));
        }
    }
}

#[test]
fn a_history_without_change_has_no_width_and_one_with_change_has() {
    // Sums of the same, whatever is drawn.
    assert_eq!(band(&[2.0; 8], &[1.0, 1.0, 0.5]), [(2.0, 2.0), (4.0, 4.0), (5.0, 5.0)]);
    let told = band(&[0.0, 4.0, 1.0, 3.0, 2.0, 2.0, 0.0, 4.0], &[1.0; 4]);
    assert!(told.windows(2).all(|pair| pair[1].1 - pair[1].0 >= pair[0].1 - pair[0].0), "{told:?}");
    assert!(told[3].0 < 8.0 && told[3].1 > 8.0, "{told:?}");
    assert!(band(&[], &[1.0]).is_empty());
}

/// Stands on many days of the past, forecasts with what had happened by then, and looks at what came of it.
fn back_test(
    ledger: &domain::ledger::Ledger,
    programme: ProgrammeId,
    days: &[NaiveDate],
    years: u32,
) -> (usize, usize) {
    let (mut told, mut right) = (0, 0);
    for on in days {
        let due = domain::time::add_years(*on, years);
        let mut contract = contract(sub_months(*on, 12), due);
        contract.terms.programme = programme;
        contract.terms.targets[0].scope.programme = Some(programme);
        // What is forecast is forecast without what was learned later.
        let mut engine = Engine::new(ledger, end_of_oslo_day(*on));
        let covered = claims(&mut engine, std::slice::from_ref(&contract), *on);
        let Ok((_, band)) = forecast(&mut engine, &contract, 0, &covered, *on) else { continue };
        let mut engine = Engine::new(ledger, always());
        let covered = claims(&mut engine, std::slice::from_ref(&contract), due);
        let Some(came) = progress(&mut engine, &contract, 0, &covered, due).unwrap().point else { continue };
        let end = band.end().unwrap();
        told += 1;
        right += usize::from(end.low <= came && came <= end.high);
    }
    (right, told)
}

fn share((right, told): (usize, usize)) -> f64 {
    right as f64 / told as f64
}

#[test]
fn back_tested_over_random_portfolios_the_band_of_80_holds_about_that_often() {
    let days: Vec<NaiveDate> = (0..6).map(|quarter| sub_months(day("2021-10-01"), quarter * 5)).collect();
    for years in [1, 2] {
        let mut all = (0, 0);
        for seed in 0..24 {
            let house = portfolio(seed, 30 + seed);
            let (right, told) = back_test(&house.ledger, house.ledger.programmes[0].id, &days, years);
            all = (all.0 + right, all.1 + told);
        }
        println!(
            "random portfolios, {years} year(s) ahead: {} of {} within the band ({:.1} %)",
            all.0,
            all.1,
            share(all) * 100.0
        );
        assert!(all.1 > 100, "there is something to judge by");
        assert!((0.68..=0.92).contains(&share(all)), "{all:?}: {}", share(all));
    }
}

#[test]
fn back_tested_over_the_demo_house() {
    let demo = domain::demo::house(day("2024-06-30"));
    let ledger = domain::demo::ledger(&demo);
    let days: Vec<NaiveDate> = (0..16).map(|back| sub_months(day("2023-06-01"), back * 3)).collect();
    let all = back_test(&ledger, ledger.programmes[0].id, &days, 1);
    println!("demo house, one year ahead: {} of {} within the band ({:.1} %)", all.0, all.1, share(all) * 100.0);
    assert!(all.1 >= 12, "{all:?}");
    assert!((0.5..=1.0).contains(&share(all)), "{all:?}");
}
