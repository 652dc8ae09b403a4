//! What programs show to read on a person's behalf: of the secret a hash only, and the role that it reads with.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("api_token")
                .col(uuid("id").primary_key())
                .col(uuid("person_id"))
                // The role it reads with; when that is over, so is the token.
                .col(uuid("membership_id"))
                .col(string("name"))
                .col(string("token_hash").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .col(timestamp_with_time_zone_null("revoked_at"))
                .foreign_key(&mut key("person_id", "person"))
                .foreign_key(&mut key("membership_id", "membership"))
                .to_owned(),
        )
        .await?;
    let index = Index::create().name("api_token_person_id").table("api_token").col("person_id").to_owned();
    manager.create_index(index).await
}

/// A foreign key of the table; a row that is pointed at stays.
fn key(column: &str, to: &str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from("api_token", column.to_owned())
        .to(to.to_owned(), "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned()
}
