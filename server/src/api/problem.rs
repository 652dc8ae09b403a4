//! What was refused, as RFC 9457 has programs told: a kind that never changes, and a sentence in the reader's language.

use app::frame::PageError;
use app::paths;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::{Decision, Reason};
use domain::format;
use domain::time::Instant;
use domain::words::Locale;
use serde::Serialize;
use store::{StoreError, VerbError};
use utoipa::{IntoResponses, ToSchema};

/// Why a request has no other answer.
#[derive(Debug, Clone)]
pub enum Refused {
    /// The question cannot be read; with what is wrong with it, in English.
    Question(String),
    /// No token came along, or one that is not good (any more).
    NoToken {
        /// Whether there was one.
        brought: bool,
    },
    /// The token's owner may not, in that role.
    Denied(Reason),
    /// Nothing is there, or nothing that the token's owner may know of.
    NotFound,
    /// The address is not asked in this way.
    Method,
    /// Asked too often.
    TooOften {
        /// From when on it is let through again.
        until: Instant,
        /// Whole seconds until then.
        seconds: i64,
    },
    /// The database or the program failed. The cause is in the log.
    Broken,
}

domain::catalogue! {
    mod w {
        question_title => { nb: "Spørsmålet kan ikke leses", nn: "Spørsmålet kan ikkje lesast", en: "The question cannot be read" }
        question => {
            nb: "Rett adressen og spør igjen: feltet «reason» sier hva som er galt med den.",
            nn: "Rett adressa og spør igjen: feltet «reason» seier kva som er gale med ho.",
            en: "Mend the address and ask again: the field “reason” says what is wrong with it." }
        token_title => { nb: "Tilgangsnøkkel trengs", nn: "Tilgangsnøkkel trengst", en: "A token is needed" }
        token_missing => {
            nb: "Send en tilgangsnøkkel: «Authorization: Bearer ...». Du lager en på siden «Mine tilgangsnøkler».",
            nn: "Send ein tilgangsnøkkel: «Authorization: Bearer ...». Du lagar ein på sida «Mine tilgangsnøklar».",
            en: "Send a token: “Authorization: Bearer ...”. You make one on the page “My tokens”." }
        token_bad => {
            nb: "Tilgangsnøkkelen gjelder ikke: tiden er ute, den er trukket tilbake, eller rollen den leser med er slutt. Lag en ny.",
            nn: "Tilgangsnøkkelen gjeld ikkje: tida er ute, han er trekt tilbake, eller rolla han les med er slutt. Lag ein ny.",
            en: "The token is not good: its time is over, it was taken back, or the role it reads with has ended. Make a new one." }
        denied_title => { nb: "Ikke for denne rollen", nn: "Ikkje for denne rolla", en: "Not for this role" }
        missing_title => { nb: "Finnes ikke", nn: "Finst ikkje", en: "Not found" }
        missing => {
            nb: "Det finnes ikke her, eller rollen nøkkelen leser med, ser det ikke.",
            nn: "Det finst ikkje her, eller rolla nøkkelen les med, ser det ikkje.",
            en: "It is not here, or the role that the token reads with does not see it." }
        method_title => { nb: "Adressen kan bare leses", nn: "Adressa kan berre lesast", en: "The address can only be read" }
        method => {
            nb: "Spør med GET. Ingenting er endret.",
            nn: "Spør med GET. Ingenting er endra.",
            en: "Ask with GET. Nothing was changed." }
        often_title => { nb: "For mange spørsmål på kort tid", nn: "For mange spørsmål på kort tid", en: "Too many questions within a short time" }
        often(at: &str) => { nb: "Prøv igjen {at}.", nn: "Prøv igjen {at}.", en: "Try again {at}." }
        broken_title => { nb: "Noe gikk galt hos oss", nn: "Noko gjekk gale hos oss", en: "Something went wrong here" }
        broken => {
            nb: "Ingenting er endret. Prøv igjen om litt.",
            nn: "Ingenting er endra. Prøv igjen om litt.",
            en: "Nothing was changed. Try again in a moment." }
    }
}

/// What was refused, and why (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Which kind of problem, as the address of its explanation. It never changes.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/api#not-found")]
    kind: String,
    /// The kind in a few words, in the language asked for.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What happened and what to do, in the language asked for.
    detail: String,
    /// More of the cause, in words for programs: what is wrong with the question, or the reason of the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Refused {
    /// What a decision of the policy means: what is hidden is not there.
    pub fn unless(decision: Decision) -> Result<(), Self> {
        match decision {
            Decision::Allowed => Ok(()),
            Decision::Hidden => Err(Self::NotFound),
            Decision::Denied(reason) => Err(Self::Denied(reason)),
        }
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Question(_) => StatusCode::BAD_REQUEST,
            Self::NoToken { .. } => StatusCode::UNAUTHORIZED,
            Self::Denied(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooOften { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The kind's name in addresses, and its title.
    const fn kind(&self, locale: Locale) -> (&'static str, &'static str) {
        match self {
            Self::Question(_) => ("question", w::question_title(locale)),
            Self::NoToken { .. } => ("token", w::token_title(locale)),
            Self::Denied(_) => ("denied", w::denied_title(locale)),
            Self::NotFound => ("not-found", w::missing_title(locale)),
            Self::Method => ("method", w::method_title(locale)),
            Self::TooOften { .. } => ("too-often", w::often_title(locale)),
            Self::Broken => ("broken", w::broken_title(locale)),
        }
    }

    fn detail(&self, locale: Locale) -> String {
        match self {
            Self::Question(_) => w::question(locale).to_owned(),
            Self::NoToken { brought: false } => w::token_missing(locale).to_owned(),
            Self::NoToken { brought: true } => w::token_bad(locale).to_owned(),
            Self::Denied(reason) => reason.text(locale).to_owned(),
            Self::NotFound => w::missing(locale).to_owned(),
            Self::Method => w::method(locale).to_owned(),
            Self::TooOften { until, .. } => w::often(locale, &format::instant(locale, *until)),
            Self::Broken => w::broken(locale).to_owned(),
        }
    }

    /// The whole answer in a language.
    pub fn told(&self, locale: Locale) -> Response {
        let (kind, title) = self.kind(locale);
        let reason = match self {
            Self::Question(reason) => Some(reason.clone()),
            Self::Denied(reason) => Some(app::pages::errors::reason_code(*reason)),
            _ => None,
        };
        let problem = Problem {
            kind: format!("{}#{kind}", paths::API),
            title: title.to_owned(),
            status: self.status().as_u16(),
            detail: self.detail(locale),
            reason,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(locale.tag()));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Self::NoToken { brought } => {
                let asks = if *brought { "Bearer error=\"invalid_token\"" } else { "Bearer" };
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(asks));
            }
            Self::Method => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
            }
            Self::TooOften { seconds, .. } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            _ => {}
        }
        response
    }
}

/// The words are put in by [`super::gate`], which knows the reader's language.
impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "api.failed");
        Self::Broken
    }
}

impl From<VerbError> for Refused {
    fn from(error: VerbError) -> Self {
        match error {
            VerbError::Store(error) => error.into(),
            VerbError::Denied(reason) => Self::Denied(reason),
            VerbError::NotFound(_) | VerbError::Refused(_) => Self::NotFound,
        }
    }
}

impl From<PageError> for Refused {
    fn from(error: PageError) -> Self {
        match error {
            PageError::Store(error) => error.into(),
            PageError::Denied(reason) => Self::Denied(reason),
            _ => Self::NotFound,
        }
    }
}

/// What every address may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the variants are read by the description alone")]
pub enum Always {
    /// The question cannot be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Question(Problem),
    /// Asked too often; `Retry-After` says when to come back.
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(Problem),
    /// Something went wrong here.
    #[response(status = 500, content_type = "application/problem+json")]
    Broken(Problem),
}

/// What an address that names something may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the variants are read by the description alone")]
pub enum Named {
    /// It is not here, or not for the token's owner to know of.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}

/// What an address that takes a token may answer besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the variants are read by the description alone")]
pub enum WithToken {
    /// No token came along, or one that is not good.
    #[response(status = 401, content_type = "application/problem+json")]
    NoToken(Problem),
    /// Not for the role that the token reads with.
    #[response(status = 403, content_type = "application/problem+json")]
    Denied(Problem),
}
