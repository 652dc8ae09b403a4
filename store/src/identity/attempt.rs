//! An attempt to show by mail who one is: a code and a link, both single use, for ten minutes, bound to the browser that asked.

use domain::ids::{PersonId, SignInId};
use domain::mail::{Message, Proving};
use domain::time::to_micros;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use uuid::Uuid;

use super::address::Address;
use super::sign_in::{ATTEMPT_LIFE, MOST_TRIES};
use super::{BrowserToken, IdentityError, Origin, quota, statement, token};
use crate::connect::Store;
use crate::outbox::{NewMail, queue};
use crate::write::writing;

/// What an attempt is for. One for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To sign in.
    SignIn,
    /// To confirm who sits there.
    Confirm,
    /// To prove that a new address is one's own.
    Address,
}

impl Purpose {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Confirm => "confirm",
            Self::Address => "address",
        }
    }
}

/// What an attempt is about.
pub(super) struct NewAttempt<'a> {
    pub(super) purpose: Purpose,
    /// Whose it is; nobody's when nobody is meant to succeed.
    pub(super) person: Option<PersonId>,
    /// Where code and link go.
    pub(super) to: &'a Address,
    /// In which language.
    pub(super) locale: Locale,
}

/// What a right code shows.
pub(super) struct Proof {
    pub(super) person: PersonId,
    /// The address proved, when that was the purpose.
    pub(super) email: Option<String>,
}

/// What is kept of a code: worth nothing to whoever has the database and not the browser's token.
fn code_hash(id: SignInId, browser: &BrowserToken, code: &str) -> String {
    token::digest("code", &[&id.to_string(), browser.secret(), code])
}

pub(super) fn browser_hash(browser: &BrowserToken) -> String {
    token::digest("browser", &[browser.secret()])
}

pub(super) fn link_hash(link: &str) -> String {
    token::digest("link", &[link])
}

impl Store {
    /// Writes an attempt and its mail. Where it is nobody's, the same statements run and the mail is taken back before anybody sees it.
    pub(super) async fn attempt(
        &self,
        transaction: &DatabaseTransaction,
        browser: &BrowserToken,
        new: NewAttempt<'_>,
    ) -> Result<SignInId, IdentityError> {
        let world = &**self.world();
        let now = to_micros(world.now());
        let expires_at = now + ATTEMPT_LIFE;
        let id = SignInId(self.new_id());
        let link_token = token::random(world);
        let code = token::code_of(&link_token);
        // A new code takes the place of the former one of the same browser.
        let sql = "UPDATE sign_in SET used_at = $4 WHERE purpose = $1 AND email_hash = $2 AND browser_hash = $3 AND used_at IS NULL";
        let values = [new.purpose.code().into(), new.to.hash().into(), browser_hash(browser).into(), now.into()];
        transaction.execute_raw(statement(transaction, sql, values)).await?;
        let sql = "INSERT INTO sign_in (id, purpose, person_id, email, email_hash, browser_hash, code_hash, link_hash, tries, \
                   created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)";
        let proves = (new.purpose == Purpose::Address && new.person.is_some()).then(|| new.to.typed.clone());
        let values = [
            id.0.into(),
            new.purpose.code().into(),
            new.person.map(|person| person.0).into(),
            proves.into(),
            new.to.hash().into(),
            browser_hash(browser).into(),
            code_hash(id, browser, &code).into(),
            link_hash(&link_token).into(),
            now.into(),
            expires_at.into(),
        ];
        transaction.execute_raw(statement(transaction, sql, values)).await?;
        let minutes = u32::try_from(ATTEMPT_LIFE.num_minutes()).unwrap_or_default();
        let mail = NewMail {
            to: new.to.typed.clone(),
            locale: new.locale,
            message: match new.purpose {
                Purpose::SignIn => Message::SignIn { code, link_token, minutes },
                Purpose::Address => Message::Prove { what: Proving::Address, code, minutes },
                Purpose::Confirm => Message::Prove { what: Proving::Person, code, minutes },
            },
            expires_at: Some(expires_at),
            caused_by: new.person,
        };
        let within = transaction.begin().await?;
        queue(&within, world, mail).await?;
        if new.person.is_some() {
            within.commit().await?;
        } else {
            within.rollback().await?;
        }
        Ok(id)
    }

    /// Tries a code. When it is right the attempt is used up, and the transaction that uses it comes back for the caller to go on with.
    pub(super) async fn prove(
        &self,
        purpose: Purpose,
        attempt: SignInId,
        browser: &BrowserToken,
        code: &str,
        origin: &Origin,
    ) -> Result<(DatabaseTransaction, Proof), IdentityError> {
        self.limit(&format!("try:from:{}", origin.network()), quota::TRY_FROM).await?;
        let now = to_micros(self.world().now());
        let here = browser_hash(browser);
        let sql = "SELECT email_hash, tries FROM sign_in WHERE id = $1 AND purpose = $2 AND browser_hash = $3 AND used_at IS NULL \
                   AND expires_at > $4 AND tries < $5";
        let values = [
            attempt.0.into(),
            purpose.code().into(),
            here.clone().into(),
            now.into(),
            i16::try_from(MOST_TRIES).unwrap_or_default().into(),
        ];
        let open = self.reader().query_one_raw(statement(self.reader(), sql, values.clone())).await?;
        let open = open.ok_or(IdentityError::Expired)?;
        let left = |tries: i16| MOST_TRIES.saturating_sub(u32::try_from(tries).unwrap_or(MOST_TRIES));
        // What cannot be a code is a slip of the hand and costs no try.
        let code = token::read_code(code);
        let code = code.ok_or(IdentityError::WrongCode { left: left(open.try_get_by_index(1)?) })?;
        let email_hash: String = open.try_get_by_index(0)?;
        self.limit(&format!("try:mail:{email_hash}"), quota::TRY_MAIL).await?;

        let transaction = self.writer().begin_with_options(writing()).await?;
        // Counted before it is compared, in one statement: a crowd of tries at once is counted one by one.
        let sql = "UPDATE sign_in SET tries = tries + 1 WHERE id = $1 AND purpose = $2 AND browser_hash = $3 AND used_at IS NULL \
                   AND expires_at > $4 AND tries < $5 RETURNING person_id, email, code_hash, tries";
        let tried = transaction.query_one_raw(statement(&transaction, sql, values)).await?;
        let tried = tried.ok_or(IdentityError::Expired)?;
        let person: Option<Uuid> = tried.try_get_by_index(0)?;
        let kept: String = tried.try_get_by_index(2)?;
        let right = token::same(&kept, &code_hash(attempt, browser, &code));
        let Some(person) = person.filter(|_| right) else {
            transaction.commit().await?;
            tracing::info!(sign_in.purpose = purpose.code(), "a code was wrong");
            return Err(IdentityError::WrongCode { left: left(tried.try_get_by_index(3)?) });
        };
        let used = "UPDATE sign_in SET used_at = $2 WHERE id = $1";
        transaction.execute_raw(statement(&transaction, used, [attempt.0.into(), now.into()])).await?;
        let proof = Proof { person: PersonId(person), email: tried.try_get_by_index(1)? };
        Ok((transaction, proof))
    }
}
