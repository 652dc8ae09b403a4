//! Asking founders how they are: how each programme asks, its rounds, each startup's request in one, the links that went out, and what was
//! typed and not sent yet. Beside them the objections of founders to what was recorded.
//!
//! What an answer says are facts; these tables hold what led to it. Of a link only a hash is kept.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    boolean, date, json, small_integer, string, string_null, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{
    ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table,
};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("update_settings")
                .col(uuid("programme_id").primary_key())
                .col(string("rhythm"))
                .col(small_integer("day"))
                .col(small_integer("due_days"))
                .col(json("reminders"))
                .col(json("questions"))
                .col(boolean("alumni"))
                .col(timestamp_with_time_zone("set_at"))
                .check(Expr::cust("rhythm IN ('off', 'monthly', 'quarterly', 'half_yearly', 'yearly')"))
                .check(Expr::cust("day BETWEEN 1 AND 28"))
                .foreign_key(&mut key("update_settings", "programme_id", "programme"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("update_round")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(string("kind"))
                // The day of the calendar it stands for: with it, a round is opened once, whoever opens it.
                .col(date("slot_on"))
                .col(date("opened_on"))
                .col(date("due_on"))
                // As they were when it was opened: what is asked does not change under somebody who answers.
                .col(json("questions"))
                .col(json("reminders"))
                .col(timestamp_with_time_zone_null("closed_at"))
                .check(Expr::cust("kind IN ('stays', 'alumni')"))
                .foreign_key(&mut key("update_round", "programme_id", "programme"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("update_request")
                .col(uuid("id").primary_key())
                .col(uuid("round_id"))
                .col(uuid("startup_id"))
                .col(string("state"))
                .col(timestamp_with_time_zone("asked_at"))
                .col(timestamp_with_time_zone_null("settled_at"))
                // Not a foreign key: who answered may be erased, that somebody did stays.
                .col(uuid_null("answered_by"))
                .col(text_null("words"))
                // Which facts the answer became, so that it can be stated anew.
                .col(json("facts"))
                .col(small_integer("reminded"))
                .col(timestamp_with_time_zone_null("told_at"))
                .check(Expr::cust("state IN ('waiting', 'answered', 'closed', 'bounced', 'revoked')"))
                .check(Expr::cust("(state = 'waiting') = (settled_at IS NULL)"))
                .foreign_key(&mut key("update_request", "round_id", "update_round"))
                .foreign_key(&mut key("update_request", "startup_id", "startup"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("update_link")
                .col(uuid("id").primary_key())
                .col(uuid("request_id"))
                .col(uuid("person_id"))
                .col(string("token_hash").unique_key())
                // Not a foreign key: the record of a message may be forgotten before its link. Tells whether it arrived.
                .col(uuid_null("mail_id"))
                .col(timestamp_with_time_zone("made_at"))
                .col(timestamp_with_time_zone_null("bounced_at"))
                .foreign_key(&mut key("update_link", "request_id", "update_request"))
                .foreign_key(&mut key("update_link", "person_id", "person"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("update_draft")
                .col(uuid("request_id"))
                .col(uuid("person_id"))
                .col(json("values"))
                .col(timestamp_with_time_zone("saved_at"))
                .primary_key(Index::create().col("request_id").col("person_id"))
                .foreign_key(&mut key("update_draft", "request_id", "update_request"))
                .foreign_key(&mut key("update_draft", "person_id", "person"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("objection")
                .col(uuid("id").primary_key())
                .col(uuid("startup_id"))
                .col(string("fact_kind"))
                // Not a foreign key: it points into one of the tables of facts.
                .col(uuid("fact_id"))
                .col(text("sentence"))
                .col(string("raised_by"))
                .col(timestamp_with_time_zone("raised_at"))
                .col(string_null("answer"))
                .col(text_null("answer_text"))
                .col(string_null("answered_by"))
                .col(timestamp_with_time_zone_null("answered_at"))
                .check(Expr::cust("answer IS NULL OR answer IN ('agreed', 'kept')"))
                .check(Expr::cust("(answer IS NULL) = (answered_at IS NULL)"))
                .foreign_key(&mut key("objection", "startup_id", "startup"))
                .to_owned(),
        )
        .await?;
    for (name, table, columns) in [
        ("update_round_slot", "update_round", ["programme_id", "kind", "slot_on"].as_slice()),
        ("update_request_once", "update_request", ["round_id", "startup_id"].as_slice()),
    ] {
        let mut index = Index::create();
        index.name(name).table(table).unique();
        for column in columns {
            index.col(*column);
        }
        manager.create_index(index).await?;
    }
    for (table, column) in [
        ("update_request", "startup_id"),
        ("update_link", "request_id"),
        ("update_link", "person_id"),
        ("update_draft", "person_id"),
        ("objection", "startup_id"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    // One open objection to a fact at a time.
    let open = Expr::col("answered_at").is_null();
    manager
        .create_index(
            Index::create()
                .name("objection_open")
                .table("objection")
                .col("fact_id")
                .unique()
                .and_where(open)
                .to_owned(),
        )
        .await
}

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
