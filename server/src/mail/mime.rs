//! The e-mail around a letter. The same message gives the same bytes at every try, so that a second copy can be told for one.

use std::time::SystemTime;

use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Email, MultiPart, MultiPartKind, SinglePart};
use store::outbox::Claimed;

use super::letter::{Letter, Links};

/// An e-mail ready to go.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// What it is about.
    pub subject: String,
    /// Its text, as the reader of a plain mail program sees it.
    pub text: String,
    /// Headers and body.
    pub email: Email,
}

/// Why a message cannot become an e-mail; trying again does not help.
#[derive(Debug, thiserror::Error)]
pub enum Unwritable {
    /// The address is none.
    #[error("the address is not one that mail can be sent to")]
    Address,
    /// The templates or the headers failed.
    #[error("the message could not be written")]
    Letter,
}

/// Says that a machine wrote this, so that no machine answers.
#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// The language of the letter (RFC 3282).
#[derive(Debug, Clone)]
struct ContentLanguage(&'static str);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(""))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.to_owned())
    }
}

/// Makes the e-mail of a message.
///
/// # Errors
/// [`Unwritable`].
pub fn render(mail: &Claimed, from: &Mailbox, links: &Links) -> Result<Rendered, Unwritable> {
    let letter = Letter::of(&mail.message, mail.locale, links);
    let text = letter.plain().map_err(|_| Unwritable::Letter)?;
    let html = letter.html().map_err(|_| Unwritable::Letter)?;
    let to = mail.to.parse().map_err(|_| Unwritable::Address)?;
    let body = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        // One of our own, or each try would have another.
        .boundary(format!("grobunn-{}", mail.id.0.simple()))
        .singlepart(SinglePart::plain(text.clone()))
        .singlepart(SinglePart::html(html));
    let email = Email::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(letter.subject.clone())
        .date(SystemTime::from(mail.created_at))
        .message_id(Some(format!("<{}@{}>", mail.id, links.host())))
        .header(ContentLanguage(mail.locale.tag()))
        .header(AutoSubmitted)
        .multipart(body)
        .map_err(|_| Unwritable::Letter)?;
    Ok(Rendered { subject: letter.subject, text, email })
}
