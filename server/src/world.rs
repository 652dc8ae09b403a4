//! The real clock and the real chance: the one place that reads either.

use domain::World;
use domain::time::{Instant, to_micros};

/// The machine's clock and the operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealWorld;

impl World for RealWorld {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    fn now(&self) -> Instant {
        to_micros(chrono::Utc::now())
    }

    fn fill(&self, bytes: &mut [u8]) {
        use rand::RngExt as _;
        rand::rng().fill(bytes);
    }
}
