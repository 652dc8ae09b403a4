//! Notes and milestones of the cast, each with a telling word.

use domain::access::Actor;
use domain::day::NoteKind;
use domain::ids::{MilestoneId, NoteId, StartupId};
use store::Store;
use store::day::{NewMilestone, NewNote, NewTask};

/// What was written about a startup by the mentor who follows it up.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    /// A shared note.
    pub shared: NoteId,
    /// A private one.
    pub private: NoteId,
    /// A milestone.
    pub milestone: MilestoneId,
}

impl Written {
    /// Writes them; `key` names the startup and `author` its mentor in the tables.
    pub async fn new(store: &Store, mentor: &Actor, startup: StartupId, key: &str, author: &str) -> Self {
        let note = |kind, text: String| NewNote { startup, meeting: None, kind, text };
        let shared = note(NoteKind::Shared, format!("zqx-notat-{key}"));
        let private = note(NoteKind::Private, format!("zqx-privat-{author}"));
        let milestone =
            NewMilestone { startup, title: format!("zqx-milepel-{key}"), owner: mentor.person, due_on: None };
        let owner = mentor.person.unwrap();
        let task = NewTask { title: format!("zqx-oppgave-{key}"), owner, startup: Some(startup), due_on: None };
        store.add_task(mentor, &task).await.unwrap();
        Self {
            shared: store.write_note(mentor, &shared).await.unwrap(),
            private: store.write_note(mentor, &private).await.unwrap(),
            milestone: store.add_milestone(mentor, &milestone).await.unwrap(),
        }
    }
}
