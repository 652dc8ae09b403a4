//! Public money to a startup: its awards with three amounts and three days, the balance of de minimis aid with what it rests on, and what
//! to do next.

pub mod overview;
pub mod schemes;
pub mod statement;
pub mod step;

use domain::access::{Action, Resource};
use domain::facts::{AwardStatus, FactKind, Money, Terms, in_force};
use domain::format;
use domain::funding::de_minimis::rules;
use domain::funding::{Award, Balance, Duty, Line, awards, balance, duty};
use domain::ids::StartupId;
use domain::ledger::StartupLedger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::funding::AwardNote;

use super::facts::money;
use crate::components::{ButtonLink, DataTable, DefinitionItem, DefinitionList, Empty, Notice, NoticeKind};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, lists_startups, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    pub(super) mod w {
        title => { nb: "Offentlige penger", nn: "Offentlege pengar", en: "Public money" }
        title_of(name: &str) => { nb: "Offentlige penger til {name}", nn: "Offentlege pengar til {name}", en: "Public money to {name}" }
        recorded => { nb: "Det er registrert.", nn: "Det er registrert.", en: "It is recorded." }
        awards => { nb: "Søknader og tilsagn", nn: "Søknader og tilsegner", en: "Applications and awards" }
        none => { nb: "Ingenting er registrert ennå.", nn: "Ingenting er registrert enno.", en: "Nothing is recorded yet." }
        none_text => {
            nb: "Her kommer søknader, tilsagn og utbetalinger, hver med beløp og dag.",
            nn: "Her kjem søknader, tilsegner og utbetalingar, kvar med beløp og dag.",
            en: "Applications, awards and payments will stand here, each with its amount and day." }
        scheme => { nb: "Ordning", nn: "Ordning", en: "Scheme" }
        state => { nb: "Står som", nn: "Står som", en: "Stands as" }
        applied => { nb: "Søkt", nn: "Søkt", en: "Applied" }
        awarded => { nb: "Tilsagn", nn: "Tilsegn", en: "Awarded" }
        paid => { nb: "Utbetalt", nn: "Utbetalt", en: "Paid" }
        on(amount: &str, on: &str) => { nb: "{amount}, {on}", nn: "{amount}, {on}", en: "{amount}, {on}" }
        next => { nb: "Registrer neste steg", nn: "Registrer neste steg", en: "Record the next step" }
        new_award => { nb: "Registrer søknad eller tilsagn", nn: "Registrer søknad eller tilsegn", en: "Record an application or award" }
        new_kind => { nb: "Registrer støtte uten penger", nn: "Registrer støtte utan pengar", en: "Record aid in kind" }
        new_declared => { nb: "Registrer egenerklært støtte", nn: "Registrer eigenerklært støtte", en: "Record declared aid" }
        statement => { nb: "Egenerklæring og brevtekst", nn: "Eigenerklæring og brevtekst", en: "Statement and letter" }
        steps(n: &str) => { nb: "Stegene ({n})", nn: "Stega ({n})", en: "The steps ({n})" }
        step(on: &str, status: &str, amount: &str) => { nb: "{on}: {status} {amount}", nn: "{on}: {status} {amount}", en: "{on}: {status} {amount}" }
        correct => { nb: "Rett", nn: "Rett", en: "Correct" }
        case_number(number: &str) => { nb: "sak {number}", nn: "sak {number}", en: "case {number}" }
        in_spite(why: &str) => { nb: "Registrert over taket: {why}", nn: "Registrert over taket: {why}", en: "Recorded above the ceiling: {why}" }
        private => { nb: "privat giver", nn: "privat givar", en: "private giver" }
        balance => { nb: "Bagatellmessig støtte", nn: "Bagatellmessig støtte", en: "De minimis aid" }
        used => { nb: "Brukt", nn: "Brukt", en: "Used" }
        ceiling => { nb: "Taket i dag", nn: "Taket i dag", en: "The ceiling today" }
        room => { nb: "Igjen", nn: "Att", en: "Left" }
        passed(by: &str) => { nb: "Passert med {by}", nn: "Passert med {by}", en: "Passed by {by}" }
        window(from: &str, to: &str) => { nb: "{from} til {to}", nn: "{from} til {to}", en: "{from} to {to}" }
        counted => { nb: "Regnet over", nn: "Rekna over", en: "Counted over" }
        rule => { nb: "Regel", nn: "Regel", en: "Rule" }
        no_rule => {
            nb: "Ingen regel gjelder denne dagen: vanlig bagatellmessig støtte kan ikke gis.",
            nn: "Ingen regel gjeld denne dagen: vanleg bagatellmessig støtte kan ikkje gjevast.",
            en: "No rule is in force on this day: ordinary de minimis aid cannot be given." }
        unverified => { nb: "ikke kontrollert mot kilden", nn: "ikkje kontrollert mot kjelda", en: "not checked against the source" }
        rests_on => { nb: "Dette hviler på", nn: "Dette kviler på", en: "What it rests on" }
        nothing => { nb: "Ingen bagatellmessig støtte i perioden.", nn: "Inga bagatellmessig støtte i perioden.", en: "No de minimis aid in the period." }
        given_on => { nb: "Gitt", nn: "Gjeve", en: "Given" }
        giver => { nb: "Giver", nn: "Givar", en: "Giver" }
        amount => { nb: "Støtte", nn: "Støtte", en: "Aid" }
        declared => { nb: "egenerklært", nn: "eigenerklært", en: "declared" }
        assumed => { nb: "etter årets snittkurs", nn: "etter snittkursen for året", en: "by the year's average rate" }
        not_computed => { nb: "ikke regnet ut", nn: "ikkje rekna ut", en: "not computed" }
        unknown(n: &str) => {
            nb: "{n} av linjene har ingen kjent støtte i euro og er ikke med i summen. Fyll inn bruttotilskuddsekvivalent eller kurs.",
            nn: "{n} av linjene har inga kjend støtte i euro og er ikkje med i summen. Fyll inn bruttotilskotsekvivalent eller kurs.",
            en: "{n} of the lines have no known aid in euro and are not in the sum. Fill in the gross grant equivalent or the rate." }
        undertaking => {
            nb: "Saldoen gjelder hele foretaket: alle selskapene til bedriften, og det den har oppgitt fra andre givere og fra selskaper den henger sammen med.",
            nn: "Saldoen gjeld heile føretaket: alle selskapa til bedrifta, og det ho har oppgitt frå andre givarar og frå selskap ho heng saman med.",
            en: "The balance is of the whole undertaking: all companies of the startup, and what it has declared from other givers and from companies it is linked with." }
        rules => { nb: "Reglene gjennom tidene", nn: "Reglane gjennom tidene", en: "The rules over time" }
        rule_line(from: &str, ceiling: &str) => { nb: "Fra {from}: {ceiling}", nn: "Frå {from}: {ceiling}", en: "From {from}: {ceiling}" }
        gap => { nb: "ingen regel", nn: "ingen regel", en: "no rule" }
        duty_register(threshold: &str) => {
            nb: "Giveren skal melde dette til støtteregisteret: tildelingen er på {threshold} eller mer.",
            nn: "Givaren skal melde dette til støtteregisteret: tildelinga er på {threshold} eller meir.",
            en: "The giver reports this to the register of aid: the award is of {threshold} or more." }
        duty_unsure(threshold: &str) => {
            nb: "Tildelingen er på {threshold} eller mer, og støttegrunnlaget er ikke oppgitt: er det offentlig støtte, skal giveren melde den til støtteregisteret.",
            nn: "Tildelinga er på {threshold} eller meir, og støttegrunnlaget er ikkje oppgitt: er det offentleg støtte, skal givaren melde ho til støtteregisteret.",
            en: "The award is of {threshold} or more, and its basis is not stated: if it is state aid, the giver reports it to the register." }
        duty_de_minimis => {
            nb: "Giveren skal melde bagatellmessig støtte fra 2026 til det sentrale registeret.",
            nn: "Givaren skal melde bagatellmessig støtte frå 2026 til det sentrale registeret.",
            en: "From 2026 the giver reports de minimis aid to the central register." }
    }
}

/// The page of a startup's awards.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("startup").unwrap_or_default());
    show(move |cx| load(cx, id))
}

/// A startup whose awards the reader sees.
pub(super) async fn seen(cx: &Cx, id: &str, action: Action) -> Result<std::sync::Arc<StartupLedger>, PageError> {
    let id: StartupId = id.parse().map_err(|_| PageError::NotFound)?;
    let ledger = cx.ledger().await?;
    let startup = ledger.startup(id).ok_or(PageError::NotFound)?;
    cx.require(action, &Resource::startup(&ledger, startup))?;
    Ok(std::sync::Arc::clone(startup))
}

/// The place of a startup's pages in the navigation.
pub(super) fn place(cx: &Cx) -> Place {
    if lists_startups(cx.actor().role) { Place::Pipeline } else { Place::Home }
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let startup = seen(&cx, &id, Action::SeeFunding).await?;
    let ledger = cx.ledger().await?;
    let (locale, id) = (cx.locale, startup.profile.id);
    let notes = cx.house.store.award_notes(&cx.actor(), id).await?;
    let records = cx.may(Action::RecordFunding, &Resource::startup(&ledger, &startup));
    let facts = in_force(&startup.awards, cx.now());
    let awards = awards(&facts);
    let balance = balance(&awards, cx.today(), false);
    let title = w::title_of(locale, &startup.profile.name);
    let done = (cx.query.get("done") == Some("recorded"))
        .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::recorded(locale)}</Notice> });
    // What the giver has to do is nothing a founder has to.
    let todo = awards.iter().filter(|_| records).filter_map(|award| todo(locale, award));
    let todo: Vec<_> = todo.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> }).collect();
    let list: Vec<_> = awards
        .iter()
        .rev()
        .filter(|award| award.status() != AwardStatus::Declared)
        .map(|award| {
            let note = award.id.and_then(|id| notes.get(&id));
            row(locale, id, award, note, records).into_any()
        })
        .collect();
    let list = if list.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        let heads = vec![w::scheme(locale), w::state(locale), w::applied(locale), w::awarded(locale), w::paid(locale)];
        let acts = records.then(|| w::next(locale));
        match acts {
            Some(acts) => {
                view! { <DataTable label=w::awards(locale) heads=heads acts=acts>{list}</DataTable> }.into_any()
            }
            None => view! { <DataTable label=w::awards(locale) heads=heads>{list}</DataTable> }.into_any(),
        }
    };
    let buttons = records.then(|| {
        view! {
            <div class="actions">
                <ButtonLink href=paths::new_award(id, "award") label=w::new_award(locale) variant="primary"/>
                <ButtonLink href=paths::new_award(id, "kind") label=w::new_kind(locale)/>
                <ButtonLink href=paths::new_award(id, "declared") label=w::new_declared(locale)/>
            </div>
        }
    });
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::startup(id)>{startup.profile.name.clone()}</a></p>
        <h1 class="ds-heading">{title.clone()}</h1>
        {done}
        {todo}
        {buttons}
        <section aria-labelledby="awards">
            <h2 class="ds-heading" data-size="md" id="awards">{w::awards(locale)}</h2>
            {list}
        </section>
        {balance_section(locale, id, &balance)}
    }
    .into_any();
    Ok(Page { title, place: place(&cx), body, islands: false })
}

/// What to do about an award, if anything.
pub(super) fn todo(locale: Locale, award: &Award<'_>) -> Option<String> {
    let text = duty_text(locale, duty(&award.given()?)?);
    Some(format!("{}: {text}", award.scheme()))
}

pub(super) fn duty_text(locale: Locale, duty: Duty) -> String {
    match duty {
        Duty::Register { threshold_cents, unsure: false } => {
            w::duty_register(locale, &format::euro(locale, threshold_cents))
        }
        Duty::Register { threshold_cents, unsure: true } => {
            w::duty_unsure(locale, &format::euro(locale, threshold_cents))
        }
        Duty::DeMinimis => w::duty_de_minimis(locale).to_owned(),
    }
}

/// Instrument, basis, giver and case number of an award in a few words.
pub(super) fn terms_text(locale: Locale, terms: &Terms, note: Option<&AwardNote>) -> String {
    let parts = [
        terms.giver.as_deref().map(str::to_owned),
        terms.private.then(|| w::private(locale).to_owned()),
        Some(terms.instrument.name(locale).to_owned()),
        Some(terms.basis.name(locale).to_owned()),
        note.and_then(|note| note.case_number.as_deref()).map(|number| w::case_number(locale, number)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// An amount with its day, or a dash.
pub(super) fn amount_on(locale: Locale, told: Option<(chrono::NaiveDate, Money)>) -> String {
    told.map_or_else(|| "–".to_owned(), |(on, amount)| w::on(locale, &money(locale, amount), &format::date(locale, on)))
}

fn row(
    locale: Locale,
    startup: StartupId,
    award: &Award<'_>,
    note: Option<&AwardNote>,
    records: bool,
) -> impl IntoView + use<> {
    let scheme = award.scheme().to_owned();
    let terms = terms_text(locale, &award.terms(), note);
    let over = note.and_then(|note| note.over_ceiling.as_deref()).map(|why| w::in_spite(locale, why));
    let steps: Vec<_> = award
        .steps
        .iter()
        .filter_map(|fact| {
            let body = fact.body.as_ref()?;
            let on = format::date(locale, fact.valid_on);
            let text = w::step(locale, &on, body.status.name(locale), &money(locale, body.amount));
            let correct = records.then(|| {
                view! {
                    " "
                    <a class="ds-link" href=paths::correct_fact(startup, FactKind::Award.code(), fact.id)>
                        {w::correct(locale)}<span class="ds-sr-only">{format!(" {text}")}</span>
                    </a>
                }
            });
            Some(view! { <li>{text} {correct}</li> })
        })
        .collect();
    let next = records.then(|| {
        award.id.map(|id| {
            view! {
                <a class="ds-link" href=paths::next_step(startup, id)>
                    {w::next(locale)}<span class="ds-sr-only">{format!(" {scheme}")}</span>
                </a>
            }
        })
    });
    view! {
        <tr>
            <th scope="row">{scheme.clone()}<br/><span class="muted">{terms}</span>
                {over.map(|text| view! { <br/><span class="muted">{text}</span> })}
            </th>
            <td data-label=w::state(locale)>
                {shared::at_start(award.status().name(locale))}
                <details class="ds-details">
                    <summary>{w::steps(locale, &format::count(locale, award.steps.len()))}<span class="ds-sr-only">{format!(", {scheme}")}</span></summary>
                    <ul class="ds-list">{steps}</ul>
                </details>
            </td>
            <td data-label=w::applied(locale)>{amount_on(locale, award.applied)}</td>
            <td data-label=w::awarded(locale)>{amount_on(locale, award.awarded)}</td>
            <td data-label=w::paid(locale)>{amount_on(locale, award.paid)}</td>
            {next.map(|next| view! { <td data-act="true">{next}</td> })}
        </tr>
    }
}

/// The ceiling of a rule in words.
pub(super) fn ceiling_text(locale: Locale, balance: &Balance) -> String {
    balance.ceiling_cents.map_or_else(|| "–".to_owned(), |cents| format::euro(locale, cents))
}

fn balance_section(locale: Locale, id: StartupId, balance: &Balance) -> impl IntoView + use<> {
    let euro = move |cents| format::euro(locale, cents);
    let room = balance.room_cents().map(|room| if room < 0 { w::passed(locale, &euro(-room)) } else { euro(room) });
    let rule = balance.rule.map(|rule| {
        let unsure = if rule.verified { String::new() } else { format!(" ({})", w::unverified(locale)) };
        format!("{}{unsure}", rule.source)
    });
    let warning = match balance.room_cents() {
        None => Some(w::no_rule(locale).to_owned()),
        Some(room) if room < 0 => Some(w::passed(locale, &euro(-room))),
        Some(_) => None,
    };
    let unknown = balance.unknown();
    let lines: Vec<_> = balance.lines.iter().map(|line| line_row(locale, line).into_any()).collect();
    let lines = if lines.is_empty() {
        view! { <Empty title=w::nothing(locale)/> }.into_any()
    } else {
        let heads = vec![w::scheme(locale), w::given_on(locale), w::giver(locale), w::amount(locale)];
        view! { <DataTable label=w::rests_on(locale) heads=heads>{lines}</DataTable> }.into_any()
    };
    let told: Vec<_> = rules()
        .iter()
        .map(|rule| {
            let ceiling = rule.ceiling_cents(false).map_or_else(|| w::gap(locale).to_owned(), euro);
            let unsure = if rule.verified { String::new() } else { format!(" ({})", w::unverified(locale)) };
            let line = w::rule_line(locale, &format::date(locale, rule.from), &ceiling);
            view! { <li>{format!("{line}{unsure}")}</li> }
        })
        .collect();
    let (used, ceiling) = (euro(balance.cents), ceiling_text(locale, balance));
    let window = w::window(locale, &format::date(locale, balance.from), &format::date(locale, balance.on));
    view! {
        <section aria-labelledby="balance">
            <h2 class="ds-heading" data-size="md" id="balance">{w::balance(locale)}</h2>
            {warning.map(|text| view! { <Notice kind=NoticeKind::Warning>{text}</Notice> })}
            <DefinitionList>
                <DefinitionItem term=w::used(locale)>{used}</DefinitionItem>
                <DefinitionItem term=w::ceiling(locale)>{ceiling}</DefinitionItem>
                {room.map(|room| view! { <DefinitionItem term=w::room(locale)>{room}</DefinitionItem> })}
                <DefinitionItem term=w::counted(locale)>
                    {window}
                </DefinitionItem>
                {rule.map(|rule| view! { <DefinitionItem term=w::rule(locale)>{rule}</DefinitionItem> })}
            </DefinitionList>
            <p class="muted">{w::undertaking(locale)}</p>
            {(unknown > 0).then(|| view! {
                <Notice kind=NoticeKind::Warning>{w::unknown(locale, &format::count(locale, unknown))}</Notice>
            })}
            <h3 class="ds-heading" data-size="sm">{w::rests_on(locale)}</h3>
            {lines}
            <p><ButtonLink href=paths::aid_statement(id) label=w::statement(locale)/></p>
            <details class="ds-details">
                <summary>{w::rules(locale)}</summary>
                <ul class="ds-list">{told}</ul>
            </details>
        </section>
    }
}

/// What a line of the balance comes to, in words.
pub(super) fn line_amount(locale: Locale, line: &Line) -> String {
    match line.cents {
        None => w::not_computed(locale).to_owned(),
        Some(cents) if line.assumed_rate => format!("{} ({})", format::euro(locale, cents), w::assumed(locale)),
        Some(cents) => format::euro(locale, cents),
    }
}

fn line_row(locale: Locale, line: &Line) -> impl IntoView + use<> {
    let giver = line.giver.as_deref().unwrap_or("–").to_owned();
    let giver = if line.declared { format!("{giver} ({})", w::declared(locale)) } else { giver };
    view! {
        <tr>
            <th scope="row">{line.scheme.to_string()}</th>
            <td data-label=w::given_on(locale)>{format::date(locale, line.on)}</td>
            <td data-label=w::giver(locale)>{giver}</td>
            <td data-label=w::amount(locale)>{line_amount(locale, line)}</td>
        </tr>
    }
}

/// The section of a startup's page: what was awarded and paid in all, and the way to the rest. Nothing for whoever does not see it.
pub(super) fn section(
    cx: &Cx,
    ledger: &domain::ledger::Ledger,
    startup: &StartupLedger,
) -> Option<impl IntoView + use<>> {
    if !cx.may(Action::SeeFunding, &Resource::startup(ledger, startup)) {
        return None;
    }
    let locale = cx.locale;
    let facts = in_force(&startup.awards, cx.now());
    let awards = awards(&facts);
    let balance = balance(&awards, cx.today(), false);
    let latest: Vec<_> = awards
        .iter()
        .rev()
        .take(3)
        .map(|award| {
            let told = award.paid.or(award.awarded).or(award.applied);
            let text = format!("{}: {} {}", award.scheme(), award.status().name(locale), amount_on(locale, told));
            view! { <li>{text}</li> }
        })
        .collect();
    Some(view! {
        <section aria-labelledby="public-money">
            <h2 class="ds-heading" data-size="md" id="public-money">{w::title(locale)}</h2>
            {if latest.is_empty() {
                view! { <p class="muted">{w::none(locale)}</p> }.into_any()
            } else {
                view! { <ul class="ds-list">{latest}</ul> }.into_any()
            }}
            <p>
                {w::balance(locale)} ": " {format::euro(locale, balance.cents)} " / " {ceiling_text(locale, &balance)}
            </p>
            <p><ButtonLink href=paths::startup_funding(startup.profile.id) label=w::title_of(locale, &startup.profile.name)/></p>
        </section>
    })
}
