//! Reading what is published. Anybody may.

use std::collections::BTreeMap;

use domain::figures::FigureId;
use domain::ids::{ContractId, ProgrammeId, PublicationId, RevisionId};
use domain::publication::{KeyId, Secret, Use};
use domain::suppress::Table;
use domain::words::Locale;
use sea_orm::{ConnectionTrait, QueryResult, Value};
use uuid::Uuid;

use super::{Published, Revision, from_json, read_cells, statement};
use crate::connect::Store;
use crate::error::StoreError;

/// Which publications are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PublicationFilter {
    /// Only a programme's.
    pub programme: Option<ProgrammeId>,
    /// Only those published for a contract.
    pub contract: Option<ContractId>,
}

/// A page of publications, the newest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublicationPage {
    /// The publications.
    pub publications: Vec<Published>,
    /// How many there are on all pages.
    pub all: usize,
}

const COLUMNS: &str = "p.id, p.address, p.figure, p.version, p.query, p.name, p.place, p.programme_id, p.contract_id, p.face, p.size, \
                       p.digest, p.key_id, p.published_by, p.issued_at";

fn read(row: &QueryResult) -> Result<Published, StoreError> {
    Ok(Published {
        id: PublicationId(row.try_get_by_index(0)?),
        address: row.try_get_by_index(1)?,
        figure: FigureId(row.try_get_by_index(2)?),
        version: u32::try_from(row.try_get_by_index::<i32>(3)?).unwrap_or_default(),
        query: from_json("publication", &row.try_get_by_index::<String>(4)?)?,
        used: Use { name: row.try_get_by_index(5)?, place: row.try_get_by_index(6)? },
        programme: row.try_get_by_index::<Option<Uuid>>(7)?.map(ProgrammeId),
        contract: row.try_get_by_index::<Option<Uuid>>(8)?.map(ContractId),
        face: from_json("publication", &row.try_get_by_index::<String>(9)?)?,
        size: u64::try_from(row.try_get_by_index::<i64>(10)?).unwrap_or_default(),
        digest: row.try_get_by_index(11)?,
        key: KeyId(row.try_get_by_index(12)?),
        published_by: row.try_get_by_index(13)?,
        issued_at: row.try_get_by_index(14)?,
        revisions: Vec::new(),
    })
}

fn read_revision(row: &QueryResult) -> Result<(PublicationId, Revision), StoreError> {
    let standing: Option<String> = row.try_get_by_index(4)?;
    let revision = Revision {
        id: RevisionId(row.try_get_by_index(0)?),
        note: row.try_get_by_index(2)?,
        locale: Locale::from_tag(&row.try_get_by_index::<String>(3)?).unwrap_or_default(),
        standing: standing.map(|text| from_json("publication_revision", &text)).transpose()?,
        noted_by: row.try_get_by_index(5)?,
        noted_at: row.try_get_by_index(6)?,
    };
    Ok((PublicationId(row.try_get_by_index(1)?), revision))
}

/// Fills in the notes.
async fn with_revisions<C: ConnectionTrait>(
    connection: &C,
    mut list: Vec<Published>,
) -> Result<Vec<Published>, StoreError> {
    if list.is_empty() {
        return Ok(list);
    }
    let holes: Vec<String> = (1..=list.len()).map(|hole| format!("${hole}")).collect();
    let sql = format!(
        "SELECT id, publication_id, note, locale, standing, noted_by, noted_at FROM publication_revision \
         WHERE publication_id IN ({}) ORDER BY noted_at, id",
        holes.join(", ")
    );
    let values: Vec<Value> = list.iter().map(|one| one.id.0.into()).collect();
    let mut notes: BTreeMap<PublicationId, Vec<Revision>> = BTreeMap::new();
    for row in connection.query_all_raw(statement(connection, &sql, values)).await? {
        let (publication, revision) = read_revision(&row)?;
        notes.entry(publication).or_default().push(revision);
    }
    for one in &mut list {
        one.revisions = notes.remove(&one.id).unwrap_or_default();
    }
    Ok(list)
}

pub(super) async fn by_id<C: ConnectionTrait>(
    connection: &C,
    id: PublicationId,
) -> Result<Option<Published>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM publication p WHERE p.id = $1");
    one(connection, &sql, id.0.into()).await
}

async fn one<C: ConnectionTrait>(connection: &C, sql: &str, value: Value) -> Result<Option<Published>, StoreError> {
    let row = connection.query_one_raw(statement(connection, sql, [value])).await?;
    let list = row.as_ref().map(read).transpose()?.into_iter().collect();
    Ok(with_revisions(connection, list).await?.pop())
}

/// Every count that is out.
pub(super) async fn tables<C: ConnectionTrait>(connection: &C) -> Result<Vec<Table>, StoreError> {
    let mut tables = Vec::new();
    let sql = "SELECT name, address, cells FROM publication ORDER BY issued_at, id";
    for row in connection.query_all_raw(statement(connection, sql, [])).await? {
        let (name, address): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        tables.push(read_cells("publication", &format!("{name} ({address})"), &row.try_get_by_index::<String>(2)?)?);
    }
    let sql = "SELECT p.name, p.address, r.cells FROM publication_revision r JOIN publication p ON p.id = r.publication_id \
               ORDER BY r.noted_at, r.id";
    for row in connection.query_all_raw(statement(connection, sql, [])).await? {
        let (name, address): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        tables.push(read_cells(
            "publication_revision",
            &format!("{name} ({address})"),
            &row.try_get_by_index::<String>(2)?,
        )?);
    }
    Ok(tables)
}

/// What the pseudonyms of the publication with this digest were made with.
pub(super) async fn secret<C: ConnectionTrait>(connection: &C, digest: &str) -> Result<Option<Secret>, StoreError> {
    let sql = "SELECT secret FROM publication WHERE digest = $1";
    let row = connection.query_one_raw(statement(connection, sql, [digest.into()])).await?;
    let Some(row) = row else { return Ok(None) };
    let bytes: Vec<u8> = row.try_get_by_index(0)?;
    let bytes: [u8; 32] = bytes.try_into().map_err(|bytes: Vec<u8>| StoreError::Unreadable {
        table: "publication",
        detail: format!("a secret has 32 bytes, not {}", bytes.len()),
    })?;
    Ok(Some(Secret::from(bytes)))
}

impl Store {
    /// What is published, the newest first: `many` of it after passing over `from`.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn publications(
        &self,
        filter: PublicationFilter,
        from: usize,
        many: usize,
    ) -> Result<PublicationPage, StoreError> {
        let mut conditions = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        for (column, id) in
            [("programme_id", filter.programme.map(|id| id.0)), ("contract_id", filter.contract.map(|id| id.0))]
        {
            if let Some(id) = id {
                values.push(id.into());
                conditions.push(format!("p.{column} = ${}", values.len()));
            }
        }
        let filter = if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
        let count = statement(self.reader(), &format!("SELECT count(*) FROM publication p{filter}"), values.clone());
        let row = self.reader().query_one_raw(count).await?;
        let all: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
        let sql = format!(
            "SELECT {COLUMNS} FROM publication p{filter} ORDER BY p.issued_at DESC, p.id DESC LIMIT {many} OFFSET {from}"
        );
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, values)).await?;
        let list = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let publications = with_revisions(self.reader(), list).await?;
        Ok(PublicationPage { publications, all: usize::try_from(all).unwrap_or_default() })
    }

    /// A publication by what stands in its address.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn publication(&self, address: &str) -> Result<Option<Published>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM publication p WHERE p.address = $1");
        one(self.reader(), &sql, address.into()).await
    }

    /// A publication by its id.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn publication_by_id(&self, id: PublicationId) -> Result<Option<Published>, StoreError> {
        by_id(self.reader(), id).await
    }

    /// The publication whose file has this digest.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn publication_by_digest(&self, digest: &str) -> Result<Option<Published>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM publication p WHERE p.digest = $1");
        one(self.reader(), &sql, digest.into()).await
    }

    /// The signed file of a publication, byte for byte, and the digest of its body.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn publication_file(&self, address: &str) -> Result<Option<(String, Vec<u8>)>, StoreError> {
        let sql = "SELECT digest, file FROM publication WHERE address = $1";
        let row = self.reader().query_one_raw(statement(self.reader(), sql, [address.into()])).await?;
        row.map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).transpose()
    }

    /// Every count that is published, with the startups in it. For the house alone: it decides what else may be published.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn published_tables(&self) -> Result<Vec<Table>, StoreError> {
        tables(self.reader()).await
    }
}
