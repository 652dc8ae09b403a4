//! Where jobs and startups are, as far as a region set is concerned. Unknown and ambiguous places are said, not guessed.

use chrono::NaiveDate;

use super::OutReason;
use super::definition::{Case, LeftOut};
use super::history::{History, Seen, up_to};
use super::scope::Region;
use crate::facts::Headcount;
use crate::geography::{Membership, Municipality};

/// Which part of an observation's jobs lies in the region asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Part {
    /// `inside` of `of` heads do; `of` is above zero.
    Of {
        /// Heads inside.
        inside: f64,
        /// All heads placed.
        of: f64,
    },
    /// Not known: the place was never stated, or was split between municipalities.
    Unclear(OutReason),
}

impl Part {
    pub(super) const ALL: Self = Self::Of { inside: 1.0, of: 1.0 };
    pub(super) const NONE: Self = Self::Of { inside: 0.0, of: 1.0 };

    /// The part of a number of jobs. A whole stays exactly what it is.
    pub(super) fn take(self, jobs: f64) -> f64 {
        match self {
            Self::Of { inside, of } if inside == of => jobs,
            Self::Of { inside, of } => jobs * inside / of,
            Self::Unclear(_) => 0.0,
        }
    }

    /// Whether any of it lies, or may lie, inside.
    pub(super) fn touches(self) -> bool {
        match self {
            Self::Of { inside, .. } => inside > 0.0,
            Self::Unclear(_) => true,
        }
    }
}

fn membership(region: Region, municipality: Municipality) -> Membership {
    match region {
        Region::Whole => Membership::Inside,
        Region::Set(set) => set.contains(municipality),
        Region::Unheard => Membership::Unknown,
    }
}

fn of_workplace(region: Region, municipality: Option<Municipality>) -> Part {
    // Abroad is outside every region set.
    match municipality.map_or(Membership::Outside, |municipality| membership(region, municipality)) {
        Membership::Inside => Part::ALL,
        Membership::Outside => Part::NONE,
        Membership::Ambiguous => Part::Unclear(OutReason::PlaceAmbiguous),
        Membership::Unknown => Part::Unclear(OutReason::PlaceUnknown),
    }
}

/// Heads of a split by where they are: inside, all, and those nobody can place with the reason.
struct Placed {
    inside: u64,
    of: u64,
    unclear: u64,
    why: OutReason,
}

fn placed(region: Region, split: &[(Municipality, u32)]) -> Placed {
    let mut placed = Placed { inside: 0, of: 0, unclear: 0, why: OutReason::PlaceUnknown };
    for (municipality, heads) in split {
        let heads = u64::from(*heads);
        placed.of += heads;
        match membership(region, *municipality) {
            Membership::Inside => placed.inside += heads,
            Membership::Outside => {}
            Membership::Unknown => placed.unclear += heads,
            Membership::Ambiguous => {
                placed.unclear += heads;
                placed.why = OutReason::PlaceAmbiguous;
            }
        }
    }
    placed
}

/// A split that places anybody. One of zero heads says nothing about where.
fn telling_split<'a>(seen: &Seen<'a, Headcount>) -> Option<&'a [(Municipality, u32)]> {
    seen.body.split.as_deref().filter(|split| split.iter().any(|(_, heads)| *heads > 0))
}

impl Case<'_, '_> {
    /// The part of an observation's jobs in the region: by its own split, else by the workplace stated for its day, else by
    /// the first workplace ever stated up to the date asked about.
    pub(super) fn part(&self, seen: &Seen<'_, Headcount>) -> Part {
        let region = self.question.region();
        if matches!(region, Region::Whole) {
            return Part::ALL;
        }
        if let Some(split) = telling_split(seen) {
            let placed = placed(region, split);
            if placed.unclear > 0 {
                return Part::Unclear(placed.why);
            }
            #[expect(clippy::cast_precision_loss, reason = "heads of one startup stay far below 2^53")]
            return Part::Of { inside: placed.inside as f64, of: placed.of as f64 };
        }
        self.workplace_part(seen.on())
    }

    fn workplace_part(&self, on: NaiveDate) -> Part {
        let known = up_to(&self.history.workplaces, self.question.as_of());
        match up_to(known, on).last().or(known.first()) {
            Some(workplace) => of_workplace(self.question.region(), workplace.body.municipality),
            None => Part::Unclear(OutReason::PlaceUnknown),
        }
    }

    /// Whether the startup counts as one of the region: where most of its jobs are by the latest word on its place.
    ///
    /// # Errors
    /// Outside, unknown or ambiguous; the latter two with the given ceiling.
    pub(super) fn in_region(&self, ceiling: f64) -> Result<(), LeftOut> {
        let region = self.question.region();
        if matches!(region, Region::Whole) {
            return Ok(());
        }
        let part = match latest_split(self.history, self.question.as_of()) {
            Some(split) => {
                let placed = placed(region, split);
                if placed.inside * 2 > placed.of {
                    Part::ALL
                } else if (placed.inside + placed.unclear) * 2 <= placed.of {
                    Part::NONE
                } else {
                    Part::Unclear(placed.why)
                }
            }
            None => self.workplace_part(self.question.as_of()),
        };
        match part {
            Part::Unclear(reason) => Err(LeftOut::up_to(reason, ceiling)),
            part if part.touches() => Ok(()),
            Part::Of { .. } => Err(OutReason::OutsideRegion.into()),
        }
    }
}

/// The split of the latest observation that has one, when no later workplace overrules it.
fn latest_split<'a>(history: &History<'a>, as_of: NaiveDate) -> Option<&'a [(Municipality, u32)]> {
    let moved = up_to(&history.workplaces, as_of).last().map(Seen::on);
    let observations = up_to(&history.headcounts, as_of).iter().rev();
    let (on, split) = observations.filter_map(|seen| Some((seen.on(), telling_split(seen)?))).next()?;
    moved.is_none_or(|moved| moved <= on).then_some(split)
}
