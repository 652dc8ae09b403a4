//! Which small groups follow from counts.
//!
//! Startups that stand in the same cells are one *atom*: no table tells them apart. Each cell is then a row of noughts and ones over
//! the atoms, and what a reader can work out by adding and subtracting are the combinations of those rows. A group is revealed when its
//! own row is among them, that is, when it is orthogonal to everything the rows leave open (their null space). A group of
//! one to four startups consists of at most four atoms, so all of them can be looked through.
//!
//! Computed modulo the prime 2^61 - 1: the null space is drawn together into one random number for each atom, and a group is
//! revealed when its numbers add up to nought. That can call a group revealed by chance (less than once in 10^10 tables), and never
//! overlooks one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{FEWEST, Place, Revealed, Table};
use crate::ids::StartupId;

/// The modulus.
const P: u64 = (1 << 61) - 1;

const fn add(one: u64, other: u64) -> u64 {
    let sum = one + other;
    if sum >= P { sum - P } else { sum }
}

const fn negative(value: u64) -> u64 {
    if value == 0 { 0 } else { P - value }
}

#[expect(clippy::cast_possible_truncation, reason = "both parts of a product below 2^122 fit")]
const fn times(one: u64, other: u64) -> u64 {
    let product = one as u128 * other as u128;
    add((product >> 61) as u64, (product as u64) & P)
}

fn inverse(value: u64) -> u64 {
    // Fermat: the power P - 2.
    let (mut power, mut base, mut rest) = (1, value, P - 2);
    while rest > 0 {
        if rest & 1 == 1 {
            power = times(power, base);
        }
        base = times(base, base);
        rest >>= 1;
    }
    power
}

/// A cell as the columns of its atoms.
struct Row {
    atoms: Vec<usize>,
    /// Every place where these startups are printed.
    places: Vec<Place>,
}

/// Startups that no table tells apart.
struct Atom {
    startups: Vec<StartupId>,
    /// Its share of the null space, drawn together.
    open: u64,
}

pub(super) fn search(tables: &[&Table]) -> Vec<Revealed> {
    let (rows, mut atoms) = partition(tables);
    let reduced = reduce(&rows, atoms.len(), &(0..rows.len()).collect::<Vec<_>>());
    draw(&reduced, &mut atoms);
    let mut groups = small_groups(&atoms);
    groups.sort_by_key(|group| (group.iter().map(|atom| atoms[*atom].startups.len()).sum::<usize>(), group.clone()));
    groups
        .iter()
        .map(|group| Revealed {
            startups: group.iter().flat_map(|atom| atoms[*atom].startups.iter().copied()).collect(),
            from: explain(&rows, atoms.len(), group),
        })
        .collect()
}

/// The different cells, and the atoms between them.
fn partition(tables: &[&Table]) -> (Vec<Row>, Vec<Atom>) {
    let mut cells: BTreeMap<&BTreeSet<StartupId>, Vec<Place>> = BTreeMap::new();
    for table in tables {
        for cell in table.cells.iter().filter(|cell| !cell.startups.is_empty()) {
            let place = Place { table: table.name.clone(), cell: cell.name.clone() };
            cells.entry(&cell.startups).or_default().push(place);
        }
    }
    let mut stands_in: BTreeMap<StartupId, Vec<usize>> = BTreeMap::new();
    for (index, startups) in cells.keys().enumerate() {
        startups.iter().for_each(|startup| stands_in.entry(*startup).or_default().push(index));
    }
    let mut alike: BTreeMap<Vec<usize>, Vec<StartupId>> = BTreeMap::new();
    for (startup, cells) in stands_in {
        alike.entry(cells).or_default().push(startup);
    }
    let mut rows: Vec<Row> = cells.into_values().map(|places| Row { atoms: Vec::new(), places }).collect();
    let mut atoms = Vec::with_capacity(alike.len());
    for (cells, startups) in alike {
        cells.iter().for_each(|cell| rows[*cell].atoms.push(atoms.len()));
        atoms.push(Atom { startups, open: 0 });
    }
    (rows, atoms)
}

/// Rows in reduced echelon form: each with the column of its leading one, where all others have nought.
type Reduced = Vec<(usize, Vec<u64>)>;

fn reduce(rows: &[Row], atoms: usize, chosen: &[usize]) -> Reduced {
    let mut reduced: Reduced = Vec::new();
    for row in chosen.iter().filter_map(|index| rows.get(*index)) {
        let mut dense = vec![0; atoms];
        row.atoms.iter().for_each(|atom| dense[*atom] = 1);
        take_away(&reduced, &mut dense);
        let Some(lead) = dense.iter().position(|value| *value != 0) else { continue };
        let scale = inverse(dense[lead]);
        dense.iter_mut().for_each(|value| *value = times(*value, scale));
        for (_, other) in &mut reduced {
            let factor = negative(other[lead]);
            if factor != 0 {
                other.iter_mut().zip(&dense).for_each(|(value, ours)| *value = add(*value, times(*ours, factor)));
            }
        }
        reduced.push((lead, dense));
    }
    reduced
}

/// Takes the part that the rows explain away from a row.
fn take_away(reduced: &Reduced, dense: &mut [u64]) {
    for (lead, row) in reduced {
        let factor = negative(dense[*lead]);
        if factor != 0 {
            dense.iter_mut().zip(row).for_each(|(value, ours)| *value = add(*value, times(*ours, factor)));
        }
    }
}

/// Draws the null space together. For a column without leading one its vector is that column less the rows that touch it.
fn draw(reduced: &Reduced, atoms: &mut [Atom]) {
    let leads: BTreeSet<usize> = reduced.iter().map(|(lead, _)| *lead).collect();
    let mut state = 0x6772_6f62_756e_6e00_u64;
    let weights: Vec<u64> = (0..atoms.len())
        .map(|column| {
            // `SplitMix64`: the same weights for the same tables.
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            if leads.contains(&column) { 0 } else { (z ^ (z >> 31)) % (P - 1) + 1 }
        })
        .collect();
    for (atom, weight) in atoms.iter_mut().zip(&weights) {
        atom.open = *weight;
    }
    for (lead, row) in reduced {
        let sum = row.iter().zip(&weights).fold(0, |sum, (value, weight)| add(sum, times(*value, *weight)));
        atoms[*lead].open = negative(sum);
    }
}

/// The groups of at most four startups whose numbers add up to nought and which hold no smaller such group.
fn small_groups(atoms: &[Atom]) -> Vec<Vec<usize>> {
    let most = FEWEST - 1;
    let size = |atom: usize| atoms[atom].startups.len();
    let open = |atom: usize| atoms[atom].open;
    let (ones, mut small): (Vec<usize>, Vec<usize>) =
        (0..atoms.len()).filter(|atom| size(*atom) <= most).partition(|atom| open(*atom) == 0);
    let mut groups: Vec<Vec<usize>> = ones.into_iter().map(|atom| vec![atom]).collect();
    small.retain(|atom| size(*atom) < most);
    let mut by_open: HashMap<u64, Vec<usize>> = HashMap::new();
    small.iter().for_each(|atom| by_open.entry(open(*atom)).or_default().push(*atom));
    let none = Vec::new();
    let with = |sum: u64| by_open.get(&negative(sum)).unwrap_or(&none);
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for one in &small {
        let others = with(open(*one)).iter().filter(|other| **other > *one && size(*one) + size(**other) <= most);
        pairs.extend(others.map(|other| (*one, *other)));
    }
    groups.extend(pairs.iter().map(|(one, other)| vec![*one, *other]));
    // Three atoms of four startups at most: two of them are single startups. Four atoms are four single startups.
    let single: Vec<usize> = small.iter().copied().filter(|atom| size(*atom) == 1).collect();
    let mut triples: BTreeSet<Vec<usize>> = BTreeSet::new();
    let mut sums: Vec<(u64, usize, usize)> = Vec::new();
    for (index, one) in single.iter().enumerate() {
        for other in &single[index + 1..] {
            if pairs.contains(&(*one, *other)) {
                continue;
            }
            let sum = add(open(*one), open(*other));
            sums.push((sum, *one, *other));
            for third in with(sum).iter().filter(|third| size(**third) + 2 <= most && *third != one && *third != other)
            {
                let mut group = vec![*one, *other, *third];
                group.sort_unstable();
                if !holds_pair(&group, &pairs) {
                    triples.insert(group);
                }
            }
        }
    }
    sums.sort_unstable();
    let mut fours: BTreeSet<Vec<usize>> = BTreeSet::new();
    for (sum, one, other) in &sums {
        let wanted = negative(*sum);
        let from = sums.partition_point(|entry| entry.0 < wanted);
        for (_, third, fourth) in sums[from..].iter().take_while(|entry| entry.0 == wanted) {
            let mut group = vec![*one, *other, *third, *fourth];
            group.sort_unstable();
            group.dedup();
            let without = |gone: usize| group.iter().copied().filter(|atom| *atom != gone).collect::<Vec<_>>();
            if group.len() == 4
                && !holds_pair(&group, &pairs)
                && !group.iter().any(|gone| triples.contains(&without(*gone)))
            {
                fours.insert(group);
            }
        }
    }
    groups.extend(triples);
    groups.extend(fours);
    groups
}

fn holds_pair(group: &[usize], pairs: &BTreeSet<(usize, usize)>) -> bool {
    group.iter().enumerate().any(|(index, one)| group[index + 1..].iter().any(|other| pairs.contains(&(*one, *other))))
}

/// The cells from which a group's number follows, none of which can be left out.
fn explain(rows: &[Row], atoms: usize, group: &[usize]) -> Vec<Place> {
    let follows = |chosen: &[usize]| {
        let mut dense = vec![0; atoms];
        group.iter().for_each(|atom| dense[*atom] = 1);
        take_away(&reduce(rows, atoms, chosen), &mut dense);
        dense.iter().all(|value| *value == 0)
    };
    let place = |index: usize| rows[index].places[0].clone();
    let is_group = |atoms: &[usize]| atoms == group;
    if let Some(direct) = rows.iter().position(|row| is_group(&row.atoms)) {
        return vec![place(direct)];
    }
    for (index, row) in rows.iter().enumerate() {
        if !group.iter().all(|atom| row.atoms.binary_search(atom).is_ok()) {
            continue;
        }
        let rest: Vec<usize> = row.atoms.iter().copied().filter(|atom| !group.contains(atom)).collect();
        if let Some(other) = rows.iter().position(|row| row.atoms == rest) {
            return vec![place(index), place(other)];
        }
    }
    // In larger and larger parts: what is not needed goes.
    let mut needed: Vec<usize> = (0..rows.len()).collect();
    let mut part = needed.len().div_ceil(2);
    loop {
        let mut from = 0;
        while from < needed.len() {
            let without: Vec<usize> = needed
                .iter()
                .enumerate()
                .filter(|(place, _)| *place < from || *place >= from + part)
                .map(|(_, row)| *row)
                .collect();
            if follows(&without) {
                needed = without;
            } else {
                from += part;
            }
        }
        if part == 1 {
            break;
        }
        part = part.div_ceil(2);
    }
    needed.into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_modulo_the_prime() {
        for value in [1, 2, 3, P - 1, 1 << 60, 123_456_789_012_345] {
            assert_eq!(times(value, inverse(value)), 1, "{value}");
            assert_eq!(add(value, negative(value)), 0, "{value}");
        }
        assert_eq!(times(P - 1, P - 1), 1);
        assert_eq!(negative(0), 0);
    }
}
