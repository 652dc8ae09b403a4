//! Erasing a person: what goes, what stays and why, and doing it.

use domain::access::{Action, Actor, Resource, may};
use domain::facts::FactKind;
use domain::ids::PersonId;
use domain::words::fold;
use sea_orm::{ConnectionTrait, Value};
use serde::Serialize;

use super::{addresses, mail_to, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::people::Person;
use crate::refusal::Refusal;
use crate::write::Write;

/// What goes with a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goes {
    /// The name and the address.
    NameAndAddress,
    /// The account.
    Account,
    /// Where they are or were signed in, and attempts to.
    Sessions,
    /// Passkeys, recovery codes, accounts elsewhere and tokens of programs.
    Keys,
    /// Roles they hold: taken back. That a role was held stays, without the person's name.
    Roles,
    /// Name and address in invitations.
    Invitations,
    /// Their address in messages; what was not sent yet is not sent.
    Mail,
    /// Refused forms of theirs, and what they typed into an update and did not send.
    Drafts,
    /// What they told in applications. That one was sent in, and what became of it, stays without their name.
    Applications,
    /// Views of the pipeline that nobody else sees, and the address of their calendar. A view that a programme shares stays, as the
    /// programme's.
    Views,
    /// Private notes they wrote.
    PrivateNotes,
    /// Tasks of theirs about no startup, and meetings they planned.
    Plans,
    /// Links by which they could answer for their startup.
    UpdateLinks,
    /// What they wrote in their own words in an update.
    UpdateWords,
    /// What they wrote beside scores of applications, and conflicts of interest they declared.
    Judging,
}

/// What stays when a person goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stays {
    /// That startups have or had a founder, without a name.
    FounderLinks,
    /// That startups were followed up by somebody, without a name.
    Assignments,
    /// Facts they recorded about startups: figures rest on them.
    Facts,
    /// Documents they added, by nobody one can name.
    Documents,
    /// Shared notes they wrote, and milestones and tasks of startups that were theirs, without a name.
    SharedNotes,
    /// Entries of the audit log, which name nobody.
    Audit,
    /// Objections they raised or answered: they stay on the record of the startup, by nobody one can name.
    Objections,
}

/// What erasing a person would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The person.
    pub person: Person,
    /// What goes, and how many of each.
    pub goes: Vec<(Goes, usize)>,
    /// What stays, and how many of each.
    pub stays: Vec<(Stays, usize)>,
    /// Whether they are the last administrator, who cannot be erased.
    pub last_admin: bool,
}

/// How many rows a query finds.
async fn count<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<usize, StoreError> {
    let row = connection.query_one_raw(statement(connection, sql, values)).await?;
    let many: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(usize::try_from(many).unwrap_or_default())
}

/// Whether the house would be left without an administrator who can sign in, now and for good.
async fn is_last_admin<C: ConnectionTrait>(
    connection: &C,
    person: PersonId,
    today: chrono::NaiveDate,
) -> Result<bool, StoreError> {
    let admins = "SELECT count(*) FROM membership m JOIN account a ON a.person_id = m.person_id AND a.disabled_at IS NULL \
                  WHERE m.role = 'admin' AND m.revoked_at IS NULL AND m.from_on <= $1 AND (m.to_on IS NULL OR m.to_on >= $1)";
    let own = count(connection, &format!("{admins} AND m.person_id = $2"), [today.into(), person.0.into()]).await?;
    let others = format!("{admins} AND m.person_id <> $2 AND m.to_on IS NULL");
    Ok(own > 0 && count(connection, &others, [today.into(), person.0.into()]).await? == 0)
}

impl Store {
    /// What erasing a person would take away, and what would stay.
    ///
    /// # Errors
    /// [`VerbError::Denied`]; [`Missing::Person`] also for somebody who is erased already; or the database.
    pub async fn erase_preview(&self, actor: &Actor, person: PersonId) -> Result<Erasure, VerbError> {
        let today = self.world().today();
        VerbError::unless_allowed(may(actor, Action::ErasePerson, &Resource::Person(person), today), Missing::Person)?;
        let people = self.people().await?;
        let known = people.persons.get(&person).filter(|known| known.erased_at.is_none()).ok_or(Missing::Person)?;
        let connection = self.reader();
        let of = async |sql: &str| count(connection, sql, [person.0.into()]).await;
        let keys = of("SELECT count(*) FROM passkey WHERE person_id = $1").await?
            + of("SELECT count(*) FROM recovery_code WHERE person_id = $1").await?
            + of("SELECT count(*) FROM oidc_link WHERE person_id = $1").await?
            + of("SELECT count(*) FROM api_token WHERE person_id = $1").await?;
        let sessions = of("SELECT count(*) FROM session WHERE person_id = $1").await?
            + of("SELECT count(*) FROM sign_in WHERE person_id = $1").await?;
        let addresses = addresses(connection, person).await?;
        let mut invitations = of("SELECT count(*) FROM invitation WHERE accepted_by = $1").await?;
        for address in &addresses {
            let sql =
                "SELECT count(*) FROM invitation WHERE email_key = $1 AND (accepted_by IS NULL OR accepted_by <> $2)";
            invitations += count(connection, sql, [address.clone().into(), person.0.into()]).await?;
        }
        let (private_notes, plans, shared_notes) = crate::day::counted(connection, person).await?;
        let goes = vec![
            (Goes::NameAndAddress, 1),
            (Goes::Account, of("SELECT count(*) FROM account WHERE person_id = $1").await?),
            (Goes::Sessions, sessions),
            (Goes::Keys, keys),
            (Goes::Roles, of("SELECT count(*) FROM membership WHERE person_id = $1 AND revoked_at IS NULL").await?),
            (Goes::Invitations, invitations),
            (Goes::Mail, mail_to(connection, &addresses).await?.len()),
            (
                Goes::Drafts,
                of("SELECT count(*) FROM draft WHERE person_id = $1").await?
                    + of("SELECT count(*) FROM update_draft WHERE person_id = $1").await?,
            ),
            (
                Goes::Views,
                of("SELECT count(*) FROM saved_view WHERE person_id = $1 AND programme_id IS NULL").await?
                    + of("SELECT count(*) FROM calendar_feed WHERE person_id = $1").await?,
            ),
            (Goes::PrivateNotes, private_notes),
            (Goes::Judging, crate::evaluation::counted(connection, person).await?),
            (Goes::Plans, plans),
            (Goes::Applications, crate::intake::how_many_by_address(connection, person, &addresses).await?),
            (Goes::UpdateLinks, of("SELECT count(*) FROM update_link WHERE person_id = $1").await?),
            (
                Goes::UpdateWords,
                of("SELECT count(*) FROM update_request WHERE answered_by = $1 AND words IS NOT NULL").await?,
            ),
        ];
        let label = Actor::person(person, actor.role, actor.scope).label;
        let mut facts = 0;
        for kind in FactKind::ALL {
            let sql = format!("SELECT count(*) FROM {} WHERE recorded_by = $1", kind.code());
            facts += count(connection, &sql, [label.clone().into()]).await?;
        }
        let stays = vec![
            (Stays::FounderLinks, people.founders.values().filter(|link| link.person == person).count()),
            (Stays::SharedNotes, shared_notes),
            (Stays::Assignments, of("SELECT count(*) FROM mentor_assignment WHERE mentor_id = $1").await?),
            (Stays::Facts, facts),
            (
                Stays::Documents,
                count(connection, "SELECT count(*) FROM document WHERE added_by = $1", [label.clone().into()]).await?,
            ),
            (
                Stays::Audit,
                count(connection, "SELECT count(*) FROM audit WHERE actor = $1", [label.clone().into()]).await?,
            ),
            (
                Stays::Objections,
                count(
                    connection,
                    "SELECT count(*) FROM objection WHERE raised_by = $1 OR answered_by = $1",
                    [label.into()],
                )
                .await?,
            ),
        ];
        let last_admin = is_last_admin(connection, person, today).await?;
        Ok(Erasure { person: known.clone(), goes, stays, last_admin })
    }

    /// Erases a person: name, addresses, account, sessions, keys, roles, drafts. What they did stays done, by nobody one can name. There is
    /// no way back, so their name must be typed.
    ///
    /// # Errors
    /// [`VerbError::Denied`]; [`Missing::Person`]; [`Refusal::OtherName`] when what was typed is not the name;
    /// [`Refusal::LastAdmin`]; or the database. Nothing was erased then.
    pub async fn erase_person(&self, actor: &Actor, person: PersonId, typed: &str) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::ErasePerson, &Resource::Person(person), Missing::Person)?;
        let people = write.people();
        let known = people.persons.get(&person).filter(|known| known.erased_at.is_none()).ok_or(Missing::Person)?;
        if fold(typed) != fold(&known.name) {
            return Err(Refusal::OtherName.into());
        }
        if is_last_admin(&write.transaction, person, write.today()).await? {
            return Err(Refusal::LastAdmin.into());
        }
        drop(people);
        erase_in(&mut write, person, "asked").await?;
        Ok(write.commit().await?)
    }
}

/// Erases a person inside a write. `why` is `asked` or `retention`.
pub(crate) async fn erase_in(write: &mut Write, person: PersonId, why: &str) -> Result<(), StoreError> {
    let (at, version) = (write.at(), write.version());
    let id = || Value::from(person.0);
    let addresses = addresses(&write.transaction, person).await?;
    for mail in mail_to(&write.transaction, &addresses).await? {
        // A worker that is sending this very moment finds its lease gone and notes nothing.
        let sql = "UPDATE outbox SET recipient = '', payload = NULL, answer = NULL, lease_owner = NULL, lease_until = NULL, \
                   state = CASE WHEN settled_at IS NULL THEN 'expired' ELSE state END, \
                   settled_at = CASE WHEN settled_at IS NULL THEN $2 ELSE settled_at END WHERE id = $1";
        write.run(sql, [mail.into(), at.into()]).await?;
    }
    crate::intake::forget_by_address(write, person, &addresses).await?;
    let invitation = "UPDATE invitation SET email = '', email_key = '', name = NULL, \
                      revoked_at = CASE WHEN accepted_at IS NULL AND revoked_at IS NULL THEN $2 ELSE revoked_at END";
    write.run(&format!("{invitation} WHERE accepted_by = $1"), [id(), at.into()]).await?;
    for address in addresses {
        write.run(&format!("{invitation} WHERE email_key = $1"), [address.into(), at.into()]).await?;
    }
    for table in
        ["api_token", "passkey", "recovery_code", "oidc_link", "ceremony", "session", "sign_in", "draft", "account"]
    {
        write.run(&format!("DELETE FROM {table} WHERE person_id = $1"), [id()]).await?;
    }
    for table in ["update_link", "update_draft"] {
        write.run(&format!("DELETE FROM {table} WHERE person_id = $1"), [id()]).await?;
    }
    // That the startup answered stays, and its facts; who it was and what they wrote besides goes.
    write.run("UPDATE update_request SET words = NULL, answered_by = NULL WHERE answered_by = $1", [id()]).await?;
    for sql in [
        "DELETE FROM calendar_feed WHERE person_id = $1",
        "DELETE FROM default_view WHERE person_id = $1",
        "DELETE FROM saved_view WHERE person_id = $1 AND programme_id IS NULL",
        "UPDATE saved_view SET person_id = NULL WHERE person_id = $1",
    ] {
        write.run(sql, [id()]).await?;
    }
    crate::day::erase(write, person).await?;
    crate::evaluation::erase(write, person).await?;
    let revoke = "UPDATE membership SET revoked_at = $2, revoked_by = $3 WHERE person_id = $1 AND revoked_at IS NULL";
    let roles = write.run(revoke, [id(), at.into(), write.actor().label.clone().into()]).await?;
    // Reasons are free text and may speak of the person.
    write.run("UPDATE membership SET reason = NULL WHERE person_id = $1", [id()]).await?;
    let blank = "UPDATE person SET name = '', search_key = '', email = NULL, erased_at = $2, ledger = $3 WHERE id = $1";
    write.run(blank, [id(), at.into(), version.into()]).await?;
    let after = serde_json::json!({ "why": why, "roles": roles });
    write.audit("erase_person", "person", person.0, None, None, Some(after)).await
}
