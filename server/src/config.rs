//! Configuration: flags over `GROBUNN_*` environment over `grobunn.toml`.

use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use app::publisher::Publisher;
use clap::Args;
use serde::Deserialize;
use store::{RetentionRules, SessionLimits};

use crate::documents::{DocumentSettings, Documents};
use crate::failure::Failure;
use crate::jobs::retention::RetentionSettings;
use crate::open_data::PublisherSettings;
use crate::sessions::SessionSettings;
use crate::strong::{Oidc, OidcSettings, PasskeyDuty};

/// The file looked for in the working folder.
pub const FILE: &str = "grobunn.toml";

/// What a person can set. Every field can come from a flag, from the environment or from the file, in that order.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the facts are kept: `sqlite://PATH` or `postgres://USER@HOST/NAME` [default: `sqlite://data/grobunn.db`]
    #[arg(long, env = "GROBUNN_DATABASE_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Address to serve on [default: 127.0.0.1:3000]
    #[arg(long, env = "GROBUNN_LISTEN", global = true, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// The address people reach the house at, used in links [default: `http://` and the listening address]
    #[arg(long, env = "GROBUNN_BASE_URL", global = true, value_name = "URL")]
    pub base_url: Option<String>,
    /// Addresses of proxies in front, which are believed when they say for whom they ask [default: the machine itself]
    #[arg(long = "proxy", env = "GROBUNN_PROXIES", global = true, value_name = "ADDRESS", value_delimiter = ',')]
    #[serde(default)]
    pub proxies: Vec<IpAddr>,
    /// The mail server: `smtp://USER:PASSWORD@HOST:PORT?tls=required|opportunistic|none`, or `smtps://` [default: mail is written to files]
    #[arg(long, env = "GROBUNN_SMTP_URL", global = true, value_name = "URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// Whom mail comes from: `Grobunn <grobunn@example.no>`
    #[arg(long, env = "GROBUNN_MAIL_FROM", global = true, value_name = "SENDER")]
    pub mail_from: Option<String>,
    /// The secret that signs published figures: 64 hexadecimal digits [default: one is made and kept in the database]
    #[arg(long, env = "GROBUNN_SIGNING_KEY", global = true, value_name = "HEX", hide_env_values = true)]
    pub signing_key: Option<SigningKey>,
    /// Which roles have to have a passkey.
    #[command(flatten)]
    #[serde(default)]
    pub passkeys: PasskeyDuty,
    /// How long somebody stays signed in.
    #[command(flatten)]
    #[serde(default)]
    pub sessions: SessionSettings,
    /// How long what is kept of people.
    #[command(flatten)]
    #[serde(default)]
    pub retention: RetentionSettings,
    /// Where documents lie.
    #[command(flatten)]
    #[serde(default)]
    pub documents: DocumentSettings,
    /// Who publishes.
    #[command(flatten)]
    #[serde(default)]
    pub publisher: PublisherSettings,
    /// A provider of accounts elsewhere.
    #[command(flatten)]
    #[serde(default)]
    pub oidc: OidcSettings,
}

/// Settings with the defaults filled in.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the facts are kept.
    pub database_url: String,
    /// Address to serve on.
    pub listen: SocketAddr,
    /// The address people reach the house at, when it is not simply the listening address.
    pub base_url: Option<String>,
    /// Proxies in front, which are believed when they say for whom they ask.
    pub proxies: Vec<IpAddr>,
    /// The mail server; without one, mail is written to files.
    pub smtp_url: Option<String>,
    /// Whom mail comes from.
    pub mail_from: Option<String>,
    /// The secret that signs published figures; without one, the database keeps one.
    pub signing_key: Option<SigningKey>,
    /// Which roles have to have a passkey.
    pub passkeys: PasskeyDuty,
    /// How long somebody stays signed in.
    pub sessions: SessionLimits,
    /// How long what is kept of people.
    pub retention: RetentionRules,
    /// Where documents lie, and how much there is room for.
    pub documents: Documents,
    /// Who publishes.
    pub publisher: Publisher,
    /// A provider of accounts elsewhere, when there is one.
    pub oidc: Option<Oidc>,
}

/// A secret of 32 bytes, written as 64 hexadecimal digits. Its debug form shows nothing of it.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
pub struct SigningKey(pub [u8; 32]);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

impl std::str::FromStr for SigningKey {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const WRONG: &str = "a signing key has 64 hexadecimal digits";
        let digits = text.trim();
        if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(WRONG);
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| WRONG)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for SigningKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl Config {
    /// The file of a SQLite database; `None` for one in memory or on PostgreSQL.
    #[must_use]
    pub fn sqlite_file(&self) -> Option<&Path> {
        sqlite_file(&self.database_url)
    }

    /// Whether it names a SQLite file that is not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.sqlite_file().is_some_and(|file| !file.exists())
    }
}

impl Settings {
    /// Fills what flags and environment left open from the file, then from the defaults.
    ///
    /// # Errors
    /// [`Failure`] when the file is there and cannot be read or holds a setting that does not exist.
    pub fn resolve(self) -> Result<Config, Failure> {
        let file = match std::fs::read_to_string(Path::new(FILE)) {
            Ok(text) => toml::from_str::<Self>(&text)
                .map_err(|error| Failure::input(format!("{FILE}: {}", one_line(&error.to_string()))))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(Failure::input(format!("{FILE} cannot be read: {error}"))),
        };
        let listen = self.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000)));
        let database_url =
            self.database_url.or(file.database_url).unwrap_or_else(|| "sqlite://data/grobunn.db".to_owned());
        let beside = sqlite_file(&database_url).and_then(Path::parent).map(Path::to_path_buf);
        Ok(Config {
            documents: self.documents.or(file.documents).resolve(beside)?,
            database_url,
            listen,
            base_url: self.base_url.or(file.base_url),
            proxies: if self.proxies.is_empty() { file.proxies } else { self.proxies },
            smtp_url: self.smtp_url.or(file.smtp_url),
            mail_from: self.mail_from.or(file.mail_from),
            signing_key: self.signing_key.or(file.signing_key),
            passkeys: self.passkeys.or(&file.passkeys),
            sessions: self.sessions.or(&file.sessions).limits()?,
            retention: self.retention.or(&file.retention).rules()?,
            publisher: self.publisher.or(file.publisher).publisher()?,
            oidc: self.oidc.or(file.oidc).provider()?,
        })
    }
}

/// The file of a SQLite address.
fn sqlite_file(database_url: &str) -> Option<&Path> {
    let rest = database_url.strip_prefix("sqlite:")?.trim_start_matches("//");
    let path = rest.split('?').next().unwrap_or_default();
    (!path.is_empty() && path != ":memory:").then(|| Path::new(path))
}

/// Folds a message of several lines into one, for a single line on stderr.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
