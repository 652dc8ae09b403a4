//! Roles given, ended and taken back.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Membership, Resource, Role, Scope, may};
use domain::ids::{MembershipId, PersonId, StartupId};
use domain::mail::{Message, RoleChange};
use domain::time::oslo_date;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::account::{Account, by_person};
use super::session::end_sessions;
use super::statement;
use super::viewer::{MEMBERSHIP, read_membership, scope_columns};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::outbox::NewMail;
use crate::people::{Founder, Person};
use crate::refusal::Refusal;
use crate::write::Write;

/// A role to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewMembership {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub scope: Scope,
    /// The first day it holds.
    pub from_on: NaiveDate,
    /// The last day; `None` when nobody has set an end.
    pub to_on: Option<NaiveDate>,
}

impl NewMembership {
    /// Asks whether the actor of a write may hand it out, and whether it makes sense.
    pub(super) async fn check(&self, write: &Write) -> Result<(), VerbError> {
        ask(write, self.role, self.scope)?;
        if let Scope::Contract(contract, programme) = self.scope {
            // Nobody pays by a draft.
            let known = crate::contracts::programme_of(&write.transaction, contract).await?;
            if known != Some(programme) {
                return Err(Missing::Contract.into());
            }
        }
        if self.to_on.is_some_and(|to| to < self.from_on) {
            return Err(Refusal::EndsBeforeItBegins.into());
        }
        Ok(())
    }
}

/// Asks the policy about a role within a scope. A programme or startup the actor does not see is not there.
fn ask(write: &Write, role: Role, scope: Scope) -> Result<(), VerbError> {
    let ledger = write.ledger();
    let hidden = match scope {
        Scope::House | Scope::Programme(_) => Missing::Programme,
        Scope::Startup(_) => Missing::Startup,
        Scope::Contract(..) => Missing::Contract,
    };
    write.ask(Action::ManageRoles, &Resource::Membership { ledger: &ledger, role, scope }, hidden)
}

/// The startup that a role in it is about.
pub(super) fn startup_in(scope: Scope) -> Option<StartupId> {
    match scope {
        Scope::Startup(startup) => Some(startup),
        Scope::House | Scope::Programme(_) | Scope::Contract(..) => None,
    }
}

/// What a scope is called, a contract by its programme; `None` for the whole house.
pub(super) fn scope_name(ledger: &domain::ledger::Ledger, scope: Scope) -> Option<String> {
    match scope {
        Scope::House => None,
        Scope::Programme(id) | Scope::Contract(_, id) => ledger.programme(id).map(|programme| programme.name.clone()),
        Scope::Startup(id) => ledger.startup(id).map(|startup| startup.profile.name.clone()),
    }
}

/// The memberships of a person that were not taken back, inside a transaction.
pub(crate) async fn held<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    let sql =
        format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.person_id = $1 AND m.revoked_at IS NULL ORDER BY m.id");
    let rows = connection.query_all_raw(statement(connection, &sql, [person.0.into()])).await?;
    rows.iter().filter_map(|row| read_membership(row, 0).transpose()).collect()
}

/// Every role a person ever had, also those that were taken back.
async fn ever_held<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<Vec<Membership>, StoreError> {
    let sql = format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.person_id = $1 ORDER BY m.id");
    let rows = connection.query_all_raw(statement(connection, &sql, [person.0.into()])).await?;
    rows.iter().filter_map(|row| read_membership(row, 0).transpose()).collect()
}

/// Whether a person who holds `held` has the role in that scope on one of its days already.
pub(super) fn overlaps(held: &[Membership], new: &NewMembership) -> bool {
    held.iter().any(|old| {
        let same = (old.role, old.scope) == (new.role, new.scope);
        same && old.to_on.is_none_or(|to| new.from_on <= to) && new.to_on.is_none_or(|to| old.from_on <= to)
    })
}

/// Writes a membership, makes a mentor somebody startups can be assigned to, and links a founder to the startup.
pub(super) async fn insert(
    write: &mut Write,
    person: &Person,
    new: &NewMembership,
) -> Result<MembershipId, StoreError> {
    let id = MembershipId(write.new_id());
    let mut batch = Batch::default();
    if let (Role::Founder, Scope::Startup(startup)) = (new.role, new.scope) {
        let known = write.people();
        let linked = known.founders.values().any(|link| (link.person, link.startup) == (person.id, startup));
        if !linked {
            // Since when somebody is a founder is another matter than since when they may look: nobody has said so.
            batch.founders.push(Founder { id: write.new_id(), startup, person: person.id, from_on: None, to_on: None });
        }
    }
    write.batch(&batch).await?;
    write.flush().await?;
    if new.role == Role::Mentor && !person.is_mentor {
        let sql = "UPDATE person SET is_mentor = TRUE, ledger = $2 WHERE id = $1";
        write.run(sql, [person.id.0.into(), write.version().into()]).await?;
    }
    let (kind, scope) = scope_columns(new.scope);
    let sql = "INSERT INTO membership (id, person_id, role, scope_kind, scope_id, from_on, to_on, created_at, granted_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        id.0.into(),
        person.id.0.into(),
        new.role.code().into(),
        kind.into(),
        scope.into(),
        new.from_on.into(),
        new.to_on.into(),
        write.at().into(),
        write.actor().label.clone().into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(id)
}

/// What the audit log keeps of a membership: nobody's name.
pub(super) fn told(
    person: Option<PersonId>,
    role: Role,
    scope: Scope,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
) -> serde_json::Value {
    serde_json::json!({ "person": person, "role": role, "scope": scope, "from_on": from_on, "to_on": to_on })
}

fn told_of(membership: &Membership) -> Option<serde_json::Value> {
    let Membership { person, role, scope, from_on, to_on, .. } = membership;
    Some(told(Some(*person), *role, *scope, *from_on, *to_on))
}

/// Refuses to leave the house without an administrator who can sign in, now and for good. `goes` says which administrators' roles
/// would be gone.
pub(super) async fn refuse_last_admin(
    write: &Write,
    goes: impl Fn(PersonId, MembershipId) -> bool,
) -> Result<(), VerbError> {
    let sql = "SELECT m.person_id, m.id FROM membership m JOIN account a ON a.person_id = m.person_id \
               JOIN person p ON p.id = m.person_id WHERE m.role = 'admin' AND m.revoked_at IS NULL AND m.to_on IS NULL \
               AND m.from_on <= $1 AND a.disabled_at IS NULL AND p.erased_at IS NULL";
    let rows = write.transaction.query_all_raw(statement(&write.transaction, sql, [write.today().into()])).await?;
    let (mut stay, mut go) = (0, 0);
    for row in &rows {
        let (person, id) = (row.try_get_by_index::<Uuid>(0)?, row.try_get_by_index::<Uuid>(1)?);
        if goes(PersonId(person), MembershipId(id)) { go += 1 } else { stay += 1 }
    }
    if go > 0 && stay == 0 { Err(Refusal::LastAdmin.into()) } else { Ok(()) }
}

/// Tells somebody that a role of theirs changed.
async fn tell(
    write: &mut Write,
    account: &Account,
    role: Role,
    scope: Scope,
    what: RoleChange,
) -> Result<(), StoreError> {
    let scope_name = scope_name(&write.ledger(), scope);
    let caused_by = write.actor().person;
    let message = Message::RoleChanged { role, scope_name, what };
    let (to, locale) = (account.email.clone(), account.locale);
    write.queue(NewMail { to, locale, message, expires_at: None, caused_by }).await?;
    Ok(())
}

impl Store {
    /// Gives a person who has an account a role. They are told by mail.
    ///
    /// # Errors
    /// [`Missing::Person`], [`Missing::Programme`], [`Missing::Startup`], [`Refusal::RoleHeld`], [`Refusal::EndsBeforeItBegins`],
    /// [`VerbError::Denied`], or the database.
    pub async fn grant(&self, actor: &Actor, person: PersonId, new: NewMembership) -> Result<MembershipId, VerbError> {
        let mut write = self.begin(actor).await?;
        new.check(&write).await?;
        let known = write.people().persons.get(&person).filter(|person| person.erased_at.is_none()).cloned();
        let known = known.ok_or(Missing::Person)?;
        let account = by_person(&write.transaction, person).await?.filter(|account| account.disabled_at.is_none());
        let account = account.ok_or(Missing::Person)?;
        // Who hands out roles in one programme alone learns of nobody who never had one there; those are invited by their address.
        let (ledger, today) = (write.ledger(), write.today());
        let decides = |role, scope| {
            let membership = Resource::Membership { ledger: &ledger, role, scope };
            may(actor, Action::ManageRoles, &membership, today).is_allowed()
        };
        let everybody = may(actor, Action::KeepHouse, &Resource::House(&ledger), today).is_allowed();
        let had = ever_held(&write.transaction, person).await?;
        if !everybody && !had.iter().any(|other| decides(other.role, other.scope)) {
            return Err(Missing::Person.into());
        }
        if overlaps(&held(&write.transaction, person).await?, &new) {
            return Err(Refusal::RoleHeld.into());
        }
        let id = insert(&mut write, &known, &new).await?;
        let NewMembership { role, scope, from_on, to_on } = new;
        let after = Some(told(Some(person), role, scope, from_on, to_on));
        write.audit("grant", "membership", id.0, startup_in(scope), None, after).await?;
        tell(&mut write, &account, role, scope, RoleChange::Given { from_on, to_on }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a role back: it holds no longer from this instant. Whoever holds none after that is signed out everywhere.
    ///
    /// # Errors
    /// [`Missing::Membership`], [`Refusal::LastAdmin`], [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn revoke_membership(&self, actor: &Actor, id: MembershipId, reason: &str) -> Result<(), VerbError> {
        let reason = crate::verbs::optional(Some(reason), "reason", crate::verbs::most::TEXT)?;
        let mut write = self.begin(actor).await?;
        let membership = membership(&write, id).await?;
        if membership.role == Role::Admin {
            refuse_last_admin(&write, |_, other| other == id).await?;
        }
        let sql = "UPDATE membership SET revoked_at = $2, revoked_by = $3, reason = $4 WHERE id = $1";
        let values = [id.0.into(), write.at().into(), actor.label.clone().into(), reason.into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        self.after_end(&mut write, &membership, "revoke", RoleChange::Revoked, None).await?;
        Ok(write.commit().await?)
    }

    /// Sets the last day of a role, or takes it away again. A day that is over takes the role back at once.
    ///
    /// # Errors
    /// [`Missing::Membership`], [`Refusal::EndsBeforeItBegins`], [`Refusal::LastAdmin`], [`VerbError::Denied`], or the database.
    pub async fn end_membership(
        &self,
        actor: &Actor,
        id: MembershipId,
        to_on: Option<NaiveDate>,
    ) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let membership = membership(&write, id).await?;
        if membership.to_on == to_on {
            return Ok(());
        }
        if to_on.is_some_and(|to| to < membership.from_on) {
            return Err(Refusal::EndsBeforeItBegins.into());
        }
        if membership.role == Role::Admin && to_on.is_some() {
            refuse_last_admin(&write, |_, other| other == id).await?;
        }
        let sql = "UPDATE membership SET to_on = $2 WHERE id = $1";
        write.transaction.execute_raw(statement(&write.transaction, sql, [id.0.into(), to_on.into()])).await?;
        let what = match to_on {
            Some(on) => RoleChange::Ends { on },
            None => RoleChange::Given { from_on: membership.from_on, to_on },
        };
        let after = Membership { to_on, ..membership.clone() };
        self.after_end(&mut write, &membership, "end_membership", what, Some(&after)).await?;
        Ok(write.commit().await?)
    }

    /// What follows when a role ended or will: audit, mail, and sessions that have nothing left to be for.
    async fn after_end(
        &self,
        write: &mut Write,
        before: &Membership,
        action: &str,
        what: RoleChange,
        after: Option<&Membership>,
    ) -> Result<(), StoreError> {
        let Membership { person, role, scope, id, .. } = *before;
        let today = oslo_date(write.at());
        let left = held(&write.transaction, person).await?;
        if !left.iter().any(|hat| hat.to_on.is_none_or(|to| today <= to)) {
            end_sessions(&write.transaction, person, None, write.at()).await?;
        }
        let startup = startup_in(scope);
        write.audit(action, "membership", id.0, startup, told_of(before), after.and_then(told_of)).await?;
        if let Some(account) = by_person(&write.transaction, person).await? {
            tell(write, &account, role, scope, what).await?;
        }
        Ok(())
    }
}

/// A membership that was not taken back and that the actor may change.
async fn membership(write: &Write, id: MembershipId) -> Result<Membership, VerbError> {
    let sql = format!("SELECT {MEMBERSHIP} FROM membership m WHERE m.id = $1 AND m.revoked_at IS NULL");
    let row = write.transaction.query_one_raw(statement(&write.transaction, &sql, [id.0.into()])).await?;
    let found = row.map(|row| read_membership(&row, 0)).transpose()?.flatten().ok_or(Missing::Membership)?;
    let ledger = write.ledger();
    let resource = Resource::Membership { ledger: &ledger, role: found.role, scope: found.scope };
    write.ask(Action::ManageRoles, &resource, Missing::Membership)?;
    Ok(found)
}
