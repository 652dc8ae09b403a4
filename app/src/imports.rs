//! Imports under way in this process: how far each is, until its page has shown the end.
//!
//! Only a convenience of the page. What happened is in the database; another process shows the result from there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use domain::exchange::Answers;
use domain::ids::ImportId;
use store::exchange::Progress;

/// How an import stands.
#[derive(Debug, Clone)]
pub enum State {
    /// Being written; how far, once the file is read.
    Running(Option<Progress>),
    /// Refused; the sentence says why. Nothing was written, and what was answered is kept to be shown again.
    Refused(String, Answers),
}

/// The imports under way.
#[derive(Debug, Clone, Default)]
pub struct Imports(Arc<Mutex<HashMap<ImportId, State>>>);

impl Imports {
    /// Claims an import for this process; false when it is running already.
    #[must_use]
    pub fn start(&self, id: ImportId) -> bool {
        let Ok(mut states) = self.0.lock() else { return false };
        if matches!(states.get(&id), Some(State::Running(_))) {
            return false;
        }
        states.insert(id, State::Running(None));
        true
    }

    /// Notes how far it is.
    pub fn note(&self, id: ImportId, progress: Progress) {
        if let Ok(mut states) = self.0.lock() {
            states.insert(id, State::Running(Some(progress)));
        }
    }

    /// Ends it: refused with a sentence and the answers given, or done, which the database then shows.
    pub fn end(&self, id: ImportId, refused: Option<(String, Answers)>) {
        if let Ok(mut states) = self.0.lock() {
            match refused {
                Some((sentence, answers)) => states.insert(id, State::Refused(sentence, answers)),
                None => states.remove(&id),
            };
        }
    }

    /// How it stands, if it was started here and has not succeeded.
    #[must_use]
    pub fn state(&self, id: ImportId) -> Option<State> {
        self.0.lock().ok()?.get(&id).cloned()
    }
}
