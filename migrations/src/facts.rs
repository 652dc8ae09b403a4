//! What every fact table has: the header columns, the indexes, and the triggers that refuse to rewrite history.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, boolean, date, string, text_null, timestamp_with_time_zone, uuid, uuid_null,
};
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend, DbErr};
use sea_orm_migration::sea_query::{
    ConditionalStatement, Expr, ExprTrait, ForeignKey, ForeignKeyAction, Index, Table, TableCreateStatement,
};

/// The tables that hold facts.
pub const FACT_TABLES: [&str; 13] = [
    "stage_change",
    "headcount",
    "life_event",
    "verification",
    "workplace",
    "revenue",
    "capital_raised",
    "funding_award",
    "mentor_assignment",
    "other_support",
    "meeting",
    "team",
    "update_step",
];

/// The columns that every fact table begins with.
pub const HEADER_COLUMNS: [&str; 12] = [
    "id",
    "ledger",
    "startup_id",
    "valid_on",
    "recorded_at",
    "recorded_by",
    "source",
    "evidence_id",
    "supersedes",
    "withdrawn",
    "reason",
    "import_id",
];

/// Creates a fact table: the header, the columns of its body, indexes and triggers. `must` names a body column without which a
/// row that does not withdraw would say nothing.
pub(crate) async fn create(
    manager: &SchemaManager<'_>,
    name: &'static str,
    must: &'static str,
    body: impl FnOnce(&mut TableCreateStatement),
) -> Result<(), DbErr> {
    let mut table = Table::create();
    table
        .table(name)
        .col(uuid("id").primary_key())
        .col(big_integer("ledger"))
        .col(uuid("startup_id"))
        .col(date("valid_on"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(string("recorded_by"))
        .col(string("source"))
        .col(uuid_null("evidence_id"))
        .col(uuid_null("supersedes"))
        .col(boolean("withdrawn"))
        .col(text_null("reason"))
        .col(uuid_null("import_id"));
    body(&mut table);
    for (column, to) in
        [("startup_id", "startup"), ("evidence_id", "evidence"), ("supersedes", name), ("import_id", "import")]
    {
        table.foreign_key(ForeignKey::create().from(name, column).to(to, "id").on_delete(ForeignKeyAction::Restrict));
    }
    table
        .check(Expr::cust("source IN ('founder', 'mentor', 'document', 'register')"))
        .check(Expr::cust("NOT withdrawn OR supersedes IS NOT NULL"))
        .check(Expr::cust("supersedes IS NULL OR reason IS NOT NULL"))
        .check(Expr::cust(format!("withdrawn OR {must} IS NOT NULL")));
    manager.create_table(table).await?;
    manager
        .create_index(
            Index::create().name(format!("{name}_startup")).table(name).col("startup_id").col("valid_on").to_owned(),
        )
        .await?;
    // Most facts supersede nothing and come with no import; they stay out of these two.
    for (column, unique) in [("supersedes", true), ("import_id", false)] {
        let mut index = Index::create();
        index.name(format!("{name}_{column}")).table(name).col(column).and_where(Expr::col(column).is_not_null());
        if unique {
            // A fact is superseded at most once, whoever races.
            index.unique();
        }
        manager.create_index(index).await?;
    }
    index_ledger(manager, name).await?;
    refuse_changes(manager, name).await
}

/// The index by which a reader finds what is new.
pub(crate) async fn index_ledger(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    manager.create_index(Index::create().name(format!("{table}_ledger")).table(table).col("ledger").to_owned()).await
}

/// Makes the database itself refuse UPDATE and DELETE (and TRUNCATE, where there is one), whoever asks.
pub(crate) async fn refuse_changes(manager: &SchemaManager<'_>, table: &'static str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    match manager.get_database_backend() {
        DatabaseBackend::Sqlite => {
            for (event, word) in [("update", "changed"), ("delete", "deleted")] {
                connection
                    .execute_unprepared(&format!(
                        "CREATE TRIGGER {table}_refuse_{event} BEFORE {event} ON {table} BEGIN \
                         SELECT RAISE(ABORT, '{table} is append-only: a row is never {word}, only superseded by a later one'); END"
                    ))
                    .await?;
            }
        }
        DatabaseBackend::Postgres => {
            connection
                .execute_unprepared(
                    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                     RAISE EXCEPTION '% is append-only: a row is never changed or deleted, only superseded by a later one', \
                     TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
                )
                .await?;
            connection
                .execute_unprepared(&format!(
                    "CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                ))
                .await?;
            connection
                .execute_unprepared(&format!(
                    "CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
                ))
                .await?;
        }
        other => {
            return Err(DbErr::Migration(format!("{other:?} is not one of the two databases the product runs on")));
        }
    }
    Ok(())
}
