//! Notes, milestones and tasks: written, changed, ticked.

use domain::day::NoteKind;
use domain::ids::{EnrolmentId, MilestoneId, NoteId, PersonId, StartupId, TaskId};
use leptos::prelude::*;
use store::day::{NewMilestone, NewNote, NewTask};
use store::{Missing, VerbError};

use super::meetings::finish;
use super::{Answer, answer, denied, done, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths::{self, Query};

/// The forms' names, under which refusals are kept.
pub(crate) const NOTE_FORM: &str = "note";
/// The same for changing one.
pub(crate) const CHANGE_NOTE_FORM: &str = "change-note";
/// The same for a milestone.
pub(crate) const MILESTONE_FORM: &str = "milestone";
/// The same for changing one.
pub(crate) const CHANGE_MILESTONE_FORM: &str = "change-milestone";
/// The same for a task.
pub(crate) const TASK_FORM: &str = "task";

/// Writes a note about a startup: shared, or private where that is ticked.
#[server(prefix = "/act", endpoint = "write-note")]
pub async fn write_note(
    #[server(default)] startup: String,
    #[server(default)] kind: String,
    #[server(default)] private_note: String,
    #[server(default)] shared_note: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let kind = NoteKind::from_code(&kind).unwrap_or(NoteKind::Shared);
    let mut form = Form::new(cx.locale, fields![private_note, shared_note]);
    // Each kind has a field of its own, so that what is private is never taken for anything else.
    let field = if kind == NoteKind::Private { "private_note" } else { "shared_note" };
    let name = note_form(kind);
    let page = paths::startup_section(startup, "notes");
    let Some(text) = form.required(field) else { return refused(&cx, form, name, &page).await };
    let new = NewNote { startup, meeting: None, kind, text };
    let result = cx.house.store.write_note(&cx.actor(), &new).await;
    after(&cx, result, form, field, name, &page, &page, "noted").await
}

/// Under which name a refused note is kept.
pub(crate) const fn note_form(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Shared => NOTE_FORM,
        NoteKind::Private => "private-note",
    }
}

/// Changes one's own note; an empty text takes it back.
#[server(prefix = "/act", endpoint = "change-note")]
pub async fn change_note(
    #[server(default)] note: String,
    #[server(default)] private_note: String,
    #[server(default)] shared_note: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = note.parse::<NoteId>() else {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    };
    let form = Form::new(cx.locale, fields![private_note, shared_note]);
    // Only the field of the note's own kind is on its page.
    let (private, shared) = (form.text("private_note"), form.text("shared_note"));
    let field = if private.is_some() { "private_note" } else { "shared_note" };
    let text = private.or(shared).unwrap_or_default();
    let result = cx.house.store.change_note(&cx.actor(), id, &text).await;
    let to =
        result.as_ref().map_or_else(|_| paths::HOME.to_owned(), |startup| paths::startup_section(*startup, "notes"));
    after(&cx, result, form, field, CHANGE_NOTE_FORM, &paths::note(id), &to, "noted").await
}

/// Sets a milestone.
#[server(prefix = "/act", endpoint = "add-milestone")]
pub async fn add_milestone(
    #[server(default)] startup: String,
    #[server(default)] title: String,
    #[server(default)] owner: String,
    #[server(default)] due_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let mut form = Form::new(cx.locale, fields![title, owner, due_on]);
    let page = paths::startup_section(startup, "milestones");
    let read = read_titled(&mut form);
    let Some((title, owner, due_on)) = read else { return refused(&cx, form, MILESTONE_FORM, &page).await };
    let new = NewMilestone { startup, title, owner, due_on };
    let result = cx.house.store.add_milestone(&cx.actor(), &new).await;
    after(&cx, result, form, "title", MILESTONE_FORM, &page, &page, "milestone").await
}

/// States a milestone anew, or takes it away.
#[server(prefix = "/act", endpoint = "change-milestone")]
pub async fn change_milestone(
    #[server(default)] milestone: String,
    #[server(default)] act: String,
    #[server(default)] title: String,
    #[server(default)] owner: String,
    #[server(default)] due_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = milestone.parse::<MilestoneId>() else {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    };
    let mut form = Form::new(cx.locale, fields![title, owner, due_on]);
    let page = paths::milestone(id);
    let result = if act == "remove" {
        cx.house.store.remove_milestone(&cx.actor(), id).await
    } else {
        let read = read_titled(&mut form);
        let Some((title, owner, due_on)) = read else { return refused(&cx, form, CHANGE_MILESTONE_FORM, &page).await };
        cx.house.store.change_milestone(&cx.actor(), id, &title, owner, due_on).await
    };
    let section = |startup: &StartupId| paths::startup_section(*startup, "milestones");
    let to = result.as_ref().map_or_else(|_| paths::HOME.to_owned(), section);
    after(&cx, result, form, "title", CHANGE_MILESTONE_FORM, &page, &to, "milestone").await
}

/// Ticks a milestone, or takes the tick back.
#[server(prefix = "/act", endpoint = "tick-milestone")]
pub async fn tick_milestone(
    #[server(default)] milestone: String,
    #[server(default)] ticked: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let is_done = ticked == "true";
    let result = match milestone.parse::<MilestoneId>() {
        Ok(id) => cx.house.store.tick_milestone(&cx.actor(), id, is_done).await,
        Err(_) => Err(VerbError::NotFound(Missing::Milestone)),
    };
    let back = paths::local_or(&back, paths::HOME);
    let back = match &result {
        Ok(ticked) if is_done => paths::with_query(&back, &Query::one("milestone", ticked.id)),
        _ => back,
    };
    finish(&cx, result, &back, if is_done { "ticked" } else { "unticked" })
}

/// Takes up the milestones that the stage of a stay brings.
#[server(prefix = "/act", endpoint = "take-up-milestones")]
pub async fn take_up_milestones(
    #[server(default)] startup: String,
    #[server(default)] enrolment: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(startup), Ok(enrolment)) = (startup.parse::<StartupId>(), enrolment.parse::<EnrolmentId>()) else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let result = cx.house.store.take_up_milestones(&cx.actor(), startup, enrolment).await;
    finish(&cx, result, &paths::startup_section(startup, "milestones"), "milestone")
}

/// Writes a task down.
#[server(prefix = "/act", endpoint = "add-task")]
pub async fn add_task(
    #[server(default)] title: String,
    #[server(default)] owner: String,
    #[server(default)] startup: String,
    #[server(default)] due_on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![title, owner, startup, due_on]);
    let read = read_titled(&mut form);
    let about = form.text("startup").and_then(|id| id.parse::<StartupId>().ok());
    let Some((title, owner, due_on)) = read else { return refused(&cx, form, TASK_FORM, paths::TASKS).await };
    let owner = owner.or(cx.actor().person);
    let result = match owner {
        Some(owner) => {
            let new = NewTask { title, owner, startup: about, due_on };
            cx.house.store.add_task(&cx.actor(), &new).await
        }
        None => Err(VerbError::NotFound(Missing::Person)),
    };
    after(&cx, result, form, "title", TASK_FORM, paths::TASKS, paths::TASKS, "task").await
}

/// Ticks a task, or takes the tick back.
#[server(prefix = "/act", endpoint = "tick-task")]
pub async fn tick_task(
    #[server(default)] task: String,
    #[server(default)] ticked: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let is_done = ticked == "true";
    let result = match task.parse::<TaskId>() {
        Ok(id) => cx.house.store.tick_task(&cx.actor(), id, is_done).await,
        Err(_) => Err(VerbError::NotFound(Missing::Task)),
    };
    let back = paths::local_or(&back, paths::TASKS);
    let back = match &result {
        Ok(ticked) if is_done => paths::with_query(&back, &Query::one("task", ticked.id)),
        _ => back,
    };
    finish(&cx, result, &back, if is_done { "ticked" } else { "unticked" })
}

type Titled = (String, Option<PersonId>, Option<chrono::NaiveDate>);

/// What milestones and tasks have in common: what, by whom, by when.
fn read_titled(form: &mut Form) -> Option<Titled> {
    let title = form.required("title");
    let due_on = form.text("due_on").and_then(|_| form.date("due_on"));
    let owner = form.text("owner").and_then(|id| id.parse().ok());
    title.filter(|_| form.is_accepted()).map(|title| (title, owner, due_on))
}

/// Sends the person on by what the verb answered.
#[expect(clippy::too_many_arguments, reason = "where a form stands, where it leads, and what it is called")]
async fn after<T>(
    cx: &Cx,
    result: Result<T, VerbError>,
    mut form: Form,
    field: &'static str,
    name: &str,
    page: &str,
    to: &str,
    word: &str,
) -> Result<(), ServerFnError> {
    match answer(result, &form)? {
        Answer::Accepted(_) => done(to, word),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(cx, form, name, page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
