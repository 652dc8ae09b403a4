//! `jobs.net`, the headline: jobs now less jobs at admission, over all startups, the dead included.

use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS};
use super::example::Expected;
use super::jobs::JobsRule;

/// Value minus baseline over all startups; a dead one counts as minus its baseline.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.net",
    formula: "Σ_i (v_i(D) − v_i(admission_i)), v_i(D) = 0 once i is dead",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: Some(STALENESS_MONTHS),
    // C has lost one, which needs no document to be believed.
    toy: Expected { value: 12.0, floor: -1.0, ceiling: 12.0, numerator: 12.0, n: 4 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let compared = case.before_after()?;
    Ok(Counted {
        contribution: compared.net,
        floor: compared.documented.unwrap_or(0.0).min(compared.net),
        ceiling: compared.most,
        basis: compared.basis,
    })
}

crate::catalogue! {
    /// The words of `jobs.net`.
    mod words {
        title => { nb: "Netto", nn: "Netto", en: "Net" }
        rule => {
            nb: "Arbeidsplassene på datoen minus arbeidsplassene ved opptaket, for alle bedrifter. En bedrift som ikke er i live, teller minus det den hadde ved opptaket. Observasjoner eldre enn 15 måneder teller ikke, og en bedrift uten antall ved opptaket er utelatt.",
            nn: "Arbeidsplassane på datoen minus arbeidsplassane ved opptaket, for alle bedrifter. Ei bedrift som ikkje er i live, tel minus det ho hadde ved opptaket. Observasjonar eldre enn 15 månader tel ikkje, og ei bedrift utan tal ved opptaket er utelaten.",
            en: "Jobs at the date minus jobs at admission, over all startups. A startup that is not alive counts as minus what it had at admission. Observations older than 15 months do not count, and a startup without a headcount at admission is left out." }
        lead(amount: &str, date: &str) => {
            nb: "Netto endring er {amount} fra opptaket til {date}, de som ikke er i live, medregnet.",
            nn: "Netto endring er {amount} frå opptaket til {date}, dei som ikkje er i live, medrekna.",
            en: "The net change is {amount} from admission to {date}, the startups that are not alive included." }
    }
}
