//! What a house chooses for itself: the region it answers for, and when it calls a startup stuck.
//!
//! None of it changes a figure. It decides what a page shows first.

use crate::geography::{RegionSet, RegionSetId, region_set};

/// A house's own choices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HouseSettings {
    /// The region the house answers for, as the id of a region set without its version: the newest version counts.
    pub home_region: &'static str,
    /// The parts of that region shown side by side, as ids like `home_region`. They share no municipality, so their jobs can be
    /// stacked.
    pub home_parts: &'static [&'static str],
    /// Whole days in one stage after which an open stay is called stuck, at least 1. A stay of exactly so many days is not.
    pub stuck_days: i64,
    /// Whole days after a call has closed until the applications to it that were never sent in are deleted, at least 1.
    pub unsent_application_days: u32,
}

/// The choices every house has until it can make its own.
pub static HOUSE: HouseSettings = HouseSettings {
    home_region: "romerike",
    home_parts: &["nedre-romerike", "ovre-romerike"],
    stuck_days: 180,
    unsent_application_days: 90,
};

impl HouseSettings {
    /// The region the house answers for; `None` when no such set ships.
    #[must_use]
    pub fn region(&self) -> Option<&'static RegionSet> {
        region_set(&RegionSetId::from(self.home_region))
    }

    /// The parts of it, in the order in which they are shown; those that do not ship are passed over.
    pub fn parts(&self) -> impl Iterator<Item = &'static RegionSet> {
        self.home_parts.iter().filter_map(|part| region_set(&RegionSetId::from(*part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_make_up_the_region_and_share_nothing() {
        assert_eq!(HOUSE.parts().count(), HOUSE.home_parts.len(), "every part ships");
        let mut members: Vec<_> = HOUSE.parts().flat_map(|part| part.members.clone()).collect();
        members.sort_unstable();
        assert_eq!(members, HOUSE.region().unwrap().members);
        assert!(HOUSE.stuck_days >= 1);
    }
}
