//! Setting up how a call is judged. Criteria change freely until somebody scores; after that a round is closed and another opened.

use chrono::NaiveDate;
use domain::access::{Action, Actor, Resource, Role, Scope};
use domain::evaluation::{Criterion, EvaluationError, LONGEST_NAME, MOST_CRITERIA, Scale, Sharing};
use domain::ids::{ApplicationId, CallId, CriterionId, PersonId, ReviewId};
use domain::mail::Message;

use super::{
    JudgedCall, Round, RoundState, applications_in, call_of, conflicts_in, evaluators_of, round_of, rounds_of, rows,
    run, sheets_of,
};
use crate::connect::Store;
use crate::error::{Missing, VerbError};
use crate::identity::{by_person, held};
use crate::outbox::NewMail;
use crate::write::{Write, json};

/// What a round is called, and until when its scores are due.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoundWords {
    /// Its name.
    pub name: String,
    /// The day; `None` when nobody has set one.
    pub due_on: Option<NaiveDate>,
}

impl RoundWords {
    fn checked(&self) -> Result<String, VerbError> {
        let name = crate::verbs::name(&self.name, "name")?;
        if name.chars().count() > LONGEST_NAME { Err(EvaluationError::TooLong.into()) } else { Ok(name) }
    }
}

/// A criterion as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionWords {
    /// Its name in bokmål, nynorsk and English.
    pub names: [String; 3],
    /// What to look for.
    pub description: String,
    /// How much it counts, in hundredths.
    pub weight: u32,
    /// From what to what it is scored.
    pub scale: Scale,
}

/// What the first round of a call is judged by unless somebody says otherwise.
const BEGINNING: [[&str; 3]; 4] = [
    ["Team", "Team", "Team"],
    ["Behov og idé", "Behov og idé", "Need and idea"],
    ["Marked", "Marknad", "Market"],
    ["Gjennomføring", "Gjennomføring", "Ability to deliver"],
];

impl Store {
    /// Says when the evaluators of a call see each other's scores.
    ///
    /// # Errors
    /// [`Missing::Call`], [`VerbError::Denied`], or the database.
    pub async fn set_sharing(&self, actor: &Actor, call: CallId, sharing: Sharing) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let known = managed(&write, call).await?;
        let sql = "INSERT INTO call_judging (call_id, sharing) VALUES ($1, $2) \
                   ON CONFLICT (call_id) DO UPDATE SET sharing = excluded.sharing";
        run(&mut write, sql, [call.0.into(), sharing.code().into()]).await?;
        let told = |sharing| Some(serde_json::json!({ "sharing": sharing }));
        write.audit("set_sharing", "call", call.0, None, told(known.sharing), told(sharing)).await?;
        Ok(write.commit().await?)
    }

    /// Sets a person on judging a call's applications: somebody who is an evaluator or a manager of its programme. When a round is under
    /// way, they are written to.
    ///
    /// # Errors
    /// [`Missing::Call`], [`EvaluationError::NotAnEvaluator`], [`VerbError::Denied`], or the database.
    pub async fn set_evaluator(&self, actor: &Actor, call: CallId, person: PersonId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let known = managed(&write, call).await?;
        let today = write.today();
        let judges = |hat: &domain::access::Membership| {
            let here = hat.scope == Scope::House || hat.scope == Scope::Programme(known.programme);
            here && hat.holds_on(today) && matches!(hat.role, Role::Evaluator | Role::Manager)
        };
        if !held(&write.transaction, person).await?.iter().any(judges) {
            return Err(EvaluationError::NotAnEvaluator.into());
        }
        let sql = "INSERT INTO evaluator (call_id, person_id, added_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        let at = write.at();
        if run(&mut write, sql, [call.0.into(), person.0.into(), at.into()]).await? == 0 {
            return Ok(());
        }
        let after = serde_json::json!({ "person": person });
        write.audit("set_evaluator", "call", call.0, None, None, Some(after)).await?;
        let rounds = rounds_of(&write.transaction, call).await?;
        if let Some(round) = rounds.iter().find(|round| round.state() == RoundState::UnderWay) {
            ask(&mut write, &known, round, &[person], false).await?;
        }
        Ok(write.commit().await?)
    }

    /// Takes a person off judging a call's applications. What they handed in stays and counts; drafts of theirs go.
    ///
    /// # Errors
    /// [`Missing::Call`], [`Missing::Person`], [`VerbError::Denied`], or the database.
    pub async fn remove_evaluator(&self, actor: &Actor, call: CallId, person: PersonId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        managed(&write, call).await?;
        let sql = "DELETE FROM evaluator WHERE call_id = $1 AND person_id = $2";
        if run(&mut write, sql, [call.0.into(), person.0.into()]).await? == 0 {
            return Err(Missing::Person.into());
        }
        let drafts = "DELETE FROM score_sheet WHERE person_id = $2 AND submitted_at IS NULL \
                      AND review_id IN (SELECT id FROM review WHERE call_id = $1)";
        run(&mut write, drafts, [call.0.into(), person.0.into()]).await?;
        let before = serde_json::json!({ "person": person });
        write.audit("remove_evaluator", "call", call.0, None, Some(before), None).await?;
        Ok(write.commit().await?)
    }

    /// Opens another round of a call, judged by what the last one was judged by; the first begins with four usual criteria. `picked` names
    /// those that are judged in it, when not all are. It is not under way yet: see [`Store::start_round`].
    ///
    /// # Errors
    /// [`Missing::Call`], [`EvaluationError::RoundOpen`], [`EvaluationError::NothingPicked`], [`EvaluationError::NotUp`],
    /// [`crate::Refusal::NameMissing`], [`VerbError::Denied`], or the database.
    pub async fn open_round(
        &self,
        actor: &Actor,
        call: CallId,
        words: &RoundWords,
        picked: Option<&[ApplicationId]>,
    ) -> Result<ReviewId, VerbError> {
        let name = words.checked()?;
        let mut write = self.begin(actor).await?;
        managed(&write, call).await?;
        let rounds = rounds_of(&write.transaction, call).await?;
        if rounds.iter().any(|round| round.state() != RoundState::Closed) {
            return Err(EvaluationError::RoundOpen.into());
        }
        if let Some(picked) = picked {
            if picked.is_empty() {
                return Err(EvaluationError::NothingPicked.into());
            }
            let all = applications_in(&write.transaction, call).await?;
            let before = |id: &ApplicationId| {
                all.iter().any(|one| one.id == *id && rounds.last().is_none_or(|round| round.takes(one)))
            };
            if !picked.iter().all(before) {
                return Err(EvaluationError::NotUp.into());
            }
        }
        let id = ReviewId(write.new_id());
        let position = rounds.last().map_or(1, |last| last.position + 1);
        let sql = "INSERT INTO review (id, call_id, name, position, due_on, picked, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let at = write.at();
        let values = [
            id.0.into(),
            call.0.into(),
            name.clone().into(),
            position.into(),
            words.due_on.into(),
            picked.is_some().into(),
            at.into(),
        ];
        run(&mut write, sql, values).await?;
        let picked: std::collections::BTreeSet<ApplicationId> = picked.unwrap_or_default().iter().copied().collect();
        for application in &picked {
            let sql = "INSERT INTO review_pick (review_id, application_id) VALUES ($1, $2)";
            run(&mut write, sql, [id.0.into(), application.0.into()]).await?;
        }
        let beginning = || {
            let words = |names: [&str; 3]| Criterion {
                id: CriterionId(write.new_id()),
                names: names.map(str::to_owned),
                description: String::new(),
                weight: 100,
                scale: Scale::FIVE,
            };
            BEGINNING.map(words).to_vec()
        };
        let criteria = rounds.last().map_or_else(beginning, |last| last.criteria.clone());
        for (position, criterion) in (0..).zip(criteria) {
            let criterion = Criterion { id: CriterionId(write.new_id()), ..criterion };
            insert_criterion(&mut write, id, &criterion, position).await?;
        }
        let after = serde_json::json!({ "call": call, "name": name, "due_on": words.due_on, "picked": picked });
        write.audit("open_round", "review", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes what a round is called and until when it is due; a closed one stands.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::RoundClosed`], [`crate::Refusal::NameMissing`], [`VerbError::Denied`], or the database.
    pub async fn change_round(&self, actor: &Actor, id: ReviewId, words: &RoundWords) -> Result<(), VerbError> {
        let name = words.checked()?;
        let mut write = self.begin(actor).await?;
        let (_, round) = round_to_change(&write, id, false).await?;
        let sql = "UPDATE review SET name = $2, due_on = $3 WHERE id = $1";
        run(&mut write, sql, [id.0.into(), name.clone().into(), words.due_on.into()]).await?;
        let before = serde_json::json!({ "name": round.name, "due_on": round.due_on });
        let after = serde_json::json!({ "name": name, "due_on": words.due_on });
        write.audit("change_round", "review", id.0, None, Some(before), Some(after)).await?;
        Ok(write.commit().await?)
    }

    /// Asks the evaluators to score: each with something left is written to. Done again, it reminds them.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::RoundClosed`], [`EvaluationError::NoCriteria`], [`EvaluationError::NoEvaluators`],
    /// [`VerbError::Denied`], or the database.
    pub async fn start_round(&self, actor: &Actor, id: ReviewId) -> Result<usize, VerbError> {
        let mut write = self.begin(actor).await?;
        let (call, round) = round_to_change(&write, id, false).await?;
        if round.criteria.is_empty() {
            return Err(EvaluationError::NoCriteria.into());
        }
        let evaluators = evaluators_of(&write.transaction, call.id).await?;
        if evaluators.is_empty() {
            return Err(EvaluationError::NoEvaluators.into());
        }
        let again = round.started_at.is_some();
        let sql = "UPDATE review SET asked_at = COALESCE(asked_at, $2) WHERE id = $1";
        let at = write.at();
        run(&mut write, sql, [id.0.into(), at.into()]).await?;
        let asked = ask(&mut write, &call, &round, &evaluators, again).await?;
        let action = if again { "remind_evaluators" } else { "start_round" };
        write.audit(action, "review", id.0, None, None, Some(serde_json::json!({ "asked": asked }))).await?;
        write.commit().await?;
        Ok(asked)
    }

    /// Closes a round: its scores stand, and drafts count for nothing.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::RoundClosed`], [`VerbError::Denied`], or the database.
    pub async fn close_round(&self, actor: &Actor, id: ReviewId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        round_to_change(&write, id, false).await?;
        let at = write.at();
        run(&mut write, "UPDATE review SET closed_at = $2 WHERE id = $1", [id.0.into(), at.into()]).await?;
        write.audit("close_round", "review", id.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Opens a closed round again, while no other one is open.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::RoundOpen`], [`VerbError::Denied`], or the database.
    pub async fn reopen_round(&self, actor: &Actor, id: ReviewId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let round = round_of(&write.transaction, id).await?.ok_or(Missing::Review)?;
        managed(&write, round.call).await.map_err(as_review)?;
        let rounds = rounds_of(&write.transaction, round.call).await?;
        if rounds.iter().any(|round| round.state() != RoundState::Closed) {
            return Err(EvaluationError::RoundOpen.into());
        }
        run(&mut write, "UPDATE review SET closed_at = NULL WHERE id = $1", [id.0.into()]).await?;
        write.audit("reopen_round", "review", id.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Adds a criterion to a round, or changes one.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::Scored`], [`EvaluationError::TooManyCriteria`], those of [`Criterion::check`],
    /// [`VerbError::Denied`], or the database.
    pub async fn save_criterion(
        &self,
        actor: &Actor,
        round: ReviewId,
        id: Option<CriterionId>,
        words: &CriterionWords,
    ) -> Result<CriterionId, VerbError> {
        let mut write = self.begin(actor).await?;
        let (_, known) = round_to_change(&write, round, true).await?;
        let criterion = Criterion {
            id: id.unwrap_or_else(|| CriterionId(write.new_id())),
            names: words.names.clone().map(|name| name.trim().to_owned()),
            description: words.description.trim().to_owned(),
            weight: words.weight,
            scale: words.scale,
        };
        criterion.check()?;
        let before = known.criteria.iter().find(|one| Some(one.id) == id);
        if id.is_some() {
            before.ok_or(Missing::Review)?;
            let [nb, nn, en] = criterion.names.clone();
            let sql = "UPDATE review_criterion SET name_nb = $2, name_nn = $3, name_en = $4, description = $5, weight = $6, low = $7, \
                       high = $8 WHERE id = $1";
            let values = [
                criterion.id.0.into(),
                nb.into(),
                nn.into(),
                en.into(),
                criterion.description.clone().into(),
                i32::try_from(criterion.weight).unwrap_or(i32::MAX).into(),
                i32::from(criterion.scale.low).into(),
                i32::from(criterion.scale.high).into(),
            ];
            run(&mut write, sql, values).await?;
        } else {
            if known.criteria.len() >= MOST_CRITERIA {
                return Err(EvaluationError::TooManyCriteria.into());
            }
            let sql = "SELECT COALESCE(max(position), 0) + 1 FROM review_criterion WHERE review_id = $1";
            let last = rows(&write.transaction, sql, [round.0.into()]).await?;
            let position: i32 = last.first().map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
            insert_criterion(&mut write, round, &criterion, position).await?;
        }
        write.audit("save_criterion", "review", round.0, None, before.and_then(json), json(&criterion)).await?;
        write.commit().await?;
        Ok(criterion.id)
    }

    /// Removes a criterion from a round.
    ///
    /// # Errors
    /// [`Missing::Review`], [`EvaluationError::Scored`], [`VerbError::Denied`], or the database.
    pub async fn remove_criterion(&self, actor: &Actor, round: ReviewId, id: CriterionId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        let (_, known) = round_to_change(&write, round, true).await?;
        let before = known.criteria.iter().find(|one| one.id == id).ok_or(Missing::Review)?;
        run(&mut write, "DELETE FROM review_criterion WHERE id = $1", [id.0.into()]).await?;
        write.audit("remove_criterion", "review", round.0, None, json(before), None).await?;
        Ok(write.commit().await?)
    }
}

/// A call whose judging the actor may set up.
pub(super) async fn managed(write: &Write, call: CallId) -> Result<JudgedCall, VerbError> {
    let known = call_of(&write.transaction, call).await?.ok_or(Missing::Call)?;
    write.ask(Action::ManageCalls, &Resource::Programme(known.programme), Missing::Call)?;
    Ok(known)
}

fn as_review(error: VerbError) -> VerbError {
    match error {
        VerbError::NotFound(_) => VerbError::NotFound(Missing::Review),
        other => other,
    }
}

/// A round that is not closed; with `criteria`, one in which nobody has scored.
async fn round_to_change(write: &Write, id: ReviewId, criteria: bool) -> Result<(JudgedCall, Round), VerbError> {
    let round = round_of(&write.transaction, id).await?.ok_or(Missing::Review)?;
    let call = managed(write, round.call).await.map_err(as_review)?;
    if round.state() == RoundState::Closed {
        return Err(EvaluationError::RoundClosed.into());
    }
    if criteria && round.scored {
        return Err(EvaluationError::Scored.into());
    }
    Ok((call, round))
}

async fn insert_criterion(
    write: &mut Write,
    round: ReviewId,
    criterion: &Criterion,
    position: i32,
) -> Result<(), VerbError> {
    let sql = "INSERT INTO review_criterion (id, review_id, name_nb, name_nn, name_en, description, weight, low, high, position) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let [nb, nn, en] = criterion.names.clone();
    let values = [
        criterion.id.0.into(),
        round.0.into(),
        nb.into(),
        nn.into(),
        en.into(),
        criterion.description.clone().into(),
        i32::try_from(criterion.weight).unwrap_or(i32::MAX).into(),
        i32::from(criterion.scale.low).into(),
        i32::from(criterion.scale.high).into(),
        position.into(),
    ];
    run(write, sql, values).await?;
    Ok(())
}

/// Writes to those of the evaluators who have an account and something left to score; returns how many that were.
async fn ask(
    write: &mut Write,
    call: &JudgedCall,
    round: &Round,
    evaluators: &[PersonId],
    again: bool,
) -> Result<usize, VerbError> {
    let sheets = sheets_of(&write.transaction, round.id, None).await?;
    let conflicts = conflicts_in(&write.transaction, call.id).await?;
    let applications = applications_in(&write.transaction, call.id).await?;
    let mut asked = 0;
    for person in evaluators {
        let left = applications.iter().filter(|application| {
            let conflicted = conflicts.get(&application.id).is_some_and(|people| people.contains(person));
            let done = sheets.iter().any(|stored| {
                stored.application == application.id
                    && stored.sheet.evaluator == Some(*person)
                    && stored.sheet.submitted
            });
            round.takes(application)
                && application.status == domain::intake::ApplicationStatus::Submitted
                && !conflicted
                && !done
        });
        let left = u32::try_from(left.count()).unwrap_or(u32::MAX);
        if left == 0 {
            continue;
        }
        let Some(account) = by_person(&write.transaction, *person).await?.filter(|known| known.disabled_at.is_none())
        else {
            continue;
        };
        let message = Message::EvaluationAsked {
            call: call.title.get(account.locale).to_owned(),
            round: round.name.clone(),
            left,
            due_on: round.due_on,
            again,
        };
        let caused_by = write.actor().person;
        write
            .queue(NewMail { to: account.email, locale: account.locale, message, expires_at: None, caused_by })
            .await?;
        asked += 1;
    }
    Ok(asked)
}
