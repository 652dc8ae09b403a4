//! What the six jobs definitions share: all but their rules, reading an observation, the value standing on a date, the baseline,
//! and the sums.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected};
use super::history::{Gone, Seen};
use super::parameter::{ALIVE, Parameter, Period, Places};
use super::place::Part;
use super::scope::{Question, Stay};
use super::{Basis, Figure, FigureId, Measure, OutReason, RowIn, RowOut, Unit, sums};
use crate::facts::Headcount;
use crate::format;
use crate::words::Locale;

/// A way to count jobs: what the six definitions differ in.
pub(super) struct JobsRule {
    /// Its name: `jobs.net`.
    pub id: &'static str,
    /// The rule in symbols, as plain text.
    pub formula: &'static str,
    /// A short name for headings.
    pub title: fn(Locale) -> &'static str,
    /// The rule in words.
    pub rule: fn(Locale) -> &'static str,
    /// The sentence that gives the figure, from the amount and the date.
    pub lead: fn(Locale, &str, &str) -> String,
    /// Whether a startup counts, and for how much.
    pub row: fn(&Case<'_, '_>) -> Result<Counted, LeftOut>,
    /// For how many months an observation counts; `None` where its age does not matter.
    pub fresh: Option<u32>,
    /// What it comes to on the toy portfolio.
    pub toy: Expected,
}

impl Definition for JobsRule {
    fn id(&self) -> FigureId {
        FigureId(self.id.to_owned())
    }

    fn unit(&self) -> Unit {
        Unit::Jobs
    }

    fn title(&self, locale: Locale) -> String {
        (self.title)(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        (self.rule)(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        let fresh = self.fresh.map(Parameter::Staleness);
        let rest = [
            Parameter::Alive(ALIVE),
            Parameter::Places(Places::Jobs),
            Parameter::Period(Period::State),
            Parameter::Measures,
        ];
        fresh.into_iter().chain(rest).collect()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        Example { id: self.id, more: &[], expected: self.toy }
    }

    fn formula(&self) -> String {
        self.formula.to_owned()
    }

    /// The lead, how many startups it rests on, and its levels.
    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let amount = amount(locale, figure, figure.value.unwrap_or_default());
        with_levels(locale, figure, &(self.lead)(locale, &amount, &format::date(locale, figure.query.as_of)))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        (self.row)(case)
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        sums::add_up(rows_in, rows_out)
    }
}

/// What one observation says in the measure asked for, and which part of it lies in the region asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// The day of the observation.
    pub on: NaiveDate,
    /// The least it says, wherever the jobs are. Zero where the measure is not stated.
    pub low: f64,
    /// The most it can mean, wherever the jobs are.
    pub high: f64,
    /// Whether it counts in the documented floor.
    pub documented: bool,
    /// Why it cannot serve in the measure asked for.
    pub gap: Option<OutReason>,
    /// Which part lies in the region.
    pub part: Part,
    /// Another observation of the same day was recorded later, so this one never was the value. It can still document.
    pub overruled: bool,
}

impl Reading {
    /// The jobs in the region that it shows.
    pub fn shown(&self) -> f64 {
        self.part.take(self.low)
    }

    /// The jobs in the region that there can be at most; all of them where the place is unclear.
    pub fn most(&self) -> f64 {
        match self.part {
            Part::Unclear(_) => self.high,
            Part::Of { .. } => self.part.take(self.high),
        }
    }

    /// Why it cannot serve, by measure or place.
    pub fn obstacle(&self) -> Option<OutReason> {
        self.gap.or(match self.part {
            Part::Unclear(reason) => Some(reason),
            Part::Of { .. } => None,
        })
    }
}

/// The value standing on a date.
#[derive(Debug, Clone, Copy)]
pub(super) enum Standing {
    /// Zero: the startup is dead.
    Dead,
    /// Nothing was ever observed.
    Nothing,
    /// The latest observation is too old, or from before a death the startup came back from.
    Stale(Reading),
    /// The latest observation.
    Fresh(Reading),
}

impl Standing {
    /// The latest observation, fresh or stale.
    pub fn reading(&self) -> Option<&Reading> {
        match self {
            Self::Stale(reading) | Self::Fresh(reading) => Some(reading),
            Self::Dead | Self::Nothing => None,
        }
    }
}

impl Case<'_, '_> {
    /// Reads an observation in the measure and region asked for.
    pub(super) fn read(&self, seen: &Seen<'_, Headcount>) -> Reading {
        let scope = &self.question.query.scope;
        let heads = seen.body.employees;
        let (mut low, mut high, mut gap) = match (scope.measure, seen.body.fte_hundredths) {
            (Measure::Heads, _) => (f64::from(heads.low), f64::from(heads.high), None),
            (Measure::Fte, Some(hundredths)) => (f64::from(hundredths) / 100.0, f64::from(hundredths) / 100.0, None),
            (Measure::Fte, None) => (0.0, f64::from(heads.high), Some(OutReason::NoFte)),
        };
        if scope.with_founders {
            let founders = seen.body.working_founders.map(f64::from);
            low += founders.unwrap_or(0.0);
            high += founders.unwrap_or(0.0);
            gap = gap.or(if founders.is_none() { Some(OutReason::NoFounderCount) } else { None });
        }
        if gap.is_some() {
            low = 0.0;
        }
        Reading {
            on: seen.on(),
            low,
            high,
            documented: seen.documented(),
            gap,
            part: self.part(seen),
            overruled: false,
        }
    }

    /// The value standing on a date: the latest observation on or before it, zero from the date of death.
    pub(super) fn standing(&self, date: NaiveDate) -> Standing {
        let until = match self.history.absence_on(date) {
            Some(absence) => match absence.how {
                Gone::Dead { .. } => return Standing::Dead,
                // What was observed after a merger is somebody else's.
                Gone::Absorbed => absence.from,
            },
            None => date,
        };
        let Some(seen) = self.history.headcount_at(until) else { return Standing::Nothing };
        let reading = self.read(&seen);
        if seen.on() < self.oldest_for(date) { Standing::Stale(reading) } else { Standing::Fresh(reading) }
    }

    /// The jobs in the region that documents show on a date, by the latest documented observation that is fresh; `None`
    /// where none is.
    pub(super) fn documented(&self, date: NaiveDate) -> Option<f64> {
        let oldest = self.oldest_for(date);
        let mut fresh =
            super::history::up_to(&self.history.headcounts, date).iter().rev().take_while(|seen| seen.on() >= oldest);
        let reading = self.read(fresh.find(|seen| seen.documented())?);
        reading.obstacle().is_none().then(|| reading.shown())
    }

    /// An observation before this day does not stand on `date`.
    fn oldest_for(&self, date: NaiveDate) -> NaiveDate {
        self.question.fresh_from(date).max(self.history.living_since(date))
    }

    /// The observations after admission up to the date asked about, while the startup was not gone.
    pub(super) fn since_admission(&self, stay: Stay) -> impl Iterator<Item = Reading> {
        let observed = self.history.headcounts_between(stay.admitted_on, self.question.as_of());
        let next = observed.iter().skip(1).map(Some).chain(std::iter::once(None));
        observed.iter().zip(next).filter(|(seen, _)| self.history.absence_on(seen.on()).is_none()).map(
            |(seen, next)| Reading { overruled: next.is_some_and(|next| next.on() == seen.on()), ..self.read(seen) },
        )
    }

    /// The dates every jobs row rests on.
    pub(super) fn basis(&self, stay: Stay) -> Basis {
        use super::status::Status;
        let (died_on, verified_on) = match self.status {
            Status::Dead { since, date_known: true } => (Some(since), None),
            Status::Dead { date_known: false, .. } | Status::Absorbed { .. } => (None, None),
            Status::Alive { verified_on } => (None, Some(verified_on)),
            Status::Unknown { last_verified } => (None, last_verified),
        };
        Basis {
            admitted_on: Some(stay.admitted_on),
            exited_on: stay.exited_on,
            died_on,
            verified_on,
            ..Basis::default()
        }
    }

    /// Before and after: the baseline at admission, and what stands at the date asked about. The rule of `jobs.net` and
    /// `jobs.net_floor`.
    ///
    /// # Errors
    /// The reason why before and after cannot be compared.
    pub(super) fn before_after(&self) -> Result<BeforeAfter, LeftOut> {
        let stay = self.stay()?;
        let as_of = self.question.as_of();
        let now = self.standing(as_of);
        let before = self.standing(stay.admitted_on);
        let least_before = match &before {
            Standing::Fresh(reading) => reading.shown(),
            Standing::Dead | Standing::Nothing | Standing::Stale(_) => 0.0,
        };
        let most_now = now.reading().map_or(0.0, Reading::most);
        let left_out = |reason| LeftOut::up_to(reason, most_now - least_before);
        if self.history.headcount_at(as_of).is_none() {
            return Err(OutReason::NoHeadcount.into());
        }
        if matches!(self.status, super::status::Status::Absorbed { .. }) {
            return Err(left_out(OutReason::Absorbed));
        }
        let baseline = match before {
            Standing::Fresh(reading) => Some(reading),
            Standing::Dead => None,
            Standing::Stale(_) | Standing::Nothing => return Err(left_out(OutReason::NoBaseline)),
        };
        let (standing, stale) = match now {
            Standing::Dead | Standing::Nothing => (None, false),
            Standing::Stale(reading) => (Some(reading), true),
            Standing::Fresh(reading) => (Some(reading), false),
        };
        match (baseline, standing) {
            // Dead then and dead now: no observation tells where, so the startup's place does.
            (None, None) => self.in_region(0.0)?,
            (before, now) if before.iter().chain(&now).any(|reading| reading.part.touches()) => {}
            _ => return Err(OutReason::OutsideRegion.into()),
        }
        if let Some(reason) = baseline.as_ref().and_then(Reading::obstacle) {
            return Err(left_out(reason));
        }
        if stale {
            return Err(left_out(OutReason::StaleHeadcount));
        }
        if let Some(reason) = standing.as_ref().and_then(Reading::obstacle) {
            return Err(left_out(reason));
        }
        let (before, most_before) = baseline.map_or((0.0, 0.0), |reading| (reading.shown(), reading.most()));
        let basis = Basis {
            baseline: Some(before),
            value: Some(standing.map_or(0.0, |reading| reading.shown())),
            observed_on: standing.map(|reading| reading.on),
            ..self.basis(stay)
        };
        Ok(BeforeAfter {
            net: standing.map_or(0.0, |reading| reading.shown()) - before,
            documented: if standing.is_some() {
                self.documented(as_of).map(|documented| documented - most_before)
            } else {
                Some(-most_before)
            },
            most: most_now - before,
            basis,
        })
    }
}

/// Counts the jobs that an observation shows on a date. The rule of `jobs.stock` and `jobs.at_exit`.
///
/// # Errors
/// The reason why the observation cannot serve.
pub(super) fn counted(case: &Case<'_, '_>, stay: Stay, date: NaiveDate, reading: &Reading) -> Result<Counted, LeftOut> {
    if !reading.part.touches() {
        return Err(OutReason::OutsideRegion.into());
    }
    if let Some(reason) = reading.obstacle() {
        return Err(LeftOut::up_to(reason, reading.most()));
    }
    let shown = reading.shown();
    Ok(Counted {
        contribution: shown,
        floor: case.documented(date).unwrap_or(0.0).min(shown),
        ceiling: reading.most(),
        basis: Basis { value: Some(shown), observed_on: Some(reading.on), ..case.basis(stay) },
    })
}

/// Jobs now less jobs at admission.
#[derive(Debug)]
pub(super) struct BeforeAfter {
    /// By the least the observations show, before and now.
    pub net: f64,
    /// By what documents show now, against the most there can have been before; `None` when no document shows anything.
    pub documented: Option<f64>,
    /// By the most there can be now.
    pub most: f64,
    /// The days it rests on.
    pub basis: Basis,
}

/// A number of jobs with its word and its region: `25 arbeidsplasser (Romerike)`.
fn amount(locale: Locale, figure: &Figure, value: f64) -> String {
    let scope = &figure.query.scope;
    let one = (value.abs() - 1.0).abs() < f64::EPSILON;
    let word = match (scope.measure, locale, one) {
        (Measure::Heads, Locale::Nb | Locale::Nn, true) => "arbeidsplass",
        (Measure::Heads, Locale::Nb, false) => "arbeidsplasser",
        (Measure::Heads, Locale::Nn, false) => "arbeidsplassar",
        (Measure::Heads, Locale::En, true) => "job",
        (Measure::Heads, Locale::En, false) => "jobs",
        (Measure::Fte, Locale::Nb | Locale::Nn, _) => "årsverk",
        (Measure::Fte, Locale::En, true) => "full-time equivalent",
        (Measure::Fte, Locale::En, false) => "full-time equivalents",
    };
    let mut text = format!("{} {word}", format::number(locale, value, 1));
    let mut notes: Vec<&str> = Vec::new();
    if let Some(region) = scope.region.as_ref().and_then(crate::geography::region_set) {
        notes.push(region.name(locale));
    }
    if scope.with_founders {
        notes.push(match locale {
            Locale::Nb => "gründere medregnet",
            Locale::Nn => "gründerar medrekna",
            Locale::En => "founders included",
        });
    }
    if scope.fractional {
        notes.push(match locale {
            Locale::Nb => "delt på alle som har støttet bedriften",
            Locale::Nn => "delt på alle som har støtta bedrifta",
            Locale::En => "divided by all who supported the startup",
        });
    }
    if !notes.is_empty() {
        text.push_str(&format!(" ({})", notes.join(", ")));
    }
    text
}

/// The sentences that follow every jobs figure: how many startups it rests on, and its levels.
fn with_levels(locale: Locale, figure: &Figure, lead: &str) -> String {
    let missing = figure.rows_out.iter().filter(|row| row.reason.is_missing()).count();
    let (n, all) = (format::count(locale, figure.n), format::count(locale, figure.n + missing));
    let (Some(_), Some(floor), Some(ceiling)) = (figure.value, figure.floor, figure.ceiling) else {
        return words::nothing(locale, &format::date(locale, figure.query.as_of), &all);
    };
    let number = |value: f64| format::number(locale, value, 1);
    format!("{lead} {}", words::levels(locale, &n, &all, &number(floor), &number(ceiling)))
}

crate::catalogue! {
    /// The sentences every jobs figure shares.
    mod words {
        apart => {
            nb: "Ikke med en av de andre måtene å telle arbeidsplasser på: de samme fire bedriftene gir fra 12 til 33. Ikke med SSBs sysselsatte, som er personer etter hovedarbeidsforhold. Ikke med et hus som ikke sier hvilken måte det har telt på.",
            nn: "Ikkje med ein av dei andre måtane å telje arbeidsplassar på: dei same fire bedriftene gir frå 12 til 33. Ikkje med SSB sine sysselsette, som er personar etter hovudarbeidsforhold. Ikkje med eit hus som ikkje seier kva måte det har telt på.",
            en: "Not with one of the other ways to count jobs: the same four startups give from 12 to 33. Not with the employed persons of Statistics Norway, who are people by their main job. Not with a house that does not say in which way it counted." }
        levels(n: &str, all: &str, floor: &str, ceiling: &str) => {
            nb: "Det bygger på {n} av {all} bedrifter; dokumentert er {floor}, høyst mulig er {ceiling}.",
            nn: "Det byggjer på {n} av {all} bedrifter; dokumentert er {floor}, høgst mogleg er {ceiling}.",
            en: "It rests on {n} of {all} startups; {floor} is documented, {ceiling} is the most it can be." }
        nothing(date: &str, all: &str) => {
            nb: "Det finnes ikke grunnlag for et tall per {date}: 0 av {all} bedrifter har de opplysningene som trengs.",
            nn: "Det finst ikkje grunnlag for eit tal per {date}: 0 av {all} bedrifter har dei opplysningane som trengst.",
            en: "There is nothing to compute a figure from as at {date}: 0 of {all} startups have the facts it needs." }
    }
}
