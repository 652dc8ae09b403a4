//! Contracts with those who pay: what was agreed, what was changed since, what was paid, and how far the promise has come.
//!
//! A contract is drafted, signed once and then never edited: [`Signed::digest`] is over its canonical content, as a publication's is.
//! What changes later is an [`Addendum`]: named fields, from a day. So "in force on a day" is a pure question, [`Contract::in_force`].
//! Payments and reports handed in are events, and events are only added.
//!
//! - [`terms`] what is agreed, and what cannot be agreed; [`addenda`] what changes it; [`sign`] the digests
//! - [`once`] the rule by which a job is counted under one contract and no other
//! - [`progress`] floor, point and ceiling by the engine's own rows, against the path; [`forecast`] a band, never a line
//! - [`cost`] what a job and a survivor cost, with the interval; [`words`] the rules in words

pub mod addenda;
pub mod cost;
pub mod forecast;
pub mod once;
pub mod progress;
pub mod sign;
pub mod terms;
pub mod words;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::addenda::{Addendum, Change};
pub use self::cost::{Cost, Range, cost};
pub use self::forecast::{Band, BandPoint, Short, forecast};
pub use self::once::{Claims, claims};
pub use self::progress::{Engine, Out, Progress, Row, RowLeft, Unmeasured, Why, progress};
pub use self::sign::{addendum_digest, digest_of, verify};
pub use self::terms::{Funder, Instalment, PathPoint, Target, Terms, TermsError};
use crate::ids::{ContractId, ProgrammeId, ReportId};
use crate::time::Instant;

/// What a funder and the house agreed, with everything that happened under it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// What was agreed: as signed, or as drafted so far.
    pub terms: Terms,
    /// The signing; `None` for a draft.
    pub signed: Option<Signed>,
    /// What was changed since, in the order in which it was agreed.
    pub addenda: Vec<Addendum>,
    /// What was paid, in the order in which it was recorded.
    pub payments: Vec<Payment>,
    /// Which reports were handed in, in the order in which that was recorded.
    pub handed_in: Vec<HandedIn>,
    /// When and why it was closed.
    pub closed: Option<Closed>,
}

/// The signing of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The day both had signed.
    pub on: NaiveDate,
    /// When that was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: String,
    /// SHA-256 over the canonical content, 64 hexadecimal digits.
    pub digest: String,
}

/// A payment of the funder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Its id.
    pub id: Uuid,
    /// Which instalment it belongs to, from 1; `None` when to none of them.
    pub instalment: Option<u32>,
    /// The day the money came.
    pub on: NaiveDate,
    /// In øre. Below zero for what was paid back or recorded by mistake.
    pub minor: i64,
    /// A word about it; never empty for what is below zero.
    pub note: String,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: String,
}

/// A report that was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// Its id.
    pub id: Uuid,
    /// The day it was due.
    pub due_on: NaiveDate,
    /// The day it was handed in.
    pub on: NaiveDate,
    /// Which report of the house it is, when it was made here.
    pub report: Option<ReportId>,
    /// When that was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: String,
}

/// The end of a contract.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The last day anything was counted under it.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// When that was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: String,
}

/// A report that a contract asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDue {
    /// When it is due.
    pub due_on: NaiveDate,
    /// The day it was handed in first; `None` while it was not.
    pub handed_in: Option<NaiveDate>,
}

impl ReportDue {
    /// Whether it is past its day on `day` and was not handed in.
    #[must_use]
    pub fn is_late(&self, day: NaiveDate) -> bool {
        self.handed_in.is_none() && self.due_on < day
    }
}

/// An instalment and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstalmentState {
    /// Its number, from 1.
    pub number: u32,
    /// What was agreed.
    pub instalment: Instalment,
    /// What was paid of it, in øre.
    pub paid: i64,
    /// The day of the last payment that belongs to it.
    pub last_on: Option<NaiveDate>,
}

impl Contract {
    /// A draft.
    #[must_use]
    pub const fn draft(id: ContractId, terms: Terms) -> Self {
        Self { id, terms, signed: None, addenda: Vec::new(), payments: Vec::new(), handed_in: Vec::new(), closed: None }
    }

    /// Whether it was signed.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        self.signed.is_some()
    }

    /// Whether a figure of a programme, or of the whole house, can be published for it: when it is signed, and not about another
    /// programme.
    #[must_use]
    pub fn may_bear(&self, programme: Option<ProgrammeId>) -> bool {
        self.is_signed() && programme.is_none_or(|programme| programme == self.terms.programme)
    }

    /// Whether it was signed by a day and not closed before it.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.on <= day)
            && self.closed.as_ref().is_none_or(|end| day <= end.on)
    }

    /// The terms in force on a day: those signed, with every addendum that holds from that day or before, in the order of the days they
    /// hold from and, on one day, of their numbers.
    #[must_use]
    pub fn in_force(&self, day: NaiveDate) -> Terms {
        let mut holding: Vec<&Addendum> = self.addenda.iter().filter(|addendum| addendum.from_on <= day).collect();
        holding.sort_by_key(|addendum| (addendum.from_on, addendum.number));
        let mut terms = self.terms.clone();
        for change in holding.into_iter().flat_map(|addendum| &addendum.changes) {
            terms = terms.with(change);
        }
        terms
    }

    /// What was paid up to and with a day, in øre.
    #[must_use]
    pub fn paid_by(&self, day: NaiveDate) -> i64 {
        self.payments.iter().filter(|payment| payment.on <= day).map(|payment| payment.minor).sum()
    }

    /// The instalments in force on a day, and what was paid of each by then.
    #[must_use]
    pub fn instalments(&self, day: NaiveDate) -> Vec<InstalmentState> {
        let states = self.in_force(day).instalments.into_iter().zip(1_u32..).map(|(instalment, number)| {
            let own = |payment: &&Payment| payment.instalment == Some(number) && payment.on <= day;
            let paid = self.payments.iter().filter(own).map(|payment| payment.minor).sum();
            let last_on = self.payments.iter().filter(own).map(|payment| payment.on).max();
            InstalmentState { number, instalment, paid, last_on }
        });
        states.collect()
    }

    /// The reports in force on a day, by the day they are due, and when each was handed in.
    #[must_use]
    pub fn reports(&self, day: NaiveDate) -> Vec<ReportDue> {
        let handed = |due_on: NaiveDate| {
            let own = self.handed_in.iter().filter(|one| one.due_on == due_on && one.on <= day);
            own.map(|one| one.on).min()
        };
        let due = self.in_force(day).reports;
        due.into_iter().map(|due_on| ReportDue { due_on, handed_in: handed(due_on) }).collect()
    }

    /// The first report that was not handed in by a day, late ones before those to come.
    #[must_use]
    pub fn next_report(&self, day: NaiveDate) -> Option<ReportDue> {
        self.reports(day).into_iter().find(|report| report.handed_in.is_none())
    }

    /// The digest that the newest addendum bears, or the contract itself where there is none; `None` for a draft.
    #[must_use]
    pub fn last_digest(&self) -> Option<&str> {
        let signed = self.signed.as_ref().map(|signed| signed.digest.as_str());
        self.addenda.last().map(|addendum| addendum.digest.as_str()).or(signed)
    }
}
