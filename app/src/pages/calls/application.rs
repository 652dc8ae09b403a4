//! An application, for those who run the programme: who sent it in, what was answered, where it stands. What is judged and decided about
//! it stands in the middle: see [`judged`].

use domain::access::policy::ApplicationTie;
use domain::access::{Action, Resource};
use domain::format;
use domain::intake::{Answer, ApplicationStatus, Call, Question, QuestionKind, read_answer, shown};
use domain::ledger::Ledger;
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::documents::Document;
use store::intake::Application;

use crate::components::{ButtonLink, DefinitionItem, DefinitionList, Notice, NoticeKind};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, page as show};
use crate::pages::apply_call::paragraphs;
use crate::pages::apply_call::status::standing;
use crate::pages::evaluate::panel;
use crate::paths;

domain::catalogue! {
    mod w {
        state => { nb: "Status", nn: "Status", en: "Status" }
        applicant => { nb: "Søker", nn: "Søkjar", en: "Applicant" }
        email => { nb: "E-post", nn: "E-post", en: "E-mail" }
        sent_in => { nb: "Sendt inn", nn: "Sendt inn", en: "Sent in" }
        agreed => { nb: "Godtok personverntekst", nn: "Godtok personverntekst", en: "Agreed to the notice" }
        version(version: &str) => { nb: "versjon {version}", nn: "versjon {version}", en: "version {version}" }
        call => { nb: "Utlysning", nn: "Utlysing", en: "Call" }
        answers => { nb: "Svarene", nn: "Svara", en: "The answers" }
        no_answer => { nb: "ikke besvart", nn: "ikkje svara på", en: "not answered" }
        no_longer => { nb: "stilles ikke lenger", nn: "blir ikkje stilt lenger", en: "no longer asked" }
        forgotten => {
            nb: "Det som ble fortalt i søknaden, er slettet. At den ble sendt inn, og hva som ble av den, står igjen.",
            nn: "Det som vart fortalt i søknaden, er sletta. At han vart sendt inn, og kva som vart av han, står att.",
            en: "What was told in the application is erased. That it was sent in, and what became of it, stays." }
        startup => { nb: "Åpne bedriften", nn: "Opne bedrifta", en: "Open the startup" }
        known(name: &str) => {
            nb: "Organisasjonsnummeret hører allerede til {name}. Kanskje er det samme bedrift.",
            nn: "Organisasjonsnummeret høyrer alt til {name}. Kanskje er det same bedrift.",
            en: "The organisation number already belongs to {name}. Perhaps it is the same startup." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name).unwrap_or_default());
    let (call, application) = (param("call"), param("application"));
    show(move |cx| load(cx, call, application))
}

/// What is judged and decided about an application, between who sent it in and what was answered. Nothing before it is sent in.
async fn judged(cx: &Cx, application: &Application) -> Result<AnyView, PageError> {
    panel::of_application(cx, application).await
}

/// What stands under the list of a call's applications: how they are judged.
pub(super) async fn after_list(cx: &Cx, call: &Call) -> Result<AnyView, PageError> {
    panel::of_call(cx, call).await
}

async fn load(cx: Cx, call: String, id: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let store = &cx.house.store;
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    let application = store.application(id).await?.ok_or(PageError::NotFound)?;
    // What somebody is still writing is theirs alone.
    if application.call.to_string() != call || application.status == ApplicationStatus::Draft {
        return Err(PageError::NotFound);
    }
    let call = store.call(application.call).await?.ok_or(PageError::NotFound)?;
    // Evaluators read an application on the page where they judge it, and nowhere else.
    let tie = ApplicationTie { programme: application.programme, evaluators: &[] };
    cx.require(Action::SeeApplication, &Resource::Application(tie))?;
    let house = cx.house_ledger().await?;
    let questions = store.questions(call.id).await?;
    let documents = store.documents_of_application(application.id).await?;
    let title = application.startup_name.clone();
    let judged = judged(&cx, &application).await?;
    // Whoever has a conflict of interest does not read it.
    let shows = panel::shows_answers(&cx, &application).await?;
    let forgotten = application.forgotten_at.is_some();
    let known = taken(&cx, &questions, &application).await?;
    let startup = application.startup.map(|startup| {
        view! { <p><ButtonLink href=paths::startup(startup) label=w::startup(locale)/></p> }
    });
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {forgotten.then(|| view! { <Notice kind=NoticeKind::Info>{w::forgotten(locale)}</Notice> })}
        {known.map(|name| view! { <Notice kind=NoticeKind::Warning>{w::known(locale, &name)}</Notice> })}
        {head(locale, &house, &call, &application)}
        {startup}
        {judged}
        {(!forgotten && shows).then(|| answers(locale, &questions, &application, &documents))}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

/// The startup that the organisation number in an application belongs to, when it is another one that the reader sees.
async fn taken(cx: &Cx, questions: &[Question], application: &Application) -> Result<Option<String>, PageError> {
    let ledger = cx.ledger().await?;
    let told =
        questions.iter().find_map(|question| match read_answer(question, application.answers.get(&question.id)?) {
            Ok(Some(Answer::Organisation(number))) => Some(number),
            _ => None,
        });
    let Some(number) = told else { return Ok(None) };
    let other = ledger.startups.iter().find(|startup| {
        Some(startup.profile.id) != application.startup
            && startup.profile.withdrawn_at.is_none()
            && startup.companies.iter().any(|company| company.number == number)
    });
    Ok(other.map(|startup| startup.profile.name.clone()))
}

fn head(locale: Locale, house: &Ledger, call: &Call, application: &Application) -> AnyView {
    let sent = application.submitted_at.map(|at| format::instant(locale, at)).unwrap_or_default();
    let version =
        application.notice_version.map(|version| w::version(locale, &version.to_string())).unwrap_or_default();
    let state = standing(house, call, application).name(locale);
    let (to, name) = (paths::call(call.id), call.title.get(locale).to_owned());
    let who = (application.forgotten_at.is_none()).then(|| {
        let (applicant, mail) = (application.applicant_name.clone(), application.applicant_email.clone());
        view! {
            <DefinitionItem term=w::applicant(locale)>{applicant}</DefinitionItem>
            <DefinitionItem term=w::email(locale)>
                <a class="ds-link" href=format!("mailto:{mail}")>{mail.clone()}</a>
            </DefinitionItem>
        }
    });
    view! {
        <DefinitionList>
            <DefinitionItem term=w::state(locale)>
                <strong>{state}</strong>
            </DefinitionItem>
            {who}
            <DefinitionItem term=w::sent_in(locale)>{sent}</DefinitionItem>
            <DefinitionItem term=w::agreed(locale)>{version}</DefinitionItem>
            <DefinitionItem term=w::call(locale)>
                <a class="ds-link" href=to>{name}</a>
            </DefinitionItem>
        </DefinitionList>
    }
    .into_any()
}

/// What was answered, question by question: also for those who judge it.
pub fn answers(locale: Locale, questions: &[Question], application: &Application, documents: &[Document]) -> AnyView {
    let asked = questions
        .iter()
        .filter(|question| !question.retired || application.answers.contains_key(&question.id))
        .map(|question| {
            let typed = application.answers.get(&question.id).map_or("", String::as_str);
            let label = question.label.get(locale).to_owned();
            let retired = question
                .retired
                .then(|| view! { " " <span class="muted">{format!("({})", w::no_longer(locale))}</span> });
            let answer = match question.kind {
                QuestionKind::File => file(locale, documents, typed),
                _ => match shown(question, locale, typed) {
                    text if text.is_empty() => none(locale),
                    text => paragraphs(&text).into_any(),
                },
            };
            view! { <dt>{label} {retired}</dt> <dd>{answer}</dd> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="answers">
            <h2 class="ds-heading" data-size="sm" id="answers">{w::answers(locale)}</h2>
            <dl class="answers">{asked}</dl>
        </section>
    }
    .into_any()
}

fn none(locale: Locale) -> AnyView {
    view! { <p class="muted">{w::no_answer(locale)}</p> }.into_any()
}

/// The file that answers a question, to take away.
fn file(locale: Locale, documents: &[Document], typed: &str) -> AnyView {
    match documents.iter().find(|document| document.id.to_string() == typed) {
        Some(document) => view! {
            <a class="ds-link" href=paths::document(document.id)>{document.name.clone()}</a>
        }
        .into_any(),
        None => none(locale),
    }
}
