//! The worker's side of the outbox: take messages, hold them, say what became of them.
//!
//! Every step is one statement that names the owner of the lease, so a worker that has lost a message to another cannot say anything
//! about it any more.

use chrono::TimeDelta;
use domain::ids::{MailId, PersonId};
use domain::mail::{Kind, Message};
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult, Statement, TransactionTrait, Value};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::rows::without_nul;

/// A message is tried so often, and then given up.
pub const MOST_TRIES: u32 = 8;

/// How long after each failed try the next one follows, in minutes: a busy server is back soon, one that is down for a night is too.
const DELAYS: [i64; MOST_TRIES as usize - 1] = [1, 5, 15, 60, 240, 480, 960];

/// Most of a mail server's answer that is kept, in characters.
const MOST_ANSWER: usize = 500;

/// A message that this worker has under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Which message.
    pub id: MailId,
    /// The address it goes to.
    pub to: String,
    /// The reader's language.
    pub locale: Locale,
    /// What it says.
    pub message: Message,
    /// When it was queued.
    pub created_at: Instant,
    /// When it is of no use any more.
    pub expires_at: Option<Instant>,
    /// Whoever did what it tells of.
    pub caused_by: Option<PersonId>,
    /// How often it has been tried without success.
    pub tries: u32,
}

/// What a failed try means for the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// It will be tried again.
    Again {
        /// When.
        at: Instant,
    },
    /// It will not.
    GivenUp,
    /// The lease had run out: another worker has the message, or somebody settled it. Nothing was written.
    Lost,
}

impl Store {
    /// Takes at most `n` messages whose time has come for the worker `owner`, who has them until `lease` is over; first
    /// what is of no use soonest. Messages of a worker whose lease ran out are taken too; those that have expired are settled on the way.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn claim_mail(&self, n: u32, owner: &str, lease: TimeDelta) -> Result<Vec<Claimed>, StoreError> {
        let now = to_micros(self.world().now());
        // Most of the time there is nothing to do, and looking takes no lock.
        if !self.mail_is_due(now).await? {
            return Ok(Vec::new());
        }
        let expire = "UPDATE outbox SET state = 'expired', payload = NULL, settled_at = $1, lease_owner = NULL, lease_until = NULL \
                      WHERE settled_at IS NULL AND expires_at <= $1 AND (lease_until IS NULL OR lease_until <= $1)";
        let skip = if self.backend() == sea_orm::DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let claim = format!(
            "WITH due AS (SELECT id FROM outbox WHERE settled_at IS NULL AND next_at <= $1 \
             AND (lease_until IS NULL OR lease_until <= $1) ORDER BY expires_at IS NULL, expires_at, next_at, id LIMIT $2 {skip}) \
             UPDATE outbox SET state = 'sending', lease_owner = $3, lease_until = $4 WHERE id IN (SELECT id FROM due) \
             RETURNING id, recipient, locale, payload, created_at, expires_at, caused_by, tries"
        );
        let transaction = self.writer().begin_with_options(crate::write::writing()).await?;
        transaction.execute_raw(self.statement(expire, [now.into()])).await?;
        let values = [now.into(), i64::from(n).into(), owner.into(), to_micros(now + lease).into()];
        let rows = transaction.query_all_raw(self.statement(&claim, values)).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = MailId(row.try_get_by_index(0)?);
            match read(id, row) {
                Ok(mail) => claimed.push(mail),
                // Left by a version that knew other messages. It must not keep the others from going out.
                Err(error) => {
                    tracing::error!(mail.id = %id, %error, "mail.unreadable");
                    let give_up = "UPDATE outbox SET state = 'given_up', payload = NULL, settled_at = $1, answer = $2, \
                                   lease_owner = NULL, lease_until = NULL WHERE id = $3";
                    let why = "this version of the program cannot read the message";
                    transaction.execute_raw(self.statement(give_up, [now.into(), why.into(), id.0.into()])).await?;
                }
            }
        }
        transaction.commit().await?;
        // RETURNING promises no order.
        claimed.sort_by_key(|mail| (mail.expires_at.is_none(), mail.expires_at, mail.created_at, mail.id));
        Ok(claimed)
    }

    /// Prolongs the lease of a message; `false` when the message is no longer this worker's, who must then let go of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn hold_mail(&self, id: MailId, owner: &str, lease: TimeDelta) -> Result<bool, StoreError> {
        let until = to_micros(self.world().now() + lease);
        let sql = "UPDATE outbox SET lease_until = $1 WHERE id = $2 AND lease_owner = $3";
        self.settle(sql, [until.into(), id.0.into(), owner.into()]).await
    }

    /// Notes that the mail server has taken a message, with its answer, and forgets what the message said. `false` when the message
    /// is no longer this worker's.
    ///
    /// # Errors
    /// When the database does not answer. The message then goes again, with the same Message-ID, once the lease is over.
    pub async fn mail_sent(&self, id: MailId, owner: &str, answer: &str) -> Result<bool, StoreError> {
        let now = to_micros(self.world().now());
        let sql = "UPDATE outbox SET state = 'sent', payload = NULL, settled_at = $1, answer = $2, lease_owner = NULL, lease_until = NULL \
                   WHERE id = $3 AND lease_owner = $4";
        self.settle(sql, [now.into(), short(answer).into(), id.0.into(), owner.into()]).await
    }

    /// Notes that a try failed and why. The message is tried again after a growing delay, unless it would have expired by then or was
    /// tried [`MOST_TRIES`] times; then it is given up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_failed(&self, mail: &Claimed, owner: &str, answer: &str) -> Result<Tried, StoreError> {
        let tries = mail.tries + 1;
        let delay = DELAYS.get(mail.tries as usize).copied().map(TimeDelta::minutes);
        let next = delay.map(|delay| to_micros(self.world().now() + delay));
        let Some(next) = next.filter(|next| mail.expires_at.is_none_or(|expires| *next < expires)) else {
            return self.give_up(mail, owner, answer, tries).await;
        };
        let sql = "UPDATE outbox SET state = 'queued', tries = $1, next_at = $2, answer = $3, lease_owner = NULL, lease_until = NULL \
                   WHERE id = $4 AND lease_owner = $5";
        let values = [tries.into(), next.into(), short(answer).into(), mail.id.0.into(), owner.into()];
        Ok(if self.settle(sql, values).await? { Tried::Again { at: next } } else { Tried::Lost })
    }

    /// Notes that a message was refused for good and why. What it said is forgotten if it held a secret, and kept otherwise, so that
    /// it can be sent again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mail_given_up(&self, mail: &Claimed, owner: &str, answer: &str) -> Result<Tried, StoreError> {
        self.give_up(mail, owner, answer, mail.tries + 1).await
    }

    async fn give_up(&self, mail: &Claimed, owner: &str, answer: &str, tries: u32) -> Result<Tried, StoreError> {
        let payload = if mail.message.kind().is_secret() { "NULL" } else { "payload" };
        let sql = format!(
            "UPDATE outbox SET state = 'given_up', payload = {payload}, tries = $1, settled_at = $2, answer = $3, \
             lease_owner = NULL, lease_until = NULL WHERE id = $4 AND lease_owner = $5"
        );
        let now = to_micros(self.world().now());
        let values = [tries.into(), now.into(), short(answer).into(), mail.id.0.into(), owner.into()];
        if !self.settle(&sql, values).await? {
            return Ok(Tried::Lost);
        }
        if matches!(mail.message.kind(), Kind::UpdateAsked | Kind::UpdateReminder)
            && let Err(error) = self.note_bounced_updates().await
        {
            // The daily job finds it by the message's state.
            tracing::error!(mail.id = %mail.id, %error, "updates.bounce_not_noted");
        }
        Ok(Tried::GivenUp)
    }

    async fn mail_is_due(&self, now: Instant) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM outbox WHERE settled_at IS NULL AND (next_at <= $1 OR expires_at <= $1) \
                   AND (lease_until IS NULL OR lease_until <= $1) LIMIT 1";
        Ok(self.reader().query_one_raw(self.statement(sql, [now.into()])).await?.is_some())
    }

    async fn settle<const N: usize>(&self, sql: &str, values: [Value; N]) -> Result<bool, StoreError> {
        Ok(self.writer().execute_raw(self.statement(sql, values)).await?.rows_affected() == 1)
    }

    fn statement<const N: usize>(&self, sql: &str, values: [Value; N]) -> Statement {
        Statement::from_sql_and_values(self.backend(), sql, values.map(without_nul))
    }
}

fn read(id: MailId, row: &QueryResult) -> Result<Claimed, StoreError> {
    let unreadable = |detail: String| StoreError::Unreadable { table: "outbox", detail };
    let locale: String = row.try_get_by_index(2)?;
    let payload: serde_json::Value = row.try_get_by_index(3)?;
    // What serde says of a payload may quote it, and it may hold a secret.
    let message =
        serde_json::from_value(payload).map_err(|_| unreadable("not a message of this version".to_owned()))?;
    Ok(Claimed {
        id,
        to: row.try_get_by_index(1)?,
        locale: Locale::from_tag(&locale).ok_or_else(|| unreadable(format!("no such language: {locale}")))?,
        message,
        created_at: row.try_get_by_index(4)?,
        expires_at: row.try_get_by_index(5)?,
        caused_by: row.try_get_by_index::<Option<Uuid>>(6)?.map(PersonId),
        tries: u32::try_from(row.try_get_by_index::<i32>(7)?).unwrap_or(0),
    })
}

/// The beginning of an answer: a server may say as much as it likes.
fn short(answer: &str) -> String {
    answer.chars().take(MOST_ANSWER).collect()
}
