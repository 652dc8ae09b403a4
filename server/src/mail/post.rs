//! Where e-mails go: to a mail server, or into a folder when none is set up.

use std::path::{Path, PathBuf};

use app::dev_mail::{DevMail, Shown};
use lettre::message::Mailbox;

use super::letter::Links;
use super::mime::Rendered;
use crate::config::Config;
use crate::failure::Failure;
use store::outbox::Claimed;

mod smtp;

pub use smtp::Smtp;

/// How mail leaves the house.
#[derive(Debug)]
pub struct Settings {
    /// Where e-mails go.
    pub post: Post,
    /// Whom they come from.
    pub from: Mailbox,
    /// Where their links lead.
    pub links: Links,
}

/// Where e-mails go.
#[derive(Debug)]
pub enum Post {
    /// To a mail server.
    Server(Box<Smtp>),
    /// Into a folder, one file each.
    Folder {
        /// Which folder.
        folder: PathBuf,
        /// The page that shows them, in the demo.
        shown: Option<DevMail>,
    },
}

/// Why an e-mail was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    /// Nobody could be spoken to, or not as whom we wanted: no message would fare better at the moment.
    #[error("{0}")]
    Unreachable(String),
    /// Not now.
    #[error("{0}")]
    Later(String),
    /// Never.
    #[error("{0}")]
    Never(String),
}

impl Settings {
    /// How mail leaves a house that people reach at `base_url`, as configured. In the demo nothing leaves it: its people are invented,
    /// and their addresses may be somebody's.
    ///
    /// # Errors
    /// [`Failure::Input`] when an address is none, or a mail server is set up without a sender.
    pub fn of(config: &Config, base_url: &str, demo: Option<DevMail>) -> Result<Self, Failure> {
        let links = Links::to(base_url).ok_or_else(|| {
            Failure::input(format!("'{base_url}' is not an address of a house: it begins with http:// or https://"))
        })?;
        let from = match &config.mail_from {
            Some(from) => from.parse().map_err(|_| {
                Failure::input(format!("'{from}' is not a sender; write it as 'Grobunn <grobunn@example.no>'"))
            })?,
            None if config.smtp_url.is_some() && demo.is_none() => {
                return Err(Failure::input(
                    "a mail server is set up without a sender: set GROBUNN_MAIL_FROM to 'Grobunn <grobunn@example.no>'",
                ));
            }
            None => Mailbox::new(
                Some("Grobunn".to_owned()),
                lettre::Address::new("grobunn", links.host())
                    .or_else(|_| lettre::Address::new("grobunn", "localhost"))
                    .map_err(Failure::outside)?,
            ),
        };
        let post = match (&config.smtp_url, demo) {
            (Some(url), None) => Post::Server(Box::new(Smtp::at(url).map_err(Failure::input)?)),
            (_, shown) => Post::Folder { folder: folder(config), shown },
        };
        Ok(Self { post, from, links })
    }
}

/// `outbox`, beside the SQLite file; in the folder `data` when there is none.
fn folder(config: &Config) -> PathBuf {
    config.sqlite_file().and_then(Path::parent).unwrap_or(Path::new("data")).join("outbox")
}

impl Post {
    /// Hands an e-mail over, and gives what the other side answered as soon as it has taken it.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn hand_over(&self, mail: &Claimed, rendered: &Rendered) -> Result<String, NotTaken> {
        match self {
            Self::Server(server) => server.send(rendered).await,
            Self::Folder { folder, shown } => {
                let file = write(folder, mail, rendered)
                    .map_err(|error| NotTaken::Unreachable(format!("the file could not be written: {error}")))?;
                if let Some(shown) = shown {
                    shown.show(Shown {
                        id: mail.id,
                        at: mail.created_at,
                        to: mail.to.clone(),
                        subject: rendered.subject.clone(),
                        text: rendered.text.clone(),
                    });
                }
                Ok(format!("written to {file}"))
            }
        }
    }
}

/// Writes an e-mail into a folder and gives the file's name. The same message has the same name at every try, so it is there once.
fn write(folder: &Path, mail: &Claimed, rendered: &Rendered) -> std::io::Result<String> {
    use std::io::Write as _;
    let (mut folders, mut file) = (std::fs::DirBuilder::new(), std::fs::OpenOptions::new());
    folders.recursive(true);
    file.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        // Whoever reads these files can sign in as their readers.
        folders.mode(0o700);
        file.mode(0o600);
    }
    folders.create(folder)?;
    let kind = mail.message.kind().code();
    let name = format!("{}-{kind}-{}.eml", mail.created_at.format("%Y%m%dT%H%M%SZ"), mail.id);
    let unfinished = folder.join(format!("{name}.part"));
    let mut file = file.open(&unfinished)?;
    file.write_all(&rendered.email.formatted())?;
    file.sync_all()?;
    std::fs::rename(unfinished, folder.join(&name))?;
    Ok(name)
}
