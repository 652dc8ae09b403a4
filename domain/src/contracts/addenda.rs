//! What changes a signed contract: dated addenda, each naming the fields it changes.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::terms::{Funder, Instalment, Target, Terms};
use crate::ids::StartupId;
use crate::time::Instant;
use crate::words::Locale;

/// A dated change of a signed contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addendum {
    /// Its number within the contract, from 1.
    pub number: u32,
    /// The day both had signed it.
    pub signed_on: NaiveDate,
    /// From which day it holds.
    pub from_on: NaiveDate,
    /// Why it was agreed.
    pub reason: String,
    /// What it changes, at least one field.
    pub changes: Vec<Change>,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by: String,
    /// SHA-256 over its canonical content and the digest before it, 64 hexadecimal digits.
    pub digest: String,
}

/// A field of a contract and what it says from now on. The programme is none of them: that would be another contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", content = "to", rename_all = "snake_case")]
pub enum Change {
    /// Who pays.
    Funder(Funder),
    /// What it is called.
    Title(String),
    /// The case number in the funder's archive.
    CaseNumber(String),
    /// The whole amount in øre, and the instalments that make it up: the one cannot change without the other.
    Amount {
        /// The whole amount.
        minor: i64,
        /// Its parts.
        instalments: Vec<Instalment>,
    },
    /// The last day.
    ToOn(NaiveDate),
    /// All that is promised.
    Targets(Vec<Target>),
    /// What else is asked for.
    Conditions(String),
    /// The days on which reports are due.
    Reports(Vec<NaiveDate>),
    /// The startups listed by name.
    Lists(BTreeSet<StartupId>),
}

impl Change {
    /// The stable name of the field.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Funder(_) => "funder",
            Self::Title(_) => "title",
            Self::CaseNumber(_) => "case_number",
            Self::Amount { .. } => "amount",
            Self::ToOn(_) => "to_on",
            Self::Targets(_) => "targets",
            Self::Conditions(_) => "conditions",
            Self::Reports(_) => "reports",
            Self::Lists(_) => "lists",
        }
    }

    /// What a reader calls the field.
    #[must_use]
    pub const fn name(&self, locale: Locale) -> &'static str {
        match self {
            Self::Funder(_) => fields::funder(locale),
            Self::Title(_) => fields::title(locale),
            Self::CaseNumber(_) => fields::case_number(locale),
            Self::Amount { .. } => fields::amount(locale),
            Self::ToOn(_) => fields::to_on(locale),
            Self::Targets(_) => fields::targets(locale),
            Self::Conditions(_) => fields::conditions(locale),
            Self::Reports(_) => fields::reports(locale),
            Self::Lists(_) => fields::lists(locale),
        }
    }
}

impl Terms {
    /// The same terms with one field changed.
    #[must_use]
    pub fn with(mut self, change: &Change) -> Self {
        match change.clone() {
            Change::Funder(funder) => self.funder = funder,
            Change::Title(title) => self.title = title,
            Change::CaseNumber(number) => self.case_number = number,
            Change::Amount { minor, instalments } => (self.minor, self.instalments) = (minor, instalments),
            Change::ToOn(day) => self.to_on = day,
            Change::Targets(targets) => self.targets = targets,
            Change::Conditions(text) => self.conditions = text,
            Change::Reports(days) => self.reports = days,
            Change::Lists(startups) => self.lists = startups,
        }
        self
    }

    /// The changes that make these terms of `before`, in the order of the fields. The programme is not compared.
    #[must_use]
    pub fn changes_since(&self, before: &Terms) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.funder != before.funder {
            changes.push(Change::Funder(self.funder.clone()));
        }
        if self.title != before.title {
            changes.push(Change::Title(self.title.clone()));
        }
        if self.case_number != before.case_number {
            changes.push(Change::CaseNumber(self.case_number.clone()));
        }
        if (self.minor, &self.instalments) != (before.minor, &before.instalments) {
            changes.push(Change::Amount { minor: self.minor, instalments: self.instalments.clone() });
        }
        if self.to_on != before.to_on {
            changes.push(Change::ToOn(self.to_on));
        }
        if self.targets != before.targets {
            changes.push(Change::Targets(self.targets.clone()));
        }
        if self.conditions != before.conditions {
            changes.push(Change::Conditions(self.conditions.clone()));
        }
        if self.reports != before.reports {
            changes.push(Change::Reports(self.reports.clone()));
        }
        if self.lists != before.lists {
            changes.push(Change::Lists(self.lists.clone()));
        }
        changes
    }
}

crate::catalogue! {
    /// The fields of a contract that an addendum can change.
    mod fields {
        funder => { nb: "tilskuddsgiver", nn: "tilskotsgjevar", en: "funder" }
        title => { nb: "tittel", nn: "tittel", en: "title" }
        case_number => { nb: "saksnummer", nn: "saksnummer", en: "case number" }
        amount => { nb: "beløp og utbetalinger", nn: "beløp og utbetalingar", en: "amount and instalments" }
        to_on => { nb: "siste dag", nn: "siste dag", en: "last day" }
        targets => { nb: "mål", nn: "mål", en: "targets" }
        conditions => { nb: "vilkår", nn: "vilkår", en: "conditions" }
        reports => { nb: "rapporteringsdatoer", nn: "rapporteringsdatoar", en: "reporting dates" }
        lists => { nb: "bedrifter nevnt ved navn", nn: "bedrifter nemnde ved namn", en: "startups listed by name" }
    }
}
