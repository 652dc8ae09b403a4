//! One contract: its terms and what changed them, how far it has come, what was paid and handed in.

use std::collections::BTreeMap;

use domain::access::Action;
use domain::contracts::{Change, Contract, Range, Terms, verify, words as rules};
use domain::format;
use domain::ids::ContractId;
use domain::pipeline::Course;
use domain::time::Instant;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::VerbError;
use store::contracts::{ContractStanding, resource};

use super::progress::{promise, target_view};
use super::{events, kroner, period};
use crate::components::{ButtonLink, DefinitionItem, DefinitionList, Notice, NoticeKind, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::question::Sight;
use crate::words as shared;

domain::catalogue! {
    mod w {
        terms => { nb: "Vilkårene", nn: "Vilkåra", en: "The terms" }
        in_force(on: &str) => { nb: "Slik de gjelder {on}.", nn: "Slik dei gjeld {on}.", en: "As they hold on {on}." }
        case_number => { nb: "Saksnummer", nn: "Saksnummer", en: "Case number" }
        number => { nb: "Organisasjonsnummer", nn: "Organisasjonsnummer", en: "Organisation number" }
        conditions => { nb: "Andre vilkår", nn: "Andre vilkår", en: "Other conditions" }
        signed => { nb: "Signert", nn: "Signert", en: "Signed" }
        digest => { nb: "Digitalt fingeravtrykk (SHA-256)", nn: "Digitalt fingeravtrykk (SHA-256)", en: "Digital fingerprint (SHA-256)" }
        forged => {
            nb: "Avtalen stemmer ikke med fingeravtrykket den ble signert med. Noen har endret den utenom systemet. Si fra til administratoren.",
            nn: "Avtalen stemmer ikkje med fingeravtrykket han vart signert med. Nokon har endra han utanom systemet. Sei frå til administratoren.",
            en: "The contract does not match the fingerprint it was signed with. Somebody has changed it outside the system. Tell the administrator." }
        closed(on: &str, why: &str) => { nb: "Avsluttet {on}: {why}", nn: "Avslutta {on}: {why}", en: "Closed on {on}: {why}" }
        targets => { nb: "Mål og framdrift", nn: "Mål og framdrift", en: "Targets and progress" }
        target_as_file => { nb: "Framdriften som JSON", nn: "Framdrifta som JSON", en: "The progress as JSON" }
        target_as_csv => { nb: "Framdriften som CSV", nn: "Framdrifta som CSV", en: "The progress as CSV" }
        draft_targets => { nb: "Mål", nn: "Mål", en: "Targets" }
        cost => { nb: "Hva det koster", nn: "Kva det kostar", en: "What it costs" }
        per_job => { nb: "Per arbeidsplass", nn: "Per arbeidsplass", en: "Per job" }
        per_survivor => { nb: "Per bedrift i live", nn: "Per bedrift i live", en: "Per startup alive" }
        between(point: &str, low: &str, high: &str) => {
            nb: "{point} (mellom {low} og {high})", nn: "{point} (mellom {low} og {high})", en: "{point} (between {low} and {high})" }
        at_least(point: &str, low: &str) => {
            nb: "{point} (minst {low}; oppad kan det ikke sies)",
            nn: "{point} (minst {low}; oppover kan det ikkje seiast)",
            en: "{point} (at least {low}; no upper end can be said)" }
        cannot_be_said => { nb: "kan ikke sies ennå", nn: "kan ikkje seiast enno", en: "cannot be said yet" }
        paid_so_far => { nb: "Utbetalt til nå", nn: "Utbetalt til no", en: "Paid so far" }
        money => { nb: "Utbetalinger", nn: "Utbetalingar", en: "Payments" }
        instalment => { nb: "Del", nn: "Del", en: "Instalment" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
        agreed => { nb: "Avtalt", nn: "Avtalt", en: "Agreed" }
        paid => { nb: "Utbetalt", nn: "Utbetalt", en: "Paid" }
        when => { nb: "Når", nn: "Når", en: "When" }
        condition => { nb: "Vilkår", nn: "Vilkår", en: "Condition" }
        other => { nb: "Utenom delene", nn: "Utanom delane", en: "Outside the instalments" }
        reports => { nb: "Rapporter", nn: "Rapportar", en: "Reports" }
        handed_in => { nb: "Levert", nn: "Levert", en: "Handed in" }
        not_yet => { nb: "ikke ennå", nn: "ikkje enno", en: "not yet" }
        late => { nb: "forfalt", nn: "forfalle", en: "late" }
        no_reports => { nb: "Avtalen ber ikke om rapporter.", nn: "Avtalen ber ikkje om rapportar.", en: "The contract asks for no reports." }
        addenda => { nb: "Tillegg", nn: "Tillegg", en: "Addenda" }
        no_addenda => { nb: "Ingen tillegg.", nn: "Ingen tillegg.", en: "No addenda." }
        addendum(n: &str, from: &str) => { nb: "Tillegg {n}, gjelder fra {from}", nn: "Tillegg {n}, gjeld frå {from}", en: "Addendum {n}, holds from {from}" }
        amend => { nb: "Skriv et tillegg", nn: "Skriv eit tillegg", en: "Write an addendum" }
        edit => { nb: "Endre utkastet", nn: "Endre utkastet", en: "Change the draft" }
        listed => { nb: "Bedrifter som avtalen nevner", nn: "Bedrifter som avtalen nemner", en: "Startups that the contract names" }
        sector => { nb: "Bransje", nn: "Bransje", en: "Sector" }
        stage => { nb: "Steg", nn: "Steg", en: "Stage" }
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
        drafted => { nb: "Utkastet er lagret.", nn: "Utkastet er lagra.", en: "The draft is saved." }
        is_signed => { nb: "Avtalen er signert og står fast.", nn: "Avtalen er signert og står fast.", en: "The contract is signed and stands." }
        amended => { nb: "Tillegget er lagt til.", nn: "Tillegget er lagt til.", en: "The addendum is added." }
        is_paid => { nb: "Utbetalingen er ført.", nn: "Utbetalinga er ført.", en: "The payment is recorded." }
        is_handed_in => { nb: "Rapporten er ført som levert.", nn: "Rapporten er ført som levert.", en: "The report is recorded as handed in." }
        is_closed => { nb: "Avtalen er avsluttet.", nn: "Avtalen er avslutta.", en: "The contract is closed." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("contract").unwrap_or_default());
    show(move |cx| load(cx, id))
}

/// A contract that the reader sees.
pub(super) async fn find(cx: &Cx, id: ContractId) -> Result<Contract, PageError> {
    match cx.house.store.contract(&cx.actor(), id).await {
        Ok(contract) => Ok(contract),
        Err(VerbError::Store(error)) => Err(PageError::Store(error)),
        Err(VerbError::Denied(reason)) => Err(PageError::Denied(reason)),
        Err(_) => Err(PageError::NotFound),
    }
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let contract = find(&cx, id).await?;
    let changes = cx.may(Action::ChangeContract, &resource(&contract));
    let terms = contract.in_force(cx.today());
    let standings = cx.house.store.contract_standings(&cx.actor()).await?;
    let standing = standings.into_iter().find(|standing| standing.contract.id == id);
    let house = cx.house_ledger().await?;
    let programme = house.programme(terms.programme).map(|programme| programme.name.clone()).unwrap_or_default();
    let done = match cx.query.get("done") {
        Some("drafted") => Some(w::drafted(locale)),
        Some("signed") => Some(w::is_signed(locale)),
        Some("amended") => Some(w::amended(locale)),
        Some("paid") => Some(w::is_paid(locale)),
        Some("handed-in") => Some(w::is_handed_in(locale)),
        Some("closed") => Some(w::is_closed(locale)),
        _ => None,
    };
    let faulty = !verify(&contract);
    let targets = match &standing {
        Some(standing) => progress_section(&cx, standing).await?,
        None => draft_targets(locale, &terms),
    };
    let actions = changes.then(|| {
        if contract.is_signed() {
            let amend = contract.closed.is_none();
            amend.then(|| view! { <ButtonLink href=paths::amend_contract(id) label=w::amend(locale)/> }.into_any())
        } else {
            Some(view! { <ButtonLink href=paths::edit_contract(id) label=w::edit(locale)/> }.into_any())
        }
    });
    let forms = if changes { Some(events::forms(&cx, &contract).await?) } else { None };
    let closed = contract.closed.as_ref().map(|end| w::closed(locale, &format::date(locale, end.on), &end.reason));
    let money = contract.is_signed().then(|| money_section(&cx, &contract, standing.as_deref()));
    let reports = contract.is_signed().then(|| reports_section(&cx, &contract));
    let addenda = contract.is_signed().then(|| addenda_section(locale, &contract));
    let title = terms.title.clone();
    let body = view! {
        <p class="crumbs"><a class="ds-link" href=paths::CONTRACTS>{super::w::title(locale)}</a></p>
        <div class="page-head">
            <h1 class="ds-heading">{title.clone()}</h1>
            <p class="muted">{format!("{} · {programme} · {}", terms.funder.name, super::state(&cx, &contract))}</p>
            {actions}
        </div>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {faulty.then(|| view! { <Notice kind=NoticeKind::Danger>{w::forged(locale)}</Notice> })}
        {closed.map(|text| view! { <Notice>{text}</Notice> })}
        {targets}
        {money}
        {reports}
        {terms_section(&cx, &contract, &terms)}
        {listed_section(&cx, &house, &terms)}
        {addenda}
        {forms}
    }
    .into_any();
    Ok(Page { title, place: Place::Contracts, body, islands: false })
}

fn draft_targets(locale: Locale, terms: &Terms) -> AnyView {
    let targets = terms.targets.iter().map(|target| view! { <li>{promise(locale, target)}</li> }).collect_view();
    view! {
        <section aria-labelledby="targets">
            <h2 class="ds-heading" data-size="md" id="targets">{w::draft_targets(locale)}</h2>
            <ul>{targets}</ul>
        </section>
    }
    .into_any()
}

async fn progress_section(cx: &Cx, standing: &ContractStanding) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let sight = Sight::of(cx).await?;
    // The other contracts are named to those who see them.
    let seen = cx.house.store.contracts(&cx.actor()).await?;
    let titles: BTreeMap<ContractId, String> = seen.into_iter().map(|other| (other.id, other.terms.title)).collect();
    let targets = (1..)
        .zip(&standing.targets)
        .map(|(place, target)| {
            view! { <article class="ds-card contract-card">{target_view(cx, &sight, place, target, &titles)}</article> }
        })
        .collect_view();
    let id = standing.contract.id;
    Ok(view! {
        <section aria-labelledby="targets">
            <h2 class="ds-heading" data-size="md" id="targets">{w::targets(locale)}</h2>
            {targets}
            <div class="actions">
                <ButtonLink href=paths::contract_csv(id) label=w::target_as_csv(locale) variant="tertiary" download=true/>
                <ButtonLink href=paths::contract_json(id) label=w::target_as_file(locale) variant="tertiary" download=true/>
            </div>
        </section>
    }
    .into_any())
}

/// A cost with how sure it is.
pub(crate) fn range(locale: Locale, range: Option<Range>) -> String {
    match range {
        None => w::cannot_be_said(locale).to_owned(),
        Some(Range { low, point, high: Some(high) }) => {
            w::between(locale, &whole_kroner(locale, point), &whole_kroner(locale, low), &whole_kroner(locale, high))
        }
        Some(Range { low, point, high: None }) => {
            w::at_least(locale, &whole_kroner(locale, point), &whole_kroner(locale, low))
        }
    }
}

/// An amount to the nearest hundred kroner: a cost per job is no more exact than that.
fn whole_kroner(locale: Locale, minor: i64) -> String {
    kroner(locale, (minor + 5_000) / 10_000 * 10_000)
}

fn money_section(cx: &Cx, contract: &Contract, standing: Option<&ContractStanding>) -> AnyView {
    let locale = cx.locale;
    let today = cx.today();
    let rows = contract
        .instalments(today)
        .into_iter()
        .map(|state| {
            let on = state.last_on.map(|on| format::date(locale, on)).unwrap_or_else(|| "–".to_owned());
            view! {
                <tr>
                    <th scope="row">{format!("{} {}", w::instalment(locale), state.number)}</th>
                    <td data-label=w::due(locale)>{format::date(locale, state.instalment.due_on)}</td>
                    <td class="number" data-label=w::agreed(locale)>{kroner(locale, state.instalment.minor)}</td>
                    <td class="number" data-label=w::paid(locale)>{kroner(locale, state.paid)}</td>
                    <td data-label=w::when(locale)>{on}</td>
                    <td data-label=w::condition(locale)>{state.instalment.condition}</td>
                </tr>
            }
        })
        .collect_view();
    let outside: Vec<_> = contract
        .payments
        .iter()
        .filter(|payment| payment.instalment.is_none() || payment.minor < 0)
        .map(|payment| {
            view! {
                <tr>
                    <th scope="row">{w::other(locale)}</th>
                    <td data-label=w::due(locale)>"–"</td>
                    <td class="number" data-label=w::agreed(locale)>"–"</td>
                    <td class="number" data-label=w::paid(locale)>{kroner(locale, payment.minor)}</td>
                    <td data-label=w::when(locale)>{format::date(locale, payment.on)}</td>
                    <td data-label=w::condition(locale)>{payment.note.clone()}</td>
                </tr>
            }
        })
        .collect();
    let cost = standing.and_then(|standing| {
        let cost = standing.cost?;
        Some(view! {
            <h3 class="ds-heading" data-size="sm">{w::cost(locale)}</h3>
            <DefinitionList>
                <DefinitionItem term=w::paid_so_far(locale)>{kroner(locale, cost.paid)}</DefinitionItem>
                <DefinitionItem term=w::per_job(locale)>{range(locale, cost.per_job)}</DefinitionItem>
                <DefinitionItem term=w::per_survivor(locale)>{range(locale, cost.per_survivor)}</DefinitionItem>
            </DefinitionList>
            <p class="muted">{rules::cost(locale)}</p>
        })
    });
    view! {
        <section aria-labelledby="money">
            <h2 class="ds-heading" data-size="md" id="money">{w::money(locale)}</h2>
            <ScrollTable label=w::money(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::instalment(locale)}</th>
                            <th scope="col">{w::due(locale)}</th>
                            <th scope="col" class="number">{w::agreed(locale)}</th>
                            <th scope="col" class="number">{w::paid(locale)}</th>
                            <th scope="col">{w::when(locale)}</th>
                            <th scope="col">{w::condition(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}{outside}</tbody>
                </table>
            </ScrollTable>
            {cost}
        </section>
    }
    .into_any()
}

fn reports_section(cx: &Cx, contract: &Contract) -> AnyView {
    let locale = cx.locale;
    let today = cx.today();
    let reports = contract.reports(today);
    let none = reports.is_empty().then(|| view! { <p class="muted">{w::no_reports(locale)}</p> });
    let rows = reports
        .into_iter()
        .map(|due| {
            let report = contract.handed_in.iter().find(|one| one.due_on == due.due_on).and_then(|one| one.report);
            let handed = match (due.handed_in, report) {
                (Some(on), Some(report)) => {
                    view! { <a class="ds-link" href=paths::report(report)>{format::date(locale, on)}</a> }.into_any()
                }
                (Some(on), None) => format::date(locale, on).into_any(),
                (None, _) if due.is_late(today) => w::late(locale).into_any(),
                (None, _) => w::not_yet(locale).into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{format::date(locale, due.due_on)}</th>
                    <td data-label=w::handed_in(locale)>{handed}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="reports">
            <h2 class="ds-heading" data-size="md" id="reports">{w::reports(locale)}</h2>
            {none}
            <ScrollTable label=w::reports(locale)>
                <table class="ds-table" data-size="sm">
                    <thead><tr><th scope="col">{w::due(locale)}</th><th scope="col">{w::handed_in(locale)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
    .into_any()
}

fn terms_section(cx: &Cx, contract: &Contract, terms: &Terms) -> AnyView {
    let locale = cx.locale;
    // Owned before they are shown: what is between the tags outlives this function.
    let signed = contract.signed.as_ref().map(|signed| {
        let (on, digest) = (format::date(locale, signed.on), signed.digest.clone());
        view! {
            <DefinitionItem term=w::signed(locale)>{on}</DefinitionItem>
            <DefinitionItem term=w::digest(locale)><code class="digest">{digest}</code></DefinitionItem>
        }
    });
    let number = terms.funder.number.map(|number| number.grouped());
    let number = number.map(|number| view! { <DefinitionItem term=w::number(locale)>{number}</DefinitionItem> });
    let case = Some(terms.case_number.clone()).filter(|text| !text.is_empty());
    let case = case.map(|text| view! { <DefinitionItem term=w::case_number(locale)>{text}</DefinitionItem> });
    let conditions = Some(terms.conditions.clone()).filter(|text| !text.is_empty());
    let conditions =
        conditions.map(|text| view! { <DefinitionItem term=w::conditions(locale)>{text}</DefinitionItem> });
    let funder = terms.funder.name.clone();
    let (span, amount) = (period(locale, terms.from_on, terms.to_on), kroner(locale, terms.minor));
    view! {
        <section aria-labelledby="terms">
            <h2 class="ds-heading" data-size="md" id="terms">{w::terms(locale)}</h2>
            <p class="muted">{w::in_force(locale, &format::date(locale, cx.today()))}</p>
            <DefinitionList>
                <DefinitionItem term=super::w::funder(locale)>{funder}</DefinitionItem>
                {number}
                {case}
                <DefinitionItem term=super::w::period(locale)>{span}</DefinitionItem>
                <DefinitionItem term=super::w::amount(locale)>{amount}</DefinitionItem>
                {conditions}
                {signed}
            </DefinitionList>
        </section>
    }
    .into_any()
}

/// The startups that the contract names: what they are called and where they stand, for everybody who sees the contract.
fn listed_section(cx: &Cx, house: &domain::ledger::Ledger, terms: &Terms) -> Option<AnyView> {
    if terms.lists.is_empty() {
        return None;
    }
    let locale = cx.locale;
    let programme = house.programme(terms.programme)?;
    let rows = terms
        .lists
        .iter()
        .filter_map(|id| house.startup(*id))
        .map(|startup| {
            let changes = domain::facts::in_force(&startup.stage_changes, Instant::MAX_UTC);
            let stage = startup
                .enrolments
                .iter()
                .filter(|stay| stay.programme == programme.id)
                .filter_map(|stay| Course::at(programme, stay.id, &changes, cx.today()))
                .next_back()
                .and_then(|course| Some(programme.stage(course.stage)?.name(locale).to_owned()));
            view! {
                <tr>
                    <th scope="row">{startup.profile.name.clone()}</th>
                    <td data-label=w::sector(locale)>{startup.profile.sector.clone().unwrap_or_else(|| "–".to_owned())}</td>
                    <td data-label=w::stage(locale)>{stage.unwrap_or_else(|| "–".to_owned())}</td>
                </tr>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="listed">
                <h2 class="ds-heading" data-size="md" id="listed">{w::listed(locale)}</h2>
                <ScrollTable label=w::listed(locale)>
                    <table class="ds-table" data-stack="true">
                        <thead>
                            <tr>
                                <th scope="col">{w::startup(locale)}</th>
                                <th scope="col">{w::sector(locale)}</th>
                                <th scope="col">{w::stage(locale)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </ScrollTable>
            </section>
        }
        .into_any(),
    )
}

fn addenda_section(locale: Locale, contract: &Contract) -> AnyView {
    let none = contract.addenda.is_empty().then(|| view! { <p class="muted">{w::no_addenda(locale)}</p> });
    let addenda = contract
        .addenda
        .iter()
        .map(|addendum| {
            let number = format::count(locale, usize::try_from(addendum.number).unwrap_or_default());
            let changes = addendum
                .changes
                .iter()
                .map(|change| {
                    view! { <li><strong>{shared::at_start(change.name(locale))}</strong>": "{changed(locale, change)}</li> }
                })
                .collect_view();
            view! {
                <article class="ds-card contract-card">
                    <h3 class="ds-heading" data-size="sm">
                        {w::addendum(locale, &number, &format::date(locale, addendum.from_on))}
                    </h3>
                    <p>{addendum.reason.clone()}</p>
                    <ul>{changes}</ul>
                    <p class="muted">
                        {format!("{} {} · ", w::signed(locale), format::date(locale, addendum.signed_on))}
                        <code class="digest">{addendum.digest.clone()}</code>
                    </p>
                </article>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="addenda">
            <h2 class="ds-heading" data-size="md" id="addenda">{w::addenda(locale)}</h2>
            {none}
            {addenda}
        </section>
    }
    .into_any()
}

/// What a field says from now on.
fn changed(locale: Locale, change: &Change) -> String {
    match change {
        Change::Funder(funder) => funder.name.clone(),
        Change::Title(text) | Change::CaseNumber(text) | Change::Conditions(text) => text.clone(),
        Change::Amount { minor, instalments } => {
            let parts = instalments
                .iter()
                .map(|part| format!("{} {}", format::date(locale, part.due_on), kroner(locale, part.minor)));
            format!("{} ({})", kroner(locale, *minor), parts.collect::<Vec<_>>().join(", "))
        }
        Change::ToOn(on) => format::date(locale, *on),
        Change::Targets(targets) => targets.iter().map(|target| promise(locale, target)).collect::<Vec<_>>().join("; "),
        Change::Reports(days) => days.iter().map(|on| format::date(locale, *on)).collect::<Vec<_>>().join(", "),
        Change::Lists(startups) => shared::startups(locale, &format::count(locale, startups.len())),
    }
}
