//! Kaplan-Meier against the exact answer in fractions, on small sets with ties, censorings and delayed entries.

use domain::figures::km::{DayObservation, Observation, estimate, estimate_days};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// The estimate after each distinct time as a fraction, with at risk, deaths and censored: by the definition, counting everything
/// anew at each time.
fn exact(lives: &[DayObservation]) -> Vec<(u32, u64, u64, u64, u128, u128)> {
    let mut times: Vec<u32> = lives.iter().map(|life| life.time).collect();
    times.sort_unstable();
    times.dedup();
    let (mut over, mut under) = (1_u128, 1_u128);
    let mut points = Vec::new();
    for t in times {
        let count = |which: &dyn Fn(&DayObservation) -> bool| lives.iter().filter(|life| which(life)).count() as u64;
        let at_risk = count(&|life| life.time >= t && life.entry.is_none_or(|entry| entry < t));
        let deaths = count(&|life| life.time == t && life.event);
        let censored = count(&|life| life.time == t && !life.event);
        over *= u128::from(at_risk - deaths);
        under *= u128::from(at_risk);
        let common = gcd(over, under);
        (over, under) = (over / common, under / common);
        points.push((t, at_risk, deaths, censored, over, under));
    }
    points
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn life(longest: u32) -> impl Strategy<Value = DayObservation> {
    (option::weighted(0.4, 0..longest), 0..=longest, prop::bool::weighted(0.6)).prop_map(|(entry, time, event)| {
        // An entry at or after the time is no life: it then counts from the start.
        DayObservation { entry: entry.filter(|entry| *entry < time), time, event }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn the_estimate_is_the_exact_fraction(lives in (1_u32..15).prop_flat_map(|longest| vec(life(longest), 0..24))) {
        let points = exact(&lives);
        let by_days = estimate_days(&lives).unwrap();
        let any_times = |shift: f64| {
            let shifted: Vec<_> = lives.iter().map(|life| Observation {
                entry: life.entry.map(|entry| f64::from(entry) + shift),
                time: f64::from(life.time) + shift,
                event: life.event,
            }).collect();
            estimate(&shifted).unwrap()
        };
        for (curve, shift) in [(by_days, 0.0), (any_times(0.0), 0.0), (any_times(0.25), 0.25)] {
            prop_assert_eq!(curve.n, lives.len() as u64);
            prop_assert_eq!(curve.events, lives.iter().filter(|life| life.event).count() as u64);
            prop_assert_eq!(curve.points.len(), points.len());
            for (point, (t, at_risk, deaths, censored, over, under)) in curve.points.iter().zip(&points) {
                prop_assert_eq!(point.t, f64::from(*t) + shift);
                prop_assert_eq!((point.at_risk, point.events, point.censored), (*at_risk, *deaths, *censored));
                let s = *over as f64 / *under as f64;
                prop_assert!((point.s - s).abs() < 1e-15, "S({}) = {} should be {}/{}", point.t, point.s, over, under);
                prop_assert!(0.0 <= point.low && point.low <= point.s && point.s <= point.high && point.high <= 1.0);
            }
            let median = points.iter().find(|(.., over, under)| over * 2 <= *under).map(|point| f64::from(point.0) + shift);
            prop_assert_eq!(curve.median, median);
        }
    }
}

#[test]
fn a_million_steps_lose_no_digit() {
    // Everybody leaves one by one, death and censoring in turn: S = ∏ (n-1)/n over every second n, which for 2m lives is the
    // central binomial coefficient (2m choose m) / 4^m, known to be 1/√(πm) · (1 − 1/(8m) + 1/(128m²) + 5/(1024m³) − …).
    let m = 500_000_u32;
    let lives: Vec<_> =
        (0..2 * m).map(|t| Observation { entry: None, time: f64::from(t) + 0.5, event: t % 2 == 0 }).collect();
    let curve = estimate(&lives).unwrap();
    let many = f64::from(m);
    let expected = (1.0 - 1.0 / (8.0 * many) + 1.0 / (128.0 * many * many)) / (std::f64::consts::PI * many).sqrt();
    let s = curve.points.last().unwrap().s;
    assert!((s / expected - 1.0).abs() < 1e-15, "{s} should be {expected}");
}
