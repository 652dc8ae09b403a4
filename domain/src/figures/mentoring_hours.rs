//! `mentoring.hours`: how many hours the house gave its startups in meetings.

use super::mentoring::MentoringRule;
use super::{Unit, sums};
use crate::format;
use crate::words::Locale;

/// Hours of meetings in the period.
pub(super) const RULE: MentoringRule = MentoringRule {
    id: "mentoring.hours",
    unit: Unit::Hours,
    formula: "Σ_i Σ_{ meetings m of i : S ≤ day_m ≤ D } minutes_m / 60",
    title: words::title,
    rule: words::rule,
    lead,
    // Whole minutes first: a third of an hour three times is an hour.
    measure: |meetings| sums::hours(meetings.map(|meeting| f64::from(meeting.minutes)).sum()),
    add_up: sums::add_up_hours,
    worked: 2.25,
};

fn lead(locale: Locale, value: f64, startups: &str, region: &str, period: &str) -> String {
    let number = format::number(locale, value, 1);
    let one = (value - 1.0).abs() < f64::EPSILON;
    let hours = if one { words::one(locale, &number) } else { words::many(locale, &number) };
    words::lead(locale, &hours, startups, region, period)
}

crate::catalogue! {
    /// The words of `mentoring.hours`.
    mod words {
        title => { nb: "Timer i møter", nn: "Timar i møte", en: "Hours in meetings" }
        rule => {
            nb: "Varigheten av alle møter som er ført med bedriftene, fra den første dagen i perioden til og med datoen, regnet i hele minutter og delt på 60. Forberedelse og reise er ikke med. Er det spurt om et program, teller bare møter i det. Dokumenterte er timer i møter som noe viser. En bedrift uten møter i perioden er utelatt.",
            nn: "Kor lenge alle møte som er førte med bedriftene, varte, frå den første dagen i perioden til og med datoen, rekna i heile minutt og delt på 60. Førebuing og reise er ikkje med. Er det spurt om eit program, tel berre møte i det. Dokumenterte er timar i møte som noko viser. Ei bedrift utan møte i perioden er utelaten.",
            en: "The length of all meetings recorded with the startups from the first day of the period up to and including the date, in whole minutes and divided by 60. Preparation and travel are not included. Asked about a programme, only meetings in it count. Documented are hours of meetings that something shows. A startup without a meeting in the period is left out." }
        lead(hours: &str, startups: &str, region: &str, period: &str) => {
            nb: "Huset har gitt {hours} i møter med {startups}{region} {period}.",
            nn: "Huset har gjeve {hours} i møte med {startups}{region} {period}.",
            en: "The house gave {hours} of meetings to {startups}{region} {period}." }
        one(number: &str) => { nb: "{number} time", nn: "{number} time", en: "{number} hour" }
        many(number: &str) => { nb: "{number} timer", nn: "{number} timar", en: "{number} hours" }
    }
}
