//! Speaking SMTP, step by step: which step failed decides what a failure means.

use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Response;
use percent_encoding::percent_decode_str;
use url::Url;

use super::NotTaken;
use crate::mail::mime::Rendered;

/// How long it may take to connect, greet, encrypt and say who we are.
const CONNECT: Duration = Duration::from_secs(30);
/// How long the server may take to answer one line.
const ANSWER: Duration = Duration::from_secs(60);
/// How long it may take to answer the whole message. RFC 5321, section 4.5.3.2.6: who gives up earlier sends what was taken twice.
const TAKE: Duration = Duration::from_secs(600);
/// How long it may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

/// A mail server.
pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: ClientId,
}

/// How the way to the server is kept secret.
enum Tls {
    /// Not at all.
    None,
    /// With STARTTLS where the server offers it.
    Opportunistic(TlsParameters),
    /// With STARTTLS, or nothing is sent.
    Required(TlsParameters),
    /// From the first byte.
    Wrapper(TlsParameters),
}

/// Without the password.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

impl Smtp {
    /// The mail server at `smtp://USER:PASSWORD@HOST:PORT?tls=required`. `smtps:` encrypts from the first byte; with `smtp:` the way is
    /// encrypted by STARTTLS (`tls=required`, the default), where the server offers it (`opportunistic`), or not (`none`). A path is
    /// the name to greet with.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the address, without repeating it: it may hold a password.
    pub fn at(url: &str) -> Result<Self, String> {
        let url =
            Url::parse(url.trim()).map_err(|error| format!("the mail server's address cannot be read: {error}"))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or("the mail server's address names no server")?;
        let how = url.query_pairs().find(|(key, _)| key == "tls").map(|(_, how)| how.into_owned());
        let parameters = || TlsParameters::new(host.to_owned()).map_err(|error| format!("{host}: {error}"));
        let (port, tls) = match (url.scheme(), how.as_deref()) {
            ("smtps", None | Some("required")) => (465, Tls::Wrapper(parameters()?)),
            ("smtp", None | Some("required")) => (587, Tls::Required(parameters()?)),
            ("smtp", Some("opportunistic")) => (587, Tls::Opportunistic(parameters()?)),
            ("smtp", Some("none")) => (25, Tls::None),
            ("smtp" | "smtps", Some(how)) => {
                return Err(format!("tls={how} is no way to encrypt: it is required, opportunistic or none"));
            }
            (scheme, _) => return Err(format!("{scheme}: is not how to reach a mail server: it is smtp: or smtps:")),
        };
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(std::borrow::Cow::into_owned)
                .map_err(|_| "the mail server's user or password is not UTF-8".to_owned())
        };
        let credentials = match url.password() {
            Some(password) => Some(Credentials::new(decoded(url.username())?, decoded(password)?)),
            None if url.username().is_empty() => None,
            None => return Err("the mail server's address names a user without a password".to_owned()),
        };
        let name = url.path().trim_matches('/');
        let hello = if name.is_empty() { ClientId::default() } else { ClientId::Domain(name.to_owned()) };
        Ok(Self { host: host.to_owned(), port: url.port().unwrap_or(port), tls, credentials, hello })
    }

    /// Sends an e-mail, and gives the server's answer as soon as it has taken it.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn send(&self, rendered: &Rendered) -> Result<String, NotTaken> {
        let mut connection = match tokio::time::timeout(CONNECT, self.connect()).await {
            Ok(connected) => connected.map_err(|error| NotTaken::Unreachable(error.to_string()))?,
            Err(_) => return Err(NotTaken::Unreachable(format!("{} did not answer", self.host))),
        };
        let answer = Self::hand_over(&mut connection, rendered).await;
        // Whether the message was taken is known; nothing waits for the goodbye. It tidies up after a refusal too.
        tokio::spawn(async move {
            let _ = tokio::time::timeout(GOODBYE, connection.quit()).await;
        });
        answer
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Error> {
        let wrapper = if let Tls::Wrapper(parameters) = &self.tls { Some(parameters.clone()) } else { None };
        // The timeout in here is per address; the one around it is for everything.
        let address = (self.host.trim_matches(['[', ']']), self.port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &self.hello, wrapper, None).await?;
        match &self.tls {
            Tls::Opportunistic(parameters) if connection.can_starttls() => {
                connection.starttls(parameters.clone(), &self.hello).await?;
            }
            // Fails when the server does not offer it: neither password nor message goes over an open way.
            Tls::Required(parameters) => connection.starttls(parameters.clone(), &self.hello).await?,
            Tls::None | Tls::Opportunistic(_) | Tls::Wrapper(_) => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }

    async fn hand_over(connection: &mut AsyncSmtpConnection, rendered: &Rendered) -> Result<String, NotTaken> {
        let envelope = rendered.email.envelope();
        let mut parameters = Vec::new();
        if !envelope.to().iter().chain(envelope.from()).all(|address| AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(NotTaken::Never(
                    "the mail server does not take addresses with letters beyond ASCII".to_owned(),
                ));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        // A server that does not like the sender, or wants to know who we are, has nothing against this message.
        within(ANSWER, connection.command(Mail::new(envelope.from().cloned(), parameters)))
            .await
            .map_err(|why| NotTaken::Unreachable(why.sentence()))?;
        for to in envelope.to() {
            within(ANSWER, connection.command(Rcpt::new(to.clone(), Vec::new()))).await.map_err(Why::of_message)?;
        }
        within(ANSWER, connection.command(Data)).await.map_err(Why::of_message)?;
        let answer = within(TAKE, connection.message(&rendered.email.formatted())).await.map_err(Why::of_message)?;
        Ok(format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")))
    }
}

/// Why a step failed.
enum Why {
    Said(Error),
    Silent,
}

impl Why {
    fn sentence(&self) -> String {
        match self {
            Self::Said(error) => error.to_string(),
            Self::Silent => "the mail server did not answer in time".to_owned(),
        }
    }

    /// What it means when it is about the message or its reader.
    fn of_message(self) -> NotTaken {
        match &self {
            Self::Said(error) if error.is_permanent() => NotTaken::Never(self.sentence()),
            _ => NotTaken::Later(self.sentence()),
        }
    }
}

async fn within(time: Duration, step: impl Future<Output = Result<Response, Error>>) -> Result<Response, Why> {
    match tokio::time::timeout(time, step).await {
        Ok(answer) => answer.map_err(Why::Said),
        Err(_) => Err(Why::Silent),
    }
}
