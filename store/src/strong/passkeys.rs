//! Passkeys: several to a person, each with a name.

use domain::ids::{PasskeyId, PersonId};
use domain::time::{Instant, to_micros};
use sea_orm::sea_query::{Expr, ExprTrait as _, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use super::{Duty, StrongError};
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::Viewer;
use crate::rows::without_nul;
use domain::mail::SecurityChange;

/// How many passkeys a person may have. More are a mistake, and a browser is asked about each of them.
pub const MOST_PASSKEYS: usize = 20;
/// The longest name, in characters.
const LONGEST_NAME: usize = 60;

/// A passkey as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptPasskey {
    /// Its id here.
    pub id: PasskeyId,
    /// Whose it is.
    pub person: PersonId,
    /// What the server's cryptography wrote down about it: public key, counter, flags.
    pub credential: serde_json::Value,
    /// What its owner calls it.
    pub name: String,
    /// When it was registered.
    pub created_at: Instant,
    /// When it was last used to prove who its owner is.
    pub last_used_at: Option<Instant>,
}

/// A passkey that a browser has just made and the server has checked.
#[derive(Debug, Clone)]
pub struct NewPasskey {
    /// What the browser calls it.
    pub credential_id: Vec<u8>,
    /// What is to be written down about it.
    pub credential: serde_json::Value,
    /// What its owner calls it.
    pub name: String,
}

const COLUMNS: [&str; 6] = ["id", "person_id", "credential", "name", "created_at", "last_used_at"];

impl Store {
    /// A person's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn passkeys_of(&self, person: PersonId) -> Result<Vec<KeptPasskey>, StoreError> {
        let select = select().and_where(Expr::col("person_id").eq(person.0)).order_by("id", Order::Asc).to_owned();
        self.reader().query_all(&select).await?.iter().map(read).collect()
    }

    /// The passkey that a browser calls by this id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn passkey_of_credential(&self, credential_id: &[u8]) -> Result<Option<KeptPasskey>, StoreError> {
        let select = select().and_where(Expr::col("credential_id").eq(as_text(credential_id))).to_owned();
        self.reader().query_one(&select).await?.as_ref().map(read).transpose()
    }

    /// Whether a person has any.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_passkey(&self, person: PersonId) -> Result<bool, StoreError> {
        let select = Query::select()
            .column("id")
            .from("passkey")
            .and_where(Expr::col("person_id").eq(person.0))
            .limit(1)
            .to_owned();
        Ok(self.reader().query_one(&select).await?.is_some())
    }

    /// Adds a passkey to somebody who has lately proved who they are. Their mailbox hears of it.
    ///
    /// # Errors
    /// [`StrongError`]; nothing was written then.
    pub async fn add_passkey(&self, viewer: &Viewer, new: NewPasskey) -> Result<PasskeyId, StrongError> {
        let person = self.may_change(viewer).await?;
        let name = named(&new.name)?;
        let mut write = self.begin(&viewer.actor).await?;
        // Asked again under the lock: two browsers may have come at once.
        let known = Query::select()
            .column("person_id")
            .column("credential_id")
            .from("passkey")
            .and_where(
                Expr::col("person_id").eq(person.0).or(Expr::col("credential_id").eq(as_text(&new.credential_id))),
            )
            .to_owned();
        let known = write.transaction.query_all(&known).await?;
        for row in &known {
            if row.try_get_by_index::<String>(1)? == as_text(&new.credential_id) {
                return Err(StrongError::KnownPasskey);
            }
        }
        if known.len() >= MOST_PASSKEYS {
            return Err(StrongError::TooMany);
        }
        let id = PasskeyId(write.new_id());
        let insert = Query::insert()
            .into_table("passkey")
            .columns(["id", "person_id", "credential_id", "credential", "name", "created_at", "last_used_at"])
            .values_panic(
                [
                    id.0.into(),
                    person.0.into(),
                    as_text(&new.credential_id).into(),
                    new.credential.into(),
                    name.clone().into(),
                    write.at().into(),
                    // Making it proved the same as using it.
                    write.at().into(),
                ]
                .map(without_nul)
                .map(Expr::val),
            )
            .to_owned();
        write.transaction.execute(&insert).await?;
        // The log is for ever, and what people call their things is not.
        write.audit("add_passkey", "passkey", id.0, None, None, None).await?;
        super::tell(&mut write, viewer, SecurityChange::PasskeyAdded { name }).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Notes that a passkey was used, and what its counter and flags are since.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn passkey_used(&self, id: PasskeyId, credential: Option<serde_json::Value>) -> Result<(), StoreError> {
        let mut update = Query::update();
        update
            .table("passkey")
            .value("last_used_at", to_micros(self.world().now()))
            .and_where(Expr::col("id").eq(id.0));
        if let Some(credential) = credential {
            update.value("credential", credential);
        }
        self.writer().execute(&update).await?;
        Ok(())
    }

    /// Gives a passkey another name.
    ///
    /// # Errors
    /// [`StrongError`]; nothing was written then.
    pub async fn rename_passkey(&self, viewer: &Viewer, id: PasskeyId, name: &str) -> Result<(), StrongError> {
        let person = viewer.actor.person.ok_or(StrongError::NoPerson)?;
        let name = named(name)?;
        let mut write = self.begin(&viewer.actor).await?;
        let update = Query::update()
            .table("passkey")
            .value("name", without_nul(name.into()))
            .and_where(Expr::col("id").eq(id.0))
            .and_where(Expr::col("person_id").eq(person.0))
            .to_owned();
        if write.transaction.execute(&update).await?.rows_affected() == 0 {
            return Err(StrongError::NoPasskey);
        }
        write.audit("rename_passkey", "passkey", id.0, None, None, None).await?;
        Ok(write.commit().await?)
    }

    /// Takes a passkey away; not the last one of somebody whose role demands one. Their mailbox hears of it.
    ///
    /// # Errors
    /// [`StrongError`]; nothing was written then.
    pub async fn remove_passkey(&self, viewer: &Viewer, id: PasskeyId, duty: &Duty) -> Result<(), StrongError> {
        let person = self.may_change(viewer).await?;
        let mut write = self.begin(&viewer.actor).await?;
        let theirs = select().and_where(Expr::col("person_id").eq(person.0)).to_owned();
        let theirs: Vec<KeptPasskey> =
            write.transaction.query_all(&theirs).await?.iter().map(read).collect::<Result<_, _>>()?;
        let former = theirs.iter().find(|passkey| passkey.id == id).ok_or(StrongError::NoPasskey)?;
        if theirs.len() == 1 && duty.binds(viewer) {
            return Err(StrongError::LastPasskey);
        }
        let delete = Query::delete().from_table("passkey").and_where(Expr::col("id").eq(id.0)).to_owned();
        write.transaction.execute(&delete).await?;
        write.audit("remove_passkey", "passkey", id.0, None, None, None).await?;
        let change = SecurityChange::PasskeyRemoved { name: former.name.clone() };
        super::tell(&mut write, viewer, change).await?;
        Ok(write.commit().await?)
    }
}

fn select() -> SelectStatement {
    Query::select().columns(COLUMNS).from("passkey").to_owned()
}

fn read(row: &QueryResult) -> Result<KeptPasskey, StoreError> {
    Ok(KeptPasskey {
        id: PasskeyId(row.try_get_by_index(0)?),
        person: PersonId(row.try_get_by_index::<Uuid>(1)?),
        credential: row.try_get_by_index(2)?,
        name: row.try_get_by_index(3)?,
        created_at: row.try_get_by_index(4)?,
        last_used_at: row.try_get_by_index(5)?,
    })
}

fn named(name: &str) -> Result<String, StrongError> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control);
    if fits { Ok(name) } else { Err(StrongError::BadName) }
}

fn as_text(credential_id: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(credential_id)
}
