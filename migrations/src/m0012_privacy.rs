//! What privacy asks of the schema: who looked at whose private data, and whose a draft is.
//!
//! Readings stand apart from the audit log: that one is for ever, and a record of reading has an end.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{json_null, string, string_null, timestamp_with_time_zone, uuid, uuid_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("private_read")
                .col(uuid("id").primary_key())
                .col(timestamp_with_time_zone("at"))
                .col(string("actor"))
                .col(string("role"))
                .col(string("action"))
                .col(string("subject_kind"))
                .col(uuid("subject_id"))
                // Not foreign keys: the record outlives whatever it speaks of.
                .col(uuid_null("startup_id"))
                .col(json_null("after"))
                .col(string_null("request_id"))
                .to_owned(),
        )
        .await?;
    // Not a foreign key: drafts live for minutes. Nobody's where somebody types before signing in.
    manager.alter_table(Table::alter().table("draft").add_column(uuid_null("person_id")).to_owned()).await?;
    for (table, name, column) in [
        ("private_read", "private_read_at", "at"),
        ("private_read", "private_read_actor", "actor"),
        ("private_read", "private_read_subject", "subject_id"),
        ("audit", "audit_actor", "actor"),
        ("audit", "audit_subject", "subject_id"),
    ] {
        manager.create_index(Index::create().name(name).table(table).col(column).col("id").to_owned()).await?;
    }
    // What comes by the command line has no request.
    let request = Expr::col("request_id").is_not_null();
    manager
        .create_index(
            Index::create().name("audit_request").table("audit").col("request_id").and_where(request).to_owned(),
        )
        .await
}
