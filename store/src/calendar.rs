//! The address at which a person's own calendar program reads what is due: a secret in an address, of which only a hash is kept.

use domain::access::{Actor, Membership};
use domain::ids::PersonId;
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::identity::feed;

/// Whose calendar is read, and with which roles: those that hold today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarReader {
    /// Whose it is.
    pub person: PersonId,
    /// The language they chose.
    pub locale: Locale,
    /// Every role they hold today.
    pub hats: Vec<Membership>,
}

/// A person's address as the page about it tells: never the address itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarAddress {
    /// When it was made.
    pub created_at: Instant,
    /// When a program last read it.
    pub last_read_at: Option<Instant>,
}

fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

impl Store {
    /// Makes a person's address anew. The former one, if there was one, leads nowhere from now on. Gives the secret, which is told this
    /// once.
    ///
    /// # Errors
    /// [`Missing::Person`] for who is no person, or the database.
    pub async fn make_calendar(&self, actor: &Actor) -> Result<String, VerbError> {
        let person = actor.person.ok_or(Missing::Person)?;
        let secret = feed::secret(&**self.world());
        let mut write = self.begin(actor).await?;
        let sql = "INSERT INTO calendar_feed (person_id, token_hash, created_at) VALUES ($1, $2, $3) \
                   ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at, \
                   last_read_at = NULL";
        let values = [person.0.into(), feed::hash(&secret).into(), write.at().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        write.audit("make_calendar", "person", person.0, None, None, None).await?;
        write.commit().await?;
        Ok(secret)
    }

    /// Takes a person's address away: it leads nowhere from now on.
    ///
    /// # Errors
    /// [`Missing::Person`] for who is no person, or the database.
    pub async fn revoke_calendar(&self, actor: &Actor) -> Result<(), VerbError> {
        let person = actor.person.ok_or(Missing::Person)?;
        let mut write = self.begin(actor).await?;
        let sql = "DELETE FROM calendar_feed WHERE person_id = $1";
        let gone = write.transaction.execute_raw(statement(&write.transaction, sql, [person.0.into()])).await?;
        if gone.rows_affected() == 0 {
            return Ok(());
        }
        write.audit("revoke_calendar", "person", person.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// What can be told of a person's address; `None` when they have none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn calendar_of(&self, person: PersonId) -> Result<Option<CalendarAddress>, StoreError> {
        let sql = "SELECT created_at, last_read_at FROM calendar_feed WHERE person_id = $1";
        let row = self.reader().query_one_raw(statement(self.reader(), sql, [person.0.into()])).await?;
        let read = |row: sea_orm::QueryResult| {
            Ok(CalendarAddress { created_at: row.try_get_by_index(0)?, last_read_at: row.try_get_by_index(1)? })
        };
        row.map(read).transpose()
    }

    /// Who reads the calendar at this address; `None` when the address leads nowhere, the account is closed or the person was erased.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn calendar_reader(&self, secret: &str) -> Result<Option<CalendarReader>, StoreError> {
        let sql = "SELECT f.person_id, a.locale FROM calendar_feed f \
                   JOIN account a ON a.person_id = f.person_id AND a.disabled_at IS NULL \
                   JOIN person p ON p.id = f.person_id AND p.erased_at IS NULL WHERE f.token_hash = $1";
        let row = self.reader().query_one_raw(statement(self.reader(), sql, [feed::hash(secret).into()])).await?;
        let Some(row) = row else { return Ok(None) };
        let person = PersonId(row.try_get_by_index::<Uuid>(0)?);
        let locale: String = row.try_get_by_index(1)?;
        let hats = feed::hats(self, person).await?;
        // Noted once an hour at most: programs read every few minutes.
        let now = to_micros(self.world().now());
        let note = "UPDATE calendar_feed SET last_read_at = $2 WHERE person_id = $1 AND (last_read_at IS NULL OR last_read_at < $3)";
        let values = [person.0.into(), now.into(), (now - chrono::TimeDelta::hours(1)).into()];
        self.writer().execute_raw(statement(self.writer(), note, values)).await?;
        Ok(Some(CalendarReader { person, locale: Locale::from_tag(&locale).unwrap_or_default(), hats }))
    }
}
