//! What changed since: each later fact that would move a published figure, for those who may see the startups.

use domain::format;
use domain::ledger::Ledger;
use domain::publication::{Cause, Change, Changes};
use domain::words::Locale;
use leptos::prelude::*;

use crate::components::ScrollTable;
use crate::pages::audit::words as audit;
use crate::paths;
use crate::question::level_text;
use crate::words as shared;

domain::catalogue! {
    mod w {
        heading => { nb: "Hva som er endret siden", nn: "Kva som er endra sidan", en: "What changed since" }
        same => {
            nb: "Ingenting av det som er registrert siden, flytter tallet.",
            nn: "Ingenting av det som er registrert sidan, flyttar talet.",
            en: "Nothing recorded since moves the figure." }
        moved(then: &str, now: &str) => {
            nb: "Publisert: {then}. Med det vi vet nå: {now}.",
            nn: "Publisert: {then}. Med det vi veit no: {now}.",
            en: "Published: {then}. By what we know now: {now}." }
        inside => {
            nb: "Bare de som ser bedriftene, ser denne listen. Det publiserte tallet står som det er; skriv en merknad hvis leserne bør vite om endringen.",
            nn: "Berre dei som ser bedriftene, ser denne lista. Det publiserte talet står som det er; skriv ein merknad om lesarane bør vite om endringa.",
            en: "Only those who see the startups see this list. The published figure stands as it is; write a note if its readers should know of the change." }
        what => { nb: "Hva", nn: "Kva", en: "What" }
        by => { nb: "Flytter tallet", nn: "Flyttar talet", en: "Moves the figure" }
        after => { nb: "Til", nn: "Til", en: "To" }
        entered => { nb: "bedriften ble registrert", nn: "bedrifta vart registrert", en: "the startup was entered" }
        withdrawn => { nb: "importen ble angret", nn: "importen vart angra", en: "the import was undone" }
        others(n: &str) => {
            nb: "{n} endringer gjelder bedrifter som ikke er dine å se.",
            nn: "{n} endringar gjeld bedrifter som ikkje er dine å sjå.",
            en: "{n} changes are of startups that are not yours to see." }
        more(n: &str) => { nb: "De siste {n} endringene vises.", nn: "Dei siste {n} endringane blir viste.", en: "The last {n} changes are shown." }
    }
}

/// Most changes listed.
const MOST: usize = 100;

/// The list, for a reader who sees this part of the ledger.
pub fn section(locale: Locale, seen: &Ledger, changes: &Changes, unit: domain::figures::Unit) -> AnyView {
    let value = |value: Option<f64>| level_text(locale, unit, value);
    let (mine, others): (Vec<&Change>, Vec<&Change>) =
        changes.steps.iter().partition(|step| seen.startup(step.startup).is_some());
    let rows = mine.iter().rev().take(MOST).map(|step| row(locale, seen, step, unit)).collect_view();
    let content = if changes.steps.is_empty() {
        view! { <p>{w::same(locale)}</p> }.into_any()
    } else {
        view! {
            <p><strong>{w::moved(locale, &value(changes.then.value), &value(changes.now.value))}</strong></p>
            <p class="muted">{w::inside(locale)}</p>
            {(!mine.is_empty()).then(|| view! {
                <ScrollTable label=w::heading(locale)>
                    <table class="ds-table" data-stack="true">
                        <thead><tr>
                            <th scope="col">{shared::startup(locale)}</th>
                            <th scope="col">{w::what(locale)}</th>
                            <th scope="col">{shared::recorded(locale)}</th>
                            <th scope="col" class="number">{w::by(locale)}</th>
                            <th scope="col" class="number">{w::after(locale)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </ScrollTable>
            })}
            {(mine.len() > MOST).then(|| view! { <p class="muted">{w::more(locale, &format::count(locale, MOST))}</p> })}
            {(!others.is_empty()).then(|| view! { <p class="muted">{w::others(locale, &format::count(locale, others.len()))}</p> })}
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="changes">
            <h2 class="ds-heading" data-size="md" id="changes">{w::heading(locale)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn row(locale: Locale, seen: &Ledger, step: &Change, unit: domain::figures::Unit) -> impl IntoView + use<> {
    let name = seen.startup(step.startup).map(|startup| startup.profile.name.clone()).unwrap_or_default();
    let what = match step.cause {
        Cause::Entered => w::entered(locale).to_owned(),
        Cause::Withdrawn => w::withdrawn(locale).to_owned(),
        Cause::Fact { kind, .. } => audit::kind_text(locale, kind.code()),
    };
    let by = step.by().map(|by| signed(locale, unit, by)).unwrap_or_default();
    view! {
        <tr>
            <th scope="row"><a class="ds-link" href=paths::startup(step.startup)>{name}</a></th>
            <td data-label=w::what(locale)>{what}</td>
            <td data-label=shared::recorded(locale)>{format::date(locale, domain::time::oslo_date(step.at))}</td>
            <td class="number" data-label=w::by(locale)>{by}</td>
            <td class="number" data-main="true">{level_text(locale, unit, step.after.value)}</td>
        </tr>
    }
}

/// A difference with its sign; of shares in percentage points.
fn signed(locale: Locale, unit: domain::figures::Unit, by: f64) -> String {
    let (by, decimals) = if unit.is_share() { (by * 100.0, 1) } else { (by, 1) };
    let text = format::number(locale, by.abs(), decimals);
    let sign = if by > 0.0 {
        "+"
    } else if by < 0.0 {
        "−"
    } else {
        "±"
    };
    format!("{sign}{text}")
}
