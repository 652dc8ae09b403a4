//! What comes back: an answer becomes facts, in one write with everything else.

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Actor, Resource, Role};
use domain::facts::{
    CapitalRaised, Fact, FactKind, LifeEvent, LifeEventKind, Revenue, Source, UpdateEvent, Verification, in_force,
};
use domain::ids::{FactId, PersonId, StartupId};
use domain::ledger::StartupLedger;
use domain::time::Instant;
use domain::updates::{Answer, Known, Question};
use sea_orm::ConnectionTrait;

use super::job::{forget, set_state};
use super::link::{Through, through, whose};
use super::{RequestState, UpdateRequest, statement, step};
use crate::bulk::{Batch, Batched, NewFact};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, optional};
use crate::write::{Write, json};

/// Where somebody who answers comes in.
#[derive(Debug, Clone, Copy)]
pub enum UpdateDoor<'a> {
    /// By the link of a mail. Whoever holds it is the founder it went to, for this form and nothing else.
    Link(&'a str),
    /// Signed in, for a startup.
    SignedIn(&'a Actor, StartupId),
}

/// What an answer became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// About which startup.
    pub startup: StartupId,
    /// The facts it stands for now, those of an earlier answer that still hold included.
    pub facts: Vec<(FactKind, FactId)>,
}

/// That a startup has closed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedDown {
    /// How.
    pub kind: LifeEventKind,
    /// When, or when that was seen.
    pub on: NaiveDate,
    /// Whether that is the day it happened.
    pub date_known: bool,
}

impl ClosedDown {
    /// What a founder can say: the ways in which a startup ends.
    pub const KINDS: [LifeEventKind; 6] = [
        LifeEventKind::Abandoned,
        LifeEventKind::WoundUp,
        LifeEventKind::Bankrupt,
        LifeEventKind::StruckOff,
        LifeEventKind::AbsorbedInMerger,
        LifeEventKind::Dormant,
    ];
}

/// Why the facts of an answer give way to those of the next; it stands in their history.
const CORRECTED: &str = "Gründeren rettet svaret sitt.";

impl Store {
    /// Answers an update. The first answer of whichever founder counts for the startup; until the round is over it can be stated anew, and
    /// then takes the place of the former facts, for the day they were said.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`], [`Refusal::HeadcountMissing`], [`Refusal::Headcount`], [`Refusal::Team`], [`Refusal::NegativeAmount`],
    /// [`Refusal::TooLong`], [`VerbError::Denied`], [`Missing::Startup`], or the database. Nothing was written then.
    pub async fn answer_update(
        &self,
        door: UpdateDoor<'_>,
        answer: Answer,
        words: Option<&str>,
    ) -> Result<Answered, VerbError> {
        let words = optional(words, "words", most::TEXT)?;
        let (mut write, through) = self.behind(door).await?;
        if through.request.as_ref().is_some_and(|(request, _)| request.state == RequestState::Closed) {
            return Err(Refusal::UpdateOver.into());
        }
        let ledger = write.ledger();
        let startup = ledger.startup(through.startup).ok_or(Missing::Startup)?;
        let questions = through.request.as_ref().map(|(_, round)| &round.questions);
        let asks = |question: Question| questions.is_none_or(|asked| asked.contains(&question));
        check(&answer, asks(Question::Headcount))?;
        let answer = answer.news(&Known::of(startup, write.today()));
        let told = json(&answer);

        let former = through.request.as_ref().map(|(request, _)| request.facts.clone()).unwrap_or_default();
        let mut stating =
            Stating { write: &write, startup, former: &former, batch: Batch::default(), facts: Vec::new() };
        stating.state(Some(Verification));
        stating.state(answer.headcount);
        stating.workplace(answer.workplace);
        stating.state(answer.revenue.map(|amount| Revenue { amount }));
        stating.state(answer.capital.map(|amount| CapitalRaised { amount }));
        stating.state(answer.team);
        let Stating { mut batch, facts, .. } = stating;

        let subject = match &through.request {
            Some((request, round)) => {
                if request.state != RequestState::Answered {
                    batch.updates.push(step(&write, through.startup, round, UpdateEvent::Answered));
                }
                settle(&write, request, through.actor.person, RequestState::Answered, words.as_deref(), &facts).await?;
                ("update_request", request.id.0)
            }
            None => ("startup", through.startup.0),
        };
        write.batch(&batch).await?;
        let after = serde_json::json!({ "answer": told, "words": words.is_some(), "facts": facts });
        write.audit("answer_update", subject.0, subject.1, Some(through.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(Answered { startup: through.startup, facts })
    }

    /// Says that the startup has closed down. Every request that waits for it is settled by that, and it is asked no more.
    ///
    /// # Errors
    /// [`Refusal::UpdateOver`], [`Refusal::InFuture`], [`Refusal::TooEarly`], [`VerbError::Denied`], [`Missing::Startup`], or the
    /// database.
    pub async fn close_by_update(&self, door: UpdateDoor<'_>, closed: ClosedDown) -> Result<Answered, VerbError> {
        let (mut write, through) = self.behind(door).await?;
        if through.request.as_ref().is_some_and(|(request, _)| request.state == RequestState::Closed) {
            return Err(Refusal::UpdateOver.into());
        }
        if closed.on > write.today() {
            return Err(Refusal::InFuture { on: closed.on }.into());
        }
        if closed.on.year() < 1900 {
            return Err(Refusal::TooEarly { on: closed.on }.into());
        }
        let id = FactId(write.new_id());
        let body = LifeEvent { kind: closed.kind, date_known: closed.date_known };
        let mut batch = Batch::default();
        batch.life_events.push(NewFact::new(id, through.startup, closed.on, Source::Founder, body));
        let facts = vec![(FactKind::LifeEvent, id)];
        let condition = "q.startup_id = $1 AND q.state IN ('waiting', 'bounced') AND r.closed_at IS NULL";
        let mut waiting = super::rows::requests(&write.transaction, condition, [through.startup.0.into()]).await?;
        // One that was answered before is stated anew by this.
        if let Some((answered, _)) = &through.request
            && !waiting.iter().any(|request| request.id == answered.id)
        {
            waiting.push(answered.clone());
        }
        for request in &waiting {
            let Some((_, round)) = super::rows::request_of(&write.transaction, request.id).await? else { continue };
            batch.updates.push(step(&write, through.startup, &round, UpdateEvent::Closed));
            settle(&write, request, through.actor.person, RequestState::Closed, request.words.as_deref(), &facts)
                .await?;
        }
        write.batch(&batch).await?;
        let after = serde_json::json!({ "on": closed.on, "body": json(&body), "requests": waiting.len() });
        let kind = FactKind::LifeEvent.code();
        write.audit("close_by_update", kind, id.0, Some(through.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(Answered { startup: through.startup, facts })
    }

    /// Begins a write as whoever stands before the door, and goes through it by what is true under the lock.
    async fn behind(&self, door: UpdateDoor<'_>) -> Result<(Write, Through), VerbError> {
        let actor = match door {
            UpdateDoor::SignedIn(actor, _) => actor.clone(),
            UpdateDoor::Link(token) => {
                let (_, person) = whose(self.reader(), token).await?.ok_or(Refusal::UpdateOver)?;
                // Of which startup, the lock tells; until then they are the founder of none.
                let nothing = domain::access::Scope::Startup(StartupId(uuid::Uuid::nil()));
                Actor::person(person, Role::Founder, nothing)
            }
        };
        let write = self.begin(&actor).await?;
        let (ledger, people) = (write.ledger(), write.people());
        let through = through(&write.transaction, door, &ledger, &people, write.today()).await?;
        let through = through.ok_or(Refusal::UpdateOver)?;
        let startup = ledger.startup(through.startup).ok_or(Missing::Startup)?;
        let about = Resource::startup(&ledger, startup);
        let decision = domain::access::may(&through.actor, Action::ReportObservation, &about, write.today());
        VerbError::unless_allowed(decision, Missing::Startup)?;
        Ok((write, through))
    }
}

fn check(answer: &Answer, headcount_asked: bool) -> Result<(), VerbError> {
    match &answer.headcount {
        Some(headcount) => headcount.check()?,
        None if headcount_asked => return Err(Refusal::HeadcountMissing.into()),
        None => {}
    }
    if let Some(team) = &answer.team {
        team.check().map_err(Refusal::Team)?;
    }
    if [answer.revenue, answer.capital].into_iter().flatten().any(|amount| amount.minor < 0) {
        return Err(Refusal::NegativeAmount.into());
    }
    Ok(())
}

/// Settles a request: who answered, in which words, by which facts. What had been typed is no longer needed.
async fn settle(
    write: &Write,
    request: &UpdateRequest,
    person: Option<PersonId>,
    state: RequestState,
    words: Option<&str>,
    facts: &[(FactKind, FactId)],
) -> Result<(), VerbError> {
    set_state(write, request.id, state).await?;
    let sql = "UPDATE update_request SET answered_by = $1, words = $2, facts = $3 WHERE id = $4";
    let values = [
        person.map(|person| person.0).into(),
        words.map(str::to_owned).into(),
        json(facts).into(),
        request.id.0.into(),
    ];
    write.transaction.execute_raw(statement(&write.transaction, sql, values)).await.map_err(crate::StoreError::from)?;
    Ok(forget(write, request.id, &["update_draft"]).await?)
}

/// Stating an answer, over the facts of the one before it.
struct Stating<'a> {
    write: &'a Write,
    startup: &'a StartupLedger,
    former: &'a [(FactKind, FactId)],
    batch: Batch,
    facts: Vec<(FactKind, FactId)>,
}

impl Stating<'_> {
    /// The fact of this kind that the former answer made and nobody has corrected since.
    fn standing<T: Batched>(&self) -> Option<&Fact<T>> {
        let (_, id) = self.former.iter().find(|(kind, _)| *kind == T::KIND)?;
        in_force(T::facts(self.startup), Instant::MAX_UTC).into_iter().find(|fact| fact.id == *id)
    }

    /// States a part of the answer: anew over what the former answer said, or for the first time. What is no longer said is taken back.
    fn state<T: Batched>(&mut self, body: Option<T>) {
        let id = FactId(self.write.new_id());
        let (startup, today) = (self.startup.profile.id, self.write.today());
        let new = match (self.standing::<T>(), body) {
            (Some(former), body) if former.body == body => {
                self.facts.push((T::KIND, former.id));
                return;
            }
            (Some(former), body) => NewFact {
                id,
                startup,
                valid_on: former.valid_on,
                recorded_at: None,
                recorded_by: None,
                source: Source::Founder,
                evidence: None,
                supersedes: Some(former.id),
                reason: Some(CORRECTED.to_owned()),
                body,
            },
            (None, Some(body)) => NewFact::new(id, startup, today, Source::Founder, body),
            (None, None) => return,
        };
        if new.body.is_some() {
            self.facts.push((T::KIND, id));
        }
        T::list(&mut self.batch).push(new);
    }

    /// Where they work is said only when it changed; not saying it again takes nothing back.
    fn workplace(&mut self, place: Option<domain::facts::Workplace>) {
        match place {
            Some(place) => self.state(Some(place)),
            None => {
                let standing = self.standing::<domain::facts::Workplace>().map(|fact| fact.id);
                self.facts.extend(standing.map(|id| (FactKind::Workplace, id)));
            }
        }
    }
}
