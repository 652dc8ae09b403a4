//! What holds for every definition over every house.

use std::sync::Arc;

use domain::facts::{Fact, LifeEvent, LifeEventKind, Source, Verification};
use domain::figures::{
    Curve, Figure, FigureId, HORIZON_DAYS, OutReason, Query, RowIn, Scope, Unit, compute, compute_all, default_ids,
    definition,
};
use domain::ids::FactId;
use domain::ledger::Ledger;
use domain::time::{add_years, days_between};
use domain::words::Locale;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::house::id;
use crate::portfolio::{house, query, without_later};

/// Every default figure and one of each family with a parameter of its own.
fn ids() -> Vec<FigureId> {
    let mut ids = default_ids();
    let others = [
        "survival.fixed(2)",
        "pipeline.reached(applied)",
        "pipeline.reached(admitted)",
        "pipeline.reached(exited)",
        "pipeline.reached(graduated)",
        "pipeline.time_in_stage(applied)",
        "pipeline.time_in_stage(admitted)",
    ];
    ids.extend(others.map(|id| FigureId(id.to_owned())));
    ids
}

/// How high a curve stands on a day.
fn height_on(curve: &Curve, t: f64) -> f64 {
    let step = curve.points.partition_point(|point| point.t <= t);
    step.checked_sub(1).map_or(1.0, |step| curve.points[step].s)
}

/// Hours add up as the whole minutes they are.
fn sum_of_hours(rows: &[RowIn], level: impl Fn(&RowIn) -> f64) -> f64 {
    let minutes = rows.iter().map(|row| {
        let minutes = level(row) * 60.0;
        assert!((minutes - minutes.round()).abs() < 1e-9, "{minutes} minutes");
        minutes.round() as u64
    });
    minutes.sum::<u64>() as f64 / 60.0
}

fn sum(rows: &[RowIn], level: impl Fn(&RowIn) -> f64) -> f64 {
    rows.iter().map(level).sum()
}

/// The estimate at the horizon straight from the definition, each death time looked up by brute force in the rows.
fn curve_from_rows(rows: &[RowIn]) -> (f64, bool) {
    let lives: Vec<(i64, i64, bool)> = rows
        .iter()
        .map(|row| (row.basis.entry_days.unwrap(), row.basis.exit_days.unwrap(), row.contribution > 0.0))
        .collect();
    let at_risk = |t: i64| {
        // Whoever is there from the start is at risk on day 0 too.
        lives.iter().filter(|(entry, exit, _)| (*entry < t || *entry == 0) && *exit >= t).count()
    };
    let mut times: Vec<i64> = lives.iter().filter(|life| life.2).map(|life| life.1).collect();
    times.sort_unstable();
    times.dedup();
    let horizon = i64::from(HORIZON_DAYS);
    let s = times.iter().filter(|t| **t <= horizon).fold(1.0, |s, t| {
        let deaths = lives.iter().filter(|life| life.2 && life.1 == *t).count();
        s * (1.0 - deaths as f64 / at_risk(*t) as f64)
    });
    (s, at_risk(horizon) > 0)
}

fn check(figure: &Figure, ledger: &Ledger, query: &Query) -> Result<(), TestCaseError> {
    let name = &figure.id.0;
    prop_assert_eq!(figure.n, figure.rows_in.len());
    // Each startup once, in order.
    let mut startups: Vec<_> = figure.rows_in.iter().map(|row| row.startup).collect();
    startups.extend(figure.rows_out.iter().map(|row| row.startup));
    startups.sort_unstable();
    let known: Vec<_> = ledger
        .startups
        .iter()
        .filter(|startup| startup.is_known_at(query.known_at))
        .map(|startup| startup.profile.id)
        .collect();
    prop_assert_eq!(&startups, &known, "{}: every startup in exactly one of in and out", name);
    prop_assert!(
        figure.rows_in.is_sorted_by_key(|row| row.startup) && figure.rows_out.is_sorted_by_key(|row| row.startup)
    );
    // Levels of rows.
    for row in &figure.rows_in {
        prop_assert!(row.floor <= row.contribution && row.contribution <= row.ceiling, "{}: {:?}", name, row);
    }
    for row in &figure.rows_out {
        prop_assert!(row.ceiling >= 0.0 && row.ceiling.is_finite(), "{}: {:?}", name, row);
    }
    // The value is what its rows add up to.
    let sum = |rows: &[RowIn], level: fn(&RowIn) -> f64| match figure.unit {
        Unit::Hours => sum_of_hours(rows, level),
        Unit::Kroner | Unit::Ratio => rows.iter().map(|row| (level(row) * 100.0).round()).sum::<f64>() / 100.0,
        _ => sum(rows, level),
    };
    let numerator = sum(&figure.rows_in, |row| row.contribution);
    prop_assert_eq!(figure.numerator, numerator + 0.0, "{}", name);
    match (figure.unit, figure.value) {
        (Unit::Jobs | Unit::Meetings | Unit::Startups, Some(value)) => {
            prop_assert_eq!(value, numerator, "{}", name);
            prop_assert_eq!(figure.floor, Some(sum(&figure.rows_in, |row| row.floor) + 0.0));
            let out: f64 = figure.rows_out.iter().map(|row| row.ceiling).sum();
            prop_assert_eq!(figure.ceiling, Some(sum(&figure.rows_in, |row| row.ceiling) + out));
            prop_assert!(figure.interval.is_none());
        }
        (Unit::Hours, Some(value)) => {
            prop_assert_eq!(value, numerator, "{}", name);
            prop_assert_eq!(figure.floor, Some(sum(&figure.rows_in, |row| row.floor)));
            prop_assert!(figure.interval.is_none());
        }
        (Unit::Kroner, Some(value)) => {
            prop_assert_eq!(value, numerator, "{}", name);
            prop_assert_eq!(figure.floor, Some(sum(&figure.rows_in, |row| row.floor)));
            prop_assert!(figure.interval.is_none());
        }
        (Unit::Ratio, Some(value)) => {
            let paid: i64 = figure.rows_in.iter().map(|row| row.basis.work.as_ref().unwrap().paid_ore.unwrap()).sum();
            prop_assert!(paid > 0);
            prop_assert_eq!(figure.denominator(), paid as f64 / 100.0);
            prop_assert_eq!(value, numerator / figure.denominator(), "{}", name);
        }
        (Unit::Ratio, None) => prop_assert_eq!(figure.n, 0, "{}", name),
        (Unit::Days, Some(value)) => {
            let mut days: Vec<f64> = figure.rows_in.iter().map(|row| row.contribution).collect();
            days.sort_unstable_by(f64::total_cmp);
            let middle = (days[(days.len() - 1) / 2] + days[days.len() / 2]) / 2.0;
            prop_assert_eq!(value, middle, "{}", name);
        }
        (Unit::PeopleShare, Some(value)) => {
            let people = figure.rows_in.iter().map(|row| row.basis.work.as_ref().unwrap().people.unwrap()).sum::<u32>();
            prop_assert_eq!(value, numerator / f64::from(people), "{}", name);
            prop_assert_eq!(figure.denominator(), f64::from(people));
            prop_assert!(figure.interval.is_some());
        }
        (Unit::Days | Unit::PeopleShare, None) => prop_assert_eq!(figure.n, 0, "{}", name),
        (Unit::Jobs | Unit::Meetings | Unit::Startups | Unit::Hours | Unit::Kroner, None) => {
            prop_assert!(figure.n == 0 && figure.rows_out.iter().any(|row| row.reason.is_missing()), "{}", name);
        }
        (Unit::Share, Some(value)) => {
            prop_assert_eq!(value, numerator / figure.n as f64, "{}", name);
            prop_assert!(figure.interval.is_some());
        }
        (Unit::Curve, Some(value)) => {
            let (s, _) = curve_from_rows(&figure.rows_in);
            prop_assert!((value - s).abs() < 1e-12, "{}: {} against {} from its rows", name, value, s);
            let curve = figure.curve.as_ref().unwrap();
            prop_assert_eq!((curve.n, curve.events as f64), (figure.n as u64, numerator));
        }
        (Unit::Share, None) => prop_assert_eq!(figure.n, 0),
        (Unit::Curve, None) => {
            let (s, followed) = curve_from_rows(&figure.rows_in);
            prop_assert!(s > 0.0 && !followed, "{}: a curve followed to the horizon has a value", name);
        }
    }
    if let (Some(floor), Some(value), Some(ceiling)) = (figure.floor, figure.value, figure.ceiling) {
        prop_assert!(floor <= value + 1e-12 && value <= ceiling + 1e-12, "{}: {} {} {}", name, floor, value, ceiling);
    } else {
        prop_assert_eq!(figure.value, None, "{}: a value has both its levels", name);
    }
    if let (Some(interval), Some(value)) = (figure.interval, figure.value) {
        prop_assert!(0.0 <= interval.low && interval.low <= value, "{}: {:?} {}", name, interval, value);
        prop_assert!(value <= interval.high && interval.high <= 1.0, "{}: {:?} {}", name, interval, value);
    }
    for point in figure.curve.iter().flat_map(|curve| &curve.points) {
        prop_assert!(
            0.0 <= point.low && point.low <= point.s && point.s <= point.high && point.high <= 1.0,
            "{:?}",
            point
        );
        prop_assert!(point.at_risk >= point.events + point.censored, "{:?}", point);
    }
    let definition = definition(&figure.id).unwrap();
    for locale in Locale::ALL {
        let sentence = definition.sentence(locale, figure);
        prop_assert!(sentence.ends_with('.') && !sentence.contains("NaN"), "{}", sentence);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_figure_is_the_sum_of_its_rows_within_its_levels(ledger in house(12), query in query()) {
        let figures = compute_all(&ledger, &ids(), &query);
        prop_assert_eq!(figures.len(), ids().len());
        for figure in &figures {
            check(figure, &ledger, &query)?;
        }
    }

    #[test]
    fn figures_computed_together_are_those_computed_alone(ledger in house(4), query in query()) {
        for figure in compute_all(&ledger, &ids(), &query) {
            let alone = compute(&ledger, &figure.id, &query).unwrap();
            prop_assert_eq!(&figure, &alone);
        }
    }

    #[test]
    fn the_order_of_input_does_not_matter(ledger in house(6), query in query(), turn in any::<Index>()) {
        fn mix<T>(items: &mut [T], turn: Index) {
            if !items.is_empty() {
                items.reverse();
                let by = turn.index(items.len());
                items.rotate_left(by);
            }
        }
        let mut mixed = ledger.clone();
        mix(&mut mixed.startups, turn);
        for startup in &mut mixed.startups {
            let startup = Arc::make_mut(startup);
            mix(&mut startup.enrolments, turn);
            mix(&mut startup.stage_changes, turn);
            mix(&mut startup.headcounts, turn);
            mix(&mut startup.life_events, turn);
            mix(&mut startup.verifications, turn);
            mix(&mut startup.workplaces, turn);
            mix(&mut startup.revenues, turn);
            mix(&mut startup.capital, turn);
            mix(&mut startup.awards, turn);
            mix(&mut startup.other_support, turn);
            mix(&mut startup.meetings, turn);
            mix(&mut startup.teams, turn);
            mix(&mut startup.updates, turn);
        }
        prop_assert_eq!(compute_all(&mixed, &ids(), &query), compute_all(&ledger, &ids(), &query));
    }

    #[test]
    fn a_fraction_is_each_row_of_the_whole_divided(ledger in house(8), query in query()) {
        let ask = |fractional| {
            let scope = Scope { fractional, ..query.scope.clone() };
            compute_all(&ledger, &ids(), &Query { scope, ..query.clone() })
        };
        for (whole, part) in ask(false).into_iter().zip(ask(true)) {
            let name = &whole.id.0;
            if whole.unit != Unit::Jobs {
                prop_assert_eq!((&whole.value, &whole.rows_in, &whole.rows_out), (&part.value, &part.rows_in, &part.rows_out));
                continue;
            }
            prop_assert_eq!(whole.rows_in.len(), part.rows_in.len());
            for (one, other) in whole.rows_in.iter().zip(&part.rows_in) {
                let by = f64::from(other.basis.shared_with.unwrap_or(0)) + 1.0;
                prop_assert_eq!(one.basis.shared_with, None);
                prop_assert_eq!(one.basis.value, other.basis.value, "{}: what a share is of stays whole", name);
                prop_assert_eq!(
                    (one.startup, one.contribution / by, one.floor / by, one.ceiling / by),
                    (other.startup, other.contribution, other.floor, other.ceiling)
                );
            }
            for (one, other) in whole.rows_out.iter().zip(&part.rows_out) {
                prop_assert_eq!((one.startup, one.reason), (other.startup, other.reason));
                prop_assert!(other.ceiling <= one.ceiling);
            }
            // A net loss shared is a smaller loss; what cannot be negative never grows by sharing.
            if name != "jobs.net" {
                prop_assert!(part.numerator <= whole.numerator + 1e-9, "{}: {} of {}", name, part.numerator, whole.numerator);
            }
            prop_assert_eq!(whole.value.is_some(), part.value.is_some());
        }
    }

    #[test]
    fn what_is_learned_later_never_changes_what_was_known(ledger in house(6), query in query()) {
        let then = without_later(&ledger, query.known_at);
        prop_assert_eq!(compute_all(&then, &ids(), &query), compute_all(&ledger, &ids(), &query));
    }

    #[test]
    fn a_death_never_raises_survival(ledger in house(8), query in query(), who in any::<Index>(), ago in 0_u64..2_500, kind in 7_usize..12) {
        let startup = who.get(&ledger.startups).profile.id;
        let died_on = query.as_of - chrono::Days::new(ago);
        let death = Fact {
            id: FactId(id(9)),
            valid_on: died_on,
            recorded_at: query.known_at,
            supersedes: None,
            source: Source::Register,
            documented: false,
            body: Some(LifeEvent::dated(LifeEventKind::ALL[kind])),
        };
        let mut sadder = ledger.clone();
        let place = sadder.startups.iter().position(|held| held.profile.id == startup).unwrap();
        Arc::make_mut(&mut sadder.startups[place]).life_events.push(death);
        for before in compute_all(&ledger, &ids(), &query) {
            let after = compute(&sadder, &before.id, &query).unwrap();
            let row = before.rows_in.iter().find(|row| row.startup == startup);
            match before.unit {
                Unit::Jobs
                | Unit::Meetings
                | Unit::Hours
                | Unit::Startups
                | Unit::Days
                | Unit::PeopleShare
                | Unit::Kroner
                | Unit::Ratio => {}
                // Answers and applications are what they are, whoever died since.
                Unit::Share if !before.id.0.starts_with("survival.") => {
                    let contributions = |figure: &Figure| -> Vec<_> {
                        figure.rows_in.iter().map(|row| (row.startup, row.contribution)).collect()
                    };
                    prop_assert_eq!(contributions(&before), contributions(&after), "{}", &before.id.0);
                }
                Unit::Share => {
                    // A death after the n-year day shows that the startup lived on it, so it may well raise a fixed share.
                    if let Some(years) = before.id.0.strip_prefix("survival.fixed(") {
                        let years: u32 = years.trim_end_matches(')').parse().unwrap();
                        let admitted = row.and_then(|row| row.basis.admitted_on);
                        if admitted.is_none_or(|admitted| died_on > add_years(admitted, years)) {
                            continue;
                        }
                    }
                    if let (Some(before), Some(after)) = (before.value, after.value) {
                        prop_assert!(after <= before, "{} rose to {}", before, after);
                    }
                }
                Unit::Curve => {
                    let Some((row, last)) = row.and_then(|row| Some((row, row.basis.verified_on?))) else { continue };
                    // A death after the last day it was seen shows that it lived until then: among fewer deaths a share of those at
                    // risk, so the curve may rise before that death, but not from it on. Where others enter late (birth), not even that.
                    let from = if died_on <= last {
                        f64::NEG_INFINITY
                    } else if before.id.0 == "survival.km(birth)" {
                        continue;
                    } else {
                        let seen = row.basis.exit_days.unwrap();
                        (seen + days_between(last, died_on)) as f64
                    };
                    let before = before.curve.unwrap();
                    for point in after.curve.iter().flat_map(|curve| &curve.points).filter(|point| point.t >= from) {
                        let s = height_on(&before, point.t);
                        prop_assert!(point.s <= s + 1e-12, "S({}) rose from {} to {}", point.t, s, point.s);
                    }
                }
            }
        }
    }

    /// Nobody loses by being looked at: a startup verified alive stands in the risk set for longer, and so can only raise a curve.
    /// All of them on one day, so that it tells also in a small house.
    #[test]
    fn verifications_never_lower_a_curve(ledger in house(30), query in query(), ago in 0_u64..450) {
        // The whole house: a part of it seldom has deaths and living ones side by side.
        let query = Query { scope: Scope::default(), ..query };
        let mut seen = ledger.clone();
        for (number, startup) in seen.startups.iter_mut().enumerate() {
            Arc::make_mut(startup).verifications.push(Fact {
                id: FactId(id(number as u64)),
                valid_on: query.as_of - chrono::Days::new(ago),
                recorded_at: query.known_at,
                supersedes: None,
                source: Source::Mentor,
                documented: false,
                body: Some(Verification),
            });
        }
        for before in compute_all(&ledger, &ids(), &query).into_iter().filter(|figure| figure.unit == Unit::Curve) {
            let after = compute(&seen, &before.id, &query).unwrap();
            let (Some(before), Some(after)) = (before.curve, after.curve) else { continue };
            for point in &before.points {
                let s = height_on(&after, point.t);
                prop_assert!(s >= point.s - 1e-12, "S({}) fell from {} to {}", point.t, point.s, s);
            }
        }
    }

    #[test]
    fn jobs_of_two_regions_add_up_where_every_place_is_known(ledger in house(6), query in query()) {
        use domain::geography::RegionSetId;
        let in_region = |region: Option<&str>| {
            let region = region.map(|region| RegionSetId(region.to_owned()));
            Query { scope: Scope { region, ..query.scope.clone() }, ..query.clone() }
        };
        for id in ["jobs.stock", "jobs.at_exit", "jobs.net", "jobs.gross_increase"].map(|id| FigureId(id.to_owned())) {
            let whole = compute(&ledger, &id, &in_region(Some("romerike"))).unwrap();
            // Where a place is unclear, parts cannot add up.
            let unclear = |figure: &Figure| {
                let unclear = [OutReason::PlaceUnknown, OutReason::PlaceAmbiguous];
                figure.rows_out.iter().any(|row| unclear.contains(&row.reason))
            };
            let parts = ["nedre-romerike", "ovre-romerike"].map(|part| compute(&ledger, &id, &in_region(Some(part))).unwrap());
            if unclear(&whole) || parts.iter().any(unclear) {
                continue;
            }
            let together: f64 = parts.iter().map(|part| part.numerator).sum();
            prop_assert!((whole.numerator - together).abs() < 1e-9, "{}: {} against {}", id.0, whole.numerator, together);
        }
    }
}

/// The properties above are worth what the houses are worth: these must reach every reason and fill every figure.
#[test]
fn the_random_houses_reach_every_corner() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use std::collections::{BTreeMap, BTreeSet};
    let mut runner = TestRunner::deterministic();
    let (mut reasons, mut rows, mut levels, mut heights) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new(), 0);
    for _ in 0..800 {
        let ledger = house(12).new_tree(&mut runner).unwrap().current();
        let query = query().new_tree(&mut runner).unwrap().current();
        for figure in compute_all(&ledger, &ids(), &query) {
            reasons.extend(figure.rows_out.iter().map(|row| row.reason));
            *rows.entry(figure.id.0.clone()).or_insert(0) += figure.n;
            heights += usize::from(figure.unit == Unit::Curve && figure.value.is_some());
            for row in &figure.rows_in {
                let name = figure.id.0.clone();
                if row.floor > 0.0 && row.floor < row.contribution {
                    levels.insert((name.clone(), "floor below point"));
                }
                if row.contribution < row.ceiling {
                    levels.insert((name, "point below ceiling"));
                }
            }
        }
    }
    let all: BTreeSet<_> = OutReason::ALL.into_iter().filter(|reason| *reason != OutReason::PlaceAmbiguous).collect();
    reasons.remove(&OutReason::PlaceAmbiguous);
    assert_eq!(reasons, all, "no municipality was split across the edge of a shipped region, all else occurs");
    for id in ids() {
        assert!(rows.get(&id.0).is_some_and(|rows| *rows > 20), "{}: {rows:?}", id.0);
        if id.0.starts_with("jobs.") {
            assert!(levels.contains(&(id.0.clone(), "floor below point")), "{}", id.0);
            assert!(levels.contains(&(id.0.clone(), "point below ceiling")), "{}", id.0);
        }
    }
    assert!(heights > 20, "{heights} curves followed to their horizon");
}
