//! Notes about a startup: shared ones for all who follow it, private ones for whoever wrote them.

use std::collections::HashMap;

use domain::access::policy::Subject;
use domain::access::{Action, Actor, Resource, may};
use domain::day::{Note, NoteKind};
use domain::ids::{FactId, NoteId, PersonId, StartupId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{MOST_NOTE, about, person_at, person_value, rows, run, unreadable};
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::write::Write;

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNote {
    /// About which startup.
    pub startup: StartupId,
    /// At which meeting, if at one.
    pub meeting: Option<FactId>,
    /// For whom.
    pub kind: NoteKind,
    /// What it says, as Markdown.
    pub text: String,
}

const COLUMNS: &str =
    "n.id, n.root_id, n.startup_id, n.meeting_id, n.author_id, n.kind, n.text, n.created_at, r.created_at";

/// The versions that no other took the place of, with their first one.
const NEWEST: &str = "note n JOIN note r ON r.id = n.root_id \
                      WHERE NOT EXISTS (SELECT 1 FROM note later WHERE later.supersedes = n.id)";

/// What somebody may read: shared notes, and private ones that are their own. `$1` is the reader; nobody is no author.
const READABLE: &str = "(n.kind = 'shared' OR (n.kind = 'private' AND n.author_id = $1))";

fn read(row: &QueryResult) -> Result<Note, StoreError> {
    let kind: String = row.try_get_by_index(5)?;
    Ok(Note {
        id: NoteId(row.try_get_by_index(0)?),
        root: NoteId(row.try_get_by_index(1)?),
        startup: StartupId(row.try_get_by_index(2)?),
        meeting: row.try_get_by_index::<Option<Uuid>>(3)?.map(FactId),
        author: person_at(row, 4)?,
        kind: NoteKind::from_code(&kind).ok_or_else(|| unreadable("note", kind))?,
        text: row.try_get_by_index(6)?,
        written_at: row.try_get_by_index(7)?,
        created_at: row.try_get_by_index(8)?,
    })
}

impl Store {
    /// The notes about a startup that an actor may read, newest first: the shared ones, and their own private ones.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`VerbError::Denied`], or the database.
    pub async fn notes_of(&self, actor: &Actor, startup: StartupId) -> Result<Vec<Note>, VerbError> {
        let ledger = self.ledger().await?;
        let (known, resource) = about(&ledger, startup)?;
        let today = self.world().today();
        VerbError::unless_allowed(may(actor, Action::SeeSharedNotes, &resource, today), Missing::Startup)?;
        let own = actor.person.filter(|person| {
            let note = Resource::Note(Subject { ledger: &ledger, startup: known }, *person);
            may(actor, Action::SeePrivateNote, &note, today).is_allowed()
        });
        let sql = format!(
            "SELECT {COLUMNS} FROM {NEWEST} AND {READABLE} AND n.startup_id = $2 AND n.text <> '' ORDER BY r.id DESC"
        );
        Ok(rows(self.reader(), &sql, [person_value(own), startup.0.into()], read).await?)
    }

    /// Every note that an actor may read about startups they see, newest first. For a search.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn readable_notes(&self, actor: &Actor) -> Result<Vec<Note>, StoreError> {
        let ledger = self.ledger_for(actor).await?;
        let today = self.world().today();
        let mut allowed: HashMap<StartupId, (bool, bool)> = HashMap::new();
        for startup in &ledger.startups {
            let subject = Subject { ledger: &ledger, startup };
            let shared = may(actor, Action::SeeSharedNotes, &Resource::Startup(subject), today).is_allowed();
            let private = actor.person.is_some_and(|person| {
                may(actor, Action::SeePrivateNote, &Resource::Note(subject, person), today).is_allowed()
            });
            allowed.insert(startup.profile.id, (shared, private));
        }
        let sql = format!("SELECT {COLUMNS} FROM {NEWEST} AND {READABLE} AND n.text <> '' ORDER BY r.id DESC");
        let mut notes = rows(self.reader(), &sql, [person_value(actor.person)], read).await?;
        notes.retain(|note| {
            let (shared, private) = allowed.get(&note.startup).copied().unwrap_or_default();
            if note.kind == NoteKind::Shared { shared } else { private }
        });
        Ok(notes)
    }

    /// A note with its former versions, newest first, for its author to change.
    ///
    /// # Errors
    /// [`Missing::Note`] also for a note of somebody else's, or the database.
    pub async fn own_note(&self, actor: &Actor, note: NoteId) -> Result<Vec<Note>, VerbError> {
        let ledger = self.ledger().await?;
        let versions = versions(self.reader(), note, actor.person).await?;
        let first = versions.first().ok_or(Missing::Note)?;
        let (known, _) = about(&ledger, first.startup).map_err(|_| Missing::Note)?;
        let subject = Subject { ledger: &ledger, startup: known };
        let decision =
            may(actor, changing(first.kind), &resource(subject, first.kind, first.author), self.world().today());
        VerbError::unless_allowed(decision, Missing::Note)?;
        Ok(versions)
    }

    /// Writes a note.
    ///
    /// # Errors
    /// [`Missing::Startup`], [`Refusal::NameMissing`] for an empty one, [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn write_note(&self, actor: &Actor, new: &NewNote) -> Result<NoteId, VerbError> {
        let mut write = self.begin(actor).await?;
        let text = checked(&new.text)?.ok_or(Refusal::NameMissing)?;
        let id = written(&mut write, new, &text).await?;
        let after = serde_json::json!({ "kind": new.kind });
        write.audit("write_note", "note", id.0, Some(new.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Changes one's own note by a version that takes its place; an empty text takes the note back. A shared one is then shown no more,
    /// a private one is gone with all its versions.
    ///
    /// # Errors
    /// [`Missing::Note`] also for a note of somebody else's, [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn change_note(&self, actor: &Actor, note: NoteId, text: &str) -> Result<StartupId, VerbError> {
        let mut write = self.begin(actor).await?;
        let text = checked(text)?;
        let versions = versions(&write.transaction, note, actor.person).await?;
        let last = versions.into_iter().next().ok_or(Missing::Note)?;
        let ledger = write.ledger();
        let (known, _) = about(&ledger, last.startup).map_err(|_| Missing::Note)?;
        let subject = Subject { ledger: &ledger, startup: known };
        write.ask(changing(last.kind), &resource(subject, last.kind, last.author), Missing::Note)?;
        if last.text == text.clone().unwrap_or_default() {
            return Ok(last.startup);
        }
        let action = if text.is_some() { "change_note" } else { "remove_note" };
        if text.is_none() && last.kind == NoteKind::Private {
            forget(&write.transaction, last.root).await?;
        } else {
            let id = NoteId(write.new_id());
            let version = Version { id, root: last.root, supersedes: Some(last.id) };
            let new = NewNote { startup: last.startup, meeting: last.meeting, kind: last.kind, text: String::new() };
            insert(&write, &version, &new, &text.unwrap_or_default()).await?;
        }
        let after = serde_json::json!({ "kind": last.kind });
        write.audit(action, "note", last.root.0, Some(last.startup), None, Some(after)).await?;
        write.commit().await?;
        Ok(last.startup)
    }
}

/// What changing a note of a kind is in the eyes of the policy.
const fn changing(kind: NoteKind) -> Action {
    match kind {
        NoteKind::Shared => Action::WriteSharedNote,
        NoteKind::Private => Action::WritePrivateNote,
    }
}

fn resource<'a>(subject: Subject<'a>, kind: NoteKind, author: Option<PersonId>) -> Resource<'a> {
    match (kind, author) {
        (NoteKind::Private, Some(author)) => Resource::Note(subject, author),
        _ => Resource::Startup(subject),
    }
}

/// The versions of one's own note, newest first; none of somebody else's. Whoever is no person has written those of nobody.
async fn versions<C: ConnectionTrait>(
    connection: &C,
    note: NoteId,
    author: Option<PersonId>,
) -> Result<Vec<Note>, StoreError> {
    let own = if author.is_some() { "n.author_id = $2" } else { "n.author_id IS NULL AND n.kind = 'shared'" };
    let sql = format!(
        "SELECT {COLUMNS} FROM note n JOIN note r ON r.id = n.root_id \
         WHERE n.root_id = (SELECT root_id FROM note WHERE id = $1) AND {own} ORDER BY n.id DESC"
    );
    let values = std::iter::once(note.0.into()).chain(author.map(|author| author.0.into()));
    rows(connection, &sql, values, read).await
}

/// Takes a private note away with all its versions, newest first: each points at the one before.
async fn forget<C: ConnectionTrait>(connection: &C, root: NoteId) -> Result<(), StoreError> {
    let sql = "DELETE FROM note WHERE root_id = $1 AND kind = 'private' \
               AND NOT EXISTS (SELECT 1 FROM note later WHERE later.supersedes = note.id)";
    while run(connection, sql, [root.0.into()]).await? > 0 {}
    Ok(())
}

/// A text as it is kept: line breaks as one sign, no blanks around it; `None` when nothing is left.
pub(super) fn checked(text: &str) -> Result<Option<String>, Refusal> {
    crate::verbs::optional(Some(&text.replace("\r\n", "\n")), "text", MOST_NOTE)
}

/// Asks the policy, and writes a note inside a write.
pub(super) async fn written(write: &mut Write, new: &NewNote, text: &str) -> Result<NoteId, VerbError> {
    let ledger = write.ledger();
    let (_, resource) = about(&ledger, new.startup)?;
    write.ask(changing(new.kind), &resource, Missing::Startup)?;
    if new.kind == NoteKind::Private && write.actor().person.is_none() {
        return Err(Missing::Person.into());
    }
    let id = NoteId(write.new_id());
    insert(write, &Version { id, root: id, supersedes: None }, new, text).await?;
    Ok(id)
}

/// Which version of a note a row is.
struct Version {
    id: NoteId,
    root: NoteId,
    supersedes: Option<NoteId>,
}

async fn insert(write: &Write, version: &Version, new: &NewNote, text: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO note (id, root_id, startup_id, meeting_id, author_id, kind, text, supersedes, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = [
        version.id.0.into(),
        version.root.0.into(),
        new.startup.0.into(),
        crate::kinds::id_value(new.meeting.map(|meeting| meeting.0)),
        person_value(write.actor().person),
        new.kind.code().into(),
        text.into(),
        crate::kinds::id_value(version.supersedes.map(|note| note.0)),
        write.at().into(),
    ];
    run(&write.transaction, sql, values).await?;
    Ok(())
}
