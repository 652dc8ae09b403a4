//! Cases by hand.

use domain::figures::{Figure, Scope};
use domain::suppress::{Place, Table, Uncertain, fit, may_publish, revealed, too_uncertain};
use domain::words::Locale;

use crate::house::{self, id};
use crate::{range, table};

/// The groups revealed by a new table beside others, each as the numbers of its startups and the cells it follows from.
fn found(existing: &[Table], new: &Table) -> Vec<(Vec<u64>, Vec<String>)> {
    let Err(found) = may_publish(existing, new) else { return Vec::new() };
    found
        .iter()
        .map(|one| {
            let startups = one.startups.iter().map(|startup| startup.0.as_u64_pair().1).collect();
            let from = one.from.iter().map(|Place { table, cell }| format!("{table}/{cell}")).collect();
            (startups, from)
        })
        .collect()
}

#[test]
fn a_cell_of_one_to_four_is_revealed_and_one_of_five_or_none_is_not() {
    for (many, expected) in [(0, 0), (1, 1), (4, 1), (5, 0), (6, 0)] {
        let new = table("a", &[("n", &range(1, many))]);
        assert_eq!(found(&[], &new).len(), expected, "{many}");
    }
}

#[test]
fn the_ninth_outside_romerike() {
    // Nine in all with eight in Romerike reveals the ninth.
    let new = table("jobs", &[("n", &range(1, 9)), ("romerike", &range(1, 8))]);
    assert_eq!(found(&[], &new), [(vec![9], vec!["jobs/n".to_owned(), "jobs/romerike".to_owned()])]);
    let fitted = fit(&[], &new);
    assert_eq!((fitted.shown.cells.len(), fitted.hidden), (1, vec!["romerike".to_owned()]));
}

#[test]
fn one_table_against_another() {
    let before = table("2022", &[("n", &range(1, 30))]);
    for (to, expected) in [(30, 0), (31, 1), (34, 1), (35, 0)] {
        let new = table("2023", &[("n", &range(1, to))]);
        let found = found(std::slice::from_ref(&before), &new);
        assert_eq!(found.len(), expected, "{to}");
        if expected == 1 {
            assert_eq!(found[0], (range(31, to), vec!["2023/n".to_owned(), "2022/n".to_owned()]));
        }
    }
}

#[test]
fn a_total_less_several_parts_and_parts_of_several_tables() {
    let parts = table("parts", &[("a", &range(1, 6)), ("b", &range(7, 12)), ("c", &range(13, 20))]);
    let total = table("total", &[("n", &range(1, 22))]);
    assert_eq!(found(&[], &parts), []);
    let both = found(std::slice::from_ref(&parts), &total);
    assert_eq!((both.len(), &both[0].0, both[0].1.len()), (1, &vec![21, 22], 4));
    // Neither nested nor disjoint: a and b overlap in twelve, and their union is printed too.
    let overlap = table("overlap", &[("a", &range(1, 12)), ("b", &range(9, 20)), ("either", &range(1, 20))]);
    let overlap = found(&[], &overlap);
    assert_eq!((overlap.len(), &overlap[0].0, overlap[0].1.len()), (1, &range(9, 12), 3));
    // Without the union nobody can tell how many they share.
    let apart = table("overlap", &[("a", &range(1, 12)), ("b", &range(9, 20))]);
    assert_eq!(found(&[], &apart), []);
}

#[test]
fn a_hole_in_a_table_of_rows_and_columns() {
    // Two rows and two columns with all margins and one cell of the four: the other three follow.
    let margins = table(
        "by place and year",
        &[
            ("n", &range(1, 28)),
            ("row 1", &range(1, 14)),
            ("column 1", &[range(1, 6), range(15, 24)].concat()),
            ("row 1, column 1", &range(1, 6)),
        ],
    );
    let found = found(&[], &margins);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, range(25, 28), "row 2, column 2 holds four");
    assert_eq!(fit(&[], &margins).hidden, ["row 1, column 1"]);
}

#[test]
fn what_was_known_before_is_not_blamed_on_the_new_table() {
    let old = table("old", &[("few", &[1, 2])]);
    let new = table("new", &[("n", &range(10, 20))]);
    assert_eq!(may_publish(std::slice::from_ref(&old), &new), Ok(()));
    assert_eq!(revealed(&[old.clone(), new.clone()]).len(), 1);
    let worse = table("worse", &[("one of them", &[1])]);
    let mut alone: Vec<Vec<u64>> = found(&[old, new], &worse).into_iter().map(|one| one.0).collect();
    alone.sort();
    assert_eq!(alone, [vec![1], vec![2]], "the one that is printed, and the other of the two");
}

#[test]
fn a_survival_figure_prints_who_is_not_alive_too() {
    let mut house = house::House::new(1);
    for number in 0..12 {
        let startup = house.startup(&format!("S{number}")).admitted("2018-01-01");
        let startup = startup.exited("2019-01-01", domain::facts::Outcome::Graduated);
        let startup = if number < 2 {
            startup.life("2020-01-01", domain::facts::LifeEventKind::Bankrupt)
        } else {
            startup.verified("2023-11-01")
        };
        startup.build();
    }
    let figure = house.at("survival.exits", "2023-12-31");
    let wanted = Table::of("exits", &figure);
    let names: Vec<&str> = wanted.cells.iter().map(|cell| cell.name.as_str()).collect();
    assert_eq!(names, ["n", "x", "n-x"]);
    assert_eq!(fit(&[], &wanted).hidden, ["x", "n-x"], "two dead of twelve are two");
}

#[test]
fn too_uncertain_to_quote() {
    let house = house::toy();
    let uncertain = |id: &str| too_uncertain(&house.at(id, "2023-12-31"));
    assert_eq!(uncertain("jobs.net"), None, "jobs are counted");
    assert_eq!(uncertain("survival.exits"), Some(Uncertain::Few { n: 3 }));
    let nobody = house.at("survival.exits", "2017-12-31");
    assert_eq!(too_uncertain(&nobody), Some(Uncertain::Nothing));
    // 22 of 30: 54 to 88 per cent is 34 points; 30 of 41 is 28.
    let share = |low: f64, high: f64, n: usize| {
        let mut figure: Figure = house.at("survival.exits", "2023-12-31");
        let interval = figure.interval.as_mut().unwrap();
        (interval.low, interval.high, figure.n) = (low, high, n);
        too_uncertain(&figure)
    };
    assert!(matches!(share(0.541, 0.877, 30), Some(Uncertain::Wide { .. })));
    assert_eq!(share(0.571, 0.857, 41), None);
    assert_eq!((share(0.5, 0.8, 10), share(0.5, 0.800_001, 10).is_some()), (None, true));
    assert_eq!(share(0.6, 0.7, 9), Some(Uncertain::Few { n: 9 }));
    for one in [Uncertain::Nothing, Uncertain::Few { n: 9 }, Uncertain::Wide { low: 0.54, high: 0.88 }] {
        for locale in Locale::ALL {
            assert!(one.text(locale).ends_with('.'));
        }
    }
    assert_eq!(
        Uncertain::Wide { low: 0.541, high: 0.877 }.text(Locale::En),
        "Too uncertain to quote: the true share may lie anywhere between 54 and 88%."
    );
    assert_eq!(Scope::default().region, None);
    assert_eq!(id(3).as_u64_pair().1, 3);
}
