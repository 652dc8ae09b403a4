//! Exchanges with a browser that take two requests: the challenge goes out, the answer comes back.
//!
//! What the server has to remember between the two is kept here rather than in the process, so that any process can finish it. An
//! answer is accepted once, within [`CEREMONY_LIFE`], and from the browser that asked.

use chrono::TimeDelta;
use domain::ids::PersonId;
use domain::time::to_micros;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde::Serialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::hashed;
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::BrowserToken;
use crate::kinds::id_value;
use crate::write::writing;

/// How long an answer is waited for.
pub const CEREMONY_LIFE: TimeDelta = TimeDelta::minutes(5);

/// What an exchange is about. An answer to one is no answer to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// A new passkey for somebody who is signed in.
    Register,
    /// Somebody who is signed in proves who they are with a passkey.
    Confirm,
    /// A passkey alone signs somebody in.
    SignIn,
    /// Signing in at a provider elsewhere.
    Oidc,
}

impl Ceremony {
    const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Confirm => "confirm",
            Self::SignIn => "sign_in",
            Self::Oidc => "oidc",
        }
    }
}

/// An exchange whose answer has come.
#[derive(Debug)]
pub struct Begun<T> {
    /// Whose it is, when somebody was signed in.
    pub person: Option<PersonId>,
    /// What was to be remembered.
    pub state: T,
}

impl Store {
    /// Remembers an exchange, and throws out those whose time is over. Answers the token by which it is found again: 32 random
    /// bytes, of which only the hash is kept.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin_ceremony<T: Serialize + Sync>(
        &self,
        kind: Ceremony,
        browser: &BrowserToken,
        person: Option<PersonId>,
        state: &T,
    ) -> Result<String, StoreError> {
        let token = self.random_token();
        let state = serde_json::to_value(state)
            .map_err(|error| StoreError::Unreadable { table: "ceremony", detail: error.to_string() })?;
        let now = to_micros(self.world().now());
        let expired = Query::delete().from_table("ceremony").and_where(Expr::col("expires_at").lte(now)).to_owned();
        let insert = Query::insert()
            .into_table("ceremony")
            .columns(["token_hash", "kind", "browser_hash", "person_id", "state", "expires_at"])
            .values_panic([
                Expr::val(hashed(&token)),
                Expr::val(kind.code()),
                Expr::val(hashed(browser.secret())),
                Expr::val(id_value(person.map(|person| person.0))),
                Expr::val(state),
                Expr::val(now + CEREMONY_LIFE),
            ])
            .to_owned();
        let transaction = self.writer().begin_with_options(writing()).await?;
        transaction.execute(&expired).await?;
        transaction.execute(&insert).await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// What was remembered of an exchange; `None` when there is none, its time is over, or another browser began it. Asked once:
    /// it is gone afterwards, whatever the answer was.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn end_ceremony<T: DeserializeOwned>(
        &self,
        kind: Ceremony,
        browser: &BrowserToken,
        token: &str,
    ) -> Result<Option<Begun<T>>, StoreError> {
        let delete = Query::delete()
            .from_table("ceremony")
            .and_where(Expr::col("token_hash").eq(hashed(token)))
            .returning(Query::returning().columns(["kind", "browser_hash", "person_id", "state", "expires_at"]))
            .to_owned();
        let Some(row) = self.writer().query_one(&delete).await? else { return Ok(None) };
        let (was, by): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let expires_at: domain::time::Instant = row.try_get_by_index(4)?;
        let same_browser: bool = by.as_bytes().ct_eq(hashed(browser.secret()).as_bytes()).into();
        if was != kind.code() || !same_browser || expires_at <= self.world().now() {
            return Ok(None);
        }
        let state = serde_json::from_value(row.try_get_by_index(3)?)
            .map_err(|error| StoreError::Unreadable { table: "ceremony", detail: error.to_string() })?;
        Ok(Some(Begun { person: row.try_get_by_index::<Option<Uuid>>(2)?.map(PersonId), state }))
    }

    fn random_token(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0u8; 32];
        self.world().fill(&mut bytes);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}
