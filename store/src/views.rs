//! Saved views of the pipeline: a name for a set of filters, one's own or shared within a programme, and which of them one begins with.

use domain::access::{Action, Actor, Decision, Resource, Role, may};
use domain::ids::{PersonId, ProgrammeId, SavedViewId};
use domain::pipeline::Programme;
use domain::words::fold;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::kinds::id_value;
use crate::refusal::Refusal;
use crate::rows::without_nul;
use crate::write::Write;

/// The longest name of a view, in characters.
const LONGEST_NAME: usize = 60;
/// The longest query, in bytes: as much as a page's address may have.
const LONGEST_QUERY: usize = 1_500;

/// A view to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewView {
    /// What it is called.
    pub name: String,
    /// The query of the page, without its question mark.
    pub query: String,
    /// The programme that shares it; `None` for one's own.
    pub programme: Option<ProgrammeId>,
}

/// A view as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// The view.
    pub id: SavedViewId,
    /// What it is called.
    pub name: String,
    /// The query of the page, without its question mark.
    pub query: String,
    /// The programme that shares it; `None` for one's own.
    pub programme: Option<ProgrammeId>,
    /// Whether whoever asked may rename or delete it.
    pub may_change: bool,
    /// Whether whoever asked begins with it.
    pub is_default: bool,
}

/// A view as it is kept.
struct Kept {
    id: SavedViewId,
    owner: Option<PersonId>,
    programme: Option<ProgrammeId>,
    name: String,
    query: String,
}

const COLUMNS: &str = "SELECT id, person_id, programme_id, name, query FROM saved_view";

fn read(row: &QueryResult) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: SavedViewId(row.try_get_by_index(0)?),
        owner: row.try_get_by_index::<Option<Uuid>>(1)?.map(PersonId),
        programme: row.try_get_by_index::<Option<Uuid>>(2)?.map(ProgrammeId),
        name: row.try_get_by_index(3)?,
        query: row.try_get_by_index(4)?,
    })
}

/// Whether a role looks at lists of startups at all.
const fn lists(role: Role) -> bool {
    matches!(role, Role::Admin | Role::System | Role::Manager | Role::Mentor)
}

impl Kept {
    /// Whether an actor sees it: their own, and what their programme shares.
    fn is_seen_by(&self, actor: &Actor, today: chrono::NaiveDate) -> bool {
        match self.programme {
            None => self.owner == actor.person,
            Some(programme) => {
                let sees = may(actor, Action::SeeProgramme, &Resource::Programme(programme), today);
                lists(actor.role) && sees == Decision::Allowed
            }
        }
    }

    /// Whether an actor who sees it may change it: whoever made it, and for a shared one whoever runs the programme.
    fn is_changed_by(&self, actor: &Actor, today: chrono::NaiveDate) -> bool {
        let own = self.owner == actor.person && (self.programme.is_none() || actor.person.is_some());
        own || self.programme.is_some_and(|programme| {
            may(actor, Action::EditStages, &Resource::Programme(programme), today) == Decision::Allowed
        })
    }
}

impl Store {
    /// The views that an actor sees: their own first, then those of their programmes, by name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn views(&self, actor: &Actor) -> Result<Vec<SavedView>, StoreError> {
        let today = self.world().today();
        let connection = self.reader();
        let backend = connection.get_database_backend();
        // Own ones and every shared one: there are tens of them in a house.
        let sql = match actor.person {
            Some(_) => format!("{COLUMNS} WHERE programme_id IS NOT NULL OR person_id = $1"),
            None => format!("{COLUMNS} WHERE programme_id IS NOT NULL OR person_id IS NULL"),
        };
        let values: Vec<Value> = actor.person.map(|person| person.0.into()).into_iter().collect();
        let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        let first = match actor.person {
            Some(person) => default_of(connection, person).await?,
            None => None,
        };
        let mut views = Vec::new();
        for row in &rows {
            let kept = read(row)?;
            if !kept.is_seen_by(actor, today) {
                continue;
            }
            views.push(SavedView {
                may_change: kept.is_changed_by(actor, today),
                is_default: first == Some(kept.id),
                id: kept.id,
                name: kept.name,
                query: kept.query,
                programme: kept.programme,
            });
        }
        views.sort_by_cached_key(|view| (view.programme.is_some(), fold(&view.name), view.id));
        Ok(views)
    }

    /// Keeps a view: for oneself, or for everybody who follows startups up in a programme.
    ///
    /// # Errors
    /// [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Missing::Programme`], [`VerbError::Denied`], or the database.
    pub async fn save_view(&self, actor: &Actor, new: &NewView) -> Result<SavedViewId, VerbError> {
        let name = read_name(&new.name)?;
        let query = new.query.trim_start_matches('?').to_owned();
        if query.len() > LONGEST_QUERY {
            return Err(Refusal::TooLong { field: "name", most: LONGEST_QUERY }.into());
        }
        let mut write = self.begin(actor).await?;
        if !lists(actor.role) {
            return Err(Missing::View.into());
        }
        if let Some(programme) = new.programme {
            write.ask(Action::SeeProgramme, &Resource::Programme(programme), Missing::Programme)?;
            write.ledger().programme(programme).ok_or(Missing::Programme)?;
        }
        let id = insert(&write, actor.person, new.programme, &name, query).await?;
        // The log is for ever and a name may say anything: only that it was done.
        let after = serde_json::json!({ "programme": new.programme });
        write.audit("save_view", "saved_view", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// [`Missing::View`], [`Refusal::NameMissing`], [`Refusal::TooLong`], [`VerbError::Denied`], or the database.
    pub async fn rename_view(&self, actor: &Actor, view: SavedViewId, name: &str) -> Result<(), VerbError> {
        let name = read_name(name)?;
        let mut write = self.begin(actor).await?;
        changeable(&write, view).await?;
        execute(&write, "UPDATE saved_view SET name = $2 WHERE id = $1", [view.0.into(), name.into()]).await?;
        write.audit("rename_view", "saved_view", view.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Takes a view away, for everybody who saw it.
    ///
    /// # Errors
    /// [`Missing::View`], [`VerbError::Denied`], or the database.
    pub async fn delete_view(&self, actor: &Actor, view: SavedViewId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        changeable(&write, view).await?;
        for sql in ["DELETE FROM default_view WHERE view_id = $1", "DELETE FROM saved_view WHERE id = $1"] {
            execute(&write, sql, [view.0.into()]).await?;
        }
        write.audit("delete_view", "saved_view", view.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Says with which view somebody begins; `None` for everything. Nobody else sees this, so it is no write of the ledger.
    ///
    /// # Errors
    /// [`Missing::View`], [`Missing::Person`] for who is no person, or the database.
    pub async fn begin_with_view(&self, actor: &Actor, view: Option<SavedViewId>) -> Result<(), VerbError> {
        let person = actor.person.ok_or(Missing::Person)?;
        if let Some(view) = view
            && !self.views(actor).await?.iter().any(|seen| seen.id == view)
        {
            return Err(Missing::View.into());
        }
        let connection = self.writer();
        let backend = connection.get_database_backend();
        let (sql, values): (&str, Vec<Value>) = match view {
            None => ("DELETE FROM default_view WHERE person_id = $1", vec![person.0.into()]),
            Some(view) => (
                "INSERT INTO default_view (person_id, view_id) VALUES ($1, $2) \
                 ON CONFLICT (person_id) DO UPDATE SET view_id = excluded.view_id",
                vec![person.0.into(), view.0.into()],
            ),
        };
        connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        Ok(())
    }
}

/// The views that the demo house begins with: shared in its first programme, made by nobody in particular.
pub(crate) async fn load_demo(write: &mut Write, programmes: &[Programme]) -> Result<(), StoreError> {
    let Some(programme) = programmes.first() else { return Ok(()) };
    // The programme must be there before what points at it.
    write.flush().await?;
    for (name, query) in [("Står fast", "stuck=180&view=table"), ("Uten mentor", "mentor=none&view=table")] {
        let query = format!("programme={}&{query}", programme.slug);
        insert(write, None, Some(programme.id), name, query).await?;
    }
    Ok(())
}

async fn insert(
    write: &Write,
    person: Option<PersonId>,
    programme: Option<ProgrammeId>,
    name: &str,
    query: String,
) -> Result<SavedViewId, StoreError> {
    let id = SavedViewId(write.new_id());
    let sql =
        "INSERT INTO saved_view (id, person_id, programme_id, name, query, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = [
        id.0.into(),
        id_value(person.map(|person| person.0)),
        id_value(programme.map(|programme| programme.0)),
        name.into(),
        query.into(),
        write.at().into(),
    ];
    execute(write, sql, values).await?;
    Ok(id)
}

fn read_name(typed: &str) -> Result<String, Refusal> {
    let name = crate::verbs::name(typed, "name")?;
    if name.chars().count() > LONGEST_NAME {
        return Err(Refusal::TooLong { field: "name", most: LONGEST_NAME });
    }
    Ok(name)
}

async fn execute(write: &Write, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<(), StoreError> {
    let backend = write.transaction.get_database_backend();
    let values = values.into_iter().map(without_nul);
    write.transaction.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}

async fn default_of<C: ConnectionTrait>(connection: &C, person: PersonId) -> Result<Option<SavedViewId>, StoreError> {
    let sql = "SELECT view_id FROM default_view WHERE person_id = $1";
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, [person.0.into()]);
    let row = connection.query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(SavedViewId))
}

/// A view that the actor of a write may change. One that they may not see is not there.
async fn changeable(write: &Write, view: SavedViewId) -> Result<(), VerbError> {
    let sql = format!("{COLUMNS} WHERE id = $1");
    let backend = write.transaction.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [view.0.into()]);
    let row = write.transaction.query_one_raw(statement).await?.ok_or(Missing::View)?;
    let kept = read(&row)?;
    let (actor, today) = (write.actor(), write.today());
    if !kept.is_seen_by(actor, today) {
        return Err(Missing::View.into());
    }
    if kept.is_changed_by(actor, today) {
        return Ok(());
    }
    match kept.programme {
        Some(programme) => write.ask(Action::EditStages, &Resource::Programme(programme), Missing::View),
        None => Err(Missing::View.into()),
    }
}
