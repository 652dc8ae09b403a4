//! People as the store keeps them: apart from facts, so that one can be erased while every figure still recomputes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::ids::{PersonId, StartupId};
use domain::time::Instant;
use uuid::Uuid;

/// A human being: founder, mentor or staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub id: PersonId,
    /// The name; empty once the person is erased.
    pub name: String,
    /// Where to write; none once the person is erased.
    pub email: Option<String>,
    /// Whether startups can be assigned to them.
    pub is_mentor: bool,
    /// When the person was erased.
    pub erased_at: Option<Instant>,
}

/// A person's part in a startup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founder {
    /// The link's id.
    pub id: Uuid,
    /// Which startup.
    pub startup: StartupId,
    /// Which person.
    pub person: PersonId,
    /// Since when, if that is known.
    pub from_on: Option<NaiveDate>,
    /// Until when; `None` while it lasts or when nobody knows.
    pub to_on: Option<NaiveDate>,
}

/// All people of the house and their parts in startups, at one version of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    /// Everybody, by id.
    pub persons: BTreeMap<PersonId, Person>,
    /// Who founded what, by link.
    pub founders: BTreeMap<Uuid, Founder>,
}

impl People {
    /// The founders of a startup with their parts in it, in the order in which they were entered.
    #[must_use]
    pub fn of(&self, startup: StartupId) -> Vec<(&Person, &Founder)> {
        let links = self.founders.values().filter(|founder| founder.startup == startup);
        links.filter_map(|founder| Some((self.persons.get(&founder.person)?, founder))).collect()
    }

    /// Everybody to whom startups can be assigned, by name.
    #[must_use]
    pub fn mentors(&self) -> Vec<&Person> {
        let mut mentors: Vec<&Person> =
            self.persons.values().filter(|person| person.is_mentor && person.erased_at.is_none()).collect();
        mentors.sort_by_cached_key(|person| (domain::words::fold(&person.name), person.id));
        mentors
    }
}
