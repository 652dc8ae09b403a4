//! What the house says by mail: every message as a value, with all that it says and nothing about how it looks or travels.
//!
//! All of them are transactional: each answers something that its reader or somebody responsible for them just did. None is news, so
//! none can be unsubscribed from.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::Role;
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
    /// What proves who the reader is was changed, or used up.
    SecurityChanged {
        /// What was done.
        what: SecurityChange,
        /// When.
        at: Instant,
    },
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
    /// [`Message::Invitation`].
    Invitation,
    /// [`Message::RoleChanged`].
    RoleChanged,
    /// [`Message::NewDevice`].
    NewDevice,
    /// [`Message::SecurityChanged`].
    SecurityChanged,
}

impl Message {
    /// Which message it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::SignIn { .. } => Kind::SignIn,
            Self::Invitation { .. } => Kind::Invitation,
            Self::RoleChanged { .. } => Kind::RoleChanged,
            Self::NewDevice { .. } => Kind::NewDevice,
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
    pub const ALL: [Kind; 5] =
        [Kind::SignIn, Kind::Invitation, Kind::RoleChanged, Kind::NewDevice, Kind::SecurityChanged];

    /// The stable name in databases and logs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Kind::SignIn => "sign_in",
            Kind::Invitation => "invitation",
            Kind::RoleChanged => "role_changed",
            Kind::NewDevice => "new_device",
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
        matches!(self, Kind::SignIn | Kind::Invitation)
    }

    /// The name a reader sees.
    #[must_use]
    pub const fn name(self, locale: Locale) -> &'static str {
        match self {
            Kind::SignIn => kinds::sign_in(locale),
            Kind::Invitation => kinds::invitation(locale),
            Kind::RoleChanged => kinds::role_changed(locale),
            Kind::NewDevice => kinds::new_device(locale),
            Kind::SecurityChanged => kinds::security_changed(locale),
        }
    }
}

crate::catalogue! {
    /// The names of the messages.
    mod kinds {
        sign_in => { nb: "innlogging", nn: "innlogging", en: "sign-in" }
        invitation => { nb: "invitasjon", nn: "invitasjon", en: "invitation" }
        role_changed => { nb: "endret rolle", nn: "endra rolle", en: "changed role" }
        new_device => { nb: "ny enhet", nn: "ny eining", en: "new device" }
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
