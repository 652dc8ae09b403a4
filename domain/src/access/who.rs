//! Who can see this? The answer that every startup's page gives.

use chrono::NaiveDate;

use super::policy::{Action, Resource, Subject, may};
use super::tie::{Tie, tie};
use super::{Actor, Membership, Role, Scope};
use crate::ids::PersonId;
use crate::ledger::{Ledger, StartupLedger};
use crate::words::Locale;

/// Somebody who sees a startup.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seer {
    /// In what role.
    pub role: Role,
    /// Where that role holds.
    pub scope: Scope,
    /// Who it is.
    pub person: PersonId,
    /// What they are to the startup.
    pub tie: Tie,
    /// Whether they may change what is recorded, not only read it.
    pub changes: bool,
}

impl Seer {
    /// Why they see it, in a few words; `programme` is the name of the programme in which the role holds.
    #[must_use]
    pub fn why(&self, locale: Locale, programme: Option<&str>) -> String {
        let house = sentences::the_house(locale);
        let programme = programme.unwrap_or(house);
        match self.tie {
            Tie::Keeps => sentences::keeps(locale).to_owned(),
            Tie::Runs => sentences::runs(locale, programme),
            Tie::Assigned => sentences::assigned(locale).to_owned(),
            Tie::SameProgramme => sentences::same_programme(locale, programme),
            Tie::Founds => sentences::founds(locale).to_owned(),
        }
    }
}

crate::catalogue! {
    /// Why somebody sees a startup.
    mod sentences {
        the_house => { nb: "hele huset", nn: "heile huset", en: "the whole house" }
        keeps => {
            nb: "administrerer systemet og ser alt",
            nn: "administrerer systemet og ser alt",
            en: "administers the system and sees everything" }
        runs(programme: &str) => {
            nb: "leder {programme}",
            nn: "leier {programme}",
            en: "manages {programme}" }
        assigned => {
            nb: "følger opp bedriften nå",
            nn: "følgjer opp bedrifta no",
            en: "follows the startup up now" }
        same_programme(programme: &str) => {
            nb: "er mentor i {programme}, som har tatt opp bedriften",
            nn: "er mentor i {programme}, som har teke opp bedrifta",
            en: "is a mentor of {programme}, which has admitted the startup" }
        founds => { nb: "er gründer i bedriften", nn: "er gründer i bedrifta", en: "is a founder of the startup" }
    }
}

/// Everybody who sees a startup on a day, by role and then by person; somebody who sees it by two roles is named twice.
/// `ledger` is the whole one.
#[must_use]
pub fn who_can_see(
    ledger: &Ledger,
    startup: &StartupLedger,
    memberships: &[Membership],
    today: NaiveDate,
) -> Vec<Seer> {
    let resource = Resource::startup(ledger, startup);
    let mut seers: Vec<Seer> = memberships
        .iter()
        .filter(|membership| membership.holds_on(today))
        .filter_map(|membership| {
            let actor = Actor::wearing(membership);
            let tie = tie(&actor, Subject { ledger, startup }, today)?;
            may(&actor, Action::SeeStartup, &resource, today).is_allowed().then(|| Seer {
                role: membership.role,
                scope: membership.scope,
                person: membership.person,
                tie,
                changes: may(&actor, Action::RecordFact, &resource, today).is_allowed(),
            })
        })
        .collect();
    seers.sort_unstable();
    seers.dedup();
    seers
}
