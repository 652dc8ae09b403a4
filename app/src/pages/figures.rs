//! All figures of the house: headline cards, the definitions side by side, survival, jobs over time, funnel and time in stage.

use chrono::{Datelike, NaiveDate};
use domain::access::{Action, Resource, Role};
use domain::facts::Outcome;
use domain::figures::{self, flow, series};
use domain::format;
use domain::geography::RegionSetId;
use domain::house::HOUSE;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;

use super::plots;
use crate::charts::{Caption, Funnel, FunnelStep, FunnelWords, RangeBar, RangeBars, RangeWords};
use crate::components::{ButtonLink, Empty};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, may_apply, page as show};
use crate::paths;
use crate::question::{Question, Sight, question_form};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Tall", nn: "Tal", en: "Figures" }
        lead => {
            nb: "Alle tall regnes av samme motor på samme fakta. Åpne et tall for å se hver bedrift som er med, og hver som er holdt utenfor.",
            nn: "Alle tal blir rekna av same motor på same fakta. Opne eit tal for å sjå kvar bedrift som er med, og kvar som er halden utanfor.",
            en: "One engine computes every figure on the same facts. Open a figure to see each startup in it and each left out." }
        lead_funder => {
            nb: "Alle tall regnes av samme motor på samme fakta. Du ser samlede tall for programmet, aldri enkeltbedrifter.",
            nn: "Alle tal blir rekna av same motor på same fakta. Du ser samla tal for programmet, aldri enkeltbedrifter.",
            en: "One engine computes every figure on the same facts. You see figures of the whole programme, never single startups." }
        headline => { nb: "Hovedtall", nn: "Hovudtal", en: "Headline figures" }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        survival => { nb: "Overlevelse", nn: "Overleving", en: "Survival" }
        work => { nb: "Arbeidet", nn: "Arbeidet", en: "The work" }
        mentoring => { nb: "Møter og svar", nn: "Møte og svar", en: "Meetings and answers" }
        applications => { nb: "Søknader", nn: "Søknader", en: "Applications" }
        money => { nb: "Penger", nn: "Pengar", en: "Money" }
        teams => { nb: "Gründere og ledere", nn: "Gründerar og leiarar", en: "Founders and leaders" }
        behind => { nb: "Bedriftene bak hvert trinn", nn: "Bedriftene bak kvart trinn", en: "The startups behind each step" }
        behind_stages(programme: &str) => { nb: "Bedriftene bak tiden i hvert steg, {programme}", nn: "Bedriftene bak tida i kvart steg, {programme}", en: "The startups behind the time in each stage, {programme}" }
        pipeline => { nb: "Gjennom løpet", nn: "Gjennom løpet", en: "Through the pipeline" }
        funnel => { nb: "Fra søknad til avslutning", nn: "Frå søknad til avslutning", en: "From application to exit" }
        funnel_text(applied: &str, admitted: &str, exited: &str) => {
            nb: "{applied} har søkt, {admitted} er tatt opp, {exited} har gått ut.",
            nn: "{applied} har søkt, {admitted} er tekne opp, {exited} har gått ut.",
            en: "{applied} applied, {admitted} were admitted, {exited} exited." }
        step => { nb: "Trinn", nn: "Trinn", en: "Step" }
        count => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        of_applied => { nb: "Av alle søkere", nn: "Av alle søkjarar", en: "Of all applicants" }
        of_previous => { nb: "Av forrige trinn", nn: "Av førre trinn", en: "Of the previous step" }
        applied => { nb: "Søkt", nn: "Søkt", en: "Applied" }
        admitted => { nb: "Tatt opp", nn: "Tekne opp", en: "Admitted" }
        exited => { nb: "Gått ut", nn: "Gått ut", en: "Exited" }
        graduated => { nb: "Uteksaminert", nn: "Uteksaminert", en: "Graduated" }
        time_in_stage(programme: &str) => { nb: "Tid i hvert steg, {programme}", nn: "Tid i kvart steg, {programme}", en: "Time in each stage, {programme}" }
        time_text => {
            nb: "Bare bedrifter som har forlatt steget, er med. Søylen er den midterste halvdelen, streken er medianen.",
            nn: "Berre bedrifter som har forlate steget, er med. Søyla er den midtarste halvdelen, streken er medianen.",
            en: "Only startups that have left the stage count. The bar is the middle half, the line is the median." }
        days => { nb: "Dager", nn: "Dagar", en: "Days" }
        n => { nb: "Antall", nn: "Tal på", en: "Count" }
        lower => { nb: "Nedre kvartil", nn: "Nedre kvartil", en: "Lower quartile" }
        median => { nb: "Median", nn: "Median", en: "Median" }
        upper => { nb: "Øvre kvartil", nn: "Øvre kvartil", en: "Upper quartile" }
        half => { nb: "Midterste halvdel", nn: "Midtarste halvdel", en: "Middle half" }
        no_region => {
            nb: "Region gjelder ikke her: en søker har ikke noe arbeidssted ennå. Tallene er for alle regioner.",
            nn: "Region gjeld ikkje her: ein søkjar har ikkje nokon arbeidsstad enno. Tala er for alle regionar.",
            en: "Region does not apply here: an applicant has no workplace yet. The numbers are for all regions." }
        nothing => { nb: "Ingen fakta ennå", nn: "Ingen fakta enno", en: "No facts yet" }
        import => { nb: "Importer et ark", nn: "Importer eit ark", en: "Import a sheet" }
        new => { nb: "Ny søknad", nn: "Ny søknad", en: "New application" }
        nothing_text => { nb: "Importer et ark eller registrer en bedrift, så regnes tallene.", nn: "Importer eit ark eller registrer ei bedrift, så blir tala rekna.", en: "Import a sheet or record a startup, and the figures are computed." }
    }
}

/// The jobs definitions in the order in which they are compared.
const JOBS: [&str; 6] =
    ["jobs.peak", "jobs.at_exit", "jobs.stock", "jobs.gross_increase", "jobs.net_floor", "jobs.net"];
/// The figures on the headline cards.
const HEADLINE: [&str; 6] =
    ["jobs.net", "jobs.gross_increase", "jobs.stock", "survival.exits", "survival.admitted", "survival.fixed(5)"];

/// A word of the page, in the reader's language.
type Word = fn(Locale) -> &'static str;

/// The figures of the house's work, by what they are about.
const WORK: [(Word, &[&str]); 4] = [
    (w::money, &["funding.awarded", "funding.paid", "funding.repaid", "funding.private_capital", "funding.leverage"]),
    (w::mentoring, &["mentoring.meetings", "mentoring.hours", "updates.response"]),
    (w::applications, &["applications.admitted", "applications.declined", "applications.withdrawn"]),
    (w::teams, &["team.women_founders", "team.women_leaders"]),
];

/// Which question [`Through`] answers: the ledger's version, the day, the day as known on (`None`: now), the scope.
pub type Asked = (i64, NaiveDate, Option<NaiveDate>, figures::Scope);

/// What the page shows besides figures; computed once for each state of the ledger and question.
#[derive(Debug)]
pub struct Through {
    over_time: Vec<series::Point>,
    funnel: flow::Funnel,
    time_in_stage: Vec<flow::StageTime>,
}

impl Through {
    fn of(ledger: &Ledger, question: &Question) -> Self {
        Self {
            over_time: over_time_points(ledger, question),
            funnel: flow::funnel(ledger, &question.query),
            time_in_stage: flow::time_in_stage(ledger, &question.query),
        }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    let locale = cx.locale;
    let question = Question::of(&cx, &house);
    question.require(&cx, &house)?;
    let sight = Sight::of(&cx).await?;
    let figures = cx.house.store.figures(&question.query).await?;
    let through = sight.covers(&cx, &question).then(|| {
        let asked: Asked = (house.version, question.query.as_of, question.known_on, question.query.scope.clone());
        cx.house.through.get(asked, || Through::of(&house, &question))
    });
    let any = |id: &str| figures.iter().find(|figure| figure.id.0 == id);
    // What the reader may not see is on no chart either.
    let find = |id: &str| any(id).filter(|figure| sight.withheld(figure).is_none());
    let card = |id: &&str| plots::card_for(locale, &sight, &question, any(id)?);
    let cards = HEADLINE.iter().filter_map(card).collect_view();
    let survival_cards =
        ["survival.fixed(1)", "survival.fixed(3)", "survival.fixed(5)"].iter().filter_map(card).collect_view();
    let jobs: Vec<_> = JOBS.iter().filter_map(|id| find(id)).map(AsRef::as_ref).collect();
    let six = (!jobs.is_empty()).then(|| plots::six_ways(locale, &question, &jobs));
    let curves = ["survival.km(admission)", "survival.km(exit)", "survival.km(birth)"]
        .iter()
        .enumerate()
        .filter_map(|(index, id)| {
            let figure = find(id)?;
            let title = figures::definition(&figure.id)?.title(locale);
            let chart = plots::survival(locale, &format!("curve-{index}"), &title, figure.curve.as_ref()?);
            let open = view! {
                <p>
                    <a class="ds-link" href=crate::question::figure_href(&question, &figure.id)>
                        {shared::open_figure(locale)}<span class="ds-sr-only">{format!(": {title}")}</span>
                    </a>
                </p>
            };
            Some(view! { <div>{chart}{open}</div> })
        })
        .collect_view();
    let work = WORK
        .iter()
        .enumerate()
        .map(|(index, (heading, ids))| {
            let cards = ids.iter().filter_map(|id| plots::card_under(locale, &sight, &question, any(id)?, 4));
            view! {
                <section class="part" aria-labelledby=format!("work-{index}")>
                    <h3 class="ds-heading" data-size="sm" id=format!("work-{index}")>{heading(locale)}</h3>
                    <div class="cards">{cards.collect_view()}</div>
                </section>
            }
        })
        .collect_view();
    let title = w::title(locale).to_owned();
    let content = if house.startups.is_empty() {
        let import = cx.may(Action::Import, &Resource::House(&house));
        let new = may_apply(&cx, &house);
        view! {
            <Empty title=w::nothing(locale) text=new.then(|| w::nothing_text(locale).to_owned())>
                {import.then(|| view! { <ButtonLink href=paths::IMPORTS label=w::import(locale) variant="primary"/> })}
                {new.then(|| view! { <ButtonLink href=paths::NEW_STARTUP label=w::new(locale)/> })}
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <section aria-labelledby="headline">
                <h2 class="ds-heading" data-size="md" id="headline">{w::headline(locale)}</h2>
                <div class="cards">{cards}</div>
            </section>
            <section aria-labelledby="jobs">
                <h2 class="ds-heading" data-size="md" id="jobs">{w::jobs(locale)}</h2>
                <div class="charts">
                    {six}
                    {through.as_ref().map(|through| over_time(locale, through))}
                </div>
            </section>
            <section aria-labelledby="survival">
                <h2 class="ds-heading" data-size="md" id="survival">{w::survival(locale)}</h2>
                <div class="cards">{survival_cards}</div>
                <div class="charts">{curves}</div>
            </section>
            <section aria-labelledby="work">
                <h2 class="ds-heading" data-size="md" id="work">{w::work(locale)}</h2>
                <div class="parts">{work}</div>
            </section>
            {through.as_ref().map(|through| view! {
                <section aria-labelledby="through">
                    <h2 class="ds-heading" data-size="md" id="through">{w::pipeline(locale)}</h2>
                    {question.query.scope.region.as_ref().map(|_| view! { <p class="muted">{w::no_region(locale)}</p> })}
                    <div class="charts">
                        <div>
                            {funnel(locale, &through.funnel)}
                            {behind(&without_period(&question), w::behind(locale), &GATES.map(|(gate, name)| (gate.to_owned(), name(locale).to_owned())))}
                        </div>
                        {time_in_stage(locale, &house, &question, &through.time_in_stage)}
                    </div>
                </section>
            })}
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{if cx.actor().role == Role::Funder { w::lead_funder(locale) } else { w::lead(locale) }}</p>
        <p>
            <a class="ds-link" href=paths::DEFINITIONS>{crate::pages::definitions::title(locale)}</a>" · "
            <a class="ds-link" href=paths::GUARD>{crate::pages::guard::title(locale)}</a>" · "
            <a class="ds-link" href=paths::BENCHMARKS>{crate::pages::benchmarks::title(locale)}</a>
        </p>
        {question_form(&cx, sight.ledger(), &question)}
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Figures, body, islands: true })
}

fn over_time_points(ledger: &Ledger, question: &Question) -> Vec<series::Point> {
    let to = question.query.as_of;
    let first = ledger
        .startups
        .iter()
        .flat_map(|startup| startup.stage_changes.iter().map(|fact| fact.valid_on))
        .min()
        .unwrap_or(to);
    let from = first.max(NaiveDate::from_ymd_opt(to.year() - 30, 1, 1).unwrap_or(first));
    let ids: Vec<RegionSetId> = HOUSE.parts().map(|set| set.id.clone()).collect();
    series::jobs_over_time(ledger, &question.query.scope, question.query.known_at, from, to, 6, &ids)
}

fn over_time(locale: Locale, through: &Through) -> AnyView {
    if through.over_time.len() < 2 {
        return ().into_any();
    }
    plots::jobs_over_time(locale, &through.over_time, &HOUSE.parts().collect::<Vec<_>>())
}

fn funnel(locale: Locale, funnel: &flow::Funnel) -> AnyView {
    let count = |value: usize| format::count(locale, value);
    // Startups, not stays: one that came back is counted once.
    let exited = funnel.left.startups;
    let graduated = funnel.exited.iter().find(|(outcome, _)| *outcome == Outcome::Graduated);
    let step = |label: &str, startups: usize| FunnelStep { label: label.to_owned(), count: startups as u64 };
    let steps = vec![
        step(w::applied(locale), funnel.applied.startups),
        step(w::admitted(locale), funnel.admitted.startups),
        step(w::exited(locale), exited),
        step(w::graduated(locale), graduated.map_or(0, |(_, tally)| tally.startups)),
    ];
    let caption = Caption {
        id: "funnel".to_owned(),
        title: w::funnel(locale).to_owned(),
        description: w::funnel_text(
            locale,
            &count(funnel.applied.startups),
            &count(funnel.admitted.startups),
            &count(exited),
        ),
        table: shared::same_data(locale).to_owned(),
    };
    let words =
        FunnelWords { table: [w::step, w::count, w::of_applied, w::of_previous].map(|word| word(locale).to_owned()) };
    view! { <Funnel caption=caption locale=locale words=words steps=steps/> }.into_any()
}

/// The figures behind the steps of the funnel.
const GATES: [(&str, Word); 4] = [
    ("pipeline.reached(applied)", w::applied),
    ("pipeline.reached(admitted)", w::admitted),
    ("pipeline.reached(exited)", w::exited),
    ("pipeline.reached(graduated)", w::graduated),
];

/// The same question about all time: the funnel is what stands on the date.
fn without_period(question: &Question) -> Question {
    let mut whole = question.clone();
    whole.query.scope.since = None;
    whole.address.0.remove("since");
    whole
}

/// Links to the figures behind a chart: their rows in and out.
fn behind(question: &Question, label: &str, figures: &[(String, String)]) -> AnyView {
    let links = figures
        .iter()
        .map(|(id, name)| {
            let href = crate::question::figure_href(question, &figures::FigureId(id.clone()));
            view! { <li><a class="ds-link" href=href>{name.clone()}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="behind" aria-label=label.to_owned()>
            <p class="muted">{label.to_owned()}</p>
            <ul>{links}</ul>
        </nav>
    }
    .into_any()
}

fn time_in_stage(locale: Locale, ledger: &Ledger, question: &Question, times: &[flow::StageTime]) -> AnyView {
    ledger
        .programmes
        .iter()
        .filter(|programme| question.query.scope.programme.is_none_or(|id| id == programme.id))
        .map(|programme| {
            let bars: Vec<RangeBar> = programme
                .stages
                .iter()
                .filter(|stage| !stage.closes())
                .filter_map(|stage| {
                    let time = times.iter().find(|time| time.stage == stage.id)?;
                    Some(RangeBar {
                        label: stage.name(locale).to_owned(),
                        n: time.completed as u64,
                        quartiles: time.quartiles.map(|[lower, median, upper]| (lower, median, upper)),
                    })
                })
                .collect();
            if bars.iter().all(|bar| bar.n == 0) {
                return ().into_any();
            }
            let caption = Caption {
                id: format!("time-{}", programme.slug),
                title: w::time_in_stage(locale, &programme.name),
                description: w::time_text(locale).to_owned(),
                table: shared::same_data(locale).to_owned(),
            };
            let asked = question.clone().about(programme);
            let stages: Vec<(String, String)> = programme
                .stages
                .iter()
                .filter(|stage| !stage.closes())
                .map(|stage| (format!("pipeline.time_in_stage({})", stage.key), stage.name(locale).to_owned()))
                .filter(|(id, _)| figures::parse_id(id).is_some())
                .collect();
            let behind = behind(&asked, &w::behind_stages(locale, &programme.name), &stages);
            let words = RangeWords {
                axis: w::days(locale).to_owned(),
                table: [shared::stage, w::n, w::lower, w::median, w::upper].map(|word| word(locale).to_owned()),
                half: w::half(locale).to_owned(),
                median: w::median(locale).to_owned(),
            };
            let chart = view! { <RangeBars caption=caption locale=locale words=words bars=bars/> };
            view! { <div>{chart}{behind}</div> }.into_any()
        })
        .collect_view()
        .into_any()
}
