//! The working day: notes, milestones and their templates, tasks, planned meetings, how many hours a programme gives.
//!
//! None of this is a fact and no figure rests on it: it is personal, and goes when its time is over. What a meeting was, and how long,
//! is a fact and lies in `meeting`.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    date_null, integer, integer_null, string, string_null, text, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    notes(manager).await?;
    milestones(manager).await?;
    meetings(manager).await?;
    for (table, column) in [
        ("note", "startup_id"),
        ("note", "author_id"),
        ("note", "root_id"),
        ("milestone", "startup_id"),
        ("milestone", "owner_id"),
        ("milestone_template", "programme_id"),
        ("task", "startup_id"),
        ("task", "owner_id"),
        ("task", "created_by"),
        ("planned_meeting", "startup_id"),
        ("planned_meeting", "mentor_id"),
        ("planned_meeting", "starts_at"),
        ("logged_form", "created_at"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn notes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("note")
                .col(uuid("id").primary_key())
                // The first version of the note; its own id for a first version.
                .col(uuid("root_id"))
                .col(uuid("startup_id"))
                // Not a foreign key: a corrected meeting is another row, and the note stays with the one it was written at.
                .col(uuid_null("meeting_id"))
                // Nobody when it was written at the machine's command line.
                .col(uuid_null("author_id"))
                .col(string("kind"))
                // Empty in the version that takes a shared note back.
                .col(text("text"))
                .col(uuid_null("supersedes").unique_key())
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut key("note", "startup_id", "startup"))
                .foreign_key(&mut key("note", "author_id", "person"))
                .foreign_key(&mut key("note", "supersedes", "note"))
                .check(Expr::cust("kind IN ('shared', 'private')"))
                .check(Expr::cust("kind = 'shared' OR author_id IS NOT NULL"))
                .check(Expr::cust("(supersedes IS NULL) = (root_id = id)"))
                .to_owned(),
        )
        .await
}

async fn milestones(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("milestone_template")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(uuid("stage_id"))
                .col(string("title"))
                // Days from when it is taken up until it is due.
                .col(integer_null("days"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("retired_at"))
                .foreign_key(&mut key("milestone_template", "programme_id", "programme"))
                .foreign_key(&mut key("milestone_template", "stage_id", "stage"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("milestone")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(string("title"))
                .col(uuid_null("owner_id"))
                .col(date_null("due_on"))
                .col(date_null("done_on"))
                .col(uuid_null("done_by"))
                .col(uuid_null("enrolment_id"))
                .col(uuid_null("template_id"))
                .col(timestamp_with_time_zone("created_at"))
                .col(uuid_null("created_by"))
                .col(timestamp_with_time_zone_null("removed_at"))
                .foreign_key(&mut key("milestone", "startup_id", "startup"))
                .foreign_key(&mut key("milestone", "owner_id", "person"))
                .foreign_key(&mut key("milestone", "done_by", "person"))
                .foreign_key(&mut key("milestone", "created_by", "person"))
                .foreign_key(&mut key("milestone", "enrolment_id", "enrolment"))
                .foreign_key(&mut key("milestone", "template_id", "milestone_template"))
                .check(Expr::cust("done_by IS NULL OR done_on IS NOT NULL"))
                .check(Expr::cust("(enrolment_id IS NULL) = (template_id IS NULL)"))
                .to_owned(),
        )
        .await?;
    // A template's milestone comes to a stay once, whoever presses the button how often.
    manager
        .create_index(
            Index::create()
                .name("milestone_from_template")
                .table("milestone")
                .col("enrolment_id")
                .col("template_id")
                .unique()
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("task")
                .col(uuid("id").primary_key())
                .col(string("title"))
                .col(uuid("owner_id"))
                .col(uuid_null("startup_id"))
                .col(date_null("due_on"))
                .col(date_null("done_on"))
                .col(uuid_null("done_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(uuid_null("created_by"))
                .foreign_key(&mut key("task", "owner_id", "person"))
                .foreign_key(&mut key("task", "startup_id", "startup"))
                .foreign_key(&mut key("task", "done_by", "person"))
                .foreign_key(&mut key("task", "created_by", "person"))
                .check(Expr::cust("done_by IS NULL OR done_on IS NOT NULL"))
                .to_owned(),
        )
        .await
}

async fn meetings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("planned_meeting")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(uuid("mentor_id"))
                .col(timestamp_with_time_zone("starts_at"))
                .col(integer("minutes"))
                .col(string("kind"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("cancelled_at"))
                // The meeting it became, once that is logged.
                .col(uuid_null("meeting_id"))
                // When its mentor was asked to log it; the link in that mail holds until `link_until`.
                .col(timestamp_with_time_zone_null("asked_at"))
                .col(string_null("link_hash").unique_key())
                .col(timestamp_with_time_zone_null("link_until"))
                .foreign_key(&mut key("planned_meeting", "startup_id", "startup"))
                .foreign_key(&mut key("planned_meeting", "mentor_id", "person"))
                .check(Expr::cust("minutes > 0"))
                .check(Expr::cust("(link_hash IS NULL) = (link_until IS NULL)"))
                .check(Expr::cust("kind IN ('in_person', 'video', 'phone', 'workshop')"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("logged_form")
                // The number a form was handed out with: the same one posted twice is one meeting.
                .col(uuid("id").primary_key())
                .col(uuid("meeting_id"))
                .col(uuid_null("person_id"))
                .col(timestamp_with_time_zone("created_at"))
                .foreign_key(&mut key("logged_form", "person_id", "person"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("mentoring_budget")
                .col(uuid("programme_id").primary_key())
                .col(integer("minutes"))
                .col(string("per"))
                .foreign_key(&mut key("mentoring_budget", "programme_id", "programme"))
                .check(Expr::cust("minutes > 0"))
                .check(Expr::cust("per IN ('stay', 'year')"))
                .to_owned(),
        )
        .await
}

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
