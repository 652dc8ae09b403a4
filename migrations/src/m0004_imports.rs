//! Imported files and what became of them.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    blob, date_null, json_null, string, string_null, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("import")
                .col(uuid("id").primary_key())
                .col(string("file_name"))
                .col(string("profile"))
                // The whole text of a profile that is not one of the shipped ones.
                .col(text_null("profile_text"))
                .col(date_null("as_of"))
                .col(string("status"))
                .col(blob("bytes"))
                .col(json_null("report"))
                .col(string("actor"))
                .col(string("role"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("applied_at"))
                .col(timestamp_with_time_zone_null("undone_at"))
                .col(string_null("request_id"))
                .check(Expr::cust("status IN ('uploaded', 'previewed', 'applied', 'undone')"))
                .to_owned(),
        )
        .await?;
    manager.create_index(Index::create().name("import_created").table("import").col("created_at").to_owned()).await
}
