//! The form of a question, and the page that changes one.

use std::collections::BTreeMap;

use domain::intake::{Question, QuestionKind, options_text};
use domain::words::Locale;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::edit::{other, put_texts, w as of_calls};
use super::managed;
use crate::actions;
use crate::components::{
    CheckField, ErrorSummary, Field, Hidden, Notice, NoticeKind, SelectField, SelectOption, SubmitButton, TextArea,
};
use crate::cx::Cx;
use crate::form::Shown;
use crate::frame::{Page, PageError, Place, page as show};
use crate::paths;
use crate::words as shared;

domain::catalogue! {
    mod w {
        title => { nb: "Endre spørsmålet", nn: "Endre spørsmålet", en: "Change the question" }
        fixed => {
            nb: "Noen har sendt inn søknad, så spørsmålet kan ikke endres lenger. Du kan slutte å stille det og legge til et nytt.",
            nn: "Nokon har sendt inn søknad, så spørsmålet kan ikkje endrast lenger. Du kan slutte å stille det og leggje til eit nytt.",
            en: "Somebody has sent in an application, so the question can no longer be changed. You can stop asking it and add a new one." }
        kind => { nb: "Type svar", nn: "Type svar", en: "Kind of answer" }
        label => { nb: "Spørsmål", nn: "Spørsmål", en: "Question" }
        help => { nb: "Hjelp til svaret", nn: "Hjelp til svaret", en: "How to answer" }
        options => { nb: "Svar å velge mellom", nn: "Svar å velje mellom", en: "Answers to choose from" }
        options_hint => {
            nb: "Bare for «velg én» og «velg flere». Ett svar på hver linje. På andre språk etter strek: Helse | Helse | Health",
            nn: "Berre for «vel éin» og «vel fleire». Eitt svar på kvar linje. På andre språk etter strek: Helse | Helse | Health",
            en: "Only for “choose one” and “choose several”. One answer to a line. In other languages after a bar: Helse | Helse | Health" }
        required => { nb: "Må besvares", nn: "Må svarast på", en: "Must be answered" }
        max_length => { nb: "Høyst så mange tegn", nn: "Høgst så mange teikn", en: "At most so many characters" }
        max_length_hint => { nb: "Bare for tekst. Kan stå tomt.", nn: "Berre for tekst. Kan stå tomt.", en: "Only for text. May be empty." }
        save => { nb: "Lagre spørsmålet", nn: "Lagre spørsmålet", en: "Save the question" }
    }
}

/// The page.
pub fn page() -> impl IntoView {
    let param = |name: &str| use_params_map().with_untracked(|params| params.get(name).unwrap_or_default());
    let (call, question) = (param("call"), param("question"));
    show(move |cx| load(cx, call, question))
}

async fn load(cx: Cx, call: String, question: String) -> Result<Page, PageError> {
    let locale = cx.locale;
    let call = managed(&cx, &call).await?;
    let questions = cx.house.store.questions(call.id).await?;
    let question = questions.into_iter().find(|known| known.id.to_string() == question).ok_or(PageError::NotFound)?;
    let fixed = cx.house.store.questions_fixed(call.id).await?;
    let draft = match actions::shown_again(&cx, "question").await? {
        Some(draft) => draft,
        None => filled(&question),
    };
    let title = w::title(locale).to_owned();
    let content = if fixed {
        view! { <Notice kind=NoticeKind::Info>{w::fixed(locale)}</Notice> }.into_any()
    } else {
        view! {
            <ErrorSummary title=shared::mend_this(locale) errors=draft.summary("", &labels(locale))/>
            <form class="form" method="post" action=actions::change_question_path()>
                <Hidden name="call" value=call.id.to_string()/>
                <Hidden name="question" value=question.id.to_string()/>
                {fields(locale, &draft)}
                <div class="actions"><SubmitButton label=w::save(locale)/></div>
            </form>
        }
        .into_any()
    };
    let body = view! {
        <h1 class="ds-heading">{title.clone()}</h1>
        <p class="lead">{question.label.get(locale).to_owned()}</p>
        {content}
        <p><a class="ds-link" href=paths::call(call.id)>{call.title.get(locale).to_owned()}</a></p>
    }
    .into_any();
    Ok(Page { title, place: Place::Calls, body, islands: false })
}

/// The fields in their order, with their words.
pub(super) fn labels(locale: Locale) -> [(&'static str, &'static str); 5] {
    [
        ("label_nb", w::label(locale)),
        ("kind", w::kind(locale)),
        ("options", w::options(locale)),
        ("help_nb", w::help(locale)),
        ("max_length", w::max_length(locale)),
    ]
}

fn filled(question: &Question) -> Shown {
    let mut values = BTreeMap::from([
        ("kind".to_owned(), question.kind.code().to_owned()),
        ("options".to_owned(), options_text(&question.options)),
        ("required".to_owned(), if question.required { "true".to_owned() } else { String::new() }),
        ("max_length".to_owned(), question.max_length.map(|most| most.to_string()).unwrap_or_default()),
    ]);
    put_texts(&mut values, "label", &question.label);
    put_texts(&mut values, "help", &question.help);
    Shown::filled(values)
}

/// The fields of a question.
pub(super) fn fields(locale: Locale, draft: &Shown) -> AnyView {
    let kinds: Vec<SelectOption> =
        QuestionKind::ALL.iter().map(|kind| SelectOption::new(kind.code(), kind.name(locale))).collect();
    let languages = [Locale::Nn, Locale::En].map(|language| {
        view! {
            <Field input=other(draft, locale, "label", w::label(locale), language)/>
            <Field input=other(draft, locale, "help", w::help(locale), language)/>
        }
    });
    view! {
        <Field input=draft.input("label_nb", w::label(locale)).required()/>
        <SelectField input=draft.input("kind", w::kind(locale)) options=kinds/>
        <TextArea input=draft.input("options", w::options(locale)).hint(w::options_hint(locale)) rows=4/>
        <CheckField name="required" label=w::required(locale) checked=!draft.value("required", "").is_empty()/>
        <Field input=draft.input("help_nb", w::help(locale))/>
        <Field input=draft.input("max_length", w::max_length(locale)).hint(w::max_length_hint(locale)) inputmode="numeric".to_owned()/>
        <details class="ds-details fold">
            <summary>{of_calls::languages(locale)}</summary>
            <div>
                <p class="muted">{of_calls::languages_hint(locale)}</p>
                {languages}
            </div>
        </details>
    }
    .into_any()
}
