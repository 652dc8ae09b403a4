//! Signing in by mail.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use domain::ids::{PersonId, SignInId};
use domain::time::to_micros;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, TransactionTrait};
use uuid::Uuid;

use super::address::Address;
use super::attempt::{NewAttempt, Purpose, browser_hash, link_hash};
use super::{BrowserToken, IdentityError, NewSession, Origin, SessionToken, Strength, Viewer, quota, statement, token};
use crate::connect::Store;
use crate::error::StoreError;
use crate::write::writing;

/// How long a code and a link are good for.
pub const ATTEMPT_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How many codes may be tried against one attempt.
pub const MOST_TRIES: u32 = 5;

/// What a link from a mail is good for in the browser it was opened in.
#[derive(Clone, PartialEq, Eq)]
pub enum Link {
    /// This browser asked: it may sign in.
    Here,
    /// Another browser asked, or this one asked to confirm something: this is the code to type there.
    Elsewhere {
        /// The code.
        code: String,
    },
    /// It was used, its time is over, or there never was one.
    Gone,
}

/// Not the code.
impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Here => "Here",
            Self::Elsewhere { .. } => "Elsewhere(..)",
            Self::Gone => "Gone",
        })
    }
}

/// How often what is over is thrown out.
const TIDY_EVERY: TimeDelta = TimeDelta::minutes(1);

impl Store {
    /// Asks for a code and a link to sign in with, by mail to an address. Whether or not anybody has an account by that address, the
    /// answer is the same and so is the work; the attempt is bound to the browser.
    ///
    /// # Errors
    /// [`IdentityError::BadEmail`], [`IdentityError::TryAgain`], or the database.
    pub async fn ask_to_sign_in(
        &self,
        email: &str,
        browser: &BrowserToken,
        locale: Locale,
        origin: &Origin,
    ) -> Result<SignInId, IdentityError> {
        let address = Address::parse(email).ok_or(IdentityError::BadEmail)?;
        self.limit(&format!("ask:from:{}", origin.network()), quota::ASK_FROM).await?;
        self.limit(&format!("ask:mail:{}", address.hash()), quota::ASK_MAIL).await?;
        self.tidy().await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = "SELECT a.person_id, a.email, a.locale FROM account a JOIN person p ON p.id = a.person_id \
                   WHERE a.email_key = $1 AND a.disabled_at IS NULL AND p.erased_at IS NULL";
        let found = transaction.query_one_raw(statement(&transaction, sql, [address.key.clone().into()])).await?;
        let mut to = NewAttempt { purpose: Purpose::SignIn, person: None, to: &address, locale };
        let known;
        if let Some(row) = found {
            // To the address as its owner wrote it, not as whoever asked did.
            known = Address { typed: row.try_get_by_index(1)?, key: address.key.clone() };
            to.person = Some(PersonId(row.try_get_by_index(0)?));
            to.to = &known;
            to.locale = Locale::from_tag(&row.try_get_by_index::<String>(2)?).unwrap_or(locale);
        }
        let id = self.attempt(&transaction, browser, to).await?;
        transaction.commit().await?;
        self.wake_mail();
        tracing::info!(sign_in.attempt = %id, "a code was asked for");
        Ok(id)
    }

    /// Signs in by the code from the mail, in the browser that asked for it.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`], [`IdentityError::Expired`], [`IdentityError::TryAgain`], or the database.
    pub async fn sign_in_by_code(
        &self,
        attempt: SignInId,
        browser: &BrowserToken,
        code: &str,
        origin: &Origin,
    ) -> Result<NewSession, IdentityError> {
        let (transaction, proof) = self.prove(Purpose::SignIn, attempt, browser, code, origin).await?;
        let session = self.begin_in(&transaction, proof.person, Strength::Mail, origin).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(session)
    }

    /// What a link from a mail is good for in this browser. Uses nothing up, so that a scanner of mails that follows it does no harm.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_at_link(&self, link: &str, browser: Option<&BrowserToken>) -> Result<Link, IdentityError> {
        let sql = "SELECT browser_hash, purpose FROM sign_in WHERE link_hash = $1 AND used_at IS NULL AND expires_at > $2 \
                   AND tries < $3 AND person_id IS NOT NULL";
        let values = [
            link_hash(link).into(),
            to_micros(self.world().now()).into(),
            i16::try_from(MOST_TRIES).unwrap_or_default().into(),
        ];
        let Some(row) = self.reader().query_one_raw(statement(self.reader(), sql, values)).await? else {
            return Ok(Link::Gone);
        };
        let asked: String = row.try_get_by_index(0)?;
        // What is confirmed or proved is so by typing the code where it is asked for, also in this browser.
        let signs_in = row.try_get_by_index::<String>(1)? == Purpose::SignIn.code();
        let here = signs_in && browser.is_some_and(|browser| token::same(&asked, &browser_hash(browser)));
        Ok(if here { Link::Here } else { Link::Elsewhere { code: token::code_of(link) } })
    }

    /// Signs in by the link from the mail, in the browser that asked for it.
    ///
    /// # Errors
    /// [`IdentityError::Expired`], [`IdentityError::TryAgain`], or the database.
    pub async fn sign_in_by_link(
        &self,
        link: &str,
        browser: &BrowserToken,
        origin: &Origin,
    ) -> Result<NewSession, IdentityError> {
        self.limit(&format!("try:from:{}", origin.network()), quota::TRY_FROM).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = "UPDATE sign_in SET used_at = $4 WHERE link_hash = $1 AND purpose = $2 AND browser_hash = $3 AND used_at IS NULL \
                   AND expires_at > $4 AND tries < $5 AND person_id IS NOT NULL RETURNING person_id";
        let values = [
            link_hash(link).into(),
            Purpose::SignIn.code().into(),
            browser_hash(browser).into(),
            to_micros(self.world().now()).into(),
            i16::try_from(MOST_TRIES).unwrap_or_default().into(),
        ];
        let used = transaction.query_one_raw(statement(&transaction, sql, values)).await?;
        let person: Uuid = used.ok_or(IdentityError::Expired)?.try_get_by_index(0)?;
        let session = self.begin_in(&transaction, PersonId(person), Strength::Mail, origin).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(session)
    }

    /// Asks for a code by mail to confirm who sits there; for those who have nothing stronger.
    ///
    /// # Errors
    /// [`IdentityError::NotYours`] without a session, [`IdentityError::TryAgain`], or the database.
    pub async fn ask_to_confirm(
        &self,
        viewer: &Viewer,
        browser: &BrowserToken,
        locale: Locale,
        origin: &Origin,
    ) -> Result<SignInId, IdentityError> {
        let address = viewer.email.as_deref().and_then(Address::parse).ok_or(IdentityError::NotYours)?;
        self.limit(&format!("ask:from:{}", origin.network()), quota::ASK_FROM).await?;
        self.limit(&format!("ask:mail:{}", address.hash()), quota::ASK_MAIL).await?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let new = NewAttempt { purpose: Purpose::Confirm, person: viewer.person(), to: &address, locale };
        let id = self.attempt(&transaction, browser, new).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(id)
    }

    /// Confirms by a code who sits there. The session gets a new token and keeps its strength.
    ///
    /// # Errors
    /// [`IdentityError::WrongCode`], [`IdentityError::Expired`], [`IdentityError::TryAgain`], or the database.
    pub async fn confirm_by_code(
        &self,
        session: &SessionToken,
        attempt: SignInId,
        browser: &BrowserToken,
        code: &str,
        origin: &Origin,
    ) -> Result<NewSession, IdentityError> {
        let (transaction, proof) = self.prove(Purpose::Confirm, attempt, browser, code, origin).await?;
        let viewer = self.look_up(&transaction, session).await?.map(|(viewer, _)| viewer);
        let viewer = viewer.filter(|viewer| viewer.person() == Some(proof.person)).ok_or(IdentityError::Expired)?;
        let session = self.rotate_in(&transaction, session, viewer.strength).await?;
        transaction.commit().await?;
        Ok(session)
    }

    /// Throws out attempts whose time is over and limits of which nothing is used, once in a while.
    async fn tidy(&self) -> Result<(), StoreError> {
        let now = to_micros(self.world().now());
        let micros = now.timestamp_micros();
        let every = TIDY_EVERY.num_microseconds().unwrap_or_default();
        let tidied = &self.inner.identity.tidied;
        let last = tidied.load(Ordering::Relaxed);
        if micros - last < every {
            return Ok(());
        }
        // Of those who come at once, one does it.
        if tidied.compare_exchange(last, micros, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            let over = statement(self.writer(), "DELETE FROM sign_in WHERE expires_at <= $1", [now.into()]);
            self.writer().execute_raw(over).await?;
            let free = statement(self.writer(), "DELETE FROM limit_use WHERE tat <= $1", [micros.into()]);
            self.writer().execute_raw(free).await?;
        }
        Ok(())
    }
}
