//! The schema, step by step, the same on SQLite and PostgreSQL.
//!
//! A migration is never edited once it has been released, only followed by another, and must leave room for the program before it:
//! add first, move over, take away last. What must hold on both databases:
//! - every migration runs inside a transaction (the macro `transactional` says so for each), or a power cut leaves half a table on SQLite;
//! - foreign keys are written with their table: SQLite cannot add them later;
//! - a changed column is a new table and a copy: SQLite cannot change one;
//! - fact tables come from `facts::create`, so that each has the same header columns, indexes and triggers.

mod facts;
mod m0001_programmes;
mod m0002_startups;
mod m0003_people;
mod m0004_imports;
mod m0005_facts;
mod m0006_audit;
mod m0007_drafts;
mod m0008_other_support;
mod m0009_identity;
mod m0010_outbox;
mod m0011_strong;
mod m0012_privacy;
mod m0013_working_day;
mod m0014_intake;
mod m0015_evaluation;
mod m0016_day;
mod m0017_pipe;
mod m0018_documents;
mod m0019_updates;
mod m0020_attention;
mod m0021_publications;
mod m0022_contracts;
mod m0023_funding;
mod m0024_tokens;
mod m0025_reports;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

pub use facts::{FACT_TABLES, HEADER_COLUMNS};

/// Runs the migrations; see [`MigratorTrait`].
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_programmes::Migration),
            Box::new(m0002_startups::Migration),
            Box::new(m0003_people::Migration),
            Box::new(m0004_imports::Migration),
            Box::new(m0005_facts::Migration),
            Box::new(m0006_audit::Migration),
            Box::new(m0007_drafts::Migration),
            Box::new(m0008_other_support::Migration),
            Box::new(m0009_identity::Migration),
            Box::new(m0010_outbox::Migration),
            Box::new(m0011_strong::Migration),
            Box::new(m0012_privacy::Migration),
            Box::new(m0013_working_day::Migration),
            Box::new(m0014_intake::Migration),
            Box::new(m0015_evaluation::Migration),
            Box::new(m0016_day::Migration),
            Box::new(m0017_pipe::Migration),
            Box::new(m0018_documents::Migration),
            Box::new(m0020_attention::Migration),
            Box::new(m0019_updates::Migration),
            Box::new(m0021_publications::Migration),
            Box::new(m0023_funding::Migration),
            Box::new(m0022_contracts::Migration),
            Box::new(m0024_tokens::Migration),
            Box::new(m0025_reports::Migration),
        ]
    }
}

/// Writes the frame of a migration: its name is its file's, and it runs inside a transaction on both databases.
macro_rules! transactional {
    ($up:ident) => {
        /// This file's step of the schema.
        pub struct Migration;

        impl sea_orm_migration::MigrationName for Migration {
            fn name(&self) -> &str {
                sea_orm_migration::util::get_file_stem(file!())
            }
        }

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Migration {
            async fn up(
                &self,
                manager: &sea_orm_migration::SchemaManager,
            ) -> Result<(), sea_orm_migration::sea_orm::DbErr> {
                $up(manager).await
            }

            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }
        }
    };
}
pub(crate) use transactional;
