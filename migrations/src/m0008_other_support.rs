//! The tenth kind of fact: who else supported a startup.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;

use crate::facts::create;

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(manager, "other_support", "supporter", |table| {
        table.col(text_null("supporter"));
    })
    .await
}
