//! Judging applications: setting it up, scoring, deciding.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use std::collections::BTreeMap;

use domain::access::{Role, Scope};
use domain::evaluation::{EvaluationError, Scale, Scores, Sharing};
use domain::facts::{Headcount, Span};
use domain::ids::{ApplicationId, CallId, CriterionId, PersonId, ProgrammeId, ReviewId};
use domain::intake::oslo_civil;
use domain::words::Locale;
use leptos::prelude::*;
use store::evaluation::{Admission, CriterionWords, Decline, RoundWords};
use store::identity::NewInvitation;
use store::{Refusal, VerbError};

use super::strong::unconfirmed;
use super::{Answer, answer, denied, done, failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;

/// Under what name a refused form is kept.
pub(crate) const SCORE: &str = "score";
/// The same, of declaring a conflict of interest.
pub(crate) const CONFLICT: &str = "conflict";
/// The same, of deciding about one application.
pub(crate) const ADMIT: &str = "admit-application";
/// The same, of the waiting list.
pub(crate) const WAIT: &str = "wait-application";
/// The same, of undoing.
pub(crate) const UNDO: &str = "undo-decision";
/// The same, of the letters.
pub(crate) const DECLINE: &str = "decline-applications";
/// The same, of a round.
pub(crate) const ROUND: &str = "judging-round";
/// The same, of a criterion.
pub(crate) const CRITERION: &str = "judging-criterion";
/// The same, of the evaluators.
pub(crate) const PERSON: &str = "judging-person";
/// The same, of the programme's letters.
pub(crate) const LETTERS: &str = "judging-letters";
/// The same, of what is done to a round.
pub(crate) const STEP: &str = "judging-step";

/// The name under which the score of a criterion is posted. The letter before the id matters: what begins with a digit within brackets is
/// read as a place in a list.
pub(crate) fn score_name(criterion: CriterionId) -> String {
    format!("scores[k{criterion}]")
}

/// The id within the brackets of such a name.
fn read_key<T: std::str::FromStr>(key: &str) -> Option<T> {
    key.strip_prefix('k')?.parse().ok()
}

/// The name under which something about an application is posted, among others.
pub(crate) fn of_application(what: &str, application: ApplicationId) -> String {
    format!("{what}[k{application}]")
}

/// What a verb's answer means for a form of a page.
async fn finish<T>(
    cx: &Cx,
    mut form: Form,
    name: &str,
    page: &str,
    word: &str,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("");
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

/// Where a form without what it is about leads: only a crafted one comes so.
fn nowhere() -> Result<(), ServerFnError> {
    leptos_axum::redirect(paths::HOME);
    Ok(())
}

fn read_scores(scores: &BTreeMap<String, String>) -> Scores {
    let one = |(id, score): (&String, &String)| Some((read_key(id)?, score.trim().parse().ok()?));
    scores.iter().filter_map(one).collect()
}

fn score_form(locale: Locale, scores: BTreeMap<String, String>, comment: String) -> Form {
    let mut form = Form::new(locale, [("comment", comment)]);
    for (id, score) in scores {
        form.set(&format!("scores[{id}]"), score);
    }
    form
}

/// Keeps what an evaluator has so far. The answer is the time at which it was saved, or empty when it was not.
#[server(prefix = "/act", endpoint = "save-score")]
pub async fn save_score(
    #[server(default)] round: String,
    #[server(default)] application: String,
    #[server(default)] scores: BTreeMap<String, String>,
    #[server(default)] comment: String,
) -> Result<String, ServerFnError> {
    let cx = signed_in()?;
    let (Ok(round), Ok(application)) = (round.parse::<ReviewId>(), application.parse::<ApplicationId>()) else {
        nowhere()?;
        return Ok(String::new());
    };
    let page = paths::score(round, application);
    let kept = cx.house.store.save_score(&cx.actor(), round, application, &read_scores(&scores), &comment).await;
    let is_kept = kept.is_ok();
    finish(&cx, score_form(cx.locale, scores, comment), SCORE, &page, "score-saved", kept).await?;
    let pattern = if cx.locale == Locale::En { "%H:%M" } else { "%H.%M" };
    Ok(if is_kept { oslo_civil(cx.now()).1.format(pattern).to_string() } else { String::new() })
}

/// Hands a score in, and leads on to the next application.
#[server(prefix = "/act", endpoint = "submit-score")]
pub async fn submit_score(
    #[server(default)] round: String,
    #[server(default)] application: String,
    #[server(default)] scores: BTreeMap<String, String>,
    #[server(default)] comment: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(round), Ok(application)) = (round.parse::<ReviewId>(), application.parse::<ApplicationId>()) else {
        return nowhere();
    };
    let store = &cx.house.store;
    let actor = cx.actor();
    let page = paths::score(round, application);
    let given = read_scores(&scores);
    let result = store.submit_score(&actor, round, application, &given, &comment).await;
    let mut form = score_form(cx.locale, scores, comment);
    match &result {
        Ok(()) => {
            let mine = store.my_round(&actor, round).await;
            let next = mine.ok().and_then(|mine| mine.next(Some(application)));
            done(&next.map_or_else(|| paths::EVALUATE.to_owned(), |next| paths::score(round, next)), "scored");
            return Ok(());
        }
        Err(VerbError::Refused(Refusal::Evaluation(EvaluationError::Incomplete))) => {
            // What is there is kept, and each criterion without a score is named.
            let comment = form.text("comment").unwrap_or_default();
            if let Err(VerbError::Store(error)) = store.save_score(&actor, round, application, &given, &comment).await {
                return Err(failed(&error));
            }
            if let Ok(view) = store.sheet(&actor, round, application).await {
                for criterion in view.round.criteria.iter().filter(|one| !given.contains_key(&one.id)) {
                    form.refuse(&score_name(criterion.id), EvaluationError::Incomplete.text(cx.locale));
                }
            }
        }
        Err(_) => {}
    }
    if form.is_accepted() {
        return finish(&cx, form, SCORE, &page, "scored", result).await;
    }
    refused(&cx, form, SCORE, &page).await
}

/// Opens a handed-in score again.
#[server(prefix = "/act", endpoint = "reopen-score")]
pub async fn reopen_score(
    #[server(default)] call: String,
    #[server(default)] round: String,
    #[server(default)] application: String,
    #[server(default)] person: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(application)) = (call.parse::<CallId>(), application.parse::<ApplicationId>()) else {
        return nowhere();
    };
    let (Ok(round), Ok(person)) = (round.parse::<ReviewId>(), person.parse::<PersonId>()) else { return nowhere() };
    let result = cx.house.store.reopen_score(&cx.actor(), round, application, person).await;
    let page = paths::application(call, application);
    finish(&cx, Form::new(cx.locale, []), STEP, &page, "score-reopened", result).await
}

/// Declares a conflict of interest, or takes one back.
#[server(prefix = "/act", endpoint = "conflict")]
pub async fn conflict(
    #[server(default)] application: String,
    #[server(default)] person: String,
    #[server(default)] act: String,
    #[server(default)] reason: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(application) = application.parse::<ApplicationId>() else { return nowhere() };
    let page = paths::local_or(&back, paths::EVALUATE);
    let form = Form::new(cx.locale, fields![reason]);
    let (store, actor) = (&cx.house.store, cx.actor());
    if act == "take-back" {
        let Ok(person) = person.parse::<PersonId>() else { return nowhere() };
        let result = store.take_back_conflict(&actor, application, person).await;
        return finish(&cx, form, CONFLICT, &page, "conflict-over", result).await;
    }
    let result = store.declare_conflict(&actor, application, form.text("reason").as_deref()).await;
    finish(&cx, form, CONFLICT, &page, "conflict", result).await
}

/// Says when evaluators see each other's scores.
#[server(prefix = "/act", endpoint = "judging-sharing")]
pub async fn judging_sharing(
    #[server(default)] call: String,
    #[server(default)] sharing: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(call) = call.parse::<CallId>() else { return nowhere() };
    let sharing = Sharing::from_code(&sharing).unwrap_or_default();
    let result = cx.house.store.set_sharing(&cx.actor(), call, sharing).await;
    finish(&cx, Form::new(cx.locale, []), STEP, &paths::judging(call), "judging-changed", result).await
}

/// Sets somebody on judging a call, or takes them off.
#[server(prefix = "/act", endpoint = "judging-person")]
pub async fn judging_person(
    #[server(default)] call: String,
    #[server(default)] person: String,
    #[server(default)] act: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(person)) = (call.parse::<CallId>(), person.parse::<PersonId>()) else { return nowhere() };
    let (store, actor) = (&cx.house.store, cx.actor());
    let result = if act == "remove" {
        store.remove_evaluator(&actor, call, person).await
    } else {
        store.set_evaluator(&actor, call, person).await
    };
    let page = paths::judging(call);
    finish(&cx, Form::new(cx.locale, []), STEP, &page, "judging-changed", result).await
}

/// Invites somebody to be an evaluator of a call's programme.
#[server(prefix = "/act", endpoint = "judging-invite")]
pub async fn judging_invite(
    #[server(default)] call: String,
    #[server(default)] email: String,
    #[server(default)] name: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(call) = call.parse::<CallId>() else { return nowhere() };
    let page = paths::judging(call);
    let mut form = Form::new(cx.locale, fields![email, name]);
    let Some(email) = form.required("email") else { return refused(&cx, form, PERSON, &page).await };
    let known = match cx.house.store.judging(&cx.actor(), call).await {
        Ok(known) => known,
        Err(error) => return finish(&cx, form, PERSON, &page, "", Err::<(), _>(error)).await,
    };
    if unconfirmed(&cx, &form, PERSON, &page).await? {
        return Ok(());
    }
    let new = NewInvitation {
        email,
        name: form.text("name"),
        role: Role::Evaluator,
        scope: Scope::Programme(known.call.programme),
        from_on: cx.today(),
        to_on: None,
        locale: cx.locale,
    };
    let result = cx.house.store.invite(&cx.actor(), new).await;
    finish(&cx, form, PERSON, &page, "evaluator-invited", result).await
}

/// Opens a round, or changes what one is called and when it is due.
#[server(prefix = "/act", endpoint = "judging-round")]
pub async fn judging_round(
    #[server(default)] call: String,
    #[server(default)] round: String,
    #[server(default)] name: String,
    #[server(default)] due_on: String,
    #[server(default)] which: String,
    #[server(default)] picked: BTreeMap<String, String>,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(call) = call.parse::<CallId>() else { return nowhere() };
    let page = paths::local_or(&back, &paths::judging(call));
    let mut form = Form::new(cx.locale, fields![round, name, due_on]);
    for id in picked.keys() {
        form.set(&format!("picked[{id}]"), "true".to_owned());
    }
    let title = form.required("name");
    let due_on = form.text("due_on").and_then(|_| form.date("due_on"));
    let (Some(name), true) = (title, form.is_accepted()) else { return refused(&cx, form, ROUND, &page).await };
    let words = RoundWords { name, due_on };
    let (store, actor) = (&cx.house.store, cx.actor());
    if let Some(round) = form.text("round").and_then(|id| id.parse::<ReviewId>().ok()) {
        let result = store.change_round(&actor, round, &words).await;
        return finish(&cx, form, ROUND, &page, "judging-changed", result).await;
    }
    let picked: Vec<ApplicationId> = picked.keys().filter_map(|id| read_key(id)).collect();
    let picked = (which == "picked").then_some(picked.as_slice());
    let result = store.open_round(&actor, call, &words, picked).await;
    let page = if result.is_ok() { paths::judging(call) } else { page };
    finish(&cx, form, ROUND, &page, "round-opened", result).await
}

/// Starts a round, reminds its evaluators, closes it, or opens it again.
#[server(prefix = "/act", endpoint = "judging-step")]
pub async fn judging_step(
    #[server(default)] call: String,
    #[server(default)] round: String,
    #[server(default)] act: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(round)) = (call.parse::<CallId>(), round.parse::<ReviewId>()) else { return nowhere() };
    let page = paths::judging(call);
    let form = Form::new(cx.locale, []);
    let (store, actor) = (&cx.house.store, cx.actor());
    match act.as_str() {
        "close" => finish(&cx, form, STEP, &page, "round-closed", store.close_round(&actor, round).await).await,
        "reopen" => finish(&cx, form, STEP, &page, "round-opened", store.reopen_round(&actor, round).await).await,
        _ => finish(&cx, form, STEP, &page, "round-started", store.start_round(&actor, round).await).await,
    }
}

/// Adds a criterion to a round, changes one or removes it.
#[server(prefix = "/act", endpoint = "judging-criterion")]
pub async fn judging_criterion(
    #[server(default)] call: String,
    #[server(default)] round: String,
    #[server(default)] criterion: String,
    #[server(default)] act: String,
    #[server(default)] name_nb: String,
    #[server(default)] name_nn: String,
    #[server(default)] name_en: String,
    #[server(default)] description: String,
    #[server(default)] weight: String,
    #[server(default)] low: String,
    #[server(default)] high: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(round)) = (call.parse::<CallId>(), round.parse::<ReviewId>()) else { return nowhere() };
    let page = paths::judging(call);
    let id = criterion.parse::<CriterionId>().ok();
    let (store, actor) = (&cx.house.store, cx.actor());
    let mut form = Form::new(cx.locale, fields![criterion, name_nb, name_nn, name_en, description, weight, low, high]);
    if let (Some(id), "remove") = (id, act.as_str()) {
        let result = store.remove_criterion(&actor, round, id).await;
        return finish(&cx, Form::new(cx.locale, []), STEP, &page, "judging-changed", result).await;
    }
    form.required("name_nb");
    form.required("weight");
    let weight = form.hundredths("weight").unwrap_or_default();
    let (low, high) = (form.count("low"), form.count("high"));
    if !form.is_accepted() {
        return refused(&cx, form, CRITERION, &page).await;
    }
    let end = |typed: Option<u32>, otherwise: u8| typed.map_or(otherwise, |n| u8::try_from(n).unwrap_or(u8::MAX));
    let names = ["name_nb", "name_nn", "name_en"].map(|field| form.text(field).unwrap_or_default());
    let words = CriterionWords {
        names,
        description: form.text("description").unwrap_or_default(),
        weight,
        scale: Scale { low: end(low, Scale::FIVE.low), high: end(high, Scale::FIVE.high) },
    };
    let result = store.save_criterion(&actor, round, id, &words).await;
    finish(&cx, form, CRITERION, &page, "judging-changed", result).await
}

/// Changes the letters of a programme to those who are declined.
#[server(prefix = "/act", endpoint = "judging-letters")]
pub async fn judging_letters(
    #[server(default)] call: String,
    #[server(default)] programme: String,
    #[server(default)] nb: String,
    #[server(default)] nn: String,
    #[server(default)] en: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(programme)) = (call.parse::<CallId>(), programme.parse::<ProgrammeId>()) else {
        return nowhere();
    };
    let page = paths::judging(call);
    let letters = [nb.clone(), nn.clone(), en.clone()];
    let mut form = Form::new(cx.locale, fields![nb, nn, en]);
    for field in ["nb", "nn", "en"] {
        form.required(field);
    }
    if !form.is_accepted() {
        return refused(&cx, form, LETTERS, &page).await;
    }
    let [nb, nn, en] = &letters;
    let result = cx.house.store.save_decline_letters(&cx.actor(), programme, [nb, nn, en]).await;
    finish(&cx, form, LETTERS, &page, "judging-changed", result).await
}

/// Admits an application, with the headcount of that day.
#[server(prefix = "/act", endpoint = "admit-application")]
pub async fn admit_application(
    #[server(default)] call: String,
    #[server(default)] application: String,
    #[server(default)] on: String,
    #[server(default)] employees: String,
    #[server(default)] working_founders: String,
    #[server(default)] fte: String,
    #[server(default)] unknown: String,
    #[server(default)] mentor: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(application)) = (call.parse::<CallId>(), application.parse::<ApplicationId>()) else {
        return nowhere();
    };
    let page = paths::application(call, application);
    let mut form = Form::new(cx.locale, fields![on, employees, working_founders, fte, unknown, mentor]);
    let on = form.date("on");
    let employees = form.count("employees");
    let (founders, fte) = (form.count("working_founders"), form.hundredths("fte"));
    let mentor = form.text("mentor").and_then(|id| id.parse::<PersonId>().ok());
    let unknown = form.text("unknown").is_some();
    // Founders or full-time equivalents alone say nothing of how many are employed.
    if employees.is_none() && !unknown && (founders.is_some() || fte.is_some()) {
        form.refuse("employees", EvaluationError::BaselineMissing.text(cx.locale));
    }
    let (Some(on), true) = (on, form.is_accepted()) else { return refused(&cx, form, ADMIT, &page).await };
    let baseline = employees.map(|heads| Headcount {
        employees: Span::exact(heads),
        fte_hundredths: fte,
        working_founders: founders,
        split: None,
    });
    let admission = Admission { on, baseline, unknown, mentor };
    let result = cx.house.store.admit_application(&cx.actor(), application, &admission).await;
    finish(&cx, form, ADMIT, &page, "admitted", result).await
}

/// Declines applications, each with its letter.
#[server(prefix = "/act", endpoint = "decline-applications")]
pub async fn decline_applications(
    #[server(default)] call: String,
    #[server(default)] reasons: BTreeMap<String, String>,
    #[server(default)] letters: BTreeMap<String, String>,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(call) = call.parse::<CallId>() else { return nowhere() };
    let mut form = Form::new(cx.locale, []);
    let mut declines = Vec::new();
    for (id, letter) in &letters {
        let Some(application) = read_key::<ApplicationId>(id) else { continue };
        let reason = reasons.get(id).cloned().unwrap_or_default();
        let (field, at) = (of_application("reasons", application), of_application("letters", application));
        if reason.trim().is_empty() {
            form.refuse(&field, EvaluationError::ReasonMissing.text(cx.locale));
        }
        if let Err(error) = domain::evaluation::letter::check(letter) {
            form.refuse(&at, error.text(cx.locale));
        }
        form.set(&field, reason.clone());
        form.set(&at, letter.clone());
        declines.push(Decline { application, reason, letter: letter.clone() });
    }
    // The page finds whom it is about in what is kept of the form.
    let page = paths::decline(call);
    if !form.is_accepted() {
        return refused(&cx, form, DECLINE, &page).await;
    }
    let result = cx.house.store.decline_applications(&cx.actor(), &declines).await;
    let sent = match declines.as_slice() {
        [only] => paths::application(call, only.application),
        _ => paths::call(call),
    };
    if result.is_ok() {
        done(&sent, "declined");
        return Ok(());
    }
    finish(&cx, form, DECLINE, &page, "declined", result).await
}

/// Puts an application on the waiting list.
#[server(prefix = "/act", endpoint = "wait-application")]
pub async fn wait_application(
    #[server(default)] call: String,
    #[server(default)] application: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(application)) = (call.parse::<CallId>(), application.parse::<ApplicationId>()) else {
        return nowhere();
    };
    let form = Form::new(cx.locale, fields![reason]);
    let reason = form.text("reason").unwrap_or_default();
    let result = cx.house.store.put_on_waiting_list(&cx.actor(), application, &reason).await;
    finish(&cx, form, WAIT, &paths::application(call, application), "waiting", result).await
}

/// Undoes a decision.
#[server(prefix = "/act", endpoint = "undo-decision")]
pub async fn undo_decision(
    #[server(default)] call: String,
    #[server(default)] application: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let (Ok(call), Ok(application)) = (call.parse::<CallId>(), application.parse::<ApplicationId>()) else {
        return nowhere();
    };
    let form = Form::new(cx.locale, fields![reason]);
    let reason = form.text("reason").unwrap_or_default();
    let result = cx.house.store.undo_decision(&cx.actor(), application, &reason).await;
    finish(&cx, form, UNDO, &paths::application(call, application), "undone", result).await
}
