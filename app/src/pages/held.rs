//! What is held about a startup: every fact with where it comes from and which figures rest on it, what was objected to and answered, and
//! what came of each request for an update. For its founders, and for whoever else sees what was observed.

use domain::access::{Action, Actor, Resource};
use domain::facts::FactKind;
use domain::figures::{self, RowIn, SharedFigure};
use domain::format;
use domain::ids::{FactId, StartupId};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::updates::{Objection, ObjectionVerdict, UpdateRequest, UpdateRound};
use store::{People, TimelineEntry};

use super::facts as fact_words;
use super::startup::counts_section;
use crate::actions;
use crate::components::{ButtonLink, Empty, ErrorSummary, Hidden, Notice, NoticeKind, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, lists_startups, page as show};
use crate::paths;
use crate::question::Question;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title(name: &str) => { nb: "Alt vi vet om {name}", nn: "Alt vi veit om {name}", en: "All we hold about {name}" }
        lead => {
            nb: "Hver opplysning, hvor den kommer fra, og hvilke tall som hviler på den. Ingenting slettes; rettelser står ved siden av.",
            nn: "Kvar opplysning, kvar ho kjem frå, og kva tal som kviler på ho. Ingenting blir sletta; rettingar står ved sida av.",
            en: "Each fact, where it comes from, and which figures rest on it. Nothing is deleted; corrections stand beside." }
        lead_founder => {
            nb: "Er noe feil, si fra med en setning ved opplysningen. Du får svar, og begge deler blir stående.",
            nn: "Er noko feil, sei frå med ei setning ved opplysninga. Du får svar, og begge delar blir ståande.",
            en: "If something is wrong, say so in a sentence beside it. You get an answer, and both stay." }
        startup_page => { nb: "Til bedriften", nn: "Til bedrifta", en: "To the startup" }
        updates => { nb: "Oppdateringer", nn: "Oppdateringar", en: "Updates" }
        no_updates => { nb: "Bedriften er ikke spurt ennå.", nn: "Bedrifta er ikkje spurd enno.", en: "The startup has not been asked yet." }
        asked(on: &str) => { nb: "Spurt {on}", nn: "Spurd {on}", en: "Asked {on}" }
        facts => { nb: "Opplysningene", nn: "Opplysningane", en: "The facts" }
        none => { nb: "Ingen opplysninger ennå.", nn: "Ingen opplysningar enno.", en: "No facts yet." }
        from(source: &str, who: &str, at: &str) => {
            nb: "Kilde: {source}. Registrert av {who} {at}.", nn: "Kjelde: {source}. Registrert av {who} {at}.", en: "Source: {source}. Recorded by {who} on {at}." }
        as_role(name: &str, role: &str) => { nb: "{name} ({role})", nn: "{name} ({role})", en: "{name} ({role})" }
        founder => { nb: "gründer", nn: "gründar", en: "founder" }
        mentor => { nb: "mentor", nn: "mentor", en: "mentor" }
        staff => { nb: "huset", nn: "huset", en: "the house" }
        rests(figures: &str) => { nb: "Tall som hviler på den i dag: {figures}.", nn: "Tal som kviler på ho i dag: {figures}.", en: "Figures that rest on it today: {figures}." }
        rests_none => { nb: "Ingen tall hviler på den i dag.", nn: "Ingen tal kviler på ho i dag.", en: "No figure rests on it today." }
        corrected => { nb: "Rettet senere; teller ikke lenger.", nn: "Retta seinare; tel ikkje lenger.", en: "Corrected later; it counts no longer." }
        withdrawn => { nb: "Trukket tilbake.", nn: "Trekt tilbake.", en: "Taken back." }
        contest => { nb: "Dette er feil", nn: "Dette er feil", en: "This is wrong" }
        contest_about(what: &str) => { nb: "Dette er feil: {what}", nn: "Dette er feil: {what}", en: "This is wrong: {what}" }
        sentence => { nb: "Hva er feil?", nn: "Kva er feil?", en: "What is wrong?" }
        sentence_hint => { nb: "Én setning er nok. Den som leder programmet, svarer.", nn: "Éi setning er nok. Den som leier programmet, svarar.", en: "One sentence is enough. Whoever runs the programme answers." }
        send => { nb: "Si fra", nn: "Sei frå", en: "Tell us" }
        contested_done => { nb: "Innvendingen er registrert, og står ved opplysningen til den er besvart.", nn: "Innvendinga er registrert, og står ved opplysninga til ho er svara på.", en: "The objection is recorded, and stands beside the fact until it is answered." }
        mend => { nb: "Rett dette før du sender:", nn: "Rett dette før du sender:", en: "Mend this before you send:" }
        objects(who: &str, on: &str, text: &str) => { nb: "{who} sa {on} at dette er feil: «{text}»", nn: "{who} sa {on} at dette er feil: «{text}»", en: "{who} said on {on} that this is wrong: “{text}”" }
        waits => { nb: "Ikke besvart ennå.", nn: "Ikkje svara på enno.", en: "Not answered yet." }
        agreed(who: &str, on: &str) => { nb: "{who} var enig {on}: opplysningen rettes.", nn: "{who} var einig {on}: opplysninga blir retta.", en: "{who} agreed on {on}: the fact is to be corrected." }
        kept(who: &str, on: &str) => { nb: "{who} lot den stå {on}.", nn: "{who} lèt ho stå {on}.", en: "{who} let it stand on {on}." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let id: StartupId = id.parse().map_err(|_| PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let startup = ledger.startup(id).ok_or(PageError::NotFound)?;
    let resource = Resource::startup(&ledger, startup);
    cx.require(Action::SeeObservations, &resource)?;
    let (store, actor, locale) = (&cx.house.store, cx.actor(), cx.locale);
    let people = store.people().await?;
    let timeline = store.timeline_for(&actor, id).await?;
    let objections = store.objections_of(&actor, id).await?;
    let requests = store.updates_of(&actor, id).await?;
    let house = cx.house_ledger().await?;
    let question = Question::of(&cx, &house);
    let figures = store.figures(&question.query).await?;
    let draft = actions::shown_again(&cx, "contest").await?;
    let contests = cx.may(Action::ContestFact, &resource);
    let refused = draft.as_ref().and_then(|shown| shown.value("fact", "").parse::<FactId>().ok());
    let held = Held {
        locale,
        startup: id,
        ledger: &ledger,
        people: &people,
        objections: &objections,
        rests: resting(locale, &figures, id),
        contests,
        refused: refused.zip(draft),
    };
    let name = startup.profile.name.clone();
    let title = w::title(locale, &name);
    let facts: Vec<_> = timeline.iter().map(|entry| held.fact(entry).into_any()).collect();
    let facts = if facts.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! { <ul class="held">{facts}</ul> }.into_any()
    };
    let place = if lists_startups(actor.role) { Place::Pipeline } else { Place::Home };
    let body = view! {
        <div class="page-head">
            <div>
                <h1 class="ds-heading">{title.clone()}</h1>
                <p class="lead">{if contests { w::lead_founder(locale) } else { w::lead(locale) }}</p>
            </div>
            <ButtonLink href=paths::startup(id) label=w::startup_page(locale)/>
        </div>
        {(cx.query.get("done") == Some("contested"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::contested_done(locale)}</Notice> })}
        {updates_section(locale, cx.today(), &requests).into_any()}
        <section aria-labelledby="facts">
            <h2 class="ds-heading" data-size="md" id="facts">{w::facts(locale)}</h2>
            {facts}
        </section>
        {counts_section(&cx, &question, &figures, id).into_any()}
    }
    .into_any();
    Ok(Page { title, place, body, islands: false })
}

/// What came of each request, newest first, with the founder's own words.
pub(super) fn updates_section(
    locale: Locale,
    today: chrono::NaiveDate,
    requests: &[(UpdateRequest, UpdateRound)],
) -> impl IntoView + use<> {
    let rows = requests
        .iter()
        .map(|(request, round)| {
            let words = request.words.clone().map(|words| view! { <blockquote>{words}</blockquote> });
            view! {
                <li class="held__fact">
                    <p>
                        <strong>{w::asked(locale, &format::date(locale, round.opened_on))}</strong>
                        ": "
                        {super::updates::state_text(locale, request, round.is_open_on(today))}
                    </p>
                    {words}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let content = if rows.is_empty() {
        view! { <p class="muted">{w::no_updates(locale)}</p> }.into_any()
    } else {
        view! { <ul class="held">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="updates">
            <h2 class="ds-heading" data-size="md" id="updates">{w::updates(locale)}</h2>
            {content}
        </section>
    }
}

/// A figure of today that the startup counts in: its title, whether it adds up every observation, and the startup's row.
struct Rests {
    title: String,
    sums_all: bool,
    row: RowIn,
}

/// The rows of the startup in the figures of today.
fn resting(locale: Locale, figures: &[SharedFigure], id: StartupId) -> Vec<Rests> {
    let row = |figure: &SharedFigure| {
        let at = figure.rows_in.binary_search_by_key(&id, |row| row.startup).ok()?;
        let title = figures::definition(&figure.id)?.title(locale);
        let sums_all = figure.id.0 == "jobs.gross_increase";
        Some(Rests { title, sums_all, row: figure.rows_in.get(at)?.clone() })
    };
    figures.iter().filter_map(row).collect()
}

/// Whether a figure's row rests on a fact: on a day that this kind of fact tells.
fn rests_on(rests: &Rests, entry: &TimelineEntry) -> bool {
    let on = Some(entry.valid_on);
    let basis = &rests.row.basis;
    let work = basis.work.as_deref();
    match entry.kind {
        FactKind::Headcount => {
            let baseline = basis.baseline.is_some() && basis.admitted_on == on;
            // Increases are added from one observation to the next, so each between admission and the last is under the sum.
            let between = rests.sums_all && basis.admitted_on <= on && on <= basis.observed_on;
            basis.observed_on == on || basis.verified_on == on || baseline || between
        }
        FactKind::Verification | FactKind::Revenue | FactKind::Capital => basis.verified_on == on,
        FactKind::LifeEvent => basis.died_on == on || basis.verified_on == on,
        FactKind::StageChange => {
            let told = work.is_some_and(|work| work.applied_on == on || work.decided_on == on);
            basis.admitted_on == on || basis.exited_on == on || told
        }
        FactKind::OtherSupport => basis.shared_with.is_some(),
        // Every meeting is added up.
        FactKind::Meeting => work.is_some_and(|work| work.meetings.is_some()),
        FactKind::Team => work.is_some_and(|work| work.said_on == on),
        FactKind::Update => {
            work.is_some_and(|work| [work.asked_on, work.answered_on, work.closed_on, work.bounced_on].contains(&on))
        }
        FactKind::Workplace | FactKind::Award | FactKind::Mentor => false,
    }
}

/// What the facts of a startup are shown with.
struct Held<'a> {
    locale: Locale,
    startup: StartupId,
    ledger: &'a Ledger,
    people: &'a People,
    objections: &'a [Objection],
    rests: Vec<Rests>,
    contests: bool,
    /// The fact whose objection was refused, with what was typed.
    refused: Option<(FactId, Shown)>,
}

impl Held<'_> {
    fn fact(&self, entry: &TimelineEntry) -> impl IntoView + use<> {
        let locale = self.locale;
        let what = fact_words::summary(locale, self.ledger, self.people, entry);
        let on = format::date(locale, entry.valid_on);
        let at = format::instant(locale, entry.recorded_at);
        let from = w::from(locale, entry.source.name(locale), &self.who(&entry.recorded_by), &at);
        let figures: Vec<&str> = self
            .rests
            .iter()
            .filter(|rests| entry.is_in_force() && rests_on(rests, entry))
            .map(|rests| rests.title.as_str())
            .collect();
        let rests = match (entry.is_in_force(), entry.withdrawn) {
            (_, true) => w::withdrawn(locale).to_owned(),
            (false, _) => w::corrected(locale).to_owned(),
            _ if figures.is_empty() => w::rests_none(locale).to_owned(),
            _ => w::rests(locale, &figures.join(", ")),
        };
        let mine: Vec<&Objection> = self.objections.iter().filter(|objection| objection.fact == entry.id).collect();
        let open = mine.iter().any(|objection| objection.answer.is_none());
        let objections = mine.into_iter().map(|objection| said(locale, self.people, objection)).collect_view();
        let form = (self.contests && entry.is_in_force() && !open).then(|| self.form(entry, &what).into_any());
        view! {
            <li class="held__fact" id=format!("fact-{}", entry.id)>
                <p><strong>{on}</strong> " " {shared::at_start(&what)}</p>
                <p class="muted">{from}</p>
                <p class="muted">{rests}</p>
                {objections}
                {form}
            </li>
        }
    }

    /// Who recorded it, and as what: a name says little to somebody who does not know the house.
    fn who(&self, label: &str) -> String {
        let locale = self.locale;
        let name = self.people.name_of(label, locale);
        let Some(person) = Actor::person_in(label).and_then(|id| self.people.persons.get(&id)) else { return name };
        if person.erased_at.is_some() {
            return name;
        }
        let founds = self.people.of(self.startup).iter().any(|(known, _)| known.id == person.id);
        let role = if founds {
            w::founder(locale)
        } else if person.is_mentor {
            w::mentor(locale)
        } else {
            w::staff(locale)
        };
        w::as_role(locale, &name, role)
    }

    fn form(&self, entry: &TimelineEntry, what: &str) -> impl IntoView + use<> {
        let locale = self.locale;
        let refused = self.refused.as_ref().filter(|(fact, _)| *fact == entry.id).map(|(_, shown)| shown.clone());
        let (draft, is_open) = (refused.clone().unwrap_or_default(), refused.is_some());
        let prefix = format!("{}-", entry.id);
        let errors = draft.summary(&prefix, &[("sentence", w::sentence(locale))]);
        view! {
            <details class="ds-details fold" open=is_open>
                <summary aria-label=w::contest_about(locale, what)>{w::contest(locale)}</summary>
                <div class="fold__body">
                    <ErrorSummary title=w::mend(locale) errors=errors/>
                    <form class="form" method="post" action=actions::contest_fact_path()>
                        <Hidden name="startup" value=self.startup.to_string()/>
                        <Hidden name="fact" value=entry.id.to_string()/>
                        <Hidden name="fact_kind" value=entry.kind.code()/>
                        <TextArea input=draft.input("sentence", w::sentence(locale)).within(&prefix).hint(w::sentence_hint(locale)).required() rows=2/>
                        <div class="actions"><SubmitButton label=w::send(locale) variant="secondary"/></div>
                    </form>
                </div>
            </details>
        }
    }
}

/// An objection and its answer, as whoever sees the fact reads them.
pub(super) fn said(locale: Locale, people: &People, objection: &Objection) -> impl IntoView + use<> {
    let day = |at| format::date(locale, domain::time::oslo_date(at));
    let text = w::objects(locale, &people.name_of(&objection.by, locale), &day(objection.at), &objection.sentence);
    let answer = match &objection.answer {
        None => w::waits(locale).to_owned(),
        Some(answer) => {
            let who = people.name_of(&answer.by, locale);
            let said = match answer.verdict {
                ObjectionVerdict::Agreed => w::agreed(locale, &who, &day(answer.at)),
                ObjectionVerdict::Kept => w::kept(locale, &who, &day(answer.at)),
            };
            match &answer.text {
                Some(text) => format!("{said} «{text}»"),
                None => said,
            }
        }
    };
    let kind = if objection.answer.is_some() { NoticeKind::Info } else { NoticeKind::Warning };
    view! { <Notice kind=kind><p>{text}</p><p>{answer}</p></Notice> }
}
