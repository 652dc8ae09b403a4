//! Who comes in: asking for a code, signing in, sessions, hats, invitations and memberships.
//!
//! - a person with an account signs in by a code or a link from a mail, bound to the browser that asked ([`Store::ask_to_sign_in`]), or by
//!   something stronger that ends in [`Store::begin_session`]
//! - each request is somebody's by [`Store::viewer`]: one statement, so that what was taken back holds nowhere any more
//! - people come into the house by invitation ([`Store::invite`]), and hold roles from a day to a day ([`Store::grant`])
//!
//! Of every secret the database keeps a hash only. A code is too short for that alone, so its hash also takes in the browser's token,
//! which is nowhere in the database; and the code follows from the link, so that whoever opens the link elsewhere can be shown it.
//!
//! Signing in is no part of the ledger: it makes nobody read anew. What changes who may do what, or who somebody is, is a write like
//! any other ([`Write`](crate::Write)).

mod account;
mod address;
mod api_token;
mod attempt;
mod demo;
mod error;
pub(crate) mod feed;
mod invitation;
mod limit;
mod members;
mod membership;
mod origin;
mod session;
mod sign_in;
mod token;
mod viewer;

pub use account::Account;
pub(crate) use account::by_person;
pub use address::{email_key, is_address};
pub use api_token::{ApiToken, MOST_TOKENS, NewToken, TOKEN_LIVES, TokenError};
pub(crate) use demo::{demo_founder, largest as demo_programme};
pub use error::IdentityError;
pub(crate) use invitation::invite_in;
pub use invitation::{Accepted, InvitationView, Invited, NewInvitation};
pub use limit::{Quota, quota};
pub use members::{Member, Members};
pub use membership::NewMembership;
pub(crate) use membership::held;
pub use origin::Origin;
pub use session::{Device, NewSession, SessionLimits};
pub use sign_in::{ATTEMPT_LIFE, Link, MOST_TRIES};
pub use token::{BrowserToken, CODE_LENGTH, SessionToken};
pub(crate) use token::{digest as token_digest, random as random_token};
pub use viewer::{CONFIRMATION_LIFE, Strength, Viewer};

use domain::access::Actor;
use domain::ids::StartupId;
use domain::time::to_micros;
use sea_orm::{ConnectionTrait, Statement, Value};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::id_value;

/// What a store remembers about signing in beside its database.
#[derive(Debug, Default)]
pub(crate) struct Identity {
    limits: std::sync::RwLock<SessionLimits>,
    /// When what is over was last thrown out, in microseconds since 1970.
    tidied: std::sync::atomic::AtomicI64,
}

/// A statement with its values.
fn statement<C: ConnectionTrait>(connection: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    let values = values.into_iter().map(crate::rows::without_nul);
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}

/// What an entry of the audit log says.
struct Entry<'a> {
    action: &'a str,
    subject_kind: &'a str,
    subject: Uuid,
    startup: Option<StartupId>,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

impl<'a> Entry<'a> {
    /// An action on a kind of subject, without more.
    const fn of(action: &'a str, subject_kind: &'a str) -> Self {
        Self { action, subject_kind, subject: Uuid::nil(), startup: None, before: None, after: None }
    }
}

/// Adds an entry to the audit log for a write that the ledger does not count; it carries the number of the last one that it does.
async fn audit<C: ConnectionTrait>(
    store: &Store,
    connection: &C,
    actor: &Actor,
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO audit (id, ledger, at, actor, role, action, subject_kind, subject_id, startup_id, before, after, \
               request_id) VALUES ($1, (SELECT version FROM ledger_version WHERE id = 1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    let values = [
        id_value(store.new_id()),
        to_micros(store.world().now()).into(),
        actor.label.clone().into(),
        actor.role.code().into(),
        entry.action.into(),
        entry.subject_kind.into(),
        id_value(entry.subject),
        id_value(entry.startup.map(|startup| startup.0)),
        entry.before.into(),
        entry.after.into(),
        actor.request_id.clone().into(),
    ];
    connection.execute_raw(statement(connection, sql, values)).await?;
    Ok(())
}
