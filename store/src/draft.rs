//! Drafts: what a refused form keeps of what was typed, so that it comes back also without JavaScript. Short-lived, and no part of the
//! ledger: saving one makes nobody read anew.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use domain::ids::{DraftId, PersonId};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde::{Deserialize, Serialize};

use crate::connect::Store;
use crate::error::StoreError;
use crate::kinds::id_value;
use crate::rows::without_nul;

/// What was typed into a form, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Which form.
    pub form: String,
    /// What was typed, by field.
    pub values: BTreeMap<String, String>,
    /// What is wrong, by field; the empty field stands for the whole form.
    pub errors: BTreeMap<String, String>,
    /// Who typed it: nobody else is shown it, and it goes with them. `None` for somebody who had not signed in.
    #[serde(default)]
    pub person: Option<PersonId>,
}

/// How long a draft is kept: long enough for a redirect, a reload and a telephone call.
pub const DRAFT_LIFE: TimeDelta = TimeDelta::minutes(30);

impl Store {
    /// Keeps a draft for [`DRAFT_LIFE`], and throws out those whose time is over.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn save_draft(&self, draft: &Draft) -> Result<DraftId, StoreError> {
        let now = self.world().now();
        let id = DraftId(self.new_id());
        let expired = Query::delete().from_table("draft").and_where(Expr::col("expires_at").lte(now)).to_owned();
        let values = serde_json::to_value(&draft.values).unwrap_or_default();
        let errors = serde_json::to_value(&draft.errors).unwrap_or_default();
        let insert = Query::insert()
            .into_table("draft")
            .columns(["id", "form", "values", "errors", "person_id", "expires_at"])
            .values_panic(
                [
                    id.0.into(),
                    draft.form.clone().into(),
                    values.into(),
                    errors.into(),
                    id_value(draft.person.map(|person| person.0)),
                    domain::time::to_micros(now + DRAFT_LIFE).into(),
                ]
                .map(without_nul)
                .map(Expr::val),
            )
            .to_owned();
        let transaction = self.writer().begin_with_options(crate::write::writing()).await?;
        transaction.execute(&expired).await?;
        transaction.execute(&insert).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// The draft with this id, unless its time is over. It stays until then, so that a reload shows the form again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_draft(&self, id: DraftId) -> Result<Option<Draft>, StoreError> {
        let select = Query::select()
            .columns(["form", "values", "errors", "person_id"])
            .from("draft")
            .and_where(Expr::col("id").eq(id.0))
            .and_where(Expr::col("expires_at").gt(self.world().now()))
            .to_owned();
        let Some(row) = self.reader().query_one(&select).await? else { return Ok(None) };
        let read = |value: serde_json::Value| {
            serde_json::from_value(value)
                .map_err(|error| StoreError::Unreadable { table: "draft", detail: error.to_string() })
        };
        Ok(Some(Draft {
            form: row.try_get_by_index(0)?,
            values: read(row.try_get_by_index(1)?)?,
            errors: read(row.try_get_by_index(2)?)?,
            person: row.try_get_by_index::<Option<uuid::Uuid>>(3)?.map(PersonId),
        }))
    }
}
