//! Mail on its way out. A message is queued in the transaction of what causes it, and a worker takes it from here.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    integer, json_null, string, string_null, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
    uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Index, Table};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("outbox")
                .col(uuid("id").primary_key())
                .col(string("recipient"))
                .col(string("locale"))
                .col(string("kind"))
                // What the message says, with its codes and links; gone once nobody will send it any more.
                .col(json_null("payload"))
                .col(string("state"))
                .col(integer("tries"))
                .col(timestamp_with_time_zone("next_at"))
                .col(string_null("lease_owner"))
                .col(timestamp_with_time_zone_null("lease_until"))
                .col(timestamp_with_time_zone_null("expires_at"))
                // Not a foreign key: who caused a message may go before the message does.
                .col(uuid_null("caused_by"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("settled_at"))
                .col(text_null("answer"))
                .check(Expr::cust("state IN ('queued', 'sending', 'sent', 'given_up', 'expired')"))
                .check(Expr::cust("(state = 'sending') = (lease_owner IS NOT NULL)"))
                .check(Expr::cust("(state = 'sending') = (lease_until IS NOT NULL)"))
                .check(Expr::cust("(state IN ('queued', 'sending')) = (settled_at IS NULL)"))
                .check(Expr::cust("state NOT IN ('queued', 'sending') OR payload IS NOT NULL"))
                .to_owned(),
        )
        .await?;
    // What is settled stays out of the index that the worker asks every few seconds.
    manager
        .create_index(
            Index::create()
                .name("outbox_waiting")
                .table("outbox")
                .col("next_at")
                .and_where(Expr::col("settled_at").is_null())
                .to_owned(),
        )
        .await?;
    manager
        .create_index(Index::create().name("outbox_state").table("outbox").col("state").col("id").to_owned())
        .await?;
    manager.create_index(Index::create().name("outbox_settled").table("outbox").col("settled_at").to_owned()).await
}
