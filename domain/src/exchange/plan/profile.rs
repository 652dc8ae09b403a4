//! What a startup is called: not a fact with a history, so a file must not take back what a newer one said.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Planner;
use crate::exchange::error::WarningKind;
use crate::exchange::told::ToldStartup;
use crate::ids::StartupId;
use crate::ledger::{Profile as StartupProfile, StartupLedger};
use crate::words::fold;

/// Of which day each field of a startup's profile was told last; `None` when nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ToldOn {
    /// Its name.
    pub name: Option<NaiveDate>,
    /// Its sector.
    pub sector: Option<NaiveDate>,
    /// Its site.
    pub website: Option<NaiveDate>,
}

impl ToldOn {
    /// Notes that these fields were told for a day. The latest day counts.
    pub fn note(&mut self, tells: Tells, on: NaiveDate) {
        for (slot, told) in
            [(&mut self.name, tells.name), (&mut self.sector, tells.sector), (&mut self.website, tells.website)]
        {
            if told {
                *slot = (*slot).max(Some(on));
            }
        }
    }
}

/// Which fields of a startup's profile a row tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Tells {
    /// Its name.
    pub name: bool,
    /// Its sector.
    pub sector: bool,
    /// Its site.
    pub website: bool,
}

impl Tells {
    pub(super) const fn of(told: &ToldStartup) -> Self {
        Self { name: !told.name.is_empty(), sector: told.sector.is_some(), website: told.website.is_some() }
    }
}

impl Planner<'_> {
    /// The profile of a told startup as it will be.
    pub(super) fn profile(&mut self, told: &ToldStartup, existing: Option<&StartupLedger>) -> StartupProfile {
        let Some(existing) = existing else {
            let kept = told.id.filter(|_| self.restores);
            return StartupProfile {
                id: kept.unwrap_or_else(|| StartupId(self.id())),
                external_id: told.external_id.clone(),
                name: told.name.clone(),
                sector: told.sector.clone(),
                website: told.website.clone(),
                created_at: told.created_at.filter(|_| self.restores).unwrap_or(self.cx.now),
                withdrawn_at: told.withdrawn_at.filter(|_| self.restores),
            };
        };
        let mut profile = existing.profile.clone();
        let told_on = self.known.told_on.get(&profile.id).copied().unwrap_or_default();
        let mut kept = false;
        // Whether the file's value takes the place of ours. An empty cell is no statement, so it takes nothing away. The same in other
        // letters is no news: two files that spell a name differently would change it to and fro. Only in our own workbook somebody meant
        // just that. What a later day's file said stands.
        let (as_of, own) = (self.cx.as_of, self.cx.profile.history);
        let mut takes = |ours: Option<&str>, theirs: Option<&str>, told_on: Option<NaiveDate>| {
            let Some(theirs) = theirs.filter(|theirs| !theirs.is_empty()) else { return false };
            let same = |ours: &str| if own { ours == theirs } else { fold(ours) == fold(theirs) };
            if ours.is_some_and(same) {
                return false;
            }
            let newer = told_on.is_some_and(|told_on| told_on > as_of);
            kept |= newer;
            !newer
        };
        let renamed = takes(Some(&profile.name), Some(&told.name), told_on.name);
        let resectored = takes(profile.sector.as_deref(), told.sector.as_deref(), told_on.sector);
        let resited = takes(profile.website.as_deref(), told.website.as_deref(), told_on.website);
        if kept {
            self.warn(&told.place, WarningKind::NewerProfile);
        }
        if renamed {
            self.warn(&told.place, WarningKind::Renamed { from: profile.name.clone() });
            profile.name.clone_from(&told.name);
        }
        match (&profile.external_id, &told.external_id) {
            (None, Some(_)) => profile.external_id.clone_from(&told.external_id),
            (Some(ours), Some(theirs)) if ours != theirs => self.warn(&told.place, WarningKind::OtherExternalId),
            _ => {}
        }
        if resectored {
            profile.sector.clone_from(&told.sector);
        }
        if resited {
            profile.website.clone_from(&told.website);
        }
        profile
    }
}
