//! Mail on its way out.
//!
//! A message is queued inside the transaction of what causes it ([`queue`], [`Write::queue`]): committed, both stand; rolled back,
//! neither does. A worker takes it from there ([`Store::claim_mail`] and what follows it). Several server processes may work at the
//! same outbox: a message under way is leased to one of them, and the lease runs out when that one dies.
//!
//! What a message says is forgotten as soon as nobody will send it any more: sent and expired messages keep nothing, and one that was
//! given up keeps only what holds no secret, so that it can be sent again.

mod house;
mod list;
mod work;

pub use house::{HouseMessage, LONGEST_SUBJECT};
pub use list::{MailCounts, MailEntry, MailFilter};
pub use work::{Claimed, MOST_TRIES, Tried};

use domain::World;
use domain::ids::{MailId, PersonId};
use domain::mail::Message;
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::sea_query::{Expr, InsertStatement, Query};
use sea_orm::{ConnectionTrait, Value};

use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::id_value;
use crate::rows::without_nul;
use crate::write::Write;

/// A message to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// The address it goes to.
    pub to: String,
    /// The reader's language.
    pub locale: Locale,
    /// What it says.
    pub message: Message,
    /// When it is of no use any more; `None` when it stays true.
    pub expires_at: Option<Instant>,
    /// Whoever did what it tells of, when it was a person.
    pub caused_by: Option<PersonId>,
}

/// How far a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailState {
    /// Waits for its first or its next try.
    Queued,
    /// A worker has it under way.
    Sending,
    /// The mail server has taken it.
    Sent,
    /// Refused for good, or tried too often.
    GivenUp,
    /// Its time was over before it could be sent.
    Expired,
}

impl MailState {
    /// All states, in the order in which a message may pass through them.
    pub const ALL: [MailState; 5] =
        [MailState::Queued, MailState::Sending, MailState::Sent, MailState::GivenUp, MailState::Expired];

    /// The stable name in databases and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            MailState::Queued => "queued",
            MailState::Sending => "sending",
            MailState::Sent => "sent",
            MailState::GivenUp => "given_up",
            MailState::Expired => "expired",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Queues a message inside the caller's transaction, so that it goes if and only if that is committed. Call [`Store::wake_mail`]
/// after the commit; without it the message goes a few seconds later. Inside a [`Write`] use [`Write::queue`].
///
/// # Errors
/// When the database refuses it.
pub async fn queue(connection: &impl ConnectionTrait, world: &dyn World, mail: NewMail) -> Result<MailId, StoreError> {
    let id = MailId(world.new_id());
    connection.execute(&insert(id, to_micros(world.now()), mail)).await?;
    Ok(id)
}

impl Write {
    /// Queues a message that goes if and only if this write is committed.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn queue(&mut self, mail: NewMail) -> Result<MailId, StoreError> {
        let id = MailId(self.new_id());
        let insert = insert(id, self.at(), mail);
        self.queued(&insert).await?;
        Ok(id)
    }
}

impl Store {
    /// Says that mail was committed, so that this process's worker need not wait to find it.
    pub fn wake_mail(&self) {
        self.inner.mail.notify_one();
    }

    /// Ends when mail was committed in this process since the last time somebody waited. Other processes' mail is found only by
    /// looking.
    pub async fn mail_waits(&self) {
        self.inner.mail.notified().await;
    }
}

fn insert(id: MailId, now: Instant, mail: NewMail) -> InsertStatement {
    let kind = mail.message.kind().code();
    // A message is names, numbers and dates: it cannot fail to become JSON.
    let payload = serde_json::to_value(&mail.message).unwrap_or_default();
    let columns = [
        "id",
        "recipient",
        "locale",
        "kind",
        "payload",
        "state",
        "tries",
        "next_at",
        "expires_at",
        "caused_by",
        "created_at",
    ];
    let values: [Value; 11] = [
        id_value(id.0),
        mail.to.into(),
        mail.locale.tag().into(),
        kind.into(),
        payload.into(),
        MailState::Queued.code().into(),
        0.into(),
        now.into(),
        mail.expires_at.map(to_micros).into(),
        id_value(mail.caused_by.map(|person| person.0)),
        now.into(),
    ];
    Query::insert()
        .into_table("outbox")
        .columns(columns)
        .values_panic(values.map(without_nul).map(Expr::val))
        .to_owned()
}
