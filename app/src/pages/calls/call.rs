//! One call: how it goes, who has applied, what is asked, and when it is open.

use domain::format;
use domain::intake::{ApplicationStatus, Call, CallState, Question, oslo_civil};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::intake::Application;

use super::question::{fields, labels};
use super::{managed, programme_name};
use crate::actions;
use crate::components::{
    ButtonLink, DateField, DefinitionItem, DefinitionList, Empty, ErrorSummary, Field, Hidden, Notice, NoticeKind,
    ScrollTable, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::pages::apply_call::status::standing;
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        state => { nb: "Status", nn: "Status", en: "Status" }
        opens => { nb: "Åpner", nn: "Opnar", en: "Opens" }
        closes => { nb: "Stenger", nn: "Stenger", en: "Closes" }
        sent_in => { nb: "Sendt inn", nn: "Sendt inn", en: "Sent in" }
        begun => { nb: "Påbegynt, ikke sendt inn", nn: "Påbyrja, ikkje sendt inn", en: "Begun, not sent in" }
        share => { nb: "Lenken å dele", nn: "Lenkja å dele", en: "The link to share" }
        edit => { nb: "Endre utlysningen", nn: "Endre utlysinga", en: "Change the call" }
        no_questions_yet => {
            nb: "Utlysningen er åpen uten spørsmål. Legg til spørsmålene før du deler lenken.",
            nn: "Utlysinga er open utan spørsmål. Legg til spørsmåla før du deler lenkja.",
            en: "The call is open without questions. Add the questions before you share the link." }
        applications => { nb: "Søknader", nn: "Søknader", en: "Applications" }
        no_applications => { nb: "Ingen søknader er sendt inn ennå.", nn: "Ingen søknader er sende inn enno.", en: "No applications have been sent in yet." }
        applicant => { nb: "Søker", nn: "Søkjar", en: "Applicant" }
        forgotten => { nb: "slettet", nn: "sletta", en: "erased" }
        questions => { nb: "Spørsmål", nn: "Spørsmål", en: "Questions" }
        questions_fixed => {
            nb: "Noen har sendt inn søknad. Nå kan spørsmål bare legges til eller tas ut, så alle svar kan leses slik de ble gitt.",
            nn: "Nokon har sendt inn søknad. No kan spørsmål berre leggjast til eller takast ut, så alle svar kan lesast slik dei vart gitt.",
            en: "Somebody has sent in an application. Now questions can only be added or taken out, so that every answer can be read as it was given." }
        no_questions => { nb: "Ingen spørsmål ennå.", nn: "Ingen spørsmål enno.", en: "No questions yet." }
        optional => { nb: "valgfritt", nn: "valfritt", en: "optional" }
        required => { nb: "må besvares", nn: "må svarast på", en: "must be answered" }
        up => { nb: "Opp", nn: "Opp", en: "Up" }
        down => { nb: "Ned", nn: "Ned", en: "Down" }
        change => { nb: "Endre", nn: "Endre", en: "Change" }
        retire => { nb: "Ta ut", nn: "Ta ut", en: "Take out" }
        restore => { nb: "Still igjen", nn: "Still att", en: "Ask again" }
        retired => { nb: "Stilles ikke lenger", nn: "Blir ikkje stilt lenger", en: "No longer asked" }
        add => { nb: "Legg til et spørsmål", nn: "Legg til eit spørsmål", en: "Add a question" }
        add_button => { nb: "Legg til", nn: "Legg til", en: "Add" }
        close => { nb: "Steng nå", nn: "Steng no", en: "Close now" }
        close_hint => {
            nb: "Da kan ingen søke lenger. Påbegynte søknader blir liggende, men kan ikke sendes inn.",
            nn: "Då kan ingen søkje lenger. Påbyrja søknader blir liggjande, men kan ikkje sendast inn.",
            en: "Then nobody can apply any more. Applications that were begun stay, but cannot be sent in." }
        extend => { nb: "Forleng fristen", nn: "Forleng fristen", en: "Extend the deadline" }
        reopen => { nb: "Åpne igjen", nn: "Opne att", en: "Open again" }
        closes_on => { nb: "Åpen til", nn: "Open til", en: "Open until" }
        closes_time => { nb: "Klokken", nn: "Klokka", en: "At" }
        deadline => { nb: "Fristen", nn: "Fristen", en: "The deadline" }
        made => { nb: "Utlysningen er laget. Legg til spørsmålene under.", nn: "Utlysinga er laga. Legg til spørsmåla under.", en: "The call is made. Add the questions below." }
        changed => { nb: "Utlysningen er endret.", nn: "Utlysinga er endra.", en: "The call is changed." }
        closed_now => { nb: "Utlysningen er stengt.", nn: "Utlysinga er stengd.", en: "The call is closed." }
        extended => { nb: "Fristen er flyttet.", nn: "Fristen er flytta.", en: "The deadline is moved." }
        question_added => { nb: "Spørsmålet er lagt til.", nn: "Spørsmålet er lagt til.", en: "The question is added." }
        question_changed => { nb: "Spørsmålene er endret.", nn: "Spørsmåla er endra.", en: "The questions are changed." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("call").unwrap_or_default());
    show(move |cx| load(cx, id))
}

async fn load(cx: Cx, id: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let call = managed(&cx, &id).await?;
    let store = &cx.house.store;
    let (house, questions) = (cx.house_ledger().await?, store.questions(call.id).await?);
    let (all, fixed) = (store.applications_of(call.id).await?, store.questions_fixed(call.id).await?);
    let added = actions::shown_again(&cx, "question").await?;
    let extended = actions::shown_again(&cx, "extend-call").await?.unwrap_or_default();
    let other = match actions::shown_again(&cx, "questions").await? {
        Some(draft) => draft.error(""),
        None => None,
    };
    let done = cx.query.get("done").and_then(|word| told(locale, word));
    let asked = questions.iter().any(|question| !question.retired);
    let open_without = !asked && call.state(cx.now()) == CallState::Open;
    let title = call.title.get(locale).to_owned();
    let after = crate::pages::calls::application::after_list(&cx, &call).await?;
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {done.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        {other.map(|text| view! { <Notice kind=NoticeKind::Danger live=true>{text}</Notice> })}
        {open_without.then(|| view! { <Notice kind=NoticeKind::Warning>{w::no_questions_yet(locale)}</Notice> })}
        {head(&cx, &house, &call, &all)}
        {applications(&cx, &house, &call, &all)}
        {after}
        {asked_list(locale, &call, &questions, fixed, added)}
        {deadline(&cx, &call, &extended)}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn told(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "call-made" => w::made(locale),
        "call-changed" => w::changed(locale),
        "call-closed" => w::closed_now(locale),
        "call-extended" => w::extended(locale),
        "question-added" => w::question_added(locale),
        "question-changed" => w::question_changed(locale),
        _ => return None,
    })
}

fn head(cx: &Cx, house: &Ledger, call: &Call, all: &[Application]) -> AnyView {
    let locale = cx.locale;
    let drafts = all.iter().filter(|one| one.status == ApplicationStatus::Draft).count();
    let link = paths::apply_to(&call.slug);
    let (state, programme) = (call.state(cx.now()).name(locale), programme_name(house, call.programme, locale));
    let (opens, closes) = (format::instant(locale, call.opens_at), format::instant(locale, call.closes_at));
    let sent = format::count(locale, all.len() - drafts);
    view! {
        <DefinitionList>
            <DefinitionItem term=w::state(locale)><strong>{state}</strong></DefinitionItem>
            <DefinitionItem term=shared::programme(locale)>{programme}</DefinitionItem>
            <DefinitionItem term=w::opens(locale)>{opens}</DefinitionItem>
            <DefinitionItem term=w::closes(locale)>{closes}</DefinitionItem>
            <DefinitionItem term=w::sent_in(locale)>{sent}</DefinitionItem>
            <DefinitionItem term=w::begun(locale)>{format::count(locale, drafts)}</DefinitionItem>
            <DefinitionItem term=w::share(locale)><a class="ds-link" href=link.clone()>{link.clone()}</a></DefinitionItem>
        </DefinitionList>
        <p><ButtonLink href=paths::edit_call(call.id) label=w::edit(locale)/></p>
    }
    .into_any()
}

fn applications(cx: &Cx, house: &Ledger, call: &Call, all: &[Application]) -> AnyView {
    let locale = cx.locale;
    let rows: Vec<_> = all
        .iter()
        .filter(|application| application.status != ApplicationStatus::Draft)
        .map(|application| {
            let who = if application.forgotten_at.is_some() {
                w::forgotten(locale).to_owned()
            } else {
                application.applicant_name.clone()
            };
            let at = application.submitted_at.map(|at| format::instant(locale, at));
            view! {
                <tr>
                    <th scope="row">
                        <a class="ds-link" href=paths::application(call.id, application.id)>
                            {application.startup_name.clone()}
                        </a>
                    </th>
                    <td data-label=w::applicant(locale)>{who}</td>
                    <td data-label=w::sent_in(locale)>{at}</td>
                    <td data-label=w::state(locale)>{standing(house, call, application).name(locale)}</td>
                </tr>
            }
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <Empty title=w::no_applications(locale)/> }.into_any()
    } else {
        view! {
            <ScrollTable label=w::applications(locale)>
                <table class="ds-table" data-stack="true">
                    <thead>
                        <tr>
                            <th scope="col">{shared::startup(locale)}</th>
                            <th scope="col">{w::applicant(locale)}</th>
                            <th scope="col">{w::sent_in(locale)}</th>
                            <th scope="col">{w::state(locale)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </ScrollTable>
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="applications">
            <h2 class="ds-heading" data-size="sm" id="applications">{w::applications(locale)}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn asked_list(locale: Locale, call: &Call, questions: &[Question], fixed: bool, added: Option<Shown>) -> AnyView {
    let asked: Vec<&Question> = questions.iter().filter(|question| !question.retired).collect();
    let last = asked.len().saturating_sub(1);
    let items = asked
        .iter()
        .enumerate()
        .map(|(at, question)| item(locale, call, question, fixed, at == 0, at == last))
        .collect_view();
    let list = if asked.is_empty() {
        view! { <p class="muted">{w::no_questions(locale)}</p> }.into_any()
    } else {
        view! { <ol class="questions">{items}</ol> }.into_any()
    };
    let retired: Vec<_> = questions
        .iter()
        .filter(|question| question.retired)
        .map(|question| {
            view! {
                <li>
                    <span>{question.label.get(locale).to_owned()}</span>
                    {retire(locale, call, question)}
                </li>
            }
        })
        .collect();
    let retired = (!retired.is_empty()).then(|| {
        view! {
            <h3 class="ds-heading" data-size="xs">{w::retired(locale)}</h3>
            <ul class="questions">{retired}</ul>
        }
    });
    let open = added.is_some() || asked.is_empty();
    let draft = added.unwrap_or_default();
    view! {
        <section aria-labelledby="questions">
            <h2 class="ds-heading" data-size="sm" id="questions">{w::questions(locale)}</h2>
            {fixed.then(|| view! { <p class="muted">{w::questions_fixed(locale)}</p> })}
            {list}
            {retired}
            <details class="ds-details fold" id="add-question" open=open>
                <summary>{w::add(locale)}</summary>
                <div>
                    <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
                    <form class="form" method="post" action=actions::add_question_path()>
                        <Hidden name="call" value=call.id.to_string()/>
                        {fields(locale, &draft)}
                        <div class="actions"><SubmitButton label=w::add_button(locale)/></div>
                    </form>
                </div>
            </details>
        </section>
    }
    .into_any()
}

fn item(locale: Locale, call: &Call, question: &Question, fixed: bool, first: bool, last: bool) -> AnyView {
    let label = question.label.get(locale).to_owned();
    let must = if question.required { w::required(locale) } else { w::optional(locale) };
    let about = format!("{}, {must}", question.kind.name(locale));
    let step = |way: &'static str, text: &'static str, gone: bool| {
        view! {
            <button class="ds-button" data-variant="tertiary" type="submit" name="way" value=way disabled=gone>
                {text} <span class="ds-sr-only">{format!(": {label}")}</span>
            </button>
        }
    };
    let order = (!fixed).then(|| {
        view! {
            <form method="post" action=actions::move_question_path()>
                <Hidden name="call" value=call.id.to_string()/>
                <Hidden name="question" value=question.id.to_string()/>
                {step("up", w::up(locale), first)}
                {step("down", w::down(locale), last)}
            </form>
            <a class="ds-button" data-variant="tertiary" href=paths::question(call.id, question.id)>
                {w::change(locale)} <span class="ds-sr-only">{format!(": {label}")}</span>
            </a>
        }
    });
    view! {
        <li>
            <span>{label.clone()} " " <span class="muted">{about}</span></span>
            <div class="actions">{order} {retire(locale, call, question)}</div>
        </li>
    }
    .into_any()
}

/// Stops asking a question, or asks it again.
fn retire(locale: Locale, call: &Call, question: &Question) -> AnyView {
    let (text, value) = if question.retired { (w::restore(locale), "false") } else { (w::retire(locale), "true") };
    view! {
        <form method="post" action=actions::retire_question_path()>
            <Hidden name="call" value=call.id.to_string()/>
            <Hidden name="question" value=question.id.to_string()/>
            <button class="ds-button" data-variant="tertiary" type="submit" name="retired" value=value>
                {text} <span class="ds-sr-only">{format!(": {}", question.label.get(locale))}</span>
            </button>
        </form>
    }
    .into_any()
}

/// Closing early, keeping open longer, opening again.
fn deadline(cx: &Cx, call: &Call, draft: &Shown) -> AnyView {
    let locale = cx.locale;
    let state = call.state(cx.now());
    let act = if state == CallState::Closed { w::reopen(locale) } else { w::extend(locale) };
    let (date, time) = oslo_civil(call.closes_at);
    // One that has closed is opened again for some days yet to come.
    let date = if state == CallState::Closed {
        cx.today().checked_add_days(chrono::Days::new(7)).unwrap_or(date)
    } else {
        date
    };
    let labels = [("closes_on", w::closes_on(locale)), ("closes_time", w::closes_time(locale))];
    let close = (state != CallState::Closed).then(|| {
        view! {
            <form method="post" action=actions::close_call_path()>
                <Hidden name="call" value=call.id.to_string()/>
                <p class="muted">{w::close_hint(locale)}</p>
                <div class="actions"><SubmitButton label=w::close(locale) variant="secondary" danger=true/></div>
            </form>
        }
    });
    view! {
        <section aria-labelledby="deadline">
            <h2 class="ds-heading" data-size="sm" id="deadline">{w::deadline(locale)}</h2>
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels)/>
            <form class="form" method="post" action=actions::extend_call_path()>
                <Hidden name="call" value=call.id.to_string()/>
                <DateField input=draft.input("closes_on", w::closes_on(locale)).value(date.to_string()).required()/>
                <Field input=draft.input("closes_time", w::closes_time(locale)).value(time.format("%H:%M").to_string()).required() kind="time"/>
                <div class="actions"><SubmitButton label=act variant="secondary"/></div>
            </form>
            {close}
        </section>
    }
    .into_any()
}
