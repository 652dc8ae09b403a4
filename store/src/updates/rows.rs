//! Rounds, requests and links as rows.

use domain::facts::FactKind;
use domain::ids::{FactId, PersonId, ProgrammeId, StartupId, UpdateRequestId, UpdateRoundId};
use domain::updates::{Question, RoundKind};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use super::{AskedPerson, RequestState, UpdateRequest, UpdateRound, statement};
use crate::error::StoreError;

pub(super) const ROUND: &str =
    "r.id, r.programme_id, r.kind, r.slot_on, r.opened_on, r.due_on, r.questions, r.reminders, r.closed_at";
const REQUEST: &str = "q.id, q.round_id, q.startup_id, q.state, q.asked_at, q.settled_at, q.answered_by, q.words, q.facts, \
                       q.reminded, q.told_at";

fn unreadable(table: &'static str, detail: impl Into<String>) -> StoreError {
    StoreError::Unreadable { table, detail: detail.into() }
}

/// A list of codes or numbers as JSON keeps it.
pub(super) fn list<T: serde::de::DeserializeOwned>(
    table: &'static str,
    value: serde_json::Value,
) -> Result<T, StoreError> {
    serde_json::from_value(value).map_err(|error| unreadable(table, error.to_string()))
}

fn round(row: &QueryResult) -> Result<UpdateRound, StoreError> {
    let table = "update_round";
    let kind: String = row.try_get_by_index(2)?;
    let questions: Vec<Question> = list(table, row.try_get_by_index(6)?)?;
    Ok(UpdateRound {
        id: UpdateRoundId(row.try_get_by_index(0)?),
        programme: ProgrammeId(row.try_get_by_index(1)?),
        kind: RoundKind::from_code(&kind).ok_or_else(|| unreadable(table, kind))?,
        slot_on: row.try_get_by_index(3)?,
        opened_on: row.try_get_by_index(4)?,
        due_on: row.try_get_by_index(5)?,
        questions: questions.into_iter().collect(),
        reminders: list(table, row.try_get_by_index(7)?)?,
        closed_at: row.try_get_by_index(8)?,
    })
}

fn request(row: &QueryResult) -> Result<UpdateRequest, StoreError> {
    let table = "update_request";
    let state: String = row.try_get_by_index(3)?;
    let facts: Vec<(FactKind, Uuid)> = list(table, row.try_get_by_index(8)?)?;
    Ok(UpdateRequest {
        id: UpdateRequestId(row.try_get_by_index(0)?),
        round: UpdateRoundId(row.try_get_by_index(1)?),
        startup: StartupId(row.try_get_by_index(2)?),
        state: RequestState::from_code(&state).ok_or_else(|| unreadable(table, state))?,
        asked_at: row.try_get_by_index(4)?,
        settled_at: row.try_get_by_index(5)?,
        answered_by: row.try_get_by_index::<Option<Uuid>>(6)?.map(PersonId),
        words: row.try_get_by_index(7)?,
        facts: facts.into_iter().map(|(kind, id)| (kind, FactId(id))).collect(),
        reminded: u16::try_from(row.try_get_by_index::<i16>(9)?).unwrap_or_default(),
        told_at: row.try_get_by_index(10)?,
        people: Vec::new(),
    })
}

/// Rounds by a condition, newest first.
pub(super) async fn rounds<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<UpdateRound>, StoreError> {
    let sql = format!("SELECT {ROUND} FROM update_round r WHERE {condition} ORDER BY r.opened_on DESC, r.id DESC");
    let rows = connection.query_all_raw(statement(connection, &sql, values)).await?;
    rows.iter().map(round).collect()
}

/// Requests by a condition on `q` and its round `r`, oldest first, with whom they went to.
pub(super) async fn requests<C: ConnectionTrait>(
    connection: &C,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<UpdateRequest>, StoreError> {
    let values: Vec<Value> = values.into_iter().collect();
    let from = format!("update_request q JOIN update_round r ON r.id = q.round_id WHERE {condition}");
    let sql = format!("SELECT {REQUEST} FROM {from} ORDER BY q.id");
    let rows = connection.query_all_raw(statement(connection, &sql, values.clone())).await?;
    let mut found = rows.iter().map(request).collect::<Result<Vec<_>, _>>()?;
    // The latest link of a person tells whether mail reaches them: in the order in which they were made, the last one wins.
    let sql = format!(
        "SELECT l.request_id, l.person_id, l.bounced_at FROM update_link l \
         WHERE l.request_id IN (SELECT q.id FROM {from}) ORDER BY l.made_at, l.id"
    );
    for row in connection.query_all_raw(statement(connection, &sql, values)).await? {
        let id = UpdateRequestId(row.try_get_by_index(0)?);
        let person = PersonId(row.try_get_by_index(1)?);
        let Ok(at) = found.binary_search_by_key(&id, |request| request.id) else { continue };
        let people = &mut found[at].people;
        people.retain(|asked| asked.person != person);
        people.push(AskedPerson { person, bounced_at: row.try_get_by_index(2)? });
    }
    Ok(found)
}

/// One request with its round.
pub(super) async fn request_of<C: ConnectionTrait>(
    connection: &C,
    id: UpdateRequestId,
) -> Result<Option<(UpdateRequest, UpdateRound)>, StoreError> {
    let Some(request) = requests(connection, "q.id = $1", [id.0.into()]).await?.pop() else { return Ok(None) };
    let round = rounds(connection, "r.id = $1", [request.round.0.into()]).await?.pop();
    Ok(round.map(|round| (request, round)))
}
