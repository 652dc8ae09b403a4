//! The job: what is due today is done, once.

use std::collections::BTreeMap;

use domain::access::Actor;
use domain::access::tie::mentor_on;
use domain::facts::UpdateEvent;
use domain::ids::{PersonId, StartupId, UpdateRequestId, UpdateRoundId};
use domain::mail::Message;
use domain::time::{end_of_oslo_day, oslo_date};
use domain::updates::{Calendar, FollowUp, Opened, Planned, Settings, closes_on, due_rounds, follow_up};
use domain::words::Locale;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::settings::{UpdateSettings, all};
use super::{RequestState, UpdateRequest, UpdateRound, rows, statement, step};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::{is_address, random_token, token_digest};
use crate::outbox::NewMail;
use crate::people::{People, Person};
use crate::write::{Write, json};

/// What one run of the job did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct UpdatesRun {
    /// Rounds opened.
    pub opened: usize,
    /// Startups asked in them.
    pub asked: usize,
    /// Startups reminded.
    pub reminded: usize,
    /// Reminders passed over, because mail does not arrive.
    pub passed: usize,
    /// Mentors told.
    pub told: usize,
    /// Requests found not to arrive.
    pub bounced: usize,
    /// Rounds closed.
    pub closed: usize,
}

/// What mail a request goes out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// The first.
    Asked,
    /// A reminder.
    Reminder,
}

impl Store {
    /// Opens the rounds that are due, reminds who has not answered, tells mentors, notes what does not arrive, and closes what is over.
    /// All in one write: run twice, or by two processes at once, everything happens once.
    ///
    /// # Errors
    /// When the database does not answer; nothing was done then, and no mail goes out.
    pub async fn run_updates(&self) -> Result<UpdatesRun, StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        let mut run = UpdatesRun::default();
        close_over(&write, &mut run).await?;
        open_due(&mut write, &mut run).await?;
        run.bounced = note_bounced(&mut write).await?;
        follow_all(&mut write, &mut run).await?;
        if run == UpdatesRun::default() {
            return Ok(run);
        }
        write.audit("run_updates", "house", Uuid::nil(), None, None, json(&run)).await?;
        write.commit().await?;
        Ok(run)
    }

    /// Notes which requests do not arrive because their mail was given up. Called when a mail was; the job does it too.
    pub(crate) async fn note_bounced_updates(&self) -> Result<usize, StoreError> {
        let mut write = self.begin(&Actor::system()).await?;
        let bounced = note_bounced(&mut write).await?;
        // Also where one of several founders is not reached: whose mail bounced is noted with the link.
        write.audit("note_bounced_updates", "house", Uuid::nil(), None, None, json(&bounced)).await?;
        write.commit().await?;
        Ok(bounced)
    }
}

async fn open_due(write: &mut Write, run: &mut UpdatesRun) -> Result<(), StoreError> {
    let settings = all(&write.transaction).await?;
    if settings.is_empty() {
        return Ok(());
    }
    let opened: Vec<Opened> = rows::rounds(&write.transaction, "TRUE", [])
        .await?
        .into_iter()
        .map(|round| Opened { programme: round.programme, kind: round.kind, slot_on: round.slot_on })
        .collect();
    let calendar = |set: &'_ UpdateSettings| (set.programme, oslo_date(set.set_at));
    let calendars: Vec<Calendar<'_>> = settings
        .iter()
        .map(|set| {
            let (programme, since) = calendar(set);
            Calendar { programme, settings: &set.settings, since }
        })
        .collect();
    for planned in due_rounds(&write.ledger(), write.today(), &calendars, &opened) {
        let Some(set) = settings.iter().find(|set| set.programme == planned.round.programme) else { continue };
        let (_, asked) = open(write, &planned, &set.settings).await?;
        run.opened += 1;
        run.asked += asked;
    }
    Ok(())
}

/// Opens a round and asks in it. The round, and the number of startups asked.
pub(super) async fn open(
    write: &mut Write,
    planned: &Planned,
    settings: &Settings,
) -> Result<(UpdateRound, usize), StoreError> {
    let round = UpdateRound {
        id: UpdateRoundId(write.new_id()),
        programme: planned.round.programme,
        kind: planned.round.kind,
        slot_on: planned.round.slot_on,
        opened_on: write.today(),
        due_on: planned.due_on,
        questions: settings.questions.clone(),
        reminders: settings.reminders.clone(),
        closed_at: None,
    };
    insert_round(write, &round).await?;
    let asked = ask_all(write, &round, &planned.startups).await?;
    Ok((round, asked))
}

/// Asks startups in a round: a request for each, a link and a mail for each of its founders who has an address. Where an earlier request
/// still waits, its links die: one form is enough. The number of startups asked.
pub(super) async fn ask_all(
    write: &mut Write,
    round: &UpdateRound,
    startups: &[StartupId],
) -> Result<usize, StoreError> {
    let locales = locales(write).await?;
    let mut batch = Batch::default();
    for startup in startups {
        let request = UpdateRequestId(write.new_id());
        insert_request(write, request, round, *startup).await?;
        batch.updates.push(step(write, *startup, round, UpdateEvent::Asked));
        if ask_founders(write, request, round, *startup, Letter::Asked, &locales).await? == 0 {
            // Nobody to write to is an outcome too, and not silence.
            set_state(write, request, RequestState::Bounced).await?;
            batch.updates.push(step(write, *startup, round, UpdateEvent::Bounced));
        }
    }
    for table in ["update_link", "update_draft"] {
        let sql = format!(
            "DELETE FROM {table} WHERE request_id IN (SELECT o.id FROM update_request o \
             JOIN update_request n ON n.startup_id = o.startup_id WHERE n.round_id = $1 AND o.round_id <> $1)"
        );
        write.transaction.execute_raw(statement(&write.transaction, &sql, [round.id.0.into()])).await?;
    }
    write.batch(&batch).await?;
    let after = serde_json::json!({
        "programme": round.programme, "kind": round.kind, "slot_on": round.slot_on, "due_on": round.due_on,
        "startups": startups.len(),
    });
    write.audit("open_update_round", "update_round", round.id.0, None, None, Some(after)).await?;
    Ok(startups.len())
}

pub(super) async fn insert_round(write: &Write, round: &UpdateRound) -> Result<(), StoreError> {
    let sql = "INSERT INTO update_round (id, programme_id, kind, slot_on, opened_on, due_on, questions, reminders, closed_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        round.id.0.into(),
        round.programme.0.into(),
        round.kind.code().into(),
        round.slot_on.into(),
        round.opened_on.into(),
        round.due_on.into(),
        json(&round.questions).into(),
        json(&round.reminders).into(),
        round.closed_at.into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(())
}

async fn insert_request(
    write: &Write,
    id: UpdateRequestId,
    round: &UpdateRound,
    startup: StartupId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO update_request (id, round_id, startup_id, state, asked_at, facts, reminded) \
               VALUES ($1, $2, $3, 'waiting', $4, $5, 0)";
    let none: [u8; 0] = [];
    let values = [id.0.into(), round.id.0.into(), startup.0.into(), write.at().into(), json(&none).into()];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(())
}

/// Puts a request into a state.
pub(super) async fn set_state(write: &Write, request: UpdateRequestId, state: RequestState) -> Result<(), StoreError> {
    let settled = (state != RequestState::Waiting).then_some(write.at());
    let sql = "UPDATE update_request SET state = $1, settled_at = $2 WHERE id = $3";
    let values = [state.code().into(), settled.into(), request.0.into()];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(())
}

/// Takes links and drafts of a request away: what is over opens nothing and keeps nothing.
pub(super) async fn forget(write: &Write, request: UpdateRequestId, tables: &[&str]) -> Result<(), StoreError> {
    for table in tables {
        let sql = format!("DELETE FROM {table} WHERE request_id = $1");
        write.transaction.execute_raw(statement(&write.transaction, &sql, [request.0.into()])).await?;
    }
    Ok(())
}

/// The languages in which people with an account are written to.
pub(super) async fn locales(write: &Write) -> Result<BTreeMap<PersonId, Locale>, StoreError> {
    let rows =
        write.transaction.query_all_raw(statement(&write.transaction, "SELECT person_id, locale FROM account", []));
    let mut found = BTreeMap::new();
    for row in rows.await? {
        let locale: String = row.try_get_by_index(1)?;
        found.insert(PersonId(row.try_get_by_index(0)?), Locale::from_tag(&locale).unwrap_or_default());
    }
    Ok(found)
}

/// The founders of a startup now who can be written to.
pub(super) fn reachable(people: &People, startup: StartupId, today: chrono::NaiveDate) -> Vec<(Person, String)> {
    let mut found: Vec<(Person, String)> = people
        .of(startup)
        .into_iter()
        .filter(|(person, link)| {
            let now = link.from_on.is_none_or(|from| from <= today) && link.to_on.is_none_or(|to| to >= today);
            now && person.erased_at.is_none()
        })
        .filter_map(|(person, _)| {
            let email = person.email.clone().filter(|email| is_address(email))?;
            Some((person.clone(), email))
        })
        .collect();
    found.sort_by_key(|(person, _)| person.id);
    found.dedup_by_key(|(person, _)| person.id);
    found
}

/// The hash that is kept of a link.
pub(super) fn hash(token: &str) -> String {
    token_digest("update", &[token])
}

/// Writes to each founder of a startup, each with a link of their own. The number written to.
pub(super) async fn ask_founders(
    write: &mut Write,
    request: UpdateRequestId,
    round: &UpdateRound,
    startup: StartupId,
    letter: Letter,
    locales: &BTreeMap<PersonId, Locale>,
) -> Result<usize, StoreError> {
    let ledger = write.ledger();
    let Some(known) = ledger.startup(startup) else { return Ok(0) };
    let programme = ledger.programme(round.programme).map(|programme| programme.name.clone()).unwrap_or_default();
    let founders = reachable(&write.people(), startup, write.today());
    for (person, email) in &founders {
        let token = random_token(&**write.store().world());
        let (startup, due_on) = (known.profile.name.clone(), round.due_on);
        let (programme, link_token) = (programme.clone(), token.clone());
        let message = match letter {
            Letter::Asked => Message::UpdateAsked { startup, programme, due_on, link_token },
            Letter::Reminder => Message::UpdateReminder { startup, programme, due_on, link_token },
        };
        let locale = locales.get(&person.id).copied().unwrap_or_default();
        let expires_at = Some(end_of_oslo_day(closes_on(round.due_on)));
        let mail = write.queue(NewMail { to: email.clone(), locale, message, expires_at, caused_by: None }).await?;
        let sql = "INSERT INTO update_link (id, request_id, person_id, token_hash, mail_id, made_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = [
            write.new_id().into(),
            request.0.into(),
            person.id.0.into(),
            hash(&token).into(),
            mail.0.into(),
            write.at().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    }
    Ok(founders.len())
}

/// Reminds and tells, for every request that waits in an open round and was not followed by a newer one.
async fn follow_all(write: &mut Write, run: &mut UpdatesRun) -> Result<(), StoreError> {
    let today = write.today();
    let rounds: BTreeMap<UpdateRoundId, UpdateRound> = rows::rounds(&write.transaction, "r.closed_at IS NULL", [])
        .await?
        .into_iter()
        .map(|round| (round.id, round))
        .collect();
    if rounds.is_empty() {
        return Ok(());
    }
    let condition = "q.state IN ('waiting', 'bounced') AND r.closed_at IS NULL AND NOT EXISTS \
                     (SELECT 1 FROM update_request n WHERE n.startup_id = q.startup_id AND n.id > q.id)";
    let waiting = rows::requests(&write.transaction, condition, []).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let locales = locales(write).await?;
    for request in waiting {
        let Some(round) = rounds.get(&request.round) else { continue };
        let told = request.told_at.is_some();
        match follow_up(today, round.due_on, &round.reminders, request.reminded, told) {
            FollowUp::Nothing => {}
            FollowUp::Remind { behind } => {
                // Where mail does not arrive, more mail does not either; time goes on all the same, and the mentor is told.
                let sent = match request.state {
                    RequestState::Waiting => {
                        let (id, startup) = (request.id, request.startup);
                        ask_founders(write, id, round, startup, Letter::Reminder, &locales).await?
                    }
                    _ => 0,
                };
                let behind = i16::try_from(behind).unwrap_or(i16::MAX);
                let sql = "UPDATE update_request SET reminded = $1 WHERE id = $2";
                let values = [behind.into(), request.id.0.into()];
                write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
                run.reminded += usize::from(sent > 0);
                run.passed += usize::from(sent == 0);
            }
            FollowUp::TellMentor => run.told += usize::from(tell(write, &request, round, &locales).await?),
        }
    }
    Ok(())
}

/// Tells whoever follows the startup up. Where nobody does, nobody is told, and the question is asked again tomorrow.
async fn tell(
    write: &mut Write,
    request: &UpdateRequest,
    round: &UpdateRound,
    locales: &BTreeMap<PersonId, Locale>,
) -> Result<bool, StoreError> {
    let (ledger, people) = (write.ledger(), write.people());
    let Some(startup) = ledger.startup(request.startup) else { return Ok(false) };
    let mentor = mentor_on(startup, write.today()).and_then(|id| people.persons.get(&id));
    let Some((mentor, to)) = mentor
        .filter(|mentor| mentor.erased_at.is_none())
        .and_then(|mentor| Some((mentor, mentor.email.clone().filter(|email| is_address(email))?)))
    else {
        return Ok(false);
    };
    let message = Message::UpdateUnanswered {
        startup_id: request.startup,
        startup: startup.profile.name.clone(),
        due_on: round.due_on,
    };
    let locale = locales.get(&mentor.id).copied().unwrap_or_default();
    write.queue(NewMail { to, locale, message, expires_at: None, caused_by: None }).await?;
    let sql = "UPDATE update_request SET told_at = $1 WHERE id = $2";
    let values = [write.at().into(), request.id.0.into()];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
    Ok(true)
}

/// Notes the links whose mail was given up, and the requests of which no link arrives any more. The number of such requests.
async fn note_bounced(write: &mut Write) -> Result<usize, StoreError> {
    let sql = "UPDATE update_link SET bounced_at = $1 WHERE bounced_at IS NULL AND mail_id IN \
               (SELECT o.id FROM outbox o WHERE o.state = 'given_up')";
    let changed = write.transaction.execute_raw(statement(&write.transaction, sql, [write.at().into()])).await?;
    if changed.rows_affected() == 0 {
        return Ok(0);
    }
    let condition = "q.state = 'waiting' AND r.closed_at IS NULL AND EXISTS \
                     (SELECT 1 FROM update_link l WHERE l.request_id = q.id AND l.bounced_at IS NOT NULL)";
    let mut bounced = 0;
    for request in rows::requests(&write.transaction, condition, []).await? {
        if request.people.iter().all(|asked| asked.bounced_at.is_some()) {
            bounce(write, &request).await?;
            bounced += 1;
        }
    }
    Ok(bounced)
}

/// Puts a request among those that do not arrive.
pub(super) async fn bounce(write: &mut Write, request: &UpdateRequest) -> Result<(), StoreError> {
    let Some((_, round)) = rows::request_of(&write.transaction, request.id).await? else { return Ok(()) };
    set_state(write, request.id, RequestState::Bounced).await?;
    let new = step(write, request.startup, &round, UpdateEvent::Bounced);
    write.batch(&Batch { updates: vec![new], ..Batch::default() }).await?;
    let state = |state: RequestState| Some(serde_json::json!({ "state": state.code() }));
    let (before, after) = (state(request.state), state(RequestState::Bounced));
    write.audit("bounce_update", "update_request", request.id.0, Some(request.startup), before, after).await
}

/// Closes the rounds whose time is over: links and drafts go, what was answered stays.
async fn close_over(write: &Write, run: &mut UpdatesRun) -> Result<(), StoreError> {
    let today = write.today();
    for round in rows::rounds(&write.transaction, "r.closed_at IS NULL", []).await? {
        if today <= closes_on(round.due_on) {
            continue;
        }
        let of = "request_id IN (SELECT id FROM update_request WHERE round_id = $1)";
        for table in ["update_link", "update_draft"] {
            let sql = format!("DELETE FROM {table} WHERE {of}");
            write.transaction.execute_raw(statement(&write.transaction, &sql, [round.id.0.into()])).await?;
        }
        let sql = "UPDATE update_round SET closed_at = $2 WHERE id = $1";
        let values = [round.id.0.into(), write.at().into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        run.closed += 1;
    }
    Ok(())
}
