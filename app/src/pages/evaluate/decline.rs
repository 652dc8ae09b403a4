//! The letters to those who are declined: filled in, each to be edited, and read as they will go before they go.

use std::collections::BTreeSet;

use domain::format;
use domain::ids::ApplicationId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use store::evaluation::Judged;

use crate::actions::{self, evaluation as forms};
use crate::components::{Empty, ErrorSummary, FieldError, Hidden, SubmitButton, TextArea};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::pages::apply_call::paragraphs;

domain::catalogue! {
    mod w {
        title => { nb: "Avslag", nn: "Avslag", en: "Declining" }
        lead(n: &str) => {
            nb: "Les gjennom hvert brev før det går. Ingenting er sendt ennå. Antall brev: {n}.",
            nn: "Les gjennom kvart brev før det går. Ingenting er sendt enno. Tal på brev: {n}.",
            en: "Read each letter before it goes. Nothing is sent yet. Letters: {n}." }
        none => { nb: "Ingen søknader er valgt.", nn: "Ingen søknader er valde.", en: "No applications are chosen." }
        none_text => {
            nb: "Kryss av i den rangerte listen, eller begynn på søknadens egen side.",
            nn: "Kryss av i den rangerte lista, eller byrj på sida til søknaden.",
            en: "Tick them in the ranked list, or begin on the application's own page." }
        to(name: &str, email: &str) => { nb: "Til {name}, {email}", nn: "Til {name}, {email}", en: "To {name}, {email}" }
        reason => { nb: "Intern grunn", nn: "Intern grunn", en: "Internal reason" }
        reason_hint => {
            nb: "Søkeren ser den ikke. Den slettes sammen med søknaden.",
            nn: "Søkjaren ser han ikkje. Han blir sletta saman med søknaden.",
            en: "The applicant does not see it. It is erased together with the application." }
        letter => { nb: "Brevet", nn: "Brevet", en: "The letter" }
        preview => { nb: "Slik det står i malen nå", nn: "Slik det står i malen no", en: "As the template has it now" }
        send => { nb: "Avslå og send", nn: "Avslå og send", en: "Decline and send" }
        send_many(n: &str) => { nb: "Avslå {n} og send brevene", nn: "Avslå {n} og send breva", en: "Decline {n} and send the letters" }
        mend => { nb: "Ingenting er sendt. Rett dette først:", nn: "Ingenting er sendt. Rett dette fyrst:", en: "Nothing is sent. Mend this first:" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let call = use_params_map().with_untracked(|params| params.get("call").unwrap_or_default());
    show(move |cx| load(cx, call))
}

/// The applications named by fields such as `picked[kID]`.
fn ids<'a>(keys: impl Iterator<Item = &'a String>, what: &str) -> BTreeSet<ApplicationId> {
    let one = |key: &String| key.strip_prefix(what)?.strip_prefix("[k")?.strip_suffix(']')?.parse().ok();
    keys.filter_map(one).collect()
}

async fn load(cx: Cx, call: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let (store, actor) = (&cx.house.store, cx.actor());
    let call = call.parse().map_err(|_| PageError::NotFound)?;
    // Whoever may not decide is told so before anything of an application is looked up.
    store.judging(&actor, call).await?;
    let draft = actions::shown_again(&cx, forms::DECLINE).await?.unwrap_or_default();
    let mut chosen = ids(cx.query.0.keys(), "picked");
    chosen.extend(ids(draft.0.values.keys(), "letters"));
    let chosen: Vec<ApplicationId> = chosen.into_iter().collect();
    let letters = store.letters_to(&actor, &chosen).await?;
    let letters: Vec<(Judged, String)> = letters
        .into_iter()
        .filter(|(known, _)| known.call == call && known.status == domain::intake::ApplicationStatus::Submitted)
        .collect();
    let title = w::title(locale).to_owned();
    let content = if letters.is_empty() {
        view! { <Empty title=w::none(locale) text=w::none_text(locale).to_owned()/> }.into_any()
    } else {
        form(&cx, &call.to_string(), &letters, &draft)
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        {content}
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

fn form(cx: &Cx, call: &str, letters: &[(Judged, String)], draft: &Shown) -> AnyView {
    let locale = cx.locale;
    let mut errors: Vec<FieldError> = Vec::new();
    let parts = letters
        .iter()
        .enumerate()
        .map(|(at, (known, filled))| {
            let (reason, letter) = (format!("reason-{at}"), format!("letter-{at}"));
            let names = [("reasons", &reason, w::reason(locale)), ("letters", &letter, w::letter(locale))];
            let inputs = names.map(|(what, id, label)| {
                let name = forms::of_application(what, known.id);
                if let Some(text) = draft.error(&name) {
                    errors.push(FieldError {
                        field: id.clone(),
                        text: format!("{}, {label}: {text}", known.startup_name),
                    });
                }
                draft.input(&name, label).id(id.clone())
            });
            let [reason, letter] = inputs;
            let heading = format!("to-{at}");
            let preview = filled.clone();
            view! {
                <section aria-labelledby=heading>
                    <h2 class="ds-heading" data-size="sm" id=heading.clone()>{known.startup_name.clone()}</h2>
                    <p class="muted">{w::to(locale, &known.applicant, &known.email)}</p>
                    <TextArea input=reason.hint(w::reason_hint(locale)).required() rows=2/>
                    <TextArea input=letter.value(filled.clone()).required() rows=14/>
                    <details class="ds-details fold">
                        <summary>{w::preview(locale)}</summary>
                        <div class="fold__body">{paragraphs(&preview)}</div>
                    </details>
                </section>
            }
        })
        .collect::<Vec<_>>();
    if let Some(text) = draft.error("").or_else(|| draft.error("reason")).or_else(|| draft.error("letter")) {
        errors.push(FieldError { field: "reason-0".to_owned(), text });
    }
    let count = format::count(locale, letters.len());
    let label = if letters.len() == 1 { w::send(locale).to_owned() } else { w::send_many(locale, &count) };
    view! {
        <p class="lead">{w::lead(locale, &count)}</p>
        <ErrorSummary title=w::mend(locale) errors=errors/>
        <form class="form" method="post" action=actions::decline_applications_path() novalidate>
            <Hidden name="call" value=call.to_owned()/>
            {parts}
            <div class="actions"><SubmitButton label=label/></div>
        </form>
    }
    .into_any()
}
