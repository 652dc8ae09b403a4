//! What an applicant does: asks for a link, saves, sends in, takes back. None of them has an account; the link is what they show.

#![expect(clippy::too_many_arguments, reason = "a server function has one argument for each field of its form")]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta};
use domain::ids::QuestionId;
use domain::intake::oslo_civil;
use leptos::prelude::*;
use store::VerbError;
use store::identity::IdentityError;
use store::intake::{IntakeError, NewApplication, Saved};

use super::{done, failed, here, refused};
use crate::cx::Cx;
use crate::form::{Form, fields};
use crate::paths::{self, Query};
use crate::words as shared;

/// Whoever sends the first form sooner is a program, or somebody who pressed twice.
const LEAST: TimeDelta = TimeDelta::seconds(2);

domain::catalogue! {
    mod w {
        too_fast => {
            nb: "Det gikk så fort at vi ikke er sikre på at du er et menneske. Trykk én gang til.",
            nn: "Det gjekk så fort at vi ikkje er sikre på at du er eit menneske. Trykk éin gong til.",
            en: "That was so fast that we are not sure you are a person. Press once more." }
        not_uploaded(name: &str) => {
            nb: "Filen «{name}» er valgt, men ikke lastet opp. Velg den på nytt og trykk «Last opp».",
            nn: "Fila «{name}» er vald, men ikkje lasta opp. Vel henne på nytt og trykk «Last opp».",
            en: "The file “{name}” is chosen but not uploaded. Choose it again and press “Upload”." }
    }
}

/// What stands before a question within the brackets of a name: what begins with a digit would be read as a place in a list.
const MARK: char = 'q';

/// The name under which the answer to a question is posted.
#[must_use]
pub fn answer_name(question: QuestionId) -> String {
    format!("answers[{MARK}{question}]")
}

/// The name under which a box of a question is posted that is ticked. All numbers have the same width, so that answers keep the order of
/// the boxes.
#[must_use]
pub fn box_name(question: QuestionId, number: usize) -> String {
    format!("answers[{MARK}{question}.{number:03}]")
}

/// The name under which the file that answers a question is posted.
#[must_use]
pub fn file_name(question: QuestionId) -> String {
    format!("files[{MARK}{question}]")
}

/// What was typed into the form of an application, by the names of its fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What the applicant is called.
    pub name: Option<String>,
    /// What the startup is called.
    pub startup_name: Option<String>,
    /// Answers, by the part of their names within the brackets: the question, or the question and which box was ticked.
    pub answers: BTreeMap<String, String>,
}

/// Reads what was typed. Boxes that are ticked each post a line of their own, after an empty one that says that there are boxes.
#[must_use]
pub fn typed_answers(typed: Typed) -> Saved {
    let mut answers: BTreeMap<QuestionId, String> = BTreeMap::new();
    // In the order of the boxes: their numbers all have the same width.
    for (key, value) in typed.answers {
        let (question, is_box) = key.split_once('.').map_or((key.as_str(), false), |(question, _)| (question, true));
        let Some(question) = marked(question) else { continue };
        let answer = answers.entry(question).or_default();
        if is_box && !answer.is_empty() {
            answer.push('\n');
        }
        answer.push_str(&value);
    }
    Saved { name: typed.name, startup_name: typed.startup_name, answers }
}

/// The question within the brackets of a name.
fn marked(text: &str) -> Option<QuestionId> {
    text.strip_prefix(MARK)?.parse().ok()
}

/// What may stand in an address: nothing else is in a slug or a token.
fn safe(text: &str) -> String {
    text.chars().filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')).take(200).collect()
}

/// Sends the link to a new application, or to one that was begun. The answer does not tell which.
#[server(prefix = "/act", endpoint = "start-application")]
pub async fn start_application(
    #[server(default)] slug: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] startup_name: String,
    #[server(default)] homepage: String,
    #[server(default)] began: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let page = paths::apply_to(&safe(&slug));
    let mut form = Form::new(cx.locale, fields![name, email, startup_name]);
    let (name, email, startup) = (form.required("name"), form.required("email"), form.required("startup_name"));
    let (Some(name), Some(email), Some(startup_name)) = (name, email, startup) else {
        return refused(&cx, form, "start-application", &page).await;
    };
    if !homepage.is_empty() {
        // No person sees that field. The program that filled it in learns nothing.
        tracing::info!("intake.honeypot");
        done(&page, "sent");
        return Ok(());
    }
    let began = began.parse::<i64>().ok().and_then(DateTime::from_timestamp_millis);
    if began.is_none_or(|began| cx.now() - began < LEAST) {
        form.refuse("", w::too_fast(cx.locale));
        return refused(&cx, form, "start-application", &page).await;
    }
    let new = NewApplication { email, name, startup_name, locale: cx.locale };
    match cx.house.store.start_application(&safe(&slug), &new, &cx.origin).await {
        Ok(()) => {
            done(&page, "sent");
            Ok(())
        }
        Err(error) => {
            let field = match &error {
                IntakeError::Verb(error) => error.field().unwrap_or_default(),
                IntakeError::Identity(IdentityError::Refused(refusal)) => refusal.field().unwrap_or_default(),
                _ => "",
            };
            form.refuse(field, sentence(&cx, &error)?);
            refused(&cx, form, "start-application", &page).await
        }
    }
}

/// The sentence of what did not happen; what the applicant cannot mend ends here.
fn sentence(cx: &Cx, error: &IntakeError) -> Result<String, ServerFnError> {
    match error.store() {
        Some(error) => Err(failed(error)),
        None => Ok(error.text(cx.locale)),
    }
}

/// Saves what was typed so far. The answer is the time at which it was saved, or empty when it was not.
#[server(prefix = "/act", endpoint = "save-application")]
pub async fn save_application(
    #[server(default)] slug: String,
    #[server(default)] token: String,
    #[server(default)] name: Option<String>,
    #[server(default)] startup_name: Option<String>,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] files: BTreeMap<String, String>,
) -> Result<String, ServerFnError> {
    let cx = here();
    let page = paths::my_application(&safe(&slug), &safe(&token));
    match cx.house.store.save_application(&token, &typed_answers(Typed { name, startup_name, answers })).await {
        Ok(at) => {
            match waiting(&files) {
                Some(file) => refuse_file(&cx, &file, &page).await?,
                None => done(&page, "saved"),
            }
            Ok(oslo_civil(at)
                .1
                .format(if cx.locale == domain::words::Locale::En { "%H:%M" } else { "%H.%M" })
                .to_string())
        }
        Err(error) => {
            refuse_whole(&cx, &error, &page).await?;
            Ok(String::new())
        }
    }
}

/// The first file that was chosen and not uploaded: its question and its name.
fn waiting(files: &BTreeMap<String, String>) -> Option<(QuestionId, String)> {
    files.iter().filter(|(_, name)| !name.trim().is_empty()).find_map(|(id, name)| Some((marked(id)?, name.clone())))
}

async fn refuse_file(cx: &Cx, (question, name): &(QuestionId, String), page: &str) -> Result<(), ServerFnError> {
    let mut form = Form::new(cx.locale, []);
    form.refuse(&file_name(*question), w::not_uploaded(cx.locale, name));
    refused(cx, form, "application", page).await
}

async fn refuse_whole(cx: &Cx, error: &IntakeError, page: &str) -> Result<(), ServerFnError> {
    let mut form = Form::new(cx.locale, []);
    form.refuse("", sentence(cx, error)?);
    refused(cx, form, "application", page).await
}

/// Saves what was typed, and sends the application in.
#[server(prefix = "/act", endpoint = "submit-application")]
pub async fn submit_application(
    #[server(default)] slug: String,
    #[server(default)] token: String,
    #[server(default)] name: Option<String>,
    #[server(default)] startup_name: Option<String>,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] files: BTreeMap<String, String>,
    #[server(default)] consent: String,
    #[server(default)] notice: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let page = paths::my_application(&safe(&slug), &safe(&token));
    let store = &cx.house.store;
    let consents = consent == "true";
    let saved = store.save_application(&token, &typed_answers(Typed { name, startup_name, answers })).await;
    if let Err(error) = saved {
        return match error {
            // Pressed twice: it is sent in.
            IntakeError::SentAlready => {
                done(&page, "submitted");
                Ok(())
            }
            error => refuse_whole(&cx, &error, &page).await,
        };
    }
    if let Some(file) = waiting(&files) {
        return refuse_file(&cx, &file, &page).await;
    }
    match store.submit_application(&token, consents, notice.parse().unwrap_or_default()).await {
        Ok(_) | Err(IntakeError::SentAlready) => {
            done(&page, "submitted");
            Ok(())
        }
        // Everything typed is saved; the page asks again what is missing and says so beside each field.
        Err(IntakeError::Incomplete) => {
            let query = Query::one("check", 1).with("consent", if consents { "1" } else { "" });
            leptos_axum::redirect(&format!("{}#{}", paths::with_query(&page, &query), paths::ERROR_SUMMARY));
            Ok(())
        }
        Err(error) => refuse_whole(&cx, &error, &page).await,
    }
}

/// Takes an application back: one that was sent in is withdrawn, one that was not is gone.
#[server(prefix = "/act", endpoint = "withdraw-application")]
pub async fn withdraw_application(
    #[server(default)] slug: String,
    #[server(default)] token: String,
    #[server(default)] sure: String,
) -> Result<(), ServerFnError> {
    let cx = here();
    let (start, page) = (paths::apply_to(&safe(&slug)), paths::my_application(&safe(&slug), &safe(&token)));
    if sure != "true" {
        let mut form = Form::new(cx.locale, []);
        form.refuse("sure", shared::required(cx.locale));
        return refused(&cx, form, "withdraw-application", &page).await;
    }
    match cx.house.store.withdraw_application(&token).await {
        Ok(domain::intake::ApplicationStatus::Draft) => done(&start, "dropped"),
        Ok(_) => done(&page, "withdrawn"),
        Err(IntakeError::Gone) => leptos_axum::redirect(&page),
        Err(IntakeError::Verb(VerbError::Store(error))) => return Err(failed(&error)),
        Err(error) => {
            let mut form = Form::new(cx.locale, []);
            form.refuse("", sentence(&cx, &error)?);
            return refused(&cx, form, "withdraw-application", &page).await;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn boxes_are_read_as_the_lines_of_one_answer() {
        let id = QuestionId(Uuid::from_u128(7));
        let other = QuestionId(Uuid::from_u128(8));
        let key = |end: &str| format!("q{id}{end}");
        let answers = BTreeMap::from([
            (key(""), String::new()),
            (key(".001"), "Hav".to_owned()),
            (key(".010"), "Mat".to_owned()),
            (format!("q{other}"), "To\nlinjer".to_owned()),
            ("nonsense".to_owned(), "x".to_owned()),
        ]);
        let saved = typed_answers(Typed { answers, ..Typed::default() });
        assert_eq!(saved.answers, BTreeMap::from([(id, "Hav\nMat".to_owned()), (other, "To\nlinjer".to_owned())]));
        let none = typed_answers(Typed { answers: BTreeMap::from([(key(""), String::new())]), ..Typed::default() });
        assert_eq!(none.answers, BTreeMap::from([(id, String::new())]), "no box ticked is an answer taken back");
    }
}
