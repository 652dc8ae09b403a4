//! Server components: small pieces of HTML in one look.
//!
//! Every text arrives formatted and in the reader's language; nothing here knows a rule of the house. The look is Digdir's
//! Designsystemet (`ds-*` classes) with a layer of our own (`frontend/styles`). A gallery of what each piece looks like is
//! its doc comment; the pages are the living one.
//!
//! - [`text`] title of a page, notices, empty states, lists of facts
//! - [`form`] fields that keep what was typed and show the reason beside it
//! - [`nav`] tabs, pagination, sortable column heads
//! - [`figure`] headline cards with their three levels
//! - [`board`] the pipeline's columns, cards and move form
//! - [`autosave`] the script that saves a long form as it is typed
//! - [`keys`] what single keys do, and the help that lists it
//! - [`passkey`] forms that ask the browser for a passkey
//! - [`table`] tables of records
//! - [`timeline`] what happened, in order
//! - [`day`] chips, a bar of hours; [`notes`], [`milestones`], [`markdown`] what is written and ticked
//! - [`scripts`] what wakes the islands of a page

#![expect(clippy::needless_pass_by_value, reason = "the properties of a component are handed over by value")]

pub mod autosave;
pub mod board;
pub mod day;
pub mod figure;
pub mod form;
pub mod keys;
pub mod markdown;
pub mod milestones;
pub mod nav;
pub mod notes;
pub mod passkey;
pub mod scripts;
pub mod table;
pub mod text;
pub mod timeline;

pub use autosave::AutosaveScript;
pub use board::{Board, BoardCard, BoardColumn, BoardPhase, MoveForm, MoveStage, MoveWords};
pub use day::{ActButton, Chips, HoursBar};
pub use figure::{FigureCard, LevelBar, Levels, card_title};
pub use form::{
    CheckField, CopyText, DateField, ErrorSummary, Field, FieldError, FileField, Hidden, Input, SelectField,
    SelectOption, SubmitButton, TextArea,
};
pub use keys::{Keys, KeysProps};
pub use markdown::{Markdown, markdown};
pub use milestones::{Tick, TickItem, TickList};
pub use nav::{ButtonLink, Pagination, SortDirection, SortLink, TabLink, TabLinks};
pub use notes::{NoteItem, NoteList};
pub use passkey::{PasskeyForm, PasskeyScript};
pub use scripts::IslandScripts;
pub use table::DataTable;
pub use text::{
    DefinitionItem, DefinitionList, Empty, Notice, NoticeKind, PageTitle, ScrollTable, StageTag, escape_html,
};
pub use timeline::{Timeline, TimelineItem};
