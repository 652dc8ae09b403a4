//! The schema, and how a database is opened.

use std::sync::Arc;

use domain::World;
use domain::facts::Source;
use domain::pipeline::DEFAULT_STAGES;
use migrations::{FACT_TABLES, HEADER_COLUMNS, Migrator};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use sea_orm_migration::MigratorTrait;
use store::{NewStartup, Store, StoreError};

use crate::cast::manager;
use crate::common::{House, TestWorld, day, on_both};

/// Everything the database says of its own shape, as text.
async fn shape(raw: &DatabaseConnection) -> Vec<String> {
    let backend = raw.get_database_backend();
    let queries: &[&str] = if backend == DbBackend::Sqlite {
        &["SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') FROM sqlite_master"]
    } else {
        &[
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') \
             FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT conrelid::regclass::text || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
             WHERE connamespace = 'public'::regnamespace",
            "SELECT pg_get_triggerdef(oid)::text FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT pg_get_functiondef(oid)::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        ]
    };
    let mut shape = Vec::new();
    for sql in queries {
        for row in raw.query_all_raw(Statement::from_string(backend, *sql)).await.unwrap() {
            shape.push(row.try_get_by_index::<String>(0).unwrap());
        }
    }
    shape.sort();
    shape
}

/// The columns of a table.
async fn columns(raw: &DatabaseConnection, table: &str) -> Vec<String> {
    let backend = raw.get_database_backend();
    let sql = if backend == DbBackend::Sqlite {
        format!("SELECT name FROM pragma_table_info('{table}')")
    } else {
        format!(
            "SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position"
        )
    };
    let rows = raw.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

on_both! {
    async fn a_fresh_schema_equals_one_migrated_step_by_step(house: House) {
        let fresh = Database::connect(&house.url).await.unwrap();
        let stepwise = house.another().await;
        let raw = Database::connect(&stepwise.url).await.unwrap();
        forget_everything(&raw).await;
        let store = Store::connect(&stepwise.url, Arc::clone(&house.world) as Arc<dyn World>).await.unwrap();
        let all = Migrator::migrations().len();
        for left in (0..all).rev() {
            assert_eq!(store.pending_migrations().await.unwrap(), left + 1);
            Migrator::up(&raw, Some(1)).await.unwrap();
        }
        assert_eq!(store.pending_migrations().await.unwrap(), 0);
        let (fresh, stepwise) = (shape(&fresh).await, shape(&raw).await);
        assert!(fresh.len() > 50, "there is something to compare");
        assert_eq!(fresh, stepwise);
        store.migrate().await.unwrap();
        assert_eq!(shape(&raw).await, stepwise, "migrating again changes nothing");
    }

    async fn processes_that_start_together_do_not_trip_over_each_other(house: House) {
        let raw = Database::connect(&house.url).await.unwrap();
        let migrated = shape(&raw).await;
        forget_everything(&raw).await;
        raw.close().await.unwrap();
        let mut starting = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let (url, world) = (house.url.clone(), Arc::clone(&house.world) as Arc<dyn World>);
            starting.spawn(async move {
                let store = Store::connect(&url, world).await?;
                store.migrate().await?;
                store.close().await
            });
        }
        while let Some(started) = starting.join_next().await {
            started.unwrap().unwrap();
        }
        assert_eq!(shape(&Database::connect(&house.url).await.unwrap()).await, migrated);
    }

    async fn each_fact_table_has_the_header_and_its_triggers(house: House) {
        let raw = Database::connect(&house.url).await.unwrap();
        let shape = shape(&raw).await;
        for table in FACT_TABLES {
            let columns = columns(&raw, table).await;
            assert_eq!(columns[..HEADER_COLUMNS.len()], HEADER_COLUMNS, "{table}");
            let triggers = shape.iter().filter(|line| {
                line.contains("CREATE TRIGGER") && [format!(" {table} "), format!(".{table} ")].iter().any(|name| line.contains(name))
            });
            assert_eq!(triggers.count(), 2, "{table} refuses two kinds of change");
        }
    }
}

/// Takes every table and function away again, as if nothing had been migrated.
async fn forget_everything(raw: &DatabaseConnection) {
    if raw.get_database_backend() == DbBackend::Postgres {
        raw.execute_unprepared("DROP SCHEMA public CASCADE").await.unwrap();
        raw.execute_unprepared("CREATE SCHEMA public").await.unwrap();
        return;
    }
    raw.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    for row in raw.query_all_raw(Statement::from_string(DbBackend::Sqlite, tables)).await.unwrap() {
        let table: String = row.try_get_by_index(0).unwrap();
        raw.execute_unprepared(&format!("DROP TABLE \"{table}\"")).await.unwrap();
    }
}

fn world() -> Arc<dyn World> {
    Arc::new(TestWorld::default())
}

#[tokio::test]
async fn a_sqlite_file_and_its_folder_are_made_and_opened_safely() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a").join("b").join("house.db");
    let store = Store::connect(&format!("sqlite://{}", path.display()), world()).await.unwrap();
    assert!(path.exists());
    assert!(store.pending_migrations().await.unwrap() > 0);
    store.migrate().await.unwrap();
    let raw = Database::connect(format!("sqlite://{}", path.display())).await.unwrap();
    let row = raw.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode")).await.unwrap();
    assert_eq!(row.unwrap().try_get_by_index::<String>(0).unwrap(), "wal");
    raw.close().await.unwrap();
    store.close().await.unwrap();
    let files: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["house.db"], "closing folds the write-ahead log into the file");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_house_in_memory_works_though_it_has_one_connection() {
    let store = Store::connect("sqlite::memory:", world()).await.unwrap();
    store.migrate().await.unwrap();
    let actor = manager();
    let programme = store.create_programme(&actor, "p", "P", &DEFAULT_STAGES).await.unwrap();
    let new = NewStartup { name: "Årvak".to_owned(), ..NewStartup::default() };
    let (_, stay) = store.apply(&actor, &new, programme, None, day(2024, 1, 1), Source::Founder).await.unwrap();
    let readers: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.ledger().await.unwrap().version })
        })
        .collect();
    store.screen(&actor, stay, day(2024, 1, 2)).await.unwrap();
    for reader in readers {
        assert!([2, 3].contains(&reader.await.unwrap()));
    }
    assert_eq!(store.ledger().await.unwrap().startups[0].stage_changes.len(), 2);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_repeating_its_password() {
    let error = Store::connect("mysql://user:hemmelig@host/x", world()).await.unwrap_err();
    assert!(matches!(error, StoreError::Address(_)));
    assert!(!error.to_string().contains("hemmelig"), "{error}");
}
