//! Exact binomial intervals for shares.

use statrs::function::factorial::ln_binomial;

use super::{Interval, IntervalMethod};

/// Confidence level of every interval in the product.
pub const LEVEL: f64 = 0.95;

/// Probability left out on each side.
pub(super) const TAIL: f64 = 0.025;

/// The 95 % interval of Clopper and Pearson for `x` of `n`: all shares under which neither as few nor as many as `x` would be
/// rarer than 2.5 %. Of nothing observed (`n` = 0) it is the whole of 0 to 1; an `x` above `n` is taken as `n`.
///
/// Source: Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial",
/// Biometrika 26 (1934). Closed form at the ends, else bisection to the last bit over the binomial sum.
#[must_use]
pub fn clopper_pearson(x: u64, n: u64) -> Interval {
    let x = x.min(n);
    let interval = |low, high| Interval { low, high, level: LEVEL, method: IntervalMethod::ClopperPearson };
    if n == 0 {
        return interval(0.0, 1.0);
    }
    let low = match x {
        0 => 0.0,
        all if all == n => lowest_of_all(n),
        some => share_where(|share| at_least(some, n, share) >= TAIL),
    };
    let high = match x {
        0 => 1.0 - lowest_of_all(n),
        all if all == n => 1.0,
        // As few as x with share p is as many as n - x with share 1 - p.
        some => 1.0 - share_where(|share| at_least(n - some, n, share) >= TAIL),
    };
    interval(low, high)
}

/// Lower end when all of `n` are alive: the share whose `n`-th power is the tail.
pub(super) fn lowest_of_all(n: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    TAIL.powf(1.0 / n as f64)
}

/// The smallest share between 0 and 1 at which a condition that rises with the share holds.
fn share_where(holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    loop {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            return high;
        }
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
}

/// The probability of `x` or more of `n`, each with probability `share`, for 0 < x < n.
fn at_least(x: u64, n: u64, share: f64) -> f64 {
    if share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    let (all, wanted) = (n as f64, x as f64);
    // Summed on the side of x away from the mean, where the terms fall from the first on and every one is positive.
    let from = if wanted >= all * share { x } else { x - 1 };
    let upwards = from == x;
    #[expect(clippy::cast_precision_loss, reason = "as above")]
    let mut k = from as f64;
    let first = (ln_binomial(n, from) + k * share.ln() + (all - k) * (-share).ln_1p()).exp();
    let (mut term, mut sum) = (1.0, 1.0);
    let odds = share / (1.0 - share);
    loop {
        if upwards {
            term *= (all - k) / (k + 1.0) * odds;
            k += 1.0;
        } else {
            term *= k / (all - k + 1.0) / odds;
            k -= 1.0;
        }
        sum += term;
        if term <= sum * f64::EPSILON / 8.0 {
            break;
        }
    }
    if upwards { first * sum } else { 1.0 - first * sum }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The whole binomial sum term by term, with each coefficient an exact product where it fits.
    fn plain_sum(x: u64, n: u64, share: f64) -> f64 {
        let mut sum = 0.0;
        for k in x..=n {
            let mut term = 1.0;
            let (mut heads, mut tails) = (k, n - k);
            for i in 0..n {
                // Multiply coefficient and powers in turn, so that nothing over- or underflows.
                if i < k {
                    term *= (n - i) as f64 / (k - i) as f64;
                }
                while term > 1.0 && heads + tails > 0 {
                    if heads > 0 {
                        term *= share;
                        heads -= 1;
                    } else {
                        term *= 1.0 - share;
                        tails -= 1;
                    }
                }
            }
            sum += term * share.powi(heads as i32) * (1.0 - share).powi(tails as i32);
        }
        sum
    }

    fn bisect(below: impl Fn(f64) -> bool) -> f64 {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..200 {
            let middle = (low + high) / 2.0;
            if below(middle) { low = middle } else { high = middle }
        }
        low
    }

    #[test]
    fn known_intervals() {
        // To six decimals; the property below checks any others against the plain sum.
        for (x, n, low, high) in [
            (22, 30, 0.541_106_2, 0.877_204_5),
            (2, 3, 0.094_299_3, 0.991_596_2),
            (3, 4, 0.194_120_4, 0.993_690_5),
            (0, 10, 0.0, 0.308_497_1),
            (10, 10, 0.691_502_9, 1.0),
        ] {
            let interval = clopper_pearson(x, n);
            assert!((interval.low - low).abs() < 1e-6, "{x} of {n}: {interval:?}");
            assert!((interval.high - high).abs() < 1e-6, "{x} of {n}: {interval:?}");
        }
        let nothing = clopper_pearson(0, 0);
        assert_eq!((nothing.low, nothing.high), (0.0, 1.0));
    }

    #[test]
    fn large_counts_stay_exact() {
        // The normal approximation is good to a few 1e-6 here; what matters is that the sum neither under- nor overflows.
        let interval = clopper_pearson(700_000, 1_000_000);
        let reach = 1.959_964 * (0.7_f64 * 0.3 / 1e6).sqrt();
        assert!((interval.low - (0.7 - reach)).abs() < 3e-6, "{interval:?}");
        assert!((interval.high - (0.7 + reach)).abs() < 3e-6, "{interval:?}");
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_binomial_sum(n in 1_u64..120, part in 0.0_f64..=1.0) {
            let x = ((n as f64) * part).round() as u64;
            let interval = clopper_pearson(x, n);
            if x > 0 {
                let low = bisect(|share| plain_sum(x, n, share) < TAIL);
                prop_assert!((interval.low - low).abs() < 1e-12, "{x} of {n}: {} against {low}", interval.low);
            }
            if x < n {
                let high = bisect(|share| 1.0 - plain_sum(x + 1, n, share) > TAIL);
                // 1 - sum loses digits where the upper end is near 1, so the check is as exact as the check can be.
                prop_assert!((interval.high - high).abs() < 1e-12, "{x} of {n}: {} against {high}", interval.high);
            }
            let share = x as f64 / n as f64;
            prop_assert!(0.0 <= interval.low && interval.low <= share && share <= interval.high && interval.high <= 1.0);
        }
    }
}
