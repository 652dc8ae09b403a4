//! `funding.repaid`: how much public money the startups paid back.

use super::OutReason;
use super::funding::{self, MoneyRule};

/// Public money paid back in the period.
pub(super) const RULE: MoneyRule = MoneyRule {
    id: "funding.repaid",
    formula: "Σ_i Σ_{ repayments r by i : S ≤ day_r ≤ D } amount_r",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    sum: funding::repaid,
    none: OutReason::NoRepayment,
    worked: (50_000.0, 1),
};

crate::catalogue! {
    /// The words of `funding.repaid`.
    mod words {
        title => { nb: "Offentlige penger betalt tilbake", nn: "Offentlege pengar betalte tilbake", en: "Public money repaid" }
        rule => {
            nb: "Offentlige penger som bedriftene har betalt tilbake i perioden: avdrag på lån, og tilskudd som måtte betales tilbake. Hver tilbakebetaling telles på dagen den ble gjort.",
            nn: "Offentlege pengar som bedriftene har betalt tilbake i perioden: avdrag på lån, og tilskot som måtte betalast tilbake. Kvar tilbakebetaling blir tald på dagen ho vart gjord.",
            en: "Public money the startups paid back in the period: instalments of loans, and grants that had to be repaid. Each repayment counts on its day." }
        lead(amount: &str, startups: &str, region: &str, period: &str) => {
            nb: "{startups}{region} har betalt tilbake {amount} av offentlige penger {period}.",
            nn: "{startups}{region} har betalt tilbake {amount} av offentlege pengar {period}.",
            en: "{startups}{region} paid back {amount} of public money {period}." }
    }
}
