//! The audit log: one entry for each write, in the same transaction, for ever.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, json_null, string, string_null, timestamp_with_time_zone, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("audit")
                .col(uuid("id").primary_key())
                .col(big_integer("ledger"))
                .col(timestamp_with_time_zone("at"))
                .col(string("actor"))
                .col(string("role"))
                .col(string("action"))
                .col(string("subject_kind"))
                .col(uuid("subject_id"))
                // Not a foreign key: the log outlives whatever it speaks of.
                .col(uuid_null("startup_id"))
                .col(json_null("before"))
                .col(json_null("after"))
                .col(string_null("request_id"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(Index::create().name("audit_startup").table("audit").col("startup_id").col("id").to_owned())
        .await?;
    crate::facts::refuse_changes(manager, "audit").await
}
