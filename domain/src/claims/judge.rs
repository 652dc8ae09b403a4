//! Holds claims against figures.

use super::{Benchmark, Bound, Cited, Claim, Part, Says, Verdict, Way, Who, Why, Work};
use crate::figures::{Figure, Measure, OutReason, Unit};
use crate::geography::RegionSetId;
use crate::suppress::{FEWEST, too_uncertain};

/// The definitions of jobs, the headline first.
const JOBS: [&str; 6] =
    ["jobs.net", "jobs.net_floor", "jobs.stock", "jobs.at_exit", "jobs.gross_increase", "jobs.peak"];

pub(super) fn judge(claims: &mut [Claim], figures: &[Cited<'_>], benchmarks: &[Benchmark]) {
    let judge = Judge { figures, benchmarks };
    // A share of a place is one of the jobs spoken of before; a comparison is one of the survival spoken of.
    let (mut jobs, mut survival) = (None, None);
    let of_survival =
        |claims: &[Claim]| claims.iter().find(|claim| matches!(claim.says, Says::Survival { .. })).cloned();
    let spoken = of_survival(claims);
    for claim in claims.iter_mut() {
        claim.verdict = match &claim.says {
            Says::Jobs { amount, bound, part, way, fte } => {
                let verdict = judge.jobs(*amount, *bound, *part, *way, *fte, claim.since);
                let verdict = if claim.during { only_of_all_time(verdict) } else { verdict };
                jobs = figure_of(&verdict).or(jobs);
                verdict
            }
            Says::PlaceShare { share, bound, region } => judge.place(*share, *bound, region.as_ref(), jobs),
            Says::PlaceJobs { amount, bound, region } => judge.placed(*amount, *bound, region.as_ref(), jobs),
            Says::Average { share, years } => Judge::average(*share, *years),
            Says::Survival { share, bound, who, years, today } => {
                let verdict = judge.survival(
                    &Survival { share: *share, bound: *bound, who: *who, years: *years, today: *today },
                    claim,
                );
                survival = figure_of(&verdict).or(survival);
                verdict
            }
            Says::Survivors { amount, bound, who } => {
                judge.counted(*amount, *bound, *who, claim.since, |figure| figure.numerator)
            }
            Says::Startups { amount, bound, who } => {
                let verdict = judge.counted(*amount, *bound, *who, claim.since, everybody);
                if claim.during { only_of_all_time(verdict) } else { verdict }
            }
            Says::Work { of, amount, bound } => {
                let verdict = judge.work(*of, *amount, *bound, claim.since);
                if claim.during { only_of_all_time(verdict) } else { verdict }
            }
            Says::Comparison { years } => {
                let said = spoken.as_ref().and_then(|claim| match claim.says {
                    Says::Survival { years, .. } => years,
                    _ => None,
                });
                judge.comparison(years.or(said), survival)
            }
            Says::Praise => Verdict::CannotBeSaid { why: vec![Why::NoMeasure], instead: None },
            Says::Unknown => Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None },
        };
    }
}

/// The definitions of survivors.
const SURVIVAL: [&str; 6] = [
    "survival.exits",
    "survival.admitted",
    "survival.fixed(1)",
    "survival.fixed(3)",
    "survival.fixed(5)",
    "survival.km(admission)",
];

/// Other figures that would carry the number of a claim.
pub(super) fn others(claim: &Claim, figures: &[Cited<'_>]) -> Vec<usize> {
    let judge = Judge { figures, benchmarks: &[] };
    let value = |index: &usize| judge.figure(*index).and_then(|figure| figure.value);
    let mut found: Vec<usize> = match &claim.says {
        Says::Jobs { amount, bound, fte, part, .. } if *part != Part::Promised => JOBS
            .iter()
            .flat_map(|id| judge.all(id, *fte, None))
            .filter(|index| value(index).is_some_and(|value| counts(*amount, *bound, value)))
            .collect(),
        Says::Survival { share, bound, .. } => SURVIVAL
            .iter()
            .flat_map(|id| judge.all(id, false, None))
            .filter(|index| value(index).is_some_and(|value| shares(*share, *bound, value)))
            .collect(),
        _ => Vec::new(),
    };
    found.retain(|index| Some(*index) != figure_of(&claim.verdict));
    found
}

/// The figure that a verdict names.
pub(super) const fn figure_of(verdict: &Verdict) -> Option<usize> {
    match verdict {
        Verdict::Supported { by } | Verdict::OtherDefinition { by } => Some(*by),
        Verdict::NotSupported { instead } | Verdict::CannotBeSaid { instead, .. } => *instead,
    }
}

/// A claim of survival.
struct Survival {
    share: f64,
    bound: Bound,
    who: Who,
    years: Option<u32>,
    today: bool,
}

struct Judge<'a> {
    figures: &'a [Cited<'a>],
    benchmarks: &'a [Benchmark],
}

impl<'a> Judge<'a> {
    fn figure(&self, index: usize) -> Option<&'a Figure> {
        self.figures.get(index).map(|cited| cited.figure)
    }

    /// The newest figure of a definition about the whole house, or a region of it, in a measure; of several of one day the first.
    fn find(&self, id: &str, fte: bool, region: Option<&RegionSetId>) -> Option<usize> {
        let as_of = |index: &usize| self.figure(*index).map(|figure| figure.query.as_of);
        self.all(id, fte, region).into_iter().rev().max_by_key(as_of)
    }

    /// All of them, in their order: what was published, and the same as it is now.
    fn all(&self, id: &str, fte: bool, region: Option<&RegionSetId>) -> Vec<usize> {
        let measure = if fte { Measure::Fte } else { Measure::Heads };
        let fits = |figure: &Figure| {
            let scope = &figure.query.scope;
            figure.id.0 == id
                && (scope.measure == measure || figure.unit != Unit::Jobs)
                && scope.region.as_ref().map(RegionSetId::stem) == region.map(RegionSetId::stem)
                && scope.programme.is_none()
                && scope.cohort.is_none()
                && scope.sector.is_none()
                && scope.admitted_to.is_none()
                // What happened in one period only is not what a sentence without one is about.
                && scope.since.is_none()
                && !scope.with_founders
                && !scope.fractional
        };
        let found = self.figures.iter().enumerate().filter(|(_, cited)| fits(cited.figure));
        found.map(|(index, _)| index).collect()
    }

    /// Whether a figure speaks of the time since a year: its own period, or what its rows reach back to.
    fn covers(&self, index: usize, since: Option<i32>) -> bool {
        use chrono::Datelike as _;
        let Some(cited) = self.figures.get(index) else { return false };
        let figure = cited.figure;
        match (since, figure.query.scope.admitted_from) {
            (None, from) => from.is_none(),
            (Some(year), Some(from)) => from.year() == year,
            // The first startups come some months after the doors open.
            (Some(year), None) => {
                let first = figure.rows_in.iter().filter_map(|row| row.basis.admitted_on).min();
                let first = first.map(|first| first.year()).or(cited.since);
                first.is_some_and(|first| (year - 1..=year + 1).contains(&first))
            }
        }
    }

    fn jobs(&self, amount: f64, bound: Bound, part: Part, way: Way, fte: bool, since: Option<i32>) -> Verdict {
        let asked = match way {
            Way::Open if part == Part::Is => "jobs.stock",
            Way::Open | Way::Net => "jobs.net",
            Way::Stock => "jobs.stock",
            Way::AtExit => "jobs.at_exit",
            Way::Peak => "jobs.peak",
            Way::Gross => "jobs.gross_increase",
        };
        let expected = self.find(asked, fte, None);
        if part == Part::Promised {
            return Verdict::CannotBeSaid { why: vec![Why::Promise], instead: expected };
        }
        let holds = |index: &usize| {
            self.figure(*index).and_then(|figure| figure.value).is_some_and(|value| counts(amount, bound, value))
        };
        let by = self.all(asked, fte, None).into_iter().find(&holds);
        let other = || JOBS.iter().flat_map(|id| self.all(id, fte, None)).find(&holds);
        let Some(found) = by.or_else(other) else {
            return match expected.or_else(|| JOBS.iter().find_map(|id| self.find(id, fte, None))) {
                None => Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None },
                instead => Verdict::NotSupported { instead },
            };
        };
        let mut why = Vec::new();
        if part == Part::Created {
            why.push(Why::CreatedNotContributed);
        }
        if !self.covers(found, since) {
            why.push(Why::NoPeriod);
        }
        decide(found, by.is_some(), why)
    }

    fn place(&self, share: f64, bound: Bound, region: Option<&RegionSetId>, jobs: Option<usize>) -> Verdict {
        let nothing = Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None };
        let Some(region) = region else {
            return Verdict::CannotBeSaid { why: vec![Why::NoPlace], instead: jobs };
        };
        let spoken = jobs.and_then(|index| self.figure(index));
        let fte = spoken.is_some_and(|figure| figure.query.scope.measure == Measure::Fte);
        let asked = spoken.map_or("jobs.stock", |figure| figure.id.0.as_str());
        let part = |within: usize, whole: usize| -> Option<(usize, f64)> {
            let (inside, all) = (self.figure(within)?, self.figure(whole)?);
            let (part, of) = (inside.value?, all.value?);
            (inside.query.as_of == all.query.as_of && of > 0.0 && (0.0..=of).contains(&part))
                .then(|| (within, part / of))
        };
        let parts = |id: &str| -> Vec<(usize, f64)> {
            let wholes = self.all(id, fte, None);
            let within = self.all(id, fte, Some(region)).into_iter();
            within.filter_map(|within| wholes.iter().find_map(|whole| part(within, *whole))).collect()
        };
        let expected = parts(asked).into_iter().next_back();
        let holds = |(_, actual): &(usize, f64)| shares(share, bound, *actual);
        let by = parts(asked).into_iter().find(&holds);
        let Some((found, _)) = by.or_else(|| JOBS.iter().flat_map(|id| parts(id)).find(&holds)) else {
            return match expected.or_else(|| JOBS.iter().find_map(|id| parts(id).into_iter().next_back())) {
                None => nothing,
                Some((instead, _)) => Verdict::NotSupported { instead: Some(instead) },
            };
        };
        let few = self.figure(found).is_some_and(|figure| (1..FEWEST).contains(&figure.n));
        decide(found, by.is_some(), if few { vec![Why::TooFew] } else { Vec::new() })
    }

    /// A number of jobs in a place.
    fn placed(&self, amount: f64, bound: Bound, region: Option<&RegionSetId>, jobs: Option<usize>) -> Verdict {
        let nothing = Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None };
        let Some(region) = region else {
            return Verdict::CannotBeSaid { why: vec![Why::NoPlace], instead: jobs };
        };
        let spoken = jobs.and_then(|index| self.figure(index));
        let fte = spoken.is_some_and(|figure| figure.query.scope.measure == Measure::Fte);
        let asked = spoken.map_or("jobs.stock", |figure| figure.id.0.as_str());
        let within = |id: &str| self.all(id, fte, Some(region));
        let holds = |index: &usize| {
            self.figure(*index).and_then(|figure| figure.value).is_some_and(|value| counts(amount, bound, value))
        };
        let newest = |id: &str| self.find(id, fte, Some(region));
        let by = within(asked).into_iter().find(&holds);
        match by.or_else(|| JOBS.iter().flat_map(|id| within(id)).find(&holds)) {
            Some(found) => decide(found, by.is_some(), Vec::new()),
            None => match newest(asked).or_else(|| JOBS.iter().find_map(|id| newest(id))) {
                None => nothing,
                instead => Verdict::NotSupported { instead },
            },
        }
    }

    /// What is said of others. No figure of the house carries it; a national row may, and that one must be named.
    fn average(share: f64, years: Option<u32>) -> Verdict {
        let known = crate::benchmarks::with_value(share, years).next().is_some();
        let mut why = vec![if known { Why::WrongComparator } else { Why::NoAverage }];
        if years.is_none() {
            why.insert(0, Why::NoAge);
        }
        Verdict::CannotBeSaid { why, instead: None }
    }

    fn survival(&self, said: &Survival, claim: &Claim) -> Verdict {
        let plain = |id: &str| self.find(id, false, None);
        let (exits, admitted) = (plain("survival.exits"), plain("survival.admitted"));
        let (expected, others) = match said.years {
            Some(years) => {
                let fixed = plain(&format!("survival.fixed({years})"));
                // The curve's height is read at five years.
                let curve = if years == 5 { plain("survival.km(admission)") } else { None };
                (fixed.or(curve), if fixed.is_some() { vec![curve] } else { Vec::new() })
            }
            None if said.who == Who::Exits => (exits, vec![admitted]),
            None if said.who == Who::Admitted => (admitted, vec![exits]),
            None => (admitted.or(exits), vec![exits]),
        };
        let holds = |index: &usize| {
            self.figure(*index)
                .and_then(|figure| figure.value)
                .is_some_and(|value| shares(said.share, said.bound, value))
        };
        // What was published and the same as it is now are figures of one definition.
        let alike =
            |index: usize| self.figure(index).map_or_else(Vec::new, |figure| self.all(&figure.id.0, false, None));
        let by = expected.and_then(|expected| alike(expected).into_iter().find(&holds));
        let Some(found) = by.or_else(|| others.into_iter().flatten().flat_map(alike).find(&holds)) else {
            return match expected {
                None => Verdict::CannotBeSaid { why: said.missing(claim, vec![Why::NoFigure]), instead: None },
                instead => Verdict::NotSupported { instead },
            };
        };
        let mut why = said.missing(claim, Vec::new());
        if self.figure(found).is_some_and(|figure| too_uncertain(figure).is_some()) {
            why.push(Why::TooFew);
        }
        if claim.since.is_some() && !self.covers(found, claim.since) {
            why.push(Why::NoPeriod);
        }
        decide(found, by.is_some(), why)
    }

    /// A number of startups.
    fn counted(&self, amount: f64, bound: Bound, who: Who, since: Option<i32>, of: impl Fn(&Figure) -> f64) -> Verdict {
        let id = if who == Who::Exits { "survival.exits" } else { "survival.admitted" };
        let Some(found) = self.find(id, false, None) else {
            return Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None };
        };
        let holds = |index: &usize| self.figure(*index).is_some_and(|figure| counts(amount, bound, of(figure)));
        let Some(found) = self.all(id, false, None).into_iter().find(holds) else {
            return Verdict::NotSupported { instead: Some(found) };
        };
        let covered = self.covers(found, since);
        decide(found, true, if covered { Vec::new() } else { vec![Why::NoPeriod] })
    }

    /// Work of the house, and money that came to its startups.
    fn work(&self, of: Work, amount: f64, bound: Bound, since: Option<i32>) -> Verdict {
        let Some(found) = self.find(of.definition(), false, None) else {
            return Verdict::CannotBeSaid { why: vec![Why::NoFigure], instead: None };
        };
        let holds = |value: f64| match (of, bound) {
            (Work::Women | Work::Response, _) => shares(amount, bound, value),
            // Sums of money are written with two or three digits.
            (Work::Capital | Work::Awarded | Work::Paid, Bound::Exactly) => (value - amount).abs() <= amount * 0.005,
            (Work::Leverage, Bound::Exactly) => {
                (value - amount).abs() <= if amount.fract() == 0.0 { 0.5 } else { 0.05 }
            }
            _ => counts(amount, bound, value),
        };
        let told = |index: &usize| self.figure(*index).and_then(|figure| figure.value).is_some_and(holds);
        let Some(found) = self.all(of.definition(), false, None).into_iter().find(told) else {
            return Verdict::NotSupported { instead: Some(found) };
        };
        let figure = self.figure(found);
        let mut why = Vec::new();
        if figure.is_some_and(|figure| too_uncertain(figure).is_some()) {
            why.push(Why::TooFew);
        }
        if since.is_some() && !self.covers(found, since) {
            why.push(Why::NoPeriod);
        }
        decide(found, true, why)
    }

    fn comparison(&self, years: Option<u32>, survival: Option<usize>) -> Verdict {
        let Some(years) = years else {
            return Verdict::CannotBeSaid { why: vec![Why::NoAge, Why::WrongComparator], instead: survival };
        };
        let series = self.benchmarks.iter().find(|series| series.years == years);
        let ours = self.find(&format!("survival.fixed({years})"), false, None);
        let interval = ours.and_then(|index| self.figure(index)).and_then(|figure| figure.interval);
        match (series, ours, interval) {
            // Above by chance is not above.
            (Some(series), Some(by), Some(interval)) if interval.low > series.share => Verdict::Supported { by },
            (Some(_), Some(_), Some(_)) => Verdict::NotSupported { instead: ours },
            _ => Verdict::CannotBeSaid { why: vec![Why::WrongComparator], instead: ours.or(survival) },
        }
    }
}

impl Survival {
    /// What the words lack, whatever the number.
    fn missing(&self, claim: &Claim, mut why: Vec<Why>) -> Vec<Why> {
        if self.years.is_none() && !self.today {
            why.push(Why::NoAge);
        }
        let of = !claim.open.contains(&super::Open::WhoIsCounted);
        if self.who == Who::Open && self.years.is_none() && !of {
            why.push(Why::NoDenominator);
        }
        why.sort_unstable();
        why
    }
}

/// The figures at hand are of all the time since the doors opened; a sentence about one year is not about them.
fn only_of_all_time(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::CannotBeSaid { mut why, instead } => {
            if !why.contains(&Why::Promise) && !why.contains(&Why::NoPeriod) {
                why.push(Why::NoPeriod);
            }
            Verdict::CannotBeSaid { why, instead }
        }
        other => Verdict::CannotBeSaid { why: vec![Why::NoPeriod], instead: figure_of(&other) },
    }
}

fn decide(by: usize, as_worded: bool, why: Vec<Why>) -> Verdict {
    match (why.is_empty(), as_worded) {
        (false, _) => Verdict::CannotBeSaid { why, instead: Some(by) },
        (true, true) => Verdict::Supported { by },
        (true, false) => Verdict::OtherDefinition { by },
    }
}

/// Everybody a share is about, those of unknown status included.
fn everybody(figure: &Figure) -> f64 {
    let unclear = figure
        .rows_out
        .iter()
        .filter(|row| matches!(row.reason, OutReason::StatusUnknown | OutReason::Absorbed))
        .count();
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    let all = (figure.n + unclear) as f64;
    all
}

/// Whether an amount, bounded so, says the truth about an actual one.
fn counts(claimed: f64, bound: Bound, actual: f64) -> bool {
    match bound {
        Bound::Exactly => (actual.round() - claimed).abs() < 0.5,
        Bound::About => (actual - claimed).abs() <= claimed * 0.05,
        Bound::Over => actual > claimed,
        Bound::AtLeast => actual >= claimed,
        Bound::Under => actual < claimed,
        Bound::AtMost => actual <= claimed,
    }
}

/// The same of shares. Half a percentage point is what rounding takes.
fn shares(claimed: f64, bound: Bound, actual: f64) -> bool {
    match bound {
        Bound::Exactly => (actual - claimed).abs() <= 0.005 + 1e-9,
        Bound::About => (actual - claimed).abs() <= 0.025 + 1e-9,
        _ => counts(claimed, bound, actual),
    }
}
