//! The fields of an application: one for each question, filled in with what is saved.

use domain::ids::QuestionId;
use domain::intake::{Question, QuestionKind};
use domain::words::Locale;
use leptos::prelude::*;
use store::documents::Document;

use crate::actions::{answer_name, box_name, file_name};
use crate::components::{Field, Hidden, Input, TextArea};
use crate::paths;

domain::catalogue! {
    mod w {
        optional(label: &str) => { nb: "{label} (valgfritt)", nn: "{label} (valfritt)", en: "{label} (optional)" }
        at_most(many: &str) => { nb: "Inntil {many} tegn.", nn: "Inntil {many} teikn.", en: "Up to {many} characters." }
        upload(label: &str) => { nb: "Last opp: {label}", nn: "Last opp: {label}", en: "Upload: {label}" }
        upload_button => { nb: "Last opp", nn: "Last opp", en: "Upload" }
        uploaded(name: &str) => { nb: "Lastet opp: {name}", nn: "Lasta opp: {name}", en: "Uploaded: {name}" }
        replace => { nb: "En ny fil erstatter den.", nn: "Ei ny fil erstattar henne.", en: "A new file replaces it." }
    }
}

/// What one field needs to know.
pub struct Filled<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// The question.
    pub question: &'a Question,
    /// What is saved, as it was typed.
    pub typed: &'a str,
    /// Why it is no answer, once somebody has tried to send it in.
    pub error: Option<String>,
    /// Where a file is posted.
    pub upload: String,
    /// The files of the application.
    pub documents: &'a [Document],
}

/// The id of a question's field.
pub fn field_id(question: QuestionId) -> String {
    format!("q-{question}")
}

/// The question as its label.
pub fn label(question: &Question, locale: Locale) -> String {
    let label = question.label.get(locale);
    if question.required { label.to_owned() } else { w::optional(locale, label) }
}

/// How to answer, with how long an answer may be where somebody has said so.
fn hint(question: &Question, locale: Locale) -> Option<String> {
    let most = question
        .max_length
        .map(|most| w::at_most(locale, &domain::format::count(locale, usize::try_from(most).unwrap_or_default())));
    let help = Some(question.help.get(locale).to_owned()).filter(|help| !help.is_empty());
    match (help, most) {
        (Some(help), Some(most)) => Some(format!("{help} {most}")),
        (help, most) => help.or(most),
    }
}

/// The field of a question.
pub fn field(filled: &Filled<'_>) -> AnyView {
    let Filled { locale, question, typed, error, .. } = filled;
    let mut input =
        Input::new(answer_name(question.id), label(question, *locale)).id(field_id(question.id)).error(error.clone());
    if let Some(hint) = hint(question, *locale) {
        input = input.hint(hint);
    }
    match question.kind {
        QuestionKind::LongText => view! { <TextArea input=input.value(*typed) rows=6/> }.into_any(),
        QuestionKind::Text => view! { <Field input=input.value(*typed)/> }.into_any(),
        QuestionKind::Number => view! { <Field input=input.value(*typed) inputmode="decimal".to_owned()/> }.into_any(),
        QuestionKind::OrganisationNumber => {
            view! { <Field input=input.value(*typed) inputmode="numeric".to_owned()/> }.into_any()
        }
        // What was typed as people type dates would be lost by an input that knows only the browser's own way.
        QuestionKind::Date if !typed.is_empty() && chrono::NaiveDate::parse_from_str(typed, "%Y-%m-%d").is_err() => {
            view! { <Field input=input.value(*typed)/> }.into_any()
        }
        QuestionKind::Date => view! { <Field input=input.value(*typed) kind="date"/> }.into_any(),
        QuestionKind::One | QuestionKind::Several => choices(filled),
        QuestionKind::File => file(filled),
    }
}

/// Radio buttons or boxes, in a frame of their own.
fn choices(filled: &Filled<'_>) -> AnyView {
    let Filled { locale, question, typed, error, .. } = filled;
    let several = question.kind == QuestionKind::Several;
    let id = field_id(question.id);
    let name = answer_name(question.id);
    let chosen: Vec<&str> = typed.lines().map(str::trim).collect();
    let boxes = question
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            // The first has the id that the list of what is missing leads to.
            let own = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            let name = if several { box_name(question.id, at) } else { name.clone() };
            view! {
                <div class="ds-field">
                    <input
                        class="ds-input"
                        type=if several { "checkbox" } else { "radio" }
                        id=own.clone()
                        name=name
                        value=option.nb.clone()
                        checked=chosen.contains(&option.nb.as_str())
                    />
                    <label class="ds-label" for=own>{option.get(*locale).to_owned()}</label>
                </div>
            }
        })
        .collect_view();
    let (hint, error) = (hint(question, *locale), error.clone());
    let ends = [(hint.is_some(), "hint"), (error.is_some(), "error")];
    let described: Vec<String> = ends.iter().filter(|(on, _)| *on).map(|(_, end)| format!("{id}-{end}")).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    view! {
        <fieldset class="ds-fieldset" aria-describedby=described>
            <legend class="ds-label">{label(question, *locale)}</legend>
            {hint.map(|hint| view! { <p data-field="description" id=format!("{id}-hint")>{hint}</p> })}
            // So that no box ticked is an answer too.
            {several.then(|| view! { <Hidden name=name value=""/> })}
            {boxes}
            {error
                .map(|error| {
                    view! {
                        <p class="ds-validation-message" data-field="validation" id=format!("{id}-error")>{error}</p>
                    }
                })}
        </fieldset>
    }
    .into_any()
}

/// A file, sent at once by a button of its own that takes all that was typed along.
fn file(filled: &Filled<'_>) -> AnyView {
    let Filled { locale, question, typed, error, upload, documents } = filled;
    let locale = *locale;
    let id = field_id(question.id);
    let label = label(question, locale);
    let known = documents.iter().find(|document| document.id.to_string() == *typed);
    let known = known.map(|document| document.name.clone());
    let hint = hint(question, locale);
    let described = format!("{id}-hint{}", if error.is_some() { format!(" {id}-error") } else { String::new() });
    let error = error.clone();
    view! {
        <div class="ds-field">
            <label class="ds-label" for=id.clone()>{label.clone()}</label>
            <div data-field="description" id=format!("{id}-hint")>
                {hint} " "
                {known.map(|name| view! { <strong>{w::uploaded(locale, &name)}</strong> " " {w::replace(locale)} })}
            </div>
            <input
                class="ds-input"
                type="file"
                id=id.clone()
                name=file_name(question.id)
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=described
            />
            {error
                .map(|error| {
                    view! {
                        <p class="ds-validation-message" data-field="validation" id=format!("{id}-error")>{error}</p>
                    }
                })}
            <div class="actions">
                <button
                    class="ds-button"
                    data-variant="secondary"
                    type="submit"
                    formaction=upload.clone()
                    formenctype="multipart/form-data"
                    aria-label=w::upload(locale, &label)
                >
                    {w::upload_button(locale)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// Where the file of a question is posted.
pub fn upload_to(slug: &str, token: &str, question: QuestionId) -> String {
    paths::answer_file(slug, token, question)
}
