//! For those who judge applications: which are open, and for how long.

use domain::board::Stay;
use domain::format;
use leptos::prelude::*;

use crate::components::{Empty, ScrollTable, StageTag};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Søknader til vurdering", nn: "Søknader til vurdering", en: "Applications to judge" }
        lead => {
            nb: "De åpne søknadene i programmet ditt, de eldste først. Når en søknad er avgjort, ser du den ikke lenger.",
            nn: "Dei opne søknadene i programmet ditt, dei eldste først. Når ein søknad er avgjord, ser du han ikkje lenger.",
            en: "The open applications of your programme, the oldest first. Once one is decided you no longer see it." }
        none => { nb: "Ingen åpne søknader.", nn: "Ingen opne søknader.", en: "No open applications." }
        applied => { nb: "Søkte", nn: "Søkte", en: "Applied" }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let stays = cx.stays(&ledger, cx.today(), None);
    let mut open: Vec<&Stay> = stays.iter().filter(|stay| stay.course.is_open()).collect();
    open.sort_by(|a, b| a.course.applied_on.cmp(&b.course.applied_on).then_with(|| a.folded.cmp(&b.folded)));
    let rows = open
        .iter()
        .map(|stay| {
            let stage = ledger.programme(stay.enrolment.programme).and_then(|p| p.stage(stay.course.stage));
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::startup(stay.startup.profile.id)>{stay.startup.profile.name.clone()}</a>
                    </th>
                    <td>{stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}</td>
                    <td data-label=w::applied(locale)>{format::date(locale, stay.course.applied_on)}</td>
                    <td>{stay.startup.profile.sector.clone()}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let content = if rows.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        view! {
            <ScrollTable label=w::title(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{shared::startup(locale)}</th>
                            <th scope="col">{shared::stage(locale)}</th>
                            <th scope="col">{w::applied(locale)}</th>
                            <th scope="col">{shared::sector(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    let title = w::title(locale).to_owned();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}
