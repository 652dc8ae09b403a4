//! Awards across startups: filters, sums, what their givers have to report, and the same as a file.

use domain::access::{Action, Resource};
use domain::facts::{AwardStatus, Currency, Money, in_force};
use domain::format;
use domain::funding::{Award, Duty, awards, balance, duty};
use domain::ids::StartupId;
use domain::ledger::Ledger;
use domain::words::{Locale, fold};
use leptos::prelude::*;

use super::{amount_on, terms_text};
use crate::components::{
    ButtonLink, DataTable, DateField, DefinitionItem, DefinitionList, Empty, Input, SelectField, SelectOption,
    SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Offentlige penger", nn: "Offentlege pengar", en: "Public money" }
        lead => {
            nb: "Søknader, tilsagn og utbetalinger i bedriftene du leder. Tall med regler og trygghet finner du under Tall.",
            nn: "Søknader, tilsegner og utbetalingar i bedriftene du leier. Tal med reglar og tryggleik finn du under Tal.",
            en: "Applications, awards and payments in the startups you run. Figures with their rules are under Figures." }
        schemes => { nb: "Ordninger", nn: "Ordningar", en: "Schemes" }
        figures => { nb: "Tallene", nn: "Tala", en: "The figures" }
        scheme => { nb: "Ordning", nn: "Ordning", en: "Scheme" }
        giver => { nb: "Giver", nn: "Givar", en: "Giver" }
        status => { nb: "Står som", nn: "Står som", en: "Stands as" }
        all => { nb: "alle", nn: "alle", en: "all" }
        choose => { nb: "Filtrer", nn: "Filtrer", en: "Filter" }
        filter => { nb: "Vis", nn: "Vis", en: "Show" }
        since => { nb: "Fra og med", nn: "Frå og med", en: "From" }
        to_report => { nb: "Skal meldes av giveren", nn: "Skal meldast av givaren", en: "To be reported by the giver" }
        to_report_none => { nb: "Ingenting å melde.", nn: "Ingenting å melde.", en: "Nothing to report." }
        only_duty => { nb: "bare det som skal meldes", nn: "berre det som skal meldast", en: "only what is to be reported" }
        show_duty => { nb: "Meldeplikt", nn: "Meldeplikt", en: "Duty to report" }
        sums => { nb: "Sum i kroner", nn: "Sum i kroner", en: "Sums in kroner" }
        sums_hint => {
            nb: "Sum av det som vises, uten beløp i annen valuta uten kurs. Garantier, ytelser uten penger og private givere er ikke med.",
            nn: "Sum av det som blir vist, utan beløp i annan valuta utan kurs. Garantiar, ytingar utan pengar og private givarar er ikkje med.",
            en: "Sums of what is shown, without amounts in other currencies without a rate. Guarantees, aid in kind and private givers are not included." }
        n_awards(n: &str) => { nb: "{n} søknader og tilsagn", nn: "{n} søknader og tilsegner", en: "{n} applications and awards" }
        more(n: &str) => { nb: "De {n} siste vises. Filen har alle.", nn: "Dei {n} siste blir viste. Fila har alle.", en: "The latest {n} are shown. The file has all." }
        none => { nb: "Ingenting passer med valget.", nn: "Ingenting passar med valet.", en: "Nothing fits the choice." }
        near => { nb: "Nær taket", nn: "Nær taket", en: "Near the ceiling" }
        near_line(name: &str, used: &str, ceiling: &str) => { nb: "{name}: {used} av {ceiling}", nn: "{name}: {used} av {ceiling}", en: "{name}: {used} of {ceiling}" }
        near_none => { nb: "Ingen har brukt mer enn tre firedeler av taket.", nn: "Ingen har brukt meir enn tre firedelar av taket.", en: "Nobody has used more than three quarters of the ceiling." }
    }
}

/// So many awards are shown on the page; the file has all.
const SHOWN: usize = 50;

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// What the address asks for.
struct Choice {
    scheme: String,
    giver: String,
    status: Option<AwardStatus>,
    since: Option<chrono::NaiveDate>,
    duty: bool,
}

impl Choice {
    fn of(cx: &Cx) -> Self {
        let text = |name| cx.query.get(name).unwrap_or_default().trim().to_owned();
        Self {
            scheme: text("scheme"),
            giver: text("giver"),
            status: cx.query.get("status").and_then(AwardStatus::from_code),
            since: cx.query.get("since").and_then(crate::form::read_date),
            duty: cx.query.get("duty").is_some_and(|text| !text.is_empty()),
        }
    }

    fn takes(&self, award: &Award<'_>) -> bool {
        let latest = award.steps.last().map(|fact| fact.valid_on);
        let giver = award.terms().giver;
        (self.scheme.is_empty() || fold(award.scheme()) == fold(&self.scheme))
            && (self.giver.is_empty() || giver.is_some_and(|giver| fold(&giver) == fold(&self.giver)))
            && self.status.is_none_or(|status| award.status() == status)
            && self.since.is_none_or(|since| latest.is_some_and(|on| since <= on))
            && (!self.duty || reports(award).is_some())
    }
}

fn reports(award: &Award<'_>) -> Option<Duty> {
    duty(&award.given()?)
}

/// Every award of the startups the reader sees the money of, the latest first.
fn told<'l>(cx: &Cx, ledger: &'l Ledger) -> Vec<(StartupId, &'l str, Award<'l>)> {
    let mut told: Vec<(StartupId, &str, Award<'_>)> = Vec::new();
    for startup in &ledger.startups {
        let seen = startup.profile.withdrawn_at.is_none()
            && !startup.awards.is_empty()
            && cx.may(Action::SeeFunding, &Resource::startup(ledger, startup));
        if seen {
            let facts = in_force(&startup.awards, cx.now());
            told.extend(
                awards(&facts).into_iter().map(|award| (startup.profile.id, startup.profile.name.as_str(), award)),
            );
        }
    }
    let latest = |award: &Award<'_>| award.steps.last().map(|fact| fact.order());
    told.sort_by_key(|(_, _, award)| std::cmp::Reverse(latest(award)));
    told
}

async fn permitted(cx: &Cx) -> Result<std::sync::Arc<Ledger>, PageError> {
    let house = cx.house_ledger().await?;
    cx.require(Action::ManageFunding, &Resource::House(&house))?;
    Ok(cx.ledger().await?)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = permitted(&cx).await?;
    let locale = cx.locale;
    let choice = Choice::of(&cx);
    let all = told(&cx, &ledger);
    let chosen: Vec<_> = all.iter().filter(|(_, _, award)| choice.takes(award)).collect();
    let rows: Vec<_> = chosen
        .iter()
        .take(SHOWN)
        .map(|(id, name, award)| {
            let report = reports(award).map(|duty| super::duty_text(locale, duty));
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::startup_funding(*id)>{(*name).to_owned()}</a>
                    </th>
                    <td data-label=w::scheme(locale) data-wide="true">
                        {award.scheme().to_owned()}<br/>
                        <span class="muted">{terms_text(locale, &award.terms(), None)}</span>
                        {report.map(|text| view! { <br/><span>{text}</span> })}
                    </td>
                    <td data-label=w::status(locale)>{shared::at_start(award.status().name(locale))}</td>
                    <td data-label=super::w::applied(locale)>{amount_on(locale, award.applied)}</td>
                    <td data-label=super::w::awarded(locale)>{amount_on(locale, award.awarded)}</td>
                    <td data-label=super::w::paid(locale)>{amount_on(locale, award.paid)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        let heads = vec![
            shared::startup(locale),
            w::scheme(locale),
            w::status(locale),
            super::w::applied(locale),
            super::w::awarded(locale),
            super::w::paid(locale),
        ];
        view! { <DataTable label=w::title(locale) heads=heads>{rows}</DataTable> }.into_any()
    };
    let reporting = chosen.iter().filter(|(_, _, award)| reports(award).is_some()).count();
    let csv = paths::with_query(paths::FUNDING_CSV, &here(&cx));
    let title = w::title(locale).to_owned();
    let body = view! {
        <div class="section-head">
            <h1 class="ds-heading">{title.clone()}</h1>
            <ButtonLink href=csv label=shared::as_csv(locale) download=true/>
        </div>
        <p class="muted">{w::lead(locale)}</p>
        <p><a class="ds-link" href=paths::SCHEMES>{w::schemes(locale)}</a></p>
        {filters(locale, &all, &choice)}
        <p>{w::n_awards(locale, &format::count(locale, chosen.len()))}</p>
        {sums(locale, &chosen, reporting)}
        {list}
        {(chosen.len() > SHOWN).then(|| view! { <p class="muted">{w::more(locale, &format::count(locale, SHOWN))}</p> })}
        {near(&cx, &ledger)}
    }
    .into_any();
    Ok(Page { title, place: Place::Funding, body, islands: false })
}

/// The choice of this address, for the file.
fn here(cx: &Cx) -> paths::Query {
    let mut query = paths::Query::default();
    for name in ["scheme", "giver", "status", "since", "duty"] {
        if let Some(value) = cx.query.get(name).filter(|value| !value.is_empty()) {
            query = query.with(name, value);
        }
    }
    query
}

fn filters(locale: Locale, all: &[(StartupId, &str, Award<'_>)], choice: &Choice) -> impl IntoView + use<> {
    let distinct = |of: &dyn Fn(&Award<'_>) -> Option<String>| {
        let mut names: Vec<String> = all.iter().filter_map(|(_, _, award)| of(award)).collect();
        names.sort_by_key(|name| fold(name));
        names.dedup_by_key(|name| fold(name));
        let mut options = vec![SelectOption::new("", w::all(locale))];
        options.extend(names.into_iter().map(|name| SelectOption::new(name.clone(), name)));
        options
    };
    let schemes = distinct(&|award| Some(award.scheme().to_owned()));
    let givers = distinct(&|award| award.terms().giver.map(String::from));
    let mut statuses = vec![SelectOption::new("", w::all(locale))];
    statuses
        .extend(AwardStatus::ALL.iter().map(|one| SelectOption::new(one.code(), shared::at_start(one.name(locale)))));
    let duties = vec![SelectOption::new("", w::all(locale)), SelectOption::new("true", w::only_duty(locale))];
    let select = |name: &str, label: &str, value: &str| Input::new(name, label).value(value);
    let since = choice.since.map(|on| on.to_string()).unwrap_or_default();
    let open = !choice.scheme.is_empty()
        || !choice.giver.is_empty()
        || choice.status.is_some()
        || choice.since.is_some()
        || choice.duty;
    view! {
        <details class="filter" open=open>
            <summary>{w::choose(locale)}</summary>
        <form class="filter__form" method="get" action=paths::FUNDING>
            <SelectField input=select("scheme", w::scheme(locale), &choice.scheme) options=schemes/>
            <SelectField input=select("giver", w::giver(locale), &choice.giver) options=givers/>
            <SelectField input=select("status", w::status(locale), choice.status.map_or("", AwardStatus::code)) options=statuses/>
            <DateField input=select("since", w::since(locale), &since)/>
            <SelectField input=select("duty", w::show_duty(locale), if choice.duty { "true" } else { "" }) options=duties/>
            <div class="actions"><SubmitButton label=w::filter(locale) variant="secondary"/></div>
        </form>
        </details>
    }
}

/// What is shown, added up: each award once.
fn sums(locale: Locale, chosen: &[&(StartupId, &str, Award<'_>)], reporting: usize) -> impl IntoView + use<> {
    let public = |award: &Award<'_>| award.latest().is_some_and(domain::facts::FundingAward::is_public_money);
    let sum = |of: &dyn Fn(&Award<'_>) -> Option<Money>| {
        let amounts = chosen.iter().filter(|(_, _, award)| public(award)).filter_map(|(_, _, award)| of(award));
        let ore = amounts
            .filter(|amount| amount.currency == Currency::Nok)
            .fold(0, |sum: i64, amount| sum.saturating_add(amount.minor));
        #[expect(clippy::cast_precision_loss, reason = "only shown; amounts stay far below 2^53 øre")]
        format::kroner(locale, ore as f64 / 100.0)
    };
    let applied = sum(&|award| award.applied.map(|(_, amount)| amount));
    let awarded = sum(&|award| award.awarded.map(|(_, amount)| amount));
    let paid = sum(&|award| award.paid.map(|(_, amount)| amount));
    view! {
        <section aria-labelledby="sums">
            <h2 class="ds-heading" data-size="sm" id="sums">{w::sums(locale)}</h2>
            <DefinitionList>
                <DefinitionItem term=super::w::applied(locale)>{applied}</DefinitionItem>
                <DefinitionItem term=super::w::awarded(locale)>{awarded}</DefinitionItem>
                <DefinitionItem term=super::w::paid(locale)>{paid}</DefinitionItem>
                <DefinitionItem term=w::to_report(locale)>{format::count(locale, reporting)}</DefinitionItem>
            </DefinitionList>
            <p class="muted">{w::sums_hint(locale)}</p>
        </section>
    }
}

/// Who has used more than three quarters of the ceiling of today.
fn near(cx: &Cx, ledger: &Ledger) -> impl IntoView + use<> {
    let locale = cx.locale;
    let mut near: Vec<(i64, StartupId, String)> = Vec::new();
    for startup in ledger.startups.iter().filter(|startup| !startup.awards.is_empty()) {
        if !cx.may(Action::SeeFunding, &Resource::startup(ledger, startup)) {
            continue;
        }
        let facts = in_force(&startup.awards, cx.now());
        let balance = balance(&awards(&facts), cx.today(), false);
        if let Some(ceiling) = balance.ceiling_cents
            && balance.cents * 4 > ceiling * 3
        {
            let (used, ceiling) = (format::euro(locale, balance.cents), format::euro(locale, ceiling));
            let line = w::near_line(locale, &startup.profile.name, &used, &ceiling);
            near.push((-balance.cents, startup.profile.id, line));
        }
    }
    near.sort();
    let lines: Vec<_> = near
        .into_iter()
        .map(|(_, id, line)| view! { <li><a class="ds-link" href=paths::startup_funding(id)>{line}</a></li> })
        .collect();
    view! {
        <section aria-labelledby="near">
            <h2 class="ds-heading" data-size="md" id="near">{w::near(locale)}</h2>
            {if lines.is_empty() {
                view! { <p class="muted">{w::near_none(locale)}</p> }.into_any()
            } else {
                view! { <ul class="ds-list">{lines}</ul> }.into_any()
            }}
        </section>
    }
}

/// The awards that the address asks for, as CSV: one row for each.
///
/// # Errors
/// [`PageError::Denied`] for whoever may not see them, or the database.
pub async fn file(cx: &Cx) -> Result<Vec<u8>, PageError> {
    let ledger = permitted(cx).await?;
    let choice = Choice::of(cx);
    let told = told(cx, &ledger);
    let chosen = told.iter().filter(|(_, _, award)| choice.takes(award));
    crate::tables::awards_csv(cx.locale, chosen.map(|(_, name, award)| (*name, award))).map_err(|error| {
        tracing::error!(%error, "download.failed");
        PageError::NotFound
    })
}
