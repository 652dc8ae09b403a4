//! `jobs.stock`: jobs today in the startups that are alive.

use super::OutReason;
use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS};
use super::example::Expected;
use super::jobs::{self, JobsRule, Reading, Standing};
use super::status::Status;

/// The value at the date in living startups.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.stock",
    formula: "Σ_i v_i(D) over i alive at D",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: Some(STALENESS_MONTHS),
    toy: Expected { value: 25.0, floor: 0.0, ceiling: 25.0, numerator: 25.0, n: 3 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let stay = case.stay()?;
    let as_of = case.question.as_of();
    let standing = case.standing(as_of);
    if matches!(case.status, Status::Absorbed { .. }) {
        // Whatever was counted in it, or never was: it is left out because it is no longer a startup of its own.
        return Err(LeftOut::up_to(OutReason::Absorbed, standing.reading().map_or(0.0, Reading::most)));
    }
    match standing {
        Standing::Dead => Err(OutReason::NotAlive.into()),
        Standing::Nothing => Err(OutReason::NoHeadcount.into()),
        Standing::Stale(reading) if reading.part.touches() => {
            Err(LeftOut::up_to(OutReason::StaleHeadcount, reading.most()))
        }
        Standing::Stale(reading) | Standing::Fresh(reading) => jobs::counted(case, stay, as_of, &reading),
    }
}

crate::catalogue! {
    /// The words of `jobs.stock`.
    mod words {
        title => { nb: "I dag", nn: "I dag", en: "Stock today" }
        rule => {
            nb: "Arbeidsplassene på datoen i alle bedrifter som er tatt opp og er i live, også de som har gått ut. Siste observasjon teller når den ikke er eldre enn 15 måneder. Hva bedriften hadde ved opptaket, trekkes ikke fra.",
            nn: "Arbeidsplassane på datoen i alle bedrifter som er tekne opp og er i live, òg dei som har gått ut. Siste observasjon tel når han ikkje er eldre enn 15 månader. Det bedrifta hadde ved opptaket, blir ikkje trekt frå.",
            en: "The jobs at the date in every admitted startup that is alive, those that have left included. The latest observation counts if it is no older than 15 months. What the startup had at admission is not deducted." }
        lead(amount: &str, date: &str) => {
            nb: "Bedriftene som er i live, har til sammen {amount} per {date}.",
            nn: "Bedriftene som er i live, har til saman {amount} per {date}.",
            en: "The startups that are alive have {amount} in all as at {date}." }
    }
}
