//! `survival.km(origin)`: the Kaplan-Meier curve from birth, admission or exit.
//!
//! A curve claims nothing about days nobody saw: whoever is not known dead or absorbed is followed to the last day it was verified
//! alive, whether that is recent (alive) or long ago (unknown).

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::km::{self, DayObservation};
use super::scope::{Question, Stay};
use super::share::span;
use super::status::Status;
use super::{Basis, Curve, Figure, FigureId, Interval, OutReason, RowIn, RowOut, Unit};
use crate::facts::LifeEventKind;
use crate::format;
use crate::time::days_between;
use crate::words::Locale;

/// The figure's value is the height of the curve here: five years.
pub const HORIZON_DAYS: u32 = 1_826;

/// From which day lives are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Birth,
    Admission,
    Exit,
}

/// The curve from one origin, right-censored at the last day verified alive; from birth left-truncated at the age of admission.
pub(super) struct SurvivalKm {
    origin: Origin,
}

/// The definition for an origin: `birth`, `admission` or `exit`.
pub(super) fn with_origin(parameter: &str) -> Option<Box<dyn Definition>> {
    let origin =
        [Origin::Birth, Origin::Admission, Origin::Exit].into_iter().find(|origin| origin.code() == parameter)?;
    Some(Box::new(SurvivalKm { origin }))
}

impl Origin {
    const fn code(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::Admission => "admission",
            Self::Exit => "exit",
        }
    }

    /// The day lives are counted from.
    fn day(self, case: &Case<'_, '_>, stay: Stay) -> Result<NaiveDate, LeftOut> {
        let born = |kind: LifeEventKind| {
            let as_of = case.question.as_of();
            let dated = case.history.life_events.iter().filter(|seen| seen.body.date_known && seen.on() <= as_of);
            dated.filter(|seen| seen.body.kind == kind).map(|seen| seen.on()).next()
        };
        match self {
            Self::Admission => Ok(stay.admitted_on),
            Self::Exit => stay.exited_on.ok_or(OutReason::NotExited.into()),
            Self::Birth => born(LifeEventKind::Founded)
                .or_else(|| born(LifeEventKind::Incorporated))
                .ok_or(OutReason::BirthUnknown.into()),
        }
    }

    const fn words(self, locale: Locale) -> &'static str {
        match self {
            Self::Birth => words::birth(locale),
            Self::Admission => words::admission(locale),
            Self::Exit => words::exit(locale),
        }
    }
}

impl Definition for SurvivalKm {
    fn id(&self) -> FigureId {
        FigureId(format!("survival.km({})", self.origin.code()))
    }

    fn unit(&self) -> Unit {
        Unit::Curve
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale, self.origin.words(locale))
    }

    fn rule(&self, locale: Locale) -> String {
        let rule = words::rule(locale, self.origin.words(locale));
        if self.origin == Origin::Birth { format!("{rule} {}", words::truncated(locale)) } else { rule }
    }

    fn formula(&self) -> String {
        "S(t) = ∏_(t_j ≤ t) (1 − d_j / n_j); value S(1826 days); 95 %: S^exp(±1.96 √(Σ d_j / (n_j (n_j − d_j))) / ln S)"
            .to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let origin = self.origin.words(locale);
        let date = format::date(locale, figure.query.as_of);
        let (n, deaths) = (format::count(locale, figure.n), format::number(locale, figure.numerator, 0));
        match (figure.value, figure.interval) {
            (Some(value), Some(interval)) => {
                let between = span(locale, interval.low, interval.high);
                let percent = |share: f64| format::percent(locale, share, 0);
                let height = words::height(locale, &percent(value), &between, origin, &n, &deaths, &date);
                let undated = undated(&figure.rows_out);
                let height = match figure.floor {
                    Some(floor) if undated > 0 => {
                        format!("{height} {}", words::undated(locale, &format::count(locale, undated), &percent(floor)))
                    }
                    _ => height,
                };
                match (figure.rows_in.iter().filter(|row| is_unknown(row)).count(), figure.floor, figure.ceiling) {
                    (0, ..) | (_, None, _) | (.., None) => height,
                    (unknown, Some(floor), Some(ceiling)) => {
                        let unknown = format::count(locale, unknown);
                        format!("{height} {}", words::band(locale, &unknown, &percent(floor), &percent(ceiling)))
                    }
                }
            }
            _ => words::too_short(locale, origin, &n, &deaths, &date),
        }
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let origin = self.origin.day(case, stay)?;
        case.in_region(0.0)?;
        let (end, died) = match case.status {
            Status::Dead { date_known: false, .. } => return Err(OutReason::DeathDateUnknown.into()),
            Status::Dead { since, date_known: true } => (since, true),
            Status::Absorbed { since } => (since, false),
            Status::Alive { verified_on } => (verified_on, false),
            Status::Unknown { last_verified } => (last_verified.ok_or(OutReason::NotObserved)?, false),
        };
        let entry = match self.origin {
            // Only a living startup can be admitted: before its admission it was not at risk of being seen to die.
            Origin::Birth => days_between(origin, stay.admitted_on).max(0),
            Origin::Admission | Origin::Exit => 0,
        };
        let days = days_between(origin, end);
        let seen = days > entry || (days == 0 && entry == 0 && died);
        if !seen {
            return Err(OutReason::NotObserved.into());
        }
        let events = if died { 1.0 } else { 0.0 };
        // Of an unknown one nobody can say whether it has died since it was last seen.
        let most = if matches!(case.status, Status::Unknown { .. }) { 1.0 } else { events };
        let basis = Basis { entry_days: Some(entry), exit_days: Some(days), ..case.basis(stay) };
        Ok(Counted { contribution: events, floor: events, ceiling: most, basis })
    }

    /// The curve of the rows, and two more for its band: everybody whose status is unknown died on the day last seen (floor), or
    /// is alive at the date (ceiling). With nobody unknown both are the point.
    ///
    /// Deaths without a date stand outside all curves. The floor takes them as dead from the first day, all of them at risk with the
    /// rest: every height is then multiplied by n / (n + undated).
    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], question: &Question<'_>) -> Totals {
        let Some(curve) = curve_of(rows_in, |row| observation(row, 0, row.contribution > 0.0)) else {
            return Totals::default();
        };
        let height = |curve: &Curve, extend: &dyn Fn(&RowIn) -> i64| height(curve, rows_in, extend);
        let Some((value, interval)) = height(&curve, &|_| 0) else {
            return Totals { numerator: numerator(rows_in), curve: Some(curve), ..Totals::default() };
        };
        let (mut floor, mut ceiling) = (Some(value), Some(value));
        if rows_in.iter().any(is_unknown) {
            let extend = |row: &RowIn| match row.basis.verified_on {
                Some(last) if is_unknown(row) => days_between(last, question.as_of()).max(0),
                _ => 0,
            };
            floor = curve_of(rows_in, |row| observation(row, 0, row.ceiling > 0.0))
                .and_then(|curve| height(&curve, &|_| 0))
                .map(|(s, _)| s);
            let longer = curve_of(rows_in, |row| observation(row, extend(row), row.contribution > 0.0));
            // Where the point has fallen to zero, this curve may stand above it with nobody followed to the horizon: then it can be
            // no higher there than where it ends.
            ceiling = longer.and_then(|curve| {
                let end = || curve.points.iter().rfind(|point| point.t <= f64::from(HORIZON_DAYS)).map(|point| point.s);
                height(&curve, &extend).map(|(s, _)| s).or_else(end)
            });
        }
        let undated = undated(rows_out);
        if undated > 0 {
            #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
            let kept = rows_in.len() as f64 / (rows_in.len() + undated) as f64;
            floor = floor.map(|floor| floor * kept);
        }
        Totals {
            value: Some(value),
            floor,
            ceiling,
            numerator: numerator(rows_in),
            interval: Some(interval),
            curve: Some(curve),
        }
    }
}

/// How many are known to be dead, but not since when.
fn undated(rows_out: &[RowOut]) -> usize {
    rows_out.iter().filter(|row| row.reason == OutReason::DeathDateUnknown).count()
}

/// A row whose startup was last seen alive too long ago to say what became of it.
fn is_unknown(row: &RowIn) -> bool {
    row.ceiling > row.contribution
}

fn numerator(rows_in: &[RowIn]) -> f64 {
    rows_in.iter().map(|row| row.contribution).sum::<f64>() + 0.0
}

fn observation(row: &RowIn, extend: i64, event: bool) -> DayObservation {
    let days = |days: i64| u32::try_from(days).unwrap_or(0);
    let entry = row.basis.entry_days.unwrap_or(0);
    DayObservation {
        entry: (entry > 0).then(|| days(entry)),
        time: days(row.basis.exit_days.unwrap_or(0) + extend),
        event,
    }
}

fn curve_of(rows_in: &[RowIn], observe: impl Fn(&RowIn) -> DayObservation) -> Option<Curve> {
    let observations: Vec<DayObservation> = rows_in.iter().map(observe).collect();
    // Every row was seen after its entry, so there is nothing to refuse.
    km::estimate_days(&observations).ok().filter(|curve| curve.n > 0)
}

fn height(curve: &Curve, rows_in: &[RowIn], extend: &dyn Fn(&RowIn) -> i64) -> Option<(f64, Interval)> {
    let horizon = i64::from(HORIZON_DAYS);
    let at_risk = rows_in
        .iter()
        .filter(|row| {
            let (entry, exit) = (row.basis.entry_days.unwrap_or(0), row.basis.exit_days.unwrap_or(0));
            entry < horizon && exit + extend(row) >= horizon
        })
        .count();
    km::height_at(curve, f64::from(HORIZON_DAYS), at_risk as u64)
}

crate::catalogue! {
    /// The words of `survival.km`.
    mod words {
        birth => { nb: "oppstart", nn: "oppstart", en: "founding" }
        admission => { nb: "opptak", nn: "opptak", en: "admission" }
        exit => { nb: "uttak", nn: "uttak", en: "exit" }
        title(origin: &str) => {
            nb: "Overlevelse fra {origin}", nn: "Overleving frå {origin}", en: "Survival from {origin}" }
        rule(origin: &str) => {
            nb: "Kaplan-Meier-kurven fra {origin}: hvor stor andel som anslås å være i live etter så mange dager, når hver bedrift teller så lenge den er fulgt. Bedrifter i live og ukjente følges til siste dag de er bekreftet i live, innfusjonerte til fusjonen. Død uten kjent dato er utelatt. Tallet er kurvens høyde etter fem år (1826 dager).",
            nn: "Kaplan-Meier-kurva frå {origin}: kor stor del som er rekna å vere i live etter så mange dagar, når kvar bedrift tel så lenge ho er følgd. Bedrifter i live og ukjende blir følgde til siste dag dei er stadfesta i live, innfusjonerte til fusjonen. Død utan kjend dato er utelaten. Talet er høgda på kurva etter fem år (1826 dagar).",
            en: "The Kaplan-Meier curve from {origin}: the share estimated to be alive after so many days, each startup counting for as long as it is followed. Living and unknown startups are followed to the last day they were verified alive, merged ones to the merger. Deaths without a known date are left out. The value is the height of the curve after five years (1826 days)." }
        truncated => {
            nb: "En bedrift teller først fra alderen den hadde ved opptaket (venstretrunkering), for bare en levende bedrift kan tas opp.",
            nn: "Ei bedrift tel først frå alderen ho hadde ved opptaket (venstretrunkering), for berre ei levande bedrift kan takast opp.",
            en: "A startup counts only from its age at admission (left truncation), since only a living startup can be admitted." }
        height(percent: &str, between: &str, origin: &str, n: &str, deaths: &str, date: &str) => {
            nb: "Anslagsvis {percent} er i live fem år etter {origin} (95 % intervall {between}), anslått fra {n} bedrifter der {deaths} av {n} er døde per {date}.",
            nn: "Om lag {percent} er i live fem år etter {origin} (95 % intervall {between}), rekna frå {n} bedrifter der {deaths} av {n} er døde per {date}.",
            en: "An estimated {percent} are alive five years after {origin} (95% interval {between}), from {n} startups of which {deaths} of {n} are dead as at {date}." }
        band(unknown: &str, floor: &str, ceiling: &str) => {
            nb: "{unknown} av dem har ukjent status: døde de den dagen de sist ble bekreftet i live, er andelen {floor}; lever de til datoen, er den {ceiling}.",
            nn: "{unknown} av dei har ukjend status: døydde dei den dagen dei sist vart stadfesta i live, er delen {floor}; lever dei til datoen, er han {ceiling}.",
            en: "Of {unknown} of them the status is unknown: had they died on the day they were last verified alive, the share would be {floor}; were they alive until the date, {ceiling}." }
        undated(n: &str, floor: &str) => {
            nb: "{n} døde uten kjent dato er utelatt, så kurven ligger for høyt: regnet som døde fra første dag er andelen {floor}.",
            nn: "{n} døde utan kjend dato er utelatne, så kurva ligg for høgt: rekna som døde frå første dag er delen {floor}.",
            en: "{n} dead without a known date are left out, so the curve lies too high: taken as dead from the first day the share is {floor}." }
        too_short(origin: &str, n: &str, deaths: &str, date: &str) => {
            nb: "Ingen er fulgt så langt som fem år etter {origin} per {date}, så kurven har ikke noe tall der: {deaths} av {n} bedrifter er døde.",
            nn: "Ingen er følgde så langt som fem år etter {origin} per {date}, så kurva har ikkje noko tal der: {deaths} av {n} bedrifter er døde.",
            en: "Nobody has been followed as far as five years after {origin} as at {date}, so the curve has no value there: {deaths} of {n} startups are dead." }
    }
}
