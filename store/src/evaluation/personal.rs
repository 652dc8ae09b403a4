//! What is held of whoever judged, and what goes with them.

use domain::ids::PersonId;
use domain::time::Instant;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use uuid::Uuid;

use super::{rows, run};
use crate::error::StoreError;
use crate::write::Write;

/// A score of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldScore {
    /// Which application.
    pub application: Uuid,
    /// The round, by name.
    pub round: String,
    /// What they wrote beside it.
    pub comment: String,
    /// What they gave, by the criterion's name.
    pub scores: Vec<(String, i32)>,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
}

/// A conflict of interest that they declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldConflict {
    /// In which application.
    pub application: Uuid,
    /// Why, when they said so.
    pub reason: Option<String>,
    /// When.
    pub declared_at: Instant,
    /// When it was taken back.
    pub over_at: Option<Instant>,
}

/// What they have to do with judging applications.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct HeldJudging {
    /// The calls they are set on.
    pub calls: Vec<Uuid>,
    /// Their scores.
    pub scores: Vec<HeldScore>,
    /// Their conflicts of interest.
    pub conflicts: Vec<HeldConflict>,
}

pub(crate) async fn held<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<HeldJudging, StoreError> {
    let own = || [person.0.into()];
    let mut held = HeldJudging::default();
    for row in rows(connection, "SELECT call_id FROM evaluator WHERE person_id = $1 ORDER BY added_at", own()).await? {
        held.calls.push(row.try_get_by_index(0)?);
    }
    let sql = "SELECT s.id, s.application_id, r.name, s.comment, s.submitted_at FROM score_sheet s \
               JOIN review r ON r.id = s.review_id WHERE s.person_id = $1 ORDER BY s.id";
    for row in rows(connection, sql, own()).await? {
        let sheet: Uuid = row.try_get_by_index(0)?;
        let sql = "SELECT c.name_nb, g.value FROM score g JOIN review_criterion c ON c.id = g.criterion_id \
                   WHERE g.sheet_id = $1 ORDER BY c.position, c.id";
        let mut scores = Vec::new();
        for given in rows(connection, sql, [sheet.into()]).await? {
            scores.push((given.try_get_by_index(0)?, given.try_get_by_index(1)?));
        }
        held.scores.push(HeldScore {
            application: row.try_get_by_index(1)?,
            round: row.try_get_by_index(2)?,
            comment: row.try_get_by_index(3)?,
            scores,
            submitted_at: row.try_get_by_index(4)?,
        });
    }
    let sql = "SELECT application_id, reason, declared_at, over_at FROM conflict WHERE person_id = $1 ORDER BY id";
    for row in rows(connection, sql, own()).await? {
        held.conflicts.push(HeldConflict {
            application: row.try_get_by_index(0)?,
            reason: row.try_get_by_index(1)?,
            declared_at: row.try_get_by_index(2)?,
            over_at: row.try_get_by_index(3)?,
        });
    }
    Ok(held)
}

/// How many comments and reasons of theirs there are.
pub(crate) async fn counted<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<usize, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM score_sheet WHERE person_id = $1) + \
               (SELECT count(*) FROM conflict WHERE person_id = $1)";
    let found = rows(connection, sql, [person.0.into()]).await?;
    let many: i64 = found.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    Ok(usize::try_from(many).unwrap_or_default())
}

/// Takes whoever is erased out of judging. What they handed in counts on, by nobody one can name and without their words; drafts go.
pub(crate) async fn erase(write: &mut Write, person: PersonId) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM score_sheet WHERE person_id = $1 AND submitted_at IS NULL",
        "UPDATE score_sheet SET comment = '', person_id = NULL WHERE person_id = $1",
        "UPDATE conflict SET reason = NULL, person_id = NULL WHERE person_id = $1",
        "DELETE FROM evaluator WHERE person_id = $1",
    ] {
        run(write, sql, [person.0.into()]).await?;
    }
    Ok(())
}
