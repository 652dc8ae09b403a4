//! `survival.km(origin)`: the Kaplan-Meier curve from birth, admission or exit.
//!
//! A curve claims nothing about days nobody saw: whoever is not known dead or absorbed is followed to the last day it was verified
//! alive, whether that is recent (alive) or long ago (unknown).

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, STALENESS_MONTHS, Totals};
use super::example::{Example, Expected, Says, Told};
use super::km::{self, DayObservation};
use super::parameter::{ALIVE, Censoring, Parameter, Period, Places};
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

/// The curve from one origin, right-censored; from birth left-truncated at the age of admission.
pub(super) struct SurvivalKm {
    origin: Origin,
    /// Until when those not known dead are followed: what the two versions differ in.
    censoring: Censoring,
}

/// The definition for an origin: `birth`, `admission` or `exit`.
pub(super) fn with_origin(parameter: &str) -> Option<Box<dyn Definition>> {
    Some(Box::new(SurvivalKm { origin: Origin::of(parameter)?, censoring: Censoring::LastVerified }))
}

/// Version 1, by which living startups were followed to the date asked about. It counted days that nobody saw as survived.
pub(super) fn to_the_date(parameter: &str) -> Option<Box<dyn Definition>> {
    Some(Box::new(SurvivalKm { origin: Origin::of(parameter)?, censoring: Censoring::AtTheDate }))
}

impl Origin {
    fn of(code: &str) -> Option<Self> {
        [Self::Birth, Self::Admission, Self::Exit].into_iter().find(|origin| origin.code() == code)
    }

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

    fn version(&self) -> u32 {
        match self.censoring {
            Censoring::AtTheDate => 1,
            Censoring::LastVerified => 2,
        }
    }

    fn unit(&self) -> Unit {
        Unit::Curve
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale, self.origin.words(locale))
    }

    fn rule(&self, locale: Locale) -> String {
        let origin = self.origin.words(locale);
        let rule = match self.censoring {
            Censoring::AtTheDate => words::rule_to_the_date(locale, origin),
            Censoring::LastVerified => words::rule(locale, origin),
        };
        if self.origin == Origin::Birth { format!("{rule} {}", words::truncated(locale)) } else { rule }
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![
            Parameter::Horizon(HORIZON_DAYS),
            Parameter::Censoring(self.censoring),
            Parameter::Staleness(STALENESS_MONTHS),
            Parameter::Alive(ALIVE),
            Parameter::Places(Places::Startups),
            Parameter::Period(Period::State),
            Parameter::LogLog,
        ]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn changed(&self, locale: Locale) -> Option<&'static str> {
        matches!(self.censoring, Censoring::LastVerified).then(|| words::changed(locale))
    }

    fn example(&self) -> Example {
        EXAMPLES.iter().find(|(origin, ..)| *origin == self.origin).map_or(EXAMPLES[1].1, |(_, now, before)| match self
            .censoring
        {
            Censoring::AtTheDate => *before,
            Censoring::LastVerified => *now,
        })
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
            Status::Alive { verified_on } => match self.censoring {
                Censoring::AtTheDate => (case.question.as_of(), false),
                Censoring::LastVerified => (verified_on, false),
            },
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

/// Two more startups: E has not been seen for a year, and F died after that. By the date E is at risk when F dies, by the last day it
/// was seen it is not.
const ADMITTED: &[Told] = &[
    ("E", "2019-06-01", Says::Stage("admitted")),
    ("E", "2023-01-10", Says::Seen),
    ("F", "2019-05-01", Says::Stage("admitted")),
    ("F", "2023-08-01", Says::Bankrupt),
];
const BORN: &[Told] = &[
    ("B", "2018-01-01", Says::Founded),
    ("C", "2018-06-01", Says::Founded),
    ("D", "2021-10-01", Says::Founded),
    ("E", "2019-01-01", Says::Founded),
    ("E", "2019-06-01", Says::Stage("admitted")),
    ("E", "2023-01-10", Says::Seen),
    ("F", "2019-01-01", Says::Founded),
    ("F", "2019-05-01", Says::Stage("admitted")),
    ("F", "2023-08-01", Says::Bankrupt),
];
/// G has been out for more than five years, so that the curve reaches so far.
const GONE_OUT: &[Told] = &[
    ("E", "2018-06-01", Says::Stage("admitted")),
    ("E", "2019-06-01", Says::Stage("graduated")),
    ("E", "2023-01-10", Says::Seen),
    ("F", "2018-05-01", Says::Stage("admitted")),
    ("F", "2019-05-01", Says::Stage("graduated")),
    ("F", "2023-08-01", Says::Bankrupt),
    ("G", "2016-01-01", Says::Stage("admitted")),
    ("G", "2018-03-01", Says::Stage("graduated")),
    ("G", "2023-12-01", Says::Seen),
];

/// The worked examples by this version and by version 1.
const EXAMPLES: &[(Origin, Example, Example)] = &[
    (
        Origin::Birth,
        worked("survival.km(birth)", BORN, 4.0 / 5.0 * 2.0 / 3.0),
        worked("survival.km(birth)", BORN, 4.0 / 5.0 * 3.0 / 4.0),
    ),
    (
        Origin::Admission,
        worked("survival.km(admission)", ADMITTED, 4.0 / 5.0 * 2.0 / 3.0),
        worked("survival.km(admission)", ADMITTED, 4.0 / 5.0 * 3.0 / 4.0),
    ),
    (
        Origin::Exit,
        worked("survival.km(exit)", GONE_OUT, 5.0 / 6.0 * 1.0 / 2.0),
        worked("survival.km(exit)", GONE_OUT, 5.0 / 6.0 * 2.0 / 3.0),
    ),
];

/// Six are followed and two of them die. Nobody is unknown, so the band has no width.
const fn worked(id: &'static str, more: &'static [Told], value: f64) -> Example {
    Example { id, more, expected: Expected { value, floor: value, ceiling: value, numerator: 2.0, n: 6 } }
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
        rule_to_the_date(origin: &str) => {
            nb: "Kaplan-Meier-kurven fra {origin}: hvor stor andel som anslås å være i live etter så mange dager, når hver bedrift teller så lenge den er fulgt. Bedrifter i live følges til datoen, ukjente til siste livstegn, innfusjonerte til fusjonen. Død uten kjent dato er utelatt. Tallet er kurvens høyde etter fem år (1826 dager).",
            nn: "Kaplan-Meier-kurva frå {origin}: kor stor del som er rekna å vere i live etter så mange dagar, når kvar bedrift tel så lenge ho er følgd. Bedrifter i live blir følgde til datoen, ukjende til siste livsteikn, innfusjonerte til fusjonen. Død utan kjend dato er utelaten. Talet er høgda på kurva etter fem år (1826 dagar).",
            en: "The Kaplan-Meier curve from {origin}: the share estimated to be alive after so many days, each startup counting for as long as it is followed. Living startups are followed to the date, unknown ones to their last sign of life, merged ones to the merger. Deaths without a known date are left out. The value is the height of the curve after five years (1826 days)." }
        changed => {
            nb: "Bedrifter i live følges til siste dag de er bekreftet i live. I versjon 1 ble de fulgt til datoen det spørres om, så dager ingen hadde sett, talte som overlevd. Færre dager er fulgt nå, så kurven slutter tidligere og kan ligge lavere. Døde, innfusjonerte og ukjente teller som før.",
            nn: "Bedrifter i live blir følgde til siste dag dei er stadfesta i live. I versjon 1 vart dei følgde til datoen det blir spurt om, så dagar ingen hadde sett, talde som overlevde. Færre dagar er følgde no, så kurva sluttar tidlegare og kan liggje lågare. Døde, innfusjonerte og ukjende tel som før.",
            en: "Living startups are followed to the last day they were verified alive. In version 1 they were followed to the date asked about, so that days nobody had seen counted as survived. Fewer days are followed now, so the curve ends earlier and may lie lower. Dead, merged and unknown ones count as before." }
        apart => {
            nb: "Ikke med SSBs tall for overlevelse: de er ikke Kaplan-Meier, og de gjelder ett fødselsår og én selskapsform. Ikke fra én start til en annen: fra oppstart, opptak og uttak er tre ulike spørsmål. Ikke med versjon 1 uten å si det.",
            nn: "Ikkje med SSB sine tal for overleving: dei er ikkje Kaplan-Meier, og dei gjeld eitt fødselsår og éi selskapsform. Ikkje frå éin start til ein annan: frå oppstart, opptak og uttak er tre ulike spørsmål. Ikkje med versjon 1 utan å seie det.",
            en: "Not with the survival figures of Statistics Norway: they are not Kaplan-Meier, and are about one birth year and one legal form. Not from one start to another: from founding, admission and exit are three different questions. Not with version 1 without saying so." }
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
