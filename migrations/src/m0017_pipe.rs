//! The pipeline as people work in it: saved views, the address of a person's calendar, and stages that were taken away unused.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // The row stays, so that every process hears of it by its number. Only a stage that no move ever named can be taken away.
    let deleted = Table::alter().table("stage").add_column(timestamp_with_time_zone_null("deleted_at")).to_owned();
    manager.alter_table(deleted).await?;
    manager
        .create_table(
            Table::create()
                .table("saved_view")
                .col(uuid("id").primary_key())
                // Whose it is; nobody's once its owner was erased, and then it is the programme's.
                .col(uuid_null("person_id"))
                // The programme that shares it; none for a view of one's own.
                .col(uuid_null("programme_id"))
                .col(string("name"))
                .col(text("query"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut key("saved_view", "person_id", "person"))
                .foreign_key(&mut key("saved_view", "programme_id", "programme"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("default_view")
                .col(uuid("person_id").primary_key())
                .col(uuid("view_id"))
                .foreign_key(&mut key("default_view", "person_id", "person"))
                .foreign_key(&mut key("default_view", "view_id", "saved_view"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("calendar_feed")
                .col(uuid("person_id").primary_key())
                // The hash of what makes the address; base64url of SHA-256.
                .col(string("token_hash").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_read_at"))
                .foreign_key(&mut key("calendar_feed", "person_id", "person"))
                .to_owned(),
        )
        .await?;
    for (table, column) in [("saved_view", "person_id"), ("saved_view", "programme_id"), ("default_view", "view_id")] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
