//! Who can see this? Everybody who sees the startup today, in what role, and why.

use std::collections::BTreeMap;

use domain::access::who::{Seer, who_can_see};
use domain::access::{Action, Resource, Scope};
use domain::ids::StartupId;
use leptos::prelude::*;
use store::People;

use crate::components::{ButtonLink, DataTable};
use crate::cx::Cx;
use crate::frame::PageError;
use crate::paths::{self, Query};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Hvem kan se dette?", nn: "Kven kan sjå dette?", en: "Who can see this?" }
        text => {
            nb: "Disse ser bedriften i dag. Tilskuddsgivere ser bare samlede tall, og offentligheten ser ingenting.",
            nn: "Desse ser bedrifta i dag. Tilskotsgjevarar ser berre samla tal, og ålmenta ser ingenting.",
            en: "These see the startup today. Funders see only aggregated figures, and the public sees nothing." }
        nobody => {
            nb: "Ingen med konto ser bedriften i dag.", nn: "Ingen med konto ser bedrifta i dag.", en: "Nobody with an account sees the startup today." }
        why => { nb: "Hvorfor", nn: "Kvifor", en: "Why" }
        changes => { nb: "Kan endre", nn: "Kan endre", en: "Can change" }
        yes => { nb: "ja", nn: "ja", en: "yes" }
        no => { nb: "nei", nn: "nei", en: "no" }
        invite => { nb: "Inviter en gründer", nn: "Inviter ein gründer", en: "Invite a founder" }
    }
}

/// The section of the startup's page.
pub(in crate::pages) async fn section(cx: &Cx, people: &People, id: StartupId) -> Result<AnyView, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    let startup = house.startup(id).ok_or(PageError::NotFound)?;
    let memberships: Vec<_> = cx.house.store.memberships().await?.into_values().flatten().collect();
    let seers = who_can_see(&house, startup, &memberships, cx.today());
    let name = |seer: &Seer| people.person_name(seer.person, locale);
    let programme = |scope| match scope {
        Scope::Programme(id) => house.programme(id).map(|programme| programme.name.as_str()),
        Scope::House | Scope::Startup(_) | Scope::Contract(..) => None,
    };
    // Somebody who sees it by two roles is named once for each.
    let by_role: BTreeMap<_, Vec<&Seer>> = seers.iter().fold(BTreeMap::new(), |mut by_role, seer| {
        by_role.entry(seer.role).or_insert_with(Vec::new).push(seer);
        by_role
    });
    let rows = by_role
        .into_values()
        .flatten()
        .map(|seer| {
            view! {
                <tr>
                    <th scope="row">{name(seer)}</th>
                    <td data-main="true">{seer.role.name(locale)}</td>
                    <td data-wide="true">{seer.why(locale, programme(seer.scope))}</td>
                    <td data-label=w::changes(locale)>{if seer.changes { w::yes(locale) } else { w::no(locale) }}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let table = if rows.is_empty() {
        view! { <p>{w::nobody(locale)}</p> }.into_any()
    } else {
        view! {
            <DataTable label=w::title(locale) heads=vec![shared::person(locale), shared::role(locale), w::why(locale), w::changes(locale)]>{rows}</DataTable>
        }
        .into_any()
    };
    let invites = cx.may(Action::AddFounder, &Resource::startup(&house, startup))
        && cx.may(Action::SeePeople, &Resource::House(&house));
    let invite = invites.then(|| {
        let href = paths::with_query(&format!("{}#invite", paths::PEOPLE), &Query::one("startup", id));
        view! { <p><ButtonLink href=href label=w::invite(locale)/></p> }
    });
    let section = view! {
        <section aria-labelledby="seen-by">
            <h2 class="ds-heading" data-size="md" id="seen-by">{w::title(locale)}</h2>
            <p class="muted">{w::text(locale)}</p>
            {table}
            {invite}
        </section>
    };
    Ok(section.into_any())
}
