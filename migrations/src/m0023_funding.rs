//! What is known of an award beside scheme, step and amount; schemes of the house's own; what stands in the papers of an award.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer_null, boolean, boolean_null, date_null, integer_null, string, string_null, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ColumnDef, ConditionalStatement, Expr, ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Facts from before state none of this, and the rows stay as they are.
    let columns: [ColumnDef; 9] = [
        uuid_null("award_id").take(),
        string_null("giver").take(),
        boolean_null("private").take(),
        string_null("instrument").take(),
        string_null("basis").take(),
        big_integer_null("gross_minor").take(),
        // Ten-thousandths of a krone for one euro.
        integer_null("rate_e4").take(),
        date_null("rate_on").take(),
        string_null("rate_source").take(),
    ];
    for mut column in columns {
        // One at a time: SQLite adds a single column by a statement.
        manager.alter_table(Table::alter().table("funding_award").add_column(&mut column).to_owned()).await?;
    }
    let by_award = Index::create()
        .name("funding_award_award_id")
        .table("funding_award")
        .col("award_id")
        .and_where(Expr::cust("award_id IS NOT NULL"))
        .to_owned();
    manager.create_index(by_award).await?;
    manager
        .create_table(
            Table::create()
                .table("scheme")
                .col(uuid("id").primary_key())
                // The versions of one scheme have this in common; of one that comes with the program, its key there.
                .col(string("series"))
                .col(string("name"))
                .col(string("giver"))
                .col(boolean("private"))
                .col(string("instrument"))
                .col(string("basis"))
                .col(date_null("valid_from"))
                .col(date_null("valid_to"))
                // Where that is known from.
                .col(text_null("source"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .check(Expr::cust("valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to"))
                .to_owned(),
        )
        .await?;
    let startup = ForeignKey::create()
        .from("award_note", "startup_id")
        .to("startup", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("award_note")
                .col(uuid("award_id").primary_key())
                .col(uuid("startup_id"))
                // The number of the case in the giver's own archive.
                .col(string_null("case_number"))
                // Why it was recorded although it passes the ceiling.
                .col(text_null("over_ceiling"))
                .col(timestamp_with_time_zone("updated_at"))
                .foreign_key(&mut startup.clone())
                .to_owned(),
        )
        .await?;
    let index = Index::create().name("award_note_startup_id").table("award_note").col("startup_id").to_owned();
    manager.create_index(index).await
}
