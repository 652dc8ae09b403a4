//! What a refused form keeps of what was typed, for a short while.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{json, string, timestamp_with_time_zone, uuid};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("draft")
                .col(uuid("id").primary_key())
                .col(string("form"))
                .col(json("values"))
                .col(json("errors"))
                .col(timestamp_with_time_zone("expires_at"))
                .to_owned(),
        )
        .await?;
    manager.create_index(Index::create().name("draft_expires").table("draft").col("expires_at").to_owned()).await
}
