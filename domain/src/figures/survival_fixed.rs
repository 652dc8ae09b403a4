//! `survival.fixed(n)`: of those admitted at least n years ago, the share alive on their n-year day.

use chrono::NaiveDate;

use super::definition::{Case, Counted, Definition, LeftOut, Totals};
use super::example::{Example, Expected};
use super::history::Gone;
use super::parameter::Parameter;
use super::scope::Question;
use super::share::exactly;
use super::status::{self, Status};
use super::{Basis, Figure, FigureId, OutReason, RowIn, RowOut, Unit, share};
use crate::format;
use crate::time::add_years;
use crate::words::Locale;

/// Share alive on the n-year day of their admission, of all whose n-year day has come.
pub(super) struct SurvivalFixed {
    years: u32,
}

/// More years than this are taken for a slip of the hand.
const MOST_YEARS: u32 = 50;

/// The definition for a number of years, 1 to 50, written without sign or leading zero.
pub(super) fn with_years(parameter: &str) -> Option<Box<dyn Definition>> {
    let years: u32 = parameter.parse().ok()?;
    ((1..=MOST_YEARS).contains(&years) && parameter == years.to_string())
        .then(|| Box::new(SurvivalFixed { years }) as _)
}

/// What is known of a startup on a day that has passed.
enum Then {
    Alive,
    Dead,
    /// Seen dead later, nobody knows since when, and nobody saw it alive after the day.
    PerhapsDead,
    Absorbed,
    Unknown,
}

impl SurvivalFixed {
    /// `1 år`, `5 years`.
    fn span(&self, locale: Locale) -> String {
        let word = match (locale, self.years) {
            (Locale::Nb | Locale::Nn, _) => "år",
            (Locale::En, 1) => "year",
            (Locale::En, _) => "years",
        };
        format!("{} {word}", self.years)
    }

    fn on_the_day(case: &Case<'_, '_>, day: NaiveDate) -> Then {
        let history = case.history;
        let as_of = case.question.as_of();
        if let Some(absence) = history.absence_on(day) {
            return match absence.how {
                Gone::Dead { .. } => Then::Dead,
                Gone::Absorbed => Then::Absorbed,
            };
        }
        if history.last_verified(as_of).is_some_and(|on| on >= day) {
            return Then::Alive;
        }
        match history
            .absences
            .iter()
            .find(|absence| absence.from > day && absence.from <= as_of)
            .map(|absence| absence.how)
        {
            Some(Gone::Dead { date_known: false }) => Then::PerhapsDead,
            // To die or to be absorbed later it must have lived on the day.
            Some(Gone::Dead { date_known: true } | Gone::Absorbed) => Then::Alive,
            None if matches!(status::at(history, day), Status::Alive { .. }) => Then::Alive,
            None => Then::Unknown,
        }
    }
}

impl Definition for SurvivalFixed {
    fn id(&self) -> FigureId {
        FigureId(format!("survival.fixed({})", self.years))
    }

    fn unit(&self) -> Unit {
        Unit::Share
    }

    fn title(&self, locale: Locale) -> String {
        words::title(locale, &self.span(locale))
    }

    fn rule(&self, locale: Locale) -> String {
        words::rule(locale, &self.span(locale))
    }

    fn parameters(&self) -> Vec<Parameter> {
        std::iter::once(Parameter::Age(self.years)).chain(share::parameters()).collect()
    }

    fn apart(&self, locale: Locale) -> &'static str {
        words::apart(locale)
    }

    /// Worked out for one, three or five years: on the toy portfolio there is nothing more to learn from others.
    fn example(&self) -> Example {
        let (id, alive, n) = match self.years {
            1 => ("survival.fixed(1)", 4.0, 4),
            3 => ("survival.fixed(3)", 3.0, 3),
            _ => ("survival.fixed(5)", 1.0, 2),
        };
        #[expect(clippy::cast_precision_loss, reason = "a handful of startups")]
        let value = alive / n as f64;
        Example { id, more: &[], expected: Expected { value, floor: value, ceiling: value, numerator: alive, n } }
    }

    fn formula(&self) -> String {
        format!(
            "#{{ i admitted ≤ D − {n} y, alive on admission_i + {n} y }} / #{{ i admitted ≤ D − {n} y, status known }}",
            n = self.years
        )
    }

    fn sentence(&self, locale: Locale, figure: &Figure) -> String {
        share::sentence(
            locale,
            figure,
            &words::clause(locale, &self.span(locale), &format::date(locale, figure.query.as_of)),
        )
    }

    fn row(&self, case: &Case<'_, '_>) -> Result<Counted, LeftOut> {
        let stay = case.stay()?;
        let day = add_years(stay.admitted_on, self.years);
        if day > case.question.as_of() {
            return Err(OutReason::TooYoung.into());
        }
        let then = Self::on_the_day(case, day);
        case.in_region(if matches!(then, Then::Dead | Then::Absorbed) { 0.0 } else { 1.0 })?;
        let basis: Basis = case.basis(stay);
        match then {
            Then::Alive => Ok(exactly(1.0, basis)),
            Then::Dead => Ok(exactly(0.0, basis)),
            Then::PerhapsDead => Ok(Counted { ceiling: 1.0, ..exactly(0.0, basis) }),
            Then::Absorbed => Err(OutReason::Absorbed.into()),
            Then::Unknown => Err(LeftOut::up_to(OutReason::StatusUnknown, 1.0)),
        }
    }

    fn add_up(&self, rows_in: &[RowIn], rows_out: &[RowOut], _question: &Question<'_>) -> Totals {
        share::add_up(rows_in, rows_out)
    }
}

crate::catalogue! {
    /// The words of `survival.fixed`.
    mod words {
        title(years: &str) => {
            nb: "I live {years} etter opptak", nn: "I live {years} etter opptak", en: "Alive {years} after admission" }
        rule(years: &str) => {
            nb: "Av bedriftene som ble tatt opp minst {years} før datoen: andelen som var i live på dagen {years} etter opptaket. Sett i live den dagen eller senere teller, ellers må siste livstegn ikke være eldre enn 15 måneder den dagen. En bedrift som senere er funnet død uten at noen vet når, teller ikke som i live. Ukjente og innfusjonerte er utelatt.",
            nn: "Av bedriftene som vart tekne opp minst {years} før datoen: delen som var i live på dagen {years} etter opptaket. Sett i live den dagen eller seinare tel, elles må siste livsteikn ikkje vere eldre enn 15 månader den dagen. Ei bedrift som seinare er funnen død utan at nokon veit når, tel ikkje som i live. Ukjende og innfusjonerte er utelatne.",
            en: "Of the startups admitted at least {years} before the date: the share alive on the day {years} after admission. Seen alive on that day or later counts; otherwise the last sign of life must be no older than 15 months on that day. A startup found dead later, nobody knows since when, does not count as alive. Unknown and merged ones are left out." }
        apart => {
            nb: "Ikke med en landsstatistikk regnet fra etableringen uten å si det: her går årene fra opptaket, og bedriften levde allerede da. Ikke med en annen alder, selskapsform eller et annet fødselsår. Den rimelige raden er bedrifter som allerede levde ved den alderen de ble tatt opp.",
            nn: "Ikkje med ein landsstatistikk rekna frå etableringa utan å seie det: her går åra frå opptaket, og bedrifta levde allereie då. Ikkje med ein annan alder, selskapsform eller eit anna fødselsår. Den rimelege rada er bedrifter som allereie levde ved den alderen dei vart tekne opp.",
            en: "Not with a national statistic counted from founding without saying so: here the years run from admission, and the startup was alive by then. Not with another age, legal form or birth year. The fair row is firms that were already alive at the age of admission." }
        clause(years: &str, date: &str) => {
            nb: "av bedriftene som er tatt opp for minst {years} siden, var i live {years} etter opptaket, regnet per {date}",
            nn: "av bedriftene som er tekne opp for minst {years} sidan, var i live {years} etter opptaket, rekna per {date}",
            en: "of the startups admitted at least {years} ago were alive {years} after admission, as at {date}" }
    }
}
