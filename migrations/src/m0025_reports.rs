//! Reports to those who pay: drafts, and what was handed in. What was handed in is never changed or taken away.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{date, date_null, integer, string, text, timestamp_with_time_zone, uuid, uuid_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table};

crate::transactional!(up);

fn to(from: (&'static str, &'static str), table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(from.0, from.1).to(table, "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("report")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                // The contract it is made for. Contracts came later than programmes, so it is no foreign key.
                .col(uuid_null("contract_id"))
                // The day of that contract on which it is due.
                .col(date_null("due_on"))
                .col(text("title"))
                .col(date("from_on"))
                .col(date("to_on"))
                .col(string("locale"))
                // What was written, by part, as JSON.
                .col(text("texts"))
                // The ids of the figures it shows, as JSON.
                .col(text("figures"))
                .col(string("made_by"))
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone("changed_at"))
                .foreign_key(&mut to(("report", "programme_id"), "programme"))
                .check(Expr::cust("locale IN ('nb', 'nn', 'en')"))
                .check(Expr::cust("from_on <= to_on"))
                .to_owned(),
        )
        .await?;
    for column in ["programme_id", "contract_id"] {
        let index = Index::create().name(format!("report_{column}")).table("report").col(column).to_owned();
        manager.create_index(index).await?;
    }
    manager
        .create_table(
            Table::create()
                .table("report_handed_in")
                .col(uuid("report_id").primary_key())
                // What it says, as JSON: texts, order of figures, what was withheld and why.
                .col(text("content"))
                .col(string("handed_in_by"))
                .col(timestamp_with_time_zone("handed_in_at"))
                .foreign_key(&mut to(("report_handed_in", "report_id"), "report"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("report_publication")
                .col(uuid("report_id"))
                .col(integer("position"))
                .col(uuid("publication_id"))
                .primary_key(Index::create().col("report_id").col("position"))
                .foreign_key(&mut to(("report_publication", "report_id"), "report"))
                .foreign_key(&mut to(("report_publication", "publication_id"), "publication"))
                .to_owned(),
        )
        .await?;
    let index = Index::create()
        .name("report_publication_publication_id")
        .table("report_publication")
        .col("publication_id")
        .to_owned();
    manager.create_index(index).await?;
    for table in ["report_handed_in", "report_publication"] {
        crate::facts::refuse_changes(manager, table).await?;
    }
    Ok(())
}
