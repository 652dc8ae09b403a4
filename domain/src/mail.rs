//! What the house says by mail: every message as a value, with all that it says and nothing about how it looks or travels.
//!
//! All of them are transactional: each answers something that its reader or somebody responsible for them just did. None is news, so
//! none can be unsubscribed from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::ids::StartupId;
use crate::time::Instant;
use crate::words::Locale;

/// A message to one reader.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// Somebody wants to sign in with this address.
    SignIn {
        /// The code to type in the browser that asked. A secret.
        code: String,
        /// What makes the link to click. A secret.
        link_token: String,
        /// How long both hold, in minutes.
        minutes: u32,
    },
    /// A code that proves to whom a browser belongs that is signed in already. No link: one works where it was asked for, and nowhere else.
    Prove {
        /// What is to be proved.
        what: Proving,
        /// The code to type in the browser that asked. A secret.
        code: String,
        /// How long it holds, in minutes.
        minutes: u32,
    },
    /// Somebody wants the reader in the house.
    Invitation {
        /// As what.
        role: Role,
        /// The programme's or the startup's name; `None` for the whole house.
        scope_name: Option<String>,
        /// Who invites, by name; `None` when it was done at the machine's command line.
        inviter: Option<String>,
        /// What makes the link to click. A secret.
        link_token: String,
        /// How long it holds, in days.
        days: u32,
    },
    /// The reader's role changed.
    RoleChanged {
        /// Which role.
        role: Role,
        /// The programme's or the startup's name; `None` for the whole house.
        scope_name: Option<String>,
        /// What became of it.
        what: RoleChange,
    },
    /// A browser that the house has not seen before signed in as the reader.
    NewDevice {
        /// The browser in a few words, such as "Firefox, Linux". It comes from outside and may say anything.
        device: String,
        /// When.
        at: Instant,
    },
    /// Somebody begins an application with the reader's address, or asks for the link to one.
    ApplicationLink {
        /// What the call is called.
        call: String,
        /// Its name in addresses.
        slug: String,
        /// What makes the link to the application, which shows nothing else. A secret.
        link_token: String,
        /// When the call closes.
        closes_at: Instant,
    },
    /// The reader's application has arrived.
    ApplicationReceived {
        /// What the call is called.
        call: String,
        /// Its name in addresses.
        slug: String,
        /// The startup's name.
        startup: String,
        /// What makes the link to the application, which shows nothing else. A secret.
        link_token: String,
        /// When.
        at: Instant,
    },
    /// The reader's startup is asked for an update.
    UpdateAsked {
        /// The startup's name.
        startup: String,
        /// The programme that asks.
        programme: String,
        /// Until when.
        due_on: NaiveDate,
        /// What makes the link to the form, which shows nothing else. A secret.
        link_token: String,
    },
    /// It has not answered yet.
    UpdateReminder {
        /// The startup's name.
        startup: String,
        /// The programme that asks.
        programme: String,
        /// Until when an answer was asked for.
        due_on: NaiveDate,
        /// What makes the link to the form, which shows nothing else. A secret.
        link_token: String,
    },
    /// A startup that the reader follows up has not answered in spite of reminders.
    UpdateUnanswered {
        /// Which.
        startup_id: StartupId,
        /// Its name.
        startup: String,
        /// Until when an answer was asked for.
        due_on: NaiveDate,
    },
    /// The reader's application was declined, in the words of whoever decided.
    ApplicationDeclined {
        /// The startup's name.
        startup: String,
        /// The programme's.
        programme: String,
        /// The letter, as it was edited: plain text, with empty lines between its paragraphs.
        letter: String,
    },
    /// The reader's application was admitted.
    ApplicationAdmitted {
        /// The startup's name.
        startup: String,
        /// The programme's.
        programme: String,
        /// From which day it is in the programme.
        on: NaiveDate,
    },
    /// The reader is to judge applications.
    EvaluationAsked {
        /// What the call is called.
        call: String,
        /// What the round is called.
        round: String,
        /// How many applications wait for them.
        left: u32,
        /// Until when; `None` when nobody has set a day.
        due_on: Option<NaiveDate>,
        /// Whether they were asked before.
        again: bool,
    },
    /// A meeting that the reader planned is over: it is to be logged.
    LogMeeting {
        /// The startup's name.
        startup: String,
        /// The day it was planned for.
        on: NaiveDate,
        /// What makes the link to click. A secret.
        link_token: String,
        /// How long it holds, in days.
        days: u32,
    },
    /// Somebody who follows the reader's startup up writes to them, in their own words.
    FromHouse {
        /// What it is about, on one line.
        subject: String,
        /// What it says: plain text, with empty lines between its paragraphs.
        text: String,
        /// Who writes, by name.
        from_name: String,
        /// Where they read answers, when they have an address.
        reply_to: Option<String>,
    },
    /// What proves who the reader is was changed, or used up.
    SecurityChanged {
        /// What was done.
        what: SecurityChange,
        /// When.
        at: Instant,
    },
}

/// What a code proves that does not sign anybody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proving {
    /// That the address is the reader's, who is about to sign in with it from now on.
    Address,
    /// That the reader is still the one at the browser, before something weighty is changed.
    Person,
}

/// What was done to what proves who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum SecurityChange {
    /// A passkey was added.
    PasskeyAdded {
        /// What its owner calls it. It may say anything.
        name: String,
    },
    /// A passkey was removed.
    PasskeyRemoved {
        /// What its owner called it. It may say anything.
        name: String,
    },
    /// A recovery code was used instead of a passkey.
    RecoveryUsed {
        /// How many unused ones are left.
        left: u32,
    },
    /// A new set of recovery codes was made; the former ones hold no longer.
    RecoveryRenewed,
    /// The reader signs in with another address from now on. It goes to the former one, and does not say which the new one is.
    AddressChanged,
}

/// What became of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum RoleChange {
    /// The reader has it.
    Given {
        /// The first day.
        from_on: NaiveDate,
        /// The last day, when there is one.
        to_on: Option<NaiveDate>,
    },
    /// It has got a last day.
    Ends {
        /// The last day.
        on: NaiveDate,
    },
    /// It was taken back and holds no longer.
    Revoked,
}

/// Which message, without what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// [`Message::SignIn`].
    SignIn,
    /// [`Message::Prove`].
    Prove,
    /// [`Message::Invitation`].
    Invitation,
    /// [`Message::RoleChanged`].
    RoleChanged,
    /// [`Message::NewDevice`].
    NewDevice,
    /// [`Message::ApplicationLink`].
    ApplicationLink,
    /// [`Message::ApplicationReceived`].
    ApplicationReceived,
    /// [`Message::UpdateAsked`].
    UpdateAsked,
    /// [`Message::UpdateReminder`].
    UpdateReminder,
    /// [`Message::UpdateUnanswered`].
    UpdateUnanswered,
    /// [`Message::ApplicationDeclined`].
    ApplicationDeclined,
    /// [`Message::ApplicationAdmitted`].
    ApplicationAdmitted,
    /// [`Message::EvaluationAsked`].
    EvaluationAsked,
    /// [`Message::LogMeeting`].
    LogMeeting,
    /// [`Message::FromHouse`].
    FromHouse,
    /// [`Message::SecurityChanged`].
    SecurityChanged,
}

impl Message {
    /// Which message it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SignIn { .. } => Kind::SignIn,
            Self::Prove { .. } => Kind::Prove,
            Self::Invitation { .. } => Kind::Invitation,
            Self::RoleChanged { .. } => Kind::RoleChanged,
            Self::NewDevice { .. } => Kind::NewDevice,
            Self::ApplicationLink { .. } => Kind::ApplicationLink,
            Self::ApplicationReceived { .. } => Kind::ApplicationReceived,
            Self::UpdateAsked { .. } => Kind::UpdateAsked,
            Self::UpdateReminder { .. } => Kind::UpdateReminder,
            Self::UpdateUnanswered { .. } => Kind::UpdateUnanswered,
            Self::ApplicationDeclined { .. } => Kind::ApplicationDeclined,
            Self::ApplicationAdmitted { .. } => Kind::ApplicationAdmitted,
            Self::EvaluationAsked { .. } => Kind::EvaluationAsked,
            Self::LogMeeting { .. } => Kind::LogMeeting,
            Self::FromHouse { .. } => Kind::FromHouse,
            Self::SecurityChanged { .. } => Kind::SecurityChanged,
        }
    }
}

/// Only which message it is: codes and links must not reach a log.
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Message").field(&self.kind()).finish()
    }
}

impl Kind {
    /// All messages.
    pub const ALL: [Kind; 16] = [
        Kind::SignIn,
        Kind::Prove,
        Kind::Invitation,
        Kind::RoleChanged,
        Kind::NewDevice,
        Kind::LogMeeting,
        Kind::SecurityChanged,
        Kind::ApplicationLink,
        Kind::ApplicationReceived,
        Kind::UpdateAsked,
        Kind::UpdateReminder,
        Kind::UpdateUnanswered,
        Kind::ApplicationDeclined,
        Kind::ApplicationAdmitted,
        Kind::EvaluationAsked,
        Kind::FromHouse,
    ];

    /// The stable name in databases and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Kind::SignIn => "sign_in",
            Kind::Prove => "prove",
            Kind::Invitation => "invitation",
            Kind::RoleChanged => "role_changed",
            Kind::NewDevice => "new_device",
            Kind::ApplicationLink => "application_link",
            Kind::ApplicationReceived => "application_received",
            Kind::UpdateAsked => "update_asked",
            Kind::UpdateReminder => "update_reminder",
            Kind::UpdateUnanswered => "update_unanswered",
            Kind::ApplicationDeclined => "application_declined",
            Kind::ApplicationAdmitted => "application_admitted",
            Kind::EvaluationAsked => "evaluation_asked",
            Kind::LogMeeting => "log_meeting",
            Kind::FromHouse => "from_house",
            Kind::SecurityChanged => "security_changed",
        }
    }

    /// Reads the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it carries a code or a link that lets its reader in. Such a message is forgotten as soon as it is off the hands of
    /// the house, and cannot be sent again.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        matches!(
            self,
            Kind::SignIn
                | Kind::Prove
                | Kind::Invitation
                | Kind::ApplicationLink
                | Kind::ApplicationReceived
                | Kind::UpdateAsked
                | Kind::UpdateReminder
                | Kind::LogMeeting
        )
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Kind::SignIn => kinds::sign_in(locale),
            Kind::Prove => kinds::prove(locale),
            Kind::Invitation => kinds::invitation(locale),
            Kind::RoleChanged => kinds::role_changed(locale),
            Kind::NewDevice => kinds::new_device(locale),
            Kind::ApplicationLink => kinds::application_link(locale),
            Kind::ApplicationReceived => kinds::application_received(locale),
            Kind::UpdateAsked => kinds::update_asked(locale),
            Kind::UpdateReminder => kinds::update_reminder(locale),
            Kind::UpdateUnanswered => kinds::update_unanswered(locale),
            Kind::ApplicationDeclined => kinds::application_declined(locale),
            Kind::ApplicationAdmitted => kinds::application_admitted(locale),
            Kind::EvaluationAsked => kinds::evaluation_asked(locale),
            Kind::LogMeeting => kinds::log_meeting(locale),
            Kind::FromHouse => kinds::from_house(locale),
            Kind::SecurityChanged => kinds::security_changed(locale),
        }
    }
}

crate::catalogue! {
    /// The names of the messages.
    mod kinds {
        sign_in => { nb: "innlogging", nn: "innlogging", en: "sign-in" }
        prove => { nb: "bekreftelse", nn: "stadfesting", en: "confirmation" }
        invitation => { nb: "invitasjon", nn: "invitasjon", en: "invitation" }
        role_changed => { nb: "endret rolle", nn: "endra rolle", en: "changed role" }
        new_device => { nb: "ny enhet", nn: "ny eining", en: "new device" }
        application_link => { nb: "lenke til søknad", nn: "lenkje til søknad", en: "link to an application" }
        application_received => { nb: "kvittering for søknad", nn: "kvittering for søknad", en: "receipt of an application" }
        update_asked => { nb: "oppdatering", nn: "oppdatering", en: "update" }
        update_reminder => { nb: "påminnelse om oppdatering", nn: "påminning om oppdatering", en: "reminder of an update" }
        update_unanswered => { nb: "ubesvart oppdatering", nn: "oppdatering utan svar", en: "unanswered update" }
        application_declined => { nb: "svar på søknad", nn: "svar på søknad", en: "answer to an application" }
        application_admitted => { nb: "opptak", nn: "opptak", en: "admission" }
        evaluation_asked => { nb: "søknader å vurdere", nn: "søknader å vurdere", en: "applications to judge" }
        log_meeting => { nb: "møte å logge", nn: "møte å logge", en: "a meeting to log" }
        from_house => { nb: "melding fra inkubatoren", nn: "melding frå inkubatoren", en: "message from the incubator" }
        security_changed => { nb: "endret sikkerhet", nn: "endra tryggleik", en: "changed security" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_back_and_tells_no_secret_to_a_log() {
        let message = Message::SignIn { code: "K7MPQX".to_owned(), link_token: "hemmelig".to_owned(), minutes: 10 };
        let text = serde_json::to_string(&message).unwrap();
        assert_eq!(serde_json::from_str::<Message>(&text).unwrap(), message);
        assert!(text.contains(r#""kind":"sign_in""#), "{text}");
        assert_eq!(format!("{message:?}"), "Message(SignIn)");
    }

    #[test]
    fn a_kind_reads_back_from_its_code_and_has_a_name_everywhere() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            for locale in Locale::ALL {
                assert!(!kind.name(locale).is_empty(), "{kind:?} {locale:?}");
            }
        }
        assert_eq!(Kind::from_code("newsletter"), None);
    }
}
