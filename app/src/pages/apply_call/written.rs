//! What an applicant's link leads to: the application while it can be written, and where it stands afterwards. It shows nothing else.

use domain::format;
use domain::intake::{
    AnswerError, ApplicationStatus, Call, CallState, Part, Question, QuestionKind, oslo_civil, problems,
};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::documents::Document;
use store::intake::Application;

use super::fields::{Filled, field, field_id, upload_to};
use super::{mend, paragraphs, status, when};
use crate::actions;
use crate::components::{
    AutosaveScript, CheckField, ErrorSummary, Field, FieldError, Hidden, Input, Notice, NoticeKind, SubmitButton,
};
use crate::cx::Cx;
use crate::frame::{Page, PageError, Place, open_page};
use crate::paths;

domain::catalogue! {
    mod w {
        gone_title => { nb: "Lenken gjelder ikke lenger", nn: "Lenkja gjeld ikkje lenger", en: "The link no longer holds" }
        gone => {
            nb: "Den leder ikke til noen søknad: søknaden er slettet, eller noe av lenken mangler. Be om en ny lenke der du begynte.",
            nn: "Ho leier ikkje til nokon søknad: søknaden er sletta, eller noko av lenkja manglar. Be om ei ny lenkje der du byrja.",
            en: "It leads to no application: the application was deleted, or a part of the link is missing. Ask for a new link where you began." }
        back => { nb: "Til utlysningen", nn: "Til utlysinga", en: "To the call" }
        lead => {
            nb: "Svar i den rekkefølgen du vil, og kom tilbake gjennom lenken når det passer. Ingenting er sendt inn før du trykker «Send inn».",
            nn: "Svar i den rekkjefølgja du vil, og kom tilbake gjennom lenkja når det passar. Ingenting er sendt inn før du trykkjer «Send inn».",
            en: "Answer in the order you like, and come back through the link when it suits you. Nothing is sent in before you press “Send in”." }
        keep => {
            nb: "Lenken er din alene. Gi den bare til dem som skriver søknaden sammen med deg.",
            nn: "Lenkja er di åleine. Gi henne berre til dei som skriv søknaden saman med deg.",
            en: "The link is yours alone. Give it only to those who write the application with you." }
        name => { nb: "Navnet ditt", nn: "Namnet ditt", en: "Your name" }
        startup => { nb: "Bedriften eller ideen", nn: "Bedrifta eller ideen", en: "The startup or the idea" }
        answers_to(email: &str) => { nb: "Svar kommer til {email}.", nn: "Svar kjem til {email}.", en: "Answers go to {email}." }
        consent => { nb: "Samtykke og personvern", nn: "Samtykke og personvern", en: "Consent and privacy" }
        consent_missing => {
            nb: "Kryss av for at du samtykker, så kan søknaden sendes inn.",
            nn: "Kryss av for at du samtykkjer, så kan søknaden sendast inn.",
            en: "Tick that you consent, and the application can be sent in." }
        name_missing => { nb: "Skriv navnet ditt.", nn: "Skriv namnet ditt.", en: "Write your name." }
        startup_missing => {
            nb: "Skriv hva bedriften eller ideen heter.",
            nn: "Skriv kva bedrifta eller ideen heiter.",
            en: "Write what the startup or the idea is called." }
        save => { nb: "Lagre", nn: "Lagre", en: "Save" }
        submit => { nb: "Send inn", nn: "Send inn", en: "Send in" }
        saved => { nb: "Lagret", nn: "Lagra", en: "Saved" }
        saved_at(at: &str) => { nb: "Lagret {at}", nn: "Lagra {at}", en: "Saved {at}" }
        failed => {
            nb: "Ikke lagret. Er du på nett? Vi prøver igjen om litt.",
            nn: "Ikkje lagra. Er du på nett? Vi prøver igjen om litt.",
            en: "Not saved. Are you online? We try again in a moment." }
        refused => {
            nb: "Ikke lagret: søknaden er sendt inn, eller utlysningen er stengt. Ta vare på det du skrev nå nettopp, og last siden på nytt.",
            nn: "Ikkje lagra: søknaden er sendt inn, eller utlysinga er stengd. Ta vare på det du skreiv no nettopp, og last sida på nytt.",
            en: "Not saved: the application has been sent in, or the call has closed. Keep what you wrote just now, and load the page again." }
        saved_notice => { nb: "Søknaden er lagret. Den er ikke sendt inn ennå.", nn: "Søknaden er lagra. Han er ikkje sendt inn enno.", en: "The application is saved. It is not sent in yet." }
        file_saved => { nb: "Filen er lastet opp, og søknaden er lagret.", nn: "Fila er lasta opp, og søknaden er lagra.", en: "The file is uploaded, and the application is saved." }
        incomplete => {
            nb: "Søknaden er lagret, men ikke sendt inn. Dette mangler:",
            nn: "Søknaden er lagra, men ikkje sendt inn. Dette manglar:",
            en: "The application is saved, but not sent in. This is missing:" }
        closed_title => { nb: "Søknaden ble ikke sendt inn", nn: "Søknaden vart ikkje sendt inn", en: "The application was not sent in" }
        closed(days: &str) => {
            nb: "Utlysningen stengte før søknaden ble sendt inn, så den er ikke med i vurderingen. Under ser du det du skrev. Det slettes {days} dager etter at utlysningen stengte.",
            nn: "Utlysinga stengde før søknaden vart sendt inn, så han er ikkje med i vurderinga. Under ser du det du skreiv. Det blir sletta {days} dagar etter at utlysinga stengde.",
            en: "The call closed before the application was sent in, so it is not among those assessed. Below is what you wrote. It is deleted {days} days after the call closed." }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name).unwrap_or_default());
    let (slug, token) = (param("slug"), param("token"));
    open_page(move |cx| load(cx, slug, token))
}

async fn load(cx: Cx, slug: String, token: String) -> Result<Page, PageError> {
    let store = &cx.house.store;
    let Some(application) = store.application_by_link(&token).await? else { return Ok(gone(cx.locale, &slug)) };
    let call = store.call(application.call).await?.ok_or(PageError::NotFound)?;
    if call.slug != slug {
        // Its name in addresses has changed since the mail was sent.
        return Err(PageError::Elsewhere(paths::my_application(&call.slug, &token)));
    }
    let questions = store.questions(call.id).await?;
    let documents = store.documents_of_application(application.id).await?;
    let told = Told { token, application, call, questions, documents };
    let (title, body) = match (told.application.status, told.call.state(cx.now())) {
        (ApplicationStatus::Draft, CallState::Open) => write(&cx, &told).await?,
        (ApplicationStatus::Draft, _) => unsent(&cx, &told).await?,
        _ => status::of(&cx, &told).await?,
    };
    Ok(Page { title, place: Place::Elsewhere, body, islands: false })
}

/// What the pages of one application show.
pub(super) struct Told {
    /// The secret of the link, which their forms send back.
    pub token: String,
    /// The application.
    pub application: Application,
    /// Its call.
    pub call: Call,
    /// What is asked.
    pub questions: Vec<Question>,
    /// The files in it.
    pub documents: Vec<Document>,
}

/// A link that leads nowhere.
fn gone(locale: Locale, slug: &str) -> Page {
    let title = w::gone_title(locale).to_owned();
    let start = paths::local_or(&paths::apply_to(slug), paths::HOME);
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::gone(locale)}</p>
        <p><a class="ds-link" href=start>{w::back(locale)}</a></p>
    }
    .into_any();
    Page { title, place: Place::Elsewhere, body, islands: false }
}

/// Why something keeps the application from being sent in, and beside which field that is said.
fn reasons(locale: Locale, told: &Told, consents: bool) -> Vec<(Part, String)> {
    let Told { application, questions, .. } = told;
    let found =
        problems(questions, &application.applicant_name, &application.startup_name, &application.answers, consents);
    let sentence = |(part, error): (Part, AnswerError)| {
        let text = match (part, error) {
            (Part::Consent, _) => w::consent_missing(locale).to_owned(),
            (Part::Name, AnswerError::Missing) => w::name_missing(locale).to_owned(),
            (Part::Startup, AnswerError::Missing) => w::startup_missing(locale).to_owned(),
            (Part::Answer(id), error) => {
                let kind = questions.iter().find(|question| question.id == id).map(|question| question.kind);
                error.text(locale, kind.unwrap_or(QuestionKind::Text))
            }
            (_, error) => error.text(locale, QuestionKind::Text),
        };
        (part, text)
    };
    found.into_iter().map(sentence).collect()
}

/// The id of the field of a part.
fn part_id(part: Part) -> String {
    match part {
        Part::Name => "name".to_owned(),
        Part::Startup => "startup_name".to_owned(),
        Part::Answer(question) => field_id(question),
        Part::Consent => "consent".to_owned(),
    }
}

/// Everything that is wrong, each under what was asked.
fn summary(
    locale: Locale,
    told: &Told,
    reasons: &[(Part, String)],
    files: &[(Part, String)],
    whole: Option<String>,
) -> Vec<FieldError> {
    let label = |part: Part| match part {
        Part::Name => w::name(locale).to_owned(),
        Part::Startup => w::startup(locale).to_owned(),
        Part::Consent => w::consent(locale).to_owned(),
        Part::Answer(id) => told
            .questions
            .iter()
            .find(|question| question.id == id)
            .map(|question| question.label.get(locale).to_owned())
            .unwrap_or_default(),
    };
    let whole = whole.map(|text| FieldError { field: "name".to_owned(), text });
    let one = |(part, text): &(Part, String)| FieldError { field: part_id(*part), text: asked(&label(*part), text) };
    whole.into_iter().chain(files.iter().chain(reasons).map(one)).collect()
}

/// What was asked, and what is wrong with the answer.
fn asked(label: &str, text: &str) -> String {
    let mark = if label.ends_with(['?', '.', '!', ':']) { "" } else { ":" };
    format!("{label}{mark} {text}")
}

async fn write(cx: &Cx, told: &Told) -> Result<(String, AnyView), PageError> {
    let locale = cx.locale;
    let Told { token, application, call, questions, documents } = told;
    let refused = actions::shown_again(cx, "application").await?.unwrap_or_default();
    let withdrawal = actions::shown_again(cx, "withdraw-application").await?.unwrap_or_default();
    let consents = cx.query.get("consent").is_some();
    let reasons = if cx.query.get("check").is_some() { reasons(locale, told, consents) } else { Vec::new() };
    let files: Vec<(Part, String)> = questions
        .iter()
        .filter_map(|question| Some((Part::Answer(question.id), refused.error(&actions::file_name(question.id))?)))
        .collect();
    let errors = summary(locale, told, &reasons, &files, refused.error(""));
    let heading = if reasons.is_empty() { mend(locale) } else { w::incomplete(locale) };
    let why = |part: Part| files.iter().chain(&reasons).find(|(of, _)| *of == part).map(|(_, text)| text.clone());
    let notice = match cx.query.get("done") {
        Some("saved") => Some(w::saved_notice(locale)),
        Some("file") => Some(w::file_saved(locale)),
        _ => None,
    };
    let asked = questions
        .iter()
        .filter(|question| !question.retired)
        .map(|question| {
            field(&Filled {
                locale,
                question,
                typed: application.answers.get(&question.id).map_or("", String::as_str),
                error: why(Part::Answer(question.id)),
                upload: upload_to(&call.slug, token, question.id),
                documents,
            })
        })
        .collect_view();
    let (day, time) = oslo_civil(application.saved_at);
    let last = if day == cx.today() {
        time.format(if locale == Locale::En { "%H:%M" } else { "%H.%M" }).to_string()
    } else {
        format::instant(locale, application.saved_at)
    };
    let title = call.title.get(locale).to_owned();
    let text = |name: &str, label: &str, typed: &str, part: Part| Input::new(name, label).error(why(part)).value(typed);
    let consent_error = why(Part::Consent);
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {notice.map(|text| view! { <Notice kind=NoticeKind::Success live=true>{text}</Notice> })}
        <ErrorSummary title=heading errors=errors/>
        <p><strong>{when(cx, call)}</strong></p>
        <p class="lead">{w::lead(locale)}</p>
        <p class="muted">{w::keep(locale)}</p>
        <form
            class="form application"
            method="post"
            action=actions::save_application_path()
            novalidate
            data-autosave=actions::save_application_path()
            data-saved=w::saved(locale)
            data-failed=w::failed(locale)
            data-refused=w::refused(locale)
        >
            // The first button is what Enter presses: it saves, and sends nothing in.
            <button type="submit" class="ds-sr-only" tabindex="-1" aria-hidden="true">{w::save(locale)}</button>
            <Hidden name="slug" value=call.slug.clone()/>
            <Hidden name="token" value=token.clone()/>
            <Hidden name="notice" value=call.notice.version.to_string()/>
            <Field
                input=text("name", w::name(locale), &application.applicant_name, Part::Name)
                    .hint(w::answers_to(locale, &application.applicant_email))
                autocomplete="name".to_owned()
            />
            <Field
                input=text("startup_name", w::startup(locale), &application.startup_name, Part::Startup)
                autocomplete="organization".to_owned()
            />
            {asked}
            <section aria-labelledby="agree">
                <h2 class="ds-heading" data-size="sm" id="agree">{w::consent(locale)}</h2>
                {paragraphs(call.notice.privacy.get(locale))}
                <CheckField name="consent" label=call.notice.consent.get(locale) checked=consents/>
                {consent_error
                    .map(|error| {
                        view! {
                            <p class="ds-validation-message" data-field="validation" id="consent-error">{error}</p>
                        }
                    })}
            </section>
            <div class="actions application__actions">
                <button class="ds-button" data-variant="primary" type="submit" formaction=actions::submit_application_path()>
                    {w::submit(locale)}
                </button>
                <SubmitButton label=w::save(locale) variant="secondary"/>
                <span role="status" data-said>{w::saved_at(locale, &last)}</span>
            </div>
        </form>
        {status::take_back(cx, told, &withdrawal)}
        <AutosaveScript/>
    }
    .into_any();
    Ok((title, body))
}

/// An application that was not sent in while it could be.
async fn unsent(cx: &Cx, told: &Told) -> Result<(String, AnyView), PageError> {
    let locale = cx.locale;
    let title = w::closed_title(locale).to_owned();
    let refused = actions::shown_again(cx, "withdraw-application").await?.unwrap_or_default();
    let days = domain::house::HOUSE.unsent_application_days.to_string();
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{w::closed(locale, &days)}</p>
        {status::answers(locale, told)}
        {status::take_back(cx, told, &refused)}
    }
    .into_any();
    Ok((title, body))
}
