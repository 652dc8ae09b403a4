//! Judging applications: what is the reader's to judge, and how what came of it is shown. An evaluator reads applications here only.
//!
//! - [`score`] one application with its criteria; [`ranked`] a round's list; [`decline`] the letters before they go
//! - [`setup`] rounds, criteria, evaluators; [`panel`] what the pages of calls and applications show of it

pub mod decline;
pub mod panel;
pub mod ranked;
pub mod score;
pub mod setup;
mod spread;

use domain::evaluation::Own;
use domain::format;
use domain::words::Locale;
use leptos::prelude::*;
use store::evaluation::MyRound;

use crate::components::{ButtonLink, Empty, Notice, NoticeKind, ScrollTable};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;

pub(super) use spread::{named, spread, told};

domain::catalogue! {
    mod w {
        title => { nb: "Søknader å vurdere", nn: "Søknader å vurdere", en: "Applications to judge" }
        lead => {
            nb: "Du ser de andres poeng først når dine egne er levert.",
            nn: "Du ser poenga til dei andre fyrst når dine eigne er leverte.",
            en: "You see the others' scores only once your own are in." }
        none => { nb: "Ingen søknader venter på deg nå.", nn: "Ingen søknader ventar på deg no.", en: "No applications wait for you now." }
        none_text => {
            nb: "Du får en e-post når programlederen starter en runde du er med i.",
            nn: "Du får ein e-post når programleiaren startar ein runde du er med i.",
            en: "You get a mail when the programme's manager starts a round you take part in." }
        due(on: &str) => { nb: "Frist {on}", nn: "Frist {on}", en: "Due {on}" }
        overdue(on: &str) => { nb: "Fristen var {on}", nn: "Fristen var {on}", en: "Was due {on}" }
        no_due => { nb: "Ingen frist", nn: "Ingen frist", en: "No due date" }
        progress(done: &str, all: &str) => { nb: "{done} av {all} vurdert", nn: "{done} av {all} vurderte", en: "{done} of {all} judged" }
        next => { nb: "Vurder neste", nn: "Vurder neste", en: "Judge the next" }
        all_done => { nb: "Alt er levert. Takk for innsatsen!", nn: "Alt er levert. Takk for innsatsen!", en: "All is handed in. Thank you!" }
        startup => { nb: "Søknad", nn: "Søknad", en: "Application" }
        state => { nb: "Din vurdering", nn: "Vurderinga di", en: "Your score" }
        scored => { nb: "Vurderingen er levert.", nn: "Vurderinga er levert.", en: "Your score is handed in." }
        conflict => {
            nb: "Du er meldt inhabil, og søknaden er tatt ut av listen din.",
            nn: "Du er meldt ugild, og søknaden er teken ut av lista di.",
            en: "Your conflict of interest is noted, and the application is off your list." }
        to_do => { nb: "ikke begynt", nn: "ikkje byrja", en: "not begun" }
        draft => { nb: "utkast", nn: "utkast", en: "draft" }
        submitted => { nb: "levert", nn: "levert", en: "handed in" }
        conflicted => { nb: "inhabil", nn: "ugild", en: "conflict of interest" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    show(load)
}

async fn load(cx: Cx) -> Result<Page, PageError> {
    let store = &cx.house.store;
    // Whoever judges nothing has nothing here; an evaluator may, though none is set on anything yet.
    if cx.actor().role != domain::access::Role::Evaluator && !store.judges_anything(&cx.actor()).await? {
        return Err(PageError::NotFound);
    }
    listed(cx, Place::Elsewhere).await
}

/// The rounds under way in which the reader judges; also an evaluator's first page.
pub(super) async fn listed(cx: Cx, place: Place) -> Result<Page, PageError> {
    let locale = cx.locale;
    let rounds = cx.house.store.my_rounds(&cx.actor()).await?;
    let title = w::title(locale).to_owned();
    let notice = match cx.query.get("done") {
        Some("scored") => Some(w::scored(locale)),
        Some("conflict") => Some(w::conflict(locale)),
        _ => None,
    };
    let content = if rounds.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        rounds.iter().map(|one| round(&cx, one)).collect_view().into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <p class="lead">{w::lead(locale)}</p>
        {content}
    }
    .into_any();
    Ok(Page { title, place, body, islands: false })
}

/// When a round is due, in words.
pub(super) fn due(cx: &Cx, on: Option<chrono::NaiveDate>) -> String {
    let locale = cx.locale;
    match on {
        Some(on) if on < cx.today() => w::overdue(locale, &format::date(locale, on)),
        Some(on) => w::due(locale, &format::date(locale, on)),
        None => w::no_due(locale).to_owned(),
    }
}

/// How far somebody has come with an application, in words.
pub(super) const fn own_name(own: Own, locale: Locale) -> &'static str {
    match own {
        Own::ToDo | Own::NotAsked => w::to_do(locale),
        Own::Draft => w::draft(locale),
        Own::Submitted => w::submitted(locale),
        Own::Conflict => w::conflicted(locale),
    }
}

fn round(cx: &Cx, mine: &MyRound) -> AnyView {
    let locale = cx.locale;
    let (done, all) = mine.progress();
    let id = format!("round-{}", mine.round.id);
    let name = format!("{}: {}", mine.call.title.get(locale), mine.round.name);
    let next = match mine.next(None) {
        Some(next) => {
            view! { <p><ButtonLink href=paths::score(mine.round.id, next) label=w::next(locale) variant="primary"/></p> }.into_any()
        }
        None => view! { <p>{w::all_done(locale)}</p> }.into_any(),
    };
    let rows = mine
        .applications
        .iter()
        .map(|(application, own)| {
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::score(mine.round.id, application.id)>{application.startup_name.clone()}</a>
                    </th>
                    <td data-label=w::state(locale)>{own_name(*own, locale)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby=id>
            <h2 class="ds-heading" data-size="sm" id=id.clone()>{name.clone()}</h2>
            <p>
                {w::progress(locale, &format::count(locale, done), &format::count(locale, all))} " · " {due(cx, mine.round.due_on)}
            </p>
            {next}
            <ScrollTable label=name>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{w::startup(locale)}</th>
                            <th scope="col">{w::state(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        </section>
    }
    .into_any()
}
