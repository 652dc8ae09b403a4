//! A search over random houses: whatever is let through, nobody can count one to four startups with it.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use domain::figures::{FigureId, Query, compute};
use domain::geography::RegionSetId;
use domain::ids::StartupId;
use domain::suppress::{Cell, FEWEST, Table, fit, may_publish, revealed};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::house::id;
use crate::portfolio::{house, query};

type Group = BTreeSet<StartupId>;

fn too_few(group: &Group) -> bool {
    (1..FEWEST).contains(&group.len())
}

/// An attacker who knows nothing of linear algebra: from all cells printed, takes parts from wholes and puts parts together, again and
/// again, and looks for a group that is too small.
fn attacked(tables: &[Table]) -> Option<Group> {
    let mut known: Vec<Group> = Vec::new();
    let mut seen: BTreeSet<Group> = BTreeSet::new();
    let mut learn = |group: Group, known: &mut Vec<Group>| {
        if !group.is_empty() && seen.insert(group.clone()) {
            known.push(group);
        }
    };
    for cell in tables.iter().flat_map(|table| &table.cells) {
        learn(cell.startups.clone(), &mut known);
    }
    let mut next = 0;
    while next < known.len() && known.len() < 700 {
        for other in 0..next {
            let (one, two) = (known[next].clone(), known[other].clone());
            if two.is_subset(&one) {
                learn(one.difference(&two).copied().collect(), &mut known);
            } else if one.is_subset(&two) {
                learn(two.difference(&one).copied().collect(), &mut known);
            } else if one.is_disjoint(&two) {
                learn(one.union(&two).copied().collect(), &mut known);
            }
        }
        next += 1;
    }
    known.into_iter().find(too_few)
}

/// The smallest group that some of the cells, each added or taken away once, leave: every combination of a few cells.
fn combined(cells: &[&Cell]) -> BTreeSet<Group> {
    let mut found = BTreeSet::new();
    for mut code in 0..3_u32.pow(u32::try_from(cells.len()).unwrap()) {
        let mut counts: std::collections::BTreeMap<StartupId, i32> = std::collections::BTreeMap::new();
        for cell in cells {
            let sign = (code % 3) as i32 - 1;
            code /= 3;
            cell.startups.iter().for_each(|startup| *counts.entry(*startup).or_default() += sign);
        }
        if counts.values().all(|count| *count == 0 || *count == 1) {
            let group: Group =
                counts.into_iter().filter(|(_, count)| *count == 1).map(|(startup, _)| startup).collect();
            if too_few(&group) {
                found.insert(group);
            }
        }
    }
    found
}

/// Random tables over random startups: parts, wholes and overlaps.
fn tables() -> impl Strategy<Value = Vec<Table>> {
    let cell = (0_u64..20, 0_u64..20, prop::bool::weighted(0.2)).prop_map(|(from, many, every_other)| Cell {
        name: format!("{from}+{many}"),
        startups: (from..from + many)
            .step_by(if every_other { 2 } else { 1 })
            .map(|number| StartupId(id(number)))
            .collect(),
    });
    let table = vec(cell, 1..4).prop_map(|cells| Table { name: "t".to_owned(), cells });
    vec(table, 1..8)
}

static OFFERED: AtomicUsize = AtomicUsize::new(0);
static REFUSED: AtomicUsize = AtomicUsize::new(0);

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn what_is_let_through_reveals_nobody(tables in tables()) {
        let mut published: Vec<Table> = Vec::new();
        for table in tables {
            OFFERED.fetch_add(1, Ordering::Relaxed);
            if may_publish(&published, &table).is_ok() {
                published.push(table);
            } else {
                REFUSED.fetch_add(1, Ordering::Relaxed);
                let fitted = fit(&published, &table);
                prop_assert!(!fitted.hidden.is_empty());
                published.push(fitted.shown);
            }
            prop_assert_eq!(attacked(&published), None, "{:?}", &published);
        }
        prop_assert_eq!(revealed(&published), vec![]);
    }

    #[test]
    fn what_a_few_cells_give_away_is_found_and_nothing_else(tables in tables()) {
        let cells: Vec<Cell> = tables.into_iter().flat_map(|table| table.cells).take(7).collect();
        let table = Table { name: "all".to_owned(), cells };
        let by_hand = combined(&table.cells.iter().collect::<Vec<_>>());
        let found: Vec<Group> = revealed(std::slice::from_ref(&table)).into_iter().map(|one| one.startups).collect();
        for group in &by_hand {
            // A larger group is not named beside a smaller one in it.
            prop_assert!(found.iter().any(|named| named.is_subset(group)), "{group:?} of {table:?}");
        }
        for one in revealed(std::slice::from_ref(&table)) {
            prop_assert!(too_few(&one.startups));
            // The cells named suffice: by themselves they reveal the same group.
            let named = |cell: &&Cell| one.from.iter().any(|place| place.cell == cell.name);
            let alone = Table { name: "all".to_owned(), cells: table.cells.iter().filter(named).cloned().collect() };
            prop_assert!(revealed(&[alone]).iter().any(|again| again.startups.is_subset(&one.startups)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Figures of a house as they would be published one after the other: by region and year, survival and jobs.
    #[test]
    fn the_figures_of_a_house(ledger in house(40), queries in vec(query(), 6)) {
        let mut published: Vec<Table> = Vec::new();
        for (number, query) in queries.iter().enumerate() {
            for id in ["survival.exits", "survival.admitted", "jobs.stock"] {
                for region in [None, Some("romerike")] {
                    let mut asked: Query = query.clone();
                    asked.scope.region = region.map(RegionSetId::from);
                    let figure = compute(&ledger, &FigureId(id.to_owned()), &asked).unwrap();
                    let wanted = Table::of(&format!("{id} {number} {region:?}"), &figure);
                    let fitted = fit(&published, &wanted);
                    OFFERED.fetch_add(1, Ordering::Relaxed);
                    REFUSED.fetch_add(usize::from(!fitted.hidden.is_empty()), Ordering::Relaxed);
                    published.push(fitted.shown);
                }
            }
        }
        prop_assert_eq!(attacked(&published), None);
        prop_assert_eq!(revealed(&published), vec![]);
    }
}

/// The search would say nothing if everything were let through, or nothing.
#[test]
fn the_attacker_finds_what_there_is() {
    let group = |from: u64, to: u64| (from..to).map(|number| StartupId(id(number))).collect::<Group>();
    let cell = |name: &str, startups: Group| Cell { name: name.to_owned(), startups };
    let open = Table {
        name: "open".to_owned(),
        cells: vec![cell("n", group(0, 20)), cell("a", group(0, 8)), cell("b", group(8, 17))],
    };
    assert_eq!(attacked(std::slice::from_ref(&open)), Some(group(17, 20)));
    assert_eq!(combined(&open.cells.iter().collect::<Vec<_>>()), BTreeSet::from([group(17, 20)]));
}
