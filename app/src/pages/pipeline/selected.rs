//! What was ticked in the pipeline's table: moving all of it, giving it a mentor, writing to its founders, taking it as a workbook; and
//! afterwards what became of each.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Resource};
use domain::board::Stay;
use domain::format;
use domain::ids::{EnrolmentId, PersonId};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;

use super::may_move;
use crate::actions;
use crate::components::{
    ButtonLink, DateField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, StageTag,
    SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths::{self, Query};
use crate::words as shared;

/// Most rows at once: four pages of the table.
pub const MOST: usize = 200;
/// Under what name the choice is kept.
pub(crate) const SELECTED_FORM: &str = "selected";
/// Under what name it is kept what became of it.
pub(crate) const DONE_FORM: &str = "selected-done";

domain::catalogue! {
    mod w {
        title => { nb: "Det du har valgt", nn: "Det du har valt", en: "What you chose" }
        lead(n: &str) => { nb: "{n} valgt. Det du gjør her, gjøres med hver av dem for seg.", nn: "{n} valde. Det du gjer her, blir gjort med kvar av dei for seg.", en: "{n} chosen. What you do here is done to each of them by itself." }
        back => { nb: "Tilbake til løpet", nn: "Tilbake til løpet", en: "Back to the pipeline" }
        chosen => { nb: "Valgt", nn: "Valt", en: "Chosen" }
        nothing => { nb: "Valget er ikke her lenger.", nn: "Valet er ikkje her lenger.", en: "The choice is no longer here." }
        nothing_text => {
            nb: "Det huskes en halv time. Kryss av på nytt i tabellen.",
            nn: "Det blir hugsa ein halv time. Kryss av på nytt i tabellen.",
            en: "It is kept for half an hour. Tick again in the table." }
        move_title => { nb: "Flytt til et steg", nn: "Flytt til eit steg", en: "Move to a stage" }
        to_stage => { nb: "Til steg", nn: "Til steg", en: "To stage" }
        choose => { nb: "Velg", nn: "Vel", en: "Choose" }
        reason_hint => {
            nb: "Må fylles ut når noen flyttes tilbake eller ut.",
            nn: "Må fyllast ut når nokon blir flytta tilbake eller ut.",
            en: "Needed when somebody goes back or out." }
        move_do(n: &str) => { nb: "Flytt {n}", nn: "Flytt {n}", en: "Move {n}" }
        assign_title => { nb: "Gi en mentor", nn: "Gi ein mentor", en: "Assign a mentor" }
        assign_do(n: &str) => { nb: "Gi mentor til {n}", nn: "Gi mentor til {n}", en: "Assign to {n}" }
        message_title => { nb: "Skriv til gründerne", nn: "Skriv til gründerane", en: "Write to the founders" }
        subject => { nb: "Emne", nn: "Emne", en: "Subject" }
        text => { nb: "Melding", nn: "Melding", en: "Message" }
        text_hint => {
            nb: "Alle får den samme teksten, hver i sin egen e-post. Navnet ditt og adressen din settes under.",
            nn: "Alle får den same teksten, kvar i sin eigen e-post. Namnet ditt og adressa di blir sett under.",
            en: "Everybody gets the same text, each in a mail of their own. Your name and address are put under it." }
        preview_do => { nb: "Se over før du sender", nn: "Sjå over før du sender", en: "Look it over first" }
        preview => { nb: "Slik blir det", nn: "Slik blir det", en: "This is how it will be" }
        goes_to(n: &str) => { nb: "Går til {n}:", nn: "Går til {n}:", en: "Goes to {n}:" }
        people(n: &str) => { nb: "{n} personer", nn: "{n} personar", en: "{n} people" }
        person => { nb: "1 person", nn: "1 person", en: "1 person" }
        without(names: &str) => { nb: "Ingen adresse: {names}.", nn: "Inga adresse: {names}.", en: "No address: {names}." }
        send => { nb: "Send", nn: "Send", en: "Send" }
        export_title => { nb: "Ta med som regneark", nn: "Ta med som rekneark", en: "Take it as a spreadsheet" }
        export_do => { nb: "Last ned XLSX", nn: "Last ned XLSX", en: "Download XLSX" }
        moved(n: &str) => { nb: "{n} er flyttet.", nn: "{n} er flytta.", en: "{n} moved." }
        assigned(n: &str) => { nb: "{n} har fått mentor.", nn: "{n} har fått mentor.", en: "{n} assigned." }
        sent(n: &str) => { nb: "Meldingen er på vei til gründerne i {n}.", nn: "Meldinga er på veg til gründerane i {n}.", en: "The message is on its way to the founders of {n}." }
        undone(n: &str) => { nb: "{n} er angret.", nn: "{n} er angra.", en: "{n} undone." }
        not_done(n: &str) => { nb: "{n} er ikke gjort:", nn: "{n} er ikkje gjort:", en: "{n} not done:" }
        did_not => { nb: "Ingenting ble gjort.", nn: "Ingenting vart gjort.", en: "Nothing was done." }
        /// Button that takes back what was just done.
        undo => { nb: "Angre", nn: "Angre", en: "Undo" }
        undo_all(n: &str) => { nb: "Angre {n}", nn: "Angre {n}", en: "Undo {n}" }
        again => { nb: "Gjør mer med de samme", nn: "Gjer meir med dei same", en: "Do more with the same" }
    }
}

pub use w::undo as undo_word;

/// What became of each row of what was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The names of what it was done to.
    pub(crate) went: Vec<String>,
    /// The names of what it was not done to, and why.
    pub(crate) failed: Vec<(String, String)>,
    /// The facts that were made, as the form that undoes them names them.
    pub(crate) facts: Vec<String>,
}

impl Told {
    /// As it is kept until the page has told it.
    pub(crate) fn values(&self, act: &str, back: &str, stays: &str) -> BTreeMap<String, String> {
        let json = |value: serde_json::Value| value.to_string();
        [
            ("act", act.to_owned()),
            ("back", back.to_owned()),
            ("stays", stays.to_owned()),
            ("went", json(serde_json::json!(self.went))),
            ("failed", json(serde_json::json!(self.failed))),
            ("facts", self.facts.join(" ")),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
    }

    fn of(shown: &Shown) -> Self {
        let facts = shown.value("facts", "").split_whitespace().map(str::to_owned).collect();
        Self {
            went: serde_json::from_str(&shown.value("went", "[]")).unwrap_or_default(),
            failed: serde_json::from_str(&shown.value("failed", "[]")).unwrap_or_default(),
            facts,
        }
    }
}

/// The ids of stays in a text, each once.
pub(crate) fn read_ids(text: &str) -> Vec<EnrolmentId> {
    let mut seen = BTreeSet::new();
    text.split_whitespace().filter_map(|id| id.parse().ok()).filter(|id| seen.insert(*id)).take(MOST).collect()
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// The stays of a kept choice that the reader sees, in the order in which they were ticked.
pub(super) fn picked(cx: &Cx, ledger: &Ledger, text: &str) -> Vec<Stay> {
    let stays = cx.stays(ledger, cx.today(), None);
    let ids = read_ids(text);
    let mut found: Vec<(usize, Stay)> = stays
        .iter()
        .filter_map(|stay| Some((ids.iter().position(|id| *id == stay.enrolment.id)?, stay.clone())))
        .collect();
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, stay)| stay).collect()
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    require_list(&cx)?;
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let title = w::title(locale).to_owned();
    let done = actions::shown_again(&cx, DONE_FORM).await?;
    let chosen = actions::shown_again(&cx, SELECTED_FORM).await?;
    let body = match (done, chosen) {
        (Some(done), _) => told_page(locale, &done).into_any(),
        (None, Some(chosen)) => {
            let stays = picked(&cx, &ledger, &chosen.value("stays", ""));
            chosen_page(&cx, &ledger, &chosen, &stays).await?
        }
        (None, None) => {
            let query = Query::one("view", "table");
            view! {
                <h1 class="ds-heading">{title.clone()}</h1>
                <Notice kind=NoticeKind::Warning title=w::nothing(locale).to_owned()>{w::nothing_text(locale)}</Notice>
                <div class="actions"><ButtonLink href=paths::with_query(paths::PIPELINE, &query) label=w::back(locale)/></div>
            }
            .into_any()
        }
    };
    Ok(Page { title, place: Place::Pipeline, body, islands: false })
}

/// What was done and what was not, each by name.
fn told_page(locale: Locale, shown: &Shown) -> impl IntoView + use<> {
    let told = Told::of(shown);
    let back = paths::local_or(&shown.value("back", ""), paths::PIPELINE);
    let act = shown.value("act", "");
    let went = shared::startups(locale, &format::count(locale, told.went.len()));
    let sentence = match act.as_str() {
        "assign" => w::assigned(locale, &went),
        "message" => w::sent(locale, &went),
        "undo" => w::undone(locale, &went),
        _ => w::moved(locale, &went),
    };
    let names = |names: Vec<String>| names.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    let undo = (!told.facts.is_empty()).then(|| {
        let label = w::undo_all(locale, &shared::startups(locale, &format::count(locale, told.facts.len())));
        view! {
            <form method="post" action=actions::undo_path()>
                <Hidden name="facts" value=told.facts.join(" ")/>
                <Hidden name="back" value=back.clone()/>
                <SubmitButton label=label variant="secondary"/>
            </form>
        }
    });
    let failed_many = shared::startups(locale, &format::count(locale, told.failed.len()));
    let failed = (!told.failed.is_empty()).then(|| {
        let rows =
            told.failed.iter().map(|(name, why)| view! { <li><strong>{name.clone()}</strong> ": " {why.clone()}</li> });
        let rows = rows.collect_view();
        view! {
            <Notice kind=NoticeKind::Warning title=w::not_done(locale, &failed_many) live=true>
                <ul class="ds-list">{rows}</ul>
            </Notice>
        }
    });
    let success = if told.went.is_empty() {
        view! { <Notice>{w::did_not(locale)}</Notice> }.into_any()
    } else {
        view! {
            <Notice kind=NoticeKind::Success title=sentence live=true>
                <ul class="ds-list">{names(told.went.clone())}</ul>
            </Notice>
        }
        .into_any()
    };
    view! {
        <h1 class="ds-heading">{w::title(locale)}</h1>
        {success}
        {failed}
        <div class="actions">
            <ButtonLink href=back label=w::back(locale) variant="primary"/>
            {undo}
        </div>
    }
}

async fn chosen_page(cx: &Cx, ledger: &Ledger, chosen: &Shown, stays: &[Stay]) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let back = paths::local_or(&chosen.value("back", ""), paths::PIPELINE);
    let many = shared::startups(locale, &format::count(locale, stays.len()));
    let whole = chosen.error("");
    let house = cx.house_ledger().await?;
    let movable = stays.iter().any(|stay| may_move(cx, ledger, stay));
    let may = |action| stays.iter().any(|stay| cx.may(action, &Resource::startup(ledger, &stay.startup)));
    let export = cx.may(Action::Export, &Resource::House(&house)).then(|| {
        let file = paths::with_query(paths::SELECTED_XLSX, &cx.query.only(&["draft"]));
        view! {
            <section aria-labelledby="export">
                <h2 class="ds-heading" data-size="md" id="export">{w::export_title(locale)}</h2>
                <div class="actions"><ButtonLink href=file label=w::export_do(locale) download=true/></div>
            </section>
        }
    });
    let rows = stays
        .iter()
        .map(|stay| {
            let stage = ledger.programme(stay.enrolment.programme).and_then(|own| own.stage(stay.course.stage));
            view! {
                <li data-row>
                    <a class="ds-link" href=paths::startup(stay.startup.profile.id)>{stay.startup.profile.name.clone()}</a>
                    " "
                    {stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}
                </li>
            }
        })
        .collect_view();
    let moving = movable.then(|| move_form(cx, ledger, chosen, stays, &back));
    let assigning =
        if may(Action::AssignMentor) { Some(assign_form(cx, ledger, chosen, stays, &back).await?) } else { None };
    let writing =
        if may(Action::RecordFact) { Some(message_form(cx, ledger, chosen, stays, &back).await?) } else { None };
    Ok(view! {
        <p class="crumbs"><a class="ds-link" href=back>{w::back(locale)}</a></p>
        <h1 class="ds-heading">{w::title(locale)}</h1>
        {whole.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale, &many)}</p>
        <details class="ds-details fold" open=stays.len() <= 12>
            <summary>{w::chosen(locale)} <span class="filter__asked">{many.clone()}</span></summary>
            <div class="fold__body"><ul class="hits">{rows}</ul></div>
        </details>
        {moving}
        {assigning}
        {writing}
        {export}
    }
    .into_any())
}

/// What was typed into one of the forms; nothing for the others.
fn mine(chosen: &Shown, act: &str) -> Shown {
    if chosen.value("act", "") == act { chosen.clone() } else { Shown::default() }
}

/// Which rows a form is about, and where it leads back to.
fn carried(stays: &[Stay], back: &str) -> impl IntoView + use<> {
    let ids = stays.iter().map(|stay| stay.enrolment.id.to_string()).collect::<Vec<_>>().join(" ");
    view! { <Hidden name="stays" value=ids/> <Hidden name="back" value=back.to_owned()/> }
}

fn move_form(cx: &Cx, ledger: &Ledger, chosen: &Shown, stays: &[Stay], back: &str) -> impl IntoView + use<> {
    let locale = cx.locale;
    let draft = mine(chosen, "move");
    let programmes: BTreeSet<_> = stays.iter().map(|stay| stay.enrolment.programme).collect();
    let several = programmes.len() > 1;
    let stages =
        ledger.programmes.iter().filter(|programme| programmes.contains(&programme.id)).flat_map(|programme| {
            programme.stages.iter().filter(|stage| !stage.retired).map(|stage| SelectOption {
                value: stage.id.to_string(),
                label: stage.name(locale).to_owned(),
                group: several.then(|| programme.name.clone()),
            })
        });
    let options: Vec<SelectOption> = std::iter::once(SelectOption::new("", w::choose(locale))).chain(stages).collect();
    let today = cx.today().to_string();
    let many = shared::startups(locale, &format::count(locale, stays.len()));
    let labels =
        [("stage", w::to_stage(locale)), ("on", shared::effective_on(locale)), ("reason", shared::reason(locale))];
    view! {
        <section aria-labelledby="move">
            <h2 class="ds-heading" data-size="md" id="move">{w::move_title(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("move-", &labels)/>
            <form class="form" method="post" action=actions::bulk_move_path()>
                {carried(stays, back)}
                <SelectField input=draft.input("stage", w::to_stage(locale)).within("move-") options=options/>
                <DateField input=draft.input("on", shared::effective_on(locale)).within("move-").value(&today).required() max=Some(today)/>
                <Field input=draft.input("reason", shared::reason(locale)).within("move-").hint(w::reason_hint(locale))/>
                <div class="actions"><SubmitButton label=w::move_do(locale, &many)/></div>
            </form>
        </section>
    }
}

/// The mentors who can be chosen: those whom the reader may know of.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn offered(cx: &Cx, ledger: &Ledger, stays: &[Stay]) -> Result<Vec<PersonId>, PageError> {
    // Who is offered hangs on who asks; which startup it is about only orders them.
    let may = |stay: &&Stay| cx.may(Action::AssignMentor, &Resource::startup(ledger, &stay.startup));
    let Some(stay) = stays.iter().find(may) else { return Ok(Vec::new()) };
    let offered = cx.house.store.mentors_for(&cx.actor(), stay.startup.profile.id).await?;
    Ok(offered.into_iter().map(|candidate| candidate.mentor).collect())
}

async fn assign_form(
    cx: &Cx,
    ledger: &Ledger,
    chosen: &Shown,
    stays: &[Stay],
    back: &str,
) -> Result<impl IntoView + use<>, PageError> {
    let locale = cx.locale;
    let draft = mine(chosen, "assign");
    let mentors = offered(cx, ledger, stays).await?;
    let people = cx.house.store.people().await?;
    let options: Vec<SelectOption> =
        [SelectOption::new("", w::choose(locale)), SelectOption::new(actions::NOBODY, shared::none(locale))]
            .into_iter()
            .chain(mentors.into_iter().map(|id| SelectOption::new(id.to_string(), people.person_name(id, locale))))
            .collect();
    let today = cx.today().to_string();
    let startups: BTreeSet<_> = stays.iter().map(|stay| stay.startup.profile.id).collect();
    let many = shared::startups(locale, &format::count(locale, startups.len()));
    let labels = [("mentor", shared::mentor(locale)), ("on", shared::effective_on(locale))];
    Ok(view! {
        <section aria-labelledby="assign">
            <h2 class="ds-heading" data-size="md" id="assign">{w::assign_title(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("assign-", &labels)/>
            <form class="form" method="post" action=actions::bulk_assign_path()>
                {carried(stays, back)}
                <SelectField input=draft.input("mentor", shared::mentor(locale)).within("assign-") options=options/>
                <DateField input=draft.input("on", shared::effective_on(locale)).within("assign-").value(&today).required() max=Some(today)/>
                <div class="actions"><SubmitButton label=w::assign_do(locale, &many)/></div>
            </form>
        </section>
    })
}

async fn message_form(
    cx: &Cx,
    ledger: &Ledger,
    chosen: &Shown,
    stays: &[Stay],
    back: &str,
) -> Result<impl IntoView + use<>, PageError> {
    let locale = cx.locale;
    let draft = mine(chosen, "message");
    let preview = if draft.value("preview", "") == "true" && !draft.is_refused() {
        let (mut names, mut without) = (BTreeSet::new(), Vec::new());
        let mut seen = BTreeSet::new();
        for stay in stays.iter().filter(|stay| seen.insert(stay.startup.profile.id)) {
            // Whom one may not write to is not told of either; the answer says why.
            if !cx.may(Action::RecordFact, &Resource::startup(ledger, &stay.startup)) {
                continue;
            }
            let readers = cx.house.store.readers_of(stay.startup.profile.id).await?;
            if readers.is_empty() {
                without.push(stay.startup.profile.name.clone());
            }
            names.extend(readers);
        }
        Some((names, without))
    } else {
        None
    };
    let shown = preview.map(|(names, without)| {
        let many = match names.len() {
            1 => w::person(locale).to_owned(),
            many => w::people(locale, &format::count(locale, many)),
        };
        let text = draft.value("text", "").replace("\r\n", "\n");
        let paragraphs = text.split("\n\n").filter(|part| !part.trim().is_empty());
        let paragraphs = paragraphs.map(|part| view! { <p>{part.trim().to_owned()}</p> }).collect_view();
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        view! {
            <section class="letter" aria-labelledby="preview" tabindex="-1">
                <h3 class="ds-heading" data-size="sm" id="preview">{w::preview(locale)}</h3>
                <p>{w::goes_to(locale, &many)} " " {names}</p>
                {(!without.is_empty()).then(|| view! { <p class="muted">{w::without(locale, &without.join(", "))}</p> })}
                <p><strong>{draft.value("subject", "")}</strong></p>
                <div class="prose">{paragraphs}</div>
                <form method="post" action=actions::bulk_message_path()>
                    {carried(stays, back)}
                    <Hidden name="subject" value=draft.value("subject", "")/>
                    <Hidden name="text" value=draft.value("text", "")/>
                    <Hidden name="send" value="true"/>
                    <div class="actions"><SubmitButton label=w::send(locale)/></div>
                </form>
            </section>
        }
    });
    let labels = [("subject", w::subject(locale)), ("text", w::text(locale))];
    Ok(view! {
        <section aria-labelledby="message">
            <h2 class="ds-heading" data-size="md" id="message">{w::message_title(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("message-", &labels)/>
            {shown}
            <form class="form" method="post" action=actions::bulk_message_path()>
                {carried(stays, back)}
                <Field input=draft.input("subject", w::subject(locale)).within("message-").required()/>
                <TextArea input=draft.input("text", w::text(locale)).within("message-").hint(w::text_hint(locale)).required() rows=8/>
                <div class="actions"><SubmitButton label=w::preview_do(locale) variant="secondary"/></div>
            </form>
        </section>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_once_each_and_nonsense_is_passed_over() {
        let id = "01a20113-718f-79cc-a9eb-cd765d77abc3";
        assert_eq!(read_ids(&format!("{id} x {id}\n")).len(), 1);
        assert!(read_ids("").is_empty());
    }

    #[test]
    fn what_became_of_each_row_reads_back() {
        let told = Told {
            went: vec!["Årvak".to_owned()],
            failed: vec![("\"Sol\"".to_owned(), "Nei.".to_owned())],
            facts: vec!["stage_change:1".to_owned()],
        };
        let values = told.values("move", "/pipeline", "1 2");
        assert_eq!(Told::of(&Shown::filled(values)), told);
    }
}
