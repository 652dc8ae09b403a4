//! People as the store keeps them: apart from facts, so that one can be erased while every figure still recomputes.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::Actor;
use domain::ids::{PersonId, StartupId};
use domain::time::Instant;
use domain::words::Locale;
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

domain::catalogue! {
    /// What stands for whoever is no person, or is one no more.
    mod names {
        erased => { nb: "slettet person", nn: "sletta person", en: "erased person" }
        command_line => { nb: "kommandolinjen", nn: "kommandolinja", en: "command line" }
        system => { nb: "systemet", nn: "systemet", en: "the system" }
        applicant => { nb: "søkeren", nn: "søkjaren", en: "the applicant" }
        demo_manager => { nb: "besøkende i demohuset", nn: "besøkande i demohuset", en: "visitor of the demo house" }
    }
}

impl People {
    /// Who is meant by the label that a fact or an audit entry carries: the person's name as it is now, or a word for who is no
    /// person or has been erased. A label that means neither, such as the «Mentor» of an import, is shown as it is.
    #[must_use]
    pub fn name_of(&self, label: &str, locale: Locale) -> String {
        if let Some(id) = Actor::person_in(label) {
            return self.person_name(id, locale);
        }
        let word = [
            (Actor::command_line(), names::command_line(locale)),
            (Actor::system(), names::system(locale)),
            (Actor::applicant(), names::applicant(locale)),
            (Actor::demo_manager(), names::demo_manager(locale)),
        ];
        let known = word.iter().find(|(actor, _)| actor.label == label);
        known.map_or_else(|| label.to_owned(), |(_, word)| (*word).to_owned())
    }

    /// A person's name as it is now, or a word for somebody who has been erased.
    #[must_use]
    pub fn person_name(&self, id: PersonId, locale: Locale) -> String {
        // Somebody who is not among the people at all can only have been taken out of them.
        let person = self.persons.get(&id).filter(|person| person.erased_at.is_none());
        person.map_or_else(|| names::erased(locale).to_owned(), |person| person.name.clone())
    }

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

#[cfg(test)]
mod tests {
    use domain::access::{Role, Scope};

    use super::*;

    #[test]
    fn a_label_is_shown_as_whoever_it_means_now() {
        let id = |number| PersonId(Uuid::from_u128(number));
        let label = |number| Actor::person(id(number), Role::Mentor, Scope::House).label;
        let person = |number, erased_at| Person {
            id: id(number),
            name: "Kari Nordmann".to_owned(),
            email: None,
            is_mentor: true,
            erased_at,
        };
        let persons = [person(1, None), person(2, Some(Instant::UNIX_EPOCH))].map(|person| (person.id, person));
        let people = People { persons: persons.into(), ..People::default() };
        for (label, nb, en) in [
            (label(1), "Kari Nordmann", "Kari Nordmann"),
            (label(2), "slettet person", "erased person"),
            (label(3), "slettet person", "erased person"),
            (Actor::command_line().label, "kommandolinjen", "command line"),
            (Actor::system().label, "systemet", "the system"),
            ("Mentor".to_owned(), "Mentor", "Mentor"),
            ("person:nobody".to_owned(), "person:nobody", "person:nobody"),
        ] {
            assert_eq!(people.name_of(&label, Locale::Nb), nb);
            assert_eq!(people.name_of(&label, Locale::En), en);
        }
    }
}
