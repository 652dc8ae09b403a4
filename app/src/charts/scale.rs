//! Positions and ticks.

use chrono::{Datelike, NaiveDate};

/// A straight map from a span of values to a span of positions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from.0` to `to.0` and `from.1` to `to.1`. An empty span of values is widened by one, so that nothing divides by zero.
    #[must_use]
    pub fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        let from = if (from.1 - from.0).abs() < f64::EPSILON { (from.0, from.0 + 1.0) } else { from };
        Scale { from, to }
    }

    /// The position of a value; values outside the span land outside.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        self.to.0 + self.share(value) * (self.to.1 - self.to.0)
    }

    /// How far along the span a value lies: 0 at its start, 1 at its end.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        (value - self.from.0) / (self.from.1 - self.from.0)
    }
}

/// A round step (1, 2 or 5 times a power of ten, at least `least`) that cuts `span` into at most `most` parts.
fn nice_step(span: f64, most: usize, least: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of ticks")]
    let rough = span / most.max(1) as f64;
    if !rough.is_finite() || rough <= 0.0 {
        return least.max(1.0);
    }
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| *step >= rough * (1.0 - 1e-9))
        .unwrap_or(10.0 * power);
    step.max(least)
}

/// Round values from at or below `low` to at or above `high`, at most `most` parts, steps no smaller than `least`.
///
/// The first and the last are the ends of the axis.
#[must_use]
pub fn ticks(low: f64, high: f64, most: usize, least: f64) -> Vec<f64> {
    let step = nice_step(high - low, most, least);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    let mut out = Vec::new();
    let mut index = first;
    while index <= last {
        out.push(index * step);
        index += 1.0;
    }
    out
}

/// Ticks inside a span only, for an axis that must end where the data ends.
#[must_use]
pub fn inner_ticks(low: f64, high: f64, most: usize, least: f64) -> Vec<f64> {
    let slack = (high - low).abs() * 1e-6;
    ticks(low, high, most, least).into_iter().filter(|tick| *tick >= low - slack && *tick <= high + slack).collect()
}

/// A date as a year with a fraction: 1 January 2024 is 2024.0.
#[must_use]
pub fn year_fraction(date: NaiveDate) -> f64 {
    let days = if date.leap_year() { 366.0 } else { 365.0 };
    f64::from(date.year()) + f64::from(date.ordinal0()) / days
}

/// Moves labels apart that would overlap: at least `gap` between neighbours, within `low` and `high`, order kept.
#[must_use]
pub fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut out = wanted.to_vec();
    let mut floor = low;
    for index in &order {
        out[*index] = out[*index].max(floor);
        floor = out[*index] + gap;
    }
    let mut roof = high;
    for index in order.iter().rev() {
        out[*index] = out[*index].min(roof);
        roof = out[*index] - gap;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() < 1e-9)
    }

    #[test]
    fn ticks_are_round_and_cover_the_span() {
        assert!(close(&ticks(0.0, 33.0, 5, 1.0), &[0.0, 10.0, 20.0, 30.0, 40.0]), "{:?}", ticks(0.0, 33.0, 5, 1.0));
        assert!(close(&ticks(0.0, 1.0, 5, 0.0), &[0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), "{:?}", ticks(0.0, 1.0, 5, 0.0));
        assert!(close(&ticks(-12.0, 33.0, 5, 1.0), &[-20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 40.0]));
        assert!(close(&ticks(0.0, 540.0, 5, 1.0), &[0.0, 200.0, 400.0, 600.0]));
    }

    #[test]
    fn a_flat_or_empty_span_still_has_an_axis() {
        assert!(close(&ticks(0.0, 0.0, 5, 1.0), &[0.0, 1.0]));
        assert!(close(&ticks(3.0, 3.0, 5, 1.0), &[3.0, 4.0]));
        assert!((Scale::new((2.0, 2.0), (0.0, 10.0)).at(2.0)).abs() < 1e-12);
    }

    #[test]
    fn whole_things_have_whole_ticks() {
        assert!(close(&ticks(0.0, 2.0, 5, 1.0), &[0.0, 1.0, 2.0]));
    }

    #[test]
    fn inner_ticks_do_not_leave_the_data() {
        assert!(close(&inner_ticks(2013.9, 2024.99, 6, 1.0), &[2014.0, 2016.0, 2018.0, 2020.0, 2022.0, 2024.0]));
    }

    #[test]
    fn a_scale_may_run_downwards() {
        let scale = Scale::new((0.0, 1.0), (300.0, 20.0));
        assert!((scale.at(0.0) - 300.0).abs() < 1e-12 && (scale.at(1.0) - 20.0).abs() < 1e-12);
        assert!((scale.at(0.5) - 160.0).abs() < 1e-12);
    }

    #[test]
    fn a_leap_year_is_one_year_long() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert!((year_fraction(day(2024, 1, 1)) - 2024.0).abs() < 1e-12);
        assert!(year_fraction(day(2024, 12, 31)) < 2025.0);
        assert!((year_fraction(day(2023, 7, 2)) - 2023.5).abs() < 0.01);
    }

    #[test]
    fn labels_keep_their_order_and_their_distance() {
        let out = spread(&[10.0, 11.0, 50.0], 14.0, 0.0, 100.0);
        assert!(close(&out, &[10.0, 24.0, 50.0]), "{out:?}");
        let low = spread(&[98.0, 99.0], 14.0, 0.0, 100.0);
        assert!(close(&low, &[86.0, 100.0]), "{low:?}");
    }
}
