//! Invitations: how people come into the house.

use chrono::{NaiveDate, TimeDelta};
use domain::access::{Actor, Role, Scope};
use domain::ids::{InvitationId, PersonId};
use domain::mail::Message;
use domain::time::{Instant, to_micros};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult};

use super::account::{by_key, by_person};
use super::address::Address;
use super::membership::{NewMembership, held, insert, overlaps, scope_name, startup_in, told};
use super::viewer::{read_role, scope_columns};
use super::{IdentityError, NewSession, Origin, Strength, quota, statement, token};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::outbox::NewMail;
use crate::people::{People, Person};
use crate::refusal::Refusal;
use crate::write::Write;

/// How long an invitation is good for.
const LIFE: TimeDelta = TimeDelta::days(7);

/// Somebody to be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// The address it goes to.
    pub email: String,
    /// What they are called, when who invites knows.
    pub name: Option<String>,
    /// The role they will hold.
    pub role: Role,
    /// Where.
    pub scope: Scope,
    /// From which day.
    pub from_on: NaiveDate,
    /// Until which day; `None` when nobody has set an end.
    pub to_on: Option<NaiveDate>,
    /// The language they are written to in.
    pub locale: Locale,
}

/// An invitation just made. The link is told this once.
#[derive(Clone, PartialEq, Eq)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// What makes the link.
    pub link_token: String,
    /// When it is over.
    pub expires_at: Instant,
}

/// Not the link.
impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited").field("id", &self.id).finish_non_exhaustive()
    }
}

/// An open invitation, as who invited and who is invited see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// The invitation.
    pub id: InvitationId,
    /// The address it went to.
    pub email: String,
    /// What they are called, when that is known.
    pub name: Option<String>,
    /// The role.
    pub role: Role,
    /// Where it will hold.
    pub scope: Scope,
    /// What that is called; `None` for the whole house.
    pub scope_name: Option<String>,
    /// Who invites, as facts and audit entries say it; see [`People::name_of`].
    pub invited_by: String,
    /// From which day the role will hold.
    pub from_on: NaiveDate,
    /// Until which day.
    pub to_on: Option<NaiveDate>,
    /// The language they are written to in.
    pub locale: Locale,
    /// When it was made.
    pub created_at: Instant,
    /// When it is over.
    pub expires_at: Instant,
    /// Whether the address has an account already: then no name is asked for, and accepting signs nobody in.
    pub has_account: bool,
}

/// What came of accepting an invitation.
#[derive(Debug, Clone)]
pub enum Accepted {
    /// The account is new, and its owner signed in.
    SignedIn(Box<NewSession>),
    /// The role is theirs; they had an account, and sign in to it as always. A link that held for a week must not open one.
    SignInNext,
}

const COLUMNS: &str = "i.id, i.email, i.name, i.invited_by, i.role, i.scope_kind, i.scope_id, i.from_on, i.to_on, i.locale, \
                       i.created_at, i.expires_at, (SELECT count(*) FROM account a WHERE a.email_key = i.email_key), \
                       (SELECT c.programme_id FROM contract c WHERE c.id = i.scope_id)";

/// What holds for an open one at `$1`.
const OPEN: &str = "i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $1";

fn read(row: &QueryResult) -> Result<InvitationView, StoreError> {
    let (role, scope) = read_role(row, 4, 13, "invitation")?;
    Ok(InvitationView {
        id: InvitationId(row.try_get_by_index(0)?),
        email: row.try_get_by_index(1)?,
        name: row.try_get_by_index(2)?,
        role,
        scope,
        scope_name: None,
        invited_by: row.try_get_by_index(3)?,
        from_on: row.try_get_by_index(7)?,
        to_on: row.try_get_by_index(8)?,
        locale: Locale::from_tag(&row.try_get_by_index::<String>(9)?).unwrap_or_default(),
        created_at: row.try_get_by_index(10)?,
        expires_at: row.try_get_by_index(11)?,
        has_account: row.try_get_by_index::<i64>(12)? > 0,
    })
}

fn hash(link: &str) -> String {
    token::digest("invitation", &[link])
}

/// The person an address belongs to who has no account yet: one that was entered with the very address, of several the one in
/// this role.
fn known_by_address(people: &People, address: &Address, role: Role, scope: Scope) -> Option<Person> {
    let theirs = |person: &&Person| {
        let email = person.email.as_deref().and_then(Address::parse);
        person.erased_at.is_none() && email.is_some_and(|email| email.key == address.key)
    };
    let fits = |person: &&Person| match scope {
        Scope::Startup(startup) => {
            people.founders.values().any(|link| (link.person, link.startup) == (person.id, startup))
        }
        Scope::House | Scope::Programme(_) | Scope::Contract(..) => (role == Role::Mentor) == person.is_mentor,
    };
    let all: Vec<&Person> = people.persons.values().filter(theirs).collect();
    all.iter().copied().find(fits).or(all.first().copied()).cloned()
}

/// Invites somebody inside a write that does more; see [`Store::invite`].
pub(crate) async fn invite_in(write: &mut Write, new: NewInvitation) -> Result<Invited, VerbError> {
    let address = Address::parse(&new.email).ok_or(Refusal::BadEmail)?;
    let name = crate::verbs::optional(new.name.as_deref(), "name", crate::verbs::most::NAME)?;
    let NewInvitation { role, scope, from_on, to_on, locale, .. } = new;
    let grant = NewMembership { role, scope, from_on, to_on };
    grant.check(write).await?;
    if to_on.is_some_and(|to| to < write.today()) {
        return Err(Refusal::EndsBeforeItBegins.into());
    }
    if let Some(account) = by_key(&write.transaction, &address.key).await? {
        if account.disabled_at.is_some() {
            return Err(Refusal::AccountClosed.into());
        }
        if overlaps(&held(&write.transaction, account.person).await?, &grant) {
            return Err(Refusal::RoleHeld.into());
        }
    }
    let (kind, scope_id) = scope_columns(scope);
    let sql = "UPDATE invitation SET revoked_at = $1 WHERE email_key = $2 AND role = $3 AND scope_kind = $4 \
               AND (scope_id = $5 OR scope_kind = 'house') AND accepted_at IS NULL AND revoked_at IS NULL";
    let values = [
        write.at().into(),
        address.key.clone().into(),
        role.code().into(),
        kind.into(),
        scope_id.unwrap_or_default().into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;

    let id = InvitationId(write.new_id());
    let link_token = token::random(&**write.store().world());
    let expires_at = write.at() + LIFE;
    let sql = "INSERT INTO invitation (id, email, email_key, name, locale, token_hash, invited_by, created_at, expires_at, role, \
               scope_kind, scope_id, from_on, to_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        id.0.into(),
        address.typed.clone().into(),
        address.key.into(),
        name.into(),
        locale.tag().into(),
        hash(&link_token).into(),
        write.actor().label.clone().into(),
        write.at().into(),
        expires_at.into(),
        role.code().into(),
        kind.into(),
        scope_id.into(),
        from_on.into(),
        to_on.into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    let inviter = write.actor().person.and_then(|person| write.people().persons.get(&person).cloned());
    let message = Message::Invitation {
        role,
        scope_name: scope_name(&write.ledger(), scope),
        inviter: inviter.map(|person| person.name),
        link_token: link_token.clone(),
        days: u32::try_from(LIFE.num_days()).unwrap_or_default(),
    };
    let caused_by = write.actor().person;
    write.queue(NewMail { to: address.typed, locale, message, expires_at: Some(expires_at), caused_by }).await?;
    let after = Some(told(None, role, scope, from_on, to_on));
    write.audit("invite", "invitation", id.0, startup_in(scope), None, after).await?;
    Ok(Invited { id, link_token, expires_at })
}

impl Store {
    /// The open invitations, newest first, whoever sees them.
    pub(super) async fn open_invitations(&self) -> Result<Vec<InvitationView>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM invitation i WHERE {OPEN} ORDER BY i.id DESC");
        let now = to_micros(self.world().now());
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [now.into()])).await?;
        let ledger = self.ledger().await?;
        let named = |row| read(row).map(|view| InvitationView { scope_name: scope_name(&ledger, view.scope), ..view });
        rows.iter().map(named).collect()
    }

    /// Invites somebody to hold a role, by mail to an address. It holds for seven days and for one use. Inviting the same address to the
    /// same role again takes the former invitation back.
    ///
    /// # Errors
    /// [`Refusal::BadEmail`], [`Refusal::TooLong`], [`Refusal::EndsBeforeItBegins`], [`Refusal::RoleHeld`],
    /// [`Refusal::AccountClosed`], [`Missing::Programme`], [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn invite(&self, actor: &Actor, new: NewInvitation) -> Result<Invited, VerbError> {
        let mut write = self.begin(actor).await?;
        let invited = invite_in(&mut write, new).await?;
        write.commit().await?;
        Ok(invited)
    }

    /// What an invitation says to whoever opened its link; `None` when it was used, taken back, or its time is over. Uses nothing up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_at_invitation(&self, link: &str) -> Result<Option<InvitationView>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM invitation i WHERE {OPEN} AND i.token_hash = $2");
        let values = [to_micros(self.world().now()).into(), hash(link).into()];
        let row = self.reader().query_one_raw(statement(self.reader(), &sql, values)).await?;
        let Some(view) = row.as_ref().map(read).transpose()? else { return Ok(None) };
        let scope_name = scope_name(&*self.ledger().await?, view.scope);
        Ok(Some(InvitationView { scope_name, ..view }))
    }

    /// Accepts an invitation: the person, the account and the role are made, and a founder is linked to the startup. Somebody who was
    /// entered with this address before, such as a mentor or a founder, becomes the owner of the account.
    ///
    /// # Errors
    /// [`IdentityError::Expired`], [`IdentityError::NoAccount`] when the account was closed,
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`], [`IdentityError::TryAgain`], or the database.
    pub async fn accept_invitation(&self, link: &str, name: &str, origin: &Origin) -> Result<Accepted, IdentityError> {
        self.limit(&format!("try:from:{}", origin.network()), quota::TRY_FROM).await?;
        loop {
            let view = self.look_at_invitation(link).await?.ok_or(IdentityError::Expired)?;
            let address = Address::parse(&view.email).ok_or(IdentityError::Expired)?;
            // Who accepts is who writes, so it must be known before the write begins; it is looked up again under the lock.
            let (before, known) = self.invited(self.reader(), &*self.people().await?, &address, &view).await?;
            let person = known.as_ref().map_or_else(|| PersonId(self.new_id()), |person| person.id);
            let mut write = self.begin(&Actor::person(person, view.role, view.scope)).await?;
            let (account, again) = self.invited(&write.transaction, &write.people(), &address, &view).await?;
            if (account, again.as_ref().map(|person| person.id)) != (before, known.map(|person| person.id)) {
                continue;
            }
            let person = match again {
                Some(known) => known,
                None => {
                    let typed = if name.trim().is_empty() { view.name.as_deref().unwrap_or_default() } else { name };
                    Person {
                        id: person,
                        name: crate::verbs::name(typed, "name")?,
                        email: Some(address.typed.clone()),
                        is_mentor: view.role == Role::Mentor,
                        erased_at: None,
                    }
                }
            };
            if !write.people().persons.contains_key(&person.id) {
                write.batch(&Batch { people: vec![person.clone()], ..Batch::default() }).await?;
            }
            write.flush().await?;
            let sql =
                format!("UPDATE invitation AS i SET accepted_at = $1, accepted_by = $2 WHERE i.id = $3 AND {OPEN}");
            let values = [write.at().into(), person.id.0.into(), view.id.0.into()];
            if write.transaction.execute_raw(statement(&write.transaction, &sql, values)).await?.rows_affected() == 0 {
                return Err(IdentityError::Expired);
            }
            if !account {
                let sql =
                    "INSERT INTO account (person_id, email, email_key, locale, created_at) VALUES ($1, $2, $3, $4, $5)";
                let values = [
                    person.id.0.into(),
                    address.typed.into(),
                    address.key.into(),
                    view.locale.tag().into(),
                    write.at().into(),
                ];
                write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
            }
            let InvitationView { role, scope, from_on, to_on, .. } = view;
            let new = NewMembership { role, scope, from_on, to_on };
            if !overlaps(&held(&write.transaction, person.id).await?, &new) {
                let id = insert(&mut write, &person, &new).await?;
                let after = Some(told(Some(person.id), role, scope, from_on, to_on));
                write.audit("accept_invitation", "membership", id.0, startup_in(scope), None, after).await?;
            } else {
                write.audit("accept_invitation", "invitation", view.id.0, startup_in(scope), None, None).await?;
            }
            if account {
                write.commit().await?;
                return Ok(Accepted::SignInNext);
            }
            let session = self.begin_in(&write.transaction, person.id, Strength::Mail, origin).await?;
            write.commit().await?;
            return Ok(Accepted::SignedIn(Box::new(session)));
        }
    }

    /// Whether the address has an account, and which person it belongs to.
    async fn invited<C: ConnectionTrait>(
        &self,
        connection: &C,
        people: &People,
        address: &Address,
        view: &InvitationView,
    ) -> Result<(bool, Option<Person>), IdentityError> {
        if let Some(account) = by_key(connection, &address.key).await? {
            if account.disabled_at.is_some() {
                return Err(IdentityError::NoAccount);
            }
            let person = people.persons.get(&account.person).ok_or(IdentityError::NoAccount)?;
            return Ok((true, Some(person.clone())));
        }
        let Some(person) = known_by_address(people, address, view.role, view.scope) else { return Ok((false, None)) };
        // Somebody who signs in with another address is not taken over by this one.
        let elsewhere = by_person(connection, person.id).await?.is_some();
        Ok((false, (!elsewhere).then_some(person)))
    }

    /// Takes an open invitation back.
    ///
    /// # Errors
    /// [`Missing::Invitation`], [`VerbError::Denied`], or the database.
    pub async fn revoke_invitation(&self, actor: &Actor, id: InvitationId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let sql = format!("SELECT {COLUMNS} FROM invitation i WHERE {OPEN} AND i.id = $2");
        let open = statement(&write.transaction, &sql, [write.at().into(), id.0.into()]);
        let view = write.transaction.query_one_raw(open).await?.as_ref().map(read).transpose()?;
        let view = view.ok_or(Missing::Invitation)?;
        let ledger = write.ledger();
        let resource = domain::access::Resource::Membership { ledger: &ledger, role: view.role, scope: view.scope };
        write.ask(domain::access::Action::ManageRoles, &resource, Missing::Invitation)?;
        let revoke = "UPDATE invitation SET revoked_at = $2 WHERE id = $1";
        let revoke = statement(&write.transaction, revoke, [id.0.into(), write.at().into()]);
        write.transaction.execute_raw(revoke).await?;
        let before = Some(told(None, view.role, view.scope, view.from_on, view.to_on));
        write.audit("revoke_invitation", "invitation", id.0, startup_in(view.scope), before, None).await?;
        Ok(write.commit().await?)
    }
}
