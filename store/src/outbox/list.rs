//! The outbox as those who keep the house see it: where each message stands, never what it says.

use domain::access::{Action, Actor, Resource, may};
use domain::ids::MailId;
use domain::mail::Kind;
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, QueryResult, Statement};

use super::MailState;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;

/// Which messages to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MailFilter {
    /// Only those in this state.
    pub state: Option<MailState>,
    /// Only those older than this one, which a former page ended with.
    pub before: Option<MailId>,
    /// At most so many.
    pub at_most: u64,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEntry {
    /// Which message.
    pub id: MailId,
    /// The address it goes to.
    pub to: String,
    /// The reader's language.
    pub locale: Locale,
    /// Which message it is; `None` for one that another version of the program wrote.
    pub kind: Option<Kind>,
    /// How far it has come.
    pub state: MailState,
    /// How often it was tried without success.
    pub tries: u32,
    /// When it was queued.
    pub created_at: Instant,
    /// When it is tried next; says something only while it is queued.
    pub next_at: Instant,
    /// When it is of no use any more.
    pub expires_at: Option<Instant>,
    /// When it was sent, given up, or found to be expired.
    pub settled_at: Option<Instant>,
    /// What the mail server said last, or why it was not reached.
    pub answer: Option<String>,
    /// Whether it can be sent (again) now: it waits for its next try, or was given up and held no secret.
    pub can_resend: bool,
}

/// How many messages are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MailCounts {
    /// Waiting.
    pub queued: u64,
    /// Under way.
    pub sending: u64,
    /// Sent.
    pub sent: u64,
    /// Given up.
    pub given_up: u64,
    /// Expired.
    pub expired: u64,
    /// When the oldest was queued that is neither sent nor settled otherwise.
    pub oldest_waiting: Option<Instant>,
}

impl MailCounts {
    /// How many are in a state.
    #[must_use]
    pub const fn of(&self, state: MailState) -> u64 {
        match state {
            MailState::Queued => self.queued,
            MailState::Sending => self.sending,
            MailState::Sent => self.sent,
            MailState::GivenUp => self.given_up,
            MailState::Expired => self.expired,
        }
    }
}

impl Store {
    /// The messages, newest first.
    ///
    /// # Errors
    /// [`VerbError::NotFound`] or [`VerbError::Denied`] for an actor who does not keep the house, and when the database does not answer.
    pub async fn mail(&self, actor: &Actor, filter: &MailFilter) -> Result<Vec<MailEntry>, VerbError> {
        self.ask_to_keep_house(actor).await?;
        let mut select = Query::select();
        select
            .columns([
                "id",
                "recipient",
                "locale",
                "kind",
                "state",
                "tries",
                "created_at",
                "next_at",
                "expires_at",
                "settled_at",
                "answer",
            ])
            // Whether there is something to send, never what.
            .expr(Expr::col("payload").is_not_null())
            .from("outbox")
            .order_by("id", Order::Desc)
            .limit(filter.at_most);
        if let Some(state) = filter.state {
            select.and_where(Expr::col("state").eq(state.code()));
        }
        if let Some(before) = filter.before {
            select.and_where(Expr::col("id").lt(before.0));
        }
        Ok(self.reader().query_all(&select).await?.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// How many messages are in which state.
    ///
    /// # Errors
    /// [`VerbError::NotFound`] or [`VerbError::Denied`] for an actor who does not keep the house, and when the database does not answer.
    pub async fn mail_counts(&self, actor: &Actor) -> Result<MailCounts, VerbError> {
        self.ask_to_keep_house(actor).await?;
        let mut counts = MailCounts::default();
        let sql = "SELECT state, count(*), min(created_at) FROM outbox GROUP BY state";
        for row in self.reader().query_all_raw(Statement::from_string(self.backend(), sql)).await? {
            let state: String = row.try_get_by_index(0)?;
            let many = u64::try_from(row.try_get_by_index::<i64>(1)?).unwrap_or(0);
            let oldest: Option<Instant> = row.try_get_by_index(2)?;
            match MailState::from_code(&state) {
                Some(MailState::Queued) => counts.queued = many,
                Some(MailState::Sending) => counts.sending = many,
                Some(MailState::Sent) => counts.sent = many,
                Some(MailState::GivenUp) => counts.given_up = many,
                Some(MailState::Expired) => counts.expired = many,
                None => {}
            }
            if matches!(MailState::from_code(&state), Some(MailState::Queued | MailState::Sending)) {
                counts.oldest_waiting = [counts.oldest_waiting, oldest].into_iter().flatten().min();
            }
        }
        Ok(counts)
    }

    /// Sends a message now that waits for its next try, or once more one that was given up, and keeps in the audit log who wanted it.
    ///
    /// # Errors
    /// [`VerbError::NotFound`] or [`VerbError::Denied`] for an actor who does not keep the house, [`Refusal::MailGone`] for a message
    /// that is under way, settled or forgotten, and when the database does not answer.
    pub async fn resend_mail(&self, actor: &Actor, id: MailId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::KeepHouse, &Resource::House(&write.ledger()), Missing::Mail)?;
        // Tries count anew: whoever asks has probably mended what stood in the way.
        let sql = "UPDATE outbox SET state = 'queued', tries = 0, next_at = $1, settled_at = NULL \
                   WHERE id = $2 AND state IN ('queued', 'given_up') AND payload IS NOT NULL \
                   AND (expires_at IS NULL OR expires_at > $1) RETURNING kind";
        let statement = Statement::from_sql_and_values(self.backend(), sql, [write.at().into(), id.0.into()]);
        let Some(row) = write.requeue(statement).await? else {
            // Not while the write is open: a database in memory has but one connection.
            drop(write);
            let there = Query::select().column("id").from("outbox").and_where(Expr::col("id").eq(id.0)).to_owned();
            let there = self.reader().query_one(&there).await?.is_some();
            return Err(if there { Refusal::MailGone.into() } else { Missing::Mail.into() });
        };
        let kind: String = row.try_get_by_index(0)?;
        write.audit("resend_mail", "mail", id.0, None, None, Some(serde_json::json!({ "kind": kind }))).await?;
        Ok(write.commit().await?)
    }

    async fn ask_to_keep_house(&self, actor: &Actor) -> Result<(), VerbError> {
        let ledger = self.ledger().await?;
        VerbError::unless_allowed(
            may(actor, Action::KeepHouse, &Resource::House(&ledger), self.world().today()),
            Missing::Mail,
        )
    }
}

fn read(row: &QueryResult) -> Result<MailEntry, StoreError> {
    let unreadable = |what: &str, detail: &str| StoreError::Unreadable {
        table: "outbox",
        detail: format!("no such {what}: {detail}"),
    };
    let (locale, kind, state): (String, String, String) =
        (row.try_get_by_index(2)?, row.try_get_by_index(3)?, row.try_get_by_index(4)?);
    let state = MailState::from_code(&state).ok_or_else(|| unreadable("state", &state))?;
    let has_payload: bool = row.try_get_by_index(11)?;
    Ok(MailEntry {
        id: MailId(row.try_get_by_index(0)?),
        to: row.try_get_by_index(1)?,
        locale: Locale::from_tag(&locale).ok_or_else(|| unreadable("language", &locale))?,
        kind: Kind::from_code(&kind),
        state,
        tries: u32::try_from(row.try_get_by_index::<i32>(5)?).unwrap_or(0),
        created_at: row.try_get_by_index(6)?,
        next_at: row.try_get_by_index(7)?,
        expires_at: row.try_get_by_index(8)?,
        settled_at: row.try_get_by_index(9)?,
        answer: row.try_get_by_index(10)?,
        can_resend: has_payload && matches!(state, MailState::Queued | MailState::GivenUp),
    })
}
