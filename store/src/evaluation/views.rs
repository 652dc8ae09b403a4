//! Who sees what of judging: a manager the setting up and the ranked list, an evaluator what is theirs, and of others' only what the
//! domain's rule lets through.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Actor, Resource, Role, Scope, may};
use domain::evaluation::{Own, Sheet, Standing, ranks, sees_answers, sees_others};
use domain::ids::{ApplicationId, CallId, PersonId, ReviewId};
use domain::intake::ApplicationStatus;
use domain::time::Instant;
use domain::words::fold;
use uuid::Uuid;

use super::{
    Decision, Judged, JudgedCall, Round, RoundState, Stored, allowed, application_of, applications_in, call_of,
    conflicts_in, decision_of, decisions_in, evaluators_of, own_of, round_of, rounds_of, rows, runs, sheets_of,
};
use crate::connect::Store;
use crate::error::{Missing, VerbError};

/// Somebody who can be set on judging a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they are set on it.
    pub set: bool,
}

/// How a call is judged, for those who set it up.
#[derive(Debug, Clone)]
pub struct Judging {
    /// The call.
    pub call: JudgedCall,
    /// Its rounds, the first one first.
    pub rounds: Vec<Round>,
    /// Who judges and who could, by name.
    pub people: Vec<Candidate>,
}

/// A declared conflict of interest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Why, when they said so.
    pub reason: Option<String>,
    /// When it was declared.
    pub declared_at: Instant,
}

/// Another evaluator's sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherSheet {
    /// Whose; `None` once it is kept only to be counted.
    pub person: Option<PersonId>,
    /// Their name; empty without one.
    pub name: String,
    /// Scores and comment.
    pub sheet: Sheet,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
}

/// One line of a round's ranked list.
#[derive(Debug, Clone)]
pub struct RankedRow {
    /// The application.
    pub application: Judged,
    /// Its place; `None` while nobody has scored it, or it is hidden from the reader.
    pub place: Option<usize>,
    /// What the scores come to; `None` while they are hidden from the reader.
    pub standing: Option<Standing>,
    /// How far the reader has come with it.
    pub own: Own,
    /// What was decided.
    pub decision: Option<Decision>,
}

/// A round's ranked list.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The call.
    pub call: JudgedCall,
    /// The round.
    pub round: Round,
    /// Its applications by place; those without one last, in the order in which they came.
    pub rows: Vec<RankedRow>,
    /// Who judges, with their names.
    pub evaluators: BTreeMap<PersonId, String>,
}

/// An evaluator's round: what is theirs to score in it.
#[derive(Debug, Clone)]
pub struct MyRound {
    /// The call.
    pub call: JudgedCall,
    /// The round.
    pub round: Round,
    /// The applications in the order in which they came, and how far the reader has come with each.
    pub applications: Vec<(Judged, Own)>,
}

impl MyRound {
    /// How many of how many are done; those with a conflict of interest are not asked for.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let done = self.applications.iter().filter(|(_, own)| *own == Own::Submitted).count();
        let all = self.applications.iter().filter(|(_, own)| *own != Own::Conflict).count();
        (done, all)
    }

    /// The next one to score: the first with nothing handed in, after `last` where there is one, then from the beginning.
    #[must_use]
    pub fn next(&self, last: Option<ApplicationId>) -> Option<ApplicationId> {
        let after = last.and_then(|last| self.applications.iter().position(|(known, _)| known.id == last));
        let after = after.map_or(0, |at| at + 1);
        let (before, rest) = self.applications.split_at(after.min(self.applications.len()));
        let open = |(_, own): &&(Judged, Own)| matches!(own, Own::ToDo | Own::Draft);
        rest.iter().find(open).or_else(|| before.iter().find(open)).map(|(known, _)| known.id)
    }
}

/// An application as somebody judges it, or looks at how it was judged.
#[derive(Debug, Clone)]
pub struct SheetView {
    /// The call.
    pub call: JudgedCall,
    /// The round.
    pub round: Round,
    /// The application.
    pub application: Judged,
    /// How far the reader has come with it.
    pub own: Own,
    /// Whether the reader may score it now.
    pub scores: bool,
    /// Whether the reader may see what it says.
    pub answers: bool,
    /// The reader's own sheet.
    pub sheet: Option<Sheet>,
    /// The others' sheets that are handed in; `None` while they are hidden from the reader.
    pub others: Option<Vec<OtherSheet>>,
    /// What all of them come to; `None` while that is hidden.
    pub standing: Option<Standing>,
    /// How many have handed theirs in, of how many that are asked, and how many have a conflict of interest.
    pub progress: (usize, usize, usize),
    /// Declared conflicts of interest, for those who run the programme.
    pub conflicts: Vec<Conflict>,
    /// What was decided, for those who run the programme.
    pub decision: Option<Decision>,
    /// Whether the reader runs the programme.
    pub runs: bool,
}

/// All that is known of judging a call.
struct Known {
    call: JudgedCall,
    evaluators: Vec<PersonId>,
    applications: Vec<Judged>,
    conflicts: BTreeMap<ApplicationId, BTreeSet<PersonId>>,
}

impl Known {
    fn conflicted(&self, application: ApplicationId, person: Option<PersonId>) -> bool {
        let of = self.conflicts.get(&application);
        person.is_some_and(|person| of.is_some_and(|people| people.contains(&person)))
    }

    /// Whose sheet counts: those without a conflict of interest.
    fn counting<'a>(&self, application: ApplicationId, sheets: &'a [Stored]) -> Vec<&'a Stored> {
        let of = |stored: &&Stored| stored.application == application;
        sheets.iter().filter(of).filter(|one| !self.conflicted(application, one.sheet.evaluator)).collect()
    }

    fn standing(&self, round: &Round, application: ApplicationId, sheets: &[Stored]) -> Standing {
        let conflicts = self.evaluators.iter().filter(|one| self.conflicted(application, Some(**one))).count();
        let sheets: Vec<Sheet> = self.counting(application, sheets).iter().map(|stored| stored.sheet.clone()).collect();
        Standing::of(&round.criteria, &sheets, self.evaluators.len() - conflicts, conflicts)
    }

    fn own(&self, actor: &Actor, application: ApplicationId, sheets: &[Stored]) -> Own {
        let mine = sheets.iter().find(|stored| {
            stored.application == application
                && stored.sheet.evaluator.is_some()
                && stored.sheet.evaluator == actor.person
        });
        let conflicted = self.conflicted(application, actor.person);
        own_of(actor.person, &self.evaluators, conflicted, mine.map(|stored| &stored.sheet))
    }
}

impl Store {
    async fn judging_of(&self, call: JudgedCall) -> Result<Known, VerbError> {
        let evaluators = evaluators_of(self.reader(), call.id).await?;
        let applications = applications_in(self.reader(), call.id).await?;
        let conflicts = conflicts_in(self.reader(), call.id).await?;
        Ok(Known { call, evaluators, applications, conflicts })
    }

    /// The names of these people, as they are now.
    async fn names_of(&self, people: &[PersonId]) -> Result<BTreeMap<PersonId, String>, VerbError> {
        let known = self.people().await?;
        let name = |id: &PersonId| {
            let person = known.persons.get(id).filter(|person| person.erased_at.is_none())?;
            Some((*id, person.name.clone()))
        };
        Ok(people.iter().filter_map(name).collect())
    }

    /// How a call is judged: its rounds, who judges and who could. For those who manage calls.
    ///
    /// # Errors
    /// [`Missing::Call`], [`VerbError::Denied`], or the database.
    pub async fn judging(&self, actor: &Actor, call: CallId) -> Result<Judging, VerbError> {
        let known = call_of(self.reader(), call).await?.ok_or(Missing::Call)?;
        let today = self.world().today();
        let manages = may(actor, Action::ManageCalls, &Resource::Programme(known.programme), today);
        VerbError::unless_allowed(manages, Missing::Call)?;
        let evaluators = evaluators_of(self.reader(), call).await?;
        let rounds = rounds_of(self.reader(), call).await?;
        let sql = "SELECT DISTINCT m.person_id FROM membership m JOIN person p ON p.id = m.person_id AND p.erased_at IS NULL \
                   WHERE m.role IN ('evaluator', 'manager') AND m.revoked_at IS NULL AND m.from_on <= $1 \
                   AND (m.to_on IS NULL OR m.to_on >= $1) AND (m.scope_kind = 'house' OR m.scope_id = $2)";
        let found = rows(self.reader(), sql, [today.into(), known.programme.0.into()]).await?;
        let mut able: Vec<PersonId> =
            found.iter().map(|row| row.try_get_by_index::<Uuid>(0).map(PersonId)).collect::<Result<_, _>>()?;
        able.extend(evaluators.iter().copied().filter(|person| !able.contains(person)).collect::<Vec<_>>());
        let names = self.names_of(&able).await?;
        let candidate = |(person, name): (PersonId, String)| {
            let set = evaluators.contains(&person);
            Candidate { person, name, set }
        };
        let mut people: Vec<Candidate> = names.into_iter().map(candidate).collect();
        people.sort_by_cached_key(|one| (fold(&one.name), one.person));
        Ok(Judging { call: known, rounds, people })
    }

    /// The rounds under way in which the actor judges, those that are due first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn my_rounds(&self, actor: &Actor) -> Result<Vec<MyRound>, VerbError> {
        let Some(person) = actor.person else { return Ok(Vec::new()) };
        let sql = "SELECT r.id FROM review r JOIN evaluator e ON e.call_id = r.call_id \
                   WHERE e.person_id = $1 AND r.asked_at IS NOT NULL AND r.closed_at IS NULL";
        let mut mine = Vec::new();
        for row in rows(self.reader(), sql, [person.0.into()]).await? {
            let Some(round) = round_of(self.reader(), ReviewId(row.try_get_by_index(0)?)).await? else { continue };
            let Some(call) = call_of(self.reader(), round.call).await? else { continue };
            if let Some(round) = self.my_round_in(actor, call, round).await? {
                mine.push(round);
            }
        }
        mine.sort_by_key(|one| (one.round.due_on.is_none(), one.round.due_on, one.round.id));
        Ok(mine)
    }

    /// What is the actor's to score in a round; for its evaluators.
    ///
    /// # Errors
    /// [`Missing::Review`], or the database.
    pub async fn my_round(&self, actor: &Actor, round: ReviewId) -> Result<MyRound, VerbError> {
        let round = round_of(self.reader(), round).await?.ok_or(Missing::Review)?;
        let call = call_of(self.reader(), round.call).await?.ok_or(Missing::Review)?;
        Ok(self.my_round_in(actor, call, round).await?.ok_or(Missing::Review)?)
    }

    async fn my_round_in(&self, actor: &Actor, call: JudgedCall, round: Round) -> Result<Option<MyRound>, VerbError> {
        let known = self.judging_of(call).await?;
        let today = self.world().today();
        let judges = allowed(actor, Action::JudgeApplication, &known.call, &known.evaluators, today).is_ok();
        if !judges || round.state() == RoundState::Preparing {
            return Ok(None);
        }
        let sheets = sheets_of(self.reader(), round.id, None).await?;
        let up = |one: &&Judged| {
            let open = one.status == ApplicationStatus::Submitted;
            round.takes(one) && (open || known.own(actor, one.id, &sheets) == Own::Submitted)
        };
        let applications = known.applications.iter().filter(up);
        let applications = applications.map(|one| (one.clone(), known.own(actor, one.id, &sheets))).collect();
        Ok(Some(MyRound { call: known.call, round, applications }))
    }

    /// An application as the actor judges it in a round, or as those who run the programme look at it.
    ///
    /// # Errors
    /// [`Missing::Application`] also for whoever may not know of it, [`VerbError::Denied`], or the database.
    pub async fn sheet(
        &self,
        actor: &Actor,
        round: ReviewId,
        application: ApplicationId,
    ) -> Result<SheetView, VerbError> {
        let application = application_of(self.reader(), application).await?.ok_or(Missing::Application)?;
        let call = call_of(self.reader(), application.call).await?.ok_or(Missing::Application)?;
        let round = round_of(self.reader(), round).await?.filter(|round| round.call == call.id);
        let round = round.ok_or(Missing::Application)?;
        let known = self.judging_of(call).await?;
        let today = self.world().today();
        allowed(actor, Action::SeeApplication, &known.call, &known.evaluators, today)?;
        let runs = runs(actor, &known.call, &known.evaluators, today);
        let sheets = sheets_of(self.reader(), round.id, Some(application.id)).await?;
        let own = known.own(actor, application.id, &sheets);
        // An evaluator knows of what is theirs to judge, and of nothing that is still being set up.
        let theirs = round.takes(&application) && round.state() != RoundState::Preparing;
        if !runs && (!theirs || own == Own::NotAsked) {
            return Err(Missing::Application.into());
        }
        let judges = allowed(actor, Action::JudgeApplication, &known.call, &known.evaluators, today).is_ok();
        let up = round.state() == RoundState::UnderWay && application.status == ApplicationStatus::Submitted;
        let closed = round.state() == RoundState::Closed || application.status != ApplicationStatus::Submitted;
        let open = sees_others(own, runs, known.call.sharing, closed);
        let standing = known.standing(&round, application.id, &sheets);
        let progress = (standing.scored, standing.asked, standing.conflicts);
        let mine = |stored: &&Stored| stored.sheet.evaluator.is_some() && stored.sheet.evaluator == actor.person;
        let people: Vec<PersonId> = sheets.iter().filter_map(|stored| stored.sheet.evaluator).collect();
        let names = self.names_of(&people).await?;
        let others = known.counting(application.id, &sheets).into_iter();
        let others = others.filter(|stored| stored.sheet.submitted && !mine(stored)).map(|stored| OtherSheet {
            person: stored.sheet.evaluator,
            name: stored.sheet.evaluator.and_then(|person| names.get(&person).cloned()).unwrap_or_default(),
            sheet: stored.sheet.clone(),
            submitted_at: stored.submitted_at,
        });
        let others = open.then(|| others.collect());
        let sheet = sheets.iter().find(mine).map(|stored| stored.sheet.clone()).filter(|_| own != Own::Conflict);
        Ok(SheetView {
            own,
            scores: judges && up && theirs && matches!(own, Own::ToDo | Own::Draft),
            answers: sees_answers(own, runs),
            sheet,
            others,
            standing: open.then_some(standing),
            progress,
            conflicts: if runs { self.conflicts_of(application.id).await? } else { Vec::new() },
            decision: if runs { decision_of(self.reader(), application.id).await? } else { None },
            runs,
            call: known.call,
            round,
            application,
        })
    }

    /// The rounds in which an application was judged and the actor's view of it in each, the first one first; for those who run the
    /// programme.
    ///
    /// # Errors
    /// [`Missing::Application`], [`VerbError::Denied`], or the database.
    pub async fn sheets_for(&self, actor: &Actor, application: ApplicationId) -> Result<Vec<SheetView>, VerbError> {
        let known = application_of(self.reader(), application).await?.ok_or(Missing::Application)?;
        let call = call_of(self.reader(), known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(self.reader(), call.id).await?;
        allowed(actor, Action::SeeScores, &call, &evaluators, self.world().today())?;
        let mut views = Vec::new();
        for round in rounds_of(self.reader(), call.id).await?.iter().filter(|round| round.takes(&known)) {
            views.push(self.sheet(actor, round.id, application).await?);
        }
        Ok(views)
    }

    /// Whether the actor has a conflict of interest in an application, so that they neither read nor decide it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_conflict(&self, actor: &Actor, application: ApplicationId) -> Result<bool, VerbError> {
        Ok(super::is_conflicted(self.reader(), application, actor.person).await?)
    }

    /// The decision about an application that stands; for those who run the programme.
    ///
    /// # Errors
    /// [`Missing::Application`], [`VerbError::Denied`], or the database.
    pub async fn decision(&self, actor: &Actor, application: ApplicationId) -> Result<Option<Decision>, VerbError> {
        let known = application_of(self.reader(), application).await?.ok_or(Missing::Application)?;
        let call = call_of(self.reader(), known.call).await?.ok_or(Missing::Application)?;
        let evaluators = evaluators_of(self.reader(), call.id).await?;
        allowed(actor, Action::SeeScores, &call, &evaluators, self.world().today())?;
        Ok(decision_of(self.reader(), application).await?)
    }

    /// The declared conflicts of interest in an application; for those who run the programme.
    async fn conflicts_of(&self, application: ApplicationId) -> Result<Vec<Conflict>, VerbError> {
        let sql = "SELECT person_id, reason, declared_at FROM conflict WHERE application_id = $1 AND over_at IS NULL \
                   AND person_id IS NOT NULL ORDER BY declared_at, id";
        let mut found = Vec::new();
        for row in rows(self.reader(), sql, [application.0.into()]).await? {
            let person = PersonId(row.try_get_by_index(0)?);
            let name = self.names_of(&[person]).await?.remove(&person).unwrap_or_default();
            let (reason, declared_at) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            found.push(Conflict { person, name, reason, declared_at });
        }
        Ok(found)
    }

    /// A round's ranked list, for those who run the programme. Whoever of them also judges is blind to what they have not scored.
    ///
    /// # Errors
    /// [`Missing::Review`], [`VerbError::Denied`], or the database.
    pub async fn ranked(&self, actor: &Actor, round: ReviewId) -> Result<Ranked, VerbError> {
        let round = round_of(self.reader(), round).await?.ok_or(Missing::Review)?;
        let call = call_of(self.reader(), round.call).await?.ok_or(Missing::Review)?;
        let known = self.judging_of(call).await?;
        let decides = allowed(actor, Action::SeeScores, &known.call, &known.evaluators, self.world().today());
        decides.map_err(|error| match error {
            VerbError::NotFound(_) => VerbError::NotFound(Missing::Review),
            other => other,
        })?;
        let sheets = sheets_of(self.reader(), round.id, None).await?;
        let mut decisions = decisions_in(self.reader(), known.call.id).await?;
        let applications = known.applications.iter().filter(|one| round.takes(one));
        let mut list: Vec<RankedRow> = applications
            .map(|application| {
                let own = known.own(actor, application.id, &sheets);
                let closed = round.state() == RoundState::Closed || application.status != ApplicationStatus::Submitted;
                let open = sees_others(own, true, known.call.sharing, closed);
                RankedRow {
                    standing: open.then(|| known.standing(&round, application.id, &sheets)),
                    application: application.clone(),
                    place: None,
                    own,
                    decision: decisions.remove(&application.id),
                }
            })
            .collect();
        let means: Vec<Option<f64>> = list.iter().map(|row| row.standing.as_ref()?.mean).collect();
        for (row, place) in list.iter_mut().zip(ranks(&means)) {
            row.place = place;
        }
        list.sort_by_key(|row| (row.place.is_none(), row.place));
        let evaluators = self.names_of(&known.evaluators).await?;
        Ok(Ranked { call: known.call, round, rows: list, evaluators })
    }

    /// The programmes in which the actor is an evaluator or runs calls see judging; whether the actor judges any call at all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn judges_anything(&self, actor: &Actor) -> Result<bool, VerbError> {
        let Some(person) = actor.person.filter(|_| matches!(actor.role, Role::Evaluator | Role::Manager)) else {
            return Ok(false);
        };
        let sql =
            "SELECT c.programme_id FROM evaluator e JOIN intake_call c ON c.id = e.call_id WHERE e.person_id = $1";
        let programmes = rows(self.reader(), sql, [person.0.into()]).await?;
        for row in &programmes {
            let programme: Uuid = row.try_get_by_index(0)?;
            if actor.scope == Scope::House || actor.scope == Scope::Programme(programme.into()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
