//! `jobs.net_floor`: jobs now less jobs at admission, losses taken as zero.

use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS};
use super::example::Expected;
use super::jobs::JobsRule;

/// Value minus baseline, losses as zero.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.net_floor",
    formula: "Σ_i max(0, v_i(D) − v_i(admission_i))",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: Some(STALENESS_MONTHS),
    toy: Expected { value: 13.0, floor: 0.0, ceiling: 13.0, numerator: 13.0, n: 4 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let compared = case.before_after()?;
    let contribution = compared.net.max(0.0);
    Ok(Counted {
        contribution,
        floor: compared.documented.unwrap_or(0.0).clamp(0.0, contribution),
        ceiling: compared.most.max(0.0),
        basis: compared.basis,
    })
}

crate::catalogue! {
    /// The words of `jobs.net_floor`.
    mod words {
        title => { nb: "Netto uten tap", nn: "Netto utan tap", en: "Net, losses as zero" }
        rule => {
            nb: "Arbeidsplassene på datoen minus arbeidsplassene ved opptaket, der en bedrift som er blitt mindre eller ikke er i live, teller null i stedet for et tap. Observasjoner eldre enn 15 måneder teller ikke, og en bedrift uten antall ved opptaket er utelatt.",
            nn: "Arbeidsplassane på datoen minus arbeidsplassane ved opptaket, der ei bedrift som er blitt mindre eller ikkje er i live, tel null i staden for eit tap. Observasjonar eldre enn 15 månader tel ikkje, og ei bedrift utan tal ved opptaket er utelaten.",
            en: "Jobs at the date minus jobs at admission, where a startup that has shrunk or is not alive counts as zero instead of a loss. Observations older than 15 months do not count, and a startup without a headcount at admission is left out." }
        lead(amount: &str, date: &str) => {
            nb: "Bedriftene som har vokst, har {amount} mer per {date} enn ved opptaket, tap regnet som null.",
            nn: "Bedriftene som har vakse, har {amount} meir per {date} enn ved opptaket, tap rekna som null.",
            en: "The startups that have grown have {amount} more as at {date} than at admission, losses taken as zero." }
    }
}
