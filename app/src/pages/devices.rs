//! My devices: where I am signed in, and the way out of each.

use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::Strength;

use super::hats::my_tabs;
use crate::actions;
use crate::components::{DataTable, Hidden, Notice, NoticeKind, SubmitButton, TabLinks};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, personal_page};
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Mine enheter", nn: "Mine einingar", en: "My devices" }
        lead => {
            nb: "Her er du logget inn. Kjenner du ikke igjen en av dem, logg den ut.",
            nn: "Her er du logga inn. Kjenner du ikkje att ei av dei, logg ho ut.",
            en: "You are signed in here. If you do not recognise one of them, sign it out." }
        device => { nb: "Enhet", nn: "Eining", en: "Device" }
        this => { nb: "denne", nn: "denne", en: "this one" }
        unknown => { nb: "ukjent enhet", nn: "ukjend eining", en: "unknown device" }
        address => { nb: "Adresse", nn: "Adresse", en: "Address" }
        by => { nb: "Logget inn med", nn: "Logga inn med", en: "Signed in by" }
        since => { nb: "Siden", nn: "Sidan", en: "Since" }
        last => { nb: "Sist brukt", nn: "Sist brukt", en: "Last used" }
        until => { nb: "Logges ut senest", nn: "Blir logga ut seinast", en: "Signed out at the latest" }
        others => { nb: "Logg ut alle andre", nn: "Logg ut alle andre", en: "Sign out all others" }
        all => { nb: "Logg ut alle, også her", nn: "Logg ut alle, her òg", en: "Sign out all, here too" }
        ended => { nb: "Enheten er logget ut.", nn: "Eininga er logga ut.", en: "The device is signed out." }
        by_mail => { nb: "kode på e-post", nn: "kode på e-post", en: "code by mail" }
        by_passkey => { nb: "passnøkkel", nn: "passnøkkel", en: "passkey" }
        by_recovery => { nb: "gjenopprettingskode", nn: "attopprettingskode", en: "recovery code" }
        by_oidc => { nb: "ekstern innlogging", nn: "ekstern innlogging", en: "sign-in elsewhere" }
        by_demo => { nb: "demo", nn: "demo", en: "demo" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    personal_page(load)
}

/// What somebody signed in by, in words.
pub(super) const fn strength_name(locale: Locale, strength: Strength) -> &'static str {
    match strength {
        Strength::Mail => w::by_mail(locale),
        Strength::Passkey => w::by_passkey(locale),
        Strength::Recovery => w::by_recovery(locale),
        Strength::Oidc => w::by_oidc(locale),
        Strength::Demo => w::by_demo(locale),
    }
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let viewer = cx.viewer.as_ref().filter(|viewer| viewer.session.is_some()).ok_or(PageError::NotFound)?;
    let locale = cx.locale;
    let devices = cx.house.store.sessions_of(viewer).await?;
    let title = w::title(locale).to_owned();
    let others = devices.len() > 1;
    let rows = devices
        .into_iter()
        .map(|device| {
            let name = if device.device.is_empty() { w::unknown(locale).to_owned() } else { device.device };
            let this = device.this.then(|| view! { " " <span class="gone-tag">{w::this(locale)}</span> });
            view! {
                <tr>
                    <th scope="row">{name.clone()} {this}</th>
                    <td data-wide="true">{strength_name(locale, device.strength)}</td>
                    <td data-label=w::address(locale)>{device.address}</td>
                    <td data-label=w::since(locale)>{format::instant(locale, device.began_at)}</td>
                    <td data-label=w::last(locale)>{format::instant(locale, device.last_seen_at)}</td>
                    <td data-label=w::until(locale)>{format::instant(locale, device.expires_at)}</td>
                    <td data-act="true">
                        <form method="post" action=actions::end_sessions_path()>
                            <Hidden name="which" value=device.id.to_string()/>
                            <button class="ds-button" type="submit" data-variant="secondary">
                                {shared::sign_out(locale)}
                                <span class="ds-sr-only">{format!(" {name}")}</span>
                            </button>
                        </form>
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <TabLinks label=shared::my_pages(locale) tabs=my_tabs(&cx)/>
        {(cx.query.get("done") == Some("ended"))
            .then(|| view! { <Notice kind=NoticeKind::Success live=true>{w::ended(locale)}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        <DataTable label=w::title(locale) heads=vec![w::device(locale), w::by(locale), w::address(locale), w::since(locale), w::last(locale), w::until(locale)] acts=shared::sign_out(locale)>{rows}</DataTable>
        <form class="actions" method="post" action=actions::end_sessions_path()>
            {others.then(|| view! { <SubmitButton label=w::others(locale) name="which".to_owned() value="others".to_owned()/> })}
            <SubmitButton label=w::all(locale) variant="secondary" danger=true name="which".to_owned() value="all".to_owned()/>
        </form>
    }
    .into_any();
    Ok(Page { title, place: Place::Me, body, islands: false })
}
