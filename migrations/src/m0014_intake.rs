//! Calls for applications: what is asked, what applicants agree to, and what they send in.
//!
//! None of it is a fact: applications name people and are forgotten by rule. What stays of one that was sent in are the startup and its
//! stay, which are facts like any other's.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    boolean, integer, integer_null, json, string, text, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{
    Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table,
};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    calls(manager).await?;
    applications(manager).await?;
    for (table, column) in [
        ("intake_call", "programme_id"),
        ("intake_question", "call_id"),
        ("application", "startup_id"),
        ("application", "enrolment_id"),
        ("application", "email_key"),
        ("application", "person_id"),
        ("application_link", "application_id"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn calls(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("intake_call")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(uuid_null("cohort_id"))
                // What stands in its address.
                .col(string("slug").unique_key())
                // Texts by language.
                .col(json("title"))
                .col(json("intro"))
                .col(text("contact"))
                .col(timestamp_with_time_zone("opens_at"))
                .col(timestamp_with_time_zone("closes_at"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut to("intake_call", "programme_id", "programme", ForeignKeyAction::Restrict))
                .foreign_key(&mut to("intake_call", "cohort_id", "cohort", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                // What applicants agree to. A version that somebody has agreed to is never changed.
                .table("intake_notice")
                .col(uuid("call_id"))
                .col(integer("version"))
                .col(json("consent"))
                .col(json("privacy"))
                .col(timestamp_with_time_zone("created_at"))
                .primary_key(Index::create().name("intake_notice_key").col("call_id").col("version"))
                .foreign_key(&mut to("intake_notice", "call_id", "intake_call", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("intake_question")
                .col(uuid("id").primary_key())
                .col(uuid("call_id"))
                .col(integer("position"))
                .col(string("kind"))
                .col(json("label"))
                .col(json("help"))
                .col(json("options"))
                .col(boolean("required"))
                .col(integer_null("max_length"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("retired_at"))
                .foreign_key(&mut to("intake_question", "call_id", "intake_call", ForeignKeyAction::Restrict))
                .to_owned(),
        )
        .await
}

async fn applications(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("application")
                .col(uuid("id").primary_key())
                .col(uuid("call_id"))
                // Both once it is sent in.
                .col(uuid_null("startup_id"))
                .col(uuid_null("enrolment_id"))
                // Once the applicant is somebody in the house.
                .col(uuid_null("person_id"))
                .col(string("applicant_name"))
                .col(string("email"))
                .col(string("email_key"))
                .col(string("startup_name"))
                // As it was first told: whoever asks again for the same startup resumes the same application.
                .col(string("startup_key"))
                .col(string("locale"))
                .col(string("status"))
                .col(integer_null("notice_version"))
                .col(timestamp_with_time_zone("started_at"))
                .col(timestamp_with_time_zone("saved_at"))
                .col(timestamp_with_time_zone_null("submitted_at"))
                // When it was withdrawn or decided.
                .col(timestamp_with_time_zone_null("settled_at"))
                .col(timestamp_with_time_zone_null("forgotten_at"))
                .foreign_key(&mut to("application", "call_id", "intake_call", ForeignKeyAction::Restrict))
                .foreign_key(&mut to("application", "startup_id", "startup", ForeignKeyAction::Restrict))
                .foreign_key(&mut to("application", "enrolment_id", "enrolment", ForeignKeyAction::Restrict))
                .foreign_key(&mut to("application", "person_id", "person", ForeignKeyAction::Restrict))
                .check(Expr::col("status").is_in(["draft", "submitted", "withdrawn", "admitted", "declined"]))
                .check(Expr::cust("(status = 'draft') = (submitted_at IS NULL)"))
                .index(
                    Index::create()
                        .name("application_once")
                        .unique()
                        .col("call_id")
                        .col("email_key")
                        .col("startup_key"),
                )
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("application_answer")
                .col(uuid("application_id"))
                .col(uuid("question_id"))
                // As it was typed.
                .col(text("value"))
                .primary_key(Index::create().name("application_answer_key").col("application_id").col("question_id"))
                .foreign_key(&mut to("application_answer", "application_id", "application", ForeignKeyAction::Cascade))
                .foreign_key(&mut to(
                    "application_answer",
                    "question_id",
                    "intake_question",
                    ForeignKeyAction::Restrict,
                ))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                // Several, because each mail brings its own: of the secret only a hash is kept, so none can be sent twice.
                .table("application_link")
                .col(string("token_hash").primary_key())
                .col(uuid("application_id"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut to("application_link", "application_id", "application", ForeignKeyAction::Cascade))
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
