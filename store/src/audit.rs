//! Reading the audit log, and keeping a record of who read private data.
//!
//! Entries of the log are written by [`Write::audit`](crate::Write::audit), in the transaction they tell of, and stay for ever. Readings
//! are written by [`Store::log_read`] into a table of their own, which has an end (see `retention`); a reader of the log sees both as one.

use chrono::{NaiveDate, TimeDelta};
use domain::access::{Actor, Role, Scope};
use domain::ids::{AuditId, DocumentId, PersonId, ProgrammeId, StartupId};
use domain::ledger::Ledger;
use domain::time::{Instant, end_of_oslo_day};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement, UnionType};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::id_value;

/// One entry of the audit log.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEntry {
    /// The entry's id; sorts by time.
    pub id: AuditId,
    /// When it was done.
    pub at: Instant,
    /// By whom.
    pub actor: String,
    /// In what role, by its stable name.
    pub role: String,
    /// What was done: the verb's name, or what was read, beginning with `read.`.
    pub action: String,
    /// To what kind of thing.
    pub subject_kind: String,
    /// To which one.
    pub subject: Uuid,
    /// Which startup it concerns, when it does.
    pub startup: Option<StartupId>,
    /// What was there before.
    pub before: Option<serde_json::Value>,
    /// What is there since.
    pub after: Option<serde_json::Value>,
    /// The request it came with.
    pub request_id: Option<String>,
}

/// Which entries are asked for; the default asks for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// About this startup.
    pub startup: Option<StartupId>,
    /// By this person, or about them.
    pub person: Option<PersonId>,
    /// By whom, as the entry says it: for those who are no person.
    pub actor: Option<String>,
    /// This action only.
    pub action: Option<String>,
    /// Done in this role.
    pub role: Option<Role>,
    /// On this civil day or later.
    pub from: Option<NaiveDate>,
    /// On this civil day or earlier.
    pub to: Option<NaiveDate>,
    /// Done by this request.
    pub request: Option<String>,
}

/// A part of the log, newest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// The entry to go on before, when there are older ones.
    pub older: Option<AuditId>,
}

/// Private data that somebody looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrivateRead {
    /// Everything held about a person.
    Person(PersonId),
    /// The list of people with their addresses.
    People,
    /// The workbook of the house.
    Export,
    /// The audit log as a file.
    Audit,
    /// A document, of this startup when it belongs to one.
    Document(DocumentId, Option<StartupId>),
}

impl PrivateRead {
    /// All actions a reading can be, for those who put words to them.
    pub const ACTIONS: [&str; 5] = ["read.person", "read.people", "read.export", "read.audit", "read.document"];

    const fn parts(self) -> (&'static str, &'static str, Uuid) {
        match self {
            Self::Person(person) => (Self::ACTIONS[0], "person", person.0),
            Self::People => (Self::ACTIONS[1], "house", Uuid::nil()),
            Self::Export => (Self::ACTIONS[2], "house", Uuid::nil()),
            Self::Audit => (Self::ACTIONS[3], "house", Uuid::nil()),
            Self::Document(document, _) => (Self::ACTIONS[4], "document", document.0),
        }
    }
}

impl PrivateRead {
    const fn startup(self) -> Option<StartupId> {
        match self {
            Self::Document(_, startup) => startup,
            Self::Person(_) | Self::People | Self::Export | Self::Audit => None,
        }
    }
}

/// The same reading by the same actor within this time is one entry: a reload says nothing new.
const SAME_READING: TimeDelta = TimeDelta::minutes(10);

/// More entries than memory has room for.
const MOST_AT_ONCE: u64 = 1 << 40;

/// What an actor may see of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    All,
    Programme(ProgrammeId),
    Nothing,
}

impl Sight {
    fn of(actor: &Actor) -> Self {
        match (actor.role, actor.scope) {
            (Role::Admin | Role::Manager | Role::System, Scope::House) => Self::All,
            (Role::Manager, Scope::Programme(programme)) => Self::Programme(programme),
            _ => Self::Nothing,
        }
    }
}

const COLUMNS: [&str; 9] =
    ["id", "at", "actor", "role", "action", "subject_kind", "subject_id", "startup_id", "request_id"];

impl Store {
    /// The log as an actor sees it, newest first: admins all of it, managers what concerns the startups and people of their programme,
    /// others nothing. `before` is the entry that a former page ended with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit(
        &self,
        actor: &Actor,
        filter: &AuditFilter,
        before: Option<AuditId>,
        at_most: usize,
    ) -> Result<AuditPage, StoreError> {
        let sight = Sight::of(actor);
        if sight == Sight::Nothing {
            return Ok(AuditPage::default());
        }
        let ledger = self.ledger().await?;
        let mut page = AuditPage { entries: Vec::new(), older: before };
        // What concerns a stay elsewhere is left out only here, so a full page may take more than one look.
        loop {
            let batch = self.audit_batch(sight, filter, page.older, at_most + 1).await?;
            let last = batch.len() <= at_most;
            for entry in batch {
                if page.entries.len() == at_most {
                    return Ok(page);
                }
                page.older = Some(entry.id);
                if concerns(sight, &ledger, &entry) {
                    page.entries.push(entry);
                }
            }
            if last {
                page.older = None;
                return Ok(page);
            }
        }
    }

    /// The log of one startup or of the whole house, newest first, for whoever may see all of it; `before` the entry a former page ended
    /// with.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn audit_of(
        &self,
        startup: Option<StartupId>,
        before: Option<AuditId>,
        at_most: u64,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let filter = AuditFilter { startup, ..AuditFilter::default() };
        self.audit_batch(Sight::All, &filter, before, usize::try_from(at_most).unwrap_or_default()).await
    }

    async fn audit_batch(
        &self,
        sight: Sight,
        filter: &AuditFilter,
        before: Option<AuditId>,
        at_most: usize,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let mut done = Query::select();
        done.columns(COLUMNS).column("before").column("after").from("audit");
        narrow(&mut done, sight, filter, before);
        let mut read = Query::select();
        read.columns(COLUMNS).expr(Expr::cust("NULL")).column("after").from("private_read");
        narrow(&mut read, sight, filter, before);
        done.union(UnionType::All, read)
            .order_by("id", Order::Desc)
            .limit(u64::try_from(at_most).unwrap_or(MOST_AT_ONCE));
        self.reader().query_all(&done).await?.iter().map(entry).collect()
    }

    /// Keeps a record that somebody looked at private data; nothing when it was their own. The same reading again within ten minutes adds
    /// nothing.
    ///
    /// # Errors
    /// When the database does not answer. Whoever asked should then not be shown what they asked for.
    pub async fn log_read(&self, actor: &Actor, what: PrivateRead) -> Result<(), StoreError> {
        if matches!(what, PrivateRead::Person(person) if actor.person == Some(person)) {
            return Ok(());
        }
        let (action, kind, subject) = what.parts();
        let now = domain::time::to_micros(self.world().now());
        let known = Query::select()
            .column("id")
            .from("private_read")
            .and_where(Expr::col("actor").eq(actor.label.clone()))
            .and_where(Expr::col("role").eq(actor.role.code()))
            .and_where(Expr::col("action").eq(action))
            .and_where(Expr::col("subject_id").eq(subject))
            .and_where(Expr::col("at").gt(now - SAME_READING))
            .limit(1)
            .to_owned();
        if self.reader().query_one(&known).await?.is_some() {
            return Ok(());
        }
        let insert = Query::insert()
            .into_table("private_read")
            .columns(["id", "at", "actor", "role", "action", "subject_kind", "subject_id", "startup_id", "request_id"])
            .values_panic(
                [
                    self.new_id().into(),
                    now.into(),
                    actor.label.clone().into(),
                    actor.role.code().into(),
                    action.into(),
                    kind.into(),
                    subject.into(),
                    id_value(what.startup().map(|startup| startup.0)),
                    actor.request_id.clone().into(),
                ]
                .map(crate::rows::without_nul)
                .map(Expr::val),
            )
            .to_owned();
        self.writer().execute(&insert).await?;
        Ok(())
    }
}

/// Puts the conditions on a statement over one of the two tables.
fn narrow(select: &mut SelectStatement, sight: Sight, filter: &AuditFilter, before: Option<AuditId>) {
    let AuditFilter { startup, person, actor, action, role, from, to, request } = filter;
    if let Sight::Programme(programme) = sight {
        select.cond_where(of_programme(programme));
    }
    if let Some(startup) = startup {
        select.and_where(Expr::col("startup_id").eq(startup.0));
    }
    if let Some(person) = person {
        let by = Expr::col("actor").eq(Actor::person(*person, Role::Admin, Scope::House).label);
        select.and_where(by.or(Expr::col("subject_id").eq(person.0)));
    }
    if let Some(actor) = actor {
        select.and_where(Expr::col("actor").eq(actor.as_str()));
    }
    if let Some(action) = action {
        select.and_where(Expr::col("action").eq(action.as_str()));
    }
    if let Some(role) = role {
        select.and_where(Expr::col("role").eq(role.code()));
    }
    if let Some(from) = from.and_then(|day| day.pred_opt()) {
        select.and_where(Expr::col("at").gt(end_of_oslo_day(from)));
    }
    if let Some(to) = to {
        select.and_where(Expr::col("at").lte(end_of_oslo_day(*to)));
    }
    if let Some(request) = request {
        select.and_where(Expr::col("request_id").eq(request.as_str()));
    }
    if let Some(before) = before {
        select.and_where(Expr::col("id").lt(before.0));
    }
}

/// What concerns a programme: its startups, itself, its cohorts, the people who hold a role in it and their roles.
fn of_programme(programme: ProgrammeId) -> Cond {
    let ids = |column: &'static str, table: &'static str, of: &'static str| {
        Query::select().column(column).from(table).and_where(Expr::col(of).eq(programme.0)).to_owned()
    };
    let subject = || Expr::col("subject_id");
    // Who pays by a contract of the programme holds a role in it.
    let of_contracts = |column: &'static str, table: &'static str| {
        let contracts = ids("id", "contract", "programme_id");
        Query::select().column(column).from(table).and_where(Expr::col("scope_id").in_subquery(contracts)).to_owned()
    };
    Cond::any()
        .add(Expr::col("startup_id").in_subquery(ids("startup_id", "enrolment", "programme_id")))
        .add(subject().eq(id_value(programme.0)))
        .add(subject().in_subquery(ids("id", "cohort", "programme_id")))
        .add(subject().in_subquery(ids("id", "contract", "programme_id")))
        .add(subject().in_subquery(ids("id", "contract_draft", "programme_id")))
        .add(subject().in_subquery(of_contracts("id", "membership")))
        .add(subject().in_subquery(of_contracts("id", "invitation")))
        .add(subject().in_subquery(ids("id", "membership", "scope_id")))
        .add(subject().in_subquery(ids("id", "invitation", "scope_id")))
        .add(subject().in_subquery(ids("person_id", "membership", "scope_id")))
}

/// Whether an entry that the programme's conditions let through is free of what belongs to other programmes: a startup may have been in
/// several, and a person hold roles in several. What happened there is theirs.
fn concerns(sight: Sight, ledger: &Ledger, entry: &AuditEntry) -> bool {
    let Sight::Programme(programme) = sight else { return true };
    let told = [&entry.before, &entry.after].map(|value| value.as_ref().map(ToString::to_string).unwrap_or_default());
    let names = |id: Uuid| entry.subject == id || told.iter().any(|text| text.contains(&id.to_string()));
    let stays = entry.startup.and_then(|id| ledger.startup(id)).map(|startup| startup.enrolments.as_slice());
    stays.unwrap_or_default().iter().filter(|stay| stay.programme != programme).all(|stay| !names(stay.id.0))
        && ledger.programmes.iter().filter(|other| other.id != programme).all(|other| !names(other.id.0))
}

fn entry(row: &QueryResult) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        id: AuditId(row.try_get_by_index(0)?),
        at: row.try_get_by_index(1)?,
        actor: row.try_get_by_index(2)?,
        role: row.try_get_by_index(3)?,
        action: row.try_get_by_index(4)?,
        subject_kind: row.try_get_by_index(5)?,
        subject: row.try_get_by_index(6)?,
        startup: row.try_get_by_index::<Option<Uuid>>(7)?.map(StartupId),
        request_id: row.try_get_by_index(8)?,
        before: row.try_get_by_index(9)?,
        after: row.try_get_by_index(10)?,
    })
}
