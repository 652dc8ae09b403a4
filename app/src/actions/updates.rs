//! Updates: what a founder answers, by the link of a mail or signed in; how a programme asks; objections to what was recorded.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::access::Role;
use domain::facts::{Currency, FactKind, Headcount, LifeEventKind, Money, Span, Team};
use domain::ids::{FactId, ObjectionId, ProgrammeId, StartupId, UpdateRequestId};
use domain::updates::{Answer as Told, Question, Rhythm, Settings};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use store::identity::Quota;
use store::updates::{ClosedDown, ObjectionVerdict, UpdateDoor};
use store::{Refusal, VerbError};

use super::facts::{read_places, read_workplace};
use super::identity::{refuse, safe};
use super::{Answer, answer, denied, done, failed, here, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths;
use crate::words as w;

/// How often the form of a link is posted, by the network that posts: it saves as it is typed, and an office may share one address.
const POSTED: Quota = Quota { burst: 240, every: TimeDelta::seconds(1) };

/// The name under which a refused update is kept.
pub(crate) const UPDATE_FORM: &str = "update";

/// Answers an update by the link of a mail. Open to all: whoever holds the link is the founder it went to, for this form alone.
#[server(prefix = "/act", endpoint = "answer-update")]
pub async fn answer_update(
    #[server(default)] token: String,
    #[server(default)] act: String,
    #[server(default)] employees: String,
    #[server(default)] fte: String,
    #[server(default)] working_founders: String,
    #[server(default)] municipality: String,
    #[server(default)] places: String,
    #[server(default)] revenue: String,
    #[server(default)] capital: String,
    #[server(default)] founders: String,
    #[server(default)] women_founders: String,
    #[server(default)] leaders: String,
    #[server(default)] women_leaders: String,
    #[server(default)] words: String,
    #[server(default)] kind: String,
    #[server(default)] on: String,
    #[server(default)] date_unknown: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let typed = fields![
        employees,
        fte,
        working_founders,
        municipality,
        places,
        revenue,
        capital,
        founders,
        women_founders,
        leaders,
        women_leaders,
        words,
        kind,
        on,
        date_unknown
    ];
    let mut form = Form::new(cx.locale, typed);
    let page = paths::update(&safe(&token));
    if let Err(error) = cx.house.store.limit(&format!("update:from:{}", cx.origin.network()), POSTED).await {
        refuse(&mut form, "", &error)?;
        return refused(&cx, form, UPDATE_FORM, &page).await;
    }
    posted(&cx, UpdateDoor::Link(&token), &page, &act, form).await
}

/// Reports by the same form, signed in.
#[server(prefix = "/act", endpoint = "report-update")]
pub async fn report_update(
    #[server(default)] startup: String,
    #[server(default)] act: String,
    #[server(default)] employees: String,
    #[server(default)] fte: String,
    #[server(default)] working_founders: String,
    #[server(default)] municipality: String,
    #[server(default)] places: String,
    #[server(default)] revenue: String,
    #[server(default)] capital: String,
    #[server(default)] founders: String,
    #[server(default)] women_founders: String,
    #[server(default)] leaders: String,
    #[server(default)] women_leaders: String,
    #[server(default)] words: String,
    #[server(default)] kind: String,
    #[server(default)] on: String,
    #[server(default)] date_unknown: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(startup) = startup.parse::<StartupId>() else {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    };
    let typed = fields![
        employees,
        fte,
        working_founders,
        municipality,
        places,
        revenue,
        capital,
        founders,
        women_founders,
        leaders,
        women_leaders,
        words,
        kind,
        on,
        date_unknown
    ];
    let form = Form::new(cx.locale, typed);
    let actor = cx.actor();
    posted(&cx, UpdateDoor::SignedIn(&actor, startup), &paths::update_of(startup), &act, form).await
}

/// What was posted from the form, by whichever door.
async fn posted(cx: &Cx, door: UpdateDoor<'_>, page: &str, act: &str, mut form: Form) -> Result<(), ServerFnError> {
    let store = &cx.house.store;
    if matches!(act, "save" | "autosave") {
        let kept = store.save_update_draft(door, form.values()).await;
        if act == "autosave" {
            // Asked by the page's script, which says on the page whether it was kept.
            if let (Some(response), Err(error)) = (use_context::<ResponseOptions>(), &kept) {
                if let VerbError::Store(error) = error {
                    return Err(failed(error));
                }
                response.set_status(StatusCode::CONFLICT);
            }
            return Ok(());
        }
        return finish(cx, form, page, kept, "saved").await;
    }
    // The door is looked through first: what is asked decides what is read.
    let asked = match store.look_at_update(door).await {
        Ok(Some(asked)) => asked,
        Ok(None) => return finish::<()>(cx, form, page, Err(Refusal::UpdateOver.into()), "").await,
        Err(error) => return finish::<()>(cx, form, page, Err(error), "").await,
    };
    let asks = |question| asked.questions.contains(&question);
    match act {
        "same" => {
            let Some(told) = Told::unchanged(&asked.known, asks) else {
                return finish::<()>(cx, form, page, Err(Refusal::HeadcountMissing.into()), "").await;
            };
            let result = store.answer_update(door, told, None).await;
            finish(cx, form, page, result, "answered").await
        }
        "closed" => {
            let kind = form.required("kind").and_then(|code| LifeEventKind::from_code(&code));
            let kind = kind.filter(|kind| ClosedDown::KINDS.contains(kind));
            let day = form.date("on");
            let (Some(kind), Some(on)) = (kind, day) else { return refused(cx, form, UPDATE_FORM, page).await };
            let date_known = form.text("date_unknown").is_none();
            let result = store.close_by_update(door, ClosedDown { kind, on, date_known }).await;
            finish(cx, form, page, result, "closed").await
        }
        _ => {
            let told = read(&mut form, asks);
            if !form.is_accepted() {
                return refused(cx, form, UPDATE_FORM, page).await;
            }
            let words = form.text("words").filter(|_| asks(Question::Words));
            let result = store.answer_update(door, told, words.as_deref()).await;
            finish(cx, form, page, result, "answered").await
        }
    }
}

/// What was typed, as far as it was asked.
fn read(form: &mut Form, asks: impl Fn(Question) -> bool) -> Told {
    let mut told = Told::default();
    if asks(Question::Headcount) {
        // Typed and no number is refused by itself; nothing typed is what the verb refuses.
        if form.text("employees").is_none() {
            form.refuse("employees", Refusal::HeadcountMissing.text(form.locale()));
        }
        let employees = form.count("employees");
        let fte_hundredths = form.hundredths("fte").filter(|_| asks(Question::Fte));
        let working_founders = form.count("working_founders").filter(|_| asks(Question::WorkingFounders));
        let split = read_places(form);
        told.headcount = employees.map(|employees| Headcount {
            employees: Span::exact(employees),
            fte_hundredths,
            working_founders,
            split,
        });
        if form.text("municipality").is_some() {
            told.workplace = read_workplace(form);
        }
    }
    let kroner = |kroner: u32| Money { minor: i64::from(kroner) * 100, currency: Currency::Nok };
    if asks(Question::Revenue) {
        told.revenue = form.count("revenue").map(kroner);
    }
    if asks(Question::Capital) {
        told.capital = form.count("capital").map(kroner);
    }
    if asks(Question::Team) {
        told.team = read_team(form);
    }
    told
}

fn read_team(form: &mut Form) -> Option<Team> {
    let [founders, women_founders, leaders, women_leaders] =
        ["founders", "women_founders", "leaders", "women_leaders"].map(|field| form.count(field));
    if founders.is_none() && [women_founders, leaders, women_leaders].iter().any(Option::is_some) {
        form.refuse("founders", w::required(form.locale()));
    }
    Some(Team { founders: founders?, women_founders, leaders, women_leaders })
}

/// Sends the person on by what the verb answered.
async fn finish<T>(
    cx: &Cx,
    mut form: Form,
    page: &str,
    result: Result<T, VerbError>,
    word: &str,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("").to_owned();
    match answer(result, &form)? {
        Answer::Accepted(_) => {
            done(page, word);
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(&field, sentence);
            refused(cx, form, UPDATE_FORM, page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Sets how a programme asks.
#[server(prefix = "/act", endpoint = "update-settings")]
pub async fn set_update_settings(
    #[server(default)] programme: String,
    #[server(default)] rhythm: String,
    #[server(default)] day: String,
    #[server(default)] due_days: String,
    #[server(default)] reminders: String,
    #[server(default)] question_headcount: String,
    #[server(default)] question_fte: String,
    #[server(default)] question_working_founders: String,
    #[server(default)] question_revenue: String,
    #[server(default)] question_capital: String,
    #[server(default)] question_team: String,
    #[server(default)] question_words: String,
    #[server(default)] alumni: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((id, page)) = programme_page(&cx, &programme).await? else { return Ok(()) };
    let mut form = Form::new(
        cx.locale,
        fields![
            rhythm,
            day,
            due_days,
            reminders,
            question_headcount,
            question_fte,
            question_working_founders,
            question_revenue,
            question_capital,
            question_team,
            question_words,
            alumni
        ],
    );
    let rhythm = form.required("rhythm").and_then(|code| Rhythm::from_code(&code));
    let small = |form: &mut Form, field: &str| {
        form.required(field)?;
        // Out of range is the rule's to refuse, whatever its size.
        form.count(field).map(|number| u16::try_from(number).unwrap_or(u16::MAX))
    };
    let day = small(&mut form, "day");
    let due_days = small(&mut form, "due_days");
    let reminders = read_days(&mut form);
    let ticked = |question: &Question| form.text(&format!("question_{}", question.code())).is_some();
    let questions = Question::ALL.into_iter().filter(ticked).collect();
    let alumni = form.text("alumni").is_some();
    let (Some(rhythm), Some(day), Some(due_days), Some(reminders)) = (rhythm, day, due_days, reminders) else {
        return refused(&cx, form, "update-settings", &page).await;
    };
    let day = u8::try_from(day).unwrap_or(u8::MAX);
    let settings = Settings { rhythm, day, due_days, reminders, questions, alumni };
    let result = cx.house.store.set_update_settings(&cx.actor(), id, settings).await;
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("rhythm");
    match answer(result, &form)? {
        Answer::Accepted(()) => {
            done(&page, "set");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(&cx, form, "update-settings", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Days as people write them: `7, 14` or `7 og 14`.
fn read_days(form: &mut Form) -> Option<Vec<u16>> {
    let text = form.text("reminders").unwrap_or_default();
    let parts = text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let days: Result<Vec<u16>, _> = parts.map(str::parse).collect();
    if days.is_err() || text.contains('-') {
        form.refuse("reminders", domain::updates::SettingsError::Reminders.text(form.locale()));
        return None;
    }
    days.ok()
}

/// The programme that a form names, and its page. A crafted form that names none is sent home.
async fn programme_page(cx: &Cx, programme: &str) -> Result<Option<(ProgrammeId, String)>, ServerFnError> {
    let ledger = cx.house_ledger().await.map_err(|error| failed(&error))?;
    let id = programme.parse::<ProgrammeId>().ok();
    let Some(known) = id.and_then(|id| ledger.programme(id)) else {
        leptos_axum::redirect(paths::HOME);
        return Ok(None);
    };
    Ok(Some((known.id, paths::updates(&known.slug))))
}

/// Starts a round now.
#[server(prefix = "/act", endpoint = "start-update-round")]
pub async fn start_update_round(#[server(default)] programme: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((id, page)) = programme_page(&cx, &programme).await? else { return Ok(()) };
    let mut form = Form::new(cx.locale, []);
    match answer(cx.house.store.start_update_round(&cx.actor(), id).await, &form)? {
        Answer::Accepted(_) => {
            done(&page, "started");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse("start", sentence);
            refused(&cx, form, "update-round", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Reminds of a request, takes it back, or says that it does not arrive.
#[server(prefix = "/act", endpoint = "update-request")]
pub async fn update_request(
    #[server(default)] programme: String,
    #[server(default)] request: String,
    #[server(default)] act: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Some((_, page)) = programme_page(&cx, &programme).await? else { return Ok(()) };
    let Ok(request) = request.parse::<UpdateRequestId>() else {
        leptos_axum::redirect(&page);
        return Ok(());
    };
    let (store, actor) = (&cx.house.store, cx.actor());
    let (result, word) = match act.as_str() {
        "revoke" => (store.revoke_update(&actor, request).await, "revoked"),
        "bounced" => (store.bounce_update(&actor, request).await, "bounced"),
        _ => (store.remind_update(&actor, request).await, "reminded"),
    };
    let mut form = Form::new(cx.locale, []);
    match answer(result, &form)? {
        Answer::Accepted(()) => {
            done(&page, word);
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse("start", sentence);
            refused(&cx, form, "update-round", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Says that something recorded about one's own startup is wrong.
#[server(prefix = "/act", endpoint = "contest-fact")]
pub async fn contest_fact(
    #[server(default)] startup: String,
    #[server(default)] fact: String,
    #[server(default)] fact_kind: String,
    #[server(default)] sentence: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let ids = (startup.parse::<StartupId>(), fact.parse::<FactId>(), FactKind::from_code(&fact_kind));
    let (Ok(startup), Ok(id), Some(kind)) = ids else {
        leptos_axum::redirect(paths::HOME);
        return Ok(());
    };
    let page = paths::held(startup);
    let mut form = Form::new(cx.locale, fields![sentence, fact]);
    let text = form.text("sentence").unwrap_or_default();
    match answer(cx.house.store.contest_fact(&cx.actor(), startup, kind, id, &text).await, &form)? {
        Answer::Accepted(_) => {
            done(&format!("{page}#fact-{id}"), "contested");
            Ok(())
        }
        Answer::Refused(said) => {
            form.refuse("sentence", said);
            refused(&cx, form, "contest", &page).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}

/// Answers an objection.
#[server(prefix = "/act", endpoint = "answer-objection")]
pub async fn answer_objection(
    #[server(default)] objection: String,
    #[server(default)] verdict: String,
    #[server(default)] text: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let Ok(id) = objection.parse::<ObjectionId>() else {
        leptos_axum::redirect(paths::OBJECTIONS);
        return Ok(());
    };
    let mut form = Form::new(cx.locale, fields![objection, verdict, text]);
    let Some(verdict) = form.required("verdict").and_then(|code| ObjectionVerdict::from_code(&code)) else {
        return refused(&cx, form, "objection", paths::OBJECTIONS).await;
    };
    let text = form.text("text");
    match answer(cx.house.store.answer_objection(&cx.actor(), id, verdict, text.as_deref()).await, &form)? {
        Answer::Accepted(answered) => {
            // Right it is: on to the form that corrects it, where there is one for the reader.
            let corrects =
                verdict == ObjectionVerdict::Agreed && matches!(cx.actor().role, Role::Admin | Role::Manager);
            if corrects && answered.kind != FactKind::Update {
                leptos_axum::redirect(&paths::correct_fact(answered.startup, answered.kind.code(), answered.fact));
            } else {
                done(paths::OBJECTIONS, "answered");
            }
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse("text", sentence);
            refused(&cx, form, "objection", paths::OBJECTIONS).await
        }
        Answer::Denied(reason) => {
            denied(reason);
            Ok(())
        }
    }
}
