//! `jobs.gross_increase`: every increase since admission, decreases not deducted.

use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS};
use super::example::Expected;
use super::jobs::{JobsRule, Reading, Standing};
use super::place::Part;
use super::{Basis, OutReason};

/// The sum of all increases from one observation to the next since admission, from the baseline on. An increase lies where
/// the observation that shows it says. A drop at death is no increase later undone: after a revival the count goes on from
/// the last observation before it.
pub(super) const RULE: JobsRule = JobsRule {
    id: "jobs.gross_increase",
    formula: "Σ_i Σ_k max(0, v_i(t_k) − v_i(t_(k−1))), t_0 = admission_i, t_k ≤ D",
    title: words::title,
    rule: words::rule,
    lead: words::lead,
    row,
    fresh: Some(STALENESS_MONTHS),
    toy: Expected { value: 20.0, floor: 0.0, ceiling: 20.0, numerator: 20.0, n: 4 },
};

fn row(case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
    let stay = case.stay()?;
    if case.history.headcount_at(case.question.as_of()).is_none() {
        return Err(OutReason::NoHeadcount.into());
    }
    let (baseline, lacking) = match case.standing(stay.admitted_on) {
        Standing::Fresh(reading) => (Some(reading), reading.gap),
        Standing::Dead => (None, None),
        Standing::Stale(_) | Standing::Nothing => (None, Some(OutReason::NoBaseline)),
    };
    let mut steps = Steps::from(baseline.as_ref());
    let (mut touches, mut unclear, mut last) = (false, None, None);
    for reading in baseline.into_iter().chain(case.since_admission(stay)) {
        match reading.part {
            _ if reading.overruled => {}
            Part::Unclear(reason) => unclear = Some(reason),
            Part::Of { .. } => touches |= reading.part.touches(),
        }
        if reading.on > stay.admitted_on {
            steps.take(&reading);
            if !reading.overruled {
                last = Some(reading);
            }
        }
    }
    if let Some(reason) = lacking {
        return Err(LeftOut::up_to(reason, steps.most()));
    }
    if !touches {
        return match unclear {
            Some(reason) => Err(LeftOut::up_to(reason, steps.most())),
            None if baseline.is_none() && last.is_none() => Err(OutReason::NoHeadcount.into()),
            None => Err(OutReason::OutsideRegion.into()),
        };
    }
    let basis = Basis {
        baseline: Some(baseline.map_or(0.0, |reading| reading.low)),
        value: last.or(baseline).map(|reading| reading.low),
        observed_on: last.or(baseline).map(|reading| reading.on),
        ..case.basis(stay)
    };
    Ok(Counted { contribution: steps.shown, floor: steps.documented.min(steps.shown), ceiling: steps.most(), basis })
}

/// The increases so far: as shown, at least by documents, at most within the spans observed.
struct Steps {
    shown: f64,
    /// The last value shown.
    at: f64,
    documented: f64,
    /// The path through the documented spans that climbs least stands here.
    documented_at: f64,
    /// The most that can have been climbed by a path that ends at the low or the high end of the last span. Climbing is convex
    /// in each value, so the extreme paths run through the ends.
    most_at: [(f64, f64); 2],
}

impl Steps {
    fn from(baseline: Option<&Reading>) -> Self {
        let (low, high) = baseline.map_or((0.0, 0.0), |reading| (reading.low, reading.high));
        Self { shown: 0.0, at: low, documented: 0.0, documented_at: high, most_at: [(low, 0.0), (high, 0.0)] }
    }

    fn take(&mut self, reading: &Reading) {
        if reading.gap.is_none() {
            if !reading.overruled {
                self.shown += reading.part.take((reading.low - self.at).max(0.0));
                self.at = reading.low;
            }
            if reading.documented {
                self.documented += reading.part.take((reading.low - self.documented_at).max(0.0));
                self.documented_at = self.documented_at.clamp(reading.low, reading.high);
            }
        }
        if reading.overruled {
            return;
        }
        // Jobs nobody can place may all lie in the region.
        let part = if matches!(reading.part, Part::Unclear(_)) { Part::ALL } else { reading.part };
        self.most_at = [reading.low, reading.high].map(|value| {
            let climbed = self.most_at.map(|(at, climbed)| climbed + part.take((value - at).max(0.0)));
            (value, climbed[0].max(climbed[1]))
        });
    }

    fn most(&self) -> f64 {
        self.most_at[0].1.max(self.most_at[1].1)
    }
}

crate::catalogue! {
    /// The words of `jobs.gross_increase`.
    mod words {
        title => { nb: "Bruttovekst", nn: "Bruttovekst", en: "Gross increase" }
        rule => {
            nb: "Alle økninger i antall arbeidsplasser siden opptaket legges sammen, fra observasjon til observasjon. Nedgang og konkurs trekkes ikke fra. En bedrift uten antall ved opptaket (ikke eldre enn 15 måneder den dagen) er utelatt.",
            nn: "Alle aukar i talet på arbeidsplassar sidan opptaket blir lagde saman, frå observasjon til observasjon. Nedgang og konkurs blir ikkje trekte frå. Ei bedrift utan tal ved opptaket (ikkje eldre enn 15 månader den dagen) er utelaten.",
            en: "All increases in jobs since admission are added, from observation to observation. Decreases and bankruptcies are not deducted. A startup without a headcount at admission (no older than 15 months on that day) is left out." }
        lead(amount: &str, date: &str) => {
            nb: "Siden opptaket er det til sammen kommet til {amount} i bedriftene fram til {date}, nedgang ikke trukket fra.",
            nn: "Sidan opptaket er det til saman kome til {amount} i bedriftene fram til {date}, nedgang ikkje trekt frå.",
            en: "Since their admission the startups have added {amount} in all up to {date}, decreases not deducted." }
    }
}
