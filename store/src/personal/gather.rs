//! Everything held about a person: gathered from every table that holds something.

use domain::access::{Action, Actor, Resource, Role, Scope, may};
use domain::facts::FactKind;
use domain::ids::PersonId;
use domain::ledger::Ledger;
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Value};
use uuid::Uuid;

use super::held::{
    HeldAccount, HeldAnswer, HeldApplication, HeldCalendar, HeldDeed, HeldDocument, HeldDraft, HeldFact,
    HeldInvitation, HeldLink, HeldMail, HeldMembership, HeldObjection, HeldPart, HeldPasskey, HeldPerson, HeldReading,
    HeldSession, HeldSignIn, HeldToken, HeldUpdate, HeldView, PersonalData,
};
use super::{addresses, mail_to, statement};
use crate::audit::PrivateRead;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};

/// A person's rows of one kind.
struct Rows<'a> {
    connection: &'a DatabaseConnection,
    person: PersonId,
}

impl Rows<'_> {
    async fn of<T>(
        &self,
        sql: &str,
        read: impl Fn(&QueryResult) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.by(sql, [self.person.0.into()], read).await
    }

    async fn by<T>(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
        read: impl Fn(&QueryResult) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.connection.query_all_raw(statement(self.connection, sql, values)).await?;
        rows.iter().map(read).collect()
    }
}

impl Store {
    /// Everything held about a person, for themselves or for whoever may see it. That somebody else looked is kept.
    ///
    /// # Errors
    /// [`VerbError::Denied`], [`Missing::Person`], or the database.
    pub async fn personal_data(&self, actor: &Actor, person: PersonId) -> Result<PersonalData, VerbError> {
        let today = self.world().today();
        let decision = may(actor, Action::SeePersonalData, &Resource::Person(person), today);
        VerbError::unless_allowed(decision, Missing::Person)?;
        let ledger = self.ledger().await?;
        let rows = Rows { connection: self.reader(), person };
        let held = rows
            .of("SELECT id, name, email, is_mentor, created_at, erased_at FROM person WHERE id = $1", |row| {
                Ok(HeldPerson {
                    id: PersonId(row.try_get_by_index(0)?),
                    name: row.try_get_by_index(1)?,
                    email: row.try_get_by_index(2)?,
                    is_mentor: row.try_get_by_index(3)?,
                    created_at: row.try_get_by_index(4)?,
                    erased_at: row.try_get_by_index(5)?,
                })
            })
            .await?;
        let held = held.into_iter().next().ok_or(Missing::Person)?;
        // Before anything is handed over: a reading that cannot be kept is not done.
        self.log_read(actor, PrivateRead::Person(person)).await?;
        Ok(PersonalData {
            made_at: self.world().now(),
            person: held,
            account: account(&rows).await?,
            memberships: memberships(&rows, &ledger).await?,
            invitations: invitations(&rows).await?,
            sessions: sessions(&rows).await?,
            sign_ins: sign_ins(&rows).await?,
            passkeys: passkeys(&rows).await?,
            recovery_codes_left: recovery_codes(&rows).await?,
            accounts_elsewhere: links(&rows).await?,
            startups: parts(&rows, &ledger).await?,
            done_by_them: deeds(&rows).await?,
            read_by_others: readings(&rows).await?,
            mail: mail(&rows).await?,
            facts_recorded: facts(&rows).await?,
            applications: applications(self, &rows).await?,
            documents_added: documents(&rows, &ledger).await?,
            day: crate::day::held(rows.connection, &ledger, person, actor.person == Some(person)).await?,
            drafts: crate::day::told(drafts(&rows).await?, actor.person == Some(person)),
            updates: updates(&rows).await?,
            objections: objections(&rows).await?,
            views: views(&rows).await?,
            calendar: calendar(&rows).await?,
            programs: tokens(&rows).await?,
            judging: crate::evaluation::held(rows.connection, person).await?,
        })
    }
}

fn label(person: PersonId) -> String {
    Actor::person(person, Role::Founder, Scope::House).label
}

async fn account(rows: &Rows<'_>) -> Result<Option<HeldAccount>, StoreError> {
    let sql = "SELECT email, locale, created_at, disabled_at FROM account WHERE person_id = $1";
    let read = |row: &QueryResult| {
        Ok(HeldAccount {
            email: row.try_get_by_index(0)?,
            locale: row.try_get_by_index(1)?,
            created_at: row.try_get_by_index(2)?,
            disabled_at: row.try_get_by_index(3)?,
        })
    };
    Ok(rows.of(sql, read).await?.into_iter().next())
}

async fn memberships(rows: &Rows<'_>, ledger: &Ledger) -> Result<Vec<HeldMembership>, StoreError> {
    let sql = "SELECT role, scope_kind, scope_id, from_on, to_on, created_at, revoked_at, reason FROM membership \
               WHERE person_id = $1 ORDER BY from_on, id";
    let read = |row: &QueryResult| {
        let id: Option<Uuid> = row.try_get_by_index(2)?;
        let programme = || ledger.programme(id?.into()).map(|programme| programme.name.clone());
        let startup = || ledger.startup(id?.into()).map(|startup| startup.profile.name.clone());
        Ok(HeldMembership {
            role: row.try_get_by_index(0)?,
            scope: row.try_get_by_index(1)?,
            scope_name: programme().or_else(startup),
            from_on: row.try_get_by_index(3)?,
            to_on: row.try_get_by_index(4)?,
            granted_at: row.try_get_by_index(5)?,
            revoked_at: row.try_get_by_index(6)?,
            reason: row.try_get_by_index(7)?,
        })
    };
    rows.of(sql, read).await
}

async fn invitations(rows: &Rows<'_>) -> Result<Vec<HeldInvitation>, StoreError> {
    let mut found = Vec::new();
    let columns = "id, email, name, role, created_at, expires_at, accepted_at, revoked_at";
    let read = |row: &QueryResult| {
        let id: Uuid = row.try_get_by_index(0)?;
        Ok((
            id,
            HeldInvitation {
                email: row.try_get_by_index(1)?,
                name: row.try_get_by_index(2)?,
                role: row.try_get_by_index(3)?,
                created_at: row.try_get_by_index(4)?,
                expires_at: row.try_get_by_index(5)?,
                accepted_at: row.try_get_by_index(6)?,
                revoked_at: row.try_get_by_index(7)?,
            },
        ))
    };
    found.extend(rows.of(&format!("SELECT {columns} FROM invitation WHERE accepted_by = $1"), read).await?);
    for address in addresses(rows.connection, rows.person).await? {
        let sql = format!("SELECT {columns} FROM invitation WHERE email_key = $1");
        found.extend(rows.by(&sql, [address.into()], read).await?);
    }
    found.sort_by_key(|(id, _)| *id);
    found.dedup_by_key(|(id, _)| *id);
    Ok(found.into_iter().map(|(_, invitation)| invitation).collect())
}

async fn sessions(rows: &Rows<'_>) -> Result<Vec<HeldSession>, StoreError> {
    let sql = "SELECT address, device, strength, began_at, last_seen_at, expires_at, ended_at FROM session \
               WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldSession {
            address: row.try_get_by_index(0)?,
            device: row.try_get_by_index(1)?,
            strength: row.try_get_by_index(2)?,
            began_at: row.try_get_by_index(3)?,
            last_seen_at: row.try_get_by_index(4)?,
            expires_at: row.try_get_by_index(5)?,
            ended_at: row.try_get_by_index(6)?,
        })
    };
    rows.of(sql, read).await
}

async fn sign_ins(rows: &Rows<'_>) -> Result<Vec<HeldSignIn>, StoreError> {
    let sql = "SELECT purpose, created_at, used_at FROM sign_in WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldSignIn {
            purpose: row.try_get_by_index(0)?,
            created_at: row.try_get_by_index(1)?,
            used_at: row.try_get_by_index(2)?,
        })
    };
    rows.of(sql, read).await
}

async fn passkeys(rows: &Rows<'_>) -> Result<Vec<HeldPasskey>, StoreError> {
    let sql = "SELECT name, created_at, last_used_at FROM passkey WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldPasskey {
            name: row.try_get_by_index(0)?,
            created_at: row.try_get_by_index(1)?,
            last_used_at: row.try_get_by_index(2)?,
        })
    };
    rows.of(sql, read).await
}

async fn recovery_codes(rows: &Rows<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT id FROM recovery_code WHERE person_id = $1 AND used_at IS NULL";
    Ok(rows.of(sql, |_| Ok(())).await?.len())
}

async fn links(rows: &Rows<'_>) -> Result<Vec<HeldLink>, StoreError> {
    let sql = "SELECT issuer, subject, created_at FROM oidc_link WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldLink {
            issuer: row.try_get_by_index(0)?,
            subject: row.try_get_by_index(1)?,
            created_at: row.try_get_by_index(2)?,
        })
    };
    rows.of(sql, read).await
}

async fn parts(rows: &Rows<'_>, ledger: &Ledger) -> Result<Vec<HeldPart>, StoreError> {
    let sql = "SELECT startup_id, from_on, to_on FROM founder WHERE person_id = $1 ORDER BY id";
    let name = |id: Uuid| ledger.startup(id.into()).map(|startup| startup.profile.name.clone());
    let read = |row: &QueryResult| {
        let startup: Uuid = row.try_get_by_index(0)?;
        let (from_on, to_on) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
        Ok(HeldPart { startup, name: name(startup), part: "founder", from_on, to_on })
    };
    let mut found = rows.of(sql, read).await?;
    let sql = "SELECT startup_id, valid_on FROM mentor_assignment WHERE mentor_id = $1 ORDER BY valid_on, id";
    let read = |row: &QueryResult| {
        let startup: Uuid = row.try_get_by_index(0)?;
        Ok(HeldPart { startup, name: name(startup), part: "mentor", from_on: row.try_get_by_index(1)?, to_on: None })
    };
    found.extend(rows.of(sql, read).await?);
    Ok(found)
}

async fn deeds(rows: &Rows<'_>) -> Result<Vec<HeldDeed>, StoreError> {
    let columns = "id, at, role, action, subject_kind, subject_id, request_id";
    let sql = format!(
        "SELECT {columns} FROM audit WHERE actor = $1 UNION ALL SELECT {columns} FROM private_read WHERE actor = $1 ORDER BY 1"
    );
    let read = |row: &QueryResult| {
        Ok(HeldDeed {
            at: row.try_get_by_index(1)?,
            role: row.try_get_by_index(2)?,
            action: row.try_get_by_index(3)?,
            subject_kind: row.try_get_by_index(4)?,
            subject: row.try_get_by_index(5)?,
            request_id: row.try_get_by_index(6)?,
        })
    };
    rows.by(&sql, [label(rows.person).into()], read).await
}

async fn readings(rows: &Rows<'_>) -> Result<Vec<HeldReading>, StoreError> {
    let sql = "SELECT at, role, action FROM private_read WHERE subject_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldReading {
            at: row.try_get_by_index(0)?,
            role: row.try_get_by_index(1)?,
            action: row.try_get_by_index(2)?,
        })
    };
    rows.of(sql, read).await
}

async fn mail(rows: &Rows<'_>) -> Result<Vec<HeldMail>, StoreError> {
    let mut found = Vec::new();
    let known = addresses(rows.connection, rows.person).await?;
    for id in mail_to(rows.connection, &known).await? {
        let sql = "SELECT kind, recipient, state, created_at, settled_at FROM outbox WHERE id = $1";
        let read = |row: &QueryResult| {
            Ok(HeldMail {
                kind: row.try_get_by_index(0)?,
                to: row.try_get_by_index(1)?,
                state: row.try_get_by_index(2)?,
                created_at: row.try_get_by_index(3)?,
                settled_at: row.try_get_by_index(4)?,
            })
        };
        found.extend(rows.by(sql, [id.into()], read).await?);
    }
    found.sort_by_key(|mail| mail.created_at);
    Ok(found)
}

async fn facts(rows: &Rows<'_>) -> Result<Vec<HeldFact>, StoreError> {
    let mut found = Vec::new();
    for kind in FactKind::ALL {
        let sql = format!(
            "SELECT id, startup_id, valid_on, recorded_at FROM {} WHERE recorded_by = $1 ORDER BY recorded_at, id",
            kind.code()
        );
        let read = |row: &QueryResult| {
            Ok(HeldFact {
                id: row.try_get_by_index(0)?,
                kind: kind.code(),
                startup: row.try_get_by_index(1)?,
                valid_on: row.try_get_by_index(2)?,
                recorded_at: row.try_get_by_index(3)?,
            })
        };
        found.extend(rows.by(&sql, [label(rows.person).into()], read).await?);
    }
    Ok(found)
}

async fn applications(store: &Store, rows: &Rows<'_>) -> Result<Vec<HeldApplication>, StoreError> {
    let known = addresses(rows.connection, rows.person).await?;
    let held = crate::intake::held_by_address(store, rows.person, &known).await?;
    let told = held.into_iter().map(|(call, application, answers)| HeldApplication {
        call,
        name: application.applicant_name,
        email: application.applicant_email,
        startup_name: application.startup_name,
        status: application.status.code(),
        started_at: application.started_at,
        submitted_at: application.submitted_at,
        notice_version: application.notice_version,
        answers: answers.into_iter().map(|(question, answer)| HeldAnswer { question, answer }).collect(),
    });
    Ok(told.collect())
}

async fn documents(rows: &Rows<'_>, ledger: &Ledger) -> Result<Vec<HeldDocument>, StoreError> {
    let sql = "SELECT name, startup_id, size, added_at, removed_at FROM document \
               WHERE added_by = $1 AND startup_id IS NOT NULL ORDER BY id";
    let read = |row: &QueryResult| {
        let startup: Uuid = row.try_get_by_index(1)?;
        Ok(HeldDocument {
            name: row.try_get_by_index(0)?,
            startup,
            startup_name: ledger.startup(startup.into()).map(|startup| startup.profile.name.clone()),
            size: row.try_get_by_index(2)?,
            added_at: row.try_get_by_index(3)?,
            removed_at: row.try_get_by_index(4)?,
        })
    };
    rows.by(sql, [label(rows.person).into()], read).await
}

async fn drafts(rows: &Rows<'_>) -> Result<Vec<HeldDraft>, StoreError> {
    let sql = "SELECT form, \"values\", expires_at FROM draft WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldDraft {
            form: row.try_get_by_index(0)?,
            values: row.try_get_by_index(1)?,
            expires_at: row.try_get_by_index(2)?,
        })
    };
    rows.of(sql, read).await
}

async fn updates(rows: &Rows<'_>) -> Result<Vec<HeldUpdate>, StoreError> {
    let sql = "SELECT q.startup_id, q.asked_at, q.state, (CASE WHEN q.answered_by = $1 THEN 1 ELSE 0 END), \
               (CASE WHEN q.answered_by = $1 THEN q.words END), d.\"values\" FROM update_request q \
               LEFT JOIN update_draft d ON d.request_id = q.id AND d.person_id = $1 WHERE q.answered_by = $1 \
               OR d.person_id = $1 OR q.id IN (SELECT l.request_id FROM update_link l WHERE l.person_id = $1) ORDER BY q.id";
    let read = |row: &QueryResult| {
        Ok(HeldUpdate {
            startup: row.try_get_by_index(0)?,
            asked_at: row.try_get_by_index(1)?,
            state: row.try_get_by_index(2)?,
            answered: row.try_get_by_index::<i32>(3)? == 1,
            words: row.try_get_by_index(4)?,
            unsent: row.try_get_by_index(5)?,
        })
    };
    rows.of(sql, read).await
}

async fn objections(rows: &Rows<'_>) -> Result<Vec<HeldObjection>, StoreError> {
    let sql = "SELECT startup_id, raised_at, (CASE WHEN raised_by = $1 THEN sentence ELSE answer_text END), \
               (CASE WHEN raised_by = $1 THEN 1 ELSE 0 END) FROM objection WHERE raised_by = $1 OR answered_by = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldObjection {
            startup: row.try_get_by_index(0)?,
            raised_at: row.try_get_by_index(1)?,
            text: row.try_get_by_index(2)?,
            raised: row.try_get_by_index::<i32>(3)? == 1,
        })
    };
    rows.by(sql, [label(rows.person).into()], read).await
}

async fn views(rows: &Rows<'_>) -> Result<Vec<HeldView>, StoreError> {
    let sql = "SELECT name, query, programme_id, created_at FROM saved_view WHERE person_id = $1 ORDER BY id";
    let read = |row: &QueryResult| {
        Ok(HeldView {
            name: row.try_get_by_index(0)?,
            query: row.try_get_by_index(1)?,
            shared: row.try_get_by_index::<Option<Uuid>>(2)?.is_some(),
            created_at: row.try_get_by_index(3)?,
        })
    };
    rows.of(sql, read).await
}

async fn calendar(rows: &Rows<'_>) -> Result<Option<HeldCalendar>, StoreError> {
    let sql = "SELECT created_at, last_read_at FROM calendar_feed WHERE person_id = $1";
    let read = |row: &QueryResult| {
        Ok(HeldCalendar { created_at: row.try_get_by_index(0)?, last_read_at: row.try_get_by_index(1)? })
    };
    Ok(rows.of(sql, read).await?.into_iter().next())
}

async fn tokens(rows: &Rows<'_>) -> Result<Vec<HeldToken>, StoreError> {
    let sql = "SELECT t.name, m.role, t.created_at, t.expires_at, t.last_used_at, t.revoked_at FROM api_token t \
               JOIN membership m ON m.id = t.membership_id WHERE t.person_id = $1 ORDER BY t.created_at, t.id";
    let read = |row: &QueryResult| {
        Ok(HeldToken {
            name: row.try_get_by_index(0)?,
            role: row.try_get_by_index(1)?,
            created_at: row.try_get_by_index(2)?,
            expires_at: row.try_get_by_index(3)?,
            last_used_at: row.try_get_by_index(4)?,
            revoked_at: row.try_get_by_index(5)?,
        })
    };
    rows.of(sql, read).await
}
