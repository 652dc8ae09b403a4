//! The working day: meetings logged with their notes and next step, milestones, tasks, planned meetings, hours a programme gives.
//!
//! The meeting itself is a fact. Everything else here is personal and no figure rests on it: it lies in tables of its own, changes
//! where it stands, and goes when its time is over. The audit log tells who wrote what when, and never what was written: it is kept for
//! ever, and a text about people is not.
//!
//! A private note is its author's: every query for one names the author, and no other query returns its text.

mod assign;
mod budget;
mod demo;
mod link;
mod log;
mod milestones;
mod notes;
mod personal;
mod planned;
mod tasks;
mod templates;

pub use link::{ASKED_FOR, LogLink};
pub use log::{Logged, NewMeeting, NextOwner, NextStep};
pub use milestones::NewMilestone;
pub use notes::NewNote;
pub use personal::{HeldDay, HeldMeeting, HeldNote, HeldTask};
pub use planned::NewPlanned;
pub use tasks::NewTask;
pub use templates::NewTemplate;

pub(crate) use personal::{counted, erase, forget_plans, forget_startups, held, told};

use domain::access::{Actor, Resource, Scope};
use domain::ids::{PersonId, ProgrammeId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use crate::error::{Missing, StoreError, VerbError};
use crate::people::People;
use crate::refusal::Refusal;

/// The longest title of a milestone or a task, in characters.
pub const MOST_TITLE: usize = 200;
/// The longest note, in characters.
pub const MOST_NOTE: usize = 20_000;

/// A statement with its values.
fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// What a query finds, read row by row.
async fn rows<C: ConnectionTrait, T>(
    connection: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
    read: impl Fn(&QueryResult) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    connection.query_all_raw(statement(connection, sql, values)).await?.iter().map(read).collect()
}

/// Runs a statement; says how many rows it touched.
async fn run<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, StoreError> {
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}

/// The id of a person as a value; null for nobody.
fn person_value(person: Option<PersonId>) -> Value {
    crate::kinds::id_value(person.map(|person| person.0))
}

/// A person in a column that may be null.
fn person_at(row: &QueryResult, index: usize) -> Result<Option<PersonId>, StoreError> {
    Ok(row.try_get_by_index::<Option<Uuid>>(index)?.map(PersonId))
}

/// A row that holds a word which is none of those it may be.
fn unreadable(table: &'static str, detail: impl Into<String>) -> StoreError {
    StoreError::Unreadable { table, detail: detail.into() }
}

/// A title that is neither empty nor too long.
fn title(text: &str) -> Result<String, Refusal> {
    let text = crate::verbs::optional(Some(text), "title", MOST_TITLE)?;
    text.ok_or(Refusal::NameMissing)
}

/// Whether an actor speaks for a programme, as part of the house or by itself.
fn speaks_for(actor: &Actor) -> impl Fn(ProgrammeId) -> bool + use<> {
    let scope = actor.scope;
    move |programme| match scope {
        Scope::House => true,
        Scope::Programme(own) => own == programme,
        Scope::Startup(_) | Scope::Contract(..) => false,
    }
}

/// The founders of a startup on a day who are still known by name, in the order in which they were entered.
fn founders(people: &People, startup: StartupId, today: chrono::NaiveDate) -> Vec<PersonId> {
    let links = people.of(startup).into_iter();
    let now = links.filter(|(person, link)| person.erased_at.is_none() && link.to_on.is_none_or(|to| to >= today));
    now.map(|(person, _)| person.id).collect()
}

/// Somebody who can be the owner of something about a startup: one of its founders, or a mentor. Anybody else is not there.
fn owner(
    people: &People,
    startup: StartupId,
    owner: PersonId,
    today: chrono::NaiveDate,
) -> Result<PersonId, VerbError> {
    let known = people.persons.get(&owner).filter(|person| person.erased_at.is_none()).ok_or(Missing::Person)?;
    if known.is_mentor || founders(people, startup, today).contains(&owner) {
        Ok(owner)
    } else {
        Err(Missing::Person.into())
    }
}

/// A startup that stands, with what the policy is asked about it.
fn about<'a>(ledger: &'a Ledger, startup: StartupId) -> Result<(&'a StartupLedger, Resource<'a>), Missing> {
    let known = crate::verbs::standing(ledger, startup)?;
    Ok((known, Resource::startup(ledger, known)))
}
