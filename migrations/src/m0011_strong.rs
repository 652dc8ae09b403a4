//! What proves more than a mailbox: passkeys, recovery codes, accounts elsewhere; and the exchanges that are under way.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    json, string, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("passkey")
                .col(uuid("id").primary_key())
                .col(uuid("person_id"))
                // What the browser calls it. One key belongs to one person.
                .col(string("credential_id").unique_key())
                .col(json("credential"))
                .col(string("name"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .foreign_key(&mut to_person("passkey"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("recovery_code")
                .col(uuid("id").primary_key())
                .col(uuid("person_id"))
                .col(string("code_hash").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .foreign_key(&mut to_person("recovery_code"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("oidc_link")
                .col(uuid("id").primary_key())
                .col(uuid("person_id"))
                .col(string("issuer"))
                .col(string("subject"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("last_used_at"))
                .foreign_key(&mut to_person("oidc_link"))
                .to_owned(),
        )
        .await?;
    for table in ["passkey", "recovery_code", "oidc_link"] {
        let index = Index::create().name(format!("{table}_person")).table(table).col("person_id").to_owned();
        manager.create_index(index).await?;
    }
    manager
        .create_index(
            Index::create()
                .name("oidc_link_subject")
                .table("oidc_link")
                .col("issuer")
                .col("subject")
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("ceremony")
                // The hash of the token that its browser holds.
                .col(string("token_hash").primary_key())
                .col(string("kind"))
                .col(string("browser_hash"))
                .col(uuid_null("person_id"))
                .col(json("state"))
                .col(timestamp_with_time_zone("expires_at"))
                .to_owned(),
        )
        .await?;
    manager.create_index(Index::create().name("ceremony_expires").table("ceremony").col("expires_at").to_owned()).await
}

fn to_person(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, "person_id").to("person", "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
