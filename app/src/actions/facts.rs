//! Facts a person records or corrects about a startup.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use chrono::NaiveDate;
use domain::access::Actor;
use domain::facts::{FactKind, Headcount, LifeEvent, LifeEventKind, OtherSupport, Source, Span, Workplace};
use domain::geography::{self, Municipality};
use domain::ids::{FactId, StartupId};
use leptos::prelude::*;
use store::{Body as FactBody, Missing, Store, VerbError};

use super::{Answer, actor, answer, done, here, refused};
use crate::form::Form;
use crate::paths;
use crate::words as w;

/// Records how many work in a startup on a day.
#[server(prefix = "/act", endpoint = "headcount")]
pub async fn record_headcount(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] employees: String,
    #[server(default)] employees_high: String,
    #[server(default)] fte: String,
    #[server(default)] working_founders: String,
    #[server(default)] places: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let Some(startup) = startup_of(&startup) else { return Ok(()) };
    let mut form = Form::new(
        cx.locale,
        [
            ("on", on),
            ("employees", employees),
            ("employees_high", employees_high),
            ("fte", fte),
            ("working_founders", working_founders),
            ("places", places),
            ("source", source),
            ("evidence", evidence),
        ],
    );
    let page = paths::startup_section(startup, "record-headcount");
    let day = form.date("on");
    let headcount = read_headcount(&mut form);
    let (Some(day), Some(headcount), true) = (day, headcount, form.is_accepted()) else {
        return refused(&cx, form, "headcount", &page).await;
    };
    let (source, evidence) = (read_source(&form), form.text("evidence"));
    let result = cx.house.store.record_headcount(&actor(), startup, day, headcount, source, evidence).await;
    finish(&cx, form, "headcount", &page, startup, result).await
}

/// Records an event in a startup's life.
#[server(prefix = "/act", endpoint = "life-event")]
pub async fn record_life_event(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] kind: String,
    #[server(default)] date_unknown: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let Some(startup) = startup_of(&startup) else { return Ok(()) };
    let mut form = Form::new(
        cx.locale,
        [("on", on), ("kind", kind), ("date_unknown", date_unknown), ("source", source), ("evidence", evidence)],
    );
    let page = paths::startup_section(startup, "record-life-event");
    let day = form.date("on");
    let event = read_life_event(&mut form);
    let (Some(day), Some(event)) = (day, event) else { return refused(&cx, form, "life-event", &page).await };
    let (source, evidence) = (read_source(&form), form.text("evidence"));
    let result = cx.house.store.record_life_event(&actor(), startup, day, event, source, evidence).await;
    finish(&cx, form, "life-event", &page, startup, result).await
}

/// Records where a startup works from a day.
#[server(prefix = "/act", endpoint = "workplace")]
pub async fn record_workplace(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] municipality: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let Some(startup) = startup_of(&startup) else { return Ok(()) };
    let mut form =
        Form::new(cx.locale, [("on", on), ("municipality", municipality), ("source", source), ("evidence", evidence)]);
    let page = paths::startup_section(startup, "record-workplace");
    let day = form.date("on");
    let workplace = read_workplace(&mut form);
    let (Some(day), Some(workplace)) = (day, workplace) else { return refused(&cx, form, "workplace", &page).await };
    let (source, evidence) = (read_source(&form), form.text("evidence"));
    let result = cx.house.store.record_workplace(&actor(), startup, day, workplace, source, evidence).await;
    finish(&cx, form, "workplace", &page, startup, result).await
}

/// Records that another programme or incubator supported a startup.
#[server(prefix = "/act", endpoint = "other-support")]
pub async fn record_other_support(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] supporter: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let Some(startup) = startup_of(&startup) else { return Ok(()) };
    let mut form =
        Form::new(cx.locale, [("on", on), ("supporter", supporter), ("source", source), ("evidence", evidence)]);
    let page = paths::startup_section(startup, "record-other-support");
    let day = form.date("on");
    let support = read_other_support(&mut form);
    let (Some(day), Some(support)) = (day, support) else { return refused(&cx, form, "other-support", &page).await };
    let (source, evidence) = (read_source(&form), form.text("evidence"));
    let result = cx.house.store.record_other_support(&actor(), startup, day, support, source, evidence).await;
    finish(&cx, form, "other-support", &page, startup, result).await
}

/// Corrects a fact by a new one that takes its place, or withdraws it; the old one stays visible with the reason.
#[server(prefix = "/act", endpoint = "correct")]
pub async fn correct_fact(
    #[server(default)] startup: String,
    #[server(default)] fact: String,
    #[server(default)] fact_kind: String,
    #[server(default)] act: String,
    #[server(default)] on: String,
    #[server(default)] reason: String,
    #[server(default)] employees: String,
    #[server(default)] employees_high: String,
    #[server(default)] fte: String,
    #[server(default)] working_founders: String,
    #[server(default)] places: String,
    #[server(default)] kind: String,
    #[server(default)] date_unknown: String,
    #[server(default)] municipality: String,
    #[server(default)] supporter: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let Some(startup) = startup_of(&startup) else { return Ok(()) };
    let (Ok(fact), Some(fact_kind)) = (fact.parse::<FactId>(), FactKind::from_code(&fact_kind)) else {
        leptos_axum::redirect(&paths::startup(startup));
        return Ok(());
    };
    let page = paths::correct_fact(startup, fact_kind.code(), fact);
    let mut form = Form::new(
        cx.locale,
        [
            ("on", on),
            ("reason", reason),
            ("employees", employees),
            ("employees_high", employees_high),
            ("fte", fte),
            ("working_founders", working_founders),
            ("places", places),
            ("kind", kind),
            ("date_unknown", date_unknown),
            ("municipality", municipality),
            ("supporter", supporter),
            ("source", source),
            ("evidence", evidence),
        ],
    );
    let reason = form.required("reason");
    let store = &cx.house.store;
    let actor = actor();
    if act == "withdraw" {
        let Some(reason) = reason else { return refused(&cx, form, "correct", &page).await };
        let result = store.withdraw(&actor, fact_kind, fact, &reason).await;
        return finish(&cx, form, "correct", &page, startup, result).await;
    }
    let day = form.date("on");
    let (source, evidence) = (read_source(&form), form.text("evidence"));
    let (Some(reason), Some(day)) = (reason, day) else { return refused(&cx, form, "correct", &page).await };
    let result = match fact_kind {
        FactKind::Headcount => {
            let Some(body) = read_headcount(&mut form).filter(|_| form.is_accepted()) else {
                return refused(&cx, form, "correct", &page).await;
            };
            store.correct_headcount(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::LifeEvent => {
            let Some(body) = read_life_event(&mut form) else { return refused(&cx, form, "correct", &page).await };
            store.correct_life_event(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::Workplace => {
            let Some(body) = read_workplace(&mut form) else { return refused(&cx, form, "correct", &page).await };
            store.correct_workplace(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::OtherSupport => {
            let Some(body) = read_other_support(&mut form) else { return refused(&cx, form, "correct", &page).await };
            store.correct_other_support(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::StageChange
        | FactKind::Verification
        | FactKind::Revenue
        | FactKind::Capital
        | FactKind::Award
        | FactKind::Mentor => redate(store, &actor, startup, fact, day, source, evidence, &reason).await,
    };
    finish(&cx, form, "correct", &page, startup, result).await
}

/// Corrects date, source and evidence of a fact whose content the form does not ask about.
async fn redate(
    store: &Store,
    actor: &Actor,
    startup: StartupId,
    fact: FactId,
    day: NaiveDate,
    source: Source,
    evidence: Option<String>,
    reason: &str,
) -> Result<FactId, VerbError> {
    let timeline = store.timeline(startup).await?;
    let body = timeline.into_iter().find(|entry| entry.id == fact).and_then(|entry| entry.body);
    match body {
        None
        | Some(FactBody::Headcount(_) | FactBody::LifeEvent(_) | FactBody::Workplace(_) | FactBody::OtherSupport(_)) => {
            Err(VerbError::NotFound(Missing::Fact))
        }
        Some(FactBody::StageChange(change)) => {
            store.correct_stage_change(actor, fact, day, change.to, change.outcome, source, evidence, reason).await
        }
        Some(FactBody::Verification(body)) => {
            store.correct_verification(actor, fact, day, body, source, evidence, reason).await
        }
        Some(FactBody::Revenue(body)) => store.correct_revenue(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Capital(body)) => store.correct_capital(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Award(body)) => store.correct_award(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Mentor(body)) => store.correct_mentor(actor, fact, day, body, source, evidence, reason).await,
    }
}

/// The startup a form names; a crafted form without one is sent to the pipeline.
fn startup_of(text: &str) -> Option<StartupId> {
    let id = text.parse().ok();
    if id.is_none() {
        leptos_axum::redirect(paths::PIPELINE);
    }
    id
}

async fn finish<T>(
    cx: &crate::cx::Cx,
    mut form: Form,
    name: &str,
    page: &str,
    startup: StartupId,
    result: Result<T, VerbError>,
) -> Result<(), ServerFnError> {
    let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("on");
    match answer(result, &form)? {
        Answer::Accepted(_) => {
            done(&paths::startup(startup), "recorded");
            Ok(())
        }
        Answer::Refused(sentence) => {
            form.refuse(field, sentence);
            refused(cx, form, name, page).await
        }
    }
}

fn read_source(form: &Form) -> Source {
    form.text("source").and_then(|code| Source::from_code(&code)).unwrap_or(Source::Mentor)
}

fn read_headcount(form: &mut Form) -> Option<Headcount> {
    let low = match form.text("employees") {
        Some(_) => form.count("employees"),
        None => {
            form.refuse("employees", w::required(form.locale()));
            None
        }
    };
    let high = form.count("employees_high");
    let fte_hundredths = form.hundredths("fte");
    let working_founders = form.count("working_founders");
    let split = read_places(form);
    let low = low?;
    Some(Headcount { employees: Span { low, high: high.unwrap_or(low) }, fte_hundredths, working_founders, split })
}

/// Places as typed, one a line: `Lillestrøm 4` or `3205 4`.
fn read_places(form: &mut Form) -> Option<Box<[(Municipality, u32)]>> {
    let text = form.text("places")?;
    let mut places = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, heads) = line.rsplit_once(|c: char| c.is_whitespace() || c == ':').unwrap_or((line, ""));
        let municipality = municipality_of(name.trim().trim_end_matches(':'));
        match (municipality, heads.trim().parse::<u32>()) {
            (Some(municipality), Ok(heads)) => places.push((municipality, heads)),
            (None, Ok(_)) => form.refuse("places", w::unknown_municipality(form.locale(), name.trim())),
            (_, Err(_)) => form.refuse("places", w::place_line(form.locale(), line)),
        }
    }
    (!places.is_empty()).then(|| places.into_boxed_slice())
}

fn read_life_event(form: &mut Form) -> Option<LifeEvent> {
    let kind = form.required("kind").and_then(|code| LifeEventKind::from_code(&code))?;
    Some(LifeEvent { kind, date_known: form.text("date_unknown").is_none() })
}

fn read_workplace(form: &mut Form) -> Option<Workplace> {
    let text = form.required("municipality")?;
    if domain::words::fold(&text) == domain::words::fold(w::abroad(form.locale())) {
        return Some(Workplace { municipality: None });
    }
    let municipality = municipality_of(&text);
    if municipality.is_none() {
        form.refuse("municipality", w::unknown_municipality(form.locale(), &text));
    }
    municipality.map(|municipality| Workplace { municipality: Some(municipality) })
}

fn read_other_support(form: &mut Form) -> Option<OtherSupport> {
    let supporter = form.required("supporter")?;
    Some(OtherSupport { supporter: supporter.into_boxed_str() })
}

/// A municipality as typed: its number, its name, or both (`3205 Lillestrøm`). A name that several bear is not guessed.
fn municipality_of(text: &str) -> Option<Municipality> {
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Ok(municipality) = Municipality::parse(first) {
        return municipality.name().map(|_| municipality);
    }
    match geography::by_name(text).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
