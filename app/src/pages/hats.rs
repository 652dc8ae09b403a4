//! My roles: which of them is worn, and the form to put on another.

use domain::access::Membership;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use crate::actions;
use crate::components::{DataTable, ErrorSummary, Notice, TabLink, TabLinks};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, personal_page, scope_name};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Mine roller", nn: "Mine roller", en: "My roles" }
        devices => { nb: "Mine enheter", nn: "Mine einingar", en: "My devices" }
        lead(name: &str, email: &str) => {
            nb: "Du er logget inn som {name} ({email}).",
            nn: "Du er logga inn som {name} ({email}).",
            en: "You are signed in as {name} ({email})." }
        one => {
            nb: "Det du ser og kan gjøre, følger av rollen du har på. Det du gjør, blir ført med den.",
            nn: "Det du ser og kan gjere, følgjer av rolla du har på. Det du gjer, blir ført med ho.",
            en: "What you see and may do follows from the role you wear. What you do is recorded with it." }
        none => {
            nb: "Du har ingen rolle i dag. Spør den som inviterte deg.",
            nn: "Du har inga rolle i dag. Spør den som inviterte deg.",
            en: "You hold no role today. Ask whoever invited you." }
        scope => { nb: "Gjelder", nn: "Gjeld", en: "Holds in" }
        from => { nb: "Fra", nn: "Frå", en: "From" }
        to => { nb: "Til og med", nn: "Til og med", en: "Until" }
        worn => { nb: "på nå", nn: "på no", en: "worn now" }
        wear => { nb: "Ta på", nn: "Ta på", en: "Wear" }
        mend => { nb: "Rollen ble ikke byttet:", nn: "Rolla vart ikkje bytt:", en: "The role was not changed:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    personal_page(load)
}

/// The links between a person's own pages.
#[must_use]
pub fn my_tabs(cx: &Cx) -> Vec<TabLink> {
    [
        (paths::HATS, w::title(cx.locale)),
        (paths::DEVICES, w::devices(cx.locale)),
        (paths::PASSKEYS, super::passkeys::title(cx.locale)),
        (paths::ADDRESS, super::address::title(cx.locale)),
        (paths::MY_CALENDAR, super::calendar::title(cx.locale)),
        (paths::TOKENS, super::tokens::title(cx.locale)),
        (paths::MY_DATA, super::my_data::title(cx.locale)),
    ]
    .map(|(href, label)| TabLink { label: label.to_owned(), href: href.to_owned(), current: cx.path == href })
    .into()
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let viewer = cx.viewer.as_ref().filter(|viewer| viewer.session.is_some()).ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let ledger = cx.house_ledger().await?;
    let refused = actions::shown_again(&cx, "wear").await?.unwrap_or_default();
    let title = w::title(locale).to_owned();
    let several = viewer.hats.len() > 1;
    let rows = viewer
        .hats
        .iter()
        .map(|hat| row(locale, hat, &scope_name(locale, &ledger, hat.scope), viewer.worn == Some(hat.id)))
        .collect::<Vec<_>>();
    let table = if rows.is_empty() {
        view! { <Notice>{w::none(locale)}</Notice> }.into_any()
    } else {
        view! {
            {several.then(|| view! { <p>{w::one(locale)}</p> })}
            <DataTable label=w::title(locale) heads=vec![shared::role(locale), w::scope(locale), w::from(locale), w::to(locale)] acts=w::wear(locale)>{rows}</DataTable>
        }
        .into_any()
    };
    let email = viewer.email.clone().unwrap_or_default();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <TabLinks label=shared::my_pages(locale) tabs=my_tabs(&cx)/>
        <p class="lead">{w::lead(locale, &viewer.name, &email)}</p>
        <ErrorSummary title=w::mend(locale) errors=refused.summary("", &[("hat", shared::role(locale))])/>
        {table}
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}

fn row(locale: Locale, hat: &Membership, scope: &str, worn: bool) -> impl IntoView + use<> {
    let role = hat.role.name(locale);
    let named = format!(" {role}, {scope}");
    let act = if worn {
        view! { <span class="gone-tag">{w::worn(locale)}</span> }.into_any()
    } else {
        view! {
            <form method="post" action=actions::wear_path()>
                <button class="ds-button" data-variant="secondary" type="submit" name="hat" value=hat.id.to_string()>
                    {w::wear(locale)}
                    <span class="ds-sr-only">{named}</span>
                </button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{shared::at_start(role)}</th>
            <td data-main="true">{scope.to_owned()}</td>
            <td data-label=w::from(locale)>{format::date(locale, hat.from_on)}</td>
            <td data-label=w::to(locale)>{hat.to_on.map(|on| format::date(locale, on))}</td>
            <td data-act="true">{act}</td>
        </tr>
    }
}
