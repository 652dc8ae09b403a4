//! Who comes in: accounts, memberships, invitations, sessions, attempts to sign in, and how much of each limit is used.
//!
//! Of every secret only a hash is kept, as base64url of SHA-256. None of this is a fact, and none of it moves the ledger's number.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, small_integer, string, string_null, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{
    Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table, TableCreateStatement,
};

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("account")
                .col(uuid("person_id").primary_key())
                // Where codes go. Apart from the person's contact address, so that whoever may change that cannot take the account.
                .col(string("email"))
                .col(string("email_key").unique_key())
                .col(string("locale"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone_null("disabled_at"))
                .foreign_key(&mut person("account", "person_id"))
                .to_owned(),
        )
        .await?;
    let mut membership = Table::create();
    membership
        .table("membership")
        .col(uuid("id").primary_key())
        .col(uuid("person_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(string("granted_by"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(string_null("revoked_by"))
        .col(text_null("reason"))
        .foreign_key(&mut person("membership", "person_id"));
    role_in_scope(&mut membership);
    manager.create_table(membership).await?;
    let mut invitation = Table::create();
    invitation
        .table("invitation")
        .col(uuid("id").primary_key())
        .col(string("email"))
        .col(string("email_key"))
        .col(string_null("name"))
        .col(string("locale"))
        .col(string("token_hash").unique_key())
        .col(string("invited_by"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(timestamp_with_time_zone_null("accepted_at"))
        .col(uuid_null("accepted_by"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .foreign_key(&mut person("invitation", "accepted_by"));
    role_in_scope(&mut invitation);
    manager.create_table(invitation).await?;
    sessions(manager).await?;
    manager
        .create_table(
            Table::create()
                .table("limit_use")
                .col(string("key").primary_key())
                // The instant at which all of it will be free again, in microseconds since 1970: a number, because the two databases
                // count with times differently.
                .col(big_integer("tat"))
                // Whether whoever asked last was let through.
                .col(boolean("passed"))
                .to_owned(),
        )
        .await?;
    for (table, column) in [
        ("membership", "person_id"),
        ("membership", "scope_id"),
        ("invitation", "email_key"),
        ("invitation", "scope_id"),
        ("session", "person_id"),
        ("sign_in", "link_hash"),
        ("sign_in", "email_hash"),
        ("sign_in", "expires_at"),
        ("limit_use", "tat"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("session")
                .col(uuid("id").primary_key())
                .col(uuid("person_id"))
                .col(string("token_hash").unique_key())
                // Not a foreign key: a hat that is gone is simply no longer worn.
                .col(uuid_null("worn"))
                .col(string("strength"))
                .col(string("address"))
                .col(string("device"))
                .col(timestamp_with_time_zone("began_at"))
                .col(timestamp_with_time_zone("confirmed_at"))
                .col(timestamp_with_time_zone("last_seen_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("ended_at"))
                .foreign_key(&mut person("session", "person_id"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("sign_in")
                .col(uuid("id").primary_key())
                // What for: to sign in, to confirm who sits there, to prove a new address.
                .col(string("purpose"))
                // Nobody when the address is unknown: such an attempt looks like any other and never succeeds.
                .col(uuid_null("person_id"))
                // The new address, when one is to be proved.
                .col(string_null("email"))
                .col(string("email_hash"))
                .col(string("browser_hash"))
                .col(string("code_hash"))
                .col(string("link_hash"))
                .col(small_integer("tries"))
                .col(timestamp_with_time_zone("created_at"))
                .col(timestamp_with_time_zone("expires_at"))
                .col(timestamp_with_time_zone_null("used_at"))
                .foreign_key(&mut person("sign_in", "person_id"))
                .to_owned(),
        )
        .await
}

/// A role, where it holds, from when, until when.
fn role_in_scope(table: &mut TableCreateStatement) {
    table
        .col(string("role"))
        .col(string("scope_kind"))
        // Not a foreign key: it points at a programme or at a startup.
        .col(uuid_null("scope_id"))
        .col(date("from_on"))
        .col(date_null("to_on"))
        .check(Expr::col("role").is_in(["admin", "manager", "mentor", "evaluator", "founder", "funder"]))
        .check(Expr::cust("(scope_kind = 'house') = (scope_id IS NULL)"))
        .check(Expr::col("scope_kind").is_in(["house", "programme", "startup"]))
        .check(Expr::cust("to_on IS NULL OR from_on <= to_on"));
}

fn person(table: &'static str, column: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to("person", "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
