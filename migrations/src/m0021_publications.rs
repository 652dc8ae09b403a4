//! Published figures with the notes written to them later, and the keys that signed. Nothing here is ever changed or taken away.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, blob, blob_null, integer, string, text, text_null, timestamp_with_time_zone, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("instance_key")
                // The SHA-256 of the public key.
                .col(string("id").primary_key())
                .col(string("public"))
                // The secret; absent when the configuration holds it.
                .col(blob_null("seed"))
                .col(timestamp_with_time_zone("created_at"))
                .to_owned(),
        )
        .await?;
    let mut programme = ForeignKey::create()
        .from("publication", "programme_id")
        .to("programme", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    let mut key = ForeignKey::create()
        .from("publication", "key_id")
        .to("instance_key", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("publication")
                .col(uuid("id").primary_key())
                // What stands in its address: ten letters and digits.
                .col(string("address").unique_key())
                .col(string("figure"))
                .col(integer("version"))
                // The question, as JSON.
                .col(text("query"))
                // Where it is used.
                .col(text("name"))
                .col(text("place"))
                // The programme whose it is; absent for the whole house.
                .col(uuid_null("programme_id"))
                // The funder's contract it was published for. Contracts came later, so it is no foreign key.
                .col(uuid_null("contract_id"))
                // What its page prints, as JSON.
                .col(text("face"))
                // The counts on it with the startups in each, as JSON: what is published later is held against them.
                .col(text("cells"))
                // What its pseudonyms were made with.
                .col(blob("secret"))
                // The signed file, byte for byte.
                .col(blob("file"))
                .col(big_integer("size"))
                .col(string("digest").unique_key())
                .col(string("key_id"))
                .col(string("published_by"))
                .col(timestamp_with_time_zone("issued_at"))
                .foreign_key(&mut programme)
                .foreign_key(&mut key)
                .check(Expr::cust("size > 0"))
                .to_owned(),
        )
        .await?;
    for column in ["programme_id", "contract_id", "issued_at"] {
        let index = Index::create().name(format!("publication_{column}")).table("publication").col(column).to_owned();
        manager.create_index(index).await?;
    }
    let mut publication = ForeignKey::create()
        .from("publication_revision", "publication_id")
        .to("publication", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("publication_revision")
                .col(uuid("id").primary_key())
                .col(uuid("publication_id"))
                .col(text("note"))
                // The language it is written in.
                .col(string("locale"))
                // What the figure was by what was known then, as JSON; absent where that would reveal a small group.
                .col(text_null("standing"))
                .col(text("cells"))
                .col(string("noted_by"))
                .col(timestamp_with_time_zone("noted_at"))
                .foreign_key(&mut publication)
                .check(Expr::cust("locale IN ('nb', 'nn', 'en')"))
                .to_owned(),
        )
        .await?;
    let index = Index::create()
        .name("publication_revision_publication")
        .table("publication_revision")
        .col("publication_id")
        .to_owned();
    manager.create_index(index).await?;
    for table in ["instance_key", "publication", "publication_revision"] {
        crate::facts::refuse_changes(manager, table).await?;
    }
    Ok(())
}
