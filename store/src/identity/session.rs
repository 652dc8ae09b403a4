//! Sessions: where a person is signed in, and for how long.

use std::sync::PoisonError;

use chrono::TimeDelta;
use domain::access::{Actor, Role};
use domain::ids::{MembershipId, PersonId, SessionId};
use domain::mail::Message;
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use uuid::Uuid;

use super::viewer::{MEMBERSHIP, Times, bare, hats, read_membership};
use super::{Entry, IdentityError, Origin, SessionToken, Strength, Viewer, audit, statement, token};
use crate::connect::Store;
use crate::error::StoreError;
use crate::outbox::{NewMail, queue};
use crate::write::writing;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Unused for so long, a session is over.
    pub idle: TimeDelta,
    /// So long after signing in it is over, however much it was used.
    pub absolute: TimeDelta,
    /// Unused for so long, a session that wears the administrator's hat is over.
    pub idle_admin: TimeDelta,
    /// So long after somebody last showed who they are, a session that wears the administrator's hat is over.
    pub absolute_admin: TimeDelta,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            idle: TimeDelta::days(14),
            absolute: TimeDelta::days(60),
            idle_admin: TimeDelta::hours(12),
            absolute_admin: TimeDelta::days(7),
        }
    }
}

/// A session just begun. The token is told this once.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What the browser shows from now on.
    pub token: SessionToken,
    /// Who it is.
    pub viewer: Viewer,
    /// When the session is over at the latest.
    pub expires_at: Instant,
}

/// A place where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The session.
    pub id: SessionId,
    /// The browser in a few words.
    pub device: String,
    /// The network address it signed in from.
    pub address: String,
    /// By what.
    pub strength: Strength,
    /// Since when.
    pub began_at: Instant,
    /// When it was last used, to the minute.
    pub last_seen_at: Instant,
    /// When it is over at the latest.
    pub expires_at: Instant,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// When a session is over unless it is used, in a hat.
pub(super) fn deadline(limits: &SessionLimits, times: &Times, hat: Option<Role>) -> Instant {
    let everybody = (times.began + limits.absolute).min(times.seen + limits.idle);
    match hat {
        Some(Role::Admin) => everybody.min(times.confirmed + limits.absolute_admin).min(times.seen + limits.idle_admin),
        _ => everybody,
    }
}

/// Ends the sessions of a person inside the caller's transaction, all but `but`, and every token that reads on their behalf: whoever
/// is signed out everywhere is not read for elsewhere. How many there were of both.
pub(super) async fn end_sessions<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    but: Option<SessionId>,
    now: Instant,
) -> Result<u64, StoreError> {
    let sql = "UPDATE session SET ended_at = $2 WHERE person_id = $1 AND ended_at IS NULL AND id <> $3";
    let but = but.map_or(Uuid::nil(), |but| but.0);
    let values = [person.0.into(), to_micros(now).into(), but.into()];
    let ended = connection.execute_raw(statement(connection, sql, values)).await?.rows_affected();
    Ok(ended + super::api_token::end_tokens(connection, person, now).await?)
}

impl Store {
    /// How long sessions last.
    #[must_use]
    pub fn session_limits(&self) -> SessionLimits {
        *self.inner.identity.limits.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how long sessions last, those that are under way included. A session's cookie keeps the end it was given.
    pub fn set_session_limits(&self, limits: SessionLimits) {
        *self.inner.identity.limits.write().unwrap_or_else(PoisonError::into_inner) = limits;
    }

    /// Begins a session of somebody who has shown who they are. A browser that they were not seen with before is told to them by mail.
    ///
    /// # Errors
    /// [`IdentityError::NoAccount`] when there is no account or it is closed, or the database.
    pub async fn begin_session(
        &self,
        person: PersonId,
        strength: Strength,
        origin: &Origin,
    ) -> Result<NewSession, IdentityError> {
        let transaction = self.writer().begin_with_options(writing()).await?;
        let session = self.begin_in(&transaction, person, strength, origin).await?;
        transaction.commit().await?;
        self.wake_mail();
        Ok(session)
    }

    /// Begins a session inside the caller's transaction, who wakes the mail after it.
    pub(super) async fn begin_in(
        &self,
        transaction: &DatabaseTransaction,
        person: PersonId,
        strength: Strength,
        origin: &Origin,
    ) -> Result<NewSession, IdentityError> {
        let now = to_micros(self.world().now());
        let sql = "SELECT a.email, a.locale, p.name FROM account a JOIN person p ON p.id = a.person_id \
                   WHERE a.person_id = $1 AND a.disabled_at IS NULL AND p.erased_at IS NULL";
        let account = transaction.query_one_raw(statement(transaction, sql, [person.0.into()])).await?;
        let account = account.ok_or(IdentityError::NoAccount)?;
        let (email, locale): (String, String) = (account.try_get_by_index(0)?, account.try_get_by_index(1)?);
        let locale = Locale::from_tag(&locale);

        let sql = format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.person_id = $1 AND m.revoked_at IS NULL");
        let rows = transaction.query_all_raw(statement(transaction, &sql, [person.0.into()])).await?;
        let all = rows.iter().filter_map(|row| read_membership(row, 0).transpose()).collect::<Result<_, _>>()?;
        let sql = "SELECT worn, device FROM session WHERE person_id = $1 ORDER BY began_at DESC, id DESC LIMIT 200";
        let former = transaction.query_all_raw(statement(transaction, sql, [person.0.into()])).await?;
        let last = former.first().map(|row| row.try_get_by_index::<Option<Uuid>>(0)).transpose()?.flatten();
        let devices: Vec<String> = former.iter().map(|row| row.try_get_by_index(1)).collect::<Result<_, _>>()?;
        let (hats, worn) = hats(all, last.map(MembershipId), domain::time::oslo_date(now));

        let id = SessionId(self.new_id());
        let token = SessionToken::new(&**self.world());
        let expires_at = to_micros(now + self.session_limits().absolute);
        let sql = "INSERT INTO session (id, person_id, token_hash, worn, strength, address, device, began_at, confirmed_at, \
                   last_seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8, $9)";
        let values = [
            id.0.into(),
            person.0.into(),
            token::digest("session", &[token.secret()]).into(),
            worn.map(|worn| worn.0).into(),
            strength.code().into(),
            origin.address.clone().into(),
            origin.device.clone().into(),
            now.into(),
            expires_at.into(),
        ];
        transaction.execute_raw(statement(transaction, sql, values)).await?;
        let hat = hats.iter().find(|hat| Some(hat.id) == worn);
        let viewer = Viewer {
            actor: hat.map_or_else(|| bare(person), Actor::wearing),
            name: account.try_get_by_index(2)?,
            email: Some(email.clone()),
            hats,
            worn,
            session: Some(id),
            strength,
            confirmed_at: now,
            locale,
        };
        let after = serde_json::json!({ "strength": strength.code() });
        let entry = Entry { subject: id.0, after: Some(after), ..Entry::of("sign_in", "session") };
        audit(self, transaction, &viewer.actor, entry).await?;
        // The first time somebody comes in is no news to them.
        if strength != Strength::Demo && !devices.is_empty() && !devices.contains(&origin.device) {
            let mail = NewMail {
                to: email,
                locale: locale.unwrap_or_default(),
                message: Message::NewDevice { device: origin.device.clone(), at: now },
                expires_at: None,
                caused_by: Some(person),
            };
            queue(transaction, &**self.world(), mail).await?;
        }
        Ok(NewSession { token, viewer, expires_at })
    }

    /// Gives a session a new token, because somebody has just shown anew who they are: with something stronger, or to confirm. The former
    /// token is worth nothing from then on.
    ///
    /// # Errors
    /// [`IdentityError::Expired`] when the session is over, or the database.
    pub async fn rotate(&self, token: &SessionToken, strength: Strength) -> Result<NewSession, IdentityError> {
        let transaction = self.writer().begin_with_options(writing()).await?;
        let session = self.rotate_in(&transaction, token, strength).await?;
        transaction.commit().await?;
        Ok(session)
    }

    pub(super) async fn rotate_in(
        &self,
        transaction: &DatabaseTransaction,
        token: &SessionToken,
        strength: Strength,
    ) -> Result<NewSession, IdentityError> {
        let now = to_micros(self.world().now());
        let (viewer, times) = self.look_up(transaction, token).await?.ok_or(IdentityError::Expired)?;
        let id = viewer.session.ok_or(IdentityError::Expired)?;
        let fresh = SessionToken::new(&**self.world());
        let sql = "UPDATE session SET token_hash = $3, strength = $4, confirmed_at = $5, last_seen_at = $5 \
                   WHERE id = $1 AND token_hash = $2 AND ended_at IS NULL";
        let values = [
            id.0.into(),
            token::digest("session", &[token.secret()]).into(),
            token::digest("session", &[fresh.secret()]).into(),
            strength.code().into(),
            now.into(),
        ];
        if transaction.execute_raw(statement(transaction, sql, values)).await?.rows_affected() == 0 {
            return Err(IdentityError::Expired);
        }
        let entry = Entry {
            subject: id.0,
            before: Some(serde_json::json!({ "strength": viewer.strength.code() })),
            after: Some(serde_json::json!({ "strength": strength.code() })),
            ..Entry::of("confirm", "session")
        };
        audit(self, transaction, &viewer.actor, entry).await?;
        let expires_at = to_micros(times.began + self.session_limits().absolute);
        Ok(NewSession { token: fresh, viewer: Viewer { strength, confirmed_at: now, ..viewer }, expires_at })
    }

    /// Puts on another hat, for this session and as the first one of the next.
    ///
    /// # Errors
    /// [`IdentityError::NotYours`] when the viewer does not hold it today, [`IdentityError::ConfirmFirst`] when it is the
    /// administrator's and it is too long since they showed who they are, or the database.
    pub async fn wear(&self, viewer: &Viewer, hat: MembershipId) -> Result<(), IdentityError> {
        let (session, person) = viewer.session.zip(viewer.person()).ok_or(IdentityError::NotYours)?;
        let now = self.world().now();
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.id = $1 AND m.person_id = $2");
        let found = transaction.query_one_raw(statement(&transaction, &sql, [hat.0.into(), person.0.into()])).await?;
        let hat = found.map(|row| read_membership(&row, 0)).transpose()?.flatten();
        let today = domain::time::oslo_date(now);
        let hat = hat.filter(|hat| hat.holds_on(today)).ok_or(IdentityError::NotYours)?;
        if hat.role == Role::Admin && viewer.confirmed_at + self.session_limits().absolute_admin <= now {
            return Err(IdentityError::ConfirmFirst);
        }
        let sql = "UPDATE session SET worn = $2 WHERE id = $1 AND ended_at IS NULL";
        let worn = statement(&transaction, sql, [session.0.into(), hat.id.0.into()]);
        if transaction.execute_raw(worn).await?.rows_affected() == 0 {
            return Err(IdentityError::NotYours);
        }
        let entry = Entry {
            subject: session.0,
            before: Some(serde_json::json!({ "membership": viewer.worn })),
            after: Some(serde_json::json!({ "membership": hat.id })),
            ..Entry::of("wear", "session")
        };
        audit(
            self,
            &transaction,
            &Actor { request_id: viewer.actor.request_id.clone(), ..Actor::wearing(&hat) },
            entry,
        )
        .await?;
        Ok(transaction.commit().await?)
    }

    /// Everywhere the viewer is signed in, the place that asks first, then the last used first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sessions_of(&self, viewer: &Viewer) -> Result<Vec<Device>, StoreError> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let now = self.world().now();
        let sql = "SELECT id, device, address, strength, began_at, last_seen_at, expires_at, confirmed_at FROM session \
                   WHERE person_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY last_seen_at DESC, id DESC";
        let rows = self.reader().query_all_raw(statement(self.reader(), sql, [person.0.into(), now.into()])).await?;
        let limits = self.session_limits();
        let mut devices = Vec::new();
        for row in &rows {
            let strength: String = row.try_get_by_index(3)?;
            let times = Times {
                began: row.try_get_by_index(4)?,
                confirmed: row.try_get_by_index(7)?,
                seen: row.try_get_by_index(5)?,
            };
            if deadline(&limits, &times, None) <= now {
                continue;
            }
            let id = SessionId(row.try_get_by_index(0)?);
            devices.push(Device {
                id,
                device: row.try_get_by_index(1)?,
                address: row.try_get_by_index(2)?,
                strength: Strength::from_code(&strength).unwrap_or(Strength::Mail),
                began_at: times.began,
                last_seen_at: times.seen,
                expires_at: row.try_get_by_index(6)?,
                this: viewer.session == Some(id),
            });
        }
        devices.sort_by_key(|device| !device.this);
        Ok(devices)
    }

    /// Signs the viewer out in one place, here included.
    ///
    /// # Errors
    /// [`IdentityError::NotYours`] when it is not one of theirs or is over already, or the database.
    pub async fn end_session(&self, viewer: &Viewer, which: SessionId) -> Result<(), IdentityError> {
        let person = viewer.person().ok_or(IdentityError::NotYours)?;
        let transaction = self.writer().begin_with_options(writing()).await?;
        let sql = "UPDATE session SET ended_at = $3 WHERE id = $1 AND person_id = $2 AND ended_at IS NULL";
        let values = [which.0.into(), person.0.into(), to_micros(self.world().now()).into()];
        if transaction.execute_raw(statement(&transaction, sql, values)).await?.rows_affected() == 0 {
            return Err(IdentityError::NotYours);
        }
        let entry = Entry { subject: which.0, ..Entry::of("sign_out", "session") };
        audit(self, &transaction, &viewer.actor, entry).await?;
        Ok(transaction.commit().await?)
    }

    /// Signs the viewer out everywhere, or everywhere but here.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn end_all_sessions(&self, viewer: &Viewer, but_this: bool) -> Result<(), IdentityError> {
        let person = viewer.person().ok_or(IdentityError::NotYours)?;
        let but = viewer.session.filter(|_| but_this);
        let transaction = self.writer().begin_with_options(writing()).await?;
        let ended = end_sessions(&transaction, person, but, self.world().now()).await?;
        if ended > 0 {
            let after = serde_json::json!({ "ended": ended });
            let entry = Entry { subject: person.0, after: Some(after), ..Entry::of("sign_out_everywhere", "person") };
            audit(self, &transaction, &viewer.actor, entry).await?;
        }
        Ok(transaction.commit().await?)
    }
}
