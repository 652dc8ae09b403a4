//! What a programme sets otherwise about what asks for attention, and what somebody has put off until later.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{boolean, date, integer, string, text, timestamp_with_time_zone, uuid};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ForeignKey, ForeignKeyAction, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut programme = ForeignKey::create()
        .from("attention_rule", "programme_id")
        .to("programme", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("attention_rule")
                .col(uuid("programme_id"))
                .col(string("rule"))
                .col(boolean("is_on"))
                // Beyond what, in the rule's own unit.
                .col(integer("beyond"))
                .col(string("severity"))
                .primary_key(Index::create().col("programme_id").col("rule"))
                .foreign_key(&mut programme)
                .check(Expr::cust("beyond >= 0"))
                .check(Expr::cust("severity IN ('high', 'medium', 'low')"))
                .to_owned(),
        )
        .await?;
    let mut startup = ForeignKey::create()
        .from("attention_snooze", "startup_id")
        .to("startup", "id")
        .on_delete(ForeignKeyAction::Restrict)
        .to_owned();
    manager
        .create_table(
            Table::create()
                .table("attention_snooze")
                .col(uuid("startup_id"))
                .col(string("rule"))
                // What the item rested on. Once that is otherwise, it is another item.
                .col(text("fingerprint"))
                .col(date("until_on"))
                .col(text("why"))
                .col(string("by_label"))
                .col(timestamp_with_time_zone("at"))
                .primary_key(Index::create().col("startup_id").col("rule"))
                .foreign_key(&mut startup)
                .to_owned(),
        )
        .await
}
