//! People, kept apart from facts so that a person can be erased while every figure still recomputes.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, boolean, date_null, string, string_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("person")
                .col(uuid("id").primary_key())
                .col(string("name"))
                .col(string("search_key"))
                .col(string_null("email"))
                .col(boolean("is_mentor").default(false))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("erased_at"))
                .col(big_integer("ledger"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("founder")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(uuid("person_id"))
                .col(date_null("from_on"))
                .col(date_null("to_on"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("ledger"))
                .foreign_key(
                    ForeignKey::create()
                        .from("founder", "startup_id")
                        .to("startup", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .foreign_key(
                    ForeignKey::create()
                        .from("founder", "person_id")
                        .to("person", "id")
                        .on_delete(ForeignKeyAction::Restrict),
                )
                .to_owned(),
        )
        .await?;
    for column in ["startup_id", "person_id"] {
        manager
            .create_index(Index::create().name(format!("founder_{column}")).table("founder").col(column).to_owned())
            .await?;
    }
    for table in ["person", "founder"] {
        crate::facts::index_ledger(manager, table).await?;
    }
    Ok(())
}
