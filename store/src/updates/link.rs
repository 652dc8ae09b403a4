//! What a link shows: the form, filled in with what is known, and what was typed and not sent yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource, Role, Scope, may};
use domain::ids::{PersonId, StartupId, UpdateRequestId};
use domain::ledger::{Ledger, StartupLedger};
use domain::time::{Instant, to_micros};
use domain::updates::{Known, Question};
use sea_orm::ConnectionTrait;

use super::answer::UpdateDoor;
use super::job::hash;
use super::{RequestState, UpdateRequest, UpdateRound, rows, statement};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::people::People;
use crate::refusal::Refusal;
use crate::write::json;

/// The most that is kept of a form that was not sent yet, in bytes of all its values.
pub const MOST_DRAFT_BYTES: usize = 16 * 1024;

/// The form of an update, for one founder of one startup.
#[derive(Debug, Clone)]
pub struct UpdateForm {
    /// The startup.
    pub startup: Arc<StartupLedger>,
    /// The request it answers and its round; `None` for a founder who reports without having been asked.
    pub request: Option<(UpdateRequest, UpdateRound)>,
    /// The programme that asks, by name.
    pub programme: Option<String>,
    /// The latest that is known.
    pub known: Known,
    /// What it asks about.
    pub questions: BTreeSet<Question>,
    /// What was typed and not sent yet, by field.
    pub draft: BTreeMap<String, String>,
    /// When that was saved.
    pub saved_at: Option<Instant>,
}

impl UpdateForm {
    /// How far the request has come; `None` when there is none.
    #[must_use]
    pub fn state(&self) -> Option<RequestState> {
        self.request.as_ref().map(|(request, _)| request.state)
    }
}

/// Who stands before the form, and for which startup and request.
pub(super) struct Through {
    pub(super) actor: Actor,
    pub(super) startup: StartupId,
    pub(super) request: Option<(UpdateRequest, UpdateRound)>,
}

/// Which request a link belongs to, and whose it is.
pub(super) async fn whose<C: ConnectionTrait>(
    connection: &C,
    token: &str,
) -> Result<Option<(UpdateRequestId, PersonId)>, StoreError> {
    let sql = "SELECT request_id, person_id FROM update_link WHERE token_hash = $1";
    let row = connection.query_one_raw(statement(connection, sql, [hash(token).into()])).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((UpdateRequestId(row.try_get_by_index(0)?), PersonId(row.try_get_by_index(1)?))))
}

/// Whether somebody is a founder of a startup on a day, and still a person one can name.
fn founds(people: &People, person: PersonId, startup: StartupId, today: NaiveDate) -> bool {
    people
        .of(startup)
        .into_iter()
        .any(|(known, link)| known.id == person && known.erased_at.is_none() && link.to_on.is_none_or(|to| to >= today))
}

/// Goes through a door; `None` where it is shut: a link that was never made, taken back, too old, or whose reader is no founder any more.
pub(super) async fn through<C: ConnectionTrait>(
    connection: &C,
    door: UpdateDoor<'_>,
    ledger: &Ledger,
    people: &People,
    today: NaiveDate,
) -> Result<Option<Through>, VerbError> {
    let stands = |id: StartupId| ledger.startup(id).filter(|startup| startup.profile.withdrawn_at.is_none());
    match door {
        UpdateDoor::Link(token) => {
            let Some((request, person)) = whose(connection, token).await? else { return Ok(None) };
            let Some((request, round)) = rows::request_of(connection, request).await? else { return Ok(None) };
            let startup = request.startup;
            let open = round.is_open_on(today) && request.state != RequestState::Revoked;
            if !open || stands(startup).is_none() || !founds(people, person, startup, today) {
                return Ok(None);
            }
            let actor = Actor::person(person, Role::Founder, Scope::Startup(startup));
            Ok(Some(Through { actor, startup, request: Some((request, round)) }))
        }
        UpdateDoor::SignedIn(actor, startup) => {
            let known = stands(startup).ok_or(Missing::Startup)?;
            let decision = may(actor, Action::ReportObservation, &Resource::startup(ledger, known), today);
            VerbError::unless_allowed(decision, Missing::Startup)?;
            // The newest request that can still be answered is the one that is answered.
            let condition = "q.startup_id = $1 AND r.closed_at IS NULL AND q.state NOT IN ('revoked', 'closed')";
            let newest = rows::requests(connection, condition, [startup.0.into()]).await?.pop();
            let request = match newest {
                Some(request) => rows::request_of(connection, request.id).await?,
                None => None,
            };
            let request = request.filter(|(_, round)| round.is_open_on(today));
            Ok(Some(Through { actor: actor.clone(), startup, request }))
        }
    }
}

impl Store {
    /// The form behind a door; `None` where a link opens nothing (any more). Uses nothing up.
    ///
    /// # Errors
    /// For somebody signed in: [`VerbError::Denied`], [`Missing::Startup`]. Or the database.
    pub async fn look_at_update(&self, door: UpdateDoor<'_>) -> Result<Option<UpdateForm>, VerbError> {
        let (ledger, people) = (self.ledger().await?, self.people().await?);
        let today = self.world().today();
        let Some(through) = through(self.reader(), door, &ledger, &people, today).await? else { return Ok(None) };
        let Some(startup) = ledger.startup(through.startup) else { return Ok(None) };
        let mut form = UpdateForm {
            startup: Arc::clone(startup),
            programme: None,
            known: Known::of(startup, today),
            questions: Question::ALL.into(),
            draft: BTreeMap::new(),
            saved_at: None,
            request: None,
        };
        if let Some((request, round)) = through.request {
            form.programme = ledger.programme(round.programme).map(|programme| programme.name.clone());
            form.questions = round.questions.clone();
            if let Some(person) = through.actor.person {
                let sql = "SELECT \"values\", saved_at FROM update_draft WHERE request_id = $1 AND person_id = $2";
                let values = [request.id.0.into(), person.0.into()];
                if let Some(row) = self.reader().query_one_raw(statement(self.reader(), sql, values)).await? {
                    let saved_at: Instant = row.try_get_by_index(1)?;
                    // What was sent since is newer than what was typed before.
                    if request.settled_at.is_none_or(|settled| saved_at > settled) {
                        form.draft = rows::list("update_draft", row.try_get_by_index(0)?)?;
                        form.saved_at = Some(saved_at);
                    }
                }
            }
            form.request = Some((request, round));
        }
        Ok(Some(form))
    }

    /// Keeps what was typed and not sent yet, until it is sent or the round is over. No part of the ledger, and in no log. `false` where
    /// there is no request to keep it for.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`] for a link that opens nothing, [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn save_update_draft(
        &self,
        door: UpdateDoor<'_>,
        values: &BTreeMap<String, String>,
    ) -> Result<bool, VerbError> {
        if values.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MOST_DRAFT_BYTES {
            return Err(Refusal::TooLong { field: "words", most: MOST_DRAFT_BYTES }.into());
        }
        let (ledger, people) = (self.ledger().await?, self.people().await?);
        let through = through(self.reader(), door, &ledger, &people, self.world().today()).await?;
        let Some(Through { actor, request, .. }) = through else { return Err(Refusal::UpdateOver.into()) };
        let (Some((request, _)), Some(person)) = (request, actor.person) else { return Ok(false) };
        // Only while the request can be answered: what comes too late keeps nothing.
        let sql = "INSERT INTO update_draft (request_id, person_id, \"values\", saved_at) \
                   SELECT $1, $2, $3, $4 FROM update_request q JOIN update_round r ON r.id = q.round_id \
                   WHERE q.id = $1 AND r.closed_at IS NULL AND q.state IN ('waiting', 'answered', 'bounced') \
                   ON CONFLICT (request_id, person_id) DO UPDATE SET \"values\" = excluded.\"values\", saved_at = excluded.saved_at";
        let now = to_micros(self.world().now());
        let values = [request.id.0.into(), person.0.into(), json(values).into(), now.into()];
        let kept = self.writer().execute_raw(statement(self.writer(), sql, values)).await.map_err(StoreError::from)?;
        Ok(kept.rows_affected() == 1)
    }
}
