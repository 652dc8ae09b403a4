//! The link that a mentor gets by mail once a planned meeting is over: it opens the form for that one meeting, and nothing else.

use chrono::TimeDelta;
use domain::access::{Action, Actor, may};
use domain::day::Planned;
use domain::facts::MeetingKind;
use domain::ids::{FactId, PersonId, PlannedMeetingId, StartupId};
use domain::mail::Message;
use domain::time::{Instant, oslo_date};
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::log::{Logged, NewMeeting, logged};
use super::{rows, run, unreadable};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::identity::{by_person, held, random_token, token_digest};
use crate::outbox::NewMail;

/// How many days a link holds.
pub const ASKED_FOR: u32 = 14;
/// A meeting that ended longer ago is not asked about: a server that was away for weeks should not write to everybody.
const TOO_LATE: TimeDelta = TimeDelta::days(3);
/// Most meetings asked about in one write.
const AT_ONCE: u64 = 100;

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLink {
    /// The meeting that was planned.
    pub planned: Planned,
    /// What the startup is called.
    pub startup_name: String,
    /// As whom the meeting is logged: its mentor, in the hat that lets them.
    pub actor: Actor,
    /// The language the mentor is written to in.
    pub locale: Locale,
    /// Until when the link holds.
    pub until: Instant,
}

fn hash(token: &str) -> String {
    token_digest("log meeting", &[token])
}

const COLUMNS: &str = "id, startup_id, mentor_id, starts_at, minutes, kind";

fn read(row: &QueryResult) -> Result<Planned, StoreError> {
    let kind: String = row.try_get_by_index(5)?;
    Ok(Planned {
        id: PlannedMeetingId(row.try_get_by_index(0)?),
        startup: StartupId(row.try_get_by_index(1)?),
        mentor: PersonId(row.try_get_by_index(2)?),
        starts_at: row.try_get_by_index(3)?,
        minutes: u32::try_from(row.try_get_by_index::<i32>(4)?).unwrap_or_default(),
        kind: MeetingKind::from_code(&kind).ok_or_else(|| unreadable("planned_meeting", kind))?,
        meeting: None,
        link_until: None,
    })
}

impl Store {
    /// What a link from a mail opens; `None` when it was used, taken back or has run out, or when its mentor may no longer log a meeting
    /// with that startup. Looking uses nothing up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look_at_log_link(&self, token: &str) -> Result<Option<LogLink>, StoreError> {
        self.log_link(self.reader(), token).await
    }

    async fn log_link<C: ConnectionTrait>(&self, connection: &C, token: &str) -> Result<Option<LogLink>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS}, link_until FROM planned_meeting \
             WHERE link_hash = $1 AND link_until > $2 AND meeting_id IS NULL AND cancelled_at IS NULL"
        );
        let now = self.world().now();
        let found = rows(connection, &sql, [hash(token).into(), now.into()], |row| {
            Ok((read(row)?, row.try_get_by_index::<Instant>(6)?))
        });
        let Some((planned, until)) = found.await?.into_iter().next() else { return Ok(None) };
        let ledger = self.ledger().await?;
        let Ok((startup, resource)) = super::about(&ledger, planned.startup) else { return Ok(None) };
        let account = by_person(connection, planned.mentor).await?.filter(|account| account.disabled_at.is_none());
        let Some(account) = account else { return Ok(None) };
        let today = oslo_date(now);
        let worn = held(connection, planned.mentor).await?.into_iter().filter(|hat| hat.holds_on(today));
        let mut hats = worn.map(|hat| Actor::wearing(&hat));
        let Some(actor) = hats.find(|actor| may(actor, Action::LogMeeting, &resource, today).is_allowed()) else {
            return Ok(None);
        };
        let startup_name = startup.profile.name.clone();
        Ok(Some(LogLink { planned, startup_name, actor, locale: account.locale, until }))
    }

    /// Logs the meeting that a link is for, as its mentor. The link is used up. What the form says of startup and plan counts for nothing:
    /// the link decides.
    ///
    /// # Errors
    /// [`Missing::PlannedMeeting`] when the link holds no longer; otherwise as [`Store::log_meeting`].
    pub async fn log_meeting_by_link(
        &self,
        token: &str,
        new: &NewMeeting,
        request_id: Option<&str>,
    ) -> Result<Logged, VerbError> {
        let Some(link) = self.look_at_log_link(token).await? else { return self.logged_by_link(new).await };
        let mut actor = link.actor.clone();
        actor.request_id = request_id.map(str::to_owned);
        let mut write = self.begin(&actor).await?;
        // Once more under the lock: the link may have been used, or the role taken back, meanwhile.
        let link = self.log_link(&write.transaction, token).await?.filter(|now| now.actor == link.actor);
        let link = link.ok_or(Missing::PlannedMeeting)?;
        let new = NewMeeting { startup: link.planned.startup, planned: Some(link.planned.id), ..new.clone() };
        let logged = logged(&mut write, &new).await?;
        if !logged.again {
            write.commit().await?;
        }
        Ok(logged)
    }

    /// What a form of a link that was used up became: a form sent twice is told the same twice.
    async fn logged_by_link(&self, new: &NewMeeting) -> Result<Logged, VerbError> {
        let sql = "SELECT f.meeting_id, p.startup_id FROM logged_form f JOIN planned_meeting p ON p.meeting_id = f.meeting_id \
                   WHERE f.id = $1";
        let found = rows(self.reader(), sql, [new.form.into()], |row| {
            Ok(Logged {
                meeting: FactId(row.try_get_by_index(0)?),
                startup: StartupId(row.try_get_by_index(1)?),
                again: true,
            })
        });
        Ok(found.await?.into_iter().next().ok_or(Missing::PlannedMeeting)?)
    }

    /// Asks the mentors of planned meetings that are over by now to log them, each by a mail with a link of its own, each once however many
    /// servers ask. Says how many were asked.
    ///
    /// # Errors
    /// When the database does not answer; nobody was asked then.
    pub async fn ask_to_log_meetings(&self) -> Result<u64, StoreError> {
        let now = self.world().now();
        // Without an account there is nobody to log as; the meeting stays on their day all the same.
        let open = "asked_at IS NULL AND EXISTS (SELECT 1 FROM account a WHERE a.person_id = mentor_id AND a.disabled_at IS NULL) AND meeting_id IS NULL AND cancelled_at IS NULL AND starts_at <= $1 AND starts_at > $2";
        let waiting = format!("SELECT {COLUMNS} FROM planned_meeting WHERE {open} ORDER BY starts_at LIMIT {AT_ONCE}");
        let since = now - TOO_LATE;
        let over = |plan: &Planned| plan.ends_at() <= now;
        // Looked at before the lock is taken: most of the time there is nothing to do.
        let seen = rows(self.reader(), &waiting, [now.into(), since.into()], read).await?;
        if !seen.iter().any(over) {
            return Ok(0);
        }
        let mut write = self.begin(&Actor::system()).await?;
        let found = rows(&write.transaction, &waiting, [now.into(), since.into()], read).await?;
        let (ledger, people) = (write.ledger(), write.people());
        let mut asked = 0;
        for plan in found.into_iter().filter(over) {
            let sql = "UPDATE planned_meeting SET asked_at = $2 WHERE id = $1";
            run(&write.transaction, sql, [plan.id.0.into(), write.at().into()]).await?;
            let name = super::about(&ledger, plan.startup).map(|(startup, _)| startup.profile.name.clone());
            let known = people.persons.get(&plan.mentor).is_some_and(|person| person.erased_at.is_none());
            let account = by_person(&write.transaction, plan.mentor).await?.filter(|one| one.disabled_at.is_none());
            // Without an account there is nobody to log as; the meeting stays on their day all the same.
            let (Ok(startup), Some(account), true) = (name, account, known) else { continue };
            let token = random_token(&**self.world());
            let until = write.at() + TimeDelta::days(ASKED_FOR.into());
            let sql = "UPDATE planned_meeting SET link_hash = $2, link_until = $3 WHERE id = $1";
            run(&write.transaction, sql, [plan.id.0.into(), hash(&token).into(), until.into()]).await?;
            let message = Message::LogMeeting { startup, on: plan.on(), link_token: token, days: ASKED_FOR };
            let mail = NewMail {
                to: account.email,
                locale: account.locale,
                message,
                expires_at: Some(until),
                caused_by: Some(plan.mentor),
            };
            write.queue(mail).await?;
            let after = serde_json::json!({ "until": until });
            write.audit("ask_to_log", "planned_meeting", plan.id.0, Some(plan.startup), None, Some(after)).await?;
            asked += 1;
        }
        if asked == 0 {
            write.audit("ask_to_log", "house", Uuid::nil(), None, None, None).await?;
        }
        write.commit().await?;
        Ok(asked)
    }

    /// Takes back a link that was mailed: it opens nothing any more, and the meeting can still be logged by signing in.
    ///
    /// # Errors
    /// [`Missing::PlannedMeeting`] also for one of somebody else's, or one without a link; or the database.
    pub async fn revoke_log_link(&self, actor: &Actor, id: PlannedMeetingId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let mentor: PersonId = actor.person.ok_or(Missing::PlannedMeeting)?;
        let sql = "UPDATE planned_meeting SET link_hash = NULL, link_until = NULL \
                   WHERE id = $1 AND mentor_id = $2 AND link_hash IS NOT NULL RETURNING startup_id";
        let found = rows(&write.transaction, sql, [id.0.into(), mentor.0.into()], |row| {
            Ok(StartupId(row.try_get_by_index(0)?))
        });
        let startup = found.await?.into_iter().next().ok_or(Missing::PlannedMeeting)?;
        write.audit("revoke_log_link", "planned_meeting", id.0, Some(startup), None, None).await?;
        Ok(write.commit().await?)
    }
}
