//! What asks for attention about contracts: a target that will be missed even if all goes well, and reports that are due.
//!
//! Apart from the rules of startups: who runs the programme is asked, nobody puts it off, and it goes when the report is handed in or the
//! forecast is better.

use chrono::{Days, NaiveDate};

use super::Severity;
use crate::contracts::{Band, Contract, Target};
use crate::format;
use crate::ids::ContractId;
use crate::words::Locale;

/// A report asks for attention so many days before it is due.
pub const REPORT_AHEAD: u64 = 30;

/// Why a contract asks for attention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ContractWhy {
    /// Even the upper end of the forecast is below the target.
    TargetAtRisk {
        /// Which target, from 0.
        target: usize,
        /// The upper end of the forecast.
        high: f64,
        /// What was promised.
        promised: f64,
        /// By when.
        due_on: NaiveDate,
    },
    /// A report is due within a month.
    ReportDue {
        /// When.
        due_on: NaiveDate,
    },
    /// A report was not handed in by its day.
    ReportLate {
        /// When it was due.
        due_on: NaiveDate,
    },
}

/// A contract that asks for attention.
#[derive(Debug, Clone, PartialEq)]
pub struct ContractItem {
    /// Which contract.
    pub contract: ContractId,
    /// What it is called.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// Why.
    pub why: ContractWhy,
}

impl ContractItem {
    /// The reason in a sentence.
    #[must_use]
    pub fn reason(&self, locale: Locale) -> String {
        match self.why {
            ContractWhy::TargetAtRisk { target, high, promised, due_on } => sentences::at_risk(
                locale,
                &format::count(locale, target + 1),
                &format::number(locale, promised, 0),
                &format::date(locale, due_on),
                &format::number(locale, high, 0),
            ),
            ContractWhy::ReportDue { due_on } => sentences::report_due(locale, &format::date(locale, due_on)),
            ContractWhy::ReportLate { due_on } => sentences::report_late(locale, &format::date(locale, due_on)),
        }
    }

    /// What the rule is called.
    #[must_use]
    pub const fn rule_name(&self, locale: Locale) -> &'static str {
        match self.why {
            ContractWhy::TargetAtRisk { .. } => sentences::rule_at_risk(locale),
            ContractWhy::ReportDue { .. } | ContractWhy::ReportLate { .. } => sentences::rule_report(locale),
        }
    }
}

/// What asks for attention about one contract on a day, what matters most first. `targets` are those in force on the day, in their order,
/// each with its forecast where there is one.
#[must_use]
pub fn contract_items(
    contract: &Contract,
    targets: &[(&Target, Option<&Band>)],
    today: NaiveDate,
) -> Vec<ContractItem> {
    if !contract.is_signed() {
        return Vec::new();
    }
    let item =
        |severity, why| ContractItem { contract: contract.id, title: contract.in_force(today).title, severity, why };
    let mut items = Vec::new();
    let runs = contract.holds_on(today);
    for (place, (target, band)) in targets.iter().enumerate().filter(|_| runs) {
        let Some(band) = band.filter(|band| band.falls_short(target.amount)) else { continue };
        let high = band.end().map_or(0.0, |end| end.high);
        let why = ContractWhy::TargetAtRisk { target: place, high, promised: target.amount, due_on: target.due_on };
        items.push(item(Severity::High, why));
    }
    let soon = today.checked_add_days(Days::new(REPORT_AHEAD)).unwrap_or(today);
    for due in contract.reports(today).into_iter().filter(|due| due.handed_in.is_none() && due.due_on <= soon) {
        let due_on = due.due_on;
        items.push(if due.is_late(today) {
            item(Severity::High, ContractWhy::ReportLate { due_on })
        } else {
            item(Severity::Medium, ContractWhy::ReportDue { due_on })
        });
    }
    items.sort_by_key(|item| item.severity);
    items
}

crate::catalogue! {
    /// Why a contract asks for attention.
    mod sentences {
        rule_at_risk => { nb: "Mål i fare", nn: "Mål i fare", en: "Target at risk" }
        rule_report => { nb: "Rapport", nn: "Rapport", en: "Report" }
        at_risk(target: &str, promised: &str, on: &str, high: &str) => {
            nb: "Mål {target} er {promised} innen {on}. Selv øvre ende av prognosen er bare {high}.",
            nn: "Mål {target} er {promised} innan {on}. Sjølv øvre ende av prognosen er berre {high}.",
            en: "Target {target} is {promised} by {on}. Even the upper end of the forecast is only {high}." }
        report_due(on: &str) => {
            nb: "En rapport har frist {on}.", nn: "Ein rapport har frist {on}.", en: "A report is due on {on}." }
        report_late(on: &str) => {
            nb: "Rapporten med frist {on} er ikke levert.",
            nn: "Rapporten med frist {on} er ikkje levert.",
            en: "The report due on {on} is not handed in." }
    }
}
