//! The search texts of startups and people, made once and kept beside the ledger.

use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::PersonId;
use domain::ledger::{Ledger, StartupLedger};
use domain::words::loose;

use super::{Group, MOST_HITS, StartupHit, Why};
use crate::people::{People, Person};

/// A startup and what it is found by.
#[derive(Debug, Clone)]
struct Entry {
    /// The startup as it was when the text was made: another one is another text.
    startup: Arc<StartupLedger>,
    name: Box<str>,
    /// Names of companies and the id at its source, each on a line; empty for most.
    more: Box<str>,
}

/// Somebody and what they are found by.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) is_mentor: bool,
    key: Box<str>,
}

/// What there is to be found, of one state of the ledger.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    version: i64,
    startups: Vec<Arc<Entry>>,
    /// Kept so that the people they were made from cannot change under their address.
    people_of: Arc<People>,
    people: Arc<Vec<Named>>,
}

/// The newest search texts of this process.
#[derive(Debug, Default)]
pub(crate) struct Index(Mutex<Arc<Texts>>);

impl Index {
    /// The texts of a ledger and its people. Startups that nothing happened to keep theirs.
    pub(crate) fn of(&self, ledger: &Ledger, people: &Arc<People>) -> Arc<Texts> {
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same_people = Arc::ptr_eq(&newest.people_of, people);
        if newest.version == ledger.version && same_people && newest.startups.len() == ledger.startups.len() {
            return Arc::clone(&newest);
        }
        let mut former = newest.startups.iter().peekable();
        let mut startups = Vec::with_capacity(ledger.startups.len());
        for startup in &ledger.startups {
            // Both are in the order of ids.
            while former.next_if(|entry| entry.startup.profile.id < startup.profile.id).is_some() {}
            match former.next_if(|entry| entry.startup.profile.id == startup.profile.id) {
                Some(entry) if Arc::ptr_eq(&entry.startup, startup) => startups.push(Arc::clone(entry)),
                Some(entry) if is_found_alike(&entry.startup, startup) => {
                    startups.push(Arc::new(Entry { startup: Arc::clone(startup), ..Entry::clone(entry) }));
                }
                _ => startups.push(Arc::new(Entry::of(startup))),
            }
        }
        let named = if same_people && !newest.people.is_empty() { Arc::clone(&newest.people) } else { named(people) };
        let texts = Arc::new(Texts { version: ledger.version, startups, people_of: Arc::clone(people), people: named });
        *newest = Arc::clone(&texts);
        texts
    }
}

fn is_found_alike(one: &StartupLedger, other: &StartupLedger) -> bool {
    one.profile == other.profile && one.companies == other.companies
}

fn named(people: &People) -> Arc<Vec<Named>> {
    let stands = |person: &&Person| person.erased_at.is_none() && !person.name.is_empty();
    let read = |person: &Person| Named {
        id: person.id,
        name: person.name.clone(),
        is_mentor: person.is_mentor,
        key: loose(&person.name).into(),
    };
    Arc::new(people.persons.values().filter(stands).map(read).collect())
}

impl Entry {
    fn of(startup: &Arc<StartupLedger>) -> Self {
        let mut more = String::new();
        for company in startup.companies.iter().filter_map(|company| company.name.as_deref()) {
            more.push_str(&loose(company));
            more.push('\n');
        }
        if let Some(id) = &startup.profile.external_id {
            more.push_str(&loose(id));
            more.push('\n');
        }
        Self { startup: Arc::clone(startup), name: loose(&startup.profile.name).into(), more: more.into() }
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matcher {
    /// The whole question, folded.
    whole: String,
    words: Vec<String>,
    /// The digits of a question that is a number, from four on.
    digits: Option<String>,
}

impl Matcher {
    /// The question of a text; `None` when there is no letter or digit in it.
    pub(crate) fn of(question: &str) -> Option<Self> {
        let whole = loose(question);
        if !whole.chars().any(char::is_alphanumeric) {
            return None;
        }
        let words = whole.split(' ').map(str::to_owned).collect();
        let digits: String = whole.chars().filter(|letter| *letter != ' ').collect();
        let is_number = digits.len() >= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self { whole, words, digits: is_number.then_some(digits) })
    }

    /// Whether every word is in a folded text.
    pub(crate) fn found_in(&self, folded: &str) -> bool {
        self.words.iter().all(|word| folded.contains(word.as_str()))
    }

    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// How well a folded name fits: the less, the better.
    fn rank(&self, name: &str) -> u8 {
        if name == self.whole {
            0
        } else if name.starts_with(&self.whole) {
            1
        } else if name.split(' ').any(|word| word.starts_with(&self.words[0])) {
            2
        } else {
            3
        }
    }

    /// The startups found, of those that are seen.
    pub(super) fn startups(&self, texts: &Texts, seen: &Ledger) -> Group<StartupHit> {
        let mut found: Vec<(u8, &str, &Entry, Why)> = Vec::new();
        for entry in texts.startups.iter().filter(|entry| entry.startup.profile.withdrawn_at.is_none()) {
            let Some((rank, why)) = self.why(entry) else { continue };
            if seen.startup(entry.startup.profile.id).is_some() {
                found.push((rank, &entry.name, entry, why));
            }
        }
        let total = found.len();
        found.sort_by(|a, b| (a.0, a.1, a.2.startup.profile.id).cmp(&(b.0, b.1, b.2.startup.profile.id)));
        let hit = |(_, _, entry, why): (u8, &str, &Entry, Why)| {
            let profile = &entry.startup.profile;
            StartupHit { startup: profile.id, name: profile.name.clone(), why }
        };
        Group { hits: found.into_iter().take(MOST_HITS).map(hit).collect(), total }
    }

    fn why(&self, entry: &Entry) -> Option<(u8, Why)> {
        if self.found_in(&entry.name) {
            return Some((self.rank(&entry.name), Why::Name));
        }
        let startup = &entry.startup;
        if let Some(digits) = &self.digits
            && let Some(number) = startup
                .companies
                .iter()
                .map(|company| company.number.to_string())
                .find(|number| number.starts_with(digits.as_str()))
        {
            return Some((u8::from(number != *digits), Why::Number(number)));
        }
        if entry.more.is_empty() || !self.found_in(&entry.more) {
            return None;
        }
        let by_id = startup.profile.external_id.as_ref().filter(|id| self.found_in(&loose(id)));
        if let Some(id) = by_id {
            return Some((u8::from(loose(id) != self.whole) * 3, Why::ExternalId(id.clone())));
        }
        let company = startup.companies.iter().filter_map(|company| company.name.as_ref());
        let company = company.into_iter().find(|name| self.found_in(&loose(name)))?;
        Some((4, Why::Company(company.clone())))
    }

    /// The people found, whoever may know of them.
    pub(super) fn people(&self, texts: &Texts) -> Vec<Named> {
        texts.people.iter().filter(|person| self.found_in(&person.key)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_words_and_perhaps_a_number() {
        let matcher = Matcher::of("  Årvak  AS ").unwrap();
        assert!(matcher.found_in(&loose("Nye årvak as")) && matcher.found_in("aarvak asfalt"));
        assert!(!matcher.found_in(&loose("Årvak")), "every word counts");
        assert_eq!(Matcher::of("923 609 016").unwrap().digits.as_deref(), Some("923609016"));
        assert_eq!(Matcher::of("923").unwrap().digits, None, "too short to be told from a name's");
        for nothing in ["", "  ", "%", "__ --"] {
            assert_eq!(Matcher::of(nothing), None, "{nothing:?}");
        }
    }

    #[test]
    fn the_very_name_comes_first() {
        let matcher = Matcher::of("sol").unwrap();
        let mut names = ["nord sol", "solvind", "konsol", "sol"];
        names.sort_by_key(|name| matcher.rank(name));
        assert_eq!(names, ["sol", "solvind", "nord sol", "konsol"]);
    }
}
