//! For those who run a house or a programme: the two figures everyone quotes, what stands beside them, and who has waited longest.

use chrono::NaiveDate;
use domain::access::{Action, Resource};
use domain::board::Stay;
use domain::figures::FigureId;
use domain::format;
use domain::house::HOUSE;
use domain::ledger::Ledger;
use domain::pipeline::Phase;
use domain::words::Locale;
use leptos::prelude::*;

use super::super::pipeline::{gone_mark, may_move};
use super::super::plots;
use super::question;
use crate::components::{ButtonLink, Empty, ScrollTable, StageTag};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, may_apply};
use crate::paths::{self, Query};
use crate::question::{Question, Sight};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Huset i dag", nn: "Huset i dag", en: "The house today" }
        title_of(programme: &str) => { nb: "{programme} i dag", nn: "{programme} i dag", en: "{programme} today" }
        empty => { nb: "Huset er tomt", nn: "Huset er tomt", en: "The house is empty" }
        empty_text => {
            nb: "Importer arket dere fører i dag, med de nedlagte bedriftene også. Da regnes alle tallene av seg selv.",
            nn: "Importer arket de fører i dag, med dei nedlagde bedriftene òg. Då blir alle tala rekna av seg sjølve.",
            en: "Import the sheet you keep today, closed startups included. Then every figure is computed by itself." }
        import => { nb: "Importer et ark", nn: "Importer eit ark", en: "Import a sheet" }
        new => { nb: "Registrer en søknad", nn: "Registrer ein søknad", en: "Record an application" }
        quoted => { nb: "Tallene som siteres", nn: "Tala som blir siterte", en: "The figures that get quoted" }
        quoted_text => {
            nb: "Og hva andre definisjoner sier om det samme huset.",
            nn: "Og kva andre definisjonar seier om det same huset.",
            en: "And what other definitions say of the same house." }
        of_which(x: &str, n: &str, region: &str) => {
            nb: "{x} av de {n} arbeidsplassene i bruttoveksten er i {region}",
            nn: "{x} av dei {n} arbeidsplassane i bruttoveksten er i {region}",
            en: "{x} of the {n} jobs of gross increase are in {region}" }
        all_figures => { nb: "Alle tall", nn: "Alle tal", en: "All figures" }
        in_the_house => { nb: "I huset nå", nn: "I huset no", en: "In the house now" }
        one_open => { nb: "1 åpent opphold", nn: "1 ope opphald", en: "1 open stay" }
        phase_count(n: &str) => { nb: "{n} åpne opphold", nn: "{n} opne opphald", en: "{n} open stays" }
        waiting => { nb: "Har stått lengst i steget sitt", nn: "Har stått lengst i steget sitt", en: "Longest in their stage" }
        waiting_none => { nb: "Ingen åpne opphold.", nn: "Ingen opne opphald.", en: "No open stays." }
        stuck_all => { nb: "Alle som har stått lenge", nn: "Alle som har stått lenge", en: "All that have stood long" }
        mentorless => { nb: "Uten mentor", nn: "Utan mentor", en: "Without a mentor" }
        gone_open => {
            nb: "Ikke i live, men ikke flyttet ut av løpet ennå:",
            nn: "Ikkje i live, men ikkje flytta ut av løpet enno:",
            en: "Not alive, but not moved out of the pipeline yet:" }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let house = cx.house_ledger().await?;
    let locale = cx.locale;
    let question = question(&cx, &house);
    let title = match question.query.scope.programme.and_then(|id| house.programme(id)) {
        Some(programme) => w::title_of(locale, &programme.name),
        None => w::title(locale).to_owned(),
    };
    if ledger.startups.is_empty() {
        let import = cx.may(Action::Import, &Resource::House(&house));
        let new = may_apply(&cx, &house);
        let body = view! {
            <h1 class="ds-heading">{title.clone()}</h1>
            <Empty title=w::empty(locale) text=w::empty_text(locale).to_owned()>
                {import.then(|| view! { <ButtonLink href=paths::IMPORTS label=w::import(locale) variant="primary"/> })}
                {new.then(|| view! { <ButtonLink href=paths::NEW_STARTUP label=w::new(locale)/> })}
            </Empty>
        }
        .into_any();
        return Ok(Page { title, place: Place::Home, body, islands: false });
    }
    let sight = Sight::of(&cx).await?;
    let figures = cx.house.store.figures(&question.query).await?;
    let find = |id: &str| figures.iter().find(|figure| figure.id.0 == id);
    let cards = ["jobs.gross_increase", "jobs.net", "survival.exits", "survival.fixed(5)"]
        .iter()
        .filter_map(|id| plots::card_for(locale, &sight, &question, find(id)?))
        .collect_view();
    let gross = find("jobs.gross_increase").filter(|figure| sight.withheld(figure).is_none());
    let regional = regional(&cx, &sight, &question, gross.and_then(|figure| figure.value)).await?;
    let stays = cx.stays(&ledger, question.query.as_of, None);
    let all = paths::with_query(paths::FIGURES, &question.address);
    let attention = super::super::attention::on_home(&cx, &ledger).await?;
    let objections = super::super::objections::on_home(&cx).await?;
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="muted">{question.date_line(locale)}</p>
        </div>
        <section aria-labelledby="quoted">
            <h2 class="ds-heading" data-size="md" id="quoted">{w::quoted(locale)}</h2>
            <p>{w::quoted_text(locale)}</p>
            <div class="cards">{cards}</div>
            {regional}
            <p><ButtonLink href=all label=w::all_figures(locale)/></p>
        </section>
        {attention}
        {objections}
        {house_now(locale, &stays)}
        {waiting(&cx, &ledger, &stays, question.query.as_of)}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

/// How much of the gross increase is in the house's own region.
async fn regional(
    cx: &Cx,
    sight: &Sight,
    question: &Question,
    whole: Option<f64>,
) -> Result<Option<AnyView>, PageError> {
    let Some(region) = HOUSE.region() else { return Ok(None) };
    let id = FigureId("jobs.gross_increase".to_owned());
    let part = cx.house.store.figure(&id, &question.in_region(&region.id)).await?;
    let part = part.filter(|figure| sight.withheld(figure).is_none());
    let (Some(part), Some(whole)) = (part.and_then(|figure| figure.value), whole) else { return Ok(None) };
    if whole <= 0.0 {
        return Ok(None);
    }
    let locale = cx.locale;
    // Jobs of one startup come and go together, so a share of jobs has no honest interval: the two numbers, no percentage.
    let text =
        w::of_which(locale, &format::number(locale, part, 0), &format::number(locale, whole, 0), region.name(locale));
    let href = paths::with_query(&paths::figure(&id), &question.address.clone().with("region", &region.id.0));
    Ok(Some(view! { <p><a class="ds-link" href=href>{text}</a></p> }.into_any()))
}

fn house_now(locale: Locale, stays: &[Stay]) -> impl IntoView + use<> {
    let open = stays.iter().filter(|stay| stay.course.is_open());
    let (admitted, applying): (Vec<&Stay>, Vec<&Stay>) = open.partition(|stay| stay.course.admitted_on.is_some());
    let mentorless = admitted.iter().filter(|stay| stay.mentor.is_none()).count();
    let tile = |label: &str, count: usize, href: String| {
        view! {
            <li class="ds-card tile">
                <a class="ds-link" href=href>{label.to_owned()}</a>
                <p class="tile__count">
                    {if count == 1 { w::one_open(locale).to_owned() } else { w::phase_count(locale, &format::count(locale, count)) }}
                </p>
            </li>
        }
    };
    let table = Query::one("view", "table");
    view! {
        <section aria-labelledby="now">
            <h2 class="ds-heading" data-size="md" id="now">{w::in_the_house(locale)}</h2>
            <ul class="tiles">
                {tile(Phase::Intake.name(locale), applying.len(), paths::PIPELINE.to_owned())}
                {tile(Phase::Mentoring.name(locale), admitted.len(), paths::PIPELINE.to_owned())}
                {tile(w::mentorless(locale), mentorless, paths::with_query(paths::PIPELINE, &table.with("mentor", "none")))}
            </ul>
        </section>
    }
}

/// Startups listed as waiting, and as gone, at most.
const LISTED: usize = 8;

fn waiting(cx: &Cx, ledger: &Ledger, stays: &[Stay], as_of: NaiveDate) -> impl IntoView + use<> {
    let locale = cx.locale;
    let mut open: Vec<&Stay> = stays.iter().filter(|stay| stay.course.is_open()).collect();
    open.sort_by(|a, b| a.course.since.cmp(&b.course.since).then_with(|| a.folded.cmp(&b.folded)));
    // Nobody can be helped on who is gone: those are named apart, to be moved out.
    let (mut living, mut gone): (Vec<&Stay>, Vec<&Stay>) = (Vec::new(), Vec::new());
    for stay in &open {
        if living.len() == LISTED {
            break;
        }
        let list = if gone_mark(cx, ledger, stay, as_of).is_some() { &mut gone } else { &mut living };
        if list.len() < LISTED {
            list.push(stay);
        }
    }
    let gone = (!gone.is_empty()).then(|| {
        let links = gone
            .iter()
            .enumerate()
            .map(|(index, stay)| {
                let id = stay.startup.profile.id;
                let href = if may_move(cx, ledger, stay) {
                    paths::move_stay(id, stay.enrolment.id)
                } else {
                    paths::startup(id)
                };
                view! {
                    {(index > 0).then_some(", ")}
                    <a class="ds-link" href=href>{stay.startup.profile.name.clone()}</a>
                }
            })
            .collect_view();
        view! { <p>{w::gone_open(locale)} " " {links}</p> }
    });
    let rows = living
        .iter()
        .map(|stay| {
            let stage = ledger.programme(stay.enrolment.programme).and_then(|p| p.stage(stay.course.stage));
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::startup(stay.startup.profile.id)>{stay.startup.profile.name.clone()}</a>
                    </th>
                    <td>{stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}</td>
                    <td class="number">{shared::days(locale, &days)}</td>
                </tr>
            }
        })
        .collect_view();
    let query = Query::one("view", "table").with("stuck", HOUSE.stuck_days);
    view! {
        <section aria-labelledby="waiting">
            <h2 class="ds-heading" data-size="md" id="waiting">{w::waiting(locale)}</h2>
            {if open.is_empty() {
                view! { <Empty title=w::waiting_none(locale)/> }.into_any()
            } else {
                view! {
                    <ScrollTable label=w::waiting(locale)>
                        <table class="ds-table">
                            <thead>
                                <tr>
                                    <th scope="col">{shared::startup(locale)}</th>
                                    <th scope="col">{shared::stage(locale)}</th>
                                    <th scope="col" class="number">{shared::days_in_stage(locale)}</th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </ScrollTable>
                    {gone}
                    <p><a class="ds-link" href=paths::with_query(paths::PIPELINE, &query)>{w::stuck_all(locale)}</a></p>
                }
                    .into_any()
            }}
        </section>
    }
}
