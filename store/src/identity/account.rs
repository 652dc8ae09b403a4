//! Accounts: which person signs in with which address.

use domain::access::{Action, Actor, Resource};
use domain::ids::{PersonId, SignInId};
use domain::mail::{Message, SecurityChange};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, TransactionTrait};

use super::address::Address;
use super::attempt::{NewAttempt, Purpose};
use super::membership::refuse_last_admin;
use super::session::end_sessions;
use super::{BrowserToken, Entry, IdentityError, Origin, Viewer, audit, quota, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::outbox::NewMail;
use crate::write::writing;

/// A person's way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose it is.
    pub person: PersonId,
    /// The address, as its owner wrote it.
    pub email: String,
    /// The language they are written to in.
    pub locale: Locale,
    /// When it was made.
    pub created_at: Instant,
    /// When it was closed; `None` while it is open.
    pub disabled_at: Option<Instant>,
}

/// The account that an expression over the columns of `account` finds; `$1` is the value.
async fn find<C: ConnectionTrait>(
    connection: &C,
    which: &str,
    value: impl Into<sea_orm::Value>,
) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT person_id, email, locale, created_at, disabled_at FROM account WHERE {which} = $1");
    let row = connection.query_one_raw(statement(connection, &sql, [value.into()])).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Account {
        person: PersonId(row.try_get_by_index(0)?),
        email: row.try_get_by_index(1)?,
        locale: Locale::from_tag(&row.try_get_by_index::<String>(2)?).unwrap_or_default(),
        created_at: row.try_get_by_index(3)?,
        disabled_at: row.try_get_by_index(4)?,
    }))
}

/// The account with an address.
pub(super) async fn by_key<C: ConnectionTrait>(connection: &C, key: &str) -> Result<Option<Account>, StoreError> {
    find(connection, "email_key", key).await
}

/// The account of a person.
pub(crate) async fn by_person<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
) -> Result<Option<Account>, StoreError> {
    find(connection, "person_id", person.0).await
}

impl Store {
    /// The account with an address, closed ones included. What it tells is for who runs the house, and for signing in by something
    /// stronger than mail; an answer to somebody unknown must not depend on it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn account_of(&self, email: &str) -> Result<Option<Account>, StoreError> {
        match Address::parse(email) {
            Some(address) => by_key(self.reader(), &address.key).await,
            None => Ok(None),
        }
    }

    /// Closes a person's account: every session of theirs is over at once, and nothing lets them in any more.
    ///
    /// # Errors
    /// [`Missing::Person`], [`Refusal::LastAdmin`](crate::Refusal::LastAdmin), [`VerbError::Denied`], or the database.
    pub async fn disable_account(&self, actor: &Actor, person: PersonId) -> Result<(), VerbError> {
        self.set_disabled(actor, person, true).await
    }

    /// Opens a closed account again. Its sessions stay over.
    ///
    /// # Errors
    /// [`Missing::Person`], [`VerbError::Denied`], or the database.
    pub async fn enable_account(&self, actor: &Actor, person: PersonId) -> Result<(), VerbError> {
        self.set_disabled(actor, person, false).await
    }

    async fn set_disabled(&self, actor: &Actor, person: PersonId, disable: bool) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::KeepHouse, &Resource::House(&write.ledger()), Missing::Person)?;
        let account = by_person(&write.transaction, person).await?.ok_or(Missing::Person)?;
        if account.disabled_at.is_some() == disable {
            return Ok(());
        }
        let at = disable.then(|| write.at());
        if disable {
            refuse_last_admin(&write, |holder, _| holder == person).await?;
            end_sessions(&write.transaction, person, None, write.at()).await?;
        }
        let sql = "UPDATE account SET disabled_at = $2 WHERE person_id = $1";
        let update = statement(&write.transaction, sql, [person.0.into(), at.into()]);
        write.transaction.execute_raw(update).await?;
        let action = if disable { "disable_account" } else { "enable_account" };
        write.audit(action, "person", person.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Ends every session of a person, for whoever keeps the house.
    ///
    /// # Errors
    /// [`Missing::Person`], [`VerbError::Denied`], or the database.
    pub async fn end_sessions_of(&self, actor: &Actor, person: PersonId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::KeepHouse, &Resource::House(&write.ledger()), Missing::Person)?;
        by_person(&write.transaction, person).await?.ok_or(Missing::Person)?;
        let ended = end_sessions(&write.transaction, person, None, write.at()).await?;
        let after = serde_json::json!({ "ended": ended });
        write.audit("end_sessions", "person", person.0, None, None, Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Says in which language the viewer is written to.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_locale(&self, viewer: &Viewer, locale: Locale) -> Result<(), IdentityError> {
        let Some(person) = viewer.person() else { return Ok(()) };
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = "UPDATE account SET locale = $2 WHERE person_id = $1 AND locale <> $2";
        let update = statement(&transaction, sql, [person.0.into(), locale.tag().into()]);
        if transaction.execute_raw(update).await?.rows_affected() > 0 {
            let after = serde_json::json!({ "locale": locale.tag() });
            let entry = Entry { subject: person.0, after: Some(after), ..Entry::of("set_locale", "person") };
            audit(self, &transaction, &viewer.actor, entry).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Sends a code to a new address of the viewer, to prove that it is theirs. When it is another account's already the answer is the
    /// same, and no code comes.
    ///
    /// # Errors
    /// [`IdentityError::ConfirmFirst`], [`IdentityError::BadEmail`], [`IdentityError::TryAgain`], or the database.
    pub async fn ask_to_change_email(
        &self,
        viewer: &Viewer,
        new: &str,
        browser: &BrowserToken,
        locale: Locale,
        origin: &Origin,
    ) -> Result<SignInId, IdentityError> {
        let person = viewer.person().ok_or(IdentityError::NotYours)?;
        if !self.is_fresh(viewer).await? {
            return Err(IdentityError::ConfirmFirst);
        }
        let address = Address::parse(new).ok_or(IdentityError::BadEmail)?;
        self.limit(&format!("ask:from:{}", origin.network()), quota::ASK_FROM).await?;
        self.limit(&format!("ask:mail:{}", address.hash()), quota::ASK_MAIL).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let taken = by_key(&transaction, &address.key).await?.is_some_and(|account| account.person != person);
        let person = (!taken).then_some(person);
        let new = NewAttempt { purpose: Purpose::Address, person, to: &address, locale };
        let id = self.attempt(&transaction, browser, new).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(id)
    }

    /// Moves the viewer's account to the address that a code has proved, and says so to the former one. Their other sessions are over,
    /// and so are codes and links that went to the former address.
    ///
    /// # Errors
    /// [`IdentityError::ConfirmFirst`], [`IdentityError::WrongCode`], [`IdentityError::Expired`], [`IdentityError::TryAgain`], or the
    /// database.
    pub async fn change_email(
        &self,
        viewer: &Viewer,
        attempt: SignInId,
        browser: &BrowserToken,
        code: &str,
        origin: &Origin,
    ) -> Result<(), IdentityError> {
        let person = viewer.person().ok_or(IdentityError::NotYours)?;
        if !self.is_fresh(viewer).await? {
            return Err(IdentityError::ConfirmFirst);
        }
        let (transaction, proof) = self.prove(Purpose::Address, attempt, browser, code, origin).await?;
        transaction.commit().await?;
        let address = proof.email.as_deref().and_then(Address::parse).filter(|_| proof.person == person);
        let address = address.ok_or(IdentityError::Expired)?;
        let mut write = self.begin(&viewer.actor).await?;
        // Somebody else may have proved the same address meanwhile.
        if by_key(&write.transaction, &address.key).await?.is_some_and(|account| account.person != person) {
            return Err(IdentityError::Expired);
        }
        let former = by_person(&write.transaction, person).await?.ok_or(IdentityError::NoAccount)?;
        let sql = "UPDATE account SET email = $2, email_key = $3 WHERE person_id = $1 AND disabled_at IS NULL";
        let values = [person.0.into(), address.typed.clone().into(), address.key.into()];
        if write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?.rows_affected() == 0 {
            return Err(IdentityError::NoAccount);
        }
        let sql = "UPDATE sign_in SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL";
        let open = statement(&write.transaction, sql, [person.0.into(), write.at().into()]);
        write.transaction.execute_raw(open).await?;
        end_sessions(&write.transaction, person, viewer.session, write.at()).await?;
        let sql = "UPDATE person SET email = $2, ledger = $3 WHERE id = $1";
        write.run(sql, [person.0.into(), address.typed.into(), write.version().into()]).await?;
        let message = Message::SecurityChanged { what: SecurityChange::AddressChanged, at: write.at() };
        let (to, locale, caused_by) = (former.email, former.locale, Some(person));
        write.queue(NewMail { to, locale, message, expires_at: None, caused_by }).await?;
        // The log is for ever, and addresses are not.
        write.audit("change_email", "person", person.0, None, None, None).await?;
        Ok(write.commit().await?)
    }
}
