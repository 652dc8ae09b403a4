//! What the two figures of mentoring share: which meetings count, their rows, and the sentence.

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected, Says, Told};
use super::history::Seen;
use super::parameter::{Parameter, Period, Places};
use super::scope::Question;
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, Work, period};
use crate::facts::Meeting;
use crate::geography::region_set;
use crate::words::Locale;

/// A way to count meetings: what the two definitions differ in.
pub(super) struct MentoringRule {
    /// Its name: `mentoring.hours`.
    pub id: &'static str,
    /// What its value counts.
    pub unit: Unit,
    /// The rule in symbols, as plain text.
    pub formula: &'static str,
    /// A short name for headings.
    pub title: fn(Locale) -> &'static str,
    /// The rule in words.
    pub rule: fn(Locale) -> &'static str,
    /// The sentence that gives the figure, from the value, the startups, the region in brackets or nothing, and the period.
    pub lead: fn(Locale, f64, &str, &str, &str) -> String,
    /// What these meetings come to.
    pub measure: fn(&mut dyn Iterator<Item = &Meeting>) -> f64,
    /// What the rows come to.
    pub add_up: fn(&[RowIn], &[RowOut]) -> Totals,
    /// What it comes to in the worked example: three meetings with two startups.
    pub worked: f64,
}

/// Three meetings, none of them documented.
const MET: &[Told] =
    &[("A", "2023-05-02", Says::Met(60)), ("A", "2023-06-06", Says::Met(45)), ("D", "2023-09-12", Says::Met(30))];

impl Definition for MentoringRule {
    fn id(&self) -> FigureId {
        FigureId(self.id.to_owned())
    }

    fn unit(&self) -> Unit {
        self.unit
    }

    fn title(&self, locale: Locale) -> String {
        (self.title)(locale).to_owned()
    }

    fn rule(&self, locale: Locale) -> String {
        (self.rule)(locale).to_owned()
    }

    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter::Places(Places::Startups), Parameter::Period(Period::Happened)]
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    fn example(&self) -> Example {
        let (value, n) = (self.worked, 2);
        Example {
            id: self.id,
            more: MET,
            expected: Expected { value, floor: 0.0, ceiling: value, numerator: value, n },
        }
    }

    fn formula(&self) -> String {
        self.formula.to_owned()
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        let period = period::text(locale, figure);
        let Some(value) = figure.value else {
            let unplaced = figure.rows_out.iter().filter(|row| row.reason.is_missing()).count();
            return words::nothing(locale, &period, &period::startups(locale, unplaced));
        };
        let region = figure.query.scope.region.as_ref().and_then(region_set);
        let region = region.map_or_else(String::new, |set| format!(" ({})", set.name(locale)));
        let lead = (self.lead)(locale, value, &period::startups(locale, figure.n), &region, &period);
        let without = figure.rows_out.iter().filter(|row| row.reason == OutReason::NoMeeting).count();
        format!("{lead} {}", words::without(locale, &period::startups(locale, without)))
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        case.known_to_scope()?;
        let programme = programme(case);
        let held = || {
            let met = case.of_period(&case.history.meetings).iter();
            met.filter(move |seen| programme.is_none_or(|asked| seen.body.programme == asked))
        };
        let Some(last) = held().next_back() else { return Err(OutReason::NoMeeting.into()) };
        let contribution = (self.measure)(&mut held().map(|seen| seen.body));
        case.in_region(contribution)?;
        let documented = held().filter(|seen| seen.documented()).map(|seen| seen.body);
        let work =
            Work { meetings: u32::try_from(held().count()).ok(), met_on: Some(Seen::on(last)), ..Work::default() };
        Ok(Counted {
            contribution,
            floor: (self.measure)(&mut { documented }),
            ceiling: contribution,
            basis: Basis {
                admitted_on: case.stay.ok().map(|stay| stay.admitted_on),
                exited_on: case.stay.ok().and_then(|stay| stay.exited_on),
                work: Some(Box::new(work)),
                ..Basis::default()
            },
        })
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        (self.add_up)(rows_in, rows_out)
    }
}

/// The programme whose meetings are asked for: the one asked about, or that of the cohort asked about.
fn programme(case: &Case<'_, '_>) -> Option<crate::ids::ProgrammeId> {
    let scope = &case.question.query.scope;
    scope.programme.or_else(|| {
        let asked = scope.cohort?;
        let enrolments = &case.history.startup.enrolments;
        // A cohort is of one programme; the least is the same whatever order the stays are in.
        enrolments.iter().filter(|enrolment| enrolment.cohort == Some(asked)).map(|enrolment| enrolment.programme).min()
    })
}

crate::catalogue! {
    /// The words of both.
    mod words {
        apart => {
            nb: "Ikke med timer der forberedelse, reise eller fellessamlinger er talt med. Ikke mellom mentorer: den som fører møtene sine, får flere.",
            nn: "Ikkje med timar der førebuing, reise eller fellessamlingar er talde med. Ikkje mellom mentorar: den som fører møta sine, får fleire.",
            en: "Not with hours that include preparation, travel or joint gatherings. Not between mentors: whoever records meetings has more of them." }
        without(startups: &str) => {
            nb: "Uten møte i perioden: {startups}.",
            nn: "Utan møte i perioden: {startups}.",
            en: "Without a meeting in the period: {startups}." }
        nothing(period: &str, startups: &str) => {
            nb: "Det finnes ikke grunnlag for et tall {period}: {startups} har hatt møter, men ingen vet hvor de holder til.",
            nn: "Det finst ikkje grunnlag for eit tal {period}: {startups} har hatt møte, men ingen veit kvar dei held til.",
            en: "There is nothing to compute a figure from {period}: {startups} had meetings, but nobody knows where they work." }
    }
}
