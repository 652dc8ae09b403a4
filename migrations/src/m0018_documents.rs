//! Documents on a startup or in an application: what they are called and where their bytes lie. The bytes are not here.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, boolean, string, string_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let startup = ForeignKey::create()
        .from("document", "startup_id")
        .to("startup", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("document")
                .col(uuid("id").primary_key())
                .col(uuid_null("startup_id"))
                // Not a foreign key: an application that nobody sent in goes by itself, and its files are swept after it.
                .col(uuid_null("application_id"))
                .col(string("name"))
                .col(string("media_type"))
                .col(big_integer("size"))
                .col(string("sha256"))
                // Where the bytes lie, below the place that the configuration names.
                .col(string("storage_key").unique_key())
                // Whether the founders see it.
                .col(boolean("shared"))
                .col(string("added_by"))
                .col(timestamp_with_time_zone("added_at"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .col(string_null("removed_by"))
                // When the bytes went; the row stays.
                .col(timestamp_with_time_zone_null("gone_at"))
                .foreign_key(&mut startup.clone())
                .check(Expr::cust("(startup_id IS NULL) <> (application_id IS NULL)"))
                .check(Expr::cust("size > 0"))
                .check(Expr::cust("(removed_at IS NULL) = (removed_by IS NULL)"))
                .check(Expr::cust("gone_at IS NULL OR removed_at IS NOT NULL"))
                .to_owned(),
        )
        .await?;
    for column in ["startup_id", "application_id", "added_by", "removed_at"] {
        let index = Index::create().name(format!("document_{column}")).table("document").col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}
