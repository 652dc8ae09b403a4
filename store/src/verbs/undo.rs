//! Undoing what was just done: exactly the facts of one write are taken back, or nothing.

use domain::access::{Actor, Resource};
use domain::facts::{FactKind, MentorAssignment, StageChange, in_force};
use domain::ids::{FactId, StartupId};
use domain::ledger::{Ledger, StartupLedger};
use domain::time::Instant;
use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use super::correct::{add_withdrawal, ask_for_move, correcting, current, plan_restatement};
use super::{must_say_why, standing};
use crate::bulk::Batch;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

impl Store {
    /// Takes back everything about its startup that was recorded together with a fact: a move and the headcount stated with it. Only whoever
    /// recorded it, and only while nothing later rests on it.
    ///
    /// # Errors
    /// [`Missing::Fact`] also for a fact that somebody else recorded; [`Refusal::BuiltUpon`], [`Refusal::AlreadyWithdrawn`],
    /// [`Refusal::AlreadySuperseded`], [`Refusal::ReasonMissing`], [`VerbError::Denied`], or the database. Nothing was taken back then.
    pub async fn undo(&self, actor: &Actor, kind: FactKind, fact: FactId, reason: &str) -> Result<(), VerbError> {
        let reason = must_say_why(reason)?;
        let owner = self.owner(kind.code(), fact.0, Missing::Fact).await?;
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let startup = standing(&ledger, owner)?;
        let made = made_together(&write, kind, fact, owner).await?;
        // A fact that is somebody else's is not there to be undone.
        if made.is_empty() {
            return Err(Missing::Fact.into());
        }
        let mut batch = Batch::default();
        let mut before = Vec::new();
        for (kind, fact) in &made {
            ask(&write, &ledger, startup, *kind, *fact)?;
            if is_built_upon(startup, *kind, *fact)? {
                return Err(Refusal::BuiltUpon.into());
            }
            let id = FactId(write.new_id());
            before.push(add_withdrawal(&mut batch, startup, *kind, *fact, id, &reason)?);
        }
        write.batch(&batch).await?;
        let facts: Vec<FactId> = made.iter().map(|(_, fact)| *fact).collect();
        let after = serde_json::json!({ "withdrawn": facts, "reason": reason });
        write.audit("undo", kind.code(), fact.0, Some(owner), Some(before.into_iter().collect()), Some(after)).await?;
        Ok(write.commit().await?)
    }
}

/// Asks as taking back by itself asks.
fn ask(write: &Write, ledger: &Ledger, startup: &StartupLedger, kind: FactKind, fact: FactId) -> Result<(), VerbError> {
    if kind == FactKind::StageChange {
        return ask_for_move(write, ledger, startup, fact, None);
    }
    write.ask(correcting(kind), &Resource::startup(ledger, startup), Missing::Fact)
}

/// Every fact about a startup that the actor of a write recorded together with one of theirs, that one among them.
async fn made_together(
    write: &Write,
    kind: FactKind,
    fact: FactId,
    startup: StartupId,
) -> Result<Vec<(FactKind, FactId)>, StoreError> {
    let connection = &write.transaction;
    let backend = connection.get_database_backend();
    let one = format!("SELECT ledger FROM {} WHERE id = $1 AND recorded_by = $2 AND NOT withdrawn", kind.code());
    let values = [fact.0.into(), write.actor().label.clone().into()];
    let row = connection.query_one_raw(Statement::from_sql_and_values(backend, one, values)).await?;
    let Some(number) = row.map(|row| row.try_get_by_index::<i64>(0)).transpose()? else { return Ok(Vec::new()) };
    let mut made = Vec::new();
    for kind in FactKind::ALL {
        let sql = format!(
            "SELECT id FROM {} WHERE ledger = $1 AND startup_id = $2 AND NOT withdrawn AND supersedes IS NULL ORDER BY id",
            kind.code()
        );
        let values = [number.into(), startup.0.into()];
        for row in connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await? {
            made.push((kind, FactId(row.try_get_by_index::<Uuid>(0)?)));
        }
    }
    // A fact that took another's place was no new one: taking it back would take back both.
    if made.contains(&(kind, fact)) { Ok(made) } else { Ok(Vec::new()) }
}

/// Whether something was recorded later that rests on a fact: a later move of its stay, or another assignment. That others stated it anew
/// is found when it is taken back.
fn is_built_upon(startup: &StartupLedger, kind: FactKind, fact: FactId) -> Result<bool, VerbError> {
    match kind {
        FactKind::StageChange => {
            let former = current::<StageChange>(startup, fact)?;
            let stay = former.body.map(|body| body.enrolment);
            let of_stay = || {
                super::changes(startup).into_iter().filter(move |change| change.body.map(|body| body.enrolment) == stay)
            };
            let later = of_stay().any(|change| change.order() > former.order());
            // The first move of a stay is the stay itself.
            let first = of_stay().next().is_some_and(|first| first.id == fact);
            Ok(later || first || !plan_restatement(startup, former, None)?.is_empty())
        }
        FactKind::Mentor => {
            let former = current::<MentorAssignment>(startup, fact)?;
            let all = in_force(&startup.mentors, Instant::MAX_UTC);
            Ok(all.into_iter().any(|other| other.id != fact && other.recorded_at > former.recorded_at))
        }
        _ => Ok(false),
    }
}
