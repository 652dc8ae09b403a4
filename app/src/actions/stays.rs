//! A startup's way through a programme: applying, moving, coming back.

use domain::facts::{FactKind, Headcount, Source};
use domain::ids::{EnrolmentId, ProgrammeId, StageId, StartupId};
use domain::organisation::OrganisationNumber;
use domain::pipeline::{DEFAULT_STAGES, StageKind};
use leptos::prelude::*;
use store::{NewStartup, VerbError};

use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;
use crate::words as w;

/// Moves a stay to another stage from a day; a reason is asked when it goes backwards or out.
#[server(prefix = "/act", endpoint = "move-stay")]
pub async fn move_stay(
    #[server(default)] enrolment: String,
    #[server(default)] startup: String,
    #[server(default)] stage: String,
    #[server(default)] on: String,
    #[server(default)] reason: String,
    #[server(default)] employees: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(enrolment_id), Ok(startup_id)) = (enrolment.parse::<EnrolmentId>(), startup.parse::<StartupId>()) else {
        // Only a crafted form gets here: there is no stay to go back to.
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let return_to = paths::local_or(&back, &paths::startup(startup_id));
    let mut form = Form::new(cx.locale, fields![stage, on, reason, employees, back]);
    let to = form.required("stage").and_then(|id| id.parse::<StageId>().ok());
    let day = form.date("on");
    let page = paths::move_stay(startup_id, enrolment_id);
    let baseline = form.count("employees").map(Headcount::of);
    let (Some(to), Some(day), true) = (to, day, form.is_accepted()) else {
        return refused(&cx, form, "move", &page).await;
    };
    let reason = form.text("reason");
    let store = &cx.house.store;
    let admits = admits(&cx, to).await?;
    if baseline.is_some() && !admits {
        form.refuse("employees", w::baseline_elsewhere(cx.locale));
        return refused(&cx, form, "move", &page).await;
    }
    let result = if admits && baseline.is_some() {
        store.admit(&cx.actor(), enrolment_id, day, baseline).await
    } else {
        store.move_to(&cx.actor(), enrolment_id, to, day, None, reason.as_deref()).await
    };
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("stage");
    match answer(result, &form)? {
        Answer::Accepted(fact) => {
            // What was just done can be undone from where it is told.
            let undo = format!("{}:{fact}", FactKind::StageChange.code());
            let separator = if return_to.contains('?') { '&' } else { '?' };
            done(&format!("{return_to}{separator}undo={undo}"), "moved");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(&cx, form, "move", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Whether a stage is the one that admits: then the headcount of that day is the baseline of everything after.
async fn admits(cx: &Cx, stage: StageId) -> Result<bool, ServerFnError> {
    let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
    let stage = ledger.programmes.iter().find_map(|programme| programme.stage(stage));
    Ok(stage.is_some_and(|stage| stage.kind == StageKind::Admission))
}

/// What the form posts when the house has no programme to choose: the short name of the one that is then made.
pub(crate) const FIRST_PROGRAMME: &str = "inkubator";

/// The house's only programme, made with the ordinary stages when there is none; the same one that a sheet of no programme makes.
async fn first_programme(cx: &Cx) -> Result<ProgrammeId, ServerFnError> {
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    if let Some(programme) = ledger.programmes.first() {
        return Ok(programme.id);
    }
    let made = cx.house.store.create_programme(&cx.actor(), FIRST_PROGRAMME, "Inkubator", &DEFAULT_STAGES).await;
    made.map_err(|error| match error {
        VerbError::Store(error) => failed(&error),
        // Somebody made it meanwhile: the form is sent again.
        error => ServerFnError::ServerError(error.text(cx.locale)),
    })
}

/// Records a new startup's application to a programme.
#[server(prefix = "/act", endpoint = "apply")]
pub async fn apply_startup(
    #[server(default)] name: String,
    #[server(default)] organisation_number: String,
    #[server(default)] sector: String,
    #[server(default)] website: String,
    #[server(default)] programme: String,
    #[server(default)] cohort: String,
    #[server(default)] on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let typed = fields![name, organisation_number, sector, website, programme, cohort, on];
    let mut form = Form::new(cx.locale, typed);
    let name = form.required("name");
    let number = match form.text("organisation_number").map(|text| OrganisationNumber::parse(&text)) {
        None => None,
        Some(Ok(number)) => Some(number),
        Some(Err(error)) => {
            form.refuse("organisation_number", w::organisation_number_error(cx.locale, error));
            None
        }
    };
    if let Some(address) = form.text("website")
        && !(address.starts_with("https://") || address.starts_with("http://"))
    {
        form.refuse("website", w::not_an_address(cx.locale));
    }
    let programme = form.required("programme");
    let cohort = form.text("cohort").and_then(|id| id.parse().ok());
    let day = form.date("on");
    let (Some(name), Some(programme), Some(day), true) = (name, programme, day, form.is_accepted()) else {
        return refused(&cx, form, "apply", paths::NEW_STARTUP).await;
    };
    let programme = match programme.parse::<ProgrammeId>() {
        Ok(programme) => programme,
        // A house on its first day has no programme yet, and an application is what it starts with.
        Err(_) if programme == FIRST_PROGRAMME => first_programme(&cx).await?,
        Err(_) => {
            form.refuse("programme", w::required(cx.locale));
            return refused(&cx, form, "apply", paths::NEW_STARTUP).await;
        }
    };
    let startup = NewStartup {
        name,
        external_id: None,
        sector: form.text("sector"),
        website: form.text("website"),
        organisation_number: number,
    };
    let result = cx.house.store.apply(&cx.actor(), &startup, programme, cohort, day, Source::Mentor).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("name");
    match answer(result, &form)? {
        Answer::Accepted((id, _)) => {
            done(&paths::startup(id), "applied");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(&cx, form, "apply", paths::NEW_STARTUP).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Enrols a known startup again, in the same or another programme.
#[server(prefix = "/act", endpoint = "enrol")]
pub async fn enrol_again(
    #[server(default)] startup: String,
    #[server(default)] programme: String,
    #[server(default)] cohort: String,
    #[server(default)] on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup_id) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::PIPELINE);
        return Ok(());
    };
    let page = paths::startup(startup_id);
    let mut form = Form::new(cx.locale, fields![programme, cohort, on]);
    let programme = form.required("programme").and_then(|id| id.parse::<ProgrammeId>().ok());
    let cohort = form.text("cohort").and_then(|id| id.parse().ok());
    let day = form.date("on");
    let (Some(programme), Some(day)) = (programme, day) else { return refused(&cx, form, "enrol", &page).await };
    let result = cx.house.store.re_enrol(&cx.actor(), startup_id, programme, cohort, day).await;
    match answer(result, &form)? {
        Answer::Accepted(_) => {
            done(&paths::startup(startup_id), "enrolled");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse("programme", sentence);
            refused(&cx, form, "enrol", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}
