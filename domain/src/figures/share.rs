//! What the shares of survivors have in common: the row of a status, the sums with their interval, and the sentence.

use super::definition::{Case, Counted, LeftOut, STALENESS_MONTHS, Totals};
use super::parameter::{ALIVE, Parameter, Period, Places};
use super::scope::Stay;
use super::status::Status;
use super::{Basis, Figure, OutReason, RowIn, RowOut, interval};
use crate::format;
use crate::words::Locale;

/// A row of a share: alive is 1 of 1, dead 0 of 1, absorbed and unknown are left out, unknown up to 1.
///
/// # Errors
/// Why the startup is not in.
pub(super) fn row(case: &Case<'_, '_>, stay: Stay) -> Result<Counted, LeftOut> {
    case.in_region(if matches!(case.status, Status::Alive { .. } | Status::Unknown { .. }) { 1.0 } else { 0.0 })?;
    match case.status {
        Status::Alive { .. } => Ok(exactly(1.0, case.basis(stay))),
        Status::Dead { .. } => Ok(exactly(0.0, case.basis(stay))),
        Status::Absorbed { .. } => Err(OutReason::Absorbed.into()),
        Status::Unknown { .. } => Err(LeftOut::up_to(OutReason::StatusUnknown, 1.0)),
    }
}

/// What is part of the version of every share of survivors.
pub(super) fn parameters() -> Vec<Parameter> {
    vec![
        Parameter::Staleness(STALENESS_MONTHS),
        Parameter::Alive(ALIVE),
        Parameter::Places(Places::Startups),
        Parameter::Period(Period::State),
        Parameter::Exact,
    ]
}

/// A row with the same contribution at all levels.
pub(super) const fn exactly(contribution: f64, basis: Basis) -> Counted {
    Counted { contribution, floor: contribution, ceiling: contribution, basis }
}

/// What is open about some of those a share leaves out: which reasons say so, and how its sentence puts it.
pub(super) struct Open {
    /// Whether a startup left out for this reason may yet be one of those counted.
    pub is: fn(OutReason) -> bool,
    /// How many more there are, and the share were none or all of them counted.
    pub band: fn(Locale, &str, &str, &str) -> String,
    /// There is no share: a clause, and how many are open.
    pub nothing: fn(Locale, &str, &str) -> String,
}

/// Of survivors: all whose status or place is unknown may be dead or alive.
const SURVIVORS: Open = Open { is: is_unclear, band: words::unknown, nothing: words::nothing };

/// Adds rows of survivors up to a share: see [`add_up_open`].
pub(super) fn add_up(rows_in: &[RowIn], rows_out: &[RowOut]) -> Totals {
    add_up_open(&SURVIVORS, rows_in, rows_out)
}

/// Adds rows up to a share with its exact binomial interval.
///
/// The band: all that are open taken as 0 (floor), all of them that may be 1 taken as 1 (ceiling).
pub(super) fn add_up_open(open: &Open, rows_in: &[RowIn], rows_out: &[RowOut]) -> Totals {
    let is_unclear = open.is;
    let sum = |level: fn(&RowIn) -> f64| rows_in.iter().map(level).sum::<f64>() + 0.0;
    let numerator = sum(|row| row.contribution);
    let unclear = rows_out.iter().filter(|row| is_unclear(row.reason)).count();
    let may_live: f64 = rows_out.iter().filter(|row| is_unclear(row.reason)).map(|row| row.ceiling).sum::<f64>() + 0.0;
    #[expect(clippy::cast_precision_loss, reason = "counts of startups stay far below 2^53")]
    let (n, least_of) = (rows_in.len() as f64, (rows_in.len() + unclear) as f64);
    let share = |part: f64, of: f64| (of > 0.0).then(|| part / of);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sum of rows that are 0 or 1 is a small whole number"
    )]
    let interval = (n > 0.0).then(|| interval::clopper_pearson(numerator as u64, rows_in.len() as u64));
    Totals {
        value: share(numerator, n),
        floor: share(sum(|row| row.floor), least_of),
        ceiling: share(sum(|row| row.ceiling) + may_live, n + may_live).or((unclear > 0).then_some(0.0)),
        numerator,
        interval,
        curve: None,
    }
}

const fn is_unclear(reason: OutReason) -> bool {
    matches!(reason, OutReason::StatusUnknown | OutReason::PlaceUnknown | OutReason::PlaceAmbiguous)
}

/// `73 % (22 av 30)` with its interval and the unknowns, around the clause of the definition.
///
/// `clause` gets the date: `av bedriftene som har gått ut, er i live per 31.12.2023`.
pub(super) fn sentence(locale: Locale, figure: &Figure, clause: &str) -> String {
    sentence_open(&SURVIVORS, locale, figure, clause)
}

/// The same for shares of which something else is open.
pub(super) fn sentence_open(open: &Open, locale: Locale, figure: &Figure, clause: &str) -> String {
    let unclear = figure.rows_out.iter().filter(|row| (open.is)(row.reason)).count();
    let n = format::count(locale, figure.n);
    let (Some(value), Some(interval)) = (figure.value, figure.interval) else {
        return match unclear {
            0 => words::nobody(locale, clause),
            _ => (open.nothing)(locale, clause, &format::count(locale, unclear)),
        };
    };
    let percent = |share: f64| format::percent(locale, share, 0);
    let x = format::number(locale, figure.numerator, 0);
    let between = span(locale, interval.low, interval.high);
    let mut text = words::share(locale, &percent(value), &x, &n, clause, &between);
    if unclear > 0
        && let (Some(floor), Some(ceiling)) = (figure.floor, figure.ceiling)
    {
        text.push(' ');
        text.push_str(&(open.band)(locale, &format::count(locale, unclear), &percent(floor), &percent(ceiling)));
    }
    text
}

/// Two shares as a span of percentages: `54–88 %`.
pub(super) fn span(locale: Locale, low: f64, high: f64) -> String {
    format!("{}–{}", format::number(locale, low * 100.0, 0), format::percent(locale, high, 0))
}

crate::catalogue! {
    /// The sentences every share has in common.
    mod words {
        share(percent: &str, x: &str, n: &str, clause: &str, between: &str) => {
            nb: "{percent} ({x} av {n}) {clause} (95 % intervall {between}).",
            nn: "{percent} ({x} av {n}) {clause} (95 % intervall {between}).",
            en: "{percent} ({x} of {n}) {clause} (95% interval {between})." }
        unknown(count: &str, floor: &str, ceiling: &str) => {
            nb: "{count} til har ukjent status eller sted: er alle døde, er andelen {floor}; er alle i live, er den {ceiling}.",
            nn: "{count} til har ukjend status eller stad: er alle døde, er delen {floor}; er alle i live, er han {ceiling}.",
            en: "The status or place of {count} more is unknown: were all of them dead, the share would be {floor}; were all alive, {ceiling}." }
        nothing(clause: &str, unknown: &str) => {
            nb: "Hvor stor andel {clause}? Det kan ikke regnes ut: 0 av {unknown} har kjent status og sted.",
            nn: "Kor stor del {clause}? Det kan ikkje reknast ut: 0 av {unknown} har kjend status og stad.",
            en: "What share {clause}? It cannot be computed: 0 of {unknown} have a known status and place." }
        nobody(clause: &str) => {
            nb: "Hvor stor andel {clause}? Det kan ikke regnes ut, for det er ingen slike bedrifter (0 av 0).",
            nn: "Kor stor del {clause}? Det kan ikkje reknast ut, for det er ingen slike bedrifter (0 av 0).",
            en: "What share {clause}? It cannot be computed, since there are no such startups (0 of 0)." }
    }
}
