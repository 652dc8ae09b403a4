//! For those who pay: what was agreed and how far it has come, what came of it by programme and place, what was published in their
//! name, and how to check all of it.

use domain::access::{Action, Resource, Scope};
use domain::figures::{FigureId, Scope as FigureScope};
use domain::format;
use domain::geography::region_sets;
use domain::ids::ProgrammeId;
use domain::ledger::Ledger;
use domain::suppress::{Cell, Table, fit};
use domain::words::Locale;
use leptos::prelude::*;
use store::contracts::ContractStanding;
use store::publications::{PublicationFilter, Published};

use super::super::contracts::{kroner, next_report, period, target_line};
use super::super::plots;
use super::question;
use crate::components::{ButtonLink, DefinitionItem, DefinitionList, Empty, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::question::{Question, Sight};

domain::catalogue! {
    mod w {
        title => { nb: "Hva pengene er blitt til", nn: "Kva pengane er blitt til", en: "What the money became" }
        title_of(funder: &str) => {
            nb: "{funder}: hva pengene er blitt til", nn: "{funder}: kva pengane er blitt til", en: "{funder}: what the money became" }
        lead => {
            nb: "Hvert tall kan åpnes: regelen det følger, hva det hviler på, og hvor sikkert det er. Enkeltbedrifter vises ikke.",
            nn: "Kvart tal kan opnast: regelen det følgjer, kva det kviler på, og kor sikkert det er. Enkeltbedrifter blir ikkje viste.",
            en: "Each figure can be opened: the rule it follows, what it rests on, and how sure it is. Single startups are not shown." }
        contracts => { nb: "Avtalene", nn: "Avtalane", en: "The contracts" }
        paid => { nb: "Utbetalt", nn: "Utbetalt", en: "Paid" }
        paid_of(paid: &str, all: &str) => { nb: "{paid} av {all}", nn: "{paid} av {all}", en: "{paid} of {all}" }
        report => { nb: "Neste rapport", nn: "Neste rapport", en: "Next report" }
        open => { nb: "Åpne avtalen", nn: "Opne avtalen", en: "Open the contract" }
        jobs => { nb: "Arbeidsplasser", nn: "Arbeidsplassar", en: "Jobs" }
        survival => { nb: "Overlevelse", nn: "Overleving", en: "Survival" }
        money => { nb: "Penger til bedriftene", nn: "Pengar til bedriftene", en: "Money to the startups" }
        places => { nb: "Arbeidsplasser etter sted", nn: "Arbeidsplassar etter stad", en: "Jobs by place" }
        places_text => {
            nb: "Arbeidsplasser i levende bedrifter i dag. Et sted med færre enn fem bedrifter, eller som ville røpe dem ved subtraksjon, står tomt.",
            nn: "Arbeidsplassar i levande bedrifter i dag. Ein stad med færre enn fem bedrifter, eller som ville røpe dei ved subtraksjon, står tom.",
            en: "Jobs in living startups today. A place with fewer than five startups, or that would tell of them by subtraction, is left blank." }
        place => { nb: "Sted", nn: "Stad", en: "Place" }
        everywhere => { nb: "Alle steder", nn: "Alle stader", en: "Everywhere" }
        startups => { nb: "Bedrifter", nn: "Bedrifter", en: "Startups" }
        blank => { nb: "vises ikke", nn: "blir ikkje vist", en: "not shown" }
        published => { nb: "Publisert i deres navn", nn: "Publisert i namnet dykkar", en: "Published in your name" }
        none_published => {
            nb: "Ingen tall er publisert for avtalen ennå.", nn: "Ingen tal er publiserte for avtalen enno.", en: "No figures are published for the contract yet." }
        all_published => { nb: "Alt huset har publisert", nn: "Alt huset har publisert", en: "Everything the house has published" }
        check => { nb: "Sjekk tallene selv", nn: "Sjekk tala sjølv", en: "Check the figures yourself" }
        check_text => {
            nb: "Last ned avtalens framdrift og de publiserte tallene som åpne data. Et publisert tall kan regnes ut på nytt fra fila alene: lever den på kontrollsiden, eller kjør grobunn verify FIL på egen maskin.",
            nn: "Last ned framdrifta i avtalen og dei publiserte tala som opne data. Eit publisert tal kan reknast ut på nytt frå fila åleine: lever ho på kontrollsida, eller køyr grobunn verify FIL på eigen maskin.",
            en: "Download the contract's progress and the published figures as open data. A published figure can be computed anew from its file alone: hand it in on the checking page, or run grobunn verify FILE on your own machine." }
        to_check => { nb: "Kontroller en fil", nn: "Kontroller ei fil", en: "Check a file" }
        progress_csv(title: &str) => { nb: "{title}: framdrift (CSV)", nn: "{title}: framdrift (CSV)", en: "{title}: progress (CSV)" }
        progress_json(title: &str) => { nb: "{title}: framdrift (JSON)", nn: "{title}: framdrift (JSON)", en: "{title}: progress (JSON)" }
        all => { nb: "Alle tall", nn: "Alle tal", en: "All figures" }
        nothing => { nb: "Ingen tall ennå.", nn: "Ingen tal enno.", en: "No figures yet." }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let house = cx.house_ledger().await?;
    let locale = cx.locale;
    let question = question(&cx, &house);
    question.require(&cx, &house)?;
    let store = &cx.house.store;
    let programme = match cx.actor().scope {
        Scope::Programme(id) | Scope::Contract(_, id) => house.programme(id),
        Scope::House | Scope::Startup(_) => None,
    };
    let sight = Sight::of(&cx).await?;
    let standings = store.contract_standings(&cx.actor()).await?;
    let title = match standings.first() {
        Some(first) => w::title_of(locale, &first.contract.in_force(cx.today()).funder.name),
        None => programme.map_or_else(|| w::title(locale).to_owned(), |own| w::title_of(locale, &own.name)),
    };
    let contracts = standings.iter().map(|standing| contract_card(&cx, &sight, standing)).collect::<Vec<_>>();
    let contracts = (!contracts.is_empty()).then(|| {
        view! {
            <section aria-labelledby="contracts">
                <h2 class="ds-heading" data-size="md" id="contracts">{w::contracts(locale)}</h2>
                {contracts}
            </section>
        }
    });
    let content = if house.startups.is_empty() {
        view! { <Empty title=w::nothing(locale)/> }.into_any()
    } else {
        let figures = outcomes(&cx, &sight, &question).await?;
        let places = match programme {
            Some(programme) => Some(by_place(&cx, &house, programme.id, &question).await?),
            None => None,
        };
        view! { {figures}{places} }.into_any()
    };
    let mut published: Vec<Published> = Vec::new();
    for standing in &standings {
        let filter = PublicationFilter { contract: Some(standing.contract.id), ..PublicationFilter::default() };
        published.extend(store.publications(filter, 0, 20).await?.publications);
    }
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="muted">{question.date_line(locale)}</p>
        </div>
        <p class="lead">{w::lead(locale)}</p>
        {contracts}
        {content}
        {published_section(locale, &published)}
        {check_section(&cx, &standings)}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

fn contract_card(cx: &Cx, sight: &Sight, standing: &ContractStanding) -> AnyView {
    let locale = cx.locale;
    let contract = &standing.contract;
    let terms = contract.in_force(cx.today());
    let targets = standing.targets.iter().map(|target| target_line(locale, sight, target)).collect_view();
    let paid = w::paid_of(locale, &kroner(locale, contract.paid_by(cx.today())), &kroner(locale, terms.minor));
    let report = next_report(cx, contract);
    let span = period(locale, terms.from_on, terms.to_on);
    view! {
        <article class="ds-card contract-card">
            <h3 class="ds-heading" data-size="sm">{terms.title}</h3>
            <p class="muted">{span}</p>
            {targets}
            <DefinitionList>
                <DefinitionItem term=w::paid(locale)>{paid}</DefinitionItem>
                <DefinitionItem term=w::report(locale)>{report}</DefinitionItem>
            </DefinitionList>
            <p><ButtonLink href=paths::contract(contract.id) label=w::open(locale)/></p>
        </article>
    }
    .into_any()
}

/// What came of it in the programme: jobs, survival, money to the startups.
async fn outcomes(cx: &Cx, sight: &Sight, question: &Question) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let figures = cx.house.store.figures(&question.query).await?;
    let cards = |ids: &[&str]| {
        ids.iter()
            .filter_map(|id| {
                let figure = figures.iter().find(|figure| figure.id.0 == *id)?;
                plots::card_for(locale, sight, question, figure)
            })
            .collect::<Vec<_>>()
    };
    let jobs = cards(&["jobs.net", "jobs.gross_increase", "jobs.stock"]);
    let survival = cards(&["survival.exits", "survival.admitted", "survival.fixed(5)"]);
    let money = cards(&["funding.awarded", "funding.paid", "funding.leverage"]);
    let money = (!money.is_empty()).then(|| {
        view! {
            <section aria-labelledby="money">
                <h2 class="ds-heading" data-size="md" id="money">{w::money(locale)}</h2>
                <div class="cards">{money}</div>
            </section>
        }
    });
    let all = paths::with_query(paths::FIGURES, &question.address);
    Ok(view! {
        <section aria-labelledby="jobs">
            <h2 class="ds-heading" data-size="md" id="jobs">{w::jobs(locale)}</h2>
            <div class="cards">{jobs}</div>
        </section>
        <section aria-labelledby="survival">
            <h2 class="ds-heading" data-size="md" id="survival">{w::survival(locale)}</h2>
            <div class="cards">{survival}</div>
        </section>
        {money}
        <p><ButtonLink href=all label=w::all(locale)/></p>
    }
    .into_any())
}

/// Jobs by place, without the cells that would tell of one to four startups, alone or beside what is published already.
async fn by_place(cx: &Cx, house: &Ledger, programme: ProgrammeId, question: &Question) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    cx.require(Action::SeeFigures, &Resource::Figures { programme: Some(programme), narrowed: false })?;
    let store = &cx.house.store;
    let id = FigureId("jobs.stock".to_owned());
    let mut wanted = Table { name: "places".to_owned(), cells: Vec::new() };
    let mut jobs = Vec::new();
    let sets = std::iter::once(None).chain(region_sets().iter().rev().map(Some));
    for set in sets {
        let scope =
            FigureScope { programme: Some(programme), region: set.map(|set| set.id.clone()), ..FigureScope::default() };
        let query = domain::figures::Query { scope, ..question.query.clone() };
        let Some(figure) = store.figure(&id, &query).await? else { continue };
        let name = set.map_or_else(|| w::everywhere(locale).to_owned(), |set| set.name(locale).to_owned());
        let startups = figure.rows_in.iter().map(|row| row.startup).collect();
        wanted.cells.push(Cell { name: name.clone(), startups });
        jobs.push((name, figure.n, figure.value));
    }
    debug_assert!(house.programme(programme).is_some());
    let existing = store.published_tables().await?;
    let fitted = tokio::task::spawn_blocking(move || fit(&existing, &wanted))
        .await
        .map_err(|error| PageError::Store(error.into()))?;
    let rows = jobs
        .into_iter()
        .map(|(name, n, value)| {
            let hidden = fitted.hidden.contains(&name);
            let text = |value: Option<f64>| match value.filter(|_| !hidden) {
                Some(value) => format::number(locale, value, 0),
                None => w::blank(locale).to_owned(),
            };
            #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
            let many = text(Some(n as f64));
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{text(value)}</td>
                    <td class="number">{many}</td>
                </tr>
            }
        })
        .collect_view();
    Ok(view! {
        <section aria-labelledby="places">
            <h2 class="ds-heading" data-size="md" id="places">{w::places(locale)}</h2>
            <p class="muted">{w::places_text(locale)}</p>
            <ScrollTable label=w::places(locale)>
                <table class="ds-table" data-size="sm">
                    <thead>
                        <tr>
                            <th scope="col">{w::place(locale)}</th>
                            <th scope="col" class="number">{w::jobs(locale)}</th>
                            <th scope="col" class="number">{w::startups(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
    .into_any())
}

fn published_section(locale: Locale, published: &[Published]) -> AnyView {
    let items = published
        .iter()
        .map(|one| {
            let title = domain::figures::definition(&one.figure)
                .map_or_else(|| one.figure.0.clone(), |known| known.title(locale));
            let text = format!("{} · {title}", one.used.name);
            view! { <li><a class="ds-link" href=paths::publication(&one.address)>{text}</a></li> }
        })
        .collect::<Vec<_>>();
    let list = if items.is_empty() {
        view! { <p class="muted">{w::none_published(locale)}</p> }.into_any()
    } else {
        view! { <ul>{items}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="published">
            <h2 class="ds-heading" data-size="md" id="published">{w::published(locale)}</h2>
            {list}
            <p><ButtonLink href=paths::PUBLISHED label=w::all_published(locale) variant="tertiary"/></p>
        </section>
    }
    .into_any()
}

fn check_section(cx: &Cx, standings: &[std::sync::Arc<ContractStanding>]) -> AnyView {
    let locale = cx.locale;
    let files = standings
        .iter()
        .map(|standing| {
            let (id, title) = (standing.contract.id, standing.contract.in_force(cx.today()).title);
            view! {
                <ButtonLink href=paths::contract_csv(id) label=w::progress_csv(locale, &title) variant="tertiary" download=true/>
                <ButtonLink href=paths::contract_json(id) label=w::progress_json(locale, &title) variant="tertiary" download=true/>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="check">
            <h2 class="ds-heading" data-size="md" id="check">{w::check(locale)}</h2>
            <p>{w::check_text(locale)}</p>
            <div class="actions">
                {files}
                <ButtonLink href=paths::VERIFY label=w::to_check(locale) variant="tertiary"/>
            </div>
        </section>
    }
    .into_any()
}
