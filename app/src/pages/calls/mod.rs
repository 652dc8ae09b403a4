//! Calls for applications, for those who run a programme: all of them, and the way to a new one.

pub mod application;
pub mod call;
pub mod edit;
pub mod question;

use domain::access::{Action, Reason, Resource};
use domain::format;
use domain::ids::ProgrammeId;
use domain::intake::Call;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use store::intake::CallCounts;

use crate::components::{ButtonLink, Empty, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show, require_list};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Utlysninger", nn: "Utlysingar", en: "Calls" }
        lead => {
            nb: "En utlysning er et søknadsskjema med en frist. Alle som har lenken, kan søke mens den er åpen.",
            nn: "Ei utlysing er eit søknadsskjema med ein frist. Alle som har lenkja, kan søkje medan ho er open.",
            en: "A call is an application form with a deadline. Anybody who has the link can apply while it is open." }
        new => { nb: "Ny utlysning", nn: "Ny utlysing", en: "New call" }
        none => { nb: "Ingen utlysninger ennå.", nn: "Ingen utlysingar enno.", en: "No calls yet." }
        none_text => {
            nb: "Med en utlysning kommer søknadene inn av seg selv, uten ark og innboks.",
            nn: "Med ei utlysing kjem søknadene inn av seg sjølve, utan ark og innboks.",
            en: "With a call, applications come in by themselves, without sheets and inboxes." }
        judge => { nb: "Søknader du vurderer", nn: "Søknader du vurderer", en: "Applications you judge" }
        call => { nb: "Utlysning", nn: "Utlysing", en: "Call" }
        state => { nb: "Status", nn: "Status", en: "Status" }
        opens => { nb: "Åpner", nn: "Opnar", en: "Opens" }
        closes => { nb: "Stenger", nn: "Stenger", en: "Closes" }
        sent_in => { nb: "Sendt inn", nn: "Sendt inn", en: "Sent in" }
        begun => { nb: "Påbegynt", nn: "Påbyrja", en: "Begun" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

/// Whether the reader manages the calls of any programme. The ledger is the whole one.
#[must_use]
pub fn manages_any(cx: &Cx, house: &Ledger) -> bool {
    house.programmes.iter().any(|programme| manages(cx, programme.id))
}

/// Whether the reader manages the calls of a programme.
#[must_use]
pub fn manages(cx: &Cx, programme: ProgrammeId) -> bool {
    cx.may(Action::ManageCalls, &Resource::Programme(programme))
}

/// Goes on for those who manage calls.
fn require_any(cx: &Cx, house: &Ledger) -> Result<(), PageError> {
    if manages_any(cx, house) {
        return Ok(());
    }
    require_list(cx)?;
    Err(PageError::Denied(Reason::ManagersDo))
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let locale = cx.locale;
    let house = cx.house_ledger().await?;
    require_any(&cx, &house)?;
    let calls: Vec<_> =
        cx.house.store.calls().await?.into_iter().filter(|(call, _)| manages(&cx, call.programme)).collect();
    let judges = cx.house.store.judges_anything(&cx.actor()).await?;
    let judge = judges.then(|| view! { <ButtonLink href=paths::EVALUATE label=w::judge(locale) variant="secondary"/> });
    let title = w::title(locale).to_owned();
    let list = if calls.is_empty() {
        view! { <Empty title=w::none(locale) text=Some(w::none_text(locale).to_owned())/> }.into_any()
    } else {
        table(&cx, &house, &calls)
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::lead(locale)}</p>
        <p class="actions"><ButtonLink href=paths::NEW_CALL label=w::new(locale) variant="primary"/>{judge}</p>
        {list}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn table(cx: &Cx, house: &Ledger, calls: &[(Call, CallCounts)]) -> AnyView {
    let locale = cx.locale;
    let now = cx.now();
    let rows = calls
        .iter()
        .map(|(call, counts)| {
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::call(call.id)>{call.title.get(locale).to_owned()}</a>
                    </th>
                    <td data-wide="true">{programme_name(house, call.programme, locale)}</td>
                    <td data-label=w::state(locale)>{call.state(now).name(locale)}</td>
                    <td data-label=w::opens(locale)>{format::instant(locale, call.opens_at)}</td>
                    <td data-label=w::closes(locale)>{format::instant(locale, call.closes_at)}</td>
                    <td class="number" data-label=w::sent_in(locale)>{many(locale, counts.submitted)}</td>
                    <td class="number" data-label=w::begun(locale)>{many(locale, counts.drafts)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <ScrollTable label=w::title(locale)>
            <table class="ds-table" data-stack="true">
                <thead>
                    <tr>
                        <th scope="col">{w::call(locale)}</th>
                        <th scope="col">{shared::programme(locale)}</th>
                        <th scope="col">{w::state(locale)}</th>
                        <th scope="col">{w::opens(locale)}</th>
                        <th scope="col">{w::closes(locale)}</th>
                        <th scope="col" class="number">{w::sent_in(locale)}</th>
                        <th scope="col" class="number">{w::begun(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
    }
    .into_any()
}

/// A number of applications as it is read.
fn many(locale: Locale, many: u64) -> String {
    format::count(locale, usize::try_from(many).unwrap_or(usize::MAX))
}

/// What a programme is called.
fn programme_name(house: &Ledger, id: ProgrammeId, locale: Locale) -> String {
    house.programme(id).map_or_else(|| shared::unknown(locale).to_owned(), |programme| programme.name.clone())
}

/// A call that the reader manages, by the id in the address; others' calls are not there.
async fn managed(cx: &Cx, id: &str) -> Result<Call, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let call = cx.house.store.call(id).await?.ok_or(PageError::NotFound)?;
    cx.require(Action::ManageCalls, &Resource::Programme(call.programme))?;
    Ok(call)
}
