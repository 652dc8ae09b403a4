//! `funding.paid`: how much public money was paid to the startups.

use super::OutReason;
use super::funding::{self, MoneyRule};

/// Public money paid in the period.
pub(super) const RULE: MoneyRule = MoneyRule {
    id: "funding.paid",
    formula: "Σ_i Σ_{ payments p to i : S ≤ day_p ≤ D } amount_p",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    sum: funding::paid,
    none: OutReason::NoFunding,
    worked: (600_000.0, 2),
};

crate::catalogue! {
    /// The words of `funding.paid`.
    mod words {
        title => { nb: "Offentlige penger utbetalt", nn: "Offentlege pengar utbetalte", en: "Public money paid" }
        rule => {
            nb: "Offentlige penger som er utbetalt til bedriftene i perioden: tilskudd, lån, skattefradrag og egenkapital. Hver utbetaling telles på dagen den ble gjort, også når ett tilsagn betales i flere deler. Det som er betalt tilbake, trekkes ikke fra; det har sitt eget tall. Garantier, ytelser uten penger og private givere er ikke med.",
            nn: "Offentlege pengar som er utbetalte til bedriftene i perioden: tilskot, lån, skattefrådrag og eigenkapital. Kvar utbetaling blir tald på dagen ho vart gjord, òg når ei tilsegn blir betalt i fleire delar. Det som er betalt tilbake, blir ikkje trekt frå; det har sitt eige tal. Garantiar, ytingar utan pengar og private givarar er ikkje med.",
            en: "Public money paid to the startups in the period: grants, loans, tax deductions and equity. Each payment counts on its day, also where one award is paid in parts. What was paid back is not deducted; it has a figure of its own. Guarantees, aid in kind and private givers are not included." }
        lead(amount: &str, startups: &str, region: &str, period: &str) => {
            nb: "Det er utbetalt {amount} i offentlige penger til {startups}{region} {period}.",
            nn: "Det er utbetalt {amount} i offentlege pengar til {startups}{region} {period}.",
            en: "{amount} of public money was paid to {startups}{region} {period}." }
    }
}
