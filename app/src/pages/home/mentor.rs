//! For mentors: the startups they follow up, who has stood longest, and who has not told how many they are for a year.

use chrono::Months;
use domain::board::Stay;
use domain::format;
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;

use super::super::pipeline::{gone_mark, may_move};
use crate::components::{ButtonLink, Empty, ScrollTable, StageTag};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place};
use crate::paths;
use crate::words as shared;

/// A headcount older than so many months is asked for again.
const ASK_AFTER: u32 = 12;

domain::catalogue! {
    mod w {
        title => { nb: "Mine bedrifter", nn: "Mine bedrifter", en: "My startups" }
        lead(n: &str) => {
            nb: "Du følger opp {n}.", nn: "Du følgjer opp {n}.", en: "You follow up {n}." }
        none => { nb: "Ingen bedrift er tildelt deg nå.", nn: "Inga bedrift er tildelt deg no.", en: "No startup is assigned to you now." }
        none_text => {
            nb: "Programlederen tildeler bedrifter. I løpet ser du alle som programmet har tatt opp.",
            nn: "Programleiaren tildeler bedrifter. I løpet ser du alle som programmet har teke opp.",
            en: "The programme's manager assigns startups. The pipeline shows all that the programme has admitted." }
        waiting => { nb: "Har stått lengst i steget sitt", nn: "Har stått lengst i steget sitt", en: "Longest in their stage" }
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
    let mut mine: Vec<&Stay> =
        stays.iter().filter(|stay| stay.course.is_open() && stay.mentor.is_some() && stay.mentor == me).collect();
    mine.sort_by(|a, b| a.course.since.cmp(&b.course.since).then_with(|| a.folded.cmp(&b.folded)));
    let title = w::title(locale).to_owned();
    let content = if mine.is_empty() {
        view! {
            <Empty title=w::none(locale) text=w::none_text(locale).to_owned()>
                <ButtonLink href=paths::PIPELINE label=w::all(locale) variant="primary"/>
            </Empty>
        }
        .into_any()
    } else {
        let count = shared::startups(locale, &format::count(locale, mine.len()));
        view! {
            <p class="lead">{w::lead(locale, &count)}</p>
            {waiting(&cx, &ledger, &mine)}
            {uncounted(&cx, &mine)}
            <p><a class="ds-link" href=paths::PIPELINE>{w::all(locale)}</a></p>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Home, body, islands: false })
}

fn waiting(cx: &Cx, ledger: &Ledger, mine: &[&Stay]) -> impl IntoView + use<> {
    let locale = cx.locale;
    let rows = mine
        .iter()
        .map(|stay| {
            let profile = &stay.startup.profile;
            let stage = ledger.programme(stay.enrolment.programme).and_then(|p| p.stage(stay.course.stage));
            #[expect(clippy::cast_precision_loss, reason = "days in a stage stay far below 2^53")]
            let days = format::number(locale, stay.days_in_stage as f64, 0);
            let gone = gone_mark(cx, ledger, stay, cx.today());
            let act = may_move(cx, ledger, stay).then(|| {
                view! {
                    <a class="ds-link" href=paths::move_stay(profile.id, stay.enrolment.id)>
                        {shared::move_on(locale)}<span class="ds-sr-only">{format!(" {}", profile.name)}</span>
                    </a>
                }
            });
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::startup(profile.id)>{profile.name.clone()}</a>
                        {gone.map(|mark| view! { " " <span class="gone-tag">{mark}</span> })}
                    </th>
                    <td>{stage.map(|stage| view! { <StageTag phase=stage.phase.code() label=stage.name(locale).to_owned()/> })}</td>
                    <td class="number" data-label=shared::days_in_stage(locale)>{shared::days(locale, &days)}</td>
                    <td data-act="true">{act}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <section aria-labelledby="waiting">
            <h2 class="ds-heading" data-size="md" id="waiting">{w::waiting(locale)}</h2>
            <ScrollTable label=w::waiting(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{shared::startup(locale)}</th>
                            <th scope="col">{shared::stage(locale)}</th>
                            <th scope="col" class="number">{shared::days_in_stage(locale)}</th>
                            <th scope="col"><span class="ds-sr-only">{shared::move_on(locale)}</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
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
