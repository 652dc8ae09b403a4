//! For mentors: their day, and who has not told how many they are for a year.

use chrono::Months;
use domain::board::Stay;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;

use super::super::{attention, my_day};
use crate::components::ScrollTable;
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::words as shared;

/// A headcount older than so many months is asked for again.
const ASK_AFTER: u32 = 12;

domain::catalogue! {
    mod w {
        uncounted => { nb: "Mangler antall ansatte det siste året", nn: "Manglar tal på tilsette det siste året", en: "Without a headcount for a year" }
        uncounted_text => {
            nb: "Et tall som er eldre enn femten måneder, teller ikke lenger i noe tall. Spør gründeren.",
            nn: "Eit tal som er eldre enn femten månader, tel ikkje lenger i noko tal. Spør gründeren.",
            en: "A number older than fifteen months no longer counts in any figure. Ask the founder." }
        all_counted => { nb: "Alle har meldt antall ansatte det siste året.", nn: "Alle har meldt talet på tilsette det siste året.", en: "All have reported within the last year." }
        last => { nb: "Sist meldt", nn: "Sist meldt", en: "Last reported" }
        never => { nb: "aldri", nn: "aldri", en: "never" }
        record => { nb: "Registrer", nn: "Registrer", en: "Record" }
        all => { nb: "Hele løpet", nn: "Heile løpet", en: "The whole pipeline" }
    }
}

/// The page.
pub(super) async fn load(cx: Cx) -> Result<Page, PageError> {
    let ledger = cx.ledger().await?;
    let locale = cx.locale;
    let me = cx.actor().person;
    let stays = cx.stays(&ledger, cx.today(), None);
    let mine: Vec<&Stay> =
        stays.iter().filter(|stay| stay.course.is_open() && stay.mentor.is_some() && stay.mentor == me).collect();
    let title = my_day::title(locale).to_owned();
    let day = my_day::view(&cx, &ledger).await?;
    let attention = attention::on_home(&cx, &ledger).await?;
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {day}
        {attention}
        {(!mine.is_empty()).then(|| uncounted(&cx, &mine))}
        <p><a class="ds-link" href=paths::PIPELINE>{w::all(locale)}</a></p>
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

fn uncounted(cx: &Cx, mine: &[&Stay]) -> impl IntoView + use<> {
    let locale = cx.locale;
    let limit = cx.today().checked_sub_months(Months::new(ASK_AFTER)).unwrap_or(cx.today());
    let mut old: Vec<&&Stay> = mine.iter().filter(|stay| stay.employees.is_none_or(|(_, on)| on < limit)).collect();
    old.sort_by_key(|stay| stay.employees.map(|(_, on)| on));
    let rows = old.iter().map(|stay| row(locale, stay)).collect::<Vec<_>>();
    let content = if rows.is_empty() {
        view! { <p>{w::all_counted(locale)}</p> }.into_any()
    } else {
        view! {
            <p class="muted">{w::uncounted_text(locale)}</p>
            <ScrollTable label=w::uncounted(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{shared::startup(locale)}</th>
                            <th scope="col">{w::last(locale)}</th>
                            <th scope="col" class="number">{shared::employees(locale)}</th>
                            <th scope="col"><span class="ds-sr-only">{w::record(locale)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="uncounted">
            <h2 class="ds-heading" data-size="md" id="uncounted">{w::uncounted(locale)}</h2>
            {content}
        </section>
    }
}

fn row(locale: Locale, stay: &Stay) -> impl IntoView + use<> {
    let profile = &stay.startup.profile;
    let last = stay.employees.map_or_else(|| w::never(locale).to_owned(), |(_, on)| format::date(locale, on));
    view! {
        <tr>
            <th scope="row"><a class="ds-link" href=paths::startup(profile.id)>{profile.name.clone()}</a></th>
            <td data-label=w::last(locale)>{last}</td>
            <td class="number" data-label=shared::employees(locale)>{stay.employees.map(|(span, _)| span.to_string())}</td>
            <td data-act="true">
                <a class="ds-link" href=paths::startup_section(profile.id, "record-headcount")>
                    {w::record(locale)}<span class="ds-sr-only">{format!(" {}", profile.name)}</span>
                </a>
            </td>
        </tr>
    }
}
