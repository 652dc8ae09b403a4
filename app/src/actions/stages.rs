//! Editing a programme's stages.

use domain::ids::{ProgrammeId, StageId};
use domain::pipeline::{Phase, StageKind};
use domain::stages::{Direction, addable};
use leptos::prelude::*;
use store::{StageWords, VerbError};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;

/// Adds a stage to a programme.
#[server(prefix = "/act", endpoint = "add-stage")]
pub async fn add_stage(
    #[server(default)] programme: String,
    #[server(default)] place: String,
    #[server(default)] name_nb: String,
    #[server(default)] name_nn: String,
    #[server(default)] name_en: String,
    #[server(default)] usual_days: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![programme, place, name_nb, name_nn, name_en, usual_days]);
    let Some((to, slug)) = programme_of(&cx, &form).await? else { return Ok(()) };
    let page = paths::stages(&slug);
    let words = read_words(&mut form);
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    let place = ledger.programme(to).and_then(|programme| place_of(&addable(programme), &form));
    let (Some((phase, kind)), true) = (place, form.is_accepted()) else {
        form.refuse("place", crate::words::required(cx.locale));
        return refused(&cx, form, "stage-new", &page).await;
    };
    let result = cx.house.store.add_stage(&cx.actor(), to, phase, kind, &words).await;
    finish(&cx, form, "stage-new", &page, "added", result).await
}

/// Changes a stage: its names and usual days, its place among the others, or whether it is in use.
#[server(prefix = "/act", endpoint = "change-stage")]
pub async fn change_stage(
    #[server(default)] programme: String,
    #[server(default)] stage: String,
    #[server(default)] act: String,
    #[server(default)] name_nb: String,
    #[server(default)] name_nn: String,
    #[server(default)] name_en: String,
    #[server(default)] usual_days: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let mut form = Form::new(cx.locale, fields![programme, stage, act, name_nb, name_nn, name_en, usual_days]);
    let Some((_, slug)) = programme_of(&cx, &form).await? else { return Ok(()) };
    let page = paths::stages(&slug);
    let Some(id) = form.text("stage").and_then(|id| id.parse::<StageId>().ok()) else {
        leptos_axum::redirect(&page);
        return Ok(());
    };
    let act = form.text("act").unwrap_or_default();
    let (store, actor) = (&cx.house.store, cx.actor());
    let (word, result) = match (act.as_str(), Direction::from_code(&act)) {
        (_, Some(direction)) => ("ordered", store.order_stage(&actor, id, direction).await),
        ("retire", _) => ("retired", store.retire_stage(&actor, id).await),
        ("restore", _) => ("restored", store.restore_stage(&actor, id).await),
        ("delete", _) => ("deleted", store.delete_stage(&actor, id).await),
        _ => {
            let words = read_words(&mut form);
            if !form.is_accepted() {
                return refused(&cx, form, "stage", &page).await;
            }
            ("changed", store.change_stage(&actor, id, &words).await)
        }
    };
    finish(&cx, form, "stage", &page, word, result).await
}

/// The programme of a form; one that names none that the reader knows is sent to the list.
async fn programme_of(cx: &Cx, form: &Form) -> Result<Option<(ProgrammeId, String)>, ServerFnError> {
    let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
    let id = form.text("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    let known = id.and_then(|id| ledger.programme(id)).map(|programme| (programme.id, programme.slug.clone()));
    if known.is_none() {
        leptos_axum::redirect(paths::PROGRAMMES);
    }
    Ok(known)
}

fn read_words(form: &mut Form) -> StageWords {
    let name = |field| form.text(field).unwrap_or_default();
    let names = [name("name_nb"), name("name_nn"), name("name_en")];
    StageWords { names, usual_days: form.count("usual_days") }
}

/// What a new stage is and where it goes, by its place in the list of what can be added.
fn place_of(offered: &[(Phase, StageKind)], form: &Form) -> Option<(Phase, StageKind)> {
    let code = form.text("place")?;
    offered.iter().copied().find(|place| place_code(*place) == code)
}

/// The stable name of what can be added, for the form.
pub(crate) fn place_code((phase, kind): (Phase, StageKind)) -> String {
    match kind {
        StageKind::Step => phase.code().to_owned(),
        StageKind::Admission => "admission".to_owned(),
        StageKind::Declined => "declined".to_owned(),
        StageKind::Exit(outcome) => format!("exit-{}", outcome.code()),
    }
}

async fn finish<T>(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    word: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or_default();
    match answer(result, &form)? {
        Answer::Accepted(_) => done(page, word),
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            return refused(cx, form, name, page).await;
        }
        Answer::Denied(reason) => denied(reason),
    }
    Ok(())
}
