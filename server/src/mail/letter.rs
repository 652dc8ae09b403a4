//! The texts of a message: subject, plain text, HTML.

use askama::Template;
use domain::access::Role;
use domain::format;
use domain::mail::{Message, Proving, RoleChange, SecurityChange};
use domain::words::Locale;

use super::words::say;

/// Where the house is, for links that work outside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    base: String,
    host: String,
}

impl Links {
    /// Links to a house that people reach at `base`, such as `https://grobunn.example.no`; `None` when that is no address.
    #[must_use]
    pub fn to(base: &str) -> Option<Self> {
        let base = base.trim().trim_end_matches('/');
        let url = url::Url::parse(base).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        Some(Self { base: base.to_owned(), host: url.host_str()?.to_owned() })
    }

    /// The name of the machine that people reach the house at.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// A piece of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// A code to type.
    Code(String),
    /// A link, with its address to be seen.
    Link {
        /// What it does.
        label: &'static str,
        /// Where it leads.
        url: String,
    },
}

/// A message put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    lang: &'static str,
    /// What it is about, in a few words; never a secret.
    pub subject: String,
    blocks: Vec<Block>,
    footer: String,
}

#[derive(Template)]
#[template(path = "mail/letter.txt")]
struct Plain<'a> {
    blocks: &'a [Block],
    footer: &'a str,
}

#[derive(Template)]
#[template(path = "mail/letter.html")]
struct Html<'a> {
    lang: &'a str,
    subject: &'a str,
    blocks: &'a [Block],
    footer: &'a str,
}

impl Letter {
    /// Puts a message into words.
    #[must_use]
    pub fn of(message: &Message, locale: Locale, links: &Links) -> Self {
        let (subject, blocks) = told(message, locale, links);
        let subject = match message {
            Message::FromHouse { subject, .. } => tame(subject),
            _ => subject.to_owned(),
        };
        Self { lang: locale.tag(), subject, blocks, footer: say::footer(locale, links.host()) }
    }

    /// The letter as plain text.
    ///
    /// # Errors
    /// None that can be met: writing to memory does not fail.
    pub fn plain(&self) -> Result<String, askama::Error> {
        Plain { blocks: &self.blocks, footer: &self.footer }.render()
    }

    /// The letter as an HTML document: no pictures, no scripts, nothing fetched.
    ///
    /// # Errors
    /// None that can be met: writing to memory does not fail.
    pub fn html(&self) -> Result<String, askama::Error> {
        Html { lang: self.lang, subject: &self.subject, blocks: &self.blocks, footer: &self.footer }.render()
    }
}

fn told(message: &Message, locale: Locale, links: &Links) -> (&'static str, Vec<Block>) {
    use Block::{Code, Link, Text};
    let text = |text: &str| Text(text.to_owned());
    match message {
        Message::SignIn { code, link_token, minutes } => (
            say::sign_in_subject(locale),
            vec![
                text(say::your_code(locale)),
                Code(code.clone()),
                text(say::code_or_link(locale)),
                Link { label: say::sign_in(locale), url: links.url(&app::paths::sign_in_link(link_token)) },
                Text(say::minutes(locale, &minutes.to_string())),
                text(say::not_you(locale)),
            ],
        ),
        Message::Prove { what, code, minutes } => {
            let (subject, asked, not_you) = match what {
                Proving::Address => {
                    (say::prove_address_subject(locale), say::prove_address(locale), say::not_your_address(locale))
                }
                Proving::Person => {
                    (say::prove_person_subject(locale), say::prove_person(locale), say::not_your_doing(locale))
                }
            };
            let minutes = say::code_minutes(locale, &minutes.to_string());
            (subject, vec![text(asked), Code(code.clone()), Text(minutes), text(not_you)])
        }
        Message::Invitation { role, scope_name, inviter, link_token, days } => (
            say::invitation_subject(locale),
            vec![
                Text(match inviter {
                    Some(inviter) => say::invited_by(locale, &tame(inviter)),
                    None => say::invited(locale).to_owned(),
                }),
                Text(say::your_role(locale, &held(*role, scope_name.as_deref(), locale))),
                Link { label: say::accept(locale), url: links.url(&app::paths::invitation(link_token)) },
                Text(say::days(locale, &days.to_string())),
                text(say::unexpected(locale)),
            ],
        ),
        Message::RoleChanged { role, scope_name, what } => (
            say::role_subject(locale),
            vec![
                Text(changed(*what, &held(*role, scope_name.as_deref(), locale), locale)),
                Link { label: say::open(locale), url: links.url(app::paths::HOME) },
                text(say::ask(locale)),
            ],
        ),
        Message::ApplicationLink { call, slug, link_token, closes_at } => (
            say::application_subject(locale),
            vec![
                Text(say::application_begun(locale, &tame(call))),
                Link {
                    label: say::application_open(locale),
                    url: links.url(&app::paths::my_application(slug, link_token)),
                },
                Text(say::application_closes(locale, &format::instant(locale, *closes_at))),
                text(say::application_yours(locale)),
                text(say::unexpected(locale)),
            ],
        ),
        Message::ApplicationReceived { call, slug, startup, link_token, at } => (
            say::received_subject(locale),
            vec![
                Text(say::received(locale, &tame(startup), &tame(call), &format::instant(locale, *at))),
                text(say::received_next(locale)),
                Link {
                    label: say::received_open(locale),
                    url: links.url(&app::paths::my_application(slug, link_token)),
                },
                text(say::application_yours(locale)),
            ],
        ),
        Message::UpdateAsked { startup, programme, due_on, link_token } => (
            say::update_subject(locale),
            update(locale, links, say::update_ask(locale, &tame(programme), &tame(startup)), *due_on, link_token),
        ),
        Message::UpdateReminder { startup, programme, due_on, link_token } => (
            say::reminder_subject(locale),
            update(locale, links, say::update_reminded(locale, &tame(programme), &tame(startup)), *due_on, link_token),
        ),
        Message::UpdateUnanswered { startup_id, startup, due_on } => (
            say::unanswered_subject(locale),
            vec![
                Text(say::unanswered(locale, &tame(startup), &format::date(locale, *due_on))),
                Link { label: say::open_startup(locale), url: links.url(&app::paths::startup(*startup_id)) },
                text(say::said_once(locale)),
            ],
        ),
        Message::LogMeeting { startup, on, link_token, days } => (
            say::log_subject(locale),
            vec![
                Text(say::log_meeting(locale, &tame(startup), &format::date(locale, *on))),
                Link { label: say::log_open(locale), url: links.url(&app::paths::log_link(link_token)) },
                Text(say::log_link(locale, &days.to_string())),
                text(say::log_not_held(locale)),
            ],
        ),
        Message::ApplicationDeclined { startup: _, programme, letter } => {
            let mut blocks: Vec<Block> = paragraphs(letter).map(Text).collect();
            blocks.push(Text(say::declined_by(locale, &tame(programme))));
            (say::declined_subject(locale), blocks)
        }
        Message::ApplicationAdmitted { startup, programme, on } => (
            say::admitted_subject(locale),
            vec![
                Text(say::admitted(locale, &tame(startup), &tame(programme), &format::date(locale, *on))),
                text(say::admitted_next(locale)),
            ],
        ),
        Message::EvaluationAsked { call, round, left, due_on, again } => {
            let left = left.to_string();
            let (call, round) = (tame(call), tame(round));
            let asks = if *again {
                say::judge_again(locale, &call, &round, &left)
            } else {
                say::judge(locale, &call, &round, &left)
            };
            let due = due_on.map(|on| Text(say::judge_due(locale, &format::date(locale, on))));
            let mut blocks = vec![Text(asks)];
            blocks.extend(due);
            blocks.push(Link { label: say::judge_open(locale), url: links.url(app::paths::EVALUATE) });
            blocks.push(text(say::judge_conflict(locale)));
            (say::judge_subject(locale), blocks)
        }
        Message::NewDevice { device, at } => {
            let device = tame(device);
            let device = if device.is_empty() { say::unknown_device(locale) } else { &device };
            (
                say::device_subject(locale),
                vec![
                    Text(say::signed_in(locale, &format::instant(locale, *at), device)),
                    text(say::was_you(locale)),
                    text(say::was_not_you(locale)),
                    Link { label: say::my_devices(locale), url: links.url(app::paths::DEVICES) },
                ],
            )
        }
        Message::FromHouse { text: written, from_name, reply_to, .. } => {
            let mut blocks: Vec<Block> = paragraphs(written).map(Text).collect();
            blocks.push(Text(match reply_to {
                Some(address) => say::house_answer(locale, &tame(from_name), &tame(address)),
                None => say::house_written(locale, &tame(from_name)),
            }));
            (say::house_subject(locale), blocks)
        }
        Message::SecurityChanged { what, at } => (
            say::security_subject(locale),
            vec![
                Text(secured(what, &format::instant(locale, *at), locale)),
                text(say::was_you(locale)),
                text(say::change_was_not_you(locale)),
                Link { label: say::my_devices(locale), url: links.url(app::paths::DEVICES) },
            ],
        ),
    }
}

/// The paragraphs of a text that somebody wrote, without what is no letter to be shown.
fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace("\r\n", "\n");
    let clean = |part: &str| -> String { part.chars().filter(|c| *c == '\n' || !c.is_control()).collect() };
    let parts: Vec<String> =
        text.split("\n\n").map(|part| clean(part.trim())).filter(|part| !part.is_empty()).collect();
    parts.into_iter()
}

/// A letter that asks for an update: who asks, the link, until when, what the link is.
fn update(locale: Locale, links: &Links, asks: String, due_on: chrono::NaiveDate, link_token: &str) -> Vec<Block> {
    vec![
        Block::Text(asks),
        Block::Link { label: say::update_open(locale), url: links.url(&app::paths::update(link_token)) },
        Block::Text(say::update_due(locale, &format::date(locale, due_on))),
        Block::Text(say::update_link(locale).to_owned()),
    ]
}

fn secured(what: &SecurityChange, at: &str, locale: Locale) -> String {
    match what {
        SecurityChange::PasskeyAdded { name } => say::passkey_added(locale, &tame(name), at),
        SecurityChange::PasskeyRemoved { name } => say::passkey_removed(locale, &tame(name), at),
        SecurityChange::RecoveryUsed { left } => say::recovery_used(locale, &left.to_string(), at),
        SecurityChange::RecoveryRenewed => say::recovery_renewed(locale, at),
        SecurityChange::AddressChanged => say::address_changed(locale, at),
    }
}

fn changed(what: RoleChange, held: &str, locale: Locale) -> String {
    let date = |on| format::date(locale, on);
    match what {
        RoleChange::Given { from_on, to_on: None } => say::given(locale, held, &date(from_on)),
        RoleChange::Given { from_on, to_on: Some(to_on) } => {
            say::given_until(locale, held, &date(from_on), &date(to_on))
        }
        RoleChange::Ends { on } => say::ends(locale, held, &date(on)),
        RoleChange::Revoked => say::revoked(locale, held),
    }
}

fn held(role: Role, scope_name: Option<&str>, locale: Locale) -> String {
    match scope_name {
        Some(scope) => say::held_in(locale, role.name(locale), &tame(scope)),
        None => role.name(locale).to_owned(),
    }
}

/// Most characters of a name in a letter.
const MOST_NAME: usize = 100;

/// A name from outside as part of a sentence of ours: on one line, short, and without what mail programs make links of, so that
/// nobody can write letters in our name by calling themselves a letter.
fn tame(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let one_line = words.join(" ").replace("://", " ").replace("www.", "www ");
    one_line.chars().take(MOST_NAME).collect()
}
