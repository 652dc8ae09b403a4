//! For founders: what is asked of them now, where their startup stands and what is next, what was shared with them, the hours and the money
//! it got, and the way to everything that is held about it.

use domain::access::{Action, Resource, Scope};
use domain::board::Stay;
use domain::facts::in_force;
use domain::figures::history::History;
use domain::figures::status;
use domain::format;
use domain::ids::StartupId;
use domain::ledger::{Ledger, StartupLedger};
use domain::pipeline::Phase;
use domain::updates::Known;
use domain::words::Locale;
use leptos::prelude::*;
use store::updates::{RequestState, UpdateRequest, UpdateRound};

use super::super::facts::{headcount_text, money};
use super::super::startup::{Drafts, counts_section, jobs_chart, record_section, seen_by};
use super::super::{documents, mentoring, milestones, notes, updates};
use crate::components::{ButtonLink, DefinitionItem, DefinitionList, Empty, StageTag};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::question::Question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        stands(stage: &str, programme: &str, since: &str) => {
            nb: "{stage} i {programme} siden {since}.", nn: "{stage} i {programme} sidan {since}.", en: "{stage} in {programme} since {since}." }
        no_stay => { nb: "Ingen åpne opphold nå.", nn: "Ingen opne opphald no.", en: "No open stay now." }
        all => { nb: "Alt vi vet om dere, og tallene det inngår i", nn: "Alt vi veit om dykk, og tala det inngår i", en: "All we hold about you, and the figures it feeds" }
        update => { nb: "Hvordan går det?", nn: "Korleis går det?", en: "How is it going?" }
        asked(programme: &str, due: &str) => {
            nb: "{programme} vil gjerne høre fra dere. Frist {due}; det tar et par minutter.",
            nn: "{programme} vil gjerne høyre frå dykk. Frist {due}; det tek eit par minutt.",
            en: "{programme} would like to hear from you. Due {due}; it takes a couple of minutes." }
        asked_late(programme: &str, due: &str) => {
            nb: "{programme} venter på å høre fra dere. Fristen var {due}, men det er ikke for sent; det tar et par minutter.",
            nn: "{programme} ventar på å høyre frå dykk. Fristen var {due}, men det er ikkje for seint; det tek eit par minutt.",
            en: "{programme} is waiting to hear from you. It was due {due}, but it is not too late; it takes a couple of minutes." }
        answer => { nb: "Svar nå", nn: "Svar no", en: "Answer now" }
        report => { nb: "Meld tall nå", nn: "Meld tal no", en: "Report now" }
        last_update(what: &str) => { nb: "Siste oppdatering: {what}.", nn: "Siste oppdatering: {what}.", en: "Last update: {what}." }
        last_numbers(what: &str, on: &str) => { nb: "Sist meldt: {what} per {on}.", nn: "Sist meldt: {what} per {on}.", en: "Last reported: {what} as at {on}." }
        none_held => {
            nb: "Vi har ikke fått noe antall ansatte ennå. Uten det teller ikke bedriften i tallene for arbeidsplasser.",
            nn: "Vi har ikkje fått noko tal på tilsette enno. Utan det tel ikkje bedrifta i tala for arbeidsplassar.",
            en: "We hold no headcount yet. Without one the startup does not count in the figures of jobs." }
        path => { nb: "Hvor dere er", nn: "Kvar de er", en: "Where you are" }
        path_in(programme: &str) => { nb: "Veien gjennom {programme}", nn: "Vegen gjennom {programme}", en: "The way through {programme}" }
        behind => { nb: "er gjort", nn: "er gjort", en: "is done" }
        here => { nb: "her er dere nå", nn: "her er de no", en: "you are here now" }
        ahead => { nb: "kommer", nn: "kjem", en: "comes" }
        mentor(name: &str) => { nb: "Mentoren deres er {name}.", nn: "Mentoren dykkar er {name}.", en: "Your mentor is {name}." }
        no_mentor => { nb: "Dere har ingen mentor nå.", nn: "De har ingen mentor no.", en: "You have no mentor now." }
        all_awards => { nb: "Tilskudd og støttesaldo", nn: "Tilskot og støttesaldo", en: "Awards and aid balance" }
        awards => { nb: "Tilskudd", nn: "Tilskot", en: "Public money" }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let Scope::Startup(id) = cx.actor().scope else { return Err(PageError::NotFound) };
    let ledger = cx.ledger().await?;
    let house = cx.house_ledger().await?;
    let startup = ledger.startup(id).ok_or(PageError::NotFound)?;
    let (store, actor, locale) = (&cx.house.store, cx.actor(), cx.locale);
    let people = store.people().await?;
    let question = Question::of(&cx, &house);
    let figures = store.figures(&question.query).await?;
    let drafts = Drafts::load(&cx).await?;
    let seen_by = seen_by::section(&cx, &people, id).await?;
    let requests = store.updates_of(&actor, id).await?;
    let milestones = milestones::section(&cx, &ledger, &people, id, paths::HOME).await?;
    let notes = notes::section(&cx, &ledger, &people, id).await?;
    let hours = mentoring::section(&cx, &ledger, id).await?;
    let documents = documents::section(&cx, &ledger, &people, startup).await?;
    let stays = cx.stays(&ledger, cx.today(), None);
    let mine: Vec<&Stay> = stays.iter().filter(|stay| stay.startup.profile.id == id).collect();
    let history = History::of(&ledger, startup, question.query.known_at);
    let status = status::at(&history, question.query.as_of);
    let (chart, islands) = jobs_chart(&cx, startup, &history, &status);
    let name = startup.profile.name.clone();
    let open: Vec<&Stay> = mine.iter().copied().filter(|stay| stay.course.is_open()).collect();
    let stands: Vec<String> = open.iter().filter_map(|stay| stands(locale, &ledger, stay)).collect();
    let stands = if stands.is_empty() { w::no_stay(locale).to_owned() } else { stands.join(" ") };
    let mentor = match mine.iter().find_map(|stay| stay.mentor) {
        Some(mentor) => w::mentor(locale, &people.person_name(mentor, locale)),
        None => w::no_mentor(locale).to_owned(),
    };
    let ways: Vec<_> = open.iter().filter_map(|stay| way(locale, &ledger, stay)).collect();
    let body = view! {
        <div class="page-head">
            <div>
                <h1 class="ds-heading">{name.clone()}</h1>
                <p class="lead">{stands}</p>
                <p>{mentor}</p>
            </div>
            <ButtonLink href=paths::held(id) label=w::all(locale)/>
        </div>
        {update_card(&cx, &house, startup, &requests).into_any()}
        {(!ways.is_empty())
            .then(|| {
                view! {
                    <section aria-labelledby="path">
                        <h2 class="ds-heading" data-size="md" id="path">{w::path(locale)}</h2>
                        {ways}
                    </section>
                }
            })}
        {milestones}
        {hours}
        {notes}
        {awards(&cx, &ledger, startup)}
        {documents}
        <section aria-labelledby="jobs">
            <h2 class="ds-heading" data-size="md" id="jobs">{w::jobs(locale)}</h2>
            {if startup.headcounts.is_empty() {
                view! { <Empty title=w::none_held(locale)/> }.into_any()
            } else {
                chart
            }}
        </section>
        {record_section(&cx, &ledger, startup, &drafts).into_any()}
        {counts_section(&cx, &question, &figures, id).into_any()}
        {seen_by}
    }
    .into_any();
    Ok(Page { title: name, place: Place::Home, body, islands })
}

/// Where a stay stands, in a sentence.
fn stands(locale: Locale, ledger: &Ledger, stay: &Stay) -> Option<String> {
    let programme = ledger.programme(stay.enrolment.programme)?;
    let stage = programme.stage(stay.course.stage)?;
    Some(w::stands(locale, stage.name(locale), &programme.name, &format::date(locale, stay.course.since)))
}

/// The stages of a stay's programme, up to the way out: those behind, the one it stands in, those ahead.
fn way(locale: Locale, ledger: &Ledger, stay: &Stay) -> Option<impl IntoView + use<>> {
    let programme = ledger.programme(stay.enrolment.programme)?;
    let at = programme.stage(stay.course.stage)?.position;
    let steps = programme
        .stages
        .iter()
        .filter(|stage| stage.phase != Phase::Exit && !stage.closes() && (!stage.retired || stage.position == at))
        .map(|stage| {
            let (said, current) = match stage.position.cmp(&at) {
                std::cmp::Ordering::Less => (w::behind(locale), None),
                std::cmp::Ordering::Equal => (w::here(locale), Some("step")),
                std::cmp::Ordering::Greater => (w::ahead(locale), None),
            };
            view! {
                <li aria-current=current>
                    <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/>
                    " "
                    <span class="muted">{said}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    Some(view! { <p>{w::path_in(locale, &programme.name)}</p> <ol class="ds-list">{steps}</ol> })
}

/// What is asked now, or what was said last, and the way to the form.
fn update_card(
    cx: &Cx,
    house: &Ledger,
    startup: &StartupLedger,
    requests: &[(UpdateRequest, UpdateRound)],
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let id: StartupId = startup.profile.id;
    let waits = requests.iter().find(|(request, round)| {
        matches!(request.state, RequestState::Waiting | RequestState::Bounced) && round.is_open_on(cx.today())
    });
    let asked = waits.map(|(_, round)| {
        let programme = house.programme(round.programme).map(|programme| programme.name.clone()).unwrap_or_default();
        let due = format::date(locale, round.due_on);
        let late = round.due_on < cx.today();
        let text = if late { w::asked_late(locale, &programme, &due) } else { w::asked(locale, &programme, &due) };
        view! { <p class="lead">{text}</p> }
    });
    let known = Known::of(startup, cx.today());
    let last = known
        .headcount
        .map(|last| w::last_numbers(locale, &headcount_text(locale, &last.value), &format::date(locale, last.on)));
    let done = requests
        .iter()
        .find(|(request, _)| request.state == RequestState::Answered)
        .map(|(request, _)| w::last_update(locale, &updates::state_text(locale, request, false)));
    let (label, variant) =
        if waits.is_some() { (w::answer(locale), "primary") } else { (w::report(locale), "secondary") };
    view! {
        <section class="ds-card" aria-labelledby="update">
            <h2 class="ds-heading" data-size="md" id="update">{w::update(locale)}</h2>
            {asked}
            {last.map(|text| view! { <p>{text}</p> })}
            {done.map(|text| view! { <p class="muted">{text}</p> })}
            <div class="actions"><ButtonLink href=paths::update_of(id) label=label variant=variant/></div>
        </section>
    }
}

/// The public money it applied for and got, newest first; nothing where there is none.
fn awards(cx: &Cx, ledger: &Ledger, startup: &StartupLedger) -> Option<impl IntoView + use<>> {
    let locale = cx.locale;
    if !cx.may(Action::SeeFunding, &Resource::startup(ledger, startup)) {
        return None;
    }
    let id = startup.profile.id;
    let mut told = in_force(&startup.awards, cx.now());
    told.reverse();
    let items = told
        .into_iter()
        .filter_map(|fact| {
            let award = fact.body.as_ref()?;
            let what = format!("{} {}", shared::at_start(award.status.name(locale)), money(locale, award.amount));
            let on = format::date(locale, fact.valid_on);
            Some(view! { <DefinitionItem term=award.scheme.to_string()>{what} ", " {on}</DefinitionItem> })
        })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby="awards">
                <h2 class="ds-heading" data-size="md" id="awards">{w::awards(locale)}</h2>
                <DefinitionList>{items}</DefinitionList>
                <p><ButtonLink href=paths::startup_funding(id) label=w::all_awards(locale)/></p>
            </section>
        }
    })
}
