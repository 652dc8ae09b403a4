//! How many people work in a startup from one round of numbers to the next.

use super::chance::Chance;

/// The shape of a startup's growth.
pub(super) struct Shape {
    /// Employees at admission.
    pub(super) baseline: u32,
    /// How many more there are at the highest.
    pub(super) growth: u32,
    /// Where on the way the highest lies: 0 the first round, 1 the last.
    pub(super) peak_at: f64,
    /// What is left of the highest in the last round.
    pub(super) kept: f64,
    /// Whether it loses somebody on the way up and wins them back.
    pub(super) dips: bool,
}

/// Employees in each of so many rounds after admission.
///
/// Up to the highest and then down: whatever the number of rounds, the increases add up to the growth (and to what a dip
/// takes and gives back). So the house's sum of increases does not hang on the day on which the demo is looked at.
pub(super) fn path(shape: &Shape, rounds: usize, chance: &mut Chance) -> Vec<u32> {
    let Some(last) = rounds.checked_sub(1) else { return Vec::new() };
    let peak = ((last as f64) * shape.peak_at).round() as usize;
    let bend = 0.8 + chance.unit();
    let highest = shape.baseline + shape.growth;
    let mut path: Vec<u32> = (0..rounds)
        .map(|round| {
            if round <= peak {
                let share = ((round + 1) as f64 / (peak + 1) as f64).powf(bend);
                shape.baseline + (f64::from(shape.growth) * share).round() as u32
            } else {
                let share = (round - peak) as f64 / (last - peak) as f64;
                (f64::from(highest) * (1.0 - share * (1.0 - shape.kept))).round() as u32
            }
        })
        .collect();
    if shape.dips && peak >= 3 {
        let round = peak / 2;
        path[round] = path[round - 1].saturating_sub(1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn increases_add_up_to_the_growth_whatever_the_number_of_rounds() {
        for rounds in 1..40 {
            for peak_at in [0.0, 0.4, 1.0] {
                let shape = Shape { baseline: 2, growth: 17, peak_at, kept: 0.6, dips: false };
                let path = path(&shape, rounds, &mut Chance::stream(1, rounds as u64));
                let mut before = shape.baseline;
                let increases: u32 =
                    path.iter().map(|now| now.saturating_sub(std::mem::replace(&mut before, *now))).sum();
                assert_eq!(increases, 17, "{path:?}");
            }
        }
    }

    #[test]
    fn a_dip_takes_and_gives_back() {
        let shape = Shape { baseline: 1, growth: 8, peak_at: 1.0, kept: 1.0, dips: true };
        let path = path(&shape, 9, &mut Chance::stream(1, 1));
        assert!(path.windows(2).any(|pair| pair[1] < pair[0]), "{path:?}");
        assert_eq!(path.last(), Some(&9));
    }
}
