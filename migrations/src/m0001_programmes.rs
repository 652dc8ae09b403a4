//! The counter that orders all writers, and programmes with their stages and cohorts.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, date_null, small_integer, string, string_null, timestamp_with_time_zone, uuid,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // One row. Its lock orders all writers, its number tells every reader whether anything is new.
    manager
        .create_table(
            Table::create()
                .table("ledger_version")
                .col(small_integer("id").primary_key())
                .col(big_integer("version"))
                .col(timestamp_with_time_zone("at"))
                .to_owned(),
        )
        .await?;
    manager
        .get_connection()
        .execute_unprepared("INSERT INTO ledger_version (id, version, at) VALUES (1, 0, '1970-01-01T00:00:00+00:00')")
        .await?;
    manager
        .create_table(
            Table::create()
                .table("programme")
                .col(uuid("id").primary_key())
                .col(string("slug").unique_key())
                .col(string("name"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("ledger"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("stage")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(string("key"))
                .col(string("phase"))
                .col(string("kind"))
                .col(string_null("outcome"))
                .col(string("name_nb"))
                .col(string("name_nn"))
                .col(string("name_en"))
                .col(small_integer("position"))
                .col(big_integer("ledger"))
                .foreign_key(
                    ForeignKey::create()
                        .from("stage", "programme_id")
                        .to("programme", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .index(Index::create().name("stage_programme_key").unique().col("programme_id").col("key"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("cohort")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(string("name"))
                .col(date_null("starts_on"))
                .col(date_null("ends_on"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("ledger"))
                .foreign_key(
                    ForeignKey::create()
                        .from("cohort", "programme_id")
                        .to("programme", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .index(Index::create().name("cohort_programme_name").unique().col("programme_id").col("name"))
                .to_owned(),
        )
        .await?;
    for table in ["programme", "stage", "cohort"] {
        crate::facts::index_ledger(manager, table).await?;
    }
    Ok(())
}
