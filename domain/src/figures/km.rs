//! The Kaplan-Meier estimate of a survival curve, with right censoring, delayed entry and 95 % intervals.
//!
//! S(t) = ∏ (1 − d/n) over the death times up to t. Deaths come before censorings at the same time; whoever enters at t is
//! at risk only after t. Intervals are log-log transformed Greenwood intervals, S^exp(±z·√(Σ d/(n(n−d)))/ln S), and exact
//! binomial where S is 0 or 1.
//!
//! Sources: Kaplan and Meier, JASA 53 (1958); Greenwood (1926); the log-log interval of Kalbfleisch and Prentice (1980).

use super::interval::lowest_of_all;
use super::{Curve, CurvePoint, Interval, IntervalMethod, parallel};

/// One observed life.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// When it came under observation; `None` from the very start, at risk also at time 0.
    pub entry: Option<f64>,
    /// When it died or was last seen alive, 0 or later.
    pub time: f64,
    /// Whether it died then.
    pub event: bool,
}

/// One observed life in whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DayObservation {
    /// The day on which it came under observation; `None` from the very start, at risk also on day 0.
    pub entry: Option<u32>,
    /// The day on which it died or was last seen alive.
    pub time: u32,
    /// Whether it died then.
    pub event: bool,
}

/// Why observations cannot be made a curve of. `index` counts from 0.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum KmError {
    /// A time that is not a number, infinite or below zero.
    #[error("observation {index} has the time {time}; a time is a number from 0 up")]
    InvalidTime {
        /// Which observation.
        index: usize,
        /// Its time.
        time: f64,
    },
    /// An entry that is not a number, infinite or below zero.
    #[error("observation {index} has the entry {entry}; an entry is a number from 0 up")]
    InvalidEntry {
        /// Which observation.
        index: usize,
        /// Its entry.
        entry: f64,
    },
    /// An entry at or after the end of the observation: it was never at risk.
    #[error("observation {index} enters at {entry}, which is not before its time {time}")]
    EntryNotBeforeTime {
        /// Which observation.
        index: usize,
        /// Its entry.
        entry: f64,
        /// Its time.
        time: f64,
    },
}

/// The curve of lives observed in any unit of time. Whole and small times take the way of [`estimate_days`].
///
/// # Errors
/// The first [`KmError`] in the order of the observations.
pub fn estimate(observations: &[Observation]) -> Result<Curve, KmError> {
    let (whole, last) = check(observations)?;
    if whole && last <= most_countable(observations.len()) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, from 0 up, and at most the limit above"
        )]
        let day = |time: f64| time as u32;
        let days = observations.iter().map(|observation| DayObservation {
            entry: observation.entry.map(day),
            time: day(observation.time),
            event: observation.event,
        });
        return Ok(count(observations.len(), day(last), days));
    }
    Ok(sort(observations))
}

/// The curve of lives observed in whole days, by counting instead of sorting.
///
/// # Errors
/// [`KmError::EntryNotBeforeTime`] for the first life that was never at risk.
pub fn estimate_days(observations: &[DayObservation]) -> Result<Curve, KmError> {
    let mut last = 0;
    for (index, observation) in observations.iter().enumerate() {
        last = last.max(observation.time);
        if let Some(entry) = observation.entry.filter(|entry| *entry >= observation.time) {
            let (entry, time) = (f64::from(entry), f64::from(observation.time));
            return Err(KmError::EntryNotBeforeTime { index, entry, time });
        }
    }
    if f64::from(last) <= most_countable(observations.len()) {
        return Ok(count(observations.len(), last, observations.iter().copied()));
    }
    let sparse: Vec<Observation> = observations
        .iter()
        .map(|days| Observation { entry: days.entry.map(f64::from), time: f64::from(days.time), event: days.event })
        .collect();
    Ok(sort(&sparse))
}

/// Whether every time is a whole day, and the largest time.
fn check(observations: &[Observation]) -> Result<(bool, f64), KmError> {
    let check_part = |first: usize, part: &[Observation]| {
        let (mut whole, mut last) = (true, 0.0_f64);
        for (index, observation) in (first..).zip(part) {
            let time = observation.time;
            if !(0.0..f64::INFINITY).contains(&time) {
                return Err(KmError::InvalidTime { index, time });
            }
            last = last.max(time);
            whole &= is_day(time);
            if let Some(entry) = observation.entry {
                if !(0.0..f64::INFINITY).contains(&entry) {
                    return Err(KmError::InvalidEntry { index, entry });
                }
                if entry >= time {
                    return Err(KmError::EntryNotBeforeTime { index, entry, time });
                }
                whole &= is_day(entry);
            }
        }
        Ok((whole, last))
    };
    // The parts come back in order, so the first error is the first of all.
    parallel::map_chunks(observations, parallel::WORTH_SHARING, check_part)
        .into_iter()
        .try_fold((true, 0.0_f64), |(whole, last), part| part.map(|part| (whole & part.0, last.max(part.1))))
}

fn is_day(time: f64) -> bool {
    // The cast saturates, so a time beyond the range differs from its cast and is no day.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the comparison decides whether it was exact"
    )]
    let day = time as u32;
    f64::from(day) == time
}

/// Up to which day it pays to keep a counter for every day: some centuries, or a few days for each observation.
fn most_countable(observations: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a limit need not be exact")]
    let few_each = observations as f64 * 4.0;
    few_each.clamp(131_072.0, f64::from(1 << 28))
}

/// What happens at one time.
#[derive(Debug, Clone, Copy, Default)]
struct Tick {
    t: f64,
    /// Came under observation before this time and not before the tick before it.
    entered: u64,
    deaths: u64,
    censored: u64,
}

/// What happens on one day.
#[derive(Clone, Copy, Default)]
struct Day {
    entered: u32,
    deaths: u32,
    censored: u32,
}

fn count(n: usize, last: u32, observations: impl Iterator<Item = DayObservation>) -> Curve {
    let mut days = vec![Day::default(); last as usize + 1];
    let mut from_start = 0;
    for observation in observations {
        let day = &mut days[observation.time as usize];
        // Adding both ways instead of choosing one: which of them it is cannot be foreseen.
        day.deaths += u32::from(observation.event);
        day.censored += u32::from(!observation.event);
        match observation.entry {
            None => from_start += 1,
            Some(entry) => days[entry as usize].entered += 1,
        }
    }
    let mut waiting = 0;
    let ticks = (0..=last).zip(days).filter_map(|(t, day)| {
        let entered = waiting;
        waiting += u64::from(day.entered);
        if day.deaths + day.censored == 0 {
            return None;
        }
        waiting = u64::from(day.entered);
        Some(Tick { t: f64::from(t), entered, deaths: u64::from(day.deaths), censored: u64::from(day.censored) })
    });
    curve(n, from_start, n.min(last as usize + 1), ticks)
}

fn sort(observations: &[Observation]) -> Curve {
    // Numbers from 0 up sort like their bits, whole numbers sort fast, and without a sign there is a bit to spare: it puts
    // deaths before censorings.
    let bits = |time: f64| (time + 0.0).to_bits() << 1;
    let end = |observation: &Observation| bits(observation.time) | u64::from(!observation.event);
    let (ends, entries) = parallel::both(
        observations.len(),
        || parallel::sorted(observations.iter().map(end).collect()),
        || parallel::sorted(observations.iter().filter_map(|observation| observation.entry.map(bits)).collect()),
    );
    let from_start = observations.len() - entries.len();
    let (mut ends, mut entries) = (Sorted(&ends), Sorted(&entries));
    let ticks = std::iter::from_fn(|| {
        let death = ends.0.first()? & !1;
        Some(Tick {
            t: f64::from_bits(death >> 1),
            entered: entries.drop_while(|entry| entry < death),
            deaths: ends.drop_while(|end| end == death),
            censored: ends.drop_while(|end| end == death | 1),
        })
    });
    curve(observations.len(), from_start as u64, observations.len(), ticks)
}

/// What is left of sorted times.
struct Sorted<'a>(&'a [u64]);

impl Sorted<'_> {
    /// Drops the first ones for which `passed` holds and says how many they were.
    fn drop_while(&mut self, passed: impl Fn(u64) -> bool) -> u64 {
        let count = self.0.iter().take_while(|time| passed(**time)).count();
        self.0 = &self.0[count..];
        count as u64
    }
}

/// `most` is how many ticks there can be.
fn curve(n: usize, from_start: u64, most: usize, ticks: impl Iterator<Item = Tick>) -> Curve {
    let mut points = Vec::with_capacity(most);
    let (mut at_risk, mut events, mut median) = (from_start, 0, None);
    let (mut s, mut greenwood) = (Product::ONE, 0.0);
    for tick in ticks {
        at_risk += tick.entered;
        if tick.deaths > 0 {
            #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
            let (all, dead) = (at_risk as f64, tick.deaths as f64);
            s.times(all - dead, all);
            greenwood += dead / (all * (all - dead));
            events += tick.deaths;
            if median.is_none() && s.value() <= 0.5 {
                median = Some(tick.t);
            }
        }
        // The sum under Greenwood's root waits in `low` for the pass that makes intervals of it.
        points.push(CurvePoint {
            t: tick.t,
            at_risk,
            events: tick.deaths,
            censored: tick.censored,
            s: s.value(),
            low: greenwood,
            high: 1.0,
        });
        at_risk -= tick.deaths + tick.censored;
    }
    parallel::chunks(&mut points, |points| {
        let mut before: Option<CurvePoint> = None;
        for point in points {
            (point.low, point.high) = match before {
                // Between deaths the estimate and its interval stand still.
                Some(before) if point.events == 0 && 0.0 < point.s && point.s < 1.0 => (before.low, before.high),
                _ => ends(point.s, point.low, point.at_risk),
            };
            before = Some(*point);
        }
    });
    Curve { n: n as u64, events, median, points }
}

/// A product of fractions held to about 32 digits, so that the estimate is right to the last bit however many deaths there are
/// and an exact half is found to be one half.
#[derive(Clone, Copy)]
struct Product {
    high: f64,
    low: f64,
}

impl Product {
    const ONE: Self = Self { high: 1.0, low: 0.0 };

    /// Multiplies by `over / under`, both whole numbers below 2^53.
    fn times(&mut self, over: f64, under: f64) {
        // The product with `over`, exactly, in two parts; then the quotient and what it leaves.
        let high = self.high * over;
        let low = self.high.mul_add(over, -high) + self.low * over;
        let quotient = high / under;
        let rest = (-quotient).mul_add(under, high) + low;
        let correction = rest / under;
        self.high = quotient + correction;
        self.low = (quotient - self.high) + correction;
    }

    fn value(self) -> f64 {
        self.high
    }
}

/// The ends of the 95 % interval for an estimate `s` with the sum under Greenwood's root and the number at risk.
fn ends(s: f64, greenwood: f64, at_risk: u64) -> (f64, f64) {
    if s >= 1.0 {
        return (lowest_of_all(at_risk), 1.0);
    }
    if s <= 0.0 {
        return (0.0, 1.0 - lowest_of_all(at_risk));
    }
    let log = s.ln();
    let spread = (Z * greenwood.sqrt() / log.abs()).exp();
    // Rounding must not put an end on the wrong side of the estimate.
    ((log * spread).exp().min(s), (log / spread).exp().max(s))
}

/// The 97.5 % point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The height of a curve at time `t` with its 95 % interval.
///
/// `None` unless the curve is followed that far: somebody is at risk at `t`, or nobody survived until then. Whether somebody is at
/// risk cannot be read off the points alone, since one who enters later is in none of them yet; the caller says so.
#[must_use]
pub fn height_at(curve: &Curve, t: f64, at_risk: u64) -> Option<(f64, Interval)> {
    let point = curve.points[..curve.points.partition_point(|point| point.t <= t)].last();
    let (s, low, high) = match point {
        Some(point) if at_risk > 0 || point.s <= 0.0 => (point.s, point.low, point.high),
        None if at_risk > 0 => (1.0, lowest_of_all(at_risk), 1.0),
        Some(_) | None => return None,
    };
    let method = if s > 0.0 && s < 1.0 { IntervalMethod::LogLog } else { IntervalMethod::ClopperPearson };
    Some((s, Interval { low, high, level: super::interval::LEVEL, method }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lives(entries: &[Option<f64>], times: &[f64], events: &[u8]) -> Vec<Observation> {
        times
            .iter()
            .zip(events)
            .enumerate()
            .map(|(index, (time, event))| Observation {
                entry: entries.get(index).copied().flatten(),
                time: *time,
                event: *event == 1,
            })
            .collect()
    }

    fn at(curve: &Curve, t: f64) -> CurvePoint {
        *curve.points.iter().find(|point| point.t == t).unwrap()
    }

    /// The same lives at times that are no whole numbers take the other way.
    fn both_ways(observations: &[Observation]) -> [Curve; 2] {
        let whole = estimate(observations).unwrap();
        let halves: Vec<_> = observations
            .iter()
            .map(|life| Observation {
                entry: life.entry.map(|entry| entry + 0.5),
                time: life.time + 0.5,
                event: life.event,
            })
            .collect();
        let mut sorted = estimate(&halves).unwrap();
        sorted.median = sorted.median.map(|t| t - 0.5);
        for point in &mut sorted.points {
            point.t -= 0.5;
        }
        [whole, sorted]
    }

    #[test]
    fn the_first_fixture_of_the_design() {
        let lives = lives(&[], &[3.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 12.0], &[1, 0, 1, 1, 0, 1, 1, 0]);
        for curve in both_ways(&lives) {
            for (t, s, low, high) in [
                (3.0, 0.875_000, 0.387_000, 0.981_393),
                (6.0, 0.729_167, 0.276_390, 0.925_353),
                (7.0, 0.583_333, 0.180_189, 0.844_069),
                (10.0, 0.388_889, 0.063_003, 0.724_223),
                (12.0, 0.194_444, 0.009_335, 0.563_398),
            ] {
                let point = at(&curve, t);
                for (is, should) in [(point.s, s), (point.low, low), (point.high, high)] {
                    assert!((is - should).abs() < 5e-7, "at {t}: {is} should be {should}");
                }
            }
            assert_eq!(curve.median, Some(10.0));
            assert_eq!((curve.n, curve.events, curve.points.len()), (8, 5, 7));
            assert_eq!(at(&curve, 5.0).s, 0.875);
            assert_eq!((at(&curve, 12.0).at_risk, at(&curve, 12.0).events, at(&curve, 12.0).censored), (2, 1, 1));
        }
    }

    #[test]
    fn the_second_fixture_of_the_design_with_delayed_entry() {
        let entries = [0.0, 1.0, 0.0, 2.0, 3.0, 1.0, 5.0, 4.0].map(Some);
        let lives = lives(&entries, &[2.0, 4.0, 5.0, 6.0, 6.0, 8.0, 9.0, 10.0], &[1, 1, 0, 1, 0, 1, 0, 1]);
        for curve in both_ways(&lives) {
            for (t, s) in [(2.0, 0.75), (4.0, 0.60), (6.0, 0.48), (8.0, 0.32), (10.0, 0.0)] {
                assert!((at(&curve, t).s - s).abs() < 1e-15, "S({t}) is {}", at(&curve, t).s);
            }
            assert_eq!(curve.median, Some(6.0));
            let last = at(&curve, 10.0);
            assert_eq!((last.at_risk, last.low), (1, 0.0));
            assert!((last.high - 0.975).abs() < 1e-12);
        }
    }

    #[test]
    fn an_exact_half_is_the_median() {
        for (times, events, median) in [
            (vec![1.0, 2.0, 3.0, 4.0], vec![1, 1, 1, 1], 2.0),
            // 3/4 times 2/3, with a censoring in between.
            (vec![1.0, 1.5, 2.0, 2.0, 9.0, 9.0, 9.0, 9.0], vec![1, 0, 1, 1, 0, 0, 0, 0], f64::NAN),
            (vec![1.0, 2.0, 3.0, 3.0], vec![1, 1, 0, 0], 2.0),
        ] {
            let curve = estimate(&lives(&[], &times, &events)).unwrap();
            if median.is_nan() {
                assert_eq!(curve.median, None);
            } else {
                assert_eq!(curve.median, Some(median));
            }
        }
        // 3/4 * 2/3 = 1/2, which plain floating point may miss: 12 at risk, 3 die, 3 leave, then 2 of 6 die.
        let mut times = vec![1.0; 3];
        times.extend([1.5; 3]);
        times.extend([2.0; 2]);
        times.extend([9.0; 4]);
        let mut events = vec![1; 3];
        events.extend([0; 3]);
        events.extend([1; 2]);
        events.extend([0; 4]);
        let curve = estimate(&lives(&[], &times, &events)).unwrap();
        assert_eq!((curve.median, at(&curve, 2.0).s), (Some(2.0), 0.5));
    }

    #[test]
    fn nobody_dies_or_nobody_is_observed() {
        let censored = estimate(&lives(&[], &[0.0, 2.0, 2.0], &[0, 0, 0])).unwrap();
        assert_eq!((censored.median, censored.events, at(&censored, 2.0).s), (None, 0, 1.0));
        assert!((at(&censored, 2.0).low - 0.025_f64.sqrt()).abs() < 1e-15);
        assert_eq!(estimate(&[]).unwrap(), Curve { n: 0, events: 0, median: None, points: Vec::new() });
    }

    #[test]
    fn a_death_on_day_nought_counts_and_entry_at_t_is_at_risk_after_t() {
        let curve = estimate(&lives(&[None, None, Some(0.0)], &[0.0, 3.0, 3.0], &[1, 0, 1])).unwrap();
        assert_eq!((at(&curve, 0.0).at_risk, at(&curve, 0.0).s), (2, 0.5));
        assert_eq!((at(&curve, 3.0).at_risk, at(&curve, 3.0).s), (2, 0.25));
    }

    #[test]
    fn what_is_no_life_is_named() {
        let one = |entry, time| {
            estimate(&[Observation { entry: None, time: 1.0, event: true }, Observation { entry, time, event: false }])
        };
        assert_eq!(one(None, -1.0), Err(KmError::InvalidTime { index: 1, time: -1.0 }));
        assert!(matches!(one(None, f64::NAN), Err(KmError::InvalidTime { index: 1, .. })));
        assert!(matches!(one(None, f64::INFINITY), Err(KmError::InvalidTime { index: 1, .. })));
        assert_eq!(one(Some(-0.5), 1.0), Err(KmError::InvalidEntry { index: 1, entry: -0.5 }));
        assert_eq!(one(Some(2.0), 2.0), Err(KmError::EntryNotBeforeTime { index: 1, entry: 2.0, time: 2.0 }));
        let days = [DayObservation { entry: Some(4), time: 4, event: true }];
        assert_eq!(estimate_days(&days), Err(KmError::EntryNotBeforeTime { index: 0, entry: 4.0, time: 4.0 }));
        assert!(one(None, -0.0).is_ok());
    }

    #[test]
    fn sparse_whole_times_are_sorted_not_counted() {
        let far = [
            DayObservation { entry: None, time: u32::MAX, event: true },
            DayObservation { entry: Some(7), time: 9, event: false },
        ];
        let curve = estimate_days(&far).unwrap();
        assert_eq!(
            curve.points.iter().map(|point| (point.t, point.at_risk)).collect::<Vec<_>>(),
            [(9.0, 2), (4_294_967_295.0, 1)]
        );
    }

    #[test]
    fn a_curve_is_read_only_as_far_as_it_is_followed() {
        let curve = estimate(&lives(&[], &[1.0, 4.0], &[1, 0])).unwrap();
        assert_eq!(height_at(&curve, 3.0, 1).map(|(s, _)| s), Some(0.5));
        assert_eq!(height_at(&curve, 5.0, 0), None);
        assert_eq!(height_at(&curve, 0.5, 2).map(|(s, _)| s), Some(1.0));
        let dead = estimate(&lives(&[], &[1.0, 4.0], &[1, 1])).unwrap();
        let (s, interval) = height_at(&dead, 5.0, 0).unwrap();
        assert_eq!((s, interval.method), (0.0, IntervalMethod::ClopperPearson));
    }
}
