//! Who follows a startup up, and what a programme gives: assignments, hours, milestones of stages.

use domain::day::{Budget, Per};
use domain::facts::{FactKind, MentorAssignment, Source};
use domain::ids::{PersonId, ProgrammeId, StageId, StartupId};
use leptos::prelude::*;
use store::day::NewTemplate;
use store::{Missing, VerbError};

use super::meetings::finish;
use super::{Answer, answer, denied, done, refused, signed_in};
use crate::form::{Form, fields};
use crate::paths::{self, Query};

/// The forms' names, under which refusals are kept.
pub(crate) const ASSIGN_FORM: &str = "assign-mentor";
/// The same for a budget.
pub(crate) const BUDGET_FORM: &str = "mentoring-budget";
/// The same for a template.
pub(crate) const TEMPLATE_FORM: &str = "milestone-template";

/// Says who follows a startup up from a day; open tasks of whoever did so before go along where that is asked.
#[server(prefix = "/act", endpoint = "assign-mentor")]
pub async fn assign_mentor(
    #[server(default)] startup: String,
    #[server(default)] mentor: String,
    #[server(default)] on: String,
    #[server(default)] tasks: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let mut form = Form::new(cx.locale, fields![mentor, on, tasks]);
    let page = paths::startup_section(startup, "mentors");
    let chosen = form.required("mentor");
    let day = form.date("on");
    let (Some(chosen), Some(day)) = (chosen, day) else { return refused(&cx, form, ASSIGN_FORM, &page).await };
    let store = &cx.house.store;
    let result = match chosen.parse::<PersonId>() {
        Ok(mentor) => {
            // Somebody who is not offered is not there: the list is what the reader may know of.
            let offered = store.mentors_for(&cx.actor(), startup).await;
            match offered.map(|offered| offered.iter().any(|one| one.mentor == mentor)) {
                Ok(true) => Ok(Some(mentor)),
                Ok(false) => Err(VerbError::NotFound(Missing::Person)),
                Err(error) => Err(error),
            }
        }
        Err(_) if chosen == "nobody" => Ok(None),
        Err(_) => Err(VerbError::NotFound(Missing::Person)),
    };
    let result = match result {
        Ok(mentor) => {
            let body = MentorAssignment { mentor };
            store.assign_mentor(&cx.actor(), startup, day, body, Source::Mentor, None).await
        }
        Err(error) => Err(error),
    };
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("mentor");
    let fact = match answer(result, &form)? {
        Answer::Accepted(fact) => fact,
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(&cx, form, ASSIGN_FORM, &page).await;
        }
        Answer::Denied(reason) => {
            denied(reason);
            return Ok(());
        }
    };
    if form.text("tasks").is_some() {
        let moved = store.hand_over(&cx.actor(), startup).await;
        return finish(&cx, moved, &page, "assigned");
    }
    // Until something rests on it, it can be undone from where it is told.
    let undo = Query::one("undo", format!("{}:{fact}", FactKind::Mentor.code()));
    done(&paths::with_query(&page, &undo), "assigned");
    Ok(())
}

/// Gives a startup's mentor the open tasks and milestones that former mentors left.
#[server(prefix = "/act", endpoint = "hand-over")]
pub async fn hand_over(#[server(default)] startup: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let result = cx.house.store.hand_over(&cx.actor(), startup).await;
    finish(&cx, result, &paths::hand_over(startup), "moved")
}

/// Sets how many hours a programme gives each startup; an empty field takes the budget away.
#[server(prefix = "/act", endpoint = "mentoring-budget")]
pub async fn set_budget(
    #[server(default)] programme: String,
    #[server(default)] hours: String,
    #[server(default)] per: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![programme, hours, per]);
    let id = form.text("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    let page = setup(id);
    let hundredths = form.hundredths("hours");
    if !form.is_accepted() {
        return refused(&cx, form, BUDGET_FORM, &page).await;
    }
    let per = form.text("per").and_then(|per| Per::from_code(&per)).unwrap_or(Per::Stay);
    let minutes = |hundredths: u32| u32::try_from(u64::from(hundredths) * 60 / 100).unwrap_or(u32::MAX);
    let budget = hundredths.map(|hundredths| Budget { minutes: minutes(hundredths), per });
    let result = match id {
        Some(id) => cx.house.store.set_mentoring_budget(&cx.actor(), id, budget).await,
        None => Err(VerbError::NotFound(Missing::Programme)),
    };
    match answer(result, &form)? {
        Answer::Accepted(()) => done(&page, "budget"),
        Answer::Refused(sentence) => {
            form.refuse("hours", sentence);
            return refused(&cx, form, BUDGET_FORM, &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// Adds a milestone to those that a stage brings.
#[server(prefix = "/act", endpoint = "add-milestone-template")]
pub async fn add_template(
    #[server(default)] programme: String,
    #[server(default)] stage: String,
    #[server(default)] title: String,
    #[server(default)] days: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![programme, stage, title, days]);
    let id = form.text("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    let page = setup(id);
    let stage = form.required("stage").and_then(|id| id.parse::<StageId>().ok());
    let title = form.required("title");
    let days = form.count("days");
    let (Some(stage), Some(title), true) = (stage, title, form.is_accepted()) else {
        return refused(&cx, form, TEMPLATE_FORM, &page).await;
    };
    let result = match id {
        Some(programme) => {
            let new = NewTemplate { programme, stage, title, days };
            cx.house.store.add_milestone_template(&cx.actor(), &new).await
        }
        None => Err(VerbError::NotFound(Missing::Programme)),
    };
    match answer(result, &form)? {
        Answer::Accepted(_) => done(&page, "template"),
        Answer::Refused(sentence) => {
            form.refuse("title", sentence);
            return refused(&cx, form, TEMPLATE_FORM, &page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}

/// Takes a milestone out of those that a stage brings.
#[server(prefix = "/act", endpoint = "retire-milestone-template")]
pub async fn retire_template(
    #[server(default)] template: String,
    #[server(default)] programme: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let result = match template.parse() {
        Ok(id) => cx.house.store.retire_milestone_template(&cx.actor(), id).await,
        Err(_) => Err(VerbError::NotFound(Missing::Milestone)),
    };
    finish(&cx, result, &setup(programme.parse().ok()), "template")
}

/// The page on which a programme's mentoring is set up.
fn setup(programme: Option<ProgrammeId>) -> String {
    let query = programme.map(|id| Query::one("programme", id)).unwrap_or_default();
    paths::with_query(paths::MENTORING_SETUP, &query)
}
