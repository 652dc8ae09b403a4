//! The demo's own chance: `SplitMix64`, ten lines that will draw the same numbers in ten years.
//!
//! A library's generator may change its stream with a version, and then every screenshot, test and published sample of the
//! demo house would change with it. Algorithm: Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
//! OOPSLA 2014. Nothing secret hangs on it.

/// A stream of numbers that its seed decides.
pub(super) struct Chance(u64);

impl Chance {
    /// The stream with this name and number. Streams are independent, so that one startup's story does not change another's.
    pub(super) fn stream(name: u64, number: u64) -> Self {
        let mut chance = Self(name.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03));
        chance.next();
        chance
    }

    /// The next 64 bits.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to and not including 1.
    pub(super) fn unit(&mut self) -> f64 {
        // 53 bits: as many as a double holds exactly.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number from `low` to `high`, both included; `low` when they are reversed.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let drawn = self.next();
        match u64::try_from(high.saturating_sub(low)) {
            // The bias of a remainder over 2^64 is nothing a demo can show.
            Ok(width) => low + i64::try_from(drawn % (width + 1)).unwrap_or(0),
            Err(_) => low,
        }
    }

    /// True in `percent` of a hundred draws.
    pub(super) fn percent(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        let last = i64::try_from(several.len()).unwrap_or(i64::MAX) - 1;
        &several[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }

    /// A new order.
    pub(super) fn shuffle<T>(&mut self, several: &mut [T]) {
        for last in (1..several.len()).rev() {
            let other = self.between(0, i64::try_from(last).unwrap_or(0));
            several.swap(last, usize::try_from(other).unwrap_or(0));
        }
    }
}
