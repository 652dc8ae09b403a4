//! `jobs.peak`: the most jobs each startup has had since it was admitted.

use super::definition::{Case, Counted, LeftOut};
use super::example::Expected;
use super::jobs::{JobsRule, Reading};
use super::{Basis, OutReason};

/// The sum of each startup's highest value since admission, the value standing at admission included. How old an observation is
/// does not matter: a past peak is history.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.peak",
    formula: "Σ_i max { v_i(t) : admission_i ≤ t ≤ D }",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: None,
    toy: Expected { value: 33.0, floor: 0.0, ceiling: 33.0, numerator: 33.0, n: 4 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let stay = case.stay()?;
    let at_admission = if case.history.absence_on(stay.admitted_on).is_none() {
        case.history.headcount_at(stay.admitted_on).map(|seen| case.read(&seen))
    } else {
        None
    };
    let (mut peak, mut floor, mut ceiling) = (None::<Reading>, 0.0_f64, 0.0_f64);
    let (mut seen_any, mut touches, mut obstacle) = (false, false, None);
    for reading in at_admission.into_iter().chain(case.since_admission(stay)) {
        if reading.overruled {
            if reading.documented && reading.obstacle().is_none() {
                floor = floor.max(reading.shown());
            }
            continue;
        }
        seen_any = true;
        touches |= reading.part.touches();
        ceiling = ceiling.max(reading.most());
        if let Some(reason) = reading.obstacle() {
            obstacle = Some(reason);
            continue;
        }
        if peak.is_none_or(|highest| reading.shown() > highest.shown()) {
            peak = Some(reading);
        }
        if reading.documented {
            floor = floor.max(reading.shown());
        }
    }
    if !seen_any {
        return Err(OutReason::NoHeadcount.into());
    }
    if !touches {
        return Err(OutReason::OutsideRegion.into());
    }
    // An observation that cannot serve is passed over as long as another can.
    let Some(peak) = peak.filter(|peak| peak.part.touches() || obstacle.is_none()) else {
        return Err(LeftOut::up_to(obstacle.unwrap_or(OutReason::NoHeadcount), ceiling));
    };
    Ok(Counted {
        contribution: peak.shown(),
        floor: floor.min(peak.shown()),
        ceiling,
        basis: Basis { value: Some(peak.shown()), observed_on: Some(peak.on), ..case.basis(stay) },
    })
}

crate::catalogue! {
    /// The words of `jobs.peak`.
    mod words {
        title => { nb: "Høyeste antall", nn: "Høgste tal", en: "Peak" }
        rule => {
            nb: "For hver bedrift som er tatt opp, tas det høyeste antallet arbeidsplasser fra opptaket og fram til datoen, opptaksdagen medregnet. Tallene legges sammen. Det teller også når bedriften siden er blitt mindre eller er borte.",
            nn: "For kvar bedrift som er teken opp, blir det høgste talet på arbeidsplassar frå opptaket og fram til datoen brukt, opptaksdagen medrekna. Tala blir lagde saman. Det tel òg når bedrifta sidan er blitt mindre eller er borte.",
            en: "For each admitted startup, the highest number of jobs from its admission up to the date, the day of admission included. The numbers are added. It counts even where the startup has since shrunk or died." }
        lead(amount: &str, date: &str) => {
            nb: "På sitt høyeste hadde bedriftene til sammen {amount}, regnet fra opptaket til {date}.",
            nn: "På det høgste hadde bedriftene til saman {amount}, rekna frå opptaket til {date}.",
            en: "At their peaks the startups had {amount} in all, counted from admission to {date}." }
    }
}
