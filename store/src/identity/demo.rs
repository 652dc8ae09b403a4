//! The people a visitor of the demo house can be.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::access::{Actor, Role, Scope};
use domain::facts::in_force;
use domain::figures::history::History;
use domain::ids::{PersonId, ProgrammeId};
use domain::ledger::{Ledger, StartupLedger};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::address::Address;
use super::membership::{NewMembership, insert, told};
use super::{IdentityError, NewSession, Origin, Strength, statement};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::StoreError;
use crate::people::{People, Person};

/// Invented people for the roles that nobody of the demo's cast has.
const OTHERS: [(Role, &str, &str); 3] = [
    (Role::Admin, "Bente Aasland", "bente.aasland@grobunn.example"),
    (Role::Funder, "Kjetil Sandvoll", "kjetil.sandvoll@kommunen.example"),
    (Role::Evaluator, "Nora Vikholt", "nora.vikholt@vurdering.example"),
];

impl Store {
    /// Begins a session in the demo house as one of its people with a role.
    ///
    /// # Errors
    /// [`IdentityError::NotDemo`] in any other house, [`IdentityError::NoAccount`] for a role that nobody there can have, or the
    /// database.
    pub async fn demo_session(&self, role: Role, origin: &Origin) -> Result<NewSession, IdentityError> {
        let person = self.demo_person(role).await?;
        self.begin_session(person, Strength::Demo, origin).await
    }

    /// The person of the demo house who holds this role and no other: one of its cast where there is one, an invented one otherwise.
    /// Account and role are made the first time somebody asks.
    ///
    /// # Errors
    /// As [`Store::demo_session`].
    pub async fn demo_person(&self, role: Role) -> Result<PersonId, IdentityError> {
        let demo = "SELECT 1 FROM audit WHERE action = 'load_demo' LIMIT 1";
        self.reader().query_one_raw(statement(self.reader(), demo, [])).await?.ok_or(IdentityError::NotDemo)?;
        if let Some(person) = given(self.reader(), role).await? {
            return Ok(person);
        }
        let mut write = self.begin(&Actor::system()).await?;
        if let Some(person) = given(&write.transaction, role).await? {
            return Ok(person);
        }
        let (ledger, people) = (write.ledger(), write.people());
        let programme = largest(&ledger).ok_or(IdentityError::NoAccount)?;
        let (person, scope) = cast(&ledger, &people, programme, role, write.today()).ok_or(IdentityError::NoAccount)?;
        // Who pays does so by a contract, where there is one.
        let contract = match role {
            Role::Funder => crate::contracts::demo_contract(&write.transaction, programme).await?,
            _ => None,
        };
        let scope = contract.map_or(scope, |contract| Scope::Contract(contract, programme));
        let person = match person {
            Some(known) => known,
            None => {
                let other = OTHERS.iter().find(|(other, _, _)| *other == role).ok_or(IdentityError::NoAccount)?;
                let email = Some(other.2.to_owned());
                match people.persons.values().find(|person| person.email == email) {
                    // A visitor who looks as the administrator can take a role back; it is given anew.
                    Some(known) => known.clone(),
                    None => {
                        let (id, name) = (PersonId(write.new_id()), other.1.to_owned());
                        let person = Person { id, name, email, is_mentor: false, erased_at: None };
                        write.batch(&Batch { people: vec![person.clone()], ..Batch::default() }).await?;
                        person
                    }
                }
            }
        };
        write.flush().await?;
        let address = person.email.as_deref().and_then(Address::parse).ok_or(IdentityError::NoAccount)?;
        let sql = "INSERT INTO account (person_id, email, email_key, locale, created_at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT DO NOTHING";
        let values = [
            person.id.0.into(),
            address.typed.into(),
            address.key.into(),
            Locale::default().tag().into(),
            write.at().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        let new = NewMembership { role, scope, from_on: write.today(), to_on: None };
        let id = insert(&mut write, &person, &new).await?;
        let after = Some(told(Some(person.id), role, scope, new.from_on, None));
        write.audit("grant", "membership", id.0, super::membership::startup_in(scope), None, after).await?;
        write.commit().await?;
        Ok(person.id)
    }
}

/// The founder whom a visitor can be, and of which startup.
pub(crate) fn demo_founder(
    ledger: &Ledger,
    people: &People,
    today: NaiveDate,
) -> Option<(PersonId, domain::ids::StartupId)> {
    match cast(ledger, people, largest(ledger)?, Role::Founder, today)? {
        (Some(person), Scope::Startup(startup)) => Some((person.id, startup)),
        _ => None,
    }
}

/// Whether somebody is one of those who are not of the cast.
fn invented(person: &Person) -> bool {
    OTHERS.iter().any(|(_, _, email)| person.email.as_deref() == Some(email))
}

/// Who was given the role by the program itself.
async fn given<C: ConnectionTrait>(connection: &C, role: Role) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT m.person_id FROM membership m JOIN account a ON a.person_id = m.person_id \
               WHERE m.role = $1 AND m.granted_by = $2 AND m.revoked_at IS NULL ORDER BY m.id LIMIT 1";
    let values = [role.code().into(), Actor::system().label.into()];
    let row = connection.query_one_raw(statement(connection, sql, values)).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(PersonId))
}

/// The programme that the demo's people are of: the one with the most stays.
pub(crate) fn largest(ledger: &Ledger) -> Option<ProgrammeId> {
    let stays = |id: ProgrammeId| {
        let enrolments = ledger.startups.iter().flat_map(|startup| &startup.enrolments);
        enrolments.filter(|enrolment| enrolment.programme == id).count()
    };
    ledger.programmes.iter().max_by_key(|programme| stays(programme.id)).map(|programme| programme.id)
}

/// Who follows a startup up on a day.
fn mentor(startup: &StartupLedger, today: NaiveDate) -> Option<PersonId> {
    let facts = in_force(&startup.mentors, Instant::MAX_UTC);
    let last = facts.iter().rfind(|fact| fact.valid_on <= today)?;
    last.body.as_ref()?.mentor
}

/// Whether a startup lives and somebody works in it on a day, and how many headcounts tell of it up to then.
fn told_of(ledger: &Ledger, startup: &StartupLedger, today: NaiveDate) -> (bool, usize) {
    let history = History::of(ledger, startup, Instant::MAX_UTC);
    let works = history.headcount_at(today).is_some_and(|last| last.body.employees.high > 0);
    (works && history.absence_on(today).is_none(), history.headcounts_between(NaiveDate::MIN, today).len())
}

/// Who of the cast takes the part, and where; `None` for the person when none of them can.
fn cast(
    ledger: &Ledger,
    people: &People,
    programme: ProgrammeId,
    role: Role,
    today: NaiveDate,
) -> Option<(Option<Person>, Scope)> {
    let here = |startup: &&std::sync::Arc<StartupLedger>| {
        startup.enrolments.iter().any(|enrolment| enrolment.programme == programme)
    };
    let mut followed: BTreeMap<PersonId, usize> = BTreeMap::new();
    for startup in ledger.startups.iter().filter(here) {
        if let Some(mentor) = mentor(startup, today) {
            *followed.entry(mentor).or_default() += 1;
        }
    }
    let busiest = followed.iter().max_by_key(|(id, many)| (**many, std::cmp::Reverse(**id))).map(|(id, _)| *id);
    let scope = Scope::Programme(programme);
    match role {
        Role::System => None,
        Role::Admin => Some((None, Scope::House)),
        Role::Funder | Role::Evaluator => Some((None, scope)),
        Role::Manager => {
            let founds = |person: PersonId| people.founders.values().any(|link| link.person == person);
            let staff = people.persons.values().find(|person| {
                !person.is_mentor && person.erased_at.is_none() && !invented(person) && !founds(person.id)
            });
            staff.map(|person| (Some(person.clone()), scope))
        }
        Role::Mentor => busiest.and_then(|id| people.persons.get(&id)).map(|person| (Some(person.clone()), scope)),
        Role::Founder => {
            // Of a startup that the demo's mentor follows, so that both look at the same one; of those, the one that has told most
            // about itself, so that there is something to look at.
            let mentored = ledger.startups.iter().filter(here).filter(|startup| mentor(startup, today) == busiest);
            let founded = mentored.filter_map(|startup| {
                let links = people.of(startup.profile.id);
                let signs_in = |person: &Person| person.email.as_deref().and_then(Address::parse).is_some();
                let (person, _) = links
                    .into_iter()
                    .find(|(person, link)| !person.is_mentor && link.to_on.is_none() && signs_in(person))?;
                Some((told_of(ledger, startup, today), person, startup.profile.id))
            });
            let (_, person, startup) = founded.max_by_key(|(told, _, id)| (*told, *id))?;
            Some((Some(person.clone()), Scope::Startup(startup)))
        }
    }
}
