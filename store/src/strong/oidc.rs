//! Accounts at a provider elsewhere, known by (issuer, subject).

use domain::access::Actor;
use domain::ids::PersonId;
use domain::time::to_micros;
use domain::words::fold;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use uuid::Uuid;

use super::StrongError;
use crate::connect::Store;
use crate::error::StoreError;
use crate::identity::is_address;

/// Whom a provider's account belongs to here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// It signed in before.
    Known(PersonId),
    /// It is linked from now on, by its verified address.
    Now(PersonId),
    /// Nobody here: people come in by invitation.
    Nobody,
}

impl Store {
    /// Whom an account elsewhere belongs to. The first time it is linked to the account here that has the address which the
    /// provider has verified; `verified` is `None` when it has verified none. Nobody is created.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn linked(&self, issuer: &str, subject: &str, verified: Option<&str>) -> Result<Linked, StrongError> {
        if let Some(person) = self.link_used(issuer, subject).await? {
            return Ok(Linked::Known(person));
        }
        let Some(key) = verified.map(str::trim).filter(|address| is_address(address)).map(fold) else {
            return Ok(Linked::Nobody);
        };
        let account = Query::select()
            .column("person_id")
            .from("account")
            .and_where(Expr::col("email_key").eq(key))
            .and_where(Expr::col("disabled_at").is_null())
            .to_owned();
        let Some(row) = self.reader().query_one(&account).await? else { return Ok(Linked::Nobody) };
        let person = PersonId(row.try_get_by_index::<Uuid>(0)?);
        let mut write = self.begin(&Actor { person: Some(person), ..Actor::system() }).await?;
        let id = write.new_id();
        let insert = Query::insert()
            .into_table("oidc_link")
            .columns(["id", "person_id", "issuer", "subject", "created_at", "last_used_at"])
            .values_panic([
                Expr::val(id),
                Expr::val(person.0),
                Expr::val(issuer),
                Expr::val(subject),
                Expr::val(write.at()),
                Expr::val(write.at()),
            ])
            .to_owned();
        write.transaction.execute(&insert).await?;
        let after = serde_json::json!({ "issuer": issuer });
        write.audit("link_account", "person", person.0, None, None, Some(after)).await?;
        write.commit().await?;
        Ok(Linked::Now(person))
    }

    async fn link_used(&self, issuer: &str, subject: &str) -> Result<Option<PersonId>, StoreError> {
        let update = Query::update()
            .table("oidc_link")
            .value("last_used_at", to_micros(self.world().now()))
            .and_where(Expr::col("issuer").eq(issuer))
            .and_where(Expr::col("subject").eq(subject))
            .returning(Query::returning().columns(["person_id"]))
            .to_owned();
        let row = self.writer().query_one(&update).await?;
        Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(PersonId))
    }
}
