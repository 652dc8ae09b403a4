//! Who acts. Every write names its actor; the audit log keeps the name and the role for ever.

use serde::{Deserialize, Serialize};

use crate::words::Locale;

/// What a person may be in the house. Today a role is one for the whole house; memberships will give it a scope.
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

/// Who asks for a write.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    /// The name that facts and audit entries carry.
    pub label: String,
    /// In what role.
    pub role: Role,
    /// The request it came with, when it came over the network; it joins an audit entry to the log lines.
    pub request_id: Option<String>,
}

impl Actor {
    /// An actor by name and role.
    #[must_use]
    pub fn new(label: impl Into<String>, role: Role) -> Self {
        Self { label: label.into(), role, request_id: None }
    }

    /// Whoever sits at the machine's command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self::new("command line", Role::Admin)
    }

    /// The manager that a visitor of the demo house is.
    #[must_use]
    pub fn demo_manager() -> Self {
        Self::new("demo manager", Role::Manager)
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
