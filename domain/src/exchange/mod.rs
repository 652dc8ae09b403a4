//! Sheets in and out: what a file tells, what of it is new, and the workbook that carries a whole house.
//!
//! Pure, in three steps that never look back:
//!
//! 1. [`read`](read::read) turns [`Table`]s into [`Told`]: what the file says, by the rules of a [`Profile`], with a [`CellError`]
//!    for every cell that cannot be understood.
//! 2. [`plan`](plan::plan) lays what is told beside what the house knows and decides what is new, what is a correction and what
//!    is known already: a [`Plan`]. Nothing is written while it holds one error or one open question.
//! 3. `store::exchange` writes a plan in one transaction.
//!
//! [`workbook`] goes the other way: from a ledger to tables that the profile `grobunn` reads back without loss.

mod batch;
mod columns;
mod error;
pub mod formula;
mod help;
pub mod plan;
mod profile;
pub mod read;
mod table;
mod told;
mod values;
pub mod workbook;

pub use batch::{BatchCode, BatchRule};
pub use error::{CellError, Expected, Place, Warning, WarningKind, one_line};
pub use plan::{
    Action, Answers, Candidate, Context, Counts, Known, Named, Plan, PlannedFact, PlannedStartup, Question, RowAnswer,
    SameName, Tells, ToldOn,
};
pub use profile::{BareYear, Column, Dated, Defaults, Field, Profile, ProfileError, RowKind, SHIPPED, SheetRule};
pub use table::{Cell, Table, TableRow};
pub use told::{
    Body, Head, Observed, StageGoal, StatusWord, Told, ToldChange, ToldCohort, ToldCompany, ToldFact, ToldProgramme,
    ToldStartup, ToldStatus, ToldStay,
};
