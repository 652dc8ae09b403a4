//! `POST`s of passkeys: a browser fetches a question, and posts its authenticator's answer as an ordinary form.

use app::components::passkey::no_script;
use app::cx::{Cx, House};
use app::paths;
use axum::Extension;
use axum::extract::{Form, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Json, Response};
use domain::ids::PersonId;
use domain::words::Locale;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::identity::{IdentityError, Quota};
use store::strong::{Ceremony, NewPasskey, StrongError};
use store::{Strength, Viewer};

use super::webauthn::NoProof;
use super::{Machinery, broken, browser_of, refused, token_of, welcome};

/// How often a network may ask for questions that need no session. An office may share one address.
const ASK_FROM: Quota = Quota { burst: 60, every: chrono::TimeDelta::seconds(5) };
/// How often a person may ask for questions.
const ASK_PERSON: Quota = Quota { burst: 30, every: chrono::TimeDelta::seconds(20) };

domain::catalogue! {
    mod w {
        no_proof => {
            nb: "Svaret fra passnøkkelen holdt ikke, eller det kom for sent. Ingenting er endret. Prøv igjen.",
            nn: "Svaret frå passnøkkelen heldt ikkje, eller det kom for seint. Ingenting er endra. Prøv igjen.",
            en: "The passkey's answer did not hold, or came too late. Nothing was changed. Try again." }
        unknown => {
            nb: "Denne passnøkkelen er ikke kjent her. Logg inn med e-post i stedet.",
            nn: "Denne passnøkkelen er ikkje kjend her. Logg inn med e-post i staden.",
            en: "This passkey is not known here. Sign in by mail instead." }
        not_here => {
            nb: "Passnøkler virker ikke på denne adressen.", nn: "Passnøklar verkar ikkje på denne adressa.", en: "Passkeys do not work at this address." }
        broken => {
            nb: "Noe gikk galt hos oss. Ingenting er endret. Prøv igjen om litt.",
            nn: "Noko gjekk gale hos oss. Ingenting er endra. Prøv igjen om litt.",
            en: "Something went wrong here. Nothing was changed. Try again in a moment." }
    }
}

/// What a browser posts.
#[derive(Deserialize)]
pub struct Posted {
    #[serde(default)]
    ceremony: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    name: String,
}

/// `POST /me/passkeys/options`: what the browser is asked so that it makes a new passkey.
pub async fn ask_new(State(house): State<House>, Extension(machinery): Extension<Machinery>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    let Some((viewer, person)) = person_of(&cx) else { return say_go(paths::SIGN_IN) };
    let Some(passkeys) = &machinery.passkeys else { return say(&cx, w::not_here) };
    let store = &cx.house.store;
    let asked = async {
        store.limit(&format!("passkey:person:{person}"), ASK_PERSON).await?;
        if !store.is_fresh(viewer).await? {
            return Ok(say_go(&paths::confirm_then(paths::PASSKEYS)));
        }
        let known = store.passkeys_of(person).await?;
        let address = viewer.email.as_deref().unwrap_or(&viewer.name);
        let (question, state) = passkeys.ask_new(person, address, &viewer.name, &known)?;
        question_with(&cx, Ceremony::Register, Some(person), question, &state).await
    };
    asked.await.unwrap_or_else(|error: NotAsked| error.answer(&cx))
}

/// `POST /me/passkeys`: the new passkey.
pub async fn add(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    parts: Parts,
    Form(posted): Form<Posted>,
) -> Response {
    let cx = Cx::of(house, &parts);
    let (Some((viewer, person)), Some(token)) = (person_of(&cx), token_of(&cx, &parts)) else {
        return axum::response::Redirect::to(paths::SIGN_IN).into_response();
    };
    let store = &cx.house.store;
    let typed = [("name", posted.name.as_str()), ("next", posted.next.as_str())];
    let back = |field: &'static str, sentence: String| {
        let cx = &cx;
        async move { refused(cx, "passkey", paths::PASSKEYS, &typed, field, &sentence).await }
    };
    let Some(passkeys) = &machinery.passkeys else { return back("", w::not_here(cx.locale).to_owned()).await };
    let state = match answered(&cx, Ceremony::Register, &posted).await {
        Ok(begun) if begun.person == Some(person) => begun.state,
        Ok(_) => return back("", w::no_proof(cx.locale).to_owned()).await,
        Err(error) => return error.lead_back(&cx, back).await,
    };
    let (credential_id, credential) = match passkeys.new_passkey(&posted.answer, &state) {
        Ok(made) => made,
        Err(error) => return NotAsked::from(error).lead_back(&cx, back).await,
    };
    let new = NewPasskey { credential_id, credential, name: posted.name.clone() };
    match store.add_passkey(viewer, new).await {
        Ok(_) => {}
        Err(StrongError::Store(error)) => return broken(&error),
        Err(StrongError::NotFresh) => {
            return axum::response::Redirect::to(&paths::confirm_then(paths::PASSKEYS)).into_response();
        }
        Err(error) => {
            let field = if matches!(error, StrongError::BadName) { "name" } else { "" };
            return back(field, error.text(cx.locale)).await;
        }
    }
    let done = paths::Query::one("done", "added").with("next", paths::local_or(&posted.next, ""));
    let page = paths::with_query(paths::PASSKEYS, &done);
    if viewer.strength != Strength::Mail {
        return axum::response::Redirect::to(&page).into_response();
    }
    // Making it proved as much as using it.
    match store.rotate(&token, Strength::Passkey).await {
        Ok(session) => welcome(&cx, &session, &page),
        Err(IdentityError::Store(error)) => broken(&error),
        Err(_) => axum::response::Redirect::to(paths::SIGN_IN).into_response(),
    }
}

/// `POST /confirm/options`: what the browser is asked so that one of the person's own passkeys answers.
pub async fn ask_own(State(house): State<House>, Extension(machinery): Extension<Machinery>, parts: Parts) -> Response {
    let cx = Cx::of(house, &parts);
    let Some((_, person)) = person_of(&cx) else { return say_go(paths::SIGN_IN) };
    let Some(passkeys) = &machinery.passkeys else { return say(&cx, w::not_here) };
    let store = &cx.house.store;
    let asked = async {
        store.limit(&format!("passkey:person:{person}"), ASK_PERSON).await?;
        let known = store.passkeys_of(person).await?;
        if known.is_empty() {
            return Ok(say_go(paths::PASSKEYS));
        }
        let (question, state) = passkeys.ask_of(&known)?;
        let question = serde_json::to_value(question).map_err(NoProof::from)?;
        question_with(&cx, Ceremony::Confirm, Some(person), question, &state).await
    };
    asked.await.unwrap_or_else(|error: NotAsked| error.answer(&cx))
}

/// `POST /confirm/passkey`: the answer of one of the person's own passkeys. The session gets a new token and rises.
pub async fn confirm(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    parts: Parts,
    Form(posted): Form<Posted>,
) -> Response {
    let cx = Cx::of(house, &parts);
    let (Some((_, person)), Some(token)) = (person_of(&cx), token_of(&cx, &parts)) else {
        return axum::response::Redirect::to(paths::SIGN_IN).into_response();
    };
    let store = &cx.house.store;
    let next = [("next", posted.next.as_str())];
    let back = |field: &'static str, sentence: String| {
        let cx = &cx;
        async move { refused(cx, "confirm", paths::CONFIRM, &next, field, &sentence).await }
    };
    let Some(passkeys) = &machinery.passkeys else { return back("", w::not_here(cx.locale).to_owned()).await };
    let proved = async {
        let begun = answered(&cx, Ceremony::Confirm, &posted).await?;
        if begun.person != Some(person) {
            return Err(NotAsked::Late);
        }
        let known = store.passkeys_of(person).await?;
        let proof = passkeys.proof_of(&posted.answer, &begun.state, &known)?;
        let used = store.passkey_of_credential(&proof.credential_id).await?.ok_or(NotAsked::Unknown)?;
        store.passkey_used(used.id, proof.credential).await?;
        Ok::<_, NotAsked>(store.rotate(&token, Strength::Passkey).await?)
    };
    match proved.await {
        Ok(session) => welcome(&cx, &session, &posted.next),
        Err(error) => error.lead_back(&cx, back).await,
    }
}

/// `POST /sign-in/passkey/options`: what the browser is asked so that any passkey answers that remembers whose it is.
pub async fn ask_anybody(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    parts: Parts,
) -> Response {
    let cx = Cx::of(house, &parts);
    let Some(passkeys) = &machinery.passkeys else { return say(&cx, w::not_here) };
    let asked = async {
        cx.house.store.limit(&format!("passkey:from:{}", cx.origin.network()), ASK_FROM).await?;
        let (question, state) = passkeys.ask_anybody()?;
        let question = serde_json::to_value(question).map_err(NoProof::from)?;
        question_with(&cx, Ceremony::SignIn, None, question, &state).await
    };
    asked.await.unwrap_or_else(|error: NotAsked| error.answer(&cx))
}

/// `POST /sign-in/passkey`: the answer of a passkey, which signs its person in.
pub async fn sign_in(
    State(house): State<House>,
    Extension(machinery): Extension<Machinery>,
    parts: Parts,
    Form(posted): Form<Posted>,
) -> Response {
    let cx = Cx::of(house, &parts);
    let store = &cx.house.store;
    let next = [("next", posted.next.as_str())];
    let back = |field: &'static str, sentence: String| {
        let cx = &cx;
        async move { refused(cx, "other-ways", paths::SIGN_IN, &next, field, &sentence).await }
    };
    let Some(passkeys) = &machinery.passkeys else { return back("", w::not_here(cx.locale).to_owned()).await };
    let proved = async {
        let begun = answered(&cx, Ceremony::SignIn, &posted).await?;
        let (claimed, credential_id) = passkeys.claimed(&posted.answer)?;
        let known = store.passkey_of_credential(&credential_id).await?;
        let known = known.filter(|known| known.person == claimed).ok_or(NotAsked::Unknown)?;
        let proof = passkeys.proof_of_claimed(&posted.answer, begun.state, &known)?;
        store.passkey_used(known.id, proof.credential).await?;
        Ok::<_, NotAsked>(store.begin_session(known.person, Strength::Passkey, &cx.origin).await?)
    };
    match proved.await {
        Ok(session) => {
            store.wake_mail();
            welcome(&cx, &session, &posted.next)
        }
        Err(error) => error.lead_back(&cx, back).await,
    }
}

/// Why no question was asked, or an answer proves nothing.
enum NotAsked {
    /// The answer does not hold.
    Proof(NoProof),
    /// It was asked for in another browser, too long ago, or answered before.
    Late,
    /// No such passkey is kept.
    Unknown,
    /// No answer came along: scripts are off.
    NoAnswer,
    /// Too often, or the account is closed.
    Identity(IdentityError),
    /// The database failed.
    Store(store::StoreError),
}

impl From<NoProof> for NotAsked {
    fn from(error: NoProof) -> Self {
        Self::Proof(error)
    }
}

impl From<IdentityError> for NotAsked {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Store(error) => Self::Store(error),
            error => Self::Identity(error),
        }
    }
}

impl From<store::StoreError> for NotAsked {
    fn from(error: store::StoreError) -> Self {
        Self::Store(error)
    }
}

impl NotAsked {
    fn text(&self, locale: Locale) -> String {
        match self {
            Self::Proof(error) => {
                let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
                tracing::info!(%error, cause, "passkey.refused");
                w::no_proof(locale).to_owned()
            }
            Self::Late => w::no_proof(locale).to_owned(),
            Self::Unknown => w::unknown(locale).to_owned(),
            Self::NoAnswer => no_script(locale).to_owned(),
            Self::Identity(error) => error.text(locale),
            Self::Store(error) => {
                tracing::error!(%error, "passkey.failed");
                w::broken(locale).to_owned()
            }
        }
    }

    /// The answer to a script.
    fn answer(&self, cx: &Cx) -> Response {
        let status = match self {
            Self::Identity(IdentityError::TryAgain { .. }) => StatusCode::TOO_MANY_REQUESTS,
            Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        (status, Json(json!({ "sentence": self.text(cx.locale) }))).into_response()
    }

    /// The answer to a form.
    async fn lead_back<Back, Led>(self, cx: &Cx, back: Back) -> Response
    where
        Back: FnOnce(&'static str, String) -> Led,
        Led: Future<Output = Response>,
    {
        match &self {
            Self::Store(error) => broken(error),
            error => back("", error.text(cx.locale)).await,
        }
    }
}

fn person_of(cx: &Cx) -> Option<(&Viewer, PersonId)> {
    let viewer = cx.viewer.as_ref().filter(|viewer| viewer.session.is_some())?;
    Some((viewer, viewer.person()?))
}

/// Tells the script to say a sentence.
fn say(cx: &Cx, sentence: fn(Locale) -> &'static str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "sentence": sentence(cx.locale) }))).into_response()
}

/// Tells the script to lead elsewhere first.
fn say_go(to: &str) -> Response {
    (StatusCode::FORBIDDEN, Json(json!({ "go": to }))).into_response()
}

/// The question for the script, with the token that its answer has to bring.
async fn question_with<T: Serialize + Sync>(
    cx: &Cx,
    kind: Ceremony,
    person: Option<PersonId>,
    mut question: Value,
    state: &T,
) -> Result<Response, NotAsked> {
    let (browser, cookie) = browser_of(cx);
    let token = cx.house.store.begin_ceremony(kind, &browser, person, state).await?;
    question["ceremony"] = token.into();
    let mut response = Json(question).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What was remembered of the exchange that an answer belongs to. It is used up, whatever the answer is worth.
async fn answered<T: serde::de::DeserializeOwned>(
    cx: &Cx,
    kind: Ceremony,
    posted: &Posted,
) -> Result<store::strong::Begun<T>, NotAsked> {
    if posted.answer.is_empty() {
        return Err(NotAsked::NoAnswer);
    }
    let browser = cx.browser.as_ref().ok_or(NotAsked::Late)?;
    cx.house.store.end_ceremony(kind, browser, &posted.ceremony).await?.ok_or(NotAsked::Late)
}
