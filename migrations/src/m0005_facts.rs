//! Evidence and the nine kinds of fact.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean_null, integer_null, string, string_null, text, text_null,
    timestamp_with_time_zone, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, Table, TableCreateStatement};

use crate::facts::create;

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("evidence")
                .col(uuid("id").primary_key())
                .col(string("kind"))
                .col(text("reference"))
                .col(timestamp_with_time_zone("created_at"))
                .col(big_integer("ledger"))
                .to_owned(),
        )
        .await?;

    // A row that only withdraws has no body, hence the nullable columns; a row that does not withdraw must have one.
    create(manager, "stage_change", "enrolment_id", |table| {
        table
            .col(uuid_null("enrolment_id"))
            .col(uuid_null("from_stage"))
            .col(uuid_null("to_stage"))
            .col(string_null("outcome"));
        refer(table, "stage_change", "enrolment_id", "enrolment");
        refer(table, "stage_change", "from_stage", "stage");
        refer(table, "stage_change", "to_stage", "stage");
        table.check(Expr::cust("withdrawn OR to_stage IS NOT NULL"));
    })
    .await?;
    create(manager, "headcount", "employees_low", |table| {
        table
            .col(integer_null("employees_low"))
            .col(integer_null("employees_high"))
            .col(integer_null("fte_hundredths"))
            .col(integer_null("working_founders"))
            .col(text_null("split"))
            .check(Expr::cust("withdrawn OR (employees_low >= 0 AND employees_high >= employees_low)"));
    })
    .await?;
    create(manager, "life_event", "kind", |table| {
        table.col(string_null("kind")).col(boolean_null("date_known"));
        table.check(Expr::cust("withdrawn OR date_known IS NOT NULL"));
    })
    .await?;
    create(manager, "verification", "valid_on", |_| ()).await?;
    // No municipality means abroad.
    create(manager, "workplace", "valid_on", |table| {
        table.col(string_null("municipality"));
    })
    .await?;
    create(manager, "revenue", "minor", money).await?;
    create(manager, "capital_raised", "minor", money).await?;
    create(manager, "funding_award", "minor", |table| {
        table.col(string_null("scheme")).col(string_null("status"));
        money(table);
        table.check(Expr::cust("withdrawn OR (scheme IS NOT NULL AND status IS NOT NULL)"));
    })
    .await?;
    // No mentor means that the assignment ends.
    create(manager, "mentor_assignment", "valid_on", |table| {
        table.col(uuid_null("mentor_id"));
        refer(table, "mentor_assignment", "mentor_id", "person");
    })
    .await
}

/// Whole minor units and an ISO 4217 code: a decimal column would silently become a floating point number on SQLite.
fn money(table: &mut TableCreateStatement) {
    table.col(big_integer_null("minor")).col(string_null("currency"));
    table.check(Expr::cust("withdrawn OR currency IS NOT NULL"));
}

fn refer(table: &mut TableCreateStatement, from: &'static str, column: &'static str, to: &'static str) {
    table.foreign_key(ForeignKey::create().from(from, column).to(to, "id").on_delete(ForeignKeyAction::Restrict));
}
