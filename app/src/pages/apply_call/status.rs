//! Where an application stands, and what was sent in, for whoever sent it.

use domain::facts::in_force;
use domain::format;
use domain::intake::{ApplicationStatus, Call, QuestionKind, Standing, shown};
use domain::ledger::Ledger;
use domain::pipeline::Course;
use domain::time::Instant;
use domain::words::Locale;
use leptos::prelude::*;
use store::documents::Document;
use store::intake::Application;

use super::paragraphs;
use super::written::Told;
use crate::actions;
use crate::components::{
    CheckField, DefinitionItem, DefinitionList, ErrorSummary, Hidden, Notice, NoticeKind, SubmitButton,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::PageError;

domain::catalogue! {
    mod w {
        title(startup: &str) => { nb: "Søknaden til {startup}", nn: "Søknaden til {startup}", en: "The application of {startup}" }
        submitted => {
            nb: "Søknaden er sendt inn. Vi har sendt deg en kvittering.",
            nn: "Søknaden er sendt inn. Vi har sendt deg ei kvittering.",
            en: "The application is sent in. We have sent you a receipt." }
        withdrawn_now => { nb: "Søknaden er trukket.", nn: "Søknaden er trekt.", en: "The application is withdrawn." }
        call => { nb: "Utlysning", nn: "Utlysing", en: "Call" }
        received_on => { nb: "Mottatt", nn: "Motteken", en: "Received" }
        state => { nb: "Status", nn: "Status", en: "Status" }
        next => { nb: "Hva skjer nå?", nn: "Kva skjer no?", en: "What happens now?" }
        received => {
            nb: "Vi har fått søknaden din. Noen av oss leser den snart. Du trenger ikke gjøre noe; vi skriver til deg når det er avgjort.",
            nn: "Vi har fått søknaden din. Nokon av oss les han snart. Du treng ikkje gjere noko; vi skriv til deg når det er avgjort.",
            en: "We have your application. Some of us will read it soon. There is nothing for you to do; we write to you when it is decided." }
        assessed => {
            nb: "Søknaden din er til vurdering. Vi skriver til deg når det er avgjort.",
            nn: "Søknaden din er til vurdering. Vi skriv til deg når det er avgjort.",
            en: "Your application is being assessed. We write to you when it is decided." }
        admitted => {
            nb: "Dere er tatt opp. Velkommen! Vi tar kontakt om hvordan vi begynner.",
            nn: "De er tekne opp. Velkomen! Vi tek kontakt om korleis vi byrjar.",
            en: "You are admitted. Welcome! We get in touch about how we begin." }
        declined => {
            nb: "Dere ble ikke tatt opp denne gangen. Takk for at dere søkte, og for arbeidet dere la i det. Begrunnelsen kommer i e-posten fra oss.",
            nn: "De vart ikkje tekne opp denne gongen. Takk for at de søkte, og for arbeidet de la i det. Grunngivinga kjem i e-posten frå oss.",
            en: "You were not admitted this time. Thank you for applying, and for the work you put into it. The reasons come in the mail from us." }
        withdrawn => {
            nb: "Du har trukket søknaden, så den er ikke med i vurderingen lenger. Du er velkommen til å søke igjen.",
            nn: "Du har trekt søknaden, så han er ikkje med i vurderinga lenger. Du er velkomen til å søkje igjen.",
            en: "You have withdrawn the application, so it is no longer assessed. You are welcome to apply again." }
        contact(who: &str) => { nb: "Spørsmål? {who}", nn: "Spørsmål? {who}", en: "Questions? {who}" }
        sent_in => { nb: "Det du sendte inn", nn: "Det du sende inn", en: "What you sent in" }
        wrote => { nb: "Det du skrev", nn: "Det du skreiv", en: "What you wrote" }
        no_answer => { nb: "ikke besvart", nn: "ikkje svara på", en: "not answered" }
        agreed(version: &str) => {
            nb: "Du godtok personvernteksten, versjon {version}",
            nn: "Du godtok personvernteksten, versjon {version}",
            en: "You agreed to the privacy notice, version {version}" }
        withdraw => { nb: "Trekk søknaden", nn: "Trekk søknaden", en: "Withdraw the application" }
        withdraw_text => {
            nb: "Da er den ikke med i vurderingen lenger. Det kan ikke gjøres om.",
            nn: "Då er han ikkje med i vurderinga lenger. Det kan ikkje gjerast om.",
            en: "Then it is no longer assessed. This cannot be undone." }
        withdraw_sure => { nb: "Jeg vil trekke søknaden", nn: "Eg vil trekkje søknaden", en: "I want to withdraw the application" }
        drop => { nb: "Slett søknaden", nn: "Slett søknaden", en: "Delete the application" }
        drop_text => {
            nb: "Da er alt du har skrevet, borte. Det kan ikke gjøres om.",
            nn: "Då er alt du har skrive, borte. Det kan ikkje gjerast om.",
            en: "Then everything you wrote is gone. This cannot be undone." }
        drop_sure => { nb: "Jeg vil slette alt jeg har skrevet", nn: "Eg vil slette alt eg har skrive", en: "I want to delete everything I wrote" }
        not_done => { nb: "Ingenting er endret:", nn: "Ingenting er endra:", en: "Nothing was changed:" }
        name => { nb: "Navn", nn: "Namn", en: "Name" }
        email => { nb: "E-post", nn: "E-post", en: "E-mail" }
        startup => { nb: "Bedrift", nn: "Bedrift", en: "Startup" }
    }
}

/// Where an application stands, by what was decided and by where its stay is. The ledger is the whole one.
pub fn standing(ledger: &Ledger, call: &Call, application: &Application) -> Standing {
    let programme = ledger.programme(call.programme);
    let course =
        programme.zip(application.startup.and_then(|id| ledger.startup(id))).and_then(|(programme, startup)| {
            let changes = in_force(&startup.stage_changes, Instant::MAX_UTC);
            Course::at(programme, application.enrolment?, &changes, chrono::NaiveDate::MAX)
        });
    let stage = programme.zip(course.as_ref()).and_then(|(programme, course)| programme.stage(course.stage));
    let first = programme.and_then(|programme| programme.first_stage()).map(|stage| stage.id);
    let is_first = stage.is_none_or(|stage| Some(stage.id) == first);
    Standing::of(application.status, course.as_ref(), stage.map(|stage| stage.kind), is_first)
}

/// The page of an application that was sent in.
pub(super) async fn of(cx: &Cx, told: &Told) -> Result<(String, AnyView), PageError> {
    let locale = cx.locale;
    let Told { application, call, .. } = told;
    let standing = standing(&*cx.house_ledger().await?, call, application);
    let refused = actions::shown_again(cx, "withdraw-application").await?.unwrap_or_default();
    let notice = match cx.query.get("done") {
        Some("submitted") => Some(w::submitted(locale)),
        Some("withdrawn") => Some(w::withdrawn_now(locale)),
        _ => None,
    };
    let title = w::title(locale, &application.startup_name);
    let next = match standing {
        Standing::Writing | Standing::Received => w::received(locale),
        Standing::BeingAssessed => w::assessed(locale),
        Standing::Admitted => w::admitted(locale),
        Standing::Declined => w::declined(locale),
        Standing::Withdrawn => w::withdrawn(locale),
    };
    let name = call.title.get(locale).to_owned();
    let received = application.submitted_at.map(|at| format::instant(locale, at)).unwrap_or_default();
    let open = matches!(standing, Standing::Received | Standing::BeingAssessed);
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <DefinitionList>
            <DefinitionItem term=w::state(locale)><strong>{standing.name(locale)}</strong></DefinitionItem>
            <DefinitionItem term=w::received_on(locale)>{received}</DefinitionItem>
            <DefinitionItem term=w::call(locale)>{name}</DefinitionItem>
        </DefinitionList>
        <section aria-labelledby="next">
            <h2 class="ds-heading" data-size="sm" id="next">{w::next(locale)}</h2>
            <p>{next}</p>
            {(!call.contact.is_empty()).then(|| view! { <p>{w::contact(locale, &call.contact)}</p> })}
        </section>
        {answers(locale, told)}
        {open.then(|| take_back(cx, told, &refused))}
    }
    .into_any();
    Ok((title, body))
}

/// What was answered, question by question.
pub(super) fn answers(locale: Locale, told: &Told) -> AnyView {
    let Told { application, questions, documents, .. } = told;
    let heading = if application.submitted_at.is_some() { w::sent_in(locale) } else { w::wrote(locale) };
    let asked = questions
        .iter()
        // What is asked no longer is shown to those who answered it.
        .filter(|question| !question.retired || application.answers.contains_key(&question.id))
        .map(|question| {
            let typed = application.answers.get(&question.id).map_or("", String::as_str);
            let answer = match question.kind {
                QuestionKind::File => file_name(documents, typed),
                _ => shown(question, locale, typed),
            };
            let answer = if answer.is_empty() {
                view! { <p class="muted">{w::no_answer(locale)}</p> }.into_any()
            } else {
                paragraphs(&answer).into_any()
            };
            view! { <dt>{question.label.get(locale).to_owned()}</dt> <dd>{answer}</dd> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="answers">
            <h2 class="ds-heading" data-size="sm" id="answers">{heading}</h2>
            <dl class="answers">
                <dt>{w::name(locale)}</dt> <dd>{application.applicant_name.clone()}</dd>
                <dt>{w::email(locale)}</dt> <dd>{application.applicant_email.clone()}</dd>
                <dt>{w::startup(locale)}</dt> <dd>{application.startup_name.clone()}</dd>
                {asked}
            </dl>
            {application.notice_version.map(|version| view! { <p class="muted">{w::agreed(locale, &version.to_string())}</p> })}
        </section>
    }
    .into_any()
}

/// What the file is called that answers a question.
fn file_name(documents: &[Document], typed: &str) -> String {
    let known = documents.iter().find(|document| document.id.to_string() == typed);
    known.map(|document| document.name.clone()).unwrap_or_default()
}

/// Taking the application back, behind a box to tick.
pub(super) fn take_back(cx: &Cx, told: &Told, refused: &Shown) -> AnyView {
    let locale = cx.locale;
    let is_draft = told.application.status == ApplicationStatus::Draft;
    let (act, text, sure) = if is_draft {
        (w::drop(locale), w::drop_text(locale), w::drop_sure(locale))
    } else {
        (w::withdraw(locale), w::withdraw_text(locale), w::withdraw_sure(locale))
    };
    let errors = refused.summary("", &[("sure", sure)]);
    view! {
        <details class="ds-details fold" open=refused.is_refused()>
            <summary>{act}</summary>
            <div>
                <ErrorSummary title=w::not_done(locale) errors=errors/>
                <p>{text}</p>
                <form class="form" method="post" action=actions::withdraw_application_path()>
                    <Hidden name="slug" value=told.call.slug.clone()/>
                    <Hidden name="token" value=told.token.clone()/>
                    <CheckField name="sure" label=sure/>
                    <div class="actions"><SubmitButton label=act variant="secondary" danger=true/></div>
                </form>
            </div>
        </details>
    }
    .into_any()
}
