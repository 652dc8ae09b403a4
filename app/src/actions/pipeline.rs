//! What is done to everything that was ticked in the pipeline, and undoing what was just done.
//!
//! Each row is a write of its own: what cannot be done to one startup keeps nobody else back, and the answer tells of each.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use domain::board::Stay;
use domain::facts::{FactKind, MentorAssignment, Source};
use domain::ids::{EnrolmentId, FactId, PersonId, StageId, StartupId};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::identity::{IdentityError, Quota};
use store::outbox::{HouseMessage, LONGEST_SUBJECT};
use store::{Draft, VerbError};

use super::{failed, refused, signed_in};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::frame::PageError;
use crate::pages::pipeline::selected::{DONE_FORM, MOST, SELECTED_FORM, Told, offered, read_ids};
use crate::paths::{self, Query};
use crate::words as shared;

/// How often one person writes to many founders at once: each is a mail to somebody who did not ask for one.
const MESSAGES: Quota = Quota { burst: 12, every: TimeDelta::minutes(10) };

domain::catalogue! {
    mod w {
        nothing => { nb: "Kryss av minst én bedrift først.", nn: "Kryss av minst éi bedrift først.", en: "Tick at least one startup first." }
        no_stage => { nb: "Velg et steg.", nn: "Vel eit steg.", en: "Choose a stage." }
        no_mentor => { nb: "Velg en mentor, eller «Ingen».", nn: "Vel ein mentor, eller «Ingen».", en: "Choose a mentor, or “None”." }
        undone => { nb: "Angret", nn: "Angra", en: "Undone" }
        gone => { nb: "Oppholdet finnes ikke her lenger.", nn: "Opphaldet finst ikkje her lenger.", en: "That stay is no longer here." }
        reached => { nb: "Gründerne har alt fått denne meldingen.", nn: "Gründerane har alt fått denne meldinga.", en: "The founders have had this message already." }
        subject_long => { nb: "Emnet er for langt. Kort det ned til 100 tegn.", nn: "Emnet er for langt. Kort det ned til 100 teikn.", en: "The subject is too long. Shorten it to 100 characters." }
    }
}

/// In place of a mentor: nobody.
pub(crate) const NOBODY: &str = "none";

/// Keeps what was ticked, and goes on to what can be done with it.
#[server(prefix = "/act", endpoint = "pick")]
pub async fn pick(
    #[server(default)] pick: Vec<String>,
    #[server(default)] all: String,
    #[server(default)] page: String,
    #[server(default)] back: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let back = paths::local_or(&back, paths::PIPELINE);
    let text = if all == "true" { page } else { pick.join(" ") };
    let ids = read_ids(&text);
    if ids.is_empty() {
        let separator = if back.contains('?') { '&' } else { '?' };
        leptos_axum::redirect(&format!("{back}{separator}done=nothing-picked"));
        return Ok(());
    }
    let stays = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    refused(&cx, Form::new(cx.locale, fields![stays, back]), SELECTED_FORM, paths::SELECTED).await
}

/// Moves everything ticked into a stage from a day on.
#[server(prefix = "/act", endpoint = "bulk-move")]
pub async fn bulk_move(
    #[server(default)] stays: String,
    #[server(default)] back: String,
    #[server(default)] stage: String,
    #[server(default)] on: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let act = "move".to_owned();
    let mut form = Form::new(cx.locale, fields![stays, back, stage, on, reason, act]);
    let picked = Picked::of(&cx, &mut form).await?;
    let to = form.text("stage").and_then(|id| id.parse::<StageId>().ok());
    if to.is_none() {
        form.refuse("stage", w::no_stage(cx.locale));
    }
    let day = form.date("on");
    let (Some(to), Some(day), true) = (to, day, form.is_accepted()) else {
        return refused(&cx, form, SELECTED_FORM, paths::SELECTED).await;
    };
    let reason = form.text("reason");
    let mut told = Told::default();
    for (id, name) in picked.rows {
        if !picked.known.contains(&id) {
            told.failed.push((name, w::gone(cx.locale).to_owned()));
            continue;
        }
        match cx.house.store.move_to(&cx.actor(), id, to, day, None, reason.as_deref()).await {
            Ok(fact) => told.made(name, FactKind::StageChange, fact),
            Err(error) => told.refused(cx.locale, name, &error),
        }
    }
    tell(&cx, &form, "move", told).await
}

/// Says who follows everything ticked up from a day on.
#[server(prefix = "/act", endpoint = "bulk-assign")]
pub async fn bulk_assign(
    #[server(default)] stays: String,
    #[server(default)] back: String,
    #[server(default)] mentor: String,
    #[server(default)] on: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let act = "assign".to_owned();
    let mut form = Form::new(cx.locale, fields![stays, back, mentor, on, act]);
    let picked = Picked::of(&cx, &mut form).await?;
    let chosen = form.text("mentor");
    let mentor = chosen.as_deref().and_then(|id| id.parse::<PersonId>().ok());
    if mentor.is_none() && chosen.as_deref() != Some(NOBODY) {
        form.refuse("mentor", w::no_mentor(cx.locale));
    }
    // Somebody who is not offered is not there: the list is what the reader may know of.
    if let Some(mentor) = mentor {
        let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
        let offered = match offered(&cx, &ledger, &picked.stays).await {
            Err(PageError::Store(error)) => return Err(failed(&error)),
            offered => offered.unwrap_or_default(),
        };
        if !offered.contains(&mentor) {
            form.refuse("mentor", w::no_mentor(cx.locale));
        }
    }
    let (Some(day), true) = (form.date("on"), form.is_accepted()) else {
        return refused(&cx, form, SELECTED_FORM, paths::SELECTED).await;
    };
    let mut told = Told::default();
    let mut done = BTreeSet::new();
    for (id, name) in picked.rows {
        // Two stays of one startup are one startup to follow up.
        let Some(startup) = picked.startups.iter().find(|(stay, _)| *stay == id).map(|(_, startup)| *startup) else {
            told.failed.push((name, w::gone(cx.locale).to_owned()));
            continue;
        };
        if !done.insert(startup) {
            continue;
        }
        let body = MentorAssignment { mentor };
        match cx.house.store.assign_mentor(&cx.actor(), startup, day, body, Source::Mentor, None).await {
            Ok(fact) => told.made(name, FactKind::Mentor, fact),
            Err(error) => told.refused(cx.locale, name, &error),
        }
    }
    tell(&cx, &form, "assign", told).await
}

/// Writes to the founders of everything ticked: first shown as it will be read, then sent.
#[server(prefix = "/act", endpoint = "bulk-message")]
pub async fn bulk_message(
    #[server(default)] stays: String,
    #[server(default)] back: String,
    #[server(default)] subject: String,
    #[server(default)] text: String,
    #[server(default)] send: String,
) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let act = "message".to_owned();
    let mut form = Form::new(cx.locale, fields![stays, back, subject, text, act]);
    let picked = Picked::of(&cx, &mut form).await?;
    let (subject, text) = (form.required("subject"), form.required("text"));
    if subject.as_ref().is_some_and(|subject| subject.chars().count() > LONGEST_SUBJECT) {
        form.refuse("subject", w::subject_long(cx.locale));
    }
    let (Some(subject), Some(text), true) = (subject, text, form.is_accepted()) else {
        return refused(&cx, form, SELECTED_FORM, paths::SELECTED).await;
    };
    if send != "true" {
        // Kept without a refusal: the page shows what would go and to whom.
        form.set("preview", "true".to_owned());
        return refused(&cx, form, SELECTED_FORM, paths::SELECTED).await;
    }
    match cx.house.store.limit(&format!("message:by:{}", cx.actor().label), MESSAGES).await {
        Ok(()) => {}
        Err(IdentityError::Store(error)) => return Err(failed(&error)),
        Err(error) => {
            form.refuse("subject", error.text(cx.locale));
            return refused(&cx, form, SELECTED_FORM, paths::SELECTED).await;
        }
    }
    let message = HouseMessage { subject, text };
    let (mut told, mut reached, mut done) = (Told::default(), BTreeSet::new(), BTreeSet::new());
    for (id, name) in picked.rows {
        let Some(startup) = picked.startups.iter().find(|(stay, _)| *stay == id).map(|(_, startup)| *startup) else {
            told.failed.push((name, w::gone(cx.locale).to_owned()));
            continue;
        };
        if !done.insert(startup) {
            continue;
        }
        match cx.house.store.write_to_founders(&cx.actor(), startup, &message, &mut reached).await {
            Ok(0) => told.failed.push((name, w::reached(cx.locale).to_owned())),
            Ok(_) => told.went.push(name),
            Err(error) => told.refused(cx.locale, name, &error),
        }
    }
    tell(&cx, &form, "message", told).await
}

/// Takes back what was just recorded: `facts` are kinds and ids, as the page that told of them wrote them.
#[server(prefix = "/act", endpoint = "undo")]
pub async fn undo(#[server(default)] facts: String, #[server(default)] back: String) -> Result<(), ServerFnError> {
    let cx = signed_in()?;
    let form = Form::new(cx.locale, fields![facts, back]);
    let facts = read_facts(&form.text("facts").unwrap_or_default());
    let back = paths::local_or(&form.text("back").unwrap_or_default(), paths::PIPELINE);
    let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
    let mut told = Told::default();
    for (kind, fact) in &facts {
        let name = name_of(&ledger, *kind, *fact).unwrap_or_else(|| shared::unknown(cx.locale).to_owned());
        match cx.house.store.undo(&cx.actor(), *kind, *fact, w::undone(cx.locale)).await {
            Ok(()) => told.went.push(name),
            Err(error) => told.refused(cx.locale, name, &error),
        }
    }
    if told.failed.is_empty() && facts.len() <= 1 {
        super::done(&back, "undone");
        return Ok(());
    }
    let form = Form::new(cx.locale, fields![back]);
    tell(&cx, &form, "undo", told).await
}

/// Facts as a form names them: `stage_change:ID mentor_assignment:ID`.
fn read_facts(text: &str) -> Vec<(FactKind, FactId)> {
    let read = |word: &str| {
        let (kind, id) = word.split_once(':')?;
        Some((FactKind::from_code(kind)?, id.parse().ok()?))
    };
    text.split_whitespace().filter_map(read).take(MOST).collect()
}

/// The name of the startup that a fact is about, where the reader sees it.
fn name_of(ledger: &Ledger, kind: FactKind, fact: FactId) -> Option<String> {
    let found = ledger.startups.iter().find(|startup| match kind {
        FactKind::StageChange => startup.stage_changes.iter().any(|known| known.id == fact),
        FactKind::Mentor => startup.mentors.iter().any(|known| known.id == fact),
        _ => false,
    });
    found.map(|startup| startup.profile.name.clone())
}

/// What a form was sent for.
struct Picked {
    /// Every stay that was ticked, with its startup's name.
    rows: Vec<(EnrolmentId, String)>,
    /// Those that the reader sees.
    known: BTreeSet<EnrolmentId>,
    startups: Vec<(EnrolmentId, StartupId)>,
    /// Those that the reader sees, whole.
    stays: Vec<Stay>,
}

impl Picked {
    async fn of(cx: &Cx, form: &mut Form) -> Result<Self, ServerFnError> {
        let ids = read_ids(&form.text("stays").unwrap_or_default());
        if ids.is_empty() {
            form.refuse("", w::nothing(cx.locale));
        }
        let ledger = cx.ledger().await.map_err(|error| failed(&error))?;
        let stays = cx.stays(&ledger, cx.today(), None);
        let find = |id: EnrolmentId| -> Option<&Stay> { stays.iter().find(|stay| stay.enrolment.id == id) };
        let name = |id| {
            find(id).map_or_else(|| shared::unknown(cx.locale).to_owned(), |stay| stay.startup.profile.name.clone())
        };
        Ok(Self {
            rows: ids.iter().map(|id| (*id, name(*id))).collect(),
            known: ids.iter().copied().filter(|id| find(*id).is_some()).collect(),
            stays: ids.iter().filter_map(|id| find(*id).cloned()).collect(),
            startups: ids.iter().filter_map(|id| Some((*id, find(*id)?.startup.profile.id))).collect(),
        })
    }
}

impl Told {
    fn made(&mut self, name: String, kind: FactKind, fact: FactId) {
        self.went.push(name);
        self.facts.push(format!("{}:{fact}", kind.code()));
    }

    /// Keeps why a row was not done; also that the database failed, for the rows done before it stay done and must be told.
    fn refused(&mut self, locale: Locale, name: String, error: &VerbError) {
        if let VerbError::Store(error) = error {
            tracing::error!(%error, "action.failed");
        }
        self.failed.push((name, error.text(locale)));
    }
}

/// Keeps what became of each row for a while and sends the person to the page that tells it.
async fn tell(cx: &Cx, form: &Form, act: &str, told: Told) -> Result<(), ServerFnError> {
    let back = paths::local_or(&form.text("back").unwrap_or_default(), paths::PIPELINE);
    let values = told.values(act, &back, &form.text("stays").unwrap_or_default());
    let draft = Draft { form: DONE_FORM.to_owned(), values, errors: [].into(), person: cx.actor().person };
    let id = cx.house.store.save_draft(&draft).await.map_err(|error| failed(&error))?;
    leptos_axum::redirect(&paths::with_query(paths::SELECTED, &Query::one("draft", id)));
    Ok(())
}
