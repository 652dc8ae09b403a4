//! Searching over everything that somebody may see: startups, people, notes, applications.
//!
//! Names and numbers are searched in memory, beside the ledger: each startup's search text is made once and made again only when that
//! startup changes. Notes stay in the database, which first leaves out what cannot match. What is found is then held against the part of
//! the ledger that the reader sees and against the policy, so that the search shows nothing that no page would.

mod index;
mod notes;

use std::collections::{BTreeMap, BTreeSet};

use domain::access::policy::ApplicationTie;
use domain::access::sight::sees_all;
use domain::access::tie::mentor_on;
use domain::access::{Action, Actor, Resource, may};
use domain::ids::{ApplicationId, CallId, NoteId, PersonId, ProgrammeId, StartupId};
use domain::time::Instant;
use domain::words::loose;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

pub(crate) use self::index::Index;
use self::index::Matcher;
use crate::connect::Store;
use crate::error::StoreError;

/// How many are shown of each kind.
pub const MOST_HITS: usize = 20;
/// The longest question that is asked, in characters; more letters would match nothing.
pub const LONGEST_QUESTION: usize = 100;

/// Why a startup was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// By its name.
    Name,
    /// By a company's name.
    Company(String),
    /// By a company's organisation number, as digits.
    Number(String),
    /// By its id at its source.
    ExternalId(String),
}

/// A startup that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartupHit {
    /// The startup.
    pub startup: StartupId,
    /// Its name.
    pub name: String,
    /// Why it was found.
    pub why: Why,
}

/// What somebody who was found is to the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonPart {
    /// A founder of a startup.
    Founder(StartupId, String),
    /// A mentor, and of how many startups that the reader sees.
    Mentor(usize),
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHit {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// As what the reader may know of them.
    pub part: PersonPart,
}

/// A note that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteHit {
    /// The note.
    pub note: NoteId,
    /// About which startup.
    pub startup: StartupId,
    /// That startup's name.
    pub name: String,
    /// Whether it is the reader's private one.
    pub private: bool,
    /// When it was written.
    pub at: Instant,
    /// The words around what was found, on one line.
    pub excerpt: String,
}

/// An application that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationHit {
    /// The application.
    pub application: ApplicationId,
    /// To which call.
    pub call: CallId,
    /// What the startup is called in it.
    pub name: String,
    /// Who applied.
    pub applicant: String,
    /// When it was sent in.
    pub submitted_at: Instant,
}

/// What was found of one kind: the best of it, and how much there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group<T> {
    /// The best, at most [`MOST_HITS`].
    pub hits: Vec<T>,
    /// How many there are in all; for notes how many were looked for.
    pub total: usize,
}

impl<T> Default for Group<T> {
    fn default() -> Self {
        Self { hits: Vec::new(), total: 0 }
    }
}

/// Everything that was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Startups, best first.
    pub startups: Group<StartupHit>,
    /// Founders and mentors, by name.
    pub people: Group<PersonHit>,
    /// Notes, newest first.
    pub notes: Group<NoteHit>,
    /// Applications that were sent in, newest first.
    pub applications: Group<ApplicationHit>,
}

impl Found {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.startups.total + self.people.total + self.notes.total + self.applications.total == 0
    }
}

impl Store {
    /// Looks for words in everything that an actor may see. Every word must be found in what is shown; letters may be typed as on any
    /// keyboard (see [`loose`]). A question without a letter or digit finds nothing.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn search(&self, actor: &Actor, question: &str) -> Result<Found, StoreError> {
        let question: String = question.chars().take(LONGEST_QUESTION).collect();
        let Some(matcher) = Matcher::of(&question) else { return Ok(Found::default()) };
        let seen = self.ledger_for(actor).await?;
        let (whole, people) = (self.ledger().await?, self.people().await?);
        let today = self.world().today();
        let (store, asks, asked) = (self.clone(), actor.clone(), matcher.clone());
        let in_memory = tokio::task::spawn_blocking(move || {
            let index = store.inner.search.of(&whole, &people);
            // Programmes of the whole ledger and startups of the part that is seen: who sees all is handed the ledger itself.
            let startups = asked.startups(&index, &seen);
            let mut people_found = asked.people(&index);
            let mentors: BTreeSet<PersonId> =
                people_found.iter().filter(|person| person.is_mentor).map(|person| person.id).collect();
            let mut follows: BTreeMap<PersonId, usize> = BTreeMap::new();
            if !mentors.is_empty() {
                for mentor in seen.startups.iter().filter_map(|startup| mentor_on(startup, today)) {
                    if mentors.contains(&mentor) {
                        *follows.entry(mentor).or_default() += 1;
                    }
                }
            }
            let all = sees_all(&asks);
            let mut hits = Vec::new();
            people_found.sort_by(|a, b| a.name.cmp(&b.name));
            for person in people_found {
                let founded: BTreeMap<StartupId, &str> = people
                    .founders
                    .values()
                    .filter(|link| link.person == person.id)
                    .filter_map(|link| seen.startup(link.startup))
                    .filter(|startup| startup.profile.withdrawn_at.is_none())
                    .map(|startup| (startup.profile.id, startup.profile.name.as_str()))
                    .collect();
                let hit = |part| PersonHit { person: person.id, name: person.name.clone(), part };
                hits.extend(founded.into_iter().map(|(id, name)| hit(PersonPart::Founder(id, name.to_owned()))));
                let many = follows.get(&person.id).copied().unwrap_or_default();
                if person.is_mentor && (many > 0 || all) {
                    hits.push(hit(PersonPart::Mentor(many)));
                }
            }
            let total = hits.len();
            hits.truncate(MOST_HITS);
            (startups, Group { hits, total })
        });
        let (startups, people) = in_memory.await?;
        let notes = self.notes_matching(actor, &matcher).await?;
        let applications = self.applications_matching(actor, &matcher).await?;
        Ok(Found { startups, people, notes, applications })
    }

    /// Applications that were sent in and that the actor may see.
    async fn applications_matching(
        &self,
        actor: &Actor,
        matcher: &Matcher,
    ) -> Result<Group<ApplicationHit>, StoreError> {
        let today = self.world().today();
        let connection = self.reader();
        let backend = connection.get_database_backend();
        let sql = "SELECT a.id, a.startup_name, a.applicant_name, a.submitted_at, c.programme_id, a.call_id FROM application a \
                   JOIN intake_call c ON c.id = a.call_id WHERE a.submitted_at IS NOT NULL AND a.forgotten_at IS NULL \
                   ORDER BY a.submitted_at DESC, a.id";
        let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await?;
        let mut group = Group::default();
        let mut judges: BTreeMap<Uuid, Vec<PersonId>> = BTreeMap::new();
        for row in rows {
            let (name, applicant): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            if !matcher.found_in(&loose(&format!("{name} {applicant}"))) {
                continue;
            }
            let call: Uuid = row.try_get_by_index(5)?;
            if judges.is_empty() {
                judges = evaluators(connection).await?;
            }
            let evaluators = judges.get(&call).map(Vec::as_slice).unwrap_or_default();
            let tie = ApplicationTie { programme: ProgrammeId(row.try_get_by_index(4)?), evaluators };
            if !may(actor, Action::SeeApplication, &Resource::Application(tie), today).is_allowed() {
                continue;
            }
            group.total += 1;
            if group.hits.len() < MOST_HITS {
                group.hits.push(ApplicationHit {
                    application: ApplicationId(row.try_get_by_index(0)?),
                    call: CallId(call),
                    name,
                    applicant,
                    submitted_at: row.try_get_by_index(3)?,
                });
            }
        }
        Ok(group)
    }
}

/// Who judges the applications of each call.
async fn evaluators<C: ConnectionTrait>(connection: &C) -> Result<BTreeMap<Uuid, Vec<PersonId>>, StoreError> {
    let sql = "SELECT call_id, person_id FROM evaluator";
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await?;
    let mut judges: BTreeMap<Uuid, Vec<PersonId>> = BTreeMap::new();
    for row in rows {
        judges.entry(row.try_get_by_index(0)?).or_default().push(PersonId(row.try_get_by_index(1)?));
    }
    Ok(judges)
}
