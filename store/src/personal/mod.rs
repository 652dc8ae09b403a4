//! What is held about a person: told to them whole, and taken away when they ask.
//!
//! - [`Store::personal_data`] is everything, for the person and for administrators
//! - [`Store::erase_preview`] says what would go and what stays and why, [`Store::erase_person`] does it
//!
//! Facts are about startups and stay, so every figure comes to the same digits as before. They name who recorded them by `person:ID`,
//! which means nobody once the name behind the id is gone.

mod erase;
mod gather;
mod held;

pub use erase::{Erasure, Goes, Stays};
pub use held::{
    HeldAccount, HeldAnswer, HeldApplication, HeldCalendar, HeldDeed, HeldDocument, HeldDraft, HeldFact,
    HeldInvitation, HeldLink, HeldMail, HeldMembership, HeldObjection, HeldPart, HeldPasskey, HeldPerson, HeldReading,
    HeldSession, HeldSignIn, HeldUpdate, HeldView, PersonalData,
};

pub(crate) use erase::erase_in;

use domain::ids::PersonId;
use domain::words::fold;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use crate::error::StoreError;

/// A statement with its values.
fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// The addresses by which a person is known, folded, as mail and invitations are compared with them.
async fn addresses<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT email FROM person WHERE id = $1 AND email IS NOT NULL \
               UNION SELECT email FROM account WHERE person_id = $1 \
               UNION SELECT email FROM sign_in WHERE person_id = $1 AND email IS NOT NULL";
    let rows = connection.query_all_raw(statement(connection, sql, [person.0.into()])).await?;
    let mut found = rows
        .iter()
        .map(|row| row.try_get_by_index::<String>(0).map(|email| fold(&email)))
        .collect::<Result<Vec<_>, _>>()?;
    found.retain(|email| !email.is_empty());
    found.sort();
    found.dedup();
    Ok(found)
}

/// The messages to these addresses: their ids. Addresses are compared folded, which no database does, so those of everybody are looked
/// through; there are as many as retention leaves.
async fn mail_to<C: ConnectionTrait>(connection: &C, addresses: &[String]) -> Result<Vec<uuid::Uuid>, StoreError> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let rows = connection.query_all_raw(statement(connection, "SELECT id, recipient FROM outbox", [])).await?;
    let read = |row: &QueryResult| -> Result<Option<uuid::Uuid>, StoreError> {
        let recipient: String = row.try_get_by_index(1)?;
        Ok(if addresses.contains(&fold(&recipient)) { Some(row.try_get_by_index(0)?) } else { None })
    };
    rows.iter().filter_map(|row| read(row).transpose()).collect()
}
