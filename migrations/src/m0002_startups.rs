//! Startups, the companies they hold, and their stays in programmes.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, string, string_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("startup")
                .col(uuid("id").primary_key())
                .col(string_null("external_id"))
                .col(string("name"))
                .col(string("search_key"))
                .col(string_null("sector"))
                .col(string_null("website"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .col(uuid_null("import_id"))
                .col(big_integer("ledger"))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(Index::create().name("startup_search_key").table("startup").col("search_key").to_owned())
        .await?;
    manager
        .create_table(
            Table::create()
                .table("legal_entity")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(string("number"))
                .col(string_null("name"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("withdrawn_at"))
                .col(uuid_null("import_id"))
                .col(big_integer("ledger"))
                .foreign_key(
                    ForeignKey::create()
                        .from("legal_entity", "startup_id")
                        .to("startup", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("enrolment")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(uuid("programme_id"))
                .col(uuid_null("cohort_id"))
                .col(timestamp_with_time_zone("created_at"))
                .col(uuid_null("import_id"))
                .col(big_integer("ledger"))
                .foreign_key(
                    ForeignKey::create()
                        .from("enrolment", "startup_id")
                        .to("startup", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("enrolment", "programme_id")
                        .to("programme", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("enrolment", "cohort_id")
                        .to("cohort", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    // Unique among those that stand: what an undone import brought does not block the next one.
    for (table, column) in [("startup", "external_id"), ("legal_entity", "number")] {
        manager
            .create_index(
                Index::create()
                    .name(format!("{table}_{column}"))
                    .unique()
                    .table(table)
                    .col(column)
                    .and_where(Expr::col("withdrawn_at").is_null())
                    .to_owned(),
            )
            .await?;
    }
    for table in ["legal_entity", "enrolment"] {
        manager
            .create_index(Index::create().name(format!("{table}_startup")).table(table).col("startup_id").to_owned())
            .await?;
    }
    for table in ["startup", "legal_entity", "enrolment"] {
        manager
            .create_index(Index::create().name(format!("{table}_import")).table(table).col("import_id").to_owned())
            .await?;
        crate::facts::index_ledger(manager, table).await?;
    }
    Ok(())
}
