//! The domain of a startup incubator: its words, its rules, its figures.
//!
//! Pure on purpose: nothing here reads a clock, a file, a network or a database, so that every rule can be
//! tested with ordinary values and the same engine serves screen, API, e-mail and published files.
//!
//! Where to look:
//! - [`access`] who acts
//! - [`words`] the three languages and the catalogue macro; [`format`] numbers and dates as a reader expects them
//! - [`ids`] typed ids; [`time`] civil dates, the [`World`] of clock and chance
//! - [`facts`] what was observed: append-only, with two times; [`ledger`] the facts of a house, held in memory
//! - [`pipeline`] programmes, phases, stages and which moves are legal
//! - [`board`] where every stay stands on a date
//! - [`attention`] what asks to be looked at, and why
//! - [`stays`] the rules that look at all stays of a startup at once
//! - [`geography`] municipalities through the reforms and region sets; [`house`] what a house chooses for itself
//! - [`figures`] every figure: jobs, survival, and the rows under them
//! - [`stages`] editing a programme's stages: what may be added, ordered, retired
//! - [`intake`] calls for applications, their questions, and what becomes of an application
//! - [`exchange`] sheets in and out: profiles, cell errors, matching
//! - [`day`] the working day: notes, milestones, tasks, hours
//! - [`evaluation`] how applications are judged: criteria, blindness, the spread, the letter
//! - [`publication`] a figure frozen, signed, verified and recomputed; [`suppress`] what published tables must not reveal;
//!   [`claims`] which figures carry a sentence
//! - [`contracts`] what was agreed with those who pay, and how far the promise has come
//! - [`mail`] what the house says by mail
//! - [`updates`] asking startups how they are: rhythm, rounds, reminders, answers
//! - [`documents`] files: which are taken, and why others are not
//! - [`demo`] the fictional incubator that a new user meets

pub mod access;
pub mod attention;
pub mod benchmarks;
pub mod board;
pub mod claims;
pub mod contracts;
pub mod day;
pub mod demo;
pub mod documents;
pub mod evaluation;
pub mod exchange;
pub mod facts;
pub mod figures;
pub mod format;
pub mod funding;
pub mod geography;
pub mod house;
pub mod ids;
pub mod intake;
pub mod ledger;
pub mod mail;
pub mod organisation;
pub mod pipeline;
pub mod publication;
pub mod reports;
pub mod stages;
pub mod stays;
pub mod suppress;
pub mod time;
pub mod updates;
pub mod words;

pub use time::World;
