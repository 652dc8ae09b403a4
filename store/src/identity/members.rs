//! Who holds which role, as those see it who hand roles out.

use std::collections::BTreeMap;

use domain::access::{Action, Actor, Membership, Resource, Role, Scope, may};
use domain::ids::PersonId;
use domain::time::Instant;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::viewer::{MEMBERSHIP, read_membership};
use super::{InvitationView, statement};
use crate::connect::Store;
use crate::error::StoreError;

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// The roles they hold or will hold, as far as the actor hands such roles out.
    pub roles: Vec<Membership>,
    /// When they were last here, to the minute.
    pub last_seen_at: Option<Instant>,
    /// When the account was closed.
    pub disabled_at: Option<Instant>,
}

/// The people of a house or a programme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Members {
    /// Those who can sign in, by name.
    pub people: Vec<Member>,
    /// Those who are invited, newest first.
    pub invitations: Vec<InvitationView>,
}

impl Store {
    /// The people whose roles the actor hands out, with open invitations: for an administrator everybody, for a manager those of the
    /// programmes they run, for anybody else nobody.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn members(&self, actor: &Actor) -> Result<Members, StoreError> {
        let ledger = self.ledger().await?;
        let today = self.world().today();
        let sees = |role: Role, scope: Scope| {
            may(actor, Action::ManageRoles, &Resource::Membership { ledger: &ledger, role, scope }, today).is_allowed()
        };
        if !may(actor, Action::SeePeople, &Resource::House(&ledger), today).is_allowed() {
            return Ok(Members::default());
        }
        let everybody = may(actor, Action::KeepHouse, &Resource::House(&ledger), today).is_allowed();
        let sql = format!(
            "SELECT a.person_id, p.name, a.email, a.disabled_at, \
             (SELECT max(s.last_seen_at) FROM session s WHERE s.person_id = a.person_id), {MEMBERSHIP} \
             FROM account a JOIN person p ON p.id = a.person_id AND p.erased_at IS NULL \
             LEFT JOIN membership m ON m.person_id = a.person_id AND m.revoked_at IS NULL \
             AND (m.to_on IS NULL OR m.to_on >= $1) ORDER BY p.search_key, a.person_id, m.role, m.id"
        );
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [today.into()])).await?;
        let mut people: Vec<Member> = Vec::new();
        for row in &rows {
            let person = PersonId(row.try_get_by_index::<Uuid>(0)?);
            if people.last().is_none_or(|last| last.person != person) {
                people.push(Member {
                    person,
                    name: row.try_get_by_index(1)?,
                    email: row.try_get_by_index(2)?,
                    roles: Vec::new(),
                    last_seen_at: row.try_get_by_index(4)?,
                    disabled_at: row.try_get_by_index(3)?,
                });
            }
            let role = read_membership(row, 5)?.filter(|role| sees(role.role, role.scope));
            if let Some(last) = people.last_mut() {
                last.roles.extend(role);
            }
        }
        people.retain(|member| everybody || !member.roles.is_empty());
        let mut invitations = self.open_invitations().await?;
        invitations.retain(|invitation| sees(invitation.role, invitation.scope));
        Ok(Members { people, invitations })
    }

    /// Every role that holds today, by person, for the question who can see a startup.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn memberships(&self) -> Result<BTreeMap<PersonId, Vec<Membership>>, StoreError> {
        let today = self.world().today();
        let sql = format!(
            "SELECT {MEMBERSHIP} FROM membership m JOIN account a ON a.person_id = m.person_id AND a.disabled_at IS NULL \
             WHERE m.revoked_at IS NULL AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on >= $1) ORDER BY m.id"
        );
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [today.into()])).await?;
        let mut all: BTreeMap<PersonId, Vec<Membership>> = BTreeMap::new();
        for row in &rows {
            if let Some(membership) = read_membership(row, 0)? {
                all.entry(membership.person).or_default().push(membership);
            }
        }
        Ok(all)
    }
}
