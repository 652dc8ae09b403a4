//! The mail of the demo house, kept where its visitors can read it. It exists in the demo alone: it holds codes and links.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::MailId;
use domain::time::Instant;

/// Most messages that are kept; the oldest go first.
const MOST: usize = 100;

/// One message as its reader would see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Which message.
    pub id: MailId,
    /// When it was queued.
    pub at: Instant,
    /// The address it goes to.
    pub to: String,
    /// What it is about.
    pub subject: String,
    /// What it says, with its codes and links.
    pub text: String,
}

/// The messages of this process, newest first. Clones share them.
#[derive(Clone, Default)]
pub struct DevMail(Arc<Mutex<VecDeque<Shown>>>);

/// Only how many: what they say holds secrets.
impl std::fmt::Debug for DevMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("DevMail").field(&self.all().len()).finish()
    }
}

impl DevMail {
    /// Adds a message; one that is there already is not added twice.
    pub fn show(&self, message: Shown) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.iter().any(|other| other.id == message.id) {
            return;
        }
        all.push_front(message);
        all.truncate(MOST);
    }

    /// All messages, newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Shown> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
