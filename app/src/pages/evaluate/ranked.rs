//! A round's list by place: mean and spread, how many have scored, what was decided; and from here on, declining several or picking those
//! for the next round.

use std::collections::BTreeMap;

use domain::evaluation::Own;
use domain::format;
use domain::ids::PersonId;
use domain::intake::ApplicationStatus;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::evaluation::{Ranked, RankedRow, RoundState};

use super::{due, own_name, spread};
use crate::actions::{self, evaluation as forms};
use crate::components::{DateField, Empty, ErrorSummary, Field, Hidden, ScrollTable, SubmitButton};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;

domain::catalogue! {
    mod w {
        title(round: &str) => { nb: "Rangert liste: {round}", nn: "Rangert liste: {round}", en: "Ranked list: {round}" }
        lead => {
            nb: "Snittet står aldri alene: se på spredningen og på hvor mange som har vurdert, før du avgjør.",
            nn: "Snittet står aldri åleine: sjå på spreiinga og på kor mange som har vurdert, før du avgjer.",
            en: "The mean never stands alone: look at the spread and at how many have scored before you decide." }
        under_way => { nb: "Runden pågår", nn: "Runden går føre seg", en: "The round is under way" }
        preparing => { nb: "Runden er ikke startet", nn: "Runden er ikkje starta", en: "The round is not started" }
        closed => { nb: "Runden er lukket", nn: "Runden er lukka", en: "The round is closed" }
        setup => { nb: "Runder og kriterier", nn: "Rundar og kriterium", en: "Rounds and criteria" }
        none => { nb: "Ingen søknader i denne runden ennå.", nn: "Ingen søknader i denne runden enno.", en: "No applications in this round yet." }
        place => { nb: "Plass", nn: "Plass", en: "Place" }
        application => { nb: "Søknad", nn: "Søknad", en: "Application" }
        scores => { nb: "Poeng", nn: "Poeng", en: "Scores" }
        decision => { nb: "Avgjørelse", nn: "Avgjerd", en: "Decision" }
        open => { nb: "ikke avgjort", nn: "ikkje avgjord", en: "undecided" }
        hidden => {
            nb: "Skjult til din egen vurdering er levert", nn: "Skjult til di eiga vurdering er levert", en: "Hidden until your own score is in" }
        conflicted => { nb: "Skjult: du er inhabil", nn: "Skjult: du er ugild", en: "Hidden: you have a conflict of interest" }
        score_it => { nb: "Vurder den", nn: "Vurder han", en: "Score it" }
        pick => { nb: "Velg", nn: "Vel", en: "Choose" }
        chosen => { nb: "De du har valgt", nn: "Dei du har valt", en: "Those you have chosen" }
        decline => { nb: "Skriv avslag til de valgte", nn: "Skriv avslag til dei valde", en: "Write to decline those chosen" }
        next_round => { nb: "Ny runde med de valgte", nn: "Ny runde med dei valde", en: "A new round with those chosen" }
        next_text => {
            nb: "Den nye runden begynner med de samme kriteriene, og de kan endres før noen gir poeng.",
            nn: "Den nye runden byrjar med dei same kriteria, og dei kan endrast før nokon gir poeng.",
            en: "The new round begins with the same criteria, which can be changed until somebody scores." }
        name => { nb: "Navn på runden", nn: "Namn på runden", en: "Name of the round" }
        due => { nb: "Frist", nn: "Frist", en: "Due" }
        open_round => { nb: "Åpne runden", nn: "Opne runden", en: "Open the round" }
        mend => { nb: "Rett dette:", nn: "Rett dette:", en: "Mend this:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name).unwrap_or_default());
    let (call, round) = (param("call"), param("round"));
    show(move |cx| load(cx, call, round))
}

async fn load(cx: Cx, call: String, round: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let round = round.parse().map_err(|_| PageError::NotFound)?;
    let ranked = cx.house.store.ranked(&cx.actor(), round).await?;
    if ranked.call.id.to_string() != call {
        return Err(PageError::NotFound);
    }
    let draft = actions::shown_again(&cx, forms::ROUND).await?.unwrap_or_default();
    let title = w::title(locale, &ranked.round.name);
    let state = match ranked.round.state() {
        RoundState::Preparing => w::preparing(locale),
        RoundState::UnderWay => w::under_way(locale),
        RoundState::Closed => w::closed(locale),
    };
    let content = if ranked.rows.is_empty() {
        view! { <Empty title=w::none(locale)/> }.into_any()
    } else {
        list(&cx, &ranked, &draft)
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p>
            <a class="ds-link" href=paths::call(ranked.call.id)>{ranked.call.title.get(locale).to_owned()}</a> " · " {state} " · "
            {due(&cx, ranked.round.due_on)} " · "
            <a class="ds-link" href=paths::judging(ranked.call.id)>{w::setup(locale)}</a>
        </p>
        <p class="lead">{w::lead(locale)}</p>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn list(cx: &Cx, ranked: &Ranked, draft: &Shown) -> AnyView {
    let locale = cx.locale;
    let rows = ranked.rows.iter().map(|one| row(cx, ranked, one, draft, &ranked.evaluators)).collect_view();
    let open = ranked.rows.iter().any(|row| row.application.status == ApplicationStatus::Submitted);
    let closed = ranked.round.state() == RoundState::Closed;
    let act = (open).then(|| {
        view! {
            <section aria-labelledby="chosen">
                <h2 class="ds-heading" data-size="sm" id="chosen">{w::chosen(locale)}</h2>
                <div class="actions">
                    <button class="ds-button" data-variant="secondary" type="submit" formmethod="get" formnovalidate
                        formaction=paths::decline(ranked.call.id)>
                        {w::decline(locale)}
                    </button>
                </div>
                {closed.then(|| next_round(locale, draft))}
            </section>
        }
    });
    let errors = draft.summary("", &[("name", w::name(locale)), ("due_on", w::due(locale))]);
    let table = view! {
        <ScrollTable label=w::application(locale)>
            <table class="ds-table" data-stack="true">
                <thead>
                    <tr>
                        <th scope="col">{w::place(locale)}</th>
                        <th scope="col">{w::application(locale)}</th>
                        <th scope="col">{w::scores(locale)}</th>
                        <th scope="col">{w::decision(locale)}</th>
                        <th scope="col">{w::pick(locale)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </ScrollTable>
    };
    // With everything decided there is nothing left to send.
    let Some(act) = act else { return table.into_any() };
    view! {
        <ErrorSummary title=w::mend(locale) errors=errors/>
        <form method="post" action=actions::judging_round_path()>
            <Hidden name="call" value=ranked.call.id.to_string()/>
            <Hidden name="which" value="picked"/>
            <Hidden name="back" value=paths::ranked(ranked.call.id, ranked.round.id)/>
            {table}
            {act}
        </form>
    }
    .into_any()
}

fn next_round(locale: Locale, draft: &Shown) -> AnyView {
    view! {
        <details class="ds-details fold" open=draft.is_refused()>
            <summary>{w::next_round(locale)}</summary>
            <div class="fold__body">
                <p>{w::next_text(locale)}</p>
                <Field input=draft.input("name", w::name(locale))/>
                <DateField input=draft.input("due_on", w::due(locale))/>
                <div class="actions"><SubmitButton label=w::open_round(locale)/></div>
            </div>
        </details>
    }
    .into_any()
}

fn row(cx: &Cx, ranked: &Ranked, row: &RankedRow, draft: &Shown, names: &BTreeMap<PersonId, String>) -> AnyView {
    let locale = cx.locale;
    let application = &row.application;
    let scores = match (&row.standing, row.own) {
        (Some(standing), _) => spread(locale, &ranked.round.criteria, standing, names),
        (None, Own::Conflict) => view! { <span class="muted">{w::conflicted(locale)}</span> }.into_any(),
        (None, own) => {
            let judges = matches!(own, Own::ToDo | Own::Draft) && ranked.round.state() == RoundState::UnderWay;
            let link = judges.then(|| {
                view! {
                    " " <a class="ds-link" href=paths::score(ranked.round.id, application.id)>{w::score_it(locale)}</a>
                }
            });
            view! { <span class="muted">{w::hidden(locale)} " (" {own_name(own, locale)} ")"</span> {link} }.into_any()
        }
    };
    let decided = match (&row.decision, application.status) {
        (Some(decision), _) => decision.verdict.name(locale),
        (None, ApplicationStatus::Submitted) => w::open(locale),
        (None, status) => status_name(status, locale),
    };
    let pick = (application.status == ApplicationStatus::Submitted && row.own != Own::Conflict).then(|| {
        let name = forms::of_application("picked", application.id);
        let checked = !draft.value(&name, "").is_empty();
        view! {
            <label class="pick">
                <input class="ds-input" type="checkbox" name=name value="true" checked=checked/>
                <span class="ds-sr-only">{format!("{} {}", w::pick(locale), application.startup_name)}</span>
            </label>
        }
    });
    view! {
        <tr>
            <td data-label=w::place(locale)>{row.place.map_or_else(|| "–".to_owned(), |place| format::count(locale, place))}</td>
            <th scope="row">
                <a class="ds-link" href=paths::application(ranked.call.id, application.id)>{application.startup_name.clone()}</a>
            </th>
            <td data-wide="true">{scores}</td>
            <td data-label=w::decision(locale)>{decided}</td>
            <td data-act="true">{pick}</td>
        </tr>
    }
    .into_any()
}

/// A status without a decision of ours behind it: withdrawn, or moved in the pipeline.
const fn status_name(status: ApplicationStatus, locale: Locale) -> &'static str {
    match status {
        ApplicationStatus::Admitted => domain::evaluation::Verdict::Admitted.name(locale),
        ApplicationStatus::Declined => domain::evaluation::Verdict::Declined.name(locale),
        ApplicationStatus::Draft | ApplicationStatus::Submitted | ApplicationStatus::Withdrawn => w::open(locale),
    }
}
