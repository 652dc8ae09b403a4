//! Tokens: what a program shows to read on a person's behalf, with one of their roles and until a day.
//!
//! A token can do no more than its owner in that hat, and reads only. It ends with the role, with the account, when its owner signs out
//! everywhere, when it is taken back, and when its time is over. It is no part of the ledger: nobody's figures change with it.

use chrono::{Days, TimeDelta};
use domain::access::{Actor, Membership, Role, Scope};
use domain::ids::{MembershipId, PersonId, TokenId};
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, DbErr, TransactionTrait};
use uuid::Uuid;

use super::viewer::{MEMBERSHIP, read_membership};
use super::{Entry, Strength, Viewer, audit, statement, token};
use crate::connect::Store;
use crate::error::StoreError;
use crate::write::writing;

/// For how many days a token may be good.
pub const TOKEN_LIVES: [u32; 4] = [7, 30, 90, 365];

/// How many tokens that are still good a person may have.
pub const MOST_TOKENS: usize = 20;

/// With what every token begins, so that one that lies where it should not is known for what it is.
const MARK: &str = "grobunn_";

/// Most letters of a token's name.
const MOST_LETTERS: usize = 60;

/// How often a token's last use is noted.
const USED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A token to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What its owner calls it.
    pub name: String,
    /// With which of their roles it reads.
    pub hat: MembershipId,
    /// For how many days it is good: one of [`TOKEN_LIVES`].
    pub days: u32,
}

/// A token as its owner is told of it: never the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// The token.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// The role it reads with.
    pub role: Role,
    /// Where that role holds.
    pub scope: Scope,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it is good.
    pub expires_at: Instant,
    /// When a program last used it, to the minute.
    pub last_used_at: Option<Instant>,
}

/// Why no token was made or taken back.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// They have not lately proved who they are.
    #[error("a fresh confirmation is needed")]
    NotFresh,
    /// Whoever asks is no person of this house: the demo's visitor.
    #[error("not a person")]
    NoPerson,
    /// They do not hold that role today.
    #[error("not a role of theirs")]
    NotYours,
    /// The name is empty or too long.
    #[error("not a name")]
    BadName,
    /// It may not be good for so long.
    #[error("not one of the lives")]
    BadLife,
    /// They have [`MOST_TOKENS`] already.
    #[error("too many tokens")]
    TooMany,
    /// The token is not theirs, or holds no longer.
    #[error("no such token")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DbErr> for TokenError {
    fn from(error: DbErr) -> Self {
        Self::Store(error.into())
    }
}

domain::catalogue! {
    /// The sentences of what was refused.
    mod refused {
        not_fresh => {
            nb: "Bekreft først at det er deg. Ingenting er endret.",
            nn: "Stadfest først at det er deg. Ingenting er endra.",
            en: "First confirm that it is you. Nothing was changed." }
        no_person => {
            nb: "Tilgangsnøkler hører til en person, og i demohuset er du ingen bestemt. Velg noen å se som.",
            nn: "Tilgangsnøklar høyrer til ein person, og i demohuset er du ingen bestemt. Vel nokon å sjå som.",
            en: "Tokens belong to a person, and in the demo house you are nobody in particular. Choose somebody to look as." }
        not_yours => {
            nb: "Du har ikke denne rollen i dag. Velg en av rollene dine.",
            nn: "Du har ikkje denne rolla i dag. Vel ei av rollene dine.",
            en: "You do not hold that role today. Choose one of your roles." }
        bad_name(most: &str) => {
            nb: "Gi nøkkelen et navn på høyst {most} tegn, for eksempel hva som bruker den.",
            nn: "Gi nøkkelen eit namn på høgst {most} teikn, til dømes kva som bruker han.",
            en: "Give the token a name of at most {most} characters, such as what uses it." }
        bad_life => {
            nb: "Velg hvor lenge nøkkelen skal gjelde.",
            nn: "Vel kor lenge nøkkelen skal gjelde.",
            en: "Choose for how long the token is to be good." }
        too_many(most: &str) => {
            nb: "Du har {most} nøkler som gjelder, og flere er det ikke plass til. Trekk tilbake en du ikke bruker.",
            nn: "Du har {most} nøklar som gjeld, og fleire er det ikkje plass til. Trekk tilbake ein du ikkje bruker.",
            en: "You have {most} tokens that are good, and there is no room for more. Take back one you do not use." }
        gone => {
            nb: "Nøkkelen gjelder ikke lenger.",
            nn: "Nøkkelen gjeld ikkje lenger.",
            en: "That token no longer holds." }
        store => {
            nb: "Noe gikk galt i databasen, og ingenting ble lagret. Prøv igjen om litt.",
            nn: "Noko gjekk gale i databasen, og ingenting vart lagra. Prøv igjen om litt.",
            en: "Something went wrong in the database and nothing was saved. Try again in a moment." }
    }
}

impl TokenError {
    /// The sentence a person reads: what happened and what to do.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        match self {
            Self::NotFresh => refused::not_fresh(locale).to_owned(),
            Self::NoPerson => refused::no_person(locale).to_owned(),
            Self::NotYours => refused::not_yours(locale).to_owned(),
            Self::BadName => refused::bad_name(locale, &MOST_LETTERS.to_string()),
            Self::BadLife => refused::bad_life(locale).to_owned(),
            Self::TooMany => refused::too_many(locale, &MOST_TOKENS.to_string()),
            Self::Gone => refused::gone(locale).to_owned(),
            Self::Store(_) => refused::store(locale).to_owned(),
        }
    }

    /// The form field beside which the sentence belongs; `None` when it belongs to the whole form.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::BadName => Some("name"),
            Self::NotYours => Some("hat"),
            Self::BadLife => Some("days"),
            _ => None,
        }
    }
}

/// What is kept of a token.
fn hash(secret: &str) -> String {
    token::digest("api", &[secret])
}

/// Ends every token of a person inside the caller's transaction; how many there were.
pub(super) async fn end_tokens<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    now: Instant,
) -> Result<u64, StoreError> {
    let sql = "UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2";
    let values = [person.0.into(), to_micros(now).into()];
    Ok(connection.execute_raw(statement(connection, sql, values)).await?.rows_affected())
}

impl Store {
    /// Makes a token for somebody who has lately proved who they are. The secret is told this once.
    ///
    /// # Errors
    /// [`TokenError`]; nothing was made then.
    pub async fn make_token(&self, viewer: &Viewer, new: &NewToken) -> Result<(TokenId, String), TokenError> {
        let person = viewer.person().ok_or(TokenError::NoPerson)?;
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > MOST_LETTERS || name.chars().any(char::is_control) {
            return Err(TokenError::BadName);
        }
        if !TOKEN_LIVES.contains(&new.days) {
            return Err(TokenError::BadLife);
        }
        if !self.is_fresh(viewer).await? {
            return Err(TokenError::NotFresh);
        }
        let now = to_micros(self.world().now());
        let expires_at = now.checked_add_days(Days::new(new.days.into())).ok_or(TokenError::BadLife)?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let hat = held_hat(&transaction, person, new.hat).await?;
        let today = domain::time::oslo_date(now);
        let hat = hat.filter(|hat| hat.holds_on(today)).ok_or(TokenError::NotYours)?;
        let sql = "SELECT COUNT(*) FROM api_token WHERE person_id = $1 AND revoked_at IS NULL AND expires_at > $2";
        let row = transaction.query_one_raw(statement(&transaction, sql, [person.0.into(), now.into()])).await?;
        let many: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        if usize::try_from(many).unwrap_or(usize::MAX) >= MOST_TOKENS {
            return Err(TokenError::TooMany);
        }
        let id = TokenId(self.new_id());
        let secret = format!("{MARK}{}", token::random(&**self.world()));
        let sql = "INSERT INTO api_token (id, person_id, membership_id, name, token_hash, created_at, expires_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let values = [
            id.0.into(),
            person.0.into(),
            hat.id.0.into(),
            name.into(),
            hash(&secret).into(),
            now.into(),
            expires_at.into(),
        ];
        transaction.execute_raw(statement(&transaction, sql, values)).await?;
        // The name is the owner's own and may say anything; the log does without it.
        let after = serde_json::json!({ "role": hat.role.code(), "membership": hat.id, "days": new.days });
        let entry = Entry { subject: id.0, after: Some(after), ..Entry::of("make_token", "api_token") };
        audit(self, &transaction, &viewer.actor, entry).await?;
        transaction.commit().await?;
        Ok((id, secret))
    }

    /// A person's tokens that are still good, newest first.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn tokens_of(&self, person: PersonId) -> Result<Vec<ApiToken>, StoreError> {
        let now = to_micros(self.world().now());
        let sql = format!(
            "SELECT t.id, t.name, t.created_at, t.expires_at, t.last_used_at, {MEMBERSHIP} \
             FROM api_token t JOIN membership m ON m.id = t.membership_id AND m.revoked_at IS NULL \
             WHERE t.person_id = $1 AND t.revoked_at IS NULL AND t.expires_at > $2 ORDER BY t.created_at DESC, t.id DESC"
        );
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [person.0.into(), now.into()])).await?;
        let mut tokens = Vec::with_capacity(rows.len());
        for row in &rows {
            let Some(hat) = read_membership(row, 5)? else { continue };
            tokens.push(ApiToken {
                id: TokenId(row.try_get_by_index(0)?),
                name: row.try_get_by_index(1)?,
                role: hat.role,
                scope: hat.scope,
                created_at: row.try_get_by_index(2)?,
                expires_at: row.try_get_by_index(3)?,
                last_used_at: row.try_get_by_index(4)?,
            });
        }
        Ok(tokens)
    }

    /// Takes one of the viewer's tokens back: it lets nobody in from now on.
    ///
    /// # Errors
    /// [`TokenError::Gone`] when it is not theirs or holds no longer, [`TokenError::NoPerson`], or the database.
    pub async fn revoke_token(&self, viewer: &Viewer, which: TokenId) -> Result<(), TokenError> {
        let person = viewer.person().ok_or(TokenError::NoPerson)?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = "UPDATE api_token SET revoked_at = $3 WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL";
        let values = [which.0.into(), person.0.into(), to_micros(self.world().now()).into()];
        if transaction.execute_raw(statement(&transaction, sql, values)).await?.rows_affected() == 0 {
            return Err(TokenError::Gone);
        }
        let entry = Entry { subject: which.0, ..Entry::of("revoke_token", "api_token") };
        audit(self, &transaction, &viewer.actor, entry).await?;
        Ok(transaction.commit().await?)
    }

    /// On whose behalf a program reads, and by which token; `None` for what is no token, or is one no longer: taken back, run out, its
    /// role over, its owner's account closed.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn viewer_by_token(&self, secret: &str) -> Result<Option<(TokenId, Viewer)>, StoreError> {
        // A token has one shape; nothing else is worth asking the database.
        if secret.strip_prefix(MARK).is_none_or(|rest| rest.len() != 43) {
            return Ok(None);
        }
        let now = to_micros(self.world().now());
        let sql = format!(
            "SELECT t.id, t.last_used_at, t.created_at, a.email, a.locale, p.name, {MEMBERSHIP} FROM api_token t \
             JOIN account a ON a.person_id = t.person_id AND a.disabled_at IS NULL \
             JOIN person p ON p.id = t.person_id AND p.erased_at IS NULL \
             JOIN membership m ON m.id = t.membership_id AND m.person_id = t.person_id AND m.revoked_at IS NULL \
             WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND t.expires_at > $2"
        );
        let values = [hash(secret).into(), now.into()];
        let Some(row) = self.reader().query_one_raw(statement(self.reader(), &sql, values)).await? else {
            return Ok(None);
        };
        let today = domain::time::oslo_date(now);
        let Some(hat) = read_membership(&row, 6)?.filter(|hat| hat.holds_on(today)) else { return Ok(None) };
        let id = TokenId(row.try_get_by_index::<Uuid>(0)?);
        let used: Option<Instant> = row.try_get_by_index(1)?;
        if used.is_none_or(|at| now - at >= USED_EVERY) {
            let store = self.clone();
            // A long import holds the writers' lock; a reader must not wait for it.
            tokio::spawn(async move {
                if let Err(error) = store.token_used(id, now).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a token's last use was not noted");
                }
            });
        }
        let locale: String = row.try_get_by_index(4)?;
        let viewer = Viewer {
            actor: Actor::wearing(&hat),
            name: row.try_get_by_index(5)?,
            email: Some(row.try_get_by_index(3)?),
            worn: Some(hat.id),
            hats: vec![hat],
            session: None,
            // The weakest there is: nothing that asks for proof of who sits there is done with a token.
            strength: Strength::Mail,
            confirmed_at: row.try_get_by_index(2)?,
            locale: Locale::from_tag(&locale),
        };
        Ok(Some((id, viewer)))
    }

    async fn token_used(&self, id: TokenId, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE api_token SET last_used_at = $2 WHERE id = $1";
        self.writer().execute_raw(statement(self.writer(), sql, [id.0.into(), now.into()])).await?;
        Ok(())
    }
}

/// One of a person's roles.
async fn held_hat<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    hat: MembershipId,
) -> Result<Option<Membership>, StoreError> {
    let sql = format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.id = $1 AND m.person_id = $2");
    let row = connection.query_one_raw(statement(connection, &sql, [hat.0.into(), person.0.into()])).await?;
    row.map(|row| read_membership(&row, 0)).transpose().map(Option::flatten)
}
