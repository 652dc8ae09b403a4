//! `mentoring.meetings`: how many meetings the house had with its startups.

use super::mentoring::MentoringRule;
use super::{Unit, sums};
use crate::format;
use crate::words::Locale;

/// Meetings in the period.
pub(super) const RULE: MentoringRule = MentoringRule {
    id: "mentoring.meetings",
    unit: Unit::Meetings,
    formula: "Σ_i #{ meetings m of i : S ≤ day_m ≤ D }",
    title: words::title,
    rule: words::rule,
    lead,
    #[expect(clippy::cast_precision_loss, reason = "meetings of one startup stay far below 2^53")]
    measure: |meetings| meetings.count() as f64,
    add_up: sums::add_up,
    worked: 3.0,
};

fn lead(locale: Locale, value: f64, startups: &str, region: &str, period: &str) -> String {
    let number = format::number(locale, value, 0);
    let one = (value - 1.0).abs() < f64::EPSILON;
    let meetings = if one { words::one(locale, &number) } else { words::many(locale, &number) };
    words::lead(locale, &meetings, startups, region, period)
}

crate::catalogue! {
    /// The words of `mentoring.meetings`.
    mod words {
        title => { nb: "Møter med bedriftene", nn: "Møte med bedriftene", en: "Meetings with the startups" }
        rule => {
            nb: "Alle møter som er ført med bedriftene, fra den første dagen i perioden til og med datoen, også møter før opptaket og etter at bedriften gikk ut. Er det spurt om et program, teller bare møter i det. Dokumenterte er møter som noe viser, for eksempel en møteplan. En bedrift uten møter i perioden er utelatt.",
            nn: "Alle møte som er førte med bedriftene, frå den første dagen i perioden til og med datoen, òg møte før opptaket og etter at bedrifta gjekk ut. Er det spurt om eit program, tel berre møte i det. Dokumenterte er møte som noko viser, til dømes ein møteplan. Ei bedrift utan møte i perioden er utelaten.",
            en: "All meetings recorded with the startups from the first day of the period up to and including the date, those before admission and after exit included. Asked about a programme, only meetings in it count. Documented are those that something shows, such as a calendar. A startup without a meeting in the period is left out." }
        lead(meetings: &str, startups: &str, region: &str, period: &str) => {
            nb: "Huset har hatt {meetings} med {startups}{region} {period}.",
            nn: "Huset har hatt {meetings} med {startups}{region} {period}.",
            en: "The house had {meetings} with {startups}{region} {period}." }
        one(number: &str) => { nb: "{number} møte", nn: "{number} møte", en: "{number} meeting" }
        many(number: &str) => { nb: "{number} møter", nn: "{number} møte", en: "{number} meetings" }
    }
}
