//! Contracts with funders: drafts, what was signed, its addenda, what was paid, which reports were handed in, and the end. A role can be
//! held in a contract.
//!
//! A draft is a row that changes and goes when it is signed; everything from there on is only added to, and the database refuses
//! anything else.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, date, date_null, integer, integer_null, json, string, string_null, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::{
    Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, Table, TableCreateStatement,
};

use crate::facts::refuse_changes;

crate::transactional!(up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table("contract_draft")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(json("terms"))
                .col(string("drafted_by"))
                .col(timestamp_with_time_zone("drafted_at"))
                .col(timestamp_with_time_zone("changed_at"))
                .foreign_key(&mut key("contract_draft", "programme_id", "programme"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("contract")
                .col(uuid("id").primary_key())
                .col(uuid("programme_id"))
                .col(json("terms"))
                .col(date("signed_on"))
                .col(string("signed_by"))
                .col(timestamp_with_time_zone("signed_at"))
                .col(string("digest"))
                .check(Expr::cust("length(digest) = 64"))
                .foreign_key(&mut key("contract", "programme_id", "programme"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("contract_addendum")
                .col(uuid("contract_id"))
                .col(integer("number"))
                .col(date("signed_on"))
                .col(date("from_on"))
                .col(text("reason"))
                .col(json("changes"))
                .col(string("by_label"))
                .col(timestamp_with_time_zone("at"))
                .col(string("digest"))
                .check(Expr::cust("number > 0"))
                .check(Expr::cust("length(digest) = 64"))
                .primary_key(Index::create().col("contract_id").col("number"))
                .foreign_key(&mut key("contract_addendum", "contract_id", "contract"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("contract_payment")
                .col(uuid("id").primary_key())
                .col(uuid("contract_id"))
                .col(integer_null("instalment"))
                .col(date("paid_on"))
                // Øre. Below zero for what was paid back or recorded by mistake, with a word about it.
                .col(big_integer("minor"))
                .col(text("note"))
                .col(string("by_label"))
                .col(timestamp_with_time_zone("at"))
                .check(Expr::cust("minor <> 0"))
                .check(Expr::cust("minor > 0 OR note <> ''"))
                .foreign_key(&mut key("contract_payment", "contract_id", "contract"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("contract_report")
                .col(uuid("id").primary_key())
                .col(uuid("contract_id"))
                .col(date("due_on"))
                .col(date("handed_in_on"))
                // Not a foreign key: reports are a room of their own.
                .col(uuid_null("report_id"))
                .col(string("by_label"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut key("contract_report", "contract_id", "contract"))
                .to_owned(),
        )
        .await?;
    manager
        .create_table(
            Table::create()
                .table("contract_closing")
                .col(uuid("contract_id").primary_key())
                .col(date("closed_on"))
                .col(text("reason"))
                .col(string("by_label"))
                .col(timestamp_with_time_zone("at"))
                .foreign_key(&mut key("contract_closing", "contract_id", "contract"))
                .to_owned(),
        )
        .await?;
    for (table, column) in [
        ("contract_draft", "programme_id"),
        ("contract", "programme_id"),
        ("contract_payment", "contract_id"),
        ("contract_report", "contract_id"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    for table in ["contract", "contract_addendum", "contract_payment", "contract_report", "contract_closing"] {
        refuse_changes(manager, table).await?;
    }
    roles_in_contracts(manager).await
}

/// Lets a role be held in a contract. SQLite cannot change a column's rule, so both tables that hold roles are written anew.
async fn roles_in_contracts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut membership = Table::create();
    membership
        .table("membership_wider")
        .col(uuid("id").primary_key())
        .col(uuid("person_id"))
        .col(timestamp_with_time_zone("created_at"))
        .col(string("granted_by"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(string_null("revoked_by"))
        .col(text_null("reason"))
        .foreign_key(&mut key("membership_wider", "person_id", "person"));
    role_in_scope(&mut membership);
    manager.create_table(membership).await?;
    let mut invitation = Table::create();
    invitation
        .table("invitation_wider")
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
        .foreign_key(&mut key("invitation_wider", "accepted_by", "person"));
    role_in_scope(&mut invitation);
    manager.create_table(invitation).await?;
    let role = "role, scope_kind, scope_id, from_on, to_on";
    let membership = format!("id, person_id, created_at, granted_by, revoked_at, revoked_by, reason, {role}");
    let invitation = format!(
        "id, email, email_key, name, locale, token_hash, invited_by, created_at, expires_at, accepted_at, accepted_by, revoked_at, {role}"
    );
    let connection = manager.get_connection();
    for (table, columns) in [("membership", membership), ("invitation", invitation)] {
        for sql in [
            format!("INSERT INTO {table}_wider ({columns}) SELECT {columns} FROM {table}"),
            format!("DROP TABLE {table}"),
            format!("ALTER TABLE {table}_wider RENAME TO {table}"),
        ] {
            connection.execute_unprepared(&sql).await?;
        }
    }
    for (table, column) in [
        ("membership", "person_id"),
        ("membership", "scope_id"),
        ("invitation", "email_key"),
        ("invitation", "scope_id"),
    ] {
        let index = Index::create().name(format!("{table}_{column}")).table(table).col(column).to_owned();
        manager.create_index(index).await?;
    }
    Ok(())
}

/// A role, where it holds, from when, until when.
fn role_in_scope(table: &mut TableCreateStatement) {
    table
        .col(string("role"))
        .col(string("scope_kind"))
        // Not a foreign key: it points at a programme, a startup or a contract.
        .col(uuid_null("scope_id"))
        .col(date("from_on"))
        .col(date_null("to_on"))
        .check(Expr::col("role").is_in(["admin", "manager", "mentor", "evaluator", "founder", "funder"]))
        .check(Expr::cust("(scope_kind = 'house') = (scope_id IS NULL)"))
        .check(Expr::col("scope_kind").is_in(["house", "programme", "startup", "contract"]))
        .check(Expr::cust("scope_kind <> 'contract' OR role = 'funder'"))
        .check(Expr::cust("to_on IS NULL OR from_on <= to_on"));
}

fn key(table: &'static str, column: &'static str, to: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to, "id").on_delete(ForeignKeyAction::Restrict).to_owned()
}
