//! Facts a person records or corrects about a startup.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use chrono::NaiveDate;
use domain::access::{Actor, Role};
use domain::facts::{
    CapitalRaised, Currency, FactKind, Headcount, LifeEvent, LifeEventKind, Money, OtherSupport, Revenue, Source, Span,
    Workplace,
};
use domain::geography::{self, Municipality};
use domain::ids::{FactId, StartupId};
use leptos::prelude::*;
use store::{Body as FactBody, Missing, Store, VerbError};

use super::{Answer, answer, denied, done, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
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
    let cx = signed_in()?;
    let typed = fields![on, employees, employees_high, fte, working_founders, places, source, evidence];
    let Some(mut posted) = Posted::of(cx, "headcount", &startup, typed) else { return Ok(()) };
    let Some((told, headcount)) = posted.read(read_headcount) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let result =
        posted.store().record_headcount(&posted.cx.actor(), posted.startup, day, headcount, source, evidence).await;
    posted.finish(result).await
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
    let cx = signed_in()?;
    let typed = fields![on, kind, date_unknown, source, evidence];
    let Some(mut posted) = Posted::of(cx, "life-event", &startup, typed) else { return Ok(()) };
    let Some((told, event)) = posted.read(read_life_event) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let result =
        posted.store().record_life_event(&posted.cx.actor(), posted.startup, day, event, source, evidence).await;
    posted.finish(result).await
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
    let cx = signed_in()?;
    let typed = fields![on, municipality, source, evidence];
    let Some(mut posted) = Posted::of(cx, "workplace", &startup, typed) else { return Ok(()) };
    let Some((told, workplace)) = posted.read(read_workplace) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let result =
        posted.store().record_workplace(&posted.cx.actor(), posted.startup, day, workplace, source, evidence).await;
    posted.finish(result).await
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
    let cx = signed_in()?;
    let typed = fields![on, supporter, source, evidence];
    let Some(mut posted) = Posted::of(cx, "other-support", &startup, typed) else { return Ok(()) };
    let Some((told, support)) = posted.read(read_other_support) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let result =
        posted.store().record_other_support(&posted.cx.actor(), posted.startup, day, support, source, evidence).await;
    posted.finish(result).await
}

/// Records what a startup earned in a year, or raised from outside.
#[server(prefix = "/act", endpoint = "money")]
pub async fn record_money(
    #[server(default)] startup: String,
    #[server(default)] on: String,
    #[server(default)] money_kind: String,
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let typed = fields![on, money_kind, amount, currency, source, evidence];
    let Some(mut posted) = Posted::of(cx, "money", &startup, typed) else { return Ok(()) };
    let Some((told, amount)) = posted.read(read_money) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let (store, actor, startup) = (posted.store(), posted.cx.actor(), posted.startup);
    let result = if posted.form.text("money_kind").as_deref() == Some(FactKind::Revenue.code()) {
        store.record_revenue(&actor, startup, day, Revenue { amount }, source, evidence).await
    } else {
        store.record_capital(&actor, startup, day, CapitalRaised { amount }, source, evidence).await
    };
    posted.finish(result).await
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
    #[server(default)] amount: String,
    #[server(default)] currency: String,
    #[server(default)] source: String,
    #[server(default)] evidence: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let typed = fields![
        on,
        reason,
        employees,
        employees_high,
        fte,
        working_founders,
        places,
        kind,
        date_unknown,
        municipality,
        supporter,
        amount,
        currency,
        source,
        evidence
    ];
    let Some(mut posted) = Posted::of(cx, "correct", &startup, typed) else { return Ok(()) };
    let (Ok(fact), Some(fact_kind)) = (fact.parse::<FactId>(), FactKind::from_code(&fact_kind)) else {
        leptos_axum::redirect(&posted.page);
        return Ok(());
    };
    posted.page = paths::correct_fact(posted.startup, fact_kind.code(), fact);
    let reason = posted.form.required("reason");
    let actor = posted.cx.actor();
    if act == "withdraw" {
        let Some(reason) = reason else { return posted.refuse().await };
        let result = posted.store().withdraw(&actor, fact_kind, fact, &reason).await;
        return posted.finish(result).await;
    }
    let (Some(told), Some(reason)) = (posted.told(), reason) else { return posted.refuse().await };
    let Told { day, source, evidence } = told;
    let form = &mut posted.form;
    let result = match fact_kind {
        FactKind::Headcount => {
            let Some(body) = read_headcount(form).filter(|_| form.is_accepted()) else { return posted.refuse().await };
            posted.store().correct_headcount(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::LifeEvent => {
            let Some(body) = read_life_event(form) else { return posted.refuse().await };
            posted.store().correct_life_event(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::Workplace => {
            let Some(body) = read_workplace(form) else { return posted.refuse().await };
            posted.store().correct_workplace(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::OtherSupport => {
            let Some(body) = read_other_support(form) else { return posted.refuse().await };
            posted.store().correct_other_support(&actor, fact, day, body, source, evidence, &reason).await
        }
        FactKind::Revenue => {
            let Some(amount) = read_money(form).filter(|_| form.is_accepted()) else { return posted.refuse().await };
            posted.store().correct_revenue(&actor, fact, day, Revenue { amount }, source, evidence, &reason).await
        }
        FactKind::Capital => {
            let Some(amount) = read_money(form).filter(|_| form.is_accepted()) else { return posted.refuse().await };
            posted.store().correct_capital(&actor, fact, day, CapitalRaised { amount }, source, evidence, &reason).await
        }
        FactKind::StageChange
        | FactKind::Verification
        | FactKind::Award
        | FactKind::Mentor
        | FactKind::Meeting
        | FactKind::Team
        | FactKind::Update => {
            redate(posted.store(), &actor, posted.startup, fact, day, source, evidence, &reason).await
        }
    };
    posted.finish(result).await
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
    let timeline = store.timeline_for(actor, startup).await?;
    let body = timeline.into_iter().find(|entry| entry.id == fact).and_then(|entry| entry.body);
    match body {
        None
        | Some(
            FactBody::Headcount(_)
            | FactBody::LifeEvent(_)
            | FactBody::Workplace(_)
            | FactBody::OtherSupport(_)
            | FactBody::Revenue(_)
            | FactBody::Capital(_)
            | FactBody::Update(_),
        ) => Err(VerbError::NotFound(Missing::Fact)),
        Some(FactBody::StageChange(change)) => {
            store.correct_stage_change(actor, fact, day, change.to, change.outcome, source, evidence, reason).await
        }
        Some(FactBody::Verification(body)) => {
            store.correct_verification(actor, fact, day, body, source, evidence, reason).await
        }
        Some(FactBody::Award(body)) => store.correct_award(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Meeting(body)) => store.correct_meeting(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Team(body)) => store.correct_team(actor, fact, day, body, source, evidence, reason).await,
        Some(FactBody::Mentor(body)) => store.correct_mentor(actor, fact, day, body, source, evidence, reason).await,
    }
}

/// A form about one startup while it is being read.
struct Posted {
    cx: Cx,
    /// The form's name, under which a refusal is kept.
    name: &'static str,
    startup: StartupId,
    form: Form,
    /// Where the form stands: a refusal leads back there.
    page: String,
}

/// What every fact has besides what it says.
struct Told {
    day: NaiveDate,
    source: Source,
    evidence: Option<String>,
}

impl Posted {
    /// The form on a startup's page; a crafted form that names no startup is sent to the pipeline.
    fn of<const N: usize>(cx: Cx, name: &'static str, startup: &str, typed: [(&str, String); N]) -> Option<Self> {
        let Ok(startup) = startup.parse() else {
            leptos_axum::redirect(paths::PIPELINE);
            return None;
        };
        let form = Form::new(cx.locale, typed);
        Some(Self { cx, name, startup, form, page: paths::startup(startup) })
    }

    fn store(&self) -> &Store {
        &self.cx.house.store
    }

    fn told(&mut self) -> Option<Told> {
        let day = self.form.date("on")?;
        Some(Told { day, source: read_source(&self.cx, &self.form), evidence: self.form.text("evidence") })
    }

    /// A fact with its day and source, when nothing in the form is refused.
    fn read<B>(&mut self, body: fn(&mut Form) -> Option<B>) -> Option<(Told, B)> {
        // Both are read whatever the other says, so that every refusal is shown at once.
        let (told, body) = (self.told(), body(&mut self.form));
        told.zip(body).filter(|_| self.form.is_accepted())
    }

    async fn refuse(self) -> Result<(), ServerFnError> {
        refused(&self.cx, self.form, self.name, &self.page).await
    }

    /// Sends the person on by what the verb answered.
    async fn finish<T>(mut self, result: Result<T, VerbError>) -> Result<(), ServerFnError> {
        let field = result.as_ref().err().and_then(VerbError::field).unwrap_or("on");
        match answer(result, &self.form)? {
            Answer::Accepted(_) => {
                done(&paths::startup(self.startup), "recorded");
                Ok(())
            }
            Answer::Refused(sentence) => {
                self.form.refuse(field, sentence);
                self.refuse().await
            }
            Answer::Denied(reason) => {
                denied(reason);
                Ok(())
            }
        }
    }
}

/// Where it is known from: as chosen, or from whoever records it. What a founder tells is a founder's word, whatever was chosen.
fn read_source(cx: &Cx, form: &Form) -> Source {
    if cx.actor().role == Role::Founder {
        return Source::Founder;
    }
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
pub(super) fn read_places(form: &mut Form) -> Option<Box<[(Municipality, u32)]>> {
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

pub(super) fn read_workplace(form: &mut Form) -> Option<Workplace> {
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

fn read_money(form: &mut Form) -> Option<Money> {
    form.required("amount")?;
    let minor = super::funding::amount(form, "amount")?;
    let currency = form.text("currency").and_then(|code| Currency::from_code(&code)).unwrap_or(Currency::Nok);
    Some(Money { minor, currency })
}

/// A municipality as typed: its number, its name, or both (`3205 Lillestrøm`). A name that several bear is not guessed.
pub(super) fn municipality_of(text: &str) -> Option<Municipality> {
    let first = text.split_whitespace().next().unwrap_or_default();
    if let Ok(municipality) = Municipality::parse(first) {
        return municipality.name().map(|_| municipality);
    }
    match geography::by_name(text).as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
