//! `pipeline.time_in_stage(key)`: how many days startups spend in a stage, as the median of those that have left it.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected, Says, Told};
use super::parameter::{Parameter, Period, Places};
use super::scope::{Applied, Question};
use super::share::exactly;
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period};
use crate::facts::{Fact, StageChange};
use crate::format;
use crate::ids::{EnrolmentId, StageId};
use crate::pipeline::{DEFAULT_STAGES, Programme};
use crate::time::days_between;
use crate::words::Locale;

/// Days in the stage of this short name, in whichever programme has one.
pub(super) struct PipelineTime {
    key: String,
}

/// The longest short name a stage is asked for by.
const LONGEST: usize = 60;

/// The definition for a stage's short name: small letters, digits, `_` and `-`.
pub(super) fn with_stage(parameter: &str) -> Option<Box<dyn Definition>> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    ((1..=LONGEST).contains(&parameter.len()) && parameter.chars().all(fits))
        .then(|| Box::new(PipelineTime { key: parameter.to_owned() }) as _)
}

/// One stay's time in one stage, all its visits together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visit {
    /// When it first entered.
    pub entered_on: NaiveDate,
    /// When it last left; `None` while it stands there.
    pub left_on: Option<NaiveDate>,
    /// How many days it stood there, up to `left_on`.
    pub days: i64,
}

/// The time a stay has spent in a stage by a date, from the startup's changes in force, in order; `None` when it never was there.
pub(super) fn visit(
    programme: &Programme,
    enrolment: EnrolmentId,
    changes: &[&Fact<StageChange>],
    stage: StageId,
    as_of: NaiveDate,
) -> Option<Visit> {
    let mut visit: Option<Visit> = None;
    let mut since: Option<NaiveDate> = None;
    for fact in changes.iter().filter(|fact| fact.valid_on <= as_of) {
        let Some(change) = fact.body.filter(|change| change.enrolment == enrolment) else { continue };
        // A stage of another programme is passed over, as the course does.
        if programme.stage(change.to).is_none() {
            continue;
        }
        let on = fact.valid_on;
        if let (Some(from), Some(visit)) = (since, visit.as_mut()) {
            visit.days += days_between(from, on);
            visit.left_on = Some(on);
        }
        since = (change.to == stage).then_some(on);
        if since.is_some() {
            let visit = visit.get_or_insert(Visit { entered_on: on, left_on: None, days: 0 });
            visit.left_on = None;
        }
    }
    visit
}

/// The quantile of sorted values, interpolated between neighbours (type 7 of Hyndman and Fan).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "days and positions are small whole numbers"
)]
pub(super) fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let position = sorted.len().checked_sub(1)? as f64 * part;
    let (below, above) = (sorted.get(position.floor() as usize)?, sorted.get(position.ceil() as usize)?);
    Some(below + (above - below) * position.fract())
}

/// The contributions of rows, sorted.
fn sorted(rows_in: &[RowIn]) -> Vec<f64> {
    let mut days: Vec<f64> = rows_in.iter().map(|row| row.contribution).collect();
    days.sort_unstable_by(f64::total_cmp);
    days
}

impl PipelineTime {
    fn visit(&self, case: &Case<'_, '_>, stay: &Applied<'_>) -> Option<Visit> {
        let stage = stay.programme.stage_by_key(&self.key)?;
        let changes = &case.history.stage_changes;
        visit(stay.programme, stay.enrolment.id, changes, stage.id, case.question.as_of())
    }

    /// The stage as a reader knows it: by its usual name where it is one of the usual stages.
    fn stage(&self, locale: Locale) -> String {
        let usual = DEFAULT_STAGES.iter().find(|(key, ..)| *key == self.key);
        let name = usual.map(|(.., [nb, nn, en])| match locale {
            Locale::Nb => *nb,
            Locale::Nn => *nn,
            Locale::En => *en,
        });
        name.unwrap_or(&self.key).to_lowercase()
    }
}

impl Definition for PipelineTime {
    fn id(&self) -> FigureId {
        FigureId(format!("pipeline.time_in_stage({})", self.key))
    }

    fn unit(&self) -> Unit {
        Unit::Days
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale, &self.stage(locale))
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale, &self.stage(locale))
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::Places(Places::None), Parameter::Period(Period::Happened)]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    /// Three have left the first stage of mentoring, after 90, 183 and 701 days. Worked out for that stage, whichever is asked for.
    fn example(&self) -> Example {
        const STOOD: &[Told] = &[
            ("A", "2018-04-01", Says::Stage("idea")),
            ("A", "2018-10-01", Says::Stage("growth")),
            ("C", "2019-02-01", Says::Stage("idea")),
            ("D", "2022-02-01", Says::Stage("idea")),
            ("D", "2022-05-02", Says::Stage("validation")),
        ];
        let expected = Expected { value: 183.0, floor: 183.0, ceiling: 183.0, numerator: 974.0, n: 3 };
        Example { id: "pipeline.time_in_stage(idea)", more: STOOD, expected }
    }

    fn formula(&self) -> String {
        "median_i of Σ (left − entered) over the visits of i's latest stay that left the stage in [S, D]".to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let (stage, period) = (self.stage(locale), period::text(locale, figure));
        let still = figure.rows_out.iter().filter(|row| row.reason == OutReason::StillInStage).count();
        let still = format::count(locale, still);
        let days = sorted(&figure.rows_in);
        let number = |value: f64| format::number(locale, value, 1);
        let quartile = |part| quantile(&days, part).map(number);
        match (figure.value, quartile(0.25), quartile(0.75)) {
            (Some(median), Some(lower), Some(upper)) => {
                let n = period::startups(locale, figure.n);
                words::sentence(
                    locale,
                    &number(median),
                    &stage,
                    &words::half(locale, &lower, &upper),
                    &n,
                    &period,
                    &still,
                )
            }
            _ => words::nothing(locale, &stage, &period, &still),
        }
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stays = case.applied()?;
        let visits: Vec<Visit> = stays.iter().filter_map(|stay| self.visit(case, stay)).collect();
        let left = visits.iter().filter_map(|visit| Some((visit.left_on?, visit)));
        let Some((left_on, visit)) = left.max_by_key(|(left_on, visit)| (*left_on, visit.entered_on)) else {
            return Err(if visits.is_empty() { OutReason::NotInStage } else { OutReason::StillInStage }.into());
        };
        if !case.question.in_period(left_on) {
            return Err(OutReason::BeforePeriod.into());
        }
        let work = Work { entered_on: Some(visit.entered_on), left_on: Some(left_on), ..Work::default() };
        #[expect(clippy::cast_precision_loss, reason = "days of a stay stay far below 2^53")]
        let days = visit.days as f64;
        Ok(exactly(days, Basis { work: Some(Box::new(work)), ..Basis::default() }))
    }

    fn add_up(&self, rows_in: &[RowIn], _rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        let median = quantile(&sorted(rows_in), 0.5);
        let numerator = rows_in.iter().map(|row| row.contribution).sum::<f64>() + 0.0;
        // Days are counted from moves that somebody recorded: there is nothing between them to be unsure of.
        Totals { value: median, floor: median, ceiling: median, numerator, interval: None, curve: None }
    }
}

crate::catalogue! {
    /// The words of `pipeline.time_in_stage`.
    mod words {
        title(stage: &str) => {
            nb: "Tid i steget {stage}", nn: "Tid i steget {stage}", en: "Time in the stage {stage}" }
        apart => {
            nb: "Ikke med tiden til dem som fortsatt står i steget: den er ikke med, så medianen er for lav der mange står fast. Ikke mellom programmer med ulike steg.",
            nn: "Ikkje med tida til dei som framleis står i steget: ho er ikkje med, så medianen er for låg der mange står fast. Ikkje mellom program med ulike steg.",
            en: "Not with the time of those still in the stage: it is not in it, so the median is too low where many are stuck. Not between programmes with different stages." }
        rule(stage: &str) => {
            nb: "Hvor mange dager bedriftene sto i steget {stage}, som median av dem som har forlatt det. Hver bedrift teller én gang, med det siste oppholdet som har forlatt steget; gikk den tilbake dit, legges dagene sammen. Bedrifter som fortsatt står der, er utelatt. Er det valgt en periode, teller de som forlot steget i den. Region gjelder ikke.",
            nn: "Kor mange dagar bedriftene stod i steget {stage}, som median av dei som har forlate det. Kvar bedrift tel éin gong, med det siste opphaldet som har forlate steget; gjekk ho tilbake dit, blir dagane lagde saman. Bedrifter som framleis står der, er utelatne. Er det vald ein periode, tel dei som forlét steget i han. Region gjeld ikkje.",
            en: "How many days startups stood in the stage {stage}, as the median of those that have left it. Each counts once, by its latest stay that left the stage; if it went back there, the days are added together. Startups that still stand there are left out. Where a period is chosen, those that left the stage in it count. Region does not apply." }
        sentence(median: &str, stage: &str, half: &str, n: &str, period: &str, still: &str) => {
            nb: "Bedriftene brukte {median} dager i steget {stage} (median); den midterste halvdelen brukte {half}. Det bygger på {n} som forlot steget {period}; {still} står der fortsatt.",
            nn: "Bedriftene brukte {median} dagar i steget {stage} (median); den midtarste halvdelen brukte {half}. Det byggjer på {n} som forlét steget {period}; {still} står der framleis.",
            en: "Startups spent {median} days in the stage {stage} (median); the middle half spent {half}. It rests on {n} that left the stage {period}; still there: {still}." }
        half(lower: &str, upper: &str) => {
            nb: "{lower} til {upper}", nn: "{lower} til {upper}", en: "{lower} to {upper}" }
        nothing(stage: &str, period: &str, still: &str) => {
            nb: "Ingen bedrifter har forlatt steget {stage} {period}; {still} står der fortsatt.",
            nn: "Ingen bedrifter har forlate steget {stage} {period}; {still} står der framleis.",
            en: "No startup has left the stage {stage} {period}; still there: {still}." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_lie_between_neighbours() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[7.0], 0.25), Some(7.0));
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), Some(2.5));
        assert_eq!(quantile(&[10.0, 20.0, 30.0, 40.0, 50.0], 0.25), Some(20.0));
        assert_eq!(quantile(&[0.0, 10.0], 0.75), Some(7.5));
    }

    #[test]
    fn a_stage_is_asked_for_by_a_short_name() {
        assert!(with_stage("idea").is_some() && with_stage("validation-2").is_some());
        for text in ["", "Idé", "a b", "a(b)", &"x".repeat(61)] {
            assert!(with_stage(text).is_none(), "{text}");
        }
    }
}
