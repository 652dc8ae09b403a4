//! `funding.private_capital`: how much capital the startups raised from outside.

use super::OutReason;
use super::funding::{self, MoneyRule};

/// External capital raised in the period.
pub(super) const RULE: MoneyRule = MoneyRule {
    id: "funding.private_capital",
    formula: "Σ_i Σ_{ rounds c of i : S ≤ day_c ≤ D } amount_c",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    sum: funding::capital,
    none: OutReason::NoCapital,
    worked: (1_200_000.0, 2),
};

crate::catalogue! {
    /// The words of `funding.private_capital`.
    mod words {
        title => { nb: "Ekstern kapital", nn: "Ekstern kapital", en: "External capital" }
        rule => {
            nb: "Kapital som bedriftene har hentet utenfra i perioden, på dagen den ble betalt inn. Offentlige tilskudd, lån og egenkapital er ikke med; de føres som tilsagn. Tallet sier ikke at huset er grunnen til at kapitalen kom.",
            nn: "Kapital som bedriftene har henta utanfrå i perioden, på dagen han vart betalt inn. Offentlege tilskot, lån og eigenkapital er ikkje med; dei blir førte som tilsegner. Talet seier ikkje at huset er grunnen til at kapitalen kom.",
            en: "Capital the startups raised from outside in the period, on the day it was paid in. Public grants, loans and equity are not included; they are recorded as awards. The figure does not say that the house is why it came." }
        lead(amount: &str, startups: &str, region: &str, period: &str) => {
            nb: "{startups}{region} har hentet {amount} i ekstern kapital {period}.",
            nn: "{startups}{region} har henta {amount} i ekstern kapital {period}.",
            en: "{startups}{region} raised {amount} of external capital {period}." }
    }
}
