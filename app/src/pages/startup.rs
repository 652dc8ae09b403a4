//! One startup: who it is, where it stands, its jobs, every fact ever recorded, and which figures it counts in and why not.

mod record;
pub(super) mod seen_by;

use std::sync::Arc;

use chrono::Months;
use domain::access::{Action, Resource};
use domain::board::Stay;
use domain::facts::{Source, in_force};
use domain::figures::{self, Figure, Group, RowIn, Unit, history::History, status::Status};
use domain::format;
use domain::ids::StartupId;
use domain::ledger::{Ledger, StartupLedger};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub(super) use self::record::{Drafts, record_section};
use super::facts as fact_words;
use super::pipeline::may_move;
use crate::charts::{Caption, JobsPoint, Marker, StepCurve, StepEnd, StepWords};
use crate::components::{
    ButtonLink, DataTable, DefinitionItem, DefinitionList, Empty, Notice, NoticeKind, ScrollTable, StageTag, Timeline,
    TimelineItem,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, lists_startups, page as show, sees_figures};
use crate::islands::ChartPointer;
use crate::paths;
use crate::question::{Question, figure_href};
use crate::words as shared;

domain::catalogue! {
    mod w {
        number => { nb: "Organisasjonsnummer", nn: "Organisasjonsnummer", en: "Organisation number" }
        no_company => { nb: "Ikke noe selskap registrert", nn: "Ikkje noko selskap registrert", en: "No company registered" }
        founders => { nb: "Gründere", nn: "Gründarar", en: "Founders" }
        status => { nb: "Status", nn: "Status", en: "Status" }
        alive(on: &str) => { nb: "i live, sist bekreftet {on}", nn: "i live, sist stadfesta {on}", en: "alive, last verified {on}" }
        dead(on: &str) => { nb: "ikke i live siden {on}", nn: "ikkje i live sidan {on}", en: "not alive since {on}" }
        dead_seen(on: &str) => { nb: "ikke i live, sett {on} (dato ukjent)", nn: "ikkje i live, sett {on} (dato ukjend)", en: "not alive, seen {on} (date unknown)" }
        absorbed(on: &str) => { nb: "innfusjonert {on}", nn: "innfusjonert {on}", en: "absorbed in a merger {on}" }
        unknown_since(on: &str) => { nb: "ukjent, sist bekreftet i live {on}", nn: "ukjend, sist stadfesta i live {on}", en: "unknown, last verified alive {on}" }
        never_verified => { nb: "ukjent, aldri bekreftet i live", nn: "ukjend, aldri stadfesta i live", en: "unknown, never verified alive" }
        external_id => { nb: "ID i kilden", nn: "ID i kjelda", en: "Id at its source" }
        website => { nb: "Nettsted", nn: "Nettstad", en: "Website" }
        stays => { nb: "Opphold", nn: "Opphald", en: "Stays" }
        applied_on => { nb: "Søkte", nn: "Søkte", en: "Applied" }
        admitted_on => { nb: "Tatt opp", nn: "Teken opp", en: "Admitted" }
        closed_on => { nb: "Avsluttet", nn: "Avslutta", en: "Closed" }
        move_on => { nb: "Flytt", nn: "Flytt", en: "Move" }
        no_stays => { nb: "Bedriften har ikke søkt noe program.", nn: "Bedrifta har ikkje søkt noko program.", en: "The startup has not applied to a programme." }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        jobs_text(name: &str, n: &str) => {
            nb: "{n} observasjoner av antall ansatte i {name}. Et tall gjelder til neste observasjon.",
            nn: "{n} observasjonar av talet på tilsette i {name}. Eit tal gjeld til neste observasjon.",
            en: "{n} observations of employees in {name}. A number holds until the next observation." }
        no_jobs => { nb: "Ingen har meldt antall ansatte ennå. Mangler er ikke null.", nn: "Ingen har meldt talet på tilsette enno. Manglar er ikkje null.", en: "Nobody has reported employees yet. Missing is not zero." }
        stale => { nb: "For gammelt til å telle", nn: "For gammalt til å telje", en: "Too old to count" }
        jobs_curve => { nb: "Antall ansatte over tid", nn: "Talet på tilsette over tid", en: "Employees over time" }
        died => { nb: "opphørt", nn: "opphøyrt", en: "ended" }
        pointer => { nb: "Les av kurven: pek, eller bruk piltastene", nn: "Les av kurva: peik, eller bruk piltastane", en: "Read the chart: point, or use the arrow keys" }
        counts => { nb: "I hvilke tall den teller", nn: "I kva tal ho tel", en: "In which figures it counts" }
        figure => { nb: "Tall", nn: "Tal", en: "Figure" }
        counts_for => { nb: "Teller", nn: "Tel", en: "Counts" }
        why => { nb: "Hviler på, eller hvorfor ikke", nn: "Kviler på, eller kvifor ikkje", en: "Rests on, or why not" }
        counts_text => {
            nb: "Slik teller bedriften i hvert tall i dag. «Nei» betyr at den er holdt utenfor, med grunnen.",
            nn: "Slik tel bedrifta i kvart tal i dag. «Nei» tyder at ho er halden utanfor, med grunnen.",
            en: "How the startup counts in each figure today. “No” means that it is left out, with the reason." }
        counts_jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        counts_survival => { nb: "Overlevelse", nn: "Overleving", en: "Survival" }
        counts_funding => { nb: "Pengene", nn: "Pengane", en: "The money" }
        counts_work => { nb: "Arbeidet", nn: "Arbeidet", en: "The work" }
        as_alive => { nb: "som i live", nn: "som i live", en: "as alive" }
        as_not_alive => { nb: "som ikke i live", nn: "som ikkje i live", en: "as not alive" }
        as_closed => { nb: "som nedlagt", nn: "som nedlagd", en: "as closed" }
        as_followed => { nb: "som fulgt", nn: "som følgd", en: "as followed" }
        not_in => { nb: "nei", nn: "nei", en: "no" }
        record => { nb: "Registrer", nn: "Registrer", en: "Record" }
        record_headcount => { nb: "Antall ansatte", nn: "Talet på tilsette", en: "Headcount" }
        record_life_event => { nb: "Hendelse", nn: "Hending", en: "Life event" }
        record_workplace => { nb: "Arbeidssted", nn: "Arbeidsstad", en: "Workplace" }
        record_money => { nb: "Kapital eller omsetning", nn: "Kapital eller omsetning", en: "Capital or revenue" }
        record_other_support => { nb: "Annen støtte", nn: "Annan støtte", en: "Other support" }
        enrol => { nb: "Nytt opptak", nn: "Nytt opptak", en: "New enrolment" }
        on => { nb: "Dato", nn: "Dato", en: "Date" }
        timeline => { nb: "Alt vi vet, i rekkefølge", nn: "Alt vi veit, i rekkjefølgje", en: "All we know, in order" }
        held => { nb: "Hvilke tall hver opplysning inngår i, innvendinger og svar på oppdateringer", nn: "Kva tal kvar opplysning inngår i, innvendingar og svar på oppdateringar", en: "Which figures each fact feeds, objections, and answers to updates" }
        timeline_text => {
            nb: "Ingenting slettes. Rettelser står ved siden av det de retter, med grunnen.",
            nn: "Ingenting blir sletta. Rettingar står ved sida av det dei rettar, med grunnen.",
            en: "Nothing is deleted. Corrections stand beside what they correct, with the reason." }
        recorded(on: &str, who: &str) => { nb: "registrert {on} av {who}", nn: "registrert {on} av {who}", en: "recorded {on} by {who}" }
        corrected(reason: &str) => { nb: "Retter en tidligere opplysning: {reason}", nn: "Rettar ei tidlegare opplysning: {reason}", en: "Corrects an earlier fact: {reason}" }
        superseded_note => { nb: "Rettet senere", nn: "Retta seinare", en: "Corrected later" }
        withdrawn(reason: &str) => { nb: "Trukket tilbake: {reason}", nn: "Trekt tilbake: {reason}", en: "Withdrawn: {reason}" }
        reason_was(reason: &str) => { nb: "Grunn: {reason}", nn: "Grunn: {reason}", en: "Reason: {reason}" }
        correct => { nb: "Rett", nn: "Rett", en: "Correct" }
        moved => { nb: "Flyttingen er lagret.", nn: "Flyttinga er lagra.", en: "The move is saved." }
        recorded_done => { nb: "Opplysningen er lagret. Tallene er regnet på nytt.", nn: "Opplysninga er lagra. Tala er rekna på nytt.", en: "The fact is saved. The figures are computed anew." }
        applied_done => { nb: "Søknaden er registrert.", nn: "Søknaden er registrert.", en: "The application is recorded." }
        enrolled_done => { nb: "Det nye opptaket er registrert.", nn: "Det nye opptaket er registrert.", en: "The new enrolment is recorded." }
        dropped => { nb: "Bedriften kom med en import som er angret, og teller ikke i noe tall.", nn: "Bedrifta kom med ein import som er angra, og tel ikkje i noko tal.", en: "The startup came with an import that was undone, and counts in no figure." }
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
    let startup = Arc::clone(ledger.startup(id).ok_or(PageError::NotFound)?);
    let people = cx.house.store.people().await?;
    let about = Resource::startup(&ledger, &startup);
    // Whoever judges an application sees that, and nothing of what was observed.
    let observed = cx.may(Action::SeeObservations, &about);
    let question = Question::of(&cx, &ledger);
    let figures = if observed { cx.house.store.figures(&question.query).await? } else { Vec::new() };
    let milestones_at = paths::startup_section(id, "milestones");
    let actor = cx.actor();
    // Each part asks the database by itself, and none waits for another.
    let (timeline, drafts, seen_by, audited, documents, hours, milestones, notes, mentors) = tokio::try_join!(
        async { Ok::<_, PageError>(cx.house.store.timeline_for(&actor, id).await?) },
        Drafts::load(&cx),
        seen_by::section(&cx, &people, id),
        super::audit::history(&cx, &ledger, id),
        super::documents::section(&cx, &ledger, &people, &startup),
        super::mentoring::section(&cx, &ledger, id),
        super::milestones::section(&cx, &ledger, &people, id, &milestones_at),
        super::notes::section(&cx, &ledger, &people, id),
        super::mentors::section(&cx, &ledger, &people, id),
    )?;
    let locale = cx.locale;
    let stays = cx.stays(&ledger, cx.today(), None);
    let mine: Vec<&Stay> = stays.iter().filter(|stay| stay.startup.profile.id == id).collect();
    let name = startup.profile.name.clone();
    let founders: Vec<String> =
        people.of(id).into_iter().map(|(person, _)| people.person_name(person.id, locale)).collect();
    let mentor = mine.iter().find_map(|stay| stay.mentor).map(|mentor| people.person_name(mentor, locale));
    let history = History::of(&ledger, &startup, question.query.known_at);
    let status = figures::status::at(&history, question.query.as_of);
    let (chart, has_chart) =
        if observed { jobs_chart(&cx, &startup, &history, &status) } else { (().into_any(), false) };
    let funding = super::funding::section(&cx, &ledger, &startup);
    let notice = match cx.query.get("done") {
        Some("recorded") => Some(w::recorded_done(locale)),
        Some("logged") => Some(super::my_day::logged(locale)),
        Some("planned") => Some(super::my_day::planned(locale)),
        Some("applied") => Some(w::applied_done(locale)),
        Some("enrolled") => Some(w::enrolled_done(locale)),
        _ => None,
    };
    let companies = if startup.companies.is_empty() {
        w::no_company(locale).to_owned()
    } else {
        startup.companies.iter().map(|company| company.number.grouped()).collect::<Vec<_>>().join(", ")
    };
    let item = |term: &str, value: Option<String>| {
        value.map(|value| view! { <DefinitionItem term=term.to_owned()>{value}</DefinitionItem> })
    };
    let website = startup.profile.website.clone().map(|address| {
        view! {
            <DefinitionItem term=w::website(locale)>
                {if address.starts_with("https://") || address.starts_with("http://") {
                    view! { <a class="ds-link" href=address.clone() rel="noopener noreferrer external">{address.clone()}</a> }
                        .into_any()
                } else {
                    // A sheet may hold anything; only an address of the web is a link.
                    address.clone().into_any()
                }}
            </DefinitionItem>
        }
    });
    let counts = observed.then(|| {
        view! {
            <section aria-labelledby="jobs">
                <h2 class="ds-heading" data-size="md" id="jobs">{w::jobs(locale)}</h2>
                {chart}
            </section>
            {counts_section(&cx, &question, &figures, id)}
        }
    });
    let entries: Vec<_> = timeline.iter().map(|entry| entry_view(&cx, &ledger, &people, &startup, entry)).collect();
    let record = record_section(&cx, &ledger, &startup, &drafts);
    let place = if lists_startups(cx.actor().role) { Place::Pipeline } else { Place::Home };
    let body = view! {
        <h1 class="ds-heading">{name.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {super::pipeline::done_notice(&cx, w::moved(locale), &paths::startup(id))}
        {startup.profile.withdrawn_at.map(|_| view! { <Notice kind=NoticeKind::Warning>{w::dropped(locale)}</Notice> })}
        <DefinitionList>
            {item(w::status(locale), observed.then(|| shared::at_start(&status_text(locale, &status))))}
            {item(w::number(locale), Some(companies))}
            {item(shared::sector(locale), startup.profile.sector.clone())}
            {item(w::founders(locale), Some(founders.join(", ")).filter(|text| !text.is_empty()))}
            {item(shared::mentor(locale), mentor)}
            {item(w::external_id(locale), startup.profile.external_id.clone())}
            {website}
        </DefinitionList>
        {stays_section(&cx, &ledger, &mine)}
        {hours}
        {milestones}
        {notes}
        {mentors}
        {record}
        {funding}
        {documents}
        {counts}
        <section aria-labelledby="timeline">
            <h2 class="ds-heading" data-size="md" id="timeline">{w::timeline(locale)}</h2>
            <p class="muted">{w::timeline_text(locale)}</p>
            {observed.then(|| view! { <p><a class="ds-link" href=paths::held(id)>{w::held(locale)}</a></p> })}
            <Timeline>
                {entries}
            </Timeline>
        </section>
        {audited}
        {seen_by}
    }
    .into_any();
    Ok(Page { title: name, place, body, islands: has_chart })
}

fn status_text(locale: Locale, status: &Status) -> String {
    let date = |on| format::date(locale, on);
    match *status {
        Status::Alive { verified_on } => w::alive(locale, &date(verified_on)),
        Status::Dead { since, date_known: true } => w::dead(locale, &date(since)),
        Status::Dead { since, date_known: false } => w::dead_seen(locale, &date(since)),
        Status::Absorbed { since } => w::absorbed(locale, &date(since)),
        Status::Unknown { last_verified: Some(on) } => w::unknown_since(locale, &date(on)),
        Status::Unknown { last_verified: None } => w::never_verified(locale).to_owned(),
    }
}

pub(super) fn stays_section(cx: &Cx, ledger: &Ledger, mine: &[&Stay]) -> impl IntoView + use<> {
    let locale = cx.locale;
    let rows = mine
        .iter()
        .map(|stay| {
            let programme = ledger.programme(stay.enrolment.programme);
            let stage = programme.and_then(|programme| programme.stage(stay.course.stage));
            let cohort = stay.enrolment.cohort.and_then(|id| ledger.cohorts.iter().find(|cohort| cohort.id == id));
            let date = |on| format::date(locale, on);
            view! {
                <tr>
                    <th scope="row">{programme.map(|programme| programme.name.clone())}</th>
                    <td>{cohort.map(|cohort| cohort.name.clone())}</td>
                    <td>{stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}</td>
                    <td data-label=w::applied_on(locale)>{date(stay.course.applied_on)}</td>
                    <td data-label=w::admitted_on(locale)>{stay.course.admitted_on.map(date)}</td>
                    <td data-label=w::closed_on(locale)>{stay.course.closed_on.map(date)}</td>
                    <td data-act="true">
                        {may_move(cx, ledger, stay)
                            .then(|| {
                                let href = paths::move_stay(stay.startup.profile.id, stay.enrolment.id);
                                view! { <ButtonLink href=href label=w::move_on(locale)/> }
                            })}
                    </td>
                </tr>
            }
        })
        .collect_view();
    let content = if mine.is_empty() {
        view! { <Empty title=w::no_stays(locale)/> }.into_any()
    } else {
        view! {
            <DataTable label=w::stays(locale) heads=vec![shared::programme(locale), shared::cohort(locale), shared::stage(locale), w::applied_on(locale), w::admitted_on(locale), w::closed_on(locale)] acts=w::move_on(locale)>{rows}</DataTable>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="stays">
            <h2 class="ds-heading" data-size="md" id="stays">{w::stays(locale)}</h2>
            {content}
        </section>
    }
}

const fn marker(source: Source) -> Marker {
    match source {
        Source::Founder => Marker::Circle,
        Source::Mentor => Marker::Triangle,
        Source::Document => Marker::Square,
        Source::Register => Marker::Diamond,
    }
}

pub(super) fn jobs_chart(cx: &Cx, startup: &StartupLedger, history: &History<'_>, status: &Status) -> (AnyView, bool) {
    let locale = cx.locale;
    let known_at = cx.now();
    let today = cx.today();
    let points: Vec<JobsPoint> = in_force(&startup.headcounts, known_at)
        .into_iter()
        .filter(|fact| fact.valid_on <= today)
        .filter_map(|fact| {
            let headcount = fact.body.as_ref()?;
            Some(JobsPoint {
                on: fact.valid_on,
                value: f64::from(headcount.employees.low),
                high: (!headcount.employees.is_exact()).then(|| f64::from(headcount.employees.high)),
                marker: marker(fact.source),
                source: fact.source.name(locale).to_owned(),
            })
        })
        .collect();
    let Some(last) = points.last() else {
        return (view! { <p class="muted">{w::no_jobs(locale)}</p> }.into_any(), false);
    };
    let end = match *status {
        Status::Dead { since, .. } | Status::Absorbed { since } => StepEnd::Died { on: since },
        Status::Alive { .. } | Status::Unknown { .. } => {
            let limit = last.on.checked_add_months(Months::new(figures::STALENESS_MONTHS)).unwrap_or(today);
            StepEnd::At { date: today, stale: (limit < today).then_some(limit) }
        }
    };
    let caption = Caption {
        id: "jobs-curve".to_owned(),
        title: w::jobs_curve(locale).to_owned(),
        description: w::jobs_text(locale, &history.startup.profile.name, &format::count(locale, points.len())),
        table: shared::same_data(locale).to_owned(),
    };
    let words = StepWords {
        table: [shared::date(locale), shared::employees(locale), shared::source(locale)].map(str::to_owned),
        stale: w::stale(locale).to_owned(),
        died: w::died(locale).to_owned(),
    };
    let chart = view! {
        <ChartPointer label=w::pointer(locale).to_owned()>
            <StepCurve caption=caption locale=locale words=words points=points end=end/>
        </ChartPointer>
    };
    (chart.into_any(), true)
}

pub(super) fn counts_section(
    cx: &Cx,
    question: &Question,
    figures: &[figures::SharedFigure],
    id: StartupId,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    // A founder is told in which figures the own startup counts, and opens none of them.
    let open = sees_figures(cx);
    let row = |figure: &figures::SharedFigure| {
        let title = figures::definition(&figure.id)?.title(locale);
        let row_in = figure.rows_in.binary_search_by_key(&id, |row| row.startup).ok().map(|at| &figure.rows_in[at]);
        let row_out = figure.rows_out.binary_search_by_key(&id, |row| row.startup).ok().map(|at| &figure.rows_out[at]);
        let (counts, why) = match (row_in, row_out) {
            (Some(row), _) => (counts_as(locale, figure, row), super::figure::basis_text(locale, &row.basis)),
            (None, Some(row)) => (w::not_in(locale).to_owned(), row.reason.text(locale).to_owned()),
            (None, None) => return None,
        };
        Some(view! {
            <tr>
                <th scope="row">
                    {if open {
                        view! { <a class="ds-link" href=figure_href(question, &figure.id)>{title}</a> }.into_any()
                    } else {
                        title.into_any()
                    }}
                </th>
                <td class="number" data-main="true">{counts}</td>
                <td data-wide="true">{why}</td>
            </tr>
        })
    };
    let group = |group: Group| {
        let heading = match group {
            Group::Jobs => w::counts_jobs(locale),
            Group::Survival => w::counts_survival(locale),
            Group::Funding => w::counts_funding(locale),
            Group::Work => w::counts_work(locale),
        };
        let rows = figures.iter().filter(|figure| figure.id.group() == group).filter_map(row).collect_view();
        view! {
            <tbody>
                <tr><th class="group" scope="rowgroup" colspan="3">{heading}</th></tr>
                {rows}
            </tbody>
        }
    };
    let groups = [Group::Jobs, Group::Survival, Group::Funding, Group::Work].map(group).collect_view();
    view! {
        <section aria-labelledby="counts">
            <h2 class="ds-heading" data-size="md" id="counts">{w::counts(locale)}</h2>
            <p class="muted">{w::counts_text(locale)}</p>
            <ScrollTable label=w::counts(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::figure(locale)}</th>
                            <th scope="col" class="number">{w::counts_for(locale)}</th>
                            <th scope="col">{w::why(locale)}</th>
                        </tr>
                    </thead>
                    {groups}
                </table>
            </ScrollTable>
        </section>
    }
}

/// What a row counts for, in the figure's own terms: jobs as a number, a survivor as alive or not, a curve's row as closed or not, and
/// a row of another share as so many of so many.
fn counts_as(locale: Locale, figure: &Figure, row: &RowIn) -> String {
    let contribution = row.contribution;
    let of = |n: f64| shared::x_of_n(locale, &format::number(locale, contribution, 0), &format::number(locale, n, 0));
    match figure.unit {
        Unit::Jobs | Unit::Meetings | Unit::Hours | Unit::Startups | Unit::Days => {
            format::number(locale, contribution, 2)
        }
        Unit::Kroner | Unit::Ratio => format::kroner(locale, contribution),
        Unit::PeopleShare => of(row.basis.work.as_ref().and_then(|work| work.people).map_or(0.0, f64::from)),
        Unit::Share if figure.id.group() == Group::Work => of(1.0),
        Unit::Share if contribution > 0.0 => w::as_alive(locale).to_owned(),
        Unit::Share => w::as_not_alive(locale).to_owned(),
        Unit::Curve if contribution > 0.0 => w::as_closed(locale).to_owned(),
        Unit::Curve => w::as_followed(locale).to_owned(),
    }
}

fn entry_view(
    cx: &Cx,
    ledger: &Ledger,
    people: &store::People,
    startup: &StartupLedger,
    entry: &store::TimelineEntry,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let superseded = entry.superseded_by.is_some();
    let note = match (&entry.reason, entry.supersedes.is_some(), entry.body.is_none()) {
        (Some(reason), _, true) => Some(w::withdrawn(locale, reason)),
        (Some(reason), true, false) => Some(w::corrected(locale, reason)),
        (Some(reason), false, false) => Some(w::reason_was(locale, reason)),
        (None, _, _) => superseded.then(|| w::superseded_note(locale).to_owned()),
    };
    let date = format::date(locale, entry.valid_on);
    let title = fact_words::summary(locale, ledger, people, entry);
    let correct = (!superseded && fact_words::correcting(cx, ledger, startup, entry).is_allowed()).then(|| {
        let href = paths::correct_fact(startup.profile.id, entry.kind.code(), entry.id);
        view! {
            " · "
            <a class="ds-link" href=href>{w::correct(locale)}<span class="ds-sr-only">{format!(": {title}, {date}")}</span></a>
        }
    });
    let recorded =
        w::recorded(locale, &format::instant(locale, entry.recorded_at), &people.name_of(&entry.recorded_by, locale));
    let source = entry.source.name(locale);
    let evidence = entry.evidence.clone().map(|text| format!(" · {text}"));
    view! {
        <TimelineItem
            date=date
            iso=entry.valid_on.to_string()
            kind=fact_words::mark(entry.kind)
            title=title
            superseded=superseded
            note=note
        >
            {source}
            {evidence}
            " · "
            {recorded}
            {correct}
        </TimelineItem>
    }
}
