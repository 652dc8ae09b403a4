//! Signing in at a provider elsewhere by OpenID Connect: the code flow with PKCE, state and nonce.
//!
//! One generic client; what differs between providers is configuration. What has to be remembered between going there and coming
//! back is for the caller to keep.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use domain::World;
use domain::time::Instant;
use openidconnect::core::{
    CoreClient, CoreClientAuthMethod, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
};
use openidconnect::url::Url;
use openidconnect::{
    AuthType, AuthenticationContextClass, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse, reqwest,
};
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;

use super::settings::Oidc;

/// How long what the provider says of itself is believed without asking again. Its keys change seldom, and are announced before.
const KEEP: TimeDelta = TimeDelta::minutes(5);
/// How long the provider may take to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// How far its clock may be from ours.
const SKEW: TimeDelta = TimeDelta::minutes(5);
/// Tokens are taken only if signed with a key of the provider's; the shared secret signs nothing.
const SIGNED_WITH: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// A provider of accounts elsewhere.
pub struct Provider {
    settings: Oidc,
    back: RedirectUrl,
    http: reqwest::Client,
    world: Arc<dyn World>,
    known: RwLock<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

/// What is remembered between going to the provider and coming back.
#[derive(Serialize, Deserialize)]
pub struct Remembered {
    nonce: String,
    verifier: String,
    /// Where the person wanted to go.
    pub next: String,
}

/// What the provider says of somebody, checked.
#[derive(Debug, PartialEq, Eq)]
pub struct Account {
    /// Who says so.
    pub issuer: String,
    /// What tells the account from every other there.
    pub subject: String,
    /// Its address, when the provider has verified it.
    pub verified: Option<String>,
    /// Whether the provider saw more than one factor: a level was asked for, and this is one of those accepted.
    pub strong: bool,
}

/// Why nobody was signed in. What is inside is for the log.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The provider does not answer, or says of itself what cannot be right.
    #[error("the provider cannot be used: {0}")]
    Provider(String),
    /// The provider refused the code.
    #[error("the provider refused the code: {0}")]
    Code(String),
    /// The token does not hold: signature, issuer, audience, time, nonce or level.
    #[error("the provider's token does not hold: {0}")]
    Token(String),
    /// The token lacks the claim that tells one account from another.
    #[error("the provider's token has no claim {0:?}")]
    NoSubject(String),
}

impl Provider {
    /// The provider of these settings, which sends people back to `back`.
    ///
    /// # Errors
    /// [`OidcError::Provider`] when the address to come back to is none, or no client can be made.
    pub fn new(settings: Oidc, back: String, world: Arc<dyn World>) -> Result<Self, OidcError> {
        let provider = |error: &dyn std::fmt::Display| OidcError::Provider(error.to_string());
        let back = RedirectUrl::new(back).map_err(|error| provider(&error))?;
        // A redirect would let the provider send this server anywhere.
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| provider(&error))?;
        Ok(Self { settings, back, http, world, known: RwLock::new(None) })
    }

    /// What is to be remembered of a new attempt.
    #[must_use]
    pub fn remember(&self, next: String) -> Remembered {
        Remembered { nonce: self.random(), verifier: self.random(), next }
    }

    /// The address at the provider to go to. `state` comes back with the answer.
    ///
    /// # Errors
    /// [`OidcError::Provider`].
    pub async fn address(&self, remembered: &Remembered, state: &str) -> Result<Url, OidcError> {
        let metadata = self.metadata().await?;
        let client = CoreClient::from_provider_metadata((*metadata).clone(), self.client_id(), self.secret())
            .set_redirect_uri(self.back.clone());
        let challenge =
            PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(remembered.verifier.clone()));
        let (state, nonce) = (CsrfToken::new(state.to_owned()), Nonce::new(remembered.nonce.clone()));
        let mut request = client
            .authorize_url(AuthenticationFlow::<CoreResponseType>::AuthorizationCode, || state, || nonce)
            .set_pkce_challenge(challenge)
            .add_scopes(self.settings.scopes.iter().cloned().map(Scope::new));
        for level in &self.settings.acr {
            request = request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        Ok(request.url().0)
    }

    /// Whether an answer that names its issuer (RFC 9207) comes from this provider.
    #[must_use]
    pub fn is_issuer(&self, issuer: &str) -> bool {
        issuer == self.settings.issuer
    }

    /// Whom the code stands for that the provider sent along.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn account(&self, code: String, remembered: &Remembered) -> Result<Account, OidcError> {
        let metadata = self.metadata().await?;
        let mut client = CoreClient::from_provider_metadata((*metadata).clone(), self.client_id(), self.secret())
            .set_redirect_uri(self.back.clone());
        // Basic is what the standard falls back to; some providers take the secret in the form only.
        let takes = metadata.token_endpoint_auth_methods_supported();
        if takes.is_some_and(|takes| {
            takes.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !takes.contains(&CoreClientAuthMethod::ClientSecretBasic)
        }) {
            client = client.set_auth_type(AuthType::RequestBody);
        }
        let response = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Provider(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(remembered.verifier.clone()))
            .request_async(&self.http)
            .await
            .map_err(|error| OidcError::Code(error.to_string()))?;
        let token = response.id_token().ok_or_else(|| OidcError::Token("there is none".to_owned()))?;

        let now = self.world.now();
        let levels = &self.settings.acr;
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(SIGNED_WITH)
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(move |at| {
                if at - now > SKEW {
                    Err("it was issued in the future".to_owned())
                } else if now - at > TimeDelta::minutes(10) + SKEW {
                    Err("it was issued long ago".to_owned())
                } else {
                    Ok(())
                }
            })
            .set_auth_context_verifier_fn(move |level| {
                let level = level.map(|level| level.as_str()).unwrap_or_default();
                if levels.is_empty() || levels.iter().any(|accepted| accepted == level) {
                    Ok(())
                } else {
                    Err(format!("its level is {level:?}"))
                }
            });
        let claims = token
            .claims(&verifier, &Nonce::new(remembered.nonce.clone()))
            .map_err(|error| OidcError::Token(error.to_string()))?;
        let all = payload(&token.to_string()).ok_or_else(|| OidcError::Token("it cannot be read".to_owned()))?;
        let text = |claim: &str| all.get(claim).and_then(serde_json::Value::as_str).filter(|text| !text.is_empty());
        let subject = text(&self.settings.subject_claim)
            .ok_or_else(|| OidcError::NoSubject(self.settings.subject_claim.clone()))?
            .to_owned();
        let is_verified = all.get(&self.settings.verified_claim).is_some_and(says_yes);
        let verified = text(&self.settings.email_claim).filter(|_| is_verified).map(str::to_owned);
        Ok(Account { issuer: claims.issuer().to_string(), subject, verified, strong: !levels.is_empty() })
    }

    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, OidcError> {
        let now = self.world.now();
        if let Some((at, metadata)) = &*self.known.read().await
            && now - *at < KEEP
        {
            return Ok(Arc::clone(metadata));
        }
        let issuer =
            IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| OidcError::Provider(error.to_string()))?;
        // Refuses what names another issuer than the one asked.
        let metadata = CoreProviderMetadata::discover_async(issuer, &self.http)
            .await
            .map_err(|error| OidcError::Provider(told(&error)))?;
        let metadata = Arc::new(metadata);
        *self.known.write().await = Some((now, Arc::clone(&metadata)));
        Ok(metadata)
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }

    fn secret(&self) -> Option<ClientSecret> {
        self.settings.client_secret.clone().map(ClientSecret::new)
    }

    fn random(&self) -> String {
        let mut bytes = [0u8; 32];
        self.world.fill(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// An error with what caused it; the library's own sentence often says no more than "request failed".
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// The claims of a token whose signature was checked before.
fn payload(token: &str) -> Option<serde_json::Map<String, serde_json::Value>> {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Providers say yes in several ways.
fn says_yes(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Bool(yes) => *yes,
        serde_json::Value::String(text) => text == "true" || text == "1",
        serde_json::Value::Number(number) => number.as_u64() == Some(1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_a_clear_yes_makes_an_address_verified() {
        for yes in [json!(true), json!("true"), json!("1"), json!(1)] {
            assert!(says_yes(&yes), "{yes}");
        }
        for no in
            [json!(false), json!("false"), json!("yes"), json!(""), json!(0), json!(2), json!(null), json!([true])]
        {
            assert!(!says_yes(&no), "{no}");
        }
    }

    #[test]
    fn claims_are_read_from_the_middle_of_a_token() {
        let body = URL_SAFE_NO_PAD.encode(r#"{"sub":"x"}"#);
        assert_eq!(payload(&format!("a.{body}.c")).and_then(|claims| claims.get("sub").cloned()), Some(json!("x")));
        assert_eq!(payload("a"), None);
        assert_eq!(payload("a.!!.c"), None);
    }
}
