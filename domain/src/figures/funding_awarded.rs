//! `funding.awarded`: how much public money the startups were granted.

use super::OutReason;
use super::funding::{self, MoneyRule};

/// Public money granted in the period.
pub(super) const RULE: MoneyRule = MoneyRule {
    id: "funding.awarded",
    formula: "Σ_i Σ_{ awards a of i : S ≤ first grant of a ≤ D } latest grant of a by D (withdrawn or lapsed: at most what was paid)",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    sum: funding::awarded,
    none: OutReason::NoFunding,
    worked: (600_000.0, 2),
};

crate::catalogue! {
    /// The words of `funding.awarded`.
    mod words {
        title => { nb: "Offentlige tilsagn", nn: "Offentlege tilsegner", en: "Public money awarded" }
        rule => {
            nb: "Offentlige penger som bedriftene har fått tilsagn om i perioden: tilskudd, lån, skattefradrag og egenkapital. Hvert tilsagn telles én gang, på dagen det først ble gitt, med beløpet i siste endring. Av et tilsagn som er trukket eller bortfalt, telles det som rakk å bli utbetalt. Garantier, ytelser uten penger, private givere og egenerklært støtte er ikke med.",
            nn: "Offentlege pengar som bedriftene har fått tilsegn om i perioden: tilskot, lån, skattefrådrag og eigenkapital. Kvar tilsegn blir tald éin gong, på dagen ho først vart gjeven, med beløpet i siste endring. Av ei tilsegn som er trekt eller bortfallen, tel det som rakk å bli utbetalt. Garantiar, ytingar utan pengar, private givarar og eigenerklært støtte er ikkje med.",
            en: "Public money the startups were granted in the period: grants, loans, tax deductions and equity. Each award counts once, on the day it was first granted, with the amount of its latest change. Of an award that was withdrawn or lapsed, what had been paid counts. Guarantees, aid in kind, private givers and declared aid are not included." }
        lead(amount: &str, startups: &str, region: &str, period: &str) => {
            nb: "{startups}{region} har fått tilsagn om {amount} i offentlige penger {period}.",
            nn: "{startups}{region} har fått tilsegn om {amount} i offentlege pengar {period}.",
            en: "{startups}{region} were awarded {amount} of public money {period}." }
    }
}
