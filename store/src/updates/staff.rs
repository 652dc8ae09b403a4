//! What whoever runs a programme does about its rounds by hand.

use chrono::TimeDelta;
use domain::access::{Action, Actor, Resource};
use domain::facts::UpdateEvent;
use domain::ids::{ProgrammeId, StartupId, UpdateRequestId, UpdateRoundId};
use domain::updates::round_now;
use sea_orm::ConnectionTrait;

use super::job::{Letter, ask_all, ask_founders, bounce, forget, locales, open, set_state};
use super::settings::all;
use super::{RequestState, UpdateRequest, UpdateRound, rows, statement, step};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

/// Somebody who taps twice has reminded once.
const ONCE: TimeDelta = TimeDelta::minutes(10);

impl Store {
    /// Asks the startups of a programme now, whatever its rhythm; those asked within the last week are left in peace. How it asks is as
    /// set, or as a programme asks by default.
    ///
    /// # Errors
    /// [`Refusal::NobodyToAsk`], [`VerbError::Denied`], [`Missing::Programme`], or the database.
    pub async fn start_update_round(
        &self,
        actor: &Actor,
        programme: ProgrammeId,
    ) -> Result<(UpdateRoundId, usize), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::AskForUpdates, &Resource::Programme(programme), Missing::Programme)?;
        let ledger = write.ledger();
        if ledger.programme(programme).is_none() {
            return Err(Missing::Programme.into());
        }
        let set = all(&write.transaction).await?.into_iter().find(|set| set.programme == programme);
        let settings = set.map(|set| set.settings).unwrap_or_default();
        let planned = round_now(&ledger, write.today(), programme, &settings);
        if planned.startups.is_empty() {
            return Err(Refusal::NobodyToAsk.into());
        }
        // Whoever was admitted after a round of the same day began is asked in that one.
        let same = "r.programme_id = $1 AND r.kind = $2 AND r.slot_on = $3 AND r.closed_at IS NULL";
        let values = [programme.0.into(), planned.round.kind.code().into(), planned.round.slot_on.into()];
        let (round, asked) = match rows::rounds(&write.transaction, same, values).await?.pop() {
            Some(round) => {
                // One whose request was taken back has its part in this round already.
                let there = rows::requests(&write.transaction, "q.round_id = $1", [round.id.0.into()]).await?;
                let is_new = |id: &&StartupId| !there.iter().any(|request| request.startup == **id);
                let new: Vec<StartupId> = planned.startups.iter().filter(is_new).copied().collect();
                if new.is_empty() {
                    return Err(Refusal::NobodyToAsk.into());
                }
                let asked = ask_all(&mut write, &round, &new).await?;
                (round, asked)
            }
            None => open(&mut write, &planned, &settings).await?,
        };
        write.commit().await?;
        Ok((round.id, asked))
    }

    /// Reminds now, by mail to each founder who has an address. A request that did not arrive, or that nobody could be written to for,
    /// waits again. Twice within ten minutes is once.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`], [`Refusal::NobodyToAsk`], [`VerbError::Denied`], [`Missing::UpdateRequest`], or the database.
    pub async fn remind_update(&self, actor: &Actor, request: UpdateRequestId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (request, round) = open_request(&write, request).await?;
        if !matches!(request.state, RequestState::Waiting | RequestState::Bounced) {
            return Err(Refusal::UpdateOver.into());
        }
        let sql = "SELECT count(*) FROM update_link WHERE request_id = $1 AND made_at > $2";
        let values = [request.id.0.into(), (write.at() - ONCE).into()];
        let row = write.transaction.query_one_raw(statement(&write.transaction, sql, values)).await?;
        let just_now: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        if just_now > 0 && request.state == RequestState::Waiting {
            return Ok(());
        }
        let locales = locales(&write).await?;
        let sent = ask_founders(&mut write, request.id, &round, request.startup, Letter::Reminder, &locales).await?;
        if sent == 0 {
            return Err(Refusal::NobodyToAsk.into());
        }
        if request.state == RequestState::Bounced {
            set_state(&write, request.id, RequestState::Waiting).await?;
            let asked = step(&write, request.startup, &round, UpdateEvent::Asked);
            write.batch(&Batch { updates: vec![asked], ..Batch::default() }).await?;
        }
        let after = Some(serde_json::json!({ "sent": sent }));
        write.audit("remind_update", "update_request", request.id.0, Some(request.startup), None, after).await?;
        Ok(write.commit().await?)
    }

    /// Takes a request back: its links are dead at once, and what was typed and not sent is gone.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`] when it was answered or is over, [`VerbError::Denied`], [`Missing::UpdateRequest`], or the database.
    pub async fn revoke_update(&self, actor: &Actor, request: UpdateRequestId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (request, round) = open_request(&write, request).await?;
        if !matches!(request.state, RequestState::Waiting | RequestState::Bounced) {
            return Err(Refusal::UpdateOver.into());
        }
        set_state(&write, request.id, RequestState::Revoked).await?;
        forget(&write, request.id, &["update_link", "update_draft"]).await?;
        let revoked = step(&write, request.startup, &round, UpdateEvent::Revoked);
        write.batch(&Batch { updates: vec![revoked], ..Batch::default() }).await?;
        let state = |state: RequestState| Some(serde_json::json!({ "state": state.code() }));
        let (before, after) = (state(request.state), state(RequestState::Revoked));
        write.audit("revoke_update", "update_request", request.id.0, Some(request.startup), before, after).await?;
        Ok(write.commit().await?)
    }

    /// Says by hand that a request does not arrive: a mail server may take a message and send it back later, to an address that nobody
    /// here can read for them.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`] when it does not wait, [`VerbError::Denied`], [`Missing::UpdateRequest`], or the database.
    pub async fn bounce_update(&self, actor: &Actor, request: UpdateRequestId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (request, _) = open_request(&write, request).await?;
        if request.state != RequestState::Waiting {
            return Err(Refusal::UpdateOver.into());
        }
        let sql = "UPDATE update_link SET bounced_at = $1 WHERE request_id = $2 AND bounced_at IS NULL";
        let values = [write.at().into(), request.id.0.into()];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        bounce(&mut write, &request).await?;
        Ok(write.commit().await?)
    }
}

/// A request in a round of a programme that the actor may ask for, while the round is open.
async fn open_request(write: &Write, id: UpdateRequestId) -> Result<(UpdateRequest, UpdateRound), VerbError> {
    let (request, round) = rows::request_of(&write.transaction, id).await?.ok_or(Missing::UpdateRequest)?;
    write.ask(Action::AskForUpdates, &Resource::Programme(round.programme), Missing::UpdateRequest)?;
    if round.is_open_on(write.today()) { Ok((request, round)) } else { Err(Refusal::UpdateOver.into()) }
}
