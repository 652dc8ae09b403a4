//! Judging applications: rounds, criteria, who judges, what they gave, and what was decided.
//!
//! None of it is a fact: it speaks of people, and is forgotten with the applications it is about. What stays of a decision is the move it
//! made, which is a fact like any other's.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    boolean, date_null, integer, string, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{
    ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table,
};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    rounds(manager).await?;
    scores(manager).await?;
    decisions(manager).await?;
    for (table, column) in [
        ("review", "call_id"),
        ("review_criterion", "review_id"),
        ("evaluator", "person_id"),
        ("score_sheet", "application_id"),
        ("score_sheet", "person_id"),
        ("conflict", "application_id"),
        ("conflict", "person_id"),
        ("decision", "application_id"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn rounds(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                // How a call is judged; a call without a row is judged as any other.
                .table("call_judging")
                .col(uuid("call_id").primary_key())
                .col(string("sharing"))
                .foreign_key(&mut to("call_judging", "call_id", "intake_call", ForeignKeyAction::Cascade))
                .check(Expr::col("sharing").is_in(["after_own", "never"]))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("review")
                .col(uuid("id").primary_key())
                .col(uuid("call_id"))
                .col(string("name"))
                .col(integer("position"))
                .col(date_null("due_on"))
                // Whether only those are judged that were picked; all others otherwise.
                .col(boolean("picked"))
                .col(timestamp_with_time_zone("created_at"))
                // When the evaluators were last written to.
                .col(timestamp_with_time_zone_null("asked_at"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .foreign_key(&mut to("review", "call_id", "intake_call", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await?;
    // One round at a time.
    manager
        .create_index(
            Index::create()
                .name("review_open")
                .table("review")
                .unique()
                .col("call_id")
                .and_where(Expr::col("closed_at").is_null())
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("review_criterion")
                .col(uuid("id").primary_key())
                .col(uuid("review_id"))
                .col(string("name_nb"))
                .col(string("name_nn"))
                .col(string("name_en"))
                .col(text("description"))
                // In hundredths.
                .col(integer("weight"))
                .col(integer("low"))
                .col(integer("high"))
                .col(integer("position"))
                .foreign_key(&mut to("review_criterion", "review_id", "review", ForeignKeyAction::Cascade))
                .check(Expr::cust("weight > 0"))
                .check(Expr::cust("low >= 0 AND low < high"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("review_pick")
                .col(uuid("review_id"))
                .col(uuid("application_id"))
                .primary_key(Index::create().name("review_pick_key").col("review_id").col("application_id"))
                .foreign_key(&mut to("review_pick", "review_id", "review", ForeignKeyAction::Cascade))
                .foreign_key(&mut to("review_pick", "application_id", "application", ForeignKeyAction::Cascade))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("evaluator")
                .col(uuid("call_id"))
                .col(uuid("person_id"))
                .col(timestamp_with_time_zone("added_at"))
                .primary_key(Index::create().name("evaluator_key").col("call_id").col("person_id"))
                .foreign_key(&mut to("evaluator", "call_id", "intake_call", ForeignKeyAction::Cascade))
                .foreign_key(&mut to("evaluator", "person_id", "person", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await
}

async fn scores(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("score_sheet")
                .col(uuid("id").primary_key())
                .col(uuid("review_id"))
                .col(uuid("application_id"))
                // Nobody's once it is kept only to be counted.
                .col(uuid_null("person_id"))
                .col(text("comment"))
                .col(timestamp_with_time_zone("saved_at"))
                .col(timestamp_with_time_zone_null("submitted_at"))
                .foreign_key(&mut to("score_sheet", "review_id", "review", ForeignKeyAction::Restrict))
                .foreign_key(&mut to("score_sheet", "application_id", "application", ForeignKeyAction::Cascade))
                .foreign_key(&mut to("score_sheet", "person_id", "person", ForeignKeyAction::Restrict))
                .index(
                    Index::create()
                        .name("score_sheet_once")
                        .unique()
                        .col("review_id")
                        .col("application_id")
                        .col("person_id"),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("score")
                .col(uuid("sheet_id"))
                .col(uuid("criterion_id"))
                .col(integer("value"))
                .primary_key(Index::create().name("score_key").col("sheet_id").col("criterion_id"))
                .foreign_key(&mut to("score", "sheet_id", "score_sheet", ForeignKeyAction::Cascade))
                .foreign_key(&mut to("score", "criterion_id", "review_criterion", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("conflict")
                .col(uuid("id").primary_key())
                .col(uuid("application_id"))
                .col(uuid_null("person_id"))
                .col(text_null("reason"))
                .col(timestamp_with_time_zone("declared_at"))
                .col(timestamp_with_time_zone_null("over_at"))
                .foreign_key(&mut to("conflict", "application_id", "application", ForeignKeyAction::Cascade))
                .foreign_key(&mut to("conflict", "person_id", "person", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("conflict_once")
                .table("conflict")
                .unique()
                .col("application_id")
                .col("person_id")
                .and_where(Expr::col("over_at").is_null())
                .to_owned(),
        )
        .await
}

async fn decisions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("decision")
                .col(uuid("id").primary_key())
                .col(uuid("application_id"))
                .col(string("verdict"))
                .col(text_null("reason"))
                // What was written to the applicant.
                .col(text_null("letter"))
                // The move it made. Not a foreign key: a move can be taken back and stays all the same.
                .col(uuid_null("fact_id"))
                .col(string("decided_by"))
                .col(timestamp_with_time_zone("decided_at"))
                // When it was undone, or another took its place.
                .col(timestamp_with_time_zone_null("over_at"))
                .foreign_key(&mut to("decision", "application_id", "application", ForeignKeyAction::Cascade))
                .check(Expr::col("verdict").is_in(["admitted", "declined", "waiting"]))
                .to_owned(),
        )
        .await?;
    manager
        .create_index(
            Index::create()
                .name("decision_once")
                .table("decision")
                .unique()
                .col("application_id")
                .and_where(Expr::col("over_at").is_null())
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("decline_letter")
                .col(uuid("programme_id"))
                .col(string("locale"))
                .col(text("body"))
                .primary_key(Index::create().name("decline_letter_key").col("programme_id").col("locale"))
                .foreign_key(&mut to("decline_letter", "programme_id", "programme", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await
}

fn to(
    table: &'static str,
    column: &'static str,
    parent: &'static str,
    deleted: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(parent, "id").on_delete(deleted).to_owned()
}
