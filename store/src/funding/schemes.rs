//! The schemes of a house: those that come with the program, and its own.

use domain::access::{Action, Actor, Resource};
use domain::facts::{AidBasis, Instrument};
use domain::funding::{Scheme, shipped};
use domain::ids::SchemeId;
use sea_orm::{ConnectionTrait, QueryResult};
use serde_json::json;
use uuid::Uuid;

use super::statement;
use crate::connect::Store;
use crate::error::{Missing, StoreError, VerbError};
use crate::refusal::Refusal;
use crate::verbs::{most, name, optional};

/// A version of a scheme in a house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HouseScheme {
    /// Its id; `None` for what comes with the program.
    pub id: Option<SchemeId>,
    /// What it says.
    pub scheme: Scheme,
}

/// A version that a house adds: of a scheme of its own, or, with the key of another, a later version of that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScheme {
    /// What it says. An empty key makes a new scheme.
    pub scheme: Scheme,
}

const COLUMNS: &str = "id, series, name, giver, private, instrument, basis, valid_from, valid_to, source";

fn read(row: &QueryResult) -> Result<HouseScheme, StoreError> {
    let unreadable = |what: String| StoreError::Unreadable { table: "scheme", detail: format!("{what} is not known") };
    let instrument: String = row.try_get_by_index(5)?;
    let basis: String = row.try_get_by_index(6)?;
    let source: Option<String> = row.try_get_by_index(9)?;
    Ok(HouseScheme {
        id: Some(SchemeId(row.try_get_by_index::<Uuid>(0)?)),
        scheme: Scheme {
            key: row.try_get_by_index(1)?,
            name: row.try_get_by_index(2)?,
            giver: row.try_get_by_index(3)?,
            private: row.try_get_by_index(4)?,
            instrument: Instrument::from_code(&instrument).ok_or_else(|| unreadable(instrument))?,
            basis: AidBasis::from_code(&basis).ok_or_else(|| unreadable(basis))?,
            valid_from: row.try_get_by_index(7)?,
            valid_to: row.try_get_by_index(8)?,
            // The house answers for what it wrote itself, where it says from where it knows.
            verified: source.is_some(),
            source,
        },
    })
}

impl Store {
    /// Every version of every scheme: those that come with the program in their order, then the house's own by name. A version that the
    /// house adds to a shipped scheme stands after it.
    ///
    /// # Errors
    /// When the database does not answer, or holds what cannot be read.
    pub async fn schemes(&self) -> Result<Vec<HouseScheme>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM scheme WHERE removed_at IS NULL ORDER BY name, valid_from, id");
        let rows = self.reader().query_all_raw(statement(self.reader(), &sql, [])).await?;
        let mut own = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        let mut schemes: Vec<HouseScheme> = Vec::new();
        for (index, scheme) in shipped().iter().enumerate() {
            schemes.push(HouseScheme { id: None, scheme: scheme.clone() });
            if !shipped()[index + 1..].iter().any(|later| later.key == scheme.key) {
                schemes.extend(own.extract_if(.., |one| one.scheme.key == scheme.key));
            }
        }
        schemes.append(&mut own);
        Ok(schemes)
    }

    /// Adds a version of a scheme.
    ///
    /// # Errors
    /// [`VerbError::Denied`]; [`Refusal::NameMissing`], [`Refusal::TooLong`], [`Refusal::EndsBeforeItBegins`].
    pub async fn add_scheme(&self, actor: &Actor, new: NewScheme) -> Result<SchemeId, VerbError> {
        let Scheme { key, private, instrument, basis, valid_from, valid_to, .. } = new.scheme;
        let title = name(&new.scheme.name, "name")?;
        let giver = optional(Some(&new.scheme.giver), "giver", most::NAME)?.unwrap_or_default();
        let source = optional(new.scheme.source.as_deref(), "source", most::LINK)?;
        if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::EndsBeforeItBegins.into());
        }
        let mut write = self.begin(actor).await?;
        write.ask(Action::ManageFunding, &Resource::House(&write.ledger()), Missing::Scheme)?;
        let id = SchemeId(write.new_id());
        let series = if key.trim().is_empty() { id.to_string() } else { key.trim().to_owned() };
        let sql = "INSERT INTO scheme (id, series, name, giver, private, instrument, basis, valid_from, valid_to, source, \
                   created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        let after = json!({
            "name": title, "giver": giver, "instrument": instrument.code(), "basis": basis.code(),
            "valid_from": valid_from, "valid_to": valid_to, "source": source,
        });
        let values = [
            id.0.into(),
            series.into(),
            title.into(),
            giver.into(),
            private.into(),
            instrument.code().into(),
            basis.code().into(),
            valid_from.into(),
            valid_to.into(),
            source.into(),
            write.at().into(),
        ];
        write.transaction.execute_raw(statement(&write.transaction, sql, values)).await?;
        write.audit("add_scheme", "scheme", id.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Takes a version away that the house added. Awards keep the name they were recorded with.
    ///
    /// # Errors
    /// [`Missing::Scheme`], [`VerbError::Denied`], or the database.
    pub async fn remove_scheme(&self, actor: &Actor, id: SchemeId) -> Result<(), VerbError> {
        let mut write = self.begin(actor).await?;
        write.ask(Action::ManageFunding, &Resource::House(&write.ledger()), Missing::Scheme)?;
        let sql = "UPDATE scheme SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL RETURNING name";
        let row = write
            .transaction
            .query_one_raw(statement(&write.transaction, sql, [id.0.into(), write.at().into()]))
            .await?
            .ok_or(Missing::Scheme)?;
        let name: String = row.try_get_by_index(0)?;
        write.audit("remove_scheme", "scheme", id.0, None, Some(json!({ "name": name })), None).await?;
        Ok(write.commit().await?)
    }
}
