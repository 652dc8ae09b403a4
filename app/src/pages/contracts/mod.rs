//! Contracts with those who pay: all that the reader sees, and the way to a new one.
//!
//! - [`contract`] one of them: terms, how far it has come, what was paid and handed in; [`progress`] a target with its chart and rows
//! - [`edit`] drafting, changing a draft, and addenda; [`events`] the small forms: sign, pay, hand in, close
//! - [`file`] how far it has come as CSV and JSON

mod chart;
pub mod contract;
pub mod edit;
mod events;
pub mod file;
mod progress;

use domain::access::{Action, Resource};
use domain::contracts::Contract;
use domain::format;
use domain::ids::ProgrammeId;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::contracts::ContractStanding;

pub(crate) use self::progress::{short_standing, target_line};
use crate::components::{ButtonLink, Empty, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    pub(super) mod w {
        title => { nb: "Avtaler", nn: "Avtalar", en: "Contracts" }
        lead => {
            nb: "Hva huset har lovet dem som betaler, og hvor langt det er kommet. En signert avtale endres bare med tillegg.",
            nn: "Kva huset har lova dei som betaler, og kor langt det er kome. Ein signert avtale blir berre endra med tillegg.",
            en: "What the house has promised those who pay, and how far it has come. A signed contract changes by addenda only." }
        new => { nb: "Ny avtale", nn: "Ny avtale", en: "New contract" }
        none => { nb: "Ingen avtaler ennå.", nn: "Ingen avtalar enno.", en: "No contracts yet." }
        none_text => {
            nb: "Med en avtale her følger alle de samme tallene: dere, mentorene og den som betaler.",
            nn: "Med ein avtale her følgjer alle dei same tala: de, mentorane og den som betaler.",
            en: "With a contract here everybody follows the same figures: you, the mentors and whoever pays." }
        contract => { nb: "Avtale", nn: "Avtale", en: "Contract" }
        funder => { nb: "Tilskuddsgiver", nn: "Tilskotsgjevar", en: "Funder" }
        period => { nb: "Periode", nn: "Periode", en: "Period" }
        amount => { nb: "Beløp", nn: "Beløp", en: "Amount" }
        state => { nb: "Status", nn: "Status", en: "Status" }
        first_target => { nb: "Første mål", nn: "Første mål", en: "First target" }
        next_report => { nb: "Neste rapport", nn: "Neste rapport", en: "Next report" }
        draft => { nb: "utkast", nn: "utkast", en: "draft" }
        signed => { nb: "signert", nn: "signert", en: "signed" }
        closed => { nb: "avsluttet", nn: "avslutta", en: "closed" }
        over => { nb: "utløpt", nn: "utgått", en: "run out" }
        from_to(from: &str, to: &str) => { nb: "{from}–{to}", nn: "{from}–{to}", en: "{from} – {to}" }
        late(on: &str) => { nb: "{on} (forfalt)", nn: "{on} (forfalle)", en: "{on} (late)" }
        all_in => { nb: "alle levert", nn: "alle leverte", en: "all handed in" }
    }
}

/// An amount in kroner: `4 500 000 kr`.
pub(crate) fn kroner(locale: Locale, minor: i64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "an amount of a contract is below 10^13 øre")]
    let number = format::number(locale, minor as f64 / 100.0, if minor % 100 == 0 { 0 } else { 2 });
    match locale {
        Locale::Nb | Locale::Nn => format!("{number}\u{a0}kr"),
        Locale::En => format!("NOK\u{a0}{number}"),
    }
}

/// What pages of contracts are called.
pub(crate) const fn heading(locale: Locale) -> &'static str {
    w::title(locale)
}

/// From one day to another.
pub(crate) fn period(locale: Locale, from: chrono::NaiveDate, to: chrono::NaiveDate) -> String {
    w::from_to(locale, &format::date(locale, from), &format::date(locale, to))
}

/// Whether the reader may draft and change contracts of a programme.
fn changes(cx: &Cx, programme: ProgrammeId) -> bool {
    cx.may(Action::ChangeContract, &Resource::Programme(programme))
}

/// Whether the reader may draft a contract for any programme. The ledger is the whole one.
pub(crate) fn changes_any(cx: &Cx, house: &Ledger) -> bool {
    house.programmes.iter().any(|programme| changes(cx, programme.id))
}

/// Whether the reader has anything to do with contracts, so that the navigation leads to them. The ledger is the whole one.
pub(crate) fn sees_any(cx: &Cx, house: &Ledger) -> bool {
    use domain::access::{Role, Scope};
    let actor = cx.actor();
    let payer = actor.role == Role::Funder && matches!(actor.scope, Scope::Contract(..));
    payer || house.programmes.iter().any(|one| cx.may(Action::SeeContract, &Resource::Programme(one.id)))
}

/// What state a contract is in, in a word.
fn state(cx: &Cx, contract: &Contract) -> &'static str {
    let locale = cx.locale;
    match () {
        () if !contract.is_signed() => w::draft(locale),
        () if contract.closed.is_some() => w::closed(locale),
        () if contract.in_force(cx.today()).to_on < cx.today() => w::over(locale),
        () => w::signed(locale),
    }
}

/// When the next report is due, in words.
pub(crate) fn next_report(cx: &Cx, contract: &Contract) -> String {
    let locale = cx.locale;
    match contract.next_report(cx.today()) {
        None => w::all_in(locale).to_owned(),
        Some(due) if due.is_late(cx.today()) => w::late(locale, &format::date(locale, due.due_on)),
        Some(due) => format::date(locale, due.due_on),
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    if !sees_any(&cx, &house) {
        // Whoever sees the programme learns why; to anybody else there is no such page.
        for programme in &house.programmes {
            cx.require(Action::SeeContract, &Resource::Programme(programme.id)).or_else(|error| match error {
                PageError::NotFound => Ok(()),
                other => Err(other),
            })?;
        }
        return Err(PageError::NotFound);
    }
    let store = &cx.house.store;
    let contracts = store.contracts(&cx.actor()).await?;
    let standings = store.contract_standings(&cx.actor()).await?;
    let sight = crate::question::Sight::of(&cx).await?;
    let writes = changes_any(&cx, &house);
    let rows = contracts
        .iter()
        .map(|contract| {
            let standing = standings.iter().find(|standing| standing.contract.id == contract.id);
            row(&cx, &house, &sight, contract, standing.map(|standing| &**standing))
        })
        .collect_view();
    let new = writes.then(|| view! { <ButtonLink href=paths::NEW_CONTRACT label=w::new(locale) variant="primary"/> });
    let list = if contracts.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        view! {
            <ScrollTable label=w::title(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::contract(locale)}</th>
                            <th scope="col">{w::funder(locale)}</th>
                            <th scope="col">{shared::programme(locale)}</th>
                            <th scope="col">{w::period(locale)}</th>
                            <th scope="col" class="number">{w::amount(locale)}</th>
                            <th scope="col">{w::first_target(locale)}</th>
                            <th scope="col">{w::next_report(locale)}</th>
                            <th scope="col">{w::state(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let body = view! {
        <div class="page-head">
            <h1 class="ds-heading">{w::title(locale)}</h1>
            {new}
        </div>
        <p class="lead">{w::lead(locale)}</p>
        {list}
    }
    .into_any();
    Ok(Page { title: w::title(locale).to_owned(), place: Place::Contracts, body, islands: false })
}

fn row(
    cx: &Cx,
    house: &Ledger,
    sight: &crate::question::Sight,
    contract: &Contract,
    standing: Option<&ContractStanding>,
) -> impl IntoView + use<> {
    let locale = cx.locale;
    let terms = contract.in_force(cx.today());
    let programme = house.programme(terms.programme).map(|programme| programme.name.clone()).unwrap_or_default();
    let target = standing.and_then(|standing| short_standing(locale, sight, standing.targets.first()?));
    let next = contract.is_signed().then(|| next_report(cx, contract));
    view! {
        <tr>
            <th scope="row"><a class="ds-link" href=paths::contract(contract.id)>{terms.title.clone()}</a></th>
            <td data-label=w::funder(locale)>{terms.funder.name.clone()}</td>
            <td data-label=shared::programme(locale)>{programme}</td>
            <td data-label=w::period(locale)>{period(locale, terms.from_on, terms.to_on)}</td>
            <td class="number" data-label=w::amount(locale)>{kroner(locale, terms.minor)}</td>
            <td data-label=w::first_target(locale)>{target.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=w::next_report(locale)>{next.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=w::state(locale)>{state(cx, contract)}</td>
        </tr>
    }
}
