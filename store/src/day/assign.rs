//! Who can be asked to follow a startup up, and what goes over when somebody else does.

use std::collections::BTreeSet;

use domain::access::tie::mentor_on;
use domain::access::{Action, Actor, Role, Scope, may};
use domain::day::suggest::{Candidate, assignments, rank};
use domain::facts::in_force;
use domain::ids::{PersonId, StartupId};
use uuid::Uuid;

use super::{about, rows, run};
use crate::connect::Store;
use crate::error::{Missing, VerbError};

impl Store {
    /// The mentors who could follow a startup up, those first who are best suited, for whoever may assign one. They are those with a role
    /// in a programme of the actor's, those who follow or followed a startup that the actor sees, and those who are nobody's yet.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn mentors_for(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Candidate>, VerbError> {
        let seen = self.ledger_for(actor).await?;
        let (known, resource) = about(&seen, startup)?;
        let today = self.world().today();
        VerbError::unless_allowed(may(actor, Action::AssignMentor, &resource, today), Missing::Startup)?;
        // Roles that are over too: who had one is somebody of a programme, and no business of another's.
        let sql = "SELECT person_id, scope_kind, scope_id, CASE WHEN role = $1 AND revoked_at IS NULL \
                   AND (to_on IS NULL OR to_on >= $2) THEN 1 ELSE 0 END FROM membership";
        let held = rows(self.reader(), sql, [Role::Mentor.code().into(), today.into()], |row| {
            let kind: String = row.try_get_by_index(1)?;
            let holds: i32 = row.try_get_by_index(3)?;
            Ok((PersonId(row.try_get_by_index(0)?), kind, row.try_get_by_index::<Option<Uuid>>(2)?, holds == 1))
        });
        let held = held.await?;
        let whole = self.ledger().await?;
        let followers = |ledger: &domain::ledger::Ledger| -> BTreeSet<PersonId> {
            let facts = ledger.startups.iter().flat_map(|one| in_force(&one.mentors, domain::time::Instant::MAX_UTC));
            facts.filter_map(|fact| fact.body.and_then(|body| body.mentor)).collect()
        };
        let (theirs, anybodys) = (followers(&seen), followers(&whole));
        let reaches = |kind: &str, scope: Option<Uuid>| match actor.scope {
            Scope::House => true,
            Scope::Programme(own) => kind == "house" || scope == Some(own.0),
            Scope::Startup(_) | Scope::Contract(..) => false,
        };
        let people = self.people().await?;
        let can_be = |mentor: &PersonId| {
            let mut roles = held.iter().filter(|(person, ..)| person == mentor).peekable();
            let free = roles.peek().is_none() && !anybodys.contains(mentor);
            free || theirs.contains(mentor) || roles.any(|(_, kind, scope, holds)| *holds && reaches(kind, *scope))
        };
        let mentors: Vec<PersonId> = people.mentors().iter().map(|person| person.id).filter(can_be).collect();
        Ok(rank(&seen, known, &mentors, self.world().now(), today))
    }

    /// Gives the startup's present mentor the open tasks and milestones that its former mentors left. Says how many went over.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn hand_over(&self, actor: &Actor, startup: StartupId) -> Result<u64, VerbError> {
        let mut write = self.begin(actor).await?;
        let ledger = write.ledger();
        let (known, resource) = about(&ledger, startup)?;
        write.ask(Action::LogMeeting, &resource, Missing::Startup)?;
        let Some(to) = mentor_on(known, write.today()) else { return Ok(0) };
        let mut many = 0;
        let former: BTreeSet<PersonId> =
            assignments(known, write.at()).iter().map(|one| one.mentor).filter(|mentor| *mentor != to).collect();
        for from in former {
            for sql in [
                "UPDATE task SET owner_id = $1 WHERE startup_id = $2 AND owner_id = $3 AND done_on IS NULL",
                "UPDATE milestone SET owner_id = $1 WHERE startup_id = $2 AND owner_id = $3 AND done_on IS NULL \
                 AND removed_at IS NULL",
            ] {
                many += run(&write.transaction, sql, [to.0.into(), startup.0.into(), from.0.into()]).await?;
            }
        }
        if many > 0 {
            let after = serde_json::json!({ "to": to, "many": many });
            write.audit("hand_over", "startup", startup.0, Some(startup), None, Some(after)).await?;
            write.commit().await?;
        }
        Ok(many)
    }
}
