//! Who acts, as what, and where. Every write names its actor; the audit log keeps who it was and the role for ever.
//!
//! A person holds memberships: a role within a scope, from one day to another. One of them is worn at a time, and what an actor may
//! do follows from that one alone.

pub mod policy;
mod reason;
pub mod sight;
pub mod tie;
pub mod who;

use chrono::NaiveDate;
pub use policy::{Action, ContractTie, Resource, may};
pub use reason::{Decision, Reason};
use serde::{Deserialize, Serialize};

use crate::ids::{ContractId, MembershipId, PersonId, ProgrammeId, StartupId};
use crate::time::Instant;
use crate::words::Locale;

/// What a person may be in the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Keeps the instance: people, roles, backups.
    Admin,
    /// Runs a programme.
    Manager,
    /// Follows startups up.
    Mentor,
    /// Judges applications.
    Evaluator,
    /// Runs a startup.
    Founder,
    /// Pays, and reads what the money became.
    Funder,
    /// The program itself: imports, registers, the demo house.
    System,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 7] =
        [Role::Admin, Role::Manager, Role::Mentor, Role::Evaluator, Role::Founder, Role::Funder, Role::System];

    /// The stable name in databases, files and URLs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Role::Admin => "admin",
            Role::Manager => "manager",
            Role::Mentor => "mentor",
            Role::Evaluator => "evaluator",
            Role::Founder => "founder",
            Role::Funder => "funder",
            Role::System => "system",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        use Locale::{En, Nb, Nn};
        match (self, locale) {
            (Role::Admin, Nb | Nn) => "administrator",
            (Role::Admin, En) => "administrator",
            (Role::Manager, Nb) => "leder",
            (Role::Manager, Nn) => "leiar",
            (Role::Manager, En) => "manager",
            (Role::Mentor, _) => "mentor",
            (Role::Evaluator, Nb | Nn) => "vurderer",
            (Role::Evaluator, En) => "evaluator",
            (Role::Founder, Nb | Nn) => "gründer",
            (Role::Founder, En) => "founder",
            (Role::Funder, Nb) => "tilskuddsgiver",
            (Role::Funder, Nn) => "tilskotsgjevar",
            (Role::Funder, En) => "funder",
            (Role::System, _) => "system",
        }
    }
}

/// Where a role holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Scope {
    /// The whole instance.
    House,
    /// One programme.
    Programme(ProgrammeId),
    /// One startup.
    Startup(StartupId),
    /// One contract, and the programme that it pays for.
    Contract(ContractId, ProgrammeId),
}

/// The part of `person:ID` before the id, in the labels of people who signed in.
const PERSON: &str = "person:";

/// A person's role within a scope, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The membership's id.
    pub id: MembershipId,
    /// Whose it is.
    pub person: PersonId,
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
    /// The first day it holds.
    pub from_on: NaiveDate,
    /// The last day it holds; `None` while nobody has set an end.
    pub to_on: Option<NaiveDate>,
    /// When somebody took it back. It holds no longer from that instant.
    pub revoked_at: Option<Instant>,
}

impl Membership {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.revoked_at.is_none() && self.from_on <= day && self.to_on.is_none_or(|to| day <= to)
    }
}

/// Who asks: for a page, a figure or a write.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// What facts and audit entries carry: `person:ID` for somebody who signed in, so that the name goes when the person is erased;
    /// a plain word for the command line and the program itself.
    pub label: String,
    /// In what role.
    pub role: Role,
    /// Where that role holds.
    pub scope: Scope,
    /// Who it is, when a person signed in.
    pub person: Option<PersonId>,
    /// The request it came with, when it came over the network; it joins an audit entry to the log lines.
    pub request_id: Option<String>,
}

impl Actor {
    /// An actor of the whole house that is no person, by a plain word: a command, a test, the program.
    #[must_use]
    pub fn new(label: impl Into<String>, role: Role) -> Self {
        Self { label: label.into(), role, scope: Scope::House, person: None, request_id: None }
    }

    /// A person in a role within a scope.
    #[must_use]
    pub fn person(person: PersonId, role: Role, scope: Scope) -> Self {
        Self { label: format!("{PERSON}{person}"), role, scope, person: Some(person), request_id: None }
    }

    /// The wearer of a membership.
    #[must_use]
    pub fn wearing(membership: &Membership) -> Self {
        Self::person(membership.person, membership.role, membership.scope)
    }

    /// The person that a label names, if it names one.
    #[must_use]
    pub fn person_in(label: &str) -> Option<PersonId> {
        label.strip_prefix(PERSON)?.parse().ok()
    }

    /// Whoever sits at the machine's command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self::new("command line", Role::Admin)
    }

    /// The manager that a visitor of the demo house is before choosing somebody else to be.
    #[must_use]
    pub fn demo_manager() -> Self {
        Self::new("demo manager", Role::Manager)
    }

    /// Somebody who applies: the program's own hand, which does for them what their link allows and nothing else.
    #[must_use]
    pub fn applicant() -> Self {
        Self::new("applicant", Role::System)
    }

    /// The program itself.
    #[must_use]
    pub fn system() -> Self {
        Self::new("system", Role::System)
    }

    /// The same actor, asking by this request.
    #[must_use]
    pub fn in_request(mut self, request_id: impl Into<String>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reads_back_from_its_code_and_has_a_name_everywhere() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
            for locale in Locale::ALL {
                assert!(!role.name(locale).is_empty(), "{role:?} {locale:?}");
            }
        }
        assert_eq!(Role::from_code("king"), None);
    }
}
