//! A job is counted once across contracts.
//!
//! The rule, in words in [`super::words`]: for every startup and every day, its change in jobs belongs to one contract at most, the first
//! of those that cover it by
//! 1. the day on which the contract's programme admitted the startup,
//! 2. the day on which the contract was signed,
//! 3. the contract's id.
//!
//! A contract covers a startup that is among the rows of one of its targets in jobs, at the beginning or the end, from that target's baseline until it is due (or
//! the contract was closed). Of the programme's own contracts the one signed first has all of it while it runs, so that signing another
//! never takes anything away from what was promised before. When the first has run out, the next counts on from there.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Contract;
use super::progress::Engine;
use super::terms::Kind;
use crate::ids::{ContractId, ProgrammeId, StartupId};

/// From the end of one day to the end of another.
pub type Slice = (NaiveDate, NaiveDate);

/// What one contract covers of one startup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// When the contract's programme admitted the startup.
    pub admitted_on: NaiveDate,
    /// When the contract was signed.
    pub signed_on: NaiveDate,
    /// Which contract.
    pub contract: ContractId,
    /// From the end of this day.
    pub from: NaiveDate,
    /// To the end of this day.
    pub to: NaiveDate,
}

/// What all contracts cover, startup by startup, the first in order first.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    by_startup: BTreeMap<StartupId, Vec<Claim>>,
}

/// What contracts cover on a day. Drafts, and contracts signed after the day, cover nothing.
#[must_use]
pub fn claims(engine: &mut Engine<'_>, contracts: &[Contract], as_of: NaiveDate) -> Claims {
    let mut all = Claims::default();
    let programmes: BTreeMap<ContractId, ProgrammeId> =
        contracts.iter().map(|contract| (contract.id, contract.terms.programme)).collect();
    for contract in contracts {
        let Some(signed) = contract.signed.as_ref().filter(|signed| signed.on <= as_of) else { continue };
        let mut own: BTreeMap<StartupId, Claim> = BTreeMap::new();
        for target in &contract.in_force(as_of).targets {
            let to = contract.counted_to(target, as_of);
            if target.kind() != Some(Kind::Increase) || to <= target.baseline_on {
                continue;
            }
            let from = target.baseline_on;
            // Who is among the rows at either end: what was there and is gone is a loss, and a loss is counted once too.
            let figures = [from, to].map(|day| engine.figure(&target.definition.id, day, &target.scope));
            for row in figures.iter().flatten().flat_map(|figure| &figure.rows_in) {
                let Some(admitted_on) = row.basis.admitted_on else { continue };
                let claim = Claim { admitted_on, signed_on: signed.on, contract: contract.id, from, to };
                own.entry(row.startup)
                    .and_modify(|known| {
                        known.admitted_on = known.admitted_on.min(admitted_on);
                        known.from = known.from.min(from);
                        known.to = known.to.max(to);
                    })
                    .or_insert(claim);
            }
        }
        for (startup, claim) in own {
            all.by_startup.entry(startup).or_default().push(claim);
        }
    }
    for claims in all.by_startup.values_mut() {
        // Contracts of one programme look at different days, and must not differ in when it admitted a startup.
        let mut first: BTreeMap<ProgrammeId, NaiveDate> = BTreeMap::new();
        for claim in claims.iter() {
            let day = first.entry(programmes[&claim.contract]).or_insert(claim.admitted_on);
            *day = claim.admitted_on.min(*day);
        }
        for claim in claims.iter_mut() {
            claim.admitted_on = first[&programmes[&claim.contract]];
        }
        claims.sort_unstable();
    }
    all
}

impl Claims {
    /// What covers a startup, the first in order first.
    #[must_use]
    pub fn of(&self, startup: StartupId) -> &[Claim] {
        self.by_startup.get(&startup).map_or(&[], Vec::as_slice)
    }

    /// Whether a contract covers a startup.
    #[must_use]
    pub fn covers(&self, startup: StartupId, contract: ContractId) -> bool {
        self.of(startup).iter().any(|claim| claim.contract == contract)
    }

    /// The parts of the time from one day to another in which a startup's change belongs to a contract, and the first of the contracts
    /// that have the rest of it.
    #[must_use]
    pub fn slices(
        &self,
        startup: StartupId,
        contract: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> (Vec<Slice>, Option<ContractId>) {
        let mut open = vec![(from, to)];
        let mut other = None;
        for claim in self.of(startup).iter().take_while(|claim| claim.contract != contract) {
            let before = open.clone();
            open = open.into_iter().flat_map(|slice| without(slice, (claim.from, claim.to))).collect();
            if open != before {
                other = other.or(Some(claim.contract));
            }
        }
        (open, other)
    }
}

/// What is left of a slice without another.
fn without((from, to): Slice, (gone_from, gone_to): Slice) -> impl Iterator<Item = Slice> {
    let before = (from, to.min(gone_from));
    let after = (from.max(gone_to), to);
    [before, after].into_iter().filter(|(from, to)| from < to)
}
