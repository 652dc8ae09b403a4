//! `jobs.at_exit`: jobs on the day each startup left the house, or at the date for those still in.

use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS};
use super::example::Expected;
use super::jobs::{self, JobsRule, Standing};
use super::{Basis, OutReason};

/// The value at exit, or at the date if the startup is still in. Dead in the house counts as zero.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.at_exit",
    formula: "Σ_i v_i(exit_i), or v_i(D) while i is in",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: Some(STALENESS_MONTHS),
    toy: Expected { value: 29.0, floor: 0.0, ceiling: 29.0, numerator: 29.0, n: 4 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let stay = case.stay()?;
    let date = stay.exited_on.unwrap_or_else(|| case.question.as_of());
    let reading = match case.standing(date) {
        Standing::Dead => {
            case.in_region(0.0)?;
            let basis = Basis { value: Some(0.0), ..case.basis(stay) };
            return Ok(Counted { contribution: 0.0, floor: 0.0, ceiling: 0.0, basis });
        }
        Standing::Nothing => return Err(OutReason::NoHeadcount.into()),
        Standing::Stale(reading) if reading.part.touches() => {
            return Err(LeftOut::up_to(OutReason::StaleHeadcount, reading.most()));
        }
        Standing::Stale(reading) | Standing::Fresh(reading) => reading,
    };
    jobs::counted(case, stay, date, &reading)
}

crate::catalogue! {
    /// The words of `jobs.at_exit`.
    mod words {
        title => { nb: "Ved uttak", nn: "Ved uttak", en: "At exit" }
        rule => {
            nb: "Arbeidsplassene den dagen bedriften gikk ut, eller på datoen for dem som fortsatt er inne. Siste observasjon teller når den ikke er eldre enn 15 måneder den dagen. En bedrift som var død da, teller null.",
            nn: "Arbeidsplassane den dagen bedrifta gjekk ut, eller på datoen for dei som framleis er inne. Siste observasjon tel når han ikkje er eldre enn 15 månader den dagen. Ei bedrift som var død då, tel null.",
            en: "The jobs on the day the startup left, or at the date for those still in. The latest observation counts if it is no older than 15 months on that day. A startup that was dead by then counts as zero." }
        lead(amount: &str, date: &str) => {
            nb: "Bedriftene hadde til sammen {amount} da de gikk ut, eller per {date} hvis de fortsatt er inne.",
            nn: "Bedriftene hadde til saman {amount} då dei gjekk ut, eller per {date} om dei framleis er inne.",
            en: "The startups had {amount} in all when they left, or as at {date} if they are still in." }
    }
}
