//! Who looks at a page: a person with the hats they hold, one of them worn.

use chrono::{NaiveDate, TimeDelta};
use domain::access::{Actor, Membership, Role, Scope};
use domain::ids::{ContractId, MembershipId, PersonId, ProgrammeId, SessionId, StartupId};
use domain::time::Instant;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::session::deadline;
use super::{SessionToken, statement, token};
use crate::connect::Store;
use crate::error::StoreError;

/// How long a confirmation of who sits there is good for, before an address, a role or a key is changed.
pub const CONFIRMATION_LIFE: TimeDelta = TimeDelta::minutes(10);

/// By what somebody has shown who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Looks at the demo house as one of its people.
    Demo,
    /// A code or a link from a mail.
    Mail,
    /// A recovery code beside the mail.
    Recovery,
    /// Another house that vouches for them.
    Oidc,
    /// A passkey.
    Passkey,
}

impl Strength {
    /// All of them, weakest first.
    pub const ALL: [Strength; 5] =
        [Strength::Demo, Strength::Mail, Strength::Recovery, Strength::Oidc, Strength::Passkey];

    /// The stable name in databases and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Strength::Demo => "demo",
            Strength::Mail => "mail",
            Strength::Recovery => "recovery",
            Strength::Oidc => "oidc",
            Strength::Passkey => "passkey",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.code() == code)
    }
}

/// Who asks for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// As whom: the person in the hat worn. Without a hat it may do nothing.
    pub actor: Actor,
    /// The name to greet them by.
    pub name: String,
    /// Where their codes go.
    pub email: Option<String>,
    /// Every role they hold today.
    pub hats: Vec<Membership>,
    /// The one worn; `None` when they hold none today.
    pub worn: Option<MembershipId>,
    /// The session; `None` for the visitor of the demo house who has not chosen whom to be.
    pub session: Option<SessionId>,
    /// By what they have shown who they are.
    pub strength: Strength,
    /// When they last did.
    pub confirmed_at: Instant,
    /// The language they chose.
    pub locale: Option<Locale>,
}

impl Viewer {
    /// The visitor of the demo house who has not chosen whom to be: a manager of the whole house, and no person.
    #[must_use]
    pub fn demo(now: Instant) -> Self {
        Self {
            actor: Actor::demo_manager(),
            name: String::new(),
            email: None,
            hats: Vec::new(),
            worn: None,
            session: None,
            strength: Strength::Demo,
            confirmed_at: now,
            locale: None,
        }
    }

    /// Which person it is; `None` for the visitor of the demo house.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        self.actor.person
    }

    /// The hat worn.
    #[must_use]
    pub fn hat(&self) -> Option<&Membership> {
        self.hats.iter().find(|hat| Some(hat.id) == self.worn)
    }

    /// Whether they have shown who they are so lately that an address, a role or a key may be changed.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        now - self.confirmed_at < CONFIRMATION_LIFE
    }
}

/// Somebody who holds no role: the founder of no startup, which no policy lets do anything.
pub(super) fn bare(person: PersonId) -> Actor {
    Actor::person(person, Role::Founder, Scope::Startup(StartupId(Uuid::nil())))
}

/// The hats that hold on a day, and which of them is worn when `last` was worn before.
///
/// The administrator's comes last, so that nobody wears it who has another and did not choose it.
pub(super) fn hats(
    mut all: Vec<Membership>,
    last: Option<MembershipId>,
    today: NaiveDate,
) -> (Vec<Membership>, Option<MembershipId>) {
    all.retain(|hat| hat.holds_on(today));
    all.sort_by_key(|hat| (hat.role == Role::Admin, hat.role, hat.scope, hat.from_on, hat.id));
    let worn = all.iter().find(|hat| Some(hat.id) == last).or(all.first()).map(|hat| hat.id);
    (all, worn)
}

/// The columns of a membership, for [`read_membership`].
pub(super) const MEMBERSHIP: &str = "m.id, m.person_id, m.role, m.scope_kind, m.scope_id, m.from_on, m.to_on, m.revoked_at, \
     (SELECT mc.programme_id FROM contract mc WHERE mc.id = m.scope_id)";

/// The two columns of a scope.
pub(super) fn scope_columns(scope: Scope) -> (&'static str, Option<Uuid>) {
    match scope {
        Scope::House => ("house", None),
        Scope::Programme(id) => ("programme", Some(id.0)),
        Scope::Startup(id) => ("startup", Some(id.0)),
        Scope::Contract(id, _) => ("contract", Some(id.0)),
    }
}

/// Reads role and scope from three columns that begin at `at`, and the programme of a contract from a fourth.
pub(super) fn read_role(
    row: &QueryResult,
    at: usize,
    programme: usize,
    table: &'static str,
) -> Result<(Role, Scope), StoreError> {
    let unreadable = |detail: String| StoreError::Unreadable { table, detail };
    let role: String = row.try_get_by_index(at)?;
    let role = Role::from_code(&role).ok_or_else(|| unreadable(format!("role {role:?} is unknown")))?;
    let kind: String = row.try_get_by_index(at + 1)?;
    let id: Option<Uuid> = row.try_get_by_index(at + 2)?;
    let scope = match (kind.as_str(), id) {
        ("house", None) => Scope::House,
        ("programme", Some(id)) => Scope::Programme(ProgrammeId(id)),
        ("startup", Some(id)) => Scope::Startup(StartupId(id)),
        ("contract", Some(id)) => {
            let of = row.try_get_by_index::<Option<Uuid>>(programme)?;
            let of = of.ok_or_else(|| unreadable(format!("contract {id} is not there")))?;
            Scope::Contract(ContractId(id), ProgrammeId(of))
        }
        _ => return Err(unreadable(format!("scope {kind:?} is unknown"))),
    };
    Ok((role, scope))
}

/// Reads the columns of [`MEMBERSHIP`], which begin at `at`; `None` where an outer join found none.
pub(super) fn read_membership(row: &QueryResult, at: usize) -> Result<Option<Membership>, StoreError> {
    let Some(id) = row.try_get_by_index::<Option<Uuid>>(at)? else { return Ok(None) };
    let (role, scope) = read_role(row, at + 2, at + 8, "membership")?;
    Ok(Some(Membership {
        id: MembershipId(id),
        person: PersonId(row.try_get_by_index(at + 1)?),
        role,
        scope,
        from_on: row.try_get_by_index(at + 5)?,
        to_on: row.try_get_by_index(at + 6)?,
        revoked_at: row.try_get_by_index(at + 7)?,
    }))
}

/// A session's own instants.
pub(super) struct Times {
    pub(super) began: Instant,
    pub(super) confirmed: Instant,
    pub(super) seen: Instant,
}

impl Store {
    /// Whose request it is; `None` when the session was ended, has run out, or its account is closed. Somebody who holds no role today
    /// comes back without a hat.
    ///
    /// One statement. That the session was used is noted at most once a minute, beside the request rather than before it.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn viewer(&self, token: &SessionToken) -> Result<Option<Viewer>, StoreError> {
        let Some((viewer, times)) = self.look_up(self.reader(), token).await? else { return Ok(None) };
        let now = self.world().now();
        if let Some(session) = viewer.session.filter(|_| now - times.seen >= SEEN_EVERY) {
            let store = self.clone();
            // A long import holds the writers' lock; a reader must not wait for it.
            tokio::spawn(async move {
                if let Err(error) = store.seen(session, now).await {
                    tracing::warn!(error = &error as &dyn std::error::Error, "a session's last use was not noted");
                }
            });
        }
        Ok(Some(viewer))
    }

    async fn seen(&self, session: SessionId, now: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE session SET last_seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND last_seen_at < $2";
        self.writer().execute_raw(statement(self.writer(), sql, [session.0.into(), now.into()])).await?;
        Ok(())
    }

    pub(super) async fn look_up<C: ConnectionTrait>(
        &self,
        connection: &C,
        token: &SessionToken,
    ) -> Result<Option<(Viewer, Times)>, StoreError> {
        let now = self.world().now();
        let sql = format!(
            "SELECT s.id, s.person_id, s.worn, s.strength, s.began_at, s.confirmed_at, s.last_seen_at, a.email, a.locale, p.name, \
             {MEMBERSHIP} \
             FROM session s JOIN account a ON a.person_id = s.person_id AND a.disabled_at IS NULL \
             JOIN person p ON p.id = s.person_id AND p.erased_at IS NULL \
             LEFT JOIN membership m ON m.person_id = s.person_id AND m.revoked_at IS NULL \
             WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2"
        );
        let hash = token::digest("session", &[token.secret()]);
        let rows = connection.query_all_raw(statement(connection, &sql, [hash.into(), now.into()])).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let person = PersonId(row.try_get_by_index(1)?);
        let all = rows.iter().filter_map(|row| read_membership(row, 10).transpose()).collect::<Result<_, _>>()?;
        let last = row.try_get_by_index::<Option<Uuid>>(2)?.map(MembershipId);
        let (hats, worn) = hats(all, last, domain::time::oslo_date(now));
        let times = Times {
            began: row.try_get_by_index(4)?,
            confirmed: row.try_get_by_index(5)?,
            seen: row.try_get_by_index(6)?,
        };
        let hat = hats.iter().find(|hat| Some(hat.id) == worn);
        if deadline(&self.session_limits(), &times, hat.map(|hat| hat.role)) <= now {
            return Ok(None);
        }
        let strength: String = row.try_get_by_index(3)?;
        let locale: String = row.try_get_by_index(8)?;
        let viewer = Viewer {
            actor: hat.map_or_else(|| bare(person), Actor::wearing),
            name: row.try_get_by_index(9)?,
            email: Some(row.try_get_by_index(7)?),
            hats,
            worn,
            session: Some(SessionId(row.try_get_by_index(0)?)),
            strength: Strength::from_code(&strength).ok_or_else(|| StoreError::Unreadable {
                table: "session",
                detail: format!("strength {strength:?} is unknown"),
            })?,
            confirmed_at: times.confirmed,
            locale: Locale::from_tag(&locale),
        };
        Ok(Some((viewer, times)))
    }
}

/// How often a session's last use is noted.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);
