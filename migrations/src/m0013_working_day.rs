//! Three more kinds of fact: meetings, the team in numbers, and what became of a request for an update. A stage can be retired, and knows
//! how long one usually stays in it.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{date_null, integer_null, string_null, timestamp_with_time_zone_null, uuid_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, Table};

use crate::facts::create;

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    create(manager, "meeting", "minutes", |table| {
        table
            .col(uuid_null("programme_id"))
            .col(uuid_null("mentor_id"))
            .col(integer_null("minutes"))
            .col(string_null("kind"))
            .check(Expr::cust("withdrawn OR (programme_id IS NOT NULL AND kind IS NOT NULL AND minutes > 0)"));
        for (column, to) in [("programme_id", "programme"), ("mentor_id", "person")] {
            table.foreign_key(
                ForeignKey::create().from("meeting", column).to(to, "id").on_delete(ForeignKeyAction::Restrict),
            );
        }
    })
    .await?;
    create(manager, "team", "founders", |table| {
        table
            .col(integer_null("founders"))
            .col(integer_null("women_founders"))
            .col(integer_null("leaders"))
            .col(integer_null("women_leaders"))
            .check(Expr::cust("women_founders IS NULL OR women_founders BETWEEN 0 AND founders"))
            .check(Expr::cust("women_leaders IS NULL OR women_leaders BETWEEN 0 AND leaders"));
    })
    .await?;
    // The round is a row of a later step of the schema; a fact outlives the mail it was asked by.
    create(manager, "update_step", "round_id", |table| {
        table.col(uuid_null("round_id")).col(string_null("event")).col(date_null("due_on")).check(Expr::cust(
            "withdrawn OR event IS NOT NULL AND event IN ('asked', 'answered', 'closed', 'bounced', 'revoked')",
        ));
    })
    .await?;
    for column in [timestamp_with_time_zone_null("retired_at"), integer_null("usual_days")] {
        // One column at a time: SQLite adds no two in one statement.
        manager.alter_table(Table::alter().table("stage").add_column(column).to_owned()).await?;
    }
    Ok(())
}
