//! What an operator can set: whose duty a passkey is, and a provider of accounts elsewhere.

use app::strong::PasskeyPlace;
use clap::Args;
use domain::access::Role;
use openidconnect::url::{Host, Url};
use serde::Deserialize;
use store::strong::Duty;

use crate::failure::Failure;

/// Which roles have to have a passkey, one setting for each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasskeyDuty {
    /// Whether administrators must have a passkey [default: true]
    #[arg(long = "passkey-admin", env = "GROBUNN_PASSKEY_ADMIN", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_admin")]
    pub admin: Option<bool>,
    /// Whether managers must have a passkey [default: true]
    #[arg(long = "passkey-manager", env = "GROBUNN_PASSKEY_MANAGER", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_manager")]
    pub manager: Option<bool>,
    /// Whether mentors must have a passkey [default: true]
    #[arg(long = "passkey-mentor", env = "GROBUNN_PASSKEY_MENTOR", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_mentor")]
    pub mentor: Option<bool>,
    /// Whether funders must have a passkey [default: true]
    #[arg(long = "passkey-funder", env = "GROBUNN_PASSKEY_FUNDER", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_funder")]
    pub funder: Option<bool>,
    /// Whether evaluators must have a passkey [default: false]
    #[arg(long = "passkey-evaluator", env = "GROBUNN_PASSKEY_EVALUATOR", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_evaluator")]
    pub evaluator: Option<bool>,
    /// Whether founders must have a passkey [default: false]
    #[arg(long = "passkey-founder", env = "GROBUNN_PASSKEY_FOUNDER", global = true, value_name = "BOOL")]
    #[arg(id = "passkey_founder")]
    pub founder: Option<bool>,
}

impl PasskeyDuty {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: &Self) -> Self {
        Self {
            admin: self.admin.or(file.admin),
            manager: self.manager.or(file.manager),
            mentor: self.mentor.or(file.mentor),
            funder: self.funder.or(file.funder),
            evaluator: self.evaluator.or(file.evaluator),
            founder: self.founder.or(file.founder),
        }
    }

    /// The duty that follows; nobody's in the demo.
    #[must_use]
    pub fn duty(&self, demo: bool) -> Duty {
        if demo {
            return Duty::none();
        }
        let usual = Duty::default();
        let set = [
            (Role::Admin, self.admin),
            (Role::Manager, self.manager),
            (Role::Mentor, self.mentor),
            (Role::Funder, self.funder),
            (Role::Evaluator, self.evaluator),
            (Role::Founder, self.founder),
        ];
        Duty::of(set.into_iter().filter(|(role, set)| set.unwrap_or_else(|| usual.asks(*role))).map(|(role, _)| role))
    }
}

/// A provider of accounts elsewhere, by OpenID Connect.
#[derive(Debug, Clone, Default, PartialEq, Eq, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// The provider's issuer address; without it nobody signs in elsewhere
    #[arg(long = "oidc-issuer", env = "GROBUNN_OIDC_ISSUER", global = true, value_name = "URL")]
    #[arg(id = "oidc_issuer")]
    pub issuer: Option<String>,
    /// What the provider knows this house as
    #[arg(long = "oidc-client-id", env = "GROBUNN_OIDC_CLIENT_ID", global = true, value_name = "ID")]
    #[arg(id = "oidc_client_id")]
    pub client_id: Option<String>,
    /// The secret that goes with it; better in the environment or the file than on the command line
    #[arg(long = "oidc-client-secret", env = "GROBUNN_OIDC_CLIENT_SECRET", global = true, value_name = "SECRET")]
    #[arg(id = "oidc_client_secret", hide_env_values = true)]
    pub client_secret: Option<String>,
    /// What is asked for, apart by spaces [default: email profile]
    #[arg(long = "oidc-scopes", env = "GROBUNN_OIDC_SCOPES", global = true, value_name = "SCOPES")]
    #[arg(id = "oidc_scopes")]
    pub scopes: Option<String>,
    /// The levels (`acr`) that are accepted, apart by spaces; without it a sign-in elsewhere counts no more than a mailbox
    #[arg(long = "oidc-acr", env = "GROBUNN_OIDC_ACR", global = true, value_name = "LEVELS")]
    #[arg(id = "oidc_acr")]
    pub acr: Option<String>,
    /// The claim that holds the address [default: email]
    #[arg(long = "oidc-email-claim", env = "GROBUNN_OIDC_EMAIL_CLAIM", global = true, value_name = "CLAIM")]
    #[arg(id = "oidc_email_claim")]
    pub email_claim: Option<String>,
    /// The claim that says that the address is verified (`xms_edov` at Entra ID) [default: `email_verified`]
    #[arg(long = "oidc-verified-claim", env = "GROBUNN_OIDC_VERIFIED_CLAIM", global = true, value_name = "CLAIM")]
    #[arg(id = "oidc_verified_claim")]
    pub verified_claim: Option<String>,
    /// The claim that tells one account from another for ever [default: sub]
    #[arg(long = "oidc-subject-claim", env = "GROBUNN_OIDC_SUBJECT_CLAIM", global = true, value_name = "CLAIM")]
    #[arg(id = "oidc_subject_claim")]
    pub subject_claim: Option<String>,
    /// What the provider is called on the button [default: the issuer's host]
    #[arg(long = "oidc-name", env = "GROBUNN_OIDC_NAME", global = true, value_name = "NAME")]
    #[arg(id = "oidc_name")]
    pub name: Option<String>,
}

/// A provider, with the defaults filled in.
#[derive(Clone, PartialEq, Eq)]
pub struct Oidc {
    /// The issuer, as it stands in its tokens.
    pub issuer: String,
    /// What the provider knows this house as.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The levels that are accepted; none asks for none.
    pub acr: Vec<String>,
    /// The claim that holds the address.
    pub email_claim: String,
    /// The claim that says that the address is verified.
    pub verified_claim: String,
    /// The claim that tells one account from another.
    pub subject_claim: String,
    /// What it is called on the button.
    pub name: String,
}

/// Without the secret.
impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("issuer", &self.issuer).field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl OidcSettings {
    /// What flags and environment left open, from the file.
    #[must_use]
    pub fn or(self, file: Self) -> Self {
        Self {
            issuer: self.issuer.or(file.issuer),
            client_id: self.client_id.or(file.client_id),
            client_secret: self.client_secret.or(file.client_secret),
            scopes: self.scopes.or(file.scopes),
            acr: self.acr.or(file.acr),
            email_claim: self.email_claim.or(file.email_claim),
            verified_claim: self.verified_claim.or(file.verified_claim),
            subject_claim: self.subject_claim.or(file.subject_claim),
            name: self.name.or(file.name),
        }
    }

    /// The provider; `None` when none is set.
    ///
    /// # Errors
    /// [`Failure`] when half of it is set, or the issuer is not reached over https (on the machine itself http will do).
    pub fn provider(self) -> Result<Option<Oidc>, Failure> {
        let filled = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let words =
            |text: Option<String>| text.unwrap_or_default().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let Some(issuer) = filled(self.issuer) else {
            return if self.client_id.is_some() || self.client_secret.is_some() {
                Err(Failure::input("GROBUNN_OIDC_CLIENT_ID is set without GROBUNN_OIDC_ISSUER: set both or neither"))
            } else {
                Ok(None)
            };
        };
        let client_id = filled(self.client_id).ok_or_else(|| {
            Failure::input("GROBUNN_OIDC_ISSUER is set without GROBUNN_OIDC_CLIENT_ID: set both or neither")
        })?;
        let address = Url::parse(&issuer)
            .map_err(|error| Failure::input(format!("GROBUNN_OIDC_ISSUER is not an address: {error}")))?;
        if address.scheme() != "https" && !(address.scheme() == "http" && is_loopback(&address)) {
            return Err(Failure::input("GROBUNN_OIDC_ISSUER must begin with https://"));
        }
        let name = filled(self.name).unwrap_or_else(|| address.host_str().unwrap_or(&issuer).to_owned());
        Ok(Some(Oidc {
            issuer,
            client_id,
            client_secret: filled(self.client_secret),
            scopes: self
                .scopes
                .map_or_else(|| vec!["email".to_owned(), "profile".to_owned()], |text| words(Some(text))),
            acr: words(self.acr),
            email_claim: filled(self.email_claim).unwrap_or_else(|| "email".to_owned()),
            verified_claim: filled(self.verified_claim).unwrap_or_else(|| "email_verified".to_owned()),
            subject_claim: filled(self.subject_claim).unwrap_or_else(|| "sub".to_owned()),
            name,
        }))
    }
}

fn is_loopback(address: &Url) -> bool {
    match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(number)) => number.is_loopback(),
        Some(Host::Ipv6(number)) => number.is_loopback(),
        None => false,
    }
}

/// Where passkeys work for a house at this address. A loopback number stands for `localhost`: browsers tie passkeys to names.
#[must_use]
pub fn passkey_place(base_url: &str) -> PasskeyPlace {
    let Ok(address) = Url::parse(base_url) else { return PasskeyPlace::NeedsName };
    let port = address.port().map(|port| format!(":{port}")).unwrap_or_default();
    match address.host() {
        _ if is_loopback(&address) => PasskeyPlace::At(format!("{}://localhost{port}", address.scheme())),
        Some(Host::Domain(name)) if address.scheme() == "https" => PasskeyPlace::At(format!("https://{name}{port}")),
        Some(Host::Domain(_)) => PasskeyPlace::NeedsHttps,
        _ => PasskeyPlace::NeedsName,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_need_a_name_and_https_except_on_the_machine_itself() {
        let at = |origin: &str| PasskeyPlace::At(origin.to_owned());
        assert_eq!(passkey_place("https://grobunn.example/"), at("https://grobunn.example"));
        assert_eq!(passkey_place("https://grobunn.example:8443"), at("https://grobunn.example:8443"));
        assert_eq!(passkey_place("http://127.0.0.1:3000"), at("http://localhost:3000"));
        assert_eq!(passkey_place("http://[::1]:3000"), at("http://localhost:3000"));
        assert_eq!(passkey_place("http://localhost:3000"), at("http://localhost:3000"));
        assert_eq!(passkey_place("http://grobunn.example"), PasskeyPlace::NeedsHttps);
        assert_eq!(passkey_place("https://192.0.2.1"), PasskeyPlace::NeedsName);
        assert_eq!(passkey_place("nonsense"), PasskeyPlace::NeedsName);
    }

    #[test]
    fn the_duty_is_set_role_by_role_and_off_in_the_demo() {
        let set = PasskeyDuty { mentor: Some(false), founder: Some(true), ..PasskeyDuty::default() };
        assert_eq!(set.duty(false), Duty::of([Role::Admin, Role::Manager, Role::Funder, Role::Founder]));
        assert_eq!(PasskeyDuty::default().duty(false), Duty::default());
        assert_eq!(set.duty(true), Duty::none());
        let file = PasskeyDuty { mentor: Some(true), admin: Some(false), ..PasskeyDuty::default() };
        assert_eq!(
            set.or(&file).duty(false),
            Duty::of([Role::Manager, Role::Funder, Role::Founder]),
            "flags go before the file"
        );
    }

    #[test]
    fn half_a_provider_or_one_over_plain_http_is_refused() {
        let set = |issuer: &str| OidcSettings {
            issuer: Some(issuer.to_owned()),
            client_id: Some("grobunn".to_owned()),
            ..OidcSettings::default()
        };
        assert_eq!(OidcSettings::default().provider().unwrap(), None);
        let oidc = set("https://login.example/tenant").provider().unwrap().unwrap();
        assert_eq!((oidc.name.as_str(), oidc.email_claim.as_str(), oidc.acr.len()), ("login.example", "email", 0));
        assert!(set("http://127.0.0.1:4000").provider().is_ok());
        assert!(set("http://login.example").provider().is_err());
        assert!(set("login.example").provider().is_err());
        assert!(OidcSettings { client_id: None, ..set("https://login.example") }.provider().is_err());
        assert!(OidcSettings { issuer: None, ..set("") }.provider().is_err());
        let secret = OidcSettings { client_secret: Some("hemmelig".to_owned()), ..set("https://login.example") };
        assert!(!format!("{:?}", secret.provider().unwrap()).contains("hemmelig"));
    }
}
